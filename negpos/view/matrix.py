"""``negpos matrix``: the overlap of all pairs as a heat map."""

from collections.abc import Iterator
from math import isnan
from typing import Any

from negpos.dossier import Dossier
from negpos.errors import UsageError
from negpos.matrix import Matrix
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import short

MOST = 60
"""Sides that a table for people can hold."""


def report(dossier: Dossier, found: Matrix) -> Report:
    """The matrix in every shape."""
    return Report(
        grid=lambda: grid(dossier, found),
        sheet=lambda: sheet(found),
        data=lambda: data(dossier, found),
    )


def grid(dossier: Dossier, found: Matrix) -> Grid:
    """A square of percentages with the number of issues scored under each; UsageError where the
    sides are too many for a table."""
    profiles = found.profiles
    if len(profiles) > MOST:
        hint = "name fewer, or use --format csv or json"
        raise UsageError(f"a table of {len(profiles):,} columns cannot be read", hint)
    rows = []
    for i, one in enumerate(profiles):
        cells = [cell(Span(short(one), "strong"))]
        for j in range(len(profiles)):
            cells.append(_cell(found, i, j))
        rows.append(tuple(cells))
    return Grid(
        title="Overlap of all pairs",
        preface=(
            f"positions as stated, {wording.stand(profiles)} – dossier {dossier.id}",
            *wording.scope(profiles, found.narrowed_to),
            "Each cell: overlap, and under it the issues scored. Small counts say little.",
        ),
        columns=(
            Column("", share=2, least=8),
            *(Column(short(profile), is_number=True, least=6) for profile in profiles),
        ),
        sections=(Section("", tuple(rows)),) if rows else (),
        notes=("Compare two for the issues behind a figure: negpos compare A B",) if rows else (),
    )


def _cell(found: Matrix, i: int, j: int) -> Cell:
    if i == j:
        return cell(Span("·", "quiet"))
    share, count = float(found.overlap[i][j]), int(found.scored[i][j])
    if isnan(share):
        return cell(Span("–", "quiet"))
    return cell(
        Span(f" {wording.percent(share)} ", f"heat {round(share * 100)}"),
        Span(BREAK),
        Span(f"{count}", "quiet"),
    )


def _pairs(found: Matrix) -> Iterator[tuple[str, str, float | None, int, int]]:
    ids = [profile.id for profile in found.profiles]
    for i, one in enumerate(ids):
        rows = (found.overlap[i], found.scored[i], found.addressed[i])
        overlap, scored, addressed = (_plain(row) for row in rows)
        for j in range(i + 1, len(ids)):
            share = overlap[j]
            yield one, ids[j], None if isnan(share) else share, scored[j], addressed[j]


def _plain(row: Any) -> Any:
    """A row of an array as a list of plain numbers."""
    return row.tolist() if hasattr(row, "tolist") else row


def sheet(found: Matrix) -> Sheet:
    """One row a pair."""
    return Sheet(("a", "b", "overlap", "scored", "addressed"), _pairs(found))


def data(dossier: Dossier, found: Matrix) -> dict[str, Any]:
    """The matrix as docs/formats.md describes it."""
    return {
        **shapes.head(dossier, found.profiles, found.narrowed_to),
        "refs": [profile.id for profile in found.profiles],
        "pairs": (
            {"between": [a, b], "overlap": share, "scored": scored, "addressed": addressed}
            for a, b, share, scored, addressed in _pairs(found)
        ),
    }
