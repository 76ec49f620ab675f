"""A month or a year in place of a day: shown as it is written, counted as its last day."""

import json
import tomllib
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.days import Period, is_period, written
from negpos.intake.example import write
from negpos.intake.loading import check
from negpos.intake.slips import slip
from negpos.view import wording

from .conftest import Negpos
from .factory import demand

SPEECH = "positions/north/north-speech.toml"


@given(st.integers(1, 9999), st.integers(0, 12))
def test_a_month_or_a_year_is_its_last_day_and_reads_as_it_is_written(
    year: int, month: int
) -> None:
    words = f"{year:04}-{month:02}" if month else f"{year:04}"
    day = Period(words)
    told = date.fromisoformat(day.isoformat())
    assert told == day
    assert told == date.max or day.isoformat()[: len(words)] != str(next_day(told))[: len(words)]
    assert written(day) == str(day) == words
    assert written(told) == ""
    shown = f"{wording.MONTHS[month - 1]} {year:04}" if month else f"{year:04}"
    assert wording.day(day.isoformat(), written(day)) == shown


def next_day(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)


@pytest.mark.parametrize("words", ["2025-3", "2025-13", "2025-00", "0000", "25", "2025-03-01", ""])
def test_other_words_are_no_month_and_no_year(words: str) -> None:
    assert not is_period(words)


def test_those_of_one_day_are_told_as_near_as_every_one_tells_it() -> None:
    month = demand(1, said="2025-03-31", said_as="2025-03", known_as="2025-03")
    day = demand(1, said="2025-03-31")
    later = demand(1, said="2025-01-31", said_as="2025-01", known="2025-03-31")
    assert wording.day_of("2025-03-31", [month, month]) == "Mar 2025"
    assert wording.day_of("2025-03-31", [month, day]) == "31 Mar 2025"
    assert wording.day_of("2025-03-31", [later]) == "31 Mar 2025"
    assert wording.day_of("2025-01-31", [later]) == "Jan 2025"


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """The dossier of ``negpos new``, whose speech and source tell the month alone, and whose
    first demand holds until the end of a year."""
    root = tmp_path / "river"
    write(root)
    change(root / SPEECH, "date = 2025-03-01", 'date = "2025-03"')
    change(root / SPEECH, "ask = 60\n", 'ask = 60\nuntil = "2025"\n')
    change(root / "sources.toml", "date = 2025-03-01", 'date = "2025-03"')
    assert check(root)[1] == []
    return root


def change(path: Path, old: str, new: str) -> None:
    """The words stand in the file in place of the others, which stand there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


LINES = [
    ("compare", "north", "south", "--full"),
    ("brief", "north", "south", "--format", "md"),
    ("redlines", "north", "south", "--full"),
    ("on", "share", "north", "south"),
    ("show", "north-speech"),
    ("show", "north", "--speaker", "Minister of the North"),
    ("why", "north", "share"),
    ("why", "north", "share", "--full"),
    ("since", "2025-03-15", "north"),
    ("timeline", "north"),
    ("timeline", "north", "--full"),
    ("timeline", "north", "--issue", "share"),
    ("list", "positions", "--full"),
    ("list", "sources"),
    ("list", "sources", "--full"),
    ("search", "flow"),
    ("plan", "north-speech", "south"),
]


@pytest.mark.parametrize("line", LINES)
def test_every_command_shows_the_month_and_never_a_day_that_nobody_told(
    negpos: Negpos, river: Path, line: tuple[str, ...]
) -> None:
    told = negpos(*line, "--dossier", str(river), COLUMNS="140").out
    shown = " ".join(told.replace("record ends 31 Mar 2025", "").split())
    assert "Mar 2025" in shown or " 2025-03 " in shown
    assert "31 Mar 2025" not in shown
    assert "2025-03-31" not in shown


def test_until_a_year_is_shown_as_that_year(negpos: Negpos, river: Path) -> None:
    told = negpos("compare", "north", "south", "--full", "--dossier", str(river)).out
    assert ", until 2025, now past" in " ".join(told.split())


def test_the_month_counts_as_its_last_day(negpos: Negpos, river: Path) -> None:
    line = ("on", "share", "north", "--format", "json", "--dossier", str(river), "--as-of")
    asks = []
    for day in ("2025-03-30", "2025-03-31", "2025-12-31", "2026-01-01"):
        stance = json.loads(negpos(*line, day).out)["stances"]["north"]
        asks.append(stance and stance["ask"])
    assert asks == [None, 60, 60, None]


def test_data_have_the_last_day_and_how_near_it_is_told(negpos: Negpos, river: Path) -> None:
    data = json.loads(
        negpos("show", "north-speech", "--format", "json", "--dossier", str(river)).out
    )
    first = data["demands"][0]
    assert (data["date"], data["precision"]) == ("2025-03-31", "month")
    assert (first["said"], first["precision"]) == ("2025-03-31", "month")
    assert first["until"] == "2025-12-31"
    (source,) = data["sources"]
    assert (source["date"], source["precision"]) == ("2025-03-31", "month")


def test_undated_speech_of_a_month_was_said_by_then(negpos: Negpos, river: Path) -> None:
    change(river / SPEECH, 'date = "2025-03"', 'date = "2025-03"\ndate_is = "latest"')
    told = negpos("compare", "north", "south", "--full", "--dossier", str(river), COLUMNS="140").out
    assert "by Mar 2025" in " ".join(told.split())


def test_a_text_lapses_in_a_month(negpos: Negpos, river: Path) -> None:
    lapsed = 'date = "2025-03"\nlapsed = "2025-06"\nlapsed_reason = "The minister resigned"'
    change(river / SPEECH, 'date = "2025-03"', lapsed)
    told = negpos("show", "north-speech", "--dossier", str(river)).out
    assert "Lapsed in Jun 2025: The minister resigned" in told


def test_what_takes_over_a_text_of_another_in_a_month_says_so_in_that_month(
    negpos: Negpos, river: Path
) -> None:
    (river / "positions/south/south-reply.toml").write_text(
        """id = "south-reply"
title = "Reply"
parties = ["south"]
date = "2025-04"
status = "statement"
attribution = "official"
form = "quoted"
endorses = "north-speech"
evidence = [{ source = "gazette-2025-03-01", at = "page 2" }]
""",
        encoding="utf-8",
    )
    told = negpos("why", "south", "gauges", "--dossier", str(river)).out
    assert "Apr 2025" in told
    assert "30 Apr" not in told.replace("record ends 30 Apr 2025", "")


def test_doing_what_check_says_mends_a_month_without_quotes(river: Path) -> None:
    line = "date = 2025-03"
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(line)
    found = slip(line)
    assert found is not None
    change(river / SPEECH, 'date = "2025-03"', f"date = {found.hint.rpartition(': ')[2]}")
    assert check(river)[1] == []


@pytest.mark.parametrize(
    ("word", "day"),
    [("2025-02", "28 Feb 2025"), ("2025", "31 Dec 2025"), ("2024-02", "29 Feb 2024")],
)
def test_a_month_or_a_year_that_is_typed_is_its_end(
    negpos: Negpos, river: Path, word: str, day: str
) -> None:
    done = negpos("compare", "north", "south", "--as-of", word, "--dossier", str(river))
    assert f"as known on {day}" in done.out


def test_since_a_year_is_since_its_first_day(negpos: Negpos, river: Path) -> None:
    assert "Since 1 Jan 2025" in negpos("since", "2025", "north", "--dossier", str(river)).out


def test_a_workbook_tells_people_the_month_in_words_and_a_day_as_a_date(
    negpos: Negpos, river: Path, tmp_path: Path
) -> None:
    line = ("--dossier", str(river), "--output", str(tmp_path / "told.xlsx"))
    assert negpos("compare", "north", "south", "--full", *line).code == 0
    book = openpyxl.load_workbook(tmp_path / "told.xlsx")
    pages = {page.title: list(page.iter_rows(values_only=True)) for page in book}
    head, *rows = pages["issues"]
    assert {row[head.index("North: said")] for row in rows} == {"Mar 2025"}
    assert {row[head.index("South: said")] for row in rows} == {datetime(2025, 2, 10), None}
    head, *rows = pages["red lines"]
    assert {row[head.index("Said")] for row in rows} == {"Mar 2025"}
    head, *rows = pages["sources"]
    assert {row[head.index("date")] for row in rows} == {"Mar 2025", datetime(2025, 2, 10)}
