"""What ``negpos export`` wrote, a folder or a workbook, to the tables of the files of the same
dossier.

A column that bears the name of a field is taken as it is, so that a new one needs no word here.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from io import StringIO
from math import isfinite
from typing import Any

from negpos import terms
from negpos.errors import DataError, Problem
from negpos.importing.columns import kind_of, ways
from negpos.importing.draft import FILES, Draft, Place
from negpos.importing.sheets import Sheet, columns, file_bytes, headed, holds
from negpos.intake import records
from negpos.intake.faults import Fault, choice, did_you_mean, shown
from negpos.intake.writing import ask as written
from negpos.intake.writing import day
from negpos.package import ABOUT, TABLES, Field, Table, ask, figure
from negpos.scales import Mark, Option, Region, Scale, of_points

_ANEW = "export the dossier anew"


class Row(Mapping[str, str]):
    """The cells of a row by their columns, and where it stands. Rows of a table share its columns:
    hundreds of thousands must fit in memory."""

    __slots__ = ("_cells", "_columns", "place")

    def __init__(self, columns: dict[str, int], cells: tuple[str, ...], place: Place) -> None:
        self._columns, self._cells, self.place = columns, cells, place

    def __getitem__(self, column: str) -> str:
        return self._cells[self._columns[column]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def is_package(name: str) -> bool:
    """Whether a folder holds a data package of a dossier."""
    return all(os.path.isfile(f"{name}/{n}") for n in ("datapackage.json", "dossier.csv"))


class Whole:
    """The rows of every table, and those that belong to something by its key; DataError with every
    fault of a sheet, a heading or a cell."""

    def __init__(self, name: str, sheets: Iterable[Sheet], draft: Draft) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.by: dict[tuple[str, str], dict[str, list[Row]]] = {}
        found: dict[str, Sheet] = {}
        for sheet in sheets:
            if sheet.name in found:
                draft.fault(Place(sheet.where, 0), "", "two sheets have this name", "rename one")
            elif sheet.name not in TABLES and sheet.name != ABOUT:
                draft.remarks.append(f"negpos: {sheet.where} is not read")
            found[sheet.name] = sheet
        for table in TABLES.values():
            if table.name in found:
                self.rows[table.name] = _rows(table, found[table.name], draft)
            else:
                told = f"the sheet {table.name} is missing"
                draft.fault(Place(name, 0), "", told, f"bring it back, or {_ANEW}")
        if not draft.problems:
            self._fit(name, draft)
        if draft.problems:
            raise DataError(tuple(sorted(set(draft.problems))))

    def _fit(self, name: str, draft: Draft) -> None:
        """Every row has a key of its own, and names rows that are there."""
        if (count := len(self.rows["dossier"])) != 1:
            told = f"the sheet dossier has {count} rows; a dossier has one"
            draft.fault(Place(name, 0), "", told, "leave the one that is meant")
        for table in TABLES.values():
            taken: set[tuple[str, ...]] = set()
            for row in self.rows[table.name]:
                key = tuple(row[column] for column in table.key)
                if key in taken:
                    told = f"{', '.join(key)} stands twice"
                    draft.fault(row.place, ", ".join(table.key), told, "give each its own")
                taken.add(key)
            for column, (other, key_) in table.refers.items():
                known = {row[key_] for row in self.rows[other]}
                for row in self.rows[table.name]:
                    if row[column] and row[column] not in known:
                        told = f"the sheet {other} has no {key_} {shown(row[column])}"
                        draft.fault(row.place, column, told, "name one that it has, or add it")

    def own(self, table: str, key: str, value: str, **also: str) -> list[Row]:
        """The rows that belong to something, in the order of their places."""
        if (table, key) not in self.by:
            found = self.by[table, key] = {}
            for row in self.rows[table]:
                found.setdefault(row[key], []).append(row)
        rows = self.by[table, key].get(value, [])
        rows = [row for row in rows if all(row[name] == wanted for name, wanted in also.items())]
        return sorted(rows, key=lambda row: int(row["place"]))


def _rows(table: Table, sheet: Sheet, draft: Draft) -> list[Row]:
    """The rows of a table; a problem for each column that is missing and each cell that is not
    what its column has."""
    places = {words: place for place, words in columns(sheet)}
    names = [field.name for field in table.fields]
    strange = [words for words in places if words not in names]
    for name in names:
        if name not in places:
            hint = did_you_mean(name, tuple(strange)).replace("did you mean", "is it")
            told = "there is no such column"
            draft.fault(Place(sheet.where, 1), name, told, hint or f"bring it back, or {_ANEW}")
    if strange:
        draft.remarks.append(f"negpos: {sheet.where}: columns not read: {', '.join(strange)}")
    fields = [(field, places[field.name]) for field in table.fields if field.name in places]
    own = {field.name: place for place, (field, _) in enumerate(fields)}
    once: dict[str, str] = {}  # a text that many cells have
    found: list[Row] = []
    for number, cells in sheet.rows:
        texts = [_text(cells[at]) for _, at in fields]
        place = Place(sheet.where, number)
        for (field, _), text in zip(fields, texts, strict=True):
            if fault := _wrong(field, text):
                draft.fault(place, fault.field, fault.message, fault.hint)
        found.append(Row(own, tuple([once.setdefault(text, text) for text in texts]), place))
    draft.headings[sheet.where, ""] = dict(zip(names, names, strict=True))
    return found


def _text(cell: Any) -> str:
    """What a cell holds, as a package has it."""
    if isinstance(cell, float):
        return figure(cell)
    return "" if cell is None else str(cell)


def _number(cell: str) -> float:
    value = float(cell)
    if not isfinite(value):
        raise ValueError(cell)
    return value


_READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "a whole number"),
    "number": (_number, "a number"),
    "date": (date.fromisoformat, "a day, like 2025-12-03"),
    "array": (json.loads, 'a list of words, like ["one", "two"]'),
}
"""What reads a cell of each type of columns, and what it expects; all else is text."""


def _wrong(field: Field, cell: str) -> Fault | None:
    """What is wrong with a cell; None where it is as its column has it."""
    if not cell:
        must = field.constraints.get("required")
        return Fault(field.name, "the cell is empty", "every row has one") if must else None
    bound = ("true", "false") if field.type == "boolean" else field.constraints.get("enum")
    if bound and cell not in bound:
        return choice(field.name, cell, tuple(bound))
    if field.type in _READ:
        read, expected = _READ[field.type]
        try:
            told = read(cell)
            is_sound = field.type != "array" or _is_list(told)
        except (ValueError, RecursionError):
            is_sound = False
        if not is_sound:
            return Fault(field.name, f"expected {expected}; got {shown(cell)}")
    return None


def _is_list(told: Any) -> bool:
    return isinstance(told, list) and all(isinstance(word, str) for word in told)


def of_folder(folder: str, draft: Draft) -> list[Sheet]:
    """The sheets of a package in a folder; DataError with each table that cannot be
    read."""
    found = []
    csv.field_size_limit(1_000_000)
    for name in TABLES:
        path = f"{folder.rstrip('/')}/{name}.csv"
        if not os.path.isfile(path):
            draft.fault(Place(path, 0), "", "the table is missing", _ANEW)
            continue
        try:
            text = file_bytes(path).decode("utf-8")
            rows = list(enumerate(csv.reader(StringIO(text, newline=""), strict=True), start=1))
        except (UnicodeDecodeError, csv.Error):
            draft.fault(Place(path, 0), "", "is no CSV in UTF-8", _ANEW)
            continue
        told = [(number, cells) for number, cells in rows if any(map(holds, cells))]
        if sheet := headed(name, path, told, draft.problems):
            found.append(sheet)
    if draft.problems:
        raise DataError(tuple(sorted(set(draft.problems))))
    return found


def fill(draft: Draft, name: str, whole: Whole) -> None:
    """The draft has the files of the dossier that a package holds, each as its table; DataError
    where a cell is not what export writes."""
    try:
        draft.tables.update(_files(whole))
        draft.places.update(_places(whole))
    except (KeyError, ValueError, IndexError, OverflowError) as error:
        told = f"is no package as export writes it ({type(error).__name__}: {error})"
        raise DataError((Problem(name, 0, "", "", told[:200], _ANEW),)) from None


def _places(whole: Whole) -> dict[tuple[str, str, int], Place]:
    """The row that each record came from."""
    found: dict[tuple[str, str, int], Place] = {}
    for kind, file in {**FILES, "step": "issues.toml"}.items():
        table = {"party": "parties"}.get(kind, f"{kind}s")
        for number, row in enumerate(whole.rows[table]):
            found[file, kind, number] = row.place
    paths = {row["id"]: row["path"] for row in whole.rows["positions"]}
    for row in whole.rows["positions"]:
        found[row["path"], "", 0] = row.place
    counts: Counter[str] = Counter()
    for row in whole.rows["demands"]:
        if not is_taken(row):
            path = paths[row["position"]]
            found[path, "demand", counts[path]] = row.place
            counts[path] += 1
    return found


def is_taken(row: Mapping[str, str]) -> bool:
    """Whether a demand is a clause that its position took over from another text."""
    return "." in row["id"]


def _fault(row: Row, column: str, told: str, hint: str) -> DataError:
    """A cell that cannot be taken for what it has to be."""
    own = f"column {column}"
    return DataError((Problem(row.place.where, row.place.row, own, "", told, hint),))


def _files(whole: Whole) -> dict[str, dict[str, Any]]:
    (head,) = whole.rows["dossier"]
    spellings: dict[str, list[str]] = {}
    for row in whole.rows["spellings"]:
        spellings.setdefault(row["stands_for"], [row["stands_for"]]).append(row["word"])
    dossier = _fields(records.Dossier, head) | (
        {"spellings": list(spellings.values())} if spellings else {}
    )
    parties = []
    for row in whole.rows["parties"]:
        voices = [
            _fields(records.Voice, {**voice, "from": voice["since"]})
            for voice in whole.own("voices", "party", row["id"])
        ]
        parties.append(_fields(records.Party, row) | ({"voice": voices} if voices else {}))
    scales = {row["id"]: _scale(whole, row) for row in whole.rows["issues"]}
    issues = [_issue(scales[row["id"]], row) for row in whole.rows["issues"]]
    sources = [
        _fields(records.Source, {**row, "date": row["date_as"] or row["date"]})
        for row in whole.rows["sources"]
    ]
    themes = [_fields(records.Theme, row) for row in whole.rows["themes"]]
    steps = [_fields(records.Step, row) for row in whole.rows["steps"]]
    found: dict[str, dict[str, Any]] = {
        "dossier.toml": dossier,
        "parties.toml": {"party": parties},
        "issues.toml": {"theme": themes, "issue": issues, **({"step": steps} if steps else {})},
        "sources.toml": {"source": sources},
    }
    return found | _positions(whole, scales)


def _fields(model: Any, row: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record among the columns of a row, as a file has them; not those that
    stand as they do where nothing is told."""
    told: dict[str, Any] = {}
    for key, kind, usual in _kinds(model):
        if cell := row.get(key):
            value = _value(kind, cell)
            if value != usual:
                told[key] = value
    return told


@lru_cache
def _kinds(model: Any) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a record, what each holds, and what it is where nothing is told."""
    return tuple(
        (key, kind_of(field.annotation), ... if field.is_required() else field.default)
        for name, field in model.model_fields.items()
        if (key := field.alias or name) not in ("scale", "demand", "voice")
    )


def _value(kind: str, cell: str) -> Any:
    if kind == "list":
        return json.loads(cell) if cell[:1] == "[" else cell
    if kind == "bool":
        return cell == "true"
    if kind == "ways":
        return ways(cell)
    if kind in ("int", "number"):
        return int(cell) if kind == "int" else float(cell)
    return day(cell) if kind == "date" else cell


def _scale(whole: Whole, row: Row) -> Scale:
    options = whole.own("options", "issue", row["id"])
    return Scale(
        row["kind"],
        tuple(Option(o["id"], o["label"], o["definition"]) for o in options),
        tuple(float(o["at"]) for o in options if o["at"]),
        float(row["low"]),
        float(row["high"]),
        row["unit"],
        row["unit_short"] if row["has_unit_short"] == "true" else None,
        tuple(
            Mark(float(m["at"]), m["label"], m["below"])
            for m in whole.own("marks", "issue", row["id"])
        ),
        row["adds_up"] == "true",
        row["prefix"],
        row["singular"],
        row["scaling"],
        row["step"],
    )


def _issue(scale: Scale, row: Row) -> dict[str, Any]:
    """An issue as a file has it."""
    try:
        return _fields(records.Issue, row) | {"scale": _told(scale)}
    except (ValueError, OverflowError):  # of dates, which are counted
        told = f"an end or a mark of the scale is no {scale.step} that there is"
        raise _fault(row, "low", told, "give the number of one") from None


def _told(scale: Scale) -> dict[str, Any]:
    """A scale as a file has it."""
    told: dict[str, Any] = {"kind": scale.kind}
    if scale.is_measured:
        ends = {"low": scale.low, "high": scale.high}
        told |= {name: written(scale, Region(end, end)) for name, end in ends.items()}
        told["marks"] = [
            {"at": written(scale, Region(m.at, m.at)), "label": m.label, "below": m.below or None}
            for m in scale.marks
        ] or None
        names = ("step",) if scale.kind == "date" else ("unit", "prefix", "singular", "scaling")
        told |= {name: getattr(scale, name) or None for name in names}
        if scale.kind == "quantity":
            told |= {"unit": scale.unit, "unit_short": scale.unit_short}
        return told
    equal = tuple(place / max(1, len(scale.options) - 1) for place in range(len(scale.options)))
    has_places = scale.kind == "ordinal" and scale.places != equal
    told["combine"] = "all" if scale.adds_up else None
    told["options"] = [
        {
            "id": option.id,
            "label": option.label,
            "definition": option.definition or None,
            "at": scale.places[place] if has_places else None,
        }
        for place, option in enumerate(scale.options)
    ]
    return told


def region(scale: Scale, told: str) -> Region | None:
    """What a cell of ``ask`` or ``accepts`` means, in the grammar of docs/formats.md; None for an
    empty one."""
    if not told:
        return None
    near, words = "", told
    if told.startswith("about "):
        near, _, words = told.removeprefix("about ").partition(", ")
    vague = told.startswith(("vague ", "about "))
    words = words.removeprefix("vague ")
    ids = {option.id: place for place, option in enumerate(scale.options)}

    def mask(listed: str, parted_at: str) -> int:
        return sum(1 << ids[word] for word in listed.split(parted_at) if word)

    def end(word: str) -> float:
        return ids[word] if scale.kind == "ordinal" else float(word)

    about = float(near) if near else None
    if scale.kind == "nominal":
        return Region(mask(words, " | "), mask(words, " | "), vague)
    if scale.kind == "members":
        least, _, most = (words if " to " in words else f"{words} to {words}").partition(" to ")
        return Region(mask(least[1:-1], ", "), mask(most[1:-1], ", "), vague)
    if " | " in words:
        return of_points(scale, [end(word) for word in words.split(" | ")], vague=vague)
    if words[0] not in "[(":
        return Region(end(words), end(words), vague, about=about)
    low, high = words[1:-1].split(", ")
    return Region(end(low), end(high), vague, words[0] == "(", words[-1] == ")", about)


# Positions.


def _positions(whole: Whole, scales: Mapping[str, Scale]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    positions = {row["id"]: row for row in whole.rows["positions"]}
    inherited = _inherited(whole)
    names = _names(whole)
    demands: dict[str, list[Row]] = {}
    for row in whole.rows["demands"]:
        demands.setdefault(row["position"], []).append(row)
    for id_, row in positions.items():
        if not re.fullmatch(rf"positions/(?:\w[\w. -]*/)*{re.escape(id_)}\.toml", row["path"]):
            told = f"{row['path']!r} is no file of position {id_!r}"
            raise _fault(row, "path", told, f"write positions/{id_}.toml")
        head = _head(whole, row) | _lapse(whole, id_, inherited.get(id_, set()))
        rows = demands.get(id_, [])
        taken = [one for one in rows if is_taken(one)]
        own = [one for one in rows if one not in taken]
        head |= _shared(whole, row, own, taken, demands)
        head["demand"] = [_demand(whole, scales, names, head, one) for one in own]
        found[row["path"]] = head
    return found


def _head(whole: Whole, row: Row) -> dict[str, Any]:
    """What the file of a position says of itself, but for its end and what its demands share."""
    told = row["date_as"] or row["date"]
    head = _fields(records.Position, {**row, "date": told})
    head.pop("known", None)
    if (known := row["known_as"] or row["known"]) != told:
        head["known"] = day(known)
    is_analysis = row["status"] == "analysis"  # whom experts speak for is told by the dossier
    for role in ("about",) if is_analysis else ("parties", "about"):
        rows = whole.own("position_parties", "position", row["id"], role=role)
        head |= {role: [one["party"] for one in rows]} if rows else {}
    for tie in ("revises", "includes", "withdraws"):
        rows = whole.own("position_ties", "position", row["id"], tie=tie)
        head |= _several(tie, [one["other"] for one in rows])
    return head | ({"private": True} if row["is_private"] == "true" else {})


def _several(name: str, others: list[Any]) -> dict[str, Any]:
    """A field that takes one word or a list of them; nothing for none."""
    return {name: others if len(others) > 1 else others[0]} if others else {}


def _lapse(whole: Whole, id_: str, inherited: set[tuple[str, str]]) -> dict[str, Any]:
    """The day from which a text speaks for nobody, where it does not have that from another."""
    told: dict[str, Any] = {}
    for end in whole.own("ends", "position", id_):
        if end["holders"] == "[]" and (end["day"], end["reason"]) not in inherited:
            told = {"lapsed": day(end["day_as"] or end["day"]), "lapsed_reason": end["reason"]}
    return told


def _inherited(whole: Whole) -> dict[str, set[tuple[str, str]]]:
    """The ends of each annex that it has from the texts that include it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for tie in whole.rows["position_ties"]:
        if tie["tie"] == "includes":
            ends = whole.own("ends", "position", tie["position"])
            found.setdefault(tie["other"], set()).update((e["day"], e["reason"]) for e in ends)
    return found


def _names(whole: Whole) -> dict[str, str]:
    """How a file refers to each demand: by its id, or else by a point or an issue that no other
    of its position has."""
    points = Counter((row["position"], row["point"]) for row in whole.rows["demands"])
    issues = Counter((row["position"], row["issue"]) for row in whole.rows["demands"])
    found = {}
    for row in whole.rows["demands"]:
        position = row["position"]
        if row["id"]:
            name = row["id"]
        elif row["point"] and points[position, row["point"]] == 1:
            name = row["point"]
        elif row["issue"] and issues[position, row["issue"]] == 1:
            name = row["issue"]
        else:
            continue
        found[row["ref"]] = f"{position}#{name}"
    return found


_SHARED = ("attribution", "form", "firmness", "speaker")


def _shared(
    whole: Whole,
    position: Row,
    own: list[Row],
    taken: list[Row],
    demands: Mapping[str, list[Row]],
) -> dict[str, Any]:
    """What holds for every demand of a position that does not say otherwise: what it gave to the
    clauses that it took over, else what most of its demands say."""
    told = _common(position, own, taken or own)
    named = next((r["called"] for r in own if r["attribution"] == "document" and r["called"]), "")
    if named and named != position["title"]:
        told["short"] = named
    text = demands.get(position["endorses"], []) if position["endorses"] else []
    if taken:
        told |= _endorsed(whole, position["endorses"], text, taken)
    elif position["endorses"]:
        told["except"] = list(dict.fromkeys(row["point"] for row in text if row["point"]))
    elif pieces := [json.dumps(_evidence(whole, row["ref"])) for row in own]:
        told["evidence"] = json.loads(Counter(pieces).most_common(1)[0][0])
    return {name: value for name, value in told.items() if value}


def _common(position: Row, own: list[Row], of: list[Row]) -> dict[str, Any]:
    """The words that most of these demands share, and no speaker where one of its own has none."""
    is_analysis = position["status"] == "analysis"
    told: dict[str, Any] = {"attribution": "analyst" if is_analysis else "official", "form": "text"}
    for name in _SHARED:
        words = Counter(row[name] for row in of)
        if words and "" not in words:
            told[name] = words.most_common(1)[0][0]
    if any(not row["speaker"] for row in own):
        told.pop("speaker", None)
    if of and all(row["is_latest"] == "true" for row in of):
        told["date_is"] = "latest"
    if told.get("firmness") == "firm":
        del told["firmness"]
    return told


def _endorsed(whole: Whole, text: str, rows: list[Row], taken: list[Row]) -> dict[str, Any]:
    """On what evidence clauses of another's text were taken over, and which were not."""
    clauses = {f"{text}.{row['id'] or row['row']}": row for row in rows}
    for row in taken:
        if row["id"] not in clauses:
            told = f"{row['id']!r} is no clause of a text that this one takes over"
            raise _fault(row, "id", told, "an id of one's own has no full stop")
    first, clause = taken[0], clauses[taken[0]["id"]]
    behind = len(_evidence(whole, clause["ref"]))
    evidence = _evidence(whole, first["ref"])
    over = {row["id"] for row in taken}
    left = [row["point"] for name, row in clauses.items() if name not in over and row["point"]]
    kept = {clauses[name]["point"] for name in over}
    without = [point for point in dict.fromkeys(left) if point not in kept]
    return {"evidence": evidence[: len(evidence) - behind], "except": without}


def _evidence(whole: Whole, ref: str) -> list[dict[str, str]]:
    rows = whole.own("evidence", "demand", ref)
    return [{"source": row["source"], "at": row["at"]} for row in rows]


_DIFFERENT = {"is_dropped": "dropped", "is_disputed": "disputed"}


def _demand(
    whole: Whole,
    scales: Mapping[str, Scale],
    names: Mapping[str, str],
    head: Mapping[str, Any],
    row: Row,
) -> dict[str, Any]:
    """A demand as its file has it, without what its position tells already."""
    until = row["until_as"] or row["until"]
    told = _fields(records.Demand, {**row, "until": until, "ask": "", "accepts": "", "names": ""})
    for name in ("said", "known", *_SHARED):
        told.pop(name, None)
    told |= {name: row[name] for name in _SHARED if row[name] and row[name] != _of(head, name)}
    told |= _days(head, row)
    for name, own in _DIFFERENT.items():
        if row[name] == "true":
            told[own] = True
    if row["issue"]:
        told |= _asked(scales[row["issue"]], row)
    elif asking := next((name for name in ("ask", "accepts", "names") if row[name]), ""):
        raise _fault(row, asking, "an ask needs an issue", "name one, or empty the cell")
    holders = [one["party"] for one in whole.own("holders", "demand", row["ref"])]
    if holders != head.get("parties", []) and row["attribution"] != "expert":
        told["by"] = holders
    if (evidence := _evidence(whole, row["ref"])) != head.get("evidence"):
        told["evidence"] = evidence
    if rows := whole.own("step_links", "demand", row["ref"]):
        told["links"] = [_fields(records.Link, one) for one in rows]
    for link in terms.LINKS:
        rows = whole.own("links", "demand", row["ref"], link=link)
        told |= _several(link, [names.get(one["other"], one["other"]) for one in rows])
    return told


def _asked(scale: Scale, row: Row) -> dict[str, Any]:
    """What a demand asks for, what would do as well, and the answers that its words name."""
    told = {name: _answer(scale, row[name]) for name in ("ask", "accepts") if row[name]}
    named = [_answer(scale, words) for words in row["names"].split(" | ") if words]
    return told | _several("names", named)


def _answer(scale: Scale, cell: str) -> Any:
    """A region as a file has it; what export would write otherwise stays in its own words, which
    files take as well, and is held against the scale with them."""
    with suppress(KeyError, ValueError, IndexError, OverflowError):
        found = region(scale, cell)
        if found is not None and ask(scale, found) == cell:
            return written(scale, found)
    return cell


def _days(head: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """The days of a demand that its position does not tell already."""
    said, known = (row[f"{name}_as"] or row[name] for name in ("said", "known"))
    usual = str(head.get("known", head["date"]))
    told: dict[str, Any] = {}
    if said != str(head["date"]):
        told["said"], usual = day(said), said
    if known != usual:
        told["known"] = day(known)
    latest = "latest" if row["is_latest"] == "true" else "exact"
    return told | ({"date_is": latest} if latest != head.get("date_is", "exact") else {})


def _of(head: Mapping[str, Any], name: str) -> Any:
    return head.get(name, "firm" if name == "firmness" else "")
