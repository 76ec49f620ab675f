"""A result taller than the terminal is read page by page, as git and man show theirs."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

DEFAULT = "less -FRX"
"""What pages where nobody asks for another: it ends by itself where all fits, and keeps colour."""


def paged(pieces: Iterable[str], encode: Callable[[str], bytes]) -> Iterator[str]:
    """The pieces that are to be printed as they are: all, where they fit the terminal or nothing
    pages; else none, after the pager has shown them and ended."""
    words = _command()
    height = shutil.get_terminal_size().lines
    source, held, lines = iter(pieces), [], 0
    for piece in source if words else ():
        held.append(piece)
        lines += piece.count("\n")
        if lines >= height:
            _page(words, map(encode, chain(held, source)))
            return
    yield from chain(held, source)


def _command() -> list[str]:
    """The pager in the words that start it: NEGPOS_PAGER, else PAGER, else ``DEFAULT``; none
    where it is set to nothing or is not there."""
    asked = os.environ.get("NEGPOS_PAGER", os.environ.get("PAGER", DEFAULT))
    try:
        words = shlex.split(asked)
    except ValueError:  # a quote that nothing closes
        return []
    return words if words and words != ["cat"] and shutil.which(words[0]) else []


def _page(words: list[str], chunks: Iterable[bytes]) -> None:
    """Hands everything to the pager and waits until the person has read enough."""
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", "LV": "-c", **os.environ}
    pager = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
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
        pager.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
