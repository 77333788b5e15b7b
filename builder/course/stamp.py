"""The digest of a page's text, which its translations record."""

import hashlib

from builder.course.model import Document

STAMP = "translated-from"


def text_digest(document: Document) -> str:
    """What `taller stamp` records: a digest of a page's text and front matter as written, without its own stamp."""
    if document.digest_as_written:
        return document.digest_as_written
    meta = "\n".join(f"{key}: {value}" for key, value in sorted(document.meta.items()) if key != STAMP)
    return hashlib.sha256(f"{meta}\n{chr(10).join(document.lines)}".encode()).hexdigest()[:12]
