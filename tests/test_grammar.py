"""An ask in words means one region or is a fault that says how to write it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.dossier import Region
from negpos.intake.asks import region
from negpos.intake.grammar import NotOnScale
from negpos.scales import Mark, Option, Scale

from .drawn import SCALES
from .factory import dates, members, nominal, ordinal

STEPS = ordinal("none", "some", "most", "all")
YEARS = Scale("quantity", low=-10, high=2000, unit="days")
EUROS = Scale("quantity", low=0, high=10, unit="billion", prefix="€", scaling="bn")
TROOPS = Scale("quantity", low=0, high=2_000_000, unit="troops", marks=(Mark(2e6, "no ceiling"),))
SHARE = Scale("quantity", low=0, high=100, unit="percent", unit_short="%")
DAYS = Scale(
    "date",
    low=date(2020, 1, 1).toordinal(),
    high=date(2040, 1, 1).toordinal(),
    unit="days",
    step="day",
)
MONTHS = dates("2020-01", "2040-12")
SETS = Scale("members", (Option("c", "Crimea"), Option("l", "Luhansk"), Option("d", "Donetsk")))
WHO = nominal("us-led", "un-led", "joint")


def n(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@pytest.mark.parametrize(
    ("scale", "words", "expected"),
    [
        (STEPS, "Some", Region(1, 1)),
        (STEPS, ">=some", Region(1, 3)),
        (STEPS, "> some", Region(2, 3)),
        (STEPS, "<most", Region(0, 1)),
        (STEPS, "some to all", Region(1, 3)),
        (STEPS, "most | some", Region(1, 2)),
        (YEARS, "40", Region(40, 40)),
        (YEARS, "60 days", Region(60, 60)),
        (YEARS, "1 day", Region(1, 1)),
        (YEARS, ">=40", Region(40, 2000)),
        (YEARS, "≤ 40 days", Region(-10, 40)),
        (YEARS, ">40", Region(40, 2000, is_above=True)),
        (YEARS, "<40", Region(-10, 40, is_below=True)),
        (YEARS, "16-18", Region(16, 18)),
        (YEARS, "16–18 days", Region(16, 18)),
        (YEARS, "-5--3", Region(-5, -3)),
        (YEARS, "-5 to 3", Region(-5, 3)),
        (YEARS, "−5", Region(-5, -5)),
        (YEARS, "~74", Region(66.6, 81.4, True, about=74)),
        (YEARS, "about 74 days", Region(66.6, 81.4, True, about=74)),
        (YEARS, "vague 16-18", Region(16, 18, True)),
        (SHARE, "25 %", Region(25, 25)),
        (SHARE, "25%", Region(25, 25)),
        (SHARE, "12,5 percent", Region(12.5, 12.5)),
        (EUROS, "€1.5bn", Region(1.5, 1.5)),
        (EUROS, "1.5 bn", Region(1.5, 1.5)),
        (EUROS, "1.5 billion", Region(1.5, 1.5)),
        (EUROS, "1500m €", Region(1.5, 1.5)),
        (EUROS, "1.5", Region(1.5, 1.5)),
        (TROOPS, "600,000", Region(600_000, 600_000)),
        (TROOPS, "600 000", Region(600_000, 600_000)),
        (TROOPS, "600'000 troops", Region(600_000, 600_000)),
        (TROOPS, "600k", Region(600_000, 600_000)),
        (TROOPS, "1,234,567", Region(1_234_567, 1_234_567)),
        (TROOPS, "1.234.567", Region(1_234_567, 1_234_567)),
        (TROOPS, "1.234,5", Region(1234.5, 1234.5)),
        (TROOPS, "1,234.5", Region(1234.5, 1234.5)),
        (TROOPS, "600k to no ceiling", Region(600_000, 2_000_000)),
        (DAYS, "2027-12-31", Region(n("2027-12-31"), n("2027-12-31"))),
        (DAYS, "31.12.2027", Region(n("2027-12-31"), n("2027-12-31"))),
        (DAYS, "<=2027-12", Region(DAYS.low, n("2027-12-31"))),
        (DAYS, ">2027", Region(n("2028-01-01"), DAYS.high)),
        (DAYS, "March 2027", Region(n("2027-03-01"), n("2027-03-31"))),
        (DAYS, "2027-01 to 2027-06", Region(n("2027-01-01"), n("2027-06-30"))),
        (DAYS, "2027-01-05 – 2027-02-01", Region(n("2027-01-05"), n("2027-02-01"))),
        (MONTHS, ">=2027", Region(2027 * 12, MONTHS.high)),
        (MONTHS, "2027", Region(2027 * 12, 2027 * 12 + 11)),
        (SETS, "Crimea + Luhansk", Region(3, 3)),
        (SETS, "{c, d}", Region(5, 5)),
        (SETS, "Luhansk | Crimea", Region(3, 3)),
        (SETS, "{}", Region(0, 0)),
        (SETS, "crimea", Region(1, 1)),
        (members("x", "y", adds_up=True), "x", Region(1, 3)),
        (WHO, "US-led", Region(1, 1)),
        (WHO, "us-led | joint", Region(5, 5)),
        (WHO, "vague us-led | joint", Region(5, 5, True)),
    ],
)
def test_words_mean_a_region(scale: Scale, words: str, expected: Region) -> None:
    assert region(scale, words) == expected


@pytest.mark.parametrize(
    ("scale", "words", "told"),
    [
        (TROOPS, "1.234", "'1.234' could be 1234 or a fraction; write 1234, or 1.2340"),
        (DAYS, "3/4/2027", "could be 3 April or 4 March"),
        (TROOPS, "60 days", "this scale counts troops, not days"),
        (EUROS, "$2bn", "this scale counts €, not $"),
        (TROOPS, "12,34,567", "is no number"),
        (TROOPS, "5,000,000", "5,000,000 lies outside the scale"),
        (TROOPS, "a ceiling", "expected a number, or in quotes one of: no ceiling"),
        (YEARS, "18-16", "the low end stands above the high end"),
        (YEARS, "~0", "about 0 has no breadth"),
        (YEARS, "40 + 50", "+ joins members of a set; this scale is a quantity scale"),
        (STEPS, "none | most", "leave out some, which lies between; write one as ask"),
        (STEPS, ">all", "nothing lies above all"),
        (STEPS, "~some", "~ means nothing on an ordinal scale"),
        (STEPS, "mst", "expected one of none, some, most, all; got 'mst'; did you mean most?"),
        (STEPS, "some |", "nothing stands on one side of |"),
        (WHO, "us-led + joint", "+ joins members of a set, and this scale is nominal"),
        (WHO, ">us-led", "> means nothing on a nominal scale"),
        (WHO, "us-lead", "did you mean us-led?"),
        (SETS, "Crimea + Lugansk", "did you mean Luhansk?"),
        (DAYS, "2027-13", "'2027-13'"),
        (DAYS, "soon", "expected a date"),
    ],
)
def test_words_that_mean_nothing_or_two_things_are_a_fault(
    scale: Scale, words: str, told: str
) -> None:
    with pytest.raises(NotOnScale) as caught:
        region(scale, words)
    assert told in "; ".join(filter(None, (caught.value.message, caught.value.hint)))


@pytest.mark.parametrize(
    ("words", "value"),
    [("1.234", 1234), ("1,5", 1.5), ("1.234,5", 1234.5), ("1234", 1234), ("1,234.5", 1234.5)],
)
def test_a_decimal_comma_rules_where_it_is_recognised(words: str, value: float) -> None:
    assert region(TROOPS, words, comma=True) == Region(value, value)


@given(st.sampled_from(SCALES), st.text(st.sampled_from("0129.,-<>=~|+{}[]a xyb€%km "), max_size=9))
def test_any_words_are_a_region_or_a_fault(scale: Scale, words: str) -> None:
    with suppress(NotOnScale):
        found = region(scale, words)
        assert scale.kind in ("nominal", "members") or scale.low <= found.low <= found.high


@given(st.integers(-10, 2000), st.booleans())
def test_a_figure_is_read_with_and_without_its_thousands_and_unit(value: int, comma: bool) -> None:
    plain = f"{value:,}".replace(",", "." if comma else ",")
    for words in (plain, f"{plain} days", f"{value}"):
        assert region(YEARS, words, comma=comma) == Region(value, value)
