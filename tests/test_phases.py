"""Of the phases of one term in one text the last is compared, the others are told beside it."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.intake import example
from negpos.plans import plan
from negpos.profiles import profile
from negpos.view.stance import stance_cell

from .conftest import Negpos
from .factory import demand, dossier, issue, position, quantity

ISSUE = issue(scale=quantity(0, 100))


def test_the_end_state_is_compared_and_does_not_quarrel_with_the_way_to_it() -> None:
    steps = [demand(at, phase=n, point=str(n)) for n, at in enumerate((6, 12, 25), start=1)]
    data = dossier(position("p", ["a"], *steps), issues=[ISSUE])
    for side in (profile(data, "a"), profile(data, "p")):
        stance = side.stances["t.i"]
        assert [(r.low, r.high) for r in stance.regions] == [(25, 25)]
        assert not stance.quarrels
        assert [d.phase for d in stance.phases()] == [1, 2, 3]
        assert "in steps: 6 units → 12 units → 25 units" in stance_cell(ISSUE, side).text
    fates = [(e.demand.phase, e.fate) for e in profile(data, "a").stances["t.i"].history]
    assert fates == [(1, "phase"), (2, "phase"), (3, "speaks")]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=4), st.randoms())
def test_phases_may_stand_in_any_order_and_the_last_alone_counts(
    figures: list[int], dice: Random
) -> None:
    steps = [demand(at, phase=n) for n, at in enumerate(figures, start=1)]
    dice.shuffle(steps)
    told = dossier(position("p", ["a"], *steps), issues=[ISSUE])
    alone = dossier(position("p", ["a"], demand(figures[-1])), issues=[ISSUE])
    regions = [profile(data, "a").stances["t.i"].regions for data in (told, alone)]
    assert regions[0] == regions[1]


def test_what_another_text_asks_for_is_no_phase_of_this_one() -> None:
    texts = (
        position("p", ["a"], demand(6, phase=1), demand(25, phase=2)),
        position("q", ["a"], demand(10, phase=1, said="2025-02-01")),
    )
    stance = profile(dossier(*texts, issues=[ISSUE]), "a").stances["t.i"]
    assert [(r.low, r.high) for r in stance.regions] == [(10, 10)]
    assert stance.phases() == ()


def test_a_text_is_held_against_parties_by_its_end_state() -> None:
    text = position("p", ["a"], demand(6, phase=1), demand(25, phase=2), status="published")
    data = dossier(text, position("q", ["b"], demand(25)), issues=[ISSUE])
    (clause,) = plan(profile(data, "p"), [profile(data, "b")]).clauses
    assert clause.answers["b"].verdict == "meets"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("phase = 0\n", ": phase: expected a whole number from 1 to 99; got 0"),
        ("phase = 1\n", ": phase: a red line on phase 1 of 2; the last phase is compared"),
    ],
)
def test_a_phase_that_cannot_be_is_told(
    more: str, told: str, negpos: Negpos, tmp_path: Path
) -> None:
    example.write(tmp_path / "river")
    speech = tmp_path / "river/positions/north/north-speech.toml"
    second = '\n[[demand]]\nissue = "water.share"\nask = 70\nphase = 2\ntext = "Later 70"\n'
    text = speech.read_text()
    assert "ask = 60\n" in text
    text = text.replace('firmness = "firm" ', 'firmness = "red-line" ')
    speech.write_text(text.replace("ask = 60\n", f"ask = 60\n{more}") + second)
    assert told in negpos("check", "river").out


def test_a_dossier_tells_its_phases_in_tables_and_data(negpos: Negpos, tmp_path: Path) -> None:
    example.write(tmp_path / "river")
    speech = tmp_path / "river/positions/north/north-speech.toml"
    second = '\n[[demand]]\nissue = "water.share"\nask = 70\nphase = 2\ntext = "Later 70"\n'
    speech.write_text(speech.read_text().replace("ask = 60\n", "ask = 60\nphase = 1\n") + second)
    of = ("-d", "river")
    table = negpos("compare", "north", "south", "--full", *of, COLUMNS="160").out
    assert "in steps: 60 percent → 70 percent" in table
    told = json.loads(negpos("compare", "north", "south", "-f", "json", *of).out)
    (share,) = [row for row in told["issues"] if row["issue"] == "water.share"]
    phases = share["stances"]["north"]["phases"]
    assert [(one["phase"], one["ask"]) for one in phases] == [(1, 60), (2, 70)]
    assert "Steps on the way to it" in negpos("why", "north", "share", "--full", *of).out
