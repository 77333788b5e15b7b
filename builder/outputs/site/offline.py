"""A finished site of one language as the files of an archive: unpacked anywhere, `index.html` opens all of it without a server.

It is the site itself, without what is beside it on the web: the other languages and the downloads.
"""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from builder.course.settings import Config
from builder.outputs.site.assembly import with_downloads
from builder.outputs.site.icons import FOLDER as ICONS
from builder.outputs.site.manifest import NAME as MANIFEST
from builder.words import words

_LANGUAGES = re.compile(r'<div class="taller-languages[^>]*>.*?</div>', re.DOTALL)
_LEAD = re.compile(r'<p class="lead">[^<]*</p>')
_DOWNLOADS = "downloads.html"


def offline_files(site: Path, config: Config, language: str) -> Mapping[str, bytes]:
    """Path in the archive -> content. `site` isn't changed."""
    paths = sorted(path for path in site.rglob("*") if path.is_file() and not _is_of_the_app(path.relative_to(site)))
    return {path.relative_to(site).as_posix(): _content(path, site, config, language) for path in paths}


def _is_of_the_app(path: Path) -> bool:
    """Whether a file is only for the app on phones, which a copy in a folder doesn't need."""
    name = path.as_posix()
    return name == MANIFEST or name.startswith((f"{ICONS}/", "assets/taller/offline."))


def _content(path: Path, site: Path, config: Config, language: str) -> bytes:
    if path.suffix != ".html":
        return path.read_bytes()
    text = with_downloads(_LANGUAGES.sub("", path.read_text(encoding="utf-8")), {}, language)
    if path == site / _DOWNLOADS:
        told = escape(words(language)["offline-lead"])
        text = _LEAD.sub(lambda _: f'<p class="lead">{told}{_address(config, language)}</p>', text, count=1)
    return text.encode()


def _address(config: Config, language: str) -> str:
    """A link to the downloads on the web; "" for a site without an address."""
    if not config.site_url:
        return ""
    address = escape(f"{config.site_url}{language}/{_DOWNLOADS}")
    return f' <a href="{address}">{address}</a>'
