"""Where in a TOML text each table and key stands; the standard reader does not tell."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]#]*)\]\]?\s*(?:#.*)?$")
_ARRAY = re.compile(r"\n\[\[([A-Za-z0-9_-]+)\]\][ \t]*(?:#.*)?(?=\n|\Z)")
_BRACKET = re.compile(r"\n[ \t]*\[")
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\])*+"|'[^']*+')"""
_KEY = re.compile(rf"^\s*+({_PART})\s*+(?:\.\s*+{_PART}\s*+)*+=")
_END = {'"""': re.compile(r'\\.|"{3,5}'), "'''": re.compile(r"'{3,5}")}
"""What ends a multi-line string, or is escaped in it; quotes may stand before the end."""
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*+"?|\'[^\']*+\'?|#.*|[\[{]|[\]}]')

_BARE = r"[A-Za-z0-9_-]++"
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
)
_WORD = re.compile(rf"(?P<part>{_BARE}|{_STRING})|(?P<dot>\.)|(?P<blank>[ \t]++)|#[^\n]*+|.", re.S)
_MOST_PARTS = 8
"""Of a key. A dossier needs two, as in ``issue.scale``."""
_LONGEST_LINE = 100_000
"""Signs. No line that a person wrote is as long."""


class Excess(NamedTuple):
    """A line for which the standard reader would take time or memory out of all proportion to
    the size of the file, what is too much in it, and what to do."""

    line: int
    message: str
    hint: str


def excess(text: str) -> Excess | None:
    """What must keep this text from the standard reader; None if nothing does.

    Its work grows with the square of the parts of a dotted key, and a number or a text of
    millions of signs costs it a hundred times their size.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE:
            message = f"the line has {len(line):,} signs; the limit is {_LONGEST_LINE:,}"
            return Excess(number, message, "break it into lines")
    has_dots = any(line.count(".") >= _MOST_PARTS for line in lines)
    if has_dots and (place := _deep_key(text)):
        message = f"holds a key of more than {_MOST_PARTS} parts with dots between them"
        hint = "a dossier needs two at most, like issue.scale; put text in quotes"
        return Excess(place, message, hint)
    return None


def _deep_key(text: str) -> int:
    """The line of the first key of too many dotted parts, 0 if there is none."""
    dots, last = 0, ""
    for word in _WORD.finditer(text):
        kind = word.lastgroup
        if kind == "part" and last != "dot":
            dots = 0
        elif kind == "dot" and last == "part":
            dots += 1
            if dots >= _MOST_PARTS:
                return text.count("\n", 0, word.start()) + 1
        if kind != "blank":
            last = kind or ""
    return 0


class Lines(NamedTuple):
    """Line numbers (from 1) of tables, as (array name, place in it), and of keys in them."""

    tables: dict[tuple[str, int], int]
    keys: dict[tuple[str, int, str], int]

    def of(self, table: str, place: int, key: str = "") -> int:
        """The line of a key, or of its table where the key does not stand; 0 if unknown. Of
        ``voice 2.rank`` the line, or that of the second ``voice``, or of all of them."""
        names = (key, key.partition(".")[0], key.partition(" ")[0])
        lines = (self.keys.get((table, place, name)) for name in names)
        found = next(filter(None, lines), 0)
        return found or self.tables.get((table, place), 1 if not table else 0)


class Where:
    """Where in a text its tables stand, known at once, and its keys, looked for when the line of
    one is asked for: a file without faults needs none."""

    def __init__(self, tables: dict[tuple[str, int], int], text: str = "") -> None:
        self.tables = tables
        self._text = text

    def of(self, table: str, place: int, key: str = "") -> int:
        """The line of a key, or of its table, as ``Lines`` tells it."""
        if key and self._text:
            return locate(self._text).of(table, place, key)
        return self.tables.get((table, place), 1 if not table else 0)


def where(text: str, table: Mapping[str, Any]) -> Where:
    """Where all stands in this text, whose ``table`` the standard reader found."""
    tables = {("", 0): 1}
    counts: dict[str, int] = {}
    text_below = f"\n{text}"
    line, at = 0, 0
    for header in _ARRAY.finditer(text_below):
        name = header[1]
        line, at = line + text_below.count("\n", at, header.start() + 1), header.start() + 1
        tables[name, counts.setdefault(name, 0)] = line
        counts[name] += 1
    # a header in a text of several lines, or one written in another way, makes a difference
    has_lines = '"""' in text or "'''" in text
    is_plain = (
        not has_lines
        and len(_BRACKET.findall(text_below)) == sum(counts.values())
        and all(
            isinstance(table.get(name), list) and len(table[name]) == n
            for name, n in counts.items()
        )
    )
    return Where(tables if is_plain else locate(text).tables, text)


@lru_cache(maxsize=1)
def locate(text: str) -> Lines:
    """The lines of every table and key; keys above the first table belong to table ``""``."""
    tables: dict[tuple[str, int], int] = {("", 0): 1}
    keys: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = {}
    nth: dict[tuple[str, int, str], int] = {}
    here: tuple[str, int] = ("", 0)
    inside = ""
    below = ""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if not inside and depth == 0:
            if header := _HEADER.match(line):
                name = header[2].strip("\"' \t")
                if header[1] == "[[" and "." not in name:
                    here, below = (name, counts.get(name, 0)), ""
                    counts[name] = here[1] + 1
                    tables[here] = number
                else:
                    parent, _, below = name.partition(".")
                    here = (parent, max(counts.get(parent, 1) - 1, 0))
                    tables.setdefault(here, number)
                    keys.setdefault((*here, below), number)
                    if header[1] == "[[":
                        nth[(*here, below)] = nth.get((*here, below), 0) + 1
                        below = f"{below} {nth[(*here, below)]}"
                        keys[(*here, below)] = number
                continue
            if key := _KEY.match(line):
                name = key[1].strip("\"'")
                if below:
                    name = f"{below}.{name}" if " " in below else below
                keys.setdefault((*here, name), number)
                rest = line[key.end() :]
        inside, depth = _after(rest, inside, depth)
    return Lines(tables, keys)


def _after(text: str, inside: str, depth: int) -> tuple[str, int]:
    """Which multi-line string is open, and how many brackets, at the end of a line."""
    at = 0
    while at < len(text):
        if inside:
            end = _END[inside].search(text, at)
            if end is None:
                return inside, depth
            at = end.end()
            inside = inside if end[0].startswith("\\") else ""
            continue
        token = _TOKEN.search(text, at)
        if token is None:
            break
        at = token.end()
        if token[0] in ('"""', "'''"):
            inside = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(0, depth - 1)
    return inside, depth
