"""A picture of the course, as everything after the loader knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file; `labels` fill the `{{name}}` marks of an SVG."""

    path: PurePosixPath
    content: bytes
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    original: str = ""
    """If `content` is a smaller copy of the file: the name of that copy in the cache; else ""."""
    suffix: str = ""
    """In that case, the file name suffix for the format of `content`; else ""."""
