"""A report to text in one of its formats; only the asked-for renderer is imported."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from negpos.errors import UsageError
from negpos.terms import REFERENCES
from negpos.view.grid import Grid, Report

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


def _on_one_screen(brief: Callable[[int], Grid], screen: Screen) -> str:
    """The table with as many rows as fit, or with none where what stands around them does not."""
    from negpos.render.table import fitting, table

    lines = max(screen.lines, screen.lines * _USUAL // (screen.width or _USUAL))
    rows = fitting(brief(_ROWS), screen.width, lines)
    while True:
        text = table(brief(rows), screen.width, screen.is_coloured, screen.has_links)
        over = text.count("\n") - lines
        if over <= 0 or not rows:
            return text
        rows -= min(rows, max(1, over // 3))


def render(report: Report, format: str, screen: Screen) -> Iterator[str]:
    """The report as text in this format, ending in a line break, in one piece or in several
    that are made when they are asked for; UsageError for references of what is no list of
    sources."""
    if format == "table":
        from negpos.render.table import table

        if report.brief:
            yield _on_one_screen(report.brief, screen)
        else:
            yield table(report.grid(), screen.width, screen.is_coloured, screen.has_links)
    elif format == "csv":
        from negpos.render.csv import csv

        yield from csv(report.sheet(), is_european=screen.is_european)
    elif format == "md":
        from negpos.render.md import md

        yield md(report.grid())
    elif format == "html":
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
