"""A book's PDF -> a booklet: two pages per side, in folding order. For printing only."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from builder.print.save import save_pdf

MOST_SHEETS = 16
"""How many sheets can be folded and stapled together. A longer book becomes several booklets in the same file."""


def impose(source: Path, target: Path, remark: str) -> None:
    """Writes the booklet, without tags, links and fields. `remark`, added to the title, says what it is for."""
    with pikepdf.open(source) as book, Pdf.new() as booklet:
        _, _, width, height = (float(number) for number in book.pages[0].mediabox)
        pages = [booklet.copy_foreign(_form(page)) for page in book.pages]
        for left, right in sides(len(pages)):
            halves = [None if number is None else pages[number] for number in (left, right)]
            _add_side(booklet, halves, width, height)
        title = f"{book.docinfo.get('/Title', '')} ({remark})"
        booklet.docinfo["/Title"] = title
        for key in ("/Author", "/CreationDate", "/ModDate"):
            if key in book.docinfo:
                booklet.docinfo[key] = str(book.docinfo[key])
        booklet.Root.Lang = str(book.Root.get("/Lang", ""))
        booklet.Root.ViewerPreferences = Dictionary(
            Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), DisplayDocTitle=True
        )
        save_pdf(booklet, target)


def sides(pages: int) -> Iterator[tuple[int | None, int | None]]:
    """Left and right page (from 0; None is blank) of each side: front and back of each sheet, the outermost first."""
    first = 0
    for sheets in booklets(-(-pages // 4)):
        places = [number if number < pages else None for number in range(first, first + 4 * sheets)]
        for sheet in range(sheets):
            yield places[-1 - 2 * sheet], places[2 * sheet]
            yield places[2 * sheet + 1], places[-2 - 2 * sheet]
        first += 4 * sheets


def booklets(sheets: int) -> list[int]:
    """Sheets of each booklet: as few booklets as possible, of similar thickness."""
    count = -(-sheets // MOST_SHEETS)
    return [sheets // count + (number < sheets % count) for number in range(count)]


def _form(page: pikepdf.Page) -> pikepdf.Object:
    form = page.as_form_xobject()
    for key in ("/StructParents", "/StructParent"):
        if key in form:
            del form[key]
    return form


def _add_side(booklet: Pdf, halves: Sequence[pikepdf.Object | None], width: float, height: float) -> None:
    """Adds one side of a sheet: the book's paper in landscape, with a page centred on each half."""
    scale = min(height / 2 / width, width / height)
    rise = (width - scale * height) / 2
    pictures = {f"/P{place}": half for place, half in enumerate(halves) if half is not None}
    drawing = "".join(
        f"q {scale:.5f} 0 0 {scale:.5f} {height / 2 * int(name[2:]) + (height / 2 - scale * width) / 2:.3f} {rise:.3f} cm {name} Do Q\n"
        for name in pictures
    )
    page = booklet.add_blank_page(page_size=(round(height, 2), round(width, 2)))
    page.Contents = booklet.make_stream(drawing.encode())
    page.Resources = Dictionary(XObject=Dictionary(pictures))
    page.MediaBox = Array([0, 0, round(height, 2), round(width, 2)])
