"""What the writers of a book share: its fixed facts, and the growing draft."""

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from builder.course.model import Audience
from builder.edition.lead import Lead
from builder.edition.pictures import Shown
from builder.edition.select import Edition, Leaf
from builder.outputs.book.measures import Measures
from builder.print.code import Code, literal
from builder.print.form import Field

CONTENTS_DEPTH = 2
"""Levels of headings in the table of contents."""
BLOCK_TAGS = frozenset(
    {
        "p",
        "ul",
        "ol",
        "table",
        "pre",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "section",
        "aside",
        "div",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    }
)


@dataclass(frozen=True, slots=True)
class RenderedLeaf:
    """A page of the edition, rendered."""

    leaf: Leaf
    tree: etree.Element
    label: str
    """The link target of the page; its anchors are `label:anchor`."""
    lead: Lead | None = None
    """The drawing at its head, which is no longer in the tree."""

    @property
    def path(self) -> str:
        return str(self.leaf.document.path)


@dataclass(frozen=True, slots=True)
class Book:
    """What is fixed before the first line is written."""

    edition: Edition
    words: Mapping[str, str]
    """Of the interface, in the language of the edition."""
    measures: Measures
    with_fields: bool
    pages: Mapping[tuple[str, str], RenderedLeaf]
    """By kind and key, in order."""
    labels: frozenset[str]
    """Every link target that the book will have."""
    elsewhere: Mapping[str, str]
    """Label of a page -> the name of the volume that has it."""
    all_sources: bool = True
    """Whether the list of sources holds them all; participants get a short one, since each page has its own at its foot."""
    is_sheet: bool = False
    """One worksheet alone, on pages of its own."""

    @property
    def is_trainer(self) -> bool:
        return self.edition.audience is Audience.TRAINER

    def image(self, token: str) -> Shown | None:
        """The picture of this token or path."""
        images = self.edition.images
        return images.get(PurePosixPath(token)) or next((one for one in images.values() if one.token == token), None)


@dataclass(slots=True)
class Draft:
    """A book being written: its code so far, and what the code brought along."""

    book: Book
    code: Code = field(default_factory=Code)
    fields: list[Field] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    cited: Counter[str] = field(default_factory=Counter)
    """Source -> how many texts cite it."""
    terms: set[str] = field(default_factory=set)
    index: dict[str, list[str]] = field(default_factory=dict)
    """A term (`t:csr`) or a story (`p:jakes-hotel`) -> the anchors of where the text names it."""
    level: int = 0
    """Of the last heading: the next one is at most one deeper."""
    entries: int = 0
    """Lines of the table of contents."""
    small: list[tuple[str, int]] = field(default_factory=list)
    """Path and line of fields with less room than the worked example's answer takes, written by hand."""
    leaves: int = 0
    """Texts with pages of their own."""
    module_before: bool = False
    """Whether what is written next follows a module."""

    @contextmanager
    def heading(self, level: int, label: str = "", flags: str = "") -> Iterator[None]:
        """A heading, whose text is written next. With `flags` it stands in no table of contents."""
        self.level = level
        self.entries += not flags and level <= CONTENTS_DEPTH
        mark = f"#label({literal(label)})" if label else ""
        with self.code.paragraph(f"[#heading(level: {level}{flags}, {{", f"}}){mark}]", "heading"):
            yield

    def named(self, label: str) -> None:
        """Notes for the index that the text names the term or story of this label here."""
        anchors = self.index.setdefault(label, [])
        anchors.append(f"ix:{label}:{len(anchors)}")
        self.code.add(f"anchor({literal(anchors[-1])})", "inline")

    def picture(self, path: str) -> tuple[str, float, float] | None:
        """Name of the asset, and its width and height in points; None when the edition has no such picture."""
        image = self.book.image(path)
        if image is None or not image.content:
            return None
        content = image.bytes_in(self.book.edition.language)
        name = f"{sha256(content).hexdigest()[:20]}{image.suffix}"
        self.assets[name] = content
        return name, *image.size

    def target(self, kind: str, name: str, label: str) -> str:
        """The link of a new form field, as code; an empty text when the book has no fields."""
        if not self.book.with_fields:
            return '""'
        self.fields.append(Field(name, kind, label))
        return literal(f"field:{kind}:{name}")


def plain_text(element: etree.Element) -> str:
    """All text of an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def source_of(image: etree.Element) -> str:
    """The token of a picture of the edition, as the book addressed it."""
    return (image.get("src") or "").removeprefix("#i:")


def class_of(element: etree.Element) -> str:
    """The first class; it names the block."""
    return (element.get("class") or "").split(" ")[0]


def alignment(cell: etree.Element) -> str:
    """The argument of a cell whose column the author aligned."""
    return f"align: {cell.get('align')}, " if cell.get("align") in ("left", "center", "right") else ""


def only_image(element: etree.Element) -> etree.Element | None:
    """The picture of a paragraph that holds nothing else."""
    if element.tag == "p" and len(element) == 1 and element[0].tag == "img" and not plain_text(element):
        return element[0]
    return None


def ids(tree: etree.Element) -> Iterator[str]:
    """Every id that a link can aim at."""
    for element in tree.iter():
        identifier = element.get("id", "")
        if identifier and not identifier.endswith("--label") and not identifier.startswith(("fn-", "fnref")):
            yield identifier


def collect_sheets(tree: etree.Element) -> Iterator[tuple[str, dict[str, etree.Element]]]:
    """Worksheets with their fields."""
    for section in tree.iter("section"):
        if class_of(section) == "worksheet":
            heading = next((child for child in section if child.get("class") == "block-title"), None)
            identifier = heading.get("id", "") if heading is not None else ""
            prefix = f"{identifier}--"
            yield (
                identifier,
                {
                    div.get("id", "").removeprefix(prefix): div
                    for div in section.iter("div")
                    if class_of(div) == "field"
                },
            )
