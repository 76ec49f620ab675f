"""Demands by words, tolerant of spelling. Likeness finds; it never scores a position."""

from collections.abc import Iterable
from typing import NamedTuple

from negpos.dossier import Demand, Dossier
from negpos.names import fold_letters

_CUTOFF = 78.0
_PREFIX = 4


class Hit(NamedTuple):
    """A demand in which every word was found, and how well, from 0 to 100."""

    demand: Demand
    likeness: float


def search(dossier: Dossier, words: Iterable[str]) -> tuple[Hit, ...]:
    """Every demand in which each word, or one spelt much like it, stands; the best first."""
    wanted = [token for word in words for token in _tokens(word)]
    if not wanted:
        return ()
    found = {demand: _haystack(dossier, demand) for demand in dossier.demands()}
    vocabulary = {token for tokens in found.values() for token in tokens}
    likeness = [_likeness(word, vocabulary) for word in wanted]
    hits = []
    for demand, tokens in found.items():
        best = [max((known.get(t, 0.0) for t in tokens), default=0.0) for known in likeness]
        if min(best) > 0:
            hits.append(Hit(demand, sum(best) / len(best)))
    return tuple(
        sorted(hits, key=lambda h: (-h.likeness, h.demand.said, h.demand.position, h.demand.line))
    )


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


def _haystack(dossier: Dossier, demand: Demand) -> frozenset[str]:
    position = dossier.positions[demand.position]
    holders = [dossier.parties[party].name for party in demand.holders]
    parts = [demand.text, demand.label, demand.speaker, demand.note, position.title, *holders]
    if demand.issue:
        issue = dossier.issues[demand.issue]
        parts += [issue.id, issue.label]
    return frozenset(token for part in parts for token in _tokens(part))


def _tokens(text: str) -> list[str]:
    """Words in lower case; ``600,000`` is one word, 600000."""
    text = fold_letters(text).replace(",", "")
    return "".join(c if c.isalnum() else " " for c in text).split()
