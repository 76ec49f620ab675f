"""Whether every record in the files of a dossier is in the dossier, or told as a problem.

The files are read here anew, without the readers of negpos.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from negpos.dossier import Dossier
from negpos.errors import DataError, Problem
from negpos.intake import loading
from negpos.intake.files import LARGEST_FILE, NAMES

_ARRAYS = {
    "dossier.toml": (),
    "parties.toml": ("party",),
    "issues.toml": ("theme", "scale", "issue", "step"),
    "sources.toml": ("source",),
}


class Table(NamedTuple):
    """A file of the dossier and what the standard reader makes of it; None: nothing."""

    name: str
    table: dict[str, Any] | None


def lost(root: Path) -> Iterator[tuple[str, str]]:
    """(what, where) of each record that is missing without a word, and of each disagreement
    between ``check``, a first and a second reading."""
    dossier, problems = loading.check(root)
    if (dossier is None) != bool(problems):
        yield "check tells neither a dossier nor a problem", str(root)
        return
    first, second = _loaded(root), _loaded(root)
    if isinstance(first, Dossier) != isinstance(dossier, Dossier):
        yield "check and reading disagree on whether the dossier is sound", str(root)
    elif isinstance(first, tuple) and not isinstance(first, Dossier):
        if list(first) != problems:
            yield "check and reading tell different problems", f"{first!r}\n{problems!r}"
    elif repr(first) != repr(dossier):
        yield "check and reading make different dossiers", str(root)
    if repr(first) != repr(second):
        yield "the second reading makes another dossier than the first", str(root)
    tables = list(_tables(root))
    if dossier is None:
        yield from _untold(root, tables, problems)
    else:
        yield from _missing(dossier, tables)
        yield from _misplaced(root, dossier)


def _loaded(root: Path) -> Dossier | tuple[Problem, ...]:
    try:
        return loading.load_dossier(str(root))
    except DataError as error:
        return error.problems


def _tables(root: Path) -> Iterator[Table]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            own = str(path.relative_to(root))
            is_place = own in NAMES or own.startswith("positions/")
            if not name.endswith(".toml") or name.startswith(".") or not is_place:
                continue
            if not path.is_file() or path.stat().st_size > LARGEST_FILE:
                yield Table(own, None)
                continue
            try:
                text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
                yield Table(own, tomllib.loads(text))
            except (OSError, ValueError, RecursionError, MemoryError):
                yield Table(own, None)


def _rows(table: Table, kind: str) -> list[dict[str, Any]]:
    rows = (table.table or {}).get(kind, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _untold(root: Path, tables: list[Table], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """A file that cannot be read, or a record left out, of which no problem tells."""
    from negpos.intake.files import File
    from negpos.intake.parse import parse, read_toml

    told = Counter(problem.path for problem in problems)
    for table in tables:
        path = f"{root}/{table.name}"
        if table.table is None:
            if not told[path]:
                yield "a file that is no TOML is not told", path
            continue
        file = File(table.name, Path(path).read_bytes())
        parsed = parse(path, file, read_toml(path, file))
        arrays = _ARRAYS.get(table.name, ("demand",))
        for kind in arrays:
            kept = {row.place for row in parsed.located if row.kind == kind}
            about = {p.record for p in problems if p.path == path}
            is_told = any(p.path == path and p.field == kind for p in problems)
            for place, row in enumerate(_rows(table, kind)):
                if place in kept or is_told or _is_told_at_large(path, problems):
                    continue
                if _name(kind, place, row) not in about:
                    yield f"a bad {kind} is left out and not told", f"{path}: no. {place + 1}"


def _name(kind: str, place: int, row: dict[str, Any]) -> str:
    """How a problem names a record: by its point or id, else by its place."""
    for word in (row.get("point"), row.get("id")):
        if isinstance(word, str) and word:
            return f"{kind} {word[:40]}"
    return f"{kind} no. {place + 1}"


def _is_told_at_large(path: str, problems: list[Problem]) -> bool:
    """Whether a problem is about the file as a whole (not TOML, nested too deeply)."""
    return any(p.path == path and not p.record and not p.field for p in problems)


def _missing(dossier: Dossier, tables: list[Table]) -> Iterator[tuple[str, str]]:
    """What stands in the files and not in the dossier, or the other way round."""
    expected = Counter(key for table in tables for key in _keys_of_file(table))
    found = Counter(_keys_of_dossier(dossier))
    for key in expected - found:
        yield f"a {key[0]} of the files is not in the dossier", repr(key)
    for key in found - expected:
        yield f"a {key[0]} of the dossier is not in the files", repr(key)


def _misplaced(root: Path, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """A position or a demand that is told to stand where it does not."""
    for position in dossier.positions.values():
        path = root / position.path
        if not path.is_file():
            yield "the file of a position is not where it is said to be", position.path
            continue
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
        for demand in position.demands:
            if demand.row and "demand" not in lines[demand.row - 1]:
                yield "a demand is not in the line where it is said to be", demand.ref


def _keys_of_file(table: Table) -> Iterator[tuple[Any, ...]]:
    rows = table.table
    if rows is None:
        yield "file", table.name
        return
    if table.name == "dossier.toml":
        yield "dossier", rows.get("id"), rows.get("title"), rows.get("summary", "")
        return
    if table.name in NAMES:
        for row in _rows(table, "party"):
            aliases, members = row.get("aliases", []), row.get("members", [])
            yield "party", row.get("id"), row.get("name"), (*aliases, "/", *members)
        for row in _rows(table, "theme"):
            yield "theme", row.get("id"), row.get("title")
        for row in _rows(table, "issue"):
            yield "issue", row.get("id"), row.get("label"), row.get("question")
        for row in _rows(table, "step"):
            yield "step", row.get("id"), row.get("label"), tuple(row.get("follows", []))
        for row in _rows(table, "source"):
            yield "source", row.get("id"), row.get("title"), str(row.get("date")), row.get("url")
        return
    yield (
        *("position", rows.get("id"), rows.get("title"), str(rows.get("date"))),
        *(tuple(rows.get(key, [])) for key in ("parties", "about", "aliases")),
    )
    for row in _rows(table, "demand"):
        evidence = row.get("evidence", rows.get("evidence", []))
        dates = [row.get("said", rows.get("date"))]
        yield (
            *("demand", rows.get("id"), row.get("id", ""), row.get("point", ""), row.get("text")),
            *(row.get(key, "") for key in ("issue", "condition", "label", "note")),
            *(row.get(key, rows.get(key)) for key in ("attribution", "form")),
            *(row.get("firmness", rows.get("firmness", "firm")), *map(str, dates)),
            tuple((piece["source"], piece["at"]) for piece in evidence),
            "ask" in row,
            "accepts" in row,
            row.get("dropped", False),
            tuple(tuple(link.values()) for link in row.get("links", [])),
        )


def _keys_of_dossier(dossier: Dossier) -> Iterator[tuple[Any, ...]]:
    yield "dossier", dossier.id, dossier.title, dossier.summary
    for party in dossier.parties.values():
        yield "party", party.id, party.name, (*party.aliases, "/", *party.members)
    for theme in dossier.themes.values():
        yield "theme", theme.id, theme.title
    for issue in dossier.issues.values():
        yield "issue", issue.id, issue.label, issue.question
    for step in dossier.steps.values():
        yield "step", step.id, step.label, step.follows
    for source in dossier.sources.values():
        yield "source", source.id, source.title, source.date, source.url or None
    for position in dossier.positions.values():
        yield (
            *("position", position.id, position.title, position.date),
            *(position.parties, position.about, position.aliases),
        )
        for demand in position.demands:
            yield (
                *("demand", position.id, demand.id, demand.point, demand.text),
                *(demand.issue, demand.condition, demand.label, demand.note),
                *(demand.attribution, demand.form, demand.firmness, demand.said),
                tuple((piece.source, piece.at) for piece in demand.evidence),
                demand.ask is not None,
                demand.accepts is not None,
                demand.is_dropped,
                tuple(tuple(filter(None, link)) for link in demand.links),
            )
