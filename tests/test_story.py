"""Once said, one story: every command tells the same ask of a party on an issue at a date."""

import csv
import io
import json
from collections.abc import Iterator

import pytest

import negpos as package
from negpos.dossier import Dossier
from negpos.history import courses
from negpos.profiles import Profile, Vantage, profile
from negpos.view import wording

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
