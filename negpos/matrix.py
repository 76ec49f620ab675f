"""The overlap of every pair of profiles.

Few profiles are compared pair by pair. Many are laid in arrays, with numpy: agreement on an
issue depends only on the two shapes of ask, of which there are few, so it is worked out once
a pair of shapes by the same ``scales`` functions, then looked up.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from negpos import scales
from negpos.comparison import pair
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
    """Square tables in the order of the profiles: overlap in [0, 1] (NaN where nothing is
    shared), and the numbers of issues scored and addressed by either."""

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


class _Asks(NamedTuple):
    """What is asked on one issue, in arrays of one entry a side that asks for something.

    ``kinds`` are the places of each side's shape of ask in ``shapes``, of which ``table``
    tells the agreement of all pairs, unless there are many.
    """

    issue: Issue
    rows: "ndarray"
    salience: "ndarray"
    vague: "ndarray"
    kinds: "ndarray"
    shapes: _Shapes
    table: "ndarray | None"

    def agreement(self, part: slice) -> "ndarray":
        """That of these sides with all sides."""
        import numpy as np

        if self.table is not None:
            kept: ndarray = self.table[self.kinds[part, None], self.kinds]
            return kept
        kinds, here = np.unique(self.kinds[part], return_inverse=True)
        own = tuple(self.shapes[kind] for kind in kinds)
        made: ndarray = _table(self.issue.scale, own, self.shapes)[here[:, None], self.kinds]
        return made


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
            each = tuple(shapes)
            table = _table(issue.scale, each, each) if len(each) <= _FEW_SHAPES else None
            asks.append(_Asks(issue, rows, salience, vague[kind], kind, each, table))
    return _Theme(speaks, tuple(asks))


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
    weighed, weight = np.zeros(shape), np.zeros(shape)
    scored = np.zeros(shape, np.int32)
    addressed = np.zeros(shape, np.int32)
    for done, theme in enumerate(themes, start=1):
        agreement, plain, salience = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        largest = np.zeros(shape)
        for asks in theme.asks:
            first, last = np.searchsorted(asks.rows, (start, stop))
            if first == last:
                continue
            part = slice(int(first), int(last))
            block = np.ix_(asks.rows[part] - start, asks.rows)
            mean = (asks.salience[part, None] + asks.salience[None, :]) / 2
            is_plain = ~(asks.vague[part, None] | asks.vague[None, :])
            agreement[block] += np.where(is_plain, mean * asks.agreement(part), 0)
            plain[block] += np.where(is_plain, mean, 0)
            salience[block] += mean
            largest[block] = np.maximum(largest[block], mean)
            scored[block] += is_plain
        totals = theme.speaks.sum(axis=1)
        both = theme.speaks[start:stop] @ theme.speaks.T
        either = totals[start:stop, None] + totals[None, :] - both
        addressed += either.astype(np.int32)
        with np.errstate(invalid="ignore", divide="ignore"):
            theme_weight = largest * both / either
            share = np.where(salience > 0, theme_weight / salience, 0)
        weighed += share * agreement
        weight += share * plain
        if progress:
            progress(start + (stop - start) * done // len(themes), count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, weighed / weight, np.nan), scored, addressed


def _table(scale: Scale, ones: _Shapes, others: _Shapes) -> "ndarray":
    """The agreement of every pair of these shapes of ask."""
    import numpy as np

    agreement: ndarray
    if any(len(shape) > 1 for shape in (*ones, *others)):
        agreement = np.array(
            [[1 - scales.distance_of_sets(scale, one, other) for other in others] for one in ones]
        )
        return agreement
    (low, high), (other_low, other_high) = (
        [np.array([shape[0][end] for shape in shapes]) for end in (0, 1)]
        for shapes in (ones, others)
    )
    if scale.kind in ("ordinal", "quantity"):
        span = 1.0
        if scale.kind == "ordinal":
            places = np.array(scale.places)
            low, high, other_low, other_high = (
                places[ends.astype(int)] for ends in (low, high, other_low, other_high)
            )
        else:
            span = scale.high - scale.low
        apart = np.maximum(other_low - high[:, None], low[:, None] - other_high)
        agreement = 1 - np.maximum(apart, 0) / span
        return agreement
    least, most, other_least, other_most = (
        ends.astype(np.int64) for ends in (low, high, other_low, other_high)
    )
    if scale.kind == "nominal":
        agreement = (least[:, None] & other_least != 0).astype(float)
        return agreement
    shared = _bits(most[:, None] & other_most)
    apart = _bits(least[:, None] & ~other_most) + _bits(other_least & ~most[:, None])
    agreement = 1 - apart / np.maximum(shared + apart, 1)
    return agreement


def _bits(masks: "ndarray") -> "ndarray":
    """How many bits are set in each of these masks of up to 60 options."""
    import numpy as np

    return np.bitwise_count(masks.astype(np.uint64)).astype(np.int64)
