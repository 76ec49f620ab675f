"""A draft of one's own beside a dossier, and what if a party asked for something else."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import negpos as package
from negpos.comparison import compare
from negpos.dossier import Dossier
from negpos.intake.assume import assume
from negpos.profiles import profile

from .conftest import ROOT, Negpos
from .drawn import dossiers
from .inside import Done, called

SHIPPED = ROOT / "data" / "ukraine" / "positions" / "us" / "us-28-point.toml"
DRAFT = """\
[[demand]]
issue = "forces.personnel"
ask = 700_000
text = "The army has at most 700,000"

[[demand]]
point = "2"
issue = "territory.kherson"
ask = "contact-line"
text = "Kherson stays as it is"
"""
SHEET = """\
point,issue,ask,text
,Army size,700000,"The army has at most 700,000"
2,Kherson,frozen where armies stand,Kherson stays as it is
"""
HEADING = "your draft, not on record: "


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft of two points in the folder in which commands are typed."""
    (path := tmp_path / "mine.toml").write_text(DRAFT)
    return path


def without_heading(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith(HEADING))


@pytest.mark.parametrize("question", ["plan TEXT russia ukraine", "compare TEXT russia"])
@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_shipped_text_read_back_from_its_file_answers_as_it_does_itself(
    negpos: Negpos, tmp_path: Path, question: str, form: str
) -> None:
    (tmp_path / "copy.toml").write_bytes(SHIPPED.read_bytes())

    def asked(text: str) -> Done:
        return negpos(*question.replace("TEXT", text).split(), "--full", "-f", form)

    copied = asked("copy.toml")

    assert without_heading(copied.out) == asked("us-28-point").out
    assert copied.err.splitlines()[0] == (
        "negpos: copy.toml stands in the place of us-28-point of the dossier, which counts for "
        "nobody here"
    )


def test_a_sheet_and_a_position_file_of_one_draft_answer_alike(negpos: Negpos, draft: Path) -> None:
    (draft.parent / "mine.csv").write_text(SHEET)

    told = [negpos("plan", f"mine.{end}", "russia", "ukraine", "--full") for end in ("toml", "csv")]

    assert told[0].out == told[1].out.replace("mine.csv", "mine.toml")
    assert f"{HEADING}mine.toml\n" in told[0].out


def test_a_draft_comes_on_standard_input_as_toml_or_as_a_sheet(tmp_path: Path) -> None:
    words = ["plan", "-", "russia", "--full"]

    told = [called(words, tmp_path, {}, text.encode()) for text in (DRAFT, SHEET)]

    assert told[0].out == told[1].out
    assert f"{HEADING}your draft\n" in told[0].out


def test_a_draft_stands_in_comparisons_and_diffs_like_any_text(negpos: Negpos, draft: Path) -> None:
    compared = negpos("compare", "mine.toml", "ukraine", "--issue", "kherson")
    different = negpos("diff", "us-28-point", "mine.toml", "--issue", "personnel")

    assert "= agreed" in compared.out
    assert "600,000" in different.out
    assert "700,000" in different.out
    assert HEADING in compared.out
    assert HEADING in different.out


def test_a_name_of_the_dossier_wins_over_a_file_of_that_name(
    negpos: Negpos, tmp_path: Path
) -> None:
    before = negpos("plan", "us-28-point", "russia").out
    (tmp_path / "us-28-point").write_text("words")
    (tmp_path / "russia").mkdir()

    assert negpos("plan", "us-28-point", "russia").out == before


@pytest.mark.parametrize(
    "question",
    [
        "redlines mine.toml ukraine",
        "common mine.toml ukraine",
        "only mine.toml ukraine",
        "gaps mine.toml ukraine",
        "matrix mine.toml ukraine us europe",
        "brief russia ukraine mine.toml -f md",
        "on kherson mine.toml ukraine",
        "show mine.toml",
        "why mine.toml kherson",
    ],
)
def test_a_draft_stands_wherever_a_text_does(negpos: Negpos, draft: Path, question: str) -> None:
    done = negpos(*question.split())

    assert done.code == 0, done.err
    assert f"{HEADING}mine.toml" in done.out


def test_what_is_told_to_type_next_names_the_file_of_the_draft(negpos: Negpos, draft: Path) -> None:
    told = negpos("compare", "mine.toml", "ukraine").out

    assert "negpos why mine.toml" in told
    assert negpos("why", "mine.toml", "kherson").code == 0


def test_two_drafts_are_told_apart(negpos: Negpos, draft: Path) -> None:
    (draft.parent / "mine.csv").write_text(SHEET)

    assert "mine.toml × mine.csv" in negpos("compare", "mine.toml", "mine.csv").out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("forces.personnel", "forces.personel", "mine.toml:2: demand no. 1: issue: there is no"),
        (
            "700_000",
            "7_000_000",
            "mine.toml:3: demand no. 1: ask: 7,000,000 lies outside",
        ),
        ('"contact-line"', '"frozen"', "mine.toml:9: demand 2: ask: expected one of"),
        ("ask = 700_000", "aks = 700_000", "mine.toml:3: demand no. 1: aks: there is no such"),
        ('text = "The', "text = “The", "mine.toml:4:"),
        (DRAFT, "", "mine.toml:1: demand: the text asks for nothing"),
        (DRAFT, f'endorses = "x"\n{DRAFT}', "mine.toml:1: endorses: a draft takes over no other"),
        (DRAFT, f'includes = "x"\n{DRAFT}', "mine.toml:1: includes: there is no position 'x'"),
        (DRAFT, f'parties = ["rusia"]\n{DRAFT}', "there is no party 'rusia'; did you mean russia?"),
    ],
)
def test_a_fault_of_a_draft_is_told_with_its_line(
    negpos: Negpos, draft: Path, old: str, new: str, told: str
) -> None:
    draft.write_text(DRAFT.replace(old, new))

    done = negpos("plan", "mine.toml", "russia")

    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert not done.out


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("issue,ask\nArmy sise,5\n", "mine.csv:2: column issue: there is no issue 'Army sise'"),
        ("issue,ask\nArmy size,many\n", "mine.csv:2: column ask: expected a number"),
        ("issue,ask\nArmy size,\n", "a demand on forces.personnel needs an ask"),
        ("issue,text\nArmy size,x\n", "mine.csv:1: there is no column ask"),
        ("issue,ask\n", "the text asks for nothing"),
        ("", "mine.csv:1: is empty"),
    ],
)
def test_a_fault_of_a_sheet_is_told_with_its_cell(
    negpos: Negpos, tmp_path: Path, sheet: str, told: str
) -> None:
    (tmp_path / "mine.csv").write_text(sheet)

    done = negpos("plan", "mine.csv", "russia")

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_what_is_no_draft_is_told_with_what_to_type(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("The army has at most 700,000.")
    (tmp_path / "folder.toml").mkdir()

    def told(name: str) -> str:
        return negpos("plan", name, "russia").err

    assert "make one of a plain text with: negpos link talks.txt --stub" in told("talks.txt")
    assert "'folder.toml' cannot be read (is a directory); give a" in told("folder.toml")
    assert "'none.toml' cannot be read (no such file or directory)" in told("none.toml")
    assert "standard input holds nothing; pipe a draft in" in told("-")


def test_columns_that_a_draft_does_not_have_are_named(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("party,issue,ask,mood\nUs,Kherson,contact-line,good\n")

    assert "mine.csv: columns not read: party, mood" in negpos("plan", "mine.csv", "russia").err


def test_an_answer_never_takes_the_place_of_its_draft(negpos: Negpos, tmp_path: Path) -> None:
    (path := tmp_path / "mine.csv").write_text(SHEET)

    done = negpos("plan", "mine.csv", "russia", "-o", "mine.csv")

    assert done.code == 2
    assert path.read_text() == SHEET


def test_a_receipt_tells_the_draft_by_its_bytes(negpos: Negpos, draft: Path) -> None:
    def receipt() -> str:
        return negpos("plan", "mine.toml", "russia", "--receipt").out.splitlines()[-1]

    first = receipt()
    draft.write_text(DRAFT + "# a comment\n")

    assert first != receipt()
    assert receipt() == receipt()


def test_a_draft_is_not_the_end_of_the_record(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f"date = 2031-01-01\n{DRAFT}")

    assert "record ends 22 Jun 2026" in negpos("plan", "mine.toml", "russia").out


def test_an_assumption_takes_the_place_of_what_a_party_asks_and_is_told(negpos: Negpos) -> None:
    question = ["compare", "russia", "ukraine", "--issue", "kherson"]
    before = negpos(*question)

    done = negpos(*question, "--assume", "russia:kherson=frozen where armies stand")

    assert "= agreed" not in before.out
    assert "assumed, not said: Russia on Kherson: frozen where armies stand\n" in done.out
    assert "= agreed" in done.out
    assert negpos(*question).out == before.out


def test_an_assumption_has_no_day_no_grade_and_no_speaker(negpos: Negpos) -> None:
    done = negpos(
        *"why ukraine army --assume ukraine:army=1 -f csv --columns fate,attribution,said".split()
    )

    assert "speaks,assumed," in done.out.splitlines()


def test_several_assumptions_stand_together(negpos: Negpos) -> None:
    words = ["--assume", "russia:kherson=contact-line", "--assume", "us:kherson=russian"]

    told = negpos("on", "kherson", "russia", "us", *words, "-f", "csv", "--columns", "ref,ask")

    assert told.out.splitlines()[1:] == [
        "russia,frozen where armies stand",
        "us,all under Russian control",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("kherson", "'kherson' is no assumption; write PARTY:ISSUE=ASK"),
        ("russia:kherson=", "'russia:kherson=' is no assumption"),
        ("rusia:kherson=contact-line", "'rusia'"),
        ("us-28-point:kherson=contact-line", "'us-28-point' is a text, not a party"),
        ("russia:khersn=contact-line", "khersn"),
        ("russia:kherson=none", "'russia:kherson=none': expected one of"),
    ],
)
def test_what_is_no_assumption_is_told(negpos: Negpos, words: str, told: str) -> None:
    done = negpos("compare", "russia", "ukraine", "--assume", words)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_one_party_is_assumed_to_ask_once_on_an_issue(negpos: Negpos) -> None:
    twice = ["--assume", "russia:kherson=contact-line", "--assume", "russia:kherson=russian"]

    assert "Russia on Kherson is assumed twice" in negpos("on", "kherson", *twice).err


def test_python_programs_assume_too() -> None:
    found = package.load("ukraine").on("kherson", "russia", assume="russia:kherson=contact-line")

    assert "assumed, not said: Russia on Kherson" in found.text()


@given(dossiers(least=2), st.data())
def test_an_assumption_speaks_alone_and_moves_nobody_else(
    values: Dossier, data: st.DataObject
) -> None:
    party = data.draw(st.sampled_from(sorted(values.parties)))
    ordinal = [i for i in values.issues.values() if i.scale.kind == "ordinal"]
    if not ordinal:
        return
    issue = data.draw(st.sampled_from(ordinal))
    option = data.draw(st.sampled_from(issue.scale.options)).id

    changed = assume(values, f"{party}:{issue.id}={option}", values.last_date() or "2025-01-01")

    (asked,) = profile(changed, party).stances[issue.id].asks
    assert asked.is_assumed
    for other in values.parties:
        before, after = profile(values, other).stances, profile(changed, other).stances
        told = {i: (s.asks, s.lines) for i, s in after.items() if (other, i) != (party, issue.id)}
        expected = {
            i: (s.asks, s.lines) for i, s in before.items() if (other, i) != (party, issue.id)
        }
        assert told == expected
    assert compare([profile(changed, p) for p in values.parties])


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("plan", "mine.toml russia"),
        ("compare", "mine.toml russia"),
        ("diff", "us-28-point mine.toml"),
        ("compare", "russia ukraine --assume russia:army=1 --receipt"),
        ("on", "army --assume russia:army=1"),
        ("why", "russia army --assume russia:army=1"),
        ("redlines", "russia ukraine --assume russia:army=1"),
    ],
)
def test_json_with_drafts_and_assumptions_is_as_documented(
    negpos: Negpos, draft: Path, command: str, words: str
) -> None:
    schema = json.loads((ROOT / "docs" / "formats.schema.json").read_text("utf-8"))

    told = json.loads(negpos(command, *words.split(), "-f", "json").out)

    Draft202012Validator({**schema, "$ref": f"#/$defs/{command}"}).validate(told)
    assert told.get("drafts") == (["mine.toml"] if "mine.toml" in words else None)
    assert told.get("assumed") == (["russia:army=1"] if "assume" in words else None)


def test_a_draft_never_speaks_for_a_party_that_it_names(negpos: Negpos, tmp_path: Path) -> None:
    head = 'parties = ["russia"]\ndate = 2026-06-20\nstatus = "statement"\n'
    said = 'attribution = "official"\nform = "quoted"\nspeaker = "Vladimir Putin"\n'
    ask = '[[demand]]\nissue = "territory.donetsk"\nask = "contact-line"\ntext = "x"\n'
    (tmp_path / "leak.toml").write_text(head + said + ask)
    words = ["--issue", "donetsk", "-f", "csv", "--columns"]

    alone = negpos("compare", "russia", "ukraine", *words, "a_ask,a_lines,relation").out
    three = negpos("compare", "russia", "ukraine", "leak.toml", *words, "a_ask,a_lines,relation")

    assert three.out.splitlines()[1] == alone.splitlines()[1]
    ordered = ask + 'links = [{ step = "talks", how = "after", other = "ceasefire" }]\n'
    (tmp_path / "leak.toml").write_text(head + said + ordered)
    assert "Putin, 20 Jun" not in negpos("order", "leak.toml", "russia", "--all").out


def test_an_edited_copy_is_held_against_the_text_that_it_was_made_from(
    negpos: Negpos, tmp_path: Path
) -> None:
    words = SHIPPED.read_text("utf-8")
    (tmp_path / "mine.toml").write_text(words.replace("ask = 600_000", "ask = 650_000", 1))

    told = negpos("diff", "us-28-point", "mine.toml")

    assert told.code == 1
    assert "650,000" in told.out
    assert negpos("compare", "mine.toml", "28-point plan").code == 0


def test_a_copy_has_lapsed_only_where_it_says_so(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'id = "us-28-point"\n{DRAFT}')

    assert "lapsed" not in negpos("plan", "mine.toml", "russia", "ukraine").out


def test_standard_input_stands_beside_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SHEET)

    for words in (["diff", "-", "mine.csv"], ["diff", "mine.csv", "-"]):
        done = called(words, tmp_path, {}, DRAFT.replace("700_000", "1").encode())
        assert (done.code, "1 changed" in done.out) == (1, True), done


def test_a_csv_without_a_heading_is_told_of_beside(negpos: Negpos, draft: Path) -> None:
    of_assumed = negpos("matrix", "--assume", "russia:kherson=contact-line", "-f", "csv")
    of_draft = negpos("matrix", "mine.toml", "russia", "-o", "x.csv")

    assert "negpos: assumed, not said: Russia on Kherson" in of_assumed.err
    assert "negpos: your draft, not on record: mine.toml" in of_draft.err


def test_a_draft_too_long_is_refused_at_once(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("issue,ask\n" + "Army size,1\n" * 1001)

    assert "mine.csv has 1,001 demands; a draft has at most 1,000" in (
        negpos("plan", "mine.csv", "russia").err
    )


def test_an_assumption_that_changes_nothing_is_said_to(negpos: Negpos) -> None:
    question = ["compare", "russia", "ukraine", "--issue", "kherson", "--assume"]

    assert "us is not asked; what is assumed changes" in negpos(*question, "us:army=1").err
    assert "forces.personnel is not asked about" in negpos(*question, "russia:army=1").err
    dated = negpos("compare", "russia@2024", "ukraine", "--assume", "russia:army=1")
    assert "--assume is about the day asked for, not PARTY@DATE" in dated.err


def test_an_assumption_is_no_naming(negpos: Negpos) -> None:
    words = ["--assume", "russia:crimea=restored", "--issue", "crimea"]

    assert "On 0 of 1 open issue" in negpos("bridge", "russia", "ukraine", *words).out


def test_a_sign_alone_names_nobody(negpos: Negpos) -> None:
    assert "'-' names nobody; see: negpos list parties" in negpos("timeline", "-").err


def test_an_assumption_is_no_move_and_has_no_day_in_a_handout(negpos: Negpos) -> None:
    words = ["brief", "russia", "ukraine", "-f", "md", "--theme", "territory"]
    before = negpos(*words).out
    told = negpos(*words, "--assume", "russia:kherson=contact-line").out

    moved = "What moved"
    assert told.partition(moved)[2].count("line left") == before.partition(moved)[2].count(
        "line left"
    )
    (source,) = [row for row in told.splitlines() if row.endswith("| assumption | – |  |")]
    assert "assumed, not said" in source


def test_no_remark_says_that_an_assumption_changes_nothing_where_it_does(negpos: Negpos) -> None:
    on = negpos("on", "kherson", "--assume", "us:kherson=russian")
    words = ["us-28-point", "e3-counter", "--toward", "russia"]
    diff = negpos("diff", *words, "--assume", "russia:kherson=contact-line")

    assert "changes nothing" not in on.err + diff.err


def test_an_example_of_an_assumption_names_what_the_dossier_has(negpos: Negpos) -> None:
    told = negpos("on", "truce.end", "--assume", "x", "-d", "gaza").err

    assert "as in israel:truce.end=ANSWER" in told
