"""One style sheet and one script for all pages of a site, without the rules that no page needs.

The policy of a page switches the browser's look ahead off, so that it would find each script only where the one before it
has run. A script that is deferred in the head needs no look ahead, and nothing waits for it.
"""

import hashlib
import re
from pathlib import Path

from builder.outputs.site.unused import known_names, used_rules

_STYLE = re.compile(r'<link rel="stylesheet" href="(?P<way>(?:\.\./)*)(?P<name>[^":]+)">\n?')
_SCRIPT = re.compile(r'<script src="(?P<way>(?:\.\./)*)(?P<name>[^":]+)"></script>\n?')
"""Beginning with words: a search for what begins with spaces stops at each one, and pages have many."""
_BREAKS = {"css": "\n", "js": "\n;\n"}
"""What stands between two files: one may end without a semicolon."""


def merge_assets(site: Path) -> None:
    """Merges what the pages name, in its order; files that went into one are removed. Every page names the same ones."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    names = {
        ending: list(dict.fromkeys(match["name"] for text in pages.values() for match in mark.finditer(text)))
        for ending, mark in (("css", _STYLE), ("js", _SCRIPT))
    }
    style, script = (_joined(site, names[ending], ending) for ending in ("css", "js"))
    later = "\n".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("assets/taller/*.js")))
    known = known_names(pages.values(), f"{script}\n{later}")  # a script that is loaded later needs its rules, too
    style, script = _write(site, used_rules(style, known), "css"), _write(site, script, "js")
    for path, text in pages.items():
        path.write_text(_rewritten(text, style, script), encoding="utf-8", newline="\n")


def _joined(site: Path, names: list[str], ending: str) -> str:
    """The files one after another; they are gone then."""
    text = _BREAKS[ending].join((site / name).read_text(encoding="utf-8") for name in names)
    for name in names:
        (site / name).unlink()
    return text


def _write(site: Path, text: str, ending: str) -> str:
    """The name says what is in the file, so that a browser may keep it for ever."""
    name = f"assets/course.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{ending}"
    (site / name).write_text(text, encoding="utf-8", newline="\n")
    return name


def _rewritten(text: str, style: str, script: str) -> str:
    first = _STYLE.search(text)
    if first is None:
        return text
    way = first["way"]
    both = f'      <link rel="stylesheet" href="{way}{style}">\n      <script src="{way}{script}" defer></script>\n'
    rest = _without(_SCRIPT, _without(_STYLE, text[first.end() :]))
    return text[: first.start()].rstrip(" \t") + both + rest


def _without(mark: re.Pattern[str], text: str) -> str:
    """The text without what is found, and without the spaces before it."""
    kept, end = [], 0
    for match in mark.finditer(text):
        kept.append(text[end : match.start()].rstrip(" \t"))
        end = match.end()
    return "".join([*kept, text[end:]])
