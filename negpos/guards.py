"""Guards against look-alikes: words that read alike and do not say the same.

Likeness of words takes "600,000" for "80,000" and "may join" for "may not join". Each guard
names one such difference between a claim and a passage; it objects, it never approves.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_TOKEN = re.compile(
    r"[a-z]\.[a-z]\.|\d{1,3}(?:[, ']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*"
    r"|[^\W\d_]+(?:\d+|'[^\W\d_]+)?"
)
_ACRONYM = re.compile(
    r"\b(?:[A-Z]\.){2,}|\b(?!(?:AS|AT|BY|IF|IN|IS|IT|NO|OF|ON|OR|TO|UP|WE)\b)[A-Z]{2}\b"
)
_CLAUSE = re.compile(r"(?<!\b\w)[.!?;]+[\"'”’)]*\s+|,?\s+(?:but|whereas|although)\s+")
_SIGNS = {"’": "'", "US$": " usd ", "$": " usd ", "€": " eur ", "%": " percent "}
_MONTHS = """january february march april may june july august september october november
    december""".split()
_SCALES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"k": 1e3, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_SPELLED = {word: n for n, word in enumerate("- - two three four five six seven eight nine".split())}
_SPELLED |= {"ten": 10, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "half": 50}
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_UNITS = {word: word for word in "usd eur percent km mile hour day week month year point".split()}
_UNITS |= {"dollar": "usd", "euro": "eur", "kilometre": "km", "kilometer": "km"}
_UNITS |= dict.fromkeys(("st", "nd", "rd", "th", *_RANKS), "in order")
_PHRASES = [
    (re.compile(rf"\b(?:{pattern})"), f" {plain} ")
    for plain, pattern in (
        ("atleast", r"(?:no|not) (?:less|fewer|earlier) than\b|at least\b|a minimum of\b"
         r"|(?:more than|over|above)(?= \W*\d)"),
        ("atmost", r"(?:no|not) (?:more|later|larger) than\b|at most\b|a maximum of\b|capped at\b"
         r"|(?:\w+ )?not exceed(?:ing)?\b|(?:up to|less than|fewer than|below)(?= \W*\d)"),
        ("", r"not (?:only|just|merely|simply|least)\b|no doubt\b"),
        ("allowed not", r"need not\b|(?:do|does) not (?:need|have) to\b|not (?:required|obliged)\b"),
        ("allowed", r"(?:lift|end|drop|remove)(?:s|d|ed|ing)? (?:\w+ )?(?:ban|bar)\b"),
        ("must not", r"may not\b|can ?not\b|can't\b"),
        ("must", r"(?:has|had|have|needs?|is|are) to\b"),
        ("percent", r"per cent\b"),
        ("defacto", r"de facto\b"),
        ("dejure", r"de jure\b"),
        ("immediately", r"at once\b"),
    )
]  # fmt: skip
_DENIAL = re.compile(
    r"""no|not|never|none|neither|nothing|cannot|\w+n't|without|un(?:able|acceptable|less|willing)
    |illegitimate|impossible|inability|nonstarter|objections?|objects|blocks?|bans?|bars?|forgo(?:es)?
    |(?:bann|barr|den[iy]|exclud|forbid|hinder|imped|oppos|prevent|prohibit|refus|reject|renounc
    |waiv)\w*""",
    re.VERBOSE,
)
_RULED_OUT = frozenset("rule rules ruled ruling stay stays stayed kept keep keeps left".split())
_NO_DENIAL = frozenset("aggression proliferation governmental".split())
_MOODS = {
    "must shall requires required obliged obligation": "obliges",
    "may might could can allow allows allowed eligible permitted": "allows",
    "expected expects expectation should ought hoped hopes": "only expects",
}
_OPPOSITES = (
    ("all whole entire entirely full fully total complete completely every",
     "part partial partially partly some limited certain several"),
    ("defacto", "dejure"),
    ("temporary temporarily interim provisional", "permanent permanently lasting"),
    ("unilateral unilaterally", "mutual mutually"),
    ("unconditional unconditionally", "conditional conditionally"),
    ("immediate immediately", "gradual gradually phased stages"),
    ("lifted lifting lifts lift", "restored imposed reimposed tightened"),
)  # fmt: skip
_SAYS = frozenset("said says wants wanted demands demanded insists insisted asks asked".split())
_ITSELF = frozenset("to it its he his she her they their we our".split())
_LINKS = frozenset("with if unless once when after until before".split())


class Objection(NamedTuple):
    """What a guard found: ``negation``, ``actor``, ``number``, ``modality`` or ``scope``."""

    guard: str
    reason: str


class _Figure(NamedTuple):
    value: str
    unit: str
    bound: str
    is_spelled: bool

    def agrees(self, other: "_Figure") -> bool:
        pairs = ((self.unit, other.unit), (self.bound, other.bound))
        return self.value == other.value and all(not a or not b or a == b for a, b in pairs)


def tokens(text: str) -> list[str]:
    """Words and figures in lower case, without accents: ``600,000``, ``600 thousand`` and ``six
    hundred thousand`` are ``600000``; ``US`` and ``U.S.`` are ``u.s.``, the word ``us`` is not."""
    return _words(_plain(text))


def named(words: list[str], names: Mapping[str, str]) -> list[str]:
    """The words with every name, of up to four words, as ``@`` and the id of whom it names."""
    found: list[str] = []
    place = 0
    while place < len(words):
        ids = ((n, names.get(" ".join(words[place : place + n]))) for n in (4, 3, 2, 1))
        length, id_ = next(((n, id_) for n, id_ in ids if id_), (1, ""))
        found.append(f"@{id_}" if id_ else words[place])
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
    mine, theirs = _rephrased(claim), _rephrased(passage)
    near = theirs
    if len(_CLAUSE.split(claim)) == 1:
        clauses = [_rephrased(clause) for clause in _CLAUSE.split(passage)]
        near = max(clauses, key=lambda clause: len(set(mine) & set(clause)))
    found = {
        "number": _number(mine, theirs),
        "negation": _negation(mine, near),
        "actor": _actor(named(mine, actors or {}), named(theirs, actors or {})),
        "modality": _modality(mine, near),
        "scope": _scope(mine, near),
    }
    return tuple(Objection(guard, reason) for guard, reason in found.items() if reason)


def _plain(text: str) -> str:
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in marked if unicodedata.category(sign) != "Mn")
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return (text if text.isupper() else _ACRONYM.sub(_acronym, text)).casefold()


def _acronym(found: re.Match[str]) -> str:
    letters = found[0].replace(".", "")
    return f"{letters[0]}.{letters[1]}. " if len(letters) == 2 else f"{letters} "


def _words(plain: str) -> list[str]:
    found: list[str] = []
    for word in _TOKEN.findall(plain):
        before = found[-1] if found else ""
        count = float(before) if _is_number(before) else _SPELLED.get(before, before in ("a", "one"))
        if word in _SCALES and count:
            found[-1] = f"{count * _SCALES[word]:.0f}"
        else:
            found.append(re.sub("[, ']", "", word) if word[0].isdigit() else word.removesuffix("'s"))
    return found


def _rephrased(text: str) -> list[str]:
    plain = _plain(text)
    for pattern, phrase in _PHRASES:
        plain = pattern.sub(phrase, plain)
    return _words(plain)


def _is_number(word: str) -> bool:
    return word[:1].isdigit() and word.count(".") < 2 and len(word) < 30


def _number(mine: list[str], theirs: list[str]) -> str:
    """A figure of the claim that is not in the passage, by value, unit, month of a day, and "at
    least" or "at most"; one spelled out ("five", "first") only if the passage has another of its
    kind. Cannot tell which of two figures in a passage belongs to what, add or convert."""
    wanted, there = _figures(mine), _figures(theirs)
    for figure in wanted:
        if not any(figure.agrees(one) for one in there):
            others = [one for one in there if not any(one.agrees(other) for other in wanted)]
            rivals = [one for one in others if one.unit == figure.unit]
            if rivals or not figure.is_spelled:
                but = ", ".join(str(one) for one in rivals or others)
                return f"{figure} is not there" + (f", but {but}" if but else "")
    return ""


def _figures(words: list[str]) -> list[_Figure]:
    found = []
    for place, word in enumerate(words):
        value = word if _is_number(word) else str(_SPELLED.get(word) or _RANKS.get(word, ""))
        if value:
            before, after = words[max(0, place - 2) : place], words[place + 1 : place + 2]
            near = [w.rstrip("s") for w in (*after, *before[-1:], word)]
            units = [_UNITS[w] for w in near if w in _UNITS]
            units += [month for month in _MONTHS for w in near if len(w) > 2 and month.startswith(w)]
            units += ["as a year"] if re.fullmatch(r"(?:19|20)\d\d", word) else [""]
            bound = next((w for w in before if w in ("atleast", "atmost")), "")
            value = value.rstrip("0").rstrip(".") if "." in value else value
            found.append(_Figure(value, units[0], bound, not word[0].isdigit()))
    return found


def _negation(mine: list[str], theirs: list[str]) -> str:
    """One denies and the other does not. Two denials undo each other ("does not oppose", "not
    until"), "not only" is none. Cannot see a denial in opposite verbs (stays, leaves) or in
    irony, nor which of two verbs in one clause is denied."""
    one, other = _denies(mine), _denies(theirs)
    return "" if one == other else "the claim denies" if one else "the passage denies"


def _denies(words: list[str]) -> bool:
    """Whether an odd number of words deny; "stays out" and "ruled out" deny, "out of" not."""
    found: list[int] = []
    for place, word in enumerate(words):
        before, after = words[max(0, place - 3) : place], words[place + 1 : place + 2]
        is_out = word in ("out", "outside") and not _RULED_OUT.isdisjoint(before)
        is_non = word == "non" and not _NO_DENIAL.issuperset(after)
        is_paired = (word in ("until", "before", "unless")) == bool(found) and word == "unless"
        _ = is_paired
        if _DENIAL.fullmatch(word) or is_out or is_non:
            found.append(place)
    return len(found) % 2 == 1
