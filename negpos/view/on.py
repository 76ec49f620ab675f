"""``negpos on``: everyone's stance on one issue, along the scale."""

from typing import Any

from negpos.dossier import Dossier, Issue
from negpos.profiles import Profile, Stance
from negpos.scales import Region, Scale
from negpos.view import shapes, wording
from negpos.view.fields import of_stance
from negpos.view.grid import Cell, Column, Grid, Report, Section, Span, cell, sections, sheet
from negpos.view.stance import legend, stance_cell

_STRIP = 20


def report(dossier: Dossier, issue: Issue, profiles: tuple[Profile, ...]) -> Report:
    """The stances of these sides on one issue in every shape: parties first, then texts, then
    analyses, each along the scale; the silent are told in a note."""
    heard = [profile for profile in profiles if _is_heard(profile, issue)]
    silent = [p.title for p in profiles if not p.is_text and not _is_heard(p, issue)]
    strip_ = (Column("Scale", share=0),) if _has_strip(issue) else ()

    def held(profile: Profile) -> tuple[Issue, Stance]:
        return issue, profile.stances[issue.id]

    return Report(
        grid=lambda: Grid(
            title=f"{issue.id}: {issue.question}",
            preface=(
                *(wording.headline(dossier, profiles) if profiles else ()),
                f"Scale: {wording.reach(issue.scale)}",
            ),
            columns=(Column("", share=2, least=12), *strip_, Column("Asks for", share=6, least=20)),
            sections=(shown := _sections(issue, heard)),
            notes=(*([f"Silent: {', '.join(silent)}"] if silent else []), *legend(shown)),
        ),
        sheet=lambda: sheet(
            [
                ("ref", lambda profile: profile.id),
                ("group", lambda profile: _group(profile).lower()),
                *of_stance("ask firmness lines text position said grade", held),
            ],
            heard,
        ),
        data=lambda: {
            **shapes.head(dossier, profiles),
            "issue": issue.id,
            "question": issue.question,
            "scale": scale(issue.scale),
            "stances": shapes.stances(issue, profiles),
        },
    )


def _is_heard(profile: Profile, issue: Issue) -> bool:
    return issue.id in profile.stances and profile.stances[issue.id].has_words


def _has_strip(issue: Issue) -> bool:
    return issue.scale.kind in ("ordinal", "quantity")


def _sections(issue: Issue, heard: list[Profile]) -> tuple[Section, ...]:
    along = sorted(heard, key=lambda profile: _place(profile.stances[issue.id]))
    return sections(
        *(
            (group, [_row(issue, profile) for profile in along if _group(profile) == group])
            for group in ("Parties", "Texts", "Analyses")
        )
    )


def _group(profile: Profile) -> str:
    if not profile.is_text:
        return "Parties"
    return "Analyses" if profile.dossier.positions[profile.id].is_analysis else "Texts"


def _place(stance: Stance) -> tuple[float, float]:
    if not stance.regions:
        return float("inf"), 0
    return min(r.low for r in stance.regions), max(r.high for r in stance.regions)


def _row(issue: Issue, profile: Profile) -> tuple[Cell, ...]:
    name = cell(Span(profile.title, "strong"))
    stance = stance_cell(issue, profile)
    if not _has_strip(issue):
        return name, stance
    asks = profile.stances[issue.id].regions
    return name, cell(Span(strip(issue.scale, asks), "line")), stance


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


def scale(row: Scale) -> dict[str, Any]:
    """A scale as data."""
    if row.kind == "quantity":
        marks = [{"at": m.at, "label": m.label, "below": m.below or None} for m in row.marks]
        return {
            "kind": row.kind,
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "unit_short": row.unit_short,
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
