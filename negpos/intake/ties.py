"""How demands refer to each other, and how texts live and end.

References are resolved to one demand each; a text is revised, endorsed, annexed, taken back or
lapses. What leads nowhere, or could change nothing, is a problem.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from negpos.days import written
from negpos.dossier import Demand, End, Evidence, Position
from negpos.intake.parse import Located
from negpos.intake.problems import Problems
from negpos.terms import LINKS

_TEXTS = ("revises", "includes", "endorses", "withdraws")
"""The fields of a position that name others."""


class Ties(NamedTuple):
    """What the references of a dossier lead to: of each demand its links, by ``id`` of its row,
    and of each position when it ceases to speak."""

    links: dict[int, dict[str, tuple[str, ...]]]
    ends: dict[str, tuple[End, ...]]


def ties(here: Problems, positions: dict[str, Located], by_file: dict[str, list[Located]]) -> Ties:
    """Every reference of these positions and of the demands in their files, resolved."""
    return Ties(_links(here, positions, by_file), _ends(here, positions, by_file))


def several(value: str | list[str] | None) -> tuple[str, ...]:
    """What stands in a field that takes one word or a list of them, each once."""
    return (value,) if isinstance(value, str) else tuple(dict.fromkeys(value or ()))


class _Index:
    """The demands of every position, found by id, or by point or issue where that is unique."""

    def __init__(self, positions: dict[str, Located], by_file: dict[str, list[Located]]) -> None:
        self.positions = positions
        self.rows = {id_: by_file.get(head.path, []) for id_, head in positions.items()}
        self.by_id = {
            f"{id_}#{row.record.id}": row
            for id_, rows in self.rows.items()
            for row in rows
            if row.record.id
        }
        self.heads = {id(row): id_ for id_, rows in self.rows.items() for row in rows}

    def name(self, row: Located) -> str:
        """How the rest of the program refers to the demand."""
        return f"{self.heads[id(row)]}#{row.record.id or row.line()}"

    def fitting(self, ref: str) -> list[Located]:
        """The demands that a reference may mean: the one of that id, else all of that point,
        else all on that issue."""
        if ref in self.by_id:
            return [self.by_id[ref]]
        position, _, word = ref.partition("#")
        rows = self.rows.get(position, [])
        by_point = [row for row in rows if row.record.point == word]
        return by_point or [row for row in rows if row.record.issue == word]

    def holders(self, row: Located) -> set[str]:
        """Who asks for it."""
        return set(row.record.by or self.positions[self.heads[id(row)]].record.parties)


def _links(
    here: Problems, positions: dict[str, Located], by_file: dict[str, list[Located]]
) -> dict[int, dict[str, tuple[str, ...]]]:
    """The links of every demand, each to one other of the same holder on the same issue, and
    never in a circle."""
    index = _Index(positions, by_file)
    links: dict[int, dict[str, tuple[str, ...]]] = {}
    graph: dict[str, list[str]] = {}
    for rows in index.rows.values():
        for row in rows:
            for link in LINKS:
                for ref in several(getattr(row.record, link)):
                    other = _other(here, index, row, link, ref)
                    if other is None:
                        continue
                    own = links.setdefault(id(row), {})
                    own[link] = (*own.get(link, ()), index.name(other))
                    if link != "keeps":
                        graph.setdefault(index.name(row), []).append(index.name(other))
    if looping := set(circles(graph)):
        message = "leads back to itself through moves, withdraws or restates"
        for row in (row for rows in index.rows.values() for row in rows):
            if index.name(row) in looping:
                here.fault(row, "id", message, "a later demand refers to an earlier one")
    return links


def _other(here: Problems, index: _Index, row: Located, link: str, ref: str) -> Located | None:
    """The demand that a reference means; a problem where it is none, or one that the link
    could not change."""
    fitting = index.fitting(ref)
    if not fitting:
        if ("position", ref.partition("#")[0]) not in here.broken:  # it may only be misnamed
            here.refer(row, link, "demand", ref, index.by_id)
        return None
    if len(fitting) > 1:
        place = f"{fitting[0].path}:{fitting[0].line()}"
        hint = f'add id = "…" to the one you mean, the first at {place}, and refer to that'
        here.fault(row, link, f"{ref} fits {len(fitting)} demands", hint)
        return None
    other = fitting[0]
    if other.record.issue != row.record.issue:
        message = f"{ref} is about {other.record.issue or 'no issue'}"
        here.fault(row, link, message, "link demands on one issue")
    elif row.record.kind != "demand":
        hint = "link a demand; a text is taken back at the head of a file: withdraws = …"
        here.fault(row, link, f"changes nothing, as a {row.record.kind} is not compared", hint)
    elif other.record.kind != "demand":
        here.fault(row, link, f"{ref} is a {other.record.kind}, which is not compared")
    elif index.holders(row).isdisjoint(index.holders(other)):
        whose = ", ".join(sorted(index.holders(other))) or "an analyst, who speaks for no party"
        here.fault(row, link, f"{ref} is a demand of {whose}", "link demands of one holder")
    else:
        return other
    return None


def _ends(
    here: Problems, positions: dict[str, Located], by_file: dict[str, list[Located]]
) -> dict[str, tuple[End, ...]]:
    """When each position ceases to speak, for whom and why: it lapsed, it was taken back, or
    the text did to which it is an annex."""
    ends: dict[str, list[End]] = {}
    _check_circles(here, positions)
    for id_, row in positions.items():
        _check_life(here, row, positions, by_file)
        record = row.record
        if record.lapsed and record.lapsed_reason:
            day = record.lapsed.isoformat()
            end = End((), day, day, record.lapsed_reason, written(record.lapsed))
            ends.setdefault(id_, []).append(end)
        day, known = record.date.isoformat(), (record.known or record.date).isoformat()
        for other in several(record.withdraws):
            reason = f"taken back in {id_}"
            end = End(tuple(record.parties), day, known, reason, written(record.date))
            ends.setdefault(other, []).append(end)
    for id_, row in positions.items():
        for annex in several(row.record.includes):
            ends.setdefault(annex, []).extend(ends.get(id_, ()))
    return {id_: tuple(sorted(set(own), key=_by_day)) for id_, own in ends.items()}


def _by_day(end: End) -> tuple[str, str, End]:
    return end.day, end.known, end


def _check_life(
    here: Problems,
    row: Located,
    positions: dict[str, Located],
    by_file: dict[str, list[Located]],
) -> None:
    """What a position says of its stage, its lapse and of other texts holds together."""
    record = row.record
    if record.status == "analysis" and row.is_whole:
        for field in (*_TEXTS, "stage", "lapsed"):
            if getattr(record, field):
                here.fault(row, field, "an analysis speaks for no party", "leave it out")
        return
    _check_stage(here, row)
    for field in _TEXTS:
        for other in several(getattr(record, field)):
            here.refer(row, field, "position", other, positions)
            if other == record.id:
                here.fault(row, field, "names itself", "name another position")
            elif other in positions:
                _check_named(here, row, field, positions[other])
    if record.excepted and not record.endorses:
        here.fault(row, "except", "nothing is endorsed", 'add endorses = "…", or leave it out')
    elif record.endorses in positions:
        _check_excepted(here, row, by_file.get(positions[record.endorses].path, []))


def _check_stage(here: Problems, row: Located) -> None:
    """A text of several parties says how far it has come, and a lapse its day and its reason."""
    record = row.record
    if len(record.parties) > 1 and record.stage is None and row.is_whole:
        hint = "add stage = one of proposal, draft, agreed, signed"
        here.fault(row, "stage", "a text of several parties needs its stage", hint)
    if record.lapsed and not record.lapsed_reason:
        here.fault(row, "lapsed", "a lapse needs its reason", 'add lapsed_reason = "…"')
    if record.lapsed_reason and not record.lapsed:
        here.fault(row, "lapsed_reason", "a reason needs its day", "add lapsed = YYYY-MM-DD")
    if record.lapsed and record.lapsed < record.date:
        here.fault(row, "lapsed", f"lapsed before it was dated ({record.date})")


def _check_excepted(here: Problems, row: Located, endorsed: Iterable[Located]) -> None:
    """What is not taken over of a text are points that it has."""
    record = row.record
    points = sorted({demand.record.point for demand in endorsed if demand.record.point})
    for point in record.excepted:
        if point not in points:
            hint = f"its points are {', '.join(points)}"[:200] if points else "it has none"
            here.fault(row, "except", f"{record.endorses} has no point {point!r}", hint)


def _check_named(here: Problems, row: Located, field: str, other: Located) -> None:
    """A text names texts of parties that were there before it, and takes back or annexes what its
    own holders hold. An annex has no annexes, and what was taken over is not taken over again, so
    that each of these names all that it means."""
    record, named = row.record, other.record
    if not (row.is_whole and other.is_whole):
        return
    is_shared = field in ("includes", "withdraws")
    if named.status == "analysis":
        message = f"{named.id} is an analysis, which speaks for no party"
        here.fault(row, field, message, "name a text of a party")
    elif is_shared and not set(record.parties) & set(named.parties):
        hint = f"{named.id} is held by {', '.join(named.parties)}"
        here.fault(row, field, "is a text of others", hint)
    elif field != "includes" and named.date > record.date:
        message = f"{named.id} is of a later day, {named.date}"
        here.fault(row, field, message, f"this text is of {record.date}; name an earlier one")
    elif field == "includes" and named.includes:
        here.fault(row, field, f"{named.id} has annexes of its own", "name all annexes here")
    elif field == "endorses" and named.endorses:
        message = f"{named.id} takes over {named.endorses}, which would not come with it"
        here.fault(row, field, message, f"endorse {named.endorses} itself, in a file of its own")


def _check_circles(here: Problems, positions: dict[str, Located]) -> None:
    """No text of a day leads back to itself through those of the same day that it names."""
    for field in ("revises", "withdraws"):
        graph = {id_: list(several(getattr(r.record, field))) for id_, r in positions.items()}
        for id_ in circles(graph):
            if id_ not in graph[id_]:
                hint = "a later text names an earlier one"
                here.fault(positions[id_], field, f"leads back to itself through {field}", hint)


def endorsed(
    position: Position, row: Located, text: Position, evidence: tuple[Evidence, ...]
) -> tuple[Demand, ...]:
    """What a party takes over of another text: each clause as a demand of its own, of the day
    and on the word of this position; not what it excepts, nor what the text leaves in brackets."""
    record = row.record
    return tuple(
        demand._replace(
            position=position.id,
            id=f"{text.id}.{demand.id or demand.row}",  # a dot, so that it is no id of its own
            file=position.path,
            row=row.line("endorses"),
            author="",
            said=position.date,
            known=position.known,
            said_as=position.date_as,
            known_as=position.known_as,
            is_latest=record.date_is == "latest",
            is_disputed=False,
            attribution=record.attribution,
            form=record.form,
            firmness=record.firmness,
            speaker=record.speaker or "",
            holders=position.parties,
            evidence=(*evidence, *demand.evidence),
            restates=(),
            moves=(),
            withdraws=(),
            keeps=(),
        )
        for demand in text.demands
        if demand.kind == "demand"
        and (demand.issue or demand.links)
        and demand.holders == text.parties
        and demand.point not in record.excepted
    )


_Path = list[tuple[str, Iterator[str]]]


def circles(graph: dict[str, list[str]]) -> list[str]:
    """Every node that can reach itself, sorted; each node and each link is looked at once.

    Tarjan's strongly connected components, without recursion: a node is in a circle if its
    component holds another, or if it refers to itself.
    """
    in_circles: list[str] = []
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    is_waiting: set[str] = set()
    for start, links in graph.items():
        path: _Path = [] if start in order else [(start, iter(links))]
        while path:
            node, ahead = path[-1]
            if node not in order:
                order[node] = lowest[node] = len(order)
                waiting.append(node)
                is_waiting.add(node)
            for other in ahead:
                if other not in order:
                    path.append((other, iter(graph.get(other, ()))))
                    break
                if other in is_waiting:
                    lowest[node] = min(lowest[node], order[other])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] == order[node]:
                    component: set[str] = set()
                    while node not in component:
                        component.add(waiting.pop())
                    is_waiting -= component
                    if len(component) > 1 or node in graph.get(node, ()):
                        in_circles += component
    return sorted(in_circles)
