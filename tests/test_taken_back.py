"""Sources that were taken back: what rests on them alone is marked, from that day on."""

import json
from pathlib import Path

import pytest

from negpos import load
from negpos.dossier import Dossier, Evidence
from negpos.frames import frames
from negpos.intake import example
from negpos.view import wording

from . import factory
from .conftest import Negpos

MEANING = "‡ all its sources were taken back"
TABLES = [
    ("compare", "north", "south"),
    ("compare", "north", "south", "--full"),
    ("redlines", "north", "south"),
    ("redlines", "north", "south", "--full"),
    ("only", "north", "south"),
    ("plan", "south-note", "north", "--full"),
    ("diff", "north-speech", "south-note"),
    ("diff", "north-speech", "south-note", "--full"),
    ("since", "2025-01-01"),
    ("timeline", "--issue", "share"),
    ("on", "share"),
    ("show", "north", "--full"),
    ("show", "north-speech"),
    ("show", "north-speech", "--full"),
    ("search", "flow"),
    ("brief", "north", "south", "-f", "html"),
    ("compare", "north", "south", "-f", "md"),
    ("compare", "north", "south", "-f", "html"),
]


@pytest.fixture
def river(tmp_path: Path, negpos: Negpos) -> Negpos:
    """Answers on the example, in which the source of the north was taken back on 5 March."""
    example.write(tmp_path / "river")
    told = 'retracted = 2025-03-05\narchived = "https://archive.example/1"\nlanguage = "uk"\n'
    path = tmp_path / "river" / "sources.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[[source]]\n", f"[[source]]\n{told}", 1), "utf-8")
    return lambda *words, **env: negpos(*words, "-d", "river", **env)


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_every_table_marks_what_rests_on_it_and_tells_the_mark(
    words: tuple[str, ...], river: Negpos
) -> None:
    out = river(*words).out
    assert MEANING.removeprefix("‡") in " ".join(out.split())
    assert out.count("‡") > 1


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_before_that_day_and_with_another_source_nothing_is_marked(
    words: tuple[str, ...], river: Negpos, tmp_path: Path
) -> None:
    is_dated = "diff" not in words and "brief" not in words
    if is_dated:
        assert "‡" not in river(*words, "--as-of", "2025-03-04").out
        assert "‡" not in river(*words, "--known-by", "2025-03-04").out
        assert "‡" in river(*words, "--as-of", "2025-03-05").out
    speech = tmp_path / "river" / "positions" / "north" / "north-speech.toml"
    other = '{ source = "south-note-2025-02-10", at = "1" }, { source = "gazette'
    speech.write_text(speech.read_text("utf-8").replace('{ source = "gazette', other), "utf-8")
    marked = river(*words).out.replace("‡ : all its sources were taken back", "")
    assert "‡" not in marked


def test_a_side_on_a_day_before_is_not_marked_beside_one_that_is(river: Negpos) -> None:
    out = river("compare", "north@2025-03-04", "north@2025-03-06", "--issue", "share").out
    (row,) = [line for line in out.splitlines() if "60 percent" in line]
    below = " ".join(out.split(row)[1].split("Marks")[0].split())
    assert below.count("Minister of the North") == 2
    assert below.count("‡") == 1


def test_figures_and_fields_for_scripts_bear_no_mark(river: Negpos) -> None:
    for words in TABLES:
        plain = [word for word in words if word not in ("-f", "md", "html")]
        assert "‡" not in river(*plain, "-f", "csv").out
        assert "‡" not in river(*plain, "-f", "json").out


def test_json_tells_the_day_of_each_source_and_of_its_evidence_as_known_then(
    river: Negpos,
) -> None:
    told = json.loads(river("why", "north", "share", "-f", "json").out)
    assert [piece["retracted"] for piece in told["stance"]["evidence"]] == ["2025-03-05"]
    (source,) = told["sources"]
    assert (source["retracted"], source["archived"]) == ("2025-03-05", "https://archive.example/1")
    before = ("why", "north", "share", "-f", "json", "--as-of", "2025-03-04")
    told = json.loads(river(*before).out)
    assert [piece["retracted"] for piece in told["stance"]["evidence"]] == [None]
    assert told["sources"][0]["retracted"] is None


def test_why_tells_the_day_and_links_the_archived_copy(river: Negpos) -> None:
    for words in (("why", "north", "share"), ("why", "north", "share", "--full")):
        assert "taken back on 5 Mar 2025; archived copy" in " ".join(
            river(*words, COLUMNS="200").out.split()
        )
    assert '<a href="https://archive.example/1"' in river("why", "north", "share", "-f", "html").out


def test_check_names_the_source_and_what_has_no_other_and_all_is_well(river: Negpos) -> None:
    done = river("check")
    assert done.code == 0
    assert done.err.splitlines() == [
        "negpos: sources that were taken back (1): gazette-2025-03-01 (2025-03-05); demands with "
        "no other (3): positions/north/north-speech.toml:14, "
        "positions/north/north-speech.toml:20, positions/north/north-speech.toml:27"
    ]


def test_sources_are_listed_with_what_became_of_them(river: Negpos) -> None:
    header, first, _ = river("list", "sources", "-f", "csv").out.splitlines()
    assert header.endswith(",url,note,language,accessed,archived,retracted")
    assert first.endswith(",,,uk,,https://archive.example/1,2025-03-05")
    assert "taken back on 5 Mar 2025" in river("list", "sources").out


def test_the_page_marks_the_months_from_that_day_on_and_what_is_known_now(
    river: Negpos, tmp_path: Path
) -> None:
    assert MEANING in river("page").out  # the record ends before that day, the page is read later
    path = tmp_path / "river" / "sources.toml"
    path.write_text(path.read_text("utf-8").replace("2025-03-05", "2025-04-05"), "utf-8")
    note = tmp_path / "river" / "positions" / "south" / "south-note.toml"
    later = note.read_text("utf-8").replace('"south-note"', '"later"')
    (note.parent / "later.toml").write_text(later.replace("2025-02-10\n", "2025-05-10\n"))
    made = load(str(tmp_path / "river")).dossier
    marked = {
        frame.day: any(
            demand.is_taken_back
            for side in frame.sides
            for stance in side.stances.values()
            for demand in stance.asks
        )
        for frame in frames(made, made.issues)
    }
    assert marked == {"2025-03-31": False, "2025-04-30": True, "2025-05-10": True}


def test_words_in_their_language_are_told_by_why_and_in_json_alone(
    river: Negpos, tmp_path: Path
) -> None:
    speech = tmp_path / "river" / "positions" / "north" / "north-speech.toml"
    own = 'original = "Північ бере три п’ятих"\nlang = "uk"\ntext = "The north uses three'
    speech.write_text(speech.read_text("utf-8").replace('text = "The north uses three', own))
    for words in (("why", "north", "share"), ("why", "north", "share", "--full")):
        assert "“Північ бере три п’ятих” (uk)" in river(*words).out
    told = json.loads(river("why", "north", "share", "-f", "json").out)["statements"][0]
    assert (told["original"], told["lang"]) == ("Північ бере три п’ятих", "uk")
    for words in TABLES:
        assert "Північ" not in river(*words).out


def taken_back() -> Dossier:
    """A dossier whose source s was taken back, and t was not."""
    both = (Evidence("s", "p", "A", "https://s.example/", "2025-03-05"), Evidence("t", "p", "B"))
    made = factory.dossier(
        factory.position("alone", ["a"], factory.demand(1, evidence=both[:1])),
        factory.position("beside", ["b"], factory.demand(2, evidence=both)),
    )
    source = made.sources["s"]._replace(retracted="2025-03-05")
    return made._replace(sources={**made.sources, "s": source})


def test_as_known_forgets_what_came_later_and_nothing_else() -> None:
    made = taken_back()
    before = made.as_known("2025-03-04")
    assert made.as_known("") is made
    assert made.as_known("2025-03-05") is made
    assert before.sources["s"].retracted == ""
    assert not any(demand.is_taken_back for demand in before.demands())
    assert [demand.is_taken_back for demand in made.demands()] == [True, False]
    plain = [d._replace(evidence=()) for d in made.demands()]
    assert [d._replace(evidence=()) for d in before.demands()] == plain


def test_a_source_that_stands_is_cited_before_one_that_was_taken_back() -> None:
    alone, beside = taken_back().demands()
    assert wording.best((alone,)).source == "s"
    assert wording.best((beside,)).source == "t"
