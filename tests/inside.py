"""The command line called within this process as a process of its own would run it."""

import functools
import io
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple


class Done(NamedTuple):
    """What a run wrote and how it ended."""

    out: str
    err: str
    code: int


def called(words: Sequence[str], folder: Path, env: Mapping[str, str], text: bytes = b"") -> Done:
    """What the command line answers to these words and this text on standard input, in this
    folder, with these variables alone, between streams of UTF-8 that are no terminal; whatever is
    no exit comes out as it is and fails the test."""
    given = tempfile.TemporaryFile()  # noqa: SIM115 - ended with the surroundings
    given.write(text)
    given.seek(0)
    out, err = io.BytesIO(), io.BytesIO()
    code = 0
    streams = (
        io.TextIOWrapper(given, encoding="utf-8", errors="surrogateescape"),
        io.TextIOWrapper(out, encoding="utf-8", newline=""),
        io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", newline=""),
    )
    with surroundings(words, folder, env, streams):
        from negpos.cli import main

        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
    return Done(out.getvalue().decode(), err.getvalue().decode(), code)


@contextmanager
def surroundings(
    words: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    streams: tuple[IO[str] | None, IO[str] | None, IO[str] | None],
) -> Iterator[None]:
    """Words, folder, variables and streams are those of a new process; what was there comes back.

    What the command line changes in its own modules is put back too, and what they keep from call
    to call is forgotten, so that each call begins like a new process. The streams are ended.
    """
    old = (sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.excepthook, os.getcwd())
    environ = dict(os.environ)
    pipes, deepest = signal.getsignal(signal.SIGPIPE), sys.getrecursionlimit()
    forgotten()
    try:
        os.environ.clear()
        os.environ.update(env)
        os.chdir(folder)
        sys.argv = ["negpos", *words]
        # a stream may be closed
        sys.stdin, sys.stdout, sys.stderr = streams  # type: ignore[assignment]
        sys.setrecursionlimit(_depth() + 1000)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        made = {id(stream): stream for stream in (*streams, sys.stdout, sys.stderr)}
        sys.setrecursionlimit(deepest)
        sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.excepthook, back = old
        os.chdir(back)
        os.environ.clear()
        os.environ.update(environ)
        signal.signal(signal.SIGPIPE, pipes)
        for stream in made.values():
            if stream is not None and stream not in old[1:4]:
                with suppress(OSError, ValueError):
                    _end(stream)


def _end(stream: IO[str]) -> None:
    """What was written into memory can still be read."""
    if isinstance(stream, io.TextIOWrapper) and isinstance(stream.buffer, io.BytesIO):
        stream.detach()
    else:
        stream.close()


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def forgotten() -> None:
    """What modules of negpos keep from call to call within one process is forgotten."""
    for name, module in list(sys.modules.items()):
        if name == "negpos" or name.startswith("negpos."):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
