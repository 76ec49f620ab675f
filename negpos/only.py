"""What one side asks for and the other does not: refused, asked otherwise, unclear, or silence."""

from typing import NamedTuple

from negpos.comparison import Pair, Standing
from negpos.terms import CONFLICTS


class Alone(NamedTuple):
    """An issue on which the first side asks for something that the second does not ask for too.

    ``answer`` is one of ``terms.ANSWERS``: ``refused`` (it lies outside a red line of the
    second), ``otherwise`` (the second asks for something else), ``unclear`` (words too vague to
    tell) or ``silent``.
    """

    issue: str
    answer: str


def only(pair: Pair) -> tuple[Alone, ...]:
    """Every issue on which the left side asks alone, in the order of the dossier."""
    found = []
    for issue, standing in pair.standings.items():
        stance = pair.left.stances.get(issue)
        if stance is not None and stance.regions and (answer := _answer(standing)):
            found.append(Alone(issue, answer))
    return tuple(found)


def _answer(standing: Standing) -> str:
    if standing.relation in CONFLICTS:
        return "refused" if 1 in standing.line_of else "otherwise"
    return {"gap": "otherwise", "unclear": "unclear", "silent": "silent"}.get(standing.relation, "")
