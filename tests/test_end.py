"""How the program ends: faults that nobody foresaw, Ctrl-C, and files that are written."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest

from negpos import saving, terminal
from negpos.errors import UsageError
from negpos.intake import example

from .conftest import ROOT, Done, Negpos

LAKE = str(ROOT / "tests/lake")


def run(program: str, folder: Path, **env: str) -> Done:
    """A Python program that starts negpos as its console script does."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=folder,
        env=os.environ | env,
        timeout=60,
        check=False,
    )
    return Done(done.stdout.decode(), done.stderr.decode(), done.returncode)


# Faults that nobody foresaw.


def broken(how: str) -> str:
    """A program in which a command comes to this end."""
    return (
        "import sys, negpos.comparison\n"
        f"def fault(*_):\n {how}\n"
        "negpos.comparison.compare = fault\n"
        f"sys.argv = ['negpos', 'compare', 'east', 'west', '-d', {LAKE!r}]\n"
        "from negpos.__main__ import main\n"
        "main()\n"
    )


def test_an_unforeseen_fault_is_one_line_and_two(tmp_path: Path) -> None:
    done = run(broken("raise ZeroDivisionError('by nought\\x1b[31m')"), tmp_path)

    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("negpos: this is a fault of negpos, not yours: ZeroDivisionError in ")
    assert "negpos/reply.py:" in line
    assert "by nought\\x1b[31m; please report this line" in line


def test_an_unforeseen_fault_tells_all_where_that_is_asked_for(tmp_path: Path) -> None:
    done = run(broken("raise ZeroDivisionError('by nought')"), tmp_path, NEGPOS_DEBUG="1")

    assert done.code == 2
    assert done.err.startswith("Traceback")
    assert done.err.endswith("ZeroDivisionError: by nought\n")


@pytest.mark.parametrize(
    ("how", "line"),
    [
        (
            "raise MemoryError",
            "negpos: there is not enough memory for this; narrow it, as with --issue",
        ),
        (
            "open('nowhere/x')",
            "negpos: cannot open 'nowhere/x' (no such file or directory)",
        ),
        (
            "(lambda again: again(again))(lambda again: again(again))",
            "negpos: this is a fault of negpos, not yours: RecursionError in negpos",
        ),
    ],
    ids=["memory", "a file", "recursion"],
)
def test_faults_of_the_machine_are_told_as_such(how: str, line: str, tmp_path: Path) -> None:
    done = run(broken(how), tmp_path)

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(line)


@pytest.mark.parametrize("name", ["typer", "rich.table"])
def test_a_library_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.modules[{name!r}] = None\n"
        f"sys.argv = ['negpos', 'compare', 'east', 'west', '-d', {LAKE!r}]\n"
        "from negpos.__main__ import main; main()"
    )
    done = run(program, tmp_path)

    python = ".".join(map(str, sys.version_info[:2]))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"negpos: {name.partition('.')[0]} is missing here, or made for another Python than this, "
        f"{python}; install negpos anew with it (NEGPOS_DEBUG=1 tells more)\n"
    )


def test_within_a_zip_file_it_says_that_it_cannot_run_and_what_can(tmp_path: Path) -> None:
    file = tmp_path / "negpos.pyz"
    with ZipFile(file, "w") as made:
        made.writestr("__main__.py", "from negpos.__main__ import main; main()")
        for path in (ROOT / "negpos").rglob("*.py"):
            made.write(path, path.relative_to(ROOT))
    for words in ("compare russia ukraine", "list dossiers", "--version"):
        done = subprocess.run(
            [sys.executable, file, *words.split()], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
        assert done.stderr.startswith(b"negpos: it cannot run within a zip file, as ")


def test_a_fault_that_nobody_can_be_told_still_ends_with_two(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text(broken("raise ZeroDivisionError"), "utf-8")
    for where in ("2> /dev/full", "2>&-"):
        done = subprocess.run(["bash", "-c", f"{sys.executable} {script} {where}"], check=False)
        assert done.returncode == 2


# Ctrl-C.


@pytest.mark.parametrize(
    "program",
    [
        "import negpos.__main__, os; os.kill(os.getpid(), 2); input()",
        "import sys; sys.argv = ['negpos', 'list', 'parties']\n"
        "sys.path.insert(0, '.'); from negpos.__main__ import main; main()",
        broken("import os; os.kill(os.getpid(), 2)"),
        broken("raise KeyboardInterrupt"),
        broken("import os\n try: os.kill(os.getpid(), 2)\n except BaseException: raise ValueError"),
        broken("import os\n try: os.kill(os.getpid(), 2)\n finally: os.kill(os.getpid(), 2)"),
    ],
    ids=["before it runs", "while it imports", "at work", "told by Python", "wrapped", "twice"],
)
def test_ctrl_c_is_quiet_from_the_first_moment(program: str, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("import os; os.kill(os.getpid(), 2)", "utf-8")

    assert run(program, tmp_path) == Done("", "", 130)


@pytest.mark.parametrize("words", ["check", "compare --nonsense", "nobody", "compare a 漢"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_what_is_wrong_is_never_told_to_standard_output(
    words: str, encoding: str, tmp_path: Path
) -> None:
    example.write(tmp_path / "river")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos {words} 2>&-"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": encoding, "NEGPOS_DOSSIER": "river"},
        capture_output=True,
        check=False,
    )
    told = (0, b"river: no problems; ") if words == "check" else (2, b"")
    assert (done.returncode, done.stdout[:20]) == told


# Files that are written.


def test_a_folder_that_is_gone_takes_no_report(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir {gone}; {sys.executable} -m negpos schema -o r.json"
    done = subprocess.run(
        ["bash", "-c", command], cwd=gone, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "negpos: cannot write 'r.json' (no such file or directory)\n"


@pytest.mark.parametrize("command", ["new", "check"])
def test_a_folder_is_named_without_its_control_signs(command: str, tmp_path: Path) -> None:
    name = "\x1b[31mriver"
    if command == "check":
        example.write(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "negpos", command, name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "\\x1b[31mriver" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["issues.toml", "positions/south/south-note.toml"])
@pytest.mark.parametrize("link", [False, True])
def test_a_report_never_takes_the_place_of_a_file_of_a_dossier(
    name: str, link: bool, tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    before = (tmp_path / "river" / name).read_text("utf-8")
    output = f"river/{name}"
    if link:
        (tmp_path / "out.csv").symlink_to(output)
        output = "out.csv"

    done = negpos("show", "south", "-d", "river", "-f", "csv", "-o", output)

    what = "does not replace the TOML file" if link else "is no TOML, as"
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"negpos: a report {what} {output!r}")
    assert (tmp_path / "river" / name).read_text("utf-8") == before


@pytest.mark.parametrize("words", [("schema", "position"), ("link", "a.txt", "--stub")])
def test_neither_does_a_schema_or_a_stub(
    words: tuple[str, ...], tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    (tmp_path / "a.txt").write_text("The north uses three fifths of the flow.", "utf-8")
    before = (tmp_path / "river/sources.toml").read_text("utf-8")
    dossier = ("-d", "river") if words[0] == "link" else ()

    assert negpos(*words, *dossier, "-o", "river/sources.toml").code == 2
    assert (tmp_path / "river/sources.toml").read_text("utf-8") == before


def test_a_text_that_was_read_is_not_replaced(tmp_path: Path, negpos: Negpos) -> None:
    example.write(tmp_path / "river")
    words = "The north uses three fifths of the flow."
    (tmp_path / "note.txt").write_text(words, "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/south-note-2025-02-10.txt").write_text(words, "utf-8")

    linked = negpos("link", "note.txt", "-d", "river", "-o", "note.txt")
    name = "texts/south-note-2025-02-10.txt"
    held = negpos("check", "river", "--sources", "texts", "-o", name)

    assert linked.err.endswith("'note.txt' was read for this very answer; write to another file\n")
    assert held.err.endswith(f"{name!r} was read for this very answer; write to another file\n")
    assert (tmp_path / "note.txt").read_text("utf-8") == words
    assert (tmp_path / name).read_text("utf-8") == words


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    name = str(tmp_path / ("x" * 250 + ".csv"))
    terminal.put(["row\n"], name, "csv")

    assert Path(name).read_text("utf-8") == "row\n"


def refuse_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder takes no new file, as one without rights to write does."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)


@pytest.mark.parametrize("text", ["", "new", "new and longer than before"])
def test_a_file_in_a_folder_that_takes_no_new_one_is_written_all_the_same(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.csv"
    path.write_text("the old words", "utf-8")
    refuse_drafts(monkeypatch)

    terminal.put([text], str(path), "csv")

    assert path.read_text("utf-8") == text


def test_without_room_such_a_file_keeps_what_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.csv"
    path.write_text("the old words", "utf-8")
    refuse_drafts(monkeypatch)
    fill: Callable[..., None] = saving._fill

    def full(file: object, chunks: Iterable[bytes]) -> None:
        data = b"".join(chunks)
        fill(file, [data[:3]])
        if data == b"new":
            raise OSError(28, "No space left on device")
        fill(file, [data])

    monkeypatch.setattr(saving, "_fill", full)

    with pytest.raises(UsageError, match="no space left"):
        terminal.put(["new"], str(path), "csv")
    assert path.read_text("utf-8") == "the old words"


def test_a_new_file_in_such_a_folder_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_drafts(monkeypatch)

    with pytest.raises(UsageError, match=r"cannot write .* \(permission denied\)"):
        terminal.put(["new"], str(tmp_path / "new.csv"), "csv")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_a_report_never_stands_open_to_more_people_than_the_file_it_replaces(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "private.csv"
    path.write_text("old", "utf-8")
    path.chmod(mode)
    modes = []
    write = open

    def noted(file: object, *rest: object) -> object:
        modes.append(stat.S_IMODE(os.stat(file).st_mode))
        return write(file, *rest)

    monkeypatch.setattr(saving, "open", noted, raising=False)
    terminal.put(["new"], str(path), "csv")

    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_rights_that_any_new_file_has(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        terminal.put(["new"], str(tmp_path / "new.csv"), "csv")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 300 + ".csv", "nowhere/x.csv", "."])
def test_a_name_that_cannot_be_written_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        terminal.put(["row\n"], str(tmp_path / name), "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "link"])
@pytest.mark.parametrize("sign", [">>", "| cat >>"])
def test_an_open_stream_is_written_to_and_never_replaced(
    name: str, sign: str, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    (tmp_path / "log").write_text("kept\n", "utf-8")
    command = f"{sys.executable} -m negpos list parties -d {LAKE} -f csv -o {name} {sign} log"
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True)

    told = (tmp_path / "log").read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in told[:2]] == ["kept", "id"]
    assert (tmp_path / "link").is_symlink()


def test_standard_input_is_not_replaced_by_what_was_made_of_it(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("The island stays eastern.", "utf-8")
    command = f"{sys.executable} -m negpos link - -d {LAKE} -o note.md < note.md"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    assert (tmp_path / "note.md").read_text("utf-8") == "The island stays eastern."


def test_a_file_that_a_dossier_reaches_by_a_link_is_not_replaced(
    tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    note = tmp_path / "river/positions/south/south-note.toml"
    words = note.read_text("utf-8")
    note.rename(tmp_path / "note.txt")
    note.symlink_to(tmp_path / "note.txt")

    assert negpos("show", "south", "-d", "river", "-o", "note.txt").code == 2
    assert (tmp_path / "note.txt").read_text("utf-8") == words


@pytest.mark.parametrize("name", ["river/positions/new.toml", "new.TOML"])
def test_a_report_is_never_taken_for_a_file_of_a_dossier(
    name: str, tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    assert negpos("show", "south", "-d", "river", "-f", "json", "-o", name).code == 2
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("words", ["compare --help", "link -h", "--help"])
@pytest.mark.parametrize("encoding", ["latin-1", "koi8-r", "ascii"])
def test_help_is_told_in_any_encoding(words: str, encoding: str, negpos: Negpos) -> None:
    plain = negpos(*words.split())
    done = subprocess.run(
        [sys.executable, "-m", "negpos", *words.split()],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == len(plain.out.splitlines())


def test_help_with_nowhere_to_go_says_so(tmp_path: Path) -> None:
    command = f"{sys.executable} -m negpos compare --help >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"negpos: standard output is closed")


# A new dossier.


def test_a_new_dossier_needs_a_name(tmp_path: Path, negpos: Negpos) -> None:
    assert negpos("new", "").code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", range(6))
@pytest.mark.parametrize("is_there", [False, True])
def test_a_dossier_that_cannot_be_written_whole_is_not_there_at_all(
    written: int, is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "deep" / "river"
    if is_there:
        root.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    write = Path.write_text
    names: list[str] = []

    def full(path: Path, text: str, **rest: str) -> int:
        names.append(path.name)
        write(path, text[:10], **rest)
        if len(names) > written:
            raise OSError(28, "No space left on device")
        return write(path, text, **rest)

    monkeypatch.setattr(Path, "write_text", full)

    with pytest.raises(UsageError, match="no space left on device"):
        example.write(root)
    assert sorted(tmp_path.rglob("*")) == before
    assert "dossier.toml" not in names[:5], "without its head no half of a dossier is one"


def test_a_dossier_without_positions_is_sound_and_says_so(tmp_path: Path, negpos: Negpos) -> None:
    example.write(tmp_path / "river")
    for path in (tmp_path / "river/positions").rglob("*.toml"):
        path.unlink()

    done = negpos("check", "river")

    assert done.code == 0
    assert "0 positions, 0 demands" in done.out
    assert done.err == (
        "negpos: a dossier without positions answers nothing; "
        "write each as positions/<party>/<id>.toml\n"
    )


def test_a_folder_of_the_name_of_a_shipped_dossier_is_told_apart(
    tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "ukraine")

    shipped = negpos("list", "parties")
    own = negpos("list", "parties", "-d", "./ukraine")

    assert "Russia" in shipped.out
    assert shipped.err == (
        "negpos: this is the dossier ukraine that comes with negpos; the folder is ./ukraine\n"
    )
    assert "North" in own.out
    assert own.err == ""


def test_a_hint_never_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "negpos", "new", b"river-\xe9"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "wrote a dossier of two parties to river-\\udce9; now go there and try:",
        "  negpos check .",
        "  negpos compare north south --dossier .",
    ]


def test_demands_of_an_unsound_dossier_are_held_against_no_text(
    tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    (tmp_path / "texts").mkdir()
    (tmp_path / "river/parties.toml").unlink()

    done = negpos("check", "river", "--sources", "texts", "-f", "json")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("river/parties.toml: the file is missing")
