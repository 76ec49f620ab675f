"""A batch of cases in a process of its own: what it breaks is not the end of the run."""

import os
import pickle
import resource
import shutil
import tempfile
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from .cases import Case, Finding
from .running import LIMIT, findings
from .smaller import smaller
from .strategies import drawn

MEMORY = 2_000_000_000
"""Bytes that a process which runs cases may hold."""
PROCESSES = 2
"""Of a hundred cases, those run as a process of their own."""


class Tally(NamedTuple):
    """What a batch of cases came to."""

    runs: int
    counts: Counter[tuple[str, str]]
    found: list[Finding]


Known = frozenset[tuple[str, str]]
"""Findings, as (kind, what), that are counted and not told again."""


def batch(seed: int, numbers: range, known: Known = frozenset()) -> Tally:
    """These cases of a seed; if the process dies, the case it died of is a finding."""
    top = Path(tempfile.mkdtemp(prefix="negpos-fuzz-", dir=_place()))
    try:
        return _watched(seed, numbers, known, top)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _place() -> str | None:
    return "/dev/shm" if os.path.isdir("/dev/shm") else None


def _watched(seed: int, numbers: range, known: Known, top: Path) -> Tally:
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    worker = get_context("spawn").Process(target=_work, args=(seed, numbers, known, top, theirs))
    worker.start()
    theirs.close()
    tally = Tally(0, Counter(), [])
    try:
        while True:
            if not ours.poll(LIMIT * 12):
                raise EOFError
            told = ours.recv()
            if told is None:
                return tally
            counts, found = told
            tally = Tally(tally.runs + 1, tally.counts + counts, [*tally.found, *found])
    except EOFError:
        case = pickle.loads((top / "now").read_bytes())
        worker.kill()
        worker.join()
        how = f"the process ended with {worker.exitcode}"
        return tally._replace(
            runs=len(numbers), found=[*tally.found, Finding("death", how, "", case)]
        )
    finally:
        worker.join()


def _work(seed: int, numbers: range, known: Known, top: Path, to: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in numbers:
        case = drawn(seed, number, PROCESSES)
        (top / "now").write_bytes(pickle.dumps(case))
        counts = Counter({("command", case.command): 1})
        counts.update(("change", kind) for kind in set(case.kinds))
        codes: list[int] = []
        found = []
        for finding in findings(case, top / "case", codes):
            key = finding.kind, finding.what
            counts["finding", f"{finding.kind}: {finding.what}"] += 1
            if key not in known:
                known |= {key}
                found.append(_reduced(finding, top / "case"))
        counts.update(("exit code", str(code)) for code in codes)
        to.send((counts, found))
    to.send(None)


def _reduced(finding: Finding, top: Path) -> Finding:
    if finding.kind in ("hang", "memory"):
        return finding
    last = finding

    def is_still(case: Case) -> bool:
        nonlocal last
        for other in findings(case, top):
            if (other.kind, other.what) == (finding.kind, finding.what):
                last = other
                return True
        return False

    smaller(finding.repeat, is_still)
    return last
