"""The validated dossier kept as plain data, so that a second run need not validate again.

An entry is named by the bytes of every file and of the modules that read them, so an old one is
never believed; nor is one that another user may have written. The data are ``marshal`` of
tuples: values, never code to run. A cache that cannot be written, or was deleted or damaged,
changes nothing but time.
"""

import marshal
import os
import re
import stat
import sys
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

from negpos import __version__
from negpos.dossier import (
    Demand,
    Dossier,
    End,
    Evidence,
    Issue,
    Link,
    Party,
    Position,
    Source,
    Step,
    Theme,
    Voice,
)
from negpos.intake.files import FLAGS, File
from negpos.scales import Mark, Option, Region, Scale

try:  # hashlib would load OpenSSL, some 5 ms for nothing
    from _blake2 import blake2b
except ImportError:  # another Python
    from hashlib import blake2b

_SIZE = 32
_IS_ENTRY = re.compile(r"\.?[0-9a-f]{64}(\.[0-9a-z]+)*").fullmatch
"""Entries and drafts of this and of earlier versions; nothing else is ever removed."""
READERS = (
    "days",
    "dossier",
    "errors",
    "intake.asks",
    "intake.build",
    "intake.cache",
    "intake.faults",
    "intake.files",
    "intake.grammar",
    "intake.lines",
    "intake.loading",
    "intake.parse",
    "intake.private",
    "intake.problems",
    "intake.records",
    "intake.slips",
    "intake.steps",
    "intake.templates",
    "intake.ties",
    "names",
    "scales",
    "spelling",
    "terms",
)
"""The modules on which depends what is made of the bytes of a file."""
_KEPT = 24
"""Entries beyond this many are removed, oldest first."""
_MOST_BYTES = 200_000_000
"""Of all entries together, beyond which the oldest are removed; the newest is kept in any case."""
_WRITTEN_WITHIN = 3_600
"""Seconds. An older draft is of a process that was stopped."""


def digest_of_files(files: list[File]) -> str:
    """A digest of the names and bytes of these files, the same on every machine."""
    digest = blake2b(digest_size=_SIZE)
    for name, data in files:
        digest.update(f"{len(name)} {len(data)} {name}".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """What tells this Python and these modules from any other; OSError if they cannot be read."""
    package = Path(__file__).parent.parent
    digest = blake2b(f"{sys.implementation.cache_tag} {__version__}".encode(), digest_size=_SIZE)
    for name in READERS:
        digest.update((package / f"{name.replace('.', '/')}.py").read_bytes())
    return digest.digest()


def _name(digest: str) -> str:
    """The name of the entry of what these modules made of files of this digest; OSError as
    ``_code``."""
    own = blake2b(digest.encode("ascii"), digest_size=_SIZE, key=_code())
    return f"{own.hexdigest()}.dossier"


def folder() -> Path | None:
    """Where entries are kept: ``negpos`` in the user's cache folder, if that has a place."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        has_home = os.environ.get("HOME") != "" and os.path.isdir(home)  # "" would be the root
        base = os.path.join(home, ".cache") if has_home else ""
    return Path(base) / "negpos" if os.path.isabs(base) else None


def get(digest: str) -> Dossier | None:
    """The dossier kept for files of this digest, or None."""
    kept = _read(digest)
    try:
        dossier = None if kept is None else _thaw(kept)
    except (TypeError, ValueError, AttributeError):
        return None
    return dossier if dossier is not None and dossier.digest == digest else None


def put(dossier: Dossier) -> None:
    """Keeps the dossier under its digest if the cache can be written."""
    _write(dossier.digest, _plain(dossier, {}))


def _is_closed(place: Path) -> bool:
    """Whether the folder itself, no link to one, belongs to this user and is closed to all
    others: what another may have put there is never believed. On systems without such rights
    there is nothing to ask."""
    about = place.lstat()
    if not hasattr(os, "geteuid"):
        return not place.is_symlink()
    return stat.S_ISDIR(about.st_mode) and _is_own(about) and not about.st_mode & 0o077


def _is_own(about: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or about.st_uid == os.geteuid()


def _read(digest: str) -> Any:
    """What was kept, or None where nothing was, it was damaged, or another user may have
    written it. The file that was opened is asked whose it is, so that none can be slipped in."""
    place = folder()
    if place is None:
        return None
    try:
        if not _is_closed(place):
            return None
        with open(os.open(place / _name(digest), FLAGS), "rb") as file:
            about = os.fstat(file.fileno())
            data = file.read() if stat.S_ISREG(about.st_mode) and _is_own(about) else b""
    except OSError:
        return None
    return _sound(data)


def _write(digest: str, value: Any) -> None:
    """Writes an entry whole or not at all, and removes the oldest ones."""
    place = folder()
    if place is None:
        return
    try:
        data = marshal.dumps(value)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_closed(place):
            return
        name = _name(digest)
        draft = place / f"{name}.{os.getpid()}.part"
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_checksum(data) + data)
            draft.replace(place / name)
        finally:
            draft.unlink(missing_ok=True)
        _prune(place)
    except (OSError, ValueError):  # ValueError: nested more deeply than marshal writes
        return


def _prune(place: Path) -> None:
    """Leaves the newest entries, and of drafts those that may still be being written."""
    found = [entry for entry in place.iterdir() if _IS_ENTRY(entry.name)]
    ages = {entry: entry.lstat().st_mtime for entry in found}
    newest = max(ages.values(), default=0.0)
    is_draft = {entry: entry.name.startswith(".") or entry.suffix == ".part" for entry in found}
    whole = sorted((e for e in found if not is_draft[e]), key=ages.__getitem__, reverse=True)
    sizes = list(accumulate(entry.lstat().st_size for entry in whole))
    old = [e for n, e in enumerate(whole) if n and (n >= _KEPT or sizes[n] > _MOST_BYTES)]
    stopped = [e for e in found if is_draft[e] and ages[e] < newest - _WRITTEN_WITHIN]
    for entry in [*old, *stopped]:
        entry.unlink(missing_ok=True)


def _sound(data: bytes) -> Any:
    """What was kept, or None if the entry was damaged since."""
    try:
        is_sound = len(data) > 4 and _checksum(data[4:]) == data[:4]
        return marshal.loads(data[4:]) if is_sound else None
    except (EOFError, ValueError, TypeError):
        return None


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(4, "big")


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
    """The same for the record that there are thousands of: words and tuples of words, then its
    links, two regions and the evidence."""
    *fields, links, ask, accepts, evidence = demand
    share = seen.setdefault
    return (
        *[share(part, part) if part.__class__ in _SHARED else part for part in fields],
        links and tuple([share(tuple(link), tuple(link)) for link in links]),
        ask and tuple(ask),
        accepts and tuple(accepts),
        tuple([tuple([share(part, part) for part in piece]) for piece in evidence]),
    )


_SHARED = (str, tuple)


def _thaw(value: Any) -> Dossier:
    dossier = Dossier._make(value)
    return dossier._replace(
        parties={id_: _party(row) for id_, row in dossier.parties.items()},
        themes={id_: Theme._make(row) for id_, row in dossier.themes.items()},
        issues={id_: _issue(row) for id_, row in dossier.issues.items()},
        steps={id_: Step._make(row) for id_, row in dossier.steps.items()},
        sources={id_: Source._make(row) for id_, row in dossier.sources.items()},
        positions={id_: _position(row) for id_, row in dossier.positions.items()},
    )


def _party(row: Any) -> Party:
    party = Party._make(row)
    return party._replace(voices=tuple([Voice._make(voice) for voice in party.voices]))


def _issue(row: Any) -> Issue:
    issue = Issue._make(row)
    scale = Scale._make(issue.scale)
    options = tuple([Option._make(option) for option in scale.options])
    marks = tuple([Mark._make(mark) for mark in scale.marks])
    better = tuple([(party, way) for party, way in issue.better])
    return issue._replace(scale=scale._replace(options=options, marks=marks), better=better)


def _position(row: Any) -> Position:
    position = Position._make(row)
    return position._replace(
        ends=tuple([End._make(end) for end in position.ends]),
        demands=tuple([_demand(demand) for demand in position.demands]),
    )


def _demand(row: Any, new: Any = tuple.__new__) -> Demand:
    """A demand and what it holds, made without the checks of ``_make``: this runs thousands of
    times at every start, and the checksum has told that the rows are as they were written."""
    *plain, links, ask, accepts, evidence = row
    plain += (
        links and tuple([new(Link, link) for link in links]),
        ask and new(Region, ask),
        accepts and new(Region, accepts),
        tuple([new(Evidence, piece) for piece in evidence]),
    )
    demand: Demand = new(Demand, plain)
    return demand
