"""A report to text in one of five formats; only the asked-for renderer is imported."""

from collections.abc import Iterator
from typing import NamedTuple

from negpos.view.grid import Report


class Screen(NamedTuple):
    """What the table is drawn for: columns to fill (0: as wide as needed) and colour or not."""

    width: int = 0
    is_coloured: bool = False


def render(report: Report, format: str, screen: Screen) -> Iterator[str]:
    """The report as text in this format, ending in a line break, in one piece or in several
    that are made when they are asked for."""
    if format == "table":
        from negpos.render.table import table

        grid = (report.brief or report.grid)()
        yield table(grid, screen.width, screen.is_coloured)
    elif format == "csv":
        from negpos.render.csv import csv

        yield from csv(report.sheet())
    elif format == "md":
        from negpos.render.md import md

        yield md(report.grid())
    elif format == "html":
        from negpos.render.html import html

        yield html(report.grid())
    else:
        from negpos.render.json import json

        yield from json(report.data())
