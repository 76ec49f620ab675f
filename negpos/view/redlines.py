"""``negpos redlines``: conflicts worst first, then lines unanswered and lines moved."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from negpos.comparison import Comparison
from negpos.dossier import Demand, Issue
from negpos.floor import Line
from negpos.profiles import Profile
from negpos.redlines import Conflict, HeldLine, RedLines
from negpos.scales import Region
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
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
    stacked,
)
from negpos.view.stance import drawn_by, legend, short

_HEADINGS = {
    "deadlock": "Deadlock: both hold a line, and the two do not meet",
    "crossing": "Crossing: one line, and the other's ask lies outside it",
}


def report(comparison: Comparison, lines: RedLines) -> Report:
    """The red lines of a comparison in every shape: one section a relation, then lines
    unanswered and lines moved."""
    profiles = comparison.profiles
    rows = [
        *(_line_row("conflict", conflict) for conflict in lines.conflicts),
        *(_line_row("unanswered", held) for held in lines.unanswered),
        *(_line_row(held.line.state, held) for held in lines.moved),
    ]
    return Report(
        grid=lambda: Grid(
            title="Red lines, " + " × ".join(profile.title for profile in profiles),
            preface=(
                *wording.headline(comparison.dossier, profiles, comparison.narrowed_to),
                _counts(comparison, lines),
            ),
            columns=(
                of_issues(),
                Column("Line of", share=0),
                Column("Alone acceptable", share=5, least=14),
                Column("The other side", share=5, least=14),
                Column("Move", share=0),
            ),
            sections=(shown := _sections(lines)),
            notes=_notes(lines, shown) if shown else (),
        ),
        sheet=lambda: sheet(_FIELDS, rows),
        data=lambda: {
            **shapes.compared(comparison),
            "conflicts": [_conflict_data(one) for one in lines.conflicts],
            "unanswered": [_held_data(one) for one in lines.unanswered],
            "moved": [_held_data(one) for one in lines.moved],
        },
    )


def _counts(comparison: Comparison, lines: RedLines) -> str:
    """How many issues are in conflict, and on how many a line of each side is: no measure of
    will."""
    kinds = {c.issue: c.relation for c in lines.conflicts}
    deadlocks = sum(relation == "deadlock" for relation in kinds.values())
    crossings = sum(relation == "crossing" for relation in kinds.values())
    held = ", ".join(
        f"{p.title} {len({c.issue for c in lines.conflicts if c.holder.id == p.id})}"
        for p in comparison.profiles
    )
    return (
        f"{wording.plural(deadlocks, 'deadlock')}, {wording.plural(crossings, 'crossing')}. "
        f"Issues with a line in conflict: {held} (a count is not a measure of will)"
    )


def _sections(lines: RedLines) -> tuple[Section, ...]:
    return sections(
        *(
            (heading, [_conflict(c) for c in lines.conflicts if c.relation == relation])
            for relation, heading in _HEADINGS.items()
        ),
        (
            "Unanswered: lines to which the other side has not spoken",
            [_held(h, cell(Span("– silent", "quiet"))) for h in _once(lines.unanswered)],
        ),
        ("Moved: lines that their holder has left", [_moved(h) for h in _once(lines.moved)]),
    )


def _once(held: Sequence[HeldLine]) -> list[HeldLine]:
    """Each line once, whoever drew it and however often."""
    by_line = {(h.issue, h.holder.id, h.line.region, h.line.state, h.line.by): h for h in held}
    return list(by_line.values())


def _notes(lines: RedLines, shown: tuple[Section, ...]) -> tuple[str, ...]:
    notes = [
        *legend(shown),
        "Move: the least steps on the scale until the line is kept; ? where they cannot be told.",
    ]
    if any(conflict.room is not None for conflict in lines.conflicts):
        notes.append("Room: what the other side says it would accept inside the line.")
    if lines.conflicts:
        first = lines.conflicts[0]
        notes.append(f"Evidence: negpos why {first.holder.id} {first.issue}")
    return tuple(notes)


def _issue(one: Conflict | HeldLine) -> Issue:
    return one.holder.dossier.issues[one.issue]


def _conflict(conflict: Conflict) -> tuple[Cell, ...]:
    issue = _issue(conflict)
    asked = _acceptable(issue, _askers(conflict), conflict.asked[1])
    if conflict.room is not None:
        room = Span(f"room: {wording.region(issue.scale, conflict.room)}", "agreed")
        asked = stacked([*asked.spans], room)
    move = wording.steps(issue.scale, conflict.move) or ("?" if conflict.move is None else "–")
    return (
        cell(Span(issue.label, "strong")),
        cell(short(conflict.holder)),
        _acceptable(issue, _drawers(conflict), conflict.line.region),
        asked,
        cell(Span(move, conflict.relation)),
    )


def _drawers(one: Conflict | HeldLine) -> tuple[Demand, ...]:
    """Whose statements draw this line."""
    stance, line = one.holder.stances[one.issue], one.line
    known = (*stance.lines, *stance.gone)
    return drawn_by(x for x in known if (x.region, x.state) == (line.region, line.state))


def _askers(conflict: Conflict) -> tuple[Demand, ...]:
    """Who asks for what lies outside the line, or draws the line that does not meet it."""
    stance, region = conflict.other.stances[conflict.issue], conflict.asked[1]
    if conflict.relation == "deadlock":
        return drawn_by(line for line in stance.standing_lines if line.region == region)
    return tuple(demand for demand in stance.asks if demand.ask == region) or stance.asks


def _acceptable(issue: Issue, demands: tuple[Demand, ...], region: Region) -> Cell:
    words = wording.limit(issue, demands[0], region)
    who = wording.word_of(demands)
    weak = "†" if wording.is_weak(demands) else ""
    return stacked(words, Span(f"{who}{weak and f' {weak}'}", "quiet", weak))


def _held(held: HeldLine, other: Cell) -> tuple[Cell, ...]:
    return (
        cell(Span(_issue(held).label, "strong")),
        cell(short(held.holder)),
        _acceptable(_issue(held), _drawers(held), held.line.region),
        other,
        cell(""),
    )


def _moved(held: HeldLine) -> tuple[Cell, ...]:
    by = held.line.by
    if by is None:
        return _held(held, cell(Span("lapsed with its text", "quiet")))
    now = f"{held.line.state}: now {wording.ask(_issue(held), by)}"
    when = f"{by.firmness}, {wording.word_of((by,))}"
    return _held(held, stacked(now, Span(when, "quiet")))


class _LineRow(NamedTuple):
    """A line in the sheet: in conflict with what was asked, or held, and what moved it."""

    status: str
    issue: Issue
    holder: Profile
    line: Line
    other: Demand | None
    ask: str | None
    conflict: Conflict | None


def _line_row(status: str, one: Conflict | HeldLine) -> _LineRow:
    issue = _issue(one)
    if isinstance(one, Conflict):
        demand, region = one.asked
        ask = wording.region(issue.scale, region)
        return _LineRow(status, issue, one.holder, one.line, demand, ask, one)
    by = one.line.by
    ask_then = wording.ask(issue, by) if by else None
    return _LineRow(status, issue, one.holder, one.line, by, ask_then, None)


def _of_line(row: _LineRow) -> tuple[Issue, Demand]:
    return row.issue, row.line.demand


def _of_other(row: _LineRow) -> tuple[Issue, Demand | None]:
    return row.issue, row.other


def _room(row: _LineRow) -> str | None:
    room = row.conflict.room if row.conflict else None
    return wording.region(row.issue.scale, room) if room else None


_FIELDS: Fields[_LineRow] = (
    ("status", lambda row: row.status),
    ("issue", lambda row: row.issue.id),
    ("relation", lambda row: row.conflict and row.conflict.relation),
    ("holder", lambda row: row.holder.id),
    ("other", lambda row: row.conflict and row.conflict.other.id),
    ("acceptable", lambda row: wording.region(row.issue.scale, row.line.region)),
    *of_demand("demand said attribution grade", _of_line, "line_"),
    ("ask", lambda row: row.ask),
    *of_demand("demand said", _of_other, "ask_"),
    ("room", _room),
    ("gap", lambda row: row.conflict and row.conflict.distance),
    ("smallest_move", lambda row: row.conflict and row.conflict.move),
)
"""One row a line: in conflict, unanswered, moved or withdrawn."""


def _conflict_data(conflict: Conflict) -> dict[str, Any]:
    issue = _issue(conflict)
    demand, region = conflict.asked
    return {
        "issue": conflict.issue,
        "relation": conflict.relation,
        "holder": conflict.holder.id,
        "other": conflict.other.id,
        "acceptable": shapes.region(issue.scale, conflict.line.region),
        "ask": shapes.region(issue.scale, region),
        "room": shapes.region(issue.scale, conflict.room),
        "gap": conflict.distance,
        "smallest_move": conflict.move,
        "line": shapes.line(issue, conflict.line),
        "asked": shapes.demand(issue, demand),
    }


def _held_data(held: HeldLine) -> dict[str, Any]:
    start = {"issue": held.issue, "holder": held.holder.id}
    return start | shapes.line(_issue(held), held.line)
