"""A data package as one workbook: a sheet a table, and before them one that tells what they hold.

It is written to be amended and read back: every cell is the text of the package as it stands, or
a figure, and no program that opens it makes a formula, a day or another figure of any.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import chain, islice
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from negpos.errors import UsageError
from negpos.package import ABOUT, Field, Package, Table, as_text
from negpos.render.xlsx import (
    DENSE,
    EXACT,
    LINKS,
    LOOKS,
    ROWS,
    SAMPLE,
    SIGNS,
    describe,
    height,
    is_short,
    lay_out,
    length,
)
from negpos.safe import is_address
from negpos.view.grid import Stamp

_DIGITS = 15
"""Digits of a figure that every program keeps."""
_LONG = 60
"""Signs, beyond which the usual cells of a column are sentences."""
_LINKS, _SENTENCES, _WORDS, _LEAST = 90, 60, 32, 8
"""Widths of the widest column of links, of sentences, of other words, and of the narrowest."""
_ADDRESSES = ("url", "archived")
"""Columns of links, which stand on one line."""
_LINE = 14
"""Points of a row of one line."""
_confused = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_").search
"""Words that the format would take for a sign that it cannot hold, however they are written."""
_FONT = {"font_name": "Arial", "font_size": 9, "valign": "top"}
_OWN: dict[str, dict[str, Any]] = {
    "heading": {**LOOKS["text"], **LOOKS["heading"], "num_format": "@"},
    "text": {**_FONT, "text_wrap": True, "num_format": "@"},
    "figure": {**_FONT, "align": "left"},
    "title": {**_FONT, "font_size": 15, "bold": True},
    "told": {**_FONT, "text_wrap": True, "bottom": 4, "bottom_color": "#C5CCD6"},
    "line": _FONT,
    "words": {**_FONT, "text_wrap": True},
    "link": {**_FONT, **LOOKS["link"], "num_format": "@"},
    "lined": {"bottom": 4, "bottom_color": "#C5CCD6"},
}
_SHEETS = ("sheet", "rows", "what a row is")
_COLUMNS = ("sheet", "column", "a cell is", "what it tells", "and it is")
_WIDTHS = (18, 18, 27, 62, 45)
_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a figure",
    "boolean": "true or false",
    "date": "a day, as text: 2025-12-03",
    "array": 'words, as text: ["one", "two"]',
}
_HOW = (
    "Positions as stated; listing is not endorsement. Amend cells, add rows, sort and filter, and "
    "keep the names of sheets and columns: negpos import FILE.xlsx DIR makes a dossier of it, and "
    "tells of each cell that it does not take as it stands. Days are text, as in 2025-12-03. Where "
    "rows belong to another, place is their order. This sheet is not read."
)


def book(package: Package) -> bytes:
    """The tables as the sheets of a workbook, with bytes that are the same for the same dossier;
    UsageError for what a sheet or a cell cannot hold."""
    told = package.properties
    stamp = Stamp(told["name"], told["title"], "", f"version {told.get('version', 'none')}")
    out = BytesIO()
    with (
        TemporaryDirectory() as folder,
        Workbook(out, {"constant_memory": True, "tmpdir": folder}) as file,
    ):
        describe(file, stamp)
        looks = {name: file.add_format(look) for name, look in _OWN.items()}
        about = file.add_worksheet(ABOUT)
        counts = {}
        for table in package.tables:
            page = file.add_worksheet(table.name)
            counts[table.name] = _fill(page, table, looks)
            lay_out(page, stamp, len(table.fields))
        _tell(about, package, counts, looks)
        lay_out(about, stamp, len(_WIDTHS))
        about.freeze_panes(0, 0)
    return out.getvalue()


def _fill(page: Worksheet, table: Table, looks: Mapping[str, Format]) -> int:
    """The sheet has a heading and the rows of the table; how many there are."""
    rows = iter(table.rows)
    first = list(islice(rows, SAMPLE))
    widths = _widths(table.fields, first)
    _head(page, table.fields, widths, looks)
    number = links = 0
    for number, row in enumerate(chain(first, rows), start=1):
        if number >= ROWS:
            raise UsageError(f"a sheet holds {ROWS - 1:,} rows, and {table.name} has more", _FOLDER)
        cells = [(field, as_text(field.of(row))) for field in table.fields]
        lengths = [0 if field.name in _ADDRESSES else length(cell) for field, cell in cells]
        page.set_row(number, height(lengths, widths))
        for place, (field, cell) in enumerate(cells):
            if fault := _fault(cell):
                where = f"{table.name}, row {number + 1}, column {field.name}"
                raise UsageError(f"{where}: {fault}", _FOLDER)
            if cell:
                has_room = links < LINKS
                links += _write(page, (number, place), field, cell, looks, has_room=has_room)
    page.autofilter(0, 0, number, len(table.fields) - 1)
    return number


_FOLDER = "write a folder, which holds all: negpos export FOLDER"


def _head(
    page: Worksheet, fields: Sequence[Field], widths: Sequence[int], looks: Mapping[str, Format]
) -> None:
    """The headings, and what holds for the cells below them, also in rows that are added."""
    for place, (field, width) in enumerate(zip(fields, widths, strict=True)):
        page.set_column(place, place, width, looks["figure" if _is_figure(field) else "text"])
        page.write_string(0, place, field.name, looks["heading"])
        if words := field.constraints.get("enum"):
            page.data_validation(1, place, ROWS - 1, place, {"validate": "list", "source": words})
    lined = {"type": "formula", "criteria": "=LEN($A2)>0", "format": looks["lined"]}
    page.conditional_format(1, 0, ROWS - 1, len(fields) - 1, lined)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})


def _is_figure(field: Field) -> bool:
    return field.type in ("integer", "number")


def _write(
    page: Worksheet,
    at: tuple[int, int],
    field: Field,
    cell: str,
    looks: Mapping[str, Format],
    *,
    has_room: bool,
) -> bool:
    """A cell as what it is; whether it is a link."""
    if _is_figure(field) and _is_exact(cell):
        page.write_number(*at, float(cell), looks["figure"])
    elif field.name in _ADDRESSES and has_room and is_address(cell) and is_short(cell):
        page.write_url(*at, cell, looks["link"], cell)
        return True
    else:
        page.write_string(*at, cell, looks["text"])
    return False


def _fault(text: str) -> str:
    """Why a cell does not keep a text; empty where it does."""
    if len(text) * 2 > SIGNS and (count := len(text.encode("utf-16-le")) // 2) > SIGNS:
        return f"{count:,} signs, and a cell holds {SIGNS:,}"
    found = _confused(text) if "_x" in text else None
    return f"no workbook keeps the signs {found[0]!r}" if found else ""


def _is_exact(figure: str) -> bool:
    """Whether a figure stays the same in the hands of any program."""
    value = float(figure)
    return float(f"{value:.{_DIGITS}g}") == value and abs(value) < EXACT


def _widths(fields: Sequence[Field], rows: Sequence[Any]) -> list[int]:
    """How wide each column is: as its heading, or as most of its cells where there is room."""
    found = []
    for field in fields:
        lengths = sorted(length(as_text(field.of(row))) for row in rows)
        usual = lengths[len(lengths) * 19 // 20] if lengths else 0
        most = _SENTENCES if usual > _LONG else _WORDS
        most = _LINKS if field.name in _ADDRESSES else most
        needed = max(len(field.name) + 4, int(usual / DENSE) + 3, _LEAST)
        found.append(min(most, needed))
    return found


def _tell(
    page: Worksheet, package: Package, counts: Mapping[str, int], looks: Mapping[str, Format]
) -> None:
    """The first sheet tells of the dossier, of every table and of every column."""
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    page.write_string(0, 0, package.properties["title"], looks["title"])
    page.set_row(0, 24)
    number = 0
    for number, words in enumerate(_paragraphs(package.properties), start=1):
        page.set_row(number, height([length(words)], [sum(_WIDTHS)]) + 3)
        page.merge_range(number, 0, number, len(_WIDTHS) - 1, "", looks["words"])
        page.write_string(number, 0, words, looks["words"])
    sheets = [(table.name, f"{counts[table.name]:,}", table.told) for table in package.tables]
    number = _list(page, number + 2, _SHEETS, sheets, looks)
    told = [
        (table.name, field.name, _KINDS[field.type], field.told, _kept(table, field))
        for table in package.tables
        for field in table.fields
    ]
    _list(page, number + 2, _COLUMNS, told, looks)


def _paragraphs(told: Mapping[str, Any]) -> list[str]:
    """What is told of the whole, and how to bring it back."""
    version = f", version {told['version']}" if "version" in told else ""
    licences = [f" {one['title']}, {one['path']}" for one in told.get("licenses", ())]
    words = told.get("description", "").split("\n\n")
    return [f"Dossier {told['name']}{version}.{''.join(licences)}", *filter(None, words), _HOW]


def _list(
    page: Worksheet,
    first: int,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    looks: Mapping[str, Format],
) -> int:
    """These rows stand below their headings from the first row on, the first word of each a link
    to its sheet; the number of the last row. The last words may run on where nothing is beside."""
    for place, words in enumerate(headings):
        page.write_string(first, place, words, looks["heading"])
    for number, (name, *cells) in enumerate(rows, start=first + 1):
        is_wide = len(headings) == len(_WIDTHS)
        page.set_row(number, height([*map(len, cells)], _WIDTHS[1:]) if is_wide else _LINE)
        page.write_url(number, 0, f"internal:'{name}'!A1", looks["link"], name)
        for place, words in enumerate(cells, start=1):
            page.write_string(number, place, words, looks["told" if is_wide else "line"])
    return first + len(rows)


def _kept(table: Table, field: Field) -> str:
    """What the cells of a column keep to beside their type."""
    told = []
    if field.constraints.get("required"):
        told.append("never empty")
    if field.constraints.get("unique"):
        told.append("each once")
    if field.name in table.refers:
        told.append("of the sheet {}: {}".format(*table.refers[field.name]))
    if words := field.constraints.get("enum"):
        told.append(f"one of {', '.join(words)}")
    return "; ".join(told)
