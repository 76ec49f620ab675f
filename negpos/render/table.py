"""A grid as a table for the terminal; the only module that knows rich."""

import re
from collections.abc import Callable
from functools import cache, partial
from io import StringIO
from zlib import crc32

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from negpos.safe import is_address, safe, unlinked
from negpos.view.grid import BREAK, Cell, Grid, Section, Span

TONES = {
    "deadlock": "bold red",
    "crossing": "red",
    "gap": "yellow",
    "unclear": "italic",
    "agreed-if": "green italic",
    "agreed": "green",
    "silent": "dim",
    "line": "bold",
    "strong": "bold",
    "quiet": "dim",
    "joint": "cyan",
    "head": "bold",
}
_ENDLESS = 100_000
_NARROWEST = 20
"""Columns on which words can still be read."""
_HEADING = "\ue000"
"""Stands for a heading until the table is drawn; no data can hold it (see ``safe``)."""
_MARK = "\ue001"
"""Stands where a column begins, until its place is read."""
_MANY = 300
"""Rows beyond which rich, at half a millisecond a row, only lays out the columns."""
_BETWEEN = "   "
"""What rich leaves between two columns in this box with this padding."""
_WORDS = re.compile(r"\s*\S+\s*").findall
_TONE = re.compile(r"\x1b\[[0-9;]*m")
_LINK = re.compile(r"(\x1b\]8;id=)[^;\x1b]*;(\w+) ")
"""How a link begins as rich draws it, with an id that differs from run to run, and then ours."""
_BLANKS = re.compile(r" +(?=\x1b\]8;;\x1b\\ *$)", re.MULTILINE)
"""Blanks at the end of a line, but within a link."""


def table(grid: Grid, width: int, is_coloured: bool, has_links: bool = False) -> str:
    """The grid drawn for so many columns, or as wide as it needs for ``width`` 0; where its cells
    do not fit side by side they stand below each other. Where links are understood, words that
    have an address lead to it."""
    width = width and max(width, _NARROWEST)
    is_styled = is_coloured or has_links
    out = StringIO()
    console = Console(
        file=out,
        width=width or _ENDLESS,
        force_terminal=is_styled,
        color_system="standard" if is_styled else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(Text(safe(grid.title), style="bold"), soft_wrap=not width)
    for line in grid.preface:
        console.print(Text(safe(line)), soft_wrap=not width)
    for part in _blocks(grid, width) if grid.sections else ():
        console.print()
        _draw(console, part, width, is_styled)
    if grid.notes:
        console.print()
    for note in grid.notes:
        console.print(Text(safe(note)), soft_wrap=not width)
    drawn = out.getvalue()
    if is_styled and not is_coloured:
        drawn = _BLANKS.sub("", _TONE.sub("", drawn))
    return _trimmed(_LINK.sub(r"\1\2;", drawn) if has_links else unlinked(drawn))


def fitting(grid: Grid, width: int, lines: int) -> int:
    """About how many of the rows fit on so many lines of this width, told without drawing: at
    times one too many, where words break badly."""
    rows = [row for section in grid.sections for row in section.rows]
    if not rows or not width:
        return len(rows)
    widths = _about(grid, rows, width)
    used = sum(_height(text, width) for text in (grid.title, *grid.preface, *grid.notes))
    used += 1 + bool(grid.notes) + 2 * any(column.title for column in grid.columns)
    count = 0
    for number, section in enumerate(grid.sections):
        used += bool(section.title) * (1 + bool(number))
        for row in section.rows:
            used += max(
                sum(_height(part, wide) for part in shown.text.split(BREAK))
                for shown, wide in zip(row, widths, strict=True)
            )
            if used > lines:
                return count
            count += 1
    return count


def _about(grid: Grid, rows: list[tuple[Cell, ...]], width: int) -> list[int]:
    """About how wide each column is drawn."""
    widths = []
    for place, column in enumerate(grid.columns):
        needed = max([len(column.title), *(len(row[place].text) for row in rows)])
        widths.append(min(needed, column.most or needed))
    room = width - len(_BETWEEN) * (len(widths) - 1)
    shares = [column.share for column in grid.columns]
    taken = sum(wide for wide, share in zip(widths, shares, strict=True) if not share)
    for place, share in enumerate(shares):
        if share and sum(widths) > room:
            widths[place] = max(1, (room - taken) * share // sum(shares))
    return widths


def _height(text: str, width: int) -> int:
    return max(1, -(-len(text) // max(1, width)))


def _draw(console: Console, grid: Grid, width: int, is_styled: bool) -> None:
    """Prints the rows in the way that fits."""
    if 0 < width < _least_width(grid):
        _stack(console, grid)
    elif _is_long_and_plain(grid, is_styled):
        _set_rows(console, grid, width)
    else:
        with console.capture() as drawn:
            console.print(_table(grid, width, is_styled))
        _with_headings(console, grid, width, drawn.get())


def _blocks(grid: Grid, width: int) -> list[Grid]:
    """A table of figures that is too wide, as several of fewer columns, each behind the first
    column; any other table as it is."""
    has_words = not all(column.is_number for column in grid.columns[1:])
    if not width or has_words or _least_width(grid) <= width:
        return [grid]
    blocks: list[Grid] = []
    places: list[int] = []
    for place in range(1, len(grid.columns)):
        wider = _with_columns(grid, [0, *places, place])
        if places and _least_width(wider) > width:
            blocks.append(_with_columns(grid, [0, *places]))
            places = []
        places.append(place)
    blocks.append(_with_columns(grid, [0, *places]))
    return [_without_empty_rows(block) for block in blocks]


def _without_empty_rows(grid: Grid) -> Grid:
    """The block without the rows that have nothing but their name in it."""
    return grid._replace(
        sections=tuple(
            Section(
                section.title,
                tuple(row for row in section.rows if any(cell.text.strip() for cell in row[1:])),
            )
            for section in grid.sections
        )
    )


def _with_columns(grid: Grid, places: list[int]) -> Grid:
    sections = tuple(
        Section(section.title, tuple(tuple(row[place] for place in places) for row in section.rows))
        for section in grid.sections
    )
    columns = tuple(grid.columns[place] for place in places)
    return grid._replace(columns=columns, sections=sections)


def _stack(console: Console, grid: Grid) -> None:
    """Prints each row as its first cell and below it the others, each with the heading of its
    column; the parts of a cell stand in one line where that fits."""
    is_first = True
    if grid.columns[0].title:
        console.print(Text(safe(grid.columns[0].title), style="bold"))
    for section in grid.sections:
        if section.title:
            if not is_first:
                console.print()
            console.print(Text(safe(section.title), style="bold underline"))
            is_first = True
        for row in section.rows:
            if not is_first:
                console.print()
            is_first = False
            for place, (column, shown) in enumerate(zip(grid.columns, row, strict=True)):
                title = f"{safe(column.title)}: " if place and column.title else ""
                if not shown.text.strip():
                    continue
                label = Text(title, style="dim")
                line = label + _text(shown, in_one_line=True)
                if line.cell_len > console.width - 2:
                    line = label + _text(shown, in_one_line=False)
                _indented(console, line, 2 if place else 0)


def _indented(console: Console, text: Text, margin: int) -> None:
    """Prints lines behind a margin, what follows the first line behind one twice as wide;
    nothing for no words."""
    first, *others = text.split(BREAK)
    for line, left in ((first, margin), *((line, 2 * margin) for line in others)):
        if line.plain.strip():
            console.print(Padding(line, (0, 0, 0, left)))


def _table(grid: Grid, width: int, is_styled: bool) -> Table:
    """Columns share a width that is too narrow; parts of a cell stand in one line on a pipe."""
    # without styles rich need not carry the tone of every part through its breaking of lines
    text_of = _text if is_styled else _toneless
    drawn = _columns(grid, width)
    for section in grid.sections:
        if section.title:
            drawn.add_row(_HEADING)
        for row in section.rows:
            drawn.add_row(*(text_of(cell, in_one_line=not width) for cell in row))
    _fit(drawn, grid, width)
    return drawn


def _columns(grid: Grid, width: int) -> Table:
    """A table of these columns without rows."""
    drawn = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        show_header=any(column.title for column in grid.columns),
        header_style="bold",
    )
    for column in grid.columns:
        drawn.add_column(
            Text(safe(column.title)),
            ratio=column.share or None,
            min_width=column.least or None,
            max_width=(width and column.most) or None,
            justify="right" if column.is_number else "left",
            overflow="fold",
            no_wrap=not width,
        )
    return drawn


def _fit(drawn: Table, grid: Grid, width: int) -> None:
    """As wide as asked for where the cells would fill more, else as wide as they need."""
    drawn.expand = 0 < width < _natural_width(grid)
    for drawn_column, column in zip(drawn.columns, grid.columns, strict=True):
        if not drawn.expand:  # rich shares out a width that it does not have, and cuts words off
            drawn_column.ratio = drawn_column.max_width = None
        elif column.share:  # what rich goes by where it shares out a width; not by the least
            drawn_column.width = column.least or None


def _is_long_and_plain(grid: Grid, is_styled: bool) -> bool:
    """Whether there are many rows, nothing in them has a style, and no column is bare."""
    rows = [row for section in grid.sections for row in section.rows]
    if len(rows) <= _MANY:
        return False
    spans = (span for row in rows for cell in row for span in cell.spans)
    if is_styled and any(span.tone or span.link for span in spans):
        return False
    return all(
        column.title or column.least or any(row[place].text.strip() for row in rows)
        for place, column in enumerate(grid.columns)
    )


def _set_rows(console: Console, grid: Grid, width: int) -> None:
    """Prints the table as rich would draw it. Rich lays out the columns by the cells that
    reach farthest; the rows are set into them here, each different cell once."""
    plain = cache(lambda cell: _plain(cell, in_one_line=not width))
    sample = grid._replace(sections=(Section("", _farthest(grid, plain, width)),))
    drawn = _columns(sample, width)
    drawn.add_row(*(Text(_MARK, justify="left") for _ in grid.columns))
    for row in sample.sections[0].rows:
        drawn.add_row(*(_text(cell, in_one_line=not width) for cell in row))
    _fit(drawn, sample, width)
    with console.capture() as captured:
        console.print(drawn)
    head = captured.get().splitlines()
    mark = next(number for number, line in enumerate(head) if _MARK in line)
    starts = [place for place, sign in enumerate(head[mark]) if sign == _MARK]
    ends = [*(start - len(_BETWEEN) for start in starts[1:]), len(head[max(0, mark - 1)])]
    for line in head[:mark]:
        console.file.write(f"{line}\n")
    set_ = [
        cache(partial(_lines, console, plain, end - start, column.is_number, not width))
        for start, end, column in zip(starts, ends, grid.columns, strict=True)
    ]
    blank = [" " * (end - start) for start, end in zip(starts, ends, strict=True)]
    is_first = True
    for section in grid.sections:
        if section.title:
            if not is_first:
                console.print()
            is_first = False
            console.print(Text(safe(section.title), style="bold underline"), soft_wrap=not width)
        for row in section.rows:
            cells = [lines_of(cell) for lines_of, cell in zip(set_, row, strict=True)]
            console.file.write(_side_by_side(cells, blank))


def _side_by_side(cells: list[list[str]], blank: list[str]) -> str:
    """The lines of a row, one line of each cell in each; a cell that ends early is filled up."""
    height = max([len(lines) for lines in cells])
    if height == 1:
        return _BETWEEN.join([line for (line,) in cells]) + "\n"
    rows = []
    for number in range(height):
        parts = [
            lines[number] if number < len(lines) else blank[place]
            for place, lines in enumerate(cells)
        ]
        rows.append(f"{_BETWEEN.join(parts)}\n")
    return "".join(rows)


def _farthest(grid: Grid, plain: Callable[[Cell], str], width: int) -> tuple[tuple[Cell, ...], ...]:
    """A row made of the widest cell of each column and, where lines may be broken, another of
    those with the longest word."""

    def reach(cell: Cell) -> int:
        return max([_length(line) for line in plain(cell).split(BREAK)])

    def word(cell: Cell) -> int:
        return max([_length(part) for part in plain(cell).split()], default=0)

    columns = zip(*(row for section in grid.sections for row in section.rows), strict=True)
    fars = (reach, word) if width else (reach,)
    different = [list(dict.fromkeys(column)) for column in columns]
    return tuple(tuple(max(cells, key=far) for cells in different) for far in fars)


def _lines(
    console: Console,
    plain: Callable[[Cell], str],
    width: int,
    is_number: bool,
    in_one_line: bool,
    cell: Cell,
) -> list[str]:
    """A cell as lines that fill a column, broken between words as rich breaks them."""
    text = plain(cell)
    if in_one_line:
        lines = text.split(BREAK)
    elif (broken := _broken(text, width)) is not None:
        lines = broken
    else:
        wrapped = Text(text).wrap(console, width, overflow="fold")
        lines = [line.plain for line in wrapped]
    lines = [line.rstrip() for line in lines]
    pads = [" " * (width - _length(line)) for line in lines]
    return [pad + line if is_number else line + pad for line, pad in zip(lines, pads, strict=True)]


def _length(text: str) -> int:
    """Columns that a text without controls takes."""
    return len(text) if text.isascii() else cell_len(text)


def _broken(text: str, width: int) -> list[str] | None:
    """Lines of plain signs of one column each; None where only rich knows how to break."""
    if not text.isascii() or BREAK in text:
        return None
    if len(text) <= width:
        return [text]
    lines, line = [], ""
    for word in _WORDS(text):
        length = len(word.rstrip())
        if length > width:
            return None
        if len(line) + length > width:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]


def _least_width(grid: Grid) -> int:
    """The columns without which rich would leave some out or cut words off."""
    least = []
    for place, column in enumerate(grid.columns):
        cells = [] if column.share else [row[place].text for s in grid.sections for row in s.rows]
        shown = [safe(text) for text in (column.title, *cells)]
        widths = [cell_len(word) for text in shown for word in text.split()]
        if not column.share:
            longest = max(cell_len(line) for text in shown for line in text.split(BREAK))
            widths.append(min(longest, column.most or longest))
        least.append(max([column.least, *widths]))
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


def _with_headings(console: Console, grid: Grid, width: int, drawn: str) -> None:
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
        console.print(Text(safe(next(titles)), style="bold underline"), soft_wrap=not width)


def _text(cell: Cell, *, in_one_line: bool) -> Text:
    text = Text()
    for span in cell.spans:
        tone = TONES.get(span.tone.removeprefix("chart ")) or _heat(span.tone)
        start = len(text)
        text.append(_words(span, in_one_line), tone)
        if is_address(span.link):
            text.stylize(Style(link=_link(span)), start)
    return text


def _link(span: Span) -> str:
    """The address as terminals take it, in plain signs, behind an id by which the lines that
    its words are broken into are one link, the same in every run."""
    address = span.link
    if not address.isascii():
        from urllib.parse import quote

        address = quote(address, safe="!#$%&()*+,/:;=?@[]^~")
    return f"{crc32(f'{span.text} {address}'.encode()):08x} {address}"


def _toneless(cell: Cell, *, in_one_line: bool) -> Text:
    return Text(_plain(cell, in_one_line=in_one_line))


def _plain(cell: Cell, *, in_one_line: bool) -> str:
    return "".join([_words(span, in_one_line) for span in cell.spans])


def _words(span: Span, in_one_line: bool) -> str:
    words = safe(span.text)
    return "  " if words == BREAK and in_one_line else words


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
