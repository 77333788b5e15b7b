"""Where things are in a package: chapters, terms, pictures; and where on the web to find what it doesn't hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from builder.course.worksheets import Sheet, find_sheets
from builder.edition.addresses import GLOSSARY as SITE_GLOSSARY
from builder.edition.addresses import field_ids, page_address
from builder.edition.pictures import Shown
from builder.edition.resolve import Address, LinkKind
from builder.edition.select import Edition, Leaf

CASES, THEMES, GLOSSARY, SOURCES = "_cases", "_themes", "_glossary", "_sources"
"""Keys of the generated chapters; no page's own key begins with `_`."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a package shows its pages."""

    suffix: str = ".xhtml"
    pictures: str = "images/"
    """Folder of the pictures, relative to the chapters; "" for the same folder."""
    files: str | None = None
    """Folder of the files that pages link to, relative to the chapters; None if the package doesn't hold them."""
    one_page: bool = False
    """All chapters on one page: links and ids include the chapter's anchor."""
    interactive: bool = False
    """Form controls in worksheets and quizzes; without them, scales and tick boxes are written out."""
    keys: bool = False
    """Show right options and feedback."""
    web: bool = True
    """Link to the web for what the package doesn't hold, if the settings have an address."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one package. Its pictures and files are collected while chapters are made."""

    edition: Edition
    form: Form
    leaves: Sequence[Leaf]
    """Its pages."""
    keys: Sequence[str]
    """Keys of its chapters, in order."""
    terms: Sequence[str]
    """Ids of the glossary's terms that its pages link to."""
    cited: Sequence[str]
    """Ids of the sources that its pages cite."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """Path -> content, as for the pictures."""
    numbers: Mapping[str, int] = field(init=False)
    sheets: Mapping[str, Sheet] = field(init=False)
    all_leaves: Mapping[str, Leaf] = field(init=False)
    """Every page of the edition by its key."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", {key: number for number, key in enumerate(self.keys, 1)})
        object.__setattr__(self, "sheets", find_sheets(leaf.document for leaf in self.edition.leaves()))
        object.__setattr__(self, "all_leaves", {leaf.key: leaf for leaf in self.edition.leaves()})

    def file(self, key: str) -> str:
        """The chapter's path: `003-why-csr.xhtml`."""
        return f"{self.numbers[key]:03d}-{key.rpartition('/')[2].lstrip('_')}{self.form.suffix}"

    def anchor(self, key: str) -> str:
        """The chapter's id when all are on one page. Keys have no dots, so ids never collide."""
        return key.replace("/", ".")

    def id_of(self, key: str, anchor: str) -> str:
        """The id in the package for an id of a chapter."""
        return f"{self.anchor(key)}..{anchor}" if self.form.one_page else anchor

    def href(self, source: str, key: str, anchor: str = "") -> str:
        """A link from one chapter to another, or to an id in it; "" when the package doesn't have it."""
        if key not in self.numbers:
            return ""
        if self.form.one_page:
            return f"#{self.id_of(key, anchor) if anchor else self.anchor(key)}"
        page = "" if key == source and anchor else self.file(key)
        return page + (f"#{anchor}" if anchor else "")

    def on_the_web(self, address: str, anchor: str = "") -> str:
        """The address of a page on the participants' site; "" without a site, or if the form has no web links."""
        site = self.edition.config.site_url if self.form.web else ""
        page = address.removesuffix(".md") + ".html"
        return f"{site}{self.edition.language}/{page}{f'#{anchor}' if anchor else ''}" if site else ""

    def picture(self, image: Shown) -> str:
        """The picture's path; adds its file to the package."""
        path = f"{self.form.pictures}{image.token}{image.suffix}"
        self.pictures[path] = image.bytes_in(self.edition.language)
        return path

    def file_of_course(self, path: PurePosixPath) -> str:
        """The path of a file that pages link to, which it adds to the package; "" if the package holds none."""
        if self.form.files is None:
            return ""
        file = self.edition.files[path]
        address = self.form.files + file.name
        self.files[address] = file.content()
        return address

    def address_from(self, source: str) -> Address:
        """The `Address` for the links of a page; pictures are named by their token until `finish`."""

        def address(place: LinkKind, key: str, anchor: str) -> str:
            if place == "image":
                image = self.edition.images.get(PurePosixPath(key))
                return image.token if image else ""
            if place == "file":
                return self.file_of_course(PurePosixPath(key))
            if place == "term":
                known = key in self.edition.glossary
                return self.href(source, GLOSSARY, f"term-{key}") or (
                    self.on_the_web(SITE_GLOSSARY, key) if known else ""
                )
            leaf = self.all_leaves.get(key)
            anchor = field_ids(leaf.document).get(anchor, anchor) if leaf and anchor else anchor
            far = self.on_the_web(page_address(leaf.kind, key), anchor) if leaf and leaf.kind != "guide" else ""
            return self.href(source, key, anchor) or far

        return address
