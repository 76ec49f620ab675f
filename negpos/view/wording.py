"""Asks, dates, people and figures in words a reader understands without the codebook."""

import re
from collections.abc import Collection, Iterable, Sequence

from negpos.comparison import Nearer
from negpos.days import between, uncounted, whole_period
from negpos.dossier import Demand, Dossier, Evidence, Issue, Party, Position, Source
from negpos.profiles import Profile, Stance, Vantage
from negpos.scales import Region, Scale, answer, is_listed, is_point, opened, whole
from negpos.terms import ATTRIBUTIONS, BETTER

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = {
    "deadlock": "!!",
    "crossing": "!",
    "gap": "≠",
    "unclear": "?",
    "agreed-if": "=?",
    "agreed": "=",
    "silent": "·",
}
"""Relations are told by sign and word, not by colour alone."""


def relation(name: str) -> str:
    """A relation in words."""
    return name.replace("-", " ")


def hanging(condition: str) -> str:
    """A condition with its "if", which the data may already have."""
    has_one = condition.lower().startswith(("if ", "only if "))
    return condition if has_one else f"if {condition}"


def conditions(found: Iterable[Demand]) -> str:
    """What these asks hang on, each once; empty for nothing."""
    hang = (hanging(d.hangs_on) for d in found if d.hangs_on)
    return "; ".join(dict.fromkeys(hang))


def day(iso: str, written: str = "") -> str:
    """``2 Dec 2025`` for an ISO date; ``Dec 2025`` or ``2025`` where that is all that is
    ``written`` of it."""
    year, *rest = (written or iso).split("-")
    months = [MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*(str(int(number)) for number in rest[1:]), *months, year])


def dated(iso: str, written: str) -> str:
    """A day as a workbook sorts it, or in words as much of it as is told."""
    return day(iso, written) if written else iso


def said(demand: Demand) -> str:
    """The day on which it was said, or as much of it as is told; "by" for undated speech."""
    if demand.is_assumed:
        return "not said"
    return ("by " if demand.is_latest else "") + day(demand.said, demand.said_as)


def published(source: Source) -> str:
    """Who published a source, and when; of what nobody published its name alone."""
    when = f", {day(source.date, source.date_as)}" if source.date else ""
    return f"{source.publisher}{when}"


def graded(source: Source) -> str:
    """The grade of a source to stand before its name; empty for what nobody published."""
    return f"[{source.grade}] " if source.grade else ""


def day_of(iso: str, demands: Iterable[Demand]) -> str:
    """The day on which all of these were said or became known, as near as every one tells it."""
    told = {d.known_as if d.known == iso else d.said_as for d in demands}
    return day(iso, told.pop() if len(told) == 1 else "")


def span(words: str) -> str:
    """``12 months`` for ``12m``."""
    unit = {"d": "day", "m": "month", "y": "year"}[words[-1]]
    return plural(int(words[:-1]), unit)


def percent(share: float | None) -> str:
    """A fraction in [0, 1] as a whole percentage, or a dash."""
    return "–" if share is None else f"{share * 100:.0f}%"


def number(value: float) -> str:
    """A figure with thousands separated, without needless decimals."""
    rounded = round(float(value), 9)
    if rounded.is_integer():
        return f"{rounded:,.0f}"
    return f"{rounded:,.9g}" if abs(rounded) >= 1e-4 else f"{rounded:.9f}".rstrip("0")


def plural(count: int, one: str, many: str = "") -> str:
    """``1 issue``, ``2 issues``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def region(scale: Scale, area: Region) -> str:
    """A region of a scale in the words of its options."""
    if scale.kind == "ordinal":
        return _in_order(scale, area)
    if scale.is_measured:
        return _quantity(scale, area)
    if scale.kind == "nominal":
        words = _listed(scale, int(area.low), " or ")
        return f"{words}, not said which" if area.vague and not is_point(scale, area) else words
    words = _members(scale, area)
    return f"{words}, not said which" if area.vague else words


def answers(scale: Scale, named: Iterable[float]) -> str:
    """These answers in the words of the scale, any of which is meant."""
    return " or ".join(_one_of_several(region(scale, answer(scale, at))) for at in named)


def _members(scale: Scale, area: Region) -> str:
    least, greatest = int(area.low), int(area.high)
    named = _listed(scale, least, ", ")
    if is_listed(scale, area) and not (scale.adds_up and area.vague):
        return named or "none"
    if greatest == int(whole(scale).high):
        return f"at least {named}" if named else "any of them"
    if least == greatest:
        return f"{named} alone"
    rest = _listed(scale, greatest & ~least, ", ")
    return f"{named}, perhaps {rest}" if named else f"at most {rest}"


def _listed(scale: Scale, mask: int, join: str) -> str:
    """The options of a mask; one that itself holds a comma or an "or" in quotes."""
    labels = [option.label for place, option in enumerate(scale.options) if mask >> place & 1]
    return labels[0] if len(labels) == 1 else join.join(map(_one_of_several, labels))


def _one_of_several(label: str) -> str:
    return f"“{label}”" if "," in label or " or " in label else label


def _in_order(scale: Scale, area: Region) -> str:
    low, high = scale.options[int(area.low)].label, scale.options[int(area.high)].label
    if area.low == area.high:
        return low
    if area.vague:
        return f"between “{low}” and “{high}”, not said where"
    if area == whole(scale):
        return "anything on the scale"
    if area.high - area.low == 1:
        return f"{_one_of_several(low)} or {_one_of_several(high)}"
    return f"from “{low}” to “{high}”"


def _quantity(scale: Scale, area: Region) -> str:
    if area.about is not None:
        return f"about {asked(scale, area.about)}"
    if area.points:
        return _points(scale, area) + (", not said which" if area.vague else "")
    if untold := _untold(scale, area):
        return untold
    if scale.kind == "date":
        return _dates(scale, area) + (", date open" if area.vague else "")
    return _stretch(scale, area) + (", figure open" if area.vague else "")


def _points(scale: Scale, area: Region) -> str:
    """Figures or dates any one of which would do, the unit behind the last."""
    marks = {mark.at: mark.label for mark in scale.marks}
    *others, last = area.points
    bare = asked if marks.keys() & set(area.points) else _start
    told = [marks.get(point) or bare(scale, point) for point in others]
    return " or ".join([*told, marks.get(last) or asked(scale, last)])


def _untold(scale: Scale, area: Region) -> str:
    """The scale's own words for a figure below a mark that nobody told; empty for none."""
    if not (area.vague and area.is_below and area.low == scale.low):
        return ""
    return next((mark.below for mark in scale.marks if mark.at == area.high), "")


def _stretch(scale: Scale, area: Region) -> str:
    marks = {mark.at: mark.label for mark in scale.marks}

    def told(value: float) -> str:
        return marks.get(value) or asked(scale, value)

    if area.low == area.high:
        return told(area.low)
    has_low = area.is_above or area.low > scale.low
    has_high = area.is_below or area.high < scale.high
    if has_low and has_high and not area.is_above and not area.is_below:
        if area.low in marks or area.high in marks:
            return f"{told(area.low)} to {told(area.high)}"
        return f"{_start(scale, area.low)} to {told(area.high)}"
    above = f"{'above' if area.is_above else 'at least'} {told(area.low)}" * has_low
    below = f"{'below' if area.is_below else 'at most'} {told(area.high)}" * has_high
    return ", ".join(filter(None, (above, below))) or "anything on the scale"


def _dates(scale: Scale, area: Region) -> str:
    """A date or a stretch of dates; a whole month or year by its name."""
    marks = {mark.at: mark.label for mark in scale.marks}

    def told(value: float) -> str:
        return marks.get(value) or asked(scale, value)

    if area.low == area.high:
        return told(area.low)
    has_low, has_high = area.low > scale.low, area.is_below or area.high < scale.high
    name = whole_period(int(area.low), int(area.high), scale.step)
    if name and has_low and has_high and not area.is_below:
        return day(name)
    if has_low and has_high and not area.is_below:
        return f"{told(area.low)} to {told(area.high)}"
    end = "" if scale.step == "day" or area.high in marks else "the end of "
    low = f"from {told(area.low)} on"
    high = f"before {told(area.high)}" if area.is_below else f"by {end}{told(area.high)}"
    return ", ".join([low] * has_low + [high] * has_high) or "anything on the scale"


_SCALINGS = {"k": "thousand", "m": "million", "bn": "billion", "tn": "trillion"}
_CLINGING = ("%", "‰", "°")
"""Signs that touch the figure before them."""
_IS_SHARE = re.compile(r"(%|per ?cent)(?= |$)")


def unit(scale: Scale) -> str:
    """What the figures of a scale are counted in: ``years``, ``billion euros``; empty where asks
    are no figures."""
    return "" if scale.step else _counted(scale)


def _counted(scale: Scale) -> str:
    return " ".join(filter(None, (_SCALINGS.get(scale.scaling, ""), scale.unit)))


def figure(scale: Scale, value: float) -> str:
    """A figure with the unit of its scale: ``15 years``, ``1 year``, ``€1.5bn``."""
    if scale.prefix:
        return asked(scale, value)
    singular = scale.singular or scale.unit.removesuffix("s")
    is_one = value == 1 and not scale.scaling
    return _behind(number(value), singular if is_one else _counted(scale))


def amount(scale: Scale, value: float) -> str:
    """A distance with the unit of its scale, that between shares in points: ``15 years``,
    ``5 percentage points``."""
    if scale.unit_short != "%" and not _IS_SHARE.match(scale.unit):
        return figure(scale, value)
    rest = _IS_SHARE.sub("", scale.unit, count=1) if _IS_SHARE.match(scale.unit) else ""
    return f"{number(value)} percentage {'point' if value == 1 else 'points'}{rest}"


def asked(scale: Scale, value: float) -> str:
    """The figure of an ask, with what its scale puts before it and behind it; a date as a day,
    a month or a year."""
    if scale.step:
        return day(uncounted(int(value), scale.step))
    if not scale.prefix:
        if scale.unit_short is None:
            return figure(scale, value)
        return _behind(number(value), _scaled(scale, scale.unit_short))
    sign = "-" if value < 0 else ""
    told = f"{sign}{scale.prefix}{number(abs(value))}{scale.scaling}"
    return _behind(told, scale.unit_short or "")


def _scaled(scale: Scale, words: str) -> str:
    return f"{_SCALINGS[scale.scaling]} {words}".rstrip() if scale.scaling else words


def _behind(told: str, words: str) -> str:
    """A figure and what stands behind it; signs such as % touch it."""
    return f"{told}{'' if words.startswith(_CLINGING) else ' '}{words}".rstrip()


def _has_sign(scale: Scale) -> bool:
    """Whether what tells the unit of an ask touches every figure: a sign, or a date's own name."""
    behind = scale.unit if scale.unit_short is None else scale.unit_short
    return bool(scale.prefix or scale.step) or behind.startswith(_CLINGING)


def _start(scale: Scale, low: float) -> str:
    """The figure from which another is reached: without its unit, unless that is a sign."""
    return asked(scale, low) if _has_sign(scale) else number(low)


def ends(scale: Scale) -> tuple[str, str]:
    """The two ends of a quantity, the unit behind the second, or its sign at both."""
    high = asked(scale, scale.high) if _has_sign(scale) else figure(scale, scale.high)
    return _start(scale, scale.low), high


def ask(issue: Issue, demand: Demand) -> str:
    """A demand's ask: its own label, or the words of the scale."""
    if demand.is_dropped:
        return "clause struck out"
    if demand.label:
        return demand.label
    if demand.ask is None:
        return "open, no ask" if demand.firmness == "open" else "no ask"
    return region(issue.scale, demand.ask)


def ask_and_mark(issue: Issue, demand: Demand) -> str:
    """A demand's ask, and whether its sources were taken back."""
    return ask(issue, demand) + taken_back((demand,))


def limit(issue: Issue, demand: Demand, area: Region) -> str:
    """What alone is acceptable by a demand's line: its own words where that is what it asks for
    and neither more nor less would do."""
    if area.better:
        return region(issue.scale, opened(issue.scale, area))
    return ask(issue, demand) if area == demand.ask else region(issue.scale, area)


def ladder(issue: Issue, stance: Stance) -> str:
    """The phases of what it asks for; empty where it has one."""
    told = [ask(issue, demand) for demand in stance.phases()]
    return f"in steps: {' → '.join(told)}" if told else ""


def asks(issue: Issue, stance: Stance | None) -> str:
    """All that a stance asks for, clauses side by side; a dash for silence."""
    if stance is None or not stance.is_told:
        return "–"
    if stance.is_dropped:
        return "clause struck out"
    if not stance.regions:
        return "open, no ask"
    words = [word for area in stance.regions for word in _ask_words(issue, stance, area)]
    return " / ".join(dict.fromkeys(words))


def asks_and_mark(issue: Issue, stance: Stance | None) -> str:
    """All that a stance asks for, and whether sources of it were taken back."""
    return asks(issue, stance) + taken_back(stance.asks if stance else ())


def _ask_words(issue: Issue, stance: Stance, area: Region) -> list[str]:
    """The words of one ask as it counts: those of the demands that make it; one that is cut to a
    line keeps its own, since the line is told beside it."""
    own = [d for d in stance.asks if d.ask == area]
    if not own and len(stance.asks) == 1:
        return [ask(issue, stance.asks[0])]
    labels = [demand.label for demand in own if demand.label]
    return labels or [region(issue.scale, area)]


def issue_names(dossier: Dossier, chosen: Collection[str]) -> str:
    """These issues by their labels in the order of the dossier; labels that begin with the title
    of their theme stand together under it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for issue in dossier.issues.values():
        if issue.id in chosen:
            title = dossier.themes[issue.theme].title
            rest = issue.label.removeprefix(f"{title} ")
            is_under_title = rest != issue.label
            groups.setdefault((title, "" if is_under_title else issue.id), []).append(rest)
    return ", ".join(
        _group(title, rests) if not id_ else rests[0] for (title, id_), rests in groups.items()
    )


def called(dossier: Dossier, issue: str) -> str:
    """The id of an issue as short as it can be typed: its last part where no other ends so."""
    last = issue.partition(".")[2]
    return last if [i.partition(".")[2] for i in dossier.issues].count(last) == 1 else issue


def few(words: Sequence[str], most: int) -> str:
    """The first of these words, and how many more there are."""
    more = f", and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def few_names(dossier: Dossier, chosen: Sequence[str], most: int) -> str:
    """The first of these issues by their names, and how many more there are."""
    more = f", and {len(chosen) - most} more" if len(chosen) > most else ""
    return issue_names(dossier, chosen[:most]) + more


def _group(title: str, rests: Sequence[str]) -> str:
    """Several labels behind the title with which all begin: ``Recognition ×2 (by us, by all)``."""
    return (
        f"{title} {rests[0]}" if len(rests) == 1 else f"{title} ×{len(rests)} ({', '.join(rests)})"
    )


def nearer_lines(dossier: Dossier, profiles: Sequence[Profile], nearer: Nearer) -> tuple[str, ...]:
    """On how many issues a text is nearer to either of two parties, and on which."""
    title = dossier.positions[nearer.text].title
    titles = {profile.id: profile.title for profile in profiles}
    first, second = (titles[party] for party in nearer.parties)
    one, other = nearer.counts
    if not nearer.total:
        return (f"{title}: no issue that it, {first} and {second} all address plainly",)
    groups = ((first, nearer.nearer[0]), (second, nearer.nearer[1]), ("Equal", nearer.equal))
    return (
        f"{title}: nearer to {first} on {one}, to {second} on {other}, "
        f"equal on {len(nearer.equal)}",
        f"(the {plural(nearer.total, 'issue')} that all three address plainly; "
        f"{_stated(profiles)}{lapse(dossier.positions[nearer.text], profiles[0].vantage)})",
        *(
            f"{name} {len(issues)}: {issue_names(dossier, issues)}"
            for name, issues in groups
            if issues
        ),
    )


def lapse(text: Position, vantage: Vantage) -> str:
    """That a text has lapsed by the day of a vantage, and when, to be put behind its name; empty
    for one that has not."""
    public_by = vantage.known_by or vantage.as_of
    days = [
        (end.day, end.day_as)
        for end in text.ends
        if (not end.holders or set(end.holders) >= set(text.parties))
        and (not public_by or end.known <= public_by)
    ]
    if not days:
        return ""
    iso, written = min(days)
    return f", lapsed {'in' if written else 'on'} {day(iso, written)}"


def _stated(profiles: Sequence[Profile]) -> str:
    """The day that a count holds for, to be quoted with it."""
    party = next(profile for profile in profiles if not profile.is_text)
    told = as_told(profiles).removeprefix("positions ")
    return f"{told} to {day(party.date)}" if not party.vantage.date else stand(profiles)


AS_STATED = "positions as stated"


def as_told(profiles: Iterable[Profile], issues: Collection[str] = ()) -> str:
    """On whose word the positions of these sides on these issues, or on all, are told, as a heading
    has it: what experts placed is nobody's statement."""
    return told_by(
        demand
        for profile in profiles
        for id_, stance in profile.stances.items()
        if not issues or id_ in issues
        for demand in stance.asks
    )


def told_by(demands: Iterable[Demand]) -> str:
    """The same for these demands."""
    grounds = {demand.attribution == "expert" for demand in demands}
    if True not in grounds:
        return AS_STATED
    others = f"{AS_STATED}, or " * (False in grounds) or "positions "
    return f"{others}as experts placed them"


def names(dossier: Dossier, parties: Iterable[str]) -> str:
    """These parties by name: ``Russia and Ukraine``."""
    told = [dossier.parties[party].name for party in parties]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


TAKEN_BACK = "‡"
OF_TAKEN_BACK = f"{TAKEN_BACK} all its sources were taken back"
"""The sign of what rests on sources alone that were taken back, and what it means."""


def taken_back(demands: Iterable[Demand]) -> str:
    """The sign, with a blank before it, where all sources of one of these were taken back."""
    return f" {TAKEN_BACK}" if any(demand.is_taken_back for demand in demands) else ""


def back_on(retracted: str) -> str:
    """The day on which a source was taken back, to stand behind its name; empty for none."""
    return f" – taken back on {day(retracted)}" if retracted else ""


def who(demand: Demand) -> str:
    """On whose word a demand stands, in a word or two, and whether its sources were taken back."""
    return _whose_word(demand) + taken_back((demand,))


def _whose_word(demand: Demand) -> str:
    if demand.attribution == "anonymous":
        return "unnamed official"
    if demand.attribution == "reported":
        return "reported"
    if demand.attribution == "expert":
        return "experts"
    if demand.attribution == "analyst":
        return f"{demand.author.split()[-1]} (analyst)" if demand.author else "analyst"
    word = demand.called or (surname(demand.speaker) if demand.speaker else "")
    word = word or ("text" if demand.attribution == "document" else "official")
    return f"J {word}" if demand.is_joint else word


def assumptions(dossier: Dossier, positions: Iterable[Position]) -> str:
    """What is assumed, and of whom, among texts that the dossier does not hold."""
    told = [
        f"{dossier.parties[d.holders[0]].name} on {dossier.issues[d.issue].label}: "
        f"{region(dossier.issues[d.issue].scale, d.ask)}"
        for position in positions
        for d in position.demands
        if d.is_assumed and d.ask is not None
    ]
    return f"assumed, not said: {'; '.join(told)}"


def surname(speaker: str) -> str:
    """The last name of a person; titles of bodies stay whole."""
    name = speaker.partition(",")[0].partition("(")[0].strip()
    parts = name.split()
    return parts[-1] if 1 < len(parts) <= 3 and all(p[:1].isupper() for p in parts) else name


def word_of(demands: tuple[Demand, ...]) -> str:
    """Whose word and when, of up to two statements."""
    told = []
    for demand in demands:
        told.append(f"{who(demand)}, {said(demand)}")
    different = list(dict.fromkeys(told))
    more = f" and {len(different) - 2} more" if len(different) > 2 else ""
    return "; ".join(different[:2]) + more


def best(demands: Sequence[Demand]) -> Evidence:
    """The best source of the first of these demands, of those that still stand, and of equals one
    with an address; an empty one for none."""

    def place(piece: Evidence) -> tuple[bool, str, bool]:
        return bool(piece.retracted), piece.grade, not piece.url

    return min(demands[0].evidence if demands else (), key=place, default=Evidence("", "", ""))


def link(demands: Sequence[Demand]) -> str:
    """The address of the best source of the first of these demands that has one; empty for
    none."""
    pieces = demands[0].evidence if demands else ()
    graded = sorted(pieces, key=lambda piece: (bool(piece.retracted), piece.grade))
    return next((piece.url for piece in graded if piece.url), "")


def is_weak(demands: tuple[Demand, ...]) -> bool:
    """Whether every demand here rests on sources of grade C alone."""
    return bool(demands) and all(demand.grade == "C" for demand in demands)


def steps(scale: Scale, count: float | None) -> str:
    """A distance in the scale's own units, in words; empty where there is none to tell."""
    if count is None:
        return ""
    if scale.is_measured:
        return amount(scale, count) if count else ""
    if scale.kind == "members":
        return f"{number(count)} apart" if count else ""
    if scale.kind == "nominal" or not count:
        return ""
    return f"{number(count)} of {plural(len(scale.options) - 1, 'step')}"


def date_of(profiles: Sequence[Profile]) -> str:
    """The date that an answer holds for: that of the parties, else of the youngest text."""
    parties = [profile.date for profile in profiles if not profile.is_text]
    return max(parties or [profile.date for profile in profiles], default="")


def stand(profiles: Sequence[Profile]) -> str:
    """What day an answer holds for and in what light, in words."""
    date = date_of(profiles)
    if not date:
        return "no date"
    if len(profiles) > 1 and any("@" in profile.id for profile in profiles):
        return "each to its day"
    is_of_texts = all(profile.is_text for profile in profiles)
    return f"to {day(date)}" if is_of_texts else of_day(profiles[0].vantage, date)


def of_day(vantage: Vantage, date: str) -> str:
    """What day an answer of a vantage holds for, in words."""
    if vantage.as_of and vantage.known_by:
        return f"in the light of what was public by {day(vantage.known_by)}, as of {day(date)}"
    return f"as known on {day(date)}" if vantage.date else record(date, vantage.today)


def record(end: str, today: str) -> str:
    """When the record ends, and how long ago that was on the day of asking."""
    age = between(end, today) if today > end else 0
    return f"record ends {day(end)}" + (f", {plural(age, 'day')} ago" if age else "")


def headline(
    dossier: Dossier,
    profiles: Sequence[Profile],
    issues: Sequence[str] = (),
    shown: Sequence[str] = (),
) -> tuple[str, ...]:
    """The lines that every report on positions begins with; ``shown`` are the issues it is about,
    where they are fewer than those it was narrowed to."""
    what = as_told(profiles, shown or issues)
    first = f"{what}, {stand(profiles)} – dossier {dossier.id}"
    narrowed = counted(profiles[0].vantage if profiles else Vantage(), issues)
    return (first, *lives(profiles), *narrowed)


_LIVES = 6
"""Parties of which it is told in a heading that they have ended, or come after others."""


def lives(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """A line for each party that has ended by the day of its answer, with what came after it, and
    for each that came after others, whose words are not its own."""
    told: list[str] = []
    for profile in profiles:
        if not profile.is_text:
            told += lives_of(profile.dossier, [profile.id.partition("@")[0]], profile.vantage)
    return _capped(told)


def lives_of(dossier: Dossier, parties: Iterable[str], vantage: Vantage) -> tuple[str, ...]:
    """The same for parties seen from a vantage."""
    told = []
    on = vantage.date or vantage.today
    gone = {p.id: p for p in dossier.parties.values() if has_ended(p, on)}
    for id_ in parties if gone else ():
        name = dossier.parties[id_].name
        if own := gone.get(id_):
            then = f"; then {dossier.parties[own.successor].name}" if own.successor else ""
            told.append(f"{name}, until {day(own.until)}{then}")
        if before := [p for p in gone.values() if p.successor == id_]:
            names = " and ".join(f"{p.name} (until {day(p.until)})" for p in before)
            told.append(f"{name}, after {names}: what these said is not counted as its word")
    return _capped(told)


def has_ended(party: Party, on: str) -> bool:
    """Whether a party has ended by a day; without a day, whether its end is on record."""
    return bool(party.until) and (not on or party.until < on)


def _capped(told: Iterable[str]) -> tuple[str, ...]:
    lines = list(dict.fromkeys(told))
    more = (f"and {len(lines) - _LIVES} more like these",) if len(lines) > _LIVES else ()
    return (*lines[:_LIVES], *more)


def counted(vantage: Vantage, issues: Sequence[str] = ()) -> tuple[str, ...]:
    """A line that tells what a vantage narrows an answer to; none for the usual one."""
    told = []
    if vantage.attribution != ATTRIBUTIONS:
        told.append(f"statements {', '.join(vantage.attribution)}")
    if vantage.joint != "count":
        told.append({"beside": "joint texts beside", "omit": "joint texts omitted"}[vantage.joint])
    if vantage.max_age:
        told.append(f"no word older than {span(vantage.max_age)}")
    if issues:
        told.append(", ".join(issues) if len(issues) <= 4 else f"{len(issues)} issues asked for")
    return (f"Narrowed to: {'; '.join(told)}",) if told else ()


def scale(dossier: Dossier, issue: Issue) -> str:
    """The scale of an issue in one line, and to whom more, or less, is better."""
    told = [better(issue, party, dossier.parties[party].name) for party, _ in issue.better]
    return "; ".join([reach(issue.scale), *told])


def better(issue: Issue, party: str, name: str) -> str:
    """That more, or less, is better to a party of this name."""
    return f"{BETTER[issue.better_to(party)][bool(issue.scale.step)]} is better to {name}"


def reach(scale: Scale) -> str:
    """A scale in one line: its options in order, or its ends."""
    if scale.is_measured:
        return " to ".join(ends(scale))
    join = " → " if scale.kind == "ordinal" else " | "
    return join.join(option.label for option in scale.options)
