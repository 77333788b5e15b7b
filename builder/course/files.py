"""Files for download: documents, tables, audio and video, beside the pages that link to them.

They are kept in the course's folders like pictures. A file is part of the course when a page links to it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.course.course_file import CourseFile
from builder.course.folder import CourseFolder
from builder.course.images import find_picture
from builder.course.links import Link, find_links
from builder.course.model import Document

OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""File extension -> the folder in the archive that identifies the format."""
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
"""File extension -> the last word of the media type that the archive declares."""
AUDIO, VIDEO = ("mp3", "m4a", "ogg", "wav"), ("mp4", "webm")
KINDS = ("pdf", *OFFICE, *OPEN, "csv", *AUDIO, *VIDEO)
"""Extensions of files that may be handed out."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file of the course: its page, itself, and the file."""

    document: Document
    link: Link
    path: PurePosixPath


def kind_of(path: PurePosixPath) -> str:
    """`plan.XLSX` -> xlsx."""
    return path.suffix.lower().removeprefix(".")


def may_be_file(link: Link) -> bool:
    """Whether the link leads to something in the course other than a page or picture."""
    ending = PurePosixPath(link.path).suffix.lower()
    return not (link.is_image or link.scheme or not ending or ending == ".md")


def linked_file(document: Document, link: Link, known: Collection[PurePosixPath]) -> PurePosixPath | None:
    """The file among `known` that a link leads to; None when it leads to none."""
    return find_picture(document, link.path, known) if may_be_file(link) else None


def file_links(documents: Iterable[Document], known: Collection[PurePosixPath]) -> list[FileLink]:
    """Each link to a file, in the order of the pages."""
    found = (
        (document, link, linked_file(document, link, known)) for document in documents for link in find_links(document)
    )
    return [FileLink(document, link, path) for document, link, path in found if path]


def read_files(folder: CourseFolder, documents: Iterable[Document], largest: int) -> Mapping[PurePosixPath, CourseFile]:
    """The files that pages link to. Those over `largest` megabytes aren't read: `check` refuses them."""
    linked = dict.fromkeys(one.path for one in file_links(documents, folder.files.keys()))
    return {path: _read(folder, path, largest) for path in linked}


def _read(folder: CourseFolder, path: PurePosixPath, largest: int) -> CourseFile:
    folder.used.add(path)
    file = folder.files[path]
    size = file.stat().st_size
    if size > largest * MEGABYTE:
        return CourseFile(path, size, "", file)
    with file.open("rb") as stream:
        return CourseFile(path, size, hashlib.file_digest(stream, "sha256").hexdigest(), file)
