"""A name as typed to an id: by id, alias or name, any case and spelling; never by likeness.

Likeness only suggests, because the best-rated name may be the wrong party.
"""

from collections.abc import Collection, Iterable

from negpos.dossier import Dossier
from negpos.errors import UsageError

_CUTOFF = 72.0
_CUTOFF_SHORT = 60.0
_SHORT = 5


def nearest(word: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """The choices most like the word, best first, at most three; none if all are far."""
    from rapidfuzz import fuzz, process

    known = {choice.casefold(): choice for choice in choices}
    cutoff = _CUTOFF_SHORT if len(word) <= _SHORT else _CUTOFF
    found = process.extract(
        word.casefold(), list(known), scorer=fuzz.ratio, limit=most, score_cutoff=cutoff
    )
    return [known[name] for name, _, _ in found]


def one_of(what: str, word: str, valid: Iterable[str]) -> str:
    """The word if it is valid; else UsageError with a suggestion and the valid ones."""
    valid = tuple(valid)
    if word in valid:
        return word
    found = nearest(word, valid, most=1)
    hint = f"did you mean {found[0]}? " if found else ""
    raise UsageError(f"there is no {what} {word!r}", f"{hint}choose from {', '.join(valid)}")


def fold(name: str) -> str:
    """A name without case, in one spelling, its blanks, dashes and underscores single hyphens."""
    if name.isascii():
        name = name.casefold().replace("`", "'")
    else:
        from negpos.spelling import letters

        name = letters(name)
    return "-".join(name.replace("_", " ").replace("-", " ").split())


def fold_letters(text: str) -> str:
    """Words without case and accents, in one spelling; their blanks and dashes stay apart."""
    if text.isascii():
        return text.casefold()
    from negpos.spelling import letters, without_accents

    return without_accents(letters(text))


def party_names(dossier: Dossier) -> dict[str, str]:
    """Every folded name of a party or position, to its id."""
    names: dict[str, str] = {}
    for party in dossier.parties.values():
        for name in (party.id, party.name, *party.aliases):
            names.setdefault(fold(name), party.id)
    for position in dossier.positions.values():
        for name in (position.id, *position.aliases):
            names.setdefault(fold(name), position.id)
    return names


def resolve_all(dossier: Dossier, refs: Iterable[str]) -> list[str]:
    """The ids of the parties or positions of these names; UsageError at the first unknown."""
    names = party_names(dossier)
    found = []
    for ref in refs:
        meant = _meant(ref, names)
        ids = sorted({names[name] for name in meant})
        if len(ids) > 1:
            hint = ", ".join(f"{name} ({names[name]})" for name in meant)
            message = f"{ref!r} names several parties or positions"
            raise UsageError(message, f"choose one of {hint}")
        if not ids:
            hint = _hint(fold(ref), names, "negpos list parties; negpos list positions")
            message = f"no party or position is called {ref!r} in dossier {dossier.id}"
            raise UsageError(message, hint)
        found += ids
    return found


def _meant(ref: str, names: Collection[str]) -> list[str]:
    """The folded name typed; failing that, those that differ from it in missing accents only:
    all of them are missing in what was typed, or in the name."""
    word = fold(ref)
    if word in names:
        return [word]
    from negpos.spelling import without_accents

    plain = without_accents(word)
    alike = (name for name in names if plain == name or word == without_accents(name))
    return sorted(alike) if word else []


def resolve_issue(dossier: Dossier, ref: str) -> str:
    """The id of the issue of this name; its last part will do where only one issue has it.
    UsageError with what is meant or near if there is none, or several."""
    names: dict[str, list[str]] = {}
    for issue in dossier.issues.values():
        own = {issue.id.casefold(), *(fold(n) for n in (issue.id, issue.label, *issue.aliases))}
        for name in own | {issue.id.partition(".")[2]}:
            names.setdefault(name, []).append(issue.id)
    found = names.get(ref.casefold()) or []
    for name in [] if found else _meant(ref, names):
        found = list(dict.fromkeys([*found, *names[name]]))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{ref!r} names several issues", f"choose one of {', '.join(found)}")
    hint = _hint(fold(ref), names, "negpos list issues")
    raise UsageError(f"no issue is called {ref!r} in dossier {dossier.id}", hint)


def resolve_theme(dossier: Dossier, ref: str) -> str:
    """The id of the theme of this name; UsageError with the valid ones if there is none."""
    names = {
        fold(n): theme.id for theme in dossier.themes.values() for n in (theme.id, theme.title)
    }
    found = sorted({names[name] for name in _meant(ref, names)})
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{ref!r} names several themes", f"choose one of {', '.join(found)}")
    raise UsageError(f"no theme is called {ref!r}", f"choose one of {', '.join(dossier.themes)}")


def _hint(word: str, names: Iterable[str], command: str) -> str:
    found = nearest(word, names)
    if found:
        return f"did you mean {' or '.join(found)}?"
    return f"see {command}"
