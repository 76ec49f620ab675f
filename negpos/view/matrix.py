"""``negpos matrix``: the overlap of all pairs as a heat map."""

from collections.abc import Iterator
from math import isnan
from typing import Any

from negpos.dossier import Dossier
from negpos.errors import UsageError
from negpos.matrix import Matrix
from negpos.view import shapes, wording
from negpos.view.grid import (
    BREAK,
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Report,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import short

MOST = 60
"""Sides that a table for people can hold."""
FEW = 4
"""Issues below which an overlap is set in brackets and has no heat."""


_Pair = tuple[str, str, float | None, int, int]
_FIELDS: Fields[_Pair] = (
    ("a", lambda pair: pair[0]),
    ("b", lambda pair: pair[1]),
    ("overlap", lambda pair: pair[2]),
    ("scored", lambda pair: pair[3]),
    ("addressed", lambda pair: pair[4]),
)


def report(dossier: Dossier, matrix: Matrix) -> Report:
    """The matrix in every shape: a square for people, one row a pair for scripts."""
    profiles = matrix.profiles
    return Report(
        grid=lambda: Grid(
            title="Overlap of all pairs",
            preface=(
                *wording.headline(dossier, profiles, matrix.narrowed_to),
                "Each cell: overlap, and under it the issues scored; in brackets on fewer than "
                "four.",
            ),
            columns=(
                Column("", least=8),
                *(_column(short(profile)) for profile in profiles),
            ),
            sections=sections(("", _rows(matrix))),
            notes=(_MORE,) if profiles else (),
        ),
        sheet=lambda: sheet(_FIELDS, _pairs(matrix)),
        data=lambda: {
            **shapes.head(dossier, profiles, matrix.narrowed_to),
            "refs": [profile.id for profile in profiles],
            "pairs": (
                {"between": [a, b], "overlap": share, "scored": scored, "addressed": addressed}
                for a, b, share, scored, addressed in _pairs(matrix)
            ),
        },
        screen=lambda _: _screen(dossier, matrix),
    )


_MORE = Hint("Compare two for the issues behind a figure: negpos compare A B")
_LINE = 9
"""Columns that a cell of one line needs."""


def _screen(dossier: Dossier, matrix: Matrix) -> Grid:
    """Each pair once, in one line: the later side's row under the earlier side's column."""
    profiles = matrix.profiles
    _readable(matrix)
    rows = [
        (
            cell(Span(short(one), "strong")),
            *(_line_cell(matrix, i, j) if j < i else cell("") for j in range(len(profiles) - 1)),
        )
        for i, one in enumerate(profiles)
        if i
    ]
    return Grid(
        title="Overlap of all pairs",
        preface=(
            *wording.headline(dossier, profiles, matrix.narrowed_to),
            "Each cell: overlap (100%: all asks meet) and the issues scored; in brackets on fewer "
            "than four.",
        ),
        columns=(
            Column("", share=0, least=max([len(short(p)) for p in profiles], default=8)),
            *(_column(short(p), _LINE) for p in profiles[:-1]),
        ),
        sections=sections(("", rows)),
        notes=(_MORE,) if profiles else (),
    )


def _line_cell(matrix: Matrix, i: int, j: int) -> Cell:
    """The same as a cell of the square, in one line."""
    spans = [span for span in _cell(matrix, i, j).spans if span.text != BREAK]
    figure, *count = [span._replace(text=span.text.strip()) for span in spans]
    return cell(figure, *(Span(f" {one.text:>2}", one.tone) for one in count))


def _column(name: str, least: int = 6) -> Column:
    """A column of figures under a name whose words stay whole."""
    return Column(name, is_number=True, least=max([least, *map(len, name.split())]))


def _rows(matrix: Matrix) -> list[tuple[Cell, ...]]:
    """A square of percentages with the number of issues scored under each, in brackets where they
    are few."""
    count = _readable(matrix)
    return [
        (cell(Span(short(one), "strong")), *(_cell(matrix, i, j) for j in range(count)))
        for i, one in enumerate(matrix.profiles)
    ]


def _readable(matrix: Matrix) -> int:
    """How many sides there are; UsageError where they are too many for a table."""
    count = len(matrix.profiles)
    if count > MOST:
        hint = "name fewer, or use --format csv or json"
        raise UsageError(f"a table of {count:,} columns cannot be read", hint)
    return count


def _cell(matrix: Matrix, i: int, j: int) -> Cell:
    if i == j:
        return cell(Span("·", "quiet"))
    share, count = float(matrix.overlap[i][j]), int(matrix.scored[i][j])
    if isnan(share):
        return cell(Span("–", "quiet"))
    told = wording.percent(share)
    is_few = count < FEW
    heat = f"heat {round(share * 100)}"
    figure = Span(f"({told})", "quiet") if is_few else Span(f" {told} ", heat)
    return stacked(figure, Span(f"{count}", "quiet"))


def _pairs(matrix: Matrix) -> Iterator[_Pair]:
    ids = [profile.id for profile in matrix.profiles]
    for i, one in enumerate(ids):
        rows = (matrix.overlap[i], matrix.scored[i], matrix.addressed[i])
        overlap, scored, addressed = (_plain(row) for row in rows)
        for j in range(i + 1, len(ids)):
            share = overlap[j]
            yield one, ids[j], None if isnan(share) else share, scored[j], addressed[j]


def _plain(row: Any) -> Any:
    """A row of an array as a list of plain numbers."""
    return row.tolist() if hasattr(row, "tolist") else row
