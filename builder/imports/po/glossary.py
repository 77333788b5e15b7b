"""The glossary for translators: the terms in a text, and the whole as TBX-Basic and CSV."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from lxml import etree

from builder.course.model import Course
from builder.imports.po.sources import text_of
from builder.imports.po.tables import cut_table
from builder.imports.po.unit import Unit
from builder.sheets.cells import as_csv

GLOSSARY = PurePosixPath("reference/glossary.yml")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"\w+")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its meaning in one language; both empty where the glossary has none."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms by id, each in the source's and the target's language."""

    entries: Mapping[str, tuple[Term, Term]]
    by_word: Mapping[str, Sequence[tuple[str, str]]]
    """The first word of a term -> the whole term in lower case, and its id."""

    def within(self, unit: Unit) -> Iterator[tuple[str, str]]:
        """The terms that a text links to or uses, with their translations ("" where there is none)."""
        low = unit.text.lower()
        near = [found for word in set(_WORD.findall(low)) for found in self.by_word.get(word, ())]
        used = {key for part, key in near if part in low and _whole(part).search(low)}
        used |= {mark.key.partition(":")[2] for mark in unit.marks.values() if mark.kind == "term"}
        for key in sorted(used & self.entries.keys()):
            source, target = self.entries[key]
            yield source.term, target.term


def _by_word(terms: Mapping[str, Term]) -> dict[str, list[tuple[str, str]]]:
    """An index by first word; `corporate social responsibility (CSR)` is also found by what is in brackets."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, term in terms.items():
        for part in (_BRACKETS.sub("", term.term).strip(), *re.findall(r"\(([^)]{2,})\)", term.term)):
            if words := _WORD.findall(part.lower()):
                found.setdefault(words[0], []).append((part.lower(), key))
    return found


@lru_cache(2000)
def _whole(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(part)}(?!\w)")


def find_terms(course: Course, source: str, target: str) -> Terms:
    """The course's glossary in two languages, of which the course needn't have the second."""
    return _terms(course.config.root, source, target, text_of(course.config.root, GLOSSARY) or "")


@lru_cache(4)
def _terms(_root: Path, source: str, target: str, text: str) -> Terms:
    mine, theirs = (_by_id(text, language, source) for language in (source, target))
    return Terms({key: (term, theirs.get(key, Term("", ""))) for key, term in mine.items()}, _by_word(mine))


def _by_id(text: str, language: str, source: str) -> dict[str, Term]:
    found: dict[str, dict[str, str]] = {}
    for unit in cut_table(GLOSSARY, text, language, source).units:
        key, _, part = unit.place.rpartition("/")
        found.setdefault(key, {})[part] = unit.text
    return {
        key: Term(parts.get("term", ""), parts.get("text", "")) for key, parts in found.items() if parts.get("term")
    }


def glossary_csv(terms: Terms) -> bytes:
    """Source, translation, id and meaning as CSV for Weblate and OmegaT; no cell is a formula."""
    rows = [("source", "target", "context", "developer_comments")]
    rows += [(source.term, target.term, key, source.text) for key, (source, target) in terms.entries.items()]
    return as_csv(rows)


def glossary_tbx(terms: Terms, languages: tuple[str, str], title: str) -> bytes:
    """The glossary as TBX-Basic (the 2008 version, which programs read)."""
    root = etree.Element("martif", type="TBX")
    root.set(_LANG, languages[0])
    head = etree.SubElement(root, "martifHeader")
    about = etree.SubElement(head, "fileDesc")
    etree.SubElement(etree.SubElement(about, "titleStmt"), "title").text = title
    etree.SubElement(etree.SubElement(about, "sourceDesc"), "p").text = title
    encoding = etree.SubElement(head, "encodingDesc")
    etree.SubElement(encoding, "p", type="XCSURI").text = "TBXBasicXCSV02.xcs"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for key, both in terms.entries.items():
        entry = etree.SubElement(body, "termEntry", id=key)
        for language, term in zip(languages, both, strict=True):
            if term.term:
                _language(entry, language, term)
    doctype = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">'
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True, doctype=doctype)
    return made


def _language(entry: etree._Element, language: str, term: Term) -> None:
    part = etree.SubElement(entry, "langSet")
    part.set(_LANG, language)
    if term.text:
        etree.SubElement(part, "descrip", type="definition").text = term.text
    etree.SubElement(etree.SubElement(part, "tig"), "term").text = term.term
