"""Guards against look-alikes: words that read alike and do not say the same.

Likeness of words takes "600,000" for "80,000" and "may join" for "may not join". Each guard
names one such difference between a claim and a passage; it objects, it never approves.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

_TOKEN = re.compile(
    r"[a-z]\.[a-z]\.|\d{1,3}(?:[, ']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*"
    r"|[^\W\d_]+(?:\d+|'[^\W\d_]+)?"
)
_ACRONYM = re.compile(
    r"\b(?:[A-Z]\.){2,}|\b(?!(?:AS|AT|BY|IF|IN|IS|IT|NO|OF|ON|OR|TO|UP|WE)\b)[A-Z]{2}\b"
)
_CLAUSE = re.compile(r"(?<!\b\w)(?<![.!?;])[.!?;]++[\"'”’)]*+\s+|,?\s+(?:but|whereas|although)\s+")
_SIGNS = {"’": "'", "US$": " usd ", "$": " usd ", "€": " eur ", "%": " percent "}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
_SPELLED = {w: n for n, w in enumerate("two three four five six seven eight nine ten".split(), 2)}
_SPELLED |= {"eleven": 11, "twelve": 12, "fifteen": 15, "half": 50}
_SPELLED |= {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty".split(), 2)}
_SPELLED |= {"seventy": 70, "eighty": 80, "ninety": 90}
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_UNITS = {w.rstrip("s"): w for w in "usd eur percent km days weeks months years points".split()}
_UNITS |= {"mile": "miles", "dollar": "usd", "euro": "eur", "kilometre": "km", "kilometer": "km"}
_UNITS |= dict.fromkeys(("st", "nd", "rd", "th", *_RANKS), "in order")
_MONTHS = """january february march april may june july august september october november
    december""".split()
_PHRASES = [
    (re.compile(rf"\b(?:{pattern})"), f" {plain} ")
    for plain, pattern in (
        ("maximum", r"(?:no|not) (?:more|later|larger) than\b|(?:\w+ )?not exceed(?:ing)?\b"
         r"|at most\b|capped at\b|up to(?= \W*\d)"),
        ("minimum", r"(?:no|not) (?:less|fewer|earlier) than\b|at least\b|more than(?= \W*\d)"),
        ("maximum", r"(?:less|fewer) than(?= \W*\d)"),
        ("", r"not (?:only|just|merely|simply|least)\b|no doubt\b"),
        ("allowed not", r"need not\b|do(?:es)? not (?:need|have) to\b|not (?:required|obliged)\b"),
        ("allowed", r"(?:lift|end|drop|remove)(?:s|d|ed|ing)? (?:\w+ )?(?:ban|bar)\b"),
        (r"\1 after", r"(?:not|never) (\w+) (?:until|before)\b"),
        ("must not", r"may not\b|can ?not\b|can't\b"),
        ("must", r"(?:has|had|have|needs?|is|are) to\b"),
        ("percent", r"per cent\b"),
        ("defacto", r"de facto\b"),
        ("dejure", r"de jure\b"),
        ("immediately", r"at once\b"),
        ("unacceptable", r"out of the question\b"),
    )
]  # fmt: skip
_DENIAL = re.compile(
    r"no|not|never|none|neither|nobody|nothing|\w+n't|without|un(?:able|acceptable|less|willing)"
    r"|illegitimate|impossible|inability|nonstarter|objections?|objects|blocks?|bans?|bars?|forgo"
    r"|(?:bann|barr|den[iy]|exclud|forbid|hinder|imped|oppos|prevent|prohibit|refus|reject|renounc"
    r"|waiv)\w*"
)
_LEFT_OUT = re.compile(r"(?:rule|stay|keep|kept|left)\w*")
_MOODS = {
    "obliges": "must shall requires required obliged obligation",
    "allows": "may might could can allow allows allowed eligible permitted",
    "only expects": "expected expects expectation should ought hoped hopes",
}
_OPPOSITES = (
    {"all": "all whole entire entirely full fully total complete completely every",
     "a part": "part partial partially partly some limited certain several"},
    {"de facto": "defacto", "de jure": "dejure"},
    {"for a time": "temporary temporarily interim", "for good": "permanent permanently lasting"},
    {"one-sided": "unilateral unilaterally", "mutual": "mutual mutually"},
    {"at once": "immediate immediately", "in steps": "gradual gradually phased stages"},
    {"lifted": "lifted lifting lifts lift", "restored": "restored imposed reimposed tightened"},
    {"before": "before", "after": "after"},
    {"opened": "open opens opened opening", "closed": "close closes closed closing shut"},
    {"raised": "raise raises raised increase increases increased",
     "lowered": "lowers lowered reduce reduces reduced decrease decreases decreased cut cuts"},
    {"public": "public", "secret": "secret confidential"},
    {"exported": "export exports exported", "imported": "import imports imported"},
    {"stays": "stay stays remain remains", "leaves": "leave leaves withdraw withdraws withdrawn"},
)  # fmt: skip
_PLACES = (
    {"north": "north northern", "south": "south southern"},
    {"east": "east eastern", "west": "west western"},
    {"upper": "upper upstream", "lower": "lower downstream"},
)
_READ = frozenset(
    word
    for group in (_MOODS, *_OPPOSITES, *_PLACES)
    for signs in group.values()
    for word in signs.split()
) | {"maximum", "minimum", "shall", "will", "would"}
_SAYS = re.compile(
    r"@\S+ (?:[^@ ]+ ){0,2}?(?:said|says|wants?|wanted|demand(?:s|ed)|insist(?:s|ed)|ask(?:s|ed))"
    r" (?:that )?(?!(?:to|it|its|he|his|she|her|they|their|we|our)\b)"
)
_PAIR = re.compile(r"@(\S+)((?: [^@\s]\S*)*) @(?!\1(?: |$))(\S+)")
_LINK = re.compile(r"\b(?:with|without|if|unless|once|when|after|until|before)\b")
_BESIDE = re.compile(rf"(?: the| and| or)*|.*{_LINK.pattern}.*|(?!.* (?:is|are|was|be|been) ).* by")
_BY = re.compile(r".* by")


GUARDS = ("negation", "actor", "number", "modality", "scope")
"""What a guard may find that two wordings differ in."""


class Objection(NamedTuple):
    """What a guard found, and why."""

    guard: str
    reason: str


def tokens(text: str) -> list[str]:
    """Words and figures in lower case, without accents: ``600,000``, ``600 thousand`` and ``six
    hundred thousand`` are ``600000``; ``US`` and ``U.S.`` are ``u.s.``, the word ``us`` is not."""
    return _words(_plain(text))


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


def objections(
    claim: str, passage: str, actors: Mapping[str, str] | None = None
) -> tuple[Objection, ...]:
    """What speaks against reading the passage as saying the claim; empty if nothing does.

    ``actors`` maps names, as ``tokens`` writes them, to whom they name. Figures and actors are
    looked for in the whole passage, the rest in the one of its clauses that shares most words
    with the claim, unless the claim has several clauses too.
    """
    names = actors or {}
    mine, theirs = _rephrased(claim, names), _rephrased(passage, names)
    parts = [passage] if _CLAUSE.search(claim) else _CLAUSE.split(passage)
    clauses = [_rephrased(part, names) for part in parts]
    near = max(clauses, key=lambda clause: len(set(mine) & set(clause)))
    found = {
        "number": _number(mine, theirs),
        "negation": _negation(mine, near),
        "actor": _actor(mine, theirs),
        "modality": _modality(mine, near),
        "scope": _scope(mine, near),
    }
    return tuple(Objection(guard, reason) for guard, reason in found.items() if reason)


def bare(text: str) -> str:
    """The words of a text that no guard reads: what two wordings share that a guard keeps apart."""
    words = _rephrased(text, {})
    return " ".join(
        word for word in words if not (_is_number(word) or _DENIAL.fullmatch(word) or word in _READ)
    )


def _plain(text: str) -> str:
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in marked if unicodedata.category(sign) != "Mn")
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    if " " not in text or not text.isupper():
        text = _ACRONYM.sub(lambda found: _acronym(found[0].replace(".", "")), text)
    return text.casefold()


def _acronym(letters: str) -> str:
    return f"{letters[0]}.{letters[1]}. " if len(letters) == 2 else f"{letters} "


def _words(plain: str) -> list[str]:
    found: list[str] = []
    for word in _TOKEN.findall(plain):
        last = found[-1] if found else ""
        count = float(last) if _is_number(last) else _SPELLED.get(last, last in ("a", "one"))
        if word in _SCALES and count:
            found[-1] = f"{count * _SCALES[word]:.0f}"
        else:
            found.append(
                re.sub("[, ']", "", word) if word[0].isdigit() else word.removesuffix("'s")
            )
    return found


def _is_number(word: str) -> bool:
    return word[:1].isdigit() and word.count(".") < 2 and len(word) < 30


def _rephrased(text: str, names: Mapping[str, str]) -> list[str]:
    plain = _plain(text)
    for pattern, phrase in _PHRASES:
        plain = pattern.sub(phrase, plain)
    return named(_words(plain), names)


def _number(mine: list[str], theirs: list[str]) -> str:
    """A figure of the claim that is not in the passage, by value, unit, month of a day, minimum
    or maximum; "five", "first" or "28-point" only if the passage has another of its kind.
    Cannot tell which of two figures in a passage belongs to what, add or convert."""
    wanted, there = _figures(mine), _figures(theirs)
    others = [one for one in there if not any(_agree(one, other) for other in wanted)]
    for figure, is_word in wanted.items():
        rivals = [one for one in others if one[2] == figure[2]]
        if not any(_agree(figure, one) for one in there) and (rivals or not is_word):
            told = [" ".join(filter(None, one)) for one in (figure, *(rivals or others))]
            return f"{told[0]} is not there" + (f", but {', '.join(told[1:])}" if others else "")
    return ""


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _figures(words: list[str]) -> dict[tuple[str, str, str], bool]:
    """Every figure as bound, value and unit, and whether it is a word or counts points."""
    found = {}
    for place, word in enumerate(words):
        if value := word if _is_number(word) else str(_SPELLED.get(word) or _RANKS.get(word) or ""):
            before, after = words[max(0, place - 2) : place], words[place + 1 : place + 2]
            near = [w.rstrip("s") for w in (*after, *before[-1:], word) if len(w) > 1]
            units = [_UNITS[w] for w in near if w in _UNITS]
            units += ["as a year"] if re.fullmatch(r"(?:19|20)\d\d", word) else []
            units += [m for w in near if len(w) > 2 for m in _MONTHS if m.startswith(w)] + [""]
            bound = next((w for w in before if w in ("minimum", "maximum")), "")
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
            _DENIAL.fullmatch(word)
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
    """The claim names one whom the passage does not, and the passage another; or the same two
    stand the other way round. Whoever only says it is left out; "is paid by X" puts X first.
    Cannot tell whom "it" or "they" means, nor who does what to whom among three."""
    (ours, order), (others, turned) = _acting(mine), _acting(theirs)
    missing = [actor for actor in ours if actor not in others]
    strange = [actor for actor in others if actor not in ours]
    if missing and strange:
        return f"the passage names {strange[0]}, not {missing[0]}"
    is_turned = order and order == (turned[1::-1] + turned[2:])
    return f"{turned[0]} stands first in the passage, {order[0]} in the claim" if is_turned else ""


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
    near = zip(["", *words], words, [*words[1:], ""], strict=False)
    modal = [w for a, w, b in near if w != "may" or not (_is_number(a) or _is_number(b))]
    return _group(modal, _MOODS) or _group(modal, {"obliges": "will would won't"})


def _scope(mine: list[str], theirs: list[str]) -> str:
    """One speaks of the whole and the other of a part, or of the other side of another pair of
    opposites, such as de facto and de jure; or two places stand the other way round. Knows only
    the words listed: no things, and of places only the points of the compass and of a river."""
    for pair in (*_OPPOSITES, *_PLACES):
        one, other = _group(mine, pair), _group(theirs, pair)
        if one and other and one != other:
            return f"the claim says {one}, the passage {other}"
    for pair in _PLACES:
        one, other = _first(mine, pair), _first(theirs, pair)
        if one and other and one != other:
            return f"{other} stands first in the passage, {one} in the claim"
    return ""


def _first(words: list[str], pair: Mapping[str, str]) -> str:
    """Which of two places stands first, or acts if "by" stands between them; empty if one of them
    is not there, or no more than a link stands between them."""
    found = [
        (place, name)
        for name, signs in pair.items()
        for place, word in enumerate(words)
        if word in signs.split()
    ]
    if len({name for _, name in found}) < 2:
        return ""
    (start, one), (end, other) = [min(x for x in found if x[1] == name) for name in pair]
    start, end, one, other = min((start, end, one, other), (end, start, other, one))
    between = set(words[start + 1 : end])
    if between <= {"and", "or", "the"}:
        return ""
    return other if "by" in between else one


def _group(words: list[str], groups: Mapping[str, str]) -> str:
    """The one group of which a word is there; empty if there is none or more than one."""
    found = [name for name, signs in groups.items() if not set(signs.split()).isdisjoint(words)]
    return found[0] if len(found) == 1 else ""
