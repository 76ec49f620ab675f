"""What is shown: marks and their legend, and one table of fields for every sheet."""

from negpos import gaps, ground
from negpos.comparison import compare
from negpos.dossier import Evidence
from negpos.profiles import profile
from negpos.redlines import red_lines
from negpos.view import compare as compare_view
from negpos.view import gaps as gaps_view
from negpos.view import ground as ground_view
from negpos.view import on, redlines, show
from negpos.view.grid import Report

from .factory import demand, dossier, position

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
    ):
        rows(report)
