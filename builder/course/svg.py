"""Untrusted SVG -> a clean drawing: only what `svg_rules` lists, as UTF-8 with its namespace, and its size.

Read with expat directly, so that each fault has its line, and entities are refused before they expand.
"""

import base64
import binascii
import codecs
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from builder.course.picture_kinds import BitmapError, kind_of
from builder.course.svg_rules import (
    ATTRIBUTES,
    ELEMENTS,
    FONT_RULE,
    FONTS,
    LEFT_OUT,
    REFERENCE,
    WITH_TEXT,
    css_harm,
    css_without_comments,
    one_line,
    sheet_harm,
)
from builder.course.svg_size import Size, sized

SVG, XLINK, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_DEPTH, MAX_ELEMENTS, MAX_DRAWN, MAX_CHAIN = 100, 20_000, 50_000, 30
"""Limits: nested elements, elements in a file, elements drawn when `use` repeats some, references in a chain."""
MARK = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
          (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # fmt: skip
_DATA = re.compile(r"data:image/(?:png|jpe?g|webp);base64,", re.IGNORECASE)
Fault = tuple[int, str, str]
"""Line, code of the problem, reason."""


@dataclass(frozen=True, slots=True)
class Svg:
    """A drawing that was read. One with faults must not be shown."""

    content: bytes
    """The cleaned file; `{{name}}` marks are still in it."""
    size: Size
    faults: tuple[Fault, ...]
    marks: tuple[tuple[int, str], ...]
    """Line and name of each `{{name}}`."""
    texts: tuple[tuple[int, str], ...]
    """Line and text of what is drawn as text."""


class _RefusedError(Exception):
    """Reading can't go on; its arguments are code and reason, or the reason alone."""


@lru_cache(256)
def read_svg(content: bytes) -> Svg:
    """The drawing with its faults; never raises."""
    reading = _Reading()
    try:
        reading.read(decoded(content))
    except _RefusedError as error:
        code, reason = error.args
        reading.faults.append((reading.line, code, reason))
    except expat.ExpatError as error:
        reading.faults.append((error.lineno, "bad-image", kind_of(content).replace("SVG", "") or "XML"))
    except (LookupError, UnicodeError):
        encoding = _ENCODING.match(content)
        reading.faults.append((1, "bad-image", f'encoding="{encoding[1].decode() if encoding else "UTF-8"}"'))
    root = reading.root
    if root is None or reading.faults:
        return Svg(b"", (0.0, 0.0), tuple(reading.faults[:20]), tuple(reading.marks), tuple(reading.texts))
    size, fault = sized(root)
    heavy = _Weight(root).fault()
    faults = ((1, "svg-size", fault),) if fault else ((1, "bad-svg", heavy),) if heavy else ()
    root.set("xmlns", SVG)
    if reading.has_links:
        root.set("xmlns:xlink", XLINK)
    return Svg(
        etree.tostring(root, encoding="unicode").encode(), size, faults, tuple(reading.marks), tuple(reading.texts)
    )


def decoded(content: bytes) -> str:
    """The text of an XML file in whatever encoding it says. Raises LookupError or UnicodeError."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    said = _ENCODING.match(content)
    encoding = codecs.lookup(said[1].decode() if said else "utf-8").name
    return content.decode("utf-8" if encoding.startswith("utf-16") else encoding)


@dataclass(slots=True)
class _Reading:
    """The state of reading one file: what expat has reported so far."""

    faults: list[Fault] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    root: etree.Element | None = None
    has_links: bool = False
    line: int = 1
    open: list[str] = field(default_factory=list)
    skipped: int = 0
    count: int = 0
    buffer: list[str] = field(default_factory=list)
    text_line: int = 1
    builder: etree.TreeBuilder = field(default_factory=etree.TreeBuilder)
    parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8", " "))

    def read(self, text: str) -> None:
        parser = self.parser
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler, parser.ProcessingInstructionHandler = self.data, self.instruction
        parser.StartDoctypeDeclHandler, parser.SkippedEntityHandler = self.doctype, self.entity
        declared = _DECLARATION.match(text)
        if declared:  # It may name another encoding than the one that the parser now gets.
            text = "\n" * declared[0].count("\n") + text[declared.end() :]
        parser.Parse(text.encode(), True)  # noqa: FBT003 - the library's way to say that this is all
        self.root = self.builder.close()

    def fault(self, reason: str, code: str = "bad-svg") -> None:
        self.faults.append((self.parser.CurrentLineNumber, code, one_line(reason)))

    def stop(self, reason: str, code: str = "bad-svg") -> None:
        self.line = self.parser.CurrentLineNumber
        raise _RefusedError(code, reason)

    # -- what expat calls

    def doctype(self, name: str, _system: str | None, _public: str | None, inner: int) -> None:
        """A plain DOCTYPE is harmless; definitions in it are refused, since entities could expand without end."""
        if inner:
            self.stop(f"<!DOCTYPE {one_line(name)} [")

    def entity(self, name: str, _parameter: int) -> None:
        self.fault(f"&{name};")

    def instruction(self, target: str, _data: str) -> None:
        if not self.skipped:
            self.fault(f"<?{target}?>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.flush()
        space, _, tag = name.rpartition(" ")
        self.count += 1
        if self.skipped:
            self.skipped += 1
            return
        if not self.open and (tag != "svg" or space not in (SVG, "")):
            self.stop(f"<{one_line(tag)}>", "bad-image")
        if len(self.open) >= MAX_DEPTH or self.count > MAX_ELEMENTS:
            self.stop(f"<{tag}> > {MAX_DEPTH if len(self.open) >= MAX_DEPTH else MAX_ELEMENTS}")
        if not self.is_drawn(space, tag):
            self.skipped = 1
            return
        self.open.append(tag)
        self.builder.start("g" if tag == "a" else tag, self.kept(tag, attributes))

    def is_drawn(self, space: str, tag: str) -> bool:
        """Whether the element is on the list; those of other programs' namespaces draw nothing and are dropped."""
        ours = space in (SVG, "")
        if (ours and tag not in ELEMENTS | LEFT_OUT) or space == XHTML or (self.open and self.open[-1] == "style"):
            self.fault(f"<{tag}>", "svg-font" if ours and tag in FONTS else "bad-svg")
        return ours and tag in ELEMENTS

    def end(self, _name: str) -> None:
        self.flush()
        if self.skipped:
            self.skipped -= 1
            return
        tag = self.open.pop()
        self.builder.end("g" if tag == "a" else tag)

    def data(self, text: str) -> None:
        if not self.buffer:
            self.text_line = self.parser.CurrentLineNumber
        self.buffer.append(text)

    def flush(self) -> None:
        """Checks and keeps the text so far as a whole; expat hands it over in pieces."""
        text = "".join(self.buffer)
        if not text:
            return
        self.buffer.clear()
        for match in MARK.finditer(text):
            self.marks.append((self.text_line + text.count("\n", 0, match.start()), match[1]))
        if self.skipped or not self.open:
            return
        if self.open[-1] == "style":
            harm, lines = sheet_harm(text)
            if harm:
                self.faults.append((self.text_line + lines, "svg-font" if harm == FONT_RULE else "bad-svg", harm))
            text = css_without_comments(text)
        elif self.open[-1] in WITH_TEXT and text.strip():
            self.texts += [(self.text_line + n, MARK.sub("", part)) for n, part in enumerate(text.split("\n"))]
        self.builder.data(text)

    # -- attributes

    def kept(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes that are on the list. One that could run or fetch something is a fault; others draw nothing and are dropped."""
        found: dict[str, str] = {}
        for name, value in attributes.items():
            space, _, key = name.rpartition(" ")
            if not space and key.lower().startswith("on"):
                self.fault(f"{key}={value}")
            elif key == "href" and space in ("", XLINK):
                found |= self.link(tag, value)
            elif (f"xml:{key}" if space == XML else key if not space else "") in ATTRIBUTES:
                harm = css_harm(value)
                if harm or MARK.search(value):
                    self.fault(f"{key}={harm if len(value) > 60 and harm else value}")
                found[f"xml:{key}" if space else key] = value
        return found

    def link(self, tag: str, value: str) -> dict[str, str]:
        """The `xlink:href` to a place in the same file or to an embedded bitmap; empty when nothing is kept."""
        value = value.strip()
        if tag == "image" and _DATA.match(value):
            value = self.embedded(value)
        elif not value.startswith("#") or tag == "image" or MARK.search(value):
            self.fault(f"href={value}")
        if not value or tag == "a":
            return {}
        self.has_links = True
        return {"xlink:href": value}

    def embedded(self, value: str) -> str:
        """An embedded picture, re-encoded like any other, since it has EXIF data of its own; "" with a fault."""
        from builder.course import bitmap  # noqa: PLC0415 - the library takes long to load, and most courses have drawings only

        try:
            found = bitmap.clean(base64.b64decode(re.sub(r"\s+", "", value.partition(",")[2]), validate=True))
        except (BitmapError, binascii.Error):
            self.fault(f"href={value}")
            return ""
        kind = "png" if found.suffix == ".png" else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(found.content).decode()}"


class _Weight:
    """Counts the elements drawn, with repetitions: a few lines that repeat each other can amount to billions."""

    def __init__(self, root: etree.Element) -> None:
        self.root = root
        self.places: dict[str, etree.Element] = {}
        for element in root.iter():
            self.places.setdefault(element.get("id", ""), element)
        self.known: dict[str, int] = {}

    def fault(self) -> str:
        try:
            drawn = self.of(self.root, ())
        except _RefusedError as error:
            return str(error)
        return f"<use> > {MAX_DRAWN}" if drawn > MAX_DRAWN else ""

    def of(self, element: etree.Element, way: tuple[str, ...]) -> int:
        total = 0
        for part in element.iter():
            names = [name for value in part.attrib.values() for name in REFERENCE.findall(value)]
            names.append(part.get("xlink:href", "").removeprefix("#"))
            total += 1 + sum(self.named(name.strip(), way) for name in names if name.strip() in self.places)
        return total

    def named(self, name: str, way: tuple[str, ...]) -> int:
        if not name:
            return 0
        if name in way or len(way) >= MAX_CHAIN:
            raise _RefusedError(f"#{one_line(name)} → #{one_line(name)}")
        if name not in self.known:
            self.known[name] = self.of(self.places[name], (*way, name))
        return self.known[name]
