"""``negpos redlines``: conflicts worst first, then lines unanswered and lines moved."""

from typing import Any

from negpos.comparison import Comparison
from negpos.dossier import Demand, Dossier
from negpos.redlines import Conflict, HeldLine, RedLines
from negpos.scales import Region
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend, short


def report(dossier: Dossier, comparison: Comparison, found: RedLines) -> Report:
    """The red lines of a comparison in every shape."""
    return Report(
        grid=lambda: grid(dossier, comparison, found),
        sheet=lambda: sheet(dossier, found),
        data=lambda: data(dossier, comparison, found),
    )


def grid(dossier: Dossier, comparison: Comparison, found: RedLines) -> Grid:
    """One section a relation; a count of lines is no measure of will."""
    profiles = comparison.profiles
    year = wording.date_of(profiles)[:4]
    sections = []
    for relation, heading in _HEADINGS.items():
        rows = [_conflict(dossier, c, year) for c in found.conflicts if c.relation == relation]
        if rows:
            sections.append(Section(heading, tuple(rows)))
    if found.unanswered:
        rows = [_held(dossier, h, "– silent", year) for h in found.unanswered]
        sections.append(
            Section("Unanswered: lines to which the other side has not spoken", tuple(rows))
        )
    if found.moved:
        rows = [_moved(dossier, h, year) for h in found.moved]
        sections.append(Section("Moved: lines that their holder has left", tuple(rows)))
    kinds = {c.issue: c.relation for c in found.conflicts}
    deadlocks = sum(relation == "deadlock" for relation in kinds.values())
    crossings = sum(relation == "crossing" for relation in kinds.values())
    told = f"{wording.plural(deadlocks, 'deadlock')}, {wording.plural(crossings, 'crossing')}"
    held = ", ".join(
        f"{p.title} {sum(c.holder.id == p.id for c in found.conflicts)}" for p in profiles
    )
    notes = [
        *legend(sections),
        "Move: the least steps on the scale until the line is kept; ? where they cannot be told.",
    ]
    if any(conflict.room is not None for conflict in found.conflicts):
        notes.append("Room: what the other side says it would accept inside the line.")
    if found.conflicts:
        first = found.conflicts[0]
        notes.append(f"Evidence: negpos why {first.holder.id} {first.issue}")
    return Grid(
        title="Red lines, " + " × ".join(profile.title for profile in profiles),
        preface=(
            f"positions as stated, {wording.stand(profiles)} – dossier {dossier.id}",
            *wording.scope(profiles, comparison.narrowed_to),
            f"{told}. Lines in conflict: {held} (a count is not a measure of will)",
        ),
        columns=(
            Column("", share=0),
            Column("Line of", share=0),
            Column("Alone acceptable", share=5, least=14),
            Column("The other side", share=5, least=14),
            Column("Move", share=0),
        ),
        sections=tuple(sections),
        notes=tuple(notes) if found.conflicts or found.unanswered or found.moved else (),
    )


_HEADINGS = {
    "deadlock": "Deadlock: both hold a line, and the two do not meet",
    "crossing": "Crossing: one line, and the other's ask lies outside it",
}


def _conflict(dossier: Dossier, found: Conflict, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[found.issue]
    demand, region = found.asked
    acceptable = _acceptable(dossier, found.issue, found.line.demand, found.line.region, year)
    asked = _acceptable(dossier, found.issue, demand, region, year)
    if found.room is not None:
        room = wording.region(issue.scale, found.room)
        asked = Cell((*asked.spans, Span(BREAK), Span(f"room: {room}", "agreed")))
    move = wording.steps(issue.scale, found.move) or ("?" if found.move is None else "–")
    return (
        cell(Span(issue.label, "strong")),
        cell(short(found.holder)),
        acceptable,
        asked,
        cell(Span(move, found.relation)),
    )


def _acceptable(dossier: Dossier, issue_id: str, demand: Demand, region: Region, year: str) -> Cell:
    issue = dossier.issues[issue_id]
    told = (
        wording.ask(issue, demand) if region == demand.ask else wording.region(issue.scale, region)
    )
    who = wording.word_of((demand,), year)
    weak = "†" if wording.is_weak((demand,)) else ""
    return cell(told, Span(BREAK), Span(f"{who}{weak and f' {weak}'}", "quiet", weak))


def _held(dossier: Dossier, found: HeldLine, other: str, year: str) -> tuple[Cell, ...]:
    line = found.line
    return (
        cell(Span(dossier.issues[found.issue].label, "strong")),
        cell(short(found.holder)),
        _acceptable(dossier, found.issue, line.demand, line.region, year),
        cell(Span(other, "quiet")),
        cell(""),
    )


def _moved(dossier: Dossier, found: HeldLine, year: str) -> tuple[Cell, ...]:
    by = found.line.by
    assert by is not None
    issue = dossier.issues[found.issue]
    when = wording.word_of((by,), year)
    told = f"{found.line.state}: now {wording.ask(issue, by)}"
    row = _held(dossier, found, "", year)
    return (
        *row[:3],
        cell(told, Span(BREAK), Span(f"{by.firmness}, {when}", "quiet")),
        cell(""),
    )


_SHEET = (
    "status",
    "issue",
    "relation",
    "holder",
    "other",
    "acceptable",
    "line_demand",
    "line_said",
    "line_attribution",
    "line_grade",
    "ask",
    "ask_demand",
    "ask_said",
    "room",
    "gap",
    "smallest_move",
)


def sheet(dossier: Dossier, found: RedLines) -> Sheet:
    """One row a line: in conflict, unanswered, moved or withdrawn."""
    rows: list[tuple[Any, ...]] = []
    for conflict in found.conflicts:
        scale = dossier.issues[conflict.issue].scale
        demand, region = conflict.asked
        rows.append(
            (
                "conflict",
                conflict.issue,
                conflict.relation,
                conflict.holder.id,
                conflict.other.id,
                *_line_fields(dossier, conflict.issue, conflict.line.demand, conflict.line.region),
                wording.region(scale, region),
                demand.ref,
                demand.said,
                wording.region(scale, conflict.room) if conflict.room else None,
                conflict.distance,
                conflict.move,
            )
        )
    for status, held in (("unanswered", found.unanswered), ("", found.moved)):
        for one in held:
            line = one.line
            told = wording.ask(dossier.issues[one.issue], line.by) if line.by else None
            rows.append(
                (
                    status or line.state,
                    one.issue,
                    None,
                    one.holder.id,
                    None,
                    *_line_fields(dossier, one.issue, line.demand, line.region),
                    told,
                    line.by.ref if line.by else None,
                    line.by.said if line.by else None,
                    None,
                    None,
                    None,
                )
            )
    return Sheet(_SHEET, tuple(rows))


def _line_fields(dossier: Dossier, issue: str, demand: Demand, region: Region) -> tuple[str, ...]:
    scale = dossier.issues[issue].scale
    return (
        wording.region(scale, region),
        demand.ref,
        demand.said,
        demand.attribution,
        demand.grade,
    )


def data(dossier: Dossier, comparison: Comparison, found: RedLines) -> dict[str, Any]:
    """The red lines as docs/formats.md describes them."""

    def held(one: HeldLine) -> dict[str, Any]:
        issue = dossier.issues[one.issue]
        told = {"issue": one.issue, "holder": one.holder.id}
        return told | shapes.line(issue, one.line)

    def conflict(one: Conflict) -> dict[str, Any]:
        issue = dossier.issues[one.issue]
        demand, region = one.asked
        return {
            "issue": one.issue,
            "relation": one.relation,
            "holder": one.holder.id,
            "other": one.other.id,
            "acceptable": shapes.region(issue.scale, one.line.region),
            "ask": shapes.region(issue.scale, region),
            "room": shapes.region(issue.scale, one.room),
            "gap": one.distance,
            "smallest_move": one.move,
            "line": shapes.line(issue, one.line),
            "asked": shapes.demand(issue, demand),
        }

    return {
        **shapes.head(dossier, comparison.profiles, comparison.narrowed_to),
        "parties": [profile.id for profile in comparison.profiles],
        "conflicts": [conflict(one) for one in found.conflicts],
        "unanswered": [held(one) for one in found.unanswered],
        "moved": [held(one) for one in found.moved],
    }
