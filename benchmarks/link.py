"""Measures ``negpos link``: throughput, memory, and how well it finds what a coder found.

python benchmarks/link.py [--texts DIR] [--dossier NAME|DIR]

Throughput is told as a ratio to the least that anyone would do: rapidfuzz's ``cdist`` with
``token_set_ratio`` over all pairs of passages and claims of the same run, and a loop of difflib
over as many pairs as there is patience for. The texts are made up from the words of the dossier,
the same for the same seed; nothing is kept.

``--texts`` names a folder with your own copies of source texts, as for ``check --sources``. For
each, the demands that cite its source are what a coder found in it. A proposal is right if the
text is among the sources of a demand on its issue; with *ask*, of one whose ask it meets. *Found*
is the share of the pairs of text and issue that some right proposal tells. *Held out* leaves out
of the dossier the demands whose only source is that text, so that only what others said is known.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import NamedTuple

from negpos.dossier import Demand, Dossier
from negpos.intake.files import lines, read_texts
from negpos.intake.loading import load_dossier
from negpos.scales import meets
from negpos.text.backing import Text, sources_of
from negpos.text.links import THRESHOLD, Link, Linker, link
from negpos.text.passages import passages, passages_of

THRESHOLDS = range(60, 91)
MIXES = (("one sentence in five", 0.2), ("every sentence", 1.0))


class Found(NamedTuple):
    """What was proposed for one text, and what a coder found in it."""

    text: str
    proposed: tuple[Link, ...]
    coded: tuple[Demand, ...]


class Score(NamedTuple):
    """Proposals, how many are right, and the share of what was coded that they find."""

    proposals: int
    right: int
    asks_right: int
    found: float

    @property
    def precision(self) -> float:
        """The share of right proposals; 1 where there is none."""
        return self.right / self.proposals if self.proposals else 1.0

    @property
    def harmonic(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.found
        return 2 * self.precision * self.found / total if total else 0.0


def evaluated(dossier: Dossier, folder: Path, held_out: bool) -> list[Found]:
    """The proposals for every text of a known source, at the lowest threshold of interest."""
    texts, problems = read_texts(folder)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    told = []
    for name, data in texts:
        text = Text(name, data.decode("utf-8-sig", "replace"))
        own = {source.id for source in sources_of(dossier, text)}
        coded = tuple(
            d
            for d in dossier.demands()
            if d.issue and d.kind == "demand" and any(e.source in own for e in d.evidence)
        )
        if coded:
            known = _without(dossier, own) if held_out else dossier
            found = link(known, passages(text.text), threshold=THRESHOLDS[0])
            told.append(Found(name, found.proposed, coded))
    if not told:
        raise SystemExit(f"no text in {folder} belongs to a source of the dossier")
    return told


def _without(dossier: Dossier, own: set[str]) -> Dossier:
    """The dossier without the demands that cite these sources only."""
    kept = {}
    for position in dossier.positions.values():
        demands = tuple(d for d in position.demands if any(e.source not in own for e in d.evidence))
        kept[position.id] = position._replace(demands=demands)
    return dossier._replace(positions=kept)


def score(dossier: Dossier, told: Sequence[Found], threshold: float) -> Score:
    """The figures over these texts at a threshold."""
    proposals = right = asks_right = found = pairs = 0
    for text in told:
        issues = {demand.issue for demand in text.coded}
        told_of = set()
        for one in text.proposed:
            if one.likeness < threshold:
                continue
            proposals += 1
            right += one.claim.issue in issues
            asks_right += _is_met(dossier, one, text.coded)
            told_of.add(one.claim.issue)
        found += len(told_of & issues)
        pairs += len(issues)
    return Score(proposals, right, asks_right, found / pairs)


def _is_met(dossier: Dossier, one: Link, coded: Sequence[Demand]) -> bool:
    """Whether the proposed ask meets that of a coded demand, or neither asks anything."""
    scale, ask = dossier.issues[one.claim.issue].scale, one.claim.ask
    return any(
        meets(scale, ask, demand.ask) is not False
        if ask and demand.ask
        else not ask and not demand.ask
        for demand in coded
        if demand.issue == one.claim.issue
    )


def best_threshold(dossier: Dossier, told: Sequence[Found]) -> int:
    """The threshold with the best harmonic mean on these texts."""
    return max(THRESHOLDS, key=lambda least: score(dossier, told, least).harmonic)


def tell_quality(dossier: Dossier, folder: Path) -> None:
    """Prints precision and recall in both settings, by threshold and text by text."""
    header = ("", "proposals", "precision", "with ask", "found", "best threshold")
    for held_out in (False, True):
        told = evaluated(dossier, folder, held_out)
        pairs = sum(len({demand.issue for demand in one.coded}) for one in told)
        print(f"\n{'Held out' if held_out else 'All demands'}: {len(told)} texts, {pairs} pairs")
        print(f"{header[0]:<24}" + "".join(f"{head:>15}" for head in header[1:]))
        for least in (64, 68, 70, THRESHOLD, 74, 76, 80):
            _tell(f"threshold {least:g}", score(dossier, told, least), "")
        for one in told:
            _tell(one.text[:20], score(dossier, [one], THRESHOLD), "")
        parts = []
        for one in told:
            others = [other for other in told if other is not one]
            if others:
                least = best_threshold(dossier, others)
                parts.append((score(dossier, [one], least), one, least))
        if parts:
            count = sum(part.proposals for part, _, _ in parts)
            found = sum(part.found * len({d.issue for d in one.coded}) for part, one, _ in parts)
            chosen = ", ".join(str(least) for *_, least in parts)
            whole = Score(
                count,
                sum(part.right for part, _, _ in parts),
                sum(part.asks_right for part, _, _ in parts),
                found / pairs,
            )
            _tell("chosen on the others", whole, chosen)


def _tell(name: str, figures: Score, note: str) -> None:
    asks = figures.asks_right / figures.proposals if figures.proposals else 1.0
    print(
        f"{name:<24}{figures.proposals:>15}{figures.precision:>15.2f}{asks:>15.2f}"
        f"{figures.found:>15.2f}{note:>25}".rstrip()
    )


def made_up(dossier: Dossier, share: float, seed: int = 1) -> Iterator[str]:
    """Sentences without end: this share are demands with three words changed, the others words
    of the dossier at random; one paragraph a line."""
    rng = random.Random(seed)
    texts = [demand.text for demand in dossier.demands()]
    words = [word for text in texts for word in text.split()]
    while True:
        if rng.random() < share:
            made = rng.choice(texts).split()
            for _ in range(3):
                made[rng.randrange(len(made))] = rng.choice(words)
        else:
            made = rng.choices(words, k=rng.randint(6, 28))
        yield f"{' '.join(made).capitalize()}."


def _timed(work: Callable[[], object], runs: int) -> float:
    """The least seconds of several runs."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def tell_throughput(dossier: Dossier, count: int, runs: int) -> None:
    """Prints the time a passage takes, against cdist and difflib over the same pairs."""
    from rapidfuzz import fuzz, process

    print(f"\nThroughput, {count:,} passages, all demands and options; one thread")
    header = ("like a demand", "µs a passage", "cdist", "ratio", "difflib", "times faster")
    print(f"{header[0]:<24}" + "".join(f"{head:>15}" for head in header[1:]))
    claims = [claim.text for claim in Linker(dossier).claims]
    for name, share in MIXES:
        source = made_up(dossier, share)
        found = list(passages_of(next(source) for _ in range(count)))
        texts = [passage.text for passage in found]
        part = texts[:: max(1, len(texts) // 1_000)]
        few, some = texts[:5], claims[::5]
        own = _timed(partial(link, dossier, found), runs) / len(found)
        pairs = partial(process.cdist, part, claims, scorer=fuzz.token_set_ratio, workers=1)
        bare = _timed(pairs, runs) / len(part)
        loop = _timed(partial(_difflib, few, some), 1) / len(few) * len(claims) / len(some)
        print(
            f"{name:<24}{own * 1e6:>15,.0f}{bare * 1e6:>15,.0f}{own / bare:>15.2f}"
            f"{loop * 1e6:>15,.0f}{loop / own:>15,.0f}"
        )


def _difflib(texts: Sequence[str], claims: Sequence[str]) -> float:
    return max(
        SequenceMatcher(None, text, claim, autojunk=False).ratio()
        for text in texts
        for claim in claims
    )


def tell_memory(dossier: Dossier, name: str, sizes: Sequence[int]) -> None:
    """Prints the peak memory and the time of whole processes on texts of growing length."""
    print("\nWhole processes on one text, one sentence in five like a demand")
    header = ("MB of text", "peak MB", "seconds", "MB a second")
    print(f"{header[0]:<24}" + "".join(f"{head:>15}" for head in header[1:]))
    with tempfile.TemporaryDirectory(prefix="negpos-benchmark-") as folder:
        path = Path(folder) / "text.txt"
        for size in sizes:
            _write(dossier, path, size * 1_000_000)
            start = time.perf_counter()
            told = subprocess.run(
                [sys.executable, __file__, "--peak", str(path), "--dossier", name],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            took = time.perf_counter() - start
            print(f"{size:<24}{float(told):>15.1f}{took:>15.1f}{size / took:>15.2f}")


def _write(dossier: Dossier, path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        written = 0
        for sentence in made_up(dossier, MIXES[0][1]):
            written += file.write(f"{sentence}\n")
            if written >= size:
                return


def _peak(dossier: Dossier, path: Path) -> float:
    """Links one file and tells the most memory held, in MB of a million bytes."""
    with path.open("rb") as file:
        link(dossier, passages_of(lines(file, path.name)))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure negpos link. Nothing is asserted, nothing is kept.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--texts", type=Path, help="only precision and recall, on these copies")
    parser.add_argument("--dossier", default="ukraine", help="the dossier to link to")
    parser.add_argument("--passages", type=int, default=4_000, help="of the throughput part")
    parser.add_argument("--runs", type=int, default=3, help="of which the fastest counts")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 10, 100], help="MB of the memory part"
    )
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Prints the parts asked for."""
    asked = _arguments()
    dossier = load_dossier(asked.dossier)
    if asked.peak:
        print(_peak(dossier, asked.peak))
    elif asked.texts:
        tell_quality(dossier, asked.texts)
    else:
        tell_throughput(dossier, asked.passages, asked.runs)
        tell_memory(dossier, asked.dossier, asked.sizes)


if __name__ == "__main__":
    main()
