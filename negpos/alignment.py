"""Clauses of two texts that stand for each other, and what became of each.

docs/texts.md, "Texts against texts", tells in which order clauses find each other.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from negpos import scales
from negpos.dossier import Demand, Dossier
from negpos.plans import heading
from negpos.scales import Region, Scale, told_steps
from negpos.text.guards import GUARDS, bare, objections
from negpos.text.passages import actors, alike, key

_ALIKE = 60.0
"""Likeness from which two terms on no issue, under other numbers, may be one and the same."""
_ALIKE_AT_ONE_POINT = 50.0
"""The same for two terms under one number."""
_ALIKE_ON_WEAK_GROUND = 75.0
"""The same where only one of the two is coded on an issue, or a guard objects."""
_PART = 0.75
"""The share of its words from which a clause may be a part of another."""


class Placed(NamedTuple):
    """One clause of a text, and its place in it."""

    place: int
    demand: Demand


class Row(NamedTuple):
    """Clauses that stand for each other; either side may be empty, or hold several.

    ``steps`` lie between the asks in the scale's own units, None where words are vague or
    nothing is coded. ``guards`` name what a changed clause differs in, as far as words tell.
    """

    kind: str
    issue: str
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    steps: float | None = None
    guards: tuple[str, ...] = ()


class _Words:
    """How alike the words of these clauses are, and what guards find that they differ in; the
    same seen from either side."""

    def __init__(self, dossier: Dossier, demands: Iterable[Demand]) -> None:
        self.issues = dossier.issues
        self.names = actors(dossier)
        self.keys = {demand: key(demand.text, self.names) for demand in demands}
        self.bare = {demand: key(bare(demand.text), self.names) for demand in self.keys}

    def alike(self, one: Demand, other: Demand) -> float:
        """Their likeness, from 0 to 100."""
        return alike(self.keys[one], self.keys[other])

    def bare_alike(self, one: Demand, other: Demand, least: int) -> float:
        """The likeness of the words that no guard reads; 0 where they are fewer than ``least``."""
        keys = self.bare[one], self.bare[other]
        return alike(*keys) if min(len(words.split()) for words in keys) >= least else 0.0

    def guards(self, one: str, other: str) -> tuple[str, ...]:
        """The guards that object to taking one wording for the other, or the other for it."""
        found = self.against(one, other) | self.against(other, one)
        return tuple(guard for guard in GUARDS if guard in found)

    def against(self, claim: str, passage: str) -> set[str]:
        """The guards that object to reading the passage as saying the claim. That they cannot judge
        a language is no difference of two texts in it."""
        found = {objection.guard for objection in objections(claim, passage, self.names)}
        return found - {"language"}

    def is_part(self, clause: Demand, own: Demand, whole: Demand) -> bool:
        """Whether the words of a clause that no guard reads are those of a part of the whole that
        ``own`` lacks."""
        mine, others, all_ = (set(self.bare[one].split()) for one in (clause, own, whole))
        more = mine - others
        return bool(more) and more <= all_ and len(mine & all_) >= _PART * len(mine)


Group = tuple[list[Placed], list[Placed]]
"""Clauses of the first text and of the second that stand for each other."""


def aligned(dossier: Dossier, old: Sequence[Placed], new: Sequence[Placed]) -> list[Row]:
    """Pairs by issue, then number, then likeness; what is left is added or dropped, or joins a
    pair as a split or a merger."""
    words = _Words(dossier, [clause.demand for clause in (*old, *new)])
    groups = _paired(old, new, words)
    before = {one[0].place for one, _ in groups}
    after = {other[0].place for _, other in groups}
    pairs = [(one[0], other[0]) for one, other in groups]
    left = [clause for clause in old if clause.place not in before]
    come = [clause for clause in new if clause.place not in after]
    gone = _unjoined(left, pairs, groups, 0, words)
    added = _unjoined(come, pairs, groups, 1, words)
    rows = [_row(dossier, *group, words) for group in groups]
    for kind, clauses in (("dropped", gone), ("added", added)):
        for clause in clauses:
            sides = ((clause,), ()) if kind == "dropped" else ((), (clause,))
            rows.append(Row(kind_alone(kind, (clause,)), clause.demand.issue, *sides))
    return sorted(rows, key=_place(groups))


def kind_alone(kind: str, clauses: Collection[Placed]) -> str:
    """The kind of clauses that have none of the other text for them; to say that a clause is
    struck out where the other text has none changes nothing. Empty for no clauses."""
    if clauses and all(clause.demand.is_dropped for clause in clauses):
        return "unchanged"
    return kind if clauses else ""


def _paired(old: Sequence[Placed], new: Sequence[Placed], words: _Words) -> list[Group]:
    """The surest pairs, in the order of the first text; no clause stands in two of them."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in _rated(old, new, words):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    before, after = ({clause.place: clause for clause in side} for side in (old, new))
    return [([before[i]], [after[j]]) for i, j in sorted(partner.items())]


def _unjoined(
    clauses: Iterable[Placed],
    pairs: Sequence[tuple[Placed, Placed]],
    groups: list[Group],
    side: int,
    words: _Words,
) -> list[Placed]:
    """The clauses of one text (0 the first, 1 the second) that join no pair; the others do."""
    unjoined = []
    for clause in clauses:
        homes = []
        for place, pair in enumerate(pairs):
            own, whole = pair[side], pair[1 - side]
            if _belongs(clause.demand, own.demand, whole.demand, words):
                is_elsewhere = heading(clause.demand.point) != heading(whole.demand.point)
                homes.append((is_elsewhere, abs(whole.place - clause.place), whole.place, place))
        if homes:
            groups[min(homes)[-1]][side].append(clause)
        else:
            unjoined.append(clause)
    return unjoined


def _belongs(clause: Demand, own: Demand, whole: Demand, words: _Words) -> bool:
    """Whether a clause stands for a part of one of the other text, for which another clause of
    its own text stands already; of clauses on one issue also where a number or a striking out
    joins them, and then they need not say the same."""
    if bool(clause.issue) != bool(whole.issue) or clause.issue != whole.issue:
        return False
    if clause.issue:
        if heading(clause.point) == heading(whole.point) or clause.is_dropped or whole.is_dropped:
            return True
        scale = words.issues[clause.issue].scale
        if clause.ask is not None and whole.ask is not None and own.text != whole.text:
            return scales.contains(scale, whole.ask, clause.ask)
    return words.is_part(clause, own, whole)


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
    old: Iterable[Placed], new: Sequence[Placed], words: _Words
) -> list[tuple[tuple[float, ...], int, int]]:
    """Every pair that may stand for each other, the surest first; the same seen from either
    side."""
    pairs = []
    for one in old:
        for other in new:
            rated = _rate(one.demand, other.demand, words)
            if rated is not None:
                apart, total = abs(one.place - other.place), one.place + other.place
                pairs.append(((*rated, apart, total), one.place, other.place))
    return sorted(pairs)


def _rate(one: Demand, other: Demand, words: _Words) -> tuple[float, ...] | None:
    """How surely two clauses stand for each other, the least the surest; None if they do not.

    Same issue before same number before likeness. A clause on an issue meets clauses on that
    issue first, and a term on none only where their words are much alike; so do words to which
    a guard objects, which were turned round on the way from one text to the other.
    """
    if one.issue != other.issue and one.issue and other.issue:
        return None
    is_same_point = bool(one.point) and one.point == other.point
    if one.issue and other.issue:
        rate = words.alike(one, other)
        is_same_ask = one.ask == other.ask and one.is_dropped == other.is_dropped
        is_same_place = heading(one.point) == heading(other.point)
        is_sure = is_same_ask and is_same_point
        return (0, not is_sure, not is_same_place, not is_same_ask, -rate, 0)
    return _rate_by_words(one, other, words, is_same_point=is_same_point)


def _rate_by_words(
    one: Demand, other: Demand, words: _Words, *, is_same_point: bool
) -> tuple[float, ...] | None:
    """The same where one of the two, or neither, is on an issue: by what their words share."""
    rate = words.alike(one, other)
    rank = 2 if one.issue or other.issue else 1
    if one.text == other.text:
        return (rank, 0, not is_same_point, 0, -100.0, 0)
    least = _ALIKE_AT_ONE_POINT if heading(one.point) == heading(other.point) != "" else _ALIKE
    if one.issue or other.issue:
        least = _ALIKE_ON_WEAK_GROUND
    unread = words.bare_alike(one, other, 1 if is_same_point else 2)
    if rate < least and unread < _ALIKE_ON_WEAK_GROUND:
        return None
    is_turned = bool(words.guards(one.text, other.text))
    if is_turned:
        rate = max(rate, unread)
        least = _ALIKE if is_same_point and rank == 1 else _ALIKE_ON_WEAK_GROUND
    if rate < least:
        return None
    return (rank, 1, is_turned or not is_same_point, 0, -rate, is_turned)


def _row(dossier: Dossier, before: list[Placed], after: list[Placed], words: _Words) -> Row:
    """One pair, with what joined it, and what became of it."""
    issue = dossier.issues.get(before[0].demand.issue)
    scale = issue.scale if issue else None
    old, new = _asks(scale, before), _asks(scale, after)
    steps = told_steps(scale, old, new) if scale and old and new else None
    in_text = _guards(before, after, words)
    in_condition = _guards_of_conditions(before, after, words)
    is_turned = bool(in_condition or (in_text and not (old and new)))
    kind = _kind(before, after, is_changed=old != new, is_turned=is_turned)
    told = {*in_text, *in_condition} if kind == "changed" else ()
    guards = tuple(guard for guard in GUARDS if guard in told)
    return Row(kind, before[0].demand.issue, tuple(before), tuple(after), steps, guards)


def _kind(before: list[Placed], after: list[Placed], *, is_changed: bool, is_turned: bool) -> str:
    """What became of a pair, of which the asks differ, or the words of clauses without any."""
    old, new = ([c.demand for c in side if not c.demand.is_dropped] for side in (before, after))
    if bool(old) != bool(new):
        return "dropped" if old else "added"
    is_coded = [any(d.ask is not None for d in side) for side in (old, new)]
    joined = {(False, True): "split", (True, False): "merged", (True, True): "reworded"}.get(
        (len(old) > 1, len(new) > 1), ""
    )
    if is_turned or _is_conditional(old) != _is_conditional(new):
        return "changed"
    if is_changed and (all(is_coded) or joined):
        return "changed"
    if joined or is_changed:  # coded in one of the two only
        return joined or "reworded"
    one, other = before[0].demand, after[0].demand
    if one.text != other.text or one.condition != other.condition:
        return "reworded"
    return "unchanged" if one.point == other.point else "moved"


def _guards(before: list[Placed], after: list[Placed], words: _Words) -> tuple[str, ...]:
    """What guards say that one clause and another differ in; of one that became several, or of
    several that became one, in what a part differs from the whole, which says more; of several
    for several nothing."""
    if len(before) > 1 and len(after) > 1:
        return ()
    whole, parts = (before[0], after) if len(before) == 1 else (after[0], before)
    if len(parts) == 1:
        return words.guards(whole.demand.text, parts[0].demand.text)
    found = {
        guard for part in parts for guard in words.against(part.demand.text, whole.demand.text)
    }
    return tuple(guard for guard in GUARDS if guard in found)


def _guards_of_conditions(
    before: list[Placed], after: list[Placed], words: _Words
) -> tuple[str, ...]:
    """What guards say that the conditions of two clauses differ in, where both have one."""
    one, other = before[0].demand.condition, after[0].demand.condition
    is_pair = len(before) == len(after) == 1
    return words.guards(one, other) if is_pair and one and other else ()


def _asks(scale: Scale | None, clauses: Iterable[Placed]) -> tuple[Region, ...]:
    """What these clauses ask for, each once; on a members scale all together."""
    asks = tuple(dict.fromkeys(c.demand.ask for c in clauses if c.demand.ask is not None))
    if asks and scale and scale.kind == "members":
        return (scales.union(scale, asks),)
    return tuple(sorted(asks))


def _is_conditional(demands: Iterable[Demand]) -> bool:
    """Whether the ask holds only if something else does; not what would do as well."""
    return any(demand.hangs_on for demand in demands)
