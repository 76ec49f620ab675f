"""Where ``locate`` says that tables and keys of a TOML text stand, counted from line 1."""

import subprocess
import sys

import pytest
import tomli

from negpos.intake.lines import Lines, locate, where

from .conftest import ROOT


def test_keys_above_the_first_table_belong_to_the_table_without_a_name() -> None:
    text = 'id = "talks"\n\ndate = 2025-03-05\n[[demand]]\nissue = "water.share"\n'

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 4},
        keys={("", 0, "id"): 1, ("", 0, "date"): 3, ("demand", 0, "issue"): 5},
    )


def test_tables_of_one_name_are_counted_in_their_order() -> None:
    text = "[[theme]]\nid = 1\n[[issue]]\nid = 2\n[[theme]]\nid = 3\n[[issue]]\nid = 4\n"

    assert locate(text) == Lines(
        tables={
            ("", 0): 1,
            ("theme", 0): 1,
            ("issue", 0): 3,
            ("theme", 1): 5,
            ("issue", 1): 7,
        },
        keys={
            ("theme", 0, "id"): 2,
            ("issue", 0, "id"): 4,
            ("theme", 1, "id"): 6,
            ("issue", 1, "id"): 8,
        },
    )


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_header_inside_a_multi_line_string_is_no_table(quotes: str) -> None:
    text = f"note = {quotes}\n[[demand]]\nask = 1\n{quotes}\n[[demand]]\nask = 2\n"

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 5},
        keys={("", 0, "note"): 1, ("demand", 0, "ask"): 6},
    )


@pytest.mark.parametrize(
    "value",
    [
        "'''\n\"\"\"\n[[demand]]\n'''",
        '"""\n\'\'\'\n[[demand]]\n"""',
        '"""# no comment\n[[demand]]\n\n"""',
        '"""\n[[demand]]\n[ { \n"""',
        "'''\n[[demand]]\nends with a backslash \\'''\n",
        '"""\nan escaped \\""" does not end it\n[[demand]]\n"""',
        '"""\n[[demand]]\nends with a quote\n"""" # say "hi" [',
    ],
    ids=[
        "the other quotes",
        "the other quotes, turned round",
        "a comment sign",
        "open brackets",
        "a backslash in a literal string",
        "escaped quotes",
        "four quotes and a comment",
    ],
)
def test_a_multi_line_string_ends_where_toml_ends_it_whatever_it_holds(value: str) -> None:
    text = f"note = {value}\n[[demand]]\nask = 2\n"
    line = text.count("\n") - 1

    found = locate(text)

    assert found.tables == {("", 0): 1, ("demand", 0): line}
    assert found.keys == {("", 0, "note"): 1, ("demand", 0, "ask"): line + 1}


def test_a_multi_line_string_that_opens_and_closes_in_one_line_hides_nothing() -> None:
    text = "a = \"\"\"x\"\"\"\nb = '''y'''\nc = \"\"\nd = ''\n[[demand]]\n"

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 5},
        keys={("", 0, "a"): 1, ("", 0, "b"): 2, ("", 0, "c"): 3, ("", 0, "d"): 4},
    )


def test_an_array_over_several_lines_is_one_key_whatever_its_entries_look_like() -> None:
    text = (
        "options = [\n"
        '  { id = "a", label = "]" }, # [[demand]]\n'
        '[["nested"]],\n'
        "  '[',\n"
        '  # a comment with ] and "\n'
        "]\n"
        "[[demand]]\n"
        "ask = [\n"
        "  1,\n"
        "]\n"
        'text = "after"\n'
    )

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 7},
        keys={("", 0, "options"): 1, ("demand", 0, "ask"): 8, ("demand", 0, "text"): 11},
    )


def test_a_multi_line_string_inside_an_array_hides_its_brackets() -> None:
    text = 'a = [\n"""\n]\n[[demand]]\n""",\n]\nb = 1\n'

    assert locate(text) == Lines(tables={("", 0): 1}, keys={("", 0, "a"): 1, ("", 0, "b"): 7})


def test_keys_of_an_inline_table_are_not_keys_of_the_table_around_it() -> None:
    text = (
        "[[demand]]\nask = { min = 1, max = 2 }\nevidence = [{ source = 'x' },\n{ source = 'y' }]\n"
    )

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 1},
        keys={("demand", 0, "ask"): 2, ("demand", 0, "evidence"): 3},
    )


def test_a_sub_table_is_a_key_of_the_latest_table_of_its_parent() -> None:
    text = (
        "[[issue]]\n[issue.scale]\nkind = 1\nlow = 2\n"
        "[[issue]]\nid = 3\n[issue.scale]\nkind = 4\n"
    )  # fmt: skip

    assert locate(text) == Lines(
        tables={("", 0): 1, ("issue", 0): 1, ("issue", 1): 5},
        keys={
            ("issue", 0, "scale"): 2,
            ("issue", 1, "id"): 6,
            ("issue", 1, "scale"): 7,
        },
    )


def test_a_list_of_sub_tables_is_a_key_of_the_latest_table_of_its_parent() -> None:
    text = (
        "[[demand]]\nask = 1\n"
        "[[demand.evidence]]\nsource = 'a'\n"
        "[[demand.evidence]]\nsource = 'b'\n"
        "[[demand]]\nask = 2\n"
        "[[demand.evidence]]\nsource = 'c'\n"
    )  # fmt: skip

    found = locate(text)

    assert found.of("demand", 0, "evidence") == 3
    assert found.of("demand", 1) == 7
    assert found.of("demand", 1, "evidence") == 9


@pytest.mark.parametrize(
    "header",
    ["[[demand]]", "  [[ demand ]]", '[["demand"]]', "[['demand']] # [[issue]]", "[[demand]]#x"],
)
def test_a_header_is_known_by_every_spelling_that_toml_allows(header: str) -> None:
    text = f"{header}\nask = 1\n"

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 1}, keys={("demand", 0, "ask"): 2}
    )


@pytest.mark.parametrize(
    "key", ["ask", "  ask", "ask   ", '"ask"', "'ask'", "ask.min", "ask . min", 'ask."a b"']
)
def test_a_key_is_known_by_every_spelling_that_toml_allows(key: str) -> None:
    assert locate(f"[[demand]]\n{key} = 1\n").keys == {("demand", 0, "ask"): 2}


def test_comments_and_empty_lines_are_counted_but_hold_no_keys() -> None:
    text = "# id = 1\n\n# [[demand]]\n# it's [ an \"open\nid = 1 # text = 2\n# '''\ndate = 2\n"

    assert locate(text) == Lines(tables={("", 0): 1}, keys={("", 0, "id"): 5, ("", 0, "date"): 7})


def test_a_sign_that_opens_something_inside_a_string_opens_nothing() -> None:
    text = "a = \"[ { # \\\" [ \"\nb = '[ { # \\'\nc = \"'''\"\n[[demand]]\n"

    assert locate(text) == Lines(
        tables={("", 0): 1, ("demand", 0): 4},
        keys={("", 0, "a"): 1, ("", 0, "b"): 2, ("", 0, "c"): 3},
    )


def test_the_line_of_a_key_that_does_not_stand_is_the_line_of_its_table() -> None:
    found = locate('id = "talks"\n\n[[demand]]\nask = 1\n')

    assert found.of("demand", 0, "ask") == 4
    assert found.of("demand", 0, "text") == 3
    assert found.of("", 0, "title") == 1
    assert found.of("demand", 7, "text") == 0


def test_an_empty_text_holds_nothing() -> None:
    assert locate("") == Lines(tables={("", 0): 1}, keys={})


def test_a_header_with_very_many_blanks_takes_no_longer_than_any_line() -> None:
    program = "from negpos.intake.lines import locate; locate('[' + ' ' * 20_000 + '\"é\"]\\n')"

    done = subprocess.run([sys.executable, "-c", program], timeout=5, check=False)

    assert done.returncode == 0


def test_the_lines_of_each_of_a_list_of_sub_tables_are_told_apart() -> None:
    text = (
        "[[party]]\nid = 'a'\n"
        "[[party.voice]]\nrank = 1\n"
        "[[party.voice]]\nname = 'x'\nrank = 2\n"
        "[[party]]\n[[party.voice]]\nrank = 3\n"
    )  # fmt: skip

    found = locate(text)

    assert [found.of("party", 0, f"voice {n}") for n in (1, 2)] == [3, 5]
    assert [found.of("party", 0, f"voice {n}.rank") for n in (1, 2)] == [4, 7]
    assert found.of("party", 0, "voice 1.name") == 3
    assert found.of("party", 0, "voice") == 3
    assert found.of("party", 1, "voice 1.rank") == 10


PLAIN = [path.read_text("utf-8") for path in sorted((ROOT / "data").glob("**/*.toml"))]
ODD = [
    'a = """\n[[demand]]\n"""\n[[demand]]\nask = 1\n',
    "demand = [{ ask = 1 }, { ask = 2 }]\n",
    "demand = [{ ask = '''\n[[demand]]\n''' }]\n",
    "[[party]]\nid = 'a'\n[[party.voice]]\nname = 'b'\n[[party]]\nid = 'c'\n",
    "[issue]\nid = 'x'\n",
    "[[issue]]\nid = 'x'\n[issue.scale]\nkind = 'date'\n[[issue]]\n",
    "  [[ demand ]]  # the first\nask = 1\n[['demand']]\nask = 2\n",
    "list = [\n[[1]]\n]\n[[demand]]\nask = 1\n",
    "[[demand]] # one\n[[demand]]\t#two\n[[theme]]\n[[demand]]\n",
    "",
]


@pytest.mark.parametrize("texts", [PLAIN, ODD])
def test_lines_found_when_they_are_asked_for_are_those_that_locate_finds(texts: list[str]) -> None:
    for text in texts:
        whole, found = locate(text), where(text, tomli.loads(text))
        asked = [(*table, "") for table in whole.tables] + list(whole.keys)

        assert found.tables == whole.tables
        assert [found.of(*key) for key in asked] == [whole.of(*key) for key in asked]
