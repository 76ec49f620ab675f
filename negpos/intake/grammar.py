"""An ask in words, as a person writes it in a cell or in quotes: ``>=40``, ``16-18``, ``~74``,
``a | b``, ``€1.5bn``, ``2027-12``. What could be meant in two ways is a fault, never a guess."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from negpos.days import Period, is_period, read
from negpos.errors import UsageError
from negpos.intake.records import Ask, AskRegion
from negpos.names import fold, nearest
from negpos.scales import Scale


class NotOnScale(ValueError):
    """The ask means nothing on this scale; says what was expected and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def is_worded(scale: Scale, words: str) -> bool:
    """Whether these words use the grammar, and are no mere name of an option."""
    has_sign = any(sign in words for sign in "<>≤≥~|+{[")
    return has_sign or (scale.is_measured and any(sign.isdigit() for sign in words))


def ask(scale: Scale, words: str, *, comma: bool = False) -> Ask:
    """What a file would say for these words; NotOnScale where they mean nothing on the scale.

    With ``comma`` figures are written as in most of Europe: 1.234,5.
    """
    said = " ".join(words.split())
    if (name := _named(scale, said)) is not None:
        return [name] if scale.kind == "members" else name
    if found := re.fullmatch(r"vague (.+)", said):
        return _vague(scale, ask(scale, found[1], comma=comma))
    if scale.kind in ("nominal", "members"):
        return _options(scale, said)
    if "|" in said:
        return _any_of(scale, _parts(said, "|"), comma)
    if "+" in said.lstrip("+"):
        raise NotOnScale(f"{words!r}: + joins members of a set", f"this scale is {_kind(scale)}")
    if found := re.fullmatch(r"(>=|<=|=>|=<|[<>≤≥]) ?(.+)", said):
        return _beyond(scale, found[1], _end(scale, found[2], comma))
    if found := re.fullmatch(r"(?:~|≈|about |around |ca\.? )\s*(.+)", said, re.IGNORECASE):
        return _about(scale, found[1], comma)
    if ends := _range(scale, said):
        low, high = (_end(scale, end, comma) for end in ends)
        return AskRegion(min=low, max=high)
    end: Ask = _end(scale, said, comma)
    return end


def _made(**fields: Any) -> AskRegion:
    return AskRegion(**fields)


def _kind(scale: Scale) -> str:
    return f"{'an' if scale.kind == 'ordinal' else 'a'} {scale.kind} scale"


def _vague(scale: Scale, told: Ask) -> AskRegion:
    """Something within what is told, one cannot tell what."""
    if isinstance(told, AskRegion):
        return told.model_copy(update={"vague": True})
    if isinstance(told, list):
        return _made(**{"any_of" if scale.kind == "nominal" else "at_least": told}, vague=True)
    if scale.kind == "nominal":
        return AskRegion(any_of=[str(told)], vague=True)
    return AskRegion(min=told, max=told, vague=True)


def _named(scale: Scale, words: str) -> str | None:
    """The option, or the mark, that these words name by id or label; None for none."""
    if words in [option.id for option in scale.options]:
        return words
    word = fold(words)
    found = {o.id for o in scale.options if word and word in (fold(o.id), fold(o.label))}
    found |= {mark.label for mark in scale.marks if word and fold(mark.label) == word}
    if len(found) > 1:
        raise NotOnScale(f"{words!r} could be any of {', '.join(sorted(found))}", "write the id")
    return found.pop() if found else None


def _option(scale: Scale, words: str) -> str:
    """The option of this name; NotOnScale with the one that may be meant."""
    if (name := _named(scale, words)) is not None:
        return name
    ids = [option.id for option in scale.options]
    close = nearest(words, [*ids, *(option.label for option in scale.options)], most=1)
    hint = f"did you mean {close[0]}?" if close else ""
    raise NotOnScale(f"expected one of {', '.join(ids)}; got {words!r}", hint)


def _parts(words: str, sign: str) -> list[str]:
    """What stands between these signs; NotOnScale where nothing does."""
    parts = [part.strip() for part in words.split(sign)]
    if not all(parts):
        raise NotOnScale(f"{words!r}: nothing stands on one side of {sign}", "leave it out")
    return parts


def _options(scale: Scale, words: str) -> Ask:
    """Several options: any of them on a nominal scale, on one of members one set."""
    is_set = scale.kind == "members"
    if is_set and words in ("{}", "[]"):
        return []
    if is_set and words[:1] + words[-1:] in ("{}", "[]"):
        words = words[1:-1].replace(",", "+")
    if "+" in words and not is_set:
        hint = "write a | b where any of them would do"
        raise NotOnScale(f"{words!r}: + joins members of a set, and this scale is nominal", hint)
    if found := re.match(r"[<>≤≥~]", words):
        hint = "name the options"
        raise NotOnScale(f"{found[0]} means nothing on {_kind(scale)}, which has no order", hint)
    sign = "+" if "+" in words else "|"
    named = [_option(scale, part) for part in _parts(words, sign)]
    return named if is_set or len(named) > 1 else named[0]


def _any_of(scale: Scale, parts: Sequence[str], comma: bool) -> Ask:
    """Any of several: neighbours on a scale of options are one region of it."""
    if scale.kind == "ordinal":
        named = [_option(scale, part) for part in parts]
        places = sorted(scale.place(name) for name in named)
        if len(set(places)) <= places[-1] - places[0]:
            between = [o.id for o in scale.options[places[0] : places[-1]] if o.id not in named]
            hint = f"write one as ask and the other as accepts, or {named[0]} to {named[-1]}"
            message = f"{' | '.join(named)} leave out {', '.join(between)}, which lies between"
            raise NotOnScale(message, hint)
        return AskRegion(min=scale.options[places[0]].id, max=scale.options[places[-1]].id)
    ends = [_end(scale, part, comma) for part in parts]
    try:
        return AskRegion.model_validate({"any_of": ends})
    except ValueError:
        hint = "write a range, 16-18, or one as ask and the other as accepts"
        told = f"any of several is not told on {_kind(scale)}"
        raise NotOnScale(told, hint) from None


def _beyond(scale: Scale, sign: str, end: Any) -> AskRegion:
    """What lies on one side of an end, with it or without."""
    is_above, is_closed = sign in (">", ">=", "=>", "≥"), sign not in (">", "<")
    if is_closed:
        return _made(**{"min" if is_above else "max": end})
    if scale.kind == "date":
        return _made(**{"after" if is_above else "before": end})
    if scale.kind == "quantity":
        return _made(**{"above" if is_above else "below": end})
    place = scale.place(end) + (1 if is_above else -1)
    if not 0 <= place < len(scale.options):
        raise NotOnScale(f"nothing lies {'above' if is_above else 'below'} {end}", f"write {end}")
    return _made(**{"min" if is_above else "max": scale.options[place].id})


def _about(scale: Scale, words: str, comma: bool) -> AskRegion:
    """Something near a figure."""
    if scale.kind != "quantity":
        hint = "write from … to …" if scale.kind == "date" else "name the options"
        raise NotOnScale(f"~ means nothing on {_kind(scale)}", hint)
    return AskRegion(about=_figure(scale, words, comma))


_TO = re.compile(r"(?:from )?(.+?)(?: to | - | ?[–—] ?| ?\.\. ?)(.+)", re.IGNORECASE)
_FIGURES = re.compile(r"([^-]*\d[^-\d]*|-[^-]*\d[^-\d]*)-(-?[^-]*\d[^-]*)")


def _range(scale: Scale, words: str) -> tuple[str, str] | None:
    """The two ends between which these words tell; None if they tell no range. On dates and
    options a hyphen without blanks is part of a name."""
    if found := _TO.fullmatch(words):
        return found[1], found[2]
    if scale.kind == "quantity" and (found := _FIGURES.fullmatch(words)):
        return found[1], found[2]
    return None


def _end(scale: Scale, words: str, comma: bool) -> Any:
    """One place on the scale: an option, a mark, a figure or a date."""
    if (name := _named(scale, words)) is not None:
        return name
    if scale.kind == "ordinal":
        return _option(scale, words)
    return _figure(scale, words, comma) if scale.kind == "quantity" else day(words)


# Dates.


def day(words: str) -> date:
    """The day, the month or the year that these words mean; NotOnScale for none, or for two."""
    if is_period(words):
        return Period(words)
    try:
        first, last = read(words, "", is_start=True), read(words, "")
    except UsageError as error:
        raise NotOnScale(error.message, error.hint) from None
    if first == last:
        return date.fromisoformat(last)
    return Period(last[:4] if first[5:7] != last[5:7] else last[:7])


# Figures.

_SCALED = {
    **dict.fromkeys(("k", "thousand", "thousands"), 3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 6),
    **dict.fromkeys(("b", "bn", "billion", "billions"), 9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 12),
}
_POWER = {"": 0, "k": 3, "m": 6, "bn": 9, "tn": 12}
_FIGURE = re.compile(r"([-−+]?)\s*([^\d\s.,+−-]*)\s*([-−]?)(\d[\d.,'’_\s]*?)\s*([^\d.,'’_\s].*)?")


def parted(words: str) -> tuple[str, str, str, str] | None:
    """Sign, what stands before a figure, its digits with their separators, and what stands
    behind; None for what is no figure."""
    found = _FIGURE.fullmatch(words.strip())
    if found is None or (found[1] and found[3]):
        return None
    return found[1] or found[3], found[2], found[4], (found[5] or "").strip()


def _figure(scale: Scale, words: str, comma: bool) -> float:
    """A figure of the scale, with or without its unit, prefix or scaling."""
    found = parted(words)
    if found is None:
        example = figure_of(scale, scale.high)
        raise NotOnScale(f"expected a number like {example}; got {words!r}", _marks(scale))
    sign, before, digits, behind = found
    power = _POWER[scale.scaling]
    scaled, unit = scaling(behind, _units(scale))
    is_own = fold(unit) in _units(scale) or unit == ""
    if not is_own or (before and fold(before) not in _prefixes(scale)):
        odd = before if is_own else unit
        expected = scale.prefix or scale.unit
        raise NotOnScale(f"{words!r}: this scale counts {expected}, not {odd}", "convert it first")
    value = number(digits, comma=comma)
    shift = 0 if scaled is None else scaled - power
    return float((-value if sign in ("-", "−") else value).scaleb(shift))


def _marks(scale: Scale) -> str:
    return f"or one of: {', '.join(mark.label for mark in scale.marks)}" if scale.marks else ""


def figure_of(scale: Scale, value: float) -> str:
    """A figure of the scale as an example of how one is written."""
    return f"{value:g}{f' {scale.unit}' if scale.unit and not scale.prefix else ''}"


def _units(scale: Scale) -> set[str]:
    own = {scale.unit, scale.unit_short or "", scale.singular, scale.unit.removesuffix("s")}
    if is_percent(scale):
        own |= {"%", "percent", "per cent"}
    return {fold(word) for word in own | {scale.prefix}} - {""}


def is_percent(scale: Scale) -> bool:
    """Whether figures are percent."""
    return scale.unit.startswith(("percent", "per cent", "%")) or scale.unit_short == "%"


def _prefixes(scale: Scale) -> set[str]:
    return {fold(scale.prefix)} - {""} or {fold(scale.unit)}


def scaling(behind: str, units: set[str] | frozenset[str] = frozenset()) -> tuple[int | None, str]:
    """The power of ten that words behind a figure tell, None for none, and the unit after it; a
    unit of the scale comes first, so that ``m`` may be metres."""
    if fold(behind) in units:
        return None, ""
    head, _, rest = behind.partition(" ")
    word = head.casefold().rstrip(".")
    if word in _SCALED:
        unit = rest.strip()
        return _SCALED[word], "" if fold(unit) in units else unit
    if found := re.fullmatch(r"(k|mn|m|bn|tn)(\W.*)", behind):
        return _SCALED[found[1]], "" if fold(found[2]) in units else found[2]
    return None, behind


def number(digits: str, *, comma: bool = False) -> Decimal:
    """The number of these digits and separators; NotOnScale where it could be two."""
    bare = re.sub(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))", "", digits.strip())
    thousands, point = (".", ",") if comma else (",", ".")
    if "," in bare and "." in bare:  # the last of them parts the fraction, in any country
        point = max(",.", key=bare.rfind)
        thousands = "," if point == "." else "."
    elif not comma and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare):
        plain = bare.replace(".", "")
        hint = f"write {plain}, or {bare}0 for the fraction"
        raise NotOnScale(f"{digits!r} could be {plain} or a fraction", hint)
    elif not comma and re.fullmatch(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+", bare):
        thousands, point = ".", ","
    elif re.fullmatch(rf"\d{{1,3}}(?:{re.escape(point)}\d{{3}}){{2,}}", bare):
        thousands, point = point, thousands
    whole_, _, fraction = bare.partition(point)
    groups = whole_.split(thousands)
    is_grouped = len(groups) == 1 or (
        1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    )
    plain = "".join(groups) + (f".{fraction}" if fraction else "")
    try:
        if not is_grouped or not plain.isascii():
            raise InvalidOperation
        return Decimal(plain)
    except InvalidOperation:
        raise NotOnScale(f"{digits!r} is no number", "write it like 1234.5") from None
