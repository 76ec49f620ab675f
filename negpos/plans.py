"""A text held clause by clause against parties: what each would say of every point.

docs/texts.md, "A text against parties", tells the rules in words.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from negpos import comparison, scales
from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.errors import UsageError
from negpos.profiles import Line, Profile, Stance
from negpos.scales import Region
from negpos.terms import VERDICTS


class Answer(NamedTuple):
    """What a clause is to a party.

    ``steps`` lie between the clause and the ask (``short``) or the line (``crosses``), in the
    scale's own units, None where words are vague. ``held`` are the statements that the clause
    was held against, ``line`` the red line that decides or, ``short`` and ``meets``, is kept,
    the latest of several; ``crossed`` are all that it crosses.
    """

    verdict: str
    reason: str
    steps: float | None = None
    held: tuple[Demand, ...] = ()
    line: Line | None = None
    crossed: tuple[Line, ...] = ()


class Clause(NamedTuple):
    """One clause of a text on an issue, and what it is to each party; on a members scale all
    clauses of the text on that issue together."""

    demands: tuple[Demand, ...]
    answers: dict[str, Answer]

    @property
    def first(self) -> Demand:
        """The first of the demands, which stands for the issue of all."""
        return self.demands[0]

    @property
    def points(self) -> tuple[str, ...]:
        """The numbers in the text, each once."""
        return tuple(dict.fromkeys(d.point for d in self.demands if d.point))


class Total(NamedTuple):
    """One party's count of points by their worst verdict, the lines crossed, and the
    satisfaction: the mean agreement over issues scored, weighed by the party's own salience,
    with its bounds, in [0, 1]; None where nothing is scored."""

    party: str
    counts: dict[str, int]
    lines_crossed: int
    satisfaction: float | None
    low: float | None
    high: float | None
    scored: int


class Plan(NamedTuple):
    """A text against parties: its clauses on issues, clauses that quarrel with each other,
    points of a joint text that not all its holders agreed to, terms on no issue (``unscored``),
    and a total for each party."""

    text: Position
    profiles: tuple[Profile, ...]
    clauses: tuple[Clause, ...]
    quarrels: tuple[tuple[Demand, ...], ...]
    not_agreed: tuple[Demand, ...]
    unscored: tuple[Demand, ...]
    totals: tuple[Total, ...]
    narrowed_to: tuple[str, ...]


def plan(
    dossier: Dossier,
    text: Profile,
    profiles: Sequence[Profile],
    issues: Iterable[str] | None = None,
) -> Plan:
    """Every clause of the text on these issues, or on all, against every party.

    UsageError where the first is no text, or one of the others is.
    """
    if not text.is_text:
        raise UsageError(
            f"{text.id!r} is a party, not a text",
            f"compare parties with: negpos compare {text.id} …",
        )
    if not profiles:
        raise UsageError("a text is held against parties", "name one or more after the text")
    for profile in profiles:
        if profile.is_text:
            hint = f"compare two texts with: negpos compare {text.id} {profile.id}"
            raise UsageError(f"{profile.id!r} is a text, not a party", hint)
    chosen = set(dossier.issues if issues is None else issues)
    position = dossier.positions[text.id]
    demands = [d for d in position.demands if d.kind == "demand"]
    on_issues = [d for d in demands if d.issue and d.issue in chosen]
    coded = [d for d in on_issues if position.is_analysis or d.holders == position.parties]
    clauses = tuple(
        Clause(
            group,
            {p.id: _answer(dossier.issues[group[0].issue], group[0], text, p) for p in profiles},
        )
        for group in _grouped(dossier, coded)
    )
    narrowed = tuple(i for i in dossier.issues if i in chosen)
    is_narrow = len(narrowed) < len(dossier.issues)
    return Plan(
        position,
        tuple(profiles),
        clauses,
        _quarrels(dossier, coded),
        tuple(d for d in on_issues if d not in coded),
        () if is_narrow else tuple(d for d in demands if not d.issue),
        tuple(_total(dossier, text, p, clauses, chosen) for p in profiles),
        narrowed if is_narrow else (),
    )


def _answer(issue: Issue, clause: Demand, text: Profile, party: Profile) -> Answer:
    """What one clause is to one party; clauses on a members scale count together."""
    stance = party.stances.get(issue.id)
    own = text.stances.get(issue.id)
    if stance is not None and clause in stance.asks:
        return Answer("meets", f"is the ask of {party.title}", 0, (clause,))
    if clause.ask is None and not clause.is_dropped:
        return Answer("open", "the clause leaves it open", held=stance.asks if stance else ())
    if stance is None or not (stance.speaks or stance.is_open):
        return Answer("silent", f"{party.title} has not spoken to it")
    if not stance.speaks:
        held = tuple(e.demand for e in stance.history if e.fate == "open")
        return Answer("open", f"{party.title} is open, with no ask", held=held)
    if clause.is_dropped or stance.is_dropped:
        return _struck(clause, stance, party)
    is_one_set = issue.scale.kind == "members" and own is not None and bool(own.regions)
    region = own.regions[0] if is_one_set and own else clause.ask
    assert region is not None
    return _held(issue, region, stance, party)


def _struck(clause: Demand, stance: Stance, party: Profile) -> Answer:
    """A clause struck out leaves its issue open: it neither grants nor denies an ask."""
    if clause.is_dropped and stance.is_dropped:
        return Answer("meets", "both have struck the clause out", held=stance.asks)
    who = "the text" if clause.is_dropped else party.title
    return Answer("open", f"{who} has struck the clause out", held=stance.asks)


def _held(issue: Issue, region: Region, stance: Stance, party: Profile) -> Answer:
    scale = issue.scale
    lines = sorted(stance.standing_lines, key=lambda line: line.demand.said)
    found = [(line, scales.meets(scale, region, line.region)) for line in lines]
    kept = next((line for line, meeting in reversed(found) if meeting), None)
    doubtful = next((line for line, meeting in reversed(found) if meeting is None), None)
    crossed = [line for line, meeting in found if meeting is False]
    if crossed:  # told by the latest
        reason = f"outside the red line of {party.title}"
        steps = _most(issue, region, [line.region for line in crossed])
        latest = crossed[-1]
        return Answer("crosses", reason, steps, (latest.demand,), latest, tuple(crossed))
    met = [scales.meets(scale, region, ask) for ask in stance.regions]
    if any(meeting is False for meeting in met):
        missed = [ask for ask, meets in zip(stance.regions, met, strict=True) if meets is False]
        steps = _most(issue, region, missed)
        reason = f"outside the ask of {party.title}"
        if doubtful:
            reason += "; too vague to tell whether its line is kept"
        elif kept:
            reason += "; its red line is kept"
        return Answer("short", reason, steps, stance.asks, kept)
    if doubtful or any(meeting is None for meeting in met):
        reason = f"too vague to tell whether it meets the {'line' if doubtful else 'ask'}"
        held = (doubtful.demand,) if doubtful else stance.asks
        return Answer("unclear", f"{reason} of {party.title}", None, held, doubtful)
    return Answer("meets", f"meets the ask of {party.title}", 0, stance.asks, kept)


def _most(issue: Issue, region: Region, others: Sequence[Region]) -> float | None:
    """The steps to the farthest of these; None where they cannot be told."""
    told = [scales.told_steps(issue.scale, [region], [other]) for other in others]
    known = [steps for steps in told if steps is not None]
    return max(known) if len(known) == len(told) else None


def _grouped(dossier: Dossier, demands: list[Demand]) -> list[tuple[Demand, ...]]:
    """Each clause by itself; those of one issue on a members scale, which add up, together."""
    groups: dict[str, list[Demand]] = {}
    for place, demand in enumerate(demands):
        is_set = dossier.issues[demand.issue].scale.kind == "members" and demand.ask is not None
        groups.setdefault(demand.issue if is_set else f"#{place}", []).append(demand)
    return [tuple(group) for group in groups.values()]


def _quarrels(dossier: Dossier, demands: list[Demand]) -> tuple[tuple[Demand, ...], ...]:
    """For each issue the clauses of which some do not meet; on a members scale they add up."""
    found = []
    for id_ in dict.fromkeys(demand.issue for demand in demands):
        scale = dossier.issues[id_].scale
        own = [d for d in demands if d.issue == id_ and d.ask is not None]
        pairs = [(a, b) for a in own for b in own if a.ask and b.ask]
        at_odds = [a for a, b in pairs if a.ask and b.ask and _miss(scale, a.ask, b.ask)]
        if scale.kind != "members" and at_odds:
            found.append(tuple(dict.fromkeys(at_odds)))
    return tuple(found)


def _miss(scale: scales.Scale, one: Region, other: Region) -> bool:
    return scales.meets(scale, one, other) is False


def heading(point: str) -> str:
    """The point that a sub-point belongs to: ``21`` for ``21d-2``, ``I.8`` for itself."""
    number = re.match(r"\d+(?=[a-z-]|$)", point)
    return number[0] if number else point


def _total(
    dossier: Dossier, text: Profile, party: Profile, clauses: Sequence[Clause], issues: set[str]
) -> Total:
    worst: dict[str, int] = {}
    for place, clause in enumerate(clauses):
        rank = VERDICTS.index(clause.answers[party.id].verdict)
        for point in clause.points or (f"#{place}",):
            key = heading(point)
            worst[key] = min(worst.get(key, len(VERDICTS)), rank)
    counts = {name: list(worst.values()).count(rank) for rank, name in enumerate(VERDICTS)}
    crossed = {line.demand.ref for clause in clauses for line in clause.answers[party.id].crossed}
    weighed = [
        (found, party.stances[issue].salience)
        for issue in dossier.issues
        if issue in issues
        and issue in text.stances
        and (found := comparison.standing(dossier.issues[issue], text, party)).low is not None
    ]
    scored = [(v, weight) for v, weight in weighed if v.agreement is not None]
    total, share = sum(w for _, w in weighed), sum(w for _, w in scored)
    if not share:
        return Total(party.id, counts, len(crossed), None, None, None, len(scored))
    mean = sum((v.agreement or 0.0) * w for v, w in scored) / share
    low = sum((v.low or 0.0) * w for v, w in weighed) / total
    high = sum((v.high or 0.0) * w for v, w in weighed) / total
    return Total(party.id, counts, len(crossed), mean, min(low, mean), max(high, mean), len(scored))
