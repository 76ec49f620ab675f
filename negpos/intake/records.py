"""The schema of the files: what may stand in a dossier, record by record.

Fields are checked one by one here; how records fit together is checked in ``build``.
"""

from datetime import date as Date  # fields are called date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from negpos.days import Period, is_period
from negpos.terms import SOURCE_KINDS


def _period(value: Any) -> Any:
    """A month or a year in quotes as its last day; anything else as it is."""
    return Period(value) if isinstance(value, str) and is_period(value) else value


_DAY_OR_PERIOD = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$"},
    ]
}
Day = Annotated[Date, BeforeValidator(_period), WithJsonSchema(_DAY_OR_PERIOD)]
"""A day; in quotes a month, "2025-03", or a year, "2025", which counts as its last day."""
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
IssueId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$", max_length=80)]
TemplateRef = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*@[1-9][0-9]*$", max_length=90)
]
Reference = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*#\S.{0,79}$")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Short = Annotated[str, Field(min_length=1, max_length=160)]
Label = Annotated[str, Field(min_length=1, max_length=40)]
Point = Annotated[str, Field(min_length=1, max_length=60)]
Term = Annotated[str, Field(min_length=1, max_length=400)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Address = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)]
Number = Annotated[float, Field(allow_inf_nan=False)]

# The first fault of a list is told, and millions of others cost no memory.
Ids = Annotated[list[Id], Field(fail_fast=True)]
Names = Annotated[list[Short], Field(fail_fast=True)]
OptionIds = Annotated[list[str], Field(fail_fast=True)]
Answers = Annotated[list[str | Number | Date], Field(fail_fast=True)]
References = Annotated[list[Reference], Field(fail_fast=True)]

Firmness = Literal["open", "preference", "firm", "condition", "red-line"]
Attribution = Literal["official", "document", "anonymous", "reported", "expert", "analyst"]
Form = Literal["text", "quoted", "paraphrased"]
Kind = Literal["demand", "interest", "alternative", "reaction"]
How = Literal["after", "with", "in-return-for"]
Rank = Literal["principal", "minister", "spokesman", "other"]
Stage = Literal["proposal", "draft", "agreed", "signed"]
Span = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}[dmy]$")]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know and values of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Dossier(Record):
    """dossier.toml: one negotiation."""

    id: Id
    title: Short
    summary: Words = ""
    note: Words = ""
    fresh_for: Span = "12m"
    experts: Literal["beside", "speak"] = "beside"
    spellings: Annotated[list[Names], Field(fail_fast=True)] = []


class Voice(Record):
    """[[party.voice]] in parties.toml: who speaks for it, in which office, from when to when."""

    name: Short
    short: Label | None = None
    aliases: Names = []
    office: Short
    rank: Rank
    since: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class Party(Record):
    """[[party]] in parties.toml: who negotiates."""

    id: Id
    name: Short
    kind: Label | None = None
    part_of: Id | None = None
    until: Date | None = None
    successor: Id | None = None
    aliases: Names = []
    members: Names = []
    summary: Words = ""
    voice: list[Voice] = []


class Theme(Record):
    """[[theme]] in issues.toml: a group of issues."""

    id: Id
    title: Short


class Option(Record):
    """One answer that a scale allows; ``at`` places it on an ordinal scale of uneven steps."""

    id: Id
    label: Short
    definition: Words = ""
    at: Number | None = None


class Mark(Record):
    """A quantity that is read in words; ``below`` are the words for a figure below it that
    nobody told."""

    at: Number
    label: Label
    below: Label | None = None


class OrdinalScale(Record):
    """Answers in order; neighbours are one step apart."""

    id: Id | None = None
    kind: Literal["ordinal"]
    options: Annotated[list[Option], Field(min_length=2, max_length=60, fail_fast=True)]


class QuantityScale(Record):
    """A number between two ends. ``unit`` is a plural, "years", and ``singular`` its one;
    ``unit_short`` stands behind the figure of an ask in its place, and may be empty; ``prefix``
    stands before every figure. With a ``scaling`` the figures are thousands, millions, …"""

    id: Id | None = None
    kind: Literal["quantity"]
    low: Number
    high: Number
    unit: Short
    unit_short: Annotated[str, Field(max_length=20)] | None = None
    singular: Short | None = None
    prefix: Annotated[str, Field(max_length=8)] = ""
    scaling: Literal["k", "m", "bn", "tn"] | None = None
    marks: Annotated[list[Mark], Field(fail_fast=True)] = []


class DateMark(Record):
    """A date that is read in words; ``below`` are the words for one before it that nobody told."""

    at: Day
    label: Label
    below: Label | None = None


class DateScale(Record):
    """A day, a month or a year between two, whichever is the ``step``."""

    id: Id | None = None
    kind: Literal["date"]
    low: Day
    high: Day
    step: Literal["day", "month", "year"] = "day"
    marks: Annotated[list[DateMark], Field(fail_fast=True)] = []


class MembersScale(Record):
    """Any set of the options, the empty one included. Where they combine ``all``, who asks for
    some shuts out no others."""

    id: Id | None = None
    kind: Literal["members"]
    combine: Literal["one", "all"] = "one"
    options: Annotated[list[Option], Field(min_length=1, max_length=60, fail_fast=True)]


class NominalScale(Record):
    """One of the options, in no order."""

    id: Id | None = None
    kind: Literal["nominal"]
    options: Annotated[list[Option], Field(min_length=2, max_length=60, fail_fast=True)]


Scale = Annotated[
    OrdinalScale | QuantityScale | DateScale | MembersScale | NominalScale,
    Field(discriminator="kind"),
]


class Issue(Record):
    """[[issue]] in issues.toml: a question; the id is theme.issue. ``better`` names parties to whom
    more (``high``, of dates later) or less (``low``) than they ask for is as good or better. Where
    it asks what a template asks, ``template`` names that one and its version."""

    id: IssueId
    template: TemplateRef | None = None
    label: Annotated[str, Field(min_length=1, max_length=24)]
    question: Short
    aliases: Names = []
    better: dict[Id, Literal["low", "high"]] = {}
    scale: Id | Scale


class Step(Record):
    """[[step]] in issues.toml: an event that demands tie to others. By its definition it cannot
    come before those that it ``follows``."""

    id: Id
    label: Label
    definition: Words = ""
    follows: Ids = []


class Source(Record):
    """[[source]] in sources.toml. Grade A: primary or original, B: re-reporting, C: repost."""

    id: Id
    publisher: Short
    title: Words
    author: Short | None = None
    date: Day
    url: Address | None = None
    language: Language | None = None
    accessed: Date | None = None
    archived: Address | None = None
    retracted: Date | None = None
    kind: Annotated[Label, Field(examples=list(SOURCE_KINDS))]
    grade: Literal["A", "B", "C"]
    note: Words = ""


class Evidence(Record):
    """A source and the place in it."""

    source: Id
    at: Short


class Link(Record):
    """That one step comes after another, with it, or in return for it: then not earlier. Where a
    text gives several ways to a step, their links have one name in ``either``."""

    step: Id
    how: How
    other: Id
    either: Label | None = None


_ENDS = (
    ("min", "max", "above", "below"),
    ("min", "max", "after", "before"),
    ("about",),
    ("at_least", "at_most"),
    ("any_of",),
)
_SAME = (("min", "above"), ("max", "below"), ("min", "after"), ("max", "before"))
_TOGETHER: dict[str, Any] = {
    "anyOf": [
        {
            "propertyNames": {"enum": [*ends, "vague"]},
            "anyOf": [{"required": [end]} for end in ends],
        }
        for ends in _ENDS
    ],
    "not": {"anyOf": [{"required": list(twice)} for twice in _SAME]},
}
"""For editors, what ``asks`` lets stand together: ends of one kind of scale, each told once."""


class AskRegion(Record):
    """A region of a scale; ``vague`` when the holder means something inside it. ``above`` and
    ``below``, of dates ``after`` and ``before``, leave out the end itself; an end of a quantity
    or a date may be a mark by its label. ``about`` is a figure that is near what is meant.
    ``any_of`` are the options, figures or dates any one of which would do."""

    model_config = ConfigDict(json_schema_extra=_TOGETHER)

    min: str | Number | Date | None = None
    max: str | Number | Date | None = None
    above: str | Number | None = None
    below: str | Number | None = None
    about: Number | None = None
    after: str | Date | None = None
    before: str | Date | None = None
    at_least: OptionIds | None = None
    at_most: OptionIds | None = None
    any_of: Answers | None = None
    vague: bool = False


Ask = str | Number | Date | OptionIds | AskRegion


class Demand(Record):
    """[[demand]] in a position: one atomic term. Unset fields fall back to the position's. Of the
    ``phase``s of one term in one text the last is compared. ``names`` are the answers within a
    wider ask that its words name: one, or several of which any would do; of members a set."""

    id: Id | None = None
    point: Point | None = None
    issue: IssueId | None = None
    kind: Kind = "demand"
    ask: Ask | None = None
    accepts: Ask | None = None
    names: str | Number | Date | Answers | None = None
    phase: Annotated[int, Field(ge=1, le=99)] | None = None
    dropped: bool = False
    disputed: bool = False
    text: Term
    original: Words | None = None
    lang: Language | None = None
    label: Label | None = None
    condition: Short | None = None
    firmness: Firmness | None = None
    salience: Annotated[int, Field(ge=0, le=100)] | None = None
    attribution: Attribution | None = None
    form: Form | None = None
    speaker: Short | None = None
    said: Day | None = None
    known: Day | None = None
    date_is: Literal["exact", "latest"] | None = None
    until: Day | None = None
    by: Ids | None = None
    links: Annotated[list[Link], Field(fail_fast=True)] = []
    note: Words = ""
    evidence: Annotated[list[Evidence], Field(fail_fast=True)] | None = None
    restates: Reference | References | None = None
    moves: Reference | References | None = None
    withdraws: Reference | References | None = None
    keeps: Reference | References | None = None


class Position(Record):
    """A position file: a dated statement or text and the demands in it."""

    id: Id
    title: Short
    short: Short | None = None
    parties: Ids = []
    about: Ids = []
    author: Short | None = None
    date: Day
    known: Day | None = None
    date_is: Literal["exact", "latest"] = "exact"
    status: Literal["published", "leaked", "statement", "oral", "analysis"]
    private: bool = False
    stage: Stage | None = None
    revises: Id | Ids = []
    includes: Id | Ids = []
    endorses: Id | None = None
    excepted: Annotated[list[Point], Field(fail_fast=True, alias="except")] = []
    withdraws: Id | Ids = []
    lapsed: Day | None = None
    lapsed_reason: Short | None = None
    aliases: Names = []
    summary: Words = ""
    note: Words = ""
    attribution: Attribution
    form: Form
    firmness: Firmness = "firm"
    speaker: Short | None = None
    evidence: Annotated[list[Evidence], Field(fail_fast=True)] = []
    demand: list[Demand] = []


def files() -> dict[str, type[Record]]:
    """The kinds of file in a dossier, by the name that ``negpos schema`` gives them."""

    class PartiesFile(Record):
        """parties.toml."""

        party: list[Party]

    class IssuesFile(Record):
        """issues.toml."""

        theme: list[Theme]
        scale: list[Scale] = []
        issue: list[Issue]
        step: list[Step] = []

    class SourcesFile(Record):
        """sources.toml."""

        source: list[Source]

    return {
        "dossier": Dossier,
        "parties": PartiesFile,
        "issues": IssuesFile,
        "sources": SourcesFile,
        "position": Position,
    }
