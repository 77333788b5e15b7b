"""EPUBs: whole for a strict checker, read without fields, no key for participants, and in a catalogue."""

import shutil
import xml.etree.ElementTree as etree
import zipfile
from io import BytesIO
from pathlib import Path

import checkers
import pytest
from building import build
from canaries import TOGETHER, every_edition, planted_course
from conftest import TINY, need_browser
from node_programs import run_node
from PIL import Image

from builder.build.pipeline import Report
from builder.gate.runs import letters
from builder.outputs import Given
from builder.outputs.choice import Choice
from builder.outputs.epub.page import chapter_page
from builder.outputs.epub.printed import Volume, mark_pages
from builder.outputs.epub.tasks import tasks
from builder.package.archive import write_archive
from builder.package.pages import Chapter
from builder.print.pdf_text import page_texts

pytestmark = pytest.mark.slow

NAMES = [
    f"participant/downloads/{name}"
    for name in ("participant-workbook.en", "participant-workbook.es", "case-stories.en", "case-stories.es")
]
NAMES = [*NAMES, "solutions/downloads/solutions-workbook.en", "solutions/downloads/solutions-workbook.es"]
CATALOGUES = {"participant/downloads/catalogue.en.opds", "participant/downloads/catalogue.es.opds"}
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    (root / "modules/10-look/20-deeper.es.md").unlink()  # shown in English, in its own language
    return root, build(root, Choice(outputs=("epub",)))


def book(built: tuple[Path, Report], name: str) -> dict[str, bytes]:
    return members(built[0] / f"dist/{name}.epub")


def test_books_for_each_audience_and_a_catalogue(built: tuple[Path, Report]) -> None:
    made = {row.name for row in built[1].rows if row.state == "made"}
    assert {name for name in made if not name.endswith(".pdf")} == {f"{name}.epub" for name in NAMES} | CATALOGUES
    assert {name for name in made if name.endswith(".pdf")} >= {
        f"{name}.pdf" for name in NAMES
    }  # whose pages they list


def test_the_checker_finds_nothing(built: tuple[Path, Report]) -> None:
    """In the book that has all that the others have, and answers besides."""
    assert checkers.epub(built[0] / "dist/solutions/downloads/solutions-workbook.es.epub") == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_package_says_is_so(built: tuple[Path, Report], name: str) -> None:
    """Every file is listed, every chapter is read in order and stands in the contents, every link inside leads somewhere."""
    files = book(built, name)
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = {item.get("id"): item.get("href", "") for item in package.iterfind(".//{*}item")}
    assert {f"EPUB/{href}" for href in listed.values()} == {path for path in files if path.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    spine = [listed[item.get("idref")] for item in package.iterfind(".//{*}itemref")]
    assert sorted(spine) == sorted(href for href in listed.values() if href.endswith(".xhtml"))
    contents = etree.fromstring(files["EPUB/nav.xhtml"]).find(f".//{XHTML}nav[@{TYPE}='toc']")
    assert [link.get("href") for link in contents.iter(f"{XHTML}a")] == spine[2:]
    ids = {}
    for page in spine:
        root = etree.fromstring(files[f"EPUB/{page}"])
        found = [one.get("id", "") for one in root.iter() if one.get("id")]
        assert len(set(found)) == len(found)
        ids[page] = set(found)
    for page in spine:
        for one in etree.fromstring(files[f"EPUB/{page}"]).iter():
            target, _, anchor = (one.get("href") or one.get("src") or "").partition("#")
            if "://" not in target and not target.startswith("mailto:"):
                assert not target or target in listed.values()
                assert not anchor or anchor in ids[target or page]
    told = {item.get("property"): item.text for item in package.iterfind(".//{*}meta")}
    assert told["dcterms:modified"] == "2026-11-22T00:00:00Z"
    assert told["schema:accessModeSufficient"] == "textual"
    assert {
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    } <= told.keys()


def test_fields_are_lines_to_write_on(built: tuple[Path, Report]) -> None:
    page = etree.fromstring(book(built, NAMES[0])["EPUB/003-first.xhtml"])
    assert not [
        one.tag
        for one in page.iter()
        if one.tag.rpartition("}")[2] in ("input", "textarea", "form", "script", "button")
    ]
    assert len(page.findall(".//*[@class='rule']")) == 4
    assert len(page.findall(".//*[@class='frame rows-8']")) == 1


def chapters(*texts: str) -> list[Chapter]:
    bodies = [etree.fromstring(f"<div>{text}</div>") for text in texts]
    return [
        Chapter(f"{n}.xhtml", f"c{n}", f"c{n}", "session", 1, f"C{n}", "en", body, None)
        for n, body in enumerate(bodies, 1)
    ]


WORDS = (
    "Ask who opens",
    "write names on cards",
    "look at the map",
    "say what costs money",
    "count the lamps",
    "pay on Friday",
)
TEXT = [f"{a} and then {b} before anybody else may." for a in WORDS for b in WORDS if a != b]


def test_a_printed_page_begins_where_its_words_do() -> None:
    """Whatever stands on paper alone: running heads, hyphens, contents, pages to write on."""
    first = f"<h1>Map</h1><p>{TEXT[0]} {TEXT[1]}</p><ul><li>{TEXT[2]}</li><li><b>{TEXT[3]}</b> {TEXT[4]}</li></ul>"
    second = f"<h1>Contents</h1><p>{TEXT[5]}</p><p>{TEXT[6]} {TEXT[7]}</p><p>A list of all: {TEXT[1]}</p>"
    made = chapters(first, second)
    before = "".join("".join(one.body.itertext()) for one in made)
    hyphened = TEXT[1].replace("before", "be-\r\nfore")
    pages = [
        "Cover",
        f"Contents\r\nA list of all\r\n{TEXT[6]}",
        f"Taller\r\nMap\r\n{TEXT[0]}",
        f"Taller {hyphened}\r\n{TEXT[2]}",
    ]
    pages += [f"12 {TEXT[4]}", "_____\r\n_____", f"{TEXT[5].upper()} {TEXT[6]}", f"{TEXT[7]}", "Imprint"]
    found = mark_pages(made, [Volume("2-", pages)])
    assert [(one.label, one.file) for one in found] == [
        ("2-3", "1.xhtml"), ("2-4", "1.xhtml"), ("2-5", "1.xhtml"), ("2-6", "2.xhtml"), ("2-7", "2.xhtml"), ("2-8", "2.xhtml"),
    ]  # fmt: skip
    assert "".join("".join(one.body.itertext()) for one in made) == before
    marks = {mark.get("title"): mark for one in made for mark in one.body.iter("span")}
    assert {label: (mark.tail or "").strip()[:20] for label, mark in marks.items()} == {
        "2-3": "Map", "2-4": TEXT[1][:20], "2-5": TEXT[4][:20], "2-6": "", "2-7": TEXT[5][:20], "2-8": TEXT[7][:20],
    }  # fmt: skip


def test_books_of_other_words_have_no_pages() -> None:
    made = chapters(f"<p>{TEXT[0]}</p>")
    assert (
        mark_pages(
            made, [Volume("", []), Volume("2-", ["", "No word of it is in the text, not a single one of them."])]
        )
        == []
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_of_the_printed_book_are_listed(built: tuple[Path, Report], name: str) -> None:
    files = book(built, name)
    listed = etree.fromstring(files["EPUB/nav.xhtml"]).find(f".//{XHTML}nav[@{TYPE}='page-list']")
    labels = [(link.text, link.get("href")) for link in listed.iter(f"{XHTML}a")]
    marks = {
        f"{path.removeprefix('EPUB/')}#{mark.get('id')}": mark.get("title")
        for path, content in files.items()
        if path.endswith(".xhtml")
        for mark in etree.fromstring(content).iter(f"{XHTML}span")
        if mark.get(TYPE) == "pagebreak"
    }
    assert [(marks[href], href) for _, href in labels] == labels
    assert len(labels) == len(marks) > 1
    volumes: dict[str, list[int]] = {}
    for label, _ in labels:
        volumes.setdefault(label.rpartition("-")[0], []).append(int(label.rpartition("-")[2]))
    stem, _, language = name.rpartition(".")
    for volume, numbers in volumes.items():
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        end = f"-{volume}" if volume not in ("", "1") else ""
        texts = page_texts((built[0] / f"dist/{stem}{end}.{language}.pdf").read_bytes())
        assert numbers[-1] <= len(texts)
    told = [
        (one.get("property"), one.text) for one in etree.fromstring(files["EPUB/package.opf"]).iterfind(".//{*}meta")
    ]
    assert ("schema:accessibilityFeature", "pageBreakMarkers") in told
    assert any(name == "pageBreakSource" and text.endswith("(PDF)") for name, text in told)


@pytest.mark.parametrize("name", NAMES)
def test_the_cover_is_that_of_the_printed_book(built: tuple[Path, Report], name: str) -> None:
    files = book(built, name)
    (item,) = etree.fromstring(files["EPUB/package.opf"]).iterfind(".//{*}item[@properties='cover-image']")
    with Image.open(BytesIO(files[f"EPUB/{item.get('href')}"])) as picture:
        assert (picture.format, picture.width > 800, picture.height > picture.width) == ("PNG", True, True)


def test_the_empty_corner_of_a_table_is_no_head() -> None:
    body = etree.fromstring("<div><table><tr><th scope='col'/><th scope='col'>A</th></tr></table></div>")
    chapter = Chapter("001-a.xhtml", "a", "a", "session", 1, "A", "en", body, None)
    page = etree.fromstring(chapter_page(chapter, "en"))
    assert [one.tag for one in page.find(f".//{XHTML}tr")] == [f"{XHTML}td", f"{XHTML}th"]


def test_a_page_without_translation_says_its_language(built: tuple[Path, Report]) -> None:
    files = book(built, "participant/downloads/participant-workbook.es")
    (page,) = [etree.fromstring(content) for path, content in files.items() if path.endswith("-deeper.xhtml")]
    assert page.get("lang") == "es"
    assert page.find(f".//{XHTML}h1").get("lang") == "en"


def test_only_the_solutions_have_the_key(built: tuple[Path, Report]) -> None:
    for name, is_there in (
        ("participant/downloads/participant-workbook.en", False),
        ("solutions/downloads/solutions-workbook.en", True),
    ):
        text = letters("\n".join(content.decode("utf-8", "replace") for content in book(built, name).values()))
        assert letters("What does a plan need") in text
        for secret in ("Somebody must carry it", "without a baseline nobody sees", "A good map names"):
            assert (letters(secret) in text) is is_there, secret


def test_nothing_hidden_is_in_any_file(tmp_path: Path) -> None:
    course = planted_course(tmp_path)
    for task in tasks(course, every_edition(course), Choice()):
        path = tmp_path / Path(task.name).name
        task.make(path, Given())
        content = members(path) if path.suffix == ".epub" else {"": path.read_bytes()}
        everything = letters("\n".join(f"{name}\n{part.decode('utf-8', 'replace')}" for name, part in content.items()))
        hidden = [canary for canary in TOGETHER if canary.audience > task.edition.audience or not canary.in_trainer]
        assert len(hidden) > 10
        assert not [one.name for one in hidden for word in one.words if letters(word) in everything], task.name


def test_the_catalogue_leads_to_the_books_of_its_language(built: tuple[Path, Report]) -> None:
    feed = etree.fromstring((built[0] / "dist/participant/downloads/catalogue.es.opds").read_bytes())
    links = {link.get("href"): link.get("type") for link in feed.iterfind("{*}entry/{*}link")}
    assert links == dict.fromkeys(("participant-workbook.es.epub", "case-stories.es.epub"), "application/epub+zip")
    assert len({one.text for one in feed.iterfind("{*}entry/{*}id")}) == len(links)


def test_ace_finds_nothing(built: tuple[Path, Report], tmp_path: Path) -> None:
    """In the book that has all that the others have; Ace runs axe on each page, and reads what the book says of itself."""
    path = built[0] / "dist/solutions/downloads/solutions-workbook.es.epub"
    told = run_node("ace.mjs", path, tmp_path, need_browser(), package="@daisy/ace-core")
    assert told["found"] == []
    pages = [name for name in members(path) if name.endswith(".xhtml")]
    assert told["pages"] >= len(pages) > 5


def test_ace_finds_a_planted_fault(built: tuple[Path, Report], tmp_path: Path) -> None:
    files = book(built, NAMES[2])
    files["EPUB/000-title.xhtml"] = files["EPUB/000-title.xhtml"].replace(
        b"</body>", b'<p><a href="nav.xhtml"></a></p></body>'
    )
    path = tmp_path / "faulty.epub"
    write_archive(path, files, first="mimetype")
    told = run_node("ace.mjs", path, tmp_path, need_browser(), package="@daisy/ace-core")
    assert [one.split(": ")[1] for one in told["found"]] == ["link-name"]


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    build(elsewhere, Choice(outputs=("epub",)))
    for row in built[1].rows:
        assert (elsewhere / "dist" / row.name).read_bytes() == (built[0] / "dist" / row.name).read_bytes(), row.name
    assert {row.state for row in build(elsewhere, Choice(outputs=("epub",))).rows} == {"kept"}
