"""``negpos page``: every month and every pair as compact data, in which a page looks up what
`compare` would print. What occurs often stands once, and is named by its place."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from itertools import combinations
from typing import Any, NamedTuple

from negpos import days
from negpos.comparison import Comparison, Standing
from negpos.dossier import Demand, Dossier, Evidence, Issue
from negpos.frames import Frame
from negpos.history import change
from negpos.profiles import Profile, Vantage
from negpos.safe import is_address, safe
from negpos.terms import RELATIONS
from negpos.view import shapes, wording
from negpos.view.changes import brief_words
from negpos.view.compare import counts_lines, relation_cell
from negpos.view.grid import BREAK, Cell, Column, Grid, Report, Sheet, Span, cell, sections
from negpos.view.stance import legend, stance_cell
from negpos.view.why import counting, manner, speaker, when


class _Shown(NamedTuple):
    """A cell as ``compare`` prints it, and the statements behind it: the title of their section,
    what became of each and why, what of the line that it drew, and the statement. An issue on
    which a side ``has_words`` stands in every comparison of that side."""

    printed: Cell
    evidence: tuple[tuple[str, str, str, Demand], ...]
    has_words: bool


class _Changed(NamedTuple):
    """What became of a cell since the month before, and what was asked for till then;
    ``is_still`` where the stance is the same and only what is told beside it is not."""

    words: str
    before: str = ""
    is_still: bool = False


_Key = tuple[str, ...]
"""A side and an issue; two sides and an issue; or, with an empty issue, two sides as a whole."""


class _Told(NamedTuple):
    """The days; of each key what holds from which of them on, by the place of the day; and of a
    key and such a place what changed. A day on which all is told as before is left out."""

    days: list[str]
    runs: dict[_Key, list[tuple[int, Any]]]
    changes: dict[tuple[_Key, int], _Changed]


def data(
    dossier: Dossier,
    frames: Iterable[Frame],
    vantage: Vantage,
    issues: Sequence[str],
    option: str = "",
) -> dict[str, Any]:
    """All that the page shows, in the shape that ``render/page.js`` reads. ``option`` is what a
    command needs to ask the same dossier."""
    told = _told(dossier, frames, frozenset(issues))
    cells = [value.printed for run in told.runs.values() for _, value in run if _is_cell(value)]
    end = dossier.last_date()
    narrowed = issues if len(issues) < len(dossier.issues) else ()
    return {
        "version": shapes.VERSION,
        "dossier": safe(dossier.id),
        "spellings": {safe(word): safe(one) for word, one in dossier.spellings.items()},
        "title": safe(dossier.title),
        "what": wording.told_by(demand for demand in dossier.demands() if demand.holders),
        "ends": wording.record(end, "") if end else "",
        "narrowed": " ".join(wording.counted(vantage, narrowed)),
        "option": safe(option),
        "marks": " ".join(legend((), cells)),
        "relations": [
            [name, wording.SIGNS[name], wording.relation(name), _MEANINGS[name]]
            for name in RELATIONS
        ],
        **_packed(dossier, told, issues),
    }


_MEANINGS = {
    "deadlock": "both hold a red line, and the two do not meet",
    "crossing": "one holds a red line; the other asks for what lies outside it",
    "gap": "the asks do not meet; no red line stands in the way",
    "unclear": "it cannot be told whether the asks meet",
    "agreed-if": "the asks meet on a condition that the other side has not taken up",
    "agreed": "the asks meet",
    "silent": "one side speaks, or neither",
}
"""What a relation means, in words that need no key."""


def report(told: dict[str, Any]) -> Report:
    """What a page holds: a row for each two parties with what they come to in the end."""
    names = [name for _, name in told["parties"]]
    rows = [
        (names[one], names[other], _last(told, heads)) for one, other, heads, _ in told["pairs"]
    ]
    titles = ("One side", "Other side", "In the end")
    return Report(
        grid=lambda: Grid(
            title=told["title"],
            preface=(f"{told['what']}, {told['ends']} – dossier {told['dossier']}",),
            columns=tuple(map(Column, titles)),
            sections=sections(("", [tuple(map(cell, row)) for row in rows])),
        ),
        sheet=lambda: Sheet(("a", "b", "counts"), rows),
        data=lambda: told,
    )


def _last(told: dict[str, Any], heads: Sequence[int]) -> str:
    """The last of what a pair came to."""
    lines = told["heads"][heads[-1]]
    return "; ".join("".join(told["words"][piece] for piece in line) for line in lines)


def _is_cell(value: object) -> bool:
    return isinstance(value, _Shown)


def _has_words(value: object) -> bool:
    return isinstance(value, _Shown) and value.has_words


# What is shown.


def _told(dossier: Dossier, frames: Iterable[Frame], issues: Set[str]) -> _Told:
    told = _Told([], {}, {})
    last = dossier.last_date()
    before: Frame | None = None
    for frame in frames:
        place, is_new = len(told.days), False
        changes = dict(_changes(dossier, before, frame, issues)) if before else {}
        for key, value in _values(dossier, frame, issues):
            run = told.runs.get(key, [])
            was = run[-1][1] if run else None
            if value != was or key in changes:
                told.runs[key] = [*run, (place, value)]
                is_new = True
        told.changes.update({(key, place): changed for key, changed in changes.items()})
        if is_new or frame.day == last:
            told.days.append(frame.day)
        before = frame
    return told


def _values(dossier: Dossier, frame: Frame, issues: Set[str]) -> Iterator[tuple[_Key, Any]]:
    """What a frame tells of every side and pair; None of an issue that a pair does not address."""
    for side in frame.sides:
        for id_ in issues & side.stances.keys():
            yield (side.id, id_), _shown(dossier.issues[id_], side)
    for comparison in frame.comparisons:
        (pair,) = comparison.pairs
        sides = pair.left.id, pair.right.id
        counts, *caveats = counts_lines(comparison)
        now = frame.day == dossier.last_date()
        lives = wording.lives_of(dossier, sides, Vantage() if now else pair.left.vantage)
        below = [*caveats, *lives]  # the page has a line for both
        yield (*sides, ""), (counts, "; ".join(below)) if below else (counts,)
        for id_ in issues:
            standing = pair.standings.get(id_)
            told = standing and _standing(dossier.issues[id_], comparison, standing)
            yield (*sides, id_), told


def _shown(issue: Issue, side: Profile) -> _Shown:
    stance = side.stances[issue.id]
    evidence = [
        (title, f"{entry.fate}: {entry.reason}", line, entry.demand)
        for title, entry, line in counting(stance)
    ]
    return _Shown(stance_cell(issue, side), tuple(evidence), stance.has_words)


def _standing(issue: Issue, comparison: Comparison, standing: Standing) -> tuple[str, ...]:
    """The relation, its reason where that tells more than the relation means, and what
    ``compare`` prints under it."""
    (pair,) = comparison.pairs
    printed = relation_cell(issue, pair, standing, is_one_of_many=False)
    beside = [span.text for span in printed.spans[1:] if span.text != BREAK]
    is_plain = standing.relation in ("crossing", "silent")
    reason = "" if is_plain or standing.reason == _MEANINGS[standing.relation] else standing.reason
    return standing.relation, reason, *beside


def _changes(
    dossier: Dossier, before: Frame, frame: Frame, issues: Set[str]
) -> Iterator[tuple[_Key, _Changed]]:
    """What changed from one frame to the next, by side and issue."""
    for was, now in zip(before.sides, frame.sides, strict=True):
        for id_ in issues & now.stances.keys():
            if changed := _changed(dossier.issues[id_], was, now):
                yield (now.id, id_), changed


def _changed(issue: Issue, was: Profile, now: Profile) -> _Changed | None:
    """What became of one side's cell on an issue; None where it is told as before."""
    old, new = was.stances.get(issue.id), now.stances[issue.id]
    found = change(issue, old, new)
    if found.is_any:
        asked = wording.asks(issue, old) if old and old.speaks and found.ask else ""
        return _Changed(brief_words(now.dossier, issue, found), asked)
    if old is not None and stance_cell(issue, was) != stance_cell(issue, now):
        is_again = new.last_said > old.last_said
        aged = now.is_old(issue.id) and not was.is_old(issue.id)
        age = f"now over {wording.span(now.dossier.fresh_for)} old"
        words = "said again" if is_again else age if aged else "same ask, told otherwise"
        return _Changed(words, is_still=True)
    return None


# The same with each value once.


class _Once:
    """Values in the order in which they came, each once and known by its place."""

    def __init__(self, *values: Hashable) -> None:
        self.places = {value: place for place, value in enumerate(values)}

    def __call__(self, value: Hashable) -> int:
        """The place of a value, new or not."""
        return self.places.setdefault(value, len(self.places))


class _Lists:
    """The lists of the page. A text that may occur often is one of ``words``; all are harmless.
    The first of some lists is for none."""

    def __init__(self, dossier: Dossier, words: Iterable[str] = ()) -> None:
        self.dossier = dossier
        self.uses = Counter[str]()
        self.words, self.addresses, self.changes = _Once(""), _Once(""), _Once("")
        for word in words:
            self.words(word)
        self.spans, self.roles, self.cells = _Once(), _Once(), _Once()
        self.sources, self.demands = _Once(), _Once()
        self.standings, self.heads = _Once(), _Once()

    def word(self, text: str) -> int:
        """The place of a text."""
        harmless = safe(text)
        self.uses[harmless] += 1
        return self.words(harmless)

    def span(self, span: Span) -> int:
        """The place of some words with their tone and the address of their source."""
        return self.spans((self.word(span.text), self.word(span.tone), self.address(span.link)))

    def address(self, text: str) -> int:
        """The place of an address, told by that of its host and the rest; 0 for what becomes no
        link."""
        if not is_address(text):
            return 0
        host = "/".join(text.split("/", 3)[:3])
        return self.addresses((self.word(host), text.removeprefix(host)))

    def cell(self, issue: Issue, shown: _Shown) -> int:
        """The place of a cell: its spans, the roles and places of the statements behind it, and
        whether the side has words on the issue."""
        evidence = (
            (self.roles(tuple(map(self.word, role))), self.demand(issue, demand))
            for *role, demand in shown.evidence
        )
        spans = tuple(map(self.span, shown.printed.spans))
        silent = () if shown.has_words else (0,)
        return self.cells((spans, tuple(_flat(evidence)), *silent))

    def demand(self, issue: Issue, demand: Demand) -> int:
        """The place of a statement: its text, by whom, when and how, how firmly it asks for
        what, what limits it, and its sources."""
        is_ask = demand.kind == "demand"
        texts = (
            speaker(self.dossier, demand),
            when(demand),
            manner(demand),
            demand.firmness if is_ask else demand.kind,
            wording.ask(issue, demand) if is_ask else "",
        )
        limits = tuple(map(self.word, _limits(issue, demand)))
        sources = _flat(map(self.source, demand.evidence))
        return self.demands((safe(demand.text), *map(self.word, texts), limits, *sources))

    def source(self, piece: Evidence) -> tuple[int, int]:
        """The place of a source, and that of the place in it."""
        source = self.dossier.sources[piece.source]
        texts = source.publisher, wording.day(source.date, source.date_as), source.grade
        told = (*map(self.word, texts), self.address(source.url))
        return self.sources(told), self.word(piece.at + wording.back_on(piece.retracted))

    def change(self, changed: _Changed) -> int:
        """The place of what became of a cell."""
        told = self.word(changed.words), self.word(changed.before), int(changed.is_still)
        return self.changes(told)

    def standing(self, told: tuple[str, ...]) -> int:
        """The place of a relation with its reason and what stands under it."""
        relation, *words = told
        return self.standings((RELATIONS.index(relation), *map(self.word, words)))

    def head(self, lines: tuple[str, ...]) -> int:
        """The place of some lines, each in the pieces that others have too."""
        return self.heads(tuple(tuple(map(self.word, _PIECE.split(line))) for line in lines))

    def most_used(self) -> list[str]:
        """The words, those used most first."""
        return [word for word, _ in self.uses.most_common()]

    def told(self) -> dict[str, list[Any]]:
        """All lists by their names."""
        found = {name: value for name, value in vars(self).items() if isinstance(value, _Once)}
        return {name: list(once.places) for name, once in found.items()}


_PIECE = re.compile(r"(?<=, )|(?<=; )|(?<= on )")


def _limits(issue: Issue, demand: Demand) -> list[str]:
    """What limits an ask, a line each."""
    told = []
    if demand.accepts is not None:
        told.append(f"would accept: {wording.region(issue.scale, demand.accepts)}")
    if demand.condition:
        told.append(wording.hanging(demand.condition))
    if demand.is_disputed:
        told.append("sources dispute this")
    return told


def _packed(dossier: Dossier, told: _Told, chosen: Iterable[str]) -> dict[str, Any]:
    """Days, names, runs and changes, with the lists to look them up in; the words used most come
    first, since the shortest figures name them."""
    cells = [key for key, run in told.runs.items() if any(_has_words(shown) for _, shown in run)]
    addressed, speaking = ({key[place] for key in cells} for place in (1, 0))
    issues = [dossier.issues[issue] for issue in chosen if issue in addressed]
    parties = [party for party in dossier.parties if party in speaking]
    themes = list(dict.fromkeys(issue.theme for issue in issues))
    counted = _Packed(_Lists(dossier), told, issues)
    counted.runs(parties)
    packed = _Packed(_Lists(dossier, counted.lists.most_used()), told, issues)
    return {
        "days": [[day, wording.day(day), _month_before(day)] for day in told.days],
        "parties": [[p, safe(dossier.parties[p].name)] for p in parties],
        "themes": [[theme, safe(dossier.themes[theme].title)] for theme in themes],
        "issues": [
            [issue.id, safe(issue.label), themes.index(issue.theme), safe(issue.question)]
            for issue in issues
        ],
        "start": _start(told, parties),
        **packed.runs(parties),
        **packed.lists.told(),
    }


class _Packed(NamedTuple):
    """What holds from which day on, as flat lists: the place of a day, that of what holds from it
    on, and so forth; before the first nothing does."""

    lists: _Lists
    told: _Told
    issues: list[Issue]

    def runs(self, parties: Sequence[str]) -> dict[str, Any]:
        """The cells of each side, and what each pair comes to with its relations."""
        return {
            "sides": [self.cells(party) for party in parties],
            "pairs": [
                [
                    parties.index(one),
                    parties.index(other),
                    self.heads(one, other),
                    self.standings(one, other),
                ]
                for one, other in combinations(parties, 2)
            ],
        }

    def cells(self, side: str) -> list[list[int]]:
        """Of each issue on which a side is on record its place, then the cells, each with what
        changed by it."""
        found = []
        for place, issue in enumerate(self.issues):
            key = side, issue.id
            run = (
                (day, self.lists.cell(issue, shown), self.change(key, day))
                for day, shown in self.told.runs.get(key, ())
            )
            found.append([place, *_flat(run)])
        return [row for row in found if row[1:]]

    def change(self, key: _Key, day: int) -> int:
        """The place of what changed of a cell by a day; 0 for nothing."""
        changed = self.told.changes.get((key, day))
        return self.lists.change(changed) if changed else 0

    def heads(self, one: str, other: str) -> list[int]:
        """What a pair comes to."""
        run = self.told.runs[one, other, ""]
        return _flat((day, self.lists.head(lines)) for day, lines in run)

    def standings(self, one: str, other: str) -> list[list[int]]:
        """Of each issue on which both sides speak at some time its place, then the relations, -1
        for none; of all others the relation is silence, where a side has words."""
        found = []
        for place, issue in enumerate(self.issues):
            run = self.told.runs.get((one, other, issue.id), [])
            if any(_is_shared(standing) for _, standing in run):
                told = ((day, self.lists.standing(row) if row else -1) for day, row in run)
                found.append([place, *_flat(told)])
        return found


def _is_shared(standing: tuple[str, ...] | None) -> bool:
    """Whether both sides speak."""
    return standing is not None and standing[0] != "silent"


def _flat(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [part for row in rows for part in row]


def _month_before(day: str) -> str:
    """The last day of the month before, in words; empty where there is none."""
    end = days.before(f"{day[:7]}-01", "1d")
    return wording.day(end) if end else ""


def _start(told: _Told, parties: Sequence[str]) -> list[int]:
    """The places of the first two parties that address an issue together in the end; none where
    no two do."""
    ends = ((key[:2], run[-1][1]) for key, run in told.runs.items() if len(key) == 3 and key[-1])
    shared = {pair for pair, standing in ends if _is_shared(standing)}
    first = next((pair for pair in combinations(parties, 2) if pair in shared), ())
    return [parties.index(party) for party in first]
