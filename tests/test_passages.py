"""Passages of a plain text, the keys of their words, and which of them is most like a claim."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negpos.dossier import Party
from negpos.text import passages as module
from negpos.text.passages import (
    Passage,
    Reader,
    actors,
    in_title,
    key,
    passages,
    rarities,
    windows,
)

from .factory import demand, dossier, position

NAMES = {"russia": "russia", "russian": "russia", "u.s.": "us", "united states": "us"}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It ends. It begins.", ["It ends.", "It begins."]),
        ("Does it? It does! Well… It begins.", ["Does it?", "It does!", "Well…", "It begins."]),
        ("The U.S. Army and the U.S. plan.", ["The U.S. Army and the U.S. plan."]),
        ("They met in the U.S. The talks went on.", ["They met in the U.S.", "The talks went on."]),
        ("Mr. Smith met Gen. Jones of St. Ives.", ["Mr. Smith met Gen. Jones of St. Ives."]),
        ("On Nov. 20 and Sept. 3 they met.", ["On Nov. 20 and Sept. 3 they met."]),
        ("John F. Smith, 5 p.m. Moscow time", ["John F. Smith, 5 p.m. Moscow time"]),
        ("See No. 5 and Art. 7, i.e. Both.", ["See No. 5 and Art. 7, i.e. Both."]),
        ("He said no. Ukraine stays.", ["He said no.", "Ukraine stays."]),
        ("It costs 3.5 billion. That is 0.7%.", ["It costs 3.5 billion.", "That is 0.7%."]),
        ("In all 28. 600 men stay.", ["In all 28.", "600 men stay."]),
        ("“It ends.” He left.", ["“It ends.”", "He left."]),
        ('"It ends." "When?" he asked.', ['"It ends."', '"When?" he asked.']),
        ("He left (at last.) She stayed.", ["He left (at last.)", "She stayed."]),
        ("(a) one leaves; (b) one stays", ["(a) one leaves;", "(b) one stays"]),
        ("and so on … and on.", ["and so on … and on."]),
        ("- one\n* two\n• three\n– four\n> five", ["one", "two", "three", "four", "five"]),
        ("# Heading #\n\nText begins\nText", ["Heading", "Text begins", "Text"]),
        ("1. Borders\n2. Forces", ["Borders", "Forces"]),
        ("Heading\r\nText.\r\rMore", ["Heading", "Text.", "More"]),
        ("A line goes\non in the next.\n\nnot here", ["A line goes on in the next.", "not here"]),
        ("", []),
        (" \n\t\n—\n1.\n2025 ", []),
        ("\0One ends.\0 Two\0", ["\0One ends.\0 Two\0"]),
        ("Cafe\u0301 ends. E\u0301clair begins.", ["Cafe\u0301 ends.", "E\u0301clair begins."]),
        ("انتهت الحرب؟ نعم. بدأت المحادثات", ["انتهت الحرب؟", "نعم.", "بدأت المحادثات"]),
        ("המלחמה נגמרה. השיחות החלו.", ["המלחמה נגמרה.", "השיחות החלו."]),
        ("Война закончилась. Переговоры идут.", ["Война закончилась.", "Переговоры идут."]),
        ("战争结束了。谈判开始了。", ["战争结束了。", "谈判开始了。"]),
    ],
)  # fmt: skip
def test_a_text_falls_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert [passage.text for passage in passages(text)] == sentences


def test_a_passage_knows_the_line_on_which_it_begins() -> None:
    text = "Title\r\n\r\nOne ends. Two goes\non here. Three\rFour\x0cfour\x85\nFive"
    assert passages(text) == [
        Passage(1, "Title"),
        Passage(3, "One ends."),
        Passage(3, "Two goes on here."),
        Passage(4, "Three"),
        Passage(5, "Four\x0cfour"),
        Passage(6, "Five"),
    ]


signs = st.text(st.sampled_from("aB é\u0301ش1.;!?…。”“\"')( \n\r\t-•#\0\x0c\x85\u2028"))


@given(signs | st.text())
@example("Mr. " * 600)
@example("a" * 2_500)
def test_no_passage_is_empty_or_too_long_and_joined_they_lose_no_letter(text: str) -> None:
    found = passages(text)
    assert all(p.text == p.text.strip() and 0 < len(p.text) <= 1_000 for p in found)
    assert all(any(sign.isalpha() for sign in p.text) for p in found)
    joined = "".join(p.text for p in found)
    assert letters(joined) == letters(text)


def letters(text: str) -> list[str]:
    return [sign for sign in text if sign.isalpha()]


@given(signs | st.text())
def test_passages_keep_the_order_of_the_lines_and_begin_on_theirs(text: str) -> None:
    lines = re.split("\r\n|\r|\n", text)
    found = passages(text)
    assert [p.line for p in found] == sorted(p.line for p in found)
    for passage in found:
        first = next(sign for sign in passage.text if not sign.isspace())
        assert first in lines[passage.line - 1]


class Counting:
    """A pattern that counts the signs it is asked to read."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.read = pattern, 0

    def search(self, text: str) -> re.Match[str] | None:
        self.read += len(text)
        return self.pattern.search(text)


@pytest.mark.parametrize("piece", ["Mr. Smith and Dr. Who ", "U.S. ", "word ", "x", "No. 5; "])
def test_the_work_on_one_huge_line_grows_no_faster_than_the_line(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    for times in (2_000, 4_000):
        counting = Counting(module._ABBREVIATION)
        monkeypatch.setattr(module, "_ABBREVIATION", counting)
        found = passages(piece * times)
        monkeypatch.undo()
        read.append(counting.read)
        assert sum(len(p.text) for p in found) <= len(piece) * times
    assert read[1] <= 2 * read[0] + 20


@pytest.mark.parametrize("sign", [". ", ".", "\"'", ";", " ", ".) ", "(", "\n", "A."])
def test_a_line_of_many_signs_is_read_to_its_end(sign: str) -> None:
    found = passages(f"begin {sign * 100_000} end")
    assert found[0].text.startswith("begin")
    assert found[-1].text.endswith("end")


def test_windows_are_all_passages_and_then_all_runs_of_neighbours() -> None:
    found = [Passage(1, "a"), Passage(2, "b"), Passage(3, "c")]
    assert windows(found) == [*found, Passage(1, "a b"), Passage(2, "b c")]
    assert windows(found, 3)[-1] == Passage(1, "a b c")
    assert windows(found, 1) == found
    assert windows([]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia leaves", "the Russian LEAVES"),
        ("United States", "the U.S."),
        ("US", "United States"),
        ("territorial withdrawals", "the territory withdrawal"),
        ("caps", "capped"),
        ("ceding lands", "cede land"),
        ("600,000", "600 thousand"),
        ("armies", "army"),
        ("they negotiated", "negotiates"),
        ("militarily", "military"),
    ],
)
def test_forms_of_one_word_and_names_of_one_party_have_one_key(one: str, other: str) -> None:
    assert key(one, NAMES) == key(other, NAMES)


@pytest.mark.parametrize(
    ("one", "other"),
    [("must join", "must not join"), ("600,000", "80,000"), ("army", "arms"), ("part", "party"),
     ("tell us", "tell the US"), ("Russia", "Ukraine")],
)  # fmt: skip
def test_words_that_say_something_else_have_another_key(one: str, other: str) -> None:
    assert key(one, NAMES) != key(other, NAMES)


def test_words_without_meaning_are_not_in_a_key() -> None:
    assert key("It is what they would be, with us", NAMES) == ""
    assert key("The army of Russia", NAMES) == "army @russia"


@given(st.text())
def test_case_and_accents_do_not_change_a_key(text: str) -> None:
    calm = "".join(sign for sign in text if sign.isascii()).lower()
    assert key(calm, {}) == key(calm.replace("e", "é"), {})


def test_the_rarer_a_word_the_more_it_tells_and_each_tells_something() -> None:
    found = rarities(["a b", "a c", "a b d"])
    assert 0 < found["a"] < found["b"] < found["c"] == found["d"]
    assert rarities([]) == {}


word = st.sampled_from("Ukraine Russia leaves land pays the is not army 600,000 armed of".split())
sentence = st.lists(word, min_size=1, max_size=6).map(" ".join)


def reader(*sentences: str) -> Reader:
    found = [Passage(line, text) for line, text in enumerate(sentences, start=1)]
    return Reader(found, NAMES, rarities(key(text, NAMES) for text in sentences))


@given(st.lists(sentence, min_size=1, max_size=12), st.data())
def test_a_passage_that_equals_the_claim_comes_first_with_likeness_100(
    sentences: list[str], data: st.DataObject
) -> None:
    claim = data.draw(st.sampled_from(sentences))
    (found, likeness), *_ = reader(*sentences).most_alike(claim)
    assert (found.text, likeness) == (claim, 100)


@given(st.lists(sentence | st.text(), max_size=20), sentence | st.text(), st.integers(1, 9))
def test_likeness_is_from_0_to_100_and_the_best_come_first(
    sentences: list[str], claim: str, most: int
) -> None:
    found = reader(*sentences).most_alike(claim, most)
    rates = [likeness for _, likeness in found]
    assert rates == sorted(rates, reverse=True)
    assert all(0 <= likeness <= 100 for likeness in rates)
    assert len(found) == len({p.line for p, _ in found}) == min(most, len(sentences))


def test_a_shared_rare_word_counts_more_than_a_shared_common_one() -> None:
    common = ["land war peace talks"] * 8
    found = reader(*common, "land stays", "Kinburn stays").most_alike("land Kinburn", 2)
    assert [passage.text for passage, _ in found] == ["Kinburn stays", "land stays"]


def test_of_passages_equally_alike_the_one_closer_to_the_letter_comes_first() -> None:
    found = reader("Russia leaves the land and pays", "Russia leaves land").most_alike(
        "Leaves land"
    )
    assert [passage.line for passage, _ in found] == [2, 1]


def test_a_text_without_passages_has_none_most_alike() -> None:
    assert reader().most_alike("Russia leaves") == []


def test_names_aliases_and_surnames_of_speakers_name_a_party() -> None:
    said = [
        demand(0, speaker="Anna Berg"),
        demand(0, speaker="Karla von der Tann"),
        demand(0, speaker="Ivan Dolsky"),
        demand(0, speaker="Ministry of Water, not named"),
        demand(0, speaker="A Treasury"),
        demand(0, speaker="Spokeswoman"),
        demand(0, speaker="Bea Both"),
        demand(0, speaker="Tom Told", attribution="reported"),
    ]
    joint = position("joint", ["a", "b"], demand(0, speaker="Jo Joint"))
    other = position("other", ["b"], demand(0, speaker="Ben Both"), demand(0, speaker="B. Anna"))
    base = dossier(position("own", ["a"], *said), joint, other)
    party = Party("a", "Arland", "state", ("A.R.", "ar", "land of a", "no", "a1"), (), "")
    found = actors(base._replace(parties=base.parties | {"a": party}))
    names = {"arland", "a.r.", "land of a", "a1"}
    surnames = {"berg", "tann", "dolsky", "dolskyy", "dolskiy", "dolskyi", "dolski", "treasury"}
    assert {name for name, id_ in found.items() if id_ == "a"} == names | surnames
    assert {name for name, id_ in found.items() if id_ == "b"} == {"anna"}


def test_a_surname_never_takes_the_name_of_a_party() -> None:
    base = dossier(position("p", ["a"], demand(0, speaker="Jo Berg")))
    parties = base.parties | {"b": Party("b", "Berg", "state", (), (), "")}
    assert actors(base._replace(parties=parties))["berg"] == "b"


@pytest.mark.parametrize(
    ("title", "text", "stands"),
    [
        ("What comes after war", "Title: WHAT COMES AFTER WAR? By …", True),
        ("What’s next for the U.S.", "What's next for the US", True),
        ("What comes after war", "What comes after the war", False),
        ("What comes after war", "What comes after warfare", False),
        ("Short title", "Short title", False),
        ("", "", False),
    ],
)
def test_a_title_stands_in_a_text_word_for_word(title: str, text: str, stands: bool) -> None:
    assert in_title(title, module.tokens(text)) is stands
