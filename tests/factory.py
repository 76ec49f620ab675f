"""Small dossiers made of plain values: one place that knows the fields of every record."""

from collections.abc import Iterable
from typing import Any

from negpos.days import Period, counted
from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source, Theme
from negpos.scales import Option, Region, Scale


def ordinal(*options: str) -> Scale:
    """An ordinal scale of equal steps."""
    count = len(options)
    places = tuple(place / (count - 1) for place in range(count))
    return Scale("ordinal", tuple(Option(o, o) for o in options), places, high=count - 1)


def quantity(low: float = 0, high: float = 100) -> Scale:
    """A quantity scale in units."""
    return Scale("quantity", low=low, high=high, unit="units")


def dates(low: str, high: str) -> Scale:
    """A scale of the months between these two."""
    first, last = (counted(Period(end), "month") for end in (low, high))
    return Scale("date", low=first, high=last, unit="months", step="month")


def members(*options: str, adds_up: bool = False) -> Scale:
    """A members scale."""
    named = tuple(Option(o, o) for o in options)
    return Scale("members", named, high=len(options) - 1, adds_up=adds_up)


def nominal(*options: str) -> Scale:
    """A nominal scale."""
    return Scale("nominal", tuple(Option(o, o) for o in options), high=len(options) - 1)


def point(value: float) -> Region:
    """The smallest region."""
    return Region(value, value)


def issue(id_: str = "t.i", scale: Scale | None = None) -> Issue:
    """An issue; its theme is the first part of its id."""
    theme = id_.partition(".")[0]
    return Issue(id_, theme, id_, f"{id_}?", (), scale or ordinal("a", "b", "c", "d", "e"))


def demand(ask: Region | float | None = None, **fields: Any) -> Demand:
    """A plain official demand on ``t.i`` of 1 January 2025, with these fields changed."""
    region = point(ask) if isinstance(ask, int | float) and not isinstance(ask, tuple) else ask
    plain: dict[str, Any] = {
        "position": "p",
        "id": "",
        "file": "positions/p.toml",
        "row": 1,
        "author": "",
        "point": "",
        "issue": "t.i",
        "kind": "demand",
        "ask": region,
        "accepts": None,
        "is_dropped": False,
        "is_disputed": False,
        "text": "words",
        "label": "",
        "condition": "",
        "firmness": "firm",
        "salience": None,
        "attribution": "official",
        "form": "quoted",
        "speaker": "A. Speaker",
        "said": "2025-01-01",
        "known": fields.get("said", "2025-01-01"),
        "is_latest": False,
        "holders": (),
        "note": "",
        "evidence": (Evidence("s", "page 1", "A"),),
        "restates": (),
        "moves": (),
        "withdraws": (),
        "keeps": (),
        "until": "",
        "voice": "principal",
        "called": "",
        "said_as": "",
        "known_as": "",
        "until_as": "",
        "original": "",
        "lang": "",
        "phase": 0,
        "names": (),
        "links": (),
    }
    return Demand(**(plain | fields))


def position(id_: str, parties: Iterable[str], *demands: Demand, **fields: Any) -> Position:
    """A statement of these parties that holds these demands."""
    parties = tuple(parties)
    placed = tuple(
        d._replace(
            position=id_, file=f"positions/{id_}.toml", row=number, holders=d.holders or parties
        )
        for number, d in enumerate(demands, start=1)
    )
    date = max((d.said for d in demands), default="2025-01-01")
    plain: dict[str, Any] = {
        "about": (),
        "author": "",
        "date": date,
        "known": max((d.known for d in demands), default=date),
        "status": "statement",
        "aliases": (),
        "summary": "",
        "note": "",
        "path": f"positions/{id_}.toml",
        "stage": "draft" if len(parties) > 1 else "",
        "revises": (),
        "includes": (),
        "endorses": "",
        "withdraws": (),
        "ends": (),
    }
    return Position(id=id_, title=id_, parties=parties, demands=placed, **(plain | fields))


def stood(party: str, said: Demand, id_: str) -> list[Position]:
    """What makes a demand speak for a party: its position, and for a clause struck out the older
    text that had it, which the position revises."""
    if not said.is_dropped:
        return [position(id_, [party], said)]
    old = position(f"{id_}-old", [party], demand(2, issue=said.issue, said="2024-06-01"))
    return [old, position(id_, [party], said, revises=(old.id,))]


def dossier(*positions: Position, issues: Iterable[Issue] = ()) -> Dossier:
    """A dossier of parties a, b, c and these positions; sources s (A), t (B) and u (C)."""
    issues = tuple(issues) or (issue(),)
    themes = dict.fromkeys(i.theme for i in issues)
    sources = [
        Source(id_, f"Publisher {id_}", "Title", "", "2025-01-01", "", "news", grade, "")
        for id_, grade in (("s", "A"), ("t", "B"), ("u", "C"))
    ]
    return Dossier(
        id="test",
        title="Test",
        summary="",
        note="",
        parties={p: Party(p, p.upper(), "state", (), (), "") for p in ("a", "b", "c")},
        themes={t: Theme(t, t) for t in themes},
        issues={i.id: i for i in issues},
        sources={s.id: s for s in sources},
        positions={p.id: p for p in positions},
    )
