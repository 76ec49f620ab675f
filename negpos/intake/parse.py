"""One file's bytes to records: TOML, then each record by itself, every fault a Problem."""

import re
from datetime import date
from typing import Any, NamedTuple

import tomli
from pydantic import BaseModel, ValidationError

from negpos.errors import Problem
from negpos.intake import records
from negpos.intake.faults import Fault, choice, faults
from negpos.intake.files import File
from negpos.intake.lines import Where, excess, where
from negpos.intake.slips import slip
from negpos.names import fold

ANY = "*"
"""In ``Parsed.broken``: some id, one cannot tell which."""

_ARRAYS: dict[str, dict[str, type[records.Record]]] = {
    "dossier": {},
    "parties": {"party": records.Party},
    "issues": {
        "theme": records.Theme,
        "scale": records.OrdinalScale,
        "issue": records.Issue,
        "step": records.Step,
    },
    "sources": {"source": records.Source},
    "position": {"demand": records.Demand},
}
_HEADS: dict[str, type[records.Record]] = {
    "dossier": records.Dossier,
    "position": records.Position,
}
_SCALES: dict[str, type[records.Record]] = {
    "ordinal": records.OrdinalScale,
    "quantity": records.QuantityScale,
    "date": records.DateScale,
    "members": records.MembersScale,
    "nominal": records.NominalScale,
}


class Located(NamedTuple):
    """A record and where it stands; not whole if it only stands in for one with faults."""

    path: str
    kind: str
    place: int
    lines: Where
    record: Any
    is_whole: bool = True

    def line(self, key: str = "") -> int:
        """The line of a field, or of the record where the field does not stand."""
        return self.lines.of(self.kind, self.place, key)

    def name(self) -> str:
        """How a message names the record."""
        named = {key: getattr(self.record, key, None) for key in ("id", "point")}
        return _name(self.kind, self.place, named)


class Parsed(NamedTuple):
    """The records of one file, their faults, and the (kind, id) of each record left out."""

    located: list[Located]
    problems: list[Problem]
    broken: set[tuple[str, str]]


def lost(kind: str) -> set[tuple[str, str]]:
    """The (kind, any id) of the records that an unreadable file of this kind would hold."""
    return {(kind, ANY), *((name, ANY) for name in _ARRAYS[kind])}


def _name(kind: str, place: int, raw: Any) -> str:
    """``demand 6`` by its point, ``party russia`` by its id, else ``demand no. 3``."""
    if not kind:
        return ""
    for key in ("point", "id"):
        if isinstance(raw, dict) and isinstance(raw.get(key), str) and raw[key]:
            return f"{kind} {raw[key][:40]}"
    return f"{kind} no. {place + 1}"


class Raw(NamedTuple):
    """The TOML of one file, before anything is known of its records; None if it is no TOML."""

    table: dict[str, Any] | None
    lines: Where
    problems: list[Problem]


def parse(path: str, file: File, raw: Raw) -> Parsed:
    """The records of one file, head first; a record with faults never hides another."""
    table, lines, problems = raw.table, raw.lines, list(raw.problems)
    if table is None:
        return Parsed([], problems, lost(file.kind))
    table = dict(table)
    found: list[Located] = []
    broken: set[tuple[str, str]] = set()
    arrays = _ARRAYS[file.kind]
    rows_of = {name: table.pop(name, []) for name in arrays}

    def tell(kind: str, place: int, row: Any, told: list[Fault]) -> None:
        name = _name(kind, place, row)
        for fault in told:
            key = fault.field.partition(".")[0].partition(" ")[0]
            line = lines.of(kind, place, fault.field)
            if not kind and (key, 0) in lines.tables:
                line = lines.of(key, 0)
            problems.append(Problem(path, line, name, fault.field, fault.message, fault.hint))

    if file.kind in _HEADS:
        record, told = _validated(_HEADS[file.kind], table)
        tell("", 0, table, told)
        if told:
            broken.add((file.kind, ANY))
            if _has_unknown_tables(table, told):
                broken |= lost(file.kind)
            if file.kind == "position":
                record = _stand_in(path, table, told)
        if record is not None:
            found.append(Located(path, "", 0, lines, record, is_whole=not told))
    elif table:
        expected = " and ".join(f"[[{name}]]" for name in rows_of)
        tell("", 0, table, [Fault(key, f"expected only {expected}") for key in table])
        broken |= lost(file.kind)
    for name, model in arrays.items():
        rows = rows_of[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            tell("", 0, None, [Fault(name, f"expected tables that start with [[{name}]]")])
            broken.add((name, ANY))
            continue
        for place, row in enumerate(rows):
            record, told = _validated(model, row)
            tell(name, place, row, told)
            if record is not None:
                found.append(Located(path, name, place, lines, record))
            else:
                broken |= _missing(name, row, told)
    return Parsed(found, problems, broken)


def _missing(kind: str, row: dict[str, Any], told: list[Fault]) -> set[tuple[str, str]]:
    """What is not there since this record is faulty, also under an id that was meant."""
    own = row.get("id")
    if not isinstance(own, str) or kind == "demand":
        return {(kind, ANY)}
    is_faulty = any(fault.field == "id" for fault in told)
    return {(kind, own), *([(kind, like(own))] if is_faulty else [])}


def like(id_: str) -> str:
    """What a faulty id has in common with the one that was meant, in ``Parsed.broken``."""
    return f"~{''.join(sign for sign in fold(id_) if sign.isalnum())}"


def _has_unknown_tables(table: dict[str, Any], told: list[Fault]) -> bool:
    """Whether an unknown field may be a misspelt [[…]], whose records are then missing."""
    return any(fault.is_unknown_field and isinstance(table[fault.field], list) for fault in told)


def _stand_in(path: str, table: dict[str, Any], told: list[Fault]) -> Any:
    """A position without its faulty fields, so that its demands can still be checked."""
    faulty = {fault.field for fault in told}
    sound = {key: value for key, value in table.items() if key not in faulty}
    stem = path.rsplit("/", 1)[-1].removesuffix(".toml")
    placeholders = {
        "id": "-".join(re.findall(r"[a-z0-9]+", stem.lower()))[:60] or "unnamed",
        "title": "unnamed",
        "date": date.min,
        "status": "statement",
        "attribution": "official",
        "form": "text",
    }
    return _validated(records.Position, placeholders | sound)[0]


def read_toml(path: str, file: File) -> Raw:
    """The table of a file and where everything in it stands, or the problem that it has."""
    nothing = Where({})
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        return Raw(
            None, nothing, [Problem(path, line, "", "", "is not UTF-8 text", "save it as UTF-8")]
        )
    if text.startswith("\ufeff"):
        hint = "save it as UTF-8 without one"
        return Raw(None, nothing, [Problem(path, 1, "", "", "starts with a byte order mark", hint)])
    text = text.replace("\r\n", "\n")
    if found := excess(text):
        return Raw(None, nothing, [Problem(path, found.line, "", "", found.message, found.hint)])
    try:
        table = tomli.loads(text)
        return Raw(table, where(text, table), [])
    except tomli.TOMLDecodeError as error:
        message, line, hint = _syntax(str(error), text)
        return Raw(None, nothing, [Problem(path, line, "", "", f"is not TOML: {message}", hint)])
    except ValueError:
        return Raw(None, nothing, [Problem(path, 0, "", "", "holds a number or date out of range")])
    except RecursionError:
        return Raw(None, nothing, [Problem(path, 0, "", "", "is nested too deeply")])


def _syntax(message: str, text: str) -> tuple[str, int, str]:
    """What is wrong, the line, and what to do: the slip by its name, else the reader's words
    without its position."""
    words, _, where = message.partition(" (at ")
    if where.startswith("line "):
        line = int(where.removeprefix("line ").partition(",")[0])
    else:
        line = text.rstrip("\n").count("\n") + 1
    at_fault = text.split("\n")[line - 1]
    is_open = not where.startswith("line ") and any(quotes in text for quotes in ('"""', "'''"))
    if len(at_fault) <= _LONGEST_SLIP and not is_open and (found := slip(at_fault)):
        return found.message, line, found.hint
    return words[:1].lower() + words[1:], line, "see the examples written by: negpos new DIR"


_LONGEST_SLIP = 2_000
"""Signs of a line in which a slip is looked for."""


def _validated(model: type[BaseModel], row: Any) -> tuple[Any, list[Fault]]:
    """The record, or None and its faults; a scale is held against the model of its kind."""
    if model is records.OrdinalScale:
        return _scale(row, "")
    if model is records.Issue and isinstance(row.get("scale"), dict):
        scale, told = _scale(row["scale"], "scale")
        record, others = _checked(model, {**row, "scale": "placeholder"})
        if scale is None or record is None:
            return None, others + told
        return record.model_copy(update={"scale": scale}), []
    voices = row.get("voice") if model is records.Party else None
    if isinstance(voices, list) and all(isinstance(voice, dict) for voice in voices):
        return _party(row, voices)
    return _checked(model, row)


def _party(row: dict[str, Any], voices: list[dict[str, Any]]) -> tuple[Any, list[Fault]]:
    """A party and its voices, each held against a record of its own."""
    record, told = _checked(records.Party, {**row, "voice": []})
    checked = [_checked(records.Voice, v, f"voice {n}") for n, v in enumerate(voices, start=1)]
    told = told + [fault for _, own in checked for fault in own]
    if record is None or told:
        return None, told
    return record.model_copy(update={"voice": [voice for voice, _ in checked]}), []


def _scale(row: dict[str, Any], within: str) -> tuple[Any, list[Fault]]:
    kind = row.get("kind")
    if isinstance(kind, str) and kind in _SCALES:
        return _checked(_SCALES[kind], row, within)
    name = f"{within}.kind" if within else "kind"
    if "kind" not in row:
        return None, [Fault(name, "the field is missing")]
    return None, [choice(name, kind, tuple(_SCALES))]


def _checked(model: type[BaseModel], row: Any, within: str = "") -> tuple[Any, list[Fault]]:
    try:
        return model.model_validate(row), []
    except ValidationError as error:
        known = tuple(field.alias or name for name, field in model.model_fields.items())
        return None, faults(error.errors(include_url=False), row, known, within)
    except RecursionError:
        return None, [Fault("", "is nested too deeply")]
