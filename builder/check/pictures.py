"""Rules on pictures: there, described, harmless, not too large, sharp enough."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course.image import Image
from builder.course.images import OTHER_FORMATS, alike_picture, find_picture
from builder.course.links import Link, find_links, resolve
from builder.course.model import Course, Document
from builder.course.numbers import whole
from builder.course.picture_kinds import DPI, MAX_IMAGE, BitmapError
from builder.course.svg import read_svg
from builder.print.glyphs import missing_characters
from builder.problems import Problem

PAGE_WIDTH = 483.0
"""Points across a page."""
COLUMN, HIGHEST = 351.0, 300.0
"""The greatest width and height, in points, of a picture beside the margin of a trainer's book."""
SIGN = 54
"""Height in pixels up to which a picture is an icon, which gains nothing from more pixels."""


def shown_pictures(course: Course) -> Iterator[Problem]:
    """Each picture in a text exists in the course and says in words what it shows."""
    for document in course.documents():
        for link in find_links(document):
            if link.is_image:
                yield from _shown(course, document, link)


def _shown(course: Course, document: Document, link: Link) -> Iterator[Problem]:
    path = resolve(document, link.target)
    if not link.label.strip():
        yield Problem(document.path, link.line, "missing-alt", {"target": link.target})
    if link.scheme or path.is_absolute() or ".." in path.parts:
        yield Problem(document.path, link.line, "outside-course", {"path": link.target})
    elif find_picture(document, link.target, course.images) is None:
        alike = alike_picture(document, link.target, course.images)
        if alike is None:
            yield Problem(document.path, link.line, "missing-image", {"target": link.target})
        else:
            written = _relative(document, alike)
            yield Problem(document.path, link.line, "picture-name", {"target": link.target, "name": written})


def _relative(document: Document, path: PurePosixPath) -> str:
    """A picture's path as it is to be written on this page."""
    name = str(path.relative_to(document.path.parent)) if path.is_relative_to(document.path.parent) else path.name
    return f"<{name}>" if set(name) & set(" ()") else name


def picture_files(course: Course) -> Iterator[Problem]:
    """Each picture file is what its name says, and an SVG can do no harm."""
    alone = _printed_widths(course)
    for image in course.images.values():
        suffix = image.path.suffix.lower()
        if suffix in OTHER_FORMATS:
            yield Problem(image.path, 1, "picture-format", {"format": OTHER_FORMATS[suffix]})
        elif image.content and suffix == ".svg":
            yield from _svg(image, prints=course.config.prints)
        elif image.content:
            yield from _bitmap(image, alone.get(image.path, 0.0))


def _printed_widths(course: Course) -> dict[PurePosixPath | None, float]:
    """The greatest width, in points, at which each picture that begins a line is printed."""
    found: dict[PurePosixPath | None, float] = {}
    for document in course.documents():
        for link in find_links(document):
            if link.is_image and document.lines[link.line - 1].strip().startswith("!["):
                path = find_picture(document, link.target, course.images)
                found[path] = max(found.get(path, 0.0), _width(document, link.line))
    return found


def _width(document: Document, line: int) -> float:
    """The width in points: the one that a figure's author set, otherwise that of the text column."""
    wanted = [
        whole(block.attributes.get("width", "")) or 0
        for block in document.walk()
        if block.name == "figure" and block.line < line < block.end
    ]
    return PAGE_WIDTH * wanted[0] / 100 if wanted and wanted[0] else COLUMN


def _bitmap(image: Image, column: float) -> Iterator[Problem]:
    from builder.course import bitmap  # noqa: PLC0415 - the library takes long to load, and most courses have drawings only

    try:
        width, height = bitmap.inspect(image.content, image.suffix or image.path.suffix)
    except BitmapError as error:
        yield Problem(image.path, 1, error.code, error.arguments)
        return
    printed = min(column, HIGHEST * width / height)
    wanted = round(printed * DPI / 72)
    if printed and width < wanted and height > SIGN:
        arguments = {"pixels": width, "dpi": round(width * 72 / printed), "wanted": wanted, "limit": MAX_IMAGE // 1000}
        yield Problem(image.path, 1, "few-pixels-left" if image.original else "few-pixels", arguments)


def _svg(image: Image, *, prints: bool) -> Iterator[Problem]:
    svg = read_svg(image.content)
    for line, code, reason in svg.faults:
        yield Problem(image.path, line, code, {"reason": reason})
    if any(code == "bad-image" for _, code, _ in svg.faults):
        return
    for line, text in svg.texts:
        if prints and (missing := missing_characters(text)):
            yield Problem(image.path, line, "missing-glyph", {"characters": missing})
    names = {name: line for line, name in reversed(svg.marks)}
    for name in sorted(names.keys() - image.labels.keys()):
        yield Problem(image.path, names[name], "missing-label", {"name": name})
    if not svg.faults:
        for name in sorted(image.labels.keys() - names.keys()):
            yield Problem(image.path.with_suffix(".yml"), 1, "unused-label", {"name": name})
