"""The shapes that every renderer draws: a Grid for people, a Sheet for CSV, data for JSON."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

BREAK = "\n"
"""A soft break between the parts of a cell: a new line where columns are narrow."""


class Span(NamedTuple):
    """Some words and their tone: a relation, ``line``, ``quiet``, ``strong``, ``heat``, ``chart``
    (signs of one width) or none; ``marks`` are the signs in them that the legend explains,
    ``link`` the address of a source of what they tell."""

    text: str
    tone: str = ""
    marks: str = ""
    link: str = ""


class Cell(NamedTuple):
    """The spans of one cell."""

    spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The words without their tones."""
        return "".join(span.text for span in self.spans)


class Column(NamedTuple):
    """A column: its heading, its share of the width (0: as wide as its words), whether it
    holds figures, the least width that keeps it readable, and the most that it takes where
    the table is too narrow (0: no limit)."""

    title: str
    share: int = 1
    is_number: bool = False
    least: int = 0
    most: int = 0


def of_issues(title: str = "") -> Column:
    """A column of the names of issues, which break into lines where the table is too narrow."""
    return Column(title, share=0, most=16)


class Section(NamedTuple):
    """Rows under one heading; the heading may be empty."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class Grid(NamedTuple):
    """A table for people: headline, lines under it, sections of rows, closing notes."""

    title: str
    preface: tuple[str, ...]
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """A table for scripts: one plain value a field, one stable header."""

    header: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]


Row = TypeVar("Row")
Fields = Sequence[tuple[str, Callable[[Row], Any]]]
"""What a sheet tells of a row: the name of each field and what it holds."""


def plain(names: str) -> Fields[Any]:
    """Fields that a row itself holds under these names, parted by blanks."""
    return [(name, attrgetter(name)) for name in names.split()]


def sheet(fields: Fields[Row], rows: Iterable[Row]) -> Sheet:
    """These fields of every row; each row is made when it is asked for."""
    header = tuple(name for name, _ in fields)
    return Sheet(header, (tuple([of(row) for _, of in fields]) for row in rows))


class Report(NamedTuple):
    """One answer in three shapes, each made only when its format is asked for.

    Long lists among the data may be made while they are written. A table is printed from
    ``brief``, where there is one: the answer on one screen, with so many rows at most. ``short``
    names the fields of the sheet, those of sides without their letter, that people read.
    ``references`` are works to cite, as items of CSL-JSON, where the answer is a list of them.
    """

    grid: Callable[[], Grid]
    sheet: Callable[[], Sheet]
    data: Callable[[], dict[str, Any]]
    brief: Callable[[int], Grid] | None = None
    short: str = ""
    references: Callable[[], Iterable[dict[str, Any]]] | None = None


def with_columns(report: Report, names: Sequence[str]) -> Report:
    """The report with these fields of its sheet alone, in this order; each of them is there."""

    def chosen() -> Sheet:
        header, rows = report.sheet()
        places = [header.index(name) for name in names]
        return Sheet(tuple(names), (tuple([row[place] for place in places]) for row in rows))

    return report._replace(sheet=chosen)


def noted(report: Report, note: Callable[[str], str], *more: str) -> Report:
    """The report with each of its notes changed so, and with these behind them."""

    def of(grid: Grid) -> Grid:
        return grid._replace(notes=(*map(note, grid.notes), *more))

    if (brief := report.brief) is None:
        return report._replace(grid=lambda: of(report.grid()))
    return report._replace(grid=lambda: of(report.grid()), brief=lambda rows: of(brief(rows)))


def sections(*titled: tuple[str, Iterable[tuple[Cell, ...]]]) -> tuple[Section, ...]:
    """Rows under their headings; a heading without rows is left out."""
    made = (Section(title, tuple(rows)) for title, rows in titled)
    return tuple(section for section in made if section.rows)


def cell(*parts: Span | str) -> Cell:
    """A cell of these parts, plain words among them."""
    return Cell(tuple(Span(part) if isinstance(part, str) else part for part in parts))


def stacked(*parts: Span | str | list[Span]) -> Cell:
    """A cell of these parts under each other; empty ones are left out."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += [Span(BREAK)] if spans else []
            spans += part if isinstance(part, list) else cell(part).spans
    return Cell(tuple(spans))
