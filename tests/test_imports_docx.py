"""Word manuals become courses; broken and hostile files end in a message, never in a traceback or a hang."""

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import need_tool
from importing import Imported, run_import
from PIL import Image

from builder.imports.draft import Draft, Wishes
from builder.imports.kinds import MEGABYTES, answer
from builder.package.apart import Apart
from builder.problems import Problem

pytestmark = pytest.mark.slow


def manual(path: Path, modules: int = 2) -> Path:
    """A manual in Word's own markup, with headings, lists, a table, a picture, a style of its own."""
    made, picture = docx.Document(), io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(picture, "PNG")
    made.add_heading("Water manual", 0)
    for name in ("Hint", "Odd"):
        made.styles.add_style(name, 1)
    for number in range(modules):
        made.add_heading(f"Part {number}", 1)
        made.add_paragraph("About the part.")
        for topic in ("Meter", "Leaks"):
            made.add_heading(f"{topic} {number}", 2)
            made.add_paragraph("Words with * and <signs>. " * 60)
            made.add_heading("Detail", 3)
            made.add_paragraph("one", style="List Bullet")
            made.add_paragraph("A hint.", style="Hint")
            made.add_paragraph("odd", style="Odd")
            table = made.add_table(2, 2)
            table.cell(0, 0).text, table.cell(1, 1).text = "A|B", "c"
            picture.seek(0)
            made.add_picture(picture)
    made.save(str(path))
    return path


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("word")
    (folder / "styles.txt").write_text("# boxes\nHint = tip\n", encoding="utf-8")
    file = manual(folder / "manual.docx", modules=15)  # about 60 pages
    return run_import(folder / "course", "docx", file, "--styles", folder / "styles.txt")


def test_a_manual_passes_the_check(word: Imported) -> None:
    assert (word.code, word.errors()) == (0, [])
    assert len(list(word.folder.glob("modules/*/*-meter-*.en.md"))) == 15
    assert "About the part." in word.text("modules/010-*/module.en.md")
    assert 'site_name: "Water manual"' in word.text("mkdocs.yml")


def test_styles_lists_tables_and_pictures(word: Imported) -> None:
    page = word.text("modules/010-part-0/010-meter-0.en.md")
    assert "Words with \\* and `<signs>`." in page
    assert "## Detail\n\n- one\n" in page
    assert "::: tip\nA hint.\n::: /tip\n\nodd" in page
    assert "| A\\|B |  |\n|---|---|\n|  | c |" in page
    assert "![?](images/picture-1.png)" in page


def test_no_style_is_guessed_silently(word: Imported) -> None:
    text = "\n".join(word.report)
    assert "nobody knows the style “Odd”" in text
    assert "“Hint”" not in text
    assert "nothing says what picture-1 shows" in text


def test_a_line_of_the_styles_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "styles.txt").write_text("Hint = tip\nHint is a tip\n", encoding="utf-8")
    refused = run_import(tmp_path / "c", "docx", manual(tmp_path / "m.docx", 1), "--styles", tmp_path / "styles.txt")
    assert (refused.code, "styles.txt:2: source-style" in refused.output) == (1, True)


@pytest.mark.slow
def test_a_manual_of_libreoffice_with_a_footnote(tmp_path: Path) -> None:
    office = need_tool("soffice")
    body = "<h1>One</h1><p>Before.</p><h2>Two</h2><p>Told<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a> here.</p><ol><li>first<ul><li>inner</li></ul></li></ol><div id='sdfootnote1'><p><a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>A note.</p></div>"
    (tmp_path / "m.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "m.html"], check=True, capture_output=True, timeout=300)
    made = run_import(tmp_path / "course", "docx", tmp_path / "m.docx")
    assert (made.code, made.errors()) == (0, [])
    page = made.text("modules/010-one/010-two.en.md")
    assert "Told" in page
    assert "A note" in page
    assert "1. first\n    - inner" in page


# -- files of strangers


def changed(source: Path, target: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return target


def test_hostile_archives_are_refused(tmp_path: Path) -> None:
    good = manual(tmp_path / "good.docx", 1)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
    wide = bomb.decode().encode("utf-16")
    cases = {
        "entities": ("word/document.xml", bomb), "utf-16": ("word/document.xml", wide),
        "huge": ("word/media/x.png", b"\0" * 41_000_000), "cut": ("word/document.xml", b"<w:document"),
    }  # fmt: skip
    for name, (member, content) in cases.items():
        file = changed(good, tmp_path / f"{name}.docx", member, content)
        refused = run_import(tmp_path / "course" / name, "docx", file)
        assert refused.code == 1, name
        assert "source-" in refused.output, name
        assert not (tmp_path / "course" / name).exists(), name
        file.unlink()


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    file = changed(manual(tmp_path / "m.docx", 1), tmp_path / "slip.docx", "../../slipped.txt", b"x")
    run_import(tmp_path / "deep" / "course", "docx", file)
    assert not list(tmp_path.rglob("slipped.txt"))


def test_mutated_files_end_in_a_draft_or_a_message(tmp_path: Path) -> None:
    """A share of what was tried by hand; the seed is fixed."""
    good, chance = manual(tmp_path / "good.docx", 1).read_bytes(), random.Random(18)
    with Apart(answer, 120, MEGABYTES) as apart:
        for number in range(60):
            data = bytearray(good)
            for _ in range(chance.randint(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            file = tmp_path / f"{number}.docx"
            file.write_bytes(bytes(data[: chance.randrange(len(data))] if number % 3 == 0 else data))
            assert isinstance(apart.ask(("docx", (file,), Wishes(day="2026-11-29"))), Draft | Problem)
            file.unlink()
    shutil.rmtree(tmp_path, ignore_errors=True)
