"""The validated dossier kept as plain data, so that a second run need not validate again.

The key covers the bytes of every file and of the modules that read them, so an old entry is
never believed. The data are ``marshal`` of tuples: values, never code to run. A cache that
cannot be written, or was deleted or damaged, changes nothing but time.
"""

import marshal
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source, Theme
from negpos.files import File
from negpos.scales import Option, Region, Scale

_READERS = (
    "records.py",
    "parse.py",
    "faults.py",
    "build.py",
    "dossier.py",
    "scales.py",
    "cache.py",
)
_KEPT = 24
"""Entries beyond this many are removed, oldest first."""


def key(root: str, files: list[File]) -> str:
    """A digest of the folder's path, every file's name and bytes, and the readers' code."""
    digest = sha256(sys.implementation.cache_tag.encode())
    here = Path(__file__).parent
    parts = [(name, (here / name).read_bytes()) for name in _READERS]
    parts += [("", root.encode("utf-8", "surrogateescape")), *files]
    for name, data in parts:
        digest.update(f"{len(name)} {len(data)} {name}".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def folder() -> Path:
    """Where entries are kept: ``negpos`` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "negpos"


def get(digest: str) -> Dossier | None:
    """The dossier kept under this key, or None."""
    try:
        data = (folder() / digest).read_bytes()
    except OSError:
        return None
    if sha256(data[32:]).digest() != data[:32]:
        return None
    return _thaw(marshal.loads(data[32:]))


def put(digest: str, dossier: Dossier) -> None:
    """Keeps the dossier under this key if the cache can be written, whole or not at all."""
    data = marshal.dumps(_plain(dossier))
    place = folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place / f".{digest}.{os.getpid()}"
        draft.write_bytes(sha256(data).digest() + data)
        draft.replace(place / digest)
        entries = sorted(place.glob("[!.]*"), key=lambda entry: entry.stat().st_mtime)
        for entry in entries[:-_KEPT]:
            entry.unlink(missing_ok=True)
    except OSError:
        return


def _plain(value: Any) -> Any:
    """Nested tuples and dicts of plain values; marshal takes no subclass of tuple."""
    if isinstance(value, tuple):
        return tuple([_plain(part) for part in value])
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value


def _thaw(value: Any) -> Dossier:
    dossier = Dossier._make(value)
    return dossier._replace(
        parties={id_: Party._make(row) for id_, row in dossier.parties.items()},
        themes={id_: Theme._make(row) for id_, row in dossier.themes.items()},
        issues={id_: _issue(row) for id_, row in dossier.issues.items()},
        sources={id_: Source._make(row) for id_, row in dossier.sources.items()},
        positions={id_: _position(row) for id_, row in dossier.positions.items()},
    )


def _issue(row: Any) -> Issue:
    issue = Issue._make(row)
    scale = Scale._make(issue.scale)
    options = tuple([Option._make(option) for option in scale.options])
    return issue._replace(scale=scale._replace(options=options))


def _position(row: Any) -> Position:
    position = Position._make(row)
    return position._replace(demands=tuple([_demand(demand) for demand in position.demands]))


_ASK, _ACCEPTS, _EVIDENCE = (Demand._fields.index(n) for n in ("ask", "accepts", "evidence"))


def _demand(row: Any) -> Demand:
    fields = list(row)
    if row[_ASK] is not None:
        fields[_ASK] = Region._make(row[_ASK])
    if row[_ACCEPTS] is not None:
        fields[_ACCEPTS] = Region._make(row[_ACCEPTS])
    fields[_EVIDENCE] = tuple([Evidence._make(piece) for piece in row[_EVIDENCE]])
    return Demand._make(fields)
