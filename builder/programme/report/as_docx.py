"""A report as a Word file, in the institution's template where it has one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from builder.problems import ContentError, Problem
from builder.programme.report.chart import WIDTH, chart_xml, height
from builder.programme.report.spoken import SpokenReport, SpokenTable

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_FIRST_ID = 9000
"""Above the ids of a template's pictures."""
_DRAWING = f"""<w:drawing {nsdecls("w", "wp", "a", "r")} xmlns:c="{_CHARTS}"><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{{cx}}" cy="{{cy}}"/><wp:docPr id="{{id}}" name="Chart {{id}}" descr={{alt}}/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_CHARTS}"><c:chart r:id="{{link}}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""
_MANY = 5
"""A table with more columns than this has a smaller font."""
_STYLES = ("Table Grid", "Tabla con cuadrícula")


def write_docx(report: SpokenReport, target: Path, template: Path | None, colour: str) -> None:
    """Writes the report, appended to the template, whose styles it uses. Raises ContentError for an unreadable template."""
    document = _opened(template)
    document.core_properties.title, document.core_properties.language = report.title, report.language
    _add(document, report.title, "Title")
    _add(document, report.subtitle, "Subtitle")
    document.add_paragraph(report.made)
    for number, table in enumerate(report.tables, 1):
        _table(document, table)
        if table.drawn:
            _chart(document, table, number, colour)
        for line in table.below:
            _small(document.add_paragraph(line))
    document.save(str(target))


def _opened(template: Path | None) -> Any:
    try:
        return docx.Document(str(template) if template else None)
    except Exception as error:  # the library raises all kinds of errors for other files
        raise ContentError([Problem(_shown(template), 1, "docx-broken")]) from error


def _shown(template: Path | None) -> Any:
    return template or Path()


def _add(document: Any, text: str, style: str) -> None:
    """Adds a paragraph in a style, if the template has that style."""
    document.add_paragraph(text, style=style if style in {one.name for one in document.styles} else None)


def _table(document: Any, table: SpokenTable) -> None:
    _add(document, table.title, "Heading 1")
    made = document.add_table(rows=1, cols=len(table.heads))
    style = next((one.name for one in document.styles if one.name in _STYLES), None)
    made.style = style or made.style
    made.autofit = False
    widths, numeric = _widths(document, table), table.numeric
    _fill(made.rows[0], table.heads, widths, numeric, is_head=True)
    for row in table.rows:
        _fill(made.add_row(), row, widths, numeric, is_head=False)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def _widths(document: Any, table: SpokenTable) -> list[int]:
    """The columns' widths, in the document's units (EMU)."""
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    return [int(room * share) for share in table.shares]


def _small(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _chart(document: Any, table: SpokenTable, number: int, colour: str) -> None:
    """Adds a native Word chart with alternative text."""
    name = PackURI(f"/word/charts/report{number}.xml")
    link = document.part.relate_to(
        Part(name, _CHART, chart_xml(table, colour), document.part.package), RELATIONSHIP_TYPE.CHART
    )
    told = {
        "link": link,
        "id": _FIRST_ID + number,
        "alt": quoteattr(table.drawn_alt),
        "cx": Cm(WIDTH),
        "cy": Cm(height(table)),
    }
    document.add_paragraph().add_run()._r.append(parse_xml(_DRAWING.format(**told)))  # noqa: SLF001 - the library has no other way


def _fill(
    row: Any, cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], *, is_head: bool
) -> None:  # fmt: skip
    """Fills a row, which isn't split across pages; the row of heads is marked as such and repeated on each page."""
    for cell, text, width, is_number in zip(row.cells, cells, widths, numeric, strict=True):
        cell.text, cell.width = text, width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
        for run in paragraph.runs:
            run.bold, run.font.size = is_head, Pt(8 if len(cells) > _MANY else 9)
    for name in ("w:cantSplit", "w:tblHeader")[: 2 if is_head else 1]:
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no other way
