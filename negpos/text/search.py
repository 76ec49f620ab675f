"""Demands by words, tolerant of spelling. Likeness finds; it never scores a position."""

import re
from collections.abc import Callable, Iterable
from math import fsum
from typing import NamedTuple

from negpos.dossier import Demand, Dossier
from negpos.names import FILLING, fold_letters

_CUTOFF = 78.0
_PREFIX = 4
_STEP = 10_000
"""Demands between two tellings of how far the search is."""
_ASCII = {code: c.lower() if (c := chr(code)).isalnum() else " " for code in range(128)}
_ASCII[ord(",")] = ""


class Hit(NamedTuple):
    """A demand in which every word was found, and how well, from 0 to 100."""

    demand: Demand
    likeness: float


def search(
    dossier: Dossier, words: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> tuple[Hit, ...]:
    """Every demand in which each word, in any of its spellings or one much like it, stands; the
    best first, of those as good the latest.

    ``progress`` is called with the number of demands gone through and of all.
    """
    wanted = sought(dossier, words)
    if not wanted:
        return ()
    demands = list(dossier.demands())
    tokens = _taken_apart(dossier, demands)
    vocabulary = set().union(*tokens.values())
    likeness = [_likeness(word, vocabulary) for word in wanted]
    known = set().union(*likeness)
    rates = {
        text: [max([like.get(token, 0.0) for token in found]) for like in likeness]
        for text, found in tokens.items()
        if not known.isdisjoint(found)
    }
    hits = []
    for count, demand in enumerate(demands, start=1):
        rated = [rates[text] for text in _texts(dossier, demand) if text in rates]
        best = [max(rates_of_word) for rates_of_word in zip(*rated, strict=True)]
        if best and min(best) > 0:
            hits.append(Hit(demand, fsum(best) / len(best)))
        if progress and count % _STEP == 0:
            progress(count, len(demands))
    hits.sort(key=lambda hit: (hit.demand.position, hit.demand.row))
    return tuple(sorted(hits, key=lambda hit: (hit.likeness, hit.demand.said), reverse=True))


def sought(dossier: Dossier, words: Iterable[str]) -> list[str]:
    """The words to look for, each once: figures in digits, others in one spelling."""
    text = " ".join(words)
    for pattern, plain in _FIGURES:
        text = pattern.sub(plain, text)
    spelt = _spelt(dossier)
    tokens = dict.fromkeys(spelt.get(token, token) for token in _tokens(text))
    return [token for token in tokens if token not in FILLING] or list(tokens)


def _spelt(dossier: Dossier) -> dict[str, str]:
    """Other spellings of single words, without accents as the words of a text are."""
    return {fold_letters(a): fold_letters(b) for a, b in dossier.spellings.items()}


def near(dossier: Dossier, words: Iterable[str]) -> list[str]:
    """Words of the dossier that are somewhat like those that stand in no demand."""
    from rapidfuzz import fuzz, process

    vocabulary = set().union(*_taken_apart(dossier, list(dossier.demands())).values())
    absent = [word for word in sought(dossier, words) if not _likeness(word, vocabulary)]
    return [
        like
        for word in absent
        for like, _, _ in process.extract(
            word, sorted(vocabulary), scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_NEAR
        )
    ]


_NEAREST, _NEAR = 3, 60.0
"""Words suggested for one that stands nowhere, and the least likeness of such."""


def _taken_apart(dossier: Dossier, demands: Iterable[Demand]) -> dict[str, list[str]]:
    """Every text in which a demand is looked for, to its words in one spelling."""
    texts = {text for demand in demands for text in _texts(dossier, demand)}
    spelt = _spelt(dossier)
    return {text: [spelt.get(token, token) for token in _all_tokens(text)] for text in texts}


def _all_tokens(text: str) -> list[str]:
    """The words of a text; of figures with words or blanks in them the digits too."""
    tokens = _tokens(text)
    if not any(token.isdigit() for token in tokens):
        return tokens
    for pattern, plain in _FIGURES:
        tokens += [t for found in pattern.finditer(text) for t in _tokens(plain(found))]
    return tokens


def _thousands(figure: re.Match[str]) -> str:
    return re.sub(r"\D", "", figure[0])


def _multiplied(figure: re.Match[str]) -> str:
    """A figure with a letter for thousands, millions or billions, in digits."""
    value = float(figure[1].replace(",", ".")) * _TIMES[(figure[2] or figure[3]).casefold()[0]]
    return f"{value:.0f}" if value.is_integer() else figure[0]


_TIMES = {"k": 10**3, "t": 10**3, "m": 10**6, "b": 10**9}
_BETWEEN = r"[ .,'\u2019\u00a0\u202f]"
"""What stands between the thousands of a figure."""
_FIGURES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # 600 000, 600.000, 600'000: a figure by its thousands, the last of them none
    (
        re.compile(
            rf"(?<![\w.,])\d{{1,3}}(?:{_BETWEEN}\d{{3}})*{_BETWEEN}000(?![\w.,]*\d)",
        ),
        _thousands,
    ),
    (
        re.compile(
            r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?:(k|m)|\s?(bn|mn|thousand|million|billion))\b", re.I
        ),
        _multiplied,
    ),
)
"""How people write figures, and what makes digits of them."""


def _likeness(word: str, vocabulary: set[str]) -> dict[str, float]:
    """The tokens like a word, rated: 100 the same, 95 it begins so, below that by spelling."""
    from rapidfuzz import fuzz, process

    rated = {
        token: rate
        for token, rate, _ in process.extract(
            word, sorted(vocabulary), scorer=fuzz.ratio, limit=None, score_cutoff=_CUTOFF
        )
        if not (word.isdigit() or token.isdigit()) or token == word
    }
    if len(word) >= _PREFIX and not word.isdigit():
        rated |= {t: max(rated.get(t, 0), 95.0) for t in vocabulary if t.startswith(word)}
    if word in vocabulary:
        rated[word] = 100.0
    return rated


def _texts(dossier: Dossier, demand: Demand) -> list[str]:
    """The texts in which a demand is looked for."""
    title = dossier.positions[demand.position].title
    texts = [demand.text, demand.label, demand.speaker, demand.note, title]
    texts += [dossier.parties[party].name for party in demand.holders]
    if demand.issue:
        issue = dossier.issues[demand.issue]
        texts += (issue.id, issue.label)
    return texts


def _tokens(text: str) -> list[str]:
    """Words in lower case; ``600,000`` is one word, 600000."""
    if text.isascii():
        return text.translate(_ASCII).split()
    text = fold_letters(text).replace(",", "")
    return "".join(c if c.isalnum() else " " for c in text).split()
