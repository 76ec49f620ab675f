"""An Excel workbook as sheets. It is looked at before it is read: what would fill the memory, run
as a macro or ask for a password is refused."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from negpos.errors import DataError, Problem, UsageError
from negpos.importing.sheets import Read, Sheet, headed, holds, read_of

_MOST = 1_000_000_000
"""Bytes of a workbook's parts together, unpacked."""
_RATIO = 400
"""How much smaller than its parts a workbook may be: XML of many like rows packs to a hundredth."""
_SMALL = 50_000_000
"""Bytes, up to which the ratio says nothing."""
_SHARED = "xl/sharedStrings.xml"
_escaped = re.compile("_x([0-9A-Fa-f]{4})_")
"""A sign that XML cannot hold, and the first of what would be read as one."""
_formula = re.compile(rb"<(?:[^<>\s:]+:)?f[\s/>]|\0").search
"""The beginning of a formula; in a part that is no UTF-8 there may be one anywhere."""
_HALF = re.compile("[\ud800-\udfff]")


class _Looked(NamedTuple):
    """What was seen in a workbook before it is read: the merged cells of each part, whether any
    cell holds a formula, and the texts that cells share."""

    merged: dict[str, list[str]]
    has_formulas: bool
    shared: list[str]


def read(name: str, data: bytes) -> Read:
    """The visible sheets of a workbook; UsageError, DataError with every fault of its cells."""
    try:
        import openpyxl
    except ImportError:
        hint = 'pip install "negpos[office]", or save the sheet as CSV'
        raise UsageError("reading .xlsx needs openpyxl, which is not installed", hint) from None
    looked = _looked_at(name, data)
    try:
        values = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        formulas = values
        if looked.has_formulas:
            formulas = openpyxl.load_workbook(BytesIO(data), read_only=True)
        return _sheets(name, values, formulas, looked)
    except (DataError, UsageError):
        raise
    except Exception as error:  # whatever a damaged workbook makes of its reader
        raise UsageError(
            f"{name!r} cannot be read as a workbook ({type(error).__name__})",
            "open it in a spreadsheet program and save it anew, or as CSV",
        ) from None


def _looked_at(name: str, data: bytes) -> _Looked:
    """What is seen in the parts of a workbook; UsageError where it must not be read."""
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
            merged: dict[str, list[str]] = {}
            has_formulas = False
            shared: list[str] = []
            for part in listed:
                if part.filename.endswith((".xml", ".rels")):
                    with parts.open(part) as opened:
                        _check_entities(name, opened.read(100_000))
                if part.filename == _SHARED:
                    with parts.open(part) as opened:
                        shared = list(_texts(opened))
                elif part.filename.endswith(".xml"):
                    with parts.open(part) as opened:
                        merged[part.filename], has_own = _scanned(opened)
                        has_formulas = has_formulas or has_own
            return _Looked(merged, has_formulas, shared)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ParseError):
        hint = "open it in a spreadsheet program and save it anew, or as CSV"
        raise UsageError(f"{name!r} is damaged, or no workbook", hint) from None


def _check_entities(name: str, head: bytes) -> None:
    plain = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        told = f"{name!r} defines entities, as no spreadsheet program does, and is not read"
        raise UsageError(told, "save the rows as CSV")


def _scanned(opened: Any) -> tuple[list[str], bool]:
    """The ranges of merged cells in a part, which stand behind its rows, and whether it has
    formulas."""
    found: list[bytes] = []
    has_formulas = False
    rest = b""
    while chunk := opened.read(1_000_000):
        found += re.findall(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"', rest + chunk)
        has_formulas = has_formulas or bool(_formula(rest + chunk))
        rest = (rest + chunk)[-200:]
    return sorted({ref.decode() for ref in found}), has_formulas


def _texts(opened: Any) -> Iterator[str]:
    """The texts that cells share, as they stand there; openpyxl leaves out what tells a sign that
    XML cannot hold from words that look like one."""
    within: list[str] = []
    phonetic = 0
    for event, node in iterparse(opened, ("start", "end")):
        tag = node.tag.rpartition("}")[2]
        if tag == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "end" and tag == "t" and not phonetic:
            within.append(node.text or "")
        elif event == "end" and tag == "si":
            yield "".join(within)
            within.clear()
            node.clear()


def _sheets(name: str, values: Any, formulas: Any, looked: _Looked) -> Read:
    problems: list[Problem] = []
    remarks: list[str] = []
    sheets: list[Sheet] = []
    visible = [page for page in values.worksheets if page.sheet_state == "visible"]
    read = read_of([_called(page) for page in visible])
    for page, other in zip(values.worksheets, formulas.worksheets, strict=True):
        where = f"{name} [{page.title}]"
        if page not in visible:
            remarks.append(f"negpos: {where} is hidden and not read")
            continue
        if _called(page) not in read:
            sheets.append(Sheet(_called(page), where, [], []))
            continue
        part = getattr(page, "_worksheet_path", "").lstrip("/")
        for ref in looked.merged.get(part, ()):
            told = f"the cells {ref} are merged"
            problems.append(Problem(where, 0, "", "", told, "unmerge them and fill each"))
        for one in (page, other):
            one._shared_strings = looked.shared or one._shared_strings
        rows = _rows(where, page, other, problems)
        if rows and (found := headed(_called(page), where, rows, problems)):
            sheets.append(found)
    if problems:
        raise DataError(tuple(sorted(problems)))
    if not sheets:
        raise UsageError(f"{name!r} has no visible sheet with a row", "its first row has headings")
    return Read(sheets, remarks)


def _called(page: Any) -> str:
    """The name of a sheet, whose case and outer blanks mean nothing."""
    title: str = page.title
    return title.strip().lower()


def _rows(where: str, page: Any, other: Any, problems: list[Problem]) -> list[Any]:
    """The rows of a sheet that hold something, each with its number."""
    rows = []
    for number, (cells, told) in enumerate(_pairs(page, other), start=1):
        read = [_value(where, number, *pair, problems) for pair in zip(cells, told, strict=False)]
        while read and read[-1] in (None, ""):
            read.pop()
        if any(map(holds, read)):
            rows.append((number, read))
    return rows


def _pairs(page: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    """The cells of each row, and the same cells with their formulas."""
    page.reset_dimensions()
    if other is page:  # it has none
        return ((cells, cells) for cells in page.iter_rows())
    other.reset_dimensions()
    return zip(page.iter_rows(), other.iter_rows(), strict=False)


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
    if isinstance(value, str):
        told = _escaped.sub(lambda code: chr(int(code[1], 16)), value) if "_x" in value else value
        if not told.isascii() and _HALF.search(told):
            fault("the text holds half a sign", "type it anew")
        return told
    if isinstance(value, int | float | date) and not isinstance(value, datetime):
        return value
    fault(f"{value} has a time of day", "format it as a date without a time")
    return None
