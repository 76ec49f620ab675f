"""A report to text in one of its formats, or to a document; only the asked-for renderer is
imported."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from negpos.errors import UsageError
from negpos.terms import REFERENCES
from negpos.view.grid import Grid, Handout, Report

if TYPE_CHECKING:
    from negpos.package import Package

LINES, _ROWS = 30, 14
"""Lines of a screen, and the most rows of a table on it."""
_USUAL = 80
"""Columns on which so many lines are enough; narrower, as many more are needed."""


class Screen(NamedTuple):
    """What the table is drawn for: columns to fill (0: as wide as needed), colour or not, and on
    how many lines a brief one fits; whether a CSV is for spreadsheets set to most of Europe; and
    whether links are understood."""

    width: int = 0
    is_coloured: bool = False
    lines: int = LINES
    is_european: bool = False
    has_links: bool = False


def _on_one_screen(drawn: Callable[[int], Grid], screen: Screen) -> str:
    """The table with as many rows as fit, or with none where what stands around them does not."""
    from negpos.render.table import fitting, table

    lines = max(screen.lines, screen.lines * _USUAL // (screen.width or _USUAL))
    rows = fitting(drawn(_ROWS), screen.width, lines)
    while True:
        text = table(drawn(rows), screen.width, screen.is_coloured, screen.has_links)
        over = text.count("\n") - lines
        if over <= 0 or not rows:
            return text
        rows -= min(rows, max(1, over // 3))


def render(report: Report, format: str, screen: Screen) -> Iterator[str]:
    """The report as text in this format, which is no document, ending in a line break, in one
    piece or in several that are made when they are asked for; UsageError for references of what
    is no list of sources."""
    if format == "table":
        from negpos.render.table import table

        if report.screen:
            yield _on_one_screen(report.screen, screen)
        elif report.handout:
            told = _stamped(report)
            head = Grid(told.title, told.preface, (), ())
            grids = (head, *(part.grid for part in told.parts))
            yield "\n".join(
                table(one, screen.width, screen.is_coloured, screen.has_links) for one in grids
            )
        else:
            yield table(report.grid(), screen.width, screen.is_coloured, screen.has_links)
    elif format == "csv":
        from negpos.render.csv import csv

        yield from csv(report.sheet(), is_european=screen.is_european)
    elif format == "md":
        from negpos.render import md

        yield md.several(_stamped(report)) if report.handout else md.md(report.grid())
    elif format == "html":
        if report.handout:
            from negpos.render.handout import handout

            yield handout(_stamped(report))
        else:
            from negpos.render.html import html

            yield html(report.grid())
    elif format == REFERENCES:
        from negpos.render.json import items

        if report.references is None:
            raise UsageError(f"{REFERENCES} is for sources", f"negpos list sources -f {REFERENCES}")
        yield from items(report.references())
    else:
        from negpos.render.json import json

        yield from json(report.data())


def _stamped(report: Report) -> Handout:
    """The handout with its receipt: paper outlives the command that made it."""
    assert report.handout is not None
    told = report.handout()
    return told._replace(receipt=report.stamp().receipt) if report.stamp else told


def document(report: Report, format: str) -> bytes:
    """The report as a file of an office, ``docx`` or ``xlsx``; UsageError where the library that
    writes it is not installed, and for more than such a file holds."""
    with _installed(format):
        if format == "docx":
            from negpos.render.docx import docx

            return docx(report)
        from negpos.render.xlsx import xlsx

        return xlsx(report)


def workbook(package: "Package") -> bytes:
    """A data package as a workbook; UsageError as for a document."""
    with _installed("xlsx"):
        from negpos.render.book import book

        return book(package)


@contextmanager
def _installed(format: str) -> Iterator[None]:
    """A library that is not installed is named."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (library := _LIBRARIES.get(error.name or "")) is None:
            raise
        told = f"{format} needs {library}, which is not installed"
        raise UsageError(told, 'pip install "negpos[office]"') from None


_LIBRARIES = {"docx": "python-docx", "lxml": "lxml", "xlsxwriter": "XlsxWriter"}
"""What has to be installed for a document, by the name of its module."""
