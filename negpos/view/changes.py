"""A change of stance in words and as data; ``since`` and ``timeline`` tell it alike."""

from typing import Any

from negpos.dossier import Demand, Dossier, Issue
from negpos.floor import Line
from negpos.history import Change, Shift
from negpos.profiles import Stance
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Span, stacked
from negpos.view.stance import said_span

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
    "aged": "nobody spoke: the former word is no longer fresh",
}


def change_cell(dossier: Dossier, issue: Issue, change: Change) -> Cell:
    """What became of the ask, its firmness, its lines, and what newly stands beside it."""
    parts: list[list[Span]] = []
    if change.ask:
        parts.append([Span(_became(issue, change), "strong")])
    parts += [[Span(shift_words(dossier, issue, shift))] for shift in change.shifts]
    if change.firmness and change.before and change.after:
        parts.append([Span(_firmness(change.firmness, change.before, change.after))])
    for name, lines in _line_groups(change):
        for line in lines:
            words = wording.limit(issue, line.demand, line.region)
            told = Span(f"# line {name}: {words} ", "line", "#")
            parts.append([told, *_whose(line.demand, "line")])
    drawn = {line.demand.ref for line in change.drawn}
    for demand in change.contested:
        if demand.ref not in drawn:
            told = Span(f"≈ {wording.ask(issue, demand)} ", "unclear", "≈")
            parts.append([told, *_whose(demand, "unclear")])
    for demand in change.joint:
        told = Span(f"J {wording.ask(issue, demand)}, ", "joint", "J")
        parts.append([told, said_span(demand.position, (demand,), "joint")])
    different = {"".join(span.text for span in spans): spans for spans in parts}
    return stacked(*different.values())


def _whose(demand: Demand, tone: str) -> list[Span]:
    """In brackets on whose word, and when."""
    said = said_span(wording.word_of((demand,)), (demand,), tone)
    return [Span("[", tone), said, Span("]", tone)]


def _firmness(way: str, before: Stance, after: Stance) -> str:
    """``softer: no step without it → firm``."""
    names = (_FIRMNESS.get(stance.firmness, stance.firmness) for stance in (before, after))
    return f"{way}: {' → '.join(names)}"


_FIRMNESS = {"red-line": "red line", "condition": "no step without it"}
"""How firm an ask is, in words that need no key."""


def _became(issue: Issue, change: Change) -> str:
    """What became of the ask, by how many steps, and why it is over."""
    distance = wording.steps(issue.scale, change.steps)
    ended = change.after.passed if change.after and change.ask == "lapsed" else ()
    reasons = "; ".join(dict.fromkeys(entry.reason for entry in ended))
    became = _ASK[change.ask] + (f", {distance}" if distance else "")
    return became + (f": {reasons}" if reasons else "")


def brief_words(dossier: Dossier, issue: Issue, change: Change) -> str:
    """What weighs most of a change, in a few words: a line drawn or left before the ask."""
    asks = {wording.asks(issue, change.before), wording.asks(issue, change.after)}
    for name, lines in _line_groups(change)[:4]:
        for line in lines:
            words = wording.limit(issue, line.demand, line.region)
            return f"line {name}" if words in asks else f"line {name}: {words}"
    if change.ask:
        ways = [_toward(dossier, change, is_nearer=is_nearer) for is_nearer in (True, False)]
        return ", ".join(filter(None, (_became(issue, change), *ways)))
    if change.firmness and change.before and change.after:
        return _firmness(change.firmness, change.before, change.after)
    also = [*change.contested, *change.joint]
    return f"also said: {wording.ask(issue, also[0])}" if also else "a line of its own met again"


def _toward(dossier: Dossier, change: Change, *, is_nearer: bool) -> str:
    """To whom an ask came nearer, or from whom it went farther; empty for nobody."""
    others = [shift.party for shift in change.shifts if shift.is_nearer == is_nearer]
    if not others:
        return ""
    way = "nearer to" if is_nearer else "farther from"
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"{way} {dossier.parties[others[0]].name}{more}"


def _line_groups(change: Change) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return (
        ("drawn", change.drawn),
        ("left", change.left),
        ("withdrawn", tuple(line for line in change.withdrawn if line.by)),
        ("lapsed", tuple(line for line in change.withdrawn if not line.by)),
        ("contested by its holder's own ask", change.contested_lines),
        ("met again by its holder's own ask", change.again),
    )


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
        "contested_by": [demand.ref for demand in change.contested],
        "joint": [demand.ref for demand in change.joint],
        "toward": [shift_data(shift) for shift in change.shifts],
    }
