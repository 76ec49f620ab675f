"""Who has the floor while a holder's statements on an issue are heard in order: what speaks, what
waits, and which red lines stand."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Set
from typing import Generic, NamedTuple, TypeVar

from negpos.dossier import Demand
from negpos.scales import Region, Scale, meets
from negpos.statements import Statement


class Entry(NamedTuple):
    """One statement on an issue, what became of it, and by which rule."""

    demand: Demand
    fate: str
    reason: str


_Kept = TypeVar("_Kept")


def _always(_: object) -> bool:
    return True


class Shelf(Generic[_Kept]):
    """What is kept in order, and found by any of its keys without going through all of it."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[_Kept, set[Hashable]]] = {}
        self._places: dict[Hashable, set[int]] = {}
        self._count = 0

    def __iter__(self) -> Iterator[_Kept]:
        return iter([kept for kept, _ in self._kept.values()])

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def first(self) -> _Kept:
        """What was added first of all that is still kept."""
        return next(iter(self._kept.values()))[0]

    def add(self, kept: _Kept, keys: Iterable[Hashable]) -> None:
        """It is kept, last of all, and found by each of these keys."""
        self._kept[self._count] = kept, set(keys)
        for key in keys:
            self._places.setdefault(key, set()).add(self._count)
        self._count += 1

    def holds(self, keys: Set[Hashable]) -> bool:
        """Whether anything that is kept has one of these keys."""
        return bool(keys) and not self._places.keys().isdisjoint(keys)

    def take(
        self, keys: Set[Hashable], is_wanted: Callable[[_Kept], bool] = _always
    ) -> list[_Kept]:
        """What has one of these keys and is wanted, in order; it is kept no longer."""
        if not keys or not self._kept:
            return []
        places = {place for key in keys for place in self._places.get(key, ())}
        return self._take(sorted(places), is_wanted)

    def take_all(self, is_wanted: Callable[[_Kept], bool] = _always) -> list[_Kept]:
        """All that is wanted, in order; it is kept no longer."""
        return self._take(list(self._kept), is_wanted)

    def _take(self, places: list[int], is_wanted: Callable[[_Kept], bool]) -> list[_Kept]:
        if not places:
            return []
        wanted = [place for place in places if is_wanted(self._kept[place][0])]
        taken = [self._kept.pop(place) for place in wanted]
        for place, (_, keys) in zip(wanted, taken, strict=True):
            for key in keys:
                self._places[key].discard(place)
                if not self._places[key]:
                    del self._places[key]
        return [kept for kept, _ in taken]


class Line(NamedTuple):
    """A red line: all that its holder says is acceptable, and what became of it.

    ``state`` is ``in force``, ``contested`` (its holder's own speaking ask does not meet it),
    ``said`` (told by sources of grade C alone, and never in force), ``moved`` or ``withdrawn``
    by the demand ``by``, or ``lapsed`` with its text.
    """

    demand: Demand
    region: Region
    state: str
    by: Demand | None = None


Revised = Callable[[str], tuple[str, ...]]
"""Tells which texts a text revises."""


class Floor:
    """Who has the floor while a holder's statements are heard in order: what speaks, what said
    the same ``again`` and on which day last, what waits, the lines that stand; words of before
    ``fresh_since`` are no longer fresh. ``refs`` are the demands of all that speaks, ``rank`` is
    that of the firmest, ``ends`` is a heap of the last days of what was said, with its demands."""

    def __init__(self, scale: Scale, fresh_since: str, revised: Revised) -> None:
        self.scale = scale
        self.fresh_since = fresh_since
        self.revised = revised
        self.speaking: list[Statement] = []
        self.again: list[Statement] = []
        self.refs: set[str] = set()
        self.rank = 0
        self.last_said = ""
        self.waiting = Shelf[tuple[Statement, str, str]]()
        self.lines = Shelf[Line]()
        self.drawn: dict[Region, None] = {}  # each once, as many lines may stand at one place
        self.passed: tuple[Entry, ...] = ()
        self.ends: list[tuple[str, list[str]]] = []

    def speak(self, new: Statement) -> None:
        """The statement speaks beside those that do."""
        self.speaking.append(new)
        self.rank = max(self.rank, new.rank)
        self._hear(new)

    def repeat(self, new: Statement) -> None:
        """What speaks was said again. A later text leads, a higher voice, and a party's own word
        over a draft; what led says it too."""
        current = self.first
        is_own = current.life.is_draft and not new.life.is_draft
        is_text = new.is_text and not new.life.is_draft and new.strength >= current.strength
        if is_own or is_text or new.strength > current.strength:
            self.again += self.speaking
            self.speaking, self.rank = [new], new.rank
        else:
            self.again.append(new)
        self._hear(new)

    def clear(self) -> list[Statement]:
        """Nothing speaks any longer. What spoke, then who said the same."""
        spoke = self.speaking + self.again
        self.speaking, self.again, self.refs = [], [], set()
        self.rank, self.last_said = 0, ""
        return spoke

    def _hear(self, new: Statement) -> None:
        self.refs.update(refs_of(new))
        self.last_said = new.said

    def leave(self, is_over: Callable[[Statement], bool]) -> list[Statement]:
        """What is over speaks no longer; where something said the same and is not, the latest
        of that speaks on. Those that spoke, then those that said the same."""
        spoke = [said for said in self.speaking if is_over(said)]
        told = [said for said in self.again if is_over(said)]
        self.speaking = [said for said in self.speaking if not is_over(said)]
        self.again = [said for said in self.again if not is_over(said)]
        if not self.speaking and self.again:
            self.speaking = [self.again.pop()]
        heard = (*self.speaking, *self.again)
        self.refs = {ref for said in heard for ref in refs_of(said)}
        self.rank = max((said.rank for said in self.speaking), default=0)
        self.last_said = max((said.said for said in heard), default="")
        return spoke + told

    @property
    def first(self) -> Statement:
        """The first of those that speak, with whose strength all do."""
        return self.speaking[0]

    @property
    def regions(self) -> tuple[Region, ...]:
        """All that is asked for, each once."""
        return tuple(dict.fromkeys(r for said in self.speaking for r in said.regions))

    @property
    def is_fresh(self) -> bool:
        """Whether what speaks was said, or said again, not too long ago."""
        return self.last_said >= self.fresh_since

    def contradicts(self, new: Statement) -> bool:
        """Whether a statement asks for something that what speaks meets on no reading."""
        return bool(new.regions) and all(
            meets(self.scale, one, other) is False for one in new.regions for other in self.regions
        )


def refs_of(statement: Statement) -> list[str]:
    """How other demands refer to those of a statement."""
    return [demand.ref for demand in statement.demands]
