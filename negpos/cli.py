"""The command line: what can be typed, and for each command what is asked, told and written.

Heavy imports stand inside the bodies, so that help, errors and TAB stay quick.
"""

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from negpos import __version__, terminal
from negpos.arguments import (
    AGED,
    NARROW,
    READ,
    SUPPOSE,
    TO,
    WRITE,
    AgainstBase,
    Alias,
    AnyRef,
    AnyRefs,
    At,
    Between,
    Declared,
    DemandAsk,
    DemandFirmness,
    DemandIssue,
    DemandText,
    Destination,
    DryRun,
    Empty,
    EveryPoint,
    Exported,
    FailOn,
    FailOnCircle,
    FailOnTurn,
    FailOnVerdict,
    FileKind,
    Folder,
    Form,
    Grade,
    Ground,
    Holder,
    Ignore,
    InNoCircle,
    InScores,
    IntoFolder,
    InWords,
    IssueAndAnswer,
    IssueAndRefs,
    IssueLabel,
    Kind,
    Lapsed,
    NamedSince,
    NewFolder,
    Only,
    OnlyKinds,
    OnlyVerdicts,
    OptionLabels,
    OrderRefs,
    Output,
    Parties,
    PartyId,
    PartyRefs,
    Positions,
    Publisher,
    Question,
    Record,
    RecordDate,
    RecordGrade,
    RecordName,
    RecordTitle,
    RefAndIssue,
    Refs,
    RefsAndTexts,
    RefWords,
    Renamed,
    ScaleEnds,
    SheetFile,
    Sides,
    SinceOption,
    SinceWords,
    SourceId,
    Sources,
    Speaker,
    Stage,
    Status,
    Stub,
    TemplateName,
    TemplateNames,
    Templates,
    TemplateTask,
    TextFile,
    TextOrFile,
    Texts,
    Threshold,
    Title,
    Top,
    Toward,
    TwoRefs,
    Unused,
    Url,
    What,
    Words,
    apart,
    command_first,
    signed,
)
from negpos.completion import usual
from negpos.errors import DataError, NegposError, UsageError
from negpos.examples import example
from negpos.terminal import Target
from negpos.terms import FORMATS, TEMPLATE_TASKS

if TYPE_CHECKING:
    from negpos.dossier import Dossier
    from negpos.own import Added
    from negpos.profiles import Profile
    from negpos.request import Asked, Reply

PURPOSES = (
    (
        "Compare",
        (
            "compare",
            "brief",
            "redlines",
            "common",
            "only",
            "gaps",
            "bridge",
            "order",
            "matrix",
            "page",
        ),
    ),
    ("Work on a text", ("plan", "diff", "wording", "link")),
    ("Follow over time", ("since", "timeline")),
    ("Look up", ("on", "show", "list", "why", "search")),
    ("Use in other programs", ("export",)),
    ("Write a dossier of your own", ("new", "import", "add", "template", "check", "schema")),
)
"""The commands by purpose, as help lists them."""

COMMANDS: dict[str, Declared] = {}
"""Every command by its name, as declared below."""

_TRIED = ("compare russia ukraine", "redlines russia ukraine", "why russia forces.personnel")
"""Lines to try first."""

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


class _Built(Mapping[str, Any]):
    """The commands by name, each built when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        alone = typer.Typer(add_completion=False, **_PLAIN)
        declared = COMMANDS[name]
        words = example(declared.example, os.environ.get(_VARIABLE))
        tried = f"Try: negpos {name} {words}" if words else None
        alone.command(name, epilog=tried)(signed(declared))
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Commands(TyperGroup):
    """Only the command called is built; help is grouped by purpose, and faults are told in one
    line with exit code 2."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands: Any = _Built()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command called; what is none is told in one line, with the line to type."""
        if args and args[0] == "help":
            terminal.show(ctx.get_help() + "\n")
            raise typer.Exit
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            line = _meant(args)
            hint = f"type: negpos {line}" if line else "see: negpos --help"
            raise UsageError(f"there is no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Options before the command go to the command."""
        try:
            return super().parse_args(ctx, command_first(args))
        except _Misuse as error:
            terminal.remark(f"negpos: {_words_of(error)}; see: negpos --help")
        raise typer.Exit(2)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        lines = (example(words, os.environ.get(_VARIABLE)) for words in _TRIED)
        self.epilog = f"Try: {' · '.join(f'negpos {line}' for line in lines if line)}"
        super().format_epilog(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for purpose, names in PURPOSES:
            with formatter.section(purpose):
                formatter.write_dl([(name, COMMANDS[name].body.__doc__) for name in names])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except NegposError as error:
            terminal.remark(*getattr(error, "__notes__", ()))
            if isinstance(error, DataError):
                count = terminal.count_of(error.problems)
                terminal.remark(*error.problems, f"negpos: {count}; nothing was loaded")
            else:
                terminal.remark(f"negpos: {error}{_mended(error)}")
        except _Misuse as error:
            name = ctx.invoked_subcommand or ""
            terminal.remark(f"negpos: {_words_of(error)}{_like(name)}; see: negpos {name} --help")
        raise typer.Exit(2)


def _like(name: str) -> str:
    """The example of a command, of the dossier that was asked for."""
    if name not in COMMANDS:
        return ""
    asked = _asked_for(apart(sys.argv[1:])[1])
    words = example(COMMANDS[name].example, asked)
    option = f"-d {shlex.quote(asked)} " if asked and asked != os.environ.get(_VARIABLE) else ""
    return f"; as in: negpos {name} {option}{words}" if words else ""


def _mended(error: NegposError) -> str:
    """The line that was typed with the word that was meant, where one word alone is like it."""
    if not isinstance(error, UsageError) or not error.meant or error.typed not in sys.argv:
        return ""
    words = (error.meant if word == error.typed else word for word in sys.argv[1:])
    return f" Type: negpos {shlex.join(words)}"


_Misuse: Any = typer.BadParameter.__mro__[1]
"""What typer raises for words that it cannot parse; it has no public name there."""


def _words_of(misuse: Any) -> str:
    """What is wrong with the words typed, in one line that goes on."""
    told = " ".join(misuse.format_message().split()).removesuffix(".")
    name = str(getattr(misuse, "option_name", "")).lstrip("-")
    if name in FORMATS:
        told = f"{told}; write -f {name}, or -o FILE.{name}"
    return told[:1].lower() + told[1:]


def _meant(args: list[str]) -> str:
    """The line that was meant by one without a command; empty where none can be told."""
    from negpos import meant
    from negpos.names import nearest

    words, options = apart(args)
    close = nearest(words[0], COMMANDS, most=1) if len(words[0]) > 3 else []
    if command := meant.command(words[0].casefold()) or "".join(close):
        others = [word for word in words[1:] if word not in (command, "lines")]
        others = [] if command.startswith("list ") else others
        file = {"handout": "brief.html"}
        into = ["-o", file[words[0]]] if words[0] in file else []
        return shlex.join([*command.split(), *others, *options, *into])
    line = _meant_of(words, options)
    return " ".join([line, *map(shlex.quote, options)]) if line else ""


def _meant_of(words: list[str], options: list[str]) -> str:
    """The same for words that are names of the dossier asked for."""
    from negpos import meant
    from negpos.intake.loading import load_dossier

    try:
        return meant.line(load_dossier(_asked_for(options) or usual()), words)
    except NegposError:
        return ""


_VARIABLE = "NEGPOS_DOSSIER"


def _asked_for(options: list[str]) -> str:
    """The dossier that these options name, else the variable; empty for none."""
    name = os.environ.get(_VARIABLE, "")
    for place, option in enumerate(options):
        if option in ("-d", "--dossier"):
            name = options[place + 1] if place + 1 < len(options) else name
        elif option.startswith("--dossier="):
            name = option.partition("=")[2]
    return name


app = typer.Typer(
    cls=_Commands,
    **_PLAIN,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Compare negotiating positions: where sides agree, how far apart they are, which red "
    "lines collide, and on whose word. Positions are told as stated; listing is not endorsement.",
)


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


Body = Callable[..., None]


def command(*shared: str, example: str = "") -> Callable[[Body], Body]:
    """Declares a command that takes these shared options beside its own parameters."""

    def declare(body: Body) -> Body:
        COMMANDS[body.__name__.rstrip("_")] = Declared(body, shared, example)
        return body

    return declare


def _tell(reply: "Reply[Any]", to: Target) -> None:
    """Remarks, the report where and how it was asked for, and what decides the exit code."""
    terminal.remark(*reply.remarks)
    if to.format == "csv" or to.output.endswith(".csv"):  # which has no heading
        terminal.remark(*(f"negpos: {line}" for line in reply.beside))
        terminal.remark(*([reply.receipt] if reply.receipt else []))
    terminal.write(reply.report, to, (*reply.read, *_files(reply, to)))
    terminal.remark(*reply.met)
    if reply.code:
        raise typer.Exit(reply.code)


def _files(reply: "Reply[Any]", to: Target) -> list[str]:
    """The files of the dossier, of which a report must replace none."""
    from pathlib import Path

    return list(map(str, Path(reply.folder).rglob("*.toml"))) if to.output and reply.folder else []


@command(*READ, *AGED, *WRITE, example="russia ukraine")
def compare(
    refs: Refs,
    asked: "Asked",
    to: Target,
    only: Only = "",
    fail_on: FailOn = "",
    scores: InScores = False,
) -> None:
    """Where the sides stand to each other: the worst first, every issue with --full."""
    from negpos import reply

    found = reply.compare(asked, refs, only=only, fail_on=fail_on, scores=scores)
    _tell(found, to)


@command(*READ, *AGED, *WRITE, example="russia ukraine --top 5")
def redlines(refs: Refs, asked: "Asked", to: Target, top: Top = "", fail_on: FailOn = "") -> None:
    """Red lines in conflict, unanswered and moved."""
    from negpos import reply

    _tell(reply.redlines(asked, refs, top=top, fail_on=fail_on), to)


@command(*READ, *AGED, *WRITE, example="russia ukraine -o brief.html")
def brief(refs: RefsAndTexts, asked: "Asked", to: Target, since: SinceOption = "") -> None:
    """A handout to print: where two sides stand, with numbered sources."""
    from negpos import reply

    _tell(reply.brief(asked, refs, since=since), to)


@command(*READ, *AGED, *WRITE, example="us ukraine")
def common(refs: Refs, asked: "Asked", to: Target) -> None:
    """What is agreed, and where stated limits leave room."""
    from negpos import reply

    _tell(reply.common(asked, refs), to)


@command(*READ, *AGED, *WRITE, example="europe us")
def only(refs: TwoRefs, asked: "Asked", to: Target) -> None:
    """What the first asks for that the second refuses, answers otherwise, or not at all."""
    from negpos import reply

    _tell(reply.only(asked, refs), to)


@command(*READ, *AGED, *WRITE, example="russia ukraine")
def gaps(refs: Refs, asked: "Asked", to: Target) -> None:
    """The questions to put: vague, conditional, contested, open, silent."""
    from negpos import reply

    _tell(reply.gaps(asked, refs), to)


@command(*READ, *AGED, *WRITE, example="russia ukraine")
def bridge(
    refs: Sides, asked: "Asked", to: Target, since: NamedSince = "", lapsed: Lapsed = False
) -> None:
    """On what is open, the answers that every side has itself named, and where wording is."""
    from negpos import reply

    _tell(reply.bridge(asked, refs, since=since, lapsed=lapsed), to)


@command(*READ, "max_age", *WRITE, example="russia ukraine")
def order(
    asked: "Asked",
    to: Target,
    refs: OrderRefs = None,
    all: InNoCircle = False,
    fail_on: FailOnCircle = "",
) -> None:
    """Who wants which step before which, and where that runs in a circle."""
    from negpos import reply

    _tell(reply.order(asked, refs or [], all=all, fail_on=fail_on), to)


@command(*READ, *NARROW, *SUPPOSE, *WRITE, example="russia ukraine us europe")
def matrix(asked: "Asked", to: Target, refs: AnyRefs = None, positions: Positions = False) -> None:
    """The overlap of all pairs as a heat map."""
    from negpos import reply

    _tell(reply.matrix(asked, refs or [], positions=positions), to)


@command(
    *("dossier", "private", "attribution", "joint", *NARROW, "format", "output"),
    example="-o page.html",
)
def page(asked: "Asked", to: Target) -> None:
    """One HTML file to prepare with: any two parties, month by month, down to the sources."""
    from negpos import reply

    output = terminal.page_file(to)
    found = reply.page(asked)
    terminal.remark(*found.remarks)
    terminal.put((found.found,), output, "html", _files(found, to))
    if output:
        size = len(found.found.encode("utf-8", "replace"))
        terminal.remark(f"negpos: wrote {output}, {size / 1000:,.0f} KB")


@command(*READ, *NARROW, *SUPPOSE, *WRITE, example="us-28-point russia ukraine")
def plan(
    text: TextOrFile,
    refs: PartyRefs,
    asked: "Asked",
    to: Target,
    only: OnlyVerdicts = "",
    fail_on: FailOnVerdict = "",
) -> None:
    """Every point of a text against every party: met, short, crossed."""
    from negpos import reply

    _tell(reply.plan(asked, text, refs, only=only, fail_on=fail_on), to)


@command(
    *(*READ, *NARROW, *SUPPOSE, *WRITE),
    example="us-28-point us-ukraine-20-point --toward russia,ukraine",
)
def diff(
    texts: Texts,
    asked: "Asked",
    to: Target,
    toward: Toward = "",
    only: OnlyKinds = "",
    ignore: Ignore = "",
    words: InWords = False,
    against_base: AgainstBase = False,
) -> None:
    """Two or three texts, clause by clause: changed, added, dropped."""
    from negpos import reply

    how = {"toward": toward, "only": only, "ignore": ignore}
    _tell(reply.diff(asked, texts, **how, words=words, against_base=against_base), to)


@command(
    *("dossier", "private", "as_of", "known_by", "attribution", *WRITE),
    example="guarantees",
)
def wording(words: IssueAndAnswer, asked: "Asked", to: Target) -> None:
    """The texts that hold an answer, and where to read how they put it."""
    from negpos import reply

    _tell(reply.wording(asked, *words), to)


@command(
    "dossier", "private", "as_of", "known_by", "attribution", *NARROW, *TO, example="draft.txt"
)
def link(
    text: TextFile,
    asked: "Asked",
    to: Target,
    threshold: Threshold = "",
    stub: Stub = False,
    every_point: EveryPoint = False,
) -> None:
    """Passages of any text, with the demands they may state."""
    from negpos import reply

    if every_point and not stub:
        raise UsageError("--all goes with --stub", "add it, or leave out --all")
    if not stub:
        _tell(reply.link(asked, text, threshold=threshold), to)
        return
    if to.format:
        raise UsageError("--stub writes TOML", "leave out --format")
    draft = reply.stub(asked, text, threshold=threshold, every_point=every_point)
    terminal.remark(*draft.remarks)
    terminal.put((draft.found,), to.output, "toml", draft.read)


@command(*READ, *NARROW, *WRITE, example="2026-05-01 russia ukraine")
def since(words: SinceWords, asked: "Asked", to: Target, fail_on: FailOnTurn = "") -> None:
    """What was said since a day, what moved, and toward whom."""
    from negpos import reply

    _tell(reply.since(asked, words[0], words[1:], fail_on=fail_on), to)


@command(*READ, *NARROW, *WRITE, example="ukraine --issue nato-ukraine")
def timeline(asked: "Asked", to: Target, ref: AnyRef = None) -> None:
    """The sequence of statements; with --issue also each step of a stance."""
    from negpos import reply

    _tell(reply.timeline(asked, " ".join(ref or [])), to)


@command(*READ, *SUPPOSE, *WRITE, example="army russia ukraine")
def on(words: IssueAndRefs, asked: "Asked", to: Target) -> None:
    """Everyone's stance on one issue, along its scale."""
    from negpos import reply

    _tell(reply.on(asked, *words), to)


@command(*READ, *WRITE, example="russia")
def show(words: RefWords, asked: "Asked", to: Target, speaker: Speaker = "") -> None:
    """One party's profile, or every point of one position."""
    from negpos import reply

    _tell(reply.show(asked, *words, speaker=speaker), to)


@command("dossier", "private", "as_of", "known_by", "attribution", *WRITE, example="issues")
def list_(
    what: What, asked: "Asked", to: Target, unused: Unused = False, grade: Grade = ""
) -> None:
    """What is in the dossier."""
    from negpos import reply

    _tell(reply.list_(asked, what, unused=unused, grade=grade), to)


@command(*READ, *SUPPOSE, *WRITE, example="russia donetsk")
def why(words: RefAndIssue, asked: "Asked", to: Target) -> None:
    """The evidence for one cell: statements, rules, sources."""
    from negpos import reply

    _tell(reply.why(asked, *words), to)


@command("dossier", "private", "as_of", "known_by", "attribution", *WRITE, example="army")
def search(words: Words, asked: "Asked", to: Target) -> None:
    """Demands by words, tolerant of spelling."""
    from negpos import reply

    _tell(reply.search(asked, words), to)


@command("dossier", "private", *TO, example="my-dossier")
def check(asked: "Asked", to: Target, folder: Folder = "", sources: Sources = "") -> None:
    """Tell every problem in a dossier; or hold demands against source texts."""
    from negpos import reply

    if not sources and (to.format or to.output):
        raise UsageError("--format and --output go with --sources DIR", "leave them out")
    root = reply.folder(asked, folder)
    named = folder or str(asked.dossier or root)
    if str(root) != named:
        terminal.remark(*reply.hidden(named))
    checked = reply.check(root, named, asked.watch, private=asked.private)
    problems = checked.problems
    if checked.dossier is None and sources:
        raise DataError(tuple(problems))
    if checked.dossier is None:
        terminal.show(terminal.as_lines(*problems, f"{terminal.count_of(problems)} in {root}"))
        raise typer.Exit(1)
    if not sources:
        _tell_sound(checked.dossier, checked.parties, str(root))
        return
    try:
        held = reply.hold(checked.dossier, sources)
    except DataError as error:
        terminal.remark(*error.problems)
        raise typer.Exit(2) from None
    _tell(held, to)


def _counts(found: "Dossier") -> str:
    """How much a dossier holds."""
    counts = (
        (len(found.parties), "party", "parties"),
        (len(found.issues), "issue", "issues"),
        (len(found.positions), "position", "positions"),
        (sum(1 for _ in found.demands()), "demand", "demands"),
        (len(found.sources), "source", "sources"),
    )
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)


def _tell_sound(found: "Dossier", parties: "Mapping[str, Profile]", root: str) -> None:
    """How much a dossier without problems holds, and what in it is worth a remark."""
    from negpos import reply

    hidden = f"; private and not counted: {found.left_out:,}" if found.left_out else ""
    terminal.show(terminal.as_lines(f"{root}: no problems; {_counts(found)}{hidden}"))
    terminal.remark(*reply.todo(root), *reply.taken_back(found), *reply.overtaken(found))
    terminal.remark(*reply.outbid(found, parties), *reply.beside(found))
    if strangers := reply.unknown_voices(found):
        terminal.remark(
            f"negpos: {len(strangers)} on record are no [[party.voice]] and weigh least: "
            + "; ".join(strangers)
        )
    if not found.positions:
        terminal.remark(
            "negpos: a dossier without positions answers nothing; "
            "write each as positions/<party>/<id>.toml"
        )


@command("dossier", "private", example="-o dossier.xlsx")
def export(asked: "Asked", name: Exported = "", output: Destination = "") -> None:
    """All of a dossier as a data package: CSV files that tell their types, or a workbook."""
    from negpos import reply

    if output and name:
        asked = asked._replace(dossier=name)
    found, parts = reply.export(asked, output or name)
    of = f"dossier {found.id}{', with private positions,' * found.has_private}"
    what = "sheets" if (output or name).lower().endswith(".xlsx") else "files"
    told = f"wrote {len(parts)} {what} of {of} to {output or name}: {_counts(found)}"
    terminal.show(terminal.as_lines(told))
    if found.left_out:
        terminal.remark(f"negpos: private and not exported: {found.left_out:,}; see --private")


@command(*TO, example="sheet.csv my-dossier")
def import_(
    name: SheetFile,
    folder: IntoFolder,
    asked: "Asked",
    to: Target,
    renamed: Renamed = "",
    dry_run: DryRun = False,
) -> None:
    """Make a dossier of a spreadsheet, or add to one."""
    from negpos import reply

    _tell(reply.import_(asked, name, folder, renamed=renamed, is_dry=dry_run), to)


@command(example='talks --parties "us=United States,hamas=Hamas" --template ceasefire,aid')
def new(
    folder: NewFolder,
    title: Title = "",
    parties: Parties = "",
    template: Templates = "",
    empty: Empty = False,
) -> None:
    """Start a dossier: a small commented example, or your own parties and issues."""
    from negpos import own

    told = own.new(
        folder,
        title=title,
        parties=parties,
        template=template,
        empty=empty,
        today=terminal.today(),
    )
    terminal.show(terminal.as_lines(*told))


@command("dossier", example='party "United Arab Emirates" --id uae --alias emirates')
def add(
    what: Record,
    asked: "Asked",
    name: RecordName = "",
    id_: PartyId = "",
    alias: Alias = None,
    publisher: Publisher = "",
    title: RecordTitle = "",
    date: RecordDate = "",
    url: Url = "",
    grade: RecordGrade = "",
    kind: Kind = "",
    question: Question = "",
    options: OptionLabels = "",
    scale: ScaleEnds = "",
    label: IssueLabel = "",
    template: TemplateName = "",
    party: Holder = "",
    source: SourceId = "",
    at: At = "",
    status: Status = "",
    stage: Stage = "",
    attribution: Ground = "",
    form: Form = "",
    issue: DemandIssue = "",
    ask: DemandAsk = "",
    text: DemandText = "",
    firmness: DemandFirmness = "",
) -> None:
    """Add a party, an issue, a source or a position to your dossier."""
    from negpos import own

    given = {
        **{"id": id_, "alias": alias or (), "publisher": publisher, "title": title, "date": date},
        **{"url": url, "grade": grade, "kind": kind, "question": question, "options": options},
        **{
            "label": label,
            "scale": scale,
            "template": template,
            "party": party,
            "source": source,
            "at": at,
        },
        **{"status": status, "stage": stage, "attribution": attribution, "form": form},
        **{"issue": issue, "ask": ask, "text": text, "firmness": firmness},
    }
    _tell_added(own.add(asked, what, name, given))


def _tell_added(added: "Added") -> None:
    """What stands in the dossier now, and where."""
    terminal.remark(*added.remarks)
    terminal.show(terminal.as_lines(f"added {added.record}: {added.place}"))


@command("dossier", "full", *TO, example="show ddr.arms")
def template(
    task: TemplateTask,
    asked: "Asked",
    to: Target,
    names: TemplateNames = None,
    between: Between = "",
) -> None:
    """Issues ready to take over: list them, show them, add them to your dossier."""
    from negpos import own
    from negpos.names import one_of

    one_of("task", task, TEMPLATE_TASKS)
    if task != "add" and between:
        raise UsageError("--between goes with add", "negpos template add withdrawal --between A,B")
    if task != "add":
        tell = own.template if task == "show" else own.templates
        _tell(tell(names or (), full=asked.full), to)
        return
    if to.format or to.output:
        raise UsageError("--format and --output go with list and show", "leave them out")
    _tell_added(own.add_templates(asked, names or (), between))


@command(example="position")
def schema(kind: FileKind = "", output: Output = "") -> None:
    """The JSON Schema of a dossier's files, for editors."""
    from negpos import reply
    from negpos.render.json import json

    terminal.put(json(reply.schema(kind)), output, "json")


def main() -> None:
    """Runs the command line; a closed pipe ends it as quietly as any other tool."""
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if sys.stdout is None and {"-h", "--help"} & set(sys.argv):
        terminal.remark("negpos: standard output is closed; help has nowhere to go")
        raise SystemExit(2)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # typer prints help as it is, in any encoding
    if sys.stderr is None:  # typer would tell standard output what is wrong
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - open as long as the process runs
    if os.environ.get("_NEGPOS_COMPLETE"):
        _complete()
    app(prog_name="negpos")


def _complete() -> None:
    """Answers the TAB key and ends; whatever fails offers nothing, and no word of it reaches the
    line that the person is typing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        app(prog_name="negpos")
    except Exception:
        raise SystemExit(1) from None
