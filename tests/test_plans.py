"""A text clause by clause: every verdict, its reason, and the totals."""

from csv import DictReader
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negpos
from negpos.conditions import of_plan
from negpos.dossier import Demand, Dossier
from negpos.errors import UsageError
from negpos.plans import Answer, Plan, heading, plan
from negpos.profiles import Vantage, profile
from negpos.scales import Region
from negpos.statements import is_reaction
from negpos.terms import VERDICTS
from negpos.view.plan import report

from .conftest import ROOT, Negpos
from .factory import demand, dossier, issue, members, nominal, point, position, quantity, stood

DELTA = str(ROOT / "tests" / "delta")


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    return negpos.load("ukraine").dossier


def held(values: Dossier, text: str, *parties: str) -> Plan:
    """A text against parties."""
    return plan(profile(values, text), [profile(values, p) for p in parties])


def check(clause: Demand, *asks: Demand) -> Answer:
    """What one clause of a text is to party a, which has said these things."""
    said = [text for n, ask in enumerate(asks) for text in stood("a", ask, f"said{n}")]
    values = dossier(position("text", ["b"], clause, status="published"), *said)
    return held(values, "text", "a").clauses[0].answers["a"]


LINE = demand(0, firmness="red-line")
VAGUE = Region(1, 3, vague=True)


@pytest.mark.parametrize(
    ("clause", "asks", "verdict", "steps"),
    [
        (demand(1), [demand(1)], "meets", 0),
        (demand(1), [demand(Region(0, 2))], "meets", 0),
        (demand(3), [demand(1)], "short", 2),
        (demand(Region(2, 4)), [demand(0)], "short", 2),
        (demand(3), [LINE], "crosses", 3),
        (demand(0), [LINE], "meets", 0),
        (demand(2), [demand(VAGUE)], "unclear", None),
        (demand(4), [demand(VAGUE)], "short", None),
        (demand(VAGUE), [LINE], "crosses", None),
        (demand(2), [demand(None, firmness="open")], "open", None),
        (demand(None, firmness="open"), [demand(2)], "open", None),
        (demand(2), [], "silent", None),
        (demand(None, is_dropped=True), [demand(2)], "open", None),
        (demand(2), [demand(None, is_dropped=True)], "open", None),
        (demand(None, is_dropped=True), [demand(None, is_dropped=True)], "meets", None),
    ],
)
def test_every_verdict_has_its_ground(
    clause: Demand, asks: list[Demand], verdict: str, steps: float | None
) -> None:
    found = check(clause, *asks)
    assert (found.verdict, found.steps) == (verdict, steps)
    assert found.reason
    assert bool(found.held) == (verdict != "silent")
    assert {line.demand for line in found.crossed} >= (
        set(found.held) if verdict == "crosses" else set()
    )


def test_the_first_of_several_clauses_stands_for_all() -> None:
    text = position("text", ["b"], demand(point(1), point="1"), demand(point(2), point="2"))
    values = dossier(text, issues=[issue("t.i", members("x", "y"))])
    (clause,) = held(values, "text", "a").clauses
    assert (clause.first.point, clause.points) == ("1", ("1", "2"))


def test_what_waits_beside_a_word_that_has_passed_is_told_where_the_clause_meets_it() -> None:
    values = dossier(
        position("text", ["b"], demand(3), status="published"),
        position("offer", ["a"], demand(0, said="2025-01-01", until="2025-03-01")),
        position("leak", ["a"], demand(3, said="2025-02-01", attribution="reported")),
        position("later", ["c"], demand(3, said="2025-04-01")),
    )
    found = held(values, "text", "a").clauses[0].answers["a"]
    assert found.verdict == "silent"
    assert [d.position for d in found.contested] == ["leak"]


def test_a_clause_outside_the_ask_may_still_keep_the_line() -> None:
    accepts = demand(0, firmness="red-line", accepts=Region(0, 2))
    found = check(demand(2), accepts)
    assert (found.verdict, found.steps) == ("short", 2)
    assert found.line is not None
    assert "line is kept" in found.reason


def test_the_latest_of_several_lines_tells_the_crossing() -> None:
    early = demand(0, firmness="red-line", said="2024-01-01")
    found = check(demand(3), early, demand(0, firmness="red-line", said="2025-01-01"))
    assert [d.said for d in found.held] == ["2025-01-01"]


def test_a_clause_must_meet_every_ask_that_stands_side_by_side() -> None:
    values = dossier(
        position("text", ["b"], demand(1), status="published"),
        position("both", ["a"], demand(1), demand(3)),
    )
    assert held(values, "text", "a").clauses[0].answers["a"].steps == 2


def test_clauses_on_a_members_scale_count_together() -> None:
    scale = members("x", "y", "z")
    values = dossier(
        position("text", ["b"], demand(point(1)), demand(point(2)), status="published"),
        position("said", ["a"], demand(point(3))),
        issues=[issue("t.i", scale)],
    )
    found = held(values, "text", "a")
    assert [(len(c.demands), c.answers["a"].verdict) for c in found.clauses] == [(2, "meets")]


def test_a_text_that_quarrels_with_itself_is_told_so() -> None:
    values = dossier(position("text", ["b"], demand(0), demand(3), status="published"))
    assert [[d.row for d in group] for group in held(values, "text", "a").quarrels] == [[1, 2]]


def test_terms_on_no_issue_are_unscored_and_not_hidden() -> None:
    values = dossier(
        position("text", ["b"], demand(0), demand(issue="", text="The anthem"), status="published")
    )
    assert [d.text for d in held(values, "text", "a").unscored] == ["The anthem"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("21", "21"), ("21d-2", "21"), ("10c-1", "10"), ("I.8", "I.8"), ("", ""), ("3b", "3")],
)
def test_sub_points_belong_to_their_point(written: str, read: str) -> None:
    assert heading(written) == read


def test_a_point_counts_once_by_its_worst_clause() -> None:
    clauses = [demand(0, point="1a"), demand(3, point="1b"), demand(0, point="2")]
    values = dossier(
        position("text", ["b"], *clauses, status="published"), position("said", ["a"], LINE)
    )
    total = held(values, "text", "a").totals[0]
    assert total.points == {"1": "crosses", "2": "meets"}
    assert total.counts == dict.fromkeys(VERDICTS, 0) | {"crosses": 1, "meets": 1}


def test_lines_crossed_are_told_by_issue_however_many_cross_and_are_crossed() -> None:
    values = dossier(
        position(
            "text",
            ["b"],
            demand(3, point="1"),
            demand(4, point="2"),
            demand(0, issue="t.q", point="3"),
            status="published",
        ),
        position("said", ["a"], LINE),
        position("said-2", ["a"], LINE._replace(said="2025-02-01")),
        position("said-3", ["a"], demand(0, issue="t.q", firmness="red-line")),
        issues=[issue("t.i"), issue("t.q", quantity())],
    )
    total = held(values, "text", "a").totals[0]
    assert (total.counts["crosses"], total.crossed) == (2, ("t.i",))


def test_what_a_party_asks_for_and_the_text_does_not_have_is_told_by_issue() -> None:
    names = ["t.asked", "t.silent", "t.open", "t.bracket", "t.struck", "t.in"]
    said = [demand(1, issue=f"t.{name}") for name in ("asked", "bracket", "struck", "in")]
    values = dossier(
        position(
            "text",
            ["b", "c"],
            demand(1, issue="t.bracket", holders=("b",)),
            demand(None, issue="t.struck", is_dropped=True),
            demand(2, issue="t.in"),
            status="published",
        ),
        position("said", ["a"], *said, demand(None, issue="t.open", firmness="open")),
        issues=[issue(name) for name in names],
    )
    assert held(values, "text", "a").totals[0].unaddressed == ("t.asked",)
    narrow = plan(profile(values, "text"), [profile(values, "a")], ["t.in"])
    assert narrow.totals[0].unaddressed == ()
    assert (narrow.narrowed_to, len(narrow.clauses)) == (("t.in",), 1)


def test_a_plan_tells_to_which_of_every_two_parties_the_text_is_nearer() -> None:
    values = dossier(
        position("text", ["c"], demand(0), demand(2, issue="t.q"), status="published"),
        position("p", ["a"], demand(1), demand(2, issue="t.q")),
        position("q", ["b"], demand(3), demand(2, issue="t.q")),
        issues=[issue("t.i"), issue("t.q", quantity())],
    )
    (nearer,) = held(values, "text", "b", "a").nearer
    assert nearer.parties == ("b", "a")
    assert (nearer.nearer, nearer.equal) == (((), ("t.i",)), ("t.q",))
    assert held(values, "text", "a").nearer == ()
    pairs = [nearer.parties for nearer in held(values, "text", "a", "b", "c").nearer]
    assert pairs == [("a", "b"), ("a", "c"), ("b", "c")]


AFTER = "only after a Ceasefire"


@pytest.mark.parametrize(
    ("clause", "ask", "verdict", "conditions"),
    [
        (demand(1), demand(1, condition=AFTER), "meets-if", (AFTER,)),
        (demand(1, condition=AFTER), demand(1), "meets-if", (AFTER,)),
        (demand(1, condition="if all do"), demand(1, condition=AFTER), "meets-if", None),
        (demand(1, condition=AFTER), demand(1, condition="only after  a ceasefire"), "meets", ()),
        (demand(3, condition=AFTER), demand(1), "short", ()),
        (demand(1), demand(1, condition=AFTER, accepts=Region(1, 2)), "meets", ()),
        (demand(1), demand(1, condition=AFTER, firmness="red-line"), "meets-if", (AFTER,)),
    ],
)
def test_an_ask_that_hangs_on_a_condition_of_one_side_is_met_only_if_it_holds(
    clause: Demand, ask: Demand, verdict: str, conditions: tuple[str, ...] | None
) -> None:
    found = check(clause, ask)
    assert found.verdict == verdict
    both = (clause.condition, ask.condition)
    assert found.conditions == (both if conditions is None else conditions)
    assert all(words in found.reason for words in found.conditions)


def test_the_condition_is_told_in_its_words(negpos: Negpos, ukraine: Dossier) -> None:
    out = negpos("plan", "us-28-point", "russia", "-f", "md").out
    assert "(on a condition)" not in out
    found = plan(profile(ukraine, "us-28-point"), [profile(ukraine, "russia")])
    held = [d for c in found.clauses for d in c.answers["russia"].held]
    told = {d.condition for d in held if d.condition and d.accepts is None}
    assert told
    assert all(words in out for words in told)


def contested_by(later: Demand, clause: Demand) -> Answer:
    """What a clause is to party a, which asks for 0 and later, it is told, for something else."""
    weaker = later._replace(attribution="reported", said="2025-03-01", known="2025-03-01")
    return check(clause, demand(0), weaker)


@pytest.mark.parametrize(
    ("later", "clause", "verdict", "is_marked"),
    [
        (demand(3), demand(3), "short", True),
        (demand(3), demand(4), "short", False),
        (demand(Region(0, 3)), demand(3), "short", True),
        (demand(Region(2, 4, vague=True)), demand(3), "short", False),
        (demand(3), demand(0), "meets", False),
        (demand(3), demand(None, is_dropped=True), "open", False),
    ],
)
def test_a_clause_that_meets_what_contests_an_ask_is_marked(
    later: Demand, clause: Demand, verdict: str, is_marked: bool
) -> None:
    found = contested_by(later, clause)
    assert (found.verdict, bool(found.contested)) == (verdict, is_marked)
    if is_marked:
        assert [demand.said for demand in found.contested] == ["2025-03-01"]


def test_the_mark_of_what_contests_an_ask_stands_in_the_cell_and_in_the_legend() -> None:
    weaker = demand(3, attribution="reported", said="2025-03-01")
    values = dossier(
        position("text", ["b"], demand(3), status="published"),
        position("said", ["a"], demand(0)),
        position("told", ["a"], weaker),
    )
    grid = report(held(values, "text", "a"), ()).grid()
    assert "≈ d, 1 Mar 2025: met" in grid.sections[0].rows[0][-1].text
    assert any(note.startswith("Marks: ") and "≈ contested by" in note for note in grid.notes)


def test_summary_rows_and_fail_on_count_the_same_points() -> None:
    clauses = [demand(0, point="1a"), demand(3, point="1b"), demand(0, point="2"), demand(0)]
    values = dossier(
        position("text", ["b"], *clauses, status="published"), position("said", ["a"], LINE)
    )
    found = held(values, "text", "a")
    assert found.totals[0].counts["meets"] == 2
    assert [c.first.ref for c in found.only(["meets"])] == ["text#3", "text#4"]
    assert [c.first.ref for c in found.only(["crosses"])] == ["text#2"]
    assert of_plan(found, ["meets"]).lines == (
        "negpos: --fail-on met: a: meets at 2 points (2, text#4)",
    )
    assert of_plan(found, ["crosses", "short"]).lines == (
        "negpos: --fail-on met: a: crosses at 1 point (1)",
    )
    assert not of_plan(found, ["short"]).holds


def test_the_heading_begins_with_the_count_that_can_be_quoted(ukraine: Dossier) -> None:
    sides = [profile(ukraine, "russia"), profile(ukraine, "ukraine")]
    found = plan(profile(ukraine, "us-28-point"), sides)
    preface = report(found, ()).grid().preface
    (nearer,) = found.nearer
    one, other = nearer.counts
    assert preface[0] == (
        f"28-point plan: nearer to Russia on {one}, to Ukraine on {other}, "
        f"equal on {len(nearer.equal)}"
    )
    assert preface[1].startswith(f"(the {nearer.total} issues that all three address plainly")
    assert preface[2].startswith(f"Russia {one}: ")
    assert not any("satisfaction" in line for line in preface)


SCALES = {"t.i": None, "t.q": quantity(), "t.n": nominal("x", "y")}


@st.composite
def texts(draw: st.DrawFn) -> Dossier:
    """A text of up to six clauses, and what a and b have said."""

    def rows(least: int) -> list[Demand]:
        found = []
        for number in range(draw(st.integers(least, 6))):
            name = draw(st.sampled_from(sorted(SCALES)))
            low = draw(st.integers(1, 2)) if name == "t.n" else draw(st.integers(0, 4))
            firmness = draw(st.sampled_from(["preference", "firm", "red-line"]))
            found.append(demand(float(low), issue=name, firmness=firmness, point=str(number)))
        return found

    return dossier(
        position("text", ["c"], *rows(1), status="published"),
        position("p", ["a"], *rows(0)),
        position("q", ["b"], *rows(0)),
        issues=[issue(name, scale) for name, scale in SCALES.items()],
    )


@given(texts())
def test_every_clause_has_one_verdict_a_party_and_points_add_up(values: Dossier) -> None:
    found = held(values, "text", "a", "b")
    assert all(set(c.answers) == {"a", "b"} for c in found.clauses)
    for total in found.totals:
        assert sum(total.counts.values()) == len(found.clauses)


@given(texts())
def test_whether_other_parties_are_asked_changes_no_verdict(values: Dossier) -> None:
    both, alone = held(values, "text", "a", "b"), held(values, "text", "a")
    assert [c.answers["a"] for c in both.clauses] == [c.answers["a"] for c in alone.clauses]


@pytest.mark.parametrize(
    ("text", "parties", "message"),
    [
        ("hill", ["vale"], "is a party, not a text"),
        ("broker-2024-03", ["vale-2024-09"], "is a text, not a party"),
        ("broker-2024-03", [], "held against parties"),
    ],
)
def test_what_cannot_be_held_is_misuse(text: str, parties: list[str], message: str) -> None:
    values = negpos.load(DELTA).dossier
    with pytest.raises(UsageError, match=message):
        held(values, text, *parties)


def test_a_text_meets_the_asks_that_it_makes_itself(ukraine: Dossier) -> None:
    """Clauses side by side on one issue are each their author's ask on the day of the text."""
    day = Vantage(as_of="2025-11-20")
    found = plan(profile(ukraine, "us-28-point"), [profile(ukraine, "us", day)])
    plain = [c for c in found.clauses if not c.first.is_disputed and c.first.known <= "2025-11-20"]
    assert {c.answers["us"].verdict for c in plain} == {"meets"}


def test_points_that_one_holder_has_not_agreed_to_are_listed_and_not_held(
    ukraine: Dossier,
) -> None:
    sides = [profile(ukraine, "russia"), profile(ukraine, "ukraine")]
    found = plan(profile(ukraine, "us-ukraine-20-point"), sides)
    assert {d.holders for c in found.clauses for d in c.demands} == {("ukraine", "us")}
    assert {d.holders for d in found.not_agreed} <= {("ukraine",), ("us",)}
    assert found.not_agreed


def test_every_issue_with_a_line_crossed_is_told_and_the_label_is_that_of_the_line(
    ukraine: Dossier,
) -> None:
    found = plan(profile(ukraine, "us-28-point"), [profile(ukraine, "ukraine")])
    crossed = {c.first.issue for c in found.clauses if c.answers["ukraine"].crossed}
    assert set(found.totals[0].crossed) == crossed
    for clause in found.clauses:
        answer = clause.answers["ukraine"]
        if answer.line and answer.verdict in ("crosses", "unclear"):
            assert answer.held == (answer.line.demand,)


DAY = "2025-03-01"


@pytest.mark.parametrize(
    ("days", "is_marked"),
    [
        (("2025-03-02",), True),
        ((DAY,), False),
        (("2025-02-28",), False),
        (("2025-03-02", "2025-03-03"), True),
        (("2025-02-28", "2025-03-03"), False),
        ((), False),
    ],
)
def test_a_cell_is_a_reaction_if_all_that_it_rests_on_was_said_on_a_day_after_the_text(
    days: tuple[str, ...], is_marked: bool
) -> None:
    text = position("text", ["b"], demand(0), date=DAY, known=DAY)
    assert is_reaction([demand(1, said=day, known=day) for day in days], text) is is_marked


def test_a_later_clause_of_the_text_itself_is_no_reaction_to_it() -> None:
    text = position("text", ["b"], demand(0, said="2025-03-02"), date=DAY, known=DAY)
    later = position("later", ["b"], demand(0, said="2025-03-02"))
    assert not is_reaction(text.demands, text)
    assert not is_reaction((*text.demands, *later.demands), text)
    assert is_reaction(later.demands, text)


@pytest.mark.parametrize(
    ("text", "party"),
    [("us-28-point", "us"), ("us-28-point", "ukraine"), ("ukraine-framework-2025-06", "russia")],
)
def test_compare_and_plan_mark_the_same_words_as_said_after_the_text(
    ukraine: Dossier, text: str, party: str, negpos: Negpos
) -> None:
    labels = {issue.label: issue.id for issue in ukraine.issues.values()}
    rows = [
        line.split(" | ") for line in negpos("compare", text, party, "-f", "md").out.split("\n")
    ]
    shown = {
        labels[row[0].strip("| ")]: r"\*" in row[2] for row in rows if row[0].strip("| ") in labels
    }
    held = [
        (row["issue"], row["reaction"] == "true")
        for row in DictReader(StringIO(negpos("plan", text, party, "-f", "csv").out))
        if row["verdict"] in ("short", "meets")
    ]
    assert len(held) > 3
    for issue_id, is_marked in held:
        assert shown[issue_id] is is_marked, issue_id


def test_who_struck_a_clause_out_is_told() -> None:
    struck = demand(None, is_dropped=True)
    assert check(demand(2), struck).reason == "A has struck the clause out"
    assert check(struck, demand(2)).reason == "the text has struck the clause out"
    assert check(struck, struck).reason == "both have struck the clause out"


def test_every_line_that_a_clause_crosses_is_told_and_the_steps_are_to_the_farthest() -> None:
    lines = [
        demand(Region(0, 2), firmness="red-line", said="2025-01-01"),
        demand(Region(1, 2), firmness="red-line", said="2025-02-01"),
        demand(Region(0, 1), firmness="red-line", said="2025-03-01"),
    ]
    found = check(demand(4), *lines)
    assert (found.verdict, found.steps, len(found.crossed)) == ("crosses", 4 - 1, 3)
    assert found.line is not None
    assert found.line.demand.said == "2025-03-01"
    one = check(demand(2), *lines)
    assert [line.demand.said for line in one.crossed] == ["2025-03-01"]


def test_whether_a_line_is_kept_is_told_of_a_clause_that_falls_short() -> None:
    kept = demand(0, accepts=Region(0, 2), firmness="red-line")
    doubtful = demand(0, accepts=Region(0, 2, vague=True), firmness="red-line")
    assert check(demand(2), kept).reason == "outside the ask of A; its red line is kept"
    assert check(demand(2), doubtful).reason == (
        "outside the ask of A; too vague to tell whether its line is kept"
    )
    later = kept._replace(said="2025-02-01", point="2")
    assert check(demand(2), doubtful, later).reason == (
        "outside the ask of A; too vague to tell whether its line is kept"
    )
    assert check(demand(2), demand(0)).reason == "outside the ask of A"
    assert check(demand(2), demand(VAGUE, firmness="red-line")).reason == (
        "too vague to tell whether it meets the line of A"
    )
    assert check(demand(2), demand(VAGUE)).reason == (
        "too vague to tell whether it meets the ask of A"
    )


@pytest.mark.parametrize("width", [60, 80, 110, 160])
@pytest.mark.parametrize(
    "words",
    [
        ("plan", "us-28-point", "russia", "ukraine"),
        ("diff", "us-28-point", "us-ukraine-20-point", "--toward", "russia,ukraine"),
    ],
)
def test_a_text_clause_by_clause_fits_the_terminal(
    words: tuple[str, ...], width: int, negpos: Negpos
) -> None:
    out = negpos(*words, COLUMNS=str(width)).out
    assert max(len(line) for line in out.splitlines()) <= width
