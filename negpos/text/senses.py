"""Words of opposite or weaker sense, and words that leave something undecided."""

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

DENIAL = re.compile(
    r"no|not|never|none|neither|nobody|nothing|\w+n't|without|un(?:able|acceptable|less|willing)"
    r"|illegitimate|impossible|inability|nonstarter|objections?|objects|blocks?|bans?|bars?|forgo"
    r"|drops?|dropped|dropping|quits?|quitting|fails?|failed|failing|failure"
    r"|(?:abandon|abolish|bann|barr|cancel|den[iy]|exclud|forbid|forfeit|hinder|imped|oppos|overturn"
    r"|postpon|prevent|prohibit|refrain|refus|reject|relinquish|renounc|repeal|rescind|revers|revok|scrap"
    r"|waiv)\w*"
)
"""Words that deny, renounce or fail to do what stands beside them."""
_MOODS = {
    "obliges": "must shall requires required obliged obligation",
    "allows": "may might could can allow allows allowed eligible permitted",
    "only expects": "expected expects expectation should ought hoped hopes",
}
_PART = "a part"
_OPPOSITES = (
    {
        "all": "all whole entire entirely full fully total complete completely every wholly",
        _PART: """part parts partial partially partly some limited certain several most many few
            almost nearly half third thirds quarter quarters fifths majority
            minority""",
    },
    {"de facto": "defacto", "de jure": "dejure"},
    {"for a time": "temporary temporarily interim provisional provisionally",
     "for good": "permanent permanently lasting"},
    {"one-sided": "unilateral unilaterally", "mutual": "mutual mutually"},
    {"at once": "immediate immediately",
     "in steps": "gradual gradually phased stages steps",
     "later": "delayed deferred"},
    {"lifted": "lifted lifting lifts lift ended eased freed",
     "restored": "restored imposed reimposed tightened tighten tightens toughened",
     "kept": "kept keep keeps maintained stay stays remain remains"},
    {"opened": "open opens opened opening", "closed": "close closes closed closing shut"},
    {"raised": "raise raises raised increase increases increased",
     "lowered": "lowers lowered reduce reduces reduced decrease decreases decreased cut cuts"},
    {"public": "public", "secret": "secret confidential"},
    {"exported": "export exports exported", "imported": "import imports imported"},
    {"stays": "stay stays remain remains retain retains keep keeps kept",
     "leaves": "leave leaves withdraw withdraws withdrawn withdrew vacates"},
    {"kept": "keep keeps kept retain retains retained hold holds",
     "returned": "return returns returned returning"},
    {"joined": "join joins joined joining enter enters entry accede accedes accession",
     "left": "leave leaves left exit exits withdraws withdraw"},
    {"frozen": "frozen freeze freezes", "released": "unfrozen unfreeze unfreezes released"},
    {"resumed": "resume resumes resumed restart restarts restarted continue continues",
     "ended": "end ends ended stop stops stopped suspended suspends shut"},
    {"in law": "law legal legally ratify ratifies ratified",
     "in politics": "politically political"},
    {"in war": "wartime", "in peace": "peacetime"},
    {"recognised": "recognise recognises recognised", "contested": "contest contests disputes"},
    {"stronger": "strengthen strengthens strengthened", "weaker": "weaken weakens weakened"},
    {"wins": "win wins gain gains gained", "loses": "lose loses lost cede cedes ceded"},
    {"sold": "sell sells sold", "bought": "buy buys bought"},
    {"given": "give gives given", "taken": "take takes taken"},
)  # fmt: skip
_WEAKER = {
    "a part": (
        """partial partially partly most few almost nearly half third thirds quarter quarters
        fifths majority minority""",
        f"{_OPPOSITES[0][_PART]} percent",
    ),
    "for a time": ("temporary temporarily interim provisional provisionally", ""),
    "in war": ("wartime", "war"),
    "that it ends": (
        "stop stops stopped halt halts halted cease ceases ceased end ends ended ending",
        "lift lifts lifted lifting suspended waived no not",
    ),
}
_PLACES = (
    {"north": "north northern", "south": "south southern"},
    {"east": "east eastern", "west": "west western"},
    {"upper": "upper upstream", "lower": "lower downstream"},
)


def _sets(groups: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(signs.split()) for name, signs in groups.items()}


class Weaker(NamedTuple):
    """A sense that makes less of a term, the words that have it, and others that do as well."""

    name: str
    words: frozenset[str]
    likes: frozenset[str]


MOODS = _sets(_MOODS)
"""Words of leave, of duty and of what is only hoped for."""
OPPOSITES = tuple(map(_sets, _OPPOSITES))
"""Each a few words for one thing, and for its opposites."""
PLACES = tuple(map(_sets, _PLACES))
"""Places that are opposites."""
WEAKER = tuple(
    Weaker(name, frozenset(words.split()), frozenset(likes.split()))
    for name, (words, likes) in _WEAKER.items()
)
"""What makes less of a term, so that a wording without it, or without words like it, says
something else."""
_NO_SENSE = {"maximum", "minimum", "above", "below", "lowest", "highest", "shall", "will", "would"}
READ = frozenset(_NO_SENSE).union(
    *(words for group in (MOODS, *OPPOSITES, *PLACES) for words in group.values()),
    *(words for _, words, _ in WEAKER),
)
"""Words that some guard reads."""
OPEN = re.compile(
    r"\b(?:in principle|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|whether|yet to be|tentative(?:ly)?"
    r"|to be (?:agreed|decided|determined|negotiated|settled|discussed)|undecided|discuss(?:es|ed)?"
    r"|explor(?:e|es|ed|ing)|examin(?:e|es|ed|ing)|possib(?:le|ly)|perhaps|mull(?:s|ed|ing)?|may"
    r"|might|could|seeks? to|endeavours?|intends? to|aims? to|open to \w+ing"
    r"|under (?:discussion|review)|ponder(?:s|ed|ing)?|debat(?:e|es|ed|ing)"
    r"|not (?:yet )?(?:agreed|decided|settled))\b"
)
"""Words that leave it open whether something is so."""


def one_of(words: Set[str], groups: Mapping[str, frozenset[str]]) -> str:
    """The one group of which a word is there; empty if there is none or more than one."""
    found = [name for name, signs in groups.items() if not signs.isdisjoint(words)]
    return found[0] if len(found) == 1 else ""
