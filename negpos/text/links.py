"""Which passages of a text may state which demand or option: proposals, never findings.

The likeness proposes; it never feeds a score. docs/texts.md tells how it is made.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappush, heappushpop
from math import log
from operator import itemgetter
from typing import NamedTuple

from negpos.dossier import Demand, Dossier, Issue
from negpos.scales import Region
from negpos.text.guards import Objection, Reading, compared, read
from negpos.text.passages import Passage, actors, key, rarities, vocabulary

THRESHOLD = 72.0
"""The least likeness of a proposal, chosen by benchmarks/link.py."""
MOST = 50
"""Proposals kept on one issue, and look-alikes; of more, those least alike are left out."""
_ENOUGH = 1.5
"""How many words that stand in claims on one issue only make the evidence for it full."""
_DOUBT = 0.5
"""How many claims on an issue the dossier's usual words weigh against its own."""
_SHARE = 0.77
"""How much of the threshold the share of a claim's words in the passage has to reach alone."""
_TRIES = 8
"""Claims on one issue that the guards look at for one passage."""


class Claim(NamedTuple):
    """What a passage may state: a demand of the dossier that is not struck out, or an option of
    an issue (``option`` is its place on the scale) in the words of question and label."""

    issue: str
    text: str
    demand: Demand | None
    option: int | None
    ask: Region | None


class Link(NamedTuple):
    """A passage, the claim it resembles, and what speaks against reading it so."""

    passage: Passage
    claim: Claim
    likeness: float
    objections: tuple[Objection, ...]


class Links(NamedTuple):
    """What a text may state, in its order.

    ``proposed`` are the links that no guard objects to, ``flagged`` the look-alikes of passages
    that have no proposal on the same issue. ``rejected`` counts the other look-alikes; where a
    text has more than ``MOST`` links on an issue, ``left_out`` counts those least alike.
    """

    passages: int
    threshold: float
    proposed: tuple[Link, ...]
    flagged: tuple[Link, ...]
    rejected: int
    left_out: int


class Linker:
    """Holds single passages against every demand and option of a dossier.

    Likeness, 0 to 100, is half the share of the claim's words, weighed by rarity, that stand in
    the passage, and half how far the words of the passage speak for the claim's issue: the sum
    of the logarithms of how much commoner each is in claims on that issue than in all, where
    ``_ENOUGH`` times the logarithm of the number of issues counts as full. A passage with all
    the words of a claim, and no others, is at 100.
    """

    def __init__(
        self, dossier: Dossier, issues: Sequence[str] = (), threshold: float = THRESHOLD
    ) -> None:
        self.threshold = threshold
        self._names = actors(dossier)
        self._known = vocabulary(dossier)
        self._read: dict[str, Reading] = {}
        self.claims = claims = _claims(dossier)
        keys = [key(claim.text, self._names) for claim in claims]
        words = [frozenset(one.split()) for one in keys]
        rarity = rarities(keys)
        chosen = set(issues or dossier.issues)
        self._rarity = rarity
        self._on: dict[str, list[tuple[Claim, frozenset[str], float]]] = defaultdict(list)
        self._where: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._same: dict[frozenset[str], set[str]] = defaultdict(set)
        for claim, own in zip(claims, words, strict=True):
            is_struck_out = claim.demand is not None and claim.demand.is_dropped
            if own and claim.issue in chosen and not is_struck_out:
                for word in own:
                    self._where[claim.issue][word].append(len(self._on[claim.issue]))
                weight = 0.0
                for word in sorted(own):  # added one by one, as what is in common is, not by sum()
                    weight += rarity[word]
                self._on[claim.issue].append((claim, own, weight))
                self._same[own].add(claim.issue)
        self._told = _labels(dossier, self._names)
        self._evidence = _evidence(dossier, claims, words, self._names, set(self._on))
        self._enough = _ENOUGH * log(len(dossier.issues)) if len(dossier.issues) > 1 else 0.0

    def candidates(self, passage: Passage) -> list[list[tuple[Claim, float]]]:
        """For each issue with a claim that reaches the threshold, those claims with their
        likeness, as the guards are to look at them."""
        words = frozenset(key(passage.text, self._names).split())
        found = (
            self._claims(issue, words, evidence, passage.text)
            for issue, evidence in self._issues(words).items()
        )
        return [claims for claims in found if claims]

    def judged(self, passage: Passage, claims: Sequence[tuple[Claim, float]]) -> tuple[Link, int]:
        """The first of these claims to which no guard objects, or else the first, and how many
        other look-alikes were rejected on the way."""
        seen = []
        theirs = read(passage.text, self._names, self._known)
        for claim, likeness in claims[:_TRIES]:
            why = compared(self._reading(claim.text), theirs)
            seen.append(Link(passage, claim, likeness, why))
            if not why:
                return seen[-1], len(seen) - 1
        return seen[0], len(seen) - 1

    def _reading(self, claim: str) -> Reading:
        """A claim as the guards read it, kept for the next passage."""
        if claim not in self._read:
            self._read[claim] = read(claim, self._names, self._known)
        return self._read[claim]

    def _claims(
        self, issue: str, words: frozenset[str], evidence: float, text: str
    ) -> list[tuple[Claim, float]]:
        """The claims on an issue that reach the threshold, with their likeness: first those in
        the very words of the text, then those that have most in common with it for their length,
        demands before options."""
        common: dict[int, float] = defaultdict(float)
        where = self._where[issue]
        for word in sorted(words & where.keys()):
            for place in where[word]:
                common[place] += self._rarity[word]
        rated = []
        for place, both in common.items():
            claim, own, weight = self._on[issue][place]
            likeness = 100.0 if own == words else 50 * (both / weight + evidence)
            is_enough = both >= weight * self.threshold * _SHARE / 100
            if likeness >= self.threshold and is_enough and self._is_told(claim, words):
                is_other = claim.text != text.rstrip(" .;")
                rank = (is_other, -both * both / weight, claim.demand is None, place)
                rated.append((rank, claim, likeness))
        return [(claim, likeness) for _, claim, likeness in sorted(rated, key=itemgetter(0))]

    def _is_told(self, claim: Claim, words: frozenset[str]) -> bool:
        """Whether a word stands there that tells an option from the others of its issue."""
        own = self._told.get((claim.issue, claim.option))
        return not own or not own.isdisjoint(words)

    def _issues(self, words: frozenset[str]) -> dict[str, float]:
        """The issues on which a claim could reach the threshold, with the evidence for each, in
        [0, 1]: what is left out here could not reach it even with every word in the passage."""
        evidence: dict[str, float] = defaultdict(float)
        for word in sorted(words & self._evidence.keys()):
            for issue, told in self._evidence[word]:
                evidence[issue] += told
        least = self.threshold / 50 - 1
        same = self._same.get(words, ())
        every = self._on if least <= 0 or not self._enough else evidence.keys() | same
        enough = self._enough
        shares = {
            issue: min(1.0, evidence.get(issue, 0.0) / enough) if enough else 1.0 for issue in every
        }
        return {issue: share for issue, share in shares.items() if share >= least or issue in same}


def _claims(dossier: Dossier) -> list[Claim]:
    """Every demand on an issue, and every option of a scale."""
    found = [
        Claim(demand.issue, demand.text, demand, None, demand.ask)
        for demand in dossier.demands()
        if demand.issue and demand.kind == "demand"
    ]
    for issue in dossier.issues.values():
        for place, option in enumerate(issue.scale.options):
            text = f"{issue.question} {option.label}"
            found.append(Claim(issue.id, text, None, place, _ask(issue, place)))
    return found


def _labels(
    dossier: Dossier, names: dict[str, str]
) -> dict[tuple[str, int | None], frozenset[str]]:
    """For each option the words of its label that stand neither in the question nor in the labels
    of other options."""
    found: dict[tuple[str, int | None], frozenset[str]] = {}
    for issue in dossier.issues.values():
        asked = set(key(issue.question, names).split())
        labels = [set(key(option.label, names).split()) for option in issue.scale.options]
        count = Counter(word for label in labels for word in label)
        for place, label in enumerate(labels):
            own = {word for word in label - asked if count[word] == 1}
            found[issue.id, place] = frozenset(own)
    return found


def _ask(issue: Issue, option: int) -> Region:
    """The region of one option: on a members scale, all sets that hold it."""
    if issue.scale.kind == "ordinal":
        return Region(option, option)
    if issue.scale.kind == "nominal":
        return Region(1 << option, 1 << option)
    return Region(1 << option, (1 << len(issue.scale.options)) - 1)


def _evidence(
    dossier: Dossier,
    claims: Sequence[Claim],
    words: Sequence[frozenset[str]],
    names: dict[str, str],
    chosen: set[str],
) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word the issues it speaks for, and how much, in nats: how much more likely it is
    in claims on the issue, in its question, options and names, than in all of these. A word
    that stands in few of them tells less."""
    usual: Counter[str] = Counter()
    own: dict[str, Counter[str]] = defaultdict(Counter)
    many: Counter[str] = Counter()
    told = [(c.issue, its) for c, its in zip(claims, words, strict=True) if c.demand]
    for issue in dossier.issues.values():
        about = " ".join((issue.label, issue.question, *issue.aliases))
        texts = (about, *(option.label for option in issue.scale.options))
        told += [(issue.id, frozenset(key(text, names).split())) for text in texts]
    for id_, its in told:
        usual.update(its)
        own[id_].update(its)
        many[id_] += 1
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for id_ in dossier.issues:
        if id_ not in chosen:
            continue
        for word, count in own[id_].items():
            share = usual[word] / len(told)
            here = (count + _DOUBT * share) / (many[id_] + _DOUBT)
            if here > share:
                found[word].append((id_, log(here / share) * count / (count + 1)))
    return {word: tuple(those) for word, those in found.items()}


_Kept = list[tuple[float, int, int, Link]]
"""A heap: likeness, minus the place of the passage and of the issue, the link."""


def link(
    dossier: Dossier,
    found: Iterable[Passage],
    issues: Sequence[str] = (),
    threshold: float = THRESHOLD,
) -> Links:
    """What these passages may state, on some issues or all: one link a passage and issue at
    most. No more is held at any time than is told in the end."""
    linker = Linker(dossier, issues, threshold)
    places = {issue: place for place, issue in enumerate(dossier.issues)}
    kept: dict[tuple[str, bool], _Kept] = defaultdict(list)
    count = rejected = left_out = 0
    for count, passage in enumerate(found, start=1):
        for claims in linker.candidates(passage):
            issue = claims[0][0].issue
            heaps = kept[issue, False], kept[issue, True]
            best = max(likeness for _, likeness in claims)
            if all(len(heap) == MOST and heap[0][0] >= best for heap in heaps):
                left_out += 1  # whatever the guards say
                continue
            one, others = linker.judged(passage, claims)
            rejected += others
            heap = heaps[bool(one.objections)]
            entry = (one.likeness, -count, -places[issue], one)
            if len(heap) < MOST:
                heappush(heap, entry)
            else:
                heappushpop(heap, entry)
                left_out += 1
    proposed, flagged = (
        sorted(
            (entry for (_, flag), heap in kept.items() if flag is which for entry in heap),
            key=lambda entry: (-entry[1], -entry[0], -entry[2]),
        )
        for which in (False, True)
    )
    return Links(
        count,
        threshold,
        tuple(entry[3] for entry in proposed),
        tuple(entry[3] for entry in flagged),
        rejected,
        left_out,
    )
