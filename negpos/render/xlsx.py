"""A report as a workbook: sheets that can be filtered, sorted and printed; figures are figures,
days are days, and no text is ever taken for either, or for a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from math import ceil
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from negpos.errors import UsageError
from negpos.safe import is_address, safe
from negpos.view.grid import Report, Sheet, Span, Stamp

ROWS, LINKS, SIGNS, _ADDRESS = 1_048_576, 65_530, 32_767, 2_079
"""What the format holds: rows and links of a sheet, signs of a cell and of an address."""
EXACT = 1e15
"""Above it a spreadsheet rounds whole numbers."""
_DAWN = datetime(1980, 1, 1)
_LEAST, _SHARED = 7, 230
"""Width of the narrowest column, and of all together where that leaves room for the words."""
_MOSTS = range(60, 17, -1)
"""Widths of the widest column, from what is wanted to what is still readable."""
_LINKED = 90
"""The widest column of links, which LibreOffice does not break into lines."""
DENSE = 1.2
"""Signs that a width of one bears, those of a heavy line left out."""
_LEGIBLE = 25
"""Columns that can be read on one page; more are printed side by side."""
SAMPLE = 1_000
"""Rows by which columns are laid out."""
_LINE, _TALLEST = 12.3, 409
"""Points of a line, and of the highest row."""
_is_grouped_figure = re.compile(r"[0-9]{1,3}(,[0-9]{3})+").fullmatch
_is_day = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}").fullmatch
_names_day = re.compile(r"(?:.*[^A-Za-z])?(?:said|known|date|from)", re.I).fullmatch
"""Whether a column of this name holds days: only there is a text read as one."""
_TONES: dict[str, dict[str, Any]] = {
    "deadlock": {"bold": True, "font_color": "#A1121F"},
    "crossing": {"bold": True, "font_color": "#B0480B"},
    "gap": {"font_color": "#7A5C00"},
    "agreed": {"font_color": "#14683A"},
    "agreed-if": {"font_color": "#14683A", "italic": True},
    "unclear": {"font_color": "#5B6470", "italic": True},
    "quiet": {"font_color": "#5B6470"},
    "strong": {"bold": True},
}


class _Book(NamedTuple):
    """A workbook that is being written, and the formats made for it."""

    file: Workbook
    formats: dict[tuple[str, str], Format]

    def look(self, kind: str, tone: str = "") -> Format:
        """The look of a heading, a text, a link, a figure or a day, in this tone."""
        if (kind, tone) not in self.formats:
            told = {**LOOKS["text"], **LOOKS[kind], **_TONES.get(tone, {})}
            self.formats[kind, tone] = self.file.add_format(told)
        return self.formats[kind, tone]


LOOKS: dict[str, dict[str, Any]] = {
    "text": {
        "text_wrap": True,
        "valign": "top",
        "font_name": "Arial",
        "font_size": 9,
        "bottom": 4,
        "bottom_color": "#C5CCD6",
    },
    "heading": {"bold": True, "bg_color": "#E9EDF2", "bottom": 1, "bottom_color": "#5B6470"},
    "link": {"underline": 1, "font_color": "#1D5A8F"},
    "grouped": {"num_format": "#,##0", "align": "left"},
    "figure": {"align": "right", "indent": 1},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
}


def xlsx(report: Report) -> bytes:
    """The sheets of the report for people, the sources behind them and the sheet of all fields,
    as a file whose bytes are the same for the same report; UsageError for more rows than a
    spreadsheet has."""
    stamp = report.stamp() if report.stamp else None
    out = BytesIO()
    with (
        TemporaryDirectory() as folder,
        Workbook(out, {"constant_memory": True, "tmpdir": folder}) as file,
    ):
        book = _Book(file, {})
        describe(file, stamp)
        for name, sheet in _named(_sheets(report)):
            _fill(book, file.add_worksheet(name), sheet, stamp)
    return out.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, Sheet]]:
    """Every sheet with its name; that of all fields is the only one where none is for people."""
    read = report.sheets() if report.sheets else ()
    yield from read or (("report", report.sheet()),)
    if report.cited:
        yield "sources", report.cited()
    if read:
        yield "all fields", report.sheet()


def _named(sheets: Iterable[tuple[str, Sheet]]) -> Iterator[tuple[str, Sheet]]:
    """The sheets under names that the format allows: short, of harmless signs, each once."""
    taken: set[str] = set()
    for name, sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\']", " ", safe(name, keep="")).strip()[:27].strip() or "sheet"
        number, chosen = 1, plain
        while chosen.lower() in taken or chosen.lower() == "history":
            number += 1
            chosen = f"{plain} {number}"
        taken.add(chosen.lower())
        yield chosen, sheet


def describe(file: Workbook, stamp: Stamp | None) -> None:
    """The workbook tells of which dossier and which day it is."""
    day = stamp.day if stamp else ""
    told = {"author": "negpos", "created": datetime.fromisoformat(day) if day else _DAWN}
    if stamp:
        told["title"] = safe(f"Dossier {stamp.dossier}: {stamp.stand}", keep="")
        told["comments"] = safe(stamp.receipt, keep="")
    file.set_properties(told)


def _fill(book: _Book, page: Worksheet, sheet: Sheet, stamp: Stamp | None) -> None:
    """A heading that stays in sight and comes again on every printed page, then the rows."""
    rows = iter(sheet.rows)
    first = list(islice(rows, SAMPLE))
    widths = _widths(sheet.header, first)
    for place, (name, width) in enumerate(zip(sheet.header, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, _text(name), book.look("heading"))
    page.set_row(0, height([len(name) + 3 for name in sheet.header], widths))
    links, number = 0, 0
    for number, row in enumerate(chain(first, rows), start=1):
        if number >= ROWS:
            hint = "narrow with --issue or --theme, or write a .csv"
            raise UsageError(f"a spreadsheet holds {ROWS - 1:,} rows at most", hint)
        # a height that is not told is one line in LibreOffice, whatever the words
        page.set_row(number, height([length(value) for value in row], widths))
        for place, (name, value) in enumerate(zip(sheet.header, row, strict=True)):
            links += _write(book, page, (number, place), name, value, has_room=links < LINKS)
    if sheet.header:
        page.autofilter(0, 0, number, len(sheet.header) - 1)
    lay_out(page, stamp, len(widths))


def _widths(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """How wide each column is: as its words, or as wide as leaves room for all."""
    needed, has_links = [], []
    for place, name in enumerate(header):
        fields = [row[place] for row in rows]
        words = max(len(word) + 4 for word in name.split() or [""])
        longest = max([0, *map(length, fields)])
        needed.append(max(_LEAST, words, int(longest / DENSE) + 2))
        has_links.append(any(isinstance(field, Span) and field.link for field in fields))
    fitting = (most for most in _MOSTS if sum(min(n, most) for n in needed) <= _SHARED)
    most = next(fitting, _MOSTS[-1])
    return [
        min(n, _LINKED if is_linked else most)
        for n, is_linked in zip(needed, has_links, strict=True)
    ]


def height(lengths: Sequence[int], widths: Sequence[int]) -> float:
    """Points of a row whose fields have so many signs."""
    lines = [ceil(n / (width * DENSE)) for n, width in zip(lengths, widths, strict=True)]
    return min(_TALLEST, _LINE * max([1, *lines]) + 3)


def lay_out(page: Worksheet, stamp: Stamp | None, columns: int) -> None:
    """What stays in sight, and how the sheet is printed."""
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    if columns <= _LEGIBLE:
        page.fit_to_pages(1, 0)
    else:
        page.repeat_columns(0)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.set_header(f"&L&8{_running(f'Dossier {stamp.dossier}: {stamp.stand}' if stamp else '')}")
    page.set_footer(f"&L&8{_running(stamp.receipt if stamp else '')}&R&8&A, page &P of &N")


def _running(words: str) -> str:
    """Words of a running line, of which the format bears few; they follow the size of the face,
    so that they must not begin with a figure."""
    return f" {safe(words, keep='')[:200].replace('&', '&&')}"[:220]


def length(value: Any) -> int:
    """Signs of a field, those of wide scripts twice."""
    words = value.text if isinstance(value, Span) else "" if value is None else str(value)
    return len(words) + (0 if words.isascii() else sum(sign > "\u2e7f" for sign in words))


def _write(
    book: _Book, page: Worksheet, at: tuple[int, int], name: str, value: Any, *, has_room: bool
) -> bool:
    """A field as what it is; whether it is a link."""
    tone, link = "", ""
    if isinstance(value, Span):
        value, tone, link = value.text, value.tone, value.link
    if value is None or value == "":
        page.write_blank(*at, None, book.look("text"))
    elif isinstance(value, bool):
        page.write_boolean(*at, value, book.look("text"))
    elif isinstance(value, int | float):
        _write_figure(book, page, at, value)
    elif _is_grouped_figure(value) and len(value) < 20:  # as in a CSV, where it has no commas
        page.write_number(*at, int(value.replace(",", "")), book.look("grouped", tone))
    elif _names_day(name) and (day := _day(value)):
        page.write_datetime(*at, day, book.look("day", tone))
    elif has_room and is_address(link) and is_short(link):
        look = book.look("link", tone if tone != "strong" else "")
        page.write_url(*at, link, look, _text(value))
        return True
    else:
        page.write_string(*at, _text(value), book.look("text", tone))
    return False


def _write_figure(book: _Book, page: Worksheet, at: tuple[int, int], value: float) -> None:
    """A number, with the decimals of JSON; as text what a spreadsheet would round or refuse."""
    if abs(value) < EXACT:
        told = round(value, 6) if isinstance(value, float) else value
        page.write_number(*at, told, book.look("figure"))
    else:  # what is not finite too
        page.write_string(*at, str(value), book.look("figure"))


def _day(words: str) -> date | None:
    """The day that these words are; None for any others."""
    try:
        return date.fromisoformat(words) if _is_day(words) else None
    except ValueError:
        return None


def is_short(link: str) -> bool:
    """Whether the address has room in a cell, with its signs as they are written there."""
    return len(link) + 2 * sum(map(link.count, "%^[]")) <= _ADDRESS


def _text(words: str) -> str:
    """A text made harmless, and cut with a mark where a cell cannot hold it; spreadsheets count
    some signs for two."""
    told = safe(words)
    if len(told) * 2 > SIGNS and len(units := told.encode("utf-16-le")) > 2 * SIGNS:
        mark = f" … [cut: {len(told):,} signs]"
        room = 2 * (SIGNS - len(mark))
        return units[:room].decode("utf-16-le", "ignore") + mark
    return told
