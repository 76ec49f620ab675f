"""A dossier of one's own: started with parties and issues, added to record by record, whole or not
at all; and the templates that issues are made from."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from negpos import load
from negpos.errors import UsageError
from negpos.intake import adding, templates
from negpos.intake.files import shipped

from .conftest import ROOT, Negpos

TALKS = ("new", "talks", "--parties", "us=United States,Hamas", "--template", "ceasefire,ddr.arms")


@pytest.fixture
def talks(negpos: Negpos, tmp_path: Path) -> Path:
    """A new dossier of two parties, with a source."""
    assert negpos(*TALKS).code == 0
    paper = (
        "--publisher",
        "P",
        "--title",
        "T",
        "--date",
        "2025-03",
        "--grade",
        "a",
        "--kind",
        "news",
    )
    assert negpos("add", "source", "letter", *paper, "-d", "talks").err == ""
    return tmp_path / "talks"


@pytest.mark.parametrize("empty", [(), ("--empty",)])
@pytest.mark.parametrize("chosen", [(), ("--template", "ceasefire,withdrawal,legislation")])
def test_what_is_started_passes_every_check(
    empty: tuple[str, ...], chosen: tuple[str, ...], negpos: Negpos
) -> None:
    started = negpos(
        "new", "talks", "--title", "Talks", "--parties", "A,B,c=C & D", *chosen, *empty
    )
    assert (started.code, started.err) == (0, "")
    checked = negpos("check", "talks")
    assert (checked.code, "without positions" in checked.err) == (0, bool(empty))
    assert f"3 parties, {12 if chosen else 1} issue" in checked.out
    assert (f"{0 if empty else 1} position" in checked.out, "0 demands" in checked.out) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--title", "Talks"), "--title goes with parties of your own; name them: --parties"),
        (("--parties", "A"), "a negotiation has two parties or more"),
        (("--parties", "A,a=B"), "two parties have the id 'a'; write another: id=Name"),
        (("--parties", "Ä1=B,C"), "'Ä1' is no id"),
        (("--parties", "Россия,B"), "no id can be made of 'Россия'; give one: id=Россия"),
        (("--parties", "A,B", "--template", "cease"), "did you mean ceasefire?"),
        (("--parties", "A,B", "--template", "ddr.arms@9"), "no version '9' of ddr.arms"),
    ],
)  # fmt: skip
def test_what_cannot_be_started_is_told_in_one_line_and_leaves_nothing(
    words: tuple[str, ...], told: str, negpos: Negpos, tmp_path: Path
) -> None:
    done = negpos("new", "talks", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err
    assert list(tmp_path.iterdir()) == []


def test_records_are_added_at_the_end_of_their_files_and_nothing_before_them_changes(
    talks: Path, negpos: Negpos
) -> None:
    before = {path: path.read_bytes() for path in talks.glob("*.toml")}
    answers = "closed|partly open|open"
    said = (
        "--party hamas --source letter --issue aid.crossings --firmness red-line --status published"
    )
    lines = (
        ["party", "United Arab Emirates", "--id", "uae", "--alias", "emirates"],
        ["issue", "aid.crossings", "--question", "How open?", "--options", answers],
        ["issue", "aid.who", "--template", "aid.distribution"],
        [
            "position",
            *said.split(),
            *"--title Letter --date 2025-03-14 --ask open --text Open".split(),
        ],
    )
    for line in lines:
        done = negpos("add", *line, "-d", "talks")
        assert (done.code, done.out[:6]) == (0, "added "), done.err
    assert all(path.read_bytes().startswith(data) for path, data in before.items())
    assert negpos("check", "talks").code == 0
    values = load(str(talks)).dossier
    assert values.parties["uae"].aliases == ("emirates",)
    (demand,) = values.positions["letter"].demands
    assert (demand.said, demand.firmness, demand.ask and demand.ask.low) == (
        "2025-03-14",
        "red-line",
        2,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("0 to 60 percent", ("quantity", 0, 60, "percent", "")),
        ("-5 to 1,000 tonnes a year", ("quantity", -5, 1000, "tonnes a year", "")),
        ("2026-01 to 2027-12", ("date", 0, 23, "months", "month")),
        ("2026 to 2030", ("date", 0, 4, "years", "year")),
        ("2026-01-01 to 2026-01-31", ("date", 0, 30, "days", "day")),
    ],
)
def test_a_scale_of_figures_or_dates_is_told_by_its_ends(
    words: str, told: tuple[Any, ...], talks: Path, negpos: Negpos
) -> None:
    done = negpos("add", "issue", "aid.x", "--question", "Q?", "--scale", words, "-d", str(talks))
    assert (done.code, done.err) == (0, "")
    scale = load(str(talks)).dossier.issues["aid.x"].scale
    low = scale.low if scale.kind == "date" else 0
    found = scale.kind, scale.low - low, scale.high - low, scale.unit, scale.step
    assert found == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("party", "Hamas"), "hamas"),
        (("party",), "a party needs a name; as in: negpos add party"),
        (("source", "x"), "a source needs --publisher and --title and --date and --grade"),
        (("party", "X", "--grade", "A"), "--grade is not for a party"),
        (("prty", "X"), "did you mean party?"),
        (("issue", "aid.x", "--question", "Q?"), "an issue needs --question, and --options or"),
        (("issue", "aid.x", "--template", "ceasefire"), "'ceasefire' is a pack of 3 issues"),
        ((*"position --title T --date 2025 --source letter --party hams".split(),), "hamas?"),
        ((*"position --title T --date soon --source letter --party us".split(),), "'soon'"),
        ((*"position --title T --date 2025 --source lettr --party us".split(),), "letter?"),
        (("party", "\udcff"), "'\\udcff' holds a sign that is no text"),
        ((*"issue a.x --question Q? --kind date --options a|b".split(),), "has no options"),
        (("issue", "a.x", "--question", "Q?", "--scale", "0 percent"), "has no two ends"),
        (("issue", "a.x", "--question", "Q?", "--scale", "a to b percent"), "with no figure"),
        (("issue", "a.x", "--question", "Q?", "--scale", "soon to late"), "'soon'"),
        (("issue", "a.x", "--question", "Q?", "--scale", "60 to 0 percent"), "low must be below"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_told_in_one_line_and_changes_nothing(
    words: tuple[str, ...], told: str, talks: Path, negpos: Negpos
) -> None:
    before = {path: path.read_bytes() for path in talks.rglob("*.toml")}
    done = negpos("add", *words, "-d", "talks")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err
    assert {path: path.read_bytes() for path in talks.rglob("*.toml")} == before


def test_a_file_that_is_no_toml_is_named_and_mended_first(talks: Path, negpos: Negpos) -> None:
    path = talks / "parties.toml"
    path.write_text(f"{path.read_text()}x = [")
    before = path.read_bytes()
    done = negpos("add", "party", "Qatar", "-d", "talks")
    assert done.code == 2
    assert done.err.startswith("negpos: talks/parties.toml:12: is not TOML: ")
    assert done.err.endswith("; mend that first\n")
    assert path.read_bytes() == before


def test_what_another_file_lacks_keeps_nothing_from_being_added(
    talks: Path, negpos: Negpos
) -> None:
    """A position that cites a source which is gone is told, and the source can be added again."""
    cited = "--party hamas --title Letter --date 2025-03-14 --source letter".split()
    assert negpos("add", "position", *cited, "-d", "talks").code == 0
    paper = "--publisher P --title T --date 2025-03 --grade A --kind news -d talks".split()
    (talks / "sources.toml").unlink()
    assert "1 problem in it beside" in negpos("add", "source", "other", *paper).err
    assert negpos("add", "source", "letter", *paper).err == ""
    assert negpos("check", "talks").code == 0


def test_nothing_is_added_to_a_dossier_that_comes_with_negpos(negpos: Negpos) -> None:
    for words in (("add", "party", "X"), ("template", "add", "ddr")):
        done = negpos(*words, "-d", "ukraine")
        assert (done.code, "comes with negpos" in done.err) == (2, True)
    assert "this is no folder of a dossier, nor in one" in negpos("add", "party", "X").err


@given(st.text(st.sampled_from('a =ä"\\\n\t#[]é\u202e,'), max_size=12))
def test_an_id_made_of_any_words_is_one_or_none(words: str) -> None:
    id_ = adding.slug(words)
    assert not id_ or (adding.named(f"{id_}=X") == (id_, "X") and len(id_) <= adding.LONGEST_ID)
    try:
        made, _ = adding.named(words)
    except UsageError:
        return
    assert made


EVERY = [one for pack in templates.packs() for one in pack.templates]


def test_there_are_some_fifty_templates_each_with_three_to_seven_answers_and_their_meaning() -> (
    None
):
    assert len(EVERY) >= 40
    assert len({one.ref for one in EVERY}) == len(EVERY)
    for one in EVERY:
        told = one.between(())
        assert 3 <= len(one.options) <= 7, one.ref
        assert all(o.label and o.definition and "{" not in o.definition for o in told.options), (
            one.ref
        )
        assert len(one.label) <= 24
        assert all(len(option.label) <= 24 for option in one.options), one.ref
        assert told.question.endswith("?")
        assert told.rule


def test_every_pack_makes_a_dossier_that_passes_every_check(negpos: Negpos, tmp_path: Path) -> None:
    names = [pack.id for pack in templates.packs()]
    assert negpos("new", "all", "--parties", "A,B", "--template", ",".join(names)).code == 0
    assert negpos("check", "all").code == 0
    assert len(load(str(tmp_path / "all")).dossier.issues) == len(EVERY)


def test_templates_hold_no_dossier(negpos: Negpos) -> None:
    assert (shipped() / templates.FOLDER).is_dir()
    assert templates.FOLDER not in negpos("list", "dossiers").out


def test_templates_are_listed_and_shown_in_every_form(negpos: Negpos) -> None:
    rows = list(csv.DictReader(StringIO(negpos("template", "list", "-f", "csv").out)))
    assert [row["template"] for row in rows] == [
        one.ref for pack in templates.packs() for one in pack.current()
    ]
    told = json.loads(negpos("template", "show", "ddr.arms", "-f", "json").out)
    assert "ddr.arms@1" in json.dumps(told)
    assert "did you mean ddr.arms?" in negpos("template", "show", "ddr.arm").err


def test_sides_of_a_template_take_the_names_of_parties(talks: Path, negpos: Negpos) -> None:
    done = negpos("template", "add", "withdrawal", "--between", "hamas,us", "-d", "talks")
    assert (done.code, done.err) == (0, "")
    assert "Hamas" in (talks / "issues.toml").read_text()
    assert "{A}" not in (talks / "issues.toml").read_text()
    assert negpos("check", "talks").code == 0


def test_an_issue_that_names_a_template_asks_what_that_one_asks(
    talks: Path, negpos: Negpos
) -> None:
    path = talks / "issues.toml"
    text = path.read_text()
    path.write_text(text.replace('label = "permanent"', 'label = "for good"'))
    assert negpos("check", "talks").code == 0
    path.write_text(text.replace('id = "permanent"', 'id = "for-ever"'))
    told = negpos("check", "talks").out
    assert (
        "template: ceasefire.duration@1 is an ordinal scale of these options in this order" in told
    )
    path.write_text(text.replace("ddr.arms@1", "ddr.arm@1"))
    assert (
        "there is no template 'ddr.arm@1'; did you mean ddr.arms?" in negpos("check", "talks").out
    )


def test_an_issue_made_from_an_earlier_version_of_a_template_is_told(
    talks: Path, negpos: Negpos, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = templates.chosen(["ddr.arms"])[0]._replace(version=2, options=())
    (pack,) = (pack for pack in templates.packs() if pack.id == "ddr")
    grown = pack._replace(templates=(*pack.templates, later))
    monkeypatch.setattr(templates, "packs", lambda: (grown, *templates_of("ceasefire")))

    done = negpos("check", "talks")

    assert done.code == 0
    assert "made from earlier versions of templates: ddr.arms (ddr.arms@1, now ddr.arms@2)" in (
        done.err
    )


def templates_of(*packs: str) -> tuple[templates.Pack, ...]:
    """These packs as they come."""
    return tuple(pack for pack in _PACKS if pack.id in packs)


_PACKS = templates.packs()


def test_an_option_is_left_out_only_where_the_template_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (one,) = templates.chosen(["ddr.arms"])
    ids = [option.id for option in one.options]
    assert templates.misfit(one.ref, ids) is None
    assert templates.misfit(one.ref, ids[1:]) is not None
    may = one._replace(optional=(ids[0],))
    pack = templates.Pack("ddr", "", "", (may,))
    monkeypatch.setattr(templates, "packs", lambda: (pack,))
    assert templates.misfit(one.ref, ids[1:]) is None
    assert templates.misfit(one.ref, ids[:-1]) is not None
    assert templates.misfit(one.ref, ids[::-1]) is not None


def test_templates_as_json_follow_the_published_schema(negpos: Negpos) -> None:
    schema = json.loads((ROOT / "docs" / "formats.schema.json").read_text("utf-8"))
    shape = Draft202012Validator({**schema, "$ref": "#/$defs/template"})
    for words in (("list",), ("show", "ddr", "bargaining.wages@1")):
        shape.validate(json.loads(negpos("template", *words, "-f", "json").out))


def test_a_template_survives_export_and_import(talks: Path, negpos: Negpos) -> None:
    assert negpos("export", "package", "-d", "talks").code == 0
    assert negpos("import", "package", "again").code == 0
    assert load(str(talks.parent / "again")).dossier.issues["ddr.arms"].template == "ddr.arms@1"


def test_the_document_of_templates_lists_them_as_they_are(update: bool) -> None:
    told = [
        "# Templates",
        "",
        "Issues ready to take over: `negpos template add ceasefire`, or `negpos new DIR",
        "--parties … --template ceasefire,aid`. Answers stand from one pole to the other;",
        "`negpos template show NAME` tells what each means. An issue with",
        '`template = "ddr.arms@1"` must have these options in this order.',
        "",
    ]
    for pack in templates.packs():
        told += [
            f"## {pack.title}",
            "",
            f"{pack.summary}.",
            "",
            "| template | question | answers | coded so |",
        ]
        told += ["|---|---|---|---|"]
        for one in pack.current():
            plain = one.between(())
            answers = " → ".join(f"{option.label}" for option in plain.options)
            told.append(f"| `{one.ref}` | {plain.question} | {answers} | {plain.rule} |")
        told.append("")
    path = ROOT / "docs" / "templates.md"
    text = "\n".join(told)
    if update:
        path.write_text(text)
    assert path.read_text() == text
