"""Digests of everything that an output depends on: equal digests mean equal outputs."""

import hashlib
import os
import platform
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, entry_points
from pathlib import Path, PurePosixPath

import builder
from builder.course.base_course import folders_read
from builder.course.base_lock import LOCK
from builder.course.folder import FOLDERS
from builder.course.languages import GROUP, LANGUAGES
from builder.course.places import EDITION
from builder.edition.select import Edition
from builder.words import own_name
from builder.words.packs import chain

_PROJECT = "taller"
_VERSION = re.compile(r"^Version: *(\S+)", re.MULTILINE)
_NEEDED = re.compile(r"^Requires-Dist: *([\w.-]+)(?!.*extra ==)", re.MULTILINE)


def digest(*parts: object) -> str:
    """The digest (32 hex digits) of bytes or of values with a stable `repr`."""
    found = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else repr(part).encode()
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()[:32]


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """The digest of the contents of files and of their paths relative to `root`."""
    found = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root).as_posix().encode()
        content = path.read_bytes()
        for part in (name, content):
            found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()[:32]


@cache
def builder_digest() -> str:
    """The digest of the builder's own files, of its dependencies' versions and of the installed language plugins."""
    folder = Path(builder.__file__).parent
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    words = sorted((point.name, point.dist.version if point.dist else "") for point in entry_points(group=GROUP))
    return digest(digest_files(files, folder), sorted(tools().items()), words)


def tools() -> dict[str, str]:
    """The versions of Python and of every installed distribution that the builder requires, directly or not."""
    found, waiting = {"python": platform.python_version()}, [_PROJECT]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # only required on another system or another Python
        # `version` and `requires` would parse the whole README each time
        head = (installed.read_text("METADATA") or installed.read_text("PKG-INFO") or "").partition("\n\n")[0]
        found[name] = "".join(_VERSION.findall(head))
        waiting += [re.sub(r"[-_.]+", "-", needed).lower() for needed in _NEEDED.findall(head)]
    return found


def course_digest(root: Path, others: Iterable[str] = ()) -> str:
    """The digest of all files of the course and of an edition's base, its configuration, the builder and
    SOURCE_DATE_EPOCH.

    `others`: files that the configuration names outside the course's own folders (logos).
    """
    found = [_folder_digest(folder, others) for folder in folders_read(root)]
    return digest(*found, builder_digest(), os.environ.get("SOURCE_DATE_EPOCH", ""))


def _folder_digest(root: Path, others: Iterable[str]) -> str:
    named = (PurePosixPath(name) for name in ("mkdocs.yml", EDITION, LOCK, *others))
    files = [root / name for name in named if not name.is_absolute() and ".." not in name.parts]
    files += [
        Path(folder, name)
        for top in (*FOLDERS, LANGUAGES)
        for folder, _, names in os.walk(root / top)
        for name in names
    ]
    return digest_files([path for path in files if path.is_file()], root)


def edition_digest(edition: Edition) -> str:
    """The digest of everything that an edition shows."""
    # A digest for each page: the text of a large course as one string, and that in bytes, would take more memory than the course.
    pages = [
        digest(leaf.key, leaf.is_fallback, leaf.document.meta, _dense(leaf.document.lines)) for leaf in edition.leaves()
    ]
    config = edition.config
    look = [getattr(config, name) for name in config.__slots__ if name not in ("root", "packs", "languages_at")]
    look += [own_name(language) for language in config.languages]
    look += [config.packs.get(language) for language in chain(edition.language)]
    facts = [case.facts for case in edition.cases]
    agendas = [guide.agenda for guide in edition.guides]
    images = [(str(path), image.labels, image.size) for path, image in sorted(edition.images.items())]
    contents = [image.content for _, image in sorted(edition.images.items())]
    return digest(
        edition.audience.label, edition.language, pages, look, facts, agendas, edition.sources, edition.glossary,
        edition.topics, images, *contents, sorted(edition.files.items()), builder_digest(),
    )  # fmt: skip


def _dense(lines: Sequence[str]) -> str:
    """The lines with each run of empty lines reduced to one: a longer hidden note leaves more of them but changes nothing."""
    return re.sub(r"\n\s*\n+", "\n\n", "\n".join(lines)).strip()
