"""The parts of a book in order: cover, imprint, how to use it, contents, modules, case stories, glossary, sources."""

import xml.etree.ElementTree as etree
from pathlib import PurePosixPath

from builder.course.model import GUIDES, Block
from builder.course.worksheets import page_prefix
from builder.edition.select import EditionModule
from builder.outputs.book.draft import Making, PrintPage, class_of, plain_text
from builder.outputs.book.parts import cases as case_pages
from builder.outputs.book.parts import trainer as trainer_pages
from builder.outputs.book.parts.back import (
    Pages,
    course_title,
    heading,
    in_language,
    leaf_open,
    listing_row,
    notices,
    paragraphs,
    sort_key,
)
from builder.outputs.book.spec import printed_modules
from builder.outputs.book.write.inline import InlineWriter
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal
from builder.print.form import Field
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


def write_all(making: Making, pages: Pages, *, cases_only: bool, module: str, volume: int) -> str:
    """The whole book; returns its title."""
    edition, words = making.edition, making.words
    chosen = printed_modules(edition, pages)
    cases = [case for case in edition.cases if ("case", case.page.key) in pages]
    workbook = f"{edition.audience.label}-workbook"
    name = words["book-cases" if cases_only else f"{workbook}-{volume}" if volume else workbook]
    parts = (
        [words["book-module-only"].replace("{n}", str(_number(making, chosen[0]))), chosen[0].page.title]
        if module
        else []
    )
    title = " · ".join([name, *parts])
    open_book(making, title)
    cover(making, " · ".join([name, *parts[:1]]), chosen[0].page.title if module else "")
    imprint(making)
    preface(making)
    if not cases_only:
        how_to_use(making, volume)
    contents(making, pages, with_sheets=not cases_only)
    if making.is_trainer and not module and not cases_only:
        trainer_pages.agendas(making, pages)
        trainer_pages.material_lists(making, pages)
    if cases_only:
        case_pages.index(making, pages)
    for part in chosen:
        write_module(making, pages, part)
    if cases:
        case_pages.write_cases(making, pages)
    if making.is_trainer and not module and not cases_only:
        trainer_pages.guides(making, pages)
    glossary(making, whole=not module and not cases_only and volume != 2)
    sources(making)
    if not cases_only and not making.is_trainer:
        notes(making)
    return title


def open_book(making: Making, title: str) -> None:
    config, code = making.edition.config, making.code
    code.at("mkdocs.yml", 1)
    code.add('#import "book.typ": *')
    full = literal(f"{course_title(making)} – {title}")
    code.add(
        f"#show: book.with(title: {full}, author: {literal(config.institution)}, description: {literal(config.description)})"
    )


def cover(making: Making, name: str, extra: str) -> None:
    edition, code, words = making.edition, making.code, making.words
    config = edition.config
    facts = [
        extra,
        f"{words['edition']}: {long_date(config.edition, edition.language)} · {words['version']} {config.version}",
    ]
    height = 42 if len(config.partners) < 3 else 26
    logo = _logo(making, config.logo, config.institution or config.site_name, height)
    partners = [f"{image}, " for one in config.partners if (image := _logo(making, one.logo, one.name, height))]
    code.add("#cover(")
    for key, text in (("institution", config.institution), ("title", course_title(making)), ("name", name)):
        with code.node(f"{key}: {{", "},"):
            code.text(text)
    code.add(f"facts: ({''.join(literal(fact) + ', ' for fact in facts if fact)}),")
    code.add(f"logo: {logo or 'none'}, partners: ({''.join(partners)}),")
    if edition.audience.label != "trainer":
        target = '""'
        if making.with_fields:
            target = _named_field(making, "cover_name", words["book-your-name"])
        code.add(f"field: {target}, field-word: {literal(words['book-your-name'])},")
    code.add(")")


def _logo(making: Making, path: PurePosixPath | None, name: str, height: int) -> str:
    """A logo as Typst code, so many points high, with the name of whose it is; empty when there is none."""
    found = making.picture(str(path)) if path else None
    return f"image({literal('assets/' + found[0])}, alt: {literal(name)}, height: {height}pt)" if found else ""


def _named_field(making: Making, name: str, label: str) -> str:
    making.fields.append(Field(name, "tx", label))
    return literal(f"field:tx:{name}")


def imprint(making: Making) -> None:
    edition, words, code = making.edition, making.words, making.code
    config = edition.config
    code.add("#{")
    code.add("set page(footer: footing)")
    heading(making, words["book-imprint"], listed=False)
    partners = "; ".join(partner.name for partner in config.partners)
    lines = [
        f"{course_title(making)}.", config.institution,
        words["book-partners"].replace("{names}", partners) if partners else "",
        f"{words['edition']}: {long_date(config.edition, edition.language)}. {words['version']} {config.version}.",
        config.imprint.get(edition.language, ""), words["book-licence"], config.copyright, words["story-notice"],
    ]  # fmt: skip
    paragraphs(making, "\n\n".join(filter(None, lines)))
    if config.site_url:
        with code.paragraph(), code.node(f"link({literal(config.site_url)}, {{"):
            code.text(config.site_url, plain=True)
    code.add("}")


def preface(making: Making) -> None:
    text = making.edition.config.preface.get(making.edition.language, "")
    if text:
        leaf_open(making, course_title(making), making.words["book-preface"])
        heading(making, making.words["book-preface"])
        paragraphs(making, text)
        making.code.add("})")


def how_to_use(making: Making, volume: int) -> None:
    words, code = making.words, making.code
    label = making.edition.audience.label
    leaf_open(making, course_title(making), words["book-how"])
    heading(making, words["book-how"])
    paragraphs(making, words[f"book-how-{label}"])
    if volume:
        paragraphs(making, words[f"book-how-{label}-{volume}"])
    with code.node("sub({"):
        code.text(words["book-marks"])
    with code.node("legend((", "))"):
        for kind in MARKS:
            if (kind != "trainer" or making.is_trainer) and (kind != "answer" or label != "participant"):
                with code.paragraph(f"({literal(kind)}, {{", "}),"):
                    code.text(words[f"book-mark-{kind}"])
    code.add("})")


def contents(making: Making, pages: Pages, *, with_sheets: bool) -> None:
    words, code = making.words, making.code
    leaf_open(making, course_title(making), words["contents"])
    with code.node("contents({", "}, 2)"):
        heading(making, words["contents"], listed=False)
    rows = [
        (page, plain_text(title), title.get("id", ""))
        for page in pages.values()
        for section in page.tree.iter("section")
        if class_of(section) == "worksheet"
        for title in section.findall("*")[:1]
        if title.get("class") == "block-title"
    ]
    if with_sheets and rows:
        with code.node("sub({"):
            code.text(words["book-list-sheets"])
        middle = (len(rows) + 1) // 2
        with code.node("compact-rows(", ")"):
            for part in (rows[:middle], rows[middle:]):
                with code.node("(", "),"):
                    for page, text, identifier in part:
                        with code.paragraph(f"({literal(f'{page.label}:{identifier}')}, {{", "}),"):
                            code.text(text)
    code.add("})")


def _number(making: Making, module: EditionModule) -> int:
    return [part.slug for part in making.edition.modules].index(module.slug) + 1


def write_module(making: Making, pages: Pages, module: EditionModule) -> None:
    """Opener with objectives and the list of sessions, the trainer's guide, the sessions."""
    words, code = making.words, making.code
    page = pages.get(("module", module.page.key))
    number = _number(making, module)
    running = f"{words['module']} {number} · {module.page.title}"
    code.at(str(module.page.document.path), 1)
    code.add("#to-right()")
    leaf_open(making, running, running, number, str(number), page)
    with code.node(f"part-opener({literal(words['module'])}, {literal(str(number))}, {{"):
        heading(making, module.page.title, 1, page.label if page else "")
        code.add("}, {")
        paragraphs(making, module.page.document.summary)
    if page:
        notices(making, page)
        TreeWriter(making, page, 0).page_body()
    with code.node("sub({"):
        code.text(words["sessions"])
    for session in module.sessions:
        track = words["extra" if session.is_extra else "core"]
        label = f"p:{session.key}"
        parts = [making.elsewhere.get(label, track), f"{session.document.minutes} {words['minutes']}"]
        listing_row(making, label, session.title, parts)
    code.add("})")
    guide = pages.get(("guide", GUIDES + module.slug))
    if guide is not None:
        trainer_pages.guide(making, guide, running, number)
    for order, session in enumerate(module.sessions, 1):
        if ("session", session.key) in pages:
            write_session(making, pages["session", session.key], running, number, order)


def write_session(making: Making, page: PrintPage, running: str, number: int, order: int) -> None:
    """Opener with objectives and minutes, then the text. Trainers get the plan of the session first, on its own page."""
    words, code, document = making.words, making.code, page.leaf.document
    code.at(page.path, 1)
    leaf_open(making, running, document.title, number, str(number), page)
    track = words["extra" if page.leaf.is_extra else "core"]
    parts = [f"{words['session']} {number}.{order}", f"{document.minutes} {words['minutes-long']}", track]
    with code.node(f"session-opener(({', '.join(map(literal, parts))}), {{"):
        heading(making, document.title, 2, page.label)
    notices(making, page)
    if document.summary:
        with code.node("lead({"):
            paragraphs(making, document.summary)
    tree = TreeWriter(making, page)
    first = [child for child in page.tree if class_of(child) == "objectives"][:1]
    if making.is_trainer:
        tree.flow(first)
        trainer_pages.plan(making, page)
        code.add(f"own-notes({literal(words['book-own-notes'])})")
        code.add("pagebreak()")
        tree.page_body(skip=first)
    else:
        tree.page_body()
    code.add(f"rest-of-page({literal(words['book-own-notes'])})")
    code.add("})")


def glossary(making: Making, *, whole: bool) -> None:
    language = making.edition.language
    terms = [term for key, term in making.edition.glossary.items() if whole or key in making.terms]
    if not terms:
        return
    title, code = making.words["glossary"], making.code
    code.at("reference/glossary.yml", 1)
    code.add("#to-right()")
    leaf_open(making, course_title(making), title)
    heading(making, title)
    for term in sorted(terms, key=lambda term: sort_key(in_language(term.term, language))):
        with code.node(f"entry({literal('t:' + term.id)}, {{"):
            code.text(in_language(term.term, language))
            code.add("}, {")
            code.last = " "
            code.text(in_language(term.text, language))
    code.add("})")


def sources(making: Making) -> None:
    """All that is cited, by publisher."""
    found = [source for key, source in making.edition.sources.items() if key in making.cited]
    if not found:
        return
    title, code = making.words["sources"], making.code
    code.at("reference/sources.yml", 1)
    leaf_open(making, course_title(making), title)
    heading(making, title)
    paragraphs(making, making.words["book-sources-lead"])
    page = PrintPage(making.edition.home, etree.Element("div"), "p:sources")
    writer = InlineWriter(making, page)
    for source in sorted(found, key=lambda source: (sort_key(source.publisher), source.year, sort_key(source.title))):
        with code.paragraph(f"source-entry({literal('s:' + source.id)}, {{"):
            writer.source(source, full=True)
    code.add("})")


def _blank(section: etree.Element) -> None:
    """Takes out what only trainers may see: a sheet alone is handed out."""
    for element in list(section.iter()):
        element.attrib.pop("data-right", None)
        for child in list(element):
            if class_of(child) in ("trainer", "answer", "feedback"):
                element.remove(child)


def notes(making: Making) -> None:
    """The last page, to write on."""
    title = making.words["book-own-notes"]
    leaf_open(making, course_title(making), title)
    heading(making, title)
    making.code.add('own-notes("")')
    making.code.add("})")


def write_sheet(making: Making, page: PrintPage, block: Block) -> str:
    """One worksheet or test with its title, who fills it in (unless it is anonymous), and where it belongs."""
    words, code = making.words, making.code
    section = next(
        section
        for section in page.tree.iter("section")
        if class_of(section) == block.name and any(child.get("id") == block.id for child in section)
    )
    _blank(section)
    heading_element = section[0]
    title = plain_text(heading_element)
    open_book(making, title)
    running = course_title(making)
    leaf_open(making, running, running)
    code.at(page.path, int(section.get("data-line", "1")))
    heading_element.tag = "h2"
    prefix = f"{page_prefix(page.leaf.key)}_{block.id}"
    usual = "code" if block.name == "quiz" else "name" if page.leaf.kind == "session" else "no"
    signed = block.attributes.get("signed", usual)
    rows = []
    for key, width in ((signed, "2fr"), ("date", "1fr")) if signed != "no" else ():
        word = words[f"book-your-{key}"]
        target = _named_field(making, f"{prefix}_{key}", word) if making.with_fields else '""'
        rows.append(f"({literal(word)}, {target}, {width})")
    if rows:
        code.add(f"name-row({', '.join(rows)})")
    TreeWriter(making, page, -1).block(section)
    with code.paragraph("par(text(size: small, font: sans, {", "}))"):
        kind = "book-sheet-from" if page.leaf.kind == "session" else "book-sheet-from-page"
        code.text(words[kind].replace("{title}", page.leaf.title))
    code.add("})")
    return title
