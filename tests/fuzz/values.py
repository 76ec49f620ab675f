"""Texts and values that no person would write."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]


def once_in(draw: Draw, count: int) -> bool:
    """True once in so many draws. Hypothesis prefers the ends of a range: this is its middle."""
    return count == 1 or count * 4 <= draw(st.integers(0, count * 8 - 1)) < count * 4 + 8


ODD = (
    " ",
    "\t",
    "é",
    "e\u0301",
    "Ünïted",
    "\u202eabc\u202c",
    "\u2066x\u2069",
    "a\u200bb",
    "a\u200db",
    "a\u00adb",
    "\ufeffa",
    "n\u043erth",
    "İzmir",
    "ıi",
    "straße",
    "ﬁnal",
    "Ａ１",
    "\ue000x",
    "\x1b[31mred\x1b[0m",
    "\x1b",
    "\x1b]8;;http://x\x07y",
    "\x9b31m",
    "\x85",
    "\x7f",
    "\x00",
    "a\rb",
    "a\nb",
    "a\u2028b",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "a|b|c",
    "`x`",
    "[x](javascript:y)",
    "=HYPERLINK(1)",
    "＝1+1",
    "a;=1+1",
    "$(touch x)",
    "'",
    '"',
    '"""',
    "\\",
    "%s%n",
    "{0}",
    "[bold]x[/bold]",
    "[/]",
    ":smile:",
    "漢字かな",
    "👨\u200d👩\u200d👧",
    "\U0010ffff",
    "\U000e0041",
    "\u0300\u0301\u0302",
    "a" * 40,
    "a" * 160,
    "a" * 2000,
    "漢" * 80,
    "word " * 30,
    "-",
    "--help",
    "@",
    "#",
    "a#b",
    "a,b",
    "nan",
    "0",
    "1e400",
    "true",
    "../../x",
    "/etc/passwd",
)
PLAIN = "north south water gauges speech note share river minister joint text 2025".split()
_LONG = ("x" * 10_000, "\u0301" * 10_000, "漢 " * 5_000)

odd_texts = st.sampled_from(ODD) | st.text(max_size=20) | st.sampled_from(_LONG)
texts = st.sampled_from(PLAIN) | odd_texts


def words_of(most: int, *, odd: int = 3) -> st.SearchStrategy[str]:
    """Texts that a record takes, of 1 to ``most`` signs; one of ``odd`` is odd."""
    plain = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4).map(" ".join)
    strange = st.sampled_from(ODD) | st.text(min_size=1, max_size=12)
    either = st.sampled_from((plain, *(plain for _ in range(odd - 2)), strange, plain))
    return either.flatmap(lambda chosen: chosen).map(lambda text: text[:most])


odd_values = st.sampled_from(
    (
        "",
        " ",
        0,
        1,
        -1,
        101,
        0.5,
        -0.0,
        1e308,
        5e-324,
        10**19,
        10**400,
        10**5000,
        -(2**63),
        float("nan"),
        float("inf"),
        float("-inf"),
        True,
        False,
        [],
        [""],
        [[]],
        {},
        {"min": 1},
        {"min": "", "max": ""},
        {"min": 60, "max": 40},
        {"min": float("nan")},
        {"at_least": []},
        {"at_least": ["x"], "at_most": []},
        {"any_of": []},
        {"vague": True},
        {"kind": "ordinal"},
        {"a": {"b": {"c": [1, {"d": 2}]}}},
        date.min,
        date.max,
        date(2025, 3, 1),
        datetime(2025, 3, 1, 12, 0),
        time(12, 0),
        "x" * 10_000,
        ["x"] * 1000,
        [{"id": "a", "label": "b"}] * 2,
        [{"source": "x", "at": "y"}],
        "a#b",
        ["a#b", "a#b"],
        "open",
        "analysis",
        "analyst",
        "latest",
        "red-line",
    )
)
