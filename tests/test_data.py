"""The shipped dossier: complete texts, lines that never vanish, answers one can defend."""

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import negpos
from negpos.comparison import standing
from negpos.dossier import Demand, Dossier
from negpos.profiles import Stance, Vantage, profile
from negpos.scales import whole

from .conftest import ROOT, Negpos

DATA = ROOT / "data" / "ukraine"


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return negpos.load("ukraine").dossier


@pytest.fixture(scope="module", params=["ukraine", "gaza"])
def shipped(request: pytest.FixtureRequest) -> Dossier:
    """Each dossier that comes with negpos."""
    return negpos.load(str(request.param)).dossier


def stance(dossier: Dossier, ref: str, issue: str, as_of: str = "") -> Stance:
    return profile(dossier, ref, Vantage(as_of=as_of)).stances[issue]


PILLARS = (
    "territory.donetsk",
    "territory.luhansk",
    "forces.personnel",
    "recognition.by-us",
    "recognition.by-others",
)


@pytest.mark.parametrize("issue", PILLARS)
def test_the_three_pillars_stand_as_russias_lines_on_3_december(
    dossier: Dossier, issue: str
) -> None:
    lines = stance(dossier, "russia", issue, "2025-12-03").standing_lines
    pillar = [line.demand for line in lines if line.demand.position == "three-pillars"]
    assert [d.attribution for d in pillar] == ["anonymous"]
    assert [d.firmness for d in pillar] == ["red-line"]


def test_no_line_of_any_party_is_ever_silently_erased(shipped: Dossier) -> None:
    dates = sorted({demand.known for demand in shipped.demands()})
    for party in shipped.parties:
        drawn = [
            d
            for d in shipped.demands()
            if party in d.holders and not shipped.positions[d.position].is_draft
            if d.firmness == "red-line" and d.kind == "demand" and d.limit
        ]
        for date in [*dates[::3], dates[-1]]:
            stances = profile(shipped, party, Vantage(as_of=date)).stances
            told = {line.demand.ref for s in stances.values() for line in (*s.lines, *s.gone)}
            known = {d.ref for d in drawn if d.known <= date}
            assert known == told
            for found in stances.values():
                for line in found.gone:
                    assert (line.by is None) == (line.state == "lapsed")
                    assert line.by is None or party in line.by.holders


def test_analyses_and_texts_of_others_speak_for_no_party(shipped: Dossier) -> None:
    for party in shipped.parties:
        for found in profile(shipped, party).stances.values():
            for demand in (*found.asks, *found.contested, *(line.demand for line in found.lines)):
                assert party in demand.holders
                assert demand.attribution != "analyst"


def points(dossier: Dossier, position: str) -> set[int]:
    numbers = (re.match(r"\d+", d.point) for d in dossier.positions[position].demands)
    return {int(number[0]) for number in numbers if number}


def test_the_three_plans_are_complete(dossier: Dossier) -> None:
    assert points(dossier, "us-28-point") == set(range(1, 29))
    assert points(dossier, "e3-counter") == set(range(1, 29))
    assert points(dossier, "us-ukraine-20-point") == set(range(1, 21))


@pytest.mark.parametrize(
    ("ref", "issue", "as_of", "words"),
    [
        ("us-28-point", "forces.personnel", "", 600_000),
        ("e3-counter", "forces.personnel", "", 800_000),
        ("us-ukraine-20-point", "forces.personnel", "", 800_000),
        ("us-28-point", "alliances.nato-ukraine", "", "banned"),
        ("e3-counter", "alliances.nato-ukraine", "", "open-door"),
        ("us-28-point", "ceasefire.sequence", "", "mutual-pullback"),
        ("us-ukraine-20-point", "ceasefire.sequence", "", "agreement"),
        ("ukraine", "territory.kherson", "2025-12-25", "contact-line"),
        ("russia", "territory.kherson", "2024-06-14", "russian"),
        ("russia", "territory.kherson", "2025-12-19", "russian"),
        ("russia", "alliances.neutrality", "2025-12-03", "permanent"),
        ("europe", "forces.personnel", "2025-11-24", 800_000),
    ],
)
def test_answers_that_the_sources_bear_out(
    dossier: Dossier, ref: str, issue: str, as_of: str, words: object
) -> None:
    from negpos.view.shapes import region

    found = stance(dossier, ref, issue, as_of)
    assert [region(dossier.issues[issue].scale, area) for area in found.regions] == [words]


def test_ukraine_on_army_size_left_its_lines_on_11_december(dossier: Dossier) -> None:
    before = stance(dossier, "ukraine", "forces.personnel", "2025-12-10")
    after = stance(dossier, "ukraine", "forces.personnel", "2025-12-11")
    lines = {"hayovyshyn-2025-11-20", "stefanchuk-2025-11-24"}
    assert {line.demand.position for line in before.standing_lines} == lines
    assert all(region.low == 1_000_000 for region in before.regions)
    assert not after.standing_lines
    assert {line.by.position for line in after.gone if line.by} == {"zelensky-2025-12-11"}
    assert [int(region.low) for region in after.regions] == [800_000]


VAGUE_CEILING = {"min": 0, "below": "no ceiling", "vague": True}
NOT_LEAVING = {"min": "restored", "max": "zone-ukrainian", "vague": True}


@pytest.mark.parametrize(
    ("ref", "issue", "as_of", "known_by", "asks", "lines", "contested", "again"),
    [
        (
            "ukraine",
            "forces.personnel",
            "2025-11-20",
            "",
            ["no ceiling"],
            {"hayovyshyn-2025-11-20"},
            set(),
            {"europe-ukraine-2025-04", "hayovyshyn-2025-11-20"},
        ),
        (
            "ukraine",
            "forces.personnel",
            "2025-12-25",
            "",
            [800_000],
            set(),
            set(),
            {"zelensky-2025-12-20", "us-ukraine-20-point"},
        ),
        (
            "europe",
            "forces.personnel",
            "2025-12-16",
            "",
            [{"min": 800_000, "max": "no ceiling", "vague": False}],
            set(),
            set(),
            set(),
        ),
        (
            "russia",
            "territory.kherson",
            "2024-06-14",
            "",
            ["russian"],
            {"putin-terms-2024-06"},
            set(),
            set(),
        ),
        (
            "russia",
            "territory.kherson",
            "2025-08-17",
            "",
            ["russian"],
            {"putin-terms-2024-06"},
            {"alaska-2025-08"},
            set(),
        ),
        (
            "russia",
            "territory.zaporizhzhia",
            "2025-12-19",
            "",
            ["russian"],
            {"putin-terms-2024-06", "ryabkov-2025-12-16"},
            set(),
            {"ryabkov-2025-12-16", "putin-2025-12-19"},
        ),
        ("russia", "economy.frozen-assets", "2025-12-02", "", ["returned"], set(), set(), set()),
        (
            "ukraine",
            "alliances.neutrality",
            "2022-04-20",
            "",
            ["permanent"],
            set(),
            set(),
            set(),
        ),
        (
            "ukraine",
            "alliances.nato-ukraine",
            "2022-10-01",
            "",
            ["invitation"],
            set(),
            set(),
            set(),
        ),
        ("us", "alliances.guarantee-years", "2025-11-21", "", [10], set(), set(), set()),
        ("us", "alliances.guarantee-years", "2026-01-01", "", [15], set(), set(), set()),
        (
            "ukraine",
            "territory.donetsk",
            "2025-08-25",
            "",
            [NOT_LEAVING],
            {"zelensky-2025-08-12", "zelensky-2025-08-16", "zelensky-2025-08-21"},
            set(),
            {"zelensky-2025-08-16", "zelensky-2025-08-21"},
        ),
        (
            "russia",
            "forces.personnel",
            "2022-04-30",
            "",
            [VAGUE_CEILING],
            set(),
            set(),
            set(),
        ),
        (
            "russia",
            "forces.personnel",
            "2022-04-30",
            "2023-06-18",
            [85_000],
            set(),
            set(),
            set(),
        ),
        (
            "russia",
            "forces.personnel",
            "2025-12-03",
            "",
            [VAGUE_CEILING],
            {"three-pillars"},
            set(),
            {"putin-terms-2024-06"},
        ),
    ],
)
def test_who_stood_where_on_a_day_with_lines_doubts_and_who_said_it_again(
    dossier: Dossier,
    ref: str,
    issue: str,
    as_of: str,
    known_by: str,
    asks: list[object],
    lines: set[str],
    contested: set[str],
    again: set[str],
) -> None:
    from negpos.view.shapes import region

    found = profile(dossier, ref, Vantage(as_of, known_by=known_by)).stances[issue]
    scale = dossier.issues[issue].scale
    assert [region(scale, area) for area in found.regions] == asks
    assert {line.demand.position for line in found.lines} == lines
    assert {d.position for d in found.contested} == contested
    assert {d.position for d in found.again} == again


def test_the_army_of_ukraine_over_time(dossier: Dossier) -> None:
    """The plan of April 2022 is told with hindsight only; the figures of the texts follow."""
    from negpos.history import courses

    parties = ("russia", "ukraine", "us", "europe")
    found = {c.party: c for c in courses(dossier, parties, ["forces.personnel"], Vantage())}

    def asks(party: str, day: str) -> list[float]:
        stance = found[party].at(day)
        return [area.low for area in stance.regions if not area.vague] if stance else []

    assert asks("russia", "2022-12-31") == []
    assert asks("russia", "2024-05-31") == []
    assert asks("russia", "2025-12-31") == []
    assert asks("ukraine", "2025-06-30") == [1_000_000]
    assert asks("us", "2025-11-20") == [600_000]
    assert asks("europe", "2025-11-23") == [800_000]


def test_the_28_points_quarrel_with_themselves_on_recognition(dossier: Dossier) -> None:
    assert stance(dossier, "us-28-point", "recognition.by-us").quarrels


def test_russia_is_open_on_frozen_assets_while_its_president_rejects_taking_them(
    dossier: Dossier,
) -> None:
    found = stance(dossier, "russia", "economy.frozen-assets", "2025-12-02")
    assert found.is_open
    assert "three-pillars" in {e.demand.position for e in found.history if e.fate == "open"}


def test_contradictions_of_the_first_sources_stay_visible(dossier: Dossier) -> None:
    readings = [d for d in dossier.positions["putin-bishkek-2025-11-27"].demands if d.is_disputed]
    assert len(readings) >= 2
    assert len({d.evidence for d in readings}) >= 2


def test_every_demand_has_a_source_a_locator_and_a_date(shipped: Dossier) -> None:
    for demand in shipped.demands():
        assert demand.evidence
        assert all(piece.at for piece in demand.evidence)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", demand.said)


def test_every_source_is_cited(shipped: Dossier) -> None:
    cited = {piece.source for demand in shipped.demands() for piece in demand.evidence}
    assert set(shipped.sources) - cited == set()


NOT_NEUTRAL = re.findall(
    r"\S+",
    "regime aggressor puppet terrorist propaganda illegal illegally brutal stooge capitulation "
    "ultimatum blackmail seized stolen liberated liberation so-called maximalist fascist",
)


def words_of(demand: Demand) -> str:
    return f"{demand.text} {demand.label} {demand.condition}".lower()


def test_the_words_of_demands_pass_no_judgement(shipped: Dossier) -> None:
    for demand in shipped.demands():
        if demand.kind == "reaction":  # may tell of the words of others
            continue
        found = set(re.findall(r"[a-z-]+", words_of(demand))) & set(NOT_NEUTRAL)
        assert not found, (demand.ref, found)


def figures_in(words: str) -> set[float]:
    """Every figure in words, however its thousands are parted, and those spelt out up to fifty."""
    digits = re.findall(r"\d+(?:[,_.]\d{3})*", words)
    spelt = {"six": 6, "ten": 10, "fifteen": 15, "thirty": 30, "fifty": 50}
    told = {float(re.sub(r"\D", "", figure)) for figure in digits}
    return told | {value for word, value in spelt.items() if word in words.lower().split()}


def test_every_figure_of_an_ask_was_said_or_is_an_end_or_a_mark_of_its_scale(
    shipped: Dossier,
) -> None:
    """Said in the demand itself, or in another clause of the same text on the same issue."""
    for position in shipped.positions.values():
        for demand in position.demands:
            scale = shipped.issues[demand.issue].scale if demand.issue else None
            if scale is None or scale.kind != "quantity":
                continue
            known = {scale.low, scale.high, *(mark.at for mark in scale.marks)}
            for other in position.demands:
                if other.issue == demand.issue:
                    known |= figures_in(f"{other.text} {other.label} {other.note}")
            for area in (demand.ask, demand.accepts):
                assert area is None or {area.low, area.high} <= known, demand.ref


NOBODY_SAID = re.compile(r"[59]99[,_. ]?999")
ASKED = {
    "compare": ("russia", "ukraine", "us", "europe"),
    "redlines": ("russia", "ukraine"),
    "common": ("russia", "us"),
    "gaps": ("russia", "ukraine"),
    "bridge": ("russia", "ukraine", "--lapsed", "--since", "2014"),
    "wording": ("personnel",),
    "matrix": (),
    "on": ("personnel",),
    "show": ("russia",),
    "list": ("issues",),
    "why": ("russia", "personnel"),
    "search": ("ceiling",),
    "since": ("2022-01-01",),
    "timeline": ("--issue", "personnel"),
    "plan": ("russia-memorandum-2025-06", "russia", "ukraine"),
    "diff": ("istanbul-draft-2022", "russia-memorandum-2025-06", "--toward", "russia,ukraine"),
    "link": ("speech.txt",),
    "schema": ("position",),
}


@pytest.mark.parametrize("command", ASKED)
def test_no_answer_tells_a_figure_that_nobody_said(
    command: str, negpos: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "speech.txt").write_text("Ukraine is demilitarised and its forces are limited.")
    formats = ("table",) if command == "schema" else ("table", "csv", "json", "md", "html")
    for format_ in formats:
        options = () if command == "schema" else ("-f", format_)
        done = negpos(command, *ASKED[command], *options)
        assert done.code in (0, 1), done.err
        assert done.out
        assert not NOBODY_SAID.search(done.out), (command, format_)


def test_a_ceiling_without_a_figure_is_told_as_one(negpos: Negpos) -> None:
    ask = {"min": 0, "below": "no ceiling", "vague": True}
    memorandum = "russia-memorandum-2025-06"
    told = json.loads(negpos("show", memorandum, "-f", "json").out)["demands"]
    assert [d["ask"] for d in told if d["issue"] == "forces.personnel"] == [ask]
    labelled = negpos("why", "stanovaya-sticking-points", "personnel", COLUMNS="200").out
    assert "below 600,000, no figure = below 600,000, figure open" in labelled


@pytest.mark.parametrize(
    "words",
    [
        ("on", "guarantee-years"),
        ("why", "us", "guarantee-years"),
        ("compare", "us", "ukraine", "--issue", "guarantee-years"),
        ("since", "2025-12-27", "us", "--issue", "guarantee-years"),
        ("show", "us-mar-a-lago-2025-12-28"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "csv", "md"])
def test_the_guarantee_runs_for_years(words: tuple[str, ...], format_: str, negpos: Negpos) -> None:
    assert "15 years" in negpos(*words, "-f", format_).out


def test_each_oblast_may_be_frozen_where_armies_stand(dossier: Dossier) -> None:
    oblasts = ("luhansk", "donetsk", "kherson", "zaporizhzhia")
    scales = {dossier.issues[f"territory.{oblast}"].scale for oblast in oblasts}
    assert len(scales) == 1
    assert "contact-line" in {option.id for option in scales.pop().options}


def test_forms_that_make_a_deal_binding_stand_together(dossier: Dossier) -> None:
    """A treaty with a referendum and one that the Security Council approves."""
    with_council = profile(dossier, "russia-memorandum-2025-06")
    with_referendum = profile(dossier, "istanbul-communique-2022")
    issue = dossier.issues["process.legal-form"]
    found = standing(issue, with_council, with_referendum)
    assert (found.relation, found.agreement) == ("unclear", None)


def test_an_ask_for_what_can_stand_together_shuts_nothing_out(dossier: Dossier) -> None:
    """No source of the dossier refuses a further form, answer or undertaking."""
    for demand in dossier.demands():
        scale = dossier.issues[demand.issue].scale if demand.issue else None
        if scale is not None and scale.adds_up:
            asks = [area for area in (demand.ask, demand.accepts) if area is not None]
            assert all(area.high == whole(scale).high for area in asks), demand.ref


def test_a_label_names_its_issue_without_the_heading_of_its_theme(shipped: Dossier) -> None:
    beginnings = ("by ", "of ", "for ", "in ", "on ", "to ")
    assert not [i.label for i in shipped.issues.values() if i.label.lower().startswith(beginnings)]


def test_labels_fit_a_cell(shipped: Dossier) -> None:
    for issue in shipped.issues.values():
        assert all(len(word) <= 16 for word in issue.label.split())
        for option in issue.scale.options:
            assert len(option.label) <= 26, (issue.id, option.label)


@pytest.mark.parametrize("folder", [DATA, DATA.parent / "gaza"], ids=lambda path: path.name)
def test_files_are_one_field_a_line_and_sources_are_sorted(folder: Path) -> None:
    for path in folder.rglob("*.toml"):
        text = path.read_text("utf-8")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\t" not in text
    ids = [s["id"] for s in tomllib.loads((folder / "sources.toml").read_text("utf-8"))["source"]]
    assert all(one < other for one, other in pairwise(ids))


def test_the_document_of_gaza_counts_its_positions_and_demands_as_they_are() -> None:
    text = (ROOT / "docs" / "coding-gaza.md").read_text("utf-8")
    table = text.partition("## Documents and counts")[2].partition("The figure in brackets")[0]
    told = {id_: int(count) for id_, count in re.findall(r"([a-z][a-z0-9-]+) \((\d+)\)", table)}
    files = {path.stem: path for path in (DATA.parent / "gaza" / "positions").rglob("*.toml")}
    rows = {id_: tomllib.loads(p.read_text("utf-8")).get("demand", []) for id_, p in files.items()}
    assert told == {id_: len(own) for id_, own in rows.items()}
    every = [row for own in rows.values() for row in own]
    on_issues = sum("issue" in row for row in every)
    total = f"{len(every)} in {len(rows)} positions, {on_issues} of them on an issue"
    assert total in text


def test_every_step_is_tied_by_a_demand_and_every_link_stands_where_a_demand_asks(
    shipped: Dossier,
) -> None:
    tied = {s for d in shipped.demands() for link in d.links for s in (link.step, link.other)}

    assert tied == set(shipped.steps)
    assert all(d.kind == "demand" for d in shipped.demands() if d.links)
