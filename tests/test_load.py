"""Files -> course: order, addresses, line numbers, line ends, and nothing from outside the folder."""

from pathlib import Path, PurePosixPath

import pytest

from builder.course.load import load_course
from builder.course.model import Course, Document
from builder.problems import ContentError

FIRST = "modules/10-look/10-first.en.md"


def document(course: Course, path: str) -> Document:
    return next(found for found in course.documents() if found.path == PurePosixPath(path))


def test_pages_come_in_the_order_of_their_numbers_and_bear_none(tiny: Course) -> None:
    assert [page.key for page in tiny.pages()] == [
        "home", "look", "look/first", "look/deeper", "act", "act/plan", "solar-farm", "guides/workshop", "guides/look", "guides/act",
    ]  # fmt: skip


def test_numbers_order_as_numbers(course_dir: Path) -> None:
    for language in ("en", "es"):
        (course_dir / f"modules/10-look/20-deeper.{language}.md").rename(
            course_dir / f"modules/10-look/9-deeper.{language}.md"
        )
    course, _ = load_course(course_dir)
    assert [session.key for session in course.modules[0].sessions] == ["look/deeper", "look/first"]


def test_scalars_are_what_they_look_like(tiny: Course) -> None:
    assert tiny.config.version == "1.10"
    assert tiny.config.released.isoformat() == "2026-11-22"
    assert tiny.cases[0].facts.year == "2020"
    agenda = tiny.guides[0].agenda
    assert agenda is not None
    assert agenda.variants[0].days[0].start == 8 * 60 + 30


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_any_line_ends_give_the_same_course(course_dir: Path, tiny: Course, ends: bytes) -> None:
    for path in course_dir.rglob("*"):
        if path.suffix in (".md", ".yml"):
            path.write_bytes(path.read_bytes().replace(b"\n", ends))
    course, problems = load_course(course_dir)
    assert not problems
    assert repr(list(course.documents())) == repr(list(tiny.documents()))
    assert repr(course.cases) == repr(tiny.cases)


def test_a_byte_order_mark_is_no_text(course_dir: Path) -> None:
    path = course_dir / FIRST
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert not load_course(course_dir)[1]


def test_a_tab_is_four_spaces_at_the_start_of_a_line(course_dir: Path) -> None:
    path = course_dir / FIRST
    path.write_text(path.read_text("utf-8").replace("\n    ", "\n\t"), encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    assert "    Ask first who opens the shop in the dark morning." in document(course, FIRST).lines


def test_front_matter_and_comments_are_empty_lines(tiny: Course) -> None:
    found = document(tiny, FIRST)
    assert found.lines[:5] == ("",) * 5
    assert found.meta_lines == {"title": 2, "track": 3, "summary": 4}
    assert any("check the number" in comment for comment in found.comments)
    source = (tiny.config.root / FIRST).read_text("utf-8").split("\n")
    assert len(source) == len(found.lines)
    for block in found.walk():
        assert source[block.line - 1].strip().startswith(f"::: {block.name}")
        assert source[block.end - 1].strip().startswith(":::")


def test_links_that_leave_the_folder_are_not_followed(course_dir: Path) -> None:
    outside = course_dir.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\ntitle: Outside\ntrack: core\n---\n", encoding="utf-8")
    (course_dir / "modules/30-linked").symlink_to(outside, target_is_directory=True)
    (course_dir / "modules/10-look/30-linked.en.md").symlink_to(outside / "secret.md")
    (course_dir / "reference/logo.png").unlink()
    (course_dir / "reference/logo.png").symlink_to("/etc/hostname")
    course, problems = load_course(course_dir)
    assert [problem.code for problem in problems].count("symlink") == 3
    assert "Outside" not in repr(course)
    assert PurePosixPath("reference/logo.png") not in course.images


def test_hidden_files_of_editors_are_passed_over(course_dir: Path) -> None:
    (course_dir / "modules/.DS_Store").write_bytes(b"\0\1")
    (course_dir / "modules/10-look/.10-first.en.md.swp").write_bytes(b"\0\xff")
    assert not load_course(course_dir)[1]


def test_a_folder_without_course_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_course(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["missing-file"]
