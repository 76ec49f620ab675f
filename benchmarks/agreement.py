"""How far two coders of the same texts agree, for each kind of scale.

python benchmarks/agreement.py [ukraine|gaza]

It compares two codings in ``coding/<dossier>/``: ``first.csv`` is the dossier as it stood, and
``second.csv`` was made without sight of it, from the same codebook and the same notes on the
texts; of ``ukraine`` also from five articles themselves, which have no points. No file changes any
more; what the disagreements taught went into the dossier and into its codebook (docs/coding.md,
docs/coding-gaza.md) afterwards. So the figures tell how alike two coders read the codebook, and not
whether the notes are true to the texts.

Compared are demands with an issue. A **cell** is a text, a holder and an issue. Inside a cell
that both found, answers are paired: clauses of the same point first, then the nearest asks;
what is left over has no partner. On a members scale a cell is one answer, for its clauses add
up. Pairing by nearness flatters: where a text asks twice on one issue without points, the
figures are an upper limit.

*Same* is an equal region, whether or not either coder called it vague. *Alpha* is
Krippendorff's: 1 minus the disagreement observed over the disagreement to expect if the same
answers had been dealt out at random. It leaves out pairs with an answer that has no place on
the scale (a clause struck out, or open with no ask); *same* counts them. The last line tells
how many cells either coder found, and under *same* the share that both found.

The answers to all issues of one kind are **pooled**: too few speak to any one issue. Chance then
deals out answers across issues, which makes disagreement by chance look likely, most of all on
nominal and members scales, where answers to different issues have nothing in common. So alpha
comes near the share of equal answers, and is read as "given the issue, is the answer the
same?" at its kindest. *Within issues* is the strict reading: disagreement is expected within
each issue alone, and observed and expected are summed over issues, each weighted by its
answers. There an issue with one pair expects what it observed, and an issue that everyone
answers alike adds nothing: the figure rests on the few issues that divide the texts.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from negpos.days import counted
from negpos.scales import Region, Scale, union
from negpos.terms import FIRMNESSES

CODINGS = Path(__file__).parent / "coding"
HEADER = ("text", "holder", "point", "issue", "ask", "vague", "firmness", "kind")
KINDS = ("ordinal", "quantity", "date", "nominal", "members")
NAMED = ("nominal", "members")
COLUMNS = ("", "cells", "answers", "same", "alpha", "within issues")


class Row(NamedTuple):
    """One coded demand; no region where the ask is empty or ``dropped``."""

    text: str
    holder: str
    point: str
    issue: str
    ask: str
    region: Region | None
    firmness: str


class Answer(NamedTuple):
    """What alpha compares: ``low`` and ``high`` are places in [0, 1], or masks of options.

    ``issue`` keeps options of different issues apart where the kind is nominal or members.
    """

    kind: str
    issue: str
    low: float
    high: float


Cell = tuple[str, str, str]
Pair = tuple[Answer, Answer]


def region_of(scale: Scale, ask: str, vague: bool) -> Region | None:
    """The region that a coder wrote down, or None; ValueError if the scale has no such answer.

    Ordinal, quantity and date ``a`` or ``a..b``; nominal ``a|b``; members ``a+b``, ``none``, or
    ``at_least>a`` and ``at_most<a+b``.
    """
    if ask in ("", "dropped"):
        return None
    if scale.kind == "nominal":
        mask = _mask(scale, ask, "|")
        return Region(mask, mask, vague)
    if scale.kind == "members":
        masks = {"at_least": 0, "at_most": (1 << len(scale.options)) - 1}
        for word in ask.split():
            name, _, listed = word.replace("<", ">").rpartition(">")
            for end in [name] if name else masks:
                masks[end] = 0 if listed == "none" else _mask(scale, listed, "+")
        return Region(masks["at_least"], masks["at_most"], vague)
    low, _, high = ask.partition("..")
    if scale.kind == "ordinal":
        return Region(scale.place(low), scale.place(high or low), vague)
    if scale.kind == "date":
        days = [counted(date.fromisoformat(day), scale.step) for day in (low, high or low)]
        return Region(days[0], days[1], vague)
    return Region(float(low), float(high or low), vague)


def _mask(scale: Scale, listed: str, sign: str) -> int:
    return sum(1 << scale.place(option) for option in listed.split(sign))


def read(path: Path, scales: Mapping[str, Scale]) -> list[Row]:
    """The demands of a coding, in the order of the file; other kinds are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                line["text"],
                "+".join(sorted(line["holder"].split("+"))),
                line["point"],
                line["issue"],
                line["ask"],
                region_of(scales[line["issue"]], line["ask"], line["vague"] == "yes"),
                line["firmness"],
            )
            for line in csv.DictReader(file)
            if line["kind"] == "demand"
        ]


def cells(rows: Iterable[Row], scales: Mapping[str, Scale]) -> dict[Cell, list[Row]]:
    """The rows of each text, holder and issue; on a members scale they add up to one."""
    found = defaultdict(list)
    for row in rows:
        found[row.text, row.holder, row.issue].append(row)
    return {
        cell: _added_up(scales[cell[2]], group) if scales[cell[2]].kind == "members" else group
        for cell, group in found.items()
    }


def _added_up(scale: Scale, rows: Sequence[Row]) -> list[Row]:
    regions = [row.region for row in rows if row.region]
    if not regions:
        return list(rows[:1])
    firmness = max((row.firmness for row in rows), key=FIRMNESSES.index)
    return [rows[0]._replace(region=union(scale, regions), firmness=firmness)]


def answer(scale: Scale, issue: str, region: Region) -> Answer:
    """A region as alpha compares it."""
    low, high = region.low, region.high
    if scale.kind == "ordinal":
        low, high = scale.places[int(low)], scale.places[int(high)]
    elif scale.is_measured:
        low, high = ((end - scale.low) / (scale.high - scale.low) for end in (low, high))
    return Answer(scale.kind, issue, low, high)


def distance(one: Answer, other: Answer) -> float:
    """The disagreement of two answers, in [0, 1].

    Ordinal, quantity and date: the mean distance of the ends, squared. Nominal and members: Jaccard
    distance of the options, over least and greatest sets; 1 for answers to different issues.
    """
    if one.kind not in NAMED:
        return ((abs(one.low - other.low) + abs(one.high - other.high)) / 2) ** 2
    if one.issue != other.issue:
        return 1.0
    return (_jaccard(one.low, other.low) + _jaccard(one.high, other.high)) / 2


def _jaccard(one: float, other: float) -> float:
    either = (int(one) | int(other)).bit_count()
    return 1 - (int(one) & int(other)).bit_count() / either if either else 0.0


def pairs(scale: Scale, ones: Sequence[Row], others: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Rows of one cell as partners: of the same point first, then the nearest."""
    apart = sorted(
        (ones[a].point != others[b].point, _apart(scale, ones[a], others[b]), a, b)
        for a, b in product(range(len(ones)), range(len(others)))
    )
    taken: dict[int, int] = {}
    for _, _, a, b in apart:
        if a not in taken and b not in taken.values():
            taken[a] = b
    return [(ones[a], others[b]) for a, b in sorted(taken.items())]


def _apart(scale: Scale, one: Row, other: Row) -> float:
    if one.region and other.region:
        return distance(
            answer(scale, one.issue, one.region), answer(scale, other.issue, other.region)
        )
    return 0.0 if one.ask == other.ask else 2.0


def is_same(one: Row, other: Row) -> bool:
    """Whether two rows give the same answer, however vague."""
    if one.region and other.region:
        return one.region[:2] == other.region[:2]
    return one.ask == other.ask


def within_issues(found: Iterable[Pair]) -> float | None:
    """Alpha with chance at work inside each issue only; None where nothing could disagree."""
    by_issue = defaultdict(list)
    for one, other in found:
        by_issue[one.issue].append((one, other))
    observed = expected = 0.0
    for group in by_issue.values():
        answers = [given for pair in group for given in pair]
        observed += 2 * sum(distance(one, other) for one, other in group)
        every = sum(distance(one, other) for one, other in combinations(answers, 2))
        expected += 2 * every / (len(answers) - 1)
    return 1 - observed / expected if expected else None


def alpha(found: Sequence[Pair]) -> float:
    """Krippendorff's alpha of all pairs together, as nltk computes it."""
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        raise SystemExit('agreement needs nltk: pip install "negpos[agreement]"') from None
    given = [
        (coder, item, told if told.kind in NAMED else told._replace(issue=""))
        for item, pair in enumerate(found)
        for coder, told in zip(("first", "second"), pair, strict=True)
    ]
    return float(AnnotationTask(given, distance).alpha())


class Line(NamedTuple):
    """A line of the table: the answers that both coders gave to one kind of question."""

    name: str
    cells: int
    answers: int
    same: int
    pairs: list[Pair]


def lines(
    first: Mapping[Cell, list[Row]], second: Mapping[Cell, list[Row]], scales: Mapping[str, Scale]
) -> list[Line]:
    """For each kind of scale, for all of them, for firmness and for vagueness."""
    made = []
    every: list[tuple[Row, Row]] = []
    shared = [cell for cell in first if cell in second]
    for kind in KINDS:
        those = [cell for cell in shared if scales[cell[2]].kind == kind]
        told = [
            pair for cell in those for pair in pairs(scales[cell[2]], first[cell], second[cell])
        ]
        placed = [
            (answer(scales[a.issue], a.issue, a.region), answer(scales[b.issue], b.issue, b.region))
            for a, b in told
            if a.region and b.region
        ]
        made.append(Line(kind, len(those), len(told), sum(is_same(*p) for p in told), placed))
        every += told
    made.append(Line("all kinds", len(shared), len(every), sum(is_same(*p) for p in every), []))
    firm = [(_firmness(a), _firmness(b)) for a, b in every]
    made.append(Line("firmness", len(shared), len(every), sum(a == b for a, b in firm), firm))
    plain = [(a.region.vague, b.region.vague) for a, b in every if a.region and b.region]
    made.append(Line("vague or not", len(shared), len(plain), sum(a == b for a, b in plain), []))
    return made


def _firmness(row: Row) -> Answer:
    place = FIRMNESSES.index(row.firmness) / (len(FIRMNESSES) - 1)
    return Answer("ordinal", row.issue, place, place)


def table(
    first: Mapping[Cell, list[Row]], second: Mapping[Cell, list[Row]], scales: Mapping[str, Scale]
) -> list[tuple[str, ...]]:
    """The figures as text, a tuple a line, the headings first."""
    told: list[tuple[str, ...]] = [COLUMNS]
    for line in lines(first, second, scales):
        figures = (alpha(line.pairs), within_issues(line.pairs)) if line.pairs else (None, None)
        told.append(
            (
                line.name,
                str(line.cells),
                str(line.answers),
                f"{line.same / line.answers:.1%}" if line.answers else "–",
                *("–" if figure is None else f"{figure:.2f}" for figure in figures),
            )
        )
    either, both = len(first.keys() | second.keys()), len(first.keys() & second.keys())
    told.append(("found by either", str(either), "–", f"{both / either:.1%}", "–", "–"))
    return told


def main() -> None:
    """Prints the table of the dossier that is named."""
    from negpos.intake.loading import load_dossier

    dossier = sys.argv[1] if sys.argv[1:] else "ukraine"
    scales = {issue.id: issue.scale for issue in load_dossier(dossier).issues.values()}
    first, second = (
        cells(read(CODINGS / dossier / f"{name}.csv", scales), scales)
        for name in ("first", "second")
    )
    for name, *figures in table(first, second, scales):
        print(f"{name:<15}" + "".join(f"{figure:>15}" for figure in figures))


if __name__ == "__main__":
    main()
