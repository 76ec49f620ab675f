"""``negpos compare``: the briefing table, one row an issue, and the same as sheet and data."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from negpos.comparison import Comparison, Pair, Standing
from negpos.dossier import Issue
from negpos.floor import Line
from negpos.profiles import Profile, Stance
from negpos.scales import Region
from negpos.terms import CONFLICTS, RELATIONS
from negpos.view import shapes, wording
from negpos.view.fields import of_stance, several
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Key,
    Report,
    Section,
    Sheet,
    Span,
    cell,
    of_issues,
    sheet,
    stacked,
)
from negpos.view.stance import by_theme, drawn_by, legend, limits, short, stance_cell

UNCLEAR = "steps unclear"
"""What stands where words are too vague to tell steps."""


def report(comparison: Comparison, only: tuple[str, ...]) -> Report:
    """The comparison in every shape; ``only`` keeps issues in these relations."""
    profiles = comparison.profiles
    dossier = comparison.dossier
    kept = tuple(
        issue
        for issue in comparison.issues
        if not only or comparison.worst(issue)[1].relation in only
    )
    pair = comparison.pairs[0] if len(comparison.pairs) == 1 else None
    return Report(
        grid=lambda: Grid(
            title=" × ".join(profile.title for profile in profiles),
            preface=headline(comparison),
            columns=(
                of_issues(),
                *(Column(profile.title, share=1, least=12) for profile in profiles),
                Column("Relation", share=0, most=18),
            ),
            sections=(shown := _sections(comparison, kept, only)),
            notes=_notes(comparison, kept, shown, is_narrowed=bool(only)),
        ),
        sheet=lambda: sheet(_fields(profiles), _rows(comparison, _in_order(comparison, kept))),
        short="issue label theme relation id ask lines sources said",
        paper=lambda: (_paper(comparison, kept, only),),
        sheets=lambda: _sheets(comparison, kept),
        data=lambda: {
            **shapes.compared(comparison),
            **figures(pair),
            "counts": comparison.counts(),
            "in_joint_texts": list(comparison.in_joint_texts),
            "old": list(comparison.old),
            "nearer": shapes.nearer(comparison.nearer) if comparison.nearer else None,
            "pairs": [{"between": [p.left.id, p.right.id], **figures(p)} for p in comparison.pairs],
            "themes": [
                {"theme": theme.id, "title": theme.title}
                for theme in dossier.themes.values()
                if any(dossier.issues[issue].theme == theme.id for issue in kept)
            ],
            "issues": (_issue(comparison, dossier.issues[issue]) for issue in kept),
        },
    )


def _sections(
    comparison: Comparison,
    kept: tuple[str, ...],
    only: tuple[str, ...],
    row: "Callable[[Comparison, Issue], tuple[Cell, ...]] | None" = None,
) -> tuple[Section, ...]:
    """Themes, the worst relation first; silence is shown where it is asked for."""
    dossier = comparison.dossier
    shown = [
        dossier.issues[issue]
        for issue in by_severity(comparison, kept)
        if "silent" in only or comparison.worst(issue)[1].relation != "silent"
    ]
    return by_theme(dossier, ((issue, (row or _row)(comparison, issue)) for issue in shown))


def by_severity(comparison: Comparison, kept: Iterable[str]) -> list[str]:
    """Issues by their worst relation, then the farthest apart first."""

    def place(issue: str) -> tuple[int, float]:
        _, standing = comparison.worst(issue)
        agreement = 1.0 if standing.agreement is None else standing.agreement
        return RELATIONS.index(standing.relation), agreement

    return sorted(kept, key=place)


def _in_order(comparison: Comparison, kept: Iterable[str]) -> list[str]:
    """Issues as the table lists them: by theme, then the worst relation first."""
    issues, themes = comparison.dossier.issues, list(comparison.dossier.themes)
    return sorted(by_severity(comparison, kept), key=lambda i: themes.index(issues[i].theme))


def headline(comparison: Comparison) -> tuple[str, ...]:
    """What is compared and as of when, and how many issues stand in each relation."""
    profiles = comparison.profiles
    parties = [profile for profile in profiles if not profile.is_text]
    what = wording.as_told(profiles, comparison.issues)
    if parties:
        what += f", {wording.stand(parties)}"
    narrowed = wording.counted(profiles[0].vantage, comparison.narrowed_to)
    where = f"{what} – dossier {comparison.dossier.id}"
    nearer = comparison.nearer
    quoted = wording.nearer_lines(comparison.dossier, profiles, nearer) if nearer else ()
    return (*quoted, where, *wording.lives(profiles), *narrowed, *counts_lines(comparison))


def counts_lines(comparison: Comparison) -> tuple[str, ...]:
    """How many issues stand in each relation, and what takes something back from that."""
    counts = comparison.counts()
    both = len(comparison.issues) - counts["silent"]
    by_relation = ", ".join(
        f"{counts[name]} {wording.relation(name)}" for name in RELATIONS[:-1] if counts[name]
    )
    shared = "both address" if len(comparison.profiles) == 2 else "at least two address"
    first = f"{wording.plural(both, 'issue')} {shared}"
    if by_relation:
        first += f": {by_relation}"
    if counts["silent"]:
        first += f". One side only: {counts['silent']}"
    return (first, *_caveats(comparison, counts))


def _caveats(comparison: Comparison, counts: dict[str, int]) -> tuple[str, ...]:
    """What takes something back from the counts: how many of the issues agreed rest on joint
    texts, and how many on words that are no longer fresh."""
    told = []
    agreed = counts["agreed"] + counts["agreed-if"]
    if joint := len(comparison.in_joint_texts):
        told.append(f"{joint} of {agreed} agreed stand in {_joint_texts(comparison)}")
    if old := len(comparison.old):
        both = len(comparison.issues) - counts["silent"]
        age = wording.span(comparison.dossier.fresh_for)
        told.append(f"{old} of {both} rest on a word over {age} old")
    return ("; ".join(told),) if told else ()


def _joint_texts(comparison: Comparison) -> str:
    """What joint texts the sides agree by: drafts, or texts that are agreed."""
    issues = comparison.in_joint_texts
    drafts = [comparison.profiles[0].stances[issue].is_draft for issue in issues]
    return "joint drafts" if all(drafts) else "joint texts"


def _row(comparison: Comparison, issue: Issue) -> tuple[Cell, ...]:
    pair, standing = comparison.worst(issue.id)
    others = {profile.id for profile in comparison.profiles}
    return (
        cell(Span(issue.label, "strong")),
        *(stance_cell(issue, profile, others) for profile in comparison.profiles),
        relation_cell(issue, pair, standing, is_one_of_many=len(comparison.pairs) > 1),
    )


_ABREAST = 4
"""Sides that have a column each on paper; more stand below each other."""


def _paper(comparison: Comparison, kept: tuple[str, ...], only: tuple[str, ...]) -> Grid:
    """The table to write a compromise into: the issue with its relation, a column a side, and
    one that is empty."""
    profiles = comparison.profiles
    shown = _sections(comparison, kept, only, _paper_row)
    titles = [profile.title for profile in profiles]
    titles = (
        titles
        if len(titles) <= _ABREAST
        else [wording.as_told(profiles, comparison.issues).capitalize()]
    )
    return Grid(
        title=" × ".join(profile.title for profile in profiles),
        preface=headline(comparison),
        columns=(
            Column("Issue", share=3),
            *(Column(title, share=5) for title in titles),
            Column("Compromise text", share=5),
        ),
        sections=shown,
        notes=_notes(comparison, kept, shown, is_narrowed=bool(only)),
    )


def _paper_row(comparison: Comparison, issue: Issue) -> tuple[Cell, ...]:
    pair, standing = comparison.worst(issue.id)
    profiles = comparison.profiles
    others = {profile.id for profile in profiles}
    many = len(comparison.pairs) > 1
    stands = relation_cell(issue, pair, standing, is_one_of_many=many, has_sign=False)
    sides = [stance_cell(issue, profile, others) for profile in profiles]
    if len(sides) > _ABREAST:
        named = zip(profiles, sides, strict=True)
        told = ([Span(f"{p.title}: ", "strong"), *side.spans] for p, side in named)
        sides = [stacked(*told)]
    return stacked(Span(issue.label, "strong"), [*stands.spans]), *sides, cell()


def relation_cell(
    issue: Issue, pair: Pair, standing: Standing, *, is_one_of_many: bool, has_sign: bool = True
) -> Cell:
    """Sign, word and steps; with more than two sides also whose relation it is."""
    sign = f"{wording.SIGNS[standing.relation]} " if has_sign else ""
    told = f"{sign}{wording.relation(standing.relation)}"
    parts = [Span(told, standing.relation)]
    if standing.line_of and standing.relation == "crossing":
        names = " and ".join(short((pair.left, pair.right)[side]) for side in standing.line_of)
        parts.append(Span(f"line of {names}", "quiet"))
    for side in standing.bettered:
        party = (pair.left, pair.right)[side].id.partition("@")[0]
        parts.append(
            Span(wording.better(issue, party, short((pair.left, pair.right)[side])), "quiet")
        )
    if standing.disputed:
        parts.append(Span("order disputed", "unclear"))
    if standing.relation in (*CONFLICTS, "gap") and (distance := _apart(issue, standing)):
        parts.append(Span(distance, "quiet"))
    if is_one_of_many and standing.relation != "silent":
        parts.append(Span(name_of(pair), "quiet"))
    return stacked(*parts)


def _apart(issue: Issue, standing: Standing) -> str:
    """The steps between what does not meet, or why there are none; empty where that tells
    nothing."""
    if standing.steps is not None or standing.low is None or issue.scale.kind == "nominal":
        return wording.steps(issue.scale, standing.steps)
    has_figure = issue.scale.is_measured and standing.agreement is not None
    return "no common measure" if has_figure else UNCLEAR


def _notes(
    comparison: Comparison,
    kept: tuple[str, ...],
    shown: tuple[Section, ...],
    *,
    is_narrowed: bool,
) -> tuple[str, ...]:
    silent = _silent(comparison, kept)
    lines = [] if is_narrowed else alone_lines(comparison, silent)
    passed = [] if is_narrowed else passed_lines(comparison, silent)
    notes = [line.text for line in lines] + passed
    notes += [Hint("See them with --only silent")] if notes else []
    notes += legend(shown, lines)
    notes += _order_notes(comparison, kept)
    notes.append(_evidence_hint(comparison, kept))
    notes.append(_scores_hint(comparison))
    notes += overlap_lines(comparison)
    return tuple(note for note in notes if note)


def _order_notes(comparison: Comparison, kept: Iterable[str]) -> list[str]:
    """What it means that an order is disputed, where one is, and how to see it."""
    if not disputed(comparison, kept):
        return []
    sides = " ".join(profile.id for profile in comparison.profiles)
    words = "Order disputed: the asks meet, and each side wants another of two steps first"
    return [Key(f"{words}."), Hint(f"Who wants what first: negpos order {sides}")]


def disputed(comparison: Comparison, kept: Iterable[str]) -> list[str]:
    """Of these issues those on which the asks meet and the order of steps is disputed."""
    return [issue for issue in kept if comparison.worst(issue)[1].disputed]


def _silent(comparison: Comparison, kept: Iterable[str]) -> list[str]:
    """The issues on which no two sides speak."""
    return [i for i in kept if comparison.worst(i)[1].relation == "silent"]


def alone_lines(comparison: Comparison, silent: list[str]) -> list[Cell]:
    """A line for each side that alone speaks on some of these issues, or is open."""
    lines = (_alone(comparison, profile, silent) for profile in comparison.profiles)
    return [line for line in lines if line.spans]


def _alone(comparison: Comparison, profile: Profile, silent: list[str]) -> Cell:
    """The issues on which this side alone speaks, or is open; empty for none."""
    spans: list[Span] = []
    for issue in silent:
        stance = profile.stances.get(issue)
        if stance is not None and _is_told_of(stance, comparison, issue):
            spans.append(Span(", " if spans else f"Only {profile.title}: "))
            spans += _only_one(comparison, issue, stance)
    return Cell(tuple(spans))


def passed_lines(comparison: Comparison, silent: list[str]) -> list[str]:
    """A line on what was asked for until its time was over, by whom; none for none."""
    told: dict[str, list[str]] = {}
    for issue in silent:
        sides = [(p, p.stances[issue]) for p in comparison.profiles if issue in p.stances]
        if whose := " and ".join(short(p) for p, stance in sides if stance.passed):
            told.setdefault(whose, []).append(comparison.dossier.issues[issue].label)
    return [f"No longer asked for ({whose}): {', '.join(labels)}" for whose, labels in told.items()]


def _only_one(comparison: Comparison, issue: str, stance: Stance) -> list[Span]:
    """An issue by its name, with its line, who is open on it, and whether there is a joint text."""
    mark = "# " if stance.standing_lines else ""
    after = "" if stance.speaks else " (open)"
    for other in comparison.profiles:
        theirs = other.stances.get(issue)
        if theirs is not None and theirs.is_open and theirs.speaks != stance.speaks:
            after += f" ({short(other)} open)"
    label = comparison.dossier.issues[issue].label
    has_joint = any(_has_joint(other, issue) for other in comparison.profiles)
    return [Span(f"{mark}{label}{after}"), *([Span(" (J)", marks="J")] if has_joint else [])]


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
    return Hint(f"Evidence for a cell: negpos why {comparison.profiles[0].id} {worst}")


def _scores_hint(comparison: Comparison) -> str:
    if not any(pair.scored for pair in comparison.pairs):
        return ""
    sides = " ".join(profile.id for profile in comparison.profiles)
    return Hint(f"How the overlap comes about: negpos compare {sides} --scores")


def overlap_lines(comparison: Comparison) -> list[str]:
    """The overlap of each pair with its bounds and the issues it rests on."""
    lines = []
    for pair in comparison.pairs:
        name = f"{name_of(pair)}: " if len(comparison.pairs) > 1 else ""
        told = bounded(pair.overlap, pair.low, pair.high)
        count = wording.plural(pair.addressed, "issue")
        if told:
            lines.append(f"{name}Overlap {told} on {pair.scored} of {count}")
        else:
            lines.append(f"{name}Overlap cannot be told: of {count}, none is plain enough")
    return lines


def name_of(pair: Pair) -> str:
    """Both sides of a pair, short."""
    return f"{short(pair.left)}–{short(pair.right)}"


def bounded(share: float | None, low: float | None, high: float | None) -> str:
    """A figure with its bounds, ``26% (14–53)``; without one its bounds, ``14–53%``; empty where
    there are no bounds either."""
    if low is None or high is None:
        return ""
    bounds = f"{low * 100:.0f}–{high * 100:.0f}"
    return f"{bounds}%" if share is None else f"{wording.percent(share)} ({bounds})"


_Row = tuple[Issue, Pair, Standing]
"""An issue, the pair that stands worst on it, and its standing."""


def _rows(comparison: Comparison, kept: Iterable[str]) -> Iterator[_Row]:
    issues = comparison.dossier.issues
    return ((issues[issue], *comparison.worst(issue)) for issue in kept)


def _fields(profiles: tuple[Profile, ...]) -> Fields[_Row]:
    """One row an issue; the sides are ``a``, ``b``, … in the order typed."""
    letters = (chr(ord("a") + n) if n < 26 else f"s{n + 1}" for n in range(len(profiles)))
    sides = zip(profiles, letters, strict=True)
    return (
        ("issue", lambda row: row[0].id),
        ("label", lambda row: row[0].label),
        ("theme", lambda row: row[0].theme),
        ("question", lambda row: row[0].question),
        ("relation", lambda row: row[2].relation),
        ("between", lambda row: f"{row[1].left.id} | {row[1].right.id}"),
        ("steps", lambda row: row[2].steps),
        ("agreement", lambda row: row[2].agreement),
        ("low", lambda row: row[2].low),
        ("high", lambda row: row[2].high),
        ("weight", lambda row: row[2].weight),
        ("reason", lambda row: row[2].reason),
        ("conditions", lambda row: " | ".join(words for _, words in row[2].conditions)),
        ("old", lambda row: " | ".join(p.id for p in profiles if p.is_old(row[0].id))),
        ("order_disputed", lambda row: " | ".join(map(" or ".join, row[2].disputed))),
        *(field for profile, letter in sides for field in _side(profile, letter)),
    )


def _sheets(comparison: Comparison, kept: tuple[str, ...]) -> tuple[tuple[str, Sheet], ...]:
    """What people read of a workbook: the issues, and the red lines on them."""
    from negpos.redlines import red_lines
    from negpos.view.redlines import lines_sheet

    lines = lines_sheet(red_lines(comparison), kept)
    return ("issues", issues_sheet(comparison, kept)), ("red lines", lines)


def issues_sheet(comparison: Comparison, kept: tuple[str, ...]) -> Sheet:
    """A row an issue with its relation, and what each side asks for, its lines, whose word it
    is and when it was said; the words link to a source."""
    themes = comparison.dossier.themes
    many = len(comparison.pairs) > 1
    fields: Fields[_Row] = (
        ("Issue", lambda row: Span(row[0].label, "strong")),
        ("Theme", lambda row: themes[row[0].theme].title),
        ("Relation", lambda row: Span(wording.relation(row[2].relation), row[2].relation)),
        *([("Between", lambda row: name_of(row[1]))] if many else []),
        ("Steps or amount", lambda row: row[2].steps),
        *(field for profile in comparison.profiles for field in _read_side(profile)),
        ("Id", lambda row: row[0].id),
    )
    return sheet(fields, _rows(comparison, kept))


def _read_side(profile: Profile) -> Fields[_Row]:
    """What people read of one side."""

    def held(row: _Row) -> tuple[Issue, Stance | None]:
        return row[0], profile.stances.get(row[0].id)

    def word(row: _Row) -> Span | None:
        stance = held(row)[1]
        if stance is None or not stance.asks:
            return None
        return Span(several(map(wording.who, stance.asks)), link=wording.link(stance.asks))

    def lines(row: _Row) -> str:
        issue, stance = held(row)
        regions: dict[Region, list[Line]] = {}
        for line in stance.standing_lines if stance else ():
            regions.setdefault(line.region, []).append(line)
        told = ((drawn_by(drawn)[0], region) for region, drawn in regions.items())
        return several(wording.limit(issue, demand, region) for demand, region in told)

    def said(row: _Row) -> str | None:
        stance = held(row)[1]
        first = stance.asks[0] if stance is not None and stance.asks else None
        if first is None:
            return None
        is_worded = first.is_latest or first.is_assumed
        return wording.said(first) if is_worded else wording.dated(first.said, first.said_as)

    def limited(row: _Row) -> str:
        stance = held(row)[1]
        if stance is None or not stance.asks:
            return ""
        soft = ["a preference"] if stance.firmness == "preference" else []
        draft = ["by a joint draft"] if stance.is_draft else []
        return "; ".join([*limits(stance), *soft, *draft])

    def also(row: _Row) -> str:
        issue, stance = held(row)
        others = stance.contested if stance else ()
        return several(f"{wording.ask(issue, d)} [{wording.word_of((d,))}]" for d in others)

    ((_, ask),) = of_stance("ask", held)
    name = profile.title
    return (
        (name, ask),
        (f"{name}: on what it hangs", limited),
        (f"{name}: red lines", lines),
        (f"{name}: whose word", word),
        (f"{name}: said", said),
        (f"{name}: also said", also),
    )


def _side(profile: Profile, letter: str) -> Fields[_Row]:
    def held(row: _Row) -> tuple[Issue, Stance | None]:
        return row[0], profile.stances.get(row[0].id)

    names = "ask value min max unit accepts condition firmness lines text position point said known"
    names += " attribution form speaker grade sources contested joint"
    return ((f"{letter}_id", lambda _: profile.id), *of_stance(names, held, f"{letter}_"))


def _issue(comparison: Comparison, issue: Issue) -> dict[str, Any]:
    """What every side wants on one issue, and how every pair of them relates."""
    profiles = comparison.profiles
    pair, standing = comparison.worst(issue.id)
    stand = _standing(standing)
    if len(comparison.pairs) > 1:
        stand["between"] = [pair.left.id, pair.right.id]
        stand["pairs"] = [
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
        "label": issue.label,
        "theme": issue.theme,
        "question": issue.question,
        "scale": shapes.scale(issue.scale),
        **stand,
        "stances": shapes.stances(issue, profiles),
        "joint": list(joint.values()),
    }


def figures(pair: Pair | None) -> dict[str, Any]:
    """The four figures of a pair, each a fraction in [0, 1] or None."""
    names = ("overlap", "low", "high", "coverage")
    return {name: getattr(pair, name) if pair else None for name in names}


def _standing(standing: Standing) -> dict[str, Any]:
    names = ("relation", "agreement", "low", "high", "steps", "weight", "reason")
    told = {name: getattr(standing, name) for name in names}
    steps = [list(pair) for pair in standing.disputed]
    told["conditions"] = [words for _, words in standing.conditions]
    return told | ({"order_disputed": steps} if steps else {})
