"""Search finds what a plain, slow search finds, with the same rates in the same order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from negpos.dossier import Demand, Dossier, Party
from negpos.names import fold_letters
from negpos.text import search as quick
from negpos.text.search import Hit, search

from .factory import demand, dossier, issue, position

WORDS = (
    *("troops", "troop", "Troops", "tropps", "dam", "dams", "600,000", "600000", "60000", "6"),
    *("İzmir", "straße", "STRASSE", "x_y", "x-y", "", " ", "a.b", "²", "naïve", "İ"),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


def tokens(text: str) -> list[str]:
    text = fold_letters(text).replace(",", "")
    return "".join(c if c.isalnum() else " " for c in text).split()


def haystack(data: Dossier, row: Demand) -> set[str]:
    parts = [row.text, row.label, row.speaker, row.note, data.positions[row.position].title]
    parts += [data.parties[party].name for party in row.holders]
    if row.issue:
        parts += [data.issues[row.issue].id, data.issues[row.issue].label]
    return {token for part in parts for token in tokens(part)}


def rate(word: str, token: str) -> float:
    """The rule in words: the same 100; begins so 95; else by spelling, and figures never."""
    if word == token:
        return 100.0
    is_begun = len(word) >= 4 and not word.isdigit() and token.startswith(word)
    rates = [95.0] if is_begun else []
    if not word.isdigit() and not token.isdigit():
        rates += [alike for alike in [fuzz.ratio(word, token)] if alike >= 78]
    return max(rates, default=0.0)


def plain_search(data: Dossier, words: list[str]) -> list[Hit]:
    wanted = [token for word in words for token in tokens(word)]
    hits = []
    for row in data.demands():
        found = haystack(data, row)
        best = [max((rate(word, token) for token in found), default=0.0) for word in wanted]
        if best and min(best) > 0:
            hits.append(Hit(row, sum(best) / len(best)))
    return sorted(hits, key=lambda h: (-h.likeness, h.demand.said, h.demand.position, h.demand.row))


def test_figures_and_spellings_are_found_however_they_are_written() -> None:
    texts = ("At most 600,000 soldiers", "Kyiv stays the capital", "A toll of 1,500,000 a year")
    data = dossier(position("p", ["a"], *(demand(0, text=text) for text in texts)))
    data = data._replace(spellings={"kiev": "kyiv", "киев": "kyiv", "київ": "kyiv"})

    def found(*words: str) -> list[str]:
        return [hit.demand.text for hit in search(data, words)]

    for written in ("600,000", "600 000", "600.000", "600'000", "600\u202f000", "600k", "0.6m"):
        assert found(written) == [texts[0]], written
    for written in ("600", "60,000", "6000000", "600m", "600.00"):
        assert found(written) == [], written
    assert found("600", "000") == [texts[0]]
    assert found("1.5 million") == found("1,5m") == [texts[2]]
    for spelling in ("Kyiv", "Kiev", "KIEV", "Киев", "Київ", "КИЇВ"):
        assert found(spelling, "capital") == [texts[1]], spelling
    assert quick.near(data, ["kaptal", "kapxtzl"]) == ["capital"]
    assert quick.near(data, ["capital"]) == []


def test_of_demands_as_like_the_latest_comes_first() -> None:
    rows = [demand(0, text="toll", said=f"2025-01-0{day}") for day in (1, 3, 2)]
    hits = search(dossier(position("p", ["a"], *rows)), ["toll"])
    assert [hit.demand.said[-1] for hit in hits] == ["3", "2", "1"]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    rows = st.builds(
        lambda text, label, speaker, note, about: demand(
            0, text=text, label=label, speaker=speaker, note=note, issue=about
        ),
        *(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(("t.i", "t.dams", ""))),
    )
    texts = [
        position(f"p{n}", draw(st.sampled_from((["a"], ["b"], ["a", "b"]))), *found)._replace(
            title=draw(TEXTS)
        )
        for n, found in enumerate(draw(st.lists(st.lists(rows, max_size=3), max_size=4)))
    ]
    data = dossier(*texts, issues=[issue("t.i"), issue("t.dams")])
    return data._replace(parties=data.parties | {"a": Party("a", draw(TEXTS), "state", (), (), "")})


@given(dossiers(), st.lists(st.sampled_from(WORDS), max_size=3))
def test_search_finds_what_a_plain_search_finds_in_the_same_order(
    data: Dossier, words: list[str]
) -> None:
    assert list(search(data, words)) == plain_search(data, words)


@given(st.text())
def test_words_are_taken_apart_by_letters_and_figures_alone(text: str) -> None:
    assert quick._tokens(text) == tokens(text)


def test_a_text_is_taken_apart_once_however_many_demands_share_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = dossier(position("p", ["a"], *(demand(0, text="the dam") for _ in range(50))))
    taken: list[str] = []

    def counted(text: str) -> list[str]:
        taken.append(text)
        return tokens(text)

    monkeypatch.setattr(quick, "_tokens", counted)
    assert len(search(data, ["dam"])) == 50
    assert taken.count("the dam") == 1


def test_a_long_search_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "_STEP", 2)
    data = dossier(position("p", ["a"], *(demand(0, text="dam") for _ in range(5))))
    told: list[tuple[int, int]] = []
    search(data, ["dam"], lambda done, of: told.append((done, of)))
    assert told == [(2, 5), (4, 5)]
