"""Books: what stands in them, on which page, which fields they have, and that nothing is lost or shown to the wrong people."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
from pikepdf.form import DefaultAppearanceStreamGenerator, Form

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.worksheets import find_sheets
from builder.edition.questions import questions
from builder.edition.select import Edition, select
from builder.edition.volumes import volumes
from builder.outputs.book.book import prepare_book, prepare_sheet, sheet_ids, write_book
from builder.outputs.book.leaves import fixed_book
from builder.outputs.book.measures import measures_of
from builder.outputs.book.parts.page import short_head
from builder.outputs.book.spec import BookSpec, printed_leaves
from builder.print.code import Piece, breakable, literal, typographic
from builder.problems import ContentError, UsageError
from builder.words import words

pytestmark = pytest.mark.slow

TINY = Path(__file__).parent / "courses" / "tiny"
SESSION = "modules/10-look/10-first.en.md"
HOSTILE = '#read("/etc/passwd") $x^2$ @label <tag> *bold* _it_ `raw` // no comment /* nor this */ \\ "quoted" #{panic()} ~ = + - /'


@dataclass(frozen=True)
class Book:
    path: Path
    text: str
    pages: tuple[str, ...]


def letters(text: str) -> str:
    """Letters and digits only: line ends, hyphens and the shape of quotation marks don't count."""
    return re.sub(r"\W", "", text).casefold()


def read(path: Path) -> Book:
    document = pypdfium2.PdfDocument(path)
    pages = tuple(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return Book(path, "\n".join(pages), pages)


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Book]:
    """A book of the tiny course, made once for each choice of options."""
    folder = tmp_path_factory.mktemp("books")
    course, _ = load_course(TINY)

    @cache
    def book(audience: str, language: str = "en", **options: object) -> Book:
        edition = select(course, Audience[audience.upper()], language)
        path = folder / f"{audience}-{language}-{len(list(folder.iterdir()))}.pdf"
        assert write_book(prepare_book(edition, BookSpec(**options)), path).problems == []  # type: ignore[arg-type]
        return read(path)

    return book


def edition_of(root: Path, audience: Audience = Audience.PARTICIPANT) -> Edition:
    return select(load_course(root)[0], audience, "en")


def edit(root: Path, old: str, new: str) -> int:
    """Changes the first session; returns the line of the change."""
    path = root / SESSION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# -- structure


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("audience", ["participant", "solutions", "trainer"])
def test_every_book_passes_the_accessibility_checker(make: Callable[..., Book], audience: str, language: str) -> None:
    report = pdfua.validate(str(make(audience, language).path))
    assert not report.findings


def test_title_language_tags_and_bookmarks(make: Callable[..., Book]) -> None:
    with pikepdf.open(make("participant", "es").path) as document:
        assert document.Root.Lang == "es"
        assert document.Root.MarkInfo.Marked
        assert "Cuaderno de participantes" in str(document.docinfo.Title)
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[-4:] == ["Glosario", "Fuentes", "Índice de materias", "Mis apuntes"]


def test_contents_name_the_page_on_which_each_heading_stands(make: Callable[..., Book]) -> None:
    book = make("trainer")
    with pikepdf.open(book.path) as document, document.open_outline() as outline:
        titles = [str(item.title) for part in outline.root for item in (part, *part.children)]
    contents = re.sub(r"[\s.]+", " ", "".join(page for page in book.pages if page.lstrip().endswith("")))
    checked = 0
    for title in titles:
        match = re.search(re.escape(title) + r" (\d+)\b", contents)
        if match:
            assert letters(title) in letters(book.pages[int(match[1]) - 1]), title
            checked += 1
    assert checked > 8


@pytest.mark.parametrize(("audience", "language", "word"), [("participant", "en", "page"), ("trainer", "es", "página")])
def test_links_lead_to_the_page_that_they_name(
    make: Callable[..., Book], audience: str, language: str, word: str
) -> None:
    """Links within the book, and the numbers of notes."""
    book = make(audience, language)
    found = 0
    with pikepdf.open(book.path) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        for page, text in zip(document.pages, book.pages, strict=True):
            for link in page.get("/Annots", []):
                assert not str(link.get("/A", {}).get("/URI", "")).startswith("to:")
                if "/Dest" in link and str(link.Contents).startswith(f"{word} "):
                    number = int(str(link.Contents).split()[-1])
                    assert numbers[link.Dest[0].objgen] == number
                    assert 0 < float(link.Dest[3]) <= float(page.MediaBox[3])
                    found += f"({word} {number})" in " ".join(text.split())
    assert found > 3


def test_modules_begin_on_right_hand_pages_and_pages_are_numbered(make: Callable[..., Book]) -> None:
    book = make("participant")
    total = len(book.pages)
    starts = [number for number, page in enumerate(book.pages, 1) if re.search(r"^Module\s*$", page, re.MULTILINE)]
    assert starts
    assert all(number % 2 for number in starts)
    assert f"Page 3 of {total}" in book.text


def test_the_facts_of_a_story_are_a_few_lines_before_it(make: Callable[..., Book]) -> None:
    text = " ".join(make("participant").text.split())
    assert re.search(r"Company \S.* · Country \S.* · Sector \S", text)


# -- audiences


def test_participants_get_neither_notes_nor_answers_nor_keys(make: Callable[..., Book]) -> None:
    participant, solutions, trainer = (letters(make(name).text) for name in ("participant", "solutions", "trainer"))
    note, answer, feedback = "Speak slowly here", "A good map names people", "without a baseline nobody sees"
    assert letters(note) in trainer
    assert letters(answer) in trainer
    assert letters(answer) in solutions
    assert letters(feedback) in trainer
    assert letters(feedback) in solutions
    assert not {text for text in (note, answer, feedback) if letters(text) in participant}
    assert letters(note) not in solutions


def test_trainers_get_clock_times_plan_materials_and_guides(make: Callable[..., Book]) -> None:
    text = " ".join(make("trainer").text.split())
    for phrase in ("Agenda", "Plan of the session", "Materials for the core sessions", "When time is short"):
        assert phrase in text
    assert re.search(r"\b8:30\b|\b9:00\b", text)


def test_each_variant_of_the_agenda_stands_on_one_page(make: Callable[..., Book], tiny: Course) -> None:
    pages = [page.replace("\r\n", " ") for page in make("trainer").pages]
    variants = [variant for guide in tiny.guides if guide.agenda for variant in guide.agenda.variants]
    assert len([page for page in pages if re.search(r"\bTime min What\b", page)]) == len(variants)


def test_a_note_stands_before_its_step_and_on_the_same_page(make: Callable[..., Book]) -> None:
    page = next(page for page in make("trainer").pages if "Ask first who opens the shop" in page)
    note, step = page.index("Ask first who opens the shop"), page.index("Place the cards.")
    assert note < step


def test_what_the_agenda_names_bears_its_page(make: Callable[..., Book]) -> None:
    book = make("trainer")
    agenda = next(page for page in book.pages if "Time min What page" in page.replace("\r\n", " "))
    step = next(number for number, page in enumerate(book.pages, 1) if "Write one name on each card." in page)
    assert re.search(rf"Activity: Map them\s+{step}\b", agenda)


def test_the_index_names_the_pages_of_terms_firms_and_sheets(make: Callable[..., Book]) -> None:
    pages = make("participant").pages
    index = " ".join(next(page for page in reversed(pages) if "Terms of the glossary" in page).split())
    for name, shown in (("stakeholder", "stakeholder has a say"), ("Stakeholder map", "Worksheet Stakeholder map")):
        number = next(number for number, page in enumerate(pages, 1) if shown in " ".join(page.split()))
        assert re.search(rf"\b{name}, (\d+, )*{number}\b", index), name
    assert re.search(r"Solar Farm[^,]*, (\d+, )+\d+", index)


def test_the_contents_give_modules_and_sessions_their_numbers(make: Callable[..., Book]) -> None:
    text = " ".join(
        next(page for page in make("participant").pages if page.startswith("Contents") or "\nContents" in page).split()
    )
    assert re.search(r"\b1 Look\b", text)
    assert re.search(r"\b1\.1 First look\b", text)


def test_a_running_head_uses_its_line_and_ends_after_a_word() -> None:
    measures = measures_of(BookSpec())
    assert short_head("Which responsible practices pay, for whom, and when?", measures).endswith("when?")
    long = "word " * 40
    assert re.fullmatch(r"(word )+…", short_head(long, measures))
    assert len(short_head(long, measures)) > len(short_head(long, measures_of(BookSpec(large_print=True))))


def test_only_a_word_too_long_for_its_column_is_divided(course_dir: Path) -> None:
    page = course_dir / SESSION
    head = "| Page | August | Convenient | Whatever else | Of it |\n|---|---|---|---|---|\n"
    written = page.read_text(encoding="utf-8")
    found = []
    for word in ("conveniently", "responsible-and-conscientious", "Donaudampfschiffahrtsgesellschaft"):
        page.write_text(f"{written}\n{head}|{f' {word} |' * 5}\n", encoding="utf-8")
        found.append(prepare_book(edition_of(course_dir, Audience.PARTICIPANT)).main.count("show: divided.with("))
    assert found == [0, 0, 5]


# -- fields


def fields_of(path: Path) -> dict[str, pikepdf.Object]:
    with pikepdf.open(path) as document:
        return {
            str(item.T): (str(item.FT), str(item.get("/TU", "")), len(item.get("/Kids", [])))
            for item in document.Root.AcroForm.Fields
        }  # type: ignore[misc]


def test_fields_bear_the_names_and_labels_of_the_tree(make: Callable[..., Book]) -> None:
    fields = fields_of(make("participant").path)
    sheet = "look_first_stakeholder-map"
    assert fields[f"{sheet}_first-step"] == ("/Tx", "What will you do first?", 0)
    assert fields[f"{sheet}_trust_i1"][0] == "/Btn"
    assert fields[f"{sheet}_trust_i1"][2] == 4
    assert fields[f"{sheet}_ask-how_o2"][1].endswith("A short form")
    assert f"{sheet}_who_r2c1" in fields
    assert f"{sheet}_drawing" in fields
    assert fields["look_first_cooling"][2] == 2
    assert all(label for _, label, _ in fields.values())


def test_what_is_typed_into_fields_is_kept_and_read_back(make: Callable[..., Book], tmp_path: Path) -> None:
    with pikepdf.open(make("participant").path) as document:
        form = Form(document, DefaultAppearanceStreamGenerator)
        form["look_first_stakeholder-map_first-step"].value = "Hablar con el turno de noche, señora Núñez"
        form["look_first_stakeholder-map_ask-how_o1"].checked = True
        group = form["look_first_stakeholder-map_trust_i2"]
        group.selected = next(option for option in group.options if str(option.on_value) == "/3")
        document.save(tmp_path / "filled.pdf")
    with pikepdf.open(tmp_path / "filled.pdf") as document:
        form = Form(document)
        assert form["look_first_stakeholder-map_first-step"].value == "Hablar con el turno de noche, señora Núñez"
        assert form["look_first_stakeholder-map_ask-how_o1"].checked
        assert str(form["look_first_stakeholder-map_trust_i2"].value) == "/3"


def test_no_link_to_a_field_is_left_over(make: Callable[..., Book]) -> None:
    with pikepdf.open(make("participant").path) as document:
        addresses = [
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        ]
    assert addresses
    assert all(address.startswith("http") for address in addresses)


def test_a_book_without_fields_has_none(make: Callable[..., Book]) -> None:
    with pikepdf.open(make("participant", with_fields=False).path) as document:
        assert "/AcroForm" not in document.Root


def test_each_worksheet_alone_can_be_printed_and_filled_in(tmp_path: Path, tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    assert "stakeholder-map" in sheet_ids(edition)
    assert write_book(prepare_sheet(edition, "stakeholder-map"), tmp_path / "sheet.pdf").problems == []
    book = read(tmp_path / "sheet.pdf")
    assert len(book.pages) <= 2
    assert "What will you do first?" in book.text
    assert not pdfua.validate(str(book.path)).findings
    assert "look_first_stakeholder-map_first-step" in fields_of(book.path)


# -- kinds of books


@pytest.mark.parametrize(("signed", "asked"), [("", "name"), (" signed=code", "code"), (" signed=no", "")])
def test_a_sheet_alone_asks_who_fills_it_in(course_dir: Path, tmp_path: Path, signed: str, asked: str) -> None:
    edit(course_dir, "{#stakeholder-map}", "{#stakeholder-map" + signed + "}")
    path = tmp_path / "sheet.pdf"
    write_book(prepare_sheet(edition_of(course_dir), "stakeholder-map"), path)
    found = {name.rpartition("_")[2] for name in fields_of(path)} & {"name", "code", "date"}
    assert found == ({asked, "date"} if asked else set())


def test_a_test_is_printed_alone_with_numbers_and_a_code_and_no_key(tmp_path: Path, tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    tests = [
        sheet for sheet in sheet_ids(edition) if sheet not in find_sheets(leaf.document for leaf in edition.leaves())
    ]
    assert tests
    path = tmp_path / "test.pdf"
    assert write_book(prepare_sheet(edition, tests[0]), path).problems == []
    book = read(path)
    assert "1." in book.text
    assert "Code:" in book.text
    assert "Name:" not in book.text
    assert set(fields_of(path)) <= set(questions(tiny, "en"))
    assert not pdfua.validate(str(path)).findings


def test_forms_of_guides_are_handed_out_without_notes_and_keys(course_dir: Path, tmp_path: Path) -> None:
    guide = course_dir / "trainer_guides/00-workshop.en.md"
    form = """
::: worksheet Form for the firm {#firm-form}
::: trainer
Read between the lines.
::: /trainer
::: lines {#what rows=2}
What changed?
:::
:::
::: quiz Test for those who train {#train-test use=test}
::: question {#why type=single}
Why?
- [x] Because
    > Right so.
- [ ] Therefore
    > Not so.
:::
:::
"""
    guide.write_text(guide.read_text(encoding="utf-8") + form, encoding="utf-8")
    edition = edition_of(course_dir, Audience.TRAINER)
    assert sheet_ids(edition) == ["firm-form", "train-test"]
    texts = []
    for sheet in sheet_ids(edition):
        write_book(prepare_sheet(edition, sheet), tmp_path / sheet)
        texts.append(read(tmp_path / sheet).text)
    assert "What changed?" in texts[0]
    assert "Name:" not in texts[0]
    assert "Therefore" in texts[1]
    right = words("en")["key-answer"]
    assert not [text for text in texts for secret in ("between the lines", "Right so", right) if secret in text]


def test_a_book_of_one_module_holds_no_other(make: Callable[..., Book]) -> None:
    whole, part = make("participant"), make("participant", module="look")
    assert 4 < len(part.pages) < len(whole.pages)
    assert "First look" in part.text
    assert "Case stories" not in part.pages[-1]


def test_two_workbooks_hold_what_the_whole_one_does(make: Callable[..., Book]) -> None:
    whole, first, second = (make("trainer", volume=volume) for volume in (0, 1, 2))
    parts = [make("participant", volume=volume).path for volume in (1, 2)]
    assert set(fields_of(make("participant").path)) == {name for path in parts for name in fields_of(path)}
    assert len(whole.pages) > len(first.pages) > len(second.pages)
    assert "Guide to Look" in first.text
    assert "Guide to Look" not in second.text
    assert "Trainer workbook 2" in second.pages[0]
    assert "workbook 2" in next(page for page in first.pages if "A deeper look" in page and "First look" in page)
    assert "workbook 1" in next(page for page in second.pages if "A deeper look" in page and "First look" in page)
    for book in (first, second):
        assert not pdfua.validate(str(book.path)).findings


def test_a_module_stands_where_the_first_book_has_a_session_of_it(course_dir: Path) -> None:
    """Its first session may be an extra one: trainers need the guide in the room all the same."""
    for name, old, new in (("10-first", "core", "extra"), ("20-deeper", "extra", "core")):
        for language in ("en", "es"):
            path = course_dir / f"modules/10-look/{name}.{language}.md"
            path.write_text(path.read_text("utf-8").replace(f"track: {old}", f"track: {new}"), encoding="utf-8")
    edition = edition_of(course_dir, Audience.TRAINER)
    printed = {leaf.key for leaf in printed_leaves(edition, BookSpec(volume=1))}
    assert {"look", "look/deeper", "guides/look"} <= printed
    assert "look/first" not in printed


def test_what_is_marked_library_has_a_third_workbook(course_dir: Path) -> None:
    """A session and a guide of it, and the text of a module whose first session stands there."""
    for page in ("modules/20-act/10-plan", "trainer_guides/20-act"):
        for language in ("en", "es"):
            path = course_dir / f"{page}.{language}.md"
            old, new = ("track: core", "track: library") if "modules" in page else ("kind:", "track: library\nkind:")
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    edition = edition_of(course_dir, Audience.TRAINER)
    assert volumes(edition) == (1, 2, 3)
    printed = [{leaf.key for leaf in printed_leaves(edition, BookSpec(volume=volume))} for volume in (0, 1, 2, 3)]
    assert printed[3] == {"act", "act/plan", "guides/act"}
    assert printed[0] == printed[1] | printed[2] | printed[3]
    assert sum(map(len, printed[1:])) == len(printed[0])
    assert "p:act/plan" not in fixed_book(edition, BookSpec(volume=3)).elsewhere
    assert fixed_book(edition, BookSpec(volume=2)).elsewhere["p:act/plan"] == "workbook 3"
    assert fixed_book(edition, BookSpec(volume=3)).elsewhere["p:look/deeper"] == "workbook 2"


def test_a_link_to_the_other_workbook_names_it(course_dir: Path, tmp_path: Path) -> None:
    edit(course_dir, "## ", "See [what goes deeper](20-deeper.en.md).\n\n## ")
    for volume, name in ((0, "what goes deeper (page"), (1, "what goes deeper (workbook 2)")):
        path = tmp_path / f"{volume}.pdf"
        write_book(prepare_book(edition_of(course_dir), BookSpec(volume=volume)), path)
        assert name in " ".join(read(path).text.split())


def test_the_case_story_book_has_an_index(make: Callable[..., Book]) -> None:
    book = make("participant", content="cases")
    assert "Find a story" in book.text
    assert "Sectors" in book.text
    assert not pdfua.validate(str(book.path)).findings


@pytest.mark.parametrize("options", [{"paper": "us-letter"}, {"large_print": True}, {"ink_saving": True}])
def test_variants_lose_nothing_and_stay_accessible(make: Callable[..., Book], options: dict[str, object]) -> None:
    book, plain = make("participant", **options), make("participant")
    assert not pdfua.validate(str(book.path)).findings
    words = [
        letters(part) for part in ("Who is touched by what your firm does?", "Many people are touched.", "Good to know")
    ]
    assert all(word in letters(book.text) and word in letters(plain.text) for word in words)


def test_unknown_paper_module_and_sheet_are_wrong_use(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    for spec in (BookSpec(paper="a3"), BookSpec(module="nothing")):
        with pytest.raises(UsageError):
            prepare_book(edition, spec)
    with pytest.raises(UsageError):
        prepare_sheet(edition, "nothing")


# -- bytes, hostile text, faults


def test_the_same_book_twice_is_the_same_bytes(tmp_path: Path, tiny: Course) -> None:
    edition = select(tiny, Audience.TRAINER, "es")
    books = [prepare_book(edition), prepare_book(edition)]
    assert books[0].digest() == books[1].digest()
    for number, book in enumerate(books):
        write_book(book, tmp_path / f"{number}.pdf")
    assert (tmp_path / "0.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()


def test_an_edit_changes_the_digest(course_dir: Path) -> None:
    before = prepare_book(edition_of(course_dir)).digest()
    edit(course_dir, "Copy the result.", "Copy the results.")
    assert prepare_book(edition_of(course_dir)).digest() != before


def test_hostile_text_is_printed_and_never_run(course_dir: Path, tmp_path: Path) -> None:
    escaped = re.sub(r"([\\`*_<>#])", r"\\\1", HOSTILE)
    edit(course_dir, "Copy the result.", escaped)
    edit(course_dir, "title: First look", "title: 'Look #{1} \\ \"x\" ''y'' $z$'")
    write_book(prepare_book(edition_of(course_dir)), tmp_path / "book.pdf")
    text = letters(read(tmp_path / "book.pdf").text)
    assert letters(HOSTILE) in text
    assert letters("Look #{1} x y $z$") in text


def test_a_page_without_translation_says_so_and_bears_its_language(course_dir: Path, tmp_path: Path) -> None:
    (course_dir / SESSION.replace(".en.", ".es.")).unlink()
    course, _ = load_course(course_dir)
    prepared = prepare_book(select(course, Audience.PARTICIPANT, "es"))
    assert 'set text(lang: "en", region: none)' in prepared.main
    write_book(prepared, tmp_path / "book.pdf")
    assert letters("Esta página aún no tiene traducción") in letters(read(tmp_path / "book.pdf").text)
    assert not pdfua.validate(str(tmp_path / "book.pdf")).findings


def test_a_long_word_breaks_and_stays_on_the_page(course_dir: Path, tmp_path: Path) -> None:
    edit(course_dir, "Copy the result.", "x" * 400)
    assert write_book(prepare_book(edition_of(course_dir)), tmp_path / "book.pdf").problems == []
    assert letters(read(tmp_path / "book.pdf").text).count("x") >= 400


def test_a_box_higher_than_a_page_loses_nothing(course_dir: Path, tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {number} of a note that goes on and on for a while." for number in range(90))
    edit(course_dir, "The law may ask for more.", long)
    write_book(prepare_book(edition_of(course_dir)), tmp_path / "book.pdf")
    text = letters(read(tmp_path / "book.pdf").text)
    assert all(letters(f"Paragraph {number} of a note") in text for number in range(90))


@pytest.mark.parametrize("rows", [1, 30])
def test_writing_space_of_any_size_fits(course_dir: Path, tmp_path: Path, rows: int) -> None:
    edit(course_dir, "::: lines {#first-step rows=4}", f"::: lines {{#first-step rows={rows}}}")
    assert write_book(prepare_book(edition_of(course_dir)), tmp_path / "book.pdf").problems == []


def test_a_glyph_that_no_font_has_is_a_problem_with_its_line(course_dir: Path) -> None:
    line = edit(course_dir, "Copy the result.", "Copy the 漢 result.")
    with pytest.raises(ContentError) as error:
        prepare_book(edition_of(course_dir))
    (problem,) = error.value.problems
    assert (str(problem.path), problem.line, problem.code) == (SESSION, line, "missing-glyph")


def test_what_typst_refuses_names_the_source_line(tmp_path: Path, tiny: Course) -> None:
    prepared = prepare_book(select(tiny, Audience.PARTICIPANT, "en"))
    touched = 'text("Many people are touched.")'
    broken = tuple(
        piece._replace(code='text("Many 漢 are touched.")') if piece.code == touched else piece
        for piece in prepared.pieces
    )
    assert broken != prepared.pieces
    with pytest.raises(ContentError) as error:
        write_book(replace(prepared, pieces=broken), tmp_path / "book.pdf")
    (problem,) = error.value.problems
    text = (TINY / SESSION).read_text(encoding="utf-8").split("\n")
    assert str(problem.path) == SESSION
    assert text[problem.line - 1].startswith("::: keypoints")
    assert not (tmp_path / "book.pdf").exists()


def test_a_link_to_nothing_is_a_problem_and_no_traceback(tmp_path: Path, tiny: Course) -> None:
    prepared = prepare_book(select(tiny, Audience.PARTICIPANT, "en"))
    broken = (*prepared.pieces, Piece("code", '#to("p:look/lost", [there])'))
    with pytest.raises(ContentError) as error:
        write_book(replace(prepared, pieces=broken), tmp_path / "book.pdf")
    (problem,) = error.value.problems
    assert (problem.code, "label" in problem.message("en")) == ("engine-failed", True)


def test_literals_quotes_and_long_words() -> None:
    assert literal('a "b" \\ c\n\td\u2028') == '"a \\"b\\" \\\\ c d "'
    assert typographic('"Yes," she said, "it\'s 5 %."') == "\u201cYes,\u201d she said, \u201cit\u2019s 5\u00a0%.\u201d"
    assert breakable("short words stay") == "short words stay"
    assert max(map(len, breakable("y" * 95).split("\u200b"))) == 30
