"""``negpos diff``: two texts, or three, side by side, clause by clause."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from negpos.diffs import Chain, Diff, Placed, Row, Three
from negpos.dossier import Demand, Dossier
from negpos.profiles import Profile, Vantage
from negpos.terms import DIFF_KINDS
from negpos.view import shapes, wording
from negpos.view.changes import shift_data, shift_mark, shift_words
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell

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


def report(dossier: Dossier, found: Diff, only: Sequence[str], *, in_words: bool) -> Report:
    """Two texts in every shape; ``only`` keeps rows of these kinds, ``in_words`` marks every
    word that differs."""
    kept = tuple(row for row in found.rows if row.kind in only)
    return Report(
        grid=lambda: grid(dossier, found, kept, in_words=in_words),
        sheet=lambda: sheet(dossier, found, kept),
        data=lambda: data(dossier, found, kept),
    )


def name(profile: Profile) -> str:
    """A text by its title, a party by its name and day."""
    if profile.is_text:
        return profile.title
    return f"{profile.title} on {wording.day(profile.date)}"


def grid(dossier: Dossier, found: Diff, kept: tuple[Row, ...], *, in_words: bool) -> Grid:
    """A row for what stands for each other, in the order of the second text."""
    rows = tuple(_row(dossier, found, row, in_words=in_words) for row in kept)
    sides = (found.before, found.after)
    return Grid(
        title=f"{name(found.before)} → {name(found.after)}",
        preface=(
            f"clauses as coded – dossier {dossier.id}",
            *wording.counted(Vantage(), found.narrowed_to),
            counts_line(found),
            *gain_lines(dossier, found),
        ),
        columns=(
            Column("", share=0),
            Column("Issue", share=0),
            *(Column(name(side), share=5, least=18) for side in sides),
            *([Column("Toward", share=3, least=14)] if found.gains else []),
        ),
        sections=(Section("", rows),) if rows else (),
        notes=_notes(found, kept, in_words=in_words),
    )


def counts_line(found: Diff) -> str:
    """How many rows are of each kind."""
    told = [f"{n} {kind}" for kind, n in found.counts().items() if n]
    return ", ".join(told) or "nothing to compare"


def gain_lines(dossier: Dossier, found: Diff) -> list[str]:
    """To which issues of each party asked for the changes come nearer, from which they go
    farther, and what cannot be weighed so."""
    if not found.toward:
        return []
    lines = []
    for party in found.toward:
        parts = []
        for way, is_nearer in (("nearer on", True), ("farther on", False)):
            chosen = {g.issue for g in found.gains if g.party == party and g.is_nearer == is_nearer}
            if chosen:
                count = wording.plural(len(chosen), "issue")
                parts.append(f"{way} {count} ({_labels(dossier, chosen)})")
        told = "; ".join(parts) or "neither nearer nor farther"
        lines.append(f"To {dossier.parties[party].name}: {told}")
    rest = [r for r in found.rows if r.issue and r.kind in ("changed", "added", "dropped")]
    kept = {g.issue for g in found.gains}
    old, new = ({r.issue for r in rest if getattr(r, side)} - kept for side in ("before", "after"))
    for name_, issues in (
        ("Not weighed, as gone from the text", old - new),
        ("Not weighed, as new in it", new - old),
        ("Not weighed, as vague, struck out, or no nearer to anybody", old & new),
    ):
        if issues:
            lines.append(f"{name_}: {_labels(dossier, issues)}")
    return lines


def _labels(dossier: Dossier, issues: set[str]) -> str:
    return ", ".join(issue.label for issue in dossier.issues.values() if issue.id in issues)


def _notes(found: Diff, kept: tuple[Row, ...], *, in_words: bool) -> tuple[str, ...]:
    hidden = [
        kind for kind, n in found.counts().items() if n and kind not in {r.kind for r in kept}
    ]
    notes = []
    if in_words:
        notes.append("[-gone-] {+new+}: words of the paraphrases, which are the dossier's own.")
    if hidden:
        notes.append(f"Not shown: {', '.join(hidden)}; see them with --only {','.join(hidden)}")
    return tuple(notes)


def _row(dossier: Dossier, found: Diff, row: Row, *, in_words: bool) -> tuple[Cell, ...]:
    label = dossier.issues[row.issue].label if row.issue else Span("text only", "quiet")
    before, after = _sides(dossier, row, in_words=in_words)
    toward = [_toward(dossier, found, row)] if found.gains else []
    return (_kind_cell(dossier, row), cell(label), before, after, *toward)


def _kind_cell(dossier: Dossier, row: Row) -> Cell:
    spans = [Span(f"{SIGNS[row.kind]} {row.kind}", _TONES.get(row.kind, "unclear"))]
    if row.issue and row.kind in ("changed", "split", "merged"):
        distance = wording.steps(dossier.issues[row.issue].scale, row.steps)
        if distance:
            spans += [Span(BREAK), Span(distance, "quiet")]
    return Cell(tuple(spans))


def _sides(dossier: Dossier, row: Row, *, in_words: bool) -> tuple[Cell, Cell]:
    if in_words and row.before and row.after and row.kind != "unchanged":
        old = " ".join(clause.demand.text for clause in row.before)
        new = " ".join(clause.demand.text for clause in row.after)
        gone, come = redline(old, new)
        heads = (_head(row.before), _head(row.after))
        return Cell((*heads[0], *gone)), Cell((*heads[1], *come))
    return _side(dossier, row.before), _side(dossier, row.after)


def _head(clauses: tuple[Placed, ...]) -> tuple[Span, ...]:
    points = ", ".join(dict.fromkeys(c.demand.point for c in clauses if c.demand.point))
    return (Span(f"{points} ", "strong"),) if points else ()


def _side(dossier: Dossier, clauses: tuple[Placed, ...]) -> Cell:
    """Every clause: its number, what it asks where it is coded, and its words."""
    spans: list[Span] = []
    for clause in clauses:
        demand = clause.demand
        spans += [Span(BREAK)] if spans else []
        if demand.point:
            spans.append(Span(f"{demand.point} ", "strong"))
        if demand.issue:
            told = wording.ask(dossier.issues[demand.issue], demand)
            limit = " (on a condition)" if demand.condition else ""
            spans += [Span(f"{told}{limit}"), *_alone(dossier, demand), Span(BREAK)]
            spans.append(Span(demand.text, "quiet"))
        else:
            spans += [Span(demand.text), *_alone(dossier, demand)]
    return Cell(tuple(spans)) if spans else cell(Span("–", "quiet"))


def _alone(dossier: Dossier, demand: Demand) -> list[Span]:
    """Who alone asks for a point of a joint text that is not agreed."""
    if not 0 < len(demand.holders) < len(dossier.positions[demand.position].parties):
        return []
    names = " and ".join(dossier.parties[party].name for party in demand.holders)
    return [Span(f" ({names} alone)", "unclear")]


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


def _toward(dossier: Dossier, found: Diff, row: Row) -> Cell:
    spans: list[Span] = []
    for gain in found.gains:
        if row.kind in ("changed", "split", "merged") and gain.issue == row.issue:
            spans += [Span(BREAK)] if spans else []
            spans.append(Span(shift_words(dossier, dossier.issues[row.issue], gain)))
    return Cell(tuple(spans))


_HEADER = (
    "kind",
    "issue",
    "theme",
    "before_points",
    "before_ask",
    "before_text",
    "after_points",
    "after_ask",
    "after_text",
    "steps",
    "toward",
    "before",
    "after",
)


def sheet(dossier: Dossier, found: Diff, kept: tuple[Row, ...]) -> Sheet:
    """One row for what stands for each other."""
    rows = []
    for row in kept:
        issue = dossier.issues.get(row.issue)
        toward = [
            shift_mark(gain)
            for gain in found.gains
            if row.kind in ("changed", "split", "merged") and gain.issue == row.issue
        ]
        rows.append(
            (
                row.kind,
                row.issue,
                issue.theme if issue else None,
                *_fields(dossier, row.before),
                *_fields(dossier, row.after),
                row.steps,
                " | ".join(toward),
                " | ".join(clause.demand.ref for clause in row.before),
                " | ".join(clause.demand.ref for clause in row.after),
            )
        )
    return Sheet(_HEADER, tuple(rows))


def _fields(dossier: Dossier, clauses: tuple[Placed, ...]) -> tuple[str, str, str]:
    demands = [clause.demand for clause in clauses]
    asks = [wording.ask(dossier.issues[d.issue], d) for d in demands if d.issue]
    return (
        " | ".join(d.point for d in demands if d.point),
        " | ".join(asks),
        " | ".join(d.text for d in demands),
    )


def data(dossier: Dossier, found: Diff, kept: tuple[Row, ...]) -> dict[str, Any]:
    """The same as docs/formats.md describes it."""
    return {
        **shapes.head(dossier, [found.before, found.after], found.narrowed_to),
        "before": _ref(found.before),
        "after": _ref(found.after),
        "counts": found.counts(),
        "rows": [
            {
                "kind": row.kind,
                "issue": row.issue or None,
                "steps": row.steps,
                "before": [_demand(dossier, clause) for clause in row.before],
                "after": [_demand(dossier, clause) for clause in row.after],
            }
            for row in kept
        ],
        "gains": [shift_data(gain) for gain in found.gains],
    }


def _ref(profile: Profile) -> str:
    return profile.id if profile.is_text else f"{profile.id}@{profile.date}"


def _demand(dossier: Dossier, clause: Placed) -> dict[str, Any]:
    return shapes.demand(dossier.issues.get(clause.demand.issue), clause.demand)


def report_three(dossier: Dossier, found: Three, only: Sequence[str]) -> Report:
    """Three texts in every shape; kept are chains of which either step is of these kinds."""
    kept = tuple(chain for chain in found.chains if set(chain.kinds) & set(only))
    return Report(
        grid=lambda: grid_three(dossier, found, kept),
        sheet=lambda: sheet_three(dossier, kept),
        data=lambda: {
            **shapes.head(dossier, _texts(found), found.first.narrowed_to),
            "texts": [_ref(side) for side in _texts(found)],
            "chains": [
                {
                    "issue": chain.issue or None,
                    "kinds": [kind or None for kind in chain.kinds],
                    "clauses": [[_demand(dossier, c) for c in side] for side in chain.clauses],
                }
                for chain in kept
            ],
        },
    )


def _texts(found: Three) -> tuple[Profile, Profile, Profile]:
    return found.first.before, found.first.after, found.second.after


def grid_three(dossier: Dossier, found: Three, kept: tuple[Chain, ...]) -> Grid:
    """A column a text, and what each step between them did."""
    texts = _texts(found)
    rows = []
    for chain in kept:
        label = dossier.issues[chain.issue].label if chain.issue else Span("text only", "quiet")
        steps = [
            Span(f"{SIGNS[kind]} {kind}" if kind else "–", _TONES.get(kind, "unclear"))
            for kind in chain.kinds
        ]
        sides = (_short_side(dossier, side) for side in chain.clauses)
        rows.append((cell(label), *sides, cell(steps[0], Span(BREAK), steps[1])))
    pairs = ((found.first, texts[:2]), (found.second, texts[1:]))
    return Grid(
        title=" → ".join(name(text) for text in texts),
        preface=(
            f"clauses as coded – dossier {dossier.id}",
            *wording.counted(Vantage(), found.first.narrowed_to),
            *(f"{' → '.join(map(name, two))}: {counts_line(one)}" for one, two in pairs),
        ),
        columns=(
            Column("Issue", share=0),
            *(Column(name(text), share=4, least=16) for text in texts),
            Column("Steps", share=0),
        ),
        sections=(Section("", tuple(rows)),) if rows else (),
        notes=("Steps: from the first to the second, from the second to the third.",)
        if rows
        else (),
    )


def _short_side(dossier: Dossier, clauses: tuple[Placed, ...]) -> Cell:
    spans: list[Span] = []
    for clause in clauses:
        demand = clause.demand
        spans += [Span(BREAK)] if spans else []
        if demand.point:
            spans.append(Span(f"{demand.point} ", "strong"))
        issue = dossier.issues.get(demand.issue)
        told = wording.ask(issue, demand) if issue else demand.text
        spans += [Span(told), *_alone(dossier, demand)]
    return Cell(tuple(spans)) if spans else cell(Span("–", "quiet"))


def sheet_three(dossier: Dossier, kept: tuple[Chain, ...]) -> Sheet:
    """One row a chain."""
    header = ["issue", "first_step", "second_step"]
    for letter in "abc":
        header += [f"{letter}_points", f"{letter}_ask", f"{letter}_text"]
    rows = []
    for chain in kept:
        fields = [field for side in chain.clauses for field in _fields(dossier, side)]
        rows.append((chain.issue, *chain.kinds, *fields))
    return Sheet(tuple(header), tuple(rows))


def kinds_shown(ignore_wording: bool) -> tuple[str, ...]:
    """The kinds shown where none are asked for: all that differ."""
    hidden = ("unchanged", "reworded", "moved") if ignore_wording else ("unchanged",)
    return tuple(kind for kind in DIFF_KINDS if kind not in hidden)
