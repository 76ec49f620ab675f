"""The terminal, the pipe and the file: where a report goes, how wide, in which signs."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING

from negpos.errors import UsageError

if TYPE_CHECKING:
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


def write(report: "Report", format: str, output: str) -> None:
    """The report in the format asked for, to standard output or a file."""
    from negpos.api import one_of
    from negpos.render import FORMATS, Screen, render

    ending = os.path.splitext(output)[1].lower()
    if not format and output and ending not in _ENDINGS:
        hint = f"end it in {', '.join(_ENDINGS)}, or add --format"
        raise UsageError(f"the ending of {output!r} names no format", hint)
    kind = one_of("format", format or _ENDINGS.get(ending, "table"), FORMATS)
    width, is_coloured = (0, False) if output else _terminal()
    if not width and kind == "table":
        width = _columns()
    put(render(report, kind, Screen(width, is_coloured)), output, kind)


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


def put(pieces: Iterable[str], output: str, kind: str) -> None:
    """Writes these pieces to standard output, or to a file whole or not at all.

    A link is followed, an existing file keeps its mode, and what is no ordinary file (a
    device, a pipe) is written to, never replaced.
    """
    with progress("writing", "MB", 1_000_000) as tell:
        if output:
            _save(_counted(pieces, tell), output)
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


def _save(pieces: Iterable[str], output: str) -> None:
    path = os.path.realpath(output)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(pieces)
            return
        draft = f"{path}.{os.getpid()}.part"
        try:
            with open(draft, "x", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(pieces)
            if os.path.exists(path):
                os.chmod(draft, os.stat(path).st_mode & 0o7777)
            os.replace(draft, path)
        finally:
            if os.path.exists(draft):
                os.unlink(draft)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"cannot write {output!r} ({reason})") from None


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
    """Prints as it is; a terminal that cannot show a sign gets its plain stand-in."""
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
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"cannot write to standard output ({reason})") from None


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace")


def remark(*lines: object) -> None:
    """Tells standard error a line each."""
    if sys.stderr is not None:
        sys.stderr.write(as_lines(*lines))


@cache
def remark_once(line: str) -> None:
    """Tells standard error a line, however often one command comes to it."""
    remark(line)


def as_lines(*told: object) -> str:
    """A line each; no escape sequence or line break of the data reaches the terminal."""
    from negpos.render.safe import safe

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


def count_of(problems: Sized) -> str:
    """``1 problem``, ``2 problems``."""
    return f"{len(problems)} problem{'s' * (len(problems) != 1)}"
