"""What neither checker of accessible PDFs looks at: whether the tags hold what they say, in the order of the pages."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

_MARKED = re.compile(rb"/MCID (\d+).*?BDC(.*?)EMC", re.DOTALL)
_HEADINGS = {"/H", *(f"/H{level}" for level in range(1, 7))}
_ASIDE = {"/Note", "/FENote", "/Reference"}
"""Notes stand at the foot of the page before the text goes on."""


def faults(path: Path) -> list[str]:
    """Headings without text, tables without a header cell, figures without an alternative, text before that of an earlier page,
    and languages that the document doesn't name.
    """
    with pikepdf.open(path) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        texts = {number: _texts(page) for number, page in enumerate(document.pages, 1)}
        root = document.Root.StructTreeRoot
        found = [fault for node in walk(root) for fault in _of_node(node, numbers, texts)]
        places = [number for number, _ in _places(root, numbers, aside=False)]
    back = [f"page {after} is read after page {before}" for before, after in pairwise(places) if after < before]
    return found + back


def _of_node(node: pikepdf.Object, numbers: dict, texts: dict) -> Iterator[str]:
    kind = str(node.get("/S", ""))
    places = list(_places(node, numbers)) if kind in _HEADINGS else []
    if kind in _HEADINGS and not any(mark in texts[number] for number, mark in places):
        yield f"a heading without text, page {places[:1]}"
    if kind == "/Table" and not any(str(one.get("/S", "")) == "/TH" for one in walk(node)):
        yield "a table without a header cell"
    if kind == "/Figure" and not str(node.get("/Alt", "")).strip():
        yield "a figure without an alternative"
    if "/Lang" in node and not re.fullmatch(r"[a-z]{2,3}(-\w+)?", str(node.Lang)):
        yield f"{node.Lang} is no language"


def _texts(page: pikepdf.Page) -> set[int]:
    """The marks of a page between which letters are drawn."""
    contents = page.obj.Contents
    streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents.as_list())
    drawn = b"\n".join(stream.read_bytes() for stream in streams)
    return {int(mark) for mark, body in _MARKED.findall(drawn) if b"Tj" in body or b"TJ" in body}


def _kids(node: pikepdf.Object) -> list:
    kids = node.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def walk(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield node
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walk(kid)


def _places(node: pikepdf.Object, numbers: dict, page: int = 0, *, aside: bool = True) -> Iterator[tuple[int, int]]:
    """Page and mark of all content below a node, in the order of the tree."""
    if not aside and str(node.get("/S", "")) in _ASIDE:
        return
    page = numbers.get(node.Pg.objgen, page) if "/Pg" in node else page
    for kid in _kids(node):
        if isinstance(kid, int):
            yield page, kid
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            yield (numbers[kid.Pg.objgen] if "/Pg" in kid else page), int(kid.MCID)
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _places(kid, numbers, page, aside=aside)
