"""Words and rules of languages: those that come with the builder, and those that a course or an installed package brings.

A process works on one course at a time: `use` says which languages it brings; processes that make outputs are told with
each batch. A language's words are laid over those of the languages that it falls back to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FILES = ("interface", "problems", "command", "editor", "platforms", "programme", "report")
"""Files of words, each without its ending."""
BUILT_IN = ("en", "es")
"""Languages whose words come with the builder, whole."""
CODE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?"
"""How a language is written: `pt`, `pt-BR`, `es-419`, `zh-Hant`."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one where PyYAML was built with it: the command waits for these words."""


@dataclass(frozen=True, slots=True)
class Readability:
    """An index after Flesch: `base` - `syllable` * syllables per word - `word` * words per sentence; easy texts have a high one.

    A run of vowels has a syllable for each of its `strong` letters, one at least.
    """

    base: float
    syllable: float
    word: float
    lowest: float
    """The limit for the median of a course's pages."""
    vowels: str
    strong: str
    together: tuple[str, ...] = ()
    """Letters that are said as one vowel: `ão`."""
    apart: tuple[str, ...] = ()
    """Weak and strong vowel that are said apart behind a consonant, if not at the end of a word with an accent: `ia` of energia,
    not of história."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A language as a course or a package describes it. "" is: as the builder knows it."""

    code: str
    name: str = ""
    """In the language itself."""
    direction: str = ""
    """ltr or rtl"""
    fallback: tuple[str, ...] = ()
    """Languages whose pages and words are shown where its own are missing, the nearest first."""
    locale: str = ""
    """Whose names of countries and months and whose numbers it takes (CLDR)."""
    decimal: str = ""
    group: str = ""
    readability: Readability | None = None
    words: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """File without its ending -> its words."""
    digest: str = ""
    """Of all its files."""
    folder: Path | None = field(default=None, repr=False, compare=False)


_of_course: dict[str, Pack] = {}
_spoken: dict[str, Pack] = {}


def use(packs: Mapping[str, Pack]) -> None:
    """From now on these are the languages that the course brings; those of the course before are forgotten."""
    if packs != _of_course:
        _of_course.clear()
        _of_course.update(packs)
        loaded.cache_clear()


def brought() -> dict[str, Pack]:
    """The languages of the course, for `use` in another process."""
    return dict(_of_course)


def also_speak(pack: Pack) -> None:
    """The language of the person at the command line, whatever course is read."""
    _spoken[pack.code] = pack
    loaded.cache_clear()


def pack_of(language: str) -> Pack:
    """What is known of a language beside what the builder knows."""
    return _of_course.get(language) or _spoken.get(language) or Pack(language)


def known() -> list[str]:
    """Languages that have interface words."""
    brought = [one.code for one in (*_of_course.values(), *_spoken.values()) if one.words.get("interface")]
    return sorted({*BUILT_IN, *brought})


def base(language: str) -> str:
    """`pt-BR` -> pt."""
    return language.partition("-")[0]


def fallbacks(language: str) -> tuple[str, ...]:
    """Languages whose pages are shown where this one has none; a country's falls back to the language itself first."""
    found = dict.fromkeys((base(language), *pack_of(language).fallback))
    found.pop(language, None)
    return tuple(found)


def chain(language: str) -> tuple[str, ...]:
    """The language, those that it falls back to, and English: all that words are looked for in."""
    return tuple(dict.fromkeys((language, *fallbacks(language), "en")))


def nearest_in(language: str, there: Iterable[str]) -> str:
    """The first of the language's chain that is there; English when none is."""
    found = set(there)
    return next((one for one in chain(language) if one in found), "en")


@cache
def loaded(name: str, language: str) -> Mapping[str, Any]:
    """The words of a file in a language, over those of its fallbacks; the built-in ones are whole and end the search."""
    layers: list[Mapping[str, Any]] = []
    for code in chain(language):
        layers.append(pack_of(code).words.get(name, {}))
        if code in BUILT_IN:
            layers.append(built_in(name, code))
            break
    found: Mapping[str, Any] = {}
    for layer in reversed(layers):
        found = _over(found, layer)
    return found


@cache
def built_in(name: str, language: str) -> Mapping[str, Any]:
    """A file of words that comes with the builder."""
    text = (FOLDER / language / f"{name}.yml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.load(text, _Loader)  # noqa: S506 - both are safe ones
    return read


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    """Both, table by table; what both have is taken from `above`."""
    if not below or not above:
        return above or below
    found = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = _over(found[key], value) if both else value
    return found
