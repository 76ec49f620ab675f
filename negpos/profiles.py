"""What a party, or one text, wants on every issue at a date: asks, lines, what contests them.

docs/method.md tells the rules in words; each reason given here names the rule applied.
"""

from collections.abc import Iterable
from typing import NamedTuple

from negpos.dossier import Demand, Dossier, Issue
from negpos.scales import Region, Scale, contains, intersection, meets
from negpos.statements import RANK, Statement, statements, strength_of
from negpos.terms import ATTRIBUTIONS, FIRMNESSES
from negpos.weighing import Entry, Rule, Shelf, Weighed, weigh

SALIENCE = {"red-line": 100, "condition": 80, "firm": 60, "preference": 40, "open": 20}
"""How much a statement of each firmness weighs where the data give no salience."""


class Vantage(NamedTuple):
    """Which statements count: said by ``as_of`` and known by ``known_by`` (ISO dates; without
    ``known_by`` what was known by ``as_of``, without both all), of which attributions, and
    whether joint texts are shown beside, counted or omitted."""

    as_of: str = ""
    attribution: tuple[str, ...] = ATTRIBUTIONS
    joint: str = "show"
    known_by: str = ""

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
        first = min((d.known for d in dossier.demands()), default="")
        if public_by < first:
            return first
        said = min((d.said for d in dossier.demands() if d.known <= public_by), default="")
        return said if self.as_of and self.as_of < said else ""

    def leave_out(self, demand: Demand) -> tuple[str, str] | None:
        """``later`` or ``left out``, with the reason, for a demand that does not count."""
        public_by = self.known_by or self.as_of
        if public_by and demand.known > public_by:
            return "later", f"became known on {demand.known}, after {public_by}"
        if self.as_of and demand.said > self.as_of:
            return "later", f"said on {demand.said}, after {self.as_of}"
        if demand.attribution not in self.attribution:
            return "left out", f"its attribution ({demand.attribution}) was not asked for"
        return None


class Line(NamedTuple):
    """A red line: all that its holder says is acceptable, and what became of it.

    ``state`` is ``in force``, ``contested`` (its holder's own speaking ask does not meet it),
    ``moved`` or ``withdrawn`` by the demand ``by``.
    """

    demand: Demand
    region: Region
    state: str
    by: Demand | None = None


class Stance(NamedTuple):
    """What one side wants on one issue.

    ``regions`` are the asks as they count: clauses on a members scale united, and each ask
    cut to the holder's own lines. Without regions the side is silent, ``open`` or has struck
    the clause out (``is_dropped``).
    """

    issue: str
    asks: tuple[Demand, ...]
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

    @property
    def speaks(self) -> bool:
        """Whether the side takes a stand: an ask, or a clause struck out on purpose."""
        return bool(self.regions) or self.is_dropped

    @property
    def standing_lines(self) -> tuple[Line, ...]:
        """The lines that can make a deadlock or a crossing."""
        return tuple(line for line in self.lines if line.state == "in force")


class Profile(NamedTuple):
    """The stances of one party or text, by issue id; silent issues are left out."""

    dossier: Dossier
    id: str
    title: str
    is_text: bool
    date: str
    vantage: Vantage
    stances: dict[str, Stance]


def profile(
    dossier: Dossier, ref: str, vantage: Vantage = Vantage(), without: Iterable[str] = ()
) -> Profile:
    """The profile of a party or position id; ``without`` names texts that are not to be
    counted or shown as joint texts, because they are what it is compared with."""
    if ref in dossier.positions:
        return _text_profile(dossier, ref, vantage)
    stances = {}
    for issue_id, demands in _by_issue(dossier, ref, set(without)).items():
        stance = _stance(dossier, dossier.issues[issue_id], ref, demands, vantage)
        if stance.history:
            stances[issue_id] = stance
    ordered = {issue: stances[issue] for issue in dossier.issues if issue in stances}
    date = vantage.date or dossier.last_date()
    return Profile(dossier, ref, dossier.parties[ref].name, False, date, vantage, ordered)


def _text_profile(dossier: Dossier, ref: str, vantage: Vantage) -> Profile:
    """A text named by its id speaks at any date, alone and whatever its attribution."""
    position = dossier.positions[ref]
    by_issue: dict[str, list[Demand]] = {}
    for demand in position.demands:
        if demand.issue:
            by_issue.setdefault(demand.issue, []).append(demand)
    alone = Vantage(joint="omit")
    stances = {
        issue: _stance(dossier, dossier.issues[issue], ref, by_issue[issue], alone)
        for issue in dossier.issues
        if issue in by_issue
    }
    return Profile(dossier, ref, position.title, True, position.known, vantage, stances)


def counting(dossier: Dossier, vantage: Vantage) -> Dossier:
    """The dossier with the demands that count under these vantage, and no emptied position."""
    if vantage == Vantage():
        return dossier
    kept = {}
    for position in dossier.positions.values():
        demands = tuple(d for d in position.demands if vantage.leave_out(d) is None)
        if demands:
            kept[position.id] = position._replace(demands=demands)
    return dossier._replace(positions=kept)


def _by_issue(dossier: Dossier, party: str, without: set[str]) -> dict[str, list[Demand]]:
    by_issue: dict[str, list[Demand]] = {}
    for position in dossier.positions.values():
        if party not in position.parties and party not in position.about:
            continue
        for demand in position.demands:
            if position.id in without and len(demand.holders) > 1:
                continue
            if demand.issue and (party in demand.holders or position.is_analysis):
                by_issue.setdefault(demand.issue, []).append(demand)
    return by_issue


def _stance(
    dossier: Dossier, issue: Issue, holder: str, demands: list[Demand], vantage: Vantage
) -> Stance:
    admitted = _admitted(dossier, holder, demands, vantage)
    said = statements(issue, admitted.own)
    return _stance_of(issue, weigh(issue.scale, said), _lines(issue.scale, said), admitted)


class _Admitted(NamedTuple):
    """A holder's own demands, those of joint texts that stand ``beside``, those in ``brackets``
    (in the text, and not agreed by all its holders), and why the others do not count."""

    own: tuple[Demand, ...]
    beside: tuple[Demand, ...]
    brackets: tuple[Demand, ...]
    aside: tuple[Entry, ...]


def _admitted(dossier: Dossier, holder: str, demands: list[Demand], vantage: Vantage) -> _Admitted:
    """The demands parted by whether they count, and as whose."""
    parted = [(demand, *_admission(dossier, holder, demand, vantage)) for demand in demands]
    own = tuple(demand for demand, fate, _ in parted if fate == "own")
    joint = tuple(demand for demand, fate, _ in parted if fate == "joint")
    brackets = tuple(demand for demand, fate, _ in parted if fate == "not agreed")
    aside = [Entry(*entry) for entry in parted if entry[1] not in ("own", "joint")]
    if vantage.joint == "count":
        own, joint = own + joint, ()
    elif vantage.joint == "omit":
        joint = ()
    latest = max((dossier.positions[demand.position].known for demand in joint), default="")
    beside = tuple(d for d in joint if dossier.positions[d.position].known == latest)
    aside += [
        Entry(demand, "joint", "a joint text stands beside and never speaks for one holder")
        if demand in beside
        else Entry(demand, "joint, earlier", f"a later joint text came out on {latest}")
        for demand in joint
    ]
    return _Admitted(own, beside, brackets, tuple(aside))


def _admission(dossier: Dossier, holder: str, demand: Demand, vantage: Vantage) -> tuple[str, str]:
    """``own``, ``joint``, or why a demand does not count, with the reason."""
    position = dossier.positions[demand.position]
    is_text = holder == position.id
    if not is_text and (reason := vantage.leave_out(demand)):
        return reason
    if demand.kind != "demand":
        return demand.kind, f"{demand.kind}s are shown, only demands are compared"
    if is_text:
        if demand.holders != position.parties:
            who = ", ".join(dossier.parties[party].name for party in demand.holders)
            return "not agreed", f"in the text, but the ask of {who} alone"
        return "own", ""
    if position.is_analysis:
        return "analysis", "an analyst speaks for no party"
    return ("joint", "") if len(demand.holders) > 1 else ("own", "")


class _Lines(NamedTuple):
    """The red lines of one holder on one issue: those that stand, and those that ended."""

    standing: tuple[Line, ...]
    gone: tuple[Line, ...]


def _lines(scale: Scale, said: Iterable[Statement]) -> _Lines:
    """Every red line that these statements draw, in the order in which they were said."""
    standing = Shelf[Line]()
    regions: dict[Region, None] = {}  # each once, as many lines may be drawn at one place
    gone: list[Line] = []
    for new in said:
        if standing:
            by = new.first
            gone += _ended(standing.take(new.refs("withdraws")), "withdrawn", by)
            gone += _ended(standing.take(new.refs("moves")), "moved", by)
            gone += _ended(_left(scale, new, standing, regions), "moved", by)
        for line in _drawn(new):
            standing.add(line, (line.demand.ref, line.region))
            regions[line.region] = None
    return _Lines(tuple(standing), tuple(gone))


def _left(
    scale: Scale, new: Statement, standing: Shelf[Line], regions: dict[Region, None]
) -> list[Line]:
    """The lines that a later ask, at least as strong, does not meet; they stand no longer."""
    if not _may_leave_lines(new):
        return []
    missed = {region for region in regions if _misses(scale, new, region)}
    left = standing.take(missed, lambda line: _outdoes(new, line))
    for region in missed:
        if not standing.holds({region}):
            del regions[region]
    return left


def _drawn(new: Statement) -> list[Line]:
    """The red lines that a statement draws."""
    return [
        Line(demand, demand.limit, "in force")
        for demand in new.demands
        if demand.firmness == "red-line" and demand.limit is not None
    ]


def _ended(lines: list[Line], state: str, by: Demand) -> list[Line]:
    return [line._replace(state=state, by=by) for line in lines]


def _may_leave_lines(new: Statement) -> bool:
    """Whether its ask may end lines that it does not meet."""
    return bool(new.regions) and not new.yields and not new.first.is_disputed


def _misses(scale: Scale, statement: Statement, line: Region) -> bool:
    return all(meets(scale, region, line) is False for region in statement.regions)


def _outdoes(new: Statement, line: Line) -> bool:
    """Whether it was said after the line was drawn, and at least as strongly."""
    return new.first.said > line.demand.said and new.strength >= strength_of(line.demand)


def _stance_of(issue: Issue, asks: Weighed, lines: _Lines, admitted: _Admitted) -> Stance:
    """The stance, once the asks are weighed and the lines are drawn."""
    scale, demands = issue.scale, asks.demands
    standing = _tested(scale, lines.standing, asks.regions)
    waiting = _judged(scale, asks)
    contested = [said for said, fate, _ in waiting if fate == "contested"]
    is_open = any(fate == "open" for _, fate, _ in waiting)
    lender = _lender(asks, [said for said, fate, _ in waiting if fate == "supports"])
    firmness = lender.rank if lender else asks.rank
    firmness_by = lender.first if lender else None
    return Stance(
        issue=issue.id,
        asks=demands,
        regions=tuple(dict.fromkeys(_inside(scale, ask, standing) for ask in asks.regions)),
        firmness=FIRMNESSES[firmness] if demands or is_open else "",
        firmness_by=firmness_by,
        salience=_salience(demands, firmness_by, standing),
        lines=standing,
        gone=lines.gone,
        contested=(*admitted.brackets, *(demand for said in contested for demand in said.demands)),
        joint=admitted.beside,
        is_open=is_open,
        is_dropped=not asks.regions and any(said.is_dropped for said in asks.speaking),
        quarrels=any(_quarrels(scale, said) for said in asks.speaking),
        history=_history(asks, waiting, admitted.aside),
    )


def _history(
    asks: Weighed, waiting: Iterable[tuple[Statement, str, str]], aside: Iterable[Entry]
) -> tuple[Entry, ...]:
    """What became of every demand and why, by the day it was said."""
    entries = [*aside, *asks.ended]
    entries += [Entry(demand, fate, why) for said, fate, why in waiting for demand in said.demands]
    entries += [Entry(demand, "speaks", asks.reason) for demand in asks.demands]
    return tuple(sorted(entries, key=lambda e: (e.demand.said, e.demand.position, e.demand.row)))


def _judged(scale: Scale, asks: Weighed) -> list[tuple[Statement, str, str]]:
    """What waits beside in the end: the statement, its fate and the reason."""
    regions = asks.regions
    latest = max((said.first.said for said in asks.speaking), default="")

    def fate(statement: Statement, rule: Rule) -> str:
        if rule.effect == "opens":
            return "open"
        is_contested = _is_contested(scale, statement, regions, latest)
        return "contested" if is_contested and rule.effect != "supports" else "supports"

    return [(statement, fate(statement, rule), rule.reason) for statement, rule in asks.waiting]


def _lender(asks: Weighed, supports: list[Statement]) -> Statement | None:
    """The firmest of the others with the same ask, if it is firmer than what speaks."""
    regions = set(asks.regions)
    firmer = [s for s in supports if s.rank > asks.rank and set(s.regions) == regions]
    return max(firmer, key=lambda statement: statement.rank, default=None)


def _tested(scale: Scale, lines: Iterable[Line], asked: tuple[Region, ...]) -> tuple[Line, ...]:
    """The lines, contested where their holder's own ask does not meet them."""
    return tuple(
        line._replace(state="contested")
        if asked and all(meets(scale, region, line.region) is False for region in asked)
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
    given = demand.salience
    return RANK[demand.firmness], SALIENCE[demand.firmness] if given is None else given
