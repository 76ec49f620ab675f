"""Two texts side by side: every clause in one row, the same seen from either side."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negpos
from negpos.diffs import Diff, diff, three
from negpos.dossier import Demand, Dossier
from negpos.profiles import Vantage, profile
from negpos.terms import DIFF_KINDS
from negpos.view.diff import redline

from .conftest import ROOT
from .factory import demand, dossier, issue, nominal, position, quantity

DELTA = str(ROOT / "tests" / "delta")


@pytest.fixture(scope="module")
def delta() -> Dossier:
    return negpos.load(DELTA).dossier


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    return negpos.load("ukraine").dossier


def between(values: Dossier, one: str, other: str, *toward: str) -> Diff:
    """The second text against the first."""
    sides = [profile(values, side) for side in (one, other)]
    own = Vantage(joint="omit")
    return diff(sides[0], sides[1], [profile(values, party, own) for party in toward])


def kinds(found: Diff) -> dict[tuple[str, str], str]:
    """The kind of each row by the points of both sides."""
    return {
        (
            ",".join(c.demand.point for c in row.before),
            ",".join(c.demand.point for c in row.after),
        ): row.kind
        for row in found.rows
    }


def test_every_kind_of_row_is_found(delta: Dossier) -> None:
    assert kinds(between(delta, "broker-2024-03", "broker-2024-08")) == {
        ("1", "1"): "reworded",
        ("2", "2"): "changed",
        ("3", "3a,3b"): "changed",
        ("", "4"): "added",
        ("4", ""): "dropped",
        ("5", ""): "dropped",
        ("7", "5"): "moved",
        ("6", "6"): "dropped",
    }


def test_terms_that_a_guard_keeps_apart_never_meet(delta: Dossier) -> None:
    found = between(delta, "broker-2024-03", "broker-2024-08")
    boats = [row for row in found.rows for c in row.before if "boats" in c.demand.text]
    assert [row.after for row in boats] == [()]


def test_gains_are_told_in_steps_toward_each_party(delta: Dossier) -> None:
    found = between(delta, "broker-2024-03", "broker-2024-08", "vale")
    told = [(g.party, g.issue, g.closer) for g in found.gains]
    assert ("vale", "water.share", 10) in told


TEXTS = ("us-28-point", "e3-counter", "us-ukraine-20-point", "russia-memorandum-2025-06")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_does_not_differ_from_itself(ukraine: Dossier, text: str) -> None:
    found = between(ukraine, text, text)
    assert {row.kind for row in found.rows} == {"unchanged"}
    assert all(row.before[0].demand == row.after[0].demand for row in found.rows)
    assert found.gains == ()


@pytest.mark.parametrize("one", TEXTS)
@pytest.mark.parametrize("other", TEXTS)
def test_the_diff_of_real_texts_mirrors_and_applies(ukraine: Dossier, one: str, other: str) -> None:
    mirrored_and_applied(ukraine, one, other)


MIRROR = {
    "changed": "changed",
    "added": "dropped",
    "dropped": "added",
    "split": "merged",
    "merged": "split",
    "reworded": "reworded",
    "moved": "moved",
    "unchanged": "unchanged",
}


def mirrored_and_applied(values: Dossier, one: str, other: str) -> None:
    """Asserts that the diff seen from the other side is its mirror, and that it leads from the
    first text to the second."""
    there, back = between(values, one, other), between(values, other, one)
    assert {
        (row.kind, frozenset(row.before), frozenset(row.after), row.steps) for row in there.rows
    } == {
        (MIRROR[row.kind], frozenset(row.after), frozenset(row.before), row.steps)
        for row in back.rows
    }
    own = [d for d in values.positions[one].demands if d.kind == "demand"]
    theirs = [d for d in values.positions[other].demands if d.kind == "demand"]
    assert applied(there, own) == theirs


def applied(found: Diff, clauses: list[Demand]) -> list[Demand]:
    """The second text, made from the clauses of the first by the rows of the diff: what stands
    on the left goes, what stands on the right comes, in its place."""
    left = list(clauses)
    come: dict[int, Demand] = {}
    for row in found.rows:
        for clause in row.before:
            left.remove(clause.demand)
        come |= {clause.place: clause.demand for clause in row.after}
    assert left == []
    return [come[place] for place in sorted(come)]


SCALES = {"t.i": None, "t.q": quantity(), "t.n": nominal("x", "y")}
WORDS = ("the army leaves", "the army stays", "a school is built", "all ships may pass", "peace")


@st.composite
def two_texts(draw: st.DrawFn) -> Dossier:
    """Two texts of up to six clauses, coded and not."""

    def rows() -> list[Demand]:
        found = []
        for number in range(draw(st.integers(0, 6))):
            name = draw(st.sampled_from(["", *sorted(SCALES)]))
            low = draw(st.integers(1, 2)) if name == "t.n" else draw(st.integers(0, 3))
            is_dropped = bool(name) and draw(st.integers(0, 5)) == 0
            found.append(
                demand(
                    float(low) if name and not is_dropped else None,
                    issue=name,
                    point=draw(st.sampled_from(["", "1", "2a", "2b", str(number)])),
                    text=draw(st.sampled_from(WORDS)),
                    is_dropped=is_dropped,
                    condition=draw(st.sampled_from(["", "", "if all agree"])),
                )
            )
        return found

    return dossier(
        position("one", ["a"], *rows(), status="published"),
        position("two", ["b"], *rows(), status="published"),
        issues=[issue(name, scale) for name, scale in SCALES.items()],
    )


@given(two_texts())
def test_any_diff_mirrors_and_applies(values: Dossier) -> None:
    mirrored_and_applied(values, "one", "two")


@given(two_texts())
def test_every_clause_stands_in_exactly_one_row(values: Dossier) -> None:
    found = between(values, "one", "two")
    for text, side in (("one", "before"), ("two", "after")):
        told = [c.demand for row in found.rows for c in getattr(row, side)]
        assert sorted(told) == sorted(values.positions[text].demands)


@given(two_texts())
def test_any_text_is_itself(values: Dossier) -> None:
    assert {row.kind for row in between(values, "one", "one").rows} <= {"unchanged"}


@pytest.mark.parametrize("names", list(permutations(TEXTS, 3)))
def test_three_texts_keep_every_clause_of_each_once(
    ukraine: Dossier, names: tuple[str, ...]
) -> None:
    found = three([profile(ukraine, text) for text in names])
    for place, text in enumerate(names):
        told = [c.demand.ref for chain in found.chains for c in chain.clauses[place]]
        own = [d.ref for d in ukraine.positions[text].demands if d.kind == "demand"]
        assert sorted(told) == sorted(own)


def test_a_party_can_be_set_beside_itself(delta: Dossier) -> None:
    before = profile(delta, "hill", Vantage("2024-02-01"))
    after = profile(delta, "hill", Vantage("2024-07-01"))
    found = diff(before, after)
    assert {row.issue: row.kind for row in found.rows} == dict.fromkeys(delta.issues, "changed")


@given(st.text("ab c", max_size=20), st.text("ab c", max_size=20))
def test_a_redline_keeps_every_word_of_both_sides(before: str, after: str) -> None:
    gone, come = redline(before, after)
    assert bare(gone) == before.split()
    assert bare(come) == after.split()


def bare(spans: tuple[object, ...]) -> list[str]:
    """The words without their marks."""
    told = "".join(str(getattr(span, "text", "")) for span in spans)
    for mark in ("[-", "-]", "{+", "+}"):
        told = told.replace(mark, "")
    return told.split()


def test_a_figure_and_a_mark_have_no_common_measure(ukraine: Dossier) -> None:
    from negpos.plans import plan

    then = Vantage("2025-12-01")  # its own word was "no ceiling"
    found = plan(profile(ukraine, "us-28-point"), [profile(ukraine, "ukraine", then)])
    army = next(c for c in found.clauses if c.first.issue == "forces.personnel")
    assert (army.answers["ukraine"].verdict, army.answers["ukraine"].steps) == ("crosses", None)
    sides = [profile(ukraine, side) for side in ("us-28-point", "us-ukraine-20-point")]
    later = diff(*sides, [profile(ukraine, "ukraine", Vantage("2025-12-01", joint="omit"))])
    gains = [gain for gain in later.gains if gain.issue == "forces.personnel"]
    assert [(gain.is_nearer, gain.closer) for gain in gains] == [(True, None)]


def test_a_point_that_one_holder_alone_asks_for_is_marked(ukraine: Dossier) -> None:
    from negpos.view.diff import report

    found = between(ukraine, "us-28-point", "us-ukraine-20-point")
    rows = report(found, DIFF_KINDS, in_words=False).grid().sections[0].rows
    told = [cell.text for row in rows for cell in row]
    assert any("(Ukraine alone)" in text for text in told)
    assert not any("(Ukraine and United States alone)" in text for text in told)
