"""Statements: the clauses of one source on one issue, how strong each is, and how long it holds."""

from collections.abc import Callable, Collection, Iterable, Set
from typing import NamedTuple

from negpos.dossier import Demand, Issue, Position
from negpos.scales import Region, union
from negpos.terms import ASSUMED, FIRMNESSES, VOICES

RANK = {firmness: rank for rank, firmness in enumerate(FIRMNESSES)}
"""Of each firmness, 0 for the softest."""

_ATTRIBUTION = {
    ASSUMED: 3,
    **{"document": 2, "official": 2},
    **{"anonymous": 1, "reported": 1},
    **{"expert": 0, "analyst": 0},
}
_VOICE = {voice: rank for rank, voice in enumerate(VOICES)}
_FORM = {"text": 2, "quoted": 1, "paraphrased": 0}


class Life(NamedTuple):
    """Of the text in which a statement stands: whether it speaks for the text itself, whether it
    is a draft of several parties, the texts whose clauses it strikes or changes, the last day on
    which it holds (empty: no end) and why it ends then."""

    is_of_text: bool = False
    is_draft: bool = False
    revises: tuple[str, ...] = ()
    holds_until: str = ""
    reason: str = ""


class Statement(NamedTuple):
    """The clauses of one source on one issue, said on one day with one strength.

    ``regions`` are what they ask for, on a members scale united; ``rank`` is that of the
    firmest; of two ``strength`` tuples, attribution then voice, the greater is the stronger.
    Without ``has_links`` it refers to no other.
    """

    demands: tuple[Demand, ...]
    regions: tuple[Region, ...]
    strength: tuple[int, int]
    rank: int
    life: Life = Life()
    has_links: bool = True

    @property
    def first(self) -> Demand:
        """The first clause, which stands for what all share: day, speaker, attribution."""
        return self.demands[0]

    @property
    def said(self) -> str:
        """The day on which it was said."""
        return self.demands[0].said

    @property
    def is_vague(self) -> bool:
        """Whether it asks for something, and vaguely only."""
        return bool(self.regions) and all(region.vague for region in self.regions)

    @property
    def is_text(self) -> bool:
        """Whether it is the wording of a text, where what is left open was left open on purpose."""
        return self.first.attribution == "document" and self.first.form == "text"

    @property
    def is_dropped(self) -> bool:
        """Whether it strikes a clause out and asks for nothing in its place."""
        return not self.regions and any(demand.is_dropped for demand in self.demands)

    @property
    def yields(self) -> bool:
        """Whether it may replace nothing firmer: said to be open, or not dated."""
        return self.rank == 0 or self.first.is_latest

    @property
    def terms(self) -> frozenset[tuple[str, Region | None, str]]:
        """The conditions of its asks, what else would do, and their last days."""
        return frozenset((d.condition, d.accepts, d.until) for d in self.demands)

    def refs(self, link: str) -> Set[str]:
        """The demands it refers to by ``restates``, ``moves``, ``withdraws`` or ``keeps``."""
        if not self.has_links:
            return _NOTHING
        return {ref for demand in self.demands for ref in getattr(demand, link)}


_NOTHING: frozenset[str] = frozenset()


def _no_life(demand: Demand) -> Life:
    return Life()


def earlier_phases(demands: Iterable[Demand]) -> frozenset[str]:
    """Of these demands those of whose term, on the same issue, the same text has a later phase."""
    phased = [demand for demand in demands if demand.phase]
    last: dict[tuple[str, str], int] = {}
    for d in phased:
        last[d.position, d.issue] = max(last.get((d.position, d.issue), 0), d.phase)
    return frozenset(d.ref for d in phased if d.phase < last[d.position, d.issue])


def statements(
    issue: Issue, demands: Iterable[Demand], life_of: Callable[[Demand], Life] = _no_life
) -> list[Statement]:
    """The demands on one issue gathered into statements, by the day they were said; on one day
    the stronger first, a holder's own before a draft of several, then the better told: by form,
    the plain before the vague, and of disputed readings the better sourced."""
    groups: dict[tuple[object, ...], list[Demand]] = {}
    for d in demands:
        own = d.ref if d.is_disputed else ""
        key = (d.position, d.said, d.attribution, d.voice, d.form, d.until, len(d.holders), own)
        groups.setdefault(key, []).append(d)
    gathered = []
    for group in groups.values():
        first, *_ = group  # all have its strength and its life
        asks = tuple(dict.fromkeys(d.ask for d in group if d.ask is not None))
        if asks and issue.scale.kind == "members":
            asks = (union(issue.scale, asks),)
        gathered.append(
            Statement(
                tuple(group),
                asks,
                strength_of(first),
                max([rank_of(demand) for demand in group]),
                life_of(first),
                any([d.restates or d.moves or d.withdraws or d.keeps for d in group]),
            )
        )
    return sorted(gathered, key=_order)


def _order(statement: Statement) -> tuple[str, int, int, bool, int, bool, str, str, int]:
    first = statement.first
    attribution, voice = statement.strength
    return (
        first.said,
        -attribution,
        -voice,
        statement.life.is_draft,
        -_FORM[first.form],
        statement.is_vague,
        first.grade if first.is_disputed else "",
        first.position,
        first.row,
    )


def strength_of(demand: Demand) -> tuple[int, int]:
    """Attribution (document = official > anonymous = reported > expert), then voice (principal >
    minister or spokesman > other)."""
    return _ATTRIBUTION[demand.attribution], _VOICE[demand.voice]


def form_of(demand: Demand) -> int:
    """How well its words reached the record: 2 for a text, 1 quoted, 0 paraphrased."""
    return _FORM[demand.form]


def rank_of(demand: Demand) -> int:
    """How firm it is; what may draw no line counts as firm where it is called one."""
    is_line = demand.firmness == "red-line"
    return RANK["firm"] if is_line and not demand.may_draw else RANK[demand.firmness]


def is_reaction(asks: Collection[Demand], text: Position) -> bool:
    """Whether all of these were said on a day after the text came out, and none in the text
    itself; not so where there are none."""
    return bool(asks) and all(d.said > text.known and d.position != text.id for d in asks)
