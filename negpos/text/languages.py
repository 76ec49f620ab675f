"""Whether a text is in the language that the guards read, which is English."""

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_AS_NAMES = re.compile(r"\b(?:de (?:facto|jure)|et al|ad hoc|la|el|al|den haag)\b")
_FEW = 8
"""So many words without one of English are of another language."""
_ENGLISH = frozenset(
    """the of and to is are with by for from that which has have will not their its it they be all
    this shall must may would after before if once under between into until than who whose his her
    been were no only both any each other or should said says could can what how does
    these those such neither nor within without never over out up there""".split()
)
"""The commonest words of English that are no common words of another language."""
_SHARED = frozenset("a an in on at as no do or so".split())
"""Common words of English that others have too."""
_FOREIGN = (
    frozenset(
        # French, Spanish, Portuguese, Italian, Romanian; German, Dutch, Scandinavian; Polish,
        # Czech, Croatian, Hungarian, Turkish, Indonesian, Russian and Ukrainian in Latin letters
        """
        les des une est sont dans et ou que qui pour par sur avec sans pas ne ce cette aux du le au
        l qu elle ils y los las del un una es son por para con sin se su sus como e os da dos das um
        uma não em na il gli della dei di che per è sono nel nella si și din este la cu pe
        der das und ist sind ein eine einer nicht von zu mit auf für dem den des im wird werden bei
        keine het een en van niet zijn wordt voor met og er av på til ikke att och är inte som
        nie jest są się jej je ve že není nije će od az egy nem és hogy bir bu ile için olarak dan
        yang dari untuk tidak dengan ini itu ta shcho chto kak
        """.split()
    )
    - _ENGLISH
    - _SHARED
)
"""Words of other languages in Latin letters that English does not have."""


def is_read(text: str) -> bool:
    """Whether the guards can read the text: its letters are Latin, and its commonest words English
    or, in a short one, at least of no other language."""
    letters = [sign for sign in text if sign.isalpha()] if not text.isascii() else []
    if 2 * sum(sign > "\u024f" and not "\u1e00" <= sign <= "\u1eff" for sign in letters) > len(
        letters
    ):
        return False
    words = _LETTERS.findall(_AS_NAMES.sub(" ", text.casefold()))
    english = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    is_long = len(words) >= _FEW
    return english >= foreign and (english > 0 or not is_long or not _SHARED.isdisjoint(words))
