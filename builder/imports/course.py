"""Writes the files around an imported course's pages: settings, tables, the agenda."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from builder.course.config import derived_id
from builder.imports.draft import Draft, Note, Wishes
from builder.imports.escape import words_only
from builder.words import words

LONGEST_DAY = 390
"""The minutes after which a new day begins, as imported material doesn't say."""


def settings(draft: Draft, wishes: Wishes, title: str, licence: str = "") -> None:
    """Adds mkdocs.yml, the tables in reference/ and the required folders."""
    text = words(wishes.language)
    title = words_only(title) or text["import-course"]
    extra = [f"    license: {yaml(licence)}"] if licence.startswith(("http://", "https://")) else []
    lines = [
        f"site_name: {yaml(title)}", 'site_url: ""', "docs_dir: pages", "use_directory_urls: false", "theme:", "  name: material",
        "plugins:", "  - taller", "extra:", "  taller:", f"    id: {derived_id(title)}", f"    languages: [{wishes.language}]",
        f"    released: {wishes.day}", '    version: "1.0"', "    participants: 20", *extra,
    ]  # fmt: skip
    draft.text("mkdocs.yml", "\n".join(lines) + "\n")
    draft.text("pages/index.md", f"# {title}\n\nBuild the course with `taller build`.\n")
    groups = {"sectors": "services", "topics": "community", "core-subjects": "governance"}
    topics = [f"{group}:\n  {name}: {{{wishes.language}: {yaml(name.capitalize())}}}" for group, name in groups.items()]
    draft.text("reference/topics.yml", "\n".join(topics) + "\n")
    for name, about in (
        ("sources", "Sources of the course, cited as [^id]."),
        ("glossary", "Words, linked as term:id."),
    ):
        if PurePosixPath(f"reference/{name}.yml") not in draft.files:
            draft.text(f"reference/{name}.yml", f"# {about}\n")
    for folder in ("casestories", "trainer_guides", "modules"):
        draft.folders.append(PurePosixPath(folder))


def glossary(language: str, entries: Mapping[str, tuple[str, str]]) -> str:
    """The text of reference/glossary.yml for `id: (term, meaning)`."""
    rows = [
        f"{key}:\n  {language}: {{term: {yaml(term)}, text: {yaml(text)}}}\n" for key, (term, text) in entries.items()
    ]
    return "".join(rows)


def agenda(language: str, items: Sequence[tuple[str, str, int]]) -> str:
    """An agenda with sessions and pauses divided into days; each item is kind (`session`, `own`), key or title, minutes."""
    days: list[list[tuple[str, str, int]]] = [[]]
    for item in items:
        if days[-1] and sum(one[2] for one in days[-1]) + item[2] > LONGEST_DAY:
            days.append([])
        days[-1].append(item)
    title = json.dumps(words(language)["import-agenda"], ensure_ascii=False)
    lines = ["variants:", "  workshop:", f"    title: {{{language}: {title}}}", "    days:"]
    for day in days:
        lines += ['      - start: "9:00"', "        items:"]
        for kind, name, minutes in day:
            if kind == "session":
                lines.append(f"          - session: {name}")
            else:
                lines += [f"          - title: {{{language}: {yaml(name)}}}", f"            minutes: {minutes}"]
    return "\n".join(lines) + "\n"


def module(draft: Draft, folder: str, name: str, language: str, source: str) -> None:
    """Adds the page of a module about which the source says nothing."""
    text, place = words(language), PurePosixPath(f"{folder}/module.{language}.md")
    head = f"---\ntitle: {yaml(name)}\nsummary: {yaml(text['import-summary'])}\n---\n"
    draft.text(place, f"{head}{text['import-module']}\n")
    draft.notes.append(Note("decide", "module-words", source, 0, place, 1))


def home(draft: Draft, language: str, title: str) -> None:
    """Adds the home page, where the source has none."""
    draft.text(f"reference/home.{language}.md", f"---\ntitle: {yaml(title)}\n---\n{words(language)['import-home']}\n")


def yaml(text: str) -> str:
    """The text as a YAML value in double quotation marks, on one line."""
    return json.dumps(words_only(text), ensure_ascii=False)


def bulleted(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
