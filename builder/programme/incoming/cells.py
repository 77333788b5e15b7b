"""Reads single cells as people write them; what is ambiguous is refused, never guessed."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from builder.programme.facts import Fact
from builder.sheets.columns import plain
from builder.words import country_name, is_country, programme_words

LANGUAGES = ("en", "es")
_MEANINGS = Path(__file__).with_name("meanings.yml")
_SERIAL = range(20_000, 80_000)
"""Serial dates of spreadsheets, in days since 1899-12-30: 1954 to 2119."""
_BEGIN = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_LOCAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})")
_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
_SIZES = ((9, "micro"), (49, "small"), (249, "medium"))


class CellError(Exception):
    """The cell can't be read; the argument is the problem's code."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a column's other cells reveal about how this one is written."""

    month_first: bool | None = None
    letters: Mapping[str, str] | None = None


def habits(fact: Fact, cells: Iterable[str]) -> Habits:
    """The habits of a column. For dates: whether a value above 12 shows the order of day and month."""
    if fact.kind == "day":
        found = [match for cell in cells if (match := _LOCAL.fullmatch(cell))]
        orders = {int(match[1]) <= 12 for match in found if (int(match[1]) > 12) != (int(match[2]) > 12)}
        return Habits(month_first=orders.pop() if len(orders) == 1 else None)
    return Habits(letters=_letters(fact.choice, cells))


def read(cell: str, fact: Fact, how: Habits) -> Any:
    """The value of a cell; None when it is empty. Raises CellError."""
    text = cell.strip().removeprefix("'")
    if not text:
        return None
    if fact.kind == "choice":
        return _choice(text, fact, how)
    return _READERS[fact.kind](text, fact, how)


def _text(text: str, fact: Fact, _: Habits) -> str:
    if len(text) > fact.size:
        raise CellError("import-too-long")
    return text


_UNITS = r"%|(?i:kwh?|kg|g|t|tons?|toneladas?|l|lts?|litros?|lit(?:er|re)s?|m3|m³|h|hrs?|horas?|hours?|personas?|people|d[ií]as?|days?)\.?|(?!MIL)[A-Z]{3}"
"""Units that may follow a number without changing it. "mil", "k" and "o más" would change it."""


def _decimal(text: str, fact: Fact, _: Habits) -> float:
    digits = re.sub(rf"^[^\d+-]*(?=[\d+-])|(?<=\d)\s*(?:{_UNITS})?$", "", text)
    if _GROUPED.fullmatch(digits) and len(re.findall(r"[.,]", digits)) == 1 and not re.search(r"[' ]", digits):
        raise CellError("import-number-unclear")
    marks = re.findall(r"[.,]", digits)
    last = marks[-1] if marks and not (len(marks) > 1 and len(set(marks)) == 1) else ""
    whole, _sign, fraction = digits.rpartition(last) if last else (digits, "", "")
    number = re.sub(r"[.,' \u00a0\u202f]", "", whole) + ("." + fraction if last else "")
    if not re.fullmatch(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?", number) or not math.isfinite(float(number)):
        raise CellError("import-value")
    return _within(float(number), fact)


def _number(text: str, fact: Fact, how: Habits) -> int:
    found = _decimal(text, fact, how)
    if not found.is_integer():
        raise CellError("import-value")
    return int(found)


def _within(number: float, fact: Fact) -> float:
    if (fact.least is not None and number < fact.least) or (fact.most is not None and number > fact.most):
        raise CellError("import-range")
    return number


def _day(text: str, _: Fact, how: Habits) -> date:
    iso, local = _ISO.fullmatch(text), _LOCAL.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return _local_day(int(local[1]), int(local[2]), int(local[3]), how)
    except ValueError as error:
        raise CellError("import-value") from error
    serial = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text)
    if serial and int(serial[1]) in _SERIAL:
        return _BEGIN + timedelta(int(serial[1]))
    return _spelled(text)


def _local_day(first: int, second: int, year: int, how: Habits) -> date:
    """A date in either order of day and month, if its own values or the column's other cells tell which."""
    year += 2000 if year < 100 else 0
    if first > 12 or second > 12:
        return date(year, *((second, first) if first > 12 else (first, second)))
    if first != second and how.month_first is None:
        raise CellError("import-day-unclear")
    return date(year, *((first, second) if how.month_first else (second, first)))


def _spelled(text: str) -> date:
    """Dates with month names: 24 March 2026, 24 de marzo de 2026, March 24, 2026."""
    words = [word for word in re.split(r"[\s,/.-]+", plain(text)) if word not in ("de", "del", "of", "the", "")]
    months = [_months()[word] for word in words if word in _months()]
    numbers = [int(match[1]) for word in words if (match := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|o)?", word))]
    days, years = [n for n in numbers if n <= 31], [n for n in numbers if n > 1900]
    if len(words) != 3 or (len(months), len(days), len(years)) != (1, 1, 1):
        raise CellError("import-value")
    try:
        return date(years[0], months[0], days[0])
    except ValueError as error:
        raise CellError("import-value") from error


def _flag(text: str, _: Fact, how: Habits) -> bool:
    del how
    found = _known()["flag"].get(_folded(text))
    if found is None:
        raise CellError("import-value")
    return found == "yes"


def _choice(text: str, fact: Fact, how: Habits) -> str:
    folded = _folded(text)
    if how.letters and folded in how.letters:
        return how.letters[folded]
    if folded == "m" and fact.choice in _letter_sets():
        raise CellError("import-letter-unclear")
    found = _known()[fact.choice].get(folded)
    if found is None and fact.choice == "size" and re.fullmatch(r"\d{1,6}", text):
        found = next((name for most, name in _SIZES if int(text) <= most), "large") if int(text) else None
    if found is None:
        raise CellError("import-value")
    return found


def _country(text: str, _: Fact, how: Habits) -> str:
    del how
    found = _countries().get(plain(text))
    if found is None:
        raise CellError("import-value")
    return found


_READERS: Mapping[str, Any] = {
    "text": _text, "number": _number, "decimal": _decimal, "day": _day, "flag": _flag, "country": _country,
}  # fmt: skip


@lru_cache(4096)
def _folded(text: str) -> str:
    return plain(text) or text.strip().casefold()


def _letters(choice: str, cells: Iterable[str]) -> Mapping[str, str] | None:
    """The meaning of a column's letters, if only one language has all of them; otherwise None."""
    sets = _letter_sets().get(choice, [])
    if not sets:
        return None
    used = {folded for cell in cells if (folded := _folded(cell)) and any(folded in one for one in sets)}
    fitting = [one for one in sets if used <= one.keys()]
    return fitting[0] if len(fitting) == 1 and used else None


@cache
def _meanings() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_MEANINGS.read_text(encoding="utf-8"))
    return loaded


@cache
def _letter_sets() -> Mapping[str, list[Mapping[str, str]]]:
    return {
        choice: [{letter: value for pair in one for letter, value in pair.items()} for one in sets]
        for choice, sets in _meanings()["letters"].items()
    }


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    """List of values -> folded spelling -> value."""
    found: dict[str, dict[str, str]] = {"flag": {}}
    for language in LANGUAGES:
        for choice, values in programme_words(language)["values"].items():
            listed = found.setdefault(choice, {})
            for value, said in values.items():
                listed |= dict.fromkeys((_folded(value), _folded(said), _folded(said.partition(" (")[0])), value)
    for choice, values in _meanings().items():
        if choice != "letters":
            for value, said in values.items():
                found[choice] |= {_folded(str(one)): value for one in said}
    return found


@cache
def _countries() -> Mapping[str, str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [one + two for one in letters for two in letters if is_country(one + two)]
    names = {plain(country_name(code, language)): code for language in LANGUAGES for code in codes}
    names |= {re.sub(r"^st ", "saint ", name): code for name, code in names.items()}
    more = {
        "the bahamas": "BS",
        "usa": "US",
        "eeuu": "US",
        "ee uu": "US",
        "trinidad and tobago": "TT",
        "st lucia": "LC",
    }
    return {**names, **more, **{code.casefold(): code for code in codes}}


@cache
def _months() -> Mapping[str, int]:
    english = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    spanish = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
    full = {name: number for names in (english, spanish) for number, name in enumerate(names, 1)}
    return {**{name[:3]: number for name, number in full.items()}, **full, "setiembre": 9, "sept": 9, "set": 9}
