"""The packages of each language: one for each module and one for the course, with and without keys.

They are made from the participants' edition, but are among the trainers' downloads, since trainers upload them to a platform.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.select import Edition
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import NO_KEYS, PACKAGES, Choice
from builder.outputs.scorm.manifests import Version
from builder.outputs.scorm.package import Wanted, package_files, title_of
from builder.package.archive import content_of, write_archive
from builder.words import words

FORMATS: dict[Version, str] = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004"}
PLATFORMS: dict[Version, tuple[str, ...]] = {"scorm12": ("moodle", "chamilo"), "scorm2004": ("canvas", "openedx")}
"""Which version is made for which platform (docs/en/institutions/platforms.md says why)."""


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        if edition.audience is Audience.PARTICIPANT and edition.modules:
            for version in FORMATS:
                for module in ("", *(module.slug for module in edition.modules)):
                    yield _task(edition, Wanted(version, module))
                    yield _task(edition, Wanted(version, module, keys=False))


def _task(edition: Edition, wanted: Wanted) -> Task:
    form = wanted.version + ("" if wanted.keys else f"-{NO_KEYS}")
    name = f"trainer/downloads/{_stem(edition, wanted)}.{form}.{edition.language}.zip"
    download = Download(_title(edition, wanted), "platforms", FORMATS[wanted.version], guide=wanted.version)
    return Task(
        name, "scorm", edition, partial(_make, edition, wanted), (wanted,), download, module=wanted.module,
        variant="" if wanted.keys else NO_KEYS, platforms=PLATFORMS[wanted.version], together=PACKAGES,
    )  # fmt: skip


def _stem(edition: Edition, wanted: Wanted) -> str:
    """The beginning of the file name; that of the whole course avoids the name of any module."""
    stem, slugs = "course", {module.slug for module in edition.modules}
    while stem in slugs:
        stem = f"whole-{stem}"
    return wanted.module or stem


def _title(edition: Edition, wanted: Wanted) -> str:
    texts = words(edition.language)
    number = next((n for n, one in enumerate(edition.modules, 1) if one.slug == wanted.module), 0)
    title = texts["scorm-module" if number else "scorm-course"].replace("{n}", str(number))
    title = title.replace("{title}", title_of(edition, wanted)).replace("{format}", FORMATS[wanted.version])
    return title if wanted.keys else f"{title}, {texts['variant-no-keys']}"


def _make(edition: Edition, wanted: Wanted, target: Path, given: Given) -> Made:
    """Writes the package, unless its content is known: an edit in another module doesn't change it."""
    files = package_files(edition, wanted)
    content = content_of(files)
    if content not in given.known:
        write_archive(target, files)
    return Made(content=content)
