"""Records to a Dossier: how they must fit together, and the plain values analysis reads.

Every rule is a problem with file, line and record; nothing is dropped without one.
"""

from collections.abc import Collection, Iterable, Iterator
from math import isfinite
from typing import Any, NamedTuple

from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source, Theme
from negpos.errors import Problem
from negpos.intake import records
from negpos.intake.asks import NotOnScale, region
from negpos.intake.parse import ANY, Located
from negpos.names import fold, nearest
from negpos.scales import Option, Region, Scale
from negpos.spelling import fault, looks

_HINTS = 100
LINKS = ("restates", "moves", "withdraws", "keeps")


class _Builder:
    """Collects problems while values are built; used once, by ``build``."""

    def __init__(self, broken: set[tuple[str, str]]) -> None:
        self.problems: list[Problem] = []
        self.broken = broken
        self.hints: dict[tuple[str, str], str] = {}

    def fault(self, where: Located, field: str, message: str, hint: str = "") -> None:
        line = where.line(field)
        self.problems.append(Problem(where.path, line, where.name(), field, message, hint))

    def refer(
        self, where: Located, field: str, kind: str, word: str, known: Collection[str]
    ) -> None:
        """A problem if no record of this kind has the id, be it one with faults of its own."""
        if word in known or {(kind, word), (kind, ANY)} & self.broken:
            return
        self.fault(where, field, f"there is no {kind} {word!r}", self.hint(kind, word, known))

    def hint(self, kind: str, word: str, known: Collection[str]) -> str:
        """The nearest known id, for the first words that are unknown: each is held against
        all ids, and thousands of them are no misspellings."""
        if (kind, word) not in self.hints and len(self.hints) < _HINTS:
            found = nearest(word, sorted(known), most=1)
            self.hints[kind, word] = f"did you mean {found[0]}?" if found else ""
        return self.hints.get((kind, word), "")

    def unique(self, rows: Iterable[Located]) -> dict[str, Located]:
        """The records by id; a second record of an id is a problem and left out."""
        found: dict[str, Located] = {}
        for row in rows:
            first = found.setdefault(row.record.id, row)
            if first is not row and first.is_whole and row.is_whole:
                where = f"{first.path}:{first.line()}"
                self.fault(row, "id", f"{row.record.id!r} is already the id of {where}")
        return found


def build(
    located: list[Located], broken: set[tuple[str, str]]
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of these records and what does not fit together; None if anything is amiss.

    ``broken`` names the records left out for faults of their own: a reference to one of
    them is not called unknown.
    """
    here = _Builder(broken)
    rows = {kind: [row for row in located if row.kind == kind] for kind in _KINDS}
    heads = [row for row in rows[""] if isinstance(row.record, records.Dossier)]
    parties = here.unique(rows["party"])
    themes = here.unique(rows["theme"])
    shared = here.unique(row for row in rows["scale"] if _has_id(here, row))
    issue_rows = here.unique(rows["issue"])
    sources = here.unique(rows["source"])
    positions = here.unique(r for r in rows[""] if isinstance(r.record, records.Position))
    for found, name in ((parties, "party"), (issue_rows, "issue")):
        if not found and heads and not any(kind == name for kind, _ in broken):
            hint = f"write at least one [[{name}]]"
            path = heads[0].path
            here.problems.append(Problem(path, 1, "", "", f"the dossier has no {name}", hint))
    scales = {id_: _scale(here, row, row.record) for id_, row in shared.items()}
    issues: dict[str, Issue] = {}
    for id_, row in issue_rows.items():
        if (issue := _issue(here, row, themes, scales)) is not None:
            issues[id_] = issue
        else:
            broken.add(("issue", id_))
    for row in (*parties.values(), *themes.values(), *issue_rows.values(), *positions.values()):
        _spelling(here, row)
    _aliases(here, [*parties.values(), *positions.values()])
    _aliases(here, list(issue_rows.values()))
    demands: dict[str, list[Located]] = {}
    for row in rows["demand"]:
        demands.setdefault(row.path, []).append(row)
    known = _Known(parties, issues, sources)
    places = {id_: place for place, id_ in enumerate(parties)}
    ordered = sorted(positions.values(), key=lambda row: _order(row, places))
    built = [_position(here, row, demands.get(row.path, []), known) for row in ordered]
    _links(here, positions, demands)
    if here.problems or broken or not heads:
        return None, here.problems
    head = heads[0].record
    order = {theme: place for place, theme in enumerate(themes)}
    listed = sorted(issues.values(), key=lambda issue: order[issue.theme])
    return (
        Dossier(
            id=head.id,
            title=head.title,
            summary=head.summary,
            note=head.note,
            parties={id_: _party(row.record) for id_, row in parties.items()},
            themes={id_: Theme(id_, row.record.title) for id_, row in themes.items()},
            issues={issue.id: issue for issue in listed},
            sources={id_: _source(row.record) for id_, row in sorted(sources.items())},
            positions={position.id: position for position in built},
        ),
        [],
    )


_KINDS = ("", "party", "theme", "scale", "issue", "source", "demand")


class _Known(NamedTuple):
    parties: dict[str, Located]
    issues: dict[str, Issue]
    sources: dict[str, Located]

    def grade(self, source: str) -> str:
        """The grade of a source; none for one that is missing, which is a problem anyway."""
        row = self.sources.get(source)
        return row.record.grade if row else ""


def _order(row: Located, places: dict[str, int]) -> tuple[tuple[bool, int], str, str]:
    """Positions are listed by party as parties are, then by date, analyses last."""
    record = row.record
    first = record.parties[0] if record.parties else ""
    place = places.get(first, len(places))
    is_joint = len(record.parties) > 1
    return (is_joint, place), record.date.isoformat(), record.id


def _has_id(here: _Builder, row: Located) -> bool:
    if row.record.id is None:
        here.fault(row, "id", "the field is missing", "issues name a shared scale by its id")
        return False
    return True


def _party(record: Any) -> Party:
    return Party(
        id=record.id,
        name=record.name,
        kind=record.kind,
        aliases=tuple(record.aliases),
        members=tuple(record.members),
        summary=record.summary,
    )


def _source(record: Any) -> Source:
    return Source(
        id=record.id,
        publisher=record.publisher,
        title=record.title,
        author=record.author or "",
        date=record.date.isoformat(),
        url=record.url or "",
        kind=record.kind,
        grade=record.grade,
        note=record.note,
    )


def _scale(here: _Builder, row: Located, record: Any) -> Scale | None:
    field = "options" if row.kind == "scale" else "scale"
    if record.kind == "quantity":
        place = "low" if row.kind == "scale" else "scale"
        if record.low >= record.high:
            here.fault(row, place, "low must be below high")
            return None
        if not isfinite(record.high - record.low):
            here.fault(row, place, "low and high are too far apart to measure between them")
            return None
        marks = tuple((mark.at, mark.label) for mark in record.marks)
        if any(not record.low <= at <= record.high for at, _ in marks):
            here.fault(row, field, "a mark lies outside low and high")
        return Scale("quantity", low=record.low, high=record.high, unit=record.unit, marks=marks)
    ids = [option.id for option in record.options]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        here.fault(row, field, f"option {id_!r} stands twice")
    places = [option.at for option in record.options]
    placed = [place for place in places if place is not None]
    if placed and record.kind != "ordinal":
        here.fault(row, field, "only the options of an ordinal scale have a place (at)")
    elif placed and (len(placed) < len(places) or placed != sorted(set(placed))):
        here.fault(row, field, "the places (at) must be given for all options and must rise")
        placed = []
    elif placed and not isfinite(placed[-1] - placed[0]):
        here.fault(row, field, "the places (at) are too far apart to measure between them")
        placed = []
    count = len(ids)
    if not placed:
        placed = [float(place) for place in range(count)]
    span = (placed[-1] - placed[0]) or 1.0
    return Scale(
        record.kind,
        options=tuple(Option(o.id, o.label, o.definition) for o in record.options),
        places=tuple((place - placed[0]) / span for place in placed),
        high=count - 1,
    )


def _issue(
    here: _Builder,
    row: Located,
    themes: dict[str, Located],
    scales: dict[str, Scale | None],
) -> Issue | None:
    record = row.record
    theme = record.id.partition(".")[0]
    if theme not in themes:
        here.refer(row, "id", "theme", theme, themes)
        return None
    if isinstance(record.scale, str):
        scale = scales.get(record.scale)
        here.refer(row, "scale", "scale", record.scale, scales)
    else:
        scale = _scale(here, row, record.scale)
    if scale is None:
        return None
    return Issue(record.id, theme, record.label, record.question, tuple(record.aliases), scale)


def _spelling(here: _Builder, row: Located) -> None:
    """A name shows what it is: no sign unseen, no word of two scripts, something to type."""
    for field, word in _names(row):
        if told := fault(word):
            here.fault(row, field, *told)
        elif not fold(word):
            hint = "write letters or digits, or leave it out"
            here.fault(row, field, f"{word!r} is no name that can be typed", hint)


def _names(row: Located) -> list[tuple[str, str]]:
    """Field and words of every name that people may type for this record, its id apart."""
    record = row.record
    own = [(field, getattr(record, field)) for field in _NAMED.get(row.kind, ())]
    return own + [("aliases", alias) for alias in getattr(record, "aliases", ())]


_NAMED = {"party": ("name",), "theme": ("title",), "issue": ("label",)}


def _aliases(here: _Builder, rows: list[Located]) -> None:
    """No two records may answer to one name, nor to names that look like one."""
    owners: dict[str, tuple[Located, str]] = {}
    for row in rows:
        own = {fold(row.record.id): ("id", row.record.id)}
        for field, word in _names(row):
            if field == "name":
                own[fold(word)] = (field, word)
            elif field == "aliases":
                own.setdefault(fold(word), (field, word))
        own.pop("", None)
        for folded, (field, word) in own.items():
            owner, other = owners.setdefault(looks(folded), (row, word))
            if owner is row:
                continue
            where = f"{owner.record.id} ({owner.path}:{owner.line()})"
            if folded == fold(other):
                message = f"{word!r} is already claimed by {where}"
                here.fault(row, field, message, "each name may belong to one record")
            else:
                message = f"{word!r} looks like {other!r}, a name of {where}"
                here.fault(row, field, message, "leave out one; only their scripts tell them apart")


def _position(here: _Builder, row: Located, demands: list[Located], known: _Known) -> Position:
    record = row.record
    stem = row.path.rsplit("/", 1)[-1].removesuffix(".toml")
    if row.is_whole and stem != record.id:
        here.fault(row, "id", f"the id must be the file's name, {stem!r}")
    if not row.is_whole:
        pass
    elif record.status == "analysis":
        if record.parties or not record.about:
            hint = "an analysis speaks for no party"
            here.fault(row, "about", "expected about = [party] and no parties", hint)
    elif not record.parties:
        here.fault(row, "parties", "expected at least one party that holds it")
    for field in ("parties", "about"):
        for party in getattr(record, field):
            here.refer(row, field, "party", party, known.parties)
    if record.known and record.known < record.date:
        here.fault(row, "known", "known before it was dated", "known is when it became public")
    _evidence(here, row, record.evidence, known)
    here.unique(d for d in demands if d.record.id is not None)
    return Position(
        id=record.id,
        title=record.title,
        parties=tuple(record.parties),
        about=tuple(record.about),
        author=record.author or "",
        date=record.date.isoformat(),
        known=(record.known or record.date).isoformat(),
        status=record.status,
        aliases=tuple(record.aliases),
        summary=record.summary,
        note=record.note,
        path=_file(row),
        demands=tuple(_demand(here, row, demand, known) for demand in demands),
    )


def _file(row: Located) -> str:
    """The file below the dossier's folder."""
    return "positions/" + row.path.rpartition("/positions/")[2]


def _evidence(
    here: _Builder, row: Located, evidence: list[records.Evidence], known: _Known
) -> None:
    for piece in evidence:
        here.refer(row, "evidence", "source", piece.source, known.sources)


def _demand(here: _Builder, head: Located, row: Located, known: _Known) -> Demand:
    position, record = head.record, row.record
    said = record.said or position.date
    became_known = (record.known or record.said) or (position.known or position.date)
    if (record.known or record.said) and became_known < said:
        here.fault(row, "known", f"known {became_known}, before it was said ({said})")
    attribution = record.attribution or position.attribution
    if head.is_whole and (attribution == "analyst") != (position.status == "analysis"):
        hint = "analysts speak for no party: write a position of status analysis"
        here.fault(row, "attribution", "analyst goes with status analysis, and only there", hint)
    evidence = record.evidence if record.evidence is not None else position.evidence
    if not evidence and head.is_whole:
        hint = 'add evidence = [{ source = "…", at = "…" }]'
        here.fault(row, "evidence", "a demand needs at least one source", hint)
    if record.evidence is not None:
        _evidence(here, row, record.evidence, known)
    holders = record.by or position.parties
    for party in record.by or ():
        if not head.is_whole:
            continue
        if len(position.parties) < 2:
            here.fault(row, "by", "only a text of several parties has asks by one", "leave it out")
        elif party not in position.parties:
            hint = f"choose from {', '.join(position.parties)}"
            here.fault(row, "by", f"{party!r} does not hold this text", hint)
    firmness = record.firmness or position.firmness
    ask, accepts = _asks(here, row, firmness, known)
    return Demand(
        position=position.id,
        id=record.id or "",
        file=_file(row),
        row=row.line(),
        author=position.author or "",
        point=record.point or "",
        issue=record.issue or "",
        kind=record.kind,
        ask=ask,
        accepts=accepts,
        is_dropped=record.dropped,
        is_disputed=record.disputed,
        text=record.text,
        label=record.label or "",
        condition=record.condition or "",
        firmness=firmness,
        salience=record.salience,
        attribution=attribution,
        form=record.form or position.form,
        speaker=record.speaker or position.speaker or "",
        said=said.isoformat(),
        known=became_known.isoformat(),
        is_latest=(record.date_is or position.date_is) == "latest",
        holders=tuple(holders),
        note=record.note,
        evidence=tuple(Evidence(p.source, p.at, known.grade(p.source)) for p in evidence),
        **{link: _as_refs(getattr(record, link)) for link in LINKS},
    )


def _as_refs(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _asks(
    here: _Builder, row: Located, firmness: str, known: _Known
) -> tuple[Region | None, Region | None]:
    """The ask and what else is accepted, as regions of the issue's scale."""
    record = row.record
    if record.issue is None:
        for field in ("ask", "accepts"):
            if getattr(record, field) is not None:
                here.fault(row, field, "an ask needs an issue", "add issue = …, or leave it out")
        return None, None
    issue = known.issues.get(record.issue)
    if issue is None:
        here.refer(row, "issue", "issue", record.issue, known.issues)
        return None, None
    if record.dropped and record.ask is not None:
        here.fault(row, "dropped", "a clause struck out has no ask", "leave out one of the two")
    if record.ask is None and not record.dropped and record.kind == "demand" and firmness != "open":
        hint = 'add ask = …, dropped = true, or firmness = "open"; or leave out the issue'
        here.fault(row, "ask", f"a demand on {record.issue} needs an ask", hint)
    found: list[Region | None] = []
    for field in ("ask", "accepts"):
        value = getattr(record, field)
        try:
            found.append(None if value is None else region(issue.scale, value))
        except NotOnScale as misfit:
            here.fault(row, field, misfit.message, misfit.hint)
            found.append(None)
    return found[0], found[1]


def _links(
    here: _Builder, positions: dict[str, Located], by_file: dict[str, list[Located]]
) -> None:
    """References between demands lead somewhere, on the same issue, and never in a circle."""
    rows: dict[str, Located] = {}
    for id_, head in positions.items():
        for row in by_file.get(head.path, []):
            if row.record.id:
                rows[f"{id_}#{row.record.id}"] = row
    names = {id(row): ref for ref, row in rows.items()}
    graph: dict[str, list[str]] = {}
    for head in positions.values():
        for row in by_file.get(head.path, []):
            for link in LINKS:
                for ref in _as_refs(getattr(row.record, link)):
                    other = rows.get(ref)
                    if other is None:
                        here.refer(row, link, "demand", ref, rows)
                        continue
                    if other.record.issue != row.record.issue:
                        message = f"{ref} is about {other.record.issue or 'no issue'}"
                        here.fault(row, link, message, "link demands on one issue")
                    if link != "keeps" and id(row) in names:
                        graph.setdefault(names[id(row)], []).append(ref)
    for ref in _circles(graph):
        message = "leads back to itself through moves, withdraws or restates"
        here.fault(rows[ref], "id", message, "a later demand refers to an earlier one")


_Path = list[tuple[str, Iterator[str]]]


def _circles(graph: dict[str, list[str]]) -> list[str]:
    """Every node that can reach itself, sorted; each node and each link is looked at once.

    Tarjan's strongly connected components, without recursion: a node is in a circle if its
    component holds another, or if it refers to itself.
    """
    found: list[str] = []
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    is_waiting: set[str] = set()
    for start, links in graph.items():
        path: _Path = [] if start in order else [(start, iter(links))]
        while path:
            node, ahead = path[-1]
            if node not in order:
                order[node] = lowest[node] = len(order)
                waiting.append(node)
                is_waiting.add(node)
            for other in ahead:
                if other not in order:
                    path.append((other, iter(graph.get(other, ()))))
                    break
                if other in is_waiting:
                    lowest[node] = min(lowest[node], order[other])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] == order[node]:
                    component: set[str] = set()
                    while node not in component:
                        component.add(waiting.pop())
                    is_waiting -= component
                    if len(component) > 1 or node in graph.get(node, ()):
                        found += component
    return sorted(found)
