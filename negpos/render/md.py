"""A grid as GitHub-flavoured Markdown."""

import re
from functools import lru_cache

from negpos.safe import is_address, safe
from negpos.view.grid import Cell, Grid, Handout, Span

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def several(told: Handout) -> str:
    """A heading, the lines under it, then each part under a heading of its own, the receipt
    last."""
    lines = [f"# {_escape(told.title)}", *(_escape(line) for line in told.preface)]
    parts = [part.grid for part in told.parts]
    foot = f"\n{_escape(told.receipt)}\n" if told.receipt else ""
    head = "\n\n".join(lines)
    return "\n".join([f"{head}\n", *(md(grid, level=2) for grid in parts)]) + foot


def md(grid: Grid, level: int = 1) -> str:
    """A heading, the lines under it, one pipe table a section, and the notes as a list; lines
    without a table are a list too."""
    mark = "#" * level
    lead = [_escape(line) for line in grid.preface]
    lead = lead if grid.columns else ["\n".join(f"- {line}" for line in lead)]
    parts = [f"{mark} {_escape(grid.title)}", *lead]
    for section in grid.sections:
        if section.title:
            parts.append(f"{mark}# {_escape(section.title)}")
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
    if span.tone == "source":
        return f"<sup>{words.strip()}</sup>"
    return f"[{words}](<{span.link}>)" if is_address(span.link) else words


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", safe(text))
