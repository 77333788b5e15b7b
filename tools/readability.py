"""How easy the participants' texts are to read: Flesch-Kincaid grade (English), Fernández-Huerta index (Spanish), and an
index after Flesch for each language whose `language.yml` says one.

    python tools/readability.py [--limit] [--language CODE] [DIR]

Measured are the modules and case stories as participants get them: paragraphs, list items, questions and feedback of
self-checks. Not measured: headings, tables, labels, options and filled-in lists of worksheets, citations, addresses.

A sentence ends at . ! ? or … before a space and no small letter (initials such as "A. Dirigir" apart); a colon or
semicolon doesn't end one. Each paragraph and each list item is at least one sentence, with or without an end mark; a
list item inside another is one of its own. A number is a word for the length of the sentence and has no syllables
(Flesch's advice): syllables per word are taken from the words with letters. RSE is read letter by letter.

Spanish is read 206.84 - 60 syllables/word - 1.02 words/sentence: the often printed form with the *number* of sentences
is a known slip. Own counters, because textstat 0.7 takes Spanish syllables from hyphenation (energía: 2, leer: 1), loads
a dictionary from the network for English and drops sentences of one or two words.
"""

import argparse
import re
import sys
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from unicodedata import normalize

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf, select
from builder.problems import ContentError
from builder.words.packs import Readability, base, pack_of

LIMITS = {"en": 9.0, "es": 60.0}
"""English: the highest grade. Spanish: the lowest index."""
_SKIPPED_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "sup", "img"})
_SKIPPED_CLASSES = frozenset({"block-label", "block-meta", "block-materials", "case-link", "value-label", "footnote"})
_INLINE = frozenset({"a", "strong", "em", "code", "br", "span"})
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:\u00a0\u202f]\d+)*")
_END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)[)\]\"'”’»*]*\s+(?=[^a-záéíóúüñàâãêôõç])")
_ACCENT = re.compile("[\u0301\u0302]")
"""Acute and circumflex, which mark the stressed syllable."""
_SPANISH_VOWELS = re.compile("[aeiouáéíóúü]+")
_ENGLISH_VOWELS = re.compile("[aeiouyáéèêíóúñ]+")
_SILENT = re.compile(
    r"""(?<![aeiouy])e$ (?<![^aeiouylrw]le)  # make, rule; not: table
      | (?<![aeiouytd])ed$ (?<![^aeiouylrw]led)  # baked; not: wanted, doubled
      | (?<![aeiouycgszx])es$ (?<![sc]hes) (?<![^aeiouylrw]les)  # makes; not: prices, dishes, tables
      | (?<=[^aeiouytd])e(?=ment|ful|less|ly$|ness|where|thing|one|body|line|holder|ty$)  # useful, somebody""",
    re.VERBOSE,
)
_APART = re.compile(
    r"""(?<![cgst])ia(?!g) | (?<=[^cgstxln])io | iu | eo(?!ple|us) | ua(?=t) | [aeiouy]ing | iet | yi | uou | [uo]ye
      | ie(?=[ct])(?<![cst]ie) | (?<=ppl)ie | (?<=[aiu]s)ie | idea | area | ea(?=te$|ti)  # science, supplier, easier
      | scie | [hs]our | [fth]ire | thm | sm$""",
    re.VERBOSE,
)
_SAID = {"business": 2, "businesses": 3, "interest": 2, "interests": 2, "equal": 2, "union": 2, "unions": 2}
"""English words in the course that the rules get wrong."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Counts for a text; `spelled` is the number of words with letters."""

    sentences: int = 0
    words: int = 0
    spelled: int = 0
    syllables: int = 0

    def __add__(self, other: "Sample") -> "Sample":
        return Sample(
            self.sentences + other.sentences,
            self.words + other.words,
            self.spelled + other.spelled,
            self.syllables + other.syllables,
        )


def score(sample: Sample, language: str) -> float:
    """The grade (English) or index (other languages) of a text that isn't empty."""
    length, weight = sample.words / sample.sentences, sample.syllables / sample.spelled
    if rule := pack_of(language).readability:
        return rule.base - rule.syllable * weight - rule.word * length
    if base(language) == "es":
        return 206.84 - 60 * weight - 1.02 * length
    return 0.39 * length + 11.8 * weight - 15.59


def count(text: str, language: str) -> Sample:
    """The counts of one paragraph or list item."""
    found = Sample()
    for sentence in _END.split(text):
        words = _WORD.findall(sentence)
        spelled = [word for word in words if not word[0].isdigit()]
        if spelled:
            found += Sample(1, len(words), len(spelled), sum(syllables(word, language) for word in spelled))
    return found


def syllables(word: str, language: str) -> int:
    """The number of spoken syllables, at least 1."""
    if word.isupper() and 1 < len(word) < 6:
        return len(word)
    counter = _spanish if base(language) == "es" else _english
    if rule := pack_of(language).readability:
        counter = partial(_by_rule, rule)
    return sum(counter(part) for part in re.split("['’-]", word.lower()) if len(part) > 1 or part == word.lower())


def _spanish(word: str) -> int:
    """Each strong or accented vowel makes a syllable; weak ones join it or each other. The h is silent."""
    said = re.sub("h", "", re.sub("qu|gu(?=[eiéí])", "k", word))
    said = re.sub("(?<=[aeiouáéíóú])y$|^y$", "i", said)
    return max(1, sum(max(1, len(re.findall("[aeoáéóíú]", run))) for run in _SPANISH_VOWELS.findall(said)))


def _by_rule(rule: Readability, word: str) -> int:
    """Counts as `Readability` says: a run of vowels has a syllable for each strong one, and at least one."""
    pairs = "|".join(map(re.escape, rule.apart)) or r"\b\B"
    end = "(?!s?$)" if _ACCENT.search(normalize("NFD", word)) else ""
    apart = len(re.findall(f"(?<![{re.escape(rule.vowels)}])(?:{pairs}){end}", word))
    for vowels in rule.together:
        word = word.replace(vowels, "\0")
    runs = re.findall(f"[\0{re.escape(rule.vowels)}]+", word)
    said = sum(max(1, len(re.findall(f"[\0{re.escape(rule.strong)}]", run))) for run in runs)
    return max(1, said + apart)


def _english(word: str) -> int:
    """Groups of vowels, without silent e, plus vowels spoken separately: right for 99 of 100 words in the course."""
    vowels = len(_ENGLISH_VOWELS.findall(word))
    return _SAID.get(word) or max(1, vowels - bool(_SILENT.search(word)) + len(_APART.findall(word)))


def prose(root: etree.Element) -> Iterator[str]:
    """The text of each paragraph and list item of a rendered page, nested ones apart."""
    for element in root:
        classes = set(element.get("class", "").split())
        if element.tag in _SKIPPED_TAGS or classes & _SKIPPED_CLASSES:
            continue
        if element.tag in ("ul", "ol") and _is_filled_in(root):
            continue
        if element.tag in ("p", "li"):
            yield _own_text(element)
        if element.tag != "p":
            yield from prose(element)


def _is_filled_in(parent: etree.Element) -> bool:
    """Whether lists in this element are options or answers of a worksheet."""
    return bool({"field", "field-label", "value"} & set(parent.get("class", "").split()))


def _own_text(element: etree.Element) -> str:
    """The element's text with inline elements, without citations, pictures and nested blocks."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _INLINE:
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def page_sample(edition: Edition, leaf: Leaf) -> Sample:
    """The counts of one page."""
    markdown = page_markdown(edition, leaf, lambda *_: "#")
    tree = render(markdown, edition.language, keys=True)
    return sum((count(text, edition.language) for text in prose(tree)), Sample())


def measure(root: Path, also: Sequence[str] = ()) -> dict[str, dict[str, Sample]]:
    """Language -> page -> counts for the participants' modules and case stories; languages without a measure are left out.

    `also`: languages besides those of the course's settings.
    """
    course, _ = load_course(root, also=also)
    found = {}
    for language in course.config.languages:
        if not limit(language):
            continue
        edition = select(course, Audience.PARTICIPANT, language)
        leaves = [
            leaf for leaf in edition.leaves() if leaf.kind in ("module", "session", "case") and not leaf.is_fallback
        ]
        samples = {leaf.key: page_sample(edition, leaf) for leaf in leaves}
        found[language] = {key: sample for key, sample in samples.items() if sample.spelled}
    return found


def table(measured: dict[str, dict[str, Sample]]) -> Iterator[str]:
    """Lines with words and value of each page, of all prose together, and with the pages' median."""
    pages = list(dict.fromkeys(key for samples in measured.values() for key in samples))
    width = max(map(len, [*pages, "median of pages"]))
    yield " " * width + "".join(f"  {language:>6} words" for language in measured)
    for key in pages:
        yield f"{key:{width}}" + "".join(_cell(samples.get(key), code) for code, samples in measured.items())
    totals = {code: sum(samples.values(), Sample()) for code, samples in measured.items()}
    yield f"{'all prose':{width}}" + "".join(_cell(total, code) for code, total in totals.items())
    yield f"{'median of pages':{width}}" + "".join(f"  {value:6.1f}      " for value in medians(measured).values())


def _cell(sample: Sample | None, language: str) -> str:
    return f"  {score(sample, language):6.1f} {sample.words:5}" if sample and sample.spelled else " " * 14


def medians(measured: dict[str, dict[str, Sample]]) -> dict[str, float]:
    """The median of the pages' values, by language."""
    return {code: median(score(s, code) for s in samples.values()) for code, samples in measured.items() if samples}


def is_outside(value: float, language: str) -> bool:
    """Whether a median misses its limit."""
    return value > limit(language) if base(language) == "en" else value < limit(language)


def limit(language: str) -> float:
    """The limit in the language's settings, or else in `LIMITS`; 0 for a language without a measure."""
    rule = pack_of(language).readability
    return rule.lowest if rule else LIMITS.get(base(language), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description="How easy the participants' texts are to read.")
    parser.add_argument("root", nargs="?", type=Path, default=Path(), metavar="DIR", help="the course")
    parser.add_argument("--limit", action="store_true", help="exit 1 when a median is outside its limit")
    parser.add_argument("--language", action="append", default=[], metavar="CODE", help="one besides the course's own")
    options = parser.parse_args()
    try:
        measured = measure(options.root, options.language)
    except (ContentError, ValueError) as error:
        sys.exit(f"{error}\nrun: taller check")
    print("\n".join(table(measured)))
    for code in options.language:
        if code not in measured:
            print(f"{code}: languages/{code}/language.yml says no measure (readability)", file=sys.stderr)
    outside = [code for code, value in medians(measured).items() if is_outside(value, code)]
    for code in outside:
        print(f"{code}: the median is outside the limit of {limit(code):g}", file=sys.stderr)
    return 1 if options.limit and outside else 0


if __name__ == "__main__":
    sys.exit(main())
