"""Two texts, or three, side by side: what is new, gone or changed, and who loses by it.

docs/texts.md, "Texts against texts", tells the rules in words.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from negpos import scales
from negpos.alignment import Placed, Row, aligned, kind_alone
from negpos.comparison import conditions_of
from negpos.dossier import Demand, Issue
from negpos.history import Shift, shift
from negpos.plans import answer
from negpos.profiles import Profile, Stance
from negpos.scales import Region, Scale
from negpos.terms import DIFF_KINDS


class Given(NamedTuple):
    """What a text gives a party on an issue: an ask that meets the party's own, or one that lies
    near it, less than half as far as the answer farthest from it."""

    party: str
    issue: str
    is_met: bool


class Diff(NamedTuple):
    """The rows in the order of the second text, dropped ones where they stood; of each party of
    ``toward``, by issue, what it was given and is no longer (``lost``), what it is newly given
    (``won``), and where asks of both texts differ the ``gains``; the issues asked for, none for
    all."""

    before: Profile
    after: Profile
    rows: tuple[Row, ...]
    lost: tuple[Given, ...]
    won: tuple[Given, ...]
    gains: tuple[Shift, ...]
    toward: tuple[str, ...]
    narrowed_to: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many rows are of each kind."""
        return {kind: sum(row.kind == kind for row in self.rows) for kind in DIFF_KINDS}


def diff(
    before: Profile,
    after: Profile,
    toward: Sequence[Profile] = (),
    issues: Iterable[str] | None = None,
) -> Diff:
    """The second text (or profile) against the first, and who gained by the changes."""
    known = after.dossier.issues
    chosen = set(known) if issues is None else set(issues)
    narrowed = tuple(issue for issue in known if issue in chosen)
    is_narrow = len(chosen) < len(known)
    wanted = chosen if is_narrow else None
    rows = aligned(after.dossier, _clauses(before, wanted), _clauses(after, wanted))
    moved = {row.issue for row in rows if row.issue and row.kind not in ("unchanged", "moved")}
    gains = _gains(before, after, toward, [issue for issue in known if issue in moved])
    parties = tuple(party.id for party in toward)
    return Diff(
        before=before,
        after=after,
        rows=tuple(rows),
        lost=_given(before, after, toward, _fates(rows, "before"), "dropped"),
        won=_given(after, before, toward, _fates(rows, "after"), "added"),
        gains=gains,
        toward=parties,
        narrowed_to=narrowed if is_narrow else (),
    )


def _gains(
    before: Profile, after: Profile, toward: Iterable[Profile], issues: Iterable[str]
) -> tuple[Shift, ...]:
    """Toward whom the asks on these issues moved, and from whom, party by party."""
    known = after.dossier.issues
    shifts = (
        shift(known[issue], before.stances.get(issue), after.stances.get(issue), party)
        for party in toward
        for issue in issues
    )
    return tuple(gain for gain in shifts if gain)


_REPLACED = ("changed", "split", "merged")
"""Kinds of rows in which another ask stands for what a text asks."""
_Fates = dict[str, list[tuple[str, Demand]]]
"""By issue what became of the clauses of one text: the kind of the row that holds each."""


def _fates(rows: Iterable[Row], side: str) -> _Fates:
    """What became of the clauses of the first text (``before``), or how those of the second
    (``after``) came about."""
    found: _Fates = {}
    for row in rows:
        for clause in getattr(row, side):
            found.setdefault(row.issue, []).append((row.kind, clause.demand))
    return found


def _given(
    text: Profile, other: Profile, toward: Iterable[Profile], fates: _Fates, alone: str
) -> tuple[Given, ...]:
    """What clauses of a text give each party, where the other text gives it nothing that meets
    its ask; ``alone`` is the kind of rows that only this text has."""
    found = (
        _given_on(issue, (text, other), party, fates[issue.id], alone)
        for party in toward
        for issue in text.dossier.issues.values()
        if issue.id in fates
    )
    return tuple(given for given in found if given)


def _given_on(
    issue: Issue,
    texts: tuple[Profile, Profile],
    party: Profile,
    fates: Iterable[tuple[str, Demand]],
    alone: str,
) -> Given | None:
    """The same for one party on one issue. A point that not all holders of a text agreed to gives
    nothing, and so replaces nothing; clauses on a members scale are lost or won together."""
    own, theirs = (text.stances.get(issue.id) for text in texts)
    stance = party.stances.get(issue.id)
    if own is None or stance is None or not stance.regions:
        return None
    left = theirs.regions if theirs else ()
    asks = _asks_alone(issue.scale, own, fates, alone, is_replaced=not left)
    if not asks or any(_meets(issue, region, stance, party) for region in left):
        return None
    if any(_meets(issue, region, stance, party) for region in asks):
        return Given(party.id, issue.id, True)
    is_near = not left and any(_is_near(issue.scale, region, stance.regions) for region in asks)
    return Given(party.id, issue.id, False) if is_near else None


def _asks_alone(
    scale: Scale,
    own: Stance,
    fates: Iterable[tuple[str, Demand]],
    alone: str,
    *,
    is_replaced: bool,
) -> tuple[Region, ...]:
    """What a text asks for on an issue in clauses that the other text does not have."""
    wanted = (alone, *_REPLACED) if is_replaced else (alone,)
    told = {demand for kind, demand in fates if kind in wanted}
    asks = tuple(demand.ask for demand in own.asks if demand.ask is not None and demand in told)
    if scale.kind != "members":
        return asks
    return own.regions if asks and is_replaced else ()


def _meets(issue: Issue, region: Region, stance: Stance, party: Profile) -> bool:
    """Whether it meets a party's asks and lines, and no condition of theirs is open."""
    verdict = answer(issue, region, stance, party).verdict
    return verdict == "meets" and not conditions_of(stance)


def _is_near(scale: Scale, region: Region, asks: tuple[Region, ...]) -> bool:
    """Whether it lies less than half as far from the nearest of these asks as the answer farthest
    from them."""
    if region.vague or any(ask.vague for ask in asks):
        return False

    def apart(one: Region) -> float:
        return min(scales.distance(scale, one, ask) for ask in asks)

    farthest = 1.0
    if scale.is_ordered:
        ends = scales.whole(scale)
        between = [(a + b) / 2 for ask in asks for a, b in pairwise(ask.points)]
        farthest = max(apart(Region(at, at)) for at in (ends.low, ends.high, *between))
    return apart(region) < farthest / 2


class Chain(NamedTuple):
    """What stands for each other in three texts; the kinds tell the two steps between them."""

    issue: str
    clauses: tuple[tuple[Placed, ...], tuple[Placed, ...], tuple[Placed, ...]]
    kinds: tuple[str, str]


class Three(NamedTuple):
    """Three texts aligned: first to second, second to third, and the chains through both."""

    first: Diff
    second: Diff
    chains: tuple[Chain, ...]


def three(texts: Sequence[Profile], issues: Iterable[str] | None = None) -> Three:
    """Three texts side by side; a term that the second leaves out may return in the third."""
    chosen = None if issues is None else list(issues)
    one, two, last = texts
    first, second = diff(one, two, (), chosen), diff(two, last, (), chosen)
    chains = [_chain(rows, later) for rows, later in _joined(first.rows, second.rows)]
    through = [chain for chain in chains if chain.clauses[1]]
    around = _around([chain for chain in chains if not chain.clauses[1]], second)
    sizes = [len(_clauses(text, None)) for text in texts]

    def place(chain: Chain) -> float:
        """Where the first text that has a part in it has it, as a share of that text."""
        side = next(number for number in range(3) if chain.clauses[number])
        return chain.clauses[side][0].place / sizes[side]

    return Three(first, second, tuple(sorted([*through, *around], key=place)))


def _chain(rows: Sequence[Row], later: Sequence[Row]) -> Chain:
    """The rows of both steps that belong together, as one."""
    issue = rows[0].issue or (later[0].issue if later else "")
    clauses = (
        tuple(clause for row in rows for clause in row.before),
        tuple(clause for row in rows for clause in row.after),
        tuple(clause for row in later for clause in row.after),
    )
    return Chain(issue, clauses, (worst(rows), worst(later)))


def _around(gone: Iterable[Chain], second: Diff) -> list[Chain]:
    """What the second text leaves out, with what is new in the third and stands for it."""
    old = [clause for chain in gone for clause in chain.clauses[0]]
    new = [clause for row in second.rows if not row.before for clause in row.after]
    return [
        Chain(
            row.issue,
            (row.before, (), row.after),
            (kind_alone("dropped", row.before), kind_alone("added", row.after)),
        )
        for row in aligned(second.after.dossier, old, new)
    ]


def _joined(first: Sequence[Row], second: Sequence[Row]) -> list[tuple[list[Row], list[Row]]]:
    """The rows of the first step with those of the second that share a clause of the middle
    text with them, directly or through others; each row stands in one group."""
    groups: list[tuple[list[Row], list[Row], set[int]]] = []
    for row in first:
        groups.append(([row], [], {clause.place for clause in row.after}))
    for row in second:
        middle = {clause.place for clause in row.before}
        touched = [group for group in groups if group[2] & middle]
        if not touched:
            continue
        home, *others = touched
        home[1].append(row)
        for other in others:
            home[0].extend(other[0])
            home[1].extend(other[1])
            home[2].update(other[2])
            groups.remove(other)
    return [(rows, later) for rows, later, _ in groups]


def worst(rows: Iterable[Row]) -> str:
    """The gravest kind among these rows; empty for none."""
    return min((row.kind for row in rows), key=DIFF_KINDS.index, default="")


def _clauses(profile: Profile, issues: set[str] | None) -> list[Placed]:
    """The demands of a text in its order; of a party those that speak, by issue."""
    if profile.is_text:
        position = profile.dossier.positions[profile.id]
        demands = [d for d in position.demands if d.kind == "demand"]
    else:
        demands = [d for stance in profile.stances.values() for d in stance.asks]
    wanted = [d for d in demands if issues is None or d.issue in issues]
    return [Placed(place, demand) for place, demand in enumerate(wanted)]
