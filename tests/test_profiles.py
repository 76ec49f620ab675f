"""What a party wants at a date: which statement speaks, which lines stand, what contests them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.dossier import Demand, Dossier, End, Evidence, Position
from negpos.history import courses
from negpos.profiles import Stance, Vantage, counting, idle_links, of_parties, profile
from negpos.scales import Region

from .drawn import LINKS, dossiers, regions
from .factory import demand, dossier, issue, members, point, position


def stance(*positions: Position, of: str = "a", vantage: Vantage = Vantage()) -> Stance:
    """The stance of a party on t.i."""
    return profile(dossier(*positions), of, vantage).stances["t.i"]


def statement(id_: str, ask: Region | float | None, **fields: object) -> Position:
    """One statement of party a."""
    return position(id_, ["a"], demand(ask, **fields))


def asks(found: Stance) -> list[Region]:
    return list(found.regions)


def test_a_later_statement_at_least_as_strong_replaces_the_ask() -> None:
    found = stance(statement("old", 0, said="2025-01-01"), statement("new", 3, said="2025-02-01"))
    assert asks(found) == [point(3)]
    assert [e.fate for e in found.history] == ["superseded", "speaks"]


def test_a_weaker_later_statement_contests_and_does_not_replace() -> None:
    found = stance(
        statement("old", 0, said="2025-01-01"),
        statement("leak", 3, said="2025-02-01", attribution="anonymous"),
    )
    assert asks(found) == [point(0)]
    assert [d.position for d in found.contested] == ["leak"]


def test_a_document_equals_an_official_and_form_decides_only_on_one_day() -> None:
    quoted = statement("quoted", 0, said="2025-01-01")
    told = statement("told", 3, said="2025-02-01", form="paraphrased")
    text = statement("text", 3, said="2025-02-01", attribution="document", form="text")
    assert asks(stance(quoted, told)) == [point(3)]
    assert asks(stance(quoted, text)) == [point(3)]
    same_day = statement("same", 4, said="2025-01-01", form="paraphrased")
    assert asks(stance(same_day, quoted)) == [point(0)]


def test_a_vague_remark_replaces_a_plain_word_only_if_it_contradicts_it() -> None:
    plain = statement("plain", 0, said="2025-01-01")
    may_mean_it = statement("vague", Region(0, 4, vague=True), said="2025-02-01")
    assert asks(stance(plain, may_mean_it)) == [point(0)]
    other = Region(2, 4, vague=True)
    assert asks(stance(plain, statement("vague", other, said="2025-02-01"))) == [other]


MINISTER = {"voice": "minister"}


def test_a_lower_voice_contests_what_a_higher_one_said_while_that_is_fresh() -> None:
    president = statement("president", 0, said="2025-01-01")
    found = stance(president, statement("minister", 3, said="2025-06-01", **MINISTER))
    assert asks(found) == [point(0)]
    assert [d.position for d in found.contested] == ["minister"]
    assert reasons(found)["minister"] == "a lower voice, while what speaks is fresh"


def test_a_lower_voice_speaks_once_the_higher_word_is_older_than_the_dossier_says() -> None:
    old = statement("president", 0, said="2025-01-01")
    late = statement("minister", 3, said="2025-06-01", **MINISTER)
    data = dossier(old, late)
    asked = {
        day: asks(profile(data, "a", Vantage(day)).stances["t.i"])
        for day in ("2026-01-01", "2026-01-02")
    }
    assert asked == {"2026-01-01": [point(0)], "2026-01-02": [point(3)]}
    longer = data._replace(fresh_for="2y")
    assert asks(profile(longer, "a", Vantage("2026-01-02")).stances["t.i"]) == [point(0)]
    leak = statement("leak", 4, said="2026-01-01", attribution="anonymous")
    assert asks(stance(old, leak, vantage=Vantage("2026-06-01"))) == [point(0)]


def test_words_are_past_once_older_than_asked_for() -> None:
    data = dossier(position("a1", ["a"], demand(0, said="2025-01-01")))
    asked = Vantage("2026-01-01", max_age="12m")
    assert not profile(data, "a", asked).is_past("t.i")
    assert profile(data, "a", asked._replace(max_age="11m")).is_past("t.i")
    assert not profile(data, "a", asked._replace(max_age="")).is_past("t.i")
    assert not profile(data, "a", asked._replace(max_age="11m")).is_past("t.none")
    assert not profile(data, "a1", asked._replace(max_age="11m")).is_past("t.i")


def test_what_is_not_admitted_is_not_counted_with_a_day_or_without() -> None:
    data = dossier(position("a1", ["a"], demand(0, attribution="reported")))
    for date in ("", "2026-01-01"):
        assert counting(data, Vantage(date)).positions
        assert not counting(data, Vantage(date, attribution=("official",))).positions


def test_a_line_is_left_by_a_lower_voice_only_once_it_is_no_longer_fresh() -> None:
    line = statement("line", 0, said="2025-01-01", firmness="red-line")
    minister = statement("minister", 3, said="2025-06-01", **MINISTER)
    fresh = stance(line, minister, vantage=Vantage("2025-12-31"))
    assert [x.state for x in fresh.lines] == ["in force"]
    aged = stance(line, minister, vantage=Vantage("2026-01-02"))
    assert [(x.state, x.by and x.by.position) for x in aged.gone] == [("moved", "minister")]


def test_a_word_stays_as_fresh_as_the_last_that_said_it_and_still_holds() -> None:
    told = [
        statement("president", 0, said="2025-01-01"),
        statement("spokesman", 0, said="2025-11-01", **MINISTER),
        statement("offer", 0, said="2025-11-10", until="2025-11-15", **MINISTER),
        statement("minister", 3, said="2026-01-10", **MINISTER),
    ]
    found = stance(*told, vantage=Vantage("2026-02-01"))
    assert asks(found) == [point(0)]
    assert found.last_said == "2025-11-01"
    assert [d.position for d in found.contested] == ["minister"]


def test_a_disputed_reading_stands_beside_an_undisputed_word_of_the_day() -> None:
    found = stance(statement("one", 0), statement("two", 3, is_disputed=True))
    assert asks(found) == [point(0), point(3)]


def test_a_source_of_grade_c_alone_lends_no_firmness() -> None:
    poor = (Evidence("u", "p", "C"),)
    weak = {"attribution": "reported", "firmness": "condition", "said": "2025-02-01"}
    plain = statement("plain", 2)
    assert stance(plain, statement("told", 2, evidence=poor, **weak)).firmness == "firm"
    assert stance(plain, statement("told", 2, **weak)).firmness == "condition"
    both = position("told", ["a"], demand(2, evidence=poor, **weak), demand(2, **weak))
    assert stance(plain, both).firmness == "condition"


def test_a_line_is_left_by_a_word_none_of_whose_asks_meets_it() -> None:
    line = statement("line", 0, said="2025-01-01", firmness="red-line")
    two = position("two", ["a"], demand(0, said="2025-02-01"), demand(3, said="2025-02-01"))
    assert [x.state for x in stance(line, two).lines] == ["in force"]
    other = position("two", ["a"], demand(2, said="2025-02-01"), demand(3, said="2025-02-01"))
    assert stance(line, other).lines == ()


def test_a_line_of_the_first_fresh_day_is_fresh() -> None:
    line = statement("line", 0, said="2025-01-01", firmness="red-line")
    president = statement("president", Region(0, 1), said="2024-06-01")
    minister = statement("minister", 3, said="2025-06-01", **MINISTER)
    states = {
        day: [x.state for x in stance(president, line, minister, vantage=Vantage(day)).lines]
        for day in ("2026-01-01", "2026-01-02")
    }
    assert states == {"2026-01-01": ["in force"], "2026-01-02": []}


def test_only_what_comes_to_speak_ends_a_line() -> None:
    """A minister's line, a president's ask beside it, then another word of the minister."""
    line = statement("line", 0, said="2025-01-01", firmness="red-line", **MINISTER)
    president = statement("president", Region(0, 1), said="2025-02-01")
    found = stance(line, president, statement("minister", 3, said="2025-03-01", **MINISTER))
    assert [(x.demand.position, x.state) for x in found.lines] == [("line", "in force")]
    assert [d.position for d in found.contested] == ["minister"]


def test_unnamed_and_reported_words_are_equally_strong() -> None:
    for one, other in (("anonymous", "reported"), ("reported", "anonymous")):
        old = statement("old", 0, said="2025-01-01", attribution=one)
        assert asks(stance(old, statement("new", 3, said="2025-02-01", attribution=other))) == [
            point(3)
        ]


def test_words_that_are_plain_in_part_are_no_vague_remark() -> None:
    plain = statement("plain", 0, said="2025-01-01")
    mixed = position(
        "mixed",
        ["a"],
        demand(1, said="2025-02-01"),
        demand(Region(0, 4, vague=True), said="2025-02-01"),
    )
    assert asks(stance(plain, mixed)) == [point(1), Region(0, 4, vague=True)]


def test_a_word_of_its_own_is_no_joint_text() -> None:
    assert not stance(statement("own", 0)).is_joint
    assert stance(joint_text(0)).is_joint


def test_a_demand_counts_from_the_day_it_was_said_only_in_the_light_of_later_knowledge() -> None:
    told = demand(0, said="2025-02-01", known="2025-03-01")
    assert Vantage().counts_from(told) == "2025-03-01"
    assert Vantage(known_by="2025-04-01").counts_from(told) == "2025-02-01"


def test_weaker_or_undated_words_for_the_same_ask_support_it_and_do_not_say_it_again() -> None:
    plain = statement("plain", 0, said="2025-01-01")
    for weak in ({"attribution": "reported"}, {"is_latest": True, "firmness": "firm"}):
        found = stance(plain, statement("told", 0, said="2025-02-01", **weak))
        assert found.again == ()
    disputed = statement("told", 0, said="2025-02-01", is_disputed=True)
    assert stance(plain, disputed).again == ()


def test_of_one_day_the_higher_voice_speaks_however_old_both_are() -> None:
    president = statement("president", 0, said="2024-01-01")
    minister = statement("minister", 3, said="2024-01-01", **MINISTER)
    found = stance(president, minister, vantage=Vantage("2026-01-01"))
    assert asks(found) == [point(0)]
    assert reasons(found)["minister"] == "a lower voice that day"


def test_saying_it_again_keeps_a_word_fresh_and_advances_its_date() -> None:
    president = statement("president", 0, said="2025-01-01")
    again = statement("spokesman", 0, said="2025-12-01", **MINISTER)
    late = statement("minister", 3, said="2026-01-15", **MINISTER)
    found = stance(president, again, late, vantage=Vantage("2026-02-01"))
    assert asks(found) == [point(0)]
    assert [d.position for d in found.asks] == ["president"]
    assert [d.position for d in found.again] == ["spokesman"]
    assert found.last_said == "2025-12-01"


def test_what_contests_is_settled_once_what_speaks_is_said_again_as_strongly() -> None:
    told = [
        statement("text", 0, said="2025-01-01", **TEXT),
        statement("leak", 3, said="2025-02-01", attribution="reported"),
        statement("president", 0, said="2025-03-01"),
    ]
    found = stance(*told)
    assert found.contested == ()
    assert reasons(found)["leak"] == "what speaks was said again on 2025-03-01 in president"
    later = statement("later", 3, said="2025-04-01", attribution="reported")
    assert [d.position for d in stance(*told, later).contested] == ["later"]


def test_a_later_text_or_a_higher_voice_that_says_the_same_leads() -> None:
    spoken = statement("spoken", 0, said="2025-01-01", **MINISTER)
    text = statement("text", 0, said="2025-02-01", attribution="document", form="text")
    led = stance(spoken, text)
    assert [d.position for d in led.asks] == ["text"]
    assert [d.position for d in led.again] == ["spoken"]
    risen = stance(spoken, statement("president", 0, said="2025-02-01"))
    assert [d.position for d in risen.asks] == ["president"]


def test_the_same_ask_on_new_terms_is_a_new_word_of_its_speaker() -> None:
    plain = statement("plain", 0, said="2025-01-01")
    found = stance(plain, statement("new", 0, said="2025-02-01", condition="paid for"))
    assert [d.position for d in found.asks] == ["new"]
    assert found.again == ()


def test_a_wider_ask_that_is_not_vague_is_a_concession_and_replaces() -> None:
    found = stance(
        statement("narrow", 0, said="2025-01-01"),
        statement("wide", Region(0, 3), said="2025-02-01"),
    )
    assert asks(found) == [Region(0, 3)]


def test_a_later_weaker_concession_is_shown_as_contested_and_an_earlier_one_is_not() -> None:
    text = statement("text", 0, said="2025-02-01", attribution="document", form="text")
    offer = {"attribution": "reported"}
    found = stance(text, statement("offer", Region(0, 3), said="2025-03-01", **offer))
    assert asks(found) == [point(0)]
    assert [d.position for d in found.contested] == ["offer"]
    found = stance(text, statement("before", Region(0, 3), said="2025-02-01", **offer))
    assert found.contested == ()


@pytest.mark.parametrize("softer", [{"firmness": "open"}, {"is_latest": True}])
def test_open_or_undated_words_replace_nothing_firmer(softer: dict[str, object]) -> None:
    firm = statement("firm", 0, said="2025-01-01", firmness="condition")
    found = stance(firm, statement("later", 3, said="2025-02-01", **softer))
    assert asks(found) == [point(0)]


def test_on_one_day_the_stronger_speaks_and_equals_stand_side_by_side() -> None:
    weak = statement("weak", 4, form="paraphrased")
    assert asks(stance(weak, statement("strong", 0))) == [point(0)]
    both = stance(statement("one", 0), statement("two", 3))
    assert asks(both) == [point(0), point(3)]


def test_on_one_day_a_clear_statement_speaks_before_a_vague_one_of_equal_strength() -> None:
    vague = statement("aa-vague", Region(1, 4, vague=True))
    found = stance(vague, statement("bb-clear", 0))
    assert asks(found) == [point(0)]


def test_words_with_no_ask_make_a_party_open_and_not_speaking() -> None:
    found = stance(statement("open", None, firmness="open"))
    assert found.is_open
    assert not found.speaks


def test_a_weaker_source_with_the_same_ask_lends_its_firmness() -> None:
    found = stance(
        statement("plain", 2, said="2025-01-01"),
        statement("leak", 2, said="2025-02-01", attribution="anonymous", firmness="condition"),
    )
    assert found.firmness == "condition"
    assert found.firmness_by is not None
    assert found.firmness_by.position == "leak"
    assert found.salience == 80


def test_a_red_line_of_a_weak_source_stays_in_force_beside_a_stronger_ask() -> None:
    found = stance(
        statement("text", Region(0, 3), said="2025-01-01"),
        statement("leak", 1, said="2025-02-01", attribution="anonymous", firmness="red-line"),
    )
    assert [line.demand.position for line in found.standing_lines] == ["leak"]


def test_where_an_ask_reaches_outside_its_own_line_only_the_part_inside_counts() -> None:
    found = stance(
        statement("text", Region(0, 3), said="2025-01-01"),
        statement("leak", 1, said="2025-02-01", attribution="anonymous", firmness="red-line"),
    )
    assert asks(found) == [point(1)]


def test_a_vague_line_that_holds_the_ask_does_not_make_it_vague() -> None:
    found = stance(
        statement("line", Region(0, 2, vague=True), said="2025-01-01", firmness="red-line"),
        statement("ask", 1, said="2025-02-01"),
    )
    assert asks(found) == [point(1)]


def test_a_later_strong_ask_that_does_not_meet_a_line_moves_it_and_says_by_what() -> None:
    found = stance(
        statement("line", 0, said="2025-01-01", firmness="red-line"),
        statement("new", 3, said="2025-02-01", firmness="preference"),
    )
    assert found.lines == ()
    assert [(g.state, g.demand.position, g.by and g.by.position) for g in found.gone] == [
        ("moved", "line", "new")
    ]


@pytest.mark.parametrize(
    "remark",
    [
        {"attribution": "anonymous"},
        {"voice": "minister"},
        {"firmness": "open"},
        {"is_latest": True},
    ],
)
def test_no_weaker_open_or_undated_remark_erases_a_line(remark: dict[str, object]) -> None:
    found = stance(
        statement("line", 0, said="2025-01-01", firmness="red-line"),
        statement("remark", 3, said="2025-02-01", **remark),
    )
    assert [line.demand.position for line in found.standing_lines] == ["line"]


def test_a_line_that_its_holders_own_ask_does_not_meet_is_contested() -> None:
    found = stance(
        statement("undated", 0, said="2025-03-01", firmness="red-line", attribution="reported"),
        statement("text", 3, said="2025-01-01", attribution="document", form="text"),
    )
    assert [line.state for line in found.lines] == ["contested"]
    assert found.standing_lines == ()


def test_accepts_widens_a_line() -> None:
    found = stance(statement("line", 0, accepts=Region(0, 2), firmness="red-line"))
    assert found.lines[0].region == Region(0, 2)


def test_the_holder_withdraws_a_line_by_saying_so() -> None:
    old = position("old", ["a"], demand(0, id="x", said="2025-01-01", firmness="red-line"))
    new = statement("new", 1, said="2025-02-01", form="paraphrased", withdraws=("old#x",))
    found = stance(old, new)
    assert [(g.state, g.demand.position) for g in found.gone] == [("withdrawn", "old")]
    assert asks(found) == [point(1)]


def test_a_withdrawn_statement_that_only_waited_is_still_told() -> None:
    old = position("old", ["a"], demand(0, said="2025-01-01"))
    waits = position("waits", ["a"], demand(3, id="x", said="2025-02-01", form="paraphrased"))
    new = statement("new", 0, said="2025-03-01", form="paraphrased", withdraws=("waits#x",))
    found = stance(old, waits, new)
    assert [e.fate for e in found.history if e.demand.position == "waits"] == ["withdrawn"]
    assert found.contested == ()


def test_moves_replaces_whatever_the_strength() -> None:
    old = position("old", ["a"], demand(0, id="x", said="2025-01-01", firmness="red-line"))
    new = statement("new", 3, said="2025-02-01", attribution="reported", moves=("old#x",))
    found = stance(old, new)
    assert asks(found) == [point(3)]
    assert [g.state for g in found.gone] == ["moved"]


def test_keeps_lets_both_speak_and_restates_leaves_the_first_speaking() -> None:
    old = position("old", ["a"], demand(0, id="x", said="2025-01-01"))
    both = stance(old, statement("new", 3, said="2025-02-01", keeps=("old#x",)))
    assert asks(both) == [point(0), point(3)]
    again = stance(old, statement("new", 3, said="2025-02-01", restates=("old#x",)))
    assert asks(again) == [point(0)]
    assert again.contested == ()


def test_clauses_of_one_text_stand_side_by_side_and_quarrel_if_they_do_not_meet() -> None:
    text = position("plan", ["a"], demand(0), demand(3))
    found = profile(dossier(text), "plan").stances["t.i"]
    assert asks(found) == [point(0), point(3)]
    assert found.quarrels


def test_clauses_on_a_members_scale_add_up() -> None:
    scale = members("x", "y", "z")
    text = position("plan", ["a"], demand(point(0b001)), demand(point(0b100)))
    data = dossier(text, issues=[issue("t.i", scale)])
    found = profile(data, "plan").stances["t.i"]
    assert asks(found) == [point(0b101)]
    assert not found.quarrels


def test_of_disputed_readings_the_better_source_speaks_and_the_other_contests() -> None:
    good, poor = (Evidence("s", "p", "A"),), (Evidence("u", "p", "C"),)
    text = position(
        "speech",
        ["a"],
        demand(4, is_disputed=True, evidence=poor),
        demand(0, is_disputed=True, evidence=good),
    )
    found = stance(text)
    assert asks(found) == [point(0)]
    assert [d.ask for d in found.contested] == [point(4)]


def test_a_clause_struck_out_is_a_stand_without_an_ask() -> None:
    data = dossier(statement("text", None, is_dropped=True))
    found = profile(data, "text").stances["t.i"]
    assert (found.speaks, found.is_dropped, found.regions) == (True, True, ())
    assert not profile(data, "a").stances["t.i"].speaks


def joint_text(ask: float, said: str = "2025-02-01", stage: str = "draft") -> Position:
    """A text of a and b."""
    return position("joint", ["a", "b"], demand(ask, said=said, **TEXT), stage=stage)


TEXT = {"attribution": "document", "form": "text"}


def test_a_joint_text_counts_and_stands_beside_or_is_left_out_when_asked_to() -> None:
    own, joint = statement("own", 0, said="2025-01-01"), joint_text(3)
    counted = stance(own, joint)
    assert asks(counted) == [point(3)]
    assert (counted.is_joint, counted.is_draft) == (True, True)
    beside = stance(own, joint, vantage=Vantage(joint="beside"))
    assert asks(beside) == [point(0)]
    assert [d.position for d in beside.joint] == ["joint"]
    assert stance(own, joint, vantage=Vantage(joint="omit")).joint == ()


def test_a_draft_replaces_asks_and_ends_no_line_and_an_agreed_text_is_its_holders_word() -> None:
    line = statement("line", 0, said="2025-01-01", firmness="red-line")
    draft = stance(line, joint_text(3))
    assert asks(draft) == [point(3)]
    assert [x.state for x in draft.lines] == ["in force"]
    for stage in ("agreed", "signed"):
        agreed = stance(line, joint_text(3, stage=stage))
        assert asks(agreed) == [point(3)]
        assert [(x.state, x.by and x.by.position) for x in agreed.gone] == [("moved", "joint")]
        assert not agreed.is_draft


def test_a_holders_own_word_leads_over_the_draft_that_says_the_same() -> None:
    found = stance(joint_text(3), statement("own", 3, said="2025-03-01"))
    assert [d.position for d in found.asks] == ["own"]
    assert not found.is_draft


def test_a_draft_that_says_what_its_holder_said_before_does_not_lead() -> None:
    found = stance(statement("own", 3, said="2025-01-01"), joint_text(3))
    assert [d.position for d in found.asks] == ["own"]
    assert [d.position for d in found.again] == ["joint"]


def struck(*, revises: tuple[str, ...]) -> Position:
    """A text of a and b that strikes a clause."""
    return position(
        "joint",
        ["a", "b"],
        demand(None, is_dropped=True, said="2025-02-01", **TEXT),
        revises=revises,
        stage="draft",
    )


def test_a_struck_clause_ends_its_holders_own_clause_of_the_text_it_revises_and_no_other() -> None:
    old = position("old", ["a"], demand(3, said="2025-01-01", **TEXT))
    assert stance(old, struck(revises=("old",))).is_dropped
    left = stance(old, struck(revises=("other",)))
    assert asks(left) == [point(3)]
    assert {e.demand.position: e.fate for e in left.history}["joint"] == "struck"


def end(day: str, *holders: str, known: str = "") -> End:
    """A text lapsed on that day for these holders."""
    return End(holders, day, known or day, "the talks ended")


def test_what_has_lapsed_speaks_for_nobody_and_brings_back_nothing() -> None:
    own = statement("own", 0, said="2025-01-01")
    over = position(
        "over", ["a"], demand(3, said="2025-02-01", firmness="red-line"), ends=(end("2025-04-01"),)
    )
    day_before = stance(own, over, vantage=Vantage("2025-03-31"))
    assert asks(day_before) == [point(3)]
    after = stance(own, over, vantage=Vantage("2025-04-01"))
    assert (after.speaks, after.lines) == (False, ())
    assert [(e.demand.position, e.reason) for e in after.passed] == [("over", "the talks ended")]
    assert [x.state for x in after.gone] == ["lapsed"]
    named = profile(dossier(own, over), "over", Vantage("2025-04-01")).stances["t.i"]
    assert asks(named) == [point(3)]


def test_a_line_ends_with_its_text_though_a_later_word_has_come_to_speak() -> None:
    line = {"firmness": "red-line", "accepts": Region(2, 4)}
    texts = (
        position("text", ["a"], demand(3, said="2025-02-01", **line), ends=(end("2025-04-01"),)),
        statement("offer", 3, said="2025-02-02", until="2025-03-31", **line),
    )
    for over in texts:
        later = statement("later", 2, said="2025-03-01")
        day_before = stance(over, later, vantage=Vantage("2025-03-31"))
        after = stance(over, later, vantage=Vantage("2025-04-01"))
        assert asks(day_before) == asks(after) == [point(2)]
        assert [x.state for x in day_before.lines] == ["in force"]
        assert (after.lines, [x.state for x in after.gone]) == ((), ["lapsed"])


@pytest.mark.parametrize("until", ["", "2025-06-30", "2025-02-01"])
def test_the_later_word_settles_how_long_an_offer_holds(until: str) -> None:
    offer = statement("offer", 3, said="2025-01-01", until=until)
    renewed = statement("renewed", 3, said="2025-01-15", until="2025-03-31")
    assert asks(stance(offer, renewed, vantage=Vantage("2025-03-31"))) == [point(3)]
    over = stance(offer, renewed, vantage=Vantage("2025-04-01"))
    assert (over.speaks, [e.demand.position for e in over.passed]) == (False, ["renewed"])


def test_a_struck_clause_is_found_through_the_texts_that_were_revised_between() -> None:
    old = position("old", ["a"], demand(3, said="2025-01-01", **TEXT))
    between = position("between", ["b"], revises=("old", "joint"))
    found = stance(old, between, struck(revises=("elsewhere", "between")))
    assert found.is_dropped
    course = courses(dossier(old, between, struck(revises=("between",))), ["a"], ["t.i"], Vantage())
    assert [step.change.ask for step in course[0].steps] == ["first", "struck out"]


def test_what_a_party_says_after_a_lapse_speaks_whatever_its_strength() -> None:
    over = position("over", ["a"], demand(3, said="2025-02-01"), ends=(end("2025-04-01"),))
    leak = statement("leak", 1, said="2025-05-01", attribution="anonymous")
    assert asks(stance(over, leak)) == [point(1)]


def test_an_offer_with_a_last_day_is_told_as_passed_after_it() -> None:
    offer = statement("offer", 3, said="2025-01-01", until="2025-02-01")
    assert asks(stance(offer, vantage=Vantage("2025-02-01"))) == [point(3)]
    passed = stance(offer, vantage=Vantage("2025-02-02"))
    assert not passed.speaks
    assert passed.passed[0].reason == "held until 2025-02-01"


def test_a_signature_taken_back_ends_a_text_for_that_holder_alone() -> None:
    joint = joint_text(3)._replace(ends=(end("2025-04-01", "a"),))
    assert not stance(joint, vantage=Vantage("2025-05-01")).speaks
    assert asks(stance(joint, of="b", vantage=Vantage("2025-05-01"))) == [point(3)]


def test_of_a_lapsed_draft_what_its_holder_said_too_speaks_on() -> None:
    own = statement("own", 3, said="2025-01-01")
    text = position("text", ["a"], demand(3, said="2025-02-01", **TEXT), ends=(end("2025-04-01"),))
    found = stance(own, text, vantage=Vantage("2025-05-01"))
    assert [d.position for d in found.asks] == ["own"]


def test_a_line_on_sources_of_grade_c_alone_is_told_and_not_in_force() -> None:
    poor = (Evidence("u", "p", "C"),)
    line = statement("line", 0, firmness="red-line", evidence=poor)
    found = stance(line)
    assert [x.state for x in found.lines] == ["said"]
    assert (found.standing_lines, found.firmness) == ((), "firm")
    plain = statement("plain", 0, said="2024-01-01")
    assert stance(plain, line._replace(id="line")).firmness == "firm"


def test_a_word_that_moves_a_line_ends_the_older_ask_that_it_contradicts_too() -> None:
    text = statement("text", 0, said="2025-01-01", **TEXT)
    line = position(
        "line",
        ["a"],
        demand(0, id="x", said="2025-02-01", attribution="reported", firmness="red-line"),
    )
    new = statement("new", 3, said="2025-03-01", attribution="reported", moves=("line#x",))
    found = stance(text, line, new)
    assert asks(found) == [point(3)]
    assert [x.state for x in found.gone] == ["moved"]


def test_a_joint_text_that_is_being_compared_is_neither_shown_nor_counted() -> None:
    own = statement("own", 0, said="2025-01-01")
    joint = position("joint", ["a", "b"], demand(3, said="2025-02-01"))
    for mode in ("beside", "count"):
        found = profile(dossier(own, joint), "a", Vantage(joint=mode), without=["joint"])
        assert asks(found.stances["t.i"]) == [point(0)]
        assert found.stances["t.i"].joint == ()


def test_a_point_of_a_joint_text_that_is_not_agreed_is_its_holders_own() -> None:
    joint = position("joint", ["a", "b"], demand(3, holders=("a",)), demand(1, issue="t.j"))
    data = dossier(joint, issues=[issue("t.i"), issue("t.j")])
    assert asks(profile(data, "a").stances["t.i"]) == [point(3)]
    assert "t.i" not in profile(data, "b").stances
    text = profile(data, "joint").stances["t.i"]
    assert not text.speaks
    assert [d.ask for d in text.contested] == [point(3)]


def test_only_the_latest_joint_text_stands_beside() -> None:
    early = position("early", ["a", "b"], demand(1, said="2025-01-01"))
    late = position("late", ["a", "b"], demand(2, said="2025-02-01"))
    found = stance(early, late, vantage=Vantage(joint="beside"))
    assert [d.position for d in found.joint] == ["late"]


def test_an_analysis_never_speaks_for_a_party_but_speaks_for_itself() -> None:
    analysis = position(
        "guess", [], demand(4, attribution="analyst"), about=("a",), status="analysis"
    )
    own = statement("own", 0)
    data = dossier(own, analysis)
    assert asks(profile(data, "a").stances["t.i"]) == [point(0)]
    assert asks(profile(data, "guess").stances["t.i"]) == [point(4)]
    assert "analysis" in [e.fate for e in profile(data, "a").stances["t.i"].history]


def test_a_statement_counts_from_the_day_it_became_known() -> None:
    leak = statement("leak", 0, said="2025-01-01", known="2025-03-01")
    assert not stance(leak, vantage=Vantage(as_of="2025-02-01")).speaks
    assert stance(leak, vantage=Vantage(as_of="2025-03-01")).speaks


def test_a_text_named_by_its_id_speaks_at_any_date() -> None:
    text = position("plan", ["a"], demand(2, said="2025-06-01"))
    found = profile(dossier(text), "plan", Vantage(as_of="2025-01-01"))
    assert asks(found.stances["t.i"]) == [point(2)]


def test_statements_on_other_ground_are_left_out_when_an_attribution_is_asked_for() -> None:
    own = statement("own", 0, said="2025-01-01", attribution="anonymous")
    found = stance(own, vantage=Vantage(attribution=("official", "document")))
    assert not found.speaks
    assert [e.fate for e in found.history] == ["left out"]


@pytest.mark.parametrize("kind", ["interest", "alternative", "reaction"])
def test_only_demands_are_compared(kind: str) -> None:
    found = stance(statement("own", 0, kind=kind))
    assert not found.speaks
    assert [e.fate for e in found.history] == [kind]


@pytest.mark.parametrize(
    ("firmness", "salience"),
    [("red-line", 100), ("condition", 80), ("firm", 60), ("preference", 40)],
)
def test_salience_follows_firmness_unless_the_data_give_one(firmness: str, salience: int) -> None:
    assert stance(statement("own", 0, firmness=firmness)).salience == salience
    assert stance(statement("own", 0, firmness=firmness, salience=7)).salience == 7


statements = st.lists(
    st.builds(
        lambda ask, width, vague, said, attribution, form, firmness, latest, dropped: demand(
            None if dropped else Region(ask, min(4, ask + width), vague),
            said=f"2025-0{said}-01",
            attribution=attribution,
            form=form,
            firmness=firmness,
            is_latest=latest,
            is_dropped=dropped,
        ),
        st.integers(0, 4),
        st.integers(0, 2),
        st.booleans(),
        st.integers(1, 6),
        st.sampled_from(["official", "document", "anonymous", "reported", "expert"]),
        st.sampled_from(["text", "quoted", "paraphrased"]),
        st.sampled_from(["red-line", "condition", "firm", "preference", "open"]),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=7,
)


def build(found: list[Demand]) -> Dossier:
    return dossier(*(position(f"p{n}", ["a"], d) for n, d in enumerate(found)))


@given(statements)
def test_no_red_line_ever_vanishes_and_every_end_names_what_ended_it(found: list[Demand]) -> None:
    data = build(found)
    told = profile(data, "a").stances["t.i"]
    drawn = {d.position for d in data.demands() if d.firmness == "red-line" and d.ask}
    assert {line.demand.position for line in (*told.lines, *told.gone)} == drawn
    assert all(line.by is not None and line.by.said > line.demand.said for line in told.gone)


@given(statements)
def test_every_statement_has_exactly_one_fate(found: list[Demand]) -> None:
    data = build(found)
    history = profile(data, "a").stances["t.i"].history
    assert sorted(e.demand.position for e in history) == sorted(data.positions)


@given(statements, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(found: list[Demand], chance: Random) -> None:
    data = build(found)
    names = list(data.positions)
    chance.shuffle(names)
    shuffled = data._replace(positions={name: data.positions[name] for name in names})
    assert profile(shuffled, "a").stances == profile(data, "a").stances


@given(statements)
def test_what_speaks_is_never_weaker_than_what_it_replaced(found: list[Demand]) -> None:
    told = profile(build(found), "a").stances["t.i"]
    rank = {"document": 2, "official": 2, "anonymous": 1, "reported": 1, "expert": 0}
    speaking = min((rank[d.attribution] for d in told.asks), default=2)
    replaced = max(
        (rank[e.demand.attribution] for e in told.history if e.fate == "superseded"), default=0
    )
    assert speaking >= replaced


def test_a_later_text_leaves_open_what_an_earlier_one_settled() -> None:
    text = {"attribution": "document", "form": "text"}
    figure = statement("draft", 1, said="2025-01-01", **text)
    vague = Region(0, 3, vague=True)
    found = stance(figure, statement("memo", vague, said="2025-02-01", **text))
    assert asks(found) == [vague]
    remark = stance(figure, statement("remark", vague, said="2025-02-01"))
    assert asks(remark) == [point(1)]


def test_a_plain_later_word_of_equal_strength_speaks_after_vague_words() -> None:
    vague = statement("memo", Region(0, 3, vague=True), said="2025-01-01", **TEXT)
    told = {"said": "2025-02-01", "form": "paraphrased"}
    assert asks(stance(vague, statement("later", 2, **told))) == [point(2)]
    leaked = stance(vague, statement("leak", 2, attribution="anonymous", **told))
    assert leaked.regions[0].vague


def test_a_reading_that_sources_dispute_moves_no_line() -> None:
    line = statement("line", 0, said="2025-01-01", firmness="red-line")
    readings = position(
        "told",
        ["a"],
        demand(4, said="2025-02-01", is_disputed=True),
        demand(0, said="2025-02-01", is_disputed=True, evidence=(Evidence("t", "p", "B"),)),
    )
    found = stance(line, readings)
    assert [x.state for x in found.lines] == ["contested"]
    assert found.gone == ()


def test_what_was_said_later_than_asked_for_is_not_shown_of_any_kind() -> None:
    early = statement("early", 1, said="2025-01-01")
    remark = position("remark", ["a"], demand(None, kind="reaction", said="2025-02-01"))
    found = stance(early, remark, vantage=Vantage("2025-01-15"))
    assert [e.fate for e in found.history] == ["speaks", "later"]


def reasons(found: Stance) -> dict[str, str]:
    """The rule applied to each text."""
    return {entry.demand.position: entry.reason for entry in found.history}


def test_a_statement_that_replaces_another_is_said_to_be_later_and_at_least_as_strong() -> None:
    found = stance(statement("old", 0, said="2025-01-01"), statement("new", 3, said="2025-02-01"))
    assert reasons(found) == {
        "old": "replaced on 2025-02-01 by new: later and at least as strong",
        "new": "the latest of the strongest",
    }


def test_every_rule_that_settles_a_statement_is_told_in_its_words() -> None:
    vague = Region(0, 3, vague=True)
    later = {"said": "2025-02-01"}
    old = position("old", ["a"], demand(0, id="x"))
    by = "replaced on 2025-02-01 by new: "
    for new, told in (
        (
            statement("new", 3, restates=("old#x",), **later),
            {"new": "says again what speaks"},
        ),
        (statement("new", 0, voice="other", **later), {"new": "says again what speaks"}),
        (
            statement("new", 3, moves=("old#x",), attribution="reported", **later),
            {"old": f"{by}the data say that it was moved"},
        ),
        (
            statement("new", 3, attribution="reported", **later),
            {"new": "on weaker word than what speaks"},
        ),
        (
            statement("new", 3, voice="minister", **later),
            {"new": "a lower voice, while what speaks is fresh"},
        ),
        (
            statement("new", 3, form="paraphrased"),
            {"new": "of the same day, and told less plainly"},
        ),
        (
            statement("new", 3, firmness="open", **later),
            {"new": "open or not dated, and what speaks is firmer"},
        ),
        (statement("new", vague, **later), {"new": "a vague remark that may mean what speaks"}),
        (statement("new", vague, **TEXT, **later), {"old": f"{by}later and at least as strong"}),
        (
            statement("new", None, firmness="open", **later),
            {"new": "open to trade, with no ask", "old": "nothing replaces it"},
        ),
        (
            statement("new", None, is_dropped=True, **later),
            {"new": "strikes a clause that its holder did not ask for"},
        ),
    ):
        assert {**reasons(stance(old, new)), **told} == reasons(stance(old, new))
    aged = stance(old, statement("new", 3, said="2026-02-01", voice="other"))
    assert reasons(aged)["old"] == (
        "replaced on 2026-02-01 by new: later, and what spoke was no longer fresh"
    )


def two_that_speak() -> list[Position]:
    """Two texts of party a of one day and strength, which both speak."""
    return [position("one", ["a"], demand(0, id="x")), position("two", ["a"], demand(4, id="y"))]


@pytest.mark.parametrize("named", ["one#x", "two#y"])
def test_of_several_that_speak_any_can_be_restated_moved_or_withdrawn(named: str) -> None:
    later = {"said": "2025-02-01", "form": "paraphrased"}
    again = stance(*two_that_speak(), statement("new", 2, restates=(named,), **later))
    assert asks(again) == [point(0), point(4)]
    assert again.contested == ()
    moved = stance(*two_that_speak(), statement("new", 2, moves=(named,), **later))
    assert asks(moved) == [point(2)]
    beside = stance(*two_that_speak(), statement("new", 2, keeps=(named,), **later))
    assert asks(beside) == [point(0), point(4), point(2)]
    opened = statement("new", None, firmness="open", withdraws=(named,), **later)
    assert asks(stance(*two_that_speak(), opened)) == [point(4) if named == "one#x" else point(0)]


def test_plain_words_that_wait_are_not_dropped_by_later_vague_ones() -> None:
    """A vague text replaces what speaks and the vague words beside it, no plain ones."""
    text = {"attribution": "document", "form": "text"}
    weak = {"said": "2025-02-01", "voice": "minister"}
    vague = Region(0, 2, vague=True)
    found = stance(
        statement("draft", 0, said="2025-01-01", **text),
        statement("plain", 4, **weak),
        statement("misty", Region(3, 4, vague=True), **weak),
        statement("memo", vague, said="2025-03-01", **text),
    )
    assert asks(found) == [vague]
    assert [d.position for d in found.contested] == ["plain"]
    assert {e.demand.position: e.fate for e in found.history} == {
        "draft": "superseded",
        "misty": "superseded",
        "plain": "contested",
        "memo": "speaks",
    }
    settled = stance(
        statement("draft", 0, said="2025-01-01", **text),
        statement("plain", 4, **weak),
        statement("memo", 1, said="2025-03-01", **text),
    )
    assert settled.contested == ()


def test_what_a_weaker_source_asks_contests_a_clause_struck_out() -> None:
    old = position("old", ["a"], demand(1, said="2025-01-01", **TEXT))
    told = statement("told", 3, said="2025-03-01", attribution="reported")
    found = stance(old, struck(revises=("old",)), told)
    assert found.is_dropped
    assert [d.position for d in found.contested] == ["told"]


@pytest.mark.parametrize(("said", "contested"), [("2025-02-01", []), ("2025-04-01", ["offer"])])
def test_a_concession_counts_as_later_than_the_last_of_all_that_speaks(
    said: str, contested: list[str]
) -> None:
    first = position("first", ["a"], demand(0, id="x", said="2025-01-01"))
    kept = statement("kept", 1, said="2025-03-01", keeps=("first#x",))
    offer = statement("offer", Region(0, 4), said=said, attribution="anonymous")
    found = stance(first, offer, kept)
    assert asks(found) == [point(0), point(1)]
    assert [d.position for d in found.contested] == contested


def is_agreed(data: Dossier, demand: Demand) -> bool:
    """Whether its text is no draft."""
    return not data.positions[demand.position].is_draft


def everyone(data: Dossier, joint: str = "count") -> list[tuple[str, str, Stance]]:
    """Every stance of every party: who, on what, which."""
    return [
        (party, name, found)
        for party in data.parties
        for name, found in profile(data, party, Vantage(joint=joint)).stances.items()
    ]


@given(dossiers(least=2))
def test_a_line_never_stands_without_words_to_show(data: Dossier) -> None:
    for _, _, found in everyone(data):
        assert found.has_words or not found.standing_lines


@given(dossiers(least=2), st.sampled_from(["beside", "count", "omit"]))
def test_no_line_vanishes_however_texts_are_linked(data: Dossier, joint: str) -> None:
    for party, name, found in everyone(data, joint):
        drawn = {
            d.ref
            for d in data.demands()
            if d.issue == name
            and party in d.holders
            and (
                len(d.holders) == 1
                or (joint == "count" and not data.positions[d.position].is_draft)
            )
            and d.firmness == "red-line"
            and d.limit is not None
        }
        told = [line.demand.ref for line in (*found.lines, *found.gone)]
        assert sorted(told) == sorted(drawn)
        assert {line.state for line in found.lines} <= {"in force", "contested", "said"}
        for line in found.gone:
            assert line.state in ("moved", "withdrawn", "lapsed")
            assert (line.by is None) == (line.state == "lapsed")
            assert line.by is None or line.by.said > line.demand.said


@given(dossiers(least=2), st.sampled_from(["beside", "count"]))
def test_every_demand_has_exactly_one_fate_however_texts_are_linked(
    data: Dossier, joint: str
) -> None:
    for party, name, found in everyone(data, joint):
        beside = {p.id for p in data.positions.values() if party in p.about}
        own = [
            d.ref
            for d in data.demands()
            if d.issue == name and (party in d.holders or d.position in beside)
        ]
        assert sorted(e.demand.ref for e in found.history) == sorted(own)
        assert all(e.reason for e in found.history)
        speaks = [e.demand.ref for e in found.history if e.fate == "speaks"]
        assert sorted(speaks) == sorted(d.ref for d in found.asks)


@given(dossiers(least=2))
def test_joint_texts_stand_beside_and_change_nothing(data: Dossier) -> None:
    omitted = {(party, name): found for party, name, found in everyone(data, "omit")}
    for party, name, found in everyone(data, "beside"):
        assert all(len(d.holders) > 1 for d in found.joint)
        assert all(len(d.holders) == 1 for d in (*found.asks, *found.contested))
        if (party, name) in omitted:
            alone = omitted[party, name]
            assert (found.regions, found.lines, found.firmness) == (
                alone.regions,
                alone.lines,
                alone.firmness,
            )


@given(dossiers(least=2))
def test_a_statement_that_the_data_link_ends_as_the_link_says(data: Dossier) -> None:
    """What was withdrawn or moved by the last word on it speaks no more, whatever its strength."""
    for _, _, found in everyone(data, "count"):
        fates = {e.demand.ref: e.fate for e in found.history}
        for entry in found.history:
            if not entry.demand.holders:  # a list that stands beside takes nothing back
                continue
            for link in LINKS:
                for ref in getattr(entry.demand, link):
                    if link == "withdraws" and ref in fates:
                        assert fates[ref] in ("withdrawn", "superseded", "supports")
                    if link == "moves" and entry.fate in ("speaks", "superseded"):
                        assert fates.get(ref) != "speaks"


@given(dossiers(least=2), st.randoms(use_true_random=False))
def test_the_order_of_linked_files_changes_no_stance(data: Dossier, chance: Random) -> None:
    names = list(data.positions)
    chance.shuffle(names)
    shuffled = data._replace(positions={name: data.positions[name] for name in names})
    for party in data.parties:
        one, other = profile(data, party).stances, profile(shuffled, party).stances
        assert one.keys() == other.keys()
        for name, found in one.items():
            again = other[name]
            assert sorted(d.ref for d in found.joint) == sorted(d.ref for d in again.joint)
            assert found._replace(joint=(), history=()) == again._replace(joint=(), history=())
            assert set(found.history) == set(again.history)


def speaks(data: Dossier, party: str = "a", vantage: Vantage = Vantage()) -> dict[str, set[str]]:
    """The demands by which a party speaks, issue by issue."""
    found = profile(data, party, vantage).stances
    return {name: {d.ref for d in one.asks} for name, one in found.items() if one.speaks}


def with_one_more(data: Dossier, new: Position) -> Dossier:
    return data._replace(positions={**data.positions, new.id: new})


@given(dossiers(least=2), st.data())
def test_an_older_word_that_is_no_stronger_never_changes_what_speaks_now(
    data: Dossier, draw: st.DataObject
) -> None:
    """Older than all that was said, on the weakest word and no firmer than any: at most it
    contests nothing."""
    name = draw.draw(st.sampled_from(list(data.issues)))
    ask = draw.draw(regions(data.issues[name].scale, st.just(False)))
    old = demand(
        ask,
        issue=name,
        said="2024-01-01",
        attribution="expert",
        voice="other",
        firmness="open",
    )
    before = speaks(data)
    after = speaks(with_one_more(data, position("old", ["a"], old)))
    assert {issue: after[issue] for issue in before if issue != name} == {
        issue: before[issue] for issue in before if issue != name
    }
    if name in before:
        assert after[name] == before[name]


@given(dossiers(least=2), st.data())
def test_a_lower_voice_never_silences_a_higher_fresh_one(
    data: Dossier, draw: st.DataObject
) -> None:
    name = draw.draw(st.sampled_from(list(data.issues)))
    scale = data.issues[name].scale
    president = demand(draw.draw(regions(scale, st.just(False))), issue=name, said="2025-06-01")
    minister = demand(draw.draw(regions(scale)), issue=name, said="2025-06-15", voice="minister")
    one = with_one_more(data, position("president", ["a"], president))
    both = with_one_more(one, position("minister", ["a"], minister))
    day = Vantage("2025-06-20")
    assert speaks(both, vantage=day)[name] == speaks(one, vantage=day)[name]
    stance = profile(both, "a", day).stances[name]
    assert "president#1" in {d.ref for d in (*stance.asks, *stance.again)}


@given(dossiers(least=2), st.data())
def test_lapsing_a_text_never_creates_an_ask(data: Dossier, draw: st.DataObject) -> None:
    chosen = data.positions[draw.draw(st.sampled_from(list(data.positions)))]
    over = chosen._replace(ends=(End((), "2025-05-01", "2025-05-01", "over"),))
    lapsed = data._replace(positions={**data.positions, over.id: over})
    day = Vantage("2025-06-01")
    for party in data.parties:
        before, after = (profile(d, party, day).stances for d in (data, lapsed))
        for name, stance in after.items():
            told = {d.ref for d in (*before[name].asks, *before[name].again)}
            assert {d.ref for d in stance.asks} <= told
            assert set(stance.standing_lines) <= {
                line._replace(state="in force") for line in before[name].lines
            }


def test_a_day_before_anything_was_said_names_the_first_day_and_that_day_itself_does_not() -> None:
    told = statement("told", 0, said="2025-02-01", known="2025-03-01")
    data = dossier(told, statement("later", 1, said="2025-04-01"))
    for vantage, first in (
        (Vantage(), ""),
        (Vantage("2025-02-28"), "2025-03-01"),
        (Vantage("2025-03-01"), ""),
        (Vantage("2025-03-02"), ""),
        (Vantage(known_by="2025-02-28"), "2025-03-01"),
        (Vantage(known_by="2025-03-01"), ""),
        (Vantage("2025-01-31", known_by="2025-03-01"), "2025-02-01"),
        (Vantage("2025-02-01", known_by="2025-03-01"), ""),
    ):
        assert vantage.nothing_before(data) == first, vantage


def test_a_letter_counts_from_the_day_it_was_written_and_known() -> None:
    letter = position("letter", ["a"], date="2025-02-01", known="2025-03-01")
    heard = {
        vantage: vantage.has_heard(letter)
        for vantage in (
            Vantage(),
            Vantage("2025-02-15"),
            Vantage("2025-03-01"),
            Vantage("2025-01-15", known_by="2025-04-01"),
            Vantage("2025-02-01", known_by="2025-04-01"),
        )
    }
    assert list(heard.values()) == [True, False, True, False, True]
    assert not Vantage().has_heard(statement("text", 0))


def idle(*positions: Position) -> list[tuple[str, str, str]]:
    values = dossier(*positions)
    found = idle_links(values, of_parties(values))
    return [(one.demand.position, one.link, one.ref) for one in found]


def test_a_link_to_what_no_longer_speaks_changes_nothing() -> None:
    old = position("old", ["a"], demand(0, id="x", said="2025-01-01"))
    new = statement("new", 3, said="2025-02-01")
    late = statement("late", 1, said="2025-03-01", restates=("old#x",))
    assert idle(old, new, late) == [("late", "restates", "old#x")]
    assert idle(old, late) == []
    joint = position("joint", ["a", "b"], demand(1, said="2025-03-01", moves=("old#x",)))
    assert idle(old, joint) == []


def test_what_does_not_count_says_why() -> None:
    told = demand(0, said="2025-02-01", known="2025-03-01")
    assert Vantage().leave_out(told) is None
    assert Vantage("2025-03-01").leave_out(told) is None
    assert Vantage("2025-02-01").leave_out(told) == (
        "later",
        "became known on 2025-03-01, after 2025-02-01",
    )
    assert Vantage("2025-02-01", known_by="2025-03-01").leave_out(told) is None
    assert Vantage("2025-01-31", known_by="2025-03-01").leave_out(told) == (
        "later",
        "said on 2025-02-01, after 2025-01-31",
    )
    assert Vantage(attribution=("document",)).leave_out(told) == (
        "left out",
        "its attribution (official) was not asked for",
    )


def test_firmness_is_lent_by_the_firmest_of_the_same_ask_and_salience_follows_it() -> None:
    weak = {"attribution": "anonymous", "said": "2025-02-01"}
    found = stance(
        statement("plain", 2, firmness="preference"),
        statement("one", 2, firmness="firm", **weak),
        statement("two", 2, firmness="condition", salience=7, **weak),
        statement("three", Region(2, 3, vague=True), firmness="condition", salience=9, **weak),
    )
    assert (found.firmness, found.firmness_by and found.firmness_by.position) == (
        "condition",
        "two",
    )
    assert found.salience == 7
    softer = stance(statement("plain", 2), statement("one", 2, firmness="preference", **weak))
    assert (softer.firmness, softer.firmness_by, softer.salience) == ("firm", None, 60)


def test_a_stronger_word_withdrawn_leaves_the_rank_of_what_still_speaks() -> None:
    """Of two that speak the firmer is taken back: a soft open word may then replace the other."""
    one = position("one", ["a"], demand(0, id="x", firmness="preference"))
    two = position("two", ["a"], demand(1, id="y", firmness="condition"))
    gone = statement("gone", None, said="2025-02-01", firmness="open", withdraws=("two#y",))
    soft = statement("soft", 3, said="2025-03-01", firmness="preference", is_latest=True)
    assert asks(stance(one, two, gone, soft)) == [point(3)]
    assert asks(stance(one, two, soft)) == [point(0), point(1)]


def test_of_the_clauses_of_one_source_the_first_stands_for_all() -> None:
    """It is named where they end a line together, and where they lend their firmness."""
    line = position("line", ["a"], demand(0, id="x", firmness="red-line"))
    two = position("new", ["a"], demand(3, said="2025-02-01"), demand(4, said="2025-02-01"))
    found = stance(line, two)
    assert [(g.by and g.by.position, g.by and g.by.row) for g in found.gone] == [("new", 1)]
    weak = {"said": "2025-03-01", "attribution": "anonymous", "firmness": "condition"}
    lent = stance(two, position("leak", ["a"], demand(3, **weak), demand(4, **weak)))
    assert lent.firmness_by is not None
    assert (lent.firmness_by.position, lent.firmness_by.row) == ("leak", 1)
