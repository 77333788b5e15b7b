"""What is done to a site after MkDocs: search that ignores accents, a content security policy, and unneeded files
removed.
"""

import base64
import hashlib
import re
from pathlib import Path

from builder.outputs.site.finished import Pages
from builder.outputs.site.merge import merge_assets
from builder.outputs.site.search_index import tidy_index

FOLD = Path(__file__).parent / "theme" / "assets" / "taller" / "search-fold.js"
_FOLD_MARK = "/* taller: fold */"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
EMPTY_SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>\n'
)
_NAMES = re.compile(r' (?:title|aria-label)="[^"]*&amp;[^"]*"')
_TWICE = re.compile(r"&amp;(?=(?:amp|quot|lt|gt|#x27);)")
_CHARSET = '<meta charset="utf-8">'
_EMBED = re.compile(r'<div class="embed" data-embed="(https://[\w.-]+(?::\d+)?)/')
_GENERATOR = '<meta name="generator"'
_MAP = re.compile(r"\n?(?://#|/\*#) sourceMappingURL=[^\n*]*(?:\*/)?\n?")
_WASTE = (
    "**/*.map", "sitemap.xml.gz", "404.html", "assets/taller/search-fold.js", "assets/images/favicon.png",
    "search/search_index.json",
)  # fmt: skip
"""Files to remove. The search index exists twice; a page opened as a file can only read the one that is a script."""


def finish_site(site: Path) -> None:
    """Everything that a site needs before it is published."""
    fold_search(site)
    tidy_index(site)
    take_out_waste(site)
    merge_assets(site)
    write_policy(site)


def fold_search(site: Path) -> None:
    """Appends our accent folding to the theme's search worker."""
    for worker in sorted(site.glob("assets/javascripts/workers/search.*.min.js")):
        text = worker.read_text(encoding="utf-8")
        if _FOLD_MARK not in text:
            worker.write_text(
                f"{text}\n{_FOLD_MARK}\n{FOLD.read_text(encoding='utf-8')}", encoding="utf-8", newline="\n"
            )


def take_out_waste(site: Path) -> None:
    """Removes source maps, the stemmers that our search doesn't use, and the sitemap and 404 page of a single language."""
    for pattern in _WASTE:
        for path in sorted(site.glob(pattern)):
            path.unlink()
    # The theme requests a sitemap on each page; the real one, for all languages, is a folder above.
    (site / "sitemap.xml").write_text(EMPTY_SITEMAP, encoding="utf-8", newline="\n")
    stemmers = site / "assets" / "javascripts" / "lunr"
    for path in sorted(stemmers.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if stemmers.is_dir():
        stemmers.rmdir()
    for path in sorted((*site.glob("assets/**/*.js"), *site.glob("assets/**/*.css"))):
        text = path.read_text(encoding="utf-8")
        if "sourceMappingURL" in text:
            path.write_text(_MAP.sub("\n", text), encoding="utf-8", newline="\n")


def write_policy(site: Path) -> None:
    """Writes one policy into all pages: scripts of this site, and inline ones by their hash. Only pages that can embed
    another host on request may frame it.
    """
    pages = Pages(site)
    hashes = sorted(map(_hash, {script for text in pages for script in _INLINE.findall(text)}))

    def ruled(text: str) -> str:
        # Titles are escaped for the theme, which escapes them again in some attributes.
        tidied = _NAMES.sub(lambda match: _TWICE.sub("&", match[0]), _anonymous(text))
        rules = policy(hashes, frames=" ".join(["'self'", *sorted(set(_EMBED.findall(text)))]))
        tag = f'{_CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{rules}">'
        return tidied.replace(_CHARSET, tag, 1)

    pages.rewrite(ruled)


def _anonymous(text: str) -> str:
    """The page without the program that made it. No pattern: one that takes the spaces before it is tried at each space of a page."""
    before, found, after = text.partition(_GENERATOR)
    return before.rstrip() + after.partition(">")[2] if found else text


def policy(hashes: list[str], styles: str = "'self'", frames: str = "'self'") -> str:
    """The text of a policy; `hashes` of inline scripts, `styles` and `frames` as source lists."""
    scripts = " ".join(["'self'", *hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; worker-src 'self'; frame-src {frames}; manifest-src 'self'; form-action 'none'; base-uri 'none'"
    )


def inline_hash(text: str) -> str:
    """The hash of an inline script or style, as a policy names it."""
    return _hash(text)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
