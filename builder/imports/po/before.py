"""What a page was translated from: the digests of the present sources, and the text at that time."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.course.folder import CourseFolder
from builder.course.model import Course, Document
from builder.course.pages import PageReader
from builder.course.texts import Filler
from builder.imports.po.history import old_text
from builder.imports.po.sources import Source, text_of
from builder.imports.po.stamps import stamp_of

Digest = Callable[[Document], str]
"""Gives the digest of a page's text, as used in stamps."""


def digests(course: Course, language: str, digest: Digest) -> Mapping[str, str]:
    """The digest of each page in this language, by the page's key."""
    found = {page.key: page.documents.get(language) for page in course.pages()}
    return {key: digest(document) for key, document in found.items() if document}


@dataclass(frozen=True, slots=True)
class Before:
    """Tells whether a page's source has changed since it was translated, and what the source's text was then."""

    course: Course
    language: str
    digest: Digest
    now: Mapping[str, str]

    def __call__(self, one: Source) -> tuple[bool, str | None]:
        """The text is None where the source is unchanged or its old text is unknown."""
        language, stamp = stamp_of(text_of(self.course.config.root, one.target) or "")
        if language != self.language or stamp == self.now.get(one.key):
            return False, None
        return True, old_text(self.course.config.root, one.path, lambda text: self.digest_of(one, text) == stamp)

    def digest_of(self, one: Source, text: str) -> str:
        """The digest of the page if this were its text."""
        kind = next(page.kind for page in self.course.pages() if page.key == one.key)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / one.path.name
            file.write_bytes(text.encode())
            config = self.course.config
            reader = PageReader(
                CourseFolder(Path(folder), [], {one.path: file}), config.languages, Filler(config.texts)
            )
            return self.digest(reader.document(one.path, kind, one.key, self.language))
