"""Languages as a setting: fewer than there are, those of countries, and new ones that a course or a package brings."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from broken import COURSES
from building import build
from click.testing import CliRunner
from conftest import TINY

from builder.check import check_course
from builder.cli import main
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.choice import Choice
from builder.problems import Problem, catalogue
from builder.words import decimal_number, language_name, own_name, size_text, words
from builder.words.packs import FILES, FOLDER, chain, use

LANGUAGE = """\
name: Português (Brasil)
fallback: [es, en]
"""
INTERFACE = """\
language-name: Português
fallback: Esta página ainda não foi traduzida. Ela aparece em {language}.
case: História de empresa
glossary: Glossário
module: Módulo
"""
"""Some of the words: the others come from Spanish."""


@pytest.fixture(autouse=True)
def _no_languages_of_others() -> Iterator[None]:
    use({})
    yield
    use({})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The tiny course with Brazilian Portuguese: words, and one page."""
    root = tmp_path / "course"
    shutil.copytree(TINY, root)
    folder = root / "languages/pt-BR"
    folder.mkdir(parents=True)
    (folder / "language.yml").write_text(LANGUAGE, encoding="utf-8")
    (folder / "interface.yml").write_text(INTERFACE, encoding="utf-8")
    return root


def speaking(root: Path, languages: str, more: str = "") -> Path:
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8").replace("languages: [en, es]", f"languages: {languages}{more}")
    path.write_text(text, encoding="utf-8")
    return root


def checked(root: Path) -> tuple[Course, list[Problem]]:
    course, found = load_course(root)
    return course, check_course(course, found)


@pytest.mark.parametrize("languages", ["[es]", "[en]", "[es, en]", "[es-MX]", "[en-JM, es-MX]"])
def test_fewer_languages_and_those_of_countries_are_without_fault(course: Path, languages: str) -> None:
    found, problems = checked(speaking(course, languages))
    assert problems == []
    for language in found.config.languages:
        edition = select(found, Audience.TRAINER, language)
        assert not any(leaf.is_fallback for leaf in edition.leaves())
        assert {leaf.document.language for leaf in edition.leaves()} == {language}


def test_what_is_not_translated_is_told_once_and_no_fault(course: Path) -> None:
    found, problems = checked(speaking(course, "[pt-BR]"))
    told = {problem.code: problem for problem in problems}
    assert len(told) == len(problems)
    assert told.keys() == {"missing-interface-words", "pages-in-fallback", "texts-in-fallback"}
    assert all(problem.is_warning for problem in problems)
    pages = [page for page in found.pages() if page.documents]
    assert told["pages-in-fallback"].arguments == {
        "language": "pt-BR", "n": len(pages), "all": len(pages), "others": "es",
    }  # fmt: skip
    edition = select(found, Audience.PARTICIPANT, "pt-BR")
    assert {(leaf.is_fallback, leaf.document.language) for leaf in edition.leaves()} == {(True, "es")}


def test_the_setting_of_the_course_comes_before_that_of_the_language(course: Path) -> None:
    found, _ = checked(speaking(course, "[pt-BR]", "\n    fallback: {pt-BR: [en]}"))
    edition = select(found, Audience.PARTICIPANT, "pt-BR")
    assert {leaf.document.language for leaf in edition.leaves()} == {"en"}


def test_words_come_from_the_language_then_from_those_it_falls_back_to(course: Path) -> None:
    load_course(speaking(course, "[pt-BR]"))
    spanish = dict(words("es"))
    assert chain("pt-BR") == ("pt-BR", "pt", "es", "en")
    assert words("pt-BR")["glossary"] == "Glossário"
    assert words("pt-BR")["sources"] == spanish["sources"]
    assert words("pt-BR").keys() == words("en").keys()
    assert catalogue("pt-BR") == catalogue("es")
    assert (own_name("pt-BR"), language_name("es", "pt-BR")) == ("Português (Brasil)", "espanhol")
    assert (decimal_number(1234.5, "pt-BR"), size_text(1_250_000, "pt-BR")) == ("1.234,5", "1,2 MB")


def test_words_of_one_course_are_not_those_of_the_next(course: Path) -> None:
    load_course(speaking(course, "[pt-BR]"))
    load_course(TINY)
    assert words("pt-BR")["glossary"] == words("en")["glossary"]


def test_a_course_may_have_words_of_its_own_in_a_language_of_the_builder(course: Path) -> None:
    (course / "languages/en").mkdir()
    (course / "languages/en/interface.yml").write_text("case: Success story\n", encoding="utf-8")
    _, problems = checked(course)
    assert problems == []
    assert words("en")["case"] == "Success story"


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("interface.yml", "in-groups: grupos\n", "words-differ"),
        ("interface.yml", "in-groups: grupos de {n} }\n", "words-differ"),
        ("interface.yml", "case: <b>História</b>\n", "raw-html"),
        ("interface.yml", "case: [a, b]\n", "wrong-type"),
        ("interface.yml", "caso: História\n", "unknown-key"),
        ("report.yml", "tables: {sizes: {title: Firmas, heads: [Tamanho]}}\n", "words-differ"),
        ("problems.yml", "leak: {message: 'texto', hint: ''}\n", "wrong-type"),
        ("language.yml", "direction: up\n", "unknown-value"),
        ("language.yml", "decimal: comma\n", "unknown-value"),
        ("language.yml", "fallback: [xx]\n", "bad-language"),
        ("language.yml", "readability: {base: high, syllable: 1, word: 1, lowest: 1, vowels: a, strong: a}\n", "bad-number"),
        ("words.yml", "case: História\n", "unknown-file"),
    ],
)  # fmt: skip
def test_words_that_do_not_fit_are_named_with_their_line(course: Path, file: str, text: str, code: str) -> None:
    (course / "languages/pt-BR" / file).write_text(f"# one\n{text}", encoding="utf-8")
    _, problems = checked(speaking(course, "[pt-BR]"))
    line = 1 if code == "unknown-file" else 2
    assert code in {
        one.code for one in problems if one.path.as_posix() == f"languages/pt-BR/{file}" and one.line == line
    }
    if file != "language.yml":
        assert words("pt-BR")["in-groups"] == words("es")["in-groups"]


def test_languages_that_are_not_chosen_are_not_read(course: Path) -> None:
    (course / "languages/pt-BR/interface.yml").write_text("{", encoding="utf-8")
    assert checked(course)[1] == []


def test_a_link_out_of_the_course_is_no_file_of_words(course: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yml").write_text("case: Outside\n", encoding="utf-8")
    (course / "languages/pt-BR/command.yml").symlink_to(tmp_path / "outside.yml")
    _, problems = checked(speaking(course, "[pt-BR]"))
    assert "symlink" in {problem.code for problem in problems}
    shutil.move(course / "languages", tmp_path / "away")
    (course / "languages").symlink_to(tmp_path / "away", target_is_directory=True)
    assert "symlink" in {problem.code for problem in checked(course)[1]}
    assert words("pt-BR")["glossary"] == words("en")["glossary"]


def test_a_language_of_an_installed_package(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "installed"
    shutil.move(course / "languages/pt-BR", place / "taller_pt_br")
    (place / "taller_pt_br/__init__.py").write_text(
        "raise SystemExit('nothing of a package is run')\n", encoding="utf-8"
    )
    about = place / "taller_pt_br-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: taller-pt-br\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[taller.languages]\npt-BR = taller_pt_br\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(place))
    load_course(speaking(course, "[pt-BR]"))
    assert words("pt-BR")["glossary"] == "Glossário"


def test_messages_in_a_language_of_the_course(course: Path) -> None:
    text = "unknown-block:\n  message: 'não há bloco \"{name}\"'\n  hint: 'há {nearest}'\n"
    (course / "languages/pt-BR/problems.yml").write_text(text, encoding="utf-8")
    page = course / "modules/10-look/10-first.es.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n::: bloc\nTexto.\n:::\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["-C", str(course), "--lang", "pt-BR", "check"])
    assert 'não há bloco "bloc"' in done.stdout
    assert CliRunner().invoke(main, ["-C", str(course), "--lang", "fr", "check"]).exit_code == 2


def test_a_new_language_is_begun_with_a_file_that_describes_it(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSES / "mono", root)
    done = CliRunner().invoke(main, ["-C", str(root), "new", "language", "ht"])
    assert done.exit_code == 0, done.output
    found, problems = checked(root)
    assert found.config.languages == ("en", "ht")
    assert found.config.packs["ht"].fallback == ("en",)
    assert {problem.code for problem in problems} == {
        "missing-interface-words", "pages-in-fallback", "texts-in-fallback",
    }  # fmt: skip


def test_a_stamp_says_from_which_language(course: Path) -> None:
    speaking(course, "[en, es, pt-BR]")
    page = course / "modules/10-look/10-first.pt-BR.md"
    shutil.copyfile(course / "modules/10-look/10-first.es.md", page)
    for options, language in (((), "es"), (("--from", "en"), "en"), ((), "en")):
        done = CliRunner().invoke(main, ["-C", str(course), "stamp", str(page), *options])
        assert done.exit_code == 0, done.output
        assert f"\ntranslated-from: {language}@" in page.read_text(encoding="utf-8")
    assert "stale-translation" not in {problem.code for problem in checked(course)[1]}


@pytest.mark.parametrize("languages", ["[en, es]", "[pt-BR]"])
def test_a_page_is_stamped_whatever_the_settings_name(course: Path, languages: str) -> None:
    """Neither its language nor that of its source need be one of the course's, as long as the file is there."""
    speaking(course, languages)
    page = course / "modules/10-look/10-first.pt-BR.md"
    text = (course / "modules/10-look/10-first.es.md").read_text(encoding="utf-8")
    page.write_text(re.sub("translated-from: .*\n", "", text), encoding="utf-8")
    for options, language in (((), "es"), (("--from", "en"), "en")):
        done = CliRunner().invoke(main, ["-C", str(course), "stamp", str(page), *options])
        assert done.exit_code == 0, done.output
        assert f"\ntranslated-from: {language}@" in page.read_text(encoding="utf-8")
    (course / "mkdocs.yml").write_text(
        (course / "mkdocs.yml").read_text("utf-8").replace(f"languages: {languages}", "languages: [en, es, pt-BR]"),
        "utf-8",
    )
    assert "stale-translation" not in {problem.code for problem in checked(course)[1]}


@pytest.mark.slow
def test_what_is_made_bears_the_language_of_the_country(course: Path) -> None:
    mono = course.with_name("mono")
    shutil.copytree(COURSES / "mono", mono)
    shutil.copytree(course / "languages", mono / "languages")
    file = mono / "languages/pt-BR/language.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("(Brasil)", "<b>(Brasil)"), encoding="utf-8")
    path = mono / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[en]", "[pt-BR, en-JM]"), encoding="utf-8")
    build(mono, Choice(outputs=("site", "workbook", "epub"), audiences=(Audience.PARTICIPANT,)))
    site = mono / "dist/participant"
    for code, notices in (("pt-BR", 1), ("en-JM", 0)):
        page = next((site / code).rglob("page.html")).read_text(encoding="utf-8")
        assert f'<html lang="{code}"' in page
        assert page.count('class="fallback-notice"') == notices
        assert "Português <b>" not in page
        assert ("Esta página ainda não foi traduzida. Ela aparece em inglês." in page) == bool(notices)
    assert 'hreflang="pt-BR"' in (site / "index.html").read_text(encoding="utf-8")
    (printed,) = (site / "downloads").glob("*.pt-BR.pdf")
    with pikepdf.open(printed) as pdf:
        assert str(pdf.Root.Lang) == "pt-BR"
        assert languages_in(pdf) == {"en"}
    (electronic,) = (site / "downloads").glob("*.pt-BR.epub")
    with zipfile.ZipFile(electronic) as archive:
        package = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".opf"))
    assert "<dc:language>pt-BR</dc:language>" in package


def languages_in(pdf: pikepdf.Pdf) -> set[str]:
    """Those that parts of the text say of themselves."""
    found = {str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    return found - {str(pdf.Root.Lang)}


def test_every_file_of_words_may_be_brought(course: Path) -> None:
    """The English files, as they are, are a language of a course without fault."""
    for name in FILES:
        shutil.copyfile(FOLDER / "en" / f"{name}.yml", course / "languages/pt-BR" / f"{name}.yml")
    _, problems = checked(speaking(course, "[pt-BR]"))
    assert {problem.code for problem in problems} == {"pages-in-fallback", "texts-in-fallback"}
    assert words("pt-BR") == words("en")
