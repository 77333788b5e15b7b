"""The only module that uses libzim: pages, what can be searched in them, and reproducible bytes."""

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
"""Place of a file's UUID, which the library draws at random, and length of the MD5 at its end."""
_INDEX = re.compile(rb"(?<=\x0f\rXapian Glass..).{16}", re.DOTALL)
"""The UUID of a search index, after its header."""


class Words(IndexData):  # type: ignore[misc]
    """What is indexed: the title, and the article without the menus around it."""

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
        """Marks pages with text as articles, which Kiwix finds by title and offers at random."""
        return {Hint.FRONT_ARTICLE: bool(self.text)}


def write(target: Path, pages: Sequence[Page], about: Mapping[str, str], language: str, icon: bytes) -> None:
    """Writes the ZIM file. `about`: metadata; `language`: its three-letter code; `icon`: a PNG of 48 by 48 pixels."""
    draft = target.with_name(f"{target.name}.zim")  # the library insists on this suffix
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
    """The file with its random UUIDs replaced by a digest of the rest, and with the checksum at the end renewed."""
    still = bytearray(_INDEX.sub(bytes(16), content)[:-_SUM])
    still[_NAME] = bytes(16)
    name = hashlib.sha256(still).digest()[:16]
    still[_NAME] = name
    named = _INDEX.sub(lambda _: name, bytes(still))
    return named + hashlib.md5(named, usedforsecurity=False).digest()


@contextmanager
def _silence() -> Iterator[None]:
    """Discards standard output, on which the library reports its progress."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
