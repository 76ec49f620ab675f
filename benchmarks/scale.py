"""Growth: all pairs of a large dossier against the bare arithmetic, and checking it."""

import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

import measure
import synthetic
from measure import MEGABYTE

RATIO, CHECK_RATIO, MOST_CHECK_MEGABYTES = 60, 2.6, 1_000


class Size(NamedTuple):
    """A dossier of so many positions and issues; a quarter of the issues is asked on each."""

    positions: int
    issues: int
    demands: int

    @property
    def work(self) -> int:
        """Pairs of positions times issues."""
        return self.positions * (self.positions - 1) // 2 * self.issues


class Matrix(NamedTuple):
    """Seconds of loading, of the whole matrix, and of the bare arithmetic; peak in bytes."""

    load: float
    whole: float
    bare: float
    ratio: measure.Spread
    peak: int


def smaller(size: Size) -> list[Size]:
    """The same with a quarter and a half of the positions, and with half of the issues."""
    positions, issues, demands = size
    return [
        Size(max(2, positions // 4), issues, demands),
        Size(max(2, positions // 2), issues, demands),
        Size(positions, max(1, issues // 2), max(1, demands // 2)),
        size,
    ]


def scale(largest: Size, runs: int, folder: Path) -> None:
    """Prints the ratio at each size, growth against the smallest, and the cost of a check."""
    print(f"Matrix of all positions as CSV, ratio to the bare arithmetic ({runs} pairs)")
    print(f"  target {RATIO} at the largest size; seconds are of this machine alone")
    heads = "negpos s   of it loading   bare s    ratio   quartiles       peak MB"
    print(f"  positions × issues   {heads}")
    found: list[tuple[Size, Matrix]] = []
    for size in smaller(largest):
        place = folder / "-".join(str(figure) for figure in size)
        synthetic.write(place, *size)
        each = _matrix(size, place, runs, folder)
        found.append((size, each))
        print(
            f"  {size.positions:>9,} × {size.issues:<6,}  {each.whole:9.2f}"
            f"{each.load / each.whole:>14.0%}{each.bare:>11.3f}  {each.ratio!s:<26}"
            f"{each.peak / MEGABYTE:>6.0f}"
        )
    print("Growth against the first line: time must not grow faster than pairs × issues")
    base_size, base = found[0]
    for size, each in found[1:]:
        print(
            f"  {size.positions:>9,} × {size.issues:<6,}  pairs × issues "
            f"{size.work / base_size.work:6.2f}   time {each.whole / base.whole:6.2f}"
            f"   without loading {(each.whole - each.load) / (base.whole - base.load):6.2f}"
        )
    _check(largest, place, runs, folder)


def _matrix(size: Size, place: Path, runs: int, folder: Path) -> Matrix:
    variables = measure.environment(folder / "cache", str(place))
    script = measure.negpos()
    first = (script, "compare", "text-00000", "text-00001", "--format", "csv")
    command = (script, "matrix", "--positions", "--format", "csv")
    here = str(Path(__file__).with_name("bare.py"))
    plain = (sys.executable, here, str(size.positions), str(size.issues))
    measure.output(first, variables)  # fills the cache
    loads, wholes, bares, peaks = [], [], [], []
    for _ in range(runs):
        bares.append(float(measure.output(plain, variables)))
        whole = measure.peak(command, variables, folder)
        loads.append(measure.peak(first, variables, folder).seconds)
        wholes.append(whole.seconds)
        peaks.append(whole.peak)
    ratio = measure.spread([one / other for one, other in zip(wholes, bares, strict=True)])
    return Matrix(median(loads), median(wholes), median(bares), ratio, max(peaks))


def _check(size: Size, place: Path, runs: int, folder: Path) -> None:
    variables = measure.environment(folder / "cache")
    plain = (sys.executable, str(Path(__file__).with_name("plain.py")), "toml", str(place))
    ratios, found = [], []
    for _ in range(runs):
        reading = float(measure.output(plain, variables))
        found.append(measure.peak((measure.negpos(), "check", str(place)), variables, folder))
        ratios.append(found[-1].seconds / reading)
    count = size.positions * min(size.demands, size.issues)
    print(f"Check of {count:,} demands, ratio to tomllib reading the same files ({runs} pairs)")
    print(f"  target {CHECK_RATIO}   {measure.spread(ratios)}")
    seconds, highest = median(one.seconds for one in found), max(one.peak for one in found)
    print(
        f"  target {MOST_CHECK_MEGABYTES:,} MB   peak {highest / MEGABYTE:,.0f} MB"
        f"   ({seconds:.1f} s on this machine)"
    )
