"""Where two sides stand on every scale that has an order, as marks along a line."""

from collections.abc import Iterator

from negpos.comparison import Comparison
from negpos.dossier import Issue
from negpos.profiles import Profile, Stance
from negpos.scales import Region, Scale, pieces, whole
from negpos.view import wording
from negpos.view.grid import Cell, Column, Section, Span, Stand, Track, cell, of_issues

_STRIP = 10


def tracks(comparison: Comparison) -> tuple[Track, ...]:
    """A track for every issue that both sides address and whose scale has an order, in the order
    of the dossier."""
    return tuple(_track(comparison, issue) for issue in charted(comparison))


def charted(comparison: Comparison) -> list[Issue]:
    """The issues that have a track."""
    issues = comparison.dossier.issues
    return [
        issue
        for issue in (issues[id_] for id_ in comparison.issues)
        if issue.scale.is_ordered and comparison.worst(issue.id)[1].relation != "silent"
    ]


def _track(comparison: Comparison, issue: Issue) -> Track:
    relation = comparison.worst(issue.id)[1].relation
    stands: list[Stand] = []
    words = []
    for side, profile in enumerate(comparison.profiles):
        stance = profile.stances.get(issue.id)
        if stance is not None:
            stands += _stands(issue.scale, side, stance)
        words.append(f"{profile.title}: {_told(issue, stance)}.")
    low, high = _ends(issue.scale)
    told = f"{wording.SIGNS[relation]} {wording.relation(relation)}"
    steps = _ticks(issue.scale)
    alt = f"{' '.join(words)} From “{low}” to “{high}”"
    return Track(issue.label, low, high, steps, tuple(stands), relation, told, alt)


def _told(issue: Issue, stance: Stance | None) -> str:
    """What a side asks for and where its red lines are, in words."""
    lines = (
        []
        if stance is None
        else [wording.limit(issue, line.demand, line.region) for line in stance.standing_lines]
    )
    asks = wording.asks(issue, stance)
    others = [words for words in dict.fromkeys(lines) if words != asks]
    mark = ", which is a red line" if asks in lines else ""
    beside = "".join(f"; red line: {words}" for words in others)
    return f"{'no ask' if asks == '–' else asks}{mark}{beside}"


def _ends(scale: Scale) -> tuple[str, str]:
    """What the two ends of a scale are called."""
    all_of_it = whole(scale)
    low, high = (Region(end, end) for end in (all_of_it.low, all_of_it.high))
    return wording.region(scale, low), wording.region(scale, high)


def _ticks(scale: Scale) -> tuple[float, ...]:
    """The places of options, or of figures that are read in words, from 0 to 1."""
    if scale.kind == "ordinal":
        return scale.places
    inner = [place(scale, mark.at) for mark in scale.marks]
    return tuple(dict.fromkeys([0.0, *inner, 1.0]))


def place(scale: Scale, value: float) -> float:
    """Where on an ordered scale something stands, from 0 to 1; what lies beyond an end, at it."""
    if scale.kind == "ordinal":
        return scale.places[int(value)]
    return min(1.0, max(0.0, (value - scale.low) / (scale.high - scale.low)))


def _stands(scale: Scale, side: int, stance: Stance) -> Iterator[Stand]:
    """What a side asks for, and what its red lines allow."""
    for region in stance.regions:
        kind = "vague" if region.vague else "ask"
        kind = "preference" if kind == "ask" and stance.firmness == "preference" else kind
        for piece in pieces(region):
            yield Stand(side, kind, *_ends_of(scale, piece))
    for region in dict.fromkeys(line.region for line in stance.standing_lines):
        for piece in pieces(region):
            yield Stand(side, "line", *_ends_of(scale, piece))


_SHY = 0.02
"""By how much of a track a stretch stops short of an end that does not belong to it."""


def _ends_of(scale: Scale, region: Region) -> tuple[float, float]:
    """From where to where a region lies on its track."""
    low, high = place(scale, region.low), place(scale, region.high)
    return low + _SHY * region.is_above, high - _SHY * region.is_below


def columns(comparison: Comparison) -> tuple[Column, ...]:
    """The columns of the tracks in signs, where nothing can be drawn."""
    sides = (Column(profile.title, share=0) for profile in comparison.profiles)
    ends = (Column("One end", least=10), Column("The other end", least=10))
    return of_issues(), ends[0], *sides, ends[1], Column("Relation", share=0)


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """The tracks in signs, in the order of the dossier."""
    rows = [_row(comparison, issue) for issue in charted(comparison)]
    return (Section("", tuple(rows)),) if rows else ()


def _row(comparison: Comparison, issue: Issue) -> tuple[Cell, ...]:
    relation = comparison.worst(issue.id)[1].relation
    low, high = _ends(issue.scale)
    told = f"{wording.SIGNS[relation]} {wording.relation(relation)}"
    return (
        cell(Span(issue.label, "strong")),
        cell(low),
        *(_strip(issue, profile) for profile in comparison.profiles),
        cell(high),
        cell(Span(told, relation)),
    )


def _strip(issue: Issue, profile: Profile) -> Cell:
    stance = profile.stances.get(issue.id)
    if stance is None:
        return cell("")
    has_line = "#" if stance.standing_lines else ""
    line = Span(f" {has_line}", "line", has_line) if has_line else Span("")
    return cell(Span(strip(issue.scale, stance.regions, _STRIP), "chart line"), line)


def strip(scale: Scale, regions: tuple[Region, ...], size: int) -> str:
    """The scale as a line of dots, asks as bars: full where plain, hollow where vague; one of
    figures has so many dots."""
    size = len(scale.options) if scale.kind == "ordinal" else size
    line = ["·"] * size
    for piece in (piece for region in regions for piece in pieces(region)):
        low, high = (_dot(scale, end, size) for end in (piece.low, piece.high))
        for dot in range(low, high + 1):
            line[dot] = "○" if piece.vague else "●"
    return "".join(line)


def _dot(scale: Scale, value: float, size: int) -> int:
    if scale.kind == "ordinal":
        return int(value)
    return min(size - 1, int((value - scale.low) / (scale.high - scale.low) * size))
