"""A page to prepare with: it tells what `compare` tells, on every day and of every pair, and
nothing in a dossier can make it do more."""

import json
import re
import tomllib
from fnmatch import fnmatch
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings

import negpos
from negpos import comparison, frames, terminal
from negpos.api import Negotiation
from negpos.dossier import Dossier, End, Evidence
from negpos.profiles import Vantage, profile
from negpos.terms import RELATIONS
from negpos.view import compare as view
from negpos.view import why, wording
from negpos.view.stance import stance_cell

from .browser import DESK, PHONE, Browser
from .conftest import ROOT, Negpos
from .drawn import dossiers
from .factory import demand, dossier, issue, position
from .paged import Read, Row, data_of

MOST = 400_000
"""Bytes of the page of the shipped dossier."""
DELTA = str(ROOT / "tests" / "delta")
LAKE = str(ROOT / "tests" / "lake")


@pytest.fixture(scope="module")
def ukraine() -> Dossier:
    return negpos.load("ukraine").dossier


@pytest.fixture(scope="module")
def html() -> str:
    return negpos.load("ukraine").page().found


@pytest.fixture(scope="module")
def read(html: str) -> Read:
    return Read(data_of(html))


negpos_of = negpos.load


def page_of(values: Dossier) -> str:
    """The page of a dossier made of values."""
    return Negotiation(values).page().found


def months(values: Dossier) -> list[str]:
    """The last day of each month on record, of the last month that of the record."""
    said = [d.known for d in values.demands()]
    return list(frames.month_ends(min(said), values.last_date()))


def compared(values: Dossier, day: str) -> dict[tuple[str, str], comparison.Comparison]:
    """Every two parties as ``compare --as-of`` holds them against each other."""
    sides = [profile(values, party, Vantage(as_of=day)) for party in values.parties]
    return {(a.id, b.id): comparison.compare([a, b]) for a, b in combinations(sides, 2)}


def printed(found: comparison.Comparison) -> dict[str, Row]:
    """What ``compare --full`` prints of every issue, be it silent, and beside it."""
    issues = {issue.label: issue.id for issue in found.dossier.issues.values()}
    told = {}
    for section in view.report(found, RELATIONS).grid().sections:
        for label, left, right, relation in section.rows:
            id_ = issues[label.text]
            _, *beside = relation.text.split("\n")
            words = found.pairs[0].standings[id_].relation, *beside
            told[id_] = Row(left.text, right.text, words)
    return told


def hold(read: Read, values: Dossier, day: str) -> int:
    """Fails where the page tells anything else than ``compare`` of a day; how many rows it had."""
    place, count = read.day(day), 0
    for (one, other), found in compared(values, day).items():
        if (one, other) not in read.pairs:
            quiet = [p for p in (one, other) if p not in read.parties]
            sides = [side for side in found.profiles if side.id in quiet]
            assert quiet, (one, other, day)
            assert not any(s.has_words for side in sides for s in side.stances.values())
            continue
        expected = printed(found)
        assert read.rows(one, other, place) == expected, (one, other, day)
        assert read.head(one, other, place) == view.counts_lines(found), (one, other, day)
        count += len(expected)
    return count


# The same as compare.


@pytest.mark.parametrize("name", [DELTA, LAKE])
def test_a_page_tells_of_every_pair_and_month_what_compare_tells(name: str) -> None:
    values = negpos.load(name).dossier
    read = Read(data_of(page_of(values)))
    shown = [day for day in months(values) if day >= read.days[0]]
    assert len(shown) >= len(read.days) > 2
    assert sum(hold(read, values, day) for day in shown) > 20


@given(dossiers(least=2))
@settings(max_examples=40)
def test_no_rule_makes_a_page_and_compare_differ(values: Dossier) -> None:
    read = Read(data_of(page_of(values)))
    for day in months(values):
        if read.days and day >= read.days[0]:
            hold(read, values, day)


@pytest.mark.parametrize("day", ["2015-02-28", "2022-04-30", "2025-11-30", "2026-06-22"])
def test_the_shipped_page_tells_of_every_pair_what_compare_tells(
    day: str, read: Read, ukraine: Dossier
) -> None:
    assert hold(read, ukraine, day) > 100


@pytest.mark.browser
def test_the_shipped_page_tells_of_every_pair_and_month_what_compare_tells(
    read: Read, ukraine: Dossier
) -> None:
    shown = [day for day in months(ukraine) if day >= read.days[0]]
    assert set(read.days) < set(shown)
    for day in shown:
        if day in read.days:
            assert hold(read, ukraine, day)
            continue
        for pair, found in compared(ukraine, day).items():  # a month like the one before it
            rows = read.rows(*pair, read.day(day)) if pair in read.pairs else {}
            assert {i: row.relation[0] for i, row in rows.items()} == {
                i: standing.relation for i, standing in found.pairs[0].standings.items()
            }


def test_the_last_day_is_the_end_of_the_record_and_stands_as_compare_stands_today(
    read: Read, ukraine: Dossier
) -> None:
    assert read.days[-1] == ukraine.last_date()
    today = negpos.load("ukraine").compare("russia", "ukraine").found
    assert read.rows("russia", "ukraine", len(read.days) - 1) == printed(today)


def test_a_month_begins_where_two_parties_first_speak_and_one_like_the_last_is_left_out(
    read: Read, ukraine: Dossier
) -> None:
    first = read.days[0]
    before = [day for day in months(ukraine) if day < first]
    for day in before[-1:]:
        sides = [profile(ukraine, p, Vantage(as_of=day)) for p in ukraine.parties]
        assert sum(any(s.speaks for s in side.stances.values()) for side in sides) < 2
    assert "1996-01-31" not in read.days
    for one, other in pairwise(range(len(read.days))):
        told = [
            [[read.cell(party, i, place) for i in read.issues] for party in read.parties]
            for place in (one, other)
        ]
        heads = [[read.head(*pair, place) for pair in read.pairs] for place in (one, other)]
        assert (told[0], heads[0]) != (told[1], heads[1]) or other == len(read.days) - 1


def test_a_word_that_grows_old_makes_a_month_of_its_own() -> None:
    values = dossier(
        position("one", ["a"], demand(0, said="2025-01-10")),
        position("two", ["b"], demand(4, said="2025-01-20")),
        position("end", ["c"], demand(2, said="2025-06-20")),
    )._replace(fresh_for="90d")
    read = Read(data_of(page_of(values)))
    assert read.days == ["2025-01-31", "2025-04-30", "2025-06-20"]
    assert "over 90 days old" in read.text(read.cell("a", "t.i", 1))
    assert hold(read, values, "2025-03-31")


@pytest.mark.parametrize(
    ("day", "known"), [("2025-03-10", "2025-05-10"), ("2025-05-10", "2025-03-10")]
)
def test_a_text_that_ends_or_is_known_to_makes_a_month_of_its_own(day: str, known: str) -> None:
    values = dossier(
        position("one", ["a"], demand(0, said="2025-01-10"), ends=(End((), day, known, "over"),)),
        position("two", ["b"], demand(4, said="2025-01-20")),
        position("end", ["c"], demand(2, said="2025-06-20")),
    )
    read = Read(data_of(page_of(values)))
    assert read.days == ["2025-01-31", "2025-05-31", "2025-06-20"]
    assert all(hold(read, values, month) for month in months(values))


def test_saying_the_same_again_and_growing_old_are_told_as_the_same_stance() -> None:
    values = dossier(
        position("one", ["a"], demand(0, said="2025-01-10")),
        position("two", ["b"], demand(4, said="2025-01-20")),
        position("again", ["a"], demand(0, said="2025-02-20")),
        position("three", ["a"], demand(1, said="2025-03-20")),
        position("end", ["c"], demand(2, said="2025-05-20")),
    )._replace(fresh_for="90d")
    read = Read(data_of(page_of(values)))
    told = {}
    for party in ("a", "b"):
        ((_, *run),) = read.data["sides"][read.parties.index(party)]
        for at in range(0, len(run), 3):
            if run[at + 2]:
                words, before, is_still = read.data["changes"][run[at + 2]]
                told[party, read.days[run[at]]] = read.word(words), read.word(before), is_still
    assert told == {
        ("a", "2025-02-28"): ("said again", "", 1),
        ("a", "2025-03-31"): ("moved, 1 of 4 steps", "a", 0),
        ("b", "2025-04-30"): ("now over 90 days old", "", 1),
    }


def test_an_issue_of_which_nobody_speaks_is_not_in_the_page() -> None:
    values = dossier(
        position("one", ["a"], demand(0)),
        position("two", ["b"], demand(4)),
        issues=[issue("t.h"), issue(), issue("t.j")],
    )
    assert Read(data_of(page_of(values))).issues == ["t.i"]


def test_what_changed_is_told_by_the_words_of_since(read: Read, ukraine: Dossier) -> None:
    place = read.days.index("2025-11-30")
    run = read.cells[read.parties.index("us")][read.issues.index("territory.donetsk")]
    (changed,) = [run[at + 2] for at in range(0, len(run), 3) if run[at] == place]
    words, before, is_still = read.data["changes"][changed]
    assert (read.word(words), read.word(before), is_still) == ("first word", "", 0)
    run = read.cells[read.parties.index("us")][read.issues.index("territory.principle")]
    (changed,) = [run[at + 2] for at in range(0, len(run), 3) if run[at] == place]
    words, before, is_still = read.data["changes"][changed]
    assert read.word(words) == "moved, 1 of 2 steps"
    was = read.text(read.cell("us", "territory.principle", place - 1))
    assert was.startswith(read.word(before))


def test_every_printed_change_and_none_else_is_marked(read: Read) -> None:
    for party, runs in zip(read.parties, read.cells, strict=True):
        for at, run in runs.items():
            issue_id = read.issues[at]
            for n in range(0, len(run), 3):
                place, _, changed = run[n : n + 3]
                if place == 0:
                    continue
                before, after = (read.cell(party, issue_id, p) for p in (place - 1, place))
                if read.text(before) != read.text(after):
                    assert changed, (party, issue_id, read.days[place])


# Evidence.


def cited_in(read: Read, row: list[Any]) -> list[tuple[str, ...]]:
    """The sources of a statement of the page: publisher, date, grade, place and address."""
    found = []
    for source, at in zip(row[7::2], row[8::2], strict=True):
        *words, address = read.data["sources"][source]
        link = read.address(address) if address else ""
        found.append((*map(read.word, words), read.word(at), link))
    return found


def cited_by(values: Dossier, piece: Evidence) -> tuple[str, ...]:
    """The same of the dossier."""
    source = values.sources[piece.source]
    return source.publisher, wording.day(source.date), source.grade, piece.at, source.url


def test_the_evidence_of_a_cell_tells_all_that_speaks_with_every_source(
    read: Read, ukraine: Dossier
) -> None:
    place = len(read.days) - 1
    count = 0
    for party in read.parties:
        side = profile(ukraine, party)
        for id_, stance in side.stances.items():
            if id_ not in read.issues:
                assert not stance.has_words
                continue
            cell = read.cell(party, id_, place)
            assert read.text(cell) == stance_cell(ukraine.issues[id_], side).text
            told = [read.data["demands"][place] for place in cell[1][1::2]]
            held = {(row[0], *map(read.word, row[1:5])): cited_in(read, row) for row in told}
            lines = [line.demand for line in stance.lines]
            for said in (*stance.asks, *stance.again, *stance.contested, *lines):
                who = why.speaker(ukraine, said), why.when(said), why.manner(said)
                told_as = said.firmness
                row = held[(said.text, *who, told_as)]
                assert row == [cited_by(ukraine, piece) for piece in said.evidence]
                count += 1
    assert count > 300


def test_only_sources_that_are_cited_stand_in_the_page(read: Read) -> None:
    data = read.data
    cited = {source for row in data["demands"] for source in row[7::2]}
    assert cited == set(range(len(data["sources"])))
    behind = {row for cell in data["cells"] for row in cell[1][1::2]}
    assert behind == set(range(len(data["demands"])))


# One file, small, the same again, and alone.


def test_the_shipped_page_is_small(html: str) -> None:
    assert len(html.encode()) <= MOST


def test_a_page_is_the_same_again_and_whenever_it_is_made(negpos: Negpos) -> None:
    first = negpos("page", "-d", DELTA)
    later = negpos("page", "-d", DELTA, SOURCE_DATE_EPOCH="1990000000")
    assert first.out == later.out
    assert first.out.startswith("<!doctype html>")
    assert (first.code, first.err) == (0, "")


def test_a_page_is_the_same_in_every_process(negpos_process: Negpos) -> None:
    one, other = (negpos_process("page", "-d", DELTA, PYTHONHASHSEED=seed) for seed in "12")
    assert one.out == other.out != ""


def test_a_party_that_says_nothing_that_counts_is_not_offered() -> None:
    values = dossier(
        position("one", ["a"], demand(0)),
        position("two", ["b"], demand(4)),
        position("three", ["c"], demand(2, attribution="anonymous", issue="t.j")),
        issues=[issue(), issue("t.j")],
    )
    read = Read(data_of(Negotiation(values).page(attribution="official").found))
    assert (read.parties, read.issues) == (["a", "b"], ["t.i"])
    assert Read(data_of(page_of(values))).parties == ["a", "b", "c"]


def test_a_page_loads_nothing_and_runs_its_one_script_only(html: str) -> None:
    found: list[tuple[str, dict[str, str | None]]] = []
    reader = HTMLParser()
    # a method set on one reader alone is shorter than a class of its own
    reader.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))  # type: ignore[method-assign]
    reader.feed(html)
    for tag, attributes in found:
        assert not {"src", "href", "srcset", "action", "data", "style"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    tags = [tag for tag, _ in found]
    assert (tags.count("script"), tags.count("style"), tags.count("link")) == (2, 1, 0)
    policy = next(a["content"] for t, a in found if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    assert not re.search(r"url\(|@import", style[1])


def test_the_script_makes_no_html_of_words() -> None:
    script = (ROOT / "negpos" / "render" / "page.js").read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|DOMParser"
        r"|fetch|XMLHttp|import\(|WebSocket|localStorage|setAttribute\(\"(?:on|style)",
        script,
    )


def test_the_files_of_the_page_go_where_the_package_goes() -> None:
    """The wheel holds all of the package that git does not leave out."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert told["targets"]["wheel"]["packages"] == ["negpos"]
    assert "exclude" not in told | told["targets"]["wheel"]
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    for ending in ("html", "css", "js"):
        file = ROOT / "negpos" / "render" / f"page.{ending}"
        assert file.is_file()
        assert not any(fnmatch(file.name, pattern) for pattern in ignored)


# Told on the command line, and from Python.


def test_a_page_is_written_and_its_size_told(negpos: Negpos, tmp_path: Path) -> None:
    done = negpos("page", "-d", DELTA, "-o", "page.html")
    size = (tmp_path / "page.html").stat().st_size
    assert (done.out, done.code) == ("", 0)
    assert done.err == f"negpos: wrote page.html, {size / 1000:,.0f} KB\n"
    piped = negpos("page", "-d", DELTA).out
    assert (tmp_path / "page.html").read_text("utf-8") == piped
    assert negpos("page", "-d", DELTA, "-f", "html", "-o", "-").out == piped


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("-o", "no/such/page.html"), "cannot write 'no/such/page.html' (no such file"),
        (("-o", "page.csv"), "a page is HTML, not csv; end the file in .html, without --format"),
        (("-f", "json"), "a page is HTML, not json; end the file in .html"),
        (("-f", "pdf"), "there is no format 'pdf'"),
        (("-o", "page.toml"), "a report is no TOML"),
        (("--issue", "nothing-like-it"), "no issue is called 'nothing-like-it'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    words: tuple[str, ...], line: str, negpos: Negpos, tmp_path: Path
) -> None:
    done = negpos("page", "-d", DELTA, *words)
    assert (done.out, done.code) == ("", 2)
    assert done.err.startswith(f"negpos: {line}")
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_gets_no_page_but_the_line_to_type(
    negpos: Negpos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "_is_terminal", lambda: True)
    for words in ((), ("-o", "-")):
        done = negpos("page", *words)
        line = "a page is for a browser; write it to a file: negpos page -o page.html"
        assert (done.out, done.err, done.code) == ("", f"negpos: {line}\n", 2)


def test_python_gets_the_page_that_the_command_line_writes(negpos: Negpos) -> None:
    words = ("--joint", "beside", "--attribution", "official,document", "--issue", "dam,crops")
    told = negpos("page", "-d", DELTA, *words).out
    options: Any = {"joint": "beside", "attribution": "official,document", "issue": "dam,crops"}
    answer = negpos_of(DELTA).page(**options)
    own, typed = Read(data_of(answer.found)), Read(data_of(told))
    assert typed.data.pop("option").startswith(f" -d {DELTA} --attribution ")
    assert own.data.pop("option") == " --attribution official,document --joint beside"
    assert own.data == typed.data
    assert [issue_id.partition(".")[2] for issue_id in own.issues] == ["dam", "crops"]
    assert own.data["narrowed"].startswith("Narrowed to: statements official, document; joint")
    assert answer.text("csv").startswith("a,b,counts\r\nHill,Vale,")
    assert "In the end" in answer.text()


def test_a_page_narrowed_to_issues_and_attributions_tells_what_compare_tells_of_them() -> None:
    read = Read(data_of(negpos_of(DELTA).page(issue="dam,crops", joint="beside").found))
    for day in read.days:
        for pair in read.pairs:
            given: Any = {"as_of": day, "issue": "dam,crops", "joint": "beside"}
            found = negpos_of(DELTA).compare(*pair, **given).found
            assert read.rows(*pair, read.day(day)) == printed(found), (pair, day)


@pytest.mark.parametrize(
    "values",
    [
        dossier(),
        dossier(position("one", ["a"], demand(0))),
        dossier(
            position("one", ["a"], demand(0)),
            position("two", ["b"], demand(0, issue="t.j")),
            issues=[issue(), issue("t.j")],
        ),
    ],
    ids=["of nobody", "of one party", "of nothing shared"],
)
def test_where_no_two_parties_share_an_issue_a_page_says_so(values: Dossier) -> None:
    told = page_of(values)
    assert data_of(told)["start"] == []
    assert "No two parties on record speak on the same issue" in told


def test_progress_is_told_in_months() -> None:
    heard: list[tuple[int, int]] = []
    values = negpos_of(DELTA).dossier
    shown = list(frames.frames(values, values.issues, tell=lambda *told: heard.append(told)))
    count = len(months(values))
    assert heard == [(done, count) for done in range(1, count + 1)]
    assert 0 < len(shown) < count


# Hostile data stay data.

BAD = "</script><img src=x onerror=document.title='ran'> \"'`${1+1}<!--"
LONG = "Langer" * 40
RIGHT_TO_LEFT = "אבג דהו (2025)"


def hostile() -> Dossier:
    """A dossier whose every text would be more than text in a page that did not take care."""
    said: dict[str, Any] = {"text": BAD, "label": BAD, "condition": BAD, "speaker": BAD}
    evidence = (Evidence("s", BAD, "A", "javascript:document.title='ran'"),)
    values = dossier(
        position("one", ["a"], demand(0, **said, evidence=evidence, firmness="red-line")),
        position("two", ["b"], demand(4, **said, evidence=evidence, called=BAD)),
        position("old", ["b"], demand(4, text="old", said="2024-03-01")),
        position("three", ["c"], demand(2, said="2025-03-01", text=RIGHT_TO_LEFT)),
        issues=[issue()._replace(label=BAD, question=BAD)],
    )
    names = {"a": BAD, "b": LONG, "c": RIGHT_TO_LEFT}
    sources = {
        id_: source._replace(publisher=BAD, title=BAD, url="javascript:document.title='ran'")
        for id_, source in values.sources.items()
    }
    return values._replace(
        title=BAD,
        parties={id_: party._replace(name=names[id_]) for id_, party in values.parties.items()},
        themes={id_: theme._replace(title=BAD) for id_, theme in values.themes.items()},
        sources=sources,
    )


def test_hostile_words_end_no_script_and_become_no_link() -> None:
    told = page_of(hostile())
    assert told.count("</script>") == 2
    assert "<img" not in told
    assert "&lt;/script&gt;&lt;img" in told  # its title, before the script has run
    data = data_of(told)
    assert data["title"] == BAD
    assert data["addresses"] == [""]
    assert {name for _, name in data["parties"]} == {BAD, LONG, RIGHT_TO_LEFT}


def test_no_sign_that_cannot_be_seen_reaches_a_page() -> None:
    values = dossier(
        position("one", ["a"], demand(0, text="a\x1b[31m \u202eb \ud800", speaker="\x07")),
        position("two", ["b"], demand(4)),
    )
    told = page_of(values)
    assert all(sign == "\n" or sign.isprintable() for sign in told)
    assert "\\\\x1b[31m \\\\u202eb \\\\ud800" in told


# In a browser.


@pytest.fixture(scope="module")
def at_hand(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped page in a file."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(html, "utf-8")
    return path


_ROWS = """[...document.querySelectorAll('tr[data-issue]')].map(row => {
  const told = [...row.querySelectorAll('.told')].map(cell => cell.innerText);
  const beside = [...row.querySelectorAll('.relation > p:not(.mark)')].map(p => p.innerText);
  return [row.dataset.issue, ...told, row.dataset.relation, ...beside];
})"""


def rows_of(browser: Browser) -> dict[str, list[str]]:
    """What the table shows of every issue: both cells, the relation, and what is beside it."""
    rows = browser.ask(_ROWS)
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: row[1:] for row in rows}


def text_of(browser: Browser, id_: str) -> str:
    return str(browser.ask("document.getElementById(arguments[0]).innerText", id_))


def focus(browser: Browser, id_: str) -> None:
    browser.ask("document.getElementById(arguments[0]).focus()", id_)


def address(browser: Browser) -> str:
    return str(browser.ask("location.hash"))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        ("russia", "ukraine", "2026-06-22"),
        ("ukraine", "russia", "2022-04-30"),
        ("us", "europe", "2025-11-30"),
        ("russia", "us", "2025-02-28"),
        ("un", "china", "2024-06-30"),
    ],
)
def test_the_table_of_the_page_is_that_of_compare(
    one: str, other: str, day: str, browser: Browser, at_hand: Path, negpos: Negpos
) -> None:
    browser.open(at_hand, at=f"#a={one}&b={other}&on={day}")
    shown = rows_of(browser)
    told = json.loads(negpos("compare", one, other, "--as-of", day, "-f", "json").out)
    assert {id_: row[2] for id_, row in shown.items()} == {
        row["issue"]: row["relation"] for row in told["issues"]
    }
    for row in told["issues"]:
        for cell, side in zip(shown[row["issue"]], (one, other), strict=False):
            stance = row["stances"][side]
            assert stance is None or stance["words"] in cell, (row["issue"], side)
    found = negpos_of("ukraine").compare(one, other, as_of=day).found
    for id_, row in printed(found).items():
        reason = found.pairs[0].standings[id_].reason
        assert shown[id_][:3] == [row.left, row.right, row.relation[0]]
        assert [line for line in shown[id_][3:] if line != reason] == list(row.relation[1:])
    counts = text_of(browser, "head"), text_of(browser, "caveat")
    assert " ".join(counts).split() == " ".join(view.counts_lines(found)).split()
    assert browser.complaints() == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(
    "at", ["", "#a=us&b=ukraine&on=2025-11-30&open=territory.donetsk:us,forces.personnel:ukraine"]
)
def test_the_page_is_no_wider_than_its_window_and_all_its_words_stand_out(
    size: tuple[int, int], is_dark: bool, at: str, browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, size, dark=is_dark, at=at)
    assert browser.ask("matchMedia('(prefers-color-scheme: dark)').matches") == is_dark
    assert browser.overflow() == 0
    assert browser.faint() == []
    assert len(rows_of(browser)) > 50
    assert browser.complaints() == []


@pytest.mark.browser
def test_words_are_found_in_any_spelling_in_names_and_in_what_was_said(
    browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    everything = rows_of(browser)
    focus(browser, "words")
    browser.type("ryabkov")
    found = rows_of(browser)
    assert 0 < len(found) < len(everything)
    assert "territory.donetsk" in found
    assert text_of(browser, "status").startswith(f"As of 22 Jun 2026: {len(found)} of ")
    assert address(browser).endswith("&words=ryabkov")
    browser.type(" zzz")
    assert rows_of(browser) == {}
    assert "No issue matches" in text_of(browser, "none")
    focus(browser, "all")
    browser.type("\ue007")
    assert rows_of(browser) == everything
    assert browser.ask("document.activeElement.id") == "words"
    browser.type("DONÉTSK")
    assert "territory.donetsk" in rows_of(browser)
    assert len(rows_of(browser)) < len(everything)


@pytest.mark.browser
def test_relations_themes_and_what_changed_narrow_the_table(
    browser: Browser, at_hand: Path, ukraine: Dossier
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine&on=2025-11-30")
    everything = rows_of(browser)
    focus(browser, "relation-deadlock")
    browser.type(" ")
    focus(browser, "relation-crossing")
    browser.type(" ")
    wanted = {"deadlock", "crossing"}
    assert rows_of(browser) == {i: r for i, r in everything.items() if r[2] in wanted}
    pressed = "[...document.querySelectorAll('.chip[aria-pressed=true]')].map(chip => chip.id)"
    assert browser.ask(pressed) == ["relation-deadlock", "relation-crossing"]
    assert "relations=deadlock%2Ccrossing" in address(browser)
    browser.open(at_hand, at="#a=russia&b=ukraine&on=2025-11-30&theme=territory")
    issues = ukraine.issues
    assert rows_of(browser) == {
        i: row for i, row in everything.items() if issues[i].theme == "territory"
    }
    browser.open(at_hand, at="#a=russia&b=ukraine&on=2025-11-30")
    focus(browser, "changed")
    browser.type(" ")
    framed = (
        "[...document.querySelectorAll('tr[data-issue]')].every(row =>"
        " row.querySelector('.changed:not(.still)') && row.querySelector('.mark'))"
    )
    assert browser.ask(framed)
    found = rows_of(browser)
    assert 0 < len(found) < len(everything)
    assert f"({len(found)})" in text_of(browser, "changed-count")
    counts = {name: sum(row[2] == name for row in everything.values()) for name in RELATIONS}
    for name, count in counts.items():
        assert text_of(browser, f"relation-{name}").split()[-1] == str(count)


@pytest.mark.browser
@pytest.mark.parametrize("day", ["2022-04-30", "2025-11-30", "2026-06-22"])
def test_what_changed_is_framed_and_said_in_words_and_nothing_else_is(
    day: str, browser: Browser, at_hand: Path, read: Read
) -> None:
    browser.open(at_hand, at=f"#a=russia&b=ukraine&on={day}")
    script = """[...document.querySelectorAll('td.stance')].map(cell => [
      cell.closest('tr').dataset.issue, cell.dataset.side, cell.className,
      (cell.querySelector('.mark') || {innerText: ''}).innerText])"""
    place = read.days.index(day)
    since = read.data["days"][place][2]
    wanted = {}
    for party, name in (("russia", "Russia"), ("ukraine", "Ukraine")):
        for at, run in read.cells[read.parties.index(party)].items():
            for n in range(0, len(run), 3):
                if run[n] == place and run[n + 2]:
                    words, before, is_still = read.data["changes"][run[n + 2]]
                    told = f"since {since}: {read.word(words)}"
                    told += f"; before: {read.word(before)}" if before else ""
                    told = told if is_still else f"changed {told}"
                    wanted[read.issues[at], name] = told, bool(is_still)
    shown = browser.ask(script)
    assert {
        (issue_id, side): (mark, "still" in frame.split())
        for issue_id, side, frame, mark in shown
        if "changed" in frame.split()
    } == wanted
    assert all(bool(mark) == ("changed" in frame.split()) for _, _, frame, mark in shown)
    relations = browser.ask(
        "[...document.querySelectorAll('td.relation.changed')].map(cell =>"
        " [cell.closest('tr').dataset.issue, cell.querySelector('.mark').innerText])"
    )
    before, after = (read.rows("russia", "ukraine", p) for p in (place - 1, place))
    assert dict(relations) == {
        i: f"was {wording.SIGNS[r]} {wording.relation(r)} on {since}"
        for i, row in after.items()
        if i in before and (r := before[i].relation[0]) != row.relation[0]
    }
    assert wanted


@pytest.mark.browser
def test_the_order_is_by_relation_or_by_theme(
    browser: Browser, at_hand: Path, ukraine: Dossier
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    by_relation = rows_of(browser)
    places = [RELATIONS.index(row[2]) for row in by_relation.values()]
    assert places == sorted(places)
    browser.open(at_hand, at="#a=russia&b=ukraine&order=theme")
    themes = [ukraine.issues[i].theme for i in rows_of(browser)]
    assert themes == sorted(themes, key=list(ukraine.themes).index)
    assert rows_of(browser) == by_relation


@pytest.mark.browser
def test_the_slider_goes_month_by_month_from_the_keyboard(
    browser: Browser, at_hand: Path, read: Read
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    focus(browser, "day")
    browser.type("\ue012", "\ue012")  # twice the arrow to the left
    day = read.days[-3]
    assert f"on={day}" in address(browser)
    assert f"as known on {wording.day(day)}, record ends 22 Jun 2026" in text_of(browser, "where")
    told = browser.ask("document.getElementById('day').getAttribute('aria-valuetext')")
    assert told == wording.day(day) == text_of(browser, "day-words")
    assert text_of(browser, "status").startswith(f"As of {told}: all ")
    browser.type("\ue011")  # the first
    assert f"on={read.days[0]}" in address(browser)
    assert "the record begins here" in text_of(browser, "status")
    assert browser.ask("document.querySelectorAll('.mark').length") == 0
    assert browser.ask("document.getElementById('earlier').disabled")
    browser.type("\ue010")  # the last
    assert "on=" not in address(browser)


@pytest.mark.browser
def test_what_is_chosen_comes_back_from_the_address_and_by_the_back_button(
    browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    first = rows_of(browser)
    for id_, value in (("b", "us"), ("theme", "territory"), ("day", "30")):
        browser.ask(
            "(e => { e.value = arguments[1]; e.dispatchEvent(new Event('change')); })"
            "(document.getElementById(arguments[0]))",
            id_,
            value,
        )
    there, shown = address(browser), rows_of(browser)
    assert shown != first
    browser.open(at_hand, at=there)
    assert rows_of(browser) == shown
    assert text_of(browser, "title") == "Russia × United States"
    browser.open(at_hand, at="#a=russia&b=ukraine")
    focus(browser, "relation-gap")
    browser.type(" ")
    narrowed = rows_of(browser)
    assert len(narrowed) < len(first)
    browser.driver.back()
    assert rows_of(browser) == first
    browser.driver.forward()
    assert rows_of(browser) == narrowed


@pytest.mark.browser
def test_the_same_party_on_both_sides_changes_places(browser: Browser, at_hand: Path) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    before = rows_of(browser)
    focus(browser, "swap")
    browser.type(" ")
    assert text_of(browser, "title") == "Ukraine × Russia"
    turned = {i: [row[1], row[0], *row[2:]] for i, row in before.items()}
    assert rows_of(browser) == turned
    focus(browser, "a")
    browser.type("Russia")
    assert text_of(browser, "title") == "Russia × Ukraine"


@pytest.mark.browser
@pytest.mark.parametrize(
    "at",
    [
        "#a=nobody&b=ukraine&on=yesterday&theme=x&relations=x,y&order=x&open=x:y,,z",
        "#a=russia&b=russia",
        "#%%%&&==<script>",
        "#a[]=__proto__&b=constructor&on=0001",
    ],
)
def test_an_address_that_means_nothing_shows_the_usual_page(
    at: str, browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, at=at)
    assert text_of(browser, "title") == "Russia × Ukraine"
    assert text_of(browser, "status")
    assert browser.complaints() == []


@pytest.mark.browser
def test_the_evidence_opens_from_the_keyboard_and_stays_in_the_address(
    browser: Browser, at_hand: Path, ukraine: Dossier
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine&on=2025-11-30")
    opener = "document.querySelector('tr[data-issue=\"territory.donetsk\"] button.open')"
    browser.ask(f"{opener}.focus()")
    assert browser.ask(f"{opener}.getAttribute('aria-expanded')") == "false"
    browser.type("\ue007")
    assert browser.ask(f"{opener}.getAttribute('aria-expanded')") == "true"
    assert browser.ask(f"document.activeElement === {opener}")
    panel = f"document.getElementById({opener}.getAttribute('aria-controls'))"
    told = browser.ask(f"{panel}.innerText")
    stance = profile(ukraine, "russia", Vantage("2025-11-30")).stances["territory.donetsk"]
    asked = stance.asks[0]
    assert asked.text in told
    assert f"{why.when(asked)} {why.speaker(ukraine, asked)}" in told
    assert f"{asked.firmness}: " in told
    assert "red line in force" in told
    assert "negpos why russia territory.donetsk --as-of 2025-11-30" in told
    links = browser.ask(f"[...{panel}.querySelectorAll('a')].map(link => link.href)")
    assert {piece.url for piece in asked.evidence} <= set(links)
    assert "open=territory.donetsk%3Arussia" in address(browser)
    there = address(browser)
    browser.type("\ue007")
    assert browser.ask(f"{panel}.innerText") == ""
    browser.open(at_hand, at=there)
    assert browser.ask(f"{panel}.innerText") == told
    browser.ask(f"{opener}.closest('td').querySelector('.told').click()")
    assert browser.ask(f"{opener}.getAttribute('aria-expanded')") == "false"


@pytest.mark.browser
def test_every_control_has_a_name_and_every_heading_its_scope(
    browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, PHONE)
    nameless = (
        "[...document.querySelectorAll('input, select, button')].filter(e =>"
        " !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.innerText.trim())"
        ".map(e => e.id)"
    )
    assert browser.ask(nameless) == []
    assert browser.ask("document.querySelectorAll('th:not([scope])').length") == 0
    assert browser.ask("document.querySelectorAll('#status[role=status][aria-live]').length") == 1
    assert browser.ask("[...document.querySelectorAll('table, tr, td, th')].every(e => e.role)")
    assert browser.ask("document.getElementById('strip').getAttribute('aria-hidden')") == "true"
    assert browser.ask("document.querySelectorAll('#strip [tabindex], #strip a').length") == 0


@pytest.mark.browser
def test_a_focus_can_be_seen(browser: Browser, at_hand: Path) -> None:
    browser.open(at_hand)
    for _ in range(12):
        browser.type("\ue004")  # TAB
        style = "getComputedStyle(document.activeElement)"
        assert browser.ask("document.activeElement !== document.body")
        assert browser.ask(f"{style}.outlineStyle") == "solid"
        assert float(browser.ask(f"{style}.outlineWidth").removesuffix("px")) >= 2


@pytest.mark.browser
def test_a_bar_of_the_strip_is_as_high_as_its_counts_and_leads_to_its_month(
    browser: Browser, at_hand: Path, read: Read
) -> None:
    browser.open(at_hand, at="#a=russia&b=ukraine")
    titles = browser.ask("[...document.querySelectorAll('#strip title')].map(t => t.textContent)")
    assert len(titles) == len(read.days)
    for place in range(len(read.days)):
        rows = read.rows("russia", "ukraine", place).values()
        counts = [(name, sum(row.relation[0] == name for row in rows)) for name in RELATIONS]
        told = ", ".join(f"{n} {wording.relation(name)}" for name, n in counts if n)
        assert titles[place] == f"{wording.day(read.days[place])}: {told or 'neither has spoken'}"
    click = "document.querySelectorAll('#strip .bar')[20].dispatchEvent(new Event('click'))"
    browser.ask(click)
    assert f"on={read.days[20]}" in address(browser)
    assert browser.ask("document.getElementById('day').value") == "20"


@pytest.mark.browser
def test_on_paper_stand_the_table_and_its_heading_and_no_control(
    browser: Browser, at_hand: Path
) -> None:
    browser.open(at_hand, dark=True, at="#a=russia&b=ukraine&relations=deadlock,crossing")
    sheets = browser.printed()
    assert 0 < len(sheets) < 6
    paper = "\n".join(sheets)
    assert "Russia × Ukraine" in sheets[0]
    assert "positions as stated, record ends 22 Jun 2026" in sheets[0]
    assert "Donetsk" in paper
    assert "Sanctions" not in paper
    for control in ("Only these relations", "earlier", "evidence:", "All themes"):
        assert control not in paper
    for sheet in sheets[:-1]:
        assert re.search(r"Issue +Russia +Ukraine +Relation", sheet)


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_hostile_words_are_shown_as_words(
    size: tuple[int, int], browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_of(hostile()), "utf-8")
    browser.open(path, size, at="#a=a&b=b&open=t.i:a,t.i:b")
    assert browser.overflow() == 0
    assert text_of(browser, "title") == f"{BAD} × {LONG}"
    assert browser.ask("document.title") == f"{BAD} × {LONG} – {BAD}"
    assert browser.ask("document.querySelectorAll('img, td a, td script').length") == 0
    (row,) = rows_of(browser).values()
    assert BAD in row[0]
    shown = browser.ask("document.querySelector('.evidence').innerText")
    assert shown.count(BAD) >= 5
    browser.open(path, size, at="#a=b&b=c")
    name = "document.querySelector('#title bdi:last-of-type')"
    told = browser.ask(f"{name}.textContent")
    assert re.sub("[\u2068\u2069]", "", told) == RIGHT_TO_LEFT
    assert browser.ask(f"getComputedStyle({name}).unicodeBidi") == "isolate"
    assert browser.complaints() == []


@pytest.mark.browser
def test_where_nothing_is_shared_the_page_shows_a_sentence(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_of(dossier(position("one", ["a"], demand(0)))), "utf-8")
    browser.open(path)
    assert "No two parties on record speak on the same issue" in text_of(browser, "nothing")
    assert browser.ask("document.getElementById('all-of-it').checkVisibility()") is False
    assert browser.complaints() == []


@pytest.mark.browser
def test_words_from_right_to_left_are_kept_apart_from_days(
    browser: Browser, tmp_path: Path
) -> None:
    name = "\u05e9\u05dc\u05d5\u05dd"
    told = f"{name}, 10 Feb 2025"
    values = dossier(position("a1", ["a"], demand(0, label=told)), position("b1", ["b"], demand(4)))
    path = tmp_path / "page.html"
    path.write_text(Negotiation(values).page().found, "utf-8")
    browser.open(path)
    assert f"\u2068{name}\u2069, 10 Feb 2025" in browser.ask("document.body.textContent")


@pytest.mark.browser
def test_words_are_found_in_every_spelling_of_the_dossier(browser: Browser, at_hand: Path) -> None:
    def rows(words: str) -> int:
        browser.open(at_hand, at=f"#words={quote(words)}")
        return int(browser.ask("document.querySelectorAll('#table tbody th[scope=row]').length"))

    assert rows("kyiv") == rows("Kiev") == rows("\u041a\u0438\u0457\u0432") > 0
    assert rows("nobodyatall") == 0
