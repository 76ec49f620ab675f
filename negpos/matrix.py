"""The overlap of every pair of profiles.

Few profiles are compared pair by pair. Many are laid in arrays, with numpy: how two asks on an
issue stand to each other depends only on their shapes, of which there are few, so it is worked
out once a pair of shapes by the same ``scales`` functions, then looked up.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from math import inf, nextafter
from typing import TYPE_CHECKING, Any, NamedTuple

from negpos import scales
from negpos.comparison import conditions_of, pair, words_of
from negpos.dossier import Dossier, Issue
from negpos.errors import UsageError
from negpos.profiles import Profile
from negpos.scales import Region, Scale

if TYPE_CHECKING:
    from numpy import ndarray

_FEW = 100_000
_MOST_WITHOUT_ARRAYS = 3_000_000
_BLOCK = 1_000_000
"""Pairs that are worked out at a time, so that memory does not grow with all of them."""
_FEW_SHAPES = 128
"""Up to so many shapes of ask on an issue, the agreement of all pairs of them is kept."""

Progress = Callable[[int, int], None]
"""Called with the number of sides that are compared with all, and of all."""
_Shapes = tuple[tuple[Region, ...], ...]


class Matrix(NamedTuple):
    """Square tables in the order of the profiles: overlap in [0, 1] (NaN where no issue has a
    figure), and the numbers of issues scored and addressed by either."""

    profiles: tuple[Profile, ...]
    overlap: Sequence[Sequence[float]]
    scored: Sequence[Sequence[int]]
    addressed: Sequence[Sequence[int]]
    narrowed_to: tuple[str, ...] = ()


def matrix(
    dossier: Dossier,
    profiles: Sequence[Profile],
    issues: Sequence[str],
    progress: Progress | None = None,
) -> Matrix:
    """The overlap of every pair on these issues.

    Of very many profiles the rows are worked out as they are read; reading them in order is
    quick. UsageError where there are so many that arrays are needed and numpy is not installed.
    """
    narrowed = tuple(issues) if len(issues) < len(dossier.issues) else ()
    way = _by_arrays if _needs_arrays(profiles, issues) else _by_pairs
    return way(profiles, issues, progress)._replace(narrowed_to=narrowed)


def _needs_arrays(profiles: Sequence[Profile], issues: Sequence[str]) -> bool:
    size = len(profiles) ** 2 * len(issues) // 2
    if size <= _FEW:
        return False
    try:
        import numpy  # noqa: F401 - only asked whether it is there
    except ImportError:
        if size > _MOST_WITHOUT_ARRAYS:
            raise UsageError(
                f"a matrix of {len(profiles):,} sides needs numpy",
                'install it with: pip install "negpos[large]"',
            ) from None
        return False
    return True


def _by_pairs(
    profiles: Sequence[Profile],
    issues: Sequence[str],
    progress: Progress | None = None,
) -> Matrix:
    count = len(profiles)
    overlap = [[float("nan")] * count for _ in profiles]
    scored = [[0] * count for _ in profiles]
    addressed = [[0] * count for _ in profiles]
    for i, one in enumerate(profiles):
        for j in range(i, count):
            compared = pair(one, profiles[j], issues)
            for a, b in ((i, j), (j, i)):
                if compared.overlap is not None:
                    overlap[a][b] = compared.overlap
                scored[a][b] = compared.scored
                addressed[a][b] = compared.addressed
        if progress:
            progress(i + 1, count)
    return Matrix(tuple(profiles), overlap, scored, addressed)


class _Tables(NamedTuple):
    """Of every pair of asks the agreement of the nearest readings, and whether they meet: 1 on
    every reading, 0 on none, ``_UNTOLD`` where that cannot be told."""

    best: "ndarray"
    meeting: "ndarray"


_UNTOLD = -1


class _Asks(NamedTuple):
    """What is asked on one issue, in arrays of one entry a side that asks for something.

    ``kinds`` are the places of each side's shape of ask in ``shapes``, of which ``tables`` tell
    how all pairs stand, unless there are many. ``hangs_on`` numbers what each side's ask hangs
    on: two sides of one number leave no condition open. ``words`` numbers by which clauses it
    speaks, and what they leave of it: two sides of one number hold the same words.
    """

    issue: Issue
    rows: "ndarray"
    salience: "ndarray"
    vague: "ndarray"
    hangs_on: "ndarray"
    words: "ndarray"
    kinds: "ndarray"
    shapes: _Shapes
    tables: "_Tables | None"

    def of(self, part: slice) -> "_Tables":
        """How the asks of these sides stand to those of all sides."""
        import numpy as np

        if self.tables is not None:
            best, meeting = (table[self.kinds[part, None], self.kinds] for table in self.tables)
            return _Tables(best, meeting)
        kinds, here = np.unique(self.kinds[part], return_inverse=True)
        own = tuple(self.shapes[kind] for kind in kinds)
        made = _tables(self.issue.scale, own, self.shapes)
        best, meeting = (table[here[:, None], self.kinds] for table in made)
        return _Tables(best, meeting)


class _Theme(NamedTuple):
    """Who speaks on each issue of a theme, and the asks on those on which anyone asks."""

    speaks: "ndarray"
    asks: tuple[_Asks, ...]


class _Rows(Sequence[Any]):
    """A square table whose rows are worked out in blocks; only one block is held at a time."""

    def __init__(self, blocks: Callable[[int], tuple[Any, ...]], which: int, count: int, per: int):
        self._blocks, self._which, self._count, self._per = blocks, which, count, per

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, row: Any) -> Any:
        if not 0 <= row < self._count:
            raise IndexError(row)
        return self._blocks(row // self._per)[self._which][row % self._per]


def _by_arrays(
    profiles: Sequence[Profile],
    issues: Sequence[str],
    progress: Progress | None = None,
) -> Matrix:
    dossier, count = profiles[0].dossier, len(profiles)
    per = max(1, min(count, _BLOCK // max(count, 1)))
    own: dict[str, list[Issue]] = {theme: [] for theme in dossier.themes}
    for issue in issues:
        own[dossier.issues[issue].theme].append(dossier.issues[issue])
    themes = [_theme(chosen, profiles) for chosen in own.values() if chosen]

    @lru_cache(maxsize=1)
    def block(number: int) -> tuple[Any, ...]:
        start = number * per
        return _block(themes, start, min(start + per, count), count, progress)

    if per >= count:
        tables: tuple[Any, ...] = block(0)
    else:
        tables = tuple(_Rows(block, which, count, per) for which in range(3))
    return Matrix(tuple(profiles), *tables)


def _theme(issues: Sequence[Issue], profiles: Sequence[Profile]) -> _Theme:
    import numpy as np

    speaks = np.zeros((len(profiles), len(issues)), np.float32)
    asks = []
    for column, issue in enumerate(issues):
        stances = [profile.stances.get(issue.id) for profile in profiles]
        speaks[:, column] = [s is not None and s.speaks for s in stances]
        rows = np.array([n for n, s in enumerate(stances) if s and s.regions], np.intp)
        if len(rows):
            asking = [s for s in stances if s and s.regions]
            shapes: dict[tuple[Region, ...], int] = {}
            kinds = [shapes.setdefault(s.regions, len(shapes)) for s in asking]
            vague = np.array([any(r.vague for r in shape) for shape in shapes])
            salience = np.array([s.salience for s in asking])
            kind = np.array(kinds, np.intp)
            hangs_on = _numbers(frozenset(conditions_of(s)) for s in asking)
            words = _numbers(words_of(s) for s in asking)
            each = tuple(shapes)
            tables = _tables(issue.scale, each, each) if len(each) <= _FEW_SHAPES else None
            told = (salience, vague[kind], hangs_on, words)
            asks.append(_Asks(issue, rows, *told, kind, each, tables))
    return _Theme(speaks, tuple(asks))


def _numbers(values: Iterable[Hashable]) -> "ndarray":
    """A number for each value, the same for equal ones."""
    import numpy as np

    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.intp)


class _Sums(NamedTuple):
    """Over issues, of every pair: saliences times agreement, and saliences, where there is a
    figure; the same of the nearest readings, and saliences, where both ask; issues scored."""

    figure: "ndarray"
    told: "ndarray"
    best: "ndarray"
    asked: "ndarray"
    scored: "ndarray"

    @classmethod
    def nothing(cls, shape: tuple[int, int]) -> "_Sums":
        """Those of no issue."""
        import numpy as np

        figure, told, best, asked = (np.zeros(shape) for _ in range(4))
        return cls(figure, told, best, asked, np.zeros(shape, np.int32))


def _block(
    themes: Sequence[_Theme],
    start: int,
    stop: int,
    count: int,
    progress: Progress | None,
) -> tuple["ndarray", "ndarray", "ndarray"]:
    """The rows from ``start`` to ``stop`` of the three tables."""
    import numpy as np

    shape = (stop - start, count)
    all_of = _Sums.nothing(shape)
    addressed = np.zeros(shape, np.int32)
    for done, theme in enumerate(themes, start=1):
        sums, largest = _sums(theme, start, stop, count)
        totals = theme.speaks.sum(axis=1)
        both = theme.speaks[start:stop] @ theme.speaks.T
        either = totals[start:stop, None] + totals[None, :] - both
        addressed += either.astype(np.int32)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(sums.asked > 0, largest * both / either / sums.asked, 0)
        for whole, own in zip(all_of[:4], sums[:4], strict=True):
            np.add(whole, share * own, out=whole)
        np.add(all_of.scored, sums.scored, out=all_of.scored)
        if progress:
            progress(start + (stop - start) * done // len(themes), count)
    with np.errstate(invalid="ignore", divide="ignore"):
        overlap = np.minimum(all_of.figure / all_of.told, all_of.best / all_of.asked)
        return np.where(all_of.told > 0, overlap, np.nan), all_of.scored, addressed


def _sums(theme: _Theme, start: int, stop: int, count: int) -> tuple[_Sums, "ndarray"]:
    """The sums of one theme for these rows, and the largest pair salience in it."""
    import numpy as np

    shape = (stop - start, count)
    sums = _Sums.nothing(shape)
    largest = np.zeros(shape)
    for asks in theme.asks:
        first, last = np.searchsorted(asks.rows, (start, stop))
        if first == last:
            continue
        part = slice(int(first), int(last))
        block = np.ix_(asks.rows[part] - start, asks.rows)
        mean = (asks.salience[part, None] + asks.salience[None, :]) / 2
        is_vague = asks.vague[part, None] | asks.vague[None, :]
        best, meeting = asks.of(part)
        is_same = asks.words[part, None] == asks.words[None, :]
        meeting = np.where(is_same, 1, meeting)
        is_open = (meeting == 1) & (asks.hangs_on[part, None] != asks.hangs_on[None, :])
        meeting = np.where(is_open, _UNTOLD, meeting)
        has_figure = (~is_vague & (meeting != _UNTOLD)) | (meeting == 1) | (best == 0)
        sums.figure[block] += np.where(has_figure, mean * best, 0)
        sums.told[block] += np.where(has_figure, mean, 0)
        sums.best[block] += mean * best
        sums.asked[block] += mean
        sums.scored[block] += meeting != _UNTOLD
        largest[block] = np.maximum(largest[block], mean)
    return sums, largest


def _tables(scale: Scale, ones: _Shapes, others: _Shapes) -> _Tables:
    """How every pair of these shapes of ask stands."""
    return _Tables(_best(scale, ones, others), _meeting(scale, ones, others))


def _meeting(scale: Scale, ones: _Shapes, others: _Shapes) -> "ndarray":
    """Whether every pair of these shapes of ask meets, as ``scales.meets`` has it."""
    import numpy as np

    if not all(map(_is_stretch, (*ones, *others))):
        return np.array([[_met(scale, one, other) for other in others] for one in ones], np.int8)
    a, b = _Ends.of(scale, ones, is_left=True), _Ends.of(scale, others, is_left=False)
    free = within = np.False_
    if scale.is_ordered:
        never = (b.low > a.high) | (a.low > b.high)
        in_b, in_a = (
            (outer.low <= inner.low) & (inner.high <= outer.high)
            for inner, outer in ((a, b), (b, a))
        )
    elif scale.kind == "nominal":
        never = a.low & b.low == 0
        in_b, in_a = (inner.low & ~outer.low == 0 for inner, outer in ((a, b), (b, a)))
    else:
        never = (a.low | b.low) & ~(a.high & b.high) != 0
        all_in = scales.whole(scale).high
        free = scale.adds_up & (a.high == all_in) & (b.high == all_in)
        within = ~a.vague & (a.low & ~b.low == 0) | ~b.vague & (b.low & ~a.low == 0)
        in_b, in_a = (
            (outer.low & ~inner.low == 0) & (inner.high & ~outer.high == 0)
            for inner, outer in ((a, b), (b, a))
        )
    always = np.where(a.vague, np.where(b.vague, a.point & b.point, in_b), ~b.vague | in_a)
    always = np.where(free, within, always)
    return np.where(never, 0, np.where(always, 1, _UNTOLD)).astype(np.int8)


def _is_stretch(shape: tuple[Region, ...]) -> bool:
    """Whether its two ends tell all of an ask."""
    return len(shape) == 1 and not shape[0].points and not shape[0].better


def _met(scale: Scale, one: tuple[Region, ...], other: tuple[Region, ...]) -> int:
    met = scales.every(
        [scales.meets(scale, a, b) for a, b in scales.nearest_pairs(scale, one, other)]
    )
    return _UNTOLD if met is None else int(met)


class _Ends(NamedTuple):
    """The ends of shapes of one region each, of the left sides or of the right;
    which are vague or points."""

    low: "ndarray"
    high: "ndarray"
    vague: "ndarray"
    point: "ndarray"

    @classmethod
    def of(cls, scale: Scale, shapes: _Shapes, *, is_left: bool) -> "_Ends":
        """Those of these shapes."""
        import numpy as np

        kind = float if scale.is_ordered else np.int64
        ends_of = [_closed(shape[0]) for shape in shapes]
        low, high = (np.array([ends[end] for ends in ends_of], kind) for end in (0, 1))
        vague = np.array([shape[0].vague for shape in shapes])
        point = np.array([scales.is_point(scale, shape[0]) for shape in shapes])
        ends = (low, high, vague, point)
        return cls(*(end[:, None] for end in ends)) if is_left else cls(*ends)


def _closed(region: Region) -> tuple[float, float]:
    """Its ends; for one that is left out the next number inside, which meets just as much."""
    low = nextafter(region.low, inf) if region.is_above else region.low
    return low, nextafter(region.high, -inf) if region.is_below else region.high


def _best(scale: Scale, ones: _Shapes, others: _Shapes) -> "ndarray":
    """The agreement of the nearest readings of every pair of these shapes of ask."""
    import numpy as np

    best: ndarray
    if not all(map(_is_stretch, (*ones, *others))):
        best = np.array(
            [[1 - scales.distance_of_sets(scale, one, other) for other in others] for one in ones]
        )
        return best
    a, b = _Ends.of(scale, ones, is_left=True), _Ends.of(scale, others, is_left=False)
    if scale.is_ordered:
        span = 1.0 if scale.kind == "ordinal" else scale.high - scale.low
        places = np.array(scale.places)
        (low, high), (other_low, other_high) = (
            (places[ends.low.astype(int)], places[ends.high.astype(int)])
            if scale.kind == "ordinal"
            else (ends.low, ends.high)
            for ends in (a, b)
        )
        best = 1 - np.maximum(np.maximum(other_low - high, low - other_high), 0) / span
        return best
    if scale.kind == "nominal":
        best = (a.low & b.low != 0).astype(float)
        return best
    shared = _bits(a.high & b.high)
    apart = _bits(a.low & ~b.high) + _bits(b.low & ~a.high)
    best = 1 - apart / np.maximum(shared + apart, 1)
    return best


def _bits(masks: "ndarray") -> "ndarray":
    """How many bits are set in each of these masks of up to 60 options."""
    import numpy as np

    return np.bitwise_count(masks.astype(np.uint64)).astype(np.int64)
