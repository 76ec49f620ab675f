"""The overlap of every pair of profiles.

Few profiles are compared pair by pair. Many are laid in arrays, with numpy: agreement on an
issue depends only on the two shapes of ask, of which there are few, so it is worked out once
a pair of shapes by the same ``scales`` functions, then looked up.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from negpos import scales
from negpos.comparison import pair
from negpos.dossier import Dossier, Issue
from negpos.errors import UsageError
from negpos.profiles import Profile, Stance

if TYPE_CHECKING:
    from numpy import ndarray

_FEW = 100_000
_MOST_WITHOUT_ARRAYS = 3_000_000


class Matrix(NamedTuple):
    """Square tables in the order of the profiles: overlap in [0, 1] (NaN where nothing is
    shared), and the numbers of issues scored and addressed by either."""

    profiles: tuple[Profile, ...]
    overlap: Sequence[Sequence[float]]
    scored: Sequence[Sequence[int]]
    addressed: Sequence[Sequence[int]]
    narrowed_to: tuple[str, ...] = ()


def matrix(dossier: Dossier, profiles: Sequence[Profile], issues: Sequence[str]) -> Matrix:
    """The overlap of every pair on these issues.

    UsageError where there are so many that arrays are needed and numpy is not installed.
    """
    narrowed = tuple(issues) if len(issues) < len(dossier.issues) else ()
    way = _by_arrays if _needs_arrays(profiles, issues) else _by_pairs
    return way(dossier, profiles, issues)._replace(narrowed_to=narrowed)


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


def _by_pairs(dossier: Dossier, profiles: Sequence[Profile], issues: Sequence[str]) -> Matrix:
    count = len(profiles)
    overlap = [[float("nan")] * count for _ in profiles]
    scored = [[0] * count for _ in profiles]
    addressed = [[0] * count for _ in profiles]
    for i, one in enumerate(profiles):
        for j in range(i, count):
            found = pair(dossier, one, profiles[j], issues)
            for a, b in ((i, j), (j, i)):
                if found.overlap is not None:
                    overlap[a][b] = found.overlap
                scored[a][b] = found.scored
                addressed[a][b] = found.addressed
    return Matrix(tuple(profiles), overlap, scored, addressed)


def _by_arrays(dossier: Dossier, profiles: Sequence[Profile], issues: Sequence[str]) -> Matrix:
    import numpy as np

    count = len(profiles)
    square = (count, count)
    weighed, weight = np.zeros(square), np.zeros(square)
    scored = np.zeros(square, np.int32)
    addressed = np.zeros(square, np.int32)
    for theme in dossier.themes:
        own = [dossier.issues[issue] for issue in issues if dossier.issues[issue].theme == theme]
        if not own:
            continue
        speaks = np.zeros((count, len(own)), np.float32)
        agreement, plain, salience = np.zeros(square), np.zeros(square), np.zeros(square)
        largest = np.zeros(square)
        for column, issue in enumerate(own):
            stances = [profile.stances.get(issue.id) for profile in profiles]
            speaks[:, column] = [s is not None and s.speaks for s in stances]
            rows = np.array([n for n, s in enumerate(stances) if s and s.regions], np.intp)
            if not len(rows):
                continue
            found = [s for s in stances if s and s.regions]
            block = np.ix_(rows, rows)
            each = np.array([s.salience for s in found])
            mean = (each[:, None] + each[None, :]) / 2
            table, kinds, vague = _agreements(issue, found)
            is_plain = ~(vague[kinds][:, None] | vague[kinds][None, :])
            agreement[block] += np.where(is_plain, mean * table[kinds[:, None], kinds], 0)
            plain[block] += np.where(is_plain, mean, 0)
            salience[block] += mean
            largest[block] = np.maximum(largest[block], mean)
            scored[block] += is_plain
        totals = speaks.sum(axis=1)
        both = speaks @ speaks.T
        either = totals[:, None] + totals[None, :] - both
        addressed += either.astype(np.int32)
        with np.errstate(invalid="ignore", divide="ignore"):
            theme_weight = largest * both / either
            share = np.where(salience > 0, theme_weight / salience, 0)
        weighed += share * agreement
        weight += share * plain
    overlap: Any
    with np.errstate(invalid="ignore", divide="ignore"):
        overlap = np.where(weight > 0, weighed / weight, np.nan)
    tables: tuple[Any, Any, Any] = (overlap, scored, addressed)
    return Matrix(tuple(profiles), *tables)


def _agreements(issue: Issue, stances: Sequence[Stance]) -> tuple["ndarray", "ndarray", "ndarray"]:
    """The agreement of every pair of shapes, the shape of each stance, and which are vague."""
    import numpy as np

    shapes: dict[Any, int] = {}
    kinds = np.array([shapes.setdefault(s.regions, len(shapes)) for s in stances], np.intp)
    regions = list(shapes)
    vague = np.array([any(r.vague for r in shape) for shape in regions])
    scale = issue.scale
    if scale.kind in ("ordinal", "quantity") and all(len(shape) == 1 for shape in regions):
        places = np.array(scale.places) if scale.kind == "ordinal" else None
        low = np.array([shape[0].low for shape in regions])
        high = np.array([shape[0].high for shape in regions])
        if places is not None:
            low, high = places[low.astype(int)], places[high.astype(int)]
            span = 1.0
        else:
            span = scale.high - scale.low
        apart = np.maximum(low[None, :] - high[:, None], low[:, None] - high[None, :])
        return 1 - np.maximum(apart, 0) / span, kinds, vague
    if all(len(shape) == 1 for shape in regions):
        least = np.array([int(shape[0].low) for shape in regions])
        most = np.array([int(shape[0].high) for shape in regions])
        if scale.kind == "nominal":
            return (least[:, None] & least[None, :] != 0).astype(float), kinds, vague
        shared = _bits(most[:, None] & most[None, :])
        apart = _bits(least[:, None] & ~most[None, :]) + _bits(least[None, :] & ~most[:, None])
        return 1 - apart / np.maximum(shared + apart, 1), kinds, vague
    table = np.array(
        [[1 - scales.distance_of_sets(scale, one, other) for other in regions] for one in regions]
    )
    return table, kinds, vague


def _bits(masks: "ndarray") -> "ndarray":
    """How many bits are set in each of these masks of up to 60 options."""
    import numpy as np

    return np.bitwise_count(masks.astype(np.uint64)).astype(np.int64)
