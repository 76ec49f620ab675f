"""``negpos redlines``: conflicts worst first, then lines unanswered and lines moved."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from negpos.comparison import Comparison
from negpos.dossier import Demand, Issue
from negpos.floor import Line
from negpos.profiles import Profile
from negpos.redlines import Conflict, HeldLine, RedLines
from negpos.scales import Region, opened
from negpos.view import shapes, wording
from negpos.view.compare import issues_sheet
from negpos.view.fields import of_demand
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Key,
    Report,
    Section,
    Sheet,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import drawn_by, legend, said_span, short, word_spans

HEADINGS = {
    "deadlock": "Deadlock: both hold a red line, and the two do not meet",
    "crossing": "Crossing: one holds a red line; the other asks for what lies outside it",
}
_NAMES, _MANY = 8, 20
"""Issues named whose lines are unanswered, or left; and others in conflict."""


def report(comparison: Comparison, found: RedLines, top: int = 0) -> Report:
    """The red lines of a comparison in every shape: one section a relation, then lines
    unanswered and lines moved; on one screen a row an issue. ``top`` above 0 keeps the conflicts
    on so many issues alone."""
    profiles = comparison.profiles
    lines = found.first(top) if top else found
    rows = _line_rows(lines)
    return Report(
        grid=lambda: Grid(
            title="Red lines, " + " × ".join(profile.title for profile in profiles),
            preface=(
                *wording.headline(comparison.dossier, profiles, comparison.narrowed_to),
                _counts(comparison, found),
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
            **({"top": top} if top else {}),
            "conflicts": [_conflict_data(one) for one in lines.conflicts],
            "unanswered": [_held_data(one) for one in lines.unanswered],
            "moved": [_held_data(one) for one in lines.moved],
        },
        screen=lambda rows: _screen(comparison, found, top or rows),
        sheets=lambda: (
            ("red lines", sheet(_READ, rows)),
            ("issues", issues_sheet(comparison, comparison.issues)),
        ),
    )


def _screen(comparison: Comparison, lines: RedLines, most: int) -> Grid:
    """A row an issue in conflict, the worst first, with the line and what does not meet it; the
    other conflicts, and each side's other lines, by the names of issues."""
    worst = lines.worst
    told = list(enumerate(worst.values(), start=1))[:most]
    return Grid(
        title="Red lines, " + " × ".join(profile.title for profile in comparison.profiles),
        preface=(
            *wording.headline(comparison.dossier, comparison.profiles, comparison.narrowed_to),
            _counts(comparison, lines),
        ),
        columns=(
            Column("# red line" if told else "", share=0, most=26),
            *(Column(profile.title, share=1, least=12) for profile in comparison.profiles),
            Column("Steps", share=0),
        ),
        sections=sections(
            *(
                (
                    heading,
                    [_screen_row(comparison, *one) for one in told if one[1].relation == relation],
                )
                for relation, heading in HEADINGS.items()
            )
        ),
        notes=_screen_notes(comparison, lines, list(worst)[most:]),
    )


def _screen_row(comparison: Comparison, place: int, conflict: Conflict) -> tuple[Cell, ...]:
    issue = _issue(conflict)
    return (
        cell(f"{place} ", Span(_with_theme(comparison, issue), "strong")),
        *(side_cell(issue, profile, conflict) for profile in comparison.profiles),
        cell(_move(conflict).removesuffix(" steps").removesuffix(" step")),
    )


def _with_theme(comparison: Comparison, issue: Issue) -> str:
    title = comparison.dossier.themes[issue.theme].title
    return issue.label if issue.label.startswith(title) else f"{title}: {issue.label}"


def side_cell(issue: Issue, profile: Profile, conflict: Conflict) -> Cell:
    """What one side holds: the line or the ask that makes the conflict; a third side's ask."""
    asks = wording.asks(issue, profile.stances.get(issue.id))
    is_line = conflict.relation == "deadlock"
    if profile.id == conflict.holder.id:
        words = wording.limit(issue, conflict.line.demand, conflict.line.region)
        words += wording.taken_back((conflict.line.demand,))
        return _with_ask(words, asks if is_line else "")
    if profile.id == conflict.other.id:
        words = wording.limit(issue, *conflict.asked) + wording.taken_back(_askers(conflict))
        return _with_ask(words, asks) if is_line else cell(words)
    stance = profile.stances.get(issue.id)
    if stance is not None and stance.standing_lines:
        line = stance.standing_lines[-1]
        words = wording.limit(issue, line.demand, line.region)
        return _with_ask(words + wording.taken_back((line.demand,)), asks)
    return cell(asks + wording.taken_back(stance.asks if stance else ()))


def _with_ask(line: str, asks: str) -> Cell:
    """A red line, with what its holder asks for where that is something else."""
    plain = line.removesuffix(f" {wording.TAKEN_BACK}")
    beside = "" if asks in ("", plain, "–") else f" (asks: {asks})"
    return cell(Span(f"# {line}", "line"), Span(beside, "quiet"))


def _screen_notes(comparison: Comparison, lines: RedLines, rest: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if rest:
        names = wording.few_names(comparison.dossier, rest, _MANY)
        notes.append(f"Also in conflict ({len(rest)}, --top {len(lines.worst)}): {names}")
    for profile in comparison.profiles:
        notes += _other_lines(comparison, lines, profile)
    if lines.conflicts:
        first = lines.conflicts[0]
        notes.append("Steps: of the scale, until the line is kept; ? where they cannot be told")
        name = wording.called(comparison.dossier, first.issue)
        notes.append(f"More: --full · negpos why {first.holder.id} {name}")
    return tuple(notes)


def _counts(comparison: Comparison, lines: RedLines) -> str:
    """How many issues are in conflict, and on how many a line of each side is: no measure of
    will."""
    kinds = [conflict.relation for conflict in lines.worst.values()]
    both = len(comparison.issues) - comparison.counts()["silent"]
    shared = "both address" if len(comparison.profiles) == 2 else "at least two address"
    held = ", ".join(
        f"{p.title} {len({c.issue for c in lines.conflicts if c.holder.id == p.id})}"
        for p in comparison.profiles
    )
    return (
        f"{len(kinds)} of {wording.plural(both, 'issue')} {shared} in conflict: "
        f"{wording.plural(kinds.count('deadlock'), 'deadlock')}, "
        f"{wording.plural(kinds.count('crossing'), 'crossing')}. "
        f"Issues with a line in conflict: {held} (a count is not a measure of will)"
    )


def _sections(lines: RedLines) -> tuple[Section, ...]:
    return sections(
        *(
            (heading, [_conflict(c) for c in lines.conflicts if c.relation == relation])
            for relation, heading in HEADINGS.items()
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
        _MOVE,
    ]
    if any(conflict.room is not None for conflict in lines.conflicts):
        notes.append(Key("Room: what the other side says it would accept inside the line."))
    if lines.conflicts:
        first = lines.conflicts[0]
        notes.append(Hint(f"Evidence: negpos why {first.holder.id} {first.issue}"))
    return tuple(notes)


_MOVE = Key(
    "Move: the least steps on the scale until the line is kept; ? where they cannot be told."
)


def _other_lines(comparison: Comparison, lines: RedLines, profile: Profile) -> list[str]:
    """The lines of one side that are in no conflict: met or not told plainly enough, unanswered,
    or left; by the names of issues."""
    crossed = {c.issue for c in lines.conflicts if c.holder.id == profile.id}
    silent = {one.issue for one in lines.unanswered if one.holder.id == profile.id}
    held = {
        issue
        for issue in comparison.issues
        if (stance := profile.stances.get(issue)) and stance.standing_lines
    }
    left = {one.issue for one in lines.moved if one.holder.id == profile.id} - held
    groups = (
        ("lines in no conflict as far as can be told", held - crossed - silent),
        ("lines to which nobody has answered", silent),
        ("lines left", left),
    )
    return [
        f"{profile.title}, {what}: "
        + wording.few_names(comparison.dossier, [i for i in comparison.issues if i in own], _NAMES)
        for what, own in groups
        if own
    ]


def _issue(one: Conflict | HeldLine) -> Issue:
    return one.holder.dossier.issues[one.issue]


def _conflict(conflict: Conflict) -> tuple[Cell, ...]:
    issue = _issue(conflict)
    asked = _acceptable(issue, _askers(conflict), conflict.asked[1])
    if conflict.room is not None:
        room = Span(f"room: {wording.region(issue.scale, conflict.room)}", "agreed")
        asked = stacked([*asked.spans], room)
    return (
        cell(Span(issue.label, "strong")),
        cell(short(conflict.holder)),
        _acceptable(issue, _drawers(conflict), conflict.line.region),
        asked,
        cell(Span(_move(conflict), conflict.relation)),
    )


def _move(conflict: Conflict) -> str:
    """The least steps until the line is kept, in words; ? where they cannot be told."""
    words = wording.steps(_issue(conflict).scale, conflict.move)
    return words or ("?" if conflict.move is None else "–")


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
    weak = [Span(" †", "quiet", "†")] if wording.is_weak(demands) else []
    return stacked(wording.limit(issue, demands[0], region), [*word_spans(demands), *weak])


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
    return _held(held, stacked(now, said_span(when, (by,))))


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


def lines_sheet(found: RedLines, kept: Sequence[str]) -> Sheet:
    """A row a line on these issues, with what people read of it; the words link to a source."""
    return sheet(_READ, [row for row in _line_rows(found) if row.issue.id in kept])


def _line_rows(lines: RedLines) -> list[_LineRow]:
    """A row a line in the order of the table, whatever else stands on its issue."""
    return [
        *(
            _line_row("conflict", conflict)
            for relation in HEADINGS
            for conflict in lines.conflicts
            if conflict.relation == relation
        ),
        *(_line_row("unanswered", held) for held in lines.unanswered),
        *(_line_row(held.line.state, held) for held in lines.moved),
    ]


def _whose(demand: Demand | None) -> Span | None:
    """Whose word it is, with a link to its source."""
    return demand and Span(wording.who(demand), link=wording.link((demand,)))


def _said(demand: Demand | None) -> str | None:
    """When it was said, as near as its file tells it."""
    if demand is None or demand.is_assumed:
        return demand and wording.said(demand)
    return wording.dated(demand.said, demand.said_as)


def _answer(row: _LineRow) -> Demand | None:
    """The latest statement that does not meet the line, or what moved it."""
    return _askers(row.conflict)[0] if row.conflict else row.other


def _answer_words(row: _LineRow) -> str | None:
    if row.conflict is None:
        return row.ask
    return wording.limit(row.issue, _askers(row.conflict)[0], row.conflict.asked[1])


_READ: Fields[_LineRow] = (
    ("Issue", lambda row: Span(row.issue.label, "strong")),
    ("Status", lambda row: row.status),
    ("Relation", lambda row: row.conflict and Span(row.conflict.relation, row.conflict.relation)),
    ("Line of", lambda row: row.holder.title),
    ("Alone acceptable", lambda row: wording.limit(row.issue, row.line.demand, row.line.region)),
    ("Drawn by", lambda row: _whose(row.line.demand)),
    ("Line said", lambda row: _said(row.line.demand)),
    ("Other side", lambda row: row.conflict and row.conflict.other.title),
    ("Does not meet it", _answer_words),
    ("On whose word", lambda row: _whose(_answer(row))),
    ("Said", lambda row: _said(_answer(row))),
    ("Room", _room),
    ("Move, steps or amount", lambda row: row.conflict and row.conflict.move),
    ("Id", lambda row: row.issue.id),
)
"""What people read of a line."""


def _alone(issue: Issue, line: Region) -> str:
    """All that keeps a line."""
    return wording.region(issue.scale, opened(issue.scale, line))


_FIELDS: Fields[_LineRow] = (
    ("status", lambda row: row.status),
    ("issue", lambda row: row.issue.id),
    ("relation", lambda row: row.conflict and row.conflict.relation),
    ("holder", lambda row: row.holder.id),
    ("other", lambda row: row.conflict and row.conflict.other.id),
    ("acceptable", lambda row: _alone(row.issue, row.line.region)),
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
        "acceptable": shapes.region(issue.scale, opened(issue.scale, conflict.line.region)),
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
