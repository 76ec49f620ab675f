"""A sheet as CSV: RFC 4180, UTF-8, and no cell that a spreadsheet would run as a formula.

Some spreadsheets part cells at semicolons, where quotes in mid-cell protect nothing; some read
the wide and raised forms of a sign as the sign.
"""

import csv as standard
import re
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import Any

from negpos.safe import safe
from negpos.view.grid import Sheet

_ROWS = 1_000
_SIGNS = (
    r"=+\-@\u207a\u207c\u208a\u208c\u2a75\u2a76\ufb29\ufe62\ufe63\ufe66\ufe6b"
    r"\uff0b\uff0d\uff1d\uff20"
)
_BEFORE = (
    r"\s'\"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef"
)
"""Blanks, marks that draw nothing, and quotes: what may stand before the sign."""
_is_grouped_figure = re.compile(r"[0-9]{1,3}(,[0-9]{3})+").fullmatch
_is_lookalike = re.compile(r"'*(?:0[0-9]+(?:\.[0-9]*)?|[0-9]+\.[0-9]*0)").fullmatch
"""Whether a text is the number of a point such as 1.10, which read as a figure would be 1.1, or
one made harmless."""
_opens = re.compile(f"[{_BEFORE}]*[{_SIGNS}]").match


def csv(sheet: Sheet, *, is_european: bool = False) -> Iterator[str]:
    """The header and one line a row, ended by CR LF as RFC 4180 asks, in pieces of many lines
    that are made when they are asked for; for spreadsheets set to most of Europe with a byte order
    mark, semicolons and decimal commas."""
    out = StringIO()
    writer = standard.writer(out, delimiter=";" if is_european else ",", lineterminator="\r\n")
    out.write("\ufeff" * is_european)
    writer.writerow(sheet.header)
    field = _european if is_european else _field
    rows = iter(sheet.rows)
    while True:
        writer.writerows([[field(value) for value in row] for row in islice(rows, _ROWS)])
        if not out.tell():
            return
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _european(value: Any) -> Any:
    """The same with a decimal comma."""
    field = _field(value)
    return field.replace(".", ",") if isinstance(value, float) else field


def _field(value: Any) -> Any:
    """Whole numbers as they are; fractions to six significant digits, from a million on to the
    whole number; text without a formula in it. A figure alone in a cell has no separators, which
    some countries read as the point of a fraction."""
    if isinstance(value, str):
        if _is_grouped_figure(value):
            return value.replace(",", "")
        return _harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    return value


@lru_cache(maxsize=4096)
def _harmless(text: str) -> str:
    """One ``'`` more wherever a formula, or one made harmless by ``'``, would begin a cell, and
    before what would lose signs as a figure."""
    if _is_lookalike(text):
        return f"'{text}"
    parts = safe(text, keep="").split(";")
    return ";".join([f"'{part}" if _opens(part) else part for part in parts])
