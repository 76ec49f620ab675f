"""A page to prepare with: it tells what `compare` tells, on every day and of every pair, and
nothing in a dossier can make it do more."""

import re
import tomllib
from fnmatch import fnmatch
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import negpos
from negpos import comparison, frames, terminal
from negpos.api import Negotiation
from negpos.dossier import Dossier, Evidence
from negpos.profiles import Vantage, profile
from negpos.terms import RELATIONS
from negpos.view import compare as view
from negpos.view import why, wording
from negpos.view.stance import stance_cell

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
        assert read.head(one, other, place) == view.counted(found), (one, other, day)
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


def test_a_page_loads_nothing_and_runs_its_one_script_only(html: str) -> None:
    found: list[tuple[str, dict[str, str | None]]] = []
    reader = HTMLParser()
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
