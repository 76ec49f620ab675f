"""How a name is written: which spellings are one name, and what passes for another's.

Only what is not plain ASCII need come here, and only ``names`` and ``build`` send it.
"""

import re
import unicodedata
from collections.abc import Iterator

_DASHES = (
    "\u02d7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\u2e17"
    "\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\U00010ead"
)
_APOSTROPHES = "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\u2018"
_APOSTROPHES += "\u2019\u201a\u201b\u2032\u2035\u1fbd\u1fbf\u1ffd\ua78b\ua78c\uff07\uff40"
_QUOTES = "\u00ab\u00bb\u05f4\u201c\u201d\u201e\u201f\u2033"
_UNSEEN = {
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0, 0xE0001),
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFFC),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0020, 0xE0080),
    *range(0xE0100, 0xE01F0),
}
"""What Unicode lets a program draw as nothing."""
_TATWEEL = "\u0640"  # only stretches an Arabic word
_BRAILLE_BLANK = "\u2800"

_ONE_SPELLING: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    ord(_TATWEEL): None,
    ord(_BRAILLE_BLANK): " ",
    ord("ı"): "i",
    ord("ȷ"): "j",
}
_DOTTED = re.compile("i[\u0300-\u036f]+")

_NO_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}
)

_LOOKS = str.maketrans(
    "авсеһніјкӏмортуүѵхѕԁԛԝ" + "αβεζηικμνορτυχγ" + "ɑɡ"
    "օսոզհցյք" + "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ" + "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ"
    "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢǀ",
    "abcehhijklmoptyyvxsdqw" + "abezhikmnoptyxy" + "ag"
    "ounqhgjp" + "abcdeghijklmprstvwz" + "bpdtgkjczfmnlsrvhwxyaeiou"
    "abcdeghijklmnoprtuvwyzi",
)
"""Letters that look like a Latin one, large or small: Cyrillic, Greek, phonetic, then Armenian,
Cherokee, Lisu and small capitals."""

_UNSPACED = {
    *("CJK", "IDEOGRAPHIC", "HIRAGANA", "HENTAIGANA", "KATAKANA", "BOPOMOFO", "HANGUL"),
    *("THAI", "LAO", "KHMER"),
}
"""Scripts written without blanks: a word of another script may touch one of theirs."""
_JOINED = {
    *("ARABIC", "SYRIAC", "THAANA", "NKO", "MANDAIC", "MONGOLIAN", "DEVANAGARI", "BENGALI"),
    *("GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
    *("TIBETAN", "MYANMAR", "KHMER", "LAO", "THAI", "BALINESE", "JAVANESE"),
}
"""Scripts some words of which cannot be written without a joiner."""
_JOINERS = "\u200c\u200d"
_SELECTORS = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_MICRO = "\u00b5"  # a sign of units, Greek by descent only


def letters(text: str) -> str:
    """The text without case, in its one spelling: composed, with plain blanks, dashes and
    apostrophes, without signs that cannot be seen and without dotted or dotless i."""
    text = unicodedata.normalize("NFD", text.translate(_ONE_SPELLING)).casefold()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_ONE_SPELLING)
    if "\u0307" in text:
        text = _DOTTED.sub(lambda found: found[0].replace("\u0307", ""), text)
    return unicodedata.normalize("NFC", text)


def without_accents(text: str) -> str:
    """Folded text without the marks over, through and under its letters; marks that make
    another syllable, as in Hindi, Thai or Japanese, stay."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    kept = "".join([c for c in parts if not _is_accent(unicodedata.combining(c))])
    return unicodedata.normalize("NFC", kept.translate(_NO_ACCENT))


def _is_accent(combining: int) -> bool:
    """Whether marks of this combining class are accents, or vowels of Hebrew and Arabic."""
    return combining >= 200 or 10 <= combining <= 36 or combining == 1


def looks(text: str) -> str:
    """Folded text with the Latin letter for each Cyrillic or Greek one that looks like it."""
    if text.isascii():
        return text
    drawn = unicodedata.normalize("NFD", text).translate(_LOOKS)
    return unicodedata.normalize("NFC", drawn)


def fault(name: str) -> tuple[str, str] | None:
    """What is wrong with the signs of a name, and what to do; None if one sees what it is."""
    if name.isascii() and name.isprintable():
        return None
    for place, sign in enumerate(name):
        if _is_unseen(sign) and not _may_stand(name, place):
            return f"{name!r} holds a sign that cannot be seen, {_told(sign)}", "leave it out"
    for word in _words(unicodedata.normalize("NFKC", name.replace(_MICRO, " "))):
        scripts = [_script(letter) for letter in word]
        own = {script for script in scripts if script not in _UNSPACED}
        if len(own) > 1:
            first, second, *_ = sorted(own, key=lambda s: (-scripts.count(s), scripts.index(s)))
            strange = dict.fromkeys(c for c, s in zip(word, scripts, strict=True) if s == second)
            told = ", ".join(f"{c} (U+{ord(c):04X})" for c in strange)
            mixed = f"{first.capitalize()} and {second.capitalize()} letters"
            hint = "type each word in the letters of one script"
            return f"{name!r} mixes {mixed} in one word: {told}", hint
    return None


def _is_unseen(sign: str) -> bool:
    is_control = unicodedata.category(sign) in ("Cc", "Co", "Zl", "Zp")
    return is_control or ord(sign) in _UNSEEN or sign == _BRAILLE_BLANK


def _may_stand(name: str, place: int) -> bool:
    """Whether the writing itself needs this unseen sign here."""
    sign, before, after = name[place], name[:place][-1:], name[place + 1 :][:1]
    if sign in _JOINERS:
        is_inside = not after or _script(after) in _JOINED or not after.isalnum()
        return _script(before) in _JOINED and is_inside and not (after and _is_unseen(after))
    return ord(sign) in _SELECTORS and before != "" and unicodedata.category(before) in _DRAWN


_DRAWN = ("Lo", "So")
"""Ideographs, letters without case and pictures, of which a selector chooses one drawing."""


def _words(text: str) -> Iterator[list[str]]:
    """The letters of each word; marks, digits and joiners part no word."""
    word: list[str] = []
    for sign in text:
        category = unicodedata.category(sign)
        if category in ("Lu", "Ll", "Lt", "Lo"):
            word.append(sign)
        elif category[0] not in "LMN" and sign not in _JOINERS:
            yield word
            word = []
    yield word


def _script(sign: str) -> str:
    """The first word of a sign's name in Unicode, which for letters is their script."""
    name = unicodedata.name(sign, "") if sign else ""
    return name.partition(" ")[0]


def _told(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return f"{name} (U+{ord(sign):04X})" if name else f"U+{ord(sign):04X}"
