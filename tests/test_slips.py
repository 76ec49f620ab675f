"""Slips in TOML are told by their name, and doing what the hint says mends them."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.intake.example import write
from negpos.intake.loading import check
from negpos.intake.slips import slip

MENDED = [
    ("ask = joint", "a text stands in no quotes", '"joint"'),
    ("text = it is so # yes", "a text stands in no quotes", '"it is so"'),
    ("ask = 60,5", "60,5 is no figure here", "a point: 60.5"),
    ('ask: "joint"', "a colon stands where = belongs", 'ask = "joint"'),
    ("date: 2025-03-01", "a colon stands where = belongs", "date = 2025-03-01"),
    ("ask = 1,000", "1,000 is no figure here", "1_000"),
    ("ask = 600 000", "600 000 is no figure here", "600_000"),
    ("ask = 600.000.000", "600.000.000 is no figure here", "600_000_000"),
    ("ask = –5", "– is no minus here", "-5"),
    ("ask = 05", "a figure begins with 0", "5"),
    ("ask = >=40", ">= is no sign here", "{ min = 40 }"),
    ("ask = < 7.5", "< is no sign here", "{ below = 7.5 }"),
    ("dropped = yes", "yes is no flag here", "true"),
    ("dropped = False", "False is no flag here", "false"),
    ("date = 2025-12-2", "2025-12-2 is no date here", "2025-12-02"),
    ("date = 2025-03", "2025-03 stands in no quotes", 'a month in quotes: "2025-03"'),
    ("until = 2025-3", "2025-3 stands in no quotes", 'a month in quotes: "2025-03"'),
    ("date = 31.12.2025", "31.12.2025 is no date here", "the year first: 2025-12-31"),
    ("date = 02/12/2025", "02/12/2025 is no date here", "the year first: 2025-12-02"),
    ('point "6"', "= is missing", 'point = "6"'),
    ("[demand", "the brackets of the heading do not match", "[[demand]]"),
    ("[[demand]", "the brackets of the heading do not match", "[[demand]]"),
    ("[issue.scale", "the brackets of the heading do not match", "[issue.scale]"),
]


@pytest.mark.parametrize(("line", "message", "hint"), MENDED)
def test_what_the_hint_says_to_write_is_toml(line: str, message: str, hint: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(line)
    found = slip(line)
    assert found is not None
    assert found.message == message
    assert found.hint.startswith(f"write {hint}")
    told = hint.rpartition(": ")[2]
    is_line = "=" in told.partition("{")[0] or told.startswith("[")
    tomllib.loads(told if is_line else f"key = {told}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ask = “joint”", "“ is no quote here"),
        ("ask = [„joint“]", "„ is no quote here"),
        ("ask = ‘joint’", "‘ is no quote here"),
        ('ask = "joint', "a quote is not closed"),
        ("ask = { max = 2025-03 }", "2025-03 stands in no quotes"),
        ("ask = { min = 2025-3, max = 40 }", "2025-3 stands in no quotes"),
        ('text = "say "so" now"', "a quote inside the text ends it"),
        ("text = 'it's so'", "a quote inside the text ends it"),
        ("ask =", "the value is missing"),
        ('ask = "joint",', "a comma ends the line"),
        ("ask = { min = 1 max = 2 }", "a comma is missing between two entries"),
        ('ask = ["a" "b"]', "a comma is missing between two entries"),
        ("ask = 50%", "50% is no figure here"),
        ("ask = 1.5m", "1.5m is no figure here"),
    ],
)
def test_a_slip_is_told_by_its_name(line: str, message: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(line)
    found = slip(line)
    assert found is not None
    assert found.message == message


SOUND = [
    'ask = "joint" # as “they” said: 60,5',
    "ask = 'say \"so\" now'",
    "ask = 600_000",
    'ask = ["a", "b"]',
    "ask = { min = 1, max = 2 }",
    "dropped = true",
    "date = 2025-12-02",
    "[[demand]]",
    "[issue.scale]",
    "",
    "# a remark: 1,000",
]


@pytest.mark.parametrize("line", SOUND)
def test_a_sound_line_is_no_slip(line: str) -> None:
    tomllib.loads(line)
    assert slip(line) is None


@given(line=st.text(max_size=60) | st.text("ask= \"'[]{}:,.-0123456789“”#\\", max_size=30))
def test_a_line_that_is_toml_is_no_slip_and_any_other_is_told_or_left(line: str) -> None:
    found = slip(line)
    try:
        tomllib.loads(line)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return
    assert "\n" in line or "\r" in line or found is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("“joint”", '“ is no quote here; write straight quotes: "…"'),
        ("joint", 'a text stands in no quotes; write "joint"'),
        ("60,5", "60,5 is no figure here; write a point: 60.5"),
        ('"joint', 'a quote is not closed; end the text with " on the same line'),
    ],
)
def test_check_tells_the_slip_with_its_line(typed: str, told: str, tmp_path: Path) -> None:
    root = tmp_path / "river"
    write(root)
    path = root / "positions" / "north" / "north-speech.toml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'^ask = "joint"', f"ask = {typed}", text, count=1, flags=re.M), "utf-8")
    line = text[: text.index('ask = "joint"')].count("\n") + 1
    _, (problem,) = check(root)
    assert str(problem) == f"{path}:{line}: is not TOML: {told}"


def test_words_of_a_text_that_is_never_closed_are_no_slip(tmp_path: Path) -> None:
    root = tmp_path / "river"
    write(root)
    path = root / "positions" / "north" / "north-speech.toml"
    path.write_text(path.read_text("utf-8") + 'note = """he said: “never”, 1,000 times', "utf-8")
    _, (problem,) = check(root)
    assert "nterminated string" in str(problem)
