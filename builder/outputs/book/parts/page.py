"""What every part of a book is made of: pages with running heads, headings, plain paragraphs, rows of a list."""

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
    """The home page bears the course's title in each language."""
    return (
        draft.book.edition.home.title
        if draft.book.edition.home.document.meta.get("title")
        else draft.book.edition.config.site_name
    )


def paragraphs(draft: Draft, text: str) -> None:
    """Plain text of the configuration or the interface; an empty line begins a paragraph."""
    for part in text.split("\n\n"):
        if part.strip():
            with draft.code.paragraph():
                draft.code.text(" ".join(part.split()))


HEAD_LETTER = 0.5
"""Mean width of a letter, in units of the type size."""


def leaf_open(
    draft: Draft, verso: str, recto: str, index: int = 0, mark: str = "", page: RenderedLeaf | None = None, after: str = "",
    *, opens: bool = False,
) -> None:  # fmt: skip
    """Begins pages with these running heads and edge mark; a page that is not translated is tagged with its language.

    `after`: code of what follows the text on its last page, and isn't a part of it. `opens`: a part of the book; then without heads.
    """
    draft.leaves += 1
    named = f"id: {literal(f'leaf:{draft.leaves}')}, " + (f"after: {after}, " if after else "")
    named += "opens: true, " if opens else ""
    heads = ", ".join(literal(short_head(title, draft.book.measures)) for title in (verso, recto))
    draft.code.add(f"#leaf({named}{heads}, {index}, {literal(mark)}, {{")
    if page is not None and page.leaf.is_fallback:
        draft.code.add(spoken_in(page.leaf.document.language))


def to_right(draft: Draft) -> None:
    """What follows begins on a right-hand page. A page that a module leaves before it is there for notes."""
    words = draft.book.words["book-own-notes"] if draft.module_before else ""
    draft.code.add(f"#to-right(word: {literal(words)})" if words else "#to-right()")
    draft.module_before = False


def part_page(
    draft: Draft, title: str, index: int, rows: Iterable[tuple[str, str, list[str]]], text: str = "", picture: str = "none"
) -> None:  # fmt: skip
    """The page that opens a part of the book: its title, what it says, and what is in it (label, title, and what follows)."""
    to_right(draft)
    leaf_open(draft, title, title, index, title[:1], opens=True)
    with draft.code.node(f'part-opener({index}, "", "", {{'):
        heading(draft, title)
        draft.code.add(f"}}, {picture}, {{")
        paragraphs(draft, text)
    for row in rows:
        listing_row(draft, *row)
    draft.code.add("})")


BESIDE, RIGHT = (70.0, 48.0), (106.0, 80.0)
"""Width and height, in points, that a drawing beside a title has at most: in the column at the left, and where it stands at the right."""


def page_head(draft: Draft, page: RenderedLeaf, parts: Iterable[str], picture: str = "") -> None:
    """What stands above the text of a session, story or guide: what it is, its title and summary, notices.

    `picture`: code of a picture beside them; else the drawing at the head of the page is taken.
    """
    words = "".join(f"{literal(part)}, " for part in parts)
    address = web_address(draft.book.edition, page.leaf) if page.leaf.kind != "guide" else ""
    has_room = bool(address) or not draft.book.measures.column
    picture = picture or drawing(draft, page.lead, RIGHT if has_room else BESIDE)
    is_left = picture != "none" and not has_room
    with draft.code.node(f"session-opener(({words}), {{"):
        heading(draft, page.leaf.title, 2, page.label)
        draft.code.add(f"}}, {'none' if address else picture}, {{")
        if address:
            with draft.code.node(f"coded(picture: {picture}, {code_mark(draft, address)}, {{"):
                paragraphs(draft, page.leaf.document.summary)
        elif page.leaf.document.summary:
            with draft.code.node("lead(inset: 0pt, {" if is_left else "lead({"):
                paragraphs(draft, page.leaf.document.summary)
    notices(draft, page)


def drawing(draft: Draft, lead: Lead | None, room: Size, width: str = "") -> str:
    """The drawing at the head of a page as Typst code, as large as this room allows (points) or as wide as it says; `none` where there is none."""
    found = draft.picture(str(lead.path)) if lead else None
    if lead is None or found is None:
        return "none"
    wide = width or f"{min(room[0], room[1] * found[1] / found[2]):.1f}pt"
    return f"image({literal('assets/' + found[0])}, alt: {literal(lead.alt or '-')}, width: {wide})"


def code_mark(draft: Draft, address: str) -> str:
    """The code for phones, and the address that is written beside it."""
    name = f"qr-{sha256(address.encode()).hexdigest()[:16]}.svg"
    draft.assets[name] = qr_svg(address)
    words = spoken(address)
    image = f"image({literal('assets/' + name)}, alt: {literal('QR: ' + words)}, width: 28mm)"
    return f"{image}, {literal(address)}, {literal(breakable(words))}"


def short_head(title: str, measures: Measures) -> str:
    """A running head of one line; a longer one ends after a word."""
    letters = int(measures.full / (measures.head * HEAD_LETTER))
    return title if len(title) <= letters else title[: letters - 1].rpartition(" ")[0].rstrip(" ,;:·–") + " …"


def heading(draft: Draft, text: str, level: int = 1, label: str = "", *, listed: bool = True) -> None:
    with draft.heading(level, label, "" if listed else ", outlined: false"):
        draft.code.text(text)


def listing_row(draft: Draft, label: str, title: str, parts: list[str]) -> None:
    """A title with its page; without one when it stands in another volume."""
    target = literal(label) if label in draft.book.labels else "none"
    with draft.code.paragraph(
        f"listing-row({target}, {{", "}, (" + "".join(f"{literal(part)}, " for part in parts) + "))"
    ):
        draft.code.text(title)


def notices(draft: Draft, page: RenderedLeaf) -> None:
    """Says that the text is in another language, and when its law and figures were checked."""
    language = draft.book.edition.language
    name = language_name(page.leaf.document.language, language)
    said = [draft.book.words["fallback"].replace("{language}", name)] if page.leaf.is_fallback else []
    for text in (*said, *filter(None, [page.leaf.checked(language)])):
        with draft.code.node("note-box({"), draft.code.paragraph():
            draft.code.add(spoken_in(language))
            draft.code.text(text)
