"""A whole DOCX: the sheets one after the other, and the parts that a Word file needs besides its text."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.edition.pictures import fitted
from builder.edition.select import Edition
from builder.edition.summaries.adapted import adaptation
from builder.outputs.office.draft import Draft
from builder.outputs.office.layout import paragraph
from builder.outputs.office.parts import NAMES, fixed_parts
from builder.outputs.office.runs import Face, run
from builder.outputs.office.sheets import Group
from builder.outputs.office.write import SheetWriter
from builder.package.docx import DIGEST, DOCUMENT, listed, read_content
from builder.package.manifest import node
from builder.package.markup import document

_PAPERS = {"a4": ("11906", "16838"), "us-letter": ("12240", "15840")}
"""Width and height in twentieths of a point."""
_LOGO = (150.0, 70.0)
"""Largest width and height of a logo, in points."""


@dataclass(frozen=True, slots=True)
class About:
    """Title, instructions and paper (`a4` or `us-letter`) of a document."""

    title: str
    how: str
    """Instructions for using it."""
    paper: str


def docx(edition: Edition, groups: Sequence[Group], about: About) -> Mapping[str, bytes]:
    """Path in the archive -> file."""
    draft = Draft(edition)
    body = node("w:body", "", *_front(draft, about), *_sheets(draft, groups), _section(about.paper))
    root = etree.Element("w:document", NAMES)
    root.append(body)
    text = document(root)
    found = read_content(etree.fromstring(text))
    parts = fixed_parts(edition, about.title, {DIGEST: found.digest, **listed(found.controls)}, draft)
    return {DOCUMENT: text, **parts, **{f"word/media/{name}": content for name, content in draft.media.items()}}


def _front(draft: Draft, about: About) -> Iterator[etree.Element]:
    """Logos, title, course and institution, instructions."""
    config = draft.edition.config
    logos = [(config.logo, config.institution)] if config.logo else []
    logos += [(partner.logo, partner.name) for partner in config.partners]
    shown = [(draft.edition.images[path], name) for path, name in logos if path in draft.edition.images]
    drawn = [draft.drawing(image, name, _small(image.size)) for image, name in shown if image.content]
    if drawn:
        spaced = [part for one in drawn for part in (one, run("   ", Face()))]
        yield paragraph("Normal", *spaced[:-1])
    yield paragraph("Title", run(about.title, Face()))
    named = " · ".join(filter(None, (config.site_name, config.institution, config.version)))
    yield paragraph("Subtitle", run(named, Face()))
    if origin := adaptation(draft.edition):
        yield paragraph("Origin", run(origin, Face()))
    yield paragraph("Normal", run(about.how, Face()))


def _small(size: tuple[float, float]) -> tuple[float, float]:
    width, height = fitted(size, _LOGO[0])
    scale = min(1.0, _LOGO[1] / height) if height else 1.0
    return width * scale, height * scale


def _sheets(draft: Draft, groups: Sequence[Group]) -> Iterator[etree.Element]:
    """Each module, form and test begins on a page of its own."""
    for group in groups:
        spoken = group.language if group.language != draft.edition.language else ""
        yield paragraph("Heading1", run(group.title, Face(language=spoken)))
        for number, sheet in enumerate(group.sheets):
            heading, *rest = SheetWriter(draft, sheet).write()
            if number:
                heading[0].append(node("w:pageBreakBefore"))
            yield from (heading, *rest)


def _section(paper: str) -> etree.Element:
    width, height = _PAPERS[paper]
    side = str((int(width) - 9300) // 2)
    return node(
        "w:sectPr",
        "",
        node("w:footerReference", w__type="default", r__id="footer"),
        node("w:pgSz", w__w=width, w__h=height),
        node("w:pgMar", w__top="1134", w__right=side, w__bottom="1134", w__left=side, w__header="567", w__footer="567",
             w__gutter="0"),
    )  # fmt: skip
