"""The files that the editor reads and writes: the course's texts and tables, and nothing outside its folder."""

import shutil
import threading
from pathlib import Path, PurePosixPath

from builder.commands.edit.as_written import Written
from builder.commands.edit.refused import RefusedError
from builder.commands.target import replace
from builder.course.folder import FOLDERS, MAX_TEXT
from builder.course.textfile import wide_encoding

ENDINGS = (".md", ".yml")
ASIDE = "drafts"
"""The folder for texts whose file somebody else changed meanwhile; it is neither checked nor published."""
_WRITING = threading.Lock()


def inside(root: Path, name: str) -> Path:
    """The course's file called `name`. Raises RefusedError for anything else, links included."""
    path = PurePosixPath(name)
    is_plain = name.isprintable() and not set(name) & set("\\:") and str(path) == name
    is_ours = len(path.parts) > 1 and path.parts[0] in FOLDERS and path.suffix in ENDINGS
    if not is_plain or not is_ours or any(part.startswith(".") for part in path.parts):
        raise RefusedError(404, "edit-not-ours")
    return unlinked(root, path)


def unlinked(root: Path, path: PurePosixPath) -> Path:
    """The file at `path`. Raises RefusedError when it or a parent folder is a link."""
    if any((root / part).is_symlink() for part in (path, *path.parents) if part.name):
        raise RefusedError(404, "edit-not-ours")
    return root / path


def read(root: Path, name: str) -> Written:
    """The file's content. Raises RefusedError when it is gone, too large, or not text that can be written back unchanged."""
    file = inside(root, name)
    if not file.is_file():  # a folder, or a pipe, which would block forever
        raise RefusedError(404, "edit-not-ours" if file.exists() else "edit-gone")
    try:
        with file.open("rb") as stream:
            written = Written(stream.read(MAX_TEXT + 1))
    except FileNotFoundError:
        raise RefusedError(404, "edit-gone") from None
    if len(written.content) > MAX_TEXT:
        raise RefusedError(413, "edit-too-large")
    try:
        is_text = not wide_encoding(written.content) and "\0" not in written.text
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        raise RefusedError(415, "edit-not-text")
    return written


def version_of(root: Path, name: str) -> str:
    """The version of the file now; "" when there is none, the reason when it can't be read."""
    try:
        return read(root, name).version
    except RefusedError as refused:
        return "" if refused.key == "edit-gone" else refused.key


def save(root: Path, name: str, text: str, version: str) -> Written:
    """Saves a text based on `version`. Raises RefusedError (409) when the file has changed since."""
    file = inside(root, name)
    with _WRITING:
        now = version_of(root, name)
        if now != version:
            raise RefusedError(409, "edit-conflict" if now else "edit-gone")
        content = checked_size((read(root, name) if now else Written(b"")).with_text(text))
        write(file, content)
    return Written(content)


def checked_size(content: bytes) -> bytes:
    if len(content) > MAX_TEXT:
        raise RefusedError(413, "edit-too-large")
    return content


def write(file: Path, content: bytes) -> None:
    """Replaces the file in one step and keeps its permissions."""

    def written(draft: Path) -> None:
        draft.write_bytes(content)
        if file.exists():
            shutil.copymode(file, draft)

    replace(file, written)


def put_aside(root: Path, name: str, text: str) -> str:
    """Keeps a text in a new file below `drafts` and returns its path."""
    path = PurePosixPath(ASIDE, *inside(root, name).relative_to(root).parts)
    content = checked_size(text.encode())
    with _WRITING:
        for number in range(1, 1000):
            free = path.with_name(f"{path.stem}.{number}{path.suffix}")
            file = unlinked(root, free)
            if not file.exists():
                write(file, content)
                return str(free)
    raise RefusedError(409, "edit-too-many")
