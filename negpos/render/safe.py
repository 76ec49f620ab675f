"""Text that may hold anything, made harmless: control characters are shown, never executed.

Characters for private use count as such: the table marks its section headings with one.
"""

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]"
)


def safe(text: str, keep: str = "\n") -> str:
    """The text with every control character, tabs included, written as ``\\x1b`` and the like."""
    if text.isascii() and text.isprintable():
        return text

    def shown(match: re.Match[str]) -> str:
        code = ord(match[0])
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"

    text = _CONTROLS.sub(shown, text).replace("\t", " ")
    return text if "\n" in keep else text.replace("\n", " ")
