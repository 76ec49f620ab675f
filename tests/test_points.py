"""Numbered points of a text, and the figures in them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.text.points import figures, points

from .conftest import Negpos

TEXT = """Preamble that has no number.

1. The truce holds
   for sixty days.
2) Exchange:
(a) ten hostages;
(b) 250 prisoners.

A remark that belongs to no point.

**3.1** not a point, a version
3.1. Trucks enter: 600 a day.
Article 4(2): The force leaves.
- 5. Rafah opens.
IV. not numbered like that
"""


def test_points_are_found_with_their_numbers_lines_and_words() -> None:
    found = [
        (point.number, point.line, point.last, point.text) for point in points(TEXT.split("\n"))
    ]
    assert found == [
        ("1", 3, 4, "The truce holds for sixty days."),
        ("2", 5, 5, "Exchange:"),
        ("2(a)", 6, 6, "ten hostages;"),
        ("2(b)", 7, 7, "250 prisoners."),
        ("3.1", 12, 12, "Trucks enter: 600 a day."),
        ("Article 4(2)", 13, 13, "The force leaves."),
        ("5", 14, 15, "Rafah opens. IV. not numbered like that"),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("in 60 days, 250 prisoners, 1,700 people", ["60 days", "250 prisoners", "1,700 people"]),
        ("$1.5 million, US$53bn or 25 per cent", ["$1.5 million", "US$53bn", "25 per cent"]),
        ("a 72-hour deadline and 600 000 men", ["72-hour", "600 000 men"]),
        ("points 3 and 4", ["3", "4"]),
        ("no figure at all", []),
    ],
)  # fmt: skip
def test_figures_stand_with_their_unit(words: str, told: list[str]) -> None:
    assert figures(words) == told


@given(st.text(st.sampled_from("1aI(). \n§Article4x"), max_size=60))
def test_every_point_lies_in_its_lines(text: str) -> None:
    lines = text.split("\n")
    found = points(lines)
    assert all(1 <= point.line <= point.last <= len(lines) for point in found)
    assert [point.line for point in found] == sorted({point.line for point in found})


def test_a_stub_of_all_points_is_a_position_that_check_asks_to_be_filled_in(
    negpos: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text(TEXT)
    assert negpos("new", "river").code == 0
    draft = negpos("link", "plan.txt", "--stub", "--all", "-d", "river").out
    told = tomllib.loads(draft)["demand"]
    assert [row["point"] for row in told] == ["1", "2", "2(a)", "2(b)", "3.1", "Article 4(2)", "5"]
    assert {row["issue"] for row in told} == {""}
    assert "# figures: 250 prisoners\n" in draft
    (tmp_path / "river/positions/plan.toml").write_text(draft)
    checked = negpos("check", "river")
    assert checked.code == 1
    assert "plan.toml" in checked.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--stub", "--all"), "plan.txt has no numbered points; number them"),
        (("--all",), "--all goes with --stub"),
    ],
)
def test_what_cannot_be_stubbed_is_told(
    words: tuple[str, ...], told: str, negpos: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text("The truce holds. Nothing is numbered here.\n")
    done = negpos("link", "plan.txt", *words, "-d", "ukraine")
    assert (done.code, done.out, told in done.err) == (2, "", True)
