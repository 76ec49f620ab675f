"""Asks, figures and lines in words: what a cell says, and that every report says it alike."""

import json
import re

import pytest

from negpos.comparison import compare
from negpos.dossier import Demand, Dossier
from negpos.plans import Clause
from negpos.profiles import profile
from negpos.redlines import red_lines
from negpos.render.csv import csv
from negpos.render.table import table
from negpos.scales import Mark, Region, Scale
from negpos.view import compare as compare_view
from negpos.view import plan as plan_view
from negpos.view import redlines, shapes, wording
from negpos.view.grid import Column, Grid, Section, Sheet, cell, of_issues

from .conftest import Negpos
from .factory import demand, dossier, issue, members, nominal, ordinal, point, position

TERM = Scale("quantity", low=0, high=50, unit="years", marks=(Mark(50, "for good"),))
ARMY = Scale(
    "quantity",
    low=0,
    high=1_000_000,
    unit="persons",
    unit_short="",
    marks=(Mark(1_000_000, "no ceiling", "a ceiling, no figure"),),
)
SUM = members("treaty", "vote", "council", adds_up=True)
FAST = ordinal("entry date or fast track", "eligible", "allowed", "opposed")


@pytest.mark.parametrize(
    ("scale", "area", "words"),
    [
        (TERM, point(15), "15 years"),
        (TERM, point(1), "1 year"),
        (TERM, point(50), "for good"),
        (TERM, Region(10, 20), "10 to 20 years"),
        (TERM, Region(0, 20), "at most 20 years"),
        (TERM, Region(30, 50), "at least 30 years"),
        (TERM, Region(15, 50, is_above=True), "above 15 years"),
        (TERM, Region(0, 15, is_below=True), "below 15 years"),
        (TERM, Region(0, 50, is_below=True), "below for good"),
        (TERM, Region(10, 20, is_above=True), "above 10 years, at most 20 years"),
        (TERM, Region(0, 50), "anything on the scale"),
        (TERM, Region(0, 15, True, is_below=True), "below 15 years, figure open"),
        (ARMY, point(800_000), "800,000"),
        (ARMY, Region(0, 600_000, True, is_below=True), "below 600,000, figure open"),
        (ARMY, Region(0, 1_000_000, True, is_below=True), "a ceiling, no figure"),
        (ARMY, Region(0, 1_000_000, is_below=True), "below no ceiling"),
        (SUM, Region(0b011, 0b111), "treaty, vote"),
        (SUM, Region(0b011, 0b111, vague=True), "at least treaty, vote, not said which"),
        (SUM, Region(0b011, 0b011), "treaty, vote alone"),
        (SUM, Region(0, 0), "none"),
        (SUM, Region(0, 0b111), "any of them"),
        (members("x", "y"), Region(0b01, 0b11), "at least x"),
        (FAST, Region(0, 1), "“entry date or fast track” or eligible"),
        (FAST, Region(0, 2), "from “entry date or fast track” to “allowed”"),
        (FAST, Region(1, 2), "eligible or allowed"),
        (nominal("both, and others", "one"), point(0b11), "“both, and others” or one"),
        (nominal("both, and others", "one"), point(0b01), "both, and others"),
    ],
)
def test_an_ask_reads_as_a_person_would_say_it(scale: Scale, area: Region, words: str) -> None:
    assert wording.region(scale, area) == words


def test_distances_and_ends_of_a_scale_have_its_unit() -> None:
    assert wording.steps(TERM, 15) == "15 years"
    assert wording.steps(TERM, 1) == "1 year"
    assert wording.steps(TERM, 0) == ""
    assert wording.steps(ARMY, 200_000) == "200,000 persons"
    assert wording.reach(TERM) == "0 to 50 years"


def test_data_tell_the_figure_and_its_unit_apart_and_a_mark_by_its_label() -> None:
    told = shapes.demand(issue("t.i", TERM), demand(15))
    assert (told["ask"], told["unit"], told["words"]) == (15, "years", "15 years")
    assert shapes.demand(issue(), demand(1))["unit"] is None
    assert shapes.region(ARMY, point(1_000_000)) == "no ceiling"
    below = Region(0, 1_000_000, vague=True, is_below=True)
    assert shapes.region(ARMY, below) == {"min": 0, "below": "no ceiling", "vague": True}
    above = Region(800_000, 1_000_000, is_above=True)
    assert shapes.region(ARMY, above) == {"above": 800_000, "max": "no ceiling", "vague": False}


def test_no_figure_alone_in_a_cell_is_read_as_a_fraction_anywhere() -> None:
    """A spreadsheet set to German reads 600,000 as six hundred."""
    rows = [("600,000", "10,000 to 20,000", "1,000,000", "1,00", "below 600,000")]
    told = "".join(csv(Sheet(("a", "b", "c", "d", "e"), iter(rows)))).splitlines()[1]
    assert told == '600000,"10,000 to 20,000",1000000,"1,00","below 600,000"'


def line(day: str, who: str, ask: Region | float = 0, **fields: object) -> Demand:
    """A red line that this person draws on this day."""
    return demand(ask, said=day, speaker=who, firmness="red-line", **fields)


def of_two_speakers() -> Dossier:
    """A asks on its text what two speakers draw as a line; B holds a line told twice."""
    return dossier(
        position("a1", ["a"], demand(0, said="2025-03-01", attribution="document", form="text")),
        position("a2", ["a"], line("2025-01-01", "Ann Early", label="early words")),
        position("a3", ["a"], line("2025-02-01", "Bob Later")),
        position("b1", ["b"], line("2025-01-05", "Cid First", 4)),
        position("b2", ["b"], line("2025-01-06", "Dan Second", 4)),
        position("b3", ["b"], line("2025-01-07", "Eva Third", Region(3, 4))),
        position("b4", ["b"], demand(Region(3, 4), said="2025-01-08")),
    )


def credited(text: str) -> list[str]:
    """The speakers whom a report names, in its order."""
    return re.findall(r"Early|Later|First|Second|Third", text)


def test_one_line_is_credited_alike_in_compare_and_in_redlines() -> None:
    data = of_two_speakers()
    sides = [profile(data, party) for party in "ab"]
    comparison = compare(sides)
    row = compare_view.report(comparison, ()).grid().sections[0].rows[0]
    lines = redlines.report(comparison, red_lines(comparison)).grid().sections[0].rows
    acceptable = {(r[1].text, r[2].text.partition("\n")[0]): r[2].text for r in lines}
    assert credited(row[1].text) == credited(acceptable["A", "a"]) == ["Later", "Early"]
    assert credited(acceptable["B", "e"]) == ["Second", "First"]
    assert credited(row[2].text) == ["Second", "First", "Third"]


def test_the_other_side_of_a_deadlock_is_credited_with_its_line_as_well() -> None:
    data = of_two_speakers()
    comparison = compare([profile(data, party) for party in "ab"])
    rows = redlines.report(comparison, red_lines(comparison)).grid().sections[0].rows
    others = [row[3].text for row in rows if row[1].text == "B"]
    assert [credited(other) for other in others] == [["Later", "Early"]] * 2


def test_a_line_to_which_nobody_has_spoken_is_told_once_with_all_who_drew_it() -> None:
    lines = [line("2025-01-01", "Ann Early"), line("2025-02-01", "Bob Later")]
    data = dossier(
        *(position(f"a{n}", ["a"], row) for n, row in enumerate(lines)),
        position("b1", ["b"], demand(None, firmness="open")),
    )
    comparison = compare([profile(data, party) for party in "ab"])
    rows = redlines.report(comparison, red_lines(comparison)).grid().sections[0].rows
    assert [credited(row[2].text) for row in rows] == [["Later", "Early"]]


def test_the_name_of_an_issue_breaks_into_lines_where_the_table_is_too_narrow() -> None:
    rows = ((cell("Recognition by the other states"), cell("word " * 30)),)
    grid = Grid("T", (), (of_issues(), Column("Asks")), (Section("", rows),))
    narrow, wide = table(grid, 50, False), table(grid, 250, False)
    assert max(map(len, narrow.splitlines())) <= 50
    assert "Recognition by " in narrow
    assert "Recognition by the other states" not in narrow
    assert "Recognition by the other states" in wide


def test_clauses_of_a_plan_on_one_set_are_told_as_one_set_and_their_own_words_apart() -> None:
    issue_ = issue("t.i", members("crimea", "donetsk", "luhansk", "kherson"))
    clauses = (
        demand(point(0b0111)),
        demand(point(0b1000), label="as far as the line, only"),
        demand(point(0b0010)),
    )
    told = plan_view.clause_words(issue_, Clause(clauses, {}))
    assert told == "crimea, donetsk, luhansk; kherson (as far as the line, only)"
    assert plan_view.clause_words(issue_, Clause(clauses[1:2], {})) == "as far as the line, only"


def test_the_schema_of_files_knows_ends_left_out_units_and_sets_that_combine(
    negpos: Negpos,
) -> None:
    ask = json.loads(negpos("schema", "position").out)["$defs"]["AskRegion"]["properties"]
    assert {"above", "below"} <= set(ask)
    scales = json.loads(negpos("schema", "issues").out)["$defs"]
    assert scales["MembersScale"]["properties"]["combine"]["enum"] == ["one", "all"]
    assert "unit_short" in scales["QuantityScale"]["properties"]
    assert "below" in scales["Mark"]["properties"]
