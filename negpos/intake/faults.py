"""What pydantic finds wrong with a record, told in the file's own words."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from negpos.days import read
from negpos.errors import UsageError
from negpos.names import nearest

_REGION = "an option, a number, a date, a list of options, or a region like { min = …, max = … }"
_LINK = 'a reference like "position-id#demand-id", or a list of them'
_STEPS = 'links like { step = "vote", how = "after", other = "ceasefire" }'
_STEPS += ", how one of after, with, in-return-for"
_ADDRESS = "an address that starts with http:// or https:// and has no blanks"
_LANGUAGE = 'a short code of a language, like "uk", "fr" or "zh-Hant"'
_EXPECTED_BY_FIELD = {
    "ask": _REGION,
    "accepts": _REGION,
    "names": "an answer of the scale, or a list of them",
    "restates": _LINK,
    "moves": _LINK,
    "withdraws": _LINK,
    "keeps": _LINK,
    "links": _STEPS,
    "fresh_for": 'a span of days, months or years, like "90d", "12m" or "2y"',
    "spellings": 'a list of lists, each of words that are one, like [["Kyiv", "Kiev"]]',
    "url": _ADDRESS,
    "archived": _ADDRESS,
    "language": _LANGUAGE,
    "lang": _LANGUAGE,
    "template": 'a template and its version, like "ceasefire.duration@1"',
    "scale": "the id of a [[scale]], or a table [issue.scale]",
}
_TEXTS = "the id of a position, or a list of them"
_EXPECTED_OF_A_POSITION = {
    "revises": _TEXTS,
    "includes": _TEXTS,
    "withdraws": _TEXTS,
    "endorses": "the id of one position",
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


class Fault(NamedTuple):
    """One fault of a record: the field, as a path, what is wrong, and what to do."""

    field: str
    message: str
    hint: str = ""
    is_unknown_field: bool = False


def faults(
    errors: Iterable[Any], row: Any, known: tuple[str, ...], within: str = ""
) -> list[Fault]:
    """One fault a field of these errors; ``known`` are the record's fields, ``within`` the
    field of a larger record in which this one stands."""
    found: dict[str, Fault] = {}
    for error in errors:
        where = [part for part in error["loc"] if isinstance(part, int | str)]
        field = str(where[0]) if where else ""
        if field not in found or error["type"] == "extra_forbidden":
            name = f"{within}.{field}" if within else field
            found[field] = _fault(error, field, name, row, known)
    return list(found.values())


def _fault(error: Any, field: str, name: str, row: Any, known: tuple[str, ...]) -> Fault:
    kind, context, place = error["type"], error.get("ctx", {}), error["loc"]
    if kind == "extra_forbidden" and len(place) == 1:
        hint = did_you_mean(field, known)
        return Fault(name, "there is no such field", hint, is_unknown_field=True)
    if kind == "missing" and len(place) == 1:
        return Fault(name, "the field is missing")
    if kind == "missing":
        return Fault(name, f"every entry needs {place[-1]} = …")
    given = row.get(field) if isinstance(row, dict) else row
    if kind == "extra_forbidden" and field not in _EXPECTED_BY_FIELD:
        return Fault(name, f"an entry has a field {str(place[-1])!r}, which is not known there")
    of_position = _EXPECTED_OF_A_POSITION if "revises" in known else {}
    expected = (_EXPECTED_BY_FIELD | of_position).get(field)
    expected = expected or _expected(kind, context, field)
    if kind == "extra_forbidden":
        expected += f"; {str(place[-1])!r} is not known there"
    hint = _one_of(given) if expected == _REGION else ""
    if kind == "literal_error" and isinstance(given, str):
        hint = did_you_mean(given, _choices(context))
    if kind == "date_type" and len(place) == 1:
        is_day = field in _DAYS or {"successor", "rank"} & set(known)
        expected += "" if is_day else _OR_PERIOD
        hint = _dated(given)
    return Fault(name, f"expected {expected}; got {shown(given)}", hint)


def _one_of(given: Any) -> str:
    """How to ask for one of several figures, where they stand in a list; else empty."""
    is_list = isinstance(given, list) and bool(given) and not any(isinstance(x, str) for x in given)
    return f"if one of these would do, write {{ any_of = {shown(given)} }}" if is_list else ""


_DAYS = ("accessed", "retracted")
"""Fields of a source that are days."""
_OR_PERIOD = ', or in quotes a month, "2025-12", or a year, "2025"'
_SEASON = re.compile(r"(?:.*\W)?(spring|summer|autumn|fall|winter)(?:\W.*)?", re.IGNORECASE)


def _dated(given: Any) -> str:
    """How to write the date that is meant; empty where one cannot tell."""
    if isinstance(given, int) and not isinstance(given, bool) and 1000 <= given <= 9999:
        return f'put a year in quotes: "{given}"'
    if not isinstance(given, str):
        return ""
    if _SEASON.fullmatch(given):
        return 'of a season write the last month that is meant, in quotes, like "2025-05"'
    try:
        first, last = read(given, "", is_start=True), read(given, "")
    except UsageError:
        return ""
    if first == last:
        return f"write it without quotes: {last}"
    return f'write "{last[:4] if first[5:7] != last[5:7] else last[:7]}"'


def choice(name: str, given: Any, choices: tuple[str, ...]) -> Fault:
    """A fault of a field that must be one of these words."""
    expected = f"expected one of {', '.join(choices)}; got {shown(given)}"
    return Fault(name, expected, did_you_mean(given, choices) if isinstance(given, str) else "")


def did_you_mean(word: str, choices: tuple[str, ...]) -> str:
    """A hint with the nearest choice, or nothing."""
    found = nearest(word, choices, most=1)
    return f"did you mean {found[0]}?" if found else ""


def _choices(context: dict[str, Any]) -> tuple[str, ...]:
    words = str(context.get("expected", "")).replace(" or ", ", ")
    return tuple(word.strip("'") for word in words.split(", ") if word)


def _expected(error: str, context: dict[str, Any], field: str) -> str:
    if error == "literal_error":
        return "one of " + ", ".join(_choices(context))
    if error == "string_too_long":
        return f"at most {context['max_length']} characters"
    if error == "too_short":
        return f"at least {context['min_length']} entries"
    if error == "too_long":
        return f"at most {context['max_length']} entries"
    if error in ("greater_than_equal", "less_than_equal"):
        return "a whole number from 1 to 99" if field == "phase" else "a whole number from 0 to 100"
    if error == "string_pattern_mismatch":
        if field == "issue" or "\\." in context["pattern"]:
            return "an id like theme.issue"
        return "an id of small letters, digits and hyphens"
    return _EXPECTED_BY_ERROR.get(error, "another kind of value")


def shown(value: Any, depth: int = 0) -> str:
    """A value as it would stand in the file, cut to a length that fits a message."""
    words = _toml(value, depth)
    return words if len(words) <= 60 else words[:57] + "…"


def _toml(value: Any, depth: int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of very many digits"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        if depth > 2:
            return "[…]"
        return "[" + ", ".join(_toml(part, depth + 1) for part in value[:20]) + "]"
    if isinstance(value, dict):
        if depth > 2:
            return "{…}"
        parts = [f"{key} = {_toml(part, depth + 1)}" for key, part in list(value.items())[:20]]
        return "{ " + ", ".join(parts) + " }" if parts else "{}"
    return str(value)
