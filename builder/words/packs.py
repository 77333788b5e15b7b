"""Words and rules of languages: those that come with the builder, and those that a course or an installed package brings.

A process works on one course at a time: `use` sets the languages that it brings; worker processes get them with each
batch. A language's words are laid over those of the languages that it falls back to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FILES = ("interface", "problems", "command", "editor", "platforms", "programme", "report")
"""Names of the files of words, without `.yml`."""
BUILT_IN = ("en", "es")
"""Languages whose words come with the builder, complete."""
CODE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?"
"""Pattern of a language code: `pt`, `pt-BR`, `es-419`, `zh-Hant`."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast loader where PyYAML was built with it: the command can't start before it has these words."""


@dataclass(frozen=True, slots=True)
class Readability:
    """A readability index like Flesch's: `base` - `syllable` * syllables per word - `word` * words per sentence; the higher, the easier.

    A run of vowels counts as one syllable for each of its `strong` letters, and at least one.
    """

    base: float
    syllable: float
    word: float
    lowest: float
    """The lowest index that the median of a course's pages should have."""
    vowels: str
    strong: str
    together: tuple[str, ...] = ()
    """Letters pronounced as one vowel: `ão`."""
    apart: tuple[str, ...] = ()
    """A weak and a strong vowel pronounced apart after a consonant, unless they end a word with an accent: `ia` in energia,
    not in história."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A language as a course or a package describes it. "" means: as the builder has it."""

    code: str
    name: str = ""
    """In the language itself."""
    direction: str = ""
    """ltr or rtl"""
    fallback: tuple[str, ...] = ()
    """Languages whose pages and words are shown where its own are missing, the nearest first."""
    locale: str = ""
    """The CLDR locale whose names of countries and months and whose number format it uses; "" for its own."""
    decimal: str = ""
    group: str = ""
    readability: Readability | None = None
    words: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Name of a file of words, without `.yml` -> its words."""
    digest: str = ""
    """Hash of all its files."""
    folder: Path | None = field(default=None, repr=False, compare=False)


_of_course: dict[str, Pack] = {}
_spoken: dict[str, Pack] = {}


def use(packs: Mapping[str, Pack]) -> None:
    """Sets the languages that the course brings, in place of those of the previous course."""
    if packs != _of_course:
        _of_course.clear()
        _of_course.update(packs)
        loaded.cache_clear()


def brought() -> dict[str, Pack]:
    """The languages of the course, for `use` in another process."""
    return dict(_of_course)


def also_speak(pack: Pack) -> None:
    """Adds the language of the person at the command line; it stays, whatever course is read."""
    _spoken[pack.code] = pack
    loaded.cache_clear()


def pack_of(language: str) -> Pack:
    """The pack that the course or the command line brought for a language; an empty one when neither did."""
    return _of_course.get(language) or _spoken.get(language) or Pack(language)


def known() -> list[str]:
    """Languages that have interface words."""
    brought = [one.code for one in (*_of_course.values(), *_spoken.values()) if one.words.get("interface")]
    return sorted({*BUILT_IN, *brought})


def base(language: str) -> str:
    """`pt-BR` -> pt."""
    return language.partition("-")[0]


def fallbacks(language: str) -> tuple[str, ...]:
    """Languages whose pages are shown where this one has none, nearest first: `pt-BR` falls back to `pt` before others."""
    found = dict.fromkeys((base(language), *pack_of(language).fallback))
    found.pop(language, None)
    return tuple(found)


def chain(language: str) -> tuple[str, ...]:
    """The language, its fallbacks, and English: the order in which words are looked up."""
    return tuple(dict.fromkeys((language, *fallbacks(language), "en")))


def nearest_in(language: str, there: Iterable[str]) -> str:
    """The first of the language's chain that is in `there`; English when none is."""
    found = set(there)
    return next((one for one in chain(language) if one in found), "en")


@cache
def loaded(name: str, language: str) -> Mapping[str, Any]:
    """The words of a file in a language, laid over its fallbacks' down to the first built-in one, which is complete."""
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
    """Both merged, table by table; where both have a key, `above` wins."""
    if not below or not above:
        return above or below
    found = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = _over(found[key], value) if both else value
    return found
