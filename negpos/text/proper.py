"""Proper names in a text: those that a dossier knows, and those that are nobody in it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from negpos.text.words import MONTHS, SPELLED, plain

_WORD = re.compile(r"[^\W\d_]+(?=('s\b)?)")
_OPENS = ".!?:;"
_ORDINARY = frozenset(
    """
    the a an and or but if in on at by to of for from with within without under over after before
    once until while when where what who how why as it its he his she her they their them we our
    you i this that these those there here no not all any both each every either neither none some
    many most few several other another such only even also so then thus since during between among
    amid despite because although though whether nor yet still now today yesterday tomorrow later
    earlier meanwhile however therefore instead whoever whatever everybody everyone everything
    nobody nothing somebody anyone one half first second third fourth fifth last next new old any
    two three four five six seven eight nine ten is are was were be been will shall should must may
    might can could would do does did has have had let about above against along around behind below
    beneath beside besides beyond near nearly almost through throughout toward towards upon via per
    prime minister foreign deputy chief vice secretary envoy special senator ambassador general
    colonel chairman president king queen sir lord lady mr mrs ms dr prof party parties agreement
    member members state states government republic federation union council commission committee
    conference congress assembly court parliament ministry treaty protocol convention charter
    article annex section paragraph chapter point appendix phase stage plan north south east west
    northern southern eastern western central sea river ocean gulf mount lake street journal times
    post house white red god internet covid christmas easter western nazi
    monday tuesday wednesday thursday friday saturday sunday
    usd eur gbp euro euros dollar dollars
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
) | {*MONTHS, *SPELLED}
"""Words that may stand in capitals and name nobody."""
_COMMON_ENDING = re.compile(
    r".*(?:[^aiosu]s|ing|ed|ly|[st]ion|ment|ness|ity|[ae]nce|ship|ism|hood|age|ures?|ors?|ists?)"
)


class Known(NamedTuple):
    """The words of a dossier, in lower case without accents: those that it writes so, and those
    that it writes in capitals within a sentence only, which are names."""

    common: frozenset[str]
    names: frozenset[str]


def known(texts: Iterable[str], people: Iterable[str] = ()) -> Known:
    """What these texts make known. The names of people are no names of places or powers."""
    common = {word for name in people for word in plain(name).split()}
    names: set[str] = set()
    first: set[str] = set()
    for text in texts:
        for word, is_first, _ in _words(text):
            if word[0].islower():
                common.add(word)
            elif is_first:
                first.add(plain(word).strip())
            elif len(word) > 2:
                names.add(plain(word).strip())
    names -= common | _ORDINARY
    return Known(frozenset(common | first - names), frozenset(names))


def proper(text: str, words: Known) -> dict[str, str]:
    """The names in a text by how ``tokens`` writes them: each to itself behind ``~``, or behind
    ``?`` if it is nobody in the dossier. A word that begins a sentence is a name unless the
    dossier has it in lower case or it ends as common words do; of a text in capitals alone none."""
    found: dict[str, str] = {}
    if text.isupper():
        return found
    for word, is_first, is_owner in _words(text):
        if word[0].islower() or len(word) < 3:
            continue
        bare = plain(word).strip()
        if bare in words.names:
            found[bare] = f"~{bare}"
        elif not _is_common(bare, words.common) and not (
            is_first and not is_owner and _COMMON_ENDING.fullmatch(bare)
        ):
            found[bare] = f"?{bare}"
    return found


def _is_common(word: str, common: frozenset[str]) -> bool:
    return word in _ORDINARY or not common.isdisjoint((word, word.removesuffix("s"), f"{word}s"))


def _words(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each word as it is written, whether it begins a sentence, and whether it owns something."""
    text = text.replace("’", "'")
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()].strip(" \"'“‘«([–—-•*#")
        yield found[0], not end or between[-1:] in tuple(_OPENS), bool(found[1])
        end = found.end()
