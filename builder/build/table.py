"""The list of outputs: a new one is a folder in `builder/outputs/` and a line here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import product

from builder.course.model import Audience, Course
from builder.course.paper import PAPERS
from builder.edition.select import Edition
from builder.outputs import Download, Task
from builder.outputs.choice import ENGINES, Choice

OUTPUTS: Mapping[str, str] = {
    "site": "builder.outputs.site.tasks",
    "workbook": "builder.outputs.book.tasks",
    "module-books": "builder.outputs.book.tasks",
    "case-stories": "builder.outputs.book.tasks",
    "worksheets": "builder.outputs.book.tasks",
    "slides": "builder.outputs.slides.tasks",
    "cards": "builder.outputs.cards.tasks",
    "run-sheets": "builder.outputs.run_sheets.tasks",
    "scorm": "builder.outputs.scorm.tasks",
    "questions": "builder.outputs.questions.tasks",
    "cartridge": "builder.outputs.cartridge.tasks",
    "moodle-book": "builder.outputs.cartridge.tasks",
    "office": "builder.outputs.office.tasks",
    "tracker": "builder.outputs.tracker.tasks",
    "epub": "builder.outputs.epub.tasks",
    "offline": "builder.outputs.site.tasks",
    "zim": "builder.outputs.site.tasks",
}
"""Name, as `--output` takes it -> the module whose `tasks` makes it; loaded only when something is built."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A task and what the build adds to it."""

    task: Task
    key: str
    """The digest of all its inputs, and its name in the cache."""
    downloads: Mapping[str, Download] = field(default_factory=dict)
    """The value for `Given.downloads`."""
    after: Sequence[str] = ()
    """The keys of the outputs that it is made from."""


def entries(
    course: Course, editions: Sequence[Edition], choice: Choice, table: Mapping[str, str] = OUTPUTS
) -> dict[str, Entry]:
    """Every output of every edition by its name in dist: the slowest first, those made from others last."""
    from builder.build.digest import digest, edition_digest  # noqa: PLC0415 - the command reads OUTPUTS and doesn't wait

    tasks = list(_tasks(course, editions, choice, table))
    listed = downloads(tasks)
    bases = {(edition.audience, edition.language): edition_digest(edition) for edition in editions}
    found: dict[str, Entry] = {}
    for task in sorted(tasks, key=lambda task: (bool(task.after), -task.effort)):
        shown = listed[task.audience].get(task.edition.language, {}) if task.lists_downloads else {}
        base = bases[task.edition.audience, task.edition.language]
        after = tuple(found[name].key for name in task.after)
        found[task.name] = Entry(task, digest(base, task.name, task.made_from, shown, after), shown, after)
    return found


def _tasks(
    course: Course, editions: Sequence[Edition], choice: Choice, table: Mapping[str, str]
) -> Iterator[Task]:  # fmt: skip
    """The tasks for every engine and paper size, preferred ones first; one that depends on neither comes once."""
    found: dict[str, Task] = {}
    papers = dict.fromkeys((*course.config.papers, *PAPERS))
    for name in dict.fromkeys(table.values()):
        listed = import_module(name).tasks
        for engine, paper in product(ENGINES, papers):
            for task in listed(course, editions, replace(choice, engine=engine, paper=paper)):
                found.setdefault(task.name, task)
            if not any(task.paper for task in found.values() if table[task.output] == name):
                break
    yield from found.values()


def downloads(tasks: Iterable[Task]) -> dict[Audience, dict[str, dict[str, Download]]]:
    """The files that readers can download, by audience, language and file name."""
    found: dict[Audience, dict[str, dict[str, Download]]] = {audience: {} for audience in Audience}
    for task in tasks:
        if task.download:
            files = found[task.audience].setdefault(task.edition.language, {})
            files[task.name.rpartition("/")[2]] = task.download
    return found
