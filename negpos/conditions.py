"""What ``--fail-on`` asks for, and what of it holds of an answer."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from negpos.comparison import Comparison, standing
from negpos.errors import UsageError
from negpos.terms import CONFLICTS, TURNS

if TYPE_CHECKING:
    from negpos.history import Change, Since
    from negpos.order import Order
    from negpos.plans import Plan


class Conditions(NamedTuple):
    """Relations that must not be, and the least overlap, in [0, 1]; None for any."""

    relations: tuple[str, ...] = ()
    least_overlap: float | None = None


class Met(NamedTuple):
    """What holds, told in lines; some of them may be about what cannot be held to a condition."""

    holds: bool
    lines: tuple[str, ...]


def conditions(words: Sequence[str]) -> Conditions:
    """The conditions of these words; UsageError for one that cannot be met."""
    relations = []
    least = None
    for word in words:
        name, sign, figure = word.partition("<")
        if word in CONFLICTS:
            relations.append(word)
        elif name.strip() == "overlap" and sign and (share := percentage(figure)) is not None:
            least = share / 100
        else:
            hint = f"choose from {', '.join(CONFLICTS)}, overlap<N with N from 0 to 100"
            if word in TURNS:
                hint = f"it goes with since: negpos since DATE A B --fail-on {word}"
            raise UsageError(f"--fail-on does not know {word!r}", hint)
    return Conditions(tuple(relations), least)


def percentage(figure: str) -> float | None:
    """The number from 0 to 100, with or without its sign; None for anything else."""
    try:
        found = float(figure.rstrip("% "))
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None


def of_comparison(found: Comparison, asked: Conditions) -> Met:
    """Which pairs meet a condition, and which have no overlap to hold to one."""
    reasons = []
    lines = []
    for pair in found.pairs:
        names = f"{pair.left.id} and {pair.right.id}"
        for relation in asked.relations:
            count = sum(v.relation == relation for v in pair.standings.values())
            if count:
                reasons.append(f"{names}: {count} {relation}")
        least = asked.least_overlap
        if least is not None and pair.overlap is None:
            why = "vague words only" if pair.scored else "nothing to score"
            lines.append(f"negpos: {names}: {why}, so no overlap to hold to {least:.0%}")
        if least is not None and pair.overlap is not None and pair.overlap < least:
            reasons.append(f"{names}: overlap {pair.overlap:.0%}, below {least:.0%}")
    if reasons:
        lines.append(f"negpos: --fail-on met: {'; '.join(reasons)}")
    return Met(bool(reasons), tuple(lines))


def of_plan(found: "Plan", verdicts: Sequence[str]) -> Met:
    """Which points count so for which party, as the totals of the plan count them."""
    reasons = []
    for total in found.totals:
        for verdict in verdicts:
            points = [point for point, worst in total.points.items() if worst == verdict]
            if points:
                at = "1 point" if len(points) == 1 else f"{len(points)} points"
                reasons.append(f"{total.party}: {verdict} at {at} ({', '.join(points)})")
    line = f"negpos: --fail-on met: {'; '.join(reasons)}" if reasons else ""
    return Met(bool(reasons), (line,) if line else ())


def of_order(found: "Order", asked: Sequence[str]) -> Met:
    """Whether steps run in a circle that no text leaves a way out of."""
    told = [" – ".join(circle.steps) for circle in found.binding] if asked else []
    circles = f"{len(told)} circle{'s' if len(told) != 1 else ''}"
    more = f" and {len(told) - _CIRCLES} more" if len(told) > _CIRCLES else ""
    line = f"negpos: --fail-on met: {circles}: {'; '.join(told[:_CIRCLES])}{more}"
    return Met(bool(told), (line,) if told else ())


_CIRCLES = 5
"""Circles named where a condition is met."""


def of_since(found: "Since", turns: Sequence[str]) -> Met:
    """Which of these turns came about since the day, on which issue and for whom."""
    lines = [
        f"negpos: {turn.replace('-', ' ')} since {found.start}: {label} ({whose})"
        for turn in turns
        for label, whose in (*_turned(found, turn), *_collided(found, turn))
    ]
    return Met(bool(lines), tuple(lines))


def _turned(found: "Since", turn: str) -> list[tuple[str, str]]:
    """The issues on which a party's own stance took this turn, and the party."""

    def has_turned(change: "Change") -> bool:
        is_left = turn == "line-left" and bool(change.left or change.withdrawn)
        is_drawn = turn == "line-drawn" and bool(change.drawn)
        return is_left or is_drawn or (turn == "moved" and change.ask == "moved")

    return [
        (side.after.dossier.issues[change.issue].label, side.after.id)
        for side in found.sides
        for change in side.changes
        if has_turned(change)
    ]


def _collided(found: "Since", turn: str) -> list[tuple[str, str]]:
    """The issues on which two of the parties have come to stand so, and the two."""
    relation = turn.removeprefix("new-")
    if relation not in CONFLICTS or not found.sides:
        return []
    issues = found.sides[0].after.dossier.issues
    chosen = found.narrowed_to or tuple(issues)
    told = []
    for one, other in combinations(found.sides, 2):
        for issue in (issues[id_] for id_ in chosen):
            is_now = standing(issue, one.after, other.after).relation == relation
            if is_now and standing(issue, one.before, other.before).relation != relation:
                told.append((issue.label, f"{one.after.id}, {other.after.id}"))
    return told
