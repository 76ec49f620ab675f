"""Results to grids, sheets and plain data: what each command tells, decided once for all formats."""
