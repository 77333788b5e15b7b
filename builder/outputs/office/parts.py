"""The parts of a DOCX that aren't its text."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping

from builder.edition.select import Edition
from builder.outputs.office.draft import Draft
from builder.outputs.office.layout import paragraph
from builder.outputs.office.runs import Face, run
from builder.outputs.office.styles import styles
from builder.package.docx import CORE, MARKUP, PROPERTIES, WORD, WORD_2010
from builder.package.manifest import node
from builder.package.markup import document
from builder.package.proofing import proofing
from builder.words import words

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = {
    "xmlns:w": WORD, "xmlns:r": f"{_OFFICE}/relationships", "xmlns:wp": f"{_DRAWING}/wordprocessingDrawing",
    "xmlns:a": f"{_DRAWING}/main", "xmlns:pic": f"{_DRAWING}/picture", "xmlns:w14": WORD_2010, "xmlns:mc": MARKUP,
    "mc:Ignorable": "w14",
}  # fmt: skip
"""Name spaces of the document's root element."""
_TYPES = {
    "word/document.xml": "wordprocessingml.document.main", "word/styles.xml": "wordprocessingml.styles",
    "word/numbering.xml": "wordprocessingml.numbering", "word/settings.xml": "wordprocessingml.settings",
    "word/footer.xml": "wordprocessingml.footer", PROPERTIES: "custom-properties",
}  # fmt: skip
_PICTURES = {"png": "image/png", "jpg": "image/jpeg"}
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""Format id that Office requires for custom properties."""


def fixed_parts(edition: Edition, title: str, properties: Mapping[str, str], draft: Draft) -> Mapping[str, bytes]:
    """Path -> part, for all but text and pictures. `properties`: custom properties that `taller collect` reads."""
    found = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(_ROOT),
        "word/_rels/document.xml.rels": _relations({**_INNER, **_media(draft)}, draft.links),
        "word/styles.xml": styles(edition.language, edition.config.colour),
        "word/numbering.xml": _numbering(draft),
        "word/settings.xml": _settings(edition.language),
        "word/footer.xml": _footer(edition, title),
        CORE: _core(edition, title),
        PROPERTIES: _custom(properties),
    }
    return {name: document(root) for name, root in found.items()}


def _types() -> etree.Element:
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml", **_PICTURES}
    office = "application/vnd.openxmlformats-officedocument."
    return node(
        "Types",
        "",
        *(node("Default", Extension=end, ContentType=kind) for end, kind in usual.items()),
        *(node("Override", PartName=f"/{name}", ContentType=f"{office}{kind}+xml") for name, kind in _TYPES.items()),
        node("Override", PartName=f"/{CORE}", ContentType="application/vnd.openxmlformats-package.core-properties+xml"),
        xmlns=f"{_PACKAGE}/content-types",
    )


_ROOT = {
    "document": (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
    "core": (f"{_PACKAGE}/relationships/metadata/core-properties", CORE),
    "custom": (f"{_OFFICE}/relationships/custom-properties", PROPERTIES),
}
_INNER = {
    name: (f"{_OFFICE}/relationships/{name}", f"{name}.xml") for name in ("styles", "numbering", "settings", "footer")
}


def _media(draft: Draft) -> Mapping[str, tuple[str, str]]:
    return {f"media-{name}": (f"{_OFFICE}/relationships/image", f"media/{name}") for name in draft.media}


def _relations(inner: Mapping[str, tuple[str, str]], links: Mapping[str, str] | None = None) -> etree.Element:
    found = [node("Relationship", Id=name, Type=kind, Target=target) for name, (kind, target) in inner.items()]
    kind = f"{_OFFICE}/relationships/hyperlink"
    found += [
        node("Relationship", Id=name, Type=kind, Target=address, TargetMode="External")
        for address, name in (links or {}).items()
    ]
    return node("Relationships", "", *found, xmlns=f"{_PACKAGE}/relationships")


def _settings(language: str) -> etree.Element:
    newest = node(
        "w:compatSetting", w__name="compatibilityMode", w__uri="http://schemas.microsoft.com/office/word", w__val="15"
    )
    return node(
        "w:settings",
        "",
        node("w:defaultTabStop", w__val="708"),
        node("w:compat", "", newest),
        node("w:themeFontLang", w__val=proofing(language)),
        xmlns__w=WORD,
    )  # fmt: skip


def _numbering(draft: Draft) -> etree.Element:
    """The list definitions: bullets, and numbers that restart with each list."""
    kinds = {"1": ("bullet", "•"), "2": ("decimal", "%{}.")}
    made = [
        node("w:abstractNum", "", *_levels(kind, text), w__abstractNumId=number)
        for number, (kind, text) in kinds.items()
    ]
    for number, is_ordered in enumerate(draft.lists, 1):
        begin = [
            node("w:lvlOverride", "", node("w:startOverride", w__val="1"), w__ilvl=str(level))
            for level in range(4 * is_ordered)
        ]
        parent = node("w:abstractNumId", w__val="2" if is_ordered else "1")
        made.append(node("w:num", "", parent, *begin, w__numId=str(number)))
    return node("w:numbering", "", *made, xmlns__w=WORD)


def _levels(kind: str, text: str) -> Iterator[etree.Element]:
    for level in range(4):
        place = node("w:ind", w__left=str(400 * (level + 1)), w__hanging="400")
        yield node(
            "w:lvl",
            "",
            node("w:start", w__val="1"),
            node("w:numFmt", w__val=kind),
            node("w:lvlText", w__val=text.format(level + 1)),
            node("w:pPr", "", place),
            w__ilvl=str(level),
        )


def _footer(edition: Edition, title: str) -> etree.Element:
    texts = words(edition.language)
    page = node("w:fldSimple", "", run("1", Face()), w__instr=" PAGE ")
    text = paragraph("Footer", run(f"{title} · {texts['page']} ", Face()), page)
    return node("w:ftr", "", text, xmlns__w=WORD)


def _core(edition: Edition, title: str) -> etree.Element:
    """Core properties. Dates are the edition's, so that the same course gives the same bytes."""
    config = edition.config
    day = f"{config.released.isoformat()}T00:00:00Z"
    return node(
        "cp:coreProperties",
        "",
        node("dc:title", title),
        node("dc:creator", config.institution or config.site_name),
        node("dc:language", proofing(edition.language)),
        node("dcterms:created", day, xsi__type="dcterms:W3CDTF"),
        node("dcterms:modified", day, xsi__type="dcterms:W3CDTF"),
        xmlns__cp=f"{_PACKAGE}/metadata/core-properties",
        xmlns__dc="http://purl.org/dc/elements/1.1/",
        xmlns__dcterms="http://purl.org/dc/terms/",
        xmlns__xsi="http://www.w3.org/2001/XMLSchema-instance",
    )


def _custom(properties: Mapping[str, str]) -> etree.Element:
    told = (
        node("property", "", node("vt:lpwstr", text), fmtid=_FORMAT, pid=str(number), name=name)
        for number, (name, text) in enumerate(properties.items(), 2)
    )
    names = {"xmlns": f"{_OFFICE}/custom-properties", "xmlns:vt": f"{_OFFICE}/docPropsVTypes"}
    root = etree.Element("Properties", names)
    root.extend(told)
    return root
