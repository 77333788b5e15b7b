"""A course's settings (`mkdocs.yml`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from builder.course.places import Places
from builder.words.packs import Pack

PASS_MARK = 70
LARGEST_FILE = 10
ATTENDANCE = 80
OUTPUTS = (
    "site", "workbook", "module-books", "case-stories", "worksheets", "slides", "cards", "run-sheets", "scorm", "questions",
    "cartridge", "moodle-book", "office", "tracker", "epub", "offline", "zim",
)  # fmt: skip
"""What a course's settings may ask for: the names of all outputs, which `build/table.py` lists with what makes them."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Who gives the course together with the institution. The name is what a reader hears instead of the logo."""

    name: str
    logo: PurePosixPath


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that pages name as `{{country.hotline}}`: name -> language -> text."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Of those that the settings give; others follow from them."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What an institution's edition was made from, as its licence asks to say."""

    name: str
    institution: str
    version: str
    url: str
    """"" where the course that it was made from has no address."""
    license: str
    """The address of that course's licence, likewise."""


@dataclass(frozen=True, slots=True)
class Config:
    """What mkdocs.yml says. `extra: taller:` is ours, the rest is the site's name, address and look."""

    root: Path
    course_id: str
    """What people wrote hangs on it, so it stays when the name changes. Derived from the name where none is given."""
    lacks_id_at: int
    """The line of the settings that should have an id; 0 when they have one."""
    site_name: str
    site_url: str
    """With a slash at the end; "" where the settings name none."""
    lacks_address_at: int
    """The line of the settings that should be followed by an address; 0 when they have one, or say that there is none."""
    description: str
    copyright: str
    license: str
    """The address of the licence's text; "" where the settings name none."""
    languages: tuple[str, ...]
    """The first one is the default."""
    packs: Mapping[str, Pack]
    """What the course or a package says of them, and of those that they fall back to."""
    languages_at: int = field(repr=False, compare=False)
    """The line of mkdocs.yml that names them."""
    released: date
    """The date on the site and the books, and of all files."""
    version: str
    participants: int
    institution: str
    imprint: Mapping[str, str]
    """By language, as the preface."""
    preface: Mapping[str, str]
    logo: PurePosixPath | None
    logo_lines: Mapping[PurePosixPath, int] = field(repr=False, compare=False)
    """The line of mkdocs.yml that names each logo."""
    partners: tuple[Partner, ...]
    colour: str
    """The institution's main colour, #rrggbb; contrast is checked."""
    cover: str = "solid"
    """The covers of books: `solid` with a ground of that colour, `light` without."""
    pass_mark: int = PASS_MARK
    """Percent of right answers in the self-checks with which e-learning packages report `passed`."""
    attendance: int = ATTENDANCE
    """Percent of a workshop's days for which somebody must be there to get the certificate of attendance."""
    largest_file: int = LARGEST_FILE
    """Megabytes of a file that pages link to."""

    papers: tuple[str, ...] = ("a4",)
    """What is printed is made for these; the first is the course's own, whose files don't name it."""
    outputs: tuple[str, ...] = ()
    """Those of a build that asks for none; empty: all of the usual ones."""
    texts: Texts = field(default_factory=Texts)
    adapted: Adapted | None = None
    places: Places = field(default_factory=Places, repr=False, compare=False)

    @property
    def default_language(self) -> str:
        return self.languages[0]
