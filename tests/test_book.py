"""A dossier as one workbook: all of it comes back, also from another program's hands, what was
amended is taken or told, and nothing that a workbook may hold beside it is."""

import csv
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negpos import load
from negpos.dossier import Dossier
from negpos.errors import DataError, UsageError
from negpos.importing import books
from negpos.importing.bring import Brought, bring
from negpos.importing.package import _text
from negpos.intake.loading import check
from negpos.package import TABLES, package
from negpos.render import book as written
from negpos.render import workbook
from negpos.safe import is_address
from negpos.scales import Mark, Scale

from .conftest import ROOT, Negpos
from .drawn import dossiers
from .factory import demand, dossier, issue, position
from .test_export import folder_bytes, rebuilt, texts_of
from .test_import import DOSSIERS, comparable, read_again
from .test_office import links

LAKE = str(ROOT / "tests" / "lake")
TREATY = str(ROOT / "tests" / "treaty")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def book_of(values: Dossier) -> bytes:
    return workbook(package(values, is_shipped=False))


def texts_in(data: bytes, values: Dossier) -> dict[str, str]:
    """The files of the data package with the cells of this workbook in them."""
    texts = texts_of(values)
    for sheet in books.read("x.xlsx", data).sheets:
        if sheet.name in TABLES:
            out = StringIO()
            rows = [cells for _, cells in sheet.rows]
            csv.writer(out).writerows([sheet.headings, *([_text(c) for c in row] for row in rows)])
            texts[f"{sheet.name}.csv"] = out.getvalue()
    return texts


def brought(data: bytes, name: str = "x.xlsx") -> Brought:
    Path(name).write_bytes(data)
    return bring(name, "again")


# All of it comes back.


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda path: path.name)
def test_what_was_exported_comes_back_equal(folder: Path, is_private: bool) -> None:
    values, _ = check(folder, private=is_private)
    assert values is not None
    found = brought(book_of(values))
    assert found.remarks == ()
    assert comparable(found.dossier) == comparable(values)
    assert comparable(read_again(found)) == comparable(values)


@settings(max_examples=50)
@given(dossiers())
def test_any_dossier_comes_back_from_its_workbook(values: Dossier) -> None:
    data = book_of(values)
    assert rebuilt(texts_in(data, values)) == values
    Path("x.xlsx").write_bytes(data)
    Path("folder").mkdir(exist_ok=True)
    for name, text in texts_of(values).items():
        Path("folder", name).write_bytes(text.encode())
    assert outcome("x.xlsx") == outcome("folder")


def outcome(name: str) -> Any:
    """The files that an import makes, or its faults: not all that is drawn could stand in files."""
    try:
        return bring(name, "again").files
    except DataError as error:
        return {problem[1:] for problem in error.problems}


SIGNS = "=+-@\"',;|\n\r\t {}[]<>&\\\u202e\x00\x1b\x7f\x85é\ufeff\ufffe\U0001f54a中ש0x_"
PIECES = ["_x0041_", "_x005F_", "x005F_", "2025-03", "1/2", "40", "=1+1", "#REF!", *SIGNS]
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(max_examples=50)
@given(WORDS, WORDS, WORDS)
def test_no_words_are_changed_on_the_way(text: str, title: str, note: str) -> None:
    values = dossier(
        position("p", ("a",), demand(1, text=text, note=note, speaker=title), note=title)
    )._replace(note=note, title=title)
    kept = [t for t in (text, title, note) if re.search("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_", t)]
    if kept:  # which no workbook tells from a sign that it cannot hold
        with pytest.raises(UsageError, match="no workbook keeps the signs '_x"):
            book_of(values)
    else:
        assert rebuilt(texts_in(book_of(values), values)) == values


@settings(max_examples=50)
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1))
def test_every_figure_comes_back(low: float, at: float) -> None:
    scale = Scale("quantity", low=low, high=1e300, unit="units", marks=(Mark(at, "some", ""),))
    values = dossier(issues=[issue("t.i", scale)])
    assert rebuilt(texts_in(book_of(values), values)) == values


def test_every_text_is_a_text_and_every_figure_a_figure() -> None:
    values = load("ukraine").dossier
    pages = openpyxl.load_workbook(BytesIO(book_of(values)))
    assert pages.sheetnames == ["about", *TABLES]
    for table in TABLES.values():
        head, *rows = pages[table.name].iter_rows()
        assert [cell.value for cell in head] == [field.name for field in table.fields]
        for row in rows:
            for field, cell in zip(table.fields, row, strict=True):
                is_figure = field.type in ("integer", "number")
                is_kept = len(str(cell.value)) < 17  # more digits than other programs write
                assert cell.value is None or cell.data_type == (
                    "n" if is_figure and is_kept else "s"
                )
                assert is_figure or cell.value is None or cell.number_format == "@"


def test_only_addresses_are_links() -> None:
    values = load("ukraine").dossier
    addresses = {a for s in values.sources.values() for a in (s.url, s.archived) if is_address(a)}
    assert {link.replace("&amp;", "&") for link in links(book_of(values))} == addresses


def test_a_sheet_is_ready_to_read_and_to_amend() -> None:
    pages = openpyxl.load_workbook(BytesIO(book_of(load("ukraine").dossier)))
    for table in TABLES.values():
        page = pages[table.name]
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref.startswith("A1:")
        assert all(6 < page.column_dimensions[c].width < 91 for c in "AB")
    demands = pages["demands"]
    (kinds,) = [v for v in demands.data_validations.dataValidation if "firm" in v.formula1]
    assert kinds.formula1.strip('"').split(",") == [
        *("open", "preference", "firm", "condition", "red-line")
    ]
    place = [field.name for field in TABLES["demands"].fields].index("firmness") + 1
    assert str(kinds.sqref).startswith(demands.cell(2, place).coordinate)


def test_the_first_sheet_tells_what_the_head_of_a_package_tells() -> None:
    values = load("ukraine").dossier
    whole = package(values, is_shipped=True)
    page = openpyxl.load_workbook(BytesIO(workbook(whole)))["about"]
    told = [[str(cell or "") for cell in row] for row in page.iter_rows(values_only=True)]
    words = "\n".join(" ".join(row).strip() for row in told)
    assert words.startswith(f"{values.title}\nDossier ukraine, version {values.digest[:16]}.")
    licence = "Creative Commons Attribution 4.0 International"
    assert f"{licence}, https://creativecommons.org/licenses/by/4.0/" in words
    assert values.note.split("\n")[0] in words
    assert [
        "demands",
        f"{sum(1 for _ in values.demands()):,}",
        TABLES["demands"].told,
        "",
        "",
    ] in told
    columns = {(row[0], row[1]): row for row in told}
    for table in TABLES.values():
        for field in table.fields:
            assert columns[table.name, field.name][3] == field.told
    assert columns["evidence", "source"][4] == "never empty; of the sheet sources: id"
    assert columns["sources", "grade"][4] == "never empty; one of A, B, C"


def test_the_same_dossier_gives_the_same_bytes_by_hand_and_from_python(
    negpos_process: Negpos, tmp_path: Path
) -> None:
    assert negpos_process("export", "one.xlsx", "-d", LAKE).code == 0
    assert negpos_process("export", LAKE, "-o", "two.xlsx").code == 0
    assert load(LAKE).export("three.xlsx") == tuple(TABLES)
    one, two, three = (Path(f"{name}.xlsx").read_bytes() for name in ("one", "two", "three"))
    assert one == two == three


# What a workbook cannot hold.


def test_a_text_that_no_cell_holds_is_refused_and_nothing_is_written(
    negpos: Negpos, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, count in (("x" * 32_768, 32_768), ("\U0001f54a" * 16_384, 32_768)):
        with pytest.raises(UsageError) as caught:
            book_of(
                dossier(position("p", ("a",), demand(1, text="y" * 32_767), demand(1, text=text)))
            )
        assert str(caught.value) == (
            f"demands, row 3, column text: {count:,} signs, and a cell holds 32,767; "
            "write a folder, which holds all: negpos export FOLDER"
        )
    monkeypatch.setattr(written, "ROWS", 4)
    Path("x.xlsx").write_text("as it was")
    done = negpos("export", "x.xlsx", "-d", LAKE)
    assert (done.code, done.out) == (2, "")
    assert "a sheet holds 3 rows, and issues has more; write a folder" in done.err
    assert Path("x.xlsx").read_text() == "as it was"
    assert [path.name for path in Path().iterdir()] == ["x.xlsx"]


def without(library: str, *words: str) -> str:
    program = (
        f"import sys\nsys.modules[{library!r}] = None\nsys.argv = ['negpos', *{list(words)!r}]\n"
        "from negpos.__main__ import main\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 2
    return done.stderr.decode()


def test_without_the_library_one_line_says_what_to_install() -> None:
    assert without("xlsxwriter", "export", "x.xlsx", "-d", LAKE) == (
        'negpos: xlsx needs XlsxWriter, which is not installed; pip install "negpos[office]"\n'
    )
    assert not Path("x.xlsx").exists()
    Path("x.xlsx").write_bytes(book_of(load(LAKE).dossier))
    told = without("openpyxl", "import", "x.xlsx", "again")
    assert told.startswith("negpos: reading .xlsx needs openpyxl, which is not installed; pip ins")


# The command.


def test_a_name_is_the_dossier_with_an_output_and_the_place_without(negpos: Negpos) -> None:
    told = "of dossier lake to {}: 3 parties, 7 issues, 6 positions, 22 demands, 3 sources\n"
    for words in (("a.xlsx", "-d", LAKE), (LAKE, "-o", "b.xlsx"), ("-o", "c.XLSX", "-d", LAKE)):
        done = negpos("export", *words)
        name = next(word for word in words if word.lower().endswith(".xlsx"))
        assert (done.out, done.err) == (f"wrote 19 sheets {told.format(name)}", "")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    assert negpos("export", LAKE, "-o", "folder").out == f"wrote 20 files {told.format('folder')}"
    assert negpos("export", "plain", "-d", LAKE).code == 0
    assert folder_bytes(Path("folder")) == folder_bytes(Path("plain"))
    done = negpos("export", "nowhere", "-o", "d.xlsx")
    assert (done.code, "nowhere" in done.err, Path("d.xlsx").exists()) == (2, True, False)


def test_an_older_workbook_is_replaced_and_a_folder_is_not(negpos: Negpos) -> None:
    Path("x.xlsx").write_text("older")
    assert negpos("export", LAKE, "-o", "x.xlsx").code == 0
    assert Path("x.xlsx").read_bytes()[:2] == b"PK"
    Path("y.xlsx").mkdir()
    done = negpos("export", LAKE, "-o", "y.xlsx")
    assert (done.code, done.err) == (2, "negpos: cannot write 'y.xlsx' (is a directory)\n")


@pytest.mark.parametrize("to", ["x.xlsx", "x"])
def test_private_positions_are_left_out_and_told_or_all_there(to: str, negpos: Negpos) -> None:
    negpos("new", "river")
    path = next(Path("river/positions").rglob("*.toml"))
    path.write_text(
        path.read_text("utf-8").replace("\n\n[[demand", "\nprivate = true\n\n[[demand", 1)
    )
    done = negpos("export", "river", "-o", to)
    assert done.err == "negpos: private and not exported: 1; see --private\n"
    assert "private" not in done.out
    assert negpos("import", to, "public").code == 0
    assert not Path("public", *path.parts[1:]).exists()
    done = negpos("export", "river", "-o", f"all-{to}", "--private")
    assert f"dossier river, with private positions, to all-{to}: " in done.out
    assert negpos("import", f"all-{to}", "again").code == 0
    one, other = (check(Path(name), private=True)[0] for name in ("river", "again"))
    assert one is not None
    assert other is not None
    assert comparable(one) == comparable(other)


def test_the_imported_dossier_answers_as_the_exported_one(negpos: Negpos) -> None:
    negpos("export", LAKE, "-o", "x.xlsx")
    done = negpos("import", "x.xlsx", "again")
    assert (done.code, done.err) == (0, "")
    one = negpos("compare", "east", "west", "-d", LAKE, "--full").out
    assert negpos("compare", "east", "west", "-d", "again", "--full").out == one.replace(
        LAKE, "again"
    )
    done = negpos("import", "x.xlsx", "again")
    assert (done.code, "a data package is a whole dossier" in done.err) == (2, True)
    done = negpos("import", "x.xlsx", "b", "--map", "ask=x")
    assert (done.code, "--map goes with sheets" in done.err) == (2, True)


# What was amended is taken.


def amended(change: Callable[[Any], None], of: str = LAKE) -> str:
    """The workbook of a dossier after a change by hand."""
    pages = openpyxl.load_workbook(BytesIO(book_of(load(of).dossier)))
    change(pages)
    pages.save("x.xlsx")
    return "x.xlsx"


def at(page: Any, column: str, row: int = 2) -> Any:
    """The cell of a row below a heading."""
    (place,) = [cell.column for cell in page[1] if cell.value == column]
    return page.cell(row, place)


def row_of(page: Any, column: str, value: str) -> int:
    return next(n for n in range(2, page.max_row + 1) if at(page, column, n).value == value)


def test_what_is_amended_and_added_is_in_the_dossier() -> None:
    before = load(LAKE).dossier
    source = next(iter(before.sources))

    def change(pages: Any) -> None:
        demands = pages["demands"]
        at(demands, "text").value = "=1+1"
        at(demands, "text").data_type = "s"
        at(demands, "salience").value = 7.0
        new = {
            at(demands, name).column: at(demands, name).value
            for name in (
                "position",
                "file",
                "row",
                "kind",
                "is_dropped",
                "is_disputed",
                "firmness",
                "attribution",
                "form",
                "said",
                "known",
                "is_latest",
            )
        }
        row = demands.max_row + 3  # after rows that are empty
        for column, value in new.items():
            demands.cell(row, column).value = value
        at(demands, "ref", row).value = "new#1"
        at(demands, "text", row).value = "A new term"
        at(demands, "said", row).value = openpyxl.utils.datetime.from_ISO8601("2024-03-01")
        at(demands, "point", row).value = 40
        holder = at(pages["holders"], "party").value
        pages["holders"].append(["new#1", 1, holder])
        pages["evidence"].append(["new#1", 1, source, "page 9"])

    found = bring(amended(change), "again").dossier
    first = next(iter(before.demands()))
    demands = found.positions[first.position].demands
    assert (demands[0].text, demands[0].salience) == ("=1+1", 7)
    assert (demands[-1].text, demands[-1].point, demands[-1].said) == (
        "A new term",
        "40",
        "2024-03-01",
    )
    assert [(e.source, e.at) for e in demands[-1].evidence] == [(source, "page 9")]
    assert len(demands) == len(before.positions[first.position].demands) + 1


def test_an_ask_may_be_amended_in_the_words_of_a_file() -> None:
    values = load(LAKE).dossier
    asking = next(
        d for d in values.demands() if d.issue and values.issues[d.issue].scale.kind == "quantity"
    )
    scale = values.issues[asking.issue].scale

    def change(words: str) -> Callable[[Any], None]:
        def changed(pages: Any) -> None:
            page = pages["demands"]
            row = row_of(page, "ref", asking.ref)
            for name in ("ask", "accepts", "names", "ask_min", "ask_max"):
                at(page, name, row).value = words if name == "ask" else None

        return changed

    low = scale.low + 1
    found = bring(amended(change(f">={low:g}")), "again")
    asks = [d.ask for d in found.dossier.positions[asking.position].demands]
    assert (low, scale.high) in [ask[:2] for ask in asks if ask]
    with pytest.raises(DataError) as caught:
        bring(amended(change("[0, plenty]")), "again")
    (problem,) = caught.value.problems
    assert (problem.path, problem.record) == ("x.xlsx [demands]", "column ask")
    assert problem.line > 1


def test_rows_may_be_sorted_and_hidden_by_a_filter() -> None:
    def change(pages: Any) -> None:
        page = pages["evidence"]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            page.row_dimensions[number].hidden = True
            for place, value in enumerate(row, start=1):
                page.cell(number, place).value = value

    found = bring(amended(change), "again")
    assert comparable(found.dossier) == comparable(load(LAKE).dossier)


def test_a_formula_counts_as_the_result_that_stands_in_the_file() -> None:
    data = book_of(load(LAKE).dossier)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as changed:
        for part in parts.namelist():
            text = parts.read(part)
            if part == f"xl/worksheets/sheet{2 + list(TABLES).index('holders')}.xml":
                text, count = re.subn(rb"<v>1</v>", rb"<f>2-1</f><v>1</v>", text)
                assert count
            changed.writestr(part, text)
    found = brought(out.getvalue())
    assert found.remarks == ()
    assert comparable(found.dossier) == comparable(load(LAKE).dossier)


# What is not in the dossier as it stands in the workbook is told.


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda w: at(w["demands"], "voice").__setattr__("value", "minister"),
            'negpos: x.xlsx [demands]:2: column voice: "minister" has become ',
        ),
        (
            lambda w: w["demands"].__setitem__("AZ1", "my own remarks"),
            "negpos: x.xlsx [demands]: columns not read: my own remarks",
        ),
        (lambda w: w.create_sheet("Notes"), "negpos: x.xlsx [Notes] is not read"),
    ],
)
def test_what_is_not_read_is_told(change: Any, told: str) -> None:
    found = bring(amended(change), "again")
    assert comparable(found.dossier) == comparable(load(LAKE).dossier)
    assert len(found.remarks) == 1
    assert found.remarks[0].startswith(told)


def test_a_clause_that_was_taken_over_is_that_of_its_own_text() -> None:
    values = load("gaza").dossier
    taken = next(d for d in values.demands() if "." in d.id)

    def change(pages: Any) -> None:
        page = pages["demands"]
        at(page, "text", row_of(page, "ref", taken.ref)).value = "another text"

    found = bring(amended(change, "gaza"), "again")
    assert comparable(found.dossier) == comparable(values)
    (remark,) = found.remarks
    assert 'column text: "another text" has become' in remark


def test_a_row_that_comes_back_and_one_that_does_not_are_told() -> None:
    values = load("gaza").dossier
    clauses = [d for d in values.demands() if "." in d.id]
    points = Counter((d.position, d.point) for d in clauses)
    alone = next(d for d in clauses if points[d.position, d.point] == 1)
    shared = next(d for d in clauses if points[d.position, d.point] > 1)

    def without(ref: str) -> Callable[[Any], None]:
        def change(pages: Any) -> None:
            for name in ("demands", "holders", "evidence", "step_links"):
                page, column = pages[name], "ref" if name == "demands" else "demand"
                for row in range(page.max_row, 1, -1):
                    if at(page, column, row).value == ref:
                        page.delete_rows(row)

        return change

    left = bring(amended(without(alone.ref), "gaza"), "again")
    assert left.remarks == ()
    assert sum(1 for _ in left.dossier.demands()) == sum(1 for _ in values.demands()) - 1
    back = bring(amended(without(shared.ref), "gaza"), "again")
    assert comparable(back.dossier) == comparable(values)
    told = [remark.partition(",")[0] for remark in back.remarks]
    assert told[0].startswith(f"negpos: demands: the dossier has {shared.position}#")
    assert {remark.split(": ")[1] for remark in told} == {"demands", "holders", "evidence"}

    def ended(pages: Any) -> None:
        free = next(p.id for p in values.positions.values() if not p.ends)
        for place, reason in ((1, "over"), (2, "over again")):
            day = "2025-12-01"
            pages["ends"].append([free, place, "[]", day, day, reason])

    lost, changed = bring(amended(ended, "gaza"), "again").remarks
    assert re.fullmatch(r"negpos: x\.xlsx \[ends\]:\d+: the row is not in the dossier", lost)
    assert re.search(r'column reason: "over" has become "over again", as other cells', changed)


def test_sheets_of_ones_own_may_hold_anything() -> None:
    def change(pages: Any) -> None:
        page = pages.create_sheet("Totals", 0)
        page.merge_cells("A1:C3")
        page["A5"] = "=SUM(1,2)"
        page["B9"] = "#REF!"
        page.append(["no", "table", "at", "all", "a", "a"])

    found = bring(amended(change), "again")
    assert found.remarks == ("negpos: x.xlsx [Totals] is not read",)
    assert comparable(found.dossier) == comparable(load(LAKE).dossier)


# What cannot be taken is a fault of its cell.


def _put(sheet: str, column: str, value: Any, row: int = 2) -> Callable[[Any], None]:
    return lambda pages: at(pages[sheet], column, row).__setattr__("value", value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda w: w.remove(w["links"]), "x.xlsx: the sheet links is missing; bring it back"),
        (
            lambda w: w["links"].__setattr__("sheet_state", "hidden"),
            "x.xlsx: the sheet links is missing",
        ),
        (
            lambda w: w["links"].__setattr__("title", "lnks"),
            "x.xlsx: the sheet links is missing",
        ),
        (
            lambda w: w.create_sheet(" Demands ").append(["ref"]),
            "x.xlsx [ Demands ]: two sheets have this name; rename one",
        ),
        (
            _put("demands", "condition", "conditions", 1),
            "x.xlsx [demands]:1: column condition: there is no such column; is it conditions?",
        ),
        (
            _put("demands", "condition", "label", 1),
            "x.xlsx [demands]:1: the heading 'label' stands twice",
        ),
        (_put("demands", "text", "=1+1"), "x.xlsx [demands]:2: column R: a formula whose result"),
        (_put("demands", "text", "#REF!"), "x.xlsx [demands]:2: column R: the cell shows an err"),
        (
            lambda w: w["demands"].merge_cells("A2:A3"),
            "x.xlsx [demands]: the cells A2:A3 are merged",
        ),
        (
            _put("demands", "text", None),
            "x.xlsx [demands]:2: column text: the cell is empty; every row has one",
        ),
        (
            _put("demands", "firmness", "frim"),
            "x.xlsx [demands]:2: column firmness: expected one of open, preference, firm, condition"
            ', red-line; got "frim"; did you mean firm?',
        ),
        (
            _put("demands", "is_latest", "yes"),
            'x.xlsx [demands]:2: column is_latest: expected one of true, false; got "yes"',
        ),
        (
            _put("evidence", "place", "first"),
            'x.xlsx [evidence]:2: column place: expected a whole number; got "first"',
        ),
        (
            _put("issues", "low", "nan"),
            'x.xlsx [issues]:2: column low: expected a number; got "nan"',
        ),
        (
            _put("issues", "low", "1,5"),
            'x.xlsx [issues]:2: column low: expected a number; got "1,5"',
        ),
        (
            _put("sources", "date", "March 2025"),
            'x.xlsx [sources]:2: column date: expected a day, like 2025-12-03; got "March 2025"',
        ),
        (
            _put("parties", "aliases", "one, two"),
            'x.xlsx [parties]:2: column aliases: expected a list of words, like ["one", "two"]',
        ),
        (
            _put("parties", "aliases", "[" * 9_000),
            "x.xlsx [parties]:2: column aliases: expected a list of words",
        ),
        (
            _put("parties", "aliases", "[1, 2]"),
            "x.xlsx [parties]:2: column aliases: expected a list of words",
        ),
        (
            _put("evidence", "demand", "nowhere#1"),
            'x.xlsx [evidence]:2: column demand: the sheet demands has no ref "nowhere#1"',
        ),
        (
            _put("demands", "position", "nowhere"),
            'x.xlsx [demands]:2: column position: the sheet positions has no id "nowhere"',
        ),
        (
            lambda w: w["sources"].append([c.value for c in w["sources"][2]]),
            "column id: ",
        ),
        (
            _put("positions", "path", "positions/../../x.toml"),
            "x.xlsx [positions]:2: column path: 'positions/../../x.toml' is no file of position",
        ),
        (
            _put("demands", "id", "a.1"),
            "x.xlsx [demands]:2: column id: 'a.1' is no clause of a text that this one takes over",
        ),
        (
            _put("demands", "issue", None),
            "x.xlsx [demands]:2: column ask: an ask needs an issue; name one, or empty the cell",
        ),
        (
            lambda w: w["dossier"].append([c.value for c in w["dossier"][2]]),
            "x.xlsx: the sheet dossier has 2 rows; a dossier has one",
        ),
        (_put("demands", "text", "half _xD83D_ a sign"), "column R: the text holds half a sign"),
        (_put("demands", "said", "2025-03-01 10:00"), "column said: expected a day"),
    ],
)
def test_a_fault_cites_its_sheet_row_and_column(change: Any, told: str) -> None:
    with pytest.raises(DataError) as caught:
        bring(amended(change), "again")
    assert told in str(caught.value)
    assert all(problem.path.startswith("x.xlsx") for problem in caught.value.problems)
    assert not Path("again").exists()


def test_an_end_of_a_scale_that_is_no_date_is_a_fault_of_its_row() -> None:
    strike = str(ROOT / "tests" / "strike")
    row = [*load(strike).dossier.issues].index("work.ends") + 2
    with pytest.raises(DataError) as caught:
        bring(amended(_put("issues", "low", 1e300, row), strike), "again")
    told = "an end or a mark of the scale is no day that there is; give the number of one"
    assert str(caught.value) == f"x.xlsx [issues]:{row}: column low: {told}"


def test_every_fault_is_told_at_once_in_order(negpos: Negpos) -> None:
    def change(pages: Any) -> None:
        _put("sources", "grade", "D")(pages)
        _put("demands", "form", "shouted", 4)(pages)
        _put("demands", "kind", "wish", 3)(pages)

    done = negpos("import", amended(change), "again")
    assert done.code == 2
    assert [line.split(": expected")[0] for line in done.err.splitlines()] == [
        "x.xlsx [demands]:3: column kind",
        "x.xlsx [demands]:4: column form",
        "x.xlsx [sources]:2: column grade",
        "negpos: 3 problems; nothing was loaded",
    ]
    assert not Path("again").exists()


def test_a_workbook_that_must_not_be_read_is_refused(negpos: Negpos) -> None:
    data = book_of(load(LAKE).dossier)
    Path("x.xlsm").write_bytes(data)
    assert "without macros" in negpos("import", "x.xlsm", "again").err
    Path("cut.xlsx").write_bytes(data[: len(data) // 2])
    assert "is damaged, or no workbook" in negpos("import", "cut.xlsx", "again").err
    for part, text, told in (
        ("xl/vbaProject.bin", b"x", "holds macros"),
        ("xl/huge.xml", b" " * 60_000_000, "would unpack to 60 MB"),
        ("xl/odd.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "defines ent"),
        ("xl/sharedStrings.xml", b"<sst><si><t>x</sst>", "is damaged, or no workbook"),
    ):
        Path("odd.xlsx").write_bytes(data)
        with zipfile.ZipFile("odd.xlsx", "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(part, text)
        done = negpos("import", "odd.xlsx", "again")
        assert (done.code, told in done.err, done.err.count("\n")) == (2, True, 1), told
    assert not Path("again").exists()


def test_a_sheet_of_demands_beside_others_is_still_one() -> None:
    pages = openpyxl.Workbook()
    page = pages.active
    page.title = "demands"
    page.append(["party", "issue", "ask", "date", "source"])
    page.append(["North", "Share", "a _x005F_x0041_ & b", "2025-03-01", "Gazette"])
    pages.create_sheet("evidence").append(["more", "more"])
    pages.create_sheet("positions").append(["x"])
    pages.save("talks.xlsx")
    found = bring("talks.xlsx", "again")
    assert list(found.dossier.parties) == ["north"]
    (asking,) = found.dossier.issues.values()
    assert asking.scale.options[0].label == "a _x0041_ & b"
    assert [r for r in found.remarks if "is not read" in r] == [
        f"negpos: talks.xlsx [{name}] is not read; sheets are demands, issues, parties and sources"
        for name in ("evidence", "positions")
    ]


# In a real office.


def saved_again(path: Path) -> bytes:
    """The workbook as LibreOffice writes it."""
    home = f"-env:UserInstallation=file://{path.parent}/office"
    Path("saved").mkdir(exist_ok=True)
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        "saved",
        path.name,
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return Path("saved", path.name).read_bytes()


@pytest.mark.office
@pytest.mark.parametrize("name", ["ukraine", "gaza", LAKE, TREATY], ids=os.path.basename)
def test_a_workbook_that_libreoffice_saved_again_comes_back_equal(
    name: str, tmp_path: Path
) -> None:
    values = load(name).dossier
    Path("x.xlsx").write_bytes(book_of(values))
    data = saved_again(tmp_path / "x.xlsx")
    assert b"LibreOffice" in zipfile.ZipFile(BytesIO(data)).read("docProps/app.xml")
    found = brought(data)
    assert found.remarks == ()
    assert comparable(found.dossier) == comparable(values)


@pytest.mark.office
def test_libreoffice_changes_no_words_and_no_figures(tmp_path: Path) -> None:
    words = [
        *("=1+1", "+1", "-1", "@x", "'x", "2025-03", "2025-03-01", "1-2", "1/2", "1.10", "007"),
        *("40", "1e5", "40%", "TRUE", "true", "#REF!", "http://a.example", " led and trailed "),
        *("a\nb", "\n", "a\tb", "_x0041_", "_x005F_", "x005F_", "שלום", "中文", "\U0001f54a"),
        *("a\x1bb", "a\x01b", "{=1}", "a\u00a0b", "a\u202eb", "x" * 32_767, '"a","b"', "<b>&amp;"),
    ]
    rows = [demand(1, text=text, note=text, point=text[:40]) for text in words]
    scale = Scale("quantity", low=0.1 + 0.2, high=1e300, unit="u", marks=(Mark(1 / 3, "m", ""),))
    values = dossier(
        position("p", ("a",), *rows), issues=[issue("t.i", scale._replace(unit="=u")), issue("t.j")]
    )
    Path("x.xlsx").write_bytes(book_of(values))
    data = saved_again(tmp_path / "x.xlsx")
    assert rebuilt(texts_in(data, values)) == values
