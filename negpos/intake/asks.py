"""An ask as a file writes it, to a region of its issue's scale."""

from typing import Any

from negpos.intake.records import AskRegion
from negpos.names import nearest
from negpos.scales import Region, Scale

_FORMS = {
    "ordinal": "an option, or { min = option, max = option }",
    "quantity": "a number, or { min = number, max = number }",
    "members": "a list of options, or { at_least = […], at_most = […] }",
    "nominal": "an option, a list of options any of which would do, or { any_of = […] }",
}
_ENDS = {"members": {"at_least", "at_most"}, "nominal": {"any_of"}}


class NotOnScale(ValueError):
    """The ask means nothing on this scale; says what was expected and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def region(scale: Scale, ask: str | float | list[str] | AskRegion) -> Region:
    """The region of the scale that an ask means; NotOnScale if it means none."""
    if isinstance(ask, AskRegion):
        names = ("min", "max", "at_least", "at_most", "any_of")
        given = {name for name in names if getattr(ask, name) is not None}
        if not given or not given <= _ENDS.get(scale.kind, {"min", "max"}):
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
    is_region = isinstance(ask, AskRegion)
    given = (ask.min, ask.max) if is_region else (ask, ask)
    limits = (scale.low, scale.high)
    low, high = (
        limit if end is None else _end(scale, end) for end, limit in zip(given, limits, strict=True)
    )
    if low > high:
        hint = "write the end that comes first on the scale as min"
        raise NotOnScale("min stands above max", hint)
    return Region(low, high, is_region and ask.vague)


def _end(scale: Scale, end: Any) -> float:
    if scale.kind == "ordinal" and isinstance(end, str):
        return _place(scale, end)
    if scale.kind == "ordinal" or not isinstance(end, float):
        raise _form(scale)
    if not scale.low <= end <= scale.high:
        told, low, high = (_figure(value) for value in (end, scale.low, scale.high))
        raise NotOnScale(f"{told} lies outside the scale, {low} to {high}")
    return end


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
        return Region(mask, mask)
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
    found = nearest(word, ids, most=1)
    hint = f"did you mean {found[0]}?" if found else ""
    raise NotOnScale(f"expected one of {', '.join(ids)}; got {word!r}", hint)
