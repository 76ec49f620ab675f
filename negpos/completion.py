"""Names for the shell's TAB key, read from the files directly: no pydantic, no tomllib, no cache.

Shells evaluate what they are offered, and a dossier may come from anybody. So a name from a file
is offered only if every shell takes it for a plain word.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from negpos.intake.files import around, ordinary, shipped

DEFAULT = "ukraine"
"""The dossier where neither an option, nor a variable, nor the current folder names one."""
MOST = 20_000
"""Words. Of more nobody chooses one; the next letter typed brings them below."""

_NAMES = re.compile(
    rb"""(?:label|aliases)[ \t]*=[ \t]*("[^"]*"|'[^']*'|\[(?:[ \t,]|"[^"]*"|'[^']*')*\])"""
)
_TEXT = re.compile(rb"""(["'])([A-Za-z0-9][A-Za-z0-9. -]{0,79})\1""")
_LONGEST = 2_000
"""Bytes of a line of names that are read."""
_WORD = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_HEADER = re.compile(rb"""\[\[?([^\[\]#"']*)\]\]?[ \t]*(?:#.*)?""")
_ID = re.compile(rb"""(?:id|"id"|'id')[ \t]*=[ \t]*(["'])([a-z0-9.-]+)\1[ \t]*(?:#.*)?""")


def parties(dossier: str | None, start: str) -> list[str]:
    """Ids of parties that begin so and, once a letter is typed, aliases of the others."""
    named = _named(_root(dossier), "parties.toml", "party")
    begun = start.casefold()
    others = [own for id_, own in named if begun and not id_.startswith(begun)]
    return _starting([*(id_ for id_, _ in named), *(word for own in others for word in own)], start)


def refs(dossier: str | None, start: str) -> list[str]:
    """The same, then, once two letters tell that a text may be meant, ids of positions."""
    found = parties(dossier, start)
    if len(start) < _LETTERS:
        return found
    return list(dict.fromkeys([*found, *texts(dossier, start)]))[:MOST]


_LETTERS = 2
"""Letters of a word that are typed before ids of positions are offered beside parties."""


def texts(dossier: str | None, start: str) -> list[str]:
    """Ids of positions that begin so; of none that is private."""
    places = _positions(_root(dossier))
    return [name for name in _starting(places, start) if not _is_private(places[name])]


def issues(dossier: str | None, start: str) -> list[str]:
    """Issue ids that begin so; failing that, their last parts, labels, words of labels and
    aliases."""
    named = _named(_root(dossier), "issues.toml", "issue")
    ids = [id_ for id_, _ in named]
    if found := _starting(ids, start):
        return found
    labels = [name for _, names in named for name in names]
    counts = Counter(word for _, names in named for word in _words_of(names))
    words = [word for word, count in counts.items() if count == 1 and len(word) > _LETTERS]
    return _starting([*(id_.partition(".")[2] for id_ in ids), *labels, *words], start)


def _words_of(names: Iterable[str]) -> set[str]:
    """The words of an issue's names; one that is another's too would be no name of it."""
    return {word for name in names for word in name.split("-")}


def themes(dossier: str | None, start: str) -> list[str]:
    """Theme ids that begin so."""
    return _starting(_ids(_root(dossier), "issues.toml", "theme"), start)


def templates(start: str) -> list[str]:
    """Packs of templates that begin so and, once a point is typed, the templates of one."""
    folder = shipped() / "templates"
    found = sorted(path.stem for path in folder.glob("*.toml"))
    if "." in start and (pack := start.partition(".")[0]) in found:
        found = list(dict.fromkeys(_ids(folder, f"{pack}.toml", "issue")))
    return _starting(found, start)


def listed(start: str, names: Callable[[str], list[str]]) -> list[str]:
    """What can follow the last comma of a list, behind what stands before it; nothing where that
    is no list of plain words, because it would come back to the line without its quotes."""
    before, comma, last = start.rpartition(",")
    if comma and not all(map(_WORD.fullmatch, before.split(","))):
        return []
    return [f"{before}{comma}{name}" for name in names(last)]


def usual() -> str:
    """The dossier that is meant where none is named: that of the current folder, else the default
    one."""
    return around() or DEFAULT


def _root(dossier: str | None) -> Path:
    name = dossier or os.environ.get("NEGPOS_DOSSIER") or usual()
    own = shipped() / name
    is_shipped = _WORD.fullmatch(name) and os.path.isfile(own / "dossier.toml")
    return own if is_shipped else Path(name)


def _ids(root: Path, name: str, table: str) -> list[str]:
    """The ids of these tables."""
    return [id_ for id_, _ in _named(root, name, table)]


def _named(root: Path, name: str, table: str) -> list[tuple[str, list[str]]]:
    """The ids of these tables, each with the label and the aliases that can be typed in one word,
    line by line: in a moment for any bytes, and also while another line of the file is being
    written."""
    found: list[tuple[str, list[str]]] = []
    is_inside = False
    for line in map(bytes.strip, ordinary(f"{root}/{name}").splitlines()):
        if header := _HEADER.fullmatch(line):
            is_inside = line.startswith(b"[[") and header[1].strip() == table.encode()
        elif is_inside and (told := _ID.fullmatch(line)):
            found.append((told[2].decode(), []))
        elif is_inside and found and (own := _NAMES.match(line[:_LONGEST])):
            texts = _TEXT.findall(own[1])
            found[-1][1].extend(text.decode().casefold().replace(" ", "-") for _, text in texts)
    return found


def _is_private(path: str) -> bool:
    """Whether a line of a position file says so, be it within a text: one too few is offered
    rather than one too many."""
    return any(_PRIVATE.match(line.strip()) for line in ordinary(path).splitlines())


_PRIVATE = re.compile(rb"""(?:private|"private"|'private')[ \t]*=(?![ \t]*false)""")


def _positions(root: Path) -> dict[str, str]:
    """The names of the position files, sorted, and where each is; links to folders are not
    followed."""
    found: dict[str, str] = {}
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
                        found[entry.name.removesuffix(".toml")] = entry.path
        except OSError:
            continue
    return dict(sorted(found.items()))


def _starting(words: Iterable[str], start: str) -> list[str]:
    """The plain words that begin so, each once; none where they are too many to choose from."""
    begun = start.casefold()
    found = dict.fromkeys(w for w in words if w.startswith(begun) and _WORD.fullmatch(w))
    return list(found) if len(found) <= MOST else []
