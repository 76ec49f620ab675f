"""Answers from large dossiers: search and why, JSON of many parties, chains of statements."""

import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import measure
import synthetic
from measure import MEGABYTE

SEARCH, TABLE, WHY, JSON, CHAIN = 4, 6, 1.5, 6, 2.2
"""Targets: ratios to the yardsticks, and the growth of time for a chain of twice the length."""
PLAIN = str(Path(__file__).with_name("plain.py"))
PARTIES, ISSUES, CHAINED = 20, 400, 15_000


def large(positions: int, issues: int, demands: int, runs: int, folder: Path) -> None:
    """Prints each ratio, with seconds and peak memory of this machine beside it."""
    place = folder / "demands"
    synthetic.write(place, positions, issues, demands)
    count = positions * min(issues, demands)
    print(f"Search and why in {count:,} demands, cache warm, ratio to loading and a loop")
    print(f"  {'':<26}target   ratio     quartiles          s  peak MB")
    variables = measure.environment(folder / "cache", str(place))
    script = measure.negpos()
    bare = (sys.executable, PLAIN, "find", str(place), "harbour")
    measure.output(bare, variables)  # fills the cache
    for name, target, words in (
        ("search, 2 words, csv", SEARCH, ("search", "harbur", "17", "--format", "csv")),
        ("search, many found, csv", SEARCH, ("search", "harbour", "--format", "csv")),
        ("search, many found, table", TABLE, ("search", "harbour")),
        ("why", WHY, ("why", "party-03", "issue-003")),
    ):
        _told(name, target, (script, *words), bare, variables, runs, folder)
    _json(runs, folder)
    _chains(runs, folder)


def _told(
    name: str,
    target: float,
    command: measure.Command,
    yardstick: measure.Command,
    variables: dict[str, str],
    runs: int,
    folder: Path,
) -> None:
    ratios, seconds, peaks = [], [], []
    for _ in range(runs):
        base = measure.peak(yardstick, variables, folder)
        own = measure.peak(command, variables, folder)
        ratios.append(own.seconds / base.seconds)
        seconds.append(own.seconds)
        peaks.append(own.peak)
    spread = measure.spread(ratios)
    told = f"{median(seconds):8.2f}{max(peaks) / MEGABYTE:>9.0f}"
    print(f"  {name:<26}{target:6.2f}{spread!s:<24}{told}")


def _json(runs: int, folder: Path) -> None:
    """As many positions as parties, so that each of them is of one."""
    place = folder / "many"
    synthetic.write(place, PARTIES, ISSUES, ISSUES)
    variables = measure.environment(folder / "cache", str(place))
    parties = [f"party-{number:02}" for number in range(PARTIES)]
    out = folder / "many.json"
    command = (measure.negpos(), "compare", *parties, "--format", "json")
    measure.output((*command, "--output", str(out)), variables)
    size = out.stat().st_size
    print(f"JSON of {PARTIES} parties on {ISSUES} issues ({size / MEGABYTE:,.0f} MB), ratio to")
    print("  json.dump of the same data already in memory; to compare them is counted")
    ratios, seconds, peaks = [], [], []
    for _ in range(runs):
        base = float(measure.output((sys.executable, PLAIN, "dump", str(out)), variables))
        own = measure.peak(command, variables, folder)
        ratios.append(own.seconds / base)
        seconds.append(own.seconds)
        peaks.append(own.peak)
    told = f"{median(seconds):8.2f}{max(peaks) / MEGABYTE:>9.0f}"
    print(f"  {'compare':<26}{JSON:6.2f}{measure.spread(ratios)!s:<24}{told}")


def _chains(runs: int, folder: Path) -> None:
    """Statements of one party on one issue, each linked to the one before."""
    print(f"Chains of {CHAINED:,} statements: time against that of half as long a chain")
    print("  link           target   check    why")
    for link, firmness in (("moves", "firm"), ("keeps", "firm"), ("", "red-line")):
        found: dict[int, list[float]] = {}
        for count in (CHAINED // 2, CHAINED):
            place = folder / f"chain-{link}-{count}"
            chain(place, count, link, firmness)
            variables = measure.environment(folder / "cache", str(place))
            check = (measure.negpos(), "check", str(place))
            why = (measure.negpos(), "why", "a", "t.i", "--format", "csv")
            measure.output(why, variables)  # fills the cache
            found[count] = [
                min(measure.peak(command, variables, folder).seconds for _ in range(runs))
                for command in (check, why)
            ]
        growth = [b / a for a, b in zip(*found.values(), strict=True)]
        print(f"  {link or firmness:<15}{CHAIN:6.2f}" + "".join(f"{one:8.2f}" for one in growth))


def chain(folder: Path, count: int, link: str, firmness: str) -> None:
    """Writes a dossier of one party that says something else on one issue every day."""
    (folder / "positions").mkdir(parents=True)
    files = {
        "dossier": ['id = "chain"', 'title = "A chain"'],
        "parties": ["[[party]]", 'id = "a"', 'name = "A"'],
        "issues": [
            *("[[theme]]", 'id = "t"', 'title = "T"', "[[issue]]", 'id = "t.i"', 'label = "i"'),
            *('question = "How much?"', "[issue.scale]", 'kind = "quantity"'),
            *("low = 0", "high = 100", 'unit = "tonnes"'),
        ],
        "sources": [
            *("[[source]]", 'id = "s"', 'publisher = "P"', 'title = "T"', "date = 2020-01-01"),
            *('kind = "news"', 'grade = "A"'),
        ],
    }
    lines = [
        *('id = "p"', 'title = "P"', 'parties = ["a"]', "date = 1800-01-01"),
        *('status = "statement"', 'attribution = "official"', 'form = "quoted"'),
        'evidence = [{ source = "s", at = "p. 1" }]',
    ]
    for number in range(count):
        day = date(1800, 1, 1) + timedelta(days=number)
        lines += ["[[demand]]", f'id = "d{number}"', 'issue = "t.i"', f"ask = {number % 90}"]
        lines += [f'text = "says {number}"', f"said = {day}", f'firmness = "{firmness}"']
        if link and number:
            lines.append(f'{link} = "p#d{number - 1}"')
    for name, own in {**files, "positions/p": lines}.items():
        (folder / f"{name}.toml").write_text("\n".join([*own, ""]), encoding="utf-8")
