"""An institution's edition: a folder with `edition.yml` and only what differs, laid over the base course that it is made from.

`load_course` loads such a folder, merged, like any other course: check, build and gate see no difference.
Nothing is copied; files are read where they are, and `Places` says where that is.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.course.base_course import BaseCourse, copied_commit, find_base
from builder.course.base_lock import LOCK, Lock, read_lock
from builder.course.config import NAME, read_config
from builder.course.edition_file import Sessions, adapted, laid_over, merged, read_edition, read_sessions
from builder.course.folder import FOLDERS, CourseFolder
from builder.course.languages import LANGUAGES
from builder.course.links import Link, resolve, rewrite_links
from builder.course.model import GUIDES, PAGES, Agenda, Day, Document, Text
from builder.course.places import BEYOND, EDITION, Places
from builder.course.reader import NOTHING, Reader, nearest
from builder.course.settings import Config
from builder.course.stamp import text_digest
from builder.course.yamlfile import Node, Table, parse
from builder.problems import ContentError

MERGED = {"sources": 1, "glossary": 1, "partners": 1, "topics": 2, "style": 2}
"""Tables of `reference/` that are merged into the base's entry by entry -> how many levels of keys they have."""
_NUMBER = re.compile(r"^\d+-")
_PREFIXES = {"trainer_guides": GUIDES, "free_pages": PAGES, "casestories": ""}
"""Folder of pages -> prefix of their keys."""


@dataclass(slots=True)
class Overlay:
    """An edition while it is being loaded."""

    folder: CourseFolder
    base: BaseCourse
    config: Config
    sessions: Sessions
    lock: Lock
    below: Mapping[PurePosixPath, Path]
    """All files of the base, even those that the edition replaces or leaves out."""
    left_out: frozenset[PurePosixPath] = frozenset()

    @property
    def version(self) -> str:
        """Of the base; "" when it is unknown."""
        return self.config.adapted.version if self.config.adapted else ""

    def table(self, path: PurePosixPath) -> Node | None:
        """A table of `reference/`, the edition's merged over the base's, whose line numbers start after `BEYOND`."""
        own = parse(self.folder.text(path), path, self.folder.problems)
        if path not in self.below or self.folder.files[path] == self.below[path]:
            return own
        text = self.folder.text(path, self.below[path])
        return merged(own, parse(text, path, self.folder.problems, BEYOND + 1), MERGED[path.stem])

    def is_below(self, path: PurePosixPath) -> bool:
        """Whether the edition uses the base's file for this path."""
        return path in self.below and self.folder.files.get(path) == self.below[path]

    def without_links(self, document: Document) -> Document:
        """The page; in one of the base's, links to pages that the edition leaves out become plain text."""
        if not self.left_out or not self.is_below(document.path):
            return document

        def target(link: Link) -> str:
            is_gone = not link.is_image and not link.scheme and resolve(document, link.path) in self.left_out
            return "" if is_gone else link.target

        lines = rewrite_links(document, target)
        if lines == list(document.lines):
            return document
        return replace(document, lines=tuple(lines), digest_as_written=text_digest(document))

    def without_items(self, agenda: Agenda) -> Agenda:
        """An agenda of the base without the sessions that the edition leaves out."""
        if not self.is_below(agenda.path):
            return agenda
        gone = {_names(path)[-1] for path in self.left_out if _names(path)}

        def rest(day: Day) -> Day:
            return replace(day, items=tuple(item for item in day.items if item.key not in gone))

        variants = (replace(one, days=tuple(map(rest, one.days))) for one in agenda.variants)
        return replace(agenda, variants=tuple(variants))


def is_edition(root: Path) -> bool:
    """Whether the folder is an institution's edition."""
    return (root / EDITION).is_file()


def _read(folder: CourseFolder, texts: list[Text]) -> Overlay:
    reader = Reader(PurePosixPath(EDITION), ("en",), folder.problems, texts)
    own, base = _own_settings(folder, reader)
    lock = read_lock(folder.root, Reader(PurePosixPath(LOCK), ("en",), folder.problems))
    if base is None or not _is_the_locked(base, lock, reader):
        raise ContentError(folder.problems)
    folder.base, settings = base.root, PurePosixPath(NAME)
    below = parse(folder.text(settings, base.root / NAME), settings, folder.problems, BEYOND + 1)
    if not isinstance(below, Table):
        raise ContentError(Places(_way(folder.root, base.root)).all(folder.problems))
    files = _files_below(base.root, folder)
    config = read_config(folder, Reader(settings, ("en",), folder.problems, texts), laid_over(own, below))
    sessions = read_sessions(reader, own.entries.get("sessions"))
    return Overlay(folder, base, replace(config, adapted=adapted(below)), sessions, lock, files)


def _own_settings(folder: CourseFolder, reader: Reader) -> tuple[Table, BaseCourse | None]:
    text = folder.text(PurePosixPath(EDITION), folder.root / EDITION)
    node = parse(text, reader.path, folder.problems)
    own = read_edition(reader, node) if node else NOTHING
    return own, find_base(folder.root, reader, own.entries.get("base"))


def _is_the_locked(base: BaseCourse, lock: Lock, reader: Reader) -> bool:
    """Whether a copied repository is at the commit that the edition was made from; a problem if not. True for other bases."""
    if base.kind != "git" or lock.commit == copied_commit(base.root):
        return True
    reader.problem(base.line, "base-other-commit", tag=lock.tag or "TAG", name=base.name)
    return False


def _files_below(root: Path, folder: CourseFolder) -> dict[PurePosixPath, Path]:
    """The base's files; anything in its folders that isn't a regular file is a problem."""
    below = CourseFolder(root, folder.problems)
    for name in FOLDERS:
        below.walk(PurePosixPath(name))
    return below.files


def opened(folder: CourseFolder, texts: list[Text]) -> Overlay:
    """The edition in a folder, its files laid over the base's; no page is read yet. `texts` is filled as `Course.texts`.

    Raises ContentError when it can't be loaded at all: no settings, or no base.
    """
    overlay = _read(folder, texts)
    for name in FOLDERS:
        folder.walk(PurePosixPath(name), needed=False)
    _lay_over(overlay)
    return overlay


def _lay_over(overlay: Overlay) -> None:
    """Adds the base's files to the edition's, which are already listed, except those that it leaves out."""
    folder = overlay.folder
    own = frozenset(folder.files)
    spoken = (file.relative_to(folder.root) for file in (folder.root / LANGUAGES).rglob("*"))
    overlay.left_out = frozenset(_left_out(overlay))
    folder.files.update(
        {path: file for path, file in overlay.below.items() if path not in own and path not in overlay.left_out}
    )
    places = Places(_way(folder.root, overlay.base.root), own | {PurePosixPath(path.as_posix()) for path in spoken})
    overlay.config = replace(overlay.config, places=places)


def _way(root: Path, base: Path) -> str:
    return Path(os.path.relpath(base, root)).as_posix()


def _left_out(overlay: Overlay) -> Iterator[PurePosixPath]:
    """The base's files that the edition leaves out: sessions, modules with their guides, and other pages by their keys."""
    sessions, known = overlay.sessions, {name for path in overlay.below for name in _names(path)}
    for name, line in (*sessions.keep.items(), *sessions.leave_out.items()):
        if name not in known:
            arguments = {"name": name, "nearest": nearest(name, known)}
            overlay.folder.problem(PurePosixPath(EDITION), line, "session-unknown", **arguments)
    kept = {*sessions.keep, *(name.partition("/")[0] for name in sessions.keep)}
    for path in overlay.below:
        names = _names(path) + _module_of(path, known)
        of_module = names if path.parts[0] == "modules" else _module_of(path, known)
        is_kept = not of_module or not kept or of_module[0] in sessions.keep or of_module[-1] in kept
        if not is_kept or any(name in sessions.leave_out for name in names):
            yield path


def _names(path: PurePosixPath) -> tuple[str, ...]:
    """Module and session that a file below `modules/` belongs to, `water` and `water/waste`; the key of any other page."""
    top, slug = path.parts[0], _NUMBER.sub("", path.name).partition(".")[0]
    if len(path.parts) == 2 and top in _PREFIXES:
        return (_PREFIXES[top] + slug,)
    if top != "modules" or len(path.parts) < 3:
        return ()
    module = _NUMBER.sub("", path.parts[1])
    is_session = len(path.parts) == 3 and path.suffix == ".md" and slug != "module"
    return (module, f"{module}/{slug}") if is_session else (module,)


def _module_of(path: PurePosixPath, known: Collection[str]) -> tuple[str, ...]:
    """The slug of the module whose guide this file belongs to, as a tuple; empty for other files."""
    slug = "".join(_names(path)).removeprefix(GUIDES) if path.parts[0] == "trainer_guides" else ""
    return (slug,) if slug in known else ()
