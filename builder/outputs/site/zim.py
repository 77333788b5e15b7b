"""A finished site of one language as a ZIM file, which Kiwix shows on phones, computers and servers without a connection.

It needs libzim, which is optional (`taller[zim]`). Search is Kiwix's own, and covers only the text of the pages.
"""

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path

from PIL import Image

from builder.edition.select import Edition
from builder.outputs.site.config import site_title
from builder.outputs.site.icons import FOLDER as ICONS
from builder.outputs.site.offline import offline_files
from builder.problems import MissingToolError
from builder.words import three_letters

SIDE = 48
"""Side in pixels of the picture that a library shows."""
_LONGEST = {"Title": 30, "Description": 80, "LongDescription": 4000}
"""Most characters of metadata that Kiwix libraries accept."""


def libzim() -> str:
    """The installed version of libzim; "" when it isn't installed."""
    try:
        return version("libzim")
    except PackageNotFoundError:
        return ""


def write_zim(edition: Edition, site: Path, target: Path) -> None:
    """Writes the file; the same bytes for the same site. Raises MissingToolError without libzim."""
    if not libzim():
        raise MissingToolError("zim-missing")
    from builder.outputs.site.zim_file import Page, write  # noqa: PLC0415 - it imports the library

    files = offline_files(site, edition.config, edition.language)
    pages = [Page(name, content) for name, content in files.items()]
    write(target, pages, _about(edition), three_letters(edition.language), _icon(site))


def _about(edition: Edition) -> Mapping[str, str]:
    """The metadata that a Kiwix library shows and sorts by."""
    config, summary = edition.config, edition.home.document.summary
    told = {
        "Name": f"{config.course_id}_{edition.language}_all",
        "Title": site_title(edition),
        "Description": summary or config.description or site_title(edition),
        "LongDescription": summary,
        "Language": three_letters(edition.language),
        "Creator": config.institution or config.site_name,
        "Publisher": config.institution or config.site_name,
        "Date": config.released.isoformat(),
        "License": config.license or config.copyright,
        "Source": config.site_url,
        "Flavour": config.version,
        "Tags": "_ftindex:yes;_videos:no",
    }
    return {name: _cut(text, _LONGEST.get(name, len(text))) for name, text in told.items() if text}


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    first = re.split(r"[:.;]\s", text)[0]
    return first if len(first) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _icon(site: Path) -> bytes:
    stream = BytesIO()
    picture = Image.open(site / ICONS / "icon-192.png").convert("RGBA")
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(stream, "PNG")
    return stream.getvalue()
