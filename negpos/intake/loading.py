"""A folder to a Dossier, or to every Problem in it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from negpos.dossier import Dossier
from negpos.errors import DataError, Problem, UsageError
from negpos.intake import cache, files

if TYPE_CHECKING:
    from negpos.intake.parse import Located

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and in all."""


def find(name: str) -> Path:
    """The folder of a dossier named by path or, if it comes with negpos, by id; UsageError if
    there is neither."""
    known = shipped_names()
    if name in known:
        return files.shipped() / name
    path = Path(name or "?")
    try:
        if path.is_dir():
            return path
    except OSError:
        pass
    from negpos.names import nearest

    suggestions = nearest(name, known)
    hint = f"did you mean {suggestions[0]}?" if suggestions else f"known: {', '.join(known)}"
    raise UsageError(f"there is no dossier or folder {name!r}", hint)


def hidden(name: str) -> list[str]:
    """A line where a dossier in a folder of this name is not meant, because one that comes with
    negpos bears it; none else."""
    if not os.path.isfile(os.path.join(name, "dossier.toml")) or name not in shipped_names():
        return []
    told = f"negpos: this is the dossier {name} that comes with negpos; the folder is ./{name}"
    return [told]


def shipped_names() -> list[str]:
    """The ids of the dossiers that come with negpos, sorted."""
    return sorted(path.parent.name for path in files.shipped().glob("*/dossier.toml"))


def load_dossier(name: str, progress: Progress | None = None, *, private: bool = False) -> Dossier:
    """The dossier of this id or folder, with its private positions if that is asked for. Its files
    are read at every call; what was made of the same bytes before comes from the cache, which
    keeps nothing that is private.

    DataError with all problems if its files hold any; UsageError if there is no such folder.
    """
    root = find(name)
    found, problems = files.read_folder(root)
    digest = cache.digest_of_files(found)
    kept = None if problems else cache.get(digest)
    if kept is not None and not (private and kept.left_out):
        return kept
    dossier, problems = read(root, found, problems, progress, private=private)
    if dossier is None:
        raise DataError(tuple(problems))
    if not dossier.has_private:
        cache.put(dossier)
    return dossier


def check(
    root: Path, progress: Progress | None = None, *, private: bool = False
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of a folder read afresh, with its private positions if that is asked for, and
    every problem, theirs too, sorted by file and line."""
    found, problems = files.read_folder(root)
    return read(root, found, problems, progress, private=private)


def read(
    root: Path,
    found: list[files.File],
    problems: list[Problem],
    progress: Progress | None = None,
    *,
    private: bool = False,
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of these files, with its private positions if that is asked for, or None and
    all problems, those given among them."""
    from negpos.intake.build import build
    from negpos.intake.parse import lost, parse, read_toml

    problems = list(problems)
    located = []
    broken: set[tuple[str, str]] = set()
    for problem in problems:
        name = problem.path.removeprefix(f"{root}/")
        broken |= lost(files.File(name, b"").kind)
    for count, file in enumerate(found, start=1):
        path = f"{root}/{file.name}"
        parsed = parse(path, file, read_toml(path, file))
        located += parsed.located
        problems += parsed.problems
        broken |= parsed.broken
        if progress:
            progress(count, len(found))
    dossier, misfits = build(located, broken)
    problems += misfits
    if problems or dossier is None:
        return None, sorted(set(problems))
    if not private and dossier.has_private:
        dossier, problems = _public(located, broken)
        if dossier is None:
            return None, sorted(set(problems))
    return dossier._replace(digest=cache.digest_of_files(found)), []


def _public(
    located: "list[Located]", broken: set[tuple[str, str]]
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier made anew without its private positions, since one of them may end a public
    text, or None and its problems."""
    from negpos.intake.build import build
    from negpos.intake.private import public

    rows, left_out = public(located)
    dossier, problems = build(rows, broken)
    return dossier and dossier._replace(left_out=left_out), problems
