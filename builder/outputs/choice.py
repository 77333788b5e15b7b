"""What a build can be asked for."""

from dataclasses import dataclass, replace

from builder.course.model import Audience
from builder.outputs import Task
from builder.words import words

ENGINES = ("typst", "pdfkit")
BOOK_VARIANTS, TWO_CARDS = ("large-print", "ink-saving", "booklet"), "two-cards"
VARIANTS = (*BOOK_VARIANTS, TWO_CARDS)
"""Other forms of the books, and of the run sheets, made when they are asked for."""
VARIANT_OUTPUTS = ("workbook", "module-books", "case-stories", "run-sheets")
PACKAGE_OUTPUTS = ("scorm", "cartridge", "moodle-book")
"""E-learning packages for platforms."""
SCORED_OUTPUTS = ("scorm", "cartridge")
OPTIONAL_OUTPUTS = ("zim",)
"""Made only when asked for by name: they need more than the builder does."""
NO_KEYS = "no-keys"
"""The form of packages whose self-checks aren't scored."""
PACKAGES = "packages"
"""The `Task.together` of every output that packs an edition's pages, or parts of them, without the site around them."""
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
    """The paper that tasks are being listed for; the build lists them for one paper after the other (see `papers`)."""
    variants: tuple[str, ...] = ()
    """Only these forms of the books and packages; empty: the usual ones."""
    platform: str = ""
    """Only packages for this platform, one of `PLATFORMS`."""
    papers: tuple[str, ...] = ()
    """The papers asked for; empty: those of the course's settings."""

    @property
    def is_all(self) -> bool:
        return not (self.outputs or self.audiences or self.languages or self.module or self.variants or self.platform)

    def includes(self, part: "Choice") -> bool:
        """Whether a build of this choice is sure to make all that `part` asks for. Never for a language or module: it may not exist."""
        is_usual = not any(name in OPTIONAL_OUTPUTS for name in part.outputs)
        return self.is_all and is_usual and replace(part, outputs=(), audiences=()) == self

    def on_paper(self, task: Task) -> Task:
        """The task for `paper`; unless that is the first paper of the course's settings, the file name tells it."""
        own = task.edition.config.papers[0]
        return replace(_named(task, self.paper) if self.paper != own else task, paper=self.paper)

    def by_engine(self, task: Task) -> Task:
        """The task for `engine`; unless that is the default, the file name tells it."""
        return replace(_named(task, self.engine) if self.engine != ENGINES[0] else task, engine=self.engine)

    def wants(self, task: Task) -> bool:
        """Whether this build makes the task."""
        return (
            (not task.paper or task.paper in (self.papers or task.edition.config.papers))
            and task.engine in ("", self.engine)
            and (task.variant in self.variants if self.variants else not task.variant)
            and self.takes(task)
            and (not self.audiences or task.audience in self.audiences)
            and (not self.languages or task.edition.language in self.languages)
            and (not self.module or task.module == self.module)
            and (not self.platform or self.platform in task.platforms)
        )

    def takes(self, task: Task) -> bool:
        """Whether the task's output is asked for; when no output is named, the course's settings decide."""
        if self.outputs:
            return task.output in self.outputs
        usual = task.edition.config.outputs
        return task.output in usual if usual else task.output not in OPTIONAL_OUTPUTS


def is_special(task: Task) -> bool:
    """Whether the task is run only for those who ask for it; what was made once is kept up to date."""
    is_usual_paper = not task.paper or task.paper in task.edition.config.papers
    return (
        bool(task.variant)
        or task.output in OPTIONAL_OUTPUTS
        or not is_usual_paper
        or task.engine not in ("", ENGINES[0])
    )


def named(name: str, form: str) -> str:
    """`participant-workbook.en.pdf` -> `participant-workbook.us-letter.en.pdf`; a name that has a dot already gets a dash."""
    folder, slash, file = name.rpartition("/")
    what, language, end = file.rsplit(".", 2)
    return f"{folder}{slash}{what}{'-' if '.' in what else '.'}{form}.{language}.{end}"


def _named(task: Task, form: str) -> Task:
    """The task under the name of a form. Its download loses `sheet`: the page of a worksheet links to the usual file only."""
    found = task.download
    if found:
        title = f"{found.title}, {words(task.edition.language)[f'form-{form}']}"
        found = replace(found, title=title, sheet="")
    return replace(task, name=named(task.name, form), download=found)
