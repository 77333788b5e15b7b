"""What search engines, messengers and catalogues of courses read of a page."""

import json
import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from site_fixtures import write_course

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import Edition, select
from builder.outputs.site.metadata import LONGEST_TITLE, browser_title, learning_resource
from builder.outputs.site.site import build_site, site_files, stage_site

ATOM = "{http://www.w3.org/2005/Atom}"
WEB = "https://example.org/sub/participant/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_course(tmp_path_factory.mktemp("course"))
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "    license: https://creativecommons.org/licenses/by/4.0/\n",
        encoding="utf-8",
    )
    return root


def edition(root: Path, audience: Audience = Audience.PARTICIPANT, language: str = "es") -> Edition:
    return select(checked_course(root), audience, language)


@pytest.fixture(scope="module")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The Spanish participants' site: page -> text."""
    folder = tmp_path_factory.mktemp("site")
    stage_site(edition(root), folder / "stage", ("en", "es"))
    build_site(folder / "stage", folder / "es")
    return {
        path.relative_to(folder / "es").as_posix(): path.read_text(encoding="utf-8")
        for path in (folder / "es").rglob("*.html")
    }


def known(page: str) -> dict:
    """What the page says of itself in JSON-LD."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def content(page: str, name: str) -> str:
    return unescape(re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)[1])


@pytest.mark.parametrize(
    ("title", "site", "right"),
    [
        ("Plan", "Course", "Plan – Course"),
        ("Course", "Course", "Course"),
        ("A" * 60, "A long name of a course", "A" * 60),
        ("word " * 20, "Course", "word " * 12 + "word …"),
    ],
)
def test_titles_fit_where_search_engines_cut_them(title: str, site: str, right: str) -> None:
    found = browser_title(title.strip(), site)
    assert found == right
    assert len(found) <= LONGEST_TITLE


@pytest.mark.slow
def test_every_page_has_a_title_and_a_description_of_its_own_in_its_language(pages: dict[str, str]) -> None:
    titles = {name: unescape(re.search("<title>(.*?)</title>", text)[1]) for name, text in pages.items()}
    assert len(set(titles.values())) == len(titles)
    assert max(map(len, titles.values())) <= LONGEST_TITLE
    said = {name: content(text, "description") for name, text in pages.items() if '<meta name="description"' in text}
    assert {"cases/index.html", "glossary.html", "sources.html", "worksheets.html"} <= said.keys()
    assert len(set(said.values())) == len(said)
    assert "A course for tests" not in said.values()


def test_a_course_its_lessons_and_stories_say_what_they_are(pages: dict[str, str]) -> None:
    home, lesson, story = (known(pages[name]) for name in ("index.html", "modules/water/count.html", "cases/lago.html"))
    assert (home["@type"], home["inLanguage"], home["url"]) == ("Course", "es", f"{WEB}es/index.html")
    assert home["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert home["hasPart"][0] == {
        "@type": "LearningResource", "name": "Agua y residuos", "url": f"{WEB}es/modules/water/index.html",
    }  # fmt: skip
    assert (lesson["learningResourceType"], lesson["isPartOf"]["name"]) == ("lesson", "Agua y residuos")
    assert re.fullmatch(r"PT\d+M", lesson["timeRequired"])
    assert lesson["teaches"]
    assert story["learningResourceType"] == "case study"
    assert '<link rel="license" href="https://creativecommons.org' in pages["glossary.html"]


def test_nothing_in_the_description_can_end_the_script(root: Path) -> None:
    course = edition(root)
    lesson = course.modules[0].sessions[0]
    hostile = replace(lesson, document=replace(lesson.document, meta={"title": "</script><b>", "summary": "<!--"}))
    module = replace(course.modules[0], sessions=(hostile,))
    text = learning_resource(replace(course, modules=(module,)), hostile)
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>"


def test_links_in_messengers_have_a_picture(root: Path, pages: dict[str, str]) -> None:
    files = site_files(edition(root), ("en", "es"))
    for name in ("index.html", "modules/water/count.html", "glossary.html"):
        address = content(pages[name], "og:image")
        assert address.startswith(f"{WEB}es/assets/cards/")
        picture = Image.open(BytesIO(files["docs/" + address.removeprefix(f"{WEB}es/")]))
        assert picture.size == (1200, 630)
    assert content(pages["index.html"], "og:url") == f"{WEB}es/index.html"


def test_the_stories_are_a_feed(root: Path) -> None:
    feed = ElementTree.fromstring(site_files(edition(root), ("en", "es"))["docs/feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}id").text for entry in entries] == [
        f"{WEB}es/cases/{case.slug}.html" for case in edition(root).cases
    ]
    assert feed.find(f"{ATOM}updated").text == "2026-11-22T00:00:00Z"


def test_a_trainers_site_and_one_without_an_address_tell_nobody(root: Path) -> None:
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    trainer = site_files(edition(root, Audience.TRAINER), ("en", "es"))
    try:
        settings.write_text(re.sub("site_url:.*\n", "", text), encoding="utf-8")
        nowhere = site_files(edition(root), ("en", "es"))
    finally:
        settings.write_text(text, encoding="utf-8")
    for files in (trainer, nowhere):
        assert not [name for name in files if "cards" in name or "feed" in name]
    assert b"known:" not in b"".join(trainer.values())
    assert b'"@type' in b"".join(nowhere.values()).replace(b'\\"', b'"')


def test_every_page_says_what_it_is(pages: dict[str, str]) -> None:
    """Title, description and JSON-LD, on all kinds of pages."""
    shown = {name: text for name, text in pages.items() if 'http-equiv="refresh"' not in text}
    assert {"index.html", "my-plan.html", "glossary.html", "sources.html", "cases/index.html"} <= shown.keys()
    for name, text in shown.items():
        title = unescape(re.search(r"<title>(.*?)</title>", text)[1])
        assert 0 < len(title) <= LONGEST_TITLE, name
        assert content(text, "description"), name
        assert known(text)["@type"], name
        assert known(text)["inLanguage"] in {"es", "en"}, name
    assert known(pages["glossary.html"])["@type"] == "DefinedTermSet"
    assert known(pages["cases/index.html"])["@type"] == "CollectionPage"
    assert known(pages["cases/index.html"])["url"] == f"{WEB}es/cases/index.html"
    assert known(pages["glossary.html"])["isPartOf"]["@type"] == "Course"
