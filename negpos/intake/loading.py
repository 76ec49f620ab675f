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
    before = cache.get_tables(str(root))
    tables: cache.Tables = {}
    dossier, problems = read(
        root, found, problems, progress, before=before, kept=tables, private=private
    )
    if dossier is None:
        raise DataError(tuple(problems))
    if tables.keys() != before.keys():
        cache.put_tables(str(root), tables)
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
    before: cache.Tables | None = None,
    kept: cache.Tables | None = None,
    private: bool = False,
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of these files, with its private positions if that is asked for, or None and
    all problems, those given among them.

    Files whose tables were read ``before`` are not read again, only validated; the tables of
    all sound files are left in ``kept``, but for those of private positions and their sources.
    """
    from negpos.intake.build import build
    from negpos.intake.parse import lost, parse, plain_raw, raw_of, read_toml

    problems = list(problems)
    located = []
    secret = False
    broken: set[tuple[str, str]] = set()
    for problem in problems:
        name = problem.path.removeprefix(f"{root}/")
        broken |= lost(files.File(name, b"").kind)
    for count, file in enumerate(found, start=1):
        path, own = f"{root}/{file.name}", cache.digest_of(file.data)
        plain = before.get(own) if before else None
        raw = read_toml(path, file) if plain is None else raw_of(plain)
        is_kept = raw.table is None or raw.table.get("private", False) is False
        secret = secret or not is_kept
        if kept is not None and is_kept and (plain := plain or plain_raw(raw)) is not None:
            kept[own] = plain
        parsed = parse(path, file, raw)
        located += parsed.located
        problems += parsed.problems
        broken |= parsed.broken
        if progress:
            progress(count, len(found))
    if kept is not None and secret:
        _forget_sources(kept, found)
    dossier, misfits = build(located, broken)
    problems += misfits
    if problems or dossier is None:
        return None, sorted(set(problems))
    if not private and dossier.has_private:
        dossier, problems = _public(located, broken)
        if dossier is None:
            return None, sorted(set(problems))
    return dossier._replace(digest=cache.digest_of_files(found)), []


def _forget_sources(kept: cache.Tables, found: list[files.File]) -> None:
    """Takes the sources out of what is kept: some may be those of private positions alone."""
    for file in found:
        if file.kind == "sources":
            kept.pop(cache.digest_of(file.data), None)


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
