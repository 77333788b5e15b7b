"""Cache of re-encoded or smaller pictures, below the course's root, since making them takes long."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

import PIL

from builder.course.picture_kinds import Bitmap

CACHE = ".build/pictures"
"""Below the course's root; used only if the builder's folder exists."""
RECIPE = f"1 {PIL.__version__}"
"""Must change whenever `bitmap` makes different bytes from the same file."""
_HEAD = re.compile(rb"([0-9a-f]{64}) (\.png|\.jpg) ([\d.]+) ([\d.]+)\n")


def name_of(content: bytes, purpose: str = "") -> str:
    """The name in the cache of what is made from this picture for a purpose."""
    return hashlib.sha256(f"{RECIPE}{purpose}".encode() + content).hexdigest()[:32]


def kept(file: Path) -> Bitmap | None:
    """The picture in a file of the cache; None when it is missing or damaged, which its digest shows."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    head = _HEAD.match(content)
    if head is None or hashlib.sha256(content[64:]).hexdigest().encode() != head[1]:
        return None
    return Bitmap(content[head.end() :], head[2].decode(), (float(head[3]), float(head[4])))


def keep(file: Path, found: Bitmap) -> None:
    """Writes a picture to the cache, if the builder's folder exists."""
    if not file.parent.parent.is_dir():
        return
    rest = f" {found.suffix} {found.size[0]!r} {found.size[1]!r}\n".encode() + found.content
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    try:
        file.parent.mkdir(exist_ok=True)
        draft.write_bytes(hashlib.sha256(rest).hexdigest().encode() + rest)
        draft.replace(file)
    except OSError:  # a cache that can't be written costs time, nothing else
        with suppress(OSError):
            draft.unlink(missing_ok=True)
