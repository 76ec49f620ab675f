"""For each demand, the passage of a source text that bears it out, as far as words tell."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from negpos.dossier import Demand, Dossier, Source
from negpos.text.guards import Objection, objections
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
from negpos.text.words import tokens

OPENING = 2_000
"""Signs at the beginning of a text in which its title is looked for."""
_OBJECTION_COSTS = 10.0
"""An objection makes another passage preferable that is a little less alike."""


class Text(NamedTuple):
    """A user's own copy of a source text: the file's name and what stands in it."""

    name: str
    text: str


class Support(NamedTuple):
    """The passage most like a demand in one of its sources, and what speaks against it."""

    demand: Demand
    source: str
    file: str
    passage: Passage | None
    likeness: float
    objections: tuple[Objection, ...]


class Held(NamedTuple):
    """Demands held against texts, the weakest support first.

    ``used`` are the texts by the source they belong to, ``unknown`` those of no source.
    """

    supports: tuple[Support, ...]
    used: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def hold(dossier: Dossier, texts: Iterable[Text]) -> Held:
    """Every demand that cites one of these texts with the passage most like it.

    A text belongs to the source whose id is its file's name without the ending, else to every
    source whose web address or title stands at its beginning.
    """
    names = actors(dossier)
    rarity = rarities(key(demand.text, names) for demand in dossier.demands())
    used: dict[str, tuple[str, ...]] = {}
    unknown = []
    supports: list[Support] = []
    for text in texts:
        own = sources_of(dossier, text)
        if not own:
            unknown.append(text.name)
            continue
        for source in own:
            used[source.id] = (*used.get(source.id, ()), text.name)
        reader = Reader(windows(passages(text.text)), names, rarity)
        for source in own:
            supports += [
                _best(demand, source.id, text.name, reader)
                for demand in dossier.demands()
                if any(piece.source == source.id for piece in demand.evidence)
            ]
    supports.sort(key=_weakness)
    return Held(tuple(supports), used, tuple(unknown))


def _weakness(support: Support) -> tuple[float, str, int, str, str]:
    demand = support.demand
    return support.likeness, demand.position, demand.row, support.source, support.file


def sources_of(dossier: Dossier, text: Text) -> list[Source]:
    """The sources a text belongs to, by its file's name or by what stands at its beginning."""
    name = text.name.rpartition("/")[2]
    for stem in (name, name.rpartition(".")[0]):
        if stem in dossier.sources:
            return [dossier.sources[stem]]
    opening = text.text[:OPENING]
    words = tokens(opening)
    return [
        source
        for source in dossier.sources.values()
        if _is_linked(source.url, opening) or in_title(source.title, words)
    ]


def _is_linked(url: str, text: str) -> bool:
    """Whether this web address stands in a text, and not as the beginning of a longer one."""
    bare = url.rstrip("/")
    return bool(bare and re.search(rf"{re.escape(bare)}/?(?![\w/%&=?~-])", text))


def _best(demand: Demand, source: str, file: str, reader: Reader) -> Support:
    """Of the passages most alike, the one to which the guards object least."""
    found = [
        Support(
            demand,
            source,
            file,
            passage,
            rate,
            objections(demand.text, passage.text, reader.names),
        )
        for passage, rate in reader.most_alike(demand.text)
    ]
    return max(found, key=_rank, default=Support(demand, source, file, None, 0.0, ()))


def _rank(support: Support) -> tuple[float, int]:
    length = len(support.passage.text) if support.passage else 0
    return support.likeness - _OBJECTION_COSTS * len(support.objections), -length
