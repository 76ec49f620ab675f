"""The command line. A body resolves, loads, computes, renders and writes.

Heavy imports stand inside the bodies, so that help, errors and TAB stay quick.
"""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from negpos import __version__, completion, terminal
from negpos.errors import DataError, NegposError, UsageError

if TYPE_CHECKING:
    from negpos.api import Negotiation
    from negpos.comparison import Comparison
    from negpos.profiles import Profile

PURPOSES = (
    ("Compare", ("compare", "redlines", "common", "gaps", "matrix")),
    ("Look up", ("on", "show", "list", "why", "search")),
    ("Write a dossier of your own", ("new", "check", "schema")),
)
"""The commands by purpose, as help lists them."""


class _Commands(TyperGroup):
    """Help grouped by purpose, and faults told in one line with exit code 2."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for purpose, names in PURPOSES:
            with formatter.section(purpose):
                formatter.write_dl([(name, _HELP[name]) for name in names])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:
            terminal.remark(
                *error.problems, f"negpos: {terminal.count_of(error.problems)}; nothing was loaded"
            )
        except NegposError as error:
            terminal.remark(f"negpos: {error}")
        raise typer.Exit(2)


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Compare negotiating positions: where sides agree, how far apart they are, which red "
    "lines collide, and on whose word. Positions are told as stated; listing is not endorsement.",
    epilog="Try: negpos compare russia ukraine · negpos redlines russia ukraine · "
    "negpos why russia forces.personnel",
)


def _refs(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.refs(ctx.params.get("dossier"), incomplete)


def _issues(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.issues(ctx.params.get("dossier"), incomplete)


def _themes(ctx: typer.Context, incomplete: str) -> list[str]:
    return completion.themes(ctx.params.get("dossier"), incomplete)


def _words(*words: str) -> Any:
    """Completes these words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


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
    str, typer.Option("--as-of", metavar="DATE", help="Only what was known by this date.")
]
Attribution = Annotated[
    str,
    typer.Option(
        metavar="LIST",
        help="Only statements on this ground: official, document, anonymous, reported.",
        autocompletion=_words("official", "document", "anonymous", "reported"),
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
        autocompletion=_themes,
    ),
]
IssueOption = Annotated[
    str,
    typer.Option("--issue", metavar="ISSUE[,…]", help="Only these issues.", autocompletion=_issues),
]
Only = Annotated[
    str,
    typer.Option(
        metavar="RELATION[,…]",
        help="Only issues in these relations: deadlock, crossing, gap, unclear, agreed, silent.",
        autocompletion=_words("deadlock", "crossing", "gap", "unclear", "agreed", "silent"),
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
FailOn = Annotated[
    str,
    typer.Option(
        metavar="CONDITION[,…]",
        help="Exit with 1 if there is a deadlock, a crossing, or overlap<N (a percentage).",
        autocompletion=_words("deadlock", "crossing", "overlap<"),
    ),
]


@app.callback(invoke_without_command=True)
def _top(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        terminal.show(f"negpos {__version__}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        terminal.show(ctx.get_help() + "\n")
        raise typer.Exit


@app.command()
def compare(
    refs: Refs,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    theme: Theme = "",
    issue: IssueOption = "",
    only: Only = "",
    format: Format = "",
    output: Output = "",
    fail_on: FailOn = "",
) -> None:
    """What the sides want on every issue, and how that relates."""
    from negpos.comparison import RELATIONS
    from negpos.view import compare as view

    relations = _listed("relation", only, RELATIONS)
    conditions = _conditions(fail_on)
    found = _compared(dossier, refs, as_of, attribution, joint, theme, issue)
    terminal.write(view.report(found.profiles[0].dossier, found, relations), format, output)
    _fail(found, conditions)


@app.command()
def redlines(
    refs: Refs,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    theme: Theme = "",
    issue: IssueOption = "",
    format: Format = "",
    output: Output = "",
    fail_on: FailOn = "",
) -> None:
    """Red lines in conflict, unanswered and moved."""
    from negpos.redlines import red_lines
    from negpos.view import redlines as view

    conditions = _conditions(fail_on)
    found = _compared(dossier, refs, as_of, attribution, joint, theme, issue)
    values = found.profiles[0].dossier
    terminal.write(view.report(values, found, red_lines(values, found)), format, output)
    _fail(found, conditions)


@app.command()
def common(
    refs: Refs,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    theme: Theme = "",
    issue: IssueOption = "",
    format: Format = "",
    output: Output = "",
) -> None:
    """What is agreed, and where stated limits leave room."""
    from negpos.common import common as common_ground
    from negpos.view import common as view

    found = _compared(dossier, refs, as_of, attribution, joint, theme, issue)
    values = found.profiles[0].dossier
    terminal.write(view.report(values, found, common_ground(values, found)), format, output)


@app.command()
def gaps(
    refs: Refs,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    theme: Theme = "",
    issue: IssueOption = "",
    format: Format = "",
    output: Output = "",
) -> None:
    """The questions to put: vague, contested, open, silent."""
    from negpos.gaps import gaps as open_questions
    from negpos.view import gaps as view

    found = _compared(dossier, refs, as_of, attribution, joint, theme, issue)
    values = found.profiles[0].dossier
    terminal.write(view.report(values, found, open_questions(values, found)), format, output)


@app.command()
def matrix(
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REF …]",
            help="Parties or positions; by default all parties.",
            autocompletion=_refs,
        ),
    ] = None,
    positions: Annotated[
        bool, typer.Option("--positions", help="Every position instead of every party.")
    ] = False,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    theme: Theme = "",
    issue: IssueOption = "",
    format: Format = "",
    output: Output = "",
) -> None:
    """The overlap of all pairs as a heat map."""
    from negpos.matrix import matrix as all_pairs
    from negpos.view import matrix as view

    desk = _opened(dossier)
    if refs and positions:
        raise UsageError("--positions goes without names", "leave out one of the two")
    named = refs or list(desk.dossier.positions if positions else desk.dossier.parties)
    sides = _profiles(desk, named, as_of, attribution, joint)
    if not refs:
        sides = [side for side in sides if any(s.speaks for s in side.stances.values())]
    chosen = _issues_of(desk, theme, issue)
    terminal.write(
        view.report(desk.dossier, all_pairs(desk.dossier, sides, chosen)), format, output
    )


@app.command()
def on(
    issue: IssueName,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    format: Format = "",
    output: Output = "",
) -> None:
    """Everyone's stance on one issue, along its scale."""
    from negpos import names
    from negpos.view import on as view

    desk = _opened(dossier)
    chosen = desk.dossier.issues[names.resolve_issue(desk.dossier, issue)]
    texts = [
        position.id
        for position in desk.dossier.positions.values()
        if (position.is_joint or position.is_analysis or position.status in _TEXTS)
        and (not as_of or position.known <= as_of)
        and any(demand.issue == chosen.id for demand in position.demands)
    ]
    sides = _profiles(desk, [*desk.dossier.parties, *texts], as_of, attribution, joint)
    terminal.write(view.report(desk.dossier, chosen, tuple(sides)), format, output)


_TEXTS = ("published", "leaked")


@app.command()
def show(
    ref: Ref,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    format: Format = "",
    output: Output = "",
) -> None:
    """One party's profile, or every point of one position."""
    from negpos.view import show as view

    desk = _opened(dossier)
    side = _profiles(desk, [ref], as_of, attribution, joint)[0]
    terminal.write(view.report(desk.dossier, side), format, output)


@app.command(name="list")
def list_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="parties|positions|issues|sources|dossiers",
            help="What to list.",
            autocompletion=_words("parties", "positions", "issues", "sources", "dossiers"),
        ),
    ],
    dossier: DossierName = completion.DEFAULT,
    format: Format = "",
    output: Output = "",
) -> None:
    """What is in the dossier."""
    from negpos.api import one_of
    from negpos.view import lists

    one_of("list", what, lists.KINDS)
    if what == "dossiers":
        from negpos.files import shipped
        from negpos.loading import shipped_names

        rows = [(name, str(shipped() / name)) for name in shipped_names()]
        terminal.write(lists.dossiers(rows), format, output)
        return
    desk = _opened(dossier)
    terminal.write(getattr(lists, what)(desk.dossier), format, output)


@app.command()
def why(
    ref: Ref,
    issue: IssueName,
    dossier: DossierName = completion.DEFAULT,
    as_of: AsOf = "",
    attribution: Attribution = "",
    joint: Joint = "show",
    format: Format = "",
    output: Output = "",
) -> None:
    """The evidence for one cell: statements, rules, sources."""
    from negpos import names
    from negpos.view import why as view

    desk = _opened(dossier)
    side = _profiles(desk, [ref], as_of, attribution, joint)[0]
    chosen = desk.dossier.issues[names.resolve_issue(desk.dossier, issue)]
    terminal.write(view.report(desk.dossier, side, chosen), format, output)


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="Words to find, tolerant of spelling.")
    ],
    dossier: DossierName = completion.DEFAULT,
    format: Format = "",
    output: Output = "",
) -> None:
    """Demands by words, tolerant of spelling."""
    from negpos.search import search as find
    from negpos.view import lists

    desk = _opened(dossier)
    terminal.write(
        lists.found(desk.dossier, find(desk.dossier, words), " ".join(words)), format, output
    )


@app.command()
def check(
    folder: Annotated[
        str,
        typer.Argument(metavar="[DIR]", help="The folder of a dossier; by default --dossier."),
    ] = "",
    dossier: DossierName = completion.DEFAULT,
) -> None:
    """Tell every problem in a dossier, with file and line."""
    from pathlib import Path

    from negpos import loading

    name = folder or dossier
    is_known = not folder or name in loading.shipped_names()
    root = loading.find(name) if is_known else Path(name)
    found, problems = loading.check(root, terminal.progress if sys.stderr.isatty() else None)
    if found is None:
        terminal.show(terminal.as_lines(*problems, f"{terminal.count_of(problems)} in {root}"))
        raise typer.Exit(1)
    counts = (
        (len(found.parties), "party", "parties"),
        (len(found.issues), "issue", "issues"),
        (len(found.positions), "position", "positions"),
        (sum(1 for _ in found.demands()), "demand", "demands"),
        (len(found.sources), "source", "sources"),
    )
    told = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)
    terminal.show(f"{root}: no problems; {told}\n")


@app.command()
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
) -> None:
    """Write a small commented dossier to start from."""
    import shlex
    from pathlib import Path

    from negpos.example import write
    from negpos.loading import shipped_names

    root = Path(folder)
    write(root)
    named = shlex.quote(f"./{root}" if folder in shipped_names() or folder[:1] == "-" else folder)
    terminal.show(f"wrote a dossier of two parties to {root}; now try:\n")
    terminal.show(f"  negpos check {named}\n  negpos compare north south --dossier {named}\n")


@app.command()
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[dossier|parties|issues|sources|position]",
            help="A kind of file; by default all, by name.",
            autocompletion=_words("dossier", "parties", "issues", "sources", "position"),
        ),
    ] = "",
    output: Output = "",
) -> None:
    """The JSON Schema of a dossier's files, for editors."""
    from negpos.api import one_of
    from negpos.records import files
    from negpos.render.json import json

    models = files()
    if kind:
        told = models[one_of("kind of file", kind, models)].model_json_schema()
    else:
        told = {name: model.model_json_schema() for name, model in models.items()}
    terminal.put(json(told), output, "json")


def _name_of(command: Any) -> str:
    return command.name or str(command.callback.__name__)


_HELP = {_name_of(c): str(getattr(c.callback, "__doc__", "")) for c in app.registered_commands}
"""The sentence of every command."""


def _opened(dossier: str) -> "Negotiation":
    from negpos import load

    return load(dossier)


def _compared(
    dossier: str,
    refs: list[str],
    as_of: str,
    attribution: str,
    joint: str,
    theme: str,
    issue: str,
) -> "Comparison":
    """The comparison asked for, with remarks on what a reader might miss."""
    from negpos import comparison

    desk = _opened(dossier)
    sides = _profiles(desk, refs, as_of, attribution, joint)
    return comparison.compare(desk.dossier, sides, _issues_of(desk, theme, issue))


def _profiles(
    desk: "Negotiation", refs: list[str], as_of: str, attribution: str, joint: str
) -> list["Profile"]:
    from negpos import names, profiles
    from negpos.api import options
    from negpos.dossier import ATTRIBUTIONS

    chosen = options(as_of, _split(attribution) or ATTRIBUTIONS, joint)
    ids = names.resolve_all(desk.dossier, refs)
    values = desk.dossier
    first = min((demand.known for demand in values.demands()), default="")
    if chosen.as_of and chosen.as_of < first:
        terminal.remark(f"negpos: nothing is on record before {first}")
    for id_ in ids:
        position = values.positions.get(id_)
        if position and chosen.as_of and position.known > chosen.as_of:
            terminal.remark(f"negpos: {id_} became known on {position.known}, after {chosen.as_of}")
    return [profiles.profile(values, id_, chosen, without=ids) for id_ in ids]


def _issues_of(desk: "Negotiation", theme: str, issue: str) -> list[str]:
    """The issues of the themes and of the names asked for, or all."""
    from negpos import names

    values = desk.dossier
    themes = {names.resolve_theme(values, word) for word in _split(theme)}
    issues = {names.resolve_issue(values, word) for word in _split(issue)}
    if not themes and not issues:
        return list(values.issues)
    return [i.id for i in values.issues.values() if i.theme in themes or i.id in issues]


def _split(words: str) -> tuple[str, ...]:
    """The words of a list with commas; UsageError for a list that holds none."""
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    if words and not found:
        raise UsageError(f"{words!r} names nothing", "name one, or several with commas between")
    return found


def _listed(what: str, words: str, valid: Iterable[str]) -> tuple[str, ...]:
    from negpos.api import one_of

    return tuple(one_of(what, word, valid) for word in _split(words))


class _Conditions(NamedTuple):
    relations: tuple[str, ...]
    least_overlap: float | None


def _conditions(words: str) -> _Conditions:
    """What ``--fail-on`` asks for; UsageError unless it can be met."""
    relations = []
    least = None
    for word in _split(words):
        name, sign, figure = word.partition("<")
        if word in ("deadlock", "crossing"):
            relations.append(word)
        elif name.strip() == "overlap" and sign and _is_percentage(figure):
            least = float(figure.rstrip("% ")) / 100
        else:
            hint = "choose from deadlock, crossing, overlap<N with N from 0 to 100"
            raise UsageError(f"--fail-on does not know {word!r}", hint)
    return _Conditions(tuple(relations), least)


def _is_percentage(figure: str) -> bool:
    try:
        return 0 <= float(figure.rstrip("% ")) <= 100
    except ValueError:
        return False


def _fail(found: "Comparison", conditions: _Conditions) -> None:
    """Exit 1 if a condition is met, with a remark that says which."""
    reasons = []
    for pair in found.pairs:
        names = f"{pair.left.id} and {pair.right.id}"
        for relation in conditions.relations:
            count = sum(v.relation == relation for v in pair.verdicts.values())
            if count:
                reasons.append(f"{names}: {count} {relation}")
        least = conditions.least_overlap
        if least is not None and pair.overlap is None:
            terminal.remark(
                f"negpos: {names}: nothing to score, so no overlap to hold to {least:.0%}"
            )
        if least is not None and pair.overlap is not None and pair.overlap < least:
            reasons.append(f"{names}: overlap {pair.overlap:.0%}, below {least:.0%}")
    if reasons:
        terminal.remark(f"negpos: --fail-on met: {'; '.join(reasons)}")
        raise typer.Exit(1)


def main() -> None:
    """Runs the command line; a closed pipe ends it as quietly as any other tool."""
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    _keep_only_what_is_called(sys.argv)
    app(prog_name="negpos")


def _keep_only_what_is_called(argv: list[str]) -> None:
    """Leaves typer one command to build where one is named, and none for the help of all."""
    if "_NEGPOS_COMPLETE" in os.environ:
        return
    word = argv[1] if len(argv) > 1 else "--help"
    if word in _HELP:
        app.registered_commands = [c for c in app.registered_commands if _name_of(c) == word]
    elif word in ("-h", "--help", "--version"):
        app.registered_commands = []
