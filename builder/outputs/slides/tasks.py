"""The slides of each module: PDF and handout for participants, PDF and PPTX with notes for trainers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

from builder.course.model import Audience, Course
from builder.edition.narrow import located
from builder.edition.select import Edition, EditionModule
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import Choice
from builder.outputs.slides.draw import Drawing, drawn, write_pdf
from builder.outputs.slides.module import module_deck
from builder.outputs.slides.pptx.package import pptx
from builder.package.archive import content_of, write_archive
from builder.words import words


def tasks(_course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    shown = {
        (edition.language, module.slug)
        for edition in editions
        for module in edition.modules
        if edition.audience is Audience.PARTICIPANT and any(leaf.document.blocks for leaf in module.sessions)
    }
    # A module whose only blocks are for trainers has no slides.
    for edition in editions:
        for number, module in enumerate(edition.modules, 1):
            if edition.audience is not Audience.SOLUTIONS and (edition.language, module.slug) in shown:
                yield from _of_module(edition, module, number, choice)


def _of_module(edition: Edition, module: EditionModule, number: int, choice: Choice) -> Iterator[Task]:
    slug = module.slug
    if edition.audience is Audience.TRAINER:
        # Trainers get a copy of the participants' file, since everybody sees it.
        made = replace(
            _task(edition, module, number, "pdf", _copy),
            after=(_name(Audience.PARTICIPANT, slug, "pdf", edition.language),),
        )
        yield made
        yield _task(edition, module, number, "pptx", partial(_make_pptx, edition, slug))
    else:
        yield _task(edition, module, number, "pdf", partial(_make_pdf, edition, slug, ""))
        handout = _task(edition, module, number, "handout", partial(_make_pdf, edition, slug, choice.paper))
        yield choice.on_paper(replace(handout, made_from=(*handout.made_from, choice.paper)))


def _task(edition: Edition, module: EditionModule, number: int, kind: str, make: Callable[[Path, Given], Made]) -> Task:
    title = words(edition.language)[f"slides-{kind}"].replace("{n}", str(number)).replace("{title}", module.page.title)
    name = _name(edition.audience, module.slug, kind, edition.language)
    download = Download(title, "slides", name.rpartition(".")[2].upper())
    together = f"slides-{module.slug}"  # so that their pages are rendered only once
    return Task(name, "slides", edition, make, (module.slug, kind), download, module=module.slug, together=together)


def _name(audience: Audience, slug: str, kind: str, language: str) -> str:
    what, end = {"pdf": ("slides", "pdf"), "handout": ("slides-handout", "pdf"), "pptx": ("slides", "pptx")}[kind]
    return f"{audience.label}/downloads/{slug}.{what}.{language}.{end}"


def _copy(target: Path, given: Given) -> Made:
    (shown,) = given.after
    content = sha256(shown.read_bytes()).hexdigest()
    if content not in given.known:
        copyfile(shown, target)
    return Made(content=content)


def _make_pdf(edition: Edition, slug: str, paper: str, target: Path, given: Given) -> Made:
    def make(part: Edition) -> Made:
        drawing = _drawing(part, slug, paper)
        content = drawing.digest()
        if content not in given.known:
            write_pdf(part, drawing, target)
        return Made(content=content)

    return located(edition, "Typst", make, lambda part, path: write_pdf(part, _drawing(part, slug, paper), path))


def _drawing(edition: Edition, slug: str, paper: str) -> Drawing:
    return drawn(edition, module_deck(edition, slug), paper)


def _make_pptx(edition: Edition, slug: str, target: Path, given: Given) -> Made:
    files = pptx(edition, module_deck(edition, slug))
    content = content_of(files)
    if content not in given.known:
        write_archive(target, files, first="[Content_Types].xml")
    return Made(content=content)
