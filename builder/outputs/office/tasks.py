"""DOCX files: for participants the worksheets of the course and of each module, for trainers their forms, the tests, and the key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.course.scanned import Block
from builder.edition.select import Edition, Leaf
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import PACKAGES, Choice
from builder.outputs.office.document import About, docx
from builder.outputs.office.sheets import blocks_of, groups
from builder.package.archive import content_of, write_archive
from builder.words import words


@dataclass(frozen=True, slots=True)
class File:
    """One DOCX, and which sheets it has."""

    name: str
    title: str
    kind: str
    """worksheets, forms, tests or key"""
    module: str = ""
    """Slug, for only the sheets of this module."""

    def wants(self, leaf: Leaf, block: Block) -> bool:
        if block.name == "quiz":
            return self.kind in ("tests", "key")
        if leaf.kind == "guide":
            return self.kind == "forms"
        return self.kind == "worksheets" and self.module in ("", leaf.key.partition("/")[0])


def tasks(_course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    for edition in editions:
        if edition.audience is Audience.SOLUTIONS:
            continue
        # Read once: each module has a file, and looking through all pages for each grows with the square of the course.
        found = [(leaf, block) for leaf in edition.leaves() for block in blocks_of(leaf, lambda _leaf, _block: True)]
        for file in _files(edition):
            if any(file.wants(leaf, block) for leaf, block in found):
                yield choice.on_paper(_task(edition, file, choice.paper))


def _files(edition: Edition) -> Iterator[File]:
    texts = words(edition.language)
    if edition.audience is Audience.TRAINER:
        for kind in ("forms", "tests", "key"):
            yield File(_NAMES[kind], texts[f"office-{kind}"], kind)
    else:
        yield File("worksheets", texts["office-worksheets"], "worksheets")
        for number, module in enumerate(edition.modules, 1):
            title = texts["office-module"].replace("{n}", str(number)).replace("{title}", module.page.title)
            yield File(f"{module.slug}.worksheets", title, "worksheets", module.slug)


_NAMES = {"forms": "forms", "tests": "tests", "key": "tests-key"}


def _task(edition: Edition, file: File, paper: str) -> Task:
    name = f"{edition.audience.label}/downloads/{file.name}.{edition.language}.docx"
    make = partial(_make, edition, file, paper)
    return Task(
        name,
        "office",
        edition,
        make,
        (file, paper),
        Download(f"{file.title} (Word)", "office", "DOCX"),
        module=file.module,
        together=PACKAGES,
    )


def _make(edition: Edition, file: File, paper: str, target: Path, given: Given) -> Made:
    texts = words(edition.language)
    how = texts["office-how-key" if file.kind == "key" else "office-how"]
    found = groups(edition, file.wants, keys=file.kind == "key")
    files = docx(edition, found, About(file.title, how, paper))
    content = content_of(files)
    if content not in given.known:
        write_archive(target, files, first="[Content_Types].xml")
    return Made(content=content)
