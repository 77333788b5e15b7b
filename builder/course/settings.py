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
"""The names of all outputs, which settings may ask for; `build/table.py` lists them with what makes them."""
UNPRINTED = frozenset({"site", "offline", "zim", "scorm", "questions", "cartridge", "moodle-book", "tracker"})
"""Those that a reader's program sets in its own fonts, which have the letters of every script."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organization that gives the course together with the institution. The name is the logo's text alternative."""

    name: str
    logo: PurePosixPath


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that pages name as `{{country.hotline}}`: name -> language -> text."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Lines of the texts that the settings give; the others are derived."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """The course that an edition was made from, which its licence requires to be credited."""

    name: str
    institution: str
    version: str
    url: str
    """"" where the course that it was made from has no address."""
    license: str
    """The address of that course's licence; "" when it names none."""


@dataclass(frozen=True, slots=True)
class Config:
    """What mkdocs.yml says. `extra: taller:` is ours, the rest is the site's name, address and look."""

    root: Path
    course_id: str
    """People's answers are stored under it, so it stays when the name changes. Derived from the name when not set."""
    lacks_id_at: int
    """The line below which settings should have an id; 0 when they have one."""
    site_name: str
    site_url: str
    """With a slash at the end; "" where the settings name none."""
    lacks_address_at: int
    """The line after which settings should have an address; 0 when they have one, or say that there is none."""
    description: str
    copyright: str
    license: str
    """The address of the licence's text; "" where the settings name none."""
    languages: tuple[str, ...]
    """The first is the default."""
    packs: Mapping[str, Pack]
    """What the course or a package brings for them and their fallbacks, by code."""
    languages_at: int = field(repr=False, compare=False)
    """The line of mkdocs.yml that names the languages."""
    released: date
    """The date on the site and in the books, and the timestamp of all files."""
    version: str
    participants: int
    institution: str
    imprint: Mapping[str, str]
    """By language; so is the preface."""
    preface: Mapping[str, str]
    logo: PurePosixPath | None
    logo_lines: Mapping[PurePosixPath, int] = field(repr=False, compare=False)
    """The line of mkdocs.yml that names each logo."""
    partners: tuple[Partner, ...]
    colour: str
    """The institution's main colour, #rrggbb; contrast is checked."""
    cover: str = "solid"
    """Covers of books: `solid` with a background in that colour, `light` without."""
    pass_mark: int = PASS_MARK
    """Percent of right answers in the self-checks with which e-learning packages report `passed`."""
    attendance: int = ATTENDANCE
    """Percentage of a workshop's days that a person must attend for the certificate of attendance."""
    largest_file: int = LARGEST_FILE
    """The most megabytes of a file that pages link to."""

    papers: tuple[str, ...] = ("a4",)
    """Paper sizes for print; the first is the default, which file names leave out."""
    outputs: tuple[str, ...] = ()
    """Outputs of a build that names none; empty means all of the usual ones."""
    country: str = ""
    """ISO 3166 code of two letters; "" where the settings name none."""
    texts: Texts = field(default_factory=Texts)
    adapted: Adapted | None = None
    places: Places = field(default_factory=Places, repr=False, compare=False)

    @property
    def prints(self) -> bool:
        """Whether some output is set in our fonts."""
        return not self.outputs or not UNPRINTED.issuperset(self.outputs)

    @property
    def default_language(self) -> str:
        return self.languages[0]
