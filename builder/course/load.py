"""Course folder -> Course. Reads only regular files of the known folders; collects every problem on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.course import tables as reference
from builder.course.config import NAME, read_config
from builder.course.files import read_files
from builder.course.folder import FOLDERS, FREE_PAGES, CourseFolder
from builder.course.image import Image
from builder.course.images import OTHER_FORMATS
from builder.course.languages import merged
from builder.course.limits import LONGEST_TEXT
from builder.course.model import GUIDES, PAGES, CaseStory, Course, Page, Text, TrainerGuide
from builder.course.overlay import MERGED, Overlay, is_edition, opened
from builder.course.override_faults import override_faults, unused_texts
from builder.course.pages import PageReader
from builder.course.picture_kinds import SUFFIXES
from builder.course.programme_tables import read_programme
from builder.course.reader import NOTHING, Reader
from builder.course.settings import Config
from builder.course.texts import Filler
from builder.course.yamlfile import Table, parse
from builder.problems import ContentError, Problem

PROGRAMME = ("programme", "partners", "community")
"""Optional tables about the people behind the course."""
IMAGES = (".svg", *SUFFIXES, *OTHER_FORMATS)
"""Extensions of files that are read as pictures; `check` reports those that can't be shown."""


def load_course(
    root: Path, instead: Mapping[PurePosixPath, Path] | None = None, also: Sequence[str] = ()
) -> tuple[Course, list[Problem]]:  # fmt: skip
    """The course in `root` and what is wrong with its files.

    `instead`: files to read in place of the course's own or in addition, such as unsaved ones from the editor.
    `also`: languages to read besides those of the settings.
    Raises ContentError when the course can't be loaded at all (no mkdocs.yml).
    """
    problems: list[Problem] = []
    texts: list[Text] = []
    folder = CourseFolder(root, problems, also=tuple(also))
    overlay = opened(folder, texts) if is_edition(root) else None
    config = overlay.config if overlay else _config(folder, texts)
    if not overlay:
        for name in FOLDERS:
            folder.walk(PurePosixPath(name))
    folder.files.update(instead or {})
    filler = Filler(config.texts)
    course = _Loader(folder, config, texts, overlay, filler).course()
    course = replace(course, files=read_files(folder, course.documents(), config.largest_file))
    _check_keys(folder, course)
    if overlay:
        problems += [*override_faults(overlay), *unused_texts(overlay, filler.used)]
    folder.look_through("pages", ".md")
    folder.report_unread()
    return course, merged(problems, config)


def _config(folder: CourseFolder, texts: list[Text]) -> Config:
    path, file = PurePosixPath(NAME), folder.root / NAME
    reader = Reader(path, ("en",), folder.problems, texts)
    if not file.is_file() or file.is_symlink():
        raise ContentError([Problem(path, 1, "missing-file", {"name": NAME})])
    return read_config(folder, reader, folder.text(path, file))


@dataclass(frozen=True, slots=True)
class _Loader:
    folder: CourseFolder
    config: Config
    texts: list[Text]
    overlay: Overlay | None
    filler: Filler

    def course(self) -> Course:
        finish = self.overlay.without_links if self.overlay else None
        reader = PageReader(self.folder, self.config.languages, self.filler, finish)
        modules = tuple(reader.module(folder) for folder in self.folder.folders("modules"))
        cases = tuple(self.case(page) for page in reader.pages("casestories", "case"))
        guides = tuple(self.guide(page) for page in reader.pages("trainer_guides", "guide", GUIDES))
        home = self.home(reader)
        tables = {name: self.reference_table(name) for name in ("sources", "glossary", "topics")}
        return Course(
            config=self.config,
            home=home,
            modules=modules,
            cases=cases,
            guides=guides,
            sources=reference.read_sources(*tables["sources"]),
            glossary=reference.read_glossary(*tables["glossary"]),
            topics=reference.read_topics(*tables["topics"]),
            avoided=reference.read_avoided(*self.reference_table("style", needed=False)),
            images=self.images(),
            free=tuple(reader.pages(FREE_PAGES, "free", PAGES)),
            programme=read_programme(*(self.reference_table(name, needed=False) for name in PROGRAMME)),
            texts=tuple(self.texts),
        )

    def home(self, reader: PageReader) -> Page:
        homes = [page for page in reader.pages("reference", "home") if page.key == "home"]
        if not homes:
            name = f"home.{self.config.default_language}.md"
            self.folder.problem(PurePosixPath("reference"), 1, "missing-page", name=name)
        return homes[0] if homes else Page("home", "home", {})

    def reader(self, path: PurePosixPath) -> tuple[Reader, Callable[[], Table]]:
        reader = Reader(path, self.config.languages, self.folder.problems, self.texts)
        return reader, lambda: reader.table(parse(self.folder.text(path), path, self.folder.problems))

    def reference_table(self, name: str, *, needed: bool = True) -> tuple[Reader, Table]:
        path = PurePosixPath("reference") / f"{name}.yml"
        reader, read = self.reader(path)
        if self.overlay and name in MERGED and path in self.folder.files:
            return reader, reader.table(self.overlay.table(path))
        if path in self.folder.files:
            return reader, read()
        if needed:
            self.folder.problem(path, 1, "missing-file", name=path.name)
        return reader, NOTHING

    def case(self, page: Page) -> CaseStory:
        path = PurePosixPath("casestories") / f"{page.key}.yml"
        reader, read = self.reader(path)
        if path not in self.folder.files:
            self.folder.problem(next(iter(page.documents.values())).path, 1, "case-without-facts", name=path.name)
            return CaseStory(page.key, page, reference.read_facts(Reader(path, self.config.languages), NOTHING))
        return CaseStory(page.key, page, reference.read_facts(reader, read()))

    def guide(self, page: Page) -> TrainerGuide:
        slug, stem = page.key.removeprefix(GUIDES), next(iter(page.documents.values())).path.name.rsplit(".", 2)[0]
        path = PurePosixPath("trainer_guides") / f"{stem}.yml"
        if path not in self.folder.files:
            return TrainerGuide(slug, page, None)
        reader, read = self.reader(path)
        agenda = reference.read_agenda(reader, read())
        return TrainerGuide(slug, page, self.overlay.without_items(agenda) if self.overlay else agenda)

    def images(self) -> dict[PurePosixPath, Image]:
        """The pictures in the course's folders, and the logos, which may be anywhere in the course."""
        found = {path: self.image(path, file) for path, file in self.folder.files.items() if _is_image(path)}
        for logo in (self.config.logo, *(partner.logo for partner in self.config.partners)):
            if logo and logo not in found:
                file = self.folder.own_file(logo)
                if file and _is_image(logo):
                    found[logo] = self.image(logo, file)
                else:
                    self.folder.problem(
                        PurePosixPath(NAME), self.config.logo_lines.get(logo, 1), "missing-image", target=logo
                    )
        return found

    def image(self, path: PurePosixPath, file: Path) -> Image:
        (content, original, suffix), labels = self.folder.picture(path, file), path.with_suffix(".yml")
        if path.suffix.lower() != ".svg" or labels not in self.folder.files:
            return Image(path, content, original=original, suffix=suffix)
        reader, read = self.reader(labels)
        return Image(path, content, {key: reader.words(node, LONGEST_TEXT) for key, node in read().entries.items()})


def _is_image(path: PurePosixPath) -> bool:
    return path.suffix.lower() in IMAGES


def _check_keys(folder: CourseFolder, course: Course) -> None:
    """Reports pages with the same key: files that differ only in their number, or a module and a case story of one name."""
    seen: dict[str, PurePosixPath] = {}
    for page in course.pages():
        path = next((document.path for document in page.documents.values()), None)
        if path and page.key in seen:
            folder.problem(path, 1, "duplicate-page", name=page.key, other=seen[page.key])
        elif path:
            seen[page.key] = path
