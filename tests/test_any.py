"""Any negotiation: every command on two wars, a strike, a trilogue and a treaty."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from negpos import cli, load

from .conftest import ROOT, Negpos


class Talks(NamedTuple):
    """A dossier, two of its sides, two texts, an issue, and a word to look for."""

    dossier: str
    a: str
    b: str
    text: str
    other: str
    issue: str
    word: str


OWN = {
    name: Talks(str(ROOT / "tests" / name), *words)
    for name, *words in (
        ("strike", "union", "maker", "board-proposal", "maker-offer", "pay.rise", "rise"),
        (
            "trilogue",
            "council",
            "parliament",
            "com-proposal",
            "ep-report",
            "force.date",
            "regulation",
        ),
        ("treaty", "arran", "syun", "two-valleys", "moor-2025-03-01", "land.road", "road"),
    )
}
SHIPPED = {
    "ukraine": Talks(
        "ukraine", "russia", "ukraine", "us-28-point", "e3-counter", "personnel", "army"
    ),
    "gaza": Talks(
        "gaza", "israel", "hamas", "us-20-point", "arab-plan", "weapons.hamas", "weapons"
    ),
}
TALKS = OWN | SHIPPED


def asked(talks: Talks) -> dict[str, list[str]]:
    """A line for every command that is asked of a dossier."""
    both = [talks.a, talks.b]
    return {
        **{
            name: both
            for name in ("compare", "redlines", "common", "only", "gaps", "order", "brief")
        },
        "bridge": both,
        "matrix": [],
        "page": ["-o", "page.html"],
        "on": [talks.issue],
        "show": [talks.a],
        "list": ["positions"],
        "why": [talks.a, talks.issue],
        "search": [talks.word],
        "since": ["2025-02-01"],
        "timeline": ["--issue", talks.issue],
        "plan": [talks.text, *both],
        "diff": [talks.text, talks.other],
        "wording": [talks.issue],
        "link": ["{told}"],
        "export": ["package"],
        "check": [talks.dossier],
    }


UNASKED = ("new", "import", "add", "template", "schema")
"""Commands that are asked of no dossier."""

FILED = ("page", "export", "check")
"""Commands that answer with files, or with words alone."""

CASES = [(name, command) for name, talks in TALKS.items() for command in asked(talks)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The words of the text of some talks, each in a file of its own."""
    folder = tmp_path_factory.mktemp("told")

    def written(name: str) -> str:
        talks = TALKS[name]
        demands = load(talks.dossier).dossier.positions[talks.text].demands
        file = folder / f"{name}.txt"
        file.write_text("".join(f"{demand.text}.\n" for demand in demands))
        return str(file)

    return written


@pytest.mark.parametrize("talks", TALKS.values(), ids=TALKS)
def test_every_command_that_is_asked_of_a_dossier_is_tried(talks: Talks) -> None:
    assert sorted([*asked(talks), *UNASKED]) == sorted(cli.COMMANDS)


@pytest.mark.parametrize(("name", "command"), CASES)
def test_every_command_answers_of_its_own_negotiation_and_repeats_it_in_hints(
    name: str, command: str, negpos: Negpos, told: Callable[[str], str]
) -> None:
    talks = TALKS[name]
    words = [word.format(told=told(name)) for word in asked(talks)[command]]
    of = [] if command == "check" else ["--dossier", talks.dossier]
    done = negpos(command, *words, *of, COLUMNS="1000")
    assert done.code == (command == "diff"), done.err
    said = (done.out + done.err).replace(str(ROOT), "ROOT")
    hints = re.findall(r"negpos (?!new\b|schema\b)[a-z]+ [^·\n]*", said)
    if name != "ukraine" and command != "export":
        assert [hint for hint in hints if "-d " not in hint] == []
    if name in OWN:
        assert not re.search("russia|ukraine|gaza|israel", said, re.IGNORECASE)


@pytest.mark.parametrize(("name", "command"), [c for c in CASES if c[1] not in FILED])
def test_every_command_tells_programs_the_dossier_that_was_asked(
    name: str, command: str, negpos: Negpos, told: Callable[[str], str]
) -> None:
    talks = TALKS[name]
    words = [word.format(told=told(name)) for word in asked(talks)[command]]
    done = negpos(command, *words, "--dossier", talks.dossier, "--format", "json")
    assert json.loads(done.out)["dossier"] == name
