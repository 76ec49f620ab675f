"""``negpos only``: what one side asks for that the other refuses, answers otherwise or not."""

from collections.abc import Sequence

from negpos.comparison import Pair
from negpos.dossier import Issue
from negpos.only import Alone
from negpos.profiles import Profile, Stance
from negpos.scales import meets
from negpos.terms import ANSWERS
from negpos.view import shapes, wording
from negpos.view.fields import of_stance
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Report,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
)
from negpos.view.stance import legend, stance_cell

_HEADINGS = {
    "refused": "Refused: outside a red line of {}",
    "otherwise": "Otherwise: {} asks for something else",
    "unclear": "Unclear: words too vague to tell",
    "silent": "Silent: {} asks for nothing",
}
_NAMES = 8
"""Issues named of one kind."""


def report(pair: Pair, found: tuple[Alone, ...], narrowed_to: tuple[str, ...]) -> Report:
    """What the left side asks for alone in every shape, by what the right side says to it; on one
    screen the first rows of each kind, the others by name."""
    sides = (pair.left, pair.right)
    return Report(
        grid=lambda: _grid(pair, found, narrowed_to, len(found), is_brief=False),
        sheet=lambda: sheet(_fields(pair), found),
        data=lambda: {
            **shapes.head(pair.left.dossier, sides, narrowed_to),
            "parties": [side.id for side in sides],
            "issues": [
                {
                    "issue": alone.issue,
                    "answer": alone.answer,
                    "stances": shapes.stances(pair.left.dossier.issues[alone.issue], sides),
                }
                for alone in found
            ],
        },
        screen=lambda rows: _grid(pair, found, narrowed_to, rows, is_brief=True),
    )


def _grid(
    pair: Pair,
    found: tuple[Alone, ...],
    narrowed_to: tuple[str, ...],
    most: int,
    *,
    is_brief: bool,
) -> Grid:
    """So many of the issues in rows, in words alone if brief, the others by name."""
    left, right = pair.left, pair.right
    issues = left.dossier.issues
    shown = _shares(found, most)

    def rows(answer: str) -> list[tuple[Cell, ...]]:
        own = [alone.issue for alone in shown if alone.answer == answer]
        return [_row(pair, issues[issue], is_brief=is_brief) for issue in own]

    told = sections(*((_HEADINGS[answer].format(right.title), rows(answer)) for answer in ANSWERS))
    name = wording.called(left.dossier, found[0].issue) if found else ""
    more = Hint(f"{'More: --full · ' * is_brief}negpos on {name} {left.id} {right.id}")
    return Grid(
        title=f"Only {left.title}, not {right.title}",
        preface=(
            *wording.headline(left.dossier, (left, right), narrowed_to),
            _counts(pair, found),
        ),
        columns=(
            of_issues(),
            Column(f"{left.title} asks for", least=14),
            Column(right.title, least=14),
        ),
        sections=told,
        notes=(*_also(pair, found, shown), *legend(told), *([more] if found else [])),
    )


def _counts(pair: Pair, found: Sequence[Alone]) -> str:
    """On how many issues the left side asks alone, and what the right side says to them."""
    counts = [(answer, sum(a.answer == answer for a in found)) for answer in ANSWERS]
    told = ", ".join(f"{count} {answer}" for answer, count in counts if count)
    asks = f"{pair.left.title} asks and {pair.right.title} does not ask the same"
    return f"{wording.plural(len(found), 'issue')} on which {asks}" + (f": {told}" if told else "")


def _also(pair: Pair, found: Sequence[Alone], shown: Sequence[Alone]) -> list[str]:
    """The issues that are not shown, by name."""
    notes = []
    for answer in ANSWERS:
        if rest := [a.issue for a in found if a.answer == answer and a not in shown]:
            names = wording.few_names(pair.left.dossier, rest, _NAMES)
            notes.append(f"Also {answer}: {names}")
    return notes


def _shares(found: Sequence[Alone], most: int) -> list[Alone]:
    """So many of the rows, of each kind its share in turn, in the order of the kinds."""
    queues = [[a for a in found if a.answer == answer] for answer in ANSWERS]
    taken: list[Alone] = []
    for place in range(max(map(len, queues))):
        taken += [queue[place] for queue in queues if place < len(queue)]
    return taken[:most]


def _row(pair: Pair, issue: Issue, *, is_brief: bool) -> tuple[Cell, ...]:
    name = cell(Span(issue.label, "strong"))
    if not is_brief:
        return name, *(stance_cell(issue, side) for side in (pair.left, pair.right))
    return name, _ask(issue, pair.left), _other(issue, pair)


def _ask(issue: Issue, side: Profile) -> Cell:
    """What a side asks for, in words alone."""
    stance = side.stances.get(issue.id)
    is_line = stance is not None and stance.firmness == "red-line"
    sign = Span("# ", "line", "#") if is_line else Span("")
    return cell(sign, wording.asks_and_mark(issue, stance))


def _other(issue: Issue, pair: Pair) -> Cell:
    """What the other side holds against it: the lines that the ask lies outside, else its ask."""
    stance = pair.right.stances.get(issue.id)
    if stance is None:
        return cell(Span("–", "quiet"))
    asked = pair.left.stances[issue.id].regions
    lines = [
        line
        for line in stance.standing_lines
        if any(meets(issue.scale, line.region, region) is False for region in asked)
    ]
    if lines:
        words = dict.fromkeys(wording.limit(issue, line.demand, line.region) for line in lines)
        return cell(Span("; ".join(f"# {told}" for told in words), "line", "#"))
    return _ask(issue, pair.right)


def _fields(pair: Pair) -> Fields[Alone]:
    """One row an issue."""
    issues = pair.left.dossier.issues

    def held(profile: Profile) -> Fields[Alone]:
        def stance(row: Alone) -> tuple[Issue, Stance | None]:
            return issues[row.issue], profile.stances.get(row.issue)

        letter = "a_" if profile is pair.left else "b_"
        return [
            (f"{letter}id", lambda _: profile.id),
            *of_stance("ask condition firmness lines text said grade sources", stance, letter),
        ]

    return (
        ("issue", lambda row: row.issue),
        ("theme", lambda row: issues[row.issue].theme),
        ("answer", lambda row: row.answer),
        *held(pair.left),
        *held(pair.right),
    )
