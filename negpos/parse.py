"""One file's bytes to records: TOML, then each record by itself, every fault a Problem."""

import tomllib
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from negpos import records
from negpos.errors import Problem
from negpos.files import File
from negpos.lines import Lines, locate
from negpos.names import nearest

R = TypeVar("R", bound=records.Record)

_ARRAYS: dict[str, tuple[tuple[str, Any], ...]] = {
    "dossier": (),
    "parties": (("party", records.Party),),
    "issues": (("theme", records.Theme), ("scale", records.Scale), ("issue", records.Issue)),
    "sources": (("source", records.Source),),
    "position": (("demand", records.Demand),),
}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(model) for arrays in _ARRAYS.values() for name, model in arrays
}
_FIELDS = {
    name: tuple(model.model_fields) if hasattr(model, "model_fields") else ()
    for arrays in _ARRAYS.values()
    for name, model in arrays
}
_HEADS: dict[str, type[records.Record]] = {
    "dossier": records.Dossier,
    "position": records.Position,
}

_EXPECTED_BY_FIELD = {
    "ask": "an option, a number, a list of options, or a region like { min = …, max = … }",
    "accepts": "an option, a number, a list of options, or a region like { min = …, max = … }",
    "restates": 'a reference like "position-id#demand-id", or a list of them',
    "moves": 'a reference like "position-id#demand-id", or a list of them',
    "withdraws": 'a reference like "position-id#demand-id", or a list of them',
    "keeps": 'a reference like "position-id#demand-id", or a list of them',
    "url": "an address that starts with http:// or https://",
}
_EXPECTED_BY_ERROR = {
    "string_type": "text in quotes",
    "date_type": "a date like 2025-12-02, without quotes and without a time",
    "date_from_datetime_inexact": "a date like 2025-12-02, without a time",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list in square brackets",
    "model_type": "a table like { … = … }",
    "model_attributes_type": "a table like { … = … }",
    "string_too_short": "text that is not empty",
}


ANY = "*"
"""In ``Parsed.broken``: some id, one cannot tell which."""


class Located(NamedTuple):
    """A record and where it stands; not whole if it only stands in for one with faults."""

    path: str
    kind: str
    place: int
    lines: Lines
    record: Any
    is_whole: bool = True

    def line(self, key: str = "") -> int:
        """The line of a field, or of the record where the field does not stand."""
        return self.lines.of(self.kind, self.place, key)

    def name(self) -> str:
        """How a message names the record."""
        return _name(self.kind, self.place, {"id": getattr(self.record, "id", None)} | _point(self))


class Parsed(NamedTuple):
    """The records of one file, their faults, and the (kind, id) of each record left out."""

    located: list[Located]
    problems: list[Problem]
    broken: set[tuple[str, str]]


def lost(kind: str) -> set[tuple[str, str]]:
    """The (kind, any id) of the records that an unreadable file of this kind would hold."""
    return {(kind, ANY), *((name, ANY) for name, _ in _ARRAYS[kind])}


def _point(located: Located) -> dict[str, Any]:
    return {"point": getattr(located.record, "point", None)}


def _name(kind: str, place: int, raw: Any) -> str:
    """``demand 6`` by its point, ``party russia`` by its id, else ``demand no. 3``."""
    if not kind:
        return ""
    for key in ("point", "id"):
        if isinstance(raw, dict) and isinstance(raw.get(key), str) and raw[key]:
            return f"{kind} {raw[key]}"
    return f"{kind} no. {place + 1}"


def parse(path: str, file: File) -> Parsed:
    """The records of one file, head first; a record with faults never hides another."""
    table, lines, problems = _read(path, file)
    if table is None:
        return Parsed([], problems, lost(file.kind))
    found: list[Located] = []
    broken: set[tuple[str, str]] = set()
    arrays = _ARRAYS[file.kind]
    raw_arrays = {name: table.pop(name, []) for name, _ in arrays}
    head = _HEADS.get(file.kind)
    if head is not None:
        record, faults = _validated(head, table)
        problems += [_problem(path, "", 0, lines, table, fault) for fault in faults]
        is_whole = record is not None
        if head is records.Position and not is_whole:
            record = _stand_in(path, table, faults)
            broken.add((file.kind, ANY))
        if record is not None:
            found.append(Located(path, "", 0, lines, record, is_whole))
    elif table:
        for key in table:
            expected = " and ".join(f"[[{name}]]" for name in raw_arrays)
            line = lines.of("", 0, key) if ("", 0, key) in lines.keys else lines.of(key, 0)
            problems.append(Problem(path, line, "", key, f"expected only {expected}"))
    for name, _ in arrays:
        rows = raw_arrays[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            line = lines.keys.get(("", 0, name)) or lines.of(name, 0)
            message = f"expected tables that start with [[{name}]]"
            problems.append(Problem(path, line, "", name, message))
            broken.add((name, ANY))
            continue
        for place, row in enumerate(rows):
            record, faults = _validated(_ADAPTERS[name], row)
            problems += [_problem(path, name, place, lines, row, fault) for fault in faults]
            if record is not None:
                found.append(Located(path, name, place, lines, record))
            else:
                own = row.get("id")
                broken.add((name, own if isinstance(own, str) and name != "demand" else ANY))
    return Parsed(found, problems, broken)


def _stand_in(path: str, table: dict[str, Any], faults: list[dict[str, Any]]) -> Any:
    """A position without its faulty fields, so that its demands can still be checked."""
    faulty = {fault["key"] for fault in faults}
    sound = {key: value for key, value in table.items() if key not in faulty}
    stem = path.rsplit("/", 1)[-1].removesuffix(".toml")
    placeholders = {
        "id": stem,
        "title": stem,
        "date": date.min,
        "status": "statement",
        "attribution": "official",
        "form": "text",
    }
    return _validated(records.Position, placeholders | sound)[0]


def _read(path: str, file: File) -> tuple[dict[str, Any] | None, Lines, list[Problem]]:
    nothing = Lines({}, {})
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        return None, nothing, [Problem(path, line, "", "", "is not UTF-8 text", "save it as UTF-8")]
    if text.startswith("\ufeff"):
        hint = "save it as UTF-8 without one"
        return None, nothing, [Problem(path, 1, "", "", "starts with a byte order mark", hint)]
    text = text.replace("\r\n", "\n")
    try:
        return tomllib.loads(text), locate(text), []
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax(str(error), text)
        hint = "see the examples written by: negpos new DIR"
        return None, nothing, [Problem(path, line, "", "", f"is not TOML: {message}", hint)]
    except ValueError:
        return None, nothing, [Problem(path, 0, "", "", "holds a number or date out of range")]
    except RecursionError:
        return None, nothing, [Problem(path, 0, "", "", "is nested too deeply")]


def _syntax(message: str, text: str) -> tuple[str, int]:
    """The reader's words without its position, and the line."""
    words, _, where = message.partition(" (at ")
    if where.startswith("line "):
        line = int(where.removeprefix("line ").partition(",")[0])
    else:
        line = text.rstrip("\n").count("\n") + 1
    return words[:1].lower() + words[1:], line


def _validated(model: Any, row: Any) -> tuple[Any, list[dict[str, Any]]]:
    try:
        if isinstance(model, TypeAdapter):
            return model.validate_python(row), []
        return model.model_validate(row), []
    except ValidationError as error:
        faults: dict[str, dict[str, Any]] = {}
        for fault in error.errors(include_url=False):
            where = [part for part in fault["loc"] if isinstance(part, int | str)]
            key = str(where[0]) if where else ""
            if model is _ADAPTERS.get("scale") and len(where) > 1:
                key = str(where[1])
            if key not in faults or fault["type"] == "extra_forbidden":
                faults[key] = {**fault, "key": key}
        return None, list(faults.values())


def _problem(
    path: str, kind: str, place: int, lines: Lines, row: Any, fault: dict[str, Any]
) -> Problem:
    key = fault["key"]
    line = lines.of(kind, place, key)
    record = _name(kind, place, row)
    error, context = fault["type"], fault.get("ctx", {})
    given = row.get(key) if isinstance(row, dict) else None
    if error == "extra_forbidden" and len(fault["loc"]) == 1:
        known = _FIELDS.get(kind) or tuple(_HEADS[_kind_of(kind, path)].model_fields)
        return Problem(path, line, record, key, "there is no such field", _did_you_mean(key, known))
    if error == "missing" and len(fault["loc"]) == 1:
        return Problem(path, line, record, key, "the field is missing")
    if error == "missing":
        inner = fault["loc"][-1]
        return Problem(path, line, record, key, f"every entry needs {inner} = …")
    expected = _EXPECTED_BY_FIELD.get(key) or _expected(error, context, key)
    hint = ""
    if error == "literal_error" and isinstance(given, str):
        hint = _did_you_mean(given, tuple(_choices(context)))
    if error == "extra_forbidden":
        expected = f"{expected}; {fault['loc'][-1]!r} is not known there"
    return Problem(path, line, record, key, f"expected {expected}; got {_shown(given)}", hint)


def _kind_of(kind: str, path: str) -> str:
    return "dossier" if not kind and path.endswith("dossier.toml") else "position"


def _choices(context: dict[str, Any]) -> list[str]:
    words = str(context.get("expected", "")).replace(" or ", ", ")
    return [word.strip("'") for word in words.split(", ") if word]


def _expected(error: str, context: dict[str, Any], key: str) -> str:
    if error == "literal_error":
        return "one of " + ", ".join(_choices(context))
    if error in ("union_tag_invalid", "union_tag_not_found"):
        return "the id of a [[scale]], or a kind of ordinal, quantity, members or nominal"
    if error == "string_too_long":
        return f"at most {context['max_length']} characters"
    if error == "too_short":
        return f"at least {context['min_length']} entries"
    if error == "too_long":
        return f"at most {context['max_length']} entries"
    if error in ("greater_than_equal", "less_than_equal"):
        return "a whole number from 0 to 100"
    if error == "string_pattern_mismatch":
        if key == "issue" or "\\." in context["pattern"]:
            return "an id like theme.issue"
        return "an id of small letters, digits and hyphens"
    return _EXPECTED_BY_ERROR.get(error, "another kind of value")


def _shown(value: Any) -> str:
    """A value as it would stand in the file, cut to a length that fits a message."""
    words = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        words = words.lower()
    return words if len(words) <= 60 else words[:57] + "…"


def _did_you_mean(word: str, choices: tuple[str, ...]) -> str:
    found = nearest(word, choices)
    return f"did you mean {found[0]}?" if found else ""
