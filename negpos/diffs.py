"""Two texts aligned clause by clause: what is new, gone, changed, reworded or moved.

docs/texts.md, "Texts against texts", tells in which order clauses find each other.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from negpos.dossier import Demand, Dossier
from negpos.history import Shift, shift
from negpos.plans import heading
from negpos.profiles import Profile
from negpos.scales import Region, told_steps
from negpos.terms import DIFF_KINDS
from negpos.text.guards import objections
from negpos.text.passages import actors, alike, key

_ALIKE = 60.0
"""Likeness from which two terms on no issue, under other numbers, may be one and the same."""
_ALIKE_AT_ONE_POINT = 50.0
"""The same for two terms under one number."""
_ALIKE_CODED_ONCE = 75.0
"""The same where only one of the two is coded on an issue: a weaker ground."""


class Placed(NamedTuple):
    """One clause of a text, and its place in it."""

    place: int
    demand: Demand


class Row(NamedTuple):
    """Clauses that stand for each other; either side may be empty, or hold several.

    ``steps`` lie between the asks in the scale's own units, None where words are vague or
    nothing is coded.
    """

    kind: str
    issue: str
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    steps: float | None = None


class Diff(NamedTuple):
    """The rows in the order of the second text, dropped ones where they stood; the gains of
    each party of ``toward``, by issue; the issues asked for, none for all."""

    before: Profile
    after: Profile
    rows: tuple[Row, ...]
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
    rows = _aligned(after.dossier, _clauses(before, wanted), _clauses(after, wanted))
    moved = {row.issue for row in rows if row.issue and row.kind not in ("unchanged", "moved")}
    gains = _gains(before, after, toward, [issue for issue in known if issue in moved])
    parties = tuple(party.id for party in toward)
    return Diff(before, after, tuple(rows), gains, parties, narrowed if is_narrow else ())


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
    return Chain(issue, clauses, (_worst(rows), _worst(later)))


def _around(gone: Iterable[Chain], second: Diff) -> list[Chain]:
    """What the second text leaves out, with what is new in the third and stands for it."""
    old = [clause for chain in gone for clause in chain.clauses[0]]
    new = [clause for row in second.rows if not row.before for clause in row.after]
    return [
        Chain(
            row.issue,
            (row.before, (), row.after),
            ("dropped" if row.before else "", "added" if row.after else ""),
        )
        for row in _aligned(second.after.dossier, old, new)
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


def _worst(rows: Sequence[Row]) -> str:
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


Group = tuple[list[Placed], list[Placed]]
"""Clauses of the first text and of the second that stand for each other."""


def _aligned(dossier: Dossier, old: Sequence[Placed], new: Sequence[Placed]) -> list[Row]:
    """Pairs by issue, then number, then guarded likeness; what is left is added or dropped,
    or joins a pair on its issue as a split or a merger."""
    groups = _paired(dossier, old, new)
    before = {one[0].place for one, _ in groups}
    after = {other[0].place for _, other in groups}
    left = _unjoined([clause for clause in old if clause.place not in before], groups, 0)
    added = _unjoined([clause for clause in new if clause.place not in after], groups, 1)
    rows = [_row(dossier, *group) for group in groups]
    rows += [Row("dropped", clause.demand.issue, (clause,), ()) for clause in left]
    rows += [Row("added", clause.demand.issue, (), (clause,)) for clause in added]
    return sorted(rows, key=_place(groups))


def _paired(dossier: Dossier, old: Sequence[Placed], new: Sequence[Placed]) -> list[Group]:
    """The surest pairs, in the order of the first text; no clause stands in two of them."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in _rated(dossier, old, new):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    before, after = ({clause.place: clause for clause in side} for side in (old, new))
    return [([before[i]], [after[j]]) for i, j in sorted(partner.items())]


def _unjoined(clauses: Iterable[Placed], groups: list[Group], side: int) -> list[Placed]:
    """The clauses of one text (0 the first, 1 the second) that join no pair; the others do."""
    unjoined = []
    for clause in clauses:
        if group := _related(clause, groups, 1 - side):
            group[side].append(clause)
        else:
            unjoined.append(clause)
    return unjoined


def _related(clause: Placed, groups: list[Group], side: int) -> Group | None:
    """The pair on the same issue and under the same point on the other side, if there is one."""
    for group in groups:
        other = group[side][0].demand
        is_same_issue = bool(other.issue) and other.issue == clause.demand.issue
        if is_same_issue and heading(other.point) == heading(clause.demand.point):
            return group
    return None


def _place(groups: list[Group]) -> Callable[[Row], tuple[float, int]]:
    """Rows in the order of the second text; what was dropped after what stood before it."""
    follows = {before[0].place: after[0].place for before, after in groups}

    def place(row: Row) -> tuple[float, int]:
        if row.after:
            return row.after[0].place, 0
        earlier = [old for old in follows if old < row.before[0].place]
        return (follows[max(earlier)] if earlier else -1) + 0.5, row.before[0].place

    return place


def _rated(
    dossier: Dossier, old: Iterable[Placed], new: Sequence[Placed]
) -> list[tuple[tuple[float, ...], int, int]]:
    """Every pair that may stand for each other, the surest first; the same seen from either
    side."""
    names = actors(dossier)
    keys = {clause.demand: key(clause.demand.text, names) for clause in (*old, *new)}
    pairs = []
    for one in old:
        for other in new:
            rated = _rate(one.demand, other.demand, keys, names)
            if rated is not None:
                apart, total = abs(one.place - other.place), one.place + other.place
                pairs.append(((*rated, apart, total), one.place, other.place))
    return sorted(pairs)


def _rate(
    one: Demand,
    other: Demand,
    keys: dict[Demand, str],
    names: dict[str, str],
) -> tuple[float, ...] | None:
    """How surely two clauses stand for each other, the least the surest; None if they do not.

    Same issue before same number before likeness. A clause on an issue meets clauses on that
    issue first, and a term on none only where their words are much alike.
    """
    if one.issue != other.issue and one.issue and other.issue:
        return None
    is_same_point = bool(one.point) and one.point == other.point
    rate = alike(keys[one], keys[other])
    if one.issue and other.issue:
        is_same_ask = one.ask == other.ask and one.is_dropped == other.is_dropped
        is_same_place = heading(one.point) == heading(other.point)
        is_sure = is_same_ask and is_same_point
        return (0, not is_sure, not is_same_place, not is_same_ask, -rate)
    rank = 2 if one.issue or other.issue else 1
    if one.text == other.text:
        return (rank, 0, not is_same_point, 0, -100.0)
    least = _ALIKE_AT_ONE_POINT if heading(one.point) == heading(other.point) != "" else _ALIKE
    if one.issue or other.issue:
        least = _ALIKE_CODED_ONCE
    if rate < least or objections(one.text, other.text, names):
        return None
    return (rank, 1, not is_same_point, 0, -rate)


def _row(dossier: Dossier, before: list[Placed], after: list[Placed]) -> Row:
    issue_id = before[0].demand.issue
    kind = "split" if len(after) > 1 else "merged" if len(before) > 1 else ""
    issue = dossier.issues.get(issue_id)
    old, new = _asks(before), _asks(after)
    steps = told_steps(issue.scale, old, new) if issue and old and new else None
    is_struck = [any(c.demand.is_dropped for c in side) for side in (before, after)]
    if is_struck[0] != is_struck[1]:
        kind = "dropped" if is_struck[1] else "added"
    elif bool(old) != bool(new) and not kind:  # coded in one of the two only
        kind = "reworded"
    elif set(old) != set(new) or _conditions(before) != _conditions(after):
        kind = "changed"
    elif not kind:
        one, other = before[0].demand, after[0].demand
        if one.text != other.text or one.condition != other.condition:
            kind = "reworded"
        else:
            kind = "unchanged" if one.point == other.point else "moved"
    return Row(kind, issue_id, tuple(before), tuple(after), steps)


def _asks(clauses: Iterable[Placed]) -> tuple[Region, ...]:
    return tuple(dict.fromkeys(c.demand.ask for c in clauses if c.demand.ask is not None))


def _conditions(clauses: Iterable[Placed]) -> bool:
    """Whether the ask holds only if something else does."""
    return any(clause.demand.condition for clause in clauses)
