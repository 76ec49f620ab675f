"""What is large takes time and memory in proportion; the work is counted, not timed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import comparison, terminal
from negpos.dossier import Demand
from negpos.errors import UsageError
from negpos.intake import example, problems, ties
from negpos.intake.loading import load_dossier
from negpos.profiles import profile
from negpos.render import table as tables
from negpos.render.csv import csv as render_csv
from negpos.render.json import json as render_json
from negpos.render.table import table
from negpos.view import compare, why
from negpos.view.grid import BREAK, Cell, Column, Grid, Section, Sheet, Span

from .conftest import Negpos
from .factory import demand, dossier, issue, position, quantity
from .test_files import HEAD


def work(done: Callable[[], object]) -> int:
    """How many functions are called until something is done."""
    count = 0

    def counted(*_: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        done()
    finally:
        sys.setprofile(before)
    return count


def growth(make: Callable[[int], Callable[[], object]]) -> float:
    """How much more work twice as much takes."""
    small, large = make(150), make(300)
    small(), large()  # what is kept once for all is made
    return work(large) / work(small)


def chain(count: int, link: str, firmness: str, ask: Callable[[int], int]) -> list[Demand]:
    """Demands said one a day, each referring to the one before."""
    rows = []
    for n in range(count):
        day = f"{1800 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"
        refs: dict[str, Any] = {link: (f"p#d{n - 1}",)} if link and n else {}
        rows.append(demand(ask(n), id=f"d{n}", said=day, known=day, firmness=firmness, **refs))
    return rows


CHAINS = [
    ("moves", "firm", lambda n: n % 90),
    ("moves", "red-line", lambda n: n % 90),
    ("keeps", "firm", lambda n: n % 9),
    ("restates", "firm", lambda n: n % 90),
    ("withdraws", "firm", lambda n: n % 90),
    ("", "red-line", lambda n: 5),
    ("", "red-line", lambda n: n % 90),
    ("", "open", lambda n: n % 9),
]


@pytest.mark.parametrize(("link", "firmness", "ask"), CHAINS)
def test_twice_as_long_a_chain_of_statements_is_at_most_about_twice_the_work(
    link: str, firmness: str, ask: Callable[[int], int]
) -> None:
    def make(count: int) -> Callable[[], object]:
        rows = chain(count, link, firmness, ask)
        data = dossier(position("p", ["a"], *rows), issues=[issue("t.i", quantity())])

        def told() -> object:
            side = profile(data, "a")
            return why.report(side, data.issues["t.i"]).grid()

        return told

    assert growth(make) < 2.3


@pytest.mark.parametrize("ask", [lambda n: 5, lambda n: n % 90])
@pytest.mark.parametrize("until", ["9999-01-01", ""])
def test_last_days_of_what_is_said_take_no_more_work_for_each_statement(
    until: str, ask: Callable[[int], int]
) -> None:
    def make(count: int) -> Callable[[], object]:
        rows = chain(count, "", "red-line", ask)
        ended = [row._replace(until=until or row.said) for row in rows]
        data = dossier(position("p", ["a"], *ended), issues=[issue("t.i", quantity())])
        return lambda: profile(data, "a")

    assert growth(make) < 2.3


def test_a_long_chain_of_texts_that_strike_clauses_takes_work_in_proportion() -> None:
    def make(count: int) -> Callable[[], object]:
        rows = chain(count, "", "firm", lambda n: n % 90)
        texts = [
            position(
                f"p{n}",
                ["a"],
                row._replace(is_dropped=n % 2 > 0, ask=None if n % 2 else row.ask),
                revises=(f"p{n - 1}",) if n else (),
            )
            for n, row in enumerate(rows)
        ]
        data = dossier(*texts, issues=[issue("t.i", quantity())])
        return lambda: profile(data, "a")

    assert growth(make) < 2.3


def circles(graph: dict[str, list[str]]) -> list[str]:
    """Every node that reaches itself, tried one by one."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            node = ahead.pop()
            if node not in seen:
                seen.add(node)
                ahead += graph.get(node, [])
        return seen

    return sorted(node for node in graph if node in reached(node))


NODES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NODES, st.lists(NODES, max_size=3)))
def test_circles_of_links_are_those_that_trying_every_node_finds(
    graph: dict[str, list[str]],
) -> None:
    assert ties.circles(graph) == circles(graph)


def test_circles_are_found_in_one_pass() -> None:
    def make(count: int) -> Callable[[], object]:
        graph = {str(n): [str(n + 1)] for n in range(count)}
        return lambda: ties.circles(graph)

    assert growth(make) < 2.1


def test_only_the_first_hundred_unknown_words_are_held_against_all_known_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(word: str, choices: list[str], most: int = 3) -> list[str]:
        asked.append(word)
        return ["source-1"]

    monkeypatch.setattr(problems, "nearest", counted)
    here = problems.Problems(set())
    told = [here.hint("source", f"sorce-{n}", ["source-1"]) for n in (*range(200), 5)]
    assert len(asked) == 100
    assert told[99] == told[200] == "did you mean source-1?"
    assert told[100] == ""


PIECES = (
    "a",
    "bcd",
    " ",
    "  ",
    "\n",
    "\t",
    "漢",
    "e\u0301",
    "🙂",
    "👩\u200d👧",
    "❤\ufe0f",
    "-",
    "1",
)
SIGNS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
CELLS = st.lists(st.tuples(SIGNS, st.sampled_from(("", "line", "quiet"))), max_size=3).map(
    lambda parts: Cell(
        tuple(span for text, tone in parts for span in (Span(text, tone), Span(BREAK), Span("end")))
    )
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    count = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=count, max_size=count).map(tuple)
    columns = [
        Column(
            draw(st.sampled_from(("One", "A longer title", ""))),
            share=draw(st.integers(0, 3)),
            is_number=draw(st.booleans()),
            least=draw(st.integers(0, 8)),
        )
        for _ in range(count)
    ]
    sections = draw(
        st.lists(
            st.builds(Section, st.sampled_from(("", "Head")), st.lists(row, min_size=1).map(tuple)),
            min_size=1,
            max_size=3,
        )
    )
    return Grid("T", (), tuple(columns), tuple(sections))


@given(grids(), st.sampled_from((0, 20, 33, 60, 100)))
def test_a_long_table_is_drawn_as_rich_draws_it(grid: Grid, width: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_MANY", 1_000)
        short = table(grid, width, False)
        patch.setattr(tables, "_MANY", 0)
        assert table(grid, width, False) == short


def test_rich_draws_no_more_rows_of_a_long_table_than_of_one_a_little_shorter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Cell] = []
    plain = tables._text

    def counted(cell: Cell, *, in_one_line: bool) -> Any:
        drawn.append(cell)
        return plain(cell, in_one_line=in_one_line)

    monkeypatch.setattr(tables, "_text", counted)
    row = (Cell((Span("word"),)), Cell((Span("other words"),)))
    columns = (Column("A"), Column("B"))
    told = table(Grid("T", (), columns, (Section("", (row,) * 5_000),)), 0, False)
    assert told.count("other words") == 5_000
    assert len(drawn) < 10


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # signs that print, so that the standard writer is to write the same
    | st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\', max_size=3), inner)
    ),
    max_leaves=12,
)


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text("abc", max_size=3), VALUES, max_size=4))
def test_json_in_pieces_is_what_the_standard_writer_writes(data: dict[str, Any]) -> None:
    whole = json.dumps(rounded(data), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    assert "".join(render_json(data)) == whole
    lazily = {name: iter(v) if isinstance(v, list) else v for name, v in data.items()}
    assert "".join(render_json(lazily)) == whole


def test_json_tells_every_sign_that_does_not_print_as_an_escape_and_keeps_its_value() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1)]
    told = "".join(
        render_json({"signs": signs, "all": "".join(signs[:0xD800]), **{signs[0x9B]: 1}})
    )
    assert json.loads(told) == {"signs": signs, "all": "".join(signs[:0xD800]), "\x9b": 1}
    assert {c for c in told if not c.isprintable()} == {"\n"}
    assert "\\u202e" in told
    assert "\\u007f" in told
    assert "\\udb40\\udc01" in told  # a tag, above the first plane, as two halves


def test_a_figure_that_json_does_not_have_is_refused() -> None:
    for figure in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not finite"):
            list(render_json({"a": figure}))


@pytest.mark.parametrize("words", [("show", "talks"), ("search", "before"), ("list", "positions")])
def test_json_on_the_command_line_holds_no_sign_that_does_not_print(
    words: tuple[str, ...], tmp_path: Path, negpos: Negpos
) -> None:
    example.write(tmp_path / "river")
    signs = "\\u009b \\u202e \\u007f \\u2028 \\U000e0001"
    path = tmp_path / "river/positions/south/talks.toml"
    path.write_text(
        f'{HEAD.replace("Talks", f"Talks {signs}")}[[demand]]\ntext = "before {signs}"\n'
    )
    done = negpos(*words, "-d", "river", "-f", "json")
    assert done.code == 0, done.err
    assert all(c.isprintable() or c == "\n" for c in done.out)
    assert "\\u009b \\u202e \\u007f \\u2028 \\udb40\\udc01" in done.out
    told = list(_texts(json.loads(done.out)))
    assert any("\x9b \u202e \x7f \u2028 \U000e0001" in text for text in told)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def test_a_report_is_made_while_it_is_written(tmp_path: Path) -> None:
    """Neither format waits for the last row before the first is told."""
    made: list[int] = []

    def rows() -> Iterator[tuple[int]]:
        for n in range(5_000):
            made.append(n)
            yield (n,)

    next(render_csv(Sheet(("n",), rows())))
    assert len(made) < 5_000
    made.clear()
    pieces = render_json({"rows": rows()})
    assert '"rows"' in next(pieces)
    next(pieces)
    assert made == [0]


def test_the_pairs_of_many_parties_are_made_issue_by_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    issues = [issue(f"t.i{n}") for n in range(20)]
    texts = [
        position(f"{who}1", [who], *(demand(n % 5, issue=i.id) for n, i in enumerate(issues)))
        for who in "abc"
    ]
    data = dossier(*texts, issues=issues)
    found = comparison.compare([profile(data, who) for who in "abc"])
    told = compare.report(found, ()).data()["issues"]
    asked: list[str] = []
    plain = comparison.Comparison.worst
    monkeypatch.setattr(
        comparison.Comparison, "worst", lambda self, i: asked.append(i) or plain(self, i)
    )
    next(told)
    assert len(asked) == 1


def test_a_report_that_fails_halfway_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise UsageError("stopped")

    path = tmp_path / "out.json"
    path.write_text("whole")
    with pytest.raises(UsageError, match="stopped"):
        terminal.put(pieces(), str(path), "json")
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_long_json_into_a_pipe_that_closes_ends_quietly() -> None:
    command = f"{sys.executable} -m negpos compare russia ukraine us -f json"
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[0] == "{"
    assert done.stdout.split()[1] in ("0", "141")
    assert done.stderr == ""


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def at(monkeypatch: pytest.MonkeyPatch, *moments: float) -> None:
    """The clock tells these moments, then the last for ever."""
    left = list(moments)
    monkeypatch.setattr(terminal, "monotonic", lambda: left.pop(0) if len(left) > 1 else left[0])


def test_quick_work_tells_nothing_of_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    at(monkeypatch, 0, 0.4, 0.9)
    with terminal.progress("reading", "files") as tell:
        assert tell
        tell(1, 3)
        tell(2, 3)
    assert screen.getvalue() == ""


def test_long_work_tells_its_progress_now_and_then_and_wipes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    at(monkeypatch, 0, 0.5, 1.2, 1.25, 1.5)
    kept = []

    def reading() -> None:
        with terminal.progress("reading", "files") as tell:
            assert tell
            kept.append(tell)
            for done in (1, 1_200, 1_250, 1_500):
                tell(done, 2_000)
            raise UsageError("stopped")

    with pytest.raises(UsageError):
        reading()
    wipe = "\r\x1b[K"
    told = [f"{wipe}reading 1,200 of 2,000 files", f"{wipe}reading 1,500 of 2,000 files", wipe]
    assert screen.getvalue() == "".join(told)
    kept[0](1_600, 2_000)
    assert screen.getvalue() == "".join(told)


def test_progress_goes_to_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (StringIO(), None):
        monkeypatch.setattr(sys, "stderr", stream)
        with terminal.progress("reading", "files") as tell:
            assert tell is None


def test_what_is_written_to_a_file_is_told_in_megabytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    at(monkeypatch, 0, 5)
    terminal.put(["a" * 3_000_000], str(tmp_path / "out.csv"), "csv")
    assert screen.getvalue() == "\r\x1b[Kwriting 3 MB\r\x1b[K"


def test_reading_a_dossier_tells_how_many_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    example.write(tmp_path / "river")
    told: list[tuple[int, int]] = []
    load_dossier(str(tmp_path / "river"), lambda done, of: told.append((done, of)))
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
    assert len(told) > 4
