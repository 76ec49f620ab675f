"""What changed: stances at two dates side by side, and a stance step by step.

docs/method.md tells how a step and its direction are measured.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from negpos import days
from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.floor import Line
from negpos.profiles import Profile, Stance, Vantage, profile
from negpos.scales import Region, Scale, contains, distance_of_sets, meets, told_steps
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
    ``struck out``, ``restored`` (asked for again), ``withdrawn``, ``lapsed``, ``opened`` (said
    to be open to trade), ``aged`` (nobody spoke: the ask before is no longer fresh, so that an
    earlier one of a lower voice speaks), or empty for the same. ``steps`` are those between the
    asks, None where they cannot be told. ``firmness`` is ``firmer``, ``softer`` or empty.
    ``drawn``, ``left``, ``withdrawn``, ``contested_lines`` and ``again`` are red lines: new, left
    by a later ask, taken back or lapsed, no longer met by their holder's own ask, or met again.
    ``contested`` are statements that newly contest the ask, ``joint`` the joint terms that newly
    stand beside it.
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
    """One party since a date: its changes by issue, what it said in that time, and its texts that
    ask for nothing themselves, as a letter that takes another back."""

    before: Profile
    after: Profile
    changes: tuple[Change, ...]
    demands: tuple[Demand, ...]
    letters: tuple[Position, ...]

    @property
    def has_spoken(self) -> bool:
        """Whether anything was said."""
        return bool(self.demands or self.letters)


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

    ``said`` holds every statement of the party on the issue in order, joint ones included,
    ``stances`` its stance at the end of each day on which it may have changed.
    """

    party: str
    issue: Issue
    steps: tuple[Step, ...]
    said: tuple[Demand, ...]
    stances: tuple[tuple[str, Stance | None], ...]

    def at(self, date: str) -> Stance | None:
        """The stance at the end of a day; None before the first word."""
        return next((stance for day, stance in reversed(self.stances) if day <= date), None)


_BEFORE_ALL = "0000-12-31"
"""The day before the first that there is."""


def since(
    dossier: Dossier,
    parties: Sequence[str],
    start: str,
    vantage: Vantage,
    issues: Iterable[str],
) -> Since:
    """What each party said and how its stances changed from ``start`` on, that day included, to
    the vantage's date.

    Directions are told toward the other parties given, or toward all where one alone is named.
    """
    chosen = set(issues)
    narrowed = tuple(issue for issue in dossier.issues if issue in chosen)
    is_narrow = len(narrowed) < len(dossier.issues)
    earlier = vantage._replace(as_of=days.before(start, "1d") or _BEFORE_ALL)
    others = parties if len(parties) > 1 else list(dossier.parties)
    before = {p: profile(dossier, p, earlier) for p in dict.fromkeys([*parties, *others])}
    sides = []
    for party in parties:
        after = profile(dossier, party, vantage)
        around = [before[other] for other in others if other != party]
        said = tuple(
            demand
            for demand in _said(dossier, party, vantage)
            if vantage.counts_from(demand) >= start
            and (demand.issue in chosen if demand.issue else not is_narrow)
        )
        changes = _changes(before[party], after, around, narrowed)
        letters = () if is_narrow else _letters(dossier, party, start, vantage)
        sides.append(Side(before[party], after, changes, said, letters))
    return Since(start, vantage, narrowed if is_narrow else (), tuple(sides))


def _letters(dossier: Dossier, party: str, start: str, vantage: Vantage) -> tuple[Position, ...]:
    """The texts of a party since then that ask for nothing themselves, in order."""
    heard = sequence(dossier, [party], vantage)
    return tuple(text for day, text, said in heard if day >= start and not said)


def _changes(
    before: Profile, after: Profile, others: Sequence[Profile], issues: Iterable[str]
) -> tuple[Change, ...]:
    """What changed on these issues; those on which nothing did are left out."""
    known = after.dossier.issues
    changes = (
        change(known[issue], before.stances.get(issue), after.stances.get(issue), others)
        for issue in issues
    )
    return tuple(one for one in changes if one.is_any)


def change(
    issue: Issue, before: Stance | None, after: Stance | None, others: Iterable[Profile] = ()
) -> Change:
    """What became of a stance, and toward which of the others it moved."""
    ask, steps = _ask(issue, before, after)
    nearest = others if ask != "aged" else ()
    lines = _turned(before, after)
    return Change(
        issue=issue.id,
        before=before,
        after=after,
        ask=ask,
        steps=steps,
        firmness=_firmness(before, after),
        drawn=_drawn(before, after),
        left=tuple(line for line in lines if line.state == "moved"),
        withdrawn=tuple(line for line in lines if line.state in ("withdrawn", "lapsed")),
        contested_lines=tuple(line for line in lines if line.state == "contested"),
        again=tuple(line for line in lines if line.state == "in force"),
        contested=_new(before.contested if before else (), after.contested if after else ()),
        joint=_new(before.joint if before else (), after.joint if after else ()),
        shifts=tuple(s for other in nearest if (s := shift(issue, before, after, other))),
    )


def _new(before: tuple[Demand, ...], after: tuple[Demand, ...]) -> tuple[Demand, ...]:
    """Those that were not there before."""
    known = {demand.ref for demand in before}
    return tuple(demand for demand in after if demand.ref not in known)


def _drawn(before: Stance | None, after: Stance | None) -> tuple[Line, ...]:
    """The lines that had not been drawn before, whatever became of them since; what only sources
    of grade C say is none."""
    known = _lines(before)
    new = (line for ref, line in _lines(after).items() if ref not in known)
    return tuple(line for line in new if line.state != "said")


def _turned(before: Stance | None, after: Stance | None) -> list[Line]:
    """The lines whose state is another than before; a new line begins in force."""
    states = {ref: line.state for ref, line in _lines(before).items()}
    return [
        line for ref, line in _lines(after).items() if line.state != states.get(ref, "in force")
    ]


def _ask(issue: Issue, before: Stance | None, after: Stance | None) -> tuple[str, float | None]:
    """What became of the ask, and how many steps lie between the two."""
    was_open = before is not None and before.is_open
    opened = "opened" if after is not None and after.is_open and not was_open else ""
    if after is None or not after.speaks:
        if before is None or not before.speaks:
            return opened, None
        return "lapsed" if after is not None and after.passed else "withdrawn", None
    if before is None or not before.speaks:
        return "first", None
    if after.is_dropped or before.is_dropped:
        if after.is_dropped == before.is_dropped:
            return "", None
        return ("struck out" if after.is_dropped else "restored"), None
    if set(after.regions) == set(before.regions):
        return opened, None
    if _is_by_age(before, after):
        return "aged", None
    return _asked(issue.scale, before.regions, after.regions)


def _is_by_age(before: Stance, after: Stance) -> bool:
    """Whether all that speaks now had been said before, and what spoke then has not come to its
    end: it has only grown old."""
    unheard = ("later", "left out")
    known = {entry.demand.ref for entry in before.history if entry.fate not in unheard}
    spoke = {demand.ref for demand in before.asks}
    speaks = {demand.ref for demand in after.asks}
    has_ended = spoke & {entry.demand.ref for entry in after.passed}
    return speaks <= known and not speaks <= spoke and not has_ended


def _asked(
    scale: Scale, before: tuple[Region, ...], after: tuple[Region, ...]
) -> tuple[str, float | None]:
    """How other asks stand to the former, and the steps between them."""
    if all(meets(scale, one, other) is False for one in after for other in before):
        return "moved", told_steps(scale, before, after)
    if any(region.vague for region in (*before, *after)):
        return "unclear", None
    if _covers(scale, after, before):
        became = "widened"
    else:
        became = "narrowed" if _covers(scale, before, after) else "reworded"
    return became, told_steps(scale, before, after)


def _covers(scale: Scale, wide: tuple[Region, ...], narrow: tuple[Region, ...]) -> bool:
    """Whether each of the narrow asks lies inside one of the wide ones."""
    return all(any(contains(scale, one, other) for one in wide) for other in narrow)


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
    told = []
    parties = tuple(parties)
    for id_ in issues:
        issue = dossier.issues[id_]
        for party in parties:
            course = _course(dossier, party, issue, vantage)
            if course.said:
                told.append(course)
    return tuple(told)


def _course(dossier: Dossier, party: str, issue: Issue, vantage: Vantage) -> Course:
    """The course of one party on one issue, read day by day from what it said there alone."""
    said = tuple(d for d in _said(dossier, party, vantage) if d.issue == issue.id)
    alone = _alone(dossier, party, issue)
    steps, stances = [], []
    before = None
    for date in _turns(alone, said, vantage, vantage.date or dossier.last_date()):
        after = profile(alone, party, vantage._replace(as_of=date)).stances.get(issue.id)
        changed = change(issue, before, after)
        if changed.is_any:
            today = tuple(demand for demand in said if vantage.counts_from(demand) == date)
            steps.append(Step(date, changed, today))
        stances.append((date, after))
        before = after
    return Course(party, issue, tuple(steps), said, tuple(stances))


def _turns(dossier: Dossier, said: Sequence[Demand], vantage: Vantage, end: str) -> list[str]:
    """The days up to the end on which a stance may change: something was said, a text ended, or
    that became known, an offer ended the day before, or what speaks ceased to be fresh while a
    lower voice waits."""
    turns = {vantage.counts_from(demand) for demand in said}
    over = {demand.until for demand in said if demand.until}
    texts = {demand.position for demand in said}
    ends = [e for text in texts for e in dossier.positions[text].ends]
    turns |= {e.day if vantage.known_by else max(e.day, e.known) for e in ends}
    if len({demand.voice for demand in said}) > 1:
        over |= {days.after(demand.said, dossier.fresh_for) for demand in said}
    turns |= {days.after(day, "1d") for day in over if day}
    return sorted(turn for turn in turns if "" < turn <= end)  # no day follows the last


def _alone(dossier: Dossier, party: str, issue: Issue) -> Dossier:
    """The dossier with what one party said on one issue, which text revises which, and nothing
    else."""
    positions = {}
    for position in dossier.positions.values():
        demands = tuple(demand for demand in position.demands if demand.issue == issue.id)
        if demands and party in position.parties:
            positions[position.id] = position._replace(demands=demands)
        elif position.revises:
            positions[position.id] = position._replace(demands=())
    return dossier._replace(issues={issue.id: issue}, positions=positions)


def _said(dossier: Dossier, party: str, vantage: Vantage) -> list[Demand]:
    """All that a party said, alone or jointly, that counts under the vantage; by date."""
    demands = [
        demand
        for position in dossier.positions.values()
        if party in position.parties
        for demand in position.demands
        if party in demand.holders and vantage.leave_out(demand) is None
    ]
    if vantage.joint == "omit":
        demands = [demand for demand in demands if not demand.is_joint]
    return sorted(demands, key=lambda d: (vantage.counts_from(d), d.said, d.position, d.row))


def sequence(
    dossier: Dossier, parties: Iterable[str], vantage: Vantage
) -> tuple[tuple[str, Position, tuple[Demand, ...]], ...]:
    """Every position of these parties with the demands that count, by the day they count from.

    A position whose demands became known on several days stands once for each, one without demands
    on the day on which it became known.
    """
    chosen = set(parties)
    rows: list[tuple[str, Position, tuple[Demand, ...]]] = []
    for position in dossier.positions.values():
        if not chosen & set(position.parties):
            continue
        if vantage.joint == "omit" and position.is_joint:
            continue
        by_day: dict[str, list[Demand]] = {}
        for demand in position.demands:
            if vantage.leave_out(demand) is None:
                by_day.setdefault(vantage.counts_from(demand), []).append(demand)
        if vantage.has_heard(position):
            by_day[position.date if vantage.known_by else position.known] = []
        rows += [(day, position, tuple(demands)) for day, demands in by_day.items()]
    return tuple(sorted(rows, key=lambda row: (row[0], row[1].date, row[1].id)))
