"""The schemas for editors: up to date, right about every file, wrong about none that is right."""

import json
import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from negpos import schema
from negpos.intake.asks import region
from negpos.intake.files import File
from negpos.intake.grammar import NotOnScale
from negpos.intake.records import AskRegion, Demand
from negpos.scales import Scale

from .conftest import ROOT, Negpos
from .factory import dates, members, nominal, ordinal, quantity

FOLDER = ROOT / "docs" / "schemas"
KINDS = ("dossier", "parties", "issues", "sources", "position")
DOSSIERS = sorted(
    path.parent for part in ("data", "tests") for path in (ROOT / part).glob("*/dossier.toml")
)


@pytest.fixture(scope="module")
def published() -> dict[str, Draft202012Validator]:
    """Each kind of file held against its schema as it is published."""
    read = {kind: json.loads((FOLDER / f"{kind}.json").read_text("utf-8")) for kind in KINDS}
    return {kind: Draft202012Validator(told) for kind, told in read.items()}


def plain(value: Any) -> Any:
    """What an editor holds against a schema: dates are their words there."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def of(whole: Draft202012Validator, name: str) -> Draft202012Validator:
    """The part of a schema of this name."""
    return Draft202012Validator({"$defs": whole.schema["$defs"], "$ref": f"#/$defs/{name}"})


def kind_of(path: Path, root: Path) -> str:
    return File(path.relative_to(root).as_posix(), b"").kind


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_what_the_command_prints(
    kind: str, negpos: Negpos, update: bool
) -> None:
    told = negpos("schema", kind).out
    if update:
        (FOLDER / f"{kind}.json").write_text(told, "utf-8")
    assert (FOLDER / f"{kind}.json").read_text("utf-8") == told
    assert schema(kind) == json.loads(told)


def test_there_is_one_for_every_kind_of_file_and_no_other(
    published: dict[str, Draft202012Validator],
) -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(KINDS)
    assert list(schema()) == list(KINDS)
    for one in published.values():
        Draft202012Validator.check_schema(one.schema)


@pytest.mark.parametrize("root", DOSSIERS, ids=lambda path: path.name)
def test_it_accepts_every_file_that_check_accepts(
    root: Path, published: dict[str, Draft202012Validator]
) -> None:
    for path in root.rglob("*.toml"):
        table = plain(tomllib.loads(path.read_text("utf-8")))
        found = [e.message for e in published[kind_of(path, root)].iter_errors(table)]
        assert found == [], path


SLIPS = (
    ("dossier.toml", 'id = "river"', 'id = "The River"'),
    ("dossier.toml", "summary =", "sumary ="),
    ("parties.toml", 'id = "south"', ""),
    ("issues.toml", 'kind = "quantity"', 'kind = "quantities"'),
    ("issues.toml", "low = 0", 'low = "0"'),
    ("issues.toml", 'label = "Share of flow"', f'label = "{"x" * 25}"'),
    ("sources.toml", 'grade = "A"', 'grade = "D"'),
    ("sources.toml", "date = 2025-02-10", 'date = "last week"'),
    ("positions/south/south-note.toml", 'status = "published"', 'status = "public"'),
    ("positions/south/south-note.toml", 'parties = ["south"]', 'parties = "south"'),
    ("positions/south/south-note.toml", 'firmness = "red-line"', 'firmness = "redline"'),
    ("positions/south/south-note.toml", "ask = { max = 40 }", "aks = { max = 40 }"),
    ("positions/south/south-note.toml", "ask = { max = 40 }", "ask = { most = 40 }"),
    ("positions/south/south-note.toml", "ask = { max = 40 }", "ask = { max = 40, below = 40 }"),
    ("positions/south/south-note.toml", "ask = { max = 40 }", "ask = { vague = true }"),
    ("positions/south/south-note.toml", 'point = "3"\ntext =', 'point = "3"\nwords ='),
)


@pytest.mark.parametrize(("name", "before", "after"), SLIPS)
def test_it_refuses_slips_that_check_refuses(
    name: str,
    before: str,
    after: str,
    negpos: Negpos,
    tmp_path: Path,
    published: dict[str, Draft202012Validator],
) -> None:
    negpos("new", "river")
    file, shape = tmp_path / "river" / name, published[kind_of(Path(name), Path())]
    text = file.read_text("utf-8")
    assert text.count(before) >= 1
    assert shape.is_valid(plain(tomllib.loads(text)))
    changed = text.replace(before, after, 1)
    file.write_text(changed, "utf-8")
    assert negpos("check", "river").code == 1
    assert not shape.is_valid(plain(tomllib.loads(changed)))


ENDS = ("min", "max", "above", "below", "about", "after", "before", "at_least", "at_most", "any_of")
EARLY, LATE = "2026-03", "2026-09"
ASKS: tuple[tuple[Scale, dict[str, Any]], ...] = (
    (ordinal("a", "b", "c"), {"min": "a", "max": "b"}),
    (
        quantity(0, 100),
        {"min": 30.0, "max": 60.0, "above": 30.0, "below": 60.0, "about": 50.0, "any_of": [1.0]},
    ),
    (
        dates("2026-01", "2026-12"),
        {"min": EARLY, "max": LATE, "after": EARLY, "before": LATE, "any_of": [EARLY]},
    ),
    (members("a", "b", "c"), {"at_least": ["a"], "at_most": ["a", "b"]}),
    (nominal("a", "b"), {"any_of": ["a"]}),
)
"""Of each kind of scale, what may stand at the ends of an ask."""


def is_taken(scale: Scale, asked: dict[str, Any]) -> bool:
    try:
        region(scale, AskRegion(**asked))
    except NotOnScale:
        return False
    return True


def test_of_regions_it_accepts_those_that_some_scale_takes_and_no_others(
    published: dict[str, Draft202012Validator],
) -> None:
    shape = of(published["position"], "AskRegion")
    others = {end: value for _, known in ASKS for end, value in known.items()}
    counted = 0
    for count in (1, 2, 3, 4):
        for names in combinations((*ENDS, "vague"), count):
            tables = [
                {n: True if n == "vague" else known.get(n, others[n]) for n in names}
                for _, known in ASKS
            ]
            taken = [is_taken(scale, told) for (scale, _), told in zip(ASKS, tables, strict=True)]
            right = [shape.is_valid(plain(told)) for told in tables]
            assert all(right[n] for n, is_one in enumerate(taken) if is_one), names
            assert any(taken) == any(right), names
            counted += any(taken)
    assert counted > 30


@pytest.mark.parametrize(
    "ask",
    [
        *("joint", ">=40", "16-18", "€1.5bn", 60, 2.5, ["a", "b"], [], date(2026, 3, 1)),
        *("2026-03", "2026", {"min": "a mark"}, {"after": "2026-03"}, {"before": date(2026, 3, 1)}),
        *({"any_of": ["2026", 3, date(2026, 3, 1)]}, {"about": 74}, {"at_most": []}),
    ],
    ids=repr,
)
def test_no_form_of_an_ask_is_marked_as_wrong(
    ask: Any, published: dict[str, Draft202012Validator]
) -> None:
    row = {"issue": "water.share", "text": "words", "ask": plain(ask), "accepts": plain(ask)}
    assert Demand.model_validate({**row, "ask": ask, "accepts": ask})
    assert of(published["position"], "Demand").is_valid(row)


SHEET = "party,issue,ask,date,source\nNorth,Water,1,2025-03-01,G\nSouth,Water,2,2025-03-01,G\n"


def test_every_file_that_is_written_begins_with_the_address_of_its_schema(
    negpos: Negpos, tmp_path: Path
) -> None:
    negpos("new", "river")
    negpos("new", "talks", "--parties", "us,hamas", "--template", "ddr")
    position = "--party us --title Letter --date 2025-03-14 --source letter -d talks".split()
    source = "--publisher P --title T --date 2025-03-14 --grade A -d talks".split()
    negpos("add", "source", "letter", *source)
    assert negpos("add", "position", *position).code == 0
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    assert negpos("import", "sheet.csv", "sheet").code == 0
    files = [path for path in tmp_path.rglob("*.toml") if "cache" not in path.parts]
    assert len(files) > 15
    for path in files:
        first = path.read_text("utf-8").splitlines()[0]
        kind = kind_of(path, tmp_path / path.relative_to(tmp_path).parts[0])
        assert first == f"#:schema {schema(kind)['$id']}", path
    (tmp_path / "text.txt").write_text(
        "1. The north uses at most two fifths of the flow.\n", "utf-8"
    )
    stub = negpos("link", "text.txt", "--stub", "-d", "river").out
    assert stub.splitlines()[0] == f"#:schema {schema('position')['$id']}"


def test_a_file_that_an_import_wrote_without_that_line_is_left_as_it_is(
    negpos: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    words = ("import", "sheet.csv", "sheet")
    assert negpos(*words).code == 0
    for path in (tmp_path / "sheet").rglob("*.toml"):
        path.write_text(path.read_text("utf-8").partition("\n")[2], "utf-8")
    before = {path: path.read_bytes() for path in (tmp_path / "sheet").rglob("*.toml")}
    done = negpos(*words)
    assert done.code == 0, done.err
    assert {path: path.read_bytes() for path in (tmp_path / "sheet").rglob("*.toml")} == before
