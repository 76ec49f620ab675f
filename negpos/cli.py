"""The command line. A body resolves, loads, computes, renders and writes.

Heavy imports stand inside the bodies, so that help, errors and TAB stay quick.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from negpos import __version__, terminal
from negpos.arguments import (
    NARROW,
    READ,
    WRITE,
    AnyRef,
    AnyRefs,
    Asked,
    Day,
    FailOn,
    FailOnVerdict,
    FileKind,
    Folder,
    Grade,
    Ignore,
    InWords,
    IssueName,
    NewFolder,
    Only,
    OnlyKinds,
    OnlyVerdicts,
    Output,
    PartyRefs,
    Positions,
    Ref,
    Refs,
    Sources,
    Stub,
    TextFile,
    TextRef,
    Texts,
    Threshold,
    Toward,
    Unused,
    What,
    Words,
    takes,
)
from negpos.errors import DataError, NegposError, UsageError

if TYPE_CHECKING:
    from negpos.comparison import Comparison
    from negpos.dossier import Dossier
    from negpos.profiles import Profile, Vantage
    from negpos.view.grid import Report

PURPOSES = (
    ("Compare", ("compare", "redlines", "common", "gaps", "matrix")),
    ("Work on a text", ("plan", "diff", "link")),
    ("Follow over time", ("since", "timeline")),
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
@takes(*READ, *NARROW, *WRITE)
def compare(refs: Refs, asked: Asked, only: Only = "", fail_on: FailOn = "") -> None:
    """What the sides want on every issue, and how that relates."""
    from negpos.comparison import RELATIONS
    from negpos.view import compare as view

    relations = _listed("relation", only, RELATIONS)
    conditions = _conditions(fail_on)
    values, found = _compared(asked, refs)
    _write(values, view.report(found, relations), asked)
    _fail(found, conditions)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def redlines(refs: Refs, asked: Asked, fail_on: FailOn = "") -> None:
    """Red lines in conflict, unanswered and moved."""
    from negpos.redlines import red_lines
    from negpos.view import redlines as view

    conditions = _conditions(fail_on)
    values, found = _compared(asked, refs)
    _write(values, view.report(found, red_lines(values, found)), asked)
    _fail(found, conditions)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def common(refs: Refs, asked: Asked) -> None:
    """What is agreed, and where stated limits leave room."""
    from negpos.ground import common as common_ground
    from negpos.view import ground as view

    values, found = _compared(asked, refs)
    _write(values, view.report(found, common_ground(values, found)), asked)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def gaps(refs: Refs, asked: Asked) -> None:
    """The questions to put: vague, contested, open, silent."""
    from negpos.gaps import gaps as open_questions
    from negpos.view import gaps as view

    values, found = _compared(asked, refs)
    _write(values, view.report(found, open_questions(values, found)), asked)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def matrix(asked: Asked, refs: AnyRefs = None, positions: Positions = False) -> None:
    """The overlap of all pairs as a heat map."""
    from negpos.matrix import matrix as all_pairs
    from negpos.view import matrix as view

    values = _opened(asked)
    if refs and positions:
        raise UsageError("--positions goes without names", "leave out one of the two")
    named = refs or list(values.positions if positions else values.parties)
    sides = _profiles(values, named, asked)
    if not refs:
        sides = [side for side in sides if any(s.speaks for s in side.stances.values())]
    chosen = _issues_of(values, asked)
    with terminal.progress("comparing", "sides") as told:
        found = all_pairs(values, sides, chosen, told)
    _write(values, view.report(values, found), asked)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def plan(
    text: TextRef,
    refs: PartyRefs,
    asked: Asked,
    only: OnlyVerdicts = "",
    fail_on: FailOnVerdict = "",
) -> None:
    """Every point of a text against every party: met, short, crossed."""
    from negpos import plans
    from negpos.view import plan as view

    verdicts = _listed("verdict", only, plans.VERDICTS)
    conditions = _listed("verdict", fail_on, plans.VERDICTS)
    values = _opened(asked)
    _once(_ids(values, refs))
    first, *others = _profiles(values, [text, *refs], asked)
    found = plans.plan(values, first, others, _issues_of(values, asked))
    _write(values, view.report(found, verdicts), asked)
    met = [
        f"{', '.join(clause.points) or clause.first.ref} {answer.verdict} for {party}"
        for clause in found.clauses
        for party, answer in clause.answers.items()
        if answer.verdict in conditions
    ]
    if met:
        terminal.remark(f"negpos: --fail-on met {len(met)} times, first: {met[0]}")
        raise typer.Exit(1)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def diff(
    texts: Texts,
    asked: Asked,
    toward: Toward = "",
    only: OnlyKinds = "",
    ignore: Ignore = "",
    words: InWords = False,
) -> None:
    """Two or three texts, clause by clause: changed, added, dropped."""
    from negpos import diffs
    from negpos.api import one_of
    from negpos.view import diff as view

    if len(texts) not in (2, 3):
        raise UsageError("a diff needs two texts, or three", "negpos diff us-28-point e3-counter")
    if len(texts) != 2 and (toward or words):
        raise UsageError("--toward and --words go with two texts", "leave out the third")
    if ignore:
        one_of("wording to ignore", ignore, ("wording",))
    kinds = _listed("kind", only, diffs.KINDS) or view.kinds_shown(bool(ignore))
    values = _opened(asked)
    sides = [_side(values, word, asked) for word in texts]
    parties = _once([_party(values, id_) for id_ in _ids(values, list(_split(toward)))])
    compared = [side.id for side in sides]
    others = _profiles(values, parties, asked, without=compared)
    chosen = _issues_of(values, asked)
    if len(sides) == 3:
        found = diffs.three(values, sides, chosen)
        _write(values, view.report_three(found, kinds), asked)
        pairs = [found.first, found.second]
    else:
        pairs = [diffs.diff(values, sides[0], sides[1], others, chosen)]
        _write(values, view.report(pairs[0], kinds, in_words=words), asked)
    alike = set(diffs.KINDS) - set(view.kinds_shown(bool(ignore)))
    if any(row.kind not in alike for pair in pairs for row in pair.rows):
        raise typer.Exit(1)


@app.command()
@takes("dossier", "as_of", "known_by", "attribution", *NARROW, "format", "output")
def link(text: TextFile, asked: Asked, threshold: Threshold = "", stub: Stub = False) -> None:
    """Passages of any text, with the demands they may state."""
    from negpos.safe import safe
    from negpos.text import backing, links, passages
    from negpos.view import link as view

    if stub and asked.format:
        raise UsageError("--stub writes TOML", "leave out --format")
    if threshold and not _is_percentage(threshold):
        raise UsageError(f"{threshold!r} is no likeness", "give a number from 0 to 100")
    least = float(threshold.rstrip("% ")) if threshold else links.THRESHOLD
    values = _narrowed(asked)
    name = "standard input" if text == "-" else safe(os.path.basename(text), keep="")
    opening: list[str] = []
    lines = _lines_of(text, name, opening)
    found = links.link(values, passages.passages_of(lines), _issues_of(values, asked), least)
    if not found.passages:
        raise UsageError(f"{name} holds no words", "give a text of at least a sentence")
    if found.left_out:
        terminal.remark(
            f"negpos: {found.left_out:,} links beyond the {links.MOST} best on an issue are left "
            "out; narrow with --issue or raise --threshold"
        )
    if stub:
        known = backing.sources_of(values, backing.Text(text, "\n".join(opening)))
        source = known[0].id if len(known) == 1 else ""
        terminal.put((view.stub(values, name, found, source),), asked.output, "toml", [text])
    else:
        _write(values, view.report(values, name, found), asked, read=[text])


def _lines_of(text: str, name: str, opening: list[str]) -> Iterator[str]:
    """The lines of a file or of standard input as they are read; the first are noted."""
    from negpos.intake import files
    from negpos.text.backing import OPENING

    if text == "-" and sys.stdin is None:
        raise UsageError("standard input is closed", "name a file, or pipe a text in")
    with (
        sys.stdin.buffer if text == "-" else files.open_text(text) as file,
        terminal.progress("reading", "MB", 1_000_000) as told,
    ):
        length = 0
        for line in files.lines(file, name, told):
            if length < OPENING:
                opening.append(line)
                length += len(line) + 1
            yield line


@app.command()
@takes(*READ, *NARROW, *WRITE)
def since(date: Day, asked: Asked, refs: AnyRefs = None) -> None:
    """What was said since a day, what moved, and toward whom."""
    from negpos import history
    from negpos.view import since as view

    values = _opened(asked)
    vantage = _vantage(values, asked)
    start = _start(values, date, vantage)
    named = refs or list(values.parties)
    ids = _once([_party(values, id_) for id_ in _ids(values, named)])
    found = history.since(values, ids, start, vantage, _issues_of(values, asked))
    if not any(side.demands for side in found.sides):
        terminal.remark(f"negpos: nothing on record was said after {start}")
    _write(values, view.report(values, found), asked)


@app.command()
@takes(*READ, *NARROW, *WRITE)
def timeline(asked: Asked, ref: AnyRef = "") -> None:
    """The sequence of statements; with --issue also each step of a stance."""
    from negpos import history
    from negpos.view import timeline as view

    values = _opened(asked)
    vantage = _vantage(values, asked)
    named = _ids(values, [ref]) if ref else list(values.parties)
    parties = [_party(values, id_) for id_ in named]
    if not asked.issue and not asked.theme:
        report = view.positions(
            values, history.sequence(values, parties, vantage), parties, vantage
        )
    else:
        chosen = _issues_of(values, asked)
        found = history.courses(values, parties, chosen, vantage)
        report = view.courses(values, found, vantage, chosen)
    _write(values, report, asked)


@app.command()
@takes(*READ, *WRITE)
def on(issue: IssueName, asked: Asked) -> None:
    """Everyone's stance on one issue, along its scale."""
    from negpos import names
    from negpos.view import on as view

    values = _opened(asked)
    chosen = values.issues[names.resolve_issue(values, issue)]
    vantage = _vantage(values, asked)
    texts = [
        position.id
        for position in values.positions.values()
        if (position.is_joint or position.is_analysis or position.status in _TEXTS)
        and any(
            demand.issue == chosen.id and vantage.leave_out(demand) is None
            for demand in position.demands
        )
    ]
    sides = _profiles(values, [*values.parties, *texts], asked)
    _write(values, view.report(values, chosen, tuple(sides)), asked)


_TEXTS = ("published", "leaked")


@app.command()
@takes(*READ, *WRITE)
def show(ref: Ref, asked: Asked) -> None:
    """One party's profile, or every point of one position."""
    from negpos.view import show as view

    values = _opened(asked)
    side = _profiles(values, [ref], asked)[0]
    _write(values, view.report(side), asked)


@app.command(name="list")
@takes("dossier", "as_of", "known_by", "attribution", *WRITE)
def list_(what: What, asked: Asked, unused: Unused = False, grade: Grade = "") -> None:
    """What is in the dossier."""
    from negpos.api import one_of
    from negpos.view import lists

    one_of("list", what, lists.KINDS)
    if grade:
        one_of("grade", grade, ("A", "B", "C"))
    if (unused or grade) and what != "sources":
        raise UsageError("--unused and --grade are for sources", "negpos list sources --unused")
    if what == "dossiers":
        if asked.receipt:
            raise UsageError("a list of dossiers has no figures to sign", "leave out --receipt")
        from negpos.intake.files import shipped
        from negpos.intake.loading import shipped_names

        rows = [(name, str(shipped() / name)) for name in shipped_names()]
        terminal.write(lists.dossiers(rows), asked.format, asked.output)
        return
    values = _narrowed(asked)
    if what == "sources":
        report = lists.sources(values, only_unused=unused, grade=grade)
    else:
        report = getattr(lists, what)(values)
    _write(values, report, asked)


@app.command()
@takes(*READ, *WRITE)
def why(ref: Ref, issue: IssueName, asked: Asked) -> None:
    """The evidence for one cell: statements, rules, sources."""
    from negpos import names
    from negpos.view import why as view

    values = _opened(asked)
    side = _profiles(values, [ref], asked)[0]
    chosen = values.issues[names.resolve_issue(values, issue)]
    _write(values, view.report(side, chosen), asked)


@app.command()
@takes("dossier", "as_of", "known_by", "attribution", *WRITE)
def search(words: Words, asked: Asked) -> None:
    """Demands by words, tolerant of spelling."""
    from negpos.text.search import search as find
    from negpos.view import lists

    values = _narrowed(asked)
    with terminal.progress("searching", "demands") as told:
        hits = find(values, words, told)
    _write(values, lists.found(values, hits, " ".join(words)), asked)


@app.command()
@takes("dossier", "format", "output")
def check(asked: Asked, folder: Folder = "", sources: Sources = "") -> None:
    """Tell every problem in a dossier; or hold demands against source texts."""
    from pathlib import Path

    from negpos.intake import loading

    name = folder or asked.dossier
    is_known = not folder or name in loading.shipped_names()
    root = loading.find(name) if is_known else Path(name)
    if not sources and (asked.format or asked.output):
        raise UsageError("--format and --output go with --sources DIR", "leave them out")
    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "is not there"
        hint = "name a folder that holds dossier.toml, or start one with: negpos new DIR"
        raise UsageError(f"{name!r} {what}", hint)
    with terminal.progress("reading", "files") as tell:
        found, problems = loading.check(root, tell)
    if found is None:
        terminal.show(terminal.as_lines(*problems, f"{terminal.count_of(problems)} in {root}"))
        raise typer.Exit(1)
    if sources:
        _hold_against_texts(found, sources, asked)
        return
    counts = (
        (len(found.parties), "party", "parties"),
        (len(found.issues), "issue", "issues"),
        (len(found.positions), "position", "positions"),
        (sum(1 for _ in found.demands()), "demand", "demands"),
        (len(found.sources), "source", "sources"),
    )
    told = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)
    terminal.show(terminal.as_lines(f"{root}: no problems; {told}"))
    if not found.positions:
        terminal.remark(
            "negpos: a dossier without positions answers nothing; "
            "write each as positions/<party>/<id>.toml"
        )


def _hold_against_texts(values: "Dossier", folder: str, asked: Asked) -> None:
    """The passage for every demand that cites a text in the folder."""
    from pathlib import Path

    from negpos.intake import files
    from negpos.text import backing
    from negpos.view import backing as view

    found, problems = files.read_texts(Path(folder))
    terminal.remark(*problems)
    if not found and problems:
        raise typer.Exit(2)
    texts = [backing.Text(name, data.decode("utf-8-sig", "replace")) for name, data in found]
    held = backing.hold(values, texts)
    for name in held.unknown:
        terminal.remark(f"negpos: {name} is of no known source; name it <id of the source>.txt")
    if not held.used:
        hint = "name each file by its source: negpos list sources"
        raise UsageError(f"no text in {folder!r} belongs to a source of the dossier", hint)
    read = [os.path.join(folder, text.name) for text in texts]
    terminal.write(view.report(values, held), asked.format, asked.output, read)


@app.command()
def new(folder: NewFolder) -> None:
    """Write a small commented dossier to start from."""
    import shlex
    from pathlib import Path

    from negpos.intake.example import write
    from negpos.intake.loading import shipped_names

    root = Path(folder)
    write(root)
    named = shlex.quote(f"./{root}" if folder in shipped_names() or folder[:1] == "-" else folder)
    told = [f"wrote a dossier of two parties to {root}; now try:"]
    if not folder.isprintable():  # what a terminal shows of such a name cannot be typed
        told[0] = f"wrote a dossier of two parties to {root}; now go there and try:"
        named = "."
    told += [f"  negpos check {named}", f"  negpos compare north south --dossier {named}"]
    terminal.show(terminal.as_lines(*told))


@app.command()
def schema(kind: FileKind = "", output: Output = "") -> None:
    """The JSON Schema of a dossier's files, for editors."""
    from negpos.api import one_of
    from negpos.intake.records import files
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


def _opened(asked: Asked) -> "Dossier":
    """The dossier asked for, with a remark where a folder of the same name is not meant."""
    from negpos.intake import loading

    if loading.is_hidden_folder(asked.dossier):
        terminal.remark_once(
            f"negpos: this is the dossier {asked.dossier} that comes with negpos; "
            f"the folder is ./{asked.dossier}"
        )
    with terminal.progress("reading", "files") as tell:
        return loading.load_dossier(asked.dossier, tell)


def _vantage(values: "Dossier", asked: Asked) -> "Vantage":
    """The vantage asked for, with a remark where nothing is on record for their date."""
    from negpos.api import vantage
    from negpos.dossier import ATTRIBUTIONS

    ground = _split(asked.attribution) or ATTRIBUTIONS
    chosen = vantage(asked.as_of, ground, asked.joint, asked.known_by)
    if first := chosen.nothing_before(values):
        terminal.remark_once(f"negpos: nothing is on record before {first}")
    if chosen.date > values.last_date() > "":
        terminal.remark_once(f"negpos: the last statement on record is of {values.last_date()}")
    return chosen


def _narrowed(asked: Asked) -> "Dossier":
    """The dossier with only the demands that count under the options asked for."""
    from negpos.profiles import counting

    values = _opened(asked)
    return counting(values, _vantage(values, asked))


def _ids(values: "Dossier", refs: list[str]) -> list[str]:
    from negpos import names

    return names.resolve_all(values, refs)


def _once(ids: list[str]) -> list[str]:
    """The ids, each named once; UsageError otherwise."""
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise UsageError(f"{id_!r} is named twice", "name each party once")
    return ids


def _party(values: "Dossier", id_: str) -> str:
    """The id if it is a party's; a text has one date and no history."""
    if id_ in values.parties:
        return id_
    hint = f"name a party, or see every point with: negpos show {id_}"
    raise UsageError(f"{id_!r} is a text, which has one date", hint)


def _side(values: "Dossier", word: str, asked: Asked) -> "Profile":
    """A text by its name, or a party on a day by PARTY@DATE."""
    from negpos import profiles
    from negpos.api import iso

    name, sign, date = word.partition("@")
    id_ = _ids(values, [name])[0]
    if not sign and id_ in values.parties:
        hint = f"compare parties with negpos compare, or one over time: {name}@2025-06-02"
        raise UsageError(f"{name!r} is a party, not a text", hint)
    if sign and id_ not in values.parties:
        raise UsageError(f"{name!r} is a text, which has one date", f"write it as {name}")
    vantage = _vantage(values, asked._replace(as_of=iso(date or "?") if sign else asked.as_of))
    return profiles.profile(values, id_, vantage)


def _start(values: "Dossier", date: str, vantage: "Vantage") -> str:
    """The day after which something is to be told; UsageError if that day is yet to come."""
    from datetime import date as calendar

    from negpos.api import iso

    start = iso(date or "?")
    today = calendar.today().isoformat()
    if start > today:
        last = values.last_date()
        raise UsageError(f"{start} is in the future", f"the last statement on record is of {last}")
    if vantage.date and vantage.date <= start:
        raise UsageError(
            f"{start} is not before {vantage.date}", "give --as-of or --known-by a later day"
        )
    return start


def _compared(asked: Asked, refs: list[str]) -> "tuple[Dossier, Comparison]":
    """The dossier and the comparison asked for, with remarks on what a reader might miss."""
    from negpos import comparison

    values = _opened(asked)
    sides = _profiles(values, refs, asked)
    return values, comparison.compare(values, sides, _issues_of(values, asked))


def _profiles(
    values: "Dossier", refs: list[str], asked: Asked, *, without: Iterable[str] = ()
) -> list["Profile"]:
    """The profile of each; texts that are compared, or named, are counted for no party."""
    from negpos import profiles

    chosen = _vantage(values, asked)
    ids = _ids(values, refs)
    for id_ in ids:
        position = values.positions.get(id_)
        if position is None:
            continue
        public_by = chosen.known_by or chosen.as_of
        if public_by and position.known > public_by:
            terminal.remark_once(
                f"negpos: {id_} became known on {position.known}, after {public_by}"
            )
        if asked.attribution and any(
            d.attribution not in chosen.attribution for d in position.demands
        ):
            terminal.remark(f"negpos: {id_} is named, so it speaks whatever its attribution")
    left_out = {*ids, *without}
    return [profiles.profile(values, id_, chosen, without=left_out) for id_ in ids]


def _issues_of(values: "Dossier", asked: Asked) -> list[str]:
    """The issues of the themes and of the names asked for, or all."""
    from negpos import names

    themes = {names.resolve_theme(values, word) for word in _split(asked.theme)}
    issues = {names.resolve_issue(values, word) for word in _split(asked.issue)}
    if not themes and not issues:
        return list(values.issues)
    return [i.id for i in values.issues.values() if i.theme in themes or i.id in issues]


def _write(values: "Dossier", report: "Report", asked: Asked, read: Iterable[str] = ()) -> None:
    """The report where and how it was asked for, with its receipt if that was asked for; never
    in the place of a file that was ``read`` for it."""
    if asked.receipt:
        from negpos.view.receipt import Receipt, with_receipt

        receipt = Receipt(__version__, values.id, values.digest[:16], asked.words)
        report = with_receipt(report, receipt)
        if asked.format == "csv" or asked.output.endswith(".csv"):
            terminal.remark(receipt.words)
    terminal.write(report, asked.format, asked.output, read)


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
            count = sum(v.relation == relation for v in pair.standings.values())
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
    if sys.stderr is None:  # typer would tell standard output what is wrong
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - open as long as the process runs
    if os.environ.get("_NEGPOS_COMPLETE"):
        _complete()
    _keep_only_what_is_called(sys.argv)
    app(prog_name="negpos")


def _complete() -> None:
    """Answers the TAB key and ends; whatever fails offers nothing, and no word of it reaches the
    line that the person is typing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        app(prog_name="negpos")
    except Exception:
        raise SystemExit(1) from None


def _keep_only_what_is_called(argv: list[str]) -> None:
    """Leaves typer one command to build where one is named, and none for the help of all."""
    word = argv[1] if len(argv) > 1 else "--help"
    if word in _HELP:
        app.registered_commands = [c for c in app.registered_commands if _name_of(c) == word]
    elif word in ("-h", "--help", "--version"):
        app.registered_commands = []
