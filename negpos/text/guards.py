"""Guards against look-alikes: words that read alike and do not say the same.

Likeness of words takes "600,000" for "80,000" and "may join" for "may not join". Each guard
names one such difference between a claim and a passage; it objects, it never approves.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from negpos.text.languages import is_read
from negpos.text.phrases import BOUNDS, rephrased
from negpos.text.proper import Known, proper
from negpos.text.senses import DENIAL, MOODS, OPEN, OPPOSITES, PLACES, READ, WEAKER, one_of
from negpos.text.words import MONTHS, SPELLED, is_number, named, plain

_CLAUSE = re.compile(r"(?<!\b\w)(?<![.!?;])[.!?;]++[\"'”’)]*+\s+|,?\s+(?:but|whereas|although)\s+")
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_FIGURES = {**SPELLED, "half": 50, **_RANKS}
"""Words that stand for a figure, with its value."""
_UNITS = {
    w.rstrip("s"): w
    for w in """usd eur gbp yuan yen rouble hryvnia percent km hours days weeks months years points
    metres tonnes kg""".split()
}
_UNITS |= {"mile": "miles", "dollar": "usd", "euro": "eur", "kilometre": "km", "kilometer": "km"}
_UNITS |= {"pound": "gbp", "sterling": "gbp", "ruble": "rouble", "meter": "metres", "ton": "tonnes"}
_UNITS |= dict.fromkeys(("st", "nd", "rd", "th", *_RANKS), "in order")
_LABELS = frozenset((*MONTHS, "as a year", "in order", "as a label", "points"))
"""Units of figures that name something and count nothing."""
_NUMBERED = frozenset(
    """article articles clause point paragraph annex resolution option phase stage chapter
    protocol section number no""".split()
)
_LETTERS = frozenset("bcdefghijklmnopqrstuvwxyz")
_LEFT_OUT = re.compile(r"(?:rule|stay|keep|kept|left)\w*")
_SAYS = re.compile(
    r"(?:@[?~]\S+ )*@\S+ (?:[^@ ]+ ){0,2}?(?:said|says|wants?|wanted|demand(?:s|ed)|insist(?:s|ed)"
    r"|ask(?:s|ed)|reports?|reported|told|writes|wrote|holds|added|announced)"
    r"(?: that)?(?: (?!(?:to|it|its|he|his|she|her|they|their|we|our)\b)|$)"
    r"|(?:according to|told)(?: [^@ ]+)?(?:(?: @[?~]\S+)+| @\S+) ?"
)
_ORDER = re.compile(
    r"\b(?:(after|once|following|upon|as soon as)|before|until|till|prior to|ahead of|pending)\b"
)
_IF = re.compile(r"\b(?:if|when|unless|upon|within|by|at|start)\b")
_WILL = frozenset(("will", "would", "won't"))
_NEVER = re.compile(r"\b(?:no|not|never)\b")
_LONG = re.compile(r"[^\W\d_]{4,}")
_BRACKETS = re.compile(r"\[([^\[\]]{1,200})\]")
_NOTE = re.compile(r"(?<=[\w.,;:!?\"”])\s?\[\d{1,3}\](?=\W*$|\s+[A-Z])")
_EITHER = re.compile(
    r"\b(shall|may|must|will|should|can)(?: not)? ?/ ?(shall|may|must|will|should|can)\b"
)
_PAIR = re.compile(r"@(\S+)((?: [^@\s]\S*)*) @(?!\1(?: |$))(\S+)")
_LINK = re.compile(r"\b(?:with|without|if|unless|once|when|after|until|before)\b")
_BESIDE = re.compile(rf"(?: the| and| or)*|.*{_LINK.pattern}.*|(?!.* (?:is|are|was|be|been) ).* by")
_IN_ANY = re.compile(r"^(?:[^@ ]+ )*?(?:in|at|under|on|for|to|with|of|by|from) (?:the )?@")
_BY = re.compile(r".* by")


GUARDS = ("negation", "actor", "number", "modality", "scope", "open", "language")
"""What a guard may find that two wordings differ in."""


class Objection(NamedTuple):
    """What a guard found, and why."""

    guard: str
    reason: str


class Reading(NamedTuple):
    """A text as the guards read it: its words, and its clauses, each with its own words."""

    text: str
    is_read: bool
    words: list[str]
    clauses: tuple[tuple[str, list[str]], ...]


def read(text: str, actors: Mapping[str, str] | None = None, words: Known | None = None) -> Reading:
    """A text as the guards read it. ``actors`` maps names, as ``tokens`` writes them, to whom they
    name; ``words`` are those of a dossier, by which other names are told."""
    if "[" in text:
        text = _NOTE.sub("", text)
    names = proper(text, words) if words else {}
    parts = _CLAUSE.split(text)
    every = _rephrased(text, actors or {}, names)
    alone = len(parts) == 1
    own = [(part, every if alone else _rephrased(part, actors or {}, names)) for part in parts]
    return Reading(text, is_read(text), every, tuple(own))


def objections(
    claim: str, passage: str, actors: Mapping[str, str] | None = None, words: Known | None = None
) -> tuple[Objection, ...]:
    """What speaks against reading the passage as saying the claim; empty if nothing does.

    ``actors`` and ``words`` are those of ``read``.
    """
    return compared(read(claim, actors, words), read(passage, actors, words))


def compared(mine: Reading, theirs: Reading) -> tuple[Objection, ...]:
    """What speaks against reading the second text as saying the first; empty if nothing does.

    Figures and actors are looked for in the whole passage, the rest in the one of its clauses that
    shares most words with the claim, unless the claim has several clauses too.
    """
    if mine.text == theirs.text:
        return ()
    if not (mine.is_read and theirs.is_read):
        return (Objection("language", "cannot judge this language"),)
    own = set(mine.words)
    clauses = theirs.clauses if len(mine.clauses) == 1 else ((theirs.text, theirs.words),)
    text, near = max(clauses, key=lambda clause: len(own.intersection(clause[1])))
    found = {
        "number": _number(mine.words, theirs.words),
        "negation": _negation(mine.words, near),
        "actor": _actor(mine.words, theirs.words),
        "modality": _modality(mine.words, near),
        "scope": _scope(mine.words, near) or _order(mine.text, text),
        "open": _open(mine, theirs, near),
    }
    return tuple(Objection(guard, reason) for guard, reason in found.items() if reason)


def _rephrased(text: str, actors: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    words = named(rephrased(text), actors)
    return [f"@{names[word]}" if word in names else word for word in words] if names else words


def bare(text: str) -> str:
    """The words of a text that no guard reads: what two wordings share that a guard keeps apart."""
    words = rephrased(text)
    return " ".join(
        word for word in words if not (is_number(word) or DENIAL.fullmatch(word) or word in READ)
    )


def _number(mine: list[str], theirs: list[str]) -> str:
    """A figure of the claim that is not in the passage, by value, unit, month of a day, and the
    bound that it is or the range that it ends; "five", "first" or "28-point" only if the passage
    has another of its kind. Or one that counts something in the passage, where the claim has none.
    Cannot tell which of two figures in a passage belongs to what, add or convert."""
    wanted, there = _figures(mine), _figures(theirs)
    others = [one for one in there if not any(_agree(one, other) for other in wanted)]
    for figure, is_word in wanted.items():
        rivals = [one for one in others if one[2] == figure[2]]
        if not any(_agree(figure, one) for one in there) and (rivals or not is_word):
            told = [" ".join(filter(None, one)) for one in (figure, *(rivals or others))]
            return f"{told[0]} is not there" + (f", but {', '.join(told[1:])}" if others else "")
    counted = [one for one, is_word in there.items() if _counts(one, is_word)]
    if counted and not any(_counts(one, is_word) for one, is_word in wanted.items()):
        return f"the claim has no figure, the passage {' '.join(filter(None, counted[0]))}"
    return ""


def _counts(figure: tuple[str, str, str], is_word: bool) -> bool:
    """Whether it counts something: no date, no number of an article, no "two" of whatever."""
    _, value, unit = figure
    return unit not in _LABELS and (not is_word or bool(unit) or float(value) >= 5)


def _agree(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """The same bound and value, and no two units."""
    return one[:2] == other[:2] and (one[2] == other[2] or not one[2] or not other[2])


def _figures(words: list[str]) -> dict[tuple[str, str, str], bool]:
    """Every figure as bound, value and unit, and whether it is a word or counts points."""
    found = {}
    for place, word in enumerate(words):
        if value := word if is_number(word) else str(_FIGURES.get(word, "")):
            before, after = words[max(0, place - 2) : place], words[place + 1 : place + 2]
            near = [w.rstrip("s") for w in (*after, *before[-1:], word) if len(w) > 1]
            units = [_UNITS[w] for w in near if w in _UNITS]
            units += ["as a year"] if re.fullmatch(r"(?:19|20)\d\d", word) else []
            units += [m for w in near if len(w) > 2 for m in MONTHS if m.startswith(w)]
            is_label = before and (before[-1] in _NUMBERED or before[-1] in _LETTERS)
            units += ["as a label"] * bool(is_label) + [""]
            bound = next((w for w in before if w in BOUNDS), "")
            found[bound, value, units[0]] = not word[0].isdigit() or units[0] == "points"
    return found


def _negation(mine: list[str], theirs: list[str]) -> str:
    """One denies and the other does not, close to words of both. Two denials undo each other
    ("does not oppose", "not until"), "not only" is none. Cannot see a denial in opposite verbs
    (stays, leaves) or in irony, nor one that stands far from any word of the other."""
    both = set.intersection(*({w[:5] for w in words if len(w) > 3} for words in (mine, theirs)))
    one, other = _denies(mine, both), _denies(theirs, both)
    return "" if one == other else "the claim denies" if one else "the passage denies"


def _denies(words: list[str], both: set[str]) -> bool:
    """Whether a denial is not undone by another up to five words further on; "stays out" and
    "ruled out" deny, "out of" not."""
    found: list[int] = []
    for place, word in enumerate(words):
        before, after = words[max(0, place - 4) : place], words[place + 1 : place + 8]
        if (
            DENIAL.fullmatch(word)
            or (word in ("out", "outside") and any(map(_LEFT_OUT.fullmatch, before)))
            or (word == "non" and after[:1] not in (["aggression"], ["proliferation"]))
            or (word in ("until", "before") and found)
            or (word == "nor" and not found)
        ) and not (before[-1:] in (["and"], ["or"]) and place - 2 in found):
            near = after if word in ("no", "without") else (*before, *after)
            if not both.isdisjoint(one[:5] for one in near):
                found.append(place)
    runs = [i for i, place in enumerate(found) if not i or place - found[i - 1] > 5]
    return any((end - start) % 2 for start, end in pairwise([*runs, len(found)]))


def _actor(mine: list[str], theirs: list[str]) -> str:
    """The claim names one whom the passage does not, and the passage another, or nobody at all; or
    the passage one who is nobody in the dossier; or the same two stand the other way round, or
    something goes to another. Whoever only says it is left out; "is paid by X" puts X first.
    Cannot tell whom "it" or "they" means, nor who does what to whom among three."""
    (ours, order), (others, turned) = _acting(mine), _acting(theirs)
    why = _named_alone(ours, others)
    if not why and order and order == (turned[1::-1] + turned[2:]):
        why = f"{turned[0]} stands first in the passage, {order[0]} in the claim"
    is_more = set(ours) < set(others)
    if not why and len(ours) == 1 and is_more and others[0] != ours[0] and not _led_in(theirs):
        why = f"{others[0]} stands first in the passage, {ours[0]} in the claim"
    return (why or _given(mine, theirs)).replace("~", "").replace("?", "")


def _named_alone(ours: list[str], others: list[str]) -> str:
    """One of the two names somebody whom the other does not."""
    missing = [actor for actor in ours if actor not in others]
    strange = [actor for actor in others if actor not in ours]
    unknown = next((actor for actor in others if actor[0] == "?"), "")
    parties = [actor for actor in missing if actor[0] != "~"]
    if missing and strange:
        return f"the passage names {strange[0]}, not {missing[0]}"
    if unknown:
        return f"the passage names {unknown}, of whom the dossier does not speak"
    if ours and not others:
        return f"the claim names {ours[0]}, the passage nobody"
    if others and not ours and all(actor[0] == "~" for actor in others):
        return f"the passage names {others[0]}, the claim nobody"
    return f"the passage does not name {parties[0]}" if parties else ""


def _led_in(words: list[str]) -> bool:
    """Whether the first who is named only stands behind "in", "for" and their like."""
    return bool(_IN_ANY.search(" ".join(words)))


def _given(mine: list[str], theirs: list[str]) -> str:
    """Something goes to one in the claim, and to another in the passage."""
    one, other = _receivers(mine), _receivers(theirs)
    if not one or not other or not one.isdisjoint(other):
        return ""
    return f"in the passage to {min(other)}, in the claim to {min(one)}"


def _receivers(words: list[str]) -> set[str]:
    """Those to whom something goes."""
    return {
        other[1:] for word, other in pairwise(words) if word in ("to", "into") and other[0] == "@"
    }


def _acting(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Who is named but does not only say it; and if these are two, who does it to whom, and
    whether under a condition."""
    text = " ".join(words)
    said = _SAYS.sub("", text)
    text = said if "@" in said else text
    acting = list(dict.fromkeys(word[1:] for word in text.split() if word[0] == "@"))
    pair = _PAIR.search(text)
    if len(acting) != 2 or not pair or _BESIDE.fullmatch(pair[2]):
        return acting, ()
    one, other = (pair[3], pair[1]) if _BY.fullmatch(pair[2]) else (pair[1], pair[3])
    return acting, (one, other, "if" * bool(_LINK.search(text[: pair.start()])))


def _modality(mine: list[str], theirs: list[str]) -> str:
    """One obliges and the other allows, or one of them only expects. Cannot tell "may" of leave
    from "may" of chance; a claim that plainly states ("Ukraine joins") has no modality."""
    one, other = _mood(mine), _mood(theirs)
    return f"the claim {one}, the passage {other}" if one and other and one != other else ""


def _mood(words: list[str]) -> str:
    modal = frozenset(_modal(words))
    return one_of(modal, MOODS) or ("obliges" if not _WILL.isdisjoint(modal) else "")


def _modal(words: list[str]) -> list[str]:
    """The words without the month of May."""
    near = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [w for a, w, b in near if w != "may" or not (is_number(a) or is_number(b))]


def _scope(mine: list[str], theirs: list[str]) -> str:
    """One speaks of the whole and the other of a part, or of the other side of another pair of
    opposites, such as de facto and de jure; or one alone makes less of the term, as "partly"; or
    two places stand the other way round. Knows only the words listed: no things, and of places
    only the points of the compass and of a river."""
    ours, others = READ.intersection(mine), READ.intersection(theirs)
    for pair in (*OPPOSITES, *PLACES):
        one, other = one_of(ours, pair), one_of(others, pair)
        if one and other and one != other:
            return f"the claim says {one}, the passage {other}"
    for name, words, likes in WEAKER:
        is_ours, is_theirs = not words.isdisjoint(ours), not words.isdisjoint(others)
        if is_ours != is_theirs and likes.isdisjoint(theirs if is_ours else mine):
            return f"{'the claim' if is_ours else 'the passage'} alone says {name}"
    for pair in PLACES:
        one, other = _first(mine, pair), _first(theirs, pair)
        if one and other and one != other:
            return f"{other} stands first in the passage, {one} in the claim"
    return ""


def _order(mine: str, theirs: str) -> str:
    """What comes before what is the other way round, or only one of the two makes something
    wait."""
    one, other = _steps(mine), _steps(theirs)
    if bool(one) != bool(other) and not _IF.search(plain(theirs if one else mine)):
        return f"{'the claim' if one else 'the passage'} alone says what comes before what"
    if not one or not other:
        return ""
    same = len(one[0] & other[0]) + len(one[1] & other[1])
    crossed = len(one[0] & other[1]) + len(one[1] & other[0])
    return "the order of the steps is the other way round" if crossed > same else ""


def _steps(text: str) -> tuple[set[str], set[str]] | None:
    """The words of what comes first and of what comes after, shortened and without those of both;
    none where nothing is said of an order. "Not before" and "not until" are "after"."""
    low = plain(text)
    found = _ORDER.search(low)
    if not found:
        return None
    main, step = low[: found.start()], low[found.end() :]
    if "?" in step:  # an option: what must come before this? that
        step, _, main = step.partition("?")
    if not _LONG.search(main):
        step, _, main = step.partition(",")
    first, then = ({word[:5] for word in _LONG.findall(part)} for part in (step, main))
    if not (found[1] or _NEVER.search(main)):
        first, then = then, first
    return first - then, then - first


def _open(mine: Reading, theirs: Reading, near: list[str]) -> str:
    """The passage leaves it open whether or which, by square brackets, a stroke, or words such as
    "in principle", and the claim does not."""
    if (answers := _answers(theirs.text)) and answers != _answers(mine.text):
        return f"the passage leaves open: {' or '.join(answers)}"
    told = OPEN.search(" ".join(_modal(near)))
    if not told or OPEN.search(" ".join(_modal(mine.words))):
        return ""
    if told[0] in ("may", "might", "could") and (_mood(mine.words) or "maximum" in near):
        return ""  # leave and duty are compared elsewhere; "at most so many may" is a bound
    return f"the passage only says: {told[0]}"


def _answers(text: str) -> list[str]:
    """The wordings among which a text leaves the choice; a name put in by an editor is none, nor
    are the number of a note and what was left out."""
    found = [
        one[1].strip()
        for one in (_BRACKETS.finditer(text) if "[" in text else ())
        if "][" in text.replace("] [", "][")
        or not (one[1].istitle() or one[1] == "sic" or not one[1].strip(". …"))
    ]
    either = _EITHER.search(text) if "/" in text else None
    return found or (either[0].replace(" ", "").split("/") if either else [])


def _first(words: list[str], pair: Mapping[str, frozenset[str]]) -> str:
    """Which of two places stands first, or acts if "by" stands between them; empty if one of them
    is not there, or no more than a link stands between them."""
    found = [
        (place, name)
        for name, signs in pair.items()
        for place, word in enumerate(words)
        if word in signs
    ]
    if len({name for _, name in found}) < 2:
        return ""
    (start, one), (end, other) = [min(x for x in found if x[1] == name) for name in pair]
    start, end, one, other = min((start, end, one, other), (end, start, other, one))
    between = set(words[start + 1 : end])
    if between <= {"and", "or", "the"}:
        return ""
    return other if "by" in between else one
