"""``negpos wording``: the texts that hold an answer, so that their words can be looked up."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from negpos.bridge import Precedent
from negpos.dossier import Demand, Dossier, Issue
from negpos.profiles import Vantage
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Section,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)

_WIDER = "in wider words, vague ones, or struck out"


class _Row(NamedTuple):
    """A clause under the answer that it holds."""

    held: Precedent
    demand: Demand


def report(dossier: Dossier, issue: Issue, vantage: Vantage, found: Sequence[Precedent]) -> Report:
    """The clauses of texts on an issue by the answer that they hold, in every shape; the words are
    those of the dossier, the source is where the text's own stand."""
    rows = [_Row(held, demand) for held in found for demand in held.clauses]
    day = vantage.date or dossier.last_date()
    stand = wording.of_day(vantage, day) if day else "nothing on record"

    def grid(most: int | None = None) -> Grid:
        told = rows if most is None else rows[:most]
        left = len(rows) - len(told)
        more = [f"{wording.plural(left, 'more clause')}: --full"] if left else []
        return Grid(
            title=f"Wording on {issue.label}: {issue.question}",
            preface=(
                f"clauses of texts as coded, in our words; {stand} – dossier {dossier.id}",
                *wording.counted(vantage),
            ),
            columns=(
                Column("Text", share=3, least=16),
                Column("Says", share=5, least=20),
                Column("Read it in", share=3, least=14),
            ),
            sections=_sections(dossier, issue, found, told, vantage),
            notes=tuple(more),
        )

    return Report(
        grid=grid,
        sheet=lambda: sheet(_fields(dossier, issue), rows),
        data=lambda: {
            **shapes.head_of(dossier, vantage, day),
            "issue": issue.id,
            "question": issue.question,
            "answers": [_answer(dossier, issue, held) for held in found],
        },
        screen=grid,
        short="answer title point stage said text sources",
    )


def _sections(
    dossier: Dossier,
    issue: Issue,
    found: Sequence[Precedent],
    told: Sequence[_Row],
    vantage: Vantage,
) -> tuple[Section, ...]:
    """A section an answer, with the clauses of it that are told."""
    return sections(
        *(
            (
                _called(issue, held),
                [_row(dossier, row.demand, vantage) for row in told if row.held is held],
            )
            for held in found
        )
    )


def _called(issue: Issue, held: Precedent) -> str:
    return _WIDER if held.region is None else wording.region(issue.scale, held.region)


def _row(dossier: Dossier, demand: Demand, vantage: Vantage) -> tuple[Cell, ...]:
    position = dossier.positions[demand.position]
    best = wording.best((demand,))
    source = dossier.sources.get(best.source)
    lapsed = wording.lapse(position, vantage).removeprefix(", ")
    told = [
        ", ".join(filter(None, (_stage(dossier, demand), wording.said(demand)))),
        wording.names(dossier, demand.holders),
        *([lapsed] if lapsed else []),
    ]
    point = f", point {demand.point}" if demand.point else ""
    condition = wording.hanging(demand.condition) if demand.condition else ""
    read = f"{wording.graded(source)}{wording.published(source)}, {best.at}" if source else "–"
    return (
        stacked(Span(position.title + point, "strong"), *(Span(line, "quiet") for line in told)),
        stacked(demand.text, *([Span(condition, "quiet")] if condition else [])),
        cell(Span(read, "quiet", link=best.url, source=best.source)),
    )


def _stage(dossier: Dossier, demand: Demand) -> str:
    """How far a text of several parties has come, else whether it was published or leaked."""
    position = dossier.positions[demand.position]
    return position.stage or position.status


def _fields(dossier: Dossier, issue: Issue) -> Fields[_Row]:
    def of(row: _Row) -> tuple[Issue, Demand]:
        return issue, row.demand

    return [
        ("issue", lambda _: issue.id),
        ("answer", lambda row: "" if row.held.region is None else _called(issue, row.held)),
        ("title", lambda row: dossier.positions[row.demand.position].title),
        ("stage", lambda row: _stage(dossier, row.demand)),
        *of_demand("position point ask text condition holders said known grade sources file", of),
    ]


def _answer(dossier: Dossier, issue: Issue, held: Precedent) -> dict[str, Any]:
    region = held.region
    return {
        "answer": None if region is None else shapes.region(issue.scale, region),
        "words": None if region is None else _called(issue, held),
        "clauses": [
            {
                **shapes.demand(issue, demand),
                "title": dossier.positions[demand.position].title,
                "stage": _stage(dossier, demand),
            }
            for demand in held.clauses
        ],
    }
