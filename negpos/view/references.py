"""A source as programs that set references take it: an item of CSL-JSON."""

import re
from typing import Any

from negpos.dossier import Source
from negpos.safe import is_address

_TYPES = {
    "document": "document",
    "news": "article-newspaper",
    "agency": "article-newspaper",
    "transcript": "document",
    "opinion": "webpage",
    "digest": "webpage",
    "blog": "post-weblog",
}
"""What each kind of source is among the types of CSL; where none fits, the one that claims
least."""
_GENRES = {"transcript": "Transcript", "opinion": "Opinion", "digest": "Digest"}
"""Of kinds that the type does not tell."""

_UNSAFE = re.compile(r"[<>\"'|\\`{}]")
"""Signs that an address holds only as their numbers."""


def reference(source: Source) -> dict[str, Any]:
    """The item of a source; nothing in it that is not in the data, and names as they stand there,
    since nobody told which part of one is the family's."""
    type_ = _TYPES[source.kind]
    is_whole = type_ == "document"
    told: dict[str, Any] = {"id": source.id, "type": type_, "title": source.title}
    if source.author:
        told["author"] = [{"literal": source.author}]
    told["publisher" if is_whole else "container-title"] = source.publisher
    told["issued"] = {"date-parts": [[int(part) for part in source.date.split("-")]]}
    if source.kind in _GENRES:
        told["genre"] = _GENRES[source.kind]
    if is_address(address := _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", source.url)):
        told["URL"] = address
    told["note"] = f"Grade {source.grade}" + (f"; {source.note}" if source.note else "")
    return told
