"""The one place that writes with libzim: pages, what is searched in them, and no chance in the bytes."""

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from libzim.writer import Creator, Hint, IndexData, Item, StringProvider

_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "xml": "application/xml", "woff2": "font/woff2",
}  # fmt: skip
_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_NAME, _SUM = slice(8, 24), 16
"""Where a file has its own name, which the library draws by lot, and the length of the sum (MD5) at its end."""
_INDEX = re.compile(rb"(?<=\x0f\rXapian Glass..).{16}", re.DOTALL)
"""The same of a search index, behind its head."""


class Words(IndexData):  # type: ignore[misc]
    """What is found: the title, and the article without the menus around it."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title, self.text = title, text

    def has_indexdata(self) -> bool:
        return bool(self.text)

    def get_title(self) -> str:
        return self.title

    def get_content(self) -> str:
        return self.text

    def get_keywords(self) -> str:
        return ""

    def get_wordcount(self) -> int:
        return len(self.text.split())


class Page(Item):  # type: ignore[misc]
    """A file of the site."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__()
        self.name, self.content = name, content
        html = content.decode() if name.endswith(".html") else ""
        self.title, article = (
            unescape(_MARKUP.sub(" ", found[1])) if (found := pattern.search(html)) else ""
            for pattern in (_TITLE, _ARTICLE)
        )
        self.text = " ".join(article.split())

    def get_path(self) -> str:
        return self.name

    def get_title(self) -> str:
        return self.title

    def get_mimetype(self) -> str:
        return _TYPES.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self.content)

    def get_indexdata(self) -> Words:
        return Words(self.title, self.text)

    def get_hints(self) -> dict[Hint, bool]:
        """Pages come when a title is searched, or one by lot."""
        return {Hint.FRONT_ARTICLE: bool(self.text)}


def write(target: Path, pages: Sequence[Page], about: Mapping[str, str], language: str, icon: bytes) -> None:
    """`language`: three letters; `icon`: a PNG of 48 by 48."""
    draft = target.with_name(f"{target.name}.zim")  # the library insists on this ending
    draft.unlink(missing_ok=True)
    with _silence():
        creator = Creator(draft).config_indexing(True, language).config_nbworkers(1)  # noqa: FBT003 - the library's
        with creator.set_mainpath("index.html") as archive:
            for page in pages:
                archive.add_item(page)
            archive.add_illustration(48, icon)
            for name, text in about.items():
                archive.add_metadata(name, text)
    target.write_bytes(without_chance(draft.read_bytes()))
    draft.unlink()


def without_chance(content: bytes) -> bytes:
    """The names that the library drew by lot, as digests of all the rest; then the sum at the end fits again."""
    still = bytearray(_INDEX.sub(bytes(16), content)[:-_SUM])
    still[_NAME] = bytes(16)
    name = hashlib.sha256(still).digest()[:16]
    still[_NAME] = name
    named = _INDEX.sub(lambda _: name, bytes(still))
    return named + hashlib.md5(named, usedforsecurity=False).digest()


@contextmanager
def _silence() -> Iterator[None]:
    """The library tells on the standard output what it does."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
