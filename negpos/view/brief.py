"""``negpos brief``: a handout on two sides, each claim with the number of its source."""

from collections.abc import Iterable, Sequence
from typing import Any

from negpos.brief import Brief
from negpos.comparison import Comparison
from negpos.dossier import Issue, Source
from negpos.gaps import OpenQuestion
from negpos.plans import Plan
from negpos.profiles import Profile
from negpos.view import chart, gaps, ground, redlines, shapes, wording
from negpos.view import compare as compare_view
from negpos.view import plan as plan_view
from negpos.view import since as since_view
from negpos.view.grid import (
    BREAK,
    Cell,
    Column,
    Grid,
    Handout,
    Key,
    Part,
    Report,
    Section,
    Span,
    cell,
    of_issues,
    stacked,
)
from negpos.view.grid import sections as sections_of
from negpos.view.stance import brief_cell, said_span, stance_cell
from negpos.view.summary import summary

_READINGS = 2
"""Words that contest each other that a question names."""
_NAMES = 12
"""Issues of one relation that are named."""


def report(brief: Brief) -> Report:
    """The briefing in every shape: the fields of CSV are those of ``compare``, JSON has those of
    every part, a table on one screen is the summary of ``compare``."""
    comparison = brief.comparison
    compared = compare_view.report(comparison, ())
    return Report(
        grid=compared.grid,
        sheet=compared.sheet,
        data=lambda: _data(brief, compared.data()),
        screen=lambda rows: _screen(brief, rows),
        short=compared.short,
        handout=lambda: handout(brief),
        paper=lambda: _paper(brief),
        sheets=compared.sheets,
    )


def _screen(brief: Brief, rows: int) -> Grid:
    """What the comparison comes to, and how to get the handout."""
    told = summary(brief.comparison, rows)
    sides = " ".join(profile.id for profile in brief.comparison.profiles)
    page = f"To print or send: negpos brief {sides} -o brief.html"
    return told._replace(notes=(*told.notes, page))


def handout(brief: Brief) -> Handout:
    """The parts of the handout, numbered, each statement with the number of its source."""
    comparison = brief.comparison
    numbers: dict[str, int] = {}
    told = [part._replace(grid=_numbered(part.grid, numbers)) for part in _parts(brief)]
    reading = _how_to_read(brief, told, _reading(brief))
    told += [Part(_sources(comparison, numbers)), Part(reading)]
    return Handout(
        title=_title(brief),
        preface=_stand(brief),
        parts=_headed(told),
        sides=tuple(profile.title for profile in comparison.profiles),
    )


def _paper(brief: Brief) -> tuple[Grid, ...]:
    """The same for a document, whose words are links and which ends with its sources itself."""
    told = _parts(brief)
    parts = _headed([*told, Part(_how_to_read(brief, told, _reading(brief)[:-1]))])
    return Grid(_title(brief), _stand(brief), (), ()), *(part.grid for part in parts)


def _title(brief: Brief) -> str:
    names = " and ".join(profile.title for profile in brief.comparison.profiles)
    return f"{names}: what each side asks"


def _stand(brief: Brief) -> tuple[str, ...]:
    """As of when, and what it is narrowed to."""
    comparison = brief.comparison
    stand = wording.headline(comparison.dossier, comparison.profiles, comparison.narrowed_to)
    today = comparison.profiles[0].vantage.today
    return *stand, *([f"made on {wording.day(today)}"] if today else [])


def _headed(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with the number of each in its heading."""
    return tuple(
        part._replace(grid=part.grid._replace(title=f"{place} {part.grid.title}"))
        for place, part in enumerate(parts, start=1)
    )


def _parts(brief: Brief) -> list[Part]:
    """All that has something to tell, from the shortest answer to the fullest."""
    comparison = brief.comparison
    parts = [
        Part(_in_short(brief)),
        Part(_where(comparison), chart.tracks(comparison)),
        Part(_conflicts(brief)),
        Part(_gaps(brief)),
        Part(_agreed(brief)),
        *([Part(_moved(brief))] if brief.since else []),
        *([Part(_on_table(brief))] if brief.plans else []),
        Part(_alone(brief)),
    ]
    return [part for part in parts if part.grid.sections or part.grid.preface]


def _in_short(brief: Brief) -> Grid:
    """The counts, and the lines that may be quoted."""
    comparison = brief.comparison
    lines = [line for line in compare_view.counts_lines(comparison) if line]
    for conflict in brief.lines.worst.values():
        if conflict.relation == "deadlock":
            issue = comparison.dossier.issues[conflict.issue]
            held = "; ".join(
                f"{p.title} – {redlines.side_cell(issue, p, conflict).text.removeprefix('# ')}"
                for p in comparison.profiles
            )
            lines.append(f"Deadlock on {issue.label}: {held}")
    for relation in ("crossing", "agreed", "agreed-if"):
        if named := [i for i in comparison.issues if _relation(comparison, i) == relation]:
            names = wording.few_names(comparison.dossier, named, _NAMES)
            lines.append(f"{wording.relation(relation).capitalize()}: {names}")
    lines += [_named_nearer(plan) for plan in brief.plans if plan.nearer[0].total]
    return Grid("In thirty seconds", tuple(lines), (), ())


def _named_nearer(plan: Plan) -> str:
    """To which side a text is nearer, behind its name and whether it has lapsed."""
    lapsed = wording.lapse(plan.text, plan.profiles[0].vantage)
    return f"{plan.text.title}{lapsed}: {_nearer(plan)}"


def _nearer(plan: Plan) -> str:
    """To which side a text is nearer, and on how many issues."""
    return plan_view.nearer_lines(plan)[0].removeprefix(f"{plan.text.title}: ")


def _relation(comparison: Comparison, issue: str) -> str:
    return comparison.worst(issue)[1].relation


def _where(comparison: Comparison) -> Grid:
    """Where both stand on every scale that has an order."""
    loud = [i for i in comparison.issues if _relation(comparison, i) != "silent"]
    charted = {issue.id for issue in chart.charted(comparison)}
    rest = [issue for issue in loud if issue not in charted]
    of = wording.plural(len(loud), "issue")
    has = "has" if len(charted) == 1 else "have"
    told = f"Of {of} that both address, {len(charted)} {has} a scale with an order."
    lines = [told if loud else "There is no issue that both sides address."]
    if rest:
        names = wording.issue_names(comparison.dossier, rest)
        lines.append(f"Without an order, so told below alone: {names}.")
    return Grid(
        "Where they stand",
        tuple(lines),
        chart.columns(comparison),
        chart.sections(comparison),
        (Key("Signs: ● asked for · ○ vague, somewhere in it · # holds a red line"),),
    )


def _conflicts(brief: Brief) -> Grid:
    """The issues on which a red line is not met, the worst first."""
    comparison = brief.comparison
    others = {profile.id for profile in comparison.profiles}

    def row(issue: Issue) -> tuple[Cell, ...]:
        return (
            stacked(Span(issue.label, "strong"), Span(_distance(comparison, issue), "quiet")),
            *(stance_cell(issue, profile, others) for profile in comparison.profiles),
        )

    issues = comparison.dossier.issues
    worst = brief.lines.worst.values()
    return Grid(
        title="Deadlocks and crossed red lines",
        preface=() if worst else ("No ask lies outside a red line of the other side.",),
        columns=_side_columns(comparison),
        sections=sections_of(
            *(
                (
                    heading,
                    [row(issues[one.issue]) for one in worst if one.relation == relation],
                )
                for relation, heading in redlines.HEADINGS.items()
            )
        ),
    )


def _distance(comparison: Comparison, issue: Issue) -> str:
    """Whose line is crossed, and by how much where that can be told."""
    pair, standing = comparison.worst(issue.id)
    told = compare_view.relation_cell(issue, pair, standing, is_one_of_many=False)
    words = (span.text for span in told.spans[1:])
    return ", ".join(w for w in words if w not in (BREAK, compare_view.UNCLEAR))


def _side_columns(comparison: Comparison, *more: Column) -> tuple[Column, ...]:
    sides = (Column(profile.title, share=6, least=12) for profile in comparison.profiles)
    return of_issues("Issue"), *sides, *more


def _gaps(brief: Brief) -> Grid:
    """The issues on which asks do not meet, or are too vague to tell, with what to ask."""
    comparison = brief.comparison

    def row(issue: Issue) -> tuple[Cell, ...]:
        return (
            cell(Span(issue.label, "strong")),
            *(brief_cell(issue, profile) for profile in comparison.profiles),
            _question(issue, brief.questions),
        )

    named = compare_view.by_severity(comparison, comparison.issues)
    found = [
        (relation, [issue for issue in named if _relation(comparison, issue) == relation])
        for relation in ("gap", "unclear")
    ]
    return Grid(
        title="Gaps, and the question to put",
        preface=() if any(own for _, own in found) else (_NO_GAP,),
        columns=_side_columns(comparison, Column("Question to put", share=5, least=12)),
        sections=sections_of(
            *(
                (_GAPS[relation], [row(comparison.dossier.issues[issue]) for issue in own])
                for relation, own in found
            )
        ),
    )


_NO_GAP = "There is no gap, and nothing is unclear."
_GAPS = {
    "gap": "Gap: the asks do not meet, no red line stands in the way",
    "unclear": "Unclear: the words are too vague to tell whether the asks meet",
}


def _question(issue: Issue, questions: Sequence[OpenQuestion]) -> Cell:
    """The question of an issue, and what in particular is to be asked of whom."""
    own = [q for q in questions if q.issue == issue.id and q.kind not in ("silent", "open")]
    spans = [Span(issue.question)]
    for question in own:
        spans += [Span(f" To {question.side.title}: "), *_put(issue, question)]
    return Cell(tuple(spans))


def _put(issue: Issue, question: OpenQuestion) -> list[Span]:
    """A question in words; one on words that contest each other tells on whose word they are."""
    stance = question.stance
    if question.kind != "contested" or stance is None or not stance.contested:
        return [Span(gaps.put(question))]
    spans = [Span(f"does {wording.asks(issue, stance)} hold, or ")]
    different = {wording.ask(issue, demand): demand for demand in reversed(stance.contested)}
    for place, (words, demand) in enumerate(list(different.items())[:_READINGS]):
        said = said_span(wording.word_of((demand,)), (demand,))
        spans += [Span(f"{' or ' * bool(place)}{words} ["), said, Span("]")]
    more = len(different) - _READINGS
    return [*spans, Span(f", or {more} more?" if more > 0 else "?")]


def _agreed(brief: Brief) -> Grid:
    """What is agreed, agreed on a condition, and where stated limits leave room."""
    comparison = brief.comparison
    found = ground.report(comparison, brief.ground).grid()
    none = ("Nothing is agreed, and no stated limits meet.",)
    note = "Room is what sides say they would accept; it is not what they would in the end."
    has_room = any(one.basis == "room" for one in brief.ground)
    lead = ((note,) if has_room else ()) if found.sections else none
    columns = (of_issues("Issue"), *found.columns[1:])
    return found._replace(
        title="Agreed, agreed if, and room", preface=lead, notes=(), columns=columns
    )


def _moved(brief: Brief) -> Grid:
    """What moved since a day."""
    since = brief.since
    assert since is not None
    found = since_view.report(brief.comparison.dossier, since).grid()
    lead = tuple(f"{since_view.counts(side)}." for side in since.sides)
    columns = (of_issues("Issue"), *found.columns[1:])
    title = f"What moved since {wording.day(since.start)}"
    return found._replace(title=title, preface=lead, notes=(), columns=columns)


def _on_table(brief: Brief) -> Grid:
    """Each text with the side that it is nearer to, and the red lines that it crosses."""
    sides = brief.comparison.profiles

    def row(plan: Plan) -> tuple[Cell, ...]:
        _, *issues = plan_view.nearer_lines(plan)
        crossed = (f"{side.title}: {_crossed(plan, side)}" for side in plan.profiles)
        whose = Span(plan_view.whose(plan), "quiet")
        told = _nearer(plan)
        return (
            stacked(Span(plan.text.title, "strong"), whose),
            stacked(told[:1].upper() + told[1:], *(Span(line, "quiet") for line in issues)),
            stacked(*crossed),
        )

    return Grid(
        title="Texts held against both",
        preface=(
            f"Each is held against {' and '.join(side.title for side in sides)} on the issues that "
            "all three address plainly. What a side says by that very text is left out of its own "
            "words then, so that no text is held against itself.",
        ),
        columns=(
            Column("Text", share=2, least=12),
            Column("Nearer to", share=3, least=14),
            Column("Red lines that it crosses", share=3, least=14),
        ),
        sections=sections_of(("", [row(plan) for plan in brief.plans])),
    )


def _crossed(plan: Plan, side: Profile) -> str:
    """On which issues a text crosses a red line of a side, by name."""
    issues = next(total.crossed for total in plan.totals if total.party == side.id)
    return wording.issue_names(plan.dossier, issues) if issues else "none"


def _alone(brief: Brief) -> Grid:
    """The issues on which one side alone speaks, or is open."""
    comparison = brief.comparison
    silent = [i for i in comparison.issues if _relation(comparison, i) == "silent"]
    alone = [line.text for line in compare_view.alone_lines(comparison, silent)]
    lines = (*alone, *compare_view.passed_lines(comparison, silent))
    return Grid("Who alone speaks", lines, (), ())


def _numbered(grid: Grid, numbers: dict[str, int]) -> Grid:
    """The same table with the number of its source behind every statement; numbers go on in the
    order in which sources come up."""

    def told(one: Cell) -> Cell:
        spans: list[Span] = []
        seen: set[str] = set()
        for span in one.spans:
            spans.append(span)
            if span.source and span.source not in seen:
                seen.add(span.source)
                number = numbers.setdefault(span.source, len(numbers) + 1)
                spans.append(Span(f" {number}", "source", source=span.source))
        return Cell(tuple(spans))

    return grid._replace(
        sections=tuple(
            Section(section.title, tuple(tuple(map(told, row)) for row in section.rows))
            for section in grid.sections
        )
    )


def _sources(comparison: Comparison, numbers: dict[str, int]) -> Grid:
    """Every source cited, by its number."""
    known = comparison.dossier.sources
    rows = [_source(number, known[id_]) for id_, number in numbers.items()]
    return Grid(
        title="Sources",
        preface=(
            "Grade A: primary or original; B: reported on; C: passed on. A line on grade C alone "
            "is never in force.",
        )
        if rows
        else ("No source is cited.",),
        columns=(
            Column("No.", share=0, is_number=True),
            Column("Publisher", share=2, least=10),
            Column("Title", share=5, least=14),
            Column("Date", share=0),
            Column("Grade", share=0),
        ),
        sections=sections_of(("", rows)),
    )


def _source(number: int, source: Source) -> tuple[Cell, ...]:
    title = source.title or source.url or source.id
    back = wording.back_on(source.retracted)
    return (
        cell(Span(str(number), "source-number", source=source.id)),
        cell(source.publisher),
        cell(Span(title, link=source.url), *([Span(back, "unclear")] if back else [])),
        cell(wording.day(source.date, source.date_as) if source.date else "–"),
        cell(source.grade),
    )


def _reading(brief: Brief) -> tuple[str, ...]:
    """How to read the answer, and first what its positions are."""
    comparison = brief.comparison
    told = wording.as_told(comparison.profiles, comparison.issues)
    return _READING if told == wording.AS_STATED else (_PLACED, *_READING)


_PLACED = (
    "Where a cell names experts, they placed the party: that is their judgement, and nothing that "
    "the party said. It counts for less than any word of its own, and draws no red line."
)
_READING = (
    "Positions are told as stated: public words, not what a side would accept in the end. That "
    "something is listed is no endorsement.",
    "A cell tells what a side asks for, on whose word and since when; “again” is who said the "
    "same last. Of several statements the later one at least as strong speaks; what a text or a "
    "principal said outranks a minister, and both outrank what is only reported.",
    "Red line (#): the holder says that nothing else is acceptable. Preference (~): the holder "
    "would rather have it. Contested (≈): the same side has said something else as well.",
    "J: by a text that several parties hold together; a draft of theirs binds none of them.",
    "Deadlock: a red line of one side does not meet one of the other. Crossing: one side holds a "
    "red line, and the other asks for what lies outside it. Gap: the asks do not meet, with no "
    "red line in the way. Unclear: too vague to tell. Agreed if: the asks meet on a condition "
    "that the other side has not taken up.",
    "Steps count places on the scale of an issue between what does not meet: in a deadlock two "
    "red lines, in a crossing a red line and an ask, in a gap two asks. A count of red lines is "
    "not a measure of will.",
    "Of what moved: “first word” is the first on record, “demands told” is all that was said in "
    "that time. Where nobody spoke, a word has only grown old, so that an earlier one speaks.",
    "Words older than {fresh} are marked as old; whether they still hold is a question to ask.",
    "†: on sources of grade C alone. Grade A is primary or original, B reported on, C passed on.",
    "Small numbers are those of the list of sources; the words before them lead to the source "
    "itself where it has an address.",
)


def _how_to_read(brief: Brief, parts: Iterable[Part], lines: Sequence[str]) -> Grid:
    """What the words and marks of these parts mean, without a command."""
    fresh = wording.span(brief.comparison.dossier.fresh_for)
    told = [line.format(fresh=fresh) for line in lines]
    rows = (row for part in parts for section in part.grid.sections for row in section.rows)
    if any(wording.TAKEN_BACK in cell.text for row in rows for cell in row):
        told.append(f"{wording.OF_TAKEN_BACK}.")
    return Grid("How to read this", tuple(told), (), ())


_OF_HEAD = frozenset(("version", "dossier", "as_of", "options", "parties"))


def _data(brief: Brief, compared: dict[str, Any]) -> dict[str, Any]:
    """The fields of ``compare``, then those of each part without what is told already."""
    comparison = brief.comparison
    lines = redlines.report(comparison, brief.lines).data()
    asked = gaps.report(comparison, brief.questions).data()
    common = ground.report(comparison, brief.ground).data()
    moved = since_view.report(comparison.dossier, brief.since).data() if brief.since else None
    return {
        **compared,
        "redlines": _without_head(lines),
        "gaps": asked["gaps"],
        "common": common["issues"],
        "since": {"since": moved["since"], "parties": moved["parties"]} if moved else None,
        "texts": [_text(plan) for plan in brief.plans],
    }


def _without_head(data: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in data.items() if name not in _OF_HEAD}


def _text(plan: Plan) -> dict[str, Any]:
    """A text on the table: to which side it is nearer, and whose lines it crosses."""
    return {
        "text": plan.text.id,
        "title": plan.text.title,
        "nearer": shapes.nearer(plan.nearer[0]),
        "lines_crossed": {total.party: list(total.crossed) for total in plan.totals},
    }
