"""A dossier of one's own: it is started, and records are added to it, each whole or not at all."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from negpos.errors import Problem, UsageError
from negpos.request import Asked, Reply, split

if TYPE_CHECKING:
    from pathlib import Path

    from negpos.intake.adding import Named
    from negpos.intake.files import File
    from negpos.intake.templates import Pack, Template


def new(
    folder: str,
    *,
    title: str = "",
    parties: str = "",
    template: str = "",
    empty: bool = False,
    today: str = "",
) -> tuple[str, ...]:
    """What was written to a new folder, and what to type next: the example, or a dossier of these
    parties with the issues of these templates. UsageError where that cannot be, and then nothing
    is written."""
    from pathlib import Path

    from negpos.intake import example

    _check_signs(title, parties)
    if not folder:
        raise UsageError("a new dossier needs a folder", "name one that is not there yet")
    if (title or template) and not parties:
        option = "--title" if title else "--template"
        hint = 'name them: --parties "us=United States,hamas=Hamas"'
        raise UsageError(f"{option} goes with parties of your own", hint)
    if not parties:
        files = example.FILES if not empty else _without_words()
        example.write(Path(folder), files)
        return _told_of_example(folder, is_empty=empty)
    files = _files(folder, title, parties, template, empty=empty, today=today)
    example.write(Path(folder), files)
    return _told(folder, files, [one for one, _ in _parties(parties)])


def _check_signs(*typed: Any) -> None:
    """UsageError for words that hold what is no letter in any encoding."""
    for words in typed:
        for word in (words,) if isinstance(words, str) else words:
            if any("\ud800" <= sign <= "\udfff" for sign in word):
                raise UsageError(f"{word!r} holds a sign that is no text", "type it anew in UTF-8")


def _without_words() -> dict[str, str]:
    """The files of the example without its positions and their sources."""
    from negpos.intake.example import FILES

    kept = {name: text for name, text in FILES.items() if not name.startswith("positions/")}
    return kept | {"sources.toml": FILES["sources.toml"].partition("[[")[0]}


def _files(
    folder: str, title: str, parties: str, template: str, *, empty: bool, today: str
) -> dict[str, str]:
    """The files of a dossier with these parties, which passes every check; UsageError where it
    would not."""
    from datetime import date
    from pathlib import Path

    from negpos.intake import founding, loading
    from negpos.intake.adding import slug
    from negpos.intake.files import File
    from negpos.intake.templates import chosen

    named, templates = _parties(parties), chosen(split(template))
    title = title or " and ".join([name for _, name in named])
    id_ = slug(title) or slug(Path(folder).name) or "dossier"
    day = today or date.today().isoformat()
    files = founding.files(id_, title, named, templates, today=day, is_empty=empty)
    written = [File(name, text.encode("utf-8", "surrogatepass")) for name, text in files.items()]
    _, problems = loading.read(Path(folder), sorted(written), [])
    if problems:
        raise _amiss(problems)
    return files


def _parties(words: str) -> "list[Named]":
    """The parties named, two or more, each by an id of its own; UsageError otherwise."""
    from negpos.intake.adding import named

    found = [named(one) for one in split(words)]
    if len(found) < 2:
        hint = 'name two or more: --parties "us=United States,hamas=Hamas"'
        raise UsageError("a negotiation has two parties or more", hint)
    ids = [id_ for id_, _ in found]
    if twice := [id_ for id_ in dict.fromkeys(ids) if ids.count(id_) > 1]:
        raise UsageError(f"two parties have the id {twice[0]!r}", "write another: id=Name")
    return found


def _amiss(problems: Sequence[Problem]) -> UsageError:
    """The first of these problems, told of what was typed, not of a file that is not written."""
    first = problems[0]
    parts = [part for part in (first.record, first.field, first.message) if part]
    return UsageError(": ".join(parts), first.hint)


def _typed(folder: str) -> tuple[str, str]:
    """A folder as it can be typed behind a command, and how to get there first, where what a
    terminal shows of its name cannot be typed."""
    from negpos.intake.loading import shipped_names

    if not folder.isprintable():
        return ".", "go there and "
    bare = folder in shipped_names() or folder[:1] == "-"
    return shlex.quote(f"./{folder}" if bare else folder), ""


def _told_of_example(folder: str, *, is_empty: bool) -> tuple[str, ...]:
    named, going = _typed(folder)
    told = f"wrote a dossier of two parties to {folder}; now {going}try:"
    last = "list issues" if is_empty else "compare north south"
    return told, f"  negpos check {named}", f"  negpos {last} --dossier {named}"


def _told(folder: str, files: Mapping[str, str], parties: Sequence[str]) -> tuple[str, ...]:
    """How much was written, and the very next lines to type."""
    named, going = _typed(folder)
    count = files["issues.toml"].count("\n[[issue]]\n")
    issues = f"{count} issue{'s' if count > 1 else ''}"
    return (
        f"wrote a dossier of {len(parties)} parties and {issues} to {folder}; now {going}type:",
        f"  negpos check {named}",
        "then add what was said, its source first:",
        "  negpos add source ID --publisher NAME --title TITLE --date YYYY-MM-DD --grade A"
        f" -d {named}",
        f"  negpos add position --party {parties[0]} --title TITLE --date YYYY-MM-DD --source ID"
        f" -d {named}",
    )


# What is added.


class Added(NamedTuple):
    """What stands in the dossier now: the record, its file and line, and what is worth a remark."""

    record: str
    place: str
    remarks: tuple[str, ...] = ()


Options = Mapping[str, Any]
"""What was typed for a record, by the name of the option; only what was typed."""


def add(asked: Asked, what: str, name: str, options: Options) -> Added:
    """A record as it was added to the dossier asked for, or to the one around the current folder.
    UsageError where it cannot be, and then every file is as it was."""
    from negpos.intake.files import read_folder
    from negpos.names import one_of

    one_of("record to add", what, _KINDS)
    kind = _KINDS[what]
    _check_signs(name, *options.values())
    given = {option: value for option, value in options.items() if value}
    for option in given:
        if option not in kind.options:
            known = ", ".join(f"--{one}" for one in kind.options)
            raise UsageError(f"--{option} is not for a {what}", f"those of one are {known}")
    missing = [f"--{option}" for option in kind.needed if option not in given]
    if (kind.name and not name) or missing:
        wanted = " and ".join([*([kind.name] if kind.name and not name else []), *missing])
        raise UsageError(f"a {what} needs {wanted}", f"as in: negpos add {what} {kind.example}")
    root = _root(asked)
    found, problems = read_folder(root)
    return kind.make(_Own(root, found, problems, asked.today), name, given)


class _Own(NamedTuple):
    """The dossier that is added to: its folder, its files and what is wrong with them."""

    root: "Path"
    files: "list[File]"
    problems: list[Problem]
    today: str

    def data(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""
        return next((file.data for file in self.files if file.name == name), None)

    def rows(self, name: str, kind: str) -> list[dict[str, Any]]:
        """The tables of a kind in a file that have an id, as far as it can be read."""
        from negpos.intake.parse import read_toml

        files = [file for file in self.files if file.name == name]
        tables = [read_toml(file.name, file).table or {} for file in files]
        rows = tables[0].get(kind) if tables else []
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return [row for row in found if isinstance(row.get("id"), str)]

    def ids(self, name: str, kind: str) -> list[str]:
        """The ids of the records of a kind in a file, as far as it can be read."""
        return [row["id"] for row in self.rows(name, kind)]

    def names(self) -> dict[str, str]:
        """The names of the parties by their ids, as far as their file can be read."""
        rows = self.rows("parties.toml", "party")
        return {row["id"]: str(row.get("name", row["id"])) for row in rows}

    def check(self, name: str) -> None:
        """UsageError where a file is no TOML as it is: what is added to it could not be read."""
        from negpos.intake.parse import read_toml

        for file in self.files:
            if file.name == name and (amiss := read_toml(f"{self.root}/{name}", file).problems):
                raise UsageError(str(amiss[0]._replace(hint="")), "mend that first")

    def saved(self, record: str, name: str, *blocks: str, **more: Any) -> Added:
        """The record, once these texts stand at the end of its file; UsageError for what makes a
        problem that was not there, and then nothing is saved."""
        from negpos.intake import loading
        from negpos.intake.adding import appended
        from negpos.intake.files import NAMES, File
        from negpos.intake.writing import opening
        from negpos.saving import save_data

        before = self.data(name)
        head = opening(File(name, b"").kind).encode() if before is None else before
        data = appended(head, *blocks)
        others = [file for file in self.files if file.name != name]
        path = f"{self.root}/{name}"
        kept = [one for one in self.problems if before is not None or one.path != path]
        self.check(name)
        had = self.files
        if before is None and name in NAMES:  # a missing file hides what an empty one would show
            had = sorted([*others, File(name, b"")])
        _, old = loading.read(self.root, had, kept)
        _, now = loading.read(self.root, sorted([*others, File(name, data)]), kept)
        if fresh := [problem for problem in now if problem not in old]:
            raise _amiss(fresh)
        save_data(data, path, before)
        line = len(data) and data[: len(data) - len(appended(b"", *blocks))].count(b"\n") + 1
        remarks = list(more.get("remarks", ()))
        if now:
            count = f"{len(now)} problem{'s' if len(now) > 1 else ''}"
            remarks.append(f"negpos: {count} in it beside; see: negpos check")
        return Added(record, f"{path}:{line}" if before is not None else path, tuple(remarks))


def _root(asked: Asked) -> "Path":
    """The folder of the dossier to add to; UsageError for one that comes with negpos, and where
    there is none."""
    from pathlib import Path

    from negpos.intake import files, loading

    name = str(asked.dossier or files.around())
    hint = "start one of your own: negpos new DIR"
    if not name:
        raise UsageError(
            "this is no folder of a dossier, nor in one", f"name one: -d DIR; or {hint}"
        )
    root = loading.find(name)
    if name in loading.shipped_names() or root.resolve().parent == files.shipped().resolve():
        told = f"the dossier {root.resolve().name} comes with negpos, and nothing is added to it"
        raise UsageError(told, hint)
    if not (root / files.NAMES[0]).is_file():
        raise UsageError(f"{name!r} is no folder of a dossier: it has no {files.NAMES[0]}", hint)
    return Path(root)


def _add_party(own: _Own, name: str, given: Options) -> Added:
    from negpos.intake.adding import named, party

    id_, told = named(f"{given['id']}={name}" if "id" in given else name)
    text = party(id_, told, _several(given.get("alias", ())), given.get("kind", ""))
    return own.saved(f"party {id_}", "parties.toml", text)


def _several(words: Sequence[str]) -> list[str]:
    """Words that were typed one by one, or with commas between them."""
    return [one for word in words for one in split(word)]


def _add_source(own: _Own, name: str, given: Options) -> Added:
    from negpos.intake.adding import day, source

    kind = given.get("kind", "document")
    fields = {
        "id": name,
        "publisher": given["publisher"],
        "title": given["title"],
        "date": day(given["date"], own.today),
        "url": given.get("url"),
        "kind": kind,
        "grade": given["grade"].upper(),
    }
    remarks = () if "kind" in given else _taken({"kind": kind})
    return own.saved(f"source {name}", "sources.toml", source(fields), remarks=remarks)


def _taken(fields: Mapping[str, str]) -> tuple[str, ...]:
    """A remark on what nobody typed."""
    told = ", ".join(f"{name} {value}" for name, value in fields.items())
    return (f"negpos: taken as {told}; change it in the file where that is not so",) if told else ()


def _add_issue(own: _Own, name: str, given: Options) -> Added:
    from negpos.intake import adding
    from negpos.intake.templates import chosen

    theme, _, last = name.partition(".")
    if "template" in given:
        others = ("question", "options", "scale", "kind", "label")
        amiss = [f"--{one}" for one in others if one in given]
        if amiss:
            told = f"{amiss[0]} is told by the template"
            raise UsageError(told, "leave it out, and reword it in the file")
        found = chosen([given["template"]])
        if len(found) != 1:
            hint = f"add all of it: negpos template add {given['template']}"
            raise UsageError(f"{given['template']!r} is a pack of {len(found)} issues", hint)
        return _add_templates(own, [(found[0].between(()), name)])[0]
    if "question" not in given or ("options" in given) == ("scale" in given):
        hint = f"as in: negpos add issue {_ISSUE}; or take a template: --template aid.crossings@1"
        raise UsageError("an issue needs --question, and --options or --scale", hint)
    words = last.replace("-", " ")
    label = given.get("label") or words[:1].upper() + words[1:]
    text = adding.issue(name, label, given["question"], _scale(given))
    return own.saved(f"issue {name}", "issues.toml", *_new_themes(own, [theme]), text)


def _scale(given: Options) -> dict[str, Any]:
    """The scale of a new issue: of figures or dates from one end to another, or of options."""
    from negpos.intake import adding

    kind = given.get("kind", "ordinal")
    if "scale" in given:
        if "kind" in given:
            raise UsageError("--kind goes with --options", "leave it out: --scale tells it")
        return adding.measured(given["scale"])
    if kind in ("quantity", "date"):
        hint = 'tell its ends: --scale "0 to 60 percent" or "2026-01 to 2027-12"'
        raise UsageError(f"a scale of kind {kind} has no options", hint)
    options = [adding.named(one) for one in given["options"].split("|") if one.strip()]
    return adding.of_options(kind, options)


def _new_themes(own: _Own, themes: Sequence[str]) -> list[str]:
    """The tables of those of these themes that the dossier does not have."""
    from negpos.intake.adding import theme
    from negpos.intake.templates import packs

    titles = {pack.id: pack.title for pack in packs()}
    known = own.ids("issues.toml", "theme")
    missing = [one for one in dict.fromkeys(themes) if one not in known]
    return [theme(one, titles.get(one) or one.replace("-", " ").capitalize()) for one in missing]


def _add_templates(own: _Own, wanted: "Sequence[tuple[Template, str]]") -> list[Added]:
    """Issues made from these templates under these ids, all of them or none."""
    from negpos.intake.adding import templated

    themes = _new_themes(own, [id_.partition(".")[0] for _, id_ in wanted])
    texts = [templated(template, id_) for template, id_ in wanted]
    record = ", ".join(id_ for _, id_ in wanted)
    noun = "issue" if len(wanted) == 1 else f"{len(wanted)} issues:"
    return [own.saved(f"{noun} {record}", "issues.toml", *themes, *texts)]


_BY_STATUS = {
    "published": ("document", "text"),
    "leaked": ("document", "text"),
    "statement": ("official", "paraphrased"),
    "oral": ("official", "paraphrased"),
    "analysis": ("analyst", "paraphrased"),
}
"""The attribution and the form that go with a status where none are typed."""


def _add_position(own: _Own, name: str, given: Options) -> Added:
    from negpos.intake import adding
    from negpos.names import one_of

    status = one_of("status", given.get("status", "statement"), _BY_STATUS)
    attribution, form = _BY_STATUS[status]
    assumed = {"status": status, "attribution": attribution, "form": form}
    told = {key: given.get(key, value) for key, value in assumed.items()}
    id_ = name or adding.slug(given["title"])
    if not id_:
        raise UsageError("no id can be made of the title", "give one: negpos add position ID …")
    holders = split(given["party"])
    fields = {
        "id": id_,
        "title": given["title"],
        "about" if status == "analysis" else "parties": list(holders),
        "date": adding.day(given["date"], own.today),
        "stage": given.get("stage"),
        **told,
        "evidence": [{"source": given["source"], "at": given.get("at", "whole text")}],
    }
    demand = _demand(given)
    issues = own.ids("issues.toml", "issue")
    text = adding.position(fields, demand, issues[0] if issues else "theme.issue")
    place = f"positions/{_place(status, holders)}/{id_}.toml"
    if own.data(place) is not None:
        hint = "name another id: negpos add position ID …, or edit that file"
        raise UsageError(f"there is already a file {own.root}/{place}", hint)
    taken = {key: value for key, value in told.items() if key not in given}
    return own.saved(f"position {id_}", place, text, remarks=_taken(taken))


def _place(status: str, holders: Sequence[str]) -> str:
    """The folder of a position: its party's, or that of joint texts or of analyses."""
    if status == "analysis":
        return "analysis"
    return "joint" if len(holders) > 1 else holders[0]


def _demand(given: Options) -> dict[str, Any]:
    """The first demand, if one was typed; UsageError for one without words."""
    told = {key: given[key] for key in ("issue", "ask", "text", "firmness") if key in given}
    if told and "text" not in told:
        raise UsageError("a demand needs --text", "say in your own words what is asked")
    return told | ({"ask": _ask(told["ask"])} if "ask" in told else {})


def _ask(words: str) -> Any:
    """What was typed for an ask: a value as files have it, or else the name of an option."""
    import tomli

    try:
        return tomli.loads(f"ask = {words}")["ask"] if "\n" not in words else words
    except (ValueError, RecursionError):
        return words


class _Kind(NamedTuple):
    """What can be added: the options it takes, those it needs, what its name is, an example."""

    make: Callable[[_Own, str, Options], Added]
    options: tuple[str, ...]
    needed: tuple[str, ...]
    name: str
    example: str


_ISSUE = (
    'aid.crossings --question "How open are the crossings?" --options "closed|partly open|open"'
)
_KINDS = {
    "party": _Kind(
        _add_party,
        ("id", "alias", "kind"),
        (),
        "a name",
        '"United Arab Emirates" --id uae --alias emirates',
    ),
    "issue": _Kind(
        _add_issue,
        ("question", "options", "scale", "label", "kind", "template"),
        (),
        "an id",
        _ISSUE,
    ),
    "source": _Kind(
        _add_source,
        ("publisher", "title", "date", "url", "grade", "kind"),
        ("publisher", "title", "date", "grade"),
        "an id",
        'gazette-2025-03-01 --publisher "River Gazette" --title "Two capitals" --date 2025-03-01 '
        "--grade A",
    ),
    "position": _Kind(
        _add_position,
        (
            *("party", "title", "date", "source", "at", "status", "stage", "attribution", "form"),
            *("issue", "ask", "text", "firmness"),
        ),
        ("party", "title", "date", "source"),
        "",
        '--party north --title "Speech in parliament" --date 2025-03-01 '
        "--source gazette-2025-03-01",
    ),
}

KINDS = tuple(_KINDS)
"""What can be added to a dossier."""


# Templates.


def templates(names: Sequence[str] = (), *, full: bool = False) -> "Reply[tuple[Pack, ...]]":
    """The packs of templates, or those of these names alone, which are told in full; UsageError
    for an unknown one."""
    from negpos.intake.templates import packs
    from negpos.view import templates as view

    found = packs()
    if names:
        from negpos.names import one_of

        wanted = [one_of("pack", name, [pack.id for pack in found]) for name in names]
        found = tuple(pack for pack in found if pack.id in wanted)
    report = view.listed(found)
    return Reply(found, report._replace(screen=None) if names or full else report)


def template(names: Sequence[str], *, full: bool = True) -> "Reply[tuple[Template, ...]]":
    """Templates in full by the names of packs or their own; UsageError for an unknown one."""
    from negpos.intake.templates import chosen
    from negpos.view import templates as view

    if not names:
        raise UsageError("no template is named", "name one, as in: negpos template show ddr.arms")
    found = chosen(names)
    return Reply(found, view.shown(found))  # in full in any case


def add_templates(asked: Asked, names: Sequence[str], between: str = "") -> Added:
    """Issues made from these templates, added to the dossier; parties of it, if two are named, take
    the places of the sides that the templates name. UsageError where that cannot be, and then
    every file is as it was."""
    from negpos.intake.files import read_folder
    from negpos.intake.templates import chosen

    if not names:
        raise UsageError("no template is named", "name some, as in: negpos template add ceasefire")
    found = chosen(names)
    root = _root(asked)
    own = _Own(root, *read_folder(root), asked.today)
    sides = _sides(own, found, between)
    return _add_templates(own, [(one.between(sides), one.id) for one in found])[0]


def _sides(own: _Own, found: "Sequence[Template]", between: str) -> list[str]:
    """The names of the two parties that take the places of ``{A}`` and ``{B}``, none where nobody
    is named; UsageError for other than two, and for an unknown one."""
    from negpos.names import one_of

    named = split(between)
    if not named:
        return []
    if len(named) != 2:
        raise UsageError(f"--between names {len(named)} parties", "name two: --between A,B")
    if not any(one.sides for one in found):
        told = ", ".join(one.id for one in found)
        raise UsageError(f"no side is named in {told}", "leave out --between")
    known = own.names()
    return [known[one_of("party", one, known)] for one in named]
