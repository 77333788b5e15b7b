"""Course folder -> Course. Reads only regular files of the known folders; collects every problem on the way."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.course import tables as reference
from builder.course.bitmap import SUFFIXES
from builder.course.blocks import scan
from builder.course.config import NAME, read_config
from builder.course.images import OTHER_FORMATS
from builder.course.model import (
    GUIDES,
    CaseStory,
    Config,
    Course,
    Document,
    Image,
    Kind,
    Module,
    Page,
    Text,
    TrainerGuide,
)
from builder.course.reader import ID, NOTHING, Reader
from builder.course.textfile import Fault, expand_tabs, merge_faults, read_text
from builder.course.yamlfile import Table, parse
from builder.problems import ContentError, Problem
from builder.words import is_language

FOLDERS = ("modules", "casestories", "trainer_guides", "reference")
MAX_TEXT = 300_000
MAX_IMAGE = 500_000
MAX_FILES = 20_000
IMAGES = (".svg", *SUFFIXES, *OTHER_FORMATS)
"""Endings of files that are taken for pictures; `check` says which of them can be shown."""
_PAGE = re.compile(r"(?:(?P<number>\d+)-)?(?P<slug>.+)\.(?P<language>[A-Za-z]{2,3})\.md")
_NUMBER = re.compile(r"^\d+-")
_META = {
    "home": (("title",), ("summary",)),
    "module": (("title", "summary"), ("checked",)),
    "session": (("title", "track"), ("summary", "checked")),
    "case": (("title", "summary"), ("checked",)),
    "guide": (("title", "kind"), ("summary", "track", "checked")),
}
_CLOSED = {"track": ("core", "extra"), "kind": ("module", "programme")}
STAMP = "translated-from"


def load_course(root: Path) -> tuple[Course, list[Problem]]:
    """The course in `root` and what is wrong with its files.

    Raises ContentError when there is too little to go on (no mkdocs.yml).
    """
    loader = _Loader(root)
    return loader.course(), loader.problems


@dataclass(slots=True)
class _Loader:
    root: Path
    problems: list[Problem] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    files: dict[PurePosixPath, Path] = field(default_factory=dict)
    used: set[PurePosixPath] = field(default_factory=set)
    languages: tuple[str, ...] = ("en",)

    def problem(self, path: PurePosixPath, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(path, line, code, arguments))

    def course(self) -> Course:
        config = self.config()
        self.languages = config.languages
        for folder in FOLDERS:
            self.walk(PurePosixPath(folder))
        modules = tuple(self.module(folder) for folder in self.folders("modules"))
        cases = tuple(self.case(page) for page in self.pages("casestories", "case"))
        guides = tuple(self.guide(page) for page in self.pages("trainer_guides", "guide", GUIDES))
        homes = [page for page in self.pages("reference", "home") if page.key == "home"]
        if not homes:
            self.problem(PurePosixPath("reference"), 1, "missing-page", name=f"home.{config.default_language}.md")
        tables = {name: self.reference_table(name) for name in ("sources", "glossary", "topics")}
        course = Course(
            config=config,
            home=homes[0] if homes else Page("home", "home", {}),
            modules=modules,
            cases=cases,
            guides=guides,
            sources=reference.read_sources(*tables["sources"]),
            glossary=reference.read_glossary(*tables["glossary"]),
            topics=reference.read_topics(*tables["topics"]),
            avoided=reference.read_avoided(*self.reference_table("style", needed=False)),
            images=self.images(config),
            texts=tuple(self.texts),
        )
        self.check_keys(course)
        for path in sorted(self.files.keys() - self.used):
            self.unread(path)
            if path.name != "README.md":
                self.problem(path, 1, "unknown-file", name=path.name)
        return course

    def config(self) -> Config:
        path = PurePosixPath(NAME)
        reader = Reader(path, ("en",), self.problems, self.texts)
        file = self.root / NAME
        if not file.is_file() or file.is_symlink():
            raise ContentError([Problem(path, 1, "missing-file", {"name": NAME})])
        return read_config(self.root, reader, self.text(path, file))

    def walk(self, folder: PurePosixPath) -> None:
        """Lists the regular files below a folder; whatever else is there is a problem."""
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return self.problem(folder, 1, "missing-folder", name=folder)
        except NotADirectoryError:
            return self.problem(folder, 1, "not-a-file", name=folder.name)
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_symlink():
                self.problem(path, 1, "symlink", name=entry.name)
            elif entry.is_dir():
                self.walk(path)
            elif not entry.is_file():
                self.problem(path, 1, "not-a-file", name=entry.name)
            elif len(self.files) < MAX_FILES:
                self.files[path] = Path(entry.path)
            else:
                return self.problem(path, 1, "too-many-files", limit=MAX_FILES)
        return None

    def folders(self, top: str) -> list[PurePosixPath]:
        found = {PurePosixPath(*path.parts[:2]) for path in self.files if path.parts[0] == top and len(path.parts) > 2}
        return sorted(found, key=_order)

    def text(self, path: PurePosixPath, file: Path | None = None) -> str:
        """A text file, whatever its line ends; "" with a problem when it can't be read."""
        self.used.add(path)
        with (file or self.files[path]).open("rb") as stream:
            content = stream.read(MAX_TEXT + 1)
        if len(content) > MAX_TEXT:
            self.problem(path, 1, "file-too-large", limit=MAX_TEXT // 1000)
            return ""
        text, faults = read_text(content)
        self.faults(path, faults)
        return text

    def faults(self, path: PurePosixPath, faults: list[Fault]) -> None:
        for line, code, arguments in faults:
            self.problem(path, line, code, **arguments)

    def unread(self, path: PurePosixPath) -> None:
        """A file that no rule reads may be a table or a note of somebody's; half a merge is a fault there, too."""
        with self.files[path].open("rb") as stream:
            self.faults(path, merge_faults(stream.read(MAX_TEXT)))

    def pages(self, folder: str, kind: Kind, prefix: str = "") -> Iterator[Page]:
        """The pages that lie right in a folder, in order; their languages together."""
        found: dict[str, dict[str, Document]] = {}
        others: dict[str, PurePosixPath] = {}
        for path in sorted((path for path in self.files if str(path.parent) == folder), key=_order):
            match = _PAGE.fullmatch(path.name)
            if not match or (kind == "session" and match["slug"] == "module"):
                continue
            slug = match["slug"]
            if not ID.fullmatch(slug):
                self.problem(path, 1, "bad-id", id=slug)
            if match["language"] not in self.languages:
                others.setdefault(slug, path)
                self.used.add(path)
                if not is_language(match["language"]):
                    self.problem(path, 1, "bad-language", language=match["language"])
                continue
            documents = found.setdefault(slug, {})
            if match["language"] in documents:
                self.problem(path, 1, "duplicate-page", name=slug, other=documents[match["language"]].path.name)
            documents[match["language"]] = self.document(path, kind, prefix + slug, match["language"])
        for slug, path in others.items():
            if slug not in found:
                self.problem(path, 1, "other-languages", languages=", ".join(self.languages))
        for slug, documents in found.items():
            ordered = {language: documents[language] for language in self.languages if language in documents}
            yield Page(prefix + slug, kind, ordered)

    def document(self, path: PurePosixPath, kind: Kind, key: str, language: str) -> Document:
        lines = [expand_tabs(line) for line in self.text(path).split("\n")]
        meta, meta_lines, first = self.front_matter(path, kind, lines)
        found = scan(lines, path, first)
        self.problems += found.problems
        return Document(
            path, kind, key, language, meta, meta_lines, found.lines, found.blocks, found.fences, found.comments
        )

    def front_matter(
        self, path: PurePosixPath, kind: Kind, lines: list[str]
    ) -> tuple[dict[str, str], dict[str, int], int]:
        """Values and lines of the front matter, and the first line of the text."""
        end = next((i for i, line in enumerate(lines[1:40], 1) if line.strip() == "---"), 0)
        if not lines or lines[0].strip() != "---" or not end:
            self.problem(path, 1, "no-front-matter")
            return {}, {}, 1
        reader = Reader(path, self.languages, self.problems)
        required, optional = _META[kind]
        node = parse("\n".join(lines[1:end]), path, self.problems, 2)
        table = reader.table(node, required, (*optional, STAMP))
        meta = {}
        for key, value in table.entries.items():
            if key == "checked":
                meta[key] = reader.month(value)
            else:
                meta[key] = (
                    reader.one_of(value, _CLOSED[key], _CLOSED[key][0]) if key in _CLOSED else reader.text(value)
                )
        return meta, dict(table.lines), end + 2

    def module(self, folder: PurePosixPath) -> Module:
        slug = _NUMBER.sub("", folder.name)
        documents = {}
        for language in self.languages:
            path = folder / f"module.{language}.md"
            if path in self.files:
                documents[language] = self.document(path, "module", slug, language)
        self.leave_out(path for path in self.files if path.parent == folder and path.name.startswith("module."))
        if not documents:
            self.problem(folder, 1, "missing-page", name=f"module.{self.languages[0]}.md")
        sessions = tuple(self.pages(str(folder), "session", f"{slug}/"))
        return Module(slug, folder, Page(slug, "module", documents), sessions)

    def leave_out(self, paths: Iterable[PurePosixPath]) -> None:
        """Pages in languages that this course doesn't have: an institution may take fewer than there are."""
        for path in paths:
            language = path.name.split(".")[-2]
            if language not in self.languages and is_language(language):
                self.used.add(path)

    def reader(self, path: PurePosixPath) -> tuple[Reader, Callable[[], Table]]:
        reader = Reader(path, self.languages, self.problems, self.texts)
        return reader, lambda: reader.table(parse(self.text(path), path, self.problems))

    def reference_table(self, name: str, *, needed: bool = True) -> tuple[Reader, Table]:
        path = PurePosixPath("reference") / f"{name}.yml"
        reader, read = self.reader(path)
        if path in self.files:
            return reader, read()
        if needed:
            self.problem(path, 1, "missing-file", name=path.name)
        return reader, NOTHING

    def case(self, page: Page) -> CaseStory:
        path = PurePosixPath("casestories") / f"{page.key}.yml"
        reader, read = self.reader(path)
        if path not in self.files:
            self.problem(next(iter(page.documents.values())).path, 1, "case-without-facts", name=path.name)
            return CaseStory(page.key, page, reference.read_facts(Reader(path, self.languages), NOTHING))
        return CaseStory(page.key, page, reference.read_facts(reader, read()))

    def guide(self, page: Page) -> TrainerGuide:
        slug, stem = page.key.removeprefix(GUIDES), next(iter(page.documents.values())).path.name.rsplit(".", 2)[0]
        path = PurePosixPath("trainer_guides") / f"{stem}.yml"
        if path not in self.files:
            return TrainerGuide(slug, page, None)
        reader, read = self.reader(path)
        return TrainerGuide(slug, page, reference.read_agenda(reader, read()))

    def images(self, config: Config) -> dict[PurePosixPath, Image]:
        found = {}
        for path, file in self.files.items():
            if path.suffix.lower() in IMAGES:
                found[path] = self.image(path, file)
        for extra in (config.logo, *(partner.logo for partner in config.partners)):
            if extra and extra not in found:
                file = self.root / extra
                inside = not any((self.root / parent).is_symlink() for parent in (extra, *extra.parents))
                if file.is_file() and inside and extra.suffix.lower() in IMAGES:
                    found[extra] = self.image(extra, file)
                else:
                    self.problem(PurePosixPath(NAME), 1, "missing-image", target=extra)
        return found

    def image(self, path: PurePosixPath, file: Path) -> Image:
        self.used.add(path)
        with file.open("rb") as stream:
            content = stream.read(MAX_IMAGE + 1)
        if len(content) > MAX_IMAGE:
            self.problem(path, 1, "file-too-large", limit=MAX_IMAGE // 1000)
            content = b""
        elif not content:
            self.problem(path, 1, "bad-image", reason="0 bytes")
        if path.suffix.lower() == ".svg" and (faults := merge_faults(content)):
            self.faults(path, faults)
            content = read_text(content)[0].encode()  # one side of the merge, so that it is told once
        labels_path = path.with_suffix(".yml")
        if path.suffix.lower() != ".svg" or labels_path not in self.files:
            return Image(path, content)
        reader, read = self.reader(labels_path)
        return Image(path, content, {key: reader.words(node) for key, node in read().entries.items()})

    def check_keys(self, course: Course) -> None:
        """Every page has a key of its own: two files may differ only in the number, a module and a case story not in the name."""
        seen: dict[str, PurePosixPath] = {}
        for page in course.pages():
            path = next((document.path for document in page.documents.values()), None)
            if path and page.key in seen:
                self.problem(path, 1, "duplicate-page", name=page.key, other=seen[page.key])
            elif path:
                seen[page.key] = path


def _order(path: PurePosixPath) -> tuple[int, str]:
    """By the number in the name, then by name."""
    match = re.match(r"(\d+)-", path.name)
    return (int(match[1]) if match else 10**9, path.name)
