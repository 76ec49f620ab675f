"""The slips that people make in TOML, each by its name and with what to write instead."""

import re
from collections.abc import Callable
from typing import NamedTuple


class Slip(NamedTuple):
    """What is wrong with a line, and what to do."""

    message: str
    hint: str


_CURLY = "“”„‟«»‘’‚‛"
_LONGEST = 60


def slip(line: str) -> Slip | None:
    """The slip in a line that is no TOML, the likeliest of several; None for one that is not
    known."""
    bare = _without_texts(line)
    for found in _SLIPS:
        if told := found(line, bare):
            return told
    return None


def _without_texts(line: str) -> str:
    """The line without its remark and without what stands in straight quotes."""
    return re.sub(r"""("(?:\\.|[^"\\])*"|'[^']*')|#.*""", lambda m: '""' if m[1] else "", line)


def _value(bare: str) -> str:
    return bare.partition("=")[2].strip()


def _curly(_line: str, bare: str) -> Slip | None:
    """Quotes as word processors set them."""
    found = [sign for sign in bare if sign in _CURLY]
    if not found:
        return None
    return Slip(f"{found[0]} is no quote here", 'write straight quotes: "…"')


def _colon(line: str, bare: str) -> Slip | None:
    """A colon in place of the equals sign."""
    if not (key := re.match(r"\s*([\w-]+)\s*:", bare)):
        return None
    rest = line.partition(":")[2].strip()
    return Slip("a colon stands where = belongs", f"write {_short(f'{key[1]} = {rest}')}")


def _header(_line: str, bare: str) -> Slip | None:
    """A heading of a table whose brackets do not match."""
    found = re.fullmatch(r"\s*\[+\s*([\w.-]*)\s*\]*\s*", bare)
    if not found or "=" in bare or re.fullmatch(r"\s*(\[[^\[\]]+\]|\[\[[^\[\]]+\]\])\s*", bare):
        return None
    name = found[1]
    told = f"[{name}]" if "." in name else f"[[{name or 'demand'}]]"
    return Slip("the brackets of the heading do not match", f"write {told}")


def _open_quote(line: str, bare: str) -> Slip | None:
    """A text whose closing quote is missing."""
    if bare.replace('""', "").count('"') % 2 == 0:
        return None
    if "\\" in bare:
        return Slip("a backslash stands in a text", "write it twice, or put the text in '…'")
    return Slip("a quote is not closed", 'end the text with " on the same line')


def _quote_inside(line: str, bare: str) -> Slip | None:
    """Quotes inside a text, which end it."""
    if not re.match(r'""\s*[^\s"\],}#]', _value(bare)):
        return None
    is_double = '"' in line.partition("=")[2].strip()[:1]
    return Slip("a quote inside the text ends it", r"write \" for it" if is_double else 'write "…"')


_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}([., '’\u00a0\u202f])\d{3}(?:\1\d{3})*(?![\w.,])")


def _grouped(_line: str, bare: str) -> Slip | None:
    """A figure with its thousands set apart."""
    found = _GROUPED.search(bare)
    if not found or (found[1] == "." and found[0].count(".") < 2):
        return None
    if found[1] == "," and "[" in _value(bare)[:1]:
        return None
    figure = re.sub(r"\D", "_", found[0])
    return Slip(f"{found[0]} is no figure here", f"write {figure}")


def _decimal_comma(_line: str, bare: str) -> Slip | None:
    """A comma in place of the decimal point."""
    found = re.fullmatch(r"(-?\d+),(\d+)", _value(bare))
    if not found:
        return None
    return Slip(f"{found[0]} is no figure here", f"write a point: {found[1]}.{found[2]}")


_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_INNER_MONTH = re.compile(r"= *(\d{4})-(\d{1,2}) *[,}\]]")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_OTHER_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


def _date(_line: str, bare: str) -> Slip | None:
    """A date in another order or without leading zeros, or a month out of quotes."""
    value = _value(bare)
    if found := _MONTH.fullmatch(value) or _INNER_MONTH.search(value):
        month = found[0].strip("= ,}]")
        told = f'"{found[1]}-{int(found[2]):02}"'
        return Slip(f"{month} stands in no quotes", f"write a month in quotes: {told}")
    if day := _DAY.fullmatch(value):
        year, month, number = day.groups()
        told = f"{year}-{int(month):02}-{int(number):02}"
        return None if told == value else Slip(f"{value} is no date here", f"write {told}")
    if other := _OTHER_DAY.fullmatch(value):
        first, second, year = other[1], other[3], other[4]
        return Slip(
            f"{value} is no date here",
            f"write the year first: {year}-{int(second):02}-{int(first):02}"
            + (f", or {year}-{int(first):02}-{int(second):02}" if int(second) < 13 else ""),
        )
    return None


def _unit(_line: str, bare: str) -> Slip | None:
    """A figure with its unit, or a range, out of quotes."""
    value = _value(bare)
    if re.fullmatch(r"[-+]?[\d_.]+\s*(?:%|[^\W\d_]+|[€$£])", value):
        hint = "write the figure alone, in the unit of its scale"
        return Slip(f"{value} is no figure here", hint)
    if found := re.fullmatch(r"(>=?|<=?|[≥≤])\s*([\d_.]+)", value):
        end = {">": "above", ">=": "min", "≥": "min", "<": "below"}.get(found[1], "max")
        return Slip(f"{found[1]} is no sign here", f"write {{ {end} = {found[2]} }}")
    if found := re.fullmatch(r"[–—−]([\d_.]+)", value):
        return Slip(f"{value[0]} is no minus here", f"write -{found[1]}")
    if re.fullmatch(r"0\d+", value):
        return Slip("a figure begins with 0", f"write {value.lstrip('0') or 0}")
    return None


_FLAGS = {"yes": "true", "no": "false", "True": "true", "False": "false", "TRUE": "true"}


def _word(line: str, bare: str) -> Slip | None:
    """A text that stands in no quotes."""
    value = _value(bare)
    if flag := {**_FLAGS, "FALSE": "false", "Yes": "true", "No": "false"}.get(value):
        return Slip(f"{value} is no flag here", f"write {flag}")
    if not re.match(r"[^\W\d_]", value) or value in ("true", "false"):
        return None
    text = line.partition("=")[2].partition("#")[0].strip()
    return Slip("a text stands in no quotes", f"write {_short(_quoted(text))}")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _nothing(_line: str, bare: str) -> Slip | None:
    """A key without a value."""
    if not re.fullmatch(r"\s*[\w-]+\s*=\s*", bare):
        return None
    return Slip("the value is missing", "write one, or leave the line out")


def _comma(_line: str, bare: str) -> Slip | None:
    """A comma at the end of a line, as JSON has it, or none between two entries."""
    value = _value(bare)
    if value.endswith(",") and value[:1] not in "[{":
        return Slip("a comma ends the line", "leave it out")
    if re.search(r'""\s+""', value) or re.search(r'[\w"]\s+[\w-]+\s*=', value):
        return Slip("a comma is missing between two entries", "part them with one")
    return None


def _no_equals(line: str, bare: str) -> Slip | None:
    """A key and a value with nothing between."""
    found = re.fullmatch(r"\s*([\w-]+)\s+\"\"\s*", bare)
    if not found:
        return None
    rest = line.strip()[len(found[1]) :].strip()
    return Slip("= is missing", f"write {_short(f'{found[1]} = {rest}')}")


def _short(words: str) -> str:
    """Words that fit a hint."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


_SLIPS: tuple[Callable[[str, str], Slip | None], ...] = (
    _curly,
    _header,
    _colon,
    _open_quote,
    _quote_inside,
    _nothing,
    _date,
    _unit,
    _grouped,
    _decimal_comma,
    _word,
    _comma,
    _no_equals,
)
"""Each told by what it finds, the first that does wins."""
