"""The leak gate: reads every file made for an audience and looks for text and pictures that it may not see.

A second lock behind `select`: it knows nothing of how the files were made. Text is compared by letters only, since
hyphens, line ends and tags hide exact sentences. What is looked for: runs of six words (at least 24 letters) of removed
text that don't also stand in kept text; pictures by their digest.
"""

import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path, PurePosixPath

import pikepdf
import pypdfium2

from builder.edition import removed_images, removed_texts, select
from builder.images import image_bytes
from builder.model import Audience, Course, Image
from builder.problems import ContentError, Problem

WORDS = 6
LETTERS = 24
_NOT_LETTERS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_OPAQUE = re.compile(r"<!--.*?(?:-->|$)|<!\[CDATA\[.*?\]\]>|<(script|style)\b.*?</\1|<\?.*?\?>", re.DOTALL | re.IGNORECASE)
"""What the signs < and > don't cut into text and tags."""
_ATTRIBUTE = re.compile(r"[\w:-]+\s*=\s*(\"[^\"]*\"|'[^']*')")
_MARKUP = {".html", ".xhtml", ".htm", ".xml", ".svg", ".opf", ".ncx"}
_ZIPS = {".zip", ".epub", ".imscc", ".docx", ".xlsx", ".pptx"}
_PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".webp"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one audience may not see. `digest` changes when any of it does."""

    audience: Audience
    runs: frozenset[str]
    pictures: frozenset[str]

    @property
    def digest(self) -> str:
        found = hashlib.sha256("\n".join(sorted(self.runs) + sorted(self.pictures)).encode())
        return found.hexdigest()[:32]


def letters(text: str) -> str:
    """Letters and digits only, without case and accents of composition."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def find_secrets(course: Course, audience: Audience) -> Secrets:
    """The runs and pictures that must not reach `audience`, in any language."""
    runs = {run for text in removed_texts(course, audience) for run in _runs(text)}
    pictures: set[str] = set()
    kept_pictures: set[str] = set()
    for language in course.config.languages:
        edition = select(course, audience, language)
        pictures |= _pictures(removed_images(course, edition), course.config.languages)
        kept_pictures |= _pictures(edition.images.values(), course.config.languages)
        for leaf in edition.leaves():
            document = leaf.document
            runs -= _known(letters(f"{document.title} {document.summary} {' '.join(document.lines)}"), runs)
    tables = [course.glossary, course.sources, course.topics, [case.facts for case in course.cases], course.config]
    runs -= _known(letters(repr(tables)), runs)
    return Secrets(audience, frozenset(runs), frozenset(pictures - kept_pictures))


def _runs(text: str) -> Iterator[str]:
    """The letters of each run of six words; a run with few letters takes in more words."""
    words = [word for word in (letters(part) for part in re.split(r"\s+", text)) if word]
    for start in range(len(words) - WORDS + 1):
        run = "".join(words[start : start + WORDS])
        end = start + WORDS
        while len(run) < LETTERS and end < len(words):
            run += words[end]
            end += 1
        if len(run) >= LETTERS:
            yield run[:LETTERS]


def _known(stream: str, runs: set[str]) -> set[str]:
    """Those of the runs that stand in the stream of letters."""
    windows = (stream[i : i + LETTERS] for i in range(len(stream) - LETTERS + 1))
    return runs.intersection(windows)


def check_folder(folder: Path, secrets: Secrets, seen: dict[str, str] | None = None) -> dict[str, str]:
    """Raises ContentError when a file below `folder` holds a secret.

    `seen` is the result of an earlier call (digest of a file -> digest of the secrets it was free of); files that are in
    it are not read again. Returns the results of this call.
    """
    free: dict[str, str] = {}
    problems = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        key = hashlib.sha256(content + name.encode()).hexdigest()[:32]
        if (seen or {}).get(key) != secrets.digest:
            hit = find_leak(name, content, secrets)
            if hit:
                arguments = {"audience": secrets.audience.label, "file": path.name, "words": hit}
                problems.append(Problem(PurePosixPath(name), 1, "leak", arguments))
        free[key] = secrets.digest
    if problems:
        raise ContentError(problems)
    return free


def find_leak(name: str, content: bytes, secrets: Secrets) -> str:
    """The first secret in a file, by its letters; "" when there is none."""
    for inner, part in _members(name, content):
        if PurePosixPath(inner).suffix.lower() in _PICTURES and _picture(part) in secrets.pictures:
            return inner
        for text in _texts(inner, part):
            found = _known(letters(text), set(secrets.runs))
            if found:
                return min(found)
    return ""


def _members(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The file, or the files in it when it is an archive."""
    if PurePosixPath(name).suffix.lower() in _ZIPS and depth < 3:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield name, archive.comment
            for member in archive.infolist():
                yield from _members(member.filename, archive.read(member), depth + 1)
    else:
        yield name, content


def _texts(name: str, content: bytes) -> Iterator[str]:
    """All readings of a file in which a secret could stand."""
    suffix = PurePosixPath(name).suffix.lower()
    yield name
    if suffix == ".pdf":
        yield from _pdf_texts(content)
        return
    text = content.decode("utf-8", "ignore")
    if suffix in _MARKUP:
        yield _unescape_script(" ".join(match[0] for match in _OPAQUE.finditer(text)))
        yield unescape(_TAG.sub(" ", text))
        yield unescape(" ".join(match[1] for match in _ATTRIBUTE.finditer(text)))
    elif suffix == ".json":
        yield unescape(_TAG.sub(" ", " ".join(_strings(json.loads(text)))))
    elif suffix in (".js", ".css", ".txt", ".csv", ".md", ".gift", ".webmanifest", ""):
        yield _unescape_script(text)
    elif suffix not in _PICTURES:
        yield text
        yield content.decode("utf-16-le", "ignore")


def _unescape_script(text: str) -> str:
    text = re.sub(r"\\[nrtbf]", " ", text)
    return unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)


def _pdf_texts(content: bytes) -> Iterator[str]:
    """The pages' text, and every string of the file: bookmarks, labels, alternative texts, metadata, attachments."""
    document = pypdfium2.PdfDocument(content)
    yield "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    with pikepdf.open(BytesIO(content)) as pdf:
        strings: list[str] = []
        for item in pdf.objects:
            _pdf_strings(item, strings, 0)
            if isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/Metadata", "/EmbeddedFile"):
                yield item.read_bytes().decode("utf-8", "ignore")
        yield "\n".join(strings)


def _pdf_strings(item: object, found: list[str], depth: int) -> None:
    if depth > 12:
        return
    if isinstance(item, pikepdf.String):
        found.append(str(item))
    elif isinstance(item, pikepdf.Array):
        for part in item:
            if not getattr(part, "is_indirect", False):
                _pdf_strings(part, found, depth + 1)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118 - not a dict
            part = item[key]
            if not getattr(part, "is_indirect", False):
                _pdf_strings(part, found, depth + 1)


def _pictures(images: Iterable[Image], languages: Sequence[str]) -> set[str]:
    """The digests of pictures, with the words of each language in them."""
    found: set[str] = set()
    for image in images:
        found |= {_picture(image.content), *(_picture(image_bytes(image, language)) for language in languages)}
    return found


def _picture(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def all_secrets(course: Course) -> Iterable[Secrets]:
    """The secrets of each audience that something is kept from."""
    return [find_secrets(course, audience) for audience in (Audience.PARTICIPANT, Audience.SOLUTIONS)]
