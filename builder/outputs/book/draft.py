"""What the writers of a book share: its edition, the code so far, known labels, fields, pictures, what was cited."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from builder.edition.pictures import Shown
from builder.edition.select import Edition, Leaf
from builder.print.code import Code
from builder.print.form import Field

BLOCK_TAGS = frozenset(
    {"p", "ul", "ol", "table", "pre", "blockquote", "section", "aside", "div", "h2", "h3", "h4", "h5", "h6", "hr"}
)


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths and heights in points that the writer's guesses need."""

    full: float
    column: float
    """The label column at the left, its gap included; 0 when there is none."""
    height: float
    size: float
    """Of the running text."""
    writing: float
    """Distance of ruled lines."""

    @property
    def text(self) -> float:
        return self.full - self.column


@dataclass(slots=True)
class PrintPage:
    """A page of the edition, rendered."""

    leaf: Leaf
    tree: etree.Element
    label: str
    """The link target of the page; its anchors are `label:anchor`."""

    @property
    def path(self) -> str:
        return str(self.leaf.document.path)


@dataclass(slots=True)
class Making:
    """A book being made."""

    edition: Edition
    words: Mapping[str, str]
    measures: Measures
    code: Code = field(default_factory=Code)
    labels: set[str] = field(default_factory=set)
    """Every link target that the book will have."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Label of a page -> the name of the volume that has it."""
    fields: list[Field] = field(default_factory=list)
    with_fields: bool = True
    assets: dict[str, bytes] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    sheets: dict[str, dict[str, etree.Element]] = field(default_factory=dict)
    """Worksheet id -> field id -> its element, to fill in worked examples."""

    level: int = 0
    """Of the last heading: the next one is at most one deeper."""

    @property
    def is_trainer(self) -> bool:
        return self.edition.audience.label == "trainer"

    def picture(self, path: str) -> tuple[str, float, float] | None:
        """Name of the asset, and its width and height in points; None when the edition has no such picture."""
        image = self.image(path)
        if image is None or not image.content:
            return None
        content = image.bytes_in(self.edition.language)
        name = f"{sha256(content).hexdigest()[:20]}{image.suffix}"
        self.assets[name] = content
        return name, *image.size

    def image(self, token: str) -> Shown | None:
        """The picture of this token or path."""
        images = self.edition.images
        return images.get(PurePosixPath(token)) or next((one for one in images.values() if one.token == token), None)


def plain_text(element: etree.Element) -> str:
    """All text of an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def source_of(image: etree.Element) -> str:
    """The token of a picture of the edition, as `_pages` addressed it."""
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
