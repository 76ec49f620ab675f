"""Red lines in conflict, unanswered and moved: what ``negpos redlines`` tells."""

from typing import NamedTuple

from negpos import scales
from negpos.comparison import Comparison
from negpos.dossier import Demand
from negpos.floor import Line
from negpos.profiles import Profile
from negpos.scales import Region
from negpos.terms import RELATIONS


class Conflict(NamedTuple):
    """A red line of ``holder`` that the other side's ask or line does not meet.

    ``asked`` is the nearest that the other side asks for; ``room`` what the other would
    still accept inside the line, if anything was stated; ``distance``, in [0, 1], and ``move``,
    the least steps until the line is kept, are None where words are vague.
    """

    issue: str
    relation: str
    holder: Profile
    other: Profile
    line: Line
    asked: tuple[Demand, Region]
    room: Region | None
    distance: float | None
    move: float | None


class HeldLine(NamedTuple):
    """A line and its holder: one unanswered, or one that its holder has left."""

    issue: str
    holder: Profile
    line: Line


class RedLines(NamedTuple):
    """Conflicts worst first; lines on which another side is silent; lines moved or withdrawn."""

    conflicts: tuple[Conflict, ...]
    unanswered: tuple[HeldLine, ...]
    moved: tuple[HeldLine, ...]

    @property
    def worst(self) -> dict[str, Conflict]:
        """The worst conflict on each issue, the worst issue first."""
        found: dict[str, Conflict] = {}
        for one in self.conflicts:
            found.setdefault(one.issue, one)
        return found

    def first(self, most: int) -> "RedLines":
        """Only the conflicts on so many issues, the worst."""
        kept = set(list(self.worst)[:most])
        return RedLines(tuple(c for c in self.conflicts if c.issue in kept), (), ())


def red_lines(comparison: Comparison) -> RedLines:
    """Every red line of the sides compared, sorted into conflicts, unanswered and moved."""
    conflicts: list[Conflict] = []
    for pair in comparison.pairs:
        for issue, standing in pair.standings.items():
            for side in standing.line_of:
                holder, other = (pair.left, pair.right)[side], (pair.right, pair.left)[side]
                conflicts += _conflicts(issue, standing.relation, holder, other)
    order = list(comparison.issues)
    widest: dict[str, float] = {}
    for one in conflicts:
        widest[one.issue] = max(widest.get(one.issue, 0.0), one.distance or 0.0)
    places = {issue: place for place, issue in enumerate(order)}
    worst: dict[str, int] = {}
    for one in conflicts:
        rank = RELATIONS.index(one.relation)
        worst[one.issue] = min(worst.get(one.issue, rank), rank)
    conflicts.sort(
        key=lambda c: (
            worst[c.issue],
            -widest[c.issue],
            places[c.issue],
            RELATIONS.index(c.relation),
            -(c.distance or 0.0),
        )
    )
    unanswered = []
    moved = []
    for issue in comparison.issues:
        for profile in comparison.profiles:
            stance = profile.stances.get(issue)
            if stance is None:
                continue
            others = [p for p in comparison.profiles if p.id != profile.id]
            is_answered = any(
                (answer := other.stances.get(issue)) is not None
                and (answer.speaks or answer.standing_lines)  # one without an ask may have a line
                for other in others
            )
            if not is_answered:
                unanswered += [HeldLine(issue, profile, line) for line in stance.standing_lines]
            moved += [HeldLine(issue, profile, line) for line in stance.gone]
    return RedLines(tuple(conflicts), tuple(unanswered), tuple(moved))


def _conflicts(issue_id: str, relation: str, holder: Profile, other: Profile) -> list[Conflict]:
    scale = holder.dossier.issues[issue_id].scale
    own, theirs = holder.stances[issue_id], other.stances[issue_id]
    asks = [
        (d, r) for d in theirs.asks for r in theirs.regions if _speaks_for(d, r, theirs.regions)
    ]
    if relation == "deadlock":
        asks = [(line.demand, line.region) for line in theirs.standing_lines]
    conflicts = []
    seen: set[Region] = set()
    for line in sorted(own.standing_lines, key=lambda line: line.demand.said, reverse=True):
        missed = [(d, r) for d, r in asks if scales.meets(scale, line.region, r) is False]
        if not missed or line.region in seen:
            continue
        seen.add(line.region)
        asked = max(missed, key=lambda ask: scales.distance(scale, line.region, ask[1]))
        is_vague = line.region.vague or asked[1].vague
        conflicts.append(
            Conflict(
                issue=issue_id,
                relation=relation,
                holder=holder,
                other=other,
                line=line,
                asked=asked,
                room=_room(scale, line, [d.accepts for d in theirs.asks if d.accepts]),
                distance=None if is_vague else scales.distance(scale, line.region, asked[1]),
                move=None if is_vague else scales.steps(scale, line.region, asked[1]),
            )
        )
    return conflicts


def _speaks_for(demand: Demand, region: Region, regions: tuple[Region, ...]) -> bool:
    """Whether a region is this demand's ask; clauses united or cut belong to any of them."""
    return demand.ask == region or len(regions) == 1


def _room(scale: scales.Scale, line: Line, accepted: list[Region]) -> Region | None:
    rooms = [scales.intersection(scale, line.region, region) for region in accepted]
    return next((room for room in rooms if room is not None), None)
