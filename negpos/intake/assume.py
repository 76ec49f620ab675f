"""An ask that nobody made, put in a party's mouth for one answer: what if it asked for this?"""

from negpos import names
from negpos.dossier import Demand, Dossier, Evidence, Position, Source
from negpos.errors import UsageError
from negpos.intake.asks import region
from negpos.intake.grammar import NotOnScale
from negpos.terms import ASSUMED

SOURCE = "assumption"
"""The id of the source of what is assumed."""
_WORDS = "assumed, not said"
_FORM = "write PARTY:ISSUE=ASK, as in ukraine:forces.personnel=800_000"


def assume(dossier: Dossier, words: str, day: str) -> Dossier:
    """The dossier in which the party asks for this on this day, on stronger word than any that it
    gave; the file of no position holds it. UsageError for words that name no party, issue or
    answer of its scale."""
    side, colon, rest = words.partition(":")
    name, sign, ask = rest.partition("=")
    if not colon or not sign or not ask.strip():
        raise UsageError(f"{words!r} is no assumption", _FORM)
    (party,) = names.resolve_all(dossier, [side.strip()])
    if party not in dossier.parties:
        raise UsageError(f"{party!r} is a text, not a party", _FORM)
    issue = dossier.issues[names.resolve_issue(dossier, name.strip())]
    try:
        asked = region(issue.scale, ask.strip(), comma=False)
    except NotOnScale as misfit:
        raise UsageError(f"{words!r}: {misfit.message}", misfit.hint) from None
    id_ = f"assumed-{party}-{issue.id.replace('.', '-')}"
    if id_ in dossier.positions:
        told = f"{dossier.parties[party].name} on {issue.label} is assumed twice"
        raise UsageError(told, "an assumption takes the place of all that was said: give one")
    source = Source(SOURCE, _WORDS, "", "", day, "", ASSUMED, "", "")
    demand = Demand(
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
        text=f"{issue.label}: {ask.strip()}",
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
        evidence=(Evidence(SOURCE, words, ""),),
    )
    position = Position(
        id=id_,
        title=_WORDS,
        parties=(party,),
        about=(),
        author="",
        date=day,
        known=day,
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
    return dossier._replace(
        sources={**dossier.sources, SOURCE: source},
        positions={**dossier.positions, id_: position},
    )
