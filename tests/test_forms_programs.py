"""Every form filled in by three programs, a value of its own in each field: what is seen in a field is what is stored in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf.form import DefaultAppearanceStreamGenerator, Form
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from test_forms import boxes, type_into

from builder.collect.collect import collect
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
Values = Mapping[str, str]


def by_pypdf(source: Path, target: Path, values: Values) -> None:
    writer = PdfWriter(clone_from=PdfReader(source))
    buttons = {name.partition("=")[0]: NameObject(f"/{value}") for name, value in ticked(source).items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, {**values, **buttons}, auto_regenerate=False)
    writer.write(target)


def by_pikepdf(source: Path, target: Path, values: Values) -> None:
    with pikepdf.open(source) as document:
        form = Form(document, DefaultAppearanceStreamGenerator)
        for name, value in values.items():
            form[name].value = value
        document.save(target)


def by_pdfium(source: Path, target: Path, values: Values) -> None:
    type_into(source, target, dict(values))


PROGRAMS = (by_pypdf, by_pikepdf, by_pdfium)


def texts(path: Path, mark: str) -> dict[str, str]:
    """A value of its own for each field that is typed into, short enough for the smallest cell; it begins with the mark."""
    with pikepdf.open(path) as document:
        fields = [str(field.T) for field in document.Root.AcroForm.Fields if field.FT == "/Tx"]
    return {name: f"{mark}{number}" for number, name in enumerate(fields)}


def ticked(path: Path) -> dict[str, str]:
    """Each box, and the last circle of each group, with its state."""
    found = {}
    with pikepdf.open(path) as document:
        for field in document.Root.AcroForm.Fields:
            if field.FT == "/Btn":
                kid = list(field.get("/Kids", [field]))[-1]
                found[str(field.T)] = next(str(state)[1:] for state in kid.AP.N if state != "/Off")
    return found


def seen(path: Path) -> Iterator[tuple[str, str]]:
    """The words that are printed in each field: the pages flattened, then read in the field's box."""
    places, document = boxes(path), pypdfium2.PdfDocument(path)
    document.init_forms()
    for number, page in enumerate(document):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        words = document[number].get_textpage()  # noqa: PLR1736 - the page as it is now
        for name, (_, (left, bottom, right, top)) in places.items():
            if places[name][0] == number and "=" not in name:
                yield name, "".join(words.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1).split())
    document.close()


@pytest.fixture(scope="module")
def forms(tiny: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Course, Path]]:
    """Every book and sheet of the tiny course, and of the real one the plan and the diagnosis."""
    folder, found = tmp_path_factory.mktemp("forms"), {}
    for audience in Audience:
        write_book(prepare_book(select(tiny, audience, "es")), folder / f"{audience.label}.pdf")
        found[audience.label] = tiny, folder / f"{audience.label}.pdf"
    real = load_course(ROOT)[0]
    for course, name in ((tiny, "stakeholder-map"), (real, "plan"), (real, "diagnosis")):
        write_book(prepare_sheet(select(course, Audience.PARTICIPANT, "es"), name), folder / f"{name}.pdf")
        found[name] = course, folder / f"{name}.pdf"
    return found


@pytest.mark.parametrize("name", ["participant", "solutions", "trainer", "stakeholder-map", "plan", "diagnosis"])
def test_what_is_seen_in_each_field_is_what_is_stored_in_it(
    forms: dict[str, tuple[Course, Path]], tmp_path: Path, name: str
) -> None:
    course, blank = forms[name]
    values = {f"{fill.__name__}.pdf": texts(blank, mark) for fill, mark in zip(PROGRAMS, "kmw", strict=True)}
    for fill, (file, given) in zip(PROGRAMS, values.items(), strict=True):
        fill(blank, tmp_path / file, given)
        printed = dict(seen(tmp_path / file))
        assert {key: printed[key] for key in given} == given, file
    found = collect(course, tmp_path, "es")  # all three at once: it starts a process for what it reads
    assert not found.problems
    assert {row.name: {key: row.values[key] for key in values[row.name]} for row in found.files} == values
    assert values["by_pypdf.pdf"].keys() <= found.questions.keys()


def test_no_two_fields_share_a_picture(forms: dict[str, tuple[Course, Path]]) -> None:
    for _, path in forms.values():
        with pikepdf.open(path) as document:
            widgets = [
                one for page in document.pages for one in page.obj.get("/Annots", []) if one.Subtype == "/Widget"
            ]
            own = [picture.objgen for one in widgets for picture in pictures(one.AP.N)]
            assert len(own) == len(set(own)) == len(widgets)


def pictures(looks: pikepdf.Object) -> list[pikepdf.Object]:
    """How a widget looks, apart from buttons that are off: there is nothing to see."""
    return [looks] if isinstance(looks, pikepdf.Stream) else [look for state, look in looks.items() if state != "/Off"]
