"""What is going to be written: the tables of each file of a dossier, the row of a sheet that each
record came from, and what was guessed on the way."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from negpos.dossier import Dossier
from negpos.errors import Problem
from negpos.importing.proposals import free_id
from negpos.intake.files import File
from negpos.intake.lines import Where
from negpos.intake.parse import Parsed, Raw, parse
from negpos.names import fold

FILES = {
    "theme": "issues.toml",
    "issue": "issues.toml",
    "party": "parties.toml",
    "source": "sources.toml",
}
_TOGETHER = {"party": "parties", "issue": "issues", "source": "sources", "theme": "themes"}


class Place(NamedTuple):
    """A row of a sheet, as a fault cites it; ``part`` is the actor of whom it tells, where a row
    tells of several."""

    where: str
    row: int
    part: str = ""


_NOWHERE = Place("", 0)


class Guess(NamedTuple):
    """Something that no cell told: of what, and what was taken."""

    of: str
    taken: str


class Draft:
    """Gathers the records of an import beside those of a dossier that is there; used once."""

    def __init__(self, before: Dossier | None, remarks: Iterable[str] = ()) -> None:
        self.before = before
        self.tables: dict[str, dict[str, Any]] = {}
        self.places: dict[tuple[str, str, int], Place] = {}
        self.headings: dict[tuple[str, str], dict[str, str]] = {}
        self.positions: set[str] = set()
        self.guesses: list[Guess] = []
        self.problems: list[Problem] = []
        self.remarks: list[str] = list(remarks)
        self.names: dict[str, dict[str, str]] = {kind: {} for kind in FILES}
        self.ids: dict[str, set[str]] = {kind: set() for kind in FILES}
        for kind in FILES:
            records: Mapping[str, Any] = getattr(before, _TOGETHER[kind]) if before else {}
            for id_, record in records.items():
                self.know(kind, id_, *_names(kind, record))

    def know(self, kind: str, id_: str, *names: str) -> None:
        """A record of this id answers to these names."""
        self.ids[kind].add(id_)
        for name in (id_, *names):
            if name:
                self.names[kind].setdefault(fold(name), id_)

    def find(self, kind: str, name: str) -> str:
        """The id of the record of this name; empty for none."""
        return self.names[kind].get(fold(name), "")

    def new_id(self, kind: str, words: str) -> str:
        """An id made of these words that no record of the kind has."""
        return free_id(words, self.ids[kind], otherwise=kind)

    def leave(self, place: Place, what: str) -> None:
        """A remark: this row is about something that is known, which stays as it is."""
        self.remarks.append(
            f"negpos: {place.where}:{place.row}: {what} is there, and left as it is"
        )

    def add(self, kind: str, record: dict[str, Any], place: Place, *names: str) -> str:
        """The record stands in the file of its kind, and is known by its id and these names."""
        rows = self.tables.setdefault(FILES[kind], {}).setdefault(kind, [])
        self.places[FILES[kind], kind, len(rows)] = place
        rows.append(record)
        self.know(kind, str(record.get("id", "")), *names)
        return str(record.get("id", ""))

    def heading(self, place: Place, name: str) -> str:
        """How the sheet calls the column of a field; the field itself where it has none."""
        return self.headings.get((place.where, place.part), {}).get(name) or name

    def fault(self, place: Place, heading: str, message: str, hint: str = "") -> None:
        """One more problem: this column of this row."""
        column = f"column {heading}" if heading else ""
        self.problems.append(Problem(place.where, place.row, column, "", message, hint))

    def parsed(self, root: str, *, positions: bool) -> Iterator[Parsed]:
        """The records of every file, or of all but positions, held against the schema; a line is
        a row of its sheet."""
        own: dict[str, dict[tuple[str, int], int]] = {}
        for (file, kind, number), place in self.places.items():
            own.setdefault(file, {})[kind, number] = place.row
        for name, table in self.tables.items():
            empty = File(name, b"")
            if empty.kind == "position" and not positions:
                continue
            lines = Where(own.get(name, {}))
            yield parse(f"{root}/{name}", empty, Raw(_bare(table), lines, []))

    def told(self, root: str, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of records as those of the cells that they came from."""
        places = {(file, place.row): place for (file, _, _), place in self.places.items()}
        found = []
        for problem in problems:
            name = problem.path.removeprefix(f"{root}/")
            place = places.get((name, problem.line), _NOWHERE)
            field = problem.field.partition(".")[2] or problem.field
            heading = self.headings.get((place.where, place.part), {}).get(field, "")
            record = f"{problem.record}: {problem.field}".strip(": ")
            told = f"column {heading}" if heading else record
            own = problem._replace(path=place.where, record=told, field="")
            found.append(own if place.where else problem)
        return found


def _names(kind: str, record: Any) -> tuple[str, ...]:
    """The words by which a cell may name a record."""
    if kind == "party":
        return (record.name, *record.aliases)
    if kind == "issue":
        return (record.label, record.question, *record.aliases)
    return (record.title, record.url) if kind == "source" else (record.title,)


def _bare(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table without its comments and what is not given."""

    def bare(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: bare(v) for k, v in value.items() if k != "#" and v is not None}
        return [bare(one) for one in value] if isinstance(value, list | tuple) else value

    found: dict[str, Any] = bare(table)
    return found
