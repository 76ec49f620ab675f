"""The shapes that every renderer draws: a Grid for people, a Sheet for CSV, data for JSON."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

BREAK = "\n"
"""A soft break between the parts of a cell: a new line where columns are narrow."""


class Span(NamedTuple):
    """Some words and their tone: a relation, ``line``, ``quiet``, ``strong``, ``heat``, ``chart``
    (signs of one width) or none; ``marks`` are the signs in them that the legend explains,
    ``source`` is the id of a source of what they tell and ``link`` its address."""

    text: str
    tone: str = ""
    marks: str = ""
    link: str = ""
    source: str = ""


class Cell(NamedTuple):
    """The spans of one cell."""

    spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The words without their tones."""
        return "".join(span.text for span in self.spans)


class Key(str):
    """A note that explains signs or a column; a document tells it above its tables."""

    __slots__ = ()


class Hint(str):
    """A note that tells what to type next; a document that is handed on tells ``else_`` in its
    place, or nothing."""

    __slots__ = ("else_",)
    else_: str

    def __new__(cls, words: str, else_: str = "") -> "Hint":
        """The note with what a document tells in its place."""
        hint = super().__new__(cls, words)
        hint.else_ = else_
        return hint


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


class Stand(NamedTuple):
    """What a side, by its number, holds on a track, from ``low`` to ``high``, both from 0 to 1: an
    ``ask``, a ``vague`` one, a ``preference``, or what alone a red ``line`` allows."""

    side: int
    kind: str
    low: float
    high: float


class Track(NamedTuple):
    """A scale from one end to the other, its steps from 0 to 1, and what sides hold on it; the
    relation by its name and in words, and all of it in words."""

    label: str
    low: str
    high: str
    steps: tuple[float, ...]
    stands: tuple[Stand, ...]
    relation: str
    told: str
    words: str


class Part(NamedTuple):
    """One part of a handout: its table, and the tracks that are drawn in its place where
    something can be drawn. Lines without a table are a list."""

    grid: Grid
    tracks: tuple[Track, ...] = ()


class Handout(NamedTuple):
    """Several parts under one title, made to be read on paper; the names of the sides, and its
    receipt."""

    title: str
    preface: tuple[str, ...]
    parts: tuple[Part, ...]
    sides: tuple[str, ...]
    receipt: str = ""


class Sheet(NamedTuple):
    """A table for scripts: one plain value a field, one stable header. In a workbook a field may
    be a span, with its tone and its link."""

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


class Stamp(NamedTuple):
    """What every page of a document tells: the dossier, what day the answer holds for, in words
    and as ISO 8601 (empty for none), and the receipt."""

    dossier: str
    stand: str
    day: str
    receipt: str


class Report(NamedTuple):
    """One answer in three shapes, each made only when its format is asked for.

    Long lists among the data may be made while they are written. A table is printed from
    ``screen``, where there is one: the answer on one screen, with so many rows at most. ``short``
    names the fields of the sheet, those of sides without their letter, that people read. Pages
    are made of ``handout``, where there is one.

    Documents have more: ``paper`` are the tables of a text document, else the grid alone;
    ``sheets`` those of a workbook for people, by name, before the sheet itself; ``cited`` the
    sources behind both, ``stamp`` what stands on every page.
    ``references`` are works to cite, as items of CSL-JSON, where the answer is a list of them.
    """

    grid: Callable[[], Grid]
    sheet: Callable[[], Sheet]
    data: Callable[[], dict[str, Any]]
    screen: Callable[[int], Grid] | None = None
    short: str = ""
    handout: Callable[[], Handout] | None = None
    paper: Callable[[], tuple[Grid, ...]] | None = None
    sheets: Callable[[], tuple[tuple[str, Sheet], ...]] | None = None
    cited: Callable[[], Sheet] | None = None
    stamp: Callable[[], Stamp] | None = None
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
        return grid._replace(notes=(*(_renoted(words, note) for words in grid.notes), *more))

    if (screen := report.screen) is None:
        return report._replace(grid=lambda: of(report.grid()))
    return report._replace(grid=lambda: of(report.grid()), screen=lambda rows: of(screen(rows)))


def prefaced(report: Report, line: str, field: str, value: Any) -> Report:
    """The report with a line first in its heading, in every shape for people, and this field of
    its data."""

    def of(grid: Grid) -> Grid:
        return grid._replace(preface=(line, *grid.preface))

    screen, paper, handout = report.screen, report.paper, report.handout
    told = report._replace(
        grid=lambda: of(report.grid()), data=lambda: {**report.data(), field: value}
    )
    if screen is not None:
        told = told._replace(screen=lambda rows: of(screen(rows)))
    if paper is not None:
        told = told._replace(paper=lambda: (of(paper()[0]), *paper()[1:]))
    if handout is not None:
        told = told._replace(
            handout=lambda: (drawn := handout())._replace(preface=(line, *drawn.preface))
        )
    return told


def explaining(report: Report, sign: str, meaning: str) -> Report:
    """The report with what a sign means behind its notes, where it stands and none tells it."""

    def of(grid: Grid) -> Grid:
        cells = (cell for section in grid.sections for row in section.rows for cell in row)
        is_told = any(sign in note for note in grid.notes)
        if is_told or not any(sign in cell.text for cell in cells):
            return grid
        return grid._replace(notes=(*grid.notes, Key(f"Marks: {meaning}")))

    screen = report.screen
    told = report._replace(grid=lambda: of(report.grid()))
    return told if screen is None else told._replace(screen=lambda rows: of(screen(rows)))


def _renoted(words: str, note: Callable[[str], str]) -> str:
    """A note changed so; what is a hint or a key remains one."""
    if isinstance(words, Hint):
        return Hint(note(words), words.else_)
    return Key(note(words)) if isinstance(words, Key) else note(words)


def explained(grid: Grid) -> tuple[str, ...]:
    """The notes of a grid that is handed on: without what there is to type."""
    told = (words.else_ if isinstance(words, Hint) else words for words in grid.notes)
    return tuple(words for words in told if words)


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
