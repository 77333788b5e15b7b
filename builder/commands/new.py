"""`taller new`: skeletons of a course, module, session, case story, guide or language that pass the check as they are."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from builder.check.translation import text_digest
from builder.course.load import load_course
from builder.course.model import Course, Document
from builder.course.pages import STAMP
from builder.course.reader import ID
from builder.edition.addresses import DEVICES, GENERATED, page_address
from builder.problems import UsageError

SKELETON = Path(__file__).parent / "skeleton"


def new_course(folder: Path, title: str, languages: Iterable[str], day: date) -> list[Path]:
    """A course with one module, session, case story and guide in an empty folder. Returns the files written."""
    codes = list(languages)
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} is not empty"
        raise UsageError(message)
    values = {"title": title, "languages": ", ".join(codes), "day": day.isoformat()}
    written = [_write(folder / "mkdocs.yml", _fill("mkdocs.yml", values, codes))]
    written.append(_write(folder / "pages" / "index.md", f"# {title}\n\nBuild the course with `taller build`.\n"))
    reference = folder / "reference"
    written.append(_write(reference / "topics.yml", _fill("topics.yml", values, codes)))
    written.append(_write(reference / "sources.yml", "# Sources of the course, cited as [^id].\n"))
    written.append(_write(reference / "glossary.yml", "# The course's words, linked as term:id.\n"))
    written += [_write(reference / f"home.{code}.md", _fill("home.md", values, codes, code)) for code in codes]
    for name in ("modules", "casestories", "trainer_guides"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    course = load_course(folder)[0]
    written += new_module(course, "first-module")
    written += new_session(load_course(folder)[0], "first-module", "first-session")
    written += new_guide(load_course(folder)[0], "first-module")
    return written


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
        message = f"there is no module {module} (there are: {known})"
        raise UsageError(message)
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
    }  # fmt: skip
    text = _fill("case.yml", values, course.config.languages).replace("country: XX", "country: CR")
    return [_write(folder / f"{slug}.yml", text), *_pages(course, folder, slug, "case.md", values)]


def new_guide(course: Course, name: str) -> list[Path]:
    slug = _slug(name, {guide.slug for guide in course.guides}, "guide")
    files = [document.path.name for guide in course.guides for document in guide.page.documents.values()]
    kind = "module" if slug in {module.slug for module in course.modules} else "programme"
    stem = f"{_next_number(files)}-{slug}"
    values = {"title": _title(name), "kind": kind}
    return _pages(course, course.config.root / "trainer_guides", stem, "guide.md", values)


def new_language(course: Course, code: str) -> list[Path]:
    """Adds a language to mkdocs.yml, with a home page to begin the translation with."""
    if not re.fullmatch("[a-z]{2,3}", code) or code in course.config.languages:
        message = f"{code} is no new language code (such as pt, fr or ht)"
        raise UsageError(message)
    path = course.config.root / "mkdocs.yml"
    text = path.read_bytes().decode("utf-8")
    changed, count = re.subn(r"(?m)^(\s*languages:\s*\[[^\]\n]*)\]", rf"\1, {code}]", text)
    if not count:
        message = "mkdocs.yml has no line languages: [...] below extra: taller:"
        raise UsageError(message)
    source = next(iter(course.home.documents.values()))
    home = course.config.root / "reference" / f"home.{code}.md"
    begin = (course.config.root / source.path).read_text(encoding="utf-8")
    written = [_write(home, begin.replace(f".{source.language}.md", f".{code}.md"))]
    _exchange(path, changed)
    return [path, *written]


def stamp(course: Course, file: Path) -> Path:
    """Records in a translation what it was made from: the other language as it is now."""
    real, root = file.resolve(), course.config.root.resolve()
    relative = real.relative_to(root).as_posix() if real.is_relative_to(root) else str(file)
    for page in course.pages():
        for document in page.documents.values():
            if str(document.path) == relative:
                return _stamp(course, document, list(page.documents.values()))
    message = f"{relative} is no page of the course"
    raise UsageError(message)


def _stamp(course: Course, document: Document, documents: list[Document]) -> Path:
    source = next((other for other in documents if other is not document), None)
    if source is None:
        message = f"{document.path} has no other language to be translated from"
        raise UsageError(message)
    path = course.config.root / document.path
    text = path.read_bytes().decode("utf-8")  # line ends stay as they are
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    if lines[0].strip("\ufeff \t\r\n") != "---":
        message = f"{document.path} has no front matter to write the stamp into"
        raise UsageError(message)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines = [line for number, line in enumerate(lines, 1) if number != document.meta_lines.get(STAMP)]
    lines.insert(1, f"{STAMP}: {source.language}@{text_digest(source)}{end}")
    _exchange(path, "".join(lines))
    return path


def _exchange(path: Path, text: str) -> None:
    """A file that is there gets another text; never half of it, whatever happens."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(text.encode())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _pages(course: Course, folder: Path, stem: str, template: str, values: dict[str, str]) -> list[Path]:
    codes = course.config.languages
    return [_write(folder / f"{stem}.{code}.md", _fill(template, values, codes, code)) for code in codes]


def _fill(template: str, values: dict[str, str], languages: Iterable[str], language: str = "") -> str:
    """The skeleton with its `{name}` marks filled; `{words:text}` becomes one text for each language."""
    folder = SKELETON / (language if (SKELETON / language / template).exists() else "en") if language else SKELETON
    text = (folder / template).read_text(encoding="utf-8")
    text = re.sub(
        r"\{words:([^}]*)\}", lambda match: "{" + ", ".join(f'{code}: "{match[1]}"' for code in languages) + "}", text
    )
    for name, value in values.items():
        text = text.replace("{" + name + "}", value.replace('"', "'"))
    return text


def _write(path: Path, text: str) -> Path:
    if path.exists():
        message = f"{path} exists already"
        raise UsageError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _slug(name: str, taken: set[str], kind: str = "session") -> str:
    """`Aguas y Río` -> aguas-y-rio."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not ID.fullmatch(slug):
        message = f"{name} makes no address; use letters and digits, beginning with a letter"
        raise UsageError(message)
    if slug in DEVICES or page_address(kind, slug) in GENERATED:
        message = f"{slug} is a name that the builder or Windows keeps for itself; choose another one"
        raise UsageError(message)
    if slug in taken:
        message = f"{slug} exists already"
        raise UsageError(message)
    return slug


def _title(name: str) -> str:
    return name if " " in name or not name.islower() else name.replace("-", " ").capitalize()


def _next_number(names: Iterable[str]) -> str:
    """The next step of ten after the numbers in names."""
    numbers = [int(match[0]) for match in (re.match(r"\d+", name) for name in names) if match]
    return str((max(numbers, default=0) // 10 + 1) * 10)
