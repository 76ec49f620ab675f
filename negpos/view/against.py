"""``negpos diff BASE A B --against-base``: a column for the base and for each text, and how the
first two stand to each other."""

from collections.abc import Sequence
from typing import Any

from negpos.against import Against, Block
from negpos.alignment import Row
from negpos.dossier import Dossier
from negpos.profiles import Vantage
from negpos.terms import DIFF_KINDS
from negpos.view import shapes, wording
from negpos.view.diff import (
    MOVING,
    clause_demand,
    clause_fields,
    counts_of,
    edited,
    in_column,
    kind_span,
    label,
    name,
    ref,
)
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Key,
    Report,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)

_ALONE = {"added": 1, "dropped": 0}
"""Which of the first two texts alone has the clauses of such a kind."""


def report(found: Against, only: Sequence[str], *, in_words: bool) -> Report:
    """Texts against their base in every shape: a row a block in which a text did something of
    these kinds; ``in_words`` marks every word that differs from the base."""
    dossier = found.texts[0].dossier
    kept = tuple(b for b in found.blocks if {side.kind for side in b.sides} & set(only))
    return Report(
        grid=lambda: Grid(
            title=_title(found),
            preface=_facts(found),
            columns=(
                Column("Issue", share=0, most=16),
                *(Column(name(text), share=4, least=10) for text in found.texts),
                Column("Between them", share=0, most=16),
            ),
            sections=sections(("", [_row(found, block, in_words=in_words) for block in kept])),
            notes=_notes(kept, in_words=in_words),
        ),
        sheet=lambda: sheet(_fields(found), kept),
        data=lambda: _data(dossier, found, kept),
        screen=None if in_words else lambda rows: _screen(found, kept, rows),
    )


def _title(found: Against) -> str:
    base, *texts = map(name, found.texts)
    return f"{' · '.join(texts)} – against {base}"


def _between(found: Against) -> str:
    _, a, b, *_ = map(name, found.texts)
    return f"{a} → {b}"


def _facts(found: Against) -> tuple[str, ...]:
    """What was compared, and how many clauses each text changed."""
    return (
        f"clauses as coded – dossier {found.texts[0].dossier.id}",
        *wording.lives(found.texts),
        *wording.counted(Vantage(), found.steps[0].narrowed_to),
        *(f"{name(step.after)}: {counts_of(step.counts())}" for step in found.steps),
        f"{_between(found)}: {counts_of(found.counts())}",
    )


def _notes(kept: Sequence[Block], *, in_words: bool) -> tuple[str, ...]:
    if not kept:
        return ()
    marks = "[-gone-] {+new+}: words of the paraphrases, against the base."
    return (Key(marks),) if in_words else ()


def _row(found: Against, block: Block, *, in_words: bool) -> tuple[Cell, ...]:
    dossier = found.texts[0].dossier
    sides = (
        stacked(kind_span(side.kind), *in_column(dossier, side.clauses))
        if not (in_words and block.base and side.clauses and side.kind != "unchanged")
        else stacked(kind_span(side.kind), list(edited(block.base, side.clauses)))
        for side in block.sides
    )
    base = stacked(*in_column(dossier, block.base))
    return label(dossier, block.issue), base, *sides, _between_cell(found, block)


def _between_cell(found: Against, block: Block) -> Cell:
    """How the first two texts stand to each other: who alone has it, or how far apart they are."""
    kind = block.between_kind()
    if kind in _ALONE:
        return cell(f"only {name(found.texts[1 + _ALONE[kind]])}")
    return stacked(kind_span(kind), *_steps(found, block))


def _steps(found: Against, block: Block) -> list[Span]:
    """How far apart the first two are on an issue."""
    scales = found.texts[0].dossier.issues
    told = [
        wording.steps(scales[row.issue].scale, row.steps)
        for row in block.between
        if row.issue and row.kind in MOVING
    ]
    return [Span(words, "quiet") for words in dict.fromkeys(told) if words]


def _screen(found: Against, kept: Sequence[Block], rows: int) -> Grid:
    """The issues on which the first two texts part, by what each asks for; the others by name."""
    dossier = found.texts[0].dossier
    apart = [b for b in kept if b.issue and b.between_kind() in (*MOVING, *_ALONE)]
    told = apart[:rows]
    left = {block.issue for block in kept if block.issue} - {block.issue for block in told}
    also = wording.few_names(dossier, [i for i in dossier.issues if i in left], _NAMES)
    return Grid(
        title=_title(found),
        preface=_facts(found),
        columns=(
            Column("", share=0, most=16),
            *(Column(name(text), share=1, least=12) for text in found.texts),
        ),
        sections=sections(("", list(dict.fromkeys(_screen_row(dossier, b) for b in told)))),
        notes=(
            *([f"Also, {wording.plural(len(left), 'issue')}: {also}"] if left else []),
            "More: --full · --words",
        ),
    )


_NAMES = 8
"""Issues named beside those that are told."""


def _screen_row(dossier: Dossier, block: Block) -> tuple[Cell, ...]:
    issue = dossier.issues[block.issue]
    asks = [
        "; ".join(dict.fromkeys(wording.ask_and_mark(issue, c.demand) for c in clauses))
        for clauses in (block.base, *(side.clauses for side in block.sides))
    ]
    return cell(Span(issue.label, "strong")), *(cell(words or "–") for words in asks)


def _fields(found: Against) -> Fields[Block]:
    """One row a block."""
    issues = found.texts[0].dossier.issues
    texts = range(len(found.steps))

    def kind(number: int) -> tuple[str, Any]:
        return f"{'abc'[number]}_kind", lambda block: block.sides[number].kind

    def side(number: int) -> Fields[Block]:
        return clause_fields("abc"[number], lambda block: block.sides[number].clauses, issues)

    return (
        ("issue", lambda block: block.issue),
        ("between_kind", Block.between_kind),
        ("between_steps", lambda block: _farthest(block.between)),
        *clause_fields("base", lambda block: block.base, issues),
        *(field for number in texts for field in (kind(number), *side(number))),
    )


def _farthest(rows: Sequence[Row]) -> float | None:
    return max((row.steps for row in rows if row.steps is not None), default=None)


def _data(dossier: Dossier, found: Against, kept: Sequence[Block]) -> dict[str, Any]:
    return {
        **shapes.head(dossier, found.texts, found.steps[0].narrowed_to),
        "base": ref(found.texts[0]),
        "texts": [ref(text) for text in found.texts[1:]],
        "counts": [step.counts() for step in found.steps],
        "between_counts": {kind: found.counts()[kind] for kind in DIFF_KINDS},
        "blocks": [
            {
                "issue": block.issue or None,
                "base": [clause_demand(dossier, clause) for clause in block.base],
                "sides": [
                    {
                        "kind": side.kind or None,
                        "clauses": [clause_demand(dossier, clause) for clause in side.clauses],
                    }
                    for side in block.sides
                ],
                "between": {
                    "kind": block.between_kind() or None,
                    "steps": _farthest(block.between),
                },
            }
            for block in kept
        ],
    }
