"""``negpos common``: the island of agreements, and room between stated limits."""

from typing import Any

from negpos.comparison import Comparison
from negpos.dossier import Dossier
from negpos.ground import Ground
from negpos.view import shapes, wording
from negpos.view.grid import Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend, stance_cell


def report(dossier: Dossier, comparison: Comparison, found: tuple[Ground, ...]) -> Report:
    """The common ground of a comparison in every shape."""
    return Report(
        grid=lambda: grid(dossier, comparison, found),
        sheet=lambda: sheet(dossier, comparison, found),
        data=lambda: data(dossier, comparison, found),
    )


_HEADINGS = {
    "agreed": "Agreed: the asks of all meet",
    "room": "Stated room: the asks differ, the stated limits meet",
}


def grid(dossier: Dossier, comparison: Comparison, found: tuple[Ground, ...]) -> Grid:
    """Agreed issues first, then those where stated limits leave room."""
    profiles = comparison.profiles
    year = wording.date_of(profiles)[:4]
    others = {profile.id for profile in profiles}

    def row(one: Ground) -> tuple[Cell, ...]:
        issue = dossier.issues[one.issue]
        shared = wording.region(issue.scale, one.region) if one.region else "pair by pair"
        return (
            cell(Span(issue.label, "strong")),
            cell(Span(shared, "agreed")),
            *(stance_cell(dossier, issue, p, year, others) for p in profiles),
        )

    sections = []
    for ground, heading in _HEADINGS.items():
        rows = tuple(row(one) for one in found if one.basis == ground)
        if rows:
            sections.append(Section(heading, rows))
    agreed = sum(one.basis == "agreed" for one in found)
    return Grid(
        title="Common ground, " + " × ".join(profile.title for profile in profiles),
        preface=(
            f"positions as stated, {wording.stand(profiles)} – dossier {dossier.id}",
            *wording.scope(profiles, comparison.narrowed_to),
            f"{wording.plural(agreed, 'issue')} agreed, {len(found) - agreed} with stated room",
        ),
        columns=(
            Column("", share=0),
            Column("Where they meet", share=3, least=12),
            *(Column(profile.title, share=3, least=12) for profile in profiles),
        ),
        sections=tuple(sections),
        notes=(
            *legend(sections),
            *(
                ["Room is what sides say they would accept; it is not what they would in the end."]
                if len(found) > agreed
                else []
            ),
        ),
    )


def sheet(dossier: Dossier, comparison: Comparison, found: tuple[Ground, ...]) -> Sheet:
    """One row an issue with common ground; a column of asks for every side."""
    profiles = comparison.profiles
    header = ("issue", "theme", "ground", "meets_at", *(f"{p.id}_ask" for p in profiles))
    rows = []
    for one in found:
        issue = dossier.issues[one.issue]
        asks = (wording.asks(issue, profile.stances.get(one.issue)) for profile in profiles)
        shared = wording.region(issue.scale, one.region) if one.region else None
        rows.append((issue.id, issue.theme, one.basis, shared, *asks))
    return Sheet(header, tuple(rows))


def data(dossier: Dossier, comparison: Comparison, found: tuple[Ground, ...]) -> dict[str, Any]:
    """Common ground as docs/formats.md describes it."""
    issues = []
    for one in found:
        issue = dossier.issues[one.issue]
        issues.append(
            {
                "issue": one.issue,
                "ground": one.basis,
                "meets_at": shapes.region(issue.scale, one.region),
                "stances": {
                    profile.id: shapes.stance(issue, profile.stances.get(one.issue))
                    for profile in comparison.profiles
                },
            }
        )
    return {
        **shapes.head(dossier, comparison.profiles, comparison.narrowed_to),
        "parties": [profile.id for profile in comparison.profiles],
        "issues": issues,
    }
