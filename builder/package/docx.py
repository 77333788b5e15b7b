"""What the writer and the reader of DOCX files agree on: tags of fields, and which text is outside the fields.

A field is a content control. Its tag is the name of the field, and its text is the answer; everything else in the document is
ours, so its letters tell whether somebody wrote outside the fields.
"""

import base64
import binascii
import xml.etree.ElementTree as etree
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DIGEST = "taller-text"
"""Custom property: the digest of what is outside the fields."""
_LIST = "taller-fields-"
"""Prefix of custom properties that hold the tags of all fields in order, with digests of their labels, because LibreOffice 7.4
drops all tags and some labels. Word truncates properties at 255
characters, so the list is compressed and split.
"""
_CUT = 250
_LONGEST_LIST = 3_000_000
DOCUMENT, PROPERTIES, CORE = "word/document.xml", "docProps/custom.xml", "docProps/core.xml"
EMPTY_CELL = "…"
TICKED, UNTICKED = "☒", "☐"
_MOST = 64
"""The most characters of a tag: Word reports a file with a longer one as damaged."""
_W, _W14 = f"{{{WORD}}}", f"{{{WORD_2010}}}"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}sdtPr", f"{_W}pPr", f"{_W}rPr", f"{{{MARKUP}}}Fallback"})
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_TICKS = frozenset({TICKED, "☑", "✓", "✔", "x", "X"})
_KINDS = frozenset({f"{_W}text", f"{_W}dropDownList", f"{_W14}checkbox"})
_DRAWN = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})


def tag_of(name: str) -> str:
    """The tag of a field; a long name is shortened, and its digest makes it unique."""
    if len(name) <= _MOST:
        return name
    return f"{name[: _MOST - 11]}.{sha256(name.encode()).hexdigest()[:10]}"


def option_name(name: str, number: int | str) -> str:
    """The name of one option's box in a field in which only one may be ticked."""
    return f"{name}_o{number}"


@dataclass(frozen=True, slots=True)
class Control:
    """A field as found in a document."""

    tag: str
    label: str
    value: str
    """What was written; `x` for a ticked box."""


@dataclass(slots=True)
class Content:
    """What a document holds."""

    controls: list[Control] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def digest(self) -> str:
        """Digest of what is outside the fields, whatever a program did to spaces and line ends."""
        letters = "".join(sign for sign in "".join(self.beside).casefold() if sign.isalnum())
        return sha256(f"{self.pictures} {letters}".encode()).hexdigest()[:32]


def read_content(root: etree.Element) -> Content:
    """The fields of a document's main part, in order, and the text outside them."""
    content = Content()
    _read(root, content.beside, content)
    return content


def _read(element: etree.Element, words: list[str], content: Content) -> None:
    """Adds the element's text to `words`, except that fields are added to `content`."""
    if element.tag in _GONE:
        return
    if element.tag == f"{_W}sdt" and (_property(element, "tag") or _is_field(element)):
        content.controls.append(_control(element, _property(element, "tag"), content))
        return
    content.pictures += element.tag in _DRAWN
    words.append((element.text or "") if element.tag == f"{_W}t" else _SIGNS.get(element.tag, ""))
    for child in element:
        _read(child, words, content)
    if element.tag == f"{_W}p":
        words.append("\n")


def _control(element: etree.Element, tag: str, content: Content) -> Control:
    words: list[str] = []
    for child in element:
        _read(child, words, content)
    text = "".join(words).strip("\n")
    box = element.find(f"{_W}sdtPr/{_W14}checkbox")
    if box is not None:
        state = box.find(f"{_W14}checked")
        is_ticked = state is not None and state.get(f"{_W14}val", "1") in ("1", "true", "on")
        text = "x" if is_ticked or text.strip() in _TICKS else ""
    elif _is_on(element.find(f"{_W}sdtPr/{_W}showingPlcHdr")):
        text = ""
    return Control(tag, _property(element, "alias"), text)


def _property(element: etree.Element, name: str) -> str:
    found = element.find(f"{_W}sdtPr/{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _is_field(element: etree.Element) -> bool:
    """Whether the control is of a kind that we make, since its tag may be lost."""
    properties = element.find(f"{_W}sdtPr")
    return properties is not None and any(child.tag in _KINDS for child in properties)


def _is_on(switch: etree.Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")


def listed(controls: Iterable[Control]) -> Mapping[str, str]:
    """The custom properties that list a document's fields, for `with_tags`."""
    text = "\n".join(f"{control.tag}\t{_mark(control.label)}" for control in controls)
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    pieces = (packed[start : start + _CUT] for start in range(0, len(packed), _CUT))
    return {f"{_LIST}{number:04d}": piece for number, piece in enumerate(pieces, 1)}


def with_tags(controls: list[Control], properties: Mapping[str, str]) -> list[Control]:
    """The fields with their tags restored if a program has dropped all of them and nothing else; else unchanged."""
    if any(control.tag for control in controls):
        return controls
    packed = "".join(text for name, text in sorted(properties.items()) if name.startswith(_LIST))
    try:
        text = zlib.decompressobj().decompress(base64.b64decode(packed), _LONGEST_LIST).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return controls
    rows = [row.partition("\t")[::2] for row in text.split("\n")]
    pairs = list(zip(controls, rows, strict=False))
    if len(rows) != len(controls) or any(
        control.label and _mark(control.label) != mark for control, (_, mark) in pairs
    ):
        return controls
    return [replace(control, tag=tag) for control, (tag, _) in pairs]


def _mark(label: str) -> str:
    """A digest of the label: readable text must not be packed where the leak gate doesn't see it."""
    return sha256(label.encode()).hexdigest()[:6]


def names_of_tags(fields: Iterable[tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Tag -> the field's name, and the number of its option (0: the field itself). `fields`: name, number of options."""
    found = {}
    for name, options in fields:
        found[tag_of(name)] = (name, 0)
        found |= {tag_of(option_name(name, number)): (name, number) for number in range(1, options + 1)}
    return found
