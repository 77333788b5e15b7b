"""The tables of a report in the words of a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme.report.figures import Cell, Gap, Report, Table, Word
from builder.words import country_name, decimal_number, long_date, programme_words, report_words


@dataclass(frozen=True, slots=True)
class SpokenTable:
    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """As they are read."""
    values: tuple[tuple[str | int | float | date, ...], ...]
    """The same for programs that work with numbers and dates."""
    below: tuple[str, ...]
    """Base, notes, source."""
    bars: tuple[tuple[str, float], ...]
    """What is drawn; without totals and without what isn't shown."""
    bars_alt: str


@dataclass(frozen=True, slots=True)
class SpokenReport:
    language: str
    title: str
    subtitle: str
    made: str
    last: date
    """Of the days that it is about, which is the date of its files: the same record gives the same bytes."""
    tables: tuple[SpokenTable, ...]


def spoken(report: Report, language: str) -> SpokenReport:
    texts = report_words(language)
    subtitle = texts["period"].format(first=long_date(report.first, language), last=long_date(report.last, language))
    tables = tuple(_table(table, texts, language) for table in report.tables)
    title = f"{texts['fictional']}: {texts['title']}" if report.is_fictional else texts["title"]
    return SpokenReport(language, title, subtitle, texts["made"], report.last, tables)


def _table(table: Table, texts: Mapping[str, Any], language: str) -> SpokenTable:
    about = texts["tables"][table.key]
    rows = tuple(tuple(said(cell, language) for cell in row) for row in table.rows)
    values = tuple(tuple(_value(cell, language) for cell in row) for row in table.rows)
    below = [said(one, language) for one in (table.base, *table.notes)] + [_source(table, texts, language)]
    bars = tuple(_bars(table, language)) if table.chart else ()
    ends = (max(bars, key=_length), min(bars, key=_length)) if bars else (("", 0.0), ("", 0.0))
    alt = texts["chart-alt"].format(title=about["title"], longest=ends[0][0], shortest=ends[1][0])
    return SpokenTable(table.key, about["title"], tuple(about["heads"]), rows, values, tuple(below), bars, alt)


def _bars(table: Table, language: str) -> Iterator[tuple[str, float]]:
    """Rows with a number, without the total."""
    for row in table.rows:
        value = row[table.chart]
        if isinstance(value, int) and row[0] != Word("all"):
            yield said(row[0], language), float(value)


def _length(bar: tuple[str, float]) -> float:
    return bar[1]


def _source(table: Table, texts: Mapping[str, Any], language: str) -> str:
    titles = programme_words(language)["tables"]
    names = ", ".join(titles[name][0] for name in table.sources)
    if table.as_of is None:
        return str(texts["source-without-day"]).format(tables=names)
    return str(texts["source"]).format(tables=names, day=long_date(table.as_of, language))


def said(cell: Cell, language: str) -> str:
    """A cell as it is read."""
    if cell is None:
        return ""
    if isinstance(cell, Gap):
        return str(report_words(language)[cell.value])
    if isinstance(cell, Word):
        return _word(cell, language)
    if isinstance(cell, date):
        return long_date(cell, language)
    if isinstance(cell, str):
        return country_name(cell[8:], language) if cell.startswith("country:") else cell
    return decimal_number(cell, language)


def _word(one: Word, language: str) -> str:
    listed, _, value = one.key.partition(".")
    text = programme_words(language)["values"][listed][value] if value else report_words(language)[one.key]
    filled = str(text).format(**{name: said(argument, language) for name, argument in one.arguments})
    return filled.replace(", ,", ",").strip(" ,")


def _value(cell: Cell, language: str) -> str | int | float | date:
    return cell if isinstance(cell, int | float | date) else said(cell, language)
