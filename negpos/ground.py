"""The island of agreements: what is agreed, and where stated limits leave room."""

from typing import NamedTuple

from negpos import scales
from negpos.comparison import Comparison
from negpos.profiles import Stance
from negpos.scales import Region


class Ground(NamedTuple):
    """An issue on which the sides meet.

    ``basis`` is ``agreed`` (the asks of all meet), ``agreed-if`` (they do, on a condition that
    not all have taken up) or ``room`` (the asks do not, yet the stated limits do: what a side
    accepts beyond its ask, inside its own red lines).
    ``region`` is where all meet, None where asks meet pair by pair but not all at one place.
    """

    issue: str
    basis: str
    region: Region | None


def common(comparison: Comparison) -> tuple[Ground, ...]:
    """Where every side speaks and all agree, then where they do on a condition, then where stated
    limits leave room, as listed."""
    found: dict[str, list[Ground]] = {"agreed": [], "agreed-if": [], "room": []}
    for issue_id in comparison.issues:
        said = [side.stances.get(issue_id) for side in comparison.profiles]
        stances = [stance for stance in said if stance is not None and stance.speaks]
        if len(stances) < len(said):
            continue
        scale = comparison.dossier.issues[issue_id].scale
        relations = {pair.standings[issue_id].relation for pair in comparison.pairs}
        if relations <= {"agreed", "agreed-if"}:
            basis = "agreed-if" if "agreed-if" in relations else "agreed"
            region = _shared(scale, [list(stance.regions) for stance in stances])
            found[basis].append(Ground(issue_id, basis, region))
        elif (region := _shared(scale, [_limits(scale, stance) for stance in stances])) is not None:
            found["room"].append(Ground(issue_id, "room", region))
    return tuple(ground for grounds in found.values() for ground in grounds)


def _limits(scale: scales.Scale, stance: Stance) -> list[Region]:
    """What a side asks for or says it would accept, of that only what lies inside every red line
    of its own; vague words promise nothing."""
    stated = [*stance.regions, *(d.accepts for d in stance.asks if d.accepts is not None)]
    stated += [line.region for line in stance.standing_lines]
    within: list[Region | None] = [*stated]
    for line in stance.standing_lines:
        within = [one and scales.intersection(scale, one, line.region) for one in within]
    return list(dict.fromkeys(region for region in within if region and not region.vague))


def _shared(scale: scales.Scale, sides: list[list[Region]]) -> Region | None:
    """A place where one region of every side meets, or None."""

    def meet(left: list[Region], right: list[Region]) -> list[Region]:
        met = [_both(scale, a, b) for a in left for b in right]
        return [region for region in met if region is not None]

    shared = sides[0]
    for side in sides[1:]:
        shared = meet(shared, side)
    return shared[0] if shared else None


def _both(scale: scales.Scale, a: Region, b: Region) -> Region | None:
    """What two regions share; of sets that add up what both name, not what they come to."""
    shared = scales.intersection(scale, a, b)
    if shared is None or not scale.adds_up:
        return shared
    return shared._replace(low=int(a.low) & int(b.low))
