"""Prepares a Word file for its library: removes hidden text, and counts what the library would skip."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from builder.imports.draft import Fate
from builder.imports.xmlfile import parsed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "o": "urn:schemas-microsoft-com:office:office",
}
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_COUNTED: dict[str, tuple[Fate, str]] = {
    "//m:oMath": ("lost", "docx-equation"),
    "//c:chart | //dgm:relIds | //o:OLEObject": ("lost", "docx-object"),
    "//w:del[.//w:delText] | //w:moveFrom[.//w:t]": ("changed", "docx-deleted"),
    "//w:ins[.//w:t]": ("changed", "docx-inserted"),
    "//w:p[w:pPr/w:pBdr/w:bottom and not(.//w:t)]": ("lost", "docx-rule"),
}
"""XPath -> fate and code of the note on what it finds."""
Counted = tuple[Fate, str, int, str]
"""Fate, code, number and sample words."""


def prepared(path: Path) -> tuple[io.BytesIO, list[Counted]]:
    """The file without hidden text, and what to report. The archive must have been checked. Raises SourceError."""
    with zipfile.ZipFile(path) as archive:
        members = {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    said: list[Counted] = []
    hidden = _hiding_styles(parsed(members[_STYLES], path.name)) if _STYLES in members else set()
    for name in [
        name for name in members if name in (_MAIN, "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
    ]:
        root = parsed(members[name], path.name)
        words = list(_without_hidden(root, hidden))
        if words:
            said.append(("lost", "docx-hidden", len(words), " ".join(words)[:80]))
            members[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if name == _MAIN:
            said += _counted(root)
        elif name == "word/comments.xml":
            said += [("lost", "docx-comments", len(found), "")] if (found := root.findall(f"{_W}comment")) else []
    said += _running(members, path.name)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    made.seek(0)
    return made, said


def _is_on(properties: etree._Element | None) -> bool:
    """Whether the properties of a run, paragraph or style hide its text."""
    found = properties.find(f"{_W}vanish") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off")


def _hiding_styles(root: etree._Element) -> set[str]:
    """Ids of styles that hide text, including those based on one, unless they say otherwise."""
    found: set[str] = set()
    styles = list(root.iter(f"{_W}style"))
    for _ in range(len(styles)):
        before = len(found)
        for style in styles:
            properties, based = style.find(f"{_W}rPr"), style.find(f"{_W}basedOn")
            says = properties is not None and properties.find(f"{_W}vanish") is not None
            if _is_on(properties) or (not says and based is not None and based.get(f"{_W}val") in found):
                found.add(style.get(f"{_W}styleId") or "")
        if len(found) == before:
            break
    return found - {""}


def _without_hidden(root: etree._Element, styles: set[str]) -> Iterator[str]:
    """Removes the runs that readers don't see, and yields their text."""
    for run in list(root.iter(f"{_W}r")):
        properties = run.find(f"{_W}rPr")
        own = run.find(f"{_W}rPr/{_W}rStyle")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        outer = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
        named = {one.get(f"{_W}val") for one in (own, outer) if one is not None}
        says = properties is not None and properties.find(f"{_W}vanish") is not None
        parent = run.getparent()
        if parent is not None and (_is_on(properties) or (not says and named & styles)):
            words = "".join(run.itertext(f"{_W}t")).strip()
            parent.remove(run)
            if words:
                yield words


def _counted(root: etree._Element) -> Iterator[Counted]:
    for path, (fate, code) in _COUNTED.items():
        found = root.xpath(path, namespaces=_NAMES)
        if found:
            words = " ".join("".join(node.itertext(f"{_W}t", f"{_W}delText")).strip() for node in found)
            yield fate, code, len(found), words[:80]


def _running(members: dict[str, bytes], source: str) -> Iterator[Counted]:
    """Texts of page headers and footers, each once."""
    seen: set[str] = set()
    for name in sorted(members):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            words = " ".join("".join(parsed(members[name], source).itertext(f"{_W}t")).split())
            if any(sign.isalpha() for sign in words) and words not in seen:
                seen.add(words)
                yield "lost", "docx-running", 1, words[:80]
