"""Phrases that say one thing, each written in one way: bounds, ranges, leave and duty."""

import re

from negpos.text.words import SPELLED, tokens

BOUNDS = ("maximum", "minimum", "above", "below", "lowest", "highest")
"""What stands before a figure that bounds something; the last two before the ends of a range."""
_SPELT = "|".join(SPELLED)
_N = rf"(?= (?:(?:usd|eur|gbp) )?(?:\d|(?:{_SPELT})\b))"
_NOT = r"(?:no|not|never|nor)((?: [a-z]+){0,4}?)"
_MORE = r"(?:more|larger|greater|higher|longer|later|farther|further|bigger)(?: [a-z]+){0,2}?"
_LESS = r"(?:less|fewer|smaller|lower|shorter)(?: [a-z]+){0,2}?"
_SO_MANY = rf"(\d+(?:\.\d+)?|{_SPELT})"
_OF_FIGURES = [
    (re.compile(rf"\b(?:{pattern})"), f" {phrase} ")
    for phrase, pattern in (
        (r"lowest \1 highest \2", rf"between {_SO_MANY} and {_SO_MANY}\b"),
        (r"minimum \1 \2", r"(\d\S*)(?: ([a-z]+))? or (?:more|longer|above)\b"),
        (r"maximum \1 \2", r"(\d\S*)(?: ([a-z]+))? or (?:less|fewer|below|under)\b"),
        ("maximum", r"(?:no|not) (?:more|later|larger) than\b|without exceeding\b"
         r"|at (?:the )?most\b|(?:\w+ )?(?:not|never) (?:to )?exceed(?:ing)?\b"
         rf"|(?:up to|only|a mere){_N}"),
        (r"\1 maximum", rf"{_NOT} {_MORE} than{_N}"),
        (r"\1 maximum", rf"{_NOT} (?:above|over|beyond){_N}"),
        ("maximum", rf"(?:capped|held|kept|limited|restricted) (?:at|to)(?: a maximum of)?{_N}"),
        (r"\1 maximum", rf"(?:ceiling|cap|limit|maximum|max)((?: [a-z]+){{0,4}}) (?:of|at|is){_N}"),
        ("minimum", r"(?:no|not) (?:less|fewer|earlier) than\b|at least\b"
         rf"|(?:a )?(?:minimum|floor) of{_N}"),
        (r"\1 minimum", rf"{_NOT} {_LESS} than{_N}"),
        (r"\1 minimum", rf"{_NOT} (?:below|under){_N}"),
        ("above", rf"(?:more|greater|larger|higher|longer|bigger) than{_N}"
         rf"|(?:above|exceed|exceeds|exceeding|upwards of|beyond){_N}"
         r"|over(?= (?:(?:usd|eur|gbp) )?\d[\d.]*+(?! (?:day|week|month|year)))"),
        ("below", rf"(?:less|fewer|smaller|lower|shorter) than{_N}|(?:below|under|short of){_N}"),
        ("partly", rf"(?:\d+|{_SPELT}) of (?:the|its|their|these|those)\b"),
    )
]  # fmt: skip
"""What matters only beside a figure."""
_PHRASES = [
    (re.compile(rf"\b(?:{pattern})"), f" {phrase} ")
    for phrase, pattern in (
        ("maximum", r"(?:no|not) (?:more|later|larger) than\b|at (?:the )?most\b"),
        ("minimum", r"(?:no|not) (?:less|fewer|earlier) than\b|at least\b"),
        ("", r"not (?:only|just|merely|simply|least)\b|no doubt\b"),
        ("allowed not", r"need not\b|do(?:es)? not (?:need|have) to\b|not (?:required|obliged)\b"),
        ("allowed", r"(?:lift|end|drop|remove)(?:s|d|ed|ing)? (?:\w+ )?(?:ban|bar)\b"),
        (r"\1 after", r"(?:not|never) (\w+) (?:until|before)\b"),
        ("must not", r"may not\b|c(?:an|ould) ?not\b|ca(?:n't)\b|couldn't\b"),
        ("must", r"(?:has|had|have|needs?|is|are) to\b"),
        ("allowed", r"(?:is|are|be) free to\b"),
        ("percent", r"(?:per cent|pct)\b"),
        ("defacto", r"de facto\b"),
        ("dejure", r"de jure\b"),
        ("immediately", r"at once\b"),
        ("unacceptable", r"out of the question\b"),
        ("forgo", r"g(?:iv(?:e|es|en|ing)|ave) up\b|(?:free|rid) of\b"
         r"|withdr\w+ (?:its|their|his|her|the) (?:recognition|consent|offer|support|bid)\b"),
        ("wartime", r"times? of war\b|at war\b"),
        ("peacetime", r"times? of peace\b|peace time\b|after the war\b"),
        ("", r"(?:in|by|at|to|until) (?:the|its) end\b|end(?:s|ed|ing)? (?:the|this|its|a|all)?"
         r" ?(?:war|conflict|fighting|hostilities)\b"),
        ("partly", r"in part\b|one of (?:the|its|their|these|those)\b"),
    )
]  # fmt: skip
_RANGE = re.compile(rf"\b(?:from )?{_SO_MANY} to {_SO_MANY}(?![\d.])\b")


def rephrased(text: str) -> list[str]:
    """The words of a text, as ``tokens`` writes them, with each of these phrases in one wording."""
    found = tokens(text)
    words = " ".join(found)
    if any(word in SPELLED or word[0].isdigit() for word in found):
        for pattern, phrase in _OF_FIGURES:
            words = pattern.sub(phrase, words)
    for pattern, phrase in _PHRASES:
        words = pattern.sub(phrase, words)
    if " to " in words:
        words = _RANGE.sub(_range, words)
    return words.split()


def _range(found: re.Match[str]) -> str:
    """From a lower figure to a higher one; from a higher to a lower something is only changed."""
    low, high = (float(SPELLED.get(one, one)) for one in found.groups())
    return f"lowest {found[1]} highest {found[2]}" if low < high else found[0]
