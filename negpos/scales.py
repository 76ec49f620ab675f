"""Scales of issues and regions on them: meeting, distance, steps, overlap and chance.

A region is kept in one small shape for all four kinds of scale:

=========  =======================================================
ordinal    ``low`` and ``high`` are the indexes of its end options
quantity   ``low`` and ``high`` are its end values, either of which may be left out itself
nominal    ``low == high``: the options that would do, as a bit mask
members    ``low`` is the least set, ``high`` the greatest, as masks
=========  =======================================================
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from math import comb, prod
from typing import NamedTuple


class Option(NamedTuple):
    """One answer that a scale allows."""

    id: str
    label: str
    definition: str = ""


class Mark(NamedTuple):
    """A quantity that is read in words, and the words for a figure below it that nobody told."""

    at: float
    label: str
    below: str = ""


class Scale(NamedTuple):
    """The answers to one issue: ``ordinal``, ``quantity``, ``members`` or ``nominal``.

    ``places`` are the positions of ordinal options in [0, 1]; ``low`` and ``high`` bound a
    quantity; ``marks`` are quantities that are read in words; ``unit`` measures distances and
    ``unit_short`` stands behind the figure of an ask. Where members ``adds_up``, who asks for
    some of them shuts out no others.
    """

    kind: str
    options: tuple[Option, ...] = ()
    places: tuple[float, ...] = ()
    low: float = 0
    high: float = 1
    unit: str = ""
    unit_short: str | None = None
    marks: tuple[Mark, ...] = ()
    adds_up: bool = False

    def place(self, option: str) -> int:
        """The place of an option id in the order of the scale; ValueError if it has none."""
        for number, known in enumerate(self.options):
            if known.id == option:
                return number
        raise ValueError(option)


class Region(NamedTuple):
    """A part of a scale. A vague one means something inside it, one cannot tell what.

    On a quantity it may lie strictly above ``low`` (``is_above``) or below ``high``
    (``is_below``): the end itself is left out.
    """

    low: float
    high: float
    vague: bool = False
    is_above: bool = False
    is_below: bool = False


def whole(scale: Scale) -> Region:
    """The region that excludes nothing."""
    everything = (1 << len(scale.options)) - 1
    if scale.kind == "ordinal":
        return Region(0, len(scale.options) - 1)
    if scale.kind == "quantity":
        return Region(scale.low, scale.high)
    return Region(everything if scale.kind == "nominal" else 0, everything)


def intersection(scale: Scale, a: Region, b: Region) -> Region | None:
    """What both regions allow, or None; vague if either is."""
    vague = a.vague or b.vague
    if scale.kind == "ordinal":
        low, high = max(a.low, b.low), min(a.high, b.high)
        return Region(low, high, vague) if low <= high else None
    if scale.kind == "quantity":
        low, is_above = max(_lower(a), _lower(b))
        high, is_closed = min(_upper(a), _upper(b))
        is_empty = low > high or (low == high and (is_above or not is_closed))
        return None if is_empty else Region(low, high, vague, is_above, not is_closed)
    if scale.kind == "nominal":
        both = int(a.low) & int(b.low)
        return Region(both, both, vague) if both else None
    least, greatest = int(a.low) | int(b.low), int(a.high) & int(b.high)
    return Region(least, greatest, vague) if least & ~greatest == 0 else None


def contains(scale: Scale, outer: Region, inner: Region) -> bool:
    """Whether everything that ``inner`` allows is allowed by ``outer``."""
    if scale.kind == "ordinal":
        return outer.low <= inner.low and inner.high <= outer.high
    if scale.kind == "quantity":
        return _lower(outer) <= _lower(inner) and _upper(inner) <= _upper(outer)
    if scale.kind == "nominal":
        return int(inner.low) & ~int(outer.low) == 0
    return int(outer.low) & ~int(inner.low) == 0 and int(inner.high) & ~int(outer.high) == 0


def _lower(region: Region) -> tuple[float, bool]:
    """The lower end, greater where it is left out."""
    return region.low, region.is_above


def _upper(region: Region) -> tuple[float, bool]:
    """The upper end, less where it is left out."""
    return region.high, not region.is_below


def is_listed(scale: Scale, region: Region) -> bool:
    """Whether a plain list of members asks for this set: for these and no others, or, where
    members add up, for these at least."""
    if not scale.adds_up:
        return region.low == region.high
    return region.high == (whole(scale).high if region.low else 0)


def is_point(scale: Scale, region: Region) -> bool:
    """Whether the region allows one single answer."""
    if scale.kind == "nominal":
        return int(region.low).bit_count() == 1
    return region.low == region.high


def meets(scale: Scale, a: Region, b: Region) -> bool | None:
    """True or False if that holds on every reading of vague words, else None."""
    if intersection(scale, a, b) is None:
        return False
    if scale.adds_up and a.high == b.high == whole(scale).high:
        return True  # neither shuts anything out, whatever it means
    if a.vague and b.vague:
        return True if is_point(scale, a) and is_point(scale, b) else None
    if a.vague:
        return True if contains(scale, b, a) else None
    if b.vague:
        return True if contains(scale, a, b) else None
    return True


def distance(scale: Scale, a: Region, b: Region) -> float:
    """The distance of the nearest points of two regions, in [0, 1]; 0 where they meet, and
    where they would but for an end that is left out.

    Members: 1 - |A and B| / |A or B| (Jaccard), least over the sets allowed.
    """
    if scale.kind == "ordinal":
        if a.high < b.low:
            return scale.places[int(b.low)] - scale.places[int(a.high)]
        if b.high < a.low:
            return scale.places[int(a.low)] - scale.places[int(b.high)]
        return 0.0
    if scale.kind == "quantity":
        return max(0.0, b.low - a.high, a.low - b.high) / (scale.high - scale.low)
    if scale.kind == "nominal":
        return 0.0 if int(a.low) & int(b.low) else 1.0
    shared = (int(a.high) & int(b.high)).bit_count()
    apart = int(steps(scale, a, b))
    return apart / (shared + apart) if apart else 0.0


def steps(scale: Scale, a: Region, b: Region) -> float:
    """How far apart two regions are in the scale's own units; 0 where ``distance`` is.

    Ordinal: options to pass. Quantity: its unit. Members: members to add or leave out.
    Nominal: 1.
    """
    if scale.kind in ("ordinal", "quantity"):
        return max(0, b.low - a.high, a.low - b.high)
    if scale.kind == "nominal":
        return 0 if int(a.low) & int(b.low) else 1
    a_only, b_only = int(a.low) & ~int(b.high), int(b.low) & ~int(a.high)
    return a_only.bit_count() + b_only.bit_count()


def nearest_pairs(
    scale: Scale, ones: Sequence[Region], others: Sequence[Region]
) -> list[tuple[Region, Region]]:
    """Each region of either side with the nearest of the other side, left side first."""
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0])] * 2

    def apart(a: Region, b: Region) -> tuple[float, bool]:
        gap = distance(scale, a, b)
        return gap, gap == 0 and intersection(scale, a, b) is None

    pairs = [(one, min(others, key=lambda o: apart(one, o))) for one in ones]
    pairs += [(min(ones, key=lambda o: apart(o, other)), other) for other in others]
    return pairs


def distance_of_sets(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float:
    """The larger of the two one-way distances between several asks (Hausdorff), in [0, 1]."""
    return max(distance(scale, a, b) for a, b in nearest_pairs(scale, ones, others))


def steps_of_sets(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float:
    """The larger of the two one-way distances between several asks, in steps."""
    return max(steps(scale, a, b) for a, b in nearest_pairs(scale, ones, others))


def told_steps(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float | None:
    """The steps between several asks a side, as they may be told: None where words are vague,
    or where one side asks for an answer that is no figure, such as "no ceiling"."""
    regions = (*ones, *others)
    if not regions or any(region.vague for region in regions):
        return None
    marks = {mark.at for mark in scale.marks}
    is_word = {_is_word(region, marks) for region in regions if marks}
    return None if len(is_word) > 1 else steps_of_sets(scale, ones, others)


def _is_word(region: Region, marks: Set[float]) -> bool:
    """Whether an end that it holds is read in words."""
    has_low, has_high = not region.is_above, not region.is_below
    return (has_low and region.low in marks) or (has_high and region.high in marks)


def union(scale: Scale, regions: Iterable[Region]) -> Region:
    """On a members scale, what several clauses of one text ask together. Where members add
    up, what one clause shuts out stays out, unless another asks for it."""
    clauses = list(regions)
    least = greatest = 0
    for clause in clauses:
        least |= int(clause.low)
        greatest |= int(clause.high)
    if scale.adds_up:
        for clause in clauses:
            greatest &= int(clause.high)
        greatest |= least
    return Region(least, greatest, any(clause.vague for clause in clauses))


# Chance: the agreement to expect if both asks kept their shape and fell on the scale at random.


def chance(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float | None:
    """The expected agreement, in [0, 1], of asks of these shapes laid at random on the scale;
    None for so many asks on a nominal scale that the ways to lay them cannot be counted."""
    if scale.kind == "quantity":
        span = scale.high - scale.low
        return _chance_on_line(_extent(ones, span), _extent(others, span))
    if scale.kind == "ordinal":
        return _chance_in_order(scale.places, _shape(ones), _shape(others))
    size = len(scale.options)
    if scale.kind == "nominal":
        one, other = (_mask(regions) for regions in (ones, others))
        if len(ones) == len(others) == 1:
            free = size - one.bit_count()
            return 1 - comb(free, other.bit_count()) / comb(size, other.bit_count())
        return _chance_of_names(
            size, tuple(int(r.low) for r in ones), tuple(int(r.low) for r in others)
        )
    one_free = (int(ones[0].high) & ~int(ones[0].low)).bit_count()
    other_free = (int(others[0].high) & ~int(others[0].low)).bit_count()
    return _chance_of_members(size, one_free, other_free)


def _mask(regions: Sequence[Region]) -> int:
    mask = 0
    for region in regions:
        mask |= int(region.low)
    return mask


def _extent(regions: Sequence[Region], span: float) -> float:
    """The stretch from the lowest to the highest point, as a share of the scale."""
    return (max(r.high for r in regions) - min(r.low for r in regions)) / span


def _chance_on_line(one: float, other: float) -> float:
    """1 - E(distance) of two intervals of these lengths laid uniformly on [0, 1].

    E = m^3 / (3 (1 - one)(1 - other)) with m = 1 - one - other; points give 1/3.
    """
    room = 1 - one - other
    if room <= 0:
        return 1.0
    return 1 - room**3 / (3 * (1 - one) * (1 - other))


def _shape(regions: Sequence[Region]) -> tuple[tuple[int, int], ...]:
    first = min(int(r.low) for r in regions)
    return tuple(sorted((int(r.low) - first, int(r.high) - first) for r in regions))


@lru_cache(maxsize=4096)
def _chance_in_order(
    places: tuple[float, ...],
    one: tuple[tuple[int, int], ...],
    other: tuple[tuple[int, int], ...],
) -> float:
    if len(one) == len(other) == 1:
        return _chance_of_stretches(places, one[0][1], other[0][1])
    scale = Scale("ordinal", options=(Option("", ""),) * len(places), places=places)
    laid_one, laid_other = (_laid(len(places), shape) for shape in (one, other))
    total = sum(distance_of_sets(scale, a, b) for a in laid_one for b in laid_other)
    return 1 - total / (len(laid_one) * len(laid_other))


def _chance_of_stretches(places: tuple[float, ...], one: int, other: int) -> float:
    """The same for one stretch of so many steps a side, which is nearly every case."""
    ones, others = len(places) - one, len(places) - other
    total = 0.0
    for a in range(ones):
        for b in range(others):
            if a + one < b:
                total += places[b] - places[a + one]
            elif b + other < a:
                total += places[a] - places[b + other]
    return 1 - total / (ones * others)


def _laid(size: int, shape: tuple[tuple[int, int], ...]) -> list[list[Region]]:
    length = max(high for _, high in shape)
    return [
        [Region(low + shift, high + shift) for low, high in shape] for shift in range(size - length)
    ]


_MOST_WAYS = 100_000
"""Of laying several asks on a nominal scale, beyond which none are counted."""


@lru_cache(maxsize=4096)
def _chance_of_names(size: int, ones: tuple[int, ...], others: tuple[int, ...]) -> float | None:
    """Several nominal asks a side: the mean over every renaming of one side's options; None
    where there are too many to count.

    Options that stand in the same asks of a side are alike, so it is enough to count how many
    of each kind of one side fall on each kind of the other: told option kind by option kind.
    """
    left = Counter(tuple(mask >> place & 1 for mask in ones) for place in range(size))
    right = Counter(tuple(mask >> place & 1 for mask in others) for place in range(size))
    kinds = list(right)
    pairs = [(i, j) for i in range(len(ones)) for j in range(len(others))]
    state = {(tuple(right.values()), frozenset[tuple[int, int]]()): 1}
    ways_left = _MOST_WAYS
    for kind, many in left.items():
        ways_left -= len(state) * prod(min(have, many) + 1 for have in right.values())
        if ways_left < 0:
            return None
        after: dict[tuple[tuple[int, ...], frozenset[tuple[int, int]]], int] = {}
        for (free, met), ways in state.items():
            for taken, choices in _takings(free, many):
                now = met | {
                    (i, j)
                    for i, j in pairs
                    if kind[i] and any(n and kinds[k][j] for k, n in enumerate(taken))
                }
                rest = tuple(have - n for have, n in zip(free, taken, strict=True))
                after[rest, now] = after.get((rest, now), 0) + ways * choices
        state = after
    agreed = sum(ways for (_, met), ways in state.items() if _meets_all(met, ones, others))
    return agreed / sum(state.values())


def _meets_all(
    met: frozenset[tuple[int, int]], ones: tuple[int, ...], others: tuple[int, ...]
) -> bool:
    """Whether each ask of either side is in one of these pairs that meet."""
    has_ones = {i for i, _ in met} == set(range(len(ones)))
    return has_ones and {j for _, j in met} == set(range(len(others)))


def _takings(free: tuple[int, ...], many: int) -> list[tuple[tuple[int, ...], int]]:
    """Every way to take so many out of these kinds, with the number of choices it stands for."""
    found: list[tuple[tuple[int, ...], int]] = [((), 1)]
    for place, have in enumerate(free):
        after = sum(free[place + 1 :])
        found = [
            ((*taken, n), choices * comb(have, n))
            for taken, choices in found
            for n in range(min(have, many - sum(taken)) + 1)
            if many - sum(taken) - n <= after
        ]
    return found


@lru_cache(maxsize=4096)
def _chance_of_members(size: int, one_free: int, other_free: int) -> float:
    """Each side leaves so many members free; every other member is in or out at random.

    Points give 1/3 + (2/3) / 4^size. With ``both`` members free on either side alike, a
    member that is free on one side only is shared as often as it is left out by both; of the
    rest one in four is in both, one in two keeps the sets apart. Summed over those counts.
    """
    total = weight = 0.0
    for both in range(max(0, one_free + other_free - size), min(one_free, other_free) + 1):
        ways = comb(one_free, both) * comb(size - one_free, other_free - both)
        loose = one_free + other_free - 2 * both
        fixed = size - one_free - other_free + both
        mean = 0.0
        for taken in range(loose + 1):
            for apart in range(fixed + 1):
                for shared in range(fixed - apart + 1):
                    share = (
                        comb(loose, taken)
                        / 2**loose
                        * comb(fixed, apart)
                        * comb(fixed - apart, shared)
                        * 2**apart
                        / 4**fixed
                    )
                    met = both + taken + shared
                    mean += share * (met / (met + apart) if apart else 1.0)
        total += ways * mean
        weight += ways
    return total / weight
