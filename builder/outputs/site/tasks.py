"""The website of each edition, and the participants' as an archive and for Kiwix. The self-study edition has no site."""

import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from builder.course.config import NAME
from builder.course.model import Audience, Course
from builder.edition.narrow import located
from builder.edition.select import Edition
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import Choice
from builder.outputs.site.addresses import page_path
from builder.outputs.site.offline import offline_files
from builder.outputs.site.site import SiteError, build_site, stage_site
from builder.outputs.site.zim import libzim, write_zim
from builder.package.archive import write_archive
from builder.problems import ContentError, Problem
from builder.words import words


def tasks(course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    languages = course.config.languages
    for edition in editions:
        if edition.audience is not Audience.SOLUTIONS:
            name = f"{edition.audience.label}/{edition.language}"
            make = partial(_make, edition, languages)
            yield Task(name, "site", edition, make, (languages,), lists_downloads=True, effort=1)
            if edition.audience is Audience.PARTICIPANT:
                yield _offline(edition, name)
                yield _zim(edition, name)


def _offline(edition: Edition, site: str) -> Task:
    name = f"participant/downloads/course.offline.{edition.language}.zip"
    download = Download(words(edition.language)["offline-course"], "offline", "ZIP")
    return Task(name, "offline", edition, partial(_make_offline, edition), after=(site,), download=download)


def _zim(edition: Edition, site: str) -> Task:
    name = f"participant/downloads/course.{edition.language}.zim"
    download = Download(words(edition.language)["zim-course"], "offline", "ZIM")
    return Task(name, "zim", edition, partial(_make_zim, edition), (libzim(),), after=(site,), download=download)


def _make_zim(edition: Edition, target: Path, given: Given) -> Made:
    (site,) = given.after
    write_zim(edition, site, target)
    return Made()


def _make_offline(edition: Edition, target: Path, given: Given) -> Made:
    (site,) = given.after
    write_archive(target, offline_files(site, edition.config, edition.language))
    return Made()


def _make(edition: Edition, languages: Sequence[str], target: Path, given: Given) -> Made:
    def make(part: Edition, folder: Path) -> Made:
        return _build(part, languages, folder, given)

    return located(edition, "MkDocs", lambda whole: make(whole, target), make)


def _build(edition: Edition, languages: Sequence[str], target: Path, given: Given) -> Made:
    stage = target.with_name(target.name + ".stage")
    stage_site(edition, stage, languages, given.downloads)
    try:
        build_site(stage, target)
    except SiteError as error:
        arguments = {"engine": "MkDocs", "reason": error}
        raise ContentError([Problem(page_named(edition, str(error)), 0, "engine-failed", arguments)]) from error
    shutil.rmtree(stage)
    return Made()


def page_named(edition: Edition, message: str) -> PurePosixPath:
    """The course's file whose staged page MkDocs' message names; `mkdocs.yml` when it names none."""
    named = (leaf.document.path for leaf in edition.leaves() if f"'{page_path(leaf)}'" in message)
    return next(named, PurePosixPath(NAME))
