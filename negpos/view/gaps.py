"""``negpos gaps``: what is vague, conditional, contested, open or silent, as questions to put."""

from collections import Counter

from negpos.comparison import Comparison
from negpos.dossier import Issue
from negpos.gaps import OpenQuestion
from negpos.profiles import Stance
from negpos.view import shapes, wording
from negpos.view.fields import of_stance
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import by_theme, passed, short, word_spans

_ASKED = {
    "silent": "What does {who} ask for?",
    "open": "What would {who} trade it for?",
    "vague": "What exactly?",
    "condition": "Does {who} take up the condition: {condition}?",
    "order": "Which comes first: {steps}?",
    "contested": "Which of these holds?",
    "quarrels": "Which clause prevails?",
}


def _issue(question: OpenQuestion) -> Issue:
    return question.side.dossier.issues[question.issue]


def _asks(question: OpenQuestion) -> str:
    stance = question.stance
    return wording.asks(_issue(question), stance) if stance and stance.speaks else ""


def _held(question: OpenQuestion) -> tuple[Issue, Stance | None]:
    return _issue(question), question.stance


_FIELDS: Fields[OpenQuestion] = (
    ("issue", lambda question: question.issue),
    ("theme", lambda question: _issue(question).theme),
    ("side", lambda question: question.side.id),
    ("kind", lambda question: question.kind),
    ("ask", _asks),
    *of_stance("contested", _held),
    ("question", lambda question: _issue(question).question),
    ("condition", lambda question: question.condition),
    ("steps", lambda question: " | ".join(question.steps)),
)


def report(comparison: Comparison, questions: tuple[OpenQuestion, ...]) -> Report:
    """The gaps of a comparison in every shape: one row a side and question to put to it."""
    profiles = comparison.profiles
    dossier = comparison.dossier
    return Report(
        grid=lambda: Grid(
            title="Gaps, " + " × ".join(profile.title for profile in profiles),
            preface=_preface(comparison, questions),
            columns=(
                of_issues(),
                Column("Side", share=0),
                Column("", share=0),
                Column("Has said", share=4, least=14),
                Column("Question", share=5, least=16),
            ),
            sections=by_theme(dossier, ((_issue(q), _row(q)) for q in questions)),
        ),
        sheet=lambda: sheet(_FIELDS, questions),
        data=lambda: {
            **shapes.compared(comparison),
            "gaps": [
                {
                    "issue": question.issue,
                    "side": question.side.id,
                    "kind": question.kind,
                    "question": _issue(question).question,
                    "condition": question.condition or None,
                    **({"steps": list(question.steps)} if question.steps else {}),
                    "stance": shapes.stance(_issue(question), question.stance),
                }
                for question in questions
            ],
        },
        screen=lambda rows: _screen(comparison, questions, rows),
    )


_HEADS = {
    "contested": "Contested: which holds?",
    "quarrels": "Against itself: which clause prevails?",
    "vague": "Vague: what exactly?",
    "condition": "Condition: taken up?",
    "order": "Order: which comes first?",
    "open": "Open: traded for what?",
    "silent": "Silent: what is asked for?",
}
_NAMES = 7
"""Issues named of one kind and side, where there is room."""


def _screen(comparison: Comparison, questions: tuple[OpenQuestion, ...], most: int) -> Grid:
    """What to ask which side on which issues, kind by kind; of each some by name."""
    dossier, profiles = comparison.dossier, comparison.profiles
    rows = []
    for kind, head in _HEADS.items():
        asked = [
            [q.issue for q in questions if q.kind == kind and q.side.id == profile.id]
            for profile in profiles
        ]
        if any(asked):
            names = (
                cell(
                    f"{len(own)}: {wording.few_names(dossier, own, min(most + 1, _NAMES))}"
                    if own
                    else "–"
                )
                for own in asked
            )
            rows.append((cell(Span(head, "strong")), *names))
    first = wording.called(dossier, questions[0].issue) if questions else ""
    sides = " ".join(profile.id for profile in profiles)
    return Grid(
        title="Gaps, " + " × ".join(profile.title for profile in profiles),
        preface=_preface(comparison, questions),
        columns=(
            Column("Question", share=2, least=12),
            *(Column(f"to {profile.title}", share=3, least=14) for profile in profiles),
        ),
        sections=sections(("", rows)),
        notes=(f"More: --full · negpos gaps {sides} --issue {first}",) if questions else (),
    )


def _preface(comparison: Comparison, questions: tuple[OpenQuestion, ...]) -> tuple[str, ...]:
    """As of when, and how many questions there are of each kind."""
    kinds = Counter(question.kind for question in questions)
    return (
        *wording.headline(comparison.dossier, comparison.profiles, comparison.narrowed_to),
        "Questions to put in the room: "
        + (", ".join(f"{kinds[kind]} {kind}" for kind in _ASKED if kinds[kind]) or "none"),
    )


def _row(question: OpenQuestion) -> tuple[Cell, ...]:
    issue = _issue(question)
    return (
        cell(Span(issue.label, "strong")),
        cell(short(question.side)),
        cell(Span(question.kind, "unclear" if question.kind != "silent" else "quiet")),
        _said(question),
        cell(f"{issue.question} {put(question)}"),
    )


def put(question: OpenQuestion) -> str:
    """The question in words."""
    words = _ASKED[question.kind]
    steps = " or ".join(question.side.dossier.steps[id_].label for id_ in question.steps)
    return words.format(who=short(question.side), condition=question.condition, steps=steps)


def _said(question: OpenQuestion) -> Cell:
    stance = question.stance
    if stance is None:
        return cell(Span("–", "quiet"))
    issue = _issue(question)
    if question.kind == "contested":
        demands = (*stance.asks, *stance.contested)
        words = [f"{wording.ask(issue, d)} ({wording.word_of((d,))})" for d in demands]
        return cell(" / ".join(dict.fromkeys(words)))
    asks = wording.asks(issue, stance)
    if not stance.asks:
        beside = " / ".join(dict.fromkeys(wording.ask(issue, d) for d in stance.joint))
        joint = beside and Span(f"in a joint text: {beside}", "joint")
        return stacked(Span(asks, "quiet"), joint, *passed(issue, stance))
    return stacked(asks, word_spans(stance.asks))
