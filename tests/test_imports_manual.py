"""Manuals of 60 pages, by LibreOffice and by Word's own markup, become courses: nothing hidden is shown, nothing is lost without a word."""

import base64
import io
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest
from building import build
from conftest import need_tool
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from importing import Imported, run_import
from PIL import Image

from builder.build.table import entries
from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.choice import Choice

_W = nsdecls("w")


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1500, 800), "teal").save(made, "PNG")
    return made.getvalue()


def _element(body: str) -> object:
    return parse_xml(body)


def word_manual(path: Path, modules: int) -> Path:
    """As Word writes it: a table of contents, headers, hidden text, changes, a comment, text boxes, equations, captions, lists."""
    made = docx.Document()
    made.add_heading("Manual of water", 0)
    made.styles.add_style("toc 1", 1)
    made.add_paragraph("Part 0\t2", style="toc 1")
    made.sections[0].header.paragraphs[0].text = "Ministry of water"
    for number in range(modules):
        made.add_heading(f"Part {number}", 1)
        made.add_paragraph("About the part.")
        for topic in ("Meter", "Leaks"):
            made.add_heading(f"{topic} {number}", 2)
            for _ in range(4):
                made.add_paragraph("Water runs where nobody looks, day and night. " * 25)
            made.add_paragraph("open the lid", style="List Number")
            made.add_paragraph("by hand", style="List Number 2")
            table = made.add_table(3, 3)
            for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
                cell.text = f"cell {place}"
            table.cell(0, 0).merge(table.cell(0, 1))
            made.add_picture(io.BytesIO(picture()), width=docx.shared.Cm(12))
    run = made.add_paragraph("Shown and ").add_run("SECRET ANSWER")
    run.font.hidden = True
    paragraph = made.add_paragraph("A sentence.")
    made.add_comment(paragraph.runs, text="Ask who pays.", author="Ana Bel", initials="AB")
    _word_parts(paragraph._p)  # noqa: SLF001 - the library writes no changes, equations or text boxes
    made.save(str(path))
    return path


def _word_parts(paragraph: object) -> None:
    for body in (
        f'<w:ins {_W} w:id="90" w:author="A"><w:r><w:t> inserted</w:t></w:r></w:ins>',
        f'<w:del {_W} w:id="91" w:author="A"><w:r><w:delText> deleted</w:delText></w:r></w:del>',
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t></m:r></m:oMath>',
        f'<w:r {_W}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>In a text box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>',
    ):
        paragraph.append(_element(body))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("word")
    return run_import(folder / "course", "docx", word_manual(folder / "manual.docx", 2), "--comments")


@pytest.mark.slow
def test_what_word_hides_or_keeps_beside_the_text_is_named(word: Imported) -> None:
    assert (word.code, word.errors()) == (0, [])
    report = "\n".join(word.report)
    for words in (
        "hidden text was left out (1 pieces): “SECRET ANSWER”", "deleted with tracked changes; they are not in the course: “deleted”",
        "inserted with tracked changes", "1 equations were left out", "the foot of pages was left out: “Ministry of water”",
        "a comment became a note to trainers",
    ):  # fmt: skip
        assert words in report
    assert not any(b"SECRET" in path.read_bytes() for path in word.folder.glob("modules/**/*.md"))


def test_comments_are_for_trainers_and_boxes_and_lists_are_kept(word: Imported) -> None:
    page = word.text("modules/020-part-1/020-leaks-1.en.md")
    assert "A sentence. inserted" in page
    assert "In a text box" in page
    assert "::: trainer\nAB: Ask who pays.\n::: /trainer" in page
    assert "1. open the lid\n" in page
    assert not list(word.folder.glob("modules/*beginning*"))


@pytest.mark.slow
def test_comments_that_nobody_asked_for_are_counted(tmp_path: Path) -> None:
    made = run_import(tmp_path / "c", "docx", word_manual(tmp_path / "m.docx", 1), language="es")
    assert made.code == 0
    assert "se omitieron 1 comentarios" in "\n".join(made.report)
    assert "Ask who" not in made.text("modules/010-part-0/020-*.md")


def test_a_module_with_nothing_but_a_note_to_trainers_is_built(word: Imported) -> None:
    course, _ = load_course(word.folder)
    found = entries(course, [select(course, audience, "en") for audience in Audience], Choice())
    assert "trainer/downloads/trainer-workbook.en.pdf" in found
    assert not [name for name in found if "slides" in name]


# -- sixty pages

HTML = """<h1>Part {n}</h1><p>About the part.</p>
<h2>Meter {n}</h2>{text}<p>Told<a class='sdfootnoteanc' name='sdfootnote{n}anc' href='#sdfootnote{n}sym'><sup>{n}</sup></a> here.</p>
<ol><li>first<ul><li>inner</li></ul></li><li>second</li></ol><h3>Detail</h3>{text}
<h2>Leaks {n}</h2>{text}<table border=1><tr><th>Where</th><th>How much</th></tr><tr><td>tap</td><td>{n} litres</td></tr></table>
<p><img src='{image}' width=500 alt='A meter with five digits'></p>{text}"""


def office_manual(folder: Path, modules: int) -> Path:
    text = "<p>" + "Water runs where nobody looks, day and night. " * 30 + "</p>"
    text += text
    inner = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    notes = "".join(
        f"<div id='sdfootnote{n}'><p><a class='sdfootnotesym' name='sdfootnote{n}sym' href='#sdfootnote{n}anc'>{n}</a>Note {n}.</p></div>"
        for n in range(1, modules + 1)
    )
    body = "".join(HTML.format(n=n, text=text, image=inner if n < modules else "p.png") for n in range(1, modules + 1))
    (folder / "p.png").write_bytes(picture())
    (folder / "m.html").write_text(f"<html><body>{body}{notes}</body></html>", encoding="utf-8")
    _office(folder, "docx:MS Word 2007 XML", "m.html", "--infilter=HTML (StarWriter)")
    return folder / "m.docx"


def _office(folder: Path, kind: str, file: str, *more: str) -> None:
    home = f"-env:UserInstallation=file://{folder}/office"
    command = [
        need_tool("soffice"),
        home,
        "--headless",
        *more,
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(folder / file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["LibreOffice", "Word"])
def test_a_manual_of_sixty_pages_is_imported_and_built(tmp_path: Path, kind: str) -> None:
    file = office_manual(tmp_path, 15) if kind == "LibreOffice" else word_manual(tmp_path / "m.docx", 15)
    need_tool("soffice")
    _office(tmp_path, "pdf", file.name)
    assert len(pypdf.PdfReader(file.with_suffix(".pdf")).pages) >= 55
    made = run_import(tmp_path / "course", "docx", file)
    assert (made.code, made.errors()) == (0, [])
    assert len(list(made.folder.glob("modules/*/*-leaks-*.en.md"))) == 15
    assert "1. " in made.text("modules/010-*/*-meter-*.en.md")
    said = "\n".join(made.report)
    assert ("the picture p.png lies beside the file" in said) == (kind == "LibreOffice")
    assert "nobody knows the style" not in said
    assert "](images/" in made.text("modules/010-*/*-leaks-*.en.md")
    if kind == "LibreOffice":  # once is enough: what is built is a course, wherever it came from
        _build(made)


def _build(made: Imported) -> None:
    report = build(made.folder, Choice(outputs=("site", "workbook"), audiences=(Audience.PARTICIPANT,)))
    assert not [problem for problem in report.problems if not problem.is_warning]
    site = next((made.folder / "dist/participant/en").rglob("meter-1.html")).read_text("utf-8")
    assert "Water runs where nobody looks" in site
    assert "Note 1" in site
