"""``negpos diff``: two texts, or three, side by side, clause by clause."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any

from negpos.alignment import Placed, Row
from negpos.diffs import Chain, Diff, Given, Three
from negpos.dossier import Demand, Dossier, Issue
from negpos.history import Shift
from negpos.profiles import Profile, Vantage
from negpos.terms import DIFF_KINDS
from negpos.view import shapes, wording
from negpos.view.changes import shift_data, shift_mark, shift_words
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Key,
    Report,
    Span,
    cell,
    plain,
    sections,
    sheet,
    stacked,
)

SIGNS = {
    "changed": "≠",
    "added": "+",
    "dropped": "-",
    "split": "<",
    "merged": ">",
    "reworded": "~",
    "moved": "→",
    "unchanged": "=",
}
_TONES = {"changed": "gap", "added": "agreed", "dropped": "crossing", "unchanged": "quiet"}
MOVING = ("changed", "split", "merged")
"""Kinds of rows that may bring the text nearer to a party."""
_NONE = [Span("–", "quiet")]
"""For a text that has no clause in a row."""


def report(diff: Diff, only: Sequence[str], *, in_words: bool) -> Report:
    """Two texts in every shape: a row for what stands for each other, in the order of the
    second text; ``only`` keeps rows of these kinds, ``in_words`` marks every word that differs."""
    sides = (diff.before, diff.after)
    dossier = diff.after.dossier
    kept = tuple(row for row in diff.rows if row.kind in only)
    return Report(
        grid=lambda: Grid(
            title=f"{name(diff.before)} → {name(diff.after)}",
            preface=(*gain_lines(diff), *_facts(diff), *other_lines(diff)),
            columns=(
                Column("", share=2, least=12),
                Column("Issue", share=2, least=14),
                *(Column(name(side), share=5, least=12) for side in sides),
            ),
            sections=sections(("", [_row(diff, row, in_words=in_words) for row in kept])),
            notes=_notes(diff, kept, in_words=in_words),
        ),
        sheet=lambda: sheet(_fields(diff), kept),
        data=lambda: {
            **shapes.head(dossier, sides, diff.narrowed_to),
            "before": ref(diff.before),
            "after": ref(diff.after),
            "counts": diff.counts(),
            "rows": [
                {
                    "kind": row.kind,
                    "issue": row.issue or None,
                    "steps": row.steps,
                    "guards": list(row.guards),
                    "before": [clause_demand(dossier, clause) for clause in row.before],
                    "after": [clause_demand(dossier, clause) for clause in row.after],
                }
                for row in kept
            ],
            "lost": [_given_data(given) for given in diff.lost],
            "won": [_given_data(given) for given in diff.won],
            "gains": [shift_data(gain) for gain in diff.gains],
        },
        screen=lambda rows: _screen(diff, kept, rows),
        sheets=lambda: (("clauses", sheet(_read(diff), kept)),),
    )


_NAMES = 8
"""Issues named that came, went or changed."""


def _screen(diff: Diff, kept: Sequence[Row], rows: int) -> Grid:
    """Who loses and wins by what; the clauses on issues that changed, by what they ask for; what
    else came and went by the names of issues."""
    sides = (diff.before, diff.after)
    changed = [row for row in kept if row.issue and row.kind in MOVING]
    told, left = changed[:rows], changed[rows:]
    rest = {row.issue for row in left} - {row.issue for row in told}
    return Grid(
        title=f"{name(diff.before)} → {name(diff.after)}",
        preface=(*gain_lines(diff), *_facts(diff)),
        columns=(
            Column("", share=0, most=18),
            *(Column(name(side), least=14) for side in sides),
            Column("", share=0, most=18),
        ),
        sections=sections(("", [_screen_row(diff, row) for row in told])),
        notes=(*_came_and_went(diff, kept, rest), *([_more(diff, sides)] if kept else [])),
    )


def _came_and_went(diff: Diff, kept: Sequence[Row], rest: set[str]) -> list[str]:
    """By name, the issues that changed and are not told, those that are gone, the new ones, and
    those of which a clause came or went while another stands."""
    dossier = diff.after.dossier
    old, new = ({r.issue for r in diff.rows if r.issue and getattr(r, side)} for side in _SIDES)
    alone = {row.issue for row in kept if row.kind in ("added", "dropped")}
    moved = {row.issue for row in kept if row.kind in MOVING}
    notes = []
    for what, issues in (
        ("Also changed", rest),
        ("Gone", (old - new) & alone),
        ("New", (new - old) & alone),
        ("A clause came or went beside others", (old & new & alone) - moved),
    ):
        if issues:
            ordered = [issue for issue in dossier.issues if issue in issues]
            words = wording.few_names(dossier, ordered, _NAMES)
            notes.append(f"{what}, {wording.plural(len(issues), 'issue')}: {words}")
    return notes


def _more(diff: Diff, sides: Sequence[Profile]) -> str:
    """How to see the whole and, of two texts, who gains."""
    if diff.toward or not all(side.is_text for side in sides):
        return "More: --full"
    refs = " ".join(map(ref, sides))
    parties = ",".join(list(diff.after.dossier.parties)[:2])
    return f"More: --full · who gains: negpos diff {refs} --toward {parties}"


_SIDES = ("before", "after")


def _screen_row(diff: Diff, row: Row) -> tuple[Cell, ...]:
    dossier = diff.after.dossier
    issue = dossier.issues[row.issue]
    asks = (
        cell(
            "; ".join(
                dict.fromkeys(wording.ask_and_mark(issue, c.demand) for c in getattr(row, side))
            )
        )
        for side in _SIDES
    )
    return cell(Span(issue.label, "strong")), *asks, stacked(*_toward(diff, row)[:2])


def _facts(diff: Diff) -> tuple[str, ...]:
    """What was compared, and how many rows are of each kind."""
    return (
        f"clauses as coded – dossier {diff.after.dossier.id}",
        *wording.lives((diff.before, diff.after)),
        *wording.counted(Vantage(), diff.narrowed_to),
        counts_of(diff.counts()),
    )


def name(profile: Profile) -> str:
    """A text by its title, a party by its name with the day."""
    return profile.title


def counts_of(counts: Mapping[str, int]) -> str:
    """How many rows are of each kind."""
    return ", ".join(f"{n} {kind}" for kind, n in counts.items() if n) or "nothing to compare"


def gain_lines(diff: Diff) -> list[str]:
    """What each party asked for loses first, then on which issues the changes come nearer to it
    or go farther from it, then what it wins."""
    names = diff.after.dossier.parties
    lines = []
    for party in diff.toward:
        shifts = [
            (way, {g.issue for g in diff.gains if g.party == party and g.is_nearer == is_nearer})
            for way, is_nearer in (("farther on", False), ("nearer on", True))
        ]
        parts = [_given_words(diff, party, "loses", diff.lost)]
        parts += [_on(diff, way, issues) for way, issues in shifts]
        parts.append(_given_words(diff, party, "wins", diff.won))
        told = "; ".join(part for part in parts if part) or "neither nearer nor farther"
        lines.append(f"To {names[party].name}: {told}")
    return lines


def _given_words(diff: Diff, party: str, verb: str, given: Sequence[Given]) -> str:
    """What meets a party's ask, and what lies near it; empty for nothing."""
    own = [one for one in given if one.party == party]
    met = _on(diff, "what meets its ask on", {one.issue for one in own if one.is_met})
    near = _on(diff, "what lies near it on", {one.issue for one in own if not one.is_met})
    told = ", and ".join(filter(None, (met, near)))
    return f"{verb} {told}" if told else ""


def _on(diff: Diff, way: str, issues: set[str]) -> str:
    """On how many issues, with their names; empty for none."""
    if not issues:
        return ""
    names = wording.issue_names(diff.after.dossier, issues)
    return f"{way} {wording.plural(len(issues), 'issue')} ({names})"


def other_lines(diff: Diff) -> list[str]:
    """The other issues on which something changed."""
    if not diff.toward:
        return []
    told = {one.issue for one in (*diff.lost, *diff.won)} | {gain.issue for gain in diff.gains}
    rest = [r for r in diff.rows if r.issue and r.kind in ("changed", "added", "dropped")]
    old, new = ({r.issue for r in rest if getattr(r, side)} - told for side in ("before", "after"))
    names = (
        ("Also gone from the text", old - new - _issues_of(diff.after)),
        ("Also new in it", new - old),
        ("Also changed, and vague or no nearer to anybody", old & new),
    )
    dossier = diff.after.dossier
    return [f"{name_}: {wording.issue_names(dossier, ids)}" for name_, ids in names if ids]


def _issues_of(side: Profile) -> set[str]:
    """The issues on which a side asks for something."""
    return {issue for issue, stance in side.stances.items() if stance.regions}


def _notes(diff: Diff, kept: tuple[Row, ...], *, in_words: bool) -> tuple[str, ...]:
    hidden = [kind for kind, n in diff.counts().items() if n and kind not in {r.kind for r in kept}]
    notes: list[str] = []
    if not all(one.is_met for one in (*diff.lost, *diff.won)):
        near = "Near an ask: less than half as far from it as the answer farthest from it."
        notes.append(Key(near))
    if in_words:
        marks = "[-gone-] {+new+}: words of the paraphrases, which are the dossier's own."
        notes.append(Key(marks))
    if hidden:
        left = f"Not shown: {', '.join(hidden)}"
        notes.append(Hint(f"{left}; see them with --only {','.join(hidden)}", left))
    return tuple(notes)


def _row(diff: Diff, row: Row, *, in_words: bool) -> tuple[Cell, ...]:
    dossier = diff.after.dossier
    sides = _sides(dossier, row, in_words=in_words)
    return (_kind_cell(diff, row), label(dossier, row.issue), *sides)


def _kind_cell(diff: Diff, row: Row) -> Cell:
    """What became of the clause, by how much, in what it differs, and who loses or wins by it."""
    dossier = diff.after.dossier
    distance = ""
    if row.issue and row.kind in MOVING:
        distance = wording.steps(dossier.issues[row.issue].scale, row.steps)
    told = [distance, *row.guards]
    quiet = [Span(words, "quiet") for words in told if words]
    return stacked(kind_span(row.kind), *quiet, *_toward(diff, row))


def kind_span(kind: str) -> Span:
    """A kind of row by its sign and its word."""
    return Span(f"{SIGNS[kind]} {kind}" if kind else "–", _TONES.get(kind, "unclear"))


def _sides(dossier: Dossier, row: Row, *, in_words: bool) -> tuple[Cell, Cell]:
    if in_words and row.before and row.after and row.kind != "unchanged":
        gone, come = marked(row.before, row.after)
        return Cell(gone), Cell(come)
    return stacked(*in_column(dossier, row.before)), stacked(*in_column(dossier, row.after))


def marked(
    before: Sequence[Placed], after: Sequence[Placed]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The numbers and words of clauses that stand for each other, with the words that only one
    side has in ``[-…-]`` and ``{+…+}``."""
    old, new = (" ".join(clause.demand.text for clause in side) for side in (before, after))
    gone, come = redline(old, new)
    return (*_head(before), *gone), (*_head(after), *come)


def _head(clauses: Sequence[Placed]) -> tuple[Span, ...]:
    points = ", ".join(dict.fromkeys(c.demand.point for c in clauses if c.demand.point))
    link = wording.link([clause.demand for clause in clauses])
    return (Span(f"{points} ", "strong", link=link),) if points else ()


def edited(before: Sequence[Placed], after: Sequence[Placed]) -> tuple[Span, ...]:
    """The numbers of the clauses that came about, and the words of both in one text: those that
    are gone in ``[-…-]``, those that are new in ``{+…+}``."""
    old, new = (" ".join(c.demand.text for c in side).split() for side in (before, after))
    told: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append(Span(" ".join(old[a:b]) + " "))
            continue
        told += [Span(f"[-{' '.join(old[a:b])}-] ", "crossing")] if a < b else []
        told += [Span(f"{{+{' '.join(new[c:d])}+}} ", "agreed")] if c < d else []
    return (*_head(after), *told)


def in_column(dossier: Dossier, clauses: Sequence[Placed]) -> list[Span | list[Span]]:
    """Every clause, one below the other: its number, what it asks where it is coded, and its
    words."""
    parts: list[Span | list[Span]] = []
    for clause in clauses:
        hangs_on = wording.conditions((clause.demand,)) if clause.demand.issue else ""
        parts.append(_clause(dossier, clause.demand, f" ({hangs_on})" if hangs_on else ""))
        parts += [Span(clause.demand.text, "quiet")] if clause.demand.issue else []
    return parts or [_NONE]


def _clause(dossier: Dossier, demand: Demand, limit: str = "") -> list[Span]:
    """A clause in short: its number, and what it asks where it is coded, else its words."""
    issue = dossier.issues.get(demand.issue)
    told = wording.ask_and_mark(issue, demand) if issue else demand.text
    link = wording.link((demand,))
    point = [Span(f"{demand.point} ", "strong", link=link)] if demand.point else []
    words = Span(f"{told}{limit}", link="" if point else link)
    return [*point, words, *_alone(dossier, demand)]


def _alone(dossier: Dossier, demand: Demand) -> list[Span]:
    """Who alone asks for a point of a joint text that is not agreed."""
    if not 0 < len(demand.holders) < len(dossier.positions[demand.position].parties):
        return []
    return [Span(f" ({wording.names(dossier, demand.holders)} alone)", "unclear")]


def redline(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both wordings with the words that only one of them has in ``[-…-]`` and ``{+…+}``."""
    old, new = before.split(), after.split()
    gone: list[Span] = []
    come: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            gone.append(Span(" ".join(old[a:b]) + " "))
            come.append(Span(" ".join(new[c:d]) + " "))
            continue
        if a < b:
            gone.append(Span(f"[-{' '.join(old[a:b])}-] ", "crossing"))
        if c < d:
            come.append(Span(f"{{+{' '.join(new[c:d])}+}} ", "agreed"))
    return tuple(gone), tuple(come)


def _gains(diff: Diff, row: Row) -> list[Shift]:
    """Who a row comes nearer to, or goes farther from; only what changed can."""
    return [gain for gain in diff.gains if row.kind in MOVING and gain.issue == row.issue]


def _given(diff: Diff, row: Row) -> list[tuple[str, Given]]:
    """Who loses by a row of what the first text gave, or wins by one of what the second gives."""
    is_told = row.kind not in ("reworded", "moved", "unchanged")
    sides = (("loses", row.before, diff.lost), ("wins", row.after, diff.won))
    return [
        (verb, one)
        for verb, clauses, given in sides
        for one in given
        if is_told and clauses and one.issue == row.issue
    ]


def _toward(diff: Diff, row: Row) -> list[str]:
    """Who loses or wins by a row, who comes nearer by it or goes farther."""
    dossier = diff.after.dossier
    told = [f"{dossier.parties[one.party].name} {verb}" for verb, one in _given(diff, row)]
    return told + [
        shift_words(dossier, dossier.issues[row.issue], gain) for gain in _gains(diff, row)
    ]


def _toward_words(diff: Diff, row: Row) -> str:
    """The same in one line for a sheet."""
    given = [f"{one.party} {verb}" for verb, one in _given(diff, row)]
    return " | ".join([*given, *(shift_mark(gain) for gain in _gains(diff, row))])


def _fields(diff: Diff) -> Fields[Row]:
    """One row for what stands for each other."""
    issues = diff.after.dossier.issues
    return (
        *plain("kind issue"),
        ("theme", lambda row: issues[row.issue].theme if row.issue else None),
        *clause_fields("before", attrgetter("before"), issues),
        *clause_fields("after", attrgetter("after"), issues),
        ("steps", lambda row: row.steps),
        ("toward", lambda row: _toward_words(diff, row)),
        ("before", lambda row: " | ".join(clause.demand.ref for clause in row.before)),
        ("after", lambda row: " | ".join(clause.demand.ref for clause in row.after)),
        ("guards", lambda row: " | ".join(row.guards)),
    )


def _read(diff: Diff) -> Fields[Row]:
    """What people read of a row; the number of a clause links to a source."""
    issues = diff.after.dossier.issues

    def side(title: str, which: str) -> Fields[Row]:
        (_, points), (_, asks), (_, text) = clause_fields("", attrgetter(which), issues)

        def point(row: Row) -> Span | None:
            clauses = [clause.demand for clause in getattr(row, which)]
            return Span(points(row) or "–", link=wording.link(clauses)) if clauses else None

        return (f"{title}: point", point), (f"{title}: asks", asks), (f"{title}: words", text)

    return (
        ("Issue", lambda row: Span(issues[row.issue].label if row.issue else "–", "strong")),
        ("Kind", lambda row: Span(row.kind, _TONES.get(row.kind, ""))),
        *side(name(diff.before), "before"),
        *side(name(diff.after), "after"),
        ("Steps or amount", lambda row: row.steps),
        ("Toward", lambda row: " · ".join(_toward(diff, row))),
        ("Differs in", lambda row: ", ".join(row.guards)),
    )


def clause_fields(
    prefix: str, of: Callable[[Any], tuple[Placed, ...]], issues: dict[str, Issue]
) -> Fields[Any]:
    """Points, asks and words of the clauses that ``of`` finds in a row."""

    def asks(row: Any) -> str:
        demands = [clause.demand for clause in of(row)]
        return " | ".join(wording.ask(issues[d.issue], d) for d in demands if d.issue)

    return (
        (
            f"{prefix}_points",
            lambda row: " | ".join(c.demand.point for c in of(row) if c.demand.point),
        ),
        (f"{prefix}_ask", asks),
        (f"{prefix}_text", lambda row: " | ".join(c.demand.text for c in of(row))),
    )


def _given_data(given: Given) -> dict[str, Any]:
    return {"party": given.party, "issue": given.issue, "meets": given.is_met}


def ref(profile: Profile) -> str:
    """What to type for it: a party with its day."""
    is_dated = profile.is_text or "@" in profile.id
    return profile.id if is_dated else f"{profile.id}@{profile.date}"


def clause_demand(dossier: Dossier, clause: Placed) -> dict[str, Any]:
    """A clause for programs."""
    return shapes.demand(dossier.issues.get(clause.demand.issue), clause.demand)


def report_three(three: Three, only: Sequence[str]) -> Report:
    """Three texts in every shape: a column a text, and what each step between them did; kept
    are chains of which either step is of these kinds."""
    texts = (three.first.before, three.first.after, three.second.after)
    dossier = texts[0].dossier
    pairs = ((three.first, texts[:2]), (three.second, texts[1:]))
    kept = tuple(chain for chain in three.chains if set(chain.kinds) & set(only))
    note = Key("Steps: from the first to the second, from the second to the third.")
    return Report(
        grid=lambda: Grid(
            title=" → ".join(name(text) for text in texts),
            preface=(
                f"clauses as coded – dossier {dossier.id}",
                *wording.counted(Vantage(), three.first.narrowed_to),
                *(f"{' → '.join(map(name, two))}: {counts_of(one.counts())}" for one, two in pairs),
            ),
            columns=(
                Column("Issue", share=2, least=14),
                *(Column(name(text), share=4, least=10) for text in texts),
                Column("Steps", share=0),
            ),
            sections=sections(("", [_chain_row(dossier, chain) for chain in kept])),
            notes=(note,) if kept else (),
        ),
        sheet=lambda: sheet(_chain_fields(dossier), kept),
        data=lambda: {
            **shapes.head(dossier, texts, three.first.narrowed_to),
            "texts": [ref(side) for side in texts],
            "chains": [
                {
                    "issue": chain.issue or None,
                    "kinds": [kind or None for kind in chain.kinds],
                    "clauses": [
                        [clause_demand(dossier, c) for c in side] for side in chain.clauses
                    ],
                }
                for chain in kept
            ],
        },
        screen=lambda rows: _screen_three(three, kept, rows),
    )


def _screen_three(three: Three, kept: Sequence[Chain], rows: int) -> Grid:
    """The issues on which a clause changed between three texts, by what each asks for; the
    others by name."""
    texts = (three.first.before, three.first.after, three.second.after)
    dossier = texts[0].dossier
    changed = [chain for chain in kept if chain.issue and set(chain.kinds) & set(MOVING)]
    told = changed[:rows]
    left = {chain.issue for chain in kept if chain.issue} - {chain.issue for chain in told}
    names = wording.few_names(dossier, [i for i in dossier.issues if i in left], _NAMES)
    pairs = ((three.first, texts[:2]), (three.second, texts[1:]))
    return Grid(
        title=" → ".join(map(name, texts)),
        preface=(
            f"clauses as coded – dossier {dossier.id}",
            *(f"{' → '.join(map(name, two))}: {counts_of(one.counts())}" for one, two in pairs),
        ),
        columns=(
            Column("", share=0, most=16),
            *(Column(name(text), share=1, least=12) for text in texts),
        ),
        sections=sections(("", [_screen_chain(dossier, chain) for chain in told])),
        notes=(f"Also, {wording.plural(len(left), 'issue')}: {names}", "More: --full"),
    )


def _screen_chain(dossier: Dossier, chain: Chain) -> tuple[Cell, ...]:
    issue = dossier.issues[chain.issue]
    asks = [
        "; ".join(dict.fromkeys(wording.ask_and_mark(issue, c.demand) for c in side))
        for side in chain.clauses
    ]
    return cell(Span(issue.label, "strong")), *(cell(words or "–") for words in asks)


def _chain_row(dossier: Dossier, chain: Chain) -> tuple[Cell, ...]:
    sides = (
        stacked(*([_clause(dossier, clause.demand) for clause in side] or [_NONE]))
        for side in chain.clauses
    )
    return (label(dossier, chain.issue), *sides, stacked(*map(kind_span, chain.kinds)))


def label(dossier: Dossier, issue: str) -> Cell:
    """The issue of a row by its label."""
    return cell(dossier.issues[issue].label if issue else Span("text only", "quiet"))


def _chain_fields(dossier: Dossier) -> Fields[Chain]:
    """One row a chain."""
    return (
        ("issue", lambda chain: chain.issue),
        ("first_step", lambda chain: chain.kinds[0]),
        ("second_step", lambda chain: chain.kinds[1]),
        *clause_fields("a", lambda chain: chain.clauses[0], dossier.issues),
        *clause_fields("b", lambda chain: chain.clauses[1], dossier.issues),
        *clause_fields("c", lambda chain: chain.clauses[2], dossier.issues),
    )


def kinds_shown(ignore_wording: bool) -> tuple[str, ...]:
    """The kinds shown where none are asked for: all that differ."""
    hidden = ("unchanged", "reworded", "moved") if ignore_wording else ("unchanged",)
    return tuple(kind for kind in DIFF_KINDS if kind not in hidden)
