"""What experts placed is no party's word: it changes no profile unless the dossier lets experts
speak, it gives way to any word of the party itself, and it draws no red line."""

from pathlib import Path

import pytest
from hypothesis import given

from negpos import load
from negpos.comparison import compare
from negpos.dossier import Demand, Dossier, Position
from negpos.errors import DataError
from negpos.profiles import Stance, profile
from negpos.terms import EXPERTS
from negpos.view.wording import as_told

from .conftest import Negpos
from .drawn import dossiers, placed
from .factory import demand, dossier, position

BY_EXPERTS = {"attribution": "expert", "form": "paraphrased"}


def by_experts(ask: float | None, said: str = "2025-02-01", **fields: object) -> Demand:
    return demand(ask, said=said, **(BY_EXPERTS | fields))


def stance(*positions: Position, experts: str = "speak") -> Stance:
    return profile(dossier(*positions)._replace(experts=experts), "a").stances["t.i"]


# Who speaks.


@pytest.mark.parametrize("experts", EXPERTS)
def test_experts_speak_for_a_party_only_where_the_dossier_says_so(experts: str) -> None:
    found = stance(placed("x", "a", by_experts(3), experts=experts), experts=experts)
    assert found.speaks is (experts == "speak")
    assert [entry.fate for entry in found.history] == [
        "speaks" if experts == "speak" else "analysis"
    ]


@pytest.mark.parametrize("attribution", ["official", "document", "anonymous", "reported"])
@pytest.mark.parametrize("said", ["2020-01-01", "2025-02-01", "2025-03-01"])
def test_any_word_of_the_party_itself_speaks_before_experts(attribution: str, said: str) -> None:
    own = position("own", ["a"], demand(1, said=said, attribution=attribution, voice="other"))
    found = stance(placed("x", "a", by_experts(3), experts="speak"), own)
    assert [d.position for d in found.asks] == ["own"]


def test_of_two_lists_of_experts_the_later_speaks() -> None:
    first = placed("x", "a", by_experts(3, "2024-01-01"), experts="speak")
    second = placed("y", "a", by_experts(1, "2025-01-01"), experts="speak")
    assert [d.position for d in stance(first, second).asks] == ["y"]


def test_experts_draw_no_red_line_and_lend_no_firmness() -> None:
    line = placed("x", "a", by_experts(3, firmness="red-line"), experts="speak")
    found = stance(line)
    assert (found.firmness, found.standing_lines) == ("firm", ())
    assert [one.state for one in found.lines] == ["said"]
    own = position("own", ["a"], demand(3, said="2025-01-01", firmness="preference"))
    assert stance(own, line).firmness == "preference"
    reported = {"attribution": "reported", "firmness": "red-line", "said": "2025-02-01"}
    told = position("told", ["a"], demand(3, **reported))
    assert [one.state for one in stance(line, told).standing_lines] == ["in force"]


# What stands beside.


def without(data: Dossier) -> Dossier:
    """The dossier as if no expert had placed anybody."""
    kept = {id_: p for id_, p in data.positions.items() if p.status != "analysis"}
    return data._replace(positions=kept)


@given(dossiers(least=2))
def test_without_the_word_of_the_dossier_an_expert_changes_no_profile(drawn: Dossier) -> None:
    data = drawn._replace(
        experts="beside",
        positions={
            id_: placed(id_, p.about[0], *(d._replace(holders=()) for d in p.demands), experts="")
            if p.about
            else p
            for id_, p in drawn.positions.items()
        },
    )
    if not without(data).positions:
        return
    profiles = [[profile(one, party) for party in "abc"] for one in (data, without(data))]
    for beside, alone in zip(*profiles, strict=True):
        told = {i: s._replace(history=()) for i, s in beside.stances.items() if s.has_words}
        own = {i: s._replace(history=()) for i, s in alone.stances.items() if s.has_words}
        assert told == own
    pairs = [compare(sides[:2]).pairs[0] for sides in profiles]
    assert pairs[0].overlap == pairs[1].overlap
    assert pairs[0].standings.keys() == pairs[1].standings.keys()
    assert as_told(profiles[0]) == "positions as stated"


# Files.

HEAD = """\
id = "experts-north"
title = "The north as experts placed it"
about = ["north"]
date = "2024"
status = "analysis"
attribution = "expert"
form = "paraphrased"
evidence = [{ source = "gazette-2025-03-01", at = "row 1" }]
"""
DEMAND = """
[[demand]]
issue = "water.share"
ask = 80
salience = 70
text = "Experts place the north at 80"
"""


def river(negpos: Negpos, experts: str = "", rows: str = DEMAND, head: str = HEAD) -> None:
    """The example, in which the north has said nothing on its share and experts placed it."""
    negpos("new", "river")
    said = Path("river/positions/north/north-speech.toml")
    first, share, *others = said.read_text("utf-8").split("[[demand]]")
    assert "water.share" in share
    said.write_text("[[demand]]".join([first, *others]), "utf-8")
    Path("river/positions/north/experts-north.toml").write_text(head + rows, "utf-8")
    if experts:
        named = Path("river/dossier.toml")
        named.write_text(f'{named.read_text("utf-8")}experts = "{experts}"\n', "utf-8")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_heading_says_that_experts_placed_the_positions(negpos: Negpos) -> None:
    river(negpos, "speak")
    told = negpos("compare", "north", "south", "-d", "river", "--full").out
    assert "positions as stated, or as experts placed them, record ends" in told
    assert "80" in told
    assert "experts, 2024" in told
    alone = negpos("show", "experts-north", "-d", "river", "--full").out
    assert "Held by North" in alone or "Placed by experts" in alone
    on = negpos("on", "share", "north", "-d", "river").out
    assert "positions as experts placed them" in on


def test_what_stands_beside_is_in_no_heading_and_no_row(negpos: Negpos) -> None:
    river(negpos)
    told = negpos("compare", "north", "south", "-d", "river", "--full").out
    assert "experts" not in told
    why = negpos("why", "north", "share", "-d", "river", "--full", COLUMNS="200").out
    assert "Said of it, not compared" in why
    assert "placed by experts, who speak for no party here" in " ".join(why.split())


def test_statements_may_be_asked_for_without_those_of_experts(negpos: Negpos) -> None:
    river(negpos, "speak")
    said = "official,document,anonymous,reported"
    told = negpos("on", "share", "-d", "river", "--attribution", said).out
    assert "experts" not in told
    told = negpos("on", "share", "-d", "river", "--attribution", "expert").out
    assert "experts, 2024" in told


def test_what_experts_placed_of_several_speaks_for_none(negpos: Negpos) -> None:
    river(negpos, "speak", head=HEAD.replace('["north"]', '["north", "south"]'))
    values = load("river").dossier
    assert values.positions["experts-north"].parties == ()
    assert "water.share" not in {
        issue for issue, found in profile(values, "north").stances.items() if found.speaks
    }


@pytest.mark.parametrize("experts", EXPERTS)
def test_export_and_import_give_the_same_dossier_back(negpos: Negpos, experts: str) -> None:
    river(negpos, experts)
    assert negpos("export", "package", "-d", "river").code == 0
    assert negpos("import", "package", "again").code == 0
    one, other = (load(name).dossier for name in ("river", "again"))
    assert one.experts == other.experts == experts
    assert profile(one, "north").stances.keys() == profile(other, "north").stances.keys()
    assert one.positions["experts-north"].parties == other.positions["experts-north"].parties
    text = Path("again/positions/north/experts-north.toml").read_text("utf-8")
    assert 'about = ["north"]' in text
    assert "parties" not in text


@pytest.mark.parametrize(
    ("head", "rows", "told"),
    [
        (HEAD.replace("analysis", "statement"), DEMAND, "analyst and expert go with status"),
        (HEAD, f'{DEMAND}attribution = "analyst"\n', "analyst in a list of expert; write a"),
        (HEAD, f'{DEMAND}attribution = "reported"\n', "analyst and expert go with status"),
    ],
)
def test_experts_stand_in_a_list_of_their_own(
    negpos: Negpos, head: str, rows: str, told: str
) -> None:
    river(negpos, "speak", rows, head)
    with pytest.raises(DataError) as caught:
        load("river")
    assert told in str(caught.value)


def test_check_says_that_nobody_but_experts_has_a_word(negpos: Negpos) -> None:
    river(negpos)
    assert "experts" not in negpos("check", "river").err
    for path in Path("river/positions").rglob("*.toml"):
        if path.stem != "experts-north":
            path.unlink()
    assert 'experts = "speak" in dossier.toml lets them speak' in negpos("check", "river").err
