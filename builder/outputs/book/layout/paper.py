"""How a book uses its paper: nearly empty pages, texts with a few lines on their last page, split worksheets, cramped fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath

from builder.outputs.book.layout.boxes import end_of, leaves_few
from builder.outputs.book.layout.lost_text import read_along
from builder.outputs.book.layout.places import place_of
from builder.outputs.book.prepared import PreparedBook
from builder.print.pdf_text import PageText, inked_shares
from builder.print.typst import Anchor, Compiled
from builder.problems import Problem
from builder.words import words

BARE, SPARSE = 0.25, 0.4
"""Shares of the type area below which a page counts as nearly empty, or as sparsely filled."""
MANY, THIN = 1 / 12, 40
"""A build warns when more than this share of a book's pages is nearly empty, unless it has fewer than `THIN` pages."""
TAIL = 6
"""Most lines on the last page of a text that are reported."""
LEADING = 1.5
"""Line height in units of the type size."""
EDGE = 40
"""Width in points of the strip at each side of a page that holds the module marks."""
Origin = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """How a book uses its paper. Shares are of the type area's height, from its top; pages are counted from 1."""

    title: str
    printed: tuple[float, ...]
    """For each page, the share down to its last words."""
    inked: tuple[float, ...]
    """The same down to the last ink: rules, frames and pictures too."""
    tails: tuple[tuple[int, int, Origin], ...]
    """Texts that end in a few lines: page, number of lines, origin."""
    apart: tuple[tuple[int, Origin], ...]
    """Worked examples that face no page of their worksheet: page, origin of the worksheet."""
    cut: tuple[tuple[int, Origin], ...]
    """Worksheets that fit neither on one page nor on two facing ones: first page, origin."""
    few: tuple[tuple[int, Origin], ...]
    """Boxes that break and leave a few lines on their first page or their last: first page, origin."""
    small: tuple[Origin, ...]
    """Fields in which the worked example's answer doesn't fit in handwriting 4 mm high."""

    def below(self, share: float, *, inked: bool = True) -> list[int]:
        """Pages filled to less than `share`, the cover aside."""
        return [
            page for page, found in enumerate(self.inked if inked else self.printed, 1) if found < share and page > 1
        ]


def paper_of(pdf: Path, pages: Sequence[PageText], book: PreparedBook, compiled: Compiled) -> Paper:
    settings = {name: float(dict(book.settings)[name]) for name in ("top", "bottom", "height", "size")}
    return Paper(
        title=book.title,
        printed=tuple(_printed(page, settings) for page in pages),
        inked=tuple(inked_shares(pdf, settings["top"], settings["height"], EDGE)),
        tails=tuple(_tails(pages, book, compiled, settings)),
        apart=tuple(_apart(compiled)),
        cut=tuple(_cut(compiled)),
        few=tuple(_few(compiled, settings)),
        small=book.small,
    )


def wasteful(pages: Sequence[PageText], book: PreparedBook, anchors: Sequence[Anchor]) -> list[Problem]:
    """A warning when many texts of a book end on a nearly empty page. Cheap: Typst reports where texts end."""
    settings = dict(book.settings)
    foot = float(settings["top"]) + BARE * float(settings["height"])
    ends = [(one.page, one.y) for one in anchors if one.label.startswith("leaf:")]
    bare = [page for page, y in ends if y < foot and pages[page - 1].boxes]
    if len(bare) <= MANY * len(pages) or len(pages) < THIN:
        return []
    last = _last_lines(pages, book)
    path, line = next((last[page] for page in bare if page in last), ("mkdocs.yml", 0))
    what = words(book.language)["book-many-bare"].replace("{n}", str(len(bare))).replace("{all}", str(len(pages)))
    return [Problem(PurePosixPath(path), line, "layout-fault", {"page": bare[0], "book": book.title, "what": what})]


def told(paper: Paper, book: PreparedBook, pages: Sequence[PageText]) -> list[Problem]:
    """Everything wasteful as problems, each at the course's last line on its page, or at the first line of the sheet or field."""
    texts, last = words(book.language), _last_lines(pages, book)
    tailed = {page for page, _, _ in paper.tails}
    bare = [page for page in paper.below(BARE) if page not in tailed and page in last]
    places = {origin: page for page, origin in sorted(last.items(), reverse=True)}
    found = [
        *((origin, page, texts["book-tail"].replace("{n}", str(lines))) for page, lines, origin in paper.tails),
        *((last[page], page, texts["book-bare"].replace("{n}", f"{paper.inked[page - 1]:.0%}")) for page in bare),
        *((origin, page, texts["book-box-few"]) for page, origin in paper.few),
        *((origin, page, texts["book-example-apart"]) for page, origin in paper.apart),
        *((origin, page, texts["book-sheet-cut"]) for page, origin in paper.cut),
        *((origin, _page_of(origin, places), texts["book-small-field"]) for origin in paper.small),
    ]
    return sorted(
        Problem(PurePosixPath(path), line, "layout-fault", {"page": page, "book": book.title, "what": what})
        for (path, line), page, what in found
    )


def _page_of(origin: Origin, places: Mapping[Origin, int]) -> int:
    """The first page that ends with text at or after a line of the course; 0 when there is none."""
    path, line = origin
    return min((page for (other, number), page in places.items() if other == path and number >= line), default=0)


def _printed(page: PageText, settings: dict[str, float]) -> float:
    top, height = page.height - settings["top"], settings["height"]
    feet = [
        foot for left, foot, right, head in page.boxes
        if foot > settings["bottom"] - 2 and head < top + 4 and left > EDGE and right < page.width - EDGE
    ]  # fmt: skip
    return (top - min(feet)) / height if feet else 0.0


def _tails(
    pages: Sequence[PageText], book: PreparedBook, compiled: Compiled, settings: dict[str, float]
) -> Iterator[tuple[int, int, Origin]]:
    """Texts of more than a page whose last page holds only a few lines."""
    last = _last_lines(pages, book)
    ends = [(1, 0.0), *((one.page, one.y) for one in compiled.anchors if one.label.startswith("leaf:"))]
    for (before, _), (page, y) in pairwise(ends):
        lines = round((y - settings["top"]) / (settings["size"] * LEADING) + 0.5)
        began = next((number for number in range(before + 1, page + 1) if pages[number - 1].boxes), page)
        if began < page and 0 < lines <= TAIL:
            yield page, lines, last.get(page, ("", 0))


def _last_lines(pages: Sequence[PageText], book: PreparedBook) -> dict[int, Origin]:
    """Page -> the path and line of the last words on it that stand in the course."""
    origins = book.origins
    found: dict[int, Origin] = {}
    for index, page, is_there in read_along(book.pieces, [one.text for one in pages]):
        if is_there and origins[index][1] and origins[index][0] == book.pieces[index].origin[0]:
            found[page + 1] = origins[index]
    return found


def _apart(compiled: Compiled) -> Iterator[tuple[int, Origin]]:
    pages: dict[tuple[str, str], set[int]] = {}
    for place in compiled.places:
        source, part = place.value[:2] if place.what == "metadata" else ("", "")
        if part in ("example", "example-end", "sheet", "sheet-end"):
            pages.setdefault((source, part.removesuffix("-end")), set()).add(place.page)
    for (source, part), found in pages.items():
        sides = {page // 2 for page in pages.get((source, "sheet"), ())}
        if part == "example" and not {page // 2 for page in found} <= sides:
            path, _, line = source.rpartition(":")
            yield min(found), (path, int(line))


def _cut(compiled: Compiled) -> Iterator[tuple[int, Origin]]:
    """Worksheets that stand neither on one page nor on two facing ones, of which the left has an even number."""
    begun: dict[str, int] = {}
    for place in compiled.places:
        if place.what == "metadata" and place.value[1] == "sheet":
            begun[place.value[0]] = place.page
        elif place.what == "metadata" and place.value[1] == "sheet-end":
            first = begun[place.value[0]]
            is_pair = place.page == first + 1 and first % 2 == 0
            if place.page != first and not is_pair:
                path, _, line = place.value[0].rpartition(":")
                yield first, (path, int(line))


def _few(compiled: Compiled, settings: Mapping[str, float]) -> Iterator[tuple[int, Origin]]:
    begun: dict[str, float] = {}
    for place in compiled.places:
        source, part = place.value[:2] if place.what == "metadata" else ("", "")
        at = place_of(place.page, place.y, settings)
        if part in ("box", "held"):
            begun[source] = at
        elif part == "box-end" and leaves_few(begun[source], end_of(at)):
            path, _, line = source.rpartition(":")
            yield int(begun[source]) + 1, (path, int(line))
