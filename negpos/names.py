"""A name as typed to an id: by id, alias or name, any case and spelling; never by likeness.

Likeness only suggests, because the best-rated name may be the wrong party.
"""

from collections.abc import Collection, Iterable, Mapping

from negpos.dossier import Dossier, Voice
from negpos.errors import UsageError

_CUTOFF = 72.0
_CUTOFF_SHORT = 60.0
_SHORT = 5
_SHORTEST = 4
"""Letters of a word for which likeness suggests anything: of two or three it would turn one party
into another."""
_BETWEEN = {"vs", "vs.", "versus", "against", "and", "x", "×", "–", "-"}
"""Words that people put between two names."""


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


def parted(dossier: Dossier, refs: Iterable[str]) -> list[str]:
    """The names typed, one each: what stands between two, and commas, are no names."""
    names = party_names(dossier)
    found = []
    for ref in refs:
        if _meant(ref, names):
            found.append(ref)
            continue
        words = " ".join(ref.replace(",", " , ").split())
        for word in sorted(_BETWEEN, key=len, reverse=True):
            words = words.replace(f" {word} ", " , ")
        pieces = [piece.strip() for piece in words.split(",")]
        found += [piece for piece in pieces if piece and piece.casefold() not in _BETWEEN]
    return found


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
            raise _unknown(dossier, ref, names)
        found += ids
    return found


def _unknown(dossier: Dossier, ref: str, names: Collection[str]) -> UsageError:
    """What a name is that no party or position bears: of a member, of a speaker, of an issue; or
    which names are like it."""
    word = fold(ref)
    for party in dossier.parties.values():
        if word in {name for member in party.members for name in (fold(member), _initials(member))}:
            message = f"{ref!r} is part of {party.id} here ({party.name})"
            return UsageError(message, "there is no party for it alone")
        if word in {name for voice in party.voices for name in _speakers(voice)}:
            return UsageError(f"{ref!r} speaks for {party.id}", f"name the party: {party.id}")
    issues = _issues_like(dossier, ref)
    if len(issues) == 1:
        tail = _short(issues[0], _issue_names(dossier))
        return UsageError(f"{ref!r} is an issue", f"see where all stand on it: negpos on {tail}")
    message = f"no party or position is called {ref!r} in dossier {dossier.id}"
    return UsageError(message, _hint(word, names, "negpos list parties; negpos list positions"))


def _initials(name: str) -> str:
    """``uk`` for United Kingdom; empty for a name of one word."""
    words = name.split()
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""


def _speakers(voice: Voice) -> set[str]:
    """What people call somebody who speaks for a party: the names, and the last of them."""
    names = {voice.name, voice.short, *voice.aliases, voice.name.split()[-1]}
    return {fold(name) for name in names if name}


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
    """The id of the issue of this name, or of the only one with this word in a name or a name that
    begins so; UsageError with what is meant or near if there is none, or several."""
    called = _issues_called(dossier, ref)
    found = called or _issues_like(dossier, ref)
    if not called and len(found) < 2 and fold(ref) in party_names(dossier):
        raise UsageError(f"{ref!r} is a side, no issue", "see the issues: negpos list issues")
    names = _issue_names(dossier)
    if len(found) == 1:
        return found[0]
    if found:
        told = (f"{_short(name, names)} ({dossier.issues[name].question})" for name in found)
        raise UsageError(f"{ref!r} fits {len(found)} issues", f"name one: {', '.join(told)}")
    message = f"no issue is called {ref!r} in dossier {dossier.id}"
    raise UsageError(message, _hint(fold(ref), names, "negpos list issues"))


def _short(issue: str, names: Mapping[str, list[str]]) -> str:
    """The last part of an issue's id where it is no other's too, else the whole."""
    last = issue.partition(".")[2]
    return last if names[last] == [issue] else issue


def _issue_names(dossier: Dossier) -> dict[str, list[str]]:
    """The ids of issues by every name that is theirs."""
    names: dict[str, list[str]] = {}
    for issue in dossier.issues.values():
        own = {issue.id.casefold(), *(fold(n) for n in (issue.id, issue.label, *issue.aliases))}
        for name in own | {issue.id.partition(".")[2]}:
            names.setdefault(name, []).append(issue.id)
    return names


def _issues_called(dossier: Dossier, ref: str) -> list[str]:
    """The issues of exactly this name."""
    names = _issue_names(dossier)
    found = names.get(ref.casefold()) or []
    for name in [] if found else _meant(ref, names):
        found = list(dict.fromkeys([*found, *names[name]]))
    return found


def _issues_like(dossier: Dossier, ref: str) -> list[str]:
    """The issues with this word in a name, or else with a name that begins so; those with all of
    several words."""
    words = fold(ref).split("-")
    if not all(words):
        return []
    parts: dict[str, set[str]] = {}
    for name, ids in _issue_names(dossier).items():
        for id_ in ids:
            parts.setdefault(id_, set()).update(name.replace(".", "-").split("-"))
    whole = [id_ for id_, own in parts.items() if own.issuperset(words)]
    if whole or min(map(len, words)) < _SHORTEST - 1:
        return whole
    return [
        id_
        for id_, own in parts.items()
        if all(any(part.startswith(word) for part in own) for word in words)
    ]


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
    found = nearest(word, names) if len(word) >= _SHORTEST else []
    if found:
        return f"did you mean {' or '.join(found)}?"
    return f"see {command}"
