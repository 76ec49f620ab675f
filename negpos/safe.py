"""Text that may hold anything, made harmless: what cannot be seen is shown, never executed.

Characters for private use count as such: the table marks its section headings with one.
"""

import re

_BREAKS = "\u2028\u2029"
_JOINERS = "\u200c\u200d"
"""Some scripts, and some signs made of several, cannot be written without."""


_is_address = re.compile(r"https?://[^\s<>\"'|\\`{}]+").fullmatch


def is_address(text: str) -> bool:
    """Whether it is an address of the web that can stand in a page without being taken for more;
    nothing else ever becomes a link."""
    return text.isprintable() and _is_address(text) is not None


def unlinked(text: str) -> str:
    """The text of a terminal without its links: their words stay."""
    return _LINK.sub("", text) if "\x1b]8;" in text else text


_LINK = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")
"""The beginning of a link, or its end."""


def safe(text: str, keep: str = "\n") -> str:
    """The text with every invisible character, escape sequences above all, told as ``\\x1b``.

    Line breaks stay unless ``keep`` is empty; tabs become blanks.
    """
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() else _shown(c, keep) for c in text])


_FROM_THE_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_from_the_right = re.compile(f"[{_FROM_THE_RIGHT}]+(?:[ '-]+[{_FROM_THE_RIGHT}]+)*")
"""Words of scripts that run from right to left, one after the other."""


def isolated(text: str, before: str = "\u2068", after: str = "\u2069") -> str:
    """The text with words that run from right to left between two signs, by default those that
    keep them apart from the figures and words around them."""
    if text.isascii():
        return text
    return _from_the_right.sub(lambda found: f"{before}{found[0]}{after}", text)


def _shown(character: str, keep: str) -> str:
    code = ord(character)
    if character in keep or character in _JOINERS:
        return character
    if character in "\t\n":
        return " "
    if character.isspace() and code >= 0xA0 and character not in _BREAKS:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
