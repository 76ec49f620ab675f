"""A file or a folder to its sheets, by what it is."""

import os

from negpos.errors import DataError, Problem, UsageError
from negpos.importing import books
from negpos.importing.sheets import Read, Sheet, file_bytes, of_csv


def read(name: str) -> Read:
    """Every sheet of a file or of the CSV files in a folder. UsageError for what is not there or
    no spreadsheet, DataError with all faults of the cells."""
    if os.path.isdir(name):
        return _folder(name)
    lower = name.lower()
    if lower.endswith((".xlsm", ".xls", ".xlsb", ".ods")):
        hint = "save it as an Excel workbook (.xlsx) without macros, or as CSV"
        raise UsageError(f"{name!r} is no kind of sheet that is read", hint)
    data = file_bytes(name)
    if lower.endswith(".xlsx"):
        return books.read(name, data)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{name!r} is a workbook by another name", "give it the ending .xlsx")
    problems: list[Problem] = []
    remarks: list[str] = []
    sheet = of_csv(name, data, problems, remarks)
    if problems or sheet is None:
        raise DataError(tuple(problems))
    return Read([sheet], remarks)


def _folder(name: str) -> Read:
    """Each CSV file of a folder as the sheet of its name."""
    found = sorted(entry for entry in os.listdir(name) if entry.lower().endswith(".csv"))
    if not found:
        hint = "give a .csv, an .xlsx, or a folder with demands.csv"
        raise UsageError(f"{name!r} holds no CSV file", hint)
    problems: list[Problem] = []
    remarks: list[str] = []
    sheets: list[Sheet] = []
    for entry in found:
        path = f"{name.rstrip('/')}/{entry}"
        if (sheet := of_csv(path, file_bytes(path), problems, remarks)) is not None:
            sheets.append(sheet)
    if problems:
        raise DataError(tuple(sorted(problems)))
    return Read(sheets, remarks)
