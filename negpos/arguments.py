"""What can be typed after a command: every argument and option, declared once.

``takes`` gives a command the options that many share; its body gets them as one ``Asked``.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer

from negpos import completion


def _refs(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.refs(ctx.params.get("dossier"), incomplete)


def _issues(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.issues(ctx.params.get("dossier"), incomplete)


def _themes(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.themes(ctx.params.get("dossier"), incomplete)


def _words(*words: str) -> Any:
    """Completes these words."""
    return lambda ctx, incomplete: [word for word in words if word.startswith(incomplete)]


def _listed(names: Callable[[typer.Context, str], list[str]]) -> Any:
    """Completes the last of these names with commas between."""
    return lambda ctx, incomplete: completion.listed(incomplete, lambda last: names(ctx, last))


Refs = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C …]",
        help="Parties or positions, by id or alias, any case.",
        autocompletion=_refs,
    ),
]
Ref = Annotated[
    str,
    typer.Argument(metavar="REF", help="A party or position.", autocompletion=_refs),
]
IssueName = Annotated[
    str,
    typer.Argument(
        metavar="ISSUE",
        help="An issue; its last part will do, like personnel.",
        autocompletion=_issues,
    ),
]
DossierName = Annotated[
    str,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|DIR",
        envvar="NEGPOS_DOSSIER",
        help="A dossier that comes with negpos, or the folder of your own.",
    ),
]
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="How things stood on this day, as known then."),
]
KnownBy = Annotated[
    str,
    typer.Option(
        "--known-by",
        metavar="DATE",
        help="In the light of what was public by this day; with --as-of: what was said by then.",
    ),
]
Attribution = Annotated[
    str,
    typer.Option(
        metavar="LIST",
        help="Only statements on this ground: official, document, anonymous, reported.",
        autocompletion=_listed(_words("official", "document", "anonymous", "reported")),
    ),
]
Joint = Annotated[
    str,
    typer.Option(
        metavar="show|count|omit",
        help="Joint texts: show beside (default), count as each holder's own, or omit.",
        autocompletion=_words("show", "count", "omit"),
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
        help="Only issues in these relations: deadlock, crossing, gap, unclear, agreed, silent.",
        autocompletion=_listed(
            _words("deadlock", "crossing", "gap", "unclear", "agreed", "silent")
        ),
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="table|csv|json|md|html",
        help="How to print; by default a table, or what the --output file's ending says.",
        autocompletion=_words("table", "csv", "json", "md", "html"),
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")
]
Receipt = Annotated[
    bool,
    typer.Option("--receipt", help="Add a line that lets others get the same figures."),
]
FailOn = Annotated[
    str,
    typer.Option(
        metavar="CONDITION[,…]",
        help="Exit with 1 if there is a deadlock, a crossing, or overlap<N (a percentage).",
        autocompletion=_listed(_words("deadlock", "crossing")),
    ),
]


TextRef = Annotated[
    str,
    typer.Argument(metavar="TEXT", help="A position, by id or alias.", autocompletion=_refs),
]
PartyRefs = Annotated[
    list[str],
    typer.Argument(metavar="PARTY […]", help="The parties to ask.", autocompletion=_refs),
]
_VERDICTS = ("crosses", "short", "unclear", "open", "meets", "silent")
OnlyVerdicts = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="VERDICT[,…]",
        help=f"Only clauses that some party finds so: {', '.join(_VERDICTS)}.",
        autocompletion=_listed(_words(*_VERDICTS)),
    ),
]
FailOnVerdict = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="VERDICT[,…]",
        help="Exit with 1 if a clause is found so, like crosses.",
        autocompletion=_listed(_words(*_VERDICTS)),
    ),
]
Texts = Annotated[
    list[str],
    typer.Argument(
        metavar="TEXT1 TEXT2 [TEXT3]",
        help="Positions, or PARTY@DATE, like ukraine@2025-06-02.",
        autocompletion=_refs,
    ),
]
Toward = Annotated[
    str,
    typer.Option(
        "--toward",
        metavar="PARTY[,…]",
        help="Tell which of these parties gains and loses by each change.",
        autocompletion=_listed(_refs),
    ),
]
_KINDS = ("changed", "added", "dropped", "split", "merged", "reworded", "moved", "unchanged")
OnlyKinds = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="KIND[,…]",
        help=f"Only rows of these kinds: {', '.join(_KINDS)}.",
        autocompletion=_listed(_words(*_KINDS)),
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
AnyRef = Annotated[
    str,
    typer.Argument(metavar="[PARTY]", help="A party; by default all.", autocompletion=_refs),
]
Day = Annotated[
    str, typer.Argument(metavar="DATE", help="The day, like 2025-12-03; what came after it counts.")
]
Positions = Annotated[
    bool, typer.Option("--positions", help="Every position instead of every party.")
]
What = Annotated[
    str,
    typer.Argument(
        metavar="parties|positions|issues|sources|dossiers",
        help="What to list.",
        autocompletion=_words("parties", "positions", "issues", "sources", "dossiers"),
    ),
]
Unused = Annotated[bool, typer.Option("--unused", help="Only sources that no demand cites.")]
Grade = Annotated[
    str,
    typer.Option(
        metavar="A|B|C",
        help="Only sources of this grade.",
        autocompletion=_words("A", "B", "C"),
    ),
]
Words = Annotated[
    list[str], typer.Argument(metavar="WORDS", help="Words to find, tolerant of spelling.")
]
Folder = Annotated[
    str, typer.Argument(metavar="[DIR]", help="The folder of a dossier; by default --dossier.")
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
Threshold = Annotated[
    str,
    typer.Option(
        "--threshold", metavar="N", help="The least likeness, 0 to 100, of a proposal (72)."
    ),
]
NewFolder = Annotated[str, typer.Argument(metavar="DIR", help="A folder that is not there yet.")]
FileKind = Annotated[
    str,
    typer.Argument(
        metavar="[dossier|parties|issues|sources|position]",
        help="A kind of file; by default all, by name.",
        autocompletion=_words("dossier", "parties", "issues", "sources", "position"),
    ),
]


class Asked(NamedTuple):
    """The shared options of one command as they were typed, and the command in one line
    (``words``): without dossier, format and file, which change no figure."""

    dossier: str = completion.DEFAULT
    as_of: str = ""
    known_by: str = ""
    attribution: str = ""
    joint: str = "show"
    theme: str = ""
    issue: str = ""
    format: str = ""
    output: str = ""
    receipt: bool = False
    words: str = ""


READ = ("dossier", "as_of", "known_by", "attribution", "joint")
NARROW = ("theme", "issue")
WRITE = ("format", "output", "receipt")
_SHARED: dict[str, Any] = {
    "dossier": DossierName,
    "as_of": AsOf,
    "known_by": KnownBy,
    "attribution": Attribution,
    "joint": Joint,
    "theme": Theme,
    "issue": IssueOption,
    "format": Format,
    "output": Output,
    "receipt": Receipt,
}
_NO_FIGURE = {"dossier", "format", "output", "receipt", "fail_on"}


def takes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command these shared options beside its own parameters."""

    def decorate(body: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in inspect.signature(body).parameters.values() if p.name != "asked"]
        shared = [
            inspect.Parameter(
                name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=Asked._field_defaults[name],
                annotation=_SHARED[name],
            )
            for name in names
        ]
        parameters = [
            *(p for p in own if p.default is p.empty),
            *(p for p in own if p.default is not p.empty),
            *shared,
        ]

        def command(**given: Any) -> None:
            told = [body.__name__.rstrip("_")]
            told += [w for p in parameters if (w := _word(p, given[p.name]))]
            chosen = {name: given.pop(name) for name in names}
            body(asked=Asked(**chosen, words=" ".join(told)), **given)

        command.__name__, command.__doc__ = body.__name__, body.__doc__
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        # typer reads the options off this attribute, which the types of functions do not know
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return decorate


def _word(parameter: inspect.Parameter, value: Any) -> str:
    """One argument or option as it would be typed; nothing where it is left as it is."""
    if parameter.name in _NO_FIGURE or value in (parameter.default, None, [], ""):
        return ""
    said = " ".join(map(_quoted, value)) if isinstance(value, list) else _quoted(str(value))
    if isinstance(_info(parameter.annotation), typer.models.ArgumentInfo):
        return said
    option = f"--{parameter.name.replace('_', '-')}"
    return option if value is True else f"{option} {said}"


def _info(annotation: Any) -> Any:
    return getattr(annotation, "__metadata__", (None,))[-1]


def _quoted(word: str) -> str:
    import shlex

    return shlex.quote(word)
