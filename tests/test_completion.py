"""The TAB key: only plain words are offered, whatever a dossier says, and nothing ever runs."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from negpos import completion
from negpos.cli import app
from negpos.intake.files import LARGEST_FILE

NEGPOS = str(Path(sys.executable).parent / "negpos")
PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]*")
PROTOCOLS = ("bash", "zsh", "fish", "powershell", "pwsh")
SHELLS = ("bash", "zsh", "fish")
HOSTILE = (
    r"'\$(touch PWN)'",
    "$(touch PWN)",
    "`touch PWN`",
    "$PWN",
    "a;touch PWN",
    "a&touch PWN&",
    "a|touch PWN",
    "a\ntouch PWN",
    "a\ttouch PWN",
    "a b PWN",
    "north PWN",
    'a"PWN',
    "a'PWN",
    'a"));touch PWN;(("',
    "<PWN",
    ">PWN",
    "--output=PWN",
    "-PWN",
    "~PWN",
    "*PWN",
    "{PWN,b}",
    "[PWN]",
    "!PWN",
    "#PWN",
    "%PWN",
    "=PWN",
    "a:PWN",
    "a:::PWN",
    "a,PWN",
    "\x1b[31mPWN",
    "PWN",
    "é-PWN",
)


def dossier(folder: Path, *words: str, good: bool = True) -> Path:
    """A dossier in this folder whose names are these words and, if wanted, good ones."""
    parties = [*words, *(("north", "south") if good else ())]
    themes = [*words, *(("water", "trade") if good else ())]
    issues = [*words, *(("water.share", "water.gauges") if good else ())]
    (folder / "positions").mkdir(parents=True)
    (folder / "parties.toml").write_text(
        "".join(
            f"[[party]]\nid = {text(w)}\nname = {text(w)}\naliases = [{text(w)}]\n" for w in parties
        )
    )
    (folder / "issues.toml").write_text(
        "".join(f"[[theme]]\nid = {text(w)}\ntitle = {text(w)}\n" for w in themes)
        + "".join(f"[[issue]]\nid = {text(w)}\nlabel = {text(w)}\n" for w in issues)
    )
    for word in (*words, *(("north-text",) if good else ())):
        (folder / "positions" / f"{word}.toml").write_text("")
        (folder / "positions" / word).mkdir()
    return folder


def text(word: str) -> str:
    """A string as TOML writes it."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")


def tab(shell: str, line: str, folder: Path, program: Sequence[str] = (NEGPOS,), **env: str) -> str:
    """What the TAB key at the end of this line gives the script of this shell."""
    words = line.split(" ")
    asked = {
        "_NEGPOS_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        program,
        capture_output=True,
        cwd=folder,
        env=os.environ | asked | env,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    return done.stdout.decode()


ASKED = {
    "compare -d evil ": {"north", "south"},
    "plan -d evil ": {"north-text"},
    "on -d evil ": {"water.share", "water.gauges"},
    "compare -d evil --theme ": {"water", "trade"},
    "compare -d evil --issue ": {"water.share", "water.gauges"},
    "diff -d evil --toward ": {"north", "south"},
}


@pytest.mark.parametrize("shell", PROTOCOLS)
@pytest.mark.parametrize("line", ASKED)
def test_of_a_hostile_dossier_only_the_good_words_are_offered(
    shell: str, line: str, tmp_path: Path
) -> None:
    dossier(tmp_path / "evil", *HOSTILE)
    out = tab(shell, f"negpos {line}", tmp_path)
    assert set(re.findall(r"[A-Za-z0-9.-]+", out)) - {"_arguments"} - {"arguments"} == ASKED[line]
    if shell == "zsh":
        offered = "\n".join(f'"{word}"' for word in re.findall(r'"(.*)"', out))
        assert out == f"_arguments '*: :(({offered}))'\n"
    else:
        assert {word.removesuffix("::: ") for word in out.splitlines()} == ASKED[line]


@pytest.mark.parametrize("shell", PROTOCOLS)
@pytest.mark.parametrize("start", ["$", "'", "-x", "a", "north P", ">", '"', "\\"])
def test_a_hostile_word_begun_is_not_completed(shell: str, start: str, tmp_path: Path) -> None:
    dossier(tmp_path / "evil", *HOSTILE)
    assert "PWN" not in tab(shell, f"negpos compare -d evil {start}", tmp_path)


NAMES = st.text(st.characters(exclude_categories=["Cs"]))


def offered(root: Path, start: str = "") -> list[str]:
    """All that completion offers of this folder."""
    asked = (completion.refs, completion.issues, completion.themes)
    return [word for names in asked for word in names(str(root), start)]


@given(ids=st.lists(NAMES), start=NAMES)
def test_every_word_offered_of_any_id_is_plain(ids: list[str], start: str) -> None:
    with TemporaryDirectory() as folder:
        dossier(Path(folder, "any"))
        root = Path(folder, "any")
        for name, table in (("parties", "party"), ("issues", "issue"), ("issues", "theme")):
            rows = "".join(f"[[{table}]]\nid = {text(i)}\n" for i in ids)
            (root / f"{name}.toml").write_text(rows, "utf-8")
        words = [*offered(root), *offered(root, start)]
        plain = {i for i in ids if PLAIN.fullmatch(i) and len(i) <= 80}
    assert [word for word in words if not PLAIN.fullmatch(word)] == []
    assert plain <= set(words)


@given(data=st.binary(), start=NAMES)
def test_every_word_offered_of_any_bytes_is_plain(data: bytes, start: str) -> None:
    with TemporaryDirectory() as folder:
        root = dossier(Path(folder, "any"))
        for name in ("parties.toml", "issues.toml"):
            (root / name).write_bytes(b'[[party]]\nid="' + data + b'"\n[[issue]]\n' + data)
        words = [*offered(root), *offered(root, start)]
    assert [word for word in words if not PLAIN.fullmatch(word)] == []


@given(name=st.binary(min_size=1, max_size=200).filter(lambda b: not set(b) & {0, 47}))
def test_every_word_offered_of_any_file_name_is_plain(name: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = dossier(Path(folder, "any"))
        Path(os.fsdecode(bytes(root / "positions") + b"/" + name + b".toml")).write_bytes(b"")
        words = completion.refs(str(root), "")
    assert [word for word in words if not PLAIN.fullmatch(word)] == []


@given(start=st.lists(NAMES).map(",".join))
def test_every_list_completed_is_one_of_plain_words(start: str) -> None:
    words = completion.listed(start, lambda last: ["north"])
    assert all(PLAIN.fullmatch(name) for word in words for name in word.split(","))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("compare --issue personnel,znp", ["personnel,znpp"]),
        ("compare --theme forces,eco", ["forces,economy"]),
        ("compare --only gap,dead", ["gap,deadlock"]),
        ("compare --attribution official,anon", ["official,anonymous"]),
        ("compare --fail-on deadlock,cros", ["deadlock,crossing"]),
        ("diff --toward us,ukr", ["us,ukraine"]),
        (
            "compare russia,mosc",
            [
                "russia,moscow",
                "russia,moscow-sources-2025-08-21",
                "russia,moscow-sources-2026-01-31",
            ],
        ),
        ("on ar", ["army-size", "army", "arms"]),
        ("since 2025-12-03 rus", ["russia"]),
        ("why russia done", ["donetsk"]),
        ("plan us-28-point us", ["us"]),
        ("plan us-28-point mos", ["moscow"]),
        ("diff --only added,dro", ["added,dropped"]),
        ("plan --only crosses,sho", ["crosses,short"]),
        ("plan --fail-on crosses,sho", ["crosses,short"]),
        ("compare --issue ,znp", []),
        ("compare --issue \\$(PWN),znp", []),
        ("compare --issue '$PWN,znp", []),
    ],
)
def test_the_last_word_of_a_list_is_completed(line: str, words: list[str], tmp_path: Path) -> None:
    assert tab("bash", f"negpos {line}", tmp_path).split() == words


def test_no_command_offers_a_word_that_a_shell_would_not_take_for_one() -> None:
    group: Any = typer.main.get_command(app)
    told = []
    for name, command in group.commands.items():
        context = command.context_class(command, info_name=name, resilient_parsing=True)
        for parameter in command.params:
            told += [item.value for item in parameter.shell_complete(context, "")]
    assert {"deadlock", "html", "russia", "territory"} <= set(told)
    assert [word for word in told if not PLAIN.fullmatch(word.lower())] == []


def test_positions_wait_for_two_letters_where_parties_can_stand_too(tmp_path: Path) -> None:
    root = str(dossier(tmp_path / "talks"))
    assert completion.refs(root, "") == ["north", "south"]
    assert completion.refs(root, "n") == ["north"]
    assert completion.refs(root, "no") == ["north", "north-text"]
    assert completion.texts(root, "") == ["north-text"]


def test_names_of_one_line_are_offered_in_one_word(tmp_path: Path) -> None:
    root = dossier(tmp_path / "talks")
    with (root / "parties.toml").open("a") as file:
        file.write('aliases = ["the South Bank", \'Southern\', "$(touch PWN)", "Süden"]\n')
    with (root / "issues.toml").open("a") as file:
        file.write('[[issue]]\nid = "money.toll"\nlabel = "Price of passage"\n')
    assert completion.refs(str(root), "the") == ["the-south-bank"]
    assert completion.refs(str(root), "s") == ["south"]
    assert completion.issues(str(root), "pass") == ["passage"]
    assert completion.issues(str(root), "pri") == ["price-of-passage", "price"]
    assert completion.issues(str(root), "mon") == ["money.toll"]
    assert not (tmp_path / "PWN").exists()


def test_an_enormous_key_takes_no_memory_and_hides_no_name(tmp_path: Path) -> None:
    root = dossier(tmp_path / "evil")
    parties = (root / "parties.toml").read_text()
    (root / "parties.toml").write_text(f"{'.'.join(['a'] * 20_000)} = 1\n{parties}")
    limited = ["sh", "-c", f"ulimit -v 600000 2>/dev/null; exec {shlex.quote(NEGPOS)}"]  # kilobytes
    out = tab("bash", "negpos compare -d evil no", tmp_path, limited)
    assert out == "north\nnorth-text\n"


def test_names_are_offered_while_another_line_of_the_file_is_being_written(tmp_path: Path) -> None:
    root = dossier(tmp_path / "talks")
    with (root / "parties.toml").open("a") as file:
        file.write("\r\n[[party]] # new\r\n  'id'  =  'west' # a comment\r\nname = \"We")
    assert completion.refs(str(root), "we") == ["west"]


def test_an_id_of_something_else_in_the_file_is_no_party(tmp_path: Path) -> None:
    root = dossier(tmp_path / "talks")
    (root / "parties.toml").write_text(
        'id = "head"\n[[party]]\nid = "north"\n'
        '[party.more]\nid = "below"\n[[other]]\nid = "other"\n'
    )
    assert completion.refs(str(root), "no") == ["north", "north-text"]
    assert completion.refs(str(root), "be") == []


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    root = dossier(tmp_path / "evil")
    (root / "parties.toml").write_text("#" * LARGEST_FILE + (root / "parties.toml").read_text())
    assert completion.refs(str(root), "no") == ["north-text"]


def test_more_words_than_anyone_can_choose_from_wait_for_the_next_letter(tmp_path: Path) -> None:
    rows = (f"a{n}" for n in range(completion.MOST + 1))
    root = dossier(tmp_path / "evil")
    table = "".join(f'[[party]]\nid = "{row}"\n' for row in (*rows, "b"))
    (root / "parties.toml").write_text(table)
    assert completion.refs(str(root), "") == []
    assert completion.refs(str(root), "b") == ["b"]


def test_a_word_longer_than_any_id_is_not_offered(tmp_path: Path) -> None:
    root = dossier(tmp_path / "evil", "a" * 80, "a" * 81)
    assert completion.refs(str(root), "a") == ["a" * 80]


def pipe(root: Path) -> None:
    (root / "parties.toml").unlink()
    os.mkfifo(root / "parties.toml")


def device(root: Path) -> None:
    (root / "parties.toml").unlink()
    (root / "parties.toml").symlink_to("/dev/zero")


def folder(root: Path) -> None:
    (root / "parties.toml").unlink()
    (root / "parties.toml").mkdir()


def loop(root: Path) -> None:
    (root / "parties.toml").unlink()
    (root / "parties.toml").symlink_to("parties.toml")
    (root / "positions" / "loop").symlink_to("..")


def undecodable(root: Path) -> None:
    (root / "parties.toml").write_bytes(b'[[party]]\nid = "caf\xe9"\n')
    Path(os.fsdecode(bytes(root / "positions") + b"/caf\xe9.toml")).write_bytes(b"")


@pytest.mark.parametrize("spoil", [pipe, device, folder, loop, undecodable])
def test_what_is_no_good_file_is_passed_over(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    spoil(dossier(tmp_path / "evil"))
    assert tab("bash", "negpos compare -d evil no", tmp_path) == "north-text\n"


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    root = dossier(tmp_path / "evil")
    elsewhere = dossier(tmp_path / "other", "elsewhere") / "positions"
    (root / "positions" / "more").symlink_to(elsewhere)
    assert completion.texts(str(root), "") == ["north-text"]
    shutil.rmtree(root / "positions")
    (root / "positions").symlink_to(elsewhere)
    assert completion.texts(str(root), "") == []


@pytest.mark.parametrize("shell", PROTOCOLS)
@pytest.mark.parametrize(
    "line",
    [
        f"compare -d {'x' * 300} ",
        f"compare -d {'x/' * 5_000} ",
        "compare -d caf\udce9 ",
        "compare -d 'unclosed ",
        "compare -d",
        "compare --nonsense ",
        "nonsense ",
        "compare -d /dev/null ",
    ],
)
def test_the_tab_key_never_complains(shell: str, line: str, tmp_path: Path) -> None:
    assert "Traceback" not in tab(shell, f"negpos {line}", tmp_path)


@pytest.mark.parametrize("fault", ["RuntimeError('PWN')", "MemoryError()", "RecursionError()"])
def test_a_fault_unforeseen_offers_nothing_and_says_nothing(fault: str, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from negpos import completion\n"
        f"def broken(*given): raise {fault}\n"
        "completion.refs = broken\n"
        "sys.argv = ['negpos']\n"
        "from negpos.__main__ import main\n"
        "main()\n"
    )
    env = {"_NEGPOS_COMPLETE": "complete_bash", "COMP_WORDS": "negpos compare ", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | env,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 1)


@pytest.mark.parametrize("shell", PROTOCOLS)
def test_options_are_offered_where_the_terminal_has_no_unicode(shell: str, tmp_path: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    assert "--theme" in tab(shell, "negpos compare --", tmp_path, **env)


class Terminal:
    """An interactive shell with a home of its own, typed into as a person would."""

    def __init__(self, shell: str, home: Path, folder: Path) -> None:
        from pexpect import spawn

        assert shutil.which(shell), f"install {shell} to run these tests"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ZDOTDIR"))}
        env |= {"HOME": str(home), "TERM": "xterm", "EDITOR": "", "VISUAL": ""}
        self.process = spawn(
            shell, ["-i"], cwd=folder, env=env, dimensions=(50, 400), encoding="utf-8", timeout=60
        )
        self.process.expect("ready> ")

    def type(self, keys: str, until: str) -> str:
        """Types, and waits until this is shown; all that was shown till then, without colours."""
        self.process.send(keys)
        self.process.expect(until)
        shown = self.process.before + self.process.after
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[(=>].?|\x07", "", shown)

    def enter(self) -> tuple[str, list[str]]:
        """Lets the shell run the line; what it shows, and the words that ``negpos`` got."""
        shown = self.type("\r", r"<negpos>.*ready> ")
        return shown, re.findall(r"<([^<>]*)>", shown.rpartition("<negpos>")[2])

    def close(self) -> None:
        self.process.close(force=True)


RC = {
    "bash": (".bashrc", "PS1='ready> '\n"),
    "zsh": (".zshrc", "PS1='ready> '\nbindkey -e\n"),
    "fish": (".config/fish/config.fish", "function fish_prompt; echo -n 'ready> '; end\n"),
}
TELL = {
    "bash": "negpos() { printf '<%s>' negpos \"$@\"; }\n",
    "zsh": "negpos() { printf '<%s>' negpos \"$@\"; }\n",
    "fish": "function negpos; printf '<%s>' negpos $argv; end\n",
}
"""Puts a function before the program, which tells the words it is called with; the completion
scripts call the program itself."""


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """Each shell, with completion installed by the command that the README names."""
    shell = request.param
    home, here = tmp_path / "home", tmp_path / "here"
    name, text = RC[shell]
    (home / name).parent.mkdir(parents=True)
    (home / name).write_text(text)
    here.mkdir()
    (here / "a-file").touch()
    first = Terminal(shell, home, here)
    first.type("negpos --install-completion\r", f"{shell} completion installed.*ready> ")
    first.close()
    with (home / name).open("a") as rc:
        rc.write(TELL[shell])
    opened = Terminal(shell, home, here)
    if shell == "zsh":  # reads the script at the first TAB, and completes from the second
        opened.type("negpos \t", "\x07")
        opened.type("\x15\r", "ready> ")
    yield opened
    opened.close()
    left = {path.name for path in here.iterdir()} | {path.name for path in home.iterdir()}
    assert not {name for name in left if name.startswith(("PWN", "RAN"))}


@pytest.mark.shells
def test_in_a_shell_a_name_is_completed(terminal: Terminal) -> None:
    terminal.type("negpos compare rus\t", "sia")
    assert terminal.enter()[1] == ["compare", "russia"]
    terminal.type("negpos compare a --issue personnel,znp\t", "p")
    assert terminal.enter()[1] == ["compare", "a", "--issue", "personnel,znpp"]


@pytest.mark.shells
@pytest.mark.parametrize("line", ASKED)
def test_in_a_shell_a_hostile_dossier_runs_nothing_and_shows_nothing(
    terminal: Terminal, line: str, tmp_path: Path
) -> None:
    dossier(tmp_path / "here" / "evil", *HOSTILE)
    good = f"({'|'.join(ASKED[line])})"
    shown = terminal.type(f"negpos {line}\t\t\t ", good)
    after, words = terminal.enter()
    assert "PWN" not in shown + after
    assert [word for word in words if not re.fullmatch(r"-{0,2}[a-z0-9.-]+", word)] == []


@pytest.mark.shells
@pytest.mark.parametrize("word", [";touch PWN", "$(touch PWN)", "'\\$(touch PWN)'", ">PWN"])
def test_in_a_shell_a_hostile_name_alone_is_not_put_on_the_line(
    terminal: Terminal, word: str, tmp_path: Path
) -> None:
    dossier(tmp_path / "here" / "evil", word, good=False)
    terminal.process.send("negpos compare -d evil \t")
    shown, words = terminal.enter()
    assert "PWN" not in shown
    assert words[:3] == ["compare", "-d", "evil"]


@pytest.mark.shells
@pytest.mark.parametrize("name", ["trap$(touch RAN)", "trap`touch RAN`", "trap;touch RAN", "trap'"])
def test_in_a_shell_names_are_completed_inside_a_folder_of_a_hostile_name(
    terminal: Terminal, name: str, tmp_path: Path
) -> None:
    dossier(tmp_path / "here" / name)
    terminal.type("negpos compare -d tra\t", "p.*/")
    terminal.type(" sou\t", "th")
    assert [word.replace("/", "") for word in terminal.enter()[1]] == [
        *("compare", "-d", name, "south")
    ]
