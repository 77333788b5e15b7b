"""Text for trainers is in no edition of a lower audience, wherever it stands (`canaries.py`)."""

import shutil
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from canaries import ALONE, CANARIES, REFUSED, TOGETHER, Canary
from conftest import TINY

from builder.check import check_course
from builder.course.images import image_bytes
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.runs import letters
from builder.gate.secrets import find_secrets
from builder.problems import Problem


def load(root: Path) -> tuple[Course, list[Problem]]:
    course, problems = load_course(root)
    return course, sorted({*problems, *check_course(course)})


def address(place: str, key: str, anchor: str) -> str:
    return f"{place}/{key}#{anchor}"


def shown(edition: Edition) -> str:
    """All that an edition can show, rendered with everything switched on."""
    parts = [repr(edition)]
    for leaf in edition.leaves():
        text = page_markdown(edition, leaf, address)
        tree = render(text, edition.language, keys=True, trainer=True)
        add_controls(tree, "p")
        parts += [leaf.key, leaf.title, str(leaf.document.path), text, etree.tostring(tree, encoding="unicode")]
    for path, image in edition.images.items():
        parts += [str(path), image_bytes(image, edition.language).decode("utf-8", "ignore")]
    for file in edition.files.values():
        parts += [file.name, file.content().decode("utf-8", "ignore")]
    return "\n".join(parts)


Shown = dict[tuple[str, Audience], str]


def everything_shown(course: Course) -> Shown:
    """The letters of all that each audience can see in each language."""
    return {
        (language, audience): letters(shown(select(course, audience, language)))
        for language in course.config.languages
        for audience in Audience
    }


def assert_hidden(canary: Canary, everything: Shown) -> None:
    for (language, audience), text in everything.items():
        seen = [word for word in canary.words if letters(word) in text]
        if audience < canary.audience:
            assert not seen, f"{audience.label} {language}"
        elif audience is Audience.TRAINER:
            assert bool(seen) == canary.in_trainer


def errors(problems: list[Problem]) -> list[str]:
    return [problem.text("en") for problem in problems if not problem.is_warning]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Shown]:
    """The tiny course with every canary that `check` accepts."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("canaries") / "course"))
    for canary in TOGETHER:
        canary.plant(root)
    course, problems = load(root)
    assert not errors(problems)
    return course, everything_shown(course)


@pytest.mark.slow
@pytest.mark.parametrize("canary", TOGETHER, ids=lambda canary: canary.name)
def test_no_lower_audience_sees_it(canary: Canary, together: tuple[Course, Shown]) -> None:
    assert_hidden(canary, together[1])


@pytest.mark.parametrize("canary", ALONE, ids=lambda canary: canary.name)
def test_no_lower_audience_sees_it_in_a_strange_file(canary: Canary, course_dir: Path) -> None:
    canary.plant(course_dir)
    course, problems = load(course_dir)
    assert not errors(problems)
    assert_hidden(canary, everything_shown(course))


@pytest.mark.parametrize("canary", REFUSED, ids=lambda canary: canary.name)
def test_check_refuses_it(canary: Canary, course_dir: Path) -> None:
    canary.plant(course_dir)
    assert canary.refused <= {problem.code for problem in load(course_dir)[1] if not problem.is_warning}


def test_every_sentence_is_its_own() -> None:
    words = [word for canary in CANARIES for word in canary.words]
    assert len(set(words)) == len(words)
    assert len({canary.name for canary in CANARIES}) == len(CANARIES) > 80
    assert letters(CANARIES[0].sentence) == CANARIES[0].sentence.replace(" ", "")


BY_RULE = {"citation", "term", "guide's file name", "link target", "agenda", "picture", "picture's name"}
"""What stands in tables, addresses and pictures; the gate looks for texts, and for pictures by their digest."""


def test_the_gate_knows_every_sentence(together: tuple[Course, Shown]) -> None:
    """The second lock: whatever an output did wrong, the gate would find it."""
    course = together[0]
    for audience in (Audience.PARTICIPANT, Audience.SOLUTIONS):
        secrets = find_secrets(course, audience)
        for canary in TOGETHER:
            leak = find_leak("page.html", f"<p>{canary.sentence}</p>".encode(), secrets)
            if canary.audience <= audience:
                assert not leak, (canary.name, audience.label)
            elif canary.name not in BY_RULE | {"picture that nothing shows"}:
                assert leak, (canary.name, audience.label)
