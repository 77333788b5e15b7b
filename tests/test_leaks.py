"""Every canary in one course, the whole build, every file read: nothing hidden reaches a lower audience.

The files are read by other means than the leak gate's own: poppler for the pages of a PDF, its objects unpacked, the bytes
of everything else.
"""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pikepdf
import pytest
from building import build
from canaries import TOGETHER, Canary
from conftest import TINY, need_tool

from builder.course.model import Audience
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[Audience, str]:
    """All that each audience gets, as one run of letters."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("canaries") / "course"))
    for canary in TOGETHER:
        canary.plant(root)
    build(root, Choice())
    return {audience: _letters(root / "dist" / audience.label) for audience in Audience}


def _letters(folder: Path) -> str:
    parts = [part for path in sorted(folder.rglob("*")) if path.is_file() for part in _readings(path, folder)]
    text = unicodedata.normalize("NFKC", " ".join(parts)).casefold()
    return "".join(character for character in text if character.isalpha())


def _readings(path: Path, folder: Path) -> Iterator[str]:
    yield path.relative_to(folder).as_posix()
    if is_zipfile(path):  # its packed bytes are noise, in which six letters come together by chance
        with ZipFile(path) as archive:
            yield from (
                f"{name} {unescape(archive.read(name).decode('utf-8', 'ignore'))}" for name in archive.namelist()
            )
        return
    if path.suffix != ".pdf":
        yield unescape(path.read_bytes().decode("utf-8", "ignore"))
        return
    yield subprocess.run([need_tool("pdftotext"), path, "-"], capture_output=True, check=True).stdout.decode()
    with pikepdf.open(path) as pdf:
        unpacked = BytesIO()
        pdf.save(unpacked, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True)
    content = unpacked.getvalue()
    yield content.decode("latin-1")
    yield content.decode("utf-16-be", "ignore")
    yield content[1:].decode("utf-16-be", "ignore")


def test_there_are_canaries_of_both_kinds() -> None:
    assert len(TOGETHER) > 40
    assert {canary.audience for canary in TOGETHER} >= {Audience.SOLUTIONS, Audience.TRAINER}


@pytest.mark.parametrize("canary", TOGETHER, ids=lambda canary: canary.name)
def test_no_output_below_its_audience_holds_a_word_of_it(canary: Canary, texts: dict[Audience, str]) -> None:
    for audience in Audience:
        if audience < canary.audience:
            assert [word for word in canary.words if word in texts[audience]] == [], audience.label
    if canary.in_trainer:
        assert any(word in texts[Audience.TRAINER] for word in canary.words), "the canary was never planted"
