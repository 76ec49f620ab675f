"""Every command for Python programs: the same words and options, the same answers."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, Unpack

from negpos import comparison, names, profiles, reply
from negpos.comparison import Comparison
from negpos.dossier import Demand, Dossier
from negpos.errors import UsageError
from negpos.profiles import Profile
from negpos.request import Asked, Reply, vantage
from negpos.terms import ATTRIBUTIONS

if TYPE_CHECKING:
    from negpos.against import Against
    from negpos.bridge import Bridge, Precedent
    from negpos.brief import Brief
    from negpos.diffs import Diff, Three
    from negpos.gaps import OpenQuestion
    from negpos.ground import Ground
    from negpos.history import Course, Since
    from negpos.matrix import Matrix
    from negpos.only import Alone
    from negpos.order import Order
    from negpos.plans import Plan
    from negpos.profiles import Stance
    from negpos.redlines import RedLines
    from negpos.text.backing import Held
    from negpos.text.links import Links
    from negpos.text.search import Hit
    from negpos.view.grid import Sheet

Day = str | date
"""Written like 2025-12-03, or a date."""

Words = str | Iterable[str]
"""Several words, or one text with commas between them."""


class Dated(TypedDict, total=False):
    """Which statements count."""

    as_of: Day
    known_by: Day
    attribution: Words


class Chosen(TypedDict, total=False):
    """On which issues."""

    theme: Words
    issue: Words


class Linking(Dated, Chosen, total=False):
    """The options of ``link``."""


class Signed(Dated, total=False):
    """The options of ``list`` and ``search``: which statements count, whether a table is told in
    full or on one screen, and a receipt."""

    full: bool
    columns: Words
    receipt: bool


class Seen(Signed, total=False):
    """Those of one issue or side: the same, and what becomes of joint texts."""

    joint: str


class Narrowed(Seen, Chosen, total=False):
    """Those of all other commands."""


class Supposed(Narrowed, total=False):
    """Those of commands on sides or texts that also answer what if: ``ukraine:forces.personnel=1``
    is an assumption, or several of them."""

    assume: str | Iterable[str]


class Heard(Seen, total=False):
    """Those of the commands on one issue that do."""

    assume: str | Iterable[str]


class Aged(Supposed, total=False):
    """Those of commands that hold sides against each other: how old a word may be, too."""

    max_age: str


class Ordered(Seen, total=False):
    """Those of ``order``: how old a word may be, too."""

    max_age: str


class Paged(Chosen, total=False):
    """The options of ``page``."""

    attribution: Words
    joint: str


class Negotiation(NamedTuple):
    """An opened dossier; its values are under ``dossier``.

    A method per command: options are called as on the command line and come as keywords, a list
    with commas also as any iterable, a day also as a date. Each gives a Reply: what was found,
    its report, and what was worth a remark. UsageError for what cannot be carried out, with
    remarks as its notes.
    """

    dossier: Dossier

    def profile(
        self,
        ref: str,
        *,
        as_of: Day | None = None,
        attribution: Iterable[str] = ATTRIBUTIONS,
        joint: str = "count",
        known_by: Day | None = None,
        without: Iterable[str] = (),
    ) -> Profile:
        """What a party or position, by id or alias, wants as known at a date.

        ``without`` names joint texts to leave out. UsageError for an unknown name or value.
        """
        id_, *left_out = names.resolve_all(self.dossier, [ref, *without])
        return profiles.profile(
            self.dossier, id_, vantage(as_of, attribution, joint, known_by), without=left_out
        )

    def compare(
        self,
        *refs: str,
        only: Words = "",
        fail_on: Words = "",
        scores: bool = False,
        **options: Unpack[Aged],
    ) -> Reply[Comparison]:
        """How two or more sides stand to each other on every issue; with ``scores`` how the
        overlap comes about."""
        asked = self._asked(Aged, options)
        told = {"only": _typed(only), "fail_on": _typed(fail_on)}
        return reply.compare(asked, refs, scores=scores, **told)

    def redlines(
        self, *refs: str, top: int | str = "", fail_on: Words = "", **options: Unpack[Aged]
    ) -> "Reply[RedLines]":
        """Red lines in conflict, unanswered and moved."""
        asked = self._asked(Aged, options)
        return reply.redlines(asked, refs, top=str(top), fail_on=_typed(fail_on))

    def brief(self, *refs: str, since: Day = "", **options: Unpack[Aged]) -> "Reply[Brief]":
        """A handout on two sides and on texts: ``text("html")`` is the page."""
        return reply.brief(self._asked(Aged, options), refs, since=_typed(since))

    def common(self, *refs: str, **options: Unpack[Aged]) -> "Reply[tuple[Ground, ...]]":
        """What is agreed, and where stated limits leave room."""
        return reply.common(self._asked(Aged, options), refs)

    def only(self, *refs: str, **options: Unpack[Aged]) -> "Reply[tuple[Alone, ...]]":
        """What the first asks for that the second refuses, answers otherwise, or not at all."""
        return reply.only(self._asked(Aged, options), refs)

    def gaps(self, *refs: str, **options: Unpack[Aged]) -> "Reply[tuple[OpenQuestion, ...]]":
        """The questions to put: vague, conditional, contested, open, silent."""
        return reply.gaps(self._asked(Aged, options), refs)

    def bridge(
        self, *parties: str, since: Day = "", lapsed: bool = False, **options: Unpack[Aged]
    ) -> "Reply[Bridge]":
        """On what is open the answers that every side has named, the lines that each crosses and
        the texts that hold it."""
        asked = self._asked(Aged, options)
        return reply.bridge(asked, parties, since=_typed(since), lapsed=lapsed)

    def order(
        self,
        *refs: str,
        all: bool = False,
        fail_on: Words = "",
        **options: Unpack[Ordered],
    ) -> "Reply[Order]":
        """Who wants which step before which, and where that runs in a circle; with a text what its
        order makes with that of each party."""
        asked = self._asked(Ordered, options)
        return reply.order(asked, refs, all=all, fail_on=_typed(fail_on))

    def matrix(
        self, *refs: str, positions: bool = False, **options: Unpack[Supposed]
    ) -> "Reply[Matrix]":
        """The overlap of all pairs; by default of the parties that speak."""
        return reply.matrix(self._asked(Supposed, options), refs, positions=positions)

    def page(self, **options: Unpack[Paged]) -> Reply[str]:
        """One HTML file to prepare with: any two parties, month by month, down to the sources."""
        return reply.page(self._asked(Paged, options))

    def plan(
        self,
        text: str,
        *parties: str,
        only: Words = "",
        fail_on: Words = "",
        **options: Unpack[Supposed],
    ) -> "Reply[Plan]":
        """Every point of a text against every party: met, short, crossed."""
        asked = self._asked(Supposed, options)
        return reply.plan(asked, text, parties, only=_typed(only), fail_on=_typed(fail_on))

    def wording(
        self, issue: str, answer: str = "", **options: Unpack[Signed]
    ) -> "Reply[tuple[Precedent, ...]]":
        """The clauses of texts that hold each answer to an issue, or this one."""
        return reply.wording(self._asked(Signed, options), issue, *([answer] if answer else []))

    def diff(
        self,
        *texts: str,
        toward: Words = "",
        only: Words = "",
        ignore: str = "",
        words: bool = False,
        against_base: bool = False,
        **options: Unpack[Supposed],
    ) -> "Reply[Diff | Three | Against]":
        """Two or three texts, clause by clause: changed, added, dropped."""
        return reply.diff(
            self._asked(Supposed, options),
            texts,
            toward=_typed(toward),
            only=_typed(only),
            ignore=ignore,
            words=words,
            against_base=against_base,
        )

    def link(
        self, text: str, *, threshold: float | str = "", **options: Unpack[Linking]
    ) -> "Reply[Links]":
        """Passages of a file, or with ``-`` of standard input, with the demands they may state."""
        return reply.link(self._asked(Linking, options), text, threshold=str(threshold))

    def stub(
        self,
        text: str,
        *,
        threshold: float | str = "",
        every_point: bool = False,
        **options: Unpack[Linking],
    ) -> Reply[str]:
        """The same as a position file ready to edit, as TOML: ``link`` with ``--stub``, and with
        ``--all`` every numbered point."""
        asked = self._asked(Linking, options)
        return reply.stub(asked, text, threshold=str(threshold), every_point=every_point)

    def since(
        self, day: Day, *parties: str, fail_on: Words = "", **options: Unpack[Narrowed]
    ) -> "Reply[Since]":
        """What was said since a day, what moved, and toward whom."""
        asked = self._asked(Narrowed, options)
        return reply.since(asked, _typed(day), parties, fail_on=_typed(fail_on))

    def timeline(
        self, party: str = "", **options: Unpack[Narrowed]
    ) -> "Reply[reply.Statements | tuple[Course, ...]]":
        """The sequence of statements; with ``issue`` or ``theme`` each step of a stance."""
        return reply.timeline(self._asked(Narrowed, options), party)

    def on(self, issue: str, *refs: str, **options: Unpack[Heard]) -> "Reply[tuple[Profile, ...]]":
        """The stance of these sides on one issue, or of everyone."""
        return reply.on(self._asked(Heard, options), issue, *refs)

    def show(
        self, ref: str, *, speaker: str = "", **options: Unpack[Seen]
    ) -> "Reply[Profile] | Reply[tuple[Demand, ...]]":
        """One party's profile, or every point of one position; or all that somebody said for the
        party."""
        return reply.show(self._asked(Seen, options), ref, speaker=speaker)

    def list(
        self, what: str, *, unused: bool = False, grade: str = "", **options: Unpack[Signed]
    ) -> "Reply[Sheet]":
        """What is in the dossier, as rows."""
        return reply.list_(self._asked(Signed, options), what, unused=unused, grade=grade)

    def why(self, ref: str, issue: str, **options: Unpack[Heard]) -> "Reply[Stance | None]":
        """The evidence for one cell: statements, rules, sources; None where a side is silent."""
        return reply.why(self._asked(Heard, options), ref, issue)

    def search(self, *words: str, **options: Unpack[Signed]) -> "Reply[tuple[Hit, ...]]":
        """Demands by words, tolerant of spelling."""
        return reply.search(self._asked(Signed, options), words)

    def check(self, *, sources: str) -> "Reply[Held]":
        """The passage for every demand that cites a text in the folder ``sources``; DataError if
        no text can be read."""
        return reply.hold(self.dossier, sources)

    def export(self, to: str) -> tuple[str, ...]:
        """Every field of the dossier, written to a new folder as a data package, or to a workbook
        if the name ends in .xlsx; the names of its files or sheets. UsageError if it cannot be
        written."""
        return reply.export(Asked(self.dossier), to)[1]

    def _asked(self, known: type, options: Any) -> Asked:
        """The shared options as they would be typed; TypeError for one that does not go here."""
        for name in options:
            if name not in known.__annotations__:
                raise TypeError(f"there is no option {name!r} here")
        given: Any = {name: _given(name, value) for name, value in options.items()}
        return Asked(self.dossier, **given)


def _given(name: str, value: Any) -> Any:
    """The value of a shared option as a request takes it."""
    if name == "assume":
        return (value,) if isinstance(value, str) else tuple(value)
    return bool(value) if name in ("full", "receipt") else _typed(value)


def _typed(value: Any) -> str:
    """A value as it would be typed."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return ",".join(value)


def compare(*sides: Profile) -> Comparison:
    """The comparison of two or more profiles of one dossier; UsageError otherwise."""
    if len({id(side.dossier) for side in sides}) > 1:
        raise UsageError("profiles of different dossiers cannot be compared")
    if not sides:
        raise UsageError("a comparison needs two sides", "give at least two profiles")
    return comparison.compare(sides)
