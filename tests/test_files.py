"""Faults that cannot be committed as files, the cache, and texts that try to be more than text."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from pydantic import ValidationError

from negpos.dossier import Dossier
from negpos.errors import DataError, UsageError
from negpos.intake import cache, example, loading, records
from negpos.intake.files import read_folder, read_texts
from negpos.intake.lines import excess, locate

from .conftest import Negpos
from .test_architecture import MODULES, imports

HEAD = """\
id = "talks"
title = "Talks"
parties = ["south"]
date = 2025-03-05
status = "oral"
attribution = "official"
form = "paraphrased"
evidence = [{ source = "gazette-2025-03-01", at = "second page" }]
"""
"""Eight lines: a demand below starts in line 9."""


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the cache writes to, not there yet; the user's own is left alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "negpos"


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """The dossier of ``negpos new``."""
    root = tmp_path / "river"
    example.write(root)
    return root


def add(root: Path, data: str | bytes, name: str = "positions/south/talks.toml") -> Path:
    """One more file in the dossier, or another text for one of its files."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def told(root: Path) -> list[str]:
    """The problem lines of a check, with ``DIR`` for the folder."""
    return [str(problem).replace(str(root), "DIR") for problem in loading.check(root)[1]]


def check_guarded(root: Path) -> "subprocess.CompletedProcess[str]":
    """The real check as a process; the timeout is a guard against waiting for ever."""
    return subprocess.run(
        [sys.executable, "-m", "negpos", "check", root.name],
        cwd=root.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# Bytes that are no text, or not the expected one.


def test_a_latin_1_file_is_told_with_the_line_of_its_first_odd_byte(river: Path) -> None:
    add(river, HEAD.encode() + 'note = "é"\n'.encode("latin-1"))

    assert told(river) == ["DIR/positions/south/talks.toml:9: is not UTF-8 text; save it as UTF-8"]


def test_a_utf_16_file_is_not_utf_8(river: Path) -> None:
    add(river, HEAD.encode("utf-16"))

    assert told(river) == ["DIR/positions/south/talks.toml:1: is not UTF-8 text; save it as UTF-8"]


def test_a_utf_16_file_without_a_mark_is_told_in_one_line(river: Path) -> None:
    add(river, HEAD.encode("utf-16-le"))

    (line,) = told(river)

    assert line.startswith("DIR/positions/south/talks.toml:1: is not ")


def test_a_byte_order_mark_is_told_as_such(river: Path) -> None:
    add(river, HEAD.encode("utf-8-sig"))

    assert told(river) == [
        "DIR/positions/south/talks.toml:1: starts with a byte order mark; "
        "save it as UTF-8 without one"
    ]


def test_windows_line_ends_change_no_line_number(river: Path) -> None:
    text = f'{HEAD}note = """\none\n[[demand]]\n"""\n\n[[demand]]\ntext = "x"\nask = 1\n'
    add(river, text.replace("\n", "\r\n"))

    assert told(river) == [
        "DIR/positions/south/talks.toml:16: demand no. 1: ask: an ask needs an issue; "
        "add issue = …, or leave it out"
    ]


def test_a_dossier_with_windows_line_ends_has_no_problems(river: Path) -> None:
    for name, text in example.FILES.items():
        add(river, text.replace("\n", "\r\n"), name)

    assert told(river) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('[["Kyiv", "Kiev"], ["Odesa", "Odessa"]]', ""),
        (
            '[["Kyiv"]]',
            "spellings: group 1 holds 1 of them; give two spellings of one word or more",
        ),
        ("[[]]", "spellings: group 1 holds 0 of them; give two spellings of one word or more"),
        (
            '[["Kyiv", "Kiev"], ["kiev", "Київ"]]',
            "spellings: 'kiev' stands in it twice; leave out one",
        ),
        (
            '["Kyiv", "Kiev"]',
            "spellings: expected a list of lists, each of words that are one, like "
            '[["Kyiv", "Kiev"]]; got ["Kyiv", "Kiev"]',
        ),
    ],
)
def test_spellings_are_groups_of_words_each_in_one_alone(
    written: str, problem: str, river: Path
) -> None:
    head = example.FILES["dossier.toml"] + f"spellings = {written}\n"
    add(river, head, "dossier.toml")

    assert [line.partition(": ")[2] for line in told(river)] == ([problem] if problem else [])


def test_a_name_is_found_in_any_of_its_spellings(river: Path, negpos: Negpos) -> None:
    head = example.FILES["dossier.toml"] + 'spellings = [["North", "Nord"], ["share", "part"]]\n'
    add(river, head, "dossier.toml")

    assert negpos("compare", "nord", "south", "-d", str(river)).out.startswith("North × South\n")
    assert negpos("on", "part", "-d", str(river)).out.startswith("Share of flow: ")
    assert negpos("show", "nord", "-d", str(river)).code == 0


def test_an_empty_position_file_lacks_its_fields(river: Path) -> None:
    add(river, b"")

    assert told(river) == [
        f"DIR/positions/south/talks.toml:1: {field}: the field is missing"
        for field in ("attribution", "date", "form", "id", "status", "title")
    ]


# Values beyond all measure.


def test_ten_thousand_nested_brackets_are_a_problem_not_a_crash(river: Path) -> None:
    add(river, f"{HEAD}note = {'[' * 10_000}{']' * 10_000}\n")

    assert told(river) == ["DIR/positions/south/talks.toml: is nested too deeply"]


def test_ten_thousand_nested_inline_tables_are_a_problem_not_a_crash(river: Path) -> None:
    add(river, f"{HEAD}note = {'{a = ' * 10_000}1{'}' * 10_000}\n")

    assert told(river) == ["DIR/positions/south/talks.toml: is nested too deeply"]


@pytest.mark.parametrize("start", ["note", "[note", "[[demand]]\nask"])
def test_a_key_of_ten_thousand_dotted_parts_is_a_problem_not_a_crash(
    start: str, river: Path
) -> None:
    end = "]" if start.startswith("[note") else " = 1"
    add(river, f"{HEAD}{start}{'.a' * 10_000}{end}\n")

    assert told(river)
    assert all(line.startswith("DIR/positions/south/talks.toml:") for line in told(river))


@pytest.mark.parametrize(
    "number",
    ["9" * 5_000, "9" * 400, "0x" + "F" * 5_000, "0b" + "1" * 20_000, "1e400"],
    ids=["5,000 digits", "400 digits", "5,000 hex digits", "20,000 binary digits", "1e400"],
)
@pytest.mark.parametrize("field", ["text", "ask", "salience", "said"])
def test_a_huge_number_is_a_problem_not_a_crash(field: str, number: str, river: Path) -> None:
    fields = {"text": '"x"', "issue": '"water.share"', "ask": "1"} | {field: number}
    lines = "\n".join(f"{name} = {value}" for name, value in fields.items())
    add(river, f"{HEAD}[[demand]]\n{lines}\n")

    (line,) = told(river)

    assert line.startswith("DIR/positions/south/talks.toml:")
    assert len(line) < 300


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = add(river, "")
    os.truncate(large, 50_000_000)
    read_bytes = Path.read_bytes

    def guarded(path: Path) -> bytes:
        assert path != large, "the large file was read"
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)

    assert told(river) == [
        "DIR/positions/south/talks.toml: the file has 50.0 MB; the limit is 5 MB; "
        "split it: one position a file"
    ]


# Things in the folder that are no ordinary files, or should not be there.


def test_a_link_that_leads_back_to_itself_is_told_as_such(river: Path) -> None:
    (river / "positions/south/talks.toml").symlink_to("talks.toml")

    assert told(river) == [
        "DIR/positions/south/talks.toml: cannot be read (the link leads back to itself)"
    ]


def test_a_link_that_leads_nowhere_is_told_as_such(river: Path) -> None:
    (river / "positions/south/talks.toml").symlink_to("gone.toml")

    assert told(river) == [
        "DIR/positions/south/talks.toml: cannot be read (no such file or directory)"
    ]


def test_a_link_to_a_file_is_read_like_the_file(river: Path, tmp_path: Path) -> None:
    path = river / "positions/south/south-note.toml"
    path.rename(tmp_path / "elsewhere.toml")
    path.symlink_to(tmp_path / "elsewhere.toml")

    assert told(river) == []


def test_a_link_to_a_folder_is_not_followed(river: Path) -> None:
    (river / "positions/joint").symlink_to("south", target_is_directory=True)

    assert told(river) == [
        "DIR/positions/joint: a link to a folder is not followed; "
        "put the files there, or name the folder itself"
    ]


def test_a_link_to_the_folder_around_it_does_not_lead_in_circles(river: Path) -> None:
    (river / "positions/again").symlink_to("..", target_is_directory=True)

    assert told(river) == [
        "DIR/positions/again: a link to a folder is not followed; "
        "put the files there, or name the folder itself"
    ]


def test_a_dossier_named_by_a_link_to_its_folder_is_read(river: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(river, target_is_directory=True)

    assert told(tmp_path / "link") == []


def test_a_pipe_instead_of_a_file_is_told_and_not_waited_for(river: Path) -> None:
    os.mkfifo(river / "positions/south/talks.toml")

    done = check_guarded(river)

    assert done.stdout.splitlines() == [
        "river/positions/south/talks.toml: is not an ordinary file",
        "1 problem in river",
    ]
    assert done.stderr == ""
    assert done.returncode == 1


def test_a_pipe_instead_of_issues_is_told_and_makes_no_issue_unknown(river: Path) -> None:
    (river / "issues.toml").unlink()
    os.mkfifo(river / "issues.toml")

    done = check_guarded(river)

    assert done.stdout.splitlines() == [
        "river/issues.toml: is not an ordinary file",
        "1 problem in river",
    ]


def refuse(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, refused: Callable[[object], bool]
) -> None:
    """Makes a call fail as it does for want of a permission; the tests may run as root."""
    call = getattr(module, name)

    def guarded(path: object, *rest: object) -> object:
        if refused(path):
            raise PermissionError(13, "Permission denied", path)
        return call(path, *rest)

    monkeypatch.setattr(module, name, guarded)


def test_a_file_that_may_not_be_read_is_told_as_such(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = river / "positions/south/south-note.toml"
    refuse(monkeypatch, os, "open", lambda path: path == str(closed))

    assert told(river) == [
        "DIR/positions/south/south-note.toml: cannot be read (permission denied)"
    ]


def test_a_folder_that_may_not_be_listed_is_told_as_such(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = str(river / "positions/south")
    refuse(monkeypatch, os, "scandir", lambda path: str(path) == closed)

    assert told(river) == ["DIR/positions/south: the folder cannot be read (permission denied)"]


LINKED = """\
[[demand]]
id = "flow"
issue = "water.share"
ask = 30
text = "A share"
"""


def test_a_folder_that_may_not_be_listed_makes_no_demand_in_it_unknown(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(river, HEAD + LINKED)
    later = HEAD.replace('"talks"', '"later"') + LINKED + 'moves = "talks#flow"\n'
    add(river, later, "positions/north/later.toml")
    assert told(river) == []
    closed = str(river / "positions/south")
    refuse(monkeypatch, os, "scandir", lambda path: str(path) == closed)

    assert told(river) == ["DIR/positions/south: the folder cannot be read (permission denied)"]


def test_a_link_to_a_folder_makes_no_demand_in_it_unknown(river: Path, tmp_path: Path) -> None:
    add(river, HEAD + LINKED)
    later = HEAD.replace('"talks"', '"later"') + LINKED + 'moves = "talks#flow"\n'
    add(river, later, "positions/north/later.toml")
    (river / "positions/south").rename(tmp_path / "south")
    (river / "positions/south").symlink_to(tmp_path / "south", target_is_directory=True)

    assert told(river) == [
        "DIR/positions/south: a link to a folder is not followed; "
        "put the files there, or name the folder itself"
    ]


MISSING = "the file is missing; negpos new DIR writes a small example of every file"


def test_an_empty_folder_lacks_the_four_files(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert told(tmp_path / "empty") == [
        f"DIR/dossier.toml: {MISSING}",
        f"DIR/issues.toml: {MISSING}",
        f"DIR/parties.toml: {MISSING}",
        f"DIR/sources.toml: {MISSING}",
    ]


@pytest.mark.parametrize("name", ["dossier", "issues", "parties", "sources"])
def test_a_missing_file_is_the_only_problem_of_a_dossier_that_lacks_it(
    name: str, river: Path
) -> None:
    (river / f"{name}.toml").unlink()

    assert told(river) == [f"DIR/{name}.toml: {MISSING}"]


@pytest.mark.parametrize("name", ["dossier", "issues", "parties", "sources"])
def test_a_folder_instead_of_a_file_is_the_only_problem_of_a_dossier(
    name: str, river: Path
) -> None:
    (river / f"{name}.toml").unlink()
    (river / f"{name}.toml").mkdir()

    assert told(river) == [f"DIR/{name}.toml: {MISSING}"]


def test_a_dossier_without_positions_has_no_problems(river: Path) -> None:
    for path in list(river.glob("positions/*/*.toml")):
        path.unlink()

    assert told(river) == []


def test_a_missing_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    assert told(tmp_path / "none") == [
        "DIR: no such folder; "
        "name a folder that holds dossier.toml, or start one with: negpos new DIR"
    ]


def test_a_file_instead_of_a_folder_is_told_with_what_to_do(river: Path) -> None:
    assert told(river / "dossier.toml") == [
        "DIR: is a file, not a folder; "
        "name a folder that holds dossier.toml, or start one with: negpos new DIR"
    ]


@pytest.mark.parametrize("name", ["none", "river/dossier.toml"])
def test_what_is_no_folder_cannot_be_loaded(
    name: str, river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(river.parent)

    with pytest.raises(UsageError, match=f"^there is no dossier or folder '{name}'"):
        loading.load_dossier(name)


@pytest.mark.parametrize("name", ["notes.toml", "positions.toml", "archive/old/talks.toml"])
def test_a_toml_file_out_of_place_is_told_and_not_read(name: str, river: Path) -> None:
    add(river, "this is = = no TOML", name)

    assert told(river) == [
        f"DIR/{name}: this file has no place in a dossier; a dossier has dossier.toml, "
        "parties.toml, issues.toml, sources.toml and positions/…/<id>.toml"
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".draft.toml",
        "positions/.talks.toml",
        "positions/south/.#south-note.toml",
        ".git/config.toml",
        "positions/.trash/talks.toml",
        "README.md",
        "positions/south/talks.toml~",
        "positions/south/talks.toml.swp",
    ],
)
def test_dotfiles_and_files_of_another_kind_are_ignored(name: str, river: Path) -> None:
    add(river, b"\xff no TOML", name)

    assert told(river) == []


def test_a_file_name_that_is_not_utf_8_is_a_problem_not_a_crash(
    river: Path, negpos: Negpos
) -> None:
    path = os.fsencode(river) + b"/positions/south/talks-\xe9.toml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)

    checked = negpos("check", "river")
    compared = negpos("compare", "north", "south", "--dossier", "river")

    assert "1 problem in river" in checked.out
    assert "Traceback" not in checked.err + compared.err
    assert (checked.code, compared.code) == (1, 2)


# The cache.


def entries(kept: Path) -> list[Path]:
    """What the cache holds of whole dossiers, half-written files included."""
    found = kept.iterdir() if kept.is_dir() else ()
    return sorted(path for path in found if path.suffix == ".dossier")


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Once called, a dossier may come from the cache only."""

    def read(*_: object) -> None:
        raise AssertionError("the dossier was read afresh")

    return lambda: monkeypatch.setattr(loading, "read", read)


@pytest.mark.parametrize("name", ["river", "ukraine"])
def test_the_second_load_is_from_the_cache_and_equals_the_first(
    name: str,
    river: Path,
    no_reading: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(river.parent)

    first = loading.load_dossier(name)
    no_reading()
    second = loading.load_dossier(name)

    assert second == first
    assert repr(second) == repr(first), "every value must be of the same kind as before"
    assert list(second.positions) == list(first.positions)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"nonsense",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: bytes([data[0] ^ 1]) + data[1:],
    ],
    ids=["emptied", "replaced", "cut short", "longer", "a bit at its end", "a bit at its start"],
)
def test_a_damaged_entry_is_ignored_and_written_anew(
    damage: Callable[[bytes], bytes], river: Path, kept: Path
) -> None:
    first = loading.load_dossier(str(river))
    (entry,) = entries(kept)
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))

    assert loading.load_dossier(str(river)) == first
    assert entries(kept) == [entry]
    assert entry.read_bytes() == sound


def test_a_folder_in_the_place_of_an_entry_is_ignored(river: Path, kept: Path) -> None:
    first = loading.load_dossier(str(river))
    (entry,) = entries(kept)
    entry.unlink()
    (entry / "inside").mkdir(parents=True)

    assert loading.load_dossier(str(river)) == first


def test_a_cache_folder_that_is_a_file_changes_nothing(
    river: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = loading.load_dossier(str(river))
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert loading.load_dossier(str(river)) == first
    assert loading.load_dossier(str(river)) == first
    assert (tmp_path / "file").read_text(encoding="utf-8") == "not a folder"


def test_a_cache_that_is_a_file_itself_changes_nothing(river: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("not a folder", encoding="utf-8")

    first = loading.load_dossier(str(river))

    assert loading.load_dossier(str(river)) == first
    assert kept.read_text(encoding="utf-8") == "not a folder"


def test_a_cache_folder_named_without_a_root_is_not_used(
    river: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    loading.load_dossier(str(river))

    assert not (tmp_path / "relative").exists()
    assert len(entries(tmp_path / "home/.cache/negpos")) == 1


def test_an_edit_is_seen_even_if_size_and_time_of_the_file_stay_the_same(river: Path) -> None:
    path = river / "positions/south/south-note.toml"
    before = path.stat()
    assert loading.load_dossier(str(river)).positions["south-note"].title == "Note of the south"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Note of the south", "Word of the south"),
        encoding="utf-8",
    )
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert path.stat().st_size == before.st_size
    assert loading.load_dossier(str(river)).positions["south-note"].title == "Word of the south"


def test_a_new_file_and_a_removed_file_are_seen(river: Path) -> None:
    loading.load_dossier(str(river))

    path = add(river, HEAD)
    assert "talks" in loading.load_dossier(str(river)).positions

    path.unlink()
    assert "talks" not in loading.load_dossier(str(river)).positions


def test_an_edit_that_brings_a_problem_is_seen(river: Path) -> None:
    loading.load_dossier(str(river))
    add(river, HEAD.replace("south", "east"))

    with pytest.raises(DataError, match="there is no party 'east'"):
        loading.load_dossier(str(river))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("positions/south/talks.toml", HEAD.replace("south", "east")),
        ("positions/south/talks.toml", "no TOML"),
        ("notes.toml", ""),
    ],
    ids=["an unknown party", "a file that is not TOML", "a file out of place"],
)
def test_a_dossier_with_problems_is_never_kept(
    name: str, text: str, river: Path, kept: Path
) -> None:
    add(river, text, name)

    with pytest.raises(DataError):
        loading.load_dossier(str(river))

    assert entries(kept) == []


def test_a_check_neither_reads_nor_writes_the_cache(river: Path, kept: Path) -> None:
    loading.check(river)

    assert entries(kept) == []


def test_the_cache_does_not_grow_without_end(river: Path, kept: Path) -> None:
    for number in range(30):
        add(river, f"{HEAD}note = 'version {number}'\n")
        loading.load_dossier(str(river))

    assert 0 < len(entries(kept)) < 30


def test_a_folder_that_cannot_be_named_in_utf_8_can_be_loaded_twice(
    river: Path, tmp_path: Path
) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/river-\xe9")
    os.rename(river, odd)

    first = loading.load_dossier(odd)

    assert loading.load_dossier(odd) == first


def test_entries_can_be_read_by_their_owner_only(river: Path, kept: Path) -> None:
    loading.load_dossier(str(river))

    assert cache.folder() == kept
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["river", "ukraine"])
def test_every_load_reads_every_file(
    name: str, river: Path, no_reading: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(river.parent)
    loading.load_dossier(name)
    no_reading()
    opened: list[str] = []
    call = os.open

    def noted(path: str, *rest: int) -> int:
        opened.append(os.fspath(path))
        return call(path, *rest)

    monkeypatch.setattr(os, "open", noted)
    loading.load_dossier(name)

    root = loading.find(name)
    assert {path for path in opened if path.endswith(".toml")} == {
        str(path) for path in root.rglob("*.toml")
    }


def test_a_dossier_tells_the_digest_of_the_bytes_it_was_made_of(river: Path) -> None:
    first = loading.load_dossier(str(river))
    assert first.digest == cache.digest_of_files(read_folder(river)[0])
    assert loading.load_dossier(str(river)).digest == first.digest

    add(river, HEAD)
    assert loading.load_dossier(str(river)).digest != first.digest


def test_a_receipt_is_of_the_bytes_that_were_loaded_whatever_is_saved_since(
    river: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from negpos import cli

    load = loading.load_dossier
    loaded = load(str(river))

    def load_before_a_save(name: str, *rest: None, private: bool) -> Dossier:
        values = load(name, *rest, private=private)
        add(river, HEAD)
        return values

    monkeypatch.setattr(loading, "load_dossier", load_before_a_save)
    cli.app(["show", "south", "--dossier", str(river), "--receipt"], standalone_mode=False)

    assert loaded.digest[:16] in capsysbinary.readouterr().out.decode()


def test_the_name_of_an_entry_depends_on_every_module_that_reads_files() -> None:
    wanted, found = ["intake.loading"], set()
    while wanted:
        module = wanted.pop()
        if module not in found:
            found.add(module)
            wanted += [
                name.removeprefix("negpos.")
                for name in imports(MODULES[module])
                if name.startswith("negpos.")
            ]
    assert set(cache.READERS) == found


def test_a_short_read_loses_nothing(river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = loading.check(river)[0]
    read = os.read
    monkeypatch.setattr(os, "read", lambda file, size: read(file, min(size, 7)))

    assert loading.check(river) == (whole, [])


def test_a_file_that_ends_before_its_size_is_a_problem(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, ends = os.read, cycle([False, True])
    monkeypatch.setattr(os, "read", lambda file, size: b"" if next(ends) else read(file, 10))
    (first,) = [line for line in told(river) if line.startswith("DIR/dossier.toml")]

    size = (river / "dossier.toml").stat().st_size
    assert first == (
        f"DIR/dossier.toml: 10 bytes could be read of the {size} that it has; "
        "it may be changing just now: try again"
    )


def test_a_file_that_grows_while_it_is_read_is_a_problem(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = river / "dossier.toml"
    size = path.stat().st_size
    read = os.read

    def grown(file: int, most: int) -> bytes:
        data = read(file, most)
        return data + b"#" if len(data) == size else data

    monkeypatch.setattr(os, "read", grown)

    assert f"DIR/dossier.toml: {size + 1} bytes could be read of the {size}" in told(river)[0]


def forge(kept: Path, river: Path) -> None:
    """Puts an entry in the cache that tells another title than the files do."""
    values = loading.load_dossier(str(river))
    cache.put(values._replace(title="forged"))
    assert loading.load_dossier(str(river)).title == "forged"


def test_a_cache_that_others_can_enter_is_neither_believed_nor_written(
    river: Path, kept: Path
) -> None:
    forge(kept, river)
    before = entries(kept)
    for mode in (0o777, 0o770, 0o707, 0o755, 0o701):
        kept.chmod(mode)

        assert loading.load_dossier(str(river)).title != "forged"
        assert entries(kept) == before


def test_a_cache_of_another_user_is_neither_believed_nor_written(
    river: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(kept, river)
    before = entries(kept)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)

    assert loading.load_dossier(str(river)).title != "forged"
    assert entries(kept) == before


def test_an_entry_of_another_user_is_not_believed(
    river: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(kept, river)
    ask = os.fstat

    def of_another(file: int) -> os.stat_result:
        about = list(ask(file))
        about[4] += 1
        return os.stat_result(about)

    monkeypatch.setattr(os, "fstat", of_another)

    assert loading.load_dossier(str(river)).title != "forged"


def test_a_link_in_the_place_of_the_cache_is_not_followed(
    river: Path, kept: Path, tmp_path: Path
) -> None:
    forge(kept, river)
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    before = entries(kept)

    assert loading.load_dossier(str(river)).title != "forged"
    assert entries(kept) == before


@pytest.mark.parametrize("home", [None, "", "here"])
def test_without_a_home_there_is_no_cache(
    home: str | None, river: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    if home is None:
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    else:
        monkeypatch.setenv("HOME", home)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())

    assert loading.load_dossier(str(river)) == loading.load_dossier(str(river))
    assert cache.folder() is None
    assert sorted(tmp_path.iterdir()) == before


def test_a_pipe_in_the_place_of_an_entry_is_not_waited_for(river: Path, kept: Path) -> None:
    first = loading.load_dossier(str(river))
    (entry,) = entries(kept)
    entry.unlink()
    os.mkfifo(entry)

    assert loading.load_dossier(str(river)) == first


def test_the_cache_keeps_no_more_bytes_than_it_may(
    river: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_BYTES", 1)
    for number in range(3):
        add(river, f"{HEAD}note = 'version {number}'\n")
        loading.load_dossier(str(river))

    assert len(list(kept.iterdir())) == 1


def test_a_home_that_is_not_there_is_not_made(
    river: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))

    loading.load_dossier(str(river))

    assert not (tmp_path / "nowhere").exists()


def test_folders_nested_very_deeply_are_a_problem(river: Path) -> None:
    folder = river / "positions"
    for _ in range(60):
        folder /= "a"
    folder.mkdir(parents=True)

    (line,) = told(river)
    assert line.endswith("/a: folders are nested more than 40 deep; move the files up")
    _, problems = read_texts(river)
    assert [problem.message for problem in problems] == ["folders are nested more than 40 deep"]


def test_an_unclosed_quote_in_a_key_is_passed_over_once() -> None:
    found = locate("a.'=" + '"' * 90_000 + "' = 1\nb = 2\n[[c]]\nd = 3\n")
    assert (found.of("", 0, "b"), found.of("c", 0, "d")) == (2, 4)


def test_a_full_disk_keeps_no_draft(
    river: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    loading.load_dossier(str(river))

    assert list(kept.iterdir()) == []


def test_drafts_of_stopped_processes_are_removed_and_nothing_else_is(
    river: Path, kept: Path
) -> None:
    kept.mkdir(mode=0o700, parents=True)
    stopped = [f"{'0' * 64}.dossier.71.part", f".{'1' * 64}.72", f".{'2' * 32}.tables.73"]
    fresh, foreign = f"{'3' * 64}.tables.74.part", "notes.txt"
    for name in (*stopped, fresh, foreign):
        (kept / name).write_text("half", "utf-8")
    for name in (*stopped, foreign):
        os.utime(kept / name, (0, 0))

    loading.load_dossier(str(river))

    left = {path.name for path in kept.iterdir()}
    assert left & {*stopped, fresh, foreign} == {fresh, foreign, stopped[2]}


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 40_000) + " = 1",
        "[[" + ".".join(["'a'"] * 600) + "]]",
        "x = { " + " . ".join(['"a"'] * 600) + " = 1 }",
    ],
    ids=["bare", "in a header", "in an inline table"],
)
@pytest.mark.parametrize("name", ["parties.toml", "positions/south/talks.toml"])
def test_a_key_of_very_many_parts_is_refused_before_it_is_read(
    text: str, name: str, river: Path, negpos: Negpos
) -> None:
    add(river, f'note = "a.b.c.d.e.f.g.h.i.j.k"\n{text}\n', name)
    line = (
        f"river/{name}:2: holds a key of more than 8 parts with dots between them; "
        "a dossier needs two at most, like issue.scale; put text in quotes"
    )
    checked = negpos("check", "river")
    compared = negpos("compare", "north", "south", "-d", "river")

    assert checked.out.splitlines()[0] == line
    assert compared.err.splitlines()[0] == line
    assert (checked.code, compared.code) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        'x = "a.b.c.d.e.f.g.h.i.j.k"',
        "x = 'a.b.c.d.e.f.g.h.i.j.k' # a.b.c.d.e.f.g.h.i.j.k",
        'x = """\na.b.c.d.e.f.g.h.i.j.k ""a \\"""\n""" # a . b',
        "x = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5]",
        "a.b.c.d.e.f.g.h = 1",
        "x = '''\na.b.c.d.e.f.g.h.i.j\n''a.b.c.d.e.f.g.h.i.j'''",
        'x = "\\"a.b.c.d.e.f.g.h.i.j" # "a.b.c.d.e.f.g.h.i.j',
    ],
)
def test_dots_in_texts_comments_and_numbers_are_no_key(text: str) -> None:
    assert tomllib.loads(text)
    assert excess(text) is None


def test_a_line_longer_than_any_person_writes_is_refused_before_it_is_read(river: Path) -> None:
    add(river, "x = 0x" + "f" * 4_000_000, "parties.toml")

    assert told(river)[0] == (
        "DIR/parties.toml:1: the line has 4,000,006 signs; the limit is 100,000; "
        "break it into lines"
    )


def test_of_a_long_list_the_first_fault_is_told_and_no_other_is_kept() -> None:
    rows = {"id": "x", "name": "X", "aliases": [1] * 1000}
    with pytest.raises(ValidationError) as caught:
        records.Party.model_validate(rows)
    assert caught.value.error_count() == 1


@pytest.mark.parametrize("depth", [300, 600, 5_000])
@pytest.mark.parametrize("ends", ["[]", "{}"])
def test_whatever_is_nested_deeply_is_a_problem_for_every_command(
    depth: int, ends: str, river: Path, negpos: Negpos
) -> None:
    opened = "{ x = " if ends == "{}" else "["
    closed = "}" if ends == "{}" else "]"
    add(river, f"x = {opened * depth}{closed * depth}".replace("= }", "= 1 }"), "parties.toml")

    checked = negpos("check", "river")
    compared = negpos("compare", "north", "south", "-d", "river")

    assert checked.out.startswith("river/parties.toml")
    assert compared.err.startswith("river/parties.toml")
    assert (checked.code, compared.code) == (1, 2)


# Texts that try to be more than text.

RED = r"\u001b[31m"
"""An escape sequence as TOML writes it; a terminal that runs it turns red."""

WILD_PARTIES = f"""\
[[party]]
id = "north"
name = "[bold]North[/bold]"
aliases = ["[red]up[/red]", "[bold]up[/bold] stream"]
summary = "[bold]sum[/bold]{RED}"

[[party]]
id = "south"
name = "South <script>alert(1)</script>"
aliases = ["=1+1"]
"""
WILD_TALKS = f"""\
id = "talks"
title = "[bold]x[/bold] and {RED}"
parties = ["north"]
date = 2025-03-05
status = "oral"
attribution = "official"
form = "quoted"
speaker = "[blink]S[/blink]{RED}"
evidence = [{{ source = "gazette-2025-03-01", at = "[u]page[/u]{RED}" }}]
aliases = ["[i]talks[/i]"]
summary = "[bold]sum[/bold]{RED}"

[[demand]]
issue = "money.payment"
ask = "no"
text = "[bold]x[/bold] {RED}y <b>z</b>"
firmness = "red-line"
condition = "[bold]c[/bold]{RED}"
note = "[bold]n[/bold]{RED}"
"""
COMMANDS = (
    ("compare", "north", "south", "--full"),
    ("redlines", "north", "south"),
    ("show", "talks"),
    ("why", "north", "payment"),
    ("list", "positions"),
    ("search", "x"),
)


@pytest.fixture
def wild(river: Path) -> str:
    """A dossier whose names and texts hold escape sequences, markup and a formula."""
    issues = example.FILES["issues.toml"].replace("no payment", f"[bold]none[/bold]{RED}")
    add(river, issues.replace("an outside body", f"an outside body{RED}"), "issues.toml")
    add(river, WILD_PARTIES, "parties.toml")
    add(river, WILD_TALKS, "positions/north/talks.toml")
    return str(river)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("kind", "sequence", "markup"),
    [
        ("table", r"\x1b[31m", "[bold]"),
        ("csv", r"\x1b[31m", "[bold]"),
        ("html", r"\x1b[31m", "[bold]"),
        ("md", r"\\x1b\[31m", r"\[bold\]"),
    ],
    ids=["table", "csv", "html", "md"],
)
def test_escape_sequences_and_markup_are_shown_not_executed(
    kind: str, sequence: str, markup: str, words: tuple[str, ...], wild: str, negpos: Negpos
) -> None:
    done = negpos(*words, "--full", "--dossier", wild, "--format", kind)

    assert done.err == ""
    assert done.code == 0
    assert "\x1b" not in done.out
    assert sequence in done.out
    assert markup in done.out


@pytest.mark.parametrize("words", COMMANDS[:3], ids=" ".join)
def test_html_holds_no_element_that_comes_from_the_data(
    words: tuple[str, ...], wild: str, negpos: Negpos
) -> None:
    done = negpos(*words, "--dossier", wild, "--format", "html")

    assert done.out.startswith("<!doctype html>")
    assert "<script" not in done.out
    assert "<b>" not in done.out


def test_json_holds_the_texts_of_the_files_but_no_control_characters(
    wild: str, negpos: Negpos
) -> None:
    done = negpos("show", "talks", "--dossier", wild, "--format", "json")

    assert "\x1b" not in done.out
    assert json.loads(done.out)["title"] == "[bold]x[/bold] and \x1b[31m"


def test_a_text_that_looks_like_a_formula_is_no_formula_in_csv(wild: str, negpos: Negpos) -> None:
    done = negpos("list", "parties", "-d", wild, "-f", "csv")

    assert ",'=1+1" in done.out
    assert ",=1+1" not in done.out


@pytest.mark.parametrize("kind", ["table", "csv", "html", "md"])
def test_no_sign_that_moves_the_cursor_or_turns_the_text_round_is_printed(
    kind: str, river: Path, negpos: Negpos
) -> None:
    signs = ["0007", "0008", "000d", "001b", "007f", "0085", "009b", "200f", "202e", "2066"]
    add(river, HEAD + "".join(f'[[demand]]\ntext = "a\\u{sign}z"\n' for sign in signs))

    done = negpos("show", "talks", "-d", str(river), "-f", kind)

    printed = done.out.replace("\r\n", "\n")
    assert [sign for sign in signs if chr(int(sign, 16)) in printed] == []
    assert printed.count("a\\") == len(signs)


@pytest.mark.parametrize("kind", ["table", "csv", "html", "md"])
@pytest.mark.parametrize("sign", ["2028", "2029"])
def test_a_line_or_paragraph_separator_does_not_break_a_line(
    sign: str, kind: str, river: Path, negpos: Negpos
) -> None:
    add(river, f'{HEAD}[[demand]]\ntext = "before\\u{sign}after"\n')

    done = negpos("show", "talks", "-d", str(river), "-f", kind)

    assert chr(int(sign, 16)) not in done.out
    assert any("before" in line and "after" in line for line in done.out.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace('"oral"', f'"{RED}oral"'),
        f'{HEAD}"{RED}" = 1\n',
        f'{HEAD}[[demand]]\npoint = "{RED}"\n',
        f'{HEAD}note = ["{RED}"]\n',
    ],
    ids=["in a value", "in the name of a field", "in the name of a record", "in a list"],
)
def test_an_escape_sequence_in_a_problem_is_shown_not_executed(
    text: str, river: Path, negpos: Negpos
) -> None:
    add(river, text)

    checked = negpos("check", "river")
    compared = negpos("compare", "north", "south", "-d", "river")

    assert "\x1b" not in checked.out + compared.err
    assert r"\x1b[31m" in checked.out
    assert r"\x1b[31m" in compared.err


def test_an_escape_sequence_in_the_name_of_a_file_is_shown_not_executed(
    river: Path, negpos: Negpos
) -> None:
    add(river, HEAD, "positions/south/\x1b[31mtalks.toml")

    checked = negpos("check", "river")

    assert "\x1b" not in checked.out
    assert r"\x1b[31m" in checked.out
    assert checked.code == 1


def test_a_line_break_in_a_value_does_not_break_the_line_of_its_problem(
    river: Path, negpos: Negpos
) -> None:
    add(river, HEAD.replace('"oral"', r'"oral\nriver/issues.toml:1: made up"'))

    checked = negpos("check", "river")

    assert len(checked.out.splitlines()) == 2
    assert checked.out.endswith("1 problem in river\n")


def test_after_an_edit_the_answer_is_that_of_an_empty_cache(
    river: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own-cache"))
    first = loading.load_dossier(str(river))
    speech = river / "positions/north/north-speech.toml"
    speech.write_text(speech.read_text("utf-8").replace("60", "55"), "utf-8")
    second = loading.load_dossier(str(river))
    assert second != first
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty-cache"))
    assert loading.load_dossier(str(river)) == second


def test_after_damage_to_the_cache_the_files_are_read_afresh(
    river: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "own-cache" / "negpos"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own-cache"))
    first = loading.load_dossier(str(river))
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert loading.load_dossier(str(river)) == first


@pytest.mark.parametrize("damage", [b"", b"\x00\x00\x00\x00", b"\xff" * 200])
def test_whatever_stands_in_the_cache_stops_no_command(
    damage: bytes, river: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import marshal
    from zlib import crc32

    kept = tmp_path / "own-cache" / "negpos"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own-cache"))
    first = loading.load_dossier(str(river))
    odd = marshal.dumps((1, 2, 3))
    for data in (damage, crc32(odd).to_bytes(4, "big") + odd):
        for path in kept.iterdir():
            path.write_bytes(data)
        assert loading.load_dossier(str(river)) == first


def test_ends_too_far_apart_to_measure_are_a_fault(river: Path) -> None:
    issues = river / "issues.toml"
    text = (
        issues.read_text("utf-8")
        .replace("low = 0", "low = -1e308")
        .replace("high = 100", "high = 1e308")
    )
    issues.write_text(text, "utf-8")
    assert any("too far apart to measure" in line for line in told(river))
