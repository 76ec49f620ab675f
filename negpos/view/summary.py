"""``negpos compare`` on one screen: the conflicts by the words that make them, the rest by name."""

from negpos.comparison import Comparison
from negpos.dossier import Issue
from negpos.profiles import Profile
from negpos.redlines import Conflict, red_lines
from negpos.terms import CONFLICTS, RELATIONS
from negpos.view import wording
from negpos.view.compare import by_severity, headline, overlap_lines, passed_lines
from negpos.view.grid import Cell, Column, Grid, Span, cell, of_issues, sections

_HEADINGS = {
    "deadlock": "Deadlock: both hold a red line, and the two do not meet",
    "crossing": "Crossing: one holds a red line; the other asks for what lies outside it",
}
_MOST, _NAMES = 4, 8
"""Conflicts told in words, and issues named of one relation: a screen has some thirty lines."""


def summary(comparison: Comparison) -> Grid:
    """What the comparison comes to: the worst conflicts with the asks and lines that make them,
    every other issue by its name under its relation, the overlap last."""
    profiles = comparison.profiles
    found = {one.issue: one for one in reversed(red_lines(comparison).conflicts)}
    named = _by_relation(comparison)
    told = [issue for relation in CONFLICTS for issue in named[relation]][:_MOST]
    return Grid(
        title=" × ".join(profile.title for profile in profiles),
        preface=headline(comparison),
        columns=(
            of_issues("# red line" if found else ""),
            *(Column(profile.title, share=1, least=12) for profile in profiles),
        ),
        sections=sections(
            *(
                (
                    heading,
                    [_row(comparison, found[i]) for i in told if i in named[relation]],
                )
                for relation, heading in _HEADINGS.items()
            )
        ),
        notes=(
            *_names(comparison, named, told),
            *passed_lines(comparison, named["silent"]),
            *_hints(comparison),
            *overlap_lines(comparison),
        ),
    )


def _by_relation(comparison: Comparison) -> dict[str, list[str]]:
    """The issues in each relation, the farthest apart first."""
    named: dict[str, list[str]] = {relation: [] for relation in RELATIONS}
    for issue in by_severity(comparison, comparison.issues):
        named[comparison.worst(issue)[1].relation].append(issue)
    return named


def _row(comparison: Comparison, conflict: Conflict) -> tuple[Cell, ...]:
    issue = comparison.dossier.issues[conflict.issue]
    return (
        cell(Span(issue.label, "strong")),
        *(_side(issue, profile, conflict) for profile in comparison.profiles),
    )


def _side(issue: Issue, profile: Profile, conflict: Conflict) -> Cell:
    """What one side holds: the line or the ask that makes the conflict; a third side's ask."""
    if profile.id == conflict.holder.id:
        words = wording.limit(issue, conflict.line.demand, conflict.line.region)
        return cell(Span(f"# {words}", "line"))
    if profile.id == conflict.other.id:
        words = wording.limit(issue, *conflict.asked)
        is_line = conflict.relation == "deadlock"
        return cell(Span(f"# {words}" if is_line else words, "line" if is_line else ""))
    return cell(wording.asks(issue, profile.stances.get(issue.id)))


def _names(comparison: Comparison, named: dict[str, list[str]], told: list[str]) -> list[str]:
    """A line for each relation with the names of its issues, of conflicts those not told."""
    lines = []
    for relation in RELATIONS[:-1]:
        rest = [issue for issue in named[relation] if issue not in told]
        if rest:
            also = "also " if relation in CONFLICTS and told else ""
            names = wording.issue_names(comparison.dossier, rest[:_NAMES])
            if relation == "agreed-if":
                names = "; ".join(_with_conditions(comparison, issue) for issue in rest[:_NAMES])
            more = f", and {len(rest) - _NAMES} more" if len(rest) > _NAMES else ""
            lines.append(f"{also}{wording.relation(relation)}".capitalize() + f": {names}{more}")
    return lines


def _with_conditions(comparison: Comparison, issue: str) -> str:
    """An issue by its name, with what agreement on it hangs on."""
    conditions = comparison.worst(issue)[1].conditions
    hanging = "; ".join(wording.hanging(words) for _, words in conditions)
    return f"{comparison.dossier.issues[issue].label} ({hanging})"


def _hints(comparison: Comparison) -> list[str]:
    """Where to read on."""
    ways = ["--full", "--scores"]
    if loud := [i for i in comparison.issues if comparison.worst(i)[1].relation != "silent"]:
        name = by_severity(comparison, loud)[0].partition(".")[2]
        ways += [f"negpos on {name}", f"negpos why {comparison.profiles[0].id} {name}"]
    return [f"More: {' · '.join(ways)}"]
