"""A grid as a table for the terminal; the only module that knows rich."""

from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from negpos.render.safe import safe
from negpos.view.grid import BREAK, Cell, Grid

TONES = {
    "deadlock": "bold red",
    "crossing": "red",
    "gap": "yellow",
    "unclear": "italic",
    "agreed": "green",
    "silent": "dim",
    "line": "bold",
    "strong": "bold",
    "quiet": "dim",
    "joint": "cyan",
    "head": "bold",
}
_ENDLESS = 100_000
_HEADING = "\ue000"
"""Stands for a heading until the table is drawn; no data can hold it (see ``safe``)."""


def table(grid: Grid, width: int, is_coloured: bool) -> str:
    """The grid drawn for so many columns, or as wide as it needs for ``width`` 0."""
    if width:
        width = max(width, _least_width(grid))
    out = StringIO()
    console = Console(
        file=out,
        width=width or _ENDLESS,
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(Text(safe(grid.title), style="bold"), soft_wrap=not width)
    for line in grid.lines:
        console.print(Text(safe(line)), soft_wrap=not width)
    if grid.sections:
        console.print()
        with console.capture() as drawn:
            console.print(_table(grid, width))
        _with_headings(console, grid, drawn.get())
    if grid.notes:
        console.print()
    for note in grid.notes:
        console.print(Text(safe(note)), soft_wrap=not width)
    return _trimmed(out.getvalue())


def _table(grid: Grid, width: int) -> Table:
    """Columns share a width that is too narrow; parts of a cell stand in one line on a pipe."""
    drawn = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        header_style="bold",
    )
    for column in grid.columns:
        drawn.add_column(
            Text(safe(column.title)),
            ratio=column.share or None,
            min_width=column.least or None,
            justify="right" if column.is_number else "left",
            overflow="fold",
            no_wrap=not width,
        )
    for section in grid.sections:
        if section.title:
            drawn.add_row(_HEADING)
        for row in section.rows:
            drawn.add_row(*(_text(cell, in_one_line=not width) for cell in row))
    drawn.expand = 0 < width < _natural_width(grid)
    if not drawn.expand:  # rich shares out a width that it does not have, and cuts words off
        for drawn_column in drawn.columns:
            drawn_column.ratio = None
    return drawn


def _least_width(grid: Grid) -> int:
    """The columns without which rich would leave some out; better drawn wider than cut off."""
    least = []
    for place, column in enumerate(grid.columns):
        shown = [column.title] if column.share else []
        if column.share == 0:
            shown = [column.title, *(row[place].text for s in grid.sections for row in s.rows)]
        words = [
            word for text in shown for word in safe(text).split("\n" if not column.share else None)
        ]
        least.append(max([column.least, *(cell_len(word) for word in words)]))
    return sum(least) + 3 * (len(least) - 1)


def _natural_width(grid: Grid) -> int:
    """The columns needed to wrap nothing; rich would lay out every cell to tell."""
    widths = [cell_len(column.title) for column in grid.columns]
    for section in grid.sections:
        for row in section.rows:
            for place, shown in enumerate(row):
                for line in safe(shown.text).split(BREAK):
                    widths[place] = max(widths[place], cell_len(line))
    return sum(widths) + 3 * (len(widths) - 1)


def _with_headings(console: Console, grid: Grid, drawn: str) -> None:
    """Prints the table with each section's heading across all columns, after an empty line."""
    titles = iter([section.title for section in grid.sections if section.title])
    is_first = True
    for line in drawn.splitlines():
        if _HEADING not in line:
            console.file.write(f"{line}\n")
            continue
        if not is_first:
            console.print()
        is_first = False
        console.print(Text(safe(next(titles)), style="bold underline"), soft_wrap=True)


def _text(cell: Cell, *, in_one_line: bool) -> Text:
    text = Text()
    for span in cell.spans:
        words = safe(span.text)
        if words == BREAK and in_one_line:
            words = "  "
        text.append(words, TONES.get(span.tone.removeprefix("chart ")) or _heat(span.tone))
    return text


def _heat(tone: str) -> Style | None:
    """``heat 0`` to ``heat 100``: a background from dark to bright for the matrix."""
    if not tone.startswith("heat "):
        return None
    share = int(tone.removeprefix("heat "))
    colours = ("red", "yellow", "green")
    return Style(color="black", bgcolor=colours[min(2, share * 3 // 101)])


def _trimmed(text: str) -> str:
    """The text without blanks at line ends."""
    return "".join(line.rstrip() + "\n" for line in text.splitlines())
