"""One side on one issue in a cell: ask, whose word, lines, what contests it, joint texts."""

from collections.abc import Iterable, Sequence, Set

from negpos.dossier import Demand, Dossier, Issue
from negpos.floor import Line
from negpos.profiles import Profile, Stance
from negpos.scales import Region, meets
from negpos.statements import is_reaction, strength_of
from negpos.view import wording
from negpos.view.grid import BREAK, Cell, Key, Section, Span, cell, sections, stacked

_LEGEND = (
    ("#", "# red line"),
    ("~", "~ preference"),
    ("≈", "≈ contested by"),
    ("J", "J by a joint text"),
    ("†", "† grade C sources only"),
    (wording.TAKEN_BACK, wording.OF_TAKEN_BACK),
    ("*", "* said after the text came out"),
)
"""The marks of cells and what they mean."""


def legend(sections: Iterable[Section], under: Iterable[Cell] = ()) -> list[str]:
    """A line that tells what the marks shown in these sections, and in the lines under them,
    mean; none for none."""
    cells = [*(cell for section in sections for row in section.rows for cell in row), *under]
    marks = {mark for cell in cells for span in cell.spans for mark in span.marks}
    if any(wording.TAKEN_BACK in span.text for cell in cells for span in cell.spans):
        marks.add(wording.TAKEN_BACK)  # it goes with the word of whoever said it
    meanings = [meaning for mark, meaning in _LEGEND if mark in marks]
    return [Key(f"Marks: {' · '.join(meanings)}")] if meanings else []


def by_theme(
    dossier: Dossier, rows: Iterable[tuple[Issue, tuple[Cell, ...]]]
) -> tuple[Section, ...]:
    """Rows on issues under their themes, in the order of the dossier."""
    themes: dict[str, list[tuple[Cell, ...]]] = {theme: [] for theme in dossier.themes}
    for issue, row in rows:
        themes[issue.theme].append(row)
    return sections(*((dossier.themes[theme].title, own) for theme, own in themes.items()))


_MOST_CONTESTED = 2
_LINE_NAMES = {"in force": "line", "contested": "contested line", "said": "said to be a line"}


def short(profile: Profile) -> str:
    """A name short enough for a narrow cell."""
    is_long = len(profile.title) > 14 and "@" not in profile.id
    return profile.id if profile.is_text or is_long else profile.title


def stance_cell(issue: Issue, profile: Profile, others: Set[str] = frozenset()) -> Cell:
    """What one side asks, on whose word and when, or what of it has passed; its lines, what would
    do as well, what contests it, joint texts."""
    stance = profile.stances.get(issue.id)
    if stance is None:
        return cell(Span("–", "quiet"))
    has_ask = stance.is_told or stance.contested
    return stacked(
        ask_spans(issue, profile, stance, others) if has_ask else Span("–", "quiet"),
        *passed(issue, stance),
        *([Span(phases, "quiet")] if (phases := wording.ladder(issue, stance)) else []),
        *line_spans(issue, stance),
        _accepted(issue, stance),
        _contested(issue, stance),
        _joint(issue, stance),
    )


def brief_cell(issue: Issue, profile: Profile) -> Cell:
    """The ask and the lines of a side that says something, on whose word and when, or what of it
    has passed; not what stands beside it, nor all who say the same."""
    stance = profile.stances[issue.id]
    if not stance.asks or profile.is_text:
        asks: list[Span] = [Span(wording.asks(issue, stance), "quiet")]
    else:
        marks = ("J" if stance.is_joint else "") + ("†" if wording.is_weak(stance.asks) else "")
        after = (" (draft)" if stance.is_draft else "") + (" †" if "†" in marks else "")
        asks = [*_ask_and_limits(issue, stance), Span(" – ")]
        asks += word_spans(stance.asks)
        asks += [Span(after, "quiet", marks)] if after or marks else []
        last = max(stance.again, key=lambda demand: demand.said, default=None)
        if last is not None and last.said > stance.asks[0].said:
            again = wording.day(last.said, last.said_as)
            asks += [Span("; again ", "quiet"), said_span(again, (last,))]
        for name, lenders in _lenders(stance):
            if name == "red line":
                drawn = said_span(wording.word_of(lenders[:1]), lenders)
                asks += [Span("; red line per ", "quiet"), drawn]
        asks += _age(issue, profile, stance)
    return stacked(asks, *passed(issue, stance), *line_spans(issue, stance))


def _accepted(issue: Issue, stance: Stance) -> Span | str:
    """What else would do, of the first ask that says so, and on what condition."""
    for demand in stance.asks:
        if demand.accepts is not None and demand.accepts != demand.ask:
            also = wording.region(issue.scale, demand.accepts)
            limited = f", {wording.hanging(demand.condition)}" if demand.condition else ""
            return Span(f"would accept: {also}{limited}", "quiet")
    return ""


def ask_spans(
    issue: Issue, profile: Profile, stance: Stance, others: Set[str] = frozenset()
) -> list[Span]:
    """What one side asks, how firmly, on whose word and when."""
    spans = _ask_and_limits(issue, stance)
    if profile.is_text:
        where = _points(stance)
        link = wording.link(stance.asks)
        spans += [Span(BREAK), Span(where, "quiet", link=link)] if where else []
    elif stance.asks:
        spans += [Span(BREAK), *whose_spans(stance)]
    return [*spans, *_remarks(issue, profile, stance, others)]


def _ask_and_limits(issue: Issue, stance: Stance) -> list[Span]:
    """What one side asks, whether as a red line, and what takes something back from it."""
    is_line = _is_line(stance)
    spans = []
    if is_line:
        spans.append(Span("# ", "line", "#"))
    elif stance.firmness == "preference":
        spans.append(Span("~ ", "quiet", "~"))
    spans.append(Span(wording.asks(issue, stance), "line" if is_line else ""))
    if told := limits(stance):
        spans.append(Span(f" ({', '.join(told)})", "quiet"))
    return spans


def _remarks(issue: Issue, profile: Profile, stance: Stance, others: Set[str]) -> list[Span]:
    """What else is to be known of an ask: how long it holds, its age, who makes it firmer, on
    what ground it stands, and whether it is a reaction."""
    spans = _age(issue, profile, stance)
    if stance.is_draft and _is_outside(issue, stance.asks, stance):
        spans.append(Span(" – outside its own line", "joint"))
    for name, lenders in _lenders(stance):
        spans.append(Span(f"; {name} per ", "quiet"))
        spans += word_spans(lenders)
    if wording.is_weak(stance.asks):
        spans.append(Span(" †", "quiet", "†"))
    if not profile.is_text and _is_reaction(profile.dossier, stance, others):
        spans.append(Span(" *", "quiet", "*"))
    return spans


def _age(issue: Issue, profile: Profile, stance: Stance) -> list[Span]:
    """How long an ask holds, and that it is no longer fresh."""
    spans = []
    until, told = max(((d.until, d.until_as) for d in stance.asks), default=("", ""))
    if until:
        past = ", now past" if "" < until < profile.vantage.today else ""
        words = f", until {wording.day(until, told)}{past}"
        spans.append(Span(words, "unclear" if past else "quiet"))
    return [*spans, *([old_span(profile)] if profile.is_old(issue.id) else [])]


def old_span(profile: Profile) -> Span:
    """That a word is no longer fresh."""
    return Span(f", over {wording.span(profile.dossier.fresh_for)} old", "unclear")


def limits(stance: Stance) -> list[str]:
    """What takes something back from the ask."""
    told = []
    if hangs_on := wording.conditions(stance.asks):
        told.append(hangs_on)
    openers = tuple(e.demand for e in stance.history if e.fate == "open")
    if openers and stance.speaks:
        told.append(f"said to be open: {wording.word_of(openers)}")
    if stance.quarrels:
        told.append("quarrels with itself")
    return told


def said_span(words: str, demands: Sequence[Demand], tone: str = "quiet", marks: str = "") -> Span:
    """Words on these statements, with the source of the first and its address."""
    return Span(words, tone, marks, wording.link(demands), wording.best(demands).source)


def word_spans(demands: tuple[Demand, ...], tone: str = "quiet") -> list[Span]:
    """Whose word and when, of up to two statements, each with the address of its source."""
    by_words: dict[str, Demand] = {}
    for demand in demands:
        by_words.setdefault(wording.word_of((demand,)), demand)
    told = list(by_words.items())
    spans: list[Span] = []
    for words, demand in told[:2]:
        spans += [Span("; ", tone)] if spans else []
        spans.append(said_span(words, (demand,), tone))
    return [*spans, *([Span(f" and {len(told) - 2} more", tone)] if len(told) > 2 else [])]


def whose(stance: Stance) -> str:
    """On whose word it speaks and since when; whether it is a draft; who said the same last."""
    told = wording.word_of(stance.asks) + (" (draft)" if stance.is_draft else "")
    return told + "".join(f"; {way} {wording.word_of((d,))}" for way, d in _again(stance))


def whose_spans(stance: Stance) -> list[Span]:
    """``whose``, each statement with the address of its source, marked where a joint text speaks,
    or says it again."""
    is_joint = any(demand.is_joint for demand in (*stance.asks, *stance.again))
    mark = "J" if is_joint and "J " in whose(stance) else ""
    tone = "joint" if stance.is_joint else "quiet"
    spans = word_spans(stance.asks, tone)
    spans[0] = spans[0]._replace(marks=mark)
    spans += [Span(" (draft)", tone)] if stance.is_draft else []
    for way, demand in _again(stance):
        spans += [Span(f"; {way} ", tone), *word_spans((demand,), tone)]
    return spans


def _again(stance: Stance) -> list[tuple[str, Demand]]:
    """Who said the same last, or first where nobody did since; none for nobody."""
    last = max(stance.again, key=lambda demand: demand.said, default=None)
    if last is None:
        return []
    if last.said > stance.asks[0].said:
        return [("again", last)]
    return [("first", min(stance.again, key=lambda demand: demand.said))]


def passed(issue: Issue, stance: Stance) -> list[Span]:
    """What spoke last, where its time is over, and why."""
    told: dict[str, dict[str, None]] = {}
    for demand, _, reason in stance.passed:
        told.setdefault(reason, {})[wording.ask(issue, demand)] = None
    return [Span(f"passed: {' / '.join(asks)} ({why})", "quiet") for why, asks in told.items()]


def _is_outside(issue: Issue, asks: Iterable[Demand], stance: Stance) -> bool:
    """Whether one of these asks does not meet a line that stands."""
    return any(
        demand.ask is not None and meets(issue.scale, demand.ask, line.region) is False
        for demand in asks
        for line in stance.standing_lines
    )


def _points(stance: Stance) -> str:
    points = list(dict.fromkeys(d.point for d in stance.asks if d.point))
    return f"{'point' if len(points) == 1 else 'points'} {', '.join(points)}" if points else ""


def _is_line(stance: Stance) -> bool:
    """Whether the ask itself is a red line in force, drawn with it or by another statement."""
    return any(_is_told_by_ask(stance, line) for line in stance.standing_lines)


def _is_told_by_ask(stance: Stance, line: Line) -> bool:
    """Whether the words of the ask already tell the line."""
    if line.demand.ref in {demand.ref for demand in stance.asks}:
        return True
    return line.region == line.demand.ask and stance.regions == (line.region,)


def drawn_by(lines: Iterable[Line]) -> tuple[Demand, ...]:
    """The statements that draw these lines, each once and the latest first: whom every report
    credits with them."""
    demands = {line.demand.ref: line.demand for line in lines}
    return tuple(sorted(demands.values(), key=lambda demand: demand.said, reverse=True))


def _lenders(stance: Stance) -> list[tuple[str, tuple[Demand, ...]]]:
    """Other statements that make the same ask a red line, or firmer, and which of the two."""
    asked = {demand.ref for demand in stance.asks}
    told = drawn_by(line for line in stance.standing_lines if _is_told_by_ask(stance, line))
    if lines := tuple(demand for demand in told if demand.ref not in asked):
        return [("red line", lines)]
    lender = stance.firmness_by
    return [(lender.firmness.replace("-", " "), (lender,))] if lender else []


def _is_reaction(dossier: Dossier, stance: Stance, others: Set[str]) -> bool:
    """Whether it was said after a text that is being compared came out."""
    texts = [dossier.positions[other] for other in others if other in dossier.positions]
    return any(is_reaction(stance.asks, text) for text in texts)


def line_spans(issue: Issue, stance: Stance) -> list[list[Span]]:
    """Lines that the speaking ask does not already tell; the same line of several, once."""
    drawn: dict[tuple[str, Region], list[Line]] = {}
    for line in stance.lines:
        if not _is_told_by_ask(stance, line):
            drawn.setdefault((line.state, line.region), []).append(line)
    told = []
    for (state, region), lines in drawn.items():
        demands = drawn_by(lines)
        words = wording.limit(issue, demands[0], region)
        name = _LINE_NAMES[state]
        tone = "line" if state == "in force" else "unclear"
        weak = "†" if wording.is_weak(demands) else ""
        who = [Span(" [", "quiet"), *word_spans(demands), Span("]", "quiet")]
        who += [Span(f" {weak}", "quiet", weak)] if weak else []
        told.append([Span(f"# {name}: {words}", tone, "#"), *who])
    return told


def _contested(issue: Issue, stance: Stance) -> list[Span]:
    """What else the side has said and on whose word, the strongest first, then the latest, two at
    most; lines are told elsewhere."""
    drawn = {line.demand.ref for line in stance.lines}
    others = [d for d in stance.contested if d.ref not in drawn]
    others.sort(key=lambda demand: demand.said, reverse=True)
    others.sort(key=strength_of, reverse=True)
    by_ask: dict[str, Demand] = {}
    for demand in others:
        by_ask.setdefault(wording.ask(issue, demand), demand)
    if not by_ask:
        return []
    # a weak one among those only counted is told of in the legend too
    marks = "≈†" if any(wording.is_weak((demand,)) for demand in others) else "≈"
    spans = [Span("≈ also: ", "unclear", marks)]
    for place, (ask, demand) in enumerate(list(by_ask.items())[:_MOST_CONTESTED]):
        between = "; " if place else ""
        weak = " †" if wording.is_weak((demand,)) else ""
        said = said_span(wording.word_of((demand,)), (demand,), "unclear")
        spans += [Span(f"{between}{ask} [", "unclear"), said, Span(f"]{weak}", "unclear")]
    if len(by_ask) > _MOST_CONTESTED:
        spans.append(Span(f" +{len(by_ask) - _MOST_CONTESTED}", "unclear"))
    return spans


def _joint(issue: Issue, stance: Stance) -> list[Span]:
    """The latest joint text, unless the side has spoken for itself since."""
    asks = [d for d in stance.joint if d.ask is not None or d.is_dropped]
    if not asks or any(d.said > asks[0].said for d in stance.asks):
        return []
    told = " / ".join(dict.fromkeys(wording.ask(issue, d) for d in asks))
    spans = [Span(f"J {told}, ", "joint", "J")]
    spans.append(said_span(wording.day(asks[0].said, asks[0].said_as), asks, "joint"))
    return [
        *spans,
        *([Span(" – outside its own line", "joint")] if _is_outside(issue, asks, stance) else []),
    ]
