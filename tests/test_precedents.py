"""Wording with a precedent: the texts that hold an answer."""

import pytest
from hypothesis import given

from negpos.bridge import clauses_on, precedents
from negpos.dossier import Dossier
from negpos.profiles import Vantage
from negpos.scales import meets, named
from negpos.terms import TEXTS

from .conftest import Negpos
from .drawn import dossiers


@given(dossiers())
def test_every_clause_of_a_text_stands_somewhere_and_holds_the_answer_it_stands_under(
    values: Dossier,
) -> None:
    for issue in values.issues.values():
        found = precedents(values, issue, Vantage())

        told = [demand for row in found for demand in row.clauses]
        assert all(values.positions[d.position].status in TEXTS for d in told)
        assert all(d.issue == issue.id for d in told)
        assert all(row.clauses for row in found)
        every = clauses_on(values, [issue.id], Vantage())[issue.id]
        assert {demand.ref for demand in told} == {demand.ref for demand in every}
        for row in found:
            days = [demand.said for demand in row.clauses]
            assert days == sorted(days)
            if row.region is None or issue.scale.kind == "members":
                continue  # of members the clauses of one text hold a list together
            places = named(issue.scale, row.region)
            for demand in row.clauses:
                is_named = set(places) & {*named(issue.scale, demand.ask), *demand.names}
                assert is_named or meets(issue.scale, demand.ask, row.region)


@given(dossiers())
def test_nothing_that_came_out_later_is_a_precedent(values: Dossier) -> None:
    day = "2024-06-30"
    for issue in values.issues.values():
        for row in precedents(values, issue, Vantage(day)):
            assert all(demand.known <= day for demand in row.clauses)


def test_a_text_that_has_lapsed_is_a_precedent_and_its_end_is_told(negpos: Negpos) -> None:
    told = negpos("wording", "kherson", "contact-line").out

    assert "28-point plan, point 21b" in told
    assert "lapsed on 24 Dec 2025" in told
    assert told.index("28-point plan") < told.index("20-point framework")


def test_the_end_of_a_text_is_told_from_the_day_on_which_it_was_known(negpos: Negpos) -> None:
    told = negpos("wording", "kherson", "contact-line", "--as-of", "2025-12-01").out

    assert "28-point plan, point 21b" in told
    assert "lapsed" not in told


def test_clauses_that_hold_a_list_together_stand_together(negpos: Negpos) -> None:
    told = negpos("wording", "recognition.regions", "--full").out
    _, _, rest = told.partition("Crimea, Donetsk, Luhansk, Kherson, Zaporizhzhia\n")

    assert all(f"2025, point 3.{n}" in rest.split("\n\n")[0] for n in (1, 2, 3))


def test_what_narrows_the_answer_is_told(negpos: Negpos) -> None:
    told = negpos("wording", "guarantees", "--attribution", "document").out

    assert "Narrowed to: statements document" in told


def test_an_issue_and_an_answer_need_no_quotes(negpos: Negpos) -> None:
    quoted = negpos("wording", "army size", "no ceiling")

    assert quoted.out
    assert negpos("wording", "army", "size", "no", "ceiling").out == quoted.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("army 5", "no text holds 5; texts hold "),
        ("army nonsense", "'nonsense': expected a number"),
        ("army >=5", "'>=5' is no single answer; name one, or leave it out to see all"),
        ("nothing-such", "nothing-such"),
    ],
)
def test_what_no_text_holds_is_told(negpos: Negpos, words: str, told: str) -> None:
    assert told in negpos("wording", *words.split()).err
