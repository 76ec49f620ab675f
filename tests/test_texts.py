"""How texts live and who speaks for a party, from the files of a dossier to what is told."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from rich.cells import cell_len

from negpos.dossier import Dossier
from negpos.intake import example, loading
from negpos.render.table import table
from negpos.view.grid import BREAK, Column, Grid, Section, Span, cell

from .conftest import Negpos
from .test_files import HEAD, add
from .test_scale import growth

GAUGES = '\n[[demand]]\nissue = "water.gauges"\nask = "{}"\ntext = "Who reads the gauges"\n'


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """The dossier of ``negpos new``."""
    root = tmp_path / "river"
    example.write(root)
    return root


def sound(root: Path) -> Dossier:
    """The dossier of a folder without problems."""
    found, problems = loading.check(root)
    assert found is not None, problems
    return found


def text(id_: str, parties: str, day: str, body: str, **head: str) -> str:
    """A position file of this id, of these parties and day."""
    lines = HEAD.replace('"talks"', f'"{id_}"').replace('"south"', parties)
    lines = lines.replace("2025-03-05", day)
    return lines + "".join(f"{field} = {value}\n" for field, value in head.items()) + body


def test_all_holders_named_in_another_order_are_all_holders(river: Path) -> None:
    body = GAUGES.format("joint") + 'by = ["south", "north"]\n'
    add(river, text("talks", '"north", "south"', "2025-03-05", body, stage='"signed"'))

    (clause,) = sound(river).positions["talks"].demands

    assert clause.holders == ("north", "south")


def test_what_is_taken_over_never_has_the_name_of_another_demand(river: Path) -> None:
    clauses = sound(river).positions["south-note"].demands
    row = next(clause.row for clause in clauses if clause.issue == "water.gauges")
    body = GAUGES.format("joint") + f'id = "south-note-{row}"\n'
    reply = text("reply", '"north"', "2025-03-05", body, endorses='"south-note"')
    add(river, reply, "positions/north/reply.toml")

    refs = [demand.ref for demand in sound(river).demands()]

    assert f"reply#south-note.{row}" in refs
    assert len(refs) == len(set(refs))


VOICES = '[[party]]\nid = "north"\nname = "North"\n{}\n[[party]]\nid = "south"\nname = "South"\n'
OFFICE = '[[party.voice]]\nname = "Ann Lee"\noffice = "{}"\nrank = "{}"\n'


@pytest.mark.parametrize("first", ["principal", "other"])
def test_of_two_offices_held_at_once_the_higher_weighs(first: str, river: Path) -> None:
    ranks = [first, *{"principal", "other"} - {first}]
    add(river, VOICES.format("".join(OFFICE.format(f"of {r}", r) for r in ranks)), "parties.toml")
    body = GAUGES.format("joint") + 'speaker = "ANN LEE"\n'
    add(river, text("speech", '"north"', "2025-03-05", body), "positions/north/speech.toml")

    (demand,) = sound(river).positions["speech"].demands

    assert (demand.voice, demand.speaker) == ("principal", "Ann Lee")


def test_many_voices_take_no_more_work_for_each_demand(river: Path) -> None:
    def make(count: int) -> Callable[[], object]:
        root = river.parent / f"of-{count}"
        example.write(root)
        offices = "".join(
            OFFICE.format("clerk", "other").replace("Ann Lee", f"Clerk {n}") for n in range(count)
        )
        said = "".join(GAUGES.format("joint") + f'speaker = "Clerk {n}"\n' for n in range(count))
        add(root, VOICES.format(offices), "parties.toml")
        add(root, text("speech", '"north"', "2025-03-05", said), "positions/north/speech.toml")
        return lambda: loading.check(root)

    assert growth(make) < 2.3


@pytest.fixture
def signed(river: Path) -> Path:
    """An accord of 10 March that the south takes back in a letter of 10 April without demands."""
    accord = text(
        "accord", '"north", "south"', "2025-03-10", GAUGES.format("joint"), stage='"signed"'
    )
    add(river, accord, "positions/joint/accord.toml")
    letter = text("letter", '"south"', "2025-04-10", "", withdraws='"accord"')
    add(river, letter, "positions/south/letter.toml")
    return river


def test_a_signature_taken_back_ends_with_the_letter_without_a_date_asked_for(
    signed: Path, negpos: Negpos
) -> None:
    now = negpos("compare", "north", "south", "--full", "-d", str(signed)).out
    before = negpos("compare", "north", "south", "-d", str(signed), "--as-of", "2025-04-09").out

    assert "record ends 10 Apr 2025" in now
    assert "Only North: Gauges, Payment" in now
    assert "No longer asked for (South): Gauges" in now
    assert "1 agreed" in before
    assert "1 agreed" not in now


def test_a_letter_without_demands_is_told_where_texts_are(signed: Path, negpos: Negpos) -> None:
    def told(*words: str) -> str:
        return negpos(*words, "-d", str(signed), COLUMNS="120").out

    assert "Letter" not in told("timeline", "--as-of", "2025-04-09")
    assert "takes back accord" in told("timeline")
    assert "takes back accord" not in told("timeline", "north")
    since = told("since", "2025-04-01", "--full")
    assert "its time is over: taken back in letter" in since
    assert "10 Apr 2025: Talks (letter) – takes back accord" in since
    assert "Nothing said since: North\n" in since
    assert "Takes back accord" in told("show", "letter")
    assert "No longer held by South from 10 Apr 2025: taken back in letter" in told(
        "show", "accord"
    )
    assert "letter" in told("list", "positions", "--full", "--as-of", "2025-04-10")
    assert "letter" not in told("list", "positions", "--full", "--as-of", "2025-04-09")


def test_what_ended_on_both_sides_is_told_and_not_scored(river: Path, negpos: Negpos) -> None:
    for party in ("north", "south"):
        name, body = f"{party}-offer", GAUGES.format("joint") + "until = 2025-04-30\n"
        offer = text(name, f'"{party}"', "2025-04-01", body)
        add(river, offer, f"positions/{party}/{name}.toml")
    narrow = ("-d", str(river), "--as-of", "2025-05-01")

    def told(*words: str) -> str:
        return negpos(*words, *narrow, COLUMNS="120").out

    compared = told("compare", "north", "south", "--issue", "gauges")
    assert "No longer asked for (North and South): Gauges" in compared
    assert "Overlap cannot be told" in compared
    assert "passed: a joint commission (held until" in told("on", "gauges")
    assert "passed: a joint commission" in told("show", "south", "--full")


def test_no_answer_is_wider_than_asked_for(signed: Path, negpos: Negpos) -> None:
    asked = [
        ["compare", "north", "south", "accord"],
        ["redlines", "north", "south"],
        ["matrix"],
        ["plan", "accord", "north", "south"],
        ["diff", "accord", "south-note"],
        ["since", "2025-01-01"],
        ["timeline"],
        ["timeline", "--issue", "gauges"],
        ["on", "gauges"],
        ["show", "south-note"],
        ["list", "sources"],
        ["why", "south", "gauges"],
        ["search", "gauges"],
    ]
    for words in asked:
        for width in (40, 60, 80):
            found = negpos(*words, "-d", str(signed), COLUMNS=str(width))
            assert found.out, words
            assert max(cell_len(line) for line in found.out.splitlines()) <= width, words


def test_cells_that_do_not_fit_side_by_side_stand_below_each_other() -> None:
    grid = Grid(
        "Title of the table",
        (),
        (Column("Issue", share=0), Column("North", least=12), Column("South", least=12)),
        (Section("Water", ((cell("Gauges"), cell("joint", Span(BREAK), "1 Mar"), cell("")),)),),
    )

    assert table(grid, 40, False).splitlines()[2].split() == ["Issue", "North", "South"]
    assert table(grid, 20, False).splitlines()[2:] == [
        "Issue",
        "Water",
        "Gauges",
        "  North: joint",
        "    1 Mar",
    ]
    assert table(grid, 24, False).splitlines()[-1] == "  North: joint  1 Mar"


def test_the_first_and_the_last_day_of_all_are_days_like_others(
    river: Path, negpos: Negpos
) -> None:
    lapse = {"lapsed": "0001-01-01", "lapsed_reason": '"It rained"'}
    ends = {"north": ("9999-12-31", lapse), "south": ("0001-01-01", {})}
    for party, (until, head) in ends.items():
        body = GAUGES.format("joint") + f"until = {until}\n"
        said = text(f"{party}-old", f'"{party}"', "0001-01-01", body, **head)
        add(river, said, f"positions/{party}/{party}-old.toml")

    told = negpos("timeline", "--issue", "gauges", "-d", str(river), COLUMNS="100")
    why = ("why", "north", "gauges", "-d", str(river), "--as-of", "0001-01-01")
    north = negpos(*why, COLUMNS="200").out

    assert (told.code, told.err) == (0, "")
    assert "One sign for a hundred years, as it stood at the end, from Jan 0" in told.out
    assert "lapsed: It rained" in north


def test_a_dossier_without_positions_has_an_empty_matrix(river: Path, negpos: Negpos) -> None:
    rmtree(river / "positions")

    found = negpos("matrix", "-d", str(river))

    assert (found.code, found.err) == (0, "")
    assert "positions as stated, no date" in found.out


def test_the_ends_of_a_text_are_told_in_one_order_whatever_the_files_are_called(
    river: Path,
) -> None:
    annex = text("annex", '"south"', "2025-03-05", GAUGES.format("joint"))
    whole = text("whole", '"south"', "2025-03-05", "", includes='["annex", "annex"]')
    add(river, annex, "positions/annex.toml")
    told = []
    for folder in ("a", "z"):
        rmtree(river / "positions" / "a", ignore_errors=True)
        add(river, whole, f"positions/{folder}/whole.toml")
        for first, withdrawn in (("letter", "annex"), ("other", "whole")):
            letter = text(first, '"south"', "2025-04-10", "", withdraws=f'"{withdrawn}"')
            add(river, letter, f"positions/{'a' if folder == 'z' else 'z'}/{first}.toml")
        found = sound(river)
        told.append(found.positions["annex"].ends)
        assert len(found.terms("whole")) == 1
        rmtree(river / "positions" / "a")
        rmtree(river / "positions" / "z")

    assert told[0] == told[1]
    assert [end.reason for end in told[0]] == ["taken back in letter", "taken back in other"]


def test_figures_that_do_not_fit_stand_in_blocks_of_columns(negpos: Negpos) -> None:
    wide = negpos("matrix", COLUMNS="200").out
    narrow = negpos("matrix", COLUMNS="60").out

    assert wide.count("──\n") == 1
    assert narrow.count("──\n") > 2
    assert max(cell_len(line) for line in narrow.splitlines()) <= 60
    for name in ("Ukraine", "Russia", "NATO", "China", "african-states"):
        assert narrow.count(name) >= wide.count(name)
