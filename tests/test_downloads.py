"""Files that pages link to, for people to take away: shown with type and size, never given to who may not have them, refused when
they could do harm.
"""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
from conftest import TINY
from docx import Document as WordFile
from openpyxl import Workbook

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.files import shared_files
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf, select
from builder.gate import files
from builder.gate.look import check_files, find_leak
from builder.gate.secrets import find_secrets
from builder.handouts.inside import fault_of
from builder.outputs.book.leaves import rendered as printed
from builder.outputs.cartridge.cartridge import cartridge
from builder.outputs.cartridge.version import CC11
from builder.outputs.epub.book import Source, epub
from builder.outputs.scorm.package import Wanted, package_files
from builder.outputs.site.site import site_files
from builder.package.pages import course_leaves, pages
from builder.package.places import Form
from builder.problems import ContentError

PAGE = "modules/10-look/10-first"
SECRET = "The right order of the cards is neighbours first and the bank at the very end."


def docx(text: str, change: Callable[[zipfile.ZipFile], object] = lambda _: None) -> bytes:
    """A Word file with one paragraph, and with what is added to the archive."""
    stream, made = BytesIO(), WordFile()
    made.add_paragraph(text)
    made.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        change(archive)
    return stream.getvalue()


def xlsx(text: str) -> bytes:
    stream, book = BytesIO(), Workbook()
    book.active["A1"] = text
    book.save(stream)
    return stream.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(stream)
    return stream.getvalue()


def replaced(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def course_with_files(root: Path) -> Path:
    """The tiny course: a table in each language, a letter that is the same in both, and a key for trainers only."""
    shutil.copytree(TINY, root)
    folder = root / "modules/10-look/files"
    folder.mkdir()
    for language in ("en", "es"):
        (folder / f"plan.{language}.xlsx").write_bytes(xlsx(f"Plan ({language})"))
        end = "    ::: /trainer\n\n3. "
        page, key = f"{PAGE}.{language}.md", "\n    See [the key](../../trainer_guides/key.docx).\n"
        replaced(root, page, end, f"{key}{end}[Plan](files/plan.{language}.xlsx). ")
        replaced(root, page, "\n::: keypoints", "\n[A letter](<files/The Letter.pdf>)\n\n::: keypoints")
    (folder / "The Letter.pdf").write_bytes(pdf())
    (root / "trainer_guides/key.docx").write_bytes(docx(SECRET))
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_with_files(tmp_path_factory.mktemp("downloads") / "course")


@pytest.fixture(scope="module")
def course(root: Path) -> Course:
    course, problems = load_course(root)
    assert not problems
    assert not check_course(course, problems)
    return course


@pytest.fixture(scope="module")
def participant(course: Course) -> Edition:
    return select(course, Audience.PARTICIPANT, "es")


def first_session(edition: Edition) -> Leaf:
    return edition.modules[0].sessions[0]


def test_each_edition_has_the_files_that_its_pages_show(course: Course) -> None:
    def names(audience: Audience, language: str) -> set[str]:
        return {file.name for file in select(course, audience, language).files.values()}

    assert names(Audience.PARTICIPANT, "en") == names(Audience.SOLUTIONS, "en") == {"plan.en.xlsx", "the-letter.pdf"}
    assert names(Audience.PARTICIPANT, "es") == {"plan.es.xlsx", "the-letter.pdf"}
    assert names(Audience.TRAINER, "es") == {"plan.es.xlsx", "the-letter.pdf", "key.docx"}
    public = {file.name: file.is_public for file in select(course, Audience.TRAINER, "en").files.values()}
    assert public == {"plan.en.xlsx": True, "the-letter.pdf": True, "key.docx": False}


def test_two_files_of_one_name_get_names_of_their_own(course: Course) -> None:
    document = course.modules[0].sessions[0].documents["en"]
    other = PurePosixPath("modules/10-look/the letter.pdf")
    letter = next(file for path, file in course.files.items() if path.name == "The Letter.pdf")
    both = [document.path.parent / "files/The Letter.pdf", other]
    lines = ("[one](<files/The Letter.pdf>) [two](<the letter.pdf>)",)
    page = replace(document, lines=lines, blocks=(), fences=())
    found = shared_files(dict.fromkeys(both, letter), [page], [])
    assert len({file.name for file in found.values()}) == len(found) == 2


def test_the_site_shows_kind_and_size_and_lists_the_files(course: Course) -> None:
    for audience, has_key in ((Audience.PARTICIPANT, False), (Audience.TRAINER, True)):
        files = site_files(select(course, audience, "es"), ["es"])
        text = files["docs/modules/look/first.md"].decode()
        assert "[Plan](<../../files/plan.es.xlsx>)" in text
        size = (course.config.root / "modules/10-look/files/plan.es.xlsx").stat().st_size
        assert f"(XLSX\\, {size / 1000:.0f}\u00a0kB)" in text
        assert files["docs/files/plan.es.xlsx"][:2] == b"PK"
        listed = files["docs/downloads.md"].decode()
        assert 'href="files/plan.es.xlsx"' in listed
        assert 'href="files/the-letter.pdf"' in listed
        assert ("files-for-trainers" in listed) == ("docs/files/key.docx" in files) == has_key
        assert any("downloads.md" in line for line in files["mkdocs.yml"].decode().splitlines())


def test_paper_says_the_name_and_where_to_get_it(course: Course, participant: Edition) -> None:
    leaf = first_session(participant)
    tree = printed(participant, [leaf])["session", leaf.key].tree
    link = next(link for link in tree.iter("a") if link.text == "Plan")
    assert link.get("href") == "https://example.org/tiny/es/files/plan.es.xlsx"
    assert "archivo plan.es.xlsx" in (link.tail or "")
    assert "Descargas" in (link.tail or "")
    trainer = select(course, Audience.TRAINER, "en")
    text = "".join(printed(trainer, [first_session(trainer)])["session", leaf.key].tree.itertext())
    assert "the key (file key.docx, DOCX" in text
    assert "trainers' website" in text


def test_packages_hold_the_files_where_they_may(participant: Edition) -> None:
    scorm = package_files(participant, Wanted("scorm12"))
    assert {"files/plan.es.xlsx", "files/the-letter.pdf"} <= scorm.keys()
    assert b'<a href="files/plan.es.xlsx" download="">' in scorm["index.html"]
    assert b"files/plan.es.xlsx" in scorm["imsmanifest.xml"]
    made = pages(participant, course_leaves(participant), Form(suffix=".html", pictures="", files=""))
    found = cartridge(participant, made, (), CC11)
    assert "web_resources/plan.es.xlsx" in found
    assert b'"web_resources/plan.es.xlsx"' in found["imsmanifest.xml"]
    book = epub(participant, course_leaves(participant), "Book", Source(), keys=False)
    assert not any(name.endswith((".xlsx", ".pdf")) for name in book)
    assert any(b"https://example.org/tiny/es/files/plan.es.xlsx" in content for content in book.values())
    assert not any(b"key.docx" in content for files in (scorm, found, book) for content in files.values())


def test_a_question_and_a_page_without_places_say_where_the_file_is(participant: Edition) -> None:
    text = page_markdown(participant, first_session(participant), lambda *_: "")
    assert render(text, "es") is not None


# -- the leak gate


def in_zip(content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("deep/renamed.bin", content)
    return stream.getvalue()


def test_the_gate_knows_a_hidden_file_by_its_bytes_and_by_its_words(course: Course, root: Path) -> None:
    secrets = find_secrets(course, Audience.PARTICIPANT)
    key = (root / "trainer_guides/key.docx").read_bytes()
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(key)) as old, zipfile.ZipFile(again, "w") as new:
        new.writestr("word/document.xml", old.read("word/document.xml"))
    for content in (key, in_zip(key), in_zip(in_zip(key)), again.getvalue(), docx("One more. " + SECRET)):
        assert find_leak("x.zip", content, secrets)
    assert find_leak("page.html", f"<p>{SECRET}</p>".encode(), secrets)
    letter, plan = (root / "modules/10-look/files" / name for name in ("The Letter.pdf", "plan.en.xlsx"))
    for path in (letter, plan):
        assert not find_leak(path.name, path.read_bytes(), secrets)
        assert not find_leak("x.zip", in_zip(path.read_bytes()), secrets)


def test_a_file_for_everybody_may_not_hold_what_a_block_hides(course: Course) -> None:
    told = "Ask first who opens the shop in the dark morning."
    assert find_leak("plan.docx", docx(told), find_secrets(course, Audience.PARTICIPANT))


def test_what_cannot_be_searched_is_not_published(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"name\ndata:;base64,JVBERi0xLjQKJcfsj6IK\n")
    with pytest.raises(ContentError, match="file-unsearchable"):
        check_files({"en/files/table.csv": path}, find_secrets(course, Audience.PARTICIPANT))


def test_a_picture_that_everybody_sees_is_no_secret_in_a_hidden_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LEAST", 1)
    root = course_with_files(tmp_path / "course")
    shown = select(load_course(root)[0], Audience.PARTICIPANT, "en").images
    made = next(image for path, image in shown.items() if path.name == "logo.png").bytes_in("en")
    (root / "trainer_guides/key.docx").write_bytes(docx(SECRET, added("word/media/image1.png", made)))
    assert not find_leak("logo.png", made, find_secrets(load_course(root)[0], Audience.PARTICIPANT))


def test_what_changes_after_the_check_is_not_given_out(tmp_path: Path) -> None:
    root = course_with_files(tmp_path / "course")
    edition = select(load_course(root)[0], Audience.PARTICIPANT, "en")
    (root / "modules/10-look/files/plan.en.xlsx").write_bytes(xlsx("Another"))
    with pytest.raises(ContentError, match="download-changed"):
        site_files(edition, ["en"])


# -- what is refused


def added(name: str, content: bytes = b"x") -> Callable[[zipfile.ZipFile], object]:
    return lambda archive: archive.writestr(name, content)


OUTWARD = (
    b'<Relationships><Relationship Id="a" Type="http://x/attachedTemplate" TargetMode="External" Target="https://x.test/t"/>'
    b"</Relationships>"
)
LINK = OUTWARD.replace(b"attachedTemplate", b"hyperlink")
FIELD = b"<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText></w:p>"


def with_action(kind: str) -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), Next=pikepdf.Dictionary(S=pikepdf.Name.URI))
    return pdf(lambda made: made.Root.__setattr__("OpenAction", action))


def with_attachment() -> bytes:
    return pdf(lambda made: made.attachments.__setitem__("a.exe", b"MZ"))


def opened(kind: str, content: str, **others: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
        for name, part in others.items():
            archive.writestr(name.replace("__", "/"), part)
    return stream.getvalue()


FINE = {
    "docx": docx("Fine", added("word/_rels/x.rels", LINK)),
    "xlsx": xlsx("Fine"),
    "pdf": pdf(),
    "csv": "name;number\nOne;-1,5\nTwo;+3 %\n—;-\n".encode(),
    "odt": opened("text", '<a xlink:href="https://example.org"/><draw:image xlink:href="Pictures/1.png"/>'),
    "mp3": b"ID3\x04rest",
    "mp4": b"\0\0\0\x18ftypisom",
    "webm": b"\x1a\x45\xdf\xa3rest",
    "wav": b"RIFF\0\0\0\0WAVEfmt ",
}
BAD = {
    "macros": ("docx", docx("x", added("word/vbaProject.bin")), "download-unsafe"),
    "document as table": ("xlsx", docx("x"), "download-broken"),
    "template from elsewhere": ("docx", docx("x", added("word/_rels/x.rels", OUTWARD)), "download-unsafe"),
    "link into the local network": (
        "docx", docx("x", added("word/_rels/x.rels", LINK.replace(b"https://x.test/t", b"file://host/share"))), "download-unsafe",
    ),
    "field that starts a program": ("docx", docx("x", added("word/more.xml", FIELD)), "download-unsafe"),
    "entity": ("docx", docx("x", added("word/more.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")), "download-unsafe"),
    "embedded program": ("docx", docx("x", added("word/embeddings/oleObject1.bin")), "download-unsafe"),
    "embedded with macros": (
        "docx", docx("x", added("word/embeddings/a.docx", docx("y", added("word/vbaProject.bin")))), "download-unsafe",
    ),
    "page": ("pdf", b"<html><script>1</script></html>", "download-broken"),
    "cut": ("docx", docx("x")[:500], "download-broken"),
    "empty": ("xlsx", b"", "download-broken"),
    "script": ("pdf", with_action("JavaScript"), "download-unsafe"),
    "launch": ("pdf", with_action("Launch"), "download-unsafe"),
    "attachment": ("pdf", with_attachment(), "download-unsafe"),
    "formula": ("csv", b"a,b\n1,=cmd|' /C calc'!A0\n", "download-unsafe"),
    "formula with a sign": ("csv", b"a\n+1+cmd|x\n", "download-unsafe"),
    "page as table": ("csv", b"<html></html>", "download-broken"),
    "macros of LibreOffice": ("odt", opened("text", "<a/>", Basic__Standard__x=b"Sub x"), "download-unsafe"),
    "picture from the web": ("odt", opened("text", '<draw:image xlink:href="https://x.test/a.png"/>'), "download-unsafe"),
    "another kind": ("odt", opened("spreadsheet", "<a/>"), "download-broken"),
    "another program in it": ("docx", docx("x", added("word/x.json", b"{")), "download-unsafe"),
    "archive under another name": ("docx", docx("x", added("word/media/a.png", b"PK\x03\x04")), "download-unsafe"),
    "PDF under another name": ("docx", docx("x", added("word/media/b.png", b"%PDF-")), "download-unsafe"),
    "drawing with a script": ("docx", docx("x", added("word/media/a.svg", b"<svg><script/></svg>")), "download-unsafe"),
    "PDF in a table": ("csv", b"%PDF-1.4\n", "download-broken"),
    "PDF in sound": ("mp3", b"ID3\x04%PDF-", "download-broken"),
    "no film": ("mp4", b"<html>", "download-broken"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FINE)
def test_files_that_do_no_harm(kind: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(FINE[kind])
    assert fault_of((tmp_path / "file", kind), 0) is None


@pytest.mark.parametrize("name", BAD)
def test_files_that_are_refused(name: str, tmp_path: Path) -> None:
    kind, content, code = BAD[name]
    (tmp_path / "file").write_bytes(content)
    found = fault_of((tmp_path / "file", kind), 0)
    assert found is not None
    assert found[0] == code


@pytest.mark.slow
def test_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    content = docx("x", lambda archive: archive.writestr("word/big.xml", b"0" * 210_000_000, zipfile.ZIP_DEFLATED))
    (tmp_path / "file").write_bytes(content)
    assert fault_of((tmp_path / "file", "docx"), 0) == ("download-broken", "")
