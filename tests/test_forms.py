"""Forms filled in as people fill them: clicked and typed in the engine of Chrome, Edge and Android, saved, then collected."""

from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import ImageChops

from builder.collect.collect import collect
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.samples import samples_of
from builder.outputs.book.spec import BookSpec
from builder.print.typed import LEADING, letters_in

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SHEET = "look_first_stakeholder-map"
STEP, CELL, NAME, DRAWING = f"{SHEET}_first-step", f"{SHEET}_who_r1c2", f"{SHEET}_name", f"{SHEET}_drawing"
TYPED = {
    NAME: "Íñigo Peñüela Ñáñez",
    CELL: "¿Agüita? ¡Sí!, a 5 € el m³",
    STEP: "Hablar con la señora Núñez, mañana; ¿y después?\nPreguntar «sin prisa» a quienes limpian.\n\nFin.",
    DRAWING: "Ñandú",
}
CLICKED = {f"{SHEET}_ask-how_o2": "x", f"{SHEET}_trust_i1=3": "3"}
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "large"])
def sheet(request: pytest.FixtureRequest, tiny: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A worksheet, empty."""
    path = tmp_path_factory.mktemp("forms") / "sheet.pdf"
    spec = BookSpec(large_print=request.param)
    write_book(prepare_sheet(select(tiny, Audience.PARTICIPANT, "es"), "stakeholder-map", spec), path)
    return path


@pytest.fixture(scope="module")
def filled(sheet: Path) -> Path:
    """The worksheet with every kind of field filled in."""
    target = sheet.parent / "group" / "sheet.pdf"
    type_into(sheet, target, {**TYPED, **CLICKED})
    return target


def boxes(path: Path) -> dict[str, tuple[int, Box]]:
    """Page (from 0) and place of each field; of a circle as `name=state`."""
    found = {}
    with pikepdf.open(path) as document:
        for number, page in enumerate(document.pages):
            for widget in (one for one in page.obj.get("/Annots", []) if one.Subtype == "/Widget"):
                on = next((state for state in widget.AP.N if state != "/Off"), "") if "/Parent" in widget else ""
                name = f"{widget.Parent.T}={on[1:]}" if on else str(widget.T)
                found[name] = number, tuple(float(value) for value in widget.Rect)
    return found


def type_into(source: Path, target: Path, values: dict[str, str]) -> None:
    """Clicks on each field and types letter by letter, as a person does; boxes and circles are only clicked."""
    places = boxes(source)
    document = pypdfium2.PdfDocument(source)
    document.init_forms()
    form, pages = document.formenv, list(document)  # a page that is closed loses what was typed on it
    for name, text in values.items():
        number, (left, bottom, right, top) = places[name]
        point = (pages[number], 0, (left + right) / 2, (bottom + top) / 2)
        pdfium.FORM_OnMouseMove(form, *point)
        assert pdfium.FORM_OnLButtonDown(form, *point), name
        assert pdfium.FORM_OnLButtonUp(form, *point), name
        for letter in text.replace("\n", "\r") if name not in CLICKED else "":
            assert pdfium.FORM_OnChar(form, pages[number], ord(letter), 0), letter
        pdfium.FORM_ForceToKillFocus(form)
    target.parent.mkdir(parents=True, exist_ok=True)
    document.save(target)


def pictures(path: Path) -> list:
    """Each page as people see it, four pixels a point."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    return [page.render(scale=4, grayscale=True).to_pil() for page in document]


def change(sheet: Path, filled: Path, name: str, around: float) -> tuple[Box, Box]:
    """What was painted in a field or within so many points around it, and the field, in points from the page's top."""
    number, (left, bottom, right, top) = boxes(sheet)[name]
    before, after = pictures(sheet)[number], pictures(filled)[number]
    height = before.height / 4
    box = left, height - top, right, height - bottom
    area = tuple(round(4 * (value + way * around)) for value, way in zip(box, (-1, -1, 1, 1), strict=True))
    found = ImageChops.difference(before.crop(area), after.crop(area)).point(lambda value: 255 * (value > 60)).getbbox()
    assert found, "nothing is seen"
    return tuple((area[index % 2] + value) / 4 for index, value in enumerate(found)), box


def test_what_was_typed_and_ticked_is_collected_letter_by_letter(filled: Path, tiny: Course) -> None:
    (found,) = collect(tiny, filled.parent, "es").files
    assert not found.was_damaged
    wanted = {**TYPED, **{name.partition("=")[0]: value for name, value in CLICKED.items()}}
    assert {name: value for name, value in found.values.items() if value} == wanted
    assert wanted.keys() <= questions(tiny, "es").keys() | {NAME}


@pytest.mark.parametrize("name", [*TYPED, *CLICKED])
def test_it_is_seen_in_its_field_and_nowhere_else(sheet: Path, filled: Path, name: str) -> None:
    painted, box = change(sheet, filled, name, around=8)
    slack = 0.5
    assert painted[0] >= box[0] - slack
    assert painted[1] >= box[1] - slack
    assert painted[2] <= box[2] + slack
    assert painted[3] <= box[3] + slack


def test_typed_lines_stand_on_the_rules_and_are_not_struck_through(sheet: Path, tmp_path: Path) -> None:
    """Two typed lines fill a ruled one, to the last rule."""
    number, (left, bottom, right, top) = boxes(sheet)[STEP]
    rows = {one: (top - bottom) / one for one in (22.7, 34.0)}
    writing = min(rows, key=lambda one: abs(rows[one] - round(rows[one])))
    lines = round(rows[writing])
    assert lines >= 4
    type_into(sheet, tmp_path / "lines.pdf", {STEP: "\n".join(["Hacen uno o nueve"] * 2 * lines)})
    before, after = pictures(sheet)[number], pictures(tmp_path / "lines.pdf")[number]
    height = before.height / 4
    for rule in range(1, lines + 1):
        middle = height - top + rule * writing - 0.25
        stripe = tuple(round(4 * value) for value in (left, middle - 0.25, right, middle + 0.25))
        assert ImageChops.difference(before.crop(stripe), after.crop(stripe)).getbbox() is None, rule
        above = tuple(round(4 * value) for value in (left, middle - 0.3 * writing, right, middle - 0.3))
        assert ImageChops.difference(before.crop(above), after.crop(above)).getbbox() is not None, rule


def test_a_short_answer_is_not_blown_up(sheet: Path, filled: Path) -> None:
    """Letters of a cell are 9 points high, half as large again in large print."""
    painted, _ = change(sheet, filled, CELL, around=8)
    assert 6 < painted[3] - painted[1] < 14


def test_a_cell_takes_as_many_lines_as_its_height_has(sheet: Path, tmp_path: Path) -> None:
    type_into(sheet, tmp_path / "lines.pdf", {CELL: "\n".join("abcdefghijklmno")})
    with pikepdf.open(tmp_path / "lines.pdf") as document:
        (field,) = (field for field in document.Root.AcroForm.Fields if str(field.T) == CELL)
        size = float(str(field.DA).split()[1])
        _, bottom, _, top = map(float, field.Rect)
        assert len(str(field.V).split()) == int((top - bottom) / (LEADING * size))


@pytest.mark.parametrize("name", [CELL, STEP, NAME])
def test_what_has_no_room_is_refused_while_typing(sheet: Path, tmp_path: Path, name: str) -> None:
    """Instead of being cut off on paper: what the field holds is what is seen in it, to its last word."""
    type_into(sheet, tmp_path / "long.pdf", {name: " ".join(f"k{number}" for number in range(400))})
    with pikepdf.open(tmp_path / "long.pdf") as document:
        (field,) = (field for field in document.Root.AcroForm.Fields if str(field.T) == name)
        typed = str(field.V)
        assert len(typed) <= int(field.MaxLen)
    pages = pypdfium2.PdfDocument(tmp_path / "long.pdf")
    pages.init_forms()
    number, (left, bottom, right, top) = boxes(sheet)[name]
    pdfium.FPDFPage_Flatten(pages[number], pdfium.FLAT_PRINT)
    seen = pages[number].get_textpage().get_text_bounded(left - 1, bottom, right + 1, top)
    assert "".join(seen.split()) == "".join(typed.split())
    assert len(typed) > 5
    painted, box = change(sheet, tmp_path / "long.pdf", name, around=8)
    assert painted[3] <= box[3] + 0.5


def test_a_field_takes_no_more_letters_than_every_program_shows() -> None:
    """pdf.js, whose lines are the farthest apart, goes by the number of letters alone."""
    assert letters_in(100, 20, 10, is_line=True) == 20
    assert letters_in(100, 28, 9, is_line=False) == 2 * (22 - 3), "two lines, each a little ragged"
    assert letters_in(100, 40, 10, is_line=False) == 2 * (20 - 3), "not three, of which pdf.js would cut the last"


@pytest.mark.parametrize("name", ["plan", "stakeholder-map"])
def test_answers_like_the_examples_fit_their_cells(name: str, tmp_path: Path) -> None:
    """On sheets of the course: what its worked example has in each cell, typed into the same cell, is seen to its last line."""
    edition = select(load_course(ROOT)[0], Audience.PARTICIPANT, "es")
    write_book(prepare_sheet(edition, name), tmp_path / "sheet.pdf")
    samples = samples_of(leaf.document for leaf in edition.leaves())
    cells = {
        field: words
        for (sheet, part), rows in samples.items()
        for field in boxes(tmp_path / "sheet.pdf")
        for row, texts in enumerate(rows, 1)
        for column, words in enumerate(texts, 1)
        if sheet == name and words and field.endswith((f"_{name}_{part}_r{row}c{column}", f"_{name}_{part}"))
    }
    type_into(tmp_path / "sheet.pdf", tmp_path / "filled.pdf", cells)
    with pikepdf.open(tmp_path / "filled.pdf") as document:
        typed = {str(field.T): str(field.get("/V", "")) for field in document.Root.AcroForm.Fields}
    assert {field: typed[field] for field in cells} == cells
    longest = sorted(cells, key=lambda field: len(cells[field]))[-4:]
    assert len(cells[longest[0]]) > 20
    for field in longest:
        painted, box = change(tmp_path / "sheet.pdf", tmp_path / "filled.pdf", field, around=0)
        assert painted[3] < box[3] - 1, cells[field]


def test_a_workbook_keeps_everything_else(tiny: Course, tmp_path: Path) -> None:
    """Tags, language and the other fields are still there after saving; a second round of typing adds to the first."""
    write_book(prepare_book(select(tiny, Audience.PARTICIPANT, "es")), tmp_path / "workbook.pdf")
    type_into(tmp_path / "workbook.pdf", tmp_path / "once.pdf", {"cover_name": "Ñusta"})
    type_into(tmp_path / "once.pdf", tmp_path / "group" / "twice.pdf", {STEP: "¡Ya!", **CLICKED})
    (found,) = collect(tiny, tmp_path / "group", "es").files
    assert found.values["cover_name"] == "Ñusta"
    assert found.values[STEP] == "¡Ya!"
    with pikepdf.open(tmp_path / "group" / "twice.pdf") as saved, pikepdf.open(tmp_path / "workbook.pdf") as blank:
        assert saved.Root.StructTreeRoot.K is not None
        assert str(saved.Root.Lang) == "es"
        assert len(saved.Root.AcroForm.Fields) == len(blank.Root.AcroForm.Fields)
