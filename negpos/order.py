"""Who wants which step before which, and where that runs in a circle: what ``negpos order`` tells.

A link stands while its demand speaks for its holder. On each pair of steps a holder's links are
then weighed by the very rules of who speaks: the pair is an issue of three answers, and what they
leave is what the holder says of it. docs/method.md tells the rules in words.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from negpos import days, profiles
from negpos.circles import circles
from negpos.dossier import Demand, Dossier, Issue, Link, Option, Step
from negpos.floor import Entry
from negpos.profiles import Profile, Vantage
from negpos.scales import Region, Scale, meets

MOST = 1_000
"""Circles told; of more it is said that there are more."""

STANDS = ("speaks", "again")
"""What became of a link that stands."""
_TOLD = (*STANDS, "contested", "supports", "superseded")
"""What became of links that are told."""


class Tie(NamedTuple):
    """A link as one side holds it: its demand, what became of it and why. ``denied`` are the sides
    whose own links on the two steps certainly do not meet it."""

    holder: str
    link: Link
    demand: Demand
    fate: str
    reason: str
    denied: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether its holder says so now."""
        return self.fate in STANDS


class Turn(NamedTuple):
    """One step of a circle and the one that it waits for: the links that say so, and whether it
    does by definition."""

    step: str
    other: str
    ties: tuple[Tie, ...]
    is_defined: bool = False

    @property
    def is_strict(self) -> bool:
        """Whether it must come later, not only no earlier."""
        return self.is_defined or any(tie.link.how == "after" for tie in self.ties)


class Circle(NamedTuple):
    """Steps of which each waits for the next, and the last for the first.

    ``own`` are the sides whose own words run in it alone. ``ways`` are links that leave it: of each
    text that gives another way to one of its steps; with any it binds nobody. ``against`` are the
    sides with which a text makes it, where one was asked for.
    """

    turns: tuple[Turn, ...]
    own: tuple[str, ...] = ()
    ways: tuple[Tie, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """Its steps, from the one that the dossier lists first."""
        return tuple(turn.step for turn in self.turns)

    @property
    def holders(self) -> tuple[str, ...]:
        """Whose links it is made of, in the order in which they come."""
        return tuple(dict.fromkeys(tie.holder for turn in self.turns for tie in turn.ties))


class Order(NamedTuple):
    """The links of some sides, and the circles that they make: those that bind first, then those
    that a way leaves, the shortest first.

    ``text`` is the side whose order was added to that of each other, None for none. ``is_cut``:
    there are more circles than are told.
    """

    dossier: Dossier
    sides: tuple[Profile, ...]
    text: Profile | None
    ties: tuple[Tie, ...]
    circles: tuple[Circle, ...]
    is_cut: bool

    @property
    def binding(self) -> tuple[Circle, ...]:
        """The circles out of which no text leaves a way."""
        return tuple(circle for circle in self.circles if not circle.ways)

    @property
    def loose(self) -> tuple[Tie, ...]:
        """The links told that are in no circle."""
        turns = {id(turn): turn for circle in self.circles for turn in circle.turns}
        bound = {_key(tie) for turn in turns.values() for tie in turn.ties}
        return tuple(tie for tie in self.ties if _key(tie) not in bound)


def _key(tie: Tie) -> tuple[str, str, Link]:
    return tie.holder, tie.demand.ref, tie.link


def tied(dossier: Dossier) -> Dossier:
    """The dossier with the demands alone on which an order can hang, and the last on record."""
    issues = {demand.issue for demand in dossier.demands() if demand.links}
    last = dossier.last_date()
    return dossier._replace(
        positions={
            id_: position._replace(
                demands=tuple(
                    [d for d in position.demands if d.links or d.issue in issues or d.known == last]
                )
            )
            for id_, position in dossier.positions.items()
        }
    )


def order(
    sides: Sequence[Profile],
    text: Profile | None = None,
    others: Sequence[Profile] = (),
    without: Collection[str] = (),
) -> Order:
    """The order of these sides together, or of a text with each of them; ``others`` are only asked
    what they deny, ``without`` are texts not to be counted as joint ones."""
    dossier = (text or sides[0]).dossier
    asked = [*([text] if text else []), *sides]
    told = {side.id: ties(side, without) for side in (*asked, *others)}
    denying = _denying(told)
    held = {
        side.id: tuple([t._replace(denied=_denied(t, denying)) for t in told[side.id]])
        for side in asked
    }
    every = tuple(tie for side in asked for tie in held[side.id])
    if text is None:
        found = _circles(dossier.steps, every)
        is_cut = len(found) > MOST
    else:
        rest = {side.id: held[side.id] for side in sides}
        found, is_cut = _against(dossier.steps, text.id, held[text.id], rest)
    return Order(dossier, tuple(sides), text, every, tuple(found[:MOST]), is_cut)


def disputed(
    left: Profile, right: Profile, issues: Iterable[str], without: Collection[str] = ()
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Of these issues those on which an ask of either side ties two steps, while what the two sides
    say of these steps certainly does not meet; with these pairs of steps."""
    steps = left.dossier.steps
    tied = {issue: _tied_on(steps, (left, right), issue) for issue in issues}
    if not any(tied.values()):
        return {}
    sides = {side.id: ties(side, without) for side in (left, right)}
    said = _denying(sides)
    found = {
        issue: tuple(
            own for own in pairs if _is_disputed(list(said.get(" ".join(sorted(own)), {}).values()))
        )
        for issue, pairs in tied.items()
    }
    return {issue: pairs for issue, pairs in found.items() if pairs}


def _tied_on(
    steps: Mapping[str, Step], sides: Iterable[Profile], issue: str
) -> list[tuple[str, str]]:
    """The pairs of steps that the asks of these sides on an issue tie."""
    asks = [d for s in sides if (own := s.stances.get(issue)) for d in (*own.asks, *own.again)]
    pairs = {on_pair(link)[0]: None for demand in asks for link in demand.links}
    places = {id_: place for place, id_ in enumerate(steps)} if pairs else {}
    told = (sorted(pair.split(" "), key=places.__getitem__) for pair in pairs)
    return [(first, second) for first, second in told]


def _is_disputed(said: Sequence[Sequence[Region]]) -> bool:
    """Whether two sides speak of two steps, and nothing of the one meets anything of the other."""
    return len(said) == 2 and all(meets(_PAIR, a, b) is False for a in said[0] for b in said[1])


# Which links stand.


def ties(side: Profile, without: Collection[str] = ()) -> tuple[Tie, ...]:
    """Every link of the demands that speak for a side, and what its other links make of it."""
    asked: dict[str, Demand] = {}
    by_pair: dict[str, list[Demand]] = {}
    for demand in _linked(side, without):
        asked[demand.ref] = demand
        for row in _rows(demand):
            by_pair.setdefault(row.issue, []).append(row)
    alone = [rows[0] for rows in by_pair.values() if len(rows) == 1]
    several = [row for rows in by_pair.values() if len(rows) > 1 for row in rows]
    return tuple(
        Tie(side.id, row.links[0], asked[row.ref], fate, reason)
        for row, fate, reason in (*_unanswered(side, alone), *weighed(side, several, without))
    )


def _linked(side: Profile, without: Collection[str]) -> Iterator[Demand]:
    """The demands with links that a side holds: those on an issue that speak there, and those on
    none that are fresh, since no later word could replace them; nothing of a profile that its
    maker gave a name of their own."""
    dossier, standing = side.dossier, _standing(side)
    id_ = side.id.partition("@")[0]
    if side.is_text and id_ not in dossier.positions:
        return
    texts = (id_, *dossier.positions[id_].includes) if side.is_text else dossier.positions
    for position in (dossier.positions[text] for text in texts):
        if not side.is_text and (id_ not in position.parties or position.is_beside):
            continue
        for demand in position.demands:
            is_stale = not side.is_text and demand.said < side.fresh_since
            if not demand.links or (demand.ref not in standing if demand.issue else is_stale):
                continue
            is_left_out = position.id in without and demand.is_joint
            if side.is_text or (id_ in demand.holders and not is_left_out):
                yield demand


def _unanswered(side: Profile, rows: list[Demand]) -> Iterator[Entry]:
    """What becomes of links each of which is the only one of its side on its two steps: it speaks
    while it is heard at all."""
    id_, vantage = side.id.partition("@")[0], _vantage(side)
    for row in profiles.heard(side.dossier, id_, rows, vantage):
        is_past = vantage.max_age and row.said < days.before(side.date, vantage.max_age)
        if side.is_text or not is_past:
            yield Entry(row, "speaks", "nothing replaces it")


def weighed(side: Profile, rows: Iterable[Demand], without: Collection[str]) -> Iterator[Entry]:
    """What becomes of demands on pairs of steps, by the rules of who speaks."""
    by_text: dict[str, list[Demand]] = {}
    for row in rows:
        by_text.setdefault(row.position, []).append(row)
    if not by_text:
        return
    pairs = {row.issue: None for own in by_text.values() for row in own}
    positions = {
        id_: position._replace(demands=tuple(by_text.get(id_, ())))
        for id_, position in side.dossier.positions.items()
    }
    issues = {pair: Issue(pair, "", pair, "", (), _PAIR) for pair in pairs}
    dossier = side.dossier._replace(issues=issues, positions=positions)
    settled = profiles.profile(dossier, side.id.partition("@")[0], _vantage(side), without)
    for pair, stance in settled.stances.items():
        if not settled.is_past(pair):
            yield from (entry for entry in stance.history if entry.fate in _TOLD)


def _vantage(side: Profile) -> Vantage:
    """That of a side, on the day that its answer holds for: fewer demands may end sooner."""
    vantage = side.vantage
    return vantage if vantage.date or side.is_text else vantage._replace(as_of=side.date)


def _standing(side: Profile) -> set[str]:
    """The demands by which a side speaks, those that say the same, the steps on the way, and those
    of red lines in force."""
    return {
        demand.ref
        for issue, stance in side.stances.items()
        if not side.is_past(issue)
        for demand in (
            *(*stance.asks, *stance.again, *stance.phases()),
            *(line.demand for line in stance.standing_lines),
        )
    }


def _rows(demand: Demand) -> Iterator[Demand]:
    """A demand on a pair of steps for each link of one."""
    for link in demand.links:
        pair, region = on_pair(link)
        yield demand._replace(
            issue=pair, ask=region, accepts=None, phase=0, salience=None, links=(link,)
        )


_PAIR = Scale(
    "nominal", tuple(Option(n, n) for n in ("first after", "with", "second after")), high=2
)
"""The three answers to the question how two steps stand."""
_ANSWERS = {
    ("after", True): Region(1, 1),
    ("with", True): Region(2, 2),
    ("with", False): Region(2, 2),
    ("after", False): Region(4, 4),
    ("in-return-for", True): Region(3, 3),
    ("in-return-for", False): Region(6, 6),
}
"""What a link says on that scale: how its step stands to the other, and whether it is the first."""


def on_pair(link: Link) -> tuple[str, Region]:
    """The pair of steps of a link, the same whichever comes first, and what it says of them on the
    scale of the three answers."""
    is_first = link.step < link.other
    pair = f"{link.step} {link.other}" if is_first else f"{link.other} {link.step}"
    return pair, _ANSWERS[link.how, is_first]


def _denying(told: Mapping[str, Iterable[Tie]]) -> dict[str, dict[str, list[Region]]]:
    """What each side says of each pair of steps, where it leaves no other way."""
    found: dict[str, dict[str, list[Region]]] = {}
    for side, own in told.items():
        open_: set[str] = set()
        for tie in own:
            if tie.fate == "speaks":
                pair, region = on_pair(tie.link)
                found.setdefault(pair, {}).setdefault(side, []).append(region)
                open_ |= {pair} if tie.link.either else set()
        for pair in open_:
            del found[pair][side]
    return found


def _denied(tie: Tie, denying: Mapping[str, Mapping[str, Sequence[Region]]]) -> tuple[str, ...]:
    """The other sides of whose links on the same two steps none can meet this one."""
    pair, region = on_pair(tie.link)
    base = tie.holder.partition("@")[0]
    return tuple(
        side
        for side, regions in denying.get(pair, {}).items()
        if side.partition("@")[0] != base
        and all(meets(_PAIR, region, other) is False for other in regions)
    )


# Circles.


def _circles(steps: Mapping[str, Step], held: Iterable[Tie]) -> list[Circle]:
    """The circles of these links, with those that follow from definitions: at most one more than
    is told, those that bind before those that a way leaves, the shortest first, then by the order
    of steps."""
    places = {id_: place for place, id_ in enumerate(steps)}
    turns = _turns(steps, [tie for tie in held if tie.stands])
    edges = {(places[a], places[b]): turn.is_strict for (a, b), turn in turns.items()}
    names = list(steps)
    walks = [tuple(names[place] for place in walk) for walk in circles(edges, MOST + 1)]
    found = [_circle(tuple(turns[pair] for pair in _pairs(walk))) for walk in walks]
    told = _with_ways(found, [tie for turn in turns.values() for tie in turn.ties])
    told = [circle if circle.turns[2:] else _once(circle) for circle in told]
    return sorted(told, key=lambda circle: bool(circle.ways))


def _pairs(walk: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(walk, (*walk[1:], walk[0]), strict=True)


def _turns(steps: Mapping[str, Step], standing: Iterable[Tie]) -> dict[tuple[str, str], Turn]:
    """Which step waits for which, and on whose word; ``with`` waits both ways."""
    by_pair: dict[tuple[str, str], list[Tie]] = {}
    for tie in standing:
        link = tie.link
        by_pair.setdefault((link.step, link.other), []).append(tie)
        if link.how == "with":
            by_pair.setdefault((link.other, link.step), []).append(tie)
    defined = {(step.id, other) for step in steps.values() for other in step.follows}
    return {
        pair: Turn(*pair, tuple(by_pair.get(pair, ())), pair in defined)
        for pair in (*by_pair, *(pair for pair in defined if pair not in by_pair))
    }


def _circle(turns: tuple[Turn, ...]) -> Circle:
    """The circle, with the sides each of which says all of it."""
    said = [[tie.holder for tie in turn.ties] for turn in turns if not turn.is_defined]
    everywhere = set(said[0]).intersection(*said) if said else set()
    holders = dict.fromkeys(tie.holder for turn in turns for tie in turn.ties)
    return Circle(turns, own=tuple(h for h in holders if h in everywhere and _is_own(turns, h)))


def _once(circle: Circle) -> Circle:
    """Two steps that wait for each other, what comes together told once: where nobody else says
    that the one waits, or of the first."""
    places = [place for place, turn in enumerate(circle.turns) if not turn.is_strict]
    kept = places[0] if places else 0
    turns = (
        turn
        if place == kept
        else turn._replace(ties=tuple(tie for tie in turn.ties if tie.link.how != "with"))
        for place, turn in enumerate(circle.turns)
    )
    return circle._replace(turns=tuple(turns))


def _is_own(turns: Iterable[Turn], holder: str) -> bool:
    """Whether one side's links alone make it."""
    own = [t._replace(ties=tuple(x for x in t.ties if x.holder == holder)) for t in turns]
    return all(t.ties or t.is_defined for t in own) and any(t.is_strict for t in own)


_Way = tuple[str, str, str]
"""Who leaves several ways, in which text, and their name."""


def _way(tie: Tie) -> _Way:
    return tie.holder, tie.demand.position, tie.link.either


def _with_ways(found: Iterable[Circle], every: Iterable[Tie]) -> list[Circle]:
    """The circles, each with the other ways that leave it; none where each of them runs in a circle
    of its own. Who needs two ways of one at once is left by either."""
    ways: dict[_Way, dict[Link, Tie]] = {}
    for tie in every:
        if tie.link.either:
            ways.setdefault(_way(tie), {})[tie.link] = tie
    if not ways:
        return list(found)
    needed = [(circle, _needed(circle)) for circle in found]
    closed = {
        way
        for way, links in ways.items()
        if all(any(set(n) <= {way} and n.get(way) == {k} for _, n in needed) for k in links)
    }
    return [
        circle._replace(
            ways=tuple(
                tie
                for way, used in own.items()
                if way not in closed
                for link, tie in ways[way].items()
                if link not in used or len(used) > 1
            )
        )
        for circle, own in needed
    ]


def _needed(circle: Circle) -> dict[_Way, set[Link]]:
    """The ways that a circle cannot do without, and their links in it."""
    needed: dict[_Way, set[Link]] = {}
    plain = [t._replace(ties=tuple(x for x in t.ties if not x.link.either)) for t in circle.turns]
    is_strict = any(turn.is_strict for turn in plain)
    for turn, rest in zip(circle.turns, plain, strict=True):
        is_needed = not (rest.ties or rest.is_defined) or (turn.is_strict and not is_strict)
        for tie in turn.ties if is_needed else ():
            if tie.link.either:
                needed.setdefault(_way(tie), set()).add(tie.link)
    return needed


def _against(
    steps: Mapping[str, Step],
    text: str,
    held: tuple[Tie, ...],
    sides: Mapping[str, tuple[Tie, ...]],
) -> tuple[list[Circle], bool]:
    """The circles of a text alone, and those that it makes with the links of each side and that
    neither makes alone; and whether there are more than were looked through."""
    alone = _circles(steps, held)
    found = {circle.steps: circle for circle in alone}
    is_cut = len(alone) > MOST
    for side, own in sides.items():
        both = _circles(steps, (*held, *own))
        is_cut = is_cut or len(both) > MOST
        for circle in both:
            if text not in circle.own and side not in circle.own:
                found[circle.steps] = _joined(found.get(circle.steps), circle, side)
    places = {id_: place for place, id_ in enumerate(steps)}

    def place(circle: Circle) -> tuple[bool, int, list[int]]:
        return bool(circle.ways), len(circle.turns), [places[step] for step in circle.steps]

    return sorted(found.values(), key=place), is_cut or len(found) > MOST


def _joined(first: Circle | None, circle: Circle, side: str) -> Circle:
    """A circle that a text makes with one side, and the same with others."""
    if first is None:
        return circle._replace(against=(side,))
    turns = tuple(
        one._replace(ties=tuple(dict.fromkeys((*one.ties, *other.ties))))
        for one, other in zip(first.turns, circle.turns, strict=True)
    )
    ways = circle.ways if first.ways else ()
    return first._replace(turns=turns, ways=ways, against=(*first.against, side))
