"""One case run, in this process or in one of its own, and what there is to say against it."""

import errno
import io
import os
import pwd
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import IO, Any, NamedTuple

from negpos.terms import DOCUMENTS, FORMATS

from ..inside import surroundings
from .cases import DOSSIER, Case, Files, Finding
from .lost import lost
from .shapes import faults_of_shape

LIMIT = 20
"""Seconds that a run may take."""

Tree = dict[str, bytes]
"""What stands below a folder: contents by path; a folder ends in ``/``, a link holds ``-> …``."""


class Ran(NamedTuple):
    """How a run ended and what it left."""

    code: int
    out: bytes
    err: bytes
    fault: str = ""
    """The exception that came out and where in negpos it arose, as a signature."""
    trace: str = ""
    touched: tuple[str, ...] = ()
    """Paths written and programs started outside the folder of the case."""
    before: Tree = {}  # noqa: RUF012 - nobody changes a tree
    after: Tree = {}  # noqa: RUF012 - the same


class Hang(BaseException):
    """The time is up."""


def findings(case: Case, top: Path, codes: list[int] | None = None) -> list[Finding]:
    """All that must not be and was seen in this case, run below the folder ``top``; the exit
    code is added to ``codes``."""
    found: list[Finding] = []

    def tell(kind: str, what: str, seen: str = "") -> None:
        finding = Finding(kind, what, seen, case)
        if (kind, what) not in [(f.kind, f.what) for f in found]:
            found.append(finding)

    run = _as_process if case.is_process else _here
    _emptied(top)
    if case.before:
        earlier = run(case._replace(files=case.before), top)
        _judge(case, earlier, top, tell)
    first = run(case, top)
    _judge(case, first, top, tell)
    if codes is not None:
        codes.append(first.code)
    second = run(case, top)
    if case.is_process:
        _same(case, first, second, "the second answer", tell)
        return found
    _same(case, first, second, "the second answer", tell)
    shutil.rmtree(top / "cache", ignore_errors=True)
    shutil.rmtree(top / "home" / ".cache", ignore_errors=True)
    third = run(case, top)
    _same(case, first, third, "the answer without a cache", tell)
    if case.output and first.code in (0, 1) and not first.fault and not first.out:
        _whole(case, first, top, tell)
    if any(name.startswith(f"{DOSSIER}/") for name in case.files):
        _lost(case, top, tell)
    return found


Tell = Callable[..., None]


def _judge(case: Case, ran: Ran, top: Path, tell: Tell) -> None:
    """What one run shows by itself."""
    if ran.fault:
        kind = ran.fault.partition(" ")[0]
        named = {"Hang": "hang", "MemoryError": "memory"}.get(kind, "traceback")
        tell(named, ran.fault, ran.trace)
    elif b"negpos: this is a fault of negpos" in ran.err:
        tell("traceback", "told as a fault of negpos", ran.err.decode("utf-8", "replace"))
    elif b"Traceback (most recent call last)" in ran.err:
        tell(
            "traceback", f"in a process: {_last_frame(ran.err)}", ran.err.decode("utf-8", "replace")
        )
    elif ran.code not in (0, 1, 2):
        tell("code", f"exit code {ran.code}", ran.err.decode("utf-8", "replace")[-500:])
    is_document = _format_of(case) in DOCUMENTS and ran.code in (0, 1)
    texts = (("stdout", b"" if is_document else ran.out), ("stderr", ran.err))
    for name, stream in texts:
        for what, seen in signs(stream, case, is_error=name == "stderr"):
            tell("signs", f"{what} in {name} {_kind_of_answer(case, ran, name)}", seen)
    is_quiet = not (ran.err or ran.fault or ran.out) and case.stderr == "pipe"
    if ran.code == 2 and is_quiet and case.stdout != "full":
        tell("nothing", f"{case.command or 'no command'} ends with 2 and says nothing", "")
    data = _written(case, ran)
    if data != ran.before.get(_aim(case, ran.before)) and not is_document:
        for what, told in signs(data or b"", case):
            tell("signs", f"{what} in a file {_kind_of_answer(case, ran, 'file')}", told)
    has_no_reader = case.stdout in ("closed", "full") or case.output.startswith("/dev/")
    is_told = bool(ran.out or data) or has_no_reader
    is_completion = "_NEGPOS_COMPLETE" in case.env
    if ran.code == 0 and not ran.fault and not is_told and not is_completion:
        tell("nothing", f"{case.command or 'no command'} answers nothing", "")
    _strays(case, ran, top, tell)
    is_help = {"-h", "--help"} & set(case.words)
    if ran.code in (0, 1) and not ran.fault and case.stdout == "pipe" and not is_help:
        for what in faults_of_shape(ran.out, case.words):
            tell("form", what, ran.out[:300].decode("utf-8", "replace"))


def _kind_of_answer(case: Case, ran: Ran, stream: str) -> str:
    if stream == "stderr" or ran.code == 2:
        return "of a message"
    if "_NEGPOS_COMPLETE" in case.env:
        return "of the TAB key"
    format = _format_of(case)
    return f"as {format}" if format in FORMATS else f"of {case.command}"


_JOINERS = "\u200c\u200d"
"""Some scripts, and some signs made of several, cannot be written without."""


def signs(data: bytes, case: Case, *, is_error: bool = False) -> Iterator[tuple[str, str]]:
    """(what, where) of the control signs that reach a terminal, and of bytes that are no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = encoding_of(case)[0]
        text = data.decode(encoding, "replace")
        if encoding == "utf-8" or "\ufffd" in text:
            yield "bytes that are no text", repr(data[:200])
    if text.isprintable():
        return
    is_coloured = case.stdout == "terminal" or {"FORCE_COLOR", "CLICOLOR_FORCE"} & set(case.env)
    if is_coloured and not is_error:
        text = _without_colours(text)
    if not is_error:
        text = text.replace("\r\n", "\n")
    for sign in sorted(set(text)):
        kind = unicodedata.category(sign)
        if sign in _JOINERS or sign == "\n":
            continue
        if kind in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            at = text.index(sign)
            yield _group(sign), f"U+{ord(sign):04X} in {text[max(0, at - 40) : at + 40]!r}"


def _group(sign: str) -> str:
    code = ord(sign)
    if sign == "\x1b":
        return "ESC"
    if code < 0x20:
        return "tab" if sign == "\t" else "C0"
    if code == 0x7F:
        return "DEL"
    if code < 0xA0:
        return "C1"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return "bidi override"
    return {"Co": "private use", "Cf": "invisible sign"}.get(unicodedata.category(sign), "break")


def _without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _same(case: Case, first: Ran, other: Ran, name: str, tell: Tell) -> None:
    """Whether two answers to one question are one answer."""
    if "Hang" in (first.fault.partition(" ")[0], other.fault.partition(" ")[0]):
        return
    pairs = (
        ("exit code", first.code, other.code),
        ("exception", first.fault, other.fault),
        ("stdout", first.out, other.out),
        ("stderr", first.err, other.err),
        ("files", first.after, other.after),
    )
    for what, left, right in pairs:
        if left != right:
            tell("stale", f"{what} of {name} differs", f"{str(left)[:400]}\n{str(right)[:400]}")
            return


def _format_of(case: Case) -> str:
    """The format asked for, by its name or by the ending of the file."""
    given = [b for a, b in pairwise(case.words) if a in ("--format", "-f")]
    return given[-1] if given else os.path.splitext(case.output)[1].removeprefix(".").lower()


def _whole(case: Case, ran: Ran, top: Path, tell: Tell) -> None:
    """A file holds, byte for byte, what standard output would have got."""
    data = _written(case, ran)
    ending = os.path.splitext(case.output)[1].lower()
    implied = {".htm": "html", ".txt": "table"}.get(ending, ending.removeprefix("."))
    has_format = any(w == "-f" or w.startswith(("--format", "-f")) for w in case.words)
    for extra in ((), ("--format", implied)):
        if extra and (has_format or not implied):
            continue
        env = {n: v for n, v in case.env.items() if n not in _ENCODINGS}
        words = (*case.words, *extra)
        plain = case._replace(words=words, output="", stdout="pipe", room=None, env=env)
        told = _here(plain, top)
        if told.code in (0, 1) and not told.fault and (told.out == data or extra or has_format):
            if told.out != data and data is not None:
                tell("half", "a file is unlike standard output", f"{case.output}: {data[:300]!r}")
            return


_ENCODINGS = ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL")
"""Variables under which a terminal gets plainer signs; a file never does."""


def _written(case: Case, ran: Ran) -> bytes | None:
    """What the file asked for holds after the run; None if there is none."""
    return ran.after.get(_aim(case, ran.after))


def _strays(case: Case, ran: Ran, top: Path, tell: Tell) -> None:
    """What was made, changed or removed outside the places asked for, or only in part."""
    for what in ran.touched:
        tell("stray", f"touches the outside: {what.partition(' ')[0]}", what)
    asked = _aim(case, ran.before)
    new = _new_folder(case)
    parts = new.split("/") if new else []
    ways = ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]
    outer = ""
    for path in sorted(ran.before.keys() | ran.after.keys()):
        old, now = ran.before.get(path), ran.after.get(path)
        if old == now:
            continue
        is_new = new is not None and (path.rstrip("/") + "/").startswith(f"{new}/")
        if path == asked:
            has_failed = ran.code == 2 or bool(ran.fault)
            if has_failed and now is not None:
                tell("half", "a failed run leaves a file", f"{path}: {now[:200]!r}")
            if now is None:
                tell("half", "a run removes the file it should write", path)
        elif (
            (outer and path.startswith(outer))
            or (path in ways and old is None)
            or _has_grown(case, ran, path)
        ):
            continue
        elif not is_new or old is not None:
            outer = path if path.endswith("/") else ""
            tell("stray", f"{_place(path)} {'changed' if old is not None else 'appears'}", path)
    if new is not None and case.command == "new":
        _half_a_dossier(case, ran, new, tell)
    elif new is not None:
        _half_a_package(ran, new, tell)


def _has_grown(case: Case, ran: Ran, path: str) -> bool:
    """Whether a record was added to this file, and nothing before it changed."""
    old, now = ran.before.get(path, b""), ran.after.get(path)
    is_told = (ran.code == 0 and not ran.fault) or case.stdout != "pipe"  # nowhere to tell it
    is_added = case.command in ("add", "template") and is_told
    return is_added and now is not None and now.startswith(old) and path.endswith((".toml", "/"))


def _place(path: str) -> str:
    if path.endswith(".part"):
        return "a draft"
    if path.startswith(f"{DOSSIER}/"):
        return "a file of the dossier"
    return f"folder {path!r}" if path.endswith("/") else "a file"


def _aim(case: Case, tree: Tree) -> str:
    """The path that the file asked for comes to, links followed but for those in a circle."""
    path = asked = os.path.normpath(case.output) if case.output else ""
    for _ in range(10):
        told = tree.get(path, b"")
        if not told.startswith(b"-> "):
            return path
        leads = told[3:].decode("utf-8", "surrogateescape")
        path = os.path.normpath(os.path.join(os.path.dirname(path), leads))
    return asked


def _new_folder(case: Case) -> str | None:
    """The folder that ``new`` or ``export`` was asked to write."""
    from negpos.arguments import apart

    if case.command not in ("new", "export") or len(case.words) < 2 - bool(case.output):
        return None
    if {"-h", "--help"} & set(case.words):
        return None
    words = [word for word in apart(case.words)[0] if word != "--"][1:]
    if case.command == "export" and case.output:  # the words name the dossier
        words = [] if case.output.lower().endswith(".xlsx") else [case.output]
    return os.path.normpath(words[0]) if words else None


def _half_a_package(ran: Ran, folder: str, tell: Tell) -> None:
    below = "" if folder == "." else f"{folder}/"
    made = [n for n in ran.after if n.startswith(below) and n != below and n not in ran.before]
    if (f"{below}datapackage.json" in made) != (ran.code == 0 and not ran.fault):
        tell("half", "a data package is there without its run, or not after it", str(made[:9]))
    if ran.code != 0 and made:
        tell("half", "a failed export leaves files", str(made[:9]))


def _half_a_dossier(case: Case, ran: Ran, new: str, tell: Tell) -> None:
    from negpos.intake.example import FILES
    from negpos.intake.files import NAMES

    below = "" if new == "." else f"{new}/"
    if {"--parties", "--empty"} & set(case.words):  # other files than those of the example
        names = {name for name in NAMES if f"{below}{name}" in ran.after.keys() - ran.before.keys()}
        if len(names) not in (
            (len(NAMES),) if ran.code == 0 and not ran.fault else (0, len(NAMES))
        ):
            tell("half", "new leaves half a dossier of one's own", str(sorted(names)))
        return
    made = {n: ran.after.get(f"{below}{n}") for n in FILES if f"{below}{n}" not in ran.before}
    whole = [name for name, data in made.items() if data == FILES[name].encode()]
    if ran.code == 0 and not ran.fault and len(whole) < len(FILES):
        tell("half", "new writes half a dossier and says it is done", str(sorted(made)))
    if (
        ran.code != 0
        and len([n for n in made if made[n] is not None]) > 0
        and len(whole) < len(made)
    ):
        tell("half", "a failed new leaves half a dossier", str(sorted(n for n in made if made[n])))


def _lost(case: Case, top: Path, tell: Tell) -> None:
    _laid_out(case.files, top)
    with _time_limit(), _surroundings(case._replace(env={}), top):
        try:
            for what, where in lost(top / "work" / DOSSIER):
                tell("lost", what, where)
        except Hang:
            tell("hang", "reading a dossier never ends")
        except RecursionError:
            pass  # told by the run itself where a command meets it
        except Exception as error:
            tell("traceback", _signature(error), traceback.format_exc())


# The folder of a case: home, cache and work.


def _emptied(top: Path) -> None:
    for name in ("home", "cache", "work"):
        shutil.rmtree(top / name, ignore_errors=True)
        (top / name).mkdir(parents=True)
    (top / "file").write_bytes(b"")


def _laid_out(files: Files, top: Path) -> None:
    """The working folder holds these files and nothing else."""
    work = top / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name, data in files.items():
        path = os.path.join(work, name)
        with suppress(OSError):  # a name may be too long, or stand below a file
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if isinstance(data, str):
                os.symlink(data, path)
            else:
                with open(path, "wb") as file:
                    file.write(data)


def _tree(top: Path) -> Tree:
    """What stands in the working folder, and in home and the cache folder outside the cache."""
    found: Tree = {}
    for place, below in (("work", ""), ("home", "~/"), ("cache", "cache:/")):
        root = os.path.join(top, place)
        for folder, folders, names in os.walk(root):
            if place != "work":
                own = os.path.relpath(folder, root)
                hidden = {".": ("negpos", ".cache"), ".cache": ("negpos",)}.get(own, ())
                folders[:] = [name for name in folders if name not in hidden]
            for name in (*folders, *names):
                path = os.path.join(folder, name)
                told = below + os.path.relpath(path, root)
                if os.path.islink(path):
                    found[told] = b"-> " + os.fsencode(os.readlink(path))
                elif name in folders:
                    found[f"{told}/"] = b""
                else:
                    with open(path, "rb") as file:
                        found[told] = file.read()
    return found


def environment(case: Case, top: Path) -> dict[str, str]:
    """The variables of a case."""
    plain = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": f"{top}/home",
        "XDG_CACHE_HOME": f"{top}/cache",
        "LC_ALL": "C.UTF-8",
        "NEGPOS_DOSSIER": DOSSIER,
        "NEGPOS_PAGER": "",  # a terminal in memory has nobody to turn its pages
    }
    for name, value in case.env.items():
        plain.pop(name, None)
        if value is not None:
            plain[name] = value.replace("{top}", str(top))
    return plain


def encoding_of(case: Case) -> tuple[str, str]:
    """The encoding of standard output under the variables of a case, and what to do with a sign
    that it lacks."""
    told = case.env.get("PYTHONIOENCODING") or ""
    if told:
        name, _, errors = told.partition(":")
        return name or "utf-8", errors or "strict"
    if case.env.get("PYTHONUTF8") == "0" and case.env.get("LC_ALL") == "C":
        return "ascii", "surrogateescape"
    return "utf-8", "strict"


# In a process of its own.


def _as_process(case: Case, top: Path) -> Ran:
    _laid_out(case.files, top)
    before = _tree(top)
    argv = [sys.executable, "-m", "negpos", *case.argv]
    work = top / "work"
    if case.folder == "gone":
        work = top / "work" / "gone"
        work.mkdir()

    def prepare() -> None:
        for stream, number in ((case.stdin, 0), (case.stdout, 1), (case.stderr, 2)):
            if stream is None or stream == "closed":
                os.close(number)
        if case.room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (case.room, case.room))
        if case.folder == "gone":
            os.rmdir(work)

    env = environment(case, top) | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": _ROOT}
    code, out, err, fault = 0, b"", b"", ""
    with ExitStack() as stack:
        full = stack.enter_context(open("/dev/full", "wb"))
        place = {"full": full.fileno(), "closed": subprocess.DEVNULL}
        streams = [place.get(kind, subprocess.PIPE) for kind in (case.stdout, case.stderr)]
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=streams[0],
            stderr=streams[1],
            cwd=work,
            env=env,
            preexec_fn=prepare,  # noqa: PLW1509 - streams can be closed nowhere else
        )
        try:
            out, err = process.communicate(case.stdin, timeout=LIMIT)
            code = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            fault = "Hang in a process"
    return Ran(code, out or b"", err or b"", fault, "", (), before, _tree(top))


_ROOT = str(Path(__file__).parent.parent.parent)


def _last_frame(err: bytes) -> str:
    lines = err.decode("utf-8", "replace").splitlines()
    frames = [line.strip() for line in lines if "/negpos/" in line and line.startswith("  File")]
    named = frames[-1].partition("/negpos/")[2] if frames else "?"
    words = named.replace('"', "").split(", ")
    error = next((x for x in reversed(lines) if x and not x.startswith(" ")), "?")
    name = error.partition(":")[0]
    return f"{name} at {words[0]}{'' if name == 'RecursionError' else f' {words[-1]}'}"


# In this process.


def _here(case: Case, top: Path) -> Ran:
    """The command line called as its process would, everything it can see put in its place."""
    _laid_out(case.files, top)
    before = _tree(top)
    out, err = io.BytesIO(), io.BytesIO()
    code, fault, trace = 0, "", ""
    with _time_limit(), _surroundings(case, top, out, err) as touched:
        try:
            from negpos.cli import main

            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except KeyboardInterrupt:
            code = 130
        except BaseException as error:
            if isinstance(error, OSError) and "full" in (case.stdout, case.stderr):
                code = 2  # told in one line by the outermost handler, which is not run here
            else:
                code, fault, trace = 2, _signature(error), traceback.format_exc()
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    if stream is not None:
                        stream.flush()
    data = (out.getvalue(), err.getvalue())
    return Ran(code, *data, fault, trace, tuple(touched), before, _tree(top))


_PACKAGE = os.path.join(_ROOT, "negpos", "")


def _signature(error: BaseException) -> str:
    """The kind of exception and the innermost place in negpos, the same for every such case."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename.startswith(_PACKAGE)]
    where = own[-1] if own else frames[-1]
    name = re.split(r"/negpos/|/site-packages/|/lib/", where.filename)[-1]
    place = "" if isinstance(error, RecursionError) else f" in {where.name}"  # any depth of it
    return f"{type(error).__name__} at {name}{place}"


@contextmanager
def _time_limit() -> Iterator[None]:
    """Ends what runs longer than ``LIMIT`` seconds."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def _stream(kind: str, to: io.BytesIO, encoding: str, errors: str) -> IO[str] | None:
    if kind == "closed":
        return None
    if kind == "full":
        return open("/dev/full", "w", encoding=encoding, errors=errors)
    make = _Terminal if kind == "terminal" else io.TextIOWrapper
    return make(to, encoding=encoding, errors=errors, newline="")


def _stdin(data: bytes | None, top: Path) -> IO[str] | None:
    """A real file: a text is asked for its size."""
    if data is None:
        return None
    path = top / "stdin"
    path.write_bytes(data)
    return open(path, encoding="utf-8", errors="replace")


@contextmanager
def _surroundings(
    case: Case, top: Path, out: io.BytesIO | None = None, err: io.BytesIO | None = None
) -> Iterator[list[str]]:
    """Everything that a process of this case would find; what was there comes back after it."""
    encoding, errors = encoding_of(case)
    limit, getpwuid = resource.getrlimit(resource.RLIMIT_FSIZE), pwd.getpwuid
    streams = (
        _stdin(case.stdin, top),
        _stream(case.stdout, out or io.BytesIO(), encoding, errors),
        _stream(case.stderr, err or io.BytesIO(), encoding, "backslashreplace"),
    )
    with surroundings(case.argv, top / "work", environment(case, top), streams):
        try:
            if case.folder == "gone":
                os.mkdir("gone")
                os.chdir("gone")
                os.rmdir(top / "work" / "gone")
            pwd.getpwuid = _nobody
            if case.room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (case.room, limit[1]))
            with _fenced(case, top) as tried:
                yield tried
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
            pwd.getpwuid = getpwuid


def _nobody(number: int) -> Any:
    """No user has an entry: without HOME there is no home."""
    raise KeyError(f"getpwuid(): uid not found: {number}")


# What is written and started, as Python itself tells.

_listener: Callable[[str, str], None] | None = None
_is_listening = False
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = (
    "os.mkdir os.rename os.remove os.rmdir os.link os.symlink os.chmod os.chown os.truncate "
    "os.utime"
).split()
_STARTS = (
    "subprocess.Popen os.system os.exec os.posix_spawn os.fork os.spawn socket.connect "
    "socket.bind socket.getaddrinfo"
).split()


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if _listener is None:
        return
    if event == "open":
        path, _, flags = args
        if isinstance(flags, int) and flags & _WRITES and not isinstance(path, int):
            _listener(event, os.fsdecode(path))
    elif event in _CHANGES:
        for path in args[:2]:
            if isinstance(path, str | bytes):
                _listener(event, os.fsdecode(path))
    elif event in _STARTS:
        _listener(event, repr(args))


@contextmanager
def _fenced(case: Case, top: Path) -> Iterator[list[str]]:
    """Nothing outside the places of a case is written or started meanwhile: what is tried is
    refused and told."""
    global _listener, _is_listening  # noqa: PLW0603 - an audit hook cannot be removed
    if not _is_listening:
        sys.addaudithook(_hear)
        _is_listening = True
    tried: list[str] = []
    variables = environment(case, top)
    inside = [str(top), "/dev/null", "/dev/full"]
    if "xlsx" in (_format_of(case), os.path.splitext(case.output)[1][1:].lower()):
        inside.append(tempfile.gettempdir())  # a workbook is written row by row
    inside += [base for base in (variables.get("XDG_CACHE_HOME", ""),) if base[:1] == "/"]
    inside += [f"{base}/.cache" for base in (variables.get("HOME", ""),) if base[:1] == "/"]

    def listen(event: str, told: str) -> None:
        whole = os.path.normpath(os.path.join(top, "work", told))
        is_inside = any(whole == base or whole.startswith(f"{base}/") for base in inside)
        if event in _STARTS or not (is_inside or "__pycache__" in whole):
            tried.append(f"{event} {told}")
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), told)

    _listener = listen
    try:
        yield tried
    finally:
        _listener = None
