"""Reads the fields of a filled-in PDF, and what else is on its pages. Runs in the child process of `limits`."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pikepdf

from builder.collect.seen import Shown, unpacked
from builder.print.written_on import is_marked, is_written_on, title_of

RADIO = 1 << 15
"""The flag of radio buttons in `/Ff`."""
DEEPEST = 60
"""The deepest nesting of fields, more than any form has."""
MOST_FIELDS, MOST_PAGES = 20_000, 3_000
LONGEST = 1_000_000
"""The longest answer, in bytes."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TITLE = re.compile(rb"<dc:title>.{0,200}?<rdf:li[^>]*>(.{0,1000}?)</rdf:li>", re.DOTALL)
_QUIET = {"/Widget", "/Link", "/Popup", "/PrinterMark"}
"""Annotations in which people don't write."""


class LimitError(Exception):
    """The file exceeds a limit; the argument is the problem's code."""


@dataclass(slots=True)
class Answer:
    """A field's value in one place; `page` counts from 0."""

    value: str
    label: str
    page: int


@dataclass(slots=True)
class Report:
    """The contents of a file."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    """Full name -> the field's places in page order; there are several where files were merged."""
    title: str = ""
    is_damaged: bool = False
    has_xfa: bool = False
    written_on: list[int] = field(default_factory=list)
    """Pages, from 1, with words or drawings that are in no field."""
    differing: list[tuple[str, str, str]] = field(default_factory=list)
    """Label, visible value and stored value of fields where the two differ."""
    course: str = ""
    """The course's id, if the file states it."""
    is_document: bool = False
    """Whether the file is a DOCX rather than a PDF."""
    is_written_beside: bool = False
    """Whether a DOCX has more in it than its fields hold."""


def read_form(path: Path) -> Report:
    """The report on a PDF. Raises LimitError, PdfError, and whatever else a library raises for a broken file."""
    with pikepdf.open(path) as document:
        report = Report(title=_title(document))
        form = document.Root.get("/AcroForm")
        report.has_xfa = isinstance(form, pikepdf.Dictionary) and "/XFA" in form
        _Walk(document, form, report).run()
        report.written_on = [number for number, page in enumerate(document.pages, 1) if _has_more(page.obj)]
        if any(is_marked(page.obj) for page in document.pages):
            report.written_on += [n for n, page in enumerate(document.pages, 1) if not is_marked(page.obj)]
        report.written_on = sorted(set(report.written_on))
        report.is_damaged |= bool(document.get_warnings())
    return report


class _Walk:
    """Walks the fields in the form's list, then those that only pages refer to."""

    def __init__(self, document: pikepdf.Pdf, form: pikepdf.Object | None, report: Report) -> None:
        if len(document.pages) > MOST_PAGES:
            raise LimitError("pdf-limit-fields")
        self.report = report
        self.roots = _dictionaries(form.get("/Fields")) if isinstance(form, pikepdf.Dictionary) else []
        self.pages: dict[tuple[int, int], int] = {}
        self.widgets: list[pikepdf.Object] = []
        for number, page in enumerate(document.pages):
            for one in _dictionaries(page.obj.get("/Annots")):
                if one.get("/Subtype") == "/Widget":
                    self.widgets.append(one)
                    self.pages.setdefault(one.objgen, number)
        self.shown = Shown(form)
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def run(self) -> None:
        for item in [*self.roots, *map(_top, self.widgets)]:
            self.field(item)
        for places in self.report.answers.values():
            places.sort(key=lambda place: place.page)

    def field(self, root: pikepdf.Object) -> None:
        """Reads a field and all below it; a field that contains itself is read once."""
        stack = [(root, "", pikepdf.Dictionary(), 0)]
        while stack:
            item, above, inherited, depth = stack.pop()
            if item.objgen != (0, 0) and item.objgen in self.seen:
                self.report.is_damaged |= depth > 0
                continue
            self.seen.add(item.objgen)
            self.count += 1
            if self.count > MOST_FIELDS or depth > DEEPEST:
                raise LimitError("pdf-limit-fields")
            name = ".".join(filter(None, (above, _text(item.get("/T")))))
            own = pikepdf.Dictionary({key: item.get(key, inherited.get(key)) for key in ("/FT", "/Ff", "/V")
                                      if item.get(key, inherited.get(key)) is not None})  # fmt: skip
            kids = _dictionaries(item.get("/Kids"))
            named = [kid for kid in kids if "/T" in kid]
            if named:
                stack += [(kid, name, own, depth + 1) for kid in reversed(named)]
            elif name and str(own.get("/FT", "")) in ("/Tx", "/Btn", "/Ch"):
                self.seen |= {kid.objgen for kid in kids}
                self.terminal(item, name, own, kids)

    def terminal(self, item: pikepdf.Object, name: str, own: pikepdf.Object, kids: Sequence[pikepdf.Object]) -> None:
        label, widgets = _text(item.get("/TU")), list(kids) or [item]
        page = min((self.pages[one.objgen] for one in widgets if one.objgen in self.pages), default=0)
        found = self.report.answers.setdefault(name, [])
        if str(own.get("/FT")) == "/Btn":
            value, seen = _button(item, own, widgets)
            found.append(Answer(value, label, page))
            if value != seen:
                self.report.differing.append((label or name, seen, value))
            return
        values = [_typed(own.get("/V"), item.get("/RV"))]
        values += [value for kid in kids if (value := _typed(kid.get("/V"), None)) and value not in values]
        found += [Answer(value, label, page) for value in (list(filter(None, values)) or [""])]
        for widget in widgets:
            seen_text = self.shown.other_than(widget, values[0]) if len(values) == 1 else None
            if seen_text is not None:
                self.report.differing.append((label or name, seen_text, values[0]))


def _has_more(page: pikepdf.Object) -> bool:
    """Whether somebody typed, drew, stamped or pasted something on the page."""
    added = any(str(one.get("/Subtype", "/Widget")) not in _QUIET for one in _dictionaries(page.get("/Annots")))
    return added or is_written_on(page)


def _dictionaries(found: pikepdf.Object | None) -> list[pikepdf.Object]:
    if not isinstance(found, pikepdf.Array):
        return []
    if len(found) > MOST_FIELDS:
        raise LimitError("pdf-limit-fields")
    return [one for one in found.as_list() if isinstance(one, pikepdf.Dictionary)]


def _top(widget: pikepdf.Object) -> pikepdf.Object:
    for _ in range(DEEPEST):
        parent = widget.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        widget = parent
    return widget


def _button(item: pikepdf.Object, own: pikepdf.Object, widgets: Sequence[pikepdf.Object]) -> tuple[str, str]:
    """The stored and the visible value: `x` for a ticked box, the state of the chosen radio button, otherwise ""."""
    stored = _state(own.get("/V"))
    drawn = [_state(one.get("/AS")) for one in (item, *widgets)]
    seen = next(filter(None, drawn), "")
    if "/V" not in own or ("/AS" not in item and not any("/AS" in one for one in widgets)):
        stored = seen = stored or seen
    if int(own.get("/Ff", 0)) & RADIO:
        return stored, seen
    return ("x" if stored else ""), ("x" if seen else "")


def _state(value: pikepdf.Object | None) -> str:
    text = str(value) if value is not None else ""
    return "" if text in ("/Off", "Off", "/") else text.removeprefix("/")


def _typed(value: pikepdf.Object | None, rich: pikepdf.Object | None) -> str:
    """What somebody typed, or chose from a list."""
    if isinstance(value, pikepdf.Array):
        text = "; ".join(_text(part) for part in value.as_list()[:100])
    else:
        text = _text(value)
    if not text and rich is not None:
        text = clean(unescape(re.sub(r"<[^<>]*>", "", re.sub(r"</p>|<br\s*/?>", "\n", _text(rich)))))
    return text


def _text(value: pikepdf.Object | None) -> str:
    """A string, decoded from whichever encoding the program used."""
    if value is None or isinstance(value, (pikepdf.Array, pikepdf.Dictionary)):
        return ""
    if isinstance(value, pikepdf.Stream):
        return clean(_decoded(_content(value)))
    if isinstance(value, pikepdf.String):
        content = bytes(value)
        if len(content) > LONGEST:
            raise LimitError("pdf-limit-memory")
        return clean(_decoded(content, str(value)))
    return clean(str(value).removeprefix("/"))


def _decoded(content: bytes, otherwise: str = "") -> str:
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content.count(0) * 3 >= len(content) > 0:
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return otherwise or content.decode("cp1252", "replace")


def _content(stream: pikepdf.Stream) -> bytes:
    """The bytes of a stream. Raises LimitError when they are more than an answer may have."""
    content = unpacked(stream, LONGEST)
    if content is None:
        raise LimitError("pdf-limit-memory")
    return content


def _title(document: pikepdf.Pdf) -> str:
    """The document's title; our own mark is tried first, as it survives more programs than the visible title."""
    ours = title_of(document.pages[0].obj) if len(document.pages) else ""
    information = document.trailer.get("/Info")
    stored = _text(information.get("/Title")) if isinstance(information, pikepdf.Dictionary) else ""
    metadata = document.Root.get("/Metadata")
    found = _TITLE.search(_content(metadata)) if not (ours or stored) and isinstance(metadata, pikepdf.Stream) else None
    return clean(ours) or stored or (clean(unescape(found[1].decode("utf-8", "replace"))) if found else "")


def clean(text: str) -> str:
    """The text in NFC (Macs decompose accents), with plain line feeds, without control characters or surrounding blanks."""
    text = unicodedata.normalize("NFC", text.replace("\ufeff", ""))
    return _CONTROLS.sub("", re.sub(r"\r\n?|[\u2028\u2029]", "\n", text)).strip()
