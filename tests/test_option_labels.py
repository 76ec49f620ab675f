"""An ask may name an option by its label, where that can mean one option alone."""

import pytest

from negpos.intake.asks import NotOnScale, region
from negpos.intake.records import AskRegion
from negpos.scales import Option, Scale

from .factory import point


def scale(kind: str, *named: tuple[str, str]) -> Scale:
    """A scale of these options, each by its id and its label."""
    options = tuple(Option(id_, label) for id_, label in named)
    return Scale(kind, options, tuple(map(float, range(len(named)))), high=len(named) - 1)


WATER = (("north", "the north alone"), ("joint", "a joint commission"), ("out", "an outside body"))


@pytest.mark.parametrize("kind", ["ordinal", "members", "nominal"])
def test_the_label_of_one_option_means_that_option(kind: str) -> None:
    for id_, label in WATER:
        asks = ([id_], [label]) if kind == "members" else (id_, label)
        assert region(scale(kind, *WATER), asks[1]) == region(scale(kind, *WATER), asks[0])


def test_the_ends_of_a_region_may_be_labels() -> None:
    ask = AskRegion(min="a joint commission", max="out")
    assert region(scale("ordinal", *WATER), ask) == region(
        scale("ordinal", *WATER), AskRegion(min="joint", max="out")
    )


def test_an_id_comes_before_a_label() -> None:
    crossed = scale("ordinal", ("low", "high"), ("high", "low"))
    assert region(crossed, "low") == point(0)
    assert region(crossed, "high") == point(1)


@pytest.mark.parametrize("word", ["no payment", "No fee", "nothing"])
def test_a_label_of_two_options_or_of_none_means_none(word: str) -> None:
    twice = scale("ordinal", ("a", "no payment"), ("b", "no payment"), ("c", "no fee"))
    with pytest.raises(NotOnScale, match="expected one of a, b, c"):
        region(twice, word)
