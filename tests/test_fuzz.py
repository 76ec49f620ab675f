"""A short run of hostile cases, and proof that the fuzzer sees each fault it looks for."""

import os
import pickle
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from negpos import render, reply, terminal
from negpos.errors import UsageError
from negpos.intake import build, cache, example, files, loading, parse
from negpos.render import csv, html, json

from .fuzz import batches, running
from .fuzz.cases import DOSSIER, KINDS, Case, read, written
from .fuzz.running import findings
from .fuzz.smaller import smaller
from .fuzz.strategies import drawn
from .fuzz.toml import dumped

RIVER = {f"{DOSSIER}/{name}": text.encode() for name, text in example.FILES.items()}
COMPARE = Case(RIVER, ("compare", "north", "south"))


def seen(case: Case, top: Path) -> list[str]:
    """The kinds of what is found, each once."""
    return sorted({finding.kind for finding in findings(case, top / "case")})


# The short run.


def found_in(count: int, top: Path, processes: int = 0) -> list[str]:
    """What so many cases find, each distinct finding once, with the case."""
    found: dict[tuple[str, str], str] = {}
    for number in range(count):
        for finding in findings(drawn(0, number, processes), top / "case"):
            told = f"{finding.kind}: {finding.what}\n{finding.seen}\n{written(finding.repeat)}"
            found.setdefault((finding.kind, finding.what), told)
    return list(found.values())


def test_no_hostile_case_finds_a_fault(tmp_path: Path) -> None:
    assert found_in(80, tmp_path) == []


def test_no_hostile_case_in_a_process_of_its_own_finds_a_fault(tmp_path: Path) -> None:
    assert found_in(3, tmp_path, processes=100) == []


# Each kind of finding, planted.


def raises(error: BaseException) -> Callable[..., Any]:
    """A function that raises this whatever it is given."""

    def body(*_args: Any, **_fields: Any) -> Any:
        raise error

    return body


def also(effect: Callable[[], Any], body: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does something on the side."""

    def both(*args: Any, **fields: Any) -> Any:
        effect()
        return body(*args, **fields)

    return both


def test_a_sound_case_finds_nothing(tmp_path: Path) -> None:
    for words in (("compare", "north", "south"), ("check",), ("schema",), ("new", "fresh")):
        assert seen(Case(RIVER, words), tmp_path) == []


def test_an_exception_is_found_with_the_place_where_it_arose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply, "beside_drafts", lambda *_asked: dict[str, int]()["x"])

    (finding,) = findings(COMPARE, tmp_path / "case")

    assert (finding.kind, finding.what) == ("traceback", "KeyError at reply.py in compare")


def test_a_traceback_of_a_process_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "negpos").mkdir()
    (tmp_path / "negpos" / "__init__.py").touch()
    (tmp_path / "negpos" / "__main__.py").write_text("def body():\n    raise KeyError\nbody()\n")
    monkeypatch.setattr(running, "_ROOT", str(tmp_path))

    found = findings(COMPARE._replace(is_process=True), tmp_path / "case")

    assert [finding.kind for finding in found] == ["traceback"]
    assert found[0].what == "in a process: KeyError at __main__.py in body"


def test_an_exit_code_without_meaning_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "write", raises(SystemExit(3)))

    assert seen(COMPARE, tmp_path) == ["code"]


def test_a_lost_demand_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build._position
    monkeypatch.setattr(
        build, "_position", lambda here, row, demands, known: whole(here, row, demands[1:], known)
    )

    assert "lost" in seen(COMPARE, tmp_path)


@pytest.mark.parametrize("kind", ["party", "theme", "issue", "source", "position"])
def test_a_lost_record_of_any_kind_is_found(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = {"party": "parties"}.get(kind, f"{kind}s")
    whole = loading.check

    def check(root: Path) -> Any:
        dossier, problems = whole(root)
        assert dossier is not None
        fields: dict[str, Any] = {field: dict(list(getattr(dossier, field).items())[1:])}
        return dossier._replace(**fields), problems

    monkeypatch.setattr(loading, "check", check)
    found = findings(Case(RIVER, ("schema",)), tmp_path / "case")

    assert f"a {kind} of the files is not in the dossier" in [finding.what for finding in found]


def test_a_bad_record_without_a_problem_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{DOSSIER}/positions/south/south-note.toml"
    text = example.FILES["positions/south/south-note.toml"].replace('point = "2"', "point = 2")
    case = COMPARE._replace(files={**RIVER, name: text.encode()})
    assert seen(case, tmp_path) == []

    monkeypatch.setattr(parse, "faults", lambda *_args: [])

    assert "lost" in seen(case, tmp_path)


def test_a_file_that_is_no_toml_and_not_told_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = COMPARE._replace(files={**RIVER, f"{DOSSIER}/sources.toml": b"x"})
    whole = parse.parse
    monkeypatch.setattr(
        parse, "parse", lambda path, file, raw: whole(path, file, raw)._replace(problems=[])
    )

    assert "lost" in seen(case, tmp_path)


def test_a_demand_told_in_another_line_or_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build._demand
    monkeypatch.setattr(build, "_demand", lambda *args: whole(*args)._replace(row=1))
    found = [finding.what for finding in findings(COMPARE, tmp_path / "case")]
    assert found == ["a demand is not in the line where it is said to be"]

    place = build._position
    monkeypatch.setattr(build, "_position", lambda *args: place(*args)._replace(path="x"))
    found = [finding.what for finding in findings(COMPARE, tmp_path / "case")]
    assert found == ["the file of a position is not where it is said to be"]


def test_a_kept_answer_unlike_a_fresh_one_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cache.get

    def get(digest: str) -> Any:
        kept = whole(digest)
        return kept and kept._replace(title="another", id="another")

    monkeypatch.setattr(cache, "get", get)

    assert "stale" in seen(COMPARE, tmp_path)


def test_tables_kept_from_before_an_edit_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "digest_of_files", lambda _files: "0" * 64)
    edited = {name: data.replace(b"60", b"70") for name, data in RIVER.items()}

    assert "stale" in seen(COMPARE._replace(before=RIVER, files=edited), tmp_path)


@pytest.mark.parametrize(
    ("sign", "what"),
    [
        ("\x1b[31m", "ESC"),
        ("\\u0007", "C0"),
        ("\\u007f", "DEL"),
        ("\\u009b", "C1"),
        ("\\u202e", "bidi override"),
        ("\\u2067", "bidi override"),
        ("\\u200b", "invisible sign"),
        ("\\u2028", "break"),
        ("\\ue000", "private use"),
    ],
)
@pytest.mark.parametrize("format", ["csv", "json", "md", "html"])
def test_a_raw_control_sign_is_found_in_every_format(
    format: str, sign: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sign.encode().decode("unicode_escape")
    whole = render.render
    monkeypatch.setattr(
        render, "render", lambda *args: (part.replace("North", told) for part in whole(*args))
    )
    case = COMPARE._replace(words=(*COMPARE.words, "--format", format))

    found = findings(case, tmp_path / "case")

    assert f"{what} in stdout as {format}" in [finding.what for finding in found]


def test_a_raw_control_sign_is_found_in_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "as_lines", lambda *told: "".join(f"{line}\n" for line in told))
    monkeypatch.setattr(reply, "beside_drafts", raises(UsageError("\x1b]0;x")))

    (finding,) = findings(COMPARE, tmp_path / "case")

    assert (finding.kind, finding.what) == ("signs", "ESC in stderr of a message")


def test_an_answer_without_a_word_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_print", lambda *_args: None)

    assert seen(COMPARE, tmp_path) == ["nothing"]


def test_a_failure_without_a_word_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "remark", lambda *_args: None)

    assert seen(Case(RIVER, ("compare", "north", "nobody")), tmp_path) == ["nothing"]


def test_a_file_written_in_part_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = terminal.put
    monkeypatch.setattr(
        terminal,
        "put",
        lambda pieces, output, kind, read=(): whole(
            ["".join(pieces)[: 99 if output else None]], output, kind
        ),
    )

    assert seen(COMPARE._replace(output="r.csv"), tmp_path) == ["half"]


def test_a_file_left_by_a_failed_run_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(pieces: Iterable[str], output: str, kind: str, read: Iterable[str] = ()) -> None:
        Path(output).write_text("x")
        raise UsageError("no room")

    monkeypatch.setattr(terminal, "put", put)
    more = {**RIVER, "r.csv": b"kept\n"}

    assert seen(COMPARE._replace(output="r.csv", files=more), tmp_path) == ["half"]
    assert seen(COMPARE._replace(output="r.csv"), tmp_path) == ["half"]


def test_half_a_new_dossier_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(root: Path, files: object = None) -> None:
        root.mkdir()
        (root / "dossier.toml").write_text("x")
        raise UsageError("no room")

    monkeypatch.setattr(example, "write", write)

    assert seen(Case({}, ("new", "fresh")), tmp_path) == ["half"]


def test_a_file_that_nobody_asked_for_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = also(lambda: Path("stray.txt").write_text("x"), terminal.write)
    monkeypatch.setattr(terminal, "write", leave)

    assert seen(COMPARE, tmp_path) == ["stray"]


def test_a_draft_left_behind_and_a_dossier_changed_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = also(lambda: Path("r.csv.1.part").write_text("x"), terminal.write)
    change = also(lambda: Path(DOSSIER, "dossier.toml").write_text("x"), leave)
    monkeypatch.setattr(terminal, "write", change)

    found = [finding.what for finding in findings(COMPARE, tmp_path / "case")]

    assert "a draft appears" in found
    assert "a file of the dossier changed" in found


def test_what_is_written_or_started_outside_is_refused_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reach() -> None:
        for act in (
            partial((tmp_path / "outside").write_text, "x"),
            partial((tmp_path / "folder").mkdir),
            partial(subprocess.run, [sys.executable, "--version"], check=True),
        ):
            with pytest.raises(PermissionError):
                act()

    monkeypatch.setattr(terminal, "write", also(reach, terminal.write))

    found = [finding.what for finding in findings(COMPARE, tmp_path / "case")]

    assert found == [
        "touches the outside: open",
        "touches the outside: os.mkdir",
        "touches the outside: subprocess.Popen",
    ]
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (json, "{\n"),
        (json, '{"a": NaN}\n'),
        (csv, "a,b\r\n1\r\n"),
        (csv, "a,b\n1,2\n"),
        (csv, "a\r\n=1+1\r\n"),
        (html, "<p><script>x</script></p>\n"),
        (html, '<p onclick="x">x</p>\n'),
    ],
)
def test_an_answer_that_is_not_of_its_format_is_found(
    module: Any, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    format = module.__name__.rpartition(".")[2]
    monkeypatch.setattr(module, format, lambda *_told, **_how: text)

    assert seen(COMPARE._replace(words=(*COMPARE.words, "-f", format)), tmp_path) == ["form"]


def test_a_run_without_end_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LIMIT", 0.2)
    monkeypatch.setattr(terminal, "write", lambda *_args: time.sleep(600))

    assert seen(COMPARE, tmp_path) == ["hang"]


def test_memory_without_bounds_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "write", raises(MemoryError()))

    assert seen(COMPARE, tmp_path) == ["memory"]


def dies(_seed: int, _numbers: range, _known: batches.Known, top: Path, _to: Connection) -> None:
    """What a batch does that kills its process."""
    (top / "now").write_bytes(pickle.dumps(COMPARE))
    os._exit(9)


def test_a_process_killed_by_its_case_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_work", dies)

    (finding,) = batches.batch(0, range(1)).found

    assert (finding.kind, finding.repeat) == ("death", COMPARE)


def test_every_kind_of_finding_is_planted_here() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in text] == []


# The parts of the fuzzer.


def test_a_case_leaves_no_trace_in_this_process(tmp_path: Path) -> None:
    def state() -> tuple[Any, ...]:
        return (
            dict(os.environ),
            os.getcwd(),
            sys.argv,
            sys.stdout,
            sys.excepthook,
        )

    before = state()
    findings(COMPARE._replace(env={"HOME": None, "COLUMNS": "7"}, folder="gone"), tmp_path / "case")

    assert state() == before


def test_a_case_of_a_seed_and_a_number_is_always_the_same() -> None:
    first = [drawn(7, number) for number in range(5)]

    assert [drawn(7, number) for number in range(5)] == first
    assert len({written(case) for case in first}) == 5


def test_a_written_case_is_read_again_as_it_was() -> None:
    case = COMPARE._replace(env={"HOME": None, "X": "\udcff\x1b"}, stdin=None, before=RIVER)

    assert read(written(case)) == case


def test_a_case_is_made_smaller_while_it_shows_the_same() -> None:
    case = COMPARE._replace(env={"A": "1", "B": "2"}, stdout="full", before=RIVER)
    name = f"{DOSSIER}/dossier.toml"

    def is_still(tried: Case) -> bool:
        return name in tried.files and "B" in tried.env

    small = smaller(case, is_still)

    assert small.env == {"B": "2"}
    assert (small.before, small.stdout, list(small.files)) == ({}, "pipe", [name])
    assert len(small.words) == 1


def test_what_is_written_as_toml_is_read_again_as_it_was() -> None:
    for data in RIVER.values():
        table = tomllib.loads(data.decode())
        assert tomllib.loads(dumped(table)) == table


def test_the_limits_of_a_file_come_back_after_a_case(tmp_path: Path) -> None:
    findings(COMPARE._replace(room=0, output="r.csv"), tmp_path / "case")
    (tmp_path / "large").write_bytes(b"x" * files.LARGEST_FILE)

    assert (tmp_path / "large").stat().st_size == files.LARGEST_FILE
