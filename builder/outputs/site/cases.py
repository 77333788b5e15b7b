"""The case stories of a site: the catalogue with its facets, and the facts at the top of each story."""

from collections.abc import Callable, Iterable, Mapping
from html import escape

from builder.edition.addresses import CASES, HOME, SOURCES
from builder.edition.select import Edition, EditionCase
from builder.edition.summaries.facts import FigureRow, Part, fact_rows, figure_rows, topic_name
from builder.outputs.site.addresses import link, page_path
from builder.outputs.site.pages import anchor
from builder.words import country_name, words
from builder.words.order import sort_key

FACETS = ("country", "sector", "topic")


def catalogue_part(edition: Edition) -> str:
    """A form to choose with (shown by the script), the cards, and the lists that do the same without a script."""
    texts = words(edition.language)
    facets = {name: _facet(edition, name) for name in FACETS}
    cards = "".join(_card(edition, case) for case in edition.cases)
    return (
        f'<p class="story-notice">{escape(texts["story-notice"])} '
        f"{anchor(link(CASES, HOME), texts['story-checked'])}</p>{_form(facets, texts)}"
        f'<ul class="case-cards">{cards}</ul>'
        + "".join(_lists(edition, name, values) for name, values in facets.items())
    )


def facts_part(edition: Edition, case: EditionCase, path: str) -> str:
    """The rows of facts, then the figures."""
    texts = words(edition.language)
    rows = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{', '.join(_part(path, part) for part in fact.parts)}</dd></div>"
        for fact in fact_rows(edition, case)
    )
    figures = "".join(_figure(figure, path) for figure in figure_rows(edition, case))
    return (
        f'<section class="case-facts"><h2 id="at-a-glance">{escape(texts["site-story-at-a-glance"])}</h2>'
        f"<dl>{rows}</dl>" + (f'<ul class="figures">{figures}</ul>' if figures else "") + "</section>"
    )


def _part(path: str, part: Part) -> str:
    return _to_facet(path, part.facet, part.value, part.text) if part.facet else escape(part.text)


def _figure(figure: FigureRow, path: str) -> str:
    parts = [escape(figure.who), escape(figure.year)]
    if figure.source:
        parts.append(anchor(f"{link(path, SOURCES)}#source-{figure.key}", figure.source.publisher))
    return (
        f"<li><strong>{escape(figure.value)}</strong> "
        f"<span>{escape(figure.what)}</span> "
        f"<small>{', '.join(parts)}</small></li>"
    )


def _card(edition: Edition, case: EditionCase) -> str:
    facts, page = case.facts, case.page
    topics = " · ".join(topic_name(edition, "topics", key) for key in facts.topics)
    spoken = f' lang="{page.document.language}"' if page.is_fallback else ""
    return (
        f'<li class="case-card" data-country="{escape(facts.country)}" data-sector="{escape(facts.sector)}"'
        f' data-topic="{escape(" ".join(facts.topics))}">'
        f'<p class="kicker">{escape(country_name(facts.country, edition.language))} · '
        f"{escape(topic_name(edition, 'sectors', facts.sector))}</p>"
        f'<h2 id="case-{escape(case.slug)}"{spoken}>{anchor(link(CASES, page_path(page)), page.title)}</h2>'
        f'<p class="card-text"{spoken}>{escape(page.document.summary)}</p><p class="card-foot">{escape(topics)}</p></li>'
    )


def _form(facets: Mapping[str, Mapping[str, str]], texts: Mapping[str, str]) -> str:
    fields = []
    for name, values in facets.items():
        options = "".join(f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in values.items())
        fields.append(
            f'<label>{escape(texts[name])} <select name="{name}"><option value="">{escape(texts["site-all"])}</option>'
            f"{options}</select></label>"
        )
    label = escape(texts["site-filter"])
    return (
        f'<form class="facets" hidden="hidden" aria-label="{label}">{"".join(fields)}'
        '<p class="facets-found" role="status"> </p></form>'
    )


def _lists(edition: Edition, facet: str, values: Mapping[str, str]) -> str:
    """The stories under each value of a facet."""
    rows = []
    for key, text in values.items():
        links = ", ".join(
            anchor(link(CASES, page_path(case.page)), case.facts.company or case.page.title)
            for case in edition.cases
            if key in _values(case, facet)
        )
        rows.append(f'<div><dt id="{facet}-{escape(key.lower())}">{escape(text)}</dt><dd>{links}</dd></div>')
    title = escape(words(edition.language)[f"site-by-{facet}"])
    return f'<section class="facet-list"><h2 id="by-{facet}">{title}</h2><dl>{"".join(rows)}</dl></section>'


def _facet(edition: Edition, facet: str) -> dict[str, str]:
    """The values that some story has, with their words, in order."""
    name: Callable[[str], str] = (
        (lambda key: country_name(key, edition.language))
        if facet == "country"
        else (lambda key: topic_name(edition, f"{facet}s", key))
    )
    keys = {key for case in edition.cases for key in _values(case, facet)}
    return {key: name(key) for key in sorted(keys, key=lambda key: sort_key(name(key)))}


def _values(case: EditionCase, facet: str) -> Iterable[str]:
    facts = case.facts
    return {"country": (facts.country,), "sector": (facts.sector,), "topic": facts.topics}[facet]


def _to_facet(path: str, facet: str, key: str, text: str) -> str:
    return anchor(f"{link(path, CASES)}#{facet}-{key.lower()}", text)
