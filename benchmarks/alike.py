"""Measures how far ``negpos link`` is taken in by words that look alike.

python benchmarks/alike.py [--unseen] [--misses]

``alike/pairs.csv`` holds passages in our own words, each with the answer it may be taken for
(``taken_for``) and the one it states (``states``, empty if none). A third of them, by the digest
of the id, is set apart: it was not looked at while rules were made, and is told with ``--unseen``.

Each passage is linked alone to the dossier ukraine. A proposal is right if the passage states its
issue and its ask meets the one stated. *Precision* is the share of right proposals on the issues
that a pair names, *on any issue* that over all of them (what else a passage may truly state is not
written down, and counts as false). *Recall* is the share of the passages with nothing to be taken
for whose answer is proposed. Those of other negotiations state nothing, so each proposal is false.
"""

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from negpos.dossier import Dossier
from negpos.intake.asks import region
from negpos.intake.loading import load_dossier
from negpos.scales import Region, meets
from negpos.text.links import Link, link
from negpos.text.passages import passages

PAIRS = Path(__file__).with_name("alike") / "pairs.csv"


class Pair(NamedTuple):
    """A passage, its kind, what it may be taken for and what it states: answers by issue."""

    id: str
    kind: str
    passage: str
    taken_for: dict[str, str]
    states: dict[str, str]

    @property
    def is_foreign(self) -> bool:
        """Whether it is from the text of another negotiation."""
        return self.id.startswith("f")

    @property
    def is_unseen(self) -> bool:
        """Whether it is set apart."""
        return hashlib.sha256(self.id.encode()).digest()[-1] % 3 == 0


class Told(NamedTuple):
    """What was proposed for one passage: right, false on an issue of the pair, false elsewhere."""

    pair: Pair
    right: tuple[Link, ...]
    false: tuple[Link, ...]
    elsewhere: tuple[Link, ...]


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                row["id"],
                row["kind"],
                row["passage"],
                dict(_asks(row["taken_for"])),
                dict(_asks(row["states"])),
            )
            for row in csv.DictReader(file)
        ]


def _asks(cell: str) -> Iterator[tuple[str, str]]:
    if cell:
        issue, _, ask = cell.partition("=")
        yield issue, ask


def told(dossier: Dossier, chosen: Iterable[Pair]) -> list[Told]:
    """What is proposed for each of these passages, on all issues."""
    found = []
    for pair in chosen:
        proposed = link(dossier, passages(pair.passage)).proposed
        right = tuple(one for one in proposed if _is_right(dossier, pair, one))
        wrong = [one for one in proposed if one not in right]
        own = pair.taken_for | pair.states
        found.append(
            Told(
                pair,
                right,
                tuple(one for one in wrong if one.claim.issue in own),
                tuple(one for one in wrong if one.claim.issue not in own),
            )
        )
    return found


def _is_right(dossier: Dossier, pair: Pair, one: Link) -> bool:
    ask = pair.states.get(one.claim.issue)
    scale = dossier.issues[one.claim.issue].scale
    return bool(
        ask and one.claim.ask and meets(scale, one.claim.ask, stated(dossier, pair)) is not False
    )


def stated(dossier: Dossier, pair: Pair) -> Region:
    """The region that the passage states."""
    ((issue, ask),) = pair.states.items()
    scale = dossier.issues[issue].scale
    return region(scale, ask, comma=False)


def _ratio(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" = {part / whole:.2f}" if whole else "")


def tell(name: str, found: list[Told], misses: bool) -> None:
    """Prints the figures of one part."""
    own = [one for one in found if not one.pair.is_foreign]
    foreign = [one for one in found if one.pair.is_foreign]
    right = sum(len(one.right) for one in own)
    false = sum(len(one.false) for one in own)
    elsewhere = sum(len(one.elsewhere) for one in own)
    plain = [one for one in own if not one.pair.taken_for]
    print(f"\n{name}: {len(own)} passages on Ukraine, {len(foreign)} of other negotiations")
    print(f"  Ukraine: precision {_ratio(right, right + false)}", end="")
    print(f", on any issue {_ratio(right, right + false + elsewhere)}", end="")
    print(f", recall {_ratio(sum(bool(one.right) for one in plain), len(plain))}")
    wrong = [one for one in foreign if one.false or one.elsewhere]
    print(f"  other negotiations: {len(wrong)} passages with an unflagged proposal, all false")
    kinds = Counter(one.pair.kind for one in (*own, *foreign) if one.false or one.elsewhere)
    print("  passages with a false proposal:", dict(kinds) or "none")
    if misses:
        for one in found:
            for row in (*one.false, *one.elsewhere):
                print(f"    {one.pair.id} {one.pair.kind}: {one.pair.passage}")
                print(f"         {row.likeness:.0f} {row.claim.issue}: {row.claim.text}")
        for one in plain:
            if not one.right:
                print(f"    {one.pair.id} not found: {one.pair.passage} {one.pair.states}")


def main() -> None:
    """Prints the figures of the part that was seen, and of the other if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--unseen", action="store_true", help="also the third set apart")
    parser.add_argument("--misses", action="store_true", help="each miss of the seen part")
    asked = parser.parse_args()
    dossier = load_dossier("ukraine")
    every = pairs()
    seen = told(dossier, [one for one in every if not one.is_unseen])
    tell("Seen", seen, asked.misses)
    if asked.unseen:
        tell("Unseen", told(dossier, [one for one in every if one.is_unseen]), False)


if __name__ == "__main__":
    main()
