"""What somebody may have meant who typed no command: the line to type."""

import shlex
from collections.abc import Sequence

from negpos import names
from negpos.dossier import Dossier
from negpos.errors import UsageError
from negpos.terms import TEXTS

_COMMANDS = {
    "compare": "summary overlap scores versus",
    "brief": "handout paper",
    "redlines": "redline red-lines red lines conflicts collisions deadlocks crossings",
    "common": "agreed agreement agreements",
    "gaps": "questions unclear",
    "order": "sequence steps first before after circle circles",
    "only": "difference differences",
    "since": "changes changed moved news",
    "timeline": "history statements",
    "on": "issue",
    "show": "party text position",
    "why": "evidence explain who",
    "search": "find grep",
    "list parties": "parties",
    "list positions": "positions texts",
    "list issues": "issues",
    "list sources": "sources",
}
"""Commands by other words that people try for them."""


def command(word: str) -> str:
    """The command that another word for it means; empty for none."""
    return next((name for name, words in _COMMANDS.items() if word in words.split()), "")


def line(dossier: Dossier, words: Sequence[str]) -> str:
    """The line after ``negpos`` that these words lack a command for: two sides are compared, one
    is shown, an issue is asked about, a speaker's words are listed; empty for other words."""
    sides = names.parted(dossier, words)
    try:
        ids = names.resolve_all(dossier, sides)
    except UsageError:
        return _of_no_side(dossier, words)
    if len(ids) == 1:
        return f"show {ids[0]}"
    texts = [id_ for id_ in ids if id_ in dossier.positions]
    is_plan = len(texts) == 1 and dossier.positions[texts[0]].status in TEXTS
    return " ".join(
        ["plan", *texts, *(i for i in ids if i not in texts)] if is_plan else ["compare", *ids]
    )


def _of_no_side(dossier: Dossier, words: Sequence[str]) -> str:
    if holders := names.speaking(dossier, " ".join(words)):
        return f"show {holders[0]} --speaker {shlex.quote(' '.join(words))}"
    try:
        name, sides = names.issue_and_sides(dossier, words)
        issue = names.resolve_issue(dossier, name)
        ids = names.resolve_all(dossier, sides)
    except UsageError:
        return ""
    return " ".join(["on", names.short_issue(dossier, issue), *ids])
