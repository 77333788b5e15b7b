"""Reads BibTeX and CSL-JSON as sources."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from builder.course.textfile import read_text
from builder.imports.draft import SourceError
from builder.problems import ContentError, Problem

LARGEST = 10_000_000
_PUBLISHERS = (
    "publisher",
    "institution",
    "organization",
    "school",
    "journal",
    "journaltitle",
    "booktitle",
    "container-title",
    "howpublished",
)
_HOSTS = ("journal", "journaltitle", "booktitle", "container-title")


@dataclass(frozen=True, slots=True)
class Work:
    """A work as a course cites it: publisher or authors, year, language and address."""

    id: str
    line: int
    title: str
    publisher: str
    year: str = ""
    language: str = ""
    url: str = ""


def read_works(path: Path) -> list[Work]:
    """The works in a file. Raises SourceError and, for unreadable entries, ContentError with their lines."""
    if path.stat().st_size > LARGEST:
        raise SourceError("source-limit", path.name, limit=f"{LARGEST // 1_000_000} MB")
    text = read_text(path.read_bytes())[0]
    return list(_of_bibtex(text, path.name) if path.suffix.lower() == ".bib" else _of_csl(text, path.name))


# -- BibTeX


def _of_bibtex(text: str, source: str) -> Iterator[Work]:
    logging.disable(logging.ERROR)  # in the child process; faults are reported below, with their lines
    plain = parse_string(text)
    spoken = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    shown = PurePosixPath(source)
    problems = [
        Problem(shown, block.start_line + 1, *_fault(block))
        for block in plain.failed_blocks
        if block.start_line is not None
    ]
    if problems:
        raise ContentError(problems)
    for raw, entry in zip(plain.entries, spoken.entries, strict=True):
        exact = {field.key.lower(): str(field.value) for field in raw.fields}
        fields = {field.key.lower(): " ".join(str(field.value).split()).strip("{}") for field in entry.fields}
        authors = [_family(name) for name in re.split(r"\s+and\s+", fields.get("author", "")) if name.strip()]
        address = exact.get("url", "").strip() or _doi(exact.get("doi", ""))
        yield Work(
            entry.key, (entry.start_line or 0) + 1, fields.get("title", ""), _publisher(authors, fields),
            fields.get("year", "") or fields.get("date", "")[:4], fields.get("langid", fields.get("language", "")), address,
        )  # fmt: skip


def _fault(block: Any) -> tuple[str, dict[str, object]]:
    key = getattr(block, "key", "")
    if key:
        previous = getattr(block, "previous_block", None)
        return "csv-twice", {"id": key, "place": (getattr(previous, "start_line", 0) or 0) + 1}
    return "source-unread", {"kind": "BibTeX"}


def _family(name: str) -> str:
    """The family name (`Silva, Ana` and `Ana Silva` -> Silva); names in braces are institutions."""
    name = name.strip()
    if name.startswith("{"):
        return name.strip("{}")
    return name.partition(",")[0].strip() if "," in name else name.rpartition(" ")[2]


# -- CSL-JSON


def _of_csl(text: str, source: str) -> Iterator[Work]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("source-unread", source, getattr(error, "lineno", 0), kind="CSL-JSON") from None
    items = found.get("items") if isinstance(found, Mapping) else found
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise SourceError("source-unread", source, 1, kind="CSL-JSON")
    for item in items:
        identifier = str(item.get("id", ""))
        fields = {str(key): value for key, value in item.items() if isinstance(value, str)}
        authors = [_person(one) for one in item.get("author") or () if isinstance(one, Mapping)]
        yield Work(
            identifier, _line(text, identifier), fields.get("title", ""), _publisher([name for name in authors if name], fields),
            _year(item.get("issued")), fields.get("language", ""), fields.get("URL", "") or _doi(fields.get("DOI", "")),
        )  # fmt: skip


def _line(text: str, identifier: str) -> int:
    match = re.search(rf'"id"\s*:\s*{re.escape(json.dumps(identifier, ensure_ascii=False))}', text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _person(one: Mapping[str, Any]) -> str:
    return str(one.get("family") or one.get("literal") or one.get("given") or "")


def _year(issued: object) -> str:
    """The year in `{"date-parts": [[2020, 5]]}`, `{"raw": "May 2020"}` and the like; "" if there is none."""
    match = re.search(r"\b(1[5-9]|20)\d\d\b", json.dumps(issued))
    return match[0] if match else ""


# -- both


def _publisher(authors: Sequence[str], fields: Mapping[str, str]) -> str:
    """Who is responsible, such as `Silva, Rojas (Revista)` or `ILO`."""
    host = next((fields[name] for name in _PUBLISHERS if fields.get(name)), "")
    if not authors:
        return host
    names = authors[0] + (f", {authors[1]}" if len(authors) == 2 else " et al." if len(authors) > 2 else "")
    return f"{names} ({host})" if host else names


def _doi(text: str) -> str:
    number = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", text.strip(), flags=re.IGNORECASE)
    return f"https://doi.org/{number}" if number.startswith("10.") else ""
