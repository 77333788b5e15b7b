"""What the projector shows: instructions and diagrams of each item, from the participants' edition alone.

The page holds no agenda and no guide. The trainer's page sends it only ids and times; all words are in this page.
"""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from builder.course.agenda import pieces
from builder.course.model import Audience
from builder.course.worksheets import find_sheets
from builder.edition.select import Edition, Leaf, select_document
from builder.edition.summaries.plan import step_of
from builder.outputs.site.addresses import find_addresses
from builder.outputs.site.pieces import bare, chunks, take_out, tree_of, written
from builder.outputs.site.templates import draw
from builder.words import words

PATH = "projector.html"
_HEADS = ("block-title", "block-meta", "block-kind")
_GONE = ("quiz", "example", "answer", "trainer")
_HEADINGS = ("h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Screen:
    """One view of a piece on the wall."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece (activity or teaching part) as the wall shows it."""

    id: str
    session: str
    minutes: int
    group: str
    language: str
    screens: tuple[Screen, ...]


def projector_page(edition: Edition) -> str:
    """The whole page, without a site around it."""
    open_to_all = participants_part(edition)
    texts, shown = words(edition.language), list(_shown(open_to_all))
    return draw("projector.html", edition=edition, texts=texts, pieces=shown) + "\n"


def participants_part(edition: Edition) -> Edition:
    """The edition as participants may see it: pages selected for them, no guides."""

    def leaf(page: Leaf) -> Leaf:
        return replace(page, document=select_document(page.document, Audience.PARTICIPANT))

    modules = tuple(
        replace(module, page=leaf(module.page), sessions=tuple(map(leaf, module.sessions)))
        for module in edition.modules
    )
    cases = tuple(replace(case, page=leaf(case.page)) for case in edition.cases)
    home, free = leaf(edition.home), tuple(map(leaf, edition.free))
    return replace(
        edition, audience=Audience.PARTICIPANT, home=home, free=free, modules=modules, cases=cases, guides=()
    )


def _shown(edition: Edition) -> Iterator[Shown]:
    addresses, sheets = find_addresses(edition), find_sheets(leaf.document for leaf in edition.leaves())
    for leaf in (session for module in edition.modules for session in module.sessions):
        blocks, diagrams = list(pieces(leaf.document)), list[Screen]()
        tree = tree_of(edition, leaf, addresses, sheets, PATH, keys=False)
        for number, (block, (element, *_)) in enumerate(zip(blocks, chunks(tree), strict=True)):
            step = step_of(leaf.document, block, edition.language)
            own = [Screen(step.title, _picture(image)) for image in element.iter("img")]
            diagrams = own if own or block.name == "teach" else diagrams
            words_first = _headings(element) if block.name == "teach" else _instructions(element, edition.language)
            screens = [Screen(step.title, words_first), *diagrams]
            language = leaf.document.language if leaf.is_fallback else ""
            yield Shown(f"{leaf.key}.{number}", leaf.title, block.minutes, step.group, language, tuple(screens))


def _picture(image: etree.Element) -> Markup:
    alone = etree.Element("img", {"src": image.get("src", ""), "alt": image.get("alt", ""), "loading": "lazy"})
    return Markup(written(alone))  # noqa: S704 - serialised from a tree


def _headings(element: etree.Element) -> Markup:
    """The headings of a teaching part as a list; the rest is said, not shown. Empty when it has none."""
    points = [child for child in element.iter() if child.tag in _HEADINGS and child.get("class") != "block-title"]
    made = etree.Element("ul")
    for point in points:
        etree.SubElement(made, "li").text = "".join(point.itertext())
    return Markup(written(made)) if points else Markup()  # noqa: S704 - serialised from a tree


def _instructions(element: etree.Element, language: str) -> Markup:
    """The instructions of an activity; worksheets are only named."""
    made = etree.Element("div")
    made.text = element.text
    made.extend(child for child in element if child.get("class") not in _HEADS)
    _tidy(made, words(language))
    return Markup(written(made))  # noqa: S704 - serialised from a tree


def _tidy(parent: etree.Element, texts: Mapping[str, str]) -> None:
    for child in list(parent):
        name = (child.get("class") or "").partition(" ")[0]
        if child.tag == "img" or name in _GONE:
            take_out(parent, child)
        elif name == "worksheet":
            parent[list(parent).index(child)] = _sheet(child, texts["worksheet"])
        else:
            _tidy(child, texts)
    bare(parent)
    if parent.tag == "a":
        parent.tag = "span"
        parent.attrib.clear()


def _sheet(element: etree.Element, word: str) -> etree.Element:
    heading = next((child for child in element if child.get("class") == "block-title"), None)
    line = etree.Element("p", {"class": "sheet"})
    line.text = f"{word}: {''.join(heading.itertext())}" if heading is not None else word
    return line
