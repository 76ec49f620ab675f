"""Documents for an office: what stands in them is what the other formats tell, and nothing in
the data can make a formula, a date or a link of itself."""

import csv
import json
import re
import sys
from collections import Counter
from datetime import datetime
from html import unescape as unescaped
from io import BytesIO, StringIO
from pathlib import Path
from subprocess import run
from typing import Any
from zipfile import ZipFile

import docx as reader
import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.utils.escape import unescape

from negpos import load, terminal
from negpos.errors import UsageError
from negpos.render import document
from negpos.render import xlsx as workbook
from negpos.request import Reply
from negpos.terminal import Target
from negpos.view.grid import Column, Grid, Hint, Key, Report, Section, Sheet, Span, Stamp, cell

from .conftest import ROOT, Negpos
from .test_formats import DELTA, FERRY, LAKE, QUESTIONS

TODAY = "2026-11-27"


@pytest.fixture(autouse=True)
def _dossiers(tmp_path: Path) -> None:
    for name in (LAKE, DELTA, FERRY):
        (tmp_path / name).symlink_to(ROOT / "tests" / name)


@pytest.fixture(scope="module")
def compared() -> Reply[Any]:
    """Russia and Ukraine in the dossier that comes with negpos."""
    return load("ukraine").compare("russia", "ukraine")


def paper(made: bytes) -> Any:
    """A document as it is read back."""
    return reader.Document(BytesIO(made))


def sheets(made: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The values of every sheet of a workbook, the heading first."""
    book = openpyxl.load_workbook(BytesIO(made))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}


def links(made: bytes) -> list[str]:
    """Every address of another place that a document or a workbook names as a link."""
    with ZipFile(BytesIO(made)) as parts:
        told = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    return [
        address
        for words in told
        for address in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', words)
    ]


def words_of(document: Any) -> str:
    """All that is to be read on the pages of a document, running lines too."""
    section = document.sections[0]
    parts = [*document.element.body.iter(qn("w:p"))]
    parts += [p for end in (section.header, section.footer) for p in end._element.iter(qn("w:p"))]
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in parts)


def of(*rows: tuple[Any, ...], columns: tuple[str, ...] = ("name", "value"), **more: Any) -> Report:
    """A report of these rows."""
    told = tuple(tuple(cell(v if isinstance(v, Span) else str(v)) for v in row) for row in rows)
    grid = Grid("Title", (), tuple(map(Column, columns)), (Section("", told),))
    return Report(lambda: grid, lambda: Sheet(columns, iter(rows)), dict, **more)


# The same answer in every format.


def test_all_formats_tell_the_same_relations_asks_and_counts(compared: Reply[Any]) -> None:
    data = json.loads(compared.text("json"))
    rows = list(csv.DictReader(StringIO(compared.text("csv"))))
    head, *told = sheets(compared.to_bytes("xlsx"))["issues"]
    table = {row[0]: dict(zip(head, row, strict=True)) for row in told}
    tables = paper(compared.to_bytes("docx")).tables
    cells = [row.cells for table in tables for row in table.rows[1:] if len(row.cells) == 4]
    pages = {c[0].text.split("\n")[0]: c for c in cells if c[3].text == ""}

    assert len(rows) == len(data["issues"]) == len(table) == 54
    assert Counter(row["relation"] for row in rows) == Counter(data["counts"])
    for row in rows:
        line = table[row["label"]]
        relation = row["relation"].replace("-", " ")
        assert line["Relation"] == relation
        assert str(line["Steps or amount"] or "") == ("" if row["steps"] == "0" else row["steps"])
        for side, name in (("a", "Russia"), ("b", "Ukraine")):
            assert (line[name] or "") == row[f"{side}_ask"]
        if row["relation"] == "silent":
            assert row["label"] not in pages
            continue
        issue, left, right, _ = pages[row["label"]]
        assert issue.text.split("\n")[1] == relation
        assert row["a_ask"] in left.text
        assert row["b_ask"] in right.text
    assert "39 issues both address: 1 deadlock, 11 crossing" in words_of(
        paper(compared.to_bytes("docx"))
    )


def test_pages_tell_the_same_relations_and_asks(compared: Reply[Any]) -> None:
    data = json.loads(compared.text("json"))
    marks = re.compile(r"\\([\\`*_{}\[\]<>#|~])")
    lines = [line for line in compared.text("md").splitlines() if line.startswith("| ")]
    told = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines]
    markdown = {row[0]: [marks.sub(r"\1", one) for one in row[1:]] for row in told}
    rows = re.findall(r"<tr><td[^>]*>(.*?)</td></tr>", compared.text("html"))
    cells = [re.split(r"</td><td[^>]*>", row) for row in rows]
    plain = [[unescaped(re.sub(r"<[^>]*>", "", one)) for one in row] for row in cells]
    page = {row[0]: row[1:] for row in plain}

    for issue in data["issues"]:
        if issue["relation"] == "silent":
            assert issue["label"] not in markdown
            assert issue["label"] not in page
            continue
        for table in (markdown, page):
            *sides, relation = table[issue["label"]]
            assert issue["relation"].replace("-", " ") in relation
            for side, stance in zip(sides, issue["stances"].values(), strict=True):
                assert stance["words"] in side
    loud = [issue for issue in data["issues"] if issue["relation"] != "silent"]
    assert len(page) == len(loud)


def test_the_sheet_of_all_fields_is_the_csv(compared: Reply[Any]) -> None:
    told = sheets(compared.to_bytes("xlsx"))["all fields"]
    written = list(csv.reader(StringIO(compared.text("csv"))))

    assert list(told[0]) == written[0]
    assert len(told) == len(written)
    for row, line in zip(told[1:], written[1:], strict=True):
        for value, field in zip(row, line, strict=True):
            if isinstance(value, datetime):
                assert f"{value:%Y-%m-%d}" == field
            elif isinstance(value, int | float):
                assert value == pytest.approx(float(field), rel=1e-5, abs=1e-6)
            else:
                assert (value or "") == field


def test_red_lines_have_a_sheet_in_the_words_of_the_table(compared: Reply[Any]) -> None:
    lines = load("ukraine").redlines("russia", "ukraine")
    head, *rows = sheets(lines.to_bytes("xlsx"))["red lines"]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    data = json.loads(lines.text("json"))

    conflicts = [row for row in table if row["Status"] == "conflict"]
    assert [row["Relation"] for row in conflicts] == [c["relation"] for c in data["conflicts"]]
    moves = [row["Move, steps or amount"] for row in conflicts]
    assert moves == [c["smallest_move"] for c in data["conflicts"]]
    drawn = words_of(paper(lines.to_bytes("docx")))
    assert all(
        row["Alone acceptable"] in drawn and row["Does not meet it"] in drawn for row in conflicts
    )
    assert sheets(compared.to_bytes("xlsx"))["red lines"] == [head, *rows]


def test_a_sheet_for_people_tells_what_takes_something_back_from_an_ask(
    compared: Reply[Any],
) -> None:
    data = json.loads(compared.text("json"))
    head, *told = sheets(compared.to_bytes("xlsx"))["issues"]
    table = {row[0]: dict(zip(head, row, strict=True)) for row in told}
    sides = (("russia", "Russia"), ("ukraine", "Ukraine"))
    hanging = drafts = contested = latest = 0
    for issue in data["issues"]:
        for side, name in sides:
            stance, row = issue["stances"][side], table[issue["label"]]
            beside = row[f"{name}: on what it hangs"] or ""
            for one in stance["demands"] if stance else ():
                if one["condition"] and one["accepts"] is None:
                    assert one["condition"] in beside
                    hanging += 1
            if stance and stance["draft"] and stance["demands"]:
                assert "by a joint draft" in beside
                drafts += 1
            if stance and stance["contested"]:
                assert stance["contested"][0]["words"] in row[f"{name}: also said"]
                contested += 1
            if stance and stance["demands"] and stance["demands"][0]["undated"]:
                assert row[f"{name}: said"].startswith("by ")
                latest += 1
    assert min(hanging, drafts, contested, latest) > 0


def test_sources_are_told_with_their_address(compared: Reply[Any]) -> None:
    head, *rows = sheets(compared.to_bytes("xlsx"))["sources"]
    data = json.loads(compared.text("json"))["sources"]

    assert head == ("id", "publisher", "title", "date", "grade", "address")
    assert [row[0] for row in rows] == [source["source"] for source in data]
    assert [row[5] for row in rows] == [source["url"] for source in data]
    assert all(isinstance(row[3], datetime) for row in rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_report_becomes_a_document_and_a_workbook(
    name: str, negpos: Negpos, tmp_path: Path
) -> None:
    for ending in ("docx", "xlsx"):
        done = negpos(*QUESTIONS[name], "-o", f"out.{ending}", NEGPOS_DOSSIER=LAKE)
        assert done.code == int(QUESTIONS[name][0] == "diff")
        assert done.err.startswith(f"negpos: wrote out.{ending}")
    told = words_of(paper((tmp_path / "out.docx").read_bytes()))
    told = re.sub(r"Receipt [0-9a-f]{12}: .*", "", told)
    assert "negpos " not in told
    assert "--" not in told
    assert all(sheets((tmp_path / "out.xlsx").read_bytes()).values())


# The document.


def test_each_side_has_a_column_and_the_last_one_is_empty() -> None:
    two = load("ukraine").compare("russia", "ukraine", issue="army,donetsk")
    three = load("ukraine").compare("us-28-point", "russia", "ukraine", issue="army,donetsk")

    for reply, heads in (
        (two, ["Issue", "Russia", "Ukraine", "Compromise text"]),
        (three, ["Issue", "28-point plan", "Russia", "Ukraine", "Compromise text"]),
    ):
        first, *_, sources = paper(reply.to_bytes("docx")).tables
        assert [c.text for c in first.rows[0].cells] == heads
        assert [row.cells[-1].text for row in first.rows[1:]] == [""] * (len(first.rows) - 1)
        assert [c.text for c in sources.rows[0].cells] == ["Source", "Date", "Grade", "Address"]


def test_more_sides_than_columns_stand_below_each_other() -> None:
    many = load("ukraine").compare("russia", "ukraine", "us", "europe", "china", issue="donetsk")
    table = paper(many.to_bytes("docx")).tables[0]

    assert [c.text for c in table.rows[0].cells] == [
        "Issue",
        "Positions as stated",
        "Compromise text",
    ]
    assert "Russia: # all under Russian control" in table.rows[1].cells[1].text
    assert "\nUkraine: contact line" in table.rows[1].cells[1].text


def test_a_page_tells_day_receipt_and_number(negpos: Negpos, tmp_path: Path) -> None:
    words = ("compare", "russia", "ukraine", "--as-of", "2025-12-03")
    negpos(*words, "-o", "a.docx")
    receipt = negpos(*words, "--receipt").out.splitlines()
    made = paper((tmp_path / "a.docx").read_bytes())
    section = made.sections[0]
    head = [p.text for p in section.header.paragraphs]

    assert head[0] == "Dossier ukraine: as known on 3 Dec 2025"
    assert head[1].startswith("Receipt ")
    assert head[1][:20] in "\n".join(receipt)
    foot = section.footer._element.xml
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    assert section.page_width > section.page_height
    told = made.core_properties
    assert (told.title, told.language) == ("Russia × Ukraine", "en-GB")
    assert {f"{day:%Y-%m-%d}" for day in (told.created, told.modified)} == {"2025-12-03"}
    assert head[1] in told.comments


def test_headings_come_again_and_rows_stay_whole(compared: Reply[Any]) -> None:
    made = paper(compared.to_bytes("docx"))

    for table in made.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    styles = {p.text: p.style.name for p in made.paragraphs if p.style}
    assert styles["Russia × Ukraine"] == "Title"
    assert styles["Territory"] == styles["Sources"] == "Heading 1"


def test_a_row_taller_than_a_page_may_be_broken() -> None:
    made = paper(document(of(("tall", "words " * 4000), ("low", "words")), "docx"))
    _, tall, low = made.tables[0].rows

    assert tall._tr.trPr is None
    assert low._tr.trPr.find(qn("w:cantSplit")) is not None


def test_every_statement_is_linked(compared: Reply[Any]) -> None:
    made = compared.to_bytes("docx")
    page = paper(made)
    linked = {
        "".join(t.text for t in link.iter(qn("w:t")))
        for link in page.element.body.iter(qn("w:hyperlink"))
    }

    assert {"Ryabkov, 16 Dec 2025", "Zelensky, 22 Jan 2026"} <= linked
    told = {row.cells[3].text for row in page.tables[-1].rows[1:]}
    assert set(links(made)) == told - {""}


def test_a_document_says_what_signs_mean_above_the_table_and_no_hint() -> None:
    grid = Grid(
        "T",
        (),
        (Column("A"),),
        (Section("", ((cell("x"),),)),),
        (Key("Marks: m"), Hint("More: --full"), Hint("Left: 2; --all", "Left: 2"), "Last"),
    )
    report = Report(lambda: grid, lambda: Sheet((), ()), dict)
    body = paper(document(report, "docx")).element.body
    told = ["".join(t.text for t in child.iter(qn("w:t"))) for child in body]

    assert [words for words in told if words] == ["T", "Marks: m", "Ax", "Left: 2", "Last"]


def test_a_table_wider_than_a_page_comes_in_blocks() -> None:
    names = tuple(f"c{n}" for n in range(30))
    made = paper(document(of(names, columns=names), "docx"))

    heads = [[c.text for c in table.rows[0].cells] for table in made.tables]
    assert [head[0] for head in heads] == ["c0"] * 3
    assert [name for head in heads for name in head[1:]] == list(names[1:])


def test_a_chart_stands_in_signs_of_one_width_on_one_line() -> None:
    table = paper(load("ukraine").on("army").to_bytes("docx")).tables[0]
    chart = table.rows[1].cells[1]
    fonts = {run.font.name for run in chart.paragraphs[0].runs}

    assert fonts == {"Courier New"}
    # a sign of Courier New is six tenths as wide as the size of the face
    assert chart.width.pt >= len(chart.text) * 8.5 * 0.6 + 2 * 4


# The workbook.


def test_figures_are_figures_and_days_are_days() -> None:
    columns = ("name", "point", "ask", "said", "share", "flag", "none")
    rows = [
        ("a", "3.1", "600,000", "2025-12-03", 0.1234567, True, None),
        ("b", "1/2", "15 years", "by 2025", -2, False, ""),
        ("2025-12-03", "007", "800", "2025-13-40", 10**17, None, None),
    ]
    told = sheets(document(of(*rows, columns=columns), "xlsx"))["report"]

    assert told[1] == ("a", "3.1", 600000, datetime(2025, 12, 3), 0.123457, True, None)
    assert told[2] == ("b", "1/2", "15 years", "by 2025", -2, False, None)
    assert told[3] == ("2025-12-03", "007", "800", "2025-13-40", str(10**17), None, None)


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "\t=1", "=HYPERLINK(1)", "https://a.example/")


def test_no_text_is_a_formula_or_a_link() -> None:
    made = document(of(*((text, text) for text in FORMULAS)), "xlsx")
    page = openpyxl.load_workbook(BytesIO(made)).active

    assert {c.data_type for row in page.iter_rows() for c in row} == {"s"}
    assert [row[0].value for row in page.iter_rows(min_row=2)] == [
        text.replace("\t", " ") for text in FORMULAS
    ]
    assert links(made) == []


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_only_addresses_of_the_web_become_links(format: str) -> None:
    bad = ("javascript:alert(1)", "file:///etc/passwd", "https://a b", 'https://a"b', "ftp://a")
    rows = [
        (Span(str(n), link=link), "") for n, link in enumerate((*bad, "https://a.example/?a&b"))
    ]

    assert links(document(of(*rows), format)) == ["https://a.example/?a&amp;b"]


WILD = "a\x1b[31m\x00\x0b\ud800\ufffe\u202e<w:t>&amp;]]>_x000D_z"


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_no_document_may_hold_is_shown(format: str) -> None:
    stamp = Stamp(WILD, WILD, "", WILD * 40)
    made = document(of((WILD, WILD), columns=(WILD, "b"), stamp=lambda: stamp), format)
    shown = r"a\x1b[31m\x00\x0b\ud800\ufffe\u202e<w:t>&amp;]]>_x000D_z"

    if format == "docx":
        page = paper(made)
        assert [c.text for c in page.tables[0].rows[1].cells] == [shown, shown]
        assert shown in page.sections[0].header.paragraphs[0].text
    else:
        head, row = sheets(made)["report"]
        assert [unescape(value) for value in (*head, *row)] == [shown, "b", shown, shown]


def test_a_text_that_a_cell_cannot_hold_is_cut_with_a_mark() -> None:
    row = ("x" * 40_000, "\U0001f54a" * 20_000, "y" * 32_767)
    long, doves, exact = sheets(document(of(row, columns=("a", "b", "c")), "xlsx"))["report"][1]

    assert long.endswith(" … [cut: 40,000 signs]")
    assert doves.endswith(" … [cut: 20,000 signs]")
    assert all(len(text.encode("utf-16-le")) <= 2 * 32_767 for text in (long, doves))
    assert exact == "y" * 32_767


def test_sheets_have_names_that_the_format_allows_each_once() -> None:
    names = ("[a]:*?/\\'b", "x" * 40, "X" * 40, "", "history", "History")
    report = of(("a", 1), sheets=lambda: tuple((n, Sheet(("h",), ())) for n in names))
    told = list(sheets(document(report, "xlsx")))

    assert len({name.lower() for name in told}) == len(names) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in told)
    assert "history" not in [name.lower() for name in told]


def test_links_beyond_those_that_a_sheet_holds_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LINKS", 2)
    rows = [(Span(f"w{n}", link=f"https://a.example/{n}"), n) for n in range(4)]
    made = document(of(*rows), "xlsx")

    assert links(made) == ["https://a.example/0", "https://a.example/1"]
    assert [row[0] for row in sheets(made)["report"][1:]] == ["w0", "w1", "w2", "w3"]


def test_an_address_too_long_for_a_cell_is_no_link() -> None:
    long = f"https://a.example/{'^' * 700}"

    assert links(document(of((Span("w", link=long), 1)), "xlsx")) == []


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    rows = [("a", n) for n in range(4)]

    assert len(sheets(document(of(*rows[:3]), "xlsx"))["report"]) == 4
    with pytest.raises(UsageError, match="3 rows at most"):
        document(of(*rows), "xlsx")


def test_a_sheet_is_ready_to_filter_and_to_print(compared: Reply[Any]) -> None:
    book = openpyxl.load_workbook(BytesIO(compared.to_bytes("xlsx")))

    assert book.sheetnames == ["issues", "red lines", "sources", "all fields"]
    for page in book:
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        assert "Dossier ukraine: record ends 22 Jun 2026" in page.oddHeader.left.text
        assert "Receipt " in page.oddFooter.left.text
    assert book["issues"].sheet_properties.pageSetUpPr.fitToPage
    assert not book["all fields"].sheet_properties.pageSetUpPr.fitToPage
    assert book["all fields"].print_title_cols == "$A:$A"


def test_a_row_is_as_high_as_its_words() -> None:
    made = document(of(("a", "word " * 100), ("b", "word")), "xlsx")
    page = openpyxl.load_workbook(BytesIO(made)).active
    signs = page.column_dimensions["B"].width

    lines = page.row_dimensions[2].height / 12.3
    assert lines >= 500 / (signs * 1.25)
    assert (page.row_dimensions[3].height or 15) < 20  # none is one line


# Where it goes.


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_same_question_gives_the_same_bytes(
    ending: str, negpos_process: Negpos, tmp_path: Path
) -> None:
    made = set()
    for name in "ab":
        negpos_process("compare", "east", "west", "-d", LAKE, "-o", f"{name}.{ending}")
        made.add((tmp_path / f"{name}.{ending}").read_bytes())

    assert len(made) == 1


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_pipe_gets_the_bytes(ending: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "negpos", "compare", "east", "west", "-d", LAKE, "-f", ending]
    done = run(words, capture_output=True, cwd=tmp_path, check=True)

    assert done.stdout[:2] == b"PK"
    assert done.stderr == b""
    assert ZipFile(BytesIO(done.stdout)).testzip() is None


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_terminal_is_refused(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_is_terminal", lambda: True)

    with pytest.raises(UsageError) as refused:
        terminal.write(of(("a", 1)), Target(format=format))
    assert str(refused.value) == f"a terminal shows no {format}; add -o FILE.{format}"


@pytest.mark.parametrize(
    ("library", "format", "named"),
    [("docx", "docx", "python-docx"), ("xlsxwriter", "xlsx", "XlsxWriter")],
)
def test_without_the_library_one_line_says_what_to_install(
    library: str, format: str, named: str, tmp_path: Path
) -> None:
    program = (
        f"import sys\nsys.modules[{library!r}] = None\n"
        f"sys.argv = ['negpos', 'compare', 'east', 'west', '-d', {LAKE!r}, '-o', 'a.{format}']\n"
        "from negpos.__main__ import main\nmain()\n"
    )
    done = run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, check=False)

    assert done.returncode == 2
    assert done.stderr.decode() == (
        f'negpos: {format} needs {named}, which is not installed; pip install "negpos[office]"\n'
    )
    assert not (tmp_path / f"a.{format}").exists()


def test_an_ending_without_a_format_lists_those_that_have_one(negpos: Negpos) -> None:
    done = negpos("compare", "east", "west", "-d", LAKE, "-o", "a.odt")
    page = negpos("compare", "east", "west", "-d", LAKE, "-o", "a.pdf")

    assert (done.code, page.code) == (2, 2)
    assert ".txt, .docx, .xlsx, or add --format" in done.err
    assert "write an .html and print it from a browser, or a .docx" in page.err


def test_a_workbook_says_how_many_rows_it_has(negpos: Negpos) -> None:
    done = negpos("compare", "russia", "ukraine", "-o", "a.xlsx")

    assert done.err == "negpos: wrote a.xlsx: 54 rows\n"


def test_a_program_gets_bytes_and_no_text(compared: Reply[Any]) -> None:
    with pytest.raises(UsageError, match="docx is no text; take the bytes: to_bytes"):
        compared.text("docx")
    assert compared.to_bytes("csv") == compared.text("csv").encode()
    with pytest.raises(UsageError):
        compared.to_bytes("odt")


# In a real office.


def converted(path: Path, ending: str) -> Path:
    """The file as LibreOffice makes another of it."""
    home = f"-env:UserInstallation=file://{path.parent}/office"
    to = ["soffice", home, "--headless", "--convert-to", ending, "--outdir", str(path.parent)]
    run([*to, str(path)], capture_output=True, check=True, timeout=300)
    return path.with_suffix("." + ending.partition(":")[0])


@pytest.mark.office
def test_libreoffice_prints_headings_on_every_page(compared: Reply[Any], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(compared.to_bytes("docx"))
    made = converted(path, "pdf")
    text = run(["pdftotext", "-layout", str(made), "-"], capture_output=True, check=True).stdout
    pages = text.decode().split("\f")[:-1]

    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert "Dossier ukraine: record ends 22 Jun 2026" in page
        assert f"Page {number} of {len(pages)}" in page
        assert re.search(r"Issue +Russia +Ukraine +Compromise text|Source +Date +Grade", page)
    flat = " ".join(text.decode().split())
    for word in ("deadlock", "all under Russian control", "Overlap 26% (17–45)", "800,000"):
        assert word in flat


@pytest.mark.office
def test_libreoffice_reads_a_workbook_as_the_csv(compared: Reply[Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(compared.to_bytes("xlsx"))
    # commas, quotes, UTF-8, as shown or not: not; the fourth sheet
    made = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,,,4")
    told = next(tmp_path.glob("a*.csv"), made).read_text("utf-8")
    rows = list(csv.DictReader(StringIO(told)))
    written = list(csv.DictReader(StringIO(compared.text("csv"))))

    assert len(rows) == len(written)
    for row, line in zip(rows, written, strict=True):
        for name in ("issue", "relation", "steps", "a_ask", "b_ask", "b_value", "a_text"):
            assert row[name] == line[name]


@pytest.mark.office
def test_libreoffice_reads_a_csv_of_negpos(compared: Reply[Any], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(compared.to_bytes("csv"))
    book = openpyxl.load_workbook(converted(path, "xlsx"))
    rows = list(book.active.iter_rows(values_only=True))

    place = rows[0].index("b_value")
    army = next(row for row in rows if row[0] == "forces.personnel")
    assert army[place] == 800000
    assert len(rows) == 55
