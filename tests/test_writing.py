"""Tables written as TOML are read back as they were, and so is every region of a scale."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.dossier import Region
from negpos.intake import records
from negpos.intake.asks import region
from negpos.intake.files import shipped
from negpos.intake.lines import locate
from negpos.intake.writing import appended, ask, text
from negpos.scales import Mark, Scale

from .conftest import ROOT
from .drawn import SCALES, regions
from .factory import quantity

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.text(
    st.sampled_from("\"'\\\n\r\t#[]{}=\x00\x1f\x7f\u202e é0"), max_size=12
)
VALUES = st.recursive(
    WORDS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(WORDS.filter(lambda key: key != "#"), VALUES, max_size=5))
def test_any_table_is_read_back_from_its_text(table: dict[str, Any]) -> None:
    assert tomllib.loads(text(table)) == _without_comments(table)


def _without_comments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_comments(part) for key, part in value.items() if key != "#"}
    return [_without_comments(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "path",
    [*sorted(shipped().rglob("*.toml"))[:40], *sorted((ROOT / "tests" / "lake").rglob("*.toml"))],
    ids=lambda path: path.name,
)
def test_the_tables_of_a_file_are_written_with_their_records_in_place(path: Any) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    written = text(table)
    assert tomllib.loads(written) == table
    places = locate(written).tables
    for (name, place), line in places.items():
        if name:
            assert written.split("\n")[line - 1].startswith(f"[[{name}]]"), (name, place)


def test_what_is_appended_leaves_all_before_it_as_it_was() -> None:
    before = '# our parties\n[[party]]\nid = "a"   # the first\n'
    after = appended(before, {"party": [{"id": "b"}]})
    assert after == before + '\n[[party]]\nid = "b"\n'
    assert appended(before.rstrip("\n"), {"party": [{"id": "b"}]}) == after
    assert appended("", {"party": [{"id": "b"}]}) == '[[party]]\nid = "b"\n'


def test_a_comment_stands_above_its_record() -> None:
    table = {"id": "x", "demand": [{"#": "TODO: choose a scale", "text": "words"}]}
    expected = 'id = "x"\n\n# TODO: choose a scale\n[[demand]]\ntext = "words"\n'
    assert text(table) == expected


def as_read(scale: Scale, told: Any) -> Region:
    """The region that a file means where it says this."""
    (row,) = tomllib.loads(text({"demand": [{"text": "t", "ask": told}]}))["demand"]
    read = records.Demand.model_validate(row).ask
    assert read is not None
    return region(scale, read)


@given(st.data())
def test_a_region_is_read_back_from_what_is_written_of_it(data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from(SCALES))
    drawn = data.draw(regions(scale))
    assert as_read(scale, ask(scale, drawn)) == drawn


@given(st.floats(-1e300, 1e300))
def test_every_figure_is_written_to_its_last_digit(value: float) -> None:
    scale = quantity(-1e300, 1e300)
    assert as_read(scale, ask(scale, Region(value, value))) == Region(value, value)


def test_what_is_about_a_figure_or_before_a_mark_is_written_as_such() -> None:
    near = region(quantity(), records.AskRegion(about=74))
    assert ask(quantity(), near) == {"about": 74}
    day = date(2027, 6, 1).toordinal()
    scale = Scale("date", low=day - 500, high=day + 500, step="day", marks=(Mark(day, "the vote"),))
    until = region(scale, records.AskRegion(before="the vote"))
    assert ask(scale, until) == {"before": "the vote"}
    assert as_read(scale, ask(scale, until)) == until
