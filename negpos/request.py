"""What was typed, or given from Python, to a dossier, a vantage, sides and issues.

What is worth a remark on the way is kept, never printed. Heavy imports stand inside the bodies.
"""

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from negpos import terms
from negpos.completion import DEFAULT, usual
from negpos.errors import NegposError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from negpos.dossier import Dossier, Issue
    from negpos.profiles import Profile, Vantage
    from negpos.view.grid import Report, Stamp
    from negpos.view.receipt import Receipt

Watch = Callable[..., AbstractContextManager[Callable[[int, int], None] | None]]
"""Called with what is being done, its unit and the size of one; what it gives hears how much is
done, and of how much."""


def unwatched(_doing: str, _unit: str, _size: int = 1) -> AbstractContextManager[None]:
    """Nobody hears how far the work is."""
    return nullcontext()


class Asked(NamedTuple):
    """What many commands ask alike, as it would be typed: a dossier by its name, or one that is
    loaded, or None for the usual one; the vantage, what to narrow the answer to, whether in full,
    and on which day it is asked."""

    dossier: "str | Dossier | None" = None
    as_of: str = ""
    known_by: str = ""
    attribution: str = ""
    joint: str = terms.JOINT[0]
    max_age: str = ""
    theme: str = ""
    issue: str = ""
    full: bool = False
    columns: str = ""
    receipt: bool = False
    watch: Watch = unwatched
    today: str = ""
    private: bool = False
    assume: tuple[str, ...] = ()


Found = TypeVar("Found")


class Reply(NamedTuple, Generic[Found]):
    """What a command found, its report, and what was worth a remark, a line each.

    ``receipt`` is the line that lets others get the same figures, if it was asked for. ``code``
    is 1 where the texts of a diff differ or a condition of ``fail_on`` is met, which ``met``
    tells; else 0. ``beside`` tells what the dossier does not hold. ``read`` are the files that
    the answer was made of beside those in ``folder``, the dossier's own, if it has one.
    """

    found: Found
    report: "Report"
    remarks: tuple[str, ...] = ()
    receipt: str = ""
    code: int = 0
    met: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    folder: str = ""
    beside: tuple[str, ...] = ()

    def text(self, format: str = "table", width: int = 0) -> str:
        """The report in this format, a table as wide as needed or as asked; UsageError for a
        format that is none, or is no text."""
        from negpos.names import one_of
        from negpos.render import Screen, render

        if format in terms.DOCUMENTS:
            raise UsageError(f"{format} is no text", f"take the bytes: to_bytes({format!r})")
        if format != terms.REFERENCES:
            one_of("format", format, terms.FORMATS)
        return "".join(render(self.report, format, Screen(width)))

    def to_bytes(self, format: str, width: int = 0) -> bytes:
        """The report in this format as a file holds it: a document, or text in UTF-8; UsageError
        for a format that is none, or needs a library that is not installed."""
        from negpos.render import document

        if format in terms.DOCUMENTS:
            return document(self.report, format)
        return self.text(format, width).encode("utf-8", "replace")


class Draft(NamedTuple):
    """A text that was given beside the dossier: its id there, the name of its file, and the
    digest of its bytes."""

    id: str
    name: str
    digest: str


class Request(NamedTuple):
    """A dossier that is open, what is asked of it, and the remarks made so far."""

    asked: Asked
    values: "Dossier"
    remarks: list[str]
    folder: str = ""
    drafts: tuple[Draft, ...] = ()

    @property
    def option(self) -> str:
        """The option that asks for the same dossier again; empty for the usual one, or where it
        is not named."""
        return _option(self.asked)

    def remark(self, line: str) -> None:
        """Notes a line, however often the request comes to it; commands in it ask for the same
        dossier."""
        line = repeated(line, self.option) if self.option else line
        if line not in self.remarks:
            self.remarks.append(line)

    def day(self, words: str, *, is_start: bool = False) -> str:
        """The day that these words mean, with a remark on how they were read; UsageError for
        words that mean none."""
        told = iso(words or "?", self.asked.today, is_start=is_start)
        for line in _echo(words, told):
            self.remark(line)
        return told

    def vantage(self, as_of: str = "") -> "Vantage":
        """The vantage asked for, or that of another day, with a remark where nothing is on
        record for it; UsageError for a value that is none."""
        asked = self.asked
        grounds = split(asked.attribution) or terms.ATTRIBUTIONS
        day = as_of or asked.as_of
        chosen = vantage(
            day, grounds, asked.joint, asked.known_by, asked.max_age, today=asked.today
        )
        if first := chosen.nothing_before(self.values):
            self.remark(f"negpos: nothing is on record before {first}")
        if chosen.date > self.values.last_date() > "":
            self.remark(f"negpos: the last statement on record is of {self.values.last_date()}")
        return chosen

    def counting(self) -> "Dossier":
        """The dossier with only the demands that count from the vantage asked for; UsageError
        for a vantage that is none."""
        from negpos.profiles import counting

        return counting(self.values, self.vantage())

    def names(self, refs: Iterable[str]) -> list[str]:
        """The names typed, one each, with a remark where they were typed otherwise; UsageError
        where an issue is typed behind them."""
        from negpos import names

        typed = list(refs)
        for place, word in enumerate(typed):
            is_about = word.casefold() in _ABOUT and 0 < place < len(typed) - 1
            if is_about and names.fold(word) not in names.party_names(self.values):
                hint = f"leave it out, and add: --issue {shlex.quote(' '.join(typed[place + 1 :]))}"
                raise UsageError(f"{word!r} is no side", hint)
        parted = names.parted(self.values, typed)
        if typed and not parted:
            raise UsageError(f"{' '.join(typed)!r} names nobody", "see: negpos list parties")
        if parted != typed and (len(parted) > 1 or parted != [" ".join(typed)]):
            self.remark(f"negpos: read {' '.join(typed)!r} as {', '.join(parted)}")
        return parted

    def ids(self, refs: Iterable[str]) -> list[str]:
        """The ids of parties or positions; UsageError at the first unknown name."""
        from negpos import names

        return names.resolve_all(self.values, self.names(refs))

    def parties(self, refs: Iterable[str]) -> list[str]:
        """The ids of parties; UsageError for a text, which has one date and no history."""
        found = self.ids(refs)
        for id_ in found:
            if id_ not in self.values.parties:
                hint = f"name a party, or see every point with: negpos show {id_}"
                raise UsageError(f"{id_!r} is a text, which has one date", hint)
        return found

    def sides(self, refs: Iterable[str], *, without: Iterable[str] = ()) -> list["Profile"]:
        """The profile of each, also of a party on a day by PARTY@DATE; texts that are compared,
        or named, are counted for no party. UsageError for an unknown name or a vantage that is
        none."""
        from negpos import names, profiles

        chosen = self.vantage()
        found = names.on_days(self.values, self.names(refs))
        for id_, _ in found:
            position = self.values.positions.get(id_)
            if position is None:
                continue
            public_by = chosen.known_by or chosen.as_of
            if public_by and position.known > public_by:
                self.remark(f"negpos: {id_} became known on {position.known}, after {public_by}")
            if self.asked.attribution and any(
                d.attribution not in chosen.attribution for d in position.demands
            ):
                self.remark(f"negpos: {id_} is named, so it speaks whatever its attribution")
        left_out = {id_ for id_, _ in found} | set(without)
        made = {
            (id_, day): profiles.profile(
                self.values.as_known(self.day(day)) if day else self.values,
                id_,
                self.vantage(self.day(day)) if day else chosen,
                without=left_out,
            )
            for id_, day in dict.fromkeys(found)
        }
        for id_, day in found:
            if line := _forerunners(made[id_, day]):
                self.remark(line)
        has_days = any(day for _, day in found)
        self._check_assumed([id_ for id_, _ in found], has_days=has_days)
        return [_on_its_day(made[one], one[1]) if has_days else made[one] for one in found]

    def with_drafts(self, refs: Sequence[str]) -> "tuple[Request, list[str]]":
        """The request with the files among these words, or standard input for ``-`` at either
        end, as texts of its dossier, and the words with their ids in place of the names. What
        the dossier knows by a name wins over a file of that name. UsageError, DataError."""
        from negpos import names
        from negpos.intake import files

        found, words, known = self, list(refs), dict[str, str]()
        for place, word in enumerate(words):
            if not files.is_file(word) and (word != "-" or 0 < place < len(words) - 1):
                continue
            known = known or names.party_names(self.values)
            if names.fold(word) in known and word != "-":
                continue
            others = {names.fold(other) for other in words[:place] + words[place + 1 :]}
            ids = {id_ for name, id_ in known.items() if name in others}
            found, words[place] = found._with_draft(word, ids)
        return found, words

    def _with_draft(self, name: str, named: "Collection[str]") -> "tuple[Request, str]":
        """The request with the text in this file, beside those that are named, and its id."""
        from negpos.importing.texts import own

        if any(draft.name == name for draft in self.drafts):
            raise UsageError(f"{name!r} is named twice", "name different texts")
        vantage = self.vantage()
        day = vantage.date or self.values.last_date() or "1970-01-01"
        text = own(self.values, name, day, named)
        for line in text.remarks:
            self.remark(line)
        position = text.position
        values = self.values._replace(
            sources={**self.values.sources, text.source.id: text.source},
            positions={**self.values.positions, position.id: position},
        )
        draft = Draft(position.id, name, text.digest)
        return self._replace(values=values, drafts=(*self.drafts, draft)), position.id

    def _check_assumed(self, ids: Collection[str], *, has_days: bool) -> None:
        """UsageError for an assumption beside sides on other days; a remark on one of a party or
        an issue that is not asked about, since it changes nothing here. Texts alone are but a part
        of what is asked."""
        if not self.asked.assume or self.values.parties.keys().isdisjoint(ids):
            return
        if has_days:
            hint = "name the parties without a day, and add --as-of"
            raise UsageError("--assume is about the day asked for, not PARTY@DATE", hint)
        for position in self.values.positions.values():
            for demand in position.demands if position.is_own else ():
                if demand.is_assumed and set(demand.holders).isdisjoint(ids):
                    self.remark(f"negpos: {demand.holders[0]} is not asked{_CHANGES}")
                elif demand.is_assumed and demand.issue not in self.issues():
                    self.remark(f"negpos: {demand.issue} is not asked about{_CHANGES}")

    def issue(self, name: str) -> "Issue":
        """The issue of this name; UsageError if there is none, or several."""
        from negpos import names

        return self.values.issues[names.resolve_issue(self.values, name)]

    def issues(self) -> list[str]:
        """The issues of the themes and of the names asked for, or all; UsageError for a name
        that none bears."""
        from negpos import names

        themes = {names.resolve_theme(self.values, word) for word in split(self.asked.theme)}
        issues = {names.resolve_issue(self.values, word) for word in split(self.asked.issue)}
        if not themes and not issues:
            return list(self.values.issues)
        return [i.id for i in self.values.issues.values() if i.theme in themes or i.id in issues]

    def reply(
        self, found: Found, report: "Report", command: str, *words: str, **options: Any
    ) -> Reply[Found]:
        """The answer to a command that had these words and options: on one screen, unless it is
        narrowed or asked for in full; with its receipt if that was asked for."""
        if self.asked.full or self.asked.theme or self.asked.issue or options.get("only"):
            report = report._replace(screen=None)
        if self.asked.columns not in ("", "all"):
            report = _with_columns(report, self.asked.columns)
        if command in _CITING:
            from negpos.view.cited import with_sources

            report = with_sources(report, self.values)
        if option := self.option:
            from negpos.view.grid import noted

            report = noted(report, lambda words: repeated(words, option))
        if any(source.retracted for source in self.values.sources.values()):
            from negpos.view import grid, wording

            report = grid.explaining(report, wording.TAKEN_BACK, wording.OF_TAKEN_BACK)
        if self.values.has_private or self.drafts or self.asked.assume:
            report = self._prefaced(report)
        told = typed(self.asked, command, *words, **options)
        report = report._replace(stamp=lambda: self._stamp(told))
        line = ""
        if self.asked.receipt:
            from negpos.view.receipt import with_receipt

            receipt = self._receipt(told)
            report, line = with_receipt(report, receipt), receipt.words
        read = tuple(draft.name for draft in self.drafts if draft.name != "-")
        return Reply(
            found,
            report,
            tuple(self.remarks),
            line,
            read=read,
            folder=self.folder,
            beside=self._beside(),
        )

    def _prefaced(self, report: "Report") -> "Report":
        """The report with what the dossier does not hold, and what is not public, told in its
        heading."""
        from negpos.view.grid import prefaced

        if self.values.has_private:
            report = prefaced(report, WITH_PRIVATE, "private", True)
        for told, (field, value) in zip(self._beside(), self._not_held(), strict=True):
            report = prefaced(report, told, field, value)
        return report

    def _not_held(self) -> list[tuple[str, list[str]]]:
        """The fields of data that tell what the dossier does not hold."""
        fields = [("assumed", list(self.asked.assume)), ("drafts", [d.id for d in self.drafts])]
        return [(name, value) for name, value in fields if value]

    def _beside(self) -> tuple[str, ...]:
        """What is told of it, a line for each of those fields."""
        from negpos.view import wording

        told = []
        if self.asked.assume:
            own = (p for p in self.values.positions.values() if p.is_own)
            told.append(wording.assumptions(self.values, own))
        if self.drafts:
            titles = [self.values.positions[draft.id].title for draft in self.drafts]
            are = "drafts" if len(titles) > 1 else "draft"
            told.append(f"your {are}, not on record: {', '.join(titles)}")
        return tuple(told)

    def _receipt(self, told: str) -> "Receipt":
        """The receipt of an answer to this line."""
        from negpos import __version__
        from negpos.view.receipt import Receipt

        drafts = tuple(f"{draft.name} ({draft.digest})" for draft in self.drafts)
        return Receipt(__version__, self.values.id, self.values.digest[:16], told, drafts)

    def _stamp(self, told: str) -> "Stamp":
        """What every page of a document tells of an answer to this line."""
        from negpos.view.grid import Stamp
        from negpos.view.wording import of_day

        asked = self.asked
        grounds = split(asked.attribution) or terms.ATTRIBUTIONS
        chosen = vantage(asked.as_of, grounds, asked.joint, asked.known_by, today=asked.today)
        day = chosen.date or self.values.last_date()
        stand = of_day(chosen, day) if day else "nothing on record"
        return Stamp(self.values.id, stand, day, self._receipt(told).words)


_CHANGES = "; what is assumed changes nothing"
WITH_PRIVATE = "with private positions"
"""What the heading of an answer tells that was made with some."""


@contextmanager
def opened(asked: Asked) -> Iterator[Request]:
    """The request for the dossier asked for, loaded if it is named, with a remark where a folder
    of the same name is not meant. An error that ends the work bears the remarks as its notes.

    DataError if the dossier's files hold faults, UsageError if there is none.
    """
    from negpos.intake import loading

    name, remarks = asked.dossier, list[str]()
    if name is None:
        name = usual()
        remarks += _of_folder(name)
    as_of, known_by = iso(asked.as_of, asked.today), iso(asked.known_by, asked.today)
    remarks += [*_echo(asked.as_of, as_of), *_echo(asked.known_by, known_by)]
    asked = asked._replace(as_of=as_of, known_by=known_by)
    try:
        if isinstance(name, str):
            remarks += loading.hidden(name)
            with asked.watch("reading", "files") as tell:
                values = loading.load_dossier(name, tell, private=asked.private)
        else:
            values = name
        values = values.as_known(known_by or as_of)
        for words in asked.assume:
            from negpos.intake.assume import assume

            values = assume(values, words, as_of or known_by or values.last_date())
        folder = str(loading.find(name)) if isinstance(name, str) else ""
        yield Request(asked, values, remarks, folder)
    except NegposError as error:
        for line in remarks:
            error.add_note(line)
        if isinstance(error, UsageError) and (option := _option(asked)):
            error.hint = repeated(error.hint, option)
        raise


@contextmanager
def beside_drafts(asked: Asked, refs: Sequence[str]) -> "Iterator[tuple[Request, list[str]]]":
    """The request for the dossier asked for, with the drafts among these words, and the words."""
    with opened(asked) as request:
        yield request.with_drafts(refs)


def _of_folder(name: str) -> list[str]:
    """A line where the dossier is that of a folder which nobody named: a table of another
    negotiation than the one meant would be the worst answer."""
    if name == DEFAULT:
        return []
    where = "this folder" if name == "." else f"the folder {name}"
    return [f"negpos: the dossier is that of {where}; -d NAME|DIR asks for another"]


def _option(asked: Asked) -> str:
    """The options that ask for a dossier as this one was; empty where it is the one meant without
    them."""
    name, private = asked.dossier, " --private" * asked.private
    is_usual = not isinstance(name, str) or name == usual()
    return private if is_usual else f" -d {shlex.quote(str(name))}{private}"


_CITING = frozenset(
    "compare brief redlines common only gaps bridge order plan diff wording since timeline on show"
    " why".split()
)
"""The commands that tell statements with their sources."""
_ABOUT = ("on", "about", "over")
"""Words behind which people put an issue."""
_COMMAND = re.compile(
    r"negpos (?:compare|brief|redlines|common|only|gaps|bridge|order|matrix|plan|diff|wording|link"
    r"|since|timeline|on|show|list|why|search|check)\b"
)


def repeated(words: str, option: str) -> str:
    """The words, with the option behind every command in them."""
    return _COMMAND.sub(lambda found: found[0] + option, words)


def _with_columns(report: "Report", columns: str) -> "Report":
    """The report with the columns asked for; UsageError for one that it does not have."""
    from negpos.names import one_of
    from negpos.view.grid import with_columns

    header = report.sheet().header
    if columns != "short":
        return with_columns(report, [one_of("column", name, header) for name in split(columns)])
    wanted = report.short.split() or list(header)
    chosen = [n for n in header if n in wanted or n.partition("_")[2] in wanted]
    return with_columns(report, chosen)._replace(short="")


def _forerunners(side: "Profile") -> str:
    """Where to look when a side is silent that came after others; empty for any other side."""
    from negpos.view.wording import has_ended

    on, heirs = side.vantage.date or side.vantage.today, side.dossier.parties.values()
    before = [p for p in heirs if p.successor == side.id and has_ended(p, on)]
    if not before or side.is_text or any(stance.speaks for stance in side.stances.values()):
        return ""
    shown = " · ".join(f"negpos show {party.id}" for party in before)
    return f"negpos: no word of {side.id} itself counts here; before it: {shown}"


def _on_its_day(side: "Profile", day: str) -> "Profile":
    """A side among others on other days, with the day in its name."""
    from negpos.view import wording

    if side.is_text:
        return side
    id_ = f"{side.id}@{side.date}" if day else side.id
    return side._replace(id=id_, title=f"{side.title}, {wording.day(side.date)}")


def _echo(words: str, day: str) -> list[str]:
    """How a day was read that was not written as one."""
    return [f"negpos: read {words!r} as {day}"] if words != day else []


def typed(asked: Asked, command: str, *words: str, **options: Any) -> str:
    """The command in one line as it would be typed, with every option that changes a figure and
    is not at its default."""
    told = [command, *map(shlex.quote, words)]
    shared = "as_of known_by attribution joint max_age theme issue private assume".split()
    for name, value in {**options, **{name: getattr(asked, name) for name in shared}}.items():
        if value and (name, value) != ("joint", terms.JOINT[0]):
            for one in value if isinstance(value, tuple) else (value,):
                told.append(f"--{name.replace('_', '-')}")
                told += [] if one is True else [shlex.quote(one)]
    return " ".join(told)


def once(ids: list[str]) -> list[str]:
    """The ids, each named once; UsageError otherwise."""
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise UsageError(f"{id_!r} is named twice", "name each party once")
    return ids


def vantage(
    as_of: "str | date | None" = None,
    attribution: Iterable[str] = terms.ATTRIBUTIONS,
    joint: str = terms.JOINT[0],
    known_by: "str | date | None" = None,
    max_age: str = "",
    today: str = "",
) -> "Vantage":
    """A vantage that holds valid values only; UsageError names the valid ones."""
    from negpos.days import is_span
    from negpos.names import one_of
    from negpos.profiles import Vantage

    chosen = tuple(attribution)
    for word in chosen:
        one_of("attribution", word, terms.ATTRIBUTIONS)
    one_of("joint", joint, terms.JOINT)
    if max_age and not is_span(max_age):
        raise UsageError(f"{max_age!r} is no age", "write days, months or years: 90d, 12m, 2y")
    return Vantage(iso(as_of, today), chosen, joint, iso(known_by, today), max_age, today)


def iso(value: "str | date | None", today: str = "", *, is_start: bool = False) -> str:
    """The date as ISO 8601, empty for none; UsageError for what is no date, or could be two."""
    from datetime import date

    from negpos import days

    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return days.read(value, today, is_start=is_start)


def split(words: str) -> tuple[str, ...]:
    """The words of a list with commas; UsageError for a list that holds none."""
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    if words and not found:
        raise UsageError(f"{words!r} names nothing", "name one, or several with commas between")
    return found


def listed(what: str, words: str, valid: Iterable[str]) -> tuple[str, ...]:
    """The words of a list with commas, all of them valid; UsageError otherwise."""
    from negpos.names import one_of

    return tuple(one_of(what, word, valid) for word in split(words))
