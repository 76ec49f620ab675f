"""What stands at the end of each month on record: every party's profile, every pair compared."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from negpos import days
from negpos.comparison import Comparison, compare
from negpos.dossier import Dossier
from negpos.profiles import Profile, Vantage, profile


class Frame(NamedTuple):
    """What stood on the last day of a month, as known then, or on the last day on record, as known
    now: the parties in the order of the dossier, and every two of them compared in that order."""

    day: str
    sides: tuple[Profile, ...]
    comparisons: tuple[Comparison, ...]


def month_ends(first: str, last: str) -> Iterator[str]:
    """The last day of each month from that of the first day on; of the last month the day given."""
    start = f"{first[:7]}-01"
    while (following := days.after(start, "1m")) and following <= last:
        yield days.before(following, "1d")
        start = following
    yield last


def frames(
    dossier: Dossier,
    issues: Iterable[str],
    vantage: Vantage = Vantage(),
    tell: Callable[[int, int], None] | None = None,
) -> Iterator[Frame]:
    """A frame for the first month in which two parties speak on these issues, for each later one
    by whose end anything may have changed, and for the last day on record; none where no two
    parties ever speak.

    A month that has none stands as the one before it. ``tell`` hears how many months are done.
    """
    chosen = tuple(issues)
    last = dossier.last_date()
    first = min((demand.known for demand in dossier.demands()), default=last)
    ends = list(month_ends(first, last)) if last else []
    turns = _turns(dossier)
    before: tuple[int, ...] = ()
    is_begun = False
    for place, day in enumerate(ends, start=1):
        heard = _heard(turns, day, days.before(day, dossier.fresh_for))
        if heard != before or (is_begun and day == last):
            before = heard
            known = dossier if day == last else dossier.as_known(day)  # the last stands for now
            then = vantage._replace(as_of=day)
            sides = tuple(profile(known, party, then) for party in dossier.parties)
            is_begun = is_begun or sum(_speaks(side, chosen) for side in sides) > 1
            if is_begun:
                pairs = tuple(compare(pair, chosen) for pair in combinations(sides, 2))
                yield Frame(day, sides, pairs)
        if tell:
            tell(place, len(ends))


def _speaks(side: Profile, issues: Iterable[str]) -> bool:
    return any(issue in side.stances and side.stances[issue].speaks for issue in issues)


class _Turns(NamedTuple):
    """The days, in order, by which a profile may change: on which demands count first and were
    said, after which offers are over, on which the ends of texts become known and come, and
    sources were taken back."""

    counting: list[str]
    said: list[str]
    over: list[str]
    ends_known: list[str]
    ends: list[str]
    taken_back: list[str]


def _turns(dossier: Dossier) -> _Turns:
    demands = list(dossier.demands())
    ends = [end for position in dossier.positions.values() for end in position.ends]
    return _Turns(
        sorted(max(demand.known, demand.said) for demand in demands),
        sorted(demand.said for demand in demands),
        sorted(demand.until for demand in demands if demand.until),
        sorted(end.known for end in ends),
        sorted(end.day for end in ends),
        sorted(source.retracted for source in dossier.sources.values() if source.retracted),
    )


def _heard(turns: _Turns, day: str, fresh_since: str) -> tuple[int, ...]:
    """How much of all that changes a profile has come about by the end of a day.

    None of it ever comes back, so that equal counts mean that all is the same.
    """
    return (
        bisect_right(turns.counting, day),
        bisect_left(turns.said, fresh_since),
        bisect_left(turns.over, day),
        bisect_right(turns.ends_known, day),
        bisect_right(turns.ends, day),
        bisect_right(turns.taken_back, day),
    )
