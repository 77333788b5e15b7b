"""One style sheet and one script for all pages of a site, without the rules that no page needs; what the theme's script needs comes later.

The policy of a page switches the browser's look ahead off, so that it would find each script only where the one before it
has run. A script that is deferred in the head needs no look ahead, and nothing waits for it. Both stand at the end of the
head: an inline script below a style sheet waits for it, and the whole page behind the script.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.outputs.site.properties import needed_properties, properties_alone, with_properties
from builder.outputs.site.unused import known_names, used_rules

_STYLE = re.compile(r'<link rel="stylesheet" href="(?P<way>(?:\.\./)*)(?P<name>[^":]+)">\n?')
_SCRIPT = re.compile(r'<script src="(?P<way>(?:\.\./)*)(?P<name>[^":]+)"></script>\n?')
"""Beginning with words: a search for what begins with spaces stops at each one, and pages have many."""
_PLACE = re.compile(r'<link rel="stylesheet" [^>]*media="all">|</head>')
_OWN = "assets/taller/pages.js"
"""All that is named before it is the theme's: `scripts/theme.js` loads it when the page stands."""
_BREAKS = {"css": "\n", "js": "\n;\n"}
"""What stands between two files: one may end without a semicolon."""


def merge_assets(site: Path) -> None:
    """Merges what the pages name, in its order; files that went into one are removed. Every page names the same ones."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    names = {
        ending: list(dict.fromkeys(match["name"] for text in pages.values() for match in mark.finditer(text)))
        for ending, mark in (("css", _STYLE), ("js", _SCRIPT))
    }
    style = _joined(site, names["css"], "css")
    theme = _joined(site, [name for name in names["js"] if name != _OWN], "js")
    script = _joined(site, [name for name in names["js"] if name == _OWN], "js")
    # A script of few pages needs its rules, too.
    others = "\n".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("assets/taller/*.js")))
    first, later = _styles(style, pages.values(), f"{script}\n{others}", theme)
    named = {
        name: _write(site, name, text)
        for name, text in (("course.css", first), ("course.js", script), ("theme.css", later), ("theme.js", theme))
    }
    for path, text in pages.items():
        path.write_text(_rewritten(text, named), encoding="utf-8", newline="\n")


def _styles(style: str, pages: Iterable[str], script: str, theme: str) -> tuple[str, str]:
    """What the pages and our scripts need, and what only the theme's script adds."""
    first = known_names(pages, script)
    more = first | known_names((), theme)
    page, later = used_rules(style, first), used_rules(style, more, besides=first)
    early = needed_properties(page, first)
    late = needed_properties(f"{page}{later}", more) - early
    return with_properties(page, early.__contains__), properties_alone(page, late.__contains__) + later


def _joined(site: Path, names: list[str], ending: str) -> str:
    """The files one after another; they are gone then."""
    text = _BREAKS[ending].join((site / name).read_text(encoding="utf-8") for name in names)
    for name in names:
        (site / name).unlink()
    return text


def _write(site: Path, name: str, text: str) -> str:
    """The file's new name says what is in it, so that a browser may keep it for ever."""
    stem, _, ending = name.partition(".")
    made = f"assets/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{ending}"
    (site / made).write_text(text, encoding="utf-8", newline="\n")
    return made


def _rewritten(text: str, named: Mapping[str, str]) -> str:
    first = _STYLE.search(text)
    if first is None:
        return text
    own, script, style, theme = (
        first["way"] + named[name] for name in ("course.css", "course.js", "theme.css", "theme.js")
    )
    both = (
        f'<link rel="stylesheet" href="{own}">\n'
        f'<script src="{script}" data-style="{style}" data-later="{theme}" defer></script>\n'
    )
    # What one page alone has overrides what all have.
    return _PLACE.sub(lambda place: both + place[0], _without(_SCRIPT, _without(_STYLE, text)), count=1)


def _without(mark: re.Pattern[str], text: str) -> str:
    """The text without what is found, and without the spaces before it."""
    kept, end = [], 0
    for match in mark.finditer(text):
        kept.append(text[end : match.start()].rstrip(" \t"))
        end = match.end()
    return "".join([*kept, text[end:]])
