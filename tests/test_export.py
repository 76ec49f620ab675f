"""A dossier as a data package: all of it is there, each cell keeps to what datapackage.json tells
of it, and a reader who knows nothing but that makes the same dossier of it again."""

import csv
import json
import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import load, terms
from negpos.dossier import (
    Demand,
    Dossier,
    End,
    Evidence,
    Issue,
    Link,
    Party,
    Position,
    Source,
    Step,
    Theme,
    Voice,
)
from negpos.package import ask, package
from negpos.render.package import files
from negpos.scales import Mark, Option, Region, Scale, of_points

from .conftest import ROOT, Negpos
from .drawn import SCALES, dossiers, regions
from .factory import demand, dossier, issue, position

TESTS = ROOT / "tests"
NAMES = ["ukraine", str(TESTS / "lake"), str(TESTS / "delta")]

Cells = dict[str, Any]


def texts_of(values: Dossier) -> dict[str, str]:
    return dict(files(package(values, is_shipped=False)))


# A reader that knows the types of datapackage.json and the grammar of docs/formats.md.


def read(cell: str, kind: str) -> Any:
    """A cell as the type that its column has; None for an empty one."""
    if not cell:
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    if kind == "date":
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", cell)
        return cell
    readers: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": float,
        "array": lambda told: tuple(json.loads(told)),
    }
    return readers[kind](cell)


def tables_of(texts: dict[str, str]) -> dict[str, list[Cells]]:
    """The rows of every table, each cell read by its type."""
    found = {}
    for resource in json.loads(texts["datapackage.json"])["resources"]:
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        rows = csv.reader(StringIO(texts[resource["path"]], newline=""), strict=True)
        assert next(rows) == list(kinds)
        found[resource["name"]] = [
            {n: read(cell, kinds[n]) for n, cell in zip(kinds, row, strict=True)} for row in rows
        ]
    return found


def region(scale: Scale, told: str | None) -> Region | None:
    """What a text of the grammar means on a scale."""
    if told is None:
        return None
    near, words = "", told
    if told.startswith("about "):
        near, _, words = told.removeprefix("about ").partition(", ")
    about = float(near) if near else None
    vague = told.startswith(("vague ", "about "))
    words = words.removeprefix("vague ")
    ids = [option.id for option in scale.options]

    def mask(listed: str, parted_at: str) -> int:
        return sum(1 << ids.index(word) for word in listed.split(parted_at) if word)

    def end(word: str) -> float:
        return ids.index(word) if scale.kind == "ordinal" else float(word)

    if scale.kind == "nominal":
        return Region(mask(words, " | "), mask(words, " | "), vague)
    if scale.kind == "members":
        least, _, most = (words if " to " in words else f"{words} to {words}").partition(" to ")
        return Region(mask(least[1:-1], ", "), mask(most[1:-1], ", "), vague)
    if " | " in words:
        return of_points(scale, map(float, words.split(" | ")), vague=vague)
    if words[0] not in "[(":
        return Region(end(words), end(words), vague, about=about)
    low, high = words[1:-1].split(", ")
    return Region(end(low), end(high), vague, words[0] == "(", words[-1] == ")", about)


def record(kind: Any, row: Cells, **more: Any) -> Any:
    """A record of the columns that bear the names of its fields, and of these; what is not given
    is an empty text."""
    told = {name: row[name] for name in kind._fields if name in row} | more
    return kind(**{n: "" if v is None and n != "salience" else v for n, v in told.items()})


def rebuilt(texts: dict[str, str]) -> Dossier:
    """The dossier that a package holds."""
    tables = tables_of(texts)

    def own(table: str, key: str, value: str, **also: str) -> list[Cells]:
        """The rows that belong to something, in the order of their places."""
        rows = [r for r in tables[table] if r[key] == value]
        rows = [r for r in rows if all(r[name] == wanted for name, wanted in also.items())]
        return sorted(rows, key=lambda r: r["place"])

    sources = {r["id"]: record(Source, r) for r in tables["sources"]}
    issues = {}
    for r in tables["issues"]:
        options = own("options", "issue", r["id"])
        scale = Scale(
            r["kind"],
            tuple(record(Option, o) for o in options),
            tuple(o["at"] for o in options if o["at"] is not None),
            r["low"],
            r["high"],
            r["unit"] or "",
            (r["unit_short"] or "") if r["has_unit_short"] else None,
            tuple(record(Mark, m) for m in own("marks", "issue", r["id"])),
            r["adds_up"],
            *(r[name] or "" for name in ("prefix", "singular", "scaling", "step")),
        )
        better = tuple(
            tuple(told.split()) for told in filter(None, (r["better"] or "").split("; "))
        )
        issues[r["id"]] = record(Issue, r, scale=scale, better=better)
    by_demand: dict[tuple[str, str], list[Cells]] = {}
    for table in ("holders", "evidence", "links", "step_links"):
        for r in sorted(tables[table], key=lambda r: r["place"]):
            by_demand.setdefault((table, r["demand"]), []).append(r)

    def demands() -> Iterator[Demand]:
        for r in tables["demands"]:
            links = by_demand.get(("links", r["ref"]), [])
            scale = issues[r["issue"]].scale if r["issue"] else Scale("ordinal")
            asks: Any = {name: region(scale, r[name]) for name in ("ask", "accepts")}
            told = (r["names"] or "").split(" | ") if r["names"] else []
            asks["names"] = tuple(one.low for words in told if (one := region(scale, words)))
            yield record(
                Demand,
                {**r, "ask": None, "accepts": None, "names": None, "phase": r["phase"] or 0},
                holders=tuple(h["party"] for h in by_demand.get(("holders", r["ref"]), [])),
                evidence=tuple(
                    Evidence(e["source"], e["at"], source.grade, source.url, source.retracted)
                    for e in by_demand.get(("evidence", r["ref"]), [])
                    if (source := sources[e["source"]])
                ),
                links=tuple(
                    record(Link, one) for one in by_demand.get(("step_links", r["ref"]), [])
                ),
                **{
                    link: tuple(one["other"] for one in links if one["link"] == link)
                    for link in terms.LINKS
                },
            )._replace(**asks)

    every = list(demands())
    positions = {}
    for r in tables["positions"]:
        roles: Any = {
            role: tuple(p["party"] for p in own("position_parties", "position", r["id"], role=role))
            for role in ("parties", "about")
        }
        ties: Any = {
            tie: tuple(t["other"] for t in own("position_ties", "position", r["id"], tie=tie))
            for tie in ("revises", "includes", "withdraws")
        }
        positions[r["id"]] = record(
            Position,
            r,
            **roles,
            **ties,
            ends=tuple(record(End, e) for e in own("ends", "position", r["id"])),
            demands=tuple(d for d in every if d.position == r["id"]),
        )
    (head,) = tables["dossier"]
    return record(
        Dossier,
        head,
        parties={
            r["id"]: record(
                Party, r, voices=tuple(record(Voice, v) for v in own("voices", "party", r["id"]))
            )
            for r in tables["parties"]
        },
        themes={r["id"]: record(Theme, r) for r in tables["themes"]},
        steps={r["id"]: record(Step, r) for r in tables["steps"]},
        issues=issues,
        sources=sources,
        positions=positions,
        spellings={r["word"]: r["stands_for"] for r in tables["spellings"]},
    )


@pytest.mark.parametrize("name", NAMES, ids=os.path.basename)
def test_a_package_holds_every_field_of_every_record(name: str) -> None:
    values = load(name).dossier
    again = rebuilt(texts_of(values))
    for one, other in zip(values.demands(), again.demands(), strict=True):
        assert other == one
    for place, (one, other) in enumerate(zip(values, again, strict=True)):
        assert other == one, Dossier._fields[place]
    for field in ("parties", "themes", "issues", "sources", "positions"):
        assert list(getattr(again, field)) == list(getattr(values, field))


@given(dossiers())
def test_any_dossier_comes_back_from_its_package(values: Dossier) -> None:
    assert rebuilt(texts_of(values)) == values


TRICKY = st.text(st.sampled_from("=+-@\"',;|\n\r\t {}[]<>\\\u202e\x1bé\ufeff0"), max_size=8)


@given(TRICKY, TRICKY, TRICKY)
def test_no_words_are_changed_on_the_way(text: str, title: str, note: str) -> None:
    values = dossier(
        position("p", ("a",), demand(1, text=text, note=note, speaker=title), note=title)
    )._replace(note=note, title=title)
    texts = texts_of(values)
    assert rebuilt(texts) == values
    assert json.loads(texts["datapackage.json"])["title"] == title


@given(st.data())
def test_an_ask_is_read_back_from_its_words(data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from(SCALES))
    drawn = data.draw(regions(scale))
    assert region(scale, ask(scale, drawn)) == drawn


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_figure_is_read_back(value: float) -> None:
    scale = Scale("quantity", low=-1e400, high=1e400)
    assert region(scale, ask(scale, Region(value, value))) == Region(value, value)


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ((SCALES[0], Region(1, 1)), "b"),
        ((SCALES[0], Region(1, 3)), "[b, d]"),
        ((SCALES[3], Region(0, 60)), "[0, 60]"),
        ((SCALES[3], Region(0, 60, True, is_below=True)), "vague [0, 60)"),
        ((SCALES[3], Region(2.5, 60, is_above=True)), "(2.5, 60]"),
        ((SCALES[7], Region(0, 0)), "{}"),
        ((SCALES[7], Region(3, 3)), "{x, y}"),
        ((SCALES[8], Region(1, 7)), "{x} to {x, y, z}"),
        ((SCALES[9], Region(5, 5)), "n | p"),
    ],
)
def test_asks_are_written_as_documented(drawn: tuple[Scale, Region], told: str) -> None:
    assert ask(*drawn) == told
    documented = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert f"`{told}`" in documented.replace("\\|", "|")


# What datapackage.json tells holds, checked without a library.


@pytest.mark.parametrize("name", NAMES, ids=os.path.basename)
def test_rows_keep_to_the_keys_and_constraints_that_are_told_of_them(name: str) -> None:
    texts = texts_of(load(name).dossier)
    tables = tables_of(texts)
    resources = json.loads(texts["datapackage.json"])["resources"]
    assert {resource["path"] for resource in resources} | {"datapackage.json"} == set(texts)
    refers = 0
    for resource in resources:
        rows, schema = tables[resource["name"]], resource["schema"]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), resource["name"]
        assert None not in {part for key in keys for part in key}
        for key in schema.get("foreignKeys", ()):
            (own,), (column,) = key["fields"], key["reference"]["fields"]
            known = {row[column] for row in tables[key["reference"]["resource"]]}
            assert {row[own] for row in rows} - {None} <= known, (resource["name"], own)
            refers += 1
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows]
            bounds = field.get("constraints", {})
            assert field["description"]
            assert not (bounds.get("required") and None in cells), (resource["name"], field)
            assert not bounds.get("unique") or len(set(cells)) == len(cells)
            told = {cell for cell in cells if cell is not None}
            assert told <= set(bounds.get("enum", told)), (resource["name"], field)
            assert all(cell >= bounds["minimum"] for cell in told if "minimum" in bounds)
            assert all(cell <= bounds["maximum"] for cell in told if "maximum" in bounds)
    assert refers > 10


def test_every_list_of_words_is_the_one_of_the_program() -> None:
    head = json.loads(texts_of(load().dossier)["datapackage.json"])
    enums = {
        (resource["name"], field["name"]): tuple(field["constraints"]["enum"])
        for resource in head["resources"]
        for field in resource["schema"]["fields"]
        if "enum" in field.get("constraints", {})
    }
    assert enums[("demands", "firmness")] == terms.FIRMNESSES
    assert enums[("demands", "attribution")] == terms.ATTRIBUTIONS
    assert enums[("demands", "kind")] == terms.DEMAND_KINDS
    assert enums[("demands", "form")] == terms.FORMS
    assert enums[("demands", "voice")] == terms.VOICES
    assert enums[("positions", "status")] == terms.STATUSES
    assert enums[("links", "link")] == terms.LINKS


def test_ends_of_an_ask_are_figures_where_it_is_plain_and_a_quantity() -> None:
    values = load().dossier
    rows = tables_of(texts_of(values))["demands"]
    told = 0
    for row, one in zip(rows, values.demands(), strict=True):
        is_figure = one.ask and values.issues[one.issue].scale.kind == "quantity"
        if one.ask and is_figure and not one.ask.vague:
            assert (row["ask_min"], row["ask_max"]) == one.ask[:2]
            told += 1
        else:
            assert (row["ask_min"], row["ask_max"]) == (None, None)
    assert told > 20


# The command.


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_command_writes_the_package_and_tells_how_much_it_holds(
    negpos: Negpos, tmp_path: Path
) -> None:
    done = negpos("export", "out")
    assert (done.code, done.err) == (0, "")
    counts = negpos("check", "-d", "ukraine").out.partition("no problems; ")[2]
    assert done.out == f"wrote 20 files of dossier ukraine to out: {counts}"
    tables = tables_of({n: b.decode() for n, b in folder_bytes(tmp_path / "out").items()})
    told = [len(tables[n]) for n in ("parties", "issues", "positions", "demands", "sources")]
    assert told == [int(n.replace(",", "")) for n in re.findall(r"[\d,]+\d|\d", counts)]
    assert rebuilt({n: b.decode() for n, b in folder_bytes(tmp_path / "out").items()}) == (
        load().dossier
    )


def test_the_same_dossier_gives_the_same_bytes_by_hand_and_from_python(
    negpos_process: Negpos, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        assert negpos_process("export", name).code == 0
    names = load("ukraine").export(str(tmp_path / "three"))
    one = folder_bytes(tmp_path / "one")
    assert set(names) == set(one)
    assert folder_bytes(tmp_path / "two") == folder_bytes(tmp_path / "three") == one


def test_the_head_tells_of_which_data_it_is_and_a_licence_only_of_our_own(
    negpos: Negpos, tmp_path: Path
) -> None:
    negpos("new", "talks")
    negpos("export", "ours")
    negpos("export", "theirs", "-d", "talks")
    ours, theirs = (
        json.loads((tmp_path / name / "datapackage.json").read_text("utf-8"))
        for name in ("ours", "theirs")
    )
    digest = load("ukraine").dossier.digest
    assert (ours["name"], ours["version"]) == ("ukraine", digest[:16])
    assert [licence["name"] for licence in ours["licenses"]] == ["CC-BY-4.0"]
    assert len(ours["sources"]) == len(load("ukraine").dossier.sources)
    assert theirs["name"] == "river"
    assert "licenses" not in theirs
    changed = load("ukraine").dossier._replace(digest="0" * 64)
    assert "licenses" not in dict(package(changed, is_shipped=False).properties)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("full", "'full' is already there; name a new or an empty folder"),
        ("file", "'file' is already there; name a new or an empty folder"),
        ("dangling", "'dangling' is already there; name a new or an empty folder"),
        ("missing/out", "cannot write 'missing/out' (no such file or directory)"),
        ("file/out", "cannot write 'file/out' (not a directory)"),
        ("talks/out", "'talks/out' lies within the dossier"),
        ("talks/positions/out", "'talks/positions/out' lies within the dossier"),
        ("inside/out", "'inside/out' lies within the dossier"),
        ("", "an export needs a place; name a folder that is not there yet, or an .xlsx"),
        ("x.XLSM", "'x.XLSM' is no kind of export; name a folder that is not there yet, or an"),
        (".", "'.' is already there"),
    ],
)
def test_what_is_there_stays_and_no_dossier_gets_files_that_are_none_of_its_own(
    name: str, told: str, negpos: Negpos, tmp_path: Path
) -> None:
    negpos("new", "talks")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "dangling").symlink_to("file")
    (tmp_path / "inside").symlink_to("talks/positions")
    before = sorted(path.as_posix() for path in tmp_path.rglob("*"))
    done = negpos("export", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"negpos: {told}")
    assert done.err.count("\n") == 1
    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == before


def test_the_folder_where_one_is_is_not_replaced(negpos: Negpos, tmp_path: Path) -> None:
    done = negpos("export", ".")
    assert done.code == 2
    assert done.err == "negpos: '.' is where you are; name a folder that is not there yet\n"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(negpos: Negpos, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert negpos("export", "empty/").code == 0
    assert len(list((tmp_path / "empty").iterdir())) == 20
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_package_is_written_whole_or_not_at_all(
    negpos: Negpos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    done = negpos("export", "out")
    assert (done.code, done.err) == (
        2,
        "negpos: cannot write 'out' (no space left on device)\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_dossier_with_faults_is_not_exported(negpos: Negpos, tmp_path: Path) -> None:
    negpos("new", "talks")
    (tmp_path / "talks" / "parties.toml").write_text("nonsense\n")
    done = negpos("export", "out", "-d", "talks")
    assert done.code == 2
    assert "parties.toml:1" in done.err
    assert not (tmp_path / "out").exists()


def test_a_scale_without_a_unit_of_its_own_comes_back_so() -> None:
    scale = Scale("quantity", low=0, high=9, unit="years", marks=(Mark(3, "some", "few"),))
    for short in (None, "", "y"):
        values = dossier(issues=[issue("t.i", scale._replace(unit_short=short))])
        assert rebuilt(texts_of(values)) == values


@pytest.mark.package
@pytest.mark.parametrize("name", ["ukraine", "talks"])
def test_frictionless_finds_no_fault(name: str, negpos: Negpos, tmp_path: Path) -> None:
    import warnings

    negpos("new", "talks")
    assert negpos("export", "out", "-d", name).code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of its own dependencies
        from frictionless import Package

        found = Package(str(tmp_path / "out" / "datapackage.json"))
        report = found.validate()
        faults = [error.message for task in report.tasks for error in task.errors]
        assert (report.valid, report.errors, faults) == (True, [], [])
        demands = found.get_resource("demands").read_rows()
    assert len(demands) == sum(
        1 for _ in load(str(tmp_path / "talks") if name == "talks" else name).dossier.demands()
    )
    # a foreign key that leads nowhere is a fault, so the check above is one
    path = tmp_path / "out" / "evidence.csv"
    path.write_bytes(re.sub(rb",[a-z0-9-]+,", b",nowhere,", path.read_bytes(), count=0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not Package(str(tmp_path / "out" / "datapackage.json")).validate().valid
