"""The facts of a case story as rows, and its figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from builder.course.model import Facts, Figure, Source
from builder.edition.select import Edition, EditionCase
from builder.edition.summaries.lists import in_language
from builder.words import country_name, words


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a row; if it has a facet, the catalogue can list all stories with this value."""

    text: str
    facet: str = ""
    """country, sector, topic or core-subject; "" for a value without a facet."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    parts: tuple[Part, ...]
    line: int
    """The line in the file of facts."""

    @property
    def text(self) -> str:
        return ", ".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of a story: what, how much, who says so, when."""

    what: str
    value: str
    who: str
    year: str
    """The word for `undated` where the source has no date."""
    key: str
    """The id of the source."""
    source: Source | None
    line: int


def fact_rows(edition: Edition, case: EditionCase) -> list[Fact]:
    """The rows that aren't empty, in the order of every output."""
    texts = words(edition.language)
    return [
        Fact(texts[key], parts, case.facts.lines.get(key, 1))
        for key, found in _rows(edition, case.facts)
        if (parts := tuple(part for part in found if part.text))
    ]


def _rows(edition: Edition, facts: Facts) -> Iterator[tuple[str, tuple[Part, ...]]]:
    language = edition.language
    place = Part(in_language(facts.place, language))
    yield "company", (Part(facts.company),)
    yield "country", (place, Part(country_name(facts.country, language), "country", facts.country))
    yield "sector", (Part(topic_name(edition, "sectors", facts.sector), "sector", facts.sector),)
    yield "size", (Part(in_language(facts.size, language)),)
    yield "period", (Part(facts.period),)
    yield "topics", tuple(Part(topic_name(edition, "topics", key), "topic", key) for key in facts.topics)
    yield (
        "core-subjects",
        tuple(Part(topic_name(edition, "core-subjects", key), "core-subject", key) for key in facts.core_subjects),
    )
    yield "cost-level", (Part(words(language)[f"cost-{facts.cost_level}"]),)
    yield "last-seen", (Part(facts.year),)


def figure_rows(edition: Edition, case: EditionCase) -> list[FigureRow]:
    return [_figure(edition, figure) for figure in case.facts.figures]


def _figure(edition: Edition, figure: Figure) -> FigureRow:
    texts, language = words(edition.language), edition.language
    return FigureRow(
        in_language(figure.what, language),
        in_language(figure.value, language),
        texts[f"by-{figure.by}"],
        figure.year or texts["undated"],
        figure.source,
        edition.sources.get(figure.source),
        figure.line,
    )


def case_line(edition: Edition, slug: str) -> str:
    """Country, sector and year of a case story, in one line; empty when there is no such story."""
    facts = next((case.facts for case in edition.cases if case.slug == slug), None)
    if facts is None:
        return ""
    country, sector = country_name(facts.country, edition.language), topic_name(edition, "sectors", facts.sector)
    return " · ".join(filter(None, (country, sector, facts.year)))


def topic_name(edition: Edition, group: str, key: str) -> str:
    """The words of a sector, topic or core subject; its id where it has none."""
    return in_language(edition.topics.get(group, {}).get(key, {}), edition.language) or key
