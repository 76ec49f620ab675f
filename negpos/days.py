"""Days as ISO 8601 words, and what lies a span of days, months or years before or after one."""

import re
from datetime import date

_SPAN = re.compile(r"([1-9][0-9]{0,3})([dmy])")


def is_span(words: str) -> bool:
    """Whether these words are a span: ``90d``, ``12m``, ``2y``."""
    return _SPAN.fullmatch(words) is not None


def before(day: str, span: str) -> str:
    """The day that lies a span before another; the last of its month where that is shorter.

    ValueError for what is no span; an empty text where it would lie before the year 1.
    """
    found = _SPAN.fullmatch(span)
    if found is None:
        raise ValueError(span)
    count, unit = int(found[1]), found[2]
    year, month, number = (int(part) for part in day.split("-"))
    if unit == "d":
        reached = date(year, month, number).toordinal() - count
        return date.fromordinal(reached).isoformat() if reached > 0 else ""
    months = year * 12 + month - 1 - count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if year < 1:
        return ""
    return date(year, month, min(number, _length(year, month))).isoformat()


def _length(year: int, month: int) -> int:
    """How many days a month has."""
    first = date(year, month, 1).toordinal()
    return 31 if month == 12 else date(year, month + 1, 1).toordinal() - first
