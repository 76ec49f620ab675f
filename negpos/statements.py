"""Statements: the clauses of one source on one issue, and how strong each is."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from negpos.dossier import Demand, Issue, Position
from negpos.scales import Region, union
from negpos.terms import FIRMNESSES

RANK = {firmness: rank for rank, firmness in enumerate(FIRMNESSES)}
"""Of each firmness, 0 for the softest."""

_ATTRIBUTION = {"document": 1, "official": 1, "anonymous": 0, "reported": 0, "analyst": 0}
_FORM = {"text": 1, "quoted": 1, "paraphrased": 0}


class Statement(NamedTuple):
    """The clauses of one source on one issue, said on one day with one strength.

    ``regions`` are what they ask for, on a members scale united; ``rank`` is that of the
    firmest; of two ``strength`` tuples the greater is the stronger.
    """

    demands: tuple[Demand, ...]
    regions: tuple[Region, ...]
    strength: tuple[int, int]
    rank: int

    @property
    def first(self) -> Demand:
        """The first clause, which stands for what all share: day, speaker, attribution."""
        return self.demands[0]

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

    def refs(self, link: str) -> set[str]:
        """The demands it refers to by ``restates``, ``moves``, ``withdraws`` or ``keeps``."""
        return {ref for demand in self.demands for ref in getattr(demand, link)}


def statements(issue: Issue, demands: Iterable[Demand]) -> list[Statement]:
    """The demands on one issue gathered into statements, by the day they were said; on one day
    the stronger first, and of disputed readings the better sourced."""
    groups: dict[tuple[str, ...], list[Demand]] = {}
    for demand in demands:
        own = demand.ref if demand.is_disputed else ""
        key = (demand.position, demand.said, demand.attribution, demand.form, own)
        groups.setdefault(key, []).append(demand)
    gathered = []
    for group in groups.values():
        asks = tuple(dict.fromkeys(d.ask for d in group if d.ask is not None))
        if asks and issue.scale.kind == "members":
            asks = (union(issue.scale, asks),)
        strength = strength_of(group[0])
        rank = max([RANK[demand.firmness] for demand in group])
        gathered.append(Statement(tuple(group), asks, strength, rank))

    def order(statement: Statement) -> tuple[str, int, int, str, str, int]:
        first = statement.first
        attribution, form = statement.strength
        grade = first.grade if first.is_disputed else ""
        return first.said, -attribution, -form, grade, first.position, first.row

    return sorted(gathered, key=order)


def strength_of(demand: Demand) -> tuple[int, int]:
    """Attribution (document = official > anonymous = reported), then form (text = quoted >
    paraphrased)."""
    return _ATTRIBUTION[demand.attribution], _FORM[demand.form]


def is_reaction(asks: Collection[Demand], text: Position) -> bool:
    """Whether all of these were said on a day after the text came out, and none in the text
    itself; not so where there are none."""
    return bool(asks) and all(d.said > text.known and d.position != text.id for d in asks)
