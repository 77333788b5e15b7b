"""Readers of the course's YAML tables: sources, glossary, topics, style, facts of a case story, agenda."""

from collections.abc import Mapping

from builder.course.limits import LONGEST_TEXT
from builder.course.model import GUIDES, Agenda, AgendaItem, Break, Day, Facts, Figure, Source, Term, Variant, Words
from builder.course.reader import Reader
from builder.course.vocabulary import PRIORITIES
from builder.course.yamlfile import Listing, Node, Scalar, Table
from builder.words import is_country

COST_LEVELS = ("none", "low", "medium", "high", "unknown")
SIZE_CLASSES = ("micro", "small", "medium", "large", "unknown")
_ITEMS = ("session", "guide")


def read_sources(reader: Reader, table: Table) -> dict[str, Source]:
    found = {}
    for key, node, line in reader.entries(table):
        entry = reader.table(node, ("title", "publisher", "url"), ("year", "language", "note")).entries
        url = reader.text(entry.get("url"), most=LONGEST_TEXT)
        if "url" in entry and not url.startswith(("http://", "https://")):
            reader.problem(entry["url"].line, "bad-address", value=url)
            url = ""
        publishers = reader.words(entry["publisher"]) if isinstance(entry.get("publisher"), Table) else {}
        found[key] = Source(
            key,
            reader.text(entry.get("title"), key),
            publishers.get(reader.languages[0], "") if publishers else reader.text(entry.get("publisher")),
            reader.text(entry.get("year")),
            reader.text(entry.get("language")),
            url,
            reader.words(entry.get("note"), LONGEST_TEXT),
            reader.path,
            line,
            publishers,
        )
    return found


def read_glossary(reader: Reader, table: Table) -> dict[str, Term]:
    found = {}
    for key, node, line in reader.entries(table):
        there = reader.by_language(node)
        parts = {code: reader.table(part, ("term", "text")).entries for code, part in there.items()}
        terms = {code: reader.text(part.get("term"), key) for code, part in parts.items()}
        texts = {code: reader.text(part.get("text"), most=LONGEST_TEXT) for code, part in parts.items()}
        for code in reader.languages:
            if code not in parts:
                other = reader.instead(node.line, code, parts)
                terms[code], texts[code] = terms.get(other, key), texts.get(other, "")
        found[key] = Term(key, terms, texts, line)
    return found


def read_topics(reader: Reader, table: Table) -> Mapping[str, Mapping[str, Words]]:
    names, wished = ("sectors", "topics", "core-subjects"), ("themes",)
    groups = reader.table(table, names, wished).entries
    return {
        name: {key: reader.words(node) for key, node, _ in reader.entries(groups.get(name))}
        for name in (*names, *wished)
    }


def read_avoided(reader: Reader, table: Table) -> dict[str, dict[str, str]]:
    """Language -> words to avoid on its pages -> what to write instead."""
    return {
        language: {
            key: reader.text(value, printed=False, most=LONGEST_TEXT)
            for key, value in reader.table(node).entries.items()
        }
        for language, node in reader.by_language(table, first_needed=False).items()
    }


def read_facts(reader: Reader, table: Table) -> Facts:
    needed = (
        "company", "country", "sector", "size", "year", "topics", "core-subjects", "sources",
    )  # fmt: skip
    reader.table(table, needed, ("place", "period", "size-class", "cost-level", "figures"))
    get = table.entries.get
    country = reader.text(get("country"), "XX")
    if "country" in table.entries and not is_country(country):
        reader.problem(table.lines.get("country", 1), "bad-country", value=country)
    sources_node = get("sources")
    return Facts(
        path=reader.path,
        company=reader.text(get("company"), reader.path.stem),
        country=country,
        place=reader.words(get("place")),
        sector=reader.text(get("sector")),
        size=reader.words(get("size")),
        size_class=reader.one_of(get("size-class"), SIZE_CLASSES, "unknown"),
        period=reader.text(get("period")),
        year=reader.text(get("year")),
        cost_level=reader.one_of(get("cost-level"), COST_LEVELS, "unknown"),
        topics=tuple(reader.text(item) for item in reader.listing(get("topics"))),
        core_subjects=tuple(reader.text(item) for item in reader.listing(get("core-subjects"))),
        figures=tuple(_figure(reader, item) for item in reader.listing(get("figures"))),
        sources=read_sources(reader, reader.table(sources_node)) if sources_node else {},
        lines={**table.lines, **_lines_of_entries(table)},
    )


def _lines_of_entries(table: Table) -> dict[str, int]:
    lists = ((key, node) for key, node in table.entries.items() if isinstance(node, Listing))
    return {f"{key}/{item.text}": item.line for key, node in lists for item in node.items if isinstance(item, Scalar)}


def _figure(reader: Reader, node: Node) -> Figure:
    entry = reader.table(node, ("what", "value", "by", "source"), ("year",)).entries
    return Figure(
        reader.words(entry.get("what")),
        reader.words(entry.get("value")),
        reader.one_of(entry.get("by"), ("company", "independent"), "company"),
        reader.text(entry.get("year")),
        reader.text(entry.get("source")),
        node.line,
        entry["source"].line if "source" in entry else node.line,
    )


def read_agenda(reader: Reader, table: Table) -> Agenda:
    entries = reader.table(table, ("variants",), ("participants",)).entries
    variants = []
    for key, node, _ in reader.entries(entries.get("variants")):
        variant = reader.table(node, ("title", "days")).entries
        days = tuple(_day(reader, day) for day in reader.listing(variant.get("days")))
        variants.append(Variant(key, reader.words(variant.get("title")), days))
    participants = entries.get("participants")
    return Agenda(reader.path, reader.number(participants, 0, 2, 500) if participants else 0, tuple(variants))


def _day(reader: Reader, node: Node) -> Day:
    entry = reader.table(node, ("start", "items"), ("end", "breaks")).entries
    start = reader.clock(entry.get("start"), 9 * 60)
    breaks = tuple(_break(reader, item) for item in reader.listing(entry.get("breaks")))
    items = tuple(_item(reader, item) for item in reader.listing(entry.get("items")))
    end = reader.clock(entry["end"], 24 * 60) if "end" in entry else 24 * 60
    return Day(start, end, tuple(sorted(breaks, key=lambda pause: pause.at)), items, node.line)


def _break(reader: Reader, node: Node) -> Break:
    entry = reader.table(node, ("at", "minutes", "title")).entries
    return Break(
        reader.clock(entry.get("at"), 0),
        reader.number(entry.get("minutes"), 15, 1, 240),
        reader.words(entry.get("title")),
        node.line,
    )


def _item(reader: Reader, node: Node) -> AgendaItem:
    entry = reader.table(node).entries
    for kind in _ITEMS:
        if kind in entry:
            reader.table(node, (kind,))
            name = reader.text(entry.get(kind))
            key = name if kind == "session" else GUIDES + name
            return AgendaItem("session" if kind == "session" else "guide", key, {}, 0, node.line)
    reader.table(node, ("title", "minutes"), ("priority", "see"))
    minutes = reader.number(entry.get("minutes"), 0, 1, 480)
    priority = reader.one_of(entry.get("priority"), PRIORITIES, "must")
    see = reader.text(entry["see"]) if "see" in entry else ""
    return AgendaItem("own", "", reader.words(entry.get("title")), minutes, node.line, priority, see)
