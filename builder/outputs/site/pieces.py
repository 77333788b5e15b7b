"""Each activity and teaching part as trainers read it at arm's length: steps, with notes and answers folded in place.

Worksheets and quizzes become a line that links to them on the session's page.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache

from builder.course.worksheets import Sheet
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.outputs.site.addresses import Addresses
from builder.outputs.site.room import as_json, href, timed_leaves
from builder.words import words

ENERGISERS = "energisers"
"""Id of the heading, in an agenda's guide, of the section with games that wake people up."""
_TIMED = {"teach", "activity"}
_HEADS = {"block-title", "block-meta", "block-materials", "block-kind"}
_FOLDED = {"trainer": "trainer-note", "answer": "answer", "example": "example"}
_CASE = re.compile(r"(?:^|/)cases/([a-z0-9-]+)\.(?:md|html)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def pieces_script(edition: Edition, addresses: Addresses, sheets: Mapping[str, Sheet], path: str) -> str:
    """The script with the HTML of every piece by `key.number` (from 0), its links as seen from the page at `path`."""
    found: dict[str, str] = {}

    @cache
    def teaching(slug: str) -> list[etree.Element]:
        return list(_teaching(edition, slug, addresses, sheets, path))

    for leaf in timed_leaves(edition):
        tree = tree_of(edition, leaf, addresses, sheets, path, keys=True)
        for number, chunk in enumerate(chunks(tree)):
            notes = [note for slug in _cases(chunk) for note in teaching(slug)]
            found[f"{leaf.key}.{number}"] = _html(edition, leaf, [*chunk, *notes], path)
    games = _energisers(edition, addresses, sheets, path)
    return f"taller.pieces = {as_json({'pieces': found, 'energisers': games})};\n"


def tree_of(
    edition: Edition, leaf: Leaf, addresses: Addresses, sheets: Mapping[str, Sheet], path: str, *, keys: bool
) -> etree.Element:
    """A page's text, rendered, with links as seen from the page at `path`. `keys`: with answers and trainer's notes."""
    text = page_markdown(edition, leaf, addresses.address_from(path), sheets)
    tree = render(text, leaf.document.language, keys=keys, trainer=keys)
    for link in tree.iter("a"):
        target = link.get("href", "")
        if ":" not in target:
            link.set("href", re.sub(r"\.md(?=#|$)", ".html", target))
    return tree


def chunks(tree: etree.Element) -> Iterator[list[etree.Element]]:
    """The pieces that take time, in order: each block, then the elements that follow it up to the next piece."""
    children = [child for child in tree if child.get("class") != "footnote"]
    for element in [found for found in tree.iter() if _is_timed(found)]:
        after: list[etree.Element] = []
        if element in children:
            for other in children[children.index(element) + 1 :]:
                if _is_timed(other) or any(map(_is_timed, other.iter())):
                    break
                after.append(other)
        yield [_without_timed(element), *after]


def _without_timed(element: etree.Element) -> etree.Element:
    """A piece with the pieces nested in it replaced by their titles, since they are shown as pieces of their own."""
    if not any(_is_timed(inner) for inner in element.iter() if inner is not element):
        return element
    made = deepcopy(element)
    for parent in list(made.iter()):
        for place, child in enumerate(list(parent)):
            if _is_timed(child):
                parent[place] = _name(child)
    return made


def _name(element: etree.Element) -> etree.Element:
    line = etree.Element("p", {"class": "room-sheet"})
    line.text = next(("".join(child.itertext()) for child in element if child.get("class") == "block-title"), "")
    line.tail = element.tail
    return line


def _is_timed(element: etree.Element) -> bool:
    return element.get("class") in _TIMED and element.get("data-minutes", "0") != "0"


def _html(edition: Edition, leaf: Leaf, chunk: list[etree.Element], path: str) -> str:
    texts = words(edition.language)
    root = etree.Element("div", {"lang": leaf.document.language} if leaf.is_fallback else {})
    for number, element in enumerate(chunk):
        copy = deepcopy(element)
        copy.tail = None
        root.append(copy)
        if number == 0:
            for head in [child for child in copy if child.get("class") in _HEADS]:
                copy.remove(head)
    _tidy(root, leaf, texts, path)
    if chunk[0].get("class") == "teach":
        _notes_first(root)
    return written(root)


def _notes_first(root: etree.Element) -> None:
    """Moves the trainer's notes of a teaching part above the participants' text, unfolded."""
    notes = [note for note in root[0] if note.get("class") == "room-fold trainer"]
    for place, note in enumerate(notes):
        root[0].remove(note)
        root[0].insert(place, note)
        note.set("open", "open")


def _tidy(parent: etree.Element, leaf: Leaf, texts: Mapping[str, str], path: str) -> None:
    for place, child in enumerate(list(parent)):
        parent[place] = _replaced(child, leaf, texts, path)
        _tidy(parent[place], leaf, texts, path)
    bare(parent)


def _replaced(element: etree.Element, leaf: Leaf, texts: Mapping[str, str], path: str) -> etree.Element:
    """A worksheet or quiz as a line that links to it; notes, answers and examples folded; anything else unchanged."""
    name = (element.get("class") or "").partition(" ")[0]
    if name in ("worksheet", "quiz"):
        return _line(element, texts[name], f"{href(path, leaf)}#")
    if name in _FOLDED:
        return _folded(element, texts[_FOLDED[name]])
    return element


def _line(element: etree.Element, word: str, page: str) -> etree.Element:
    heading = next((child for child in element if child.get("class") == "block-title"), None)
    line = etree.Element("p", {"class": "room-sheet"})
    line.text = f"{word}: "
    link = etree.SubElement(line, "a", {"href": page + (heading.get("id", "") if heading is not None else "")})
    link.text = "".join(heading.itertext()) if heading is not None else word
    line.tail = element.tail
    return line


def _folded(element: etree.Element, word: str) -> etree.Element:
    kind = element.get("class", "")
    label = next((child for child in element if child.get("class") == "block-label"), None)
    fold = etree.Element("details", {"class": f"room-fold {kind}"})
    fold.tail, title = element.tail, ""
    if label is not None:
        title = "".join(label.itertext()).strip()
        element.remove(label)
    etree.SubElement(fold, "summary").text = title or word
    fold.extend(element)
    return fold


def bare(element: etree.Element) -> None:
    """Removes ids, which the page may have already, and footnote marks, whose notes aren't on it."""
    for name in [name for name in element.attrib if name in ("id", "aria-labelledby") or name.startswith("data-")]:
        del element.attrib[name]
    if element.tag == "img":
        element.set("loading", "lazy")
    elif element.tag == "aside":
        element.set("role", "note")  # landmarks are of no use if there are many
    for note in [
        child for child in element if child.tag == "sup" and child.find("a[@class='footnote-ref']") is not None
    ]:
        take_out(element, note)


def take_out(parent: etree.Element, child: etree.Element) -> None:
    """Removes a child, but keeps the text after it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _cases(chunk: list[etree.Element]) -> list[str]:
    """Slugs of the case stories to which a piece links."""
    links = (link.get("href", "") for part in chunk for link in part.iter("a"))
    return list(dict.fromkeys(match[1] for link in links if (match := _CASE.search(link))))


def _teaching(
    edition: Edition, slug: str, addresses: Addresses, sheets: Mapping[str, Sheet], path: str
) -> Iterator[etree.Element]:
    """The trainer's notes of a case story; none for an unknown slug."""
    case = next((case for case in edition.cases if case.slug == slug), None)
    if case is None:
        return
    tree = tree_of(edition, case.page, addresses, sheets, path, keys=True)
    for note in [element for element in tree.iter("aside") if element.get("class") == "trainer"]:
        label = note.find("p[@class='block-label']")
        if label is not None:
            label.text = f"{words(edition.language)['room-teaching-note']}: {case.page.title}"
            for child in list(label):
                label.remove(child)
        yield note


def _energisers(edition: Edition, addresses: Addresses, sheets: Mapping[str, Sheet], path: str) -> str:
    """The HTML of the section `ENERGISERS` of a guide; "" when no guide has it."""
    for guide in edition.guides:
        if guide.agenda and any("{#" + ENERGISERS + "}" in line for line in guide.page.document.lines):
            tree = tree_of(edition, guide.page, addresses, sheets, path, keys=True)
            children = [child for child in tree if child.get("class") != "footnote"]
            start = next(place for place, child in enumerate(children) if child.get("id") == ENERGISERS)
            level, rest = children[start].tag, children[start + 1 :]
            ends = (place for place, child in enumerate(rest) if child.tag in _HEADINGS and child.tag <= level)
            return _html(edition, guide.page, [etree.Element("div"), *rest[: next(ends, len(rest))]], path)
    return ""


def written(root: etree.Element) -> str:
    """An element as HTML."""
    return str(etree.tostring(root, encoding="unicode", method="html"))
