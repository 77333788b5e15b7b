"""Makes the files that a translator gets, with existing translations and the progress of each file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.course.model import Course
from builder.imports.po.entry import SEPARATOR, Entry, FileOfMessages
from builder.imports.po.glossary import Terms, find_terms
from builder.imports.po.memory import Known, Message, known_of, laid, pairs, together
from builder.imports.po.sources import Source, all_cut, cut, find_sources, text_of
from builder.imports.po.stamps import UNFINISHED, stamp_of
from builder.imports.po.unit import Cut
from builder.problems import ContentError

Before = Callable[[Source], tuple[bool, str | None]]
"""Tells whether a page's source has changed since it was translated, and its text at that time (None if unknown)."""
Words = Mapping[str, str]
"""Texts for translators, by keys of the command's catalogue (`po`)."""
_KINDS = {"quote-item": "item", "quote-option": "option", "term": "words", "text": "words"}


@dataclass(frozen=True, slots=True)
class Given:
    """A file for a translator. `is_apart`: the translation's structure differs, so nothing could be reused."""

    source: Source
    messages: Sequence[Message]
    left: Sequence[Known] = ()
    """Translations in translators' files of texts that the course no longer has."""
    is_apart: bool = False
    is_stale: bool = False

    @property
    def done(self) -> int:
        return sum(message.is_done for message in self.messages)

    @property
    def fuzzy(self) -> int:
        return sum(bool(message.translation) and message.is_fuzzy for message in self.messages)

    @property
    def words(self) -> int:
        """The number of words in the source."""
        return sum(len(message.unit.text.split()) for message in self.messages)


def give(course: Course, source: str, target: str, entries: Sequence[Entry], before: Before) -> Iterator[Given]:
    """What there is to translate, in course order. `entries`: from translators' files. Raises ContentError."""
    by_key: dict[str, list[Known]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(Known(entry.place, entry.text, entry.translation, entry.is_fuzzy))
    for one, found in all_cut(course.config.root, find_sources(course, source, target), source):
        yield _given(course, one, found, (source, target), by_key.get(one.key, []), before)


def _given(
    course: Course, one: Source, found: Cut, languages: tuple[str, str], entries: Sequence[Known], before: Before
) -> Given:  # fmt: skip
    said = [unit for unit in found.units if unit.is_said]
    text = text_of(course.config.root, one.target)
    is_unfinished = one.is_page and stamp_of(text or "")[1] == UNFINISHED
    is_stale, old = before(one) if one.is_page and text is not None and not is_unfinished else (False, None)
    basis = found if old is None else _cut(one, old, languages[0], languages[0])
    target = None if text is None else _cut(one, text, languages[1], languages[0])
    matched = pairs(basis, target, languages[1], is_page=one.is_page) if target and basis else None
    known = known_of(matched or [], is_fuzzy=is_stale and old is None)
    if is_unfinished:  # untranslated texts are still those of the source
        known = [done for done in known if done.text != done.source]
    pages, files = laid(said, known), laid(said, entries)
    messages = [together(page, file) for page, file in zip(pages, files, strict=True)]
    used = {(message.previous or message.unit.text) for message in messages}
    left = [known for known in entries if known.text and known.source not in used]
    return Given(one, messages, left, is_apart=text is not None and matched is None, is_stale=is_stale)


def _cut(one: Source, text: str, language: str, source: str) -> Cut | None:
    """The cut page or table; None for a translation with faults, which `taller check` reports."""
    try:
        return cut(one, text, language, source)
    except ContentError:
        return None


def file_of(given: Given, course: Course, languages: tuple[str, str], words: Words) -> FileOfMessages:
    """The contents of a translator's file."""
    terms = find_terms(course, *languages)
    entries = [_entry(given.source, message, terms, words) for message in given.messages]
    entries += [
        Entry(f"{given.source.key}{SEPARATOR}{one.place}", one.source, one.text, one.is_fuzzy, "", 0, is_obsolete=True)
        for one in given.left
    ]
    title = words["title"].format(page=given.source.path)
    day = course.config.released.isoformat()
    return FileOfMessages(title, course.config.site_name, day, *languages, str(given.source.path), entries)


def _entry(source: Source, message: Message, terms: Terms, words: Words) -> Entry:
    unit = message.unit
    note = words["page-says"].format(text=message.on_page) if message.on_page else ""
    return Entry(
        context=f"{source.key}{SEPARATOR}{unit.place}", text=unit.text, translation=message.translation,
        is_fuzzy=message.is_fuzzy, path=str(source.path), line=unit.line, comments=tuple(_comments(message, terms, words)),
        note=note, previous=message.previous,
    )  # fmt: skip


def _comments(message: Message, terms: Terms, words: Words) -> Iterator[str]:
    """Comments: the kind of text, its readers, its length limit, its terms, and what its placeholders stand for."""
    unit = message.unit
    kind = _KINDS.get(unit.kind, unit.kind)
    said = [words[f"kind-{kind}"], *([words[f"for-{unit.audience}"]] if unit.audience else [])]
    if unit.limit:
        said.append(words["limit"].format(n=unit.limit))
    yield " ".join(said)
    for term, translation in terms.within(unit):
        yield (
            words["term"].format(term=term, translation=translation)
            if translation
            else words["term-new"].format(term=term)
        )
    for mark in unit.marks.values():
        if mark.kind in ("link", "note", "variable", "code", "formula"):
            yield words["mark"].format(placeholder=f"{{{mark.name}}}", mark=mark.key)
