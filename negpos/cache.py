"""The validated dossier kept as plain data, so that a second run need not validate again.

The key covers the bytes of every file and tells the modules that read them apart, so an old
entry is never believed. The data are ``marshal`` of tuples: values, never code to run. A cache that
cannot be written, or was deleted or damaged, changes nothing but time.
"""

import marshal
import os
import re
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

from negpos import __version__
from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source, Theme
from negpos.files import File
from negpos.scales import Option, Region, Scale

try:  # hashlib would load OpenSSL, some 5 ms for nothing
    from _blake2 import blake2b
except ImportError:  # another Python
    from hashlib import blake2b

_SIZE = 32
_IS_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch
_READERS = (
    "records.py",
    "files.py",
    "lines.py",
    "parse.py",
    "faults.py",
    "asks.py",
    "build.py",
    "names.py",
    "spelling.py",
    "dossier.py",
    "scales.py",
    "cache.py",
)
_KEPT = 24
"""Entries beyond this many are removed, oldest first."""

Tables = dict[bytes, Any]
"""For each digest of a file's bytes: plain data, as ``parse.plain_raw`` makes them."""


def key(root: str, files: list[File]) -> str:
    """A digest of the folder's path, every file's name and bytes, and the readers' code."""
    digest = blake2b(_code(), digest_size=_SIZE)
    for name, data in (File(root, b""), *files):
        digest.update(f"{len(name)} {len(data)} {name}".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def digest_of_files(files: list[File]) -> str:
    """A digest of the names and bytes of these files, the same on every machine."""
    digest = blake2b(digest_size=_SIZE)
    for name, data in files:
        digest.update(f"{len(name)} {len(data)} {name}".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _code() -> bytes:
    """What tells this Python and the modules that read files from any other: as Python does
    for its own compiled files, by their size and time of change."""
    here = os.path.dirname(__file__)
    told = [__version__, str(sys.implementation.cache_tag)]
    for name in _READERS:
        about = os.stat(os.path.join(here, name))
        told.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return digest_of("\n".join(told).encode())


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
    kept = _sound(data)
    try:
        return None if kept is None else _thaw(kept)
    except (TypeError, ValueError, AttributeError):
        return None


def get_stamped(root: str, stamp: str) -> Dossier | None:
    """The dossier kept for a folder that still bears this stamp, or None."""
    if not stamp:
        return None
    try:
        digest = (folder() / f"{_name(root, stamp)}.stamp").read_text("ascii")
    except (OSError, ValueError):
        return None
    return get(digest) if _IS_DIGEST(digest) else None


def put_stamp(root: str, stamp: str, digest: str) -> None:
    """Keeps which entry holds the dossier of a folder that bears this stamp."""
    if stamp:
        _write(f"{_name(root, stamp)}.stamp", digest.encode("ascii"), is_checked=False)


def put(digest: str, dossier: Dossier) -> None:
    """Keeps the dossier under this key if the cache can be written."""
    _write(digest, marshal.dumps(_plain(dossier, {})))


def get_tables(root: str) -> Tables:
    """What was read of each file of this folder before, by the digest of its bytes."""
    try:
        data = (folder() / f"{_name(root)}.tables").read_bytes()
    except OSError:
        return {}
    found = _sound(data)
    return found if isinstance(found, dict) else {}


def put_tables(root: str, tables: Tables) -> None:
    """Keeps what was read of each file, so that after an edit only one is read again."""
    _write(f"{_name(root)}.tables", marshal.dumps(tables))


def _name(root: str, stamp: str = "") -> str:
    told = f"{os.path.abspath(root)}\n{_code().hex()}\n{stamp}".encode("utf-8", "surrogateescape")
    return digest_of(told).hex()


def _write(name: str, data: bytes, *, is_checked: bool = True) -> None:
    """Writes an entry whole or not at all, and removes the oldest ones."""
    place = folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place / f".{name}.{os.getpid()}"
        draft.write_bytes(_checksum(data) + data if is_checked else data)
        draft.replace(place / name)
        entries = sorted(place.glob("[!.]*"), key=lambda entry: entry.stat().st_mtime)
        for entry in entries[:-_KEPT]:
            entry.unlink(missing_ok=True)
    except OSError:
        return


def _sound(data: bytes) -> Any:
    """What was kept, or None if the entry was damaged since."""
    try:
        is_sound = len(data) > 4 and _checksum(data[4:]) == data[:4]
        return marshal.loads(data[4:]) if is_sound else None
    except (EOFError, ValueError, TypeError):
        return None


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(4, "big")


def digest_of(data: bytes) -> bytes:
    """The digest under which what was made of these bytes is kept."""
    return blake2b(data, digest_size=_SIZE).digest()


def _plain(value: Any, seen: dict[Any, Any]) -> Any:
    """Nested tuples and dicts of plain values; marshal takes no subclass of tuple.

    Equal words and pairs become one object, which marshal writes and reads but once.
    """
    kind = type(value)
    if kind is str:
        return seen.setdefault(value, value)
    if kind is Demand:
        return _plain_demand(value, seen)
    if isinstance(value, tuple):
        plain = tuple([_plain(part, seen) for part in value])
        return seen.setdefault(plain, plain) if len(plain) == 2 else plain
    if kind is dict:
        return {name: _plain(part, seen) for name, part in value.items()}
    return value


def _plain_demand(demand: Demand, seen: dict[Any, Any]) -> tuple[Any, ...]:
    """The same for the record that there are thousands of: words and tuples of words, then two
    regions and the evidence."""
    *fields, ask, accepts, evidence = demand
    share = seen.setdefault
    return (
        *[share(part, part) if part.__class__ in _SHARED else part for part in fields],
        ask and tuple(ask),
        accepts and tuple(accepts),
        tuple([tuple([share(part, part) for part in piece]) for piece in evidence]),
    )


_SHARED = (str, tuple)


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


def _demand(row: Any, new: Any = tuple.__new__) -> Demand:
    """A demand and what it holds, made without the checks of ``_make``: this runs thousands of
    times at every start, and the checksum has told that the rows are as they were written."""
    *plain, ask, accepts, evidence = row
    plain += (
        ask and new(Region, ask),
        accepts and new(Region, accepts),
        tuple([new(Evidence, piece) for piece in evidence]),
    )
    demand: Demand = new(Demand, plain)
    return demand
