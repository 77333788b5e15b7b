"""What editions of one course have in common is made once: layouts of books, rendered pages, single worksheets."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import COURSES

from builder.build.shared import shared
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition import kept
from builder.edition.render import WORTH_KEEPING, markup
from builder.edition.select import select
from builder.outputs import Download
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.site.site import SiteError, build_site, site_files, stage_site, write_tree
from builder.package.bitmaps import bitmaps
from builder.print.raster import pngs_of

pytestmark = pytest.mark.slow


class Memory(dict[str, bytes]):
    """A store in memory that knows what was found in it."""

    is_near = True

    def __init__(self) -> None:
        self.found: list[str] = []

    def of(self, kind: str) -> list[str]:
        return [name for name in self if kind in name]

    def read(self, name: str) -> bytes | None:
        self.found += [name] if name in self else []
        return self.get(name)

    def write(self, name: str, content: bytes) -> None:
        self[name] = content


@pytest.fixture
def memory() -> Iterator[Memory]:
    store = Memory()
    kept.use(store, "builder")
    yield store
    kept.use(None, "")


def renamed(course: Course, institution: str, colour: str) -> Course:
    return replace(course, config=replace(course.config, institution=institution, colour=colour))


def workbook(course: Course) -> PreparedBook:
    return prepare_book(select(course, Audience.PARTICIPANT, "es"))


def written(book: PreparedBook, path: Path) -> bytes:
    write_book(book, path)
    return path.read_bytes()


def test_a_book_in_another_look_takes_over_the_layout(tiny: Course, memory: Memory, tmp_path: Path) -> None:
    other = workbook(renamed(tiny, "Cámara de Prueba", "#00543d"))
    kept.use(None, "")
    alone = written(other, tmp_path / "alone.pdf")
    kept.use(memory, "builder")
    first = written(workbook(tiny), tmp_path / "first.pdf")
    assert len(memory.of("layout")) == 1
    assert not memory.found
    assert written(other, tmp_path / "second.pdf") == alone != first
    assert memory.found == memory.of("layout")


def test_a_layout_that_does_not_fit_is_not_taken_over(tiny: Course, memory: Memory, tmp_path: Path) -> None:
    first = written(workbook(tiny), tmp_path / "first.pdf")
    (name,) = memory.of("layout")
    settled = json.loads(memory[name])
    assert settled["plan"]
    for wrong in ({"layout": "elsewhere"}, {"plan": {}}, {"pages": {"p:look": 1}}):
        memory[name] = json.dumps(settled | wrong).encode()
        assert written(workbook(tiny), tmp_path / "again.pdf") == first, wrong
    assert memory.found.count(name) == 3


def test_a_book_with_another_text_has_a_layout_of_its_own(tiny: Course) -> None:
    book = workbook(tiny)
    assert book.text_digest() == workbook(renamed(tiny, "Cámara", "#00543d")).text_digest()
    first = next(number for number, piece in enumerate(book.pieces) if piece.kind == "words" and piece.origin[1])
    pieces = list(book.pieces)
    pieces[first] = pieces[first]._replace(code='text("Another word")')
    changed = [
        replace(book, pieces=tuple(pieces)),
        replace(book, template=f"{book.template}\n"),
        replace(book, settings=tuple({**dict(book.settings), "paper": "us-letter"}.items())),
        prepare_book(select(tiny, Audience.PARTICIPANT, "en")),
        prepare_book(select(tiny, Audience.SOLUTIONS, "es")),
    ]
    assert len({book.text_digest(), *(one.text_digest() for one in changed)}) == len(changed) + 1


def test_a_single_sheet_is_the_same_file_for_all_institutions(tiny: Course) -> None:
    sheets = [
        prepare_sheet(select(course, Audience.PARTICIPANT, "es"), "stakeholder-map")
        for course in (tiny, renamed(tiny, "Cámara de Prueba", "#00543d"))
    ]
    assert sheets[0].digest() == sheets[1].digest()


def test_a_rendered_page_is_found_by_all_that_it_was_made_from(memory: Memory) -> None:
    text = "A *page*. " * WORTH_KEEPING
    made = markup(text, "en")
    assert markup(text, "en") == made
    assert len(memory.found) == len(memory) == 1
    for other in (markup(text, "es"), markup(text, "en", trainer=True), markup(f"{text}!", "en")):
        assert other
    assert len(memory) == 4
    markup("Too short to keep.", "en")
    assert len(memory) == 4
    kept.use(memory, "another builder")
    assert markup(text, "en") == made
    assert len(memory) == 5


def test_drawings_become_bitmaps_once(memory: Memory) -> None:
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9" fill="{1}"/></svg>'
    )
    drawings = [(square.format(side, colour).encode(), (side, side)) for side, colour in ((9.0, "red"), (18.0, "blue"))]
    alone = pngs_of(drawings)
    assert bitmaps([drawings[1], *drawings]) == [alone[1], *alone]
    assert len(memory) == 2
    for name in memory:
        memory[name] = b"found"
    assert bitmaps(drawings) == [b"found", b"found"]


def test_rendered_pages_are_not_asked_for_over_a_network(memory: Memory) -> None:
    memory.is_near = False
    markup("A *page*. " * WORTH_KEEPING, "en")
    assert not memory


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    kept.use(shared(str(folder)), "builder")
    try:
        yield
    finally:
        kept.use(None, "")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def site(course: Course, folder: Path, downloads: Mapping[str, Download] | None = None) -> dict[str, bytes]:
    stage_site(select(course, Audience.TRAINER, "es"), folder / "stage", course.config.languages, downloads)
    build_site(folder / "stage", folder / "site")
    return files_of(folder / "site")


def test_a_site_takes_over_the_pages_that_say_the_same(tiny: Course, tmp_path: Path) -> None:
    other = renamed(tiny, "Cámara de Prueba", "#00543d")
    other = replace(other, config=replace(other.config, site_name="Curso de la Cámara"))
    alone = site(other, tmp_path / "alone")
    with kept_in(tmp_path / "cache"):
        first = site(tiny, tmp_path / "first", {"sheet.pdf": Download("Sheet", "sheets", sheet="stakeholder-map")})
        before = files_of(tmp_path / "cache")
        assert len(before) >= sum(name.endswith(".html") for name in first) - 2
        assert site(other, tmp_path / "second") == alone
        made = files_of(tmp_path / "cache").keys() - before.keys()
        assert 0 < len(made) < len(before) / 2
    assert not [name for name, content in alone.items() if tiny.config.site_name.encode() in content]


def test_a_page_whose_links_lead_nowhere_is_rendered_again_and_not_kept(tmp_path: Path) -> None:
    course, _ = load_course(COURSES / "mono")
    files = site_files(select(course, Audience.PARTICIPANT, "en"), ("en",))
    with kept_in(tmp_path / "cache"):
        write_tree(tmp_path / "stage", files)
        build_site(tmp_path / "stage", tmp_path / "site")
        known = files_of(tmp_path / "cache")
        assert len(known) >= 3
        write_tree(tmp_path / "stage", {name: text for name, text in files.items() if not name.endswith("/page.md")})
        with pytest.raises(SiteError, match=r"'modules/one/index\.md' contains a link 'page\.md', but the target"):
            build_site(tmp_path / "stage", tmp_path / "site")
    assert files_of(tmp_path / "cache") == known
