"""What a page tells, read back from its data in the way of its script."""

import json
import re
from typing import Any, NamedTuple


def data_of(page: str) -> dict[str, Any]:
    """The data that stand in a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


class Row(NamedTuple):
    """An issue of a pair on a day: the cells of both as one text, and what stands beside them."""

    left: str
    right: str
    relation: tuple[str, ...]


class Read:
    """The data of a page with what its script looks up."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.days = [day for day, *_ in data["days"]]
        self.parties = [id_ for id_, _ in data["parties"]]
        self.issues = [id_ for id_, *_ in data["issues"]]
        self.cells = [{row[0]: row[1:] for row in rows} for rows in data["sides"]]
        self.pairs = {
            (self.parties[a], self.parties[b]): (heads, {row[0]: row[1:] for row in rows})
            for a, b, heads, rows in data["pairs"]
        }

    def day(self, on: str) -> int:
        """The place of the day by which all stands that stands on this one."""
        return max(place for place, day in enumerate(self.days) if day <= on)

    def cell(self, party: str, issue: str, place: int) -> Any:
        """A cell as it is packed; None where a side has said nothing."""
        run = self.cells[self.parties.index(party)].get(self.issues.index(issue), [])
        found = _last(run, 3, place)
        return None if found is None else self.data["cells"][found]

    def text(self, cell: Any) -> str:
        """The words of a cell."""
        if cell is None:
            return "–"
        return "".join(self.data["words"][self.data["spans"][span][0]] for span in cell[0])

    def links(self, cell: Any) -> list[str]:
        """The addresses of a cell."""
        found = [self.data["spans"][span][2] for span in cell[0]] if cell else []
        return [self.address(place) for place in found if place]

    def address(self, place: int) -> str:
        """An address of the web."""
        host, rest = self.data["addresses"][place]
        return f"{self.data['words'][host]}{rest}"

    def rows(self, one: str, other: str, place: int) -> dict[str, Row]:
        """What a pair of parties tells on a day, by issue."""
        _, standings = self.pairs[one, other]
        found = {}
        for at, issue in enumerate(self.issues):
            cells = [self.cell(party, issue, place) for party in (one, other)]
            if at in standings:
                standing = _last(standings[at], 2, place)
                if standing is None or standing < 0:
                    continue
                relation, _, *beside = self.data["standings"][standing]
                words = (self.data["relations"][relation][0], *map(self.word, beside))
            elif any(cell is not None and len(cell) == 2 for cell in cells):
                words = ("silent",)
            else:
                continue
            found[issue] = Row(self.text(cells[0]), self.text(cells[1]), words)
        return found

    def head(self, one: str, other: str, place: int) -> tuple[str, ...]:
        """What a pair comes to on a day."""
        found = _last(self.pairs[one, other][0], 2, place)
        assert found is not None
        return tuple("".join(map(self.word, line)) for line in self.data["heads"][found])

    def word(self, place: int) -> str:
        """A text by its place."""
        text: str = self.data["words"][place]
        return text


def _last(run: list[int], width: int, place: int) -> int | None:
    """What a run tells by a day."""
    found = [run[at + 1] for at in range(0, len(run), width) if run[at] <= place]
    return found[-1] if found else None
