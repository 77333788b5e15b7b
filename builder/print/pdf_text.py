"""What is printed on the pages of a PDF: the words and the rectangle of each piece of a line. In one pass, for speed."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

SCALE, DARK = 0.25, 60
"""How pages are searched for ink: pixels per point, and how much darker than white (of 255) a pixel must be to be ink."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the bottom left of the page."""


@dataclass(frozen=True, slots=True)
class PageText:
    width: float
    height: float
    text: str
    boxes: tuple[Box, ...]
    """In the order in which they were painted, including those beyond the edges of the page."""


def read_pages(pdf: Path) -> list[PageText]:
    """All pages. Uses the library's raw functions, since its objects would take half as long again."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document.raw, number) for number in range(len(document))]
    finally:
        document.close()


def page_lines(content: bytes) -> str:
    """The text that the pages show, line by line."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def words_in(pdf: Path, page: int, box: Box) -> str:
    """The words in a rectangle, except those that only touch it; `page` counts from 0."""
    left, foot, right, top = box
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page].get_textpage().get_text_bounded(left, foot, right - 2, top)
        return " ".join(text.split())
    finally:
        document.close()


def _page(document: "pdfium.FPDF_DOCUMENT", number: int) -> PageText:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        return PageText(*size, _text(text), tuple(_boxes(text)))
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _text(text: "pdfium.FPDF_TEXTPAGE") -> str:
    count = pdfium.FPDFText_CountChars(text)
    letters = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, letters)
    return bytes(letters)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")


def _boxes(text: "pdfium.FPDF_TEXTPAGE") -> Iterator[Box]:
    left, top, right, foot = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(value) for value in (left, top, right, foot)]
    for index in range(pdfium.FPDFText_CountRects(text, 0, -1)):
        pdfium.FPDFText_GetRect(text, index, *places)
        yield left.value, foot.value, right.value, top.value


def inked_shares(pdf: Path, top: float, height: float, edge: float) -> Iterator[float]:
    """For each page how far down the type area ink reaches, 0 (none) to 1; in points, `edge` is ignored at each side."""
    document = pypdfium2.PdfDocument(pdf)
    first, last, side = (round(value * SCALE) for value in (top, top + height, edge))
    try:
        for page in document:
            picture = page.render(scale=SCALE, grayscale=True).to_pil()
            area = picture.crop((side, first, picture.width - side, last))
            box = area.point([255] * (256 - DARK) + [0] * DARK).getbbox()
            yield box[3] / (last - first) if box else 0.0
    finally:
        document.close()


def first_page_png(content: bytes, scale: float) -> bytes:
    """The first page as PNG; `scale`: pixels per point."""
    return page_pngs(content, [scale])[0]


def page_pngs(content: bytes, scales: Sequence[float]) -> list[bytes]:
    """The first pages of a PDF as PNG, one for each of the scales (pixels per point)."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_png(document[number], scale) for number, scale in enumerate(scales)]
    finally:
        document.close()


def page_texts(content: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    target = BytesIO()
    page.render(scale=scale).to_pil().save(target, "PNG")
    return target.getvalue()
