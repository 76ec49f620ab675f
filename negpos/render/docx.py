"""A report as a document for Word and LibreOffice: landscape A4, a heading and a table a section,
the day and the receipt on every page."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from negpos.safe import is_address, isolated, safe
from negpos.view.grid import Cell, Column, Grid, Key, Report, Section, Sheet, Span, cell, explained

_FONT, _DARK, _QUIET = "Arial", "1F2A37", "5B6470"
_WIDTH = 15_130
"""Twentieths of a point between the margins."""
_SIGN, _CHART_SIGN, _PAD = 96, 106, 230
"""How wide a sign of a table is on average, and one of a chart; and what stands beside the words
of a cell."""
_MOST = 12
"""Columns that a page bears; a wider table comes in blocks."""
_TALL = 30
"""Lines of a row that may be broken over two pages."""
_DAWN = datetime(1980, 1, 1)
"""The date of a document that tells of no day; a zip file knows none before."""
_TONES = {
    "deadlock": '<w:b/><w:color w:val="A1121F"/>',
    "crossing": '<w:b/><w:color w:val="B0480B"/>',
    "gap": '<w:color w:val="7A5C00"/>',
    "agreed": '<w:color w:val="14683A"/>',
    "agreed-if": '<w:i/><w:color w:val="14683A"/>',
    "unclear": f'<w:i/><w:color w:val="{_QUIET}"/>',
    "quiet": f'<w:color w:val="{_QUIET}"/>',
    "joint": '<w:color w:val="1D5A8F"/>',
    "strong": "<w:b/>",
    "line": "<w:b/>",
}
_HEATS = ("F6CFCB", "FBEBC0", "C4E6D2")
_CHART = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'

_Link = Callable[[str], str]
"""The id under which a document knows an address."""


def docx(report: Report) -> bytes:
    """The tables of the report for paper, then the sources behind them, as a file whose bytes are
    the same for the same report."""
    grids = report.paper() if report.paper else (report.grid(),)
    written = Document()
    _prepare(written, grids[0].title, report)
    known: dict[str, str] = {}

    def link_of(url: str) -> str:
        if url not in known:
            known[url] = written.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return known[url]

    end = written.element.body.sectPr
    for place, grid in enumerate(grids):
        for xml in _drawn(grid, link_of, is_first=not place):
            end.addprevious(parse_xml(xml))
    if report.cited and (sources := _sources(report.cited(), set(known))).sections:
        for xml in _drawn(sources, link_of, is_first=False):
            end.addprevious(parse_xml(xml))
    out = BytesIO()
    written.save(out)
    return _pinned(out.getvalue())


def _pinned(made: bytes) -> bytes:
    """The same file with one time on everything in it."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _sources(cited: Sheet, linked: set[str]) -> Grid:
    """The sources behind the links of a document, and those that have no address."""
    rows = []
    for _, publisher, title, day, grade, address in cited.rows:
        if not is_address(address.link) or address.link in linked:
            named = cell(Span(publisher), *([Span(f": {title}", "quiet")] if title else []))
            rows.append((named, cell(day), cell(grade), cell(address)))
    columns = (Column("Source", 6), Column("Date", 0), Column("Grade", 0), Column("Address", 7))
    return Grid("Sources", (), columns, (Section("", tuple(rows)),) if rows else ())


# The page.


def _prepare(written: Written, title: str, report: Report) -> None:
    """Page, styles, running lines and properties of a document."""
    section = written.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(22), Mm(17)
    section.header_distance = section.footer_distance = Mm(9)
    _style(written)
    stamp = report.stamp() if report.stamp else None
    stand = safe(f"Dossier {stamp.dossier}: {stamp.stand}" if stamp else "", keep="")
    receipt = safe(stamp.receipt if stamp else "", keep="")
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = stand
    if receipt:
        section.header.add_paragraph(receipt, "Header")
    footer.add_run(f"{safe(title, keep='')}\t")
    for xml in (_run("Page "), _NUMBER.format("PAGE"), _run(" of "), _NUMBER.format("NUMPAGES")):
        footer._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    told = written.core_properties
    told.title, told.subject = safe(title, keep="")[:255], stand[:255]
    told.author = told.last_modified_by = "negpos"
    told.comments, told.keywords, told.language = receipt[:255], "", "en-GB"
    day = stamp.day if stamp else ""
    told.created = told.modified = datetime.fromisoformat(day) if day else _DAWN


_NUMBER = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
"""What Word fills in: the number of the page, and how many there are."""


def _style(written: Written) -> None:
    """One face, few sizes, and English for whoever checks the spelling."""
    root = written.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for setting in written.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word shows the document as one of old
    sizes = (
        ("Normal", 9.5, 0, 3, _DARK),
        ("Title", 19, 0, 4, _DARK),
        ("Heading 1", 13, 12, 4, _DARK),
        ("Heading 2", 11, 10, 4, _DARK),
        ("Header", 8, 0, 0, _QUIET),
        ("Footer", 8, 0, 0, _QUIET),
        ("Table text", 8.5, 0, 0, _DARK),
        ("Key", 8.5, 0, 2, _QUIET),
    )
    for name, size, before, after, colour in sizes:
        style = _paragraph_style(written, name)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        lines = style.paragraph_format
        lines.space_before, lines.space_after, lines.line_spacing = Pt(before), Pt(after), 1.05
    for tabs in (_paragraph_style(written, name) for name in ("Header", "Footer")):
        for tab in list(tabs.element.iter(qn("w:tab"))):
            tab.getparent().remove(tab)
        tabs.paragraph_format.tab_stops.add_tab_stop(_WIDTH * 635, 2)  # to the right
    for border in list(_paragraph_style(written, "Title").element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _paragraph_style(written: Written, name: str) -> ParagraphStyle:
    """The style of this name, made if there is none."""
    if name not in [style.name for style in written.styles]:
        written.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = written.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


# Paragraphs and tables, as the XML of the format.


def _drawn(grid: Grid, link_of: _Link, *, is_first: bool) -> Iterator[str]:
    """The title, the lines under it, what explains the signs, a table a section, the notes."""
    notes = explained(grid)
    yield _paragraph(_run(grid.title), "Title" if is_first else "Heading1")
    yield from (_paragraph(_run(line), "Normal") for line in grid.preface)
    yield from (_paragraph(_run(note), "Key") for note in notes if isinstance(note, Key))
    for block in _blocks(grid):
        widths = _widths(block)
        for section in block.sections:
            if section.title:
                yield _paragraph(_run(section.title), "Heading1" if is_first else "Heading2")
            else:
                yield _paragraph("", "Tabletext")
            yield _table(block.columns, section, widths, link_of)
    yield _paragraph("", "Tabletext")  # Word joins two tables with nothing between them
    yield from (_paragraph(_run(note), "Normal") for note in notes if not isinstance(note, Key))


def _blocks(grid: Grid) -> Iterator[Grid]:
    """A table that is too wide for a page as several of fewer columns, each behind the first
    column; any other as it is."""
    if len(grid.columns) <= _MOST:
        yield grid
        return
    for start in range(1, len(grid.columns), _MOST - 1):
        places = [0, *range(start, min(start + _MOST - 1, len(grid.columns)))]
        yield grid._replace(
            columns=tuple(grid.columns[place] for place in places),
            sections=tuple(
                Section(title, tuple(tuple(row[place] for place in places) for row in rows))
                for title, rows in grid.sections
            ),
        )


def _widths(grid: Grid) -> list[int]:
    """How wide each column is: those without a share as wide as their words, the others by
    their share of what is left."""
    needed = []
    for place, column in enumerate(grid.columns):
        cells = [row[place] for section in grid.sections for row in section.rows]
        texts = (column.title, *(shown.text for shown in cells))
        longest = max(len(line) for text in texts for line in text.split("\n"))
        is_chart = any(span.tone.startswith("chart") for shown in cells for span in shown.spans)
        signs = max(column.least, min(longest, column.most or 30))
        # the signs of a chart are wider, and none of its lines may be broken
        words = longest * _CHART_SIGN if is_chart else signs * _SIGN
        needed.append(0 if column.share else words + _PAD)
    shares = sum(column.share for column in grid.columns)
    room = _WIDTH - sum(needed)
    if not shares or room < _WIDTH // 3:
        least = _WIDTH // 2 if shares else _WIDTH
        scale = min(1.0, least / max(1, sum(needed)))
        needed = [int(width * scale) for width in needed]
        room = _WIDTH - sum(needed)
    return [
        room * column.share // shares if column.share else width
        for column, width in zip(grid.columns, needed, strict=True)
    ]


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="C5CCD6"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(
    f'<w:{edge} w:w="{width}" w:type="dxa"/>'
    for edge, width in (("top", 45), ("left", 85), ("bottom", 45), ("right", 85))
)


def _table(
    columns: Sequence[Column], section: Section, widths: Sequence[int], link_of: _Link
) -> str:
    """A table whose heading comes again on every page and whose rows stay in one piece."""
    rows = []
    if any(column.title for column in columns):
        heads = [
            _cell(_paragraph(f"{_run(column.title, '<w:b/>')}", "Tabletext"), width, "E9EDF2")
            for column, width in zip(columns, widths, strict=True)
        ]
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>")
    for row in section.rows:
        cells = [
            _cell(_words(shown, column, link_of), width, _heat(shown))
            for shown, column, width in zip(row, columns, widths, strict=True)
        ]
        whole = "" if _lines(row, widths) > _TALL else "<w:trPr><w:cantSplit/></w:trPr>"
        rows.append(f"<w:tr>{whole}{''.join(cells)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {nsdecls('w', 'r')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """About how many lines a row takes."""
    return max(
        sum(1 + len(line) * _SIGN // max(1, width - _PAD) for line in shown.text.split("\n"))
        for shown, width in zip(row, widths, strict=True)
    )


def _cell(inner: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'


def _heat(shown: Cell) -> str:
    """The colour behind a cell of a heat map; empty for any other."""
    for span in shown.spans:
        if span.tone.startswith("heat "):
            return _HEATS[min(2, int(span.tone.removeprefix("heat ")) * 3 // 101)]
    return ""


def _words(shown: Cell, column: Column, link_of: _Link) -> str:
    """The paragraph of a cell, with a link wherever there is an address."""
    runs = []
    for span in shown.spans:
        tone = span.tone.removeprefix("chart ")
        face = _TONES.get(tone, "")
        face = _CHART + face if span.tone.startswith("chart") else face
        if span.text.strip() and is_address(span.link):
            run = _run(span.text, f'{face}<w:u w:val="dotted"/>')
            run = f'<w:hyperlink r:id="{link_of(span.link)}" w:history="1">{run}</w:hyperlink>'
        else:
            run = _run(span.text, face)
        runs.append(run)
    more = '<w:jc w:val="right"/>' if column.is_number else ""
    return _paragraph("".join(runs), "Tabletext", more)


def _paragraph(inner: str, style: str, more: str = "") -> str:
    return f'<w:p {nsdecls("w", "r")}><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def _run(text: str, face: str = "") -> str:
    """Some words in one face; nothing of them is read as anything else."""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(isolated(safe(line, keep="")))}</w:t>'
        for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{face}</w:rPr>' if face else ''}{lines}</w:r>"
