"""Results to grids, sheets and plain data: what a command tells, decided once for all formats."""
