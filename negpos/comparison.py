"""Profiles side by side: the relation on every issue with its reason, and the overlap.

docs/method.md tells the rules in words with worked numbers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import fsum, isclose
from typing import NamedTuple

from negpos import scales
from negpos.dossier import Dossier, Issue
from negpos.errors import UsageError
from negpos.names import fold
from negpos.order import disputed
from negpos.profiles import Profile, Stance
from negpos.scales import Region, Scale
from negpos.terms import BETTER, CONFLICTS, RELATIONS


class Standing(NamedTuple):
    """How two sides stand to each other on one issue.

    ``agreement`` = 1 - distance in [0, 1] where every reading of the asks gives the same, else
    None; ``best`` is that of the nearest readings, and ``low`` and ``high`` bound it with what
    contests the asks. ``meets``: whether the asks meet, None where that cannot be told. ``steps``
    are in the scale's own units, None where words are vague. ``weight`` is the issue's share of
    all on which both ask. ``line_of`` are the sides (0 left, 1 right) whose line is not met;
    ``conditions`` what a side's ask hangs on that the other has not taken up, side first;
    ``bettered`` the sides who are met because more, or less, than they ask for is better;
    ``disputed`` are pairs of steps that asks which meet hang on, of whose order the sides differ.
    """

    issue: str
    relation: str
    reason: str
    steps: float | None = None
    agreement: float | None = None
    low: float | None = None
    high: float | None = None
    best: float | None = None
    meets: bool | None = None
    weight: float = 0.0
    line_of: tuple[int, ...] = ()
    conditions: tuple[tuple[int, str], ...] = ()
    bettered: tuple[int, ...] = ()
    disputed: tuple[tuple[str, str], ...] = ()


class Pair(NamedTuple):
    """Two profiles compared; the four figures are fractions in [0, 1].

    ``overlap`` is None where no issue has a figure, ``low`` and ``high`` where no issue is
    scored: where it cannot be told of any whether the asks meet. ``coverage`` is the number of
    issues scored over those either side addresses.
    """

    left: Profile
    right: Profile
    standings: dict[str, Standing]
    overlap: float | None
    low: float | None
    high: float | None
    scored: int
    addressed: int

    @property
    def coverage(self) -> float | None:
        """Issues scored over issues addressed by either side; None if there are none."""
        return self.scored / self.addressed if self.addressed else None


class Nearer(NamedTuple):
    """The issues on which a text is nearer to the first of two parties, to the second, and
    equally near to both, of those that all three address plainly."""

    text: str
    parties: tuple[str, str]
    nearer: tuple[tuple[str, ...], tuple[str, ...]]
    equal: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """On how many issues it is nearer to either party."""
        return len(self.nearer[0]), len(self.nearer[1])

    @property
    def total(self) -> int:
        """How many issues all three address plainly."""
        return sum(self.counts) + len(self.equal)


class Comparison(NamedTuple):
    """Two or more profiles, every pair of them, and the worst standing on each issue.

    ``narrowed_to`` are the issues asked for, none for all.
    """

    profiles: tuple[Profile, ...]
    pairs: tuple[Pair, ...]
    issues: tuple[str, ...]
    nearer: Nearer | None
    narrowed_to: tuple[str, ...] = ()

    @property
    def dossier(self) -> Dossier:
        """The dossier that all its profiles are of."""
        return self.profiles[0].dossier

    def worst(self, issue: str) -> tuple[Pair, Standing]:
        """The pair that stands worst on an issue, and its standing."""
        worst = min(self.pairs, key=lambda pair: _severity(pair.standings[issue]))
        return worst, worst.standings[issue]

    @property
    def old(self) -> tuple[str, ...]:
        """The issues on which two sides or more speak, one of them by words no longer fresh."""
        return tuple(
            issue
            for issue in self.issues
            if self.worst(issue)[1].relation != "silent"
            and any(profile.is_old(issue) for profile in self.profiles)
        )

    @property
    def in_joint_texts(self) -> tuple[str, ...]:
        """The issues agreed, or agreed on a condition, because all hold one joint text."""
        return tuple(
            issue
            for issue in self.issues
            if self.worst(issue)[1].relation in ("agreed", "agreed-if")
            and _shared_text([profile.stances.get(issue) for profile in self.profiles])
        )

    def counts(self) -> dict[str, int]:
        """How many issues stand in each relation, by the worst pair."""
        counts = dict.fromkeys(RELATIONS, 0)
        for issue in self.issues:
            counts[self.worst(issue)[1].relation] += 1
        return counts


def _shared_text(stances: Sequence[Stance | None]) -> bool:
    """Whether all speak by the clauses of one text that they hold together."""
    refs = [{d.position for d in stance.asks} if stance else set() for stance in stances]
    return bool(refs) and bool(set.intersection(*refs))


def _severity(standing: Standing) -> tuple[int, float, bool]:
    return RELATIONS.index(standing.relation), -(standing.steps or 0), not standing.disputed


def compare(profiles: Sequence[Profile], issues: Iterable[str] | None = None) -> Comparison:
    """The comparison of two or more profiles of one dossier on the issues given, or on all that
    any addresses.

    UsageError for fewer than two, or one twice.
    """
    names = [profile.id for profile in profiles]
    if len(names) < 2:
        raise UsageError("a comparison needs two sides", "name at least two parties or positions")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(f"{twice!r} is named twice", "name different parties or positions")
    known = profiles[0].dossier.issues
    wanted = known.keys() if issues is None else set(issues)
    chosen = [issue for issue in known if issue in wanted]
    addressed = tuple(
        issue
        for issue in chosen
        if any(issue in p.stances and p.stances[issue].has_words for p in profiles)
        and not any(p.is_past(issue) for p in profiles)
    )
    texts = [profile.id for profile in profiles if profile.is_text]
    pairs = tuple(_ordered(pair(a, b, addressed), texts) for a, b in combinations(profiles, 2))
    nearer = _nearer(profiles, addressed)
    narrowed = tuple(chosen) if len(chosen) < len(known) else ()
    return Comparison(tuple(profiles), pairs, addressed, nearer, narrowed)


def _ordered(pair: Pair, texts: Collection[str]) -> Pair:
    """The pair, with the steps on which asks that meet hang and of whose order the sides differ;
    ``texts`` are not counted as joint ones."""
    dossier = pair.left.dossier
    agreed = [i for i, v in pair.standings.items() if v.relation in ("agreed", "agreed-if")]
    found = disputed(pair.left, pair.right, agreed, texts) if dossier.steps else {}
    marked = {}
    for issue, steps in found.items():
        standing = pair.standings[issue]
        firsts = "; ".join(" or ".join(dossier.steps[id_].label for id_ in own) for own in steps)
        reason = f"{standing.reason}; they differ in what comes first: {firsts}"
        marked[issue] = standing._replace(reason=reason, disputed=steps)
    return pair._replace(standings={**pair.standings, **marked}) if marked else pair


def _addresses(profile: Profile, issue: str) -> bool:
    """Whether a side takes a stand; open with no ask counts as silent."""
    stance = profile.stances.get(issue)
    return stance is not None and stance.speaks


def pair(left: Profile, right: Profile, issues: Iterable[str]) -> Pair:
    """Two profiles of one dossier compared on these issues."""
    known = left.dossier.issues
    standings = {issue: standing(known[issue], left, right) for issue in issues}
    return scored(left, right, standings)


def standing(issue: Issue, left: Profile, right: Profile) -> Standing:
    """The relation of two sides on one issue, its reason and its measures."""
    a, b = left.stances.get(issue.id), right.stances.get(issue.id)
    if a is None or b is None or not a.speaks or not b.speaks:
        return _by_lines(issue, a, b, left, right)
    if a.is_dropped or b.is_dropped:
        return _dropped(issue, a, b, left, right)
    scale = issue.scale
    pairs = scales.nearest_pairs(scale, a.regions, b.regions)
    is_same = _is_same(a, b)
    met = [is_same or scales.meets(scale, x, y) for x, y in pairs]
    hangs_on = open_conditions(a, b) if scales.every(met) else ()
    is_plain = not _is_vague(a, b)
    apart = scales.distance_of_sets(scale, a.regions, b.regions)
    is_one_figure = (is_plain and None not in met) or scales.every(met) or apart == 1
    low, high = _bounds(scale, a, b)
    found = _relation(scale, a, b, (left.title, right.title), met)
    if hangs_on:  # one cannot tell until the condition is met or refused
        is_one_figure, met = False, [None]
    bettered = _bettered(scale, a, b) if found.name == "agreed" else ()
    if found.name == "agreed":
        found = _agreed(issue, (a, b), (left, right), hangs_on, bettered)
    return Standing(
        issue.id,
        found.name,
        found.reason,
        _steps(scale, found, a, b),
        agreement=1 - apart if is_one_figure else None,
        low=min(low, 1 - apart) if is_one_figure else 0.0,
        high=max(high, 1 - apart),
        best=1 - apart,
        meets=scales.every(met),
        line_of=found.line_of,
        conditions=hangs_on if found.name == "agreed-if" else (),
        bettered=bettered,
    )


def _is_same(a: Stance, b: Stance) -> bool:
    """Whether both speak by the same words, and their lines leave the same of these."""
    return words_of(a) == words_of(b)


def _as_asked(stance: Stance) -> tuple[Region, ...]:
    """Its asks, without what would do as well."""
    return tuple([scales.as_asked(region) for region in stance.regions])


def _bettered(scale: Scale, a: Stance, b: Stance) -> tuple[int, ...]:
    """The sides who are met because more, or less, than they ask for is better; none where the
    asks meet as they are."""
    sides = tuple(n for n, own in enumerate((a, b)) if any(r.better for r in own.regions))
    if not sides or _is_same(a, b):
        return ()
    pairs = scales.nearest_pairs(scale, _as_asked(a), _as_asked(b))
    return () if scales.every([scales.meets(scale, x, y) for x, y in pairs]) else sides


def _more(issue: Issue, sides: tuple[int, ...], left: Profile, right: Profile) -> "_Relation":
    told = []
    for side in (left, right)[sides[0] : sides[-1] + 1]:
        way = issue.better_to(side.id.partition("@")[0])
        told.append(f"{BETTER[way][bool(issue.scale.step)]} is better to {side.title}")
    return _Relation("agreed", f"the asks meet: {' and '.join(told)}")


def _agreed(
    issue: Issue,
    stances: tuple[Stance, Stance],
    sides: tuple[Profile, Profile],
    hangs_on: tuple[tuple[int, str], ...],
    bettered: tuple[int, ...],
) -> "_Relation":
    """Agreement, and why: on a condition, because more is better, in words alone, or plainly."""
    if hangs_on:
        return _agreed_if(hangs_on, *sides)
    if bettered:
        return _more(issue, bettered, *sides)
    if _is_same(*stances) and _is_vague(*stances):
        return _Relation("agreed", "both hold the same words, which leave open what is meant")
    return _Relation("agreed", "the asks meet")


def _is_vague(a: Stance, b: Stance) -> bool:
    """Whether an ask of either side is vague."""
    return any(region.vague for region in (*a.regions, *b.regions))


def _steps(scale: Scale, found: "_Relation", a: Stance, b: Stance) -> float | None:
    """How far apart what makes the relation is: of conflicts the farthest line and ask."""
    if found.name == "agreed" and _is_same(a, b):
        return 0
    if found.name not in CONFLICTS:
        return scales.told_steps(scale, a.regions, b.regions)
    known = [scales.told_steps(scale, [x], [y]) for x, y in found.between]
    return max((step for step in known if step is not None), default=None)


def _by_lines(
    issue: Issue, a: Stance | None, b: Stance | None, left: Profile, right: Profile
) -> Standing:
    """Silence, unless the line of a side whose ask has passed is not met by the other."""
    if a is not None and b is not None and not (a.is_dropped or b.is_dropped):
        found = _relation(issue.scale, a, b, (left.title, right.title), [])
        if found.name in CONFLICTS:
            return Standing(issue.id, found.name, found.reason, line_of=found.line_of)
    return Standing(issue.id, "silent", _silence(a, b, left, right))


def words_of(stance: Stance) -> tuple[frozenset[str], tuple[Region, ...]]:
    """The demands it speaks by, and what its lines leave of them: two that have the same hold the
    same words."""
    return frozenset(demand.ref for demand in stance.asks), _as_asked(stance)


def conditions_of(stance: Stance) -> dict[str, str]:
    """What its asks hang on, by a spelling that makes no difference of case and signs."""
    return {fold(demand.hangs_on): demand.hangs_on for demand in stance.asks if demand.hangs_on}


def open_conditions(a: Stance, b: Stance) -> tuple[tuple[int, str], ...]:
    """What the asks of either side hang on and the other side does not name too: the side (0 or
    1) and the condition."""
    named = [conditions_of(a), conditions_of(b)]
    return tuple(
        (side, words)
        for side in (0, 1)
        for key, words in named[side].items()
        if key not in named[1 - side]
    )


def _agreed_if(
    conditions: tuple[tuple[int, str], ...], left: Profile, right: Profile
) -> "_Relation":
    told = [f"of {(left, right)[side].title}: {words}" for side, words in conditions]
    reason = f"the asks meet on a condition not taken up, {'; '.join(told)}"
    return _Relation("agreed-if", reason)


class _Relation(NamedTuple):
    """A relation and why; the sides whose lines are not met, and between which regions."""

    name: str
    reason: str
    line_of: tuple[int, ...] = ()
    between: tuple[tuple[Region, Region], ...] = ()


def _relation(
    scale: Scale, a: Stance, b: Stance, titles: tuple[str, str], met: Sequence[bool | None]
) -> _Relation:
    """The worst relation that is certain: by the lines of both, by a line and an ask, by asks, of
    which ``met`` tells whether they meet."""
    against = tuple(
        (x.region, y.region)
        for x in a.standing_lines
        for y in b.standing_lines
        if scales.meets(scale, x.region, y.region) is False
    )
    if against:
        reason = "both hold a red line, and the two do not meet"
        return _Relation("deadlock", reason, (0, 1), against)
    held = [_held(scale, own, other) for own, other in ((a, b), (b, a))]
    if crossed := tuple(side for side in (0, 1) if held[side].crossed):
        whose = " and of ".join(titles[side] for side in crossed)
        reason = f"the red {'lines' if crossed[1:] else 'line'} of {whose} would be crossed"
        return _Relation("crossing", reason, crossed, (*held[0].crossed, *held[1].crossed))
    if False in met:
        doubtful = [title for title, line in zip(titles, held, strict=True) if line.is_doubtful]
        reason = "the asks do not meet; no red line stands in the way"
        if doubtful:
            reason = f"the asks do not meet; too vague to tell whether {doubtful[0]}'s line is kept"
        return _Relation("gap", reason)
    if None in met:
        is_vague = any(region.vague for region in (*a.regions, *b.regions))
        reason = "the words are too vague to tell whether the asks meet"
        beside = "the asks can stand together; neither side asks for all that the other does"
        return _Relation("unclear", reason if is_vague else beside)
    return _Relation("agreed", "the asks meet")


class _Held(NamedTuple):
    """The lines of one side with the asks of the other that cross them, and whether of another
    it is too vague to tell."""

    crossed: tuple[tuple[Region, Region], ...]
    is_doubtful: bool


def _held(scale: Scale, own: Stance, other: Stance) -> _Held:
    """The lines of one side held against what the other asks for."""
    pairs = [(line.region, ask) for line in own.standing_lines for ask in other.regions]
    kept = [scales.meets(scale, line, ask) for line, ask in pairs]
    crossed = [pair for pair, is_kept in zip(pairs, kept, strict=True) if is_kept is False]
    return _Held(tuple(crossed), None in kept)


def _silence(a: Stance | None, b: Stance | None, left: Profile, right: Profile) -> str:
    def says(stance: Stance | None) -> bool:
        return stance is not None and stance.speaks

    if not says(a) and not says(b):
        return "neither asks for anything"
    quiet = right if says(a) else left
    stance = b if says(a) else a
    if stance is not None and stance.is_open:
        return f"{quiet.title} is open, with no ask"
    has_passed = stance is not None and stance.passed
    return (
        f"{quiet.title} {'asks for nothing since its word passed' if has_passed else 'is silent'}"
    )


def _dropped(issue: Issue, a: Stance, b: Stance, left: Profile, right: Profile) -> Standing:
    if a.is_dropped and b.is_dropped:
        return Standing(issue.id, "agreed", "both have struck the clause out")
    who = left if a.is_dropped else right
    reason = f"{who.title} has struck the clause out and asks for nothing in its place"
    return Standing(issue.id, "unclear", reason)


def _bounds(scale: Scale, a: Stance, b: Stance) -> tuple[float, float]:
    """The least and the greatest agreement over every pair of speaking or contested asks."""
    ones, others = _all_asks(scale, a), _all_asks(scale, b)
    bounds = [_readings(scale, one, other) for one in ones for other in others]
    return min(low for low, _ in bounds), max(high for _, high in bounds)


def _readings(scale: Scale, one: Region, other: Region) -> tuple[float, float]:
    """The least and the greatest agreement of two asks, however vague words are read.

    From 0, since nobody has said how far they reach, to that of the nearest readings.
    """
    nearest = 1 - scales.distance(scale, one, other)
    met = scales.meets(scale, one, other)
    is_untold = met is None or (not met and (one.vague or other.vague))
    return 0.0 if is_untold else nearest, nearest


def _all_asks(scale: Scale, stance: Stance) -> list[Region]:
    """What speaks and what contests it; clauses of one source on a members scale add up."""
    by_source: dict[tuple[str, str], list[Region]] = {}
    for demand in stance.contested:
        if demand.ask is not None:
            by_source.setdefault((demand.position, demand.said), []).append(demand.ask)
    if scale.kind == "members":
        contested = [scales.union(scale, regions) for regions in by_source.values()]
    else:
        contested = [region for regions in by_source.values() for region in regions]
    return [*stance.regions, *contested]


def scored(
    left: Profile,
    right: Profile,
    standings: Mapping[str, Standing],
    weights: Mapping[str, float] | None = None,
) -> Pair:
    """The pair with its figures, by these weights of the issues on which both ask, or by those of
    the method: overlap with its bounds, and coverage.

    The overlap is the mean of the issues that have a figure, but no more than all allow: asks that
    meet on no reading hold it down even where nobody can tell how far apart they are. Figures are
    added by ``fsum``, which every version of Python does alike.
    """
    given = _weights(left, right, standings) if weights is None else weights
    total = fsum(given.values())
    weighed = {
        issue: standing._replace(weight=given[issue] / total if total else 0.0)
        if issue in given
        else standing
        for issue, standing in standings.items()
    }
    count = sum(v.meets is not None for v in weighed.values())
    share = fsum(v.weight for v in weighed.values() if v.agreement is not None)
    overlap: float | None = None
    low: float | None = None
    high: float | None = None
    if total and count:
        rows = [
            [v.weight * (figure or 0.0) for figure in (v.low, v.high, v.best, v.agreement)]
            for v in weighed.values()
        ]
        low, high, best, plain = (fsum(column) for column in zip(*rows, strict=True))
        if share:
            overlap = min(plain / share, best)
            low, high = min(low, overlap), max(high, overlap)  # sums differ in the last digit
    addressed = sum(_addresses(left, issue) or _addresses(right, issue) for issue in standings)
    return Pair(left, right, weighed, overlap, low, high, count, addressed)


def _weights(left: Profile, right: Profile, standings: Mapping[str, Standing]) -> dict[str, float]:
    """The unscaled weight of every issue on which both ask.

    Inside a theme by the pair's mean salience; across themes by the largest pair salience
    in the theme times the share of the issues either addresses that both address.
    """
    shared: dict[str, dict[str, float]] = {}
    both: dict[str, int] = {}
    either: dict[str, int] = {}
    for issue, standing in standings.items():
        theme = left.dossier.issues[issue].theme
        a, b = left.stances.get(issue), right.stances.get(issue)
        one, other = _addresses(left, issue), _addresses(right, issue)
        both[theme] = both.get(theme, 0) + (one and other)
        either[theme] = either.get(theme, 0) + (one or other)
        if standing.low is not None and a is not None and b is not None:
            shared.setdefault(theme, {})[issue] = (a.salience + b.salience) / 2
    weights: dict[str, float] = {}
    for theme, saliences in shared.items():
        weight = max(saliences.values()) * both[theme] / either[theme]
        total = fsum(saliences.values())
        for issue, salience in saliences.items():
            weights[issue] = weight * salience / total if total else 0.0
    return weights


def _nearer(profiles: Sequence[Profile], issues: Iterable[str]) -> Nearer | None:
    """Told for exactly one text and two parties."""
    texts = [profile for profile in profiles if profile.is_text]
    if len(profiles) != 3 or len(texts) != 1:
        return None
    (text,) = texts
    first, second = (profile for profile in profiles if not profile.is_text)
    return nearer(text, first, second, issues)


def nearer(text: Profile, first: Profile, second: Profile, issues: Iterable[str]) -> Nearer:
    """To which of two parties a text is nearer on each of these issues, in their order, where
    all three have plain asks."""
    sides: tuple[list[str], list[str]] = ([], [])
    equal: list[str] = []
    for id_ in issues:
        issue = text.dossier.issues[id_]
        one, other = standing(issue, text, first), standing(issue, text, second)
        if one.agreement is None or other.agreement is None:
            continue
        if isclose(one.agreement, other.agreement, abs_tol=1e-9):
            equal.append(id_)
        else:
            sides[one.agreement < other.agreement].append(id_)
    return Nearer(text.id, (first.id, second.id), (tuple(sides[0]), tuple(sides[1])), tuple(equal))
