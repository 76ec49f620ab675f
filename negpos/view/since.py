"""``negpos since``: what moved from a day on, toward whom, and what was said."""

from collections.abc import Sequence

from negpos.dossier import Demand, Dossier, Issue
from negpos.history import Change, Side, Since
from negpos.profiles import Profile, Stance
from negpos.view import shapes, wording
from negpos.view.changes import brief_words, change_cell, change_data, change_words, shift_mark
from negpos.view.fields import of_stance
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
    of_issues,
    sections,
    sheet,
    stacked,
)
from negpos.view.stance import ask_spans, legend, line_spans, short


def report(dossier: Dossier, since: Since) -> Report:
    """The changes since a day in every shape: a section of changes for each party; what each
    said stands in lines below."""
    after = _after(since)
    changed = [(dossier.issues[c.issue], side, c) for side in since.sides for c in side.changes]
    return Report(
        grid=lambda: Grid(
            title=f"Since {wording.day(since.start)}",
            preface=(*wording.headline(dossier, after, since.narrowed_to), *_preface(since)),
            columns=(
                of_issues(),
                Column("Before", share=3, least=14),
                Column("Now", share=3, least=14),
                Column("What changed", share=4, least=18),
            ),
            sections=(
                shown := sections(
                    *(
                        (side.after.title, [_row(side, c) for c in side.changes])
                        for side in since.sides
                    )
                )
            ),
            notes=_notes(dossier, since, shown),
        ),
        sheet=lambda: sheet(_fields(dossier), changed),
        data=lambda: {
            **shapes.head(dossier, after, since.narrowed_to),
            "since": since.start,
            "parties": [
                {
                    "party": side.after.id,
                    "changes": [change_data(dossier.issues[c.issue], c) for c in side.changes],
                    "said": [shapes.demand(dossier.issues.get(d.issue), d) for d in side.demands],
                }
                for side in since.sides
            ],
        },
        screen=lambda rows: _screen(dossier, since, rows),
    )


_NAMES, _SIDES, _FEW = 6, 3, 12
"""Issues named, sides that have a line each, and those of many that are named."""


def _screen(dossier: Dossier, since: Since, rows: int) -> Grid:
    """The changes that weigh most, as many of each side, with the asks before and now; the others
    by name."""
    spoken = [side for side in since.sides if side.has_spoken]
    changed = [(s, sorted(s.changes, key=_weight)) for s in since.sides if s.changes]
    shares = _shares([len(changes) for _, changes in changed], rows)
    told = [(s, c) for (s, changes), n in zip(changed, shares, strict=True) for c in changes[:n]]
    rest = [(s, changes[n:]) for (s, changes), n in zip(changed, shares, strict=True)]
    shown = [_screen_row(*one, is_one=len(since.sides) == 1) for one in told]
    has_line = any(cell.text.startswith("# ") for row in shown for cell in row)
    return Grid(
        title=f"Since {wording.day(since.start)}",
        preface=(
            *wording.headline(dossier, _after(since), since.narrowed_to),
            *(_preface(since) if len(spoken) <= _SIDES else _counts_lines(spoken)),
        ),
        columns=(
            Column("# red line" if has_line else "", share=0, most=18),
            Column("Before", share=3, least=12),
            Column("Now", share=3, least=12),
            Column("What changed", share=3, least=12),
        ),
        sections=sections(("", shown)),
        notes=(
            *(_also(dossier, rest) if len(changed) <= _SIDES else ()),
            *_quiet(since),
            *([_more(dossier, *changed[0])] if changed else []),
        ),
    )


def _shares(counts: Sequence[int], rows: int) -> list[int]:
    """How many of its changes each side may tell, one after the other in turn."""
    shares = [0] * len(counts)
    for turn in range(max(counts, default=0)):
        for place, count in enumerate(counts):
            if turn < count and sum(shares) < rows:
                shares[place] += 1
    return shares


def _also(dossier: Dossier, rest: Sequence[tuple[Side, list[Change]]]) -> list[str]:
    """By name, on which other issues each side changed."""
    return [
        f"Also changed, {side.after.title}: "
        + wording.few_names(dossier, [change.issue for change in changes], _NAMES)
        for side, changes in rest
        if changes
    ]


def _quiet(since: Since) -> list[str]:
    """Who said nothing."""
    quiet = [side.after.title for side in since.sides if not side.has_spoken]
    return [f"Nothing said since: {wording.few(quiet, _FEW)}"] if quiet else []


def _more(dossier: Dossier, side: Side, changes: list[Change]) -> str:
    """How to see the whole, and the evidence for a row."""
    name = wording.called(dossier, changes[0].issue)
    return f"More: --full · negpos why {side.after.id} {name}"


def _counts_lines(spoken: list[Side]) -> tuple[str, ...]:
    """On how many issues each of many sides changed that have spoken."""
    told = []
    for side in spoken:
        drawn = sum(bool(change.drawn) for change in side.changes)
        lines = f" ({wording.plural(drawn, 'red line')} drawn)" if drawn else ""
        told.append(f"{side.after.title} {len(side.changes)}{lines}")
    return (f"Issues on which the stance changed: {wording.few(told, _FEW)}",)


def _weight(change: Change) -> int:
    """Lines drawn and left first, then asks that moved, then what firmed up or softened."""
    if change.drawn or change.left or change.withdrawn:
        return 0
    return 1 if change.ask == "moved" else 2 if change.firmness else 3


def _screen_row(side: Side, change: Change, *, is_one: bool) -> tuple[Cell, ...]:
    dossier = side.after.dossier
    issue = dossier.issues[change.issue]
    before, now = (
        ("# " if stance and stance.firmness == "red-line" else "")
        + wording.asks_and_mark(issue, stance)
        for stance in (change.before, change.after)
    )
    name = issue.label if is_one else f"{short(side.after)}: {issue.label}"
    return (
        cell(Span(name, "strong")),
        cell(before or "–"),
        cell((now or "–") if now != before else Span("the same", "quiet")),
        cell(brief_words(dossier, issue, change)),
    )


def _after(since: Since) -> tuple[Profile, ...]:
    return tuple(side.after for side in since.sides)


def _preface(since: Since) -> tuple[str, ...]:
    """For each side that spoke how much it said and how much changed."""
    return tuple(counts(side) for side in since.sides if side.has_spoken)


def _notes(dossier: Dossier, since: Since, shown: tuple[Section, ...]) -> tuple[str, ...]:
    notes = legend(shown)
    if shown:
        party, change = next((s, s.changes[0]) for s in since.sides if s.changes)
        notes.append(Key("Nearer and farther: from where the other stood before the first day."))
        notes.append(Hint(f"Evidence for a row: negpos why {party.after.id} {change.issue}"))
    for side in since.sides:
        if side.has_spoken:
            notes.append(f"Said by {side.after.title}:")
            notes += _said(dossier, since, side)
    return (*notes, *_quiet(since))


def counts(side: Side) -> str:
    """How many asks moved, firmed up or softened, and what became of lines."""
    changes = side.changes
    told = {
        "asks": [
            (sum(c.ask == "moved" for c in changes), "moved"),
            (sum(c.ask == "first" for c in changes), "first spoken to"),
            (
                sum(c.ask not in ("", "moved", "first", "aged") for c in changes),
                "otherwise changed",
            ),
            (sum(c.ask == "aged" for c in changes), "only by age"),
        ],
        "firmness": [
            (sum(c.firmness == "firmer" for c in changes), "firmer"),
            (sum(c.firmness == "softer" for c in changes), "softer"),
        ],
        "red lines": [
            (sum(bool(c.drawn) for c in changes), "drawn"),
            (sum(bool(c.left or c.withdrawn) for c in changes), "left"),
        ],
    }
    parts = [
        f"{what} {', '.join(f'{count} {how}' for count, how in counts if count)}"
        for what, counts in told.items()
        if any(count for count, _ in counts)
    ]
    said = wording.plural(len(side.demands), "demand")
    return f"{side.after.title}: {said} told; {'; '.join(parts) or 'stances unchanged'}"


def _row(side: Side, change: Change) -> tuple[Cell, ...]:
    dossier = side.after.dossier
    issue = dossier.issues[change.issue]
    before = _ask(issue, side.before)
    now = _ask(issue, side.after)
    return (
        cell(Span(issue.label, "strong")),
        before,
        now if now != before or before.text == "–" else cell(Span("the same", "quiet")),
        change_cell(dossier, issue, change),
    )


def _ask(issue: Issue, profile: Profile) -> Cell:
    stance = profile.stances.get(issue.id)
    if stance is None or not stance.is_told:
        return cell(Span("–", "quiet"))
    return stacked(ask_spans(issue, profile, stance), *line_spans(issue, stance))


def _said(dossier: Dossier, since: Since, side: Side) -> list[str]:
    """A line for every position and day: when, what it is, on which issues."""
    groups: dict[tuple[str, str], list[Demand]] = {}
    for demand in side.demands:
        key = (since.vantage.counts_from(demand), demand.position)
        groups.setdefault(key, []).append(demand)
    lines = []
    for (date, id_), demands in groups.items():
        position = dossier.positions[id_]
        joint = ", joint" if position.is_joint else ""
        labels = (
            dossier.issues[demand.issue].label if demand.issue else "terms on no issue"
            for demand in demands
        )
        told = ", ".join(dict.fromkeys(labels))
        lines.append(f"{wording.day_of(date, demands)}: {position.title} ({id_}{joint}) – {told}")
    for text in side.letters:
        back = f" – takes back {', '.join(text.withdraws)}" if text.withdraws else ""
        lines.append(f"{wording.day(text.known, text.known_as)}: {text.title} ({text.id}){back}")
    return lines


_Changed = tuple[Issue, Side, Change]


def _before(row: _Changed) -> tuple[Issue, Stance | None]:
    return row[0], row[2].before


def _now(row: _Changed) -> tuple[Issue, Stance | None]:
    return row[0], row[2].after


def _asks(issue: Issue, stance: Stance | None) -> str:
    return wording.asks(issue, stance) if stance else ""


def _fields(dossier: Dossier) -> Fields[_Changed]:
    """One row a party and issue that changed."""
    return (
        ("party", lambda row: row[1].after.id),
        ("issue", lambda row: row[0].id),
        ("theme", lambda row: row[0].theme),
        ("before", lambda row: _asks(*_before(row))),
        *of_stance("firmness said", _before, "before_"),
        ("now", lambda row: _asks(*_now(row))),
        *of_stance("firmness said", _now, "now_"),
        ("ask_changed", lambda row: row[2].ask),
        ("steps", lambda row: row[2].steps),
        ("firmness_changed", lambda row: row[2].firmness),
        ("lines_drawn", lambda row: " | ".join(x.demand.ref for x in row[2].drawn)),
        (
            "lines_left",
            lambda row: " | ".join(x.demand.ref for x in (*row[2].left, *row[2].withdrawn)),
        ),
        ("contested_by", lambda row: " | ".join(d.ref for d in row[2].contested)),
        ("joint", lambda row: " | ".join(d.ref for d in row[2].joint)),
        ("toward", lambda row: " | ".join(shift_mark(shift) for shift in row[2].shifts)),
        ("words", lambda row: change_words(dossier, row[0], row[2])),
    )
