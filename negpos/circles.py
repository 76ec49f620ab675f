"""Elementary circles of a graph, the shortest first.

Written here because a graph library would take longer to import than the answer may take.
"""

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

Edge = tuple[int, int]
Walk = tuple[int, ...]


def circles(edges: Mapping[Edge, bool], most: int) -> list[Walk]:
    """The elementary circles with a strict edge (``edges`` tells of each whether it is), each from
    its least node: the ``most`` shortest, sorted by length, then by their nodes.

    Each is looked for from the first of its strict edges, by the least length it can come to; a
    walk goes on only while it can still come round, so that no time is lost where no circle is.
    """
    ahead: dict[int, list[int]] = {}
    behind: dict[int, list[int]] = {}
    for one, other in sorted(edges):
        ahead.setdefault(one, []).append(other)
        behind.setdefault(other, []).append(one)
    starts = sorted(edge for edge, is_strict in edges.items() if is_strict and edge[1] in ahead)
    ranks = {edge: rank for rank, edge in enumerate(starts)}
    ways: dict[int, dict[int, int]] = {}
    heap: list[tuple[int, int, Walk]] = [
        (2 + ((b, a) not in edges), rank, (b,)) for rank, (a, b) in enumerate(starts)
    ]
    heapify(heap)
    found: list[Walk] = []
    while heap and len(found) < most:
        length, rank, walk = heappop(heap)
        target = starts[rank][0]
        if walk[-1] == target:
            found.append(walk)
            continue
        if (way := ways.get(target)) is None:
            way = ways[target] = _toward(behind, target)
        left = length - len(walk)
        can = _comes_round(ahead, way, (ranks, rank, target), walk, left)
        if can is None:
            continue
        if not can:
            heappush(heap, (length + 1, rank, walk))
            continue
        for node in ahead[walk[-1]]:
            far = way.get(node)
            if far is None or node in walk or ranks.get((walk[-1], node), rank) < rank:
                continue
            heappush(heap, (len(walk) + 1 + far, rank, (*walk, node)))
    return sorted(map(_turned, found), key=lambda circle: (len(circle), circle))


def _turned(walk: Walk) -> Walk:
    """The same circle, from its least node."""
    place = walk.index(min(walk))
    return walk[place:] + walk[:place]


def _toward(behind: Mapping[int, list[int]], target: int) -> dict[int, int]:
    """How far it is to a node from each from which there is a way."""
    found = {target: 0}
    level, far = [target], 0
    while level:
        far += 1
        reached = []
        for node in level:
            for before in behind.get(node, ()):
                if before not in found:
                    found[before] = far
                    reached.append(before)
        level = reached
    return found


def _comes_round(
    ahead: Mapping[int, list[int]],
    way: Mapping[int, int],
    goal: tuple[Mapping[Edge, int], int, int],
    walk: Walk,
    left: int,
) -> bool | None:
    """Whether a walk can come to its target in so many edges or fewer, by no node that it has
    passed and by no strict edge before its own; None where it never can."""
    ranks, rank, target = goal
    seen = set(walk)
    level = [walk[-1]]
    is_cut = False
    while level:
        left -= 1
        reached = []
        for node in level:
            for other in ahead.get(node, ()):
                if other in seen or other not in way or ranks.get((node, other), rank) < rank:
                    continue
                if other == target:
                    return left >= 0
                if way[other] > left:
                    is_cut = True
                    continue
                seen.add(other)
                reached.append(other)
        level = reached
    return False if is_cut else None
