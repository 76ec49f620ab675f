"""An ask as a file writes it, to a region of its issue's scale."""

from typing import Any

from negpos.intake.records import AskRegion
from negpos.names import nearest
from negpos.scales import Region, Scale, whole

_FORMS = {
    "ordinal": "an option, or { min = option, max = option }",
    "quantity": "a number, or { min or above = number, max or below = number }",
    "members": "a list of options, or { at_least = […], at_most = […] }",
    "nominal": "an option, a list of options any of which would do, or { any_of = […] }",
}
_ENDS = {
    "ordinal": {"min", "max"},
    "quantity": {"min", "max", "above", "below"},
    "members": {"at_least", "at_most"},
    "nominal": {"any_of"},
}
_NAMES = tuple(name for names in _ENDS.values() for name in names)


class NotOnScale(ValueError):
    """The ask means nothing on this scale; says what was expected and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def region(scale: Scale, ask: str | float | list[str] | AskRegion) -> Region:
    """The region of the scale that an ask means; NotOnScale if it means none."""
    if isinstance(ask, AskRegion):
        given = {name for name in _NAMES if getattr(ask, name) is not None}
        if not given or not given <= _ENDS[scale.kind]:
            raise _form(scale)
    if scale.kind in ("ordinal", "quantity"):
        return _stretch(scale, ask)
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
    for closed, open_ in (("min", "above"), ("max", "below")):
        if getattr(ask, closed) is not None and getattr(ask, open_) is not None:
            raise NotOnScale(f"{closed} and {open_} give the same end", "leave out one of the two")
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
    raise _unknown(word, list(marks), "a number, or in quotes one of:")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,g}"


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
    if not isinstance(words, list):
        raise _form(scale)
    mask = 0
    for word in words:
        mask |= 1 << _place(scale, word)
    return mask


def _place(scale: Scale, word: str) -> int:
    ids = [option.id for option in scale.options]
    if word in ids:
        return ids.index(word)
    labels = [option.label for option in scale.options]
    if labels.count(word) == 1:
        return labels.index(word)
    raise _unknown(word, ids, "one of")


def _unknown(word: str, known: list[str], what: str) -> NotOnScale:
    found = nearest(word, known, most=1)
    hint = f"did you mean {found[0]}?" if found else ""
    return NotOnScale(f"expected {what} {', '.join(known)}; got {word!r}", hint)
