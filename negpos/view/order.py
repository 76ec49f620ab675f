"""``negpos order``: the circles that links of steps make, and with ``--all`` the links in none."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from negpos.dossier import Demand, Issue
from negpos.order import MOST, Circle, Order, Tie, Turn
from negpos.profiles import Profile
from negpos.view import shapes, wording
from negpos.view.fields import of_demand
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Key,
    Report,
    Section,
    Span,
    cell,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import legend, old_span, word_spans

HOW = {"after": "after", "with": "together with", "in-return-for": "in return for"}
"""How one step stands to another, in words that go between the two."""


def report(found: Order, *, every: bool = False) -> Report:
    """The order of some sides in every shape: a section a circle and a row for each link in it,
    with whose words and who denies it; with ``every`` the links in no circle too."""
    return Report(
        grid=lambda: Grid(
            title=_title(found),
            preface=_preface(found),
            columns=(
                Column("Order", share=3, least=14),
                Column("Held by", share=0, most=14),
                Column("In whose words", share=5, least=20),
                Column("Denied by", share=0, most=14),
            ),
            sections=(shown := _sections(found, every=every)),
            notes=_notes(found, shown, every=every),
        ),
        sheet=lambda: sheet(_fields(found), _rows(found, every=every)),
        data=lambda: _data(found),
        screen=None if every else lambda rows: _screen(found, rows),
    )


# Words.


def _sides(found: Order) -> tuple[Profile, ...]:
    return (*([found.text] if found.text else []), *found.sides)


_MANY = 4
"""Sides that are named in the title."""


def _title(found: Order) -> str:
    names = [side.title for side in found.sides]
    between = " × " if found.text is None else ", "
    told = (
        between.join(names)
        if len(names) <= _MANY
        else wording.plural(len(names), "party", "parties")
    )
    if found.text is None:
        return f"Order of steps, {told}"
    return f"Order of steps, {found.text.title} × " + (f"each of {told}" if names[1:] else told)


def _preface(found: Order) -> tuple[str, ...]:
    """As of when, how many links stand, and how many circles they make."""
    standing = [tie for tie in found.ties if tie.stands]
    if not standing:
        return *wording.headline(found.dossier, _sides(found)), "no link of steps stands"
    words = {(tie.demand.ref, tie.link) for tie in standing}
    holders = {tie.holder for tie in standing}
    ways = len(found.circles) - len(found.binding)
    told = f"{wording.plural(len(words), 'link')} of {wording.plural(len(holders), 'side')}: "
    if not found.circles:
        told += "no circle"
    elif found.is_cut:
        told += f"more than {MOST:,} circles, of which the first {len(found.circles):,} are told"
    else:
        told += wording.plural(len(found.circles), "circle")
    told += f", {ways} of them with another way left open" if ways else ""
    return *wording.headline(found.dossier, _sides(found)), told


def _label(found: Order, step: str) -> str:
    return found.dossier.steps[step].label


def _titles(found: Order, ids: Iterable[str]) -> list[str]:
    titles = {side.id: side.title for side in _sides(found)}
    parties = found.dossier.parties
    named = (titles.get(id_) or (parties[id_].name if id_ in parties else id_) for id_ in ids)
    return list(dict.fromkeys(named))


def _heading(found: Order, number: int, circle: Circle) -> str:
    """The number and the steps of a circle; whose own words make it, whether a way leaves it."""
    told = f"{number}. {' – '.join(_label(found, step) for step in circle.steps)}"
    if circle.against:
        told += f" (with {', '.join(_titles(found, circle.against))})"
    if circle.own:
        told += f": {', '.join(_titles(found, circle.own))} – its own words run in a circle"
    if circle.ways:
        told += ": another way is left open"
    return told


class _Said(NamedTuple):
    """One step and the other, how they stand, and the links of one or more sides that say so by the
    same demands; none for a definition."""

    step: str
    how: str
    other: str
    ties: tuple[Tie, ...]


def _said(turn: Turn) -> list[_Said]:
    """What is said of a turn: by definition, then side by side, by the same demands once."""
    by_words: dict[tuple[str, tuple[str, ...]], list[Tie]] = {}
    own: dict[tuple[str, str], list[Tie]] = {}
    for tie in turn.ties:
        own.setdefault((tie.holder, tie.link.how), []).append(tie)
    for (_, how), ties in own.items():
        refs = tuple(dict.fromkeys(tie.demand.ref for tie in ties))
        by_words.setdefault((how, refs), []).extend(ties)
    told = [_Said(turn.step, how, turn.other, tuple(t)) for (how, _), t in by_words.items()]
    defined = [_Said(turn.step, "after", turn.other, ())] if turn.is_defined else []
    return [*defined, *told]


# The table.


def _sections(found: Order, *, every: bool) -> tuple[Section, ...]:
    numbered = enumerate(found.circles, start=1)
    told = [(_heading(found, n, c), _circle_rows(found, c)) for n, c in numbered]
    if every:
        told += [
            ("In no circle", [_row(found, one) for one in _alone(found, stands=True)]),
            (
                "Not standing: weaker words that wait, and what later words replaced",
                [_row(found, one) for one in _alone(found, stands=False)],
            ),
        ]
    return sections(*told)


def _circle_rows(found: Order, circle: Circle) -> list[tuple[Cell, ...]]:
    """A row for each link of a circle, then one for each way that leaves it."""
    ways = [_row(found, one, "or: ") for one in _left_open(circle)]
    return [*(_row(found, one) for turn in circle.turns for one in _said(turn)), *ways]


def _left_open(circle: Circle) -> list[_Said]:
    """The ways that leave a circle, what several hold once."""
    grouped: dict[tuple[str, str, str, str], list[Tie]] = {}
    for tie in circle.ways:
        grouped.setdefault((*tie.link[:3], tie.demand.ref), []).append(tie)
    return [_Said(*key[:3], tuple(ties)) for key, ties in grouped.items()]


def _alone(found: Order, *, stands: bool) -> list[_Said]:
    """The links in no circle, in the order of the steps: what several hold by one demand once."""
    places = {step: place for place, step in enumerate(found.dossier.steps)}
    grouped: dict[tuple[str, str, str, str, str], list[Tie]] = {}
    for tie in found.loose:
        if tie.stands == stands:
            fate = "" if stands else tie.reason
            grouped.setdefault((*tie.link[:3], tie.demand.ref, fate), []).append(tie)
    told = [_Said(*key[:3], tuple(ties)) for key, ties in grouped.items()]
    return sorted(told, key=lambda one: (places[one.step], places[one.other]))


def _row(found: Order, one: _Said, before: str = "") -> tuple[Cell, ...]:
    return (
        _order_cell(found, one, before),
        cell(
            ", ".join(_titles(found, (tie.holder for tie in one.ties))) or Span("nobody", "quiet")
        ),
        _words_cell(found, one),
        cell(", ".join(_titles(found, _deniers(one))) or Span("–", "quiet")),
    )


def _order_cell(found: Order, one: _Said, before: str = "") -> Cell:
    step, other = _label(found, one.step), _label(found, one.other)
    return cell(before, Span(step, "strong"), f" {HOW[one.how]} ", Span(other, "strong"))


def _deniers(one: _Said) -> list[str]:
    return list(dict.fromkeys(side for tie in one.ties for side in tie.denied))


def _words_cell(found: Order, one: _Said) -> Cell:
    """The words of the latest of these demands, whose they are and when they were said; what became
    of a link that does not stand."""
    if not one.ties:
        definition = found.dossier.steps[one.step].definition
        return stacked(Span("by definition", "quiet"), definition)
    demands = _latest_first(one)
    weak = [Span(" †", "quiet", "†")] if wording.is_weak(demands) else []
    draft = [Span(" (draft)", "quiet")] if _is_draft(found, demands[0]) else []
    ways = sorted({tie.link.either for tie in one.ties if tie.link.either})
    return stacked(
        demands[0].text,
        [*_marked(demands), *draft, *_age(found, one), *weak],
        *([Span(f"one of several ways: {', '.join(ways)}", "quiet")] if ways else []),
        *([] if one.ties[0].stands else [Span(_why(one.ties[0]), "quiet")]),
    )


def _latest_first(one: _Said) -> tuple[Demand, ...]:
    """The demands, what speaks before what says it again, and each by the day it was said."""
    spoken = {tie.demand.ref: (tie.fate == "speaks", tie.demand.said) for tie in one.ties}
    demands = {tie.demand.ref: tie.demand for tie in one.ties}
    return tuple(sorted(demands.values(), key=lambda d: spoken[d.ref], reverse=True))


def _marked(demands: tuple[Demand, ...]) -> list[Span]:
    """Whose word and when, marked where it is of a joint text; whether sources dispute it."""
    spans = word_spans(demands)
    disputed = [Span(", disputed", "unclear")] if all(d.is_disputed for d in demands) else []
    return [s._replace(marks="J") if s.text.startswith("J ") else s for s in spans] + disputed


def _age(found: Order, one: _Said) -> list[Span]:
    """That the last of these words is no longer fresh for one of those that hold them."""
    last = max(tie.demand.said for tie in one.ties)
    holders = {tie.holder for tie in one.ties}
    old = [side for side in _sides(found) if side.id in holders and last < side.fresh_since]
    return [old_span(old[0])] if old else []


def _is_draft(found: Order, demand: Demand) -> bool:
    return demand.is_joint and found.dossier.positions[demand.position].is_draft


def _why(tie: Tie) -> str:
    """What became of a link that does not stand."""
    waits = {"contested": "waits: ", "supports": "waits: "}
    return f"{waits.get(tie.fate, '')}{tie.reason}"


def _notes(found: Order, shown: tuple[Section, ...], *, every: bool) -> tuple[str, ...]:
    notes: list[str] = []
    if shown:
        notes += legend(shown)
        notes.append(
            Key(
                "After: strictly later. Together with: at the same time. In return for: not"
                " earlier. A circle has at least one step that comes strictly later."
            )
        )
    if any(_deniers(one) for one in _every(found)):
        notes.append(Key("Denied by: whose own words on the same two steps cannot meet these."))
    notes += [*_none_with(found), *([] if every else _left(found)), *_evidence(found)]
    return tuple(notes)


def _every(found: Order) -> Iterator[_Said]:
    for circle in found.circles:
        for turn in circle.turns:
            yield from _said(turn)


def _none_with(found: Order) -> list[str]:
    """With whom a text makes no circle."""
    if found.text is None or not found.ties:
        return []
    met = {side for circle in found.circles for side in circle.against}
    rest = [side.title for side in found.sides if side.id not in met]
    return [f"No circle with: {', '.join(rest)}"] if rest else []


def _typed(found: Order) -> str:
    """The command that asks the same of the same sides."""
    ids = [side.id for side in _sides(found)]
    is_usual = len(ids) > _MANY
    ids = [found.text.id] if found.text and is_usual else [] if is_usual else ids
    return " ".join(["negpos order", *ids])


def _left(found: Order) -> list[str]:
    """How many links stand in no circle, and how to see them."""
    rest = len({(t.demand.ref, t.link) for t in found.loose if t.stands})
    line = f"{_typed(found)} --all"
    words = f"{wording.plural(rest, 'link')} in no circle"
    return [Hint(f"{words}: {line}", words)] if rest else []


def _evidence(found: Order) -> list[str]:
    """Where to read on: the demand of the first link of the first circle."""
    for circle in found.circles:
        for tie in (tie for turn in circle.turns for tie in turn.ties):
            demand, holder = tie.demand, tie.holder
            if demand.issue and holder in found.dossier.parties:
                name = wording.called(found.dossier, demand.issue)
                return [Hint(f"Evidence for a link: negpos why {holder} {name}")]
            return [Hint(f"Evidence for a link: negpos show {demand.position}")]
    return []


# One screen.


def _screen(found: Order, most: int) -> Grid:
    """The first circles, a row for each that holds a link, as many whole ones as fit; the others by
    the names of their steps."""
    shown: list[tuple[str, list[tuple[Cell, ...]]]] = []
    left = most
    for number, circle in enumerate(found.circles, start=1):
        rows = [_short_row(found, one) for turn in circle.turns for one in _said(turn)]
        rows += _short_ways(found, circle)
        if shown and len(rows) > left:
            break
        left -= len(rows)
        shown.append((_heading(found, number, circle), rows))
    told = sections(*shown)
    return Grid(
        title=_title(found),
        preface=_preface(found),
        columns=(
            Column("Order", share=3, least=14),
            Column("Held by", share=2, least=10),
            Column("Last said by", share=3, least=14),
            Column("Denied by", share=2, least=10),
        ),
        sections=told,
        notes=(
            *_others(found, len(shown)),
            *legend(told),
            *_none_with(found),
            *_left(found),
            *([f"More: --full · {_evidence(found)[0].partition(': ')[2]}"] if shown else []),
        ),
    )


def _short_row(found: Order, one: _Said) -> tuple[Cell, ...]:
    whole = _row(found, one)
    if not one.ties:
        return (*whole[:2], cell(Span("by definition", "quiet")), whole[3])
    demands = _latest_first(one)
    more = [Span(f" and {len(demands) - 1} more", "quiet")] if demands[1:] else []
    return *whole[:2], cell(*_marked(demands[:1]), *_age(found, one), *more), whole[3]


def _short_ways(found: Order, circle: Circle) -> list[tuple[Cell, ...]]:
    """A row for each side that leaves ways out of a circle: how many, and the first by name."""
    by_holder: dict[str, dict[tuple[str, str, str], None]] = {}
    for tie in circle.ways:
        by_holder.setdefault(tie.holder, {})[tie.link[:3]] = None
    return [
        (
            _order_cell(found, _Said(*next(iter(links)), ()), "or: "),
            cell(", ".join(_titles(found, [holder]))),
            cell(Span(f"or {len(links) - 1} more" if len(links) > 1 else "", "quiet")),
            cell(""),
        )
        for holder, links in by_holder.items()
    ]


_NAMED = 6
"""Circles that are named beside those in rows."""


def _others(found: Order, count: int) -> list[str]:
    rest = found.circles[count:]
    if not rest:
        return []
    names = [" – ".join(_label(found, s) for s in circle.steps) for circle in rest[:_NAMED]]
    more = [f"and {len(rest) - _NAMED:,} more"] if len(rest) > _NAMED else []
    return [f"{wording.plural(len(rest), 'other circle')}: {', '.join([*names, *more])}"]


# For programs.


class _Line(NamedTuple):
    """A link, or a definition, in a circle of this number; 0 for none."""

    number: int
    circle: Circle | None
    step: str
    other: str
    tie: Tie | None


def _rows(found: Order, *, every: bool) -> Iterator[_Line]:
    """A row for each link of each circle, in the order of the table."""
    for number, circle in enumerate(found.circles, start=1):
        for turn in circle.turns:
            if turn.is_defined:
                yield _Line(number, circle, turn.step, turn.other, None)
            for tie in turn.ties:
                yield _Line(number, circle, turn.step, turn.other, tie)
    if every:
        for tie in found.loose:
            yield _Line(0, None, tie.link.step, tie.link.other, tie)


def _fields(found: Order) -> Fields[_Line]:
    issues = found.dossier.issues

    def of(row: _Line) -> tuple[Issue | None, Demand | None]:
        demand = row.tie.demand if row.tie else None
        return (issues.get(demand.issue) if demand else None), demand

    return (
        ("circle", lambda row: row.number or None),
        ("step", lambda row: row.step),
        ("how", lambda row: row.tie.link.how if row.tie else "after"),
        ("other", lambda row: row.other),
        ("holder", lambda row: row.tie.holder if row.tie else None),
        ("by_definition", lambda row: row.tie is None),
        ("either", lambda row: row.tie.link.either if row.tie else ""),
        ("fate", lambda row: row.tie.fate if row.tie else None),
        ("reason", lambda row: row.tie.reason if row.tie else None),
        ("denied", lambda row: " | ".join(row.tie.denied) if row.tie else ""),
        ("own", lambda row: " | ".join(row.circle.own) if row.circle else ""),
        ("ways", lambda row: " | ".join(map(_short, row.circle.ways)) if row.circle else ""),
        ("against", lambda row: " | ".join(row.circle.against) if row.circle else ""),
        *of_demand(
            "demand text issue speaker attribution said known holders grade sources file", of
        ),
    )


def _short(tie: Tie) -> str:
    return f"{tie.link.step} {tie.link.how} {tie.link.other}"


def _data(found: Order) -> dict[str, Any]:
    sides, bound = _sides(found), {id(tie) for tie in found.loose}
    issues = found.dossier.issues
    return {
        **shapes.head(found.dossier, sides),
        "parties": [side.id for side in found.sides],
        "text": found.text.id if found.text else None,
        "steps": [
            {
                "step": step.id,
                "label": step.label,
                "definition": step.definition or None,
                "follows": list(step.follows),
            }
            for step in found.dossier.steps.values()
        ],
        "more": found.is_cut,
        "circles": [_circle_data(circle) for circle in found.circles],
        "links": (
            {
                **_tie_data(tie),
                "in_circle": id(tie) not in bound,
                "said": shapes.demand(issues.get(tie.demand.issue), tie.demand),
            }
            for tie in found.ties
        ),
    }


def _circle_data(circle: Circle) -> dict[str, Any]:
    return {
        "steps": list(circle.steps),
        "turns": [
            {
                "step": turn.step,
                "other": turn.other,
                "strict": turn.is_strict,
                "by_definition": turn.is_defined,
                "links": [_tie_data(tie) for tie in turn.ties],
            }
            for turn in circle.turns
        ],
        "own": list(circle.own),
        "ways": [_tie_data(tie) for tie in circle.ways],
        "against": list(circle.against),
    }


def _tie_data(tie: Tie) -> dict[str, Any]:
    return {
        "holder": tie.holder,
        **shapes.link(tie.link),
        "demand": tie.demand.ref,
        "fate": tie.fate,
        "reason": tie.reason,
        "denied": list(tie.denied),
    }
