"""Demands by words, tolerant of spelling. Likeness finds; it never scores a position."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from negpos.dossier import Demand, Dossier
from negpos.names import fold_letters

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
    """Every demand in which each word, or one spelt much like it, stands; the best first, of
    those as good the latest.

    ``progress`` is called with the number of demands gone through and of all.
    """
    wanted = list(dict.fromkeys(token for word in words for token in _tokens(word)))
    if not wanted:
        return ()
    demands = list(dossier.demands())
    texts = {text for demand in demands for text in _texts(dossier, demand)}
    tokens = {text: _tokens(text) for text in texts}
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
            hits.append(Hit(demand, sum(best) / len(best)))
        if progress and count % _STEP == 0:
            progress(count, len(demands))
    hits.sort(key=lambda hit: (hit.demand.position, hit.demand.row))
    return tuple(sorted(hits, key=lambda hit: (hit.likeness, hit.demand.said), reverse=True))


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
    if len(word) >= _PREFIX:
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
