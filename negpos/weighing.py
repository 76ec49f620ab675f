"""Which of a holder's statements speaks on an issue: read in order, weighed by one table of rules.

docs/method.md tells the rules in words; ``why`` prints their reasons.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Set
from typing import Generic, NamedTuple, TypeVar

from negpos.dossier import Demand
from negpos.scales import Region, Scale, contains
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


class Speaking(Shelf[Statement]):
    """The statements that speak, found by the references of their demands; ``rank`` is that of
    the firmest, 0 for none."""

    rank = 0

    def hear(self, new: Statement) -> None:
        """The statement speaks beside those that do."""
        self.rank = max(self.rank, new.rank) if self else new.rank
        self.add(new, _refs(new))

    def fall(self, refs: set[str]) -> list[Statement]:
        """Those with one of these demands, which speak no longer."""
        fallen = self.take(refs)
        if fallen:
            self.rank = max((statement.rank for statement in self), default=0)
        return fallen


def _refs(statement: Statement) -> list[str]:
    return [demand.ref for demand in statement.demands]


class Rule(NamedTuple):
    """What becomes of a new statement where the rule ``holds``, and why.

    ``effect`` is ``joins`` or ``replaces`` what speaks, or waits beside it: ``waits`` (it may
    come to contest), ``supports`` (it never does) or ``opens`` (it asks for nothing). What
    joins gives no reason: the reason is what speaks in the end.
    """

    holds: Callable[[Statement, Speaking, Scale], bool]
    effect: str
    reason: str


def _asks_nothing(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return not new.regions and not new.is_dropped


def _is_alone(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return not speaking


def _restates(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return speaking.holds(new.refs("restates"))


def _moves(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return speaking.holds(new.refs("moves"))


def _keeps(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return speaking.holds(new.refs("keeps"))


def _fills_in(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    """Whether a plain later statement on the same ground lies inside the vague words that
    speak, so that it tells what they left open; its form may be weaker."""
    current = speaking.first
    if not current.is_vague or new.is_vague or not new.regions or new.yields:
        return False
    if new.strength[0] < current.strength[0] or new.first.said == current.first.said:
        return False
    return all(any(contains(scale, o, n) for o in current.regions) for n in new.regions)


def _is_weaker(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return new.strength < speaking.first.strength


def _is_open_and_softer(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return new.rank == 0 < speaking.rank


def _is_undated_and_softer(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return new.first.is_latest and new.rank < speaking.rank


def _is_vaguer(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return new.is_vague and not speaking.first.is_vague


def _is_vaguer_remark(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return _is_vaguer(new, speaking, scale) and not new.is_text


def _is_equal(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    current = speaking.first
    return new.first.said == current.first.said and new.strength == current.strength


def _is_disputed_too(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    is_disputed = new.first.is_disputed and speaking.first.first.is_disputed
    return is_disputed and _is_equal(new, speaking, scale)


def _is_equal_and_clearer(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    return speaking.first.is_vague and not new.is_vague and _is_equal(new, speaking, scale)


def _is_left(new: Statement, speaking: Speaking, scale: Scale) -> bool:
    """Whether no rule before it holds."""
    return True


RULES = (
    Rule(_asks_nothing, "opens", "open to trade, with no ask"),
    Rule(_is_alone, "joins", ""),
    Rule(_restates, "supports", "restates what speaks"),
    Rule(_moves, "replaces", "the data say that it was moved"),
    Rule(_keeps, "joins", ""),
    Rule(_fills_in, "replaces", "later, and fills in what was left open"),
    Rule(_is_weaker, "waits", "weaker than what speaks"),
    Rule(_is_open_and_softer, "waits", "open, and what speaks is firmer"),
    Rule(_is_undated_and_softer, "waits", "not dated, and what speaks is firmer"),
    Rule(_is_vaguer_remark, "waits", "vague, and what speaks is not"),
    Rule(_is_disputed_too, "waits", "sources dispute what was said; the better one speaks"),
    Rule(_is_equal_and_clearer, "replaces", "vague; a clearer statement was made the same day"),
    Rule(_is_equal, "joins", ""),
    Rule(_is_vaguer, "replaces", "a later text leaves open what was settled"),
    Rule(_is_left, "replaces", "later and at least as strong"),
)
"""In order: the first that holds settles what becomes of a statement."""


class Weighed(NamedTuple):
    """What became of one holder's statements on one issue: those that speak and the rank of
    the firmest of them, those that wait beside with the rule that made them wait, and the end
    of the others."""

    speaking: tuple[Statement, ...]
    rank: int
    waiting: tuple[tuple[Statement, Rule], ...]
    ended: tuple[Entry, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        """All that is asked for, each once."""
        return tuple(dict.fromkeys(r for said in self.speaking for r in said.regions))

    @property
    def demands(self) -> tuple[Demand, ...]:
        """The demands that speak."""
        return tuple(demand for said in self.speaking for demand in said.demands)

    @property
    def reason(self) -> str:
        """Why what speaks does."""
        if len(self.speaking) > 1:
            return "stands side by side with another of the same day and strength"
        return "the latest of the strongest" if self.ended else "nothing replaces it"


_Waiting = Shelf[tuple[Statement, Rule]]


def weigh(scale: Scale, said: Iterable[Statement]) -> Weighed:
    """What becomes of these statements, which stand in the order in which they were said."""
    speaking, waiting = Speaking(), _Waiting()
    ended: list[Entry] = []
    for new in said:
        ended += _withdrawn(new, speaking, waiting)
        rule = next(rule for rule in RULES if rule.holds(new, speaking, scale))
        if rule.effect == "replaces":
            ended += _replaced(new, rule, speaking, waiting)
        if rule.effect in ("replaces", "joins"):
            speaking.hear(new)
        else:
            waiting.add((new, rule), _refs(new))
    return Weighed(tuple(speaking), speaking.rank, tuple(waiting), tuple(ended))


def _withdrawn(new: Statement, speaking: Speaking, waiting: _Waiting) -> list[Entry]:
    """The end of what a new statement withdraws."""
    refs = new.refs("withdraws")
    if not refs:
        return []
    taken = speaking.fall(refs) + [old for old, _ in waiting.take(refs)]
    by = f"withdrawn on {new.first.said} in {new.first.position}"
    return [Entry(demand, "withdrawn", by) for old in taken for demand in old.demands]


def _replaced(new: Statement, rule: Rule, speaking: Speaking, waiting: _Waiting) -> list[Entry]:
    """The end of what speaks, and of what waits and is no stronger than the new statement; a
    vague one ends no plain one that waits."""

    def is_outdone(waits: tuple[Statement, Rule]) -> bool:
        old = waits[0]
        is_plain = bool(old.regions) and not old.is_vague
        return old.strength <= new.strength and not (is_plain and new.is_vague)

    taken = speaking.take_all() + [old for old, _ in waiting.take_all(is_outdone)]
    by = f"replaced on {new.first.said} by {new.first.position}: {rule.reason}"
    return [Entry(demand, "superseded", by) for old in taken for demand in old.demands]
