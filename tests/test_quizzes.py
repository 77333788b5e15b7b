"""Keys can't be guessed: the rule over a whole quiz, and the quizzes of the course that this repository ships."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from builder.check.quizzes import guessable
from builder.course.load import load_course
from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.course.worksheets import plain

ROOT = Path(__file__).parent.parent
WORDS = ("one", "two", "six", "ten", "big")


def question(number: int, key: int, options: Sequence[str], kind: str = "single") -> str:
    items = "".join(
        f"- [{'x' if place == key else ' '}] {option}\n    > So.\n" for place, option in enumerate(options, 1)
    )
    return f"::: question {{#q{number} type={kind}}}\nWhich?\n\n{items}:::\n"


def found(tmp_path: Path, *questions: str) -> list[tuple[str, object, object]]:
    """Code, count and place of what the rule says about a quiz of these questions."""
    root = tmp_path / "course"
    shutil.copytree(ROOT / "tests/courses/mono", root)
    page = (
        "---\ntitle: A page\ntrack: extra\n---\n\n::: quiz {#check use=self-check}\n" + "\n".join(questions) + ":::\n"
    )
    (root / "modules/10-one/10-page.en.md").write_text(page, encoding="utf-8")
    problems = guessable(load_course(root)[0])
    return [(each.code, each.arguments["count"], each.arguments.get("place")) for each in problems]


def quiz_of(keys: Sequence[int], options: int, longest: int = 0) -> Iterator[str]:
    """Questions with these keys; in the first `longest` of them the key is the longest option."""
    for number, key in enumerate(keys, 1):
        texts = list(WORDS[:options])
        if number <= longest:
            texts[key - 1] = "the whole truth"
        yield question(number, key, texts)


@pytest.mark.parametrize(
    ("keys", "options", "longest", "expected"),
    [
        ((1, 2, 3, 4, 1, 2, 3, 4, 1, 2), 4, 3, []),
        ((1, 2, 3, 4, 1, 2, 3, 4, 1, 2), 4, 4, [("key-longest", 4, None)]),
        ((1, 2, 3, 1, 2, 3, 1, 2, 3, 1), 3, 4, []),
        ((1, 2, 3, 1, 2, 3, 1, 2, 3, 1), 3, 5, [("key-longest", 5, None)]),
        ((1, 1, 1, 1, 2, 2, 2, 2, 2, 2), 2, 0, []),
        ((1, 1, 1, 2, 2, 2, 2, 2, 2, 2), 2, 0, [("key-place", 3, 1), ("key-place", 7, 2)]),
        ((2, 2, 2, 3, 3, 3, 4, 4, 4, 2), 4, 0, [("key-place", 0, 1), ("key-place", 4, 2)]),
        ((2,) * 9, 4, 9, []),
    ],
)  # fmt: skip
def test_habits_show_from_ten_questions_on(
    tmp_path: Path, keys: Sequence[int], options: int, longest: int, expected: list[object]
) -> None:
    assert found(tmp_path, *quiz_of(keys, options, longest)) == expected


def test_what_marks_and_links_add_is_not_length(tmp_path: Path) -> None:
    marked = [question(n, 1 + n % 4, [f"**{word}**[^a]" if place == n % 4 else f"{word}ty" for place, word in enumerate(WORDS[:4])]) for n in range(12)]  # fmt: skip
    assert found(tmp_path, *marked) == []


def test_an_option_that_goes_on_in_the_next_line_is_refused(tmp_path: Path) -> None:
    folded = question(1, 1, ["one\n    and more", "two"])
    assert found(tmp_path, folded) == []
    assert [problem.code for problem in load_course(tmp_path / "course")[1]] == ["no-option"]


def test_questions_with_several_right_answers_do_not_count(tmp_path: Path) -> None:
    several = [question(number, 2, ["a", "the whole truth", "c"], "multiple") for number in range(12)]
    assert found(tmp_path, *several) == []


@pytest.fixture(scope="module")
def real() -> Course:
    return load_course(ROOT)[0]


def quizzes(course: Course, language: str) -> Iterator[tuple[Document, Block]]:
    for document in course.documents():
        if document.language == language:
            yield from ((document, block) for block in document.walk() if block.name == "quiz")


def keys_and_lengths(quiz: Block) -> list[tuple[int, list[int]]]:
    """Place of the key from 1, and the length of each option, of the questions with one right answer."""
    items = [question.options for question in quiz.children if question.attributes["type"] == "single"]
    return [
        (1 + [option.marked for option in options].index(True), [len(plain(option.text)) for option in options])
        for options in items
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_the_whole_course_no_habit_shows_either(real: Course, language: str) -> None:
    found = [each for _, quiz in quizzes(real, language) for each in keys_and_lengths(quiz)]
    assert len(found) > 60
    assert all(len(lengths) >= 4 for _, lengths in found)
    longest = sum(lengths[key - 1] == max(lengths) for key, lengths in found)
    assert longest <= 0.35 * len(found)
    for place in (1, 2, 3, 4):
        assert 0.15 <= sum(key == place for key, _ in found) / len(found) <= 0.35


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_two_tests_ask_for_the_same_in_the_same_order(real: Course, language: str) -> None:
    tests = {quiz.id: quiz for _, quiz in quizzes(real, language)}
    asked = [[question.id[2:] for question in tests[f"course-test-{form}"].children] for form in "ab"]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 15


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_key_that_trainers_lay_beside_the_sheet_is_that_of_the_tests(real: Course, language: str) -> None:
    forms = {quiz.id[-1]: (document, quiz) for document, quiz in quizzes(real, language) if "course-test" in quiz.id}
    for form, (document, quiz) in forms.items():
        row = next(line for line in document.lines if re.match(rf"\| (Key of|Respuestas de) {form.upper()} ", line))
        assert [int(cell) for cell in re.findall(r"\d+", row)] == [key for key, _ in keys_and_lengths(quiz)]
    assert len(forms) == 2


def test_nobody_sees_the_tests_before_they_are_handed_out(real: Course) -> None:
    pages = {document.path.parts[0] for language in ("en", "es") for document, quiz in quizzes(real, language) if quiz.attributes["use"] == "test"}  # fmt: skip
    assert pages == {"trainer_guides"}
