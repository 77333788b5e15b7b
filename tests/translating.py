"""What the tests of translation share: the messages of a course, a translation of them all, and their way back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from builder.course.load import load_course
from builder.course.model import Course
from builder.course.stamp import text_digest
from builder.imports.po.before import Before, digests
from builder.imports.po.bring import Brought, Job, bring
from builder.imports.po.entry import Entry
from builder.imports.po.given import file_of, give
from builder.imports.po.pofile import po_bytes, read_po
from builder.imports.po.sources import find_sources
from builder.imports.po.xliff import read_xliff, xliff_bytes
from builder.words import command_words


def messages(
    course: Course, source: str, target: str, known: Sequence[Entry] = (), *, form: str = "po"
) -> list[Entry]:  # fmt: skip
    """What a translator's files hold, written and read again."""
    before = Before(course, source, text_digest, digests(course, source, text_digest))
    found: list[Entry] = []
    for one in give(course, source, target, known, before):
        file, shown = file_of(one, course, (source, target), command_words("en")["po"]), one.source.po.as_posix()
        found += read_po(po_bytes(file), shown) if form == "po" else read_xliff(xliff_bytes(file), shown)
    return found


def come_back(course: Course, entries: Sequence[Entry], source: str, target: str, *, partial: bool = False) -> Brought:
    job = Job(course.config.root, source, target, digests(course, source, text_digest), partial)
    return bring(job, find_sources(course, source, target), [one for one in entries if not one.is_obsolete])


def translated(entries: Sequence[Entry], change: Callable[[str], str] = lambda text: f"{text} ção") -> list[Entry]:
    """All messages with a translation: the text with two syllables behind it."""
    return [replace(one, translation=change(one.text), is_fuzzy=False) for one in entries]


def placed(course: Course, brought: Brought) -> Course:
    """The course with what came back, read again."""
    for path, text in brought.files.items():
        (course.config.root / path).write_bytes(text.encode())
    return load_course(course.config.root)[0]


def with_languages(folder: Path, languages: str) -> None:
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("languages: [en, es]", f"languages: [{languages}]"), encoding="utf-8")


def written_out(
    course: Course, folder: Path, source: str, target: str, change: Callable[[str], str] | None = None
) -> list[Path]:
    """The files of a translator, each text translated by `change`."""
    before = Before(course, source, text_digest, digests(course, source, text_digest))
    found = []
    for one in give(course, source, target, (), before):
        file = file_of(one, course, (source, target), command_words("en")["po"])
        if change:
            entries = [replace(entry, translation=change(entry.text)) for entry in file.entries]
            file = replace(file, entries=entries)
        path = folder / one.source.po
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(file))
        found.append(path)
    return found
