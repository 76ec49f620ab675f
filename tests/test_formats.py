"""Every command in every format, as golden files read in review; JSON against its schema."""

import csv
import json
import re
from html import escape
from html.parser import HTMLParser
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from negpos import load
from negpos.render.csv import csv as render_csv
from negpos.render.html import html as render_html
from negpos.render.md import md as render_md
from negpos.render.table import table
from negpos.safe import safe
from negpos.view.grid import Column, Grid, Section, Sheet, Span, cell

from .conftest import ROOT, Negpos

LAKE, DELTA, FERRY = "./lake", "./delta", "./ferry"
"""Folders of the tests, beside where a command is called."""
GOLDEN = ROOT / "tests" / "golden"
QUESTIONS = {
    "compare": ("compare", "east", "west"),
    "compare-full": ("compare", "east", "west", "--full"),
    "compare-three": ("compare", "the draft", "east", "west"),
    "compare-scores": ("compare", "east", "west", "--scores"),
    "compare-silent": ("compare", "east", "west", "--only", "silent"),
    "brief": ("brief", "east", "west"),
    "brief-texts": ("brief", "hill", "vale", "the draft", "--since", "2024-02-15", "-d", DELTA),
    "redlines": ("redlines", "east", "west"),
    "common": ("common", "west", "league-plan"),
    "only": ("only", "east", "west"),
    "gaps": ("gaps", "east", "west"),
    "bridge": ("bridge", "east", "west"),
    "wording": ("wording", "island"),
    "bridge-issue": ("bridge", "east", "west", "--issue", "island,ports,patrols"),
    "matrix": ("matrix", "east", "west", "league-plan", "writer-guess"),
    "order": ("order", "quay", "isle", "-d", FERRY),
    "compare-order": ("compare", "quay", "isle", "--full", "-d", FERRY),
    "gaps-order": ("gaps", "quay", "isle", "-d", FERRY),
    "order-all": ("order", "--all", "-d", FERRY),
    "order-text": ("order", "the plan", "quay", "isle", "-d", FERRY),
    "on": ("on", "island"),
    "on-members": ("on", "ports"),
    "on-quantity": ("on", "patrols"),
    "show-party": ("show", "west"),
    "show-position": ("show", "league-plan"),
    "show-speaker": ("show", "east", "--speaker", "ada east"),
    "redlines-top": ("redlines", "east", "west", "--top", "1"),
    "compare-days": ("compare", "hill@2024-02-01", "hill", "-d", DELTA),
    "show-analysis": ("show", "writer-guess"),
    "why": ("why", "east", "island"),
    "list-parties": ("list", "parties"),
    "list-positions": ("list", "positions"),
    "list-issues": ("list", "issues"),
    "list-demands": ("list", "demands"),
    "list-steps": ("list", "steps", "-d", FERRY),
    "list-sources": ("list", "sources"),
    "search": ("search", "pier", "wester"),
    "since": ("since", "2024-02-15", "hill", "vale", "-d", DELTA),
    "since-quiet": ("since", "2024-09-15", "-d", DELTA),
    "plan": ("plan", "the draft", "hill", "vale", "-d", DELTA),
    "plan-crosses": ("plan", "the draft", "hill", "vale", "--only", "crosses", "-d", DELTA),
    "diff": ("diff", "the draft", "the second draft", "--toward", "hill,vale", "-d", DELTA),
    "diff-words": ("diff", "the draft", "the second draft", "--words", "-d", DELTA),
    "diff-three": ("diff", "hill-2023", "the draft", "the second draft", "-d", DELTA),
    "diff-base": (
        "diff",
        "hill-2023",
        "the draft",
        "the second draft",
        "--against-base",
        "-d",
        DELTA,
    ),
    "diff-party": ("diff", "hill@2024-02-01", "hill@2024-07-01", "-d", DELTA),
    "link": ("link", str(ROOT / "tests" / "lake" / "minutes.md")),
    "import": (
        "import",
        str(ROOT / "tests" / "sheets"),
        "sea",
        "--map",
        'source="A survey of three ministries",date="2019"',
        "--dry-run",
    ),
    "timeline": ("timeline", "-d", DELTA),
    "timeline-ordinal": ("timeline", "--issue", "dam", "-d", DELTA),
    "timeline-others": ("timeline", "hill", "--issue", "share,crops,judge", "-d", DELTA),
    "known-by": ("show", "hill", "--as-of", "2023-06-01", "--known-by", "2024-02-01", "-d", DELTA),
}


@pytest.fixture(autouse=True)
def _dossiers(tmp_path: Path) -> None:
    for name in (LAKE, DELTA, FERRY):
        (tmp_path / name).symlink_to(ROOT / "tests" / name)


ENDINGS = {"table": "txt", "csv": "csv", "json": "json", "md": "md", "html": "html"}


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_report_reads_as_reviewed(name: str, form: str, negpos: Negpos, update: bool) -> None:
    if form in ("md", "html") and name not in (
        "compare",
        "compare-three",
        "redlines",
        "why",
        "since",
        "brief-texts",
    ):
        form_needed = negpos(*QUESTIONS[name], "-f", form, NEGPOS_DOSSIER=LAKE)
        assert form_needed.code == int(QUESTIONS[name][0] == "diff")
        assert form_needed.out
        return
    done = negpos(*QUESTIONS[name], "-f", form, COLUMNS="100", NEGPOS_DOSSIER=LAKE)
    assert (done.code, done.err) == (int(QUESTIONS[name][0] == "diff"), "")
    golden = GOLDEN / f"{name}.{ENDINGS[form]}"
    if update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(done.out.encode())
    assert done.out.encode() == golden.read_bytes()


FULL = (
    "brief redlines common only gaps bridge order order-text matrix on show-party show-position "
    "why search since plan diff diff-three diff-base wording timeline list-parties "
    "list-positions list-demands list-issues list-steps list-sources"
).split()


@pytest.mark.parametrize("name", FULL)
def test_a_table_in_full_reads_as_reviewed(name: str, negpos: Negpos, update: bool) -> None:
    done = negpos(*QUESTIONS[name], "--full", COLUMNS="100", NEGPOS_DOSSIER=LAKE)
    golden = GOLDEN / f"{name}-full.txt"
    if update:
        golden.write_bytes(done.out.encode())
    assert done.out.encode() == golden.read_bytes()


SCHEMA = json.loads((ROOT / "docs" / "formats.schema.json").read_text("utf-8"))


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def follows(told: Any, command: str) -> None:
    """Asserts that an answer has the shape published for its command."""
    Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{command}"}).validate(told)


@pytest.mark.parametrize("name", QUESTIONS)
def test_json_follows_its_published_schema(name: str, negpos: Negpos) -> None:
    told = json.loads(negpos(*QUESTIONS[name], "-f", "json", NEGPOS_DOSSIER=LAKE).out)
    follows(told, QUESTIONS[name][0])


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "russia", "ukraine"),
        ("compare", "us-28-point", "russia", "ukraine"),
        ("compare", "us-28-point", "russia", "ukraine", "--scores"),
        ("brief", "russia", "ukraine"),
        ("brief", "russia@2025-06-02", "russia"),
        ("redlines", "russia", "ukraine"),
        ("gaps", "russia", "ukraine"),
        ("common", "us", "europe"),
        ("bridge", "russia", "ukraine"),
        ("matrix",),
        ("order",),
        ("on", "personnel"),
        ("why", "ukraine", "nato-ukraine"),
        ("show", "us-ukraine-20-point"),
        ("show", "russia"),
        ("since", "2025-12-01"),
        ("plan", "istanbul-draft-2022", "russia", "ukraine"),
        ("diff", "us-28-point", "e3-counter", "us-ukraine-20-point"),
        ("diff", "us-28-point", "e3-counter", "us-ukraine-20-point", "--against-base"),
        ("diff", "us-28-point", "us-ukraine-20-point", "--toward", "russia,ukraine"),
        ("timeline", "russia"),
        ("timeline", "--issue", "personnel,znpp"),
    ],
)
def test_json_of_the_shipped_dossier_follows_the_schema(
    words: tuple[str, ...], negpos: Negpos
) -> None:
    follows(json.loads(negpos(*words, "-f", "json").out), words[0])


FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_header_of_every_csv_is_documented(name: str, negpos: Negpos) -> None:
    done = negpos(*QUESTIONS[name], "-f", "csv", NEGPOS_DOSSIER=LAKE)
    header = next(csv.reader(StringIO(done.out)))
    fields = [word for word in header if not re.match(r"([a-z]|east|west|league-plan)_", word)]
    of_a_side = [word.removeprefix("a_") for word in header if word.startswith("a_")]
    documented = re.sub(r" \([^()]*\)|`|\s+", lambda part: part[0].isspace() * " ", FORMATS)
    assert ", ".join(fields) in documented
    assert ", ".join(of_a_side) in documented


@pytest.mark.parametrize("shape", ["stance", "line", "demand", "nearer", "change", "shift"])
def test_the_fields_of_every_shape_are_documented(shape: str) -> None:
    told = FORMATS.partition(f"**{shape}**")[2].partition("{")[2]
    end = next(n for n in range(len(told)) if told[:n].count("}") > told[:n].count("{"))
    assert set(SCHEMA["$defs"][shape]["required"]) <= set(re.findall(r'"(\w+)"', told[:end]))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_process_answers_as_the_command_line_does_within_this_one(
    name: str, negpos: Negpos, negpos_process: Negpos
) -> None:
    words, place = QUESTIONS[name], {"NEGPOS_DOSSIER": LAKE, "COLUMNS": "100"}
    assert negpos_process(*words, **place) == negpos(*words, **place)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_of_a_csv_is_as_long_as_its_header_which_names_no_field_twice(
    name: str, negpos: Negpos
) -> None:
    done = negpos(*QUESTIONS[name], "-f", "csv", NEGPOS_DOSSIER=LAKE)
    told = list(csv.reader(StringIO(done.out)))
    assert len(told) > 1
    assert {len(row) for row in told} == {len(told[0])}
    assert len(set(told[0])) == len(told[0])


def rows_of(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(told)))


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "russia", "ukraine"),
        ("compare", "us-28-point", "russia", "ukraine"),
        ("compare", "russia", "ukraine", "--only", "silent,deadlock"),
        ("compare", "east", "west", "-d", str(ROOT / "tests" / "lake")),
        ("redlines", "russia", "ukraine"),
        ("redlines", "us-28-point", "us", "russia", "ukraine"),
    ],
)
def test_a_csv_lists_issues_in_the_order_of_the_table(
    words: tuple[str, ...], negpos: Negpos
) -> None:
    """The table is read as HTML, where the first cell of a row is the whole name of its issue."""
    is_red = words[0] == "redlines"
    shown = re.findall(
        r'<tr><td class="short"><span class="strong">(.*?)</span>',
        negpos(*words, "--full", "-f", "html").out,
    )
    rows = rows_of(negpos(*words, "-f", "csv").out)
    dossier = load(words[-1] if "-d" in words else "ukraine").dossier
    told = [escape(dossier.issues[row["issue"]].label) for row in rows]
    if is_red:  # what is unanswered or moved comes after it, each line once in the table
        conflicts = [row["status"] for row in rows].count("conflict")
        assert conflicts > 3
        told, shown = told[:conflicts], shown[:conflicts]
    elif "--only" not in words:  # the table leaves out what one side alone speaks on
        told = [label for label, row in zip(told, rows, strict=True) if row["relation"] != "silent"]
    assert len(shown) > 3
    assert told == shown


def test_silence_comes_last_in_each_theme_of_a_csv(negpos: Negpos) -> None:
    rows = rows_of(negpos("compare", "russia", "ukraine", "-f", "csv").out)
    themes = [theme for theme, _ in groupby(row["theme"] for row in rows)]
    assert len(themes) == len(set(themes))
    for _, group in groupby(rows, key=lambda row: row["theme"]):
        silent = [row["relation"] == "silent" for row in group]
        assert silent == sorted(silent)


def test_csv_has_one_row_an_issue_and_json_has_the_same_ones(negpos: Negpos) -> None:
    words = ("compare", "russia", "ukraine")
    rows = {row["issue"]: row for row in rows_of(negpos(*words, "-f", "csv").out)}
    told = json.loads(negpos(*words, "-f", "json").out)
    assert len(rows) == len(told["issues"])
    for issue in told["issues"]:
        row = rows[issue["issue"]]
        assert row["relation"] == issue["relation"]
        for letter, party in (("a", "russia"), ("b", "ukraine")):
            stance = issue["stances"][party]
            assert row[f"{letter}_ask"] == (
                stance["words"] if stance and stance["words"] != "–" else ""
            )


def test_counts_and_weights_add_up_in_json(negpos: Negpos) -> None:
    told = json.loads(negpos("compare", "russia", "ukraine", "-f", "json").out)
    assert sum(told["counts"].values()) == len(told["issues"])
    assert sum(issue["weight"] for issue in told["issues"]) == pytest.approx(1, abs=1e-4)
    scored = [i for i in told["issues"] if i["agreement"] is not None]
    share = sum(i["weight"] for i in scored)
    mean = sum(i["weight"] * i["agreement"] for i in scored) / share
    assert told["overlap"] == pytest.approx(mean, abs=1e-4)


ANYTHING = st.text(max_size=40)


SIGNS = "=+-@＝－⁺⩵;,\"' \t\r\n\ufeff\u00a0\u200b\u200d\u3164|ax5"
TRICKY = st.text(st.sampled_from(SIGNS), max_size=12)
CELLS = ANYTHING | TRICKY | st.integers(-9, 9) | st.floats(-9, 9) | st.none()
ROWS = st.lists(st.tuples(ANYTHING | TRICKY, CELLS, CELLS), min_size=1, max_size=4)


def told_by(delimiter: str, has_quotes: bool, *rows: tuple[Any, ...]) -> list[list[str]]:
    """The cells that a reader with this separator, heeding quotes or not, makes of the rows."""
    text = "".join(render_csv(Sheet(("a", "b", "c"), rows)))
    quoting: Any = csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting))[1:]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may run the cell: it begins with a sign, and is no number of ours."""
    is_number = re.fullmatch(r"-[0-9.]+(e-[0-9]+)?", cell)
    return not is_number and begins_a_formula(cell)


def begins_a_formula(text: str) -> bool:
    """Whether the first sign that is no blank begins a formula."""
    seen = normalize("NFKC", text.lstrip("\u200b\u200c\u200d\u3164\ufeff \u00a0")).lstrip()
    return seen.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("delimiter", "has_quotes"),
    [(",", True), (";", True), (";", False), ("\t", True), ("\t", False)],
)
@given(rows=ROWS)
@example(rows=[("x", 'a;"=1+1"', "x\";=cmd|'/C calc'!A0")])
@example(rows=[("a;=HYPERLINK(1)", "＝1+1", '"a"; \u00a0\u200d＠SUM(1)')])
@example(rows=[("\t=1", "\r=1", "\ufeff=1"), ("x", '"', ";=1"), ('";"', ';"', '";";-1')])
def test_no_cell_is_a_formula_whichever_separator_a_spreadsheet_takes(
    delimiter: str, has_quotes: bool, rows: list[tuple[Any, ...]]
) -> None:
    told = told_by(delimiter, has_quotes, *rows)
    assert [cell for row in told for cell in row if is_formula(cell)] == []


EVIL = "=1;@1 "


@pytest.mark.parametrize("more", [(), ("--columns", "short"), ("--excel",)])
@pytest.mark.parametrize("command", [("compare", "north", "south"), ("show", "south-note")])
def test_no_cell_of_a_hostile_dossier_is_a_formula_with_the_columns_that_people_read(
    command: tuple[str, ...], more: tuple[str, ...], negpos: Negpos, tmp_path: Path
) -> None:
    negpos("new", "talks")
    for path in (tmp_path / "talks").rglob("*.toml"):
        text = path.read_text("utf-8")
        for old in ('label = "', 'at = "', 'text = "', 'question = "', 'title = "', 'point = "'):
            text = text.replace(old, old + EVIL if old != 'point = "' else old + "=")
        path.write_text(text, "utf-8")
    done = negpos(*command, *more, "-f", "csv", "-d", "talks")
    assert done.code == 0
    assert "=1;" in done.out
    for delimiter, quoting in ((",", 0), (";", 0), (";", 3), ("\t", 0), ("\t", 3)):
        lines = StringIO(done.out.removeprefix("\ufeff"), newline="")
        for row in csv.reader(lines, delimiter=delimiter, quoting=quoting):
            assert [part for part in row if is_formula(part)] == []


def test_no_line_of_any_table_begins_like_a_formula() -> None:
    begins = {line[:1] for path in GOLDEN.glob("*.csv") for line in path.read_text().splitlines()}
    assert not begins & set("=+-@")


def opened(cell: str) -> str:
    """The words of a cell, as docs/formats.md says they are got back."""
    if re.fullmatch(r"'+(0[0-9]+(\.[0-9]*)?|[0-9]+\.[0-9]*0)", cell):
        return cell[1:]
    parts = cell.split(";")
    return ";".join([part[1:] if is_marked(part) else part for part in parts])


def is_marked(part: str) -> bool:
    """Whether the part begins with ``'`` and then, after blanks and quotes, like a formula."""
    return part.startswith("'") and begins_a_formula(part.lstrip("'\" \u00a0\u200d\u3164"))


@given(rows=ROWS)
@example(rows=[("1.10", "'1.10", "007"), ("0.", "1.0;2.0", "''00")])
@example(rows=[("=1", "'=1", "''=1;'=1"), ("';=1", '"-5" it is', "don't; 'no'; -")])
def test_csv_can_be_read_back_to_the_same_words(rows: list[tuple[Any, ...]]) -> None:
    told = told_by(",", True, *rows)
    assert len(told) == len(rows)
    for row, original in zip(told, rows, strict=True):
        for field, value in zip(row, original, strict=True):
            if isinstance(value, str):
                assert opened(field) == safe(value, keep="")
            elif value is None:
                assert field == ""
            else:
                assert float(field) == pytest.approx(value, 1e-5)


@pytest.mark.parametrize(
    "text", ["Lim, - the river; the rest", "a;b", "5 - 3 = 2", "it's; 'so'", "–", "x@y", '"a"; "b"']
)
def test_words_that_no_spreadsheet_runs_stay_as_they_are(text: str) -> None:
    assert told_by(",", True, (text,)) == [[text]]


def test_numbers_stay_numbers_and_texts_like_numbers_stay_texts() -> None:
    assert told_by(",", True, ("-5", -5, -0.5)) == [["'-5", "-5", "-0.5"]]


def test_points_that_are_one_figure_are_told_apart() -> None:
    texts = ["1.1", "1.10", "1.100", "01", "1", "10", "0", "0.5", "1.0", "2025-12-30", "1.10.2"]
    told = [row[0] for row in told_by(",", True, *((text,) for text in texts))]
    assert told == [
        "1.1", "'1.10", "'1.100", "'01", "1", "10", "0", "0.5", "'1.0", "2025-12-30", "1.10.2",
    ]  # fmt: skip
    assert told_by(",", True, (1.5, 10.0, 100)) == [["1.5", "10", "100"]]


def test_every_sign_that_a_spreadsheet_may_take_for_the_sign_of_a_formula_is_made_harmless() -> (
    None
):
    signs = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    signs = [c for c in signs if normalize("NFKC", c).strip().startswith(("=", "+", "-", "@"))]
    assert len(signs) > 15
    told = told_by(",", True, *((c + "1", "a; " + c) for c in signs))
    assert told == [["'" + c + "1", "a;' " + c] for c in signs]


def grid(text: str) -> Grid:
    return Grid(
        title=text,
        preface=(text,),
        columns=(Column(text, share=0), Column("Figure", is_number=True)),
        sections=(Section(text, ((cell(Span(text, "line")), cell("7")),)),),
        notes=(text,),
    )


@given(ANYTHING)
def test_no_control_character_of_the_data_reaches_any_output(text: str) -> None:
    for told in (table(grid(text), 80, False), render_md(grid(text)), render_html(grid(text))):
        assert all(c == "\n" or c.isprintable() or c.isspace() for c in told)
        assert not set(told) & {chr(code) for code in (*range(10), *range(11, 32), 127, 0x202E)}


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_html_shows_any_text_as_it_is(text: str) -> None:
    class Reader(HTMLParser):
        found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    reader = Reader()
    reader.feed(render_html(grid(text)))
    assert reader.found.count(safe(text)) >= 4
    assert "<script" not in render_html(grid("<script>alert(1)</script>"))


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://news.example/a?b=1&c=2#d", True),
        ("http://news.example/", True),
        ("https://новости.example/путь", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" https://news.example", False),
        ("https://news.example/a b", False),
        ('https://news.example/"onclick="x', False),
        ("https://news.example/<script>", False),
        ("https://news.example/\n", False),
        ("https://news.example/\u202e", False),
        ("https://news.example/a>)[x](javascript:b", False),
        ("ftp://news.example", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, is_link: bool) -> None:
    row = (cell(Span("the [word]", "quiet", link=address)),)
    told = Grid("T", (), (Column("A"),), (Section("", (row,)),))
    page, text = render_html(told), render_md(told)
    assert ("<a href=" in page) == is_link
    assert ("](<" in text) == is_link
    assert "the [word]" in re.sub(r"<[^>]+>", "", page)
    if is_link:
        assert f'<a href="{address.replace("&", "&amp;")}" rel="noopener noreferrer">' in page
        assert f"[the \\[word\\]](<{address}>)" in text
    else:
        assert "alert" not in page
        assert "onclick" not in page


def test_every_cell_of_the_handout_links_to_the_source_of_each_statement(negpos: Negpos) -> None:
    dossier = json.loads(negpos("list", "sources", "-f", "json").out)["sources"]
    known = {source["url"] for source in dossier if source["url"]}
    page = negpos("compare", "russia", "ukraine", "-f", "html").out
    links = re.findall(r'<a href="([^"]+)"', page)
    assert len(links) > 80
    assert {link.replace("&amp;", "&") for link in links} <= known
    text = negpos("why", "russia", "donetsk", "-f", "md").out
    assert "(<https://tass.com/politics/1967385>)" in text


def test_markdown_escapes_what_would_break_a_table() -> None:
    told = render_md(grid("a|b *c* <d> [e](f)"))
    assert "a\\|b \\*c\\* \\<d\\> \\[e\\](f)" in told


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160, 0])
def test_a_table_keeps_to_its_width_and_loses_no_letter(width: int) -> None:
    word = "abcdefghijklmnopqrstuvwxyz0123456789"
    rows = tuple((cell(word), cell(f"{word} {word}"), cell("end")) for _ in range(3))
    columns = (Column("One", share=1), Column("Two", share=3, least=10), Column("Last", share=0))
    told = table(Grid("T", (), columns, (Section("S", rows),)), width, False)
    assert not width or max(map(len, told.splitlines())) <= width
    body = "".join(told.split("\n")[4:])
    for letter in word[:26]:
        assert body.count(letter) >= 9


def test_colour_tells_nothing_that_words_do_not() -> None:
    import re

    plain = table(grid("word"), 80, False)
    coloured = table(grid("word"), 80, True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_golden_files_are_all_in_use() -> None:
    names = {Path(path).stem for path in GOLDEN.iterdir()}
    assert names == {*QUESTIONS, *(f"{name}-full" for name in FULL)}


def test_an_answer_carries_every_source_that_it_cites_once(negpos: Negpos) -> None:
    def cited(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["source"]} if {"source", "at"} <= set(value) else set()
            return own.union(*map(cited, value.values()))
        return set().union(*map(cited, value)) if isinstance(value, list) else set()

    rows = json.loads(negpos("list", "sources", "-f", "json").out)["sources"]
    known = {row["id"]: row for row in rows}
    for line in (
        "compare russia ukraine",
        "plan us-28-point russia",
        "why us principle",
        "on army",
    ):
        told = json.loads(negpos(*line.split(), "-f", "json").out)
        sources = told.pop("sources")
        assert [source["source"] for source in sources] == sorted(cited(told)), line
        for source in sources:
            row = known[source["source"]]
            assert (source["publisher"], source["date"]) == (row["publisher"], row["date"])
            assert source["url"] == (row["url"] or None)
