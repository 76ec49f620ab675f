"""A grid as GitHub-flavoured Markdown."""

import re
from functools import lru_cache

from negpos.safe import is_address, safe
from negpos.view.grid import Cell, Grid, Span

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def md(grid: Grid) -> str:
    """A heading, the lines under it, one pipe table a section, and the notes as a list."""
    parts = [f"# {_escape(grid.title)}", *(_escape(line) for line in grid.preface)]
    for section in grid.sections:
        if section.title:
            parts.append(f"## {_escape(section.title)}")
        head = "| " + " | ".join(_escape(column.title) for column in grid.columns) + " |"
        rule = "|" + "|".join(" ---: " if c.is_number else " --- " for c in grid.columns) + "|"
        rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in section.rows]
        parts.append("\n".join([head, rule, *rows]))
    if grid.notes:
        parts.append("\n".join(f"- {_escape(note)}" for note in grid.notes))
    return "\n\n".join(parts) + "\n"


@lru_cache(maxsize=4096)
def _cell(cell: Cell) -> str:
    return "".join(map(_span, cell.spans)).replace("\n", "<br>")


def _span(span: Span) -> str:
    words = _escape(span.text)
    return f"[{words}](<{span.link}>)" if is_address(span.link) else words


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", safe(text))
