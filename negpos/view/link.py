"""``negpos link``: passages of a text with the demand or option each may state."""

import json
from collections.abc import Sequence
from typing import Any

from negpos.dossier import Demand, Dossier, Issue
from negpos.safe import safe
from negpos.scales import Region, Scale
from negpos.text.links import MOST, Claim, Link, Links
from negpos.text.points import Point, figures
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Report,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)


def report(dossier: Dossier, name: str, links: Links) -> Report:
    """The links of a text, called by this name, in every shape: a row for each passage and
    issue, in the order of the text; proposals first, then look-alikes to which a guard objects."""
    rows = (*links.proposed, *links.flagged)
    return Report(
        grid=lambda: Grid(
            title=f"{name}: passages and the demands they resemble",
            preface=_preface(dossier, links),
            columns=(
                Column("", share=0, is_number=True),
                Column("Passage", share=6, least=26),
                Column("Proposed", share=4, least=18),
                Column("Resembles", share=4, least=18),
            ),
            sections=sections(
                ("Proposed: no guard objects", [_row(dossier, link) for link in links.proposed]),
                ("Look-alikes: a guard objects", [_row(dossier, link) for link in links.flagged]),
            ),
            notes=_notes(links),
        ),
        sheet=lambda: sheet(_fields(dossier), rows),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": dossier.id,
            "text": name,
            "passages": links.passages,
            "threshold": links.threshold,
            "proposed": [_told(dossier, link) for link in links.proposed],
            "flagged": [_told(dossier, link) for link in links.flagged],
            "rejected": links.rejected,
            "left_out": links.left_out,
        },
    )


def _preface(dossier: Dossier, links: Links) -> tuple[str, ...]:
    issues = len({link.claim.issue for link in links.proposed})
    return (
        f"{wording.plural(links.passages, 'passage')} read; "
        f"{wording.plural(len(links.proposed), 'proposal')} on {wording.plural(issues, 'issue')}; "
        f"a guard objects to {wording.plural(len(links.flagged), 'look-alike')} "
        f"– dossier {dossier.id}",
        f"Likeness of words, {links.threshold:g} to 100, proposes; whether a passage states the "
        "demand is for a reader to say. It scores nothing.",
    )


def _notes(links: Links) -> tuple[str, ...]:
    """What stands in no row, and how to see it."""
    notes: list[str] = []
    if not links.proposed:
        notes.append(Hint("Nothing is proposed; try a lower --threshold", "Nothing is proposed"))
    if links.rejected:
        notes.append(
            f"The guards rejected {wording.plural(links.rejected, 'more look-alike')} for "
            "passages that stand above on the same issue"
        )
    if links.left_out:
        left = f"Left out, above the {MOST} best on an issue: {links.left_out:,}"
        notes.append(Hint(f"{left}; narrow with --issue or raise --threshold", left))
    return tuple(notes)


def _row(dossier: Dossier, link: Link) -> tuple[Cell, ...]:
    issue = dossier.issues[link.claim.issue]
    at = Span(f"line {link.passage.line}", "quiet")
    objections = [Span(f"? {o.guard}: {o.reason}", "unclear") for o in link.objections]
    ask = Span(f"{issue.id} = {written(issue.scale, link.claim) or 'no ask'}", "quiet")
    like = cell(Span("an option of the issue", "quiet"))
    if demand := link.claim.demand:
        by = f"{demand.ref} ({_holders(demand.holders)})"
        like = stacked(demand.text, Span(by, "quiet"))
    return (
        cell(f"{link.likeness:.0f}"),
        stacked(link.passage.text, at, *objections),
        stacked(f"{issue.label}: {asked(issue, link.claim)}", ask),
        like,
    )


def _holders(holders: tuple[str, ...]) -> str:
    return ", ".join(holders) or "analysis"


def asked(issue: Issue, claim: Claim) -> str:
    """What a claim asks, in words."""
    if claim.demand:
        return wording.ask(issue, claim.demand)
    return issue.scale.options[claim.option or 0].label


def written(scale: Scale, claim: Claim) -> str:
    """What a claim asks, as the files of a dossier write it; empty where it asks nothing."""
    return toml(scale, claim.ask) if claim.ask else ""


def toml(scale: Scale, area: Region) -> str:
    """A region as the ask of a demand in a file."""
    return _toml(shapes.region(scale, area))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        fields = (f"{name} = {_toml(part)}" for name, part in value.items() if part is not False)
        return f"{{ {', '.join(fields)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:_}"


def _fields(dossier: Dossier) -> Fields[Link]:
    """One row a passage and issue."""

    def coded(link: Link) -> tuple[Issue, Demand | None]:
        return dossier.issues[link.claim.issue], link.claim.demand

    return (
        ("verdict", lambda link: "flagged" if link.objections else "proposed"),
        ("likeness", lambda link: round(link.likeness)),
        ("objections", lambda link: " | ".join(f"{o.guard}: {o.reason}" for o in link.objections)),
        ("line", lambda link: link.passage.line),
        ("passage", lambda link: link.passage.text),
        ("issue", lambda link: link.claim.issue),
        ("ask", lambda link: written(dossier.issues[link.claim.issue].scale, link.claim)),
        ("ask_words", lambda link: asked(dossier.issues[link.claim.issue], link.claim)),
        *of_demand("demand text holders", coded),
    )


def _told(dossier: Dossier, link: Link) -> dict[str, Any]:
    claim = link.claim
    issue = dossier.issues[claim.issue]
    return {
        "line": link.passage.line,
        "passage": link.passage.text,
        "issue": claim.issue,
        "ask": shapes.region(issue.scale, claim.ask),
        "words": asked(issue, claim),
        "demand": claim.demand.ref if claim.demand else None,
        "text": claim.demand.text if claim.demand else None,
        "holders": list(claim.demand.holders) if claim.demand else [],
        "likeness": link.likeness,
        "objections": [o._asdict() for o in link.objections],
    }


_HEAD = """\
# Proposed by negpos link from {name}; nobody has read it yet. Likeness of words proposes, a
# reader decides: leave out what is not so, and what another party says. Fill every TODO, save it
# as positions/<id>.toml in the dossier, and run negpos check.
id = ""  # TODO: the name of the file, without .toml
title = ""  # TODO
parties = [""]  # TODO: who says so
date = ""  # TODO: the day, without quotes, like 2025-12-03
status = ""  # TODO: published, leaked, statement, oral or analysis
attribution = ""  # TODO: official, document, anonymous, reported, expert or analyst
form = ""  # TODO: text, quoted or paraphrased
evidence = [{{ source = "{source}", at = "" }}]  # TODO: the id of the source and the place in it
"""


def stub(dossier: Dossier, name: str, found: Links, source: str = "") -> str:
    """The proposals as a position file that lacks what no guess may fill in: who, when, in what
    source, and every term in the coder's own words. ``check`` refuses it until that is done.
    Passages stand in comments, and so do the look-alikes."""
    asks: dict[tuple[str, str], list[Link]] = {}
    for link in found.proposed:
        issue = dossier.issues[link.claim.issue]
        asks.setdefault((issue.id, written(issue.scale, link.claim)), []).append(link)
    parts = [_HEAD.format(name=_comment(name), source=source)]
    parts += [_demand(dossier, links) for links in asks.values()]
    if found.flagged:
        parts.append("# Look-alikes to which a guard objects:\n")
    for link in found.flagged:
        issue = dossier.issues[link.claim.issue]
        why = "; ".join(f"{o.guard}: {o.reason}" for o in link.objections)
        parts.append(
            f"{_quoted(link)}#   {issue.id} = {written(issue.scale, link.claim) or 'no ask'}"
            f"  ({_comment(why)})\n"
        )
    return "\n".join(parts)


def stub_of_points(
    dossier: Dossier, name: str, found: Links, every: Sequence[Point], source: str = ""
) -> str:
    """Each numbered point as a demand without an issue, in a position file to be filled in; its
    words, its figures and what it resembles stand above it in comments. ``check`` refuses it until
    that is done."""
    parts = [_HEAD.format(name=_comment(name), source=source)]
    for point in every:
        near = [x for x in found.proposed if point.line <= x.passage.line <= point.last]
        told = [f"line {point.line}: {_comment(point.text)}"]
        if amounts := figures(point.text):
            told.append(f"figures: {_comment(', '.join(amounts))}")
        for link in near:
            issue = dossier.issues[link.claim.issue]
            like = f", like {link.claim.demand.ref}" if link.claim.demand else ""
            ask = written(issue.scale, link.claim) or "no ask"
            told.append(f"proposed, {link.likeness:.0f}: {issue.id} = {ask}{_comment(like)}")
        parts.append("".join(f"# {line}\n" for line in told) + _POINT.format(number=point.number))
    return "\n".join(parts)


_POINT = """\
[[demand]]
point = "{number}"
issue = ""  # TODO: an issue (negpos list issues); where none fits leave out issue and ask
ask = ""  # TODO: one of its answers, a figure, or a region {{ min = …, max = … }}
text = ""  # TODO: the term in your own words
"""


def _demand(dossier: Dossier, links: list[Link]) -> str:
    """One demand from the passages that seem to ask it."""
    best = max(links, key=lambda link: link.likeness)
    issue, claim = dossier.issues[best.claim.issue], best.claim
    quotes = "".join(map(_quoted, links))
    like = (
        f"{claim.demand.ref} ({_holders(claim.demand.holders)}): {claim.demand.text}"
        if claim.demand
        else f"{asked(issue, claim)}: an option of the issue"
    )
    ask = f"ask = {written(issue.scale, claim)}"
    if not claim.ask:
        is_dropped = claim.demand is not None and claim.demand.is_dropped
        ask = "dropped = true" if is_dropped else 'firmness = "open"'
    lines = (
        "[[demand]]",
        f'issue = "{issue.id}"  # {_comment(issue.question)}',
        f"{ask}  # {_comment(asked(issue, claim))}",
        'text = ""  # TODO: the term in your own words',
    )
    return f"{quotes}# like {_comment(like)}\n" + "\n".join(lines) + "\n"


def _quoted(link: Link) -> str:
    return f"# line {link.passage.line}, {link.likeness:.0f}: {_comment(link.passage.text)}\n"


def _comment(text: str) -> str:
    return safe(text, keep="").strip()
