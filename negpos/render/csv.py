"""A sheet as CSV: RFC 4180, UTF-8, and no cell that a spreadsheet would run as a formula."""

import csv as standard
from functools import lru_cache
from io import StringIO
from typing import Any

from negpos.render.safe import safe
from negpos.view.grid import Sheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(sheet: Sheet) -> str:
    """The header and one line a row, ended by CR LF as RFC 4180 asks."""
    out = StringIO()
    writer = standard.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.header)
    writer.writerows([_field(value) for value in row] for row in sheet.rows)
    return out.getvalue()


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
