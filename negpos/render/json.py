"""Plain data as JSON: UTF-8, two blanks a level, fields in the documented order."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from json.encoder import encode_basestring, encode_basestring_ascii
from math import isfinite
from typing import Any


def json(data: dict[str, Any]) -> Iterator[str]:
    """The data as one JSON object, in pieces: each is made when it is asked for, so that lists
    of a report may be made while they are written. Fractions keep six decimals; signs that do
    not print are told as ``\\uXXXX``."""
    before = "{"
    for name, part in data.items():
        yield f"{before}\n  {_quoted(name)}: "
        if isinstance(part, dict | str) or not isinstance(part, Iterable):
            yield _told(part, "  ")
        else:
            yield from _listed(part)
        before = ","
    yield "\n}\n" if data else "{}\n"


def items(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The rows as one JSON list, in pieces: each is made when it is asked for."""
    before = "["
    for row in rows:
        yield f"{before}\n  {_told(row, '  ')}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _listed(rows: Iterable[Any]) -> Iterator[str]:
    is_empty = True
    for row in rows:
        yield f"{'[' if is_empty else ','}\n    {_told(row, '    ')}"
        is_empty = False
    yield "[]" if is_empty else "\n  ]"


def _told(value: Any, margin: str) -> str:
    """A value that begins after this margin."""
    if (simple := _SIMPLE.get(value.__class__)) is not None:
        return simple(value)
    inner = margin + "  "
    if isinstance(value, dict):
        rows = [f"{_quoted(name)}: {_told(part, inner)}" for name, part in value.items()]
        signs = "{}"
    elif isinstance(value, Iterable):
        rows = [_told(part, inner) for part in value]
        signs = "[]"
    else:
        raise TypeError(f"no JSON for {value.__class__.__name__}")
    if not rows:
        return signs
    between = f",\n{inner}"
    return f"{signs[0]}\n{inner}{between.join(rows)}\n{margin}{signs[1]}"


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """A text in quotes; what does not print would reach a terminal as an order to it."""
    quoted = encode_basestring(text)
    if quoted.isprintable():
        return quoted
    return "".join([c if c.isprintable() else encode_basestring_ascii(c)[1:-1] for c in quoted])


def _figure(value: float) -> str:
    if not isfinite(value):
        raise ValueError("JSON has no figure for what is not finite")
    return repr(round(value, 6))


_SIMPLE: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    float: _figure,
    int: repr,
    bool: lambda value: "true" if value else "false",
    type(None): lambda value: "null",
}
