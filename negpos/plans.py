"""A text held clause by clause against parties: what each would say of every point.

docs/texts.md, "A text against parties", tells the rules in words.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from negpos import scales
from negpos.comparison import Nearer, nearer, open_conditions
from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.errors import UsageError
from negpos.floor import Line
from negpos.profiles import Profile, Stance
from negpos.scales import Region
from negpos.statements import earlier_phases
from negpos.terms import VERDICTS


class Answer(NamedTuple):
    """What a clause is to a party.

    ``steps`` lie between the clause and the ask (``short``) or the line (``crosses``), in the
    scale's own units, None where words are vague. ``held`` are the statements that the clause
    was held against, ``line`` the red line that decides or, ``short`` and ``meets``, is kept,
    the latest of several; ``crossed`` are all that it crosses. ``conditions`` are those on which
    the meeting hangs, ``contested`` the statements that contest the ask and that the clause meets
    where it does not meet the ask.
    """

    verdict: str
    reason: str
    steps: float | None = None
    held: tuple[Demand, ...] = ()
    line: Line | None = None
    crossed: tuple[Line, ...] = ()
    conditions: tuple[str, ...] = ()
    contested: tuple[Demand, ...] = ()


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
    """One party's points by their worst verdict, a clause without a number as one by its demand's
    id; the issues on which a line is crossed; those on which it asks and the text has nothing."""

    party: str
    points: dict[str, str]
    crossed: tuple[str, ...]
    unaddressed: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many points have each verdict."""
        found = list(self.points.values())
        return {verdict: found.count(verdict) for verdict in VERDICTS}


class Plan(NamedTuple):
    """A text against parties: its clauses on issues, clauses that quarrel with each other,
    points of a joint text that not all its holders agreed to, terms on no issue (``unscored``),
    a total for each party, and to which of every two it is nearer."""

    text: Position
    profiles: tuple[Profile, ...]
    clauses: tuple[Clause, ...]
    quarrels: tuple[tuple[Demand, ...], ...]
    not_agreed: tuple[Demand, ...]
    unscored: tuple[Demand, ...]
    totals: tuple[Total, ...]
    nearer: tuple[Nearer, ...]
    narrowed_to: tuple[str, ...]

    @property
    def dossier(self) -> Dossier:
        """The dossier that text and parties are of."""
        return self.profiles[0].dossier

    def only(self, verdicts: Collection[str]) -> tuple[Clause, ...]:
        """The clauses for which points count among these verdicts, for some party."""
        return tuple(clause for clause in self.clauses if self._counts(clause, verdicts))

    def _counts(self, clause: Clause, verdicts: Collection[str]) -> bool:
        return any(
            (verdict := clause.answers[total.party].verdict) in verdicts
            and any(total.points[point] == verdict for point in headings(clause))
            for total in self.totals
        )


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
    agreed = _compared(position, on_issues)
    groups = _grouped(known, agreed)
    clauses = tuple(Clause(group, _answers(group, text, profiles)) for group in groups)
    return Plan(
        text=position,
        profiles=tuple(profiles),
        clauses=clauses,
        quarrels=_quarrels(known, agreed),
        not_agreed=tuple(d for d in on_issues if not _is_agreed(position, d)),
        unscored=() if is_narrow else tuple(d for d in demands if not d.issue),
        totals=tuple(_total(party, clauses, _missing(on_issues, narrowed)) for party in profiles),
        nearer=tuple(nearer(text, *two, narrowed) for two in combinations(profiles, 2)),
        narrowed_to=narrowed if is_narrow else (),
    )


def _compared(position: Position, demands: list[Demand]) -> list[Demand]:
    """The clauses that all holders agreed to, of several phases the last."""
    passing = earlier_phases(demands)
    return [d for d in demands if _is_agreed(position, d) and d.ref not in passing]


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


def _answers(
    clause: tuple[Demand, ...], text: Profile, profiles: Iterable[Profile]
) -> dict[str, Answer]:
    """What one clause is to each party, by the party's id."""
    issue = text.dossier.issues[clause[0].issue]
    return {party.id: _answer(issue, clause, text, party) for party in profiles}


def _answer(issue: Issue, clause: tuple[Demand, ...], text: Profile, party: Profile) -> Answer:
    """What one clause is to one party; clauses on a members scale count together."""
    first, stance = clause[0], party.stances.get(issue.id)
    if stance is not None and first in stance.asks:
        return Answer("meets", f"is the ask of {party.title}", 0, (first,))
    if first.ask is None and not first.is_dropped:
        asks = stance.asks if stance else ()
        return Answer("open", "the clause leaves it open", held=asks)
    region = _region(issue, first, text)
    if stance is None or not stance.is_told:
        silent = Answer("silent", f"{party.title} has not spoken to it")
        return _beside(issue, region, stance, silent) if stance else silent
    if not stance.speaks:
        held = tuple(e.demand for e in stance.history if e.fate == "open")
        found = Answer("open", f"{party.title} is open, with no ask", held=held)
    elif first.is_dropped or stance.is_dropped:
        found = _struck(first, stance, party)
    else:
        assert region is not None
        found = _on_conditions(clause, stance, party, answer(issue, region, stance, party))
    return _beside(issue, region, stance, found)


def _region(issue: Issue, clause: Demand, text: Profile) -> Region | None:
    """What a clause asks for; of several on a members scale all together."""
    own = text.stances.get(issue.id)
    is_one_set = issue.scale.kind == "members" and own is not None and bool(own.regions)
    return own.regions[0] if is_one_set and own and clause.ask is not None else clause.ask


def _on_conditions(
    clause: tuple[Demand, ...], stance: Stance, party: Profile, found: Answer
) -> Answer:
    """The same, but ``meets-if`` where one of the two hangs on what the other does not name."""
    hangs_on = open_conditions(stance._replace(asks=clause), stance)
    if found.verdict != "meets" or not hangs_on:
        return found
    told = [f"of {party.title if side else 'the text'}: {words}" for side, words in hangs_on]
    reason = f"{found.reason} on a condition not taken up, {'; '.join(told)}"
    conditions = tuple(words for _, words in hangs_on)
    return found._replace(verdict="meets-if", reason=reason, conditions=conditions)


def _beside(issue: Issue, region: Region | None, stance: Stance, found: Answer) -> Answer:
    """The same with the statements beside the ask that the clause meets, where it does not meet
    the ask itself."""
    if region is None or found.verdict in ("meets", "meets-if"):
        return found
    met = tuple(
        demand
        for demand in stance.contested
        if demand.ask is not None and scales.meets(issue.scale, region, demand.ask)
    )
    return found._replace(contested=met)


def _struck(clause: Demand, stance: Stance, party: Profile) -> Answer:
    """A clause struck out leaves its issue open: it neither grants nor denies an ask."""
    if clause.is_dropped and stance.is_dropped:
        return Answer("meets", "both have struck the clause out", held=stance.asks)
    who = "the text" if clause.is_dropped else party.title
    return Answer("open", f"{who} has struck the clause out", held=stance.asks)


def answer(issue: Issue, region: Region, stance: Stance, party: Profile) -> Answer:
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


def headings(clause: Clause) -> tuple[str, ...]:
    """The points that a clause belongs to; one without a number stands for itself."""
    return tuple(dict.fromkeys(map(heading, clause.points))) or (clause.first.ref,)


def _missing(demands: Iterable[Demand], issues: Iterable[str]) -> tuple[str, ...]:
    """The issues on which these demands say nothing."""
    there = {demand.issue for demand in demands}
    return tuple(issue for issue in issues if issue not in there)


def _total(party: Profile, clauses: Iterable[Clause], missing: Iterable[str]) -> Total:
    """What the clauses are to one party in all, and on which of the missing issues it asks."""
    points: dict[str, str] = {}
    crossed: dict[str, None] = {}
    for clause in clauses:
        found = clause.answers[party.id]
        if found.crossed:
            crossed[clause.first.issue] = None
        for point in headings(clause):
            points[point] = min(points.get(point, VERDICTS[-1]), found.verdict, key=VERDICTS.index)
    asked = (issue for issue in missing if issue in party.stances and party.stances[issue].regions)
    return Total(party.id, points, tuple(crossed), tuple(asked))
