"""All parts of a PPTX: the deck's slides, and what a presentation needs besides them."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from builder.edition.select import Edition
from builder.outputs.slides.deck import Deck
from builder.outputs.slides.pptx.layouts import LAYOUTS, PAGE, SLIDE, layout, master, notes_master
from builder.outputs.slides.pptx.shapes import RELATIONS, emu, level, root
from builder.outputs.slides.pptx.slide import SlideWriter, notes
from builder.outputs.slides.pptx.theme import theme
from builder.package.bitmaps import bitmaps
from builder.package.manifest import node
from builder.package.markup import document
from builder.package.proofing import proofing

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SECTIONS = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_KINDS = {
    "slides": "presentationml.slide", "slideLayouts": "presentationml.slideLayout", "slideMasters": "presentationml.slideMaster",
    "notesSlides": "presentationml.notesSlide", "notesMasters": "presentationml.notesMaster", "theme": "theme",
}  # fmt: skip
_FIRST = 256
"""The lowest slide id that the format allows."""
Relation = tuple[str, str, str]
"""Id, kind, target; one of kind `hyperlink` leads outside the file."""


def pptx(edition: Edition, deck: Deck) -> dict[str, bytes]:
    """Path in the archive -> file."""
    media: dict[str, bytes] = {}
    parts = {**_fixed(edition, deck), **dict(_slides(deck, media))}
    found = {name: document(part) for name, part in parts.items()}
    found["[Content_Types].xml"] = document(_types(parts))
    return {**found, **{f"ppt/media/{name}": content for name, content in media.items()}}


def _slides(deck: Deck, media: dict[str, bytes]) -> Iterator[tuple[str, etree.Element]]:
    names, files = list(LAYOUTS), _pictures(deck)
    for number, (section, slide) in enumerate(deck.slides(), 1):
        language = proofing(section.language)
        writer = SlideWriter(slide, language, files, media)
        yield f"ppt/slides/slide{number}.xml", writer.write()
        kind = names.index(writer.layout) + 1
        relations = [("rId1", "slideLayout", f"../slideLayouts/slideLayout{kind}.xml")]
        relations += [(identifier, "image", f"../media/{name}") for identifier, name in writer.used.items()]
        relations += [(identifier, "hyperlink", address) for identifier, address in writer.links.items()]
        if slide.notes:
            relations.append(("rId2", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
            yield from _notes(number, slide.notes, language)
        yield f"ppt/slides/_rels/slide{number}.xml.rels", _relations(relations)


def _pictures(deck: Deck) -> dict[str, tuple[bytes, str]]:
    """Token -> file and suffix of each picture. SVG becomes PNG, since not every program reads SVG."""
    found = {slide.picture.shown.token: slide.picture.shown for _, slide in deck.slides() if slide.picture}
    files = {token: (shown.bytes_in(deck.language), shown.suffix) for token, shown in found.items()}
    drawings = [token for token, (_, suffix) in files.items() if suffix == ".svg"]
    made = bitmaps([(files[token][0], found[token].size) for token in drawings])
    return files | {token: (png, ".png") for token, png in zip(drawings, made, strict=True)}


def _notes(number: int, said: Iterable[str], language: str) -> Iterator[tuple[str, etree.Element]]:
    yield f"ppt/notesSlides/notesSlide{number}.xml", notes(said, language)
    relations = [
        ("rId1", "notesMaster", "../notesMasters/notesMaster1.xml"),
        ("rId2", "slide", f"../slides/slide{number}.xml"),
    ]
    yield f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels", _relations(relations)


def _fixed(edition: Edition, deck: Deck) -> Mapping[str, etree.Element]:
    """The parts that aren't slides."""
    count = sum(1 for _ in deck.slides())
    colour, layouts = edition.config.colour, range(1, len(LAYOUTS) + 1)
    to_layouts = [(f"rId{number}", "slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in layouts]
    to_master = _relations([("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")])
    inner = [("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId2", "notesMaster", "notesMasters/notesMaster1.xml"),
             ("rId3", "theme", "theme/theme1.xml")]  # fmt: skip
    inner += [(f"slide{number}", "slide", f"slides/slide{number}.xml") for number in range(1, count + 1)]
    return {
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core(edition, deck),
        "ppt/presentation.xml": _presentation(deck),
        "ppt/_rels/presentation.xml.rels": _relations(inner),
        "ppt/theme/theme1.xml": theme("Taller", colour),
        "ppt/theme/theme2.xml": theme("Taller notes", colour),
        "ppt/slideMasters/slideMaster1.xml": master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            [*to_layouts, ("theme", "theme", "../theme/theme1.xml")]
        ),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": _relations([("theme", "theme", "../theme/theme2.xml")]),
        **{f"ppt/slideLayouts/slideLayout{at}.xml": layout(one) for at, one in enumerate(LAYOUTS.values(), 1)},
        **{f"ppt/slideLayouts/_rels/slideLayout{at}.xml.rels": to_master for at in layouts},
    }


def _presentation(deck: Deck) -> etree.Element:
    ids = [(str(_FIRST + number), f"slide{number + 1}") for number, _ in enumerate(deck.slides())]
    slides = (node("p:sldId", id=number, r__id=name) for number, name in ids)
    languages = node("a:defPPr", "", node("a:defRPr", lang=proofing(deck.language)))
    return root(
        "p:presentation",
        node("p:sldMasterIdLst", "", node("p:sldMasterId", id="2147483648", r__id="rId1")),
        node("p:notesMasterIdLst", "", node("p:notesMasterId", r__id="rId2")),
        node("p:sldIdLst", "", *slides),
        node("p:sldSz", cx=emu(SLIDE.width), cy=emu(SLIDE.height)),
        node("p:notesSz", cx=emu(PAGE.width), cy=emu(PAGE.height)),
        node("p:defaultTextStyle", "", languages, level(1, 20)),
        node("p:extLst", "", node("p:ext", "", _sections(deck), uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")),
    )


def _sections(deck: Deck) -> etree.Element:
    """The presentation's sections, one for each session, by which the list of slides can be folded."""
    at, found = _FIRST, []
    for section in deck.sections:
        ids = [node("p14:sldId", id=str(at + number)) for number in range(len(section.slides))]
        at += len(ids)
        found.append(
            node("p14:section", "", node("p14:sldIdLst", "", *ids), name=section.title, id=_named(section.path))
        )
    return node("p14:sectionLst", "", *found, xmlns__p14=_SECTIONS)


def _named(path: str) -> str:
    """A section id in PowerPoint's form, always the same for the same path."""
    found = sha256(path.encode()).hexdigest().upper()
    return "{" + "-".join((found[:8], found[8:12], f"5{found[13:16]}", f"8{found[17:20]}", found[20:32])) + "}"


def _relations(relations: Iterable[Relation]) -> etree.Element:
    made = []
    for identifier, kind, target in relations:
        made.append(node("Relationship", Id=identifier, Type=f"{RELATIONS}/{kind}", Target=target))
        if kind == "hyperlink":
            made[-1].set("TargetMode", "External")
    return node("Relationships", "", *made, xmlns=f"{_PACKAGE}/relationships")


def _root_relations() -> etree.Element:
    found = _relations([("rId1", "officeDocument", "ppt/presentation.xml")])
    kind = f"{_PACKAGE}/relationships/metadata/core-properties"
    found.append(node("Relationship", Id="rId2", Type=kind, Target="docProps/core.xml"))
    return found


def _types(parts: Iterable[str]) -> etree.Element:
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
             "png": "image/png", "jpg": "image/jpeg"}  # fmt: skip
    defaults = [node("Default", Extension=end, ContentType=kind) for end, kind in usual.items()]
    named = {"/ppt/presentation.xml": "presentationml.presentation.main"}
    named |= {
        f"/{name}": _KINDS[name.split("/")[1]] for name in parts if name.endswith(".xml") and name.count("/") == 2
    }
    overrides = [node("Override", PartName=name, ContentType=f"{_OFFICE}{kind}+xml") for name, kind in named.items()]
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides.append(node("Override", PartName="/docProps/core.xml", ContentType=core))
    return node("Types", "", *defaults, *overrides, xmlns=f"{_PACKAGE}/content-types")


def _core(edition: Edition, deck: Deck) -> etree.Element:
    """Core properties. Dates are the edition's, so that the same course gives the same bytes."""
    config = edition.config
    day = f"{config.released.isoformat()}T00:00:00Z"
    return node(
        "cp:coreProperties", "",
        node("dc:title", deck.title), node("dc:creator", config.institution or config.site_name),
        node("dc:language", proofing(deck.language)),
        node("dcterms:created", day, xsi__type="dcterms:W3CDTF"), node("dcterms:modified", day, xsi__type="dcterms:W3CDTF"),
        xmlns__cp=f"{_PACKAGE}/metadata/core-properties", xmlns__dc="http://purl.org/dc/elements/1.1/",
        xmlns__dcterms="http://purl.org/dc/terms/", xmlns__xsi="http://www.w3.org/2001/XMLSchema-instance",
    )  # fmt: skip
