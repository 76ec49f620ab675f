"""The order of 200 steps and 1,000 links beside a comparison of the same process, both loaded."""

from collections.abc import Callable
from random import Random
from time import process_time

import measure

import negpos
from negpos import reply
from negpos.dossier import Demand, Dossier, Evidence, Link, Party, Position, Source, Step
from negpos.request import Asked

STEPS, LINKS, TARGET = 200, 1_000, 1.0
_PARTIES = tuple(f"party-{n}" for n in range(8))
_SHAPES = (("few circles", 0.002), ("more than 1,000 circles", 0.5))
"""Names, and the share of links that turn round the order of the steps."""


def order(dossier: str, runs: int) -> None:
    """Prints the ratio to ``compare`` of that dossier, with few circles and with very many."""
    print(f"Order of {STEPS} steps and {LINKS:,} links of {len(_PARTIES)} parties beyond loading,")
    print(f"  ratio to compare russia ukraine --full, both loaded ({runs} pairs); target {TARGET}")
    values = negpos.load(dossier).dossier

    def compare() -> None:
        asked = Asked(values, full=True)
        reply.compare(asked, ["russia", "ukraine"]).text("table", 120)

    for name, share in _SHAPES:
        made = written(Random(1), share)

        def told(made: Dossier = made) -> None:
            reply.order(Asked(made)).text("table", 120)

        pairs = [(_seconds(compare), _seconds(told)) for _ in range(runs + 1)][1:]
        spread = measure.spread([own / base for base, own in pairs])
        least = min(own for _, own in pairs)
        print(f"  {name:24} {spread}   at best {least * 1000:.0f} ms")


def _seconds(run: Callable[[], None]) -> float:
    begin = process_time()
    run()
    return process_time() - begin


def written(random: Random, turned: float) -> Dossier:
    """A dossier in which each of many demands ties two steps, this share of them against the order
    in which the steps are listed."""
    steps = [f"step-{n}" for n in range(STEPS)]
    positions = {}
    for number in range(LINKS):
        first, second = sorted(random.sample(range(STEPS), 2))
        later, other = (first, second) if random.random() < turned else (second, first)
        how = random.choice(("after", "after", "with", "in-return-for"))
        how = "after" if how == "with" and turned < 0.1 else how
        demand = _demand(f"text-{number}", random, Link(steps[later], how, steps[other]))
        positions[demand.position] = _position(demand)
    return Dossier(
        id="steps",
        title="Steps",
        summary="",
        note="",
        parties={p: Party(p, p.title(), "state", (), (), "") for p in _PARTIES},
        themes={},
        issues={},
        sources={"s": Source("s", "P", "T", "", "2025-01-01", "", "news", "A", "")},
        positions=positions,
        steps={id_: Step(id_, id_.title(), "") for id_ in steps},
    )


def _demand(position: str, random: Random, link: Link) -> Demand:
    day = f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    told = dict.fromkeys(Demand._fields, "")
    lists = dict.fromkeys(("restates", "moves", "withdraws", "keeps"), ())
    return Demand(
        **{
            **told,
            **lists,
            **{"position": position, "file": f"positions/{position}.toml", "row": 1, "said": day},
            **{"known": day, "kind": "demand", "text": "First the one, then the other"},
            **{"firmness": "firm", "attribution": "official", "form": "quoted", "phase": 0},
            **{"is_dropped": False, "is_disputed": False, "is_latest": False, "salience": None},
            **{"holders": (random.choice(_PARTIES),), "voice": "principal", "links": (link,)},
            **{"ask": None, "accepts": None, "evidence": (Evidence("s", "page 1", "A"),)},
        }
    )


def _position(demand: Demand) -> Position:
    told = dict.fromkeys(Position._fields, "")
    lists = dict.fromkeys(("about", "aliases", "revises", "includes", "withdraws", "ends"), ())
    own = {"id": demand.position, "title": demand.position, "parties": demand.holders}
    days = {"date": demand.said, "known": demand.said, "status": "statement"}
    kept = {"demands": (demand,), "is_private": False, "path": demand.file}
    return Position(**{**told, **lists, **own, **days, **kept})
