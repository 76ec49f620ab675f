"""What a dossier made of a data package has otherwise than its cells: what is worked out from other
cells, and what was changed where it is only told again."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from negpos.dossier import Dossier
from negpos.importing.package import Row, Whole, is_taken
from negpos.intake.faults import shown
from negpos.package import Field, Table, as_text, package

_FREE = {("dossier", "digest"), *(("demands", name) for name in ("ref", "file", "row"))}
"""Columns that tell of the files that were exported, which are laid out anew."""
_IN_WORDS = ("ask", "accepts", "names", "better")
"""Columns that are read however they are worded."""


def otherwise(whole: Whole, dossier: Dossier) -> Iterator[str]:
    """A remark for each column of which some cell is not what the dossier has, and for each table
    of which one has rows that the other has not."""
    refs = _refs(dossier, whole.rows["demands"])
    for table in package(dossier, is_shipped=False).tables:
        if table.name == "spellings":  # which are folded
            continue
        left = {tuple(row[c] for c in table.key): row for row in whole.rows[table.name]}
        fields = [field for field in table.fields if (table.name, field.name) not in _FREE]
        changed: dict[str, list[tuple[Row, str]]] = {}
        more: list[str] = []
        for one in table.rows:
            if (row := left.pop(_key(table, one, refs), None)) is None:
                more.append(", ".join(_key(table, one, {})))
                continue
            for field in fields:
                if not _is_same(field, row, now := as_text(field.of(one)), refs):
                    changed.setdefault(field.name, []).append((row, now))
        if left:
            first = next(iter(left.values()))
            yield f"{_of(first)}: the row is not in the dossier{_more(left, 'row')}"
        if more:
            yield f"negpos: {table.name}: the dossier has {more[0]} too{_more(more, 'row')}"
        for column, cells in changed.items():
            row, now = cells[0]
            words = f"column {column}: {shown(row[column])} has become {shown(now)}"
            yield f"{_of(row)}: {words}, as other cells have it{_more(cells, 'cell')}"


def _refs(dossier: Dossier, given: Iterable[Row]) -> dict[str, str]:
    """How the package called each demand of the dossier, by its place in its position or by the
    clause that it took over; empty for one that the package did not have."""
    own: dict[str, list[str]] = {}
    taken: dict[tuple[str, str], str] = {}
    for row in given:
        if is_taken(row):
            taken[row["position"], row["id"].replace(".", "#", 1)] = row["ref"]
        else:
            own.setdefault(row["position"], []).append(row["ref"])
    found: dict[str, str] = {}
    for id_, position in dossier.positions.items():
        told = [demand.ref for demand in position.demands if "." not in demand.id]
        found.update(zip(told, own.get(id_, ()), strict=False))
    for demand in dossier.demands():
        if "." in demand.id:
            clause = demand.id.replace(".", "#", 1)
            found[demand.ref] = taken.get((demand.position, found.get(clause, clause)), "")
    return found


def _key(table: Table, one: Any, refs: Mapping[str, str]) -> tuple[str, ...]:
    """The key of a row of the dossier, as the package had it."""
    by_ref = "ref" if table.name == "demands" else "demand"
    found = {
        field.name: as_text(field.of(one)) for field in table.fields if field.name in table.key
    }
    return tuple(refs.get(found[c], found[c]) if c == by_ref else found[c] for c in table.key)


def _is_same(field: Field, row: Row, now: str, refs: Mapping[str, str]) -> bool:
    """Whether a cell tells what the dossier has."""
    given = row[field.name]
    if given == now or refs.get(now) == given:
        return True
    is_clause = "ref" in row and is_taken(row)
    if field.name == "id":
        return is_clause
    if not (given and now):
        return False
    if field.name in _IN_WORDS:
        return not is_clause
    if field.type in ("integer", "number"):
        return float(given) == float(now)
    return field.type == "array" and json.loads(given) == json.loads(now)


def _of(row: Row) -> str:
    return f"negpos: {row.place.where}:{row.place.row}"


def _more(found: Collection[Any], noun: str) -> str:
    count = len(found) - 1
    return f", and {count:,} {noun}{'s' * (count > 1)} more" if count else ""
