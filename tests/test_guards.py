"""Guards object to look-alikes, pairs that read alike and do not say the same, and to no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos.text.guards import GUARDS, bare, objections
from negpos.text.proper import known
from negpos.text.words import named, tokens

ACTORS = {
    "russia": "russia",
    "russian": "russia",
    "moscow": "russia",
    "putin": "russia",
    "russian federation": "russia",
    "ukraine": "ukraine",
    "ukrainian": "ukraine",
    "kyiv": "ukraine",
    "u.s.": "us",
    "united states": "us",
    "washington": "us",
    "europe": "europe",
    "e.u.": "europe",
    "european union": "europe",
    "nato": "nato",
}
LOOK_ALIKES = {
    "number": [
        ("The army is not limited", "The army shall not number more than 600,000"),
        ("The army is not limited in number", "It is not to be larger in number than 600,000"),
        ("The army is capped at 600,000", "The army counts no fewer than 600,000"),
        ("The guarantee runs 15 years", "The guarantee runs for more than 15 years"),
        ("The guarantee runs 15 years", "The guarantee runs under 15 years"),
        ("The guarantee runs 15 years", "The guarantee runs for only 15 years"),
        ("The guarantee runs 15 years", "The guarantee runs 10 to 15 years"),
        ("The guarantee runs 15 years", "The guarantee runs 15–20 years"),
        ("The guarantee runs 15 years", "The guarantee runs between ten and fifteen years"),
        ("The guarantee runs 20 years", "The guarantee runs twenty-five years"),
        ("The guarantee runs 20 years", "The guarantee runs for a decade"),
        ("Sanctions are lifted", "Sanctions are lifted for five years"),
        ("The fund has $100 billion", "The fund has £100bn"),
        ("The fund has $100 billion", "The fund has 100bn roubles"),
        ("The army is capped at 600,000", "The army is capped at 80,000"),
        ("The army is capped at 600,000", "The army is capped"),
        (
            "The army is capped at 600,000 in peacetime",
            "The army is capped at 800,000 in peacetime",
        ),
        ("50% of the profit is theirs", "15% of the profit is theirs"),
        ("Ukraine receives USD 100 billion", "Ukraine receives $10bn"),
        ("Ukraine receives USD 100 billion", "Ukraine receives €100 billion"),
        ("Heavy weapons move back 40 km", "Heavy weapons move back 40 miles"),
        ("Heavy weapons move back 40 km", "Heavy weapons move back 14 km"),
        ("Elections are held within 100 days", "Elections are held within 100 weeks"),
        ("The truce lasts at least 60 days", "The truce lasts at most 60 days"),
        ("The truce lasts no less than 60 days", "The truce lasts no more than 60 days"),
        ("The guarantee runs 15 years", "The guarantee runs 50 years"),
        ("A guarantee modelled on Article 5", "A guarantee modelled on Article 4"),
        ("The first stage is a truce", "The second stage is a truce"),
        ("The 1st stage is a truce", "The 2nd stage is a truce"),
        ("The 28-point plan is the basis", "The 20-point plan is the basis"),
        ("Talks open on 27 November 2025", "Talks open on November 26, 2025"),
        ("Talks open on 27 November", "Talks open on 27 December"),
        ("Talks open in 2025", "Talks open in 2026"),
        ("Four regions are ceded", "Two regions are ceded"),
        ("The line moves 1.5 km", "The line moves 15 km"),
        ("The force counts six hundred thousand", "The force counts eight hundred thousand"),
    ],
    "negation": [
        ("Ukraine gives up joining NATO", "Ukraine joins NATO"),
        ("Ukraine is free of nuclear weapons", "Ukraine keeps its nuclear weapons"),
        ("Europe lifts its sanctions", "Europe fails to lift its sanctions"),
        ("Ukraine takes a neutral status", "Ukraine abandons its neutral status"),
        ("Ukraine gives up joining NATO", "Ukraine refuses to give up joining NATO"),
        ("Ukraine may join NATO", "Ukraine may not join NATO"),
        ("Ukraine joins NATO", "Ukraine never joins NATO"),
        ("Ukraine joins NATO", "Ukraine stays outside NATO"),
        ("Ukraine joins NATO", "Ukraine stays out of NATO"),
        ("NATO membership for Ukraine", "NATO membership for Ukraine is ruled out"),
        ("NATO membership for Ukraine", "NATO membership for Ukraine is a nonstarter"),
        ("NATO membership for Ukraine", "NATO membership for Ukraine is out of the question"),
        ("Kyiv accepts limits on its army", "Kyiv rejects limits on its army"),
        ("Foreign troops are stationed in Ukraine", "No foreign troops are stationed in Ukraine"),
        ("Peace with security guarantees", "Peace without security guarantees"),
        ("The text is binding", "The text is non-binding"),
        ("The guarantees apply to Ukraine", "The guarantees don’t apply to Ukraine"),
        ("Russia hinders shipping on the Dnipro", "Russia does not hinder shipping on the Dnipro"),
        ("The plan bars Ukraine from NATO", "The plan lifts the bar on Ukraine in NATO"),
        ("Both sides change the line by force", "Neither side changes the line by force"),
        ("Moscow agrees to a truce", "Moscow refuses to agree to a truce"),
        ("A referendum is needed on land", "The plan is long; no referendum is needed on land"),
    ],
    "actor": [
        ("Ukraine joins no alliance", "It joins no alliance"),
        ("Assets are returned to Russia", "Russian assets are returned to Ukraine"),
        ("Ukraine pays for the damage", "Russia pays for the damage in Ukraine"),
        ("Ukrainian forces leave Donetsk", "Russian forces leave Donetsk"),
        ("Ukraine pays Russia", "Russia pays Ukraine"),
        ("Ukraine pays Russia", "Ukraine is paid by Russia"),
        ("The guarantee lapses if Ukraine invades Russia", "It lapses if Russia invades Ukraine"),
        ("Ukraine joins the EU", "Ukraine joins NATO"),
        ("Russia, Ukraine and Europe sign a pact", "Russia, Ukraine and NATO sign a pact"),
        ("Russian forces leave Donetsk", "Moscow wants Ukrainian forces out of Donetsk"),
        ("The United States runs the plant", "Russia runs the plant"),
        ("Putin names the terms", "Washington names the terms"),
    ],
    "modality": [
        ("NATO shall not expand", "NATO is not expected to expand"),
        ("NATO is expected to take in no members", "NATO will not take in members"),
        ("Ukraine must hold elections", "Ukraine may hold elections"),
        ("Ukraine is eligible to join the EU", "Ukraine is to join the EU"),
        ("Ukraine must hold elections", "Ukraine need not hold elections"),
        ("Ukraine is required to disarm", "Ukraine should disarm"),
        ("Ukraine may keep its army", "Ukraine may not keep its army"),
    ],
    "open": [
        ("Ukraine does not join NATO", "Ukraine [shall][shall not] join NATO"),
        ("The guarantee runs for 15 years", "The guarantee runs for [15] [30] years"),
        ("Prisoners are exchanged", "[Prisoners are exchanged within a year]"),
        ("Prisoners are exchanged", "The parties agree in principle that prisoners are exchanged"),
        ("Ukraine gives up NATO", "Ukraine considers giving up NATO"),
        ("All sanctions are lifted", "All sanctions may be lifted"),
        ("The land is shared", "Whether the land is shared has yet to be decided"),
        ("Ukraine must vote", "Ukraine shall/may vote"),
    ],
    "language": [
        ("Ukraine joins NATO", "Україна вступає до НАТО"),
        ("Ukraine joins NATO", "Ukraine does not join NATO. Украина не вступает в НАТО никогда"),
        ("Ukraine is neutral", "L'Ukraine est neutre et reste hors de l'OTAN"),
        ("Ukraine is neutral", "Die Ukraine ist und bleibt neutral"),
        ("L'Ukraine est neutre", "Ukraine is neutral"),
        ("Gerakan menyerahkan semua senjata", "Senjata diserahkan dan pasukan ditarik"),
    ],
    "scope": [
        ("Sanctions are lifted", "Sanctions are only partially lifted"),
        ("Prisoners are exchanged", "Most prisoners are exchanged"),
        ("Prisoners are exchanged", "Two of the prisoners are exchanged"),
        ("The guarantees bind in law", "The guarantees bind politically"),
        ("The army has 800,000", "The army has 800,000 in wartime"),
        ("A truce begins after troops leave", "Troops leave after a truce begins"),
        ("A truce begins once troops leave", "Once a truce begins, troops leave"),
        ("A truce begins after troops leave", "Troops do not leave until a truce begins"),
        ("What must come before a truce? troops leave", "A truce begins before troops leave"),
        ("The court is opened", "The court is opened after the talks"),
        ("Assets are returned", "Assets are kept"),
        ("Arms are delivered", "Deliveries of arms have ceased"),
        ("All sanctions are lifted", "Some sanctions are lifted"),
        ("All sanctions are lifted", "All sanctions are restored"),
        ("Sanctions are lifted at once", "Sanctions are lifted in stages"),
        ("Crimea is recognised de facto", "Crimea is recognised de jure"),
        ("A permanent ceasefire", "A temporary ceasefire"),
        ("Full withdrawal from Donetsk", "Partial withdrawal from Donetsk"),
        ("A unilateral withdrawal", "A mutual withdrawal"),
        ("The truce begins before the talks", "The truce begins after the talks"),
        ("The sluices are opened in April", "The sluices are closed in April"),
        ("The force is raised in peacetime", "The force is reduced in peacetime"),
        ("The annex is public", "The annex is confidential"),
        ("Grain may be exported", "Grain may be imported"),
        ("The garrison stays", "The garrison leaves"),
        ("The north bank is demilitarised", "The south bank is demilitarised"),
        ("The eastern basin is dredged", "The western basin is dredged"),
        ("The upper lake is filled first", "The lower lake is filled first"),
        ("Ships pass from north to south", "Ships pass from south to north"),
        ("The north pays the south", "The north is paid by the south"),
    ],
}
SAME = [
    ("The army is capped at 600,000", "The army is held to a ceiling of 600k"),
    ("The army is capped at 600,000", "The army shall not number more than 0.6m"),
    ("The army is capped at 600,000", "The army is never to be larger than six hundred thousand"),
    ("The army counts at least 600,000", "The army is no smaller than 600.000"),
    ("It runs 15 to 20 years", "It runs between fifteen and twenty years"),
    ("It runs for 25 years", "It runs for twenty-five years"),
    ("It runs for 15 years", "It runs for a decade and a half"),
    ("It has 120,000 men", "It has one hundred and twenty thousand men"),
    ("It has 500,000 men", "It has half a million men"),
    ("It starts on 1 June 2026", "It starts on 2026-06-01"),
    ("It starts on 1 June 2026", "It starts on 01.06.2026"),
    ("The fund has $100 billion", "The fund has $100B"),
    ("A truce begins after troops leave", "Once troops leave, a truce begins"),
    ("Ukraine gives up joining NATO", "Ukraine abandons joining NATO"),
    ("Ukraine gives up joining NATO", "“[Ukraine] gives up joining NATO” [12]"),
    ("Talks end in May", "On 9 May talks end"),
    ("Ukraine's armed forces are capped at 600,000", "Kyiv’s army is limited to 600 thousand men"),
    ("The army counts 600,000", "The army counts six hundred thousand"),
    ("The army counts 600,000", "The army is cut to 600 000, down from more than 800,000"),
    ("The army counts at most 600,000", "The army does not exceed 600,000"),
    ("The army counts at most 600,000", "The army counts no more than 600,000"),
    ("Ukraine receives USD 100 billion", "Kyiv is given $100bn"),
    ("Ukraine receives $100 billion", "Ukraine receives US$100,000,000,000"),
    ("Ukraine receives $1.5 billion", "Ukraine receives 1,500 million dollars"),
    ("Half of the profits go abroad", "50% of the profits go abroad"),
    ("50 percent of the profits go abroad", "50 per cent of the profits go abroad"),
    ("Heavy weapons move back 40 km", "Heavy weapons move back 5, 10 or 40 kilometres"),
    ("Talks open on 27 November 2025", "Talks open on Nov. 27, 2025"),
    ("Drafts of 15 December 2021 are signed", "The December 15, 2021 drafts are signed"),
    ("The first stage is a truce", "The 1st stage is a truce"),
    ("Four regions count as Russian", "Crimea, Luhansk and Donetsk count as Russian"),
    ("Russia returns to the G8", "Russia is back in the group"),
    ("Moscow does not oppose Ukraine in the EU", "Moscow accepts Ukraine in the EU"),
    ("Moscow does not rule out a truce", "Moscow accepts a truce"),
    ("Language rights are protected", "Not only language rights are protected but media too"),
    ("A truce begins once troops leave", "A truce does not begin until troops leave"),
    ("No truce without withdrawal", "A truce means withdrawal"),
    ("Nazi ideology is banned", "Nazi ideology is rejected and banned"),
    ("Neither side changes the line by force", "Neither Kyiv nor Moscow changes the line by force"),
    ("Both renounce changing the line by force", "Neither side changes the line by force"),
    ("Shipping is unhindered", "Russia does not hinder shipping"),
    ("Ukraine is a non-nuclear state", "Ukraine is a state without nuclear arms"),
    ("Russia signs a pact of peace", "Russia signs a non-aggression pact of peace"),
    ("Ukraine cannot join NATO", "Ukraine must not join NATO"),
    ("Ukraine may not join NATO", "Ukraine cannot join NATO"),
    (
        "The Florida talks were productive",
        "They called the Florida talks productive, giving no detail",
    ),
    ("A binding text keeps Kyiv out of NATO", "A binding text that Ukraine will not enter NATO"),
    ("The United States leads the rebuilding", "Rebuilding would be U.S.-led"),
    ("The United States leads the rebuilding", "They told us that the US leads the rebuilding"),
    ("Ukraine pays Russia", "Moscow is paid by Kyiv"),
    ("Russia and Ukraine sign a pact", "Ukraine and Russia sign a pact"),
    ("Washington signs a treaty with Moscow", "Russia signs a treaty with the United States"),
    ("Ukrainian forces leave Donetsk", "Putin insisted that Ukrainian troops leave Donetsk"),
    ("If Kyiv does not leave, Moscow uses force", "Russia uses force if Ukraine does not leave"),
    ("Russia will pay", "Russian Federation is to pay"),
    ("Ukraine must hold elections", "Ukraine shall hold elections by 9 May 2026"),
    ("All prisoners return", "Prisoners return, all for all"),
    ("The north and the south sign", "The south and the north sign"),
    ("The north pays the south", "The south is paid by the north"),
    ("The truce does not begin before troops leave", "The truce begins after troops leave"),
    ("All sanctions are lifted", "The entire package of sanctions is lifted"),
]


@pytest.mark.parametrize(
    ("guard", "claim", "passage"),
    [(guard, *pair) for guard, pairs in LOOK_ALIKES.items() for pair in pairs],
)
def test_a_guard_objects_to_a_look_alike(guard: str, claim: str, passage: str) -> None:
    assert guard in [found.guard for found in objections(claim, passage, ACTORS)]


@pytest.mark.parametrize(("claim", "passage"), SAME)
def test_no_guard_objects_to_other_words_for_the_same(claim: str, passage: str) -> None:
    assert objections(claim, passage, ACTORS) == ()


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("At 600,000", "At 80,000 since 2014", "600000 is not there, but 80000"),
        ("At 600,000", "No figure", "600000 is not there"),
        (
            "At least 60 days",
            "At most 60 days",
            "minimum 60 days is not there, but maximum 60 days",
        ),
        ("Kyiv stays", "Moscow stays", "the passage names russia, not ukraine"),
        ("Kyiv pays Moscow", "Moscow pays Kyiv", "russia stands first in the passage, ukraine in"),
        ("Talks are held", "Talks are never held", "the passage denies"),
        ("Talks are never held", "Talks are held", "the claim denies"),
        ("They must leave", "They may leave", "the claim obliges, the passage allows"),
        ("All land", "Some land", "the claim says all, the passage a part"),
    ],
)
def test_an_objection_says_what_differs(claim: str, passage: str, reason: str) -> None:
    (found,) = objections(claim, passage, ACTORS)
    assert found.reason.startswith(reason)


def test_several_guards_may_object_at_once() -> None:
    found = objections(
        "Ukraine must cap its whole army at 600,000",
        "Russia may not cap; it may limit part of its army, not at 80,000",
        ACTORS,
    )
    assert {one.guard for one in found} >= {"number", "actor", "scope"}


def test_a_figure_that_is_only_in_the_passage_objects_if_it_counts_something() -> None:
    (found,) = objections("The army is capped", "The army is capped at 600,000")
    assert found.reason == "the claim has no figure, the passage maximum 600000"
    for passage in ("In 2022 the army was capped", "On 9 May, under Article 5, two caps were set"):
        assert "number" not in [o.guard for o in objections("The army is capped", passage)]


def test_without_actors_nobody_is_named() -> None:
    assert objections("Ukraine pays Russia", "Russia pays Ukraine") == ()


def test_a_denial_in_a_clause_about_something_else_is_no_objection() -> None:
    assert objections("Kyiv holds elections", "The war is not over. Kyiv holds elections.") == ()
    assert objections("Kyiv holds elections", "The war goes on. Kyiv never holds elections.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The south may build a dam", "The south may not build a dam"),
        ("The toll is at most 40", "The toll is at least 60"),
        ("Fishing is allowed", "Fishing is forbidden"),
        ("Ships pass the north", "Ships pass the south"),
    ],
)
def test_what_no_guard_reads_is_the_same_in_look_alikes(one: str, other: str) -> None:
    assert bare(one) == bare(other) != ""


@given(st.text())
def test_no_guard_objects_to_a_text_that_is_held_against_itself(text: str) -> None:
    assert objections(text, text, ACTORS) == ()


words = st.sampled_from(
    """Ukraine Russia NATO US Kyiv will not never may must only expected all some pays by is
    600,000 40 km two 9 May November $ billion but . ; , until unless out stays neither nor said
    wants that it and with if de facto jure""".split()
)
sentences = st.lists(words, max_size=16).map(" ".join)


@given(sentences)
def test_no_guard_objects_to_a_sentence_that_is_held_against_itself(text: str) -> None:
    assert objections(text, text, ACTORS) == ()


KNOWN = known(
    ["The talks on Luhansk and Ukraine end the war", "All the weapons are nuclear"], ["Marco Rubio"]
)


@pytest.mark.parametrize(
    ("claim", "passage", "who"),
    [
        ("Ukraine acquires no nuclear weapons", "Iran acquires no nuclear weapons", "iran"),
        ("All weapons are nuclear", "All the weapons of Tigray are nuclear", "tigray"),
        ("Luhansk is Russian", "The Tigray region is Russian", "tigray"),
        ("The talks end", "Israel’s talks end", "israel"),
        ("The talks end", "The talks on Luhansk end", "luhansk"),
    ],
)
def test_a_name_that_is_nobody_in_the_dossier_objects(claim: str, passage: str, who: str) -> None:
    (found,) = objections(claim, passage, ACTORS, KNOWN)
    assert found.guard == "actor"
    assert f"the passage names {who}" in found.reason


@pytest.mark.parametrize(
    "passage",
    [
        "Officials agree: Ukraine ends the war",
        "Ukraine ends the war, Reuters reported",
        "According to Le Monde Ukraine ends the war",
        "On Monday Prime Minister Rubio said that Ukraine ends the war",
    ],
)
def test_who_only_says_it_is_no_name_that_objects(passage: str) -> None:
    assert objections("Ukraine ends the war", passage, ACTORS, KNOWN) == ()


@given(sentences, sentences)
def test_each_guard_objects_at_most_once_and_gives_a_reason(claim: str, passage: str) -> None:
    found = objections(claim, passage, ACTORS)
    guards = [one.guard for one in found]
    assert len(set(guards)) == len(guards)
    assert set(guards) <= set(LOOK_ALIKES) == set(GUARDS)
    assert all(one.reason for one in found)


@given(sentences, sentences)
def test_negation_modality_and_scope_do_not_depend_on_the_side(one: str, other: str) -> None:
    one, other = (text.translate({ord(s): " " for s in ".;"}) for text in (one, other))
    one, other = one.replace("but", ""), other.replace("but", "")
    there, back = objections(one, other), objections(other, one)
    kinds = {"negation", "modality", "scope"}
    assert {f.guard for f in there} & kinds == {f.guard for f in back} & kinds


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("600,000 men", "600000 men"),
        ("600 thousand men", "600000 men"),
        ("six hundred thousand men", "600000 men"),
        ("a hundred men", "100 men"),
        ("$100bn", "usd 100000000000"),
        ("US$1.5 million", "usd 1500000"),
        ("5, 10 or 40 km", "5 10 or 40 km"),
        ("from 2014,2022", "from 2014 2022"),
        ("50%", "50 percent"),
        ("the U.S. and the US told us", "the u.s. and the u.s. told us"),
        ("the E.U.'s and EU's law", "the e.u. s and e.u. s law"),
        ("the USA and the U.S.A.", "the usa and the usa"),
        ("IT IS NO US PLAN", "it is no us plan"),
        ("Kyiv’s", "kyiv"),
        ("Szijjártó", "szijjarto"),
        ("Szijja\u0301rto\u0301", "szijjarto"),
        ("600k, 0.6m, 600.000, 600\u202f000", "600000 600000 600000 600000"),
        ("twenty-five, a decade and a half, two dozen", "25 a 15 years 24"),
        ("one hundred and twenty thousand", "120000"),
        ("15–20 and F-16", "15 to 20 and f 16"),
        ("G8, E3", "g8 e3"),
        ("1.2.3", "1.2.3"),
        ("Ελλάδα", "ελλαδα"),
        ("", ""),
        ("\0 — !", ""),
    ],
)
def test_tokens_write_one_thing_in_one_way(text: str, told: str) -> None:
    assert " ".join(tokens(text)) == told


@given(st.text())
def test_tokens_are_not_empty_and_hold_no_space(text: str) -> None:
    assert all(token and not any(sign.isspace() for sign in token) for token in tokens(text))


def test_a_figure_of_a_million_digits_is_a_word_like_any_other() -> None:
    assert objections("9" * 1_000_000 + " million", "8 million") == objections("x", "8 million")


def test_a_name_of_several_words_is_one_name_and_the_longest_counts() -> None:
    names = {"north": "n", "north sea": "sea", "north sea coast": "coast"}
    assert named("the north sea coast north end".split(), names) == ["the", "@coast", "@n", "end"]
