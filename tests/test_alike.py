"""Passages that look like a demand and do not say the same, through the whole of ``link``."""

import sys
from pathlib import Path

import pytest

from negpos.dossier import Dossier
from negpos.intake.loading import load_dossier
from negpos.text.links import Links, link
from negpos.text.passages import Passage, passages

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import alike


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    """The dossier that comes with negpos."""
    return load_dossier("ukraine")


def found_in(dossier: Dossier, text: str) -> Links:
    return link(dossier, passages(text))


@pytest.mark.parametrize("is_unseen", [False, True])
def test_precision_and_recall_are_what_the_texts_say(ukraine: Dossier, is_unseen: bool) -> None:
    found = alike.told(ukraine, [one for one in alike.pairs() if one.is_unseen is is_unseen])
    own = [one for one in found if not one.pair.is_foreign]
    right, false = (sum(len(getattr(one, name)) for one in own) for name in ("right", "false"))
    plain = [one for one in own if not one.pair.taken_for]
    assert right / (right + false) >= 0.9
    assert sum(bool(one.right) for one in plain) / len(plain) >= 0.6
    assert not [o.pair.id for o in found if o.pair.is_foreign and (o.false or o.elsewhere)]


def test_at_least_300_pairs_are_held_against_the_rules() -> None:
    every = alike.pairs()
    assert len(every) >= 300
    assert len({one.id for one in every}) == len(every)
    assert 0.25 < sum(one.is_unseen for one in every) / len(every) < 0.42


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine's defence forces are not to be larger in number than 600,000.",
        "Ukraine's army is never to count more than 500k soldiers.",
        "Ukraine joins NATO.",
        "Ukraine keeps its nuclear weapons.",
        "Iran will never acquire nuclear weapons.",
        "The plan would have Israel free 250 prisoners, among them all women and children.",
        "Access for the IAEA to the sites in Iran runs for 15 years.",
        "Ukraine [shall][shall not] join NATO.",
        "The guarantee of the United States runs for [15][30] years.",
        "The parties agree in principle that all prisoners of war are exchanged.",
        "Die Ukraine tritt der NATO nicht bei und bleibt neutral.",
        "Україна (Ukraine, NATO) не вступає до жодного союзу.",
    ],
)
def test_a_look_alike_never_stands_under_no_guard_objects(ukraine: Dossier, text: str) -> None:
    assert found_in(ukraine, text).proposed == ()


def test_no_more_than_600000_is_a_ceiling_of_600000(ukraine: Dossier) -> None:
    text = "Ukraine's armed forces shall not number more than 600,000 persons."
    (row,) = found_in(ukraine, text).proposed
    assert row.claim.ask is not None
    assert row.claim.ask.low == row.claim.ask.high == 600_000


def test_a_passage_in_a_language_that_no_guard_reads_is_told_as_such(ukraine: Dossier) -> None:
    (row,) = found_in(ukraine, "Die Ukraine bleibt neutral, nicht in der NATO.").flagged
    assert [one.reason for one in row.objections] == ["cannot judge this language"]


def test_an_option_needs_a_word_that_tells_it_from_the_others(ukraine: Dossier) -> None:
    rows = found_in(ukraine, "The nuclear status of Ukraine.")
    assert not [row for row in (*rows.proposed, *rows.flagged) if row.claim.option is not None]


def test_a_figure_broken_at_the_end_of_a_line_is_one_figure() -> None:
    assert passages("The army is capped at 600,\n000 men.\nSo it is.") == [
        Passage(1, "The army is capped at 600, 000 men."),
        Passage(3, "So it is."),
    ]


def test_the_pairs_are_beside_the_script_that_measures_them() -> None:
    assert Path(alike.PAIRS).is_file()
