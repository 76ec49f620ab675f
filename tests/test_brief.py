"""The handout: the same figures and words as every other answer, each one step from its source."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import brief, history, load
from negpos.comparison import Comparison, compare
from negpos.dossier import End, Evidence
from negpos.ground import common
from negpos.profiles import Vantage, profile
from negpos.render.handout import handout as page
from negpos.render.md import several
from negpos.scales import Region
from negpos.view import chart
from negpos.view.grid import Cell, Column, Grid, Handout, Part, Section, Span, Track
from negpos.view.stance import said_span

from .browser import PHONE, Browser
from .conftest import Negpos
from .factory import demand, dossier, issue, nominal, ordinal, position, quantity

WORDS = ("brief", "russia", "ukraine")


class Page(HTMLParser):
    """What stands in a page: headings, rows of tables by heading, tracks, links and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.tracks: list[tuple[str, str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._cells: list[str] | None = None
        self._name = self._relation = self._alt = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if tag in ("meta", "br", "col", "circle", "line", "path"):
            if tag == "br" and self._cells:
                self._cells[-1] += "\n"
            return
        self._open.append((tag, told))
        if "id" in told:
            self.ids.append(str(told["id"]))
        if tag == "a":
            self.links.append((str(told["href"]), ""))
        if tag == "tr":
            self._cells = []
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append("")
        if told.get("role") == "img":
            self._alt = str(told["aria-label"])

    def handle_data(self, data: str) -> None:
        tag, told = self._open[-1] if self._open else ("", {})
        if any(name == "style" for name, _ in self._open):
            return
        self.words += data
        inside = [name for name, _ in self._open]
        if tag in ("h1", "h2"):
            self.headings.append(data)
            self.rows[data] = []
        is_number = "sup" in inside
        if self._cells and not is_number and ("td" in inside or "th" in inside):
            self._cells[-1] += data
        if self.links and "a" in inside:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)
        classes = str(told.get("class") or "").split()
        if classes[:1] == ["name"]:
            self._name = data
        if classes[:1] == ["relation"]:
            self._relation = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._cells is not None:
            self.rows[self.headings[-1]].append(self._cells)
            self._cells = None
        if tag == "li" and self._alt:
            self.tracks.append((self._name, self._relation, self._alt))
            self._alt = ""
        while self._open and self._open.pop()[0] != tag:
            pass

    def part(self, name: str) -> list[list[str]]:
        """The rows under the heading that holds this word, without those of headings."""
        (heading,) = [h for h in self.headings if name in h]
        return [row for row in self.rows[heading] if len(row) > 1][1:]


@pytest.fixture(scope="module")
def asked() -> tuple[Page, dict[str, Any]]:
    """The handout on Russia and Ukraine, and the data of the same answer."""
    answer = load("ukraine").brief("russia", "ukraine")
    return Page(answer.text("html")), json.loads(answer.text("json"))


def in_relation(told: dict[str, Any], *names: str) -> set[str]:
    return {issue["label"] for issue in told["issues"] if issue["relation"] in names}


def test_every_part_of_the_handout_has_the_issues_that_the_data_have(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, told = asked
    named = [row[0].partition("\n")[0] for row in shown.part("Deadlocks")]
    assert set(named) == in_relation(told, "deadlock", "crossing")
    assert len(named) == len(set(named)) == told["counts"]["deadlock"] + told["counts"]["crossing"]
    gaps = [row[0] for row in shown.part("Gaps")]
    assert set(gaps) == in_relation(told, "gap", "unclear")
    assert len(gaps) == told["counts"]["gap"] + told["counts"]["unclear"]
    labels = {issue["issue"]: issue["label"] for issue in told["issues"]}
    assert [row[0] for row in shown.part("Agreed")] == [labels[g["issue"]] for g in told["common"]]
    assert len(shown.part("What moved")) == sum(len(p["changes"]) for p in told["since"]["parties"])
    assert len(shown.part("Texts")) == len(told["texts"])


def test_every_track_tells_the_relation_and_the_asks_of_its_issue(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, told = asked
    by_label = {issue["label"]: issue for issue in told["issues"]}
    assert {name for name, _, _ in shown.tracks} == {
        label
        for label, issue in by_label.items()
        if issue["relation"] != "silent" and issue["scale"]["kind"] in ("ordinal", "quantity")
    }
    for name, relation, words in shown.tracks:
        issue = by_label[name]
        assert relation.partition(" ")[2] == issue["relation"].replace("-", " ")
        for party, title in (("russia", "Russia"), ("ukraine", "Ukraine")):
            assert f"{title}: {issue['stances'][party]['words']}" in words


def test_a_conflict_tells_asks_speakers_days_and_lines_as_the_data_do(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, told = asked
    by_label = {issue["label"]: issue for issue in told["issues"]}
    for name, *sides in shown.part("Deadlocks"):
        stances = by_label[name.partition("\n")[0]]["stances"]
        for side, party in zip(sides, ("russia", "ukraine"), strict=True):
            stance = stances[party]
            assert stance["words"] in side
            day = stance["said"].split("-")
            assert f"{int(day[2])} " in side
            assert day[0] in side
            in_force = [line for line in stance["lines"] if line["state"] == "in force"]
            assert ("red line" in side) == bool(in_force) or stance["firmness"] == "red-line"


def test_every_number_leads_to_a_source_that_is_listed_once_with_its_grade_and_address(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, _ = asked
    cited = [href for href, _ in shown.links if href.startswith("#")]
    listed = [id_ for id_ in shown.ids if id_.startswith("source-")]
    assert {f"#{id_}" for id_ in listed} == set(cited)
    assert listed == [f"source-{n + 1}" for n in range(len(listed))]
    sources = load("ukraine").dossier.sources.values()
    known = {(s.publisher, s.title or s.url, s.grade) for s in sources}
    rows = shown.part("Sources")
    assert len(rows) == len(listed)
    assert {(publisher, title, grade) for _, publisher, title, _, grade in rows} <= known
    addresses = {s.url for s in sources}
    assert {href for href, _ in shown.links if not href.startswith("#")} <= addresses


def test_numbers_follow_the_order_in_which_sources_come_up(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, _ = asked
    first_seen = list(dict.fromkeys(href for href, _ in shown.links if href.startswith("#")))
    assert first_seen == [f"#source-{n + 1}" for n in range(len(first_seen))]


def test_the_handout_holds_the_counts_and_no_command_but_in_its_receipt(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, told = asked
    for name, count in told["counts"].items():
        if count and name != "silent":
            assert f"{count} {name.replace('-', ' ')}" in shown.words
    before, receipt, after = shown.words.rpartition("Receipt ")
    assert receipt
    assert "negpos " not in before
    assert "brief russia ukraine" in after
    assert "--" not in before
    assert not {"script", "img", "link", "iframe"} & set(shown.tags)


def test_the_receipt_of_a_handout_is_the_one_that_others_get(negpos: Negpos) -> None:
    line = negpos(*WORDS, "--receipt").out.splitlines()[-1]
    assert line.startswith("Receipt ")
    assert line in negpos(*WORDS, "-f", "html", COLUMNS="400").out
    assert negpos(*WORDS, "-f", "md").out.rstrip().endswith(line)


def test_csv_is_that_of_compare_and_the_screen_tells_how_to_print(negpos: Negpos) -> None:
    assert negpos(*WORDS, "-f", "csv").out == negpos("compare", *WORDS[1:], "-f", "csv").out
    assert "negpos brief russia ukraine -o brief.html" in negpos(*WORDS).out


def test_markdown_has_the_parts_the_rows_and_the_links_of_the_page(negpos: Negpos) -> None:
    shown = Page(negpos(*WORDS, "-f", "html").out)
    told = negpos(*WORDS, "-f", "md").out
    assert re.findall(r"^## (.*)$", told, re.M) == shown.headings[1:]
    links = set(re.findall(r"\]\(<([^>]*)>\)", told))
    assert links == {href for href, _ in shown.links if not href.startswith("#")}


# What is told, and what is not.


def test_a_brief_is_of_two_sides_and_of_texts_beside_parties(negpos: Negpos) -> None:
    third = negpos("brief", "russia", "ukraine", "us")
    assert (third.code, third.err) == (
        2,
        "negpos: 'us' is a third side; a brief is of two; behind them name texts\n",
    )
    beside = negpos("brief", "us-28-point", "ukraine", "e3-counter")
    assert (beside.code, beside.out) == (2, "")
    assert "texts are held against parties" in beside.err
    twice = negpos(*WORDS, "us-28-point", "28-point plan")
    assert (twice.code, twice.out) == (2, "")
    assert "'us-28-point' is named twice" in twice.err
    assert negpos("brief", "russia").code == 2
    assert "'nobody'" in negpos("brief", "russia", "nobody").err


def test_texts_that_are_named_change_nothing_but_their_own_part() -> None:
    sides = load("ukraine")
    without, beside = (
        json.loads(sides.brief("russia", "ukraine", *texts).text("json"))
        for texts in ((), ("us-ukraine-20-point", "three pillars"))
    )
    assert [text["text"] for text in beside["texts"]] == ["us-ukraine-20-point", "three-pillars"]
    for name in ("counts", "redlines", "gaps", "common", "since"):
        assert without[name] == beside[name]
    assert [i["stances"] for i in without["issues"]] == [i["stances"] for i in beside["issues"]]


def test_each_text_is_held_against_the_sides_as_plan_holds_it() -> None:
    sides = load("ukraine")
    told = json.loads(sides.brief("russia", "ukraine", "us-28-point").text("json"))
    plan = json.loads(sides.plan("us-28-point", "russia", "ukraine").text("json"))
    (text,) = told["texts"]
    assert text["nearer"] == plan["nearer"][0]
    for party, crossed in text["lines_crossed"].items():
        assert crossed == plan["totals"][party]["lines_crossed"]


def test_a_text_that_cannot_be_placed_is_none_of_the_lines_to_quote(negpos: Negpos) -> None:
    told = negpos(*WORDS, "us-28-point", "--issue", "army", "-f", "md").out
    before, _, after = told.partition("## 3 ")
    assert "28-point plan" not in before
    assert "No issue that it, Russia and Ukraine all address plainly" in after


def test_what_moved_is_what_since_tells() -> None:
    sides = load("ukraine")
    told = json.loads(sides.brief("russia", "ukraine", since="2026-05-01").text("json"))
    since = json.loads(sides.since("2026-05-01", "russia", "ukraine").text("json"))
    assert told["since"] == {"since": "2026-05-01", "parties": since["parties"]}
    usual = json.loads(sides.brief("russia", "ukraine").text("json"))
    assert usual["since"]["since"] == "2025-12-22"  # half a year before the record ends


def test_a_party_on_a_day_has_no_part_on_what_moved_nor_on_texts(negpos: Negpos) -> None:
    told = json.loads(negpos("brief", "russia@2025-06-02", "russia", "-f", "json").out)
    assert (told["since"], told["texts"]) == (None, [])
    headings = Page(negpos("brief", "russia@2025-06-02", "russia", "-f", "html").out).headings
    assert not [h for h in headings if "moved" in h or "Texts" in h]
    assert [int(h.partition(" ")[0]) for h in headings[1:]] == list(range(1, len(headings)))


def test_a_text_that_has_lapsed_is_told_to_have_from_the_day_on_which_that_was_known(
    negpos: Negpos,
) -> None:
    words = ("brief", "russia", "ukraine", "us-28-point", "-f", "md")
    assert "28-point plan, lapsed on 24 Dec 2025: nearer" in negpos(*words).out
    early = negpos(*words, "--as-of", "2025-12-03").out
    assert "lapsed" not in early
    plan = negpos("plan", "us-28-point", "russia", "ukraine", "--as-of", "2025-12-03").out
    assert "lapsed" not in plan


def two(*positions: Any, **fields: Any) -> Comparison:
    data = dossier(*positions, **fields)
    return compare([profile(data, "a"), profile(data, "b")])


def text(id_: str, holders: str, *asks: str, date: str = "2025-03-01", **fields: Any) -> Any:
    demands = [demand(1, issue=name, said=date, attribution="document") for name in asks]
    return position(id_, holders.split(), *demands, **{"status": "published", **fields})


ISSUES = [issue("t.i"), issue("t.j"), issue("t.k")]
BOTH = [
    position(f"{side}-said", [side], *(demand(place, issue=i.id) for i in ISSUES))
    for place, side in enumerate("ab")
]


def test_the_texts_on_the_table_are_the_young_ones_that_answer_most_and_no_sides_own() -> None:
    found = brief.texts(
        two(
            *BOTH,
            text("of-a", "a", "t.i", "t.j", "t.k"),
            text("joint", "a c", "t.i", "t.j"),
            text("old", "c", "t.i", "t.j", "t.k", date="2023-01-01"),
            text("word", "c", "t.i", status="statement"),
            text("off", "c", date="2025-03-02"),
            *(text(f"c{n}", "c", "t.i", date=f"2025-02-0{n}") for n in range(1, 7)),
            text("most", "c", "t.i", "t.j", "t.k", date="2025-01-15"),
            issues=ISSUES,
        )
    )
    assert found == ["most", "c4", "c5", "c6", "joint"]


def test_a_text_that_was_not_known_by_the_day_is_not_on_the_table() -> None:
    data = dossier(*BOTH, text("late", "c", "t.i", date="2025-06-01"), issues=ISSUES)
    early = Vantage(as_of="2025-05-31")
    compared = compare([profile(data, side, early) for side in "ab"])
    assert brief.texts(compared) == []
    assert brief.texts(compare([profile(data, side) for side in "ab"])) == ["late"]


def test_a_lapsed_text_is_still_on_the_table() -> None:
    ended = text("ended", "c", "t.i", ends=(End((), "2025-03-02", "2025-03-02", "over"),))
    assert brief.texts(two(*BOTH, ended, issues=ISSUES)) == ["ended"]


def test_room_lies_within_every_red_line_of_each_side() -> None:
    low = demand(2, accepts=Region(0, 3))
    held = two(
        position("a1", ["a"], demand(4, accepts=Region(2, 4)), demand(4, firmness="red-line")),
        position("b1", ["b"], low),
    )
    assert common(held) == ()
    wide = two(position("a1", ["a"], demand(4, accepts=Region(2, 4))), position("b1", ["b"], low))
    assert [ground.basis for ground in common(wide)] == ["room"]


def test_what_only_grade_c_says_is_no_line_drawn() -> None:
    weak = (Evidence("u", "page 1", "C"),)
    said = [
        position("a1", ["a"], demand(1)),
        position("a2", ["a"], demand(3, said="2025-02-01", firmness="red-line", evidence=weak)),
    ]
    (side,) = history.since(dossier(*said), ["a"], "2025-01-15", Vantage(), ["t.i"]).sides
    assert all(not change.drawn for change in side.changes)


def test_a_statement_has_the_number_of_its_best_source_and_the_address_of_one_that_has_it() -> None:
    paper, copy = Evidence("s", "p", "A"), Evidence("u", "p", "C", "https://c.example/1")
    span = said_span("words", (demand(1, evidence=(copy, paper)),))
    assert (span.source, span.link) == ("s", "https://c.example/1")


def test_an_age_narrows_every_part(negpos: Negpos) -> None:
    told = json.loads(negpos(*WORDS, "--max-age", "3m", "-f", "json").out)
    loud = {i["issue"] for i in told["issues"] if i["relation"] != "silent"}
    moved = {c["issue"] for side in told["since"]["parties"] for c in side["changes"]}
    nearer = {i for t in told["texts"] for named in t["nearer"]["issues"].values() for i in named}
    assert nearer <= loud
    assert len(moved) < 15


def test_nothing_is_told_of_texts_that_nobody_named(negpos: Negpos) -> None:
    words = (*WORDS, "--attribution", "official,document", "-f", "json")
    assert "is named" not in negpos(*words).err
    assert "us-28-point is named" in negpos(*words, "us-28-point").err


def test_a_question_on_words_that_contest_each_other_tells_whose_they_are(
    asked: tuple[Page, dict[str, Any]],
) -> None:
    shown, _ = asked
    questions = {row[0]: row[3] for row in shown.part("Gaps")}
    asked_of = "To Russia: does sanctions on Russia lifted hold, or part of them lifted at least"
    assert f"{asked_of} [reported, 15 Aug 2025]?" in questions["Sanctions"]


# The chart.


@given(low=st.floats(-50, 50), span=st.floats(1, 100), share=st.floats(-0.5, 1.5))
def test_a_figure_lies_on_its_track_where_it_lies_on_its_scale(
    low: float, span: float, share: float
) -> None:
    scale = quantity(low, low + span)
    assert chart.place(scale, low + share * span) == pytest.approx(min(1, max(0, share)), abs=1e-6)


@given(place=st.integers(0, 4))
def test_an_option_lies_on_its_track_where_the_scale_has_it(place: int) -> None:
    scale = ordinal("a", "b", "c", "d", "e")._replace(places=(0.0, 0.1, 0.2, 0.7, 1.0))
    assert chart.place(scale, place) == scale.places[place]


def tracks(*positions: Any, **fields: Any) -> tuple[Track, ...]:
    return chart.tracks(two(*positions, **fields))


def stands(*positions: Any) -> list[tuple[int, str, float, float]]:
    (track,) = tracks(*positions)
    return [tuple(stand) for stand in track.stands]


def test_a_track_shows_asks_vague_ones_preferences_and_where_red_lines_end() -> None:
    b = position("b1", ["b"], demand(4))
    assert stands(position("a1", ["a"], demand(1)), b) == [(0, "ask", 0.25, 0.25), (1, "ask", 1, 1)]
    vague = demand(Region(1, 2, vague=True))
    assert stands(position("a1", ["a"], vague), b)[0] == (0, "vague", 0.25, 0.5)
    assert stands(position("a1", ["a"], demand(1, firmness="preference")), b)[0][1] == "preference"
    line = demand(0, accepts=Region(0, 2), firmness="red-line")
    assert (0, "line", 0, 0.5) in stands(position("a1", ["a"], line), b)
    same = position("a2", ["a"], demand(0, accepts=Region(0, 2), firmness="red-line"))
    both = stands(position("a1", ["a"], line), same, b)
    assert [kind for _, kind, _, _ in both].count("line") == 1
    inner = demand(2, firmness="red-line")
    assert stands(position("a1", ["a"], inner), b).count((0, "line", 0.5, 0.5)) == 1


def test_an_end_that_does_not_belong_to_an_ask_is_not_reached() -> None:
    over = issue("t.q", quantity(0, 10))
    below = demand(Region(0, 10, is_below=True), issue="t.q")
    above = demand(Region(5, 10, is_above=True), issue="t.q")
    (track,) = tracks(position("a1", ["a"], below), position("b1", ["b"], above), issues=[over])
    (_, _, low, high), (_, _, start, end) = track.stands
    assert (low, end) == (0, 1)
    assert 0.9 < high < 1
    assert 0.5 < start < 0.6


def test_a_line_is_drawn_with_a_bar_at_each_end_beyond_which_the_scale_goes_on() -> None:
    def bars(low: int, high: int) -> int:
        allowed = demand(low, accepts=Region(low, high), firmness="red-line")
        found = tracks(position("a1", ["a"], allowed), position("b1", ["b"], demand(4)))
        grid = Grid("1 x", (), (Column("x"),), (Section("", ((Cell((Span("x"),)),),)),))
        told = page(Handout("x", (), (Part(grid, found),), ("A", "B")))
        return told.partition('<ol class="chart">')[2].count('class="limit"')

    assert [bars(0, 2), bars(2, 4), bars(1, 3), bars(2, 2), bars(0, 4)] == [1, 1, 2, 1, 0]


def test_only_scales_with_an_order_on_which_both_speak_have_a_track() -> None:
    scale = nominal("x", "y")
    spoken = [*ISSUES[:2], issue("t.n", scale), issue("t.q", quantity(10, 20))]
    found = tracks(
        position("a1", ["a"], demand(1), demand(1, issue="t.n"), demand(15, issue="t.q")),
        position("b1", ["b"], demand(2), demand(2, issue="t.n"), demand(20, issue="t.q")),
        issues=spoken,
    )
    assert [track.label for track in found] == ["t.i", "t.q"]
    assert (found[1].low, found[1].high) == ("10 units", "20 units")
    assert found[1].stands[0][2:] == (0.5, 0.5)


def test_a_track_is_told_in_words_with_the_lines_that_its_asks_do_not_tell() -> None:
    line = demand(2, firmness="red-line", accepts=Region(0, 3))
    (track,) = tracks(
        position("a1", ["a"], demand(0, firmness="red-line")), position("b1", ["b"], line)
    )
    assert track.words == (
        "A: a, which is a red line. B: c; red line: from “a” to “d”. From “a” to “e”"
    )


# What nobody would write.

_NASTY = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>\"'&"
_HEBREW = "\u05e9\u05dc\u05d5\u05dd"


def nasty() -> Handout:
    """A handout whose every word is hostile, or of 200 letters, or runs from right to left."""
    long = "x" * 200
    words = [
        Span(_NASTY, "line", link="https://example.org/" + "a" * 300),
        Span(long),
        Span(_HEBREW),
    ]
    words += [Span("seen", link="javascript:alert(1)"), Span(" 1", "source", source="s")]
    grid = Grid(
        f"1 {_NASTY}",
        (_NASTY, long),
        (Column(_NASTY, share=0), Column(_HEBREW), Column(long)),
        (Section(_NASTY, ((Cell((Span(long),)), Cell(tuple(words)), Cell((Span(_NASTY),))),)),),
    )
    track = Track(_NASTY, long, _HEBREW, (0, 1), (), "gap", _NASTY, f"{_NASTY}{_HEBREW}")
    lines = Grid("2 lines", (_NASTY, _HEBREW), (), ())
    return Handout(
        _NASTY, (_HEBREW,), (Part(grid), Part(grid, (track,)), Part(lines)), (_NASTY, long), _NASTY
    )


def test_hostile_words_stay_words_in_page_and_markdown() -> None:
    told = page(nasty())
    shown = Page(told)
    assert not {"script", "img"} & set(shown.tags)
    assert [href for href, _ in shown.links if href.startswith("javascript")] == []
    assert f"<bdi>{_HEBREW}</bdi>" in told
    assert f"<bdi>{_HEBREW}</bdi>, 10 Feb 2025" in page(
        nasty()._replace(preface=(f"{_HEBREW}, 10 Feb 2025",))
    )
    assert "<bdi>" not in "".join(re.findall(r'"[^"]*"', told))
    assert not re.search(r"(?<!\\)<[a-z/](?!up>|sup>)", several(nasty()).replace("](<", "]("))


def test_two_sides_that_share_no_issue_have_a_page_that_says_so(negpos: Negpos) -> None:
    shown = Page(negpos("brief", "nato", "un", "--issue", "monitoring", "-f", "html").out)
    assert "There is no issue that both sides address." in shown.words
    assert "No source is cited." in shown.words
    assert shown.headings[0] == "NATO and United Nations: what each side asks"


@pytest.mark.parametrize("name", ["folder", "missing/brief.html", "brief.docy"])
def test_what_cannot_be_written_is_told_and_nothing_is_lost(
    name: str, negpos: Negpos, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    done = negpos(*WORDS, "-o", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("negpos: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder"]


# In a browser.


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(load("ukraine").brief("russia", "ukraine").text("html"), "utf-8")
    return path


@pytest.mark.browser
def test_the_first_four_parts_are_two_sheets_of_paper(browser: Browser, file: Path) -> None:
    browser.open(file)
    sheets = browser.printed()
    assert "1 In thirty seconds" in sheets[0]
    assert "4 Gaps, and the question to put" in sheets[1]
    assert "5 Agreed, agreed if, and room" in sheets[2]
    rows = browser.ask(
        "[...document.querySelectorAll('section')[3].querySelectorAll('tbody th[scope=row]')]"
        ".map(e => e.textContent)"
    )
    after = sheets[2].partition("5 Agreed")[0]
    assert [name for name in rows if name in after] == []


@pytest.mark.browser
def test_nothing_is_wider_than_a_phone_and_the_page_wants_nothing(
    browser: Browser, file: Path
) -> None:
    for dark in (False, True):
        browser.open(file, PHONE, dark=dark)
        assert browser.overflow() <= 0
        assert browser.complaints() == []
    wide = browser.ask(
        "[...document.querySelectorAll('main *')].filter(e => "
        "e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg'))"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert wide == []


@pytest.mark.browser
def test_hostile_words_run_nothing_and_break_no_layout(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "nasty.html"
    path.write_text(page(nasty()), "utf-8")
    browser.open(path, PHONE)
    assert "broken" in browser.ask("document.title")  # as a word of its own title
    assert browser.ask("document.title") != "broken"
    assert browser.ask("document.querySelectorAll('script, img').length") == 0
    assert browser.overflow() <= 0
    assert browser.complaints() == []


_CONTRAST = """
(() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const under = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length == 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || e.closest('.hidden')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(under(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([walk.currentNode.textContent.slice(0, 30), ratio]); }
  return low; })()
"""


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_every_word_stands_out_from_what_is_behind_it(
    dark: bool, browser: Browser, file: Path
) -> None:
    browser.open(file, dark=dark)
    assert browser.ask(_CONTRAST) == []


@pytest.mark.browser
def test_a_page_can_be_heard_headings_rows_and_tracks(browser: Browser, file: Path) -> None:
    browser.open(file)
    levels = browser.ask("[...document.querySelectorAll('h1,h2')].map(e => e.tagName)")
    assert levels[0] == "H1"
    assert set(levels[1:]) == {"H2"}
    assert browser.ask("document.querySelectorAll('tbody tr > td:first-child').length") == 0
    assert browser.ask("document.querySelectorAll('thead th:not([scope=col])').length") == 0
    silent = browser.ask(
        "[...document.querySelectorAll('svg')].filter(e => !e.closest('[role=img]')"
        " && !e.closest('[aria-hidden]')).length"
    )
    assert silent == 0
    browser.open(file, PHONE)
    roles = browser.ask("[...document.querySelectorAll('table')].map(e => e.getAttribute('role'))")
    assert set(roles) == {"table"}


@pytest.mark.browser
def test_marks_lie_within_their_track_where_the_data_say(browser: Browser, file: Path) -> None:
    browser.open(file)
    drawn = browser.ask(
        "[...document.querySelectorAll('.chart li')].map(li => { const box = li.querySelector("
        "'.base').getBoundingClientRect(); return [li.querySelector('.name').textContent, "
        "[...li.querySelectorAll('.s0 .mark')].map(m => { const r = m.getBoundingClientRect(); "
        "return (r.left + r.width / 2 - box.left) / box.width; })]; })"
    )
    answer = load("ukraine").brief("russia", "ukraine").found
    for track, (name, places) in zip(chart.tracks(answer.comparison), drawn, strict=True):
        assert track.label == name
        marks = [s for s in track.stands if s.side == 0 and s.kind in ("ask", "preference")]
        told = [s.low for s in marks if s.low == s.high]
        assert places == pytest.approx(told, abs=0.01)
