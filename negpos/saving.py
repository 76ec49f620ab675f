"""A file takes a report whole or not at all, and no data is lost to one."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negpos.errors import UsageError

if TYPE_CHECKING:
    from io import BufferedRandom


def save(pieces: Iterable[str | bytes], output: str, read: Iterable[str] = ()) -> None:
    """The file of this name holds these pieces, or all that it held before.

    A link is followed, an existing file keeps its mode, and what is no ordinary file (a device,
    a pipe, an open stream like /dev/stdout) is written to, never replaced. UsageError for a file
    that cannot be written or must not be: TOML, or one that was ``read`` for this answer.
    """
    chunks = (p if isinstance(p, bytes) else p.encode("utf-8", "replace") for p in pieces)
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


def save_data(data: bytes, path: str, before: bytes | None) -> None:
    """A file of a dossier holds these bytes, or is as it was; folders above a new one are made.

    UsageError where it cannot be written, and where it is no longer as it was ``before``, None
    for not there.
    """
    try:
        path = os.path.realpath(path)
        now = None
        if os.path.lexists(path):
            with open(path, "rb") as file:
                now = file.read()
        if now != before:
            raise UsageError(f"{path!r} has changed just now", "nothing was added; try again")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _replace(path, [data])
    except OSError as error:
        raise UsageError(f"cannot write {path!r} ({reason(error)})") from None


def save_folder(files: Iterable[tuple[str, str]], folder: str) -> None:
    """A new folder of this name holds these files, some in folders of their own, or nothing is
    there that was not.

    An empty folder is replaced. UsageError for a folder that holds something, one within a
    dossier, and one that cannot be written.
    """
    from tempfile import mkdtemp

    try:
        path = os.path.realpath(folder)
        _spare_folder(path, folder)
        draft = mkdtemp(".part", ".negpos-", os.path.dirname(path))
        try:
            for name, text in files:
                os.makedirs(os.path.dirname(os.path.join(draft, name)), exist_ok=True)
                with open(os.path.join(draft, name), "wb") as opened:
                    opened.write(text.encode("utf-8"))
            os.chmod(draft, 0o777 & ~_umask())
            if os.path.isdir(path):
                os.rmdir(path)
            os.rename(draft, path)
        except BaseException:
            _remove(draft)
            raise
    except (OSError, ValueError) as error:
        words = reason(error) if isinstance(error, OSError) else "no such name"
        raise UsageError(f"cannot write {folder!r} ({words})") from None


def save_dossier(files: Mapping[str, str], folder: str, read: Mapping[str, str]) -> None:
    """The folder of a dossier holds these files beside its others, or all is as it was.

    A new or an empty folder is made anew. A file that is there takes a new text only if it still
    holds what was ``read`` of it. UsageError where it cannot be written.
    """
    path = os.path.realpath(folder)
    if not os.path.isdir(path) or not os.listdir(path):
        save_folder(files.items(), folder)
        return
    done: list[tuple[str, str | None]] = []
    made: list[str] = []
    try:
        for name, text in files.items():
            own, before = os.path.join(path, name), read.get(name)
            if (_text(own) if os.path.lexists(own) else None) != before:
                told = f"{name} in {folder!r} has changed meanwhile"
                raise UsageError(told, "nothing was written; import again")
            _make(os.path.dirname(own), made)
            done.append((own, before))
            _replace(own, [text.encode("utf-8")])
    except BaseException as error:
        _put_back(done, made)
        if isinstance(error, OSError):
            raise UsageError(f"cannot write {folder!r} ({reason(error)})") from None
        raise


def _text(path: str) -> str:
    with open(path, encoding="utf-8", newline="") as opened:
        return opened.read()


def _make(folder: str, made: list[str]) -> None:
    """The folder is there; it and those above it that were not are noted."""
    if not os.path.isdir(folder):
        _make(os.path.dirname(folder), made)
        os.mkdir(folder)
        made.append(folder)


def _put_back(done: Iterable[tuple[str, str | None]], made: list[str]) -> None:
    """Files hold what they held, and those that were not there are gone."""
    for path, before in done:
        if before is not None:
            _replace(path, [before.encode("utf-8")])
        elif os.path.exists(path):
            os.unlink(path)
    for folder in reversed(made):
        if not os.listdir(folder):
            os.rmdir(folder)


def _spare_folder(path: str, folder: str) -> None:
    """UsageError where a new folder would take the place of something, or be read as data."""
    if not folder:
        raise UsageError("an export needs a folder", "name one that is not there yet")
    if os.path.lexists(path) and (not os.path.isdir(path) or os.listdir(path)):
        raise UsageError(f"{folder!r} is already there", "name a new or an empty folder")
    if path == os.path.realpath(os.curdir):
        raise UsageError(f"{folder!r} is where you are", "name a folder that is not there yet")
    above = path
    while above != (above := os.path.dirname(above)):
        if os.path.exists(os.path.join(above, "dossier.toml")):
            hint = "name a folder outside of it"
            raise UsageError(f"{folder!r} lies within the dossier {above!r}", hint)


def _remove(draft: str) -> None:
    """The folder of a draft is gone."""
    from shutil import rmtree

    rmtree(draft, ignore_errors=True)


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
