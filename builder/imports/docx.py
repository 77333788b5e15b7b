"""`taller import docx`: a Word manual. First-level headings are modules, second-level ones sessions; boxes come from style names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import mammoth
from lxml import html

from builder.course.vocabulary import RULES
from builder.imports import course
from builder.imports.archive import check_archive
from builder.imports.boxes import named
from builder.imports.draft import Draft, Note, Said, SourceError, Wishes
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.imports.tree import LINE, Box, Part, fragments, line_of, plain
from builder.words import words

_CLASS = "taller-"
_STYLE = re.compile(r"^\s*(?P<style>[^=#][^=]*?)\s*=\s*(?P<name>[a-z]+)\s*$")
_UNKNOWN = re.compile(r"Unrecognised (?:paragraph|run|table) style: '?(?P<style>[^']*?)'? \(")
_MAPPED = ("note", "tip", "warning", "trainer", "answer", "activity", "objectives", "keypoints")
Section = tuple[str, int, list[Part]]
"""Title, paragraph and parts."""


def read_docx(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course of one or several Word files. Raises SourceError, and whatever the library raises for broken ones."""
    manual = _Manual(wishes, _styles(wishes.options.get("styles")))
    for path in sources:
        check_archive(path)
        manual.add(path)
    return manual.draft(sources[0].stem)


def _styles(path: object) -> str:
    """`Style name = block`, one a line -> the library's map. Raises SourceError for a line that is none."""
    rows: list[str] = []
    for number, line in enumerate(Path(path).read_text("utf-8-sig").splitlines() if isinstance(path, Path) else (), 1):
        match = _STYLE.match(line)
        if match and match["name"] in _MAPPED and match["name"] in RULES:
            style = match["style"].replace("'", "\\'")
            rows.append(f"p[style-name='{style}'] => div.{_CLASS}{match['name']} > p:fresh")
        elif line.strip() and not line.lstrip().startswith("#"):
            raise SourceError("source-style", Path(str(path)).name, number, known=", ".join(_MAPPED))
    return "\n".join([*rows, "p[style-name='Title'] => h1.title:fresh", "br[type='page'] => "])


@dataclass(slots=True)
class _Manual:
    wishes: Wishes
    styles: str
    made: Draft = field(default_factory=Draft)
    pictures: dict[str, bytes] = field(default_factory=dict)
    modules: list[tuple[str, str, int, list[Part], list[Section]]] = field(default_factory=list)
    """File, title, paragraph, parts of its own and sessions."""
    title: str = ""

    def add(self, path: Path) -> None:
        with path.open("rb") as file:
            found = mammoth.convert_to_html(
                file, style_map=self.styles, convert_image=mammoth.images.img_element(self.keep), id_prefix="note-"
            )
        for style in sorted({match["style"] for one in found.messages if (match := _UNKNOWN.search(one.message))}):
            self.made.notes.append(Note("decide", "style-unknown", path.name, arguments={"style": style}))
        self.split(path.name, list(self.parts(found.value)))

    def keep(self, picture: Any) -> dict[str, str]:
        name = f"picture-{len(self.pictures) + 1}"
        with picture.open() as stream:
            self.pictures[name] = stream.read()
        return {"src": name}

    def parts(self, text: str) -> Iterator[Part]:
        """The elements with their paragraph, boxes named, footnotes said in brackets."""
        found = fragments(text)
        notes = {
            item.get("id"): plain(item).rstrip("↑ .")
            for one in found
            if one.tag == "ol"
            for item in one
            if item.get("id")
        }
        for number, node in enumerate(found, 1):
            node.set(LINE, str(number))
            if node.tag == "ol" and any(item.get("id") in notes for item in node):
                continue
            for anchor in list(node.iter("a")):
                target = (anchor.get("href") or "").removeprefix("#")
                if target in notes:
                    anchor.tag, anchor.text = "span", f" ({notes[target]})"
                    anchor.attrib.clear()
                    outer = anchor.getparent()
                    if outer is not None and outer.tag == "sup":
                        outer.tag = "span"
                    self.made.notes.append(Note("changed", "footnote", "", number))
                elif anchor.get("id") and not anchor.get("href"):
                    anchor.attrib.clear()
            kind = (node.get("class") or "").removeprefix(_CLASS) if node.tag == "div" else ""
            yield Box(kind, "", number, _numbered(node, number)) if kind in RULES else node

    def split(self, source: str, parts: list[Part]) -> None:
        for part in parts:
            level = part.tag if not isinstance(part, Box) else ""
            if level == "h1" and not isinstance(part, Box) and part.get("class") == "title":
                self.title = self.title or plain(part)
            elif level == "h1" and plain(part):
                self.modules.append((source, plain(part), line_of(part), [], []))
            elif not self.modules:
                self.modules.append((source, words(self.wishes.language)["import-start"], line_of(part), [part], []))
            elif level == "h2" and plain(part):
                self.modules[-1][4].append((plain(part), line_of(part), []))
            else:
                (self.modules[-1][4][-1][2] if self.modules[-1][4] else self.modules[-1][3]).append(part)

    def draft(self, name: str) -> Draft:
        sheets = Sheets(self.made, lambda _sheet, _path: None, lambda _sheet, src: self.pictures.get(src))
        title, language = self.wishes.title or self.title or name, self.wishes.language
        self.made.text(
            f"reference/home.{language}.md",
            f"---\ntitle: {course.yaml(title)}\n---\n{words(language)['import-home']}\n",
        )
        taken: set[str] = set()
        for place, (source, heading, line, own, sections) in enumerate(self.modules, 1):
            folder, slugs = f"modules/{place * 10:03d}-{slug_of(heading, taken, 'module')}", set[str]()
            meta = {"title": heading, "summary": words(language)["import-summary"]}
            start = own if sections else []
            sheets.sheets.append(Sheet(source, PurePosixPath(f"{folder}/module.{language}.md"), "module", meta, start))
            for number, (head, _, parts) in enumerate(sections or [(heading, line, own)], 1):
                target = f"{folder}/{number * 10:03d}-{slug_of(head, slugs)}.{language}.md"
                said: list[Said] = []
                sheets.sheets.append(
                    Sheet(source, PurePosixPath(target), "session", {"title": head, "track": "extra"}, parts, said)
                )
        for sheet in sheets.sheets:
            named(sheet, language)
        sheets.write()
        course.settings(self.made, self.wishes, title)
        return self.made


def _numbered(node: html.HtmlElement, number: int) -> list[Part]:
    found: list[Part] = list(node)
    for one in node:
        one.set(LINE, str(number))
    return found
