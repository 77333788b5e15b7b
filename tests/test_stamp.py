"""`taller stamp` changes one line of a page of the course, and nothing else anywhere."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Result

from builder.check import check_course
from builder.course.load import load_course

PAGE = "modules/10-look/10-first.es.md"

pytestmark = pytest.mark.slow


def without_stamp(content: bytes) -> bytes:
    return re.sub(rb"translated-from: [^\r\n]*\r?\n", b"", content)


def test_line_ends_and_all_else_stay(course_dir: Path, run_cli: Callable[..., Result]) -> None:
    page = course_dir / PAGE
    before = without_stamp(page.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    page.write_bytes(before)
    for _ in range(2):
        done = run_cli("-C", course_dir, "stamp", page)
        assert (done.code, done.stderr) == (0, "")
        assert page.read_bytes() != before
        assert without_stamp(page.read_bytes()) == before
        assert page.read_bytes().count(b"\n") == page.read_bytes().count(b"\r\n")
    assert not list(page.parent.glob(".*"))
    assert run_cli("-C", course_dir, "check").code == 0


def test_what_is_no_page_of_the_course_is_refused_and_stays(
    course_dir: Path, tmp_path: Path, run_cli: Callable[..., Result]
) -> None:
    outside = tmp_path / "10-first.es.md"
    outside.write_text("---\ntitle: x\n---\n", encoding="utf-8")
    (course_dir / "modules/10-look/link.md").symlink_to(outside)
    for path in (outside, course_dir / "mkdocs.yml", course_dir / "modules/10-look/link.md"):
        before = path.read_bytes()
        done = run_cli("-C", course_dir, "stamp", path)
        assert done.code == 2, done
        assert "is not a page of the course" in done.stderr
        assert path.read_bytes() == before


def test_a_page_is_not_out_of_date_for_a_language_that_this_course_leaves_out(course_dir: Path) -> None:
    path = course_dir / "mkdocs.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("languages: [en, es]", "languages: [en]"), encoding="utf-8"
    )
    course, problems = load_course(course_dir)
    codes = {problem.code for problem in (*problems, *check_course(course))}
    assert "stale-translation" not in codes
