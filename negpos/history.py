"""What changed: stances at two dates side by side, and a stance step by step.

docs/method.md tells how a step and its direction are measured.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.profiles import Line, Profile, Stance, Vantage, profile
from negpos.scales import contains, distance_of_sets, meets, told_steps
from negpos.terms import FIRMNESSES


class Shift(NamedTuple):
    """Whether an ask came nearer to another party's, and how far it stood from it before and
    after, in the scale's own units; None where steps cannot be told."""

    party: str
    issue: str
    is_nearer: bool
    before: float | None
    after: float | None

    @property
    def closer(self) -> float | None:
        """The steps gained toward the other party, below 0 for steps lost."""
        return None if self.before is None or self.after is None else self.before - self.after


class Change(NamedTuple):
    """What became of one party's stance on one issue.

    ``ask`` is ``first`` (it had not spoken), ``moved`` (the asks do not meet), ``widened``,
    ``narrowed``, ``reworded`` (they meet otherwise), ``unclear`` (too vague to tell),
    ``struck out``, ``restored`` (asked for again), ``withdrawn``, ``opened`` (said to be open
    to trade), or empty for the same. ``steps`` are those between the asks, None where they
    cannot be told. ``firmness`` is ``firmer``, ``softer`` or empty. ``drawn``, ``left``,
    ``withdrawn``, ``contested_lines`` and ``again`` are red lines: new, left by a later ask,
    taken back, no longer met by their holder's own ask, or met again. ``contested`` are
    statements that newly contest the ask, ``joint`` the joint terms that newly stand beside it.
    """

    issue: str
    before: Stance | None
    after: Stance | None
    ask: str
    steps: float | None
    firmness: str
    drawn: tuple[Line, ...]
    left: tuple[Line, ...]
    withdrawn: tuple[Line, ...]
    contested_lines: tuple[Line, ...]
    again: tuple[Line, ...]
    contested: tuple[Demand, ...]
    joint: tuple[Demand, ...]
    shifts: tuple[Shift, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything changed at all."""
        lines = self.drawn or self.left or self.withdrawn or self.contested_lines or self.again
        return bool(self.ask or self.firmness or lines or self.contested or self.joint)


class Side(NamedTuple):
    """One party since a date: its changes by issue, and what it said in that time."""

    before: Profile
    after: Profile
    changes: tuple[Change, ...]
    demands: tuple[Demand, ...]


class Since(NamedTuple):
    """What changed between two dates, party by party."""

    start: str
    vantage: Vantage
    narrowed_to: tuple[str, ...]
    sides: tuple[Side, ...]


class Step(NamedTuple):
    """A day on which a party's stance changed, and what was said that day."""

    date: str
    change: Change
    demands: tuple[Demand, ...]


class Course(NamedTuple):
    """One party's stance on one issue from its first word to the date asked for.

    ``said`` holds every statement of the party on the issue in order, joint ones included.
    """

    party: str
    issue: Issue
    steps: tuple[Step, ...]
    said: tuple[Demand, ...]

    def at(self, date: str) -> Stance | None:
        """The stance at the end of a day; None before the first word."""
        found = None
        for step in self.steps:
            if step.date <= date:
                found = step.change.after
        return found


def since(
    dossier: Dossier,
    parties: Sequence[str],
    start: str,
    vantage: Vantage,
    issues: Iterable[str],
) -> Since:
    """What each party said and how its stances changed after ``start``, to the options' date.

    Directions are told toward the other parties given, or toward all where one alone is named.
    """
    chosen = set(issues)
    earlier = Vantage(start, vantage.attribution, vantage.joint, vantage.known_by)
    others = parties if len(parties) > 1 else list(dossier.parties)
    before = {p: profile(dossier, p, earlier) for p in dict.fromkeys([*parties, *others])}
    sides = []
    for party in parties:
        after = profile(dossier, party, vantage)
        around = [before[other] for other in others if other != party]
        found = (
            change(dossier.issues[i], before[party].stances.get(i), after.stances.get(i), around)
            for i in dossier.issues
            if i in chosen
        )
        said = tuple(
            d
            for d in _said(dossier, party, vantage)
            if vantage.counts_from(d) > start and (not d.issue or d.issue in chosen)
        )
        changes = tuple(one for one in found if one.is_any)
        sides.append(Side(before[party], after, changes, said))
    narrowed = tuple(i for i in dossier.issues if i in chosen)
    is_narrow = len(narrowed) < len(dossier.issues)
    return Since(start, vantage, narrowed if is_narrow else (), tuple(sides))


def change(
    issue: Issue, before: Stance | None, after: Stance | None, others: Iterable[Profile] = ()
) -> Change:
    """What became of a stance, and toward which of the others it moved."""
    ask, steps = _ask(issue, before, after)
    old_lines, new_lines = _lines(before), _lines(after)
    drawn = tuple(line for ref, line in new_lines.items() if ref not in old_lines)
    turned = [
        line
        for ref, line in new_lines.items()
        if line.state != (old_lines[ref].state if ref in old_lines else "in force")
    ]
    known = {d.ref for d in before.contested} if before else set()
    beside = {d.ref for d in before.joint} if before else set()
    return Change(
        issue=issue.id,
        before=before,
        after=after,
        ask=ask,
        steps=steps,
        firmness=_firmness(before, after),
        drawn=drawn,
        left=tuple(line for line in turned if line.state == "moved"),
        withdrawn=tuple(line for line in turned if line.state == "withdrawn"),
        contested_lines=tuple(line for line in turned if line.state == "contested"),
        again=tuple(line for line in turned if line.state == "in force"),
        contested=tuple(d for d in after.contested if d.ref not in known) if after else (),
        joint=tuple(d for d in after.joint if d.ref not in beside) if after else (),
        shifts=tuple(s for other in others if (s := shift(issue, before, after, other))),
    )


def _speaks(stance: Stance | None) -> bool:
    return stance is not None and stance.speaks


def _ask(issue: Issue, before: Stance | None, after: Stance | None) -> tuple[str, float | None]:
    """What became of the ask, and how many steps lie between the two."""
    if after is None or not after.speaks:
        is_opened = after is not None and after.is_open and not (before and before.is_open)
        return "withdrawn" if _speaks(before) else "opened" if is_opened else "", None
    if before is None or not before.speaks:
        return "first", None
    if after.is_dropped or before.is_dropped:
        if after.is_dropped == before.is_dropped:
            return "", None
        return ("struck out" if after.is_dropped else "restored"), None
    if set(after.regions) == set(before.regions):
        return "opened" if after.is_open and not before.is_open else "", None
    scale = issue.scale
    is_vague = any(region.vague for region in (*before.regions, *after.regions))
    met = [meets(scale, a, b) for a in after.regions for b in before.regions]
    if all(meeting is False for meeting in met):
        return "moved", told_steps(scale, before.regions, after.regions)
    if is_vague:
        return "unclear", None
    between = told_steps(scale, before.regions, after.regions)
    if all(any(contains(scale, a, b) for a in after.regions) for b in before.regions):
        return "widened", between
    if all(any(contains(scale, b, a) for b in before.regions) for a in after.regions):
        return "narrowed", between
    return "reworded", between


def _firmness(before: Stance | None, after: Stance | None) -> str:
    """Whether the stand as a whole became firmer or softer; with a red line in force on both
    days it is as firm as before."""
    if before is None or after is None or not before.firmness or not after.firmness:
        return ""
    if before.standing_lines and after.standing_lines:
        return ""
    old, new = FIRMNESSES.index(before.firmness), FIRMNESSES.index(after.firmness)
    return "" if old == new else "firmer" if new > old else "softer"


def _lines(stance: Stance | None) -> dict[str, Line]:
    """Every line ever drawn, by the demand that drew it."""
    return {line.demand.ref: line for line in (*stance.lines, *stance.gone)} if stance else {}


def shift(
    issue: Issue, before: Stance | None, after: Stance | None, other: Profile
) -> Shift | None:
    """How far an ask moved toward another party's; None where nothing is gained or lost, or
    where one of the three is silent or vague."""
    stances = (before, after, other.stances.get(issue.id))
    old, new, theirs = (() if s is None else s.regions for s in stances)
    if not old or not new or not theirs:
        return None
    if any(region.vague for region in (*old, *new, *theirs)):
        return None
    scale = issue.scale
    gained = distance_of_sets(scale, old, theirs) - distance_of_sets(scale, new, theirs)
    if not gained:
        return None
    first, last = (told_steps(scale, asks, theirs) for asks in (old, new))
    if first is None or last is None or (first - last) * gained <= 0:
        first = last = None
    return Shift(other.id, issue.id, gained > 0, first, last)


def courses(
    dossier: Dossier, parties: Iterable[str], issues: Iterable[str], vantage: Vantage
) -> tuple[Course, ...]:
    """The course of each of these parties on each issue; those that never spoke are left out."""
    found = []
    parties = tuple(parties)
    for id_ in issues:
        issue = dossier.issues[id_]
        for party in parties:
            course = _course(dossier, party, issue, vantage)
            if course.said:
                found.append(course)
    return tuple(found)


def _course(dossier: Dossier, party: str, issue: Issue, vantage: Vantage) -> Course:
    said = tuple(d for d in _said(dossier, party, vantage) if d.issue == issue.id)
    alone = dossier._replace(
        issues={issue.id: issue},
        positions={
            p.id: p
            for p in dossier.positions.values()
            if (party in p.parties) and any(d.issue == issue.id for d in p.demands)
        },
    )
    alone = alone._replace(
        positions={
            p.id: p._replace(demands=tuple(d for d in p.demands if d.issue == issue.id))
            for p in alone.positions.values()
        }
    )
    steps = []
    before = None
    for date in sorted({vantage.counts_from(d) for d in said}):
        then = Vantage(date, vantage.attribution, vantage.joint, vantage.known_by)
        after = profile(alone, party, then).stances.get(issue.id)
        found = change(issue, before, after)
        if found.is_any:
            today = tuple(d for d in said if vantage.counts_from(d) == date)
            steps.append(Step(date, found, today))
        before = after
    return Course(party, issue, tuple(steps), said)


def _said(dossier: Dossier, party: str, vantage: Vantage) -> list[Demand]:
    """All that a party said, alone or jointly, that counts under the vantage; by date."""
    found = [
        demand
        for position in dossier.positions.values()
        if party in position.parties
        for demand in position.demands
        if party in demand.holders and vantage.leave_out(demand) is None
    ]
    if vantage.joint == "omit":
        found = [demand for demand in found if len(demand.holders) == 1]
    return sorted(found, key=lambda d: (vantage.counts_from(d), d.said, d.position, d.row))


def sequence(
    dossier: Dossier, parties: Iterable[str], vantage: Vantage
) -> tuple[tuple[str, Position, tuple[Demand, ...]], ...]:
    """Every position of these parties with the demands that count, by the day they count from.

    A position whose demands became known on several days stands once for each.
    """
    chosen = set(parties)
    found = []
    for position in dossier.positions.values():
        if not chosen & set(position.parties):
            continue
        if vantage.joint == "omit" and position.is_joint:
            continue
        days: dict[str, list[Demand]] = {}
        for demand in position.demands:
            if vantage.leave_out(demand) is None:
                days.setdefault(vantage.counts_from(demand), []).append(demand)
        found += [(day, position, tuple(demands)) for day, demands in days.items()]
    return tuple(sorted(found, key=lambda row: (row[0], row[1].date, row[1].id)))
