"""One style sheet and one script for all pages of a site, without unneeded rules; what only the theme's script needs loads later.

A policy in the page turns off the browser's preload scanner, so that it finds each script only after the one before it has
run. A deferred script in the head needs no scanner, and nothing waits for it. Both go at the end of the head, because an
inline script after a style sheet waits for it, and the whole page waits for the script.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.outputs.site.finished import Pages
from builder.outputs.site.stylesheet import parsed, text_of
from builder.outputs.site.unused import known_names, needed_properties, properties_alone, used_rules, with_properties

_STYLE = re.compile(r'<link rel="stylesheet" href="(?P<way>(?:\.\./)*)(?P<name>[^":]+)">\n?')
_SCRIPT = re.compile(r'<script src="(?P<way>(?:\.\./)*)(?P<name>[^":]+)"></script>\n?')
"""The patterns don't begin with spaces, of which pages have many: a search would stop at each one."""
_PLACE = re.compile(r'<link rel="stylesheet" [^>]*media="all">|</head>')
_OWN = "assets/taller/pages.js"
"""Our script; the others are the theme's, which `scripts/theme.js` loads once the page is shown."""
_SEPARATED = "\n;\n"
"""What goes between two scripts: the first may end without a semicolon."""


def merge_assets(site: Path) -> None:
    """Merges the style sheets and scripts that pages name, in their order, and removes the originals. All pages name the same ones."""
    pages = Pages(site)
    names = {
        ending: list(dict.fromkeys(match["name"] for text in pages for match in mark.finditer(text)))
        for ending, mark in (("css", _STYLE), ("js", _SCRIPT))
    }
    styles = _taken(site, names["css"])
    theme = _SEPARATED.join(_taken(site, [name for name in names["js"] if name != _OWN]))
    script = _SEPARATED.join(_taken(site, [name for name in names["js"] if name == _OWN]))
    # Scripts that only few pages load need their rules, too.
    others = "\n".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("assets/taller/*.js")))
    first, later = _styles(styles, pages, f"{script}\n{others}", theme)
    named = {
        name: _write(site, name, text)
        for name, text in (("course.css", first), ("course.js", script), ("theme.css", later), ("theme.js", theme))
    }
    pages.rewrite(lambda text: _rewritten(text, named))


def _styles(styles: Iterable[str], pages: Iterable[str], script: str, theme: str) -> tuple[str, str]:
    """The styles that pages and our scripts need, and those that only the theme's script needs."""
    first = known_names(pages, script)
    more = first | known_names((), theme)
    rules = [rule for style in styles for rule in parsed(style)]
    page, later = used_rules(rules, first), used_rules(rules, more, besides=first)
    early = needed_properties(page, first)
    late = needed_properties([*page, *later], more) - early
    return text_of(with_properties(page, early)), text_of([*properties_alone(page, late), *later])


def _taken(site: Path, names: Iterable[str]) -> list[str]:
    """The texts of the files, which are deleted."""
    texts = []
    for name in names:
        texts.append((site / name).read_text(encoding="utf-8"))
        (site / name).unlink()
    return texts


def _write(site: Path, name: str, text: str) -> str:
    """Writes a file; returns its path, with a digest in the name, so that browsers may cache it for ever."""
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
    # Styles of a single page come later and override the shared ones.
    return _PLACE.sub(lambda place: both + place[0], _without(_SCRIPT, _without(_STYLE, text)), count=1)


def _without(mark: re.Pattern[str], text: str) -> str:
    """The text without matches of `mark` and the spaces before them."""
    kept, end = [], 0
    for match in mark.finditer(text):
        kept.append(text[end : match.start()].rstrip(" \t"))
        end = match.end()
    return "".join([*kept, text[end:]])
