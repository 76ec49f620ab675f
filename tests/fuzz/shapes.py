"""Whether an answer is what its format says it is."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise

_LINK = {"href", "rel"}
_TAGS = set(
    "html head meta title style body h1 h2 p div table thead tbody tr th td span br ul li "
    "caption footer header section small strong em b i".split()
)


def faults_of_shape(out: bytes, words: Sequence[str]) -> Iterator[str]:
    """What is wrong with an answer as JSON, CSV or HTML, whichever was asked for."""
    given = [b for a, b in pairwise(words) if a in ("--format", "-f")]
    text = out.decode("utf-8", "replace")
    if not given or not text:
        return
    if given[-1] == "json":
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
            if not href.startswith(("http://", "https://")) or {n for n, _ in attrs} != _LINK:
                self.faults.add(f"a link that is none: {href[:40]}")
        elif tag not in _TAGS:
            self.faults.add(f"an HTML element that is not the program's own: {tag[:20]}")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.faults.add(f"an HTML attribute that runs: {name[:20]}")
