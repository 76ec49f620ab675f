"""Scales of dates: laid as numbers, held against each other, told as the file tells them."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import scales
from negpos.days import STEPS, Period, counted, is_finer, uncounted, whole_period
from negpos.intake.asks import NotOnScale, region
from negpos.intake.loading import check
from negpos.intake.records import AskRegion
from negpos.scales import Mark, Region, Scale
from negpos.view import shapes, wording

from .conftest import Negpos

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INNER = st.dates(date(2001, 1, 1), date(2098, 12, 31))


def scale(step: str, *marks: Mark) -> Scale:
    """The dates of this century by day, by month or by year."""
    low, high = (counted(Period(year), step, is_start=year == "2000") for year in ("2000", "2099"))
    return Scale("date", low=low, high=high, unit=f"{step}s", step=step, marks=marks)


def by(step: str, **ask: str | date) -> Region:
    """The region of an ask on such a scale."""
    return region(scale(step), AskRegion.model_validate(ask))


@given(DAYS, DAYS, st.sampled_from(STEPS))
def test_dates_laid_as_numbers_keep_their_order_and_come_back(
    one: date, other: date, step: str
) -> None:
    first, second = counted(one, step), counted(other, step)
    length = {"day": 10, "month": 7, "year": 4}[step]
    assert uncounted(first, step) == one.isoformat()[:length]
    assert (first < second) == (uncounted(first, step) < uncounted(second, step))
    assert abs(counted(other, "day") - counted(one, "day")) == abs((other - one).days)


@given(DAYS, st.sampled_from(STEPS))
def test_a_month_begins_and_ends_with_its_days_and_is_called_by_its_name(
    day: date, step: str
) -> None:
    for words in (str(day)[:4], str(day)[:7]):
        period = Period(words)
        ends = counted(period, step, is_start=True), counted(period, step)
        assert ends[0] <= counted(day, step) <= ends[1]
        if not is_finer(period, step):
            assert whole_period(*ends, step) == ("" if ends[0] == ends[1] else words)


@given(INNER, st.sampled_from(STEPS))
def test_what_the_file_says_is_what_is_printed_and_what_the_data_tell(day: date, step: str) -> None:
    words = {"day": str(day), "month": str(day)[:7], "year": str(day)[:4]}[step]
    ask = day if step == "day" else words
    area = region(scale(step), ask)
    assert wording.region(scale(step), area) == wording.day(words)
    assert shapes.region(scale(step), area) == words
    for longer in {words[:4], words[:7]} - {words}:
        assert wording.region(scale(step), region(scale(step), longer)) == wording.day(longer)


@given(DAYS, DAYS, st.sampled_from(STEPS))
def test_asks_of_one_date_meet_and_others_are_so_many_steps_apart(
    one: date, other: date, step: str
) -> None:
    of = scale(step)
    a, b = (Region(counted(day, step), counted(day, step)) for day in (one, other))
    apart = scales.steps(of, a, b)
    assert (
        scales.meets(of, a, b) == (apart == 0) == (uncounted(a.low, step) == uncounted(b.low, step))
    )
    assert apart == scales.steps(of, b, a) == abs(a.low - b.low)
    assert 0 <= scales.distance(of, a, b) <= 1


@given(DAYS, st.sampled_from(STEPS))
def test_after_and_before_a_date_leave_out_that_date_alone(day: date, step: str) -> None:
    of = scale(step)
    words = uncounted(counted(day, step), step)
    told = day if step == "day" else words
    point = region(of, told)
    ends: list[Callable[[], Region]] = [
        lambda: by(step, after=told),
        lambda: by(step, before=told),
    ]
    for end in ends:
        try:
            area = end()
        except NotOnScale:
            assert counted(day, step) in (of.low, of.high)
        else:
            assert scales.meets(of, area, point) is False
            assert scales.steps(of, area, point) == 1
    assert scales.meets(of, by(step, min=told), point) is True
    assert scales.meets(of, by(step, max=told), point) is True


@pytest.mark.parametrize(
    ("step", "ask", "words"),
    [
        ("day", {"max": date(2027, 12, 31)}, "by 31 Dec 2027"),
        ("day", {"max": "2027"}, "by 31 Dec 2027"),
        ("day", {"min": "2027"}, "from 1 Jan 2027 on"),
        ("day", {"after": "2027-02"}, "from 1 Mar 2027 on"),
        ("day", {"before": "2027-03"}, "by 28 Feb 2027"),
        ("day", {"min": "2027-01", "max": "2027-02"}, "1 Jan 2027 to 28 Feb 2027"),
        ("day", {"min": "2027-01", "max": "2027-01"}, "Jan 2027"),
        ("day", {"min": "2027-01", "max": "2027-12"}, "2027"),
        ("month", {"max": "2027-12"}, "by the end of Dec 2027"),
        ("month", {"min": "2027-12"}, "from Dec 2027 on"),
        ("month", {"min": "2027-03", "max": "2027-05"}, "Mar 2027 to May 2027"),
        ("month", {"min": "2027", "max": "2027"}, "2027"),
        ("year", {"max": "2027"}, "by the end of 2027"),
        ("year", {"max": "2027", "vague": True}, "by the end of 2027, date open"),
        ("year", {"min": "2000"}, "anything on the scale"),
        ("day", {"min": "2099"}, "from 1 Jan 2099 on"),
        ("day", {"max": "2000"}, "by 31 Dec 2000"),
    ],
)
def test_a_stretch_of_dates_reads_as_a_person_would_say_it(
    step: str, ask: dict[str, str | date], words: str
) -> None:
    assert wording.region(scale(step), by(step, **ask)) == words


@pytest.mark.parametrize(
    ("step", "one", "other", "words"),
    [
        ("day", date(2027, 1, 1), date(2027, 3, 1), "59 days"),
        ("day", date(2027, 1, 1), date(2027, 1, 2), "1 day"),
        ("day", "2027-01", "2027-03", "29 days"),
        ("month", "2026-12", "2027-03", "3 months"),
        ("month", "2026-12", "2027-01", "1 month"),
        ("month", "2026", "2027-03", "3 months"),
        ("year", "2026", "2030", "4 years"),
        ("year", "2026", "2026", ""),
    ],
)
def test_a_distance_is_told_in_days_months_or_years(
    step: str, one: str | date, other: str | date, words: str
) -> None:
    of = scale(step)
    assert wording.steps(of, scales.steps(of, region(of, one), region(of, other))) == words


def test_a_date_told_in_words_is_read_and_told_by_them() -> None:
    never = Mark(counted(Period("2099"), "year"), "never", "a date, not told")
    of = scale("year", never)
    assert wording.region(of, region(of, "never")) == "never"
    untold = region(of, AskRegion(before="never", vague=True))
    assert wording.region(of, untold) == "a date, not told"
    assert shapes.region(of, untold) == {"min": "2000", "before": "never", "vague": True}
    assert scales.meets(of, untold, region(of, "never")) is False
    assert scales.told_steps(of, [region(of, "2030")], [region(of, "never")]) is None
    told = wording.region(of, region(of, AskRegion(before="never")))
    assert told == "before never"
    assert scales.meets(of, region(of, AskRegion(before="never")), region(of, "2098")) is True


def test_the_ends_of_a_scale_of_dates_are_dates() -> None:
    assert wording.reach(scale("day")) == "1 Jan 2000 to 31 Dec 2099"
    assert wording.reach(scale("year")) == "2000 to 2099"
    assert shapes.scale(scale("month")) == {
        "kind": "date",
        "low": "2000-01",
        "high": "2099-12",
        "step": "month",
        "marks": [],
    }


def statement(id_: str, parties: str, stated: str, *demands: str, **fields: str) -> str:
    """A position file of these demands."""
    head = {"status": '"published"', "attribution": '"document"', "form": '"text"'} | fields
    rows = "".join(f"[[demand]]\n{demand}\n" for demand in demands)
    told = "".join(f"{name} = {value}\n" for name, value in head.items())
    return (
        f'id = "{id_}"\ntitle = "{id_}"\nparties = [{parties}]\ndate = {stated}\n{told}'
        f'evidence = [{{ source = "record", at = "page 1" }}]\n{rows}'
    )


def demand(issue: str, ask: str, *more: str) -> str:
    """One demand of a file."""
    rest = "\n".join(more)
    return f'issue = "{issue}"\nask = {ask}\ntext = "A term on {issue}"\n{rest}'


def issue(id_: str, label: str, step: str, low: str, high: str) -> str:
    """An issue on a scale of dates."""
    return f"""
[[issue]]
id = "{id_}"
label = "{label}"
question = "When is {label}?"
[issue.scale]
kind = "date"
low = "{low}"
high = "{high}"
step = "{step}"
"""


SOURCES = """
[[source]]
id = "record"
publisher = "Record"
title = "Papers"
date = "2026"
kind = "document"
grade = "A"
"""


def laid(root: Path, title: str, issues: str, parties: str, **positions: str) -> str:
    """A dossier of these parties, issues and positions stands in the folder."""
    names = parties.split()
    files = {
        "dossier.toml": f'id = "{title}"\ntitle = "{title}"\n',
        "parties.toml": "".join(
            f'[[party]]\nid = "{name}"\nname = "{name.title()}"\n' for name in names
        ),
        "sources.toml": SOURCES,
        "issues.toml": f'[[theme]]\nid = "t"\ntitle = "Terms"\n{issues}',
    }
    for name, text in positions.items():
        party, _, id_ = name.partition("_")
        files[f"positions/{party}/{id_.replace('_', '-')}.toml"] = text
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert check(root)[1] == []
    return str(root)


@pytest.fixture
def trilogue(tmp_path: Path) -> str:
    """A law that is to apply from different months and years."""
    return laid(
        tmp_path / "act",
        "act",
        issue("t.start", "the start", "month", "2026", "2032")
        + issue("t.review", "the review", "year", "2026", "2040"),
        "parliament council commission",
        parliament_report=statement(
            "report",
            '"parliament"',
            '"2026-03"',
            demand("t.start", '{ max = "2027-08" }', 'firmness = "red-line"'),
            demand("t.review", '"2030"'),
        ),
        council_mandate=statement(
            "mandate",
            '"council"',
            "2026-04-14",
            demand("t.start", '"2028-02"'),
            demand("t.review", '"2033"'),
        ),
        commission_proposal=statement(
            "proposal",
            '"commission"',
            '"2025"',
            demand("t.start", '"2027"'),
            demand("t.review", '{ min = "2030" }'),
        ),
    )


def test_a_trilogue_is_told_in_months_and_years(negpos: Negpos, trilogue: str) -> None:
    line = ("compare", "parliament", "council", "--full", "--dossier", trilogue)
    told = " ".join(negpos(*line, COLUMNS="160").out.split())
    for words in ("# by the end of Aug 2027", "Feb 2028", "6 months", "2030", "2033", "3 years"):
        assert words in told
    assert "1 crossing, 1 gap" in told


def test_whoever_asks_for_any_month_of_a_year_agrees_with_its_august(
    negpos: Negpos, trilogue: str
) -> None:
    line = ("compare", "parliament", "commission", "--full", "--dossier", trilogue)
    assert "2 agreed" in negpos(*line).out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("on", "start"), "by the end of Aug 2027"),
        (("why", "council", "start"), "Feb 2028"),
        (("show", "mandate"), "Feb 2028"),
        (("redlines", "parliament", "council", "--full"), "6 months"),
        (("plan", "mandate", "parliament", "commission"), "Feb 2028"),
        (("timeline", "--issue", "start"), "height: from ▁ Jan 2026 to █ Dec 2032"),
        (("diff", "report", "mandate", "--full"), "3 years"),
        (("common", "parliament", "commission", "--full"), "Jan 2027 to Aug 2027"),
        (("brief", "parliament", "council", "--format", "md"), "Feb 2028"),
        (("matrix", "parliament", "council", "commission"), "Commission"),
    ],
)
def test_every_command_takes_dates(
    negpos: Negpos, trilogue: str, line: tuple[str, ...], words: str
) -> None:
    done = negpos(*line, "--dossier", trilogue, COLUMNS="160")
    assert words in " ".join(done.out.split())


def test_columns_have_iso_dates(negpos: Negpos, trilogue: str) -> None:
    line = ("on", "start", "--dossier", trilogue, "--format")
    rows = {row["ref"]: row for row in csv.DictReader(io.StringIO(negpos(*line, "csv").out))}
    ends = {ref: (row["value"], row["min"], row["max"], row["unit"]) for ref, row in rows.items()}
    assert ends["council"] == ("2028-02", "2028-02", "2028-02", "")
    assert ends["parliament"] == ("", "2026-01", "2027-08", "")
    assert ends["commission"] == ("", "2027-01", "2027-12", "")
    data = json.loads(negpos(*line, "json").out)
    assert data["scale"]["step"] == "month"
    assert data["stances"]["commission"]["ask"] == {
        "min": "2027-01",
        "max": "2027-12",
        "vague": False,
    }


@pytest.fixture
def treaty(tmp_path: Path) -> str:
    """A treaty that two have initialled, and what one of them asked for before."""
    return laid(
        tmp_path / "treaty",
        "treaty",
        issue("t.force", "the entry into force", "day", "2026", "2028"),
        "upland lowland",
        upland_letter=statement("letter", '"upland"', '"2026-01"', demand("t.force", "2027-01-01")),
        lowland_note=statement(
            "note", '"lowland"', '"2026-02"', demand("t.force", '{ after = "2027" }')
        ),
        joint_treaty=statement(
            "treaty",
            '"upland", "lowland"',
            "2026-05-09",
            demand("t.force", '{ max = "2027-06" }'),
            stage='"agreed"',
        ),
    )


def test_before_a_treaty_is_initialled_its_sides_are_a_year_apart(
    negpos: Negpos, treaty: str
) -> None:
    line = ("compare", "upland", "lowland", "--full", "--dossier", treaty, "--as-of", "2026-03")
    told = " ".join(negpos(*line, COLUMNS="160").out.split())
    for words in ("1 Jan 2027", "from 1 Jan 2028 on", "365 days", "1 gap"):
        assert words in told


def test_an_initialled_treaty_speaks_for_both(negpos: Negpos, treaty: str) -> None:
    told = negpos("compare", "upland", "lowland", "--full", "--dossier", treaty, COLUMNS="160").out
    assert told.count("by 30 Jun 2027") == 2
    assert "1 agreed" in told
    moved = negpos("since", "2026-03", "lowland", "--dossier", treaty, COLUMNS="160").out
    assert "from 1 Jan 2028 on" in moved
    assert "185 days" in moved
