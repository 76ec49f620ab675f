"""``negpos plan``: every point of a text against every party, in the order of the text."""

from typing import Any

from negpos.dossier import Demand, Dossier, Issue
from negpos.plans import VERDICTS, Answer, Clause, Plan, Total
from negpos.profiles import Profile
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend

SIGNS = {"crosses": "!", "short": "≠", "unclear": "?", "open": "o", "meets": "=", "silent": "·"}
_TONES = {
    "crosses": "crossing",
    "short": "gap",
    "unclear": "unclear",
    "open": "quiet",
    "meets": "agreed",
    "silent": "quiet",
}
_COUNTED = {
    "crosses": "crossed",
    "short": "short",
    "unclear": "unclear",
    "open": "open",
    "meets": "met",
    "silent": "silent",
}


def report(dossier: Dossier, plan: Plan, only: tuple[str, ...]) -> Report:
    """A text against parties in every shape; ``only`` keeps clauses with these verdicts."""
    kept = tuple(
        clause
        for clause in plan.clauses
        if not only or any(answer.verdict in only for answer in clause.answers.values())
    )
    return Report(
        grid=lambda: grid(dossier, plan, kept, is_whole=not only),
        sheet=lambda: sheet(dossier, plan, kept, is_whole=not only),
        data=lambda: data(dossier, plan, kept),
    )


def grid(dossier: Dossier, plan: Plan, kept: tuple[Clause, ...], *, is_whole: bool) -> Grid:
    """A row a clause, with a column for each party; totals stand above, quarrels below."""
    year = wording.date_of(plan.profiles)[:4]
    rows = tuple(_row(dossier, plan, clause, year) for clause in kept)
    names = {p.id: p.title for p in plan.profiles}
    held = " and ".join(dossier.parties[party].name for party in plan.text.parties)
    lines = [
        f"text of {held or plan.text.author}, known since {wording.day(plan.text.known)}; "
        f"positions as stated, {wording.stand(plan.profiles)} – dossier {dossier.id}",
        *wording.scope(plan.profiles, plan.narrowed_to),
        *(total_line(names[total.party], total) for total in plan.totals),
    ]
    sections = (Section("", rows),) if rows else ()
    notes = []
    for group in plan.quarrels:
        issue = dossier.issues[group[0].issue]
        told = "; ".join(f"{_named(d.point)} {wording.ask(issue, d)}" for d in group)
        notes.append(f"The text against itself on {issue.label}: {told}")
    if is_whole and plan.not_agreed:
        told = "; ".join(_bracket(dossier, d) for d in plan.not_agreed)
        notes.append(f"Not agreed, so not held ({len(plan.not_agreed)}): {told}")
    if is_whole and plan.unscored:
        told = "; ".join(f"{d.point or '–'} {d.text}" for d in plan.unscored)
        notes.append(f"On no issue, so not scored ({len(plan.unscored)}): {told}")
    if rows:
        notes.append(
            "Signs: = meets ask and lines · ≠ short of the ask · ! crosses a red line · ? too "
            "vague to tell · o open, or struck out · · silent. A point counts by its worst clause."
        )
    notes += legend(sections)
    if rows:
        party = plan.profiles[0].id
        notes.append(f"Evidence for a cell: negpos why {party} {kept[0].first.issue}")
    return Grid(
        title=f"{plan.text.title} against {', '.join(names.values())}",
        preface=tuple(lines),
        columns=(
            Column("Point", share=0),
            Column("Issue", share=0),
            Column("The text", share=3, least=16),
            *(Column(name, share=4, least=18) for name in names.values()),
        ),
        sections=sections,
        notes=tuple(notes),
    )


def _bracket(dossier: Dossier, demand: Demand) -> str:
    names = " and ".join(dossier.parties[party].name for party in demand.holders)
    issue = dossier.issues[demand.issue]
    return f"{demand.point or '–'} {issue.label}, {names}: {wording.ask(issue, demand)}"


def _named(point: str) -> str:
    return f"point {point}" if point else "a clause"


def total_line(name: str, total: Total) -> str:
    """How many points are met and crossed, lines crossed, and satisfaction with its bounds."""
    order = ("meets", "short", "crosses", "unclear", "open", "silent")
    told = ", ".join(f"{total.counts[v]} {_COUNTED[v]}" for v in order if total.counts[v])
    points = wording.plural(sum(total.counts.values()), "point")
    lines = f"; {wording.plural(total.lines_crossed, 'red line')} crossed" * bool(
        total.lines_crossed
    )
    if total.satisfaction is None:
        return f"{name}: {points}: {told}{lines}; nothing to score"
    return (
        f"{name}: {points}: {told}{lines}; satisfaction {wording.percent(total.satisfaction)} "
        f"(bounds {wording.percent(total.low)} to {wording.percent(total.high)}) on "
        f"{wording.plural(total.scored, 'issue')}"
    )


def clause_words(issue: Issue, clause: Clause) -> str:
    """What the clause, or the clauses of one issue together, ask for."""
    return ", ".join(dict.fromkeys(wording.ask(issue, d) for d in clause.demands))


def _row(dossier: Dossier, plan: Plan, clause: Clause, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[clause.first.issue]
    said = [Span(clause_words(issue, clause))]
    if clause.first.condition:
        said.append(Span(" (on a condition)", "quiet"))
    return (
        cell(Span(", ".join(clause.points), "strong")),
        cell(issue.label),
        Cell(tuple(said)),
        *(
            _cell(plan, issue, profile, clause.answers[profile.id], year)
            for profile in plan.profiles
        ),
    )


def _cell(
    plan: Plan,
    issue: Issue,
    profile: Profile,
    answer: Answer,
    year: str,
) -> Cell:
    """The verdict, and what the clause was held against, on whose word and when."""
    spans = [Span(verdict_words(issue, answer), _TONES[answer.verdict])]
    stance = profile.stances.get(issue.id)
    if stance is None or not answer.held:
        return Cell(tuple(spans))
    if answer.line and answer.held == (answer.line.demand,):
        spans += [Span(BREAK), Span(f"# {line_words(issue, answer)}", "line", "#")]
    elif answer.verdict != "open" or stance.speaks:
        spans += [Span(BREAK), Span(wording.asks(issue, stance))]
    if answer.verdict == "short" and answer.line:
        spans.append(Span(" (line kept)", "quiet", "#"))
    spans += [Span(BREAK), Span(wording.word_of(answer.held, year), "quiet")]
    if wording.is_weak(answer.held):
        spans.append(Span(" †", "quiet", "†"))
    if is_reaction(plan, answer):
        spans.append(Span(" *", "quiet", "*"))
    return Cell(tuple(spans))


def verdict_words(issue: Issue, answer: Answer) -> str:
    """``≠ short 2 of 5 steps``, ``! crosses``, ``= meets``."""
    distance = wording.steps(issue.scale, answer.steps) if answer.verdict != "meets" else ""
    sign = f"{SIGNS[answer.verdict]} {answer.verdict}"
    return f"{sign} {distance}" if distance else sign


def line_words(issue: Issue, answer: Answer) -> str:
    """What alone is acceptable by the line that a clause crosses."""
    assert answer.line is not None
    demand = answer.line.demand
    if demand.label and answer.line.region == demand.ask:
        return demand.label
    return wording.region(issue.scale, answer.line.region)


def is_reaction(plan: Plan, answer: Answer) -> bool:
    """Whether all that a clause was held against was said after the text came out."""
    return bool(answer.held) and all(d.said > plan.text.known for d in answer.held)


def sheet(dossier: Dossier, plan: Plan, kept: tuple[Clause, ...], *, is_whole: bool) -> Sheet:
    """One row a clause and party; terms on no issue stand with an empty party."""
    header = (
        "point",
        "issue",
        "theme",
        "clause",
        "text",
        "demand",
        "party",
        "verdict",
        "steps",
        "reason",
        "ask",
        "line",
        "held",
        "said",
        "attribution",
        "grade",
        "reaction",
    )
    rows: list[tuple[Any, ...]] = []
    for clause in kept:
        issue = dossier.issues[clause.first.issue]
        for profile in plan.profiles:
            answer = clause.answers[profile.id]
            first = answer.held[0] if answer.held else None
            stance = profile.stances.get(issue.id)
            rows.append(
                (
                    " | ".join(clause.points),
                    issue.id,
                    issue.theme,
                    clause_words(issue, clause),
                    " | ".join(d.text for d in clause.demands),
                    " | ".join(d.ref for d in clause.demands),
                    profile.id,
                    answer.verdict,
                    answer.steps,
                    answer.reason,
                    wording.asks(issue, stance) if stance and stance.speaks else None,
                    line_words(issue, answer) if answer.line else None,
                    " | ".join(d.ref for d in answer.held),
                    first.said if first else None,
                    first.attribution if first else None,
                    first.grade if first else None,
                    is_reaction(plan, answer),
                )
            )
    if is_whole:
        for d in plan.unscored:
            row = (d.point, None, None, None, d.text, d.ref, None, "unscored")
            rows.append((*row, *[None] * (len(header) - len(row))))
    return Sheet(header, tuple(rows))


def data(dossier: Dossier, plan: Plan, kept: tuple[Clause, ...]) -> dict[str, Any]:
    """The same as docs/formats.md describes it."""
    return {
        **shapes.head(dossier, plan.profiles, plan.narrowed_to),
        "text": plan.text.id,
        "known": plan.text.known,
        "parties": [profile.id for profile in plan.profiles],
        "totals": {
            t.party: {
                "points": {verdict: t.counts[verdict] for verdict in VERDICTS},
                "lines_crossed": t.lines_crossed,
                "satisfaction": t.satisfaction,
                "low": t.low,
                "high": t.high,
                "scored": t.scored,
            }
            for t in plan.totals
        },
        "clauses": [_clause(dossier, plan, clause) for clause in kept],
        "quarrels": [[d.ref for d in group] for group in plan.quarrels],
        "not_agreed": [shapes.demand(dossier.issues[d.issue], d) for d in plan.not_agreed],
        "unscored": [shapes.demand(None, d) for d in plan.unscored],
    }


def _clause(dossier: Dossier, plan: Plan, clause: Clause) -> dict[str, Any]:
    issue = dossier.issues[clause.first.issue]
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
                "reaction": is_reaction(plan, answer),
            }
            for party, answer in clause.answers.items()
        },
    }
