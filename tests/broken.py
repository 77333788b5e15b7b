"""The broken courses: how a folder of `courses/broken/` becomes a whole course."""

import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image

COURSES = Path(__file__).parent / "courses"
BROKEN = COURSES / "broken"
NOT_CONTENT = {"expected.txt", "BASE", "DELETE"}
_PAGE = "modules/10-one/10-page.en.md"


def make(name: str, root: Path) -> None:
    """Writes the broken course `name` into the new folder `root`: its base, its own files over it, what is odd."""
    folder = BROKEN / name
    base = folder / "BASE"
    shutil.copytree(COURSES / (base.read_text(encoding="utf-8").strip() if base.exists() else "mono"), root)
    delete = folder / "DELETE"
    for line in delete.read_text(encoding="utf-8").split() if delete.exists() else ():
        path = root / line
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in NOT_CONTENT:
            target = root / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    if name in ODD:
        ODD[name](root)


def _append(content: bytes) -> Callable[[Path], object]:
    def write(root: Path) -> None:
        with (root / _PAGE).open("ab") as stream:
            stream.write(content)

    return write


def _symlink(root: Path) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("---\ntitle: Outside\ntrack: extra\n---\n", encoding="utf-8")
    (root / "modules/10-one/20-linked.en.md").symlink_to(outside)


def _symlink_folder(root: Path) -> None:
    (root.parent / "outside").mkdir()
    (root / "modules/20-linked").symlink_to(root.parent / "outside", target_is_directory=True)


def _symlink_round(root: Path) -> None:
    (root / "modules/10-one/round").symlink_to(root, target_is_directory=True)


def _many_files(root: Path) -> None:
    for number in range(12):
        (root / "reference" / f"{number}.md").write_text("", encoding="utf-8")


def _noise(root: Path) -> None:
    """A picture that nothing makes small but fewer pixels."""
    picture = Image.frombytes("RGBA", (1000, 1000), Random(1).randbytes(4_000_000))
    (root / "modules/10-one/images").mkdir()
    picture.save(root / "modules/10-one/images/noise.png")


def _many_pixels(root: Path) -> None:
    """A picture of 121 million black pixels in a few kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0" * 1375) * 11_000
    content = chunk(b"IHDR", struct.pack(">IIBBBBB", 11_000, 11_000, 1, 0, 0, 0, 0))
    content += chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    (root / "reference/huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + content)


def _save_again(path: Path, encoding: str) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


ODD: dict[str, Callable[[Path], object]] = {
    "control-character": _append(b"One\x07two\n"),
    "download-too-large": lambda root: (root / "modules/10-one/film.mp4").write_bytes(b"\0" * 11_000_000),
    "few-pixels-left": _noise,
    "file-too-large": _append(b"Words and words.\n" * 20_000),
    "file-too-large+picture": lambda root: (root / "reference/large.svg").write_bytes(b"<svg>" + b" " * 600_000),
    "line-too-long": _append(b"Words and words. " * 1200 + b"\n"),
    "not-a-file": lambda root: os.mkfifo(root / "modules/10-one/pipe.en.md"),
    "not-a-file+folder": lambda root: (shutil.rmtree(root / "casestories"), (root / "casestories").write_text("")),
    "not-utf8": _append(b"\nEl a\xf1o\n"),
    "symlink": _symlink,
    "symlink+folder": _symlink_folder,
    "symlink+round": _symlink_round,
    "too-many-files": _many_files,
    "too-many-pixels": _many_pixels,
    "utf-16": lambda root: _save_again(root / _PAGE, "utf-16"),
    "utf-16+settings": lambda root: _save_again(root / "mkdocs.yml", "utf-16-le"),
}
"""What git can't hold, or would make too large: name of the course -> what writes the odd file into it."""
