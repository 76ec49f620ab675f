"""The bytes of a dossier folder, guarded: what cannot be read is a problem, never a crash."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from negpos.errors import Problem

LARGEST_FILE = 5_000_000
"""Bytes. A position file of this size would hold some 15,000 demands."""

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
    package = Path(__file__).parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def read_folder(root: Path) -> tuple[list[File], list[Problem]]:
    """Every file of a dossier sorted by name, and a problem for each that cannot be read."""
    problems: list[Problem] = []
    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "no such folder"
        hint = "name a folder that holds dossier.toml, or start one with: negpos new DIR"
        return [], [Problem(str(root), 0, "", "", what, hint)]
    names, walk_problems = _names(root)
    problems += walk_problems
    for name in NAMES:
        if name not in names:
            hint = "negpos new DIR writes a small example of every file"
            problems.append(Problem(f"{root}/{name}", 0, "", "", "the file is missing", hint))
    files = []
    for name in names:
        found = _read(root, name)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
    return files, problems


def _names(root: Path) -> tuple[list[str], list[Problem]]:
    """The TOML files that make up the dossier; other kinds of file are not its business."""
    names: list[str] = []
    problems: list[Problem] = []

    def cannot_list(error: OSError) -> None:
        where = str(error.filename)
        problems.append(Problem(where, 0, "", "", f"the folder cannot be read ({_why(error)})"))

    for folder, below, found in os.walk(root, onerror=cannot_list):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in list(below):
            link = os.path.join(folder, name)
            if os.path.islink(link):
                below.remove(name)
                hint = "put the files there, or name the folder itself"
                message = "a link to a folder is not followed"
                problems.append(Problem(link, 0, "", "", message, hint))
        for name in found:
            if not name.endswith(".toml") or name.startswith("."):
                continue
            path = Path(folder, name).relative_to(root).as_posix()
            if path in NAMES or path.startswith("positions/"):
                names.append(path)
            else:
                hint = f"a dossier has {', '.join(NAMES)} and positions/…/<id>.toml"
                message = "this file has no place in a dossier"
                problems.append(Problem(f"{root}/{path}", 0, "", "", message, hint))
    return sorted(names), problems


def _read(root: Path, name: str) -> File | Problem:
    path = root / name
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return Problem(str(path), 0, "", "", "is not an ordinary file")
        if about.st_size > LARGEST_FILE:
            size, most = about.st_size / 1e6, LARGEST_FILE / 1e6
            message = f"the file has {size:.1f} MB; the limit is {most:.0f} MB"
            return Problem(str(path), 0, "", "", message, "split it: one position a file")
        return File(name, path.read_bytes())
    except OSError as error:
        return Problem(str(path), 0, "", "", f"cannot be read ({_why(error)})")


def _why(error: OSError) -> str:
    import errno

    if error.errno == errno.ELOOP:
        return "the link leads back to itself"
    return (error.strerror or "unknown reason").lower()
