"""What ``negpos export`` wrote, to the tables of the files of the same dossier.

A column that bears the name of a field is taken as it is, so that a new one needs no word here.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from io import StringIO
from typing import Any

from negpos import terms
from negpos.errors import DataError, Problem
from negpos.importing.columns import kind_of, ways
from negpos.importing.draft import FILES, Draft, Place
from negpos.importing.sheets import file_bytes
from negpos.intake import records
from negpos.intake.writing import ask as written
from negpos.intake.writing import day
from negpos.scales import Mark, Option, Region, Scale, of_points

Row = dict[str, str]


def is_package(name: str) -> bool:
    """Whether a folder holds a data package of a dossier."""
    return all(os.path.isfile(f"{name}/{n}") for n in ("datapackage.json", "dossier.csv"))


_TABLES = (
    *("dossier", "spellings", "parties", "voices", "themes", "issues", "options", "marks"),
    *("sources", "positions", "position_parties", "position_ties", "ends", "demands", "holders"),
    *("evidence", "links", "steps", "step_links"),
)


class _Package:
    """The rows of every table, and those that belong to something by its key."""

    def __init__(self, folder: str) -> None:
        problems: list[Problem] = []
        self.rows: dict[str, list[Row]] = {}
        self.by: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self.paths = {name: f"{folder.rstrip('/')}/{name}.csv" for name in _TABLES}
        for name, path in self.paths.items():
            self.rows[name] = _read(path, problems)
        if problems:
            raise DataError(tuple(problems))

    def own(self, table: str, key: str, value: str, **also: str) -> list[Row]:
        """The rows that belong to something, in the order of their places."""
        if (table, key) not in self.by:
            found = self.by[table, key] = {}
            for row in self.rows[table]:
                found.setdefault(row[key], []).append(row)
        rows = self.by[table, key].get(value, [])
        rows = [row for row in rows if all(row[name] == wanted for name, wanted in also.items())]
        return sorted(rows, key=lambda row: int(row["place"]))


def _read(path: str, problems: list[Problem]) -> list[Row]:
    """The rows of a table of the package; a problem where they are not what export wrote."""
    hint = "export the dossier anew, or import its sheets one by one"
    if not os.path.isfile(path):
        problems.append(Problem(path, 0, "", "", "the table is missing", hint))
        return []
    csv.field_size_limit(1_000_000)
    try:
        text = file_bytes(path).decode("utf-8")
        rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        problems.append(Problem(path, 0, "", "", "is no CSV in UTF-8", hint))
        return []
    head, *others = rows or [[]]
    for number, row in enumerate(others, start=2):
        if len(row) != len(head):
            told = f"row {number} has {len(row)} cells under {len(head)} headings"
            problems.append(Problem(path, 0, "", "", told, hint))
            return []
    return [dict(zip(head, row, strict=True)) for row in others]


def fill(draft: Draft, folder: str) -> None:
    """The draft has the files of the dossier that a package holds, each as its table; DataError
    where a cell is not what export writes."""
    package = _Package(folder)
    try:
        draft.tables.update(_files(package))
        draft.places.update(_places(package))
    except (KeyError, ValueError, IndexError) as error:
        hint = "export the dossier anew"
        told = f"is no package as export writes it ({type(error).__name__}: {error})"
        raise DataError((Problem(folder, 0, "", "", told[:200], hint),)) from None


def _places(package: _Package) -> dict[tuple[str, str, int], Place]:
    """The row that each record came from."""
    found: dict[tuple[str, str, int], Place] = {}
    for kind, file in {**FILES, "step": "issues.toml"}.items():
        table = {"party": "parties"}.get(kind, f"{kind}s")
        for number in range(len(package.rows[table])):
            found[file, kind, number] = Place(package.paths[table], number + 2)
    paths = {row["id"]: row["path"] for row in package.rows["positions"]}
    for number, row in enumerate(package.rows["positions"]):
        found[row["path"], "", 0] = Place(package.paths["positions"], number + 2)
    counts: Counter[str] = Counter()
    for number, row in enumerate(package.rows["demands"]):
        if not _is_taken(row):
            path = paths[row["position"]]
            found[path, "demand", counts[path]] = Place(package.paths["demands"], number + 2)
            counts[path] += 1
    return found


def _is_taken(row: Row) -> bool:
    """Whether a demand is a clause that its position took over from another text."""
    return "." in row["id"]


def _files(package: _Package) -> dict[str, dict[str, Any]]:
    (head,) = package.rows["dossier"]
    spellings: dict[str, list[str]] = {}
    for row in package.rows["spellings"]:
        spellings.setdefault(row["stands_for"], [row["stands_for"]]).append(row["word"])
    dossier = _fields(records.Dossier, head) | (
        {"spellings": list(spellings.values())} if spellings else {}
    )
    parties = []
    for row in package.rows["parties"]:
        voices = [
            _fields(records.Voice, {**voice, "from": voice["since"]})
            for voice in package.own("voices", "party", row["id"])
        ]
        parties.append(_fields(records.Party, row) | ({"voice": voices} if voices else {}))
    scales = {row["id"]: _scale(package, row) for row in package.rows["issues"]}
    issues = [
        _fields(records.Issue, row) | {"scale": _told(scales[row["id"]], row)}
        for row in package.rows["issues"]
    ]
    sources = [
        _fields(records.Source, {**row, "date": row["date_as"] or row["date"]})
        for row in package.rows["sources"]
    ]
    themes = [_fields(records.Theme, row) for row in package.rows["themes"]]
    steps = [_fields(records.Step, row) for row in package.rows["steps"]]
    found: dict[str, dict[str, Any]] = {
        "dossier.toml": dossier,
        "parties.toml": {"party": parties},
        "issues.toml": {"theme": themes, "issue": issues, **({"step": steps} if steps else {})},
        "sources.toml": {"source": sources},
    }
    return found | _positions(package, scales)


def _fields(model: Any, row: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record among the columns of a row, as a file has them; not those that
    stand as they do where nothing is told."""
    told: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        cell = row.get(key)
        if not cell or key in ("scale", "demand", "voice"):
            continue
        value = _value(kind_of(field.annotation), cell)
        if value != field.default or field.is_required():
            told[key] = value
    return told


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


def _scale(package: _Package, row: Row) -> Scale:
    options = package.own("options", "issue", row["id"])
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
            for m in package.own("marks", "issue", row["id"])
        ),
        row["adds_up"] == "true",
        row["prefix"],
        row["singular"],
        row["scaling"],
        row["step"],
    )


def _told(scale: Scale, row: Row) -> dict[str, Any]:
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


def _positions(package: _Package, scales: Mapping[str, Scale]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    positions = {row["id"]: row for row in package.rows["positions"]}
    inherited = _inherited(package)
    names = _names(package)
    demands: dict[str, list[Row]] = {}
    for row in package.rows["demands"]:
        demands.setdefault(row["position"], []).append(row)
    for id_, row in positions.items():
        if not re.fullmatch(rf"positions/(?:\w[\w. -]*/)*{re.escape(id_)}\.toml", row["path"]):
            raise ValueError(f"{row['path']!r} is no file of position {id_!r}")
        head = _head(package, row) | _lapse(package, id_, inherited.get(id_, set()))
        rows = demands.get(id_, [])
        taken = [one for one in rows if _is_taken(one)]
        own = [one for one in rows if one not in taken]
        head |= _shared(package, row, own, taken, demands)
        head["demand"] = [_demand(package, scales, names, head, one) for one in own]
        found[row["path"]] = head
    return found


def _head(package: _Package, row: Row) -> dict[str, Any]:
    """What the file of a position says of itself, but for its end and what its demands share."""
    told = row["date_as"] or row["date"]
    head = _fields(records.Position, {**row, "date": told})
    head.pop("known", None)
    if (known := row["known_as"] or row["known"]) != told:
        head["known"] = day(known)
    is_analysis = row["status"] == "analysis"  # whom experts speak for is told by the dossier
    for role in ("about",) if is_analysis else ("parties", "about"):
        rows = package.own("position_parties", "position", row["id"], role=role)
        head |= {role: [one["party"] for one in rows]} if rows else {}
    for tie in ("revises", "includes", "withdraws"):
        rows = package.own("position_ties", "position", row["id"], tie=tie)
        head |= _several(tie, [one["other"] for one in rows])
    return head | ({"private": True} if row["is_private"] == "true" else {})


def _several(name: str, others: list[Any]) -> dict[str, Any]:
    """A field that takes one word or a list of them; nothing for none."""
    return {name: others if len(others) > 1 else others[0]} if others else {}


def _lapse(package: _Package, id_: str, inherited: set[tuple[str, str]]) -> dict[str, Any]:
    """The day from which a text speaks for nobody, where it does not have that from another."""
    told: dict[str, Any] = {}
    for end in package.own("ends", "position", id_):
        if end["holders"] == "[]" and (end["day"], end["reason"]) not in inherited:
            told = {"lapsed": day(end["day_as"] or end["day"]), "lapsed_reason": end["reason"]}
    return told


def _inherited(package: _Package) -> dict[str, set[tuple[str, str]]]:
    """The ends of each annex that it has from the texts that include it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for tie in package.rows["position_ties"]:
        if tie["tie"] == "includes":
            ends = package.own("ends", "position", tie["position"])
            found.setdefault(tie["other"], set()).update((e["day"], e["reason"]) for e in ends)
    return found


def _names(package: _Package) -> dict[str, str]:
    """How a file refers to each demand: by its id, or else by a point or an issue that no other
    of its position has."""
    points = Counter((row["position"], row["point"]) for row in package.rows["demands"])
    issues = Counter((row["position"], row["issue"]) for row in package.rows["demands"])
    found = {}
    for row in package.rows["demands"]:
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
    package: _Package,
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
        told |= _endorsed(package, position["endorses"], text, taken)
    elif position["endorses"]:
        told["except"] = list(dict.fromkeys(row["point"] for row in text if row["point"]))
    elif pieces := [json.dumps(_evidence(package, row["ref"])) for row in own]:
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


def _endorsed(package: _Package, text: str, rows: list[Row], taken: list[Row]) -> dict[str, Any]:
    """On what evidence clauses of another's text were taken over, and which were not."""
    clauses = {f"{text}.{row['id'] or row['row']}": row for row in rows}
    first, clause = taken[0], clauses[taken[0]["id"]]
    behind = len(_evidence(package, clause["ref"]))
    evidence = _evidence(package, first["ref"])
    over = {row["id"] for row in taken}
    left = [row["point"] for name, row in clauses.items() if name not in over and row["point"]]
    kept = {clauses[name]["point"] for name in over}
    without = [point for point in dict.fromkeys(left) if point not in kept]
    return {"evidence": evidence[: len(evidence) - behind], "except": without}


def _evidence(package: _Package, ref: str) -> list[dict[str, str]]:
    rows = package.own("evidence", "demand", ref)
    return [{"source": row["source"], "at": row["at"]} for row in rows]


_DIFFERENT = {"is_dropped": "dropped", "is_disputed": "disputed"}


def _demand(
    package: _Package,
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
    holders = [one["party"] for one in package.own("holders", "demand", row["ref"])]
    if holders != head.get("parties", []) and row["attribution"] != "expert":
        told["by"] = holders
    if (evidence := _evidence(package, row["ref"])) != head.get("evidence"):
        told["evidence"] = evidence
    if rows := package.own("step_links", "demand", row["ref"]):
        told["links"] = [_fields(records.Link, one) for one in rows]
    for link in terms.LINKS:
        rows = package.own("links", "demand", row["ref"], link=link)
        told |= _several(link, [names.get(one["other"], one["other"]) for one in rows])
    return told


def _asked(scale: Scale, row: Row) -> dict[str, Any]:
    """What a demand asks for, what would do as well, and the answers that its words name."""
    found = {name: region(scale, row[name]) for name in ("ask", "accepts")}
    told = {name: written(scale, area) for name, area in found.items() if area is not None}
    named = [region(scale, words) for words in row.get("names", "").split(" | ")]
    return told | _several("names", [written(scale, area) for area in named if area is not None])


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
