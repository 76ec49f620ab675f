"""A report to text in one of five formats; only the asked-for renderer is imported."""

from typing import NamedTuple

from negpos.view.grid import Report

FORMATS = ("table", "csv", "json", "md", "html")


class Screen(NamedTuple):
    """What the table is drawn for: columns to fill (0: as wide as needed) and colour or not."""

    width: int = 0
    is_coloured: bool = False


def render(report: Report, format: str, screen: Screen) -> str:
    """The report as text in this format, ending in a line break."""
    if format == "table":
        from negpos.render.table import table

        return table(report.grid(), screen.width, screen.is_coloured)
    if format == "csv":
        from negpos.render.csv import csv

        return csv(report.sheet())
    if format == "md":
        from negpos.render.md import md

        return md(report.grid())
    if format == "html":
        from negpos.render.html import html

        return html(report.grid())
    from negpos.render.json import json

    return json(report.data())
