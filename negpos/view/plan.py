"""``negpos plan``: every point of a text against every party, in the order of the text."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from negpos.dossier import Demand, Dossier, Issue
from negpos.plans import Answer, Clause, Plan, Total
from negpos.profiles import Profile
from negpos.scales import union
from negpos.statements import is_reaction
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
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import legend, old_span, whose_spans, word_spans


class _Told(NamedTuple):
    """How a verdict is told: its sign, its tone, and how its points are counted."""

    sign: str
    tone: str
    counted: str


_TOLD = {
    "meets": _Told("=", "agreed", "met"),
    "meets-if": _Told("=?", "unclear", "met on a condition"),
    "short": _Told("≠", "gap", "short"),
    "crosses": _Told("!", "crossing", "crossed"),
    "unclear": _Told("?", "unclear", "unclear"),
    "open": _Told("o", "quiet", "open"),
    "silent": _Told("·", "quiet", "silent"),
}
"""In the order in which points are counted."""


def report(plan: Plan, only: tuple[str, ...]) -> Report:
    """A text against parties in every shape: a row a clause, with a column for each party;
    totals stand above, quarrels below. ``only`` keeps clauses for which points count so."""
    names = {p.id: p.title for p in plan.profiles}
    issues = plan.dossier.issues
    kept = plan.only(only) if only else plan.clauses
    return Report(
        grid=lambda: Grid(
            title=f"{plan.text.title} against {', '.join(names.values())}",
            preface=_preface(plan),
            columns=(
                Column("Point", share=2, least=14),
                Column("The text", share=3, least=11),
                *(Column(name, share=4, least=13) for name in names.values()),
            ),
            sections=(shown := sections(("", [_row(plan, clause) for clause in kept]))),
            notes=_notes(plan, kept, shown, is_whole=not only),
        ),
        sheet=lambda: sheet(_FIELDS, _checks(plan, kept, is_whole=not only)),
        data=lambda: {
            **shapes.head(plan.dossier, plan.profiles, plan.narrowed_to),
            "text": plan.text.id,
            "known": plan.text.known,
            "parties": [profile.id for profile in plan.profiles],
            "nearer": [shapes.nearer(nearer) for nearer in plan.nearer],
            "totals": {total.party: _total(total) for total in plan.totals},
            "clauses": [_clause(plan, clause) for clause in kept],
            "quarrels": [[d.ref for d in group] for group in plan.quarrels],
            "not_agreed": [shapes.demand(issues[d.issue], d) for d in plan.not_agreed],
            "unscored": [shapes.demand(None, d) for d in plan.unscored],
        },
        screen=lambda rows: _screen(plan, rows),
        sheets=lambda: (("points", sheet(_READ, _checks(plan, kept, is_whole=not only))),),
    )


_NAMES = 20
"""Issues named with a line crossed that have no row."""


def _screen(plan: Plan, rows: int) -> Grid:
    """To which party the text is nearer, how many points each is met on, where it crosses a red
    line, and what is asked for and not in it."""
    clauses: dict[str, Clause] = {}
    for clause in sorted(plan.only(("crosses",)), key=_spared):
        clauses.setdefault(clause.first.issue, clause)
    rest = list(clauses)[rows:]
    dossier = plan.dossier
    also = "Also crossed" if rows else "Red line crossed"
    notes = [f"{also}: {wording.few_names(dossier, rest, _NAMES)}"] if rest else []
    names = {profile.id: profile.title for profile in plan.profiles}
    missing = (f"{names[t.party]} on {len(t.unaddressed)}" for t in plan.totals)
    notes.append(f"Asked for, and not in the text: {', '.join(missing)}")
    if plan.clauses:
        name = wording.called(dossier, next(iter(clauses), plan.clauses[0].first.issue))
        notes.append(f"More: --full · --only crosses · negpos why {plan.profiles[0].id} {name}")
    return Grid(
        title=f"{plan.text.title} against {', '.join(p.title for p in plan.profiles)}",
        preface=_screen_preface(plan),
        columns=(
            of_issues("# red line"),
            Column(plan.text.title, least=11),
            *(Column(profile.title, least=12) for profile in plan.profiles),
        ),
        sections=sections(
            ("", [_screen_row(plan, clause) for clause in list(clauses.values())[:rows]])
        ),
        notes=tuple(notes),
    )


def _spared(clause: Clause) -> int:
    """How many of the parties have no red line that a clause crosses."""
    return sum(answer.verdict != "crosses" for answer in clause.answers.values())


def _screen_row(plan: Plan, clause: Clause) -> tuple[Cell, ...]:
    issue = plan.dossier.issues[clause.first.issue]
    cells = []
    for profile in plan.profiles:
        answer = clause.answers[profile.id]
        is_crossed = answer.verdict == "crosses"
        words = wording.asks(issue, profile.stances.get(issue.id))
        words = f"# {line_words(issue, answer)}" if is_crossed else words
        tone = _TOLD[answer.verdict].tone
        cells.append(cell(Span(f"{answer.verdict}: ", tone), Span(words, "line" * is_crossed)))
    return cell(Span(issue.label, "strong")), cell(clause_words(issue, clause)), *cells


def _screen_preface(plan: Plan) -> tuple[str, ...]:
    return (
        *nearer_lines(plan),
        *_provenance(plan),
        *(_counts(plan, total) for total in plan.totals),
    )


def _counts(plan: Plan, total: Total) -> str:
    """How many of the points that are on issues of the dossier are met, short and crossed."""
    name = next(profile.title for profile in plan.profiles if profile.id == total.party)
    points = wording.plural(len(total.points), "point")
    on = f" on {wording.plural(len(total.crossed), 'issue')}" if total.crossed else ""
    return f"{name}: {points} on issues here: {_counted(total, on)}"


def _counted(total: Total, crossed_on: str = "") -> str:
    """How many points have each verdict, in words."""
    told = (
        f"{total.counts[verdict]} {how.counted}{crossed_on if verdict == 'crosses' else ''}"
        for verdict, how in _TOLD.items()
        if total.counts[verdict]
    )
    return ", ".join(told) or "none"


def _provenance(plan: Plan) -> tuple[str, ...]:
    """Whose text it is and since when it is known, and what the answer holds for."""
    stated, *narrowed = wording.headline(plan.dossier, plan.profiles, plan.narrowed_to)
    lapse = (
        "" if plan.nearer else wording.lapse(plan.text, plan.profiles[0].vantage)
    )  # else it stands with the quotable line
    if plan.text.is_own and not plan.text.parties:
        return stated, *narrowed
    return f"{whose(plan)}{lapse}; {stated}", *narrowed


def whose(plan: Plan) -> str:
    """Whose text it is, and since when it is known."""
    held = wording.names(plan.dossier, plan.text.parties) or plan.text.author
    what = f"text of {held}" if held else "analysis"
    return f"{what}, known since {wording.day(plan.text.known, plan.text.known_as)}"


def _preface(plan: Plan) -> tuple[str, ...]:
    return (
        *nearer_lines(plan),
        *_provenance(plan),
        *(cell.text for total in plan.totals for cell in _total_lines(plan, total)),
    )


def nearer_lines(plan: Plan) -> list[str]:
    """To which of two parties the text is nearer, with the issues; of more, pair by pair without
    them."""
    dossier = plan.dossier
    lines: list[str] = []
    for nearer in plan.nearer:
        told = wording.nearer_lines(dossier, plan.profiles, nearer)
        lines += told if len(plan.nearer) == 1 else told[:1]
    return lines


def _notes(
    plan: Plan, kept: tuple[Clause, ...], shown: tuple[Section, ...], *, is_whole: bool
) -> tuple[str, ...]:
    dossier = plan.dossier
    notes: list[str] = []
    for group in plan.quarrels:
        issue = dossier.issues[group[0].issue]
        clauses = "; ".join(f"{_named(d.point)} {wording.ask(issue, d)}" for d in group)
        notes.append(f"The text against itself on {issue.label}: {clauses}")
    if is_whole and plan.not_agreed:
        brackets = "; ".join(_bracket(dossier, d) for d in plan.not_agreed)
        notes.append(f"Not agreed, so not held ({len(plan.not_agreed)}): {brackets}")
    if is_whole and plan.unscored:
        terms = "; ".join(f"{d.point or '–'} {d.text}" for d in plan.unscored)
        notes.append(f"On no issue, so not scored ({len(plan.unscored)}): {terms}")
    if shown:
        notes.append(_SIGNS)
    notes += legend(shown, [line for t in plan.totals for line in _total_lines(plan, t)])
    if shown:
        party = plan.profiles[0].id
        notes.append(Hint(f"Evidence for a cell: negpos why {party} {kept[0].first.issue}"))
    return tuple(notes)


_SIGNS = Key(
    "Signs: = meets ask and lines · =? meets, on a condition that one of the two does "
    "not name · ≠ short of the ask · ! crosses a red line · ? too vague to tell · "
    "o open, or struck out · · silent. A point counts by its worst clause."
)


def _bracket(dossier: Dossier, demand: Demand) -> str:
    names, issue = wording.names(dossier, demand.holders), dossier.issues[demand.issue]
    return f"{demand.point or '–'} {issue.label}, {names}: {wording.ask(issue, demand)}"


def _named(point: str) -> str:
    return f"point {point}" if point else "a clause"


def _total_lines(plan: Plan, total: Total) -> tuple[Cell, ...]:
    """How many points are met, short and crossed; on which issues a line is crossed; on which the
    party asks for what the text does not have, with its red lines."""
    profile = next(profile for profile in plan.profiles if profile.id == total.party)
    dossier, name = profile.dossier, profile.title
    lines = [cell(f"{name}: {wording.plural(len(total.points), 'point')}: {_counted(total)}")]
    if total.crossed:
        issues = wording.issue_names(dossier, total.crossed)
        on = wording.plural(len(total.crossed), "issue")
        lines.append(cell(f"{name}: red line crossed on {on}: {issues}"))
    if total.unaddressed:
        held = [i for i in total.unaddressed if profile.stances[i].standing_lines]
        others = [i for i in total.unaddressed if i not in held]
        told = [Span(f"# {dossier.issues[i].label}", marks="#") for i in held]
        told += [Span(wording.issue_names(dossier, others))] if others else []
        start = Span(f"{name}: asked for, and not in the text, on {len(total.unaddressed)}: ")
        parted = [part for span in told for part in (Span(", "), span)][1:]
        lines.append(cell(start, *parted))
    return tuple(lines)


def clause_words(issue: Issue, clause: Clause) -> str:
    """What the clause, or the clauses of one issue together, ask for: sets of members as one,
    and apart from it those with words of their own."""
    scale = issue.scale
    plain = [d.ask for d in clause.demands if d.ask and not d.label]
    if scale.kind != "members" or len(clause.demands) == 1:
        return "; ".join(dict.fromkeys(wording.ask(issue, d) for d in clause.demands))
    together = [wording.region(scale, union(scale, plain))] if plain else []
    apart = [_set_words(issue, d) for d in clause.demands if d.label or not d.ask]
    return "; ".join(dict.fromkeys((*together, *apart)))


def _set_words(issue: Issue, demand: Demand) -> str:
    """A set of members with the words that the demand has of its own."""
    words = wording.ask(issue, demand)
    return f"{wording.region(issue.scale, demand.ask)} ({words})" if demand.ask else words


def _row(plan: Plan, clause: Clause) -> tuple[Cell, ...]:
    issue = plan.dossier.issues[clause.first.issue]
    points, limits = ", ".join(clause.points), _limits(clause.demands)
    link = wording.link(clause.demands)
    return (
        stacked(points and Span(points, "strong", link=link), issue.label),
        cell(Span(clause_words(issue, clause), link="" if points else link), *limits),
        *(_cell(plan, issue, profile, clause.answers[profile.id]) for profile in plan.profiles),
    )


def _cell(plan: Plan, issue: Issue, profile: Profile, answer: Answer) -> Cell:
    """The verdict, and what the clause was held against, on whose word and when."""
    verdict = Span(verdict_words(issue, answer), _TOLD[answer.verdict].tone)
    stance = profile.stances.get(issue.id)
    beside = _beside(issue, answer)
    if stance is None or not answer.held:
        return stacked(verdict, beside)
    ask: list[Span] = []
    if answer.line and answer.held == (answer.line.demand,):
        ask = [Span(f"# {line_words(issue, answer)}", "line", "#")]
    elif answer.verdict != "open" or stance.speaks:
        ask = [Span(wording.asks(issue, stance)), *_limits(stance.asks)]
    if answer.verdict == "short" and answer.line:
        ask.append(Span(" (line kept)", "quiet", "#"))
    whose = whose_spans(stance) if answer.held == stance.asks else word_spans(answer.held)
    if profile.is_old(issue.id):
        whose.append(old_span(profile))
    if wording.is_weak(answer.held):
        whose.append(Span(" †", "quiet", "†"))
    if is_reaction(answer.held, plan.text):
        whose.append(Span(" *", "quiet", "*"))
    return stacked(verdict, ask, whose, beside)


def _limits(demands: Iterable[Demand]) -> list[Span]:
    """The conditions on which these ask, in their own words."""
    hangs_on = wording.conditions(demands)
    return [Span(f" ({hangs_on})", "quiet")] if hangs_on else []


def _beside(issue: Issue, answer: Answer) -> list[Span]:
    """What contests the ask and is met by the clause; of several the latest."""
    if not answer.contested:
        return []
    latest = max(answer.contested, key=lambda demand: demand.said)
    words = {wording.ask(issue, demand) for demand in answer.contested}
    more = f" +{len(words) - 1}" if len(words) > 1 else ""
    weak = "†" if wording.is_weak((latest,)) else ""
    told = f"≈ {wording.ask(issue, latest)}, {wording.day(latest.said, latest.said_as)}: met{more}"
    return [Span(f"{told}{weak and f' {weak}'}", "unclear", f"≈{weak}")]


def verdict_words(issue: Issue, answer: Answer) -> str:
    """``≠ short 2 of 5 steps``, ``! crosses``, ``= meets``."""
    is_met = answer.verdict in ("meets", "meets-if")
    distance = "" if is_met else wording.steps(issue.scale, answer.steps)
    sign = f"{_TOLD[answer.verdict].sign} {answer.verdict}"
    return f"{sign} {distance}" if distance else sign


def line_words(issue: Issue, answer: Answer) -> str:
    """What alone is acceptable by the line that a clause crosses."""
    assert answer.line is not None
    return wording.limit(issue, answer.line.demand, answer.line.region)


class _Check(NamedTuple):
    """A clause held against a party; a term on no issue stands alone."""

    clause: Clause
    issue: Issue | None = None
    profile: Profile | None = None
    answer: Answer | None = None
    is_reaction: bool | None = None


def _checks(plan: Plan, kept: tuple[Clause, ...], *, is_whole: bool) -> Iterator[_Check]:
    issues = plan.dossier.issues
    for clause in kept:
        for profile in plan.profiles:
            answer = clause.answers[profile.id]
            issue = issues[clause.first.issue]
            is_late = is_reaction(answer.held, plan.text)
            yield _Check(clause, issue, profile, answer, is_late)
    if is_whole:
        yield from (_Check(Clause((demand,), {})) for demand in plan.unscored)


def _first(check: _Check) -> tuple[Issue | None, Demand | None]:
    held = check.answer.held if check.answer else ()
    return check.issue, held[0] if held else None


def _asks(check: _Check) -> str | None:
    stance = check.profile.stances.get(check.clause.first.issue) if check.profile else None
    return wording.asks(check.issue, stance) if check.issue and stance and stance.speaks else None


def _line(check: _Check) -> str | None:
    if check.issue is None or check.answer is None or check.answer.line is None:
        return None
    return line_words(check.issue, check.answer)


def _whose(check: _Check) -> Span | None:
    """Whose word a clause was held against, with a link to its source."""
    held = check.answer.held if check.answer else ()
    return Span(several(map(wording.who, held)), link=wording.link(held)) if held else None


def _verdict(check: _Check) -> Span:
    name = check.answer.verdict if check.answer else "unscored"
    return Span(name, _TOLD[name].tone if name in _TOLD else "quiet")


_READ: Fields[_Check] = (
    (
        "Point",
        lambda check: Span(
            ", ".join(check.clause.points) or "–", "strong", link=wording.link(check.clause.demands)
        ),
    ),
    ("Issue", lambda check: check.issue and check.issue.label),
    ("The text asks", lambda check: check.issue and clause_words(check.issue, check.clause)),
    ("In its words", lambda check: " | ".join(d.text for d in check.clause.demands)),
    ("Party", lambda check: check.profile and check.profile.title),
    ("Verdict", _verdict),
    ("Steps or amount", lambda check: check.answer and check.answer.steps),
    ("The party asks", _asks),
    ("Red line", _line),
    ("Whose word", _whose),
    *((name.capitalize(), of) for name, of in of_demand("said", _first)),
    ("Id", lambda check: check.issue and check.issue.id),
)
"""What people read of a clause held against a party."""

_FIELDS: Fields[_Check] = (
    ("point", lambda check: " | ".join(check.clause.points)),
    ("issue", lambda check: check.issue and check.issue.id),
    ("theme", lambda check: check.issue and check.issue.theme),
    ("clause", lambda check: check.issue and clause_words(check.issue, check.clause)),
    ("text", lambda check: " | ".join(d.text for d in check.clause.demands)),
    ("demand", lambda check: " | ".join(d.ref for d in check.clause.demands)),
    ("party", lambda check: check.profile and check.profile.id),
    ("verdict", lambda check: check.answer.verdict if check.answer else "unscored"),
    ("steps", lambda check: check.answer and check.answer.steps),
    ("reason", lambda check: check.answer and check.answer.reason),
    ("ask", _asks),
    ("line", _line),
    ("conditions", lambda check: check.answer and " | ".join(check.answer.conditions)),
    ("held", lambda check: check.answer and " | ".join(d.ref for d in check.answer.held)),
    *of_demand("said attribution grade", _first),
    ("reaction", lambda check: check.is_reaction),
    ("contested", lambda check: check.answer and " | ".join(d.ref for d in check.answer.contested)),
)
"""One row a clause and party; terms on no issue stand with an empty party."""


def _total(total: Total) -> dict[str, Any]:
    return {
        "points": total.counts,
        "lines_crossed": list(total.crossed),
        "unaddressed": list(total.unaddressed),
    }


def _clause(plan: Plan, clause: Clause) -> dict[str, Any]:
    issue = plan.dossier.issues[clause.first.issue]
    return {
        "points": list(clause.points),
        "issue": issue.id,
        "clause": [shapes.demand(issue, d) for d in clause.demands],
        "checks": {
            party: {
                "verdict": answer.verdict,
                "reason": answer.reason,
                "steps": answer.steps,
                "held": [d.ref for d in answer.held],
                "line": shapes.line(issue, answer.line) if answer.line else None,
                "crossed": [line.demand.ref for line in answer.crossed],
                "conditions": list(answer.conditions),
                "contested": [d.ref for d in answer.contested],
                "reaction": is_reaction(answer.held, plan.text),
            }
            for party, answer in clause.answers.items()
        },
    }
