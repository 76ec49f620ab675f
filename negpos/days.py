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
    return _moved(day, span, -1)


def after(day: str, span: str) -> str:
    """The day that lies a span after another, as ``before``; empty beyond the year 9999."""
    return _moved(day, span, 1)


def _moved(day: str, span: str, sign: int) -> str:
    found = _SPAN.fullmatch(span)
    if found is None:
        raise ValueError(span)
    count, unit = sign * int(found[1]), found[2]
    year, month, number = (int(part) for part in day.split("-"))
    if unit == "d":
        reached = date(year, month, number).toordinal() + count
        is_day = 0 < reached <= date.max.toordinal()
        return date.fromordinal(reached).isoformat() if is_day else ""
    months = year * 12 + month - 1 + count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= date.max.year:
        return ""
    return date(year, month, min(number, _length(year, month))).isoformat()


def between(first: str, last: str) -> int:
    """How many days lie from one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _length(year: int, month: int) -> int:
    """How many days a month has."""
    first = date(year, month, 1).toordinal()
    return 31 if month == 12 else date(year, month + 1, 1).toordinal() - first
