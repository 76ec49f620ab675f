"""The documents are run: every console block and Python example, word for word."""

import doctest
import os
import re
from pathlib import Path
from subprocess import PIPE, STDOUT, run

import pytest

from negpos.cli import PURPOSES

from .conftest import ROOT

DOCUMENTS = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *ROOT.glob("benchmarks/*.md")]
)
_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.M | re.S)


def run_block(block: str, folder: Path) -> str:
    """The block as it would read now: each command line with what it prints."""
    told = []
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        done = run(
            ["bash", "-c", line[2:]],
            stdout=PIPE,
            stderr=STDOUT,
            cwd=folder,
            env=os.environ,
            check=False,
        )
        told.append(f"{line}\n{done.stdout.decode()}")
    return "".join(told).replace("\r\n", "\n")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_says_what_the_commands_print(
    document: Path, tmp_path: Path, update: bool
) -> None:
    text = document.read_text("utf-8")
    written = []
    at = 0
    for block in _BLOCK.finditer(text):
        kind, name, body = block.groups()
        if kind in ("toml", "csv") and name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(body, "utf-8")
        if kind == "console":
            written += [text[at : block.start(3)], run_block(body, tmp_path)]
            at = block.end(3)
    now = "".join([*written, text[at:]])
    if update:
        document.write_text(now, "utf-8")
    assert now == document.read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_python_examples_hold(document: Path) -> None:
    failures, _ = doctest.testfile(str(document), module_relative=False, encoding="utf-8")
    assert failures == 0


def test_the_example_of_the_package_holds() -> None:
    import negpos

    failures, count = doctest.testmod(negpos)
    assert (failures, count > 0) == (0, True)


def test_every_command_has_a_line_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for _, names in PURPOSES:
        for name in names:
            assert re.search(rf"negpos {name}\b|`{name}`", text), name


def test_the_readme_sets_up_in_two_commands_that_the_checks_run_word_for_word() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = [body for kind, _, body in _BLOCK.findall(text) if kind == "sh"]
    assert len(blocks) == 2
    assert all(len(body.splitlines()) == 1 for body in blocks)
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#]+)", text):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), target
    for named in re.findall(r"\bdocs/[a-z.]+\.(?:md|json)\b", text):
        assert (ROOT / named).exists(), named


def test_the_readme_can_be_read_in_a_sitting() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 240
