"""Figures: captions, numbers, widths, and pictures that are too large to be handed out."""

from pathlib import Path
from random import Random

import pytest
from PIL import Image
from test_grammar import read, tree_of
from test_pictures import PAGE, course_with, opened, photo, saved
from test_render import words

from builder.check import check_course
from builder.course import bitmap
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.picture_kinds import MAX_IMAGE
from builder.edition.marks import mark_blocks
from builder.edition.picture_places import picture_places
from builder.edition.pictures import TEXT, fitted, made_anew
from builder.edition.resolve import page_markdown
from builder.edition.select import select
from builder.outputs.book.book import prepare_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.slides.deck import plain
from builder.outputs.slides.module import module_deck

pytestmark = pytest.mark.slow

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40"/></svg>'
FIGURE = "::: figure The *bay* {#bay number=3 width=60}\n![a](a.svg) ![b](b.svg)\n\nAt noon.\n\nBy hand.\n:::"


def test_pictures_stand_before_a_caption_that_begins_with_number_and_title() -> None:
    figure = tree_of(read(FIGURE)[0]).find("div")
    assert figure is not None
    pictures, caption = figure
    assert [image.get("src") for image in pictures] == ["a.svg", "b.svg"]
    assert (caption.get("class"), words(caption)) == ("figure-caption", "Figure 3. The bay. At noon. By hand.")
    assert caption.find("p/strong/em") is not None


def test_screens_get_the_elements_that_browsers_have() -> None:
    tree = tree_of(read(FIGURE)[0])
    mark_blocks(tree, "en")
    assert tree.find("figure/figcaption/p/strong") is not None
    assert [(place.share, place.is_beside, place.is_wanted) for place in picture_places(tree)] == [
        (0.3, True, True)
    ] * 2


def test_a_width_makes_drawings_larger_and_photographs_at_most_as_large_as_they_are() -> None:
    assert fitted((100, 50), TEXT, wanted=True, grows=True)[0] == TEXT
    assert fitted((100, 50), TEXT, wanted=True)[0] == 100
    assert fitted((100, 50), TEXT) == (100, 50)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One page; figures that participants see before and after one that only trainers see."""
    figures = "".join(
        text.replace("NAME", name)
        for text, name in (
            ("\n::: figure Picture NAME {#NAME numbered=yes}\n![NAME](images/a.svg)\n:::\n", "one"),
            ("\n::: trainer\n::: figure {#NAME numbered=yes}\n![NAME](images/a.svg)\n:::\n::: /trainer\n", "hidden"),
            ("\n::: figure Picture NAME {#NAME numbered=yes width=100}\n![NAME](images/a.svg)\n:::\n", "two"),
        )
    )
    text = f"::: teach Look {{minutes=5}}\nSee [figure #](#two) and [C#](#one).\n{figures}:::\n"
    root = tmp_path_factory.mktemp("figures") / "course"
    course_with(root, text, {"a.svg": DRAWING})
    return load_course(root)[0]


def markdown(course: Course, audience: Audience) -> str:
    edition = select(course, audience, "en")
    leaf = next(leaf for leaf in edition.leaves() if str(leaf.document.path) == PAGE)
    return page_markdown(edition, leaf, lambda *parts: "/".join(parts))


def test_numbers_are_the_same_for_everybody_and_tell_of_nothing_hidden(course: Course) -> None:
    assert {key[1]: number for key, number in select(course, Audience.PARTICIPANT, "en").figures.items()} == {
        "one": 1, "two": 2,
    }  # fmt: skip
    assert select(course, Audience.TRAINER, "en").figures["one/page", "hidden"] == 3
    for audience in Audience:
        text = markdown(course, audience)
        assert "[figure 2](<" in text
        assert "[C1](<" in text
        assert "{#two numbered=yes width=100 number=2}" in text
    assert "number=3" not in markdown(course, Audience.PARTICIPANT)


def test_books_set_the_figure_with_its_caption(course: Course) -> None:
    main = prepare_book(select(course, Audience.PARTICIPANT, "en"), BookSpec("a4")).main
    assert main.count("captioned({") == 1
    assert main.count("captioned-wide({") == 1
    assert "Figure 2. Picture two." in main


def test_a_slide_shows_the_figure_below_its_caption(course: Course) -> None:
    edition = select(course, Audience.PARTICIPANT, "en")
    slides = [slide for section in module_deck(edition, edition.modules[0].slug).sections for slide in section.slides]
    assert [plain(slide.lines[0].text) for slide in slides if slide.picture] == [
        "Figure 1. Picture one.",
        "Figure 2. Picture two.",
    ]


# -- pictures over the limit


@pytest.fixture(scope="module")
def large() -> bytes:
    grains = Image.effect_noise((2000, 1300), 60).convert("RGB")
    return saved(Image.blend(photo(2000, 1300), grains, 0.4), "JPEG", quality=95)


def test_a_photograph_over_the_limit_is_made_smaller_and_stays_as_it_is(large: bytes, tmp_path: Path) -> None:
    course = course_with(tmp_path / "course", "![A photo](images/a.jpg)\n", {"a.jpg": large})
    image = next(iter(course.images.values()))
    shown = made_anew(image, tmp_path)
    assert len(large) > MAX_IMAGE >= len(shown.content)
    assert opened(shown.content).width >= 1000
    assert not [problem for problem in check_course(course) if problem.path == image.path]
    assert (tmp_path / "course" / image.path).read_bytes() == large


def test_it_is_made_once(large: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "course"
    first = course_with(root, "![A photo](images/a.jpg)\n", {"a.jpg": large})
    (root / ".build").mkdir()
    assert load_course(root)[0].images == first.images
    monkeypatch.setattr(bitmap, "smaller", None)
    assert load_course(root)[0].images == first.images


def transparent() -> Image.Image:
    return Image.frombytes("RGBA", (400, 400), Random(2).randbytes(640_000))


@pytest.mark.parametrize(
    ("picture", "kind", "mode"),
    [
        (photo(1100, 700), "PNG", "RGB"), (photo(1100, 700, "CMYK"), "JPEG", "RGB"), (photo(1100, 700), "WEBP", "RGB"),
        (photo(1100, 700, "P"), "PNG", "RGB"), (photo(1100, 700, "1"), "PNG", "L"), (transparent(), "PNG", "RGBA"),
        (Image.new("I;16", (900, 900), 65535), "PNG", "L"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_can_be_made_smaller(picture: Image.Image, kind: str, mode: str) -> None:
    content = saved(picture, kind)
    made = bitmap.smaller(content, 400_000).content
    found = opened(made)
    assert len(made) <= 400_000
    assert found.mode == mode
    if mode == "L":
        assert found.getextrema()[1] >= 250


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    root = tmp_path / "course"
    course_with(root, "![A photo](images/a.jpg)\n", {"a.jpg": b"\xff\xd8\xff" + b"\0" * 600_000})
    assert {problem.code for problem in load_course(root)[1]} == {"damaged-picture"}


def test_many_pixels_in_few_bytes_are_made_fewer() -> None:
    found = bitmap.clean(saved(Image.new("1", (8000, 6000)), "PNG"))
    assert opened(found.content).size == (2400, 1800)
