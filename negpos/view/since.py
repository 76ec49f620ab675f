"""``negpos since``: what moved after a day, toward whom, and what was said."""

from typing import Any

from negpos.dossier import Dossier
from negpos.history import Change, Side, Since
from negpos.profiles import Profile
from negpos.view import shapes, wording
from negpos.view.changes import change_cell, change_data, change_words, shift_mark
from negpos.view.grid import Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import ask_spans, legend


def report(dossier: Dossier, found: Since) -> Report:
    """The changes since a day in every shape."""
    return Report(
        grid=lambda: grid(dossier, found),
        sheet=lambda: sheet(dossier, found),
        data=lambda: data(dossier, found),
    )


def grid(dossier: Dossier, found: Since) -> Grid:
    """A section of changes for each party; what each said stands in lines below."""
    after = tuple(side.after for side in found.sides)
    year = wording.date_of(after)[:4]
    sections = []
    for side in found.sides:
        rows = tuple(_row(dossier, side, change, year) for change in side.changes)
        if rows:
            sections.append(Section(side.after.title, rows))
    quiet = [side.after.title for side in found.sides if not side.demands]
    notes = legend(sections)
    if any(side.changes for side in found.sides):
        party, change = next((s, s.changes[0]) for s in found.sides if s.changes)
        notes.append("Nearer and farther: from where the other stood at the start.")
        notes.append(f"Evidence for a row: negpos why {party.after.id} {change.issue}")
    for side in found.sides:
        if side.demands:
            notes.append(f"Said by {side.after.title}:")
            notes += _said(dossier, found, side)
    if quiet:
        notes.append(f"Nothing said since: {', '.join(quiet)}")
    return Grid(
        title=f"Since {wording.day(found.start)}",
        preface=(
            f"positions as stated, {wording.stand(after)} – dossier {dossier.id}",
            *wording.scope(after, found.narrowed_to),
            *(_counts(side) for side in found.sides if side.demands),
        ),
        columns=(
            Column("", share=0),
            Column("Before", share=3, least=14),
            Column("Now", share=3, least=14),
            Column("What changed", share=4, least=18),
        ),
        sections=tuple(sections),
        notes=tuple(notes),
    )


def _counts(side: Side) -> str:
    """How many asks moved, firmed up or softened, and what became of lines."""
    changes = side.changes
    told = [
        (sum(c.ask == "moved" for c in changes), "moved"),
        (sum(c.ask == "first" for c in changes), "first spoken to"),
        (sum(c.ask not in ("", "moved", "first") for c in changes), "otherwise changed"),
        (sum(c.firmness == "firmer" for c in changes), "firmer"),
        (sum(c.firmness == "softer" for c in changes), "softer"),
        (sum(bool(c.drawn) for c in changes), "with a line drawn"),
        (sum(bool(c.left or c.withdrawn) for c in changes), "with a line left"),
    ]
    parts = [f"{count} {what}" for count, what in told if count]
    said = wording.plural(len(side.demands), "demand")
    return f"{side.after.title}: {said} told; issues {', '.join(parts) or 'unchanged'}"


def _row(dossier: Dossier, side: Side, change: Change, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[change.issue]
    before = _ask(change.issue, side.before, year)
    now = _ask(change.issue, side.after, year)
    return (
        cell(Span(issue.label, "strong")),
        before,
        now if now != before or before.text == "–" else cell(Span("the same", "quiet")),
        change_cell(dossier, issue, change, year),
    )


def _ask(issue: str, profile: Profile, year: str) -> Cell:
    stance = profile.stances.get(issue)
    if stance is None or not (stance.speaks or stance.is_open):
        return cell(Span("–", "quiet"))
    spans = ask_spans(profile.dossier.issues[issue], profile, stance, year)
    return Cell(tuple(spans))


def _said(dossier: Dossier, found: Since, side: Side) -> list[str]:
    """A line for every position and day: when, what it is, on which issues."""
    groups: dict[tuple[str, str], list[str]] = {}
    for demand in side.demands:
        key = (found.vantage.counts_from(demand), demand.position)
        label = dossier.issues[demand.issue].label if demand.issue else "terms on no issue"
        groups.setdefault(key, []).append(label)
    lines = []
    for (date, id_), labels in groups.items():
        position = dossier.positions[id_]
        joint = ", joint" if position.is_joint else ""
        told = ", ".join(dict.fromkeys(labels))
        lines.append(f"{wording.day(date)}: {position.title} ({id_}{joint}) – {told}")
    return lines


_HEADER = (
    "party",
    "issue",
    "theme",
    "before",
    "before_firmness",
    "before_said",
    "now",
    "now_firmness",
    "now_said",
    "ask_changed",
    "steps",
    "firmness_changed",
    "lines_drawn",
    "lines_left",
    "contested_by",
    "joint",
    "toward",
    "words",
)


def sheet(dossier: Dossier, found: Since) -> Sheet:
    """One row a party and issue that changed."""
    rows = []
    for side in found.sides:
        for change in side.changes:
            issue = dossier.issues[change.issue]
            before, after = change.before, change.after
            rows.append(
                (
                    side.after.id,
                    issue.id,
                    issue.theme,
                    wording.asks(issue, before) if before else None,
                    before.firmness if before else None,
                    before.asks[0].said if before and before.asks else None,
                    wording.asks(issue, after) if after else None,
                    after.firmness if after else None,
                    after.asks[0].said if after and after.asks else None,
                    change.ask,
                    change.steps,
                    change.firmness,
                    " | ".join(line.demand.ref for line in change.drawn),
                    " | ".join(line.demand.ref for line in (*change.left, *change.withdrawn)),
                    " | ".join(d.ref for d in change.contested),
                    " | ".join(d.ref for d in change.joint),
                    " | ".join(shift_mark(shift) for shift in change.shifts),
                    change_words(dossier, issue, change),
                )
            )
    return Sheet(_HEADER, tuple(rows))


def data(dossier: Dossier, found: Since) -> dict[str, Any]:
    """The changes and all that was said, as docs/formats.md describes them."""
    after = tuple(side.after for side in found.sides)
    return {
        **shapes.head(dossier, after, found.narrowed_to),
        "since": found.start,
        "parties": [
            {
                "party": side.after.id,
                "changes": [change_data(dossier.issues[c.issue], c) for c in side.changes],
                "said": [shapes.demand(dossier.issues.get(d.issue), d) for d in side.demands],
            }
            for side in found.sides
        ],
    }
