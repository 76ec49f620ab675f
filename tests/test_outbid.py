"""An offer that goes past a bare figure is a hint of ``check`` where no file tells which way is
better, and where there is a sign that it is an offer; it is no hint where one can tell."""

from typing import Any

import pytest

from negpos import load, reply
from negpos import outbid as outbids
from negpos.dossier import Dossier, Position
from negpos.outbid import Outbid
from negpos.profiles import of_parties
from negpos.reply import beside
from negpos.scales import Region

from .drawn import placed
from .factory import dates, demand, dossier, issue, ordinal, position, quantity

PAY = issue("t.i", quantity(0, 100))


def talks(*positions: Position, of: Any = PAY) -> Dossier:
    return dossier(*positions, issues=[of])


def outbid(values: Dossier) -> tuple[Outbid, ...]:
    return outbids.outbid(values, of_parties(values))


def hint(values: Dossier) -> list[str]:
    return reply.outbid(values, of_parties(values))


def said(id_: str, party: str, ask: Any, day: str = "2025-01-01", **fields: Any) -> Position:
    return position(id_, [party], demand(ask, said=day, **fields))


PASSED = (said("a1", "a", 40), said("b1", "b", 20), said("b2", "b", 45, "2025-02-01"))


def test_who_came_from_the_far_side_of_a_figure_has_gone_past_it() -> None:
    assert outbid(talks(*PASSED)) == (Outbid("t.i", "a", "b", "high"),)
    (told,) = hint(talks(*PASSED))
    assert told.startswith("negpos: offers beyond what was asked for are gaps where no better =")
    assert 't.i, b offers more than a asks for (if so: better = { a = "high" })' in told


def test_who_has_said_that_more_would_do_is_offered_more() -> None:
    more = Region(50, 100)
    first = said("a1", "a", more)
    rows = (first, said("a2", "a", 40, "2025-02-01"), said("b1", "b", 45))
    assert Outbid("t.i", "a", "b", "high") in outbid(talks(*rows))
    wide = position("a1", ["a"], demand(40, accepts=Region(40, 100)))
    assert outbid(talks(wide, said("b1", "b", 45))) == (Outbid("t.i", "a", "b", "high"),)
    assert outbid(talks(wide, said("b1", "b", 35))) == ()


@pytest.mark.parametrize(
    "rows",
    [
        (said("a1", "a", 40), said("b1", "b", 45)),
        (said("a1", "a", Region(40, 50)), *PASSED[1:]),
        (said("a1", "a", Region(40, 40, True)), *PASSED[1:]),
        (*PASSED[:2], said("b2", "b", 30, "2025-02-01")),
        (*PASSED[:2], said("b2", "b", Region(30, 45), "2025-02-01")),
        (*PASSED[:2], position("j", ["a", "b"], demand(45, said="2025-02-01"), stage="signed")),
    ],
)
def test_two_figures_that_merely_differ_are_no_hint(rows: tuple[Position, ...]) -> None:
    assert hint(talks(*rows)) == []


def test_there_is_no_hint_where_the_direction_is_told_or_the_scale_has_none() -> None:
    told = PAY._replace(better=(("a", "low"),))
    assert outbid(talks(*PASSED, of=told)) == ()
    words = issue("t.i", ordinal("x", "y", "z"))
    rows = (said("a1", "a", 1), said("b1", "b", 0), said("b2", "b", 2, "2025-02-01"))
    assert outbid(talks(*rows, of=words)) == ()
    days = issue("t.i", dates("2025-01", "2026-12"))
    low = days.scale.low
    rows = (
        said("a1", "a", low + 5),
        said("b1", "b", low + 9),
        said("b2", "b", low + 2, "2025-02-01"),
    )
    (hinted,) = hint(talks(*rows, of=days))
    assert "b offers earlier than a asks for" in hinted


@pytest.mark.parametrize("name", ["ukraine", "gaza"])
def test_the_shipped_dossiers_have_no_such_offer(name: str) -> None:
    assert hint(load(name).dossier) == []


def test_a_dossier_of_experts_alone_who_do_not_speak_is_told() -> None:
    by_experts = placed("x", "a", demand(3, attribution="expert"), experts="beside")
    (told,) = beside(dossier(by_experts))
    assert told.endswith('experts = "speak" in dossier.toml lets them speak')
    assert beside(dossier(by_experts, said("a1", "a", 1))) == []
    speaking = placed("x", "a", demand(3, attribution="expert"), experts="speak")
    assert beside(dossier(speaking)) == []
