"""What readers of a language get: each page in their language, else in the nearest that it falls back to, else in any."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course.model import Course, Document, Page
from builder.words.packs import CODE, fallbacks

_LANGUAGE = re.compile(rf"\.{CODE}\.md$")


def shown(page: Page, language: str) -> Document:
    """The page in this language, else in its nearest fallback, else in any that it has."""
    known = (language, *fallbacks(language), *page.documents)
    return next(page.documents[one] for one in known if one in page.documents)


def shown_documents(course: Course, language: str) -> Iterator[Document]:
    """The text of each page, in the order of the course."""
    return (shown(page, language) for page in course.pages() if page.documents)


def without_language(path: PurePosixPath) -> PurePosixPath:
    """`10-why.es.md` -> `10-why.md`: the same page in every language."""
    return path.with_name(_LANGUAGE.sub(".md", path.name)) if path.name not in ("", "..") else path
