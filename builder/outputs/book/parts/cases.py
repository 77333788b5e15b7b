"""The case stories of a book: part opener, facts, figures, story; and the index of the case-story publication."""

from builder.edition.resolve import case_facts, users_of_case
from builder.edition.select import EditionCase
from builder.outputs.book.draft import Making
from builder.outputs.book.parts import back as page_parts
from builder.outputs.book.parts.back import Pages, in_language
from builder.outputs.book.write.inline import InlineWriter
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal
from builder.words import country_name


def write_cases(making: Making, pages: Pages) -> None:
    """All stories, each on a new page."""
    words, code = making.words, making.code
    index = len(making.edition.modules) + 1
    title = words["cases"]
    code.at("casestories", 1)
    code.add("#to-right()")
    page_parts.leaf_open(making, title, title, index, title[:1])
    with code.node('part-opener("", "", {'):
        page_parts.heading(making, title)
        code.add("}, {")
        page_parts.paragraphs(making, words["story-notice"])
    for case in making.edition.cases:
        parts = [case_facts(making.edition, case.slug)]
        page_parts.listing_row(making, pages["case", case.page.key].label, case.page.title, parts)
    code.add("})")
    for case in making.edition.cases:
        write_case(making, pages, case, index)


def write_case(making: Making, pages: Pages, case: EditionCase, index: int) -> None:
    words, code = making.words, making.code
    page = pages["case", case.page.key]
    code.at(page.path, 1)
    page_parts.leaf_open(making, words["cases"], case.page.title, index, words["cases"][:1], page)
    code.add("show: story")
    with code.node(f"session-opener(({literal(words['case'])}, {literal(case_facts(making.edition, case.slug))}), {{"):
        page_parts.heading(making, case.page.title, 2, page.label)
    page_parts.notices(making, page)
    if case.page.document.summary:
        with code.node("lead({"):
            page_parts.paragraphs(making, case.page.document.summary)
    facts(making, case)
    tree = TreeWriter(making, page)
    figures(making, case, tree.inline)
    tree.page_body()
    used_in(making, pages, case)
    code.add("})")


def facts(making: Making, case: EditionCase) -> None:
    """Company, place, sector, size ... A table whose first column is the header (see `pdf_fields`)."""
    words, language, known = making.words, making.edition.language, case.facts
    topics = making.edition.topics

    def name(group: str, key: str) -> str:
        found = topics[group].get(key, {})
        return found.get(language) or next(iter(found.values()), key)

    country = country_name(known.country, language)
    place = in_language(known.place, language)
    rows = [
        (words["company"], known.company),
        (words["country"], f"{place}, {country}" if place else country),
        (words["sector"], name("sectors", known.sector)),
        (words["size"], in_language(known.size, language)),
        (words["period"], known.period),
        (words["topics"], ", ".join(name("topics", key) for key in known.topics)),
        (words["core-subjects"], ", ".join(name("core-subjects", key) for key in known.core_subjects)),
        (words["cost-level"], words[f"cost-{known.cost_level}"]),
        (words["last-seen"], known.year),
    ]
    making.code.at(str(known.path), 1)
    with making.code.node("facts-table(", ")"):
        for label, value in rows:
            if value:
                for text in (label, value):
                    _cell(making, text)


def figures(making: Making, case: EditionCase, inline: InlineWriter) -> None:
    """The figures of a story, each with who says so, when, and its source."""
    words, language, code = making.words, making.edition.language, making.code
    if not case.facts.figures:
        return
    with code.node("wide({"), code.node("table(columns: (3fr, 1.5fr, 2.2fr, auto),", ")"):
        with code.node("table.header(", "),"):
            for key in ("what", "figures", "who-says", "year"):
                _cell(making, words[key])
        for figure in case.facts.figures:
            _cell(making, in_language(figure.what, language))
            _cell(making, in_language(figure.value, language))
            with code.paragraph("par({", "}),"):
                code.text(words["by-company" if figure.by == "company" else "by-independent"])
                inline.cite(figure.source)
            _cell(making, figure.year)


def used_in(making: Making, pages: Pages, case: EditionCase) -> None:
    """The sessions of this book that use the story."""
    leaves = [
        leaf
        for leaf in users_of_case(making.edition, case.slug)
        if (leaf.kind, leaf.key) in pages or f"p:{leaf.key}" in making.elsewhere
    ]
    if not leaves:
        return
    code = making.code
    with code.node("tx({"), code.paragraph("par(text(font: sans, {", "}))"):
        with code.node("strong({"):
            code.text(making.words["used-in"] + ": ")
        for position, leaf in enumerate(leaves):
            if position:
                code.text(", ")
            page = pages.get((leaf.kind, leaf.key))
            if page is None:
                code.text(f"{leaf.title} ({making.elsewhere[f'p:{leaf.key}']})")
                continue
            with code.node(f"xref({literal(page.label)}, {{"):
                code.text(leaf.title)


def index(making: Making, pages: Pages) -> None:
    """Stories by country, sector, topic and core subject."""
    words, language, code = making.words, making.edition.language, making.code
    code.at("reference/topics.yml", 1)
    page_parts.leaf_open(making, words["cases"], words["book-case-index"])
    page_parts.heading(making, words["book-case-index"])
    groups: dict[str, dict[str, list[EditionCase]]] = {
        key: {} for key in ("country", "sectors", "topics", "core-subjects")
    }
    for case in making.edition.cases:
        known = case.facts
        groups["country"].setdefault(country_name(known.country, language), []).append(case)
        for group, keys in (
            ("sectors", (known.sector,)),
            ("topics", known.topics),
            ("core-subjects", known.core_subjects),
        ):
            for key in keys:
                groups[group].setdefault(
                    in_language(making.edition.topics[group].get(key, {}), language) or key, []
                ).append(case)
    for group, entries in groups.items():
        with code.node("sub({"):
            code.text(words[group])
        for name in sorted(entries, key=page_parts.sort_key):
            with code.node("index-entry({", "))"):
                code.text(name)
                code.add("}, (")
                for case in entries[name]:
                    with code.node(f"({literal(pages['case', case.page.key].label)}, {{", "}),"):
                        code.text(case.facts.company)
    code.add("})")


def _cell(making: Making, text: str) -> None:
    """A cell; what could be higher than a page may break."""
    head, tail = ("par({", "}),") if len(text) < 800 else ("table.cell(breakable: true, par({", "})),")
    with making.code.paragraph(head, tail):
        making.code.text(text)
