"""Translation by PO: texts go out without our marks and come back to their places, or nothing is written."""

import re
import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from conftest import TINY
from translating import come_back, messages, placed, translated, with_languages

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Course
from builder.imports.po.cut import cut_page
from builder.imports.po.entry import Entry
from builder.imports.po.made import Files, make_page
from builder.imports.po.marks import PLACEHOLDER
from builder.problems import ContentError

REPOSITORY = Path(__file__).parents[1]
PAGE = "modules/10-look/10-first"
NOT_FOR_TRANSLATORS = re.compile(r":::|\]\(|\[\^|\{#|!\[|\{\{|`|</?[a-z]|\{(?![a-z]+\d+(?:_end)?\})")


@pytest.fixture(scope="module")
def real() -> Course:
    return load_course(REPOSITORY)[0]


@pytest.fixture(scope="module")
def out(real: Course) -> list[Entry]:
    """The whole course in Spanish, as XLIFF."""
    return messages(real, "es", "es", form="xliff")


@pytest.fixture
def course(course_dir: Path) -> Course:
    with_languages(course_dir, "en, es, pt")
    return load_course(course_dir)[0]


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that nothing is written into."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("po") / "course"))
    with_languages(folder, "en, es, pt")
    return load_course(folder)[0]


@pytest.fixture(scope="module")
def done(still: Course) -> list[Entry]:
    return translated(messages(still, "es", "pt"))


def told(course: Course, entries: list[Entry]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        come_back(course, entries, "es", "pt")
    return [
        f"{problem.path}:{problem.line}: {problem.code}" for problem in caught.value.problems if not problem.is_warning
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_whole_course_goes_out_and_comes_back_byte_for_byte(real: Course, out: list[Entry], language: str) -> None:
    """As PO in one language, as XLIFF in the other."""
    entries = out if language == "es" else messages(real, language, language)
    assert len(entries) > 13_000
    assert all(entry.translation == entry.text and not entry.is_fuzzy for entry in entries)
    brought = come_back(real, entries, language, language)
    assert (brought.files, brought.problems, brought.unfinished, brought.rebuilt) == ({}, [], [], [])


@pytest.mark.slow
def test_a_page_made_of_its_messages_alone_is_the_page_again_but_for_where_lines_end(real: Course) -> None:
    """Nothing is taken from the page but its marks: each text is written anew."""
    for page in real.pages():
        path = page.documents["es"].path
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        cut = cut_page(path, text, "es")
        new = {unit.place: unit.text for unit in cut.units}
        made = make_page(Files(cut, None, None), new, ("es", "es"), is_kept=False).text
        assert words(made) == words(text), path
        again = cut_page(path, made, "es")
        assert (again.shape, again.signs) == (cut.shape, cut.signs)
        assert [unit.text for unit in again.units] == [unit.text for unit in cut.units]


def words(text: str) -> list[str]:
    """Without the marks of quotations, which stand on each line, and the quotation marks of front matter."""
    return re.sub(r'^ *>|(?<=: )"|"$', "", text, flags=re.MULTILINE).split()


def test_a_translator_sees_none_of_our_marks(out: list[Entry]) -> None:
    for entry in out:
        assert not NOT_FOR_TRANSLATORS.search(entry.text), entry
    assert any(PLACEHOLDER.search(entry.text) for entry in out)


def test_contexts_are_those_of_one_text_each(out: list[Entry]) -> None:
    contexts = [entry.context for entry in out]
    assert len(contexts) == len(set(contexts))
    assert "csr-principles/why-csr#my-firm/my-csr/gains/item-3" in contexts
    assert "reference/glossary.yml#csr/term" in contexts


def test_a_course_translated_from_its_messages_passes_the_check(course: Course) -> None:
    brought = come_back(course, translated(messages(course, "es", "pt")), "es", "pt")
    made = placed(course, brought)
    assert PurePosixPath(f"{PAGE}.pt.md") in brought.files
    assert {problem.code for problem in check_course(made)} <= {"missing-glyph"}
    page = (course.config.root / f"{PAGE}.pt.md").read_text(encoding="utf-8")
    assert page.splitlines()[1].startswith("translated-from: es@")
    assert ".es.md" not in page
    assert page.count(":::") == (course.config.root / f"{PAGE}.es.md").read_text(encoding="utf-8").count(":::")


def test_what_came_back_goes_out_again_as_translated(course: Course) -> None:
    made = placed(course, come_back(course, translated(messages(course, "es", "pt")), "es", "pt"))
    again = messages(made, "es", "pt")
    assert all(entry.translation == f"{entry.text} ção" and not entry.is_fuzzy for entry in again)
    assert come_back(made, again, "es", "pt").files == {}


def test_one_changed_text_changes_one_text_of_the_page(course: Course) -> None:
    entries = messages(course, "en", "es")
    at = next(
        n
        for n, entry in enumerate(entries)
        if entry.key == "look/first" and " " in entry.text and "{" not in entry.text
    )
    entries[at] = replace(entries[at], translation="Otra cosa")
    ((path, text),) = come_back(course, entries, "en", "es").files.items()
    before = (course.config.root / path).read_text(encoding="utf-8")
    without = [line for line in text.splitlines() if not line.startswith("translated-from")]
    old = [line for line in before.splitlines() if not line.startswith("translated-from")]
    assert sum(a != b for a, b in zip(old, without, strict=True)) == 1


def test_an_unfinished_page_is_not_written_unless_asked(course: Course) -> None:
    entries = translated(messages(course, "es", "pt"))
    entries = [replace(one, translation="") if one.context == "look/first#title" else one for one in entries]
    brought = come_back(course, entries, "es", "pt")
    assert PurePosixPath(f"{PAGE}.pt.md") not in brought.files
    assert [(one.key, missing) for one, missing, _ in brought.unfinished] == [("look/first", 1)]
    partial = come_back(course, entries, "es", "pt", partial=True)
    assert "translated-from: es@000000000000" in partial.files[PurePosixPath(f"{PAGE}.pt.md")]
    made = placed(course, partial)
    assert "stale-translation" in {problem.code for problem in check_course(made)}
    assert [one.context for one in messages(made, "es", "pt") if not one.translation] == ["look/first#title"]


def test_a_fuzzy_text_is_not_translated(course: Course) -> None:
    entries = translated(messages(course, "es", "pt"))
    entries = [replace(one, is_fuzzy=True) if one.context == "look/first#title" else one for one in entries]
    assert [one.key for one, _, _ in come_back(course, entries, "es", "pt").unfinished] == ["look/first"]


def test_a_text_that_changed_is_shown_with_the_old_one(course: Course) -> None:
    known = translated(messages(course, "es", "pt"))
    page = course.config.root / f"{PAGE}.es.md"
    title = next(one.text for one in known if one.context == "look/first#title")
    page.write_text(page.read_text(encoding="utf-8").replace(title, f"{title} hoy", 1), encoding="utf-8")
    changed = load_course(course.config.root)[0]
    found = {one.context: one for one in messages(changed, "es", "pt", known)}
    one = found.pop("look/first#title")
    assert (one.text, one.translation, one.is_fuzzy) == (f"{title} hoy", f"{title} ção", True)
    assert not any(entry.is_fuzzy for entry in found.values())
    old = told(changed, known)
    assert old == [
        f"modules/10-look/10-first.po:{next(x.line for x in known if x.context == one.context)}: po-source-changed"
    ]


def test_a_text_that_moved_keeps_its_translation(course: Course) -> None:
    known = translated(messages(course, "es", "pt"))
    page = course.config.root / f"{PAGE}.es.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        re.sub(r"(?m)^::: objectives\n", "::: objectives\n- Algo nuevo de verdad.\n", text, count=1), encoding="utf-8"
    )
    found = messages(load_course(course.config.root)[0], "es", "pt", known)
    assert [one.text for one in found if not one.translation] == ["Algo nuevo de verdad."]


def test_what_a_translator_did_for_a_text_that_is_gone_is_kept(course: Course) -> None:
    known = translated(messages(course, "es", "pt"))
    page = course.config.root / f"{PAGE}.es.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("::: tip\nPregunte en el mercado.\n:::\n", ""), encoding="utf-8")
    gone = load_course(course.config.root)[0]
    assert [one.text for one in messages(gone, "es", "pt", known) if one.is_obsolete] == ["Pregunte en el mercado."]


def test_a_changed_page_and_a_changed_file_are_a_person_s_to_decide(course: Course) -> None:
    made = placed(course, come_back(course, translated(messages(course, "es", "pt")), "es", "pt"))
    known = translated(messages(made, "es", "pt"), lambda text: f"{text} feito")
    (one, *_) = [entry for entry in messages(made, "es", "pt", known) if entry.context == "look/first#title"]
    assert one.is_fuzzy
    assert one.translation.endswith("feito")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: PLACEHOLDER.sub("", text, count=1), "po-placeholder-lost"),
        (lambda text: f"{text} {{link9}}", "po-placeholder-unknown"),
        (lambda text: f"{text} {{x", "po-placeholder-unknown"),
        (lambda text: f"{text} {PLACEHOLDER.search(text)[0]}", "po-placeholder-twice"),
        (
            lambda text: text.replace("_end}", "_}").replace("1}", "1_end}", 1).replace("_}", "}"),
            "po-placeholder-order",
        ),
        (lambda text: f"{text} **oi", "po-emphasis"),
        (lambda text: f"{text} <b>oi</b>", "po-mark"),
        (lambda text: f"{text} &nbsp;", "po-mark"),
        (lambda text: f"::: trainer {text}", "po-mark"),
        (lambda text: f"{text} ::: /trainer", "po-mark"),
        (lambda text: f"{text} [aqui](https://example.org)", "po-mark"),
        (lambda text: f"{text} `x`", "po-mark"),
        (lambda text: f"{text} <!-- x -->", "po-mark"),
        (lambda text: f"{text} [^nota]", "po-mark"),
        (lambda text: f"- {text}", "po-mark"),
        (lambda text: f"# {text}", "po-mark"),
        (lambda text: f"7. {text}", "po-mark"),
        (lambda text: f"{text}\x07", "po-mark"),
        (lambda text: f"{text}\u202e", "po-mark"),
        (lambda text: f"|{text}|", "po-mark"),
    ],
)
def test_what_breaks_a_page_is_refused_with_its_place(
    still: Course, done: list[Entry], change: object, code: str
) -> None:
    entries = list(done)
    at = next(n for n, one in enumerate(entries) if "{link1}" in one.text and "paragraph" in one.context)
    entries[at] = replace(entries[at], translation=change(entries[at].text))
    assert told(still, entries) == [f"{entries[at].path}:{entries[at].line}: {code}"]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("cell", "a | b", "po-mark"), ("material", "caneta: 3", "po-mark"), ("title", "a" * 201, "title-too-long"),
        ("low", 'o "melhor"', "po-mark"), ("option", "[x] isto", "po-mark"), ("image1", "uma [casa]", "po-mark"),
    ],
)  # fmt: skip
def test_each_kind_of_text_has_signs_that_would_end_it(
    still: Course, done: list[Entry], kind: str, text: str, code: str
) -> None:
    entries = list(done)
    at = next(
        n for n, one in enumerate(entries) if re.search(rf"[/#]{kind}(-\d+)?$", one.context) and "{" not in one.text
    )
    entries[at] = replace(entries[at], translation=text)
    assert told(still, entries) == [f"{entries[at].path}:{entries[at].line}: {code}"]


def test_all_faults_are_told_at_once(still: Course, done: list[Entry]) -> None:
    assert len(told(still, translated(done, lambda text: f"{text} <i>"))) > 100


def test_messages_of_another_course_are_told_and_left_out(still: Course, done: list[Entry]) -> None:
    odd = replace(done[0], context="../../etc/passwd#title", of="/etc/passwd")
    brought = come_back(still, [odd, replace(odd, context="")], "es", "pt")
    assert (brought.files, [problem.code for problem in brought.problems]) == ({}, ["po-unknown-message"] * 2)


@pytest.mark.parametrize("context", ["", f"{PAGE}.es.md:20"])
def test_a_program_that_loses_contexts_loses_no_translation(still: Course, done: list[Entry], context: str) -> None:
    """Translate Toolkit puts places of its own there."""
    bare = [replace(one, context=context, of=f"{PAGE}.es.md") for one in done if one.key == "look/first"]
    assert PurePosixPath(f"{PAGE}.pt.md") in come_back(still, bare, "es", "pt").files


def test_one_text_translated_in_two_ways_is_refused(still: Course, done: list[Entry]) -> None:
    wrong = [*done, replace(done[0], translation="outra")]
    assert told(still, wrong) == [f"{done[0].path}:{done[0].line}: po-twice"]


def test_what_the_settings_fill_in_is_a_placeholder(course: Course) -> None:
    page = course.config.root / f"{PAGE}.es.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("Copien el resultado.", "Llamen al {{country.hotline}}.").replace(
        "| Poco poder", "| {{country.hotline}}"
    )
    page.write_text(text, encoding="utf-8")
    cut = cut_page(PurePosixPath(f"{PAGE}.es.md"), text, "es")
    assert {"Llamen al {variable1}.", "{variable1}"} <= {unit.text for unit in cut.units}
    made = make_page(Files(cut, None, None), {}, ("es", "pt"), is_kept=False).text
    assert made.count("{{country.hotline}}") == 2


def test_what_a_picture_shows_follows_the_picture(course: Course) -> None:
    """Where a translation has two of them in another order."""
    for language, line in (
        ("es", "Vea ![uno](images/grid.svg) y ![dos](images/flipchart.png) aqui."),
        ("pt", "Ve ![dois](images/flipchart.png) e ![um](images/grid.svg) aqui."),
    ):
        (course.config.root / f"reference/home.{language}.md").write_text(
            f"---\ntitle: A\n---\n{line}\n", encoding="utf-8"
        )
    found = {
        one.context: (one.text, one.translation) for one in messages(load_course(course.config.root)[0], "es", "pt")
    }
    assert found["home#paragraph-1"] == ("Vea {image1} y {image2} aqui.", "Ve {image2} e {image1} aqui.")
    assert (found["home#paragraph-1/image1"], found["home#paragraph-1/image2"]) == (("uno", "um"), ("dos", "dois"))
