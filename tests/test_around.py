"""In the folder of a dossier, or below it, commands are about that dossier, and say so."""

import os
from pathlib import Path

import pytest

from negpos import cli, completion, examples
from negpos.intake import example

from .conftest import ROOT, Negpos
from .inside import called

TOLD = "negpos: the dossier is that of {}; -d NAME|DIR asks for another"


@pytest.fixture
def inside(tmp_path: Path, negpos: Negpos, monkeypatch: pytest.MonkeyPatch) -> Negpos:
    """Answers in the folder of the example."""
    example.write(tmp_path / "river")
    for path in (tmp_path / "river").iterdir():
        path.rename(tmp_path / path.name)
    monkeypatch.chdir(tmp_path)
    return negpos


def test_the_dossier_of_the_current_folder_is_meant_and_told_and_hints_need_no_option(
    inside: Negpos,
) -> None:
    done = inside("compare", "north", "south")
    assert done.err.splitlines() == [TOLD.format("this folder")]
    assert "– dossier river" in done.out
    assert " -d " not in done.out


def test_a_dossier_that_is_named_comes_first_and_its_hints_name_it_again(inside: Negpos) -> None:
    by_option = inside("compare", "russia", "ukraine", "-d", "ukraine")
    assert "– dossier ukraine" in by_option.out
    assert "negpos why -d ukraine" in by_option.out
    by_variable = inside("compare", "russia", "ukraine", NEGPOS_DOSSIER="ukraine")
    assert by_variable.out == by_option.out
    assert by_option.err == by_variable.err == ""


def test_an_unknown_name_is_told_with_the_dossier_in_which_it_was_sought(inside: Negpos) -> None:
    done = inside("compare", "russia", "ukraine")
    first, second = done.err.splitlines()
    assert first == TOLD.format("this folder")
    assert "in dossier river" in second
    assert done.code == 2


def test_words_without_a_command_are_read_in_the_dossier_of_the_folder(inside: Negpos) -> None:
    assert "type: negpos compare north south" in inside("north", "south").err


def test_a_folder_below_that_of_a_dossier_is_in_it(
    inside: Negpos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "positions" / "north")
    assert completion.usual() == "../.."
    assert completion.parties(None, "nor") == ["north"]
    assert completion.parties("ukraine", "rus") == ["russia"]


def test_check_tells_of_the_folder_it_is_typed_in(inside: Negpos, tmp_path: Path) -> None:
    assert inside("check").out.startswith(".: no problems; 2 parties")
    for name in ("parties.toml", "issues.toml", "sources.toml"):
        (tmp_path / name).unlink()
    (tmp_path / "dossier.toml").write_text('title = "of another program, perhaps"\n')
    done = inside("check")
    assert "./dossier.toml:1: id: the field is missing" in done.out
    assert done.code == 1


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, "ukraine"),
        ({"dossier.toml": 'id = "a"\ntitle = "A"\n'}, "."),
        ({"dossier.toml": "  'id'= 'a'\n"}, "."),
        ({"dossier.toml": 'name = "of another program"\n'}, "ukraine"),
        ({"dossier.toml": '[package]\nid = "a"\n'}, "ukraine"),
        ({"dossier.toml": "is not TOML", "parties.toml": ""}, "."),
        ({"parties.toml": "", "issues.toml": ""}, "ukraine"),
    ],
)
def test_what_makes_a_folder_that_of_a_dossier(
    files: dict[str, str], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert completion.usual() == found


def test_the_nearest_dossier_is_meant_and_a_file_of_another_program_hides_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "outer" / "inner" / "deep"
    example.write(tmp_path / "outer")
    inner.mkdir(parents=True)
    (tmp_path / "outer" / "inner" / "dossier.toml").write_text("color = 1\n")
    monkeypatch.chdir(inner)
    assert completion.usual() == "../.."
    (tmp_path / "outer" / "inner" / "dossier.toml").write_text('id = "inner"\n')
    assert completion.usual() == ".."


def test_a_folder_that_is_gone_is_in_no_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    os.rmdir(gone)
    assert completion.usual() == "ukraine"


def test_examples_name_sides_texts_and_issues_of_the_dossier_that_is_meant(
    inside: Negpos,
) -> None:
    assert "Try: negpos compare north south\n" in inside("compare", "--help").out
    assert "as in: negpos why north share; see: negpos why --help" in inside("why").err
    told = inside("--help", COLUMNS="200").out
    assert (
        "Try: negpos compare north south · negpos redlines north south · negpos why north share"
        in (" ".join(told.split()))
    )
    assert (
        "Try: negpos compare russia ukraine\n"
        in inside("compare", "-h", NEGPOS_DOSSIER="ukraine").out
    )
    told = inside("compare", "-d", "ukraine").err
    assert "as in: negpos compare -d ukraine russia ukraine; see" in told


def test_an_example_with_too_few_names_of_its_dossier_is_left_out(inside: Negpos) -> None:
    assert "Try:" not in inside("matrix", "--help").out
    assert inside("matrix", "--no-such").err.endswith("--no-such; see: negpos matrix --help\n")


FILES = ("page", "brief", "link", "export", "new", "check", "import", "add", "template")
"""Commands whose examples write or read files."""


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name not in FILES])
def test_examples_of_help_run_in_any_dossier(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = ROOT / "tests" / "lake"
    monkeypatch.chdir(lake)
    words = examples.example(cli.COMMANDS[name].example).split()
    done = called([name, *words], lake, os.environ)
    assert "missing" not in done.err
    assert done.code == (name == "diff")
