"""Names for the shell's TAB key, read from the files directly: no pydantic, no tomllib, no cache.

Shells evaluate what they are offered, and a dossier may come from anybody. So a name from a file
is offered only if every shell takes it for a plain word.
"""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from negpos.intake.files import ordinary, shipped

DEFAULT = "ukraine"
MOST = 20_000
"""Words. Of more nobody chooses one; the next letter typed brings them below."""

_WORD = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_HEADER = re.compile(rb"""\[\[?([^\[\]#"']*)\]\]?[ \t]*(?:#.*)?""")
_ID = re.compile(rb"""(?:id|"id"|'id')[ \t]*=[ \t]*(["'])([a-z0-9.-]+)\1[ \t]*(?:#.*)?""")


def refs(dossier: str | None, start: str) -> list[str]:
    """Ids of parties and positions that begin so, parties first."""
    root = _root(dossier)
    return _starting([*_ids(root, "parties.toml", "party"), *_positions(root)], start)


def issues(dossier: str | None, start: str) -> list[str]:
    """Issue ids that begin so, whole or after the theme."""
    ids = _ids(_root(dossier), "issues.toml", "issue")
    return _starting(ids, start) or _starting([id_.partition(".")[2] for id_ in ids], start)


def themes(dossier: str | None, start: str) -> list[str]:
    """Theme ids that begin so."""
    return _starting(_ids(_root(dossier), "issues.toml", "theme"), start)


def listed(start: str, names: Callable[[str], list[str]]) -> list[str]:
    """What can follow the last comma of a list, behind what stands before it; nothing where that
    is no list of plain words, because it would come back to the line without its quotes."""
    before, comma, last = start.rpartition(",")
    if comma and not all(map(_WORD.fullmatch, before.split(","))):
        return []
    return [f"{before}{comma}{name}" for name in names(last)]


def _root(dossier: str | None) -> Path:
    name = dossier or os.environ.get("NEGPOS_DOSSIER") or DEFAULT
    own = shipped() / name
    is_shipped = _WORD.fullmatch(name) and os.path.isfile(own / "dossier.toml")
    return own if is_shipped else Path(name)


def _ids(root: Path, name: str, table: str) -> list[str]:
    """The ids of these tables, line by line: in a moment for any bytes, and also while another
    line of the file is being written."""
    found, is_inside = [], False
    for line in map(bytes.strip, ordinary(f"{root}/{name}").splitlines()):
        if header := _HEADER.fullmatch(line):
            is_inside = line.startswith(b"[[") and header[1].strip() == table.encode()
        elif is_inside and (told := _ID.fullmatch(line)):
            found.append(told[2].decode())
    return found


def _positions(root: Path) -> list[str]:
    """The names of the position files, sorted; links to folders are not followed."""
    found: list[str] = []
    folders = [f"{root}/positions"]
    if os.path.islink(folders[0]):
        return found
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.name.endswith(".toml"):
                        found.append(entry.name.removesuffix(".toml"))
        except OSError:
            continue
    return sorted(found)


def _starting(words: Iterable[str], start: str) -> list[str]:
    """The plain words that begin so, each once; none where they are too many to choose from."""
    begun = start.casefold()
    found = dict.fromkeys(w for w in words if w.startswith(begun) and _WORD.fullmatch(w))
    return list(found) if len(found) <= MOST else []
