"""ZIP files of strangers (Word files, presentations): looked at before any library unpacks them. Nothing is ever written from them."""

import zipfile
from pathlib import Path

from builder.imports.draft import SourceError

MOST_MEMBERS = 5_000
LARGEST_PART = 40_000_000
"""Bytes of a member when it is unpacked."""
LARGEST_WHOLE = 300_000_000
_XML = (".xml", ".rels", ".vml")


def check_archive(path: Path) -> None:
    """Raises SourceError for what is too large, and for XML with a document type, since entities name files or grow without end.

    The library stops at the size that a member declares, so that what is declared can be believed.
    """
    if path.stat().st_size > LARGEST_WHOLE:
        raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_WHOLE:
            raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
        for one in members:
            if one.file_size > LARGEST_PART:
                raise SourceError("source-limit", path.name, limit=f"{LARGEST_PART // 1_000_000} MB")
            if one.filename.lower().endswith(_XML):
                content = archive.read(one)
                if b"<!" in content.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\0" in content:
                    raise SourceError("source-unread", path.name, kind="XML")
