"""Damaged files of every kind that is imported: each ends in a course or a message, in time, and nothing is written outside its folder.

`make fuzz` tries 500 of them; here are 60, the same each time.
"""

import gzip
import io
import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TINY
from test_imports_csv import BIB
from test_imports_manual import word_manual
from test_imports_moodle import GIFT, backup, foreign
from test_imports_pptx import presentation

from builder.commands.check import all_problems
from builder.imports.draft import Draft, Wishes
from builder.imports.kinds import MEGABYTES, answer
from builder.imports.place import place
from builder.package.apart import Apart
from builder.problems import Problem, UsageError

WANTED = 500 if os.environ.get("FUZZ") else 60
SECONDS = 60
"""For one file; an ordinary one takes one."""
KINDS = {
    "m.docx": "docx", "s.pptx": "pptx", "z.mbz": "moodle", "t.mbz": "moodle", "q.xml": "moodle", "q.gift": "moodle",
    "l.bib": "csv", "l.json": "csv",
}  # fmt: skip
_PIECES = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"\0", b"\xff\xfe", b"]]>", b"<w:p>" * 400, b"</w:t>", b"../../x", b"{" * 300, b"::: trainer\n",
    b"<div>" * 400, b"&#0;", b"&#x202e;", b"\r", b"<script>alert(1)</script>", b"-1", b"99999999999999999999", b"",
)  # fmt: skip
"""What is put into members of archives and into texts."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    word_manual(folder / "m.docx", 1)
    presentation(folder / "s.pptx")
    backup(folder / "z.mbz", is_zip=True)
    backup(folder / "t.mbz", is_zip=False)
    (folder / "q.xml").write_text(foreign(4), "utf-8")
    (folder / "q.gift").write_text(GIFT, "utf-8")
    (folder / "l.bib").write_text(BIB, "utf-8")
    (folder / "l.json").write_text(
        '[{"id": "a", "title": "T", "publisher": "P", "URL": "https://example.org/"}]', "utf-8"
    )
    return {name: (folder / name).read_bytes() for name in KINDS}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut off, doubled, or a piece put in that means something."""
    data, way = bytearray(content), chance.randrange(4)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data)) if data else 0
        if way == 0 and data:
            data[at] = chance.randrange(256)
        elif way == 1:
            data[at:at] = chance.choice(_PIECES)
        elif way == 2:
            del data[at : at + chance.randint(1, 200)]
        else:
            data[at:at] = data[at : at + chance.randint(1, 500)]
    return bytes(data)


def damaged_file(name: str, content: bytes, chance: random.Random) -> bytes:
    """Archives are damaged within their members mostly: a changed byte of the whole only breaks a sum."""
    if chance.random() < 0.2 or not name.endswith(("docx", "pptx", "mbz")):
        return damaged(content, chance)
    if name == "t.mbz":
        return gzip.compress(damaged(gzip.decompress(content), chance), 1)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        hit = set(chance.sample(names, min(len(names), 2))) | {
            one for one in names if one.endswith(("document.xml", "slide2.xml", "book.xml"))
        }
        for one in names:
            new.writestr(
                f"../../{one}" if chance.random() < 0.02 else one,
                damaged(old.read(one), chance) if one in hit else old.read(one),
            )
    return made.getvalue()


@pytest.mark.slow
def test_damaged_files_end_in_a_course_or_a_message(good: dict[str, bytes], tmp_path: Path) -> None:
    chance, drafts = random.Random(18), 0
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    wishes = Wishes(day="2026-11-29", options={"root": TINY, "asked": "", "comments": True})
    with Apart(answer, SECONDS, MEGABYTES) as apart:
        for number in range(WANTED):
            name = list(KINDS)[number % len(KINDS)]
            file = inner / name
            file.write_bytes(damaged_file(name, good[name], chance))
            found = apart.ask((KINDS[name], (file,), wishes))
            file.unlink()
            assert isinstance(found, Draft | Problem | tuple), (number, name)
            if isinstance(found, Draft) and KINDS[name] != "csv":
                drafts += 1
                _placed(found, inner / f"course-{number}", number)
    assert drafts > WANTED // 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["c"]


def _placed(draft: Draft, folder: Path, number: int) -> None:
    """Written, and now and then looked at by the check, which must not end in a traceback either."""
    try:
        place(draft, folder, lambda _folder: None)
    except UsageError as error:
        assert error.code == "outside-target"  # noqa: PT017 - a refusal is one of two good ends
        return
    assert {path.relative_to(folder).as_posix() for path in _files(folder)} == {str(path) for path in draft.files}
    if number % 5 == 0:
        all_problems(folder)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
