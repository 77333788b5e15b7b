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
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import accumulate
from operator import itemgetter
from pathlib import Path, PurePosixPath

import pikepdf

from builder.course.images import image_bytes
from builder.course.model import Audience, Course, Image
from builder.course.worksheets import plain
from builder.edition.select import Edition, removed_images, removed_texts, select
from builder.print.pdf_text import page_lines
from builder.problems import ContentError, Problem
from builder.words import words

AUDIENCES = (Audience.PARTICIPANT, Audience.SOLUTIONS)
"""Those that something is kept from."""
WORDS = 6
LETTERS = 24
STEP = 4
GRAM = LETTERS - STEP + 1
BREAK = "\x1f"
"""Between texts that belong to different paragraphs of a page: no run goes across it."""
_NOT_LETTERS = re.compile(rf"[^\w{BREAK}]|[\d_]")
_PARTS = re.compile(r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s|\||\n\s*:::|\n\s*#+|\n\s*>")
_MARK = re.compile(r"[\[*`_]")
_LINE_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_BLOCK_TAG = re.compile(
    r"</?(?:p|li|td|th|tr|h[1-6]|div|section|aside|nav|ul|ol|table|dt|dd|option|button|title|text|tspan)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_OPAQUE = re.compile(
    r"<!--.*?(?:-->|$)|<!\[CDATA\[.*?\]\]>|<(script|style)\b.*?</\1|<\?.*?\?>", re.DOTALL | re.IGNORECASE
)
"""What the signs < and > don't cut into text and tags."""
_ATTRIBUTE = re.compile(r"[\w:-]+\s*=\s*(\"[^\"]*\"|'[^']*')")
_MARKUP = {".html", ".xhtml", ".htm", ".xml", ".svg", ".opf", ".ncx"}
_PDF_OBJECT = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b")
_PDF_STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f]{8,}>", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
CLUSTER = 4
"""Runs that must follow each other in text whose lines were joined: single ones arise where unrelated lines meet."""
_ZIPS = {".zip", ".epub", ".imscc", ".docx", ".xlsx", ".pptx"}
_PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".webp"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one audience may not see."""

    audience: Audience
    runs: "_Index"
    pictures: frozenset[str]
    digest: str
    """Changes when any of it does."""


class _Letters(dict[int, str]):
    """Each character's code -> the character, or nothing when it is no letter."""

    def __missing__(self, code: int) -> str:
        self[code] = _NOT_LETTERS.sub("", chr(code))
        return self[code]


_LETTERS = _Letters()


def letters(text: str) -> str:
    """Letters only (page numbers and list numbers come and go), without case and accents of composition; `BREAK` stays."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)


def find_secrets(course: Course, audience: Audience) -> Secrets:
    """The runs and pictures that must not reach `audience`, in any language."""
    runs = _runs(removed_texts(course, audience))
    index = _Index(runs)
    pictures: set[str] = set()
    kept_pictures: set[str] = set()
    for language in course.config.languages:
        edition = select(course, audience, language)
        pictures |= _pictures(removed_images(course, edition), course.config.languages)
        kept_pictures |= _pictures(edition.images.values(), course.config.languages)
        kept = {run for text in _kept_texts(edition) for _, run in index.find(letters(text))}
        kept |= _Interface(edition).made(runs - kept)
        index.drop(kept)
        runs -= kept
    hidden = frozenset(pictures - kept_pictures)
    digest = hashlib.sha256(BREAK.join([*sorted(runs), *sorted(hidden)]).encode()).hexdigest()[:32]
    return Secrets(audience, index, hidden, digest)


class _Index:
    """Finds runs in a stream of letters, wherever they begin: print and markup break words where they like.

    Of the stream only each fourth place is looked up. A run has one of them among its first four, and what stands there
    in the runs, 21 letters long, is known.
    """

    def __init__(self, runs: Iterable[str]) -> None:
        self.runs: dict[str, tuple[str, ...]] = {}
        for run in runs:
            start = run[:LETTERS]
            self.runs[start] = (*self.runs.get(start, ()), run)
        self.grams: set[str] = set()
        for place in range(STEP):
            self.grams.update(map(itemgetter(slice(place, place + GRAM)), self.runs))

    def drop(self, runs: Iterable[str]) -> None:
        for run in runs:
            start = run[:LETTERS]
            self.runs[start] = tuple(other for other in self.runs[start] if other != run)

    def find(self, stream: str) -> Iterator[tuple[int, str]]:
        """Each run that stands in the stream, with its place."""
        for near in [place for place in range(0, len(stream), STEP) if stream[place : place + GRAM] in self.grams]:
            for start in range(max(0, near - STEP + 1), near + 1):
                for run in self.runs.get(stream[start : start + LETTERS], ()):
                    if stream.startswith(run, start):
                        yield start, run


def _kept_texts(edition: Edition) -> Iterator[str]:
    """Everything that the audience sees in one language, as authors wrote it and as readers read it."""
    language = edition.language
    for leaf in edition.leaves():
        text = "\n".join([leaf.title, leaf.document.summary, *leaf.document.lines])
        yield text
        yield plain(text)
        yield " ".join(plain(block.title) for block in leaf.document.walk())
    yield " ".join(leaf.title for leaf in edition.leaves())
    sheets = [block for leaf in edition.leaves() for block in leaf.document.walk() if block.name == "worksheet"]
    yield " ".join(plain(block.title) for block in sheets)
    yield " ".join(f"{leaf.title} {leaf.document.summary}" for leaf in edition.leaves())
    for term in edition.glossary.values():
        yield f"{term.term.get(language, '')} {term.text.get(language, '')}"
    for group in edition.topics.values():
        yield " ".join(entry.get(language, "") for entry in group.values())
    for source in edition.sources.values():
        yield f"{source.publisher} {source.year} {source.title} {source.note.get(language, '')}"
    for case in edition.cases:
        yield repr(case.facts)
    for image in edition.images.values():
        yield " ".join(label.get(language, "") for label in image.labels.values())
    texts = words(language)
    yield " ".join(texts.values())
    yield repr(edition.config)


class _Interface:
    """Runs that outputs make by themselves: a word of the interface before or after a title (`Module 1: ...`)."""

    def __init__(self, edition: Edition) -> None:
        texts = [part for text in words(edition.language).values() for part in re.split(r"\{\w*\}", text)]
        ends = [text.split() for text in texts]
        self.before = {letters(" ".join(part[-count:])) for part in ends for count in range(1, WORDS)} - {""}
        self.after = {letters(" ".join(part[:count])) for part in ends for count in range(1, WORDS)} - {""}
        titles = [leaf.title for leaf in edition.leaves()]
        titles += [block.title for leaf in edition.leaves() for block in leaf.document.walk()]
        titles += [case.facts.company for case in edition.cases]
        self.titles = BREAK.join(letters(plain(title)) for title in titles)

    def made(self, runs: Iterable[str]) -> set[str]:
        """Those of the runs: half the least letters at one end stand in a title, or else in a longer phrase."""
        half = LETTERS // 2
        ends = {self.titles[place : place + half] for place in range(len(self.titles))}
        ends |= {phrase[:half] for phrase in self.before} | {phrase[-half:] for phrase in self.after}
        return {run for run in runs if (run[:half] in ends or run[-half:] in ends) and self.makes(run)}

    def makes(self, run: str) -> bool:
        for cut in range(1, len(run)):
            first, last = run[:cut], run[cut:]
            if (first in self.before and last in self.titles) or (last in self.after and first in self.titles):
                return True
        return False


def _runs(texts: Iterable[str]) -> set[str]:
    """The letters of each run of six words, as written and as read; a run with few letters takes in more words.

    A run stays within a paragraph, a list item or a table cell.
    """
    parts = {part for text in texts for form in (text, plain_lines(text)) for part in _PARTS.split(form)}
    runs = set()
    for part in parts:
        words = [word for word in letters(BREAK.join(part.split())).split(BREAK) if word]
        stream = "".join(words)
        places = list(accumulate(map(len, words), initial=0))
        for start, end in zip(places, places[WORDS:], strict=False):
            least = start + LETTERS
            if least <= places[-1]:
                runs.add(stream[start : end if end >= least else places[bisect_left(places, least)]])
    return runs


def plain_lines(text: str) -> str:
    """The text as readers see it, line by line: labels of links, no marks of emphasis, no citations."""
    return "\n".join(plain(line) if _MARK.search(line) else line for line in _LINE_LINK.sub(r"\1", text).split("\n"))


def check_folder(
    folder: Path, secrets: Secrets, seen: Mapping[str, str] | None = None, readings: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Raises ContentError when a file below `folder` holds a secret.

    `seen` is the result of an earlier call (digest of a file -> digest of the secrets it was free of); files that are in
    it are not read again. `readings` has the text of the pages of PDFs that were just read (SHA-256 of the bytes -> text).
    Returns the results of this call.
    """
    free: dict[str, str] = {}
    clean: set[str] = set()
    problems = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        key = hashlib.sha256(content + name.encode()).hexdigest()[:32]
        if (seen or {}).get(key) != secrets.digest:
            hit = find_leak(name, content, secrets, clean, readings)
            if hit:
                arguments = {"audience": secrets.audience.label, "file": path.name, "words": hit}
                problems.append(Problem(PurePosixPath(name), 1, "leak", arguments))
        free[key] = secrets.digest
    if problems:
        raise ContentError(problems)
    return free


def find_leak(
    name: str, content: bytes, secrets: Secrets, clean: set[str] | None = None, readings: Mapping[str, str] | None = None
) -> str:  # fmt: skip
    """The first secret in a file, by its letters; "" when there is none.

    `clean` remembers the paragraphs that were read already: pages share most of theirs.
    """
    clean = set() if clean is None else clean
    for inner, part in _members(name, content):
        if PurePosixPath(inner).suffix.lower() in _PICTURES and _picture(part) in secrets.pictures:
            return inner
        for text in _texts(inner, part):
            parts = set(text.split(BREAK)) - clean
            found = {run for _, run in secrets.runs.find(letters(BREAK.join(parts)))}
            if found:
                return min(found)
            clean |= parts
        if PurePosixPath(inner).suffix.lower() == ".pdf":
            known = (readings or {}).get(hashlib.sha256(part).hexdigest())
            hit = _in_pages(page_lines(part) if known is None else known, secrets)
            if hit:
                return hit
    return ""


def _in_pages(text: str, secrets: Secrets) -> str:
    """A secret within a line of printed pages, or several in a row across lines (there, words may be hyphenated)."""
    lines = letters(re.sub(r"[\r\n]+", BREAK, text)).split(BREAK)
    ends = list(accumulate(map(len, lines)))
    stream = "".join(lines)
    found = list(secrets.runs.find(stream))
    inside = [run for start, run in found if start + len(run) <= ends[bisect_right(ends, start)]]
    if inside:
        return min(inside)
    row: list[int] = []
    for start in sorted({start for start, _ in found}):
        row = [*row, start] if row and start - row[-1] < 2 * LETTERS else [start]
        if len(row) >= CLUSTER:
            return stream[row[0] : row[0] + 3 * LETTERS]
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
        yield unescape(_TAG.sub(" ", _BLOCK_TAG.sub(BREAK, text)))
        yield unescape(BREAK.join(match[1] for match in _ATTRIBUTE.finditer(text)))
    elif suffix == ".json":
        yield unescape(_TAG.sub(" ", _BLOCK_TAG.sub(BREAK, BREAK.join(_strings(json.loads(text))))))
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
    """Every string of the file (bookmarks, labels, alternative texts), its metadata and attachments."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes().decode("utf-8", "ignore")
        for name, attachment in pdf.attachments.items():
            yield name
            for part in _members(attachment.filename or name, attachment.get_file().read_bytes()):
                yield from _texts(*part)
        objects = b"\n".join(_pdf_objects(pdf, content))
    yield BREAK.join(map(_pdf_string, set(_PDF_STRING.findall(objects))))


def _pdf_objects(pdf: pikepdf.Pdf, content: bytes) -> Iterator[bytes]:
    """Every object as it is written, whether used or not: those of the file, and those packed into streams."""
    yield pdf.trailer.unparse()
    for number, generation in dict.fromkeys(match.groups() for match in _PDF_OBJECT.finditer(content)):
        found = pdf.get_object(int(number), int(generation))
        if not isinstance(found, pikepdf.Stream):
            yield found.unparse(resolved=True)
        else:
            yield found.stream_dict.unparse()
            if found.get("/Type") == "/ObjStm":
                yield found.read_bytes()


def _pdf_string(raw: bytes) -> str:
    """A literal or hexadecimal PDF string as text (ISO 32000, 7.3.4 and 7.9.2)."""
    if raw.startswith(b"<"):
        digits = raw[1:-1] + (b"0" if len(raw) % 2 else b"")
        value = bytes.fromhex(digits.decode())
    else:
        value = _PDF_ESCAPE.sub(_pdf_unescape, raw[1:-1])
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "ignore")
    return value.decode("utf-8" if value.startswith(b"\xef\xbb\xbf") else "latin-1", "ignore")


def _pdf_unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}.get(code, code)


def _pictures(images: Iterable[Image], languages: Sequence[str]) -> set[str]:
    """The digests of pictures, with the words of each language in them."""
    found: set[str] = set()
    for image in images:
        found |= {_picture(image.content), *(_picture(image_bytes(image, language)) for language in languages)}
    return found


def _picture(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def all_secrets(course: Course) -> list[Secrets]:
    """The secrets of each audience that something is kept from."""
    return [find_secrets(course, audience) for audience in AUDIENCES]
