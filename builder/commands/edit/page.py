"""The files of the editor's page, with their words filled in."""

import json
import re
from functools import cache
from html import escape
from pathlib import Path

from builder.commands.edit.blocks import GROUPS
from builder.words import editor_words

WEB = Path(__file__).parent / "web"
NAMES = {
    "": "page.html",
    **{name: name for name in ("editor.js", "text.js", "drafts.js", "lines.js", "pages.js", "talk.js", "style.css")},
}


@cache
def static(name: str, language: str) -> tuple[str, bytes] | None:
    """Type and bytes of a file of the page; None for an unknown name."""
    if name not in NAMES:
        return None
    text = (WEB / NAMES[name]).read_text(encoding="utf-8")
    kind = NAMES[name].rpartition(".")[2]
    return kind, (_page(text, language) if kind == "html" else text).encode()


def _page(text: str, language: str) -> str:
    words = editor_words(language)
    text = text.replace("{{language}}", language).replace("{{bar-of-blocks}}", _bar(language))
    text = text.replace("{{words}}", escape(json.dumps(dict(words), ensure_ascii=False)))
    return re.sub(r"\{\{([\w-]+)\}\}", lambda match: escape(words[match[1]]), text)


def _bar(language: str) -> str:
    """A group of buttons for each group of blocks, as HTML."""
    words = editor_words(language)
    return "".join(
        f'<div role="group" aria-label="{escape(words[f"group-{group}"])}">'
        + "".join(f'<button type="button" data-block="{name}">{escape(words[f"block-{name}"])}</button>' for name in names)
        + "</div>"
        for group, names in GROUPS.items()
    )  # fmt: skip
