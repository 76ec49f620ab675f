"""Bare figures that another party's offer has gone past, where no file tells which way is
better."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from negpos.dossier import Dossier, Issue
from negpos.profiles import Profile, Stance
from negpos.scales import Region, is_point, opened


class Outbid(NamedTuple):
    """A party that asks for a figure and nothing beyond it, and another that offers more, or less,
    than that: ``way`` is the side on which the offer lies, ``high`` or ``low``."""

    issue: str
    party: str
    other: str
    way: str


def outbid(dossier: Dossier, parties: Mapping[str, Profile]) -> tuple[Outbid, ...]:
    """The figures that an offer has passed, to all appearance: the other party came from their far
    side, or who asks for the figure has said that more of that would do. In order; ``parties`` are
    the profiles of all."""
    return tuple(
        Outbid(issue.id, party, other, way)
        for issue in dossier.issues.values()
        if issue.scale.is_measured and (speaking := tuple(_speaking(parties, issue)))
        for party, mine in speaking
        if not issue.better_to(party) and (figure := _figure(issue, mine)) is not None
        for other, theirs in speaking
        if (way := _beyond(figure, theirs))
        and (_came(figure, theirs, way) or _is_open(issue, figure, mine, way))
    )


def _speaking(profiles: Mapping[str, Profile], issue: Issue) -> Iterator[tuple[str, Stance]]:
    """Who asks for something on an issue of itself, with the stance: a text of several is no
    offer of one of them."""
    for party, found in profiles.items():
        stance = found.stances.get(issue.id)
        if stance is not None and stance.regions and not stance.is_joint:
            yield party, stance


def _figure(issue: Issue, stance: Stance) -> float | None:
    """The single figure that is asked for, plainly; None for anything else."""
    if len(stance.regions) != 1:
        return None
    (region,) = stance.regions
    return region.low if is_point(issue.scale, region) and not region.vague else None


def _side(figure: float, region: Region) -> str:
    """On which side of a figure a region lies wholly; empty where it does not."""
    if region.low > figure or (region.is_above and region.low == figure):
        return "high"
    is_below = region.high < figure or (region.is_below and region.high == figure)
    return "low" if is_below else ""


def _beyond(figure: float, other: Stance) -> str:
    """On which side of a figure another asks for all that it does."""
    sides = {"" if region.vague else _side(figure, region) for region in other.regions}
    return sides.pop() if len(sides) == 1 else ""


def _came(figure: float, other: Stance, way: str) -> bool:
    """Whether who now asks for something on one side of a figure has asked for the other."""
    speaking = {demand.ref for demand in other.asks}
    sides = {
        _side(figure, entry.demand.ask)
        for entry in other.history
        if entry.fate == "superseded" and entry.demand.ask and entry.demand.ref not in speaking
    }
    return bool(sides - {"", way})


def _is_open(issue: Issue, figure: float, stance: Stance, way: str) -> bool:
    """Whether who asks for a figure has said that all on one side of something would do, up to the
    end of the scale."""
    scale = issue.scale
    for entry in stance.history:
        for region in (entry.demand.ask, entry.demand.accepts):
            if region is None or region.points or region.vague or is_point(scale, region):
                continue
            whole = opened(scale, region)
            is_high, is_low = whole.high == scale.high, whole.low == scale.low
            if is_high != is_low and (way == "high") == is_high:
                return True
    return False
