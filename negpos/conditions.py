"""What ``--fail-on`` asks for, and what of it holds of an answer."""

from collections.abc import Sequence
from typing import NamedTuple

from negpos.comparison import Comparison
from negpos.errors import UsageError
from negpos.plans import Plan
from negpos.terms import CONFLICTS


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


def of_plan(found: Plan, verdicts: Sequence[str]) -> Met:
    """How often a clause is found so, and the first that is."""
    met = [
        f"{', '.join(clause.points) or clause.first.ref} {answer.verdict} for {party}"
        for clause in found.clauses
        for party, answer in clause.answers.items()
        if answer.verdict in verdicts
    ]
    line = f"negpos: --fail-on met {len(met)} times, first: {met[0]}" if met else ""
    return Met(bool(met), (line,) if line else ())
