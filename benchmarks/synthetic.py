"""A dossier of any size, the same for the same seed, for measuring how negpos grows.

python synthetic.py FOLDER [POSITIONS ISSUES DEMANDS]
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

PARTIES, THEMES, OPTIONS = 40, 10, 8
KINDS = ("ordinal", "quantity", "members", "nominal")
FIRMNESSES = ("preference", "firm", "firm", "condition")
WORDS = ("water", "north", "bridge", "salt", "harbour", "winter", "tariff", "border", "grain")
SHARE_VAGUE, SHARE_OF_LINES, SHARE_WITH_EVIDENCE = 0.1, 0.1, 0.3


def write(folder: Path, positions: int, issues: int, demands: int, seed: int = 0) -> None:
    """Writes positions × demands, each of one party, on issues of the four kinds in turn."""
    random = Random(seed)
    (folder / "positions").mkdir(parents=True)
    sources = max(1, positions // 4)
    _put(folder / "dossier.toml", ['id = "synthetic"', 'title = "A dossier for measuring"'])
    _put(folder / "parties.toml", _parties(min(PARTIES, positions)))
    _put(folder / "issues.toml", _issues(issues, random))
    _put(folder / "sources.toml", _sources(sources, random))
    for number in range(positions):
        lines = _position(number, min(PARTIES, positions), sources, random)
        for issue in sorted(random.sample(range(issues), min(demands, issues))):
            lines += _demand(issue, sources, random)
        _put(folder / "positions" / f"text-{number:05}.toml", lines)


def _put(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def _parties(count: int) -> list[str]:
    lines = []
    for number in range(count):
        lines += ["[[party]]", f'id = "party-{number:02}"', f'name = "Party {number}"', ""]
    return lines


def _issue_id(number: int) -> str:
    return f"theme-{number % THEMES}.issue-{number:03}"


def _issues(count: int, random: Random) -> list[str]:
    lines = []
    for number in range(min(THEMES, count)):
        lines += ["[[theme]]", f'id = "theme-{number}"', f'title = "Theme {number}"', ""]
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        lines += [
            "[[issue]]",
            f'id = "{_issue_id(number)}"',
            f'label = "issue {number}"',
            f'question = "What of {_words(random, 6)}?"',
            "[issue.scale]",
            f'kind = "{kind}"',
        ]
        if kind == "quantity":
            lines += ["low = 0", "high = 1_000", 'unit = "tonnes"', ""]
            continue
        lines.append("options = [")
        for option in range(OPTIONS):
            lines.append(f'  {{ id = "option-{option}", label = "{_words(random, 3)}" }},')
        lines += ["]", ""]
    return lines


def _sources(count: int, random: Random) -> list[str]:
    lines = []
    for number in range(count):
        lines += [
            "[[source]]",
            f'id = "source-{number:05}"',
            f'publisher = "Gazette of {random.choice(WORDS)}"',
            f'title = "{_words(random, 8)}"',
            f"date = {_day(random)}",
            'kind = "news"',
            f'grade = "{random.choice("AAB")}"',
            "",
        ]
    return lines


def _day(random: Random) -> date:
    return date(2020, 1, 1) + timedelta(days=random.randrange(2000))


def _evidence(sources: int, random: Random) -> str:
    place = f"paragraph {random.randint(1, 40)}"
    return f'evidence = [{{ source = "source-{random.randrange(sources):05}", at = "{place}" }}]'


def _position(number: int, parties: int, sources: int, random: Random) -> list[str]:
    return [
        f'id = "text-{number:05}"',
        f'title = "Text {number}"',
        f'parties = ["party-{number % parties:02}"]',
        f"date = {_day(random)}",
        'status = "statement"',
        'attribution = "official"',
        'form = "quoted"',
        _evidence(sources, random),
        "",
    ]


def _demand(issue: int, sources: int, random: Random) -> list[str]:
    kind = KINDS[issue % len(KINDS)]
    is_line = random.random() < SHARE_OF_LINES
    lines = [
        "[[demand]]",
        f'point = "{random.randint(1, 99)}"',
        f'issue = "{_issue_id(issue)}"',
        f"ask = {_ask(kind, random)}",
        f'text = "{_words(random, 9)}"',
        f'firmness = "{"red-line" if is_line else random.choice(FIRMNESSES)}"',
    ]
    if random.random() < SHARE_WITH_EVIDENCE:
        lines.append(_evidence(sources, random))
    return [*lines, ""]


def _ask(kind: str, random: Random) -> str:
    """A point, or one time in three a region, of which some are vague."""
    is_vague = random.random() < SHARE_VAGUE
    is_region = is_vague or random.random() < 0.3
    vague = ", vague = true" if is_vague else ""
    options = [f'"option-{number}"' for number in range(OPTIONS)]
    if kind == "quantity":
        low, high = sorted((random.randint(0, 1_000), random.randint(0, 1_000)))
        return f"{{ min = {low}, max = {high}{vague} }}" if is_region else str(low)
    if kind == "ordinal":
        first, last = sorted((random.randrange(OPTIONS), random.randrange(OPTIONS)))
        ends = f"min = {options[first]}, max = {options[last]}"
        return f"{{ {ends}{vague} }}" if is_region else options[first]
    some = sorted(random.sample(options, random.randint(1, 4)))
    if kind == "members":
        if not is_region:
            return f"[{', '.join(some)}]"
        return f"{{ at_least = [{some[0]}], at_most = [{', '.join(some)}]{vague} }}"
    if is_vague:
        return f"{{ any_of = [{', '.join(some)}]{vague} }}"
    return f"[{', '.join(some)}]" if is_region else some[0]


if __name__ == "__main__":
    folder, *sizes = sys.argv[1:]
    write(Path(folder), *[int(size) for size in sizes or ("2000", "200", "50")])
