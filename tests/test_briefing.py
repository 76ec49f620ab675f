"""What a person types first, in words of their own, and what stands on the first screen."""

import csv
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from negpos import load
from negpos.api import Negotiation

from .conftest import ROOT, Negpos
from .inside import Done

SCREENS = ROOT / "tests" / "screens"
TASKS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "army": (
        (
            "on army russia ukraine",
            "on 'army size'",
            "on army size russia ukraine",
            "army",
            "army size russia ukraine",
            "on army-size moscow kyiv",
            "on soldiers russia",
            "on size of the army",
            "compare russia ukraine --issue army",
            "why russia army size",
        ),
        ("a ceiling, no figure",),
    ),
    "pillars": (
        (
            "show three-pillars",
            "show three pillars",
            "show 'Three Pillars'",
            "three pillars",
            "show pillars",
            "text three pillars",
        ),
        ("unnamed Russian official", "NBC News, 2 Dec 2025", "Army size: # a ceiling"),
    ),
    "redlines": (
        (
            "redlines russia ukraine --top 5",
            "redlines russia vs ukraine",
            "redlines moscow,kyiv --top 5",
            "conflicts russia ukraine",
            "red-lines russia and ukraine --top 5",
            "redlines Россия Украина",
        ),
        ("1 Territory: Donetsk", "# no withdrawal", "5 Territory: Kherson"),
    ),
    "nearer": (
        (
            "plan us-28-point russia ukraine",
            "plan 28-point moscow kyiv",
            "compare '28-point plan' russia ukraine",
            "plan russia ukraine 28 points",
            "plan 28-point plan russia ukraine",
            "28-point plan russia ukraine",
        ),
        (
            "28-point plan: nearer to Russia on 10, to Ukraine on 8, equal on 4",
            "Russia 10: Luhansk",
        ),
    ),
    "since": (
        (
            "since 2026-05-01",
            "since '1 May 2026'",
            "since 1 May 2026 russia ukraine",
            "since russia ukraine 2026-05-01",
            "changes 2026-05-01 russia ukraine",
            "changed since 2026-05-01 russia",
        ),
        ("settlement talks", "moved, 2 of 5"),
    ),
    "only": (
        (
            "only europe us",
            "only eu america",
            "only europe,us",
            "difference europe us",
            "only europe vs us",
        ),
        (
            "25 issues on which Europe (E3/EU) asks and United States does not ask the same",
            "Silent",
        ),
    ),
    "then": (
        (
            "compare ukraine@2024 ukraine --issue nato-ukraine",
            "compare kyiv@2024 kyiv --issue 'NATO and Ukraine'",
            "compare 'ukraine@end 2024' ukraine --issue nato-ukraine",
            "compare ukraine@2024-12-31 ukraine@2026-06-22 --issue nato-ukraine",
            "on nato-ukraine ukraine@2024 ukraine",
        ),
        ("accession, accelerated", "forgone for binding"),
    ),
    "watch": (
        (
            "since 2025-12-01 2025-12-17 russia ukraine --fail-on line-drawn",
            "since '1 Dec 2025' to '17 Dec 2025' russia ukraine --fail-on line-drawn",
            "since russia ukraine 2025-12-01 2025-12-17 --fail-on line-drawn,new-deadlock",
        ),
        ("line drawn",),
    ),
}
"""The words typed, any of which is answered, and what the first 24 lines then hold."""
SPELLINGS = [(task, line) for task, (lines, _) in TASKS.items() for line in lines]


def asked(negpos: Negpos, line: str, **env: str) -> Done:
    """The answer to a line; where the answer is a line to type, the answer to that."""
    done = negpos(*shlex.split(line), **env)
    for _ in range(2):
        told = re.search(r"[tT]ype: negpos ([^;]+)$", done.err.strip())
        if done.code != 2 or told is None:
            return done
        done = negpos(*shlex.split(told[1]), **env)
    return done


@pytest.mark.parametrize(("task", "line"), SPELLINGS, ids=[line for _, line in SPELLINGS])
def test_the_answer_stands_in_the_first_24_lines_at_80_columns(
    task: str, line: str, negpos: Negpos
) -> None:
    done = asked(negpos, line, COLUMNS="80")
    assert done.code == (1 if task == "watch" else 0), done.err
    lines = done.out.splitlines()
    screen = re.sub(r"\s+", " ", " ".join(lines[:24]))
    for words in TASKS[task][1]:
        assert any(part in screen for part in (words, words.removeprefix("# "))), words
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("task", TASKS)
def test_a_screen_reads_as_reviewed(task: str, width: int, negpos: Negpos, update: bool) -> None:
    done = asked(negpos, TASKS[task][0][0], COLUMNS=str(width))
    golden = SCREENS / f"{task}-{width}.txt"
    if update:
        golden.write_bytes(done.out.encode())
    assert done.out.encode() == golden.read_bytes()
    assert max(map(len, done.out.splitlines())) <= width


def test_screens_are_all_in_use() -> None:
    names = {f"{task}-{width}" for task in TASKS for width in (60, 80, 100, 160)}
    assert {path.stem for path in SCREENS.iterdir()} == names


@pytest.mark.parametrize(
    "line",
    [
        "redlines russia ukraine -o conflicts.csv",
        "compare russia ukraine --only deadlock,crossing --output conflicts.csv",
        "conflicts russia ukraine -o conflicts.csv",
        "--output conflicts.csv redlines russia ukraine",
    ],
)
def test_all_conflicts_go_to_a_file_for_a_spreadsheet(
    line: str, negpos: Negpos, tmp_path: Path
) -> None:
    assert asked(negpos, line).code == 0
    with (tmp_path / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["issue"] for row in rows if row["relation"] in ("deadlock", "crossing")}
    assert len(found) == 12


@pytest.mark.parametrize(
    "line",
    [
        "compare russia ukraine -o handout.html",
        "summary russia ukraine --output handout.html",
        "-o handout.html compare russia ukraine",
    ],
)
def test_a_handout_is_a_page_for_a_browser(line: str, negpos: Negpos, tmp_path: Path) -> None:
    assert asked(negpos, line).code == 0
    page = (tmp_path / "handout.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "deadlock" in page


LONG: Sequence[str] = (
    "compare russia ukraine us europe",
    "compare us-28-point russia ukraine",
    "compare us-28-point us-ukraine-20-point",
    "compare russia ukraine --as-of 2022-04-01",
    "redlines russia ukraine us",
    "plan us-28-point russia ukraine us europe",
    "plan istanbul-draft-2022 russia ukraine",
    "gaps russia ukraine us europe",
    "common us ukraine",
    "bridge russia ukraine us",
    "only russia ukraine",
    "matrix",
    "since 2025-11-01",
    "since 2025-11-01 russia ukraine us",
    "timeline",
    "list parties",
    "list positions",
    "list issues",
    "list sources",
    "search NATO",
    "show russia",
    "show us-28-point",
    "show russia --speaker putin",
    "why russia donetsk",
    "on sanctions",
    "on prisoners",
    "diff us-28-point us-ukraine-20-point --toward russia,ukraine",
    "diff us-28-point e3-counter us-ukraine-20-point",
)


@pytest.fixture(scope="module")
def ukraine() -> Negotiation:
    return load("ukraine")


def table(dossier: Negotiation, line: str, width: int, **more: bool) -> list[str]:
    """The lines of the table that answers a command line, asked in Python, so that the dossier
    is loaded once."""
    command, *words = line.split()
    options: dict[str, Any] = dict(more)
    while words and (name := words[-2] if len(words) > 1 else words[-1])[:2] == "--":
        options[name[2:].replace("-", "_")] = words[-1]
        words = words[:-2]
    if words and words[-1] == "--scores":
        words, options = words[:-1], {**options, "scores": True}
    return list(getattr(dossier, command)(*words, **options).text("table", width).splitlines())


@pytest.mark.parametrize("line", LONG)
def test_no_answer_is_longer_than_a_screen_unless_it_is_asked_for(
    line: str, ukraine: Negotiation
) -> None:
    for width in (80, 160):
        told = table(ukraine, line, width)
        assert 5 < len(told) <= 30, width
        assert max(map(cell_len, told)) <= width
    assert len(table(ukraine, line, 80, full=True)) > len(told)


def test_every_issue_of_the_dossier_is_told_on_one_screen(ukraine: Negotiation) -> None:
    for issue in ukraine.dossier.issues:
        assert len(table(ukraine, f"on {issue}", 80)) <= 30, issue


@pytest.mark.parametrize("line", [*LONG, "compare russia ukraine --scores"])
def test_nothing_is_wider_than_a_narrow_terminal(line: str, ukraine: Negotiation) -> None:
    for width, is_full in ((40, False), (60, True)):
        told = table(ukraine, line, width, full=is_full)
        assert max(map(cell_len, told)) <= width, width
