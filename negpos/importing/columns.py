"""Which heading stands for which field of a record, and a cell as the field takes it.

The fields are those of ``intake.records``: a field that is added there is a column here.
"""

import re
import typing
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from negpos.days import is_period, uncounted
from negpos.errors import Problem, UsageError
from negpos.importing.sheets import Sheet, columns
from negpos.intake import records
from negpos.intake.grammar import NotOnScale, day, number
from negpos.names import fold, nearest


class Field(NamedTuple):
    """A field of a record: whose it is, its name there, and what its cells hold."""

    record: str
    name: str
    kind: str


class Columns(NamedTuple):
    """The fields of a sheet by their column, the headings that are not read, and what is ``fixed``
    for every row. Where experts placed what it tells it ``is_placed``; a cell of ``missing`` has no
    value; ``part`` is the actor of a wide sheet whose columns these are."""

    sheet: Sheet
    fields: dict[int, Field]
    unread: list[str]
    fixed: dict[Field, Any] = {}  # noqa: RUF012 - as frozen as the others
    is_placed: bool = False
    missing: frozenset[str] = frozenset()
    part: str = ""

    def heading(self, record: str, name: str) -> str:
        """The heading of a field; empty where the sheet has none."""
        for place, field in self.fields.items():
            if (field.record, field.name) == (record, name):
                return self.sheet.headings[place]
        return ""


_NESTED = {"voice", "scale", "demand", "evidence", "links"}
OWN = {
    "actor": Field("row", "party", "list"),
    "salience": Field("demand", "salience", "int"),
    "value": Field("demand", "ask", "ask"),
    "party": Field("row", "party", "list"),
    "source": Field("row", "source", "list"),
    "at": Field("row", "at", "text"),
    "position": Field("position", "id", "text"),
    "title": Field("position", "title", "text"),
    "theme": Field("row", "theme", "text"),
}
"""Columns of a sheet of demands by the names that some have for them."""
_ALSO = {"actor": "party", "value": "ask"}
"""Headings that stand for others, where these stand nowhere."""
REQUIRED = ("party", "issue", "ask", "date", "source")


def kind_of(annotation: Any) -> str:
    """What a field of this type holds: ``list``, ``bool``, ``int``, ``number``, ``date``, ``ask``
    or ``text``."""
    found: set[Any] = set()

    def gather(part: Any) -> None:
        found.add(typing.get_origin(part) or part)
        for inner in typing.get_args(part):
            gather(inner)

    gather(annotation)
    for type_, kind in (
        (records.AskRegion, "ask"),
        (list, "list"),
        (dict, "ways"),
        (bool, "bool"),
        (date, "date"),
        (int, "int"),
        (float, "number"),
    ):
        if type_ in found:
            return kind
    return "text"


def _of(record: str, model: Any) -> dict[str, Field]:
    """The fields of a record by their folded names in a file."""
    return {
        fold(field.alias or name): Field(record, field.alias or name, kind_of(field.annotation))
        for name, field in model.model_fields.items()
        if name not in _NESTED
    }


def known(name: str) -> dict[str, Field]:
    """The fields that a sheet of this name may have, by their folded headings."""
    if name == "parties":
        return _of("party", records.Party)
    if name == "sources":
        return _of("source", records.Source)
    if name == "issues":
        scales = (records.QuantityScale, records.DateScale, records.MembersScale)
        of_scale = {k: f for model in scales for k, f in _of("scale", model).items() if k != "id"}
        of_scale |= {fold(f): Field("scale", f, "text") for f in ("low", "high", "options", "kind")}
        return {**of_scale, **_of("issue", records.Issue), "theme": OWN["theme"]}
    source, position = _of("source", records.Source), _of("position", records.Position)
    demand = _of("demand", records.Demand)
    prefixed = {f"source-{k}": f for k, f in source.items()}
    prefixed |= {f"position-{k}": f for k, f in position.items()}
    own = {fold(k): f for k, f in OWN.items()}
    return {**prefixed, **source, **position, **demand, **own}


def matched(
    sheet: Sheet,
    renamed: dict[str, str],
    problems: list[Problem],
    leave: frozenset[int] = frozenset(),
) -> Columns:
    """The fields of the headings of a sheet but for those in some columns; a problem for a near
    miss, and for a field that two columns give."""
    fields = known(sheet.name)
    by_heading = {fold(heading): field for field, heading in renamed.items()}
    found: dict[int, Field] = {}
    unread: list[str] = []
    names = {fold(by_heading.get(fold(words), words)) for _, words in columns(sheet)}
    others = {other for other, own in _ALSO.items() if sheet.name != "demands" or own in names}
    fields = {name: field for name, field in fields.items() if name not in others}
    for place, words in columns(sheet):
        if place in leave:
            continue
        word = fold(by_heading.get(fold(words), words))
        if word in fields:
            field = fields[word]
            if field in found.values():
                told = f"{words!r} and another column both give {field.name}"
                problems.append(Problem(sheet.where, 1, "", "", told, "leave out one"))
            found[place] = field
        elif (close := nearest(word, fields, most=1)) and close[0] not in names:
            hint = f"did you mean {close[0].replace('-', '_')}? Or say which it is with --map"
            problems.append(Problem(sheet.where, 1, "", "", f"there is no column {words!r}", hint))
        else:
            unread.append(words)
    return Columns(sheet, found, unread)


def check_required(of: Columns, problems: list[Problem]) -> None:
    """A problem for each column without which a sheet of demands tells nothing."""
    fields = (*of.fields.values(), *of.fixed)
    own = {f.name if f != OWN["position"] else "position" for f in fields}
    headings = ", ".join(words for _, words in columns(of.sheet))
    for name in REQUIRED:
        if name not in own:
            told = f"there is no column {name}"
            same = f", or for all rows alike {name}='\"…\"'" if name in ("date", "source") else ""
            say = f"rename one, or say which it is: --map {name}=HEADING{same}"
            hint = f"{say} (there are: {headings})"
            problems.append(Problem(of.sheet.where, 1, "", "", told, hint[:300]))


class Told(NamedTuple):
    """What ``--map`` tells: the heading of a field, or words that hold for every row; the layout of
    a wide sheet (empty: whichever it has), the headings of texts in one, and what
    stands in a cell for no value."""

    headings: dict[str, str]
    fixed: dict[Field, Any]
    wide: str = ""
    texts: dict[str, str] = {}  # noqa: RUF012 - as frozen as the others
    missing: frozenset[str] = frozenset()


_OF_EXPERTS = ("wide", "missing", "outcome", "reference_point")
"""Words of ``--map`` that are no fields."""


def told_by(words: str, sheet: Sheet) -> Told:
    """What ``--map`` tells of a sheet; UsageError."""
    headings: dict[str, str] = {}
    fixed: dict[Field, Any] = {}
    own: dict[str, str] = {}
    fields = known(sheet.name)
    there = {fold(heading): heading for _, heading in columns(sheet)}
    for part in filter(None, (part.strip() for part in re.split(_COMMA, words))):
        field, sign, said = (side.strip() for side in part.partition("="))
        is_same = len(said) > 1 and said[0] == said[-1] == '"'
        name = field.replace("-", "_").casefold()
        if not sign or (fold(field) not in fields and name not in _OF_EXPERTS):
            close = nearest(fold(field), fields, most=1) if sign else ()
            hint = f"did you mean {close[0]}?" if close else "write ask=Position,date=When"
            raise UsageError(f"--map: {part!r} names no column of a sheet", hint)
        if name in ("wide", "missing"):
            own[name] = said.strip('"')
        elif is_same:
            fixed[fields[fold(field)]] = _same(fields[fold(field)], said[1:-1])
        elif fold(said) not in there:
            hint = f"{sheet.where} has {', '.join(there.values())}"
            raise UsageError(f"--map: there is no heading {said!r}", hint[:300])
        else:
            (own if name in _OF_EXPERTS else headings)[field] = there[fold(said)]
    missing = frozenset(re.split(r"[\s;,]+", own.pop("missing", ""))) - {""}
    return Told(headings, fixed, own.pop("wide", ""), own, missing)


_COMMA = r',(?=(?:[^"]*"[^"]*")*[^"]*$)'
"""A comma outside quotes."""


def _same(field: Field, words: str) -> Any:
    """What stands in a field in every row; UsageError where it does not fit."""
    try:
        return value(field.kind if field.kind != "ask" else "text", words)
    except NotOnScale as misfit:
        raise UsageError(f"--map: {field.name}: {misfit.message}", misfit.hint) from None


_TRUE, _FALSE = ("true", "yes", "y", "x", "1"), ("false", "no", "n", "0")


def value(kind: str, cell: Any, *, comma: bool = False) -> Any:
    """A cell as a field of this kind takes it; None for an empty one. NotOnScale where it does
    not fit."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    words = text(cell)
    if kind == "list":
        return [part.strip() for part in words.split(";") if part.strip()]
    if kind == "ways":
        return ways(words)
    if kind == "bool":
        if words.casefold() not in (*_TRUE, *_FALSE):
            raise NotOnScale(f"expected true or false; got {words!r}")
        return words.casefold() in _TRUE
    if kind == "date":
        return _day(cell)
    if kind in ("int", "number"):
        if isinstance(cell, int | float):
            return int(cell) if float(cell).is_integer() else float(cell)
        sign = -1 if words[:1] in "-−" else 1
        figure = float(sign * number(words.lstrip("-−+ "), comma=comma))
        if not isfinite(figure):
            raise NotOnScale(f"{words!r} is no number", "write it like 1234.5")
        return int(figure) if figure.is_integer() else figure
    return words


def ways(words: str) -> dict[str, str]:
    """Parties, each with the way that is better to it: ``union high; maker low``. NotOnScale for
    what is no such list."""
    told = [part.replace("=", " ").split() for part in words.split(";") if part.strip()]
    if any(len(part) != 2 for part in told):
        raise NotOnScale(f"expected parties and ways; got {words!r}", "write a high; b low")
    return dict(told)


def text(cell: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _day(cell: Any) -> Any:
    """A day as a date, a month or a year as its words."""
    if isinstance(cell, date):
        return cell
    words = text(cell)
    if is_period(words):
        return words
    if isinstance(cell, int | float):
        near = uncounted(int(cell) + _SERIAL, "day") if 1 < cell < _LAST_SERIAL else ""
        hint = f"if it is {near}, format the column as dates" if near else "write it as 2025-03-14"
        raise NotOnScale(f"{words} is a number, and no date", hint)
    found = day(words)
    return getattr(found, "written", found)


_SERIAL = date(1899, 12, 30).toordinal()
"""The day that spreadsheets count as nought."""
_LAST_SERIAL = 200_000
