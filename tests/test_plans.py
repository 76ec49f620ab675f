"""A text clause by clause: every verdict, its reason, and the totals."""

from csv import DictReader
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negpos
from negpos.dossier import Demand, Dossier
from negpos.errors import UsageError
from negpos.plans import Answer, Plan, heading, plan
from negpos.profiles import Vantage, profile
from negpos.scales import Region
from negpos.statements import is_reaction
from negpos.terms import VERDICTS

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
    assert total.counts == dict.fromkeys(VERDICTS, 0) | {"crosses": 1, "meets": 1}
    assert total.lines_crossed == 1


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
        if total.satisfaction is not None and total.low is not None and total.high is not None:
            assert 0 <= total.low <= total.satisfaction <= total.high <= 1


@given(texts())
def test_a_clause_that_meets_all_is_a_full_satisfaction(values: Dossier) -> None:
    for total in held(values, "text", "a", "b").totals:
        found = [v for v in VERDICTS if total.counts[v]]
        if found == ["meets"]:
            assert total.satisfaction == 1


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


def test_every_line_crossed_is_counted_and_the_label_is_that_of_the_line(
    ukraine: Dossier,
) -> None:
    found = plan(profile(ukraine, "us-28-point"), [profile(ukraine, "ukraine")])
    crossed = {x.demand.ref for c in found.clauses for x in c.answers["ukraine"].crossed}
    assert found.totals[0].lines_crossed == len(crossed)
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


def test_the_satisfaction_is_the_mean_that_the_method_works_out() -> None:
    """Saliences 100, 60 and, vague, 40; agreements 1 - 1/4, 1 - 40/100 and anything."""
    issues = [issue("t.i"), issue("t.q", quantity(-50, 50)), issue("t.v"), issue("t.w")]
    values = dossier(
        position(
            "text",
            ["b"],
            demand(1, point="1"),
            demand(0, issue="t.q", point="2"),
            demand(VAGUE, issue="t.v", point="3"),
            demand(0, issue="t.w", point="4"),
            status="published",
        ),
        position(
            "said",
            ["a"],
            demand(0, firmness="red-line"),
            demand(40, issue="t.q"),
            demand(2, issue="t.v", firmness="preference"),
        ),
        issues=issues,
    )
    found = held(values, "text", "a").totals[0]
    assert found.scored == 2
    assert found.satisfaction == pytest.approx(
        (100 * (1 - 1 / 4) + 60 * (1 - 40 / 100)) / (100 + 60)
    )
    assert found.low == pytest.approx((100 * (1 - 1 / 4) + 60 * (1 - 40 / 100)) / (100 + 60 + 40))
    assert found.high == pytest.approx(
        (100 * (1 - 1 / 4) + 60 * (1 - 40 / 100) + 40) / (100 + 60 + 40)
    )
    assert found.counts == {
        "crosses": 1,
        "short": 1,
        "unclear": 1,
        "open": 0,
        "meets": 0,
        "silent": 1,
    }
    nothing = plan(profile(values, "text"), [profile(values, "a")], ["t.w"])
    assert nothing.totals[0][3:] == (None, None, None, 0)
    assert (nothing.narrowed_to, len(nothing.clauses)) == (("t.w",), 1)


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
    assert check(demand(2), demand(0)).reason == "outside the ask of A"
    assert check(demand(2), demand(VAGUE, firmness="red-line")).reason == (
        "too vague to tell whether it meets the line of A"
    )
    assert check(demand(2), demand(VAGUE)).reason == (
        "too vague to tell whether it meets the ask of A"
    )
