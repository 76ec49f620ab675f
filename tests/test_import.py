"""A spreadsheet becomes the files of a dossier: what no cell tells is guessed low and told, what
could be meant in two ways is a fault of its cell, and nothing is written beside a fault."""

import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import import_ as negpos_of_python
from negpos import load
from negpos.dossier import Demand, Dossier
from negpos.errors import DataError, UsageError
from negpos.importing.bring import Brought, bring
from negpos.importing.proposals import proposed
from negpos.intake.grammar import NotOnScale
from negpos.intake.loading import check
from negpos.package import package
from negpos.render.package import files
from negpos.scales import Region
from negpos.terms import LINKS

from .conftest import ROOT, Negpos

HEAD = "party,issue,ask,date,source,firmness"
ROWS = """\
North,Share,>=60 %,2025-03-01,River Gazette,firm
North,Gauges,joint,2025-03-01,River Gazette,
South,Share,<=40 %,2025-02-10,A note,red-line
South,Gauges,outside | joint,2025-02-10,A note,
South,End,2027-06,2025-02-10,A note,
North,End,<=2028,2025-03-01,River Gazette,
"""


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read_again(found: Brought) -> Dossier:
    """The dossier of these files, once they are written."""
    for name, text in found.files.items():
        Path("again", name).parent.mkdir(parents=True, exist_ok=True)
        Path("again", name).write_text(text, "utf-8")
    again, problems = check(Path("again"), private=True)
    assert not problems
    assert again is not None
    return again


def sheet(rows: str = ROWS, head: str = HEAD, name: str = "talks.csv") -> str:
    Path(name).write_text(f"{head}\n{rows}", "utf-8")
    return name


def demand_of(values: Dossier, position: str, issue: str) -> Demand:
    (found,) = [d for d in values.positions[position].demands if d.issue == issue]
    return found


def test_ten_minutes_from_a_sheet_to_a_table(negpos: Negpos) -> None:
    done = negpos("import", sheet(), "river")
    assert done.code == 0
    assert "Next: negpos check river" in done.out
    checked = negpos("check", "river")
    assert (checked.code, checked.err) == (
        0,
        "negpos: marked TODO in dossier.toml (1), issues.toml (3), sources.toml (2)\n",
    )
    told = negpos("compare", "north", "south", "-d", "river").out
    assert "1 crossing, 2 agreed" in told


def test_what_is_not_told_is_guessed_low_and_never_taken_from_another_row() -> None:
    values = bring(sheet(), "river").dossier
    share = demand_of(values, "south-2025-02-10", "general.share")
    gauges = demand_of(values, "south-2025-02-10", "general.gauges")
    assert (share.firmness, gauges.firmness) == ("red-line", "firm")
    assert (share.attribution, share.form) == ("reported", "paraphrased")
    assert {source.grade for source in values.sources.values()} == {"B"}
    texts = bring(sheet(), "river").files
    assert texts["sources.toml"].count("# TODO: grade B was proposed") == 2


def test_what_is_read_is_what_is_written(negpos: Negpos) -> None:
    brought = bring(sheet(), "river")
    assert negpos("import", sheet(), "river").code == 0
    again, problems = check(Path("river"))
    assert not problems
    assert again is not None
    assert comparable(again) == comparable(brought.dossier)


def test_headings_are_renamed_and_the_reading_is_told(negpos: Negpos) -> None:
    sheet(head="Party,Issue,Position,When,SOURCE,Firm_ness")
    done = negpos("import", "talks.csv", "river")
    assert done.code == 2
    assert "talks.csv:1: there is no column ask; rename one, or say which it is: --map" in done.err
    assert "there is no column 'Firm_ness'; did you mean firmness?" in done.err
    assert not Path("river").exists()
    named = "ask=Position,date=When,firmness=Firm_ness"
    done = negpos("import", "talks.csv", "river", "--map", named)
    assert done.code == 0
    assert "Position" in done.out
    assert "demand ask" in done.out


def test_a_dry_run_writes_nothing_and_json_tells_all(negpos: Negpos) -> None:
    done = negpos("import", sheet(), "river", "--dry-run", "-f", "json")
    assert done.code == 0
    assert '"is_written": false' in done.out
    assert not Path("river").exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("North,Share,1.234,2025-03-01,G,", "column ask: Share: '1.234' could be 1234"),
        ("North,Share,5 %,3/4/2025,G,", "column date: '3/4/2025' could be 3 April or 4 March"),
        ("North,Share,5 %,,G,", "column date: the cell is empty; every demand has its date"),
        ("North,Share,5 %,2025-03-01,,", "column source: the cell is empty"),
        ("North,Share,5 %,2025-03-01,G,frim", "column firmness: expected one of open"),
        (f"North,Share,{'9' * 400} %,2025-03-01,G,", "column ask: Share: a figure of more than a"),
        ("North,Share,none,2025-03-01,G,", "column ask: Share: 'none' stands where the others"),
        ("North,,5,2025-03-01,G,", "column ask: an ask needs an issue; name one, or empty it"),
        ("North,Share,5 km,2025-03-01,G,", "column ask: Share: figures in % and km"),
        ("North,Share,5 %,2025-03-01,G,firm,more", "has 7 cells under 6 headings"),
        ("North,Share,5 %,2025-03-01", "has 4 cells under 6 headings"),
        ('North,"Share,5 %,2025-03-01,G,', "a quote opens in this row and nowhere closes"),
        (f"North,Share,{'9' * 40_000},2025-03-01,G,", "a cell has more than 32,767 signs"),
        ("North,Share,\0,2025-03-01,G,", "holds a NUL byte"),
        ("North; South,Share,5 %,2025-03-01,G,", "a text of several parties needs its stage"),
    ],
)
def test_a_fault_cites_its_cell_and_nothing_is_written(row: str, told: str, negpos: Negpos) -> None:
    done = negpos("import", sheet(f"{ROWS}{row}\n"), "river")
    assert done.code == 2
    assert told in done.err
    assert all(line.startswith(("talks.csv:", "negpos: ")) for line in done.err.splitlines())
    assert (
        "talks.csv:8:" in done.err
        or "North,,5" in row
        or "stands where" in told
        or "Share:" in told
    )
    assert not Path("river").exists()


def test_every_fault_is_told_at_once_in_order(negpos: Negpos) -> None:
    rows = "North,Share,5 %,yesterday,G,\nNorth,Share,5 %,2025-13-01,G,frim\n"
    err = negpos("import", sheet(rows), "river").err.splitlines()
    assert [line.split(": ")[0] for line in err[:-1]] == ["talks.csv:2", "talks.csv:3"]


def test_a_sheet_of_europe_is_recognised_and_said(negpos: Negpos) -> None:
    text = (
        "\ufeffparty;issue;ask;date;source\nNord;Anteil;1,5 %;01.03.2025;Anzeiger\n"
        "Süd;Anteil;1.234 %;13.02.2025;Anzeiger\n"
    )
    Path("talks.csv").write_text(text, "utf-8")
    done = negpos("import", "talks.csv", "river")
    assert done.code == 2
    assert "'01.03.2025' could be 1 March or 3 January; write 2025-03-01" in done.err
    Path("talks.csv").write_bytes(text.replace("01.03", "21.03")[1:].encode("cp1252"))
    done = negpos("import", "talks.csv", "river")
    assert done.code == 0
    assert "parted by ; so 1,5 is one and a half" in done.err
    assert "read as Windows-1252" in done.err
    values = load("river").dossier
    assert [d.ask for d in values.demands()] == [Region(1.5, 1.5), Region(1234, 1234)]
    assert [party.name for party in values.parties.values()] == ["Nord", "Süd"]


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf_16_is_read_and_said_or_named_in_its_fault(code: str) -> None:
    Path("talks.csv").write_bytes(f"{HEAD}\n{ROWS}".encode(code))
    if code == "utf-16":  # with its mark
        brought = bring("talks.csv", "river")
        assert brought.remarks[0] == "negpos: talks.csv is read as UTF-16"
        assert list(brought.dossier.parties) == ["north", "south"]
        return
    with pytest.raises(DataError) as caught:
        bring("talks.csv", "river")
    assert str(caught.value) == ("talks.csv:1: is UTF-16 without its mark; save it as CSV UTF-8")


def test_a_source_told_in_two_ways_is_a_fault_and_what_is_told_later_is_added() -> None:
    head = "party,issue,ask,date,source,grade,url"
    rows = "N,A,1,2025-03-01,G,,\nN,B,1,2025-03-01,G,A,https://a.org/x\nS,A,3,2025-03-01,G,{},\n"
    brought = bring(sheet(rows.format("A"), head), "river")
    (source,) = brought.dossier.sources.values()
    assert (source.grade, source.url) == ("A", "https://a.org/x")
    assert "TODO: grade" not in brought.files["sources.toml"]
    with pytest.raises(DataError) as caught:
        bring(sheet(rows.format("C"), head), "river")
    assert "talks.csv:4: column grade: 'C' stands where source g-2025-03-01 has 'A'" in str(
        caught.value
    )


def test_sheets_of_a_folder_describe_scales_and_parties(negpos: Negpos) -> None:
    Path("talks").mkdir()
    head = "party;issue;ask;accepts;date;source"
    sheet("Nord;Gauges;joint;joint to outside;2025-03-01;G\n", head, "talks/demands.csv")
    issues = (
        'label;theme;kind;options\nGauges;Water;ordinal;"n=north; joint=both; outside=a body"\n'
    )
    Path("talks/issues.csv").write_text(issues, "utf-8")
    Path("talks/parties.csv").write_text("id,name,aliases\nnorth,North,Nord; Norden\n", "utf-8")
    brought = bring("talks", "river")
    (one,) = brought.dossier.demands()
    assert (one.holders, one.issue) == (("north",), "water.gauges")
    assert (one.ask, one.accepts) == (Region(1, 1), Region(1, 2))
    assert negpos("import", "talks", "river").code == 0
    again = negpos("import", "talks", "river")
    assert "parties.csv:2: party north is there, and left as it is" in again.err


def test_without_openpyxl_a_workbook_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book(lambda _: None)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UsageError) as caught:
        bring("talks.xlsx", "river")
    assert 'pip install "negpos[office]"' in str(caught.value)


# Beside what is there.


def test_rows_join_a_dossier_and_leave_all_that_was_there(negpos: Negpos) -> None:
    negpos("new", "river")
    before = {path: path.read_text("utf-8") for path in Path("river").rglob("*.toml")}
    rows = (
        "North,Gauges,an outside body,2025-04-01,gazette-2025-03-01,firm\n"
        "Delta,share of flow,<=30,2025-04-01,A letter,\n"
    )
    assert negpos("import", sheet(rows), "river").code == 0
    assert negpos("check", "river").code == 0
    for path, text in before.items():
        assert path.read_text("utf-8").startswith(text)
    values = load("river").dossier
    assert demand_of(values, "north-2025-04-01", "water.gauges").ask == Region(2, 2)
    assert list(values.parties) == ["north", "south", "delta"]
    done = negpos("import", "talks.csv", "river")
    assert (done.code, "has all of it" in done.out) == (0, True)
    done = negpos("import", sheet(rows.replace("an outside body", "the north alone")), "river")
    assert done.code == 2
    assert "river/positions/north/north-2025-04-01.toml is already there" in done.err


def test_what_cannot_be_written_leaves_all_as_it_was(
    negpos: Negpos, monkeypatch: pytest.MonkeyPatch
) -> None:
    negpos("new", "river")
    before = {path: path.read_bytes() for path in Path("river").rglob("*") if path.is_file()}
    from negpos import saving

    real, count = saving._replace, [0]

    def failing(path: str, chunks: Any) -> None:
        count[0] += 1
        if count[0] == 3:
            raise OSError(28, "No space left on device")
        real(path, chunks)

    monkeypatch.setattr(saving, "_replace", failing)
    done = negpos("import", sheet("Delta,Dams,yes,2025-04-01,A letter,\n"), "river")
    assert done.code == 2
    assert "no space left on device" in done.err
    assert {
        path: path.read_bytes() for path in Path("river").rglob("*") if path.is_file()
    } == before


def test_the_import_of_python_tells_what_it_found() -> None:
    done = negpos_of_python(sheet(), "river", renamed="date=date")
    assert sorted(done.found.dossier.parties) == ["north", "south"]
    assert demand_of(load("river").dossier, "south-2025-02-10", "general.end").ask is not None


def test_a_file_that_could_not_be_read_again_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from negpos.intake import files as limits

    monkeypatch.setattr(limits, "LARGEST_FILE", 400)
    with pytest.raises(DataError) as caught:
        bring(sheet(), "river")
    assert "issues.toml: would have 0.0 MB; the limit is 0 MB" in str(caught.value)


@pytest.mark.parametrize(
    ("into", "told"),
    [("", "an import needs the folder"), (".", "is there, and no dossier")],
)
def test_no_other_folder_is_written_to(into: str, told: str, negpos: Negpos) -> None:
    done = negpos("import", sheet(), into)
    assert (done.code, told in done.err) == (2, True)


# Workbooks.


def book(change: Callable[[Any], None], name: str = "talks.xlsx") -> str:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.append(HEAD.split(","))
    page.append(["North", "Share", 0.6, date(2025, 3, 1), "Gazette", "firm"])
    page["C2"].number_format = "0%"
    page.append(["South", "Share", "40%", date(2025, 2, 10), "Note", "red-line"])
    change(workbook)
    workbook.save(name)
    return name


def test_a_workbook_is_read_as_it_is_seen() -> None:
    def change(workbook: Any) -> None:
        workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        workbook.active.append([None] * 20)
        workbook.active["A9"] = " "
        workbook.active.column_dimensions["Z"].width = 30
        workbook.create_sheet("old").sheet_state = "hidden"

    brought = bring(book(change), "river")
    asks = [d.ask for d in brought.dossier.demands()]
    assert asks == [Region(60, 60), Region(40, 40)]
    assert "negpos: talks.xlsx [old] is hidden and not read" in brought.remarks
    assert "north-2025-03-01" in brought.dossier.positions


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda w: w.active.__setitem__("C2", "=1+1"), "a formula whose result is not in"),
        (lambda w: w.active.__setitem__("C2", "#REF!"), "the cell shows an error, #REF!"),
        (lambda w: w.active.merge_cells("A2:A3"), "the cells A2:A3 are merged"),
        (lambda w: w.active.__setitem__("D4", 45717), "if it is 2025-03-01, format the column"),
        (lambda w: w.active.__setitem__("F1", "ask"), "the heading 'ask' stands twice"),
    ],
)
def test_a_cell_that_tells_nothing_is_a_fault(change: Any, told: str) -> None:
    with pytest.raises(DataError) as caught:
        bring(book(change), "river")
    assert told in str(caught.value)
    assert "talks.xlsx [Sheet]" in str(caught.value)


def test_a_workbook_that_must_not_be_read_is_refused() -> None:
    book(lambda _: None)
    data = Path("talks.xlsx").read_bytes()

    def refused(name: str) -> str:
        with pytest.raises(UsageError) as caught:
            bring(name, "river")
        return str(caught.value)

    Path("cut.xlsx").write_bytes(data[: len(data) // 2])
    assert "is damaged, or no workbook" in refused("cut.xlsx")
    Path("locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "is encrypted, or an old .xls" in refused("locked.xlsx")
    assert "without macros" in refused("talks.xlsm")
    Path("talks.csv").write_bytes(data)
    assert "a workbook by another name" in refused("talks.csv")
    for part, text, told in (
        ("xl/vbaProject.bin", b"x", "holds macros"),
        ("xl/huge.xml", b" " * 60_000_000, "would unpack to 60 MB"),
        ("xl/odd.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "defines ent"),
    ):
        Path("odd.xlsx").write_bytes(data)
        with zipfile.ZipFile("odd.xlsx", "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(part, text)
        assert told in refused("odd.xlsx")


# What export wrote.


def comparable(values: Dossier) -> Dossier:
    """The dossier but for the lines at which demands stand, which are those of their files, and
    what is told by bytes alone."""
    names = {}
    for position in values.positions.values():
        for place, one in enumerate(position.demands):
            names[one.ref] = f"{position.id}#{place}"

    def alike(one: Demand, place: int) -> Demand:
        links: Any = {link: tuple(names[ref] for ref in getattr(one, link)) for link in LINKS}
        id_ = one.id.partition(".")[0] if "." in one.id else one.id
        return one._replace(row=place, id=id_, **links)

    positions = {
        id_: position._replace(
            demands=tuple(alike(one, place) for place, one in enumerate(position.demands))
        )
        for id_, position in values.positions.items()
    }
    return values._replace(digest="", left_out=0, positions=positions)


DOSSIERS = [
    path.parent
    for folder in (ROOT / "data", ROOT / "tests")
    for path in sorted(folder.glob("*/dossier.toml"))
]


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda path: path.name)
def test_what_was_exported_comes_back_equal(folder: Path, is_private: bool) -> None:
    values, _ = check(folder, private=is_private)
    assert values is not None
    Path("package").mkdir()
    for name, text in files(package(values, is_shipped=False)):
        Path("package", name).write_bytes(text.encode())
    brought = bring("package", "again")
    assert brought.remarks == ()
    assert comparable(brought.dossier) == comparable(values)
    assert comparable(read_again(brought)) == comparable(values)


def test_a_package_is_imported_by_the_command(negpos: Negpos) -> None:
    negpos("export", "package", "-d", str(ROOT / "tests" / "lake"))
    assert negpos("import", "package", "again").code == 0
    one = negpos("compare", "east", "west", "-d", str(ROOT / "tests" / "lake"), "--full").out
    assert negpos("compare", "east", "west", "-d", "again", "--full").out == one.replace(
        str(ROOT / "tests" / "lake"), "again"
    )
    done = negpos("import", "package", "again")
    assert (done.code, "a data package is a whole dossier" in done.err) == (2, True)
    Path("package/links.csv").unlink()
    assert "package/links.csv: the table is missing" in negpos("import", "package", "b").err


def test_a_package_writes_nowhere_else(negpos: Negpos) -> None:
    negpos("export", "package", "-d", str(ROOT / "tests" / "lake"))
    path = Path("package/positions.csv")
    text = path.read_text("utf-8")
    path.write_text(text.replace("positions/", "positions/../../", 1), "utf-8")
    done = negpos("import", "package", "again")
    assert (done.code, "is no file of position" in done.err) == (2, True)
    assert not Path("again").exists()


def test_a_fault_in_a_package_cites_its_row(negpos: Negpos) -> None:
    negpos("export", "package", "-d", str(ROOT / "tests" / "lake"))
    path = Path("package/demands.csv")
    path.write_text(path.read_text("utf-8").replace(",firm,", ",frim,", 1), "utf-8")
    done = negpos("import", "package", "again")
    assert done.code == 2
    assert "package/demands.csv:" in done.err
    assert "expected one of open, preference, firm" in done.err


@given(st.lists(st.sampled_from(["5", "70", "a b", "~", "1.234", "=1", "é", "|", "€5bn", "2027"])))
def test_no_asks_break_the_proposal_of_a_scale(asks: list[str]) -> None:
    with suppress(NotOnScale):
        found = proposed(asks, comma=False)
        assert found.scale["kind"] in ("quantity", "date", "nominal", "members")
