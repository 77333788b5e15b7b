"""Common Cartridges and Moodle Books: whole, as platforms read them, and nothing in them that participants may not see."""

import re
import shutil
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from building import build
from canaries import TOGETHER, every_edition, planted_course
from conftest import TINY

from builder.build.pipeline import Report
from builder.course.model import Course
from builder.gate.runs import letters
from builder.outputs import Given
from builder.outputs.cartridge.tasks import tasks
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow

QUIZ = """
::: question {#several type=multiple}
![Two fields](images/grid.svg) Which are ~ = # { } :?

- [x] a < b & **c**
    > Ñ, yes.
- [x] two
    > Yes.
- [ ] three
    > No.
:::
:::
"""
SECOND = """
::: quiz Check yourself {#check-deep use=self-check}
::: question {#why type=single}
Why measure?

- [x] To see.
    > Yes.
- [ ] To wait.
    > No.
:::
:::
"""
CARTRIDGES = [f"course.cc{version}.{language}.imscc" for version in ("11", "13") for language in ("en", "es")]
BOOKS = ["course.moodle-book.en.zip", "course.moodle-book.es.zip"]
IMS = "http://www.imsglobal.org/xsd"


def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The tiny course with a question that shows a picture and has two right answers, and a second self-check with the same
    title, in a folder with a space and an ñ.
    """
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    for path in (root / "modules/10-look").glob("10-first.*.md"):
        text = path.read_text(encoding="utf-8")
        head, end, tail = text.partition("\n:::\n:::\n\n::: keypoints")
        path.write_text(f"{head}\n:::{QUIZ}\n::: keypoints{tail}", encoding="utf-8", newline="\n")
        assert end
    for path in (root / "modules/10-look").glob("20-*.md"):
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(SECOND)
    return root, build(root, Choice(outputs=("cartridge", "moodle-book")))


def package(built: tuple[Path, Report], name: str) -> dict[str, bytes]:
    return files(built[0] / "dist/trainer/downloads" / name)


def test_each_language_has_two_cartridges_and_a_book(built: tuple[Path, Report]) -> None:
    assert {Path(row.name).name for row in built[1].rows if row.state == "made"} == {*CARTRIDGES, *BOOKS}


# -- the manifest


@pytest.mark.parametrize("name", CARTRIDGES)
def test_the_manifest_lists_every_file_and_no_other(built: tuple[Path, Report], name: str) -> None:
    content = package(built, name)
    short = "v1p1" if "cc11" in name else "v1p3"
    assert f'xmlns="{IMS}/imscc{short}/imscp_v1p1"'.encode() in content["imsmanifest.xml"][:1024]
    manifest = etree.fromstring(content["imsmanifest.xml"])
    listed = [file.get("href", "") for file in manifest.iterfind(".//{*}file")]
    assert sorted(listed) == sorted(content.keys() - {"imsmanifest.xml"})
    resources = {resource.get("identifier"): resource for resource in manifest.iterfind(".//{*}resource")}
    for reference in manifest.iterfind(".//*[@identifierref]"):
        assert reference.get("identifierref") in resources
    identifiers = [element.get("identifier") for element in manifest.iterfind(".//*[@identifier]")]
    assert len(set(identifiers)) == len(identifiers)
    assert {path.split("/")[0] for path in listed} == {"web_resources", "quizzes", "links"}
    kinds = {resource.get("type") for resource in resources.values()}
    assert kinds == {"webcontent", f"imswl_xml{short}", f"imsqti_xmlv1p2/imscc_xml{short}/assessment"}
    assert manifest.findtext(".//{*}schemaversion") == ("1.1.0" if short == "v1p1" else "1.3.0")


@pytest.mark.parametrize("name", CARTRIDGES)
def test_each_picture_is_named_in_one_way_by_pages_that_depend_on_it(built: tuple[Path, Report], name: str) -> None:
    content = package(built, name)
    manifest = etree.fromstring(content["imsmanifest.xml"])
    shown = 0
    for resource in manifest.iterfind(".//{*}resource[@type='webcontent']"):
        path = resource.get("href", "")
        if not path.endswith(".html"):
            continue
        sources = set(re.findall(r'src="([^"]*)"', content[path].decode()))
        needed = {one.get("identifierref", "") for one in resource.iterfind("{*}dependency")}
        assert needed == {f"picture-{Path(source).stem}" for source in sources}
        assert {f"web_resources/{source}" for source in sources} <= content.keys()
        shown += len(sources)
    assert shown


def outline(item: etree.Element, depth: int = 0) -> Iterator[tuple[int, str, str]]:
    for child in item.iterfind("{*}item"):
        yield depth, child.findtext("{*}title", ""), child.get("identifierref", "")
        yield from outline(child, depth + 1)


def test_the_contents_are_modules_with_their_sessions_and_quizzes(built: tuple[Path, Report]) -> None:
    manifest = etree.fromstring(package(built, "course.cc11.en.imscc")["imsmanifest.xml"])
    (root,) = manifest.findall(".//{*}organization/{*}item")
    assert [(depth, title) for depth, title, _ in outline(root)] == [
        (0, "A small course"),
        (0, "Look"),
        (1, "Look"),
        (1, "First look"),
        (1, "Check yourself: First look"),
        (1, "A deeper look"),
        (1, "Check yourself: A deeper look"),
        (0, "Act"),
        (1, "Act"),
        (1, "Plan"),
        (0, "Case stories"),
        (1, "Case stories"),
        (1, "Panels on the roof"),
        (0, "Glossary"),
        (0, "Sources"),
        (0, "The course on the web"),
    ]


# -- pages


@pytest.mark.parametrize("name", CARTRIDGES)
def test_pages_stand_alone(built: tuple[Path, Report], name: str) -> None:
    """Platforms keep the body of a page, without ids, scripts and styles: nothing in it needs them or leads nowhere."""
    pages = {path: page.decode() for path, page in package(built, name).items() if path.endswith(".html")}
    for page in pages.values():
        etree.fromstring(page.partition("\n")[2])
        assert not re.search(r"<(script|style|link|details|form|input|iframe)\b|\son\w+=", page)
        assert all(re.match(r"https?:|mailto:|tel:", href) for href in re.findall(r'href="([^"]*)"', page))
    assert any("https://" in page for page in pages.values())


@pytest.mark.parametrize("name", CARTRIDGES)
def test_questions_are_asked_once(built: tuple[Path, Report], name: str) -> None:
    """As a quiz of the platform, and not on the page as well."""
    page = package(built, name)["web_resources/003-first.html"].decode()
    assert 'class="question"' not in page
    assert ("after this page" if ".en." in name else "después de esta página") in page


def test_without_keys_questions_stay_on_the_page_and_nothing_says_what_is_right(
    planted: dict[str, dict[str, bytes]],
) -> None:
    for name in CARTRIDGES:
        content = planted[name.replace("cc11", "cc11-no-keys").replace("cc13", "cc13-no-keys")]
        assert not [path for path in content if path.startswith("quizzes/")]
        assert b"quizzes/" not in content["imsmanifest.xml"]
        pages = b"".join(page for path, page in content.items() if path.endswith(".html")).decode()
        assert 'class="question"' in pages
        assert not re.search(r"data-right|class=\"feedback|checked=", pages)


# -- quizzes


@pytest.mark.parametrize("name", CARTRIDGES)
def test_quizzes_say_what_is_right_and_why(built: tuple[Path, Report], name: str) -> None:
    content = package(built, name)
    assert [path for path in content if path.startswith("quizzes/")] == [
        "quizzes/check-deep.xml",
        "quizzes/check-look.xml",
    ]
    quiz = etree.fromstring(content["quizzes/check-look.xml"])
    single, several = quiz.findall(".//{*}item")
    assert (
        next(entry.text for entry in single.iterfind(".//{*}itemmetadata//{*}fieldentry")) == "cc.multiple_choice.v0p1"
    )
    assert (
        next(entry.text for entry in several.iterfind(".//{*}itemmetadata//{*}fieldentry"))
        == "cc.multiple_response.v0p1"
    )
    labels = {label.get("ident"): label.findtext(".//{*}mattext") for label in several.iterfind(".//{*}response_label")}
    assert labels == {"o1": "a &lt; b &amp; <strong>c</strong>", "o2": "two", "o3": "three"}
    question = several.findtext("{*}presentation/{*}material/{*}mattext", "")
    assert 'src="data:image/svg+xml;base64,' in question
    assert "Which are ~ = # { } :?" in question
    assert right_answers(single) == {"o2"}
    assert right_answers(several) == {"o1", "o2"}
    assert feedback(several) == {"o1": "<p>Ñ, yes.</p>", "o2": "<p>Yes.</p>", "o3": "<p>No.</p>"}


def right_answers(item: etree.Element) -> set[str]:
    """What scores everything: the answers that the first condition wants, but not those that it doesn't. Open edX reads no other."""
    condition, *others = item.iterfind(".//{*}respcondition")
    assert (condition.get("continue"), condition.findtext("{*}setvar")) == ("No", "100")
    assert not [one for one in others if one.find("{*}setvar") is not None]
    wanted = condition.findall("{*}conditionvar/{*}varequal") + condition.findall("{*}conditionvar/{*}and/{*}varequal")
    return {one.text or "" for one in wanted}


def feedback(item: etree.Element) -> Mapping[str, str]:
    """Answer -> what is said to it; never in a condition that goes on, which Moodle reads as said to everybody."""
    texts = {
        one.get("ident"): one.findtext("{*}flow_mat/{*}material/{*}mattext", "")
        for one in item.iterfind("{*}itemfeedback")
    }
    found = {}
    for condition in item.iterfind(".//{*}respcondition"):
        shown = condition.find("{*}displayfeedback")
        if shown is not None:
            assert condition.get("continue") == "No"
            found[condition.findtext(".//{*}varequal", "")] = texts[shown.get("linkrefid")]
    return found


# -- the book


@pytest.mark.parametrize("name", BOOKS)
def test_chapters_of_a_book_are_in_order_and_linked(built: tuple[Path, Report], name: str) -> None:
    content = package(built, name)
    chapters = [path for path in content if path.endswith(".html")]
    assert chapters == sorted(chapters)
    assert [path.endswith("_sub.html") for path in chapters] == [
        False, False, True, True, False, True, False, True, False, False
    ]  # fmt: skip
    links = 0
    for path in chapters:
        page = content[path].decode()
        title = re.search("<title>([^<]+)</title>", page)
        assert title
        levels = [int(level) for level in re.findall(r"<h(\d)", page)]
        assert not levels or min(levels) == (5 if path.endswith("_sub.html") else 4), (
            "Moodle shows the title, as h3 or h4"
        )
        assert f">{title[1]}</h" not in page
        assert len(re.findall("<h6[^>]*><strong>", page)) == page.count("</strong></h6>") == page.count("<h6")
        assert "data-right" not in page
        for target in re.findall(r'(?:href|src)="([^"#:]+)"', page):
            assert target in content
            links += 1
        assert not re.findall(r'href="[^"#:]+#', page), "Moodle doesn't follow a link into another chapter"
    assert links > len(chapters)
    assert not [path for path in content if "/" in path]


# -- what isn't in them


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The packages of the tiny course with every canary that `check` accepts."""
    folder = tmp_path_factory.mktemp("canaries")
    return made(planted_course(folder), folder)


def made(course: Course, folder: Path) -> dict[str, dict[str, bytes]]:
    found = {}
    for task in tasks(course, every_edition(course), Choice()):
        path = folder / Path(task.name).name
        task.make(path, Given())
        found[path.name] = files(path)
    return found


@pytest.mark.parametrize("name", [*CARTRIDGES, *BOOKS])
def test_nothing_hidden_is_in_any_file(planted: dict[str, dict[str, bytes]], name: str) -> None:
    everything = letters(
        "\n".join(f"{path}\n{content.decode('utf-8', 'replace')}" for path, content in planted[name].items())
    )
    assert letters("Panels on the roof" if ".en." in name else "Paneles en el techo") in everything
    seen = [canary.name for canary in TOGETHER for word in canary.words if letters(word) in everything]
    assert not seen


def test_a_test_is_in_no_package_with_its_key(planted: dict[str, dict[str, bytes]]) -> None:
    for content in planted.values():
        assert "quizzes/final-test.xml" not in content


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    choice = Choice(outputs=("cartridge", "moodle-book"))
    build(elsewhere, choice)
    for row in built[1].rows:
        assert (elsewhere / "dist" / row.name).read_bytes() == (built[0] / "dist" / row.name).read_bytes(), row.name
    assert {row.state for row in build(elsewhere, choice).rows} == {"kept"}
