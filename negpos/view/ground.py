"""``negpos common``: the island of agreements, and room between stated limits."""

from collections.abc import Callable
from functools import partial

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
    preface = (
        *wording.headline(dossier, profiles, comparison.narrowed_to),
        f"{told}, {room} with stated room",
    )
    return Report(
        grid=lambda: Grid(
            title="Common ground, " + " × ".join(profile.title for profile in profiles),
            preface=preface,
            columns=(
                of_issues(),
                Column("Where they meet", share=3, least=12),
                *(Column(profile.title, share=3, least=12) for profile in profiles),
            ),
            sections=(shown := _sections(grounds, partial(_row, comparison))),
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
        screen=lambda rows: _screen(comparison, grounds, preface, rows),
    )


_NAMES = 20
"""Issues named that have no row."""


def _screen(
    comparison: Comparison, grounds: tuple[Ground, ...], preface: tuple[str, ...], rows: int
) -> Grid:
    """A row an issue on which the sides meet, with where; those beyond one screen by name."""
    dossier = comparison.dossier

    def row(ground: Ground) -> tuple[Cell, ...]:
        issue = dossier.issues[ground.issue]
        is_draft = all(p.stances[issue.id].is_draft for p in comparison.profiles)
        joint = f"joint {'draft' if is_draft else 'text'}"
        joint = joint if ground.issue in comparison.in_joint_texts else ""
        met = Span(_meets_at(issue, ground) or "pair by pair", "agreed")
        return cell(Span(issue.label, "strong")), cell(met), cell(Span(joint, "joint"))

    told, rest = grounds[:rows], [ground.issue for ground in grounds[rows:]]
    names = wording.few_names(dossier, rest, _NAMES)
    sides = " ".join(profile.id for profile in comparison.profiles)
    name = wording.called(dossier, grounds[0].issue) if grounds else ""
    return Grid(
        title="Common ground, " + " × ".join(profile.title for profile in comparison.profiles),
        preface=preface,
        columns=(of_issues(), Column("Where they meet", least=12), Column("", share=0)),
        sections=_sections(told, row),
        notes=(
            *([f"And {len(rest)} more: {names}"] if rest else []),
            *([f"More: --full · negpos common {sides} --issue {name}"] if grounds else []),
        ),
    )


def _row(comparison: Comparison, ground: Ground) -> tuple[Cell, ...]:
    issue = comparison.dossier.issues[ground.issue]
    others = {profile.id for profile in comparison.profiles}
    return (
        cell(Span(issue.label, "strong")),
        cell(Span(_meets_at(issue, ground) or "pair by pair", "agreed")),
        *(stance_cell(issue, profile, others) for profile in comparison.profiles),
    )


def _sections(
    grounds: tuple[Ground, ...], row: Callable[[Ground], tuple[Cell, ...]]
) -> tuple[Section, ...]:
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
