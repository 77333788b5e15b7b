"""The files in a folder of received ones: those to read, and all others with the reason why not."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from builder.collect.document import DOCUMENTS
from builder.collect.record import MARK, SPREADSHEETS

_SYSTEM = re.compile(
    r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|\.ds_store|\.localized|\.nomedia|\.dropbox|\.dropbox\.cache|\.directory"
    r"|\.gitkeep|\.gitignore|~\$.*|\._.*|\.~lock\..*#)",
    re.IGNORECASE,
)
_SYSTEM_FOLDERS = {
    "__MACOSX", ".git", ".Trashes", ".Spotlight-V100", ".fseventsd", ".TemporaryItems", "$RECYCLE.BIN",
    "System Volume Information",
}  # fmt: skip
_PICTURES = {
    ".jpg",
    ".jpeg",
    ".png",
    ".heic",
    ".heif",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".webp",
    ".svg",
    ".avif",
    ".jfif",
}
_TEXTS = {
    ".doc", ".odt", ".rtf", ".txt", ".md", ".pages", ".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".numbers",
    ".ppt", ".pptx", ".odp", ".key", ".html", ".htm", ".xps", ".xfdf", ".fdf", ".xml", ".json", ".epub",
}  # fmt: skip
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".eml", ".msg", ".mbox"}
_MAGIC = (
    (b"\xff\xd8\xff", "unread-picture"), (b"\x89PNG", "unread-picture"), (b"GIF8", "unread-picture"), (b"RIFF", "unread-picture"),
    (b"II*\0", "unread-picture"), (b"MM\0*", "unread-picture"), (b"BM", "unread-picture"), (b"\0\0\0 ftyp", "unread-picture"),
    (b"\0\0\0\x18ftyp", "unread-picture"), (b"\0\0\0\x1cftyp", "unread-picture"), (b"Rar!", "unread-archive"),
    (b"7z\xbc\xaf", "unread-archive"), (b"PK", "unread-archive"), (b"\xd0\xcf\x11\xe0", "unread-document"), (b"{\\rtf", "unread-document"),
)  # fmt: skip

_LOCKED = b"\xd0\xcf\x11\xe0"
"""The first bytes of a password-protected DOCX."""


class Received(NamedTuple):
    path: Path
    code: str
    """The problem's code; empty for PDFs and records, whatever their name, and for office files that may be ours."""


def received(folder: Path) -> Iterator[Received]:
    """All files below a folder, by path, except those that systems leave behind."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder, followlinks=False):
        here = Path(place)
        found += [here / name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in _SYSTEM_FOLDERS and not (here / name).is_symlink()]
        found += [here / name for name in files if not _SYSTEM.fullmatch(name)]
    for path in sorted(found):
        yield Received(path, _code(path))


def is_cut_off(path: Path) -> bool:
    """Whether a PDF lacks its end marker."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        return b"%%EOF" not in file.read()


def _code(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "unread-link"
    try:
        with path.open("rb") as file:
            begin = file.read(1024)
    except OSError:
        return "file-locked"
    is_office = begin.startswith(b"PK") and path.suffix.lower() in (*DOCUMENTS, *SPREADSHEETS)
    if b"%PDF-" in begin or MARK in begin or is_office:
        return ""
    if not begin:
        return "file-empty"
    by_content = next((code for magic, code in _MAGIC if begin.startswith(magic)), "")
    if path.suffix.lower() in DOCUMENTS:
        return "pdf-encrypted" if begin.startswith(_LOCKED) else "docx-broken"
    return (
        _by_name(path.suffix.lower())
        or by_content
        or ("pdf-broken" if path.suffix.lower() == ".pdf" else "unread-file")
    )


def _by_name(suffix: str) -> str:
    named = ((_PICTURES, "unread-picture"), (_TEXTS, "unread-document"), (_ARCHIVES, "unread-archive"))
    return next((code for suffixes, code in named if suffix in suffixes), "")
