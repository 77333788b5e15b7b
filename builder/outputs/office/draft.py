"""A document while it is being written: its links, pictures, lists and controls."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.edition.pictures import Shown, fitted
from builder.edition.select import Edition
from builder.outputs.office.controls import Controls
from builder.package.bitmaps import bitmap
from builder.package.manifest import node

_EMU = 12_700
"""Word's drawing units (EMU) per point."""
_WIDTH, _HEIGHT = 460.0, 640.0
"""Largest width and height of a picture, in points."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(slots=True)
class Draft:
    edition: Edition
    controls: Controls = field(default_factory=Controls)
    links: dict[str, str] = field(default_factory=dict)
    """Address -> id of its relationship."""
    media: dict[str, bytes] = field(default_factory=dict)
    """Name below `word/media` -> content."""
    drawn: int = 0
    lists: list[bool] = field(default_factory=list)
    """For each list so far, whether it is numbered."""

    def listing(self, is_ordered: bool) -> str:  # noqa: FBT001 - nothing else describes a list
        """Registers a list; returns its number."""
        self.lists.append(is_ordered)
        return str(len(self.lists))

    def link(self, address: str) -> str:
        return self.links.setdefault(address, f"link{len(self.links) + 1}")

    def picture(self, image: etree.Element) -> Iterator[etree.Element]:
        """The run for an `img` whose `src` is a picture's token; nothing if the edition doesn't have that picture."""
        shown = next((one for one in self.edition.images.values() if one.token == image.get("src")), None)
        if shown is not None and shown.content:
            yield self.drawing(shown, image.get("alt", ""), fitted(shown.size, _WIDTH, _HEIGHT))

    def drawing(self, shown: Shown, text: str, size: tuple[float, float]) -> etree.Element:
        """A run with a picture; `text` is its alternative text, `size` in points. SVG becomes PNG, since not every program reads SVG."""
        name = f"{shown.token}{shown.suffix.replace('.svg', '.png')}"
        if name not in self.media:
            content = shown.bytes_in(self.edition.language)
            self.media[name] = bitmap(content, shown.size) if shown.suffix == ".svg" else content
        self.drawn += 1
        width, height = (str(max(1, round(side * _EMU))) for side in size)
        extent = {"cx": width, "cy": height}
        number = str(self.drawn)
        blip = node("a:blip", r__embed=f"media-{name}")
        shape = node(
            "pic:spPr",
            "",
            node("a:xfrm", "", node("a:off", x="0", y="0"), node("a:ext", **extent)),
            node("a:prstGeom", "", node("a:avLst"), prst="rect"),
        )
        about = node("pic:nvPicPr", "", node("pic:cNvPr", id=number, name=name), node("pic:cNvPicPr"))
        fill = node("pic:blipFill", "", blip, node("a:stretch", "", node("a:fillRect")))
        data = node("a:graphicData", "", node("pic:pic", "", about, fill, shape), uri=f"{_DRAWING}/picture")
        inline = node(
            "wp:inline",
            "",
            node("wp:extent", **extent),
            node("wp:docPr", id=number, name=name, descr=text),
            node("a:graphic", "", data),
        )
        return node("w:r", "", node("w:drawing", "", inline))
