"""Chapters of packages: links among them, ids, pictures, nothing lost; XML files."""

import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from itertools import pairwise

import pytest

from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.package.manifest import node, xml_bytes
from builder.package.markup import written
from builder.package.pages import Pages, case_leaves, course_leaves, module_leaves, pages
from builder.package.places import Form

ONE = Form(".html", "", one_page=True, interactive=True, keys=True)
FORMS = {"chapters": Form(), "beside": Form(".html", ""), "one page": ONE}


@pytest.fixture(scope="module", params=["en", "es"])
def edition(tiny: Course, request: pytest.FixtureRequest) -> Edition:
    return select(tiny, Audience.PARTICIPANT, request.param)


def ids(made: Pages) -> dict[str, list[str]]:
    """File -> ids in it."""
    found: dict[str, list[str]] = {}
    for chapter in made.chapters:
        found.setdefault(chapter.file, [])
        found[chapter.file] += [e.get("id", "") for e in chapter.body.iter() if e.get("id")]
    return found


def hrefs(made: Pages) -> list[tuple[str, str]]:
    return [(c.file, e.get("href", "")) for c in made.chapters for e in c.body.iter("a")]


def text(made: Pages) -> str:
    return "".join("".join(chapter.body.itertext()) for chapter in made.chapters)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("part", ["course", "module", "cases"])
def test_every_link_leads_somewhere(edition: Edition, form: Form, part: str) -> None:
    leaves = {
        "course": course_leaves(edition),
        "module": module_leaves(edition, edition.modules[0].slug),
        "cases": case_leaves(edition),
    }[part]
    made = pages(edition, leaves, replace(form, web=False))
    known, anchors = ids(made), {chapter.anchor for chapter in made.chapters}
    for file, href in hrefs(made):
        page, _, anchor = href.partition("#")
        if re.match(r"https?:|mailto:|tel:", href):
            continue
        if form.one_page:
            assert not page
            assert anchor in anchors | {one for found in known.values() for one in found}, href
        else:
            assert (page or file) in known, href
            assert not anchor or anchor in known[page or file], href


def test_ids_of_one_page_are_unique(edition: Edition) -> None:
    made = pages(edition, course_leaves(edition), ONE)
    found = [identifier for file in ids(made).values() for identifier in file]
    found += [chapter.anchor for chapter in made.chapters]
    assert len(found) == len(set(found))
    labels = {e.get("aria-labelledby", "") for c in made.chapters for e in c.body.iter()} - {""}
    assert labels <= set(found)


def test_what_is_not_in_the_package_is_on_the_web_or_plain_text(edition: Edition) -> None:
    leaves = module_leaves(edition, "look")
    far = f"https://example.org/tiny/{edition.language}/modules/act/plan.html#next"
    assert edition.config.site_url == "https://example.org/tiny/"
    assert far in [href for _, href in hrefs(pages(edition, leaves))]
    plain = pages(edition, leaves, Form(web=False))
    assert not [href for _, href in hrefs(plain) if not href or "tiny/" in href]
    assert text(plain) == text(pages(edition, leaves))
    nowhere = replace(edition, config=replace(edition.config, site_url=""))
    assert hrefs(pages(nowhere, leaves)) == hrefs(plain)


def test_pictures_lie_in_the_package_and_have_texts_and_sizes(edition: Edition) -> None:
    made = pages(edition, course_leaves(edition))
    images = [image for chapter in made.chapters for image in chapter.body.iter("img")]
    assert images
    assert {image.get("src") for image in images} == made.pictures.keys()
    for image in images:
        assert image.get("alt")
        assert image.get("width", "").isdigit()
        assert image.get("height", "").isdigit()
    assert all(made.pictures.values())


def test_a_chapter_has_one_heading_of_the_first_level(edition: Edition) -> None:
    for chapter in pages(edition, course_leaves(edition)).chapters:
        levels = [int(e.tag[1]) for e in chapter.body.iter() if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), chapter.key


def test_plain_chapters_have_no_controls_and_write_out_what_would_be_lost(edition: Edition) -> None:
    made = pages(edition, course_leaves(edition))
    tags = {e.tag for chapter in made.chapters for e in chapter.body.iter()}
    assert not tags & {"input", "textarea", "label", "form", "script", "style"}
    assert "1 · 2 · 3 · 4" in text(made)
    assert text(made).count("☐") >= 5


def test_keys_only_where_they_are_asked_for(edition: Edition) -> None:
    leaves = course_leaves(edition)
    asked = pages(edition, leaves, Form(keys=True))
    silent = pages(edition, leaves)
    right = {e.get("data-right") for c in silent.chapters for e in c.body.iter()}
    assert right == {None}
    assert "true" in {e.get("data-right") for c in asked.chapters for e in c.body.iter()}
    assert not any(e.get("class") == "feedback" for c in silent.chapters for e in c.body.iter())


def test_no_attribute_that_stricter_readers_refuse(edition: Edition) -> None:
    found = {name for c in pages(edition, course_leaves(edition)).chapters for e in c.body.iter() for name in e.attrib}
    assert not found & {"align", "style", "data-line", "onclick"}


def test_generated_chapters_hold_what_the_package_uses(edition: Edition) -> None:
    made = {chapter.kind: chapter for chapter in pages(edition, module_leaves(edition, "look")).chapters}
    assert {"cases", "case", "glossary", "sources"} <= made.keys()
    assert [e.get("id") for e in made["glossary"].body.iter("dt")] == ["term-stakeholder"]
    assert {e.get("id") for e in made["sources"].body.iter("li")} == {"source-ilo-2025", "source-paper-2019"}


def test_a_page_without_translation_says_its_language(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "es")
    module = edition.modules[0]
    session = replace(module.sessions[0], is_fallback=True)
    session = replace(session, document=replace(tiny.modules[0].sessions[0].documents["en"]))
    module = replace(module, sessions=(session, *module.sessions[1:]))
    edition = replace(edition, modules=(module, *edition.modules[1:]))
    chapter = next(c for c in pages(edition, module_leaves(edition, "look")).chapters if c.leaf is session)
    assert chapter.language == "en"
    assert all(child.get("lang") == "en" for child in chapter.body if child.tag == "section")
    assert "inglés" in "".join(chapter.body[0].itertext())


def test_xml_is_escaped_and_keeps_the_order_of_name_spaces() -> None:
    root = node("manifest", "", node("title", 'Año <&> "x"'), xmlns="urn:one", xmlns__adlcp="urn:two", adlcp__kind='"<')
    content = xml_bytes(root)
    assert content.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="urn:one" xmlns:adlcp="urn:two"'
    )
    read = etree.fromstring(content)
    assert read[0].text == 'Año <&> "x"'
    assert read.get("{urn:two}kind") == '"<'


def test_trees_are_written_as_the_library_does(edition: Edition) -> None:
    odd = etree.fromstring('<p a="&lt;&quot;&#10;&#9;&#13;&amp;é">x &lt; y<br /><b></b>&gt;\t"z"<i>\n</i></p>')
    chapters = pages(edition, course_leaves(edition), FORMS["one page"]).chapters
    for tree in (odd, *(chapter.body for chapter in chapters)):
        assert written(tree) == etree.tostring(tree, encoding="unicode")
