"""`taller new`: skeletons of modules, sessions, case stories, guides, pages and languages; they pass the check unchanged."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from builder.commands.target import exchange
from builder.course.config import NAME
from builder.course.folder import FREE_PAGES
from builder.course.languages import LANGUAGES, SETTINGS
from builder.course.model import PAGES, Course
from builder.course.overlay import is_edition
from builder.course.places import EDITION
from builder.course.reader import ID
from builder.course.shown import shown
from builder.edition.addresses import DEVICES, GENERATED, page_address
from builder.problems import UsageError
from builder.words import is_language, own_name
from builder.words.packs import BUILT_IN, base, chain, nearest_in, pack_of

SKELETON = Path(__file__).parent / "skeleton"


def new_module(course: Course, name: str) -> list[Path]:
    slug = _slug(name, {module.slug for module in course.modules})
    number = _next_number(path.folder.name for path in course.modules)
    folder = course.config.root / "modules" / f"{number}-{slug}"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    return _pages(course, folder, "module", "module.md", {"title": _title(name)})


def new_session(course: Course, module: str, name: str) -> list[Path]:
    found = next((one for one in course.modules if one.slug == module), None)
    if found is None:
        known = ", ".join(one.slug for one in course.modules) or "-"
        raise UsageError("module-unknown", {"name": module, "known": known})
    slug = _slug(name, {page.key.partition("/")[2] for page in found.sessions} | {"index"})
    files = [document.path.name for page in found.sessions for document in page.documents.values()]
    folder = course.config.root / found.folder
    return _pages(course, folder, f"{_next_number(files)}-{slug}", "session.md", {"title": _title(name), "slug": slug})


def new_case(course: Course, name: str, day: date) -> list[Path]:
    slug = _slug(name, {case.slug for case in course.cases}, "case")
    folder = course.config.root / "casestories"
    first = {group: next(iter(course.topics[group]), "") for group in ("sectors", "topics", "core-subjects")}
    values = {
        "title": _title(name), "slug": slug, "year": str(day.year), "sector": first["sectors"],
        "topic": first["topics"], "subject": first["core-subjects"],
        "country": course.config.country or "CR",
    }  # fmt: skip
    text = _fill("case.yml", values, course.config.languages)
    return _write_all({folder / f"{slug}.yml": text, **_texts(course, folder, slug, "case.md", values)})


def new_guide(course: Course, name: str) -> list[Path]:
    slug = _slug(name, {guide.slug for guide in course.guides}, "guide")
    files = [document.path.name for guide in course.guides for document in guide.page.documents.values()]
    kind = "module" if slug in {module.slug for module in course.modules} else "programme"
    stem = f"{_next_number(files)}-{slug}"
    values = {"title": _title(name), "kind": kind}
    return _pages(course, course.config.root / "trainer_guides", stem, "guide.md", values)


def new_page(course: Course, name: str) -> list[Path]:
    slug = _slug(name, {page.key.removeprefix(PAGES) for page in course.free}, "free", PAGES)
    files = [document.path.name for page in course.free for document in page.documents.values()]
    return _pages(
        course, course.config.root / FREE_PAGES, f"{_next_number(files)}-{slug}", "page.md", {"title": _title(name)}
    )


def new_language(course: Course, code: str) -> list[Path]:
    """Adds a language to the settings, with a home page to translate and, if unknown to the builder, a settings file."""
    if not is_language(code) or code in course.config.languages:
        raise UsageError("not-a-language-code", {"language": code})
    path = course.config.root / (EDITION if is_edition(course.config.root) else NAME)
    text = path.read_bytes().decode("utf-8")
    changed, count = re.subn(r"(?m)^(\s*languages:\s*\[[^\]\n]*)\]", rf"\1, {code}]", text)
    if not count:
        raise UsageError("no-languages-line")
    root, source = course.config.root, shown(course.home, code)
    begin = course.config.places.file(root, source.path).read_text(encoding="utf-8")
    begin = begin.replace(f".{source.language}.md", f".{code}.md")
    files = {root / "reference" / f"home.{code}.md": begin}
    if base(code) not in BUILT_IN:
        values = {"name": own_name(code).capitalize(), "fallback": ", ".join(course.config.languages)}
        files[root / LANGUAGES / code / f"{SETTINGS}.yml"] = filled(SKELETON / "language.yml", values, ())
    written = _write_all({file: text for file, text in files.items() if not file.exists()})
    exchange(path, changed)
    return [path, *written]


def _pages(course: Course, folder: Path, stem: str, template: str, values: dict[str, str]) -> list[Path]:
    return _write_all(_texts(course, folder, stem, template, values))


def _texts(course: Course, folder: Path, stem: str, template: str, values: dict[str, str]) -> dict[Path, str]:
    """The new page in each language of the course."""
    codes = course.config.languages
    return {folder / f"{stem}.{code}.md": _fill(template, values, codes, code) for code in codes}


def _write_all(texts: Mapping[Path, str]) -> list[Path]:
    """Writes all of the new files or, on a full disk, none."""
    written: list[Path] = []
    try:
        for path, text in texts.items():
            written.append(write(path, text))
    except (OSError, UsageError):
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written


def _fill(template: str, values: dict[str, str], languages: Iterable[str], language: str = "") -> str:
    file = skeleton_of(language, template) if language else SKELETON / template
    return filled(file, values, languages)


def skeleton_of(language: str, template: str) -> Path:
    """The skeleton in a language or its nearest fallback: `languages/pt-BR/skeletons/case.md`, or the builder's own."""
    for code in chain(language):
        own = pack_of(code).folder
        for folder in (own / "skeletons" if own else None, SKELETON / code):
            if (
                folder
                and not folder.is_symlink()
                and (folder / template).is_file()
                and not (folder / template).is_symlink()
            ):
                return folder / template
    return SKELETON / "en" / template


def filled(file: Path, values: Mapping[str, str], languages: Iterable[str]) -> str:
    """The skeleton with its `{name}` marks filled; `{words:text|texto}` becomes a text for each language
    (English|Spanish).
    """

    def words(match: re.Match[str]) -> str:
        spanish = match[2] or match[1]
        return (
            "{"
            + ", ".join(
                f'{code}: "{spanish if nearest_in(code, BUILT_IN) == "es" else match[1]}"' for code in languages
            )
            + "}"
        )

    text = re.sub(r"\{words:([^}|]*)(?:\|([^}]*))?\}", words, file.read_text(encoding="utf-8"))
    for name, value in values.items():
        text = text.replace("{" + name + "}", value.replace('"', "'"))
    return text


def write(path: Path, text: str) -> Path:
    if path.exists():
        raise UsageError("exists-already", {"name": path})
    path.parent.mkdir(parents=True, exist_ok=True)
    exchange(path, text)
    return path


def _slug(name: str, taken: set[str], kind: str = "session", prefix: str = "") -> str:
    """A name for files and addresses (`Aguas y Río` -> aguas-y-rio). Raises UsageError when it can't be used or exists."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not ID.fullmatch(slug):
        raise UsageError("name-without-letters", {"name": name})
    if slug in DEVICES or page_address(kind, prefix + slug) in GENERATED:
        raise UsageError("name-reserved", {"name": slug})
    if slug in taken:
        raise UsageError("exists-already", {"name": slug})
    return slug


def _title(name: str) -> str:
    return name if " " in name or not name.islower() else name.replace("-", " ").capitalize()


def _next_number(names: Iterable[str]) -> str:
    """The next multiple of ten after the numbers that begin the names."""
    numbers = [int(match[0]) for match in (re.match(r"\d+", name) for name in names) if match]
    return str((max(numbers, default=0) // 10 + 1) * 10)
