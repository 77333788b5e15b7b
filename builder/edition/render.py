"""Markdown -> HTML tree: the one Markdown set-up, and the extension that turns `:::` blocks into elements.

MkDocs loads the same extension by the name `builder.edition.render`, so that site and books have the same structure. It renders
what selection has left; it selects nothing itself. Raw HTML is always shown as text. `elements` makes
the elements of the blocks.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from functools import partial
from string import punctuation
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from builder.course.abbreviations import without_definitions
from builder.course.attributes import parse_attributes
from builder.course.blocks import scan
from builder.course.reading import split_row
from builder.edition.captions import add_captions
from builder.edition.controls import add_controls
from builder.edition.definitions import Definitions
from builder.edition.elements import ElementMaker, Options, PageText
from builder.edition.fields import TASK
from builder.edition.inline import pass_over_plain, register
from builder.edition.kept import kept_text
from builder.edition.spelled import name_signs
from builder.words import words

EXTENSIONS = ("tables", "sane_lists", "footnotes")
"""Extensions of the Markdown library, the same for every course."""
WORTH_KEEPING = 1_000
"""Letters of Markdown; fewer are rendered faster than they are found."""
SCHEMES = ("http:", "https:", "mailto:", "tel:")
_HEADING_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$")
_NO_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);)")
_PAGE = re.compile(r"^::: page \{(.*)\}$")


def render(text: str, language: str, *, keys: bool = False, trainer: bool = False) -> etree.Element:
    """The page's tree: a `div` that holds block elements. The options are those of `TallerExtension`.

    `text` comes from `resolve.page_markdown`. Raises ValueError when the text has a fault that `check` should have found.
    """
    return etree.fromstring(markup(text, language, keys=keys, trainer=trainer))


def markup(text: str, language: str, *, keys: bool = False, trainer: bool = False) -> str:
    """The page as XHTML text, which `render` parses; for callers that cache it, since a tree could be changed.

    A long one is kept for other editions of the course, since it takes a tenth of a second.
    """
    make = partial(_markup, text, language, keys=keys, trainer=trainer)
    if len(text) < WORTH_KEEPING:
        return make()
    return kept_text(make, "page", text, language, keys, trainer)


def _markup(text: str, language: str, *, keys: bool, trainer: bool) -> str:
    extension = TallerExtension(language=language, keys=keys, trainer=trainer)
    converter = Markdown(
        extensions=[*EXTENSIONS, extension], extension_configs=library_options(language), output_format="xhtml"
    )
    return f"<div>{converter.convert(text)}</div>"


def name_module_objectives(tree: etree.Element, language: str) -> None:
    """Renames the heading of a module's objectives, to tell them from a session's. One that the author wrote stays."""
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
            "PLACE_MARKER": f"{STX}notes{ETX}",  # the library's default is text that an author could write
            "USE_DEFINITION_ORDER": True,
        },
    }


_LIST_SIGNS = "–—•·∙⁃◦▪‣●○■□◆◇➢➤►▶✓✔✗✘☐☑☒➔→"
"""Signs used as bullets: `check` asks authors to put a backslash before one that begins no list item."""


class TallerExtension(Extension):
    """Adds our blocks to the Markdown library. Options: language, interactive, keys, trainer, as in `__init__`."""

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
        md.ESCAPED_CHARS = [
            *punctuation,
            *_LIST_SIGNS,
        ]  # a backslash escapes all of these; the library's own list is shorter
        options = Options(**{name: bool(self.getConfig(name)) for name in ("keys", "trainer")})
        placeholders = _Placeholders(md, self.getConfig("language"), options)
        register(md, lambda: placeholders.maker.words)
        md.parser.blockprocessors.register(_Tables(md.parser, library_options("en")["tables"]), "table", 75)
        md.parser.blockprocessors.deregister("reference")
        md.preprocessors.register(placeholders, "taller", 25)
        md.treeprocessors.register(_Expand(placeholders), "taller", 30)
        md.parser.blockprocessors.register(Definitions(md.parser), "taller-definitions", 72)
        md.treeprocessors.register(_Signs(placeholders), "taller-signs", 16)
        md.treeprocessors.register(_Captions(md), "taller-captions", 15)
        if self.getConfig("interactive"):
            md.treeprocessors.register(_Controls(placeholders), "taller-controls", 12)
        md.treeprocessors.register(_Finish(md), "taller-finish", 1)
        md.postprocessors.register(_Ampersands(md), "taller-ampersands", 25)


def makeExtension(**options: Any) -> TallerExtension:  # noqa: N802 - the library's name
    """The Markdown library calls this to load the extension `builder.edition.render`."""
    return TallerExtension(**options)


class _Tables(TableProcessor):
    """Tables with the rows and cells that `check` sees."""

    def _split_row(self, row: str) -> list[str]:
        return split_row(row)

    def _build_empty_row(self, parent: etree.Element, align: Sequence[str | None]) -> None:
        """None below a lone head: on a worksheet it couldn't be told from one that an author left empty to be filled in."""


class _Placeholders(Preprocessor):
    """Replaces each outermost block and code fence with a placeholder paragraph."""

    def __init__(self, md: Markdown, language: str, options: Options) -> None:
        super().__init__(md)
        self.language, self.options = language, options
        self.maker = ElementMaker(md, options, PageText(words(language)))
        """For the current page."""

    def run(self, lines: list[str]) -> list[str]:
        match = _PAGE.match(lines[0]) if lines else None
        attributes = (parse_attributes(match[1]) or ("", {}))[1] if match else {}
        text = ["", *lines[1:]] if match else lines
        found = scan(text)
        if found.problems:
            raise ValueError("; ".join(problem.text("en") for problem in found.problems))
        shown, abbreviations = without_definitions(found.lines, found.fences)
        page = PageText(
            # A page without a translation has its blocks' words in its own language.
            words(attributes.get("language", self.language)),
            attributes.get("prefix", ""),
            int(attributes.get("line", "2")) - 2 if match else 0,
            shown,
            found.fences,
            found.cuts,
            abbreviations,
        )
        self.maker = ElementMaker(self.md, self.options, page)
        return self.maker.outline(1, len(text), 0, found.blocks)


class _Expand(Treeprocessor):
    """Replaces placeholders with the blocks' elements; sets ids of headings and classes of tick boxes."""

    def __init__(self, placeholders: _Placeholders) -> None:
        super().__init__(placeholders.md)
        self.placeholders = placeholders

    def run(self, root: etree.Element) -> None:
        self.placeholders.maker.expand(root)
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
        pass_over_plain(root)


class _Signs(Treeprocessor):
    """Explains abbreviations and emoji, as soon as inline text is done."""

    def __init__(self, placeholders: _Placeholders) -> None:
        super().__init__(placeholders.md)
        self.placeholders = placeholders

    def run(self, root: etree.Element) -> None:
        page = self.placeholders.maker.page
        name_signs(root, page.abbreviations, page.words)


class _Captions(Treeprocessor):
    """Makes captions as soon as inline text is done, since sites read figures next."""

    def run(self, root: etree.Element) -> None:
        add_captions(root)


class _Controls(Treeprocessor):
    """Adds form controls, which pages of a site have."""

    def __init__(self, placeholders: _Placeholders) -> None:
        super().__init__(placeholders.md)
        self.placeholders = placeholders

    def run(self, root: etree.Element) -> None:
        add_controls(root, self.placeholders.maker.page.prefix)


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


class _Ampersands(Postprocessor):
    """`R&D;` is text: the library takes any `&...;` for an entity, but XML parsers don't know this one."""

    def run(self, text: str) -> str:
        return _NO_ENTITY.sub("&amp;", text)


def _mark(item: etree.Element) -> tuple[etree.Element, bool] | None:
    """The element that holds the `[x]` of a list item, and whether it is ticked; None without one."""
    paragraph = item.find("p")
    holder = item if (item.text or "").strip() or paragraph is None else paragraph
    match = TASK.match((holder.text or "").lstrip())
    if match is None:
        return None
    holder.text = (holder.text or "").lstrip()
    return holder, match[1] != " "
