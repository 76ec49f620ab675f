"""A change of stance in words and as data; ``since`` and ``timeline`` tell it alike."""

from collections.abc import Callable
from typing import Any

from negpos.dossier import Demand, Dossier, Issue
from negpos.floor import Line
from negpos.history import Change, Shift
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Span

_ASK = {
    "first": "first word",
    "moved": "moved",
    "widened": "widened: more answers would do",
    "narrowed": "narrowed: fewer answers would do",
    "reworded": "changed, still meets the former ask",
    "unclear": "changed, too vague to tell how far",
    "struck out": "clause struck out",
    "restored": "asked for again",
    "withdrawn": "ask withdrawn",
    "lapsed": "its time is over",
    "opened": "said to be open to trade",
}


def change_cell(dossier: Dossier, issue: Issue, change: Change) -> Cell:
    """What became of the ask, its firmness, its lines, and what newly stands beside it."""
    spans: list[Span] = []

    def tell(text: str, tone: str = "", marks: str = "") -> None:
        spans.extend([Span(BREAK)] if spans else [])
        spans.append(Span(text, tone, marks))

    if change.ask:
        distance = wording.steps(issue.scale, change.steps) if change.steps else ""
        ended = change.after.passed if change.after and change.ask == "lapsed" else ()
        reasons = "; ".join(dict.fromkeys(entry.reason for entry in ended))
        told = ", ".join(filter(None, (_ASK[change.ask], distance)))
        tell(": ".join(filter(None, (told, reasons))), "strong")
    for shift in change.shifts:
        tell(shift_words(dossier, issue, shift))
    if change.firmness and change.before and change.after:
        tell(f"{change.firmness}: {change.before.firmness} → {change.after.firmness}")
    for name, lines in _line_groups(change):
        for text in _unique(lines, lambda line: _line_words(issue, line)):
            tell(f"# line {name}: {text}", "line", "#")
    for text in _unique(change.contested, lambda d: _demand_words(issue, d)):
        tell(f"≈ {text}", "unclear", "≈")
    for text in _unique(change.joint, lambda d: f"{wording.ask(issue, d)}, {d.position}"):
        tell(f"J {text}", "joint", "J")
    return Cell(tuple(spans))


def _line_groups(change: Change) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return (
        ("drawn", change.drawn),
        ("left", change.left),
        ("withdrawn", tuple(line for line in change.withdrawn if line.by)),
        ("lapsed", tuple(line for line in change.withdrawn if not line.by)),
        ("contested by its holder's own ask", change.contested_lines),
        ("met again by its holder's own ask", change.again),
    )


def _unique(rows: Any, told: Callable[[Any], str]) -> list[str]:
    return list(dict.fromkeys(told(row) for row in rows))


def _line_words(issue: Issue, line: Line) -> str:
    by = wording.word_of((line.demand,))
    return f"{wording.limit(issue, line.demand, line.region)} [{by}]"


def _demand_words(issue: Issue, demand: Demand) -> str:
    return f"{wording.ask(issue, demand)} [{wording.word_of((demand,))}]"


def shift_words(dossier: Dossier, issue: Issue, shift: Shift) -> str:
    """``2 steps nearer to Ukraine``, in the scale's own units."""
    name = dossier.parties[shift.party].name
    if issue.scale.kind == "nominal":
        return f"now {'with' if shift.is_nearer else 'apart from'} {name}"
    way = "nearer to" if shift.is_nearer else "farther from"
    if shift.closer is None:
        return f"{way} {name}"
    count = abs(shift.closer)
    if issue.scale.kind == "ordinal":
        return f"{wording.plural(int(count), 'step')} {way} {name}"
    is_set = issue.scale.kind == "members"
    told = wording.number(count) if is_set else wording.amount(issue.scale, count)
    return f"{told} {way} {name}"


def shift_mark(shift: Shift) -> str:
    """``ukraine 2``, below 0 for steps lost; the way alone where steps cannot be told."""
    if shift.closer is None:
        return f"{shift.party} {'nearer' if shift.is_nearer else 'farther'}"
    return f"{shift.party} {wording.number(shift.closer)}"


def shift_data(shift: Shift) -> dict[str, Any]:
    """A shift as docs/formats.md describes it."""
    return {
        "party": shift.party,
        "issue": shift.issue,
        "nearer": shift.is_nearer,
        "before": shift.before,
        "after": shift.after,
        "closer": shift.closer,
    }


def change_words(dossier: Dossier, issue: Issue, change: Change) -> str:
    """The change in one line for a sheet."""
    return change_cell(dossier, issue, change).text.replace(BREAK, "; ")


def change_data(issue: Issue, change: Change) -> dict[str, Any]:
    """The change as docs/formats.md describes it."""

    def refs(rows: Any) -> list[str]:
        return [row.ref for row in rows]

    return {
        "issue": issue.id,
        "before": shapes.stance(issue, change.before),
        "after": shapes.stance(issue, change.after),
        "ask": change.ask or None,
        "steps": change.steps,
        "firmness": change.firmness or None,
        "lines_drawn": [shapes.line(issue, line) for line in change.drawn],
        "lines_left": [shapes.line(issue, line) for line in change.left],
        "lines_withdrawn": [shapes.line(issue, line) for line in change.withdrawn],
        "lines_contested": [shapes.line(issue, line) for line in change.contested_lines],
        "contested_by": refs(change.contested),
        "joint": refs(change.joint),
        "toward": [shift_data(shift) for shift in change.shifts],
    }
