"""What is silent, vague or contested: the questions to put in the room."""

from typing import NamedTuple

from negpos.comparison import Comparison
from negpos.profiles import Profile, Stance
from negpos.terms import QUESTION_KINDS


class OpenQuestion(NamedTuple):
    """One thing a side has not said clearly.

    ``kind``: ``silent``, ``open`` (ready to trade, with no ask), ``vague``, ``condition`` (the
    other side asks for the same on a condition, and this one has not taken it up), ``order`` (the
    other side asks for the same and wants another of two ``steps`` first),
    ``contested`` (statements of its own do not meet) or ``quarrels`` (clauses of one text do not
    meet). ``condition`` is that of the other side.
    """

    issue: str
    side: Profile
    kind: str
    stance: Stance | None
    condition: str = ""
    steps: tuple[str, ...] = ()


def gaps(comparison: Comparison) -> tuple[OpenQuestion, ...]:
    """Every question to every side on the issues that any side addresses, issue by issue."""
    questions = []
    for issue in comparison.issues:
        for side in comparison.profiles:
            stance = side.stances.get(issue)
            questions += [OpenQuestion(issue, side, kind, stance) for kind in _kinds(stance)]
        questions += _conditions(comparison, issue)
        questions += _orders(comparison, issue)
    dossier = comparison.dossier
    themes = list(dossier.themes)
    order = list(comparison.issues)

    def place(question: OpenQuestion) -> tuple[int, int, int]:
        theme = themes.index(dossier.issues[question.issue].theme)
        return theme, QUESTION_KINDS.index(question.kind), order.index(question.issue)

    return tuple(sorted(questions, key=place))


def _conditions(comparison: Comparison, issue: str) -> list[OpenQuestion]:
    """Whether each side takes up what another's ask hangs on."""
    asked = {
        (one.id, words): OpenQuestion(issue, one, "condition", one.stances.get(issue), words)
        for pair in comparison.pairs
        for side, words in pair.standings[issue].conditions
        for one in [(pair.right, pair.left)[side]]
    }
    return list(asked.values())


def _orders(comparison: Comparison, issue: str) -> list[OpenQuestion]:
    """Which of two steps comes first, put to each of two sides that differ in that and in nothing
    else."""
    asked = {
        (side.id, steps): OpenQuestion(issue, side, "order", side.stances.get(issue), "", steps)
        for pair in comparison.pairs
        for steps in pair.standings[issue].disputed
        for side in (pair.left, pair.right)
    }
    return list(asked.values())


def _kinds(stance: Stance | None) -> list[str]:
    if stance is None:
        return ["silent"]
    kinds = []
    if stance.is_open and not stance.speaks:
        kinds.append("open")
    elif not stance.speaks:
        kinds.append("silent")
    if any(region.vague for region in stance.regions):
        kinds.append("vague")
    is_doubtful = bool(stance.contested) or any(x.state == "contested" for x in stance.lines)
    if is_doubtful and stance.speaks:
        kinds.append("contested")
    if stance.quarrels:
        kinds.append("quarrels")
    return kinds
