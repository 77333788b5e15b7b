"""Pages rendered once for all packages, since most of them are in several.

Their links name what they lead to until a package fills in its own addresses. Each package gets a copy of what was
rendered, which it may change.
"""

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import PurePosixPath

from builder.course.model import Audience
from builder.course.worksheets import Sheet, page_prefix
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.resolve import Address, LinkKind, page_markdown
from builder.edition.select import Edition, Leaf

_KEPT = 1000
"""How many rendered texts a process caches, mostly a few kilobytes each."""
_PLACES: Mapping[str, LinkKind] = {"page": "page", "term": "term"}
_BUILDERS = frozenset({"case-link", "field-from"})
"""Classes of paragraphs whose link the builder made: it stays as an element even if it leads nowhere."""


def rendered(text: str, language: str, *, keys: bool = False, trainer: bool = False) -> etree.Element:
    """A copy of what `edition.render.render` gives, which is called once for each text in a process."""
    return deepcopy(_rendered(text, language, keys=keys, trainer=trainer))


@lru_cache(maxsize=_KEPT)
def _rendered(text: str, language: str, *, keys: bool, trainer: bool) -> etree.Element:
    return render(text, language, keys=keys, trainer=trainer)


def rendered_page(
    edition: Edition, leaf: Leaf, address: Address, sheets: Mapping[str, Sheet], *, interactive: bool = False, keys: bool = False
) -> etree.Element:  # fmt: skip
    """A page's text with its links as `address` says; pictures are named by their token."""
    text = page_markdown(edition, leaf, _unplaced(edition, address), sheets)
    tree = rendered(
        text,
        leaf.document.language,
        keys=keys and any(block.name == "quiz" for block in leaf.document.walk()),
        trainer=edition.audience is Audience.TRAINER,
    )
    if interactive:
        add_controls(tree, page_prefix(leaf.document))
    _place(tree, address)
    return tree


def _unplaced(edition: Edition, placed: Address) -> Address:
    """An `Address` that only names places. Links to files get their address at once, as the text after them depends on it."""

    def address(place: LinkKind, key: str, anchor: str) -> str:
        if place == "file":
            return placed(place, key, anchor)
        if place == "image":
            image = edition.images.get(PurePosixPath(key))
            return image.token if image else ""
        return f"{place}/{key}#{anchor}"

    return address


def _place(parent: etree.Element, address: Address) -> None:
    """Replaces the names of places with the package's addresses. An author's link that leads nowhere is unwrapped."""
    for child in list(parent):
        _place(child, address)
        place, _, rest = child.get("href", "").partition("/")
        if child.tag == "a" and place in _PLACES:
            key, _, anchor = rest.partition("#")
            target = address(_PLACES[place], key, anchor)
            child.set("href", target)
            if not target and parent.get("class") not in _BUILDERS:
                _open_up(parent, child)


def _open_up(parent: etree.Element, link: etree.Element) -> None:
    """Replaces an element by its content."""
    index = list(parent).index(link)
    _add_text(parent, index, link.text)
    inside = list(link)
    parent[index : index + 1] = inside
    _add_text(parent, index + len(inside), link.tail)


def _add_text(parent: etree.Element, index: int, text: str | None) -> None:
    """Appends text after the child before `index`, or to the parent's own text."""
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + (text or "")
    else:
        parent.text = (parent.text or "") + (text or "")
