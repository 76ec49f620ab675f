"""The yardstick of start-up: a minimal typer program that prints one rich table.

The table has as many rows, columns and words as the real one, each word as long, all filler.
"""

import py_compile
import re
import sys
from pathlib import Path

_PROGRAM = '''\
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def main(
    one: Annotated[str, typer.Argument(help="One side.")],
    other: Annotated[str, typer.Argument(help="The other side.")],
    name: Annotated[str, typer.Option(help="A name.")] = "",
) -> None:
    """Print a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=TITLE, caption=CAPTION)
    for heading in HEADINGS:
        table.add_column(heading)
    for row in ROWS:
        table.add_row(*row)
    Console().print(table)


'''

_SCRIPT = """\
#!{python}
import re
import sys
from lean_table import app
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(app())
"""
"""What pip writes for a console script."""


def write(folder: Path, markdown: str) -> str:
    """Writes the program, byte-compiled, for a report in Markdown; the script to run."""
    title, headings, rows, caption = _parts(markdown)
    data = f"TITLE = {title!r}\nHEADINGS = {headings!r}\nROWS = {rows!r}\nCAPTION = {caption!r}\n"
    module = folder / "lean_table.py"
    module.write_text(_PROGRAM + data + '\nif __name__ == "__main__":\n    app()\n', "utf-8")
    py_compile.compile(str(module), doraise=True)
    script = folder / "lean-table"
    script.write_text(_SCRIPT.format(python=sys.executable), encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def _parts(markdown: str) -> tuple[str, list[str], list[list[str]], str]:
    """Title, headings, rows and caption of a report in Markdown, as filler."""
    headings: list[str] = []
    rows: list[list[str]] = []
    before: list[str] = []
    after: list[str] = []
    section = ""
    for line in markdown.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("|"):
            cells = [_filler(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if set(line) <= set("| -:"):
                continue
            if section:
                headings = headings or cells
                rows.append([_filler(section)] + [""] * (len(cells) - 1))
                section = ""
            else:
                rows.append(cells)
        elif line:
            (after if rows else before).append(_filler(line.removeprefix("# ")))
    return "\n".join(before), headings, rows, "\n".join(after)


def _filler(words: str) -> str:
    """As many words as long, all of one letter; Markdown's escapes are not counted."""
    plain = re.sub(r"\\(.)", r"\1", words.strip()).replace("<br>", "\n")
    return re.sub(r"[^ \n]", "x", plain)
