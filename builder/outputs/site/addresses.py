"""Where things are in a site: pages, terms and pictures as paths of the staged folder, and links between them.

The paths are the same in every language, and leave out the order numbers of files and folders.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import normalize

from builder.edition.addresses import DEVICES, GLOSSARY, field_ids, page_address
from builder.edition.files import FOLDER, SharedFile
from builder.edition.pictures import Shown
from builder.edition.resolve import Address, LinkKind
from builder.edition.select import Edition, Leaf

_NUMBER = re.compile(r"^\d+-")
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9._-]*[a-z0-9_]|[a-z0-9_]")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The paths of an edition's pages by key, the ids of fields by page, and the terms and pictures that it has."""

    pages: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]
    terms: frozenset[str]
    images: Mapping[PurePosixPath, Shown]
    files: Mapping[PurePosixPath, SharedFile]

    def address_from(self, path: str) -> Address:
        """The function that gives the links of the page at `path`; "" for what the edition doesn't have."""

        def address(place: LinkKind, key: str, anchor: str) -> str:
            if place == "term":
                return f"{link(path, GLOSSARY)}#{key}" if key in self.terms else ""
            if place == "image":
                image = self.images.get(PurePosixPath(key))
                return link(path, image_path(image)) if image else ""
            if place == "file":
                return link(path, FOLDER + self.files[PurePosixPath(key)].name)
            page = self.pages.get(key)
            if page is None:
                return ""
            anchor = self.fields.get(key, {}).get(anchor, anchor)
            return link(path, page) + (f"#{anchor}" if anchor else "")

        return address


def find_addresses(edition: Edition) -> Addresses:
    """The addresses of an edition."""
    return Addresses(
        pages={leaf.key: page_path(leaf) for leaf in edition.leaves()},
        fields={leaf.key: field_ids(leaf.document) for leaf in edition.leaves()},
        terms=frozenset(edition.glossary),
        images=edition.images,
        files=edition.files,
    )


def page_path(leaf: Leaf) -> str:
    """The staged file of a page."""
    return page_address(leaf.kind, leaf.key)


def image_path(image: Shown) -> str:
    """The staged file of a picture. A name that isn't plain, or could collide with another, gets a unique suffix."""
    folders = [_NUMBER.sub("", part) if depth < 2 else part for depth, part in enumerate(image.path.parts[:-1])]
    stem, plain = image.path.stem, [part for part in folders if part != "images"]
    is_plain = all(map(_PLAIN.fullmatch, (*plain, stem))) and image.path.suffix == image.suffix
    if not is_plain or len(folders) - len(plain) > 1 or stem in DEVICES:
        plain = [_plain(part) for part in plain]
        stem = f"{_plain(stem)}-{image.token[:8]}"
    return str(PurePosixPath("images", *plain, stem + image.suffix))


def _plain(text: str) -> str:
    """The text in lower-case ASCII letters, digits and hyphens only; `x` if nothing is left."""
    return (
        re.sub(r"[^a-z0-9]+", "-", normalize("NFKD", text).encode("ascii", "ignore").decode().lower()).strip("-") or "x"
    )


def link(source: str, target: str) -> str:
    """The relative link from one staged file to another."""
    # `relpath` asks for the current folder and takes ten times as long; a large site has a hundred thousand links.
    folders, parts = source.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(folders), len(parts) - 1) and folders[common] == parts[common]:
        common += 1
    return "../" * (len(folders) - common) + "/".join(parts[common:])


def root_of(path: str) -> str:
    """The relative path from a staged page up to the folder that holds all languages."""
    return "../" * len(PurePosixPath(path).parts)
