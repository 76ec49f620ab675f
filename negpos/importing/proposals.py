"""A scale for an issue that has none, proposed from what was asked for on it."""

import re
from collections import Counter
from collections.abc import Sequence
from math import floor, log10
from typing import Any, NamedTuple

from negpos.days import is_period
from negpos.errors import UsageError
from negpos.intake.adding import LONGEST_ID, slug
from negpos.intake.grammar import NotOnScale, day, number, parted, scaling
from negpos.names import fold

_MOST_OPTIONS = 60


class Proposal(NamedTuple):
    """A scale as a file has it, and in a word how it came about."""

    scale: dict[str, Any]
    told: str


def free_id(words: str, taken: Any = (), most: int = LONGEST_ID, otherwise: str = "x") -> str:
    """An id made of these words, else of ``otherwise``, that nothing else has."""
    base = slug(words)[:most].strip("-") or otherwise
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base[: most - len(str(count)) - 1]}-{count}"
    return name


def proposed(asks: Sequence[str], *, comma: bool) -> Proposal:
    """The scale that these asks suggest; NotOnScale where they suggest none."""
    ends = [end for words in asks for end in _ends(words)]
    if ends and all(_is_date(end) for end in ends):
        return _dates(ends)
    figures = [(words, _figure(words, comma)) for words in ends]
    sound = [found for _, found in figures if found]
    if sound and len(sound) == len(figures):
        return _quantity(sound)
    if len(sound) * 2 > len(figures):
        odd = next(words for words, found in figures if not found)
        told = f"{odd!r} stands where the others are figures"
        raise NotOnScale(told, "mend it, or describe the issue in a sheet issues")
    return _named(asks)


_TOPS = (10, 100)
"""The upper ends of the scales on which experts place actors."""


def points(words: Sequence[str]) -> int:
    """The upper end of the scale on which experts gave all these figures; 0 for none."""
    values = [_plain(word) for word in words]
    return next((top for top in _TOPS if values and all(v <= top for v in values)), 0)


def _plain(words: str) -> float:
    try:
        return float(words.replace(",", "."))
    except ValueError:
        return 0.0


def placed(words: Sequence[str], top: int, *, comma: bool) -> Proposal | None:
    """The scale of points that these figures of experts lie on; None where they are none, or lie
    beyond it."""
    if not top or any(misplaced(word, comma=comma) for word in words):
        return None
    scale = {"kind": "quantity", "low": 0.0, "high": float(top), "unit": "points"}
    return Proposal(scale, f"a quantity, 0 to {top} points")


def misplaced(words: str, *, comma: bool) -> str:
    """Why experts place nobody there, on a scale that begins with nought; empty where they may."""
    figures = [_figure(end, comma) for end in _ends(words)]
    if not all(found and not found.unit and not found.prefix for found in figures):
        return f"expected a figure; got {words!r}"
    return "a scale of experts begins with 0" if any(f.value < 0 for f in figures if f) else ""


def _named(asks: Sequence[str]) -> Proposal:
    """Options for the words of these asks; members where one asks for a set."""
    is_set = any("+" in words or words[:1] in "{[" for words in asks)
    parts = [w for ask in asks for w in re.split(r"[|+,]" if is_set else r"\|", ask)]
    words = [word for part in parts if (word := part.strip(" {}[]"))]
    return _options(words, "members" if is_set else "nominal")


def _ends(words: str) -> list[str]:
    """The places on a scale that an ask names."""
    plain = re.sub(r"^(?:vague |about |around |from |[<>=≤≥~≈]+)\s*", "", words.strip())
    parts = re.split(r"\s*\|\s*| to | - | [–—] |(?<=\d)[–—](?=\d)", plain)
    if len(parts) == 1 and (found := re.fullmatch(r"(\d[\d.,]*)-(\d[\d.,]*\D*)", plain)):
        parts = [found[1], found[2]] if not is_period(plain) else parts
    return [part.strip() for part in parts if part.strip()]


def _is_date(words: str) -> bool:
    try:
        day(words)
    except (NotOnScale, UsageError):
        return False
    return True


def _dates(ends: Sequence[str]) -> Proposal:
    """Years before and after all that is named, by days, months or years."""
    found = [day(end) for end in ends]
    written = [getattr(one, "written", "") for one in found]
    step = "day" if "" in written else "month" if any("-" in w for w in written) else "year"
    low, high = min(d.year for d in found) - 1, max(d.year for d in found) + 1
    scale = {"kind": "date", "low": f"{low:04}", "high": f"{high:04}", "step": step}
    return Proposal(scale, f"dates, {low} to {high}, by the {step}")


class _Figure(NamedTuple):
    value: float
    prefix: str
    scaling: str
    unit: str


_LETTER = {3: "k", 6: "m", 9: "bn", 12: "tn"}


def _figure(words: str, comma: bool) -> _Figure | None:
    """A figure with what stands before and behind it; None where there is none."""
    found = parted(words)
    if found is None:
        return None
    sign, before, digits, behind = found
    value = float(number(digits, comma=comma)) * (-1 if sign in ("-", "−") else 1)
    power, unit = scaling(behind)
    if before and len(before) > 3:
        return None
    return _Figure(value, before, _LETTER[power] if power else "", unit)


_LARGEST = 1e100
"""A figure beyond which no scale is proposed."""


def _quantity(found: Sequence[_Figure]) -> Proposal:
    """From nought, or below all, to a round figure above all, in the unit seen."""

    def seen(name: str) -> str:
        words = Counter(fold(value) for one in found if (value := getattr(one, name)))
        if len(words) > 1:
            told = f"figures in {' and '.join(sorted(words))}"
            raise NotOnScale(told, "bring them to one, or describe the issue in a sheet issues")
        return next((v for one in found if (v := getattr(one, name))), "")

    prefix, unit, scaled = seen("prefix"), seen("unit"), _common([one.scaling for one in found])
    values = [one.value * 10 ** (_power(one.scaling) - _power(scaled)) for one in found]
    if max(map(abs, values)) > _LARGEST:
        told = "a figure of more than a hundred digits"
        raise NotOnScale(told, "mend it, or describe the issue in a sheet issues")
    values.append(0.0)
    is_percent = unit in ("%", "percent", "per cent")
    low = 0.0 if min(values) >= 0 else -_rounded(-min(values))
    high = 100.0 if is_percent and max(values) <= 100 else _rounded(max(values))
    scale: dict[str, Any] = {"kind": "quantity", "low": low, "high": high if high > low else 1.0}
    scale["unit"] = "percent" if is_percent else unit or prefix or "units"
    scale |= {"unit_short": "%"} if is_percent else {}
    scale |= {"prefix": prefix} if prefix else {}
    scale |= {"scaling": scaled} if scaled else {}
    return Proposal(scale, f"a quantity, {low:g} to {high:g} {scale['unit']}")


def _power(letter: str) -> int:
    return next((power for power, own in _LETTER.items() if own == letter), 0)


def _common(scalings: Sequence[str]) -> str:
    """In what figures are told where all tell it alike, else as they are."""
    return scalings[0] if len(set(scalings)) == 1 else ""


def _rounded(value: float) -> float:
    """The next of 1, 2, 5, 10, … that lies above a figure."""
    power = 10.0 ** floor(log10(value)) if value > 0 else 1.0
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power > value * 1.0001)


def _options(words: Sequence[str], kind: str) -> Proposal:
    """Each distinct answer as an option."""
    labels: dict[str, str] = {}
    for word in words:
        labels.setdefault(fold(word), word)
    if len(labels) > _MOST_OPTIONS:
        told = f"{len(labels)} different answers in words, more than a scale has options"
        raise NotOnScale(told, "describe the issue in a sheet issues, or leave ask empty")
    ids: list[str] = []
    for label in labels.values():
        ids.append(free_id(label, ids, 40, "option"))
    options = [{"id": id_, "label": label} for id_, label in zip(ids, labels.values(), strict=True)]
    if len(options) < 2 and kind == "nominal":
        options.append({"id": free_id("otherwise", ids), "label": "otherwise"})
    return Proposal(
        {"kind": kind, "options": options},
        f"{len(options)} options in no order" if kind == "nominal" else f"{len(options)} members",
    )
