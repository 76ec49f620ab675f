"""What the command line and Python programs use alike: a dossier that answers questions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from negpos import comparison, names, profiles
from negpos.comparison import Comparison
from negpos.dossier import ATTRIBUTIONS, Dossier
from negpos.errors import UsageError
from negpos.profiles import Profile, Vantage

JOINT = ("show", "count", "omit")


class Negotiation(NamedTuple):
    """An opened dossier; its values are under ``dossier``."""

    dossier: Dossier

    def profile(
        self,
        ref: str,
        *,
        as_of: str | date | None = None,
        attribution: Iterable[str] = ATTRIBUTIONS,
        joint: str = "show",
        known_by: str | date | None = None,
        without: Iterable[str] = (),
    ) -> Profile:
        """What a party or position, by id or alias, wants as known at a date.

        ``without`` names joint texts to leave out. UsageError for an unknown name or value.
        """
        id_, *left_out = names.resolve_all(self.dossier, [ref, *without])
        return profiles.profile(
            self.dossier, id_, vantage(as_of, attribution, joint, known_by), without=left_out
        )

    def compare(self, *refs: str, as_of: str | date | None = None) -> Comparison:
        """The comparison of two or more parties or positions, by id or alias."""
        return compare(*(self.profile(ref, as_of=as_of, without=refs) for ref in refs))


def compare(*sides: Profile) -> Comparison:
    """The comparison of two or more profiles of one dossier; UsageError otherwise."""
    if len({id(side.dossier) for side in sides}) > 1:
        raise UsageError("profiles of different dossiers cannot be compared")
    if not sides:
        raise UsageError("a comparison needs two sides", "give at least two profiles")
    return comparison.compare(sides)


def vantage(
    as_of: str | date | None = None,
    attribution: Iterable[str] = ATTRIBUTIONS,
    joint: str = "show",
    known_by: str | date | None = None,
) -> Vantage:
    """A vantage that holds valid values only; UsageError names the valid ones."""
    chosen = tuple(attribution)
    for word in chosen:
        one_of("attribution", word, ATTRIBUTIONS)
    one_of("joint", joint, JOINT)
    return Vantage(iso(as_of), chosen, joint, iso(known_by))


def one_of(what: str, word: str, valid: Iterable[str]) -> str:
    """The word if it is valid; else UsageError with a suggestion and the valid ones."""
    valid = tuple(valid)
    if word in valid:
        return word
    found = names.nearest(word, valid, most=1)
    hint = f"did you mean {found[0]}? " if found else ""
    raise UsageError(f"there is no {what} {word!r}", f"{hint}choose from {', '.join(valid)}")


def iso(value: str | date | None) -> str:
    """The date as ISO 8601, empty for none; UsageError for what is no date."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        if len(value) != len("2025-12-03") or "W" in value:
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"{value!r} is not a date", "write it like 2025-12-03") from None
