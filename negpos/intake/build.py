"""Records to a Dossier: how they must fit together, and the plain values analysis reads.

Every rule is a problem with file, line and record; nothing is dropped without one.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from negpos.days import counted, is_finer, written
from negpos.dossier import (
    Demand,
    Dossier,
    Evidence,
    Issue,
    Party,
    Position,
    Source,
    Theme,
    Voice,
)
from negpos.errors import Problem
from negpos.intake import records
from negpos.intake.asks import names, region
from negpos.intake.grammar import NotOnScale
from negpos.intake.parse import Located
from negpos.intake.private import check_private
from negpos.intake.problems import Problems
from negpos.intake.steps import check_follows, check_links, links_of, steps
from negpos.intake.ties import Ties, circles, endorsed, several, ties
from negpos.names import fold
from negpos.scales import Mark, Option, Region, Scale
from negpos.spelling import fault, looks
from negpos.terms import VOICES


def build(
    located: list[Located], broken: set[tuple[str, str]]
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of these records and what does not fit together; None if anything is amiss.

    ``broken`` names the records left out for faults of their own: a reference to one of
    them is not called unknown.
    """
    here = Problems(broken)
    rows = _rows(here, located)
    _check_kinds(here, rows)
    _check_kin(here, rows.parties)
    _check_sources(here, rows.sources)
    for row in rows.positions.values():
        if row.is_whole and _stem(row) != row.record.id:
            here.broken.add(("position", _stem(row)))
        _check_head(here, row)
    tied = ties(here, rows.positions, rows.demands)
    check_private(here, rows.positions, rows.demands)
    check_follows(here, rows.steps)
    check_links(here, rows.positions, rows.demands, rows.steps)
    issues, voices = _issues(here, rows), _voices(here, rows)
    sources = {id_: _source(row.record) for id_, row in rows.sources.items()}
    offices = _offices(voices)
    is_speaking = any(head.record.experts == "speak" for head in rows.heads)
    known = _Known(rows.parties, issues, sources, voices, offices, tied, is_speaking)
    _check_names(here, rows)
    ordered = _in_order(rows.positions.values(), rows.parties)
    positions = [_position(here, row, rows.demands.get(row.path, []), known) for row in ordered]
    if here.problems or broken or not rows.heads:
        return None, here.problems
    return _dossier(rows, known, positions), []


def build_own(
    dossier: Dossier, located: list[Located], broken: set[tuple[str, str]]
) -> tuple[Position | None, list[Problem]]:
    """A text of one's own, as if it stood in the dossier, and what does not fit; None if anything
    is amiss. It speaks for itself alone: what its demands refer to is not read, and where the
    dossier has a text of its id it lapses with that one if it says that it did."""
    here = Problems(broken)
    voices = {party.id: party.voices for party in dossier.parties.values()}
    lapsed = {row.record.id for row in located if getattr(row.record, "lapsed", None)}
    ends = {id_: dossier.positions[id_].ends for id_ in lapsed if id_ in dossier.positions}
    offices, is_speaking = _offices(voices), dossier.experts == "speak"
    known = _Known(
        *(dossier.parties, dossier.issues, dossier.sources, voices, offices),
        *(Ties({}, ends), is_speaking),
    )
    found = None
    demands = [row for row in located if row.kind == "demand"]
    for row in located:
        if isinstance(row.record, records.Position):
            _check_alone(here, row, dossier)
            check_links(here, {"": row}, {row.path: demands}, dossier.steps)
            found = _position(here, row, demands, known)
            if not demands and not broken:
                here.fault(row, "demand", "the text asks for nothing", "write [[demand]] … or rows")
    if here.problems or broken or found is None:
        return None, here.problems
    path = located[0].path
    # whoever it says has spoken has not: it is the word of a draft
    called = [d.called if d.attribution == "document" else found.title for d in found.demands]
    own = tuple(
        demand._replace(file=path, speaker="", called=name)
        for demand, name in zip(found.demands, called, strict=True)
    )
    return found._replace(path=path, demands=own, is_own=True), []


def _check_alone(here: Problems, row: Located, dossier: Dossier) -> None:
    """A text of one's own names only texts that are there, and says itself what it asks for."""
    if row.record.endorses:
        hint = f"hold that text itself: negpos plan {row.record.endorses}, or copy its demands"
        here.fault(row, "endorses", "a draft takes over no other text", hint)
    for field in ("revises", "includes", "withdraws"):
        for word in several(getattr(row.record, field)):
            here.refer(row, field, "position", word, dossier.positions)


class _Rows(NamedTuple):
    """The records of each kind by id, the first of an id; demands by the file they stand in."""

    heads: list[Located]
    parties: dict[str, Located]
    themes: dict[str, Located]
    scales: dict[str, Located]
    issues: dict[str, Located]
    steps: dict[str, Located]
    sources: dict[str, Located]
    positions: dict[str, Located]
    demands: dict[str, list[Located]]


def _rows(here: Problems, located: Iterable[Located]) -> _Rows:
    """The records parted by kind; a second record of an id is a problem."""
    rows: dict[str, list[Located]] = {kind: [] for kind in _KINDS}
    for row in located:
        rows[row.kind].append(row)
    demands: dict[str, list[Located]] = {}
    for row in rows["demand"]:
        demands.setdefault(row.path, []).append(row)
    return _Rows(
        heads=[row for row in rows[""] if isinstance(row.record, records.Dossier)],
        parties=here.unique(rows["party"]),
        themes=here.unique(rows["theme"]),
        scales=here.unique(row for row in rows["scale"] if _has_id(here, row)),
        issues=here.unique(rows["issue"]),
        steps=here.unique(rows["step"]),
        sources=here.unique(rows["source"]),
        positions=here.unique(r for r in rows[""] if isinstance(r.record, records.Position)),
        demands=demands,
    )


_KINDS = ("", "party", "theme", "scale", "issue", "step", "source", "demand")


def _check_kinds(here: Problems, rows: _Rows) -> None:
    """A dossier has parties and issues, be it such with faults of their own."""
    for by_id, name in ((rows.parties, "party"), (rows.issues, "issue")):
        if not by_id and rows.heads and not any(kind == name for kind, _ in here.broken):
            hint = f"write at least one [[{name}]]"
            path = rows.heads[0].path
            here.problems.append(Problem(path, 1, "", "", f"the dossier has no {name}", hint))


def _check_kin(here: Problems, parties: dict[str, Located]) -> None:
    """A party is part of another, or gives way to it, that is there and does not come back to it;
    what gives way has its last day."""
    for field in ("part_of", "successor"):
        links = {id_: getattr(row.record, field) for id_, row in parties.items()}
        looping = set(circles({id_: [link] if link else [] for id_, link in links.items()}))
        for id_, link in links.items():
            row = parties[id_]
            if link == id_:
                here.fault(row, field, "is the party itself", "name another, or leave it out")
            elif id_ in looping:
                here.fault(row, field, f"leads back to itself through {field}", "leave out one")
            elif link:
                here.refer(row, field, "party", link, parties)
    for row in parties.values():
        if row.record.successor and not row.record.until:
            hint = "add until = YYYY-MM-DD, its last day as a party"
            here.fault(row, "successor", "a successor needs the end of this party", hint)


def _check_sources(here: Problems, sources: dict[str, Located]) -> None:
    """A source is taken back after it came out."""
    for row in sources.values():
        out, back = row.record.date, row.record.retracted
        if back and back < out:
            message = f"taken back on {back}, before it came out ({out})"
            here.fault(row, "retracted", message, "write the day on which it was taken back")


def _check_names(here: Problems, rows: _Rows) -> None:
    """Every name can be typed and is spelt plainly, and means one record alone."""
    for named in (rows.parties, rows.themes, rows.issues, rows.positions):
        for row in named.values():
            _spelling(here, row)
    for head in rows.heads:
        _check_spellings(here, head)
    _aliases(here, [*rows.parties.values(), *rows.positions.values()])
    _aliases(here, list(rows.issues.values()))


def _check_spellings(here: Problems, head: Located) -> None:
    """Each group of spellings holds two words or more, and each word stands in one alone."""
    owners: dict[str, int] = {}
    for number, words in enumerate(head.record.spellings, start=1):
        if len(words) < 2:
            hint = "give two spellings of one word or more"
            here.fault(head, "spellings", f"group {number} holds {len(words)} of them", hint)
        for word in words:
            _spelt(here, head, "spellings", word)
            if owners.setdefault(fold(word), number) != number or words.count(word) > 1:
                here.fault(head, "spellings", f"{word!r} stands in it twice", "leave out one")


def _issues(here: Problems, rows: _Rows) -> dict[str, Issue]:
    """The issues whose theme and scale are known, by id; the others are broken."""
    scales = {id_: _scale(here, row, row.record) for id_, row in rows.scales.items()}
    issues: dict[str, Issue] = {}
    for id_, row in rows.issues.items():
        if (issue := _issue(here, row, rows.themes, scales, rows.parties)) is not None:
            issues[id_] = issue
        else:
            here.broken.add(("issue", id_))
            last = id_.partition(".")[2]  # where its theme is misspelt
            here.broken |= {("issue", f"{theme}.{last}") for theme in rows.themes}
    return issues


def _dossier(rows: _Rows, known: "_Known", positions: list[Position]) -> Dossier:
    """The dossier of records that fit together, each kind in the order it is listed in."""
    head = rows.heads[0].record
    order = {theme: place for place, theme in enumerate(rows.themes)}
    listed = sorted(known.issues.values(), key=lambda issue: order[issue.theme])
    return Dossier(
        id=head.id,
        title=head.title,
        summary=head.summary,
        note=head.note,
        parties={id_: _party(row.record, known.voices[id_]) for id_, row in rows.parties.items()},
        themes={id_: Theme(id_, row.record.title) for id_, row in rows.themes.items()},
        issues={issue.id: issue for issue in listed},
        sources=dict(sorted(known.sources.items())),
        steps=steps(rows.steps),
        positions=_endorsing(rows, known, positions),
        fresh_for=head.fresh_for,
        experts=head.experts,
        spellings={
            fold(other): fold(first) for first, *others in head.spellings for other in others
        },
    )


def _endorsing(rows: _Rows, known: "_Known", positions: Iterable[Position]) -> dict[str, Position]:
    """The positions by id, each with what it takes over of another as it was written."""
    written = {position.id: position for position in positions}
    whole = dict(written)
    for id_, position in written.items():
        if position.endorses:
            row = rows.positions[id_]
            evidence = known.evidence(row.record.evidence)
            taken = endorsed(position, row, written[position.endorses], evidence)
            voiced = tuple([_voiced(demand, known) for demand in taken])
            whole[id_] = position._replace(demands=(*position.demands, *voiced))
    return whole


def _voices(here: Problems, rows: _Rows) -> dict[str, tuple[Voice, ...]]:
    """Who speaks for each party."""
    voices = {}
    for id_, row in rows.parties.items():
        _check_voices(here, row)
        voices[id_] = tuple(
            Voice(
                name=voice.name,
                short=voice.short or "",
                aliases=tuple(voice.aliases),
                office=voice.office,
                rank="minister" if voice.rank == "spokesman" else voice.rank,
                since=voice.since.isoformat() if voice.since else "",
                until=voice.until.isoformat() if voice.until else "",
            )
            for voice in row.record.voice
        )
    return voices


def _check_voices(here: Problems, row: Located) -> None:
    """Each name of a voice is spelt plainly and means one person, who may hold several offices."""
    owners: dict[str, str] = {}
    for number, voice in enumerate(row.record.voice, start=1):
        field = f"voice {number}"
        if voice.since and voice.until and voice.until < voice.since:
            message = f"{voice.name}: until {voice.until} is before from ({voice.since})"
            here.fault(row, field, message, "write the first day in office as from")
        for name in (voice.name, *voice.aliases):
            _spelt(here, row, field, name)
            if (owner := owners.setdefault(fold(name), voice.name)) != voice.name:
                message = f"{name!r} is already a name of {owner}"
                here.fault(row, field, message, "each name may belong to one person")


def _offices(voices: dict[str, tuple[Voice, ...]]) -> dict[str, dict[str, list[Voice]]]:
    """Of each party the offices of who speaks for it, by every name as it may be spelt."""
    found: dict[str, dict[str, list[Voice]]] = {}
    for party, own in voices.items():
        by_name = found.setdefault(party, {})
        for voice in own:
            for name in {fold(name) for name in (voice.name, *voice.aliases)}:
                by_name.setdefault(name, []).append(voice)
    return found


def _voiced(demand: Demand, known: "_Known") -> Demand:
    """A demand that was taken over, by who speaks in it now."""
    was = _Speaker(demand.speaker, demand.called, demand.voice)
    now = _speaker(was, demand.attribution, demand.holders, demand.said, known)
    return demand._replace(**now._asdict())


class _Speaker(NamedTuple):
    """Who speaks, how a table calls them, and how much their word weighs."""

    speaker: str
    called: str
    voice: str = "other"


def _speaker(
    told: _Speaker, attribution: str, holders: Iterable[str], said: str, known: "_Known"
) -> _Speaker:
    """Who speaks: by their name, and with the weight of the highest office they held that day. A
    text of the party is its own; a party without voices knows no difference."""
    named_voices = [party for party in holders if known.offices.get(party)]
    if attribution == "document" or not named_voices:
        return told._replace(voice="principal")
    word = fold(told.speaker)
    named = [voice for party in named_voices for voice in known.offices[party].get(word, ())]
    if not named:
        return told
    in_office = [v for v in named if v.since <= said <= (v.until or "9")]
    ranks = [voice.rank for voice in in_office] or ["other"]
    rank = max(ranks, key=VOICES.index)
    first = next((voice for voice in in_office if voice.rank == rank), named[0])
    return _Speaker(first.name, first.short, rank)


class _Known(NamedTuple):
    parties: Collection[str]
    issues: dict[str, Issue]
    sources: dict[str, Source]
    voices: dict[str, tuple[Voice, ...]]
    offices: dict[str, dict[str, list[Voice]]]
    ties: Ties
    experts_speak: bool = False

    def evidence(self, pieces: Iterable[records.Evidence]) -> tuple[Evidence, ...]:
        """Sources and places in them, with their grades and addresses; neither for a source that
        is missing, which is a problem anyway."""
        found = []
        for piece in pieces:
            source = self.sources.get(piece.source)
            if source is None:
                found.append(Evidence(piece.source, piece.at, ""))
                continue
            told = source.grade, source.url, source.retracted
            found.append(Evidence(piece.source, piece.at, *told))
        return tuple(found)


def _in_order(rows: Iterable[Located], parties: Iterable[str]) -> list[Located]:
    """Positions are listed by party as parties are, then by date, analyses last."""
    places = {id_: place for place, id_ in enumerate(parties)}

    def place(row: Located) -> tuple[bool, int, str, str]:
        record = row.record
        first = record.parties[0] if record.parties else ""
        is_joint = len(record.parties) > 1
        return is_joint, places.get(first, len(places)), record.date.isoformat(), record.id

    return sorted(rows, key=place)


def _has_id(here: Problems, row: Located) -> bool:
    if row.record.id is None:
        here.fault(row, "id", "the field is missing", "issues name a shared scale by its id")
        return False
    return True


def _party(record: Any, voices: tuple[Voice, ...]) -> Party:
    return Party(
        id=record.id,
        name=record.name,
        kind=record.kind or "",
        aliases=tuple(record.aliases),
        members=tuple(record.members),
        summary=record.summary,
        voices=voices,
        part_of=record.part_of or "",
        until=_iso(record.until),
        successor=record.successor or "",
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
        language=record.language or "",
        accessed=_iso(record.accessed),
        archived=record.archived or "",
        retracted=_iso(record.retracted),
        date_as=written(record.date),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _scale(here: Problems, row: Located, record: Any) -> Scale | None:
    """The scale as analysis reads it; None where its ends make no stretch to measure."""
    field = "options" if row.kind == "scale" else "scale"
    if record.kind == "quantity":
        return _quantity(here, row, record, field)
    if record.kind == "date":
        return _dates(here, row, record, field)
    ids = [option.id for option in record.options]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        for id_ in twice:
            here.fault(row, field, f"option {id_!r} stands twice")
        return None  # what an ask on it means cannot be told
    places = _places(here, row, record, field)
    span = (places[-1] - places[0]) or 1.0
    return Scale(
        record.kind,
        options=tuple(Option(o.id, o.label, o.definition) for o in record.options),
        places=tuple((place - places[0]) / span for place in places),
        high=len(ids) - 1,
        adds_up=record.kind == "members" and record.combine == "all",
    )


def _quantity(here: Problems, row: Located, record: Any, field: str) -> Scale | None:
    """The scale of a quantity, which is measured from its low end to its high end."""
    end = "low" if row.kind == "scale" else "scale"
    if record.low >= record.high:
        here.fault(row, end, "low must be below high")
        return None
    if not isfinite(record.high - record.low):
        here.fault(row, end, "low and high are too far apart to measure between them")
        return None
    marks = tuple(Mark(mark.at, mark.label, mark.below or "") for mark in record.marks)
    _check_marks(here, row, marks, (record.low, record.high), field)
    return Scale(
        "quantity",
        low=record.low,
        high=record.high,
        unit=record.unit,
        unit_short=record.unit_short,
        marks=marks,
        prefix=record.prefix,
        singular=record.singular or "",
        scaling=record.scaling or "",
    )


def _dates(here: Problems, row: Located, record: Any, field: str) -> Scale | None:
    """The scale of dates, each the number of its day, month or year."""
    step, end = record.step, "low" if row.kind == "scale" else "scale"
    days = (record.low, record.high, *(mark.at for mark in record.marks))
    fine = [day for day in days if is_finer(day, step)]
    if fine:
        hint = f'write the {step} alone, or step = "day"'
        here.fault(row, end, f"{fine[0]} is finer than the step, a {step}", hint)
        return None
    low, high = counted(record.low, step, is_start=True), counted(record.high, step)
    if low >= high:
        here.fault(row, end, "low must be before high")
        return None
    marks = tuple(Mark(counted(m.at, step), m.label, m.below or "") for m in record.marks)
    _check_marks(here, row, marks, (low, high), field)
    return Scale("date", low=low, high=high, unit=f"{step}s", marks=marks, step=step)


def _check_marks(
    here: Problems, row: Located, marks: tuple[Mark, ...], ends: tuple[float, float], field: str
) -> None:
    """Each lies between the ends and has a label of its own."""
    if any(not ends[0] <= mark.at <= ends[1] for mark in marks):
        here.fault(row, field, "a mark lies outside low and high")
    labels = [mark.label for mark in marks]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        here.fault(row, field, f"two marks are called {label!r}", "give each its own label")


def _places(here: Problems, row: Located, record: Any, field: str) -> list[float]:
    """Where the options lie, rising; equal steps where the file gives no places that could be."""
    equal = [float(place) for place in range(len(record.options))]
    given = [option.at for option in record.options if option.at is not None]
    if not given:
        return equal
    if record.kind != "ordinal":
        here.fault(row, field, "only the options of an ordinal scale have a place (at)")
        return equal
    if len(given) < len(equal) or given != sorted(set(given)):
        here.fault(row, field, "the places (at) must be given for all options and must rise")
        return equal
    if not isfinite(given[-1] - given[0]):
        here.fault(row, field, "the places (at) are too far apart to measure between them")
        return equal
    return given


def _issue(
    here: Problems,
    row: Located,
    themes: dict[str, Located],
    scales: dict[str, Scale | None],
    parties: dict[str, Located],
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
    if record.template:
        _check_template(here, row, scale)
    if record.better and not scale.is_measured:
        hint = "write a region where others would do as well: { min = … } or { max = … }"
        here.fault(row, "better", f"there is no more or less on a scale of kind {scale.kind}", hint)
    for party in record.better:
        here.refer(row, "better", "party", party, parties)
    told = record.label, record.question, tuple(record.aliases)
    better = tuple(record.better.items())
    return Issue(record.id, theme, *told, scale, better, record.template or "")


def _check_template(here: Problems, row: Located, scale: Scale) -> None:
    """An issue that names a template asks what that one asks; its words may be others."""
    from negpos.intake.templates import misfit

    options = [option.id for option in scale.options] if scale.kind == "ordinal" else []
    if amiss := misfit(row.record.template, options):
        here.fault(row, "template", *amiss)


def _spelling(here: Problems, row: Located) -> None:
    """A name shows what it is: no sign unseen, no word of two scripts, something to type."""
    for field, word in _names(row):
        _spelt(here, row, field, word)


def _spelt(here: Problems, row: Located, field: str, word: str) -> None:
    if amiss := fault(word):
        here.fault(row, field, *amiss)
    elif not fold(word):
        hint = "write letters or digits, or leave it out"
        here.fault(row, field, f"{word!r} is no name that can be typed", hint)


def _names(row: Located) -> list[tuple[str, str]]:
    """Field and words of every name that people may type for this record, its id apart."""
    record = row.record
    own = [(field, getattr(record, field)) for field in _NAMED.get(row.kind, ())]
    return own + [("aliases", alias) for alias in getattr(record, "aliases", ())]


_NAMED = {"party": ("name",), "theme": ("title",), "issue": ("label",)}


def _aliases(here: Problems, rows: list[Located]) -> None:
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


def _check_head(here: Problems, row: Located) -> None:
    """A position bears the name of its file, and is of a party or, an analysis, about one."""
    record, stem = row.record, _stem(row)
    if not row.is_whole:
        return
    if stem != record.id:
        here.fault(row, "id", f"the id must be the file's name, {stem!r}")
    if record.status == "analysis":
        if record.parties or not record.about:
            hint = "an analysis speaks for no party"
            here.fault(row, "about", "expected about = [party] and no parties", hint)
    elif not record.parties:
        here.fault(row, "parties", "expected at least one party that holds it")


def _position(here: Problems, row: Located, demands: list[Located], known: _Known) -> Position:
    record = row.record
    for field in ("parties", "about"):
        for party, count in Counter(getattr(record, field)).items():
            here.refer(row, field, "party", party, known.parties)
            if count > 1:
                here.fault(row, field, f"{party!r} stands twice", "name each party once")
    if record.known and record.known < record.date:
        here.fault(row, "known", "known before it was dated", _early(record.date))
    _evidence(here, row, record.evidence, known)
    here.unique(d for d in demands if d.record.id is not None)
    _phases(here, record.firmness, demands)
    became_known = record.known or record.date
    backing = known.evidence(record.evidence)
    return Position(
        id=record.id,
        title=record.title,
        parties=_held_by(record, known),
        about=tuple(record.about),
        author=record.author or "",
        date=record.date.isoformat(),
        known=became_known.isoformat(),
        status=record.status,
        aliases=tuple(record.aliases),
        summary=record.summary,
        note=record.note,
        path=_file(row),
        stage=record.stage or "",
        revises=several(record.revises),
        includes=several(record.includes),
        endorses=record.endorses or "",
        withdraws=several(record.withdraws),
        ends=known.ties.ends.get(record.id, ()),
        demands=tuple([_demand(here, row, one, backing, known) for one in demands]),
        is_private=record.private,
        date_as=written(record.date),
        known_as=written(became_known),
    )


def _held_by(position: Any, known: _Known) -> tuple[str, ...]:
    """Whose position it is: that of the parties it names, or, where experts speak, of the one party
    that they placed. What is about several, as an outcome is, they say of nobody."""
    is_placed = position.status == "analysis" and position.attribution == "expert"
    if known.experts_speak and is_placed and len(position.about) == 1:
        return tuple(position.about)
    return tuple(position.parties)


def _phases(here: Problems, firmness: str, demands: list[Located]) -> None:
    """The phases of one term: a line stands on the last, for only that is compared."""
    last: dict[str | None, int] = {}
    for row in demands:
        if row.record.phase:
            last[row.record.issue] = max(last.get(row.record.issue, 0), row.record.phase)
    for row in demands:
        is_line = (row.record.firmness or firmness) == "red-line"
        if row.record.phase and row.record.phase < last[row.record.issue] and is_line:
            message = f"a red line on phase {row.record.phase} of {last[row.record.issue]}"
            hint = "the last phase is compared: write the line as a demand without a phase"
            here.fault(row, "phase", message, hint)


def _stem(row: Located) -> str:
    """What the id of a position must be: the name of its file."""
    return row.path.rsplit("/", 1)[-1].removesuffix(".toml")


def _early(day: date) -> str:
    """What to do where something became known before it was said."""
    if not written(day):
        return "known is when it became public"
    return f'{day} counts as {day.isoformat()}: write the day it was known, and date_is = "latest"'


def _file(row: Located) -> str:
    """The file below the dossier's folder."""
    return "positions/" + row.path.rpartition("/positions/")[2]


def _evidence(
    here: Problems, row: Located, evidence: Iterable[records.Evidence], known: _Known
) -> None:
    for piece in evidence:
        here.refer(row, "evidence", "source", piece.source, known.sources)


def _demand(
    here: Problems, head: Located, row: Located, backing: tuple[Evidence, ...], known: _Known
) -> Demand:
    """One demand with all that it does not say itself told by its position, whose sources are
    these."""
    position, record = head.record, row.record
    said, became_known = _days(here, head, row)
    attribution = _attribution(here, head, row)
    evidence = _own_backing(here, head, row, known) or backing
    holders = _holders(here, head, row, _held_by(position, known))
    firmness = record.firmness or position.firmness
    ask, accepts = _asks(here, row, firmness, known)
    ties = known.ties.links.get(id(row), _NONE)
    day = said.isoformat()
    title = (position.short or position.title) if attribution == "document" else ""
    named = _Speaker(record.speaker or position.speaker or "", title)
    speaker, called, voice = _speaker(named, attribution, holders, day, known)
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
        speaker=speaker,
        said=day,
        known=became_known.isoformat(),
        is_latest=(record.date_is or position.date_is) == "latest",
        holders=holders,
        note=record.note,
        evidence=evidence,
        until=_iso(record.until),
        said_as=written(said),
        known_as=written(became_known),
        until_as=written(record.until),
        phase=record.phase or 0,
        names=_names_in(here, row, ask, known),
        links=links_of(record),
        voice=voice,
        called=called,
        original=record.original or "",
        lang=record.lang or "",
        restates=ties.get("restates", ()),
        moves=ties.get("moves", ()),
        withdraws=ties.get("withdraws", ()),
        keeps=ties.get("keeps", ()),
    )


_NONE: dict[str, tuple[str, ...]] = {}


def _days(here: Problems, head: Located, row: Located) -> tuple[date, date]:
    """When it was said and when it became known: its own day, or else its position's."""
    position, record = head.record, row.record
    said = record.said or position.date
    own = record.known or record.said
    became_known = own or position.known or position.date
    if own and became_known < said:
        message = f"known {became_known}, before it was said ({said})"
        here.fault(row, "known", message, _early(said) if written(said) else "")
    if record.until and record.until < said:
        here.fault(row, "until", f"until {record.until}, before it was said ({said})")
    return said, became_known


def _attribution(here: Problems, head: Located, row: Located) -> str:
    """On whose word: that of an analyst or of experts in an analysis, and nowhere else."""
    position = head.record
    attribution: str = row.record.attribution or position.attribution
    is_beside = attribution in ("analyst", "expert")
    where = row if row.record.attribution else head  # what all inherit is told once
    if head.is_whole and is_beside != (position.status == "analysis"):
        hint = "no party says it: write a position of status analysis"
        told = "analyst and expert go with status analysis, and only there"
        here.fault(where, "attribution", told, hint)
    elif head.is_whole and is_beside and attribution != position.attribution:
        hint = "write a position of its own for it"
        here.fault(where, "attribution", f"{attribution} in a list of {position.attribution}", hint)
    return attribution


def _own_backing(
    here: Problems, head: Located, row: Located, known: _Known
) -> tuple[Evidence, ...]:
    """The sources that it has itself, with their grades; it or its position has at least one."""
    own = row.record.evidence
    if not (head.record.evidence if own is None else own) and head.is_whole:
        hint = 'add evidence = [{ source = "…", at = "…" }]'
        here.fault(row, "evidence", "a demand needs at least one source", hint)
    _evidence(here, row, own or (), known)
    return known.evidence(own or ())


def _holders(
    here: Problems, head: Located, row: Located, holders: tuple[str, ...]
) -> tuple[str, ...]:
    """Who asks for it: those it names among several holders of its text, or else them all."""
    parties, own = head.record.parties, row.record.by
    for party in (own or ()) if head.is_whole else ():
        if len(parties) < 2:
            here.fault(row, "by", "only a text of several parties has asks by one", "leave it out")
        elif party not in parties:
            hint = f"choose from {', '.join(parties)}"
            here.fault(row, "by", f"{party!r} does not hold this text", hint)
    return tuple(party for party in holders if not own or party in own)


def _asks(
    here: Problems, row: Located, firmness: str, known: _Known
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
    if record.phase and record.ask is None:
        here.fault(row, "phase", "a phase needs an ask", "add ask = …, or leave out the phase")
    return _region(here, row, issue.scale, "ask"), _region(here, row, issue.scale, "accepts")


def _names_in(here: Problems, row: Located, ask: Region | None, known: _Known) -> tuple[float, ...]:
    """The answers that its words name within the ask; none where they do not fit it."""
    told, issue = row.record.names, known.issues.get(row.record.issue)
    if told is None:
        return ()
    if row.record.ask is None:
        here.fault(row, "names", "there is no ask to name an answer of", "add ask = …")
    if issue is None or ask is None:
        return ()
    try:
        return names(issue.scale, ask, told)
    except NotOnScale as misfit:
        here.fault(row, "names", misfit.message, misfit.hint)
        return ()


def _region(here: Problems, row: Located, scale: Scale, field: str) -> Region | None:
    """What a field asks for on the scale; None where it does not stand, or does not fit."""
    value = getattr(row.record, field)
    if value is None:
        return None
    try:
        return region(scale, value)
    except NotOnScale as misfit:
        here.fault(row, field, misfit.message, misfit.hint)
        return None
