"""Scales of issues and regions on them: meeting, distance, steps, overlap and chance.

A region is kept in one small shape for all four kinds of scale:

=========  =======================================================
ordinal    ``low`` and ``high`` are the indexes of its end options
quantity   ``low`` and ``high`` are its end values
nominal    ``low == high``: the options that would do, as a bit mask
members    ``low`` is the least set, ``high`` the greatest, as masks
=========  =======================================================
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations
from math import comb
from typing import NamedTuple


class Option(NamedTuple):
    """One answer that a scale allows."""

    id: str
    label: str
    definition: str = ""


class Scale(NamedTuple):
    """The answers to one issue: ``ordinal``, ``quantity``, ``members`` or ``nominal``.

    ``places`` are the positions of ordinal options in [0, 1]; ``low`` and ``high`` bound a
    quantity; ``marks`` are quantities that are read in words.
    """

    kind: str
    options: tuple[Option, ...] = ()
    places: tuple[float, ...] = ()
    low: float = 0
    high: float = 1
    unit: str = ""
    marks: tuple[tuple[float, str], ...] = ()

    def place(self, option: str) -> int:
        """The place of an option id in the order of the scale; ValueError if it has none."""
        for number, known in enumerate(self.options):
            if known.id == option:
                return number
        raise ValueError(option)


class Region(NamedTuple):
    """A part of a scale. A vague one means something inside it, one cannot tell what."""

    low: float
    high: float
    vague: bool = False


def whole(scale: Scale) -> Region:
    """The region that excludes nothing."""
    everything = (1 << len(scale.options)) - 1
    if scale.kind == "ordinal":
        return Region(0, len(scale.options) - 1)
    if scale.kind == "quantity":
        return Region(scale.low, scale.high)
    return Region(everything if scale.kind == "nominal" else 0, everything)


def overlap_of(scale: Scale, a: Region, b: Region) -> Region | None:
    """What both regions allow, or None; vague if either is."""
    vague = a.vague or b.vague
    if scale.kind in ("ordinal", "quantity"):
        low, high = max(a.low, b.low), min(a.high, b.high)
        return Region(low, high, vague) if low <= high else None
    if scale.kind == "nominal":
        both = int(a.low) & int(b.low)
        return Region(both, both, vague) if both else None
    least, greatest = int(a.low) | int(b.low), int(a.high) & int(b.high)
    return Region(least, greatest, vague) if least & ~greatest == 0 else None


def contains(scale: Scale, outer: Region, inner: Region) -> bool:
    """Whether everything that ``inner`` allows is allowed by ``outer``."""
    if scale.kind in ("ordinal", "quantity"):
        return outer.low <= inner.low and inner.high <= outer.high
    if scale.kind == "nominal":
        return int(inner.low) & ~int(outer.low) == 0
    return int(outer.low) & ~int(inner.low) == 0 and int(inner.high) & ~int(outer.high) == 0


def is_point(scale: Scale, region: Region) -> bool:
    """Whether the region allows one single answer."""
    if scale.kind == "nominal":
        return int(region.low).bit_count() == 1
    return region.low == region.high


def meets(scale: Scale, a: Region, b: Region) -> bool | None:
    """True or False if that holds on every reading of vague words, else None."""
    if overlap_of(scale, a, b) is None:
        return False
    if a.vague and b.vague:
        return True if is_point(scale, a) and is_point(scale, b) else None
    if a.vague:
        return True if contains(scale, b, a) else None
    if b.vague:
        return True if contains(scale, a, b) else None
    return True


def distance(scale: Scale, a: Region, b: Region) -> float:
    """The distance of the nearest points of two regions, in [0, 1]; 0 where they meet.

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
    """How far apart two regions are in the scale's own units; 0 where they meet.

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
    pairs = [(one, min(others, key=lambda o: distance(scale, one, o))) for one in ones]
    pairs += [(min(ones, key=lambda o: distance(scale, o, other)), other) for other in others]
    return pairs


def distance_of_sets(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float:
    """The larger of the two one-way distances between several asks (Hausdorff), in [0, 1]."""
    return max(distance(scale, a, b) for a, b in nearest_pairs(scale, ones, others))


def steps_of_sets(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float:
    """The larger of the two one-way distances between several asks, in steps."""
    return max(steps(scale, a, b) for a, b in nearest_pairs(scale, ones, others))


def union(scale: Scale, regions: Iterable[Region]) -> Region:
    """On a members scale, what several clauses of one text ask together."""
    least = greatest = 0
    vague = False
    for region in regions:
        least |= int(region.low)
        greatest |= int(region.high)
        vague = vague or region.vague
    return Region(least, greatest, vague)


# Chance: the agreement to expect if both asks kept their shape and fell on the scale at random.


def chance(scale: Scale, ones: Sequence[Region], others: Sequence[Region]) -> float:
    """The expected agreement, in [0, 1], of asks of these shapes laid at random on the scale."""
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
            scale, tuple(int(r.low) for r in ones), tuple(int(r.low) for r in others)
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
    scale = Scale("ordinal", options=(Option("", ""),) * len(places), places=places)
    if len(one) == len(other) == 1:
        return _chance_of_stretches(places, one[0][1], other[0][1])
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


@lru_cache(maxsize=4096)
def _chance_of_names(scale: Scale, ones: tuple[int, ...], others: tuple[int, ...]) -> float:
    """Several nominal asks a side: mean over every renaming of the options one side uses."""
    size = len(scale.options)
    used = [place for place in range(size) if any(mask >> place & 1 for mask in others)]
    left = [Region(mask, mask) for mask in ones]
    total = count = 0.0
    for names in permutations(range(size), len(used)):
        renamed = [
            sum(1 << new for old, new in zip(used, names, strict=True) if mask >> old & 1)
            for mask in others
        ]
        total += distance_of_sets(scale, left, [Region(mask, mask) for mask in renamed])
        count += 1
    return 1 - total / count


@lru_cache(maxsize=4096)
def _chance_of_members(size: int, one_free: int, other_free: int) -> float:
    """Each side leaves so many members free; every other member is in or out at random.

    Points give 1/3 + (2/3) / 4^size. Built member by member over the counts of free members
    used so far, members that can be shared, and members that keep the sets apart.
    """
    if one_free == other_free == 0:
        return 1 / 3 + (2 / 3) * 0.25**size
    state: dict[tuple[int, int, int, int], float] = {(0, 0, 0, 0): 1.0}
    sides = ("in", "out", "free")
    for _ in range(size):
        after: dict[tuple[int, int, int, int], float] = {}
        for (used_one, used_other, shared, apart), ways in state.items():
            for a in sides:
                for b in sides:
                    key = (
                        used_one + (a == "free"),
                        used_other + (b == "free"),
                        shared + (a != "out" and b != "out"),
                        apart + ({a, b} == {"in", "out"}),
                    )
                    after[key] = after.get(key, 0.0) + ways
        state = after
    total = count = 0.0
    for (used_one, used_other, shared, apart), ways in state.items():
        if used_one == one_free and used_other == other_free:
            count += ways
            total += ways * (shared / (shared + apart) if apart else 1.0)
    return total / count
