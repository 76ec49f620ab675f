"""``negpos compare --scores``: what each issue and theme adds to the overlap, and how the overlap
moves where it is counted otherwise."""

from collections.abc import Iterator
from typing import Any

from negpos.comparison import Comparison, Pair
from negpos.scores import Part, Scores
from negpos.view import compare, wording
from negpos.view.grid import Cell, Column, Fields, Grid, Report, Section, Span, cell, sheet

_NOTES = (
    "Weight: the share among all issues on which both ask, by salience.",
    "Adds: weight × agreement, over the weight of all issues that have a figure, in points of "
    "overlap. An issue without a figure counts in the bounds alone.",
    "Counted otherwise: the overlap as it would be, on how many issues, and the difference. "
    "Options asked for: an ordinal scale has only those at which an ask or a line begins or ends.",
)


def report(comparison: Comparison, found: tuple[Scores, ...]) -> Report:
    """How the overlap of each pair comes about, in every shape; the data are those of the
    comparison with the scores beside them."""
    return Report(
        grid=lambda: Grid(
            title=f"Scores, {' × '.join(profile.title for profile in comparison.profiles)}",
            preface=compare.headline(comparison),
            columns=(
                Column("", share=1, least=12),
                Column("Relation", share=0),
                Column("Weight", share=0, is_number=True),
                Column("Agreement", share=0, is_number=True),
                Column("Adds", share=0, is_number=True),
            ),
            sections=tuple(s for scores in found for s in _sections(comparison, scores)),
            notes=(*_notes(found), *compare.overlap_lines(comparison)),
        ),
        sheet=lambda: sheet(_FIELDS, _rows(comparison, found)),
        data=lambda: {
            **compare.report(comparison, ()).data(),
            "scores": (_data(scores) for scores in found),
        },
    )


def _notes(found: tuple[Scores, ...]) -> Iterator[str]:
    if any(scores.issues for scores in found):
        yield from _NOTES
    for scores in found:
        plain, overlap = scores.plain, scores.pair.overlap
        if plain is not None and overlap is not None and round(plain - overlap, 9) > 0:
            yield (
                f"The issues with a figure alone give {wording.percent(plain)}; asks in vague "
                f"words that do not meet hold it to {wording.percent(overlap)}."
            )


def _sections(comparison: Comparison, scores: Scores) -> Iterator[Section]:
    """The issues of each theme and what they add together, the whole, and the other ways."""
    themes, pair = comparison.dossier.themes, scores.pair
    if not scores.issues:
        return
    name = f"{compare.name_of(pair)}: " if len(comparison.pairs) > 1 else ""
    for theme in scores.themes:
        own = [part for part in scores.issues if part.theme == theme.theme]
        rows = [_part(comparison, pair, part) for part in own]
        rows += [_part(comparison, pair, theme)] if own[1:] else []
        yield Section(f"{name}{themes[theme.theme].title}", tuple(rows))
    yield Section(f"{name}All", (_whole("overlap", pair, _points(pair.overlap)),))
    ways = (
        ("each issue weighs the same", scores.equal),
        ("only options asked for", scores.asked),
        *((f"without {themes[theme].title}", rest) for theme, rest in scores.without),
    )
    rows = [_whole(way, other, _moves(pair, other)) for way, other in ways]
    yield Section(f"{name}Counted otherwise", tuple(rows))


def _part(comparison: Comparison, pair: Pair, part: Part) -> tuple[Cell, ...]:
    """One issue, or what those of a theme add together."""
    if part.issue:
        relation = pair.standings[part.issue].relation
        name = Span(comparison.dossier.issues[part.issue].label)
        told = cell(Span(f"{wording.SIGNS[relation]} {relation}", relation))
    else:
        name, told = Span("together", "strong"), cell()
    return (
        cell(name),
        told,
        cell(f"{part.weight * 100:.1f}%"),
        cell(_figure(part)),
        cell(_points(part.adds)),
    )


def _figure(part: Part) -> str:
    """The agreement, with its bounds where they leave room."""
    if part.agreement is not None and part.low == part.high:
        return wording.percent(part.agreement)
    return compare.bounded(part.agreement, part.low, part.high)


def _whole(name: str, pair: Pair, last: str) -> tuple[Cell, ...]:
    """An overlap with its bounds and how many issues it is on."""
    return (
        cell(Span(name, "strong")),
        cell(Span(f"on {pair.scored} of {pair.addressed}", "quiet")),
        cell(),
        cell(compare.bounded(pair.overlap, pair.low, pair.high)),
        cell(last),
    )


def _points(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


def _moves(pair: Pair, other: Pair) -> str:
    """The difference of another overlap, in points."""
    if pair.overlap is None or other.overlap is None:
        return ""
    points = round((other.overlap - pair.overlap) * 100, 1)
    return f"{points:+.1f}" if points else "0.0"


_Row = tuple[Comparison, Pair, Part]
"""A part that is one issue, with its pair."""


def _rows(comparison: Comparison, found: tuple[Scores, ...]) -> Iterator[_Row]:
    return ((comparison, scores.pair, part) for scores in found for part in scores.issues)


_FIELDS: Fields[_Row] = (
    ("issue", lambda row: row[2].issue),
    ("theme", lambda row: row[2].theme),
    ("question", lambda row: row[0].dossier.issues[row[2].issue].question),
    ("between", lambda row: f"{row[1].left.id} | {row[1].right.id}"),
    ("relation", lambda row: row[1].standings[row[2].issue].relation),
    ("weight", lambda row: row[2].weight),
    ("agreement", lambda row: row[2].agreement),
    ("low", lambda row: row[2].low),
    ("high", lambda row: row[2].high),
    ("adds", lambda row: row[2].adds),
)


def _data(scores: Scores) -> dict[str, Any]:
    return {
        "between": [scores.pair.left.id, scores.pair.right.id],
        "issues": [{"issue": part.issue, **_part_data(part)} for part in scores.issues],
        "themes": [_part_data(part) for part in scores.themes],
        "plain": scores.plain,
        "equal_weights": compare.figures(scores.equal),
        "options_asked_for": compare.figures(scores.asked),
        "without": [{"theme": theme, **compare.figures(pair)} for theme, pair in scores.without],
    }


def _part_data(part: Part) -> dict[str, Any]:
    names = ("theme", "weight", "agreement", "low", "high", "adds")
    return {name: getattr(part, name) for name in names}
