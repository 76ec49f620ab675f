"""Passages that may state a demand or an option: what is proposed, what is flagged, and why."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from negpos.dossier import Dossier
from negpos.errors import UsageError
from negpos.intake import files
from negpos.intake.asks import region as asked_region
from negpos.intake.loading import load_dossier
from negpos.intake.records import Ask
from negpos.scales import Mark, Region, Scale
from negpos.text.links import MOST, THRESHOLD, Links, link
from negpos.text.passages import Passage, passages, passages_of
from negpos.view.link import stub, toml

from .conftest import ROOT, Negpos
from .drawn import SCALES, regions
from .factory import demand, dossier, issue, members, nominal, ordinal, position, quantity
from .inside import Done, called

LAKE = ROOT / "tests" / "lake"
MINUTES = str(LAKE / "minutes.md")
WORDS = ("island", "pier", "boats", "toll", "stays", "eastern", "western", "is", "held", "not")


@pytest.fixture(scope="module")
def lake() -> Dossier:
    """The small dossier of a lake and its shores."""
    return load_dossier(str(LAKE))


def found_in(values: Dossier, text: str, threshold: float = THRESHOLD) -> Links:
    return link(values, passages(text), threshold=threshold)


def test_a_passage_in_the_words_of_a_demand_is_proposed_with_that_demand(lake: Dossier) -> None:
    for one in lake.demands():
        if not one.issue or one.kind != "demand" or one.is_dropped:
            continue
        found = link(lake, [Passage(7, one.text)])
        mine = [row for row in found.proposed if row.claim.issue == one.issue]
        assert len(mine) == 1
        assert mine[0].claim.demand is not None
        assert mine[0].claim.demand.text == one.text
        assert (mine[0].passage.line, mine[0].likeness) == (7, 100)


def test_an_option_that_no_demand_asks_for_is_proposed_in_the_words_of_question_and_label() -> None:
    issues = [issue("t.i", nominal("blue", "green"))._replace(question="Which boats may sail?")]
    issues.append(issue("t.j")._replace(question="Who reads the gauges?"))
    found = found_in(dossier(issues=issues), "Green boats may sail.")
    (row,) = found.proposed
    assert (row.claim.issue, row.claim.demand, row.claim.option) == ("t.i", None, 1)
    assert row.claim.ask == Region(2, 2)


@pytest.mark.parametrize(
    ("scale", "ask"),
    [
        (ordinal("blue", "green"), Region(1, 1)),
        (nominal("blue", "green"), Region(2, 2)),
        (members("blue", "green"), Region(2, 3)),
    ],
)
def test_an_option_is_the_region_that_its_scale_gives_it(scale: object, ask: Region) -> None:
    one = issue("t.i")._replace(question="Which boats may sail?", scale=scale)
    (row,) = found_in(dossier(issues=[one]), "Green boats may sail.").proposed
    assert row.claim.ask == ask


@pytest.mark.parametrize(
    ("claim", "passage", "guard"),
    [
        ("The north must join the league", "The north must not join the league.", "negation"),
        ("The army has 600,000 soldiers", "The army has 80,000 soldiers.", "number"),
        ("A withdraws its troops from the valley", "B withdraws its troops from the valley.",
         "actor"),
        ("The north shall open the lock", "The north may open the lock.", "modality"),
        ("All troops leave the valley", "Some troops leave the valley.", "scope"),
    ],
)  # fmt: skip
def test_a_look_alike_is_flagged_and_never_proposed(claim: str, passage: str, guard: str) -> None:
    values = dossier(position("p", ["a"], demand(0, text=claim)))
    names = {id_: party._replace(aliases=(f"{id_}land",)) for id_, party in values.parties.items()}
    claim, passage = (
        text.replace("A w", "Aland w").replace("B w", "Bland w") for text in (claim, passage)
    )
    values = dossier(position("p", ["a"], demand(0, text=claim)))._replace(parties=names)
    found = found_in(values, passage, 50)
    assert found.proposed == ()
    (row,) = found.flagged
    assert [one.guard for one in row.objections] == [guard]


def test_a_claim_without_objection_is_proposed_before_a_nearer_look_alike() -> None:
    demands = (
        demand(0, text="The long northern bridge must not open"),
        demand(1, text="The northern bridge opens"),
    )
    values = dossier(position("p", ["a"], *demands))
    found = found_in(values, "The long northern bridge must open", 60)
    (row,) = found.proposed
    assert row.claim.demand is not None
    assert row.claim.demand.text == "The northern bridge opens"
    assert (found.flagged, found.rejected) == ((), 1)


def test_a_clause_struck_out_is_stated_by_no_passage() -> None:
    row = demand(None, text="The toll is taken out", is_dropped=True)
    found = found_in(dossier(position("p", ["a"], row)), "The toll is taken out.", 1)
    assert not [one for one in (*found.proposed, *found.flagged) if one.claim.demand]


TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), max_size=6)


@given(TEXTS, st.sampled_from([0.0, 30.0, 50.0, 60.0, THRESHOLD, 100.0]))
def test_nothing_lies_below_the_threshold_and_all_stands_in_the_order_of_the_text(
    sentences: list[list[str]], threshold: float
) -> None:
    values = load_dossier(str(LAKE))
    text = "\n".join(f"{' '.join(words).capitalize()}." for words in sentences)
    found = found_in(values, text, threshold)
    for rows in (found.proposed, found.flagged):
        assert all(threshold <= row.likeness <= 100 for row in rows)
        assert [row.passage.line for row in rows] == sorted(row.passage.line for row in rows)
    both = [(r.passage, r.claim.issue) for r in (*found.proposed, *found.flagged)]
    assert len(set(both)) == len(both)
    assert all(not row.objections for row in found.proposed)
    assert all(row.objections for row in found.flagged)
    assert found.passages == len(passages(text))


@given(TEXTS)
def test_a_higher_threshold_only_takes_away(sentences: list[list[str]]) -> None:
    values = load_dossier(str(LAKE))
    text = "\n".join(f"{' '.join(words).capitalize()}." for words in sentences)
    low, high = (found_in(values, text, threshold) for threshold in (40, 75))
    told = {(r.passage, r.claim.issue) for r in (*low.proposed, *low.flagged)}
    assert {(r.passage, r.claim.issue) for r in (*high.proposed, *high.flagged)} <= told


def test_the_quick_way_past_hopeless_issues_leaves_out_no_link(lake: Dossier) -> None:
    text = Path(MINUTES).read_text("utf-8")
    every = found_in(lake, text, 0)
    some = found_in(lake, text, THRESHOLD)
    likely = {(r.passage, r.claim.issue) for r in every.proposed if r.likeness >= THRESHOLD}
    assert likely <= {(r.passage, r.claim.issue) for r in (*some.proposed, *some.flagged)}


def test_issues_narrow_what_is_proposed_and_change_no_likeness(lake: Dossier) -> None:
    found = passages(Path(MINUTES).read_text("utf-8"))
    whole, part = link(lake, found), link(lake, found, ["shore.patrols"])
    wanted = [r for r in whole.proposed if r.claim.issue == "shore.patrols"]
    assert wanted
    assert part.proposed == tuple(wanted)


def test_the_best_links_on_an_issue_are_kept_and_the_others_counted(lake: Dossier) -> None:
    often = [Passage(n, "The island stays eastern") for n in range(1, MOST + 11)]
    often += [Passage(n, "The island becomes western, they hoped") for n in range(100, 120)]
    found = link(lake, often)
    rows = [r for r in found.proposed if r.claim.issue == "shore.island"]
    assert len(rows) == MOST
    assert {r.likeness for r in rows} == {100}
    assert rows[0].passage.line == 1
    assert found.left_out >= 30


def test_the_order_of_words_in_memory_changes_no_figure() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-m", "negpos", "link", MINUTES, "-d", str(LAKE), "-f", "json"],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_a_dossier_of_one_issue_has_nothing_to_tell_apart() -> None:
    values = dossier(position("p", ["a"], demand(0, text="The long bridge opens")))
    (row,) = found_in(values, "They agree that the long bridge opens soon.").proposed
    assert row.claim.issue == "t.i"


# The text as it comes in.


def told(data: bytes, size: int = 1_000_000) -> list[str]:
    """The lines of these bytes, read so many at a time."""

    class Slow(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

        def fileno(self) -> int:
            return 0

    return list(files.lines(Slow(data), "text"))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60),
       st.integers(1, 9))  # fmt: skip
def test_a_text_read_in_small_pieces_has_the_same_lines(text: str, size: int) -> None:
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\ufffd" not in text:
        assert told(text.encode(), size) == whole
        assert list(passages_of(told(text.encode(), size))) == passages("\n".join(whole))


def test_lines_that_never_end_a_sentence_are_not_held_for_ever() -> None:
    count = 0
    for passage in passages_of(f"and {n} more words of lower case" for n in range(20_000)):
        count += 1
        assert len(passage.text) <= 1_000
    assert count > 300


@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(128, 256)) * 9])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UsageError, match="holds no plain text"):
        told(data)


def test_a_few_signs_of_another_encoding_do_no_harm() -> None:
    assert told(b"caf\xe9 and the long pier") == ["caf\ufffd and the long pier"]


def test_how_much_is_read_is_told_and_that_it_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("One line.\n" * 200_000)
    heard: list[tuple[int, int]] = []
    with files.open_text(str(path)) as file:
        assert (
            sum(1 for _ in files.lines(file, "text", lambda *told: heard.append(told))) == 200_001
        )
    size = path.stat().st_size
    assert heard == [(1_000_000, size), (size, size), (size, size)]


# The command.


def run(*words: str, text: bytes = b"", folder: Path = ROOT) -> Done:
    """The command line with this on its standard input."""
    return called(("link", *words), folder, os.environ, text)


def test_standard_input_is_read_and_told_as_such() -> None:
    done = run("-", "-d", str(LAKE), "-f", "json", text=b"The island stays eastern.")
    told_ = json.loads(done.out)
    assert (done.code, done.err, told_["text"]) == (0, "", "standard input")
    assert [row["demand"] for row in told_["proposed"]] == ["east-speech#island"]


@pytest.mark.parametrize(
    ("claim", "text", "guard"),
    [
        ("The north must join the compact", "The north must join the compact.", ""),
        ("The north must join the compact", "The north must not join the compact.", "negation"),
        ("The north must not join the compact", "The north must join the compact.", "negation"),
        ("The north must join the compact", "The north may join the compact.", "modality"),
        ("The north must join the compact", "The south must join the compact.", "actor"),
        ("The north keeps 600,000 gauges", "The north keeps 600 thousand gauges.", ""),
        ("The north keeps 600,000 gauges", "The north keeps 80,000 gauges.", "number"),
        ("The north opens all gauges", "The north opens some gauges.", "scope"),
    ],
)
def test_must_join_and_must_not_join_through_the_whole_command(
    claim: str, text: str, guard: str, tmp_path: Path, negpos: Negpos
) -> None:
    assert negpos("new", "talks").code == 0
    path = tmp_path / "talks" / "positions" / "north" / "north-speech.toml"
    old = "A joint commission reads the gauges; an outside body would do as well"
    path.write_text(path.read_text("utf-8").replace(old, claim), "utf-8")
    words = ("-", "-d", "talks", "--issue", "gauges", "-f", "csv", "--threshold", "50")
    rows = list(csv.DictReader(io.StringIO(run(*words, text=text.encode(), folder=tmp_path).out)))
    told_of = [row for row in rows if row["text"] == claim]
    assert [row["verdict"] for row in told_of] == ["flagged" if guard else "proposed"]
    assert told_of[0]["objections"].partition(":")[0] == guard


def test_a_text_with_nothing_to_propose_is_an_empty_table_with_a_note() -> None:
    done = run("-", "-d", str(LAKE), text=b"Rain fell all day.")
    assert (done.code, done.err) == (0, "")
    assert "Nothing is proposed" in done.out


def test_options_that_narrow_the_dossier_narrow_the_demands() -> None:
    words = ("-", "-d", str(LAKE), "-f", "json")
    text = b"The island is held together.\nThe pier is western."

    def of(*more: str) -> list[str]:
        rows = json.loads(run(*words, *more, text=text).out)["proposed"]
        return [row["demand"] for row in rows]

    assert "league-plan#11" in of()
    assert "league-plan#11" not in of("--as-of", "2025-03-15")
    assert "league-plan#11" not in of("--attribution", "official,reported")
    assert of("--issue", "pier") == of()[1:]
    assert of("--theme", "trade") == []


def test_links_left_out_are_told_whatever_the_format() -> None:
    text = b"The island stays eastern.\n" * (MOST + 7)
    done = run("-", "-d", str(LAKE), "-f", "csv", text=text)
    assert (done.code, done.out.count("\n")) == (0, MOST + 1)
    assert done.err.startswith("negpos: 7 links beyond the 50 best on an issue are left out; ")
    assert "Left out, above the 50 best on an issue: 7" in run("-", "-d", str(LAKE), text=text).out


@pytest.mark.parametrize(
    ("words", "text", "message"),
    [
        (("-",), b"", "standard input holds no words; give a text of at least a sentence"),
        (("-",), b" \n\n --- \n", "standard input holds no words; give a text"),
        (("-",), b"\0\0\0", "standard input holds no plain text; give a plain text"),
        pytest.param(
            ("-",),
            b"word " * 400_000,
            "line 1 of standard input is longer than a million signs",
            id="a long line of words",
        ),
        pytest.param(
            ("-",),
            b"One.\nTwo.\n" + b"x" * 1_500_000,
            "line 3 of standard input is longer",
            id="a long word",
        ),
        (("nowhere.txt",), b"", "'nowhere.txt' cannot be read (no such file or directory); give"),
        (("tests",), b"", "'tests' cannot be read (is a directory); give a plain text"),
        (("-", "--threshold", "most"), b"A.", "'most' is no likeness; give a number from 0"),
        (("-", "--threshold", "101"), b"A.", "'101' is no likeness; give a number from 0 to 100"),
        (("-", "--threshold", "nan"), b"A.", "'nan' is no likeness; give a number from 0 to 100"),
        (("-", "--stub", "-f", "csv"), b"A.", "--stub writes TOML; leave out --format"),
        (("-", "--issue", "ilsand"), b"A.", "'ilsand'"),
        (("-", "-f", "pdf"), b"The island.", "there is no format 'pdf'"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    words: tuple[str, ...], text: bytes, message: str
) -> None:
    done = run(*words, "-d", str(LAKE), text=text)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.startswith("negpos: ")
    assert len(done.err.splitlines()) == 1


def test_closed_standard_input_is_told() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos link - -d tests/lake <&-"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "negpos: standard input is closed; name a file, or pipe a text in\n"
    )


# The stub.


FILLED = {
    "id": '"minutes-2025"',
    "title": '"Minutes"',
    "parties": '["east"]',
    "date": "2025-05-02",
    "status": '"statement"',
    "attribution": '"official"',
    "form": '"paraphrased"',
    "evidence": '[{ source = "herald-2025-02-01", at = "whole text" }]',
    "text": '"A term in words of our own"',
}


def filled(text: str) -> str:
    """A stub with every field marked TODO filled."""
    made = []
    for line in text.splitlines():
        name, sign, _ = line.partition(" = ")
        is_marked = sign and "# TODO" in line
        made.append(f"{name} = {FILLED[name]}" if is_marked else line)
    return "\n".join(made) + "\n"


def test_a_stub_passes_check_once_it_is_filled_and_not_before(
    tmp_path: Path, negpos: Negpos
) -> None:
    folder = tmp_path / "lake"
    shutil.copytree(LAKE, folder)
    path = folder / "positions" / "minutes-2025.toml"
    before = sorted(folder.rglob("*"))
    assert negpos("link", MINUTES, "-d", str(folder), "--stub").code == 0
    assert sorted(folder.rglob("*")) == before
    done = negpos("link", MINUTES, "-d", str(folder), "--stub", "--output", str(path))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert negpos("check", str(folder)).code == 1
    path.write_text(filled(path.read_text("utf-8")), "utf-8")
    checked = negpos("check", str(folder))
    assert (checked.code, "no problems" in checked.out) == (0, True)
    written = load_dossier(str(folder)).positions["minutes-2025"]
    assert written.date == date(2025, 5, 2).isoformat()
    proposed = {(r.claim.issue, r.claim.ask) for r in found_in(
        load_dossier(str(LAKE)), Path(MINUTES).read_text("utf-8")).proposed}  # fmt: skip
    assert {(d.issue, d.ask) for d in written.demands} == proposed


def test_a_stub_of_the_shipped_dossier_passes_check_too(tmp_path: Path, negpos: Negpos) -> None:
    folder = tmp_path / "ukraine"
    shutil.copytree(ROOT / "data" / "ukraine", folder)
    values = load_dossier(str(folder))
    text = "\n".join(f"{d.text[:1].upper()}{d.text[1:]}." for d in values.demands() if d.issue)
    made = stub(values, "all", found_in(values, text))
    path = folder / "positions" / "minutes-2025.toml"
    source = next(iter(values.sources))
    made = filled(made).replace("herald-2025-02-01", source).replace('["east"]', '["un"]')
    path.write_text(made, "utf-8")
    checked = negpos("check", str(folder))
    assert checked.out.endswith("sources\n"), checked.out
    assert checked.code == 0
    assert len(load_dossier(str(folder)).positions["minutes-2025"].demands) > 200


def test_the_source_is_filled_in_where_the_text_is_known(tmp_path: Path, lake: Dossier) -> None:
    id_ = next(iter(lake.sources))
    path = tmp_path / f"{id_}.txt"
    path.write_text("The island stays eastern.", "utf-8")
    done = run(str(path), "-d", str(LAKE), "--stub")
    assert f'evidence = [{{ source = "{id_}", at = "" }}]  # TODO' in done.out


def test_no_sign_of_a_text_breaks_out_of_its_comment(lake: Dossier) -> None:
    text = "The island stays eastern\u2028\x1b[m\x85\x0c\x7f \u202e now"
    made = stub(lake, "a\nb\x1b", link(lake, [Passage(1, text)]))
    assert all(line == "" or line.isprintable() for line in made.split("\n"))
    assert 'ask = "east"' in made


def test_demands_without_an_ask_are_written_as_open(lake: Dossier) -> None:
    made = stub(lake, "text", link(lake, [Passage(1, "Fishing can be traded")]))
    assert 'issue = "trade.fish"' in made
    assert 'firmness = "open"' in made


BELOW_THE_MARK = '{ min = 0, below = "no \\"ceiling\\"", vague = true }'
MARKED = quantity()._replace(marks=(Mark(100, 'no "ceiling"', "a ceiling"),))


@pytest.mark.parametrize(
    ("scale", "area", "written"),
    [
        (ordinal("a", "b", "c"), Region(1, 1), '"b"'),
        (ordinal("a", "b", "c"), Region(0, 1), '{ min = "a", max = "b" }'),
        (ordinal("a", "b"), Region(0, 1, True), '{ min = "a", max = "b", vague = true }'),
        (quantity(0, 1_000_000), Region(600_000, 600_000), "600_000"),
        (quantity(), Region(0, 99, True), "{ min = 0, max = 99, vague = true }"),
        (quantity(), Region(0.5, 0.5), "0.5"),
        (members("a", "b"), Region(0, 0), "[]"),
        (members("a", "b"), Region(1, 3), '{ at_least = ["a"], at_most = ["a", "b"] }'),
        (nominal("a", "b", "c"), Region(5, 5), '["a", "c"]'),
        (nominal("a", "b"), Region(3, 3, True), '{ any_of = ["a", "b"], vague = true }'),
        (quantity(), Region(0, 60, is_below=True), "{ min = 0, below = 60 }"),
        (quantity(), Region(15, 100, True, True), "{ above = 15, max = 100, vague = true }"),
        (MARKED, Region(100, 100), '"no \\"ceiling\\""'),
        (MARKED, Region(0, 100, True, is_below=True), BELOW_THE_MARK),
        (members("a", "b", adds_up=True), Region(1, 3), '["a"]'),
        (members("a", "b", adds_up=True), Region(1, 1), '{ at_least = ["a"], at_most = ["a"] }'),
        (members("a", "b", adds_up=True), Region(0, 0), "[]"),
    ],
)  # fmt: skip
def test_an_ask_is_written_as_the_files_write_it(scale: Scale, area: Region, written: str) -> None:
    assert toml(scale, area) == written


@given(st.data())
def test_an_ask_as_it_is_written_is_read_as_the_same_region(data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from((*SCALES, MARKED)))
    area = data.draw(regions(scale))
    written = tomllib.loads(f"ask = {toml(scale, area)}")["ask"]
    read = TypeAdapter(Ask).validate_python(written, strict=True)
    assert asked_region(scale, read) == area
