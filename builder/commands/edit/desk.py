"""What the editor knows about a course: its pages, and what the check says about a text being written."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from builder.check import check_course
from builder.commands.edit import files
from builder.commands.edit.as_written import Written, line_in_browser
from builder.commands.follow import look
from builder.course.folder import FOLDERS, CourseFolder
from builder.course.load import load_course
from builder.course.model import Course, Document
from builder.problems import ContentError, Problem
from builder.words.packs import CODE


@dataclass(slots=True)
class Desk:
    """Reloads the course only when one of its files has changed."""

    root: Path
    language: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: object = None
    loaded: tuple[Course, list[Problem]] | None = None
    checking: threading.Lock = field(default_factory=threading.Lock)

    def course(self) -> Course:
        return self.state()[0]

    def state(self) -> tuple[Course, list[Problem]]:
        """The course on disk with all its problems. Raises ContentError without mkdocs.yml."""
        with self.lock:
            now = look(self.root)
            if now != self.seen or self.loaded is None:
                course, found = load_course(self.root)
                self.loaded, self.seen = (course, check_course(course, found)), now
            return self.loaded

    def document(self, name: str) -> Document | None:
        """The page in this file; None for tables and other files that aren't pages."""
        path = PurePosixPath(name)
        return next((one for one in self.course().documents() if one.path == path), None)

    def language_of(self, name: str) -> str:
        """The language in the page's file name, otherwise that of the person."""
        parts = PurePosixPath(name).name.split(".")
        known = self.course().config.languages
        return parts[-2] if len(parts) > 2 and parts[-2] in known else self.language

    def problems(self, name: str, text: str) -> dict[str, object]:
        """What `taller check` would report for the file with this text; `elsewhere`: the number of errors in other files."""
        written = files.read(self.root, name) if files.version_of(self.root, name) else Written(b"")
        content, path = files.checked_size(written.with_text(text)), PurePosixPath(name)
        with self.checking, TemporaryDirectory(prefix="taller-") as folder:
            file = Path(folder, path.name)
            file.write_bytes(content)
            try:
                found = check_course(*load_course(self.root, {path: file}))
            except ContentError as error:
                found = error.problems
        rows = [_row(one, text, self.language) for one in found if one.path == path]
        return {"problems": rows, "elsewhere": sum(one.path != path and not one.is_warning for one in found)}

    def pages(self) -> list[dict[str, object]]:
        """The files that can be edited: pages in course order, then tables; in an edition, only its own."""
        course, found = self.state()
        faults = Counter(str(one.path) for one in found if not one.is_warning)
        own = [(document, group) for document, group in _documents(course) if (self.root / document.path).is_file()]
        rows = [_page(document, group) for document, group in own]
        rows += [_table(path) for path in sorted(self._tables() - {one.path for one in course.documents()})]
        return [{**row, "errors": faults[str(row["path"])]} for row in rows]

    def _tables(self) -> set[PurePosixPath]:
        folder = CourseFolder(self.root, [])
        for name in FOLDERS:
            folder.walk(PurePosixPath(name))
        return {path for path in folder.files if path.suffix == ".yml" or re.fullmatch(rf".+\.{CODE}\.md", path.name)}


def _documents(course: Course) -> Iterator[tuple[Document, str]]:
    """Each page with the title of its module in the same language; "" outside of modules."""
    of_module = {page.key: module for module in course.modules for page in (module.page, *module.sessions)}
    for document in course.documents():
        module = of_module.get(document.key)
        pages = module.page.documents if module else {}
        head = pages.get(document.language) or next(iter(pages.values()), None)
        yield document, head.title if head else ""


def _page(document: Document, group: str) -> dict[str, object]:
    audience = "trainer" if document.kind == "guide" else "participant"
    return {
        "path": str(document.path), "title": document.title, "kind": document.kind, "group": group,
        "language": document.language, "audience": audience,
    }  # fmt: skip


def _table(path: PurePosixPath) -> dict[str, object]:
    audience = "trainer" if path.parts[0] == "trainer_guides" else "participant"
    return {"path": str(path), "title": str(path), "kind": "table", "group": "", "language": "", "audience": audience}


def _row(problem: Problem, text: str, language: str) -> dict[str, object]:
    return {
        "line": line_in_browser(text, problem.line),
        "code": problem.code,
        "level": "warning" if problem.is_warning else "error",
        "message": problem.message(language),
        "hint": problem.hint(language),
    }
