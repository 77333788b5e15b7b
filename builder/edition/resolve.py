"""A page of an edition -> self-contained Markdown: links, terms, citations and worksheet references resolved.

Each output gives an `Address` that says where things are in it; the rest is the same for every output.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from builder.course.files import linked_file
from builder.course.images import find_picture
from builder.course.links import Link, find_citations, resolve, rewrite_links
from builder.course.model import Document, Source
from builder.course.scanned import Block
from builder.course.shown import without_language
from builder.course.worksheets import Sheet, find_sheets, page_prefix, plain, question
from builder.edition.files import FOLDER, SharedFile
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.facts import case_line
from builder.words import words

LinkKind = Literal["page", "term", "image", "file"]
Address = Callable[[LinkKind, str, str], str]
"""(what, key or image path, anchor) -> target as seen from the page; "" when the output has no such place."""
EXTERNAL = ("http", "https", "mailto", "tel")
_ESCAPED = re.compile(r"([!-/:-@\[-`{-~])")
"""Every character that could mean something to Markdown: publishers may be called "3. Sektor"."""


def page_markdown(edition: Edition, leaf: Leaf, address: Address, sheets: Mapping[str, Sheet] | None = None) -> str:
    """The page's text, ready for `render`: a `::: page` line, then the page's lines from its first one."""
    document = leaf.document
    sheets = find_sheets(other.document for other in edition.leaves()) if sheets is None else sheets

    def target(link: Link) -> str:
        if link.scheme == "term":
            return address("term", link.target.partition(":")[2], "")
        if link.scheme in EXTERNAL:
            return link.target
        if link.scheme:
            return ""
        if link.is_image:
            path = find_picture(document, link.target, edition.images) or resolve(document, link.target)
            return address("image", str(path), "")
        path = resolve(document, link.path) if link.path else document.path
        key = edition.keys.get(without_language(path))
        return address("page", key, link.anchor) if key else ""

    def target_or_file(link: Link) -> str:
        file = _file(edition, document, link)
        return _file_target(edition, file, address) if file else target(link)

    def after(link: Link) -> str:
        file = _file(edition, document, link)
        return _about_file(file, address, document.language) if file else ""

    def number(link: Link) -> str:
        path = resolve(document, link.path) if link.path else document.path
        key = edition.keys.get(without_language(path), "")
        return str(edition.figures.get((key, link.anchor), ""))

    lines = rewrite_links(document, target_or_file, after, number)
    for block in document.walk():
        lines[block.line - 1] = _open_line(edition, document, block, lines[block.line - 1], address, sheets)
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    head = f"::: page {{prefix={page_prefix(leaf.document)} line={first}}}"
    notes = footnotes(edition.sources, document)
    return "\n".join([head, *lines[first - 1 :], "", *notes]) + "\n"


def _file(edition: Edition, document: Document, link: Link) -> SharedFile | None:
    path = linked_file(document, link, edition.files) if edition.files else None
    return edition.files[path] if path else None


def _file_target(edition: Edition, file: SharedFile, address: Address) -> str:
    """The file's address in the output, else on the web; "" when it has neither."""
    return address("file", str(file.path), "") or file_on_the_web(edition, file)


def file_on_the_web(edition: Edition, file: SharedFile) -> str:
    """Its address on the participants' site; "" when it has none."""
    site = edition.config.site_url if file.is_public else ""
    return f"{site}{edition.language}/{FOLDER}{file.name}" if site else ""


def _about_file(file: SharedFile, address: Address, language: str) -> str:
    """Its format and size in brackets; if the output doesn't have it, its name and where to get it, too."""
    if address("file", str(file.path), ""):
        return f" ({_escape(file.kind(language))})"
    told = words(language)["file-from-site" if file.is_public else "file-from-trainers-site"]
    return f" ({_escape(told.replace('{name}', file.name).replace('{kind}', file.kind(language)))})"


def footnotes(sources: Mapping[str, Source], document: Document) -> list[str]:
    """The definitions of the citations, in the order of their first use."""
    cited = dict.fromkeys(key for key, _ in find_citations(document))
    return [f"[^{key}]: {source_markdown(sources[key], document.language)}\n" for key in cited if key in sources]


def source_markdown(source: Source, language: str) -> str:
    """Publisher (year). Title. Address. Note."""
    year = f" ({source.year})" if source.year else ""
    remark = source.remark(language)
    link = f" <{source.url}>" if source.url else ""
    return (
        f"{_escape(source.publisher)}{year}. *{_escape(source.title)}*.{link}{' ' + _escape(remark) if remark else ''}"
    )


def _open_line(
    edition: Edition, document: Document, block: Block, line: str, address: Address, sheets: Mapping[str, Sheet]
) -> str:
    """The opening line with what the renderer can't know, such as a case's title, a figure's number, a value's question."""
    indent, of = " " * block.indent, block.attributes.get("of", "")
    if block.name == "case":
        case = next((case for case in edition.cases if case.slug == of), None)
        title = block.title or (case.page.title if case else of)
        href = address("page", of, "")
        return f'{indent}::: case {_title(title)} {{of={of} href="{_quoted(href)}" facts="{_quoted(case_line(edition, of))}"}}'
    if block.name == "figure" and (document.key, block.id) in edition.figures:
        return f"{line.rstrip()[:-1]} number={edition.figures[document.key, block.id]}}}"
    if block.name == "value":
        example = next((b for b in document.walk() if b.name == "example" and block in b.children), None)
        sheet = sheets.get(example.attributes.get("of", "")) if example else None
        field = sheet.field(of) if sheet else None
        title = question(sheet.document, field) if sheet and field else ""
        return f"{indent}::: value {_title(title)} {{of={of}}}"
    if "from" in block.attributes:
        name = block.attributes["from"].partition(".")[0]
        source = sheets.get(name)
        if source:
            href = address("page", source.document.key, name)
            extra = f' from-title="{_quoted(plain(source.block.title))}" from-href="{_quoted(href)}"'
            return line.rstrip()[:-1] + extra + "}"
    return line


def _title(text: str) -> str:
    return re.sub(r"[{}]", " ", text)


def _quoted(text: str) -> str:
    return text.replace('"', "”")


def _escape(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)
