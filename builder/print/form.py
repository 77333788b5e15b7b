"""The pass over a finished PDF: links `field:KIND:NAME` become form fields, `to:LABEL` links within the book.

Typst draws the frames and rules; here only the field is added, so that paper and screen look alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, Stream, String

from builder.course.config import NAME
from builder.print.save import save_pdf
from builder.print.typed import LEADING, field_font, letters_in
from builder.print.typst import Anchor
from builder.print.written_on import mark_pages
from builder.problems import ContentError, Problem

WRITING = 22.7
"""Points between ruled lines, if the caller gives no other distance."""
_ABOVE = 10
"""Points between the top of the window and the target of a link."""
_SIDE, _DOWN = 3, 3
"""Points between typed text and a frame; in a field of one line the text comes down to the rule instead."""
_IN_CELL = 0.9
"""Font size in table cells relative to that on lines: 9 points in usual print. With a size that adapts to what is typed,
sentences had 4 points and single words 18."""
_RUNNING = {"/P", "/Span", "/Lbl", "/Link", "/Reference", "/Strong", "/Em", "/H1", "/H2", "/H3", "/H4", "/TOC"}
"""Structure elements that contain no table."""
_MULTILINE, _NO_SCROLL, _RADIO = 4096, 1 << 23, 32768 + 16384


@dataclass(frozen=True, slots=True)
class Field:
    """A form field: its name in the PDF, kind (tx: line, ml: lines, bx: box, ce: cell, cb: tick box, rb: radio button), and spoken label."""

    name: str
    kind: str
    label: str


def finish(
    pdf: bytes, target: Path, fields: Sequence[Field] = (), anchors: Sequence[Anchor] = (), word: str = "", writing: float = WRITING
) -> None:  # fmt: skip
    """Writes the finished file: fields, links, pages of tables, compressed objects, an id that depends only on the content.

    `word` is "page" in the book's language, `writing` the distance of ruled lines in points.
    """
    with TemporaryFile() as draft:
        draft.write(pdf)
        draft.flush()
        # Memory-mapped from a file, since the library takes twice as long to read from bytes in Python.
        with pikepdf.open(draft, access_mode=pikepdf.AccessMode.mmap) as document:
            if _Fields(document, {field.name: field for field in fields}, writing / 2 / LEADING).make():
                mark_pages(document)
            _aim_links(document, {anchor.label: anchor for anchor in anchors}, word)
            _mend_tables(document)
            save_pdf(document, target, recompress=False)


class _Fields:
    """Turns link annotations into widgets: the same objects, so that the structure tree stays valid."""

    def __init__(self, document: Pdf, known: Mapping[str, Field], size: float) -> None:
        self.document = document
        self.known = known
        self.size = size
        self.look = String(f"/F1 {size:.3g} Tf 0 g")
        root = document.Root.get("/StructTreeRoot", Dictionary())
        # Structure elements of annotations by their key.
        self.parents = NumberTree(root.ParentTree) if "/ParentTree" in root else {}
        self.groups: dict[str, Dictionary] = {}
        self.found: list[pikepdf.Object] = []
        self.seen: set[str] = set()
        self.blank: pikepdf.Object | None = None  # the look of every button that is off; no program writes into it

    def make(self) -> bool:
        """Makes the fields; False when there are none."""
        for page in self.document.pages:
            for annotation in page.get("/Annots", Array()):
                uri = str(annotation.get("/A", Dictionary()).get("/URI", ""))
                if uri.startswith("field:"):
                    kind, name = uri.split(":", 2)[1:]
                    self.widget(annotation, page.obj, kind, name)
        if self.found:
            self.document.Root.AcroForm = self.document.make_indirect(
                Dictionary(
                    Fields=Array(self.found),
                    DR=Dictionary(Font=Dictionary(F1=self.font)),
                    DA=self.look,
                )
            )
        return bool(self.found)

    def widget(self, annotation: pikepdf.Object, page: pikepdf.Object, kind: str, name: str) -> None:
        if name in self.seen:
            raise ValueError(f"the field {name} is on two places")
        self.seen.add(name)
        for key in ("/A", "/Border", "/QuadPoints", "/Contents", "/H"):
            if key in annotation:
                del annotation[key]
        box = [float(value) for value in annotation.Rect]
        width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
        annotation.Subtype = Name.Widget
        annotation.F = 4
        annotation.P = page
        label = self.known[name].label if name in self.known else name
        annotation.TU = String(label)
        if kind == "rb":
            self.radio(annotation, name, label, width, height)
        else:
            annotation.T = String(name)
            if kind == "cb":
                self.button(annotation, "Yes", width, height)
            else:
                self.text(annotation, kind, box)
            self.found.append(annotation)
        element = self.parents.get(int(annotation.get("/StructParent", -1)))
        if element is not None:
            element.S = Name.Form
            if "/A" in element:
                del element["/A"]
            if "/Alt" not in element:
                element.Alt = String(label)

    def text(self, annotation: pikepdf.Object, kind: str, box: Sequence[float]) -> None:
        left, right = box[0] + _SIDE, box[2] - _SIDE
        # A line more than fits is refused, so fields on ruled lines are a little higher than these.
        bottom, top = box[1] - (_DOWN if kind in ("tx", "ml") else 0), box[3] - (0 if kind == "ml" else _DOWN)
        annotation.Rect = Array([round(value, 2) for value in (left, bottom, right, top)])
        annotation.FT = Name.Tx
        annotation.BS = Dictionary(
            W=0
        )  # without it Chromium keeps a point on each side for a border: a line less in cells of 12 mm
        annotation.V = String("")
        size = self.size * (_IN_CELL if kind == "ce" else 1)
        annotation.DA = String(f"/F1 {size:.3g} Tf 0 g")
        # What doesn't fit is refused while somebody types, since on paper it would be cut off. Chromium and Acrobat go by the
        # first, pdf.js and others by the number of letters.
        annotation.Ff = _NO_SCROLL | (0 if kind == "tx" else _MULTILINE)
        annotation.MaxLen = letters_in(right - left, top - bottom, size, is_line=kind == "tx")
        annotation.AP = Dictionary(N=self.stream(right - left, top - bottom, b"/Tx BMC EMC"))

    def button(self, annotation: pikepdf.Object, state: str, width: float, height: float) -> None:
        annotation.FT = Name.Btn
        annotation.V = Name.Off
        self.states(annotation, state, self.tick(width, height), width, height)
        annotation.MK = Dictionary(CA=String("4"))

    def states(self, annotation: pikepdf.Object, state: str, drawing: bytes, width: float, height: float) -> None:
        """Sets how the widget looks when it is on and off."""
        annotation.AS = Name.Off
        if self.blank is None:
            self.blank = self.stream(0, 0, b"")
        annotation.AP = Dictionary(N=Dictionary({f"/{state}": self.stream(width, height, drawing), "/Off": self.blank}))

    def radio(self, annotation: pikepdf.Object, name: str, label: str, width: float, height: float) -> None:
        group, _, value = name.partition("=")
        if group not in self.groups:
            common = label.rpartition(":")[0] or label
            parent = self.document.make_indirect(
                Dictionary(FT=Name.Btn, Ff=_RADIO, T=String(group), TU=String(common), V=Name.Off, Kids=Array())
            )
            self.groups[group] = parent
            self.found.append(parent)
        self.groups[group].Kids.append(annotation)
        annotation.Parent = self.groups[group]
        self.states(annotation, value, self.ring(width, height), width, height)
        annotation.MK = Dictionary(CA=String("l"))

    def stream(self, width: float, height: float, content: bytes) -> pikepdf.Object:
        """An appearance for this field alone, since some programs write what is typed into the stream that they find."""
        drawing = Stream(self.document, content)
        drawing.Subtype = Name.Form
        drawing.BBox = Array([0, 0, round(width, 1), round(height, 1)])
        drawing.Resources = Dictionary()
        return self.document.make_indirect(drawing)

    def tick(self, width: float, height: float) -> bytes:
        points = [(0.2, 0.48), (0.42, 0.24), (0.82, 0.78)]
        path = " ".join(f"{x * width:.2f} {y * height:.2f} {'m' if i == 0 else 'l'}" for i, (x, y) in enumerate(points))
        return f"q 1.6 w 1 J 1 j {path} S Q".encode()

    def ring(self, width: float, height: float) -> bytes:
        """A thick ring, as people circle a number; small circles get a dot."""
        x, y = width / 2, height / 2
        if width < 15:
            return f"q {_circle(x, y, width * 0.28)} f Q".encode()
        return f"q 2.4 w {_circle(x, y, width * 0.46)} S Q".encode()

    @property
    def font(self) -> pikepdf.Object:
        """The font for typed text: embedded, with Western European letters."""
        content, widths, metrics = field_font()
        file = Stream(self.document, content)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/AtkinsonHyperlegible-Regular"), Flags=32,
            FontBBox=Array(metrics[:4]), ItalicAngle=0, Ascent=metrics[4], Descent=metrics[5], CapHeight=metrics[6],
            StemV=80, FontFile2=self.document.make_indirect(file),
        )  # fmt: skip
        return self.document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/AtkinsonHyperlegible-Regular"),
                Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=255, Widths=Array(widths),
                FontDescriptor=self.document.make_indirect(descriptor),
            )
        )  # fmt: skip


def _aim_links(document: Pdf, anchors: Mapping[str, Anchor], word: str) -> None:
    """Makes links to labels lead to a point just above their target. Raises ContentError for an unknown label."""
    pages = [page.obj for page in document.pages]
    for page in pages:
        for annotation in page.get("/Annots", Array()):
            uri = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if uri.startswith("to:"):
                anchor = anchors.get(uri[3:])
                if anchor is None:
                    arguments = {"engine": "Typst", "reason": f"nothing bears the label <{uri[3:]}>"}
                    raise ContentError([Problem(PurePosixPath(NAME), 0, "engine-failed", arguments)])
                goal = pages[anchor.page - 1]
                top = round(float(goal.MediaBox[3]) - anchor.y + _ABOVE, 1)
                del annotation["/A"]
                annotation.Dest = Array([goal, Name.XYZ, 0, top, 0])
                annotation.Contents = String(f"{word} {anchor.page}")


def _circle(x: float, y: float, r: float) -> str:
    k = 0.5523 * r
    return (
        f"{x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c h"
    )


def _mend_tables(document: Pdf) -> None:
    """Gives every table a reference to the page on which it begins."""
    root = document.Root.get("/StructTreeRoot")
    for table in _elements(root, "/Table") if root is not None else ():
        page = _first_page(table)
        if page is not None:
            table.Pg = page


def _elements(node: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Structure elements of a kind below a node, in order, except those nested in one of that kind or in running text."""
    for kid in _kids(node):
        found = str(kid.S)
        if found == kind:
            yield kid
        elif found not in _RUNNING:
            yield from _elements(kid, kind)


def _kids(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K", ())
    for kid in kids if isinstance(kids, Array) else (kids,):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _first_page(node: pikepdf.Object) -> pikepdf.Object | None:
    if "/Pg" in node:
        return node.Pg
    kids = node.get("/K")
    listed = list(kids) if isinstance(kids, Array) else [kids] if kids is not None else []
    for kid in listed:
        if isinstance(kid, Dictionary):
            found = _first_page(kid)
            if found is not None:
                return found
    return None
