"""negpos compares negotiating positions: sourced demands, dates and red lines.

>>> import negpos
>>> dossier = negpos.load("ukraine")
>>> russia = dossier.profile("russia", as_of="2025-12-03")
>>> ukraine = dossier.profile("ukraine", as_of="2025-12-03")
>>> comparison = negpos.compare(russia, ukraine)
>>> comparison.pairs[0].standings["alliances.nato-ukraine"].relation
'crossing'
"""

TYPE_CHECKING = False  # importing typing for it would take longer than all the rest
if TYPE_CHECKING:
    from typing import Any

    from negpos.api import Negotiation
    from negpos.comparison import Comparison
    from negpos.errors import Problem
    from negpos.importing.bring import Brought
    from negpos.profiles import Profile
    from negpos.request import Reply

__version__ = "0.2.0"
__all__ = ["__version__", "check", "compare", "import_", "load", "new", "schema"]


def load(name: str = "ukraine", *, private: bool = False) -> "Negotiation":
    """A dossier opened by id or folder, with its private positions if that is asked for;
    DataError if its files hold faults, UsageError if none."""
    from negpos.api import Negotiation
    from negpos.intake.loading import load_dossier

    return Negotiation(load_dossier(name, private=private))


def compare(*profiles: "Profile") -> "Comparison":
    """The comparison of two or more profiles of one dossier; UsageError for fewer."""
    from negpos.api import compare as compare_profiles

    return compare_profiles(*profiles)


def check(folder: str) -> "tuple[Problem, ...]":
    """Every problem in the dossier of this folder, sorted by file and line; UsageError if there
    is no such folder."""
    from pathlib import Path

    from negpos.reply import check as read_afresh

    return tuple(read_afresh(Path(folder), folder)[1])


def new(
    folder: str, *, title: str = "", parties: str = "", template: str = "", empty: bool = False
) -> None:
    """Writes a small commented dossier to start from, or one of these parties with the issues of
    these templates, as ``negpos new`` does; UsageError if it cannot be written."""
    from negpos import own

    own.new(folder, title=title, parties=parties, template=template, empty=empty)


def import_(name: str, folder: str, *, renamed: str = "", is_dry: bool = False) -> "Reply[Brought]":
    """What was made of a spreadsheet or a data package, written to the folder of a dossier that is
    new or added to, all of it or nothing; ``renamed`` as ``--map``. UsageError, DataError with
    every fault of a cell."""
    from negpos.reply import import_ as bring
    from negpos.request import Asked

    return bring(Asked(), name, folder, renamed=renamed, is_dry=is_dry)


def schema(kind: str = "") -> "dict[str, Any]":
    """The JSON Schema of a kind of file, or of all by name; UsageError for an unknown kind."""
    from negpos.reply import schema as schema_of

    return schema_of(kind)
