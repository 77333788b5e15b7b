"""What a phone needs to know to treat the course as an app, in each language."""

import json
from collections.abc import Mapping

from builder.course.model import Audience
from builder.edition.select import Edition
from builder.outputs.site.config import site_title
from builder.outputs.site.icons import FOLDER, ICONS
from builder.words import words

NAME = "app.webmanifest"
_LONGEST = 24
"""Most letters of the name below an icon, before phones cut it."""


def manifest(edition: Edition) -> str:
    """The web app manifest (JSON). Each language is an app of its own; the scope covers all, so that links can lead to the others."""
    config, title = edition.config, site_title(edition)
    is_trainer = edition.audience is Audience.TRAINER
    name = f"{title} · {words(edition.language)['trainer']}" if is_trainer else title
    about = {
        "name": name,
        "short_name": _short(title),
        "description": edition.home.document.summary,
        "lang": edition.language,
        "start_url": "index.html",
        "scope": "../",
        "display": "standalone",
        "theme_color": config.colour,
        "background_color": "#ffffff",
        "icons": [_icon(name, side) for name, (side, _) in ICONS.items() if name != "icon-touch"],
    }
    return json.dumps({key: value for key, value in about.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _short(title: str) -> str:
    first = title.partition(":")[0].strip()
    return first if len(first) <= _LONGEST else first[:_LONGEST].rpartition(" ")[0] or first[:_LONGEST]


def _icon(name: str, side: int) -> Mapping[str, str]:
    purpose = "maskable" if "maskable" in name else "any"
    return {"src": f"{FOLDER}/{name}.png", "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
