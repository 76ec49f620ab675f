"""Many texts through ``negpos link`` on several processes, with Dask: the example of docs/scale.md.

python benchmarks/workers.py [FOLDER] [--dossier NAME|DIR] [--workers 1 2]

Each plain text in the folder is a part: a worker reads it, loads the dossier from the cache, and
tells the links of its passages. What the parts tell is put together to what one process tells of
all of them. Without a folder, texts are made up from the words of the dossier. Printed are, for
each number of workers, seconds, the ratio to the first number, and whether the answers are equal
to those of one process without Dask. It needs ``pip install -e ".[corpus]"``.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from time import perf_counter

import link as single

from negpos.dossier import Dossier
from negpos.intake.loading import load_dossier
from negpos.text.links import MOST, Link, Links, link
from negpos.text.passages import Passage, passages

TEXTS, SENTENCES = 16, 2_000


@cache
def _loaded(name: str) -> Dossier:
    return load_dossier(name)


def read(path: str) -> Iterator[Passage]:
    """The passages of one text."""
    return passages(Path(path).read_text("utf-8-sig", "replace"))


def linked(path: str, dossier: str) -> Links:
    """What one text may state: the work of one part."""
    return link(_loaded(dossier), read(path))


def together(parts: Sequence[Links]) -> Links:
    """What one run over the passages of all parts, in their order, tells: of each issue the links
    most alike, the earlier of two alike. Only ``rejected`` may be higher: one run passes by what
    can no longer be told."""
    proposed = [part.proposed for part in parts]
    flagged = [part.flagged for part in parts]
    told, kept = _most_alike(proposed), _most_alike(flagged)
    cut = sum(map(len, proposed)) + sum(map(len, flagged)) - len(told) - len(kept)
    return Links(
        sum(part.passages for part in parts),
        parts[0].threshold,
        told,
        kept,
        sum(part.rejected for part in parts),
        cut + sum(part.left_out for part in parts),
    )


def _most_alike(parts: Iterable[tuple[Link, ...]]) -> tuple[Link, ...]:
    """At most so many on an issue as one run tells, in the order of the parts."""
    places = list(enumerate(one for part in parts for one in part))
    by_issue: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, one in places:
        by_issue[one.claim.issue].append((-one.likeness, place))
    kept = {place for own in by_issue.values() for _, place in sorted(own)[:MOST]}
    return tuple(one for place, one in places if place in kept)


def spread(paths: Sequence[str], dossier: str, workers: int) -> Links:
    """What all texts may state, each read by one of so many processes."""
    import dask.bag

    parts = dask.bag.from_sequence(paths, npartitions=len(paths)).map(linked, dossier)
    return together(parts.compute(scheduler="processes", num_workers=workers))


def one_run(paths: Sequence[str], dossier: str) -> Links:
    """The same in this process, without Dask."""
    return link(_loaded(dossier), (passage for path in paths for passage in read(path)))


def _made_up(dossier: Dossier, folder: Path) -> None:
    sentences = single.made_up(dossier, 0.2)
    for number in range(TEXTS):
        text = "\n\n".join(islice(sentences, SENTENCES))
        (folder / f"text-{number:02}.txt").write_text(text, "utf-8")


def main() -> None:
    """Prints what the module says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", help="plain texts; made up where none is named")
    parser.add_argument("--dossier", default="ukraine")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if not asked.folder:
            _made_up(_loaded(asked.dossier), Path(made))
        paths = sorted(map(str, Path(asked.folder or made).glob("**/*.txt")))
        if not paths:
            sys.exit(f"no .txt in {asked.folder}")
        plain = one_run(paths, asked.dossier)
        print(f"{len(paths)} texts, {plain.passages:,} passages, {len(plain.proposed):,} proposed")
        first = 0.0
        for workers in asked.workers:
            begin = perf_counter()
            found = spread(paths, asked.dossier, workers)
            took = perf_counter() - begin
            first = first or took
            is_same = found._replace(rejected=0) == plain._replace(rejected=0)
            print(
                f"  {workers} workers  {took:6.1f} s  ratio {took / first:.2f}"
                f"  {'equal' if is_same else 'NOT EQUAL'}"
            )


if __name__ == "__main__":
    main()
