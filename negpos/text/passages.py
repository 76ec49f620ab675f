"""Passages of plain text, and how alike two wordings are.

Likeness finds passages to read; it never feeds a score.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from math import fsum, log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from negpos.dossier import Dossier
from negpos.text.proper import Known, known
from negpos.text.words import named, tokens

_LONGEST = 1_000
"""Signs after which a passage is cut at a space, whether its sentence has ended or not."""
_LONGEST_BLOCK = 100_000
_IDLE = frozenset(
    """
    a an and any are as at be been being but by do does for from had has have he her his i if in
    into is it its itself may more of on or our over she so such than that the their them then
    there these they this those to under up us was we were what when where which while who whom
    will with would you
    """.split()
)
_BREAK = re.compile(r"\r\n?|\n")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_BULLET = " \t\f\v-–—*•◦▪·→#>|"
_WEB_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ABBREVIATION = re.compile(
    r"\b(?:[^\W\d_]|Mrs?|Ms|Dr|Prof|St|Gen|Lt|Col|Adm|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec|Nos?|Art|para|pp|vs|approx|ca)\.$"
)
_STARTER = re.compile(r"(?:The|This|That|These|They|It|He|She|We|But|And|In|On|At|If|There)\b")
_END = re.compile(
    r"(?<![.!?…؟۔।])[.!?…؟۔।]++[\"'”’»)\]]*+\s++(?=[\"'“‘«(\[]*+(\w)?)"
    r"|[;؛]\s++|[。！？]++[”’」』]*+"
)
_PARTICLES = frozenset("von van der den de la le el al bin".split())
_SPELLINGS = ("ky", "kyy", "kiy", "kyi", "ki")
_ENDINGS = (
    *(
        "ational",
        "ations",
        "ation",
        "ions",
        "ion",
        "ements",
        "ement",
        "ments",
        "ment",
        "ings",
        "ing",
    ),
    *("ials", "ial", "ies", "ied", "ily", "ers", "ed", "es", "er", "ly", "als", "al", "s", "e"),
)


class Passage(NamedTuple):
    """A sentence or a few, with the number of the line on which it begins."""

    line: int
    text: str


def passages(text: str) -> list[Passage]:
    """The sentences of a text in order, none longer than 1,000 signs. A line break ends one, as in
    lists and headings, unless the next line goes on in lower case, as in wrapped text."""
    return list(passages_of(_BREAK.split(text)))


def passages_of(lines: Iterable[str]) -> Iterator[Passage]:
    """The same for the lines of a text as they come, of which no more are held than belong
    together: after 100,000 signs that go on in lower case a line break ends a sentence too."""
    block: list[tuple[int, str]] = []
    length = 0
    for number, line in enumerate(lines, start=1):
        stripped = _unmarked(line).strip()
        is_on = stripped[:1].islower() or (block and _goes_on(block[-1][1], stripped))
        if block and (not is_on or length > _LONGEST_BLOCK):
            yield from _sentences(block)
            block, length = [], 0
        if bare := stripped.lstrip(_BULLET).rstrip(" *#|"):
            block.append((number, bare))
            length += len(bare)
    yield from _sentences(block)


def _goes_on(line: str, following: str) -> bool:
    """Whether a figure is broken at the end of a line: ``600,`` and ``000 men``."""
    return line[-1] in ",-'" and line[-2:-1].isdigit() and bool(_THOUSANDS.match(following))


def _unmarked(line: str) -> str:
    """A line without Markdown's signs for bold words and with the words of its links alone."""
    line = line.replace("**", "")
    return _WEB_LINK.sub(r"\1", line) if "](" in line else line


def _sentences(block: list[tuple[int, str]]) -> Iterator[Passage]:
    """The sentences of neighbouring lines, each with the number of its first line."""
    text = " ".join(line for _, line in block)
    numbers = [number for number, line in block for _ in range(len(line) + 1)]
    for start, end in _cuts(text):
        if any(sign.isalpha() for sign in text[start:end]):
            yield Passage(numbers[start], text[start:end].strip())


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end."""
    start = 0
    for end in (*_ends(text), len(text)):
        while end - start > _LONGEST:
            space = text.rfind(" ", start, start + _LONGEST)
            middle = space + 1 or start + _LONGEST
            yield start, middle
            start = middle
        yield start, end
        start = end


def _ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if (first := found[1]) and first.islower():
            continue
        last_word = text[max(0, found.start() - 8) : found.start() + 1]
        if _ABBREVIATION.search(last_word) and not _STARTER.match(text, found.end()):
            continue
        yield found.end()


def windows(found: list[Passage], size: int = 2) -> list[Passage]:
    """Every passage, and every run of up to ``size`` neighbours as one."""
    out = list(found)
    for count in range(2, size + 1):
        for place in range(len(found) - count + 1):
            run = found[place : place + count]
            out.append(Passage(run[0].line, " ".join(p.text for p in run)))
    return out


def actors(dossier: Dossier) -> dict[str, str]:
    """Every name and alias of a party, and the surname of every person who speaks for one party
    only, as ``tokens`` writes it, to the party's id; names of two letters only in capitals. Who
    tells of another party's words does not speak for it."""
    found: dict[str, str] = {}
    for party in dossier.parties.values():
        for name in (party.id, party.name, *party.aliases):
            words = " ".join(tokens(name.upper() if len(name) == 2 else name))
            if len(words) > 2 or any(sign.isdigit() for sign in words):
                found.setdefault(words, party.id)
    speaks: dict[str, set[str]] = {}
    for demand in dossier.demands():
        is_own = len(demand.holders) == 1 and demand.attribution in ("official", "document")
        if is_own and _is_person(demand.speaker, found):
            surname = " ".join(tokens(demand.speaker.split()[-1]))
            speaks.setdefault(surname, set()).add(demand.holders[0])
    for surname, parties in speaks.items():
        if len(parties) == 1:
            stem = surname.removesuffix("ky")
            for spelling in {surname, *(stem + end for end in _SPELLINGS if stem != surname)}:
                found.setdefault(spelling, *parties)
    return found


def vocabulary(dossier: Dossier) -> Known:
    """The words and names of the demands, issues and parties of a dossier."""
    texts = [demand.text for demand in dossier.demands()]
    for issue in dossier.issues.values():
        options = (f"{o.label}. {o.definition}" for o in issue.scale.options)
        texts += (issue.question, f"{issue.label}.", *options)
    people = []
    for party in dossier.parties.values():
        texts += (f"Of {party.name}", *(f"of {name}" for name in party.aliases), party.summary)
        people += [voice.name for voice in party.voices]
    return known(texts, people)


def _is_person(speaker: str, names: Mapping[str, str]) -> bool:
    """Whether this is one person's full name: capitals throughout, and no party's name in it."""
    words = speaker.split()
    return (
        len(words) > 1
        and "," not in speaker
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and not any(word[0] == "@" for word in named(tokens(speaker), names))
    )


def key(text: str, names: Mapping[str, str]) -> str:
    """The words that carry meaning, stems only, with every name of a party as ``@`` and its id."""
    words = named(tokens(text), names)
    return " ".join(word if word[0] == "@" else _stem(word) for word in words if word not in _IDLE)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without the commonest English endings; enough to join forms, not grammar."""
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) > 2), "")
    stem = word.removesuffix(ending)
    if ending in ("ial", "ials", "ies", "ied", "ily"):
        return f"{stem}y"
    is_doubled = ending in ("ed", "ing", "er", "ers") and stem[-1:] == stem[-2:-1]
    return stem[:-1] if is_doubled and stem[-1] not in "ls" else stem


def alike(one: str, other: str) -> float:
    """How much two keys say the same, from 0 to 100, whichever comes first: the mean of
    ``token_set_ratio`` and of the share of the shorter key's words, names of parties left out,
    that both have."""
    words, others = ({w for w in key.split() if w[0] != "@"} for key in (one, other))
    if not words or not others:
        return 0.0
    share = 100 * len(words & others) / min(len(words), len(others))
    return (float(fuzz.token_set_ratio(one, other)) + share) / 2


def rarities(keys: Iterable[str]) -> dict[str, float]:
    """How much each word of these keys tells: the rarer, the more (inverse document
    frequency, smoothed, so that a word in every key still tells a little)."""
    count: Counter[str] = Counter()
    total = 0
    for one in keys:
        total += 1
        count.update(set(one.split()))
    return {word: log((total + 1) / times) for word, times in count.items()}


class Reader:
    """Finds passages of one text that say what a claim says, as far as words tell."""

    def __init__(
        self, found: Sequence[Passage], names: Mapping[str, str], rarity: Mapping[str, float]
    ) -> None:
        self.passages, self.names, self.rarity = found, names, rarity
        self._keys = [key(passage.text, names) for passage in found]
        self._words = [frozenset(one.split()) for one in self._keys]
        self._unknown = max(rarity.values(), default=1.0)

    def most_alike(self, claim: str, most: int = 8) -> list[tuple[Passage, float]]:
        """The passages most like a claim, best first, with their likeness from 0 to 100: the
        mean of rapidfuzz's ``token_set_ratio`` and of the share of the claim's words, weighed
        by rarity, that stand in the passage. Of passages equally alike, the one closer to the
        claim letter by letter comes first; one that equals it is 100."""
        wanted = key(claim, self.names)
        rated = process.extract(wanted, self._keys, scorer=fuzz.token_set_ratio, limit=None)
        rates = {
            place: 100.0
            if self.passages[place].text == claim
            else (rate + 100 * self._share(wanted, place)) / 2
            for _, rate, place in rated
        }
        least = min(nlargest(most, rates.values()), default=0.0)
        found = sorted(
            (-rate, -fuzz.ratio(claim, self.passages[place].text), place)
            for place, rate in rates.items()
            if rate >= least
        )
        return [(self.passages[place], -rate) for rate, _, place in found[:most]]

    def _share(self, wanted: str, place: int) -> float:
        words = set(wanted.split())
        if words <= self._words[place]:
            return 1.0 if words else 0.0
        weight = {word: self.rarity.get(word, self._unknown) for word in words}
        there = fsum(weight[word] for word in words & self._words[place])
        return min(1.0, there / fsum(weight.values()))


def in_title(title: str, opening: Sequence[str]) -> bool:
    """Whether a title of twelve signs or more stands word for word among these tokens."""
    wanted = " ".join(tokens(title))
    return len(wanted) > 11 and f" {wanted} " in f" {' '.join(opening)} "
