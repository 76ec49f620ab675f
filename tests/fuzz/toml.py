"""Plain values to TOML; the standard library only reads it."""

import re
from datetime import date, time
from math import isinf, isnan
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+").fullmatch


def dumped(table: dict[str, Any]) -> str:
    """The table as a file, arrays of tables last; a value that TOML cannot hold stands as told."""
    plain = {name: value for name, value in table.items() if not _is_array_of_tables(value)}
    parts = [f"{_key(name)} = {_value(value)}\n" for name, value in plain.items()]
    for name, rows in table.items():
        if name not in plain:
            for row in rows:
                parts.append(f"\n[[{_key(name)}]]\n")
                parts += [f"{_key(key)} = {_value(value)}\n" for key, value in row.items()]
    return "".join(parts)


def _is_array_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _key(name: str) -> str:
    return name if _BARE(name) else _text(name)


def _text(value: str) -> str:
    signs = [
        f"\\{c}" if c in '"\\' else c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}"
        for c in value
    ]
    return '"' + "".join(signs).encode("utf-8", "replace").decode() + '"'


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return (
            "nan"
            if isnan(value)
            else ("-inf" if value < 0 else "inf")
            if isinf(value)
            else repr(value)
        )
    if isinstance(value, int):
        return hex(value) if value > 10**4000 else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
