"""Editions of the course in this repository (`editions/`): loaded, checked and built as institutions would."""

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import build

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.places import EDITION
from builder.edition.select import select
from builder.edition.summaries.adapted import adaptation
from builder.outputs.choice import Choice
from builder.problems import Problem

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
EDITIONS = Path(__file__).parent / "editions"
OWN_WORDS = {
    "mexico": {"shown": ["Tortillería Imaginaria", "46 desde el 1 de enero", "empresas de México"], "hidden": ["Lleven una calculadora", "pesos mexicanos", "Diga primero que la empresa es inventada"]},
    "jamaica": {"shown": ["two evenings", "Chamber of Newtown", "Jamaican dollars"], "hidden": ["on the flip chart before people arrive"]},
    "brazil": {"shown": ["empresas do Brasil", "o balcão da Câmara atende", "Pequenas empresas responsáveis"], "hidden": ["uma conta de luz em reais (BRL)"]},
}  # fmt: skip
"""What only an edition says: to everybody, and to trainers."""
BUILT = ("mexico",)
BASE_HIDDEN = (
    "Antes de entregar una copia cambiada",
    "Before you hand out a changed copy",
    "Antes de entregar uma cópia alterada",
)
"""Of the page on use, below `::: trainer`; in the language of an edition it's hidden there."""


@dataclass(frozen=True)
class Made:
    name: str
    course: Course
    problems: list[Problem]
    text: str
    """All that participants get: of a package that was built, or, to be quick, the lines of all their pages."""


@pytest.fixture(scope="module", params=sorted(OWN_WORDS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """An edition, elsewhere: nothing is written into the repository."""
    root = tmp_path_factory.mktemp("editions") / request.param
    shutil.copytree(EDITIONS / request.param, root, ignore=shutil.ignore_patterns(".build", "dist"))
    settings = (root / EDITION).read_text("utf-8")
    (root / EDITION).write_text(settings.replace("base: ../../..", f"base: {ROOT.as_posix()}"), "utf-8")
    course, found = load_course(root)
    text = _built(root) if request.param in BUILT else _lines(course, Audience.PARTICIPANT)
    return Made(request.param, course, check_course(course, found), text)


def _built(root: Path) -> str:
    build(root, Choice(("moodle-book",)))
    (package,) = (root / "dist").rglob("*.moodle-book.*.zip")
    with zipfile.ZipFile(package) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def _lines(course: Course, audience: Audience) -> str:
    leaves = select(course, audience, course.config.default_language).leaves()
    return "\n".join(line for leaf in leaves for line in (leaf.title, *leaf.document.lines))


def test_an_edition_of_the_course_has_no_errors(made: Made) -> None:
    assert [problem.text("en") for problem in made.problems if not problem.is_warning] == []
    assert "uncited-source" not in {problem.code for problem in made.problems}, "of annexes that are left out"


def test_it_says_what_is_its_own_and_nothing_of_another(made: Made) -> None:
    for word in OWN_WORDS[made.name]["shown"]:
        assert word in made.text, word
    for other in OWN_WORDS.keys() - {made.name}:
        assert [word for words in OWN_WORDS[other].values() for word in words if word in made.text] == []


def test_what_is_for_trainers_is_in_no_package_for_participants(made: Made) -> None:
    shown = _lines(made.course, Audience.TRAINER)
    hidden = [*OWN_WORDS[made.name]["hidden"], *(words for words in BASE_HIDDEN if words in shown)]
    assert len(hidden) == len(OWN_WORDS[made.name]["hidden"]) + 1, (
        "the course no longer says so: choose other words of a trainer's note"
    )
    for words in hidden:
        assert words in shown
        assert words not in made.text


def test_it_says_what_it_was_adapted_from(made: Made) -> None:
    said = adaptation(select(made.course, Audience.PARTICIPANT, made.course.config.default_language))
    expected = {
        "mexico": "Adaptado por Cámara de Villanueva a partir de «Taller: responsible business for small firms» (Taller, versión 1.0, licencia: ",
        "brazil": "Adaptado por Câmara de Vila Nova de “Taller: ",
        "jamaica": "Adapted by Chamber of Newtown from “Taller: responsible business for small firms” (Taller, version 1.0, licence: ",
    }
    assert said.startswith(expected[made.name])


def test_annexes_of_other_countries_are_left_out() -> None:
    course, _ = load_course(EDITIONS / "mexico")
    countries = {guide.slug for guide in course.guides if guide.slug.startswith("country-")}
    assert countries == {"country-annex", "country-mexico"}
    assert course.config.papers == ("us-letter",)
