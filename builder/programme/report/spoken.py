"""Puts a report's tables into the words of a language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme.report.figures import Cell, Gap, Report, Table, Word
from builder.words import country_name, decimal_number, long_date, programme_words, report_words

MOST_BARS = 14
LETTERS, LONGEST, AROUND = 78, 60, 3
"""In characters: all columns together, the most of a text that counts for its column, the padding of a cell."""


@dataclass(frozen=True, slots=True)
class SpokenTable:
    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """As text."""
    values: tuple[tuple[str | int | float | date, ...], ...]
    """The same with numbers and dates as such, for spreadsheets."""
    below: tuple[str, ...]
    """Lines below the table: base, notes, source."""
    drawn: tuple[tuple[str, float], ...]
    """Name and value of each bar, without totals and hidden values; empty if there would be one bar or too many."""
    drawn_rows: tuple[int, ...]
    """Indexes of the rows that are drawn; `drawn_column` is that of their column."""
    drawn_column: int
    drawn_alt: str

    @property
    def numeric(self) -> list[bool]:
        """Whether each column holds numbers, which are aligned right."""
        return [
            any(isinstance(row[place], int | float) for row in self.values) and place > 0
            for place in range(len(self.heads))
        ]

    @property
    def shares(self) -> list[float]:
        """Each column's share of the width: first by its longest word, so that none is split, then by its longest text."""
        columns = [[text for text in column if text] for column in zip(self.heads, *self.rows, strict=True)]
        words = [max(len(word) for text in column for word in text.split()) + AROUND for column in columns]
        texts = [min(LONGEST, max(map(len, column)) + AROUND) for column in columns]
        wishes = [max(0, text - word) for text, word in zip(texts, words, strict=True)]
        left = max(0, LETTERS - sum(words)) / max(1, sum(wishes))
        shares = [word + left * wish for word, wish in zip(words, wishes, strict=True)]
        return [share / sum(shares) for share in shares]


@dataclass(frozen=True, slots=True)
class SpokenReport:
    language: str
    title: str
    subtitle: str
    made: str
    last: date
    """The last day of the period, used as the files' date so that equal records give equal bytes."""
    tables: tuple[SpokenTable, ...]


def spoken(report: Report, language: str) -> SpokenReport:
    texts = report_words(language)
    subtitle = texts["period"].format(first=long_date(report.first, language), last=long_date(report.last, language))
    tables = tuple(_table(table, texts, language) for table in report.tables)
    title = f"{texts['fictional']}: {texts['title']}" if report.is_fictional else texts["title"]
    return SpokenReport(language, title, subtitle, texts["made"], report.last, tables)


def spoken_alone(title: str, subtitle: str, day: date, tables: Iterable[Table], language: str) -> SpokenReport:
    """A report of tables from elsewhere than the record. `title`: a key of the words."""
    texts = report_words(language)
    found = tuple(_table(table, texts, language) for table in tables)
    return SpokenReport(language, texts[title], subtitle, texts["items-made"], day, found)


def _table(table: Table, texts: Mapping[str, Any], language: str) -> SpokenTable:
    about = texts["tables"][table.key]
    rows = tuple(tuple(said(cell, language) for cell in row) for row in table.rows)
    values = tuple(tuple(_value(cell, language) for cell in row) for row in table.rows)
    below = [said(one, language) for one in (table.base, *table.notes)] + [_source(table, texts, language)]
    places = tuple(_drawn(table)) if table.chart else ()
    drawn = tuple((said(table.rows[place][0], language), _number(table.rows[place][table.chart])) for place in places)
    alt = texts["chart-alt"].format(
        title=about["title"], numbers="; ".join(f"{name}: {said(value, language)}" for name, value in drawn)
    )
    return SpokenTable(
        table.key, about["title"], tuple(about["heads"]), rows, values, tuple(below), drawn, places, table.chart, alt
    )


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _drawn(table: Table) -> Iterator[int]:
    """Indexes of the rows to draw: those with a number, without the total."""
    found = [
        place for place, row in enumerate(table.rows) if isinstance(row[table.chart], int) and row[0] != Word("all")
    ]
    yield from found if 1 < len(found) <= MOST_BARS else ()


def _source(table: Table, texts: Mapping[str, Any], language: str) -> str:
    titles = programme_words(language)["tables"]
    names = ", ".join(titles[name][0] for name in table.sources)
    if table.as_of is None:
        return str(texts["source-without-day"]).format(tables=names)
    return str(texts["source"]).format(tables=names, day=long_date(table.as_of, language))


def said(cell: Cell, language: str) -> str:
    """A cell as text."""
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
