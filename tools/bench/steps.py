"""The steps that the bench times in a process of their own, with the builder's own functions.

`python tools/bench/steps.py STEP ...`:
- `stage COURSE TARGET`: the participant sites' sources, and configurations for other programs
- `books COURSE TARGET`: the module books one by one; a line of JSON for each
- `packages COURSE TARGET`: all packages of all languages, by a build that has the editions already; JSON: what making and reading them took,
  seconds for a module's SCORM package, bytes of the largest
- `pages FILE...`: the number of pages of PDFs
- `finish SITE`: what is done to a site after MkDocs
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import yaml

from builder.build.plan import Job
from builder.build.pool import Result, make_all, processes
from builder.build.state import Earlier
from builder.build.table import Entry, entries
from builder.check import checked_course
from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import Edition, select
from builder.gate.look import check_files
from builder.gate.secrets import all_secrets
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import Choice
from builder.outputs.site.after import finish_site
from builder.outputs.site.site import stage_site
from builder.print import typst_process

_KEPT = ("site_name", "site_description", "copyright", "docs_dir", "use_directory_urls", "nav", "markdown_extensions")


def stage(course_folder: str, target: str) -> None:
    """A folder for each language: `docs`, `plain.yml` and `phone.yml` for MkDocs, `to-pdf.yml` for mkdocs-to-pdf."""
    course, _ = load_course(Path(course_folder))
    for language in course.config.languages:
        folder = Path(target, language)
        stage_site(select(course, Audience.PARTICIPANT, language), folder, course.config.languages)
        staged = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
        write_configurations(folder, {key: staged[key] for key in _KEPT}, language)


def write_configurations(folder: Path, settings: dict[str, Any], language: str) -> None:
    """Writes configurations for Material with default options; PDF and phone get no web font, which another host serves."""
    plain = {**settings, "theme": {"name": "material", "language": language}}
    to_pdf = {
        **settings,
        "theme": {"name": "material", "language": language, "font": False},
        "plugins": ["search", {"to-pdf": {"output_path": "book.pdf"}}],
    }
    phone = {**settings, "theme": {"name": "material", "language": language, "font": False}}
    for name, config in (("plain.yml", plain), ("phone.yml", phone), ("to-pdf.yml", to_pdf)):
        (folder / name).write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")


def books(course_folder: str, target: str) -> None:
    """Makes each book in a fork, so that its memory is measured alone; as in a real build, that includes the loaded
    course.
    """
    course, _ = load_course(Path(course_folder))
    edition = select(course, Audience.PARTICIPANT, course.config.default_language)
    for module in edition.modules:
        path = Path(target, f"{module.slug}.pdf")
        started = time.perf_counter()
        child = os.fork()
        if not child:
            _make_book(edition, module.slug, path)
        _, status, usage = os.wait4(child, 0)
        if status:
            sys.exit(f"the book of {module.slug} failed")
        row = {
            "book": module.slug,
            "pages": count_pages(path),
            "wall": time.perf_counter() - started,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss / 1000,
        }
        print(json.dumps(row), flush=True)


def _make_book(edition: Edition, module: str, path: Path) -> None:
    """Runs in the child, and ends it."""
    status = 1
    try:
        write_book(prepare_book(edition, BookSpec(module=module)), path)
        typst_process.stop()  # so that what it took is counted
        status = 0
    finally:
        os._exit(status)


PACKAGES = ("scorm", "questions", "cartridge", "moodle-book", "office", "epub")


def packages(course_folder: str, target: str) -> None:
    """Times packages without what every build does (load, check, select, gather secrets) and the books whose pages
    EPUBs list.
    """
    course, folder = checked_course(Path(course_folder)), Path(target)
    editions = [select(course, audience, language) for audience in Audience for language in course.config.languages]
    found = entries(course, editions, Choice())
    chosen = [entry for entry in found.values() if Choice(outputs=PACKAGES).wants(entry.task)]
    first = [found[name] for name in dict.fromkeys(name for entry in chosen for name in entry.task.after)]
    folder.mkdir()
    books = _make(first, folder)
    secrets = {one.audience: one for one in all_secrets(course)}
    before = _used()
    made = _make(chosen, folder, books)
    between = _used()
    modules = [result for result in made if result.job.task.output == "scorm" and result.job.task.module]
    each = sum(result.seconds for result in modules) / len(modules)
    largest = max((folder / result.job.entry.key).stat().st_size for result in modules)
    for audience, known in secrets.items():
        files = {one.task.name: folder / one.key for one in chosen if one.task.edition.audience is audience}
        check_files(files, known)
    row = {"made": between - before, "read": _used() - between, "files": len(chosen), "each": each, "largest": largest}
    print(json.dumps(row))


def _make(chosen: Sequence[Entry], folder: Path, earlier: Sequence[Result] = ()) -> list[Result]:
    jobs = [Job(entry, Earlier(), is_asked_for=True) for entry in chosen]
    with processes(len(jobs), folder) as pool:
        return make_all(pool, folder, jobs, lambda _: None, earlier)


def _used() -> float:
    """CPU seconds of this process and of its finished children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def count_pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def pages(*files: str) -> None:
    print(json.dumps([count_pages(Path(file)) for file in files]))


if __name__ == "__main__":
    steps: dict[str, Callable[..., None]] = {
        "stage": stage,
        "books": books,
        "packages": packages,
        "pages": pages,
        "finish": lambda site: finish_site(Path(site)),
    }
    steps[sys.argv[1]](*sys.argv[2:])
