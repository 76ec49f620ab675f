"""Elementary circles of a graph, the shortest first.

Written here because a graph library would take longer to import than the answer may take. Nodes
are small numbers from 0, and sets of them the bits of a whole number: a graph of some hundred
nodes is walked through in steps of one operation each.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

Edge = tuple[int, int]
Walk = tuple[int, ...]

_FEW = 4
"""Edges so few that walking them costs less than to ask first whether they can come round."""

_Open = tuple[int, Walk, int, int]
"""A walk on its way back to a node that its first edge left: that node, the walk, the set of its
nodes, and the length of the circles for which its next nodes were taken already."""


class _Graph(NamedTuple):
    """The sets of nodes that follow each, by any edge and by those that are not strict."""

    any_: list[int]
    loose: list[int]

    def after(self, node: int, end: int) -> int:
        """Where a walk back to ``end`` may go on: each circle is looked for from the least of its
        nodes that a strict edge leaves, so that it is found once."""
        return (self.any_ if node > end else self.loose)[node]


def circles(edges: Mapping[Edge, bool], most: int) -> list[Walk]:
    """The elementary circles of several nodes with a strict edge (``edges`` tells of each whether
    it is), each from its least node: the ``most`` shortest, sorted by length, then by their nodes.

    One length is looked for after another; a walk goes on only while it can still come round, so
    that no time is lost where no circle is.
    """
    size = max((max(edge) for edge in edges), default=-1) + 1
    loose = [edge for edge, is_strict in edges.items() if not is_strict]
    graph = _Graph(_following(edges, size), _following(loose, size))
    reaching = _Reaching(edges, size)
    waiting: list[_Open] = [
        (end, (node,), 1 << node, 0) for (end, node) in sorted(edges) if edges[end, node]
    ]
    found: list[Walk] = []
    length = 1
    while waiting and len(found) < most:
        length += 1
        more, waiting = _of_length(graph, reaching, waiting, length, most - len(found))
        found += more
    return sorted(map(_turned, found), key=lambda circle: (len(circle), circle))


def _following(edges: Iterable[Edge], size: int) -> list[int]:
    found = [0] * size
    for one, other in edges:
        found[one] |= 1 << other
    return found


def _nodes(members: int) -> Iterator[int]:
    """The nodes of a set, the greatest first."""
    while members:
        node = members.bit_length() - 1
        yield node
        members ^= 1 << node


def _turned(walk: Walk) -> Walk:
    """The same circle, from its least node."""
    place = walk.index(min(walk))
    return walk[place:] + walk[:place]


class _Reaching:
    """From which nodes so many edges, or fewer, lead to each; found only as far as is asked for."""

    def __init__(self, edges: Iterable[Edge], size: int) -> None:
        self._edges = list(edges)
        self._within = [[1 << node for node in range(size)]]
        self._is_whole = False

    def within(self, edges: int) -> list[int]:
        """For each node the set of those at most so many edges away."""
        while len(self._within) <= edges and not self._is_whole:
            last = self._within[-1]
            more = list(last)
            for one, other in self._edges:
                more[other] |= last[one]
            self._is_whole = more == last
            self._within.append(more)
        return self._within[min(edges, len(self._within) - 1)]

    def ever(self, node: int) -> int:
        """The set of those that may lead to a node, by what was asked for so far."""
        return self._within[-1][node] if self._is_whole else -1


def _of_length(
    graph: _Graph, reaching: _Reaching, waiting: Iterable[_Open], length: int, most: int
) -> tuple[list[Walk], list[_Open]]:
    """At most so many circles of this length, and the walks that may come round by more edges."""
    found: list[Walk] = []
    later: list[_Open] = []
    open_ = list(waiting)[::-1]
    within = [reaching.within(edges) for edges in range(length)]
    while open_ and len(found) < most:
        own = open_.pop()
        end, walk, passed, taken = own
        left = length - len(walk)
        after = graph.after(walk[-1], end) & ~passed
        nodes = after & within[left - 1][end]
        is_later = after & ~nodes & reaching.ever(end)
        if taken:
            nodes &= ~within[taken - len(walk) - 1][end]
        if nodes and left > _FEW and not (can := _comes_round(graph, own, left)):
            later += [own] if can is not None else []
            continue
        if is_later:
            later.append((end, walk, passed, length))
        for node in _nodes(nodes):
            if node == end:
                found.append((*walk, end))
            else:
                open_.append((end, (*walk, node), passed | 1 << node, 0))
    return found, later


def _comes_round(graph: _Graph, own: _Open, left: int) -> bool | None:
    """Whether a walk can come to its end in so many edges or fewer, by no node that it has passed;
    None where it never can."""
    end, walk, seen, _ = own
    level = 1 << walk[-1]
    while level and left:
        left -= 1
        after = 0
        for node in _nodes(level):
            after |= graph.after(node, end)
        if after >> end & 1:
            return True
        level = after & ~seen
        seen |= level
    return False if level else None
