"""Relations, overlap with its bounds and coverage: the invariants of the method."""

from math import isnan
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import matrix as matrices
from negpos.comparison import Comparison, Pair, Standing, compare, open_conditions
from negpos.dossier import Demand, Dossier
from negpos.errors import UsageError
from negpos.gaps import gaps
from negpos.ground import common
from negpos.matrix import matrix
from negpos.profiles import Vantage, profile
from negpos.redlines import red_lines
from negpos.scales import Region, Scale, distance, intersection, whole
from negpos.terms import RELATIONS
from negpos.view import matrix as view

from .drawn import LINKS, SCALES, asks, dossiers, regions
from .factory import (
    demand,
    dossier,
    issue,
    members,
    nominal,
    ordinal,
    point,
    position,
    quantity,
    stood,
)

FIVE = ordinal("a", "b", "c", "d", "e")
ADDING = members("x", "y", "z", adds_up=True)


def between(a: Demand | None, b: Demand | None, scale: Scale = SCALES[0]) -> Standing:
    """The verdict on one issue where each side has made one demand."""
    sides = [stood(who, d, f"{who}1") for who, d in (("a", a), ("b", b)) if d is not None]
    data = dossier(*(text for side in sides for text in side), issues=[issue("t.i", scale)])
    return compared(data).pairs[0].standings["t.i"]


def compared(data: Dossier, *refs: str) -> Comparison:
    return compare([profile(data, ref, Vantage()) for ref in refs or ("a", "b")])


@pytest.mark.parametrize(
    ("a", "b", "relation", "steps"),
    [
        (demand(0, firmness="red-line"), demand(3, firmness="red-line"), "deadlock", 3),
        (demand(0, firmness="red-line"), demand(3), "crossing", 3),
        (demand(0), demand(3, firmness="red-line"), "crossing", 3),
        (demand(0), demand(3), "gap", 3),
        (demand(Region(0, 3)), demand(3), "agreed", 0),
        (demand(0), demand(Region(0, 4, vague=True)), "unclear", None),
        (demand(0), demand(Region(2, 4, vague=True)), "gap", None),
        (
            demand(0, firmness="red-line"),
            demand(Region(2, 4, vague=True), firmness="red-line"),
            "deadlock",
            None,
        ),
        (demand(0), None, "silent", None),
        (demand(0), demand(None, firmness="open"), "silent", None),
        (demand(0), demand(None, is_dropped=True), "unclear", None),
        (demand(None, is_dropped=True), demand(None, is_dropped=True), "agreed", None),
        (demand(0, accepts=Region(0, 3), firmness="red-line"), demand(3), "gap", 3),
    ],
)
def test_relations(a: Demand, b: Demand | None, relation: str, steps: float | None) -> None:
    found = between(a, b)
    assert (found.relation, found.steps) == (relation, steps)


def test_asks_that_meet_on_a_condition_are_agreed_only_if_it_is_met() -> None:
    hangs = demand(0, condition="the guarantees bind")
    found = between(demand(0), hangs)
    assert (found.relation, found.conditions) == ("agreed-if", ((1, "the guarantees bind"),))
    assert (found.agreement, found.low, found.high) == (None, 0, 1)
    assert "of B: the guarantees bind" in found.reason
    both = between(demand(0, condition="The guarantees bind"), hangs)
    assert both.relation == "agreed"
    assert between(demand(3), hangs).relation == "gap"
    also = demand(0, condition="the guarantees bind", accepts=Region(0, 2))
    assert between(demand(0), also).relation == "agreed"


@given(dossiers(), st.data())
def test_making_an_ask_conditional_never_raises_the_agreed_count(
    data: Dossier, draw: st.DataObject
) -> None:
    before = compared(data).counts()["agreed"]
    names = [d.ref for d in data.demands() if d.ask is not None and not d.condition]
    if not names:
        return
    chosen = draw.draw(st.sampled_from(names))
    positions = {
        id_: p._replace(
            demands=tuple(
                d._replace(condition="if met", accepts=None) if d.ref == chosen else d
                for d in p.demands
            )
        )
        for id_, p in data.positions.items()
    }
    assert compared(data._replace(positions=positions)).counts()["agreed"] <= before


def test_lists_that_can_stand_together_have_no_figure_until_one_takes_up_the_other() -> None:
    scale = members("treaty", "vote", adds_up=True)
    treaty, vote, both = Region(0b01, 0b11), Region(0b10, 0b11), Region(0b11, 0b11)
    apart = between(demand(treaty), demand(vote), scale)
    assert (apart.relation, apart.agreement, apart.low, apart.high) == ("unclear", None, 0, 1)
    assert "can stand together" in apart.reason
    assert between(demand(treaty), demand(both), scale).relation == "agreed"


def test_who_hold_the_same_words_of_one_text_agree_however_much_these_leave_open() -> None:
    told = demand(Region(1, 3, vague=True))
    joint = position("joint", ["a", "b"], told, stage="signed")
    here = compared(dossier(joint)).pairs[0].standings["t.i"]
    assert (here.relation, here.steps, here.agreement, here.low) == ("agreed", 0, 1, 0)
    assert "leave open what is meant" in here.reason
    assert between(told, told).relation == "unclear"


def test_words_that_two_sides_hold_in_common_but_read_by_their_own_lines_may_still_not_meet() -> (
    None
):
    joint = position("joint", ["a", "b"], demand(Region(0, 4), holders=("a", "b")), stage="signed")
    lines = [
        stood(who, demand(at, firmness="red-line"), f"{who}1") for who, at in (("a", 0), ("b", 4))
    ]
    data = dossier(joint, *(text for side in lines for text in side))
    assert compared(data).pairs[0].standings["t.i"].relation == "deadlock"


def test_an_issue_on_which_a_text_has_brackets_alone_is_shown_as_silent() -> None:
    joint = position("joint", ["a", "c"], demand(3, holders=("a",)))
    data = dossier(joint, position("b1", ["b"], demand(0, issue="t.j")))
    data = data._replace(issues={i: issue(i) for i in ("t.i", "t.j")})
    found = compare([profile(data, ref) for ref in ("joint", "b")])
    assert found.issues == ("t.i", "t.j")
    assert found.worst("t.i")[1].relation == "silent"


def test_a_comparison_on_every_issue_is_narrowed_to_none() -> None:
    data = dossier(position("a1", ["a"], demand(0)), position("b1", ["b"], demand(1)))
    sides = [profile(data, party) for party in ("a", "b")]
    assert compare(sides, data.issues).narrowed_to == ()
    data = data._replace(issues={i: issue(i) for i in ("t.i", "t.j")})
    sides = [profile(data, party) for party in ("a", "b")]
    assert compare(sides, ["t.i"]).narrowed_to == ("t.i",)


def test_only_issues_on_which_both_speak_count_as_resting_on_old_words() -> None:
    old = {"said": "2024-01-01"}
    data = dossier(
        position("a1", ["a"], demand(0, **old), demand(0, issue="t.j", **old)),
        position("b1", ["b"], demand(0, said="2025-06-01")),
        issues=[issue("t.i"), issue("t.j")],
    )
    assert compared(data).old == ("t.i",)


def test_agreed_by_a_joint_text_is_what_both_say_by_the_same_text() -> None:
    one = position("one", ["a", "b"], demand(0), demand(1, issue="t.j"))
    own = [
        position("a1", ["a"], demand(2, issue="t.k")),
        position("b1", ["b"], demand(2, issue="t.k")),
        position("a2", ["a"], demand(1, issue="t.j", said="2025-02-01", accepts=Region(1, 2))),
    ]
    data = dossier(one, *own, issues=[issue(f"t.{n}") for n in "ijk"])
    found = compared(data)
    assert found.counts()["agreed"] == 3
    assert found.in_joint_texts == ("t.i",)


def test_one_vague_side_is_enough_for_words_too_vague_to_tell() -> None:
    found = between(demand(0), demand(Region(0, 4, vague=True)))
    assert found.reason == "the words are too vague to tell whether the asks meet"


def test_a_line_stands_where_the_ask_beside_it_has_passed() -> None:
    line = position("line", ["a"], demand(0, firmness="red-line"))
    draft = position("draft", ["a", "c"], demand(3, said="2025-02-01", until="2025-03-01"))
    other = position("other", ["b"], demand(4))
    sides = [profile(dossier(line, draft, other), p, Vantage("2025-04-01")) for p in ("a", "b")]
    assert not sides[0].stances["t.i"].speaks
    found = compare(sides).pairs[0].standings["t.i"]
    assert (found.relation, found.line_of, found.agreement) == ("crossing", (0,), None)


def test_a_contested_line_makes_neither_deadlock_nor_crossing() -> None:
    texts = [
        position("a1", ["a"], demand(3, attribution="document", form="text")),
        position(
            "a2", ["a"], demand(0, attribution="reported", firmness="red-line", said="2025-03-01")
        ),
        position("b1", ["b"], demand(4)),
    ]
    assert compared(dossier(*texts)).pairs[0].standings["t.i"].relation == "gap"


def test_asks_that_never_meet_are_a_gap_even_where_vague_words_may_cross_a_line() -> None:
    mine = demand(0, accepts=Region(0, 2), firmness="red-line")
    found = between(mine, demand(Region(1, 4, vague=True)))
    assert found.relation == "gap"
    assert "too vague to tell whether A's line is kept" in found.reason


def test_a_text_that_quarrels_is_judged_by_its_worst_clause() -> None:
    plan = position("plan", ["a"], demand(0), demand(4))
    other = position("b1", ["b"], demand(0))
    data = dossier(plan, other)
    found = compared(data, "plan", "b").pairs[0].standings["t.i"]
    assert (found.relation, found.agreement) == ("gap", 0)


def test_a_struck_clause_counts_in_coverage_and_never_in_overlap() -> None:
    a = position("a1", ["a"], demand(0, issue="t.j"))
    b = position("b1", ["b"], demand(0), demand(0, issue="t.j"))
    struck = stood("a", demand(None, is_dropped=True), "a2")
    data = dossier(*struck, a, b, issues=[issue("t.i"), issue("t.j")])
    found = compared(data).pairs[0]
    assert (found.overlap, found.scored, found.addressed) == (1, 1, 2)


def test_nothing_shared_has_no_overlap_at_all() -> None:
    data = dossier(position("a1", ["a"], demand(0)))
    found = compared(data).pairs[0]
    assert (found.overlap, found.low, found.high) == (None, None, None)
    assert found.coverage == 0


def test_a_comparison_needs_two_different_sides() -> None:
    data = dossier()
    with pytest.raises(UsageError, match="two sides"):
        compare([profile(data, "a")])
    with pytest.raises(UsageError, match="named twice"):
        compare([profile(data, "a"), profile(data, "a")])


def test_the_overlap_is_the_weighted_mean_that_the_method_works_out() -> None:
    """Theme t: saliences 100 and 60 pair to means 80 and 60; theme u: one shared of two."""
    issues = [issue("t.i"), issue("t.j"), issue("u.k"), issue("u.l")]
    a = position(
        "a1",
        ["a"],
        demand(0, firmness="red-line"),
        demand(0, issue="t.j"),
        demand(0, issue="u.k"),
        demand(0, issue="u.l"),
    )
    b = position("b1", ["b"], demand(2), demand(4, issue="t.j"), demand(0, issue="u.k"))
    found = compared(dossier(a, b, issues=issues)).pairs[0]
    weight_t, weight_u = 80 * 2 / 2, 60 * 1 / 2
    in_t = (80 * (1 - 2 / 4) + 60 * (1 - 4 / 4)) / (80 + 60)
    expected = (weight_t * in_t + weight_u * 1) / (weight_t + weight_u)
    assert found.overlap == pytest.approx(expected)
    assert (found.scored, found.addressed) == (3, 4)
    assert sum(v.weight for v in found.standings.values()) == pytest.approx(1)


def test_which_of_two_parties_a_text_is_nearer_to_counts_only_what_all_three_address() -> None:
    issues = [issue(f"t.{n}") for n in "ijkl"]

    def asks(*values: int | None) -> list[Demand]:
        return [
            demand(value, issue=f"t.{n}")
            for n, value in zip("ijkl", values, strict=True)
            if value is not None
        ]

    data = dossier(
        position("plan", ["c"], *asks(0, 2, 4, 1)),
        position("a1", ["a"], *asks(0, 0, 4, None)),
        position("b1", ["b"], *asks(4, 4, 4, 1)),
        issues=issues,
    )
    nearer = compared(data, "plan", "a", "b").nearer
    assert nearer is not None
    assert nearer.parties == ("a", "b")
    assert (nearer.nearer, nearer.equal) == ((("t.i",), ()), ("t.j", "t.k"))
    assert (nearer.counts, nearer.total) == ((1, 0), 3)
    assert compared(data, "a", "b").nearer is None


@pytest.mark.parametrize("count", [4, 6, 7, 11])
def test_a_text_one_step_from_either_party_is_as_near_to_both(count: int) -> None:
    scale = ordinal(*(f"o{n}" for n in range(count)))
    for middle in range(1, count - 1):
        data = dossier(
            position("plan", ["c"], demand(middle)),
            position("a1", ["a"], demand(middle - 1)),
            position("b1", ["b"], demand(middle + 1)),
            issues=[issue("t.i", scale)],
        )
        nearer = compared(data, "plan", "a", "b").nearer
        assert nearer is not None
        assert (nearer.counts, nearer.equal) == ((0, 0), ("t.i",))


def test_contested_clauses_on_a_members_scale_add_up_in_the_bounds() -> None:
    scale = members("x", "y", "z")
    texts = [
        position("a1", ["a"], demand(point(0b100), attribution="document", form="text")),
        position(
            "a2",
            ["a"],
            demand(point(0b001), said="2025-02-01", attribution="reported"),
            demand(point(0b010), said="2025-02-01", attribution="reported"),
        ),
        position("b1", ["b"], demand(point(0b011))),
    ]
    found = compared(dossier(*texts, issues=[issue("t.i", scale)])).pairs[0]
    assert (found.low, found.high) == (0, 1)


def test_a_contesting_ask_of_which_it_cannot_be_told_whether_it_meets_lowers_the_bound() -> None:
    """One asks for x and y and is reported to ask for y alone, the other for x; none shuts any
    other out."""
    also = demand(Region(0b010, 0b111), said="2025-02-01", attribution="reported")
    texts = [
        position("a1", ["a"], demand(Region(0b011, 0b111), attribution="document", form="text")),
        position("a2", ["a"], also),
        position("b1", ["b"], demand(Region(0b001, 0b111))),
    ]
    found = compared(dossier(*texts, issues=[issue("t.i", ADDING)])).pairs[0].standings["t.i"]
    assert (found.relation, found.agreement, found.low, found.high) == ("agreed", 1, 0, 1)


def figures(found: Pair) -> tuple[object, ...]:
    shares = (found.overlap, found.low, found.high)
    rounded = tuple(None if share is None else round(share, 9) for share in shares)
    return (*rounded, found.scored, found.addressed)


@given(dossiers())
def test_comparing_the_other_way_round_mirrors_everything(data: Dossier) -> None:
    one, other = compared(data, "a", "b").pairs[0], compared(data, "b", "a").pairs[0]
    assert figures(one) == figures(other)
    for issue_id, found in one.standings.items():
        mirrored = other.standings[issue_id]
        assert (found.relation, found.steps) == (mirrored.relation, mirrored.steps)
        assert sorted(1 - side for side in found.line_of) == list(mirrored.line_of)


@given(dossiers())
def test_a_position_agrees_with_itself_wherever_its_words_are_plain(data: Dossier) -> None:
    for ref in data.positions:
        twin = profile(data, ref)._replace(id="twin")
        found = compare([profile(data, ref), twin]).pairs[0]
        assert found.overlap in (None, pytest.approx(1))
        for name, told in found.standings.items():
            own = [d for d in data.positions[ref].demands if d.issue == name]
            said = [region for d in own for region in (d.ask, d.limit) if region is not None]
            scale = data.issues[name].scale
            if all(intersection(scale, one, other) for one in said for other in said):
                assert told.relation in ("agreed", "unclear", "silent")


@given(dossiers())
def test_the_figures_are_fractions_in_order(data: Dossier) -> None:
    for found in compared(data, "a", "b", "c").pairs:
        if found.low is None or found.high is None:
            assert (found.overlap, found.scored, found.high) == (None, 0, None)
            continue
        assert 0 <= found.low <= found.high <= 1
        assert found.overlap is None or found.low <= found.overlap <= found.high
        assert 0 < found.scored <= found.addressed
        for told in found.standings.values():
            if told.low is not None and told.high is not None and told.best is not None:
                assert 0 <= told.low <= told.best <= told.high <= 1
            assert told.agreement in (None, told.best)


@given(dossiers())
def test_every_issue_is_scored_whose_relation_is_certain_and_no_other(data: Dossier) -> None:
    """Struck clauses aside, and asks that meet on a condition: deadlocks, crossings and gaps in
    vague words as well."""
    for found in compared(data, "a", "b", "c").pairs:
        for told in found.standings.values():
            a, b = (side.stances.get(told.issue) for side in (found.left, found.right))
            hangs = told.best == 1 and a and b and open_conditions(a, b)
            is_certain = told.relation not in ("unclear", "silent") and told.low is not None
            assert (told.meets is not None) == (is_certain and not hangs)
        assert found.scored == sum(v.meets is not None for v in found.standings.values())


@given(dossiers())
def test_every_issue_stands_in_one_relation_with_a_reason(data: Dossier) -> None:
    found = compared(data)
    assert sum(found.counts().values()) == len(found.issues)
    for told in found.pairs[0].standings.values():
        assert told.relation in RELATIONS
        assert told.reason


def cloned(data: Dossier) -> Dossier:
    """The dossier with every issue and every text a second time, under other ids."""

    def twin(demand: Demand) -> Demand:
        told = {
            link: tuple(ref.replace("#", "x#") for ref in getattr(demand, link)) for link in LINKS
        }
        issue = f"{demand.issue}x" if demand.issue else ""
        return demand._replace(position=f"{demand.position}x", issue=issue, **told)

    issues = [i._replace(id=f"{i.id}x") for i in data.issues.values()]
    texts = [
        p._replace(id=f"{p.id}x", demands=tuple(twin(d) for d in p.demands))
        for p in data.positions.values()
    ]
    return data._replace(
        issues=data.issues | {i.id: i for i in issues},
        positions=data.positions | {p.id: p for p in texts},
    )


@given(dossiers())
def test_cloning_every_issue_of_every_theme_changes_nothing(data: Dossier) -> None:
    assert figures(compared(cloned(data)).pairs[0])[:3] == figures(compared(data).pairs[0])[:3]


@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_no_figure(data: Dossier, chance: Random) -> None:
    names = list(data.positions)
    chance.shuffle(names)
    shuffled = data._replace(positions={name: data.positions[name] for name in names})
    assert figures(compared(shuffled).pairs[0]) == figures(compared(data).pairs[0])


@given(
    st.sampled_from([scale for scale in SCALES if scale.kind in ("ordinal", "quantity")]),
    st.data(),
)
def test_moving_an_ask_closer_never_lowers_the_overlap(scale: Scale, draw: st.DataObject) -> None:
    """On t.i party a moves from the farther of two asks to the nearer; all else stands still."""
    places = st.integers(int(scale.low), int(scale.high))
    theirs, other = draw.draw(places), draw.draw(st.integers(0, 4))
    two = [draw.draw(places), draw.draw(places)]
    near, far = sorted(two, key=lambda value: abs(value - theirs))
    issues = [issue("t.i", scale), issue("u.j")]

    def overlap(mine: int) -> float:
        a = position("a1", ["a"], demand(mine), demand(other, issue="u.j"))
        b = position("b1", ["b"], demand(theirs), demand(2, issue="u.j"))
        found = compared(dossier(a, b, issues=issues)).pairs[0].overlap
        assert found is not None
        return found

    if scale.kind == "quantity" or (near - theirs) * (far - theirs) >= 0:
        assert overlap(near) >= overlap(far)


@pytest.mark.parametrize(("low", "high"), [(0, 100), (-40, 60), (300, 400), (-200, -100)])
def test_the_figures_on_a_quantity_depend_on_its_length_and_not_on_where_it_begins(
    low: int, high: int
) -> None:
    """Asks 10 and at least 40 to 60 above the beginning of a scale of 100."""
    mine, theirs = demand(low + 10), demand(Region(low + 40, low + 60))
    found = between(mine, theirs, quantity(low, high))
    assert (found.relation, found.steps) == ("gap", 40 - 10)
    assert found.agreement == pytest.approx(1 - (40 - 10) / 100)


@pytest.mark.parametrize(
    ("scale", "a", "b", "agreement", "low", "high"),
    [
        # meets on no reading: from 0 to that of the nearest readings
        (FIVE, Region(2, 4, vague=True), point(0), None, 0, 1 - 2 / 4),
        (FIVE, Region(0, 1, vague=True), Region(3, 4, vague=True), None, 0, 1 - 2 / 4),
        (quantity(0, 100), Region(0, 50, vague=True), point(80), None, 0, 1 - 30 / 100),
        (members("x", "y", "z"), Region(0b001, 0b011, vague=True), point(0b110), None, 0, 1 / 3),
        # meets on no reading, and as far apart as can be on each
        (nominal("n", "o", "p"), Region(0b011, 0b011, vague=True), point(0b100), 0, 0, 0),
        # may meet
        (FIVE, Region(0, 4, vague=True), point(0), None, 0, 1),
        # plain, and neither shuts out what the other asks for besides
        (ADDING, Region(0b001, 0b111), Region(0b010, 0b111), None, 0, 1),
        # meets on every reading
        (FIVE, Region(0, 1, vague=True), Region(0, 2), 1, 1, 1),
        # plain
        (FIVE, Region(0, 1), Region(3, 4), 1 - 2 / 4, 1 - 2 / 4, 1 - 2 / 4),
    ],
)
def test_vague_asks_count_from_nought_to_their_nearest_readings(
    scale: Scale, a: Region, b: Region, agreement: float | None, low: float, high: float
) -> None:
    for found in (between(demand(a), demand(b), scale), between(demand(b), demand(a), scale)):
        assert (found.agreement, found.low) == (agreement, low)
        assert found.high == pytest.approx(high)
        assert found.best == found.high


def readings(scale: Scale, ask: Region) -> list[Region]:
    """What an ask may mean: one of its answers where it is vague, else all of it."""
    if not ask.vague:
        return [ask]
    if scale.is_ordered:
        return [point(ask.low), point(ask.high), point((ask.low + ask.high) // 2)]
    if scale.kind == "nominal":
        return [point(1 << n) for n in range(len(scale.options)) if int(ask.low) >> n & 1]
    least, most = int(ask.low), int(ask.high)
    sets = [m for m in range(most + 1) if m & ~most == 0 and least & ~m == 0]
    is_free = scale.adds_up and most == whole(scale).high  # whatever it means, shuts nothing out
    return [Region(m, most) if is_free else point(m) for m in sets]


@given(st.sampled_from(SCALES).flatmap(lambda s: st.tuples(st.just(s), regions(s), regions(s))))
def test_the_bounds_hold_the_agreement_on_every_reading_of_vague_words(
    case: tuple[Scale, Region, Region],
) -> None:
    scale, a, b = case
    found = between(demand(a), demand(b), scale)
    assert found.low is not None
    assert found.high is not None
    told = [
        1 - distance(scale, one, other)
        for one in readings(scale, a)
        for other in readings(scale, b)
    ]
    assert found.low - 1e-9 <= min(told)
    assert max(told) <= found.high + 1e-9
    if found.agreement is not None:
        assert told == pytest.approx([found.agreement] * len(told))


def test_a_deadlock_in_vague_words_is_scored_and_holds_the_overlap_down() -> None:
    """One agreed, one deadlock at least 3 of 4 steps apart: of equal salience, so at most 5/8."""
    line = {"firmness": "red-line"}
    issues = [issue("t.i"), issue("t.j")]
    vague = Region(3, 4, vague=True)
    a = position("a1", ["a"], demand(0, **line), demand(1, issue="t.j", **line))
    b = position("b1", ["b"], demand(vague, **line), demand(1, issue="t.j", **line))
    found = compared(dossier(a, b, issues=issues)).pairs[0]
    assert found.standings["t.i"].relation == "deadlock"
    most = (1 - 3 / 4 + 1) / 2
    assert (found.low, found.overlap, found.high) == (1 / 2, most, most)
    assert (found.scored, found.addressed) == (2, 2)
    alone = compare([profile(dossier(a, b, issues=issues), ref) for ref in "ab"], ["t.i"]).pairs[0]
    assert (alone.low, alone.overlap, alone.high) == (0, None, 1 - 3 / 4)


@given(st.integers(0, 3), st.integers(0, 4))
def test_vague_words_that_come_closer_never_lower_the_overlap_or_a_bound(
    far: int, theirs: int
) -> None:
    """Vague words from an option to the last one, against a plain ask below; beside it one issue
    with a figure of its own."""
    issues = [issue("t.i"), issue("u.j")]

    def figures_of(low: int) -> list[float]:
        a = position("a1", ["a"], demand(Region(low, 4, vague=True)), demand(0, issue="u.j"))
        b = position("b1", ["b"], demand(0), demand(theirs, issue="u.j"))
        found = compared(dossier(a, b, issues=issues)).pairs[0]
        assert found.overlap is not None
        assert found.low is not None
        assert found.high is not None
        return [found.low, found.overlap, found.high]

    pairs = zip(figures_of(far), figures_of(far + 1), strict=True)
    assert all(near >= farther - 1e-9 for near, farther in pairs)


@given(st.lists(st.sampled_from(SCALES), min_size=2, max_size=4), st.data())
def test_making_an_ask_vague_never_narrows_the_bounds(
    scales: list[Scale], draw: st.DataObject
) -> None:
    issues = [issue(f"t.i{n}", scale) for n, scale in enumerate(scales)]
    plain = {who: [draw.draw(asks(i.scale))._replace(vague=False) for i in issues] for who in "ab"}

    def bounds(first: Region) -> tuple[float, float]:
        asked = {"a": [first, *plain["a"][1:]], "b": plain["b"]}
        texts = [
            position(f"{who}{i.id}", [who], demand(region, issue=i.id))
            for who, regions in asked.items()
            for i, region in zip(issues, regions, strict=True)
        ]
        found = compared(dossier(*texts, issues=issues)).pairs[0]
        if found.low is None or found.high is None:  # nothing is certain
            return 0, 1
        return found.low, found.high

    low, high = bounds(plain["a"][0])
    vaguer_low, vaguer_high = bounds(plain["a"][0]._replace(vague=True))
    assert vaguer_low <= low + 1e-9
    assert vaguer_high >= high - 1e-9


@given(dossiers(), st.sampled_from((1, 8, 30, 1_000)), st.sampled_from((0, 128)))
def test_the_matrix_in_arrays_equals_the_comparison_pair_by_pair(
    data: Dossier, block: int, few: int
) -> None:
    """Whatever the number of rows worked out at a time, and whether tables are kept or not."""
    sides = [profile(data, ref) for ref in ("a", "b", "c", *data.positions)]
    slow = matrix(data, sides, list(data.issues))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrices, "_BLOCK", block)
        patch.setattr(matrices, "_FEW_SHAPES", few)
        fast = matrices._by_arrays(sides, list(data.issues))
        assert len(fast.overlap) == len(sides)
        for i in range(len(sides)):
            for j in range(len(sides)):
                if i == j:
                    continue
                one, other = float(slow.overlap[i][j]), float(fast.overlap[i][j])
                assert (isnan(one) and isnan(other)) or one == pytest.approx(other)
                assert slow.scored[i][j] == fast.scored[i][j]
                assert slow.addressed[i][j] == fast.addressed[i][j]


def test_a_matrix_of_many_rows_holds_one_block_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [position(f"p{n}", ["a"], demand(n % 5)) for n in range(12)]
    data = dossier(*texts)
    sides = [profile(data, text.id) for text in texts]
    worked: list[tuple[int, int]] = []
    plain = matrices._block

    def counted(themes: Any, start: int, stop: int, *others: Any) -> Any:
        worked.append((start, stop))
        return plain(themes, start, stop, *others)

    monkeypatch.setattr(matrices, "_FEW", 0)
    monkeypatch.setattr(matrices, "_BLOCK", 60)
    monkeypatch.setattr(matrices, "_block", counted)
    found = matrix(data, sides, ["t.i"])
    assert worked == []
    rows = list(view.report(data, found).sheet().rows)
    assert worked == [(0, 5), (5, 10), (10, 12)]
    assert [row[:2] for row in rows[:2]] == [("p0", "p1"), ("p0", "p2")]
    assert len(rows) == 66


def test_many_sides_are_laid_in_arrays_and_need_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    data = dossier(position("a1", ["a"], demand(0)), position("b1", ["b"], demand(4)))
    sides = [profile(data, "a"), profile(data, "b")]
    monkeypatch.setattr(matrices, "_FEW", 0)
    assert float(matrix(data, sides, ["t.i"]).overlap[0][1]) == 0
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    assert float(matrix(data, sides, ["t.i"]).overlap[0][1]) == 0
    monkeypatch.setattr(matrices, "_MOST_WITHOUT_ARRAYS", 0)
    with pytest.raises(UsageError, match=r"negpos\[large\]"):
        matrix(data, sides, ["t.i"])


@given(dossiers())
def test_red_lines_in_conflict_are_those_of_deadlocks_and_crossings(data: Dossier) -> None:
    comparison = compared(data)
    found = red_lines(comparison)
    told = {
        i
        for i, v in comparison.pairs[0].standings.items()
        if v.relation in ("deadlock", "crossing")
    }
    assert {c.issue for c in found.conflicts} == told
    standing = {(c.holder.id, c.issue) for c in found.conflicts}
    for held in found.unanswered:
        assert (held.holder.id, held.issue) not in standing


def test_room_is_what_the_other_side_would_accept_inside_the_line() -> None:
    a = position("a1", ["a"], demand(0, accepts=Region(0, 1), firmness="red-line"))
    b = position("b1", ["b"], demand(4, accepts=Region(1, 4)))
    data = dossier(a, b)
    conflict = red_lines(compared(data)).conflicts[0]
    assert conflict.room == Region(1, 1)
    assert (conflict.move, conflict.distance) == (3, 3 / 4)
    assert [(c.basis, c.region) for c in common(compared(data))] == [("room", point(1))]


def test_common_ground_of_three_is_where_all_three_meet() -> None:
    texts = [
        position(who, [who], demand(Region(low, high)))
        for who, low, high in (("a", 0, 2), ("b", 1, 3), ("c", 2, 4))
    ]
    data = dossier(*texts)
    found = common(compared(data, "a", "b", "c"))
    assert [(c.basis, c.region) for c in found] == [("agreed", point(2))]


def test_gaps_tell_what_is_vague_contested_open_and_silent() -> None:
    issues = [issue(f"t.{n}") for n in "ijk"]
    data = dossier(
        position("a1", ["a"], demand(Region(0, 4, vague=True)), demand(0, issue="t.j")),
        position("a2", ["a"], demand(3, issue="t.j", attribution="reported", said="2025-02-01")),
        position("a3", ["a"], demand(None, issue="t.k", firmness="open")),
        position("b1", ["b"], demand(0), demand(4, issue="t.k")),
        issues=issues,
    )
    found = [(g.issue, g.side.id, g.kind) for g in gaps(compared(data))]
    assert found == [
        ("t.i", "a", "vague"),
        ("t.j", "a", "contested"),
        ("t.k", "a", "open"),
        ("t.j", "b", "silent"),
    ]


def test_a_quarrelling_text_is_a_gap_to_ask_about() -> None:
    data = dossier(position("plan", ["a"], demand(0), demand(4)), position("b1", ["b"], demand(0)))
    kinds = [g.kind for g in gaps(compared(data, "plan", "b"))]
    assert kinds == ["quarrels"]


def test_conflicts_stand_worst_first_and_the_widest_before_the_narrower() -> None:
    line = {"firmness": "red-line"}
    issues = [issue(f"t.{n}") for n in "hijk"]
    a = position(
        "a1",
        ["a"],
        demand(0, issue="t.h", **line),
        demand(0, **line),
        demand(0, issue="t.j", **line),
        demand(0, issue="t.k", **line),
    )
    b = position(
        "b1",
        ["b"],
        demand(1, issue="t.h"),
        demand(3),
        demand(1, issue="t.j", **line),
    )
    data = dossier(a, b, issues=issues)
    found = red_lines(compared(data))
    told = [(c.issue, c.relation, c.holder.id, c.move, c.distance) for c in found.conflicts]
    assert told == [
        ("t.j", "deadlock", "a", 1, 1 / 4),
        ("t.j", "deadlock", "b", 1, 1 / 4),
        ("t.i", "crossing", "a", 3, 3 / 4),
        ("t.h", "crossing", "a", 1, 1 / 4),
    ]
    assert [c.other.id for c in found.conflicts] == ["b", "a", "b", "b"]
    assert [(h.issue, h.holder.id) for h in found.unanswered] == [("t.k", "a")]
    assert found.moved == ()


def test_of_a_crossed_line_the_farthest_ask_is_told_and_lines_of_one_region_once() -> None:
    line = {"firmness": "red-line"}
    data = dossier(
        position("a1", ["a"], demand(0, said="2025-01-01", **line)),
        position("a2", ["a"], demand(0, said="2025-02-01", **line)),
        position("b1", ["b"], demand(2), demand(4), demand(0)),
    )
    found = red_lines(compared(data)).conflicts
    assert [(c.line.demand.position, c.asked[1], c.move) for c in found] == [("a2", point(4), 4)]
    assert found[0].asked[0].ask == point(4)
    assert found[0].room is None


def test_a_conflict_with_vague_words_has_no_distance_and_no_move() -> None:
    data = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("b1", ["b"], demand(Region(2, 4, vague=True))),
    )
    found = red_lines(compared(data)).conflicts[0]
    assert (found.distance, found.move) == (None, None)


def test_lines_left_and_withdrawn_are_told_beside_those_in_conflict() -> None:
    data = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("a2", ["a"], demand(4, said="2025-02-01")),
        position("b1", ["b"], demand(0)),
    )
    found = red_lines(compared(data))
    assert (found.conflicts, found.unanswered) == ((), ())
    assert [(h.holder.id, h.line.state) for h in found.moved] == [("a", "moved")]


def test_the_worst_pair_is_told_by_its_relation_and_then_by_its_steps() -> None:
    data = dossier(
        position("a1", ["a"], demand(0)),
        position("b1", ["b"], demand(1)),
        position("c1", ["c"], demand(4)),
    )
    found = compared(data, "a", "b", "c")
    pair, standing = found.worst("t.i")
    assert (pair.left.id, pair.right.id, standing.steps) == ("a", "c", 4)
    assert found.counts() == dict.fromkeys(RELATIONS, 0) | {"gap": 1}
    line = position("b2", ["b"], demand(1, firmness="red-line", said="2025-02-01"))
    data = data._replace(positions=data.positions | {"b2": line})
    pair, standing = compared(data, "a", "b", "c").worst("t.i")
    assert (pair.left.id, pair.right.id, standing.steps) == ("b", "c", 3)


def test_both_whose_lines_are_crossed_are_told_and_the_steps_are_the_most() -> None:
    """Lines meet each other, and each is crossed by a clause of the other side."""
    a = position("a1", ["a"], demand(Region(0, 2), firmness="red-line"), demand(1))
    b = position("b1", ["b"], demand(Region(2, 4), firmness="red-line"), demand(4))
    data = dossier(a, b)
    found = compared(data).pairs[0].standings["t.i"]
    assert (found.relation, found.line_of, found.steps) == ("crossing", (0, 1), 4 - 2)
    assert found.reason == "the red lines of A and of B would be crossed"


def test_who_is_silent_and_who_is_open_is_told() -> None:
    opened = demand(None, firmness="open")
    assert between(demand(0), None).reason == "B is silent"
    assert between(None, demand(0)).reason == "A is silent"
    assert between(demand(0), opened).reason == "B is open, with no ask"
    assert between(opened, demand(0)).reason == "A is open, with no ask"
    assert between(opened, opened).reason == "neither asks for anything"
    struck = demand(None, is_dropped=True)
    assert between(struck, demand(0)).reason.startswith("A has struck the clause out")
    assert between(demand(0), struck).reason.startswith("B has struck the clause out")
    assert between(struck, struck).reason == "both have struck the clause out"


def test_saliences_of_nought_weigh_nothing_and_leave_no_overlap() -> None:
    found = compared(
        dossier(
            position("a1", ["a"], demand(0, salience=0)),
            position("b1", ["b"], demand(1, salience=0)),
        )
    ).pairs[0]
    assert (found.overlap, found.low, found.high) == (None, None, None)
    assert (found.scored, found.addressed, found.coverage) == (1, 1, 1)


def test_the_bounds_reach_to_what_contests_an_ask() -> None:
    weak = {"attribution": "anonymous", "said": "2025-02-01"}
    data = dossier(
        position("a1", ["a"], demand(1)),
        position("a2", ["a"], demand(4, **weak)),
        position("b1", ["b"], demand(0)),
        position("b2", ["b"], demand(3, **weak)),
    )
    found = compared(data).pairs[0]
    assert (found.overlap, found.low, found.high) == (1 - 1 / 4, 1 - 4 / 4, 1 - 1 / 4)
    misty = position("a3", ["a"], demand(Region(3, 4, vague=True), **weak))
    vague = compared(dossier(data.positions["a1"], misty, data.positions["b1"])).pairs[0]
    assert (vague.overlap, vague.low, vague.high) == (1 - 1 / 4, 0, 1 - 1 / 4)


def test_a_line_crossed_by_clauses_that_add_up_or_by_an_ask_cut_to_a_line_is_told() -> None:
    scale = members("x", "y", "z")
    line = position("a1", ["a"], demand(point(0b100), firmness="red-line"))
    two = position("b1", ["b"], demand(point(0b001)), demand(point(0b010)))
    data = dossier(line, two, issues=[issue("t.i", scale)])
    found = red_lines(compared(data)).conflicts
    assert [(c.asked[1], c.move) for c in found] == [(point(0b011), 3)]
    cut = dossier(
        position("a1", ["a"], demand(0, firmness="red-line")),
        position("b1", ["b"], demand(Region(0, 4))),
        position("b2", ["b"], demand(4, firmness="red-line", attribution="anonymous")),
        position("b3", ["b"], demand(0, said="2024-01-01", attribution="reported")),
    )
    found = red_lines(compared(cut)).conflicts
    assert [(c.holder.id, c.asked[1], c.move) for c in found] == [
        ("a", point(4), 4),
        ("b", point(0), 4),
    ]
