"""A sheet as CSV: RFC 4180, UTF-8, and no cell that a spreadsheet would run as a formula."""

import csv as standard
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import Any

from negpos.render.safe import safe
from negpos.view.grid import Sheet

_ROWS = 1_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(sheet: Sheet) -> Iterator[str]:
    """The header and one line a row, ended by CR LF as RFC 4180 asks, in pieces of many lines
    that are made when they are asked for."""
    out = StringIO()
    writer = standard.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.header)
    rows = iter(sheet.rows)
    while True:
        writer.writerows([[_field(value) for value in row] for row in islice(rows, _ROWS)])
        if not out.tell():
            return
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _field(value: Any) -> Any:
    """Numbers as they are, at most six decimals; text that looks like a formula after ``'``."""
    if isinstance(value, str):
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
    text = safe(text, keep="")
    return f"'{text}" if text.startswith(_FORMULA) else text
