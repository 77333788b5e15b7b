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
    """The drawing at its head, which has been taken out of the tree."""

    @property
    def path(self) -> str:
        return str(self.leaf.document.path)


@dataclass(frozen=True, slots=True)
class Book:
    """What is fixed before the first line is written."""

    edition: Edition
    words: Mapping[str, str]
    """Interface texts by key, in the language of the edition."""
    measures: Measures
    with_fields: bool
    pages: Mapping[tuple[str, str], RenderedLeaf]
    """By kind and key, in order."""
    labels: frozenset[str]
    """Every link target that the book will have."""
    elsewhere: Mapping[str, str]
    """Label of a page -> the name of the volume that has it."""
    all_sources: bool = True
    """Whether the list of sources is complete; participants get a short one, since each page names its sources in footnotes."""
    is_sheet: bool = False
    """One worksheet alone, on pages of its own."""

    @property
    def is_trainer(self) -> bool:
        return self.edition.audience is Audience.TRAINER

    def image(self, token: str) -> Shown | None:
        """The picture with this token or path; None when the edition has none."""
        images = self.edition.images
        return images.get(PurePosixPath(token)) or next((one for one in images.values() if one.token == token), None)


@dataclass(slots=True)
class Draft:
    """A book being written: its code so far, and the fields, pictures, citations and index entries that the code refers to."""

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
    """Level of the last heading; the next one may be at most one level deeper."""
    entries: int = 0
    """Lines of the table of contents."""
    small: list[tuple[str, int]] = field(default_factory=list)
    """Path and line of fields too small for the worked example's answer in handwriting."""
    leaves: int = 0
    """How many texts have begun on a new page so far (see `leaf_open`)."""
    steps: int = 0
    """How many places there are so far at which the plan may begin a page (`layout/plan`)."""
    module_before: bool = False
    """Whether a module without lines for notes has just ended: a page skipped after it is then for notes (see `to_right`)."""

    @contextmanager
    def heading(self, level: int, label: str = "", flags: str = "") -> Iterator[None]:
        """A heading, whose text is written inside the `with`. One with `flags` (further Typst arguments) is left out of the contents."""
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
        """Registers a picture: its file name, width and height in points; None when the edition has no such picture."""
        image = self.book.image(path)
        if image is None or not image.content:
            return None
        content = image.bytes_in(self.book.edition.language)
        name = f"{sha256(content).hexdigest()[:20]}{image.suffix}"
        self.assets[name] = content
        return name, *image.size

    def target(self, kind: str, name: str, label: str) -> str:
        """Registers a form field and gives its link as Typst code; an empty string literal when the book has no fields."""
        if not self.book.with_fields:
            return '""'
        self.fields.append(Field(name, kind, label))
        return literal(f"field:{kind}:{name}")


def plain_text(element: etree.Element) -> str:
    """All text of an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def source_of(image: etree.Element) -> str:
    """The token of the picture that an `img` shows (`#i:TOKEN`)."""
    return (image.get("src") or "").removeprefix("#i:")


def class_of(element: etree.Element) -> str:
    """The first class, which names the block; empty when there is none."""
    return (element.get("class") or "").split(" ")[0]


def alignment(cell: etree.Element) -> str:
    """The `align` argument of a table cell as Typst code; empty when the author set no alignment."""
    return f"align: {cell.get('align')}, " if cell.get("align") in ("left", "center", "right") else ""


def only_image(element: etree.Element) -> etree.Element | None:
    """The `img` of a paragraph that holds nothing else; None for any other element."""
    if element.tag == "p" and len(element) == 1 and element[0].tag == "img" and not plain_text(element):
        return element[0]
    return None


def ids(tree: etree.Element) -> Iterator[str]:
    """Every id that a link can point to: not those of labels and footnotes."""
    for element in tree.iter():
        identifier = element.get("id", "")
        if identifier and not identifier.endswith("--label") and not identifier.startswith(("fn-", "fnref")):
            yield identifier


def collect_sheets(tree: etree.Element) -> Iterator[tuple[str, dict[str, etree.Element]]]:
    """Each worksheet's id, and its `field` elements by name."""
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
