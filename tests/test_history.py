"""What changed between two dates, step by step, and in the light of what was known when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negpos
from negpos.dossier import Demand, Dossier, End, Position
from negpos.history import Change, Shift, change, courses, sequence, since
from negpos.profiles import Profile, Stance, Vantage, counting, profile
from negpos.scales import Region

from .conftest import ROOT, Negpos
from .factory import demand, dossier, issue, members, nominal, position, quantity, stood

DELTA = str(ROOT / "tests" / "delta")


@pytest.fixture(scope="module")
def delta() -> Dossier:
    return negpos.load(DELTA).dossier


def moved(values: Dossier, start: str, party: str = "a") -> Change:
    """What changed for one party on t.i after a day, against all others."""
    found = since(values, [party], start, Vantage(), values.issues)
    return found.sides[0].changes[0]


def spoken(party: str, said: str, ask: Region | float | None, **fields: object) -> Position:
    """One statement of a party on a day."""
    return position(f"{party}-{said}", [party], demand(ask, said=said, **fields))


def test_a_move_is_told_in_steps_and_toward_whom() -> None:
    values = dossier(
        spoken("a", "2025-01-01", 0),
        spoken("b", "2025-01-01", 4),
        spoken("c", "2025-01-01", 0),
        spoken("a", "2025-02-01", 3),
    )
    found = moved(values, "2025-01-15")
    assert (found.ask, found.steps) == ("moved", 3)
    assert [(s.party, s.closer) for s in found.shifts] == [("b", 3), ("c", -3)]


def test_narrowed_to_an_issue_only_what_was_said_on_it_is_counted() -> None:
    said = [demand(1), demand(1, issue="t.j"), demand(None, issue="")]
    values = dossier(position("a1", ["a"], *said), issues=[issue("t.i"), issue("t.j")])
    for issues, count in ((["t.i"], 1), (["t.i", "t.j"], 3)):
        found = since(values, ["a"], "2025-01-01", Vantage(), issues)
        assert len(found.sides[0].demands) == count


def test_directions_are_told_toward_where_the_other_stood_at_the_start() -> None:
    values = dossier(
        spoken("a", "2025-01-01", 0),
        spoken("b", "2025-01-01", 4),
        spoken("a", "2025-02-01", 1),
        spoken("b", "2025-02-01", 0),
    )
    assert [(s.before, s.after) for s in moved(values, "2025-01-15").shifts] == [(4, 3)]


def test_with_two_parties_named_no_third_one_is_told_of(delta: Dossier) -> None:
    found = since(delta, ["hill", "vale"], "2024-04-01", Vantage(), delta.issues)
    assert {s.party for c in found.sides[0].changes for s in c.shifts} == {"vale"}
    alone = since(delta, ["hill"], "2024-04-01", Vantage(), delta.issues)
    assert {s.party for c in alone.sides[0].changes for s in c.shifts} == {"vale", "broker"}


@pytest.mark.parametrize(
    ("before", "after", "ask"),
    [
        (0, 0, ""),
        (0, 2, "moved"),
        (0, Region(0, 2), "widened"),
        (Region(0, 2), 1, "narrowed"),
        (Region(0, 2), Region(1, 3), "reworded"),
        (0, Region(1, 3, vague=True), "moved"),
        (Region(0, 2, vague=True), 1, "unclear"),
    ],
)
def test_every_kind_of_change_of_an_ask_has_its_word(
    before: Region | int, after: Region | int, ask: str
) -> None:
    values = dossier(spoken("a", "2025-01-01", before))
    old = profile(values, "a").stances["t.i"]
    new = profile(dossier(spoken("a", "2025-01-01", after)), "a").stances["t.i"]
    found = change(values.issues["t.i"], old, new)
    assert found.ask == ask
    assert found.steps is None or found.steps >= 0


def test_where_nobody_spoke_and_a_word_grew_old_nothing_moved() -> None:
    values = dossier(
        spoken("a", "2024-01-01", 0, voice="principal"),
        spoken("a", "2024-06-01", 3, voice="other"),
        spoken("b", "2024-01-01", 4),
        spoken("c", "2025-05-01", 4),
    )
    found = moved(values, "2024-12-01")
    assert found.before
    assert found.after
    assert (found.before.asks[0].ask, found.after.asks[0].ask) == (Region(0, 0), Region(3, 3))
    assert (found.ask, found.steps, found.shifts) == ("aged", None, ())
    later = dossier(*values.positions.values(), spoken("a", "2025-03-02", 3))
    assert moved(later, "2024-12-01").ask == "moved"


def test_one_ask_is_wider_than_several_only_where_it_holds_them_all() -> None:
    both = position("both", ["a"], demand(0, said="2025-01-01"), demand(4, said="2025-01-01"))
    half = dossier(both, spoken("a", "2025-02-01", Region(0, 1)))
    assert moved(half, "2025-01-15").ask == "reworded"
    whole = dossier(both, spoken("a", "2025-02-01", Region(0, 4)))
    assert moved(whole, "2025-01-15").ask == "widened"
    two = position("two", ["a"], demand(0, said="2025-02-01"), demand(4, said="2025-02-01"))
    more = dossier(spoken("a", "2025-01-01", 0), two)
    assert moved(more, "2025-01-15").ask == "widened"


def test_a_course_may_begin_with_words_that_ask_for_nothing() -> None:
    values = dossier(spoken("a", "2025-02-01", None, firmness="open"))
    (course,) = courses(values, ["a"], ["t.i"], Vantage())
    assert [step.change.ask for step in course.steps] == ["opened"]


def test_a_shift_without_steps_on_either_day_gains_none_that_can_be_told() -> None:
    for before, after in ((None, 1.0), (1.0, None), (None, None)):
        assert Shift("b", "t.i", True, before, after).closer is None
    assert Shift("b", "t.i", True, 3.0, 1.0).closer == 2


def test_a_first_word_a_clause_struck_out_and_a_withdrawal_have_theirs() -> None:
    first = dossier(spoken("a", "2025-02-01", 1))
    assert moved(first, "2025-01-15").ask == "first"
    struck = dossier(*stood("a", demand(None, is_dropped=True, said="2025-02-01"), "new"))
    assert moved(struck, "2025-01-15").ask == "struck out"
    said = position("old", ["a"], demand(1, said="2025-01-01", id="x"))
    taken = position("new", ["a"], demand(None, said="2025-02-01", withdraws=("old#x",)))
    assert moved(dossier(said, taken), "2025-01-15").ask == "withdrawn"


def test_what_is_said_to_be_open_is_told_with_an_ask_and_without() -> None:
    offer = spoken("a", "2025-02-01", None, firmness="open", attribution="anonymous")
    assert moved(dossier(offer), "2025-01-15").ask == "opened"
    assert moved(dossier(spoken("a", "2025-01-01", 1), offer), "2025-01-15").ask == "opened"


def test_firmer_softer_and_lines_drawn_and_left() -> None:
    values = dossier(
        spoken("a", "2025-01-01", 0),
        spoken("a", "2025-02-01", 0, firmness="red-line"),
        spoken("a", "2025-03-01", 4, firmness="preference"),
    )
    drawn = since(values, ["a"], "2025-01-15", Vantage("2025-02-15"), values.issues)
    found = drawn.sides[0].changes[0]
    assert (found.ask, found.firmness, len(found.drawn)) == ("", "firmer", 1)
    left = since(values, ["a"], "2025-02-15", Vantage(), values.issues).sides[0].changes[0]
    assert (left.firmness, len(left.left), left.drawn) == ("softer", 1, ())


def test_a_line_drawn_and_left_between_two_days_is_told_as_both() -> None:
    values = dossier(
        spoken("a", "2025-01-01", 0),
        spoken("a", "2025-02-01", 0, firmness="red-line"),
        spoken("a", "2025-03-01", 4),
    )
    found = moved(values, "2025-01-15")
    assert [x.demand.said for x in found.drawn] == ["2025-02-01"]
    assert [x.demand.said for x in found.left] == ["2025-02-01"]


def test_a_line_taken_back_is_told_as_withdrawn_and_not_as_left() -> None:
    line = demand(1, said="2025-01-01", id="x", firmness="red-line")
    taken = position("new", ["a"], demand(None, said="2025-02-01", withdraws=("old#x",)))
    found = moved(dossier(position("old", ["a"], line), taken), "2025-01-15")
    assert [x.demand.said for x in found.withdrawn] == ["2025-01-01"]
    assert found.left == found.drawn == ()


def test_a_line_that_its_holders_ask_meets_again_is_told() -> None:
    values = dossier(
        spoken("a", "2025-01-01", 0, firmness="red-line"),
        spoken("a", "2025-02-01", 4, is_disputed=True),
        spoken("a", "2025-03-01", 0, firmness="preference"),
    )
    steps = [step.change for step in courses(values, ["a"], ["t.i"], Vantage())[0].steps]
    assert [len(c.contested_lines) for c in steps] == [0, 1, 0]
    assert [len(c.again) for c in steps] == [0, 0, 1]


def test_a_clause_struck_out_and_asked_for_again_has_its_word() -> None:
    struck = stood("a", demand(None, is_dropped=True), "new")
    values = dossier(*struck, spoken("a", "2025-02-01", 1))
    assert moved(values, "2025-01-15").ask == "restored"


def test_what_was_said_without_changing_anything_is_said_and_no_change() -> None:
    values = dossier(spoken("a", "2025-01-01", 1), spoken("a", "2025-02-01", 1))
    side = since(values, ["a"], "2025-01-15", Vantage(), values.issues).sides[0]
    assert (side.changes, len(side.demands)) == ((), 1)


SCALES = {"t.i": None, "t.q": quantity(), "t.m": members("x", "y", "z"), "t.n": nominal("x", "y")}
DAYS = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")


@st.composite
def talks(draw: st.DrawFn) -> Dossier:
    """A dossier of up to eight statements of three parties on scales of every kind."""
    rows = []
    for number in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from(sorted(SCALES)))
        low = draw(st.integers(1, 2)) if name == "t.n" else draw(st.integers(0, 4))
        rows.append(
            position(
                f"p{number}",
                [draw(st.sampled_from("abc"))],
                demand(
                    Region(low, low),
                    issue=name,
                    said=draw(st.sampled_from(DAYS)),
                    firmness=draw(st.sampled_from(["preference", "firm", "red-line"])),
                    attribution=draw(st.sampled_from(["official", "anonymous"])),
                ),
            )
        )
    return dossier(*rows, issues=[issue(name, scale) for name, scale in SCALES.items()])


@given(talks())
def test_nothing_changes_between_a_day_and_itself(values: Dossier) -> None:
    for party in values.parties:
        one = profile(values, party, Vantage("2025-02-01"))
        for name, stance in one.stances.items():
            assert not change(values.issues[name], stance, stance, [one]).is_any


def told(stance: Stance | None) -> tuple[object, ...]:
    """The asks and the lines of a stance."""
    if stance is None:
        return (), set()
    return stance.regions, {line.demand.ref for line in stance.lines}


@given(talks())
def test_the_steps_of_a_course_end_at_the_stance_of_the_day(values: Dossier) -> None:
    for course in courses(values, values.parties, values.issues, Vantage()):
        for day in DAYS:
            then = profile(values, course.party, Vantage(day)).stances.get(course.issue.id)
            kept = course.at(day)
            assert told(kept) == told(then)


@given(talks())
def test_every_statement_stands_in_the_sequence_once(values: Dossier) -> None:
    rows = sequence(values, values.parties, Vantage())
    told = [d.ref for _, _, demands in rows for d in demands]
    assert sorted(told) == sorted(d.ref for d in values.demands())
    assert [day for day, *_ in rows] == sorted(day for day, *_ in rows)


@given(talks(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_known_by_a_day_is_as_of_it_where_nothing_was_hidden(
    values: Dossier, day: str, later: str
) -> None:
    day, later = sorted((day, later))

    def spoken_for(options: Vantage) -> dict[str, object]:
        found: Profile = profile(values, "a", options)
        return {name: (s.regions, s.firmness) for name, s in found.stances.items() if s.speaks}

    assert spoken_for(Vantage(day)) == spoken_for(Vantage(known_by=day))
    assert spoken_for(Vantage(day)) == spoken_for(Vantage(day, known_by=later))


def test_a_leak_counts_from_the_day_it_came_out_and_with_hindsight_from_the_day_it_was_said(
    delta: Dossier,
) -> None:
    def asks(options: Vantage) -> tuple[Region, ...]:
        found = profile(delta, "hill", options).stances.get("water.share")
        return found.regions if found else ()

    assert asks(Vantage("2023-06-01")) == ()
    assert asks(Vantage("2023-06-01", known_by="2023-12-31")) == ()
    assert asks(Vantage("2023-06-01", known_by="2024-02-01")) == (Region(80, 80),)
    rows = sequence(delta, ["hill"], Vantage(known_by="2024-02-01"))
    assert [day for day, *_ in rows] == ["2023-01-10"]


def test_a_narrowed_dossier_keeps_only_what_counts(delta: Dossier) -> None:
    assert counting(delta, Vantage()) is delta
    found = counting(delta, Vantage("2024-03-01", ("document",)))
    assert set(found.positions) == {"hill-2023", "broker-2024-03"}


def test_joint_texts_stand_in_a_course_and_change_an_ask_only_where_they_count(
    delta: Dossier,
) -> None:
    counted = courses(delta, ["vale"], ["water.share"], Vantage())[0]
    assert [step.change.ask for step in counted.steps] == ["first", "moved"]
    found = courses(delta, ["vale"], ["water.share"], Vantage(joint="beside"))[0]
    assert [step.change.ask for step in found.steps] == ["first", ""]
    assert [d.position for d in found.steps[-1].change.joint] == ["minutes-2024-10"]
    omitted = courses(delta, ["vale"], ["water.share"], Vantage(joint="omit"))[0]
    assert len(omitted.steps) == 1


def test_a_party_that_never_spoke_has_no_course(delta: Dossier) -> None:
    found = courses(delta, ["broker"], ["water.judge"], Vantage("2024-02-15"))
    assert found == ()


def demands_of(values: Dossier, ref: str) -> list[Demand]:
    return list(values.positions[ref].demands)


def test_since_tells_all_that_was_said_even_on_no_issue(delta: Dossier) -> None:
    found = since(delta, ["vale"], "2024-01-15", Vantage(), delta.issues)
    assert set(demands_of(delta, "vale-2024-02")) <= set(found.sides[0].demands)


def test_a_gain_whose_steps_do_not_show_it_is_told_without_steps() -> None:
    """Toward x, y and z, from nobody (distance 1, 3 steps) to x and w (distance 3/4, 3 steps)."""
    scale = members("w", "x", "y", "z")
    theirs, none, two = Region(0b1110, 0b1110), Region(0, 0), Region(0b0011, 0b0011)

    def shifts(before: Region, after: Region) -> list[tuple[object, ...]]:
        values = dossier(
            spoken("a", "2025-01-01", before),
            spoken("b", "2025-01-01", theirs),
            spoken("a", "2025-02-01", after),
            issues=[issue("t.i", scale)],
        )
        found = moved(values, "2025-01-15").shifts
        return [(s.party, s.is_nearer, s.before, s.after, s.closer) for s in found]

    assert shifts(none, two) == [("b", True, None, None, None)]
    assert shifts(two, none) == [("b", False, None, None, None)]
    assert shifts(none, theirs) == [("b", True, 3, 0, 3)]
    assert shifts(theirs, none) == [("b", False, 0, 3, -3)]


def test_no_direction_is_told_from_or_toward_vague_words_or_silence() -> None:
    vague = Region(1, 3, vague=True)

    def count(before: Region | int, after: Region | int, theirs: Region | int | None) -> int:
        texts = [spoken("a", "2025-01-01", before), spoken("a", "2025-02-01", after)]
        other = [] if theirs is None else [spoken("b", "2025-01-01", theirs)]
        return len(moved(dossier(*texts, *other), "2025-01-15").shifts)

    assert count(0, 1, 4) == 1
    assert count(vague, 0, 4) == 0
    assert count(0, 1, vague) == 0
    assert count(0, 1, None) == 0


def test_firmness_is_told_only_where_no_line_stands_on_both_days() -> None:
    def told(before: str, after: str) -> str:
        return moved(
            dossier(
                spoken("a", "2025-01-01", 0, firmness=before),
                spoken("a", "2025-02-01", 0, firmness=after),
            ),
            "2025-01-15",
        ).firmness

    assert told("preference", "condition") == "firmer"
    assert told("condition", "preference") == "softer"
    assert told("firm", "red-line") == "firmer"
    values = dossier(
        spoken("a", "2025-01-01", 0, firmness="red-line"),
        spoken("a", "2025-02-01", 0, firmness="firm"),
    )
    assert since(values, ["a"], "2025-01-15", Vantage(), values.issues).sides[0].changes == ()


def test_what_newly_contests_or_stands_beside_is_told_once() -> None:
    weak = {"attribution": "anonymous"}
    values = dossier(
        spoken("a", "2025-01-01", 0),
        spoken("a", "2025-02-01", 3, **weak),
        spoken("a", "2025-03-01", 4, **weak),
        position("joint", ["a", "b"], demand(2, said="2025-02-01")),
    )
    beside = Vantage("2025-02-15", joint="beside")
    first = since(values, ["a"], "2025-01-15", beside, values.issues)
    found = first.sides[0].changes[0]
    assert [d.said for d in found.contested] == ["2025-02-01"]
    assert [d.position for d in found.joint] == ["joint"]
    found = moved(values, "2025-02-15")
    assert [d.said for d in found.contested] == ["2025-03-01"]
    assert found.joint == ()
    omitted = since(values, ["a"], "2025-01-15", Vantage(joint="omit"), values.issues).sides[0]
    assert {d.position for d in omitted.demands} == {"a-2025-02-01", "a-2025-03-01"}


def test_what_was_open_already_is_not_told_as_opened() -> None:
    offer = {"firmness": "open", "attribution": "anonymous"}
    values = dossier(
        spoken("a", "2025-01-01", None, **offer), spoken("a", "2025-02-01", None, **offer)
    )
    assert since(values, ["a"], "2025-01-15", Vantage(), values.issues).sides[0].changes == ()


def test_only_the_issues_asked_for_are_told_and_named() -> None:
    values = dossier(
        position("one", ["a"], demand(0, said="2025-02-01"), demand(1, issue="t.j")),
        issues=[issue("t.i"), issue("t.j")],
    )
    narrow = since(values, ["a"], "2024-01-01", Vantage(), ["t.j"])
    assert (narrow.narrowed_to, [c.issue for c in narrow.sides[0].changes]) == (("t.j",), ["t.j"])
    assert [d.issue for d in narrow.sides[0].demands] == ["t.j"]
    assert since(values, ["a"], "2024-01-01", Vantage(), values.issues).narrowed_to == ()
    edge = since(values, ["a"], "2025-02-01", Vantage(), values.issues)
    assert [d.issue for d in edge.sides[0].demands] == ["t.i"]
    later = since(values, ["a"], "2025-02-02", Vantage(), values.issues)
    assert (later.sides[0].changes, later.sides[0].demands) == ((), ())


def test_the_first_day_of_all_counts_too() -> None:
    values = dossier(position("one", ["a"], demand(0, said="0001-01-01")))
    (side,) = since(values, ["a"], "0001-01-01", Vantage(), values.issues).sides
    assert [change.ask for change in side.changes] == ["first"]
    assert len(side.demands) == 1


def test_a_course_turns_on_the_day_on_which_the_end_of_a_text_became_known() -> None:
    ended = End(("a",), "2025-03-01", "2025-05-01", "taken back in a letter")
    data = dossier(position("p", ["a"], demand(3, said="2025-01-01"), ends=(ended,)))

    for vantage, day in (
        (Vantage("2025-12-31"), "2025-05-01"),
        (Vantage("2025-12-31", known_by="2025-12-31"), "2025-03-01"),
    ):
        (course,) = courses(data, ["a"], ["t.i"], vantage)
        assert [(step.date, step.change.ask) for step in course.steps] == [
            ("2025-01-01", "first"),
            (day, "lapsed"),
        ]


def turned(negpos: Negpos, turn: str, *words: str) -> tuple[int, list[str]]:
    done = negpos("since", *words, "--fail-on", turn, "-f", "csv")
    return done.code, [line for line in done.err.splitlines() if "since 20" in line]


def test_a_job_is_told_of_a_new_deadlock_and_of_none_that_stood_before(negpos: Negpos) -> None:
    new = turned(negpos, "new-deadlock", "2025-06-01", "russia", "ukraine", "--as-of", "2025-12-03")
    assert new[0] == 1
    assert "negpos: new deadlock since 2025-06-01: Army size (russia, ukraine)" in new[1]
    old = turned(negpos, "new-deadlock", "2025-12-03", "russia", "ukraine", "--as-of", "2025-12-05")
    assert old == (0, [])


def test_a_job_is_told_of_lines_and_moves(negpos: Negpos) -> None:
    words = ("2025-12-10", "ukraine", "--as-of", "2025-12-12", "--issue", "army-size")
    assert turned(negpos, "line-left", *words) == (
        1,
        ["negpos: line left since 2025-12-10: Army size (ukraine)"],
    )
    assert turned(negpos, "moved", *words)[0] == 1
    assert turned(negpos, "line-drawn", *words) == (0, [])
    drawn = ("2025-11-19", "ukraine", "--as-of", "2025-11-25", "--issue", "army-size")
    assert turned(negpos, "line-drawn", *drawn)[0] == 1


def test_a_turn_that_is_none_is_misuse(negpos: Negpos) -> None:
    done = negpos("since", "2025-12-01", "--fail-on", "deadlock")
    assert (done.code, "did you mean new-deadlock?" in done.err) == (2, True)
