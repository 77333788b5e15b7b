"""A Moodle Book: a page for each chapter, named by its place and level, with the pictures and files beside them."""

from builder.outputs.cartridge.page import web_page
from builder.package.pages import Chapter, Pages

_SUB = "_sub.html"
"""The end of a file name by which Moodle recognises a subchapter."""


def moodle_book(made: Pages, language: str) -> dict[str, bytes]:
    """Path in the archive -> file."""
    names = {chapter.file: _name(chapter) for chapter in made.chapters}

    def linked(href: str) -> str:
        """A link to another chapter, without its anchor, which Moodle doesn't follow."""
        return names.get(href.partition("#")[0]) or href

    files = {names[chapter.file]: web_page(chapter, language, linked) for chapter in made.chapters}
    return {**files, **made.pictures, **made.files}


def _name(chapter: Chapter) -> str:
    return chapter.file if chapter.level == 1 else chapter.file.removesuffix(".html") + _SUB
