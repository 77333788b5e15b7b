"""Words in a folder for each language: `interface.yml` of what is made, `command.yml` of the command, `editor.yml` of its editor, `programme.yml` of the record.

Names of countries come from Babel.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one where PyYAML was built with it: the command waits for these words."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Key -> words in this language; in English where a language has none yet."""
    english: dict[str, str] = _read("en")
    return english if language == "en" else {**english, **_read(language)}


@cache
def command_words(language: str) -> Mapping[str, Mapping[str, str]]:
    """What the command says, by section (help, metavars, errors, machine, say) and key. English and Spanish."""
    with (FOLDER / language / "command.yml").open(encoding="utf-8") as file:
        loaded: Mapping[str, Mapping[str, str]] = yaml.load(file, _Loader)  # noqa: S506 - both are safe ones
    return loaded


@cache
def platform_guides(language: str) -> Mapping[str, Any]:
    """Kind of package -> its title, `for`, `reports`, and the `steps` for each platform; in English where a language has none."""
    path = FOLDER / language / "platforms.yml"
    if not path.exists():
        return platform_guides("en")
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - both are safe ones
    return loaded


@cache
def programme_words(language: str) -> Mapping[str, Any]:
    """The programme's record: `tables` (title, what it holds), `columns`, `values` by list, `units`. English and Spanish."""
    path = FOLDER / (language if (FOLDER / language / "programme.yml").exists() else "en") / "programme.yml"
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - both are safe ones
    return loaded


@cache
def report_words(language: str) -> Mapping[str, Any]:
    """Words of the funder's report: `tables` (title, heads), and sentences with fields in braces. English and Spanish."""
    path = FOLDER / (language if (FOLDER / language / "report.yml").exists() else "en") / "report.yml"
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - both are safe ones
    return loaded


@cache
def editor_words(language: str) -> Mapping[str, str]:
    """What the page of `taller serve --edit` says. English and Spanish."""
    loaded: Mapping[str, str] = yaml.load((FOLDER / language / "editor.yml").read_text(encoding="utf-8"), _Loader)  # noqa: S506 - both are safe ones
    return loaded


def known_languages() -> list[str]:
    """Languages that have interface words."""
    return sorted(path.parent.name for path in FOLDER.glob("*/interface.yml"))


def country_name(code: str, language: str) -> str:
    """`CR` -> Costa Rica; the code itself when nobody knows it."""
    return str(_locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """`es` -> Spanish."""
    return str(_locale(language).languages.get(code, code))


def three_letters(language: str) -> str:
    """A language as libraries of files want it (ISO 639-3); the way there is the list of codes that are written otherwise today."""
    own = language.partition("-")[0]
    longer = sorted(long for long, short in get_global("language_aliases").items() if short == own and len(long) == 3)
    return next((long for long in longer if long[:2] == own), longer[0] if longer else own)


def is_language(code: str) -> bool:
    """Whether this is an ISO 639 code of two or three letters."""
    return len(code) in (2, 3) and code in Locale("en").languages


def is_country(code: str) -> bool:
    """Whether this is an ISO 3166 code of two letters."""
    return len(code) == 2 and code.isalpha() and code in Locale("en").territories


def long_date(day: date, language: str) -> str:
    """22 November 2026."""
    return format_date(day, "long", locale=_locale(language))


def decimal_number(number: float, language: str) -> str:
    """1,234.5, with the marks of the language; whole numbers without a fraction, others with two places at most."""
    return str(format_decimal(number, "#,##0.##", locale=_locale(language)))


def size_text(size: int, language: str) -> str:
    """1234567 -> 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    number = f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
    return number.replace(".", ",") if language == "es" else number


def month_name(month: str, language: str) -> str:
    """`2026-11` -> November 2026."""
    year, number = month.split("-")
    return format_skeleton("yMMMM", date(int(year), int(number), 1), locale=_locale(language))


def short_date(day: date, language: str) -> str:
    """22 Nov: the year is known."""
    return format_skeleton("MMMd", day, locale=_locale(language))


def date_span(first: date, last: date, language: str) -> str:
    """24-25 November 2026; one day is written as a long date."""
    if first == last:
        return long_date(first, language)
    return format_interval(first, last, "yMMMMd", locale=_locale(language)).replace("\u2009", " ")


def short_span(first: date, last: date, language: str) -> str:
    """24-25 Nov: the year is known."""
    if first == last:
        return short_date(first, language)
    return format_interval(first, last, "MMMd", locale=_locale(language)).replace("\u2009", " ")


@cache
def _locale(language: str) -> Locale:
    # British English and Latin American Spanish, as the course is written.
    regional = {"en": "en_GB", "es": "es_419"}
    try:
        return Locale.parse(regional.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _read(language: str) -> dict[str, str]:
    path = FOLDER / language / "interface.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else "{}"
    loaded: dict[str, str] = yaml.load(text, _Loader)  # noqa: S506 - both are safe ones
    return loaded
