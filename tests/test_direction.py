"""Where more, or less, than it asks for is better to a party, who offers it agrees."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.comparison import Standing, standing
from negpos.dossier import Dossier
from negpos.intake import example
from negpos.profiles import profile
from negpos.scales import Region
from negpos.terms import CONFLICTS

from .conftest import ROOT, Negpos
from .drawn import regions
from .factory import demand, dossier, issue, position, quantity

STRIKE = str(ROOT / "tests" / "strike")
SCALE = quantity(0, 100)
ORDER = (*CONFLICTS, "gap", "unclear", "agreed")
Better = dict[str, str]

firmnesses = st.sampled_from(["firm", "red-line"])
ways = st.fixed_dictionaries({}, optional={w: st.sampled_from(["low", "high"]) for w in "ab"})


def data(one: Region, other: Region, better: Better, firm: tuple[str, str]) -> Dossier:
    asked = issue(scale=SCALE)._replace(better=tuple(better.items()))
    sides = (("p", "a", one, firm[0]), ("q", "b", other, firm[1]))
    texts = (position(id_, [who], demand(ask, firmness=f)) for id_, who, ask, f in sides)
    return dossier(*texts, issues=[asked])


def stand(
    one: Region, other: Region, better: Better, firm: tuple[str, str] = ("firm", "firm")
) -> Standing:
    values = data(one, other, better, firm)
    return standing(values.issues["t.i"], profile(values, "a"), profile(values, "b"))


def point(figure: float) -> Region:
    return Region(figure, figure)


@pytest.mark.parametrize(
    ("asks", "better", "relation", "steps"),
    [
        ((25, 30), {}, "gap", 5),
        ((25, 30), {"a": "high"}, "agreed", 0),
        ((25, 20), {"a": "high"}, "gap", 5),
        ((25, 30), {"b": "low"}, "agreed", 0),
        ((25, 20), {"a": "low"}, "agreed", 0),
        ((25, 20), {"a": "high", "b": "low"}, "gap", 5),
        ((25, 20), {"a": "high", "b": "high"}, "agreed", 0),
    ],
)
def test_whoever_offers_more_than_was_asked_agrees(
    asks: tuple[float, float], better: Better, relation: str, steps: float
) -> None:
    found = stand(point(asks[0]), point(asks[1]), better)
    assert (found.relation, found.steps) == (relation, steps)
    assert bool(found.bettered) == (relation == "agreed") == ("is better to" in found.reason)


def test_a_red_line_is_kept_by_more_and_crossed_by_less() -> None:
    line = ("red-line", "firm")
    assert stand(point(25), point(30), {"a": "high"}, line).relation == "agreed"
    assert stand(point(25), point(20), {"a": "high"}, line).relation == "crossing"
    assert stand(point(25), point(30), {}, line).relation == "crossing"


def test_asking_for_more_later_keeps_the_line_that_less_was_drawn_at() -> None:
    asked = issue(scale=SCALE)._replace(better=(("a", "high"),))
    texts = (
        position("p", ["a"], demand(25, firmness="red-line")),
        position("q", ["a"], demand(40, said="2025-02-01")),
    )
    stance = profile(dossier(*texts, issues=[asked]), "a").stances["t.i"]
    assert [(line.region.low, line.state) for line in stance.lines] == [(25, "in force")]
    assert [(r.low, r.better) for r in stance.regions] == [(40, "high")]


@given(regions(SCALE), regions(SCALE), ways, firmnesses, firmnesses)
def test_turning_the_scale_round_turns_the_direction_and_changes_no_relation(
    one: Region, other: Region, better: Better, mine: str, theirs: str
) -> None:
    def turned(region: Region) -> Region:
        about = None if region.about is None else 100 - region.about
        points = tuple(sorted(100 - p for p in region.points))
        ends = (100 - region.high, 100 - region.low, region.vague, region.is_below, region.is_above)
        return Region(*ends, about, points)

    swap = {"low": "high", "high": "low"}
    here = stand(one, other, better, (mine, theirs))
    there = stand(
        turned(one), turned(other), {w: swap[b] for w, b in better.items()}, (mine, theirs)
    )
    assert (here.relation, here.steps) == (there.relation, there.steps)
    assert here.agreement == pytest.approx(there.agreement)


@given(regions(SCALE, st.just(False)), regions(SCALE, st.just(False)), ways, firmnesses, firmnesses)
def test_telling_a_direction_never_makes_a_relation_of_plain_asks_worse(
    one: Region, other: Region, better: Better, mine: str, theirs: str
) -> None:
    plain, told = (stand(one, other, b, (mine, theirs)) for b in ({}, better))
    assert ORDER.index(told.relation) >= ORDER.index(plain.relation)
    assert (told.best or 0) >= (plain.best or 0)


@given(regions(SCALE), regions(SCALE), ways)
def test_a_text_named_by_its_id_says_what_it_says(
    one: Region, other: Region, better: Better
) -> None:
    def of_texts(told: Better) -> Any:
        values = data(one, other, told, ("firm", "firm"))
        return standing(values.issues["t.i"], profile(values, "p"), profile(values, "q"))

    assert of_texts(better) == of_texts({})


def test_a_table_shows_what_was_asked_and_why_more_agrees(negpos: Negpos) -> None:
    told = negpos("compare", "union", "maker", "--issue", "bonus", "-d", STRIKE, COLUMNS="160").out
    assert "$5,000" in told
    assert "at least" not in told
    assert "more is better to union" in told
    told = json.loads(negpos("compare", "union", "maker", "-d", STRIKE, "-f", "json").out)
    reasons = {r["issue"]: r["reason"] for r in told["issues"]}
    assert reasons["pay.bonus"] == (
        "the asks meet: more is better to Car workers' union and less is better to Arden Motors"
    )
    lines = negpos("redlines", "union", "maker", "--full", "-d", STRIKE).out
    assert "at least 40 hours" in lines
    assert (
        "later is better to Arden Motors" in negpos("on", "ends", "-d", STRIKE, COLUMNS="200").out
    )


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ('{ nroth = "high" }', "there is no party 'nroth'; did you mean north?"),
        ('{ north = "more" }', "better: expected one of low, high; got { north"),
    ],
)
def test_a_direction_that_cannot_be_is_told(
    field: str, told: str, negpos: Negpos, tmp_path: Path
) -> None:
    example.write(tmp_path / "river")
    path = tmp_path / "river" / "issues.toml"
    text = path.read_text()
    path.write_text(
        text.replace('label = "Share of flow"', f'label = "Share of flow"\nbetter = {field}')
    )
    assert told in negpos("check", "river").out
    path.write_text(
        text.replace('label = "Gauges"', 'label = "Gauges"\nbetter = { north = "low" }')
    )
    assert "there is no more or less on a scale of kind ordinal" in negpos("check", "river").out
