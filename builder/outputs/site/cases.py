"""The case stories of a site: the catalogue with its facets, and the facts at the top of each story."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from builder.course.tables import SIZE_CLASSES
from builder.edition.addresses import CASES, HOME, web_address
from builder.edition.select import Edition, EditionCase
from builder.edition.summaries.facts import fact_rows, figure_rows, topic_name
from builder.outputs.site.addresses import link
from builder.outputs.site.config import site_title
from builder.outputs.site.pages import from_page
from builder.outputs.site.story_map import map_part
from builder.outputs.site.templates import draw
from builder.words import country_name, words
from builder.words.order import sort_key

FACETS = ("country", "sector", "topic", "core-subject", "size")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, in words, with the stories that have it."""

    key: str
    text: str
    cases: tuple[EditionCase, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A property by which stories are filtered."""

    name: str
    found: tuple[Value, ...]


def catalogue_part(edition: Edition) -> Markup:
    """The catalogue: a filter form (shown by the script), the cards, and lists that replace the form without a script."""
    return draw(
        "catalogue.html",
        texts=words(edition.language),
        home=link(CASES, HOME),
        facets=[Facet(name, _values(edition, name)) for name in FACETS],
        cards=[_card(edition, case) for case in edition.cases],
        map=map_part(edition, edition.cases),
        to=from_page(CASES),
    )


def feed(edition: Edition) -> Markup:
    """The stories as an Atom feed, for a course that has an address."""
    config = edition.config
    stories = [
        {"address": web_address(edition, case.page), "title": case.page.title, "summary": case.page.document.summary}
        for case in edition.cases
    ]
    return draw(
        "feed.xml",
        language=edition.language,
        here=f"{config.site_url}{edition.language}/",
        title=f"{words(edition.language)['cases']}: {site_title(edition)}",
        day=config.released.isoformat(),
        institution=config.institution or config.site_name,
        stories=stories,
    )


def facts_part(edition: Edition, case: EditionCase, path: str, sources: Mapping[str, str]) -> Markup:
    """The facts of a story, then its figures. `path`: the story's staged page; `sources`: source -> the page that lists it."""
    figures = figure_rows(edition, case)
    return draw(
        "case_facts.html",
        texts=words(edition.language),
        facts=fact_rows(edition, case),
        figures=figures,
        catalogue=link(path, CASES),
        sources={figure.key: link(path, sources[figure.key]) for figure in figures if figure.source},
    )


def _card(edition: Edition, case: EditionCase) -> Mapping[str, object]:
    facts = case.facts
    return {
        "slug": case.slug,
        "page": case.page,
        "facets": [(name, _keys(case, name)) for name in FACETS],
        "country": country_name(facts.country, edition.language),
        "sector": topic_name(edition, "sectors", facts.sector),
        "topics": [topic_name(edition, "topics", key) for key in facts.topics],
    }


def _values(edition: Edition, facet: str) -> tuple[Value, ...]:
    """The values that occur in stories: sizes from small to large, others in alphabetical order."""
    found: dict[str, list[EditionCase]] = {}
    for case in edition.cases:
        for key in dict.fromkeys(_keys(case, facet)):
            found.setdefault(key, []).append(case)
    values = [Value(key, _name(edition, facet, key), tuple(cases)) for key, cases in found.items()]
    if facet == "size":
        return tuple(sorted(values, key=lambda value: SIZE_CLASSES.index(value.key)))
    return tuple(sorted(values, key=lambda value: sort_key(value.text)))


def _name(edition: Edition, facet: str, key: str) -> str:
    if facet == "country":
        return country_name(key, edition.language)
    return words(edition.language)[f"size-{key}"] if facet == "size" else topic_name(edition, f"{facet}s", key)


def _keys(case: EditionCase, facet: str) -> tuple[str, ...]:
    facts = case.facts
    return {
        "country": (facts.country,),
        "sector": (facts.sector,),
        "topic": tuple(facts.topics),
        "core-subject": tuple(facts.core_subjects),
        "size": (facts.size_class,),
    }[facet]
