"""Digests: the same content has the same one, wherever it lies; what an edition doesn't show doesn't change its digest."""

import re
import shutil
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import TINY

from builder.build.digest import course_digest, digest, digest_files, edition_digest, tools
from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select

SESSION = "modules/10-look/10-first.en.md"


def digests(root: Path) -> dict[str, str]:
    course, _ = load_course(root)
    return {
        f"{audience.label}.{language}": edition_digest(select(course, audience, language))
        for audience in Audience
        for language in course.config.languages
    }


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    return change


EVERYONE = {"participant.en", "participant.es", "solutions.en", "solutions.es", "trainer.en", "trainer.es"}
ENGLISH = {"participant.en", "solutions.en", "trainer.en"}
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a trainer's note": (replace(SESSION, "Speak slowly", "Speak loudly"), {"trainer.en"}),
    "an answer": (replace(SESSION, "A good map names", "A fine map names"), {"solutions.en", "trainer.en"}),
    "a session": (replace(SESSION, "Write one name", "Write a name"), ENGLISH),
    "the key of a test": (replace("modules/20-act/10-plan.en.md", "- [ ] A cons", "- [x] A cons"), {"solutions.en", "trainer.en"}),
    "a guide": (replace("trainer_guides/10-look.es.md", "círculo", "grupo"), {"trainer.es"}),
    "the agenda": (replace("trainer_guides/00-workshop.yml", "8:30", "8:45"), {"trainer.en", "trainer.es"}),
    "a comment": (replace(SESSION, "next spring", "next autumn"), set()),
    "a picture that only trainers see": (
        lambda root: shutil.copy(root / "reference/logo.png", root / "modules/10-look/images/flipchart.png"),
        {"trainer.en", "trainer.es"},
    ),
    "the words of a picture": (replace("modules/10-look/images/grid.yml", "Much", "Great"), EVERYONE),
    "the colour": (replace("mkdocs.yml", "#1f4e5f", "#2f4e5f"), EVERYONE),
    "the facts of a case story": (replace("casestories/solar-farm.yml", "medium", "high"), EVERYONE),
    "the glossary": (replace("reference/glossary.yml", "Anyone who", "All who"), EVERYONE),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_only_editions_that_show_it_change(what: str, course_dir: Path) -> None:
    change, expected = CHANGES[what]
    before = digests(course_dir)
    change(course_dir)
    after = digests(course_dir)
    assert {name for name in before if before[name] != after[name]} == expected


def test_the_same_course_elsewhere_has_the_same_digests(course_dir: Path) -> None:
    assert digests(course_dir) == digests(TINY)
    assert course_digest(course_dir) == course_digest(TINY)


def test_the_digest_of_a_course_sees_every_file_and_the_date(course_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {course_digest(course_dir)}
    (course_dir / "modules/10-look/new.txt").write_text("", encoding="utf-8")
    seen.add(course_digest(course_dir))
    (course_dir / "modules/10-look/new.txt").rename(course_dir / "modules/10-look/newer.txt")
    seen.add(course_digest(course_dir))
    with (course_dir / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("# more\n")
    seen.add(course_digest(course_dir))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    seen.add(course_digest(course_dir))
    assert len(seen) == 5


def test_the_digest_of_a_course_sees_pictures_that_only_the_settings_name(course_dir: Path) -> None:
    logo = course_dir / "Mi logo.PNG"
    logo.write_bytes(b"one")
    others = [logo.name, "../outside.png", "/outside.png", "gone.png"]
    before = course_digest(course_dir, others)
    logo.write_bytes(b"two")
    assert course_digest(course_dir, others) != before


def test_parts_are_kept_apart(tmp_path: Path) -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(b"a") != digest("a")
    assert digest(1, "x") == digest(1, "x")
    for name, content in (("a", "bc"), ("ab", "c")):
        folder = tmp_path / name / "x"
        folder.mkdir(parents=True)
        (folder / name).write_text(content, encoding="utf-8")
    first, second = (digest_files([tmp_path / name / "x" / name], tmp_path / name / "x") for name in ("a", "ab"))
    assert first != second


def test_the_tools_are_all_that_the_project_requires_and_what_that_requires() -> None:
    settings = tomllib.loads((TINY.parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    required = {re.split(r"[^\w.-]", row)[0].lower() for row in settings["project"]["dependencies"]}
    known = tools()
    assert required <= known.keys()
    assert {"python", "fonttools", "pillow", "jinja2", "pymdown-extensions", "lxml"} <= known.keys()
    assert not known.keys() & {"pytest", "ruff", "selenium"}
    assert {known[name] for name in required} == {version(name) for name in required}
