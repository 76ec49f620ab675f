"""A sheet in which experts placed actors becomes a dossier, long or wide: what no cell tells is not
made up, a cell without a value places nobody, and a fault cites the column of its actor."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from negpos import load
from negpos.dossier import Demand, Dossier
from negpos.errors import DataError, UsageError
from negpos.importing.bring import Brought, bring
from negpos.profiles import profile
from negpos.scales import Region

from .conftest import Negpos

HEAD = "actor,issue,value,salience,capability"
ROWS = """\
North,Quota,20,90,40
South,Quota,66.667,55.5,30
Isles,Quota,.,10,5
North,Fines,100,30,40
South,Fines,0,NA,30
"""
SAME = 'source="A survey, in three ministries",date="2019"'
WIDE = """\
proposal,issue,rp,pCOM,sCOM,pEP,sEP,outcome,rule
Fisheries,Quota,0,80,70,100,90,70,QMV
Fisheries,Fines,0,100,40,.,.,50,QMV
Tobacco,Quota,10,100,80,33.333,99.5,60,QMV
"""
OF_WIDE = f"theme=proposal,reference_point=rp,{SAME}"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def long(rows: str = ROWS, head: str = HEAD, told: str = SAME, into: str = "sea") -> Brought:
    Path("survey.csv").write_text(f"{head}\n{rows}", "utf-8")
    return bring("survey.csv", into, told)


def wide(text: str = WIDE, told: str = OF_WIDE) -> Brought:
    Path("study.csv").write_text(text, "utf-8")
    return bring("study.csv", "eu", told)


def placed(values: Dossier, party: str) -> dict[str, tuple[Region | None, int | None]]:
    """The issues on which experts placed a party alone, with the ask and the salience."""
    return {
        d.issue: (d.ask, d.salience)
        for d in values.demands()
        if values.positions[d.position].about == (party,)
    }


def faults(brought: str, told: str = SAME, head: str = HEAD) -> Sequence[str]:
    with pytest.raises(DataError) as caught:
        long(brought, head, told)
    return str(caught.value).splitlines()


# A row an actor and issue.


def test_a_long_sheet_is_read_as_it_is(negpos: Negpos) -> None:
    Path("survey.csv").write_text(f"{HEAD}\n{ROWS}", "utf-8")
    done = negpos("import", "survey.csv", "sea", "--map", SAME)
    assert done.code == 0
    assert "columns not read: capability" in done.err
    assert "survey.csv: 1 cell has no value, and nobody is placed by it" in done.err
    assert negpos("check", "sea").code == 0
    values = load("sea").dossier
    assert placed(values, "south") == {
        "general.quota": (Region(66.667, 66.667), 56),
        "general.fines": (Region(0, 0), None),
    }
    assert placed(values, "isles") == {}
    told = negpos("compare", "north", "south", "-d", "sea").out
    assert "positions as experts placed them" in told


def test_what_no_cell_tells_is_told_as_a_guess() -> None:
    brought = long()
    guesses = {guess.of: guess.taken for guess in brought.guesses}
    assert guesses["scale of 2 issues"] == "a quantity, 0 to 100 points"
    assert guesses["experts"].startswith("speak")
    assert guesses["attribution of figures (4)"] == "expert, as no party said them"
    assert guesses["salience (1)"] == "rounded to a whole number"
    scale = brought.dossier.issues["general.quota"].scale
    assert (scale.low, scale.high, scale.unit) == (0, 100, "points")
    assert brought.files["issues.toml"].count("# TODO: proposed, 0 to 100") == 2
    demands: list[Demand] = list(brought.dossier.demands())
    assert {d.attribution for d in demands} == {"expert"}
    assert {source.title for source in brought.dossier.sources.values()} == {
        "A survey, in three ministries"
    }


def test_figures_up_to_ten_lie_on_a_scale_of_ten() -> None:
    rows = "North,Quota,2,90,1\nSouth,Quota,9.5,50,1\nNorth,Fines,1,2,3\n"
    assert {issue.scale.high for issue in long(rows).dossier.issues.values()} == {10}


def test_a_position_is_the_number_where_there_is_a_salience_and_no_ask() -> None:
    brought = long(head="party,issue,position,salience,capability")
    assert brought.dossier.experts == "speak"
    assert placed(brought.dossier, "north")["general.quota"] == (Region(20, 20), 90)


def test_an_attribution_that_is_told_comes_before_what_the_headings_suggest() -> None:
    brought = long(told=f'{SAME},attribution="reported"', rows="North,Quota,20,90,1\n")
    (one,) = brought.dossier.demands()
    assert (one.attribution, one.holders) == ("reported", ("north",))
    head = "party,issue,ask,salience,attribution"
    rows = "North,Quota,20,90,expert\nNorth,Quota,30,90,reported\n"
    mixed = long(rows, head)
    assert sorted(d.attribution for d in mixed.dossier.demands()) == ["expert", "reported"]
    assert mixed.dossier.experts == "beside"
    assert any("stands beside the parties' own words" in remark for remark in mixed.remarks)


def test_a_missing_value_is_told_or_is_a_fault() -> None:
    rows = "North,Quota,-99,90,1\nSouth,Quota,50,99,1\n"
    (told,) = faults(rows)
    assert told.startswith(
        "survey.csv:2: column value: Quota: -99: a scale of experts begins with 0"
    )
    assert "--map 'missing=\"-99\"'" in told
    brought = long(rows, told=f'{SAME},missing="-99 99"')
    assert placed(brought.dossier, "south") == {"general.quota": (Region(50, 50), None)}


def test_nobody_is_placed_twice_by_one_source() -> None:
    (told,) = faults("North,Quota,20,90,1\nNorth,Quota,30,90,1\n")
    assert told.startswith("survey.csv:3: column value: north was placed on this by an earlier row")
    (told,) = faults("North; South,Quota,20,90,1\n")
    assert told == "survey.csv:2: column actor: one figure for several actors; write a row for each"


def test_a_salience_that_is_no_number_is_a_fault_of_its_cell() -> None:
    for words in ("inf", "9e999", "high"):
        (told,) = faults(f"North,Quota,20,{words},1\n")
        assert told.startswith("survey.csv:2: column salience: ")


def test_a_date_and_a_source_may_be_told_once_for_all_rows() -> None:
    told = faults(ROWS, "")
    assert "or for all rows alike date='\"…\"'" in told[0]
    with pytest.raises(UsageError) as caught:
        long(told='source="S",date="soon"')
    assert "--map: date: 'soon' is not a date" in str(caught.value)


def test_beside_a_dossier_that_is_there_experts_stand_beside(negpos: Negpos) -> None:
    negpos("new", "river")
    head = "party,issue,value,salience"
    brought = long("North,Share of flow,80,70\n", head, into="river")
    assert "dossier.toml" not in brought.files
    assert any("stands beside" in remark for remark in brought.remarks)
    assert profile(brought.dossier, "north").stances["water.share"].regions == (Region(60, 60),)


def test_figures_of_a_workbook_are_figures() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["actor", "issue", "value", "salience"], ["North", "Quota", 33.125, 12.5]):
        sheet.append(row)
    book.save("survey.xlsx")
    brought = bring("survey.xlsx", "sea", SAME)
    assert placed(brought.dossier, "north") == {"general.quota": (Region(33.125, 33.125), 13)}


def test_a_sheet_of_issues_tells_the_ends_of_a_scale(negpos: Negpos) -> None:
    Path("study").mkdir()
    Path("study/demands.csv").write_text(f"{HEAD}\n{ROWS}", "utf-8")
    marks = '"0 = no quota; 100 = full quota"'
    head = "label,kind,low,high,unit,marks"
    text = f"{head}\nQuota,quantity,0,100,points,{marks}\nFines,quantity,0,100,points,\n"
    Path("study/issues.csv").write_text(text, "utf-8")
    values = bring("study", "sea", SAME).dossier
    assert [mark.label for mark in values.issues["general.quota"].scale.marks] == [
        "no quota",
        "full quota",
    ]


def test_a_row_a_party_and_a_column_an_issue_is_read_an_issue_at_a_time(negpos: Negpos) -> None:
    Path("survey.csv").write_text("party,a,a_sal,b\nNorth,2,7,3\nSouth,9,8,4\n", "utf-8")
    same = f'{SAME},attribution="expert"'
    for name, told in (("Left", "ask=a,salience=a_sal"), ("Green", "ask=b")):
        words = f'{told},issue="{name}",title="{name}",{same}'
        done = negpos("import", "survey.csv", "sea", "--map", words)
        assert (done.code, done.err.count("\n")) == (0, 1)
    assert negpos("check", "sea").code == 0
    values = load("sea").dossier
    assert placed(values, "north") == {
        "general.left": (Region(2, 2), 7),
        "general.green": (Region(3, 3), None),
    }
    assert profile(values, "north").stances["general.green"].speaks


# A row an issue, and columns for each actor.


def test_a_wide_sheet_is_recognised_by_its_pairs_of_columns() -> None:
    brought = wide()
    values = brought.dossier
    assert list(values.parties) == ["com", "ep"]
    assert placed(values, "com") == {
        "fisheries.quota": (Region(80, 80), 70),
        "fisheries.fines": (Region(100, 100), 40),
        "tobacco.quota": (Region(100, 100), 80),
    }
    assert placed(values, "ep") == {
        "fisheries.quota": (Region(100, 100), 90),
        "tobacco.quota": (Region(33.333, 33.333), 100),
    }
    assert ("pCOM", "demand ask of COM and 1 other") in brought.mapping
    assert brought.remarks[-1] == "negpos: study.csv: columns not read: rule"


def test_outcome_and_reference_point_are_texts_that_speak_for_nobody(negpos: Negpos) -> None:
    Path("study.csv").write_text(WIDE, "utf-8")
    assert negpos("import", "study.csv", "eu", "--map", OF_WIDE).code == 0
    assert negpos("check", "eu").code == 0
    values = load("eu").dossier
    for id_, ask in (("outcome", 70), ("reference-point", 0)):
        assert values.positions[id_].parties == ()
        assert values.positions[id_].demands[0].ask == Region(ask, ask)
    told = negpos("plan", "outcome", "com", "ep", "-d", "eu").out
    assert "Outcome: nearer to COM on 1, to EP on 1, equal on 0" in told
    moved = negpos("diff", "reference-point", "outcome", "-d", "eu")
    assert moved.code == 1


def test_a_sheet_of_parties_tells_who_an_actor_is() -> None:
    Path("study").mkdir()
    Path("study/demands.csv").write_text(WIDE, "utf-8")
    rows = "id,name,aliases\ncommission,European Commission,COM\nparliament,Parliament,EP\n"
    Path("study/parties.csv").write_text(rows, "utf-8")
    values = bring("study", "eu", OF_WIDE).dossier
    assert list(values.parties) == ["commission", "parliament"]
    assert len(placed(values, "commission")) == 3


@pytest.mark.parametrize(
    ("head", "layout"),
    [
        ("issue,pos_COM,sal_COM,pos_EP,sal_EP", ""),
        ("issue,position COM,salience COM,position EP,salience EP", ""),
        ("issue,COM_position,COM_salience,EP_position,EP_salience", ""),
        ("issue,com.pos,com.sal,ep.pos,ep.sal", ""),
        ("issue,x-COM,y-COM,x-EP,y-EP", "x-*/y-*"),
    ],
)
def test_the_columns_of_an_actor_may_be_called_in_several_ways(head: str, layout: str) -> None:
    told = f"{SAME},wide={layout}" if layout else SAME
    values = wide(f"{head}\nQuota,20,90,40,50\n", told).dossier
    assert placed(values, "com") == {"general.quota": (Region(20, 20), 90)}
    assert placed(values, "ep") == {"general.quota": (Region(40, 40), 50)}


def test_a_layout_without_saliences_is_told() -> None:
    values = wide("issue,at COM,at EP\nQuota,20,40\n", f"{SAME},wide=at *").dossier
    assert placed(values, "ep") == {"general.quota": (Region(40, 40), None)}
    for layout, told in (("at", "wide=at has no *"), ("on *", "no headings are like on *")):
        with pytest.raises(UsageError) as caught:
            wide("issue,at COM,at EP\nQuota,20,40\n", f"{SAME},wide={layout}")
        assert told in str(caught.value)


def test_a_fault_cites_the_column_of_its_actor() -> None:
    text = WIDE.replace("80,70,100,90", "80,170,much,90")
    with pytest.raises(DataError) as caught:
        wide(text)
    told = str(caught.value)
    assert "study.csv:2: column pEP: Quota: " in told
    with pytest.raises(DataError) as caught:
        wide(WIDE.replace("80,70,100,90", "80,170,100,90"))
    assert "study.csv:2: column sCOM: " in str(caught.value)


def test_a_sheet_with_a_party_and_an_ask_is_no_wide_one() -> None:
    head = "party,issue,ask,pos_a,sal_a,pos_b,sal_b"
    brought = long("North,Quota,20,1,2,3,4\n", head)
    (one,) = brought.dossier.demands()
    assert (one.attribution, one.holders) == ("reported", ("north",))


def test_a_set_of_thirty_actors_and_364_issues_imports_and_compares(negpos: Negpos) -> None:
    actors = [f"A{n:02}" for n in range(30)]
    rows = [["proposal", "issue", *(f"{kind}{one}" for one in actors for kind in "ps")]]
    for n in range(364):
        cells = [str((n * 7 + m * 13) % 101) for m in range(60)]
        rows.append([f"Proposal {n // 3}", f"Issue {n}", *cells])
    Path("study.csv").write_text("\n".join(map(",".join, rows)), "utf-8")
    told = f"theme=proposal,{SAME}"
    assert negpos("import", "study.csv", "eu", "--map", told).code == 0
    assert sum(1 for _ in load("eu").dossier.demands()) == 30 * 364
    assert "364 issues both address" in negpos("compare", "a00", "a01", "-d", "eu").out


def test_a_column_called_outcome_of_a_long_sheet_is_left_and_named() -> None:
    brought = long("North,Quota,20,90,4,50\n", f"{HEAD},outcome")
    assert brought.remarks[-1] == "negpos: survey.csv: columns not read: capability, outcome"


def test_issues_of_one_name_in_two_themes_are_two() -> None:
    head = "theme,party,issue,ask"
    values = long("Fish,North,Scope,5\nSmoke,North,Scope,7\nFish,South,Scope,6\n", head).dossier
    assert [d.issue for d in values.demands()] == ["fish.scope", "smoke.scope", "fish.scope"]
