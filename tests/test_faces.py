"""Faces and places in the books: the drawing at the head of a page, colours of parts, maps, covers."""

import re
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from conftest import TINY
from markdown import Markdown
from PIL import ImageStat

from builder.course.config import contrast_with_white
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.svg import read_svg
from builder.edition.lead import lead_of
from builder.edition.select import Edition, select
from builder.outputs.book.book import TEMPLATES, prepare_book, write_book
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.book.region import is_known, region_map
from builder.outputs.book.spec import BookSpec
from builder.outputs.site.markup import SiteExtension
from builder.package.pages import case_leaves, pages
from builder.print.code import main_of
from builder.words import country_name

STORIES = Path(__file__).parent.parent / "casestories"
SESSION, MODULE, HOME = "modules/10-look/10-first", "modules/10-look/module", "reference/home"
STORY = "casestories/solar-farm"


def with_pictures(folder: Path) -> Edition:
    """The tiny course with a drawing at the head of its home page, a module, a session and a story."""
    course = folder / "course"
    shutil.copytree(TINY, course)
    for page, target in (
        (SESSION, "images/grid.svg"),
        (MODULE, "images/grid.svg"),
        (HOME, "../modules/10-look/images/grid.svg"),
        (STORY, "../modules/10-look/images/grid.svg"),
    ):
        path = course / f"{page}.en.md"
        head, end, body = path.read_text(encoding="utf-8").partition("\n---\n")
        path.write_text(f"{head}{end}![Face of {page}]({target})\n\n{body.lstrip()}", encoding="utf-8")
    loaded, problems = load_course(course)
    assert not problems
    return select(loaded, Audience.PARTICIPANT, "en")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, PreparedBook]:
    edition = with_pictures(tmp_path_factory.mktemp("faces"))
    return edition, prepare_book(edition)


@pytest.mark.parametrize(
    ("page", "around"),
    [
        (HOME, "picture: image("),
        (MODULE, "}, image("),
        (SESSION, "coded(picture: image("),
        (STORY, "coded(picture: image("),
    ],
)
def test_a_drawing_at_the_head_of_a_page_stands_beside_its_title_and_nowhere_else(
    drawn: tuple[Edition, PreparedBook], page: str, around: str
) -> None:
    places = [line for line in main_of(drawn[1].pieces).split("\n") if f"Face of {page}" in line]
    assert len(places) == 1
    assert places[0].startswith(around)


@pytest.mark.parametrize("address", ["", "https://example.org/tiny/"])
def test_a_story_shows_its_map_with_its_drawing(drawn: tuple[Edition, PreparedBook], address: str) -> None:
    edition, _ = drawn
    edition = replace(edition, config=replace(edition.config, site_url=address))
    code = main_of(prepare_book(edition, BookSpec(content="cases")).pieces)
    assert code.count(f"Face of {STORY}") == code.count("region: image(") == 1
    assert code.count("A dot marks: Costa Rica") == 2  # the other map opens the stories


def test_on_screens_a_story_shows_its_drawing_before_its_facts(drawn: tuple[Edition, PreparedBook]) -> None:
    """As chapters of packages, and as pages of sites; without a drawing the facts come first."""
    chapter = next(one for one in pages(drawn[0], case_leaves(drawn[0])).chapters if one.kind == "case")
    found = [next(child.iter("img"), child).get("alt") or child.get("class") for child in chapter.body]
    assert found.index(f"Face of {STORY}") == found.index("case-facts") - 1
    for text, order in (("![Face](a.svg)\n\nWords", "1 Face 2 Words 3"), ("Words ![Face](a.svg)", "1 2 Words Face 3")):
        own = "\n".join(f"::: html {place} <i>{n}</i>" for n, place in enumerate(("start", "behind", "end"), 1))
        html = Markdown(extensions=[SiteExtension()]).convert(f"::: site {{root=../}}\n{own}\n{text}")
        assert re.findall(r"\d(?=<)|Face|Words", html) == order.split()


def test_a_picture_behind_words_or_beside_them_is_no_face(drawn: tuple[Edition, PreparedBook]) -> None:
    edition, _ = drawn
    leaf = edition.modules[0].sessions[0]
    picture = next(line for line in leaf.document.lines if line.startswith("!["))
    faces = {}
    for lines in (("", picture, ""), ("Words.", "", picture), (f"{picture} words",), (picture, "words"), (picture, "")):
        changed = replace(leaf, document=replace(leaf.document, lines=lines, blocks=(), fences=()))
        faces[lines] = lead_of(edition, changed) is not None
    assert list(faces.values()) == [True, False, False, False, True]


def colours() -> list[str]:
    found = re.search(r"part-colours = \((.*?)\)", TEMPLATES[0].read_text(encoding="utf-8"))
    assert found
    return re.findall(r'"(#[0-9a-f]{6})"', found[1])


def grey(colour: str) -> float:
    """As a printer without colours prints it, of 255."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_white_can_be_read_on_the_colours_of_parts_and_their_greys_differ() -> None:
    found = colours()
    assert len(found) == 6
    assert min(map(contrast_with_white, found)) >= 4.5
    assert min(abs(grey(one) - grey(other)) for one, other in combinations(found, 2)) >= 12


def test_every_country_of_our_stories_is_on_the_map() -> None:
    countries = {re.findall(r"(?m)^country: (\w\w)$", path.read_text())[0] for path in STORIES.glob("*.yml")}
    assert len(countries) > 8
    assert all(map(is_known, countries))
    assert not is_known("KE")
    drawing = region_map(countries)
    assert not read_svg(drawing).faults
    assert drawing.count(b'r="5"') == len(countries)
    assert region_map(["KE"]).count(b'r="5"') == 0


@pytest.mark.slow
def test_a_story_begins_with_the_story_and_its_facts_follow(tiny: Course, tmp_path: Path) -> None:
    edition = select(tiny, Audience.TRAINER, "en")
    prepared = prepare_book(edition, BookSpec())
    assert main_of(prepared.pieces).count("Map of Latin America and the Caribbean. A dot marks: Costa Rica") == 2
    write_book(prepared, tmp_path / "book.pdf")
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "book.pdf")]
    story = next(text for text in texts if "At a glance" in text)
    first = edition.cases[0].page.document.lines
    heading = next(line for line in first if line.startswith("## ")).removeprefix("## ")
    places = [story.index(words) for words in (edition.cases[0].page.title, heading, "At a glance", "less electricity")]
    assert places == sorted(places)


@pytest.mark.slow
def test_a_light_cover_needs_little_ink(drawn: tuple[Edition, PreparedBook], tmp_path: Path) -> None:
    edition, solid = drawn
    light = prepare_book(replace(edition, config=replace(edition.config, cover="light")))
    ink = {}
    for name, prepared in (("solid", solid), ("light", light)):
        write_book(prepared, tmp_path / f"{name}.pdf")
        page = pypdfium2.PdfDocument(tmp_path / f"{name}.pdf")[0]
        ink[name] = 255 - ImageStat.Stat(page.render(scale=0.5, grayscale=True).to_pil().convert("L")).mean[0]
    assert ink["light"] < ink["solid"] / 3


def test_books_of_a_module_name_the_book_of_what_they_do_not_hold(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    module, stories = (
        main_of(prepare_book(edition, spec).pieces) for spec in (BookSpec(module="look"), BookSpec(content="cases"))
    )
    assert '" (Module 2)"' in module
    assert '" (Case stories of small firms)"' in module
    assert "(Module 1)" in stories
    assert "(Module" not in main_of(prepare_book(edition, BookSpec()).pieces)


def test_publishers_are_called_as_the_language_of_the_book_calls_them(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(TINY, course)
    sources = course / "reference/sources.yml"
    text = sources.read_text(encoding="utf-8")
    assert text.count('publisher: "ILO"') == 1
    sources.write_text(text.replace('publisher: "ILO"', 'publisher: {en: "ILO", es: "OIT"}'), encoding="utf-8")
    loaded, problems = load_course(course)
    assert not problems
    found = {
        language: {one.publisher for one in select(loaded, Audience.PARTICIPANT, language).sources.values()}
        for language in ("en", "es")
    }
    assert "ILO" in found["en"] - found["es"]
    assert "OIT" in found["es"] - found["en"]


def test_our_sources_and_places_are_named_in_words_of_each_language() -> None:
    """What Spanish calls otherwise has its Spanish name, and no place says its country, which stands behind it."""
    sources = (STORIES.parent / "reference/sources.yml").read_text(encoding="utf-8")
    assert not re.findall(
        r'publisher: "(?:ILO|WHO|PAHO|ECLAC|OECD|OAS|UNDP|World Bank|United Nations|UN Women)\b', sources
    )
    for path in STORIES.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        country, place = (re.findall(rf"(?m)^{key}: (.*)$", text)[0] for key in ("country", "place"))
        assert all(country_name(country, language) not in place for language in ("en", "es")), path.name


def test_drawings_are_as_much_larger_as_the_words_of_large_print(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    usual, large = (
        float(re.findall(r"fig\(image\(.*, width: ([\d.]+)pt\)\)", main_of(prepare_book(edition, spec).pieces))[0])
        for spec in (BookSpec(), BookSpec(large_print=True))
    )
    assert large == pytest.approx(usual * 1.6, rel=0.01)
