"""All that a briefing on two sides needs, found once: what ``negpos brief`` tells."""

from typing import NamedTuple

from negpos import days
from negpos.comparison import Comparison
from negpos.dossier import Position
from negpos.gaps import OpenQuestion
from negpos.ground import Ground
from negpos.history import Since
from negpos.plans import Plan
from negpos.redlines import RedLines
from negpos.terms import TEXTS

MOST_TEXTS = 5
"""Texts that are told of where none is named."""


class Brief(NamedTuple):
    """Two sides compared, with their red lines, the questions to put, their common ground, what
    moved since a day (None where neither side has a history), and texts held against both."""

    comparison: Comparison
    lines: RedLines
    questions: tuple[OpenQuestion, ...]
    ground: tuple[Ground, ...]
    since: Since | None
    plans: tuple[Plan, ...]


def texts(comparison: Comparison) -> list[str]:
    """The texts on the table: of those that came out while words stay fresh and are no side's
    own, the ones with terms on the most issues that both sides address; five at most, the oldest
    first. One that has lapsed is among them: it is still referred to."""
    dossier = comparison.dossier
    day = comparison.profiles[0].vantage.date or dossier.last_date()
    youngest = days.before(day, dossier.fresh_for) if day else ""
    shared = {i for i in comparison.issues if comparison.worst(i)[1].relation != "silent"}
    counted = {
        text.id: len({d.issue for d in dossier.terms(text.id) if d.ask is not None} & shared)
        for text in dossier.positions.values()
        if _is_for_both(comparison, text) and youngest < text.date and text.known <= day
    }
    found = [dossier.positions[id_] for id_, count in counted.items() if count]
    found.sort(key=lambda text: text.date, reverse=True)
    found.sort(key=lambda text: counted[text.id], reverse=True)
    return [text.id for text in sorted(found[:MOST_TEXTS], key=lambda text: text.date)]


def _is_for_both(comparison: Comparison, text: Position) -> bool:
    """Whether a position is a text, of somebody else or of several, not of one of the sides
    alone."""
    sides = [(profile.id,) for profile in comparison.profiles]
    return text.status in TEXTS and bool(text.parties) and text.parties not in sides
