"""The steps of a dossier and what demands say of their order: what must fit together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from negpos.dossier import Link, Step
from negpos.intake.parse import Located
from negpos.intake.problems import Problems
from negpos.intake.ties import circles


def steps(rows: Mapping[str, Located]) -> dict[str, Step]:
    """The steps by id, in the order of the file."""
    return {
        id_: Step(id_, row.record.label, row.record.definition, tuple(row.record.follows))
        for id_, row in rows.items()
    }


def links_of(record: Any) -> tuple[Link, ...]:
    """What a demand says of the order of steps."""
    return tuple(Link(link.step, link.how, link.other, link.either or "") for link in record.links)


def check_links(
    here: Problems,
    positions: Mapping[str, Located],
    by_file: Mapping[str, list[Located]],
    known: Collection[str],
) -> None:
    """Every link ties two steps that there are, and no text says two things of one pair."""
    for head in positions.values():
        rows = [row for row in by_file.get(head.path, ()) if row.record.links]
        for row in rows:
            _check_row(here, head, row, known)
        _check_pairs(here, head, rows)
        _check_ways(here, rows)


def check_follows(here: Problems, known: Mapping[str, Located]) -> None:
    """Steps do not follow each other in a circle by their definitions."""
    graph = {id_: list(row.record.follows) for id_, row in known.items()}
    looping = set(circles(graph))
    for id_, row in known.items():
        for other in row.record.follows:
            here.refer(row, "follows", "step", other, known)
        if id_ in row.record.follows:
            here.fault(row, "follows", "is the step itself", "name another, or leave it out")
        elif id_ in looping:
            here.fault(row, "follows", "leads back to itself through follows", "leave out one")


def _check_row(here: Problems, head: Located, row: Located, known: Collection[str]) -> None:
    """What one demand says: of steps that there are, of two each time, and as a demand of a
    party."""
    record = row.record
    if head.record.status == "analysis" and head.is_whole:
        here.fault(row, "links", "an analyst orders no steps of a party", "leave them out")
    elif record.kind != "demand":
        here.fault(row, "links", f"a {record.kind} asks for no order", "leave them out")
    elif record.dropped:
        here.fault(row, "links", "a clause struck out asks for no order", "leave them out")
    for place, link in enumerate(record.links):
        for step in dict.fromkeys((link.step, link.other)):
            here.refer(row, "links", "step", step, known)
        if link.step == link.other:
            here.fault(row, "links", f"ties {link.step!r} to itself", "name two different steps")
        if link in record.links[:place]:
            told = f"{link.step} {link.how} {link.other}"
            here.fault(row, "links", f"{told} stands in it twice", "leave out one")


_One = tuple[str, str, str]
"""A holder and a pair of steps."""


def _check_pairs(here: Problems, head: Located, rows: Iterable[Located]) -> None:
    """No holder says in one text that two steps come together and one after the other."""
    said: dict[_One, list[tuple[Located, Any]]] = {}
    for key, row, link in _by_pair(head, rows):
        if link.how != "in-return-for":
            said.setdefault(key, []).append((row, link))
    told: set[tuple[int, int]] = set()
    for links in said.values():
        for place, (row, link) in enumerate(links):
            for first, other in links[:place]:
                is_way = link.either is not None and link.either == other.either
                if link.how == other.how or is_way or (id(first), id(row)) in told:
                    continue
                told.add((id(first), id(row)))
                message = f"{link.step} is {link.how} {link.other} here, and {other.step} "
                message += f"{other.how} {other.other} at {first.path}:{first.line('links')}"
                here.fault(row, "links", message, "leave out one, or write in-return-for")


def _by_pair(head: Located, rows: Iterable[Located]) -> Iterator[tuple[_One, Located, Any]]:
    for row in rows:
        for link in row.record.links:
            for holder in row.record.by or head.record.parties:
                first, second = sorted((link.step, link.other))
                yield (holder, first, second), row, link


def _check_ways(here: Problems, rows: Iterable[Located]) -> None:
    """Of several ways to a step a text has two or more."""
    ways: dict[str, list[Located]] = {}
    for row in rows:
        for link in row.record.links:
            if link.either is not None:
                ways.setdefault(link.either, []).append(row)
    for name, owners in ways.items():
        if len(owners) == 1:
            hint = "give another link of this text the same either, or leave it out"
            here.fault(owners[0], "links", f"either {name!r} names one way alone", hint)
