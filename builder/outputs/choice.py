"""What a build can be asked for."""

from dataclasses import dataclass, replace

from builder.course.model import Audience
from builder.outputs import Task
from builder.words import words

ENGINES = ("typst", "pdfkit")
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
    """What tasks are listed for, one paper after the other; what was asked for are the `papers`."""
    variants: tuple[str, ...] = ()
    """Only these forms of the books and packages; empty: the usual ones."""
    platform: str = ""
    """Only what is meant for it."""
    papers: tuple[str, ...] = ()
    """Empty: those of the course's settings."""

    @property
    def is_all(self) -> bool:
        return not (self.outputs or self.audiences or self.languages or self.module or self.variants or self.platform)

    def includes(self, part: "Choice") -> bool:
        """Whether a build of this one surely has all that `part` asks for; if a language or module exists is not known yet."""
        is_usual = not any(name in OPTIONAL_OUTPUTS for name in part.outputs)
        return self.is_all and is_usual and replace(part, outputs=(), audiences=()) == self

    def on_paper(self, task: Task) -> Task:
        """The task for this paper, which its name tells where the course's own is another."""
        own = task.edition.config.papers[0]
        return replace(_named(task, self.paper) if self.paper != own else task, paper=self.paper)

    def by_engine(self, task: Task) -> Task:
        """The task for this engine, which its name tells where it isn't the usual one."""
        return replace(_named(task, self.engine) if self.engine != ENGINES[0] else task, engine=self.engine)

    def wants(self, task: Task) -> bool:
        """Whether it is chosen."""
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
        """Whether its output is asked for; without a word, the settings say which are made."""
        if self.outputs:
            return task.output in self.outputs
        usual = task.edition.config.outputs
        return task.output in usual if usual else task.output not in OPTIONAL_OUTPUTS


def is_special(task: Task) -> bool:
    """Whether nobody gets it who doesn't ask for it; once made it is kept up to date."""
    is_usual_paper = not task.paper or task.paper in task.edition.config.papers
    return (
        bool(task.variant)
        or task.output in OPTIONAL_OUTPUTS
        or not is_usual_paper
        or task.engine not in ("", ENGINES[0])
    )


def named(name: str, form: str) -> str:
    """`participant-workbook.en.pdf` -> `participant-workbook.us-letter.en.pdf`; with a dash where there is a dot already."""
    folder, slash, file = name.rpartition("/")
    what, language, end = file.rsplit(".", 2)
    return f"{folder}{slash}{what}{'-' if '.' in what else '.'}{form}.{language}.{end}"


def _named(task: Task, form: str) -> Task:
    """The page of a worksheet leads to its usual file."""
    found = task.download
    if found:
        title = f"{found.title}, {words(task.edition.language)[f'form-{form}']}"
        found = replace(found, title=title, sheet="")
    return replace(task, name=named(task.name, form), download=found)
