"""The rows of sheets to the records of a dossier: who asks for what, when and according to whom."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from negpos.dossier import Issue
from negpos.importing.columns import Columns, Field, text, value
from negpos.importing.draft import Draft, Guess, Place
from negpos.importing.experts import figure, is_missing
from negpos.importing.proposals import free_id, misplaced, placed, points, proposed
from negpos.intake.asks import region
from negpos.intake.grammar import NotOnScale
from negpos.intake.writing import ask as written
from negpos.names import fold

_GRADE = "TODO: grade B was proposed: A primary or original, B re-reporting, C repost"
_SCALE = "TODO: proposed from the asks: is this the question, and are these its answers?"
_LONGEST_THEME = 39
"""Signs of the id of a theme, behind which those of its issues have forty."""
_POINTS = 'TODO: proposed, 0 to {top}: what do its ends mean? marks = [{{ at = 0, label = "…" }}]'
_ORDER = '\nOptions in their order make it kind = "ordinal".'


class Row(NamedTuple):
    """A row by the fields of its cells, each the way its record takes it, and the fields whose
    cells have a fault that is told."""

    place: Place
    cells: dict[Field, Any]
    amiss: set[str]

    def of(self, record: str) -> dict[str, Any]:
        """What it tells of one record."""
        return {f.name: v for f, v in self.cells.items() if f.record == record and v is not None}


def read(draft: Draft, of: Columns) -> Iterable[Row]:
    """The rows of a sheet; a cell that does not fit is a problem and left out."""
    sheet = of.sheet
    for field in of.fields.values():
        own = draft.headings.setdefault((sheet.where, of.part), {})
        own.setdefault(field.name, of.heading(field.record, field.name))
    has_gaps = of.is_placed or bool(of.missing)
    for number, cells in sheet.rows:
        place = Place(sheet.where, number, of.part)
        found: dict[Field, Any] = dict(of.fixed)
        amiss: set[str] = set()
        for column, field in of.fields.items():
            kind = field.kind if field.kind != "ask" else "text"
            if has_gaps and field.name in _VALUED and is_missing(cells[column], of.missing):
                continue
            try:
                found[field] = value(kind, cells[column], comma=sheet.comma)
            except NotOnScale as misfit:
                draft.fault(place, sheet.headings[column], misfit.message, misfit.hint)
                amiss.add(field.name)
        yield Row(place, found, amiss)


_VALUED = ("ask", "salience")
"""Fields in whose cells some programs write a word or a figure for no value."""


def parties(draft: Draft, of: Columns) -> None:
    """Each row of a sheet of parties is a party."""
    for row in read(draft, of):
        told = row.of("party")
        name = told.get("name") or told.get("id", "")
        if known := draft.find("party", told.get("id") or name):
            draft.leave(row.place, f"party {known}")
        else:
            record = {"id": told.get("id") or draft.new_id("party", name), "name": name, **told}
            draft.add("party", record, row.place, name, *told.get("aliases", ()))


def sources(draft: Draft, of: Columns) -> None:
    """Each row of a sheet of sources is a source."""
    for row in read(draft, of):
        told = row.of("source")
        name = told.get("id") or told.get("title", "")
        if known := draft.find("source", name):
            draft.leave(row.place, f"source {known}")
        else:
            _source(draft, name, told, told.get("date"), row.place)


def _source(
    draft: Draft, name: str, told: Mapping[str, Any], date: Any, place: Place, *, own: bool = True
) -> str:
    """A source of which this much is told; its grade is nobody's word but the sheet's."""
    is_address = re.match(r"https?://\S+$", name)
    host = re.sub(r"^https?://(?:www\.)?([^/]+).*", r"\1", told.get("url") or name)
    words = f"{host if is_address else name} {date or ''}"
    id_ = told.get("id") if own else None
    record: dict[str, Any] = {
        "#": None if "grade" in told else _GRADE,
        "id": id_ or draft.new_id("source", words),
        "publisher": host if is_address or told.get("url") else name,
        "title": name,
        "date": date,
        "url": name if is_address else None,
        "kind": "unsorted",
        "grade": "B",
    }
    record |= {key: cell for key, cell in told.items() if key != "id"}
    if "grade" not in told:
        draft.guesses.append(Guess(f"grade of source {record['id']}", "B, re-reporting"))
    return draft.add("source", record, place, name if own else "", record.get("url") or "")


def issues(draft: Draft, of: Columns) -> None:
    """Each row of a sheet of issues is an issue, with the scale that it describes if any."""
    for row in read(draft, of):
        told, scale = row.of("issue"), row.of("scale")
        label = told.get("label") or told.get("question") or told.get("id", "")
        if known := draft.find("issue", told.get("id") or label):
            draft.leave(row.place, f"issue {known}")
            continue
        theme = row.of("row").get("theme", "")
        made = _issue(draft, label, theme, row.place, told)
        if scale:
            made["scale"] = _scale(draft, row.place, scale, of.sheet.comma)


def _issue(
    draft: Draft, label: str, theme: str, place: Place, told: Mapping[str, Any]
) -> dict[str, Any]:
    """An issue of this label in a theme, which is made where there is none of that name."""
    id_ = str(told.get("id", ""))
    theme = theme or id_.partition(".")[0] or "General"
    theme_id = draft.find("theme", theme)
    if not theme_id:
        theme_id = free_id(theme, draft.ids["theme"], _LONGEST_THEME, "theme")
        draft.add("theme", {"id": theme_id, "title": theme[:1].upper() + theme[1:]}, place, theme)
    taken = {own.partition(".")[2] for own in draft.ids["issue"] if own.startswith(f"{theme_id}.")}
    short = label if len(label) <= 24 else label[:24].rsplit(" ", 1)[0]
    made = {
        "id": id_ or f"{theme_id}.{free_id(label, taken, 40, 'issue')}",
        "label": short,
        "question": label if label.endswith("?") else f"{label}?",
        **told,
    }
    draft.add("issue", made, place, label, *told.get("aliases", ()))
    return made


def _scale(draft: Draft, place: Place, told: dict[str, Any], comma: bool) -> dict[str, Any]:
    """A scale as its cells describe it."""
    kind = "date" if told.get("kind") == "date" else "number"
    for end in ("low", "high"):
        if end in told:
            try:
                told[end] = value(kind, told[end], comma=comma)
            except NotOnScale as misfit:
                draft.fault(place, end, misfit.message, misfit.hint)
    if "options" in told:
        named = [part.strip() for part in re.split(r"[;|]", told["options"]) if part.strip()]
        ids: list[str] = []
        made = []
        for part in named:
            id_, sign, label = (side.strip() for side in part.partition("="))
            ids.append(id_ if sign else free_id(part, ids, 40, "option"))
            made.append({"id": ids[-1], "label": label if sign else part})
        told["options"] = made
    if "marks" in told:
        marks = [part.partition("=") for part in told["marks"]]
        told["marks"] = [
            {"at": value(kind, at.strip(), comma=comma), "label": label.strip()}
            for at, _, label in marks
        ]
    return told


class Asked(NamedTuple):
    """A row of a sheet of demands whose names are known: its position, and the issue asked for."""

    file: str
    number: int
    issue: str
    asks: dict[str, str]
    place: Place
    comma: bool
    is_placed: bool = False


class _Course(NamedTuple):
    """What is kept in mind from row to row: the file of each position, how often something was
    guessed, how many cells had no value, and whom experts placed on what."""

    heads: dict[Any, str]
    guessed: Counter[str]
    missing: Counter[str]
    placed: set[tuple[str, str]]


def demands(
    draft: Draft, sheets: Sequence[Columns], tell: Callable[[int, int], None] | None
) -> list[Asked]:
    """Each row of a sheet of demands stands in its position, but for its asks, which are given
    back: what they mean is told by the scales of their issues."""
    asked: list[Asked] = []
    course = _Course({}, Counter(), Counter(), set())
    total = sum(len(of.sheet.rows) for of in sheets)
    number = 0
    for of in sheets:
        for row in read(draft, of):
            number += 1
            if tell:
                tell(number, total)
            if (found := _asked(draft, of, row, course)) is not None:
                asked.append(found)
    for name, count in course.guessed.items():
        draft.guesses.append(Guess(f"{name} ({count:,})", _TAKEN.get(name, "")))
    for where, count in course.missing.items():
        cells = "1 cell has" if count == 1 else f"{count:,} cells have"
        draft.remarks.append(f"negpos: {where}: {cells} no value, and nobody is placed by it")
    return asked


def _asked(draft: Draft, of: Columns, row: Row, course: _Course) -> Asked | None:
    """What a row asks for, once it stands in its position; None where it says nothing or has a
    fault that is told."""
    own, place = row.of("row"), row.place
    told, position = row.of("demand"), row.of("position")
    is_placed = told.get("attribution", "expert" if of.is_placed else "") == "expert"
    if is_placed and "ask" not in told:
        course.missing[of.sheet.where] += "ask" not in row.amiss
        return None
    if _lacks(draft, row):
        return None
    who = [_party(draft, name, place) for name in own["party"]]
    told["evidence"] = [
        {
            "source": _cited(draft, name, row.of("source"), position["date"], place),
            "at": own.get("at") or "place not told",
        }
        for name in own["source"]
    ]
    issue = _named_issue(draft, told.pop("issue", ""), own.get("theme", ""), place)
    asks: dict[str, str] = {
        name: text(told.pop(name)) for name in ("ask", "accepts") if name in told
    }
    if "text" not in told:
        told["text"] = term(draft, issue, asks)
        course.guessed["text"] += 1
    if issue:
        told["issue"] = issue
    if is_placed:
        asks["ask"] = figure(asks["ask"])
        _place(told, position, course)
    file = _position(draft, course.heads, who, position, told, place, course.guessed)
    if is_placed:
        _check_placed(draft, of, place, (file, issue), who, course)
    rows = draft.tables[file]["demand"]
    draft.places[file, "demand", len(rows)] = place
    rows.append(told)
    return Asked(file, len(rows) - 1, issue, asks, place, of.sheet.comma, is_placed)


def _lacks(draft: Draft, row: Row) -> bool:
    """Whether a row does not tell who asked, when, or where it can be read; a problem then."""
    own = row.of("row")
    missing = [name for name in ("party", "source") if not own.get(name)]
    missing += [] if row.of("position").get("date") else ["date"]
    for name in (name for name in missing if name not in row.amiss):
        heading = draft.heading(row.place, name)
        draft.fault(row.place, heading, "the cell is empty", f"every demand has its {name}")
    return bool(missing)


def _place(told: dict[str, Any], position: dict[str, Any], course: _Course) -> None:
    """The demand and its position are those of experts."""
    if "attribution" not in told:
        told["attribution"] = "expert"
        course.guessed["attribution of figures"] += 1
    position.setdefault("status", "analysis")
    salience = told.get("salience")
    if isinstance(salience, float):
        told["salience"] = int(salience + 0.5)
        course.guessed["salience"] += 1


def _check_placed(
    draft: Draft,
    of: Columns,
    place: Place,
    key: tuple[str, str],
    who: Sequence[str],
    course: _Course,
) -> None:
    """A problem where experts place several actors by one figure, or one actor twice."""
    if len(who) > 1 and any(field.name == "party" for field in of.fields.values()):
        hint = "write a row for each"
        heading = draft.heading(place, "party")
        draft.fault(place, heading, "one figure for several actors", hint)
    if key in course.placed:
        told = f"{', '.join(who)} was placed on this by an earlier row of the same day and source"
        hint = "take the mean of several experts, or give their rows sources of their own"
        draft.fault(place, draft.heading(place, "ask"), told, hint)
    course.placed.add(key)


_TAKEN = {
    "text": "the issue and the ask, as they stand in the sheet",
    "status": "statement",
    "attribution": "reported",
    "attribution of figures": "expert, as no party said them",
    "salience": "rounded to a whole number",
    "form": "paraphrased",
    "title": "the party and the day",
}


def _party(draft: Draft, name: str, place: Place) -> str:
    """The party of this name, made where there is none."""
    if id_ := draft.find("party", name):
        return id_
    id_ = draft.new_id("party", name)
    draft.guesses.append(Guess(f"party {id_}", f"new, from {name!r}"))
    return draft.add("party", {"id": id_, "name": name}, place, name)


def _cited(draft: Draft, name: str, told: Mapping[str, Any], date: Any, place: Place) -> str:
    """The source that a cell names: by its id, title or address, or by a name of its own and its
    day, since what is published on two days is two sources."""
    day = told.get("date", date)
    key = f"{name} {day}"
    found = draft.find("source", name) or draft.find("source", key)
    if found:
        _check_source(draft, found, told, place)
        return found
    id_ = _source(draft, name, told, day, place, own=False)
    draft.know("source", id_, key)
    return id_


def _check_source(draft: Draft, id_: str, told: Mapping[str, Any], place: Place) -> None:
    """What a row tells of a source that is known is what is known of it; a problem else, so that
    nothing is lost. Where this import made the source, what was not told before is added."""
    rows = draft.tables.get("sources.toml", {}).get("source", [])
    made = next((row for row in rows if row["id"] == id_), None)
    for name, cell in told.items():
        known = made.get(name) if made is not None else draft.before and draft.before.sources[id_]
        if made is None:
            known = getattr(known, name, None)
        elif known is None or (name == "grade" and made.get("#")):
            made[name] = cell
            if name == "grade":
                made["#"] = None
                draft.guesses = [g for g in draft.guesses if g.of != f"grade of source {id_}"]
            continue
        if text(known) != text(cell):
            heading = draft.heading(place, name)
            message = f"{text(cell)!r} stands where source {id_} has {text(known)!r}"
            draft.fault(place, heading, message, "make them one, or call the source otherwise")


def _named_issue(draft: Draft, name: str, theme: str, place: Place) -> str:
    """The issue of this name, made where there is none; empty for no name."""
    if not name or (id_ := _issue_of(draft, name, theme)):
        return id_ if name else ""
    is_id = re.fullmatch(r"([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)", name)
    head, sign, label = (side.strip() for side in name.partition(":"))
    given = theme
    if is_id:
        label, theme, told = is_id[2].replace("-", " ").capitalize(), is_id[1], {"id": name}
    else:
        told = {}
        is_headed = bool(sign and label) and fold(theme) in ("", fold(head))
        theme, label = (head, label) if is_headed else (theme, name)
    made = _issue(draft, label, theme, place, told)
    draft.know("issue", made["id"], name, f"{given}: {name}" if given else "")
    return str(made["id"])


def _issue_of(draft: Draft, name: str, theme: str) -> str:
    """The issue of this name, of several that of the theme where one is given; empty for none."""
    found = draft.find("issue", f"{theme}: {name}") if theme else ""
    if found or not (found := draft.find("issue", name)):
        return found
    return found if not theme or found.partition(".")[0] == draft.find("theme", theme) else ""


def term(draft: Draft, issue: str, asks: Mapping[str, str]) -> str:
    """The issue and what is asked for, in the words of the sheet."""
    label = next((r["label"] for r in _made(draft, "issue") if r["id"] == issue), "")
    if not label and draft.before and issue in draft.before.issues:
        label = draft.before.issues[issue].label
    return ": ".join(part for part in (label, asks.get("ask", "")) if part)[:400]


def _made(draft: Draft, kind: str) -> list[dict[str, Any]]:
    name = {"issue": "issues.toml"}[kind]
    rows: list[dict[str, Any]] = draft.tables.get(name, {}).get(kind, [])
    return rows


_SHARED = ("attribution", "form", "firmness", "speaker")
"""Fields of a demand that its position may tell for all of them."""


def _position(
    draft: Draft,
    heads: dict[Any, str],
    who: list[str],
    told: dict[str, Any],
    demand: dict[str, Any],
    place: Place,
    guessed: Counter[str],
) -> str:
    """The file of the position that a row is part of, with its head."""
    cited = tuple(piece["source"] for piece in demand["evidence"])
    of = told.get("id"), told.get("title"), told.get("status") == "analysis"
    key = (tuple(who), str(told["date"]), cited, *of)
    if (file := heads.get(key)) is None:
        file = heads[key] = _head(
            draft, who, told, place, guessed, is_placed=demand.get("attribution") == "expert"
        )
    head = draft.tables[file]
    for name, cell in told.items():
        if head.setdefault(name, cell) != cell:
            heading = draft.heading(place, name)
            message = f"{cell!r} stands where an earlier row of this position has {head[name]!r}"
            draft.fault(place, heading, message, "give the rows a position or title of their own")
    return file


def lift(draft: Draft) -> None:
    """What every demand of a position says stands at its head alone; what one leaves open no other
    tells for it."""
    low = {"attribution": "reported", "form": "paraphrased"}
    guessed = dict.fromkeys(low, 0)
    for table in draft.tables.values():
        rows = table.get("demand", [])
        for name in (*_SHARED, "evidence"):
            said = [row.get(name) for row in rows]
            if rows and said[0] is not None and all(one == said[0] for one in said):
                table[name] = said[0]
                for row in rows:
                    del row[name]
            elif rows and name in low:
                is_list = name == "attribution" and table["status"] == "analysis"
                table[name] = "analyst" if is_list else low[name]
                guessed[name] += said.count(None)
    for name, count in guessed.items():
        if count:
            draft.guesses.append(Guess(f"{name} ({count:,})", _TAKEN[name]))


def _head(
    draft: Draft,
    who: list[str],
    told: dict[str, Any],
    place: Place,
    guessed: Counter[str],
    *,
    is_placed: bool,
) -> str:
    """A new position, in a file of its own; what the row does not tell of it is guessed low."""
    is_analysis = told.get("status") == "analysis"
    as_placed = " as experts placed it" if is_placed else ""
    low = {
        "status": "statement",
        "title": f"{_name(draft, who[0])}{as_placed}, {told['date']}",
    }
    title = told.get("title") or f"{who[0]}{' experts' * bool(as_placed)} {told['date']}"
    id_ = told.get("id") or free_id(title, draft.positions, otherwise="position")
    head: dict[str, Any] = {"id": id_, "title": low["title"]}
    head["about" if is_analysis else "parties"] = who
    head |= told
    for name, word in low.items():
        if name not in head or (name == "title" and "title" not in told):
            head[name] = word
            guessed[name] = guessed.get(name, 0) + 1
    draft.positions.add(id_)
    file = f"positions/{who[0] if len(who) == 1 or not is_placed else 'experts'}/{id_}.toml"
    draft.tables[file] = {**head, "demand": []}
    draft.places[file, "", 0] = place
    return file


def _name(draft: Draft, party: str) -> str:
    rows = draft.tables.get("parties.toml", {}).get("party", [])
    if draft.before and party in draft.before.parties:
        return draft.before.parties[party].name
    return next((row["name"] for row in rows if row["id"] == party), party)


def propose(draft: Draft, asked: Sequence[Asked]) -> None:
    """Every new issue has a scale: its own, or one that what was asked for on it suggests."""
    by_issue: dict[str, list[Asked]] = {}
    for one in asked:
        by_issue.setdefault(one.issue, []).append(one)
    top = points([one.asks["ask"] for one in asked if one.is_placed])
    counts = Counter[str]()
    for number, issue in enumerate(_made(draft, "issue")):
        rows = by_issue.get(issue["id"], [])
        if "scale" in issue or (rows and _has_points(draft, issue, rows, top, counts)):
            continue
        place = rows[0].place if rows else draft.places["issues.toml", "issue", number]
        _propose(draft, issue, rows, place)
    if count := counts["points"]:
        issues = "1 issue" if count == 1 else f"{count:,} issues"
        draft.guesses.append(Guess(f"scale of {issues}", f"a quantity, 0 to {top} points"))


def _propose(draft: Draft, issue: dict[str, Any], rows: Sequence[Asked], place: Place) -> None:
    """The issue has the scale that these rows suggest; a problem where they suggest none."""
    words = [word for row in rows for word in row.asks.values()]
    try:
        if not words:
            raise NotOnScale("nobody asks for anything on it", "describe it in a sheet issues")
        found = proposed(words, comma=rows[0].comma)
    except NotOnScale as misfit:
        told = f"{issue['label']}: {misfit.message}"
        draft.fault(place, draft.heading(place, "ask"), told, misfit.hint)
        return
    issue["#"] = _SCALE + (_ORDER if found.scale["kind"] == "nominal" else "")
    issue["scale"] = found.scale
    draft.guesses.append(Guess(f"scale of {issue['id']}", found.told))


def _has_points(
    draft: Draft, issue: dict[str, Any], rows: Sequence[Asked], top: int, counts: Counter[str]
) -> bool:
    """Whether experts placed all of this in figures, so that it is settled: by a scale of points,
    or by a problem of each figure that is none."""
    if not all(row.is_placed for row in rows):
        return False
    if _misplaced(draft, str(issue["label"]), rows):
        return True
    if found := placed([row.asks["ask"] for row in rows], top, comma=rows[0].comma):
        issue["#"] = _POINTS.format(top=top)
        issue["scale"] = found.scale
        counts["points"] += 1
    return found is not None


def _misplaced(draft: Draft, label: str, rows: Sequence[Asked]) -> bool:
    """Whether experts gave figures on an issue and some of these are none, or below nought; a
    problem for each of them, as it may stand for no value."""
    told = [(row, misplaced(row.asks["ask"], comma=row.comma)) for row in rows]
    amiss = [(row, why) for row, why in told if why]
    if len(amiss) == len(told) and not all("begins" in why for _, why in amiss):
        return False  # a scale of words
    for row, why in amiss:
        words = row.asks["ask"]
        hint = (
            f"for no value: --map 'missing=\"{words}\"'; else describe the issue in a sheet issues"
        )
        draft.fault(row.place, draft.heading(row.place, "ask"), f"{label}: {words}: {why}", hint)
    return bool(amiss)


def lay(draft: Draft, asked: Iterable[Asked], scales: Mapping[str, Issue]) -> None:
    """Each ask stands in its demand as a file writes it."""
    for one in asked:
        row = draft.tables[one.file]["demand"][one.number]
        for name, words in one.asks.items():
            heading = draft.heading(one.place, name)
            if not one.issue:
                draft.fault(one.place, heading, "an ask needs an issue", "name one, or empty it")
            elif one.issue in scales:
                scale = scales[one.issue].scale
                try:
                    row[name] = written(scale, region(scale, words, comma=one.comma))
                except NotOnScale as misfit:
                    draft.fault(one.place, heading, misfit.message, misfit.hint)
