"""Who wants what before what: which links stand, and where they run in a circle."""

from collections.abc import Iterable, Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import order
from negpos.circles import Edge, Walk, circles
from negpos.comparison import compare
from negpos.dossier import Dossier, End, Link, Step
from negpos.gaps import gaps
from negpos.order import Circle, Order, Tie
from negpos.profiles import Vantage, profile
from negpos.view.order import report

from .conftest import ROOT, Negpos
from .drawn import STEPS, dossiers
from .factory import demand, dossier, position

A, B, C, D = "truce", "talks", "treaty", "vote"


def steps(*follows: tuple[str, str]) -> dict[str, Step]:
    """Four steps, of which some follow others by their definition."""
    return {
        id_: Step(id_, id_.title(), "", tuple(o for s, o in follows if s == id_))
        for id_ in (A, B, C, D)
    }


def after(step: str, other: str, either: str = "") -> Link:
    return Link(step, "after", other, either)


def together(step: str, other: str, either: str = "") -> Link:
    return Link(step, "with", other, either)


def returned(step: str, other: str, either: str = "") -> Link:
    return Link(step, "in-return-for", other, either)


def says(id_: str, parties: str, *links: Link, **fields: object) -> object:
    """A text of these parties that is about no issue and ties these steps, a demand each."""
    own = {name: fields.pop(name) for name in ("stage", "ends", "revises") if name in fields}
    rows = [demand(None, issue="", links=(link,), **fields) for link in links]
    return position(id_, parties, *rows, **own)


def found(
    *positions: object, parties: str = "abc", known: Mapping[str, Step] | None = None, **seen: str
) -> Order:
    """The order of these parties in a dossier of these texts."""
    values = dossier(*positions)._replace(steps=dict(known or steps()))  # type: ignore[arg-type]
    return order.order([profile(values, party, Vantage(**seen)) for party in parties])


def told(circle: Circle) -> list[tuple[str, str, str]]:
    """Of every turn the step, the one it waits for, and whose words say so."""
    return [(t.step, t.other, "".join(tie.holder for tie in t.ties)) for t in circle.turns]


def standing(found: Order) -> set[tuple[str, Link]]:
    return {(tie.holder, tie.link) for tie in found.ties if tie.stands}


# What is a circle.


def test_two_that_wait_for_each_other_run_in_a_circle() -> None:
    (one,) = found(says("p", "a", after(A, C)), says("q", "b", after(C, A))).circles

    assert told(one) == [(A, C, "a"), (C, A, "b")]
    assert one.own == one.ways == ()


def test_links_that_are_not_strict_alone_make_no_circle() -> None:
    assert not found(says("p", "a", returned(A, C)), says("q", "b", returned(C, A))).circles
    assert not found(says("p", "a", together(A, C)), says("q", "b", together(A, C))).circles


def test_what_comes_together_waits_both_ways() -> None:
    (one,) = found(says("p", "a", together(C, A)), says("q", "b", after(C, A))).circles

    assert told(one) == [(A, C, "a"), (C, A, "b")]


def test_a_definition_closes_a_circle_and_is_held_by_nobody() -> None:
    (one,) = found(says("p", "a", returned(B, C)), known=steps((C, B))).circles

    assert told(one) == [(B, C, "a"), (C, B, "")]
    assert one.turns[1].is_defined
    assert one.own == ("a",)


def test_the_same_circle_of_several_holders_is_one_with_all_who_say_each_link() -> None:
    (one,) = found(
        says("p", "a", after(A, C)), says("q", "b", after(C, A)), says("r", "c", returned(C, A))
    ).circles

    assert told(one) == [(A, C, "a"), (C, A, "bc")]
    assert one.holders == ("a", "b", "c")


def test_the_shortest_circle_comes_first_then_the_one_of_the_first_steps() -> None:
    answer = found(
        says("p", "a", after(C, D), after(A, B), after(B, C)),
        says("q", "b", after(D, C), after(C, A)),
    )

    assert [circle.steps for circle in answer.circles] == [(C, D), (A, B, C)]


def test_the_circle_of_one_holders_own_words_is_marked() -> None:
    (one,) = found(says("p", "a", after(A, B), after(B, A)), says("q", "b", after(A, B))).circles

    assert one.own == ("a",)


# Several ways.


def test_a_circle_that_needs_one_of_several_ways_names_the_other_and_binds_nobody() -> None:
    answer = found(says("p", "a", after(A, C, "x"), after(A, D, "x")), says("q", "b", after(C, A)))

    (one,) = answer.circles
    assert [tie.link for tie in one.ways] == [after(A, D, "x")]
    assert answer.binding == ()


def test_a_circle_binds_where_each_of_the_ways_runs_in_one() -> None:
    answer = found(
        says("p", "a", after(A, C, "x"), after(A, D, "x")),
        says("q", "b", after(C, A), returned(D, A)),
    )

    assert [circle.steps for circle in answer.binding] == [(A, C), (A, D)]


def test_a_circle_that_needs_two_of_several_ways_at_once_binds_nobody() -> None:
    answer = found(says("p", "a", after(A, C, "x"), after(C, A, "x")))

    (one,) = answer.circles
    assert len(one.ways) == 2
    assert answer.binding == ()


def test_a_way_that_others_say_plainly_is_not_needed() -> None:
    answer = found(
        says("p", "a", after(A, C, "x"), after(A, D, "x")),
        says("q", "b", after(C, A)),
        says("r", "c", after(A, C)),
    )

    assert len(answer.binding) == 1


# Which links stand.


def test_later_words_on_a_pair_replace_earlier_ones_and_name_what_replaced_them() -> None:
    answer = found(
        says("p", "a", after(A, C)), says("q", "a", after(C, A), said="2025-02-01"), parties="a"
    )

    assert standing(answer) == {("a", after(C, A))}
    (old,) = [tie for tie in answer.ties if not tie.stands]
    assert (old.fate, "q" in old.reason) == ("superseded", True)
    assert not answer.circles


def test_weaker_words_wait() -> None:
    answer = found(
        says("p", "a", after(A, C)),
        says("q", "a", after(C, A), said="2025-02-01", attribution="reported"),
        parties="a",
    )

    assert standing(answer) == {("a", after(A, C))}
    assert [tie.fate for tie in answer.ties] == ["speaks", "contested"]


def test_a_link_stands_while_its_demand_speaks_on_its_issue() -> None:
    tying = demand(0, links=(after(A, C),))
    later = demand(3, said="2025-02-01")

    before = found(position("p", "a", tying), parties="a")
    answer = found(position("p", "a", tying), position("q", "a", later), parties="a")

    assert standing(before) == {("a", after(A, C))}
    assert answer.ties == ()


def test_who_says_a_demand_again_ties_as_well() -> None:
    answer = found(
        position("p", "a", demand(0, links=(after(A, C),))),
        position("q", "a", demand(0, said="2025-02-01")),
        parties="a",
    )

    assert standing(answer) == {("a", after(A, C))}


def test_steps_on_the_way_tie_while_their_text_speaks() -> None:
    rows = demand(0, phase=1, links=(after(A, C),)), demand(3, phase=2)

    assert standing(found(position("p", "a", *rows), parties="a")) == {("a", after(A, C))}


def test_a_text_that_has_lapsed_ties_nothing() -> None:
    over = (End((), "2025-02-01", "2025-02-01", "over"),)
    lapsed = says("p", "a", after(A, C), ends=over)
    last = position("q", "b", demand(0, said="2025-03-01"))

    assert found(lapsed, last).ties == ()
    assert len(found(lapsed, last, as_of="2025-01-15").ties) == 1


def test_a_joint_text_ties_for_each_of_its_holders() -> None:
    draft = says("p", "ab", after(A, C), stage="draft")

    assert standing(found(draft)) == {("a", after(A, C)), ("b", after(A, C))}
    assert found(draft, joint="omit").ties == ()


def test_who_denies_a_link_is_who_certainly_says_otherwise() -> None:
    answer = found(
        says("p", "a", after(A, C)), says("q", "b", returned(C, A)), says("r", "c", returned(A, C))
    )

    assert {tie.holder: tie.denied for tie in answer.ties} == {"a": ("b",), "b": ("a",), "c": ()}


def test_who_leaves_another_way_denies_nothing() -> None:
    answer = found(says("p", "a", after(A, C)), says("q", "b", after(C, A, "x"), after(C, D, "x")))

    assert not any(tie.denied for tie in answer.ties if tie.holder == "a")


# A text.


def test_a_text_is_held_against_each_party_and_only_new_circles_are_told() -> None:
    values = dossier(
        says("p", "a", after(C, A)),  # type: ignore[arg-type]
        says("q", "b", after(B, D), after(D, B)),  # type: ignore[arg-type]
        says("t", "c", after(A, C), after(D, A), after(A, D)),  # type: ignore[arg-type]
    )._replace(steps=steps())
    sides = [profile(values, party) for party in "ab"]

    answer = order.order(sides, profile(values, "t"))

    assert [(c.steps, c.against, c.own) for c in answer.circles] == [
        ((A, C), ("a",), ()),
        ((A, D), (), ("t",)),
    ]


# Where asks meet.


def sides_that_meet(*second: Link) -> Dossier:
    first = demand(0, links=(after(A, C),))
    return dossier(
        position("p", "a", first),
        position("q", "b", demand(0, links=second)),
    )._replace(steps=steps())


def test_asks_that_meet_and_wait_for_each_other_are_marked_and_asked_about() -> None:
    values = sides_that_meet(after(C, A))
    found = compare([profile(values, party) for party in "ab"])

    (standing,) = found.pairs[0].standings.values()
    assert (standing.relation, standing.disputed) == ("agreed", ((A, C),))
    assert "they differ in what comes first: Truce or Treaty" in standing.reason
    asked = [(q.side.id, q.kind, q.steps) for q in gaps(found)]
    assert asked == [("a", "order", (A, C)), ("b", "order", (A, C))]


def test_asks_that_meet_are_not_marked_where_the_orders_may_meet_too() -> None:
    for links in ((), (after(A, C),), (returned(A, C),), (after(C, D),)):
        values = sides_that_meet(*links)
        found = compare([profile(values, party) for party in "ab"])
        assert not any(s.disputed for s in found.pairs[0].standings.values())


# The command.

FERRY = str(ROOT / "tests" / "ferry")


def test_more_circles_than_are_told_are_said_to_be_more() -> None:
    many = {f"s{n}": Step(f"s{n}", f"Step {n}", "") for n in range(8)}
    links = [after(one, other) for one in many for other in many if one != other]
    answer = found(says("p", "a", *links), parties="a", known=many)

    assert (len(answer.circles), answer.is_cut) == (1_000, True)
    told = report(answer).grid()
    assert any("more than 1,000 circles, of which the first 1,000" in line for line in told.preface)


def test_a_dossier_without_steps_is_answered_in_one_sentence(negpos: Negpos) -> None:
    done = negpos("order", "-d", str(ROOT / "tests" / "lake"))

    assert done.code == 0
    assert done.err == (
        "negpos: the dossier names no steps, so it tells no order; "
        "docs/dossier.md tells how to write them\n"
    )
    assert "no link of steps stands" in done.out


def test_a_circle_that_binds_meets_the_condition_and_one_with_a_way_out_does_not(
    negpos: Negpos,
) -> None:
    bound = negpos("order", "quay", "isle", "-d", FERRY, "--fail-on", "circle")
    quiet = negpos("order", "isle", "-d", FERRY, "--fail-on", "circle")

    assert (bound.code, quiet.code) == (1, 0)
    assert bound.err == "negpos: --fail-on met: 1 circle: lifting – charter\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pilot-plan", "quay-2023"), "an order is that of parties, or of one text with theirs"),
        (("quay", "quay"), "'quay' is named twice"),
        (("nobody",), "no party or position is called 'nobody'"),
        (("quay", "--fail-on", "deadlock"), "there is no condition 'deadlock'"),
    ],
)
def test_what_cannot_be_told_is_said_in_one_line(
    words: tuple[str, ...], told: str, negpos: Negpos
) -> None:
    done = negpos("order", *words, "-d", FERRY)

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err


# Properties.


def everyone(values: Dossier, parties: Iterable[str] = "abc", day: str = "") -> Order:
    return order.order([profile(values, party, Vantage(day)) for party in parties])


@given(dossiers(), st.permutations("abc"))
def test_the_order_of_parties_changes_nothing_but_the_order_of_their_words(
    values: Dossier, parties: list[str]
) -> None:
    def seen(answer: Order) -> object:
        return (
            {
                (tie.holder, tie.demand.ref, tie.link, tie.fate, frozenset(tie.denied))
                for tie in answer.ties
            },
            [
                (
                    c.steps,
                    frozenset(c.own),
                    frozenset(c.ways),
                    [frozenset(x.demand.ref for x in t.ties) for t in c.turns],
                )
                for c in answer.circles
            ],
        )

    def plain(answer: Order) -> Order:
        return answer._replace(
            circles=tuple(
                c._replace(ways=tuple(t._replace(denied=()) for t in c.ways))
                for c in answer.circles
            )
        )

    assert seen(plain(everyone(values, parties))) == seen(plain(everyone(values)))


@given(dossiers(), st.sampled_from(["", "2025-01-15", "2025-02-15", "2025-04-25"]))
def test_every_link_told_points_at_a_demand_known_by_the_day(values: Dossier, day: str) -> None:
    every = {demand.ref: demand for demand in values.demands()}
    for tie in everyone(values, day=day).ties:
        own = every[tie.demand.ref]
        assert tie.link in own.links
        assert tie.holder in own.holders
        assert not day or own.known <= day


@given(dossiers())
def test_no_link_of_a_demand_that_speaks_vanishes(values: Dossier) -> None:
    """Each is told, and one that does not stand names the text that came in its place."""
    for party in "abc":
        side = profile(values, party)
        speaking = [d for s in side.stances.values() for d in (*s.asks, *s.again) if d.links]
        own = {(tie.demand.ref, tie.link): tie for tie in order.ties(side)}
        for one in speaking:
            for link in one.links:
                tie = own[one.ref, link]
                if tie.fate == "superseded":
                    assert any(id_ in tie.reason for id_ in values.positions)


@given(dossiers())
def test_a_dossier_cut_to_what_order_hangs_on_tells_the_same(values: Dossier) -> None:
    if not values.positions:
        return
    last = values.last_date()
    assert everyone(order.tied(values)).ties == everyone(values).ties
    assert order.tied(values).last_date() == last


@given(
    dossiers(),
    st.sampled_from(["", "2025-01-15", "2025-02-15", "2025-04-25"]),
    st.sampled_from(["count", "beside", "omit"]),
    st.sampled_from(["", "2m"]),
)
def test_a_link_alone_on_its_steps_is_weighed_as_all_are(
    values: Dossier, day: str, joint: str, max_age: str
) -> None:
    """What is settled the short way, for speed, is what the rules of who speaks settle."""
    seen = Vantage(day, joint=joint, max_age=max_age)
    for ref in ("a", "b", *values.positions):
        side = profile(values, ref, seen)
        rows = [row for demand in order._linked(side, ()) for row in order._rows(demand)]
        told = [(tie.demand.ref, tie.link, tie.fate, tie.reason) for tie in order.ties(side)]
        whole = order.weighed(side, rows, ())
        assert sorted(told) == sorted((d.ref, d.links[0], f, r) for d, f, r in whole)


graphs = st.integers(2, 7).flatmap(
    lambda count: st.dictionaries(
        st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
            lambda e: e[0] != e[1]
        ),
        st.booleans(),
        max_size=14,
    )
)


def brute(edges: Mapping[Edge, bool]) -> list[Walk]:
    """Every circle with a strict edge, by trying all orders of all nodes."""
    nodes = sorted({node for edge in edges for node in edge})
    walks = [
        walk
        for size in range(2, len(nodes) + 1)
        for walk in permutations(nodes, size)
        if walk[0] == min(walk) and all(pair in edges for pair in pairs(walk))
    ]
    return [walk for walk in walks if any(edges[pair] for pair in pairs(walk))]


def pairs(walk: Walk) -> list[Edge]:
    return list(zip(walk, (*walk[1:], walk[0]), strict=True))


@given(graphs)
def test_circles_are_those_that_trying_everything_finds(edges: dict[Edge, bool]) -> None:
    assert circles(edges, 10_000) == brute(edges)


@given(graphs, st.integers(1, 5))
def test_of_many_circles_the_shortest_are_found(edges: dict[Edge, bool], most: int) -> None:
    every = brute(edges)
    some = circles(edges, most)

    assert [len(walk) for walk in some] == [len(walk) for walk in every[:most]]
    assert set(some) <= set(every)


def is_satisfiable(edges: Mapping[Edge, bool]) -> bool:
    """Whether days can be found that keep every edge: Bellman and Ford's oracle. A node waits for
    the other: it comes a day later at least, or on no earlier day."""
    nodes = {node for edge in edges for node in edge}
    day = dict.fromkeys(nodes, 0)
    for _ in range(len(nodes) + 1):
        changed = False
        for (one, other), is_strict in edges.items():
            if day[one] < day[other] + is_strict:
                day[one] = day[other] + is_strict
                changed = True
        if not changed:
            return True
    return False


@given(graphs)
def test_there_is_no_circle_exactly_where_days_can_be_found(edges: dict[Edge, bool]) -> None:
    assert (not circles(edges, 1)) == is_satisfiable(edges)


@pytest.mark.parametrize("shape", ["clique", "ring", "all"])
def test_circles_in_graphs_without_many_end_soon(shape: str) -> None:
    """A walk that cannot come round is given up at once, however many there are."""
    clique = {(a, b): False for a in range(40) for b in range(40) if a != b}
    shapes = {
        "clique": (clique | {(0, 40): True, (40, 0): False}, 1),
        "ring": ({(n, (n + 1) % 200): True for n in range(200)}, 1),
        "all": ({edge: True for edge in clique}, 1_001),
    }
    edges, count = shapes[shape]
    assert len(circles(edges, 1_001)) == count


def test_the_drawn_steps_are_those_named_here() -> None:
    assert list(STEPS) == [A, B, C, D]


def test_a_link_is_told_once_for_each_that_holds_it() -> None:
    answer = found(says("p", "ab", after(A, C), stage="signed"))
    assert len(answer.ties) == 2
    assert all(isinstance(tie, Tie) for tie in answer.ties)


def test_the_link_of_a_red_line_in_force_stands_though_another_ask_speaks(negpos: Negpos) -> None:
    told = negpos("order", "israel", "hamas", "-d", "gaza").out

    assert "Hamas disarmed after Full withdrawal" in " ".join(told.split())
    assert "nobody       by definition" in told
