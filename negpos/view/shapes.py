"""Demands, stances and asks as plain data for JSON and CSV; the shapes of docs/formats.md."""

from collections.abc import Sequence
from typing import Any

from negpos.comparison import Comparison, Nearer
from negpos.days import uncounted
from negpos.dossier import Demand, Dossier, Issue, Link
from negpos.floor import Line
from negpos.profiles import Profile, Stance, Vantage
from negpos.scales import Region, Scale, answer, is_listed, is_point
from negpos.view import wording

VERSION = 1
"""The version of the JSON shapes; it rises when a field changes its meaning or goes."""


def head(
    dossier: Dossier, profiles: Sequence[Profile], issues: Sequence[str] = ()
) -> dict[str, Any]:
    """What every report on profiles begins with: what was asked, and as of when."""
    vantage = profiles[0].vantage if profiles else Vantage()
    return head_of(dossier, vantage, wording.date_of(profiles), issues)


def head_of(
    dossier: Dossier, vantage: Vantage, date: str, issues: Sequence[str] = ()
) -> dict[str, Any]:
    """The same for a vantage and a date."""
    return {
        "version": VERSION,
        "dossier": dossier.id,
        "as_of": date,
        "options": {
            "as_of": vantage.as_of or None,
            "known_by": vantage.known_by or None,
            "attribution": list(vantage.attribution),
            "joint": vantage.joint,
            "max_age": vantage.max_age or None,
            "issues": list(issues) or None,
        },
    }


def compared(comparison: Comparison) -> dict[str, Any]:
    """What every report on a comparison begins with."""
    profiles = comparison.profiles
    start = head(profiles[0].dossier, profiles, comparison.narrowed_to)
    return {**start, "parties": [profile.id for profile in profiles]}


def nearer(row: Nearer) -> dict[str, Any]:
    """To which of two parties a text is nearer: how many issues, and which."""
    return {
        "text": row.text,
        "counts": dict(zip(row.parties, row.counts, strict=True)),
        "equal": len(row.equal),
        "issues": {party: list(on) for party, on in zip(row.parties, row.nearer, strict=True)},
        "equal_issues": list(row.equal),
    }


def region(scale: Scale, area: Region | None) -> Any:
    """An option id, a number, the label of a mark, a list, or a table of ends with ``vague``;
    None for none."""
    if area is None:
        return None
    if scale.is_measured:
        return _quantity(scale, area)
    ids = [option.id for option in scale.options]
    if scale.kind == "ordinal":
        low, high = ids[int(area.low)], ids[int(area.high)]
        if low == high and not area.vague:
            return low
        return {"min": low, "max": high, "vague": area.vague}
    least, greatest = _chosen(ids, int(area.low)), _chosen(ids, int(area.high))
    if scale.kind == "nominal":
        if area.vague:
            return {"any_of": least, "vague": True}
        return least[0] if is_point(scale, area) else least
    if is_listed(scale, area) and not area.vague:
        return least
    return {"at_least": least, "at_most": greatest, "vague": area.vague}


def _quantity(scale: Scale, area: Region) -> Any:
    """A figure, an ISO date or the label of a mark; several of these, any one of which would do; or
    the ends by what they hold: ``min`` and ``max`` the end itself, ``above`` and ``below`` (of
    dates ``before``) what lies beyond it."""
    if area.about is not None:
        return {"about": number(scale, area.about), "vague": True}
    marks = {mark.at: mark.label for mark in scale.marks}

    def end(value: float) -> float | str:
        return marks.get(value) or number(scale, value)

    if area.points:
        return {"any_of": [end(point) for point in area.points], "vague": area.vague}
    if area.low == area.high and not area.vague:
        return end(area.low)
    below = "before" if scale.step else "below"
    low, high = "above" if area.is_above else "min", below if area.is_below else "max"
    return {low: end(area.low), high: end(area.high), "vague": area.vague}


def number(scale: Scale, value: float) -> float | str:
    """A figure of a quantity, or the ISO date of one that counts dates."""
    if scale.step:
        return uncounted(int(value), scale.step)
    return int(value) if float(value).is_integer() else value


def unit(issue: Issue | None) -> str | None:
    """The unit of the figures of an ask; None where asks are no figures."""
    return (wording.unit(issue.scale) or None) if issue else None


def _chosen(ids: list[str], mask: int) -> list[str]:
    return [id_ for place, id_ in enumerate(ids) if mask >> place & 1]


def precision(written: str) -> str:
    """How near a date is told, by what is written in place of its day."""
    return {4: "year", 7: "month"}.get(len(written), "day")


def evidence(demand: Demand) -> list[dict[str, Any]]:
    """The sources of a demand with locator and grade."""
    return [
        {
            "source": piece.source,
            "at": piece.at,
            "grade": piece.grade or None,
            "retracted": piece.retracted or None,
        }
        for piece in demand.evidence
    ]


def demand(issue: Issue | None, row: Demand) -> dict[str, Any]:
    """One demand, whole."""
    scale = issue.scale if issue else None
    return {
        "demand": row.ref,
        "position": row.position,
        "point": row.point or None,
        "issue": row.issue or None,
        "kind": row.kind,
        "ask": region(scale, row.ask) if scale else None,
        "accepts": region(scale, row.accepts) if scale else None,
        "unit": unit(issue),
        "words": wording.ask(issue, row) if issue else None,
        "text": row.text,
        "original": row.original or None,
        "lang": row.lang or None,
        "condition": row.condition or None,
        "firmness": row.firmness,
        "attribution": row.attribution,
        "form": row.form,
        "speaker": row.speaker or None,
        "voice": row.voice,
        "said": None if row.is_assumed else row.said,
        "known": None if row.is_assumed else row.known,
        "until": row.until or None,
        **({"phase": row.phase} if row.phase else {}),
        **_names(scale, row),
        **({"links": [link(one) for one in row.links]} if row.links else {}),
        "precision": precision(row.said_as),
        "undated": row.is_latest,
        "dropped": row.is_dropped,
        "disputed": row.is_disputed,
        "holders": list(row.holders),
        "note": row.note or None,
        "evidence": evidence(row),
        "file": row.place,
    }


def _names(scale: Scale | None, row: Demand) -> dict[str, Any]:
    """The answers that the words of a wider ask name, where they name any."""
    if not (scale and row.names):
        return {}
    return {"names": [region(scale, answer(scale, at)) for at in row.names]}


def link(row: Link) -> dict[str, str | None]:
    """How one step stands to another, and the name that it shares with other ways."""
    return {"step": row.step, "how": row.how, "other": row.other, "either": row.either or None}


def line(issue: Issue, row: Line) -> dict[str, Any]:
    """One red line: what alone is acceptable, its state, and the demand that drew it."""
    return {
        "acceptable": region(issue.scale, row.region),
        "words": wording.limit(issue, row.demand, row.region),
        "state": row.state,
        "by": row.by.ref if row.by else None,
        "demand": row.demand.ref,
        "position": row.demand.position,
        "said": None if row.demand.is_assumed else row.demand.said,
        "known": None if row.demand.is_assumed else row.demand.known,
        "attribution": row.demand.attribution,
        "form": row.demand.form,
        "evidence": evidence(row.demand),
    }


_OF_FIRST = ("text", "speaker", "demand", "position", "said", "known", "attribution", "form")


def stance(issue: Issue, row: Stance | None) -> dict[str, Any] | None:
    """One side's stance on one issue; None where it has no words to show."""
    if row is None or not row.has_words:
        return None
    demands = [demand(issue, other) for other in row.asks]
    first = demands[0] if demands else {}
    return {
        "ask": region(issue.scale, row.regions[0]) if row.regions else None,
        "asks": [region(issue.scale, area) for area in row.regions],
        "accepts": first.get("accepts"),
        "unit": unit(issue),
        "words": wording.asks(issue, row),
        "open": row.is_open,
        "dropped": row.is_dropped,
        "draft": row.is_draft,
        "quarrels": row.quarrels,
        "firmness": row.firmness or None,
        "firmness_by": row.firmness_by.ref if row.firmness_by else None,
        "salience": row.salience,
        "condition": first.get("condition"),
        **{name: first.get(name) for name in _OF_FIRST},
        "last_said": None if any(d.is_assumed for d in row.asks) else row.last_said or None,
        "demands": demands,
        "again": [demand(issue, other) for other in row.again],
        "contested": [demand(issue, other) for other in row.contested],
        "passed": [{"demand": e.demand.ref, "reason": e.reason} for e in row.passed],
        "lines": [line(issue, other) for other in (*row.lines, *row.gone)],
        **_phases(issue, row),
        "evidence": [piece for one in demands for piece in one["evidence"]],
    }


def _phases(issue: Issue, row: Stance) -> dict[str, Any]:
    """Every phase of what is asked for, where it has any."""
    told = [
        {"phase": d.phase, "ask": d.ask and region(issue.scale, d.ask), "demand": d.ref}
        for d in row.phases()
    ]
    return {"phases": told} if told else {}


def stances(issue: Issue, profiles: Sequence[Profile]) -> dict[str, Any]:
    """What each side wants on one issue."""
    return {profile.id: stance(issue, profile.stances.get(issue.id)) for profile in profiles}


def scale(row: Scale) -> dict[str, Any]:
    """A scale as data."""
    if row.kind == "date":
        return {
            "kind": row.kind,
            "low": number(row, row.low),
            "high": number(row, row.high),
            "step": row.step,
            "marks": [
                {"at": number(row, m.at), "label": m.label, "below": m.below or None}
                for m in row.marks
            ],
        }
    if row.kind == "quantity":
        marks = [{"at": m.at, "label": m.label, "below": m.below or None} for m in row.marks]
        return {
            "kind": row.kind,
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "unit_short": row.unit_short,
            "singular": row.singular or None,
            "prefix": row.prefix or None,
            "scaling": row.scaling or None,
            "marks": marks,
        }
    combine = {"combine": "all" if row.adds_up else "one"} if row.kind == "members" else {}
    return {
        "kind": row.kind,
        **combine,
        "options": [
            {"id": o.id, "label": o.label, "definition": o.definition or None} for o in row.options
        ],
    }
