"""Scales of issues and regions on them: meeting, distance and steps.

A region is kept in one small shape for all five kinds of scale:

=========  =======================================================
ordinal    ``low`` and ``high`` are the indexes of its end options
quantity   ``low`` and ``high`` are its end values, either of which may be left out itself
date       the same, in days, months or years that are counted
nominal    ``low == high``: the options that would do, as a bit mask
members    ``low`` is the least set, ``high`` the greatest, as masks
=========  =======================================================
"""

from collections.abc import Iterable, Sequence, Set
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
    """The answers to one issue: ``ordinal``, ``quantity``, ``date``, ``members`` or ``nominal``.

    ``places`` are the positions of ordinal options in [0, 1]; ``low`` and ``high`` bound a
    quantity; ``marks`` are quantities that are read in words; ``unit`` measures distances, is
    ``singular`` for one, and ``unit_short`` stands behind the figure of an ask, ``prefix`` before
    it. Figures are in thousands, millions or more where there is a ``scaling``. A date is the
    number of its day, month or year, whichever is the ``step``. Where members ``adds_up``, who
    asks for some of them shuts out no others.
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
    prefix: str = ""
    singular: str = ""
    scaling: str = ""
    step: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether its answers are numbers: quantities, or dates that are counted."""
        return self.kind in ("quantity", "date")

    @property
    def is_ordered(self) -> bool:
        """Whether its answers lie on a line, so that between two others may lie."""
        return self.kind == "ordinal" or self.is_measured

    def place(self, option: str) -> int:
        """The place of an option id in the order of the scale; ValueError if it has none."""
        for number, known in enumerate(self.options):
            if known.id == option:
                return number
        raise ValueError(option)


class Region(NamedTuple):
    """A part of a scale. A vague one means something inside it, one cannot tell what.

    On a quantity it may lie strictly above ``low`` (``is_above``) or below ``high``
    (``is_below``): the end itself is left out. One that is ``about`` a figure is vague, and means
    something near it. On a quantity or a date it may be some ``points``, rising, and nothing
    between them. Where more is ``better`` to whoever holds it, ``high``, or less, ``low``, all
    beyond it on that side would do as well, to the end of the scale.
    """

    low: float
    high: float
    vague: bool = False
    is_above: bool = False
    is_below: bool = False
    about: float | None = None
    points: tuple[float, ...] = ()
    better: str = ""


def of_points(scale: Scale, values: Iterable[float], *, vague: bool = False) -> Region | None:
    """The region of these answers on a scale of numbers and of nothing between them; dates that
    follow on each other are a stretch, one answer is that answer, and none are no region."""
    points = tuple(sorted(set(values)))
    if not points:
        return None
    low, high = points[0], points[-1]
    is_stretch = scale.kind == "date" and high - low == len(points) - 1
    return Region(low, high, vague, points=() if is_stretch or len(points) == 1 else points)


def pieces(region: Region) -> tuple[Region, ...]:
    """The points that a region is made of, or the region itself."""
    return tuple(Region(p, p, region.vague) for p in region.points) or (region,)


def answer(scale: Scale, at: float) -> Region:
    """The region of one answer alone: an option by its place or, on a nominal scale, by its mask;
    a figure; of members a list, which shuts out no others where they add up."""
    adds_up = scale.adds_up and at > 0
    return Region(at, whole(scale).high if adds_up else at)


def named(scale: Scale, region: Region) -> tuple[float, ...]:
    """The answers that a region names in plain words, as ``answer`` takes them: its one answer, or
    each of some figures between which nothing would do; none of a vague region."""
    if region.vague:
        return ()
    if scale.kind == "members":
        return (region.low,) if is_listed(scale, region) else ()
    if region.points and scale.kind == "quantity":
        return region.points
    return (region.low,) if is_point(scale, region) else ()


def answers(scale: Scale, region: Region) -> tuple[float, ...]:
    """All the answers that a region allows, as ``answer`` takes them, where they can be counted:
    those of options; on other scales those that it names."""
    if scale.kind == "ordinal":
        return tuple(float(place) for place in range(int(region.low), int(region.high) + 1))
    if scale.kind == "nominal":
        places = range(len(scale.options))
        return tuple(float(1 << place) for place in places if int(region.low) >> place & 1)
    return named(scale, region)


def toward(region: Region, better: str) -> Region:
    """The same asked for by one to whom more (``high``) or less (``low``) is better."""
    return region._replace(better=better) if better else region


def as_asked(region: Region) -> Region:
    """The same without what would do as well because more, or less, is better."""
    return region._replace(better="") if region.better else region


def opened(scale: Scale, region: Region) -> Region:
    """All that would do: from what is asked for to the end of the scale, if that is better."""
    if not region.better:
        return region
    low, high, vague, is_above, is_below = region[:5]
    if region.better == "high":
        return Region(low, whole(scale).high, vague, is_above)
    return Region(whole(scale).low, high, vague, is_below=is_below)


def _surely(scale: Scale, region: Region) -> Region:
    """All that would do on every reading of vague words, where more, or less, is better; else the
    region as it is."""
    if not (region.better and region.vague):
        return opened(scale, region)
    end = region.high if region.better == "high" else region.low
    return opened(scale, Region(end, end, better=region.better))


def whole(scale: Scale) -> Region:
    """The region that excludes nothing."""
    everything = (1 << len(scale.options)) - 1
    if scale.kind == "ordinal":
        return Region(0, len(scale.options) - 1)
    if scale.is_measured:
        return Region(scale.low, scale.high)
    return Region(everything if scale.kind == "nominal" else 0, everything)


def intersection(scale: Scale, a: Region, b: Region) -> Region | None:
    """What both regions allow, or None; vague if either is."""
    a, b = opened(scale, a), opened(scale, b)
    vague = a.vague or b.vague
    if scale.kind == "ordinal":
        low, high = max(a.low, b.low), min(a.high, b.high)
        return Region(low, high, vague) if low <= high else None
    if a.points or b.points:
        some, other = (a, b) if a.points else (b, a)
        return of_points(scale, (p for p in some.points if _holds(other, p)), vague=vague)
    if scale.is_measured:
        return _shared_stretch(a, b, vague)
    if scale.kind == "nominal":
        both = int(a.low) & int(b.low)
        return Region(both, both, vague) if both else None
    least, greatest = int(a.low) | int(b.low), int(a.high) & int(b.high)
    return Region(least, greatest, vague) if least & ~greatest == 0 else None


def _shared_stretch(a: Region, b: Region, vague: bool) -> Region | None:
    """What two stretches of numbers share, or None."""
    low, is_above = max(_lower(a), _lower(b))
    high, is_closed = min(_upper(a), _upper(b))
    if low > high or (low == high and (is_above or not is_closed)):
        return None
    shared = Region(low, high, vague, is_above, not is_closed)
    near = [one for one in (a, b) if one.about is not None]
    return next((one for one in near if one._replace(about=None) == shared), shared)


def contains(scale: Scale, outer: Region, inner: Region) -> bool:
    """Whether everything that ``inner`` allows is allowed by ``outer``."""
    outer, inner = opened(scale, outer), opened(scale, inner)
    if outer.points or inner.points:
        answers = _answers(scale, inner, most=len(outer.points))
        return bool(answers) and all(_holds(outer, answer) for answer in answers)
    if scale.kind == "ordinal":
        return outer.low <= inner.low and inner.high <= outer.high
    if scale.is_measured:
        return _lower(outer) <= _lower(inner) and _upper(inner) <= _upper(outer)
    if scale.kind == "nominal":
        return int(inner.low) & ~int(outer.low) == 0
    return int(outer.low) & ~int(inner.low) == 0 and int(inner.high) & ~int(outer.high) == 0


def _holds(region: Region, value: float) -> bool:
    """Whether a region of numbers allows this one."""
    if region.points:
        return value in region.points
    return _lower(region) <= (value, False) and (value, True) <= _upper(region)


def _answers(scale: Scale, region: Region, most: int) -> Sequence[float]:
    """The answers that a region of numbers allows, if they can be counted: points, and of dates no
    more than so many in a row; else none."""
    if region.points or region.low == region.high:
        return region.points or (region.low,)
    is_few = scale.kind == "date" and region.high - region.low <= most
    return range(int(region.low), int(region.high) + (not region.is_below)) if is_few else ()


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
    if a.better or b.better:
        a, b = _surely(scale, a), _surely(scale, b)
        if intersection(scale, a, b) is None:
            return None
    if scale.adds_up and a.high == b.high == whole(scale).high:
        return True if _is_within(a, b) or _is_within(b, a) else None  # neither shuts anything out
    if a.vague and b.vague:
        return True if is_point(scale, a) and is_point(scale, b) else None
    if a.vague:
        return True if contains(scale, b, a) else None
    if b.vague:
        return True if contains(scale, a, b) else None
    return True


def _is_within(a: Region, b: Region) -> bool:
    """Whether all that one list of members asks for, in plain words, is asked for by another."""
    return not a.vague and int(a.low) & ~int(b.low) == 0


def distance(scale: Scale, a: Region, b: Region) -> float:
    """The distance of the nearest points of two regions, in [0, 1]; 0 where they meet, and
    where they would but for an end that is left out.

    Members: 1 - |A and B| / |A or B| (Jaccard), least over the sets allowed.
    """
    if scale.kind == "ordinal":
        a, b = opened(scale, a), opened(scale, b)
        if a.high < b.low:
            return scale.places[int(b.low)] - scale.places[int(a.high)]
        if b.high < a.low:
            return scale.places[int(a.low)] - scale.places[int(b.high)]
        return 0.0
    if scale.is_measured:
        return steps(scale, a, b) / (scale.high - scale.low)
    if scale.kind == "nominal":
        return 0.0 if int(a.low) & int(b.low) else 1.0
    shared = (int(a.high) & int(b.high)).bit_count()
    apart = int(steps(scale, a, b))
    return apart / (shared + apart) if apart else 0.0


def steps(scale: Scale, a: Region, b: Region) -> float:
    """How far apart two regions are in the scale's own units; 0 where ``distance`` is.

    Ordinal: options to pass. Quantity: its unit. Date: its step. Members: members to add or
    leave out. Nominal: 1.
    """
    if scale.is_ordered:
        a, b = opened(scale, a), opened(scale, b)
        if not (a.points or b.points):
            return max(0, b.low - a.high, a.low - b.high)
        ones, others = pieces(a), pieces(b)
        return min(max(0, y.low - x.high, x.low - y.high) for x in ones for y in others)
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
    marks = {mark.at for mark in scale.marks}
    is_word = {_is_word(region, marks) for region in regions if marks}
    return None if len(is_word) > 1 else steps_of_sets(scale, ones, others)


def _is_word(region: Region, marks: Set[float]) -> bool:
    """Whether an end that it holds, or one of its points, is read in words."""
    if region.points:
        return not marks.isdisjoint(region.points)
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
