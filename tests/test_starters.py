"""What `taller new course` begins with: each kind passes the check without a warning, and builds, in each choice of languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Result

from builder.check import check_course
from builder.commands.new import KINDS, today
from builder.commands.starters import STARTERS, new_course
from builder.course.load import load_course

LANGUAGES = (("en",), ("es",), ("en", "es"), ("es", "en"), ("pt",), ("pt", "es"))


def test_each_kind_is_a_folder() -> None:
    assert {path.name for path in STARTERS.iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_the_same_in_both_languages(kind: str) -> None:
    names = [{path.relative_to(STARTERS / kind / language) for path in (STARTERS / kind / language).rglob("*.md")} for language in ("en", "es")]  # fmt: skip
    assert names[0] == names[1]
    assert Path("README.md") in names[0]


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_course_has_no_fault(tmp_path: Path, kind: str, languages: tuple[str, ...]) -> None:
    written = new_course(tmp_path, 'Agua: "limpia" {title}', languages, today(), kind)
    course, found = load_course(tmp_path)
    told = {one.code for one in check_course(course, found)}
    assert told == ({"missing-interface-words"} if "pt" in languages else set()), (
        "the builder has no words in Portuguese"
    )
    read = {str(one.path) for one in course.documents()}
    pages = {path.relative_to(tmp_path).as_posix() for path in written if path.name.endswith(f".{languages[0]}.md")}
    assert pages <= read, "every page is one of the course"
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert ("Este curso empezó" in readme) == (languages[0] == "es")
    assert f"home.{languages[0]}.md" in readme
    text = "".join(path.read_text(encoding="utf-8") for path in written)
    assert "{words" not in text
    assert "{code}" not in text
    for line in readme.splitlines():  # what the page of help names is there
        for name in line.split("`")[1::2]:
            if "/" in name and "*" not in name and not name.startswith("taller") and "dist" not in name:
                assert (tmp_path / name).exists(), name


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["blank", "programme"])
def test_the_smallest_and_the_largest_build_at_once(tmp_path: Path, run_cli: Callable[..., Result], kind: str) -> None:
    made = run_cli("new", "course", tmp_path / "course", "--like", kind, "--language", "es", "--language", "en")
    assert made.code == 0, made.stderr
    asked = ("--output", "workbook", "--audience", "trainer", "--language", "es")
    done = run_cli("-C", tmp_path / "course", "build", *asked)
    assert done.code == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout + done.stderr
    assert list((tmp_path / "course/dist/trainer/downloads").glob("trainer-workbook*.es.pdf"))
