"""Reads and writes XLIFF 1.2, which most translators' programs read. Placeholders are its inline elements."""

import re
from collections.abc import Iterator

from lxml import etree

from builder.imports.draft import SourceError
from builder.imports.po.entry import Entry, FileOfMessages
from builder.imports.po.marks import PLACEHOLDER
from builder.imports.xmlfile import parsed

_SPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NEW = "new"
"""The state of an untranslated text; its target holds the source, since some programs show nothing else."""
_ALONE = frozenset({"x", "bx", "bpt", "ph", "it"})
_ENDS = frozenset({"ex", "ept"})
"""Inline elements whose content, if any, is a program's code and no words: single ones, where a pair begins, where one ends."""
_PART = re.compile(r"\{[a-z]+\d+(?:_end)?\}|[^{]+|\{")


def xliff_bytes(file: FileOfMessages) -> bytes:
    """The file's contents; equal messages give equal bytes."""
    root = etree.Element(_tag("xliff"), nsmap={None: _SPACE}, version="1.2")
    part = etree.SubElement(root, _tag("file"), original=file.original, datatype="plaintext")
    part.set("source-language", file.source_language)
    part.set("target-language", file.language)
    body = etree.SubElement(part, _tag("body"))
    body.text = "\n"
    for entry in file.entries:
        if entry.is_obsolete:
            continue
        unit = etree.SubElement(body, _tag("trans-unit"), id=entry.context, resname=entry.context)
        unit.set(_XML_SPACE, "preserve")
        unit.tail = "\n"
        _fill(etree.SubElement(unit, _tag("source")), entry.text)
        state = _NEW if not entry.translation else "needs-review-translation" if entry.is_fuzzy else "translated"
        unit.set("approved", "yes" if state == "translated" else "no")
        _fill(etree.SubElement(unit, _tag("target"), state=state), entry.translation or entry.text)
        for words in (*entry.comments, entry.note, entry.previous):
            if words:
                etree.SubElement(unit, _tag("note")).text = words
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def read_xliff(content: bytes, shown: str) -> Iterator[Entry]:
    """The messages of a file. Raises SourceError."""
    root = parsed(content, shown)
    if etree.QName(root).localname != "xliff" or not root.get("version", "").startswith("1."):
        raise SourceError("source-unread", shown, root.sourceline or 1, kind="XLIFF 1.2")
    for file in root.iterfind("{*}file"):
        language, source = file.get("target-language", ""), file.get("source-language", "")
        for unit in file.iter("{*}trans-unit"):
            target = unit.find("{*}target")
            state = "" if target is None else target.get("state", "")
            text, translation = _words(unit.find("{*}source")), _words(target)
            yield Entry(
                context=unit.get("resname") or unit.get("id", ""), text=text,
                translation="" if state == _NEW and translation == text else translation,
                is_fuzzy=state.startswith("needs-"), path=shown, line=unit.sourceline or 1,
                language=language.replace("_", "-"), source_language=source.replace("_", "-"),
            )  # fmt: skip


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _fill(parent: etree._Element, text: str) -> None:
    """Writes `{link1}words{link1_end}` as an element around the words, and `{note1}` as an empty one."""
    here = [parent]
    for part in _PART.findall(text):
        match = PLACEHOLDER.fullmatch(part)
        name = match["name"] if match else ""
        if match and match["end"] and here[-1].get("id") == name:
            here.pop()
        elif match and f"{{{name}_end}}" in text and not match["end"]:
            here.append(etree.SubElement(here[-1], _tag("g"), id=name))
        elif match and not match["end"]:
            etree.SubElement(here[-1], _tag("x"), id=name)
        else:
            _append(here[-1], part)


def _append(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _words(element: etree._Element | None) -> str:
    """The text with placeholders for inline elements, whatever a program made of them."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _inline(element: etree._Element) -> str:
    """An inline element: `g` around words, or what programs make of it, one element where it begins and one where it ends."""
    kind, name = etree.QName(element).localname, element.get("id", "")
    if kind == "mrk":  # added by a program around a segment
        return _words(element)
    if kind in _ENDS or element.get("pos") == "close":
        name = name if PLACEHOLDER.fullmatch(f"{{{name}}}") else element.get("rid", name)
        return f"{{{name}_end}}"
    if kind in _ALONE:
        return f"{{{name}}}"
    inner = _words(element)
    return f"{{{name}}}{inner}{{{name}_end}}" if kind == "g" or inner else f"{{{name}}}"
