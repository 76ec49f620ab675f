"""``negpos on``: everyone's stance on one issue, along the scale."""

from typing import Any

from negpos.dossier import Dossier, Issue
from negpos.profiles import Profile, Stance
from negpos.scales import Region, Scale
from negpos.view import shapes, wording
from negpos.view.grid import Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend, stance_cell

_STRIP = 20


def report(dossier: Dossier, issue: Issue, profiles: tuple[Profile, ...]) -> Report:
    """The stances of these sides on one issue in every shape; the silent are told in a note."""
    return Report(
        grid=lambda: grid(dossier, issue, profiles),
        sheet=lambda: sheet(dossier, issue, profiles),
        data=lambda: data(dossier, issue, profiles),
    )


def grid(dossier: Dossier, issue: Issue, profiles: tuple[Profile, ...]) -> Grid:
    """Parties first, then texts, then analyses, each along the scale."""
    year = wording.date_of(profiles)[:4]
    groups: dict[str, list[Profile]] = {"Parties": [], "Texts": [], "Analyses": []}
    silent = []
    for profile in profiles:
        stance = profile.stances.get(issue.id)
        if stance is None or not (stance.speaks or stance.is_open):
            if not profile.is_text:
                silent.append(profile.title)
            continue
        groups[_group(dossier, profile)].append(profile)
    has_strip = issue.scale.kind in ("ordinal", "quantity")
    sections = []
    for title, members in groups.items():
        members.sort(key=lambda p: _place(p.stances[issue.id]))
        rows = tuple(_row(dossier, issue, p, year, has_strip) for p in members)
        if rows:
            sections.append(Section(title, rows))
    strip = (Column("Scale", share=0),) if has_strip else ()
    lines = [f"Scale: {wording.reach(issue.scale)}"]
    if profiles:
        told = f"positions as stated, {wording.stand(profiles)} – dossier {dossier.id}"
        lines = [told, *wording.scope(profiles), *lines]
    notes = [f"Silent: {', '.join(silent)}"] if silent else []
    notes += legend(sections)
    return Grid(
        title=f"{issue.id}: {issue.question}",
        preface=tuple(lines),
        columns=(Column("", share=2, least=12), *strip, Column("Asks for", share=6, least=20)),
        sections=tuple(sections),
        notes=tuple(notes),
    )


def _group(dossier: Dossier, profile: Profile) -> str:
    if not profile.is_text:
        return "Parties"
    return "Analyses" if dossier.positions[profile.id].is_analysis else "Texts"


def _place(stance: Stance) -> tuple[float, float]:
    if not stance.regions:
        return float("inf"), 0
    return min(r.low for r in stance.regions), max(r.high for r in stance.regions)


def _row(
    dossier: Dossier,
    issue: Issue,
    profile: Profile,
    year: str,
    has_strip: bool,
) -> tuple[Cell, ...]:
    stance = profile.stances[issue.id]
    name = cell(Span(profile.title, "strong"))
    told = stance_cell(dossier, issue, profile, year, set())
    if not has_strip:
        return name, told
    return name, cell(Span(strip(issue.scale, stance.regions), "line")), told


def strip(scale: Scale, regions: tuple[Region, ...]) -> str:
    """The scale as a line of dots, asks as bars: full where plain, hollow where vague."""
    size = len(scale.options) if scale.kind == "ordinal" else _STRIP
    line = ["·"] * size
    for region in regions:
        low, high = (_dot(scale, end, size) for end in (region.low, region.high))
        for place in range(low, high + 1):
            line[place] = "○" if region.vague else "●"
    return "".join(line)


def _dot(scale: Scale, value: float, size: int) -> int:
    if scale.kind == "ordinal":
        return int(value)
    return min(size - 1, int((value - scale.low) / (scale.high - scale.low) * size))


def sheet(dossier: Dossier, issue: Issue, profiles: tuple[Profile, ...]) -> Sheet:
    """One row a side that says anything."""
    header = ("ref", "group", "ask", "firmness", "lines", "text", "position", "said", "grade")
    rows = []
    for profile in profiles:
        stance = profile.stances.get(issue.id)
        if stance is None or not (stance.speaks or stance.is_open):
            continue
        first = stance.asks[0] if stance.asks else None
        lines = (wording.region(issue.scale, line.region) for line in stance.standing_lines)
        rows.append(
            (
                profile.id,
                _group(dossier, profile).lower(),
                wording.asks(issue, stance),
                stance.firmness,
                " | ".join(dict.fromkeys(lines)),
                first.text if first else None,
                first.position if first else None,
                first.said if first else None,
                first.grade if first else None,
            )
        )
    return Sheet(header, tuple(rows))


def data(dossier: Dossier, issue: Issue, profiles: tuple[Profile, ...]) -> dict[str, Any]:
    """The stances as docs/formats.md describes them."""
    return {
        **shapes.head(dossier, profiles),
        "issue": issue.id,
        "question": issue.question,
        "scale": scale(issue.scale),
        "stances": {
            profile.id: shapes.stance(issue, profile.stances.get(issue.id)) for profile in profiles
        },
    }


def scale(row: Scale) -> dict[str, Any]:
    """A scale as data."""
    if row.kind == "quantity":
        marks = [{"at": at, "label": label} for at, label in row.marks]
        return {
            "kind": row.kind,
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "marks": marks,
        }
    return {
        "kind": row.kind,
        "options": [
            {"id": o.id, "label": o.label, "definition": o.definition or None} for o in row.options
        ],
    }
