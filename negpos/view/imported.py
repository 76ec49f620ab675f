"""``negpos import``: what was written, how the headings were read, what was guessed, and the lines
to type next."""

from typing import NamedTuple

from negpos.dossier import Dossier
from negpos.importing.bring import Brought
from negpos.view import shapes, wording
from negpos.view.grid import Column, Fields, Grid, Hint, Report, cell, sections, sheet

_MOST = 12
"""Guesses of a kind that are told one by one on a screen."""


class _Row(NamedTuple):
    """A line of the report: what kind of thing it tells, of what, and what."""

    kind: str
    of: str
    told: str


def report(brought: Brought, folder: str, named: str, *, is_written: bool) -> Report:
    """What an import did, or would do, in every shape; ``named`` is the folder as it is typed."""
    rows = [
        *(_Row("read", heading, field) for heading, field in brought.mapping),
        *(_Row("guessed", guess.of, guess.taken) for guess in brought.guesses),
        *(_Row("written" if is_written else "to write", name, "") for name in brought.files),
        *(_Row("as it was", name, "") for name in brought.same),
    ]
    return Report(
        grid=lambda: _grid(brought, rows, folder, named, is_written=is_written),
        sheet=lambda: sheet(_FIELDS, rows),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": brought.dossier.id,
            "folder": folder,
            "is_written": is_written,
            "files": list(brought.files),
            "unchanged": list(brought.same),
            "columns": [{"heading": heading, "field": field} for heading, field in brought.mapping],
            "guesses": [guess._asdict() for guess in brought.guesses],
            "next": _next(brought.dossier, named) if is_written else [],
        },
    )


_FIELDS: Fields[_Row] = (
    ("kind", lambda row: row.kind),
    ("of", lambda row: row.of),
    ("told", lambda row: row.told),
)


def _grid(brought: Brought, rows: list[_Row], folder: str, named: str, *, is_written: bool) -> Grid:
    values = brought.dossier
    guesses = [row for row in rows if row.kind == "guessed"]
    shown = guesses[:_MOST]
    left = [_Row("", f"and {len(guesses) - _MOST} more", "in JSON and CSV")]
    verb = "Wrote" if is_written else "Would write"
    files = wording.plural(len(brought.files), "file")
    counts = ", ".join(
        (
            wording.plural(len(values.parties), "party", "parties"),
            wording.plural(len(values.issues), "issue"),
            wording.plural(len(values.positions), "position"),
            wording.plural(sum(1 for _ in values.demands()), "demand"),
            wording.plural(len(values.sources), "source"),
        )
    )
    same = f"; {len(brought.same)} were there and are as they were" if brought.same else ""
    notes: list[str] = []
    if is_written:
        if any("TODO" in text for text in brought.files.values()):
            told = "What was guessed stands in the files to be edited"
            notes.append(f"{told}; look at what is marked TODO first.")
        first, *others = _next(values, named)
        notes.append(Hint(f"Next: {first}"))
        notes += [Hint(f"Then: {line}") for line in others]
    else:
        notes.append(Hint("Nothing was written; leave out --dry-run to write it."))
    return Grid(
        title=f"{verb} {files} to {folder}{same}"
        if brought.files
        else f"Nothing to write: {folder} has all of it",
        preface=(f"The dossier {values.id} has {counts}",),
        columns=(Column("", share=1, least=16), Column("", share=2, least=20)),
        sections=sections(
            *(
                (title, [(cell(row.of), cell(row.told)) for row in listed])
                for title, listed in (
                    ("Headings, and what they were read as", [r for r in rows if r.kind == "read"]),
                    ("Guessed, since no cell tells it", shown + left * (len(guesses) > _MOST)),
                )
            )
        ),
        notes=tuple(notes),
    )


def _next(values: Dossier, named: str) -> list[str]:
    """The lines to type after an import."""
    speaking = {party for demand in values.demands() for party in demand.holders}
    two = [party for party in values.parties if party in speaking][:2]
    lines = [f"negpos check {named}"]
    return lines + ([f"negpos compare {' '.join(two)} -d {named}"] if len(two) > 1 else [])
