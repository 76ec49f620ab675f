"""Guards against look-alikes: words that read alike and do not say the same.

Likeness of words takes "600,000" for "80,000" and "may join" for "may not join". Each guard
names one such difference between a claim and a passage; it objects, it never approves.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


class Objection(NamedTuple):
    """What a guard found: ``negation``, ``actor``, ``number``, ``modality`` or ``scope``."""

    guard: str
    reason: str


_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?")
_NEGATIONS = frozenset(
    """
    no not never none neither nor cannot without unable inability illegitimate oppose opposes
    opposed refuse refuses refused refusal reject rejects
    rejected rejecting unacceptable impossible ban bans banned bar bars barred exclude excludes
    excluded forbid forbidden prohibit prohibited nonstarter renounce renounces renounced forgo
    forgoes forgone waive waives waived out
    """.split()
)
_NOT_ONLY = (["only"], ["just"], ["merely"])
_OUT = frozenset(("out",))
_RULED_OUT = frozenset("rule rules ruled ruling stay stays stayed kept keep keeps left".split())
_DUTY = frozenset("must shall will requires required obliged".split())
_LEAVE = frozenset("may might could can should would allowed eligible".split())
_WHOLE = frozenset("all whole entire entirely full fully total complete completely every".split())
_PART = frozenset("part partial partially partly some limited certain several".split())
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero - two three four five six seven eight nine ten eleven twelve".split()
    )
}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


def tokens(text: str) -> list[str]:
    """Words and figures in lower case; ``600,000`` and ``600 thousand`` are ``600000``."""
    found: list[str] = []
    for word in _TOKEN.findall(text.casefold().replace("’", "'")):
        if word[0].isdigit():
            found.append(word.replace(",", "").rstrip("."))
        elif word in _SCALES and found and _is_number(found[-1]):
            found[-1] = f"{float(found[-1]) * _SCALES[word]:.0f}"
        else:
            found.append(word.removesuffix("'s"))
    return found


def _is_number(word: str) -> bool:
    return word[:1].isdigit() and word.count(".") < 2


def objections(
    claim: str, passage: str, actors: Mapping[str, str] | None = None
) -> tuple[Objection, ...]:
    """What speaks against reading the passage as saying the claim; empty if nothing does.

    ``actors`` maps words, in lower case, to whom they name.
    """
    mine, theirs = tokens(claim), tokens(passage)
    found = (
        _number(mine, theirs),
        _negation(mine, theirs),
        _actor(mine, theirs, actors or {}),
        _modality(mine, theirs),
        _scope(mine, theirs),
    )
    return tuple(objection for objection in found if objection is not None)


def _number(mine: list[str], theirs: list[str]) -> Objection | None:
    """A figure of the claim that the passage lacks while it has others of its own."""
    wanted, there = _figures(mine), _figures(theirs)
    missing = wanted - there
    if not missing:
        return None
    told = ", ".join(sorted(missing))
    others = ", ".join(sorted(there - wanted))
    return Objection("number", f"{told} is not there" + (f", but {others}" if others else ""))


def _figures(words: list[str]) -> set[str]:
    return {w for w in words if _is_number(w)} | {_NUMBERS[w] for w in words if w in _NUMBERS}


def _negation(mine: list[str], theirs: list[str]) -> Objection | None:
    one, other = _is_negative(mine), _is_negative(theirs)
    if one == other:
        return None
    return Objection("negation", "the claim denies" if one else "the passage denies")


def _is_negative(words: list[str]) -> bool:
    """Whether an odd number of words deny; "stays out" and "ruled out" deny, "out of" not."""
    count = 0
    for place, word in enumerate(words):
        if word == "not" and words[place + 1 : place + 2] in _NOT_ONLY:
            continue
        if word in _OUT:
            count += any(near in _RULED_OUT for near in words[max(0, place - 3) : place])
        elif word in _NEGATIONS or word.endswith("n't"):
            count += 1
    return count % 2 == 1


def _actor(mine: list[str], theirs: list[str], actors: Mapping[str, str]) -> Objection | None:
    """Who acts, the first one named, differs; or none of the claim's actors is there."""
    ours = [actors[word] for word in mine if word in actors]
    others = [actors[word] for word in theirs if word in actors]
    if not ours or not others:
        return None
    if not set(ours) & set(others):
        return Objection("actor", f"the passage names {others[0]}, not {ours[0]}")
    both = set(ours) & set(others)
    if len(both) > 1 and len(set(ours)) == len(set(others)):
        first, second = (next(a for a in row if a in both) for row in (ours, others))
        if first != second:
            return Objection("actor", f"{second} stands first in the passage, {first} in the claim")
    return None


def _modality(mine: list[str], theirs: list[str]) -> Objection | None:
    """One obliges and the other allows."""
    one, other = _mood(mine), _mood(theirs)
    if one and other and one != other:
        return Objection("modality", f"the claim {one}, the passage {other}")
    return None


def _mood(words: list[str]) -> str:
    duty = any(w in _DUTY for w in words)
    leave = any(w in _LEAVE for w in words)
    return "" if duty == leave else "obliges" if duty else "allows"


def _scope(mine: list[str], theirs: list[str]) -> Objection | None:
    """One speaks of the whole and the other of a part."""
    one, other = _extent(mine), _extent(theirs)
    if one and other and one != other:
        return Objection("scope", f"the claim says {one}, the passage {other}")
    return None


def _extent(words: list[str]) -> str:
    whole = any(w in _WHOLE for w in words)
    part = any(w in _PART for w in words)
    return "" if whole == part else "all" if whole else "part"
