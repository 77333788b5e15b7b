"""Parses other tools' Markdown into elements, as CommonMark with tables, strikethrough and definition lists."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from lxml import html
from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from builder.imports.maths import with_formulas
from builder.imports.tree import LINE, fragments

_ATTRIBUTES = re.compile(r"(?<=\))\{(?P<all>[^{}]*)\}", re.DOTALL)
_TARGET = re.compile(r"\]\((?P<target><[^<>\n]*>|[^()\s]+)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)$")
_VALUE = re.compile(r"([\w-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|(?<=\w)'(?=\w))*)'|([^\s\"'}]+))", re.DOTALL)
_TAG = re.compile(r"\s*</?([A-Za-z][\w-]*)")
_BRACES = re.compile(r"\s*\{\s*([#.][^{}]*)\}\s*$")
ALT = "alt:"
"""Begins the title of a picture whose alternative text was given in braces behind it."""
_NOTE = re.compile(r"^ {0,3}\[\^(?P<id>[^\]\s]+)\]:[ ]*(?P<text>.*)$")
_NOTED = re.compile(r"\[\^(?P<id>[^\]\s]+)\](?!:)")


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(deflist_plugin)


_PARSER = _parser()


def references(text: str) -> dict[str, Any]:
    """The link definitions of a whole file, for parsing its pieces."""
    state: dict[str, Any] = {}
    _PARSER.parse(text, state)
    return dict(state.get("references", {}))


def elements(lines: Sequence[str], first: int, known: Mapping[str, Any]) -> list[html.HtmlElement]:
    """The elements of some lines of a page, numbered from `first`."""
    text = _with_alt("\n".join(with_formulas(lines)))
    state = {"references": dict(known)}
    tokens = _PARSER.parse(text, state)
    for token in [*tokens, *(child for one in tokens for child in one.children or ())]:
        if token.type in ("html_inline", "html_block"):
            _only_html(token)
        if token.map and token.nesting >= 0 and token.type not in ("inline", "html_block"):
            token.attrSet(LINE, str(token.map[0] + first))
    found = fragments(_PARSER.renderer.render(tokens, _PARSER.options, state), first)
    for node in found:
        _take_braces(node)
    return found


def _only_html(token: Token) -> None:
    """Escapes what looks like HTML but isn't, such as `<your name>`."""
    match = _TAG.match(token.content)
    if match and match[1].lower() not in defs.tags:
        token.content = escape(token.content, quote=False)


def _take_braces(node: html.HtmlElement) -> None:
    """Removes the braces of `## Title {#id .class}` and keeps the id."""
    for heading in node.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        last = heading[-1] if len(heading) else None
        words = (heading.text if last is None else last.tail) or ""
        match = _BRACES.search(words)
        if match:
            if identifier := re.search(r"#([\w-]+)", match[1]):
                heading.set("id", identifier[1])
            rest = words[: match.start()]
            if last is None:
                heading.text = rest
            else:
                last.tail = rest


def _with_alt(text: str) -> str:
    """`](x.png){alt='words'}` -> `](x.png "alt:words")`, as the library knows no braces."""
    found, position = "", 0
    for match in _ATTRIBUTES.finditer(text):
        target = _TARGET.search(text, position, match.start())
        if not target:
            continue
        alt = next((a or b or c for key, a, b, c in _VALUE.findall(match["all"]) if key in ("alt", "fig-alt")), None)
        found += text[position : target.start()] + f"]({target['target']}"
        title = "" if alt is None else ' "' + ALT + " ".join(alt.replace("\\", "").split()).replace('"', "'") + '"'
        found += title + ")"
        position = match.end()
    return found + text[position:]


def with_footnotes(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines with footnotes moved into brackets where they are cited, and the numbers of those lines."""
    notes: dict[str, str] = {}
    kept: list[str] = []
    for line in lines:
        match = _NOTE.match(line)
        if match:
            notes[match["id"]] = match["text"].strip().rstrip(".")
        kept.append("" if match else line)
    changed = [number for number, line in enumerate(kept, 1) if _NOTED.search(line)] if notes else []
    said = [
        _NOTED.sub(lambda match: f" ({notes[match['id']]})" if match["id"] in notes else match[0], line)
        for line in kept
    ]
    return said if notes else list(lines), changed
