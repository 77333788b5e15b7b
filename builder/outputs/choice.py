"""What a build can be asked for."""

from dataclasses import dataclass, replace

from builder.course.model import Audience
from builder.outputs import Task

ENGINES = ("typst", "pdfkit")
PAPERS = ("a4", "us-letter")
VARIANTS = ("large-print", "ink-saving", "booklet")
"""Other forms of the books, made when they are asked for."""
VARIANT_OUTPUTS = ("workbook", "module-books", "case-stories")
PACKAGE_OUTPUTS = ("scorm", "cartridge", "moodle-book")
"""E-learning packages for platforms."""
SCORED_OUTPUTS = ("scorm", "cartridge")
OPTIONAL_OUTPUTS = ("zim",)
"""Made only when asked for by name: they need more than the builder does."""
NO_KEYS = "no-keys"
"""The form of packages whose self-checks aren't scored."""
PACKAGES = "packages"
"""`Task.together` of all that holds an edition's pages or parts of them without a site around them."""
PLATFORMS = ("moodle", "chamilo", "canvas", "openedx")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; empty means all."""

    outputs: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    module: str = ""
    engine: str = "typst"
    paper: str = "a4"
    variants: tuple[str, ...] = ()
    """Only these forms of the books and packages; empty: the usual ones."""
    platform: str = ""
    """Only what is meant for it."""

    @property
    def is_all(self) -> bool:
        return not (self.outputs or self.audiences or self.languages or self.module or self.variants or self.platform)

    def includes(self, part: "Choice") -> bool:
        """Whether a build of this one surely has all that `part` asks for; if a language or module exists is not known yet."""
        is_usual = not any(name in OPTIONAL_OUTPUTS for name in part.outputs)
        return self.is_all and is_usual and replace(part, outputs=(), audiences=()) == self

    def wants(self, task: Task) -> bool:
        """Whether it is chosen."""
        return (
            (task.variant in self.variants if self.variants else not task.variant)
            and (task.output in self.outputs if self.outputs else task.output not in OPTIONAL_OUTPUTS)
            and (not self.audiences or task.audience in self.audiences)
            and (not self.languages or task.edition.language in self.languages)
            and (not self.module or task.module == self.module)
            and (not self.platform or self.platform in task.platforms)
        )
