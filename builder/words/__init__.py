"""Words, a folder for each language: `interface.yml` for outputs, `command.yml` for the command line, `editor.yml` for its editor, `programme.yml` for the record.

Names of countries, languages and currencies, dates and numbers come from Babel (CLDR).
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton, get_month_names
from babel.numbers import format_decimal, get_currency_name, get_decimal_symbol, get_group_symbol

from builder.words.packs import CODE, base, known, loaded, pack_of


def words(language: str) -> Mapping[str, str]:
    """Key -> words in outputs; where the language lacks some, those of the languages that it falls back to."""
    return loaded("interface", language)


def command_words(language: str) -> Mapping[str, Mapping[str, str]]:
    """What the command says, by section (help, metavars, errors, machine, say) and key."""
    return loaded("command", language)


def platform_guides(language: str) -> Mapping[str, Any]:
    """Kind of package -> its title, `for`, `reports`, and the `steps` for each platform."""
    return loaded("platforms", language)


def programme_words(language: str) -> Mapping[str, Any]:
    """The programme's record: `tables` (title, what it holds), `columns`, `values` by list, `units`."""
    return loaded("programme", language)


def report_words(language: str) -> Mapping[str, Any]:
    """Words of the funder's report: `tables` (title, heads), and sentences with fields in braces."""
    return loaded("report", language)


def editor_words(language: str) -> Mapping[str, str]:
    """What the page of `taller serve --edit` says."""
    return loaded("editor", language)


def known_languages() -> list[str]:
    """Languages that have interface words."""
    return known()


def country_name(code: str, language: str) -> str:
    """`CR` -> Costa Rica; the code itself when it is unknown."""
    return str(_locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """`es` -> Spanish, `pt-BR` -> Portuguese (Brazil); a language unknown to Babel by the name in its own file, else by its code."""
    try:
        found = Locale.parse(code, sep="-").get_display_name(_locale(language))
    except (UnknownLocaleError, ValueError):
        found = _locale(language).languages.get(base(code))
    return str(found or pack_of(code).name or code)


def own_name(code: str) -> str:
    """`pt-BR` -> Português (Brasil): the name of a language in that language."""
    return pack_of(code).name or (words(code)["language-name"] if code in known() else language_name(code, code))


def direction(language: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return pack_of(language).direction or str(_locale(language).text_direction)


def language_marks(language: str) -> str:
    """The attributes of an HTML element in this language: `lang="ar" dir="rtl"`, or `lang` alone from left to right."""
    return f'lang="{language}"' + (' dir="rtl"' if direction(language) == "rtl" else "")


def three_letters(language: str) -> str:
    """`es` -> spa (ISO 639-3), found in CLDR's list of aliases; the code without its country when none is known."""
    own = base(language)
    longer = sorted(long for long, short in get_global("language_aliases").items() if short == own and len(long) == 3)
    return next((long for long in longer if long[:2] == own), longer[0] if longer else own)


def is_language(code: str) -> bool:
    """Whether this is an ISO 639 code of two or three letters, alone or with a script or country: `pt-BR`."""
    own, *more = code.split("-") if re.fullmatch(CODE, code) else [""]
    english = Locale("en")
    return own in english.languages and all(one in english.territories or one in english.scripts for one in more)


def is_country(code: str) -> bool:
    """Whether this is an ISO 3166 code of two letters."""
    return len(code) == 2 and code.isalpha() and code in Locale("en").territories


def is_currency(code: str) -> bool:
    """Whether this is an ISO 4217 code of three letters."""
    return len(code) == 3 and code.isalpha() and code in Locale("en").currencies


def currency_name(code: str, language: str) -> str:
    """`MXN` -> Mexican pesos, in the plural; the code itself when it is unknown."""
    return str(get_currency_name(code, 2, _locale(language)))


def long_date(day: date, language: str) -> str:
    """22 November 2026."""
    return format_date(day, "long", locale=_locale(language))


def decimal_number(number: float, language: str) -> str:
    """1,234.5, with the marks of the language; whole numbers without a fraction, others with two places at most."""
    locale, pack = _locale(language), pack_of(language)
    text = str(format_decimal(number, "#,##0.##", locale=locale))
    if not (pack.decimal or pack.group):
        return text
    marks = {get_decimal_symbol(locale): pack.decimal, get_group_symbol(locale): pack.group}
    return "".join(marks.get(sign) or sign for sign in text)


def size_text(size: int, language: str) -> str:
    """1234567 -> 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    number = f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
    mark = pack_of(language).decimal or ("," if language == "es" else get_decimal_symbol(_locale(language)))
    return number.replace(".", mark)


def month_name(month: str, language: str) -> str:
    """`2026-11` -> November 2026."""
    year, number = month.split("-")
    return format_skeleton("yMMMM", date(int(year), int(number), 1), locale=_locale(language))


def short_date(day: date, language: str) -> str:
    """22 Nov, where the year is clear."""
    return format_skeleton("MMMd", day, locale=_locale(language))


def date_span(first: date, last: date, language: str) -> str:
    """24-25 November 2026; one day is written as a long date."""
    if first == last:
        return long_date(first, language)
    locale = _locale(language)
    text = format_interval(first, last, "yMMMMd", locale=locale).replace("\u2009", " ")
    short, long = (get_month_names(width, locale=locale) for width in ("abbreviated", "wide"))
    for month in sorted({first.month, last.month}):
        if long[month] not in text:  # CLDR has long names in spans of few languages
            text = text.replace(short[month], long[month])
    return text


def short_span(first: date, last: date, language: str) -> str:
    """24-25 Nov, where the year is clear."""
    if first == last:
        return short_date(first, language)
    return format_interval(first, last, "MMMd", locale=_locale(language)).replace("\u2009", " ")


def _locale(language: str) -> Locale:
    return _parsed(pack_of(language).locale or language)


@cache
def _parsed(language: str) -> Locale:
    # British English and Latin American Spanish, as the course is written.
    regional = {"en": "en-GB", "es": "es-419"}
    for name in (regional.get(language, language), base(language)):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
