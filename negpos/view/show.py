"""``negpos show``: one party's profile, or every point of one position."""

from typing import Any

from negpos.dossier import Demand, Dossier, Position
from negpos.profiles import Profile, Stance
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend, stance_cell


def report(dossier: Dossier, profile: Profile) -> Report:
    """A party or a position in every shape."""
    if profile.is_text:
        position = dossier.positions[profile.id]
        return Report(
            grid=lambda: position_grid(dossier, position),
            sheet=lambda: position_sheet(dossier, position),
            data=lambda: position_data(dossier, position),
        )
    return Report(
        grid=lambda: party_grid(dossier, profile),
        sheet=lambda: party_sheet(dossier, profile),
        data=lambda: party_data(dossier, profile),
    )


def party_grid(dossier: Dossier, profile: Profile) -> Grid:
    """Every issue on which the party has said something, by theme."""
    party = dossier.parties[profile.id]
    year = profile.date[:4]
    sections = []
    for theme in dossier.themes.values():
        rows = []
        for id_, stance in profile.stances.items():
            issue = dossier.issues[id_]
            if issue.theme != theme.id or not _has_words(stance):
                continue
            told = stance_cell(dossier, issue, profile, year, set())
            if not (stance.speaks or stance.is_open or stance.contested):
                joint = " / ".join(dict.fromkeys(wording.ask(issue, d) for d in stance.joint))
                told = cell(Span(f"J {joint}", "joint", "J"))
            rows.append((cell(Span(issue.label, "strong")), told, cell(stance.firmness)))
        if rows:
            sections.append(Section(theme.title, tuple(rows)))
    own = [p for p in dossier.positions.values() if p.parties == (party.id,)]
    lines = [
        party.summary,
        f"Members: {', '.join(party.members)}" if party.members else "",
        *wording.scope([profile]),
        f"positions as stated, {wording.stand((profile,))} – "
        f"{wording.plural(len(own), 'position')} on record in dossier {dossier.id}",
    ]
    return Grid(
        title=party.name,
        preface=tuple(line for line in lines if line),
        columns=(
            Column("", share=0),
            Column("Asks for", share=7, least=24),
            Column("Firmness", share=0),
        ),
        sections=tuple(sections),
        notes=(*legend(sections), f"Evidence for a row: negpos why {party.id} ISSUE")
        if sections
        else (),
    )


def _has_words(stance: Stance) -> bool:
    return stance.speaks or stance.is_open or bool(stance.contested or stance.joint)


def party_sheet(dossier: Dossier, profile: Profile) -> Sheet:
    """One row an issue."""
    header = (
        "issue",
        "theme",
        "ask",
        "accepts",
        "firmness",
        "lines",
        "text",
        "position",
        "said",
        "attribution",
        "form",
        "grade",
    )
    rows = []
    for id_, stance in profile.stances.items():
        if not _has_words(stance):
            continue
        issue = dossier.issues[id_]
        first = stance.asks[0] if stance.asks else None
        lines = (wording.region(issue.scale, line.region) for line in stance.standing_lines)
        rows.append(
            (
                id_,
                issue.theme,
                wording.asks(issue, stance) if stance.speaks or stance.is_open else None,
                wording.region(issue.scale, first.accepts) if first and first.accepts else None,
                stance.firmness,
                " | ".join(dict.fromkeys(lines)),
                first.text if first else None,
                first.position if first else None,
                first.said if first else None,
                first.attribution if first else None,
                first.form if first else None,
                first.grade if first else None,
            )
        )
    return Sheet(header, tuple(rows))


def party_data(dossier: Dossier, profile: Profile) -> dict[str, Any]:
    """A party's profile as docs/formats.md describes it."""
    party = dossier.parties[profile.id]
    return {
        **shapes.head(dossier, [profile]),
        "party": party.id,
        "name": party.name,
        "kind": party.kind,
        "aliases": list(party.aliases),
        "members": list(party.members),
        "summary": party.summary,
        "stances": {
            id_: shapes.stance(dossier.issues[id_], stance)
            for id_, stance in profile.stances.items()
        },
    }


def position_grid(dossier: Dossier, position: Position) -> Grid:
    """Every point in the order of the text, coded or not."""
    held = " and ".join(dossier.parties[party].name for party in position.parties)
    about = ", ".join(dossier.parties[party].name for party in position.about)
    who = f"Held by {held}" if held else f"Analysis by {position.author} of {about}"
    when = wording.day(position.date)
    if position.known != position.date:
        when += f", known since {wording.day(position.known)}"
    lines = [f"{who}; {position.status}, {when}", position.summary, position.note]
    coded = sum(bool(demand.issue) for demand in position.demands)
    count = wording.plural(len(position.demands), "demand")
    lines.append(f"{count}, {coded} on an issue, {len(position.demands) - coded} as text only")
    return Grid(
        title=position.title,
        preface=tuple(line for line in lines if line),
        columns=(
            Column("Point", share=0),
            Column("Says", share=6, least=20),
            Column("Issue", share=0),
            Column("Ask", share=4, least=14),
            Column("Ground", share=0),
        ),
        sections=(
            (Section("", tuple(_point(dossier, position, d) for d in position.demands)),)
            if position.demands
            else ()
        ),
    )


def _point(dossier: Dossier, position: Position, demand: Demand) -> tuple[Cell, ...]:
    issue = dossier.issues.get(demand.issue)
    says: list[Span] = [Span(demand.text)]
    if demand.condition:
        says += [Span(BREAK), Span(f"condition: {demand.condition}", "quiet")]
    if demand.holders != position.parties:
        names = " and ".join(dossier.parties[party].name for party in demand.holders)
        says += [Span(BREAK), Span(f"not agreed: {names} alone", "unclear")]
    if demand.is_disputed:
        says += [Span(BREAK), Span("sources dispute this", "unclear")]
    ask = ""
    if issue and demand.kind == "demand":
        ask = wording.ask(issue, demand)
    tone = "line" if demand.firmness == "red-line" and ask else ""
    mark = "# " if tone else ""
    grade = demand.grade
    weak = " †" if grade == "C" else ""
    ground = [Span(f"grade {grade}{weak}", "quiet")]
    if (demand.attribution, demand.form) != ("document", "text"):
        ground += [Span(BREAK), Span(demand.attribution, "quiet")]
        ground += [Span(BREAK), Span(demand.form, "quiet")]
    kind = "" if demand.kind == "demand" else f"{demand.kind}: "
    return (
        cell(Span(demand.point, "strong")),
        Cell((Span(kind, "quiet"), *says)),
        cell(issue.label if issue else Span("text only", "quiet")),
        cell(Span(f"{mark}{ask}", tone)),
        Cell(tuple(ground)),
    )


def position_sheet(dossier: Dossier, position: Position) -> Sheet:
    """One row a demand."""
    header = (
        "point",
        "kind",
        "issue",
        "ask",
        "accepts",
        "condition",
        "firmness",
        "text",
        "holders",
        "said",
        "known",
        "attribution",
        "form",
        "speaker",
        "grade",
        "sources",
        "file",
    )
    rows = []
    for d in position.demands:
        issue = dossier.issues.get(d.issue)
        rows.append(
            (
                d.point,
                d.kind,
                d.issue,
                wording.ask(issue, d) if issue and d.kind == "demand" else None,
                wording.region(issue.scale, d.accepts) if issue and d.accepts else None,
                d.condition,
                d.firmness,
                d.text,
                " | ".join(d.holders),
                d.said,
                d.known,
                d.attribution,
                d.form,
                d.speaker,
                d.grade,
                " | ".join(f"{piece.source} ({piece.at})" for piece in d.evidence),
                d.place,
            )
        )
    return Sheet(header, tuple(rows))


def position_data(dossier: Dossier, position: Position) -> dict[str, Any]:
    """A position as docs/formats.md describes it."""
    return {
        "version": shapes.VERSION,
        "dossier": dossier.id,
        "position": position.id,
        "title": position.title,
        "parties": list(position.parties),
        "about": list(position.about),
        "author": position.author or None,
        "date": position.date,
        "known": position.known,
        "status": position.status,
        "aliases": list(position.aliases),
        "summary": position.summary or None,
        "note": position.note or None,
        "demands": [shapes.demand(dossier.issues.get(d.issue), d) for d in position.demands],
    }
