"""On what is open, the answers that every side has itself named; the lines that each crosses and
the texts that hold it. Naming is not agreement, and nothing here is a proposal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from negpos import days, scales
from negpos.comparison import Comparison
from negpos.dossier import Demand, Dossier, Issue
from negpos.floor import Line
from negpos.profiles import Profile, Stance, Vantage
from negpos.scales import Region, Scale
from negpos.statements import earlier_phases, statements
from negpos.terms import NAMINGS, OPEN, TEXTS

PERIOD = "18m"
"""How long before the day asked for a naming counts, where no day is given."""

_HOW = {
    "speaks": "asks",
    "again": "asks",
    "contested": "also",
    "supports": "also",
    "joint": "joint",
    "superseded": "left",
    "withdrawn": "left",
    "joint, earlier": "left",
    "lapsed": "lapsed",
}
"""What each fate of a statement makes of a naming; the others name nothing."""

_OVER = ("left", "lapsed")
"""Ways of a naming that stands no longer."""


class Naming(NamedTuple):
    """A statement by which a side has named an answer: ``how`` is one of ``terms.NAMINGS``, the
    ``condition`` that of this answer, empty for none."""

    how: str
    demand: Demand
    condition: str = ""


class Crossed(NamedTuple):
    """A red line in force that an answer does not meet; where words are vague, and it may be met,
    ``is_certain`` is False."""

    holder: Profile
    line: Line
    is_certain: bool


class Answer(NamedTuple):
    """One answer to an open issue. ``named`` and ``room`` have an entry for each side, in the order
    of the sides: how it named the answer, and, of one that did not, the statements of the time
    whose words leave room for it. ``texts`` are clauses that hold it, the latest first."""

    region: Region
    named: tuple[tuple[Naming, ...], ...]
    room: tuple[tuple[Demand, ...], ...]
    crossed: tuple[Crossed, ...]
    texts: tuple[Demand, ...]

    @property
    def is_named_by_all(self) -> bool:
        """Whether every side has named it."""
        return all(self.named)


class OpenIssue(NamedTuple):
    """An issue on which two sides do not meet, or one cannot tell whether they do, with every
    answer that could be one, in the order of its scale."""

    issue: Issue
    relation: str
    candidates: tuple[Answer, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that every side has named."""
        return tuple(answer for answer in self.candidates if answer.is_named_by_all)


class Bridge(NamedTuple):
    """The open issues of a comparison, as listed; ``since`` is the first day on which a naming
    counts, and what has lapsed counts if ``has_lapsed``."""

    comparison: Comparison
    since: str
    has_lapsed: bool
    issues: tuple[OpenIssue, ...]

    @property
    def bridged(self) -> tuple[OpenIssue, ...]:
        """The open issues with an answer that every side has named."""
        return tuple(one for one in self.issues if one.answers)


def bridge(comparison: Comparison, since: str = "", *, lapsed: bool = False) -> Bridge:
    """What the sides compared have all named on what is open between them, from this day on, or in
    the time before the day asked for; of what has lapsed only where that is asked for."""
    date = comparison.profiles[0].date
    since = since or (days.before(date, PERIOD) if date else "")
    relations = {issue: comparison.worst(issue)[1].relation for issue in comparison.issues}
    held = _Held(comparison, since, lapsed, [i for i, name in relations.items() if name in OPEN])
    issues = comparison.dossier.issues
    found = (OpenIssue(issues[i], relations[i], held.candidates(issues[i])) for i in held.texts)
    return Bridge(comparison, since, lapsed, tuple(found))


class _Held:
    """What the sides, and the texts of the dossier, hold on the issues that are open."""

    def __init__(
        self, comparison: Comparison, since: str, lapsed: bool, issues: Sequence[str]
    ) -> None:
        self.comparison, self.since, self.lapsed = comparison, since, lapsed
        self.texts = _texts(comparison, issues, lapsed)

    def candidates(self, issue: Issue) -> tuple[Answer, ...]:
        """Every answer to an issue that could be one that all have named."""
        scale = issue.scale
        sides = [profile.stances.get(issue.id) for profile in self.comparison.profiles]
        said = [self._said(issue, profile) for profile in self.comparison.profiles]
        named = [_by_answer(issue, own) for own in said]
        held = {at for own in named for at in own}
        places = _between(scale, sides) if scale.kind == "ordinal" else sorted(held)
        texts = _by_answer(issue, [Naming("asks", demand) for demand in self.texts[issue.id]])
        found = []
        for at in places:
            region = scales.answer(scale, at)
            by_side = tuple(tuple(own.get(at, ())) for own in named)
            room = (
                () if by_side[n] else _leaving_room(scale, region, said[n])
                for n in range(len(said))
            )
            found.append(
                Answer(
                    region,
                    by_side,
                    tuple(room),
                    tuple(self._crossed(issue, region)),
                    _each_point(texts.get(at, ())),
                )
            )
        return tuple(found)

    def _said(self, issue: Issue, profile: Profile) -> list[Naming]:
        """What one side has said on an issue in the time that counts, and what became of it."""
        stance = profile.stances.get(issue.id)
        told = []
        for demand, fate, _ in stance.history if stance else ():
            how = _HOW.get(fate, "")
            if not how or demand.said < self.since or demand.is_assumed:
                continue
            if how == "lapsed" or _is_over(profile.dossier, demand, profile, profile.id):
                how = "lapsed"
            elif how != "left" and demand.is_joint:
                how = "joint"
            if how != "lapsed" or self.lapsed:
                told.append(Naming(how, demand))
        return told

    def _crossed(self, issue: Issue, region: Region) -> Iterator[Crossed]:
        """The lines that an answer does not meet, each place once; then those it may not meet."""
        for profile in self.comparison.profiles:
            stance = profile.stances.get(issue.id)
            lines = {line.region: line for line in (stance.standing_lines if stance else ())}
            for line in lines.values():
                met = scales.meets(issue.scale, line.region, region)
                if met is not True:
                    yield Crossed(profile, line, met is False)


def _between(scale: Scale, sides: Iterable[Stance | None]) -> list[float]:
    """The options from the outermost ask of one side to that of another; of a side that asks for
    nothing its lines count."""
    regions = [
        scales.opened(scale, region)
        for stance in sides
        if stance is not None
        for region in (stance.regions or [line.region for line in stance.standing_lines])
    ]
    if not regions:
        return []
    low, high = min(r.low for r in regions), max(r.high for r in regions)
    return [float(place) for place in range(int(low), int(high) + 1)]


def _by_answer(issue: Issue, said: Iterable[Naming]) -> dict[float, list[Naming]]:
    """The answers that these statements name: in plain words for their ask, in words within a wider
    ask, or as what else would do. What still stands comes first, then the latest."""
    found: dict[float, dict[tuple[str, str], Naming]] = {}
    groups: dict[str, list[Demand]] = {}
    for naming in said:
        groups.setdefault(naming.how, []).append(naming.demand)
    for how, demands in groups.items():
        for demand, at, condition, is_beside in _named(issue, demands):
            standing = "accepts" if is_beside and how not in _OVER else how
            naming = Naming(standing, demand, condition)
            found.setdefault(at, {}).setdefault((standing, demand.ref), naming)
    return {at: _in_order(_told(own.values())) for at, own in found.items()}


def _told(found: Iterable[Naming]) -> list[Naming]:
    """The namings of one answer; what was replaced is not left where the side still says it."""
    namings = list(found)
    if all(naming.how in _OVER for naming in namings):
        return namings
    return [n._replace(how="before") if n.how == "left" else n for n in namings]


def _named(issue: Issue, demands: Iterable[Demand]) -> Iterator[tuple[Demand, float, str, bool]]:
    """Each statement with an answer that it names, the condition, and whether that is beside its
    ask. On a scale of members the clauses of one source name the set that they ask for together."""
    scale = issue.scale
    for said in statements(issue, demands):
        if scale.kind == "members":
            for region in said.regions:
                for at in scales.named(scale, region):
                    yield said.first, at, said.first.hangs_on, False
        for demand in said.demands:
            asked = scales.named(scale, demand.ask) if demand.ask else ()
            for at in dict.fromkeys((*(asked if scale.kind != "members" else ()), *demand.names)):
                yield demand, at, demand.hangs_on, False
            for at in _beside(scale, demand):
                yield demand, at, demand.condition, True


def _beside(scale: Scale, demand: Demand) -> Iterable[float]:
    """The answer that a source says would do as well: all of ``accepts``, or all that it adds to
    the ask, where this is one answer."""
    if demand.accepts is None or demand.accepts.vague:
        return ()
    asked = set(scales.answers(scale, demand.ask)) if demand.ask else set()
    more = [at for at in scales.answers(scale, demand.accepts) if at not in asked]
    return more if len(more) == 1 else scales.named(scale, demand.accepts)


def _in_order(found: Iterable[Naming]) -> list[Naming]:
    latest = sorted(found, key=lambda naming: naming.demand.said, reverse=True)
    return sorted(latest, key=lambda naming: NAMINGS.index(naming.how))


def _each_point(found: Iterable[Naming]) -> tuple[Demand, ...]:
    """The clauses that ask for an answer, each point of a text once."""
    clauses: dict[tuple[str, str], Demand] = {}
    for how, demand, _ in found:
        if how == "asks":
            clauses.setdefault((demand.position, demand.point or demand.ref), demand)
    return tuple(clauses.values())


def _leaving_room(scale: Scale, region: Region, said: Iterable[Naming]) -> tuple[Demand, ...]:
    """The statements that stand and whose words, wider or vague, may mean this answer."""
    return tuple(
        demand
        for how, demand, _ in said
        if how not in _OVER
        and (limit := demand.limit) is not None
        and scales.intersection(scale, limit, region) is not None
    )


def _texts(comparison: Comparison, issues: Sequence[str], lapsed: bool) -> dict[str, list[Demand]]:
    """On each of these issues the clauses of every text known by the day, those of texts that have
    lapsed only where they are asked for."""
    dossier, profile = comparison.dossier, comparison.profiles[0]
    return {
        issue: [
            demand
            for demand in clauses
            if lapsed or not all(_is_over(dossier, demand, profile, h) for h in demand.holders)
        ]
        for issue, clauses in clauses_on(dossier, issues, profile.vantage).items()
    }


def clauses_on(
    dossier: Dossier, issues: Iterable[str], vantage: Vantage
) -> dict[str, list[Demand]]:
    """On each of these issues the clauses of every text that count from a vantage, of several
    phases the last, in the order of the dossier."""
    found: dict[str, list[Demand]] = {issue: [] for issue in issues}
    for position in dossier.positions.values():
        if position.status not in TEXTS:
            continue
        passing = earlier_phases(position.demands)
        for demand in position.demands:
            is_told = demand.issue in found and demand.kind == "demand"
            if is_told and demand.ref not in passing and vantage.leave_out(demand) is None:
                found[demand.issue].append(demand)
    return found


class Precedent(NamedTuple):
    """An answer to an issue and the clauses that hold it and no other, the oldest first; without a
    ``region`` those whose words are wider, vague, or strike the clause out."""

    region: Region | None
    clauses: tuple[Demand, ...]


def precedents(dossier: Dossier, issue: Issue, vantage: Vantage) -> tuple[Precedent, ...]:
    """Every answer that a text of the dossier holds, in the order of the scale, whatever became of
    the text since; then what is held in wider words."""
    clauses = clauses_on(dossier, [issue.id], vantage)[issue.id]
    named = _by_answer(issue, [Naming("asks", demand) for demand in clauses])
    is_set = issue.scale.kind == "members"
    sums = {s.first.ref: s.demands for s in statements(issue, clauses)} if is_set else {}
    held = {at: _holding(own, sums) for at, own in named.items()}
    rows = [
        Precedent(scales.answer(issue.scale, at), own) for at, own in sorted(held.items()) if own
    ]
    told = {demand.ref for row in rows for demand in row.clauses}
    wider = [demand for demand in clauses if demand.ref not in told]
    return (*rows, *([Precedent(None, _oldest_first(wider))] if wider else []))


def _holding(named: Iterable[Naming], sums: Mapping[str, tuple[Demand, ...]]) -> tuple[Demand, ...]:
    """The clauses that ask for an answer, with those that hold a list of members together with
    them, the oldest first."""
    asking = (naming.demand for naming in named if naming.how == "asks")
    own = {d.ref: d for demand in asking for d in sums.get(demand.ref, (demand,))}
    return _oldest_first(own.values())


def _oldest_first(clauses: Iterable[Demand]) -> tuple[Demand, ...]:
    return tuple(sorted(clauses, key=lambda demand: (demand.said, demand.position, demand.row)))


def _is_over(dossier: Dossier, demand: Demand, profile: Profile, holder: str) -> bool:
    """Whether a demand, or its text, speaks for a holder no longer on the day asked for."""
    vantage, today = profile.vantage, profile.date
    public_by = vantage.known_by or vantage.as_of
    return "" < demand.until < today or any(
        end.day <= today
        and (not end.holders or holder in end.holders)
        and not (public_by and end.known > public_by)
        for end in dossier.positions[demand.position].ends
    )
