"""An Excel workbook as sheets. It is looked at before it is read: what would fill the memory, run
as a macro or ask for a password is refused."""

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from negpos.errors import DataError, Problem, UsageError
from negpos.importing.sheets import Read, Sheet, headed, holds

_MOST = 1_000_000_000
"""Bytes of a workbook's parts together, unpacked."""
_RATIO = 400
"""How much smaller than its parts a workbook may be: XML of many like rows packs to a hundredth."""
_SMALL = 50_000_000
"""Bytes, up to which the ratio says nothing."""


def read(name: str, data: bytes) -> Read:
    """The visible sheets of a workbook; UsageError, DataError with every fault of its cells."""
    try:
        import openpyxl
    except ImportError:
        hint = 'pip install "negpos[office]", or save the sheet as CSV'
        raise UsageError("reading .xlsx needs openpyxl, which is not installed", hint) from None
    merged = _looked_at(name, data)
    try:
        values = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(data), read_only=True)
        return _sheets(name, values, formulas, merged)
    except (DataError, UsageError):
        raise
    except Exception as error:  # whatever a damaged workbook makes of its reader
        raise UsageError(
            f"{name!r} cannot be read as a workbook ({type(error).__name__})",
            "open it in a spreadsheet program and save it anew, or as CSV",
        ) from None


def _looked_at(name: str, data: bytes) -> dict[str, list[str]]:
    """The merged cells of each part of a workbook; UsageError where it must not be read."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        hint = "save it as .xlsx without a password"
        raise UsageError(f"{name!r} is encrypted, or an old .xls", hint)
    try:
        with ZipFile(BytesIO(data)) as parts:
            listed = parts.infolist()
            size = sum(part.file_size for part in listed)
            if size > _MOST or (size > _SMALL and size > _RATIO * len(data)):
                told = f"{name!r} would unpack to {size / 1e6:,.0f} MB, and is not read"
                raise UsageError(told, "save the rows as CSV")
            if any("vbaproject" in part.filename.lower() for part in listed):
                raise UsageError(f"{name!r} holds macros", "save it as .xlsx without macros")
            merged = {}
            for part in listed:
                if part.filename.endswith((".xml", ".rels")):
                    with parts.open(part) as opened:
                        _check_entities(name, opened.read(100_000))
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                    with parts.open(part) as opened:
                        merged[part.filename] = _merged(opened)
            return merged
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        hint = "open it in a spreadsheet program and save it anew, or as CSV"
        raise UsageError(f"{name!r} is damaged, or no workbook", hint) from None


def _check_entities(name: str, head: bytes) -> None:
    plain = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        told = f"{name!r} defines entities, as no spreadsheet program does, and is not read"
        raise UsageError(told, "save the rows as CSV")


def _merged(opened: Any) -> list[str]:
    """The ranges of merged cells in a part, which stand behind its rows."""
    found: list[bytes] = []
    rest = b""
    while chunk := opened.read(1_000_000):
        found += re.findall(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"', rest + chunk)
        rest = (rest + chunk)[-200:]
    return sorted({ref.decode() for ref in found})


def _sheets(name: str, values: Any, formulas: Any, merged: dict[str, list[str]]) -> Read:
    problems: list[Problem] = []
    remarks: list[str] = []
    sheets: list[Sheet] = []
    for sheet, other in zip(values.worksheets, formulas.worksheets, strict=True):
        where = f"{name} [{sheet.title}]"
        if sheet.sheet_state != "visible":
            remarks.append(f"negpos: {where} is hidden and not read")
            continue
        part = getattr(sheet, "_worksheet_path", "").lstrip("/")
        for ref in merged.get(part, ()):
            told = f"the cells {ref} are merged"
            problems.append(Problem(where, 0, "", "", told, "unmerge them and fill each"))
        rows = _rows(where, sheet, other, problems)
        if rows and (found := headed(sheet.title.strip().lower(), where, rows, problems)):
            sheets.append(found)
    if problems:
        raise DataError(tuple(sorted(problems)))
    if not sheets:
        raise UsageError(f"{name!r} has no visible sheet with a row", "its first row has headings")
    return Read(sheets, remarks)


def _rows(where: str, sheet: Any, other: Any, problems: list[Problem]) -> list[Any]:
    """The rows of a sheet that hold something, each with its number."""
    sheet.reset_dimensions()
    other.reset_dimensions()
    rows = []
    for number, (cells, told) in enumerate(
        zip(sheet.iter_rows(), other.iter_rows(), strict=False), start=1
    ):
        read = [_value(where, number, *pair, problems) for pair in zip(cells, told, strict=False)]
        while read and not holds(read[-1]):
            read.pop()
        if read:
            rows.append((number, read))
    return rows


def _value(where: str, row: int, cell: Any, formula: Any, problems: list[Problem]) -> Any:
    """What a cell holds: text, a figure or a day; percent as they are seen."""
    value = cell.value

    def fault(told: str, hint: str) -> None:
        column = f"column {cell.column_letter}"
        problems.append(Problem(where, row, column, "", told, hint))

    if value is None:
        if formula.data_type == "f":
            fault(
                "a formula whose result is not in the file",
                "open and save it in a spreadsheet program, or paste the value",
            )
        return None
    if cell.data_type == "e":
        fault(f"the cell shows an error, {value}", "mend its formula, or empty it")
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return f"{round(value * 100, 9):g}%"
    if isinstance(value, str | int | float | date) and not isinstance(value, datetime):
        return value
    fault(f"{value} has a time of day", "format it as a date without a time")
    return None
