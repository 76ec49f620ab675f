"""Figures with their units: what stands before and behind them, and in what they are counted."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import scales
from negpos.intake.asks import region
from negpos.intake.loading import check
from negpos.intake.records import AskRegion
from negpos.scales import Mark, Region, Scale
from negpos.view import shapes, wording

from .conftest import Negpos
from .factory import demand, issue, point


def quantity(**fields: object) -> Scale:
    """A quantity from 0 to 100 with these fields."""
    return Scale("quantity", **({"low": 0, "high": 100, "unit": "units"} | fields))


EUROS = quantity(unit="euros", prefix="€", scaling="bn")
PAY = quantity(unit="euros a year", prefix="€", scaling="k", unit_short="a year")
SHARE = quantity(unit="percent", unit_short="%")
TROOPS = quantity(unit="persons", scaling="k")
TERM = quantity(unit="centuries", singular="century")
AGREED = quantity(unit="euros", prefix="€", marks=(Mark(100, "no cap"),))


@pytest.mark.parametrize(
    ("scale", "area", "words"),
    [
        (EUROS, point(1.5), "€1.5bn"),
        (EUROS, Region(1, 2.5), "€1bn to €2.5bn"),
        (EUROS, Region(0, 2, is_below=True), "below €2bn"),
        (EUROS, Region(0, 2, vague=True), "at most €2bn, figure open"),
        (EUROS, Region(-5, -5), "-€5bn"),
        (PAY, point(45), "€45k a year"),
        (SHARE, point(12), "12%"),
        (SHARE, Region(40, 60), "40% to 60%"),
        (SHARE, Region(40, 100), "at least 40%"),
        (TROOPS, point(60), "60 thousand persons"),
        (TROOPS, point(1), "1 thousand persons"),
        (TROOPS, Region(40, 60), "40 to 60 thousand persons"),
        (quantity(unit="persons", scaling="m", unit_short=""), point(2), "2 million"),
        (TERM, point(1), "1 century"),
        (TERM, point(3), "3 centuries"),
        (TERM, Region(1, 3), "1 to 3 centuries"),
        (AGREED, Region(30, 100), "at least €30"),
        (AGREED, point(100), "no cap"),
        (quantity(unit="days"), point(60), "60 days"),
        (quantity(unit="degrees", unit_short="°C"), point(1.5), "1.5°C"),
    ],
)
def test_an_ask_has_what_its_scale_puts_before_and_behind_it(
    scale: Scale, area: Region, words: str
) -> None:
    assert wording.region(scale, area) == words


@pytest.mark.parametrize(
    ("scale", "count", "words"),
    [
        (EUROS, 0.5, "€0.5bn"),
        (PAY, 5, "€5k a year"),
        (SHARE, 5, "5 percentage points"),
        (SHARE, 1, "1 percentage point"),
        (quantity(unit="per cent"), 5, "5 percentage points"),
        (quantity(unit="percent of GDP"), 1.5, "1.5 percentage points of GDP"),
        (quantity(unit="%"), 2, "2 percentage points"),
        (quantity(unit="percentiles"), 2, "2 percentiles"),
        (TROOPS, 20, "20 thousand persons"),
        (TERM, 1, "1 century"),
    ],
)
def test_a_distance_has_its_unit_and_between_shares_it_is_in_points(
    scale: Scale, count: float, words: str
) -> None:
    assert wording.steps(scale, count) == words


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (EUROS, "€0bn to €100bn"),
        (SHARE, "0% to 100%"),
        (TROOPS, "0 to 100 thousand persons"),
        (quantity(unit="%"), "0% to 100%"),
        (TERM, "0 to 100 centuries"),
    ],
)
def test_the_ends_of_a_scale_are_told_with_the_unit(scale: Scale, words: str) -> None:
    assert wording.reach(scale) == words


def test_data_tell_the_figure_of_the_file_and_in_what_it_is_counted() -> None:
    told = shapes.demand(issue("t.i", EUROS), demand(1.5))
    assert (told["ask"], told["unit"], told["words"]) == (1.5, "billion euros", "€1.5bn")
    scale = shapes.scale(PAY)
    assert (scale["prefix"], scale["scaling"], scale["singular"]) == ("€", "k", None)


def about(scale: Scale, figure: float) -> Region:
    """The region of an ask about a figure."""
    return region(scale, AskRegion(about=figure))


@given(st.integers(1, 10_000))
def test_about_a_figure_is_vague_within_a_tenth_and_tells_that_figure_alone(
    hundredths: int,
) -> None:
    figure = hundredths / 100
    area = about(SHARE, figure)
    assert wording.region(SHARE, area) == f"about {wording.region(SHARE, point(figure))}"
    assert shapes.region(SHARE, area) == {"about": figure, "vague": True}
    assert area.vague
    assert area.low == pytest.approx(figure * 0.9)
    assert area.high == pytest.approx(min(figure * 1.1, 100))
    assert scales.meets(SHARE, area, point(figure)) is None
    beyond = figure * 1.11
    assert beyond > 100 or scales.meets(SHARE, area, point(beyond)) is False
    assert scales.meets(SHARE, area, Region(0, 100)) is True
    assert scales.told_steps(SHARE, [area], [point(0)]) is None
    assert scales.intersection(SHARE, area, Region(0, 100)) == area
    assert scales.intersection(SHARE, area, area) == area


def test_about_a_figure_below_nought_lies_around_it() -> None:
    scale = quantity(low=-100)
    assert about(scale, -50) == Region(-55, -45, vague=True, about=-50)
    assert about(scale, -100) == Region(-100, -90, vague=True, about=-100)


def test_what_only_part_of_is_meant_is_about_that_figure_no_longer() -> None:
    both = scales.intersection(SHARE, about(SHARE, 50), Region(0, 50))
    assert both == Region(45, 50, vague=True)


@given(st.integers(0, 100_000), st.sampled_from([EUROS, PAY, SHARE, TROOPS, TERM]))
def test_the_figure_of_the_file_is_what_is_printed(hundredths: int, scale: Scale) -> None:
    value = hundredths / 100
    told = re.sub(r"[^0-9.]", "", wording.region(scale, point(value)))
    assert float(told) == value


STRIKE = {
    "dossier.toml": 'id = "strike"\ntitle = "Strike at the works"\n',
    "parties.toml": """
[[party]]
id = "union"
name = "Union"
[[party]]
id = "works"
name = "Works"
""",
    "sources.toml": """
[[source]]
id = "leaflet"
publisher = "Union"
title = "Leaflet"
date = 2025-03-01
kind = "document"
grade = "A"
""",
    "issues.toml": """
[[theme]]
id = "pay"
title = "Pay"

[[issue]]
id = "pay.rise"
label = "Rise"
question = "By how much do wages rise?"
[issue.scale]
kind = "quantity"
low = 0
high = 20
unit = "percent"
unit_short = "%"

[[issue]]
id = "pay.fund"
label = "Fund"
question = "How much goes into the fund?"
[issue.scale]
kind = "quantity"
low = 0
high = 5
unit = "euros"
prefix = "€"
scaling = "bn"

[[issue]]
id = "pay.notice"
label = "Notice"
question = "How long is the notice?"
[issue.scale]
kind = "quantity"
low = 0
high = 10
unit = "weeks"
""",
    "positions/union/union-leaflet.toml": """
id = "union-leaflet"
title = "Leaflet"
parties = ["union"]
date = 2025-03-01
status = "published"
attribution = "document"
form = "text"
evidence = [{ source = "leaflet", at = "page 1" }]
[[demand]]
issue = "pay.rise"
ask = 12
text = "Twelve percent more"
[[demand]]
issue = "pay.fund"
ask = { min = 2 }
text = "Two billion for the fund"
firmness = "red-line"
[[demand]]
issue = "pay.notice"
ask = 1
text = "A week"
""",
    "positions/works/works-offer.toml": """
id = "works-offer"
title = "Offer"
parties = ["works"]
date = 2025-03-02
status = "published"
attribution = "document"
form = "text"
evidence = [{ source = "leaflet", at = "page 2" }]
[[demand]]
issue = "pay.rise"
ask = 7
text = "Seven percent more"
[[demand]]
issue = "pay.fund"
ask = 1.5
text = "One and a half billion for the fund"
[[demand]]
issue = "pay.notice"
ask = 2
text = "Two weeks"
""",
}


def laid(root: Path, files: dict[str, str]) -> str:
    """The dossier of these files stands in the folder, without a problem."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert check(root)[1] == []
    return str(root)


@pytest.fixture
def strike(tmp_path: Path) -> str:
    """A strike with shares, billions and weeks."""
    return laid(tmp_path / "strike", STRIKE)


def test_a_strike_is_told_in_percent_points_and_billions(negpos: Negpos, strike: str) -> None:
    told = negpos("compare", "union", "works", "--full", "--dossier", strike).out
    for words in ("12%", "7%", "5 percentage points", "at least €2bn", "€1.5bn", "€0.5bn"):
        assert words in told
    for words in ("1 week\n", "2 weeks", "12 percent", "1 weeks"):
        assert (words.strip() in told) == (words in ("1 week\n", "2 weeks"))


@pytest.mark.parametrize(
    "line",
    [
        ("on", "fund", "union", "works"),
        ("show", "works-offer"),
        ("why", "works", "fund"),
        ("plan", "works-offer", "union"),
        ("redlines", "union", "works", "--full"),
        ("timeline", "works", "--issue", "fund"),
        ("brief", "union", "works", "--format", "md"),
    ],
)
def test_every_command_tells_the_figure_with_its_unit(
    negpos: Negpos, strike: str, line: tuple[str, ...]
) -> None:
    assert "€1.5bn" in negpos(*line, "--dossier", strike).out


def test_about_a_figure_is_told_so_by_every_report(negpos: Negpos, strike: str) -> None:
    offer = Path(strike) / "positions/works/works-offer.toml"
    text = offer.read_text(encoding="utf-8").replace("ask = 1.5", "ask = { about = 1.5 }")
    offer.write_text(text, encoding="utf-8")
    told = negpos("compare", "union", "works", "--full", "--dossier", strike).out
    assert "about €1.5bn" in told
    assert "1.35" not in told
    line = ("on", "fund", "works", "--dossier", strike, "--format")
    stance = json.loads(negpos(*line, "json").out)["stances"]["works"]
    assert (stance["ask"], stance["words"]) == ({"about": 1.5, "vague": True}, "about €1.5bn")
    (row,) = csv.DictReader(io.StringIO(negpos(*line, "csv").out))
    assert (row["ask"], row["value"], row["min"], row["max"]) == ("about €1.5bn", "", "", "")


def test_columns_of_figures_tell_what_they_are_counted_in(negpos: Negpos, strike: str) -> None:
    line = ("on", "fund", "union", "works", "--dossier", strike, "--format")
    rows = list(csv.DictReader(io.StringIO(negpos(*line, "csv").out)))
    told = {row["ref"]: (row["value"], row["min"], row["unit"]) for row in rows}
    assert told["works"] == ("1.5", "1.5", "billion euros")
    assert told["union"] == ("", "2", "billion euros")
    assert json.loads(negpos(*line, "json").out)["scale"]["scaling"] == "bn"
