"""The same books as plain HTML for the second engine, pdfkit: one page, tables instead of grids, no script.

wkhtmltopdf has no page numbers, footnotes, running heads, fields or tags here (see docs/decisions/0005). What can be added
afterwards, `pdfkit/engine` adds; notes are at the end of each session.
"""

import re
import xml.etree.ElementTree as etree
from html import escape
from pathlib import PurePosixPath

from builder.course.model import Audience
from builder.course.worksheets import find_sheets
from builder.edition.alone import HOME_NOTES, home_notes
from builder.edition.folded import to_the_end
from builder.edition.formulas import in_signs
from builder.edition.picture_places import PicturePlace, picture_places
from builder.edition.pictures import GAP, TEXT, Shown, fitted
from builder.edition.render import name_module_objectives, render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.edition.spelled import spell_out
from builder.edition.summaries.adapted import adaptation
from builder.outputs.book.pdfkit.draft import KitHtml, anchor_of
from builder.outputs.book.pdfkit.parts import facts_part, plan_part, write_agendas, write_glossary, write_sources
from builder.outputs.book.pdfkit.whole import add_facts, keep_heads, name_ratings
from builder.outputs.book.spec import BookSpec, printed_leaves, printed_modules
from builder.words import language_name, long_date, words

PIXEL = 0.577
"""Points per CSS pixel in the engine's PDF (measured)."""


def write_html(edition: Edition, spec: BookSpec) -> KitHtml:
    """The book's HTML, with its parts in the same order as in the Typst books."""
    texts = words(edition.language)
    cases_only, module = spec.content == "cases", spec.module
    workbook = f"{edition.audience.label}-workbook" + (f"-{spec.volume}" if spec.volume else "")
    name = texts["cases"] if cases_only else texts[workbook]
    printed = {(leaf.kind, leaf.key) for leaf in printed_leaves(edition, spec)}
    chosen = printed_modules(edition, printed)
    title = f"{name} · {chosen[0].page.title}" if module and chosen else name
    book = KitHtml(edition, title, printed)
    _cover(book, name, chosen[0].page.title if module and chosen else "")
    is_trainer = edition.audience is Audience.TRAINER
    whole = not module and not cases_only
    if is_trainer and whole:
        write_agendas(book)
    _free_pages(book, "front")
    guides = {guide.slug: guide.page for guide in edition.guides if ("guide", guide.page.key) in printed}
    for part in chosen:
        if ("module", part.page.key) in printed:
            _page(book, part.page, 1, "part")
        else:
            book.heading(1, part.page.title, _label(part.page), "part")
        if part.slug in guides:
            _page(book, guides.pop(part.slug), 2, "chapter")
        for session in part.sessions:
            if ("session", session.key) in printed:
                _page(book, session, 2, "chapter")
    cases = [case for case in edition.cases if ("case", case.page.key) in printed]
    for number, case in enumerate(cases):
        if number == 0:
            book.heading(1, texts["cases"], anchor_of("", "cases"), "part")
            book.parts.append(f"<p>{escape(texts['story-notice'])}</p>")
        _page(book, case.page, 2, "chapter", facts_part(edition, case))
    _free_pages(book, "end")
    terms = [term for key, term in edition.glossary.items() if whole or key in book.terms]
    if terms:
        write_glossary(book, terms)
    if whole:
        write_sources(book)
    for order, page in enumerate(guides.values() if whole else ()):
        if order == 0:
            book.heading(1, texts["guides"], anchor_of("", "guides"), "part")
        _page(book, page, 2, "chapter")
    return book


def _free_pages(book: KitHtml, where: str) -> None:
    """Writes the free pages for `where` (`front` or `end`); the front begins with what the home page says to trainers."""
    if where == "front" and ("home", HOME_NOTES) in book.printed and (notes := home_notes(book.edition)):
        _page(book, notes, 1, "part")
    for leaf in book.edition.free:
        if leaf.book == where and ("free", leaf.key) in book.printed:
            _page(book, leaf, 1, "part")


def _asset(book: KitHtml, image: Shown) -> str:
    """Adds a picture to the book's files; returns its file name."""
    name = f"{image.token}{image.suffix}"
    book.assets[name] = image.bytes_in(book.edition.language)
    return name


def _cover(book: KitHtml, name: str, extra: str) -> None:
    config, language = book.edition.config, book.edition.language
    texts = words(language)
    logo = book.edition.images.get(config.logo) if config.logo else None
    picture = ""
    if logo:
        picture = f'<img class="logo" src="{_asset(book, logo)}" alt="{escape(config.institution)}"/>'
    names = "; ".join(partner.name for partner in config.partners)
    partners = f"<p>{escape(texts['book-partners'].replace('{names}', names))}</p>" if names else ""
    day = long_date(config.released, language)
    preface, adapted = config.preface.get(language, ""), adaptation(book.edition)
    origin = f"<p>{escape(adapted)}</p>" if adapted else ""
    book.parts.append(
        f'<div class="cover">{picture}<p class="institution">{escape(config.institution)}</p>'
        f'<p class="book-title">{escape(book.edition.home.title)}</p><p class="book-name">{escape(name)}</p>'
        f"<p>{escape(extra)}</p><p>{escape(texts['edition'])}: {escape(day)} · {escape(texts['version'])} "
        f"{escape(config.version)}</p><p>{escape(config.imprint.get(language, ''))}</p>{partners}"
        f"{origin}<p>{escape(config.copyright)}</p></div>"
        + (f'<div class="preface"><p>{escape(preface)}</p></div>' if preface else "")
        + "<!--contents-->"
    )


def _page(book: KitHtml, leaf: Leaf, level: int, css: str, facts: str = "") -> None:
    """One page of the edition: its heading, its plan (for trainers), its text, and a story's `facts`."""
    edition = book.edition
    label = _label(leaf)
    book.heading(level, leaf.title, label, css)
    if leaf.is_fallback:
        notice = words(edition.language)["fallback"].replace(
            "{language}", language_name(leaf.document.language, edition.language)
        )
        book.parts.append(f'<p class="note">{escape(notice)}</p>')
    if leaf.document.summary:
        book.parts.append(f'<p class="lead">{escape(leaf.document.summary)}</p>')
    if leaf.document.checked:
        book.parts.append(f'<p class="note">{escape(leaf.checked(edition.language))}</p>')
    if edition.audience is Audience.TRAINER and leaf.kind == "session":
        book.parts.append(plan_part(edition, leaf))

    keys_here = {key for _, key in book.printed}

    def address(place: str, key: str, anchor: str) -> str:
        if place == "term":
            book.terms.add(key)
            return f"#{anchor_of('', f'term-{key}')}" if key in edition.glossary else ""
        if place == "file" or (place == "page" and key not in keys_here):
            return ""
        if place == "image":
            image = edition.images.get(PurePosixPath(key))
            return image.token if image else ""
        return f"#{anchor_of(key, anchor)}"

    sheets = find_sheets(other.document for other in edition.leaves())
    markdown = page_markdown(edition, leaf, address, sheets)
    trainer = edition.audience is Audience.TRAINER
    keys = edition.audience is not Audience.PARTICIPANT
    tree = render(markdown, leaf.document.language, keys=keys, trainer=trainer)
    to_the_end(tree, words(leaf.document.language))
    spell_out(tree)
    in_signs(tree)
    name_ratings(tree, sheets)
    if leaf.kind == "module":
        name_module_objectives(tree, edition.language)
    _Writer(book, label, level).write(tree)
    keep_heads(tree)
    add_facts(tree, facts, edition.language)
    language = f' lang="{leaf.document.language}"' if leaf.is_fallback else ""
    book.parts.append(f"<div{language}>{etree.tostring(tree, encoding='unicode', method='html')}</div>")


def _label(leaf: Leaf) -> str:
    return anchor_of(leaf.key)


class _Writer:
    """Rewrites a rendered tree for paper: ids, pictures, headings, writing space."""

    def __init__(self, book: KitHtml, label: str, level: int) -> None:
        self.book, self.label, self.level = book, label, level

    def write(self, tree: etree.Element) -> None:
        for element in list(tree.iter()):
            self._ids(element)
            if re.fullmatch("h[2-6]", element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + self.level - 1)}"
            kind = (element.get("class") or "").split()
            if kind[:1] == ["field"]:
                self._field(element, kind[1])
            elif "option" in kind:
                self._box(element, ticked=element.get("data-right") == "true")
            elif "task" in kind:
                self._box(element, ticked=False)
        for place in list(picture_places(tree)):
            self._picture(place)
        for parent in tree.iter():
            for child in list(parent):
                if child.get("class") == "footnote-backref":
                    parent.remove(child)

    def _ids(self, element: etree.Element) -> None:
        if element.get("id"):
            element.set("id", f"{self.label}--{element.get('id')}")
        href = element.get("href", "")
        if href.startswith(("#fn-", "#fnref-")):
            element.set("href", f"#{self.label}--{href[1:]}")
        for name in [name for name in element.attrib if name.startswith("data-") and name != "data-right"]:
            if not name.startswith(("data-rows", "data-from", "data-to", "data-low", "data-high", "data-field")):
                del element.attrib[name]

    def _picture(self, place: PicturePlace) -> None:
        """Sets a picture's file and its size, which is the same as in the Typst books."""
        token = place.image.get("src", "")
        image = next((one for one in self.book.edition.images.values() if one.token == token), None)
        if image is None or not image.content:
            return
        room = TEXT * place.share - (GAP if place.share < 1 else 0)
        width, height = fitted(image.size, room, wanted=place.is_wanted, grows=image.is_drawing)
        place.image.set("src", _asset(self.book, image))
        place.image.set("width", f"{width / PIXEL:.0f}")
        place.image.set("height", f"{height / PIXEL:.0f}")
        if place.in_text and not image.is_low:
            place.image.set("class", "alone")

    def _field(self, element: etree.Element, kind: str) -> None:
        rows = int(element.get("data-rows", "1"))
        if kind == "lines":
            for _ in range(rows):
                etree.SubElement(element, "div", {"class": "line"}).text = "\u00a0"
        elif kind == "box":
            etree.SubElement(element, "div", {"class": "drawing", "style": f"height: {rows * 11}mm"}).text = "\u00a0"
        elif kind == "scale":
            low, high = int(element.get("data-from-value", "1")), int(element.get("data-to-value", "5"))
            ends = [element.get("data-low", ""), element.get("data-high", "")]
            numbers = "   ".join(filter(None, [ends[0], *map(str, range(low, high + 1)), ends[1]]))
            items = [item for item in element.iter("li") if item.get("data-field")] or [element]
            for item in items:
                etree.SubElement(item, "div", {"class": "numbers"}).text = numbers
        elif kind == "choices":
            for item in element.iter("li"):
                self._box(item, ticked=False)

    def _box(self, item: etree.Element, *, ticked: bool) -> None:
        """A square to tick at the head of a list item."""
        box = etree.Element("span", {"class": "square"})
        box.text = "X" if ticked else "\u00a0\u00a0"
        paragraph = item.find("p")
        holder = item if paragraph is None or (item.text or "").strip() else paragraph
        box.tail = f" {holder.text or ''}"
        holder.text = ""
        holder.insert(0, box)
        item.set("class", f"{item.get('class') or ''} boxed".strip())


def contents_html(book: KitHtml, pages: dict[str, int]) -> str:
    """The table of contents; a page number that isn't known yet is 000, which takes about as much room."""
    rows = []
    for entry in book.entries:
        number = pages.get(entry.anchor, 0)
        shown = str(number) if number else "000"
        rows.append(
            f'<tr class="level{entry.level}"><td><a href="#{entry.anchor}">{escape(entry.title)}</a></td><td>{shown}</td></tr>'
        )
    title = escape(words(book.edition.language)["contents"])
    return f'<h1 class="contents part">{title}</h1><table class="contents"><tbody>{"".join(rows)}</tbody></table>'
