"""The numbered points of a text, as agreements and plans have them, and the figures in them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_NUMBERED = re.compile(
    r"[\s>#*_–—•-]*"
    r"(?:(?P<worded>(?:Article|Art\.?|Annex|Chapter|Paragraph|Point|Section|§)\s*"
    r"(?:\d{1,4}[a-z]?|[IVXLC]{1,7})(?:\(\w{1,3}\))*)[.:)]?"
    r"|(?P<bare>\d{1,3}(?:\.\d{1,3})*[a-z]?(?:\(\w{1,3}\))*)[.:)]"
    r"|(?P<lettered>\([a-z]{1,4}\)|[a-z]\)))"
    r"[*_]*(?:\s+(?P<text>.*))?$"
)
_FIGURE = re.compile(
    r"(?<![\w.,])(?:[A-Z]{0,3}[$€£¥]\s?)?\d+(?:[.,’'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?"
    r"(?:\s?(?:%|per\s?cent\b|percent\b|percentage\s+points\b)"
    r"|\s?(?:k|m|bn|tn|thousand|million|billion|trillion)\b(?:\s+[^\W\d_]{3,})?"
    r"|(?:\s|-)[^\W\d_]{3,})?"
)
_IDLE = frozenset(
    "and the for with from into per are was were has have its their will shall".split()
)


class Point(NamedTuple):
    """A numbered point: its number, the line on which it begins, the one on which it ends, and
    its words."""

    number: str
    line: int
    last: int
    text: str


def points(lines: Iterable[str]) -> list[Point]:
    """The numbered points in order, each with the lines up to the next number or an empty line; a
    letter alone, ``(a)``, is a part of the number before it."""
    found: list[Point] = []
    head = ""
    is_open = False
    for place, line in enumerate(lines, start=1):
        if told := _NUMBERED.match(line.rstrip()):
            letter = told["lettered"]
            number = told["worded"] or told["bare"] or f"{head}({letter.strip('()')})"
            head = head if letter else number
            found.append(
                Point(" ".join(number.split()), place, place, (told["text"] or "").strip())
            )
            is_open = True
        elif not line.strip():
            is_open = is_open and bool(found) and not found[-1].text
        elif is_open:
            words = f"{found[-1].text} {line.strip()}".strip()
            found[-1] = found[-1]._replace(last=place, text=words)
    return [point for point in found if any(sign.isalpha() for sign in point.text)]


def figures(words: str) -> list[str]:
    """The figures in these words, each with the unit or the word that stands behind it."""
    told = []
    for found in _FIGURE.finditer(words):
        figure = " ".join(found[0].split())
        first, _, last = figure.rpartition(" ")
        told.append(first if first and last.casefold() in _IDLE else figure)
    return list(dict.fromkeys(told))
