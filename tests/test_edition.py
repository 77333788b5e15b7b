"""Selection: what each audience gets, line for line, and what only hidden text uses."""

from pathlib import Path, PurePosixPath

import pytest

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.removed import removed_images, removed_passages
from builder.edition.select import Edition, Leaf, hidden_spans, select

PARTICIPANT, SOLUTIONS, TRAINER = Audience
FLIPCHART = PurePosixPath("modules/10-look/images/flipchart.png")


def leaf(edition: Edition, key: str) -> Leaf:
    return next(found for found in edition.leaves() if found.key == key)


def text(edition: Edition, key: str) -> str:
    return "\n".join(leaf(edition, key).document.lines)


@pytest.mark.parametrize(
    ("audience", "trainer", "answer"), [(PARTICIPANT, False, False), (SOLUTIONS, False, True), (TRAINER, True, True)]
)
def test_each_audience_sees_what_the_one_before_it_sees(
    tiny: Course, audience: Audience, trainer: bool, answer: bool
) -> None:
    found = text(select(tiny, audience, "en"), "look/first")
    assert ("Ask first who opens" in found) == trainer
    assert ("A good map names" in found) == answer
    assert "Copy the result." in found
    assert "Yes: without a baseline" in found


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("language", ["en", "es"])
def test_lines_stay_where_they_are(tiny: Course, audience: Audience, language: str) -> None:
    originals = {document.path: document for document in tiny.documents()}
    for page in select(tiny, audience, language).leaves():
        original = originals[page.document.path]
        hidden = {n for first, last in hidden_spans(original, audience) for n in range(first, last + 1)}
        assert len(page.document.lines) == len(original.lines)
        for number, (old, new) in enumerate(zip(original.lines, page.document.lines, strict=True), 1):
            if number in hidden:
                assert new == ""
            elif old != new:
                assert "[x]" in old or old.lstrip().startswith(">")
        assert all(page.document.lines[block.line - 1].lstrip().startswith(":::") for block in page.document.walk())


def test_a_hidden_block_is_gone_from_the_tree(tiny: Course) -> None:
    for audience, names in ((PARTICIPANT, {"trainer", "answer"}), (SOLUTIONS, {"trainer"}), (TRAINER, set())):
        edition = select(tiny, audience, "es")
        assert not names & {block.name for page in edition.leaves() for block in page.document.walk()}


def test_guides_and_agendas_are_for_trainers(tiny: Course) -> None:
    assert select(tiny, PARTICIPANT, "en").guides == select(tiny, SOLUTIONS, "en").guides == ()
    guides = select(tiny, TRAINER, "en").guides
    assert [guide.slug for guide in guides] == ["workshop", "look", "act"]
    assert guides[0].agenda is not None


def test_the_key_of_a_test_is_an_answer_and_that_of_a_self_check_is_not(tiny: Course) -> None:
    participant, solutions = (text(select(tiny, audience, "en"), "act/plan") for audience in (PARTICIPANT, SOLUTIONS))
    assert "- [ ] A person" in participant
    assert "Somebody must carry" not in participant
    assert "- [x] A person" in solutions
    assert "Somebody must carry" in solutions
    assert "- [x] Measure" in text(select(tiny, PARTICIPANT, "en"), "look/first")


def test_pictures_and_sources_that_only_hidden_text_uses_are_gone(tiny: Course) -> None:
    edition = select(tiny, PARTICIPANT, "en")
    assert FLIPCHART not in edition.images
    assert [image.path for image in removed_images(tiny, edition)] == [FLIPCHART]
    assert edition.sources.keys() == {"ilo-2025", "paper-2019"}
    trainer = select(tiny, TRAINER, "en")
    assert FLIPCHART in trainer.images
    assert "teaching-2024" in trainer.sources


def test_a_logo_is_in_every_edition_though_no_text_shows_it(tiny: Course) -> None:
    assert PurePosixPath("reference/logo.png") in select(tiny, PARTICIPANT, "en").images


def test_a_term_that_nothing_links_stays_and_one_that_only_hidden_text_links_goes(course_dir: Path) -> None:
    entry = '{{term: "{0}", text: "{0}"}}'
    with (course_dir / "reference/glossary.yml").open("a", encoding="utf-8") as stream:
        for name in ("alone", "hidden"):
            stream.write(f"{name}:\n  en: {entry.format(name)}\n  es: {entry.format(name)}\n")
    path = course_dir / "modules/10-look/10-first.en.md"
    path.write_text(path.read_text("utf-8") + "\n::: trainer\n[x](term:hidden)\n::: /trainer\n", encoding="utf-8")
    course, _ = load_course(course_dir)
    for language in ("en", "es"):  # the Spanish note doesn't have it, and no Spanish text does
        assert select(course, PARTICIPANT, language).glossary.keys() == {"stakeholder", "alone"}
    assert select(course, TRAINER, "en").glossary.keys() == {"stakeholder", "alone", "hidden"}


def test_a_missing_page_falls_back_to_the_other_language(course_dir: Path) -> None:
    (course_dir / "modules/10-look/20-deeper.en.md").unlink()
    course, _ = load_course(course_dir)
    found = leaf(select(course, PARTICIPANT, "en"), "look/deeper")
    assert found.is_fallback
    assert found.document.language == "es"
    assert found.title == "Una mirada más honda"
    assert not leaf(select(course, PARTICIPANT, "es"), "look/deeper").is_fallback


def test_comments_are_in_no_edition_but_the_gate_hears_of_them(tiny: Course) -> None:
    for audience in Audience:
        edition = select(tiny, audience, "en")
        assert "A remark to other authors" not in repr(edition)
        assert any("A remark to other authors" in passage.text for passage in removed_passages(tiny, audience))


def test_removed_texts_hold_what_was_hidden_and_nothing_that_stays(tiny: Course) -> None:
    removed = "\n".join(passage.text for passage in removed_passages(tiny, PARTICIPANT))
    for hidden in ("Ask first who opens", "A good map names", "Guide to Look", "Somebody must carry", "Nota didáctica"):
        assert hidden in removed
    assert "Copy the result" not in removed
    assert "A good map names" not in "\n".join(passage.text for passage in removed_passages(tiny, SOLUTIONS))


def test_the_course_itself_is_not_changed(tiny: Course) -> None:
    before = repr(tiny)
    for audience in Audience:
        select(tiny, audience, "en")
    assert repr(tiny) == before


def test_a_test_within_a_hidden_block_shows_none_of_its_options(course_dir: Path) -> None:
    """Where the key of a test was taken out, its options were written back though a block around them is hidden."""
    path = course_dir / "modules/10-look/10-first.en.md"
    quiz = "::: quiz T {#t use=test}\n::: question {#q type=single}\nWhich?\n\n- [x] Kept from you\n    > Yes.\n- [ ] Other\n    > No.\n:::\n:::"
    hidden = f"::: trainer\n::: activity Try {{#try minutes=5}}\n{quiz}\n:::\n::: /trainer\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{hidden}", encoding="utf-8")
    course, _ = load_course(course_dir)
    for audience in Audience:
        assert ("Kept from you" in text(select(course, audience, "en"), "look/first")) == (audience is TRAINER)
