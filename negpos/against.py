"""Texts against the one that they start from: what each makes of its clauses, and how the first
two stand to each other, as the columns of a trilogue show it."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from negpos.alignment import Placed, Row, aligned
from negpos.diffs import Diff, diff, worst
from negpos.profiles import Profile
from negpos.terms import DIFF_KINDS


class Side(NamedTuple):
    """What one text has in a block, and what it made there of the base; no kind for nothing."""

    clauses: tuple[Placed, ...]
    kind: str


class Block(NamedTuple):
    """What stands for each other in the base and in each text; ``between`` are the clauses of the
    first two texts, aligned."""

    issue: str
    base: tuple[Placed, ...]
    sides: tuple[Side, ...]
    between: tuple[Row, ...]

    def between_kind(self) -> str:
        """What became of the clauses of the first text in the second; empty where neither has
        any."""
        return worst(self.between)


class Against(NamedTuple):
    """The steps from the base to each text, and the blocks in the order of the base; what it does
    not have stands where its text has it."""

    steps: tuple[Diff, ...]
    blocks: tuple[Block, ...]

    @property
    def texts(self) -> tuple[Profile, ...]:
        """The base, then each text."""
        return (self.steps[0].before, *(step.after for step in self.steps))

    def counts(self) -> dict[str, int]:
        """How many blocks are of each kind between the first two texts."""
        kinds = [block.between_kind() for block in self.blocks]
        return {kind: kinds.count(kind) for kind in DIFF_KINDS}


_Node = tuple[int, int]
"""A clause: the number of its text, the base's 0, and its place there."""


def against(
    base: Profile, texts: Sequence[Profile], issues: Iterable[str] | None = None
) -> Against:
    """Two or more texts, each held against the base, clause by clause."""
    chosen = None if issues is None else list(issues)
    steps = tuple(diff(base, text, (), chosen) for text in texts)
    links = [(0, number, row) for number, step in enumerate(steps, 1) for row in step.rows]
    links += _new(steps)
    clauses = {
        (number, clause.place): clause
        for old, new, row in links
        for number, side in ((old, row.before), (new, row.after))
        for clause in side
    }
    sizes = [sum(number == text for number, _ in clauses) for text in range(len(texts) + 1)]
    groups = [sorted(group) for group in _together(links)]
    groups.sort(key=lambda nodes: (nodes[0][1] / sizes[nodes[0][0]], nodes))
    return Against(steps, tuple(_block(steps, clauses, group) for group in groups))


def _new(steps: Sequence[Diff]) -> list[tuple[int, int, Row]]:
    """What is new in each text, with what stands for it among what is new in another."""
    new = [[c for row in step.rows if not row.before for c in row.after] for step in steps]
    return [
        (one, other, row)
        for one, other in combinations(range(1, len(steps) + 1), 2)
        for row in aligned(steps[0].after.dossier, new[one - 1], new[other - 1])
    ]


def _together(links: Iterable[tuple[int, int, Row]]) -> list[set[_Node]]:
    """The clauses that stand for each other, directly or through others; each in one set."""
    home: dict[_Node, set[_Node]] = {}
    for old, new, row in links:
        nodes = {(old, c.place) for c in row.before} | {(new, c.place) for c in row.after}
        group = set().union(nodes, *(home.get(node, set()) for node in nodes))
        home |= dict.fromkeys(group, group)
    return list({id(group): group for group in home.values()}.values())


def _block(steps: Sequence[Diff], clauses: dict[_Node, Placed], group: Sequence[_Node]) -> Block:
    """A block of these clauses."""
    held = [
        tuple(clauses[node] for node in group if node[0] == number)
        for number in range(len(steps) + 1)
    ]
    places = [{clause.place for clause in own} for own in held]
    sides = tuple(
        Side(own, worst(row for row in step.rows if _is_of(row, places[0], there)))
        for step, own, there in zip(steps, held[1:], places[1:], strict=True)
    )
    first = clauses[group[0]].demand.issue
    issue = first or next((clauses[node].demand.issue for node in group), "")
    return Block(issue, held[0], sides, tuple(aligned(steps[0].after.dossier, held[1], held[2])))


def _is_of(row: Row, base: set[int], text: set[int]) -> bool:
    return any(c.place in base for c in row.before) or any(c.place in text for c in row.after)
