"""A real terminal: its width and colour, and the pager for what is taller."""

import os
import pty
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from negpos import pager
from negpos.render.table import table
from negpos.safe import is_address, unlinked
from negpos.view.grid import Column, Grid, Section, Span, cell

from .conftest import ROOT, Negpos
from .inside import Done

LAKE = str(ROOT / "tests" / "lake")
SUMMARY = ("compare", "east", "west", "-d", LAKE)
LONG = ("compare", "russia", "ukraine", "--full")


def _controlling(slave: int) -> None:
    """The terminal is the one that controls the process."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


def on_a_terminal(
    *words: str, width: int = 80, height: int = 50, keys: bytes = b"", **env: str
) -> Done:
    """Runs the command line on a pseudo-terminal of this size, on which these keys are pressed."""
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "negpos", *words],
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE,
        preexec_fn=partial(_controlling, slave),  # noqa: PLW1509 - less reads keys from /dev/tty
        env=os.environ | {"TERM": "xterm-256color"} | env,
    )
    os.close(slave)
    if keys:
        os.write(master, keys)
    told = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
    os.close(master)
    assert process.stderr is not None
    with process.stderr as stream:
        err = stream.read().decode()
    return Done(told.decode().replace("\r\n", "\n"), err, process.wait())


@pytest.mark.parametrize("width", [80, 100, 160])
def test_on_a_terminal_a_table_has_colour_and_keeps_to_the_width(width: int) -> None:
    import re

    done = on_a_terminal(*LONG, "--no-pager", width=width)
    assert done.code == 0
    assert "\x1b[" in done.out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert max(map(len, plain.splitlines())) <= width
    assert "Relation" in plain


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_and_dumb_terminals_get_none(env: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal("compare", "east", "west", "-d", LAKE, **env).out


def test_what_fits_the_terminal_needs_no_pager() -> None:
    done = on_a_terminal(*SUMMARY, PAGER="false")
    assert done.code == 0
    assert "East × West" in done.out


@pytest.mark.parametrize("name", ["NEGPOS_PAGER", "PAGER"])
def test_what_is_taller_goes_through_the_pager_with_its_colour(name: str, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    done = on_a_terminal(*LONG, **{name: f"tee {seen}"})
    assert done.code == 0
    paged = seen.read_text("utf-8")
    assert paged == done.out
    assert "\x1b[" in paged
    assert "Russia × Ukraine" in paged.splitlines()[0]
    assert "Overlap" in paged.splitlines()[-1]


def test_the_pager_of_negpos_comes_before_that_of_all_programs(tmp_path: Path) -> None:
    done = on_a_terminal(*LONG, NEGPOS_PAGER=f"tee {tmp_path}/own", PAGER=f"tee {tmp_path}/other")
    assert done.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("--no-pager",), {"PAGER": "false"}),
        ((), {"PAGER": "exec-nothing-of-this-name | cat"}),
        ((), {"PAGER": "sh -c 'exit 127'"}),
        ((), {"PAGER": ""}),
        ((), {"PAGER": "cat"}),
        ((), {"NEGPOS_PAGER": "", "PAGER": "false"}),
        ((), {"PAGER": "no-such-program -x"}),
        ((), {"PAGER": "tee 'unclosed"}),
    ],
)
def test_without_a_pager_everything_is_printed_at_once(
    words: tuple[str, ...], env: dict[str, str]
) -> None:
    done = on_a_terminal(*LONG, *words, **env)
    assert (done.code, done.err) == (0, "")
    assert "Overlap" in done.out.splitlines()[-1]


def test_less_pages_where_nobody_asks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.delenv("LESS", raising=False)
    done = on_a_terminal(*LONG, height=20, keys=b"q")
    assert done.code == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", done.out)
    assert "Russia × Ukraine" in plain
    assert "Overlap" not in plain  # the end was not reached


@pytest.mark.parametrize("fails", [True, False])
def test_the_exit_code_is_that_of_the_answer_whatever_the_pager_does(fails: bool) -> None:
    condition = ("--fail-on", "deadlock") if fails else ()
    for paging in ("false", "head -1", "sh -c 'exit 3'"):
        done = on_a_terminal(*LONG, *condition, "--as-of", "2025-12-03", PAGER=paging)
        assert done.code == int(fails), paging
        assert ("--fail-on met" in done.err) == fails


def test_ctrl_c_belongs_to_the_pager_while_it_is_open(tmp_path: Path) -> None:
    """It traps the signal and goes on, as less does; negpos waits for it and ends in order."""
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\ntrap 'echo caught' INT\ncat >/dev/null\nkill -INT 0\necho over\n")
    script.chmod(0o755)
    done = on_a_terminal(*LONG, PAGER=str(script))
    assert done.code == 0
    assert done.err == ""
    assert "over" in done.out


def test_the_pager_is_a_line_for_the_shell(tmp_path: Path) -> None:
    done = on_a_terminal(*LONG, PAGER=f"head -2 | tee {tmp_path}/seen")
    assert done.code == 0
    assert (tmp_path / "seen").read_text("utf-8").count("\n") == 2


def test_csv_and_json_are_paged_as_they_are_made() -> None:
    for form in ("csv", "json"):
        done = on_a_terminal("list", "sources", "-f", form, PAGER="head -3")
        assert (done.code, done.err) == (0, "")
        assert done.out.count("\n") == 3


def test_a_pager_is_given_no_more_than_was_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "false")
    monkeypatch.setenv("LINES", "4")
    pieces = ["one\n", "two\n", "three\n"]
    assert list(pager.paged(pieces, str.encode)) == pieces
    assert list(pager.paged([*pieces, "four\n"], str.encode)) == []
    monkeypatch.setenv("PAGER", "")
    assert list(pager.paged([*pieces, "four\n"], str.encode)) == [*pieces, "four\n"]


# Colour where there is no terminal.


@pytest.mark.parametrize(
    ("words", "env", "has_colour"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color=always",), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colour_goes_through_a_pipe_where_it_is_asked_for(
    words: tuple[str, ...], env: dict[str, str], has_colour: bool, negpos: Negpos
) -> None:
    done = negpos(*SUMMARY, *words, **env)
    assert ("\x1b[" in done.out) == has_colour
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    lines = [line.rstrip() for line in plain.splitlines()]  # a heading in colour is filled up
    assert lines == negpos(*SUMMARY).out.splitlines()
    csv = negpos(*SUMMARY, *words, "-f", "csv", **env)
    assert "\x1b" not in csv.out


@pytest.mark.parametrize(
    ("words", "env"),
    [(("--color", "never"), {}), ((), {"NO_COLOR": "1"}), ((), {"CLICOLOR": "0"})],
)
def test_a_terminal_gets_no_colour_where_none_is_wanted(
    words: tuple[str, ...], env: dict[str, str]
) -> None:
    assert "\x1b[" not in on_a_terminal(*SUMMARY, *words, **env).out


def test_a_file_has_no_colour_but_where_it_is_asked_for(negpos: Negpos, tmp_path: Path) -> None:
    negpos(*SUMMARY, "-o", "plain.txt", FORCE_COLOR="1")
    negpos(*SUMMARY, "-o", "bright.txt", "--color", "always")
    assert "\x1b" not in (tmp_path / "plain.txt").read_text("utf-8")
    assert "\x1b[" in (tmp_path / "bright.txt").read_text("utf-8")


def test_another_colour_is_misuse(negpos: Negpos) -> None:
    done = negpos(*SUMMARY, "--color", "green")
    assert (done.code, done.out) == (2, "")
    assert done.err == "negpos: there is no --color 'green'; choose from auto, always, never\n"


# Links.

BEGIN = re.compile(r"\x1b\]8;id=([0-9a-f]{8});([\x21-\x7e]+?)\x1b\\")
END = "\x1b]8;;\x1b\\"
KITTY = {"TERM": "xterm-kitty"}
WHY = ("why", "russia", "donetsk")


@pytest.mark.parametrize(
    ("words", "env", "has_links"),
    [
        ((), {}, False),
        ((), KITTY, True),
        ((), {"TERM_PROGRAM": "iTerm.app"}, True),
        ((), {"TERM_PROGRAM": "vscode"}, True),
        ((), {"TERM_PROGRAM": "Apple_Terminal"}, False),
        ((), {"VTE_VERSION": "7200"}, True),
        ((), {"VTE_VERSION": "4999"}, False),
        ((), {"VTE_VERSION": "newest"}, False),
        ((), {"WT_SESSION": "1"}, True),
        ((), {"KONSOLE_VERSION": "220401"}, True),
        ((), {"DOMTERM": "yes"}, True),
        ((), {"VTE_VERSION": "7200", "TMUX": "/tmp/tmux-0"}, False),
        ((), {"VTE_VERSION": "7200", "STY": "1.pts"}, False),
        ((), {"VTE_VERSION": "7200", "TERM": "screen-256color"}, False),
        ((), {"VTE_VERSION": "7200", "TERM": "dumb"}, False),
        (("--color", "never"), KITTY, False),
        ((), KITTY | {"NO_COLOR": "1"}, False),
        ((), KITTY | {"FORCE_HYPERLINK": "0"}, False),
        ((), KITTY | {"FORCE_HYPERLINK": ""}, True),
        ((), {"FORCE_HYPERLINK": "1", "TMUX": "/tmp/tmux-0"}, True),
        ((), {"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, True),
        (("-f", "csv"), {"FORCE_HYPERLINK": "1"}, False),
    ],
)
def test_words_lead_to_their_source_where_the_terminal_understands_it(
    words: tuple[str, ...], env: dict[str, str], has_links: bool
) -> None:
    done = on_a_terminal(*WHY, *words, "--no-pager", **env)
    assert done.code == 0
    assert ("https://tass.com/politics/2059323" in [a for _, a in BEGIN.findall(done.out)]) == (
        has_links
    )
    assert ("\x1b]" in done.out) == has_links
    is_plain = "--color" in words or "NO_COLOR" in env or "-f" in words or env.get("TERM") == "dumb"
    assert ("\x1b[" in done.out) != is_plain


@pytest.mark.parametrize(
    ("words", "env", "has_links"),
    [
        ((), KITTY, False),
        (("--color", "always"), KITTY, False),
        ((), {"FORCE_HYPERLINK": "1"}, True),
        (("-o", "/dev/stdout", "-f", "table"), {"FORCE_HYPERLINK": "1"}, False),
    ],
)
def test_a_pipe_gets_links_only_where_they_are_asked_for_and_a_file_none(
    words: tuple[str, ...], env: dict[str, str], has_links: bool, negpos_process: Negpos
) -> None:
    assert ("\x1b]8;" in negpos_process(*WHY, *words, **env).out) == has_links


def test_a_pager_gets_links_only_where_they_are_asked_for(tmp_path: Path) -> None:
    """The same words on the terminal itself have them."""
    for env, has_links in (({}, False), ({"FORCE_HYPERLINK": "1"}, True)):
        seen = tmp_path / "seen"
        paged = on_a_terminal(*LONG, PAGER=f"tee {seen}", **KITTY, **env)
        at_once = on_a_terminal(*LONG, "--no-pager", **KITTY, **env)
        assert ("\x1b]8;" in seen.read_text("utf-8")) == has_links
        assert "\x1b]8;" in at_once.out
        assert unlinked(paged.out) == unlinked(at_once.out)


ANSWERS = [
    ("compare", "russia", "ukraine", "--full"),
    ("compare", "us-28-point", "russia", "ukraine", "--full"),
    ("redlines", "russia", "ukraine", "--full"),
    ("since", "2025-12-01", "--full"),
    ("timeline", "russia", "--issue", "personnel"),
    ("show", "russia", "--full"),
    ("on", "army"),
    WHY,
    SUMMARY,
]


@pytest.mark.parametrize("width", [30, 60, 80, 160])
@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("color", ["always", "never"])
def test_without_its_links_an_answer_is_the_one_that_has_none(
    words: tuple[str, ...], width: int, color: str, negpos: Negpos
) -> None:
    ask = (*words, "--color", color)
    linked = negpos(*ask, COLUMNS=str(width), FORCE_HYPERLINK="1").out
    assert unlinked(linked) == negpos(*ask, COLUMNS=str(width)).out
    assert linked == negpos(*ask, COLUMNS=str(width), FORCE_HYPERLINK="1").out
    for line in linked.splitlines():  # what is begun on a line ends on it, and none within another
        told = [part[0] for part in re.findall(r"\x1b\]8;(id=|;)", line)]
        assert told == ["i", ";"] * (len(told) // 2)
    assert all(is_address(address) for _, address in BEGIN.findall(linked))


def linked_grid(link: str, words: str = "the words of a source", count: int = 1) -> Grid:
    rows = ((cell("plain"), cell(Span(words, "quiet", link=link))),) * count
    columns = (Column("Side"), Column("What", least=6))
    return Grid("Title", (), columns, (Section("Part", rows),))


def test_every_line_of_a_broken_link_leads_to_the_same_place() -> None:
    told = table(linked_grid("https://news.example/a;b?c=1"), 24, is_coloured=True, has_links=True)
    found = BEGIN.findall(told)
    assert len(found) > 1
    assert len(set(found)) == 1
    assert found[0][1] == "https://news.example/a;b?c=1"
    assert told.count(END) == len(found)


def test_links_of_other_words_are_other_links() -> None:
    grids = [linked_grid("https://news.example/a", words) for words in ("one", "two")]
    ids = {BEGIN.findall(table(grid, 60, False, has_links=True))[0][0] for grid in grids}
    assert len(ids) == 2


@pytest.mark.parametrize("is_coloured", [True, False])
def test_a_long_table_has_its_links_too(is_coloured: bool) -> None:
    grid = linked_grid("https://news.example/a", count=400)
    told = table(grid, 60, is_coloured, has_links=True)
    assert len(BEGIN.findall(told)) == 400
    assert unlinked(told) == table(grid, 60, is_coloured)


def test_an_address_in_other_letters_is_written_in_plain_signs() -> None:
    told = table(linked_grid("https://новости.example/п?a=%D0"), 60, True, has_links=True)
    ((_, address),) = BEGIN.findall(told)
    assert address == ("https://%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.example/%D0%BF?a=%D0")


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/\x1b\\\x1b[2J",
        "https://news.example/\x07rm",
        "https://news.example/\x9c",
        "https://news.example/a b",
        "https://news.example/\n",
        "https://news.example/a\\",
        "https://news.example/\u202e",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
    ],
)
def test_nothing_in_an_address_breaks_out_of_a_link(address: str) -> None:
    told = table(linked_grid(address), 60, is_coloured=True, has_links=True)
    assert "\x1b]" not in told
    assert told == table(linked_grid(address), 60, is_coloured=True)
