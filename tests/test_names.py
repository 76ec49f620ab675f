"""A name has one spelling for those who type it, and shows what it is."""

import sys
import unicodedata
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negpos import names, spelling
from negpos.dossier import Dossier, Party
from negpos.errors import UsageError
from negpos.names import fold, fold_letters
from negpos.text.search import search

from . import factory as make

ALL = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
DASHES = [c for c in ALL if unicodedata.category(c) == "Pd"] + ["\u2212"]
BLANKS = [c for c in ALL if unicodedata.category(c) == "Zs"]
WORDS = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs", "Cf")), max_size=12)


@given(st.text(max_size=12) | WORDS)
@example("i\u0301\u0307\u0307")
@example("\u0345\u0301a")
@example("ΐ İ ŉ ﬃ ẛ̣ ´ e\u034f\u0301")
@example("a\u1ffdb\u1fef")
@example("ㅎㅏㄴ 한 \u1112\u1161\u11ab ﻼ ｶﾞ")
def test_composed_decomposed_and_folded_spellings_are_one_name(name: str) -> None:
    folded = fold(name)
    for form in ("NFC", "NFD"):
        assert fold(normalize(form, name)) == folded
    assert fold(folded) == folded
    assert fold_letters(fold_letters(name)) == fold_letters(name)


@given(st.text(max_size=12) | WORDS)
def test_compatible_spellings_are_one_name(name: str) -> None:
    plain = "".join(c for c in name if not normalize("NFKD", c).startswith(" "))
    for form in ("NFKC", "NFKD"):
        assert fold(normalize(form, plain)) == fold(plain)


@given(st.text(st.characters(categories=("L", "N", "Zs")), max_size=12))
@example("Straße STRASSE ẞ")
@example("İIıi")
@example("ΣΊΣΥΦΟΣ ς")
def test_case_makes_no_other_name(name: str) -> None:
    name = normalize("NFC", name)
    for variant in (name.upper(), name.lower(), name.title(), name.casefold()):
        assert fold(variant) == fold(name)


@pytest.mark.parametrize("dash", DASHES, ids=ascii)
def test_any_dash_is_a_dash(dash: str) -> None:
    assert fold(f"28{dash}point {dash} plan") == "28-point-plan"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_any_blank_is_a_blank(blank: str) -> None:
    assert fold(f"{blank}28{blank}point{blank} plan") == "28-point-plan"


@pytest.mark.parametrize("sign", "’‘ʼʻ′`´'＇‛", ids=ascii)
def test_any_apostrophe_is_an_apostrophe(sign: str) -> None:
    assert fold(f"Cote d{sign}Ivoire") == "cote-d'ivoire"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İzmir", "izmir"),
        ("IZMIR", "ızmır"),
        ("Straße", "STRASSE"),
        ("STRAẞE", "strasse"),
        ("ﬁnal oﬀer", "FINAL OFFER"),
        ("ｎｏｒｔｈ", "north"),
        ("Annex²", "annex2"),
        ("Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"),
        ("한국", normalize("NFD", "한국")),
        ("\ufefb", "لا"),
        ("محـــمد", "محمد"),
        ("می\u200cرود", "میرود"),
        ("क्\u200dष", "क्ष"),
        ("co\u00adop", "coop"),
        ("葛\U000e0100", "葛"),
        ("a\u0323\u0302", "a\u0302\u0323"),
        ("“Plan”", '"plan"'),
        ("№ 5", "no 5"),
    ],
)
def test_these_spellings_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte", "Cote"),
        ("Côte", "Coté"),
        ("हद", "हिद"),
        ("か", "が"),
        ("аре", "ape"),
        ("us", "usa"),
    ],
)
def test_these_are_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def dossier(**aliases: list[str]) -> Dossier:
    """A dossier of these parties and their aliases."""
    parties = {id_: Party(id_, id_, "state", tuple(told), (), "") for id_, told in aliases.items()}
    return make.dossier()._replace(parties=parties)


def test_accents_may_be_left_out_where_one_name_is_meant() -> None:
    known = dossier(ivory=["Côte d’Ivoire"], brazil=["Brasilia"], poland=["Łódź"], ru=["Королёв"])
    typed = ["Cote d'Ivoire", "BRASÍLIA", "lodz", "королев", "co\u0302te d´ivoire"]
    assert names.resolve_all(known, typed) == ["ivory", "brazil", "poland", "ru", "ivory"]


def test_names_that_differ_in_accents_are_two_names_for_who_types_them() -> None:
    known = dossier(a=["côte"], b=["coté"])
    assert names.resolve_all(known, ["CÔTE", "cote\u0301"]) == ["a", "b"]
    with pytest.raises(UsageError) as told:
        names.resolve_all(known, ["cote"])
    assert str(told.value) == (
        "'cote' names several parties or positions; choose one of coté (b), côte (a)"
    )


def test_a_name_as_typed_comes_before_one_with_accents() -> None:
    assert names.resolve_all(dossier(a=["côte"], b=["coté"], c=["cote"]), ["Cote"]) == ["c"]


@pytest.mark.parametrize("typed", ["cöte", "", "\u200b", "-", "\u0302"])
def test_other_accents_and_empty_words_are_no_name(typed: str) -> None:
    with pytest.raises(UsageError, match="no party or position is called"):
        names.resolve_all(dossier(a=["côte", "\u0301"]), [typed])


@given(st.text("côéıİi’'-\u2011 е\u0301\u0307\u200b", min_size=1, max_size=6))
@example("cöte")
def test_what_was_typed_is_never_suggested(typed: str) -> None:
    try:
        names.resolve_all(dossier(a=["côte", "c’i"], b=["coté-é", "ci"]), [typed])
    except UsageError as told:
        suggested = told.hint.removeprefix("did you mean ").removesuffix("?").split(" or ")
        assert fold(typed) not in suggested


def test_issues_and_themes_are_found_in_any_spelling() -> None:
    known = make.dossier(
        issues=[
            make.issue("t.i")._replace(label="Zölle", aliases=("l’eau",)),
            make.issue("u.k")._replace(label="Zoll\u00adamt", aliases=("zolle-x",)),
        ]
    )
    for typed in ("zolle", "ZO\u0308LLE", "l'eau", "Ｉ"):
        assert names.resolve_issue(known, typed) == "t.i"
    themes = {"t": known.themes["t"]._replace(title="Désarmement"), "u": known.themes["u"]}
    known = known._replace(themes=themes)
    assert names.resolve_theme(known, "desarmement") == "t"


def test_issues_and_themes_without_their_accents_may_be_several() -> None:
    issues = [
        make.issue("t.i")._replace(label="péché"),
        make.issue("u.k")._replace(label="pêche"),
    ]
    known = make.dossier(issues=issues)
    with pytest.raises(UsageError, match=r"fits 2 issues; name one: i \(t\.i\?\), k"):
        names.resolve_issue(known, "peche")
    titled = zip(known.themes.items(), ("péché", "pêche"), strict=True)
    known = known._replace(themes={i: t._replace(title=title) for (i, t), title in titled})
    with pytest.raises(UsageError, match="names several themes; choose one of t, u"):
        names.resolve_theme(known, "peche")


@pytest.mark.parametrize(
    "name",
    [
        "North",
        "Зеленский",
        "ВТБ bank",
        "NATO-страны",
        "Κύπρος",
        "Tシャツ",
        "NATO軍",
        "東京タワー",
        "한국 大韓",
        "5 µm",
        "می\u200cرود",
        "न्\u200d",
        "葛\U000e0100",
        "❤\ufe0f",
        "3D-графика",
        "Côte d’Ivoire",
        normalize("NFD", "Київ"),
        "a\u00a0b",
        "قيمة ۵",
    ],
    ids=ascii,
)
def test_a_name_that_shows_what_it_is_has_no_fault(name: str) -> None:
    assert spelling.fault(name) is None


DRAWN = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")
"""Format signs that are drawn, or that place what is drawn."""
UNSEEN = [
    *(c for c in ALL if unicodedata.category(c) in ("Cc", "Zl", "Zp")),
    *(c for c in ALL if unicodedata.category(c) == "Cf"),
    *"\u034f\u115f\u1160\u180b\u2800\u3164\ufe0f\uffa0\ue000\U000e0100",
]


@pytest.mark.parametrize("around", ["ab", "аб", "αβ"])
def test_every_sign_that_cannot_be_seen_is_refused_where_the_letters_need_none(
    around: str,
) -> None:
    for sign in UNSEEN:
        name = unicodedata.name(sign, "")
        is_refused = not name.startswith(DRAWN) or name == "ARABIC LETTER MARK"
        for word in (around[0] + sign + around[1], sign + around, around + sign):
            told = spelling.fault(word)
            assert (told is not None) == is_refused, ascii(word)
            assert told is None or f"U+{ord(sign):04X}" in told[0]


@pytest.mark.parametrize(
    "name", ["nоrth", "Αlpha", "Москвa", "ｎоrth", "sօuth", "ב" + "b"], ids=ascii
)
def test_a_word_of_two_scripts_is_refused(name: str) -> None:
    told = spelling.fault(f"The {name} bank")
    assert told is not None
    assert "letters in one word" in told[0]


def test_search_finds_a_word_in_any_spelling() -> None:
    talks = make.position(
        "talks", ["a"], make.demand(text="İzmir and the Cafe\u0301 of Łódź stay oﬃcial")
    )
    known = make.dossier(talks)
    for word in ("izmir", "IZMIR", "café", "cafe", "Lodz", "official", "ｉｚｍｉｒ"):
        assert [hit.likeness for hit in search(known, [word])] == [100.0], word


def test_plain_names_are_folded_without_the_tables_of_unicode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "negpos.spelling", None)
    assert fold("28_Point `Plan` -x") == "28-point-'plan'-x"
    assert fold_letters("Plain Words, 5") == "plain words, 5"
    assert names.resolve_all(dossier(north=["Up Stream"]), ["UP-stream"]) == ["north"]


# Names as people type them, one word after the other.


def talks(*parties: Party, positions: tuple[str, ...] = ()) -> Dossier:
    """A dossier of these parties, and of texts of the first that bear these names."""
    own = {party.id: party for party in parties}
    texts = (make.position(name, [parties[0].id]) for name in positions)
    return make.dossier()._replace(parties=own, positions={text.id: text for text in texts})


def side(id_: str, *aliases: str) -> Party:
    return Party(id_, id_, "state", aliases, (), "", ())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["south", "korea", "north"], ["south korea", "north"]),
        (["south", "north"], ["south", "north"]),
        (["serbia", "and", "montenegro", "bosnia"], ["serbia and montenegro", "bosnia"]),
        (["south", "and", "north"], ["south", "north"]),
        (["south vs north"], ["south", "north"]),
        (["south,north"], ["south", "north"]),
        (["north", "south", "paper"], ["north", "south paper"]),
        (["north", "south"], ["north", "south"]),  # though a text is called so
        (["south@2025-03-01", "vs", "north"], ["south@2025-03-01", "north"]),
        (["south@2025-03-01 vs north@2024"], ["south@2025-03-01", "north@2024"]),
        (["suoth", "north"], ["suoth", "north"]),
        (["south@2025-03-01", "suoth"], ["south@2025-03-01", "suoth"]),
    ],
)
def test_of_several_words_the_longest_name_is_meant(typed: list[str], read: list[str]) -> None:
    parties = ("south", "south-korea", "north", "bosnia")
    data = talks(*map(side, parties), side("serbia-and-montenegro", "serbia", "montenegro"))
    texts = (make.position("north-south", ["south"]), make.position("south-paper", ["south"]))
    data = data._replace(positions={text.id: text for text in texts})
    assert names.parted(data, typed) == read


def test_what_is_typed_is_never_turned_into_the_adversary() -> None:
    data = talks(side("north"), side("south"))
    for word, meant in (("suoth", "south"), ("nroth", "north"), ("westh", ""), ("souht", "south")):
        with pytest.raises(UsageError) as told:
            names.resolve_all(data, [word])
        assert told.value.meant == meant
        other = {"south": "north", "north": "south"}.get(meant, "south")
        assert other not in told.value.hint
