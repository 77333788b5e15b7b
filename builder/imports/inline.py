"""Writes the inline elements of a paragraph as a line of our Markdown."""

import re
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from lxml import html

from builder.course.links import is_address
from builder.imports.draft import Fate
from builder.imports.escape import clean, code, escaped
from builder.imports.marked import ALT
from builder.imports.maths import SIGN
from builder.imports.tree import is_unseen, plain

EXTERNAL = ("http:", "https:", "mailto:", "tel:")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*"}
_CODE = frozenset({"code", "kbd", "tt", "samp"})
_NOTHING = frozenset({"script", "style", "template", "head", "noscript", "object", "button", "select"})
_FRAMES = frozenset({"iframe", "video", "audio", "embed", "source"})
_STRUCK = {"del": "~~", "s": "~~", "strike": "~~", "sub": "~", "sup": "^"}
_PLAIN = frozenset({"u", "ins", "mark", "small", "big", "font"})
"""Formatting for which our Markdown has no mark."""
NEW_LINE = "\x1f"
"""Stands for a line break of the source until it is known whether one is allowed there."""


class Places(Protocol):
    """What inline text needs to know about the rest of the page and of the course."""

    def link(self, href: str, line: int) -> str:
        """The address to write on this page for a link of the source; "" when it leads nowhere."""

    def picture(self, src: str, line: int) -> str:
        """The address to write on this page for a picture; "" when it can't be shown."""

    def enter(self, name: str) -> None:
        """Called where a box begins; what is inside may be hidden from some audiences."""

    def leave(self, name: str) -> None:
        """Called where the box ends."""

    def said(self, fate: Fate, code: str, line: int, **arguments: object) -> None:
        """Notes what became of something."""


@dataclass(slots=True)
class Inline:
    """Writes inline content; `line` is its line in the source."""

    places: Places
    line: int = 0
    is_head: bool = False
    """In headings and table heads, links aren't allowed and are collected in `left_out`."""
    left_out: list[str] = field(default_factory=list)

    def text(self, node: html.HtmlElement) -> str:
        """The content of an element, without surrounding spaces."""
        return " ".join(self.inner(node).split(" ")).strip(" \n" + NEW_LINE)

    def inner(self, node: html.HtmlElement) -> str:
        found = _words(node.text)
        for child in node:
            found += self.one(child) if isinstance(child.tag, str) else ""
            found += _words(child.tail)
        return re.sub(r" {2,}", " ", found)

    def one(self, node: html.HtmlElement) -> str:
        tag = str(node.tag).lower()
        if is_unseen(node):
            self.places.said("lost", "unseen", self.line, words=plain(node)[:60])
            return ""
        if tag in _NOTHING:
            self.places.said("lost", "program", self.line, tag=tag) if tag not in ("style", "head") else None
            return ""
        if tag in _FRAMES:
            return self.frame(node)
        if tag in _MARKS:
            return self.marked(node, _MARKS[tag])
        if tag in _CODE:
            text = "".join(node.itertext())
            return f"$`{text[1:]}`$" if text.startswith(SIGN) else self.sample(clean(text))
        if tag == "br":
            return NEW_LINE
        if tag == "a":
            return self.link(node)
        if tag == "img":
            return self.picture(node)
        if tag in _STRUCK:
            return self.struck(node, _STRUCK[tag])
        if tag == "abbr" and (meaning := " ".join((node.get("title") or "").split())):
            return f"{self.inner(node)} ({_words(meaning)})"
        if tag in _PLAIN:
            self.places.said("changed", "plain-form", self.line, form=tag, words=plain(node)[:40])
        return self.inner(node)

    def sample(self, words: str) -> str:
        """Inline code; comment marks, which aren't allowed in our lines, get a space inserted."""
        if "<!--" in words or "-->" in words:
            self.places.said("changed", "plain-form", self.line, form="<!-- -->", words=words[:40])
            words = words.replace("<!--", "<! --").replace("-->", "-- >")
        return code(words)

    def marked(self, node: html.HtmlElement, mark: str) -> str:
        """Bold or emphasis; marks must touch words, not spaces or other marks of the same kind."""
        inner = self.inner(node)
        words = inner.strip(" " + NEW_LINE)
        if not words or node.find(".//img") is not None or mark in words.replace("\\*", ""):
            return inner
        if NEW_LINE in words:
            return NEW_LINE.join(f"{mark}{one.strip()}{mark}" if one.strip() else "" for one in words.split(NEW_LINE))
        before, after = inner[: len(inner) - len(inner.lstrip(" "))], inner[len(inner.rstrip(" ")) :]
        return f"{before}{mark}{words}{mark}{after}"

    def struck(self, node: html.HtmlElement, mark: str) -> str:
        """Struck-out, subscript or superscript text, marked if it is plain words."""
        words = self.inner(node).strip(" " + NEW_LINE)
        is_fine = re.fullmatch(r"[^\W_](?:[\w .,+-]*[^\W_])?" if mark == "~~" else r"[\w.,+-]+", words)
        if is_fine and "_" not in words:
            return f"{mark}{words}{mark}"
        if words:
            self.places.said("changed", "plain-form", self.line, form=node.tag, words=plain(node)[:40])
        return self.inner(node)

    def link(self, node: html.HtmlElement) -> str:
        href, label = " ".join((node.get("href") or "").split()), self.inner(node)
        label = label.replace(NEW_LINE, " ")
        if not href or not label.strip():
            return label
        if href.lower().startswith(EXTERNAL):
            target = _external(href)
            if not target:
                self.places.said("lost", "bad-address", self.line, address=href[:80])
                return label
            if plain(node) in (href, target):
                label = target if self.is_head else ""
        else:
            target = self.places.link(href, self.line)
            if not target:
                return label
        label = f"\\{label.lstrip()}" if label.lstrip().startswith("@") else label
        written = f"[{_unlinked(label).strip()}]({target})" if label else f"<{target}>"
        if self.is_head:
            self.left_out.append(written)
            return label
        return written

    def picture(self, node: html.HtmlElement) -> str:
        place = self.places.picture(node.get("src") or "", self.line)
        alt, _ = alt_and_caption(node)
        if not place:
            return escaped(clean(alt))
        if self.is_head:
            self.left_out.append(image(alt, place))
            return escaped(clean(alt))
        return image(alt, place)

    def frame(self, node: html.HtmlElement) -> str:
        """A link to an embedded video or page."""
        address = _external(node.get("src") or "")
        if not address:
            self.places.said("lost", "program", self.line, tag=node.tag)
            return self.inner(node)
        self.places.said("changed", "frame", self.line, address=address[:80])
        return f"<{address}>"


def image(alt: str, place: str) -> str:
    words = " ".join(re.sub(r"[\[\]\\`*_<>{}|~]", "", clean(alt)).split())
    return f"![{words}]({place})"


def alt_and_caption(node: html.HtmlElement) -> tuple[str, str]:
    """A picture's alternative text and its caption."""
    alt, title = node.get("alt") or "", node.get("title") or ""
    if title.startswith(ALT):
        said = title.removeprefix(ALT)
        return (said or alt), (alt if said and alt != said else "")
    return alt, title


def _words(text: str | None) -> str:
    return escaped(clean(re.sub(r"\s+", " ", text))) if text else ""


def _unlinked(label: str) -> str:
    """The label without addresses in angle brackets, since links can't be nested."""
    return re.sub(r"<(https?://[^<>\s]+)>", lambda match: re.sub(r"^https?://", "", match[1]), label)


def _external(href: str) -> str:
    """A web address, quoted for use in brackets; "" when it isn't one."""
    found = quote(href, safe="%/:=&?~#+!$,;'@*-._[]") if re.search(r"[\s()<>\"\\`|^{}]|[^\x21-\x7e]", href) else href
    found = re.sub(r"[\[\]*]|(?<![^\W_])_|_(?![^\W_])", lambda match: f"%{ord(match[0]):02X}", found)
    return found if is_address(found) else ""
