"""The plain frozen values that analysis reads, and look-up by id."""

from collections.abc import Iterator
from typing import NamedTuple

from negpos.scales import Option, Region, Scale
from negpos.terms import ASSUMED

__all__ = [
    "Demand",
    "Dossier",
    "End",
    "Evidence",
    "Issue",
    "Link",
    "Option",
    "Party",
    "Position",
    "Region",
    "Scale",
    "Source",
    "Step",
    "Theme",
    "Voice",
]


class Voice(NamedTuple):
    """Who speaks for a party: ``rank`` is one of ``VOICES``, the dates are those in office."""

    name: str
    short: str
    aliases: tuple[str, ...]
    office: str
    rank: str
    since: str
    until: str


class Party(NamedTuple):
    """Who negotiates, and who speaks for it; of which other it is a part, the last day on which it
    was a party, and which one came after it."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    summary: str
    voices: tuple[Voice, ...] = ()
    part_of: str = ""
    until: str = ""
    successor: str = ""


class Theme(NamedTuple):
    """A group of issues."""

    id: str
    title: str


class Issue(NamedTuple):
    """One question and the scale of its answers; ``better`` are parties to whom more (``high``) or
    less (``low``) than they ask for is as good or better, ``template`` the one that it was made
    from, if any."""

    id: str
    theme: str
    label: str
    question: str
    aliases: tuple[str, ...]
    scale: Scale
    better: tuple[tuple[str, str], ...] = ()
    template: str = ""

    def better_to(self, party: str) -> str:
        """``high`` or ``low``, whichever is better to a party; empty where neither is told."""
        return dict(self.better).get(party, "")


class Step(NamedTuple):
    """An event that demands tie to others; by its definition it cannot come before those that it
    ``follows``."""

    id: str
    label: str
    definition: str
    follows: tuple[str, ...] = ()


class Link(NamedTuple):
    """That one step comes ``after`` another, ``with`` it, or ``in-return-for`` it: not earlier.
    Links of one text with one ``either`` are several ways to the same; empty for none."""

    step: str
    how: str
    other: str
    either: str = ""


class Source(NamedTuple):
    """Where something can be read. Grade A: primary or original, B: re-reporting, C: repost.
    ``retracted`` is the day on which it was taken back, empty for none."""

    id: str
    publisher: str
    title: str
    author: str
    date: str
    url: str
    kind: str
    grade: str
    note: str
    language: str = ""
    accessed: str = ""
    archived: str = ""
    retracted: str = ""
    date_as: str = ""


class Evidence(NamedTuple):
    """A source, the place in it, the grade of the source, its address, and the day on which it was
    taken back; empty for none."""

    source: str
    at: str
    grade: str
    url: str = ""
    retracted: str = ""


class Demand(NamedTuple):
    """One atomic term of a position. Dates are ISO 8601; an empty text means "not given".

    ``file`` is that of its position below the dossier's folder, ``author`` the one of an
    analyst's list. ``voice`` is one of ``VOICES``, ``called`` how a table names the speaker,
    ``until`` the last day on which it holds, ``original`` its words in the language ``lang``.
    ``said_as``, ``known_as`` and ``until_as`` are the month or the year of which the file tells
    no day. Of the ``phase``s of one term in one text, from 1, the last is compared; 0 for none.
    ``names`` are the answers within a wider ask that its words name, as ``scales.answer`` takes
    them. ``links`` are what it says of the order of steps.
    """

    position: str
    id: str
    file: str
    row: int
    author: str
    point: str
    issue: str
    kind: str
    is_dropped: bool
    is_disputed: bool
    text: str
    label: str
    condition: str
    firmness: str
    salience: int | None
    attribution: str
    form: str
    speaker: str
    said: str
    known: str
    is_latest: bool
    holders: tuple[str, ...]
    note: str
    restates: tuple[str, ...]
    moves: tuple[str, ...]
    withdraws: tuple[str, ...]
    keeps: tuple[str, ...]
    until: str
    voice: str
    called: str
    original: str
    lang: str
    said_as: str
    known_as: str
    until_as: str
    phase: int
    names: tuple[float, ...]
    links: tuple[Link, ...]  # from here on in this order: ``intake.cache`` reads them so
    ask: Region | None
    accepts: Region | None
    evidence: tuple[Evidence, ...]

    @property
    def ref(self) -> str:
        """How the data names this demand: position id, ``#``, demand id or line."""
        return f"{self.position}#{self.id or self.row}"

    @property
    def place(self) -> str:
        """The file and the line where it stands."""
        return f"{self.file}:{self.row}"

    @property
    def grade(self) -> str:
        """The best grade among its sources: ``A``, ``B`` or ``C``."""
        return min([piece.grade for piece in self.evidence], default="C")

    @property
    def is_assumed(self) -> bool:
        """Whether nobody said it, and an answer asks what if; its days are that of the answer."""
        return self.attribution == ASSUMED

    @property
    def may_draw(self) -> bool:
        """Whether a red line of it may be in force: not on sources of grade C alone, and never as
        experts placed it."""
        return self.grade != "C" and self.attribution != "expert"

    @property
    def is_taken_back(self) -> bool:
        """Whether every source of it was taken back."""
        return bool(self.evidence) and all(piece.retracted for piece in self.evidence)

    @property
    def is_joint(self) -> bool:
        """Whether several parties ask for it together."""
        return len(self.holders) > 1

    @property
    def hangs_on(self) -> str:
        """The condition of the ask; empty where it is one of what else would do."""
        return self.condition if self.accepts is None else ""

    @property
    def limit(self) -> Region | None:
        """All that the holder says is acceptable: ``accepts``, or without one the ask."""
        return self.accepts or self.ask


class End(NamedTuple):
    """From which day a text speaks for these holders no longer, the day on which that became
    known, and why; ``day_as`` is the month or the year of which the file tells no day."""

    holders: tuple[str, ...]
    day: str
    known: str
    reason: str
    day_as: str = ""


class Position(NamedTuple):
    """A dated statement or text; held by several parties it is a joint text.

    ``stage`` is one of ``STAGES`` or empty. ``revises`` are the texts whose clauses it changes
    or strikes, ``includes`` its annexes, ``withdraws`` what it takes back, ``ends`` when it ceases
    to speak, for whom and why. ``date_as`` and ``known_as`` are the month or the year of which
    the file tells no day. ``is_own`` is one that the dossier does not hold: a draft that was
    given beside it, or an assumption.
    """

    id: str
    title: str
    parties: tuple[str, ...]
    about: tuple[str, ...]
    author: str
    date: str
    known: str
    status: str
    aliases: tuple[str, ...]
    summary: str
    note: str
    path: str
    stage: str
    revises: tuple[str, ...]
    includes: tuple[str, ...]
    endorses: str
    withdraws: tuple[str, ...]
    ends: tuple[End, ...]
    demands: tuple[Demand, ...]
    is_private: bool = False
    date_as: str = ""
    known_as: str = ""
    is_own: bool = False

    @property
    def is_joint(self) -> bool:
        """Whether several parties hold it."""
        return len(self.parties) > 1

    @property
    def is_draft(self) -> bool:
        """Whether several parties hold it and have not agreed to it yet."""
        return self.is_joint and self.stage in ("", "proposal", "draft")

    @property
    def is_beside(self) -> bool:
        """Whether it is a draft given beside the dossier, which speaks for itself alone, whoever
        it names; an assumption speaks for its party."""
        return self.is_own and not any(demand.is_assumed for demand in self.demands)

    @property
    def is_analysis(self) -> bool:
        """Whether it is an analyst's list, or one of experts in a dossier that does not let them
        speak: it speaks for no party."""
        return self.status == "analysis" and not self.parties


class Dossier(NamedTuple):
    """One negotiation: every mapping is keyed by id and sorted as it should be listed.

    ``digest`` is that of the names and bytes of the files it was made of: 64 hexadecimal signs,
    the same on every machine that holds the same data; empty for one made of no files.
    ``fresh_for`` is how long a word stays fresh: ``12m``, ``90d``, ``2y``. ``spellings`` are
    folded words that stand for another spelling of one, to that one. ``left_out`` counts the
    private positions that it was made without. ``experts`` is one of ``EXPERTS``: where they
    ``speak``, the party that they placed holds their position.
    """

    id: str
    title: str
    summary: str
    note: str
    parties: dict[str, Party]
    themes: dict[str, Theme]
    issues: dict[str, Issue]
    sources: dict[str, Source]
    positions: dict[str, Position]
    digest: str = ""
    fresh_for: str = "12m"
    spellings: dict[str, str] = {}  # noqa: RUF012 - as frozen as the others
    left_out: int = 0
    experts: str = "beside"
    steps: dict[str, Step] = {}  # noqa: RUF012 - as frozen as the others

    @property
    def has_private(self) -> bool:
        """Whether private positions are among those it holds."""
        return any(position.is_private for position in self.positions.values())

    def demands(self) -> Iterator[Demand]:
        """Every demand of every position, in order."""
        for position in self.positions.values():
            yield from position.demands

    def on_record(self) -> Iterator[Demand]:
        """Every demand that the dossier holds itself, in order: none of a draft or assumption."""
        for position in self.positions.values():
            if not position.is_own:
                yield from position.demands

    def recorded(self) -> "Dossier":
        """The same without drafts and assumptions."""
        own = {id_: p for id_, p in self.positions.items() if not p.is_own}
        return self if len(own) == len(self.positions) else self._replace(positions=own)

    def terms(self, position: str) -> tuple[Demand, ...]:
        """The demands of a text, then those of its annexes."""
        text = self.positions[position]
        annexes = (d for id_ in text.includes for d in self.positions[id_].demands)
        return (*text.demands, *annexes)

    def revised(self, position: str) -> tuple[str, ...]:
        """The texts whose clauses a text changes or strikes."""
        return self.positions[position].revises if position in self.positions else ()

    def as_known(self, day: str) -> "Dossier":
        """The dossier before what was known of its sources after a day: that they were taken
        back; itself without a day, and where there is nothing to forget."""
        forgotten = {s.id: s for s in self.sources.values() if day and s.retracted > day}
        if not forgotten:
            return self

        def evidence(demand: Demand) -> tuple[Evidence, ...]:
            pieces = demand.evidence
            return tuple(p._replace(retracted="") if p.source in forgotten else p for p in pieces)

        sources = {id_: source._replace(retracted="") for id_, source in forgotten.items()}
        positions = {
            id_: position._replace(
                demands=tuple(d._replace(evidence=evidence(d)) for d in position.demands)
            )
            for id_, position in self.positions.items()
        }
        return self._replace(sources={**self.sources, **sources}, positions=positions)

    def last_date(self) -> str:
        """The day of the latest entry on record, or an empty text without any: a statement, or
        the end of a text. What stands beside the parties' own ages none of their words: analyses
        count where there is nothing else."""
        texts = [p for p in self.positions.values() if not p.is_own]
        own = [p for p in texts if p.demands and not p.is_analysis]
        known = [d.known for p in own or texts for d in p.demands]
        said = max(known, default="")
        ends = (end.known for position in self.positions.values() for end in position.ends)
        return max([said, *ends])
