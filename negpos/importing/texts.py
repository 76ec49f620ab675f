"""A text of one's own, as a position file or a sheet of demands, read beside a dossier."""

import os
import shlex
import sys
from collections.abc import Collection
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from negpos.dossier import Dossier, Position, Source
from negpos.errors import DataError, Problem, UsageError
from negpos.importing import rows
from negpos.importing.columns import Field, matched, text
from negpos.importing.draft import Draft, Place
from negpos.importing.proposals import free_id
from negpos.importing.reading import read as read_sheets
from negpos.importing.sheets import Sheet, columns, file_bytes, of_csv
from negpos.intake import files
from negpos.intake.build import build_own
from negpos.intake.parse import Parsed, parse, read_toml
from negpos.names import fold, nearest, party_names

SOURCE = "your-own-draft"
"""The id of the source of what nobody said."""
MOST = 1_000
"""Demands of a draft, each of which is held against all others on its issue."""
_REQUIRED = ("issue", "ask")


class Own(NamedTuple):
    """A text that a dossier does not hold, the source that its demands have without one of their
    own, what of the reading is to be said, and sixteen signs that stand for its bytes."""

    position: Position
    source: Source
    remarks: tuple[str, ...]
    digest: str


def own(dossier: Dossier, name: str, day: str, named: Collection[str] = ()) -> Own:
    """The text in a file of this name, or with ``-`` on standard input: TOML as a
    position file has it, of which only each [[demand]] with issue, ask and text is required, or a
    sheet with the columns issue and ask. What it does not date is of this day. It bears the name
    of its file, but that of a text of the dossier whose id it has and which is not ``named``
    beside it. DataError with every fault in it, UsageError for what is no such file."""
    data = _bytes(name)
    source = Source(SOURCE, "your draft, not on record", "", "", "", "", "draft", "", "")
    beside = dossier._replace(sources={**dossier.sources, SOURCE: source})
    remarks: list[str] = []
    if _is_sheet(name, data):
        position, problems = _of_sheet(beside, name, data, day, remarks)
    else:
        position, problems = _of_toml(beside, name, data, day)
    if position is None:
        raise DataError(tuple(sorted(set(problems))))
    if (count := len(position.demands)) > MOST:
        raise UsageError(
            f"{_title(name)} has {count:,} demands; a draft has at most {MOST:,}", "split it"
        )
    known = dossier.positions.get(position.id)
    if known is None or known.is_own or known.id in named:
        id_ = free_id(_title(name), party_names(dossier)) if name == "-" else name
        demands = tuple(demand._replace(position=id_) for demand in position.demands)
        position = position._replace(id=id_, demands=demands)
    else:
        told = f"negpos: {_title(name)} stands in the place of {position.id} of the dossier"
        remarks.append(f"{told}, which counts for nobody here")
    return Own(position, source, tuple(remarks), blake2b(data, digest_size=8).hexdigest())


def _bytes(name: str) -> bytes:
    """The bytes of a file or of standard input; UsageError where there are none to read."""
    if name != "-":
        if not name.lower().endswith(files.DRAFTS):
            hint = "a draft is a position file (.toml) or a sheet (.csv, .xlsx)"
            made = f"; make one of a plain text with: negpos link {shlex.quote(name)} --stub"
            raise UsageError(f"{name!r} is no draft", hint + made)
        return file_bytes(name, "give a position file (.toml) or a sheet (.csv, .xlsx)")
    if sys.stdin is None:
        raise UsageError("standard input is closed", "name a file, or pipe a draft in")
    data = sys.stdin.buffer.read(files.LARGEST_FILE + 1)
    if not data.strip():
        raise UsageError("standard input holds nothing", "pipe a draft in, or name a file")
    return data


def _is_sheet(name: str, data: bytes) -> bool:
    """Whether it is rows and columns, by its ending or, on standard input, by its first line."""
    if name != "-":
        return name.lower().endswith(files.DRAFTS[1:])
    first = data.lstrip(b"\xef\xbb\xbf \r\n\t").split(b"\n", 1)[0]
    return not first.startswith((b"[", b"#")) and b"=" not in first


def _title(name: str) -> str:
    """What a text without a title is called."""
    return "your draft" if name == "-" else os.path.basename(name)


def _head(name: str, day: str) -> dict[str, Any]:
    """What a text says of itself if it says nothing."""
    return {
        "id": "your-draft",
        "title": _title(name),
        "date": date.fromisoformat(day),
        "status": "published",
        "attribution": "document",
        "form": "text",
        "evidence": [{"source": SOURCE, "at": "your draft"}],
    }


def _of_toml(
    dossier: Dossier, name: str, data: bytes, day: str
) -> tuple[Position | None, list[Problem]]:
    """The text of a position file, or every fault of it."""
    where = "standard input" if name == "-" else name
    if len(data) > files.LARGEST_FILE:
        message = f"has {len(data) / 1e6:.1f} MB; the limit is {files.LARGEST_FILE / 1e6:.0f} MB"
        return None, [Problem(where, 0, "", "", message, "split it")]
    file = files.File(_FILE, data)
    raw = read_toml(where, file)
    if raw.table is not None:
        raw = raw._replace(table={**_head(name, day), **raw.table})
    return _built(dossier, parse(where, file, raw))


def _built(dossier: Dossier, parsed: Parsed) -> tuple[Position | None, list[Problem]]:
    position, misfits = build_own(dossier, parsed.located, parsed.broken)
    problems = [*parsed.problems, *misfits]
    return (None, problems) if problems else (position, [])


def _of_sheet(
    dossier: Dossier, name: str, data: bytes, day: str, remarks: list[str]
) -> tuple[Position | None, list[Problem]]:
    """The text of a sheet with a row for each demand, or every fault of its cells."""
    draft = Draft(dossier)
    sheet = _sheet(name, data, draft.problems, remarks)
    found = matched(sheet._replace(name="demands"), {}, draft.problems)
    told = {field.name for field in found.fields.values() if field.record == "demand"}
    headings = ", ".join(words for _, words in columns(sheet))
    for missing in (field for field in _REQUIRED if field not in told):
        hint = f"a draft has the columns issue, ask and text (there are: {headings})"
        draft.problems.append(
            Problem(sheet.where, 1, "", "", f"there is no column {missing}", hint[:300])
        )
    if draft.problems:
        return None, draft.problems
    unread = [words for place, words in columns(sheet) if _is_apart(found.fields.get(place))]
    if unread:
        remarks.append(f"negpos: {sheet.where}: columns not read: {', '.join(unread)}")
    draft.tables[_FILE] = {**_head(name, day), "demand": []}
    draft.places[_FILE, "", 0] = Place(sheet.where, 1)
    rows.lay(
        draft, [_asked(draft, row, sheet.comma) for row in rows.read(draft, found)], dossier.issues
    )
    (parsed,) = draft.parsed("", positions=True)
    position, problems = _built(dossier, parsed)
    faults = [*draft.problems, *draft.told("", problems)]
    if faults or position is None:
        return None, faults
    own = tuple(demand._replace(file=sheet.where) for demand in position.demands)
    return position._replace(path=sheet.where, demands=own), []


_FILE = "positions/draft.toml"
"""Where it would stand if the dossier held it."""


def _is_apart(field: Field | None) -> bool:
    """Whether a column holds nothing of a demand."""
    return field is None or field.record != "demand"


def _asked(draft: Draft, row: rows.Row, comma: bool) -> rows.Asked:
    """The demand of a row stands in its text, but for its asks, which are given back."""
    told = row.of("demand")
    issue = _issue(draft, told.pop("issue", ""), row.place)
    asks: dict[str, str] = {
        name: text(told.pop(name)) for name in ("ask", "accepts") if name in told
    }
    told.setdefault("text", rows.term(draft, issue, asks))
    if issue:
        told["issue"] = issue
    demands = draft.tables[_FILE]["demand"]
    draft.places[_FILE, "demand", len(demands)] = row.place
    demands.append(told)
    return rows.Asked(_FILE, len(demands) - 1, issue, asks, row.place, comma)


def _sheet(name: str, data: bytes, problems: list[Problem], remarks: list[str]) -> Sheet:
    """The sheet of the demands of a file; DataError for one that cannot be read."""
    if name == "-":
        read = of_csv("standard input", data, problems, remarks)
        if read is None:
            raise DataError(tuple(problems))
        return read
    found = read_sheets(name)
    remarks += found.remarks
    return next((s for s in found.sheets if s.name == "demands"), found.sheets[0])


def _issue(draft: Draft, name: str, place: Place) -> str:
    """The issue that a cell names; empty, and a fault, for one that the dossier does not have."""
    if not name or (id_ := draft.find("issue", name)):
        return id_ if name else ""
    known = draft.names["issue"]
    close = nearest(fold(name), known, most=1)
    hint = f"did you mean {known[close[0]]}?" if close else "see: negpos list issues"
    draft.fault(place, draft.heading(place, "issue"), f"there is no issue {name!r}", hint)
    return ""
