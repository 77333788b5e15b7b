"""The case stories of a book: part opener, then each story with facts and figures, and the index of stories."""

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from contextlib import nullcontext
from itertools import takewhile

from builder.course.vocabulary import HIDDEN
from builder.edition.select import EditionCase
from builder.edition.summaries.facts import case_line, fact_rows, figure_rows, topic_name
from builder.outputs.book.draft import Draft, RenderedLeaf, class_of
from builder.outputs.book.parts.page import heading, leaf_open, page_head, part_page
from builder.outputs.book.region import is_known, region_map
from builder.outputs.book.write.inline import InlineWriter
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal
from builder.words import country_name
from builder.words.order import sort_key


def write_cases(draft: Draft, *, has_index: bool) -> None:
    """All stories, each on a new page. `has_index`: put the index of stories before them."""
    words, code = draft.book.words, draft.code
    number = len(draft.book.edition.modules) + 1
    title = words["cases"]
    code.at("casestories", 0)
    rows = [
        (draft.book.pages["case", case.page.key].label, case.page.title, [case_line(draft.book.edition, case.slug)])
        for case in draft.book.edition.cases
    ]
    countries = [case.facts.country for case in draft.book.edition.cases]
    part_page(draft, title, number, rows, words["story-notice"], _map(draft, countries, 190, 3))
    if has_index:
        index(draft, 2, number)
    for case in draft.book.edition.cases:
        write_case(draft, case, number)


def write_case(draft: Draft, case: EditionCase, number: int) -> None:
    words, code = draft.book.words, draft.code
    page = draft.book.pages["case", case.page.key]
    code.at(page.path, 0)
    leaf_open(draft, words["cases"], case.page.title, number, words["cases"][:1], page)
    code.add("show: story")
    where = _map(draft, [case.facts.country], 60 if page.lead else 76, 8)
    page_head(draft, page, (words["case"], case_line(draft.book.edition, case.slug)), where)
    tree = TreeWriter(draft, page)
    notes = _notes_at_the_end(page)
    tree.page_body(skip=notes)
    facts(draft, case)
    figures(draft, case, tree.inline)
    code.at(page.path, 0)
    used_in(draft, case)
    tree.flow(notes)
    code.add("})")


def _map(draft: Draft, countries: Sequence[str], height: int, radius: float) -> str:
    """A map with these countries marked, as Typst code; `none` when it has none of them. `height` in points."""
    known = sorted({code for code in countries if is_known(code)})
    if not known:
        return "none"
    names = ", ".join(sorted((country_name(code, draft.book.edition.language) for code in known), key=sort_key))
    alt = draft.book.words["book-map"].replace("{countries}", names)
    file = f"map-{'-'.join(known).lower()}-{radius:g}.svg"
    draft.assets[file] = region_map(known, radius)
    return f"image({literal('assets/' + file)}, alt: {literal(alt)}, height: {height}pt)"


def _notes_at_the_end(page: RenderedLeaf) -> list[etree.Element]:
    """The trainer's notes at the end of a story, which go after its facts instead of between story and facts."""
    found = list(takewhile(lambda child: class_of(child) in (*HIDDEN, "footnote"), reversed(page.tree)))
    return [child for child in reversed(found) if class_of(child) != "footnote"]


def facts(draft: Draft, case: EditionCase) -> None:
    """Company, place, sector, size ... in a few lines."""
    code = draft.code
    with code.paragraph(f"facts({literal(draft.book.words['site-story-at-a-glance'])}, {{"):
        for number, fact in enumerate(fact_rows(draft.book.edition, case)):
            code.at(str(case.facts.path), fact.line)
            if number:
                code.add("fact-end", "inline")
            with code.inline("strong({"):
                code.text(fact.label)
            code.add("[ ]", "inline")
            code.text(fact.text)


def figures(draft: Draft, case: EditionCase, inline: InlineWriter) -> None:
    """The table of a story's figures: what, value, who says so with the source, and year."""
    words, code = draft.book.words, draft.code
    rows = figure_rows(draft.book.edition, case)
    if not rows:
        return
    with code.node("wide({"), code.node("table(columns: (3fr, 1.5fr, 2.2fr, auto),", ")", "table"):
        with code.node("table.header(", "),"):
            for key in ("what", "figures", "who-says", "year"):
                _cell(draft, words[key])
        for row in rows:
            code.at(str(case.facts.path), row.line)
            _cell(draft, row.what)
            _cell(draft, row.value)
            with code.paragraph("par({", "}),"):
                code.text(row.who)
                inline.cite(row.key)
            _cell(draft, row.year)


def used_in(draft: Draft, case: EditionCase) -> None:
    """The sessions of this book that use the story."""
    leaves = [
        leaf
        for leaf in draft.book.edition.case_users.get(case.slug, ())
        if (leaf.kind, leaf.key) in draft.book.pages or f"p:{leaf.key}" in draft.book.elsewhere
    ]
    if not leaves:
        return
    code = draft.code
    with code.node("tx({"), code.paragraph("par(text(font: sans, {", "}))"):
        with code.inline("strong({"):
            code.text(draft.book.words["used-in"] + ": ")
        for position, leaf in enumerate(leaves):
            if position:
                code.text(", ")
            page = draft.book.pages.get((leaf.kind, leaf.key))
            if page is None:
                code.text(f"{leaf.title} ({draft.book.elsewhere[f'p:{leaf.key}']})")
                continue
            with code.inline(f"xref({literal(page.label)}, {{"):
                code.text(leaf.title)


def index(draft: Draft, level: int, number: int = 0) -> None:
    """Stories by country, sector, topic and core subject. `level` of its heading; `number` of the part it is in, 0 for none."""
    words, language, code = draft.book.words, draft.book.edition.language, draft.code
    code.at("reference/topics.yml", 0)
    leaf_open(draft, words["cases"], words["book-case-index"], number, words["cases"][:1] if number else "")
    heading(draft, words["book-case-index"], level)
    groups: dict[str, dict[str, list[EditionCase]]] = {
        key: {} for key in ("country", "sectors", "topics", "core-subjects")
    }
    for case in draft.book.edition.cases:
        known = case.facts
        groups["country"].setdefault(country_name(known.country, language), []).append(case)
        for group, keys in (
            ("sectors", (known.sector,)),
            ("topics", known.topics),
            ("core-subjects", known.core_subjects),
        ):
            for key in keys:
                groups[group].setdefault(topic_name(draft.book.edition, group, key), []).append(case)
    with code.node("index-columns({") if level > 1 else nullcontext():
        for group, entries in groups.items():
            with code.node("sub({"):
                code.text(words[group])
            for name in sorted(entries, key=sort_key):
                _index_entry(draft, name, entries[name])
    code.add("})")


def _index_entry(draft: Draft, name: str, cases: list[EditionCase]) -> None:
    with draft.code.node("index-entry({", "))"):
        draft.code.text(name)
        draft.code.add("}, (")
        for case in cases:
            with draft.code.node(f"({literal(draft.book.pages['case', case.page.key].label)}, {{", "}),"):
                draft.code.text(case.facts.company)


def _cell(draft: Draft, text: str) -> None:
    """A table cell; a long text may break across pages."""
    head, tail = ("par({", "}),") if len(text) < 800 else ("table.cell(breakable: true, par({", "})),")
    with draft.code.paragraph(head, tail):
        draft.code.text(text)
