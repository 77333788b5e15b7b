"""Every link within a book leads somewhere, in both engines' books; a sheet printed alone hides what participants don't get."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.edition.volumes import volumes
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.pdfkit.html import contents_html, write_html
from builder.outputs.book.spec import BookSpec

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
EDITIONS = [(audience, language) for audience in Audience for language in ("en", "es")]
BOTH = """

::: teach Links {minutes=5}
[the module](../modules/10-look/module.LANG.md), [this guide](10-look.LANG.md), [a place here](10-look.LANG.md#here),
[a place there](../modules/10-look/module.LANG.md#there), [a session](../modules/10-look/10-first.LANG.md),
[a story](../casestories/solar-farm.LANG.md), [a term](term:stakeholder).
:::

### Here {#here}

Words.
"""
SHEET = """

::: worksheet Sheet {#alone}
::: trainer
Hiddennote of the sheet.
::: /trainer
::: lines {#why rows=2}
Why?
:::
::: answer
Hiddenanswer of the sheet.
::: /answer
:::

::: trainer
::: worksheet Within a note {#within}
::: lines {#what rows=2}
What?
:::
:::
::: /trainer

::: quiz Test of the guide {#guide-test use=test}
::: question {#one type=single}
Which one?

- [ ] Left
    > Hiddenfeedback left.
- [x] Right
    > Hiddenfeedback right.
:::
:::
"""


@pytest.fixture
def linked(course_dir: Path) -> Course:
    """The tiny course with links between a module and its guide, and to places on both."""
    for language in ("en", "es"):
        guide = course_dir / f"trainer_guides/10-look.{language}.md"
        guide.write_text(guide.read_text(encoding="utf-8") + BOTH.replace("LANG", language), encoding="utf-8")
        page = course_dir / f"modules/10-look/module.{language}.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n### There {#there}\n\nWords.\n", encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    return course


@pytest.fixture(scope="module")
def real() -> Course:
    """The course that this repository ships."""
    return load_course(ROOT)[0]


def specs(edition: Edition) -> list[BookSpec]:
    """Every kind of book of an edition."""
    whole = [BookSpec(volume=volume) for volume in volumes(edition)]
    return [*whole, BookSpec(content="cases"), *(BookSpec(module=module.slug) for module in edition.modules)]


def dead_links(edition: Edition, spec: BookSpec) -> tuple[list[str], list[str]]:
    """Links of the second engine's book that lead nowhere, and ids that are there twice."""
    book = write_html(edition, spec)
    html = contents_html(book, {}) + "".join(book.parts)
    ids = Counter(re.findall(r'\sid="([^"]*)"', html))
    targets = re.findall(r'href="#([^"]*)"', html)
    assert targets
    return [target for target in targets if target not in ids], [name for name, count in ids.items() if count > 1]


@pytest.mark.parametrize(("audience", "language"), EDITIONS)
def test_links_of_the_second_engine_lead_somewhere(linked: Course, audience: Audience, language: str) -> None:
    edition = select(linked, audience, language)
    for spec in specs(edition):
        assert dead_links(edition, spec) == ([], []), spec


@pytest.mark.parametrize("audience", list(Audience))
def test_links_of_this_course_lead_somewhere(real: Course, audience: Audience) -> None:
    edition = select(real, audience, "es")
    for spec in specs(edition):
        assert dead_links(edition, spec) == ([], []), spec


def test_links_of_guide_and_module_lead_to_the_one_that_was_meant(linked: Course) -> None:
    edition = select(linked, Audience.TRAINER, "en")
    html = "".join(write_html(edition, BookSpec()).parts)
    code = prepare_book(edition, BookSpec()).main
    for words, anchor, label in (
        ("the module", "look", "p:look"),
        ("a place here", "guides_look--here", "p:guides/look:here"),
        ("a place there", "look--there", "p:look:there"),
    ):
        assert f'<a href="#{anchor}">{words}</a>' in html
        assert re.search(rf'(?:to|xref)\("{label}", \{{\ntext\("{words}"\)', code), words


@pytest.mark.parametrize("language", ["en", "es"])
def test_links_of_books_lead_to_pages(linked: Course, language: str, tmp_path: Path) -> None:
    for audience, spec in ((Audience.TRAINER, BookSpec()), (Audience.PARTICIPANT, BookSpec(module="look"))):
        prepared = prepare_book(select(linked, audience, language), spec)
        write_book(prepared, tmp_path / "book.pdf")
        with pikepdf.open(tmp_path / "book.pdf") as pdf:
            pages = {page.objgen for page in pdf.pages}
            named = pikepdf.NameTree(pdf.Root.Names.Dests)
            links = [link for page in pdf.pages for link in page.get("/Annots", []) if link.get("/Subtype") == "/Link"]
            inner = [link for link in links if "/URI" not in link.get("/A", {})]
            assert len(inner) > 10
            for link in inner:
                aim: Any = link.get("/Dest") if "/Dest" in link else link.A.D
                aim = named[str(aim)] if isinstance(aim, pikepdf.String) else aim
                assert (aim.D if isinstance(aim, pikepdf.Dictionary) else aim)[0].objgen in pages


def test_a_sheet_alone_hides_what_participants_do_not_get(course_dir: Path) -> None:
    guide = course_dir / "trainer_guides/10-look.en.md"
    guide.write_text(guide.read_text(encoding="utf-8") + SHEET, encoding="utf-8")
    course, _ = load_course(course_dir)
    edition = select(course, Audience.TRAINER, "en")
    for identifier, words in (("alone", "Why?"), ("within", "What?"), ("guide-test", "Which one?")):
        code = prepare_sheet(edition, identifier).main
        assert words in code
        assert "Hidden" not in code
        assert not re.search(r"\((?:rb|cb)\([^)]*\), true\)|, true\), \{", code)
    assert "Hiddenfeedback" in prepare_book(edition, BookSpec()).main
