"""Red lines of several sides: the worst conflict of each issue, and how many are told."""

from negpos.comparison import compare
from negpos.profiles import profile
from negpos.redlines import red_lines
from negpos.view import redlines

from .factory import demand, dossier, position


def test_the_worst_of_several_pairs_stands_first_and_every_line_keeps_its_sign() -> None:
    data = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("b1", ["b"], demand(1, firmness="red-line")),
        position("c1", ["c"], demand(4, firmness="red-line")),
    )
    compared = compare([profile(data, side) for side in "abc"])
    found = red_lines(compared)
    (worst,) = found.worst.values()
    assert {worst.holder.id, worst.other.id} == {"a", "c"}
    assert worst.move == max(one.move or 0 for one in found.conflicts)

    screen = redlines.report(compared, found).screen
    assert screen is not None
    (row,) = screen(9).sections[0].rows
    assert [cell.text.startswith("# ") for cell in row[1:4]] == [True, True, True]


def test_only_so_many_issues_are_kept() -> None:
    data = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("b1", ["b"], demand(4)),
    )
    found = red_lines(compare([profile(data, side) for side in "ab"]))
    assert found.first(1).conflicts == found.conflicts
    assert found.first(0).conflicts == ()
    assert found.first(1).moved == found.first(1).unanswered == ()
