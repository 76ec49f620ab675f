"""Private positions: in no answer, no count, no hint and no cache, unless they are asked for."""

import json
import re
from pathlib import Path

import pytest

from negpos import completion, load
from negpos.intake import example

from .conftest import Negpos

CANARY = "zzyzx"
SECRET = f"""
id = "{CANARY}-memo"
title = "Memo {CANARY}"
parties = ["south"]
date = 2025-04-01
status = "leaked"
private = true
withdraws = "south-note"
aliases = ["{CANARY}"]
attribution = "document"
form = "text"
speaker = "Envoy {CANARY}"
evidence = [{{ source = "{CANARY}-source", at = "page 1" }}]

[[demand]]
point = "1"
issue = "water.share"
ask = 5
text = "The north uses a twentieth {CANARY}"
firmness = "red-line"
"""
SOURCE = f"""
[[source]]
id = "{CANARY}-source"
publisher = "Cabinet {CANARY}"
title = "Memo"
date = 2025-04-01
kind = "document"
grade = "A"
"""
COMMANDS = [
    ("compare", "north", "south"),
    ("compare", "north", "south", "--full"),
    ("compare", "north", "south", "--scores"),
    ("brief", "north", "south", "-f", "html"),
    ("redlines", "north", "south"),
    ("common", "north", "south"),
    ("only", "south", "north"),
    ("gaps", "north", "south"),
    ("bridge", "north", "south", "--full"),
    ("matrix",),
    ("matrix", "--positions"),
    ("page",),
    ("plan", "south-note", "north"),
    ("diff", "north-speech", "south-note"),
    ("since", "2025-01-01"),
    ("timeline",),
    ("timeline", "--issue", "share"),
    ("on", "share"),
    ("show", "south"),
    ("show", "south", "--full"),
    ("show", "south-note"),
    ("why", "south", "share", "--full"),
    ("list", "parties"),
    ("list", "positions", "--full"),
    ("list", "issues"),
    ("list", "sources", "--full"),
    ("search", "north"),
    ("link", "text.txt"),
    ("link", "text.txt", "--stub"),
]


@pytest.fixture
def river(tmp_path: Path, negpos: Negpos, monkeypatch: pytest.MonkeyPatch) -> Negpos:
    """Answers on the example with a private position, and in ``plain`` on the one without."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "text.txt").write_text("The north uses a twentieth zzy.\n")
    for place in ("plain", "own"):
        example.write(tmp_path / place / "river")
    path = tmp_path / "own" / "river" / "positions" / "south" / f"{CANARY}-memo.toml"
    path.write_text(SECRET, "utf-8")
    with (tmp_path / "own" / "river" / "sources.toml").open("a") as file:
        file.write(SOURCE)

    return lambda *words, **given: negpos(
        *words,
        "-d",
        f"{given.pop('place', 'own')}/river",
        **given,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("format", ["", "csv", "json"])
def test_an_answer_is_the_one_that_a_dossier_without_it_gives(
    words: tuple[str, ...], format: str, river: Negpos
) -> None:
    if "-f" in words or words[0] in ("page",) or "--stub" in words:
        format = ""
    asked = [*words, *(["-f", format] if format else [])]
    own, plain = river(*asked), river(*asked, place="plain")
    digest = r"Receipt \w+|\(\w{16}\)"  # of all bytes, in any case
    told = own.out.replace("own/river", "plain/river")
    assert re.sub(digest, "", told) == re.sub(digest, "", plain.out)
    assert CANARY not in own.out + own.err
    if words[0] != "list":
        assert own.err.replace("own/river", "plain/river") == plain.err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_is_asked_for_is_there_and_told_in_the_heading(
    words: tuple[str, ...], river: Negpos
) -> None:
    done = river(*words, "--private")
    assert done.code in (0, 1)
    if words[0] != "link":
        assert "with private positions" in done.out


def test_it_counts_once_it_is_asked_for(river: Negpos) -> None:
    told = json.loads(river("why", "south", "share", "--private", "-f", "json").out)
    assert told["private"] is True
    assert told["stance"]["ask"] == 5
    assert "private" not in json.loads(river("why", "south", "share", "-f", "json").out)
    assert CANARY in river("search", "twentieth", "--private").out


def test_lists_and_check_tell_how_many_there_are_and_nothing_else(river: Negpos) -> None:
    listed = river("list", "positions")
    assert listed.err == "negpos: private and not listed: 1; see --private\n"
    checked = river("check")
    assert checked.out == (
        "own/river: no problems; 2 parties, 3 issues, 2 positions, 6 demands, 2 sources; "
        "private and not counted: 1\n"
    )
    assert CANARY not in checked.out + checked.err
    assert "3 positions, 7 demands, 3 sources\n" in river("check", "--private").out


def test_a_position_of_which_nobody_knows_is_an_unknown_name_without_a_hint(
    river: Negpos,
) -> None:
    own, plain = (river("show", f"{CANARY}-mem", place=place) for place in ("own", "plain"))
    assert own.err == plain.err.replace("plain", "own")
    assert (own.code, plain.code) == (2, 2)
    assert f"did you mean {CANARY}-memo?" in river("show", f"{CANARY}-mem", "--private").err


def test_hints_ask_for_it_again_and_a_receipt_tells_it(river: Negpos) -> None:
    done = river("compare", "north", "south", "--private", "--receipt")
    assert "negpos why -d own/river --private north share" in " ".join(done.out.split())
    assert "compare north south --private" in " ".join(done.out.split())


def test_the_cache_keeps_nothing_of_it_and_is_not_asked_for_it(
    river: Negpos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    told = {"XDG_CACHE_HOME": str(cache)}
    first = river("compare", "north", "south", "--private", **told)
    public = river("compare", "north", "south", **told)
    assert river("compare", "north", "south", **told) == public
    assert river("compare", "north", "south", "--private", **told) == first
    assert public.out != first.out
    kept = [path.read_bytes() for path in cache.rglob("*") if path.is_file()]
    assert kept
    assert not any(CANARY.encode() in data for data in kept)


def test_the_tab_key_offers_none(river: Negpos, tmp_path: Path) -> None:
    folder = str(tmp_path / "own" / "river")
    assert completion.texts(folder, CANARY[:3]) == []
    assert CANARY not in " ".join(completion.refs(folder, CANARY[:3]))
    path = tmp_path / "own" / "river" / "positions" / "south" / f"{CANARY}-memo.toml"
    path.write_text(SECRET.replace("private = true", "private = false"), "utf-8")
    assert completion.texts(folder, CANARY[:3]) == [f"{CANARY}-memo"]
    note = 'note = """\n[[demand]]\n"""\nprivate=true'
    path.write_text(SECRET.replace("private = true", note), "utf-8")
    assert completion.texts(folder, CANARY[:3]) == []


def test_python_programs_ask_for_it_when_they_load(river: Negpos, tmp_path: Path) -> None:
    folder = str(tmp_path / "own" / "river")
    assert f"{CANARY}-memo" not in load(folder).dossier.positions
    assert load(folder).dossier.left_out == 1
    whole = load(folder, private=True)
    assert f"{CANARY}-memo" in whole.dossier.positions
    assert "with private positions" in whole.show("south").text()


def test_documents_tell_it_too(river: Negpos, tmp_path: Path) -> None:
    report = load(str(tmp_path / "own" / "river"), private=True).brief("north", "south").report
    assert report.paper is not None
    assert report.handout is not None
    assert report.paper()[0].preface[0] == "with private positions"
    assert report.handout().preface[0] == "with private positions"


def test_sources_are_searched_for_its_demands_only_when_asked(
    river: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{CANARY}-source.txt").write_text("a twentieth\n")
    (tmp_path / "texts" / "south-note-2025-02-10.txt").write_text("two fifths of the flow\n")
    texts = str(tmp_path / "texts")
    assert f"twentieth {CANARY}" not in river("check", "--sources", texts).out
    assert (
        f"twentieth {CANARY}" in river("check", "--sources", texts, "--private", COLUMNS="300").out
    )
