"""An ask as a file writes it, to a region of its issue's scale."""

from collections.abc import Iterable, Set
from datetime import date
from typing import Any

from negpos.days import Period, counted, is_finer, is_period, uncounted
from negpos.intake import grammar
from negpos.intake.grammar import NotOnScale
from negpos.intake.records import Ask, AskRegion
from negpos.names import nearest
from negpos.scales import (
    Region,
    Scale,
    answer,
    as_asked,
    intersection,
    named,
    of_points,
    whole,
)

_FORMS = {
    "ordinal": "an option, or { min = option, max = option }",
    "quantity": "a number, { about = number }, or { min or above = number, max or below = number }",
    "date": 'a date, in quotes a month, "2027-12", or a year, "2027", or '
    "{ min or after = date, max or before = date }",
    "members": "a list of options, or { at_least = […], at_most = […] }",
    "nominal": "an option, a list of options any of which would do, or { any_of = […] }",
}
_KEYS = {
    "ordinal": {"min", "max"},
    "quantity": {"min", "max", "above", "below", "about", "any_of"},
    "date": {"min", "max", "after", "before", "any_of"},
    "members": {"at_least", "at_most"},
    "nominal": {"any_of"},
}
_NAMES = frozenset(name for names in _KEYS.values() for name in names)


def region(scale: Scale, ask: Ask, *, comma: bool | None = None) -> Region:
    """The region of the scale that an ask means; NotOnScale if it means none. Words that a file
    could not tell otherwise are read by the grammar. In a cell of a sheet, which tells whether its
    figures have a decimal ``comma``, a name may be in any case."""
    try:
        return _region(scale, ask)
    except NotOnScale as plain:
        if not isinstance(ask, str) or (comma is None and grammar.is_name(scale, ask)):
            raise
        try:
            read = grammar.ask(scale, ask, comma=bool(comma))
        except NotOnScale as worded:
            raise worded if grammar.is_worded(scale, ask) else plain from None
    return _region(scale, read)


def names(scale: Scale, ask: Region, told: Any) -> tuple[float, ...]:
    """The answers, as ``scales.answer`` takes them, that words name within a wider ask: one, or any
    of several; on a scale of members one set. NotOnScale for what is no answer, lies outside the
    ask, or is all of it."""
    is_set = scale.kind == "members" or not isinstance(told, list)
    found: list[float] = []
    for words in [told] if is_set else told:
        one = named(scale, region(scale, words))
        if len(one) != 1:
            hint = "name an option, a figure or a set; leave it out where the words name none"
            raise NotOnScale("expected one answer of the scale", hint)
        if intersection(scale, as_asked(ask), answer(scale, one[0])) is None:
            hint = "name what the words of the ask name, or mend the ask"
            raise NotOnScale("lies outside the ask", hint)
        found.append(float(one[0]))
    if named(scale, ask) or not found:
        raise NotOnScale("the ask is one answer already", "leave it out")
    return tuple(dict.fromkeys(found))


def _region(scale: Scale, ask: Ask) -> Region:
    if isinstance(ask, AskRegion):
        given = {name for name in _NAMES if getattr(ask, name) is not None}
        if not given or not given <= _KEYS[scale.kind]:
            raise _form(scale)
        if ask.any_of is not None and scale.is_measured:
            return _some(scale, ask, given)
    if scale.kind in ("ordinal", "quantity"):
        return _stretch(scale, ask)
    if scale.kind == "date":
        return _dates(scale, ask)
    if scale.kind == "nominal":
        return _any_of(scale, ask)
    return _sets(scale, ask)


def _form(scale: Scale) -> NotOnScale:
    return NotOnScale(f"expected {_FORMS[scale.kind]} on a scale of kind {scale.kind}")


def _stretch(scale: Scale, ask: Any) -> Region:
    """From one end to the other; an end left out is the scale's own."""
    if not isinstance(ask, AskRegion):
        point = _end(scale, ask)
        return Region(point, point)
    if ask.about is not None:
        return _about(scale, ask)
    _check_ends(ask, (("min", "above"), ("max", "below")))
    is_above, is_below = ask.above is not None, ask.below is not None
    given = (ask.above if is_above else ask.min, ask.below if is_below else ask.max)
    limits = (scale.low, scale.high)
    low, high = (
        limit if end is None else _end(scale, end) for end, limit in zip(given, limits, strict=True)
    )
    if low > high:
        hint = f"write the end that comes first on the scale as {'above' if is_above else 'min'}"
        raise NotOnScale("the low end stands above the high end", hint)
    if low == high and (is_above or is_below):
        hint = "above and below leave out the end itself; use min or max to keep it"
        raise NotOnScale("no figure of the scale lies between the ends", hint)
    return Region(low, high, ask.vague, is_above, is_below)


def _some(scale: Scale, ask: AskRegion, given: Set[str]) -> Region:
    """One of several figures or dates, and nothing between them."""
    if given != {"any_of"}:
        hint = "give the figures or dates, or the ends between which all would do"
        raise NotOnScale("any_of stands beside an end", hint)
    told_answers = ask.any_of or []
    if len(told_answers) > _MOST:
        hint = "give the ends of the stretch as min and max"
        raise NotOnScale(f"any_of holds {len(told_answers):,} answers, more than {_MOST}", hint)
    answers = [_date(scale, a) if scale.step else _end(scale, a) for a in told_answers]
    for told in told_answers if scale.step else ():
        if _date(scale, told, is_start=True) not in answers:
            hint = f"write each {scale.step}, or the ends of one stretch as min and max"
            raise NotOnScale(f"{told} is more than one {scale.step} of the scale", hint)
    found = of_points(scale, answers, vague=ask.vague)
    if found is None:
        raise NotOnScale(f"expected at least one {'date' if scale.step else 'number'} in any_of")
    return found


_MOST = 60
"""Figures or dates in one ask, as many as a scale has options."""
_NEAR = 0.1
"""What is about a figure lies within this share of it."""


def _about(scale: Scale, ask: AskRegion) -> Region:
    """Something near a figure, as far as the scale goes."""
    if any(getattr(ask, end) is not None for end in ("min", "max", "above", "below")):
        raise NotOnScale("about stands beside an end", "give the figure or the ends")
    figure = _end(scale, ask.about)
    if not figure:
        hint = "write the ends that are meant, and vague = true"
        raise NotOnScale("a tenth of 0 is nothing, so about 0 has no breadth", hint)
    near = abs(figure) * _NEAR
    low, high = (round(figure + way * near, 9) for way in (-1, 1))
    return Region(max(low, scale.low), min(high, scale.high), vague=True, about=figure)


def _check_ends(ask: AskRegion, pairs: Iterable[tuple[str, str]]) -> None:
    """No end is given in two ways."""
    for closed, open_ in pairs:
        if getattr(ask, closed) is not None and getattr(ask, open_) is not None:
            raise NotOnScale(f"{closed} and {open_} give the same end", "leave out one of the two")


def _dates(scale: Scale, ask: Any) -> Region:
    """From one date to another; what comes after a date begins with the next, as what comes
    before it ends with the one before, so that no two ends lie between two dates."""
    if not isinstance(ask, AskRegion):
        low, high = _date(scale, ask, is_start=True), _date(scale, ask)
        if low < high and (low == scale.low or high == scale.high):
            hint = "let the scale begin before it and end after it, so that both ends can be told"
            raise NotOnScale(f"{ask} reaches an end of the scale, {_ends(scale)}", hint)
        return Region(low, high)
    _check_ends(ask, (("min", "after"), ("max", "before")))
    low, high = scale.low, scale.high
    if ask.min is not None:
        low = _date(scale, ask.min, is_start=True)
    elif ask.after is not None:
        low = _date(scale, ask.after) + 1
    if ask.max is not None:
        high = _date(scale, ask.max)
    is_below = ask.before in [mark.label for mark in scale.marks]
    if ask.before is not None:
        high = _date(scale, ask.before, is_start=True) - (not is_below)
    if low > high or (is_below and low == high):
        hint = "min or after is the earlier end"
        raise NotOnScale("no date of the scale lies between the ends", hint)
    return Region(low, high, ask.vague, is_below=is_below)


def _date(scale: Scale, told: Any, *, is_start: bool = False) -> float:
    """The number of a date, a month or a year, of which a start is the first; or of a mark."""
    if isinstance(told, str):
        if scale.marks and not is_period(told):
            return _mark(scale, told)
        told = Period(told) if is_period(told) else None
    if not isinstance(told, date):
        raise _form(scale)
    if is_finer(told, scale.step):
        hint = f"write its {scale.step} in quotes, or count days on the scale"
        raise NotOnScale(f"{told} is finer than the scale, which counts {scale.unit}", hint)
    number = counted(told, scale.step, is_start=is_start)
    if not scale.low <= number <= scale.high:
        raise NotOnScale(f"{told} lies outside the scale, {_ends(scale)}")
    return number


def _ends(scale: Scale) -> str:
    return " to ".join(uncounted(int(end), scale.step) for end in (scale.low, scale.high))


def _end(scale: Scale, end: Any) -> float:
    if scale.kind == "ordinal" and isinstance(end, str):
        return _place(scale, end)
    if scale.marks and isinstance(end, str):
        return _mark(scale, end)
    if scale.kind == "ordinal" or not isinstance(end, float):
        raise _form(scale)
    if not scale.low <= end <= scale.high:
        told, low, high = (_figure(value) for value in (end, scale.low, scale.high))
        raise NotOnScale(f"{told} lies outside the scale, {low} to {high}")
    return end


def _mark(scale: Scale, word: str) -> float:
    """The quantity of the mark of this label."""
    marks = {mark.label: mark.at for mark in scale.marks}
    if word in marks:
        return marks[word]
    what = "a date" if scale.step else "a number"
    raise _unknown(word, list(marks), f"{what}, or in quotes one of:")


def _figure(value: float) -> str:
    is_whole = float(value).is_integer() and abs(value) < 1e15
    return f"{value:,.0f}" if is_whole else f"{value:,g}"


def _any_of(scale: Scale, ask: Any) -> Region:
    is_region = isinstance(ask, AskRegion)
    options = ask.any_of if is_region else [ask] if isinstance(ask, str) else ask
    mask = _mask(scale, options)
    if not mask:
        raise NotOnScale("expected at least one option")
    return Region(mask, mask, is_region and ask.vague)


def _sets(scale: Scale, ask: Any) -> Region:
    if not isinstance(ask, AskRegion):
        mask = _mask(scale, ask)
        return Region(mask, whole(scale).high if scale.adds_up and mask else mask)
    least = _mask(scale, ask.at_least or [])
    everything = [option.id for option in scale.options]
    greatest = _mask(scale, everything if ask.at_most is None else ask.at_most)
    if least & ~greatest:
        raise NotOnScale("at_least holds members that at_most leaves out")
    return Region(least, greatest, ask.vague)


def _mask(scale: Scale, words: Any) -> int:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise _form(scale)
    mask = 0
    for word in words:
        mask |= 1 << _place(scale, word)
    return mask


def _place(scale: Scale, word: str) -> int:
    for place, option in enumerate(scale.options):
        if option.id == word:
            return place
    labels = [option.label for option in scale.options]
    if labels.count(word) == 1:
        return labels.index(word)
    raise _unknown(word, [option.id for option in scale.options], "one of")


def _unknown(word: str, known: list[str], what: str) -> NotOnScale:
    found = nearest(word, known, most=1)
    hint = f"did you mean {found[0]}?" if found else ""
    return NotOnScale(f"expected {what} {', '.join(known)}; got {word!r}", hint)
