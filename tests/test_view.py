"""What is shown: marks and their legend, and one table of fields for every sheet."""

import pytest

from negpos import bridge, gaps, ground
from negpos.comparison import compare
from negpos.conditions import Conditions, of_comparison
from negpos.dossier import Demand, Evidence, Theme
from negpos.matrix import matrix
from negpos.profiles import Vantage, profile
from negpos.redlines import red_lines
from negpos.scales import Region
from negpos.view import bridge as bridge_view
from negpos.view import compare as compare_view
from negpos.view import gaps as gaps_view
from negpos.view import ground as ground_view
from negpos.view import matrix as matrix_view
from negpos.view import on, redlines, shapes, show
from negpos.view.grid import BREAK, Report

from .factory import demand, dossier, issue, members, point, position

WEAK = (Evidence("u", "page 1", "C"),)
DATA = dossier(
    position("a1", ["a"], demand(0, text="one"), demand(1, text="two")),
    position("b1", ["b"], demand(3, firmness="red-line")),
    position("c1", ["c"], demand(0, evidence=WEAK)),
)
A, B, C = (profile(DATA, party) for party in "abc")


def rows(report: Report) -> list[dict[str, object]]:
    """The rows of a sheet as tables of fields."""
    sheet = report.sheet()
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def test_every_sheet_tells_all_texts_of_a_stance_and_not_the_first_alone() -> None:
    compared = rows(compare_view.report(compare([A, B]), ()))[0]["a_text"]
    shown = rows(show.report(A))[0]["text"]
    along = rows(on.report(DATA, DATA.issues["t.i"], (A, B)))[0]["text"]
    assert (compared, shown, along) == ("one | two",) * 3


def test_a_weak_ask_outside_a_line_has_its_mark_explained() -> None:
    comparison = compare([B, C])
    grid = redlines.report(comparison, red_lines(comparison)).grid()
    assert any(
        "†" in cell.text for section in grid.sections for row in section.rows for cell in row
    )
    assert any("† grade C sources only" in note for note in grid.notes)


def test_a_legend_tells_no_mark_that_is_not_shown() -> None:
    notes = compare_view.report(compare([A, B]), ()).grid().notes
    assert notes[0] == "Marks: # red line"


def test_every_row_of_a_sheet_is_as_long_as_its_header() -> None:
    comparison = compare([A, B, C])
    for report in (
        ground_view.report(comparison, ground.common(comparison)),
        gaps_view.report(comparison, gaps.gaps(comparison)),
        redlines.report(comparison, red_lines(comparison)),
        bridge_view.report(bridge.bridge(comparison)),
    ):
        rows(report)


def test_red_lines_are_counted_by_issue_however_many_stand_on_one() -> None:
    lines = [demand(Region(0, n), firmness="red-line", said=f"2025-0{n + 1}-01") for n in (0, 1)]
    sides = dossier(
        *(position(f"a{n}", ["a"], line) for n, line in enumerate(lines)),
        position("b1", ["b"], demand(4, firmness="red-line")),
    )
    comparison = compare([profile(sides, side) for side in "ab"])
    found = red_lines(comparison)
    assert len(found.conflicts) == 3
    told = redlines.report(comparison, found).grid().preface[-1]
    assert told.startswith(
        "1 of 1 issue both address in conflict: 1 deadlock, 0 crossings. "
        "Issues with a line in conflict: A 1, B 1"
    )


def test_compare_of_a_text_and_two_parties_begins_with_what_can_be_quoted() -> None:
    names = ("t.by-us", "t.by-all", "t.land", "t.last")
    labels = ("T by us", "T by all", "Land", "T")
    issues = [issue(name)._replace(label=label) for name, label in zip(names, labels, strict=True)]

    def asks(*values: int) -> list[Demand]:
        return [demand(value, issue=name) for name, value in zip(names, values, strict=True)]

    data = dossier(
        position("plan", ["c"], *asks(0, 0, 0, 2)),
        position("a1", ["a"], *asks(1, 1, 0, 0)),
        position("b1", ["b"], *asks(4, 4, 4, 4)),
        issues=issues,
    )
    data = data._replace(themes={"t": Theme("t", "T")})
    preface = (
        compare_view.report(compare([profile(data, side) for side in ("plan", "a", "b")]), ())
        .grid()
        .preface
    )
    assert preface[:4] == (
        "plan: nearer to A on 3, to B on 0, equal on 1",
        "(the 4 issues that all three address plainly; as stated to 1 Jan 2025)",
        "A 3: T ×2 (by us, by all), Land",
        "Equal 1: T",
    )
    assert not any("nearer" in line for line in preface[4:])


@pytest.mark.parametrize(("count", "told"), [(1, "(100%)"), (3, "(100%)"), (4, " 100% ")])
def test_a_cell_of_the_matrix_on_fewer_than_four_issues_is_bracketed_and_has_no_heat(
    count: int, told: str
) -> None:
    issues = [issue(f"t.i{n}") for n in range(count)]
    texts = [position(f"{who}1", [who], *(demand(0, issue=i.id) for i in issues)) for who in "ab"]
    data = dossier(*texts, issues=issues)
    found = matrix(data, [profile(data, who) for who in "ab"], [i.id for i in issues])
    report = matrix_view.report(data, found)
    spans = report.grid().sections[0].rows[0][2].spans
    assert [span.text for span in spans] == [told, BREAK, str(count)]
    assert (spans[0].tone == "quiet") == (count < 4)
    assert [row[2:] for row in report.sheet().rows] == [(1, count, count)]


def test_where_all_words_are_vague_the_bounds_are_told_alone() -> None:
    """Vague words that are at least 3 of 4 steps away: no figure, and at most a quarter."""
    data = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("b1", ["b"], demand(Region(3, 4, vague=True), firmness="red-line")),
    )
    found = compare([profile(data, who) for who in "ab"])
    assert compare_view.overlap_lines(found) == ["Overlap 0–25% on 1 of 1 issue"]
    grid = compare_view.report(found, ()).grid()
    assert "steps unclear" in grid.sections[0].rows[0][-1].text
    met = of_comparison(found, Conditions(least_overlap=0.5))
    assert met == (False, ("negpos: a and b: vague words only, so no overlap to hold to 50%",))


def test_members_that_share_nothing_on_any_reading_have_no_steps_to_tell() -> None:
    scale = members("x", "y", "z")
    data = dossier(
        position("a1", ["a"], demand(Region(0b001, 0b011, vague=True))),
        position("b1", ["b"], demand(point(0b100))),
        issues=[issue("t.i", scale)],
    )
    found = compare([profile(data, who) for who in "ab"])
    assert found.pairs[0].standings["t.i"].agreement == 0
    grid = compare_view.report(found, ()).grid()
    assert "steps unclear" in grid.sections[0].rows[0][-1].text


def test_a_matrix_of_sides_of_which_none_speaks_is_empty_and_tells_so() -> None:
    report = matrix_view.report(DATA, matrix(DATA, [], list(DATA.issues)))
    assert report.grid().preface[0] == "positions as stated, no date – dossier test"
    assert (report.grid().sections, list(report.sheet().rows)) == ((), [])


def test_a_profile_tells_what_has_passed_and_one_issue_tells_what_waits_beside_silence() -> None:
    offer = position("a1", ["a"], demand(1, until="2025-01-31", label="an offer"))
    waits = demand(3, said="2025-01-02", attribution="reported", label="a leak")
    over = dossier(offer, position("a2", ["a"], waits), position("b1", ["b"], demand(2)))
    side = profile(over, "a", Vantage("2025-03-01"))
    assert [row["issue"] for row in rows(show.report(side))] == ["t.i"]
    assert "passed: an offer" in show.report(side).grid().sections[0].rows[0][1].text
    alone = side._replace(
        stances={"t.i": side.stances["t.i"]._replace(passed=(), contested=(waits,))}
    )
    (row,) = on.report(over, over.issues["t.i"], (alone,)).grid().sections[0].rows
    assert row[-1].text == f"–{BREAK}≈ also: a leak [reported, 2 Jan 2025]"


def test_a_line_of_a_side_that_asks_for_nothing_stands_in_the_data() -> None:
    stance = B.stances["t.i"]
    silent = stance._replace(asks=(), again=(), regions=())
    told = shapes.stance(DATA.issues["t.i"], silent)
    assert told is not None
    assert [line["state"] for line in told["lines"]] == ["in force"]
    assert shapes.stance(DATA.issues["t.i"], silent._replace(lines=())) is None
