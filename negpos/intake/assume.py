"""An ask that nobody made, put in a party's mouth for one answer: what if it asked for this?"""

from negpos import names
from negpos.dossier import Demand, Dossier, Evidence, Issue, Position, Region, Source
from negpos.errors import UsageError
from negpos.intake.asks import region
from negpos.intake.grammar import NotOnScale
from negpos.terms import ASSUMED

SOURCE = "assumption"
"""The id of the source of what is assumed."""
_WORDS = "assumed, not said"


def assume(dossier: Dossier, words: str, day: str) -> Dossier:
    """The dossier in which the party asks for this on this day, on stronger word than any that it
    gave; the file of no position holds it. UsageError for words that name no party, issue or
    answer of its scale."""
    example = f"{next(iter(dossier.parties), 'PARTY')}:{next(iter(dossier.issues), 'ISSUE')}"
    form = f"write PARTY:ISSUE=ASK, as in {example}=ANSWER"
    side, colon, rest = words.partition(":")
    name, sign, ask = rest.partition("=")
    if not colon or not sign or not ask.strip():
        raise UsageError(f"{words!r} is no assumption", form)
    (party,) = names.resolve_all(dossier, [side.strip()])
    if party not in dossier.parties:
        raise UsageError(f"{party!r} is a text, not a party", form)
    issue = dossier.issues[names.resolve_issue(dossier, name.strip())]
    try:
        asked = region(issue.scale, ask.strip(), comma=False)
    except NotOnScale as misfit:
        raise UsageError(f"{words!r}: {misfit.message}", misfit.hint) from None
    id_ = f"assumed-{party}-{issue.id.replace('.', '-')}"
    if id_ in dossier.positions:
        told = f"{dossier.parties[party].name} on {issue.label} is assumed twice"
        raise UsageError(told, "an assumption takes the place of all that was said: give one")
    demand = _demand(id_, party, issue, asked, ask.strip(), day)
    demand = demand._replace(evidence=(Evidence(SOURCE, words, ""),))
    source = Source(SOURCE, _WORDS, "", "", "", "", ASSUMED, "", "")
    return dossier._replace(
        sources={**dossier.sources, SOURCE: source},
        positions={**dossier.positions, id_: _position(demand)},
    )


def _demand(id_: str, party: str, issue: Issue, asked: Region, told: str, day: str) -> Demand:
    """The demand of a party that asks for this, in words of nobody."""
    return Demand(
        position=id_,
        id="assumed",
        file=_WORDS,
        row=0,
        author="",
        point="",
        issue=issue.id,
        kind="demand",
        is_dropped=False,
        is_disputed=False,
        text=f"{issue.label}: {told}",
        label="",
        condition="",
        firmness="firm",
        salience=None,
        attribution=ASSUMED,
        form="text",
        speaker="",
        said=day,
        known=day,
        is_latest=False,
        holders=(party,),
        note="",
        restates=(),
        moves=(),
        withdraws=(),
        keeps=(),
        until="",
        voice="principal",
        called="assumed",
        original="",
        lang="",
        said_as="",
        known_as="",
        until_as="",
        phase=0,
        ask=asked,
        names=(),
        links=(),
        accepts=None,
        evidence=(),
    )


def _position(demand: Demand) -> Position:
    """The statement that this is all of, which no file holds."""
    return Position(
        id=demand.position,
        title=_WORDS,
        parties=demand.holders,
        about=(),
        author="",
        date=demand.said,
        known=demand.known,
        status="statement",
        aliases=(),
        summary="",
        note="",
        path=_WORDS,
        stage="",
        revises=(),
        includes=(),
        endorses="",
        withdraws=(),
        ends=(),
        demands=(demand,),
        is_own=True,
    )
