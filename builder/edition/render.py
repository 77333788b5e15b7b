"""Markdown -> HTML tree: the one Markdown set-up, and the extension that turns `:::` blocks into elements.

MkDocs loads the same extension by the name `builder.edition.render`, so that site and books have the same structure. It renders
what selection has left; it selects nothing itself. Raw HTML is text here, whatever happened before.

The elements (class names are the contract with the writers):
section.objectives|keypoints|teach|activity|worksheet|quiz, aside.trainer|answer|note|tip|warning|case|example,
div.value, div.question, div.field.lines|box|fill-table|scale|choices. Each bears `data-line`.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from string import punctuation
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, code_escape

from builder.course.attributes import parse_attributes
from builder.course.blocks import scan
from builder.course.links import BARE_ADDRESS, web_target
from builder.course.materials import describe
from builder.course.model import Block, Option
from builder.course.reading import split_row
from builder.course.vocabulary import FIELDS, HEADED
from builder.edition.fields import TASK, FieldMaker, wrap_label
from builder.words import words

EXTENSIONS = ("tables", "sane_lists", "footnotes")
"""Extensions of the Markdown library; a constant of the builder."""
SCHEMES = ("http:", "https:", "mailto:", "tel:")
_PLACEHOLDER = re.compile(f"^{STX}taller:(\\d+){ETX}$")
_HEADING_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$")
_PAGE = re.compile(r"^::: page \{(.*)\}$")
_ASIDES = frozenset({"trainer", "answer", "note", "tip", "warning", "case", "example"})


def render(
    text: str, language: str, *, interactive: bool = False, keys: bool = False, trainer: bool = False
) -> etree.Element:
    """The page's tree: a `div` that holds block elements. The options are those of `TallerExtension`.

    `text` comes from `resolve.page_markdown`. Raises ValueError when the text has a fault that `check` should have found.
    """
    extension = TallerExtension(language=language, interactive=interactive, keys=keys, trainer=trainer)
    converter = Markdown(
        extensions=[*EXTENSIONS, extension], extension_configs=library_options(language), output_format="xhtml"
    )
    return etree.fromstring(f"<div>{converter.convert(text)}</div>")


def name_module_objectives(tree: etree.Element, language: str) -> None:
    """The objectives of a module are not those of a session; for books. A heading that the author wrote stays."""
    texts = words(language)
    for heading in tree.iter():
        if heading.get("class") == "block-title" and heading.text == texts["objectives"]:
            heading.text = texts["objectives-module"]


def library_options(language: str) -> dict[str, dict[str, Any]]:
    """The options of `EXTENSIONS`."""
    return {
        "tables": {"use_align_attribute": True},
        "footnotes": {
            "BACKLINK_TITLE": words(language)["back-to-text"],
            "SEPARATOR": "-",
            "PLACE_MARKER": f"{STX}notes{ETX}",  # the library's own is a text that somebody could write
            "USE_DEFINITION_ORDER": True,
        },
    }


class TallerExtension(Extension):
    """The blocks. Options: language, interactive, keys, trainer, as `__init__` says."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "language": ["en", "language of the words that the extension adds"],
            "interactive": [False, "form controls in worksheets and quizzes"],
            "keys": [False, "show which options are right, and the feedback"],
            "trainer": [False, "show what trainers need: minutes and materials"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        for name in (
            "html", "entity", "reference", "short_reference", "image_reference", "short_image_ref", "automail",
        ):  # fmt: skip
            md.inlinePatterns.deregister(name)
        md.ESCAPED_CHARS = list(punctuation)  # a backslash takes every sign its meaning; the library knows only its own
        md.inlinePatterns.register(_Address(BARE_ADDRESS, md), "autolink", 120)
        md.parser.blockprocessors.register(_Tables(md.parser, library_options("en")["tables"]), "table", 75)
        md.parser.blockprocessors.deregister("reference")
        builder = _Builder(md, self.getConfigs())
        md.preprocessors.register(_Placeholders(builder), "taller", 25)
        md.treeprocessors.register(_Expand(builder), "taller", 30)
        md.treeprocessors.register(_Finish(md), "taller-finish", 1)


def makeExtension(**options: Any) -> TallerExtension:  # noqa: N802 - the library's name
    """What the Markdown library calls for the name `builder.edition.render`."""
    return TallerExtension(**options)


class _Tables(TableProcessor):
    """Tables whose rows are cut into cells as the check cuts them."""

    def _split_row(self, row: str) -> list[str]:
        return split_row(row)


class _Address(InlineProcessor):
    """Addresses as people write them are links; not in headings and heads, which are repeated elsewhere."""

    ANCESTOR_EXCLUDES = ("a", "h1", "h2", "h3", "h4", "h5", "h6", "th")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's
        target, length = web_target(m[0])
        if not target:
            return None, m.start(0), m.end(0)
        link = etree.Element("a", {"href": target})
        link.text = AtomicString(m[0][:length].strip("<>"))
        return link, m.start(0), m.start(0) + length


class _Placeholders(Preprocessor):
    """Puts one placeholder paragraph in the place of each outermost block and code fence."""

    def __init__(self, builder: "_Builder") -> None:
        super().__init__(builder.md)
        self.builder = builder

    def run(self, lines: list[str]) -> list[str]:
        builder = self.builder
        builder.reset()
        match = _PAGE.match(lines[0]) if lines else None
        if match:
            attributes = (parse_attributes(match[1]) or ("", {}))[1]
            builder.prefix = attributes.get("prefix", "")
            # A page shown for want of a translation has its blocks' words in its own language.
            builder.words = words(attributes.get("language", builder.language))
            builder.fields = FieldMaker(builder.words, interactive=builder.interactive)
            builder.offset = int(attributes.get("line", "2")) - 2
            lines = ["", *lines[1:]]
        found = scan(lines)
        if found.problems:
            raise ValueError("; ".join(problem.text("en") for problem in found.problems))
        builder.lines = found.lines
        builder.fences = found.fences
        return builder.outline(1, len(lines), 0, found.blocks)


class _Expand(Treeprocessor):
    """Puts the blocks' elements in the place of the placeholders, and ids on headings."""

    def __init__(self, builder: "_Builder") -> None:
        super().__init__(builder.md)
        self.builder = builder

    def run(self, root: etree.Element) -> None:
        self.builder.expand(root)
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag) and element.text and not len(element):
                match = _HEADING_ID.search(element.text)
                if match:
                    element.text = element.text[: match.start()]
                    element.set("id", match[1])
            elif element.tag == "li" and _mark(element):
                holder, done = _mark(element) or (element, False)
                holder.text = TASK.sub("", holder.text or "")
                element.set("class", "task done" if done else "task")


class _Finish(Treeprocessor):
    """After inline text is done: header cells get their scope, links only known schemes."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.tag == "th":
                element.set("scope", "col")
            for name in ("href", "src"):
                value = element.get(name, "").strip().lower()
                if re.match(r"[^/?#]*:", value) and not value.startswith(SCHEMES):
                    del element.attrib[name]


class _Builder:
    """Makes the elements of blocks. One for each Markdown converter; `reset` for each page."""

    def __init__(self, md: Markdown, options: Mapping[str, Any]) -> None:
        self.md = md
        self.language: str = options["language"]
        self.interactive = bool(options["interactive"])
        self.keys = bool(options["keys"])
        self.trainer = bool(options["trainer"])
        self.reset()

    def reset(self) -> None:
        self.prefix, self.offset, self.headed = "", 0, 0
        self.words = words(self.language)
        self.fields = FieldMaker(self.words, interactive=self.interactive)
        self.lines: tuple[str, ...] = ()
        self.fences: tuple[tuple[int, int], ...] = ()
        self.held: list[Block | tuple[int, int]] = []
        self.sheet: Block | None = None

    # -- text with placeholders

    def outline(self, first: int, last: int, indent: int, children: tuple[Block, ...]) -> list[str]:
        """Lines first..last without `indent`, with a placeholder for each child and each code fence between them."""
        holes: dict[int, tuple[int, Block | tuple[int, int]]] = {child.line: (child.end, child) for child in children}
        for start, end in self.fences:
            if first <= start and end <= last and not any(c.line < start < c.end for c in children):
                holes[start] = (end, (start, end))
        found: list[str] = []
        number = first
        while number <= last:
            if number in holes:
                end, content = holes[number]
                spaces = self.lines[number - 1][: len(self.lines[number - 1]) - len(self.lines[number - 1].lstrip(" "))]
                found += ["", f"{spaces[indent:]}{STX}taller:{len(self.held)}{ETX}", ""]
                self.held.append(content)
                number = end + 1
            else:
                found.append(self.lines[number - 1][indent:])
                number += 1
        return found

    def expand(self, parent: etree.Element) -> None:
        for index, child in enumerate(list(parent)):
            match = _PLACEHOLDER.match(child.text or "") if child.tag in ("p", "li") and not len(child) else None
            if match is None:
                self.expand(child)
                continue
            held = self.held[int(match[1])]
            element = self.block(held) if isinstance(held, Block) else self.code(*held)
            if child.tag == "li":
                child.text = ""
                child.append(element)
            else:
                element.tail = child.tail
                parent[index] = element

    def fill(self, element: etree.Element, block: Block) -> None:
        """Parses the block's own text into the element, nested blocks included."""
        lines = self.outline(block.line + 1, block.end - 1, block.indent, block.children)
        if block.options:
            lines = [
                self.lines[number - 1][block.indent :] if number in block.asked.text else ""
                for number in range(block.line + 1, block.options[0].line)
            ]
        self.md.parser.parseChunk(element, "\n".join(lines))
        self.expand(element)
        if block.options:
            self.options(etree.SubElement(element, "ul"), block)

    def code(self, first: int, last: int) -> etree.Element:
        line = self.lines[first - 1]
        indent = len(line) - len(line.lstrip(" "))
        element = etree.Element("pre")
        code = etree.SubElement(element, "code")
        text = "\n".join(text[indent:] for text in self.lines[first : last - 1]) + "\n"
        code.text = AtomicString(code_escape(text))
        return element

    # -- blocks

    def block(self, block: Block) -> etree.Element:
        if block.name in FIELDS:
            return self.field(block)
        tag = "section" if block.name in HEADED else "aside" if block.name in _ASIDES else "div"
        element = etree.Element(tag, {"class": block.name, "data-line": str(block.line + self.offset)})
        for key in ("minutes", "group-size", "priority", "materials", "use", "type", "of"):
            if key in block.attributes:
                element.set(f"data-{key}", block.attributes[key])
        headed = self.title(element, block)
        self.meta(element, block)
        outer_sheet, self.sheet = self.sheet, block if block.name == "worksheet" else self.sheet
        self.headed += headed
        self.fill(element, block)
        self.headed -= headed
        self.sheet = outer_sheet
        return element

    def title(self, element: etree.Element, block: Block) -> bool:
        """The block's heading or label; True when it is a heading."""
        default = {"objectives": "objectives", "keypoints": "keypoints", "quiz": "quiz"}.get(block.name)
        text = block.title or (self.words[default] if default else "")
        if block.name in HEADED and text:
            heading = etree.SubElement(element, f"h{min(6, 2 + self.headed)}", {"class": "block-title"})
            heading.text = text
            if block.id:
                heading.set("id", block.id)
            return True
        if block.id:
            element.set("id", block.id)
        if block.name in _ASIDES:
            word = self.words["trainer-note" if block.name == "trainer" else block.name]
            label = etree.SubElement(element, "p", {"class": "block-label"})
            strong = etree.SubElement(label, "strong")
            strong.text = AtomicString(word)
            if block.name == "case":
                self.case(element, block)
            elif block.title:
                strong.tail = f" {block.title}"
        elif block.name == "value" and block.title:
            label = etree.SubElement(element, "p", {"class": "value-label"})
            etree.SubElement(label, "strong").text = block.title
        return False

    def case(self, element: etree.Element, block: Block) -> None:
        line = etree.SubElement(element, "p", {"class": "case-link"})
        link = etree.SubElement(line, "a", {"href": block.attributes.get("href", "")})
        link.text = block.title
        link.tail = AtomicString(f" {block.attributes['facts']}") if block.attributes.get("facts") else None

    def meta(self, element: etree.Element, block: Block) -> None:
        """Minutes, group size and, for trainers, what else the clock and the table need."""
        if block.name not in ("activity", "teach") or (block.name == "teach" and not self.trainer):
            return
        parts = []
        if block.minutes:
            parts.append(f"{block.minutes} {self.words['minutes']}")
        if block.name == "activity":
            parts.append(group_words(block.attributes.get("group-size", "all"), self.words))
        if self.trainer and block.priority != "must":
            parts.append(self.words[f"priority-{block.priority}"])
        if parts:
            etree.SubElement(element, "p", {"class": "block-meta"}).text = AtomicString(" · ".join(parts))
        if self.trainer and block.attributes.get("materials"):
            line = etree.SubElement(element, "p", {"class": "block-materials"})
            etree.SubElement(line, "strong").text = AtomicString(self.words["materials"])
            line[-1].tail = AtomicString(f" {describe(block.attributes['materials'], self.words)}")

    def options(self, parent: etree.Element, block: Block) -> None:
        """The options as list items: of a question with their marks as data and their feedback, when keys are shown."""
        for order, option in enumerate(block.options, 1):
            item = etree.SubElement(parent, "li")
            if block.name == "choices":
                item.text = option.text
            else:
                etree.SubElement(item, "p").text = option.text
                item.set("class", "option")
                self.key(item, option)
                if self.interactive:
                    kind = "radio" if block.attributes.get("type") == "single" else "checkbox"
                    wrap_label(item, {"type": kind, "name": f"{self.prefix}_{block.id}", "value": str(order)})

    def key(self, item: etree.Element, option: Option) -> None:
        if self.keys and option.marked:
            item.set("data-right", "true")
        if self.keys and option.feedback:
            feedback = etree.SubElement(item, "div", {"class": "feedback"})
            self.md.parser.parseChunk(feedback, "\n".join(text for _, text in option.feedback))

    def field(self, block: Block) -> etree.Element:
        """A field of the worksheet that is open."""
        content = etree.Element("div")
        self.fill(content, block)
        sheet = self.sheet.id if self.sheet else ""
        element = self.fields.make(block, sheet, self.prefix, content)
        element.set("data-line", str(block.line + self.offset))
        return element


def group_words(size: str, language_words: Mapping[str, str]) -> str:
    """`4` -> groups of 4."""
    keys = {"all": "all-together", "1": "alone", "2": "in-pairs"}
    return language_words[keys[size]] if size in keys else language_words["in-groups"].replace("{n}", size)


def _mark(item: etree.Element) -> tuple[etree.Element, bool] | None:
    """The element that holds the `[x]` of a list item, and whether it is ticked."""
    paragraph = item.find("p")
    holder = item if (item.text or "").strip() or paragraph is None else paragraph
    match = TASK.match((holder.text or "").lstrip())
    if match is None:
        return None
    holder.text = (holder.text or "").lstrip()
    return holder, match[1] != " "
