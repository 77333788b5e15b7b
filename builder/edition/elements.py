"""Blocks of a page -> elements of its tree. The class names of the elements are the contract with the writers:

section.objectives|keypoints|teach|activity|worksheet|quiz, aside.trainer|answer|case|example and those of `BOXES`, `FOLDED`,
div.figure with p and div.figure-caption, div.value, div.question, div.field.lines|box|fill-table|scale|choices.
Each has `data-line`.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.util import ETX, STX, AtomicString, code_escape

from builder.course.formulas import FENCE
from builder.course.materials import describe
from builder.course.scanned import Block, Option
from builder.course.vocabulary import BOXES, FIELDS, FOLDED, HEADED
from builder.edition.captions import add_label
from builder.edition.code_colours import colour
from builder.edition.fields import FieldMaker
from builder.edition.formulas import formula

ASIDES = BOXES | FOLDED | {"trainer", "answer", "case", "example"}
SHOWN = (
    "width",
    "number",
    "minutes",
    "group-size",
    "priority",
    "materials",
    "use",
    "type",
    "of",
    "in-plan",
    "sensitive",
)
"""Attributes of blocks that elements carry as `data-...`."""
DEEPEST = 6
"""Level of the smallest headings."""
_PLACEHOLDER = re.compile(f"^{STX}taller:(\\d+){ETX}$")
Fence = tuple[int, int]
"""First and last line of a code fence."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the elements show: right options and feedback; what trainers need."""

    keys: bool = False
    trainer: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as the scanner read it."""

    words: Mapping[str, str]
    """Interface words in the language of the page."""
    prefix: str = ""
    """First part of the names of its fields."""
    offset: int = 0
    """Added to line numbers here to get those in its file."""
    lines: tuple[str, ...] = ()
    fences: tuple[tuple[int, int], ...] = ()
    cuts: frozenset[int] = frozenset()
    """Numbers of lines that are read as if after an empty line."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Abbreviation -> its meaning."""


@dataclass(frozen=True, slots=True)
class Within:
    """What is around a block: how many blocks with a heading, and the id of its worksheet ("" for none)."""

    depth: int = 0
    sheet: str = ""


NOTHING = Within()


class ElementMaker:
    """Makes the elements of one page's blocks: text gets placeholders first, which elements then replace."""

    def __init__(self, md: Markdown, options: Options, page: PageText) -> None:
        self.md, self.options, self.page = md, options, page
        self.words, self.lines = page.words, page.lines
        self.fields = FieldMaker(page.words)
        self.held: list[Block | Fence] = []
        """What each placeholder stands for, by its number."""

    # -- text with placeholders

    def outline(self, first: int, last: int, indent: int, children: tuple[Block, ...]) -> list[str]:
        """Lines first..last without `indent`, with a placeholder for each child and each code fence between them."""
        holes = self.holes(first, last, children)
        found: list[str] = []
        number = first
        while number <= last:
            line = self.lines[number - 1]
            if number in holes:
                end, content = holes[number]
                spaces = line[: len(line) - len(line.lstrip(" "))]
                found += ["", f"{spaces[indent:]}{STX}taller:{len(self.held)}{ETX}", ""]
                self.held.append(content)
                number = end + 1
            else:
                found += ["", line[indent:]] if number in self.page.cuts else [line[indent:]]
                number += 1
        return found

    def holes(self, first: int, last: int, children: tuple[Block, ...]) -> dict[int, tuple[int, Block | Fence]]:
        """The blocks and code fences between two lines: first line -> last line, and the block or fence."""
        holes: dict[int, tuple[int, Block | Fence]] = {child.line: (child.end, child) for child in children}
        for start, end in self.page.fences:
            if first <= start and end <= last and not any(child.line < start < child.end for child in children):
                holes[start] = (end, (start, end))
        return holes

    def expand(self, parent: etree.Element, within: Within = NOTHING) -> None:
        """Replaces the placeholders below an element with elements."""
        for index, child in enumerate(list(parent)):
            match = _PLACEHOLDER.match(child.text or "") if child.tag in ("p", "li") and not len(child) else None
            if match is None:
                self.expand(child, within)
                continue
            held = self.held[int(match[1])]
            element = self.block(held, within) if isinstance(held, Block) else self.code(*held)
            if child.tag == "li":
                child.text = ""
                child.append(element)
            else:
                element.tail = child.tail
                parent[index] = element

    def fill(self, element: etree.Element, block: Block, within: Within) -> None:
        """Parses the block's own text into the element, nested blocks included."""
        lines = self.outline(block.line + 1, block.end - 1, block.indent, block.children)
        if block.options:
            lines = self.asked(block)
        self.md.parser.parseChunk(element, "\n".join(lines))
        self.expand(element, within)
        if block.options:
            self.choose(etree.SubElement(element, "ul"), block)

    def asked(self, block: Block) -> list[str]:
        """The lines before the options, blank where they aren't the question's text."""
        return [
            self.lines[number - 1][block.indent :] if number in block.asked.text else ""
            for number in range(block.line + 1, block.options[0].line)
        ]

    def code(self, first: int, last: int) -> etree.Element:
        line = self.lines[first - 1]
        indent = len(line) - len(line.lstrip(" "))
        if FENCE.match(line):
            element = etree.Element("div", {"class": "formula", "data-line": str(first + self.page.offset)})
            element.append(formula("\n".join(self.lines[first : last - 1]), self.words, display=True))
            return element
        element = etree.Element("pre")
        language = line.strip(" `~").partition(" ")[0].lower()
        is_named = language.replace("-", "").isalnum() and language.isascii()
        code = etree.SubElement(element, "code", {"class": f"language-{language}"} if is_named else {})
        text = "\n".join(text[indent:] for text in self.lines[first : last - 1]) + "\n"
        tokens = colour(text, language) if is_named else []
        for kind, part in tokens:
            etree.SubElement(code, "span", {"class": kind} if kind else {}).text = AtomicString(code_escape(part))
        if tokens:
            element.set("class", "highlight")
        else:
            code.text = AtomicString(code_escape(text))
        return element

    # -- blocks

    def block(self, block: Block, within: Within) -> etree.Element:
        if block.name in FIELDS:
            return self.field(block, within)
        tag = "section" if block.name in HEADED else "aside" if block.name in ASIDES else "div"
        element = etree.Element(tag, {"class": block.name, "data-line": str(block.line + self.page.offset)})
        for key in SHOWN:
            if key in block.attributes:
                element.set(f"data-{key}", block.attributes[key])
        has_heading = self.title(element, block, within.depth)
        self.meta(element, block)
        sheet = block.id if block.name == "worksheet" else within.sheet
        self.fill(element, block, Within(within.depth + has_heading, sheet))
        if block.name == "checklist":
            for item in (item for listed in element if listed.tag in ("ul", "ol") for item in listed.findall("li")):
                item.set("class", "task")
        elif block.name == "quotation":
            etree.SubElement(element, "p", {"class": "quotation-by"}).text = f"— {block.title}"
        elif block.name == "figure":
            add_label(element, block, self.words)
        return element

    def title(self, element: etree.Element, block: Block, depth: int) -> bool:
        """The block's heading or label; True when it is a heading."""
        usual = block.name if block.name in ("objectives", "keypoints", "quiz") else ""
        text = block.title or (self.words[usual] if usual else "")
        if block.name in HEADED and text:
            heading = etree.SubElement(element, f"h{min(DEEPEST, 2 + depth)}", {"class": "block-title"})
            heading.text = text
            if block.id:
                heading.set("id", block.id)
            return True
        if block.id:
            element.set("id", block.id)
        if block.name in ASIDES - {"quotation"}:
            self.label(element, block)
        elif block.name == "value" and block.title:
            label = etree.SubElement(element, "p", {"class": "value-label"})
            etree.SubElement(label, "strong").text = block.title
        return False

    def label(self, element: etree.Element, block: Block) -> None:
        """Adds an aside's label: the word for its kind and its title; in a box, a title replaces the word."""
        label = etree.SubElement(element, "p", {"class": "block-label"})
        strong = etree.SubElement(label, "strong")
        strong.text = AtomicString(self.words["trainer-note" if block.name == "trainer" else block.name])
        if block.name == "case":
            self.case(element, block)
        elif block.title and block.name in BOXES:
            strong.text = block.title
        elif block.title:
            strong.tail = f" {block.title}"

    def case(self, element: etree.Element, block: Block) -> None:
        line = etree.SubElement(element, "p", {"class": "case-link"})
        link = etree.SubElement(line, "a", {"href": block.attributes.get("href", "")})
        link.text = block.title
        link.tail = AtomicString(f" {block.attributes['facts']}") if block.attributes.get("facts") else None

    def meta(self, element: etree.Element, block: Block) -> None:
        """Adds minutes, group size and, for trainers, priority and materials."""
        if block.name not in ("activity", "teach") or (block.name == "teach" and not self.options.trainer):
            return
        parts = self.facts(block)
        if parts:
            etree.SubElement(element, "p", {"class": "block-meta"}).text = AtomicString(" · ".join(parts))
        if self.options.trainer and block.attributes.get("materials"):
            line = etree.SubElement(element, "p", {"class": "block-materials"})
            etree.SubElement(line, "strong").text = AtomicString(self.words["materials"])
            line[-1].tail = AtomicString(f" {describe(block.attributes['materials'], self.words)}")

    def facts(self, block: Block) -> list[str]:
        parts = []
        if block.minutes:
            parts.append(f"{block.minutes} {self.words['minutes']}")
        if block.name == "activity":
            parts.append(group_words(block.attributes.get("group-size", "all"), self.words))
        if self.options.trainer and block.priority != "must":
            parts.append(self.words[f"priority-{block.priority}"])
        return parts

    def choose(self, parent: etree.Element, block: Block) -> None:
        """Adds the options as list items; a question's with their marks and feedback if keys are shown."""
        for option in block.options:
            item = etree.SubElement(parent, "li")
            if block.name == "choices":
                item.text = option.text
            else:
                etree.SubElement(item, "p").text = option.text
                item.set("class", "option")
                self.key(item, option)

    def key(self, item: etree.Element, option: Option) -> None:
        if self.options.keys and option.marked:
            item.set("data-right", "true")
        if self.options.keys and option.feedback:
            feedback = etree.SubElement(item, "div", {"class": "feedback"})
            self.md.parser.parseChunk(feedback, "\n".join(text for _, text in option.feedback))

    def field(self, block: Block, within: Within) -> etree.Element:
        """The element of a field of the worksheet that it is within."""
        content = etree.Element("div")
        self.fill(content, block, within)
        element = self.fields.make(block, within.sheet, self.page.prefix, content)
        element.set("data-line", str(block.line + self.page.offset))
        return element


def group_words(size: str, language_words: Mapping[str, str]) -> str:
    """`4` -> groups of 4."""
    keys = {"all": "all-together", "1": "alone", "2": "in-pairs"}
    return language_words[keys[size]] if size in keys else language_words["in-groups"].replace("{n}", size)
