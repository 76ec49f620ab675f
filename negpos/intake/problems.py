"""What does not fit together between records, collected while a dossier is built of them."""

from collections.abc import Collection, Iterable

from negpos.errors import Problem
from negpos.intake.parse import ANY, Located, like
from negpos.names import nearest

_HINTS = 100


class Problems:
    """Collects what does not fit together while values are built; used once, by ``build``."""

    def __init__(self, broken: set[tuple[str, str]]) -> None:
        self.problems: list[Problem] = []
        self.broken = broken
        self.hints: dict[tuple[str, str], str] = {}

    def fault(self, where: Located, field: str, message: str, hint: str = "") -> None:
        """One more problem: this field of this record."""
        line = where.line(field)
        self.problems.append(Problem(where.path, line, where.name(), field, message, hint))

    def refer(
        self, where: Located, field: str, kind: str, word: str, known: Collection[str]
    ) -> None:
        """A problem if no record of this kind has the id, be it one with faults of its own."""
        if word in known or {(kind, word), (kind, ANY)} & self.broken:
            return
        if (kind, like(word)) in self.broken:
            return
        self.fault(where, field, f"there is no {kind} {word!r}", self.hint(kind, word, known))

    def hint(self, kind: str, word: str, known: Collection[str]) -> str:
        """The nearest known id, for the first words that are unknown: each is held against
        all ids, and thousands of them are no misspellings."""
        if (kind, word) not in self.hints and len(self.hints) < _HINTS:
            close = nearest(word, sorted(known), most=1)
            self.hints[kind, word] = f"did you mean {close[0]}?" if close else ""
        return self.hints.get((kind, word), "")

    def unique(self, rows: Iterable[Located]) -> dict[str, Located]:
        """The records by id; a second record of an id is a problem and left out: another id is
        then missing, and nobody can tell which."""
        by_id: dict[str, Located] = {}
        for row in rows:
            first = by_id.setdefault(row.record.id, row)
            if first is not row and first.is_whole and row.is_whole:
                where = f"{first.path}:{first.line()}"
                self.fault(row, "id", f"{row.record.id!r} is already the id of {where}")
                self.broken.add((row.kind or "position", ANY))
        return by_id
