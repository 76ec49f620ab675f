"""Texts against the one that they start from, as the columns of a trilogue show them."""

from collections import Counter

import pytest
from hypothesis import given

from negpos import load
from negpos.against import against
from negpos.diffs import diff
from negpos.dossier import Dossier
from negpos.profiles import Profile, profile

from .conftest import ROOT, Negpos
from .drawn import dossiers
from .factory import demand, dossier, position

TRILOGUE = str(ROOT / "tests" / "trilogue")
COLUMNS = ("com-proposal", "council-approach", "ep-report")


def texts(data: Dossier, *refs: str) -> list[Profile]:
    return [profile(data, ref) for ref in refs]


def test_each_text_is_held_against_the_base_and_the_first_two_against_each_other() -> None:
    base, *others = texts(load(TRILOGUE).dossier, *COLUMNS)
    found = against(base, others)
    told = {b.issue: ([s.kind for s in b.sides], b.between_kind()) for b in found.blocks}
    assert told["scope.firms"] == (["changed", "unchanged"], "changed")
    assert told["scope.years"] == (["changed", "changed"], "changed")
    assert [[c.demand.point for c in b.base] for b in found.blocks][1] == ["Article 4(2)"]


def test_what_is_new_in_two_texts_and_stands_for_each_other_is_one_block() -> None:
    data = dossier(
        position("base", ["a"], demand(None, issue="", text="The sides meet", point="1")),
        position(
            "one", ["b"], demand(2, point="4"), demand(None, issue="", text="A seat is built")
        ),
        position("two", ["c"], demand(3, point="9")),
    )
    base, *others = texts(data, "base", "one", "two")
    blocks = {(b.issue, tuple(s.kind for s in b.sides)) for b in against(base, others).blocks}
    assert ("t.i", ("added", "added")) in blocks
    assert ("", ("added", "")) in blocks
    assert ("", ("dropped", "dropped")) in blocks


@given(dossiers())
def test_every_clause_of_every_text_stands_in_one_block_and_steps_are_those_of_a_diff(
    data: Dossier,
) -> None:
    refs = list(data.positions)[:4]
    if len(refs) < 3:
        return
    base, *others = texts(data, *refs)
    found = against(base, others)
    held = Counter(
        (number, clause)
        for block in found.blocks
        for number, clauses in enumerate((block.base, *(side.clauses for side in block.sides)))
        for clause in clauses
    )
    assert set(held.values()) <= {1}
    for number, text in enumerate(others, 1):
        rows = diff(base, text).rows
        assert {c for n, c in held if n == number} == {c for row in rows for c in row.after}
        assert {c for n, c in held if not n} == {c for row in rows for c in row.before}
        kinds = {block.sides[number - 1].kind for block in found.blocks}
        assert kinds - {""} <= {row.kind for row in rows}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (COLUMNS[:2], "a base and two texts, or three; negpos diff"),
        ((*COLUMNS, "--toward", "council"), "--toward goes with two texts"),
    ],
)
def test_what_it_cannot_be_asked_of_is_told_in_one_line(
    words: tuple[str, ...], told: str, negpos: Negpos
) -> None:
    done = negpos("diff", *words, "--against-base", "-d", TRILOGUE)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err


def test_a_text_shows_the_words_it_took_out_of_the_base_and_those_it_put_in(negpos: Negpos) -> None:
    done = negpos("diff", *COLUMNS, "--against-base", "--words", "-d", TRILOGUE, "-f", "md")
    told = done.out.replace("\\", "")
    assert "sold for [-seven-] {+five+} years" in told
    assert "for [-seven-] {+ten+} years {+or longer+}" in told


def test_a_compromise_is_a_column_more(negpos: Negpos) -> None:
    done = negpos("diff", *COLUMNS, "greens-note", "--against-base", "-f", "csv", "-d", TRILOGUE)
    head, *rows = done.out.splitlines()
    assert head.endswith("b_text,c_kind,c_points,c_ask,c_text")
    assert any(",changed,Amendment 12,15 years," in row for row in rows)
