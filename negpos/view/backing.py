"""``negpos check --sources``: demand, passage and likeness, the weakest support first."""

from negpos.dossier import Demand, Dossier
from negpos.text.backing import Held, Support
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)


def report(dossier: Dossier, held: Held) -> Report:
    """Demands held against source texts in every shape: a row for each demand and text, first
    where a guard objects, then the others."""
    return Report(
        grid=lambda: Grid(
            title="Demands and their passages, the weakest first",
            preface=_preface(dossier, held),
            columns=(
                Column("", share=0, is_number=True),
                Column("Demand", share=4, least=22),
                Column("Passage", share=6, least=26),
            ),
            sections=sections(
                ("No passage found", [_row(s) for s in held.supports if not s.passage]),
                ("A guard objects", [_row(s) for s in held.supports if s.objections]),
                (
                    "No guard objects",
                    [_row(s) for s in held.supports if s.passage and not s.objections],
                ),
            ),
        ),
        sheet=lambda: sheet(_FIELDS, held.supports),
        data=lambda: {
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
        },
    )


def _preface(dossier: Dossier, held: Held) -> tuple[str, ...]:
    doubted = sum(bool(s.objections) for s in held.supports)
    files = {file for names in held.used.values() for file in names}
    demands = {s.demand.ref for s in held.supports}
    return (
        f"{wording.plural(len(demands), 'demand')} held against "
        f"{wording.plural(len(files), 'text')}; "
        f"a guard objects to {doubted} of {wording.plural(len(held.supports), 'passage')} – "
        f"dossier {dossier.id}",
        "Likeness of words, 0 to 100, finds the passage; whether it bears the demand out is for "
        "a reader to say.",
    )


def _at(support: Support) -> str:
    """Where in the source the demand is said to stand."""
    return next(piece.at for piece in support.demand.evidence if piece.source == support.source)


def _row(support: Support) -> tuple[Cell, ...]:
    demand = support.demand
    said = stacked(demand.text, Span(demand.ref, "quiet"))
    if support.passage is None:
        return cell("0"), said, cell(Span("the text has no passage", "gap"))
    at = Span(f"{support.file}:{support.passage.line} ({_at(support)})", "quiet")
    objections = [Span(f"? {o.guard}: {o.reason}", "unclear") for o in support.objections]
    return cell(f"{support.likeness:.0f}"), said, stacked(support.passage.text, at, *objections)


def _coded(support: Support) -> tuple[None, Demand]:
    return None, support.demand


_FIELDS: Fields[Support] = (
    ("likeness", lambda s: round(s.likeness)),
    ("objections", lambda s: " | ".join(f"{o.guard}: {o.reason}" for o in s.objections)),
    *of_demand("demand text", _coded),
    ("source", lambda s: s.source),
    ("at", _at),
    ("passage", lambda s: s.passage.text if s.passage else None),
    ("passage_file", lambda s: s.file),
    ("passage_line", lambda s: s.passage.line if s.passage else None),
    *of_demand("file", _coded),
)
"""One row a demand and text."""
