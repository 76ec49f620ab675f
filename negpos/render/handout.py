"""A handout as one HTML page that needs nothing else: for paper, a phone, the dark, a voice."""

from html import escape

from negpos.safe import is_address, isolated, safe
from negpos.view.grid import Cell, Column, Grid, Handout, Part, Span, Stand, Track

_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --quiet: #555e69;
  --rule: #d3d8df; --head: #f1f3f6; --link: #1a4f80; --a: #0067a5; --b: #b44a00; --bar: #a1121f;
  --deadlock: #a1121f; --crossing: #a3410a; --gap: #715500; --agreed: #12633a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --page: #14171b; --quiet: #a8b1bd;
  --rule: #3a414c; --head: #20252c; --link: #9ccaf5; --a: #6cb8f0; --b: #f3a35c; --bar: #ff9aa0;
  --deadlock: #ff9aa0; --crossing: #ffb07c; --gap: #e6c75a; --agreed: #7ad7a3; } }
* { box-sizing: border-box; }
body { font: 15px/1.42 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif;
  color: var(--text); background: var(--page); max-width: 62rem; margin: 1.5rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.55rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.08rem; margin: 1.7rem 0 .5rem; border-bottom: 2px solid var(--text);
  padding-bottom: .15rem; break-after: avoid; }
p { margin: .15rem 0; } .lead, .preface, footer { color: var(--quiet); }
ul.lines { margin: .3rem 0; padding-left: 1.1rem; } .lines li { margin: .18rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--rule); font-weight: inherit; }
thead th { border-bottom: 1.5px solid var(--quiet); font-weight: 700; }
tbody th.group { background: var(--head); font-weight: 700; padding-left: .4rem; }
tr { break-inside: avoid; } .number { text-align: end; padding-right: .8rem; }
.quiet, .unclear { color: var(--quiet); } .unclear { font-style: italic; }
.strong, .line { font-weight: 650; } td .quiet { font-size: .9em; }
.deadlock { color: var(--deadlock); font-weight: 700; }
.crossing { color: var(--crossing); font-weight: 700; }
.gap { color: var(--gap); font-weight: 650; } .agreed, .agreed-if { color: var(--agreed); }
.bar { border-left: .28em solid var(--bar); margin-right: .35em; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .14em; }
.quiet a, .unclear a { color: inherit; }
sup { line-height: 0; font-size: .72em; } sup a { text-decoration: none; color: var(--link); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .3rem 0 .5rem; padding: 0;
  list-style: none; } .key svg { width: 2.1em; height: 1.1em; vertical-align: -.2em; }
svg { overflow: visible; } svg.in { overflow: visible; }
.chart { list-style: none; margin: 0; padding: 0; }
.chart > li { display: grid; grid-template-columns: 10.5rem 9.5rem 1fr 9.5rem 7rem; gap: 0 .9rem;
  align-items: center; padding: .28rem 0; border-bottom: 1px solid var(--rule);
  break-inside: avoid; }
.chart .name { font-weight: 650; } .chart .end { color: var(--quiet); font-size: .8em;
  line-height: 1.15; } .chart .low { text-align: end; }
.chart svg { width: 100%; height: 12px; display: block; }
.base { stroke: var(--quiet); stroke-width: 1; opacity: .6; }
.step { fill: var(--quiet); }
.s0 { color: var(--a); } .s1 { color: var(--b); }
.mark { fill: currentColor; stroke: currentColor; stroke-width: 1.6; }
.hollow { fill: var(--page); } .band { stroke: currentColor; stroke-width: 4; }
.vague { stroke: currentColor; stroke-width: 4; stroke-dasharray: 3 3; }
.limit { stroke: var(--bar); stroke-width: 2.4; }
.allowed { stroke: var(--bar); stroke-width: 1.1; }
footer { margin-top: 2rem; border-top: 1px solid var(--rule); padding-top: .4rem;
  font-size: .82rem; }
@media (max-width: 640px) {
  body { margin: .8rem auto; }
  .chart > li { grid-template-columns: 1fr 1fr; padding: .4rem 0; }
  .chart .name { grid-column: 1; } .chart .relation { grid-column: 2; grid-row: 1;
    text-align: end; }
  .chart .track { grid-column: 1 / 3; grid-row: 2; padding: 0 .5rem; }
  .chart .low { text-align: start; } .chart .high { text-align: end; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px;
    overflow: hidden; }
  table, tbody, tr, th, td { display: block; width: 100%; }
  col { display: none; } tr { border-bottom: 1px solid var(--quiet); padding: .35rem 0; }
  th, td { border: 0; padding: .12rem 0; } .number { text-align: start; }
  td[data-column]:not(:empty)::before { content: attr(data-column); display: block;
    color: var(--quiet); font-size: .78em; }
}
@media print {
  @page { margin: 9mm 9mm 8mm; }
  :root { --text: #000; --page: #fff; }
  body { font-size: 7pt; line-height: 1.12; margin: 0; padding: 0; max-width: none; }
  h1 { font-size: 13pt; }
  h2 { font-size: 9.5pt; margin: 1.5mm 0 .4mm; border-width: 1px; }
  .lines li { margin: .2mm 0; break-inside: avoid; } ul.lines { margin: .3mm 0; }
  section:first-child ul.lines { columns: 2; column-gap: 6mm; }
  th, td { padding: .2mm 1.6mm .2mm 0; } thead { display: table-header-group; }
  .chart > li { grid-template-columns: 29mm 33mm 1fr 33mm 22mm; gap: 0 2.5mm; padding: .1mm 0;
    line-height: 1; } .chart .end { font-size: 6pt; } .key { margin: .2mm 0; gap: 0 2.5mm; }
  .lead, .preface { display: inline; } .lead + .lead::before { content: " "; }
  .preface + .preface::before { content: " – "; }
  .chart svg { height: 11.2px; } .chart .name, .chart .relation { font-size: 7pt; }
  a { text-decoration: none; } td .quiet { font-size: .94em; }
}
"""


def handout(told: Handout) -> str:
    """A page of all parts under headings; every text escaped, no script, nothing from elsewhere.

    Tracks are drawn, each told in words too; numbers of sources lead to the list of them.
    """
    parts = "\n".join(map(_part, told.parts, [told.sides] * len(told.parts)))
    preface = "\n".join(f'<p class="preface">{_escape(line)}</p>' for line in told.preface)
    foot = f"<footer><p>{_escape(told.receipt)}</p></footer>\n" if told.receipt else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{_plain(told.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{_escape(told.title)}</h1>\n{preface}\n</header>\n<main>\n{parts}\n</main>\n"
        f"{foot}</body>\n</html>\n"
    )


def _part(part: Part, sides: tuple[str, ...]) -> str:
    """A part under its heading: its lines, and what is drawn or told in a table."""
    grid = part.grid
    if part.tracks:
        body = f"{_key(sides)}\n{_chart(part.tracks)}"
    else:
        body = _table(grid) if grid.sections else ""
    if body:
        lead = "\n".join(f'<p class="lead">{_escape(line)}</p>' for line in grid.preface)
    else:
        lines = "\n".join(f"<li>{_escape(line)}</li>" for line in grid.preface)
        lead = f'<ul class="lines">\n{lines}\n</ul>'
    return f"<section>\n<h2>{_escape(grid.title)}</h2>\n{lead}\n{body}\n</section>"


# Tracks.


def _key(sides: tuple[str, ...]) -> str:
    """What each shape and line of the tracks means."""
    drawn = [(_mark(side, "ask", "50%"), name) for side, name in enumerate(sides)]
    drawn += [
        (_mark(0, "preference", "50%"), "hollow: a preference"),
        (
            '<g class="s0"><line class="vague" x1="0" x2="100%" y1="8" y2="8"/></g>',
            "dashed: vague, somewhere in it",
        ),
        (
            '<g class="s0"><line class="band" x1="0" x2="100%" y1="8" y2="8"/></g>',
            "band: any of it",
        ),
        (
            '<line class="allowed" x1="50%" x2="100%" y1="3" y2="3"/>'
            '<line class="limit" x1="50%" x2="50%" y1="3" y2="13"/>',
            "bar: a red line, with what it allows",
        ),
    ]
    items = "".join(
        f'<li><svg viewBox="0 0 30 16" aria-hidden="true">{shape}</svg> {_escape(words)}</li>'
        for shape, words in drawn
    )
    return f'<ul class="key">{items}</ul>'


def _chart(tracks: tuple[Track, ...]) -> str:
    return '<ol class="chart">\n' + "\n".join(map(_track, tracks)) + "\n</ol>"


def _track(track: Track) -> str:
    """A row: the issue, the two ends by name, the track between them, the relation."""
    lines = ['<line class="base" x1="0" x2="100%" y1="6" y2="6"/>']
    lines += [f'<circle class="step" cx="{_share(at)}" cy="6" r="1.3"/>' for at in track.steps]
    lines += [_stand(stand) for stand in sorted(track.stands, key=lambda s: s.kind == "line")]
    return (
        f'<li><span class="name">{_escape(track.label)}</span>'
        f'<span class="end low">{_escape(track.low)}</span>'
        f'<span class="track"><svg role="img" aria-label="{_plain(track.words)}">'
        f"{''.join(lines)}</svg></span>"
        f'<span class="end high">{_escape(track.high)}</span>'
        f'<span class="relation {_escape(track.relation)}">{_escape(track.told)}</span></li>'
    )


def _stand(stand: Stand) -> str:
    """What a side holds: the first above the track, the second below it, so that none is
    hidden."""
    y = 3.8 if stand.side == 0 else 8.2
    low, high = _share(stand.low), _share(stand.high)
    side = f"s{stand.side % 2}"
    if stand.kind == "line":
        return _bracket(stand)
    if stand.low == stand.high and stand.kind != "vague":
        return _mark(stand.side, stand.kind, low, y)
    kind = "vague" if stand.kind == "vague" else "band"
    return f'<g class="{side}"><line class="{kind}" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/></g>'


def _bracket(stand: Stand) -> str:
    """What alone a red line allows, from the outside: a bar at each end beyond which the scale
    goes on, a thin line between them."""
    edge, inner = (-0.6, 5) if stand.side == 0 else (12.6, 7)
    drawn = f'<line class="allowed" x1="{_share(stand.low)}" x2="{_share(stand.high)}"'
    drawn += f' y1="{edge}" y2="{edge}"/>'
    ends = [*([stand.low] if stand.low > 0 else []), *([stand.high] if stand.high < 1 else [])]
    for end in dict.fromkeys(map(_share, ends)):
        drawn += f'<line class="limit" x1="{end}" x2="{end}" y1="{edge}" y2="{inner}"/>'
    return drawn


def _mark(side: int, kind: str, at: str, y: float = 8) -> str:
    """A circle for the first side, a square on its corner for the second; hollow for a
    preference."""
    look = "mark hollow" if kind == "preference" else "mark"
    if side == 0:
        return f'<g class="s0"><circle class="{look}" cx="{at}" cy="{y}" r="3.2"/></g>'
    return (
        f'<svg class="in s1" x="{at}" y="{y}">'
        f'<path class="{look}" d="M0-4.1 4.1 0 0 4.1-4.1 0z"/></svg>'
    )


def _share(value: float) -> str:
    return f"{value * 100:.4g}%"


# Tables.


def _table(grid: Grid) -> str:
    """A table whose roles are told, since a phone shows its rows as blocks."""
    widths = "".join(f'<col style="width:{width:.4g}%">' for width in _widths(grid))
    heads = "".join(
        f'<th scope="col" role="columnheader"{_class(column)}>{_escape(column.title)}</th>'
        for column in grid.columns
    )
    bodies = []
    for section in grid.sections:
        rows = [_row(grid.columns, row) for row in section.rows]
        if section.title:
            span = len(grid.columns)
            rows.insert(
                0,
                f'<tr role="row"><th class="group" colspan="{span}" scope="rowgroup" '
                f'role="rowheader">{_escape(section.title)}</th></tr>',
            )
        bodies.append('<tbody role="rowgroup">\n' + "\n".join(rows) + "\n</tbody>")
    return (
        f'<table role="table"><colgroup>{widths}</colgroup>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        + "\n".join(bodies)
        + "\n</table>"
    )


_NARROW, _FIGURE = 0.37, 0.22
"""Widths of a column of names, and of one of short words or figures, of that of the widest."""


def _widths(grid: Grid) -> list[float]:
    """The widths of columns in per cent: by their shares, names and figures narrow."""
    most = max(column.share for column in grid.columns)
    shares = [
        column.share or most * (_NARROW if place == 0 and not column.is_number else _FIGURE)
        for place, column in enumerate(grid.columns)
    ]
    return [share / sum(shares) * 100 for share in shares]


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> str:
    """A row whose first cell names it."""
    cells = []
    for place, (column, one) in enumerate(zip(columns, row, strict=True)):
        words = _cell(one)
        if place == 0:
            cells.append(f'<th scope="row" role="rowheader"{_class(column)}>{words}</th>')
        else:
            title = f' data-column="{_plain(column.title)}"' if column.title else ""
            cells.append(f'<td role="cell"{_class(column)}{title}>{words}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _class(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _cell(cell: Cell) -> str:
    return "".join(map(_span, cell.spans))


def _span(span: Span) -> str:
    """Words with their tone; the bar of a red line is told to those who hear the page."""
    if span.tone == "source":
        number = _escape(span.text.strip())
        return f'<sup><a href="#source-{number}" aria-label="source {number}">{number}</a></sup>'
    if span.tone == "source-number":
        return f'<span id="source-{_escape(span.text)}">{_escape(span.text)}</span>'
    words = span.text
    before = ""
    if span.tone == "line" and words.startswith("# "):
        before, words = '<span class="bar"></span><span class="hidden">red line: </span>', words[2:]
    text = _escape(words).replace("\n", "<br>")
    if is_address(span.link):
        text = f'<a href="{_plain(span.link)}" rel="noopener noreferrer">{text}</a>'
    return f'{before}<span class="{_escape(span.tone)}">{text}</span>' if span.tone else text


def _plain(text: str) -> str:
    """Harmless words for an attribute."""
    return escape(safe(text))


def _escape(text: str) -> str:
    """Harmless words; those that run from right to left are kept apart from what stands around
    them."""
    return isolated(_plain(text), "<bdi>", "</bdi>")
