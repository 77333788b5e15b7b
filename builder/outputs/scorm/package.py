"""An edition, or a module of it -> the files of a SCORM package."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.edition.once import once
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.adapted import adaptation
from builder.outputs.scorm.contents import Key, codes, field_names, take_keys
from builder.outputs.scorm.manifests import LAUNCH, NAME, Description, Version, manifest
from builder.outputs.scorm.page import SCRIPTS, Front, page
from builder.package.colours import DARK_PAPER, mix, tint_for_dark
from builder.package.pages import Chapter, course_leaves, module_leaves, pages
from builder.package.places import Form
from builder.words import words

PLAYER = Path(__file__).parent / "player"
_WORDS = {
    "check": "site-check", "first": "site-answer-first", "right": "feedback-right", "wrong": "feedback-wrong",
    "seen": "scorm-seen", "score": "scorm-score", "resumed": "scorm-resumed", "platform": "scorm-platform",
    "partly": "scorm-partly", "silent": "scorm-silent", "review": "scorm-review", "device": "scorm-device", "nowhere": "scorm-nowhere",
    "sheetLeft": "scorm-sheet-left", "older": "scorm-older", "clear": "scorm-clear", "clearSure": "scorm-clear-sure",
    "cleared": "scorm-cleared", "table": "site-scroll-table",
}  # fmt: skip
"""Name in the player's scripts -> key of the interface text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which package is to be made."""

    version: Version
    module: str = ""
    """Its slug; "" for the whole course."""
    keys: bool = True
    """Whether self-checks are checked and scored."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What both versions of SCORM share."""

    files: Mapping[str, bytes]
    data: Mapping[str, Any]
    """What the player reads from `data.js`."""


def package_files(edition: Edition, wanted: Wanted) -> dict[str, bytes]:
    """The files by their path in the archive."""
    found = once(edition, ("scorm", wanted.module, wanted.keys), lambda: _content(edition, wanted))
    data = {**found.data, "is2004": wanted.version == "scorm2004"}
    files = {**found.files, "player/data.js": _script("data", data)}
    return files | {NAME: manifest(wanted.version, _about(edition, wanted), files)}


def _content(edition: Edition, wanted: Wanted) -> _Content:
    form = Form(".html", "pictures/", "files/", one_page=True, interactive=True, keys=wanted.keys)
    made = pages(edition, _leaves(edition, wanted), form)
    keys = take_keys(made.chapters)
    names = codes([*field_names(made.chapters), *(key.name for key in keys)])
    files = {**made.pictures, **made.files} | {
        f"player/{path.name}": path.read_bytes() for path in sorted(PLAYER.iterdir()) if path.suffix in (".js", ".css")
    }
    files["player/look.css"] = _look(edition.config.colour).encode()
    if keys:
        files["player/keys.js"] = _script("keys", {key.name: _key(key, names[key.name]) for key in keys})
    files[LAUNCH] = _page(edition, wanted, made.chapters, keyed=bool(keys)).encode()
    return _Content(files, _data(edition, wanted, made.chapters, names, keys))


def title_of(edition: Edition, wanted: Wanted) -> str:
    """The module's title, or that of the course."""
    module = next((one for one in edition.modules if one.slug == wanted.module), None)
    return module.page.title if module else edition.home.title


def _leaves(edition: Edition, wanted: Wanted) -> Sequence[Leaf]:
    return module_leaves(edition, wanted.module) if wanted.module else course_leaves(edition)


def _page(edition: Edition, wanted: Wanted, chapters: Sequence[Chapter], *, keyed: bool) -> str:
    config, texts = edition.config, words(edition.language)
    foot = " · ".join(
        filter(
            None, (config.institution, adaptation(edition), config.copyright, f"{texts['version']} {config.version}")
        )
    )
    front = Front(title_of(edition, wanted), edition.home.title, foot, edition.language)
    return page(front, chapters, [name for name in SCRIPTS if keyed or name != "keys"])


def _about(edition: Edition, wanted: Wanted) -> Description:
    parts = ("taller", edition.config.course_id, wanted.module or "_course", edition.language)
    return Description(".".join(parts), title_of(edition, wanted), edition.config.version)


def _data(
    edition: Edition, wanted: Wanted, chapters: Sequence[Chapter], names: Mapping[str, str], keys: Sequence[Key]
) -> dict[str, Any]:
    texts, places = words(edition.language), codes([chapter.key for chapter in chapters])
    asked = {key.name for key in keys}
    return {
        "course": edition.config.course_id,
        "name": f"{wanted.module or '_course'}.{edition.language}",
        "is2004": False,
        "passMark": edition.config.pass_mark,
        "chapters": [{"id": one.anchor, "code": places[one.key], "isCore": _is_core(one)} for one in chapters],
        "fields": {name: code for name, code in names.items() if name not in asked},
        "words": {name: texts[key] for name, key in _WORDS.items()},
    }


def _key(key: Key, code: str) -> dict[str, Any]:
    return {"code": code, "id": key.id, "text": key.text, "right": key.right, "feedback": key.feedback}


def _is_core(chapter: Chapter) -> bool:
    """Whether the chapter counts towards completion."""
    return chapter.kind in ("module", "session") and not (chapter.leaf and chapter.leaf.is_extra)


def _script(name: str, value: object) -> bytes:
    """A classic script that holds data: a page opened from a file can't load JSON or modules."""
    text = (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return f"window.taller=window.taller||{{}};window.taller.{name}={text};\n".encode()


def _look(colour: str) -> str:
    """CSS with the institution's colour for light and dark."""
    dark = tint_for_dark(colour)
    return (
        f":root{{--taller:{colour};--ink:{colour};--soft:{mix(colour, '#ffffff', 0.93)};--line:{mix(colour, '#ffffff', 0.75)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--ink:{dark};--soft:{mix(colour, DARK_PAPER, 0.72)};"
        f"--line:{mix(colour, '#9aa0ad', 0.4)}}}}}\n"
    )
