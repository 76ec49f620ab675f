"""``negpos check --sources``: demand, passage and likeness, the weakest support first."""

from typing import Any

from negpos.dossier import Dossier
from negpos.text.backing import Held, Support
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell


def report(dossier: Dossier, held: Held) -> Report:
    """Demands held against source texts in every shape."""
    return Report(
        grid=lambda: grid(dossier, held),
        sheet=lambda: sheet(dossier, held),
        data=lambda: data(dossier, held),
    )


def grid(dossier: Dossier, held: Held) -> Grid:
    """A row for each demand and text: first where a guard objects, then the others."""
    lost = [s for s in held.supports if s.passage is None]
    doubted = [s for s in held.supports if s.objections]
    others = [s for s in held.supports if s.passage is not None and not s.objections]
    files = {file for names in held.used.values() for file in names}
    demands = {s.demand.ref for s in held.supports}
    lines = (
        f"{wording.plural(len(demands), 'demand')} held against "
        f"{wording.plural(len(files), 'text')}; "
        f"a guard objects to {len(doubted)} of {wording.plural(len(held.supports), 'passage')} – "
        f"dossier {dossier.id}",
        "Likeness of words, 0 to 100, finds the passage; whether it bears the demand out is for "
        "a reader to say.",
    )
    sections = (
        Section("No passage found", tuple(_row(s) for s in lost)),
        Section("A guard objects", tuple(_row(s) for s in doubted)),
        Section("No guard objects", tuple(_row(s) for s in others)),
    )
    return Grid(
        title="Demands and their passages, the weakest first",
        preface=lines,
        columns=(
            Column("", share=0, is_number=True),
            Column("Demand", share=4, least=22),
            Column("Passage", share=6, least=26),
        ),
        sections=tuple(section for section in sections if section.rows),
    )


def _row(support: Support) -> tuple[Cell, ...]:
    demand = support.demand
    at = next(piece.at for piece in demand.evidence if piece.source == support.source)
    said = [Span(demand.text), Span(BREAK), Span(demand.ref, "quiet")]
    if support.passage is None:
        return cell("0"), Cell(tuple(said)), cell(Span("the text has no passage", "gap"))
    found = [
        Span(support.passage.text),
        Span(BREAK),
        Span(f"{support.file}:{support.passage.line} ({at})", "quiet"),
    ]
    for objection in support.objections:
        found += [Span(BREAK), Span(f"? {objection.guard}: {objection.reason}", "unclear")]
    return cell(f"{support.likeness:.0f}"), Cell(tuple(said)), Cell(tuple(found))


def sheet(dossier: Dossier, held: Held) -> Sheet:
    """One row a demand and text."""
    header = (
        "likeness",
        "objections",
        "demand",
        "text",
        "source",
        "at",
        "passage",
        "passage_file",
        "passage_line",
        "file",
    )
    rows = []
    for s in held.supports:
        path = dossier.positions[s.demand.position].path
        rows.append(
            (
                round(s.likeness),
                " | ".join(f"{o.guard}: {o.reason}" for o in s.objections),
                s.demand.ref,
                s.demand.text,
                s.source,
                next(piece.at for piece in s.demand.evidence if piece.source == s.source),
                s.passage.text if s.passage else None,
                s.file,
                s.passage.line if s.passage else None,
                f"{path}:{s.demand.row}",
            )
        )
    return Sheet(header, tuple(rows))


def data(dossier: Dossier, held: Held) -> dict[str, Any]:
    """The same as docs/formats.md describes it."""
    return {
        "version": shapes.VERSION,
        "dossier": dossier.id,
        "texts": {source: list(names) for source, names in held.used.items()},
        "unknown": list(held.unknown),
        "demands": [
            {
                "demand": s.demand.ref,
                "text": s.demand.text,
                "source": s.source,
                "likeness": s.likeness,
                "passage": s.passage.text if s.passage else None,
                "passage_file": s.file,
                "passage_line": s.passage.line if s.passage else None,
                "objections": [o._asdict() for o in s.objections],
            }
            for s in held.supports
        ],
    }
