"""The validated dossier kept as plain data, so that a second run need not validate again.

The key covers the bytes of every file and of the modules that read them, so an old entry is
never believed. The data are ``marshal`` of tuples: values, never code to run. A cache that
cannot be written, or was deleted or damaged, changes nothing but time.
"""

import marshal
import os
import sys
from pathlib import Path
from typing import Any

from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source, Theme
from negpos.files import File
from negpos.scales import Option, Region, Scale

try:  # hashlib would load OpenSSL, some 5 ms for nothing
    from _blake2 import blake2b
except ImportError:  # another Python
    from hashlib import blake2b

_SIZE = 32
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

Tables = dict[bytes, Any]
"""For each digest of a file's bytes: plain data, as ``parse.plain_table`` makes them."""


def key(root: str, files: list[File]) -> str:
    """A digest of the folder's path, every file's name and bytes, and the readers' code."""
    digest = blake2b(_code(), digest_size=_SIZE)
    for name, data in (File(root, b""), *files):
        digest.update(f"{len(name)} {len(data)} {name}".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def digest_of(data: bytes) -> bytes:
    """The digest under which the tables of a file with these bytes are kept."""
    return _digest(data)


def _code() -> bytes:
    """A digest of this Python and of the modules that read files."""
    here = Path(__file__).parent
    parts = [(here / name).read_bytes() for name in _READERS]
    return _digest(b"".join([sys.implementation.cache_tag.encode(), *parts]))


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
    if _digest(data[_SIZE:]) != data[:_SIZE]:
        return None
    return _thaw(marshal.loads(data[_SIZE:]))


def put(digest: str, dossier: Dossier) -> None:
    """Keeps the dossier under this key if the cache can be written."""
    _write(digest, marshal.dumps(_plain(dossier)))


def get_tables(root: str) -> Tables:
    """What was read of each file of this folder before, by the digest of its bytes."""
    try:
        data = (folder() / f"{_name(root)}.tables").read_bytes()
    except OSError:
        return {}
    found = marshal.loads(data[_SIZE:]) if _digest(data[_SIZE:]) == data[:_SIZE] else {}
    return dict(found)


def put_tables(root: str, tables: Tables) -> None:
    """Keeps what was read of each file, so that after an edit only one is read again."""
    _write(f"{_name(root)}.tables", marshal.dumps(tables))


def _name(root: str) -> str:
    told = f"{os.path.abspath(root)}{_code().hex()}".encode("utf-8", "surrogateescape")
    return _digest(told).hex()


def _write(name: str, data: bytes) -> None:
    """Writes an entry whole or not at all, and removes the oldest ones."""
    place = folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place / f".{name}.{os.getpid()}"
        draft.write_bytes(_digest(data) + data)
        draft.replace(place / name)
        entries = sorted(place.glob("[!.]*"), key=lambda entry: entry.stat().st_mtime)
        for entry in entries[:-_KEPT]:
            entry.unlink(missing_ok=True)
    except OSError:
        return


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SIZE).digest()


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


def _demand(row: Any) -> Demand:
    *_, ask, accepts, evidence = row
    nested = (
        ask if ask is None else Region._make(ask),
        accepts if accepts is None else Region._make(accepts),
        tuple([Evidence._make(piece) for piece in evidence]),
    )
    return Demand._make(row[:-3] + nested)
