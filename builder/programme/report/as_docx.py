"""A report as a Word file, in the institution's template where it has one."""

from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from builder.problems import ContentError, Problem
from builder.programme.report.spoken import SpokenReport, SpokenTable

_STYLES = ("Table Grid", "Tabla con cuadrícula")


def write_docx(report: SpokenReport, target: Path, template: Path | None) -> None:
    """Appends the report to the template, whose styles it takes. Raises ContentError for a template that is none."""
    document = _opened(template)
    document.core_properties.title, document.core_properties.language = report.title, report.language
    _add(document, report.title, "Title")
    _add(document, report.subtitle, "Subtitle")
    document.add_paragraph(report.made)
    for table in report.tables:
        _table(document, table)
    document.save(str(target))


def _opened(template: Path | None) -> Any:
    try:
        return docx.Document(str(template) if template else None)
    except Exception as error:  # the library says in many ways that a file is no Word file
        raise ContentError([Problem(_shown(template), 1, "docx-broken")]) from error


def _shown(template: Path | None) -> Any:
    return template or Path()


def _add(document: Any, text: str, style: str) -> None:
    """In a style of the template, if it has that one."""
    document.add_paragraph(text, style=style if style in {one.name for one in document.styles} else None)


def _table(document: Any, table: SpokenTable) -> None:
    _add(document, table.title, "Heading 1")
    made = document.add_table(rows=1, cols=len(table.heads))
    style = next((one.name for one in document.styles if one.name in _STYLES), None)
    made.style = style or made.style
    _fill(made.rows[0], table.heads, is_head=True)
    for row in table.rows:
        _fill(made.add_row(), row, is_head=False)
    for line in table.below:
        document.add_paragraph(line)


def _fill(row: Any, cells: tuple[str, ...], *, is_head: bool) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.bold = is_head
    if is_head:  # is read as a head, and stands again on each page
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - the library has no other way
