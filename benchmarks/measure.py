"""Whole processes, timed in pairs or one by one, and the figures made of the times."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

Command = Sequence[str]
MEGABYTE = 1_000_000


class Spread(NamedTuple):
    """The median of several figures and the quartiles beside it."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:7.2f}   {self.low:.2f}–{self.high:.2f}"


class Cost(NamedTuple):
    """What one process cost: seconds by the clock, and seconds of processor time."""

    clock: float
    processor: float


class Run(NamedTuple):
    """What one process cost: seconds by the clock, and the most memory it held, in bytes."""

    seconds: float
    peak: int


class Case(NamedTuple):
    """A command, the yardstick it is compared with, and what must be done before each run."""

    name: str
    target: float
    command: Command
    yardstick: Command
    prepare: Callable[[], None] | None = None


def spread(figures: Sequence[float]) -> Spread:
    """The median and the quartiles; of a single figure, itself."""
    if len(figures) < 2:
        return Spread(figures[0], figures[0], figures[0])
    low, _, high = quantiles(figures, n=4, method="inclusive")
    return Spread(median(figures), low, high)


def environment(cache: Path, dossier: str = "") -> dict[str, str]:
    """The caller's variables, with 120 columns, a cache of its own, and byte-code kept."""
    chosen = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") or k in _KEPT}
    chosen |= {"COLUMNS": "120", "XDG_CACHE_HOME": str(cache)}
    if dossier:
        chosen["NEGPOS_DOSSIER"] = dossier
    return chosen


_KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING")


def negpos() -> str:
    """The installed console script, beside the interpreter that runs the benchmark."""
    script = Path(sys.executable).parent / "negpos"
    if not script.exists():
        raise SystemExit(f"there is no {script}; install negpos for this interpreter first")
    return str(script)


def output(command: Command, variables: dict[str, str]) -> str:
    """What a command prints; a command that fails ends the benchmark."""
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def cost(command: Command, variables: dict[str, str]) -> Cost:
    """One run, its output read from a pipe."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = perf_counter()
    subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True)
    clock = perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, spent)


def ratios(
    cases: Sequence[Case], pairs: int, variables: dict[str, str]
) -> list[tuple[Spread, Spread]]:
    """For each case the ratio by the clock and by processor time.

    Every round runs every case once, each right after its own yardstick, so that whatever
    else the machine does falls on both sides alike. Two rounds warm up.
    """
    by_clock: list[list[float]] = [[] for _ in cases]
    by_processor: list[list[float]] = [[] for _ in cases]
    for number in range(-2, pairs):
        for place, case in enumerate(cases):
            base = cost(case.yardstick, variables)
            if case.prepare:
                case.prepare()
            own = cost(case.command, variables)
            if number >= 0:
                by_clock[place].append(own.clock / base.clock)
                by_processor[place].append(own.processor / base.processor)
    return [(spread(a), spread(b)) for a, b in zip(by_clock, by_processor, strict=True)]


def peak(command: Command, variables: dict[str, str], folder: Path) -> Run:
    """One run with its output thrown away, watched by a small process of its own."""
    result = folder / "peak.json"
    helper = str(Path(__file__).with_name("peak.py"))
    subprocess.run(
        [sys.executable, "-I", "-S", helper, str(result), *command],
        env=variables,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    told = json.loads(result.read_text(encoding="ascii"))
    return Run(told["seconds"], told["peak"])
