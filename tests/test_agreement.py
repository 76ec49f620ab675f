"""Agreement of two coders: what a cell is, how its answers are paired, and how far they lie apart.

Nothing here needs nltk, which computes the pooled alpha.
"""

import csv

import pytest

from benchmarks import agreement, order_agreement
from benchmarks.agreement import Answer, Row
from negpos.intake.loading import load_dossier
from negpos.scales import Region, Scale

from .conftest import ROOT
from .factory import members, nominal, ordinal, quantity

FIVE = ordinal("a", "b", "c", "d", "e")
SCALES = {
    "order": FIVE,
    "size": quantity(0, 200),
    "name": nominal("n", "o", "p"),
    "set": members("x", "y", "z"),
}


def row(ask: str, point: str = "", issue: str = "order", firmness: str = "firm") -> Row:
    region = agreement.region_of(SCALES[issue], ask, False)
    return Row("text", "holder", point, issue, ask, region, firmness)


@pytest.mark.parametrize(
    ("issue", "ask", "region"),
    [
        ("order", "b", (1, 1)),
        ("order", "b..d", (1, 3)),
        ("size", "0..50", (0, 50)),
        ("size", "50", (50, 50)),
        ("name", "n|p", (0b101, 0b101)),
        ("set", "x+z", (0b101, 0b101)),
        ("set", "none", (0, 0)),
        ("set", "at_least>x", (0b001, 0b111)),
        ("set", "at_least>x at_most<x+y", (0b001, 0b011)),
    ],
)
def test_an_ask_is_read_as_its_region(issue: str, ask: str, region: tuple[int, int]) -> None:
    assert agreement.region_of(SCALES[issue], ask, False) == Region(*region)
    assert agreement.region_of(SCALES[issue], ask, True) == Region(*region, True)


@pytest.mark.parametrize("ask", ["", "dropped"])
def test_no_ask_and_a_struck_clause_have_no_region(ask: str) -> None:
    assert agreement.region_of(FIVE, ask, False) is None


def test_an_answer_the_scale_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="f"):
        agreement.region_of(FIVE, "f", False)


@pytest.mark.parametrize(
    ("scale", "one", "other", "apart"),
    [
        (FIVE, Region(0, 0), Region(4, 4), 1.0),
        (FIVE, Region(0, 2), Region(0, 4), (0.5 / 2) ** 2),
        (quantity(0, 200), Region(50, 50), Region(100, 150), ((0.25 + 0.5) / 2) ** 2),
        (nominal("n", "o", "p"), Region(0b011, 0b011), Region(0b001, 0b001), 0.5),
        (members("x", "y", "z"), Region(0b001, 0b111), Region(0b001, 0b001), (2 / 3) / 2),
        (members("x", "y", "z"), Region(0, 0), Region(0, 0), 0.0),
    ],
)
def test_distance(scale: Scale, one: Region, other: Region, apart: float) -> None:
    a, b = (agreement.answer(scale, "issue", region) for region in (one, other))
    assert agreement.distance(a, b) == agreement.distance(b, a) == pytest.approx(apart)
    assert agreement.distance(a, a) == 0


def test_options_of_different_issues_have_nothing_in_common() -> None:
    for kind in ("nominal", "members"):
        assert agreement.distance(Answer(kind, "one", 1, 1), Answer(kind, "other", 1, 1)) == 1
    assert agreement.distance(Answer("ordinal", "one", 1, 1), Answer("ordinal", "other", 1, 1)) == 0


def test_the_same_point_is_paired_before_the_nearest_ask() -> None:
    ones, others = [row("a", "1"), row("c", "2")], [row("c", "1"), row("a", "3")]
    paired = agreement.pairs(FIVE, ones, others)
    assert paired == [(ones[0], others[0]), (ones[1], others[1])]


def test_without_points_the_nearest_are_paired_and_the_rest_has_no_partner() -> None:
    ones, others = [row("a"), row("e")], [row("d")]
    assert agreement.pairs(FIVE, ones, others) == [(ones[1], others[0])]
    assert agreement.pairs(FIVE, [row("dropped"), row("a")], [row("dropped")]) == [
        (row("dropped"), row("dropped"))
    ]


def test_clauses_of_a_members_scale_add_up() -> None:
    rows = [row("x", "1", "set"), row("z", "2", "set", "condition"), row("a", "3")]
    found = agreement.cells(rows, SCALES)
    (added,) = found["text", "holder", "set"]
    assert (added.region, added.firmness) == (Region(0b101, 0b101), "condition")
    assert found["text", "holder", "order"] == [row("a", "3")]


def test_lines_count_what_both_found() -> None:
    first = agreement.cells([row("a"), row("n", issue="name"), row("50", issue="size")], SCALES)
    second = agreement.cells([row("b", firmness="red-line"), row("n", issue="name")], SCALES)
    lines = {line.name: line for line in agreement.lines(first, second, SCALES)}
    assert lines["ordinal"][1:4] == (1, 1, 0)
    assert lines["nominal"][1:4] == (1, 1, 1)
    assert lines["quantity"][1:4] == (0, 0, 0)
    assert lines["all kinds"][1:4] == (2, 2, 1)
    assert lines["firmness"][1:4] == (2, 2, 1)
    assert lines["vague or not"][1:4] == (2, 2, 2)


def test_alpha_within_issues() -> None:
    low, high = (Answer("ordinal", "one", place, place) for place in (0, 1))
    assert agreement.within_issues([(low, low), (high, high)]) == 1
    # 6 answers, three of either kind: 9 of their 15 pairs differ, and so does 1 of the 3 observed.
    assert agreement.within_issues([(low, low), (high, high), (low, high)]) == pytest.approx(
        1 - (1 / 3) / (9 / 15)
    )
    # Across issues the places differ, within each nothing does: no disagreement to expect.
    other = Answer("ordinal", "other", 1, 1)
    assert agreement.within_issues([(low, low), (other, other)]) is None


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize(("dossier", "texts"), [("ukraine", 9), ("gaza", 6)])
def test_the_codings_shipped_can_be_read_on_the_scales_of_today(
    name: str, dossier: str, texts: int
) -> None:
    scales = {issue.id: issue.scale for issue in load_dossier(dossier).issues.values()}
    path = ROOT / "benchmarks" / "coding" / dossier / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert tuple(header) == agreement.HEADER
    assert lines == sorted(lines)
    rows = agreement.read(path, scales)
    assert len(rows) == sum(line[-1] == "demand" for line in lines)
    assert len({row.text for row in rows}) == texts


@pytest.mark.parametrize("dossier", ["ukraine", "gaza"])
def test_the_agreement_on_the_order_of_steps_is_the_one_that_is_told(dossier: str) -> None:
    first, second = (order_agreement.links(dossier, coder) for coder in ("first", "second"))
    both = first.keys() & second.keys()
    alike = sum(first[link] == second[link] for link in both)
    told = " ".join((ROOT / "docs" / "coding.md").read_text("utf-8").split())

    if dossier == "ukraine":
        expected = (
            f"Of {len(first.keys() | second.keys())} links that either coder named in `ukraine`"
        )
        expected += f" both named {len(both)} ({len(both) / len(first.keys() | second.keys()):.0%})"
        assert expected.replace("%", " %") in told
        assert f"{alike} of them by the same word; in `gaza`" in told
    else:
        assert f"in `gaza` {len(both)} of {len(first.keys() | second.keys())}" in told
        assert f"{alike} of them by the same word (" in told
