"""The bytes of a dossier folder, guarded: what cannot be read is a problem, never a crash."""

import os
import stat
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from io import IncrementalNewlineDecoder
from pathlib import Path
from typing import BinaryIO, NamedTuple

from negpos.errors import Problem, UsageError

LARGEST_FILE = 5_000_000
"""Bytes. A position file of this size would hold some 15,000 demands."""

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""To open what may be no ordinary file without waiting for it."""

_DEEPEST = 40
_TOO_DEEP = f"folders are nested more than {_DEEPEST} deep", "move the files up"

NAMES = ("dossier.toml", "parties.toml", "issues.toml", "sources.toml")


class File(NamedTuple):
    """One file: its name below the folder, with ``/``, and its bytes."""

    name: str
    data: bytes

    @property
    def kind(self) -> str:
        """``dossier``, ``parties``, ``issues``, ``sources`` or ``position``."""
        return self.name.removesuffix(".toml") if self.name in NAMES else "position"


def shipped() -> Path:
    """The folder of the dossiers that come with negpos, installed or in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def around() -> str:
    """The folder of the dossier in which the current folder lies, as a path from there: ``.``,
    ``..``, ``../..``; empty for none. The nearest ``dossier.toml`` tells, but one that names no
    id and has none of the other files beside it is not of negpos, and passed over."""
    try:
        here = os.getcwd()
    except OSError:  # it was removed
        return ""
    up = "."
    while not _is_dossier(here):
        above = os.path.dirname(here)
        if above == here:
            return ""
        here, up = above, ".." if up == "." else f"{up}/.."
    return up


def _is_dossier(folder: str) -> bool:
    """Whether this is the folder of a dossier, be it one with faults."""
    path = os.path.join(folder, NAMES[0])
    if not os.path.isfile(path):
        return False
    if any(os.path.exists(os.path.join(folder, name)) for name in (*NAMES[1:], "positions")):
        return True
    for line in map(bytes.strip, ordinary(path).splitlines()):
        if line.startswith(b"["):
            break
        if line.partition(b"=")[0].strip() in (b"id", b'"id"', b"'id'"):
            return True
    return False


def read_folder(root: Path) -> tuple[list[File], list[Problem]]:
    """Every file of a dossier sorted by name, and a problem for each that cannot be read."""
    if not os.path.isdir(root):
        what = "is a file, not a folder" if os.path.exists(root) else "no such folder"
        hint = "name a folder that holds dossier.toml, or start one with: negpos new DIR"
        return [], [Problem(str(root), 0, "", "", what, hint)]
    problems: list[Problem] = []
    names: list[str] = []
    _list(str(root), "", names, problems)
    for name in NAMES:
        if name not in names:
            hint = "negpos new DIR writes a small example of every file"
            problems.append(Problem(f"{root}/{name}", 0, "", "", "the file is missing", hint))
    files = []
    for name in sorted(names):
        found = _read(f"{root}/{name}")
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(File(name, found))
    return files, problems


def ordinary(path: str) -> bytes:
    """The bytes of an ordinary file of usual size; none where there is no such file."""
    found = _read(path)
    return b"" if isinstance(found, Problem) else found


DRAFTS = (".toml", ".csv", ".tsv", ".xlsx")
"""How the name of a file ends that holds a draft."""
_OTHERS = (".txt", ".md", ".docx", ".odt", ".pdf", ".json")


def is_file(word: str) -> bool:
    """Whether a word that was typed is the name of a file, by how it ends."""
    is_one = word.lower().endswith((*DRAFTS, *_OTHERS))
    return is_one and (not any(map(str.isspace, word)) or os.path.exists(word))


def read_texts(root: Path) -> tuple[list[File], list[Problem]]:
    """The plain texts (.txt, .md) of a folder and below it, sorted by name; a problem for each
    that cannot be read."""
    if not os.path.isdir(root):
        what = "is a file, not a folder" if os.path.exists(root) else "no such folder"
        hint = "name a folder that holds your copies of source texts as .txt or .md"
        return [], [Problem(str(root), 0, "", "", what, hint)]
    texts, problems = [], []
    unread: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unread.append):
        folders.sort()
        if os.path.relpath(folder, root).count(os.sep) >= _DEEPEST and folders:
            problems.append(Problem(f"{folder}/{folders[0]}", 0, "", "", *_TOO_DEEP))
            folders.clear()
        for name in sorted(names):
            if not name.endswith((".txt", ".md")):
                continue
            path = f"{folder}/{name}"
            found = _read(path)
            if isinstance(found, Problem):
                problems.append(found._replace(hint=""))
            elif b"\0" in found:
                problems.append(Problem(path, 0, "", "", "holds no plain text", "save it as UTF-8"))
            else:
                texts.append(File(os.path.relpath(path, root).replace(os.sep, "/"), found))
    problems += [
        Problem(str(e.filename), 0, "", "", f"the folder cannot be read ({_why(e)})")
        for e in unread
    ]
    return sorted(texts), problems


LONGEST_LINE = 1_000_000
"""Signs. No line that a person wrote is as long."""
_CHUNK = 1_000_000
_PLAIN = "give a plain text or Markdown file in UTF-8, or - for standard input"


def open_text(path: str) -> BinaryIO:
    """The file opened to be read; UsageError if it cannot be."""
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        reason = _why(error) if isinstance(error, OSError) else "no such name"
        raise UsageError(f"{path!r} cannot be read ({reason})", _PLAIN) from None


def lines(
    file: BinaryIO, name: str, told: Callable[[int, int], None] | None = None
) -> Iterator[str]:
    """The lines of a plain text, read a million bytes at a time; ``told`` hears how many bytes
    are read, and of how many (0: not known). UsageError for what cannot be read, is no plain
    text, or has a line longer than ``LONGEST_LINE``."""
    decoder = IncrementalNewlineDecoder(getincrementaldecoder("utf-8-sig")("replace"), True)
    about = os.fstat(file.fileno())
    size = about.st_size if stat.S_ISREG(about.st_mode) else 0
    rest, done, count = "", 0, 0
    try:
        while chunk := _chunk(file, name):
            done += len(chunk)
            if told:
                told(done, size)
            text = decoder.decode(chunk)
            if "\0" in text or text.count("\ufffd") > max(10, len(text) // 10):
                raise UsageError(f"{name} holds no plain text", _PLAIN)
            *found, rest = (rest + text).split("\n")
            for number, line in enumerate((*found, rest), start=count + 1):
                if len(line) > LONGEST_LINE:
                    message = f"line {number:,} of {name} is longer than a million signs"
                    raise UsageError(message, "break it into lines, one paragraph each")
            count += len(found)
            yield from found
        yield from (rest + decoder.decode(b"", final=True)).split("\n")
    finally:
        if told:
            told(done, done)


def _chunk(file: BinaryIO, name: str) -> bytes:
    try:
        return file.read(_CHUNK)
    except OSError as error:
        raise UsageError(f"{name} cannot be read ({_why(error)})", _PLAIN) from None


def _list(root: str, below: str, names: list[str], problems: list[Problem]) -> None:
    """The TOML files that make up the dossier; other kinds of file are not its business."""
    folder = f"{root}/{below}".rstrip("/")
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(folder, 0, "", "", f"the folder cannot be read ({_why(error)})"))
        return
    for entry in entries:
        name = below + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and name.count("/") >= _DEEPEST:
            problems.append(Problem(f"{root}/{name}", 0, "", "", *_TOO_DEEP))
        elif entry.is_dir(follow_symlinks=False):
            _list(root, f"{name}/", names, problems)
        elif entry.is_symlink() and os.path.isdir(entry.path):
            message = "a link to a folder is not followed"
            hint = "put the files there, or name the folder itself"
            problems.append(Problem(f"{root}/{name}", 0, "", "", message, hint))
        elif not entry.name.endswith(".toml"):
            if meant := _meant(entry.name):
                message = "this file is not read, as its name does not end in .toml"
                problems.append(
                    Problem(f"{root}/{name}", 0, "", "", message, f"rename it to {meant}")
                )
        elif name in NAMES or name.startswith("positions/"):
            names.append(name)
        else:
            message = "this file has no place in a dossier"
            hint = f"a dossier has {', '.join(NAMES)} and positions/…/<id>.toml"
            problems.append(Problem(f"{root}/{name}", 0, "", "", message, hint))


def _meant(name: str) -> str:
    """The name that a file was meant to have whose ending some editor changed; empty for a file
    that is no TOML."""
    plain = name.lower().removesuffix(".txt")
    return f"{name[: len(plain) - 5]}.toml" if plain.endswith(".toml") and plain[:-5] else ""


def _read(path: str) -> bytes | Problem:
    """The bytes of an ordinary file; nothing else is waited for or read."""
    try:
        file = os.open(path, FLAGS)
    except OSError as error:
        return Problem(path, 0, "", "", f"cannot be read ({_why(error)})")
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode):
            return Problem(path, 0, "", "", "is not an ordinary file")
        if about.st_size > LARGEST_FILE:
            size, most = about.st_size / 1e6, LARGEST_FILE / 1e6
            message = f"the file has {size:.1f} MB; the limit is {most:.0f} MB"
            return Problem(path, 0, "", "", message, "split it: one position a file")
        data = _to_the_end(file, about.st_size)
    except OSError as error:
        return Problem(path, 0, "", "", f"cannot be read ({_why(error)})")
    finally:
        os.close(file)
    if len(data) != about.st_size:
        message = f"{len(data):,} bytes could be read of the {about.st_size:,} that it has"
        return Problem(path, 0, "", "", message, "it may be changing just now: try again")
    return data


def _to_the_end(file: int, size: int) -> bytes:
    """All bytes, and one more than ``size`` where there are more: file systems over a network
    or in user space may give fewer at a time than they are asked for."""
    parts: list[bytes] = []
    left = size + 1
    while left and (part := os.read(file, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    import errno

    if error.errno == errno.ELOOP:
        return "the link leads back to itself"
    return (error.strerror or "unknown reason").lower()
