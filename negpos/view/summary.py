"""``negpos compare`` on one screen: the conflicts by the words that make them, the rest by name."""

from negpos.comparison import Comparison
from negpos.redlines import Conflict, red_lines
from negpos.terms import CONFLICTS, RELATIONS
from negpos.view import wording
from negpos.view.compare import (
    by_severity,
    disputed,
    headline,
    overlap_lines,
    passed_lines,
)
from negpos.view.grid import Cell, Column, Grid, Span, cell, of_issues, sections
from negpos.view.redlines import HEADINGS, side_cell
from negpos.view.stance import short

_NAMES, _CONDITIONS, _PAIRS = 8, 4, 6
"""Issues named of one relation, and with a condition each; pairs whose overlap is told."""
_OF_MANY = "Of more than two sides the worst relation of any two is told"


def summary(comparison: Comparison, rows: int) -> Grid:
    """What the comparison comes to: so many of the worst conflicts with the asks and lines that
    make them, every other issue by its name under its relation, the overlap last."""
    profiles = comparison.profiles
    found = red_lines(comparison).worst
    named = _by_relation(comparison)
    told = list(found)[:rows]
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
                for relation, heading in HEADINGS.items()
            )
        ),
        notes=(
            *_names(comparison, named, told),
            *_orders(comparison),
            *passed_lines(comparison, named["silent"]),
            *([_OF_MANY] if len(comparison.pairs) > 1 else []),
            *_hints(comparison),
            *_overlap(comparison),
        ),
    )


def _overlap(comparison: Comparison) -> list[str]:
    """The overlap of each pair, or where all of many are told."""
    if len(comparison.pairs) <= _PAIRS:
        return overlap_lines(comparison)
    sides = " ".join(profile.id for profile in comparison.profiles)
    return [f"Overlap of all {len(comparison.pairs):,} pairs: negpos matrix {sides}"]


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
        *(side_cell(issue, profile, conflict) for profile in comparison.profiles),
    )


def _names(comparison: Comparison, named: dict[str, list[str]], told: list[str]) -> list[str]:
    """A line for each relation with the names of its issues, of conflicts those not told."""
    lines = []
    for relation in RELATIONS[:-1]:
        rest = [issue for issue in named[relation] if issue not in told]
        if rest:
            also = "also " if relation in CONFLICTS and told else ""
            names = wording.few_names(comparison.dossier, rest, _NAMES)
            if relation == "agreed" and len(comparison.pairs) > 1:
                names = _by_silence(comparison, rest)
            if relation == "agreed-if":
                hanging = [_with_conditions(comparison, issue) for issue in rest[:_CONDITIONS]]
                more = [f"{len(rest) - _CONDITIONS} more"] if len(rest) > _CONDITIONS else []
                names = "; ".join([*hanging, *more])
            lines.append(f"{also}{wording.relation(relation)}".capitalize() + f": {names}")
    return lines


def _orders(comparison: Comparison) -> list[str]:
    """The issues on which the asks meet and each side wants another of two steps first."""
    issues = disputed(comparison, comparison.issues)
    if not issues:
        return []
    sides = " ".join(profile.id for profile in comparison.profiles)
    names = wording.few_names(comparison.dossier, issues, _NAMES)
    return [f"Order disputed where asks meet: {names} (negpos order {sides})"]


def _by_silence(comparison: Comparison, issues: list[str]) -> str:
    """The issues by name, those first on which all sides speak, then by who does not."""
    groups: dict[str, list[str]] = {"": []}
    for issue in issues:
        stances = [(profile, profile.stances.get(issue)) for profile in comparison.profiles]
        silent = [short(profile) for profile, s in stances if s is None or not s.speaks]
        groups.setdefault(", ".join(silent), []).append(issue)
    told = [
        (f"without {who}: " if who else "") + wording.few_names(comparison.dossier, own, 2 * _NAMES)
        for who, own in groups.items()
        if own
    ]
    return "; ".join(told)


def _with_conditions(comparison: Comparison, issue: str) -> str:
    """An issue by its name, with what agreement on it hangs on."""
    conditions = comparison.worst(issue)[1].conditions
    hanging = "; ".join(wording.hanging(words) for _, words in conditions)
    return f"{comparison.dossier.issues[issue].label} ({hanging})"


def _hints(comparison: Comparison) -> list[str]:
    """Where to read on."""
    ways = ["--full", "--scores"]
    if loud := [i for i in comparison.issues if comparison.worst(i)[1].relation != "silent"]:
        name = wording.called(comparison.dossier, by_severity(comparison, loud)[0])
        ways += [f"negpos on {name}", f"negpos why {comparison.profiles[0].id} {name}"]
    return [f"More: {' · '.join(ways)}"]
