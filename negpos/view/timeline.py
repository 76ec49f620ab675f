"""``negpos timeline``: statements in order; of an issue also a chart and every step."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from negpos.dossier import Demand, Dossier, Issue, Position
from negpos.history import Course, Step
from negpos.profiles import Stance, Vantage
from negpos.scales import Region, Scale, is_listed, is_point
from negpos.view import shapes, wording
from negpos.view.changes import change_cell, change_data, change_words
from negpos.view.fields import of_demand, several
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Report,
    Section,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import legend

Row = tuple[str, Position, tuple[Demand, ...]]


def _counted_on(row: Row) -> str:
    """The day of a row in words, as near as its file tells it."""
    date, position, demands = row
    if demands:
        return wording.day_of(date, demands)
    return wording.day(date, position.known_as if position.known == date else position.date_as)


def positions(
    dossier: Dossier, rows: Sequence[Row], parties: Sequence[str], vantage: Vantage
) -> Report:
    """Every position by the day it counts from, in every shape: for people a section a year,
    the latest last, as it was heard."""
    who = "everyone" if len(parties) > 1 else dossier.parties[parties[0]].name
    day = vantage.date or dossier.last_date()
    preface = (
        f"{wording.plural(len(rows), 'statement')}"
        + (f", {wording.of_day(vantage, day)}" if day else "")
        + f" – dossier {dossier.id}",
        *wording.lives_of(dossier, parties, vantage),
        *wording.counted(vantage),
    )
    return Report(
        grid=lambda: Grid(
            title=f"Timeline of {who}",
            preface=preface,
            columns=(
                Column("Known", share=0),
                Column("Held by", share=2, least=10),
                Column("Statement", share=4, least=20),
                Column("On", share=4, least=16),
            ),
            sections=sections(*_years(dossier, rows).items()),
            notes=(Hint("See one whole: negpos show ID"),) if rows else (),
        ),
        sheet=lambda: sheet(_OF_STATEMENT, rows),
        data=lambda: {
            **shapes.head_of(dossier, vantage, day),
            "statements": [
                {
                    "counts_from": date,
                    "date": position.date,
                    "precision": shapes.precision(position.date_as),
                    "position": position.id,
                    "title": position.title,
                    "parties": list(position.parties),
                    "status": position.status,
                    "demands": [shapes.demand(dossier.issues.get(d.issue), d) for d in demands],
                }
                for date, position, demands in rows
            ],
        },
        screen=lambda most: _latest(dossier, rows, who, preface, most),
    )


_NAMES = 4
"""Issues named of one statement."""


def _latest(
    dossier: Dossier, rows: Sequence[Row], who: str, preface: tuple[str, ...], most: int
) -> Grid:
    """The latest statements, the last of them last, as it was heard."""
    told = rows[len(rows) - min(most, len(rows)) :]
    earlier = len(rows) - len(told)
    first = f", from {_counted_on(rows[0])} on" if rows else ""
    notes = [f"{wording.plural(earlier, 'earlier statement')}{first}: --full"] if earlier else []
    if rows:
        notes.append(f"One whole: negpos show {rows[-1][1].id}")
    return Grid(
        title=f"Timeline of {who}",
        preface=preface,
        columns=(
            Column("Known", share=0),
            Column("Statement", share=4, least=20),
            Column("On", share=4, least=16),
        ),
        sections=sections(
            (
                "",
                [
                    (
                        cell(Span(_counted_on((date, position, demands)), "strong")),
                        cell(_titled(dossier, position)),
                        cell(_few(dossier, demands, position)),
                    )
                    for date, position, demands in told
                ],
            )
        ),
        notes=tuple(notes),
    )


def _titled(dossier: Dossier, position: Position) -> str:
    """A statement by its title, with its holders where the title does not name them."""
    held = wording.names(dossier, position.parties)
    return position.title if held in position.title else f"{held}: {position.title}"


def _few(dossier: Dossier, demands: Sequence[Demand], position: Position) -> str:
    issues = list(dict.fromkeys(d.issue for d in demands if d.issue))
    return wording.few_names(dossier, issues, _NAMES) if issues else _on((), position)


_OF_STATEMENT: Fields[Row] = (
    ("counts_from", lambda row: row[0]),
    ("date", lambda row: row[1].date),
    ("position", lambda row: row[1].id),
    ("title", lambda row: row[1].title),
    ("held_by", lambda row: " | ".join(row[1].parties)),
    ("status", lambda row: row[1].status),
    ("demands", lambda row: len(row[2])),
    ("issues", lambda row: several(d.issue for d in row[2])),
)
"""One row a position and day."""


def _years(dossier: Dossier, rows: Sequence[Row]) -> dict[str, list[tuple[Cell, ...]]]:
    years: dict[str, list[tuple[Cell, ...]]] = {}
    for date, position, demands in rows:
        day = _counted_on((date, position, demands))
        written = wording.day(position.date, position.date_as)
        dated = "" if position.date == date else f"dated {written}"
        issues = [dossier.issues[d.issue].label for d in demands if d.issue]
        years.setdefault(date[:4], []).append(
            (
                stacked(Span(day, "strong"), dated and Span(dated, "quiet")),
                cell(wording.names(dossier, position.parties)),
                stacked(position.title, Span(position.id, "quiet")),
                cell(_on(dict.fromkeys(issues), position)),
            )
        )
    return years


def _on(issues: Iterable[str], position: Position) -> str:
    """The issues that a position is on, and the texts that it takes back."""
    back = f"takes back {', '.join(position.withdraws)}" if position.withdraws else ""
    return "; ".join(filter(None, (", ".join(issues), back))) or "no issue of the dossier"


def courses(
    dossier: Dossier, all_courses: Sequence[Course], vantage: Vantage, narrowed_to: Sequence[str]
) -> Report:
    """The courses on these issues in every shape: for people for each issue a chart of all
    parties over time, then every step with its words."""
    issues = list({course.issue.id: course.issue for course in all_courses}.values())
    day = vantage.date or dossier.last_date()
    one = issues[0] if len(issues) == 1 else None
    periods = _periods(dossier, all_courses, vantage)
    said = [(course, d) for course in all_courses for d in course.said]
    spoken = dict.fromkeys(course.party for course in all_courses)
    return Report(
        grid=lambda: Grid(
            title=f"{one.id}: {one.question}" if one else "Timeline",
            preface=(
                f"{wording.told_by(d for _, d in said)}, {wording.of_day(vantage, day)} – "
                f"dossier {dossier.id}"
                if periods and day
                else f"nobody has spoken on this – dossier {dossier.id}",
                *wording.lives_of(dossier, spoken, vantage),
                *wording.counted(vantage, () if len(issues) <= 1 else narrowed_to),
            ),
            columns=(
                of_issues(),
                Column("Said", share=5, least=max(22, len(periods))),
                Column("Stand then, and what changed", share=5, least=22),
            ),
            sections=(shown := _courses(dossier, all_courses, periods)),
            notes=(*_legends(issues, periods), *legend(shown)),
        ),
        sheet=lambda: sheet(_fields(dossier, all_courses, vantage), said),
        data=lambda: {
            **shapes.head_of(dossier, vantage, day, narrowed_to),
            "courses": [_course(course) for course in all_courses],
        },
    )


def _courses(
    dossier: Dossier, all_courses: Sequence[Course], periods: "Sequence[_Period]"
) -> tuple[Section, ...]:
    by_issue: dict[str, list[Course]] = {}
    for course in all_courses:
        by_issue.setdefault(course.issue.id, []).append(course)
    made = []
    for own in by_issue.values():
        name = f"{own[0].issue.label} " if len(by_issue) > 1 else ""
        chart = tuple(_chart_row(dossier, course, periods) for course in own)
        steps = tuple(_step_row(dossier, *steps) for steps in _together(own))
        made.append(Section(f"{name}over time" if name else "Over time", chart))
        made.append(Section(f"{name}step by step" if name else "Step by step", steps))
    return tuple(made)


def _legends(issues: Sequence[Issue], periods: "Sequence[_Period]") -> list[str]:
    """What the signs of the charts mean, and how long each of them lasts."""
    notes = []
    for issue in issues:
        notes += _chart_legend(issue.scale, issue.label if len(issues) > 1 else "")
    if periods:
        notes.append(
            f"One sign {_SPANS[periods[0].months]}, "
            f"as it stood at the end, from {periods[0].label} to {periods[-1].label}; "
            "· silent, o open with no ask, ▒ a range, ░ vague, x struck out"
        )
    return notes


def _chart_row(dossier: Dossier, course: Course, periods: "Sequence[_Period]") -> tuple[Cell, ...]:
    signs = []
    for period in periods:
        stance = course.at(period.end)
        tone = "chart line" if stance is not None and stance.standing_lines else "chart"
        signs.append(Span(sign(course.issue.scale, stance), tone))
    last = course.steps[-1].change.after if course.steps else None
    told = wording.asks(course.issue, last)
    holds = last is not None and bool(last.standing_lines)
    if last is not None and holds and last.speaks:
        told = f"# {told}"
    name = dossier.parties[course.party].name
    stand = Span(told, marks="#" if holds else "")
    return cell(Span(name, "strong")), Cell(tuple(signs)), cell(stand)


_BLOCKS = "▁▂▃▄▅▆▇█"


def sign(scale: Scale, stance: Stance | None) -> str:
    """A stance as one sign: the higher the block, the farther along the scale; on a nominal
    scale the letter of the option, on a members scale how many members."""
    if stance is None or not stance.is_told:
        return "·"
    if stance.is_dropped:
        return "x"
    if not stance.regions:
        return "o"
    if any(region.vague for region in stance.regions):
        return "░"
    region = stance.regions[0]
    is_plain = is_listed(scale, region) if scale.kind == "members" else is_point(scale, region)
    if len(stance.regions) > 1 or not is_plain:
        return "▒"
    return _point(scale, stance.regions[0])


def _point(scale: Scale, region: Region) -> str:
    if scale.kind == "members":
        return str(min(int(region.low).bit_count(), 9))
    if scale.kind == "nominal":
        return chr(ord("a") + int(region.low).bit_length() - 1)
    if scale.kind == "ordinal":
        share = int(region.low) / (len(scale.options) - 1)
    else:
        share = (region.low - scale.low) / (scale.high - scale.low)
    return _BLOCKS[round(share * (len(_BLOCKS) - 1))]


def _chart_legend(scale: Scale, name: str) -> list[str]:
    start = f"{name}: " if name else ""
    if scale.kind == "members":
        return [f"{start}the figure is the number of: {wording.reach(scale)}"]
    if scale.kind == "nominal":
        told = (f"{chr(ord('a') + n)} {option.label}" for n, option in enumerate(scale.options))
        return [start + ", ".join(told)]
    if scale.is_measured:
        low, high = wording.ends(scale)
        return [f"{start}height: from ▁ {low} to █ {high}"]
    last = len(scale.options) - 1
    told = (
        f"{_BLOCKS[round(n / last * (len(_BLOCKS) - 1))]} {option.label}"
        for n, option in enumerate(scale.options)
    )
    return [f"{start}height: {', '.join(told)}"]


class _Period(NamedTuple):
    end: str
    label: str
    months: int


_SPANS = {
    1: "a month",
    3: "a quarter",
    6: "a half-year",
    12: "a year",
    120: "for ten years",
    1_200: "for a hundred years",
    12_000: "for a thousand years",
}
_MOST = 40


def _periods(
    dossier: Dossier, all_courses: Sequence[Course], vantage: Vantage
) -> tuple[_Period, ...]:
    """Stretches of equal length from the first to the last day, at most some forty."""
    dates = [vantage.counts_from(d) for course in all_courses for d in course.said]
    if not dates:
        return ()
    first = min(dates)
    last = max(min(vantage.date or dossier.last_date(), dossier.last_date()), *dates)
    start, end = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (first, last))
    length = next(m for m in _SPANS if end // m - start // m < _MOST)
    periods = []
    for number in range(start // length, end // length + 1):
        final = number * length + length - 1
        label = f"{wording.MONTHS[number * length % 12]} {number * length // 12}"
        periods.append(_Period(f"{final // 12:04}-{final % 12 + 1:02}-31", label, length))
    return tuple(periods)


def _together(all_courses: Sequence[Course]) -> list[tuple[tuple[Course, ...], Step]]:
    """Every step in order of date; a joint text that changed nothing else is told once for all
    its holders."""
    groups: dict[tuple[Any, ...], tuple[tuple[Course, ...], Step]] = {}
    for course in all_courses:
        for step in course.steps:
            change = step.change
            is_beside = bool(change.joint) and not change._replace(joint=()).is_any
            key = (step.date, step.demands if is_beside else (), "" if is_beside else course.party)
            others, _ = groups.get(key, ((), step))
            groups[key] = ((*others, course), step)
    return sorted(groups.values(), key=lambda group: group[1].date)


def _step_row(dossier: Dossier, together: tuple[Course, ...], step: Step) -> tuple[Cell, ...]:
    issue = together[0].issue
    said = []
    for demand in step.demands:
        who = wording.who(demand)
        day = wording.day(demand.said, demand.said_as)
        dated = "" if demand.said == step.date else f", said {day}"
        weak = "†" if demand.grade == "C" else ""
        by = Span(f" – {who}{dated}{weak and f' {weak}'}", "quiet", weak)
        said.append([Span(demand.text), by])
    nothing = Span("nothing was said that day: an earlier word ended, or aged", "quiet")
    stand = Span(wording.asks(issue, step.change.after), "strong") if len(together) == 1 else ""
    names = ", ".join(dossier.parties[course.party].name for course in together)
    return (
        stacked(Span(wording.day_of(step.date, step.demands), "strong"), names),
        stacked(*said) if said else cell(nothing),
        stacked(stand, [*change_cell(dossier, issue, step.change).spans]),
    )


def _fields(
    dossier: Dossier, all_courses: Sequence[Course], vantage: Vantage
) -> Fields[tuple[Course, Demand]]:
    """One row a statement, with the stance at the end of that day and what changed that day."""
    changes = {
        (course.party, course.issue.id, step.date): change_words(dossier, course.issue, step.change)
        for course in all_courses
        for step in course.steps
    }

    def coded(row: tuple[Course, Demand]) -> tuple[Issue, Demand]:
        return row[0].issue, row[1]

    def ask(row: tuple[Course, Demand]) -> str:
        course, d = row
        return wording.ask(course.issue, d) if d.kind == "demand" else f"({d.kind})"

    def changed(row: tuple[Course, Demand]) -> str | None:
        course, d = row
        return changes.get((course.party, course.issue.id, vantage.counts_from(d)))

    return (
        ("issue", lambda row: row[0].issue.id),
        ("party", lambda row: row[0].party),
        ("counts_from", lambda row: vantage.counts_from(row[1])),
        *of_demand("said known holders", coded),
        ("ask", ask),
        *of_demand("firmness attribution form speaker grade", coded),
        (
            "stance_then",
            lambda row: wording.asks(row[0].issue, row[0].at(vantage.counts_from(row[1]))),
        ),
        ("changed", changed),
        *of_demand("text position", coded),
    )


def _course(course: Course) -> dict[str, Any]:
    return {
        "party": course.party,
        "issue": course.issue.id,
        "steps": [
            {
                "date": step.date,
                "change": change_data(course.issue, step.change),
                "demands": [d.ref for d in step.demands],
            }
            for step in course.steps
        ],
        "said": [shapes.demand(course.issue, d) for d in course.said],
    }
