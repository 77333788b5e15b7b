"""The site's own scripts: small files of `scripts/`, joined into one for all pages, and others that few pages need.

They are classic scripts, since a page opened as a file can't load modules. Their types are in comments (`types.d.ts`), which
are stripped for publication, like indentation and empty lines.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from builder.edition.select import Edition
from builder.edition.summaries.record import ACTIONS, action_count, plan_columns, plan_tables
from builder.outputs.site.moved import moved_paths
from builder.words import words

FOLDER = Path(__file__).parent / "scripts"
EVERYWHERE = (
    "settings", "theme", "entries", "threads", "exchange", "database", "store", "controls", "carry", "trouble", "sheets", "quiz", "progress",
    "tables", "terms", "offline",
)  # fmt: skip
PLAN = ("amounts", "model", "draw", "plan", "take")
FACETS = ("facets",)
COMMUNITY = ("community",)
OFFICE = ("calendar", "archive", "workbook")
"""Export to calendars and spreadsheets; loaded only when somebody asks for such a file."""
TODAY = ("lay", "day", "groups", "kept", "room", "awake", "beam", "day_list", "setup", "tools", "today")
AGENDA = ("lay", "kept", "room", "variant", "agenda")
PROJECTOR = ("projector",)
"""This and the two before it are only in sites with an agenda."""
OFFLINE = ("listed", "phone", "offering", "news")
"""What keeps the course on a phone; loaded where readers can ask for it, or have done so."""
WORKER = Path(__file__).parent / "worker" / "worker.js"
_OFFLINE_WORDS = (
    "title", "offer", "keep", "stop", "running", "done", "is-kept", "remove", "removed", "full", "gone", "broken", "stopped",
    "newer", "update", "later", "renewed", "show",
)  # fmt: skip
_COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)


def scripts(edition: Edition) -> Mapping[str, str]:
    """File name -> text of the scripts that every site has, the same in every language."""
    about = f"globalThis.taller={{course:{_text(course_facts(edition))}}};"
    return {
        "pages.js": "\n".join([about, _joined(EVERYWHERE)]) + "\n",
        "plan.js": _joined(PLAN) + "\n",
        "office.js": _joined(OFFICE) + "\n",
        "facets.js": _joined(FACETS) + "\n",
        "community.js": _joined(COMMUNITY) + "\n",
    }


def room_scripts() -> Mapping[str, str]:
    """File name -> text of the scripts of the trainer's day, the agenda page and the projector."""
    parts = {"today.js": TODAY, "agenda.js": AGENDA, "projector.js": PROJECTOR}
    return {name: _joined(part) + "\n" for name, part in parts.items()}


def offline_script(language: str) -> str:
    """The script that keeps the course on a phone, with its texts in this language."""
    texts = {key: words(language)[f"offline-{key}"] for key in _OFFLINE_WORDS}
    return f"taller.offlineWords={_text(texts)};\n{_joined(OFFLINE)}\n"


def worker_script(languages: Sequence[str]) -> str:
    """The service worker of a folder that holds these languages."""
    return f"const languages={_text(languages)};\n{_short(WORKER.read_text(encoding='utf-8'))}\n"


def course_facts(edition: Edition) -> Mapping[str, object]:
    """The course's id, its plan tables with that of the plan's own page last, and the addresses that moved."""
    tables = plan_tables(edition)
    found = [
        {"name": table.name, "rows": table.rows, "columns": table.columns, "month": table.month} for table in tables
    ]
    own = {"name": ACTIONS, "rows": action_count(tables), "columns": plan_columns(tables), "month": 0}
    return {"id": edition.config.course_id, "tables": [*found, own], "moved": moved_paths(edition)}


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(_short((FOLDER / f"{name}.js").read_text(encoding="utf-8")) for name in names)


def _short(text: str) -> str:
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
