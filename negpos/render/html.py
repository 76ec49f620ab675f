"""A grid as one HTML page that needs nothing else: styles inside, no scripts, prints well."""

from html import escape

from negpos.safe import is_address, isolated, safe
from negpos.view.grid import Cell, Column, Grid, Span, explained

_STYLE = """
:root { color-scheme: light dark; --quiet: #5b6470; --rule: #d5dae1; --head: #f2f4f7;
  --deadlock: #a1121f; --crossing: #b0480b; --gap: #7a5c00; --agreed: #14683a; --joint: #1d5a8f; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a2abb8; --rule: #3a414c; --head: #20242b;
  --deadlock: #ff8a8f; --crossing: #ffab70; --gap: #e6c75a; --agreed: #6fd39b; --joint: #8cc4f5; } }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
p { margin: .2rem 0; color: var(--quiet); }
.scroll { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0;
  border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--quiet); }
tbody th { background: var(--head); padding-left: .4rem; text-transform: uppercase;
  font-size: .8rem; letter-spacing: .05em; }
.number { text-align: right; } .short { white-space: nowrap; }
.quiet { color: var(--quiet); } .strong, .line { font-weight: 600; } .joint { color: var(--joint); }
.deadlock { color: var(--deadlock); font-weight: 700; } .crossing { color: var(--crossing);
  font-weight: 700; } .gap { color: var(--gap); }
.unclear { color: var(--quiet); font-style: italic; }
.chart { font-family: monospace; }
.agreed, .agreed-if { color: var(--agreed); } .agreed-if { font-style: italic; }
a { color: inherit; text-decoration-style: dotted; text-underline-offset: .15em; }
ul { padding-left: 1.1rem; color: var(--quiet); }
"""


def html(grid: Grid) -> str:
    """A page of one table; every text escaped, tones as classes."""
    columns = "".join(f'<th scope="col"{_class(c)}>{_escape(c.title)}</th>' for c in grid.columns)
    bodies = []
    for section in grid.sections:
        rows = []
        if section.title:
            span = len(grid.columns)
            rows.append(
                f'<tr><th colspan="{span}" scope="rowgroup">{_escape(section.title)}</th></tr>'
            )
        for row in section.rows:
            cells = "".join(
                f"<td{_class(column)}>{_cell(cell)}</td>"
                for column, cell in zip(grid.columns, row, strict=True)
            )
            rows.append(f"<tr>{cells}</tr>")
        bodies.append("<tbody>\n" + "\n".join(rows) + "\n</tbody>")
    lines = "\n".join(f"<p>{_escape(line)}</p>" for line in grid.preface)
    notes = "\n".join(f"<li>{_escape(note)}</li>" for note in explained(grid))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_plain(grid.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_escape(grid.title)}</h1>\n{lines}\n"
        f'<div class="scroll"><table>\n<thead><tr>{columns}</tr></thead>\n'
        + "\n".join(bodies)
        + f"\n</table></div>\n<ul>\n{notes}\n</ul>\n</body>\n</html>\n"
    )


def _class(column: Column) -> str:
    """Figures stand to the right; a column as wide as its words does not wrap them."""
    if column.is_number:
        return ' class="number"'
    return ' class="short"' if column.share == 0 else ""


def _cell(cell: Cell) -> str:
    return "".join(_span(span) for span in cell.spans)


def _span(span: Span) -> str:
    text = _escape(span.text).replace("\n", "<br>")
    if is_address(span.link):
        text = f'<a href="{_plain(span.link)}" rel="noopener noreferrer">{text}</a>'
    return f'<span class="{_plain(span.tone)}">{text}</span>' if span.tone else text


def _plain(text: str) -> str:
    return escape(safe(text))


def _escape(text: str) -> str:
    return isolated(_plain(text), "<bdi>", "</bdi>")
