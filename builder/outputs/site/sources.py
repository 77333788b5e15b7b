"""The pages of cited works. Works that only case stories cite are on a page of their own, to keep both light on slow lines."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from builder.course.links import find_citations
from builder.edition.addresses import CASE_SOURCES, SOURCES
from builder.edition.once import once
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.lists import sorted_sources
from builder.outputs.site.addresses import link
from builder.outputs.site.pages import from_page
from builder.outputs.site.templates import draw
from builder.words import words


def source_pages(edition: Edition) -> Mapping[str, str]:
    """Source -> the staged page that lists it."""
    cited = _cited(edition)
    return {key: CASE_SOURCES if _is_of_stories(cited.get(key, [])) else SOURCES for key in edition.sources}


def _is_of_stories(cited: Sequence[Leaf]) -> bool:
    return bool(cited) and all(leaf.kind == "case" for leaf in cited)


def sources_part(edition: Edition, path: str, pages: Mapping[str, str]) -> Markup:
    """The works that the page at `path` lists, the pages that cite them, and a link to the other list."""
    language, cited = edition.language, _cited(edition)
    rows = [
        (source, source.remark(language), cited.get(source.id, ()))
        for source in sorted_sources(edition.sources.values())
        if pages[source.id] == path
    ]
    texts = words(language)
    titles = {SOURCES: texts["sources"], CASE_SOURCES: texts["site-case-sources"]}
    others = [(titles[other], link(path, other)) for other in sorted({SOURCES, *pages.values()} - {path})]
    return draw("sources.html", texts=texts, language=language, rows=rows, to=from_page(path), others=others)


def _cited(edition: Edition) -> Mapping[str, list[Leaf]]:
    """Source -> the pages that cite it, in their text or among a story's facts."""
    return once(edition, "cited", lambda: _found(edition))


def _found(edition: Edition) -> Mapping[str, list[Leaf]]:
    cited: dict[str, list[Leaf]] = {}
    facts = {case.page.key: [figure.source for figure in case.facts.figures] for case in edition.cases}
    for leaf in edition.leaves():
        for key in dict.fromkeys([*(key for key, _ in find_citations(leaf.document)), *facts.get(leaf.key, ())]):
            cited.setdefault(key, []).append(leaf)
    return cited
