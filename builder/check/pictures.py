"""Rules on pictures: there, described, harmless, not too large."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from io import BytesIO

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from builder.course.images import marks
from builder.course.links import find_links, resolve
from builder.course.model import Course, Image
from builder.problems import Problem

MAX_PIXELS = 40_000_000
_FORBIDDEN = frozenset({"script", "foreignobject", "iframe", "audio", "video", "handler", "animate", "set"})
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)


def shown_pictures(course: Course) -> Iterator[Problem]:
    """Each picture in a text exists in the course and says in words what it shows."""
    for document in course.documents():
        for link in find_links(document):
            if not link.is_image:
                continue
            path = resolve(document, link.target)
            if not link.label.strip():
                yield Problem(document.path, link.line, "missing-alt", {"target": link.target})
            if link.scheme or path.is_absolute() or ".." in path.parts:
                yield Problem(document.path, link.line, "outside-course", {"path": link.target})
            elif path not in course.images:
                yield Problem(document.path, link.line, "missing-image", {"target": link.target})


def picture_files(course: Course) -> Iterator[Problem]:
    """Each picture file is what its name says, and an SVG can do no harm."""
    for image in course.images.values():
        if image.path.suffix.lower() == ".svg":
            yield from _svg(image)
        elif image.content:
            yield from _bitmap(image)


def _bitmap(image: Image) -> Iterator[Problem]:
    expected = "PNG" if image.path.suffix.lower() == ".png" else "JPEG"
    try:
        with Picture.open(BytesIO(image.content), formats=(expected,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                yield Problem(image.path, 1, "too-many-pixels", {"limit": MAX_PIXELS // 1_000_000})
            else:
                picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Picture.DecompressionBombError) as error:
        yield Problem(image.path, 1, "bad-image", {"reason": str(error).split(" <")[0] or expected})


def _svg(image: Image) -> Iterator[Problem]:
    text = image.content.decode("utf-8", "replace")
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        yield Problem(image.path, 1, "bad-svg", {"reason": "<!DOCTYPE>"})
        return
    try:
        root = etree.fromstring(image.content)
    except (etree.ParseError, ValueError, LookupError) as error:
        yield Problem(image.path, getattr(error, "position", (1, 0))[0], "bad-image", {"reason": error})
        return
    if _name(root.tag) != "svg":
        yield Problem(image.path, 1, "bad-image", {"reason": root.tag})
    for element in root.iter():
        reason = _harm(element)
        if reason:
            yield Problem(image.path, 1, "bad-svg", {"reason": reason})
    for name in sorted(marks(image) - image.labels.keys()):
        yield Problem(image.path, 1, "missing-label", {"name": name})
    for name in sorted(image.labels.keys() - marks(image)):
        yield Problem(image.path.with_suffix(".yml"), 1, "unused-label", {"name": name})


def _harm(element: etree.Element) -> str:
    """What an SVG element could do that a picture must not; "" when nothing."""
    if not isinstance(element.tag, str):
        return ""
    if _name(element.tag) in _FORBIDDEN:
        return f"<{_name(element.tag)}>"
    for key, value in element.attrib.items():
        name = _name(key)
        if name.startswith("on"):
            return name
        if name in ("href", "src") and not value.startswith(("#", "data:image/png", "data:image/jpeg")):
            return f"{name}={value[:40]}"
        if _OUTSIDE.search(value):
            return value[:40]
    return (element.text or "")[:40] if _name(element.tag) == "style" and _OUTSIDE.search(element.text or "") else ""


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
