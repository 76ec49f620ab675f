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
    from negpos.api import Negotiation
    from negpos.comparison import Comparison
    from negpos.profiles import Profile

__version__ = "0.1.0"
__all__ = ["__version__", "compare", "load"]


def load(name: str = "ukraine") -> "Negotiation":
    """A dossier opened by id or folder; DataError if its files hold faults, UsageError if none."""
    from negpos.api import Negotiation
    from negpos.intake.loading import load_dossier

    return Negotiation(load_dossier(name))


def compare(*profiles: "Profile") -> "Comparison":
    """The comparison of two or more profiles of one dossier; UsageError for fewer."""
    from negpos.api import compare as compare_profiles

    return compare_profiles(*profiles)
