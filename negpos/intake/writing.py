"""The tables of a dossier as the text of its TOML files, in one layout; ``parse`` reads it back.

A table is what the standard reader makes of a file, so that what it gives can be written again:
days are dates, and a month or a year is text. Fields that are None are left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from negpos.days import uncounted, written
from negpos.scales import Region, Scale, whole

Table = Mapping[str, Any]

SCHEMAS = "https://raw.githubusercontent.com/negpos/negpos/main/docs/schemas"
"""Where editors find the schema of each kind of file; docs/schemas holds what is there."""

COMMENT = "#"
"""Of a table the field whose words stand above it as a comment."""

_ROWS = ("theme", "scale", "issue", "step", "party", "voice", "source", "demand")
"""Lists of tables that are written as [[…]]; others stand in one line each."""
_WIDE = 96
"""Signs of a line, beyond which a list of tables is written a row a line."""


def opening(kind: str) -> str:
    """The first line of a file of this kind, by which editors find its schema; to negpos it is a
    comment as any other."""
    return f"#:schema {SCHEMAS}/{kind}.json\n"


def text(table: Table) -> str:
    """A file whose tables are these."""
    return "\n".join(_blocks(table, "")) + "\n"


def table(header: str, fields: Table, *, notes: Mapping[str, str] | None = None) -> str:
    """A table of these fields, those that are None left out, with a remark behind some of them.
    Without a header it is the head of a file."""
    lines = [header] if header else []
    for name, value in fields.items():
        if value is not None:
            note = (notes or {}).get(name, "")
            *above, last = _field(name, value)
            lines += [*above, f"{last}{f'  # {note}' if note else ''}"]
    return "\n".join(lines) + "\n"


def appended(before: str, rows: Table) -> str:
    """The text of a file with these rows behind all that stands in it."""
    gap = "\n" * (2 - before.endswith("\n")) if before.strip() else ""
    return before + gap + text(rows)


def _blocks(table: Table, within: str) -> Iterator[str]:
    """The lines of a table: its comment, its own fields, then the tables in it."""
    yield from (f"# {line}" for line in str(table.get(COMMENT, "")).splitlines())
    if within:
        yield within
    name = within.strip("[]")
    path = f"{name}." if name else ""
    begun = bool(within)
    for key, value in table.items():
        if key != COMMENT and value is not None and not _has_tables(key, value):
            yield from _field(key, value)
            begun = True
    for key, value in table.items():
        if value is None or not _has_tables(key, value):
            continue
        rows = [value] if isinstance(value, Mapping) else value
        head = f"[{path}{key}]" if isinstance(value, Mapping) else f"[[{path}{key}]]"
        for row in rows:
            if begun and not path:
                yield ""
            yield from _blocks(row, head)
            begun = True


def _has_tables(key: str, value: Any) -> bool:
    """Whether a field is written as tables of its own below the others."""
    is_scale = key == "scale" and isinstance(value, Mapping)
    is_rows = key in _ROWS and isinstance(value, list) and bool(value)
    return is_scale or (is_rows and all(isinstance(row, Mapping) for row in value))


def _field(key: str, value: Any) -> Iterator[str]:
    line = f"{_key(key)} = {inline(value)}"
    if isinstance(value, list | tuple) and value and len(line) > _WIDE:
        yield f"{_key(key)} = ["
        yield from (f"  {inline(one)}," for one in value)
        yield "]"
    else:
        yield line


def inline(value: Any) -> str:
    """A value as it stands behind ``=``."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, date):
        return quoted(period) if (period := written(value)) else value.isoformat()
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        fields = ", ".join(
            f"{_key(k)} = {inline(v)}" for k, v in value.items() if v is not None and k != COMMENT
        )
        return f"{{ {fields} }}" if fields else "{}"
    return f"[{', '.join(inline(one) for one in value)}]"


def _number(value: float) -> str:
    """A figure without a fraction as a whole number, any other so that it is read back."""
    if value.is_integer() and abs(value) < 2**53:
        return inline(int(value))
    return repr(value)


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if is_bare else quoted(key)


def quoted(words: str) -> str:
    """A text in quotes, on one line, whatever signs it holds."""
    if words.isprintable() and '"' not in words and "\\" not in words:
        return f'"{words}"'
    return f'"{"".join(_ESCAPED.get(sign) or _shown(sign) for sign in words)}"'


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _shown(sign: str) -> str:
    """A sign as it is, or by its number where it could not be seen in the file."""
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


# A region of a scale, as a file writes it.


def ask(scale: Scale, region: Region | None) -> Any:
    """What a file says where this is asked for, the shortest; None for nothing. ``asks.region``
    makes the same region of it."""
    if region is None:
        return None
    if scale.kind == "nominal":
        options = _members(scale, region.low)
        if region.vague:
            return {"any_of": options, "vague": True}
        return options if len(options) != 1 else options[0]
    if scale.kind == "members":
        return _sets(scale, region)
    if region.about is not None:
        return {"about": region.about}
    if region.points:
        answers: list[Any] = [_end(scale, point) for point in region.points]
        return {"any_of": answers} | ({"vague": True} if region.vague else {})
    if region.low == region.high and not region.vague and not region.is_below:
        return _end(scale, region.low)
    return _stretch(scale, region)


def _members(scale: Scale, mask: float) -> list[str]:
    return [option.id for place, option in enumerate(scale.options) if int(mask) >> place & 1]


def _sets(scale: Scale, region: Region) -> Any:
    is_open = bool(scale.adds_up and region.low)
    top = whole(scale).high
    if not region.vague and region.high == (top if is_open else region.low):
        return _members(scale, region.low)
    told: dict[str, Any] = {"at_least": _members(scale, region.low)}
    if region.high != top:
        told["at_most"] = _members(scale, region.high)
    return told | ({"vague": True} if region.vague else {})


def _stretch(scale: Scale, region: Region) -> dict[str, Any]:
    """From one end to the other; an end of the scale itself is left out where the other is told."""
    told: dict[str, Any] = {}
    is_whole = (region.low, region.high) == (scale.low, scale.high)
    if region.low != scale.low or region.is_above or (is_whole and not region.is_below):
        told["above" if region.is_above else "min"] = _end(scale, region.low)
    if region.is_below and scale.kind == "date":  # only the day of a mark is left out
        told["before"] = next(mark.label for mark in scale.marks if mark.at == region.high)
    elif region.high != scale.high or region.is_below:
        told["below" if region.is_below else "max"] = _end(scale, region.high)
    return told | ({"vague": True} if region.vague else {})


def _end(scale: Scale, end: float) -> Any:
    if scale.kind == "ordinal":
        return scale.options[int(end)].id
    return day(uncounted(int(end), scale.step)) if scale.kind == "date" else end


def day(words: str) -> date | str:
    """A day as a date; a month or a year as the words that a file has in quotes."""
    return date.fromisoformat(words) if len(words) == 10 else words
