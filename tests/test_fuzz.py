"""Damaged files of every kind through everything that reads them: no traceback, no hang, no hidden line shown.

`make fuzz` tries 20,000 of them; here are some hundred, the same each time. What was found once stands in the broken courses.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from conftest import COURSES, TINY
from fuzzing import DAMAGES, Damage, damaged_bytes, damaged_text, words_only
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.build.state import read_state
from builder.check import check_course
from builder.collect.collect import collect
from builder.course.load import load_course
from builder.course.model import Audience, Course, Document
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import hidden_spans, select, select_document
from builder.outputs.people.people import read_people
from builder.problems import ContentError, Problem

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
MONO = COURSES / "mono"
WANTED = int(os.environ.get("FUZZ", "400"))
"""How many files in all."""
LONGEST = 5.0
"""Seconds for one of them."""
MEMORY = 500_000
"""Kilobytes for the whole run (`make fuzz`; beside other tests it can't be told)."""
PAGE = "modules/10-one/10-page.en.md"
PAGES = [
    *sorted(ROOT.glob("modules/*/*-*.e[ns].md")),
    *sorted(ROOT.glob("trainer_guides/*.e[ns].md")),
    *sorted(TINY.glob("modules/*/*.md")),
]
TABLES = [
    "mkdocs.yml",
    *(str(path.relative_to(TINY)) for path in sorted(TINY.rglob("*.yml")) if path.name != "mkdocs.yml"),
]
PICTURES = sorted(str(path.relative_to(TINY)) for path in TINY.rglob("*") if path.suffix in (".svg", ".png", ".jpg"))
STATE = {
    "course": "a",
    "outputs": {"participant/en": "b"},
    "contents": {},
    "sizes": {"a": 1},
    "rows": [["a", 1]],
    "gate": {"a": "b"},
}
LIST = "Nombre;Apellidos;Empresa\nAna;Ruiz Peña;Sol\nJosé;de la O;Mar\n"


def share(part: float) -> settings:
    """So many of all, always the same ones, without a deadline of the library's own (a collection of garbage may fall in)."""
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(
        max_examples=max(8, int(WANTED * part)),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=checks,
    )


@contextmanager
def in_time(what: str) -> Iterator[None]:
    started = time.process_time()  # of this process: other work on the machine is no fault of the file
    yield
    took = time.process_time() - started
    assert took < LONGEST, f"{what} took {took:.1f} s"


@pytest.fixture(scope="module")
def mono(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(MONO, tmp_path_factory.mktemp("fuzz") / "mono"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(TINY, tmp_path_factory.mktemp("fuzz") / "tiny"))


def through(root: Path) -> tuple[Course | None, list[Problem]]:
    """Load, check, select, render: what a build does before an engine."""
    try:
        course, problems = load_course(root)
    except ContentError as error:
        return None, list(error.problems)
    problems = [*problems, *check_course(course)]
    for problem in problems:
        assert problem.text("en")
        assert problem.text("es")
    if not any(not problem.is_warning for problem in problems):
        for language in course.config.languages:
            for audience in Audience:
                edition = select(course, audience, language)
                for leaf in edition.leaves():
                    render(page_markdown(edition, leaf, lambda *_: "#"), language, keys=True)
    return course, problems


def hidden_lines(document: Document) -> set[str]:
    """What participants must not read: the longer lines of notes and answers, in words."""
    spans = hidden_spans(document, Audience.PARTICIPANT)
    lines = {words_only(document.lines[number - 1]) for first, last in spans for number in range(first, last + 1)}
    return {line for line in lines if len(line.split()) >= 6}


def page_of(course: Course) -> Document:
    return next(document for document in course.documents() if str(document.path) == PAGE)


@share(0.5)
@given(st.sampled_from(PAGES), DAMAGES)
def test_damaged_pages(mono: Path, source: Path, damages: list[Damage]) -> None:
    text = source.read_text("utf-8")
    (mono / PAGE).write_text(text, "utf-8")
    before = page_of(load_course(mono)[0])
    (mono / PAGE).write_text(damaged_text(text, damages), "utf-8", newline="")
    with in_time(source.name):
        course, problems = through(mono)
    errors = [problem for problem in problems if not problem.is_warning and str(problem.path) == PAGE]
    assert all(problem.line >= 1 for problem in problems)
    if course is None or len(damages) > 1 or any(problem.code not in LOOSE for problem in errors):
        return
    shown = select_document(page_of(course), Audience.PARTICIPANT).lines
    rendered = words_only(" ".join(shown))
    kept = words_only(" ".join(select_document(before, Audience.PARTICIPANT).lines))
    changed = words_only(damages[0].text)
    for line in hidden_lines(before):
        assert (
            line.strip() not in rendered
            or line.strip() in kept
            or line.strip() in changed
            or moved(line, text, damages[0])
        )


LOOSE = {
    "broken-link", "unknown-term", "unknown-source", "missing-image", "unknown-case", "unknown-worksheet", "unknown-field",
    "outside-course", "broken-anchor", "link-language", "unknown-session", "guide-without-module",
}  # fmt: skip
"""A page of another course points to what isn't here; such errors stop a build, but show nothing."""


def moved(line: str, text: str, damage: Damage) -> bool:
    """Whether the damage itself copied the hidden line to another place."""
    lines = text.split("\n")
    return damage.kind == "move" and words_only(lines[int(damage.to * len(lines))]).strip() == line.strip()


@share(0.2)
@given(st.sampled_from(TABLES), DAMAGES)
def test_damaged_tables_and_settings(small: Path, name: str, damages: list[Damage]) -> None:
    with damaged(small / name, lambda content: damaged_text(content.decode(), damages).encode()), in_time(name):
        through(small)


@share(0.2)
@given(st.sampled_from(PICTURES), DAMAGES)
def test_damaged_pictures(small: Path, name: str, damages: list[Damage]) -> None:
    with damaged(small / name, lambda content: damaged_bytes(content, damages)), in_time(name):
        through(small)


@share(0.04)
@given(DAMAGES)
def test_damaged_lists_of_people(tmp_path_factory: pytest.TempPathFactory, damages: list[Damage]) -> None:
    path = tmp_path_factory.getbasetemp() / "list.csv"
    path.write_bytes(damaged_bytes(damaged_text(LIST, damages[:2]).encode(), damages[2:]))
    with in_time("list.csv"):
        try:
            read_people(path)
        except ContentError as error:
            [problem.text("es") for problem in error.problems]


@share(0.04)
@given(DAMAGES)
def test_damaged_state(tmp_path_factory: pytest.TempPathFactory, damages: list[Damage]) -> None:
    path = tmp_path_factory.getbasetemp() / "state.json"
    path.write_bytes(damaged_bytes(json.dumps(STATE).encode(), damages))
    with in_time("state.json"):
        read_state(path)


@pytest.fixture(scope="module")
def form() -> bytes:
    """A form with typed text in a field of the tiny course."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(300, 300))
        field = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="look_first_stakeholder-map_who_r1c1",
                V="Ana", TU="Who", Rect=[10, 10, 200, 30], P=page.obj,
            )
        )  # fmt: skip
        page.Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        stream = BytesIO()
        made.save(stream)
        return stream.getvalue()


@share(0.01)
@given(st.lists(DAMAGES, min_size=10, max_size=10))
def test_damaged_forms(
    tmp_path_factory: pytest.TempPathFactory, tiny: Course, form: bytes, each: list[list[Damage]]
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    for number, damages in enumerate(each):
        (folder / f"{number}.pdf").write_bytes(damaged_bytes(form, damages))
    started = time.perf_counter()
    found = collect(tiny, folder, "en")
    assert time.perf_counter() - started < LONGEST * len(each)
    named = {str(problem.path) for problem in found.problems} | {str(one.path) for one in found.files}
    assert {path.name for path in folder.iterdir()} <= named
    shutil.rmtree(folder)


def test_the_long_run_stays_in_memory() -> None:
    if "FUZZ" in os.environ and sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY


@contextmanager
def damaged(path: Path, change: Callable[[bytes], bytes]) -> Iterator[None]:
    """The file is another one for a while."""
    content = path.read_bytes()
    path.write_bytes(change(content))
    try:
        yield
    finally:
        path.write_bytes(content)
