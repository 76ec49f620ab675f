"""Two texts side by side: every clause in one row, the same seen from either side."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negpos
from negpos.diffs import Diff, diff, three
from negpos.dossier import Demand, Dossier
from negpos.profiles import Vantage, profile
from negpos.scales import Region
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
        ("4", "4"): "changed",
        ("5", ""): "dropped",
        ("7", "5"): "moved",
        ("6", "6"): "dropped",
    }


def test_a_term_that_a_guard_keeps_apart_from_its_likeness_is_changed(delta: Dossier) -> None:
    found = between(delta, "broker-2024-03", "broker-2024-08")
    boats = [row for row in found.rows for c in row.before if "boats" in c.demand.text]
    assert [(row.kind, row.guards) for row in boats] == [("changed", ("negation", "modality"))]


Terms = list[tuple[str, str]]
"""Terms on no issue: the number and the words of each."""


def worded(one: Terms, other: Terms) -> Diff:
    """The diff of two texts of terms on no issue, of parties that are called Hill and Vale."""
    texts = [
        position(name, [name[0]], *(demand(issue="", point=p, text=t) for p, t in terms))
        for name, terms in (("a-text", one), ("b-text", other))
    ]
    values = dossier(*(text._replace(status="published") for text in texts))
    names = {"a": "Hill", "b": "Vale"}
    parties = {id_: values.parties[id_]._replace(name=name) for id_, name in names.items()}
    return between(values._replace(parties=parties), "a-text", "b-text")


@pytest.mark.parametrize("point", ["7", "5"])
@pytest.mark.parametrize(
    ("before", "after", "guard"),
    [
        ("The south may build a dam", "The south may not build a dam", "negation"),
        ("The south shall build a dam", "The south shall not build a dam", "negation"),
        ("The south must build a dam", "The south may build a dam", "modality"),
        ("Building a dam is allowed", "Building a dam is forbidden", "negation"),
        ("The governing law is the north's", "The governing law is the south's", "scope"),
        ("Ships pass from north to south", "Ships pass from south to north", "scope"),
        ("The dam is shut before harvest", "The dam is shut after harvest", "scope"),
        ("The sluices are opened in April", "The sluices are closed in April", "scope"),
        ("Hill pays Vale for storage", "Vale pays Hill for storage", "actor"),
        ("The toll for ships is 40", "The toll for ships is 60", "number"),
    ],
)
def test_a_clause_that_is_turned_round_is_changed_and_the_guard_named(
    before: str, after: str, guard: str, point: str
) -> None:
    other = ("1", "The anthem is played at the signing")
    found = worded([other, ("7", before)], [other, (point, after)])
    assert [row.kind for row in found.rows] == ["unchanged", "changed"]
    assert guard in found.rows[1].guards


def test_of_two_candidates_the_one_with_the_words_turned_round_is_not_taken_for_reworded() -> None:
    found = worded(
        [("7", "The south builds a second dam in the delta")],
        [
            ("5", "In the delta the south builds a second dam"),
            ("7", "The south does not build a second dam in the delta"),
        ],
    )
    assert kinds(found) == {("7", "5"): "reworded", ("", "7"): "added"}


WHOLE = "The north opens the sluices in April and closes them in October"
PARTS = ("The north opens the sluices in April", "The north closes the sluices in October")


@pytest.mark.parametrize("points", [("4a", "4b"), ("6", "9"), ("9", "2")])
def test_a_clause_that_becomes_several_is_split_whatever_their_numbers(
    points: tuple[str, str],
) -> None:
    parts = list(zip(points, PARTS, strict=True))
    found = worded([("4", WHOLE)], parts)
    assert [(row.kind, len(row.after)) for row in found.rows] == [("split", 2)]
    found = worded(parts, [("4", WHOLE)])
    assert [(row.kind, len(row.before)) for row in found.rows] == [("merged", 2)]


def test_a_split_of_which_a_part_is_turned_round_is_changed() -> None:
    found = worded(
        [("4", "The south may build a dam and a gauge")],
        [("6", "The south may build a dam"), ("9", "The south may not build a gauge")],
    )
    assert [(row.kind, "negation" in row.guards) for row in found.rows] == [("changed", True)]


def coded(one: list[Demand], other: list[Demand], *asks: Demand) -> Diff:
    """The diff of two texts of coded clauses toward party c, which asks so."""
    values = dossier(
        position("one", ["a"], *one, status="published"),
        position("two", ["b"], *other, status="published"),
        position("said", ["c"], *asks),
        issues=[issue(name, scale) for name, scale in SCALES.items()],
    )
    return between(values, "one", "two", "c")


def test_clauses_on_one_issue_are_split_whatever_their_numbers_where_the_ask_is_the_same() -> None:
    whole = demand(1, point="4", text="One gate and two sluices")
    parts = [demand(1, point="6", text="One gate"), demand(1, point="9", text="Two sluices")]
    assert kinds(coded([whole], parts)) == {("4", "6,9"): "split"}
    stays = [demand(1, point="4", text="One gate"), demand(1, point="9", text="Two sluices")]
    assert kinds(coded(stays[:1], stays)) == {("4", "4"): "unchanged", ("", "9"): "added"}


def test_a_condition_that_comes_goes_or_is_turned_round_is_a_change() -> None:
    plain, after, before = (
        demand(1, point="4", condition=words)
        for words in ("", "only after a ceasefire", "only before a ceasefire")
    )
    again = after._replace(condition="only after a full ceasefire")
    for one, other, kind in (
        (plain, after, "changed"),
        (after, plain, "changed"),
        (after, before, "changed"),
        (after, again, "reworded"),
    ):
        assert [row.kind for row in coded([one], [other]).rows] == [kind]
    assert coded([after], [before]).rows[0].guards == ("scope",)


def test_a_clause_coded_in_one_text_only_and_turned_round_in_the_other_is_changed() -> None:
    asked = demand(1, point="4", text="The south may build a second dam")
    bare = demand(None, issue="", point="9", text="The south may not build a second dam")
    same = bare._replace(text="The south may build a second dam in time")
    assert kinds(coded([asked], [bare])) == {("4", "9"): "changed"}
    assert kinds(coded([asked], [same])) == {("4", "9"): "reworded"}


def test_a_clause_struck_out_is_no_addition() -> None:
    struck = demand(None, is_dropped=True, point="6", text="No longer a clause")
    asked = demand(1, point="4", text="A gate")
    assert kinds(coded([asked], [struck])) == {("4", "6"): "dropped"}
    assert kinds(coded([asked, asked._replace(point="5")], [struck])) == {("4,5", "6"): "dropped"}
    assert kinds(coded([], [struck])) == {("", "6"): "unchanged"}
    assert kinds(coded([struck], [])) == {("6", ""): "unchanged"}
    assert kinds(coded([asked], [asked, struck])) == {("4", "4,6"): "unchanged"}
    assert kinds(coded([struck], [asked])) == {("6", "4"): "added"}


@pytest.mark.parametrize(
    ("before", "after", "ask", "lost"),
    [
        ([demand(1)], [], demand(1), [True]),
        ([demand(1)], [demand(None, is_dropped=True)], demand(1), [True]),
        ([demand(3)], [], demand(4), [False]),
        ([demand(1)], [], demand(2), []),
        ([demand(2)], [], demand(0), []),
        ([demand(4)], [], demand(0), []),
        ([demand(1)], [], demand(0, firmness="red-line"), [False]),
        ([demand(1, point="1"), demand(1, point="2")], [demand(1, point="1")], demand(1), []),
        ([demand(1, point="1"), demand(3, point="2")], [demand(3, point="2")], demand(1), [True]),
        ([demand(1)], [demand(2)], demand(1), []),
        ([demand(Region(0, 2, vague=True))], [], demand(1), []),
        ([demand(1)], [], demand(None, firmness="open"), []),
        ([demand(1, issue="t.n")], [], demand(1, issue="t.n"), [True]),
        ([demand(1, issue="t.n")], [], demand(2, issue="t.n"), []),
        ([demand(40, issue="t.q")], [], demand(10, issue="t.q"), [False]),
        ([demand(60, issue="t.q")], [], demand(10, issue="t.q"), []),
    ],
)
def test_what_met_a_party_and_goes_is_lost_to_it_and_what_comes_is_won(
    before: list[Demand], after: list[Demand], ask: Demand, lost: list[bool]
) -> None:
    assert [given.is_met for given in coded(before, after, ask).lost] == lost
    assert [given.is_met for given in coded(after, before, ask).won] == lost


def test_what_only_one_holder_still_asks_for_is_lost_unless_it_stays_the_same() -> None:
    agreed = position("one", ["a"], demand(1), status="published")
    party = position("said", ["c"], demand(1))
    for later, lost in ((demand(3), [True]), (demand(1, text="the same"), [])):
        bracket = position("two", ["a", "b"], later._replace(holders=("b",)), status="published")
        found = between(dossier(agreed, bracket, party), "one", "two", "c")
        assert [given.is_met for given in found.lost] == lost


def test_the_heading_says_first_what_each_party_loses(ukraine: Dossier) -> None:
    from negpos.view.diff import report

    found = between(ukraine, "us-28-point", "us-ukraine-20-point", "russia", "ukraine")
    lost = {one.issue for one in found.lost if one.party == "russia"}
    assert lost >= {
        "alliances.nato-ukraine",
        "recognition.by-us",
        "recognition.by-ukraine",
        "territory.donetsk",
        "territory.crimea",
    }
    preface = report(found, DIFF_KINDS, in_words=False).grid().preface
    assert preface[0].startswith("To Russia: loses what meets its ask on ")
    assert preface[1].startswith("To Ukraine: loses ")
    assert "NATO and Ukraine" in preface[0]


def test_the_guard_is_told_in_every_shape(delta: Dossier) -> None:
    from negpos.view.diff import report

    told = report(between(delta, "broker-2024-03", "broker-2024-08"), DIFF_KINDS, in_words=False)
    rows = told.grid().sections[0].rows
    assert any(row[0].text == "≠ changed\nnegation\nmodality" for row in rows)
    assert ["negation", "modality"] in [row["guards"] for row in told.data()["rows"]]
    sheet = told.sheet()
    place = sheet.header.index("guards")
    assert "negation | modality" in [row[place] for row in sheet.rows]


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
    later = diff(
        sides[0], sides[1], [profile(ukraine, "ukraine", Vantage("2025-12-01", joint="omit"))]
    )
    gains = [gain for gain in later.gains if gain.issue == "forces.personnel"]
    assert [(gain.is_nearer, gain.closer) for gain in gains] == [(True, None)]


def test_a_point_that_one_holder_alone_asks_for_is_marked(ukraine: Dossier) -> None:
    from negpos.view.diff import report

    found = between(ukraine, "us-28-point", "us-ukraine-20-point")
    rows = report(found, DIFF_KINDS, in_words=False).grid().sections[0].rows
    told = [cell.text for row in rows for cell in row]
    assert any("(Ukraine alone)" in text for text in told)
    assert not any("(Ukraine and United States alone)" in text for text in told)
