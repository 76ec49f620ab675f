"""Parties that are part of others, end, and give way to others: told in headings, and nothing else
changes."""

import json
from pathlib import Path

import pytest

from negpos import load
from negpos.intake import example

from .conftest import Negpos

ENDED = "North, until 1 Jun 2025; then Union of North and South"
AFTER = (
    "Union of North and South, after North (until 1 Jun 2025) and South (until 1 Jun 2025): "
    "what these said is not counted as its word"
)
SILENT = (
    "negpos: no word of union itself counts here; before it: negpos show -d river north · "
    "negpos show -d river south"
)
OF_SIDES = [
    ("compare", "north", "south"),
    ("compare", "north", "south", "--full"),
    ("compare", "north", "south", "--scores"),
    ("compare", "union", "north"),
    ("brief", "north", "south", "-f", "md"),
    ("brief", "north", "south", "-f", "html"),
    ("redlines", "north", "south"),
    ("redlines", "north", "south", "--full"),
    ("common", "north", "south"),
    ("only", "north", "south"),
    ("gaps", "north", "south"),
    ("bridge", "north", "south"),
    ("matrix", "north", "south"),
    ("plan", "south-note", "north"),
    ("diff", "north@2025-02-01", "north@2026-01-01"),
    ("since", "2025-01-01", "north"),
    ("timeline", "north"),
    ("timeline", "north", "--issue", "share"),
    ("on", "share"),
    ("show", "north"),
    ("show", "north", "--full"),
    ("why", "north", "share"),
    ("why", "north", "share", "--full"),
]


@pytest.fixture
def river(tmp_path: Path, negpos: Negpos) -> Negpos:
    """Answers on the example, in which the two merged on 1 June 2025."""
    example.write(tmp_path / "river")
    path = tmp_path / "river" / "parties.toml"
    text = path.read_text("utf-8")
    for id_ in ("north", "south"):
        ends = 'until = 2025-06-01\nsuccessor = "union"\n'
        text = text.replace(f'id = "{id_}"\n', f'id = "{id_}"\n{ends}')
    text += '[[party]]\nid = "union"\nname = "Union of North and South"\n'
    text += '[[party]]\nid = "greens"\nname = "Greens"\nkind = "faction"\npart_of = "union"\n'
    path.write_text(text, "utf-8")
    return lambda *words, **env: negpos(*words, "-d", "river", **env | {"COLUMNS": "300"})


@pytest.mark.parametrize("words", OF_SIDES, ids=" ".join)
def test_a_party_that_has_ended_is_told_so_wherever_it_is_held_against_others_or_shown(
    words: tuple[str, ...], river: Negpos
) -> None:
    assert ENDED in river(*words).out


@pytest.mark.parametrize("words", [("show", "north"), ("compare", "north", "south")])
def test_as_of_its_last_day_and_before_a_party_has_not_ended(
    words: tuple[str, ...], river: Negpos
) -> None:
    assert "until 1 Jun" not in river(*words, "--as-of", "2025-06-01").out
    assert ENDED in river(*words, "--as-of", "2025-06-02").out
    before = river("compare", "union", "greens", "--as-of", "2025-06-01")
    assert "Union of North and South, after" not in before.out
    assert "before it" not in before.err


def test_a_successor_inherits_no_word_and_names_its_forerunners(river: Negpos) -> None:
    shown = river("show", "union")
    assert AFTER in shown.out.splitlines()
    assert shown.err.splitlines() == [SILENT]
    told = json.loads(river("show", "union", "-f", "json").out)
    assert told["stances"] == {}
    ended = json.loads(river("show", "north", "-f", "json").out)
    assert (ended["until"], ended["successor"], ended["kind"]) == ("2025-06-01", "union", None)


def test_a_successor_that_speaks_is_not_called_silent(river: Negpos, tmp_path: Path) -> None:
    note = (tmp_path / "river" / "positions" / "south" / "south-note.toml").read_text("utf-8")
    own = note.replace('"south-note"', '"union-note"').replace('["south"]', '["union"]')
    (tmp_path / "river" / "positions" / "union-note.toml").write_text(own, "utf-8")
    shown = river("show", "union")
    assert AFTER in shown.out
    assert shown.err == ""


def test_a_part_names_its_whole_and_a_whole_its_parts(river: Negpos) -> None:
    assert "Part of Union of North and South" in river("show", "greens").out.splitlines()
    assert "Parts that speak for themselves: Greens" in river("show", "union").out.splitlines()
    rows = river("list", "parties", "-f", "csv").out.splitlines()
    assert rows[0] == "id,name,kind,positions,aliases,part_of,until,successor"
    assert rows[1] == "north,North,,1,upstream,,2025-06-01,union"
    assert rows[-1] == "greens,Greens,faction,0,,union,,"


def test_the_page_tells_of_an_end_in_the_months_after_it_and_of_all_that_is_known_now(
    river: Negpos, tmp_path: Path
) -> None:
    ended = "then Union of North and South"
    assert ended in river("page").out  # the record ends before it, the page is read later
    note = tmp_path / "river" / "positions" / "south" / "south-note.toml"
    for id_, day in (("south-july", "2025-07-10"), ("south-august", "2025-08-10")):
        later = note.read_text("utf-8").replace('"south-note"', f'"{id_}"')
        later = later.replace("2025-02-10\n", f"{day}\n")
        (note.parent / f"{id_}.toml").write_text(later, "utf-8")
    told = load(str(tmp_path / "river")).page().report.data()
    (_, _, heads, _), *_ = told["pairs"]
    lines = ["".join(told["words"][word] for word in told["heads"][at][-1]) for at in heads[1::2]]
    assert [ended in line for line in lines] == [False, True]
    assert [told["days"][at][0] for at in heads[::2]] == ["2025-03-31", "2025-07-31"]


def test_a_heading_stays_short_where_many_have_ended(river: Negpos, tmp_path: Path) -> None:
    path = tmp_path / "river" / "parties.toml"
    more = "".join(
        f'[[party]]\nid = "p{n}"\nname = "P {n}"\nuntil = 2025-01-01\n' for n in range(9)
    )
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    done = river("timeline").out.splitlines()
    assert "and 6 more like these" in done
    assert sum("until 1 J" in line for line in done) == 6
