"""Answers that every side has named: what counts as a naming, and what is told beside it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import load, scales
from negpos.bridge import Answer, Bridge, Naming, bridge
from negpos.comparison import compare
from negpos.dossier import Demand, Dossier
from negpos.ground import common
from negpos.profiles import Vantage, profile
from negpos.scales import Region, named
from negpos.statements import statements
from negpos.terms import OPEN

from .conftest import ROOT, Negpos
from .drawn import dossiers
from .factory import demand, dossier, issue, members, nominal, position, quantity

DAYS = st.sampled_from(["", "2025-02-15", "2025-03-01", "2025-06-01"])
SINCE = st.sampled_from(["", "2025-02-01", "2025-03-01"])


@st.composite
def talks(draw: st.DrawFn) -> Dossier:
    """A dossier of which some positions are texts."""
    data = draw(dossiers(least=2))
    positions = {
        id_: row._replace(status=draw(st.sampled_from(["published", "leaked", "statement"])))
        for id_, row in data.positions.items()
    }
    return data._replace(positions=positions)


def found(
    data: Dossier, *refs: str, day: str = "", since: str = "", lapsed: bool = False
) -> Bridge:
    """What these parties have all named."""
    sides = [profile(data, ref, Vantage(as_of=day)) for ref in refs or ("a", "b")]
    return bridge(compare(sides), since, lapsed=lapsed)


def every(one: Bridge) -> list[tuple[str, Answer]]:
    """Every answer that could be one, with its issue."""
    return [(own.issue.id, answer) for own in one.issues for answer in own.candidates]


def named_by(one: Bridge, side: int = 0) -> list[tuple[float, str]]:
    """The answers that a side has named on the only open issue, each with how it did."""
    return [(a.region.low, n.how) for _, a in every(one) for n in a.named[side]]


def holds(data: Dossier, said: Demand, region: Region) -> bool:
    """Whether the words of a demand, or of its source on this issue together, name an answer."""
    scale = data.issues[said.issue].scale
    told = [d for d in data.positions[said.position].demands if d.issue == said.issue]
    asks = [ask for one in statements(data.issues[said.issue], told) for ask in one.regions]
    asks = asks if scale.kind == "members" else [said.ask] if said.ask else []
    return region.low in {*said.names, *(at for ask in asks for at in named(scale, ask))}


# What holds of any dossier.


@given(talks(), DAYS, SINCE)
def test_the_order_of_the_parties_mirrors(data: Dossier, day: str, since: str) -> None:
    def told(one: Bridge) -> Any:
        turn = {profile.id: place for place, profile in enumerate(one.comparison.profiles)}
        return [
            (
                id_,
                answer.region,
                [answer.named[turn[side]] for side in "abc"],
                [answer.room[turn[side]] for side in "abc"],
                {(c.holder.id, c.line.region, c.is_certain) for c in answer.crossed},
                answer.texts,
            )
            for id_, answer in every(one)
        ]

    one = found(data, "a", "b", "c", day=day, since=since)
    other = found(data, "c", "a", "b", day=day, since=since)
    assert told(one) == told(other)


@given(talks(), DAYS, SINCE, st.booleans())
def test_a_naming_is_a_demand_of_its_side_known_by_the_day_and_said_in_the_time(
    data: Dossier, day: str, since: str, lapsed: bool
) -> None:
    one = found(data, day=day, since=since, lapsed=lapsed)
    for id_, answer in every(one):
        for side, own in zip(one.comparison.profiles, answer.named, strict=True):
            for naming in own:
                said = naming.demand
                assert side.id in said.holders
                assert said.issue == id_
                assert said.known <= (day or "9")
                assert said.said >= one.since
                assert (naming.how == "lapsed") <= lapsed


@given(talks(), DAYS)
def test_a_naming_is_in_the_words_of_the_ask_or_of_what_would_do(data: Dossier, day: str) -> None:
    for id_, answer in every(found(data, day=day)):
        for own in answer.named:
            for naming in own:
                said = naming.demand
                if naming.how == "accepts" or not holds(data, said, answer.region):
                    scale = data.issues[id_].scale
                    assert said.accepts is not None
                    assert not said.accepts.vague
                    assert answer.region.low in scales.answers(scale, said.accepts)


@given(talks(), DAYS)
def test_an_answer_that_all_ask_for_is_common_and_no_bridge(data: Dossier, day: str) -> None:
    """A draft that all hold may lie outside their lines; then it is agreed to by nobody."""
    one = found(data, "a", "b", day=day)
    agreed = {ground.issue: ground for ground in common(one.comparison)}
    is_open = {own.issue.id for own in one.issues}
    for id_ in one.comparison.issues:
        stances = [side.stances.get(id_) for side in one.comparison.profiles]
        if any(stance is None or stance.is_draft for stance in stances):
            continue
        asked = {stance.regions for stance in stances if stance}
        scale = data.issues[id_].scale
        regions = asked.pop()
        if not asked and len(regions) == 1 and named(scale, regions[0]):
            assert id_ in agreed
            assert id_ not in is_open


@given(talks())
def test_what_is_open_is_what_does_not_meet_or_cannot_be_told(data: Dossier) -> None:
    one = found(data, "a", "b", "c")
    relations = {i: one.comparison.worst(i)[1].relation for i in one.comparison.issues}
    assert {own.issue.id: own.relation for own in one.issues} == {
        id_: name for id_, name in relations.items() if name in OPEN
    }


def vague(data: Dossier) -> Dossier:
    """The same with every ask in vague words."""

    def told(row: Demand) -> Demand:
        ask, accepts = (r and r._replace(vague=True) for r in (row.ask, row.accepts))
        return row._replace(ask=ask, accepts=accepts, names=())

    positions = {
        id_: row._replace(demands=tuple(map(told, row.demands)))
        for id_, row in data.positions.items()
    }
    return data._replace(positions=positions)


@given(talks(), DAYS)
def test_vague_words_name_nothing(data: Dossier, day: str) -> None:
    for _, answer in every(found(vague(data), day=day, lapsed=True)):
        assert not any(answer.named)
        assert not answer.texts


@given(talks(), DAYS, st.booleans())
def test_a_text_that_is_told_holds_the_answer_exactly(
    data: Dossier, day: str, lapsed: bool
) -> None:
    for id_, answer in every(found(data, day=day, lapsed=lapsed)):
        for said in answer.texts:
            assert said.issue == id_
            assert data.positions[said.position].status in ("published", "leaked")
            assert said.known <= (day or "9")
            assert holds(data, said, answer.region)


@given(talks(), DAYS, SINCE)
def test_with_what_has_lapsed_there_are_never_fewer_answers(
    data: Dossier, day: str, since: str
) -> None:
    def told(one: Bridge) -> dict[tuple[str, Region], Answer]:
        return {(id_, answer.region): answer for id_, answer in every(one)}

    plain, more = (told(found(data, day=day, since=since, lapsed=x)) for x in (False, True))
    assert plain.keys() <= more.keys()
    for key, answer in plain.items():
        assert set(answer.texts) <= set(more[key].texts)
        for own, others in zip(answer.named, more[key].named, strict=True):
            assert {n.demand for n in own} <= {n.demand for n in others}


@given(talks())
def test_options_lie_between_the_outermost_asks(data: Dossier) -> None:
    one = found(data, "a", "b", "c")
    for own in one.issues:
        if own.issue.scale.kind == "ordinal":
            stances = [side.stances.get(own.issue.id) for side in one.comparison.profiles]
            regions = [
                region
                for stance in stances
                if stance
                for region in stance.regions or [line.region for line in stance.standing_lines]
            ]
            places = [answer.region.low for answer in own.candidates]
            low, high = min(r.low for r in regions), max(r.high for r in regions)
            assert places == list(range(int(low), int(high) + 1))


@given(talks())
def test_what_is_named_changes_no_relation(data: Dossier) -> None:
    plain = {
        id_: row._replace(demands=tuple(d._replace(names=()) for d in row.demands))
        for id_, row in data.positions.items()
    }
    one, other = found(data).comparison, found(data._replace(positions=plain)).comparison
    assert [p.standings for p in one.pairs] == [p.standings for p in other.pairs]


# Single rules.


def pair(own: list[Demand], other: Demand, scale: Any = None) -> Bridge:
    """What a, who said these, and b have named."""
    said = [position(f"a{n}", "a", row) for n, row in enumerate(own)]
    return found(dossier(*said, position("b", "b", other), issues=[issue(scale=scale)]))


def test_what_is_asked_for_beside_it_before_and_what_would_do_are_namings() -> None:
    told = pair(
        [
            demand(1, said="2024-10-01"),
            demand(3, attribution="anonymous", said="2025-02-01"),
            demand(0, accepts=Region(0, 2), condition="they pay", said="2025-01-01"),
        ],
        demand(4, said="2025-03-01"),
    )
    assert named_by(told) == [(0, "asks"), (1, "left"), (3, "also")]
    told = pair([demand(0, accepts=Region(0, 1), condition="they pay")], demand(4))
    assert named_by(told) == [(0, "asks"), (1, "accepts")]
    ((_, answer),) = [row for row in every(told) if row[1].region.low == 1]
    assert answer.named[0] == (Naming("accepts", answer.named[0][0].demand, "they pay"),)
    ((_, asked),) = [row for row in every(told) if row[1].region.low == 0]
    assert asked.named[0][0].condition == ""


def test_what_was_replaced_and_is_still_said_was_said_before() -> None:
    told = pair(
        [
            demand(1, said="2024-12-01"),
            demand(0, said="2025-01-01"),
            demand(1, said="2025-02-01"),
        ],
        demand(4),
    )
    assert named_by(told) == [(1, "asks"), (1, "before")]


def test_a_wide_ask_names_the_answer_that_its_words_name() -> None:
    wide = demand(Region(0, 2))
    assert named_by(pair([wide], demand(4))) == []
    told = pair([wide._replace(names=(2.0,))], demand(4))
    assert named_by(told) == [(2, "asks")]
    room = [(answer.region.low, len(answer.room[0])) for _, answer in every(told)]
    assert room == [(0, 1), (1, 1), (2, 0), (3, 0), (4, 0)]


def test_other_scales_offer_what_somebody_named_and_no_figure_between() -> None:
    told = pair([demand(10)], demand(90), quantity())
    assert [answer.region.low for _, answer in every(told)] == [10, 90]
    told = pair([demand(Region(16, 18, points=(16, 18)))], demand(90), quantity())
    assert named_by(told) == [(16, "asks"), (18, "asks")]
    told = pair([demand(Region(0b011, 0b011))], demand(Region(0b100, 0b100)), nominal(*"xyz"))
    assert [answer.region.low for _, answer in every(told)] == [0b100]


def test_clauses_on_a_scale_of_members_name_the_set_that_they_ask_for_together() -> None:
    both = position("p", "a", demand(Region(1, 1)), demand(Region(2, 2)))
    data = dossier(both, position("b", "b", demand(4)), issues=[issue(scale=members(*"xyz"))])
    assert [answer.region for _, answer in every(found(data))] == [Region(3, 3), Region(4, 4)]
    assert named_by(found(data)) == [(3, "asks")]


def test_a_line_that_is_crossed_is_told_and_filters_nothing() -> None:
    told = pair([demand(0, firmness="red-line"), demand(2, attribution="reported")], demand(2))
    (one,) = told.bridged
    (answer,) = one.answers
    assert [(c.holder.id, c.is_certain) for c in answer.crossed] == [("a", True)]


def test_a_joint_text_names_with_its_holders_and_an_analyst_names_nothing() -> None:
    joint = position("j", "ab", demand(2, said="2025-02-01"))
    later = [
        position("x", "a", demand(0, said="2025-03-01")),
        position("y", "b", demand(4, said="2025-03-01")),
    ]
    guess = position("g", (), demand(1), about=("a", "b"), status="analysis")
    (one,) = found(dossier(joint, *later, guess)).bridged
    assert [[n.how for n in own] for answer in one.answers for own in answer.named] == [
        ["left"],
        ["left"],
    ]
    standing = [joint, position("y", "b", demand(4, said="2025-03-01"))]
    assert (2, "joint") in named_by(found(dossier(*standing)))


# The dossiers that come with negpos.


def answers(*refs: str, **asked: Any) -> set[tuple[str, Any]]:
    """The answers that all have named in the dossier on Ukraine."""
    data = load("ukraine").bridge(*refs, **asked).text("json")

    return {
        (one["issue"], answer["answer"])
        for one in json.loads(data)["issues"]
        for answer in one["answers"]
    }


def test_the_answers_that_russia_and_ukraine_have_named_are_those_that_a_reader_found() -> None:
    of_guarantees = ("alliances.guarantees", "article-5-like")
    assert answers("russia", "ukraine", as_of="2025-11-30") == {of_guarantees}
    assert answers("russia", "ukraine", as_of="2025-12-31") == {
        of_guarantees,
        ("territory.kherson", "contact-line"),
        ("territory.zaporizhzhia", "contact-line"),
        ("politics.language", "eu-rules"),
    }


@pytest.mark.parametrize("day", ["2025-08-31", "2025-11-30", "2025-12-31", "2026-03-31", ""])
def test_that_land_may_change_hands_is_named_by_nobody_for_both(day: str) -> None:
    issues = {id_ for id_, _ in answers("russia", "ukraine", as_of=day)}
    assert "territory.principle" not in issues


def test_the_codebook_tells_how_many_wide_asks_were_gone_through_and_name_an_answer() -> None:
    codebook = " ".join((ROOT / "docs" / "coding.md").read_text("utf-8").split())
    for name, place in (("ukraine", ""), ("gaza", " of `gaza`")):
        data = load(name).dossier
        rows = [
            d
            for d in data.demands()
            if d.ask and d.kind == "demand" and not data.positions[d.position].is_analysis
        ]
        wide = [d for d in rows if not named(data.issues[d.issue].scale, d.ask or Region(0, 0))]
        told = sum(bool(d.names) for d in rows)
        assert f"{len(wide)} wide asks{place}, {told} name an answer" in codebook


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("russia", "negpos: bridge needs two parties or more; see: negpos bridge russia ukraine"),
        (
            "us-28-point russia ukraine",
            "negpos: 'us-28-point' is a text, and bridge is for parties; "
            "see: negpos plan us-28-point russia ukraine",
        ),
        (
            "russia@2024 ukraine",
            "negpos: bridge holds parties of one day against each other; "
            "see: negpos bridge russia ukraine --as-of 2024",
        ),
        ("russia russia", "negpos: 'russia' is named twice; name each party once"),
    ],
)
def test_what_bridge_is_not_for_is_told_with_the_line_to_type(
    words: str, line: str, negpos: Negpos
) -> None:
    told = negpos("bridge", *words.split())
    assert (told.code, told.out, told.err) == (2, "", f"{line}\n")


def test_where_nothing_is_open_or_named_the_next_line_is_told(negpos: Negpos) -> None:
    told = negpos("bridge", "russia", "ukraine", "--issue", "nuclear")
    assert told.code == 0
    assert "Nothing is open between them here" in told.out
    assert told.err.endswith("negpos common russia ukraine\n")
    told = negpos("bridge", "russia", "ukraine", "--issue", "crimea")
    assert "No answer named by all (1): Crimea" in told.out
    assert told.err.endswith("negpos gaps russia ukraine\n")
