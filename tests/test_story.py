"""Once said, one story: every command tells the same ask of a party on an issue at a date."""

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest

import negpos as package
from negpos.comparison import compare
from negpos.dossier import Dossier
from negpos.history import courses
from negpos.only import only
from negpos.profiles import Profile, Vantage, profile
from negpos.redlines import red_lines
from negpos.terms import RELATIONS
from negpos.view import redlines, wording
from negpos.view.summary import summary

from .conftest import Negpos

DAYS = ("2025-06-15", "2025-11-24", "2025-12-15", "2026-06-22")
"""Before the leak, the day after Geneva, after the offer on NATO, and the end of the record."""
PAIRS = (("russia", "ukraine"), ("us", "europe"))


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    return package.load("ukraine").dossier


def told(side: Profile) -> dict[str, str]:
    """What a party asks for, issue by issue, in the words of the table."""
    issues = side.dossier.issues
    return {
        issue: wording.asks(issues[issue], stance)
        for issue, stance in side.stances.items()
        if stance.speaks
    }


def in_csv(asks: dict[str, str]) -> dict[str, str]:
    """The same in a sheet, where a figure alone has no separators."""
    bare = {key: words.replace(",", "") for key, words in asks.items()}
    return {key: bare[key] if bare[key].isdigit() else words for key, words in asks.items()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def sides(ukraine: Dossier) -> Iterator[tuple[str, str, dict[str, str]]]:
    for day in DAYS:
        for party in (party for pair in PAIRS for party in pair):
            yield party, day, told(profile(ukraine, party, Vantage(day)))


def test_compare_tells_what_the_profile_holds(ukraine: Dossier, negpos: Negpos) -> None:
    for day in DAYS:
        for pair in PAIRS:
            found = rows(negpos("compare", *pair, "--as-of", day, "-f", "csv").out)
            for letter, party in zip("ab", pair, strict=True):
                asks = told(profile(ukraine, party, Vantage(day)))
                assert {
                    row["issue"]: row[f"{letter}_ask"] for row in found if row["issue"] in asks
                } == in_csv(asks)


def test_show_and_since_tell_the_same(ukraine: Dossier, negpos: Negpos) -> None:
    for party, day, asks in sides(ukraine):
        shown = rows(negpos("show", party, "--as-of", day, "-f", "csv").out)
        assert {r["issue"]: r["ask"] for r in shown if r["issue"] in asks} == in_csv(asks)
        changed = json.loads(negpos("since", "2025-06-01", party, "--as-of", day, "-f", "json").out)
        for change in changed["parties"][0]["changes"]:
            if change["issue"] in asks and change["after"]:
                assert change["after"]["words"] == asks[change["issue"]]


def test_on_and_why_tell_the_same(ukraine: Dossier, negpos: Negpos) -> None:
    day = DAYS[2]
    asks = {party: told(profile(ukraine, party, Vantage(day))) for pair in PAIRS for party in pair}
    for issue in list(ukraine.issues)[::7]:
        found = rows(negpos("on", issue, "--as-of", day, "-f", "csv").out)
        spoken = {row["ref"]: row["ask"] for row in found if row["ref"] in asks}
        expected = {party: own[issue] for party, own in asks.items() if issue in own}
        assert {party: words for party, words in spoken.items() if party in expected} == in_csv(
            expected
        )
        for party in ("russia", "ukraine"):
            why = json.loads(negpos("why", party, issue, "--as-of", day, "-f", "json").out)
            if issue in asks[party]:
                assert why["stance"]["words"] == asks[party][issue]


def test_redlines_and_plan_hold_against_what_speaks(ukraine: Dossier, negpos: Negpos) -> None:
    for day in DAYS:
        parties = {p: profile(ukraine, p, Vantage(day)) for p in ("russia", "ukraine")}
        lines = json.loads(negpos("redlines", *parties, "--as-of", day, "-f", "json").out)
        for conflict in lines["conflicts"]:
            stance = parties[conflict["other"]].stances[conflict["issue"]]
            drawn = [line.demand for line in stance.standing_lines]
            known = {demand.ref for demand in (*stance.asks, *drawn)}
            assert conflict["asked"]["demand"] in known
        plan = json.loads(negpos("plan", "us-28-point", *parties, "--as-of", day, "-f", "json").out)
        for clause in plan["clauses"]:
            for party, answer in clause["checks"].items():
                stance = parties[party].stances.get(clause["issue"])
                if stance is None:
                    assert answer["verdict"] == "silent"
                    continue
                drawn = [line.demand for line in (*stance.lines, *stance.gone)]
                opened = [e.demand for e in stance.history if e.fate == "open"]
                known = {d.ref for d in (*stance.asks, *drawn, *opened)}
                assert set(answer["held"]) <= known


def test_a_party_at_a_date_in_diff_is_the_party_at_that_date(
    ukraine: Dossier, negpos: Negpos
) -> None:
    for party, day, asks in sides(ukraine):
        words = ("diff", f"{party}@2025-06-01", f"{party}@{day}", "-f", "json")
        kept = [json.loads(negpos(*words, *only).out) for only in ((), ("--only", "unchanged"))]
        after = {c["issue"] for found in kept for row in found["rows"] for c in row["after"]}
        assert after == set(asks)


def test_the_timeline_stands_on_every_day_of_a_statement_where_the_profile_does(
    ukraine: Dossier,
) -> None:
    for party in ukraine.parties:
        walked = {c.issue.id: c for c in courses(ukraine, [party], ukraine.issues, Vantage())}
        for day in sorted({d.known for c in walked.values() for d in c.said}):
            now = told(profile(ukraine, party, Vantage(day)))
            then = {
                issue: wording.asks(ukraine.issues[issue], stance)
                for issue, course in walked.items()
                if (stance := course.at(day)) is not None and stance.speaks
            }
            assert then == now, (party, day)


# The first screen tells of everything, in a row, by a name or by a number.


def _more(line: str) -> int:
    """How many issues a line counts without naming them."""
    found = re.search(r"and (\d+) more\b", line)
    return int(found[1]) if found else 0


def _named(dossier: Dossier, line: str) -> set[str]:
    """The issues that a line names, those too that stand under the title of their theme."""
    told = line
    for theme in dossier.themes.values():
        for group in re.findall(rf"{re.escape(theme.title)} ×\d+ \(([^)]*)\)", line):
            told += "".join(f", {theme.title} {name}" for name in group.split(", "))
    labels = [issue.label for issue in dossier.issues.values()]
    return {
        label for label in labels if re.search(rf"[:,;] {re.escape(label)}(?:[,;]| \(|$)", told)
    }


@pytest.mark.parametrize("rows", [0, 1, 4, 14])
@pytest.mark.parametrize(("a", "b"), [("russia", "ukraine"), ("us", "ukraine"), ("europe", "us")])
def test_no_issue_vanishes_from_the_first_screen(
    ukraine: Dossier, a: str, b: str, rows: int
) -> None:
    compared = compare([profile(ukraine, side) for side in (a, b)])
    counts = compared.counts()
    grid = summary(compared, rows)
    told = {row[0].text for section in grid.sections for row in section.rows}
    assert len(told) <= rows
    for relation in RELATIONS[:-1]:
        own = {
            ukraine.issues[i].label
            for i, s in compared.pairs[0].standings.items()
            if s.relation == relation
        }
        assert len(own) == counts[relation]
        starts = (f"{relation.replace('-', ' ')}:", f"also {relation.replace('-', ' ')}:")
        lines = [note for note in grid.notes if note.lower().startswith(starts)]
        named = _named(ukraine, " ".join(lines)) & own
        assert len(told & own) + len(named - told) + sum(map(_more, lines)) == counts[relation]


@pytest.mark.parametrize("rows", [0, 2, 14])
def test_every_conflict_and_every_line_stands_on_the_first_screen_of_redlines(
    ukraine: Dossier, rows: int
) -> None:
    compared = compare([profile(ukraine, side) for side in ("russia", "ukraine")])
    found = red_lines(compared)
    screen = redlines.report(compared, found).screen
    assert screen is not None
    grid = screen(rows)
    told = sum(len(section.rows) for section in grid.sections)
    also = next((note for note in grid.notes if note.startswith("Also in conflict")), "")
    left = re.search(r"\((\d+),", also)
    assert told + (int(left[1]) if left else 0) == len(found.worst)
    words = " ".join(grid.notes) + " ".join(r[0].text for s in grid.sections for r in s.rows)
    for side in compared.profiles:
        for issue, stance in side.stances.items():
            if stance.standing_lines and rows == 14:
                assert ukraine.issues[issue].label in words or "Recognition" in words, issue


@pytest.mark.parametrize(("a", "b"), [("russia", "ukraine"), ("europe", "us")])
def test_only_holds_what_one_side_asks_and_the_other_does_not(
    ukraine: Dossier, a: str, b: str
) -> None:
    compared = compare([profile(ukraine, side) for side in (a, b)])
    (pair,) = compared.pairs
    found = {one.issue: one.answer for one in only(pair)}
    for issue in ukraine.issues:
        asks = issue in pair.left.stances and bool(pair.left.stances[issue].regions)
        relation = pair.standings[issue].relation if issue in pair.standings else "silent"
        met = relation in ("agreed", "agreed-if")
        assert (issue in found) == (asks and not met and issue in pair.standings), issue
        if found.get(issue) == "refused":
            lines = pair.right.stances[issue].standing_lines
            assert lines
            assert relation in ("deadlock", "crossing")
        if found.get(issue) == "silent":
            assert not (issue in pair.right.stances and pair.right.stances[issue].speaks)
