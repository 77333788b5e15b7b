"""Checks the finished pages for split boxes, stranded headings and lines, words beyond their column or the page, and lost words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from builder.outputs.book.layout.lonely_lines import is_one_paragraph, lonely_turns
from builder.outputs.book.layout.lost_text import letters, read_along
from builder.outputs.book.layout.table_columns import Region, regions
from builder.outputs.book.origins import Origins
from builder.outputs.book.prepared import PreparedBook
from builder.print.code import Kind, Piece
from builder.print.pdf_text import Box, PageText, words_in
from builder.print.typst import Place
from builder.problems import Problem
from builder.words import words

SLACK = 0.45
"""How far a line may overhang, in units of its height: a trailing space does."""
SHOWN = 80
"""Letters of a text that a message quotes."""
LEAST, TELLING = 3, 12
"""Words with fewer letters than these are not looked for at all, or not on other pages."""
NEIGHBOURS = 40
"""Words before and after the faulty ones that are tried when those can't be found in the code."""
EDGE = 40
"""Width in points of the strip at each side of a page that holds the module marks."""
Found = tuple[str, int, int, str]
"""What is wrong (a key of the interface texts), page from 1, line of the generated code from 0, and the text concerned."""


def check_layout(pdf: Path, pages: Sequence[PageText], book: PreparedBook, places: Sequence[Place]) -> list[Problem]:
    """Warnings with the source line and the page of the PDF."""
    pieces, settings = book.pieces, dict(book.settings)
    margins = {name: float(settings[name]) for name in ("inside", "outside", "top", "bottom", "height")}
    code = _Code(pieces, pages)
    foot, mirror = margins["top"] + margins["height"], margins["outside"] - margins["inside"]
    found = [
        *_lonely_headings(places, lines_of(pieces, places, ("heading", "label")), pieces),
        *_lonely_lines(pdf, pages, places, margins, code),
        *_wide_words(pdf, pages, regions(places, lines_of(pieces, places, ("table",)), foot, mirror)),
        *_outside(pdf, pages, margins, code),
        *_lost(code),
    ]
    texts = words(book.language)
    origins = book.origins
    problems = [_problem(book, origins, texts, *one) for one in found]
    return [*_cut_boxes(places, book.title, texts["book-box-split"]), *dict.fromkeys(problems)]


def _problem(
    book: PreparedBook, origins: Origins, texts: Mapping[str, str], what: str, page: int, line: int, text: str
) -> Problem:
    origin = next((origin for origin in origins[line::-1] if origin[0]), None)
    path, number = origin or ("mkdocs.yml", 0)
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    arguments = {"page": page, "book": book.title, "what": texts[what].replace("{text}", shown)}
    return Problem(PurePosixPath(path), number, "layout-fault", arguments)


def lines_of(pieces: Sequence[Piece], places: Sequence[Place], kinds: tuple[Kind, ...]) -> list[int]:
    """The line of code that makes each heading (or table), matched by order; all 0 when code and pages differ in number."""
    found = [index for index, piece in enumerate(pieces) if piece.kind in kinds]
    count = sum(place.what in kinds for place in _flow(places))
    return found if len(found) == count else [0] * count


def _cut_boxes(places: Sequence[Place], book: str, what: str) -> Iterator[Problem]:
    """Blocks that should stay together but end on a later page than they begin."""
    opened: dict[str, Place] = {}
    for place in places:
        if place.what != "metadata":
            continue
        source, part = place.value
        if part == "open":
            opened[source] = place
        elif part == "close" and source in opened and opened[source].page != place.page:
            path, _, line = source.rpartition(":")
            arguments = {"page": opened[source].page, "book": book, "what": what}
            yield Problem(PurePosixPath(path), int(line), "layout-fault", arguments)


def _lonely_headings(places: Sequence[Place], lines: Sequence[int], pieces: Sequence[Piece]) -> Iterator[Found]:
    """Headings, and labels of boxes, whose text begins on a later page."""
    order = iter(lines)
    for place, after in pairwise(_flow(places)):
        if place.what in ("heading", "label"):
            line = next(order)
            has_text = after.what != "heading" or after.value > place.value
            if has_text and after.page > place.page:
                yield "book-heading-alone", place.page, line, _said(pieces, line)


def _lonely_lines(
    pdf: Path, pages: Sequence[PageText], places: Sequence[Place], margins: Mapping[str, float], code: "_Code"
) -> Iterator[Found]:
    """Paragraphs that leave a single line on a page."""
    for turn in lonely_turns(places, pages, margins, EDGE):
        before, after = (
            "".join(words_in(pdf, page, box) for box in line)
            for page, line in ((turn.page - 1, turn.before), (turn.page, turn.after))
        )
        if is_one_paragraph(code.pieces, before, after):
            text = words_in(pdf, turn.page - 1, turn.first)
            yield "book-line-alone", turn.page, code.line_of(turn.page - 1, text) or 0, text


def _flow(places: Sequence[Place]) -> Iterator[Place]:
    """The places in reading order, without footnotes; the label of a box counts as one place, deeper than any heading."""
    is_label = False
    for place in places:
        if place.what == "metadata" and place.value[1] == "label":
            yield place._replace(what="label", value=9)
            is_label = True
        elif is_label and place.what == "par":
            is_label = False
        elif place.what not in ("metadata", "entry"):
            yield place


def _said(pieces: Sequence[Piece], line: int) -> str:
    """The first words in the code at or after a line; empty when there are none."""
    return next((piece.words for piece in pieces[line:] if piece.kind in ("words", "label")), "")


def _wide_words(pdf: Path, pages: Sequence[PageText], tables: Iterable[Region]) -> Iterator[Found]:
    """Words that reach into the next column of their table, or over its right edge; the first for each table and page."""
    for table in tables:
        page = pages[table.page - 1]
        box = table.wide(page.boxes, page.height)
        if box is not None:
            yield "book-cell-overflow", table.page, table.line, words_in(pdf, table.page - 1, box)


def _outside(pdf: Path, pages: Sequence[PageText], margins: Mapping[str, float], code: "_Code") -> Iterator[Found]:
    """Pages with words beyond the type area or the page; the first such words of each page."""
    feet = Counter(round(foot / 3) for page in pages for _, foot, _, top in page.boxes if top < margins["bottom"])
    footer = next((band * 3 for band, _ in feet.most_common(1)), 0)
    for number, page in enumerate(pages):
        is_beyond = _off_page(page) if number == 0 else _off_area(page, margins, footer, is_odd=number % 2 == 0)
        place = next((place for place, box in enumerate(page.boxes) if is_beyond(box)), None)
        if place is not None:
            near = [*page.boxes[max(0, place - NEIGHBOURS) : place + 1][::-1], *page.boxes[place + 1 :][:NEIGHBOURS]]
            lines = (code.line_of(number, words_in(pdf, number, box)) for box in near)
            line = next((line for line in lines if line is not None), 0)
            yield "book-outside", number + 1, line, words_in(pdf, number, page.boxes[place])


def _off_page(page: PageText) -> Callable[[Box], bool]:
    return lambda box: box[0] < 0 or box[1] < 0 or box[2] > page.width or box[3] > page.height


def _off_area(page: PageText, margins: Mapping[str, float], footer: float, *, is_odd: bool) -> Callable[[Box], bool]:
    """Tells whether a box lies outside the type area; the footer and the module mark at the edge may."""
    left, right = (margins["inside"], margins["outside"]) if is_odd else (margins["outside"], margins["inside"])
    right = page.width - right

    def is_beyond(box: Box) -> bool:
        x0, y0, x1, y1 = box
        slack = max(4.0, SLACK * (y1 - y0))
        if (x0 > page.width - EDGE and x1 <= page.width) or (x1 < EDGE and x0 >= 0):
            return y0 < 0
        is_low = y0 < margins["bottom"] - slack and abs(y0 - footer) > slack
        return is_low or x1 > right + slack or x0 < left - slack or y1 > page.height

    return is_beyond


def _lost(code: "_Code") -> Iterator[Found]:
    for line, page, is_there in code.read:
        if not is_there:
            yield "book-text-lost", page + 1, line, _said(code.pieces, line)


class _Code:
    """The generated code, with the page on which the words of each line end."""

    def __init__(self, pieces: Sequence[Piece], pages: Sequence[PageText]) -> None:
        self.pieces = pieces
        self.read = list(read_along(pieces, [page.text for page in pages]))

    def line_of(self, page: int, text: str) -> int | None:
        """The line of code that contains these words or is contained in them, on this page (from 0) or the nearest; None if none is."""
        for said in (text, max(text.split(), key=len, default="")):
            wanted = letters(said)
            far = len(self.read) if len(wanted) >= TELLING else 1
            near = [(abs(end - page), index) for index, end, _ in self.read if abs(end - page) <= far]
            found = [place for place in near if len(wanted) >= LEAST and self._holds(place[1], wanted)]
            if found:
                return min(found)[1]
        return None

    def _holds(self, index: int, wanted: str) -> bool:
        said = letters(self.pieces[index].words)
        return bool(said) and (wanted in said or (said in wanted and len(said) * 2 > len(wanted)))
