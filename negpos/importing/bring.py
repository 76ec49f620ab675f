"""A spreadsheet, a folder of them or a data package to the files of a dossier, or every fault."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from negpos.dossier import Dossier
from negpos.errors import DataError, Problem, UsageError
from negpos.importing import experts, kept, package, rows
from negpos.importing.columns import OWN, Columns, check_required, matched, told_by
from negpos.importing.draft import Draft, Guess
from negpos.importing.proposals import free_id
from negpos.importing.reading import read as read_sheets
from negpos.importing.sheets import KINDS, Sheet, is_whole
from negpos.intake import files, records, writing
from negpos.intake.build import build
from negpos.intake.loading import check
from negpos.intake.parse import parse, read_toml

Tell = Callable[[int, int], None] | None
_MOST_TOLD = 200
"""Faults of one import that are told; whoever has more has one, many times."""


class Brought(NamedTuple):
    """What an import made: the files of the dossier by their names below its folder, those that
    stood there already and are as they were, the dossier, which heading was read as which field,
    what was guessed, remarks, and what the files that were there held before."""

    files: dict[str, str]
    same: tuple[str, ...]
    dossier: Dossier
    mapping: tuple[tuple[str, str], ...]
    guesses: tuple[Guess, ...]
    remarks: tuple[str, ...]
    before: dict[str, str]


def bring(name: str, folder: str, renamed: str = "", tell: Tell = None) -> Brought:
    """What the folder of a dossier holds after this import; nothing is written. UsageError for
    what cannot be read, DataError with every fault of its cells."""
    if package.is_package(name):
        draft = Draft(None)
        return _whole(name, package.of_folder(name, draft), draft, folder, renamed)
    read = read_sheets(name)
    if is_whole([sheet.name for sheet in read.sheets]):
        return _whole(name, read.sheets, Draft(None, read.remarks), folder, renamed)
    before, there = _before(folder)
    draft = Draft(before)
    remarks = list(read.remarks)
    by_name = _by_name(name, read.sheets, remarks)
    asked_in = by_name.pop("demands")
    told = {name: matched(sheet, {}, draft.problems) for name, sheet in by_name.items()}
    asking = experts.sheets(draft, asked_in, told_by(renamed, asked_in))
    check_required(asking[0], draft.problems)
    _stop(draft)
    for sheet, take in (("parties", rows.parties), ("issues", rows.issues)):
        if sheet in told:
            take(draft, told[sheet])
    if "sources" in told:
        rows.sources(draft, told["sources"])
    asked = rows.demands(draft, asking, tell)
    rows.lift(draft)
    rows.propose(draft, asked)
    if before is None:
        draft.tables["dossier.toml"] = _named(folder) | _experts(draft, asked)
    elif before.experts == "beside" and any(one.is_placed for one in asked):
        draft.remarks.append(_BESIDE)
    rows.lay(draft, asked, _scales(draft, before, folder))
    dossier = _built(draft, folder, there)
    remarks += draft.remarks
    for columns in (*told.values(), asking[0]):
        if columns.unread:
            unread = ", ".join(columns.unread)
            remarks.append(f"negpos: {columns.sheet.where}: columns not read: {unread}")
    texts, same = _texts(draft, folder, there)
    held = {file.name: file.data.decode("utf-8") for file in there}
    mapping = _mapping([*told.values(), *asking])
    return Brought(texts, same, dossier, mapping, tuple(draft.guesses), tuple(remarks), held)


def _by_name(name: str, found: list[Sheet], remarks: list[str]) -> dict[str, Sheet]:
    """The sheets that are read, by what they hold; one alone is that of the demands."""
    if len(found) == 1:
        return {"demands": found[0]._replace(name="demands")}
    known = {s.name: s for s in found if s.name in KINDS}
    if "demands" not in known:
        hint = "call the one that tells who asks for what: demands"
        names = ", ".join(sheet.name for sheet in found)
        raise UsageError(f"{name!r} has several sheets ({names}), and none called demands", hint)
    remarks += [
        f"negpos: {sheet.where} is not read; sheets are demands, issues, parties and sources"
        for sheet in found
        if sheet.name not in known
    ]
    return known


def _mapping(sheets: Sequence[Columns]) -> tuple[tuple[str, str], ...]:
    """Each heading, and the field that it was read as; of a wide sheet the columns of its first
    actor stand for those of all."""
    actors = [columns for columns in sheets if len(columns.fixed.get(OWN["party"], ())) == 1]
    told: dict[tuple[str, str], None] = {}
    for columns in (one for one in sheets if one not in actors[1:]):
        more = len(actors) - 1
        others = f" and {more} other{'s' * (more > 1)}" if more > 0 else ""
        for place, field in columns.fields.items():
            is_own = columns.part and field.name in ("ask", "salience")
            of = f" of {columns.part}{others * (columns in actors)}" if is_own else ""
            record = f"{field.record} {field.name}".replace("row ", "")
            told[columns.sheet.headings[place], f"{record}{of}"] = None
    return tuple(told)


_BESIDE = (
    "negpos: what experts placed stands beside the parties' own words; "
    'experts = "speak" in dossier.toml lets it speak'
)


def _experts(draft: Draft, asked: Sequence[rows.Asked]) -> dict[str, str]:
    """Whether experts speak in a new dossier: where there is nobody else's word."""
    if asked and all(one.is_placed for one in asked):
        told = "speak, as there is no other word; headings say that they placed the positions"
        draft.guesses.append(Guess("experts", told))
        return {"experts": "speak"}
    if any(one.is_placed for one in asked):
        draft.remarks.append(_BESIDE)
    return {}


def _before(folder: str) -> tuple[Dossier | None, list[files.File]]:
    """The dossier that a folder holds and its files, none for a new or an empty folder; DataError
    where it has faults, UsageError where it holds something else."""
    if not folder:
        raise UsageError("an import needs the folder of a dossier", "name one, new or there")
    if not os.path.lexists(folder) or (os.path.isdir(folder) and not os.listdir(folder)):
        return None, []
    if not os.path.isfile(os.path.join(folder, files.NAMES[0])):
        hint = "name a new folder, an empty one, or that of a dossier"
        raise UsageError(f"{folder!r} is there, and no dossier", hint)
    dossier, problems = check(Path(folder), private=True)
    if dossier is None:
        raise DataError(tuple(problems))
    return dossier, files.read_folder(Path(folder))[0]


def _named(folder: str) -> dict[str, Any]:
    """The head of a new dossier, by the name of its folder."""
    name = os.path.basename(os.path.realpath(folder))
    title = name.replace("-", " ").replace("_", " ").strip() or "Dossier"
    comment = "TODO: the title, and in summary = what the negotiation is about"
    id_ = free_id(name, otherwise="dossier")
    return {"#": comment, "id": id_, "title": title[:1].upper() + title[1:]}


def _stop(draft: Draft) -> None:
    """DataError with every problem so far, each once and in order; nothing where there is none."""
    found = sorted(set(draft.problems))
    if len(found) > _MOST_TOLD:
        left = f"and {len(found) - _MOST_TOLD:,} more faults"
        found = [*found[:_MOST_TOLD], Problem(found[-1].path, 0, "", "", left)]
    if found:
        raise DataError(tuple(found))


def _scales(draft: Draft, before: Dossier | None, folder: str) -> Any:
    """Every issue with its scale: those that were there, and those of this import without a
    fault of their own."""
    known = dict(before.issues) if before else {}
    themes = [
        {"id": id_, "title": theme.title}
        for id_, theme in (before.themes if before else {}).items()
    ]
    table = draft.tables.get("issues.toml", {})
    own = {"theme": [*themes, *table.get("theme", [])]}
    for issue in table.get("issue", []):
        if "scale" not in issue:
            continue
        alone = Draft(None)
        alone.tables["dossier.toml"] = {"id": "x", "title": "x"}
        alone.tables["parties.toml"] = {"party": [{"id": "x", "name": "x"}]}
        alone.tables["issues.toml"] = {**own, "issue": [issue]}
        parsed = list(alone.parsed("x", positions=False))
        found, _ = build([one for p in parsed for one in p.located], set())
        if found is not None and not any(p.problems for p in parsed):
            known.update(found.issues)
    return known


def _built(draft: Draft, folder: str, there: Iterable[files.File]) -> Dossier:
    """The dossier of what is there and what is new; DataError with every problem, told of the
    cells that they came from."""
    located: list[Any] = []
    broken: set[tuple[str, str]] = set()
    for file in there:
        path = f"{folder}/{file.name}"
        if file.name in draft.tables and file.kind == "position":
            continue  # held against what is new as text
        located += parse(path, file, read_toml(path, file)).located
    own: list[Problem] = []
    for parsed in draft.parsed(folder, positions=True):
        located += parsed.located
        own += parsed.problems
        broken |= parsed.broken
    dossier, misfits = build(located, broken)
    draft.problems += _besides(draft, draft.told(folder, (*own, *misfits)), folder)
    _stop(draft)
    if dossier is None:
        raise DataError((Problem(folder, 0, "", "", "makes no dossier with what is imported"),))
    return dossier


def _besides(draft: Draft, told: list[Problem], folder: str) -> list[Problem]:
    """The problems of rows that have no fault of a cell, which may be all that is behind them; and
    beside such faults none of the whole, which lacks their rows."""
    faulty = {(problem.path, problem.line) for problem in draft.problems}
    return [
        problem
        for problem in told
        if (problem.path, problem.line) not in faulty
        and not (faulty and problem.path.startswith(f"{folder}/"))
    ]


def _texts(
    draft: Draft, folder: str, there: Iterable[files.File]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The text of each file that is new or has new records, and the names of those that stand
    there as they would be written."""
    before = {file.name: file.data.decode("utf-8") for file in there}
    texts: dict[str, str] = {}
    same: list[str] = []
    for name, table in _ordered(draft.tables).items():
        if name not in before:
            texts[name] = _opening(name) + writing.text(table)
        elif name in files.NAMES:
            texts[name] = writing.appended(before[name], table)
            if read_toml(name, files.File(name, texts[name].encode())).table is None:
                hint = "write each record there as a table of its own, [[…]]"
                draft.problems.append(Problem(f"{folder}/{name}", 0, "", "", "takes no more", hint))
        elif before[name].removeprefix(_opening(name)) == writing.text(table):
            same.append(name)
        else:
            place = draft.places[name, "", 0]
            told = f"{folder}/{name} is already there and says otherwise"
            hint = "give these rows a title or a position of their own, or edit that file"
            draft.problems.append(Problem(place.where, place.row, "", "", told, hint))
    for name, text in texts.items():
        if (size := len(text.encode())) > files.LARGEST_FILE:
            told = f"would have {size / 1e6:.1f} MB; the limit is {files.LARGEST_FILE / 1e6:.0f} MB"
            hint = "make several dossiers, or fewer rows of one position"
            draft.problems.append(Problem(f"{folder}/{name}", 0, "", "", told, hint))
    _stop(draft)
    return texts, tuple(same)


def _opening(name: str) -> str:
    return writing.opening(files.File(name, b"").kind)


def _ordered(tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tables with the fields of each position and demand in the order of their records."""
    head = [f.alias or n for n, f in records.Position.model_fields.items()]
    demand = ["#", *(f.alias or n for n, f in records.Demand.model_fields.items())]
    places = {name: place for place, name in enumerate(demand)}
    heads = {name: place for place, name in enumerate(["#", *head])}
    found = {}
    for name, table in tables.items():
        if "demand" in table:
            listed = [
                dict(sorted(row.items(), key=lambda item: places[item[0]]))
                for row in table["demand"]
            ]
            own = dict(sorted(table.items(), key=lambda item: heads[item[0]]))
            found[name] = own | {"demand": listed}
        else:
            found[name] = table
    return found


def _whole(name: str, sheets: Iterable[Sheet], draft: Draft, folder: str, renamed: str) -> Brought:
    """What a data package holds, as a new dossier, with a remark on each cell that is otherwise in
    it."""
    if renamed:
        raise UsageError("--map goes with sheets, and this is a data package", "leave it out")
    if os.path.lexists(folder) and (not os.path.isdir(folder) or os.listdir(folder)):
        hint = "name a new or an empty folder: a data package is a whole dossier"
        raise UsageError(f"{folder!r} is already there", hint)
    whole = package.Whole(name, sheets, draft)
    package.fill(draft, name, whole)
    dossier = _built(draft, folder, ())
    tables = _ordered(draft.tables).items()
    texts = {path: _opening(path) + writing.text(table) for path, table in tables}
    remarks = (*draft.remarks, *kept.otherwise(whole, dossier))
    return Brought(texts, (), dossier, (), (), remarks, {})
