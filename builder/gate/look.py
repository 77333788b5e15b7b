"""The leak gate: reads every file made for an audience and looks for text and pictures that it may not see.

A second lock behind the selection: it knows nothing of how the files were made. Text is compared by letters only, since
hyphens, line ends and tags break up sentences. What is looked for: runs of six words (at least 24 letters) of removed
text that don't also occur in kept text; pictures by their digest, also within other files, and in PDFs by their pixels.
"""

import ctypes
import gc
import hashlib
import pickle
import re
import sys
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path, PurePosixPath

import pikepdf

from builder.course.links import forget_pages
from builder.course.model import Audience, Course
from builder.gate.pictures import attached, carved, pixels_in
from builder.gate.readers import is_pdf, members, texts, wholes
from builder.gate.runs import BREAK, GAP, LETTERS, letters, signs
from builder.gate.secrets import Secrets, find_addresses, find_secrets, picture_digest
from builder.print.pdf_text import page_lines
from builder.problems import ContentError, Problem
from builder.words.packs import use

Readings = Mapping[str, Sequence[str]]
UNREADABLE = (pikepdf.PdfError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
"""What libraries raise for a file that can't be read to its end."""
CLUSTER = 4
"""How many runs must follow each other in text whose lines were joined: single ones occur where unrelated lines meet."""


def files_in(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path there."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def check_audience(
    course: Course | Path, audience: Audience, files: Mapping[str, Path], seen: Mapping[str, str], readings: Readings
) -> dict[str, str]:
    """`check_files` for what was made for an audience.

    `course`: for a process that loads nothing else of the build, a file with the pickled course, which is forgotten before
    the files are read, since large ones need the memory.
    """
    secrets = _secrets_of(course, audience)
    if isinstance(course, Path):
        _give_back()
    return check_files(files, secrets, seen, readings)


def _give_back() -> None:
    """Gives freed memory back to the system: glibc keeps 70 MB of a large course for itself, and the search index needs as much."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # other C libraries have no such function
            ctypes.CDLL(None).malloc_trim(0)


def _secrets_of(course: Course | Path, audience: Audience) -> Secrets:
    if isinstance(course, Path):
        course = _opened(course)
    secrets = find_secrets(course, audience)
    forget_pages()
    return secrets


def _opened(parcel: Path) -> Course:
    with parcel.open("rb") as file:
        course: Course = pickle.load(file)  # noqa: S301 - this build wrote it
    use(course.config.packs)
    return course


def check_files(
    files: Mapping[str, Path], secrets: Secrets, seen: Mapping[str, str] | None = None,
    readings: Readings | None = None,
) -> dict[str, str]:  # fmt: skip
    """Raises ContentError when a file (key: the name for messages) holds a secret or can't be searched.

    `seen` is the result of an earlier call (digest of a file -> digest of the secrets it was free of); files that are in
    it are not read again. `readings` has the text of PDFs that were just read (SHA-256 of the bytes -> text of each page).
    Returns the results of this call.
    """
    free: dict[str, str] = {}
    pairs: set[int] = set()
    parts: set[str] = set()
    problems = []
    for name, path in files.items():
        content = path.read_bytes()
        key = _digest(content, name.encode())[:32]
        if (seen or {}).get(key) != secrets.digest:
            try:
                hit = find_leak(name, content, secrets, pairs, readings, parts)
            except UNREADABLE:
                problems.append(Problem(PurePosixPath(name), 1, "file-unsearchable", {"file": path.name}))
                continue
            if hit:
                arguments = {"audience": secrets.audience.label, "file": path.name, "words": hit}
                problems.append(Problem(PurePosixPath(name), 1, "leak", arguments))
        free[key] = secrets.digest
    if problems:
        raise ContentError(problems)
    return free


def find_leak(
    name: str, content: bytes, secrets: Secrets, pairs: set[int] | None = None, readings: Readings | None = None,
    known: set[str] | None = None,
) -> str:  # fmt: skip
    """A secret in a file, by its letters or the name of the hidden file or picture; "" when there is none.

    `pairs` remembers which neighbouring paragraphs were searched, since pages share most of theirs; `known` does the same
    for files in archives.
    """
    if secrets.files and (file := next((one for one, part in wholes(name, content) if _is_hidden(part, secrets)), "")):
        return file
    pairs = set() if pairs is None else pairs
    known = set() if known is None else known
    for inner, part in members(name, content):
        key = _digest(inner.encode() + b"\0", part)
        if key in known:
            continue
        if _shows_hidden(part, secrets):
            return inner
        for text in texts(inner, part):
            new, keys = new_text(text, pairs)
            stream = letters(new)
            found = {run for _, run in secrets.runs.find(stream)} or _short(stream, new, secrets)
            if found:
                return min(found)
            pairs |= keys
        if is_pdf(part):
            read = (readings or {}).get(hashlib.sha256(part).hexdigest())
            hit = _in_pages(page_lines(part) if read is None else "\n".join(read), secrets)
            if hit:
                return hit
        known.add(key)
    return ""


def _digest(*parts: bytes) -> str:
    """SHA-256 of the parts one after the other, without a copy of them."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def _is_hidden(part: bytes, secrets: Secrets) -> bool:
    return hashlib.sha256(part).hexdigest() in secrets.files


def _shows_hidden(part: bytes, secrets: Secrets) -> bool:
    """Whether a file is a hidden picture, or holds one."""
    if not secrets.pictures:
        return False
    wholes = [part, *(attached(part) if is_pdf(part) else ())]
    pictures = (picture for whole in wholes for picture in (whole, *carved(whole)))
    if any(picture_digest(picture) in secrets.pictures for picture in pictures):
        return True
    return bool(secrets.pixels) and is_pdf(part) and not secrets.pixels.isdisjoint(pixels_in(part))


def new_text(text: str, pairs: set[int]) -> tuple[str, set[int]]:
    """The paragraphs that weren't searched next to each other before, and the keys of their pairs, for `pairs`.

    Looks at new pairs only: a page of a large course has a thousand of its menu, which the pages before it had, too.
    """
    parts = ["", *filter(str.strip, text.split(BREAK))]
    keys = list(map(hash, pairwise(parts)))
    new = set(keys) - pairs
    kept: list[str] = []
    end = 0
    for place in [place for place, key in enumerate(keys) if key in new] if new else ():
        if not kept or place != end:
            kept[-1:] = [part + GAP for part in kept[-1:]]
            kept.append(parts[place])
        end = place + 1
        kept.append(parts[end])
    kept[-1:] = [part + GAP for part in kept[-1:]]
    return BREAK.join(kept), new


def _short(stream: str, text: str, secrets: Secrets) -> set[str]:
    """The short secrets in a text: joints, and addresses of links."""
    found = {joint for _, joint in secrets.joints.find(stream.replace(BREAK, ""))}
    if secrets.numbers:
        found |= {joint for _, joint in secrets.numbers.find(signs(text))}
    return found | (secrets.addresses.intersection(find_addresses(text)) if secrets.addresses else set())


def _in_pages(text: str, secrets: Secrets) -> str:
    """A secret within a line of printed pages, or several in a row across lines (there, words may be hyphenated)."""
    lines = letters(re.sub(r"[\r\n]+", BREAK, text)).split(BREAK)
    ends = list(accumulate(map(len, lines)))
    stream = "".join(lines)
    found = list(secrets.runs.find(stream))
    inside = [run for start, run in found if start + len(run) <= ends[bisect_right(ends, start)]]
    if inside:
        return min(inside)
    if short := _short(stream, text, secrets):
        return min(short)
    row: list[int] = []
    for start in sorted({start for start, _ in found}):
        row = [*row, start] if row and start - row[-1] < 2 * LETTERS else [start]
        if len(row) >= CLUSTER:
            return stream[row[0] : row[0] + 3 * LETTERS]
    return ""
