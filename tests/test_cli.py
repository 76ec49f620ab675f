"""The command line as a process: options, errors, files, pipes, the terminal."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from negpos.cli import PURPOSES

from .conftest import ROOT, Negpos

LAKE = str(ROOT / "tests" / "lake")
COMMANDS = [name for _, names in PURPOSES for name in names]


def test_help_lists_every_command_by_purpose(negpos: Negpos) -> None:
    done = negpos("--help")
    assert done.code == 0
    at = -1
    for purpose, names in PURPOSES:
        assert done.out.index(f"{purpose}:") > at
        at = done.out.index(f"{purpose}:")
        for name in names:
            assert f"\n  {name} " in done.out
    assert "..." not in done.out.partition("Vantage:")[2]
    assert negpos().out == done.out


DATES = "write it like 2025-12-03, 2025-12, 1 May 2026, yesterday or 3 days ago"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, negpos: Negpos) -> None:
    done = negpos(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"negpos {command}" in done.out


def test_the_version_is_told(negpos: Negpos) -> None:
    assert negpos("--version").out.startswith("negpos 0.")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("compare", "russia", "ukrane"),
            "negpos: no party or position is called 'ukrane' in dossier ukraine; "
            "did you mean ukraine? Type: negpos compare russia ukraine",
        ),
        (
            ("compare", "xyzzy", "ukraine"),
            "negpos: no party or position is called 'xyzzy' in dossier ukraine; "
            "see negpos list parties; negpos list positions",
        ),
        (
            ("compare", "russia"),
            "negpos: a comparison needs two sides; name at least two parties or positions",
        ),
        (
            ("compare", "russia", "RU"),
            "negpos: 'russia' is named twice; name different parties or positions",
        ),
        (
            ("compare", "russia", "ukraine", "--as-of", "the third"),
            "negpos: 'the third' is not a date; " + DATES,
        ),
        (
            ("compare", "russia", "ukraine", "--as-of", "2025-02-30"),
            "negpos: there is no day 30 in February 2025; " + DATES,
        ),
        (
            ("compare", "russia", "ukraine", "--attribution", "oficial"),
            "negpos: there is no attribution 'oficial'; did you mean official? choose from "
            "official, document, anonymous, reported, expert, analyst",
        ),
        (
            ("compare", "russia", "ukraine", "--joint", "maybe"),
            "negpos: there is no joint 'maybe'; choose from count, beside, omit",
        ),
        (
            ("compare", "russia", "ukraine", "--only", "gaps"),
            "negpos: there is no relation 'gaps'; did you mean gap? choose from deadlock, "
            "crossing, gap, unclear, agreed-if, agreed, silent",
        ),
        (
            ("compare", "russia", "ukraine", "--format", "xml"),
            "negpos: there is no format 'xml'; choose from table, csv, json, md, html, docx, xlsx",
        ),
        (
            ("compare", "russia", "ukraine", "--output", "report.odt"),
            "negpos: the ending of 'report.odt' names no format; end it in .csv, .json, .md, "
            ".html, .htm, .txt, .docx, .xlsx, or add --format",
        ),
        (
            ("compare", "russia", "ukraine", "--output", "no/such/report.csv"),
            "negpos: cannot write 'no/such/report.csv' (no such file or directory)",
        ),
        (
            ("compare", "russia", "ukraine", "--fail-on", "gap"),
            "negpos: --fail-on does not know 'gap'; choose from deadlock, crossing, overlap<N "
            "with N from 0 to 100",
        ),
        (
            ("compare", "russia", "ukraine", "--fail-on", "overlap<200"),
            "negpos: --fail-on does not know 'overlap<200'; choose from deadlock, crossing, "
            "overlap<N with N from 0 to 100",
        ),
        (
            ("compare", "russia", "ukraine", "--theme", "money"),
            "negpos: no theme is called 'money'; choose one of territory, recognition, ceasefire, "
            "forces, alliances, politics, economy, justice, process",
        ),
        (
            ("since", "the other day"),
            "negpos: 'the other day' is not a date; " + DATES,
        ),
        (
            ("since", ""),
            "negpos: '?' is not a date; " + DATES,
        ),
        (
            ("since", "2025-W01-1"),
            "negpos: '2025-W01-1' is not a date; " + DATES,
        ),
        (
            ("since", "2025-12-03", "russia", "moscow"),
            "negpos: 'russia' is named twice; name each party once",
        ),
        (
            ("plan", "us-28-point", "russia", "moscow"),
            "negpos: 'russia' is named twice; name each party once",
        ),
        (
            ("diff", "us-28-point", "e3-counter", "--toward", "russia,moscow"),
            "negpos: 'russia' is named twice; name each party once",
        ),
        (
            ("diff", "us-28-point", "e3-counter", "us-ukraine-20-point", "--words"),
            "negpos: --toward and --words go with two texts; leave out the third",
        ),
        (
            ("diff", "ukraine@", "us-28-point"),
            "negpos: '?' is not a date; " + DATES,
        ),
        (
            ("list", "dossiers", "--receipt"),
            "negpos: a list of dossiers has no figures to sign; leave out --receipt",
        ),
        (
            ("since", "2999-01-01"),
            "negpos: 2999-01-01 is in the future; the last statement on record is of 2026-06-22",
        ),
        (
            ("since", "2025-12-03", "--as-of", "2025-12-02"),
            "negpos: 2025-12-03 comes after 2025-12-02; give --as-of or --known-by a later day",
        ),
        (
            ("since", "2025-12-03", "us-28-point"),
            "negpos: 'us-28-point' is a text, which has one date; name a party, or see every "
            "point with: negpos show us-28-point",
        ),
        (
            ("plan", "russia", "ukraine"),
            "negpos: 'russia' is a party, not a text; compare parties with: negpos compare "
            "russia …",
        ),
        (
            ("plan", "us-28-point", "e3-counter"),
            "negpos: 'e3-counter' is a text, not a party; compare two texts with: negpos compare "
            "us-28-point e3-counter",
        ),
        (
            ("plan", "us-28-point", "russia", "--only", "crossed"),
            "negpos: there is no verdict 'crossed'; did you mean crosses? choose from crosses, "
            "short, unclear, open, meets-if, meets, silent",
        ),
        (
            ("diff", "us-28-point"),
            "negpos: a diff needs two texts, or three; negpos diff us-28-point e3-counter",
        ),
        (
            ("diff", "ukraine", "us-28-point"),
            "negpos: 'ukraine' is a party, not a text; compare parties with negpos compare, or one "
            "over time: ukraine@2025-06-02",
        ),
        (
            ("diff", "us-28-point@2025-12-01", "e3-counter"),
            "negpos: 'us-28-point' is a text, which has one date; write it as us-28-point",
        ),
        (
            ("diff", "ukraine@some day", "e3-counter"),
            "negpos: 'some day' is not a date; " + DATES,
        ),
        (
            ("diff", "us-28-point", "e3", "--toward", "e3-counter"),
            "negpos: 'europe' is a party, not a text; compare parties with negpos compare, or one "
            "over time: europe@2025-06-02",
        ),
        (
            ("diff", "us-28-point", "e3-counter", "--ignore", "spelling"),
            "negpos: there is no wording to ignore 'spelling'; choose from wording",
        ),
        (
            ("timeline", "us-28-point"),
            "negpos: 'us-28-point' is a text, which has one date; name a party, or see every "
            "point with: negpos show us-28-point",
        ),
        (
            ("timeline", "--known-by", "2025-13-01"),
            "negpos: there is no month 13 in '2025-13-01'; " + DATES,
        ),
        (
            ("list", "sources", "--grade", "D"),
            "negpos: there is no grade 'D'; choose from A, B, C",
        ),
        (
            ("list", "parties", "--unused"),
            "negpos: --unused and --grade are for sources; negpos list sources --unused",
        ),
        (
            ("check", "--format", "csv"),
            "negpos: --format and --output go with --sources DIR; leave them out",
        ),
        (
            ("on", "personel"),
            "negpos: no issue is called 'personel' in dossier ukraine; did you mean personnel? "
            "Type: negpos on personnel",
        ),
        (
            ("compare", "russia", "ukraine", "--dossier", "ukrain"),
            "negpos: there is no dossier or folder 'ukrain'; did you mean ukraine?",
        ),
        (
            ("list", "partys"),
            "negpos: there is no list 'partys'; did you mean parties? choose from parties, "
            "positions, demands, issues, steps, sources, dossiers",
        ),
        (
            ("schema", "demand"),
            "negpos: there is no kind of file 'demand'; choose from dossier, parties, issues, "
            "sources, position",
        ),
        (
            ("matrix", "russia", "--positions"),
            "negpos: --positions goes without names; leave out one of the two",
        ),
        (
            ("check",),
            "negpos: this is no folder of a dossier, nor in one; go into one, or name it: "
            "negpos check DIR; one that comes with negpos: -d NAME",
        ),
        (
            ("check", "nowhere"),
            "negpos: 'nowhere' is not there; name a folder that holds dossier.toml, or start one "
            "with: negpos new DIR",
        ),
    ],
)
def test_misuse_is_told_in_one_line_with_what_to_do(
    words: tuple[str, ...], message: str, negpos: Negpos
) -> None:
    done = negpos(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [message]


def test_a_likely_name_is_never_chosen_for_the_user(negpos: Negpos) -> None:
    assert negpos("compare", "russi", "ukraine").code == 2
    assert negpos("on", "armys").code == 2
    for word in ("uk", "U.K.", "u.k", "United Kingdom"):
        told = negpos("compare", word, "russia").err
        assert "part of europe here" in told, word
        assert "did you mean" not in told
    assert "did you mean" not in negpos("compare", "u.x.", "russia").err


def test_an_issue_is_found_by_a_word_or_the_beginning_of_one_that_no_other_has(
    negpos: Negpos,
) -> None:
    for words in ("army", "army size", "personnel", "Army", "perso", "forces personnel"):
        done = negpos("on", words, "-f", "json")
        assert json.loads(done.out)["issue"] == "forces.personnel", words
    several = negpos("on", "nato")
    assert several.code == 2
    assert "'nato' fits 2 issues; name one: nato-ukraine (What is the relation of" in several.err
    assert negpos("on", "russia").err == (
        "negpos: 'russia' is a side, no issue; write the issue first: negpos on ISSUE russia; "
        "see: negpos list issues\n"
    )


@pytest.mark.parametrize(
    "typed", [("russia,ukraine",), ("russia vs ukraine",), ("russia", "vs", "ukraine"), ("ru, ua",)]
)
def test_several_names_typed_as_one_are_told_apart(typed: tuple[str, ...], negpos: Negpos) -> None:
    done = negpos("compare", *typed, "-f", "csv")
    assert done.out == negpos("compare", "russia", "ukraine", "-f", "csv").out
    assert done.err.startswith("negpos: read ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("show", "putin"),
            "'putin' speaks for russia; name the party, or type: negpos show russia --",
        ),
        (("show", "Lavrov"), "'Lavrov' speaks for russia"),
        (("compare", "germany", "us"), "'germany' is part of europe here"),
        (("show", "army size"), "'army size' is an issue; see where all stand on it: negpos on"),
        (("russia", "ukraine"), "type: negpos compare russia ukraine"),
        (("comapre", "russia", "ukraine"), "type: negpos compare russia ukraine"),
        (("timelin",), "type: negpos timeline"),
    ],
)
def test_a_word_in_the_wrong_place_is_answered_with_what_to_type(
    words: tuple[str, ...], told: str, negpos: Negpos
) -> None:
    done = negpos(*words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


def test_help_is_a_word_too(negpos: Negpos) -> None:
    assert negpos("help").out == negpos("--help").out


def test_an_ambiguous_issue_lists_the_ones_it_may_mean(negpos: Negpos, tmp_path: Path) -> None:
    assert negpos("new", "d").code == 0
    issues = tmp_path / "d" / "issues.toml"
    text = issues.read_text("utf-8").replace('"money.payment"', '"money.share"')
    issues.write_text(text, "utf-8")
    north = tmp_path / "d" / "positions" / "north" / "north-speech.toml"
    north.write_text(north.read_text("utf-8").replace("money.payment", "money.share"), "utf-8")
    done = negpos("on", "share", "-d", "d")
    assert done.code == 2
    assert "'share' fits 2 issues; name one: water.share (What share of the flow" in done.err


def test_names_are_found_in_any_case_and_by_alias(negpos: Negpos) -> None:
    plain = negpos("compare", "us-28-point", "ukraine", "-f", "csv").out
    for plan in ("28-Point Plan", "28 points", "US-28-POINT"):
        assert negpos("compare", plan, "Kyiv", "-f", "csv").out == plain


def test_the_typed_order_decides_left_and_right(negpos: Negpos) -> None:
    told = json.loads(negpos("compare", "ukraine", "russia", "-f", "json").out)
    assert told["parties"] == ["ukraine", "russia"]


def test_bad_data_stops_a_report_with_every_problem_and_nothing_on_stdout(
    negpos: Negpos, tmp_path: Path
) -> None:
    negpos("new", "d")
    speech = tmp_path / "d" / "positions" / "north" / "north-speech.toml"
    speech.write_text(speech.read_text("utf-8").replace("60", "600").replace('"yes"', '"yess"'))
    done = negpos("compare", "north", "south", "-d", "d")
    assert (done.code, done.out) == (2, "")
    assert "d/positions/north/north-speech.toml:16: demand no. 1: ask: 600 lies outside" in done.err
    assert "did you mean yes?" in done.err
    assert done.err.endswith("negpos: 2 problems; nothing was loaded\n")
    assert negpos("check", "d").code == 1


@pytest.mark.parametrize("ending", ["csv", "json", "md", "html", "txt"])
def test_output_writes_the_same_bytes_as_the_pipe_would(
    ending: str, negpos: Negpos, tmp_path: Path
) -> None:
    form = "table" if ending == "txt" else ending
    piped = negpos("compare", "east", "west", "-d", LAKE, "-f", form).out
    done = negpos("compare", "east", "west", "-d", LAKE, "-o", f"report.{ending}")
    told = ": 7 rows, 59 columns; those that people read: --columns short" * (ending == "csv")
    assert (done.out, done.code) == ("", 0)
    assert done.err == f"negpos: wrote report.{ending}{told}\n"
    assert (tmp_path / f"report.{ending}").read_bytes() == piped.encode()
    assert [path.name for path in tmp_path.iterdir()] == [f"report.{ending}"]


def test_columns_are_those_asked_for_in_that_order(negpos: Negpos) -> None:
    words = ("compare", "east", "west", "-d", LAKE, "-f", "csv")
    whole = list(csv.DictReader(negpos(*words).out.splitlines()))
    few = list(csv.DictReader(negpos(*words, "--columns", "a_ask,issue").out.splitlines()))
    assert list(few[0]) == ["a_ask", "issue"]
    assert few == [{name: row[name] for name in few[0]} for row in whole]
    assert negpos(*words, "--columns", "all").out == negpos(*words).out
    short = negpos(*words, "--columns", "short").out.splitlines()[0]
    sides = ",".join(f"{side}_{name}" for side in "ab" for name in ("id", "ask", "lines", "said"))
    assert short == "issue,label,theme,relation," + sides.replace("_said", "_said,{}").format(
        "a_sources", "b_sources"
    )
    assert negpos("list", "parties", "-f", "csv", "--columns", "short").out == (
        negpos("list", "parties", "-f", "csv").out
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--columns", "asks"), "there is no column 'asks'; choose from"),
        (("--columns", ","), "',' names nothing"),
        (("--excel", "-f", "json"), "--excel is for CSV, not json; leave it out, or add -f csv"),
        (("--excel", "-o", "x.html"), "--excel is for CSV, not html"),
        (("--columns", "short", "-o", "x.html"), "--columns is for CSV, not html; leave it out"),
    ],
)
def test_columns_and_excel_that_cannot_be_are_told_in_a_line(
    words: tuple[str, ...], told: str, negpos: Negpos, tmp_path: Path
) -> None:
    form = () if "-o" in words else ("-f", "csv")
    done = negpos("compare", "east", "west", "-d", LAKE, *form, *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_figure_is_a_number_in_any_spreadsheet(negpos: Negpos) -> None:
    rows = list(csv.DictReader(negpos("on", "army", "-f", "csv").out.splitlines()))
    figures = {row["ref"]: (row["value"], row["min"], row["max"], row["unit"]) for row in rows}
    assert figures["us-28-point"] == ("600000", "600000", "600000", "persons")
    assert figures["russia"] == ("", "", "", "persons")
    assert figures["europe"][0] == ""
    assert int(figures["europe"][1]) == 800000

    told = negpos("compare", "russia", "ukraine", "--excel", "--columns", "issue,agreement").out
    assert told.startswith("\ufeffissue;agreement\r\n")
    shares = [row["agreement"] for row in csv.DictReader(told.splitlines(), delimiter=";")]
    assert any("," in share for share in shares)
    assert not any("." in share for share in shares)


def test_format_overrules_the_ending(negpos: Negpos, tmp_path: Path) -> None:
    negpos("compare", "east", "west", "-d", LAKE, "-o", "report.txt", "-f", "json")
    assert json.loads((tmp_path / "report.txt").read_text("utf-8"))["dossier"] == "lake"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("deadlock", 1),
        ("crossing", 1),
        ("overlap<20", 0),
        ("overlap<80", 1),
        ("overlap<80%", 1),
        ("deadlock,overlap<20", 1),
    ],
)
def test_fail_on_ends_with_one_after_the_report(condition: str, code: int, negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "-f", "csv", "--fail-on", condition)
    assert done.code == code
    assert done.out.startswith("issue,")
    assert bool(done.err) == bool(code)


def test_fail_on_overlap_with_nothing_to_score_is_told(negpos: Negpos) -> None:
    words = ("compare", "east", "league", "-d", LAKE, "--issue", "toll", "--fail-on", "overlap<50")
    done = negpos(*words)
    assert done.code == 0
    assert "east and league: nothing to score, so no overlap to hold to 50%" in done.err


def test_counts_come_first_and_the_overlap_is_the_last_line_of_a_comparison(
    negpos: Negpos,
) -> None:
    for full in ((), ("--full",)):
        done = negpos("compare", "east", "west", "-d", LAKE, *full, COLUMNS="200")
        lines = done.out.splitlines()
        assert re.match(r"\d+ issues? both address: \d+ deadlock", lines[2])
        assert re.fullmatch(r"Overlap \d+% \(\d+–\d+\) on \d+ of \d+ issues", lines[-1])
        assert "--scores" in lines[-2]
    three = negpos("compare", "the draft", "east", "west", "-d", LAKE).out.splitlines()
    assert [line.partition(": Overlap ")[0] for line in three[-3:]] == [
        "league-plan–East",
        "league-plan–West",
        "East–West",
    ]


def test_the_summary_is_a_screen_and_tells_the_words_that_make_each_conflict(
    negpos: Negpos,
) -> None:
    done = negpos("compare", "russia", "ukraine", COLUMNS="80")
    lines = done.out.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    donetsk = next(line for line in lines if line.startswith("Donetsk"))
    assert "# all under Russian control" in donetsk
    assert "# no withdrawal" in donetsk
    told = json.loads(negpos("compare", "russia", "ukraine", "-f", "json").out)
    counts = told["counts"]
    assert f"{counts['deadlock']} deadlock, {counts['crossing']} crossing" in done.out
    named = {i["issue"] for i in told["issues"] if i["relation"] in ("agreed", "unclear")}
    labels = json.loads(negpos("list", "issues", "-f", "json").out)["issues"]
    for issue in labels:
        if issue["id"] in named:
            assert issue["label"] in " ".join(done.out.split())


def test_what_is_narrowed_is_told_in_full(negpos: Negpos) -> None:
    for narrow in (("--issue", "army-size"), ("--theme", "forces"), ("--only", "gap"), ("--full",)):
        assert "Relation" in negpos("compare", "russia", "ukraine", *narrow).out
    assert "Relation" in negpos("compare", "russia", "ukraine", "-f", "md").out
    assert "Relation" not in negpos("compare", "russia", "ukraine").out


def test_fail_on_a_relation_that_is_not_there_is_no_failure(negpos: Negpos) -> None:
    done = negpos("redlines", "us", "europe", "--fail-on", "deadlock")
    assert done.code == 0
    assert "--fail-on" not in done.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("compare us ukraine --only deadlock", "no issue is deadlock; there are 2 crossing, 4 gap"),
        ("redlines us europe", "the lines of each: negpos show us · negpos show europe"),
        ("common russia un --theme economy", "nothing is agreed and no stated limits meet; see"),
        ("gaps us ukraine --issue army", "both sides are plain here"),
        ("only us ukraine --issue army", "the other way: negpos only ukraine us"),
        ("plan us-28-point russia --only silent --issue army", "no point counts as silent"),
        (
            "since 2026-06-30 russia",
            "nothing on record was said since 2026-06-30; the last word is",
        ),
        ("search kapxtzl", "looked for kapxtzl in the words, speakers, notes, titles, parties"),
        (f"common east league -d {LAKE}", f"see negpos compare -d {LAKE} east league"),
    ],
)
def test_an_empty_answer_says_why_and_what_would_give_one(
    line: str, told: str, negpos: Negpos
) -> None:
    done = negpos(*line.split())
    assert done.code == 0
    assert told in done.err


def test_narrowing_by_theme_and_issue_keeps_those_issues_only(negpos: Negpos) -> None:
    words = ("compare", "russia", "ukraine", "--theme", "Recognition", "--issue", "personnel")
    told = json.loads(negpos(*words, "-f", "json").out)
    assert {i["theme"] for i in told["issues"]} == {"recognition", "forces"}
    assert [i["issue"] for i in told["issues"] if i["theme"] == "forces"] == ["forces.personnel"]


def test_only_keeps_relations_and_leaves_the_figures_as_they_are(negpos: Negpos) -> None:
    whole = json.loads(negpos("compare", "east", "west", "-d", LAKE, "-f", "json").out)
    part = json.loads(
        negpos("compare", "east", "west", "-d", LAKE, "-f", "json", "--only", "gap").out
    )
    assert {i["relation"] for i in part["issues"]} == {"gap"}
    assert part["overlap"] == whole["overlap"]
    assert part["counts"] == whole["counts"]


def test_joint_count_lets_a_joint_text_speak_for_its_holders(negpos: Negpos) -> None:
    def island(joint: str) -> list[object]:
        words = ("compare", "east", "west", "-d", LAKE, "-f", "json", "--issue", "island")
        told = json.loads(negpos(*words, "--joint", joint).out)["issues"][0]
        return [told["stances"]["east"]["ask"], len(told["joint"])]

    assert island("beside") == ["east", 1]
    assert island("count") == ["zone", 0]
    assert island("omit") == ["east", 0]


def test_attribution_leaves_out_other_ground(negpos: Negpos) -> None:
    words = ("compare", "east", "west", "-d", LAKE, "-f", "json", "--issue", "watch")
    told = json.loads(negpos(*words).out)["issues"]
    assert told[0]["stances"]["west"]["ask"] == "nobody"
    assert json.loads(negpos(*words, "--attribution", "official,document").out)["issues"] == []


def test_an_as_of_before_anything_was_said_is_an_empty_table_and_a_remark(negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "--as-of", "2020-01-01")
    assert done.code == 0
    assert done.err == "negpos: nothing is on record before 2025-02-01\n"
    assert "0 issues both address" in done.out


def test_a_text_younger_than_as_of_speaks_with_a_remark(negpos: Negpos) -> None:
    done = negpos("compare", "league-plan", "west", "-d", LAKE, "--as-of", "2025-03-01")
    assert done.code == 0
    assert done.err == "negpos: league-plan became known on 2025-04-01, after 2025-03-01\n"
    assert "held together" in done.out


def test_a_dossier_is_named_by_option_or_by_the_environment(negpos: Negpos) -> None:
    by_option = negpos("list", "parties", "-d", LAKE, "-f", "csv").out
    assert negpos("list", "parties", "-f", "csv", NEGPOS_DOSSIER=LAKE).out == by_option


def test_new_writes_a_dossier_that_passes_check_and_compares(negpos: Negpos) -> None:
    assert negpos("new", "talks").code == 0
    assert negpos("check", "talks").code == 0
    done = negpos("compare", "north", "south", "-d", "talks")
    assert "crossing" in done.out
    again = negpos("new", "talks")
    assert (again.code, again.err) == (
        2,
        "negpos: 'talks' is already there; name a new or an empty folder\n",
    )


def test_new_says_when_it_cannot_write(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = negpos("new", "file/below")
    assert done.code == 2
    assert done.err.startswith("negpos: cannot write 'file/below' (")


def test_schema_is_json_schema_that_the_shipped_files_follow(negpos: Negpos) -> None:
    import tomllib
    from datetime import date

    import jsonschema

    told = json.loads(negpos("schema").out)
    assert list(told) == ["dossier", "parties", "issues", "sources", "position"]
    assert json.loads(negpos("schema", "position").out) == told["position"]

    def plain(value: object) -> object:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(part) for key, part in value.items()}
        return [plain(part) for part in value] if isinstance(value, list) else value

    path = ROOT / "data" / "ukraine" / "positions" / "us" / "us-28-point.toml"
    jsonschema.validate(plain(tomllib.loads(path.read_text("utf-8"))), told["position"])


def test_list_dossiers_needs_no_dossier(negpos: Negpos) -> None:
    assert "ukraine" in negpos("list", "dossiers", NEGPOS_DOSSIER="nowhere").out


def test_search_finds_words_spelt_otherwise_and_figures_only_as_they_are(negpos: Negpos) -> None:
    assert "600,000" in negpos("search", "600,000").out
    assert negpos("search", "600,001", "-f", "csv").out.count("\n") == 1
    assert "demilitarised" in negpos("search", "demilitarized").out
    assert negpos("search", "?!", "-f", "csv").out.count("\n") == 1


def test_a_matrix_of_every_position_goes_to_csv_and_not_to_a_table(negpos: Negpos) -> None:
    done = negpos("matrix", "--positions")
    assert done.code == 2
    assert "use --format csv or json" in done.err
    csv = negpos("matrix", "--positions", "-f", "csv", "--theme", "forces")
    assert csv.code == 0
    assert csv.out.startswith("a,b,overlap,scored,addressed")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos show us-28-point | head -1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.stdout == "28-point plan\n"
    assert done.stderr == ""


def test_on_a_pipe_lines_have_100_columns_and_nothing_is_cut(negpos: Negpos) -> None:
    assert max(map(len, negpos("compare", "russia", "ukraine", "--full").out.splitlines())) == 100
    done = negpos("compare", "russia", "ukraine", "--full", COLUMNS="9999")
    assert "\x1b" not in done.out
    lines = done.out.splitlines()
    told = json.loads(negpos("compare", "russia", "ukraine", "-f", "json").out)
    for issue in told["issues"]:
        if issue["relation"] != "silent":
            words = [s["words"] for s in issue["stances"].values() if s]
            assert any(all(word in line for word in words) for line in lines), issue["issue"]


def test_a_terminal_without_unicode_gets_plain_signs(negpos_process: Negpos) -> None:
    done = negpos_process(
        "compare", "east", "west", "-d", LAKE, "--full", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.code == 0
    assert "/= gap" in done.out
    assert done.out.isascii()


def test_escape_sequences_typed_by_the_user_are_shown(negpos: Negpos) -> None:
    done = negpos("compare", "\x1b[31mred", "ukraine")
    assert "\x1b" not in done.err


def complete(words: str) -> list[str]:
    """What the TAB key offers in bash."""
    env = {"_NEGPOS_COMPLETE": "complete_bash", "COMP_WORDS": f"negpos {words}"}
    env["COMP_CWORD"] = str(len(words.split(" ")))
    done = subprocess.run(
        [str(Path(sys.executable).parent / "negpos")],
        capture_output=True,
        text=True,
        env=os.environ | env,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("compare rus", ["russia", "russia-digest-2025-11"]),
        ("compare russia us-2", ["us-28-point", "us-28-point-press-reports"]),
        ("on forces.p", ["forces.personnel"]),
        ("on perso", ["personnel"]),
        ("why russia recognition.by-u", ["recognition.by-ukraine", "recognition.by-us"]),
        ("compare a b --theme eco", ["economy"]),
        ("compare a b --only de", ["deadlock"]),
        ("compare a b --format h", ["html"]),
        (f"compare -d {LAKE} le", ["league", "league-plan"]),
        ("compare -d nowhere le", []),
        ("list so", ["sources"]),
        ("red", ["redlines"]),
    ],
)
def test_the_tab_key_completes_names(words: str, offered: list[str]) -> None:
    assert [name for name in offered if name not in complete(words)] == []
    if not offered:
        assert complete(words) == []


def test_what_an_answer_was_narrowed_to_stands_in_it(negpos: Negpos) -> None:
    words = ("compare", "east", "west", "-d", LAKE, "--theme", "shore", "--joint", "beside")
    words = (*words, "--attribution", "official,document")
    line = (
        "Narrowed to: statements official, document; joint texts beside; "
        "shore.island, shore.pier, shore.patrols, shore.watch"
    )
    assert line in negpos(*words, COLUMNS="200").out.splitlines()
    assert json.loads(negpos(*words, "-f", "json").out)["options"] == {
        "as_of": None,
        "known_by": None,
        "attribution": ["official", "document"],
        "joint": "beside",
        "max_age": None,
        "issues": ["shore.island", "shore.pier", "shore.patrols", "shore.watch"],
    }
    assert "Narrowed to" not in negpos("compare", "east", "west", "-d", LAKE).out


@pytest.mark.parametrize("option", ["--issue", "--theme", "--only", "--attribution", "--fail-on"])
def test_a_list_that_names_nothing_is_misuse(option: str, negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, option, " , ")
    assert done.code == 2
    assert "names nothing" in done.err


def test_output_writes_into_what_is_no_ordinary_file_and_never_replaces_it(
    negpos: Negpos, tmp_path: Path
) -> None:
    import stat

    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE)
    assert negpos("list", "parties", "-d", LAKE, "-f", "csv", "-o", "pipe").code == 0
    assert reader.communicate()[0].startswith(b"id,name")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_output_follows_a_link_and_keeps_the_mode_of_a_file(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert negpos("list", "parties", "-d", LAKE, "-o", "link.csv").code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8").startswith("id,name")
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", ["--help", "compare --help", "link -h"])
def test_help_to_a_full_device_is_one_line_and_two(words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos {words} > /dev/full"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    message = "negpos: cannot write to standard output (no space left on device)"
    assert (done.returncode, done.stderr.splitlines()) == (2, [message])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("compare russia nobody", 2),
        ("compare --nonsense", 2),
        ("check nowhere", 2),
        ("show russia --as-of 1990-01-01", 0),
        ("compare russia ukraine --issue crimea --fail-on crossing", 1),
    ],
)
@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
def test_an_exit_code_does_not_depend_on_who_hears_the_remarks(
    where: str, words: str, code: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos {words} {where}"],
        stdout=subprocess.DEVNULL,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == code


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (">&-", "negpos: standard output is closed; write to a file with --output FILE"),
        ("> /dev/full", "negpos: cannot write to standard output (no space left on device)"),
    ],
)
@pytest.mark.parametrize(
    "words", ["compare russia ukraine -f csv", "check -d ukraine", "--version"]
)
def test_output_that_cannot_be_written_is_one_line_and_two(
    where: str, message: str, words: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m negpos {words} {where}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()) == (2, [message])


def test_an_interrupt_while_starting_ends_quietly(tmp_path: Path) -> None:
    program = (
        "import sys, negpos.__main__ as m\n"
        "class Slow:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'negpos.cli':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Slow())\n"
        "m.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.parametrize("words", [("compare", "a", "b", "-d"), ("check",), ("new",)])
def test_a_name_too_long_for_any_file_is_misuse_not_a_crash(
    words: tuple[str, ...], negpos_process: Negpos
) -> None:
    done = negpos_process(*words, "x" * 5000)
    assert done.code in (1, 2)
    assert "Traceback" not in done.err


@pytest.mark.parametrize("columns", ["²", "abc", "1", "-5", "99999999999"])
def test_any_width_asked_for_gives_a_table(columns: str, negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "--full", COLUMNS=columns)
    assert (done.code, done.err) == (0, "")
    assert "Relation" in done.out


def test_no_column_is_left_out_where_the_screen_is_too_narrow(negpos: Negpos) -> None:
    parties = ("russia", "ukraine", "us", "europe", "eastern-flank")
    done = negpos("compare", *parties, "--full", COLUMNS="60")
    assert "Relation" in done.out
    assert all(name in done.out for name in ("Russia", "Ukraine"))
    told = negpos("redlines", "russia", "ukraine", "--full", COLUMNS="30")
    assert told.out.count("Move") >= 1


def test_the_marks_of_a_table_are_told_under_it(negpos: Negpos) -> None:
    for words in (("redlines", "russia", "ukraine"), ("on", "frozen-assets"), ("show", "ukraine")):
        done = negpos(*words)
        if "†" in done.out:
            assert "† grade C sources only" in done.out


def test_new_tells_commands_that_work_whatever_the_name(negpos: Negpos, tmp_path: Path) -> None:
    import shlex

    for name in ("ukraine", "my talks"):
        told = negpos("new", name).out.splitlines()
        for line in told[1:]:
            done = negpos(*shlex.split(line)[1:])
            assert done.code == 0, line
    assert "river" in negpos("compare", "north", "south", "-d", "./ukraine").out


DELTA = str(ROOT / "tests" / "delta")


def test_a_date_before_anything_was_said_gives_an_empty_table_and_a_remark(negpos: Negpos) -> None:
    for words in (
        ("compare", "hill", "vale", "--as-of", "2020-01-01"),
        ("timeline", "--as-of", "2020-01-01"),
        ("timeline", "--issue", "dam", "--known-by", "2020-01-01"),
        ("since", "2019-01-01", "--as-of", "2020-01-01"),
        ("show", "hill", "--as-of", "2020-01-01"),
        ("search", "dam", "--as-of", "2020-01-01"),
        ("list", "positions", "--as-of", "2020-01-01"),
    ):
        done = negpos(*words, "-d", DELTA)
        assert done.code == 0, words
        assert "negpos: nothing is on record before 2024-01-10\n" in done.err
        assert "Traceback" not in done.err
        assert negpos(*words, "-d", DELTA, "-f", "csv").out.count("\n") == 1, words


def test_a_date_after_the_last_word_is_told(negpos: Negpos) -> None:
    done = negpos("compare", "hill", "vale", "-d", DELTA, "--as-of", "2025-01-01")
    assert (done.code, done.err) == (
        0,
        "negpos: the last statement on record is of 2024-12-01\n",
    )


def test_since_a_quiet_day_tells_that_nothing_was_said(negpos: Negpos) -> None:
    done = negpos("since", "2025-01-01", "-d", DELTA)
    assert done.code == 0
    assert "negpos: nothing on record was said since 2025-01-01" in done.err
    assert "Nothing said since: Hill, Vale, Broker" in done.out


def test_the_same_receipt_means_the_same_figures_and_any_change_shows(
    negpos: Negpos, tmp_path: Path
) -> None:
    import shutil

    words = ("compare", "hill", "vale", "--as-of", "2024-07-01")
    table = negpos(*words, "-d", DELTA, "--receipt", COLUMNS="200").out
    line = table.splitlines()[-1]
    assert line.startswith("Receipt ")
    assert "compare hill vale --as-of 2024-07-01" in line
    assert table.removesuffix(line + "\n") == negpos(*words, "-d", DELTA, COLUMNS="200").out
    shutil.copytree(DELTA, tmp_path / "copy")
    assert negpos(*words, "-d", "copy", "--receipt", "-f", "md").out.rstrip().endswith(line)
    told = json.loads(negpos(*words, "-d", DELTA, "--receipt", "-f", "json").out)["receipt"]
    assert told["digest"] in line
    assert told["data"] in line
    rows = negpos(*words, "-d", DELTA, "--receipt", "-f", "csv").out.splitlines()
    assert rows[0].endswith(",receipt")
    assert all(line in row for row in rows[1:])
    path = tmp_path / "copy" / "parties.toml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    other = negpos(*words, "-d", "copy", "--receipt").out.splitlines()[-1]
    assert told["data"] not in other
    later = negpos(*words[:-1], "2024-07-02", "-d", DELTA, "--receipt").out.splitlines()[-1]
    assert told["digest"] not in later


def test_sources_can_be_listed_by_grade_and_by_use(negpos: Negpos) -> None:
    unused = negpos("list", "sources", "--unused", "-d", DELTA, "-f", "csv").out.splitlines()
    assert [row.split(",")[0] for row in unused[1:]] == ["unread-2024"]
    weak = negpos("list", "sources", "--grade", "C", "-d", DELTA, "-f", "csv").out.splitlines()
    assert [row.split(",")[0] for row in weak[1:]] == ["blog-2024"]
    by = ("list", "sources", "--unused", "--as-of", "2024-11-01", "-d", DELTA, "-f", "csv")
    assert [r.split(",")[0] for r in negpos(*by).out.splitlines()[1:]] == [
        "blog-2024",
        "unread-2024",
    ]


def test_a_named_text_speaks_whatever_its_attribution_and_that_is_told(negpos: Negpos) -> None:
    done = negpos("compare", "hill-2023", "vale", "--attribution", "official", "-d", DELTA)
    assert done.code == 0
    assert "negpos: hill-2023 is named, so it speaks whatever its attribution" in done.err


@pytest.mark.parametrize("words", [("search", "dam"), ("timeline",), ("list", "positions")])
def test_attribution_narrows_lists_and_sequences_alike(
    words: tuple[str, ...], negpos: Negpos
) -> None:
    whole = negpos(*words, "-d", DELTA, "-f", "csv").out
    on_record = negpos(*words, "-d", DELTA, "-f", "csv", "--attribution", "official").out
    assert "hill-2024-11" in whole
    assert "hill-2024-11" not in on_record
    assert "hill-2024-06" in on_record


def texts(folder: Path, **found: str) -> Path:
    """A folder of source texts."""
    folder.mkdir()
    for name, text in found.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(text, "utf-8")
    return folder


def test_check_holds_demands_against_the_users_own_copies(negpos: Negpos, tmp_path: Path) -> None:
    texts(
        tmp_path / "mine",
        courier_2024__txt="The dam is run in turns, she said. A fifth of the flow goes to Hill.",
        copy__txt="A year on the delta\n\nHill runs the dam, people say.",
        stray__md="Nothing of ours.",
        picture__png="not read",
    )
    done = negpos("check", DELTA, "--sources", "mine", "-f", "json")
    assert done.code == 0
    assert done.err == ("negpos: stray.md is of no known source; name it <id of the source>.txt\n")
    told = json.loads(done.out)
    assert told["texts"] == {
        "blog-2024": ["copy.txt"],
        "courier-2024": ["courier-2024.txt"],
    }
    best = {row["text"]: row for row in told["demands"]}
    assert best["The dam is run in turns"]["passage"] == "The dam is run in turns, she said."
    rates = [row["likeness"] for row in told["demands"]]
    assert rates == sorted(rates)
    table = negpos("check", DELTA, "--sources", "mine", COLUMNS="100").out
    assert "A guard objects" in table
    assert all(len(line) <= 100 for line in table.splitlines())


@pytest.mark.parametrize(
    ("folder", "code", "message"),
    [
        ("nowhere", 2, "nowhere: no such folder; name a folder that holds your copies"),
        ("empty", 2, "negpos: no text in 'empty' belongs to a source of the dossier; name each"),
        ("binary", 2, "binary/courier-2024.txt: holds no plain text; save it as UTF-8"),
        ("file.txt", 2, "file.txt: is a file, not a folder"),
    ],
)
def test_source_texts_that_cannot_be_used_are_told_in_a_line(
    folder: str, code: int, message: str, negpos: Negpos, tmp_path: Path
) -> None:
    texts(tmp_path / "empty")
    texts(tmp_path / "binary", courier_2024__txt="a\0b")
    (tmp_path / "file.txt").write_text("words")
    done = negpos("check", DELTA, "--sources", folder)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_diff_ends_with_0_for_the_same_1_for_differences_2_for_trouble(negpos: Negpos) -> None:
    same = negpos("diff", "the draft", "broker-2024-03", "-d", DELTA)
    assert (same.code, same.err) == (0, "")
    assert "7 unchanged" in same.out
    assert negpos("diff", "the draft", "the second draft", "-d", DELTA).code == 1
    assert negpos("diff", "the draft", "the third draft", "-d", DELTA).code == 2
    dam = ("diff", "the draft", "the second draft", "--issue", "dam", "-d", DELTA)
    assert negpos(*dam).code == 1
    assert negpos(*dam, "--ignore", "wording").code == 0


def test_plan_fails_on_the_verdicts_asked_for(negpos: Negpos) -> None:
    words = ("plan", "the draft", "hill", "vale", "-d", DELTA)
    done = negpos(*words, "--fail-on", "crosses")
    assert done.code == 1
    assert done.err == "negpos: --fail-on met: vale: crosses at 1 point (1)\n"
    assert negpos(*words, "--fail-on", "unclear").code == 0
    assert negpos(*words).code == 0
