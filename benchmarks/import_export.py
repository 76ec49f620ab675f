"""A large spreadsheet into a dossier and out again, against pandas reading and writing the same
file; without pandas, against the csv module."""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

TARGETS = {"import": 25, "export": 25}
MOST_MEGABYTES = 1_000

_PANDAS = "import pandas; pandas.read_csv({0!r}, dtype=str).to_csv({1!r}, index=False)"
_CSV = (
    "import csv; rows = list(csv.reader(open({0!r}, newline='')));"
    "csv.writer(open({1!r}, 'w', newline='')).writerows(rows)"
)


def sheet(path: Path, rows: int) -> None:
    """A sheet of so many demands: 20 parties, 200 issues in figures and words, at most 15 rows of a
    party on a day, so that positions and sources grow with it."""
    drawn = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow("party issue ask date source firmness text point".split())
        for number in range(rows):
            issue, group = number % 200, number // 50
            ask = drawn.randrange(100) if issue % 2 else drawn.choice(["yes", "no", "later"])
            day = f"{2000 + group // 300 % 25}-{1 + group % 12:02}-{1 + group // 12 % 25:02}"
            party, source = f"Party {group % 20}", f"Paper {group % 40}"
            text = f"Term {number} of the talks, in some words"
            cells = (party, f"Theme {issue % 9}: Question {issue}", ask, day, source, "firm", text)
            writer.writerow([*cells, number])


def seconds(*command: str) -> float:
    """How long a process takes from start to end."""
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start


def main() -> None:
    """Prints both ratios and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    try:
        import pandas

        yardstick, named = _PANDAS, f"pandas {pandas.__version__}"
    except ImportError:
        yardstick, named = _CSV, "the csv module (pandas is not installed)"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sheet(folder / "sheet.csv", rows)
        negpos = [sys.executable, "-m", "negpos"]
        paths = [str(folder / name) for name in ("sheet.csv", "copy.csv", "talks", "package")]
        plain = seconds(sys.executable, "-c", yardstick.format(*paths))
        taken = {"import": seconds(*negpos, "import", paths[0], paths[2])}
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        taken["export"] = seconds(*negpos, "export", paths[3], "-d", paths[2])
    print(f"{rows:,} rows; yardstick: {named}, reading and writing the sheet, {plain:.2f} s")
    for name, own in taken.items():
        print(f"  {name}: {own:6.1f} s, ratio {own / plain:5.1f}, target {TARGETS[name]}")
    print(f"  import: peak {peak:,.0f} MB, target {MOST_MEGABYTES:,}")


if __name__ == "__main__":
    main()
