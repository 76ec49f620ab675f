"""``negpos gaps``: what is vague, contested, open or silent, as questions to put."""

from typing import Any

from negpos.comparison import Comparison
from negpos.dossier import Dossier
from negpos.gaps import OpenQuestion
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import short


def report(dossier: Dossier, comparison: Comparison, found: tuple[OpenQuestion, ...]) -> Report:
    """The gaps of a comparison in every shape."""
    return Report(
        grid=lambda: grid(dossier, comparison, found),
        sheet=lambda: sheet(dossier, found),
        data=lambda: data(dossier, comparison, found),
    )


_ASKED = {
    "silent": "What does {who} ask for?",
    "open": "What would {who} trade it for?",
    "vague": "What exactly?",
    "contested": "Which of these holds?",
    "quarrels": "Which clause prevails?",
}


def grid(dossier: Dossier, comparison: Comparison, found: tuple[OpenQuestion, ...]) -> Grid:
    """A section a theme; each row a side, what it has said, and the question to put to it."""
    sections = []
    year = wording.date_of(comparison.profiles)[:4]
    for theme in dossier.themes.values():
        rows = tuple(
            _row(dossier, question, year)
            for question in found
            if dossier.issues[question.issue].theme == theme.id
        )
        if rows:
            sections.append(Section(theme.title, rows))
    counts = {kind: sum(question.kind == kind for question in found) for kind in _ASKED}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    profiles = comparison.profiles
    return Grid(
        title="Gaps, " + " × ".join(profile.title for profile in profiles),
        preface=(
            f"positions as stated, {wording.stand(profiles)} – dossier {dossier.id}",
            *wording.scope(profiles, comparison.narrowed_to),
            f"Questions to put in the room: {told or 'none'}",
        ),
        columns=(
            Column("", share=0),
            Column("Side", share=0),
            Column("", share=0),
            Column("Has said", share=4, least=14),
            Column("Question", share=5, least=16),
        ),
        sections=tuple(sections),
    )


def _row(dossier: Dossier, question: OpenQuestion, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[question.issue]
    return (
        cell(Span(issue.label, "strong")),
        cell(short(question.side)),
        cell(Span(question.kind, "unclear" if question.kind != "silent" else "quiet")),
        _said(dossier, question, year),
        cell(f"{issue.question} {_ASKED[question.kind].format(who=short(question.side))}"),
    )


def _said(dossier: Dossier, question: OpenQuestion, year: str) -> Cell:
    stance = question.stance
    if stance is None:
        return cell(Span("–", "quiet"))
    issue = dossier.issues[question.issue]
    if question.kind == "contested":
        demands = (*stance.asks, *stance.contested)
        told = dict.fromkeys(
            f"{wording.ask(issue, d)} ({wording.word_of((d,), year)})" for d in demands
        )
        return cell(" / ".join(told))
    told_ask = wording.asks(issue, stance)
    if not stance.asks:
        beside = " / ".join(dict.fromkeys(wording.ask(issue, d) for d in stance.joint))
        joint = [Span(BREAK), Span(f"in a joint text: {beside}", "joint")] if beside else []
        return cell(Span(told_ask, "quiet"), *joint)
    who = wording.word_of(stance.asks, year)
    return cell(told_ask, Span(BREAK), Span(who, "quiet"))


def sheet(dossier: Dossier, found: tuple[OpenQuestion, ...]) -> Sheet:
    """One row a question."""
    header = ("issue", "theme", "side", "kind", "ask", "contested", "question")
    rows = []
    for question in found:
        issue = dossier.issues[question.issue]
        contested = question.stance.contested if question.stance else ()
        rows.append(
            (
                issue.id,
                issue.theme,
                question.side.id,
                question.kind,
                wording.asks(issue, question.stance)
                if question.stance and question.stance.speaks
                else None,
                " | ".join(wording.ask(issue, demand) for demand in contested),
                issue.question,
            )
        )
    return Sheet(header, tuple(rows))


def data(
    dossier: Dossier, comparison: Comparison, found: tuple[OpenQuestion, ...]
) -> dict[str, Any]:
    """Gaps as docs/formats.md describes them."""
    return {
        **shapes.head(dossier, comparison.profiles, comparison.narrowed_to),
        "parties": [profile.id for profile in comparison.profiles],
        "gaps": [
            {
                "issue": question.issue,
                "side": question.side.id,
                "kind": question.kind,
                "question": dossier.issues[question.issue].question,
                "stance": shapes.stance(dossier.issues[question.issue], question.stance),
            }
            for question in found
        ],
    }
