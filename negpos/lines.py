"""Where in a TOML text each table and key stands; the standard reader does not tell."""

import re
from typing import NamedTuple

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]#]*)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*(?:\.[^=]*)?=""")
_END = {'"""': re.compile(r'\\.|"{3,5}'), "'''": re.compile(r"'{3,5}")}
"""What ends a multi-line string, or is escaped in it; quotes may stand before the end."""
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[{]|[\]}]')


class Lines(NamedTuple):
    """Line numbers (from 1) of tables, as (array name, place in it), and of keys in them."""

    tables: dict[tuple[str, int], int]
    keys: dict[tuple[str, int, str], int]

    def of(self, table: str, place: int, key: str = "") -> int:
        """The line of a key, or of its table where the key does not stand; 0 if unknown."""
        line = self.keys.get((table, place, key))
        return line or self.tables.get((table, place), 1 if not table else 0)


def locate(text: str) -> Lines:
    """The lines of every table and key; keys above the first table belong to table ``""``."""
    tables: dict[tuple[str, int], int] = {("", 0): 1}
    keys: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = {}
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
                continue
            if key := _KEY.match(line):
                name = below or key[1].strip("\"'")
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
