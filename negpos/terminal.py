"""The terminal, the pipe and the file: where a report goes, how wide, in which signs."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from negpos.errors import UsageError

if TYPE_CHECKING:
    from io import BufferedRandom

    from negpos.view.grid import Report

Tell = Callable[[int, int], None]
"""Called with how much is done, and of how much (0: not known)."""

_ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}


def write(report: "Report", format: str, output: str, read: Iterable[str] = ()) -> None:
    """The report in the format asked for, to standard output or a file, but to none that was
    ``read`` for it; UsageError for a format that is none and for what cannot be written."""
    from negpos.names import one_of
    from negpos.render import Screen, render
    from negpos.terms import FORMATS

    ending = os.path.splitext(output)[1].lower()
    if not format and output and ending not in _ENDINGS:
        hint = f"end it in {', '.join(_ENDINGS)}, or add --format"
        raise UsageError(f"the ending of {output!r} names no format", hint)
    kind = one_of("format", format or _ENDINGS.get(ending, "table"), FORMATS)
    width, is_coloured = (0, False) if output else _terminal()
    if not width and kind == "table":
        width = _columns()
    put(render(report, kind, Screen(width, is_coloured)), output, kind, read)


def _terminal() -> tuple[int, bool]:
    """The width of the terminal, 0 where there is none, and whether it takes colour."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0, False
    import shutil

    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return shutil.get_terminal_size().columns, not is_plain


def _columns() -> int:
    """COLUMNS where it is set: whoever pipes a table may ask for a width."""
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def put(pieces: Iterable[str], output: str, kind: str, read: Iterable[str] = ()) -> None:
    """Writes these pieces to standard output, or to a file whole or not at all.

    A link is followed, an existing file keeps its mode, and what is no ordinary file (a device,
    a pipe, an open stream like /dev/stdout) is written to, never replaced. UsageError for standard
    output that is closed or full, and for a file that cannot be written or must not be: TOML, or
    one that was ``read`` for this answer.
    """
    if output and kind != "toml" and output.lower().endswith(".toml"):
        hint = "end the name otherwise; a dossier would take it for one of its files"
        raise UsageError(f"a report is no TOML, as {output!r} would be", hint)
    with progress("writing", "MB", 1_000_000) as tell:
        if output:
            _save(_counted(pieces, tell), output, read)
        elif sys.stdout is not None and sys.stdout.isatty():
            _print(pieces, kind)
        else:
            _print(_counted(pieces, tell), kind)


def _counted(pieces: Iterable[str], tell: Tell | None) -> Iterator[str]:
    """The pieces, while it is told how many signs have gone."""
    count = 0
    for text in pieces:
        count += len(text)
        if tell:
            tell(count, 0)
        yield text


def _save(pieces: Iterable[str], output: str, read: Iterable[str]) -> None:
    chunks = (piece.encode("utf-8", "replace") for piece in pieces)
    if "\0" in output or output.endswith("/"):
        raise UsageError(f"cannot write {output!r} (no such name)")
    try:
        if (stream := _stream(output)) is not None:
            with open(os.dup(stream), "wb") as opened:
                opened.writelines(chunks)
            return
        path = os.path.realpath(output)
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                device.writelines(chunks)
            return
        if os.path.exists(path):
            _spare(path, output, read)
        _replace(path, chunks)
    except OSError as error:
        raise UsageError(f"cannot write {output!r} ({reason(error)})") from None


def _stream(output: str) -> int | None:
    """The number of the open stream that a name such as /dev/stdout or /dev/fd/1 means: opened
    by its name, the file behind it would be emptied, whatever else was written there."""
    path = os.path.abspath(output)
    for _ in range(40):  # as many links as systems follow
        if found := _STREAM.fullmatch(path):
            return int(found[1]) if found[1] else _STREAMS.index(found[2])
        if not os.path.islink(path):
            return None
        path = os.path.abspath(os.path.join(os.path.dirname(path), os.readlink(path)))
    return None


_STREAMS = ("stdin", "stdout", "stderr")
_STREAM = re.compile(
    rf"(?:/dev|/proc/(?:self|{os.getpid()}))/(?:fd/(\d{{1,9}})|(std(?:in|out|err)))"
)


def _spare(path: str, output: str, read: Iterable[str]) -> None:
    """UsageError where a report would take the place of data."""
    if path.lower().endswith(".toml"):
        hint = "it may be part of a dossier; name another, or remove it first"
        raise UsageError(f"a report does not replace the TOML file {output!r}", hint)
    if any(_is_same(path, other) for other in read):
        raise UsageError(f"{output!r} was read for this very answer", "write to another file")


def _is_same(path: str, other: str) -> bool:
    """Whether both are one file; ``-`` is standard input."""
    if other == "-":
        return sys.stdin is not None and os.path.samestat(os.stat(path), os.fstat(0))
    return os.path.exists(other) and os.path.samefile(path, other)


def _replace(path: str, chunks: Iterable[bytes]) -> None:
    """The file holds these bytes, or all of those it held before; never wider rights."""
    from tempfile import mkstemp

    is_there = os.path.exists(path)
    try:
        file, draft = mkstemp(".part", ".negpos-", os.path.dirname(path))
    except PermissionError:
        if not is_there:
            raise
        _overwrite(path, chunks)
        return
    try:
        with open(file, "wb") as opened:
            opened.writelines(chunks)
        os.chmod(draft, os.stat(path).st_mode & 0o7777 if is_there else 0o666 & ~_umask())
        os.replace(draft, path)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def _umask() -> int:
    """The rights that a new file of this process does not get; they can only be asked by
    setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _overwrite(path: str, chunks: Iterable[bytes]) -> None:
    """The same where the folder takes no new file: what stood there is put back after a fault."""
    with open(path, "r+b") as file:
        before = file.read()
        try:
            _fill(file, chunks)
        except BaseException:
            _fill(file, [before])
            raise


def _fill(file: "BufferedRandom", chunks: Iterable[bytes]) -> None:
    file.seek(0)
    file.writelines(chunks)
    file.flush()
    file.truncate()


def reason(error: OSError) -> str:
    """Why something cannot be read or written, in the system's words."""
    return (error.strerror or "unknown reason").lower()


_ASCII = str.maketrans(
    {
        "≠": "/=",
        "·": "-",
        "–": "-",
        "×": "x",
        "→": "->",
        "≈": "~=",
        "†": "+",
        "“": '"',
        "”": '"',
        "…": "...",
        "─": "-",
        "●": "o",
        "○": ".",
        **{block: str(height) for height, block in enumerate("▁▂▃▄▅▆▇█", start=1)},
        "▒": "~",
        "░": "?",
    }
)


def show(text: str, kind: str = "table") -> None:
    """Prints as it is; a terminal that cannot show a sign gets its plain stand-in. UsageError for
    standard output that is closed or cannot be written."""
    _print((text,), kind)


def _print(pieces: Iterable[str], kind: str) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed", "write to a file with --output FILE")
    encoding = (sys.stdout.encoding or "utf-8") if kind == "table" else "utf-8"
    try:
        sys.stdout.flush()
        stream = sys.stdout.buffer
        for text in pieces:
            stream.write(_encoded(text, encoding))
        stream.flush()
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is buffered cannot be written
        raise UsageError(f"cannot write to standard output ({reason(error)})") from None


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace")


def remark(*lines: object) -> None:
    """Tells standard error a line each; where nobody can hear it, the answer still counts."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(as_lines(*lines))
    except OSError:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - what is buffered cannot be written


def as_lines(*told: object) -> str:
    """A line each; no escape sequence or line break of the data reaches the terminal."""
    from negpos.safe import safe

    return "".join(f"{safe(str(line), keep='')}\n" for line in told)


_PATIENCE, _PAUSE = 1.0, 0.1
"""Seconds before the first line on how far work is, and between two of them."""


@contextmanager
def progress(doing: str, unit: str, size: int = 1) -> Iterator[Tell | None]:
    """What tells how far some work is, in units of this size: a line on the terminal, once the
    work has lasted a while, wiped at the end. None where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    due = monotonic() + _PATIENCE
    is_told = is_over = False

    def tell(done: int, of: int) -> None:
        nonlocal due, is_told
        if is_over or (now := monotonic()) < due:
            return
        due, is_told = now + _PAUSE, True
        whole = f" of {of / size:,.0f}" if of else ""
        sys.stderr.write(f"\r\x1b[K{doing} {done / size:,.0f}{whole} {unit}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        is_over = True
        if is_told:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def today() -> str:
    """The day of asking; that of ``SOURCE_DATE_EPOCH`` where it is set, so that what was printed
    can be printed again."""
    from datetime import UTC, date, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return date.today().isoformat()


def count_of(problems: Sized) -> str:
    """``1 problem``, ``2 problems``."""
    return f"{len(problems)} problem{'s' * (len(problems) != 1)}"
