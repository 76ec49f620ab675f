"""How an overlap comes about, and how it moves where it is counted otherwise."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given

from negpos.comparison import Comparison, Pair, compare
from negpos.dossier import Dossier
from negpos.profiles import profile
from negpos.scales import Region, Scale
from negpos.scores import Scores, scores
from negpos.view import scores as view

from .conftest import ROOT, Negpos
from .drawn import dossiers
from .factory import demand, dossier, issue, ordinal, point, position, quantity

LAKE = str(ROOT / "tests" / "lake")
FIVE = ordinal("a", "b", "c", "d", "e")


def compared(data: Dossier, *refs: str, on: list[str] | None = None) -> Comparison:
    return compare([profile(data, ref) for ref in refs or ("a", "b")], on)


def explained(data: Dossier, *refs: str) -> Scores:
    return scores(compared(data, *refs))[0]


@given(dossiers())
def test_what_issues_and_themes_add_makes_the_overlap_unless_vague_words_hold_it_down(
    data: Dossier,
) -> None:
    for found in scores(compared(data, "a", "b", "c")):
        if not found.issues:
            assert (found.pair.overlap, found.plain, found.themes) == (None, None, ())
            continue
        for parts in (found.issues, found.themes):
            assert sum(part.weight for part in parts) == pytest.approx(1)
            added = [part.adds for part in parts if part.adds is not None]
            assert sum(added) == pytest.approx(found.plain or 0)
        overlap = found.pair.overlap
        if overlap is not None and found.plain is not None:
            best = sum(v.weight * (v.best or 0) for v in found.pair.standings.values())
            assert overlap == pytest.approx(min(found.plain, best))


@given(dossiers())
def test_figures_counted_otherwise_are_fractions_in_order_on_the_same_issues(
    data: Dossier,
) -> None:
    for found in scores(compared(data, "a", "b", "c")):
        for other in (found.equal, found.asked):
            assert (other.scored, other.addressed) == (found.pair.scored, found.pair.addressed)
            for id_, told in other.standings.items():
                own = found.pair.standings[id_]
                assert (told.relation, told.steps, told.meets) == (
                    own.relation,
                    own.steps,
                    own.meets,
                )
        for other in (found.equal, found.asked, *(rest for _, rest in found.without)):
            if other.low is not None and other.high is not None:
                assert 0 <= other.low <= other.high <= 1 + 1e-9
                assert other.overlap is None or other.low <= other.overlap <= other.high


@given(dossiers())
def test_without_a_theme_is_the_comparison_on_all_other_issues(data: Dossier) -> None:
    whole = compared(data)
    found = scores(whole)[0]
    for theme, rest in found.without:
        others = [i.id for i in data.issues.values() if i.theme != theme]
        narrowed = compared(data, on=others).pairs[0]
        assert rest.overlap == pytest.approx(narrowed.overlap)
        assert rest.low == pytest.approx(narrowed.low)
        assert rest.high == pytest.approx(narrowed.high)
        assert (rest.scored, rest.addressed) == (narrowed.scored, narrowed.addressed)


def test_ten_tenths_are_one_whatever_python_adds_them() -> None:
    """``sum`` makes 0.9999999999999999 of them up to Python 3.11, and 1.0 from 3.12 on; half a
    point away from the next whole one, the two would be told differently."""
    issues = [issue(f"t.i{n}", FIVE) for n in range(10)]
    same = [demand(point(1), issue=one.id) for one in issues]
    data = dossier(position("x", ["a"], *same), position("y", ["b"], *same), issues=issues)
    found = explained(data)
    assert (found.pair.low, found.pair.overlap, found.pair.high, found.plain) == (1, 1, 1, 1)


def test_with_equal_weights_the_overlap_is_the_plain_mean_of_agreements() -> None:
    """Agreements 1, 1/2 and 0 in two themes, of saliences 100, 60 and 20."""
    issues = [issue("t.i"), issue("t.j"), issue("u.k")]
    a = position(
        "a1",
        ["a"],
        demand(0, salience=100),
        demand(0, issue="t.j", salience=60),
        demand(0, issue="u.k", salience=20),
    )
    b = position(
        "b1",
        ["b"],
        demand(0, salience=100),
        demand(2, issue="t.j", salience=60),
        demand(4, issue="u.k", salience=20),
    )
    found = explained(dossier(a, b, issues=issues))
    assert found.equal.overlap == pytest.approx((1 + 1 / 2 + 0) / 3)
    weights = [100 * 100 / 160 / 120, 100 * 60 / 160 / 120, 20 / 120]
    assert [part.weight for part in found.issues] == pytest.approx(weights)
    assert [part.adds for part in found.issues] == pytest.approx([weights[0], weights[1] / 2, 0])
    assert [part.theme for part in found.themes] == ["t", "u"]
    assert [theme for theme, _ in found.without] == ["t", "u"]


@pytest.mark.parametrize(
    ("scale", "a", "b", "c", "agreement"),
    [
        # two answers that somebody asks for are the ends of the scale
        (FIVE, point(1), point(3), None, 0),
        # what a third side asks for counts, between the two or beyond them
        (FIVE, point(1), point(3), point(0), 1 - 1 / 2),
        (FIVE, point(1), point(3), point(2), 0),
        # a region asks for its ends
        (FIVE, Region(0, 1), point(4), None, 1 - 1 / 2),
        # where all ask for one answer there is no way to be apart
        (FIVE, point(2), point(2), None, 1),
        # steps that the dossier sets are stretched
        (FIVE._replace(places=(0.0, 0.1, 0.2, 0.6, 1.0)), point(1), point(2), point(3), 0.8),
        # other scales stay as they are
        (quantity(0, 100), point(20), point(40), None, 1 - 20 / 100),
    ],
)
def test_ordinal_scales_are_cut_to_the_options_that_a_side_asks_for(
    scale: Scale, a: Region, b: Region, c: Region | None, agreement: float
) -> None:
    sides = [(who, ask) for who, ask in (("a", a), ("b", b), ("c", c)) if ask is not None]
    texts = [position(f"{who}1", [who], demand(ask)) for who, ask in sides]
    data = dossier(*texts, issues=[issue("t.i", scale)])
    found = explained(data, *(who for who, _ in sides))
    assert found.asked.overlap == pytest.approx(agreement)


def test_the_ends_of_a_line_stay_on_the_cut_scale_and_what_contests_lies_between() -> None:
    """Asked for: 0 and 4; the line of a reaches to 2. An unnamed source has b at 3."""
    a = position("a1", ["a"], demand(0, accepts=Region(0, 2), firmness="red-line"))
    b = position("b1", ["b"], demand(4))
    weak = {"attribution": "anonymous", "said": "2025-02-01"}
    c = position("b2", ["b"], demand(3, **weak))
    found = explained(dossier(a, b, c))
    assert (found.pair.low, found.pair.high) == (0, 1 - 3 / 4)
    assert (found.asked.low, found.asked.overlap) == (0, 0)
    assert found.asked.high == pytest.approx(1 - 3 / 4)
    closer = explained(dossier(a, b, position("b2", ["b"], demand(1, **weak))))
    assert closer.asked.high == pytest.approx(1 - 1 / 4)


def held_down() -> Dossier:
    """One issue agreed; of one, as weighty, all that is known is that the asks do not meet."""
    vague = Region(3, 4, vague=True)
    return dossier(
        position("a1", ["a"], demand(0), demand(1, issue="t.j")),
        position("b1", ["b"], demand(vague), demand(1, issue="t.j")),
        issues=[issue("t.i"), issue("t.j")],
    )


def test_it_is_told_where_vague_words_hold_the_overlap_down() -> None:
    found = scores(compared(held_down()))
    assert (found[0].plain, found[0].pair.overlap) == (1, (1 + 1 / 4) / 2)
    notes = view.report(compared(held_down()), found).grid().notes
    assert (
        "The issues with a figure alone give 100%; asks in vague words that do not meet hold it "
        "to 62%." in notes
    )


def shares(pair: Pair) -> list[str]:
    """The figures of a pair as the table prints them."""
    assert pair.overlap is not None
    assert pair.low is not None
    assert pair.high is not None
    return [f"{share * 100:.0f}" for share in (pair.overlap, pair.low, pair.high)]


def test_the_table_tells_each_issue_each_theme_the_whole_and_the_other_ways(
    negpos: Negpos,
) -> None:
    done = negpos("compare", "russia", "ukraine", "--scores", COLUMNS="100")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    import negpos as package

    found = package.load("ukraine").compare("russia", "ukraine", scores=True).found
    (told,) = scores(found)
    overlap, low, high = shares(told.pair)
    last = (
        f"Overlap {overlap}% ({low}–{high}) on {told.pair.scored} of {told.pair.addressed} issues"
    )
    assert lines[-1] == last
    for name, pair in (
        ("each issue weighs the same", told.equal),
        ("only options asked for", told.asked),
        ("without Recognition", dict(told.without)["recognition"]),
    ):
        share, low, high = shares(pair)
        row = next(line for line in lines if line.startswith(name))
        assert f"on {pair.scored} of {pair.addressed} " in row
        assert f"{share}% ({low}–{high})" in row
    assert sum(line.startswith("together") for line in lines) == sum(
        sum(p.theme == theme.theme for p in told.issues) > 1 for theme in told.themes
    )


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_the_table_keeps_within_its_width(width: int, negpos: Negpos) -> None:
    words = ("compare", "us-28-point", "russia", "ukraine", "--scores")
    done = negpos(*words, COLUMNS=str(width))
    assert max(map(len, done.out.splitlines())) <= width


def test_csv_has_a_row_an_issue_and_pair_and_json_the_scores_beside_the_comparison(
    negpos: Negpos,
) -> None:
    words = ("compare", "the draft", "east", "west", "-d", LAKE)
    rows = list(csv.DictReader(StringIO(negpos(*words, "--scores", "-f", "csv").out)))
    told = json.loads(negpos(*words, "--scores", "-f", "json").out)
    plain = json.loads(negpos(*words, "-f", "json").out)
    assert {name: part for name, part in told.items() if name != "scores"} == plain
    named = [
        (" | ".join(of["between"]), part["issue"]) for of in told["scores"] for part in of["issues"]
    ]
    assert [(row["between"], row["issue"]) for row in rows] == named
    for of in told["scores"]:
        pair = " | ".join(of["between"])
        added = sum(float(row["adds"]) for row in rows if row["between"] == pair and row["adds"])
        assert added == pytest.approx(of["plain"] or 0, abs=1e-4)


def test_scores_do_not_go_with_some_relations_only(negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "--scores", "--only", "gap")
    assert (done.code, done.out) == (2, "")
    assert done.err == "negpos: --scores tells every issue that counts; leave out --only\n"


def test_where_no_issue_counts_the_scores_say_so(negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "--issue", "toll", "--scores")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Overlap cannot be told: of 1 issue, none is plain enough"
    assert "Weight:" not in done.out
