"""Words and figures of a text, each written in one way however people write it."""

import re
import unicodedata
from collections.abc import Mapping

_TOKEN = re.compile(
    r"[a-z]\.[a-z]\.|\d{1,3}(?:[, ']\d{3}|,-? ?000)+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*"
    r"|[^\W\d_]+(?:\d+|'[^\W\d_]+)?"
)
_ACRONYM = re.compile(
    r"\b(?:[A-Z]\.){2,}|\b(?!(?:AS|AT|BY|IF|IN|IS|IT|NO|OF|ON|OR|TO|UP|WE)\b)[A-Z]{2}\b"
)
_SIGNS = {"’": "'", "US$": " usd ", "$": " usd ", "€": " eur ", "£": " gbp ", "%": " percent "}
_SIGNS |= {"₽": " roubles ", "₴": " hryvnias ", "¥": " yuan "}
_ONES = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_ONES |= {w: n for n, w in enumerate("eleven twelve thirteen fourteen fifteen".split(), 11)}
_ONES |= {w: n for n, w in enumerate("sixteen seventeen eighteen nineteen".split(), 16)}
_TENS = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty".split(), 2)}
_TENS |= {"seventy": 70, "eighty": 80, "ninety": 90}
SPELLED = {word: n for word, n in (_ONES | _TENS).items() if n > 1}
"""Single words that are figures, without "one"."""
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "dozen": 12}
_SPANS = {"decade": 10, "decades": 10, "century": 100, "centuries": 100}
MONTHS = """january february march april may june july august september october november
    december""".split()
_MANY = "|".join((*_SCALES, "decade", "century"))
_AS_WRITTEN = (
    (re.compile(rf"\bhalf an? (?=(?:{_MANY})\b)"), "0.5 "),
    (re.compile(r"\b(decade|century) and a half\b"), r"1.5 \1"),
)
"""Figures in words that no rule for single words reads."""
_IN_DIGITS = (
    (re.compile(r"\b(\d{1,3}(?:\.\d{3})*)\.000(?![\d.])"), lambda m: m[1].replace(".", "") + "000"),
    (re.compile(r"(?<=\d)k\b"), " thousand"),
    (re.compile(r"(?<=\d)m\b"), " million"),
    (re.compile(r"\b((?:usd|eur|gbp) +\d[\d.,]*)b\b"), r"\1 billion"),
    (
        re.compile(r"\b((?:19|20)\d\d)-(0\d|1[0-2])-(\d\d)\b"),
        lambda m: f"{int(m[3])} {_month(m[2])} {m[1]}",
    ),
    (
        re.compile(r"\b(\d\d?)\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)\b"),
        lambda m: f"{int(m[1])} {_month(m[2])} {m[3]}",
    ),
    (re.compile(r"(?<=\d) ?[-‐-―] ?(?=(?:usd|eur|gbp| )*\d)(?!-? ?000\b)"), " to "),
)
"""Figures in digits as newspapers write them: 600.000, 600k, 0.6m, $1B, 2026-06-01, 15-20."""


def tokens(text: str) -> list[str]:
    """Words and figures in lower case, without accents: ``600,000``, ``600 thousand``, ``600k`` and
    ``six hundred thousand`` are ``600000``; ``US`` and ``U.S.`` are ``u.s.``, the word ``us`` is
    not."""
    words = [
        re.sub("[, '-]", "", word) if word[0].isdigit() else word.removesuffix("'s")
        for word in _TOKEN.findall(plain(text))
    ]
    if _COUNTS.isdisjoint(words):
        return words
    found: list[str] = []
    place = 0
    while place < len(words):
        told, place = _numeral(words, place)
        found += told
    return found


def plain(text: str) -> str:
    """The text in lower case, without accents and signs for words, with figures in digits written
    in one way."""
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in marked if unicodedata.category(sign) != "Mn")
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    if " " not in text or not text.isupper():
        text = _ACRONYM.sub(lambda found: _acronym(found[0].replace(".", "")), text)
    text = text.casefold()
    if "half" in text:
        for pattern, word in _AS_WRITTEN:
            text = pattern.sub(word, text)
    if _DIGIT.search(text):
        for figure, made in _IN_DIGITS:
            text = figure.sub(made, text)
    return text


_DIGIT = re.compile(r"\d")


def named(words: list[str], names: Mapping[str, str]) -> list[str]:
    """The words with every name, of up to four words, as ``@`` and the id of whom it names."""
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in (4, 3, 2, 1):
            if id_ := names.get(" ".join(words[place : place + length])):
                found.append(f"@{id_}")
                break
        else:
            found.append(words[place])
        place += length
    return found


def is_number(word: str) -> bool:
    """Whether a word, as ``tokens`` writes it, is a figure in digits."""
    return word[:1].isdigit() and word.count(".") < 2 and len(word) < 30


def _month(number: str) -> str:
    return MONTHS[int(number) - 1]


def _acronym(letters: str) -> str:
    return f"{letters[0]}.{letters[1]}. " if len(letters) == 2 else f"{letters} "


_COUNTS = frozenset((*_SCALES, *_SPANS, *_TENS))


def _numeral(words: list[str], start: int) -> tuple[list[str], int]:
    """The figure that begins at a place, in digits, and where it ends; a single word of a small
    figure stays as it is. A decade is ten years."""
    total, part, place = 0.0, _begun(words, start), start + 1
    if part is None:
        return words[start : start + 1], place
    while place < len(words):
        word = words[place]
        if word == "and" and words[place + 1 : place + 3] == ["a", "half"]:
            part, place = part + 0.5, place + 2
        elif word == "and" and (part or total) >= 100 and words[place + 1 : place + 2]:
            if _added(part, words[place + 1]) is None:
                break
        elif (more := _added(part, word)) is not None:
            part = more
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in _SCALES and part:
            total, part = total + part * _SCALES[word], 0.0
        elif word in _SPANS and total + part:
            total, part = (total + part) * _SPANS[word], 0.0
            return [_written(total), "years"], place + 1
        else:
            break
        place += 1
    if place == start + 1:
        return words[start:place], place
    return [_written(total + part)], place


def _begun(words: list[str], start: int) -> float | None:
    """The value of a word with which a figure may begin; "a" only before a scale."""
    word = words[start]
    if word == "a":
        follows = words[start + 1 : start + 2]
        return 1.0 if not {*_SCALES, *_SPANS}.isdisjoint(follows) else None
    if is_number(word):
        return float(word)
    value = _ONES.get(word) or _TENS.get(word)
    return float(value) if value else None


def _added(part: float, word: str) -> float | None:
    """A figure with a smaller word behind it: twenty and five, a hundred and twenty."""
    rest = part % 100
    one = _ONES.get(word, 0)
    if one and part and (rest == 0 or (rest >= 20 and part % 10 == 0 and one < 10)):
        return part + one
    return part + _TENS[word] if word in _TENS and part and rest == 0 else None


def _written(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() else f"{value:.10g}"
