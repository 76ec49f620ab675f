"""One of several figures or dates: read, held against asks by its points, told in every form."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import scales
from negpos.comparison import standing
from negpos.days import Period, counted
from negpos.dossier import Demand
from negpos.intake import example
from negpos.intake.asks import NotOnScale, region
from negpos.intake.records import AskRegion
from negpos.package import ask as exported
from negpos.profiles import profile
from negpos.scales import Mark, Region, Scale, of_points
from negpos.view import shapes, wording

from .conftest import Negpos
from .drawn import regions
from .factory import dates, demand, dossier, issue, point, position, quantity

WEEKS = Scale("quantity", low=0.0, high=52.0, unit="weeks", marks=(Mark(52, "a year"),))
EUROS = Scale("quantity", low=0, high=9, unit="euros", prefix="€", scaling="bn")
MONTHS = dates("2026-01", "2030-12")
DAYS = Scale(
    "date",
    low=counted(Period("2026"), "day", is_start=True),
    high=counted(Period("2030"), "day"),
    unit="days",
    step="day",
)


def read(scale: Scale, *answers: Any, **more: Any) -> Region:
    return region(scale, AskRegion.model_validate({"any_of": list(answers), **more}))


@pytest.mark.parametrize(
    ("scale", "answers", "words", "data", "cell"),
    [
        (WEEKS, [18, 16], "16 or 18 weeks", [16, 18], "16 | 18"),
        (WEEKS, [16, 18, 20], "16 or 18 or 20 weeks", [16, 18, 20], "16 | 18 | 20"),
        (WEEKS, [16, "a year"], "16 weeks or a year", [16, "a year"], "16 | 52"),
        (EUROS, [1.5, 2], "€1.5bn or €2bn", [1.5, 2], "1.5 | 2"),
        (quantity(), [0, 1], "0 or 1 unit", [0, 1], "0 | 1"),
        (MONTHS, ["2027-01", "2028-06"], "Jan 2027 or Jun 2028", ["2027-01", "2028-06"], None),
        (DAYS, [date(2027, 1, 1), date(2027, 7, 1)], "1 Jan 2027 or 1 Jul 2027", None, None),
    ],
)
def test_several_figures_are_told_one_by_one_in_every_form(
    scale: Scale, answers: Sequence[Any], words: str, data: list[Any] | None, cell: str | None
) -> None:
    area = read(scale, *answers)
    assert wording.region(scale, area) == words
    assert wording.region(scale, area._replace(vague=True)) == f"{words}, not said which"
    if data:
        assert shapes.region(scale, area) == {"any_of": data, "vague": False}
    if cell:
        assert exported(scale, area) == cell


def test_one_figure_is_that_figure_and_dates_in_a_row_are_a_stretch() -> None:
    assert read(WEEKS, 16, 16.0) == point(16)
    assert read(WEEKS, 16, vague=True) == Region(16, 16, vague=True)
    assert read(MONTHS, "2027-02", "2027-01") == region(
        MONTHS, AskRegion(min="2027-01", max="2027-02")
    )
    assert read(WEEKS, 16, 17) == Region(16, 17, points=(16, 17))


@pytest.mark.parametrize(
    ("scale", "ask", "told"),
    [
        (WEEKS, {"any_of": []}, "expected at least one number in any_of"),
        (MONTHS, {"any_of": []}, "expected at least one date in any_of"),
        (WEEKS, {"any_of": [16, 99]}, "99 lies outside the scale, 0 to 52"),
        (WEEKS, {"any_of": [16, "two"]}, "expected a number, or in quotes one of: a year"),
        (WEEKS, {"any_of": [16], "min": 3}, "any_of stands beside an end"),
        (WEEKS, {"any_of": [16], "about": 3}, "any_of stands beside an end"),
        (WEEKS, {"any_of": [*range(40), *range(40)]}, "any_of holds 80 answers, more than 60"),
        (MONTHS, {"any_of": ["2027", "2029-01"]}, "2027 is more than one month of the scale"),
        (MONTHS, {"any_of": [date(2027, 1, 5)]}, "2027-01-05 is finer than the scale"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_answers_is_told_with_what_to_do(
    scale: Scale, ask: dict[str, Any], told: str
) -> None:
    with pytest.raises(NotOnScale) as raised:
        region(scale, AskRegion.model_validate(ask))
    assert raised.value.message.startswith(told)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=4), st.data())
def test_the_relation_of_several_figures_is_that_of_the_best_of_them(
    figures: list[int], data: st.DataObject
) -> None:
    scale = quantity(0, 100)
    other = data.draw(regions(scale, st.just(False)))
    firmness = data.draw(st.sampled_from(["firm", "red-line"]))
    asked = of_points(scale, figures)
    assert asked is not None

    def stand(ask: Region) -> Any:
        texts = _sides(demand(ask), demand(other, firmness=firmness))
        values = dossier(*texts, issues=[issue(scale=scale)])
        return standing(values.issues["t.i"], profile(values, "a"), profile(values, "b"))

    whole, each = stand(asked), [stand(point(figure)) for figure in figures]
    best = max(each, key=lambda one: one.agreement)
    assert whole.agreement == best.agreement
    assert whole.meets is any(one.meets for one in each)
    order = ["deadlock", "crossing", "gap", "agreed"]
    assert order.index(whole.relation) == max(order.index(one.relation) for one in each)


def _sides(one: Demand, other: Demand) -> tuple[Any, Any]:
    return position("p", ["a"], one), position("q", ["b"], other)


@given(st.lists(st.integers(0, 52), min_size=2, max_size=4), st.integers(0, 52))
def test_vague_figures_may_mean_each_of_them_and_nothing_between(
    figures: list[int], other: int
) -> None:
    vague = of_points(WEEKS, figures, vague=True)
    assert vague is not None
    is_met = {figure == other for figure in figures}
    assert scales.meets(WEEKS, vague, point(other)) is (is_met.pop() if len(is_met) == 1 else None)


def test_a_dossier_tells_one_of_two_figures_in_its_table_its_data_and_its_columns(
    negpos: Negpos, tmp_path: Path
) -> None:
    root = tmp_path / "river"
    example.write(root)
    speech = root / "positions/north/north-speech.toml"
    speech.write_text(speech.read_text().replace("ask = 60\n", "ask = { any_of = [30, 60] }\n"))

    table = negpos("on", "share", "-d", str(root)).out
    told = json.loads(negpos("on", "share", "north", "-d", str(root), "-f", "json").out)
    rows = negpos("on", "share", "north", "-d", str(root), "-f", "csv").out.splitlines()
    common = negpos("common", "north", "south", "-d", str(root)).out

    assert "···●··●···   30 or 60 percent" in table
    assert {"any_of": [30, 60], "vague": False} in [s["ask"] for s in _stances(told)]
    cells = dict(zip(rows[0].split(","), rows[1].split(","), strict=True))
    assert [cells[name] for name in ("ask", "value", "min", "max")] == [
        "30 or 60 percent",
        "",
        "",
        "",
    ]
    assert "30 percent" in common


def _stances(told: Any) -> list[Any]:
    if isinstance(told, dict):
        own = [told] if {"ask", "asks"} <= told.keys() else []
        return own + [stance for part in told.values() for stance in _stances(part)]
    return [s for part in told for s in _stances(part)] if isinstance(told, list) else []
