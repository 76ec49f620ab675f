"""``negpos list`` and ``negpos search``: what is in the dossier, as plain lists."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from negpos.dossier import Demand, Dossier, Issue, Party, Position, Source
from negpos.text.search import Hit
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    BREAK,
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Row,
    Section,
    Sheet,
    cell,
    plain,
    sheet,
)


def report(
    title: str,
    name: str,
    key: str,
    rows: Sequence[Row],
    fields: Fields[Row],
    shown: Fields[Row] = (),
) -> Report:
    """Rows of plain values in every shape; the JSON list is called ``key``. People are shown
    the fields ``shown`` where those of the sheet are too many columns to read."""
    return Report(
        grid=lambda: _grid(title, sheet(shown or fields, rows)),
        sheet=lambda: sheet(fields, rows),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": name,
            key: ({field: of(row) for field, of in fields} for row in rows),
        },
    )


def _grid(title: str, table: Sheet) -> Grid:
    cells = lru_cache(maxsize=None, typed=True)(_cell)  # values repeat from row to row
    rows = tuple(tuple([cells(value) for value in row]) for row in table.rows)
    columns = tuple(
        Column(head.replace("_", " "), share=share, least=min(4 + share, 12))
        for head, share in zip(table.header, _shares(len(table.header), rows), strict=True)
    )
    return Grid(title, (), columns, (Section("", rows),) if rows else ())


def _cell(value: Any) -> Cell:
    """A value, or the parts of one that stand under each other."""
    parts = value if isinstance(value, tuple) else (value,)
    words = [str(part) for part in parts if part not in (None, "")]
    return cell(*[span for word in words for span in (BREAK, word)][1:])


_LONGEST_NAME = 28


def _shares(count: int, rows: tuple[tuple[Cell, ...], ...]) -> list[int]:
    """Short columns and ids, which people copy, take what they need; the others share by the
    root of their longest value."""
    shares = []
    for place in range(count):
        different = {row[place] for row in rows}
        longest = max([len(cell.text) for cell in different], default=0)
        is_name = place == 0 and longest <= _LONGEST_NAME
        shares.append(0 if longest <= 16 or is_name else round(longest**0.5))
    return shares


def parties(dossier: Dossier) -> Report:
    """Every party with its aliases and the number of its positions."""
    held = Counter(party for position in dossier.positions.values() for party in position.parties)
    fields: Fields[Party] = [
        *plain("id name kind"),
        ("positions", lambda p: held[p.id]),
        ("aliases", lambda p: ", ".join(p.aliases)),
    ]
    rows = tuple(dossier.parties.values())
    return report(f"Parties of dossier {dossier.id}", dossier.id, "parties", rows, fields)


def positions(dossier: Dossier) -> Report:
    """Every position with its holders, date, status and number of demands."""
    fields: Fields[Position] = [
        *plain("id title"),
        ("held_by", lambda p: ", ".join(p.parties) or f"about {', '.join(p.about)}"),
        *plain("date status"),
        ("demands", lambda p: len(p.demands)),
    ]
    rows = tuple(dossier.positions.values())
    return report(f"Positions in dossier {dossier.id}", dossier.id, "positions", rows, fields)


def issues(dossier: Dossier) -> Report:
    """Every issue with its question and scale."""
    scale: Fields[Issue] = [("scale", lambda i: wording.reach(i.scale))]
    kind: Fields[Issue] = [("kind", lambda i: i.scale.kind)]
    fields = [*plain("id label question"), *kind, *scale]
    shown = [*plain("id label question"), *scale]
    rows = tuple(dossier.issues.values())
    return report(f"Issues of dossier {dossier.id}", dossier.id, "issues", rows, fields, shown)


def sources(dossier: Dossier, *, only_unused: bool = False, grade: str = "") -> Report:
    """Every source, or those of a grade or cited by nothing, and how many demands cite each."""
    cited = Counter(source for d in dossier.demands() for source in {e.source for e in d.evidence})
    rows = tuple(
        source
        for source in dossier.sources.values()
        if grade in ("", source.grade) and not (only_unused and cited[source.id])
    )
    title = f"{wording.plural(len(rows), 'source')} of dossier {dossier.id}"
    title += f", grade {grade}" if grade else ""
    title += ", cited by no demand" if only_unused else ""
    count: Fields[Source] = [("cited", lambda s: cited[s.id])]
    whole: Fields[Source] = [("source", lambda s: (s.publisher, s.title, s.url, s.note))]
    fields = [*plain("id publisher title date kind grade"), *count, *plain("url note")]
    shown = [*plain("id"), *whole, *plain("date kind grade"), *count]
    return report(title, dossier.id, "sources", rows, fields, shown)


def dossiers(names: Sequence[tuple[str, str]]) -> Report:
    """The dossiers that come with negpos."""
    fields: Fields[tuple[str, str]] = [("id", lambda row: row[0]), ("folder", lambda row: row[1])]
    return report("Dossiers that come with negpos", "", "dossiers", names, fields)


def found(dossier: Dossier, hits: Sequence[Hit], asked: str) -> Report:
    """Demands found by words, the best first."""

    def coded(hit: Hit) -> tuple[Issue | None, Demand]:
        return dossier.issues.get(hit.demand.issue), hit.demand

    likeness: Fields[Hit] = [("likeness", lambda hit: round(hit.likeness))]
    fields = [*of_demand("position point text issue ask said grade", coded), *likeness]
    title = f"{wording.plural(len(hits), 'demand')} with {asked}"
    return report(title, dossier.id, "demands", hits, fields)
