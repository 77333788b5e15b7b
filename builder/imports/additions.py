"""`taller import csv`: appends glossary entries, sources and figures to a course's files, which otherwise stay as they
are.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from builder.course.load import load_course
from builder.course.model import Course
from builder.course.reader import ID
from builder.course.yamlfile import Listing, Scalar, Table, parse
from builder.imports import course as written
from builder.imports.bibliography import Work, read_works
from builder.imports.columns import SAID_BY, Cells, read_cells, unknown
from builder.imports.draft import Draft, Note, Wishes
from builder.imports.escape import words_only
from builder.imports.places import slug_of
from builder.problems import ContentError, Problem
from builder.words import is_language

GLOSSARY, SOURCES = PurePosixPath("reference/glossary.yml"), PurePosixPath("reference/sources.yml")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "figures": ("case", "what", "value", "source"),
    "glossary": ("term", "text"),
    "sources": ("title", "publisher", "url"),
}
"""The columns that a table of each kind must have, and by which it is recognised."""
WORKS = (".bib", ".json")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to add: its id, its line in the source, and its lines of YAML."""

    id: str
    line: int
    lines: tuple[str, ...]


@dataclass(slots=True)
class _Adding:
    """The file being imported, and what has been made of it so far."""

    path: Path
    wishes: Wishes
    course: Course
    made: Draft = field(default_factory=Draft)
    problems: list[Problem] = field(default_factory=list)

    @property
    def language(self) -> str:
        asked = str(self.wishes.options.get("asked") or "")
        return asked or self.course.config.languages[0]

    def fault(self, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(PurePosixPath(self.path.name), line, code, arguments))


def read_entries(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course's files with the entries added. Raises ContentError with every line that can't be added."""
    root = Path(str(wishes.options["root"]))
    adding = _Adding(sources[0], wishes, load_course(root)[0])
    if adding.path.suffix.lower() in WORKS:
        _sources(adding, root, [(work, {}) for work in read_works(adding.path)])
    else:
        kind, rows = read_cells(adding.path, NEEDED)
        _look_at(adding, kind, rows)
        _ADDERS[kind](adding, root, rows)
    if adding.problems:
        raise ContentError(adding.problems)
    return adding.made


def _look_at(adding: _Adding, kind: str, rows: Sequence[Cells]) -> None:
    for name in unknown(rows):
        adding.made.notes.append(Note("lost", "csv-column", adding.path.name, arguments={"column": name}))
    for row in rows:
        for name in NEEDED[kind]:
            if not any(text for (key, _), text in row.cells.items() if key == name):
                adding.fault(row.line, "csv-empty", column=name)


# -- glossary


def _glossary(adding: _Adding, root: Path, rows: Sequence[Cells]) -> None:
    taken = {key: term.line for key, term in adding.course.glossary.items()}
    names = {
        words_only(words).lower(): term.line for term in adding.course.glossary.values() for words in term.term.values()
    }
    found: list[Entry] = []
    for row in rows:
        terms, texts = row.by_language("term", adding.language), row.by_language("text", adding.language)
        first = next(iter(terms.values()), "")
        identifier = _identifier(adding, row.get("id"), first, row.line, "term")
        for text in {identifier, *(words_only(term).lower() for term in terms.values())}:
            if text in taken or text in names:
                adding.fault(row.line, "csv-there", id=text, path=GLOSSARY, place=taken.get(text) or names[text])
                break
        if again := next((one for one in found if one.id == identifier), None):
            adding.fault(row.line, "csv-twice", id=identifier, place=again.line)
        for language in adding.course.config.languages:
            if language not in terms or language not in texts:
                _note(adding, "decide", "csv-language", row.line, id=identifier, language=language)
        lines = (
            f"  {language}: {{term: {written.yaml(terms[language])}, text: {written.yaml(texts[language])}}}"
            for language in sorted(terms.keys() & texts.keys())
        )
        found.append(Entry(identifier, row.line, (f"{identifier}:", *lines)))
    _append(adding, root, GLOSSARY, found)


# -- sources


def _sources(adding: _Adding, root: Path, works: Sequence[tuple[Work, dict[str, str]]]) -> None:
    there = {key: source.line for key, source in adding.course.sources.items()}
    same = {(source.title.lower(), source.url): source.line for source in adding.course.sources.values()}
    found: list[Entry] = []
    for work, note in works:
        identifier = _identifier(adding, work.id, work.title, work.line, "source")
        place = there.get(identifier) or same.get((words_only(work.title).lower(), work.url))
        if place:
            adding.fault(work.line, "csv-there", id=identifier, path=SOURCES, place=place)
        if again := next((one for one in found if one.id == identifier), None):
            adding.fault(work.line, "csv-twice", id=identifier, place=again.line)
        if not work.url.startswith(("http://", "https://")) or not work.title or not work.publisher:
            lacking = [name for name in ("title", "publisher", "url") if not getattr(work, name)] or ["url"]
            _note(adding, "lost", "csv-incomplete", work.line, id=identifier, missing=", ".join(lacking))
            continue
        found.append(Entry(identifier, work.line, tuple(_source_lines(identifier, work, note))))
    _append(adding, root, SOURCES, found)


def _of_table(adding: _Adding, root: Path, rows: Sequence[Cells]) -> None:
    works = []
    for row in rows:
        texts = (row.get(name) for name in ("title", "publisher", "year", "language", "url"))
        works.append((Work(row.get("id"), row.line, *texts), row.by_language("note", adding.language)))
    _sources(adding, root, works)


def _source_lines(identifier: str, work: Work, note: Mapping[str, str]) -> Iterator[str]:
    yield f"{identifier}:"
    yield f"  title: {written.yaml(work.title)}"
    yield f"  publisher: {written.yaml(work.publisher)}"
    if re.fullmatch(r"\d{4}", work.year):
        yield f"  year: {work.year}"
    elif work.year:
        yield f"  year: {written.yaml(work.year)}"
    language = work.language.lower()[:2]
    if is_language(language):
        yield f"  language: {language}"
    yield f"  url: {json.dumps(''.join(work.url.split()))}"
    if note:
        yield "  note: {" + ", ".join(f"{key}: {written.yaml(text)}" for key, text in note.items()) + "}"


# -- figures of case stories


def _figures(adding: _Adding, root: Path, rows: Sequence[Cells]) -> None:
    cases = {case.facts.path.stem: case.facts for case in adding.course.cases}
    found: dict[str, list[Entry]] = {}
    for row in rows:
        case = row.get("case")
        if case and case not in cases:
            adding.fault(row.line, "csv-no-case", case=case, known=", ".join(sorted(cases)[:12]))
            continue
        what, value = row.by_language("what", adding.language), row.by_language("value", adding.language)
        names = {words_only(text) for text in what.values()}
        if case and (there := next((one for one in cases[case].figures if names & set(one.what.values())), None)):
            adding.fault(row.line, "csv-there", id=next(iter(what.values())), path=cases[case].path, place=there.line)
        by = SAID_BY.get(row.get("by").lower(), row.get("by").lower() or "company")
        lines = [f"- what: {_words(what)}", f"  value: {_words(value)}", f"  by: {written.yaml(by)}"]
        lines += [f"  year: {written.yaml(row.get('year'))}"] if row.get("year") else []
        lines += [f"  source: {written.yaml(row.get('source'))}"]
        if again := next((one for one in found.get(case, ()) if one.id == lines[0]), None):
            adding.fault(row.line, "csv-twice", id=next(iter(what.values()), ""), place=again.line)
        found.setdefault(case, []).append(Entry(lines[0], row.line, tuple(lines)))
    for case, entries in found.items() if not adding.problems else ():
        path = cases[case].path
        _put(adding, root, path, entries, partial(_with_figures, path))


_ADDERS = {"glossary": _glossary, "sources": _of_table, "figures": _figures}


def _words(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{language}: {written.yaml(text)}" for language, text in texts.items()) + "}"


def _with_figures(path: PurePosixPath, text: str, lines: Sequence[str]) -> str:
    """The YAML with figures added after the last one, at the same indent."""
    table = parse(text.removeprefix("\ufeff"), path, [])
    entries = table.entries if isinstance(table, Table) else {}
    node, rows = entries.get("figures"), text.split("\n")
    if not isinstance(node, Listing) or not node.items:
        return _behind(text, ["figures:", *(f"  {line}" for line in lines)])
    tops = table.lines if isinstance(table, Table) else {}
    end = min((line for line in tops.values() if line > tops["figures"]), default=len(rows) + 1) - 1
    while end and (not rows[end - 1].strip() or rows[end - 1].lstrip().startswith("#")):
        end -= 1
    indent = re.match(r"\s*", rows[node.items[0].line - 1])
    return "\n".join([*rows[:end], *((indent[0] if indent else "") + line for line in lines), *rows[end:]])


# -- all of them


def _identifier(adding: _Adding, wanted: str, words: str, line: int, other: str) -> str:
    """The given id if it is valid; otherwise one made from it or from `words`, and a note about a changed one."""
    if ID.fullmatch(wanted):
        return wanted
    made = slug_of(wanted or words, set(), other)
    if wanted:
        _note(adding, "changed", "csv-id", line, was=wanted, now=made)
    return made


def _note(adding: _Adding, fate: str, code: str, line: int, **arguments: object) -> None:
    adding.made.notes.append(Note(fate, code, adding.path.name, line, arguments=arguments))  # type: ignore[arg-type]


def _append(adding: _Adding, root: Path, path: PurePosixPath, entries: Sequence[Entry]) -> None:
    _put(adding, root, path, entries, _behind)


def _behind(text: str, lines: Sequence[str]) -> str:
    return text + ("" if text.endswith("\n") or not text else "\n") + "\n".join(lines) + "\n"


def _put(
    adding: _Adding, root: Path, path: PurePosixPath, entries: Sequence[Entry], add: Callable[[str, Sequence[str]], str]
) -> None:
    """Makes the new text, and checks that everything in the file is still there. Line ends are kept."""
    if not entries or adding.problems:
        return
    before = (root / path).read_bytes() if (root / path).is_file() else b""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        text = "?"
    end = "\r" if b"\r\n" in before else ""
    after = add(text, [line + end for entry in entries for line in entry.lines])
    if text == "?" or not _is_kept(text, after, path):
        adding.problems.append(Problem(path, 1, "csv-form"))
        return
    adding.made.text(path, after)
    for entry in entries:
        at = after[: after.find(entry.lines[0])].count("\n") + 1
        adding.made.notes.append(
            Note("kept", "csv-entry", adding.path.name, entry.line, path, at, {"id": entry.id.removeprefix("- what: ")})
        )


def _is_kept(before: str, after: str, path: PurePosixPath) -> bool:
    """Whether the old entries are still there, in order, before the new ones."""
    problems: list[Problem] = []
    old, new = parse(before.removeprefix("\ufeff"), path, []), parse(after.removeprefix("\ufeff"), path, problems)
    if problems or not isinstance(new, Table):
        return False
    first = old.entries if isinstance(old, Table) else {}
    same = [key for key in first if key != "figures"]
    if [*first] != [*new.entries][: len(first)] or any(_plain(first[key]) != _plain(new.entries[key]) for key in same):
        return False
    lists = [one for table in (first, new.entries) for one in [_plain(table.get("figures"))]]
    return lists[0] is None or lists[1][: len(lists[0])] == lists[0]  # type: ignore[index,arg-type]


def _plain(node: object) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()} if isinstance(node, Table) else None
