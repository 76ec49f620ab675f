"""Parts of a text read by themselves and put together tell what one run over all of it tells."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negpos import load
from negpos.text.links import MOST, link
from negpos.text.passages import Passage, passages

from .conftest import ROOT

sys.path.append(str(ROOT / "benchmarks"))  # its files import each other by their names

import link as single
import workers

DOSSIER = load("ukraine").dossier


def said(share: float, count: int, seed: int) -> list[Passage]:
    sentences = islice(single.made_up(DOSSIER, share, seed), count)
    return list(passages("\n\n".join(sentences)))


@settings(max_examples=15)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=5), st.integers(0, 99), st.booleans())
def test_parts_put_together_tell_what_one_run_tells(
    sizes: list[int], seed: int, is_one_issue: bool
) -> None:
    every = said(1.0, sum(sizes) + 1, seed) * (8 if is_one_issue else 1)  # more than are told
    cuts = [0, *sizes]
    places = [sum(cuts[: n + 1]) for n in range(len(cuts))]
    parts = [every[a:b] for a, b in zip(places, [*places[1:], len(every)], strict=True)]

    whole = link(DOSSIER, every)
    found = workers.together([link(DOSSIER, part) for part in parts])

    assert found._replace(rejected=0) == whole._replace(rejected=0)
    assert found.rejected >= whole.rejected


def test_of_each_issue_no_more_is_told_than_one_run_tells() -> None:
    text = next(d.text for d in DOSSIER.demands() if link(DOSSIER, passages(d.text)).proposed)
    every = list(passages(text)) * (MOST + 5)
    issues = {one.claim.issue for one in link(DOSSIER, every).proposed}
    found = workers.together([link(DOSSIER, every[:30]), link(DOSSIER, every[30:])])

    assert issues
    assert {
        i: sum(one.claim.issue == i for one in found.proposed) for i in issues
    } == dict.fromkeys(issues, MOST)


@pytest.mark.package
def test_two_processes_tell_what_one_run_tells(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for number, path in enumerate(paths):
        sentences = islice(single.made_up(DOSSIER, 1.0, number), 30)
        path.write_text("\n\n".join(sentences), "utf-8")
    names = [str(path) for path in paths]

    plain = workers.one_run(names, "ukraine")

    assert plain.proposed
    assert workers.spread(names, "ukraine", 2)._replace(rejected=0) == plain._replace(rejected=0)
