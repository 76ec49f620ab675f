"""Days: spans before and after one, and days as people say them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import days
from negpos.errors import UsageError

from .conftest import Negpos

TODAY = "2026-11-27"
"""A Friday."""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-05-01", "2026-05-01"),
        ("2026-5-1", "2026-05-01"),
        ("2026/05/01", "2026-05-01"),
        ("1 May 2026", "2026-05-01"),
        ("1 may 2026", "2026-05-01"),
        ("May 1, 2026", "2026-05-01"),
        ("1 May", "2026-05-01"),
        ("31 Dec", "2025-12-31"),
        ("27 November", "2026-11-27"),
        ("28 Nov.", "2025-11-28"),
        ("Sept 2025", "2025-09-30"),
        ("May 2026", "2026-05-31"),
        ("december", "2025-12-31"),
        ("2026-02", "2026-02-28"),
        ("2024-2", "2024-02-29"),
        ("2024", "2024-12-31"),
        ("25/5/2026", "2026-05-25"),
        ("5.5.2026", "2026-05-05"),
        ("5/25/2026", "2026-05-25"),
        ("today", TODAY),
        ("Yesterday", "2026-11-26"),
        ("3 days ago", "2026-11-24"),
        ("1 day ago", "2026-11-26"),
        ("2 weeks ago", "2026-11-13"),
        ("3 months ago", "2026-08-27"),
        ("1 year ago", "2025-11-27"),
        ("last week", "2026-11-20"),
        ("last month", "2026-10-27"),
        ("last year", "2025-11-27"),
        ("November", "2026-11-30"),  # the month that runs is this year's
        ("December", "2025-12-31"),
    ],
)
def test_days_are_read_as_people_say_them(words: str, day: str) -> None:
    assert days.read(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024", "2024-01-01"),
        ("May 2026", "2026-05-01"),
        ("2026-01", "2026-01-01"),
        ("1 May", "2026-05-01"),
        ("0001", "0001-01-01"),
    ],
)
def test_a_start_is_the_first_day_of_its_period_and_a_day_is_itself(words: str, day: str) -> None:
    assert days.read(words, TODAY, is_start=True) == day


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("1/5/2026", "'1/5/2026' could be 1 May or 5 January; write 2026-05-01 or 2026-01-05"),
        ("2026-13-01", "there is no month 13 in '2026-13-01'"),
        ("13/13/2026", "there is no month 13 in '13/13/2026'"),
        ("2026-02-29", "there is no day 29 in February 2026"),
        ("31 April 2026", "there is no day 31 in April 2026"),
        ("32 May 2026", "there is no day 32 in May 2026"),
        ("999 May", "there is no day 999 in May 2026"),
        ("2026-05-00", "there is no day 0 in May 2026"),
        ("0000-01-01", "there is no year 0"),
        ("1 May 2026 2027", "is not a date"),
        ("May June", "is not a date"),
        ("", "is not a date"),
        ("1 2 3", "is not a date"),
        ("99999 days ago", "is not a date"),
        ("\u0661 May 2026", "is not a date"),
        ("2025-W01-1", "is not a date"),
    ],
)
def test_what_is_no_day_or_two_days_is_refused_with_what_is_amiss(words: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        days.read(words, TODAY)
    assert told in str(refused.value)


def test_without_a_day_of_asking_relative_words_mean_nothing() -> None:
    for words in ("yesterday", "1 May", "3 days ago"):
        with pytest.raises(UsageError):
            days.read(words, "")
    assert days.read("1 May 2026", "") == "2026-05-01"


@given(st.text(max_size=20))
def test_any_words_are_a_day_or_refused(words: str) -> None:
    try:
        told = days.read(words, TODAY)
    except UsageError:
        return
    assert date.fromisoformat(told).isoformat() == told


@given(st.dates(), st.integers(1, 9999))
def test_a_span_of_days_leads_there_and_back(day: date, count: int) -> None:
    try:
        there = (day - timedelta(count)).isoformat()
    except OverflowError:
        there = ""
    assert days.before(day.isoformat(), f"{count}d") == there
    if there:
        assert days.after(there, f"{count}d") == day.isoformat()
        assert days.between(there, day.isoformat()) == count


@pytest.mark.parametrize(
    ("day", "span", "before", "after"),
    [
        ("2026-03-31", "1m", "2026-02-28", "2026-04-30"),
        ("2024-02-29", "1y", "2023-02-28", "2025-02-28"),
        ("2026-01-15", "12m", "2025-01-15", "2027-01-15"),
        ("0001-01-01", "1d", "", "0001-01-02"),
        ("9999-12-31", "1m", "9999-11-30", ""),
    ],
)
def test_a_span_of_months_ends_on_the_last_day_of_a_shorter_month(
    day: str, span: str, before: str, after: str
) -> None:
    assert (days.before(day, span), days.after(day, span)) == (before, after)


def test_the_reading_is_told_and_the_receipt_has_the_day_itself(negpos: Negpos) -> None:
    done = negpos("on", "army-size", "--as-of", "1 May 2026", "--receipt", "-f", "csv")
    assert "negpos: read '1 May 2026' as 2026-05-01" in done.err.splitlines()
    assert "--as-of 2026-05-01" in done.err
    assert "read" not in negpos("on", "army-size", "--as-of", "2026-05-01", "-f", "csv").err
    since = negpos("since", "May 2026", "russia", "-f", "csv")
    assert "negpos: read 'May 2026' as 2026-05-01" in since.err
    side = negpos("diff", "ukraine@2024", "ukraine@yesterday", "-f", "csv")
    assert {"negpos: read '2024' as 2024-12-31", "negpos: read 'yesterday' as 2026-11-26"} <= set(
        side.err.splitlines()
    )


@pytest.mark.parametrize(
    ("words", "found", "others"),
    [
        ("2026-05-01", ["2026-05-01"], []),
        ("1 May 2026 russia", ["1 May 2026"], ["russia"]),
        ("russia 1 May 2026", ["1 May 2026"], ["russia"]),
        ("1 May to 3 May 2026 russia", ["1 May", "3 May 2026"], ["russia"]),
        ("2026-01-01 March 14 Alliance", ["2026-01-01"], ["March 14 Alliance"]),
        ("yesterday russia ukraine", ["yesterday"], ["russia", "ukraine"]),
        ("3 days ago", ["3 days ago"], []),
        ("end of 2025 russia", ["end of 2025"], ["russia"]),
    ],
)
def test_days_are_found_among_other_words(words: str, found: list[str], others: list[str]) -> None:
    told = days.told(words.split(), TODAY, lambda name: name == "March 14 Alliance")
    assert told == (found, others)


@pytest.mark.parametrize("words", ["russia", "1 Mai 2026", "29 Feb", "", "2026 5"])
def test_words_without_a_day_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        days.told(words.split() or [""], TODAY, lambda name: False)


def test_the_end_and_the_start_of_a_period_are_its_last_and_first_day() -> None:
    assert days.read("end of 2025", TODAY) == "2025-12-31"
    assert days.read("the end of May 2025", TODAY) == "2025-05-31"
    assert days.read("start of 2025", TODAY) == "2025-01-01"
    assert days.read("beginning of May 2025", TODAY) == "2025-05-01"
    with pytest.raises(UsageError):
        days.read("end of " * 3000 + "2025", TODAY)
    with pytest.raises(UsageError, match="before the year 1"):
        days.read("9999 years ago", TODAY)
