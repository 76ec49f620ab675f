"""A name as typed to an id: by id, alias or name, any case and spelling; never by likeness.

Likeness only suggests, because the best-rated name may be the wrong party.
"""

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from negpos.days import is_day
from negpos.dossier import Demand, Dossier, Voice
from negpos.errors import UsageError

T = TypeVar("T")
_CUTOFF = 72.0
_CUTOFF_SHORT = 70.0
_SHORT = 5
FILLING = frozenset("a about an and did do for in is of on say said says the to what with".split())
"""Words that people put between those that mean something; alone they name nothing."""
_SHORTEST = 4
"""Letters of a word for which likeness suggests anything: of two or three it would turn one party
into another."""
_BETWEEN = {"vs", "vs.", "versus", "against", "and", "x", "×", "–", "-"}
"""Words that people put between two names."""
_PARTING = frozenset({*_BETWEEN, ","})
_LONGEST = 7
"""Words that a name typed without quotes has at most."""


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
    return _in_any_spelling(dossier, names)


def _in_any_spelling(dossier: Dossier, names: dict[str, T]) -> dict[str, T]:
    """The names, and their other spellings."""
    for other, first in dossier.spellings.items():
        if first in names:
            names.setdefault(other, names[first])
    return names


def parted(dossier: Dossier, refs: Iterable[str]) -> list[str]:
    """The names typed, one each: what stands between two, and commas, are no names; of words that
    make a longer name together that one is meant."""
    names = party_names(dossier)
    pieces: list[str] = []
    for ref in refs:
        words = ref.replace(",", " , ").split()
        is_phrase = _is_side(ref, names) or not _PARTING.intersection(map(str.casefold, words))
        pieces += [ref] if is_phrase else words
    return _joined(dossier, pieces, names)


def _is_side(ref: str, names: Collection[str]) -> bool:
    """Whether it names a party or position, or one on a day."""
    name, sign, day = ref.partition("@")
    return bool(_meant(ref, names) or (sign and _meant(name, names) and is_day(day)))


def _joined(dossier: Dossier, pieces: list[str], names: dict[str, str]) -> list[str]:
    """The pieces, with those joined that make one name together: of several the longest, but no
    text of which every word is a side by itself. What stands between names is left out."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + _LONGEST), at + 1, -1)
        end = next((e for e in ends if _is_one(dossier, pieces[at:e], names)), at + 1)
        if end > at + 1 or pieces[at].casefold() not in _PARTING:
            found.append(" ".join(pieces[at:end]))
        at = end
    return found


def _is_one(dossier: Dossier, pieces: list[str], names: dict[str, str]) -> bool:
    id_ = names.get(fold(" ".join(pieces)))
    if id_ is None or "," in pieces:
        return False
    return id_ in dossier.parties or not all(fold(piece) in names for piece in pieces)


def resolve_all(dossier: Dossier, refs: Iterable[str]) -> list[str]:
    """The ids of the parties or positions of these names; UsageError at the first unknown."""
    names = party_names(dossier)
    return [_resolved(dossier, ref, names) for ref in refs]


def _resolved(dossier: Dossier, ref: str, names: dict[str, str]) -> str:
    meant = _meant(ref, names)
    ids = sorted({names[name] for name in meant})
    if len(ids) > 1:
        hint = ", ".join(f"{name} ({names[name]})" for name in meant)
        raise UsageError(f"{ref!r} names several parties or positions", f"choose one of {hint}")
    if not ids:
        raise _unknown(dossier, ref, names)
    return ids[0]


def on_days(dossier: Dossier, refs: Iterable[str]) -> list[tuple[str, str]]:
    """The id of each party or position, and the day of PARTY@DATE as it was typed, empty for none;
    UsageError for an unknown name, and for a text on a day."""
    names = party_names(dossier)
    found = []
    for ref in refs:
        name, sign, day = ref.partition("@")
        if not sign or _meant(ref, names):
            found.append((_resolved(dossier, ref, names), ""))
            continue
        id_ = _resolved(dossier, name, names)
        if id_ not in dossier.parties:
            raise UsageError(f"{name!r} is a text, which has one date", f"write it as {name}")
        found.append((id_, day or "?"))
    return found


def _unknown(dossier: Dossier, ref: str, names: Collection[str]) -> UsageError:
    """What a name is that no party or position bears: of a member, of a speaker, of an issue, a
    word of a text's; or which names are like it."""
    word, (whole, _, day) = fold(ref), ref.partition("@")
    if whole != ref and _meant(whole, names) and is_day(day):
        return UsageError(f"{ref!r} is a side on a day", f"here it stands as a whole: {whole}")
    for party in dossier.parties.values():
        known = {name for member in party.members for name in (fold(member), _initials(member))}
        if word in known or word.replace(".", "") in known:
            message = f"{ref!r} is part of {party.id} here ({party.name})"
            return UsageError(message, "there is no party for it alone")
    if holders := speaking(dossier, ref):
        hint = f"name the party, or type: negpos show {holders[0]} --speaker {shlex.quote(ref)}"
        return UsageError(f"{ref!r} speaks for {' and '.join(holders)}", hint)
    issues = _issues_like(dossier, ref)
    if len(issues) == 1:
        tail = _short(issues[0], _issue_names(dossier))
        return UsageError(f"{ref!r} is an issue", f"see where all stand on it: negpos on {tail}")
    if texts := _texts_like(dossier, word):
        told = ", ".join(f"{id_} ({dossier.positions[id_].title})" for id_ in texts[:_FEW])
        more = f", and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
        return UsageError(f"no party or position is called {ref!r}", f"did you mean {told}{more}?")
    message = f"no party or position is called {ref!r} in dossier {dossier.id}"
    return _like(message, ref, names, "negpos list parties; negpos list positions")


_FEW = 3
"""Names that an error suggests."""


def speaking(dossier: Dossier, name: str) -> list[str]:
    """The parties for which somebody of this name speaks on record: a voice of theirs first."""
    word, names = in_one_spelling(dossier, name), called(dossier, name)
    found = voiced_by(dossier, name)
    if found or len(word) < _SHORTEST:
        return found
    return list(
        dict.fromkeys(
            holder
            for demand in dossier.demands()
            if is_speaker(dossier, demand, names)
            for holder in demand.holders
        )
    )


def voiced_by(dossier: Dossier, name: str) -> list[str]:
    """The parties that name somebody called so among their voices."""
    word = in_one_spelling(dossier, name)
    return [
        party.id
        for party in dossier.parties.values()
        if any(word in _speakers(voice) for voice in party.voices)
    ]


def in_one_spelling(dossier: Dossier, name: str) -> str:
    """The folded name, in the spelling that stands for all where the dossier has several."""
    word = fold(name)
    return dossier.spellings.get(word, word)


def called(dossier: Dossier, name: str) -> set[str]:
    """The folded names of whoever is called so: this one, and all of a voice that bears it."""
    word = in_one_spelling(dossier, name)
    voices = [voice for party in dossier.parties.values() for voice in party.voices]
    own = (_speakers(voice) for voice in voices if word in _speakers(voice))
    return {word}.union(*own) - {""}


def is_speaker(dossier: Dossier, demand: Demand, names: Collection[str]) -> bool:
    """Whether somebody of these folded names said it, not another who tells of it."""
    plain = demand.speaker.partition("(")[0].strip()
    if not plain or "," in plain:
        return False
    told = {in_one_spelling(dossier, n) for n in (plain, demand.called, plain.split()[-1]) if n}
    return not told.isdisjoint(names)


def _texts_like(dossier: Dossier, word: str) -> list[str]:
    """The positions with all these words in a name or the title."""
    wanted = set(word.split("-"))
    if min(map(len, wanted), default=0) < _SHORTEST:
        return []
    return [
        position.id
        for position in dossier.positions.values()
        if wanted
        <= {
            w
            for name in (position.id, position.title, *position.aliases)
            for w in fold(name).replace("(", "").replace(")", "").split("-")
        }
    ]


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
        hint = f"write the issue first: negpos on ISSUE {ref}; see: negpos list issues"
        raise UsageError(f"{ref!r} is a side, no issue", hint)
    names = _issue_names(dossier)
    if len(found) == 1:
        return found[0]
    if not called and (theme := _theme(dossier, ref)):
        own = [_short(i.id, names) for i in dossier.issues.values() if i.theme == theme]
        message = f"{ref!r} is a theme of {len(own)} issues"
        sides = " ".join(list(dossier.parties)[:2])
        hint = f"name one: {', '.join(own)}; or type: negpos compare {sides} --theme {theme}"
        raise UsageError(message, hint)
    if found:
        told = (f"{_short(name, names)} ({dossier.issues[name].question})" for name in found)
        raise UsageError(f"{ref!r} fits {len(found)} issues", f"name one: {', '.join(told)}")
    message = f"no issue is called {ref!r} in dossier {dossier.id}"
    raise _like(message, ref, names, "negpos list issues")


def issue_and_sides(dossier: Dossier, words: Sequence[str]) -> tuple[str, list[str]]:
    """The words that name an issue, as one, and the sides behind them; UsageError, with the line
    to type, where a side stands first."""
    names = party_names(dossier)
    cuts = [cut for cut in range(len(words), 0, -1) if all(_is_side(w, names) for w in words[cut:])]
    for is_exact in (True, False):
        for cut in cuts if is_exact else reversed(cuts):
            name = " ".join(words[:cut])
            if _issues_called(dossier, name) or (not is_exact and _issues_like(dossier, name)):
                return name, list(words[cut:])
    rest = " ".join(words[1:])
    if _is_side(words[0], names) and (_issues_called(dossier, rest) or _issues_like(dossier, rest)):
        turned = shlex.join([rest, words[0]])
        raise UsageError(f"{words[0]!r} is a side, no issue", f"type: negpos on {turned}")
    return words[0], list(words[1:])


def issue_and_answer(dossier: Dossier, words: Sequence[str]) -> tuple[str, str]:
    """The words that name an issue, as one, and those of an answer to it behind them."""
    cuts = range(len(words), 0, -1)
    cut = next((cut for cut in cuts if _issues_called(dossier, " ".join(words[:cut]))), 1)
    return " ".join(words[:cut]), " ".join(words[cut:])


def side_and_issue(dossier: Dossier, words: Sequence[str]) -> tuple[str, str]:
    """The words that name a side, as one, and those that name an issue behind them; UsageError,
    with the line to type, where either is missing or they stand the other way round."""
    names = party_names(dossier)
    cuts = range(len(words) - 1, 0, -1)
    cut = next((cut for cut in cuts if _is_side(" ".join(words[:cut]), names)), 1)
    side, issue = " ".join(words[:cut]), " ".join(words[cut:])
    if not issue:
        first = short_issue(dossier, next(iter(dossier.issues), "ISSUE"))
        raise UsageError("why takes a side and an issue", f"as in: negpos why {side} {first}")
    if not _is_side(side, names) and _is_side(words[-1], names):
        turned = shlex.join([words[-1], " ".join(words[:-1])])
        raise UsageError(f"{' '.join(words[:-1])!r} is no side", f"type: negpos why {turned}")
    return side, issue


def short_issue(dossier: Dossier, issue: str) -> str:
    """The last part of an issue's id where it is no other's too, else the whole."""
    return _short(issue, _issue_names(dossier))


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
    return _in_any_spelling(dossier, names)


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
    words = [dossier.spellings.get(word, word) for word in fold(ref).split("-")]
    if not all(words) or FILLING.issuperset(words):
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


def _theme(dossier: Dossier, ref: str) -> str:
    """The id of the theme of exactly this name; empty for none."""
    word = fold(ref)
    return next((t.id for t in dossier.themes.values() if word in (fold(t.id), fold(t.title))), "")


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


def _like(message: str, ref: str, names: Iterable[str], command: str) -> UsageError:
    """An error that names what is like the word, or else where to look."""
    word = fold(ref)
    letters = sum(sign.isalnum() for sign in word)
    found = nearest(word, names) if letters >= _SHORTEST else []
    if not found:
        return UsageError(message, f"see {command}")
    meant = found[0] if len(found) == 1 else ""
    return UsageError(message, f"did you mean {' or '.join(found)}?", ref, meant)
