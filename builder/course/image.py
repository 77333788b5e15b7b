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
    """Where `content` is a smaller picture than the file: its name in the cache."""
    suffix: str = ""
    """Then, of the format that `content` has."""
