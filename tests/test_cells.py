"""Cells that embarrassed a briefer once: who speaks, since when, in which words.

Each is held by a dated answer that was another before the rules of voice, age, joint texts and
lapses, or before the data were put right.
"""

import csv
import io
import json
from pathlib import Path

import pytest

import negpos as package
from negpos.comparison import Comparison, compare
from negpos.dossier import Dossier
from negpos.profiles import Profile, Stance, Vantage, profile
from negpos.view import wording
from negpos.view.shapes import region

from .conftest import Negpos

END = "2026-06-22"


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    return package.load("ukraine").dossier


def side(ukraine: Dossier, party: str, day: str = END) -> Profile:
    return profile(ukraine, party, Vantage(day))


def stance(ukraine: Dossier, party: str, issue: str, day: str = END) -> Stance:
    return side(ukraine, party, day).stances[issue]


def asks(ukraine: Dossier, party: str, issue: str, day: str = END) -> list[object]:
    found = side(ukraine, party, day).stances.get(issue)
    scale = ukraine.issues[issue].scale
    return [region(scale, area) for area in found.regions] if found else []


def between(ukraine: Dossier, *parties: str, day: str = END) -> Comparison:
    return compare([side(ukraine, party, day) for party in parties])


def spoke(found: Stance) -> set[str]:
    """The positions by which a side speaks."""
    return {demand.position for demand in found.asks}


LEAKED = "us-28-point"


def test_e1_no_clause_of_the_leak_speaks_for_washington_after_it_was_superseded(
    ukraine: Dossier,
) -> None:
    assert asks(ukraine, "us", "forces.personnel", "2025-11-21") == [600_000]
    assert asks(ukraine, "us", "forces.personnel") == [800_000]
    now = side(ukraine, "us")
    assert LEAKED not in {d.position for s in now.stances.values() for d in s.asks}
    assert not any(line.demand.position == LEAKED for s in now.stances.values() for line in s.lines)
    assert now.stances["alliances.nato-ukraine"].is_dropped
    assert now.stances["recognition.by-us"].is_dropped
    assert not now.stances["justice.accountability"].speaks


def test_e2_the_army_of_ukraine_is_800_000_since_its_president_said_so(ukraine: Dossier) -> None:
    before = stance(ukraine, "ukraine", "forces.personnel", "2025-12-10")
    assert [line.state for line in before.standing_lines] == ["in force", "in force"]
    now = stance(ukraine, "ukraine", "forces.personnel")
    assert (asks(ukraine, "ukraine", "forces.personnel"), now.standing_lines) == ([800_000], ())
    assert now.asks[0].said == "2025-12-11"
    assert {line.by.position for line in now.gone if line.by} == {"zelensky-2025-12-11"}
    found = between(ukraine, "russia", "ukraine").worst("forces.personnel")[1]
    assert found.relation != "deadlock"


def test_e3_the_offer_on_nato_ends_ask_and_lines_alike(ukraine: Dossier, negpos: Negpos) -> None:
    now = stance(ukraine, "ukraine", "alliances.nato-ukraine")
    assert [(d.speaker, d.said) for d in now.asks] == [("Volodymyr Zelensky", "2025-12-14")]
    assert now.standing_lines == ()
    words = ("diff", "ukraine@2025-12-13", "ukraine@2025-12-14", "-f", "json")
    rows = json.loads(negpos(*words, "--issue", "nato-ukraine").out)["rows"]
    assert [row["kind"] for row in rows] == ["changed"]


def test_e4_an_offer_that_hangs_on_guarantees_is_not_agreed(
    ukraine: Dossier, negpos: Negpos
) -> None:
    found = between(ukraine, "russia", "ukraine").worst("alliances.nato-ukraine")[1]
    assert found.relation == "agreed-if"
    assert "guarantees" in found.conditions[0][1]
    told = negpos("compare", "russia", "ukraine", "--issue", "nato-ukraine").out
    assert "=? agreed if" in told
    assert "on a condition)" not in told
    json_ = negpos("compare", "russia", "ukraine", "--issue", "nato-ukraine", "-f", "json").out
    assert found.conditions[0][1] in json_
    wide = negpos("compare", "russia", "ukraine", "--issue", "nato-ukraine", COLUMNS="300").out
    assert found.conditions[0][1] in wide
    put = negpos("gaps", "russia", "ukraine", "--issue", "nato-ukraine", "-f", "csv").out
    assert "condition" in {row["kind"] for row in csv.DictReader(io.StringIO(put))}


def test_e5_a_plan_prints_no_satisfaction_and_begins_with_the_nearer_line(negpos: Negpos) -> None:
    done = negpos("plan", LEAKED, "russia", "ukraine")
    assert "satisf" not in done.out.lower()
    assert done.out.splitlines()[1].startswith("28-point plan: nearer to Russia on ")


def test_e6_red_lines_are_counted_by_issue(negpos: Negpos) -> None:
    told = json.loads(negpos("plan", LEAKED, "russia", "ukraine", "-f", "json").out)["totals"]
    for party in ("russia", "ukraine"):
        crossed = told[party]["lines_crossed"]
        assert 1 <= len(crossed) == len(set(crossed)) <= 4


def test_e7_no_line_in_force_rests_on_grade_c_alone(ukraine: Dossier) -> None:
    for party in ukraine.parties:
        for found in side(ukraine, party).stances.values():
            assert all(line.demand.grade != "C" for line in found.standing_lines)
            assert found.firmness_by is None or found.firmness_by.grade != "C"
    withdrawal = stance(ukraine, "ukraine", "territory.withdrawal")
    assert spoke(withdrawal) == {"kyiv-stances-2026-02"}
    assert {d.grade for d in withdrawal.asks} == {"A"}


def test_e8_the_president_of_2026_speaks_over_a_text_of_2025(
    ukraine: Dossier, negpos: Negpos
) -> None:
    found = stance(ukraine, "russia", "ceasefire.sequence")
    assert [(d.speaker, d.said) for d in found.asks] == [("Vladimir Putin", "2026-06-05")]
    moved = negpos("since", "2026-05-01", "russia", "-f", "json", "--issue", "before-ceasefire").out
    change = json.loads(moved)["parties"][0]["changes"][0]
    assert (change["issue"], change["after"]["said"]) == ("ceasefire.sequence", "2026-06-05")


@pytest.mark.parametrize(
    "text", ["minsk-2-2015", "budapest-memorandum-1994", "istanbul-draft-2022"]
)
def test_e9_a_lapsed_text_speaks_for_nobody_and_still_by_its_name(
    ukraine: Dossier, text: str
) -> None:
    for party in ("russia", "ukraine", "us"):
        for found in side(ukraine, party).stances.values():
            assert text not in {d.position for d in (*found.asks, *found.again, *found.joint)}
    assert any(s.speaks for s in profile(ukraine, text, Vantage(END)).stances.values())


def test_e10_crimea_is_a_goal_in_time(ukraine: Dossier) -> None:
    found = stance(ukraine, "ukraine", "territory.crimea")
    assert [(d.speaker, d.said) for d in found.asks] == [("Volodymyr Zelensky", "2026-02-21")]
    assert found.regions[0].vague


def test_e11_the_tribunal_has_its_agreement(ukraine: Dossier) -> None:
    ukraines = stance(ukraine, "ukraine", "justice.accountability")
    assert {d.said for d in ukraines.asks} == {"2025-06-25"}
    assert stance(ukraine, "europe", "justice.accountability").regions
    russias = stance(ukraine, "russia", "justice.accountability")
    assert min(d.said for d in russias.asks) >= "2025"


def test_e12_the_frozen_assets_have_the_word_of_january(ukraine: Dossier) -> None:
    found = stance(ukraine, "russia", "economy.frozen-assets")
    assert ("Vladimir Putin", "2026-01-21") in {(d.speaker, d.said) for d in found.asks}


def test_e13_europe_stands_where_it_stands_now(ukraine: Dossier) -> None:
    basis = side(ukraine, "europe").stances.get("process.basis")
    assert basis is None or not basis.speaks
    assert not stance(ukraine, "europe", "territory.donetsk").is_dropped
    assert min(d.said for d in stance(ukraine, "europe", "economy.sanctions").asks) >= "2025-12"
    russias = side(ukraine, "russia").stances.get("europe.use-of-force")
    assert russias is None or not russias.speaks


def test_e14_the_ask_is_the_contact_line_and_the_zone_is_what_would_do(ukraine: Dossier) -> None:
    (ask,) = stance(ukraine, "ukraine", "territory.donetsk").asks
    assert asks(ukraine, "ukraine", "territory.donetsk") == ["contact-line"]
    assert ask.accepts is not None
    assert ask.condition


def test_e15_what_a_party_loses_is_said_first(negpos: Negpos) -> None:
    words = ("diff", LEAKED, "us-ukraine-20-point", "--toward", "russia,ukraine")
    head = negpos(*words).out.splitlines()
    first = " ".join(head[1:5])
    assert first.startswith("To Russia: loses")
    for lost in ("Donetsk", "Recognition", "NATO and Ukraine"):
        assert lost in first


def test_e16_legal_forms_that_can_stand_together_are_no_gap(ukraine: Dossier) -> None:
    found = between(ukraine, "russia", "ukraine").worst("process.legal-form")[1]
    assert found.relation in ("agreed", "agreed-if", "unclear")


def test_e17_figures_have_units_and_what_ended_is_told_as_passed(
    ukraine: Dossier, negpos: Negpos
) -> None:
    told = negpos("compare", "us", "ukraine", "--issue", "guarantee-years").out
    assert "15 years" in told
    day, after = "2026-05-31", "2026-06-01"
    timetable = [d for d in ukraine.demands() if d.until == day and d.issue]
    assert timetable
    for demand in timetable:
        for party in demand.holders:
            found = side(ukraine, party, after).stances[demand.issue]
            assert demand.ref not in {d.ref for d in found.asks}
            assert {e.demand.ref: e.fate for e in found.history}[demand.ref] != "speaks"


def test_e18_words_of_2022_make_no_gap_in_december_2025(ukraine: Dossier) -> None:
    found = side(ukraine, "russia", "2025-12-03").stances.get("territory.decision")
    assert found is None or not found.speaks


def test_e19_the_28_points_set_no_limit_on_heavy_weapons(ukraine: Dossier) -> None:
    found = profile(ukraine, LEAKED, Vantage()).stances["forces.equipment"]
    assert [region(ukraine.issues["forces.equipment"].scale, r) for r in found.regions] == ["none"]


def test_e20_the_later_text_leads_on_sanctions(ukraine: Dossier) -> None:
    found = stance(ukraine, "russia", "economy.sanctions", "2025-06-15")
    assert spoke(found) == {"russia-memorandum-2025-06"}


def test_e21_the_ceiling_without_a_figure_has_none(ukraine: Dossier, negpos: Negpos) -> None:
    words = wording.asks(
        ukraine.issues["forces.personnel"], stance(ukraine, "russia", "forces.personnel")
    )
    assert "999" not in words
    for format_ in ("table", "csv", "json", "md", "html"):
        assert "999" not in negpos("why", "russia", "army-size", "-f", format_).out.replace(
            "1999", ""
        )


def test_no_speaking_cell_is_old_while_a_later_demand_of_the_party_waits(
    ukraine: Dossier,
) -> None:
    """There were 29."""
    left = []
    for party in ("russia", "ukraine"):
        found = side(ukraine, party)
        for issue, told in found.stances.items():
            later = [
                d
                for d in ukraine.demands()
                if d.issue == issue
                and party in d.holders
                and d.kind == "demand"
                and d.said > told.last_said
                and d.ask is not None
                and d.attribution in ("official", "document")
                and not d.is_dropped
                and ukraine.positions[d.position].ends == ()
            ]
            left += [(party, issue)] if found.is_old(issue) and later else []
    assert left == []


@pytest.mark.parametrize(
    ("day", "told"),
    [("1743379200", "until 1 Apr 2025"), ("1795737600", "until 1 Apr 2025, now past")],
)
def test_a_deadline_is_told_and_once_it_has_passed_as_passed(
    day: str, told: str, tmp_path: Path, negpos: Negpos
) -> None:
    """31 March 2025, and 27 November 2026; the record of the example ends before both."""
    negpos("new", "river")
    speech = tmp_path / "river" / "positions" / "north" / "north-speech.toml"
    text = speech.read_text("utf-8")
    speech.write_text(text.replace("ask = 60\n", "ask = 60\nuntil = 2025-04-01\n"), "utf-8")
    shown = " ".join(negpos("on", "share", "-d", "river", SOURCE_DATE_EPOCH=day).out.split())
    assert f", {told}" in shown
    assert ("now past" in shown) == ("now past" in told)
    later = " ".join(negpos("on", "share", "-d", "river", "--as-of", "2025-04-02").out.split())
    assert "passed: 60 percent (held until 2025-04-01)" in later
    compared = negpos("compare", "north", "south", "-d", "river", "--as-of", "2025-04-02").out
    assert "No longer asked for (North): Share of flow" in compared


def test_without_a_date_the_heading_tells_how_long_ago_the_record_ends(negpos: Negpos) -> None:
    told = negpos(
        "compare", "russia", "ukraine", "--issue", "army-size", SOURCE_DATE_EPOCH="1795737600"
    )
    assert "record ends 22 Jun 2026, 158 days ago" in told.out
    dated = negpos("compare", "russia", "ukraine", "--issue", "army-size", "--as-of", "2026-01-01")
    assert "days ago" not in dated.out


def test_old_words_are_told_counted_and_left_out_when_asked(negpos: Negpos) -> None:
    words = ("compare", "russia", "ukraine", "-f", "json")
    whole = json.loads(negpos(*words).out)
    kept = json.loads(negpos(*words, "--max-age", "12m").out)
    assert whole["old"]
    assert kept["old"] == []
    assert {i["issue"] for i in whole["issues"]} - {i["issue"] for i in kept["issues"]} >= set(
        whole["old"]
    )
    assert kept["options"]["max_age"] == "12m"
    refused = negpos("compare", "russia", "ukraine", "--max-age", "a year")
    assert (refused.code, "90d, 12m, 2y" in refused.err) == (2, True)
