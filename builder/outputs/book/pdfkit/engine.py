"""Books through pdfkit (wkhtmltopdf): laid out again until the page numbers settle, then finished with pikepdf.

The only file that knows pdfkit. Debian's build ignores switches for outlines, headers and footers without a word, so none
is passed: page numbers, bookmarks, links inside the book, title and language are put in afterwards.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path, PurePosixPath

import pdfkit
import pikepdf

from builder.course.config import NAME
from builder.edition.select import Edition
from builder.outputs.book.pdfkit.draft import MARK, KitHtml
from builder.outputs.book.pdfkit.html import contents_html, write_html
from builder.outputs.book.spec import BookSpec
from builder.print.save import save_pdf
from builder.problems import ContentError, MissingToolError, Problem
from builder.words import words

STYLE = Path(__file__).with_name("kit.css")
PAPERS = {"a4": "A4", "us-letter": "Letter"}
_ROUNDS = 4


def write_kit_book(edition: Edition, spec: BookSpec, target: Path) -> None:
    """Writes the PDF. Raises MissingToolError without wkhtmltopdf, ContentError when the layout doesn't settle."""
    program = shutil.which("wkhtmltopdf")
    if program is None:
        raise MissingToolError("wkhtmltopdf-missing")
    book = write_html(edition, spec)
    with tempfile.TemporaryDirectory(prefix="taller-") as name:
        folder = Path(name)
        for asset, content in book.assets.items():
            (folder / asset).write_bytes(content)
        pages: dict[str, int] = {}
        for _ in range(_ROUNDS):
            draft = _lay_out(book, pages, spec.paper, folder, program)
            found = _marked_pages(draft)
            if found == pages:
                break
            pages = found
        else:
            arguments = {"engine": "pdfkit", "reason": "the page numbers do not settle"}
            raise ContentError([Problem(PurePosixPath(NAME), 0, "engine-failed", arguments)])
        target.parent.mkdir(parents=True, exist_ok=True)
        _finish(draft, target, book, pages)


def _lay_out(book: KitHtml, pages: Mapping[str, int], paper: str, folder: Path, program: str) -> Path:
    """Runs wkhtmltopdf once in the book's folder; returns the path of the PDF. Raises ContentError when it fails."""
    text = "".join(book.parts).replace("<!--contents-->", contents_html(book, dict(pages)))
    html = (
        f'<!DOCTYPE html><html lang="{book.edition.language}"><head><meta charset="utf-8"/>'
        f"<title>{escape(book.title)}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body>{text}</body></html>"
    )
    (folder / "book.html").write_text(html, encoding="utf-8")
    options = {
        "page-size": PAPERS[paper], "margin-top": "18mm", "margin-bottom": "20mm", "margin-left": "20mm",
        "margin-right": "18mm", "encoding": "UTF-8", "disable-javascript": "", "enable-local-file-access": "",
        "allow": str(folder), "quiet": "",
    }  # fmt: skip
    draft = folder / "draft.pdf"
    try:
        configuration = pdfkit.configuration(wkhtmltopdf=program)
        pdfkit.from_file(str(folder / "book.html"), str(draft), options=options, configuration=configuration)
    except OSError as error:
        arguments = {"engine": "wkhtmltopdf", "reason": str(error).strip().splitlines()[-1]}
        raise ContentError([Problem(PurePosixPath(NAME), 0, "engine-failed", arguments)]) from error
    return draft


def _marked_pages(draft: Path) -> dict[str, int]:
    """The page (from 1) of each marked heading."""
    with pikepdf.open(draft) as pdf:
        return {uri.removeprefix(MARK): number for number, _, uri in _uris(pdf) if uri.startswith(MARK)}


def _uris(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Object, str]]:
    """Page number, annotation and address of each link."""
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                yield number, annotation, str(action["/URI"])


def _finish(draft: Path, target: Path, book: KitHtml, pages: Mapping[str, int]) -> None:
    """Bookmarks, links, page numbers, title and language."""
    with pikepdf.open(draft) as pdf:
        for number, annotation, uri in list(_uris(pdf)):
            anchor = uri.partition("#")[2]
            if uri.startswith(MARK):
                annots = pdf.pages[number - 1].obj["/Annots"]
                pdf.pages[number - 1].obj["/Annots"] = pikepdf.Array(
                    [one for one in annots if one.objgen != annotation.objgen]
                )
            elif uri.startswith("file:"):
                _link_inside(pdf, annotation, pages.get(anchor) or pages.get(anchor.partition("--")[0]))
        _bookmarks(pdf, book, pages)
        _page_numbers(pdf, words(book.edition.language))
        pdf.Root.Lang = pikepdf.String(book.edition.language)
        pdf.docinfo["/Title"] = f"{book.edition.config.site_name} - {book.title}"
        for name in ("/CreationDate", "/ModDate"):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        save_pdf(pdf, target)


def _link_inside(pdf: pikepdf.Pdf, annotation: pikepdf.Object, number: int | None) -> None:
    """Turns a link into one to a page (from 1) of the book; with no `number`, into one without a target."""
    del annotation["/A"]
    if number:
        annotation["/Dest"] = pikepdf.Array([pdf.pages[number - 1].obj, pikepdf.Name.Fit])


def _bookmarks(pdf: pikepdf.Pdf, book: KitHtml, pages: Mapping[str, int]) -> None:
    with pdf.open_outline() as outline:
        parents: dict[int, pikepdf.OutlineItem] = {}
        for entry in book.entries:
            item = pikepdf.OutlineItem(entry.title, pages.get(entry.anchor, 1) - 1)
            parent = parents.get(entry.level - 1)
            (parent.children if parent else outline.root).append(item)
            parents[entry.level] = item


def _page_numbers(pdf: pikepdf.Pdf, texts: Mapping[str, str]) -> None:
    """`Page 3 of 120` at the foot of each page but the first, in a font that every viewer has."""
    entries = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
    font = pdf.make_indirect(pikepdf.Dictionary({f"/{key}": pikepdf.Name(value) for key, value in entries.items()}))
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, 1):
        if number == 1:
            continue
        text = f"{texts['page'].capitalize()} {number} {texts['of']} {total}"
        right = float(page.mediabox[2]) - 51 - 4.6 * len(text)
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        fonts = resources.get("/Font", pikepdf.Dictionary())
        fonts[pikepdf.Name.TallerFoot] = font
        resources[pikepdf.Name.Font] = fonts
        page.obj[pikepdf.Name.Resources] = resources
        hexadecimal = text.encode("cp1252", "replace").hex().encode()
        page.contents_add(b"q ", prepend=True)
        page.contents_add(b" Q q BT /TallerFoot 9 Tf 0 g %.1f 28 Td <%s> Tj ET Q" % (right, hexadecimal))
