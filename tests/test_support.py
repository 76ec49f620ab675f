"""For each demand the passage of a source text that bears it out, and what speaks against it."""

from collections.abc import Iterable
from itertools import permutations

import pytest

from negpos.dossier import Demand, Dossier, Evidence, Source
from negpos.text.backing import Held, Support, Text, hold

from .factory import demand, dossier, position

URLS = {"s": "https://news.example/2025/peace", "t": "https://news.example/2025/peace-two", "u": ""}
TITLES = {"s": "What comes after the war", "t": "Who pays for the peace", "u": "Short"}


def cited(text: str, *sources: str, line: int = 1) -> Demand:
    """A demand of these words that cites these sources."""
    return demand(
        0, text=text, evidence=tuple(Evidence(id_, f"line {line}", "A") for id_ in sources)
    )


def sourced(*demands: Demand) -> Dossier:
    """A dossier whose three sources have addresses and titles."""
    base = dossier(position("p", ["a"], *demands))
    return base._replace(sources={s.id: known(s) for s in base.sources.values()})


def known(source: Source) -> Source:
    return source._replace(url=URLS[source.id], title=TITLES[source.id])


def only(held: Held) -> Support:
    (found,) = held.supports
    return found


WORDS = "Forces leave the northern valley"


@pytest.mark.parametrize(
    ("name", "text", "sources"),
    [
        ("s.txt", "", {"s"}),
        ("s", "", {"s"}),
        ("texts/of/t.md", TITLES["s"], {"t"}),
        ("1.txt", f"Source: {URLS['s']}\n", {"s"}),
        ("1.txt", f"<{URLS['s']}/>.\n", {"s"}),
        ("1.txt", f"Source: {URLS['t']}\n", {"t"}),
        ("1.txt", f"{URLS['s']}-three", set()),
        ("1.txt", "WHAT COMES AFTER THE WAR\n\nBy a writer", {"s"}),
        ("1.txt", f"{TITLES['s']} | {TITLES['t']}", {"s", "t"}),
        ("1.txt", "Short", set()),
        ("1.txt", "x " * 1_000 + TITLES["s"], set()),
        ("", "", set()),
    ],
)
def test_a_text_belongs_to_sources_by_file_name_else_by_address_or_title_at_its_beginning(
    name: str, text: str, sources: set[str]
) -> None:
    held = hold(sourced(cited(WORDS, "s", "t", "u")), [Text(name, text)])
    assert held.used == dict.fromkeys(sorted(sources), (name,))
    assert {found.source for found in held.supports} == sources
    assert held.unknown == (() if sources else (name,))


def test_texts_of_no_source_are_told_in_their_order() -> None:
    held = hold(sourced(cited(WORDS, "s")), [Text("z.txt", ""), Text("s.txt", ""), Text("b", "")])
    assert held.unknown == ("z.txt", "b")


def test_only_demands_that_cite_the_text_are_held_against_it() -> None:
    held = hold(sourced(cited(WORDS, "s"), cited("Another", "t")), [Text("s.txt", WORDS)])
    assert [found.demand.text for found in held.supports] == [WORDS]


def test_the_passage_is_told_with_its_line_file_source_and_likeness() -> None:
    found = only(hold(sourced(cited(WORDS, "s")), [Text("in/s.txt", f"News\n\n{WORDS}\n\nEnd")]))
    assert found.passage is not None
    assert found.passage == (3, WORDS)
    assert (found.source, found.file, found.likeness, found.objections) == (
        "s",
        "in/s.txt",
        100,
        (),
    )


def test_a_text_without_passages_supports_nothing() -> None:
    found = only(hold(sourced(cited(WORDS, "s")), [Text("s.txt", "\n — \n")]))
    assert (found.passage, found.likeness, found.objections) == (None, 0, ())


def test_of_two_passages_about_equally_alike_the_one_without_objection_is_chosen() -> None:
    text = (
        "The army must not be capped at 80,000 men.\nRain fell.\nThe army is held to 600,000 men."
    )
    found = only(hold(sourced(cited("The army is capped at 600,000 men", "s")), [Text("s", text)]))
    assert found.passage is not None
    assert found.passage.line == 3
    assert found.objections == ()


def test_a_passage_far_more_alike_is_chosen_in_spite_of_an_objection_which_is_told() -> None:
    text = "The northern army is capped at 80,000 men.\nRain fell.\nOf men 600,000 came."
    found = only(
        hold(sourced(cited("The northern army is capped at 600,000 men", "s")), [Text("s", text)])
    )
    assert found.passage is not None
    assert found.passage.line == 1
    assert [one.guard for one in found.objections] == ["number"]


def test_names_of_parties_reach_the_guards() -> None:
    base = sourced(cited("Aland leaves the valley", "s"))
    parties = {id_: party._replace(name=f"{id_}land") for id_, party in base.parties.items()}
    found = only(hold(base._replace(parties=parties), [Text("s", "Bland leaves the valley.")]))
    assert [one.guard for one in found.objections] == ["actor"]


def test_a_single_sentence_is_chosen_before_two_that_say_no_more() -> None:
    found = only(hold(sourced(cited(WORDS, "s")), [Text("s", f"{WORDS} now. Rain fell.")]))
    assert found.passage is not None
    assert found.passage.text == f"{WORDS} now."


def test_two_neighbouring_sentences_may_bear_a_demand_out_together() -> None:
    text = "Forces leave in May. They quit the northern valley. Rain fell."
    found = only(hold(sourced(cited(WORDS, "s")), [Text("s", text)]))
    assert found.passage is not None
    assert found.passage.text == "Forces leave in May. They quit the northern valley."


def test_the_weakest_support_comes_first() -> None:
    demands = [cited(WORDS, "s"), cited("Prisoners return", "s"), cited("Forces leave", "s")]
    held = hold(sourced(*demands), [Text("s", f"{WORDS}.")])
    rates = [found.likeness for found in held.supports]
    assert rates == sorted(rates)
    assert held.supports[0].demand.text == "Prisoners return"


def test_a_demand_that_cites_two_of_the_texts_appears_twice() -> None:
    held = hold(sourced(cited(WORDS, "s", "t", "u")), [Text("s", WORDS), Text("t", "Rain fell")])
    assert [(f.source, f.likeness == 100) for f in held.supports] == [("t", False), ("s", True)]


def test_two_texts_of_one_source_are_both_held() -> None:
    held = hold(sourced(cited(WORDS, "s")), [Text("s.txt", WORDS), Text("s.md", "Rain fell")])
    assert [found.file for found in held.supports] == ["s.md", "s.txt"]


def orders(texts: Iterable[Text]) -> list[tuple[Text, ...]]:
    return list(permutations(texts))


def test_the_order_of_the_texts_changes_nothing() -> None:
    base = sourced(cited(WORDS, "s", "t"), cited("Prisoners return", "t", "u", line=2))
    texts = [Text("s", "Same words"), Text("t", "Same words"), Text("u", "Same words")]
    assert len({hold(base, order).supports for order in orders(texts)}) == 1


def test_without_texts_nothing_is_held() -> None:
    assert hold(sourced(cited(WORDS, "s")), []) == Held((), {}, ())
