"""Filled-in PDFs of a folder -> one table: a row a file, a column a field, in the order of the course."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath

import pikepdf

from builder.course.model import Course
from builder.edition.questions import COVER, Question, questions
from builder.problems import Problem
from builder.words import words

DANGEROUS = ("=", "+", "-", "@", "\t", "\n", "\r")
"""What a spreadsheet may take for a formula when a cell begins with it."""
DEEPEST = 12
"""Fields of fields of fields: more levels than any form has."""
RADIO = 1 << 15
"""The flag of buttons of which one is chosen."""
_PART = re.compile(r"^(?P<name>.+)_p(?P<number>\d+)$")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Filled:
    """What one file says. Fields without an answer are there too, with an empty text."""

    path: PurePosixPath
    title: str
    values: Mapping[str, str]
    labels: Mapping[str, str]
    """What the file itself calls its fields."""
    was_damaged: bool = False
    """It had to be mended to be read; something may be missing."""


@dataclass(frozen=True, slots=True)
class Collection:
    files: tuple[Filled, ...]
    problems: tuple[Problem, ...]
    """Files that could not be read, or not wholly, and why."""
    questions: Mapping[str, Question]
    language: str


def collect(course: Course, folder: Path, language: str) -> Collection:
    """All PDFs of a folder and of the folders in it, by path."""
    known = questions(course, language)
    files, problems = [], []
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file()):
        shown = PurePosixPath(path.relative_to(folder).as_posix())
        if any(part.startswith(".") for part in shown.parts):
            continue  # the system's own notes about files, as some zips have them
        found = _read(path, shown, known)
        if isinstance(found, Filled):
            files.append(found)
        else:
            problems.append(Problem(shown, 1, found))
        if isinstance(found, Filled) and found.was_damaged:
            problems.append(Problem(shown, 1, "pdf-damaged"))
    return Collection(tuple(files), tuple(problems), known, language)


def table(collection: Collection, *, names: bool = False, everything: bool = False) -> list[list[str]]:
    """Heads and rows. Columns that nobody wrote into are left out, unless `everything` is asked for."""
    texts, files = words(collection.language), collection.files
    columns = [*collection.questions, *dict.fromkeys(_unknown(collection))]
    has = {name for file in files for name, value in file.values.items() if value or everything}
    columns = [name for name in columns if name in has]
    labels = {name: label for file in files for name, label in file.labels.items()}
    heads = columns if names else [_head(collection, name, labels.get(name, "")) for name in columns]
    first = ["file", "document"] if names else [texts["collect-file"], texts["collect-document"]]
    rows = [[str(file.path), file.title, *(file.values.get(name, "") for name in columns)] for file in files]
    return [_unique([*first, *heads]), *rows]


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """The table as a file that spreadsheets open: with a mark of its encoding, and no cell that is a formula."""
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([map(_harmless, row) for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def _unknown(collection: Collection) -> Iterator[str]:
    """Fields that this edition of the course does not have: of an older one, or of sheets added by somebody."""
    return (name for file in collection.files for name in file.values if name not in collection.questions)


def _head(collection: Collection, name: str, label: str) -> str:
    question = collection.questions.get(name)
    if question is not None:
        return question.heading or name
    return f"{label} [{name}]" if label else name


def _unique(heads: Sequence[str]) -> list[str]:
    """The same head twice gets a number: programs that read the table want it so."""
    counts: dict[str, int] = {}
    found = []
    for head in heads:
        counts[head] = counts.get(head, 0) + 1
        found.append(head if counts[head] == 1 else f"{head} ({counts[head]})")
    return found


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


# -- one file


def _read(path: Path, shown: PurePosixPath, known: Mapping[str, Question]) -> Filled | str:
    """What a file says, or the code of what is wrong with it."""
    try:
        with pikepdf.open(path) as document:
            fields = _fields(document)
            title = _clean(str(document.docinfo.get("/Title", ""))) if "/Info" in document.trailer else ""
            was_damaged = bool(document.get_warnings())
    except pikepdf.PasswordError:
        return "pdf-encrypted"
    except (pikepdf.PdfError, OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return "pdf-broken"  # a library that meets a broken file has many ways to say so
    if not fields:
        return "pdf-without-form"
    values: dict[str, str] = {}
    for name, (value, _) in fields.items():
        part = _PART.match(name)
        target = part["name"] if part and part["name"] in known else name
        question = known.get(target)
        text = question.options.get(value, value) if question is not None else value
        values[target] = "\n".join(filter(None, (values.get(target, ""), text)))
    if not (values.keys() & known.keys()) - {COVER}:
        return "pdf-of-another-course"
    return Filled(shown, title, values, {name: label for name, (_, label) in fields.items()}, was_damaged)


def _fields(document: pikepdf.Pdf) -> dict[str, tuple[str, str]]:
    """Full name of each field -> its value and label, in the order of the form."""
    form = document.Root.get("/AcroForm")
    found: dict[str, tuple[str, str]] = {}

    def walk(item: pikepdf.Object, above: str, kind: str, depth: int) -> None:
        part = str(item.T) if "/T" in item else ""
        name = ".".join(text for text in (above, part) if text)
        kind = str(item.get("/FT", kind))
        kids = [kid for kid in item.get("/Kids", pikepdf.Array()) if isinstance(kid, pikepdf.Dictionary)]
        named = [kid for kid in kids if "/T" in kid]
        if named and depth < DEEPEST:
            for kid in named:
                walk(kid, name, kind, depth + 1)
        elif name and kind in ("/Tx", "/Btn", "/Ch"):
            value = _button(item, kids) if kind == "/Btn" else _typed(item.get("/V"))
            found[name] = value, _clean(str(item.get("/TU", "")))

    for item in form.get("/Fields", pikepdf.Array()) if isinstance(form, pikepdf.Dictionary) else ():
        if isinstance(item, pikepdf.Dictionary):
            walk(item, "", "", 0)
    return found


def _button(item: pikepdf.Object, kids: Sequence[pikepdf.Object]) -> str:
    """`x` for a ticked box, the state of the chosen circle, else nothing."""
    states = [str(item.get("/V", "")), *(str(other.get("/AS", "")) for other in (item, *kids))]
    state = next((state.removeprefix("/") for state in states if state not in ("", "/Off", "Off")), "")
    return state if int(item.get("/Ff", 0)) & RADIO or not state else "x"


def _typed(value: pikepdf.Object | None) -> str:
    """What people wrote or chose from a list."""
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return _clean(value.read_bytes().decode("utf-8", "replace"))
    if isinstance(value, pikepdf.Array):
        return "; ".join(_clean(str(part)) for part in value)
    return _clean(str(value))


def _clean(text: str) -> str:
    """One kind of line end, no controls, no empty lines around."""
    return _CONTROLS.sub("", re.sub(r"\r\n?|[\u2028\u2029]", "\n", text)).strip()
