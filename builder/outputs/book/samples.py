"""How much people write in a field: what the worked example of the worksheet has in the same cell or on the same lines."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping, Sequence

from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.worksheets import body, plain, table_rows
from builder.outputs.book.draft import collect_sheets

Samples = Mapping[tuple[str, str], Sequence[Sequence[str]]]
"""Worksheet and field -> the rows of the example without the header; one row of one cell where the field is no table."""


def samples_of(documents: Iterable[Document]) -> Samples:
    return {
        (example.attributes.get("of", ""), value.attributes.get("of", "")): _rows(document, value)
        for document in documents
        for example in document.walk()
        if example.name == "example"
        for value in example.children
    }


def _rows(document: Document, value: Block) -> list[list[str]]:
    rows = [[plain(cell) for cell in cells] for _, cells in table_rows(document, value)]
    return rows[1:] if rows else [[plain(" ".join(line for _, line in body(document, value)))]]


def mark_samples(tree: etree.Element, samples: Samples) -> None:
    """Sets `data-sample` of each cell and field to write in to what the example has there.

    Rows beyond the example's last one get that row's words.
    """
    for sheet, fields in collect_sheets(tree):
        for name, field in fields.items():
            rows = samples.get((sheet, name), ())
            if rows and {"lines", "box"} & set((field.get("class") or "").split()):
                field.set("data-sample", rows[0][0])
            for number, row in enumerate(field.iterfind(".//tbody/tr")):
                for cell, text in zip(row, rows[min(number, len(rows) - 1)] if rows else (), strict=False):
                    if cell.get("data-field"):
                        cell.set("data-sample", text)
