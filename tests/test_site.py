"""What the sites of a small course are made of: files, links, titles, addresses, and who gets which text."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from built_site import DOWNLOADS, SECRETS
from jinja2 import DictLoader, Environment
from site_fixtures import Browser, write_course

from builder.check import checked_course
from builder.course.config import contrast_with_white
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.site.compiled import compiled
from builder.outputs.site.site import build_site, site_files, stage_site
from builder.outputs.site.stylesheet import parsed, text_of
from builder.outputs.site.unused import known_names, needed_properties, properties_alone, used_rules, with_properties
from builder.package.colours import tint_for_dark

pytestmark = pytest.mark.slow


def test_every_page_is_there_under_the_same_address_in_each_language(dist: Path) -> None:
    pages = [
        {
            path.relative_to(dist / "participant" / language).as_posix()
            for path in (dist / "participant" / language).rglob("*.html")
        }
        for language in ("en", "es")
    ]
    assert pages[0] == pages[1]
    assert pages[0] >= {"index.html", "modules/water/index.html", "modules/water/count.html", "cases/lago.html"}
    assert not any("guide" in page for page in pages[0])


def test_participants_get_no_trainer_text(dist: Path) -> None:
    for path in (dist / "participant").rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not SECRETS.search(text), path
            assert not SECRETS.search(path.name)
            assert "edit/main" not in text
    trainer = (dist / "trainer/en/modules/water/count.html").read_text(encoding="utf-8")
    assert {match.lower() for match in SECRETS.findall(trainer)} == {"trainersecret", "answersecret", "testfeedback"}


def test_no_waste_is_published(dist: Path) -> None:
    names = {path.name for path in dist.rglob("*")}
    assert not [name for name in names if name.endswith((".map", ".gz", ".md", ".yml"))]
    assert "lunr" not in names
    text = (dist / "participant/en/index.html").read_text(encoding="utf-8")
    assert "generator" not in text
    assert "unpkg.com" not in text


def test_same_input_gives_the_same_bytes_on_another_path(dist: Path, tmp_path: Path) -> None:
    course = checked_course(write_course(tmp_path / "elsewhere"))
    edition = select(course, Audience.PARTICIPANT, "en")
    assert site_files(edition, ("en", "es")) == site_files(edition, ("en", "es"))
    assert str(tmp_path).encode() not in b"".join(site_files(edition, ("en", "es")).values())
    stage_site(edition, tmp_path / "stage", ("en", "es"), DOWNLOADS)
    build_site(tmp_path / "stage", tmp_path / "participant" / "en")
    made, other = dist.parent / "alone/en", tmp_path / "participant" / "en"
    names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    assert names == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    for name in names:
        assert (made / name).read_bytes() == (other / name).read_bytes(), name


def test_staging_writes_only_what_changed_and_deletes_strays(tmp_path: Path) -> None:
    edition = select(checked_course(write_course(tmp_path / "course")), Audience.PARTICIPANT, "en")
    stage = tmp_path / "stage"
    stage_site(edition, stage, ("en",))
    before = {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()}
    (stage / "docs" / "old").mkdir()
    (stage / "docs" / "old" / "page.md").write_text("stray", encoding="utf-8")
    stage_site(edition, stage, ("en",))
    assert {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()} == before
    assert not (stage / "docs" / "old").exists()


def test_pictures_have_their_words_in_the_pages_language(dist: Path) -> None:
    assert "Bajo y alto" in (dist / "participant/es/images/modules/water/meter.svg").read_text(encoding="utf-8")


def test_rules_that_no_page_needs_are_left_out() -> None:
    style = (
        ".here{a:1}.gone{b:2}.here .gone,.here:not(.gone),p > .here.also{c:'}'}@media print{.gone{d:4}}"
        "[data-kind=gone],[data-kind='also gone'],[data-kind=here]{i:9}@media print{.gone,h1{e:5}}:is(.gone,.here){f:6}@font-face{g:7}[data-x='.gone']{h:url(\"data:,{}\")}"
    )
    left = text_of(used_rules(parsed(style), known_names(['<p class="also" data-kind="here">'], "x")))
    assert ".gone{" not in left
    assert "[data-kind=gone]" not in left
    assert re.findall(r"[a-i](?=:[\du\"])", left) == ["a", "c", "i", "e", "f", "g", "h"]
    assert '.here:not(.gone),p > .here.also{c:"}"}' in left
    assert "@media print{h1" in left, "without the space a phone would get the desk's layout"


def test_a_choice_of_classes_is_written_out_for_the_browser() -> None:
    known = {"here", "also", "page"}
    style = ".page :is(.here, .gone, .also)::before{a:1}:is(h1, .here){b:2}:is(.here,.also) > :is(.page,.here){c:3}"
    assert text_of(used_rules(parsed(style), known)) == (
        ".page .here::before,.page .also::before{a:1}:is(h1, .here){b:2}"
        ".here > .page,.here > .here,.also > .page,.also > .here{c:3}"
    )
    rules = parsed(".here{a:1}.page .also{b:2}@font-face{c:3}")
    assert text_of(used_rules(rules, known, besides={"here"})) == ".page .also{b:2}"


def test_custom_properties_that_nothing_asks_for_are_left_out() -> None:
    style = (
        ':root{--a:url("data:,{;}");--b:var(--c, 1px);--c:2px;--gone:var(--lost);--lost:1}'
        "@media print{p{width:var(--b);--said:1;--gone:3}}h1{--gone:4}"
    )
    rules = parsed(style)
    needed = needed_properties(rules, {"--said", "word"})
    assert needed == {"--b", "--c", "--said"}
    assert text_of(with_properties(rules, needed)) == (
        ":root{--b:var(--c, 1px);--c:2px}@media print{p{width:var(--b);--said:1}}"
    )
    assert text_of(properties_alone(rules, {"--a"})) == ':root{--a:url("data:,{;}")}'


def test_institution_and_partners_are_shown(dist: Path) -> None:
    text = (dist / "participant/es/index.html").read_text(encoding="utf-8")
    assert '<img src="images/logos/chamber.svg"' in text
    assert 'alt="Green &amp; Partners Bank"' in text
    for words in ("Cámara de Prueba", "Impreso por nadie", "Querida lectora"):
        assert words in text
    assert "#7a1f3d" in next(dist.glob("participant/**/course.*.css")).read_text(encoding="utf-8")


def test_titles_with_signs_are_text(dist: Path) -> None:
    text = (dist / "participant/en/modules/water/index.html").read_text(encoding="utf-8")
    assert "<title>Water &amp; waste – Small &quot;course&quot; &amp; more</title>" in text
    assert "&amp;amp;" not in text


def test_downloads_have_sizes_and_missing_ones_are_not_linked(dist: Path) -> None:
    text = (dist / "participant/en/downloads.html").read_text(encoding="utf-8")
    assert 'href="../downloads/participant-workbook.en.pdf"' in text
    assert "123 kB" in text
    assert "water.scorm12" not in text
    assert "platforms" not in text, "no heading without files"
    sheet = (dist / "participant/en/modules/water/count.html").read_text(encoding="utf-8")
    assert 'href="../../../downloads/worksheet-water-sheet.en.pdf"' in sheet
    assert "123 kB" in (dist / "solutions/index.html").read_text(encoding="utf-8")


def test_sitemap_pairs_the_languages(dist: Path) -> None:
    text = (dist / "participant/sitemap.xml").read_text(encoding="utf-8")
    assert (
        '<loc>https://example.org/sub/participant/en/cases/lago.html</loc><xhtml:link rel="alternate" hreflang="en"'
        in text
    )
    assert 'hreflang="es" href="https://example.org/sub/participant/es/cases/lago.html"' in text
    assert not (dist / "trainer/sitemap.xml").exists()
    assert "Disallow: /" in (dist / "trainer/robots.txt").read_text(encoding="utf-8")
    assert 'href="/sub/participant/en/index.html"' in (dist / "participant/404.html").read_text(encoding="utf-8")


def test_every_link_leads_somewhere(dist: Path) -> None:
    for path in sorted(dist.rglob("*.html")):
        if path.name == "404.html":
            continue
        for href in re.findall(r'(?:href|src)="([^"]+)"', path.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", href):
                continue
            name, _, anchor = href.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), f"{path}: {href}"
            if anchor and target.suffix == ".html" and not anchor.startswith("__"):
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{path}: {href}"


def test_what_only_stories_cite_has_a_page_of_its_own(dist: Path) -> None:
    pages = {path: (dist / f"participant/es/{path}").read_text() for path in ("sources.html", "cases/sources.html")}
    listed = {path: set(re.findall(r'<li id="source-([^"]+)"', html)) for path, html in pages.items()}
    assert listed == {"sources.html": {"who-2020"}, "cases/sources.html": {"lago-2019"}}
    assert 'href="cases/sources.html"' in pages["sources.html"]
    assert 'href="sources.html#source-lago-2019"' in (dist / "participant/es/cases/lago.html").read_text()


def test_links_between_guide_and_module_of_the_same_name(dist: Path) -> None:
    text = (dist / "trainer/en/guides/workshop.html").read_text(encoding="utf-8")
    assert 'href="water.html">water guide' in text
    assert 'href="../modules/water/index.html">module' in text


@pytest.mark.parametrize("colour", ["#1f4e5f", "#000000", "#7a1f3d", "#00695c"])
def test_the_dark_tint_can_be_read(colour: str) -> None:
    tint = tint_for_dark(colour)
    assert contrast_with_white("#1e2129") / contrast_with_white(tint) >= 7


def test_trainers_see_plan_agenda_and_key(web: str, browser: Browser) -> None:
    browser.visit(f"{web}/trainer/en/guides/agenda.html")
    text = browser.driver.find_element("css selector", "main").text
    assert re.search(r"9:00–9:10\b.*9:10–9:25\s+Coffee", text, re.DOTALL)
    assert "bill: 12" in text
    browser.visit(f"{web}/trainer/en/modules/water/count.html")
    assert len(browser.driver.find_elements("css selector", ".right-mark")) == 2
    assert browser.driver.find_element("css selector", "#leak .feedback").is_displayed()
    assert browser.driver.find_element("css selector", ".session-plan").text.startswith("Plan of the session · 30 min")
    assert browser.driver.find_element("css selector", ".md-banner").is_displayed()


def test_a_page_without_translation_says_so(web: str, browser: Browser) -> None:
    browser.visit(f"{web}/participant/es/modules/water/plan.html")
    page = browser.driver.find_element("css selector", ".page")
    assert page.get_attribute("lang") == "en"
    notice = page.find_element("css selector", ".fallback-notice")
    assert notice.get_attribute("lang") == "es"
    assert "inglés" in notice.text


def test_compiled_templates_lie_where_python_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))

    def said(text: str) -> str:
        kept = Environment(loader=DictLoader({"a.html": text}), bytecode_cache=compiled("test"))
        return kept.get_template("a.html").render()

    assert [said("one {{ 1 + 1 }}"), said("one {{ 1 + 1 }}"), said("another")] == ["one 2", "one 2", "another"]
    (file,) = tmp_path.rglob("*.cache")
    shutil.rmtree(file.parent)
    file.parent.write_text("no folder", encoding="utf-8")
    assert said("third") == "third"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled("test") is None
