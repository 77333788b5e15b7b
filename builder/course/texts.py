"""Texts that differ from institution to institution: `{{country.hotline}}` on a page, and its value in the settings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from builder.course.limits import LONGEST_TEXT
from builder.course.reader import Reader
from builder.course.settings import Texts
from builder.course.yamlfile import Node, Scalar
from builder.words import country_name, currency_name

_NAME = r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+"
_MARK = re.compile(r"(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)|\{\{(?P<name>" + _NAME + r")\}\}")
"""Also matches code between backticks, in which marks aren't filled."""
DERIVED = {
    "country.name": "country",
    "currency.name": "currency",
    "currency.code": "currency",
    "edition.institution": "institution",
}
"""Texts that follow from another setting."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_UNSAFE = ("```", "~~~")
"""Not allowed in values: it would begin or end a code block and so change what is hidden. `Reader.text` refuses `:::`."""


@dataclass(slots=True)
class Filler:
    """Fills the marks of pages and remembers which texts were asked for."""

    texts: Texts
    used: set[str] = field(default_factory=set)

    def lines(self, lines: Sequence[str], language: str) -> tuple[list[str], list[tuple[int, str]]]:
        """The lines with their marks filled, and line number and name of each text that is missing."""
        missing: list[tuple[int, str]] = []
        filled, is_code = [], False
        for number, line in enumerate(lines, 1):
            if _FENCE.match(line):
                is_code = not is_code
            has_marks = "{{" in line and not is_code
            filled.append(self.line(line, language, number, missing) if has_marks else line)
        return filled, missing

    def line(self, line: str, language: str, number: int, missing: list[tuple[int, str]]) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match["name"]
            if name is None:
                return match[0]
            self.used.add(name)
            words = self.texts.values.get(name, {})
            found = words.get(language, next(iter(words.values()), None))  # a page may be in a fallback language
            if found is None:
                missing.append((number, name))
            return name if found is None else found

        return _MARK.sub(fill, line)


def read_texts(reader: Reader, node: Node | None, facts: Mapping[str, str]) -> Texts:
    """The texts of the settings, and those derived from `facts`: country, currency, name and institution ("" when not set).

    They may hold Markdown, which is checked on the pages that show them.
    """
    table, quiet = reader.table(node), Reader(reader.path, reader.languages, reader.problems)
    values: dict[str, Mapping[str, str]] = {}
    for name, value in table.entries.items():
        if not re.fullmatch(_NAME, name):
            reader.problem(table.lines[name], "bad-text-name", name=name)
            continue
        words = _in_all(quiet, value) if isinstance(value, Scalar) else quiet.words(value, LONGEST_TEXT)
        if any(sign in text for text in words.values() for sign in _UNSAFE):
            reader.problem(value.line, "bad-text-value", name=name)
            continue
        values[name] = words
    return Texts({**_derived(reader.languages, facts), **values}, {name: table.lines[name] for name in values})


def _in_all(reader: Reader, value: Scalar) -> dict[str, str]:
    return dict.fromkeys(reader.languages, reader.text(value, most=LONGEST_TEXT))


def _derived(languages: Sequence[str], facts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    country, currency = facts["country"], facts["currency"]
    found = {
        "country.name": {code: country_name(country, code) for code in languages if country},
        "currency.name": {code: currency_name(currency, code) for code in languages if currency},
        "currency.code": {code: currency for code in languages if currency},
        "edition.name": dict.fromkeys(languages, facts["name"]),
        "edition.institution": {code: facts["institution"] for code in languages if facts["institution"]},
    }
    return {name: words for name, words in found.items() if words}
