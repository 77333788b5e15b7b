"""Codes for phones: read back, also after bad photocopies; on slides and in workbooks only where there is a site."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from pptx import Presentation

from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.slides.draw import drawn, write_pdf
from builder.outputs.slides.module import module_deck
from builder.outputs.slides.pptx.package import pptx
from builder.package.archive import write_archive
from builder.print.qr import qr_png, qr_svg, spoken

SITE = "https://cursos.camara-de-comercio.example.org/formacion/taller/"
PAGE = f"{SITE}en/modules/look/first.html"


def read(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture.convert("L"))}


def copied(picture: Image.Image, seed: int) -> Image.Image:
    """A photocopy of a photocopy: 70 % of the size, blurred, grainy, askew, only black and white."""
    chance = Random(seed)
    page = picture.convert("L").resize([round(side * 0.7) for side in picture.size], Image.Resampling.BILINEAR)
    for _ in range(2):
        page = page.filter(ImageFilter.GaussianBlur(1.0)).rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
        grain = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height)).point(
            lambda value: value * 0.41
        )
        page = ImageChops.add(page, grain, offset=-52).point(lambda value: 255 * (value > 128))
    return page


@pytest.fixture(scope="module")
def edition(tiny: Course) -> Edition:
    return select(replace(tiny, config=replace(tiny.config, site_url=SITE)), Audience.PARTICIPANT, "en")


@pytest.fixture(scope="module")
def pages(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Image.Image]]:
    """The pages of the slides, the handout, the workbook and a sheet that is copied by itself, as a printer of 300 dots an inch prints them."""
    folder = tmp_path_factory.mktemp("qr")
    write_pdf(edition, drawn(edition, module_deck(edition, "look")), folder / "slides.pdf")
    write_pdf(edition, drawn(edition, module_deck(edition, "look"), "a4"), folder / "handout.pdf")
    write_book(prepare_book(edition), folder / "workbook.pdf")
    write_book(prepare_sheet(edition, "stakeholder-map"), folder / "sheet.pdf")
    found = {}
    for path in folder.glob("*.pdf"):
        scale = 1.0 if path.stem == "slides" else 300 / 72
        document = pypdfium2.PdfDocument(path)
        found[path.stem] = [
            page.render(scale=scale).to_pil()
            for page in document
            if spoken(SITE)
            in page.get_textpage().get_text_range().replace("\n", "").replace("\r", "").replace("\u200b", "")
        ]
    return found


def test_the_address_is_short_and_the_same_bytes_come_twice() -> None:
    assert spoken("https://example.org/en/index.html") == "example.org/en"
    assert qr_svg(PAGE) == qr_svg(PAGE)
    assert read(Image.open(BytesIO(qr_png(PAGE)))) == {PAGE}


def test_a_quarter_of_the_code_may_be_lost() -> None:
    code = Image.open(BytesIO(qr_png(PAGE))).convert("L")
    side = code.size[0]
    code.paste(255, (side // 2, side // 2, side // 2 + side // 5, side // 2 + side // 5))
    assert read(code) == {PAGE}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["slides", "handout", "workbook", "sheet"])
def test_every_code_leads_to_its_page(kind: str, pages: dict[str, list[Image.Image]]) -> None:
    found = set().union(*map(read, pages[kind]))
    assert found == {PAGE, PAGE.replace("first", "deeper")} or (kind in ("workbook", "sheet") and PAGE in found)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed"), [("workbook", 0), ("workbook", 1), ("sheet", 0), ("sheet", 1)])
def test_the_code_on_paper_survives_a_photocopy(kind: str, seed: int, pages: dict[str, list[Image.Image]]) -> None:
    page = next(page for page in pages[kind] if PAGE in read(page)).crop((0, 0, 2480, 1750))
    spoilt = copied(page, seed)
    assert len(spoilt.getcolors()) == 2
    assert PAGE in read(spoilt)


def test_the_code_of_a_presentation_is_a_picture_with_a_name(edition: Edition, tmp_path: Path) -> None:
    write_archive(tmp_path / "look.pptx", pptx(edition, module_deck(edition, "look")))
    slides = Presentation(tmp_path / "look.pptx").slides
    pictures = [
        shape for slide in slides for shape in slide.shapes if shape.shape_type is not None and "Code" in shape.name
    ]
    assert pictures
    for one in pictures:
        name = one._element.nvPicPr.cNvPr.get("descr")  # noqa: SLF001 - the library has no name for it
        assert read(Image.open(BytesIO(one.image.blob))) == {name.replace("QR: ", "https://")}


def test_without_a_site_there_is_no_code(tiny: Course) -> None:
    nowhere = select(replace(tiny, config=replace(tiny.config, site_url="")), Audience.PARTICIPANT, "en")
    assert not [name for name in drawn(nowhere, module_deck(nowhere, "look")).assets if name.startswith("qr")]
    for book in (prepare_book(nowhere), prepare_sheet(nowhere, "stakeholder-map")):
        assert not [name for name, _ in book.assets if name.startswith("qr")]
