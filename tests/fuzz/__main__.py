"""A long run: ``python -m tests.fuzz --runs 20000 --seed 1 --keep found``.

Exit code 1 if anything was found, 0 otherwise. ``--repeat FILE`` runs a case that was kept.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .batches import Tally, batch
from .cases import Case, Finding, read, written
from .running import findings

_BATCH = 250
"""Cases after which progress is told and a new process begins."""


def main() -> int:
    """Runs what the command line asks for; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="how many cases")
    parser.add_argument("--seed", type=int, default=0, help="another number: other cases")
    parser.add_argument("--jobs", type=int, default=1, help="cases run at the same time")
    parser.add_argument("--keep", type=Path, help="a folder for the cases that found something")
    parser.add_argument("--repeat", type=Path, help="run one kept case again")
    asked = parser.parse_args()
    if asked.repeat:
        return _repeat(read(asked.repeat.read_text("utf-8")))
    began, done = time.monotonic(), 0
    counts: Counter[tuple[str, str]] = Counter()
    distinct: dict[tuple[str, str], Finding] = {}
    with ThreadPoolExecutor(asked.jobs) as pool:
        all_numbers = range(asked.runs)
        batches = [all_numbers[start : start + _BATCH] for start in range(0, asked.runs, _BATCH)]

        def run(numbers: range) -> Tally:
            return batch(asked.seed, numbers, frozenset(list(distinct)))

        for tally in pool.map(run, batches):
            done += tally.runs
            counts += tally.counts
            new = [f for f in tally.found if (f.kind, f.what) not in distinct]
            for finding in new:
                distinct[finding.kind, finding.what] = finding
                _tell(finding, asked.keep)
            rate = done / (time.monotonic() - began)
            print(f"{done:,} of {asked.runs:,} cases, {rate:.0f} a second, ", end="", flush=True)
            print(f"{len(distinct)} distinct findings", flush=True)
    _summary(counts, distinct.values())
    return 1 if distinct else 0


def _repeat(case: Case) -> int:
    top = Path(tempfile.mkdtemp(prefix="negpos-fuzz-"))
    try:
        found = findings(case, top)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    for finding in found:
        _tell(finding, None)
    return 1 if found else 0


def _tell(finding: Finding, keep: Path | None) -> None:
    print(f"\n{finding.kind}: {finding.what}")
    print(f"  negpos {' '.join(_short(word) for word in finding.repeat.argv)}")
    around = {k: _short(str(v)) for k, v in finding.repeat.env.items()}
    print(f"  {around or 'plain variables'}, files {', '.join(map(_short, finding.repeat.files))}")
    plain = Case({}, ())
    for field in ("before", "stdin", "stdout", "stderr", "room", "folder", "is_process"):
        value = getattr(finding.repeat, field)
        if value != getattr(plain, field):
            print(f"  {field} {'differs' if field == 'before' else value}")
    for line in finding.seen.splitlines()[-6:]:
        print(f"  | {_short(line, 200)}")
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", f"{finding.kind} {finding.what}".lower())[:100]
        (keep / f"{name}.py").write_text(written(finding.repeat), "utf-8")
        print(f"  kept in {keep / name}.py")


def _short(text: str, most: int = 60) -> str:
    told = ascii(text)[1:-1] if not text.isprintable() or not text else text
    return told if len(told) <= most else f"{told[: most - 1]}…"


def _summary(counts: Counter[tuple[str, str]], found: Iterable[Finding]) -> None:
    for title in ("change", "command", "exit code", "finding"):
        print(f"\n{title}")
        for (group, name), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
            if group == title:
                print(f"  {count:7,} {_short(name, 100)}")
    kinds = Counter(finding.kind for finding in found)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"\ndistinct findings: {told or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
