"""``negpos gaps``: what is vague, contested, open or silent, as questions to put."""

from typing import Any

from negpos.comparison import Comparison
from negpos.dossier import Dossier
from negpos.gaps import Gap
from negpos.view import plain, words
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import short


def report(dossier: Dossier, comparison: Comparison, found: tuple[Gap, ...]) -> Report:
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


def grid(dossier: Dossier, comparison: Comparison, found: tuple[Gap, ...]) -> Grid:
    """A section a theme; each row a side, what it has said, and the question to put to it."""
    sections = []
    year = words.date_of(comparison.profiles)[:4]
    for theme in dossier.themes.values():
        rows = tuple(
            _row(dossier, gap, year) for gap in found if dossier.issues[gap.issue].theme == theme.id
        )
        if rows:
            sections.append(Section(theme.title, rows))
    counts = {kind: sum(gap.kind == kind for gap in found) for kind in _ASKED}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    profiles = comparison.profiles
    return Grid(
        title="Gaps, " + " × ".join(profile.title for profile in profiles),
        lines=(
            f"positions as stated, {words.stand(profiles)} – dossier {dossier.id}",
            *words.scope(profiles, comparison.narrowed_to),
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


def _row(dossier: Dossier, gap: Gap, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[gap.issue]
    return (
        cell(Span(issue.label, "strong")),
        cell(short(gap.side)),
        cell(Span(gap.kind, "unclear" if gap.kind != "silent" else "quiet")),
        _said(dossier, gap, year),
        cell(f"{issue.question} {_ASKED[gap.kind].format(who=short(gap.side))}"),
    )


def _said(dossier: Dossier, gap: Gap, year: str) -> Cell:
    stance = gap.stance
    if stance is None:
        return cell(Span("–", "quiet"))
    issue = dossier.issues[gap.issue]
    if gap.kind == "contested":
        demands = (*stance.asks, *stance.contested)
        told = dict.fromkeys(
            f"{words.ask(issue, d)} ({words.word_of(dossier, (d,), year)})" for d in demands
        )
        return cell(" / ".join(told))
    told_ask = words.asks(issue, stance)
    if not stance.asks:
        beside = " / ".join(dict.fromkeys(words.ask(issue, d) for d in stance.joint))
        joint = [Span(BREAK), Span(f"in a joint text: {beside}", "joint")] if beside else []
        return cell(Span(told_ask, "quiet"), *joint)
    who = words.word_of(dossier, stance.asks, year)
    return cell(told_ask, Span(BREAK), Span(who, "quiet"))


def sheet(dossier: Dossier, found: tuple[Gap, ...]) -> Sheet:
    """One row a gap."""
    header = ("issue", "theme", "side", "kind", "ask", "contested", "question")
    rows = []
    for gap in found:
        issue = dossier.issues[gap.issue]
        contested = gap.stance.contested if gap.stance else ()
        rows.append(
            (
                issue.id,
                issue.theme,
                gap.side.id,
                gap.kind,
                words.asks(issue, gap.stance) if gap.stance and gap.stance.speaks else None,
                " | ".join(words.ask(issue, demand) for demand in contested),
                issue.question,
            )
        )
    return Sheet(header, tuple(rows))


def data(dossier: Dossier, comparison: Comparison, found: tuple[Gap, ...]) -> dict[str, Any]:
    """Gaps as docs/formats.md describes them."""
    return {
        **plain.head(dossier, comparison.profiles, comparison.narrowed_to),
        "parties": [profile.id for profile in comparison.profiles],
        "gaps": [
            {
                "issue": gap.issue,
                "side": gap.side.id,
                "kind": gap.kind,
                "question": dossier.issues[gap.issue].question,
                "stance": plain.stance(dossier, dossier.issues[gap.issue], gap.stance),
            }
            for gap in found
        ],
    }
