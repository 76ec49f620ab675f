"""Relations, overlap with its bounds, chance and coverage: the invariants of the method."""

from math import isnan
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import matrix as matrices
from negpos.comparison import RELATIONS, Comparison, Pair, Standing, compare
from negpos.dossier import Demand, Dossier, Issue
from negpos.errors import UsageError
from negpos.gaps import gaps
from negpos.ground import common
from negpos.matrix import matrix
from negpos.profiles import Vantage, profile
from negpos.redlines import red_lines
from negpos.scales import Region, Scale
from negpos.view import matrix as view

from .factory import demand, dossier, issue, members, nominal, ordinal, point, position, quantity

SCALES = (
    ordinal("a", "b", "c", "d", "e"),
    ordinal("a", "b"),
    quantity(0, 100),
    members("x", "y", "z"),
    nominal("n", "o", "p"),
)


def between(a: Demand | None, b: Demand | None, scale: Scale = SCALES[0]) -> Standing:
    """The verdict on one issue where each side has made one demand."""
    texts = [position(f"{who}1", [who], d) for who, d in (("a", a), ("b", b)) if d is not None]
    data = dossier(*texts, issues=[issue("t.i", scale)])
    return compared(data).pairs[0].standings["t.i"]


def compared(data: Dossier, *refs: str) -> Comparison:
    return compare(data, [profile(data, ref, Vantage()) for ref in refs or ("a", "b")])


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
        (demand(0), demand(None, is_dropped=True), "gap", None),
        (demand(None, is_dropped=True), demand(None, is_dropped=True), "agreed", None),
        (demand(0, accepts=Region(0, 3), firmness="red-line"), demand(3), "gap", 3),
    ],
)
def test_relations(a: Demand, b: Demand | None, relation: str, steps: float | None) -> None:
    found = between(a, b)
    assert (found.relation, found.steps) == (relation, steps)


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
    a = position("a1", ["a"], demand(None, is_dropped=True), demand(0, issue="t.j"))
    b = position("b1", ["b"], demand(0), demand(0, issue="t.j"))
    data = dossier(a, b, issues=[issue("t.i"), issue("t.j")])
    found = compared(data).pairs[0]
    assert (found.overlap, found.scored, found.addressed) == (1, 1, 2)


def test_nothing_shared_has_no_overlap_at_all() -> None:
    data = dossier(position("a1", ["a"], demand(0)))
    found = compared(data).pairs[0]
    assert (found.overlap, found.low, found.high, found.chance) == (None, None, None, None)
    assert found.coverage == 0


def test_a_comparison_needs_two_different_sides() -> None:
    data = dossier()
    with pytest.raises(UsageError, match="two sides"):
        compare(data, [profile(data, "a")])
    with pytest.raises(UsageError, match="named twice"):
        compare(data, [profile(data, "a"), profile(data, "a")])


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
    assert (nearer.parties, nearer.counts, nearer.equal) == (("a", "b"), (1, 0), 2)
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
        assert (nearer.counts, nearer.equal) == ((0, 0), 1)


def test_contested_clauses_on_a_members_scale_add_up_in_the_bounds() -> None:
    scale = members("x", "y", "z")
    texts = [
        position("a1", ["a"], demand(point(0b100), attribution="document", form="text")),
        position(
            "a2",
            ["a"],
            demand(point(0b001), said="2025-02-01", form="paraphrased"),
            demand(point(0b010), said="2025-02-01", form="paraphrased"),
        ),
        position("b1", ["b"], demand(point(0b011))),
    ]
    found = compared(dossier(*texts, issues=[issue("t.i", scale)])).pairs[0]
    assert (found.low, found.high) == (0, 1)


@st.composite
def ask(draw: st.DrawFn, scale: Scale) -> Region:
    vague = draw(st.sampled_from([False, False, False, True]))
    if scale.kind == "nominal":
        mask = draw(st.integers(1, 7))
        return Region(mask, mask, vague)
    if scale.kind == "members":
        greatest = draw(st.integers(0, 7))
        return Region(greatest & draw(st.integers(0, 7)), greatest, vague)
    low = draw(st.integers(0, int(scale.high)))
    return Region(low, draw(st.integers(low, int(scale.high))), vague)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Parties a, b and c with up to four demands each on up to four issues in two themes."""
    count = draw(st.integers(1, 4))
    names = [f"{draw(st.sampled_from('tu'))}.i{n}" for n in range(count)]
    issues = [issue(name, draw(st.sampled_from(SCALES))) for name in names]
    positions = []
    for party in "abc":
        for n in range(draw(st.integers(0, 4))):
            chosen = draw(st.sampled_from(issues))
            dropped = draw(st.sampled_from([False] * 9 + [True]))
            made = demand(
                None if dropped else draw(ask(chosen.scale)),
                issue=chosen.id,
                is_dropped=dropped,
                firmness=draw(st.sampled_from(["red-line", "firm", "preference", "open"])),
                attribution=draw(st.sampled_from(["official", "anonymous"])),
                said=f"2025-0{draw(st.integers(1, 3))}-01",
            )
            positions.append(position(f"{party}{n}", [party], made))
    return dossier(*positions, issues=issues)


def figures(found: Pair) -> tuple[object, ...]:
    shares = (found.overlap, found.low, found.high, found.chance)
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
        found = compare(data, [profile(data, ref), twin]).pairs[0]
        assert found.overlap in (None, pytest.approx(1))
        assert {v.relation for v in found.standings.values()} <= {"agreed", "unclear", "silent"}


@given(dossiers())
def test_the_figures_are_fractions_in_order(data: Dossier) -> None:
    for found in compared(data, "a", "b", "c").pairs:
        if found.overlap is None:
            assert found.scored == 0
            continue
        assert found.low is not None
        assert found.high is not None
        assert found.chance is not None
        assert 0 <= found.low <= found.overlap <= found.high <= 1
        assert 0 <= found.chance <= 1
        assert 0 < found.scored <= found.addressed


@given(dossiers())
def test_every_issue_stands_in_one_relation_with_a_reason(data: Dossier) -> None:
    found = compared(data)
    assert sum(found.counts().values()) == len(found.issues)
    for told in found.pairs[0].standings.values():
        assert told.relation in RELATIONS
        assert told.reason


def renamed(data: Dossier, suffix: str) -> tuple[list[Issue], list[Demand]]:
    """A clone of every issue and demand under another id."""
    issues = [i._replace(id=i.id + suffix) for i in data.issues.values()]
    demands = [d._replace(issue=d.issue + suffix) for d in data.demands()]
    return issues, demands


@given(dossiers())
def test_cloning_every_issue_of_every_theme_changes_nothing(data: Dossier) -> None:
    issues, demands = renamed(data, "x")
    clones = [position(f"{d.position}x", d.holders, d) for d in demands]
    doubled = data._replace(
        issues=data.issues | {i.id: i for i in issues},
        positions=data.positions | {p.id: p for p in clones},
    )
    assert figures(compared(doubled).pairs[0])[:4] == figures(compared(data).pairs[0])[:4]


@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_no_figure(data: Dossier, chance: Random) -> None:
    names = list(data.positions)
    chance.shuffle(names)
    shuffled = data._replace(positions={name: data.positions[name] for name in names})
    assert figures(compared(shuffled).pairs[0]) == figures(compared(data).pairs[0])


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))
def test_moving_an_ask_closer_never_lowers_the_overlap(i: int, j: int, k: int, other: int) -> None:
    """On t.i party a moves from the farther of two asks to the nearer; all else stands still."""
    near, far = sorted((i, j), key=lambda value: abs(value - k))

    def overlap(mine: int) -> float:
        a = position("a1", ["a"], demand(mine), demand(other, issue="u.j"))
        b = position("b1", ["b"], demand(k), demand(2, issue="u.j"))
        found = compared(dossier(a, b, issues=[issue("t.i"), issue("u.j")])).pairs[0].overlap
        assert found is not None
        return found

    assert overlap(near) >= overlap(far)


@given(st.lists(st.sampled_from(SCALES), min_size=2, max_size=4), st.data())
def test_making_an_ask_vague_never_narrows_the_bounds(
    scales: list[Scale], draw: st.DataObject
) -> None:
    issues = [issue(f"t.i{n}", scale) for n, scale in enumerate(scales)]
    plain = {who: [draw.draw(ask(i.scale))._replace(vague=False) for i in issues] for who in "ab"}

    def bounds(first: Region) -> tuple[float, float]:
        asked = {"a": [first, *plain["a"][1:]], "b": plain["b"]}
        texts = [
            position(f"{who}{i.id}", [who], demand(region, issue=i.id))
            for who, regions in asked.items()
            for i, region in zip(issues, regions, strict=True)
        ]
        found = compared(dossier(*texts, issues=issues)).pairs[0]
        assert found.low is not None
        assert found.high is not None
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
        fast = matrices._by_arrays(data, sides, list(data.issues))
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
    found = red_lines(data, comparison)
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
    conflict = red_lines(data, compared(data)).conflicts[0]
    assert conflict.room == Region(1, 1)
    assert (conflict.move, conflict.distance) == (3, 3 / 4)
    assert [(c.basis, c.region) for c in common(data, compared(data))] == [("room", point(1))]


def test_common_ground_of_three_is_where_all_three_meet() -> None:
    texts = [
        position(who, [who], demand(Region(low, high)))
        for who, low, high in (("a", 0, 2), ("b", 1, 3), ("c", 2, 4))
    ]
    data = dossier(*texts)
    found = common(data, compared(data, "a", "b", "c"))
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
    found = [(g.issue, g.side.id, g.kind) for g in gaps(data, compared(data))]
    assert found == [
        ("t.i", "a", "vague"),
        ("t.j", "a", "contested"),
        ("t.k", "a", "open"),
        ("t.j", "b", "silent"),
    ]


def test_a_quarrelling_text_is_a_gap_to_ask_about() -> None:
    data = dossier(position("plan", ["a"], demand(0), demand(4)), position("b1", ["b"], demand(0)))
    kinds = [g.kind for g in gaps(data, compared(data, "plan", "b"))]
    assert kinds == ["quarrels"]
