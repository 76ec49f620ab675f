"""``negpos list`` and ``negpos search``: what is in the dossier, as plain lists."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from negpos.dossier import Dossier
from negpos.text.search import Hit
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell


def report(title: str, sheet: Sheet, key: str, name: str, shown: Sheet | None = None) -> Report:
    """Rows of plain values in every shape; the JSON list is called ``key``. People are shown
    the rows of ``shown`` where those of the sheet are too many columns to read."""
    values = tuple(sheet.rows)
    return Report(
        grid=lambda: _grid(title, shown or Sheet(sheet.header, values)),
        sheet=lambda: Sheet(sheet.header, values),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": name,
            key: (dict(zip(sheet.header, row, strict=True)) for row in values),
        },
    )


def _grid(title: str, sheet: Sheet) -> Grid:
    cells = lru_cache(maxsize=None, typed=True)(_cell)  # values repeat from row to row
    rows = tuple(tuple([cells(value) for value in row]) for row in sheet.rows)
    columns = tuple(
        Column(head.replace("_", " "), share=share, least=min(4 + share, 12))
        for head, share in zip(sheet.header, _shares(len(sheet.header), rows), strict=True)
    )
    return Grid(title, (), columns, (Section("", rows),) if rows else ())


def _cell(value: Any) -> Cell:
    """A value, or the parts of one that stand under each other."""
    parts = value if isinstance(value, tuple) else (value,)
    told = [Span(str(part)) for part in parts if part not in (None, "")]
    spans = [span for part in told for span in (Span(BREAK), part)]
    return cell(*spans[1:])


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
    rows = [
        (
            p.id,
            p.name,
            p.kind,
            sum(p.id in position.parties for position in dossier.positions.values()),
            ", ".join(p.aliases),
        )
        for p in dossier.parties.values()
    ]
    header = ("id", "name", "kind", "positions", "aliases")
    title = f"Parties of dossier {dossier.id}"
    return report(title, Sheet(header, tuple(rows)), "parties", dossier.id)


def positions(dossier: Dossier) -> Report:
    """Every position with its holders, date, status and number of demands."""
    rows = [
        (
            p.id,
            p.title,
            ", ".join(p.parties) or f"about {', '.join(p.about)}",
            p.date,
            p.status,
            len(p.demands),
        )
        for p in dossier.positions.values()
    ]
    header = ("id", "title", "held_by", "date", "status", "demands")
    title = f"Positions in dossier {dossier.id}"
    return report(title, Sheet(header, tuple(rows)), "positions", dossier.id)


def issues(dossier: Dossier) -> Report:
    """Every issue with its question and scale."""
    rows = [
        (i.id, i.label, i.question, i.scale.kind, wording.reach(i.scale))
        for i in dossier.issues.values()
    ]
    header = ("id", "label", "question", "kind", "scale")
    title = f"Issues of dossier {dossier.id}"
    people = Sheet(("id", "label", "question", "scale"), [(*r[:3], r[4]) for r in rows])
    return report(title, Sheet(header, tuple(rows)), "issues", dossier.id, people)


def sources(dossier: Dossier, *, only_unused: bool = False, grade: str = "") -> Report:
    """Every source, or those of a grade or cited by nothing, and how many demands cite each."""
    cited: dict[str, int] = {}
    for demand in dossier.demands():
        for source in {piece.source for piece in demand.evidence}:
            cited[source] = cited.get(source, 0) + 1
    rows = [
        (s.id, s.publisher, s.title, s.date, s.kind, s.grade, cited.get(s.id, 0), s.url, s.note)
        for s in dossier.sources.values()
        if grade in ("", s.grade) and not (only_unused and cited.get(s.id))
    ]
    header = ("id", "publisher", "title", "date", "kind", "grade", "cited", "url", "note")
    title = f"{wording.plural(len(rows), 'source')} of dossier {dossier.id}"
    title += f", grade {grade}" if grade else ""
    title += ", cited by no demand" if only_unused else ""
    shown = [(row[0], (row[1], row[2], row[7], row[8]), *row[3:7]) for row in rows]
    people = Sheet(("id", "source", "date", "kind", "grade", "cited"), tuple(shown))
    return report(title, Sheet(header, tuple(rows)), "sources", dossier.id, people)


def dossiers(names: Sequence[tuple[str, str]]) -> Report:
    """The dossiers that come with negpos."""
    sheet = Sheet(("id", "folder"), tuple(names))
    return report("Dossiers that come with negpos", sheet, "dossiers", "")


def found(dossier: Dossier, hits: Sequence[Hit], asked: str) -> Report:
    """Demands found by words, the best first."""
    rows: list[tuple[Any, ...]] = []
    for hit in hits:
        d = hit.demand
        issue = dossier.issues.get(d.issue)
        rows.append(
            (
                d.position,
                d.point,
                d.text,
                d.issue,
                wording.ask(issue, d) if issue and d.kind == "demand" else "",
                d.said,
                d.grade,
                round(hit.likeness),
            )
        )
    header = ("position", "point", "text", "issue", "ask", "said", "grade", "likeness")
    title = f"{wording.plural(len(hits), 'demand')} with {asked}"
    return report(title, Sheet(header, tuple(rows)), "demands", dossier.id)
