"""``negpos compare``: the briefing table, one row an issue, and the same as sheet and data."""

from typing import Any

from negpos.comparison import RELATIONS, Comparison, Nearer, Pair, Standing
from negpos.dossier import Dossier, Issue
from negpos.profiles import Profile, Stance
from negpos.view import shapes, wording
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Section, Sheet, Span, cell
from negpos.view.stance import legend, short, stance_cell


def report(dossier: Dossier, comparison: Comparison, only: tuple[str, ...]) -> Report:
    """The comparison in every shape; ``only`` keeps issues in these relations."""
    kept = tuple(
        issue
        for issue in comparison.issues
        if not only or comparison.worst(issue)[1].relation in only
    )
    return Report(
        grid=lambda: grid(dossier, comparison, kept, only),
        sheet=lambda: sheet(dossier, comparison, kept),
        data=lambda: data(dossier, comparison, kept),
    )


def grid(
    dossier: Dossier, comparison: Comparison, kept: tuple[str, ...], only: tuple[str, ...]
) -> Grid:
    """Themes as sections, the worst relation first, silence told in a line at the end."""
    profiles = comparison.profiles
    year = wording.date_of(profiles)[:4]
    show_silent = "silent" in only
    sections = []
    for theme in dossier.themes.values():
        rows = []
        for issue_id in _by_severity(comparison, dossier, theme.id, kept):
            if comparison.worst(issue_id)[1].relation == "silent" and not show_silent:
                continue
            rows.append(_row(dossier, comparison, issue_id, year))
        if rows:
            sections.append(Section(theme.title, tuple(rows)))
    columns = (
        Column("", share=0),
        *(Column(profile.title, share=1, least=12) for profile in profiles),
        Column("Relation", share=0),
    )
    return Grid(
        title=" × ".join(profile.title for profile in profiles),
        preface=_headline(dossier, comparison),
        columns=columns,
        sections=tuple(sections),
        notes=_notes(dossier, comparison, kept, sections, is_narrowed=bool(only)),
    )


def _by_severity(
    comparison: Comparison, dossier: Dossier, theme: str, kept: tuple[str, ...]
) -> list[str]:
    def place(issue: str) -> tuple[int, float, int]:
        _, standing = comparison.worst(issue)
        agreement = 1.0 if standing.agreement is None else standing.agreement
        return RELATIONS.index(standing.relation), agreement, kept.index(issue)

    return sorted((i for i in kept if dossier.issues[i].theme == theme), key=place)


def _headline(dossier: Dossier, comparison: Comparison) -> tuple[str, ...]:
    profiles = comparison.profiles
    parties = [profile for profile in profiles if not profile.is_text]
    what = "positions as stated"
    if parties:
        what += f", {wording.stand(parties)}"
    counts = comparison.counts()
    both = len(comparison.issues) - counts["silent"]
    told = ", ".join(f"{counts[name]} {name}" for name in RELATIONS[:-1] if counts[name])
    shared = "both address" if len(profiles) == 2 else "at least two address"
    first = f"{wording.plural(both, 'issue')} {shared}" + (f": {told}" if told else "")
    if counts["silent"]:
        first += f". One side only: {counts['silent']}"
    narrowed = wording.scope(profiles, comparison.narrowed_to)
    return (f"{what} – dossier {dossier.id}", *narrowed, first)


def _row(dossier: Dossier, comparison: Comparison, issue_id: str, year: str) -> tuple[Cell, ...]:
    issue = dossier.issues[issue_id]
    pair, standing = comparison.worst(issue_id)
    others = {profile.id for profile in comparison.profiles}
    return (
        cell(Span(issue.label, "strong")),
        *(stance_cell(dossier, issue, profile, year, others) for profile in comparison.profiles),
        relation_cell(issue, pair, standing, is_one_of_many=len(comparison.pairs) > 1),
    )


def relation_cell(issue: Issue, pair: Pair, standing: Standing, *, is_one_of_many: bool) -> Cell:
    """Sign, word and steps; with more than two sides also whose relation it is."""
    spans = [Span(f"{wording.SIGNS[standing.relation]} {standing.relation}", standing.relation)]
    if standing.line_of and standing.relation == "crossing":
        names = " and ".join(short((pair.left, pair.right)[side]) for side in standing.line_of)
        spans += [Span(BREAK), Span(f"line of {names}", "quiet")]
    if standing.relation in ("deadlock", "crossing", "gap"):
        distance = wording.steps(issue.scale, standing.steps)
        is_struck = standing.low is None
        if not distance and not is_struck and issue.scale.kind != "nominal":
            is_plain = standing.agreement is not None
            unclear = "no common measure" if is_plain else "steps unclear"
            distance = unclear if standing.steps is None else ""
        if distance:
            spans += [Span(BREAK), Span(distance, "quiet")]
    if is_one_of_many and standing.relation != "silent":
        spans += [Span(BREAK), Span(f"{short(pair.left)}–{short(pair.right)}", "quiet")]
    return Cell(tuple(spans))


def _notes(
    dossier: Dossier,
    comparison: Comparison,
    kept: tuple[str, ...],
    sections: list[Section],
    *,
    is_narrowed: bool,
) -> tuple[str, ...]:
    silent = [] if is_narrowed else _silent_notes(dossier, comparison, kept)
    notes = [note.text for note in silent]
    notes += ["See them with --only silent"] if silent else []
    notes += legend(sections, silent)
    notes.append(_evidence_hint(comparison, kept))
    notes += index_lines(comparison)
    return tuple(note for note in notes if note)


def _silent_notes(dossier: Dossier, comparison: Comparison, kept: tuple[str, ...]) -> list[Cell]:
    """For each side the issues on which it alone speaks, or is open."""
    notes = []
    for profile in comparison.profiles:
        spans: list[Span] = []
        for issue_id in kept:
            if comparison.worst(issue_id)[1].relation != "silent":
                continue
            stance = profile.stances.get(issue_id)
            if stance is not None and _is_told_of(stance, comparison, issue_id):
                issue = dossier.issues[issue_id]
                mark = "# " if stance.standing_lines else ""
                after, beside = "" if stance.speaks else " (open)", ""
                for other in comparison.profiles:
                    theirs = other.stances.get(issue_id)
                    if theirs is not None and theirs.is_open and theirs.speaks != stance.speaks:
                        after += f" ({short(other)} open)"
                if any(_has_joint(other, issue_id) for other in comparison.profiles):
                    beside = "J"
                    after += " (J)"
                start = ", " if spans else f"Only {profile.title}: "
                spans.append(Span(f"{start}{mark}{issue.label}{after}", marks=beside))
        if spans:
            notes.append(Cell(tuple(spans)))
    return notes


def _is_told_of(stance: Stance, comparison: Comparison, issue: str) -> bool:
    """Whether a side is listed with an issue on which not all speak: it speaks, or is open
    where nobody does."""
    speaks = any(p.stances[issue].speaks for p in comparison.profiles if issue in p.stances)
    return stance.speaks or (stance.is_open and not speaks)


def _has_joint(profile: Profile, issue: str) -> bool:
    """Whether a side that is silent on an issue holds a joint text on it."""
    stance = profile.stances.get(issue)
    return stance is not None and not stance.speaks and bool(stance.joint)


def _evidence_hint(comparison: Comparison, kept: tuple[str, ...]) -> str:
    loud = [i for i in kept if comparison.worst(i)[1].relation != "silent"]
    if not loud:
        return ""
    worst = min(loud, key=lambda i: RELATIONS.index(comparison.worst(i)[1].relation))
    return f"Evidence for a cell: negpos why {comparison.profiles[0].id} {worst}"


def index_lines(comparison: Comparison) -> list[str]:
    """Overlap with bounds, chance and coverage of each pair; the nearer count of a text."""
    lines = []
    for pair in comparison.pairs:
        name = f"{short(pair.left)}–{short(pair.right)}: " if len(comparison.pairs) > 1 else ""
        if pair.overlap is None:
            lines.append(f"{name}Overlap: nothing to score; {_coverage(pair)}")
            continue
        lines.append(
            f"{name}Overlap {wording.percent(pair.overlap)} (bounds {wording.percent(pair.low)} to "
            f"{wording.percent(pair.high)}); chance alone {wording.percent(pair.chance)}; "
            f"{_coverage(pair)}"
        )
    if comparison.nearer:
        lines.append(nearer_line(comparison.nearer, comparison))
    return lines


def _coverage(pair: Pair) -> str:
    return f"coverage {pair.scored} of {wording.plural(pair.addressed, 'issue')}"


def nearer_line(nearer: Nearer, comparison: Comparison) -> str:
    """On how many issues a text is nearer to either party."""
    titles = {profile.id: profile.title for profile in comparison.profiles}
    first, second = (titles[party] for party in nearer.parties)
    total = sum(nearer.counts) + nearer.equal
    return (
        f"{titles[nearer.text]}: nearer to {first} on {nearer.counts[0]}, to {second} on "
        f"{nearer.counts[1]}, equal on {nearer.equal} of {wording.plural(total, 'issue')} that "
        "all three address plainly"
    )


def sheet(dossier: Dossier, comparison: Comparison, kept: tuple[str, ...]) -> Sheet:
    """One row an issue; the sides are ``a``, ``b``, … in the order typed."""
    header = [*_SHEET_ISSUE]
    for place in range(len(comparison.profiles)):
        letter = chr(ord("a") + place) if place < 26 else f"s{place + 1}"
        header += [f"{letter}_{field}" for field in _SHEET_SIDE]
    rows = []
    for issue_id in kept:
        issue = dossier.issues[issue_id]
        pair, standing = comparison.worst(issue_id)
        row: list[Any] = [
            issue.id,
            issue.theme,
            issue.question,
            standing.relation,
            f"{pair.left.id} | {pair.right.id}",
            standing.steps,
            standing.agreement,
            standing.low,
            standing.high,
            standing.weight,
            standing.reason,
        ]
        for profile in comparison.profiles:
            row += _side(issue, profile)
        rows.append(tuple(row))
    return Sheet(tuple(header), tuple(rows))


_SHEET_ISSUE = (
    "issue",
    "theme",
    "question",
    "relation",
    "between",
    "steps",
    "agreement",
    "low",
    "high",
    "weight",
    "reason",
)
_SHEET_SIDE = (
    "id",
    "ask",
    "accepts",
    "condition",
    "firmness",
    "lines",
    "text",
    "position",
    "point",
    "said",
    "known",
    "attribution",
    "form",
    "speaker",
    "grade",
    "sources",
    "contested",
    "joint",
)


def _side(issue: Issue, profile: Profile) -> list[Any]:
    stance = profile.stances.get(issue.id)
    if stance is None:
        return [profile.id, *[None] * (len(_SHEET_SIDE) - 1)]
    first = stance.asks[0] if stance.asks else None
    lines = [wording.region(issue.scale, line.region) for line in stance.standing_lines]
    return [
        profile.id,
        wording.asks(issue, stance) if stance.speaks or stance.is_open else None,
        wording.region(issue.scale, first.accepts) if first and first.accepts else None,
        " | ".join(dict.fromkeys(d.condition for d in stance.asks if d.condition)),
        stance.firmness,
        " | ".join(dict.fromkeys(lines)),
        " | ".join(d.text for d in stance.asks),
        " | ".join(dict.fromkeys(d.position for d in stance.asks)),
        " | ".join(dict.fromkeys(d.point for d in stance.asks if d.point)),
        first.said if first else None,
        first.known if first else None,
        first.attribution if first else None,
        first.form if first else None,
        first.speaker if first else None,
        first.grade if first else None,
        " | ".join(dict.fromkeys(e.source for d in stance.asks for e in d.evidence)),
        " | ".join(wording.ask(issue, d) for d in stance.contested),
        " | ".join(wording.ask(issue, d) for d in stance.joint),
    ]


def data(dossier: Dossier, comparison: Comparison, kept: tuple[str, ...]) -> dict[str, Any]:
    """The comparison as docs/formats.md describes it."""
    profiles = comparison.profiles
    only = comparison.pairs[0] if len(comparison.pairs) == 1 else None
    return {
        **shapes.head(dossier, profiles, comparison.narrowed_to),
        "parties": [profile.id for profile in profiles],
        **figures(only),
        "counts": comparison.counts(),
        "nearer": _nearer(comparison.nearer),
        "pairs": [{"between": [p.left.id, p.right.id], **figures(p)} for p in comparison.pairs],
        "themes": [
            {"theme": theme.id, "title": theme.title}
            for theme in dossier.themes.values()
            if any(dossier.issues[issue].theme == theme.id for issue in kept)
        ],
        "issues": (_issue(comparison, dossier.issues[issue]) for issue in kept),
    }


def _issue(comparison: Comparison, issue: Issue) -> dict[str, Any]:
    """What every side wants on one issue, and how every pair of them relates."""
    profiles = comparison.profiles
    pair, standing = comparison.worst(issue.id)
    told = _standing(standing)
    if len(comparison.pairs) > 1:
        told["between"] = [pair.left.id, pair.right.id]
        told["pairs"] = [
            {"between": [p.left.id, p.right.id], **_standing(p.standings[issue.id])}
            for p in comparison.pairs
        ]
    joint = {
        d.ref: shapes.demand(issue, d)
        for profile in profiles
        if (stance := profile.stances.get(issue.id)) is not None
        for d in stance.joint
    }
    return {
        "issue": issue.id,
        "theme": issue.theme,
        "question": issue.question,
        **told,
        "stances": {
            profile.id: shapes.stance(issue, profile.stances.get(issue.id)) for profile in profiles
        },
        "joint": list(joint.values()),
    }


def figures(pair: Pair | None) -> dict[str, Any]:
    """The five figures of a pair, each a fraction in [0, 1] or None."""
    return {
        "overlap": pair.overlap if pair else None,
        "low": pair.low if pair else None,
        "high": pair.high if pair else None,
        "chance": pair.chance if pair else None,
        "coverage": pair.coverage if pair else None,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "relation": standing.relation,
        "agreement": standing.agreement,
        "low": standing.low,
        "high": standing.high,
        "steps": standing.steps,
        "weight": standing.weight,
        "reason": standing.reason,
    }


def _nearer(nearer: Nearer | None) -> dict[str, Any] | None:
    if nearer is None:
        return None
    counts = dict(zip(nearer.parties, nearer.counts, strict=True))
    return {"text": nearer.text, "counts": counts, "equal": nearer.equal}
