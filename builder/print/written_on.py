"""A mark on each page of a form, by which `collect` detects that somebody wrote on the page instead of in its fields."""

import hashlib

from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

OWNER = "/Taller"
_LENGTH = 16


def mark_pages(document: Pdf) -> None:
    """Stores on each page a digest of what is drawn on it, and on the first one the document's title."""
    for number, page in enumerate(document.pages):
        private = Dictionary(Drawn=String(_digest(page.obj)))
        if number == 0 and "/Info" in document.trailer and "/Title" in document.trailer.Info:
            private.Title = document.trailer.Info.Title
        # The standard requires a date with private data; a fixed one keeps files reproducible.
        when = String("D:20000101000000Z")
        page.obj.PieceInfo = Dictionary({OWNER: Dictionary(LastModified=when, Private=private)})
        page.obj.LastModified = when


def is_marked(page: Object) -> bool:
    """Whether this is a page of one of our forms that was marked."""
    return "/Drawn" in _private(page)


def is_written_on(page: Object) -> bool:
    """Whether what is drawn on a marked page has changed since it was made; False for pages without a mark."""
    drawn = str(_private(page).get("/Drawn", ""))
    return bool(drawn) and drawn != _digest(page)


def title_of(page: Object) -> str:
    """The title that the document had when this page, its first, was made; "" on other pages."""
    return str(_private(page).get("/Title", ""))


def _private(page: Object) -> Object:
    found: Object = page
    for key in ("/PieceInfo", OWNER, "/Private"):
        found = found.get(key, Dictionary())
        if not isinstance(found, Dictionary):
            return Dictionary()
    return found


def _digest(page: Object) -> str:
    """A digest of what is drawn. Programs that save a file may repack it or wrap it in q and Q, which doesn't count."""
    contents = page.get("/Contents", Array())
    parts = [contents] if isinstance(contents, Stream) else list(contents.as_list())
    drawing = [word for part in parts for word in part.read_bytes().split() if word not in (b"q", b"Q")]
    return hashlib.sha256(b" ".join(drawing)).hexdigest()[:_LENGTH]
