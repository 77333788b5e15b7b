"""How pages look: every kind of page of the tiny course against the picture of it in `golden/`.

`make golden` takes the pages as they are now for right: look at the pictures before you commit them.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book, write_booklet
from builder.outputs.book.layout.lost_text import letters
from builder.outputs.book.spec import BookSpec
from builder.outputs.people.page import Occasion, write_people
from builder.outputs.people.people import Person

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden"
FAILED = Path(__file__).parent.parent / ".build" / "golden"
ACCEPT = os.environ.get("GOLDEN") == "accept"
DPI = 60
GREYS = 16
CLEAR = 40
"""Steps of grey, of 255, from which a pixel is clearly another."""
MOST_CLEAR = 0.0001
"""Share of clearly different pixels that is let pass: 35 of a page. Two words moved by a pixel are more."""
MOST_MEAN = 0.4
"""Mean difference that is let pass, of 255. A lost grey ground is more, edges of letters a little lighter are less."""
MOST_BYTES = 1_000_000
DAYS = (date(2027, 3, 15), date(2027, 3, 16))
PEOPLE = [
    Person("María Fernanda Núñez Ñandú", 2, "Panadería La Espiga", "T-001"),
    Person("Jean-Baptiste O'Reilly", 3),
]


def _book(spec: BookSpec, edition: Edition, target: Path) -> None:
    (write_booklet if spec.booklet else write_book)(prepare_book(edition, spec), target)


def _sheet(edition: Edition, target: Path) -> None:
    write_book(prepare_sheet(edition, "stakeholder-map"), target)


def _people(kind: str, edition: Edition, target: Path) -> None:
    write_people(edition, PEOPLE, Path("people.csv"), Occasion(kind, dates=DAYS, place="Tinyville", hours="14"), target)


@dataclass(frozen=True)
class Printed:
    """A file, and which of its pages are looked at: by words that only they have, or by number from 1."""

    audience: Audience
    language: str
    make: Callable[[Edition, Path], None]
    pages: dict[str, str | int]


SESSION = {
    "session-opener": "List the people whom",
    "worksheet": "Draw your grid",
    "example-quiz-keypoints": "The freezer is old",
}
FILES = {
    "participant": Printed(
        Audience.PARTICIPANT, "en", partial(_book, BookSpec()),
        {
            "cover": 1, "preface": 2, "how-to-use": "This is your book", "contents": "Contents Preface", **SESSION,
            "module-opener": "After this module you can", "activity": "Draw the map again", "test": "What does a plan need",
            "stories": "Case stories These stories are", "story": "less electricity", "glossary": "Anyone who is touched",
            "sources": "All works that this book cites", "notes": -1,
        },
    ),
    "participant-es": Printed(
        Audience.PARTICIPANT, "es", partial(_book, BookSpec()),
        {"cover": 1, "how-to-use": "Este cuaderno es suyo", "contents": "Contenido Prefacio", "worksheet": "Dibuje su cuadrícula", "story": "menos electricidad"},
    ),
    "solutions": Printed(Audience.SOLUTIONS, "en", partial(_book, BookSpec()), {"answers": "without a baseline nobody"}),
    "trainer": Printed(
        Audience.TRAINER, "en", partial(_book, BookSpec()),
        {
            "agenda": "8:40 10 The idea", "materials": "Materials for the core sessions For one session", "plan": "Activity: Map them groups of 4",
            "note-first": "Speak slowly here", "note-of-a-step": "Ask first who opens", "answers": "A good map names people",
            "guide": "For who teaches Look", "guides": "Trainer guides The workshop",
        },
    ),
    "trainer-es": Printed(Audience.TRAINER, "es", partial(_book, BookSpec()), {"agenda": "18:10 25 Actividad", "plan": "Plan de la sesión"}),
    "case-stories": Printed(
        Audience.PARTICIPANT, "en", partial(_book, BookSpec(content="cases")), {"index": "Country Costa Rica: Solar Farm"}
    ),
    "sheet": Printed(Audience.PARTICIPANT, "en", _sheet, {"alone": 1}),
    "large-print": Printed(
        Audience.PARTICIPANT, "en", partial(_book, BookSpec(large_print=True)),
        {"session-opener": "List the people whom", "worksheet": "How will you ask them"},
    ),
    "ink-saving": Printed(
        Audience.PARTICIPANT, "en", partial(_book, BookSpec(ink_saving=True)),
        {"cover": 1, "module-opener": "After this module you can", "boxes": "The law may ask for more"},
    ),
    "us-letter": Printed(
        Audience.PARTICIPANT, "en", partial(_book, BookSpec(paper="us-letter")), {"session-opener": "List the people whom"}
    ),
    "booklet": Printed(Audience.PARTICIPANT, "en", partial(_book, BookSpec(module="look", booklet=True)), {"sheet": 4}),
    **{
        kind: Printed(Audience.PARTICIPANT, language, partial(_people, kind), {"first": 1})
        for kind, language in (
            ("attendance", "es"), ("badges", "en"), ("certificate", "en"), ("trainer-certificate", "es"),
        )
    },
}  # fmt: skip
NAMES = [f"{file}.{page}" for file, printed in FILES.items() for page in printed.pages]


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory, tiny: Course) -> Callable[[str], Image.Image]:
    """The picture of a page as it is now; each file is made once."""
    folder = tmp_path_factory.mktemp("golden")

    @cache
    def made(file: str) -> Path:
        target = folder / f"{file}.pdf"
        printed = FILES[file]
        printed.make(select(tiny, printed.audience, printed.language), target)
        return target

    def page(name: str) -> Image.Image:
        file, _, place = name.partition(".")
        return draw(made(file), FILES[file].pages[place])

    return page


def draw(pdf: Path, place: str | int) -> Image.Image:
    """A page in greys."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        number = _page_with(document, place) if isinstance(place, str) else (place - 1) % (len(document) + 1)
        drawn = document[number].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        return in_greys(drawn)
    finally:
        document.close()


def in_greys(drawn: Image.Image) -> Image.Image:
    """A grey picture in 16 greys."""
    return drawn.point([round(round(grey * (GREYS - 1) / 255) * 255 / (GREYS - 1)) for grey in range(256)])


def _page_with(document: pypdfium2.PdfDocument, words: str) -> int:
    for number, page in enumerate(document):
        if letters(words) in letters(page.get_textpage().get_text_bounded()):
            return number
    pytest.fail(f"no page has the words {words!r}: name others in FILES")


@dataclass(frozen=True)
class Difference:
    mean: float
    clear: float

    @property
    def is_seen(self) -> bool:
        return self.mean > MOST_MEAN or self.clear > MOST_CLEAR


def compare(now: Image.Image, golden: Image.Image) -> Difference:
    """Pictures of different sizes are different everywhere."""
    if now.size != golden.size:
        return Difference(255.0, 1.0)
    apart = ImageChops.difference(now, golden)
    clear = sum(apart.histogram()[CLEAR:]) / (apart.width * apart.height)
    return Difference(ImageStat.Stat(apart).mean[0], clear)


def save(drawn: Image.Image, path: Path) -> None:
    drawn.quantize(GREYS, dither=Image.Dither.NONE).save(path, optimize=True)


# -- the pages


@pytest.fixture(scope="session", autouse=True)
def _none_left_over() -> None:
    """Pictures of pages that are no longer looked at; those of others stay, since only some may be accepted."""
    for path in GOLDEN.glob("*.png") if ACCEPT else ():
        if path.name.removesuffix(".png") not in NAMES:
            path.unlink()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_looks_as_it_did(name: str, picture: Callable[[str], Image.Image]) -> None:
    judge(picture(name), name)


def judge(now: Image.Image, name: str) -> None:
    """Fails when a picture is seen to be another than the one of that name in `golden/`, and shows both."""
    path = GOLDEN / f"{name}.png"
    if ACCEPT:
        save(now, path)
    with Image.open(path) as stored:
        golden = stored.convert("L")
    found = compare(now, golden)
    shown = FAILED / f"{name}.now.png", FAILED / f"{name}.difference.png"
    for old in shown:
        old.unlink(missing_ok=True)
    if found.is_seen:
        shown[0].parent.mkdir(parents=True, exist_ok=True)
        now.save(shown[0])
        if now.size == golden.size:
            ImageChops.invert(ImageChops.difference(now, golden)).save(shown[1])
        pytest.fail(
            f"{name} looks different: {found.clear:.2%} of its pixels, {found.mean:.2f} in the mean. See .build/golden/"
            f"{name}.now.png and {name}.difference.png beside tests/golden/{name}.png. If it is meant so: make golden"
        )


def test_the_pictures_are_these_and_small() -> None:
    paths = sorted(GOLDEN.glob("*.png"))
    assert sorted(path.stem for path in paths) == sorted(NAMES)
    assert sum(path.stat().st_size for path in paths) < MOST_BYTES


# -- the eye itself


def lines(drawn: Image.Image) -> list[tuple[int, int]]:
    """Where lines of text stand: their first row and the row behind them, without head, foot and edge."""
    dark = [
        sum(pixel < 200 for pixel in drawn.crop((60, row, drawn.width - 60, row + 1)).tobytes()) > 5
        for row in range(drawn.height)
    ]
    found, start = [], 80
    for row in range(80, drawn.height - 80):
        if dark[row] and not dark[row - 1]:
            start = row
        if dark[row - 1] and not dark[row] and 5 <= row - start < 14:
            found.append((start, row))
    return found


def test_any_line_moved_by_a_pixel_is_seen(picture: Callable[[str], Image.Image]) -> None:
    drawn = picture("participant.story")
    found = lines(drawn)
    assert len(found) > 10
    for start, end in found:
        changed = drawn.copy()
        changed.paste(drawn.crop((0, start - 1, drawn.width, end)), (0, start))
        assert compare(changed, drawn).is_seen, start


def test_a_missing_rule_is_seen(picture: Callable[[str], Image.Image]) -> None:
    """One ruled line of the page to write on."""
    drawn = picture("participant.notes")
    middle = next(row for row in range(300, 500) if drawn.getpixel((drawn.width // 2, row)) != 255)
    changed = drawn.copy()
    changed.paste(255, (0, middle, drawn.width, middle + 3))
    assert compare(changed, drawn).is_seen


def test_a_missing_ground_is_seen(picture: Callable[[str], Image.Image]) -> None:
    """The grey of the key points."""
    drawn = picture("participant.example-quiz-keypoints")
    assert compare(drawn.point([255 if 230 < grey < 250 else grey for grey in range(256)]), drawn).is_seen


def test_edges_of_letters_a_little_lighter_are_let_pass(picture: Callable[[str], Image.Image]) -> None:
    """Every third pixel that is neither black nor white, by a step of grey."""
    drawn = picture("participant.story")
    step = 255 // (GREYS - 1)
    changed = bytearray(drawn.tobytes())
    grey = [index for index, value in enumerate(changed) if 0 < value < 255]
    for index in grey[::3]:
        changed[index] += step
    assert changed != drawn.tobytes()
    assert not compare(Image.frombytes("L", drawn.size, bytes(changed)), drawn).is_seen
