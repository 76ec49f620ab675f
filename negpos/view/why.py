"""``negpos why``: every statement of one side on one issue, what became of it, and its sources."""

from collections import Counter
from collections.abc import Iterator

from negpos.dossier import Demand, Dossier, Issue, Source
from negpos.floor import Entry, Line
from negpos.profiles import Profile, Stance
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
    plain,
    sections,
    sheet,
    stacked,
)

_Lines = dict[tuple[str, int], Line]
"""Red lines by the position and the line in its file of the demand that drew them."""
_LINE_STANDS = "line stands"
_GRADES = "Grades: A primary or original reporting, B re-reporting, C repost or digest."
_SECTIONS = (
    ("In force", ("speaks", "again")),
    (
        "Beside it: supports, contests or is open",
        ("supports", "contested", "open", "struck", "not agreed"),
    ),
    ("The ask no longer speaks, the red line stands", (_LINE_STANDS,)),
    ("Steps on the way to it", ("phase",)),
    ("Joint texts", ("joint", "joint, earlier")),
    ("No longer in force", ("superseded", "withdrawn", "lapsed")),
    ("Said of it, not compared", ("reaction", "interest", "alternative", "analysis")),
    ("Not counted at this date or with these options", ("later", "left out")),
)


_COUNTING = 5
"""Sections of statements that still count."""


def report(profile: Profile, issue: Issue) -> Report:
    """The evidence for one cell in every shape: the statements by what became of them."""
    stance = profile.stances.get(issue.id)
    entries = stance.history if stance else ()
    return Report(
        grid=lambda: Grid(
            title=f"{profile.title} on {issue.id}",
            preface=(
                issue.question,
                *wording.lives((profile,)),
                *wording.counted(profile.vantage),
                f"Scale: {wording.scale(profile.dossier, issue)}",
                _answer(profile, issue, stance),
            ),
            columns=(
                Column("Said", share=2, least=18),
                Column("What", share=5, least=26),
                Column("Evidence", share=4, least=22),
            ),
            sections=(shown := _sections(profile.dossier, issue, stance)),
            notes=(_GRADES,) if shown else (),
        ),
        sheet=lambda: sheet(_fields(issue), entries),
        data=lambda: {
            **shapes.head(profile.dossier, [profile]),
            "ref": profile.id,
            "issue": issue.id,
            "question": issue.question,
            "stance": shapes.stance(issue, stance),
            "statements": [
                {"fate": e.fate, "reason": e.reason, **shapes.demand(issue, e.demand)}
                for e in entries
            ],
        },
        screen=lambda rows: _screen(profile, issue, stance, rows),
    )


def _screen(profile: Profile, issue: Issue, stance: Stance | None, rows: int) -> Grid:
    """What speaks and what draws the lines that stand, each with its words and best source; how
    many other statements there are, by what became of them."""
    entries = list(reversed(stance.history)) if stance else []
    deciding = {d.ref for d in stance.asks} if stance else set()
    deciding |= {line.demand.ref for line in stance.standing_lines} if stance else set()
    told = [e for e in entries if e.demand.ref in deciding]
    told.sort(key=lambda entry: entry.fate != "speaks")
    counting = [e for e in entries if e.fate not in ("later", "left out")]
    told = (told or counting[:1])[:rows]
    rest = [e for e in entries if e not in told]
    counts = Counter(e.fate for e in rest)
    drawn = {_key(line.demand): line for line in stance.lines} if stance else {}
    also = ", ".join(f"{count} {fate}" for fate, count in counts.items())
    notes = [f"{len(rest)} more on record: {also}; see them with --full"] if rest else []
    return Grid(
        title=f"{profile.title} on {issue.label} ({issue.id})",
        preface=(
            issue.question,
            *wording.lives((profile,)),
            *wording.counted(profile.vantage),
            _answer(profile, issue, stance),
        ),
        columns=(
            Column("Said", share=2, least=16),
            Column("What", share=5, least=24),
            Column("Best source", share=3, least=18),
        ),
        sections=sections(("", [_screen_row(profile.dossier, issue, drawn, e) for e in told])),
        notes=(*notes, *([_GRADES] if told else [])),
    )


def _screen_row(dossier: Dossier, issue: Issue, lines: _Lines, entry: Entry) -> tuple[Cell, ...]:
    demand, line = entry.demand, lines.get(_key(entry.demand))
    said = wording.said(demand)
    held = min(demand.evidence, key=lambda piece: (piece.retracted, piece.grade), default=None)
    source = dossier.sources[held.source] if held else None
    told = f"{wording.graded(source)}{wording.published(source)}" if source else "–"
    return (
        stacked(
            Span(said, "strong"),
            speaker(dossier, demand),
            Span(f"{demand.attribution}, {demand.form}", "quiet"),
        ),
        stacked(
            demand.text,
            _original(demand),
            coded(issue, demand),
            demand.condition and Span(wording.hanging(demand.condition), "quiet"),
            _line_note(line) or Span(f"{entry.fate}: {entry.reason}", "joint"),
        ),
        cell(
            Span(told, link=source.url if source else "", source=source.id if source else ""),
            *(_fate_of(source) if source else ()),
        ),
    )


def _answer(profile: Profile, issue: Issue, stance: Stance | None) -> str:
    stand = wording.stand((profile,))
    if stance is None:
        return f"{profile.title} has said nothing on this, {stand}"
    return f"{profile.title}, {stand}: {wording.asks(issue, stance)}"


def _fields(issue: Issue) -> Fields[Entry]:
    """One row a statement."""

    def on_issue(entry: Entry) -> tuple[Issue, Demand]:
        return issue, entry.demand

    names = "said known speaker attribution form kind firmness ask accepts condition text position"
    return [*plain("fate reason"), *of_demand(f"{names} point grade sources file", on_issue)]


def _sections(dossier: Dossier, issue: Issue, stance: Stance | None) -> tuple[Section, ...]:
    if stance is None:
        return ()
    standing = {_key(line.demand) for line in stance.lines}
    drawn = {_key(line.demand): line for line in (*stance.gone, *stance.lines)}
    return sections(
        *(
            (
                title,
                [
                    _row(dossier, issue, drawn, entry)
                    for entry in reversed(stance.history)
                    if _fate(standing, entry) in fates
                ],
            )
            for title, fates in _SECTIONS
        )
    )


def counting(stance: Stance) -> Iterator[tuple[str, Entry, str]]:
    """The statements behind a cell that still count, the latest first in each section, and what
    spoke last where its time is over: the title of the section, what became of the statement, and
    of the red line that it drew."""
    standing = {_key(line.demand) for line in stance.lines}
    drawn = {_key(line.demand): line for line in stance.lines}
    for title, fates in _SECTIONS[:_COUNTING]:
        for entry in reversed(stance.history):
            if _fate(standing, entry) in fates:
                note = _line_note(drawn.get(_key(entry.demand)))
                yield title, entry, note.text if isinstance(note, Span) else ""
    for entry in stance.passed:
        yield "What spoke last, and is over", entry, ""


def _key(demand: Demand) -> tuple[str, int]:
    return demand.position, demand.row


def _fate(standing: set[tuple[str, int]], entry: Entry) -> str:
    """What became of a statement; one that is superseded may have drawn a line that stands."""
    is_gone = entry.fate == "superseded" and _key(entry.demand) in standing
    return _LINE_STANDS if is_gone else entry.fate


def _row(dossier: Dossier, issue: Issue, lines: _Lines, entry: Entry) -> tuple[Cell, ...]:
    demand = entry.demand
    evidence = []
    for piece in demand.evidence:
        source = dossier.sources[piece.source]
        told = f"{wording.published(source)}, {piece.at}"
        cited = [
            Span(wording.graded(source)),
            Span(told, "quiet", link=source.url, source=source.id),
        ]
        evidence.append([*cited, *_fate_of(source)])
    return (
        stacked(
            Span(when(demand), "strong"),
            speaker(dossier, demand),
            Span(manner(demand), "quiet"),
        ),
        _what(issue, entry, lines),
        stacked(*evidence, Span(demand.place, "quiet")),
    )


def _fate_of(source: Source) -> list[Span]:
    """That a source was taken back, and where a copy of it is kept."""
    back = wording.back_on(source.retracted)
    spans = [Span(back, "unclear")] if back else []
    if source.archived:
        spans += [Span("; ", "quiet"), Span("archived copy", "quiet", link=source.archived)]
    return spans


def _original(demand: Demand) -> Span | str:
    """The words in their own language."""
    lang = f" ({demand.lang})" if demand.lang else ""
    return Span(f"“{demand.original}”{lang}", "quiet") if demand.original else ""


def when(demand: Demand) -> str:
    """The day on which it was said, and when it became known if that was another."""
    if demand.is_assumed:
        return wording.said(demand)
    told = ("latest, " if demand.is_latest else "") + wording.day(demand.said, demand.said_as)
    known = wording.day(demand.known, demand.known_as)
    return told + (f", known {known}" if demand.known != demand.said else "")


def manner(demand: Demand) -> str:
    """On what ground and in what form it is on record, and as which point."""
    told = [demand.attribution, demand.form, *([f"point {demand.point}"] if demand.point else [])]
    return ", ".join(told)


def speaker(dossier: Dossier, demand: Demand) -> str:
    """Who said it, or in what text it stands."""
    position = dossier.positions[demand.position]
    return demand.speaker or position.author or position.title


def _what(issue: Issue, entry: Entry, lines: _Lines) -> Cell:
    """The words, how they are coded, what became of them and why."""
    demand, scale = entry.demand, issue.scale
    accepts = demand.accepts and wording.region(scale, demand.accepts)
    return stacked(
        demand.text,
        _original(demand),
        coded(issue, demand) if demand.kind == "demand" else "",
        Span(f"would accept: {accepts}", "agreed") if accepts else "",
        demand.condition and Span(wording.hanging(demand.condition), "quiet"),
        Span("sources dispute this", "unclear") if demand.is_disputed else "",
        demand.note and Span(f"note: {demand.note}", "quiet"),
        Span(f"{entry.fate}: {entry.reason}", "joint"),
        _line_note(lines.get(_key(demand))),
    )


def coded(issue: Issue, demand: Demand) -> Span:
    """How firmly it asks for what, by its own label and in the words of the scale."""
    ask = wording.ask(issue, demand)
    if demand.label and demand.ask is not None:
        words = wording.region(issue.scale, demand.ask)
        ask += f" = {words}" if words != ask else ""
    if demand.names:
        ask += f"; names: {wording.answers(issue.scale, demand.names)}"
    return Span(f"{demand.firmness}: {ask}", "line" if demand.firmness == "red-line" else "strong")


def _line_note(line: Line | None) -> Span | str:
    if line is None:
        return ""
    told = f"red line {line.state}"
    if line.by:
        told += f" {'in' if line.by.said_as else 'on'} {wording.day(line.by.said, line.by.said_as)}"
        told += f" ({line.by.firmness}, {line.by.ref})"
    return Span(told, "line")
