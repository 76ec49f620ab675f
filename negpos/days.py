"""Days as ISO 8601 words: spans between them, and days as people say them."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from negpos.errors import UsageError

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


# Days of which a file tells the month or the year alone.

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


class Period(date):
    """The last day of a month or of a year; ``written`` is what the file says: ``2025-03``,
    ``2025``. ValueError for other words."""

    written: str

    def __new__(cls, written: str) -> "Period":
        """The last day of what is written."""
        found = _PERIOD.fullmatch(written)
        year, month = (int(found[1]), int(found[2] or 12)) if found else (0, 0)
        if not (year and 1 <= month <= 12):
            raise ValueError(written)
        last = super().__new__(cls, year, month, _length(year, month))
        last.written = written
        return last

    def __str__(self) -> str:
        return self.written


def is_period(words: str) -> bool:
    """Whether these words are a month or a year: ``2025-03``, ``2025``."""
    try:
        return bool(Period(words))
    except ValueError:
        return False


def written(day: date | None) -> str:
    """The month or the year that a file tells in place of this day; empty where it tells a day."""
    return day.written if isinstance(day, Period) else ""


# Days, months and years as numbers, so that one can be held against another.


def is_finer(day: date, step: str) -> bool:
    """Whether this tells more than a scale of such steps: a day where months are counted."""
    words = written(day)
    own = "day" if not words else "month" if "-" in words else "year"
    return STEPS.index(own) < STEPS.index(step)


STEPS = ("day", "month", "year")
"""What a scale of dates may count, the smallest first."""


def counted(day: date, step: str, *, is_start: bool = False) -> int:
    """The number of a day, of its month or of its year; of a month or a year the last, or for a
    start the first."""
    if is_start and isinstance(day, Period):
        day = date(day.year, day.month if "-" in day.written else 1, 1)
    if step == "year":
        return day.year
    return day.year * 12 + day.month - 1 if step == "month" else day.toordinal()


def uncounted(number: int, step: str) -> str:
    """The ISO date of such a number: ``2027-12-31``, ``2027-12`` or ``2027``."""
    if step == "year":
        return f"{number:04}"
    if step == "month":
        return f"{number // 12:04}-{number % 12 + 1:02}"
    return date.fromordinal(number).isoformat()


def whole_period(first: int, last: int, step: str) -> str:
    """The month or the year that begins and ends with these numbers; empty for none."""
    end = uncounted(last, step)
    for words in (end[:4], end[:7]):
        period = Period(words)
        ends = counted(period, step, is_start=True), counted(period, step)
        if words != end and ends == (first, last):
            return words
    return ""


# Days as people say them.

_MONTHS = "january february march april may june july august september october november december"
_LAST = {"today": "0d", "yesterday": "1d", "last week": "7d", "last month": "1m", "last year": "1y"}
_FIRST_YEAR = 1000
"""A lesser number beside the name of a month is a day."""
_HINT = "write it like 2025-12-03, 2025-12, 1 May 2026, yesterday or 3 days ago"


def read(words: str, today: str, *, is_start: bool = False) -> str:
    """The day that these words mean, asked on ``today`` (empty: no relative words); of a month or
    a year its last day or, for a start, its first. UsageError for words that mean no day, or
    two."""
    text = " ".join(words.casefold().replace(",", " ").split())
    if found := re.fullmatch(r"(?:the )?(end|start|beginning) (?:of )?([a-z0-9. -]+)", text):
        is_start, text = found[1] != "end", found[2]
    if found := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        return _day(int(found[1]), int(found[2]), int(found[3]), words)
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text):
        return _either_way(int(found[1]), int(found[2]), int(found[3]), words)
    if found := re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?", text):
        return _period(int(found[1]), int(found[2] or 0), words, is_start=is_start)
    named = _named(text.split(), words, today, is_start=is_start)
    return named or _relative(text, words, today)


def told(
    words: Sequence[str], today: str, is_name: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """The days among these words, each as it was typed, and the other words; the longer reading
    counts where words begin both a day and a name. UsageError where none of the words is a day,
    or a figure among the others is none."""
    found: list[str] = []
    others: list[str] = []
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST), at, -1)
        end = next((e for e in ends if is_day(" ".join(words[at:e]), today)), at)
        name = next((e for e in ends if is_name(" ".join(words[at:e]))), at)
        if end > at and end >= name:
            found.append(" ".join(words[at:end]))
        elif name > at:
            others.append(" ".join(words[at:name]))
        elif not (found and words[at].casefold() in _UNTIL):
            others.append(words[at])
        at = max(end, name, at + 1)
    amiss = [word for word in others if word[:1].isdigit() and not is_name(word)]
    if not found or amiss:
        numbers = [word for word in words if word[:1].isdigit()]
        read(" ".join(words) if found else [*numbers, *words][0] or "?", today)
        raise UsageError(f"{amiss[0]!r} is not a date", _HINT)
    return found, others


_UNTIL = ("to", "until", "till", "and", "-", "–")
_LONGEST = 6
"""Words that a day or a name has at most."""


def is_day(words: str, today: str = "2000-01-01") -> bool:
    """Whether these words mean one day."""
    try:
        read(words, today)
    except UsageError:
        return False
    return True


def _day(year: int, month: int, number: int, words: str) -> str:
    """The day of these numbers; UsageError names the one that does not exist."""
    if year < 1:
        raise UsageError(f"there is no year {year} in {words!r}", _HINT)
    if not 1 <= month <= 12:
        raise UsageError(f"there is no month {month} in {words!r}", _HINT)
    if not 1 <= number <= _length(year, month):
        name = _MONTHS.split()[month - 1].capitalize()
        raise UsageError(f"there is no day {number} in {name} {year}", _HINT)
    return date(year, month, number).isoformat()


def _either_way(one: int, other: int, year: int, words: str) -> str:
    """Day and month by their numbers, of which the order is told only where one is no month."""
    if one == other or one > 12:
        return _day(year, other, one, words)
    if other > 12:
        return _day(year, one, other, words)
    readings = [date(year, month, day) for day, month in ((one, other), (other, one))]
    names = [f"{day.day} {_MONTHS.split()[day.month - 1].capitalize()}" for day in readings]
    hint = f"write {readings[0].isoformat()} or {readings[1].isoformat()}"
    raise UsageError(f"{words!r} could be {names[0]} or {names[1]}", hint)


def _period(year: int, month: int, words: str, *, is_start: bool) -> str:
    """The last day of a year, or of a month of it; for a start its first."""
    first = _day(year, month or 1, 1, words)
    if is_start:
        return first
    return f"{first[:4]}-12-31" if not month else f"{first[:8]}{_length(year, month)}"


def _named(parts: list[str], words: str, today: str, *, is_start: bool) -> str:
    """A day, or a month, with the month by its name; empty where it has none. Without a year it is
    the last one that is not after today."""
    month, days, years = _parts(parts)
    if not month or not (years or today):
        return ""
    year = years[0] if years else int(today[:4])
    told = _day(year, month, days[0], words) if days else ""
    told = told or _period(year, month, words, is_start=is_start)
    if not years and (told if days else f"{year:04}-{month:02}") > today:
        return _named([*parts, str(year - 1)], words, today, is_start=is_start)
    return told


def _parts(parts: list[str]) -> tuple[int, list[int], list[int]]:
    """The number of the one month that is named, or 0; at most one day and one year beside it."""
    names = {name[:length]: n for n, name in enumerate(_MONTHS.split(), 1) for length in (3, 9)}
    names["sept"] = 9
    months = [names[part.rstrip(".")] for part in parts if part.rstrip(".") in names]
    numbers = [int(part) for part in parts if re.fullmatch(r"[0-9]{1,4}", part)]
    years = [number for number in numbers if number >= _FIRST_YEAR]
    days = [number for number in numbers if number < _FIRST_YEAR]
    is_whole = len(months) + len(numbers) == len(parts)
    if not is_whole or len(months) != 1 or max(len(days), len(years)) > 1:
        return 0, [], []
    return sum(months), days, years


def _relative(text: str, words: str, today: str) -> str:
    """A day counted back from today; UsageError for other words."""
    span = _LAST.get(text, "")
    if found := re.fullmatch(r"([0-9]{1,4}) (day|week|month|year)s? ago", text):
        count = int(found[1]) * (7 if found[2] == "week" else 1)
        span = f"{count}{'d' if found[2] == 'week' else found[2][0]}"
    if not span or not today:
        raise UsageError(f"{words!r} is not a date", _HINT)
    day = today if span[:-1] == "0" else before(today, span)
    if not day:
        raise UsageError(f"{words!r} is before the year 1", _HINT)
    return day
