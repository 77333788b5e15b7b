"""A course made larger by copies of its modules, their guides and the case stories. The result passes `taller check`.

    python tools/bench/grow.py COURSE TARGET TIMES

The copies have their own ids and link to each other. Their sessions are `extra`: the agenda stays that of the original.
Prints, as JSON, the languages and the number of pages.
"""

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import relpath

from builder.course.links import Link, resolve, rewrite_links
from builder.course.load import load_course
from builder.course.model import Course, Document
from builder.course.scanned import Block

COURSE_PARTS = ("mkdocs.yml", "modules", "casestories", "trainer_guides", "reference", "free_pages", "pages")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")
_NUMBER = re.compile(r"^\d+-")
STEP = 1000
"""The difference between the numbers of a folder and of its copy."""


def copy_course(source: Path, target: Path) -> None:
    """Copies the course without anything built from it."""
    target.mkdir(parents=True)
    for name in COURSE_PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copyfile(source / name, target / name)


def grow(source: Path, target: Path, times: int) -> Course:
    """Writes the grown course to `target` and returns it."""
    copy_course(source, target)
    course, _ = load_course(source)
    for number in range(2, times + 1):
        _Copy.plan(course, number).write(source, target)
    return load_course(target)[0]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy: old names and their new ones."""

    number: int
    documents: tuple[Document, ...]
    folders: dict[PurePosixPath, PurePosixPath]
    files: dict[PurePosixPath, PurePosixPath]
    sheets: frozenset[str]
    """Ids of the copied worksheets and quizzes, which must be unique in a course."""
    cases: frozenset[str]

    @classmethod
    def plan(cls, course: Course, number: int) -> "_Copy":
        slugs = {module.slug for module in course.modules}
        guides = [guide for guide in course.guides if guide.slug in slugs]
        pages = [page for module in course.modules for page in (module.page, *module.sessions)]
        pages += [case.page for case in course.cases] + [guide.page for guide in guides]
        documents = tuple(document for page in pages for document in page.documents.values())
        folders = {module.folder: _renamed(module.folder, module.slug, number) for module in course.modules}
        files = {case.facts.path: _renamed(case.facts.path, case.slug, number) for case in course.cases}
        for page in (*(case.page for case in course.cases), *(guide.page for guide in guides)):
            for document in page.documents.values():
                files[document.path] = _renamed(document.path, page.key.removeprefix("guides/"), number)
        sheets = {
            block.id for document in documents for block in document.walk() if block.name in ("worksheet", "quiz")
        }
        return cls(number, documents, folders, files, frozenset(sheets), frozenset(case.slug for case in course.cases))

    def write(self, source: Path, target: Path) -> None:
        for old, new in self.folders.items():
            shutil.copytree(source / old, target / new)
        for old, new in self.files.items():
            shutil.copyfile(source / old, target / new)
        for document in self.documents:
            text = "\n".join([*self.front_matter(document), *self.lines(document)])
            (target / self.path(document.path)).write_text(text, encoding="utf-8", newline="\n")

    def path(self, path: PurePosixPath) -> PurePosixPath:
        """A file's new path, or its old one if it isn't copied."""
        for old, new in self.folders.items():
            if path.is_relative_to(old):
                return new / path.relative_to(old)
        return self.files.get(path, path)

    def front_matter(self, document: Document) -> list[str]:
        meta = {key: value for key, value in document.meta.items() if key != "translated-from"}
        meta["title"] = f"{document.title} ({self.number})"
        if "track" in meta:
            meta["track"] = "extra"
        themes = {"themes": document.themes} if meta.pop("themes", "") else {}
        return [
            "---",
            *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in (meta | themes).items()),
            "---",
        ]

    def lines(self, document: Document) -> list[str]:
        lines = rewrite_links(document, lambda link: self.link(document, link))
        for block in document.walk():
            lines[block.line - 1] = self.open_line(block, lines[block.line - 1])
        return lines

    def link(self, document: Document, link: Link) -> str:
        if link.scheme:
            return link.target
        path = self.path(resolve(document, link.path)) if link.path else None
        target = relpath(path, self.path(document.path).parent) if path else ""
        is_copied = path is None or path != resolve(document, link.path)
        return target + ("#" + (self.anchor(link.anchor) if is_copied else link.anchor) if link.anchor else "")

    def anchor(self, anchor: str) -> str:
        """The new anchor for `sheet` or `sheet--field`."""
        sheet, dashes, field = anchor.partition("--")
        return self.new_id(sheet, self.sheets) + dashes + field

    def new_id(self, identifier: str, copied: frozenset[str]) -> str:
        return f"{identifier}-{self.number}" if identifier in copied else identifier

    def open_line(self, block: Block, line: str) -> str:
        """A block's opening line with new ids for itself and what it refers to."""
        if block.name in ("worksheet", "quiz"):
            names = rf"(#)({re.escape(block.id)})(?=[\s}}])"
        elif block.name in ("example", "case"):
            names = r"(\bof=\"?)([a-z0-9-]+)"
        else:
            names = r"(\bfrom=\"?)([a-z0-9-]+)"
        copied = self.cases if block.name == "case" else self.sheets

        def renamed(match: re.Match[str]) -> str:
            return match[1] + self.new_id(match[2], copied)

        return _ATTRIBUTES.sub(lambda match: re.sub(names, renamed, match[0]), line)


def _renamed(path: PurePosixPath, slug: str, number: int) -> PurePosixPath:
    """`modules/10-water` -> `modules/1010-water-2`; `casestories/firm.en.md` -> `casestories/firm-2.en.md`."""
    order = _NUMBER.match(path.name)
    prefix = f"{int(order[0][:-1]) + STEP * (number - 1)}-" if order else ""
    ending = _NUMBER.sub("", path.name)[len(slug) :]
    return path.with_name(f"{prefix}{slug}-{number}{ending}")


def main(source: str, target: str, times: str) -> None:
    course = grow(Path(source), Path(target), int(times))
    print(json.dumps({"languages": course.config.languages, "pages": sum(1 for _ in course.documents())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
