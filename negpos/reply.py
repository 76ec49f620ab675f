"""What each command answers: words to a request, what is found, and its report.

The command line and Python programs call the same functions. Heavy imports stand inside them.
"""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from negpos import days, terms
from negpos.errors import DataError, Problem, UsageError
from negpos.request import (
    WITH_PRIVATE,
    Asked,
    Reply,
    Request,
    Watch,
    beside_drafts,
    listed,
    once,
    opened,
    split,
    typed,
    unwatched,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from negpos.against import Against
    from negpos.bridge import Bridge, Precedent
    from negpos.brief import Brief
    from negpos.comparison import Comparison
    from negpos.diffs import Diff, Three
    from negpos.dossier import Demand, Dossier, Issue, Position
    from negpos.gaps import OpenQuestion
    from negpos.ground import Ground
    from negpos.history import Course, Since
    from negpos.importing.bring import Brought
    from negpos.matrix import Matrix
    from negpos.only import Alone
    from negpos.order import Order
    from negpos.outbid import Outbid
    from negpos.plans import Plan
    from negpos.profiles import Profile, Stance, Vantage
    from negpos.redlines import RedLines
    from negpos.text.backing import Held
    from negpos.text.links import Links
    from negpos.text.search import Hit
    from negpos.view.grid import Grid, Report, Sheet

# Sides against sides.


def compare(
    asked: Asked,
    refs: Sequence[str],
    *,
    only: str = "",
    fail_on: str = "",
    scores: bool = False,
) -> "Reply[Comparison]":
    """How the sides stand to each other, or how the overlap comes about; UsageError, DataError."""
    from negpos.conditions import conditions, of_comparison

    relations = listed("relation", only, terms.RELATIONS)
    if scores and only:
        raise UsageError("--scores tells every issue that counts", "leave out --only")
    met = conditions(split(fail_on))
    with beside_drafts(asked, refs) as (request, sides):
        found = _compared(request, sides)
        report = _scored(found) if scores else _told(found, relations)
        if relations and not any(found.counts()[relation] for relation in relations):
            told = ", ".join(f"{count} {name}" for name, count in found.counts().items() if count)
            request.remark(
                f"negpos: no issue is {' or '.join(relations)}; there are {told or 'none'}"
            )
        options = {"only": only, "scores": scores}
        reply = request.reply(found, report, "compare", *refs, **options)
    holds, lines = of_comparison(found, met)
    return reply._replace(code=int(holds), met=lines)


def _scored(found: "Comparison") -> "Report":
    """How the overlap of a comparison comes about."""
    from negpos.scores import scores as worked_out
    from negpos.view import scores as view

    return view.report(found, worked_out(found))


def _told(found: "Comparison", relations: tuple[str, ...]) -> "Report":
    """A comparison issue by issue, and on one screen."""
    from negpos.view import compare as view

    return view.report(found, relations)._replace(screen=lambda rows: _summary(found, rows))


def _summary(found: "Comparison", rows: int) -> "Grid":
    """What a comparison comes to, on one screen."""
    from negpos.view.summary import summary

    return summary(found, rows)


def redlines(
    asked: Asked, refs: Sequence[str], *, top: str = "", fail_on: str = ""
) -> "Reply[RedLines]":
    """Red lines in conflict, unanswered and moved, or those on the ``top`` so many issues alone;
    UsageError, DataError."""
    from negpos.conditions import conditions, of_comparison
    from negpos.redlines import red_lines
    from negpos.view import redlines as view

    met = conditions(split(fail_on))
    if top and not (top.isascii() and top.isdecimal() and len(top) < 7 and int(top)):
        raise UsageError(f"{top!r} is no number of issues", "give one from 1 up, as in --top 5")
    with beside_drafts(asked, refs) as (request, sides):
        compared = _compared(request, sides)
        found = red_lines(compared)
        report = view.report(compared, found, int(top or 0))
        if not found.conflicts:
            each = " · ".join(f"negpos show {side.id}" for side in compared.profiles)
            request.remark(f"negpos: no ask lies outside a red line; the lines of each: {each}")
        reply = request.reply(found, report, "redlines", *refs, top=top)
    holds, lines = of_comparison(compared, met)
    return reply._replace(code=int(holds), met=lines)


def common(asked: Asked, refs: Sequence[str]) -> "Reply[tuple[Ground, ...]]":
    """What is agreed, and where stated limits leave room; UsageError, DataError."""
    from negpos.ground import common as common_ground
    from negpos.view import ground as view

    with beside_drafts(asked, refs) as (request, sides):
        compared = _compared(request, sides)
        found = common_ground(compared)
        report = view.report(compared, found)
        if not found:
            line = f"negpos compare {' '.join(side.id for side in compared.profiles)}"
            request.remark(f"negpos: nothing is agreed and no stated limits meet; see {line}")
        return request.reply(found, report, "common", *refs)


def only(asked: Asked, refs: Sequence[str]) -> "Reply[tuple[Alone, ...]]":
    """What the first of two sides asks for that the second does not; UsageError, DataError."""
    from negpos.only import only as alone
    from negpos.view import only as view

    with beside_drafts(asked, refs) as (request, sides):
        compared = _compared(request, sides)
        if len(compared.pairs) != 1:
            raise UsageError("only holds one side against one other", "name two")
        (pair,) = compared.pairs
        found = alone(pair)
        report = view.report(pair, found, compared.narrowed_to)
        if not found:
            line = f"negpos only {pair.right.id} {pair.left.id}"
            request.remark(f"negpos: {pair.left.id} asks for nothing alone; the other way: {line}")
        return request.reply(found, report, "only", *refs)


def brief(asked: Asked, refs: Sequence[str], *, since: str = "") -> "Reply[Brief]":
    """A handout on two sides, and on the texts named or else on the table; what moved is told
    since a day, else since half a year before the answer holds. UsageError, DataError."""
    from negpos import brief as core
    from negpos.gaps import gaps as open_questions
    from negpos.ground import common as common_ground
    from negpos.redlines import red_lines
    from negpos.view import brief as view

    with beside_drafts(asked, refs) as (request, words):
        named = request.names(words)
        compared = _compared(request, named[:2])
        texts = _texts_beside(request, named[2:], compared)
        found = core.Brief(
            compared,
            red_lines(compared),
            open_questions(compared),
            common_ground(compared),
            _moved(request, compared, since),
            _held_against(request, texts, named, compared),
        )
        return request.reply(found, view.report(found), "brief", *refs, since=since)


def _texts_beside(request: Request, named: Sequence[str], compared: "Comparison") -> list[str]:
    """The texts named, or else those on the table; UsageError for one that is none, and beside
    a side that is itself a text."""
    from negpos.brief import texts

    is_of_parties = all(side.id in request.values.parties for side in compared.profiles)
    for id_ in (ids := once(request.ids(named))):
        if id_ in request.values.parties:
            raise UsageError(
                f"{id_!r} is a third side", "a brief is of two; behind them name texts"
            )
    if ids and not is_of_parties:
        raise UsageError("texts are held against parties", "name two parties first")
    return ids or (texts(compared) if is_of_parties else [])


def _held_against(
    request: Request, texts: Sequence[str], named: Sequence[str], compared: "Comparison"
) -> "tuple[Plan, ...]":
    """Each of these texts against both sides, on the issues compared; of those that nobody named
    the ones to which something can be said."""
    from negpos.plans import plan as held

    sides, is_named = named[:2], bool(named[2:])
    asking = request if is_named else request._replace(remarks=[])
    issues = _not_past(request, compared)
    rows = (asking.sides([text, *sides]) for text in texts)
    plans = [held(first, others, issues) for first, *others in rows]
    return tuple(
        p for p in plans if is_named or p.nearer[0].total or any(t.crossed for t in p.totals)
    )


def _not_past(request: Request, compared: "Comparison") -> list[str]:
    """The issues asked for, but for those on which the last word of a side is too old."""
    sides = compared.profiles
    return [issue for issue in request.issues() if not any(side.is_past(issue) for side in sides)]


_HALF_A_YEAR = "6m"


def _moved(request: Request, compared: "Comparison", day: str) -> "Since | None":
    """What moved since a day, or since half a year before the answer holds, between parties on
    the same day; None for others. UsageError for a day that is none."""
    from negpos import history

    values, vantage = request.values.recorded(), request.vantage()  # an assumption is no move
    ids = [side.id for side in compared.profiles]
    start = _start(request, day, vantage) if day else ""
    if not all(id_ in values.parties for id_ in ids):
        return None
    last = vantage.date or values.last_date()
    start = start or (days.before(last, _HALF_A_YEAR) if last else "")
    issues = _not_past(request, compared)
    return history.since(values, ids, start, vantage, issues) if start else None


def gaps(asked: Asked, refs: Sequence[str]) -> "Reply[tuple[OpenQuestion, ...]]":
    """The questions to put; UsageError, DataError."""
    from negpos.gaps import gaps as open_questions
    from negpos.view import gaps as view

    with beside_drafts(asked, refs) as (request, sides):
        compared = _compared(request, sides)
        found = open_questions(compared)
        report = view.report(compared, found)
        if not found:
            request.remark("negpos: both sides are plain here; ask about more issues")
        return request.reply(found, report, "gaps", *refs)


def bridge(
    asked: Asked, refs: Sequence[str], *, since: str = "", lapsed: bool = False
) -> "Reply[Bridge]":
    """On what is open between parties the answers that all have named since a day, else in the
    eighteen months before the day asked for; UsageError, DataError."""
    from negpos import bridge as core
    from negpos.view import bridge as view

    with opened(asked) as request:
        compared = _compared(request, _several_parties(request, refs))
        start = _start(request, since, request.vantage()) if since else ""
        found = core.bridge(compared, start, lapsed=lapsed)
        report = view.report(found, with_room=bool(asked.issue))
        sides = " ".join(side.id for side in compared.profiles)
        if not found.issues:
            request.remark(f"negpos: nothing is open between them here: negpos common {sides}")
        elif not found.bridged:
            request.remark(f"negpos: no answer is named by all; to ask: negpos gaps {sides}")
        return request.reply(found, report, "bridge", *refs, since=since, lapsed=lapsed)


def _several_parties(request: Request, refs: Sequence[str]) -> list[str]:
    """The ids of two parties or more; UsageError for one alone, a text, or a party on a day."""
    from negpos import names

    values = request.values
    found = names.on_days(values, request.names(refs))
    ids = [id_ for id_, _ in found]
    parties = [id_ for id_ in ids if id_ in values.parties]
    for id_, day in found:
        if id_ not in values.parties:
            others = [*parties, *(other for other in values.parties if other not in parties)]
            line = f"negpos plan {id_} {' '.join(others[: max(2, len(parties))])}"
            raise UsageError(f"{id_!r} is a text, and bridge is for parties", f"see: {line}")
        if day:
            line = f"negpos bridge {' '.join(ids)} --as-of {shlex.quote(day)}"
            raise UsageError("bridge holds parties of one day against each other", f"see: {line}")
    if len(ids) < 2:
        other = next((other for other in values.parties if other not in ids), "B")
        line = f"negpos bridge {' '.join([*ids, other])}"
        raise UsageError("bridge needs two parties or more", f"see: {line}")
    return once(ids)


def order(
    asked: Asked, refs: Sequence[str] = (), *, all: bool = False, fail_on: str = ""
) -> "Reply[Order]":
    """Which steps these parties, or all, want before which, and where that runs in a circle; with
    a text what its order makes with that of each. UsageError, DataError."""
    from negpos import order as core
    from negpos.conditions import of_order
    from negpos.view import order as view

    conditions = listed("condition", fail_on, (terms.CIRCLE,))
    with beside_drafts(asked, refs) as (request, words):
        values = request.values
        request.vantage()  # for its remarks, even where nobody is named
        named = request.sides(words) if words else []
        once([side.id for side in named])
        texts = [side for side in named if side.is_text]
        if len(texts) > 1:
            hint = "name one of the texts; two are held against each other by: negpos diff"
            raise UsageError("an order is that of parties, or of one text with theirs", hint)
        parties = [side for side in named if not side.is_text]
        without = [side.id for side in texts]
        heard = {side.id.partition("@")[0] for side in parties}
        unnamed = [party for party in values.parties if party not in heard]
        tied = request._replace(values=core.tied(values), remarks=[])
        others = tied.sides(unnamed, without=without) if unnamed else []
        text = texts[0] if texts else None
        sides, asides = (parties, others) if parties else (others, [])
        found = core.order(sides, text, asides, without)
        if not values.steps:
            more = "docs/dossier.md tells how to write them"
            request.remark(f"negpos: the dossier names no steps, so it tells no order; {more}")
        elif not found.ties:
            request.remark("negpos: no demand that speaks here ties two steps")
        report = view.report(found, every=all)
        reply = request.reply(found, report, "order", *refs, all=all)
    holds, lines = of_order(found, conditions)
    return reply._replace(code=int(holds), met=lines)


def _compared(request: Request, refs: Sequence[str]) -> "Comparison":
    from negpos import comparison

    return comparison.compare(request.sides(refs), request.issues())


def matrix(asked: Asked, refs: Sequence[str] = (), *, positions: bool = False) -> "Reply[Matrix]":
    """The overlap of all pairs; without names, of the sides that speak. UsageError, DataError."""
    from negpos.matrix import matrix as all_pairs
    from negpos.view import matrix as view

    with beside_drafts(asked, refs) as (request, words):
        values = request.values
        if refs and positions:
            raise UsageError("--positions goes without names", "leave out one of the two")
        everybody = values.positions if positions else values.parties
        sides = request.sides(words or list(everybody))
        once([side.id for side in sides])
        if not refs:
            sides = [side for side in sides if any(s.speaks for s in side.stances.values())]
        chosen = request.issues()
        with asked.watch("comparing", "sides") as told:
            found = all_pairs(values, sides, chosen, told)
        report = view.report(values, found)
        return request.reply(found, report, "matrix", *refs, positions=positions)


def page(asked: Asked) -> Reply[str]:
    """A page that holds every two parties against each other at the end of each month on record;
    UsageError, DataError."""
    from negpos.frames import frames
    from negpos.render.page import page as drawn
    from negpos.view import page as view

    with opened(asked) as request:
        values, issues = request.values, request.issues()
        vantage = request.vantage()._replace(today="")  # the page does not know when it is read
        with asked.watch("comparing", "months") as told:
            found = frames(values, issues, vantage, told)
            data = view.data(values, found, vantage, issues, _seen_so(request))
        if values.has_private:
            data["narrowed"] = " ".join(filter(None, [WITH_PRIVATE, data["narrowed"]]))
        return request.reply(drawn(data), view.report(data), "page")


def _seen_so(request: Request) -> str:
    """The options by which another command sees the same statements."""
    asked = Asked(attribution=request.asked.attribution, joint=request.asked.joint)
    return request.option + typed(asked, "").rstrip()


# Texts.


def plan(
    asked: Asked, text: str, refs: Sequence[str], *, only: str = "", fail_on: str = ""
) -> "Reply[Plan]":
    """Every point of a text against every party; UsageError, DataError."""
    from negpos import plans
    from negpos.conditions import of_plan
    from negpos.view import plan as view

    verdicts = listed("verdict", only, terms.VERDICTS)
    conditions = listed("verdict", fail_on, terms.VERDICTS)
    with beside_drafts(asked, [text, *refs]) as (request, words):
        first, *others = _text_first(request, request.sides(words))
        once([side.id for side in others])
        found = plans.plan(first, others, request.issues())
        report = view.report(found, verdicts)
        if verdicts and not found.only(verdicts):
            request.remark(f"negpos: no point counts as {' or '.join(verdicts)} for a party asked")
        reply = request.reply(found, report, "plan", text, *refs, only=only)
    holds, lines = of_plan(found, conditions)
    return reply._replace(code=int(holds), met=lines)


def _text_first(request: Request, sides: "list[Profile]") -> "list[Profile]":
    """The sides as they were typed, but a single text before the parties, with a remark."""
    texts = [side for side in sides if side.is_text]
    if len(texts) != 1 or sides[0].is_text:
        return sides
    ordered = [*texts, *(side for side in sides if not side.is_text)]
    request.remark(f"negpos: read as: negpos plan {' '.join(side.id for side in ordered)}")
    return ordered


def diff(
    asked: Asked,
    texts: Sequence[str],
    *,
    toward: str = "",
    only: str = "",
    ignore: str = "",
    words: bool = False,
    against_base: bool = False,
) -> "Reply[Diff | Three | Against]":
    """Two or three texts, clause by clause, or with ``against_base`` all but the first against
    it; the code is 1 where they differ. UsageError, DataError."""
    from negpos import diffs
    from negpos.names import one_of
    from negpos.view import diff as view

    if ignore:
        one_of("wording to ignore", ignore, ("wording",))
    differences = view.kinds_shown(bool(ignore))
    kinds = listed("kind", only, terms.DIFF_KINDS) or differences
    found: Diff | Three | Against
    with beside_drafts(asked, texts) as (request, named):
        sides = request.sides(named)
        _check_texts(len(sides), toward=bool(toward), words=words, against_base=against_base)
        party = next((side.id for side in sides if not side.is_text), "")
        if party and not any("@" in side.id for side in sides):
            hint = f"compare parties with negpos compare, or one over time: {party}@2025-06-02"
            raise UsageError(f"{party!r} is a party, not a text", hint)
        parties = once(request.parties(split(toward)))
        others = request.sides(parties, without=[side.id for side in sides])
        chosen = request.issues()
        if against_base:
            from negpos.against import against
            from negpos.view import against as columns

            found = against(sides[0], sides[1:], chosen)
            report = columns.report(found, kinds, in_words=words)
            pairs = list(found.steps)
        elif len(sides) == 3:
            found = diffs.three(sides, chosen)
            report = view.report_three(found, kinds)
            pairs = [found.first, found.second]
        else:
            found = diffs.diff(sides[0], sides[1], others, chosen)
            report = view.report(found, kinds, in_words=words)
            report = report._replace(screen=None) if words else report
            pairs = [found]
        options: dict[str, Any] = {"toward": toward, "only": only, "ignore": ignore}
        options |= {"words": words, "against_base": against_base}
        reply = request.reply(found, report, "diff", *texts, **options)
    differ = any(row.kind in differences for pair in pairs for row in pair.rows)
    return reply._replace(code=int(differ))


def _check_texts(count: int, *, toward: bool, words: bool, against_base: bool) -> None:
    """UsageError for a number of texts that this cannot be asked of."""
    if against_base:
        if count not in (3, 4):
            hint = "negpos diff BASE A B --against-base"
            raise UsageError("--against-base needs a base and two texts, or three", hint)
        if toward:
            raise UsageError("--toward goes with two texts", "leave it out, or --against-base")
        return
    if count not in (2, 3):
        hint = "negpos diff us-28-point e3-counter"
        raise UsageError("a diff needs two texts, or three", hint)
    if count != 2 and (toward or words):
        raise UsageError("--toward and --words go with two texts", "leave out the third")


def wording(asked: Asked, *words: str) -> "Reply[tuple[Precedent, ...]]":
    """The clauses of texts that hold each answer to an issue, or the one named behind it; what no
    text holds is told with what they do. UsageError, DataError."""
    from negpos import bridge, names
    from negpos.view import precedents as view

    with opened(asked) as request:
        values, vantage = request.values, request.vantage()
        name, answer = names.issue_and_answer(values, words)
        issue = request.issue(name)
        every = bridge.precedents(values, issue, vantage)
        found = _holding(issue, answer, every) if answer else every
        if not found:
            held = len([one for one in every if one.region])
            told = f"; texts hold {held} others: negpos wording {name}" if held else ""
            request.remark(f"negpos: no text holds {answer or 'an answer to it'}{told}")
        report = view.report(values, issue, vantage, found)
        report = report._replace(screen=None) if answer else report
        return request.reply(found, report, "wording", *words)


def _holding(
    issue: "Issue", answer: str, every: "tuple[Precedent, ...]"
) -> "tuple[Precedent, ...]":
    """Those that hold the answer in these words; UsageError for words that are no one answer."""
    from negpos import scales
    from negpos.intake.asks import region
    from negpos.intake.grammar import NotOnScale

    try:
        asked = region(issue.scale, answer, comma=False)
    except NotOnScale as misfit:
        raise UsageError(f"{answer!r}: {misfit.message}", misfit.hint) from None
    places = scales.named(issue.scale, asked)
    if not places:
        raise UsageError(f"{answer!r} is no single answer", "name one, or leave it out to see all")
    regions = [scales.answer(issue.scale, at) for at in places]
    return tuple(one for one in every if one.region in regions)


def link(asked: Asked, text: str, *, threshold: str = "") -> "Reply[Links]":
    """Passages of a file, or with ``-`` of standard input, with the demands they may state;
    UsageError, DataError."""
    from negpos.view import link as view

    least = least_likeness(threshold)
    with opened(asked) as request:
        values, name, found, _ = _linked(request, text, least)
        report = view.report(values, name, found)
        reply = request.reply(found, report, "link", text, threshold=threshold)
        return reply._replace(read=(text,))


def stub(asked: Asked, text: str, *, threshold: str = "", every_point: bool = False) -> Reply[str]:
    """The same as a position file ready to edit, as TOML, or with ``every_point`` every numbered
    point of the text; UsageError, DataError."""
    from negpos.intake import writing
    from negpos.text import backing
    from negpos.text.points import points
    from negpos.view import link as view

    least = least_likeness(threshold)
    with opened(asked) as request:
        lines: list[str] = []
        values, name, found, opening = _linked(request, text, least, lines)
        known = backing.sources_of(values, backing.Text(text, "\n".join(opening)))
        source = known[0].id if len(known) == 1 else ""
        report = view.report(values, name, found)
        draft = view.stub(values, name, found, source)
        if every_point:
            numbered = points(lines)
            if not numbered:
                hint = "number them: 1. … 2. …, or leave out --all"
                raise UsageError(f"{name} has no numbered points", hint)
            draft = view.stub_of_points(values, name, found, numbered, source)
        draft = writing.opening("position") + draft
        reply = request.reply(draft, report, "link", text, threshold=threshold)
        return reply._replace(read=(text,))


def least_likeness(threshold: str) -> float:
    """The least likeness of a proposal, 0 to 100; UsageError for what is no such number."""
    from negpos.conditions import percentage
    from negpos.text import links

    if not threshold:
        return links.THRESHOLD
    if (least := percentage(threshold)) is None:
        raise UsageError(f"{threshold!r} is no likeness", "give a number from 0 to 100")
    return least


def _linked(
    request: Request, text: str, least: float, kept: list[str] | None = None
) -> "tuple[Dossier, str, Links, list[str]]":
    """The dossier that counts, what the text is called, what is found in it, and its first
    lines; all of them stand in ``kept`` afterwards."""
    from negpos.safe import safe
    from negpos.text import links, passages

    values = request.counting()
    name = "standard input" if text == "-" else safe(os.path.basename(text), keep="")
    opening: list[str] = []
    lines = _noted(_lines_of(text, name, opening, request.asked.watch), kept)
    issues = request.issues()
    found = links.link(values, passages.passages_of(lines), issues, least)
    if not found.passages:
        raise UsageError(f"{name} holds no words", "give a text of at least a sentence")
    if found.left_out:
        request.remark(
            f"negpos: {found.left_out:,} links beyond the {links.MOST} best on an issue are left "
            "out; narrow with --issue or raise --threshold"
        )
    return values, name, found, opening


def _noted(lines: Iterator[str], kept: list[str] | None) -> Iterator[str]:
    """The same lines, each noted as it passes."""
    for line in lines:
        if kept is not None:
            kept.append(line)
        yield line


def _lines_of(text: str, name: str, opening: list[str], watch: Watch) -> Iterator[str]:
    """The lines of a file or of standard input as they are read; the first are noted."""
    from negpos.intake import files
    from negpos.text.backing import OPENING

    if text == "-" and sys.stdin is None:
        raise UsageError("standard input is closed", "name a file, or pipe a text in")
    with (
        sys.stdin.buffer if text == "-" else files.open_text(text) as file,
        watch("reading", "MB", 1_000_000) as told,
    ):
        length = 0
        for line in files.lines(file, name, told):
            if length < OPENING:
                opening.append(line)
                length += len(line) + 1
            yield line


# Over time.


def since(
    asked: Asked, date: str, refs: Sequence[str] = (), *, fail_on: str = ""
) -> "Reply[Since]":
    """What was said since a day, what moved, and toward whom; UsageError, DataError."""
    from negpos import history
    from negpos.conditions import of_since
    from negpos.view import since as view

    turns = listed("turn to fail on", fail_on, terms.TURNS)
    with opened(asked) as opening:
        first, until, refs = _since_when(opening, [date, *refs])
        last_day = opening.day(until) if until else opening.asked.as_of
        request = opening._replace(asked=opening.asked._replace(as_of=last_day))
        values, vantage = request.values, request.vantage()
        start = _start(request, first, vantage)
        ids = once(request.parties(refs or list(values.parties)))
        found = history.since(values, ids, start, vantage, request.issues())
        if not any(side.has_spoken for side in found.sides):
            last = values.last_date()
            hint = f"; the last word is of {last}" if last < start else ""
            request.remark(f"negpos: nothing on record was said since {start}{hint}")
        reply = request.reply(found, view.report(values, found), "since", start, *refs)
    holds, lines = of_since(found, turns)
    return reply._replace(code=int(holds), met=lines)


def _since_when(request: Request, words: Sequence[str]) -> tuple[str, str, list[str]]:
    """The day from which something is told, the day to which, empty for none, and the parties,
    from the words as they were typed; UsageError for no day, for three, and for two ends."""
    from negpos import names

    known, parties = names.party_names(request.values), request.values.parties
    found, refs = days.told(
        words, request.asked.today, lambda word: known.get(names.fold(word)) in parties
    )
    if len(found) > 2:
        hint = "give one, or the first and the last"
        raise UsageError(f"{', '.join(found)} are three days", hint)
    if len(found) > 1 and request.asked.as_of:
        raise UsageError(f"{found[1]} and --as-of are two last days", "give one of them")
    return found[0], found[1] if len(found) > 1 else "", refs


def _start(request: Request, day: str, vantage: "Vantage") -> str:
    """The day from which something is to be told; UsageError if that day is yet to come."""
    from datetime import date

    start = request.day(day, is_start=True)
    if start > (request.asked.today or date.today().isoformat()):
        last = request.values.last_date()
        raise UsageError(f"{start} is in the future", f"the last statement on record is of {last}")
    if vantage.date and vantage.date < start:
        hint = "give --as-of or --known-by a later day"
        raise UsageError(f"{start} comes after {vantage.date}", hint)
    return start


Statements = tuple[tuple[str, "Position", tuple["Demand", ...]], ...]
"""The day each counts from, the position, and its demands."""


def timeline(asked: Asked, ref: str = "") -> "Reply[Statements | tuple[Course, ...]]":
    """The sequence of statements of a party, or of all; of the issues asked for each step of a
    stance. UsageError, DataError."""
    from negpos import history
    from negpos.view import timeline as view

    found: Statements | tuple[Course, ...]
    with opened(asked) as request:
        values, vantage = request.values, request.vantage()
        parties = request.parties([ref] if ref else list(values.parties))
        if not asked.issue and not asked.theme:
            found = history.sequence(values, parties, vantage)
            report = view.positions(values, found, parties, vantage)
        else:
            chosen = request.issues()
            found = history.courses(values, parties, chosen, vantage)
            report = view.courses(values, found, vantage, chosen)
        return request.reply(found, report, "timeline", *([ref] if ref else []))


# Look up.


def on(asked: Asked, issue: str, *refs: str) -> "Reply[tuple[Profile, ...]]":
    """The stance of these sides on one issue, or of everyone; UsageError, DataError."""
    from negpos import names
    from negpos.view import on as view

    with beside_drafts(asked, [issue, *refs]) as (request, words):
        values, vantage = request.values, request.vantage()
        name, named = names.issue_and_sides(values, words)
        chosen = request.issue(name)
        if named:
            sides = request.sides(named)
            once([side.id for side in sides])
            report = view.report(values, chosen, sides)
            return request.reply(tuple(sides), report, "on", name, *named)
        texts = [
            position.id
            for position in values.positions.values()
            if (position.is_joint or position.is_analysis or position.status in terms.TEXTS)
            and any(
                demand.issue == chosen.id and vantage.leave_out(demand) is None
                for demand in position.demands
            )
        ]
        # the texts stand below, they are not what the parties are held against
        found = (*request.sides(values.parties), *request.sides(texts))
        return request.reply(found, view.report(values, chosen, found), "on", name)


def show(
    asked: Asked, *words: str, speaker: str = ""
) -> "Reply[Profile] | Reply[tuple[Demand, ...]]":
    """One party's profile, or every point of one position, by the words of its name; or all that
    somebody said for the party. UsageError, DataError."""
    from negpos.view import show as view

    with beside_drafts(asked, words) as (request, named):
        sides = request.sides(named)
        found = sides[0]
        if len(sides) != 1:
            line = f"negpos compare {' '.join(side.id for side in sides)}"
            raise UsageError("show takes one party or position", f"hold several together: {line}")
        if not speaker:
            return request.reply(found, view.report(found), "show", found.id)
        said = _said_by(request, found, speaker)
        report = view.speaker(found, said)
        return request.reply(said, report, "show", found.id, speaker=speaker)


def _said_by(request: Request, side: "Profile", name: str) -> "tuple[Demand, ...]":
    """What somebody of this name said for a party, in their own words and by its day, the latest
    first; UsageError for nobody, and for two of one name."""
    from negpos import names, profiles

    if side.is_text:
        raise UsageError(f"{side.id!r} is a text", "--speaker goes with a party")
    party, values = side.id.partition("@")[0], request.values
    own = [
        demand
        for demand in profiles.counting(values, side.vantage).demands()
        if party in demand.holders and demand.attribution == "official"
    ]
    wanted = names.called(values, name)
    elsewhere = names.voiced_by(values, name)
    said = [demand for demand in own if names.is_speaker(values, demand, wanted)]
    if not said or (elsewhere and party not in elsewhere):
        close = names.nearest(name, {d.called or d.speaker for d in own if d.speaker})
        hint = f"did you mean {' or '.join(close)}?" if close else f"see: negpos show {party}"
        raise UsageError(f"nobody called {name!r} speaks for {party} on record", hint)
    people = sorted({demand.speaker for demand in said})
    if len(people) > 1:
        raise UsageError(f"{name!r} names {len(people)} people", f"name one: {', '.join(people)}")
    return tuple(sorted(said, key=lambda demand: demand.said, reverse=True))


def why(asked: Asked, ref: str, *words: str) -> "Reply[Stance | None]":
    """The evidence for one cell: the stance and every statement behind it, or None where a side
    is silent. UsageError, DataError."""
    from negpos import names
    from negpos.view import why as view

    with beside_drafts(asked, [ref, *words]) as (request, given):
        ref, issue = names.side_and_issue(request.values, given)
        (side,) = request.sides([ref])
        chosen = request.issue(issue)
        report = view.report(side, chosen)
        return request.reply(side.stances.get(chosen.id), report, "why", ref, issue)


def search(asked: Asked, words: Sequence[str]) -> "Reply[tuple[Hit, ...]]":
    """Demands by words, tolerant of spelling; UsageError, DataError."""
    from negpos.text.search import search as find
    from negpos.view import lists

    with opened(asked) as request:
        values = request.counting()
        with asked.watch("searching", "demands") as told:
            found = find(values, words, told)
        if not found:
            request.remark(_nothing_found(values, words))
        report = lists.found(values, found, " ".join(words))
        return request.reply(found, report, "search", *words)


def _nothing_found(values: "Dossier", words: Sequence[str]) -> str:
    """What was looked for in vain, where, and which words are near."""
    from negpos.text.search import near, sought

    looked = " and ".join(sought(values, words)) or "nothing"
    count = sum(1 for _ in values.demands())
    close = near(values, words)
    hint = f"near it: {', '.join(close)}" if close else "try fewer words, or a part of one"
    where = f"the words, speakers, notes, titles, parties and issues of {count:,} demands"
    return f"negpos: looked for {looked} in {where}; {hint}"


def list_(asked: Asked, what: str, *, unused: bool = False, grade: str = "") -> "Reply[Sheet]":
    """What is in the dossier, as rows; UsageError, DataError."""
    from negpos.names import one_of
    from negpos.view import lists

    one_of("list", what, terms.LISTS)
    if grade:
        one_of("grade", grade, terms.GRADES)
    if (unused or grade) and what != "sources":
        raise UsageError("--unused and --grade are for sources", "negpos list sources --unused")
    if what == "dossiers":
        if asked.receipt:
            raise UsageError("a list of dossiers has no figures to sign", "leave out --receipt")
        from negpos.intake.files import shipped
        from negpos.intake.loading import shipped_names

        rows = [(name, str(shipped() / name)) for name in shipped_names()]
        report = lists.dossiers(rows)
        return Reply(report.sheet(), report)
    with opened(asked) as request:
        values = request.counting()
        if values.left_out:
            request.remark(f"negpos: private and not listed: {values.left_out:,}; see --private")
        if what == "sources":
            report = lists.sources(values, only_unused=unused, grade=grade)
        else:
            report = {
                "parties": lists.parties,
                "positions": lists.positions,
                "issues": lists.issues,
                "steps": lists.steps,
                "demands": lists.demands,
            }[what](values)
        return request.reply(report.sheet(), report, "list", what, unused=unused, grade=grade)


# A dossier for other programs, and from them.

_OTHER_FILES = tuple(
    f".{e}" for e in "csv docx html json md ods pdf toml txt xls xlsb xlsm zip".split()
)
"""Endings of files that an export might be, and is not."""


def export(asked: Asked, to: str) -> "tuple[Dossier, tuple[str, ...]]":
    """The dossier, written as a data package to a new folder, or to a workbook if that is what
    the name ends in, and the names of its files or sheets; UsageError, DataError."""
    from negpos.package import package
    from negpos.render import workbook
    from negpos.render.package import files
    from negpos.saving import save, save_folder

    if not to or to.lower().endswith(_OTHER_FILES):
        told = f"{to!r} is no kind of export" if to else "an export needs a place"
        raise UsageError(told, "name a folder that is not there yet, or an .xlsx")
    with opened(asked) as request:
        whole = package(request.values, is_shipped=_is_shipped(request.values))
        if to.lower().endswith(".xlsx"):
            save([workbook(whole)], to)
            return request.values, tuple(table.name for table in whole.tables)
        written = tuple(files(whole))
        save_folder(written, to)
        return request.values, tuple(name for name, _ in written)


def import_(
    asked: Asked, name: str, folder: str, *, renamed: str = "", is_dry: bool = False
) -> "Reply[Brought]":
    """What was made of a spreadsheet or a data package, written to the folder of a dossier that is
    new or added to, all of it or nothing; UsageError, DataError with every fault of a cell."""
    from negpos.importing.bring import bring
    from negpos.intake.loading import shipped_names
    from negpos.saving import save_dossier
    from negpos.view import imported

    with asked.watch("importing", "rows") as tell:
        brought = bring(name, folder, renamed, tell)
    if not is_dry and brought.files:
        save_dossier(brought.files, folder, brought.before)
    is_other = folder in shipped_names() or folder[:1] == "-"
    named = shlex.quote(f"./{folder}" if is_other else folder)
    report = imported.report(brought, folder, named, is_written=not is_dry)
    read = (name,) if os.path.isfile(name) else ()
    return Reply(brought, report, brought.remarks, read=read)


def _is_shipped(values: "Dossier") -> bool:
    """Whether these are the data of a dossier that comes with negpos, as they come."""
    from negpos.intake import loading

    if not values.digest or values.id not in loading.shipped_names():
        return False
    return loading.load_dossier(values.id).digest == values.digest


# A dossier of one's own.


def folder(asked: Asked, name: str = "") -> "Path":
    """The folder of the dossier named, or asked for, or else the one around the current folder;
    it may not be there if it is a path. UsageError for an unknown name, and where there is
    none."""
    from pathlib import Path

    from negpos.intake import files, loading

    if name:
        return loading.find(name) if name in loading.shipped_names() else Path(name)
    if asked.dossier is not None:
        return loading.find(str(asked.dossier))
    # whoever checks the file of a dossier here means it, whatever it holds
    if around := "." if os.path.isfile(files.NAMES[0]) else files.around():
        return Path(around)
    hint = "go into one, or name it: negpos check DIR; one that comes with negpos: -d NAME"
    raise UsageError("this is no folder of a dossier, nor in one", hint)


def hidden(name: str) -> list[str]:
    """A line where a folder of this name is not meant; none else."""
    from negpos.intake import loading

    return loading.hidden(name)


class Checked(NamedTuple):
    """What a folder holds: its dossier, None with any of these problems, and the profiles of all
    its parties."""

    dossier: "Dossier | None"
    problems: list[Problem]
    parties: "dict[str, Profile]"


def check(root: "Path", name: str, watch: Watch = unwatched, *, private: bool = False) -> Checked:
    """The dossier of a folder read afresh, with its private positions if that is asked for, or
    None and every problem in it; UsageError where there is no such folder."""
    from negpos.intake import loading

    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "is not there"
        hint = "name a folder that holds dossier.toml, or start one with: negpos new DIR"
        raise UsageError(f"{name!r} {what}", hint)
    from negpos.profiles import idle_links, of_parties

    with watch("reading", "files") as tell:
        found, problems = loading.check(root, tell, private=private)
    parties = {} if found is None else of_parties(found)
    idle = () if found is None else idle_links(found, parties)
    problems += [
        Problem(
            f"{root}/{demand.file}",
            demand.row,
            f"demand {demand.id}" if demand.id else "",
            link,
            f"changes nothing, as {ref} does not speak by then",
            "link a demand that does, or leave it out",
        )
        for demand, link, ref in sorted(idle, key=lambda one: (one.demand.file, one.demand.row))
    ]
    return Checked(None if problems else found, problems, parties)


def todo(root: str) -> list[str]:
    """What `check` tells of comments that begin with TODO: how many stand in which file."""
    from pathlib import Path

    from negpos.intake.files import read_folder

    found, _ = read_folder(Path(root))
    counts = {file.name: file.data.count(b"# TODO") for file in found}
    told = ", ".join(f"{name} ({count})" for name, count in counts.items() if count)
    return [f"negpos: marked TODO in {told}"] if told else []


def overtaken(values: "Dossier") -> list[str]:
    """What `check` tells of issues that were made from a version of a template that is not the
    last."""
    named = [issue for issue in values.issues.values() if issue.template]
    if not named:
        return []
    from negpos.intake.templates import newer

    later = [(issue.id, issue.template, newer(issue.template)) for issue in named]
    told = "; ".join(f"{id_} ({old}, now {new})" for id_, old, new in later if new)
    see = "see: negpos template show NAME"
    return [f"negpos: made from earlier versions of templates: {told}; {see}"] if told else []


def outbid(values: "Dossier", parties: "Mapping[str, Profile]") -> list[str]:
    """What `check` tells of offers that go past a figure that was asked for, where no file tells
    which way is better: they count as gaps, and may be agreed."""
    from negpos.outbid import outbid as found_in

    found = found_in(values, parties)
    if not found:
        return []
    told = "; ".join(_outbid(values, one) for one in found[:_HINTS])
    more = f"; and {len(found) - _HINTS} more" if len(found) > _HINTS else ""
    what = "offers beyond what was asked for are gaps where no better = tells that they are not"
    return [f"negpos: {what} ({len(found)}): {told}{more}"]


def _outbid(values: "Dossier", one: "Outbid") -> str:
    way = terms.BETTER[one.way][values.issues[one.issue].scale.kind == "date"]
    asked = f"{one.other} offers {way} than {one.party} asks for"
    return f'{one.issue}, {asked} (if so: better = {{ {one.party} = "{one.way}" }})'


_HINTS = 6
"""Hints of a kind that `check` tells one by one."""


def beside(values: "Dossier") -> list[str]:
    """What `check` tells of a dossier in which nobody but experts has a word, who do not speak."""
    placed = [p for p in values.positions.values() if p.demands]
    is_all = all(p.is_analysis for p in placed)
    if not is_all or not any(d.attribution == "expert" for p in placed for d in p.demands):
        return []
    hint = 'experts = "speak" in dossier.toml lets them speak'
    return [f"negpos: all positions are as experts placed them, and stand beside; {hint}"]


def taken_back(values: "Dossier") -> list[str]:
    """What `check` tells of sources that were taken back: which, and what rests on them alone."""
    sources = [s for s in values.sources.values() if s.retracted]
    if not sources:
        return []
    names = ", ".join(f"{source.id} ({source.retracted})" for source in sources)
    resting = [demand.place for demand in values.demands() if demand.is_taken_back]
    alone = f"demands with no other ({len(resting)}): {', '.join(resting)}" if resting else ""
    told = f"negpos: sources that were taken back ({len(sources)}): {names}"
    return [f"{told}; {alone or 'each demand that cites one has another'}"]


def unknown_voices(values: "Dossier") -> list[str]:
    """Who speaks on record for a party that names its voices, and is none of them: the name, the
    party and where."""
    told: dict[tuple[str, str], str] = {}
    named = {id_: {voice.name for voice in party.voices} for id_, party in values.parties.items()}
    for demand in values.demands():
        voices = [named[party] for party in demand.holders if named[party]]
        is_weighed = demand.kind == "demand" and demand.issue and demand.attribution == "official"
        is_known = any(demand.speaker in names for names in voices)
        if is_weighed and demand.speaker and voices and not is_known:
            told.setdefault((demand.speaker, ", ".join(demand.holders)), demand.place)
    return [f"{name} ({party}, {place})" for (name, party), place in told.items()]


def hold(values: "Dossier", sources: str) -> "Reply[Held]":
    """The passage for every demand that cites a text in the folder. DataError if no text can be
    read, UsageError if none belongs to a source."""
    from pathlib import Path

    from negpos.intake import files
    from negpos.text import backing
    from negpos.view import backing as view

    read, problems = files.read_texts(Path(sources))
    if not read and problems:
        raise DataError(tuple(problems))
    texts = [backing.Text(name, data.decode("utf-8-sig", "replace")) for name, data in read]
    with opened(Asked(values)) as request:
        request.remarks.extend(map(str, problems))
        found = backing.hold(values, texts)
        for name in found.unknown:
            request.remarks.append(
                f"negpos: {name} is of no known source; name it <id of the source>.txt"
            )
        if not found.used:
            hint = "name each file by its source: negpos list sources"
            raise UsageError(f"no text in {sources!r} belongs to a source of the dossier", hint)
        reply = request.reply(found, view.report(values, found), "check")
        return reply._replace(read=tuple(os.path.join(sources, text.name) for text in texts))


def schema(kind: str = "") -> "dict[str, Any]":
    """The JSON Schema of a kind of file, or of all by name; UsageError for an unknown kind."""
    from negpos.intake import schemas
    from negpos.intake.records import files
    from negpos.names import one_of

    if kind:
        return schemas.schema(one_of("kind of file", kind, files()))
    return {name: schemas.schema(name) for name in files()}
