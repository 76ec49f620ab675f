"""Every field of a dossier as the tables of a data package, which ``negpos export`` writes and
``negpos import`` reads.

What a table holds, of what type and how it refers to others is decided here, once.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from negpos import terms
from negpos.dossier import Demand, Dossier, Issue, Position, Source
from negpos.safe import is_address
from negpos.scales import Region, Scale, answer

Row = TypeVar("Row")


class Field(NamedTuple):
    """A column: its name, what it holds of a row, its type, what it tells, and what its values
    keep to beside it."""

    name: str
    of: Callable[[Any], Any]
    told: str
    type: str = "string"
    constraints: dict[str, Any] = {}  # noqa: RUF012 - nobody changes them


class Table(NamedTuple):
    """A table: what it tells, its columns and rows, the columns that name a row, and of columns
    that refer to another table which one, and to which column there."""

    name: str
    told: str
    fields: tuple[Field, ...]
    rows: Iterable[Any]
    key: tuple[str, ...]
    refers: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - nobody changes them


class Package(NamedTuple):
    """The tables of a dossier and what is told of the whole."""

    properties: dict[str, Any]
    tables: tuple[Table, ...]


ABOUT = "about"
"""The sheet of a workbook that tells what its others hold."""
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""Under which the dossiers that come with negpos are."""


def package(dossier: Dossier, *, is_shipped: bool) -> Package:
    """A dossier as tables that hold all of it; under the licence of data/LICENSE if it comes
    with negpos, under none that is told otherwise."""
    whole: dict[str, Any] = {"name": dossier.id, "title": dossier.title}
    if words := "\n\n".join(part for part in (dossier.summary, dossier.note) if part):
        whole["description"] = words
    if dossier.digest:
        whole["version"] = dossier.digest[:16]
    if is_shipped:
        whole["licenses"] = [LICENSE]
    if dossier.sources:
        whole["sources"] = [_cited(source) for source in dossier.sources.values()]
    tables = (
        *_head(dossier),
        *_parties(dossier),
        *_issues(dossier),
        _steps(dossier),
        _sources(dossier),
        *_positions(dossier),
        _demands(dossier),
        *_of_demands(dossier),
    )
    return Package(whole, tables)


def _declared() -> dict[str, Table]:
    nobody = Dossier("", "", "", "", {}, {}, {}, {}, {})
    return {table.name: table for table in package(nobody, is_shipped=False).tables}


def ask(scale: Scale, region: Region | None) -> str:
    """A region of a scale in the grammar of docs/formats.md; empty for none."""
    if region is None:
        return ""
    told = _plain(scale, region)
    if region.about is not None:
        return f"about {figure(region.about)}, {told}"
    return f"vague {told}" if region.vague else told


def _plain(scale: Scale, region: Region) -> str:
    if scale.kind == "nominal":
        return " | ".join(_members(scale, region.low))
    if region.points:
        return " | ".join(map(figure, region.points))
    if scale.kind == "members":
        least, most = ("{" + ", ".join(_members(scale, m)) + "}" for m in region[:2])
        return least if region.low == region.high else f"{least} to {most}"
    low, high = (_end(scale, end) for end in region[:2])
    if region.low == region.high:
        return low
    return f"{'[('[region.is_above]}{low}, {high}{'])'[region.is_below]}"


def _members(scale: Scale, mask: float) -> list[str]:
    return [option.id for place, option in enumerate(scale.options) if int(mask) >> place & 1]


def _end(scale: Scale, end: float) -> str:
    return scale.options[int(end)].id if scale.kind == "ordinal" else figure(end)


def figure(value: float) -> str:
    """A figure without separators, with as many signs as tell it from every other."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def as_text(value: Any) -> str:
    """A value as a cell has it; empty for none."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _cited(source: Source) -> dict[str, str]:
    told = {"title": f"{source.publisher}: {source.title} ({source.date})"}
    return told | ({"path": source.url} if is_address(source.url) else {})


_MUST: dict[str, Any] = {"required": True}


def _one_of(words: Iterable[str], **more: Any) -> dict[str, Any]:
    return {**more, "enum": list(words)}


def _held(name: str, told: str, type: str = "string", **constraints: Any) -> Field:
    """A column of what a row itself holds under this name."""
    return Field(name, lambda row: getattr(row, name), told, type, constraints)


def _nth(place: int, name: str, told: str, type: str = "string", **constraints: Any) -> Field:
    """A column of what stands at this place of a row."""
    return Field(name, lambda row: row[place], told, type, constraints)


def _list(name: str, told: str) -> Field:
    """A column of several words, as a JSON list."""
    return Field(
        name, lambda row: json.dumps(getattr(row, name), ensure_ascii=False), told, "array", _MUST
    )


def _numbered(owners: Iterable[Row], of: Callable[[Row], Iterable[Any]]) -> Iterator[Any]:
    """A row of each owner, place in its list, from 1, and what stands there."""
    for owner in owners:
        for place, one in enumerate(of(owner), start=1):
            yield owner, place, one


def _third(field: Field) -> Field:
    """The column told of the third thing of a row."""
    return field._replace(of=lambda row: field.of(row[2]))


_PLACE = _nth(1, "place", "Its place in the list, from 1", "integer", required=True)


def _head(dossier: Dossier) -> tuple[Table, ...]:
    head = (
        _held("id", "The id of the dossier", **_MUST, unique=True),
        _held("title", "Its title", **_MUST),
        _held("summary", "What it is about"),
        _held("note", "What it covers and how it was made"),
        _held("fresh_for", "How long a word stays fresh, as in 12m, 90d, 2y", **_MUST),
        _held("experts", "What becomes of what experts placed", **_one_of(terms.EXPERTS, **_MUST)),
        _held("digest", "The digest of the files that it was made of (BLAKE2b)"),
    )
    spellings = (
        _nth(0, "word", "A word, folded as names are compared", **_MUST, unique=True),
        _nth(1, "stands_for", "The spelling that it stands for", **_MUST),
    )
    return (
        Table("dossier", "The dossier itself, one row", head, (dossier,), ("id",)),
        Table("spellings", "Other spellings", spellings, dossier.spellings.items(), ("word",)),
    )


def _parties(dossier: Dossier) -> tuple[Table, ...]:
    parties = (
        _held("id", "The id of the party", **_MUST, unique=True),
        _held("name", "Its name", **_MUST),
        _held("kind", "Who it is"),
        _list("aliases", "Other names that may be typed"),
        _list("members", "Members of a bloc"),
        _held("summary", "Who it is, in words"),
        _held("part_of", "The party that it is a part of"),
        _held("until", "The last day on which it was a party", "date"),
        _held("successor", "The party that came after it"),
    )
    voices = (
        Field("party", lambda row: row[0].id, "For whom they speak", constraints=_MUST),
        _PLACE,
        *map(
            _third,
            (
                _held("name", "Who speaks", **_MUST),
                _held("short", "How a table calls them"),
                _list("aliases", "Other spellings of the name"),
                _held("office", "Their office", **_MUST),
                _held("rank", "Whose word it is", **_one_of(terms.VOICES, **_MUST)),
                _held("since", "The first day in office", "date"),
                _held("until", "The last day in office", "date"),
            ),
        ),
    )
    every = dossier.parties.values()
    return (
        Table("parties", "Who negotiates", parties, every, ("id",)),
        Table(
            "voices",
            "Who speaks for a party, in which office, from when to when",
            voices,
            _numbered(every, lambda party: party.voices),
            ("party", "place"),
            {"party": ("parties", "id")},
        ),
    )


def _issue() -> tuple[Field, ...]:
    """What is told of an issue and of its scale."""

    def scale(name: str, told: str, type: str = "string", **constraints: Any) -> Field:
        return Field(name, lambda issue: getattr(issue.scale, name), told, type, constraints)

    def end(name: str, told: str) -> Field:
        return Field(name, lambda issue: figure(getattr(issue.scale, name)), told, "number", _MUST)

    kinds = ("ordinal", "quantity", "date", "members", "nominal")
    return (
        _held("id", "The id of the issue", **_MUST, unique=True),
        _held("theme", "Its theme", **_MUST),
        _held("label", "Its short name", **_MUST),
        _held("question", "The question", **_MUST),
        _list("aliases", "Other names that may be typed"),
        scale("kind", "The kind of its scale", **_one_of(kinds, **_MUST)),
        end("low", "The low end of the scale; on scales of options the first place"),
        end("high", "The high end of the scale; on scales of options the last place"),
        scale("unit", "The unit of a quantity"),
        scale("unit_short", "What stands behind a figure, where it is not the unit"),
        Field(
            "has_unit_short",
            lambda issue: issue.scale.unit_short is not None,
            "Whether unit_short stands in the place of the unit, be it empty",
            "boolean",
            _MUST,
        ),
        scale("prefix", "What stands before a figure"),
        scale("singular", "The unit of one"),
        scale("scaling", "In what the figures are told: k, m, bn or tn"),
        scale("step", "What dates are counted in: a date is the number of its day, month or year"),
        Field(
            "better",
            lambda issue: "; ".join(f"{party} {way}" for party, way in issue.better),
            "Parties to whom more (high) or less (low) than they ask for is as good or better",
        ),
        _held("template", "The template that it was made from, with its version"),
        scale("adds_up", "Whether who asks for some members shuts out no others", "boolean"),
    )


def _issues(dossier: Dossier) -> tuple[Table, ...]:
    themes = (_held("id", "The id of the theme", **_MUST, unique=True), _held("title", "Its title"))
    every = dossier.issues.values()
    of_issue = Field("issue", lambda row: row[0].id, "The issue", constraints=_MUST)
    refers = {"issue": ("issues", "id")}
    return (
        Table("themes", "Groups of issues", themes, dossier.themes.values(), ("id",)),
        Table(
            "issues",
            "Questions and the scales of their answers",
            _issue(),
            every,
            ("id",),
            {"theme": ("themes", "id")},
        ),
        Table(
            "options",
            "The answers that a scale allows, in its order",
            (of_issue, _PLACE, *_option()),
            _numbered(every, _placed),
            ("issue", "place"),
            refers,
        ),
        Table(
            "marks",
            "Quantities that are read in words",
            (of_issue, _PLACE, *_mark()),
            _numbered(every, lambda issue: issue.scale.marks),
            ("issue", "place"),
            refers,
        ),
    )


def _steps(dossier: Dossier) -> Table:
    fields = (
        _held("id", "The id of the step", **_MUST, unique=True),
        _held("label", "Its short name", **_MUST),
        _held("definition", "What happens"),
        _list("follows", "Steps that it cannot come before, by its definition"),
    )
    return Table("steps", "Events that come in some order", fields, dossier.steps.values(), ("id",))


def _placed(issue: Issue) -> Iterable[Any]:
    """The options of a scale, each with its place in [0, 1] where it has one."""
    return zip_longest(issue.scale.options, issue.scale.places)


def _option() -> tuple[Field, ...]:
    return (
        Field("id", lambda row: row[2][0].id, "The id of the option", constraints=_MUST),
        Field("label", lambda row: row[2][0].label, "Its words", constraints=_MUST),
        Field("definition", lambda row: row[2][0].definition, "What it means"),
        Field(
            "at",
            lambda row: None if row[2][1] is None else figure(row[2][1]),
            "Where it stands on the scale from 0 to 1, if that has an order",
            "number",
            {"minimum": 0, "maximum": 1},
        ),
    )


def _mark() -> tuple[Field, ...]:
    return (
        Field("at", lambda row: figure(row[2].at), "The figure", "number", _MUST),
        Field("label", lambda row: row[2].label, "Its words", constraints=_MUST),
        Field("below", lambda row: row[2].below, "Words for a figure below it that nobody told"),
    )


def _sources(dossier: Dossier) -> Table:
    fields = (
        _held("id", "The id of the source", **_MUST, unique=True),
        _held("publisher", "Who published it", **_MUST),
        _held("title", "Its title", **_MUST),
        _held("author", "Who wrote it"),
        _held("date", "Its day", "date", **_MUST),
        _held("url", "Its address"),
        _held("kind", "What it is", **_MUST),
        _held(
            "grade",
            "A: primary or original, B: re-reporting, C: repost",
            **_one_of(terms.GRADES, **_MUST),
        ),
        _held("note", "A remark"),
        _held("language", "Its language"),
        _held("accessed", "The day on which it was read", "date"),
        _held("archived", "The address of a copy"),
        _held("retracted", "The day on which it was taken back", "date"),
        _held("date_as", "Its month or year, where no day is told"),
    )
    rows = dossier.sources.values()
    return Table("sources", "Where something can be read", fields, rows, ("id",))


_TIES = ("revises", "includes", "withdraws")


_POSITION = (
    _held("id", "The id of the position", **_MUST, unique=True),
    _held("title", "Its title", **_MUST),
    _held("author", "Who wrote an analysis"),
    _held("date", "The day of the statement or text", "date", **_MUST),
    _held("known", "The day on which it became known", "date", **_MUST),
    _held("status", "What it is", **_one_of(terms.STATUSES, **_MUST)),
    _list("aliases", "Other names that may be typed"),
    _held("summary", "What it is, in words"),
    _held("note", "A remark"),
    _held("path", "Its file in the dossier's folder", **_MUST),
    _held("stage", "How far a text of several parties has come", **_one_of(terms.STAGES)),
    _held("endorses", "The text that it takes over"),
    _held("is_private", "Whether it is kept from others", "boolean", **_MUST),
    _held("date_as", "The month or year of date, where no day is told"),
    _held("known_as", "The month or year of known, where no day is told"),
)


def _positions(dossier: Dossier) -> tuple[Table, ...]:
    holders = (
        _nth(0, "position", "The position", **_MUST),
        _nth(1, "role", "Whether they hold it, or it is about them", **_one_of(_ROLES, **_MUST)),
        _nth(2, "place", "Its place in the list, from 1", "integer", **_MUST),
        _nth(3, "party", "The party", **_MUST),
    )
    texts = (
        _nth(0, "position", "The position", **_MUST),
        _nth(1, "tie", "What it does to the other", **_one_of(_TIES, **_MUST)),
        _nth(2, "place", "Its place in the list, from 1", "integer", **_MUST),
        _nth(3, "other", "The other position", **_MUST),
    )
    ends = (
        Field("position", lambda row: row[0].id, "The position", constraints=_MUST),
        _PLACE,
        *map(
            _third,
            (
                _list("holders", "The parties for whom it ends; none for all"),
                _held("day", "From which day it speaks no longer", "date", **_MUST),
                _held("known", "The day on which that became known", "date", **_MUST),
                _held("reason", "Why", **_MUST),
                _held("day_as", "The month or year of day, where no day is told"),
            ),
        ),
    )
    every = dossier.positions.values()
    own = {"position": ("positions", "id")}
    return (
        Table("positions", "Dated statements and texts", _POSITION, every, ("id",)),
        Table(
            "position_parties",
            "Who holds a position, and whom an analysis is about",
            holders,
            _listed(every, _ROLES),
            ("position", "role", "place"),
            own | {"party": ("parties", "id")},
        ),
        Table(
            "position_ties",
            "What a text does to others",
            texts,
            _listed(every, _TIES),
            ("position", "tie", "place"),
            own | {"other": ("positions", "id")},
        ),
        Table(
            "ends",
            "When a position ceases to speak, for whom and why",
            ends,
            _numbered(every, lambda position: position.ends),
            ("position", "place"),
            own,
        ),
    )


_ROLES = ("parties", "about")


def _listed(positions: Iterable[Position], names: Iterable[str]) -> Iterator[Any]:
    """A row of each position, the name of a list of it, place there, and what stands there."""
    for position in positions:
        for name in names:
            for place, one in enumerate(getattr(position, name), start=1):
                yield position.id, name, place, one


_GRAMMAR = (
    "an option or a figure; [from, to], with ( or ) for an end that is left out; {members}, or "
    "{least} to {most}; a | b for any of these, options or figures; behind vague, some part of it "
    "that nobody told; behind about and a figure, what is near that"
)


def _asked(issues: dict[str, Issue]) -> tuple[Field, ...]:
    """What a demand asks for and what would do as well, in words and its ends as figures."""

    def asked(name: str) -> Callable[[Demand], str]:
        def told(demand: Demand) -> str:
            region: Region | None = getattr(demand, name)
            return ask(issues[demand.issue].scale, region) if region else ""

        return told

    def named(demand: Demand) -> str:
        scale = issues[demand.issue].scale if demand.names else None
        return " | ".join(ask(scale, answer(scale, at)) for at in demand.names) if scale else ""

    def end(place: int) -> Callable[[Demand], str]:
        def told(demand: Demand) -> str:
            region = demand.ask
            if region is None or region.vague or region.points:
                return ""
            if issues[demand.issue].scale.kind != "quantity":
                return ""
            return figure((region.low, region.high)[place])

        return told

    return (
        Field("ask", asked("ask"), f"What is asked for: {_GRAMMAR}"),
        Field("accepts", asked("accepts"), "What would do as well, in the same grammar"),
        Field("names", named, "The answers in a wider ask that its words name, parted by |"),
        Field("ask_min", end(0), "The low end of a plain ask on a quantity", "number"),
        Field("ask_max", end(1), "The high end of a plain ask on a quantity", "number"),
    )


def _demands(dossier: Dossier) -> Table:
    """Every demand; what it asks for is told in words of its issue's scale."""
    fields = (
        _held("ref", "Its name: position, #, id or line", **_MUST, unique=True),
        _held("position", "The position that it is part of", **_MUST),
        _held("id", "Its id within the position"),
        _held("file", "Its file in the dossier's folder", **_MUST),
        _held("row", "Its line in that file", "integer", **_MUST),
        _held("author", "Whose list an analysis is"),
        _held("point", "Its number in the text"),
        _held("issue", "The issue; empty where it fits none"),
        _held("kind", "What it is; only a demand is compared", **_one_of(terms.DEMAND_KINDS)),
        *_asked(dossier.issues),
        Field(
            "phase",
            lambda demand: demand.phase or None,
            "Its phase among those of one term in one text",
            "integer",
            {"minimum": 1},
        ),
        _held("is_dropped", "Whether a clause is struck out on purpose", "boolean", **_MUST),
        _held("is_disputed", "Whether sources read it otherwise", "boolean", **_MUST),
        _held("text", "The term in plain words", **_MUST),
        _held("label", "A few words for it"),
        _held("condition", "On what it hangs"),
        _held("firmness", "How much the holder insists", **_one_of(terms.FIRMNESSES, **_MUST)),
        Field(
            "salience",
            lambda demand: demand.salience,
            "How much it matters to the holder, where the data tell",
            "integer",
            {"minimum": 0, "maximum": 100},
        ),
        _held("attribution", "On whose word", **_one_of(terms.ATTRIBUTIONS, **_MUST)),
        _held("form", "How the words reached the record", **_one_of(terms.FORMS, **_MUST)),
        _held("speaker", "Who said it"),
        _held("called", "How a table calls the speaker"),
        _held("voice", "Whose word it is, by office", **_one_of(terms.VOICES)),
        _held("said", "The day on which it was said", "date", **_MUST),
        _held("known", "The day on which it became known", "date", **_MUST),
        _held("is_latest", "Whether the day is the last possible one", "boolean", **_MUST),
        _held("until", "The last day on which it holds", "date"),
        _held("said_as", "The month or year of said, where no day is told"),
        _held("known_as", "The month or year of known, where no day is told"),
        _held("until_as", "The month or year of until, where no day is told"),
        _held("original", "Its words in another language"),
        _held("lang", "That language"),
        _held("note", "A remark"),
    )
    refers = {"position": ("positions", "id"), "issue": ("issues", "id")}
    return Table(
        "demands",
        "The terms of each position, in its order",
        fields,
        dossier.demands(),
        ("ref",),
        refers,
    )


_LINK = (
    _held("step", "The step that comes later, or no earlier", **_MUST),
    _held("how", "How it stands to the other", **_one_of(terms.HOWS, **_MUST)),
    _held("other", "The other step", **_MUST),
    _held("either", "The name that several ways to a step share"),
)


def _of_demands(dossier: Dossier) -> tuple[Table, ...]:
    of_demand = Field("demand", lambda row: row[0].ref, "The demand", constraints=_MUST)
    own = {"demand": ("demands", "ref")}
    evidence = (
        of_demand,
        _PLACE,
        Field("source", lambda row: row[2].source, "The source", constraints=_MUST),
        Field("at", lambda row: row[2].at, "The place in it", constraints=_MUST),
    )
    links = (
        Field("demand", lambda row: row[0], "The later demand", constraints=_MUST),
        _nth(1, "link", "What it does to the other", **_one_of(terms.LINKS, **_MUST)),
        _nth(2, "place", "Its place in the list, from 1", "integer", **_MUST),
        _nth(3, "other", "The earlier demand", **_MUST),
    )
    return (
        Table(
            "holders",
            "Who asks for a demand; nobody for an analysis",
            (of_demand, _PLACE, _nth(2, "party", "The party", **_MUST)),
            _numbered(dossier.demands(), lambda demand: demand.holders),
            ("demand", "place"),
            own | {"party": ("parties", "id")},
        ),
        Table(
            "evidence",
            "By which sources a demand is backed; the grade is that of the source",
            evidence,
            _numbered(dossier.demands(), lambda demand: demand.evidence),
            ("demand", "place"),
            own | {"source": ("sources", "id")},
        ),
        Table(
            "links",
            "How demands refer to earlier ones of their holder",
            links,
            (
                (demand.ref, link, place, other)
                for demand in dossier.demands()
                for link in terms.LINKS
                for place, other in enumerate(getattr(demand, link), start=1)
            ),
            ("demand", "link", "place"),
            own | {"other": ("demands", "ref")},
        ),
        Table(
            "step_links",
            "What demands say of the order of steps",
            (of_demand, _PLACE, *map(_third, _LINK)),
            _numbered(dossier.demands(), lambda demand: demand.links),
            ("demand", "place"),
            own | {"step": ("steps", "id"), "other": ("steps", "id")},
        ),
    )


TABLES = _declared()
"""Every table by its name, as it stands for any dossier, without rows."""
