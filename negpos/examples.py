"""The examples of help with names of the dossier that is meant, read as TAB reads them."""

import re

from negpos import completion

_PARTIES = ("russia", "ukraine", "us", "europe")
_TEXTS = ("us-28-point", "us-ukraine-20-point")
_ISSUES = ("army", "guarantees", "donetsk", "nato-ukraine", "forces.personnel")
"""The names of the default dossier that examples are written with."""

_NAME = re.compile(r"(?<![\w-])[a-z0-9][a-z0-9.-]*")


def example(words: str, dossier: str | None = None) -> str:
    """The words of an example with names of this dossier, else of the usual one, in place of those
    of the default one; empty where it has too few."""
    name = dossier or completion.usual()
    if not words or name == completion.DEFAULT:
        return words
    own = _own(dossier, _NAME.findall(words))
    return "" if "" in own.values() else _NAME.sub(lambda said: own.get(said[0], said[0]), words)


def _own(dossier: str | None, words: list[str]) -> dict[str, str]:
    """What stands for each of these names of the default dossier, in the order in which they
    come; nothing for one too many."""
    issues = [issue.rpartition(".")[2] for issue in completion.issues(dossier, "")]
    found = (
        (_PARTIES, completion.parties(dossier, "")),
        (_TEXTS, completion.texts(dossier, "")),
        (_ISSUES, issues[:1] * len(_ISSUES)),
    )
    stands: dict[str, str] = {}
    for names, own in found:
        said = [word for word in dict.fromkeys(words) if word in names]
        stands |= dict(zip(said, [*own, *[""] * len(said)], strict=False))
    return stands
