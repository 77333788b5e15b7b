"""Slides: what is on them and what isn't, how they split, that nothing for trainers is thrown onto a wall, PDF and PPTX."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfua
import pypdfium2
import pytest
from canaries import TOGETHER, every_edition, planted_course
from conftest import TINY, need_tool
from pptx import Presentation
from pptx.util import Pt

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.slides import WORDS
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.runs import letters
from builder.gate.secrets import find_secrets
from builder.outputs import Given
from builder.outputs.choice import Choice
from builder.outputs.slides.deck import Deck, Line, Run, Slide, Table, count, plain
from builder.outputs.slides.draw import drawn, write_pdf
from builder.outputs.slides.module import module_deck
from builder.outputs.slides.pptx.package import pptx
from builder.outputs.slides.split import ROWS, Room, Titles, height, shared_lines, shared_rows
from builder.outputs.slides.tasks import tasks
from builder.outputs.slides.text import key_point, key_step
from builder.package.archive import write_archive

pytestmark = pytest.mark.slow

IMPRESS = Path("/usr/lib/libreoffice/program/libsdlo.so")
WALL = " ".join(["Every sentence of this paragraph goes on and says one thing more, so that nobody reads it."] * 12)
BLOCKS = f"""
::: teach Prices {{minutes=5}}
{WALL}

### One

A price covers what a thing costs. It also covers what is lost.

### Two

The second price is the one that a neighbour pays, which is lower.

::: note Aside
An aside is for reading.
:::
:::

::: teach Chosen {{minutes=5}}
This text is only in the book.

::: slide What stays
- Ask **three** people.
- Write it down.

| Who | What |
|---|---|
| Ñandú | a < b & "c" |

::: trainer
Let them guess before you show it.
::: /trainer
:::
:::

::: teach Read at home
Nobody presents this.
:::

::: note Shown {{slide=yes}}
This note is worth a slide.
:::

::: keypoints {{slide=no}}
- Never shown.
:::
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course with blocks of every kind for slides, on the web."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("slides") / "course"))
    for language in ("en", "es"):
        page = root / f"modules/10-look/10-first.{language}.md"
        page.write_text(page.read_text(encoding="utf-8") + BLOCKS, encoding="utf-8")
    loaded, problems = load_course(root)
    assert not [one.text("en") for one in check_course(loaded, problems) if not one.is_warning]
    return replace(loaded, config=replace(loaded.config, site_url="https://example.org/kurs/"))


@pytest.fixture(scope="module")
def deck(course: Course) -> Deck:
    return module_deck(select(course, Audience.TRAINER, "en"), "look")


@pytest.fixture(scope="module")
def made(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make_all(course, tmp_path_factory.mktemp("made"))


@pytest.fixture
def edition_with_signs(course_dir: Path) -> Edition:
    """A text with U+FEFF in it, as copies from other programs have."""
    for language in ("en", "es"):
        page = course_dir / f"modules/10-look/10-first.{language}.md"
        page.write_text(
            f"{page.read_text(encoding='utf-8')}\n::: slide Signs\n- no\ufeff break\n:::\n", encoding="utf-8"
        )
    return select(load_course(course_dir)[0], Audience.PARTICIPANT, "en")


def make_all(course: Course, folder: Path) -> dict[str, bytes]:
    """Every file of the output; the trainer's PDF is a copy of the participants'."""
    found: dict[str, bytes] = {}
    for task in tasks(course, every_edition(course), Choice()):
        after = [folder / name.replace("/", "+") for name in task.after]
        target = folder / task.name.replace("/", "+")
        task.make(target, Given(after=after))
        found[task.name] = target.read_bytes()
    return found


def by_title(deck: Deck) -> dict[str, Slide]:
    return {slide.title: slide for _, slide in deck.slides()}


def shown(slide: Slide) -> list[str]:
    return [plain(line.text) for line in slide.lines]


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


# -- what is on slides


def test_titles_stand_once_and_sections_are_sessions(deck: Deck) -> None:
    titles = [slide.title for _, slide in deck.slides()]
    assert len(set(titles)) == len(titles)
    assert [section.title for section in deck.sections][1] == "First look"
    assert deck.sections[1].slides[0].kind == "section"


def test_an_activity_is_shown_with_steps_minutes_materials_and_worksheet(deck: Deck) -> None:
    slide = by_title(deck)["Map them"]
    assert slide.kicker == "Activity · 25 min · groups of 4"
    assert [(line.mark, plain(line.text)) for line in slide.lines] == [
        ("1.", "Write one name on each card."), ("2.", "Place the cards."), ("3.", "Copy the result."),
        ("→", "Worksheet: Stakeholder map"),
    ]  # fmt: skip
    assert slide.foot == "Materials: flip chart, card, tape"
    assert any("Ask first who opens the shop" in note for note in slide.notes)
    assert any(note.startswith("Expected answer: A good map") for note in slide.notes)


def test_a_question_is_asked_without_its_key(deck: Deck, course: Course) -> None:
    slide = by_title(deck)["Question 1"]
    assert [line.mark for line in slide.lines] == ["", "A.", "B."]
    assert slide.notes[0] == "Right answer: B"
    for_all = by_title(module_deck(select(course, Audience.PARTICIPANT, "en"), "look"))
    assert for_all["Question 1"].notes == ()
    assert {one.title: replace(one, notes=()) for _, one in deck.slides()} == for_all


def test_text_is_shortened_and_headings_lead(deck: Deck) -> None:
    slide = by_title(deck)["Prices"]
    assert shown(slide) == [
        "Every sentence of this paragraph goes on and says one thing more, so that nobody reads it.",
        "One. A price covers what a thing costs. It also covers what is lost.",
        "Two. The second price is the one that a neighbour pays, which is lower.",
    ]
    assert slide.lines[1].text[0] == Run("One.", bold=True)
    assert slide.notes == (WALL,)
    everything = " ".join(text for _, one in deck.slides() for text in (one.title, *shown(one)))
    for hidden in ("aside", "Nobody presents", "Never shown", "only in the book", "Chosen"):
        assert hidden not in everything


def test_what_the_author_chose_is_shown_alone_and_whole(deck: Deck) -> None:
    titles = by_title(deck)
    assert shown(titles["What stays (1/2)"]) == ["Ask three people.", "Write it down."]
    assert titles["What stays (1/2)"].notes == ("Let them guess before you show it.",)
    table = titles["What stays (2/2)"].table
    assert table
    assert [plain(cell) for cell in table.rows[0]] == ["Ñandú", 'a < b & "c"']
    assert shown(titles["Shown"]) == ["This note is worth a slide."]


def test_the_slides_end_with_what_is_taken_away(deck: Deck) -> None:
    slide = by_title(deck)["To take away: First look"]
    assert shown(slide)[:2] == ["Worksheets of this session:", "Stakeholder map"]
    assert slide.address == "https://example.org/kurs/en/modules/look/first.html"


def test_without_an_address_no_code(tiny: Course) -> None:
    nowhere = replace(tiny, config=replace(tiny.config, site_url=""))
    assert not any(slide.address for _, slide in module_deck(select(nowhere, Audience.TRAINER, "es"), "look").slides())


# -- how they split


@pytest.mark.parametrize("words", [1, 7, 26, 60])
@pytest.mark.parametrize("number", [1, 6, 13, 40])
def test_no_slide_is_a_wall(number: int, words: int) -> None:
    lines = [Line((Run(" ".join(["palabras"] * words)),)) for _ in range(number)]
    groups = shared_lines(lines)
    assert [line for group in groups for line in group] == lines
    for group in groups:
        assert len(group) == 1 or sum(count(line.text) for line in group) <= WORDS
        assert len(group) == 1 or sum(map(height, group)) <= ROWS
        assert len(group) <= Room().points


def test_a_line_that_leads_stands_with_what_it_leads_to() -> None:
    leading = Line((Run("Ask them:"),), "")
    lines = [*[Line((Run("word " * 12),))] * 5, leading, *[Line((Run("word " * 12),))] * 3]
    assert not [group for group in shared_lines(lines) if group[-1] == leading]


def test_tables_split_by_rows_and_too_large_ones_are_for_reading() -> None:
    def cell(text: str) -> tuple[Run, ...]:
        return (Run(text),)

    rows = tuple((cell(str(number)), cell("A situation of a few words")) for number in range(20))
    parts = shared_rows(Table((cell("No."), cell("Situation")), rows))
    assert len(parts) in (2, 3)
    assert tuple(row for part in parts for row in part.rows) == rows
    assert not shared_rows(Table((cell("No."), cell("Situation")), rows * 10))
    assert not shared_rows(Table(tuple(map(cell, "abcdef")), (tuple(map(cell, "abcdef")),)))
    assert not shared_rows(Table((cell("No."), cell("Text")), ((cell("1"), cell(WALL)),)))


def test_titles_of_other_sessions_get_the_name_of_theirs() -> None:
    titles = Titles()
    assert [titles.unique("Key points", session) for session in ("A", "B", "B")] == [
        "Key points", "Key points: B", "Key points: B (2)",
    ]  # fmt: skip


def test_sentences_that_matter() -> None:
    def short(text: str, by: Callable[..., tuple[Run, ...]]) -> str:
        return plain(by((Run(text),)))

    long = "Write the names of all the people whom your firm touches, near and far, on cards. " * 3
    assert short(long + "Five minutes.", key_step) == long[: len(long) // 3].strip() + " Five minutes."
    assert short(f"Alone, 4 minutes. {long}", key_step).startswith("Alone, 4 minutes. Write the names")
    lead = (Run("No time.", bold=True), Run(" " + long))
    assert plain(key_point(lead)).startswith("No time. Write the names")


@pytest.mark.parametrize(
    "text", ["word " * 300, "w" * 900, "https://example.org/" + "a/" * 400, WALL.replace(".", ",")]
)
def test_a_sentence_without_a_pause_is_cut(text: str) -> None:
    found = key_point((Run(text.strip()),))
    assert len(plain(found)) <= 401
    assert height(Line(found)) < ROWS


def test_what_no_font_shows_stops_nothing(edition_with_signs: Edition, tmp_path: Path) -> None:
    deck = module_deck(edition_with_signs, "look")
    assert any("\ufeff" in plain(line.text) for _, slide in deck.slides() for line in slide.lines)
    write_pdf(edition_with_signs, drawn(edition_with_signs, deck), tmp_path / "slides.pdf")
    assert "no break" in " ".join(pages((tmp_path / "slides.pdf").read_bytes()))


# -- what participants may not see


def test_nothing_for_trainers_is_on_a_slide(tmp_path: Path) -> None:
    course = planted_course(tmp_path)
    found = make_all(course, tmp_path)
    secrets = find_secrets(course, Audience.PARTICIPANT)
    on_slides = letters(" ".join(" ".join(pages(content)) for name, content in found.items() if name.endswith(".pdf")))
    noted = ""
    for name, content in found.items():
        if name.endswith(".pptx"):
            slides = Presentation(BytesIO(content)).slides
            on_slides += letters(" ".join(_texts(slide) for slide in slides))
            noted += letters(
                " ".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
            )
            assert find_leak("slides.pptx", content, secrets)
        else:
            assert not find_leak("slides.pdf", content, secrets)
    hidden = [canary for canary in TOGETHER if canary.audience > Audience.PARTICIPANT or not canary.in_trainer]
    assert hidden
    assert not [canary.name for canary in hidden for word in canary.words if letters(word) in on_slides]
    assert [canary.name for canary in hidden if letters(canary.words[0]) in noted]


def _texts(slide: object) -> str:
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    cells = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return " ".join([*frames, *cells])


@pytest.mark.parametrize("part", ["ppt/notesSlides/notesSlide1.xml", "ppt/comments/comment1.xml", "docProps/core.xml"])
def test_the_gate_reads_every_part_of_a_presentation(part: str, tmp_path: Path) -> None:
    course = planted_course(tmp_path)
    sentence = next(canary.sentence for canary in TOGETHER if canary.audience is Audience.TRAINER)
    words = "".join(f"<a:r><a:t>{word} </a:t></a:r>" for word in sentence.split())
    files = pptx(
        select(course, Audience.PARTICIPANT, "en"), module_deck(select(course, Audience.PARTICIPANT, "en"), "look")
    )
    secrets = find_secrets(course, Audience.PARTICIPANT)
    write_archive(tmp_path / "clean.pptx", files)
    assert not find_leak("clean.pptx", (tmp_path / "clean.pptx").read_bytes(), secrets)
    write_archive(tmp_path / "leaky.pptx", {**files, part: f"<p:x><a:p>{words}</a:p></p:x>".encode()})
    assert find_leak("leaky.pptx", (tmp_path / "leaky.pptx").read_bytes(), secrets)


# -- the files


def test_participants_get_pdfs_and_trainers_the_notes(made: dict[str, bytes]) -> None:
    names = {
        f"{audience}/downloads/{module}.{what}"
        for module in ("look", "act")
        for language in ("en", "es")
        for audience, what in (
            ("participant", f"slides.{language}.pdf"), ("participant", f"slides-handout.{language}.pdf"),
            ("trainer", f"slides.{language}.pdf"), ("trainer", f"slides.{language}.pptx"),
        )
    }  # fmt: skip
    assert set(made) == names
    assert made["trainer/downloads/look.slides.en.pdf"] == made["participant/downloads/look.slides.en.pdf"]


def test_the_same_bytes_twice(course: Course, made: dict[str, bytes], tmp_path: Path) -> None:
    again = make_all(course, tmp_path)
    assert [name for name in made if made[name] != again[name]] == []


def test_pdfs_are_accessible_wide_and_have_bookmarks(made: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in made.items():
        if name.endswith(".pdf"):
            path = tmp_path / name.replace("/", "+")
            path.write_bytes(content)
            assert not list(pdfua.validate(str(path)).findings)
    document = pypdfium2.PdfDocument(made["participant/downloads/look.slides.en.pdf"])
    assert document[0].get_size() == (960, 540)
    assert "First look" in [mark.get_title() for mark in document.get_toc()]
    handout = pypdfium2.PdfDocument(made["participant/downloads/look.slides-handout.en.pdf"])
    assert 3 * len(handout) >= len(document) - 3 > len(handout)


def test_every_slide_of_the_pdf_is_in_the_presentation(made: dict[str, bytes], deck: Deck) -> None:
    walls = pages(made["participant/downloads/look.slides.en.pdf"])
    slides = list(Presentation(BytesIO(made["trainer/downloads/look.slides.en.pptx"])).slides)
    assert len(walls) == len(slides) == sum(1 for _ in deck.slides())
    for wall, slide, (_, one) in zip(walls, slides, deck.slides(), strict=True):
        assert slide.shapes.title.text == one.title
        assert letters(one.title) in letters(wall)
        for text in shown(one):
            assert letters(text) in letters(wall)
            assert letters(text) in letters(_texts(slide))


def test_presentations_have_layouts_notes_alternative_texts_and_languages(made: dict[str, bytes]) -> None:
    presentation = Presentation(BytesIO(made["trainer/downloads/look.slides.es.pptx"]))
    assert (presentation.slide_width, presentation.slide_height) == (Pt(960), Pt(540))
    kinds = {
        layout.name: {one.placeholder_format.type.name for one in layout.placeholders}
        for layout in presentation.slide_layouts
    }
    assert {"TITLE", "OBJECT", "BODY", "SLIDE_NUMBER"} <= kinds["Title and points"]
    assert "PICTURE" in kinds["Title and picture"]
    assert "TABLE" in kinds["Title and table"]
    assert "CENTER_TITLE" in kinds["Cover"]
    for slide in presentation.slides:
        assert all(shape.is_placeholder for shape in slide.shapes)
        xml = slide.part.blob.decode()
        assert 'lang="es-MX"' in xml
        assert xml.count("<a:t>") == xml.count('lang="es-MX"')
        assert xml.count("<p:pic>") == xml.count('descr="') - xml.count("<a:tbl>")
    assert any(slide.has_notes_slide for slide in presentation.slides)
    assert presentation.core_properties.language == "es-MX"


def test_sections_of_a_presentation_are_sessions(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(made["trainer/downloads/look.slides.en.pptx"])) as archive:
        text = archive.read("ppt/presentation.xml").decode()
    names = re.findall(r'<p14:section name="([^"]+)"', text)
    assert names == ["Look", "First look", "A deeper look"]


@pytest.mark.slow
def test_another_program_opens_a_presentation(made: dict[str, bytes], deck: Deck, tmp_path: Path) -> None:
    office = need_tool("soffice" if IMPRESS.exists() else "libreoffice-impress")
    source = tmp_path / "look.pptx"
    source.write_bytes(made["trainer/downloads/look.slides.en.pptx"])
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    shown_pages = pages(source.with_suffix(".pdf").read_bytes())
    assert len(shown_pages) == sum(1 for _ in deck.slides())
    for page, (_, slide) in zip(shown_pages, deck.slides(), strict=True):
        assert letters(slide.title) in letters(page)
        assert all(letters(text) in letters(page) for text in shown(slide))
        assert not any(
            letters(note) in letters(page) for note in slide.notes if len(note) > 40 and note not in shown(slide)
        )


# -- in books and sites


def test_a_slide_block_is_text_in_the_book(course: Course) -> None:
    from builder.outputs.book.book import prepare_book  # noqa: PLC0415 - for one test

    words = " ".join(piece.words for piece in prepare_book(select(course, Audience.PARTICIPANT, "en")).pieces)
    assert "Write it down." in words
    assert "This text is only in the book." in words
    assert "What stays" not in words
