"""The rows of sheets to the records of a dossier: who asks for what, when and according to whom."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from negpos.dossier import Issue
from negpos.importing.columns import Columns, Field, text, value
from negpos.importing.draft import Draft, Guess, Place
from negpos.importing.proposals import free_id, proposed
from negpos.intake.asks import region
from negpos.intake.grammar import NotOnScale
from negpos.intake.writing import ask as written

_GRADE = "TODO: grade B was proposed: A primary or original, B re-reporting, C repost"
_SCALE = "TODO: proposed from the asks: is this the question, and are these its answers?"
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
        own = draft.headings.setdefault(sheet.where, {})
        own.setdefault(field.name, of.heading(field.record, field.name))
    for number, cells in sheet.rows:
        place = Place(sheet.where, number)
        found: dict[Field, Any] = {}
        amiss: set[str] = set()
        for column, field in of.fields.items():
            kind = field.kind if field.kind != "ask" else "text"
            try:
                found[field] = value(kind, cells[column], comma=sheet.comma)
            except NotOnScale as misfit:
                draft.fault(place, sheet.headings[column], misfit.message, misfit.hint)
                amiss.add(field.name)
        yield Row(place, found, amiss)


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
        theme_id = draft.new_id("theme", theme)
        draft.add("theme", {"id": theme_id, "title": theme[:1].upper() + theme[1:]}, place, theme)
    short = label if len(label) <= 24 else label[:24].rsplit(" ", 1)[0]
    made = {
        "id": id_ or f"{theme_id}.{free_id(label, otherwise='issue', most=40)}",
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


def demands(draft: Draft, of: Columns, tell: Callable[[int, int], None] | None) -> list[Asked]:
    """Each row of a sheet of demands stands in its position, but for its asks, which are given
    back: what they mean is told by the scales of their issues."""
    asked: list[Asked] = []
    heads: dict[Any, str] = {}
    guessed: dict[str, int] = {}
    for number, row in enumerate(read(draft, of), start=1):
        if tell:
            tell(number, len(of.sheet.rows))
        own = row.of("row")
        told, position, source = row.of("demand"), row.of("position"), row.of("source")
        missing = [n for n in ("party", "source") if not own.get(n)]
        missing += [] if position.get("date") else ["date"]
        for name in (name for name in missing if name not in row.amiss):
            heading = draft.headings[of.sheet.where].get(name, name)
            draft.fault(row.place, heading, "the cell is empty", f"every demand has its {name}")
        if missing:
            continue
        who = [_party(draft, name, row.place) for name in own["party"]]
        evidence = [
            {"source": _cited(draft, n, source, position["date"], row.place), "at": own.get("at")}
            for n in own["source"]
        ]
        for piece in evidence:
            piece["at"] = piece["at"] or "place not told"
        issue = _named_issue(draft, told.pop("issue", ""), own.get("theme", ""), row.place)
        asks: dict[str, str] = {
            name: text(told.pop(name)) for name in ("ask", "accepts") if name in told
        }
        if "text" not in told:
            told["text"] = term(draft, issue, asks)
            guessed["text"] = guessed.get("text", 0) + 1
        if issue:
            told["issue"] = issue
        told["evidence"] = evidence
        file = _position(draft, heads, who, position, told, row.place, guessed)
        rows = draft.tables[file]["demand"]
        draft.places[file, "demand", len(rows)] = row.place
        asked.append(Asked(file, len(rows), issue, asks, row.place, of.sheet.comma))
        rows.append(told)
    for name, count in guessed.items():
        draft.guesses.append(Guess(f"{name} ({count:,})", _TAKEN.get(name, "")))
    return asked


_TAKEN = {
    "text": "the issue and the ask, as they stand in the sheet",
    "status": "statement",
    "attribution": "reported",
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
            heading = draft.headings[place.where].get(name, name)
            message = f"{text(cell)!r} stands where source {id_} has {text(known)!r}"
            draft.fault(place, heading, message, "make them one, or call the source otherwise")


def _named_issue(draft: Draft, name: str, theme: str, place: Place) -> str:
    """The issue of this name, made where there is none; empty for no name."""
    if not name or (id_ := draft.find("issue", name)):
        return id_ if name else ""
    is_id = re.fullmatch(r"([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)", name)
    head, sign, label = (side.strip() for side in name.partition(":"))
    if is_id:
        label, theme, told = is_id[2].replace("-", " ").capitalize(), is_id[1], {"id": name}
    else:
        told = {}
        theme, label = (theme or head, label) if sign and label else (theme, name)
    made = _issue(draft, label, theme, place, told)
    draft.know("issue", made["id"], name)
    return str(made["id"])


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
    guessed: dict[str, int],
) -> str:
    """The file of the position that a row is part of, with its head."""
    cited = tuple(piece["source"] for piece in demand["evidence"])
    key = (tuple(who), str(told["date"]), cited, told.get("id"), told.get("title"))
    if (file := heads.get(key)) is None:
        file = heads[key] = _head(draft, who, told, place, guessed)
    head = draft.tables[file]
    for name, cell in told.items():
        if head.setdefault(name, cell) != cell:
            heading = draft.headings[place.where].get(name, name)
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
                table[name] = "analyst" if table["status"] == "analysis" else low[name]
                guessed[name] += said.count(None)
    for name, count in guessed.items():
        if count:
            draft.guesses.append(Guess(f"{name} ({count:,})", _TAKEN[name]))


def _head(
    draft: Draft,
    who: list[str],
    told: dict[str, Any],
    place: Place,
    guessed: dict[str, int],
) -> str:
    """A new position, in a file of its own; what the row does not tell of it is guessed low."""
    is_analysis = told.get("status") == "analysis"
    low = {
        "status": "statement",
        "title": f"{_name(draft, who[0])}, {told['date']}",
    }
    title = told.get("title") or f"{who[0]} {told['date']}"
    id_ = told.get("id") or free_id(title, draft.positions, otherwise="position")
    head: dict[str, Any] = {"id": id_, "title": low["title"]}
    head["about" if is_analysis else "parties"] = who
    head |= told
    for name, word in low.items():
        if name not in head or (name == "title" and "title" not in told):
            head[name] = word
            guessed[name] = guessed.get(name, 0) + 1
    draft.positions.add(id_)
    file = f"positions/{who[0]}/{id_}.toml"
    draft.tables[file] = {**head, "demand": []}
    draft.places[file, "", 0] = place
    return file


def _name(draft: Draft, party: str) -> str:
    rows = draft.tables.get("parties.toml", {}).get("party", [])
    if draft.before and party in draft.before.parties:
        return draft.before.parties[party].name
    return next((row["name"] for row in rows if row["id"] == party), party)


def propose(draft: Draft, asked: Iterable[Asked]) -> None:
    """Every new issue has a scale: its own, or one that what was asked for on it suggests."""
    by_issue: dict[str, list[Asked]] = {}
    for one in asked:
        by_issue.setdefault(one.issue, []).append(one)
    for number, issue in enumerate(_made(draft, "issue")):
        if "scale" in issue:
            continue
        rows = by_issue.get(issue["id"], [])
        words = [word for row in rows for word in row.asks.values()]
        place = rows[0].place if rows else draft.places["issues.toml", "issue", number]
        try:
            if not words:
                raise NotOnScale("nobody asks for anything on it", "describe it in a sheet issues")
            found = proposed(words, comma=rows[0].comma)
        except NotOnScale as misfit:
            heading = draft.headings.get(place.where, {}).get("ask", "ask")
            draft.fault(place, heading, f"{issue['label']}: {misfit.message}", misfit.hint)
            continue
        issue["#"] = _SCALE + (_ORDER if found.scale["kind"] == "nominal" else "")
        issue["scale"] = found.scale
        draft.guesses.append(Guess(f"scale of {issue['id']}", found.told))


def lay(draft: Draft, asked: Iterable[Asked], scales: Mapping[str, Issue]) -> None:
    """Each ask stands in its demand as a file writes it."""
    for one in asked:
        row = draft.tables[one.file]["demand"][one.number]
        for name, words in one.asks.items():
            heading = draft.headings[one.place.where].get(name, name)
            if not one.issue:
                draft.fault(one.place, heading, "an ask needs an issue", "name one, or empty it")
            elif one.issue in scales:
                scale = scales[one.issue].scale
                try:
                    row[name] = written(scale, region(scale, words, comma=one.comma))
                except NotOnScale as misfit:
                    draft.fault(one.place, heading, misfit.message, misfit.hint)
