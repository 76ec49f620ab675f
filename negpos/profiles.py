"""What a party, or one text, wants on every issue at a date: asks, lines, what contests them.

docs/method.md tells the rules in words; each reason given here names the rule applied.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from typing import NamedTuple

from negpos import days
from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.floor import Entry, Line
from negpos.scales import Region, Scale, contains, intersection, meets, toward
from negpos.statements import Life, Statement, earlier_phases, rank_of, statements
from negpos.terms import ASSUMED, ATTRIBUTIONS, FIRMNESSES
from negpos.weighing import Idle, Weighed, weigh

_BEFORE_ALL = "0000-12-31"
SALIENCE = {"red-line": 100, "condition": 80, "firm": 60, "preference": 40, "open": 20}
"""How much a statement of each firmness weighs where the data give no salience."""


class Vantage(NamedTuple):
    """Which statements count: said by ``as_of`` and known by ``known_by`` (ISO dates; without
    ``known_by`` what was known by ``as_of``, without both all), of which attributions, whether
    joint texts are counted, shown beside or omitted, and how old a word may be (a span, or empty
    for any age). ``today`` is the day on which it is asked; it changes no answer."""

    as_of: str = ""
    attribution: tuple[str, ...] = ATTRIBUTIONS
    joint: str = "count"
    known_by: str = ""
    max_age: str = ""
    today: str = ""

    @property
    def date(self) -> str:
        """The day that answers hold for; empty for the last on record."""
        return self.as_of or self.known_by

    def counts_from(self, demand: Demand) -> str:
        """The day from which a demand counts: when it was said, in the light of what was
        known later, or else when it became known."""
        return demand.said if self.known_by else demand.known

    def nothing_before(self, dossier: Dossier) -> str:
        """The day of the first statement that would count, if these dates lie before it."""
        public_by = self.known_by or self.as_of
        if not public_by:
            return ""
        first = min((d.known for d in dossier.on_record()), default="")
        if public_by < first:
            return first
        said = min((d.said for d in dossier.on_record() if d.known <= public_by), default="")
        return said if self.as_of and self.as_of < said else ""

    def has_heard(self, position: Position) -> bool:
        """Whether a text that asks for nothing itself, as a letter that takes another back, was
        written and known in time."""
        public_by = self.known_by or self.as_of or position.known
        is_written = not self.as_of or position.date <= self.as_of
        return not position.demands and is_written and position.known <= public_by

    def leave_out(self, demand: Demand) -> tuple[str, str] | None:
        """``later`` or ``left out``, with the reason, for a demand that does not count."""
        public_by = self.known_by or self.as_of
        if public_by and demand.known > public_by:
            return "later", f"became known on {demand.known}, after {public_by}"
        if self.as_of and demand.said > self.as_of:
            return "later", f"said on {demand.said}, after {self.as_of}"
        if demand.attribution not in (*self.attribution, ASSUMED):
            return "left out", f"its attribution ({demand.attribution}) was not asked for"
        return None


class Stance(NamedTuple):
    """What one side wants on one issue.

    ``regions`` are the asks as they count: clauses on a members scale united, and each ask
    cut to the holder's own lines. Without regions the side is silent, ``open`` or has struck
    the clause out (``is_dropped``). ``again`` are those who said the same as ``asks`` since or
    before, ``passed`` what spoke last where its time is over. ``is_draft`` tells that it speaks
    by a joint text that is not agreed yet.
    """

    issue: str
    asks: tuple[Demand, ...]
    again: tuple[Demand, ...]
    passed: tuple[Entry, ...]
    is_draft: bool
    regions: tuple[Region, ...]
    firmness: str
    firmness_by: Demand | None
    salience: float
    lines: tuple[Line, ...]
    gone: tuple[Line, ...]
    contested: tuple[Demand, ...]
    joint: tuple[Demand, ...]
    is_open: bool
    is_dropped: bool
    quarrels: bool
    history: tuple[Entry, ...]
    idle: tuple[Idle, ...]

    @property
    def speaks(self) -> bool:
        """Whether the side takes a stand: an ask, or a clause struck out on purpose."""
        return bool(self.regions) or self.is_dropped

    @property
    def is_told(self) -> bool:
        """Whether there is an ask to tell, be it that the side is open with none."""
        return self.speaks or self.is_open

    @property
    def has_words(self) -> bool:
        """Whether there is anything to show: an ask, or words that contest, have passed, or stand
        as a line."""
        return bool(self.is_told or self.contested or self.passed or self.standing_lines)

    @property
    def last_said(self) -> str:
        """The day on which what speaks was said last; empty for silence."""
        return max((demand.said for demand in (*self.asks, *self.again)), default="")

    def phases(self) -> tuple[Demand, ...]:
        """The phases of what it asks for, from the first to the last; nothing where it has one."""
        texts = {demand.position for demand in self.asks if demand.phase}
        before = [e.demand for e in self.history if e.fate == "phase"]
        before = [demand for demand in before if demand.position in texts]
        every = [*before, *(demand for demand in self.asks if demand.phase)] if before else []
        return tuple(sorted(every, key=lambda demand: demand.phase))

    @property
    def is_joint(self) -> bool:
        """Whether it speaks by a text of several parties."""
        return any(demand.is_joint for demand in self.asks)

    @property
    def standing_lines(self) -> tuple[Line, ...]:
        """The lines that can make a deadlock or a crossing."""
        return tuple(line for line in self.lines if line.state == "in force")


class Profile(NamedTuple):
    """The stances of one party or text, by issue id; silent issues are left out. What was said
    before ``fresh_since`` is no longer fresh; a text does not age."""

    dossier: Dossier
    id: str
    title: str
    is_text: bool
    date: str
    vantage: Vantage
    stances: dict[str, Stance]
    fresh_since: str = ""

    def is_past(self, issue: str) -> bool:
        """Whether it speaks on the issue by words that are older than asked for."""
        stance, max_age = self.stances.get(issue), self.vantage.max_age
        if self.is_text or stance is None or not max_age or not self.date:
            return False
        return "" < stance.last_said < days.before(self.date, max_age)

    def is_old(self, issue: str) -> bool:
        """Whether it speaks on the issue by words that are no longer fresh."""
        stance = self.stances.get(issue)
        return stance is not None and "" < stance.last_said < self.fresh_since


def profile(
    dossier: Dossier, ref: str, vantage: Vantage = Vantage(), without: Iterable[str] = ()
) -> Profile:
    """The profile of a party or position id; ``without`` names texts that are not to be
    counted or shown as joint texts, because they are what it is compared with."""
    if ref in dossier.positions:
        return _text_profile(dossier, ref, vantage)
    return _party_profile(dossier, ref, vantage, without, vantage.date or dossier.last_date())


def of_parties(dossier: Dossier) -> dict[str, Profile]:
    """The profile of every party at the end of the record, by id."""
    date = dossier.last_date()
    return {party: _party_profile(dossier, party, Vantage(), (), date) for party in dossier.parties}


def _party_profile(
    dossier: Dossier, ref: str, vantage: Vantage, without: Iterable[str], date: str
) -> Profile:
    """What a party wants on this day, which is that of the vantage or the end of the record."""
    clock = Clock(date, days.before(date, dossier.fresh_for) if date else "")
    lives = _Lives(dossier, ref, vantage, clock)
    stances = {}
    for issue_id, demands in _by_issue(dossier, ref, set(without)).items():
        stance = _stance(dossier, dossier.issues[issue_id], ref, demands, vantage, lives)
        if stance.history:
            stances[issue_id] = stance
    ordered = {issue: stances[issue] for issue in dossier.issues if issue in stances}
    title = dossier.parties[ref].name
    return Profile(dossier, ref, title, False, date, vantage, ordered, clock.fresh_since)


def heard(
    dossier: Dossier, ref: str, demands: list[Demand], vantage: Vantage
) -> tuple[Demand, ...]:
    """Of demands of a party or text, each the only one of it on its issue, those that speak: all
    that count and are not over. It is what ``profile`` makes of them, sooner."""
    alone, clock = vantage, Clock()
    if ref in dossier.positions:
        alone = Vantage(joint="omit")
    else:
        clock = Clock(vantage.date or dossier.last_date())
    lives = _Lives(dossier, ref, alone, clock)
    admitted = _admitted(dossier, ref, demands, alone, lives.is_over)
    return tuple(demand for demand in admitted.own if not lives.is_over(demand))


class Clock(NamedTuple):
    """The day that an answer holds for, and the first on which a word of that day is fresh."""

    today: str = ""
    fresh_since: str = ""


def _text_profile(dossier: Dossier, ref: str, vantage: Vantage) -> Profile:
    """A text named by its id speaks at any date, alone and whatever its attribution."""
    position = dossier.positions[ref]
    by_issue: dict[str, list[Demand]] = {}
    for demand in dossier.terms(ref):
        if demand.issue:
            by_issue.setdefault(demand.issue, []).append(demand)
    alone = Vantage(joint="omit")
    lives = _Lives(dossier, ref, alone, Clock())
    stances = {
        issue: _stance(dossier, dossier.issues[issue], ref, by_issue[issue], alone, lives)
        for issue in dossier.issues
        if issue in by_issue
    }
    return Profile(dossier, ref, position.title, True, position.known, vantage, stances)


def counting(dossier: Dossier, vantage: Vantage) -> Dossier:
    """The dossier with the demands that count from this vantage, and no emptied position."""
    if not vantage.date and vantage.attribution == ATTRIBUTIONS:
        return dossier
    kept = {}
    for position in dossier.positions.values():
        demands = tuple(d for d in position.demands if vantage.leave_out(d) is None)
        if demands or vantage.has_heard(position):
            kept[position.id] = position._replace(demands=demands)
    return dossier._replace(positions=kept)


def _by_issue(dossier: Dossier, party: str, without: set[str]) -> dict[str, list[Demand]]:
    by_issue: dict[str, list[Demand]] = {}
    for position in dossier.positions.values():
        if party not in position.parties and party not in position.about:
            continue
        if position.is_beside:
            continue
        for demand in position.demands:
            if position.id in without and demand.is_joint:
                continue
            if demand.issue and (party in demand.holders or position.is_analysis):
                by_issue.setdefault(demand.issue, []).append(demand)
    return {
        id_: _toward(demands, better)
        if (better := dossier.issues[id_].better_to(party))
        else demands
        for id_, demands in by_issue.items()
    }


def _toward(demands: Iterable[Demand], better: str) -> list[Demand]:
    """The demands of one to whom more, or less, is better."""
    return [
        demand._replace(
            ask=demand.ask and toward(demand.ask, better),
            accepts=demand.accepts and toward(demand.accepts, better),
        )
        for demand in demands
    ]


def _stance(
    dossier: Dossier,
    issue: Issue,
    holder: str,
    demands: list[Demand],
    vantage: Vantage,
    lives: "_Lives",
) -> Stance:
    admitted = _admitted(dossier, holder, demands, vantage, lives.is_over)
    said = statements(issue, admitted.own, lives.of)
    return _stance_of(issue, weigh(issue.scale, said, *lives.clock, dossier.revised), admitted)


class _Lives:
    """How long demands speak for one holder: to the day before their text lapsed or was taken
    back, as far as that is known, or to the end that they set themselves. A text speaks for
    itself at any time."""

    def __init__(self, dossier: Dossier, holder: str, vantage: Vantage, clock: Clock) -> None:
        self.dossier, self.holder, self.clock = dossier, holder, clock
        self.public_by = vantage.known_by or vantage.as_of
        self.is_text = holder in dossier.positions
        self.found: dict[tuple[str, str, bool], Life] = {}

    def of(self, demand: Demand) -> Life:
        """That of one demand; those of one text with one last day share it."""
        if self.is_text:
            return _OF_TEXT
        key = demand.position, demand.until, demand.is_joint
        life = self.found.get(key)
        if life is None:
            life = self.found[key] = self._read(*key)
        return life

    def is_over(self, demand: Demand) -> bool:
        """Whether it speaks no longer on the day asked for."""
        return "" < self.of(demand).holds_until < self.clock.today

    def _read(self, text: str, until: str, is_joint: bool) -> Life:
        position = self.dossier.positions[text]
        ends = [
            (days.before(end.day, "1d") or _BEFORE_ALL, end.reason)
            for end in position.ends
            if (not end.holders or self.holder in end.holders)
            and not (self.public_by and end.known > self.public_by)
        ]
        if until:
            ends.append((until, f"held until {until}"))
        is_draft = is_joint and position.is_draft
        return Life(False, is_draft, position.revises, *min(ends, default=("", "")))


_OF_TEXT = Life(is_of_text=True)


def idle_links(dossier: Dossier, parties: Mapping[str, Profile]) -> tuple[Idle, ...]:
    """The links of all demands that change nothing of what any of their holders says; ``parties``
    are the profiles of all."""
    found: dict[Idle, int] = {}
    for party in parties.values():
        for stance in party.stances.values():
            for idle in stance.idle:
                found[idle] = found.get(idle, 0) + 1
    holders = {demand.ref: len(demand.holders) for demand in dossier.demands()}
    return tuple(idle for idle, count in found.items() if count == holders[idle.demand.ref])


class _Admitted(NamedTuple):
    """A holder's own demands, those of joint texts that stand ``beside``, those in ``brackets``
    (in the text, and not agreed by all its holders), and why the others do not count."""

    own: tuple[Demand, ...]
    beside: tuple[Demand, ...]
    brackets: tuple[Demand, ...]
    aside: tuple[Entry, ...]


def _admitted(
    dossier: Dossier,
    holder: str,
    demands: list[Demand],
    vantage: Vantage,
    is_over: Callable[[Demand], bool],
) -> _Admitted:
    """The demands parted by whether they count, and as whose; no joint text whose time is over
    stands beside."""
    passing = earlier_phases(demands)
    parted = [(d, *_admission(dossier, holder, d, vantage, passing)) for d in demands]
    own = tuple(demand for demand, fate, _ in parted if fate == "own")
    joint = tuple(demand for demand, fate, _ in parted if fate == "joint")
    brackets = tuple(demand for demand, fate, _ in parted if fate == "not agreed")
    aside = [Entry(*entry) for entry in parted if entry[1] not in ("own", "joint")]
    if vantage.joint == "count":
        own, joint = own + joint, ()
    elif vantage.joint == "omit":
        joint = ()
    beside, others = _beside(dossier, joint, is_over)
    return _Admitted(own, beside, brackets, (*aside, *others))


def _beside(
    dossier: Dossier, joint: Iterable[Demand], is_over: Callable[[Demand], bool]
) -> tuple[tuple[Demand, ...], list[Entry]]:
    """The demands of the latest joint text that still holds, and what became of all."""
    told = [Entry(d, "lapsed", "its text no longer holds") for d in joint if is_over(d)]
    held = [demand for demand in joint if not is_over(demand)]
    latest = max((dossier.positions[demand.position].known for demand in held), default="")
    beside = tuple(d for d in held if dossier.positions[d.position].known == latest)
    told += [
        Entry(demand, "joint", "a joint text stands beside and never speaks for one holder")
        if demand in beside
        else Entry(demand, "joint, earlier", f"a later joint text came out on {latest}")
        for demand in held
    ]
    return beside, told


_BESIDE = {"expert": "placed by experts, who speak for no party here"}


def _admission(
    dossier: Dossier, holder: str, demand: Demand, vantage: Vantage, passing: Set[str]
) -> tuple[str, str]:
    """``own``, ``joint``, or why a demand does not count, with the reason."""
    position = dossier.positions[demand.position]
    is_text = holder in dossier.positions
    if not is_text and (reason := vantage.leave_out(demand)):
        return reason
    if demand.kind != "demand":
        return demand.kind, f"{demand.kind}s are shown, only demands are compared"
    if demand.ref in passing:
        return "phase", f"phase {demand.phase} of its term; the last is what is compared"
    if is_text:
        if demand.holders != position.parties:
            who = ", ".join(dossier.parties[party].name for party in demand.holders)
            return "not agreed", f"in the text, but the ask of {who} alone"
        return "own", ""
    if position.is_analysis:
        return "analysis", _BESIDE.get(demand.attribution, "an analyst speaks for no party")
    return ("joint", "") if demand.is_joint else ("own", "")


def _stance_of(issue: Issue, asks: Weighed, admitted: _Admitted) -> Stance:
    """The stance, once what was said is weighed."""
    scale, demands = issue.scale, asks.demands
    is_draft = any(said.life.is_draft for said in asks.speaking)
    standing = asks.lines if is_draft else _tested(scale, asks.lines, asks.regions)
    waiting = _judged(scale, asks)
    contested = [said for said, fate, _ in waiting if fate == "contested"]
    is_open = any(fate == "open" for _, fate, _ in waiting)
    lender = _lender(asks, [said for said, fate, _ in waiting if fate == "supports"])
    firmness = lender.rank if lender else asks.rank
    firmness_by = lender.first if lender else None
    return Stance(
        issue=issue.id,
        asks=demands,
        again=_demands_of(asks.again),
        passed=asks.passed,
        is_draft=is_draft,
        regions=asks.regions if is_draft else _cut(scale, asks.regions, standing),
        firmness=FIRMNESSES[firmness] if demands or is_open else "",
        firmness_by=firmness_by,
        salience=_salience(demands, firmness_by, standing),
        lines=standing,
        gone=asks.gone,
        contested=(*admitted.brackets, *_demands_of(contested)),
        joint=admitted.beside,
        is_open=is_open,
        is_dropped=not asks.regions and any(said.is_dropped for said in asks.speaking),
        quarrels=any(_quarrels(scale, said) for said in asks.speaking),
        history=_history(asks, waiting, admitted.aside),
        idle=asks.idle,
    )


def _demands_of(told: Iterable[Statement]) -> tuple[Demand, ...]:
    return tuple(demand for said in told for demand in said.demands)


def _cut(scale: Scale, asks: Iterable[Region], standing: tuple[Line, ...]) -> tuple[Region, ...]:
    """The asks as they count, each cut to its holder's own lines."""
    return tuple(dict.fromkeys(_inside(scale, ask, standing) for ask in asks))


def _history(
    asks: Weighed, waiting: Iterable[tuple[Statement, str, str]], aside: Iterable[Entry]
) -> tuple[Entry, ...]:
    """What became of every demand and why, by the day it was said."""
    entries = [*aside, *asks.ended]
    entries += [Entry(demand, fate, why) for said, fate, why in waiting for demand in said.demands]
    entries += [
        Entry(d, "again", "says again what speaks") for said in asks.again for d in said.demands
    ]
    entries += [Entry(demand, "speaks", asks.reason) for demand in asks.demands]
    return tuple(sorted(entries, key=lambda e: (e.demand.said, e.demand.position, e.demand.row)))


def _judged(scale: Scale, asks: Weighed) -> list[tuple[Statement, str, str]]:
    """What waits beside in the end: the statement, its fate and the reason."""
    regions = asks.regions
    latest = max((said.said for said in asks.speaking), default="")

    def fate(statement: Statement, effect: str) -> str:
        if effect == "passes":
            return "struck" if statement.is_dropped else "open"
        is_contested = _is_contested(scale, statement, regions, latest)
        return "contested" if is_contested else "supports"

    return [(said, fate(said, effect), reason) for said, effect, reason in asks.waiting]


def _lender(asks: Weighed, supports: list[Statement]) -> Statement | None:
    """The firmest of the others with the same ask, if it is firmer than what speaks; sources of
    grade C alone, and experts, lend nothing."""
    regions = set(asks.regions)
    same = [s for s in supports if set(s.regions) == regions]
    firmer = [
        s
        for s in (*asks.again, *same)
        if s.rank > asks.rank and any(demand.may_draw for demand in s.demands)
    ]
    return max(firmer, key=lambda statement: statement.rank, default=None)


def _tested(scale: Scale, lines: Iterable[Line], asked: tuple[Region, ...]) -> tuple[Line, ...]:
    """The lines, contested where their holder's own ask does not meet them."""
    return tuple(
        line._replace(state="contested")
        if asked
        and line.state == "in force"
        and all(meets(scale, region, line.region) is False for region in asked)
        else line
        for line in lines
    )


def _quarrels(scale: Scale, statement: Statement) -> bool:
    """Whether clauses of one source do not meet."""
    regions = statement.regions
    return any(meets(scale, one, other) is False for one in regions for other in regions)


def _inside(scale: Scale, region: Region, lines: tuple[Line, ...]) -> Region:
    """Where an ask reaches partly outside its holder's lines, the part inside."""
    for line in lines:
        if line.state != "in force" or contains(scale, line.region, region):
            continue
        inside = intersection(scale, region, line.region)
        if inside is not None:
            region = inside
    return region


def _is_contested(
    scale: Scale, statement: Statement, asked: tuple[Region, ...], latest: str
) -> bool:
    """Whether it asks for something else, or plainly for more room: a concession that a
    weaker source tells after the ``latest`` word must not be lost behind a narrower ask."""
    if not statement.regions or not asked:
        return bool(statement.regions) != bool(asked)
    if any(
        all(meets(scale, mine, other) is False for other in asked) for mine in statement.regions
    ):
        return True
    return statement.first.said > latest and any(
        _is_wider(scale, mine, other) for mine in statement.regions for other in asked
    )


def _is_wider(scale: Scale, one: Region, other: Region) -> bool:
    """Whether one is plain and holds the other and more."""
    return not one.vague and contains(scale, one, other) and not contains(scale, other, one)


def _salience(asks: tuple[Demand, ...], lent: Demand | None, lines: tuple[Line, ...]) -> float:
    """That of the firmest statement in force, as given or by its firmness."""
    standing = [line.demand for line in lines if line.state == "in force"]
    in_force = [*asks, *([lent] if lent else []), *standing]
    return max((_weight(demand) for demand in in_force), default=(0, SALIENCE["open"]))[1]


def _weight(demand: Demand) -> tuple[int, float]:
    """Its firmness, then how much it weighs, as given or by its firmness."""
    given, rank = demand.salience, rank_of(demand)
    return rank, SALIENCE[FIRMNESSES[rank]] if given is None else given
