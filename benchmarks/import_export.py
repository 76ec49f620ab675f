"""A large spreadsheet into a dossier and out again, as a data package and as a workbook, against
pandas reading and writing the same tables; without pandas, against the csv module and openpyxl."""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

MOST_MEGABYTES = 1_000
TARGETS = {
    "import": 25,
    "export": 25,
    "export as a workbook": 1,
    "import of the workbook": 2,
}

_PANDAS = "import pandas; pandas.read_csv({0!r}, dtype=str).to_csv({1!r}, index=False)"
_CSV = (
    "import csv; rows = list(csv.reader(open({0!r}, newline='')));"
    "csv.writer(open({1!r}, 'w', newline='')).writerows(rows)"
)
_PANDAS_BOOK = """
import pandas, pathlib
with pandas.ExcelWriter({1!r}, engine="openpyxl") as book:
    for path in sorted(pathlib.Path({0!r}).glob("*.csv")):
        pandas.read_csv(path, dtype=str).to_excel(book, sheet_name=path.stem, index=False)
"""
_OPENPYXL_BOOK = """
import csv, openpyxl, pathlib
book = openpyxl.Workbook(write_only=True)
for path in sorted(pathlib.Path({0!r}).glob("*.csv")):
    page = book.create_sheet(path.stem)
    for row in csv.reader(path.open(newline="")):
        page.append(row)
book.save({1!r})
"""
_PANDAS_READ = "import pandas; pandas.read_excel({0!r}, sheet_name=None, dtype=str)"
_OPENPYXL_READ = (
    "import openpyxl; book = openpyxl.load_workbook({0!r}, read_only=True);"
    "[list(page.iter_rows(values_only=True)) for page in book]"
)


class Run(NamedTuple):
    """How long a process took from start to end, and the most memory that it held, in MB."""

    seconds: float
    peak: float


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


def run(*command: str) -> Run:
    """A process from start to end."""
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(perf_counter() - start, used.ru_maxrss / 1024)


def main() -> None:
    """Prints each ratio and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    try:
        named = f"pandas {metadata.version('pandas')}"
        yardsticks = (_PANDAS, _PANDAS_BOOK, _PANDAS_READ)
    except metadata.PackageNotFoundError:
        named = "the csv module and openpyxl (pandas is not installed)"
        yardsticks = (_CSV, _OPENPYXL_BOOK, _OPENPYXL_READ)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        sheet(folder / "sheet.csv", rows)
        names = "sheet.csv copy.csv talks package talks.xlsx again copy.xlsx".split()
        own, copy, talks, package, book, again, other = (str(folder / name) for name in names)
        negpos = (sys.executable, "-m", "negpos")
        python = (sys.executable, "-c")
        plain = run(*python, yardsticks[0].format(own, copy))
        taken = {"import": (run(*negpos, "import", own, talks), plain)}
        taken["export"] = (run(*negpos, "export", package, "-d", talks), plain)
        plain = run(*python, yardsticks[1].format(package, other))
        taken["export as a workbook"] = (run(*negpos, "export", talks, "-o", book), plain)
        plain = run(*python, yardsticks[2].format(book))
        taken["import of the workbook"] = (run(*negpos, "import", book, again), plain)
    print(f"{rows:,} rows; yardstick: {named}, reading and writing the same")
    for name, (own_run, plain) in taken.items():
        ratio = own_run.seconds / plain.seconds
        print(
            f"  {name}: {own_run.seconds:.1f} s, yardstick {plain.seconds:.2f} s, "
            f"ratio {ratio:.1f}, target {TARGETS[name]}; "
            f"peak {own_run.peak:,.0f} MB, target {MOST_MEGABYTES:,}, yardstick {plain.peak:,.0f}"
        )


if __name__ == "__main__":
    main()
