"""One audience's folder as an app: lists of what a phone can keep of each language, and the service worker that serves it.

The list of a language (`<language>/offline.json`) maps its files, as paths below the folder, to a digest of the content, its size and
its compressed size in bytes (a page's without its line about the sizes). An update fetches only contents that the phone lacks. Nothing is
kept unless somebody asks for it.
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
"""Files of no use without a connection."""
_LARGE = 1_000_000
"""A shared file of more bytes than this isn't kept on phones."""
_PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
"""Suffixes of files that hosts compress."""
Entry = tuple[str, int, int]


def add_app(folder: Path, languages: Sequence[str]) -> None:
    """Adds the worker and, when all its other files are complete, each language's list, to which its pages point."""
    (folder / WORKER).write_text(worker_script(languages), encoding="utf-8", newline="\n")
    for language in languages:
        assets = "../assets/" if (folder / "assets").is_dir() else "assets/"
        _point_to_icons(folder / language / MANIFEST, assets)
        files = _entries(folder, language, {})
        sizes = _sizes(files.values())
        for path in sorted((folder / language).rglob("*.html")):
            _mark(path, f'<meta name="taller-app" content="{sizes[1]} {sizes[0]}" data-assets="{assets}">')
        (folder / language / LIST).write_text(_list(folder, language, files), encoding="utf-8", newline="\n")


def _list(folder: Path, language: str, unmarked: Mapping[str, Entry]) -> str:
    files = _entries(folder, language, {name: entry[2] for name, entry in unmarked.items()})
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    size, packed = _sizes(files.values())
    about = {"language": language, "version": version, "size": size, "packed": packed, "files": files}
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n"


def _entries(folder: Path, language: str, packed: Mapping[str, int]) -> Mapping[str, Entry]:
    """`packed`: the compressed sizes that are known, since compressing takes longer than all the rest."""
    named = ((path.relative_to(folder).as_posix(), path) for path in _files(folder, language))
    return {name: _entry(path, packed.get(name)) for name, path in named}


def _files(folder: Path, language: str) -> Iterator[Path]:
    """Everything that pages of this language need: its folder, the shared assets, and the pages above them."""
    yield from sorted(path for path in folder.glob("*") if path.name in ("index.html", "icon.svg"))
    yield from sorted(folder.glob("offline.*.html"))
    for top in (folder / "assets", folder / language):
        for path in sorted(top.rglob("*")):
            if path.is_file() and path.name not in _NOT_KEPT and path.parent.name != "cards" and not _is_large(path):
                yield path


def _is_large(path: Path) -> bool:
    """Whether it is a shared file too large to keep: a film would take more room than the whole course."""
    return path.parent.name == FILES.strip("/") and path.stat().st_size > _LARGE


def _entry(path: Path, packed: int | None) -> Entry:
    content = path.read_bytes()
    if packed is None:
        packed = len(gzip.compress(content, 6)) if path.suffix in _PACKED else len(content)
    return hashlib.sha256(content).hexdigest()[:16], len(content), packed


def _sizes(entries: Iterable[Entry]) -> tuple[int, int]:
    """Total bytes, and compressed bytes; each content counts once."""
    once = dict.fromkeys(entries)
    return sum(entry[1] for entry in once), sum(entry[2] for entry in once)


def _point_to_icons(path: Path, assets: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{ICONS}/', f'"{assets}{Path(ICONS).name}/'), encoding="utf-8", newline="\n")


def _mark(path: Path, tag: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</head>", f"  {tag}\n  </head>", 1), encoding="utf-8", newline="\n")
