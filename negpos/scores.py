"""How the overlap of a pair comes about, and how it moves where a choice of the method is changed.

docs/method.md tells what each figure is.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import fsum, isclose
from typing import NamedTuple

from negpos.comparison import Comparison, Pair, Standing, scored, standing
from negpos.dossier import Issue
from negpos.profiles import Profile
from negpos.scales import Scale


class Part(NamedTuple):
    """A part of an overlap: one issue, or all those of a theme.

    ``weight`` is its share of all issues on which both ask; ``adds`` is what it adds to the
    overlap, None where none of it has a figure. A theme has no ``issue``.
    """

    theme: str
    issue: str
    weight: float
    agreement: float | None
    low: float
    high: float
    adds: float | None


class Scores(NamedTuple):
    """The parts of a pair's overlap by issue and by theme, and the same pair counted otherwise:
    every issue weighing the same; on scales cut to the options that a side asks for; without each
    theme, if there are several. ``plain`` is the sum of what the issues add: the overlap, unless
    asks in vague words that do not meet hold that down."""

    pair: Pair
    issues: tuple[Part, ...]
    themes: tuple[Part, ...]
    plain: float | None
    equal: Pair
    asked: Pair
    without: tuple[tuple[str, Pair], ...]


def scores(comparison: Comparison) -> tuple[Scores, ...]:
    """How the overlap of each pair of the comparison comes about."""
    return tuple(_scores(pair, comparison) for pair in comparison.pairs)


def _scores(pair: Pair, comparison: Comparison) -> Scores:
    known = comparison.dossier.issues
    counted = {id_: v for id_, v in pair.standings.items() if v.low is not None}
    share = fsum(v.weight for v in counted.values() if v.agreement is not None)
    issues = tuple(_part([v], share, known[id_].theme, id_) for id_, v in counted.items())
    themes = [theme for theme in comparison.dossier.themes if any(p.theme == theme for p in issues)]
    of_theme = [[v for id_, v in counted.items() if known[id_].theme == t] for t in themes]
    added = [part.adds for part in issues if part.adds is not None]
    cut = {
        id_: standing(_cut(known[id_], comparison.profiles), pair.left, pair.right)
        for id_ in pair.standings
    }
    return Scores(
        pair,
        issues,
        tuple(_part(own, share, t) for t, own in zip(themes, of_theme, strict=True)),
        fsum(added) if added else None,
        scored(pair.left, pair.right, pair.standings, dict.fromkeys(counted, 1.0)),
        scored(pair.left, pair.right, cut),
        tuple((theme, _without(pair, known, theme)) for theme in themes) if themes[1:] else (),
    )


def _part(own: list[Standing], share: float, theme: str, issue: str = "") -> Part:
    """The part of these issues; ``share`` is the weight of all issues that have a figure."""
    weight = fsum(v.weight for v in own)
    told = [v for v in own if v.agreement is not None]
    own_share = fsum(v.weight for v in told)
    agreed = fsum(v.weight * (v.agreement or 0.0) for v in told)
    return Part(
        theme,
        issue,
        weight,
        agreed / own_share if own_share else None,
        fsum(v.weight * (v.low or 0.0) for v in own) / weight if weight else 0.0,
        fsum(v.weight * (v.high or 0.0) for v in own) / weight if weight else 1.0,
        agreed / share if own_share else None,
    )


def _without(pair: Pair, known: dict[str, Issue], theme: str) -> Pair:
    rest = {id_: v for id_, v in pair.standings.items() if known[id_].theme != theme}
    return scored(pair.left, pair.right, rest)


def _cut(issue: Issue, sides: Iterable[Profile]) -> Issue:
    """The issue with an ordinal scale of only the options at which an ask that speaks, or a line
    in force, of any side begins or ends."""
    if issue.scale.kind != "ordinal":
        return issue
    stances = [side.stances[issue.id] for side in sides if issue.id in side.stances]
    regions = [region for stance in stances for region in stance.regions]
    regions += [line.region for stance in stances for line in stance.standing_lines]
    used = sorted({int(end) for region in regions for end in (region.low, region.high)})
    return issue._replace(scale=_of_options(issue.scale, used)) if used else issue


def _of_options(scale: Scale, used: list[int]) -> Scale:
    """The scale with the places that these options would have if there were no others.

    Equal steps stay equal, others are stretched. The others keep a place, between those used or
    at an end: an ask that contests may begin or end there.
    """
    steps = [b - a for a, b in pairwise(scale.places)]
    is_even = all(isclose(step, steps[0], abs_tol=1e-9) for step in steps)
    at = [float(n) for n in range(len(used))] if is_even else [scale.places[n] for n in used]
    span = (at[-1] - at[0]) or 1.0
    places = [0.0 if n < used[0] else (at[-1] - at[0]) / span for n in range(len(scale.places))]
    for (n, low), (m, high) in pairwise(zip(used, at, strict=True)):
        for place in range(n, m):
            share = (scale.places[place] - scale.places[n]) / (scale.places[m] - scale.places[n])
            places[place] = (low + share * (high - low) - at[0]) / span
    return scale._replace(places=tuple(places))
