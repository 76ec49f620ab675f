"""``negpos on``: everyone's stance on one issue, along the scale."""

from collections.abc import Iterable, Sequence

from negpos.dossier import Dossier, Issue
from negpos.profiles import Profile, Stance
from negpos.view import shapes, wording
from negpos.view.chart import strip
from negpos.view.fields import of_stance
from negpos.view.grid import Cell, Column, Grid, Report, Section, Span, cell, sections, sheet
from negpos.view.stance import brief_cell, legend, stance_cell

_STRIP = 20


def report(dossier: Dossier, issue: Issue, profiles: Sequence[Profile]) -> Report:
    """The stances of these sides on one issue in every shape: parties first, then texts, then
    analyses, each along the scale; the silent are told in a note."""
    heard = [profile for profile in profiles if _is_heard(profile, issue)]
    silent = [p.title for p in profiles if not p.is_text and not _is_heard(p, issue)]
    strip_ = (Column("Scale", share=0),) if _has_strip(issue) else ()

    def held(profile: Profile) -> tuple[Issue, Stance]:
        return issue, profile.stances[issue.id]

    return Report(
        grid=lambda: Grid(
            title=f"{issue.id}: {issue.question}",
            preface=_preface(dossier, issue, profiles),
            columns=(Column("", share=2, least=12), *strip_, Column("Asks for", share=6, least=20)),
            sections=(shown := _sections(issue, heard)),
            notes=(*([f"Silent: {', '.join(silent)}"] if silent else []), *legend(shown)),
        ),
        sheet=lambda: sheet(
            [
                ("ref", lambda profile: profile.id),
                ("group", lambda profile: _group(profile).lower()),
                *of_stance("ask value min max unit firmness lines text position said grade", held),
            ],
            heard,
        ),
        data=lambda: {
            **shapes.head(dossier, profiles),
            "issue": issue.id,
            "question": issue.question,
            "scale": shapes.scale(issue.scale),
            "stances": shapes.stances(issue, profiles),
        },
        screen=lambda rows: _screen(dossier, issue, heard, silent, rows),
    )


_TEXTS, _SIDES, _SHORT_STRIP = 6, 12, 10
"""Texts and sides named on one screen, and signs of a scale of figures."""


def _screen(
    dossier: Dossier, issue: Issue, heard: list[Profile], silent: list[str], most: int
) -> Grid:
    """What each party asks for, along the scale; the texts by what they ask for."""
    parties = [profile for profile in _along(issue, heard) if not profile.is_text]
    has_strip = _has_strip(issue)
    rows = [
        (
            cell(Span(profile.title, "strong")),
            *([_strip_cell(issue, profile, _SHORT_STRIP)] if has_strip else []),
            brief_cell(issue, profile),
        )
        for profile in parties[:most]
    ]
    told = sections(("", rows))
    notes = [*_texts(issue, heard), *([f"Silent: {wording.few(silent, _SIDES)}"] if silent else [])]
    if left := [profile.title for profile in parties[most:]]:
        notes.insert(0, f"Also heard: {wording.few(left, _SIDES)}")
    if heard:
        who = (parties or heard)[0].id
        name = wording.called(dossier, issue.id)
        notes += [*legend(told), f"More: --full · negpos why {who} {name}"]
    return Grid(
        title=f"{issue.label}: {issue.question}",
        preface=_preface(dossier, issue, heard),
        columns=(
            Column("", share=0, least=8, most=16),
            *((Column("Scale", share=0),) if has_strip else ()),
            Column("Asks for", least=20),
        ),
        sections=told,
        notes=tuple(notes),
    )


def _texts(issue: Issue, heard: list[Profile]) -> list[str]:
    """The latest texts by what they ask for, in the order of the scale; none of analysts."""
    texts = [p for p in heard if _group(p) == "Texts" and p.stances[issue.id].is_told]
    latest = sorted(texts, key=lambda p: p.date)[-_TEXTS:]
    by_ask: dict[str, list[str]] = {}
    for profile in _along(issue, latest):
        ask = wording.asks_and_mark(issue, profile.stances[issue.id])
        by_ask.setdefault(ask, []).append(profile.title)
    if not by_ask:
        return []
    more = (
        f"; {wording.plural(len(texts) - len(latest), 'earlier text')}"
        if len(texts) > len(latest)
        else ""
    )
    told = "; ".join(f"{ask} – {', '.join(titles)}" for ask, titles in by_ask.items())
    return [f"In texts: {told}{more}"]


def _preface(dossier: Dossier, issue: Issue, profiles: Sequence[Profile]) -> tuple[str, ...]:
    """As of when, and what the scale is."""
    told = [profile for profile in profiles if _group(profile) != "Analyses"] or profiles
    head = wording.headline(dossier, told, (), (issue.id,)) if profiles else ()
    signs = " (● asked for, ○ vague)" if _has_strip(issue) else ""
    return *head, f"Scale: {wording.scale(dossier, issue)}{signs}"


def _along(issue: Issue, heard: Iterable[Profile]) -> list[Profile]:
    """These sides in the order of the scale."""
    return sorted(heard, key=lambda profile: _place(profile.stances[issue.id]))


def _is_heard(profile: Profile, issue: Issue) -> bool:
    return issue.id in profile.stances and profile.stances[issue.id].has_words


def _has_strip(issue: Issue) -> bool:
    return issue.scale.is_ordered


def _sections(issue: Issue, heard: list[Profile]) -> tuple[Section, ...]:
    along = _along(issue, heard)
    return sections(
        *(
            (group, [_row(issue, profile) for profile in along if _group(profile) == group])
            for group in ("Parties", "Texts", "Analyses")
        )
    )


def _group(profile: Profile) -> str:
    if not profile.is_text:
        return "Parties"
    return "Analyses" if profile.dossier.positions[profile.id].is_analysis else "Texts"


def _place(stance: Stance) -> tuple[float, float]:
    if not stance.regions:
        return float("inf"), 0
    return min(r.low for r in stance.regions), max(r.high for r in stance.regions)


def _row(issue: Issue, profile: Profile) -> tuple[Cell, ...]:
    name = cell(Span(profile.title, "strong"))
    stance = stance_cell(issue, profile)
    if not _has_strip(issue):
        return name, stance
    return name, _strip_cell(issue, profile, _STRIP), stance


def _strip_cell(issue: Issue, profile: Profile, size: int) -> Cell:
    return cell(Span(strip(issue.scale, profile.stances[issue.id].regions, size), "chart line"))
