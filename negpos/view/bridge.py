"""``negpos bridge``: on what is open, the answers that every side has itself named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from negpos.bridge import Answer, Bridge, Crossed, Naming, OpenIssue
from negpos.dossier import Demand, Dossier, Issue
from negpos.profiles import Profile
from negpos.terms import OPEN
from negpos.view import shapes, wording
from negpos.view.fields import of_demand, several
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Key,
    Report,
    Section,
    Span,
    cell,
    sheet,
    stacked,
)
from negpos.view.stance import by_theme, drawn_by, legend, said_span, short, stance_cell, word_spans

_WAYS = {
    "asks": "asks: ",
    "also": "≈ also: ",
    "accepts": "would accept: ",
    "joint": "",
    "before": "said before: ",
    "left": "said, left: ",
    "lapsed": "lapsed: ",
}
"""How a side has named an answer, before whose word it is; a joint text is told as such."""
_NAMES = 8
"""Issues told by name, where there is little room."""
_NAMING = "Naming is not agreement: it may hang on a condition, or have been left since"


class _Row(NamedTuple):
    """An answer with its issue."""

    one: OpenIssue
    answer: Answer


def report(found: Bridge, *, with_room: bool = False) -> Report:
    """The answers that all sides have named in every shape, with what is open and has none;
    ``with_room`` tells the answers beside that some have named, or that words leave room for."""
    rows = [_Row(one, answer) for one in found.issues for answer in one.answers]
    return Report(
        grid=lambda: _grid(found, with_room),
        sheet=lambda: sheet(_fields(found), rows),
        data=lambda: _data(found),
        screen=lambda most: _screen(found, rows, most),
        short="issue label relation answer lines_of texts id how said condition text",
    )


# For people.


def _title(found: Bridge) -> str:
    return "Bridge, " + " × ".join(profile.title for profile in found.comparison.profiles)


def _preface(found: Bridge) -> tuple[str, ...]:
    """As of when; how much is open, and on how much of it all have named an answer."""
    comparison, profiles = found.comparison, found.comparison.profiles
    every = "both sides" if len(profiles) == 2 else "all sides"
    since = f" since {wording.day(found.since)}" if found.since else ""
    lapsed = ", lapsed words counted" if found.has_lapsed else ""
    head = wording.headline(comparison.dossier, profiles, comparison.narrowed_to)
    if not found.issues:
        return (*head, "Nothing is open between them here")
    return (
        *head,
        f"On {len(found.bridged)} of {wording.plural(len(found.issues), 'open issue')} {every} "
        f"have named an answer{since}{lapsed}",
        *([_NAMING] if found.bridged else []),
    )


def _screen(found: Bridge, rows: Sequence[_Row], most: int) -> Grid:
    """A row an answer, with the first that each side said for it; those beyond one screen, and the
    open issues without any, by name."""
    dossier, profiles = found.comparison.dossier, found.comparison.profiles
    told, rest = rows[:most], [row.one.issue.id for row in rows[most:]]
    first = wording.called(dossier, found.bridged[0].issue.id) if found.bridged else ""
    sides = " ".join(profile.id for profile in profiles)
    return Grid(
        title=_title(found),
        preface=_preface(found),
        columns=(
            Column("Answer", share=5, least=18),
            *(Column(profile.title, share=4, least=14) for profile in profiles),
        ),
        sections=(shown := by_theme(dossier, (_short_row(dossier, row) for row in told))),
        notes=(
            *legend(shown),
            *([f"And {_answers(len(rest))} more: {_few(dossier, rest)}"] if rest else []),
            *_without(found, _NAMES),
            *([Hint(f"More: --full · negpos bridge {sides} --issue {first}")] if first else []),
        ),
    )


def _answers(count: int) -> str:
    return wording.plural(count, "answer")


def _few(dossier: Dossier, issues: Sequence[str]) -> str:
    return wording.few_names(dossier, list(dict.fromkeys(issues)), _NAMES)


def _without(found: Bridge, most: int) -> list[str]:
    """The open issues without an answer that all have named, by name."""
    names = [one.issue.id for one in found.issues if not one.answers]
    told = wording.few_names(found.comparison.dossier, names, most)
    return [f"No answer named by all ({len(names)}): {told}"] if names else []


def _short_row(dossier: Dossier, row: _Row) -> tuple[Issue, tuple[Cell, ...]]:
    """The row of an answer, with its issue."""
    issue, answer = row.one.issue, row.answer
    told = [Span(_whose(answer.crossed), "line", "#")] if answer.crossed else []
    if answer.texts:
        count = wording.plural(len(answer.texts), "text")
        told.append(Span(f"{' · ' if told else ''}{count}", "quiet"))
    return issue, (
        stacked(
            [Span(f"{issue.label}: "), Span(wording.region(issue.scale, answer.region), "strong")],
            told,
        ),
        *(_first(dossier, named) for named in answer.named),
    )


def _whose(crossed: Iterable[Crossed]) -> str:
    """Whose lines an answer crosses, then whose it may cross, in a few words."""
    told = list(crossed)
    certain = list(dict.fromkeys(short(one.holder) for one in told if one.is_certain))
    others = dict.fromkeys(short(one.holder) for one in told if not one.is_certain)
    perhaps = [who for who in others if who not in certain]
    groups = (("# line of", certain), ("# perhaps line of", perhaps))
    return " ".join(f"{words} {', '.join(who)}" for words, who in groups if who)


def _first(dossier: Dossier, named: Sequence[Naming]) -> Cell:
    """The first of a side's namings, without the words of its condition, and how many there are
    besides."""
    first, *others = named
    hanging = [Span(", on a condition", "quiet")] if first.condition else []
    more = [Span(f" +{len(others)}", "quiet")] if others else []
    stage = _stage(dossier, first.demand) if first.demand.is_joint else ""
    return cell(*_naming(first._replace(condition=""), stage), *hanging, *more)


def _naming(naming: Naming, stage: str = "") -> list[Span]:
    """How a side named an answer, on whose word and when, and on what condition."""
    how, demand, condition = naming
    way, who = _WAYS[how], wording.word_of((demand,))
    if how == "left" and demand.is_joint:  # the text stands, and its holder has said more since
        way = "before later words: "
    marks = ("≈" if how == "also" else "") + ("J" if demand.is_joint else "")
    tone = {"also": "unclear", "joint": "joint"}.get(how, "quiet")
    told = [Span(way, tone, marks)] if way else []  # a joint text is told by its J
    told.append(said_span(who, (demand,), tone, "" if way else marks))
    if stage:
        told.append(Span(f" ({stage})", tone))
    if condition:
        told.append(Span(f", {wording.hanging(condition)}", "quiet"))
    if demand.is_disputed:
        told.append(Span(", disputed", "unclear"))
    if wording.is_weak((demand,)):
        told.append(Span(" †", "quiet", "†"))
    return told


def _stage(dossier: Dossier, demand: Demand) -> str:
    """How far a text of several parties has come, or whose alone a point of it is, or that a text
    leaked; empty for others."""
    position = dossier.positions[demand.position]
    if position.is_joint and demand.holders != position.parties:
        return f"of {wording.names(dossier, demand.holders)} alone"
    return position.stage or ("leaked" if position.status == "leaked" else "")


def _grid(found: Bridge, with_room: bool) -> Grid:
    """Of each issue with an answer a row that tells what is asked for, then one an answer."""
    dossier, profiles = found.comparison.dossier, found.comparison.profiles
    chosen = found.issues if with_room else found.bridged
    rows = [(one.issue, row) for one in chosen for row in _rows(found, one, with_room)]
    shown = by_theme(dossier, rows)
    return Grid(
        title=_title(found),
        preface=_preface(found),
        columns=(
            Column("Issue, answer", share=3, least=14),
            *(Column(profile.title, share=4, least=14) for profile in profiles),
            Column("Lines, texts", share=4, least=14),
        ),
        sections=shown,
        notes=(
            *_keys(found, shown, with_room),
            *_without(found, len(found.issues)),
            *_hints(found),
        ),
    )


def _keys(found: Bridge, shown: tuple[Section, ...], with_room: bool) -> list[str]:
    """What signs mean, what counts as open, and what stands in the columns."""
    if not shown:
        return []
    counts = [sum(one.relation == name for one in found.issues) for name in OPEN]
    told = [f"{count} {name}" for name, count in zip(OPEN, counts, strict=True) if count]
    lines = "Lines: red lines in force that the answer does not meet, or perhaps does not."
    texts = "Texts: clauses that hold this answer and no other, the latest first."
    room = "Room: words that are wider, or vague, and may mean the answer; they do not name it."
    tried = [a for one in found.issues for a in (one.candidates if with_room else one.answers)]
    has_room = with_room and any(own for a in tried for own in a.room)
    return [
        *legend(shown),
        Key("→ an answer that all sides have named"),
        Key(f"Open: the asks do not meet, or one cannot tell: {', '.join(told)}."),
        *([Key(lines)] if any(a.crossed for a in tried) else []),
        *([Key(texts)] if any(a.texts for a in tried) else []),
        *([Key(room)] if has_room else []),
    ]


def _hints(found: Bridge) -> list[str]:
    """Where to read on."""
    sides = " ".join(profile.id for profile in found.comparison.profiles)
    if not found.bridged:
        return [Hint(f"More: negpos gaps {sides} · negpos common {sides}")] if found.issues else []
    one = found.bridged[0]
    who = found.comparison.profiles[0].id
    return [Hint(f"Evidence: negpos why {who} {one.issue.id} · agreed: negpos common {sides}")]


def _rows(found: Bridge, one: OpenIssue, with_room: bool) -> Iterator[tuple[Cell, ...]]:
    """The row of an issue, then those of its answers."""
    dossier, profiles = found.comparison.dossier, found.comparison.profiles
    sign = f"{wording.SIGNS[one.relation]} {wording.relation(one.relation)}"
    yield (
        stacked(Span(one.issue.label, "strong"), Span(sign, one.relation)),
        *(stance_cell(one.issue, profile) for profile in profiles),
        cell(""),
    )
    for answer in one.candidates if with_room else one.answers:
        tone = "strong" if answer.is_named_by_all else ""
        mark = "→ " if answer.is_named_by_all else "· "
        yield (
            cell(Span(mark + wording.region(one.issue.scale, answer.region), tone)),
            *(_named(dossier, one.issue, answer, n) for n in range(len(profiles))),
            _beside(dossier, one.issue, answer),
        )


def _named(dossier: Dossier, issue: Issue, answer: Answer, side: int) -> Cell:
    """All by which one side has named an answer; else the words that leave room for it."""
    if answer.named[side]:
        return _each(_naming(n, _stage(dossier, n.demand)) for n in answer.named[side])
    if answer.room[side]:
        return _each(_room(issue, demand) for demand in answer.room[side])
    return cell(Span("–", "quiet"))


def _each(told: Iterable[list[Span]]) -> Cell:
    """These lines under each other; of those in the same words the first."""
    lines: dict[str, list[Span]] = {}
    for spans in told:
        lines.setdefault(cell(*spans).text, spans)
    return stacked(*lines.values())


def _room(issue: Issue, demand: Demand) -> list[Span]:
    words = f"room: {wording.ask(issue, demand)} ["
    return [
        Span(words, "quiet"),
        said_span(wording.word_of((demand,)), (demand,)),
        Span("]", "quiet"),
    ]


def _beside(dossier: Dossier, issue: Issue, answer: Answer) -> Cell:
    """The lines that an answer crosses, and the texts that hold it."""
    lines = [_crossed(issue, one) for one in answer.crossed]
    return _each([*lines, *(_text(dossier, demand) for demand in answer.texts)])


def _crossed(issue: Issue, one: Crossed) -> list[Span]:
    demand = one.line.demand
    verb = "line of" if one.is_certain else "perhaps line of"
    words = f"# {verb} {short(one.holder)}: {wording.limit(issue, demand, one.line.region)}"
    lines = one.holder.stances[issue.id].standing_lines
    drawers = drawn_by(line for line in lines if line.region == one.line.region)
    return [Span(words, "line", "#"), Span(" [", "quiet"), *word_spans(drawers), Span("]", "quiet")]


def _text(dossier: Dossier, demand: Demand) -> list[Span]:
    """A clause of a text: the text, the point, how far it has come, and when."""
    stage = _stage(dossier, demand)
    point = f", point {demand.point}" if demand.point else ""
    words = f"{_called(dossier, demand)}{point}{f' ({stage})' if stage else ''}"
    disputed = ", disputed" if demand.is_disputed else ""
    return [said_span(f"{words}, {wording.said(demand)}{disputed}", (demand,), "")]


def _called(dossier: Dossier, demand: Demand) -> str:
    """What a table calls the text in which a demand stands, be it taken over from another."""
    position = dossier.positions[demand.position]
    is_own = demand.attribution == "document" and not position.endorses
    return (demand.called if is_own else "") or position.title


# For scripts.


def _fields(found: Bridge) -> Fields[_Row]:
    """One row an answer that all have named; of each side the first by which it did."""
    dossier = found.comparison.dossier

    def of_side(place: int, profile: Profile) -> Fields[_Row]:
        def first(row: _Row) -> tuple[Issue, Demand]:
            return row.one.issue, row.answer.named[place][0].demand

        letter = chr(ord("a") + place) if place < 26 else f"s{place + 1}"
        names = "said text speaker attribution demand position point grade sources"
        return (
            (f"{letter}_id", lambda _: profile.id),
            (f"{letter}_how", lambda row: row.answer.named[place][0].how),
            (f"{letter}_condition", lambda row: row.answer.named[place][0].condition),
            *of_demand(names, first, f"{letter}_"),
            (f"{letter}_times", lambda row: len(row.answer.named[place])),
        )

    def crossed(is_certain: bool) -> Callable[[_Row], str]:
        return lambda row: several(
            one.holder.id for one in row.answer.crossed if one.is_certain == is_certain
        )

    return (
        ("issue", lambda row: row.one.issue.id),
        ("label", lambda row: row.one.issue.label),
        ("theme", lambda row: row.one.issue.theme),
        ("relation", lambda row: row.one.relation),
        ("answer", lambda row: wording.region(row.one.issue.scale, row.answer.region)),
        ("lines_of", crossed(True)),
        ("perhaps_lines_of", crossed(False)),
        (
            "texts",
            lambda row: several(
                f"{_called(dossier, d)} {d.point}".strip() + f" ({d.said})"
                for d in row.answer.texts
            ),
        ),
        *(field for n, p in enumerate(found.comparison.profiles) for field in of_side(n, p)),
    )


def _data(found: Bridge) -> dict[str, Any]:
    comparison = found.comparison
    return {
        **shapes.compared(comparison),
        "since": found.since or None,
        "lapsed": found.has_lapsed,
        "issues": [
            {
                "issue": one.issue.id,
                "relation": one.relation,
                "unit": shapes.unit(one.issue),
                "stances": shapes.stances(one.issue, comparison.profiles),
                "answers": [_answer(found, one.issue, answer) for answer in one.answers],
                "others": [
                    _answer(found, one.issue, answer)
                    for answer in one.candidates
                    if not answer.is_named_by_all
                ],
            }
            for one in found.issues
        ],
    }


def _answer(found: Bridge, issue: Issue, answer: Answer) -> dict[str, Any]:
    dossier, profiles = found.comparison.dossier, found.comparison.profiles
    named = zip(profiles, answer.named, strict=True)
    room = zip(profiles, answer.room, strict=True)
    return {
        "answer": shapes.region(issue.scale, answer.region),
        "words": wording.region(issue.scale, answer.region),
        "named": {
            profile.id: [
                {
                    "how": naming.how,
                    "condition": naming.condition or None,
                    "stage": dossier.positions[naming.demand.position].stage or None,
                    "demand": shapes.demand(issue, naming.demand),
                }
                for naming in own
            ]
            for profile, own in named
        },
        "room": {profile.id: [demand.ref for demand in own] for profile, own in room},
        "lines": [
            {
                "holder": one.holder.id,
                "certain": one.is_certain,
                "line": shapes.line(issue, one.line),
            }
            for one in answer.crossed
        ],
        "texts": [
            {
                "title": dossier.positions[demand.position].title,
                "status": dossier.positions[demand.position].status,
                "stage": dossier.positions[demand.position].stage or None,
                "demand": shapes.demand(issue, demand),
            }
            for demand in answer.texts
        ],
    }
