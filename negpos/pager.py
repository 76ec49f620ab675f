"""A result taller than the terminal is read page by page, as git and man show theirs."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator

DEFAULT = "less -FRX"
"""What pages where nobody asks for another: it ends by itself where all fits, and keeps colour."""
_NOT_STARTED = (126, 127)
"""What a shell ends with where it could not start a program."""


def paged(pieces: Iterable[str], encode: Callable[[str], bytes]) -> Iterator[str]:
    """The pieces that are to be printed as they are: all, where they fit the terminal or nothing
    pages; else none, after the pager has shown them and ended."""
    command = _command()
    height = shutil.get_terminal_size().lines
    source, held, lines = iter(pieces), [], 0
    for piece in source if command else ():
        held.append(piece)
        lines += piece.count("\n")
        if lines >= height:
            if _page(command, map(encode, _kept(held, source))):
                return
            break
    yield from held
    yield from source


def _kept(held: list[str], source: Iterator[str]) -> Iterator[str]:
    """The pieces, each held until it is known that the pager has started."""
    yield from tuple(held)
    for piece in source:
        held.append(piece)
        yield piece


def _command() -> str:
    """The pager as a line for the shell: NEGPOS_PAGER, else PAGER, else ``DEFAULT``; empty where
    it is set to nothing or its first word is no program."""
    asked = os.environ.get("NEGPOS_PAGER", os.environ.get("PAGER", DEFAULT))
    try:
        words = shlex.split(asked)
    except ValueError:  # a quote that nothing closes
        return ""
    return asked if words and words != ["cat"] and shutil.which(words[0]) else ""


def _page(command: str, chunks: Iterable[bytes]) -> bool:
    """Hands everything to the pager and waits until the person has read enough; whether it could
    be started."""
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", "LV": "-c", **os.environ}
    # a setting of the person's own, which git and man give to the shell too
    pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)
    # whoever leaves early closes the pipe, and Ctrl-C is for the pager, as long as it is open
    ignored = [signal.SIGINT, *([signal.SIGPIPE] if hasattr(signal, "SIGPIPE") else [])]
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ignored}
    try:
        assert pager.stdin is not None
        try:
            with pager.stdin as stream:
                stream.writelines(chunks)
        except BrokenPipeError:
            pass
        return pager.wait() not in _NOT_STARTED
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
