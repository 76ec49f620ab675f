"""The terminal, the pipe and the file: where a report goes, how wide, in which signs."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from negpos.errors import UsageError
from negpos.terms import COLORS, DOCUMENTS, FORMATS, REFERENCES

if TYPE_CHECKING:
    from negpos.render import Screen
    from negpos.view.grid import Report

Tell = Callable[[int, int], None]
"""Called with how much is done, and of how much (0: not known)."""

_FEWEST = 20
"""Lines of a screen, however low the terminal."""
WIDTH = 100
"""Columns of a table where nobody says how many there are."""
_FORCING = ("FORCE_COLOR", "CLICOLOR_FORCE")
_LINKING = {
    "TERM_PROGRAM": ("iTerm.app", "WezTerm", "vscode", "ghostty"),
    "TERM": ("xterm-kitty", "xterm-ghostty", "alacritty", "foot"),
}
"""Terminals known to understand links, by the variables in which they name themselves."""
_LINKING_ALSO = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
"""Variables that only such terminals set."""
_LEAST_VTE = 5_000
"""Of the terminals of GNOME, the version in whose predecessor a link was the end."""
_ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
    ".docx": "docx",
    ".xlsx": "xlsx",
}


class Target(NamedTuple):
    """Where a report goes and how it is printed, as it was typed."""

    format: str = ""
    output: str = ""
    excel: bool = False
    columns: str = ""
    color: str = COLORS[0]
    no_pager: bool = False


def write(report: "Report", to: Target, read: Iterable[str] = ()) -> None:
    """The report in the format asked for, to standard output, page by page where it is taller
    than the terminal, or to a file, but to none that was ``read`` for it; UsageError for a format
    that is none and for what cannot be written."""
    from negpos.names import one_of
    from negpos.render import document, render

    kind = kind_of(to)
    one_of("--color", to.color, COLORS)
    if kind in DOCUMENTS:
        if not to.output and _is_terminal():
            raise UsageError(f"a terminal shows no {kind}", f"add -o FILE.{kind}")
        put((document(report, kind),), to.output, kind, read)
        if to.output:
            remark(f"negpos: wrote {to.output}{_rows_told(report, kind)}")
        return
    pieces = render(report, kind, _screen(to))
    if to.output:
        lines: list[int] = []
        put(_lines_told(pieces, lines), to.output, kind, read)
        remark(f"negpos: wrote {to.output}{_size(report, kind, sum(lines))}")
    elif to.no_pager or not _is_terminal():
        put(pieces, "", kind, read)
    else:
        from negpos import pager

        encode = partial(_encoded, encoding=_encoding(kind), has_links=_asks_for_links() is True)
        put(pager.paged(pieces, encode), "", kind)


def kind_of(to: Target) -> str:
    """The format asked for, by its name or by the ending of the file; UsageError for one that is
    none, and for options of CSV with another."""
    from negpos.names import one_of

    ending = os.path.splitext(to.output)[1].lower()
    if not to.format and to.output and ending not in _ENDINGS:
        hint = f"end it in {', '.join(_ENDINGS)}, or add --format"
        if ending == ".pdf":
            hint = "write an .html and print it from a browser, or a .docx and save that as PDF"
        raise UsageError(f"the ending of {to.output!r} names no format", hint)
    usual = _ENDINGS.get(ending, "csv" if to.excel or to.columns else "table")
    if to.output.lower().endswith(".csl.json"):
        usual = REFERENCES
    kind = to.format or usual
    if kind != REFERENCES:
        one_of("format", kind, FORMATS)
    for name, asked in (("--excel", to.excel), ("--columns", to.columns)):
        if asked and kind != "csv":
            raise UsageError(f"{name} is for CSV, not {kind}", "leave it out, or add -f csv")
    return kind


def page_file(to: Target) -> str:
    """The file for a page, empty for standard output; UsageError for a terminal, which shows none,
    and for another format than HTML."""
    from negpos.names import one_of

    output = "" if to.output == "-" else to.output
    ending = os.path.splitext(output)[1].lower()
    kind = one_of("format", to.format or _ENDINGS.get(ending, "html"), FORMATS)
    if kind != "html":
        raise UsageError(f"a page is HTML, not {kind}", "end the file in .html, without --format")
    if not output and _is_terminal():
        raise UsageError("a page is for a browser", "write it to a file: negpos page -o page.html")
    return output


def _lines_told(pieces: Iterable[str], lines: list[int]) -> Iterator[str]:
    """The pieces, with the number of lines of each noted."""
    for piece in pieces:
        lines.append(piece.count("\n"))
        yield piece


def _size(report: "Report", kind: str, lines: int) -> str:
    """How many rows and columns a CSV has, and how to get those that people read."""
    if kind != "csv":
        return ""
    columns, rows = len(report.sheet().header), lines - 1
    short = "; those that people read: --columns short" if report.short else ""
    return f": {rows:,} row{'s' * (rows != 1)}, {columns} columns{short}"


def _rows_told(report: "Report", kind: str) -> str:
    """How many rows a workbook has on the sheet that a CSV would be."""
    if kind != "xlsx":
        return ""
    rows = sum(1 for _ in report.sheet().rows)
    return f": {rows:,} row{'s' * (rows != 1)}"


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _screen(to: Target) -> "Screen":
    """As wide as the terminal and no taller; a pipe or a file has 100 columns, unless COLUMNS says
    otherwise."""
    from negpos.render import LINES, Screen

    if _is_terminal() and not to.output:
        import shutil

        width, height = shutil.get_terminal_size()
        lines = max(_FEWEST, min(LINES, height - 1))
    else:
        asked = os.environ.get("COLUMNS", "")
        is_width = asked.isascii() and asked.isdigit() and len(asked) < 6
        width, lines = (int(asked) if is_width else 0) or WIDTH, LINES
    return Screen(width, _is_coloured(to), lines, to.excel, _has_links(to))


def _is_coloured(to: Target) -> bool:
    """What --color says; else nothing in a file, and elsewhere what the customary variables say,
    or that it is a terminal."""
    if to.color != "auto":
        return to.color == "always"
    if to.output or os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in _FORCING):
        return True
    is_plain = os.environ.get("TERM") == "dumb" or os.environ.get("CLICOLOR") == "0"
    return _is_terminal() and not is_plain


def _has_links(to: Target) -> bool:
    """What FORCE_HYPERLINK says, but nothing in a file; else whether it is a terminal in colour
    that is known to understand links and shows them itself, not through another."""
    asked = _asks_for_links()
    if to.output or asked is not None:
        return not to.output and bool(asked)
    if not (_is_terminal() and _is_coloured(to)):
        return False
    told = os.environ.get
    if told("TMUX") or told("STY") or told("TERM", "").startswith(("screen", "tmux", "dumb")):
        return False
    version = told("VTE_VERSION", "")
    return (
        any(told(name) in known for name, known in _LINKING.items())
        or any(map(told, _LINKING_ALSO))
        or (version.isascii() and version.isdecimal() and int(version[:9]) >= _LEAST_VTE)
    )


def _asks_for_links() -> bool | None:
    """Whether FORCE_HYPERLINK asks for links or for none; None where it says nothing."""
    asked = os.environ.get("FORCE_HYPERLINK", "").strip()
    return asked != "0" if asked else None


def put(pieces: Iterable[str | bytes], output: str, kind: str, read: Iterable[str] = ()) -> None:
    """Writes these pieces to standard output, or to a file whole or not at all.

    UsageError for standard output that is closed or full, and for a file that cannot be written
    or must not be: TOML, or one that was ``read`` for this answer.
    """
    if output and kind != "toml" and output.lower().endswith(".toml"):
        hint = "end the name otherwise; a dossier would take it for one of its files"
        raise UsageError(f"a report is no TOML, as {output!r} would be", hint)
    with progress("writing", "MB", 1_000_000) as tell:
        if output:
            from negpos.saving import save

            save(_counted(pieces, tell), output, read)
        elif _is_terminal():
            _print(pieces, kind)
        else:
            _print(_counted(pieces, tell), kind)


def _counted(pieces: Iterable[str | bytes], tell: Tell | None) -> Iterator[str | bytes]:
    """The pieces, while it is told how many signs have gone."""
    count = 0
    for text in pieces:
        count += len(text)
        if tell:
            tell(count, 0)
        yield text


_ASCII = str.maketrans(
    {
        "≠": "/=",
        "·": "-",
        "–": "-",
        "×": "x",
        "→": "->",
        "≈": "~=",
        "†": "+",
        "‡": "++",
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


def _print(pieces: Iterable[str | bytes], kind: str) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed", "write to a file with --output FILE")
    from negpos.saving import reason

    encoding = _encoding(kind)
    try:
        sys.stdout.flush()
        stream = sys.stdout.buffer
        for text in pieces:
            stream.write(text if isinstance(text, bytes) else _encoded(text, encoding))
        stream.flush()
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is buffered cannot be written
        raise UsageError(f"cannot write to standard output ({reason(error)})") from None


def _encoding(kind: str) -> str:
    """That of the terminal for people, UTF-8 for programs."""
    return (sys.stdout.encoding or "utf-8") if kind == "table" else "utf-8"


def _encoded(text: str, encoding: str, has_links: bool = True) -> bytes:
    """The text for a stream; without links for a pager, since less before version 566 and many
    others show them as signs, and none says which it is."""
    if not has_links:
        from negpos.safe import unlinked

        text = unlinked(text)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace")


def remark(*lines: object) -> None:
    """Tells standard error a line each; where nobody can hear it, the answer still counts."""
    if sys.stderr is None:
        return
    told = as_lines(*lines)
    try:
        sys.stderr.write(_wrapped(told) if sys.stderr.isatty() else told)
    except OSError:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - what is buffered cannot be written


def _wrapped(told: str) -> str:
    """Lines broken between words where the terminal would break them anywhere."""
    import shutil
    import textwrap

    width = max(20, shutil.get_terminal_size().columns)
    broken = (
        textwrap.wrap(
            line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        for line in told.splitlines()
    )
    return "".join(f"{line}\n" for lines in broken for line in lines)


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
