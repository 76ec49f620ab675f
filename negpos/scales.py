"""Scales of issues and regions on them: meeting, distance and steps.

A region is kept in one small shape for all four kinds of scale:

=========  =======================================================
ordinal    ``low`` and ``high`` are the indexes of its end options
quantity   ``low`` and ``high`` are its end values
nominal    ``low == high``: the options that would do, as a bit mask
members    ``low`` is the least set, ``high`` the greatest, as masks
=========  =======================================================
"""

from collections.abc import Iterable, Sequence
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


def intersection(scale: Scale, a: Region, b: Region) -> Region | None:
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
    if intersection(scale, a, b) is None:
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
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0])] * 2
    pairs = [(one, min(others, key=lambda o: distance(scale, one, o))) for one in ones]
    pairs += [(min(ones, key=lambda o: distance(scale, o, other)), other) for other in others]
    return pairs


def every(met: Sequence[bool | None]) -> bool | None:
    """Whether all of these meet: False where one does not, None where that cannot be told."""
    return False if False in met else None if None in met else True


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
    marks = {at for at, _ in scale.marks}
    is_word = {region.low in marks or region.high in marks for region in regions if marks}
    return None if len(is_word) > 1 else steps_of_sets(scale, ones, others)


def union(scale: Scale, regions: Iterable[Region]) -> Region:
    """On a members scale, what several clauses of one text ask together."""
    least = greatest = 0
    vague = False
    for region in regions:
        least |= int(region.low)
        greatest |= int(region.high)
        vague = vague or region.vague
    return Region(least, greatest, vague)
