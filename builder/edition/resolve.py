"""A page of an edition -> Markdown that stands alone: links, terms, citations and references between worksheets resolved.

Each output says by an `Address` where things are in it; all else is the same for every output.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from builder.course.images import find_picture
from builder.course.links import Link, find_citations, resolve, rewrite_links
from builder.course.model import Document, Source
from builder.course.scanned import Block
from builder.course.worksheets import Sheet, find_sheets, page_prefix, plain, question
from builder.edition.select import Edition, Leaf
from builder.words import country_name

Place = Literal["page", "term", "image"]
Address = Callable[[Place, str, str], str]
"""(what, key or image path, anchor) -> target as seen from the page; "" when the output has no such place."""
EXTERNAL = ("http", "https", "mailto", "tel")
_ESCAPED = re.compile(r"([!-/:-@\[-`{-~])")
"""Every sign that could mean something to Markdown: publishers may be called "3. Sektor"."""


def page_keys(edition: Edition) -> dict[PurePosixPath, str]:
    """File, without its language -> key of its page, for every page of the edition."""
    return {without_language(leaf.document.path): leaf.key for leaf in edition.leaves()}


def page_markdown(edition: Edition, leaf: Leaf, address: Address, sheets: Mapping[str, Sheet] | None = None) -> str:
    """The page's text, ready for `render`: a `::: page` line, then the page's lines from its first one."""
    document = leaf.document
    sheets = find_sheets(other.document for other in edition.leaves()) if sheets is None else sheets
    keys = page_keys(edition)

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
        key = keys.get(without_language(path))
        return address("page", key, link.anchor) if key else ""

    lines = rewrite_links(document, target)
    for block in document.walk():
        lines[block.line - 1] = _open_line(edition, document, block, lines[block.line - 1], address, sheets)
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    head = f"::: page {{prefix={page_prefix(leaf.key)} line={first}}}"
    notes = footnotes(edition.sources, document)
    return "\n".join([head, *lines[first - 1 :], "", *notes]) + "\n"


def footnotes(sources: Mapping[str, Source], document: Document) -> list[str]:
    """The definitions of the citations, in the order of their first use."""
    cited = dict.fromkeys(key for key, _ in find_citations(document))
    return [f"[^{key}]: {source_markdown(sources[key], document.language)}\n" for key in cited if key in sources]


def source_markdown(source: Source, language: str) -> str:
    """Publisher (year). Title. Address. Note."""
    year = f" ({source.year})" if source.year else ""
    note = source.note.get(language, "")
    link = f" <{source.url}>" if source.url else ""
    return f"{_escape(source.publisher)}{year}. *{_escape(source.title)}*.{link}{' ' + _escape(note) + '.' if note else ''}"


def case_facts(edition: Edition, slug: str) -> str:
    """Country, sector and year of a case story, in one line."""
    case = next((case for case in edition.cases if case.slug == slug), None)
    if case is None:
        return ""
    sector = edition.topics["sectors"].get(case.facts.sector, {}).get(edition.language, case.facts.sector)
    return " · ".join(filter(None, (country_name(case.facts.country, edition.language), sector, case.facts.year)))


def users_of_case(edition: Edition, slug: str) -> list[Leaf]:
    """The sessions and guides that use a case story."""
    found = []
    for leaf in edition.leaves():
        names = {block.attributes.get("of") for block in leaf.document.walk() if block.name == "case"}
        text = "\n".join(leaf.document.lines)
        if leaf.key != slug and (slug in names or f"casestories/{slug}." in text):
            found.append(leaf)
    return found


@lru_cache(16384)  # Each page asks it of every page.
def without_language(path: PurePosixPath) -> PurePosixPath:
    """`10-why.es.md` -> `10-why.md`: the same page in every language."""
    return path.with_name(re.sub(r"\.[a-z]{2,3}\.md$", ".md", path.name)) if path.name not in ("", "..") else path


def _open_line(
    edition: Edition, document: Document, block: Block, line: str, address: Address, sheets: Mapping[str, Sheet]
) -> str:
    """The opening line with what the renderer can't know: a case's title, a value's question, where a value comes from."""
    indent, of = " " * block.indent, block.attributes.get("of", "")
    if block.name == "case":
        case = next((case for case in edition.cases if case.slug == of), None)
        title = block.title or (case.page.title if case else of)
        href = address("page", of, "")
        return f'{indent}::: case {_title(title)} {{of={of} href="{_quoted(href)}" facts="{_quoted(case_facts(edition, of))}"}}'
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
