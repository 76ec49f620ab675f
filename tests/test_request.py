"""What is asked, by hand or from Python: the same words, the same answers, the same vocabulary."""

import inspect
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
import typer

from negpos import api, arguments, check, cli, load, new, schema, terms
from negpos.errors import UsageError
from negpos.intake import example, records
from negpos.request import Asked, Reply, opened, typed

from .conftest import Negpos

LAKE = str(Path(__file__).parent / "lake")
FERRY = str(Path(__file__).parent / "ferry")
DELTA = str(Path(__file__).parent / "delta")
WRITING = ("new", "schema", "page", "export", "import", "add", "template")
COMMANDS = [n for n in cli.COMMANDS if n not in WRITING]
"""Those that are asked of a dossier and answer with a report."""


class Said(NamedTuple):
    """A command with its arguments and options, to be typed or called."""

    command: str
    words: tuple[str, ...] = ()
    options: dict[str, Any] = {}  # noqa: RUF012 - nobody changes them
    dossier: str = "ukraine"

    def typed(self) -> list[str]:
        told = [self.command, *self.words]
        for name, value in self.options.items():
            told += [f"--{name.replace('_', '-')}", *([] if value is True else [value])]
        return [*told, "--dossier", self.dossier, "--format", "json"]


SAID = [
    Said("compare", ("russia", "ukraine")),
    Said("compare", ("russia", "ukraine"), {"only": "deadlock,crossing", "fail_on": "deadlock"}),
    Said("compare", ("russia", "ukraine", "us-28-point"), {"as_of": "2025-12-03"}),
    Said("compare", ("russia", "ukraine"), {"known_by": "2025-06-30", "receipt": True}),
    Said("compare", ("ru", "ua"), {"theme": "territory", "issue": "personnel", "receipt": True}),
    Said("compare", ("russia", "ukraine"), {"attribution": "official,document", "joint": "count"}),
    Said("compare", ("us-28-point", "us", "ukraine"), {"scores": True, "receipt": True}),
    Said("redlines", ("east", "west"), {"joint": "omit", "receipt": True}, LAKE),
    Said("redlines", ("russia", "ukraine"), {"fail_on": "overlap<90%"}),
    Said("brief", ("hill", "vale", "the draft"), {"since": "2024-02-15"}, DELTA),
    Said("common", ("hill", "vale"), {"receipt": True}, DELTA),
    Said("only", ("hill", "vale"), {"receipt": True}, DELTA),
    Said("redlines", ("russia", "ukraine"), {"top": "3", "receipt": True}),
    Said("gaps", ("hill", "vale"), {}, DELTA),
    Said("bridge", ("east", "west"), {"since": "2023", "lapsed": True, "receipt": True}, LAKE),
    Said("bridge", ("russia", "ukraine"), {"as_of": "2025-11-30", "issue": "army"}),
    Said("wording", ("island",), {"receipt": True}, LAKE),
    Said("wording", ("kherson", "contact-line"), {"as_of": "2025-12-31"}),
    Said("order", ("quay", "isle"), {"fail_on": "circle", "receipt": True}, FERRY),
    Said("order", ("the plan",), {"all": True, "max_age": "12m"}, FERRY),
    Said("matrix", (), {"receipt": True}, DELTA),
    Said("matrix", (), {"positions": True}, LAKE),
    Said("matrix", ("russia", "ukraine", "us-28-point"), {"theme": "territory"}),
    Said("plan", ("us-28-point", "russia", "ukraine"), {"receipt": True}),
    Said("plan", ("us-28-point", "russia"), {"only": "crosses", "fail_on": "crosses"}),
    Said("diff", ("us-28-point", "e3-counter"), {"toward": "russia,ukraine", "receipt": True}),
    Said("diff", ("us-28-point", "e3-counter"), {"ignore": "wording", "words": True}),
    Said("diff", ("us-28-point", "e3-counter"), {"only": "dropped", "issue": "personnel"}),
    Said("diff", ("us-28-point", "e3-counter", "three-pillars")),
    Said("diff", ("hill-2023", "the draft", "the second draft"), {"against_base": True}, DELTA),
    Said("diff", ("ukraine@2025-06-02", "ukraine@2026-01-01"), {"receipt": True}),
    Said("link", ("{text}",), {}, LAKE),
    Said("link", ("{text}",), {"threshold": "40"}, LAKE),
    Said("since", ("2025-12-03",), {"receipt": True}),
    Said("since", ("2025-12-03", "russia"), {"as_of": "2026-01-31"}),
    Said("timeline", (), {"receipt": True}, LAKE),
    Said("timeline", ("russia",), {"issue": "personnel", "receipt": True}),
    Said("on", ("personnel",), {"receipt": True}),
    Said("show", ("russia",), {"as_of": "2025-06-30", "receipt": True}),
    Said("show", ("us-28-point",)),
    Said("show", ("russia",), {"speaker": "putin", "receipt": True}),
    Said("compare", ("ukraine@2024", "ukraine"), {"receipt": True}),
    Said("on", ("army", "russia", "ukraine"), {"receipt": True}),
    Said("since", ("1 May 2026", "russia"), {"receipt": True}),
    Said("list", ("parties",)),
    Said("list", ("positions",), {"as_of": "2025-06-30", "receipt": True}),
    Said("list", ("issues",)),
    Said("list", ("demands",), {"receipt": True}, DELTA),
    Said("list", ("sources",), {"unused": True, "grade": "C", "receipt": True}),
    Said("list", ("dossiers",)),
    Said("why", ("russia", "personnel"), {"receipt": True}),
    Said("search", ("island", "share"), {"receipt": True}, LAKE),
    Said("check", (), {"sources": "{texts}"}, LAKE),
]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with a text of a source of the lake."""
    (tmp_path / "texts").mkdir()
    source = next(iter(load(LAKE).dossier.sources))
    text = "The island shall be shared. The army of the east must leave the shore by winter.\n"
    (tmp_path / "texts" / f"{source}.txt").write_text(text)
    return tmp_path / "texts"


def filled(said: Said, texts: Path) -> Said:
    """The case with the places of its files."""
    (text,) = texts.iterdir()

    def put(word: Any) -> Any:
        return word.format(text=text, texts=texts) if isinstance(word, str) else word

    options = {name: put(value) for name, value in said.options.items()}
    return said._replace(words=tuple(map(put, said.words)), options=options)


def called(said: Said) -> Reply[Any]:
    """The answer of the method."""
    method: Callable[..., Reply[Any]] = getattr(load(said.dossier), said.command)
    return method(*said.words, **said.options)


@pytest.mark.parametrize("said", SAID, ids=lambda said: " ".join(said.typed()[:-4]))
def test_python_gets_the_data_remarks_and_code_that_the_command_line_gives(
    said: Said, texts: Path, negpos: Negpos
) -> None:
    said = filled(said, texts)
    told = negpos(*said.typed())
    answer = called(said)

    assert json.loads(answer.text("json")) == json.loads(told.out)
    assert "".join(f"{line}\n" for line in (*answer.remarks, *answer.met)) == told.err
    assert answer.code == told.code


def test_every_command_is_among_the_cases() -> None:
    assert {said.command for said in SAID} == set(COMMANDS)


def options_of(method: Callable[..., Any]) -> set[str]:
    """The keywords of a method, those of its shared options too."""
    found: set[str] = set()
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            (shared,) = get_args(parameter.annotation)
            found |= set(get_type_hints(shared))
        elif parameter.kind is parameter.KEYWORD_ONLY:
            found.add(parameter.name)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_one_of_its_method(name: str) -> None:
    parameters = inspect.signature(arguments.signed(cli.COMMANDS[name])).parameters
    own = {
        word
        for word, parameter in parameters.items()
        if isinstance(parameter.annotation.__metadata__[0], typer.models.OptionInfo)
    }
    own -= {"dossier", "private", *arguments.TO}  # the object called, and ``Reply.text``
    own -= {"stub", "every_point"}  # a method of its own
    assert options_of(getattr(api.Negotiation, name)) == own


def test_a_stub_is_the_one_that_the_command_line_writes(texts: Path, negpos: Negpos) -> None:
    (text,) = texts.iterdir()
    told = negpos("link", str(text), "--stub", "--threshold", "40", "-d", LAKE)
    answer = load(LAKE).stub(str(text), threshold=40)

    assert answer.found == told.out
    assert "".join(f"{line}\n" for line in answer.remarks) == told.err


def test_a_dossier_of_ones_own_is_begun_and_checked_from_python(tmp_path: Path) -> None:
    new(str(tmp_path / "talks"))
    assert check(str(tmp_path / "talks")) == ()

    (tmp_path / "talks" / "parties.toml").write_text("nonsense\n")
    told = check(str(tmp_path / "talks"))
    assert [Path(problem.path).name for problem in told] == ["parties.toml"]


@pytest.mark.parametrize("kind", ["", *terms.FILE_KINDS])
def test_python_gets_the_schema_that_the_command_line_prints(kind: str, negpos: Negpos) -> None:
    assert schema(kind) == json.loads(negpos("schema", *([kind] if kind else [])).out)


def test_lists_and_days_may_be_values() -> None:
    ukraine = load("ukraine")
    values = ukraine.compare(
        "russia", "ukraine", as_of=date(2025, 12, 3), only=["deadlock"], issue=("personnel",)
    )
    words = ukraine.compare(
        "russia", "ukraine", as_of="2025-12-03", only="deadlock", issue="personnel"
    )
    assert values.text("json") == words.text("json")
    assert values.found == words.found


def test_python_is_told_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    answer = load("ukraine").compare("russia", "ukraine", as_of="1990-01-01")

    assert any("nothing is on record before" in line for line in answer.remarks)
    assert capfd.readouterr() == ("", "")


def test_an_error_bears_the_remarks_made_before_it() -> None:
    with pytest.raises(UsageError, match="no party or position is called 'nobody'") as caught:
        load("ukraine").compare("russia", "nobody", as_of="1990-01-01")

    assert [note.partition(" before ")[0] for note in caught.value.__notes__] == [
        "negpos: nothing is on record"
    ]


def test_an_option_that_a_command_does_not_take_is_no_option_in_python_either() -> None:
    ukraine: Any = load("ukraine")
    with pytest.raises(TypeError, match="'theme'"):
        ukraine.on("personnel", theme="territory")


def test_a_remark_is_made_once_however_often_a_request_comes_to_it() -> None:
    with opened(Asked("ukraine", as_of="1990-01-01")) as request:
        request.vantage()
        request.vantage()

    assert len(request.remarks) == 1


def test_every_call_within_one_process_makes_its_remarks(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # typer sets its own
    told = []
    for _ in range(2):
        monkeypatch.setattr(
            sys,
            "argv",
            [
                "negpos",
                "compare",
                "ru",
                "ua",
                "--as-of",
                "1990-01-01",
                "-o",
                os.devnull,
                "-f",
                "csv",
            ],
        )
        with pytest.raises(SystemExit) as end:
            cli.main()
        told.append((end.value.code, capfd.readouterr().err))

    assert told[0] == told[1]
    assert "nothing is on record before" in told[0][1]


@pytest.mark.parametrize(
    ("words", "built"),
    [
        (["--help"], []),
        (["--version"], []),
        ([], []),
        (["compare", "--help"], ["compare"]),
        (["list", "nothing"], ["list_"]),
        (["compar"], []),
    ],
)
def test_only_the_command_that_is_called_is_built(
    words: list[str], built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def noted(declared: arguments.Declared) -> Callable[..., None]:
        names.append(declared.body.__name__)
        return arguments.signed(declared)

    monkeypatch.setattr(cli, "signed", noted)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "argv", ["negpos", *words])
    with pytest.raises(SystemExit):
        cli.main()

    assert names == built


def test_help_lists_every_command_once() -> None:
    told = [name for _, names in cli.PURPOSES for name in names]
    assert sorted(told) == sorted(cli.COMMANDS)


@pytest.mark.parametrize(
    ("asked", "words", "options", "line"),
    [
        (Asked(), ("a", "b c"), {}, "on a 'b c'"),
        (Asked(as_of="2025-01-01", joint="count"), (), {}, "on --as-of 2025-01-01"),
        (Asked(joint="omit", issue="x,y"), ("a",), {"only": ""}, "on a --joint omit --issue x,y"),
        (Asked("elsewhere"), (), {"words": True, "unused": False}, "on --words"),
    ],
)
def test_a_command_is_told_with_the_options_that_change_a_figure(
    asked: Asked, words: tuple[str, ...], options: dict[str, Any], line: str
) -> None:
    assert typed(asked, "on", *words, **options) == line


def choices(record: type[records.Record], field: str) -> tuple[Any, ...]:
    """What a field of a record may hold."""
    annotation = record.model_fields[field].annotation
    found = get_args(annotation)
    return tuple(x for part in found if part is not type(None) for x in get_args(part) or (part,))


def test_the_words_of_the_files_are_those_of_the_program() -> None:
    assert get_args(records.Firmness) == terms.FIRMNESSES
    assert get_args(records.Attribution) == terms.ATTRIBUTIONS
    assert get_args(records.Form) == terms.FORMS
    assert get_args(records.Kind) == terms.DEMAND_KINDS
    assert choices(records.Position, "status") == terms.STATUSES
    assert choices(records.Position, "date_is") == terms.DATES
    assert choices(records.Demand, "date_is") == terms.DATES
    assert choices(records.Source, "grade") == terms.GRADES
    assert tuple(records.files()) == terms.FILE_KINDS


def test_the_example_offers_the_words_of_the_program() -> None:
    lines = "\n".join(example.FILES.values())
    offered = {
        frozenset(told.split(" | ")) for told in re.findall(r"# (\S+(?: \| \S+)+)$", lines, re.M)
    }
    assert offered == {
        frozenset(words)
        for words in (
            terms.STATUSES,
            terms.ATTRIBUTIONS,
            terms.FORMS,
            terms.FIRMNESSES,
            ("ordinal", "quantity", "members", "nominal"),
        )
    }


def test_a_speaker_is_one_person_who_speaks_for_the_party(negpos: Negpos) -> None:
    told = negpos("show", "russia", "--speaker", "lavrov", "-f", "json")
    demands = json.loads(told.out)["demands"]
    assert {demand["speaker"] for demand in demands} == {"Sergei Lavrov"}
    assert {demand["attribution"] for demand in demands} == {"official"}
    for name in ("Sergey Lavrov", "LAVROV", "Лавров"):
        assert negpos("show", "russia", "--speaker", name, "-f", "json").out == told.out
    early = json.loads(negpos("show", "russia@2024", "--speaker", "lavrov", "-f", "json").out)
    assert max(demand["known"] for demand in early["demands"]) <= "2024-12-31"
    for party, name in (("russia", "zelensky"), ("russia", "-"), ("us", "zelensky"), ("us", " ")):
        done = negpos("show", party, "--speaker", name)
        assert (done.code, done.out) == (2, ""), (party, name)
