"""``negpos common``: the island of agreements, and room between stated limits."""

from collections.abc import Callable

from negpos.comparison import Comparison
from negpos.dossier import Issue
from negpos.ground import Ground
from negpos.profiles import Profile
from negpos.view import shapes, wording
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Section,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
)
from negpos.view.stance import legend, stance_cell

_HEADINGS = {
    "agreed": "Agreed: the asks of all meet",
    "agreed-if": "Agreed if: the asks of all meet, on a condition not taken up",
    "room": "Stated room: the asks differ, the stated limits meet",
}


def report(comparison: Comparison, grounds: tuple[Ground, ...]) -> Report:
    """The common ground of a comparison in every shape: agreed issues first, then those where
    stated limits leave room."""
    profiles = comparison.profiles
    dossier = comparison.dossier
    agreed, hanging, room = (sum(g.basis == basis for g in grounds) for basis in _HEADINGS)
    told = f"{wording.plural(agreed, 'issue')} agreed"
    told += f", {hanging} agreed if" if hanging else ""
    note = "Room is what sides say they would accept; it is not what they would in the end."
    return Report(
        grid=lambda: Grid(
            title="Common ground, " + " × ".join(profile.title for profile in profiles),
            preface=(
                *wording.headline(dossier, profiles, comparison.narrowed_to),
                f"{told}, {room} with stated room",
            ),
            columns=(
                of_issues(),
                Column("Where they meet", share=3, least=12),
                *(Column(profile.title, share=3, least=12) for profile in profiles),
            ),
            sections=(shown := _sections(comparison, grounds)),
            notes=(*legend(shown), *([note] if room else [])),
        ),
        sheet=lambda: sheet(_fields(comparison), grounds),
        data=lambda: {
            **shapes.compared(comparison),
            "issues": [
                {
                    "issue": ground.issue,
                    "ground": ground.basis,
                    "meets_at": shapes.region(dossier.issues[ground.issue].scale, ground.region),
                    "stances": shapes.stances(dossier.issues[ground.issue], profiles),
                }
                for ground in grounds
            ],
        },
    )


def _sections(comparison: Comparison, grounds: tuple[Ground, ...]) -> tuple[Section, ...]:
    profiles = comparison.profiles
    others = {profile.id for profile in profiles}

    def row(ground: Ground) -> tuple[Cell, ...]:
        issue = comparison.dossier.issues[ground.issue]
        return (
            cell(Span(issue.label, "strong")),
            cell(Span(_meets_at(issue, ground) or "pair by pair", "agreed")),
            *(stance_cell(issue, profile, others) for profile in profiles),
        )

    return sections(
        *(
            (heading, [row(ground) for ground in grounds if ground.basis == basis])
            for basis, heading in _HEADINGS.items()
        )
    )


def _meets_at(issue: Issue, ground: Ground) -> str | None:
    return wording.region(issue.scale, ground.region) if ground.region else None


def _fields(comparison: Comparison) -> Fields[Ground]:
    """One row an issue with common ground; a column of asks for every side."""
    issues = comparison.dossier.issues

    def ask_of(profile: Profile) -> Callable[[Ground], str]:
        return lambda g: wording.asks(issues[g.issue], profile.stances.get(g.issue))

    return (
        ("issue", lambda ground: ground.issue),
        ("theme", lambda ground: issues[ground.issue].theme),
        ("ground", lambda ground: ground.basis),
        ("meets_at", lambda ground: _meets_at(issues[ground.issue], ground)),
        *((f"{profile.id}_ask", ask_of(profile)) for profile in comparison.profiles),
    )
