"""`taller edition new`: an edition's folder, with its settings and a record of its base."""

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.commands import base_git
from builder.commands.skeletons import SKELETON, write
from builder.course.base_course import COPY, BaseCourse, find_base, is_address
from builder.course.base_lock import LOCK, Lock, lock_text
from builder.course.config import NAME, derived_id
from builder.course.load import load_course
from builder.course.places import EDITION
from builder.course.reader import Reader
from builder.course.settings import Config
from builder.course.yamlfile import Table, parse
from builder.problems import ContentError, UsageError
from builder.words import is_country

IGNORED = f"/.build/\n/dist/\n/{COPY}/\n"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for; fields are empty where nothing was said."""

    base: str
    tag: str
    name: str
    institution: str
    languages: tuple[str, ...]
    country: str


def new_edition(folder: Path, wishes: Wishes, locale: str) -> list[Path]:
    """Makes an edition in an empty folder and returns the files written. Leaves nothing behind when it fails."""
    if wishes.country and not is_country(wishes.country):
        raise UsageError("not-a-country", {"country": wishes.country})
    was_there = folder.exists()
    if was_there and any(folder.iterdir()):
        raise UsageError("folder-not-empty", {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _write(folder, wishes, locale)
    except BaseException:
        for path in folder.iterdir() if was_there else [folder]:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _write(folder: Path, wishes: Wishes, locale: str) -> list[Path]:
    kind, name = _base(folder, wishes)
    tag, commit = wishes.tag, ""
    if kind == "git":
        tag = tag or base_git.newest_tag(folder, name)
        commit = base_git.bring(folder, name, tag)
    written = json.dumps(name, ensure_ascii=False)
    said = written if kind == "path" else f"{{{kind}: {written}}}"
    base = _found(folder, said)
    config = load_course(base.root)[0].config
    unknown = [code for code in wishes.languages if code not in config.languages]
    if unknown:
        raise UsageError("language-unknown", {"language": unknown[0], "known": ", ".join(config.languages)})
    lock = Lock(config.version, tag if commit else "", commit)
    return [
        write(folder / EDITION, _settings(folder, said, wishes, config, locale)),
        write(folder / LOCK, lock_text(lock)),
        write(folder / ".gitignore", IGNORED),
    ]


def _base(folder: Path, wishes: Wishes) -> tuple[str, str]:
    """The kind of the base (path, git or package) and its name; a folder as seen from the edition's. Raises UsageError."""
    there = Path(wishes.base)
    if not there.exists():
        if is_address(wishes.base):
            return "git", wishes.base
        if wishes.tag or not re.fullmatch(r"\w+", wishes.base):
            raise UsageError("base-nowhere", {"name": wishes.base})
        return "package", wishes.base
    is_repository = (there / ".git").exists() or (there / "HEAD").is_file()
    is_course = (there / NAME).is_file() and not wishes.tag
    return "path" if is_course or not is_repository else "git", _from(folder, there)


def _from(folder: Path, there: Path) -> str:
    return Path(os.path.relpath(there.resolve(), folder)).as_posix()


def _found(folder: Path, said: str) -> BaseCourse:
    path = PurePosixPath(EDITION)
    reader = Reader(path, ("en",))
    node = parse(f"base: {said}\n", path, reader.problems)
    base = find_base(folder, reader, node.entries.get("base") if isinstance(node, Table) else None)
    if base is None:
        raise ContentError(reader.problems)
    return base


def _settings(folder: Path, said: str, wishes: Wishes, config: Config, locale: str) -> str:
    name = wishes.name or config.site_name
    values = {
        "base": said, "name": _plain(name), "institution": _plain(wishes.institution or folder.name),
        "id": derived_id(f"{config.course_id} {folder.name}"), "languages": ", ".join(wishes.languages or config.languages),
        "country": f"country: {wishes.country}" if wishes.country else "# country: MX",
    }  # fmt: skip
    text = (SKELETON / locale / "edition.yml").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "'").replace("\\", "/").split())
