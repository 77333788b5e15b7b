"""What all parts of a book share: pages with running heads, headings, plain paragraphs, rows of a list."""

from collections.abc import Iterable
from hashlib import sha256

from builder.course.svg_size import Size
from builder.edition.addresses import web_address
from builder.edition.lead import Lead
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.measures import Measures
from builder.print.code import breakable, literal, spoken_in
from builder.print.qr import qr_svg, spoken
from builder.words import language_name


def course_title(draft: Draft) -> str:
    """The course's title in the edition's language: that of the home page, else the site's name."""
    return (
        draft.book.edition.home.title
        if draft.book.edition.home.document.meta.get("title")
        else draft.book.edition.config.site_name
    )


def paragraphs(draft: Draft, text: str) -> None:
    """Writes plain text of the configuration or the interface; an empty line begins a new paragraph."""
    for part in text.split("\n\n"):
        if part.strip():
            with draft.code.paragraph():
                draft.code.text(" ".join(part.split()))


CODE_ROOM = 66.0
"""What a code takes from the line of a head, in points."""
HEAD_LETTER = 0.5
"""Mean width of a letter, in units of the type size."""


def leaf_open(
    draft: Draft, verso: str, recto: str, index: int = 0, mark: str = "", page: RenderedLeaf | None = None, after: str = "",
    *, head: str = "",
) -> None:  # fmt: skip
    """Begins pages with these running heads and this edge mark; an untranslated page is tagged with its language. The caller closes it.

    `after`: code that follows the text on its last page without being part of it. `head`: code of what stands in the heads
    instead of the running ones; "none" for what opens a part.
    """
    draft.leaves += 1
    named = f"id: {literal(f'leaf:{draft.leaves}')}, " + (f"after: {after}, " if after else "")
    named += f"head: {head}, " if head else ""
    heads = ", ".join(literal(short_head(title, draft.book.measures)) for title in (verso, recto))
    draft.code.add(f"#leaf({named}{heads}, {index}, {literal(mark)}, {{")
    if page is not None and page.leaf.is_fallback:
        draft.code.add(spoken_in(page.leaf.document.language))


def to_right(draft: Draft) -> None:
    """What follows begins on a right-hand page. A page left empty after a module is for notes."""
    words = draft.book.words["book-own-notes"] if draft.module_before else ""
    draft.code.add(f"#to-right(word: {literal(words)})" if words else "#to-right()")
    draft.module_before = False


def part_page(
    draft: Draft, title: str, index: int, rows: Iterable[tuple[str, str, list[str]]], text: str = "", picture: str = "none"
) -> None:  # fmt: skip
    """The page that opens a part: title, text, picture, and a row (label, title, further cells) for each thing in it."""
    to_right(draft)
    leaf_open(draft, title, title, index, title[:1], head="none")
    with draft.code.node(f'part-opener({index}, "", "", {{'):
        heading(draft, title)
        draft.code.add(f"}}, {picture}, {{")
        paragraphs(draft, text)
    for row in rows:
        listing_row(draft, *row)
    draft.code.add("})")


BESIDE, RIGHT, BY_MAP, OVER_MAP = (70.0, 48.0), (106.0, 80.0), (84.0, 63.0), (68.0, 51.0)
"""Largest width and height, in points, of a drawing beside a title: in the label column; at the right; there beside, or above, a map."""


def page_head(draft: Draft, page: RenderedLeaf, parts: Iterable[str], region: str = "none") -> None:
    """The head of a session, story or guide: what it is, title, summary, opening drawing, notices.

    `parts`: words on what it is; `region`: Typst code of a map that goes with the drawing, or instead of it; "none" for no map.
    """
    words = "".join(f"{literal(part)}, " for part in parts)
    address = web_address(draft.book.edition, page.leaf) if page.leaf.kind != "guide" else ""
    column = draft.book.measures.column
    has_room = bool(address) or not column
    at_right = RIGHT if region == "none" else BY_MAP if column else OVER_MAP
    picture = drawing(draft, page.lead, at_right if has_room else BESIDE)
    picture, region = (region, "none") if picture == "none" else (picture, region)
    is_left = picture != "none" and not has_room
    with draft.code.node(f"session-opener(region: {'none' if address else region}, ({words}), {{"):
        heading(draft, page.leaf.title, 2, page.label)
        draft.code.add(f"}}, {'none' if address else picture}, {{")
        if address:
            with draft.code.node(f"coded(picture: {picture}, region: {region}, {code_mark(draft, address)}, {{"):
                paragraphs(draft, page.leaf.document.summary)
        elif page.leaf.document.summary:
            with draft.code.node("lead(inset: 0pt, {" if is_left else "lead({"):
                paragraphs(draft, page.leaf.document.summary)
    notices(draft, page)


def drawing(draft: Draft, lead: Lead | None, room: Size, width: str = "") -> str:
    """A page's opening drawing as Typst code: as large as `room` (points) allows, or of this `width`; `none` if it has none."""
    found = draft.picture(str(lead.path)) if lead else None
    if lead is None or found is None:
        return "none"
    wide = width or f"{min(room[0], room[1] * found[1] / found[2]):.1f}pt"
    return f"image({literal('assets/' + found[0])}, alt: {literal(lead.alt or '-')}, width: {wide})"


def code_mark(draft: Draft, address: str) -> str:
    """The QR code of an address and the address in print, as Typst arguments."""
    return f"{_code(draft, address, 28)}, {literal(address)}, {literal(breakable(spoken(address)))}"


def coded_head(draft: Draft, title: str, address: str) -> str:
    """Code of a head with the code for phones: the title, and the address of the page on the web; "" without an address."""
    title, words = short_head(title, draft.book.measures, CODE_ROOM), literal(breakable(spoken(address)))
    return f"coded-head({literal(title)}, {_code(draft, address, 22)}, {words})" if address else ""


def _code(draft: Draft, address: str, width: int) -> str:
    """The code for phones as a picture so many millimetres wide."""
    name = f"qr-{sha256(address.encode()).hexdigest()[:16]}.svg"
    draft.assets[name] = qr_svg(address)
    # A picture without a height is cut to the room that a head has.
    size = f"width: {width}mm, height: {width}mm"
    return f"image({literal('assets/' + name)}, alt: {literal('QR: ' + spoken(address))}, {size})"


def short_head(title: str, measures: Measures, taken: float = 0.0) -> str:
    """A title cut after a word, with an ellipsis, so that it fits into one line of the running head, of which so many points are taken."""
    letters = int((measures.full - taken) / (measures.head * HEAD_LETTER))
    return title if len(title) <= letters else title[: letters - 1].rpartition(" ")[0].rstrip(" ,;:·–") + " …"


def heading(draft: Draft, text: str, level: int = 1, label: str = "", *, listed: bool = True) -> None:
    with draft.heading(level, label, "" if listed else ", outlined: false"):
        draft.code.text(text)


def listing_row(draft: Draft, label: str, title: str, parts: list[str], *, is_close: bool = False) -> None:
    """A title with its page number, which is left out when the page is in another volume."""
    target = literal(label) if label in draft.book.labels else "none"
    with draft.code.paragraph(
        f"listing-row({target}, {{",
        "}, (" + "".join(f"{literal(part)}, " for part in parts) + f"){', y: 3.4pt' if is_close else ''})",
    ):
        draft.code.text(title)


def notices(draft: Draft, page: RenderedLeaf) -> None:
    """Writes, where they apply, that the page is in another language, and when its legal facts and figures were checked."""
    language = draft.book.edition.language
    name = language_name(page.leaf.document.language, language)
    said = [draft.book.words["fallback"].replace("{language}", name)] if page.leaf.is_fallback else []
    for text in (*said, *filter(None, [page.leaf.checked(language)])):
        with draft.code.node("note-box({"), draft.code.paragraph():
            draft.code.add(spoken_in(language))
            draft.code.text(text)
