"""`taller import docx`: a Word manual. First-level headings are modules, second-level ones sessions; styles give boxes."""

import re
from collections.abc import Iterator, Sequence
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
from builder.imports.tree import LINE, Box, Part, element, fragments, line_of, plain
from builder.imports.word_file import prepared
from builder.words import words

_CLASS = "taller-"
_STYLE = re.compile(r"^\s*(?P<style>[^=#][^=]*?)\s*=\s*(?P<name>[a-z]+)\s*$")
_UNKNOWN = re.compile(r"Unrecognised (?:paragraph|run|table) style: '?(?P<style>[^']*?)'? \(")
_IGNORED = re.compile(r"An unrecognised element was ignored: (?:\{[^}]*\})?(?P<name>[\w:.-]+)")
_COUNTED = ("oMath", "oMathPara")
"""Elements that `word_file` counts."""
_LINKED = re.compile(r"could not open external image '(?P<name>[^']*)'")
_PLAIN = frozenset(
    {"none", "body text", "text body", "standard", "table contents", "table heading", "footnote characters", "endnote characters", "footnote", "list contents",
     "footnote text", "endnote text", "normal (web)", "no spacing", "list paragraph", "internet link", "hyperlink", "followed hyperlink", "default",
     "default paragraph font", "page number", "first paragraph", "compact", "normal table", "table grid", "caption", "header", "footer", "plain text",
     "footnote anchor", "endnote anchor", "annotation text", "annotation reference", "balloon text", "frame contents", "numbering symbols", "bullets"}
)  # fmt: skip
"""Styles of running text that programs assign by themselves."""
_USUAL = (
    "p[style-name='Title'] => h1.title:fresh",
    "br[type='page'] => ",
    *(f"p[style-name^='{name}'] => !" for name in ("toc ", "TOC", "Contents ", "Contents Heading", "table of figures")),
)
"""Style rules for all files; tables of contents are dropped, since they are made anew from the headings."""
_MAPPED = ("note", "tip", "warning", "trainer", "answer", "activity", "objectives", "keypoints")
Section = tuple[str, int, list[Part]]
"""Title, number of its paragraph, and parts."""


def read_docx(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course made from Word files. Raises SourceError, and whatever the library raises for broken files."""
    manual = _Manual(wishes, _styles(wishes.options.get("styles")))
    for path in sources:
        check_archive(path)
        manual.add(path)
    return manual.draft(sources[0].stem)


def _styles(path: object) -> str:
    """Lines of `Style name = block` as a style map for mammoth. Raises SourceError for a line in another form."""
    rows: list[str] = []
    for number, line in enumerate(Path(path).read_text("utf-8-sig").splitlines() if isinstance(path, Path) else (), 1):
        match = _STYLE.match(line)
        if match and match["name"] in _MAPPED and match["name"] in RULES:
            style = match["style"].replace("'", "\\'")
            rows.append(f"p[style-name='{style}'] => div.{_CLASS}{match['name']} > p:fresh")
        elif line.strip() and not line.lstrip().startswith("#"):
            raise SourceError("source-style", Path(str(path)).name, number, known=", ".join(_MAPPED))
    return "\n".join([*rows, *_USUAL])


@dataclass(slots=True)
class _Manual:
    wishes: Wishes
    styles: str
    made: Draft = field(default_factory=Draft)
    pictures: dict[str, bytes] = field(default_factory=dict)
    modules: list[tuple[str, str, int, list[Part], list[Section]]] = field(default_factory=list)
    """File, title, paragraph, own parts and sessions."""
    title: str = ""

    def add(self, path: Path) -> None:
        file, counted = prepared(path)
        is_asked = bool(self.wishes.options.get("comments"))
        self.made.notes += [
            Note(fate, code, path.name, arguments={"n": count, "words": words_})
            for fate, code, count, words_ in counted
            if code != "docx-comments" or not is_asked
        ]
        styles = f"{self.styles}\ncomment-reference => sup" if is_asked else self.styles
        found = mammoth.convert_to_html(
            file, style_map=styles, convert_image=mammoth.images.img_element(self.keep), id_prefix="note-"
        )
        self.made.notes += _notes([one.message for one in found.messages], path.name)
        self.split(path.name, list(self.parts(found.value, path.name)))

    def keep(self, picture: Any) -> dict[str, str]:
        name = f"picture-{len(self.pictures) + 1}"
        with picture.open() as stream:
            self.pictures[name] = stream.read()
        return {"src": name}

    def parts(self, text: str, source: str) -> Iterator[Part]:
        """The elements with their paragraph numbers; boxes are named, footnotes go into brackets."""
        found = fragments(text)
        notes = {
            item.get("id"): plain(item).rstrip("↑ .")
            for one in found
            if one.tag == "ol"
            for item in one
            if item.get("id")
        }
        comments = _comments(found)
        for number, node in enumerate(found, 1):
            node.set(LINE, str(number))
            if node.tag == "ol" and any(item.get("id") in notes for item in node):
                continue
            if node.tag == "dl" and node.find("dt[@id]") is not None:
                continue
            remarks: list[Part] = []
            for anchor in list(node.iter("a")):
                target = (anchor.get("href") or "").removeprefix("#")
                if target in notes:
                    anchor.tag, anchor.text = "span", f" ({notes[target]})"
                    anchor.attrib.clear()
                    outer = anchor.getparent()
                    if outer is not None and outer.tag == "sup":
                        outer.tag = "span"
                    self.made.notes.append(Note("changed", "footnote", source, number))
                elif target in comments:
                    _take_out(anchor)
                    self.made.notes.append(Note("changed", "docx-comment", source, number))
                    remarks.append(Box("trainer", "", number, [element("p", comments[target], number)]))
                elif anchor.get("id") and not anchor.get("href"):
                    anchor.attrib.clear()
            kind = (node.get("class") or "").removeprefix(_CLASS) if node.tag == "div" else ""
            yield Box(kind, "", number, _numbered(node, number)) if kind in RULES else node
            yield from remarks

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


def _notes(messages: Sequence[str], source: str) -> Iterator[Note]:
    """The library's messages as notes, each once."""
    for message in sorted(set(messages)):
        if match := _UNKNOWN.search(message):
            if match["style"].lower() not in _PLAIN:
                yield Note("decide", "style-unknown", source, arguments={"style": match["style"]})
        elif match := _LINKED.search(message):
            yield Note("lost", "docx-linked", source, arguments={"picture": match["name"].rpartition("/")[2]})
        elif "was referenced but not defined" in message:
            continue  # undefined styles mean nothing
        elif match := _IGNORED.search(message):
            if match["name"] not in _COUNTED:
                yield Note("lost", "docx-element", source, arguments={"name": match["name"]})
        else:
            yield Note("lost", "docx-element", source, arguments={"name": message[:120]})


def _comments(parts: list[html.HtmlElement]) -> dict[str, str]:
    """Id -> comment with its author (`AB: ...`), from the list that the library appends."""
    found: dict[str, str] = {}
    for part in parts:
        for term in part.findall("dt[@id]") if part.tag == "dl" else ():
            meaning = term.getnext()
            who = re.sub(r"[\[\]\d]|^\s*Comment\s*", "", plain(term)).strip()
            words_ = plain(meaning).rstrip("↑ ") if meaning is not None else ""
            if words_:
                found[term.get("id") or ""] = f"{who}: {words_}" if who else words_
    return found


def _take_out(anchor: html.HtmlElement) -> None:
    """Removes a comment's mark and its superscript; the text after it stays."""
    outer = anchor.getparent()
    (outer if outer is not None and outer.tag == "sup" and len(outer) == 1 else anchor).drop_tree()


def _numbered(node: html.HtmlElement, number: int) -> list[Part]:
    found: list[Part] = list(node)
    for one in node:
        one.set(LINE, str(number))
    return found
