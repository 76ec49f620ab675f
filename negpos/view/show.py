"""``negpos show``: one party's profile, or every point of one position."""

from collections.abc import Sequence

from negpos.dossier import Demand, Dossier, End, Issue, Party, Position
from negpos.profiles import Profile, Stance
from negpos.terms import FIRMNESSES
from negpos.view import shapes, wording
from negpos.view.fields import of_demand, of_stance
from negpos.view.grid import (
    Cell,
    Column,
    Fields,
    Grid,
    Hint,
    Report,
    Span,
    cell,
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import brief_cell, by_theme, legend, stance_cell


def report(profile: Profile) -> Report:
    """A party or a position in every shape."""
    if profile.is_text:
        return _position(profile.dossier, profile.dossier.positions[profile.id])
    return _party(profile, profile.dossier.parties[profile.id.partition("@")[0]])


def _party(profile: Profile, party: Party) -> Report:
    """Every issue on which the party has said something, by theme."""
    issues, parties = profile.dossier.issues, profile.dossier.parties
    factions = [other.name for other in parties.values() if other.part_of == party.id]
    own = [p for p in profile.dossier.positions.values() if p.parties == (party.id,)]
    lines = (
        party.summary,
        f"Members: {', '.join(party.members)}" if party.members else "",
        f"Part of {parties[party.part_of].name}" if party.part_of else "",
        f"Parts that speak for themselves: {', '.join(factions)}" if factions else "",
        *wording.lives((profile,)),
        *wording.counted(profile.vantage),
        f"{wording.as_told((profile,))}, {wording.stand((profile,))} – "
        f"{wording.plural(len(own), 'position')} on record in dossier {profile.dossier.id}",
    )
    preface = tuple(line for line in lines if line)
    heard = [(issues[i], s) for i, s in profile.stances.items() if s.has_words or s.joint]
    hint = Hint(f"Evidence for a row: negpos why {party.id} ISSUE")
    return Report(
        grid=lambda: Grid(
            title=profile.title,
            preface=preface,
            columns=(
                of_issues(),
                Column("Asks for", share=7, least=24),
                Column("Firmness", share=0),
            ),
            sections=(
                shown := by_theme(profile.dossier, ((row[0], _row(profile, *row)) for row in heard))
            ),
            notes=(*legend(shown), hint) if shown else (),
        ),
        sheet=lambda: sheet(_OF_PARTY, heard),
        data=lambda: {
            **shapes.head(profile.dossier, [profile]),
            "party": party.id,
            "name": party.name,
            "kind": party.kind or None,
            "part_of": party.part_of or None,
            "until": party.until or None,
            "successor": party.successor or None,
            "aliases": list(party.aliases),
            "members": list(party.members),
            "summary": party.summary,
            "stances": {
                id_: shapes.stance(issues[id_], stance) for id_, stance in profile.stances.items()
            },
        },
        screen=lambda rows: _screen(profile, heard, profile.title, preface, rows),
    )


_GRADES = "A original, B re-reporting, C repost"
_NAMES = 10
"""Issues named of one kind."""


def _screen(
    profile: Profile,
    heard: Sequence["_Held"],
    title: str,
    preface: tuple[str, ...],
    rows: int,
) -> Grid:
    """The red lines of a party in words; where it asks for something else, and how firmly, by
    the names of issues."""
    dossier = profile.dossier
    held = [(issue, stance) for issue, stance in heard if stance.standing_lines]
    drawn = {issue.id for issue, _ in held}
    others = [(issue.id, stance) for issue, stance in heard if issue.id not in drawn]
    rest = [issue.id for issue, _ in held[rows:]]
    told = sections(
        (
            "Red lines",
            [(cell(Span(i.label, "strong")), brief_cell(i, profile)) for i, _ in held[:rows]],
        )
    )
    notes = [f"Also red lines: {wording.few_names(dossier, rest, 2 * _NAMES)}"] if rest else []
    for firmness in FIRMNESSES[1:]:
        own = [id_ for id_, stance in others if _is_of(stance, firmness)]
        if own:
            names = wording.few_names(dossier, own, _NAMES)
            notes.append(f"{firmness.capitalize()} ({len(own)}): {names}")
    ended = [id_ for id_, stance in others if not stance.is_told]
    if ended:
        notes.append(f"No ask now ({len(ended)}): {wording.few_names(dossier, ended, _NAMES)}")
    if heard:
        name = wording.called(dossier, (held or heard)[0][0].id)
        notes += [*legend(told), f"More: --full · negpos why {profile.id} {name}"]
    columns = (of_issues(), Column("", least=24))
    return Grid(title, preface, columns, told, tuple(notes))


def _is_of(stance: Stance, firmness: str) -> bool:
    return stance.is_told and stance.firmness == firmness


_Held = tuple[Issue, Stance]


def _held(row: _Held) -> _Held:
    return row


_OF_PARTY: Fields[_Held] = (
    ("issue", lambda row: row[0].id),
    ("theme", lambda row: row[0].theme),
    *of_stance("ask accepts firmness lines text position said attribution form grade", _held),
)


def _row(profile: Profile, issue: Issue, stance: Stance) -> tuple[Cell, ...]:
    asks = stance_cell(issue, profile)
    if not stance.has_words:
        joint = " / ".join(dict.fromkeys(wording.ask(issue, d) for d in stance.joint))
        asks = cell(Span(f"J {joint}", "joint", "J"))
    return cell(Span(issue.label, "strong")), asks, cell(stance.firmness)


def _position(dossier: Dossier, position: Position) -> Report:
    """Every point in the order of the text, coded or not."""
    demands = [(dossier.issues.get(d.issue), d) for d in position.demands]
    coded = sum(issue is not None for issue, _ in demands)
    start = (_provenance(dossier, position), *_life(dossier, position), position.summary)
    counts = f"{wording.plural(len(demands), 'demand')}, {coded} on an issue, "
    counts += f"{len(demands) - coded} as text only"
    preface = tuple(line for line in (*start, position.note, counts) if line)
    first = position.note.partition(". ")[0]
    short = tuple(line for line in (*start, first, counts) if line)
    return Report(
        grid=lambda: Grid(
            title=position.title,
            preface=preface,
            columns=(
                Column("Point", share=0),
                Column("Says", share=6, least=20),
                of_issues("Issue"),
                Column("Ask", share=4, least=14),
                Column("Ground", share=0),
            ),
            sections=sections(("", [_point(dossier, position, *row) for row in demands])),
        ),
        sheet=lambda: sheet(_OF_POSITION, demands),
        data=lambda: {
            "version": shapes.VERSION,
            "dossier": dossier.id,
            "position": position.id,
            "title": position.title,
            "parties": list(position.parties),
            "about": list(position.about),
            "author": position.author or None,
            "date": position.date,
            "precision": shapes.precision(position.date_as),
            "known": position.known,
            "status": position.status,
            "aliases": list(position.aliases),
            "summary": position.summary or None,
            "note": position.note or None,
            "withdraws": list(position.withdraws),
            "ends": [
                {"day": e.day, "parties": list(e.holders), "reason": e.reason}
                for e in position.ends
            ],
            "demands": [shapes.demand(*row) for row in demands],
        },
        screen=lambda rows: _points(dossier, position, demands, short, rows),
    )


def _points(
    dossier: Dossier,
    position: Position,
    demands: Sequence["_Coded"],
    head: tuple[str, ...],
    most: int,
) -> Grid:
    """The first points of a position in its words and as they are coded, and on whose report."""
    left = len(demands) - most
    sources = dict.fromkeys(e.source for _, d in demands for e in d.evidence)
    published = dict.fromkeys(
        f"{wording.published(s)} [{s.grade}]{wording.back_on(s.retracted)}"
        for s in (dossier.sources[id_] for id_ in sources)
        if s.grade
    )
    told = "; ".join(list(published)[:3])
    more = f" and {len(published) - 3} more" if len(published) > 3 else ""
    rows = []
    for issue, demand in demands[:most]:
        ask = wording.ask_and_mark(issue, demand) if issue and demand.kind == "demand" else ""
        sign = "# " if demand.firmness == "red-line" and ask else ""
        rows.append(
            (
                cell(Span(demand.point, "strong")),
                cell(demand.text),
                cell(f"{issue.label}: {sign}{ask}" if issue and ask else Span("–", "quiet")),
            )
        )
    has_line = any("# " in row[2].text for row in rows)
    return Grid(
        title=position.title,
        preface=(*head, *([f"Sources ({_GRADES}): {told}{more}"] if told else [])),
        columns=(
            Column("Point", share=0),
            Column("Says", share=5, least=20),
            Column("# red line" if has_line else "Asks for", share=4, least=18),
        ),
        sections=sections(("", rows)),
        notes=(f"{wording.plural(left, 'more demand')}: --full",) if left > 0 else (),
    )


_Coded = tuple[Issue | None, Demand]


def _coded(row: _Coded) -> _Coded:
    return row


_OF_POSITION: Fields[_Coded] = of_demand(
    "point kind issue ask accepts condition firmness text holders said known attribution form "
    "speaker grade sources file",
    _coded,
)


def speaker(profile: Profile, said: Sequence[Demand]) -> Report:
    """What one person said for a party in every shape, the latest first."""
    dossier = profile.dossier
    rows = [(dossier.issues.get(demand.issue), demand) for demand in said]
    who = said[0].speaker
    count = wording.plural(len(said), "demand")

    def grid(most: int) -> Grid:
        left, shown = len(rows) - most, [_said_row(*row) for row in rows[:most]]
        has_line = any("# " in row[2].text for row in shown)
        hint = Hint(f"Evidence for one: negpos why {profile.id} {said[0].issue or 'ISSUE'}")
        return Grid(
            title=f"{who} for {profile.title}",
            preface=(f"{count} on record, the latest first – dossier {dossier.id}",),
            columns=(
                Column("Said", share=0),
                Column("What", share=5, least=20),
                Column("# red line" if has_line else "Asks for", share=4, least=18),
            ),
            sections=sections(("", shown)),
            notes=(*([f"{left} more: --full"] if left > 0 else []), hint),
        )

    return Report(
        grid=lambda: grid(len(rows)),
        sheet=lambda: sheet(_OF_SPEAKER, rows),
        data=lambda: {
            **shapes.head(dossier, [profile]),
            "party": profile.id,
            "speaker": who,
            "demands": [shapes.demand(*row) for row in rows],
        },
        screen=grid,
    )


def _said_row(issue: Issue | None, demand: Demand) -> tuple[Cell, ...]:
    is_asked = issue is not None and demand.kind == "demand"
    sign = "# " if is_asked and demand.firmness == "red-line" else ""
    ask = (
        f"{issue.label}: {sign}{wording.ask_and_mark(issue, demand)}" if issue and is_asked else "–"
    )
    return cell(Span(wording.said(demand), "strong")), cell(demand.text), cell(ask)


_OF_SPEAKER: Fields[_Coded] = of_demand(
    "said known position point issue kind ask firmness text attribution form grade sources",
    _coded,
)


def _provenance(dossier: Dossier, position: Position) -> str:
    """Whose it is, of what kind, and since when it is known."""
    held = wording.names(dossier, position.parties)
    about = ", ".join(dossier.parties[party].name for party in position.about)
    if position.is_own and not held:
        return "Held by nobody on record"
    whose = f" by {position.author}" if position.author else ""
    who = f"Held by {held}" if held else f"Analysis{whose} of {about}"
    if any(demand.attribution == "expert" for demand in position.demands):
        who = f"Placed by experts{f' ({position.author})' if position.author else ''}: {about}"
    when = wording.day(position.date, position.date_as)
    if position.known != position.date:
        when += f", known since {wording.day(position.known, position.known_as)}"
    return f"{who}; {position.status}, {when}"


def _life(dossier: Dossier, position: Position) -> tuple[str, ...]:
    """The texts that it takes back, and when it ceased to speak, for whom and why."""
    back = (f"Takes back {', '.join(position.withdraws)}",) if position.withdraws else ()
    return (*back, *(_end(dossier, end) for end in position.ends))


def _end(dossier: Dossier, end: End) -> str:
    names = " and ".join(dossier.parties[party].name for party in end.holders)
    lapsed = "Lapsed in" if end.day_as else "Lapsed on"
    what = f"No longer held by {names} from" if names else lapsed
    return f"{what} {wording.day(end.day, end.day_as)}: {end.reason}"


def _point(
    dossier: Dossier, position: Position, issue: Issue | None, demand: Demand
) -> tuple[Cell, ...]:
    kind = "" if demand.kind == "demand" else f"{demand.kind}: "
    alone = wording.names(dossier, demand.holders) if demand.holders != position.parties else ""
    says = stacked(
        [Span(kind, "quiet"), Span(demand.text)],
        demand.condition and Span(f"condition: {demand.condition}", "quiet"),
        alone and Span(f"not agreed: {alone} alone", "unclear"),
        Span("sources dispute this", "unclear") if demand.is_disputed else "",
    )
    ask = wording.ask_and_mark(issue, demand) if issue and demand.kind == "demand" else ""
    is_line = demand.firmness == "red-line" and bool(ask)
    is_text = (demand.attribution, demand.form) == ("document", "text")
    manner = () if is_text else (demand.attribution, demand.form)
    ground = (f"grade {demand.grade}{' †' * (demand.grade == 'C')}", *manner)
    return (
        cell(Span(demand.point, "strong")),
        says,
        cell(issue.label if issue else Span("text only", "quiet")),
        cell(Span(f"# {ask}", "line") if is_line else ask),
        stacked(*(Span(words, "quiet") for words in ground)),
    )
