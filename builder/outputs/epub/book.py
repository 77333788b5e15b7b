"""The files of an EPUB: title page, contents, chapters, pictures, and the package document for reading apps."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from builder.edition.pictures import Shown, on_screen
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.adapted import adaptation
from builder.outputs.epub.metadata import About, metadata
from builder.outputs.epub.page import chapter_page, page
from builder.outputs.epub.printed import Break, Volume, mark_pages
from builder.package.manifest import node
from builder.package.markup import document
from builder.package.pages import Chapter, pages
from builder.package.parts import element
from builder.package.places import Form
from builder.words import words

MIMETYPE = "mimetype"
_TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_STYLE = Path(__file__).with_name("style.css")
_TITLE, _NAV, _COVER = "000-title.xhtml", "nav.xhtml", "cover.png"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"


@dataclass(frozen=True, slots=True)
class Source:
    """The printed books whose text an EPUB has; empty when none were made."""

    title: str = ""
    volumes: Sequence[Volume] = ()
    cover: bytes = b""
    """A PNG; empty for no cover."""


def epub(edition: Edition, leaves: Sequence[Leaf], title: str, source: Source, *, keys: bool) -> Mapping[str, bytes]:
    """Path -> file; `mimetype` must come first in the archive. `keys`: with the right answers."""
    made = pages(edition, leaves, Form(keys=keys))
    breaks = mark_pages(made.chapters, source.volumes)
    logos = dict(_logos(edition))
    files = {f"images/{name}": content for name, (content, _, _) in logos.items()}
    files |= {chapter.file: chapter_page(chapter, edition.language) for chapter in made.chapters}
    files |= made.pictures
    files["style.css"] = _style(edition.config.colour)
    files[_TITLE] = page(title, edition.language, list(_title_page(edition, title, logos)), "frontmatter")
    files[_NAV] = page(title, edition.language, [*_nav(made.chapters, edition.language), *_page_list(breaks, edition)])
    if source.cover:
        files[_COVER] = source.cover
    printed = source.title if breaks else ""
    about = About(title, _identifier(edition, title), bool(made.pictures), printed)
    opf = _package(edition, about, files, [_TITLE, _NAV, *(chapter.file for chapter in made.chapters)])
    return {
        MIMETYPE: b"application/epub+zip",
        "META-INF/container.xml": document(_container()),
        "EPUB/package.opf": document(opf),
        **{f"EPUB/{name}": content for name, content in files.items()},
    }


def _identifier(edition: Edition, title: str) -> str:
    """An identifier that stays the same from release to release, since reading apps keep bookmarks by it."""
    digits = sha256(
        f"{edition.config.site_url or edition.config.site_name} {edition.language} {title}".encode()
    ).hexdigest()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def _style(colour: str) -> bytes:
    heights = "".join(f".rows-{rows} {{ height: {rows * 1.9:g}em; }}\n" for rows in range(1, 31))
    return (_STYLE.read_text(encoding="utf-8").replace("COLOUR", colour) + heights).encode()


def _logos(edition: Edition) -> Iterator[tuple[str, tuple[bytes, Shown, str]]]:
    """File name of each logo with its content, the picture and its owner's name."""
    config = edition.config
    named = [(config.logo, config.institution or config.site_name)] if config.logo else []
    named += [(partner.logo, partner.name) for partner in config.partners]
    for path, name in named:
        shown = edition.images.get(path)
        if shown and shown.content:
            yield f"{shown.token}{shown.suffix}", (shown.bytes_in(edition.language), shown, name)


def _title_page(
    edition: Edition, title: str, logos: Mapping[str, tuple[bytes, Shown, str]]
) -> Iterator[etree.Element]:  # fmt: skip
    config = edition.config
    section = element("section", "", "title-page", **{"epub:type": "titlepage"})
    for name, (_, shown, whose) in logos.items():
        width, height = on_screen(shown.size)
        image = element("img", src=f"images/{name}", alt=whose, width=str(width), height=str(height))
        section.append(element("p", "", "logo", image))
    section.append(element("h1", title))
    for text in (config.site_name, config.institution, f"{config.version} · {config.released.isoformat()}"):
        if text:
            section.append(element("p", text))
    imprint = (config.preface.get(edition.language, ""), config.imprint.get(edition.language, ""), adaptation(edition))
    for text in (*imprint, config.copyright):
        if text:
            section.append(element("p", text, "imprint"))
    yield section


def _nav(chapters: Sequence[Chapter], language: str) -> Iterator[etree.Element]:
    """The table of contents and the landmarks."""
    texts = words(language)
    listing = element("ol")
    for chapter in chapters:
        spoken = {"lang": chapter.language, "xml:lang": chapter.language} if chapter.language != language else {}
        item = element("li", "", "", element("a", chapter.title, href=chapter.file, **spoken))
        within = listing[-1] if chapter.level > 1 and len(listing) else None
        if within is None:
            listing.append(item)
        else:
            inner = within.find("ol")
            (etree.SubElement(within, "ol") if inner is None else inner).append(item)
    yield element("nav", "", "", element("h1", texts["contents"]), listing, **{"epub:type": "toc", "role": "doc-toc"})
    marks = [("titlepage", _TITLE, texts["title-page"]), ("toc", _NAV, texts["contents"])]
    marks += [("bodymatter", chapter.file, texts["text-begins"]) for chapter in chapters[:1]]
    links = (element("li", "", "", element("a", text, href=file, **{"epub:type": kind})) for kind, file, text in marks)
    landmarks = element("ol", "", "", *links)
    yield element(
        "nav", "", "", element("h2", texts["landmarks"]), landmarks, **{"epub:type": "landmarks", "hidden": "hidden"}
    )


def _page_list(breaks: Sequence[Break], edition: Edition) -> Iterator[etree.Element]:
    """The page list, which leads to the pages of the printed books; nothing without `breaks`."""
    if breaks:
        links = (element("li", "", "", element("a", one.label, href=f"{one.file}#{one.id}")) for one in breaks)
        title = element("h2", words(edition.language)["printed-pages"])
        names = {"epub:type": "page-list", "role": "doc-pagelist", "hidden": "hidden"}
        yield element("nav", "", "", title, element("ol", "", "", *links), **names)


def _package(edition: Edition, about: About, files: Mapping[str, bytes], spine: Sequence[str]) -> etree.Element:
    """The package document: metadata, manifest of files, reading order."""
    items = [_item(name, content) for name, content in sorted(files.items())]
    order = (node("itemref", idref=_identifier_of(name)) for name in spine)
    root = node("package", "", metadata(edition, about), node("manifest", "", *items), node("spine", "", *order))
    names = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "book",
        "xml:lang": edition.language,
    }
    root.attrib.update(names)
    return root


def _item(name: str, content: bytes) -> etree.Element:
    made = node("item", id=_identifier_of(name), href=name)
    made.set("media-type", _TYPES[name.rpartition(".")[2]])
    properties = {_NAV: "nav", _COVER: "cover-image"}
    said = properties.get(name, "mathml" if name.endswith(".xhtml") and b"<math " in content else "")
    if said:
        made.set("properties", said)
    return made


def _identifier_of(name: str) -> str:
    return "i-" + name.replace("/", "-")


def _container() -> etree.Element:
    file = node("rootfile", full_path="EPUB/package.opf")
    file.attrib = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    return node("container", "", node("rootfiles", "", file), version="1.0", xmlns=_CONTAINER)
