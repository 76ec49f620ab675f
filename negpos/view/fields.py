"""What a sheet tells of a demand and of a stance: each field named once and picked by name."""

from collections.abc import Callable, Iterable
from typing import Any

from negpos.days import uncounted
from negpos.dossier import Demand, Issue
from negpos.profiles import Stance
from negpos.scales import Region
from negpos.view import wording
from negpos.view.grid import Fields, Row


def several(words: Iterable[str]) -> str:
    """Different words in one field; empty ones are left out."""
    return " | ".join(dict.fromkeys(word for word in words if word))


def _accepts(issue: Issue | None, demand: Demand) -> str | None:
    return wording.region(issue.scale, demand.accepts) if issue and demand.accepts else None


def _dated(issue: Issue, demand: Demand) -> str:
    """What a demand asks for, and the day."""
    return f"{wording.ask(issue, demand)} ({demand.said})"


def _figure(
    issue: Issue, stance: Stance, of: Callable[[Region], float | None]
) -> float | str | None:
    """A figure, or an ISO date, of the one ask on a scale of quantities or dates; None for vague
    words, for several asks, and for one of several figures."""
    if not issue.scale.is_measured or len(stance.regions) != 1:
        return None
    (region,) = stance.regions
    value = None if region.vague or region.points else of(region)
    if issue.scale.step and value is not None:
        return uncounted(int(value), issue.scale.step)
    return int(value) if value is not None and float(value).is_integer() else value


_DEMAND: dict[str, Callable[[Issue | None, Demand], Any]] = {
    "demand": lambda issue, d: d.ref,
    "position": lambda issue, d: d.position,
    "point": lambda issue, d: d.point,
    "issue": lambda issue, d: d.issue,
    "kind": lambda issue, d: d.kind,
    "ask": lambda issue, d: wording.ask(issue, d) if issue and d.kind == "demand" else "",
    "accepts": _accepts,
    "text": lambda issue, d: d.text,
    "condition": lambda issue, d: d.condition,
    "firmness": lambda issue, d: d.firmness,
    "attribution": lambda issue, d: d.attribution,
    "form": lambda issue, d: d.form,
    "speaker": lambda issue, d: d.speaker,
    "said": lambda issue, d: "" if d.is_assumed else d.said,
    "known": lambda issue, d: "" if d.is_assumed else d.known,
    "holders": lambda issue, d: " | ".join(d.holders),
    "grade": lambda issue, d: d.grade,
    "sources": lambda issue, d: " | ".join(f"{e.source} ({e.at})" for e in d.evidence),
    "file": lambda issue, d: d.place,
}
_STANCE: dict[str, Callable[[Issue, Stance], Any]] = {
    "ask": lambda issue, s: wording.asks(issue, s) if s.is_told else None,
    "condition": lambda issue, s: several(d.condition for d in s.asks),
    "firmness": lambda issue, s: s.firmness,
    "lines": lambda issue, s: several(
        wording.region(issue.scale, line.region) for line in s.standing_lines
    ),
    "text": lambda issue, s: " | ".join(d.text for d in s.asks),
    "position": lambda issue, s: several(d.position for d in s.asks),
    "point": lambda issue, s: several(d.point for d in s.asks),
    "sources": lambda issue, s: several(e.source for d in s.asks for e in d.evidence),
    "contested": lambda issue, s: " | ".join(_dated(issue, d) for d in s.contested),
    "joint": lambda issue, s: " | ".join(_dated(issue, d) for d in s.joint),
    "value": lambda issue, s: _figure(issue, s, lambda r: r.low if r.low == r.high else None),
    "min": lambda issue, s: _figure(issue, s, lambda r: r.low),
    "max": lambda issue, s: _figure(issue, s, lambda r: r.high),
    "unit": lambda issue, s: (wording.unit(issue.scale) or None) if s.regions else None,
}
"""Other fields of a stance are those of its first ask."""


def of_demand(
    names: str, of: Callable[[Row], tuple[Issue | None, Demand | None]], prefix: str = ""
) -> Fields[Row]:
    """The fields of these names, parted by blanks, of the demand that ``of`` finds in a row;
    empty where there is none."""

    def told(name: str) -> Callable[[Row], Any]:
        def field(row: Row) -> Any:
            issue, demand = of(row)
            return None if demand is None else _DEMAND[name](issue, demand)

        return field

    return [(prefix + name, told(name)) for name in names.split()]


def of_stance(
    names: str, of: Callable[[Row], tuple[Issue, Stance | None]], prefix: str = ""
) -> Fields[Row]:
    """The fields of these names, parted by blanks, of the stance that ``of`` finds in a row;
    empty where there is none."""

    def told(name: str) -> Callable[[Row], Any]:
        def field(row: Row) -> Any:
            issue, stance = of(row)
            if stance is None:
                return None
            if name in _STANCE:
                return _STANCE[name](issue, stance)
            return _DEMAND[name](issue, stance.asks[0]) if stance.asks else None

        return field

    return [(prefix + name, told(name)) for name in names.split()]
