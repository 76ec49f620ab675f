"""Whether an answer is what its format says it is."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

from negpos.terms import DOCUMENTS

_LINK = {"href", "rel"}
_TAGS = set(
    "html head meta title style body h1 h2 p div table thead tbody tr th td span br ul li "
    "caption footer header section small strong em b i "
    "main sup svg g path circle line ol colgroup col bdi".split()
)


def faults_of_shape(out: bytes, words: Sequence[str]) -> Iterator[str]:
    """What is wrong with an answer as JSON, CSV or HTML, whichever was asked for."""
    given = [b for a, b in pairwise(words) if a in ("--format", "-f")]
    text = out.decode("utf-8", "replace")
    if not given or not text or "page" in words[:1]:  # a page has a script, and tests of its own
        return
    if given[-1] in DOCUMENTS:
        yield from _faults_of_a_document(out)
    elif given[-1] == "json":
        try:
            json.loads(text, parse_constant=_no_number)
        except ValueError as error:
            yield f"no JSON: {str(error).partition(':')[0]}"
    elif given[-1] == "csv":
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        if len({len(row) for row in rows}) > 1:
            yield "CSV with rows of unequal length"
        if not text.endswith("\r\n"):
            yield "CSV without CR LF at its end"
        if any(c[:1] in ("=", "+", "-", "@") and not _is_number(c) for row in rows for c in row):
            yield "a CSV cell that is run as a formula"
    elif given[-1] == "html":
        page = _Page()
        page.feed(text)
        page.close()
        yield from sorted(page.faults)


def _faults_of_a_document(out: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(out)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(parts.read(name))
    except (zipfile.BadZipFile, ElementTree.ParseError) as error:
        yield f"no document: {type(error).__name__}"


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            href = dict(attrs).get("href") or ""
            is_of_the_web = href.startswith(("http://", "https://")) and set(dict(attrs)) == _LINK
            is_within = href.startswith("#source-") and href[8:].isdecimal()
            if not is_of_the_web and not is_within:
                self.faults.add(f"a link that is none: {href[:40]}")
        elif tag not in _TAGS:
            self.faults.add(f"an HTML element that is not the program's own: {tag[:20]}")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.faults.add(f"an HTML attribute that runs: {name[:20]}")
