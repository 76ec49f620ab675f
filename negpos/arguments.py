"""What can be typed after a command: every argument and option, declared once.

``takes`` gives a command the options that many share; its body gets them as one ``Asked``.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from negpos import completion, terminal, terms


def _refs(ctx: typer.Context, incomplete: str) -> list[str]:
    named = ctx.params.get("dossier")
    return completion.listed(incomplete, lambda last: completion.refs(named, last))


def _parties(ctx: typer.Context, incomplete: str) -> list[str]:
    named = ctx.params.get("dossier")
    return completion.listed(incomplete, lambda last: completion.parties(named, last))


def _texts(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.texts(ctx.params.get("dossier"), incomplete)


def _texts_and_parties(ctx: typer.Context, incomplete: str) -> list[str]:
    return list(dict.fromkeys([*_texts(ctx, incomplete), *_refs(ctx, incomplete)]))


def _issues(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.issues(ctx.params.get("dossier"), incomplete)


def _issue_then_refs(ctx: typer.Context, incomplete: str) -> list[str]:
    return (_refs if ctx.params.get("words") else _issues)(ctx, incomplete)


def _issue_first(ctx: typer.Context, incomplete: str) -> list[str]:
    return [] if ctx.params.get("words") else _issues(ctx, incomplete)


def _ref_then_issues(ctx: typer.Context, incomplete: str) -> list[str]:
    return (_issues if ctx.params.get("words") else _refs)(ctx, incomplete)


def _themes(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.themes(ctx.params.get("dossier"), incomplete)


def _templates(_ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.templates(incomplete)


def _words(*words: str) -> Any:
    """Completes these words."""
    return lambda ctx, incomplete: [word for word in words if word.startswith(incomplete)]


def _listed(names: Callable[[typer.Context, str], list[str]]) -> Any:
    """Completes the last of these names with commas between."""
    return lambda ctx, incomplete: completion.listed(incomplete, lambda last: names(ctx, last))


TwoRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="A B", help="Parties or positions, by id or alias.", autocompletion=_refs
    ),
]
Refs = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C …]",
        help="Parties or positions, by id or alias, any case.",
        autocompletion=_refs,
    ),
]
Sides = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C …]",
        help="Parties, by id or alias, any case.",
        autocompletion=_parties,
    ),
]
NamedSince = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="DATE",
        help="What was said from this day on; by default in the 18 months before the day asked "
        "for.",
    ),
]
Lapsed = Annotated[
    bool, typer.Option("--lapsed", help="Count texts, and words, that have lapsed, too.")
]
RefsAndTexts = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [TEXT …]",
        help="Two sides, and the texts to hold against them; by default those on the table.",
        autocompletion=_refs,
    ),
]
SinceOption = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="DATE",
        help="What moved from this day on; by default in the last half year on record.",
    ),
]
RefWords = Annotated[
    list[str],
    typer.Argument(metavar="REF", help="A party or position.", autocompletion=_refs),
]
RefAndIssue = Annotated[
    list[str],
    typer.Argument(
        metavar="REF ISSUE",
        help="A party or position, and an issue by a word of its name.",
        autocompletion=_ref_then_issues,
    ),
]
Speaker = Annotated[
    str,
    typer.Option(
        "--speaker", metavar="NAME", help="All that this person said for the party, latest first."
    ),
]
IssueAndRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="ISSUE [REF …]",
        help="An issue, by a word of its name, and whom to ask; by default everyone.",
        autocompletion=_issue_then_refs,
    ),
]
IssueAndAnswer = Annotated[
    list[str],
    typer.Argument(
        metavar="ISSUE [ANSWER]",
        help="An issue, by a word of its name, and an answer to it; without one all that texts "
        "hold.",
        autocompletion=_issue_first,
    ),
]
DossierName = Annotated[
    str | None,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|DIR",
        envvar="NEGPOS_DOSSIER",
        help="A dossier that comes with negpos, or the folder of your own; by default the one in "
        f"which you are, else {completion.DEFAULT}.",
    ),
]
Private = Annotated[
    bool, typer.Option("--private", help="With the positions that their files call private.")
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="How things stood on this day, as known then: 2025-12-03, 'May 2026', yesterday.",
    ),
]
KnownBy = Annotated[
    str,
    typer.Option(
        "--known-by",
        metavar="DATE",
        help="In the light of what was public by this day; with --as-of: what was said by then.",
    ),
]
_GROUNDS = terms.ATTRIBUTIONS[:-1]  # an analyst speaks for no party
Attribution = Annotated[
    str,
    typer.Option(
        metavar="LIST",
        help=f"Only statements on this ground: {', '.join(_GROUNDS)}.",
        autocompletion=_listed(_words(*_GROUNDS)),
    ),
]
Joint = Annotated[
    str,
    typer.Option(
        metavar="|".join(terms.JOINT),
        help="Joint texts: count as each holder's own, show beside, or omit.",
        autocompletion=_words(*terms.JOINT),
    ),
]
MaxAge = Annotated[
    str,
    typer.Option(
        "--max-age",
        metavar="SPAN",
        help="Leave out issues on which a side's last word is older: 90d, 12m, 2y.",
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="PARTY:ISSUE=ASK",
        help="What if this party asked for this? Told in the heading; may be given several times.",
    ),
]
Theme = Annotated[
    str,
    typer.Option(
        metavar="THEME[,…]",
        help="Only issues of these themes, with those of --issue.",
        autocompletion=_listed(_themes),
    ),
]
IssueOption = Annotated[
    str,
    typer.Option(
        "--issue",
        metavar="ISSUE[,…]",
        help="Only these issues.",
        autocompletion=_listed(_issues),
    ),
]
Only = Annotated[
    str,
    typer.Option(
        metavar="RELATION[,…]",
        help=f"Only issues in these relations: {', '.join(terms.RELATIONS)}.",
        autocompletion=_listed(_words(*terms.RELATIONS)),
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(terms.FORMATS),
        help="How to print; by default a table, or what the --output file's ending says.",
        autocompletion=_words(*terms.FORMATS),
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")
]
Receipt = Annotated[
    bool,
    typer.Option("--receipt", help="Add a line that lets others get the same figures."),
]
Columns = Annotated[
    str,
    typer.Option(
        metavar="short|all|A,B,…",
        help="The columns of a CSV: those that people read, all, or these.",
        autocompletion=_words("short", "all"),
    ),
]
Excel = Annotated[
    bool,
    typer.Option(
        "--excel", help="A CSV for spreadsheets set to most of Europe: semicolons, decimal commas."
    ),
]
Color = Annotated[
    str,
    typer.Option(
        metavar="|".join(terms.COLORS),
        help="Colour; auto: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise.",
        autocompletion=_words(*terms.COLORS),
    ),
]
NoPager = Annotated[
    bool,
    typer.Option("--no-pager", help="Print at once what is taller than the terminal."),
]
FailOn = Annotated[
    str,
    typer.Option(
        metavar="CONDITION[,…]",
        help="Exit with 1 if there is a deadlock, a crossing, or overlap<N (a percentage).",
        autocompletion=_listed(_words(*terms.CONFLICTS)),
    ),
]
Full = Annotated[
    bool, typer.Option("--full", help="Everything, with who said it and when, not one screen.")
]
Top = Annotated[
    str, typer.Option("--top", metavar="N", help="Only the worst conflicts, on N issues.")
]
InScores = Annotated[
    bool,
    typer.Option(
        "--scores",
        help="How the overlap comes about by theme and issue, and how it moves counted otherwise.",
    ),
]


TextOrFile = Annotated[
    str,
    typer.Argument(
        metavar="TEXT",
        help="A position, by id or alias, or a draft of your own: a file (.toml, .csv, .xlsx), or "
        "- for standard input.",
        autocompletion=_texts,
    ),
]
PartyRefs = Annotated[
    list[str],
    typer.Argument(metavar="PARTY […]", help="The parties to ask.", autocompletion=_parties),
]
OnlyVerdicts = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="VERDICT[,…]",
        help=f"Only points that count so for some party: {', '.join(terms.VERDICTS)}.",
        autocompletion=_listed(_words(*terms.VERDICTS)),
    ),
]
FailOnVerdict = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="VERDICT[,…]",
        help="Exit with 1 if a point counts so for some party, like crosses.",
        autocompletion=_listed(_words(*terms.VERDICTS)),
    ),
]
FailOnTurn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="TURN[,…]",
        help=f"Exit with 1 if that came about: {', '.join(terms.TURNS)}.",
        autocompletion=_listed(_words(*terms.TURNS)),
    ),
]
Texts = Annotated[
    list[str],
    typer.Argument(
        metavar="TEXT1 TEXT2 [TEXT3]",
        help="Positions, drafts of your own in files, or PARTY@DATE, like ukraine@2025-06-02.",
        autocompletion=_texts_and_parties,
    ),
]
Toward = Annotated[
    str,
    typer.Option(
        "--toward",
        metavar="PARTY[,…]",
        help="Tell which of these parties gains and loses by each change.",
        autocompletion=_parties,
    ),
]
OnlyKinds = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="KIND[,…]",
        help=f"Only rows of these kinds: {', '.join(terms.DIFF_KINDS)}.",
        autocompletion=_listed(_words(*terms.DIFF_KINDS)),
    ),
]
Ignore = Annotated[
    str,
    typer.Option(
        "--ignore",
        metavar="wording",
        help="Count other words or another number for the same as no difference.",
        autocompletion=_words("wording"),
    ),
]
AgainstBase = Annotated[
    bool,
    typer.Option(
        "--against-base",
        help="Hold the texts against the first one, and the second against the third.",
    ),
]
InWords = Annotated[
    bool, typer.Option("--words", help="Mark every word of the paraphrases that differs.")
]
AnyRefs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REF …]",
        help="Parties or positions; by default all parties.",
        autocompletion=_refs,
    ),
]
OrderRefs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT] [PARTY …]",
        help="Parties, by default all; with a text, what its order makes with that of each.",
        autocompletion=_refs,
    ),
]
InNoCircle = Annotated[
    bool,
    typer.Option("--all", help="Every link: in no circle too, and what waits or was replaced."),
]
FailOnCircle = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar=terms.CIRCLE,
        help="Exit with 1 if there is a circle out of which no text leaves a way.",
        autocompletion=_words(terms.CIRCLE),
    ),
]
AnyRef = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PARTY]", help="A party; by default all.", autocompletion=_parties),
]
SinceWords = Annotated[
    list[str],
    typer.Argument(
        metavar="DATE [DATE] [PARTY …]",
        help="The first day that counts, like 2025-12-03 or yesterday, perhaps the last; and "
        "parties, by default all.",
        autocompletion=_parties,
    ),
]
Positions = Annotated[
    bool, typer.Option("--positions", help="Every position instead of every party.")
]
What = Annotated[
    str,
    typer.Argument(
        metavar="|".join(terms.LISTS),
        help="What to list.",
        autocompletion=_words(*terms.LISTS),
    ),
]
Unused = Annotated[bool, typer.Option("--unused", help="Only sources that no demand cites.")]
Grade = Annotated[
    str,
    typer.Option(
        metavar="|".join(terms.GRADES),
        help="Only sources of this grade.",
        autocompletion=_words(*terms.GRADES),
    ),
]
Words = Annotated[
    list[str], typer.Argument(metavar="WORDS", help="Words to find, tolerant of spelling.")
]
Folder = Annotated[
    str,
    typer.Argument(
        metavar="[DIR]", help="The folder of a dossier; by default --dossier, or where you are."
    ),
]
Sources = Annotated[
    str,
    typer.Option(
        "--sources",
        metavar="DIR",
        help="A folder with your own copies of source texts, to find the passage for each demand.",
    ),
]
TextFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-",
        help="A plain text or Markdown file, or - for standard input.",
    ),
]
Stub = Annotated[
    bool,
    typer.Option("--stub", help="A position file ready to edit instead, as TOML."),
]
EveryPoint = Annotated[
    bool,
    typer.Option("--all", help="With --stub: every numbered point of the text, without an issue."),
]
Threshold = Annotated[
    str,
    typer.Option(
        "--threshold", metavar="N", help="The least likeness, 0 to 100, of a proposal (72)."
    ),
]
Exported = Annotated[
    str,
    typer.Argument(
        metavar="[DIR]",
        help="With -o: the dossier, by name or folder. Without: a folder that is not there yet, "
        "or an .xlsx, to write to.",
    ),
]
Destination = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR|FILE.xlsx",
        help="Write to this new folder, or as one workbook.",
    ),
]
NewFolder = Annotated[str, typer.Argument(metavar="DIR", help="A folder that is not there yet.")]
SheetFile = Annotated[
    str,
    typer.Argument(
        metavar="SHEET", help="A .csv, an .xlsx or a folder of CSVs; or what export wrote."
    ),
]
IntoFolder = Annotated[
    str, typer.Argument(metavar="DIR", help="The folder of a dossier, new or added to.")
]
Renamed = Annotated[
    str,
    typer.Option(
        "--map",
        metavar="FIELD=HEADING,…",
        help="What the headings of the sheet stand for: ask=Position,date=When; in quotes, what "
        'holds for every row: source="A survey".',
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Tell what would be written, and write nothing.")
]
Title = Annotated[
    str, typer.Option("--title", metavar="TEXT", help="What the negotiation is called.")
]
Parties = Annotated[
    str,
    typer.Option(
        metavar="ID=NAME,…",
        help="Who negotiates; without an id one is made of the name.",
    ),
]
Templates = Annotated[
    str,
    typer.Option(
        "--template",
        metavar="NAME[,…]",
        help="With the issues of these packs, or these templates: negpos template list.",
        autocompletion=_listed(_templates),
    ),
]
Empty = Annotated[bool, typer.Option("--empty", help="Without an example of a position.")]
Record = Annotated[
    str,
    typer.Argument(
        metavar="|".join(terms.RECORDS),
        help="What to add.",
        autocompletion=_words(*terms.RECORDS),
    ),
]
RecordName = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]",
        help="Of a party its name; of an issue, a source or a position its id.",
    ),
]


def _of(record: str, metavar: str, help: str, name: str = "") -> Any:
    """An option that goes with a kind of record."""
    named = [f"--{name}"] if name else []
    return typer.Option(*named, metavar=metavar, help=f"{record}: {help}")


PartyId = Annotated[str, _of("party", "ID", "by default made of the name.", "id")]
Alias = Annotated[
    list[str] | None, _of("party", "NAME", "another name people type; may be repeated.")
]
Kind = Annotated[
    str,
    _of(
        "party, source, issue",
        "WORD",
        "state, bloc, …; document, news, …; ordinal (the default), nominal or members.",
    ),
]
Publisher = Annotated[str, _of("source", "NAME", "who published it.")]
RecordTitle = Annotated[str, _of("source, position", "TEXT", "what it is called.", "title")]
RecordDate = Annotated[
    str, _of("source, position", "DATE", "of the day, the month or the year.", "date")
]
Url = Annotated[str, _of("source", "URL", "where it can be read.")]
RecordGrade = Annotated[
    str,
    _of("source", "A|B|C", "A primary or original, B re-reporting, C repost.", "grade"),
]
Question = Annotated[str, _of("issue", "TEXT", "what is asked.")]
OptionLabels = Annotated[
    str, _of("issue", '"A|B|…"', "the answers in their order, or ID=LABEL.", "options")
]
ScaleEnds = Annotated[
    str,
    _of("issue", "TEXT", 'in place of options: "0 to 60 percent", "2026-01 to 2027-12".', "scale"),
]
IssueLabel = Annotated[str, _of("issue", "TEXT", "its short name; by default of its id.", "label")]
TemplateName = Annotated[
    str,
    typer.Option(
        "--template",
        metavar="NAME",
        help="issue: ready to take over, in place of question and options.",
        autocompletion=_templates,
    ),
]
Holder = Annotated[
    str,
    typer.Option(
        "--party",
        metavar="PARTY[,…]",
        help="position: whose word it is.",
        autocompletion=_listed(_parties),
    ),
]
SourceId = Annotated[str, _of("position", "ID", "the source in which it stands.", "source")]
At = Annotated[str, _of("position", "TEXT", "where in the source; by default the whole text.")]
Status = Annotated[str, _of("position", "|".join(terms.STATUSES), "what it is.")]
Stage = Annotated[str, _of("position", "|".join(terms.STAGES), "of a text of several parties.")]
Ground = Annotated[
    str,
    _of(
        "position",
        "|".join(terms.ATTRIBUTIONS),
        "on whose word; by default as the status has it.",
        "attribution",
    ),
]
Form = Annotated[str, _of("position", "|".join(terms.FORMS), "by default as the status has it.")]
DemandIssue = Annotated[str, _of("position", "ISSUE", "of its first demand.", "issue")]
DemandAsk = Annotated[
    str, _of("position", "ASK", "of that demand: an option, a number or a region.", "ask")
]
DemandText = Annotated[str, _of("position", "TEXT", "that demand in your own words.", "text")]
DemandFirmness = Annotated[
    str, _of("position", "|".join(terms.FIRMNESSES), "how firm that demand is.", "firmness")
]
TemplateTask = Annotated[
    str,
    typer.Argument(
        metavar="|".join(terms.TEMPLATE_TASKS),
        help="List the packs, show templates in full, or add them to your dossier.",
        autocompletion=_words(*terms.TEMPLATE_TASKS),
    ),
]
TemplateNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME …]",
        help="Packs or templates, like ceasefire, ddr.arms or ddr.arms@1.",
        autocompletion=_templates,
    ),
]
Between = Annotated[
    str,
    typer.Option(
        metavar="A,B",
        help="With add: the parties that take the place of the two sides a template names.",
        autocompletion=_listed(_parties),
    ),
]
FileKind = Annotated[
    str,
    typer.Argument(
        metavar=f"[{'|'.join(terms.FILE_KINDS)}]",
        help="A kind of file; by default all, by name.",
        autocompletion=_words(*terms.FILE_KINDS),
    ),
]


READ = ("dossier", "private", "as_of", "known_by", "attribution", "joint")
NARROW = ("theme", "issue")
SUPPOSE = ("assume",)
AGED = ("max_age", *NARROW, *SUPPOSE)
TO = ("format", "output", "excel", "color", "no_pager")
WRITE = ("full", *TO, "columns", "receipt")
_SHARED: dict[str, tuple[Any, Any]] = {
    "dossier": (DossierName, None),
    "private": (Private, False),
    "as_of": (AsOf, ""),
    "known_by": (KnownBy, ""),
    "attribution": (Attribution, ""),
    "joint": (Joint, terms.JOINT[0]),
    "max_age": (MaxAge, ""),
    "assume": (Assume, None),
    "theme": (Theme, ""),
    "issue": (IssueOption, ""),
    "format": (Format, ""),
    "output": (Output, ""),
    "columns": (Columns, ""),
    "excel": (Excel, False),
    "color": (Color, terms.COLORS[0]),
    "no_pager": (NoPager, False),
    "receipt": (Receipt, False),
    "full": (Full, False),
}
"""The options that many commands share, each with its default."""


class Declared(NamedTuple):
    """A command: what it does, the shared options it takes beside its own parameters, and the
    words of an example."""

    body: Callable[..., None]
    shared: tuple[str, ...]
    example: str = ""


def apart(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words among what was typed, and the shared options with their values."""
    words: list[str] = []
    options: list[str] = []
    rest = list(args)
    while rest:
        taken = _taken(rest)
        (options if taken else words).extend(rest[: taken or 1])
        rest = rest[taken or 1 :]
    return words, options


def _taken(rest: Sequence[str]) -> int:
    """How many words a shared option at the beginning of these takes; 0 where none stands there."""
    found = _SPELT.get(rest[0].partition("=")[0])
    if found is None:
        return 0
    return 1 if isinstance(_SHARED[found][1], bool) or "=" in rest[0] else 2


def command_first(args: list[str]) -> list[str]:
    """The words typed, with shared options that stand before the command behind it."""
    taken: list[str] = []
    rest = list(args)
    while rest and (count := _taken(rest)):
        taken += rest[:count]
        rest = rest[count:]
    return [*rest[:1], *taken, *rest[1:]] if rest and rest[0][:1] != "-" else list(args)


_SPELT = {
    **{f"--{name.replace('_', '-')}": name for name in _SHARED},
    **{"-d": "dossier", "-f": "format", "-o": "output"},
}
"""The shared options as they are typed."""


def signed(declared: Declared) -> Callable[..., None]:
    """The body with a signature of its own parameters and the shared ones, for typer to read;
    it gets the shared ones as ``asked``, and format and file as ``to``."""
    body, shared = declared.body, declared.shared
    parameters = inspect.signature(body).parameters
    own = [p for p in parameters.values() if p.name not in ("asked", "to")]
    own.sort(key=lambda p: p.default is not p.empty)
    own += [inspect.Parameter(name, _KEYWORD, default=_SHARED[name][1]) for name in shared]
    told = {p.name: _SHARED[p.name][0] if p.name in shared else p.annotation for p in own}

    def command(**given: Any) -> None:
        from negpos.request import Asked

        typed = {name: given.pop(name) for name in shared}
        if "assume" in typed:
            typed["assume"] = tuple(typed["assume"] or ())
        columns = typed.get("columns", "")  # the request picks them, for a CSV alone
        to = {name: typed.pop(name) for name in TO if name in typed}
        target = terminal.Target(**to, columns=columns)
        if "asked" in parameters:
            given["asked"] = Asked(**typed, watch=terminal.progress, today=terminal.today())
        if "to" in parameters:
            given["to"] = target
        body(**given)

    command.__name__, command.__doc__, command.__annotations__ = body.__name__, body.__doc__, told
    # typer reads the options off this attribute, which the types of functions do not know
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p.replace(annotation=told[p.name]) for p in own]
    )
    return command


_KEYWORD = inspect.Parameter.POSITIONAL_OR_KEYWORD
