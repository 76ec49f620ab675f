"""What a party, or one text, wants on every issue at a date: asks, lines, what contests them.

docs/method.md tells the rules in words; each reason given here names the rule applied.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Set
from typing import Generic, NamedTuple, TypeVar

from negpos.dossier import Demand, Dossier, Issue
from negpos.scales import Region, contains, intersection, meets
from negpos.statements import RANK, Statement, statements, strength_of
from negpos.terms import ATTRIBUTIONS, FIRMNESSES

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


class Entry(NamedTuple):
    """One statement on an issue, what became of it, and by which rule."""

    demand: Demand
    fate: str
    reason: str


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
    found: dict[str, list[Demand]] = {}
    for position in dossier.positions.values():
        if party not in position.parties and party not in position.about:
            continue
        for demand in position.demands:
            if position.id in without and len(demand.holders) > 1:
                continue
            if demand.issue and (party in demand.holders or position.is_analysis):
                found.setdefault(demand.issue, []).append(demand)
    return found


def _stance(
    dossier: Dossier, issue: Issue, holder: str, demands: list[Demand], vantage: Vantage
) -> Stance:
    history: list[Entry] = []
    own: list[Demand] = []
    joint: list[Demand] = []
    bracketed: list[Demand] = []
    for demand in demands:
        fate, reason = _admission(dossier, holder, demand, vantage)
        if fate == "own":
            own.append(demand)
        elif fate == "joint":
            joint.append(demand)
        else:
            if fate == "not agreed":
                bracketed.append(demand)
            history.append(Entry(demand, fate, reason))
    if vantage.joint == "count":
        own, joint = own + joint, []
    reading = _Reading(dossier, issue)
    for statement in statements(issue, own):
        reading.read(statement)
    if vantage.joint == "omit":
        joint = []
    latest = max((dossier.positions[demand.position].known for demand in joint), default="")
    beside = tuple(d for d in joint if dossier.positions[d.position].known == latest)
    history += [
        Entry(demand, "joint", "a joint text stands beside and never speaks for one holder")
        if demand in beside
        else Entry(demand, "joint, earlier", f"a later joint text came out on {latest}")
        for demand in joint
    ]
    return reading.stance(history, tuple(bracketed), beside)


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


def _refs(statement: Statement) -> list[str]:
    return [demand.ref for demand in statement.demands]


_Kept = TypeVar("_Kept")


class _Shelf(Generic[_Kept]):
    """What is kept in order, and found by any of its keys without going through all of it."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[_Kept, set[Hashable]]] = {}
        self._places: dict[Hashable, set[int]] = {}
        self._count = 0

    def __iter__(self) -> Iterator[_Kept]:
        return iter([kept for kept, _ in self._kept.values()])

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def first(self) -> _Kept:
        return next(iter(self._kept.values()))[0]

    def add(self, kept: _Kept, keys: Iterable[Hashable]) -> None:
        self._kept[self._count] = kept, set(keys)
        for key in keys:
            self._places.setdefault(key, set()).add(self._count)
        self._count += 1

    def holds(self, keys: Set[Hashable]) -> bool:
        return not self._places.keys().isdisjoint(keys)

    def take(
        self, keys: Set[Hashable], is_wanted: Callable[[_Kept], bool] = lambda kept: True
    ) -> list[_Kept]:
        """What has one of these keys and is wanted, in order; it is kept no longer."""
        found = {place for key in keys for place in self._places.get(key, ())}
        taken = []
        for place in sorted(found):
            kept, own = self._kept[place]
            if not is_wanted(kept):
                continue
            taken.append(kept)
            del self._kept[place]
            for key in own:
                self._places[key].discard(place)
                if not self._places[key]:
                    del self._places[key]
        return taken


class _Reading:
    """Reads the statements of one holder on one issue in order; used once, by ``_stance``."""

    def __init__(self, dossier: Dossier, issue: Issue) -> None:
        self.dossier, self.issue = dossier, issue
        self.speaking = _Shelf[Statement]()
        self.rank = 0
        self.waiting = _Shelf[tuple[Statement, str]]()
        self.lines = _Shelf[Line]()
        self.drawn: dict[Region, None] = {}
        self.gone: list[Line] = []
        self.fates: list[Entry] = []

    def read(self, new: Statement) -> None:
        self._withdraw(new)
        self._move_lines(new)
        self._draw_lines(new)
        if not new.regions and not new.is_dropped:
            self._wait(new, "open to trade, with no ask")
        elif not self.speaking:
            self._speak(new)
        else:
            self._weigh(new)

    def _weigh(self, new: Statement) -> None:
        """Settles whether a statement replaces, joins or waits beside what speaks."""
        current = self.speaking.first
        if self._speaks_any(new.refs("restates")):
            self._wait(new, "restates what speaks")
        elif self._speaks_any(new.refs("moves")):
            self._replace(new, "the data say that it was moved")
        elif self._speaks_any(new.refs("keeps")):
            self._speak(new)
        elif self._fills_in(new, current):
            self._replace(new, "later, and fills in what was left open")
        elif new.strength < current.strength:
            self._wait(new, "weaker than what speaks")
        elif new.yields and new.rank < self.rank:
            why = "open" if new.rank == 0 else "not dated"
            self._wait(new, f"{why}, and what speaks is firmer")
        elif new.is_vague and not current.is_vague and not new.is_text:
            self._wait(new, "vague, and what speaks is not")
        elif new.first.said == current.first.said and new.strength == current.strength:
            if new.first.is_disputed and current.first.is_disputed:
                self._wait(new, "sources dispute what was said; the better one speaks")
            elif current.is_vague and not new.is_vague:
                self._replace(new, "vague; a clearer statement was made the same day")
            else:
                self._speak(new)
        elif new.is_vague and not current.is_vague:
            self._replace(new, "a later text leaves open what was settled")
        else:
            self._replace(new, "later and at least as strong")

    def _fills_in(self, new: Statement, current: Statement) -> bool:
        """Whether a plain later statement on the same ground lies inside the vague words that
        speak, so that it tells what they left open; its form may be weaker."""
        if not current.is_vague or new.is_vague or not new.regions or new.yields:
            return False
        if new.strength[0] < current.strength[0] or new.first.said == current.first.said:
            return False
        scale = self.issue.scale
        return all(any(contains(scale, o, n) for o in current.regions) for n in new.regions)

    def _speaks_any(self, refs: set[str]) -> bool:
        """Whether one of these demands speaks now."""
        return self.speaking.holds(refs)

    def _speak(self, new: Statement) -> None:
        self.rank = max(self.rank, new.rank) if self.speaking else new.rank
        self.speaking.add(new, _refs(new))

    def _wait(self, new: Statement, why: str) -> None:
        self.waiting.add((new, why), _refs(new))

    def _replace(self, new: Statement, reason: str) -> None:
        by = f"replaced on {new.first.said} by {new.first.position}: {reason}"
        for old in self.speaking:
            self.fates += [Entry(demand, "superseded", by) for demand in old.demands]
        still = _Shelf[tuple[Statement, str]]()
        for old, why in self.waiting:
            is_plain = bool(old.regions) and not old.is_vague
            if old.strength <= new.strength and not (is_plain and new.is_vague):
                self.fates += [Entry(demand, "superseded", by) for demand in old.demands]
            else:
                still.add((old, why), _refs(old))
        self.waiting = still
        self.speaking = _Shelf()
        self._speak(new)

    def _withdraw(self, new: Statement) -> None:
        refs = new.refs("withdraws")
        if not refs:
            return
        by = f"withdrawn on {new.first.said} in {new.first.position}"
        taken = self.speaking.take(refs)
        if taken:
            self.rank = max((old.rank for old in self.speaking), default=0)
        for old in (*taken, *(old for old, _ in self.waiting.take(refs))):
            self.fates += [Entry(demand, "withdrawn", by) for demand in old.demands]
        self._end_lines(self.lines.take(refs), "withdrawn", new.first)

    def _move_lines(self, new: Statement) -> None:
        if not self.lines:
            return
        self._end_lines(self.lines.take(new.refs("moves")), "moved", new.first)
        if new.yields or not new.regions or new.first.is_disputed:
            return

        def is_left(line: Line) -> bool:
            later = new.first.said > line.demand.said
            return later and new.strength >= strength_of(line.demand)

        missed = {region for region in self.drawn if self._misses(new, region)}
        self._end_lines(self.lines.take(missed, is_left), "moved", new.first)
        for region in missed:
            if not self.lines.holds({region}):
                del self.drawn[region]

    def _end_lines(self, lines: list[Line], state: str, by: Demand) -> None:
        self.gone += [line._replace(state=state, by=by) for line in lines]

    def _misses(self, statement: Statement, line: Region) -> bool:
        scale = self.issue.scale
        return all(meets(scale, region, line) is False for region in statement.regions)

    def _draw_lines(self, new: Statement) -> None:
        for demand in new.demands:
            if demand.firmness == "red-line" and demand.limit is not None:
                line = Line(demand, demand.limit, "in force")
                self.lines.add(line, (demand.ref, line.region))
                self.drawn[line.region] = None

    def stance(
        self, history: list[Entry], bracketed: tuple[Demand, ...], joint: tuple[Demand, ...]
    ) -> Stance:
        """The stance once every statement is read."""
        scale = self.issue.scale
        asked = tuple(dict.fromkeys(r for s in self.speaking for r in s.regions))
        lines = tuple(
            line._replace(state="contested")
            if asked and all(meets(scale, region, line.region) is False for region in asked)
            else line
            for line in self.lines
        )
        regions = tuple(dict.fromkeys(self._inside(region, lines) for region in asked))
        contested = list(bracketed)
        firmness = self.rank if self.speaking else 0
        latest = max((s.first.said for s in self.speaking), default="")
        firmness_by = None
        is_open = False
        for statement, why in self.waiting:
            if not statement.regions and not statement.is_dropped:
                is_open = True
                fate = "open"
            elif self._is_contested(statement, asked, latest) and "restates" not in why:
                contested += statement.demands
                fate = "contested"
            else:
                fate = "supports"
                if set(statement.regions) == set(asked) and statement.rank > firmness:
                    firmness, firmness_by = statement.rank, statement.first
            history += [Entry(demand, fate, why) for demand in statement.demands]
        history += self.fates
        for statement in self.speaking:
            history += [Entry(d, "speaks", self._reason(statement)) for d in statement.demands]
        history.sort(key=lambda entry: (entry.demand.said, entry.demand.position, entry.demand.row))
        asks = tuple(demand for statement in self.speaking for demand in statement.demands)
        return Stance(
            issue=self.issue.id,
            asks=asks,
            regions=regions,
            firmness=FIRMNESSES[firmness] if asks or is_open else "",
            firmness_by=firmness_by,
            salience=self._salience(asks, firmness_by, lines),
            lines=lines,
            gone=tuple(self.gone),
            contested=tuple(contested),
            joint=joint,
            is_open=is_open,
            is_dropped=not asked and any(s.is_dropped for s in self.speaking),
            quarrels=any(
                meets(scale, one, other) is False
                for s in self.speaking
                for one in s.regions
                for other in s.regions
            ),
            history=tuple(history),
        )

    def _reason(self, statement: Statement) -> str:
        if len(self.speaking) > 1:
            return "stands side by side with another of the same day and strength"
        return "the latest of the strongest" if self.fates else "nothing replaces it"

    def _inside(self, region: Region, lines: tuple[Line, ...]) -> Region:
        """Where an ask reaches partly outside its holder's lines, the part inside."""
        for line in lines:
            if line.state != "in force" or contains(self.issue.scale, line.region, region):
                continue
            inside = intersection(self.issue.scale, region, line.region)
            if inside is not None:
                region = inside
        return region

    def _is_contested(self, statement: Statement, asked: tuple[Region, ...], latest: str) -> bool:
        """Whether it asks for something else, or plainly for more room: a concession that a
        weaker source tells after the ``latest`` word must not be lost behind a narrower ask."""
        scale = self.issue.scale
        if not statement.regions or not asked:
            return bool(statement.regions) != bool(asked)
        differs = any(
            all(meets(scale, mine, other) is False for other in asked) for mine in statement.regions
        )
        is_later = statement.first.said > latest
        widens = is_later and any(
            not mine.vague and contains(scale, mine, other) and not contains(scale, other, mine)
            for mine in statement.regions
            for other in asked
        )
        return differs or widens

    def _salience(
        self, asks: tuple[Demand, ...], lent: Demand | None, lines: tuple[Line, ...]
    ) -> float:
        """That of the firmest statement in force, as given or by its firmness."""
        standing = [line.demand for line in lines if line.state == "in force"]
        in_force = [*asks, *([lent] if lent else []), *standing]
        return max(
            (
                (
                    RANK[demand.firmness],
                    SALIENCE[demand.firmness] if demand.salience is None else demand.salience,
                )
                for demand in in_force
            ),
            default=(0, SALIENCE["open"]),
        )[1]
