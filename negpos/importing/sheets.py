"""A spreadsheet as rows of cells, whatever program wrote it; every fault a Problem."""

import csv
import os
from collections.abc import Collection, Iterator
from io import StringIO
from typing import Any, NamedTuple

from negpos.errors import Problem, UsageError
from negpos.intake.files import FLAGS
from negpos.package import TABLES

LARGEST = 300_000_000
"""Bytes of a spreadsheet; a hundred thousand rows of demands have some forty million."""
_LONGEST_CELL = 32_767
"""Signs, as many as a spreadsheet itself takes."""
KINDS = ("demands", "issues", "parties", "sources")
"""What sheets tell of from which a dossier is made."""


class Sheet(NamedTuple):
    """A table with headings: its name, how a fault cites it, the headings, and each row that
    holds something with its number; whether figures are written with a decimal comma."""

    name: str
    where: str
    headings: list[str]
    rows: list[tuple[int, list[Any]]]
    comma: bool = False


class Read(NamedTuple):
    """The sheets of a file or a folder, and what of the reading is to be said."""

    sheets: list[Sheet]
    remarks: list[str]


def is_whole(names: Collection[str]) -> bool:
    """Whether sheets of these names are those of a whole dossier, as export writes it. Most are
    enough: one that is renamed or lost makes no other kind of workbook."""
    return 2 * len(TABLES.keys() & set(names)) > len(TABLES)


def read_of(names: Collection[str]) -> Collection[str]:
    """The names of the sheets that are read, of all that a workbook has."""
    if is_whole(names):
        return TABLES
    return KINDS if len(names) > 1 and "demands" in names else names


def file_bytes(name: str, hint: str = "give a .csv or .xlsx") -> bytes:
    """The bytes of an ordinary file; UsageError where there is none or it is too large."""
    try:
        with open(os.open(name, FLAGS), "rb") as file:
            if not os.path.isfile(name):
                raise UsageError(f"{name!r} is not an ordinary file", hint)
            if (size := os.fstat(file.fileno()).st_size) > LARGEST:
                told = f"{name!r} has {size / 1e6:,.0f} MB; the limit is {LARGEST / 1e6:,.0f} MB"
                raise UsageError(told, "split it")
            return file.read()
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "no such name"
        told = (words or "unknown reason").lower()
        raise UsageError(f"{name!r} cannot be read ({told})", hint) from None


def _decoded(name: str, data: bytes, remarks: list[str]) -> str:
    """The text of a file, of UTF-8 unless its first bytes or a later one say otherwise."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        remarks.append(f"negpos: {name} is read as UTF-16")
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remarks.append(f"negpos: {name} is no UTF-8 and read as Windows-1252; look at its accents")
        return data.decode("cp1252", "replace")


def of_csv(name: str, data: bytes, problems: list[Problem], remarks: list[str]) -> Sheet | None:
    """The sheet of a CSV file, or None and what is wrong with it."""
    text = _decoded(name, data, remarks)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        is_wide = 4 * data.count(b"\0") > len(data)  # of plain letters every second byte
        told = "is UTF-16 without its mark" if is_wide else "holds a NUL byte"
        problems.append(Problem(name, line, "", "", told, "save it as CSV UTF-8"))
        return None
    first = text.split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    is_comma = sign == ";" or (sign == "\t" and ";" in first)
    if is_comma:
        remarks.append(f"negpos: {name} has its cells parted by ; so 1,5 is one and a half in it")
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[tuple[int, list[Any]]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, line, "", "", *_fault(str(error))))
        return None
    stem = os.path.basename(name).rsplit(".", 1)[0].lower()
    return headed(stem, name, rows, problems, comma=is_comma)


def _fault(words: str) -> tuple[str, str]:
    """What is wrong with a row, and what to do, for the reader's own words."""
    if "field larger" in words:
        told = f"a cell has more than {_LONGEST_CELL:,} signs"
        return told, "a quote may be open above; or shorten it"
    if "end of data" in words:
        return "a quote opens in this row and nowhere closes", 'write " within a cell as ""'
    if "expected after" in words:
        return "signs stand behind a closing quote", 'write " within a cell as ""'
    return f"the row cannot be read ({words})", "save it anew as CSV UTF-8"


def headed(
    name: str,
    where: str,
    rows: list[tuple[int, list[Any]]],
    problems: list[Problem],
    *,
    comma: bool = False,
) -> Sheet | None:
    """The sheet of these rows, of which the first has the headings; columns without a heading and
    without a cell are left out. None, and a problem, where there are none or one stands twice."""
    if not rows:
        problems.append(Problem(where, 1, "", "", "is empty", "its first row has the headings"))
        return None
    (_, first), *others = rows
    headings = [str("" if cell is None else cell).strip() for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    number = rows[0][0]
    for place, heading in enumerate(headings):
        if heading and heading in headings[:place]:
            told = f"the heading {heading!r} stands twice"
            problems.append(Problem(where, number, "", "", told, "rename or remove one column"))
    kept = []
    for row, cells in others:
        beyond = [cell for cell in cells[len(headings) :] if holds(cell)]
        short = len(cells) < len(headings) and not where.endswith("]") and len(cells) > 1
        if beyond or short:
            told = f"has {len(cells)} cells under {len(headings)} headings"
            hint = "put a cell in quotes that holds the sign between cells"
            problems.append(Problem(where, row, "", "", told, hint))
        padded = [*cells[: len(headings)], *[None] * (len(headings) - len(cells))]
        for heading, cell in zip(headings, padded, strict=True):
            if not heading and holds(cell):
                told = f"{str(cell)[:40]!r} stands in a column without a heading"
                problems.append(Problem(where, row, "", "", told, "give the column a heading"))
        kept.append((row, padded))
    return Sheet(name, where, headings, kept, comma)


def holds(cell: Any) -> bool:
    """Whether a cell holds more than blanks."""
    return cell is not None and str(cell).strip() != ""


def columns(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The place and the words of each heading."""
    return ((place, words) for place, words in enumerate(sheet.headings) if words)
