"""Sheets in which experts placed actors on issues: a row an actor and an issue, or a row an issue
with a column or two for each actor."""

import re
from typing import Any, NamedTuple

from negpos.errors import UsageError
from negpos.importing.columns import OWN, Columns, Told, matched, text
from negpos.importing.draft import Draft
from negpos.importing.sheets import Sheet, columns
from negpos.names import fold

_LAYOUTS = ("position*/salience*", "pos*/sal*", "*position/*salience", "*pos/*sal", "p*/s*")
"""How the columns of an actor are called in a wide sheet, ``*`` being the actor."""
_TEXTS = {"outcome": "Outcome", "reference_point": "Reference point"}
"""Columns of a wide sheet that place no actor, and what the text is called that they make."""


class Actor(NamedTuple):
    """An actor of a wide sheet by the columns of its positions and, if any, of its saliences."""

    name: str
    ask: int
    salience: int | None


def sheets(draft: Draft, sheet: Sheet, told: Told) -> list[Columns]:
    """The columns of a sheet of demands, once for each actor where it is wide."""
    headings = {fold(words) for _, words in columns(sheet)}
    named = {*headings, *told.headings, *(field.name for field in told.fixed)}
    is_long = not told.wide and not named.isdisjoint(("party", "actor", "ask", "value"))
    texts = {} if is_long else _texts(sheet, told)
    actors = [] if is_long else _actors(sheet, told.wide, set(texts))
    texts = texts if actors else {}
    taken = {place for a in actors for place in (a.ask, a.salience) if place is not None}
    found = matched(sheet, told.headings, draft.problems, leave=frozenset({*taken, *texts}))
    found = found._replace(fixed=told.fixed, missing=told.missing)
    if not actors:
        return [_long(found, told)]
    by_actor = [_of_actor(found, actor) for actor in actors]
    who = [actor.name for actor in actors]
    return [*by_actor, *(_of_text(found, place, title, who) for place, title in texts.items())]


def _long(found: Columns, told: Told) -> Columns:
    """The columns of a sheet with a row for each actor and issue, as experts placed it or not: a
    number is headed value, or position where there is no ask but a salience."""
    fields = dict(found.fields)
    names = {field.name for field in (*fields.values(), *told.fixed)}
    if "ask" not in names and "salience" in names:
        for place, field in found.fields.items():
            if field == OWN["position"]:
                fields[place] = OWN["value"]
    headed = {fold(found.sheet.headings[place]) for place, f in fields.items() if f.name == "ask"}
    is_valued = bool({"value", "position"} & headed) and "ask" not in told.headings
    if "attribution" in names:
        is_valued = _fixed_attribution(found, "") == "expert"
    return found._replace(fields=fields, is_placed=is_valued)


def _fixed_attribution(found: Columns, otherwise: str) -> Any:
    return {f.name: word for f, word in found.fixed.items()}.get("attribution", otherwise)


def _of_actor(found: Columns, actor: Actor) -> Columns:
    """The columns of a wide sheet that tell of one actor."""
    fields = {**found.fields, actor.ask: OWN["value"]}
    if actor.salience is not None:
        fields[actor.salience] = OWN["salience"]
    return _placed(found, fields, {OWN["party"]: [actor.name]}, actor.name)


def _of_text(found: Columns, place: int, title: str, who: list[str]) -> Columns:
    """The columns of a wide sheet that tell of what came of it, or of where it began."""
    fixed = {OWN["party"]: who, OWN["title"]: title}
    return _placed(found, {**found.fields, place: OWN["value"]}, fixed, title)


def _placed(found: Columns, fields: Any, fixed: Any, part: str) -> Columns:
    told = {**found.fixed, **fixed}
    is_placed = _fixed_attribution(found, "expert") == "expert"
    return found._replace(fields=fields, fixed=told, part=part, is_placed=is_placed)


def _texts(sheet: Sheet, told: Told) -> dict[int, str]:
    """The columns that place no actor, by what their text is called."""
    wanted = {fold(told.texts.get(name, name)): title for name, title in _TEXTS.items()}
    return {place: wanted[fold(words)] for place, words in columns(sheet) if fold(words) in wanted}


def _actors(sheet: Sheet, layout: str, leave: set[int]) -> list[Actor]:
    """The actors of a wide sheet in the layout that is told, or else in the first that fits two or
    more; none for another sheet. UsageError where a layout is told that fits none."""
    if layout and layout.partition("/")[0].count("*") != 1:
        hint = "write the headings of one actor with * for its name: wide=pos_*/sal_*"
        raise UsageError(f"--map: wide={layout} has no *", hint)
    for one in (layout,) if layout else _LAYOUTS:
        found = _of_layout(sheet, one, leave)
        if len(found) > 1 or (found and layout):
            return found
    if layout:
        headings = ", ".join(words for _, words in columns(sheet))
        hint = f"{sheet.where} has {headings}"
        raise UsageError(f"--map: no headings are like {layout}", hint[:300])
    return []


def _of_layout(sheet: Sheet, layout: str, leave: set[int]) -> list[Actor]:
    first, has_salience, second = layout.partition("/")
    asks, saliences = _like(sheet, first), _like(sheet, second)
    return [
        Actor(name, place, saliences[fold(name)][1] if has_salience else None)
        for key, (name, place) in asks.items()
        if place not in leave and (not has_salience or key in saliences)
    ]


def _like(sheet: Sheet, pattern: str) -> dict[str, tuple[str, int]]:
    """The columns whose headings are like this, by what stands in them for ``*``."""
    before, _, after = (re.escape(part.strip()) for part in pattern.partition("*"))
    found: dict[str, tuple[str, int]] = {}
    for place, words in columns(sheet):
        if same := re.fullmatch(f"{before}(.+){after}", words.strip(), re.IGNORECASE):
            name = same[1].strip(" _.-")
            if name:
                found.setdefault(fold(name), (name, place))
    return found


# Cells.

_MISSING = re.compile(r"\.[a-z]?|\.\.|na|n/a|nan|null", re.IGNORECASE)


def is_missing(cell: Any, told: frozenset[str]) -> bool:
    """Whether a cell says that there is no value: as programs write it, or as was told."""
    words = text(cell) if cell is not None else ""
    return bool(_MISSING.fullmatch(words)) or words in told or _plain(words) in told


def _plain(words: str) -> str:
    """A figure without a fraction that says nothing: ``-99.0`` as ``-99``."""
    return re.sub(r"\.0+$", "", words)


def figure(words: str) -> str:
    """A figure of experts so that it is read as one: of 33.333 none means the thousands."""
    return f"{words}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", words) else words
