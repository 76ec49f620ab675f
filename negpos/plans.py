"""A text held clause by clause against parties: what each would say of every point.

docs/texts.md, "A text against parties", tells the rules in words.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from negpos import comparison, scales
from negpos.dossier import Demand, Issue, Position
from negpos.errors import UsageError
from negpos.profiles import Profile, Stance
from negpos.scales import Region
from negpos.terms import VERDICTS
from negpos.weighing import Line


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


def plan(text: Profile, profiles: Sequence[Profile], issues: Iterable[str] | None = None) -> Plan:
    """Every clause of the text on these issues, or on all, against every party.

    UsageError where the first is no text, or one of the others is.
    """
    _check_sides(text, profiles)
    known = text.dossier.issues
    chosen = known.keys() if issues is None else set(issues)
    narrowed = tuple(issue for issue in known if issue in chosen)
    is_narrow = len(narrowed) < len(known)
    position = text.dossier.positions[text.id]
    demands = [demand for demand in position.demands if demand.kind == "demand"]
    on_issues = [demand for demand in demands if demand.issue and demand.issue in chosen]
    agreed = [demand for demand in on_issues if _is_agreed(position, demand)]
    groups = _grouped(known, agreed)
    clauses = tuple(Clause(group, _answers(group[0], text, profiles)) for group in groups)
    return Plan(
        text=position,
        profiles=tuple(profiles),
        clauses=clauses,
        quarrels=_quarrels(known, agreed),
        not_agreed=tuple(d for d in on_issues if not _is_agreed(position, d)),
        unscored=() if is_narrow else tuple(d for d in demands if not d.issue),
        totals=tuple(_total(text, party, clauses, narrowed) for party in profiles),
        narrowed_to=narrowed if is_narrow else (),
    )


def _check_sides(text: Profile, profiles: Sequence[Profile]) -> None:
    """UsageError unless one text stands before one or more parties."""
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


def _is_agreed(position: Position, demand: Demand) -> bool:
    """Whether it is the word of all holders of its text."""
    return position.is_analysis or demand.holders == position.parties


def _answers(clause: Demand, text: Profile, profiles: Iterable[Profile]) -> dict[str, Answer]:
    """What one clause is to each party, by the party's id."""
    issue = text.dossier.issues[clause.issue]
    return {party.id: _answer(issue, clause, text, party) for party in profiles}


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
    """What an ask is to a party that speaks, by its lines first and then by its asks."""
    lines = _met_lines(issue.scale, region, stance)
    if lines.crossed:  # told by the latest
        latest = lines.crossed[-1]
        steps = _most(issue, region, [line.region for line in lines.crossed])
        reason = f"outside the red line of {party.title}"
        return Answer("crosses", reason, steps, (latest.demand,), latest, lines.crossed)
    met = [scales.meets(issue.scale, region, ask) for ask in stance.regions]
    if any(meeting is False for meeting in met):
        missed = [ask for ask, meets in zip(stance.regions, met, strict=True) if meets is False]
        steps = _most(issue, region, missed)
        reason = f"outside the ask of {party.title}{lines.remark}"
        return Answer("short", reason, steps, stance.asks, lines.kept)
    if lines.doubtful:
        reason = f"too vague to tell whether it meets the line of {party.title}"
        return Answer("unclear", reason, None, (lines.doubtful.demand,), lines.doubtful)
    if any(meeting is None for meeting in met):
        reason = f"too vague to tell whether it meets the ask of {party.title}"
        return Answer("unclear", reason, None, stance.asks)
    return Answer("meets", f"meets the ask of {party.title}", 0, stance.asks, lines.kept)


class _MetLines(NamedTuple):
    """The lines in force that an ask crosses, by the day they were drawn; the latest that it
    keeps, and the latest that is too vague to tell."""

    crossed: tuple[Line, ...]
    kept: Line | None
    doubtful: Line | None

    @property
    def remark(self) -> str:
        """What is told of the lines where the ask is missed."""
        if self.doubtful:
            return "; too vague to tell whether its line is kept"
        return "; its red line is kept" if self.kept else ""


def _met_lines(scale: scales.Scale, region: Region, stance: Stance) -> _MetLines:
    """The lines in force, parted by whether an ask meets them."""
    lines = sorted(stance.standing_lines, key=lambda line: line.demand.said)
    met = [(line, scales.meets(scale, region, line.region)) for line in lines]
    latest = met[::-1]
    return _MetLines(
        tuple(line for line, meeting in met if meeting is False),
        next((line for line, meeting in latest if meeting), None),
        next((line for line, meeting in latest if meeting is None), None),
    )


def _most(issue: Issue, region: Region, others: Sequence[Region]) -> float | None:
    """The steps to the farthest of these; None where they cannot be told."""
    known = [scales.told_steps(issue.scale, [region], [other]) for other in others]
    steps = [count for count in known if count is not None]
    return max(steps) if len(steps) == len(known) else None


def _grouped(issues: dict[str, Issue], demands: Iterable[Demand]) -> list[tuple[Demand, ...]]:
    """Each clause by itself; those of one issue on a members scale, which add up, together."""
    groups: dict[str, list[Demand]] = {}
    for place, demand in enumerate(demands):
        is_set = issues[demand.issue].scale.kind == "members" and demand.ask is not None
        groups.setdefault(demand.issue if is_set else f"#{place}", []).append(demand)
    return [tuple(group) for group in groups.values()]


def _quarrels(
    issues: dict[str, Issue], demands: Iterable[Demand]
) -> tuple[tuple[Demand, ...], ...]:
    """For each issue the clauses of which some do not meet; on a members scale they add up."""
    asks: dict[str, list[tuple[Demand, Region]]] = {}
    for demand in demands:
        own = asks.setdefault(demand.issue, [])
        if demand.ask is not None and issues[demand.issue].scale.kind != "members":
            own.append((demand, demand.ask))
    groups = [_at_odds(issues[issue].scale, own) for issue, own in asks.items()]
    return tuple(group for group in groups if group)


def _at_odds(scale: scales.Scale, asks: list[tuple[Demand, Region]]) -> tuple[Demand, ...]:
    """The clauses of which each misses some other, in their order."""
    return tuple(
        demand
        for demand, ask in asks
        if any(scales.meets(scale, ask, other) is False for _, other in asks)
    )


def heading(point: str) -> str:
    """The point that a sub-point belongs to: ``21`` for ``21d-2``, ``I.8`` for itself."""
    number = re.match(r"\d+(?=[a-z-]|$)", point)
    return number[0] if number else point


def _total(
    text: Profile, party: Profile, clauses: Iterable[Clause], issues: Iterable[str]
) -> Total:
    """The points of one party by their worst verdict, and how far the text satisfies it."""
    answers = [(clause, clause.answers[party.id]) for clause in clauses]
    crossed = {line.demand.ref for _, answer in answers for line in answer.crossed}
    counts = _counts(answers)
    weighed = _weighed(text, party, issues)
    scored = [(standing, weight) for standing, weight in weighed if standing.agreement is not None]
    total, share = sum(weight for _, weight in weighed), sum(weight for _, weight in scored)
    if not share:
        return Total(party.id, counts, len(crossed), None, None, None, len(scored))
    mean = sum((standing.agreement or 0.0) * weight for standing, weight in scored) / share
    low = sum((standing.low or 0.0) * weight for standing, weight in weighed) / total
    high = sum((standing.high or 0.0) * weight for standing, weight in weighed) / total
    return Total(party.id, counts, len(crossed), mean, min(low, mean), max(high, mean), len(scored))


def _counts(answers: Iterable[tuple[Clause, Answer]]) -> dict[str, int]:
    """How many points have each verdict; one counts by its worst clause."""
    worst: dict[str, int] = {}
    for place, (clause, answer) in enumerate(answers):
        rank = VERDICTS.index(answer.verdict)
        for point in clause.points or (f"#{place}",):
            key = heading(point)
            worst[key] = min(worst.get(key, len(VERDICTS)), rank)
    return {name: list(worst.values()).count(rank) for rank, name in enumerate(VERDICTS)}


def _weighed(
    text: Profile, party: Profile, issues: Iterable[str]
) -> list[tuple[comparison.Standing, float]]:
    """The standing on each issue scored or vague, and the party's own salience there."""
    return [
        (standing, party.stances[issue].salience)
        for issue in issues
        if issue in text.stances
        and (standing := comparison.standing(text.dossier.issues[issue], text, party)).low
        is not None
    ]
