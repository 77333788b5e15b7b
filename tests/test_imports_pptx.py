"""Presentations become sessions: what slides show is explained, notes are for trainers only."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from importing import Imported, run_import
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

_SECTIONS = (
    '<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="Start" id="{1}"><p14:sldIdLst>%s</p14:sldIdLst></p14:section>'
    '<p14:section name="The meter" id="{2}"><p14:sldIdLst>%s</p14:sldIdLst></p14:section></p14:sectionLst></p:ext>'
)


def presentation(path: Path) -> Path:
    """Slides as people make them: titles, levels, bold, links, a table, pictures, groups, a chart, notes, a hidden one."""
    show, picture = Presentation(), io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(picture, "PNG")

    def slide(layout: int, title: str, notes: str = "") -> Any:
        made = show.slides.add_slide(show.slide_layouts[layout])
        if title:
            made.shapes.title.text = title
        if notes:
            made.notes_slide.notes_text_frame.text = notes
        return made

    first = slide(0, "Water in small firms", "Welcome everybody.")
    first.placeholders[1].text = "A short course"
    second = slide(1, "Read the * meter", "Bring a <torch>.\nAsk first.")
    frame = second.placeholders[1].text_frame
    frame.text = "Open the lid"
    for text, level in (("by hand", 1), ("never with a knife", 1), ("Write it down", 0)):
        added = frame.add_paragraph()
        added.text, added.level = text, level
    run = frame.paragraphs[-1].add_run()
    run.text, run.font.bold = " today", True
    linked = second.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.paragraphs[0].add_run()
    linked.text, linked.hyperlink.address = "More about it", "https://example.org/water"
    third = slide(5, "Numbers")
    cells = third.shapes.add_table(3, 2, 0, 0, Inches(4), Inches(2)).table
    for place, text in enumerate(("Month", "Litres|m3", "May", "7", "both", "")):
        cells.cell(place // 2, place % 2).text = text
    cells.cell(2, 0).merge(cells.cell(2, 1))
    picture.seek(0)
    third.shapes.add_picture(picture, 0, 0, Inches(3))
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["May", "June"]
    data.add_series("Litres", (7, 9.5))
    third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(2), data)
    fourth = slide(6, "")
    group = fourth.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group"
    described = fourth.shapes.add_picture(picture, 0, 0, Inches(3))
    described._element.nvPicPr.cNvPr.set("descr", "A meter")  # noqa: SLF001 - the library writes no words for pictures
    unseen = fourth.shapes.add_textbox(0, 0, Inches(1), Inches(1))
    unseen.text_frame.text = "UNSEEN"
    unseen._element.nvSpPr.cNvPr.set("hidden", "1")  # noqa: SLF001 - the same
    hidden = slide(1, "Secret", "Only for me.")
    hidden.placeholders[1].text = "HIDDEN"
    hidden._element.set("show", "0")  # noqa: SLF001 - the same
    slide(5, "Empty")
    numbers = [f'<p14:sldId id="{one.slide_id}"/>' for one in show.slides]
    show.core_properties.title = "PowerPoint Presentation"
    show.save(str(path))
    return _with(path, _SECTIONS % ("".join(numbers[:1]), "".join(numbers[1:])))


def _with(path: Path, sections: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "ppt/presentation.xml"
    members[name] = members[name].replace(
        b"</p:presentation>", f"<p:extLst>{sections}</p:extLst></p:presentation>".encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("show")
    return run_import(folder / "course", "pptx", presentation(folder / "slides.pptx"))


@pytest.mark.slow
def test_a_presentation_passes_the_check(show: Imported) -> None:
    assert (show.code, show.errors()) == (0, [])
    assert 'site_name: "Water in small firms"' in show.text("mkdocs.yml")
    first = show.text("modules/010-water-in-small-firms/010-start.en.md")
    assert "A short course\n\n::: trainer\nWelcome everybody.\n::: /trainer" in first


def test_titles_lists_links_and_notes(show: Imported) -> None:
    page = show.text("modules/*/020-the-meter.en.md")
    assert (
        "::: teach Read the meter\n- Open the lid\n    - by hand\n    - never with a knife\n- Write it down **today**\n\n"
        "[More about it](https://example.org/water)\n\n::: trainer\nBring a `<torch>`.\n\nAsk first.\n::: /trainer\n::: /teach"
        in page
    )


def test_tables_charts_and_pictures(show: Imported) -> None:
    page = show.text("modules/*/020-the-meter.en.md")
    assert (
        "| Month | Litres\\|m3 |\n|---|---|\n| May | 7 |\n| both |  |\n\n![?](images/slide-3-1.png)\n\n|  | Litres |\n|---|---|\n| May | 7 |\n| June | 9.5 |"
        in page
    )
    assert "In a group\n\n![A meter](images/" in page


def test_hidden_slides_and_notes_are_for_trainers(show: Imported) -> None:
    page = show.text("modules/*/020-the-meter.en.md")
    start = page.index("**Secret**")
    assert page[:start].rstrip().endswith("::: trainer")
    assert "UNSEEN" not in page
    assert "“UNSEEN” was left out" in "\n".join(show.report)
    assert "HIDDEN" in page[start:].split("::: /trainer")[0]
    report = "\n".join(show.report)
    assert "slides.pptx:5" in report
    assert "the slide “Secret” is hidden" in report
    assert "a chart has no place here" in report


@pytest.mark.slow
def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(b"PK\x03\x04 nothing")
    Presentation().save(str(tmp_path / "b.pptx"))
    for name, code in (("a", "source-unread"), ("b", "source-empty")):
        refused = run_import(tmp_path / "c", "pptx", tmp_path / f"{name}.pptx", "--language", "es", language="es")
        assert (refused.code, code in refused.output) == (1, True), refused.output
