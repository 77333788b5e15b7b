"""One audience's folder as an app: what a phone can keep of each language, by content, and the worker that answers with it.

The list of a language (`<language>/offline.json`) names its files, as paths below the folder: a digest of the content, the bytes, and
the bytes as they travel. An update fetches only contents that a phone hasn't got. Nothing is kept unless somebody asks for it.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from builder.edition.files import FOLDER as FILES
from builder.outputs.site.icons import FOLDER as ICONS
from builder.outputs.site.manifest import NAME as MANIFEST
from builder.outputs.site.scripts import worker_script

LIST, WORKER = "offline.json", "sw.js"
_NOT_KEPT = {LIST, "feed.xml", "sitemap.xml"}
"""What nobody reads without a connection."""
_LARGE = 1_000_000
"""Bytes of a file to take away from which on a phone doesn't keep it."""
_PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
"""What hosts compress."""
Entry = tuple[str, int, int]


def add_app(folder: Path, languages: Sequence[str]) -> None:
    """Adds the worker, and to each language its list; its pages say that there is one. The pages are written last: by all else."""
    (folder / WORKER).write_text(worker_script(languages), encoding="utf-8", newline="\n")
    for language in languages:
        assets = "../assets/" if (folder / "assets").is_dir() else "assets/"
        _point_to_icons(folder / language / MANIFEST, assets)
        sizes = _sizes(_entries(folder, language).values())
        for path in sorted((folder / language).rglob("*.html")):
            _mark(path, f'<meta name="taller-app" content="{sizes[1]} {sizes[0]}" data-assets="{assets}">')
        (folder / language / LIST).write_text(_list(folder, language), encoding="utf-8", newline="\n")


def _list(folder: Path, language: str) -> str:
    files = _entries(folder, language)
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    size, packed = _sizes(files.values())
    about = {"language": language, "version": version, "size": size, "packed": packed, "files": files}
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n"


def _entries(folder: Path, language: str) -> Mapping[str, Entry]:
    return {path.relative_to(folder).as_posix(): _entry(path) for path in _files(folder, language)}


def _files(folder: Path, language: str) -> Iterator[Path]:
    """All that pages of this language show: its folder, what languages share, and the pages above them."""
    yield from sorted(path for path in folder.glob("*") if path.name in ("index.html", "icon.svg"))
    yield from sorted(folder.glob("offline.*.html"))
    for top in (folder / "assets", folder / language):
        for path in sorted(top.rglob("*")):
            if path.is_file() and path.name not in _NOT_KEPT and path.parent.name != "cards" and not _is_large(path):
                yield path


def _is_large(path: Path) -> bool:
    """A film or a long document would cost a phone more than the whole course."""
    return path.parent.name == FILES.strip("/") and path.stat().st_size > _LARGE


def _entry(path: Path) -> Entry:
    content = path.read_bytes()
    packed = len(gzip.compress(content, 6)) if path.suffix in _PACKED else len(content)
    return hashlib.sha256(content).hexdigest()[:16], len(content), packed


def _sizes(entries: Iterable[Entry]) -> tuple[int, int]:
    """Bytes in all: on the phone, and on the way."""
    once = dict.fromkeys(entries)
    return sum(entry[1] for entry in once), sum(entry[2] for entry in once)


def _point_to_icons(path: Path, assets: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{ICONS}/', f'"{assets}{Path(ICONS).name}/'), encoding="utf-8", newline="\n")


def _mark(path: Path, tag: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</head>", f"  {tag}\n  </head>", 1), encoding="utf-8", newline="\n")
