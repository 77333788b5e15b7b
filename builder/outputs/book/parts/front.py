"""The front matter of a book: cover, imprint, preface, how to use the book, contents."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from builder.edition.lead import lead_of
from builder.edition.select import Leaf
from builder.edition.summaries.adapted import adaptation
from builder.outputs.book.draft import Draft, class_of, plain_text
from builder.outputs.book.parts.page import course_title, drawing, heading, leaf_open, paragraphs
from builder.print.code import literal
from builder.words import long_date

MARKS = (
    "objectives",
    "activity",
    "worksheet",
    "example",
    "note",
    "tip",
    "warning",
    "case",
    "keypoints",
    "answer",
    "trainer",
)
SELDOM = ("discussion", "checklist", "quotation", "hint", "solution")
"""Explained only in a book that has some."""
LOGO, LOW_LOGO = 42, 26
"""Height of the logos in points: usual, and with many partners."""
ON_A_PAGE = 40
"""Most worksheets in one two-column list of the contents."""
MANY_PARTNERS = 3


def open_book(draft: Draft, title: str) -> None:
    """The book's settings. A single sheet names no institution, so that all editions of a course have the same file."""
    config, code = draft.book.edition.config, draft.code
    author = "" if draft.book.is_sheet else config.institution
    code.at("mkdocs.yml", 0)
    code.add('#import "book.typ": *')
    full = literal(f"{course_title(draft)} – {title}")
    code.add(f"#show: book.with(title: {full}, author: {literal(author)}, description: {literal(config.description)})")


def cover(draft: Draft, name: str, extra: str, opening: Leaf) -> None:
    """The cover. `name`: the kind of book; `extra`: a line about it, or empty; `opening`: the page whose drawing it shows."""
    edition, code, words = draft.book.edition, draft.code, draft.book.words
    code.add("#cover(")
    for key, text in (("institution", edition.config.institution), ("title", course_title(draft)), ("name", name)):
        with code.node(f"{key}: {{", "},"):
            code.text(text)
    facts = "".join(literal(fact) + ", " for fact in (extra, dated(draft)) if fact)
    code.add(f"facts: ({facts}),")
    _logos(draft)
    code.add(f"picture: {drawing(draft, lead_of(edition, opening), (0, 0), '100%')},")
    if not draft.book.is_trainer:
        word = words["book-your-name"]
        code.add(f"field: {draft.target('tx', 'cover_name', word)}, field-word: {literal(word)},")
    code.add(")")


def dated(draft: Draft) -> str:
    """The course's release date and version, in words."""
    words, config = draft.book.words, draft.book.edition.config
    day = long_date(config.released, draft.book.edition.language)
    return f"{words['edition']}: {day} · {words['version']} {config.version}"


def _logos(draft: Draft) -> None:
    """The logos of the institution and its partners, smaller when there are many partners."""
    config = draft.book.edition.config
    height = LOGO if len(config.partners) < MANY_PARTNERS else LOW_LOGO
    logo = _logo(draft, config.logo, config.institution or config.site_name, height)
    partners = [f"{image}, " for one in config.partners if (image := _logo(draft, one.logo, one.name, height))]
    draft.code.add(f"logo: {logo or 'none'}, partners: ({''.join(partners)}),")


def _logo(draft: Draft, path: PurePosixPath | None, name: str, height: int) -> str:
    """A logo as Typst code, `height` in points, with its owner's name as alternative text; empty when there is none."""
    found = draft.picture(str(path)) if path else None
    return f"image({literal('assets/' + found[0])}, alt: {literal(name)}, height: {height}pt)" if found else ""


def _imprint(draft: Draft) -> None:
    """The imprint, at the foot of a page."""
    edition, words, code = draft.book.edition, draft.book.words, draft.code
    config = edition.config
    heading(draft, words["book-imprint"], 2, listed=False)
    partners = "; ".join(partner.name for partner in config.partners)
    lines = [
        f"{course_title(draft)}.", config.institution,
        words["book-partners"].replace("{names}", partners) if partners else "",
        f"{words['edition']}: {long_date(config.released, edition.language)}. {words['version']} {config.version}.",
        config.imprint.get(edition.language, ""), adaptation(edition), words["book-licence"], config.copyright,
        words["story-notice"] if edition.cases else "",
    ]  # fmt: skip
    paragraphs(draft, "\n\n".join(filter(None, lines)))
    if config.site_url:
        with code.paragraph(), code.inline(f"link({literal(config.site_url)}, {{"):
            code.text(config.site_url, plain=True)


def preface(draft: Draft) -> None:
    text = draft.book.edition.config.preface.get(draft.book.edition.language, "")
    if text:
        leaf_open(draft, course_title(draft), draft.book.words["book-preface"])
        heading(draft, draft.book.words["book-preface"])
        paragraphs(draft, text)
        draft.code.add("})")


def how_to_use(draft: Draft, volume: int) -> None:
    """What the book is for, what its marks mean and, at the foot, the imprint. `volume` 0: the book isn't divided."""
    words, code = draft.book.words, draft.code
    label = draft.book.edition.audience.label
    leaf_open(draft, course_title(draft), words["book-how"])
    heading(draft, words["book-how"])
    has_agenda = not draft.book.is_trainer or any(guide.agenda for guide in draft.book.edition.guides)
    paragraphs(draft, words[f"book-how-{label}" + ("" if has_agenda else "-no-agenda")])
    if volume:
        paragraphs(draft, words[f"book-how-{label}-{volume}" + ("" if draft.book.edition.cases else "-no-stories")])
    with code.node("sub({"):
        code.text(words["book-marks"])
    with code.node("legend((", "))"):
        marks = [kind for kind in MARKS if kind != "case" or draft.book.edition.cases]
        for kind in (*marks, *_seldom(draft)):
            if (kind != "trainer" or draft.book.is_trainer) and (kind != "answer" or label != "participant"):
                with code.paragraph(f"({literal(kind)}, {{", "}),"):
                    code.text(words[f"book-mark-{kind}"])
    with code.node("at-foot({"):
        _imprint(draft)
    code.add("})")


def _seldom(draft: Draft) -> list[str]:
    """Those of `SELDOM` that occur in this book."""
    shown = {class_of(element) for page in draft.book.pages.values() for element in page.tree.iter("aside")}
    return [kind for kind in SELDOM if kind in shown]


def contents(draft: Draft, *, is_workbook: bool) -> None:
    """The contents. A workbook also lists its worksheets; a book of stories has the imprint at the foot."""
    words, code = draft.book.words, draft.code
    leaf_open(draft, course_title(draft), words["contents"])
    with code.node("contents({", f"}}, 2, {_numbers(draft)})"):
        heading(draft, words["contents"], listed=False)
    rows = list(sheets(draft)) if is_workbook else []
    if rows:
        with code.node("sub({"):
            code.text(words["book-list-sheets"])
        for first in range(0, len(rows), ON_A_PAGE):
            part = rows[first : first + ON_A_PAGE]
            middle = (len(part) + 1) // 2
            with code.node("compact-rows(", ")"):
                _column(draft, part[:middle])
                _column(draft, part[middle:])
    if not is_workbook:
        with code.node("at-foot({"):
            _imprint(draft)
    code.add("})")


def _numbers(draft: Draft) -> str:
    """The numbers of modules and sessions by label, as a Typst dictionary."""
    found = {
        f"p:{leaf.key}": f"{number}.{order}" if order else str(number)
        for number, module in enumerate(draft.book.edition.modules, 1)
        for order, leaf in enumerate((module.page, *module.sessions))
    }
    rows = "".join(f"{literal(label)}: {literal(number)}, " for label, number in found.items())
    return f"({rows or ':'})"


def sheets(draft: Draft) -> Iterator[tuple[str, str]]:
    """Label and title of each worksheet that has a title."""
    for page in draft.book.pages.values():
        for section in page.tree.iter("section"):
            title = section[0] if class_of(section) == "worksheet" and len(section) else None
            if title is not None and title.get("class") == "block-title":
                yield f"{page.label}:{title.get('id', '')}", plain_text(title)


def _column(draft: Draft, rows: Sequence[tuple[str, str]]) -> None:
    with draft.code.node("(", "),"):
        for label, title in rows:
            with draft.code.paragraph(f"({literal(label)}, {{", "}),"):
                draft.code.text(title)
