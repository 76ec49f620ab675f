"""``negpos list`` and ``negpos search``: what is in the dossier, as plain lists."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from negpos.dossier import Demand, Dossier, Issue, Party, Position, Source, Step
from negpos.terms import GRADES, TEXTS
from negpos.text.search import Hit
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    BREAK,
    Cell,
    Column,
    Fields,
    Grid,
    Report,
    Row,
    Section,
    Sheet,
    Span,
    cell,
    plain,
    sections,
    sheet,
    stacked,
)
from negpos.view.references import reference


def report(
    title: str,
    name: str,
    key: str,
    rows: Sequence[Row],
    fields: Fields[Row],
    shown: Fields[Row] = (),
) -> Report:
    """Rows of plain values in every shape; the JSON list is called ``key``. People are shown
    the fields ``shown`` where those of the sheet are too many columns to read."""
    return Report(
        grid=lambda: _grid(title, sheet(shown or fields, rows)),
        sheet=lambda: sheet(fields, rows),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": name,
            key: ({field: of(row) for field, of in fields} for row in rows),
        },
    )


def _few(
    title: str, shown: Fields[Row], rows: Sequence[Row], notes: Sequence[str], most: int
) -> Grid:
    """The first rows by these fields, and how many more there are."""
    more = len(rows) - most
    left = (f"{more:,} more: --full",) if more > 0 else ()
    grid = _grid(title, sheet(shown, rows[:most]))
    return grid._replace(notes=(*left, *notes))


def _grid(title: str, table: Sheet) -> Grid:
    cells = lru_cache(maxsize=None, typed=True)(_cell)  # values repeat from row to row
    rows = tuple(tuple([cells(value) for value in row]) for row in table.rows)
    columns = tuple(
        Column(head.replace("_", " "), share=share, least=_least(share, place, rows))
        for place, (head, share) in enumerate(
            zip(table.header, _shares(len(table.header), rows), strict=True)
        )
    )
    return Grid(title, (), columns, (Section("", rows),) if rows else ())


def _cell(value: Any) -> Cell:
    """A value, or the parts of one that stand under each other."""
    parts = value if isinstance(value, tuple) else (value,)
    words = [str(part) for part in parts if part not in (None, "")]
    return cell(*[span for word in words for span in (BREAK, word)][1:])


def _least(share: int, place: int, rows: tuple[tuple[Cell, ...], ...]) -> int:
    """What a column needs: an id stays whole, and so do words of usual length."""
    words = {word for row in rows for word in row[place].text.split()}
    longest = max(map(len, words), default=0)
    return longest if place == 0 and not share else min(max(4, longest), 12)


_LONGEST_NAME = 28


def _shares(count: int, rows: tuple[tuple[Cell, ...], ...]) -> list[int]:
    """Short columns and ids, which people copy, take what they need; the others share by the
    root of their longest value."""
    shares = []
    for place in range(count):
        different = {row[place] for row in rows}
        longest = max([len(cell.text) for cell in different], default=0)
        is_name = place == 0 and longest <= _LONGEST_NAME
        shares.append(0 if longest <= 16 or is_name else round(longest**0.5))
    return shares


_KIN = ("part_of", "until", "successor")


def parties(dossier: Dossier) -> Report:
    """Every party with its aliases and the number of its positions."""
    held = Counter(party for position in dossier.positions.values() for party in position.parties)
    fields: Fields[Party] = [
        *plain("id name kind"),
        ("positions", lambda p: held[p.id]),
        ("aliases", lambda p: ", ".join(p.aliases)),
        *plain(" ".join(_KIN)),
    ]
    rows = tuple(dossier.parties.values())
    title = f"Parties of dossier {dossier.id}"
    also: Fields[Party] = [("also", lambda p: ", ".join(p.aliases[:3]))]
    few = [*plain("id name"), ("positions", lambda p: held[p.id]), *also]
    has_kin = any(p.part_of or p.until for p in rows)
    shown = fields if has_kin else fields[: -len(_KIN)]
    whole = report(title, dossier.id, "parties", rows, fields, shown)
    note = f"All names: --full · One of them: negpos show {rows[0].id}" if rows else ""
    return whole._replace(screen=lambda most: _few(title, few, rows, [note], most))


def steps(dossier: Dossier) -> Report:
    """Every step with its definition, what it follows by that, and how many demands tie it."""
    tied = Counter(
        step for d in dossier.demands() for link in d.links for step in (link.step, link.other)
    )
    fields: Fields[Step] = [
        *plain("id label"),
        ("demands", lambda step: tied[step.id]),
        *plain("definition"),
        ("follows", lambda step: ", ".join(step.follows)),
    ]
    rows = tuple(dossier.steps.values())
    has_follows = any(step.follows for step in rows)
    shown = fields if has_follows else fields[:-1]
    whole = report(f"Steps of dossier {dossier.id}", dossier.id, "steps", rows, fields, shown)
    note = "Definitions: --full · Who wants which first: negpos order" if rows else ""
    few = fields[:3]
    return whole._replace(
        screen=lambda most: _few(f"Steps of dossier {dossier.id}", few, rows, [note], most)
    )


def _written(row: Position | Source) -> str:
    return row.date_as or row.date


_AS_WRITTEN = ("date", _written)
"""A date as near as its file tells it."""


def positions(dossier: Dossier) -> Report:
    """Every position with its holders, date, status and number of demands."""
    fields: Fields[Position] = [
        *plain("id title"),
        ("held_by", lambda p: ", ".join(p.parties) or f"about {', '.join(p.about)}"),
        *plain("date status"),
        ("demands", lambda p: len(p.demands)),
    ]
    shown = [_AS_WRITTEN if name == "date" else (name, of) for name, of in fields]
    rows = tuple(dossier.positions.values())
    title = f"Positions in dossier {dossier.id}"
    return report(title, dossier.id, "positions", rows, fields, shown)._replace(
        screen=lambda most: _latest_texts(dossier, most)
    )


_OF_DEMAND = (
    "demand holders said position point issue kind ask accepts condition firmness text attribution "
    "form speaker known grade sources file"
)


def demands(dossier: Dossier) -> Report:
    """Every demand, position by position, with all that a row can say of it."""
    rows = tuple(dossier.demands())
    fields: Fields[Demand] = of_demand(_OF_DEMAND, lambda d: (dossier.issues.get(d.issue), d))
    few: Fields[Demand] = [
        ("position", lambda d: d.position),
        ("said", lambda d: wording.day(d.said, d.said_as)),
        ("by", lambda d: wording.names(dossier, d.holders)),
        ("demand", lambda d: d.text),
    ]
    title = f"{wording.plural(len(rows), 'demand')} in dossier {dossier.id}, the latest first"
    latest = sorted(rows, key=lambda d: d.said, reverse=True)
    notes = ("Every field: -f csv · One position: negpos show ID · By words: negpos search WORDS",)
    return report(title, dossier.id, "demands", rows, fields, few)._replace(
        screen=lambda most: _few(title, few, latest, notes, most)
    )


def _latest_texts(dossier: Dossier, most: int) -> Grid:
    """The latest texts, by the names that can be typed for them."""
    every = dossier.positions.values()
    texts = sorted((p for p in every if p.status in TEXTS), key=lambda p: p.date, reverse=True)
    few: Fields[Position] = [
        *plain("id"),
        ("date", lambda p: wording.day(p.date, p.date_as)),
        *plain("title"),
    ]
    title = (
        f"{wording.plural(len(every), 'position')} in dossier {dossier.id}, "
        f"{len(texts)} of them texts; the latest texts:"
    )
    hints = ["--full"]
    if texts:
        hints += [f"negpos show {texts[0].id}"]
    grid = _few(title, few, texts, (), most)
    return grid._replace(notes=(f"Every position: {' · '.join(hints)}",))


def issues(dossier: Dossier) -> Report:
    """Every issue with its question and scale."""
    scale: Fields[Issue] = [("scale", lambda i: wording.scale(dossier, i))]
    kind: Fields[Issue] = [("kind", lambda i: i.scale.kind)]
    fields = [*plain("id label question"), *kind, *scale]
    shown = [*plain("id label question"), *scale]
    rows = tuple(dossier.issues.values())
    title = f"Issues of dossier {dossier.id}"
    return report(title, dossier.id, "issues", rows, fields, shown)._replace(
        screen=lambda _: _by_theme(dossier)
    )


def _by_theme(dossier: Dossier) -> Grid:
    """The issues of each theme by name."""
    rows = [
        (
            cell(Span(theme.title, "strong")),
            cell(", ".join(i.label for i in dossier.issues.values() if i.theme == theme.id)),
        )
        for theme in dossier.themes.values()
    ]
    notes = []
    if dossier.issues:
        name = wording.called(dossier, next(iter(dossier.issues)))
        notes.append(f"Questions and scales: --full · One issue: negpos on {name}")
    count = wording.plural(len(dossier.issues), "issue")
    return Grid(
        f"{count} of dossier {dossier.id}",
        (),
        (Column("", share=0, most=24), Column("", least=20)),
        sections(("", rows)),
        tuple(notes),
    )


def sources(dossier: Dossier, *, only_unused: bool = False, grade: str = "") -> Report:
    """Every source, or those of a grade or cited by nothing, and how many demands cite each."""
    cited = Counter(source for d in dossier.demands() for source in {e.source for e in d.evidence})
    rows = tuple(
        source
        for source in dossier.sources.values()
        if grade in ("", source.grade) and not (only_unused and cited[source.id])
    )
    title = f"{wording.plural(len(rows), 'source')} of dossier {dossier.id}"
    title += f", grade {grade}" if grade else ""
    title += ", cited by no demand" if only_unused else ""
    count: Fields[Source] = [("cited", lambda s: cited[s.id])]
    whole: Fields[Source] = [("source", _parts)]
    kept = plain("url note language accessed archived retracted")
    fields = [*plain("id publisher title date kind grade"), *count, *kept]
    shown = [*plain("id"), *whole, _AS_WRITTEN, *plain("kind grade"), *count]
    return report(title, dossier.id, "sources", rows, fields, shown)._replace(
        screen=lambda most: _latest_sources(title, rows, most),
        references=lambda: map(reference, rows),
    )


def _parts(source: Source) -> tuple[str, ...]:
    """What people read of a source, one under the other."""
    archived = source.archived and f"archived: {source.archived}"
    back = wording.back_on(source.retracted).removeprefix(" – ")
    return source.publisher, source.title, back, source.url, archived, source.note


def _latest_sources(title: str, rows: tuple[Source, ...], most: int) -> Grid:
    """How many sources are of each grade, and the latest of them."""
    few: Fields[Source] = [
        *plain("id"),
        ("date", lambda s: wording.day(s.date, s.date_as)),
        ("publisher", lambda s: s.publisher + wording.back_on(s.retracted)),
        *plain("grade"),
    ]
    grades = Counter(row.grade for row in rows)
    told = ", ".join(f"{grades[grade]} of grade {grade}" for grade in GRADES if grades[grade])
    latest = sorted(rows, key=lambda row: row.date, reverse=True)
    grid = _few(title, few, latest, ("A original, B re-reporting, C repost or digest",), most)
    return grid._replace(preface=(f"{told}; the latest:",) if rows else ())


def dossiers(names: Sequence[tuple[str, str]]) -> Report:
    """The dossiers that come with negpos."""
    fields: Fields[tuple[str, str]] = [("id", lambda row: row[0]), ("folder", lambda row: row[1])]
    return report("Dossiers that come with negpos", "", "dossiers", names, fields)


def found(dossier: Dossier, hits: Sequence[Hit], asked: str) -> Report:
    """Demands found by words, the best first."""

    def coded(hit: Hit) -> tuple[Issue | None, Demand]:
        return dossier.issues.get(hit.demand.issue), hit.demand

    likeness: Fields[Hit] = [("likeness", lambda hit: round(hit.likeness))]
    fields = [*of_demand("position point text issue ask said grade", coded), *likeness]
    title = f"{wording.plural(len(hits), 'demand')} with {asked}"
    return report(title, dossier.id, "demands", hits, fields)._replace(
        screen=lambda most: _best(dossier, hits, title, most)
    )


def _best(dossier: Dossier, hits: Sequence[Hit], title: str, most: int) -> Grid:
    """The best of the demands found, each with its speaker and day."""
    rows = [
        (
            stacked(
                Span(wording.day(hit.demand.said, hit.demand.said_as), "strong"),
                Span(_holder(dossier, hit.demand), "quiet"),
            ),
            stacked(hit.demand.text, Span(_coded_words(dossier, hit.demand), "quiet")),
        )
        for hit in hits[:most]
    ]
    more = len(hits) - most
    notes = [f"{more:,} more: --full, or add a word"] if more > 0 else []
    notes += [f"One whole: negpos show {hits[0].demand.position}"] if hits else []
    columns = (Column("Said", share=2, least=16), Column("What", share=5, least=24))
    return Grid(title, (), columns, sections(("", rows)), tuple(notes))


def _holder(dossier: Dossier, demand: Demand) -> str:
    """Whose word it is, and of which parties."""
    parties, who = wording.names(dossier, demand.holders), wording.who(demand).removeprefix("J ")
    return f"{who} ({parties})" if parties else who


def _coded_words(dossier: Dossier, demand: Demand) -> str:
    """The issue and the ask; the position alone where it is on none."""
    issue = dossier.issues.get(demand.issue)
    if issue is None or demand.kind != "demand":
        return demand.position
    return f"{issue.label}: {wording.ask(issue, demand)} – {demand.position}"
