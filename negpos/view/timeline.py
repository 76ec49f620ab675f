"""``negpos timeline``: statements in order; of an issue also a chart and every step."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from negpos.dossier import Demand, Dossier, Position
from negpos.history import Course, Step
from negpos.profiles import Stance, Vantage
from negpos.scales import Region, Scale, is_point
from negpos.view import shapes, wording
from negpos.view.changes import change_cell, change_data, change_words
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend

Row = tuple[str, Position, tuple[Demand, ...]]


def positions(
    dossier: Dossier, rows: Sequence[Row], parties: Sequence[str], vantage: Vantage
) -> Report:
    """Every position by the day it counts from, in every shape."""
    return Report(
        grid=lambda: positions_grid(dossier, rows, parties, vantage),
        sheet=lambda: positions_sheet(rows),
        data=lambda: positions_data(dossier, rows, vantage),
    )


def positions_grid(
    dossier: Dossier, rows: Sequence[Row], parties: Sequence[str], vantage: Vantage
) -> Grid:
    """A section a year, the latest last, as it was heard."""
    years: dict[str, list[tuple[Cell, ...]]] = {}
    for date, position, demands in rows:
        when = [Span(wording.day(date, date[:4]), "strong")]
        if position.date != date:
            when += [Span(BREAK), Span(f"dated {wording.day(position.date, date[:4])}", "quiet")]
        held = " and ".join(dossier.parties[party].name for party in position.parties)
        issues = [dossier.issues[d.issue].label for d in demands if d.issue]
        told = ", ".join(dict.fromkeys(issues)) or "no issue of the dossier"
        years.setdefault(date[:4], []).append(
            (
                Cell(tuple(when)),
                cell(held),
                cell(position.title, Span(BREAK), Span(position.id, "quiet")),
                cell(told),
            )
        )
    who = "everyone" if len(parties) > 1 else dossier.parties[parties[0]].name
    day = vantage.date or dossier.last_date()
    return Grid(
        title=f"Timeline of {who}",
        preface=(
            f"{wording.plural(len(rows), 'statement')}"
            + (f", {wording.known(vantage)} {wording.day(day)}" if day else "")
            + f" – dossier {dossier.id}",
            *wording.counted(vantage),
        ),
        columns=(
            Column("Known", share=0),
            Column("Held by", share=2, least=10),
            Column("Statement", share=4, least=20),
            Column("On", share=4, least=16),
        ),
        sections=tuple(Section(year, tuple(told)) for year, told in years.items()),
        notes=("See one whole: negpos show ID",) if rows else (),
    )


def positions_sheet(rows: Sequence[Row]) -> Sheet:
    """One row a position and day."""
    header = ("counts_from", "date", "position", "title", "held_by", "status", "demands", "issues")
    told = (
        (
            date,
            position.date,
            position.id,
            position.title,
            " | ".join(position.parties),
            position.status,
            len(demands),
            " | ".join(dict.fromkeys(d.issue for d in demands if d.issue)),
        )
        for date, position, demands in rows
    )
    return Sheet(header, tuple(told))


def positions_data(dossier: Dossier, rows: Sequence[Row], vantage: Vantage) -> dict[str, Any]:
    """The sequence as docs/formats.md describes it."""
    return {
        **shapes.head_of(dossier, vantage, vantage.date or dossier.last_date()),
        "statements": [
            {
                "counts_from": date,
                "date": position.date,
                "position": position.id,
                "title": position.title,
                "parties": list(position.parties),
                "status": position.status,
                "demands": [shapes.demand(dossier.issues.get(d.issue), d) for d in demands],
            }
            for date, position, demands in rows
        ],
    }


def courses(
    dossier: Dossier, found: Sequence[Course], vantage: Vantage, narrowed_to: Sequence[str]
) -> Report:
    """The courses on these issues in every shape."""
    return Report(
        grid=lambda: courses_grid(dossier, found, vantage, narrowed_to),
        sheet=lambda: courses_sheet(dossier, found, vantage),
        data=lambda: courses_data(dossier, found, vantage, narrowed_to),
    )


def courses_grid(
    dossier: Dossier, found: Sequence[Course], vantage: Vantage, narrowed_to: Sequence[str]
) -> Grid:
    """For each issue a chart of all parties over time, then every step with its words."""
    dates = [vantage.counts_from(d) for course in found for d in course.said]
    end = min(vantage.date or dossier.last_date(), dossier.last_date())
    periods = _periods(min(dates), max(end, *dates)) if dates else ()
    sections = []
    notes = []
    issues = list(dict.fromkeys(course.issue.id for course in found))
    for id_ in issues:
        own = [course for course in found if course.issue.id == id_]
        issue = own[0].issue
        name = issue.label if len(issues) > 1 else ""
        chart = tuple(_chart_row(dossier, course, periods) for course in own)
        sections.append(Section(f"{name} over time" if name else "Over time", chart))
        rows = tuple(_step_row(dossier, *steps) for steps in _together(own))
        sections.append(Section(f"{name} step by step" if name else "Step by step", rows))
        notes += _chart_legend(issue.scale, name)
    if periods:
        notes.append(
            f"One sign {'for' if periods[0].months == 120 else 'a'} {_SPANS[periods[0].months]}, "
            f"as it stood at the end, from {periods[0].label} to {periods[-1].label}; "
            "· silent, o open with no ask, ▒ a range, ░ vague, x struck out"
        )
    notes += legend(sections)
    day = (vantage.date or dossier.last_date()) if dates else ""
    title = dossier.issues[issues[0]].question if len(issues) == 1 else "Timeline"
    return Grid(
        title=f"{issues[0]}: {title}" if len(issues) == 1 else title,
        preface=(
            f"positions as stated, {wording.known(vantage)} {wording.day(day)} – "
            f"dossier {dossier.id}"
            if day
            else f"nobody has spoken on this – dossier {dossier.id}",
            *wording.counted(vantage, narrowed_to if len(issues) > 1 else ()),
        ),
        columns=(
            Column("", share=0),
            Column("Said", share=5, least=max(22, len(periods))),
            Column("Stand then, and what changed", share=5, least=22),
        ),
        sections=tuple(sections),
        notes=tuple(notes),
    )


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
    if stance is None or not (stance.speaks or stance.is_open):
        return "·"
    if stance.is_dropped:
        return "x"
    if not stance.regions:
        return "o"
    if any(region.vague for region in stance.regions):
        return "░"
    if len(stance.regions) > 1 or not is_point(scale, stance.regions[0]):
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
    if scale.kind == "quantity":
        low, high = wording.number(scale.low), wording.number(scale.high)
        return [f"{start}height: from ▁ {low} to █ {high} {scale.unit}"]
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


_SPANS = {1: "month", 3: "quarter", 6: "half-year", 12: "year", 120: "ten years"}
_MOST = 40


def _periods(first: str, last: str) -> tuple[_Period, ...]:
    """Stretches of equal length from the first to the last day, at most some forty."""
    start, end = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (first, last))
    length = next((m for m in _SPANS if end // m - start // m < _MOST), 120)
    found = []
    for number in range(start // length, end // length + 1):
        final = number * length + length - 1
        label = f"{wording.MONTHS[number * length % 12]} {number * length // 12}"
        found.append(_Period(f"{final // 12:04}-{final % 12 + 1:02}-31", label, length))
    return tuple(found)


def _together(found: Sequence[Course]) -> list[tuple[tuple[Course, ...], Step]]:
    """Every step in order of date; a joint text that changed nothing else is told once for all
    its holders."""
    groups: dict[tuple[Any, ...], tuple[tuple[Course, ...], Step]] = {}
    for course in found:
        for step in course.steps:
            change = step.change
            is_beside = bool(change.joint) and not change._replace(joint=()).is_any
            key = (step.date, step.demands if is_beside else (), "" if is_beside else course.party)
            others, _ = groups.get(key, ((), step))
            groups[key] = ((*others, course), step)
    return sorted(groups.values(), key=lambda group: group[1].date)


def _step_row(dossier: Dossier, together: tuple[Course, ...], step: Step) -> tuple[Cell, ...]:
    issue = together[0].issue
    said: list[Span] = []
    for demand in step.demands:
        who = wording.who(demand)
        joint = ", joint text" if len(demand.holders) > 1 else ""
        dated = "" if demand.said == step.date else f", said {wording.day(demand.said)}"
        weak = "†" if demand.grade == "C" else ""
        said += [Span(BREAK)] if said else []
        said += [
            Span(demand.text),
            Span(f" – {who}{joint}{dated}{weak and f' {weak}'}", "quiet", weak),
        ]
    spans: list[Span] = []
    if len(together) == 1:
        spans += [Span(wording.asks(issue, step.change.after), "strong"), Span(BREAK)]
    spans += change_cell(dossier, issue, step.change, "").spans
    return (
        cell(
            Span(wording.day(step.date), "strong"),
            Span(BREAK),
            ", ".join(dossier.parties[course.party].name for course in together),
        ),
        Cell(tuple(said)),
        Cell(tuple(spans)),
    )


_HEADER = (
    "issue",
    "party",
    "counts_from",
    "said",
    "known",
    "holders",
    "ask",
    "firmness",
    "attribution",
    "form",
    "speaker",
    "grade",
    "stance_then",
    "changed",
    "text",
    "position",
)


def courses_sheet(dossier: Dossier, found: Sequence[Course], vantage: Vantage) -> Sheet:
    """One row a statement, with the stance at the end of that day and what changed that day."""
    rows = []
    for course in found:
        steps = {step.date: step for step in course.steps}
        for d in course.said:
            date = vantage.counts_from(d)
            step = steps.get(date)
            rows.append(
                (
                    course.issue.id,
                    course.party,
                    date,
                    d.said,
                    d.known,
                    " | ".join(d.holders),
                    wording.ask(course.issue, d) if d.kind == "demand" else f"({d.kind})",
                    d.firmness,
                    d.attribution,
                    d.form,
                    d.speaker,
                    d.grade,
                    wording.asks(course.issue, course.at(date)),
                    change_words(dossier, course.issue, step.change) if step else None,
                    d.text,
                    d.position,
                )
            )
    return Sheet(_HEADER, tuple(rows))


def courses_data(
    dossier: Dossier, found: Sequence[Course], vantage: Vantage, narrowed_to: Sequence[str]
) -> dict[str, Any]:
    """The courses as docs/formats.md describes them."""
    day = vantage.date or dossier.last_date()
    return {
        **shapes.head_of(dossier, vantage, day, narrowed_to),
        "courses": [
            {
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
            for course in found
        ],
    }
