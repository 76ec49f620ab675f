"""Which of a holder's statements speaks on an issue: heard in order, weighed by one table of rules.

docs/method.md tells the rules in words; ``why`` prints their reasons.
"""

from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from typing import NamedTuple

from negpos import days
from negpos.dossier import Demand
from negpos.floor import Entry, Floor, Line, Revised, refs_of
from negpos.scales import Region, Scale, meets
from negpos.statements import Statement, form_of, strength_of
from negpos.terms import LINKS


class Idle(NamedTuple):
    """A link of a demand to another that neither spoke nor waited nor held a line by then, so
    that it changed nothing."""

    demand: Demand
    link: str
    ref: str


class Rule(NamedTuple):
    """What becomes of a new statement where the rule finds a ``reason``, which it then gives.

    ``effect`` is ``passes`` (it changes nothing), ``speaks`` beside what does, ``replaces`` it,
    says it ``again``, or ``waits``: in the end it contests what speaks, or supports it.
    """

    effect: str
    reason: Callable[[Statement, Floor], str]


def _asks_nothing(new: Statement, floor: Floor) -> str:
    if not new.regions and not new.is_dropped:
        return "open to trade, with no ask"
    if new.is_dropped and not new.life.is_of_text and not _strikes(new, floor):
        return "strikes a clause that its holder did not ask for"
    return ""


def _strikes(new: Statement, floor: Floor) -> bool:
    """Whether it strikes, or names, the holder's own clause that speaks: one of a text that its
    own revises, or that this one revises in turn."""
    own = {said.first.position for said in floor.speaking}
    ahead, seen = list(new.life.revises), set(new.life.revises)
    while ahead and own.isdisjoint(seen):
        others = set(floor.revised(ahead.pop())) - seen
        seen |= others
        ahead += others
    return not own.isdisjoint(seen) or not floor.refs.isdisjoint(new.refs("moves"))


def _is_alone(new: Statement, floor: Floor) -> str:
    return "" if floor.speaking else "nothing else speaks"


def _moves(new: Statement, floor: Floor) -> str:
    refs = new.refs("moves")
    if not floor.refs.isdisjoint(refs):
        return "the data say that it was moved"
    if refs and floor.contradicts(new):
        return "the data say that it moved what was said before, and it contradicts this"
    return ""


def _says_again(new: Statement, floor: Floor) -> str:
    if not floor.refs.isdisjoint(new.refs("restates")):
        return "says again what speaks"
    current = floor.first
    if len(floor.speaking) > 1 or not new.regions or set(new.regions) != set(current.regions):
        return ""
    if new.first.is_disputed or new.yields:
        return ""
    if new.said == current.said or new.strength[0] != current.strength[0]:
        return ""
    is_told_alike = new.terms == current.terms and new.rank == current.rank
    is_lower = new.strength < current.strength
    return "says again what speaks" if is_lower or is_told_alike else ""


def _is_weaker(new: Statement, floor: Floor) -> str:
    current = floor.first
    if new.strength[0] < current.strength[0]:
        return "on weaker word than what speaks"
    is_later = new.said > floor.last_said
    if new.strength < current.strength and (floor.is_fresh or not is_later):
        return "a lower voice, while what speaks is fresh" if is_later else "a lower voice that day"
    if new.said != current.said:
        return ""
    if new.life.is_draft > current.life.is_draft:
        return "a draft of the day of its holder's own word"
    if new.first.is_disputed and current.first.is_disputed:
        return "sources dispute what was said; the better one speaks"
    if form_of(new.first) < form_of(current.first) or new.is_vague > current.is_vague:
        return "of the same day, and told less plainly"
    return ""


def _is_beside(new: Statement, floor: Floor) -> str:
    if not floor.refs.isdisjoint(new.refs("keeps")):
        return "the data say that both stand"
    current = floor.first
    is_equal = new.said == current.said and new.strength == current.strength
    return "of the same day and strength" if is_equal else ""


def _is_softer(new: Statement, floor: Floor) -> str:
    if new.strength[0] > floor.first.strength[0]:
        return ""
    if new.yields and new.rank < floor.rank:
        return "open or not dated, and what speaks is firmer"
    is_remark = new.is_vague and not floor.first.is_vague and not new.is_text
    if is_remark and not floor.contradicts(new):
        return "a vague remark that may mean what speaks"
    return ""


def _is_later(new: Statement, floor: Floor) -> str:
    if new.strength < floor.first.strength:
        return "later, and what spoke was no longer fresh"
    return "later and at least as strong"


RULES = (
    Rule("passes", _asks_nothing),
    Rule("speaks", _is_alone),
    Rule("replaces", _moves),
    Rule("again", _says_again),
    Rule("waits", _is_weaker),
    Rule("speaks", _is_beside),
    Rule("waits", _is_softer),
    Rule("replaces", _is_later),
)
"""In order: the first that finds a reason settles what becomes of a statement."""


class Weighed(NamedTuple):
    """What became of one holder's statements on one issue: those that speak, those that said the
    same ``again``, the rank of the firmest, what waits beside with effect and reason, the end of
    the others, what spoke last where its time has ``passed``; the lines, as they stand and as
    they ended; and links that changed nothing."""

    speaking: tuple[Statement, ...]
    again: tuple[Statement, ...]
    rank: int
    waiting: tuple[tuple[Statement, str, str], ...]
    ended: tuple[Entry, ...]
    passed: tuple[Entry, ...]
    lines: tuple[Line, ...]
    gone: tuple[Line, ...]
    idle: tuple[Idle, ...]

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


def weigh(
    scale: Scale,
    said: Iterable[Statement],
    today: str = "",
    fresh_since: str = "",
    revised: Revised = lambda _: (),
) -> Weighed:
    """What becomes of these statements, which stand in the order in which they were said, by the
    end of ``today`` (empty: whenever); words of before ``fresh_since`` are no longer fresh, and
    ``revised`` tells which texts a text revises."""
    floor = Floor(scale, fresh_since, revised)
    ended: list[Entry] = []
    gone: list[Line] = []
    idle: list[Idle] = []
    for new in said:
        if new.has_links:
            idle += _idle(floor, new)
        if floor.ends:  # what ends on a day may still be struck on it
            _expire(floor, days.before(new.said, "1d"), ended, gone)
        _withdraw(floor, new, ended, gone)
        effect, reason = _settled(new, floor)
        if new.life.holds_until:
            heappush(floor.ends, (new.life.holds_until, refs_of(new)))
        _turn(floor, new, effect, gone)
        if effect == "replaces":
            ended += _replaced(floor, new, reason)
        if effect in ("speaks", "replaces"):
            floor.speak(new)
        elif effect == "again":
            by = f"what speaks was said again on {new.said} in {new.first.position}"
            ended += _entries(_outdone(floor, new), "superseded", by)
            floor.repeat(new)
        else:
            floor.waiting.add((new, effect, reason), refs_of(new))
        _draw(floor, new)
    if today:
        _expire(floor, today, ended, gone)
    return Weighed(
        speaking=tuple(floor.speaking),
        again=tuple(floor.again),
        rank=floor.rank,
        waiting=tuple(floor.waiting),
        ended=tuple(ended),
        passed=() if floor.speaking else floor.passed,
        lines=tuple(floor.lines),
        gone=tuple(gone),
        idle=tuple(idle),
    )


def _idle(floor: Floor, new: Statement) -> list[Idle]:
    """The links of a statement to demands that have no part in what stands by then."""
    return [
        Idle(demand, link, ref)
        for demand in new.demands
        for link in LINKS
        for ref in getattr(demand, link)
        if ref not in floor.refs and not floor.waiting.holds({ref}) and not floor.lines.holds({ref})
    ]


def _settled(new: Statement, floor: Floor) -> tuple[str, str]:
    """The effect of the first rule that finds a reason, and the reason."""
    for rule in RULES:
        if reason := rule.reason(new, floor):
            return rule.effect, reason
    raise AssertionError("the last rule always finds a reason")


def _expire(floor: Floor, day: str, ended: list[Entry], gone: list[Line]) -> None:
    """What held until before this day speaks, waits and stands no longer."""
    refs: set[str] = set()
    while floor.ends and floor.ends[0][0] < day:
        refs.update(heappop(floor.ends)[1])
    if not floor.refs.isdisjoint(refs):

        def is_over(said: Statement) -> bool:
            return said.first.ref in refs

        spoke = [said for said in floor.speaking if is_over(said)]
        if spoke:
            floor.passed = tuple(_entries(spoke, "lapsed", ""))
        ended += _entries(floor.leave(is_over), "lapsed", "")
    ended += _entries((said for said, _, _ in floor.waiting.take(refs)), "lapsed", "")
    _end_lines(floor, floor.lines.take(refs), "lapsed", None, gone)


def _withdraw(floor: Floor, new: Statement, ended: list[Entry], gone: list[Line]) -> None:
    """The end of what a new statement withdraws; who said the same is taken back as well."""
    refs = new.refs("withdraws")
    if not refs:
        return
    led = all(not refs.isdisjoint(refs_of(said)) for said in floor.speaking)
    taken = floor.leave(lambda said: led or not refs.isdisjoint(refs_of(said)))
    taken += [said for said, _, _ in floor.waiting.take(refs)]
    by = f"withdrawn on {new.said} in {new.first.position}"
    ended += _entries(taken, "withdrawn", by)
    _end_lines(floor, floor.lines.take(refs), "withdrawn", new.first, gone)


def _entries(over: Iterable[Statement], fate: str, reason: str) -> list[Entry]:
    return [
        Entry(demand, fate, reason or said.life.reason) for said in over for demand in said.demands
    ]


def _replaced(floor: Floor, new: Statement, reason: str) -> list[Entry]:
    """The end of what speaks, and of what waited and is outdone."""
    taken = floor.clear() + _outdone(floor, new)
    by = f"replaced on {new.said} by {new.first.position}: {reason}"
    return _entries(taken, "superseded", by)


def _outdone(floor: Floor, new: Statement) -> list[Statement]:
    """What waits and is no stronger than the new statement waits no longer; a vague one ends no
    plain one that waits."""

    def is_outdone(waits: tuple[Statement, str, str]) -> bool:
        old = waits[0]
        is_plain = bool(old.regions) and not old.is_vague
        return old.strength <= new.strength and not (is_plain and new.is_vague)

    return [old for old, _, _ in floor.waiting.take_all(is_outdone)]


def _turn(floor: Floor, new: Statement, effect: str, gone: list[Line]) -> None:
    """The end of the lines that the data say were moved, and of those that a new statement
    contradicts: only what comes to speak ends a line, and no draft of several parties does."""
    if not floor.lines:
        return
    if new.has_links:
        _end_lines(floor, floor.lines.take(new.refs("moves")), "moved", new.first, gone)
    may_leave = effect in ("speaks", "replaces") and bool(new.regions)
    if not may_leave or new.yields or new.first.is_disputed or new.life.is_draft:
        return
    missed = {region for region in floor.drawn if _misses(floor.scale, new, region)}
    left = floor.lines.take(missed, lambda line: _outdoes(new, line, floor.fresh_since))
    _end_lines(floor, left, "moved", new.first, gone)


def _end_lines(
    floor: Floor, ended: list[Line], state: str, by: Demand | None, gone: list[Line]
) -> None:
    gone += [line._replace(state=state, by=by) for line in ended]
    for region in {line.region for line in ended}:
        if not floor.lines.holds({region}):
            del floor.drawn[region]


def _draw(floor: Floor, new: Statement) -> None:
    """The red lines that a statement draws stand from now on; a draft of several parties draws
    none, and what sources of grade C alone, or experts, tell of is not in force."""
    if new.life.is_draft:
        return
    for demand in new.demands:
        if demand.firmness == "red-line" and demand.limit is not None:
            state = "in force" if demand.may_draw else "said"
            floor.lines.add(Line(demand, demand.limit, state), (demand.ref, demand.limit))
            floor.drawn[demand.limit] = None


def _misses(scale: Scale, statement: Statement, line: Region) -> bool:
    return all(meets(scale, region, line) is False for region in statement.regions)


def _outdoes(new: Statement, line: Line, fresh_since: str) -> bool:
    """Whether it was said after the line was drawn, on no weaker word, and by no lower voice
    unless the line is no longer fresh."""
    attribution, _ = strength = strength_of(line.demand)
    is_as_strong = new.strength >= strength or (
        new.strength[0] >= attribution and line.demand.said < fresh_since
    )
    return new.said > line.demand.said and is_as_strong
