"""The look at finished pages: each fault is found with its page and line, and sound pages bring no false alarm."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TINY, Result

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.book.book import PreparedBook, look_at_paper, prepare_book, write_book
from builder.outputs.book.layout.check import lines_of
from builder.outputs.book.layout.lonely_lines import is_one_paragraph
from builder.outputs.book.layout.lost_text import lost_lines
from builder.print.code import Code, Kind, Origin, Piece
from builder.print.pdf_text import page_lines, read_pages
from builder.print.typst import compile_book
from builder.problems import ContentError, Problem

pytestmark = pytest.mark.slow

SESSION = "modules/10-look/10-first.en.md"
HEAD = [
    '#import "book.typ": *',
    '#show: book.with(title: "T", author: "A", description: "D")',
    '#leaf("H", "H", 0, "", {',
]
STARTS: dict[Kind, tuple[str, ...]] = {
    "heading": ("[#heading(",),
    "label": ("box-label(",),
    "table": ("table(",),
    "words": ('text("', 'raw("'),
    "note": ("note(",),
    "note-end": ("},)",),
}
"""How the lines written here begin."""
WIDE = "8888888888888888888888888"
"""No place to break it."""


@pytest.fixture
def prepared(tiny: Course) -> PreparedBook:
    return prepare_book(select(tiny, Audience.PARTICIPANT, "en"))


def look(prepared: PreparedBook, code: Sequence[str], tmp_path: Path) -> list[Problem]:
    """What is said of a book of this code; its line 1 stands in line 1 of `page.md`, and so on."""
    pieces = [
        *map(piece, HEAD),
        *(piece(line, ("page.md", number)) for number, line in enumerate(code, 1)),
        piece("})"),
    ]
    return write_book(replace(prepared, pieces=tuple(pieces), fields=()), tmp_path / "book.pdf").problems


def piece(line: str, origin: Origin = ("", 0)) -> Piece:
    return Piece(next((kind for kind, starts in STARTS.items() if line.startswith(starts)), "code"), line, origin)


def said(problems: Sequence[Problem]) -> list[str]:
    return [f"{problem.path}:{problem.line} {problem.message('en')}" for problem in problems]


def par(text: str) -> list[str]:
    return ["par({", f'text("{text}")', "})"]


def heading(text: str) -> list[str]:
    return ["[#heading(level: 1, {", f'text("{text}")', "})]"]


# -- headings


def test_a_heading_without_its_text_is_found(prepared: PreparedBook, tmp_path: Path) -> None:
    tall = ["block(breakable: false, width: 100%, height: area-height * 0.98, {", *par("Its text."), "})"]
    code = [*heading("Before"), *par("Words."), *heading("Left alone"), *tall]
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:7 on page 2 of ")
    assert "“Left alone” stands without its text" in only


def test_a_label_of_a_box_without_its_text_is_found(prepared: PreparedBook, tmp_path: Path) -> None:
    code = [*par("Words."), 'box-label("Good to know", {', "})", "pagebreak()", *par("Its text.")]
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:4 on page 1 of ")
    assert "“Good to know” stands without its text" in only


def test_the_label_of_a_box_goes_with_its_text(prepared: PreparedBook, tmp_path: Path) -> None:
    """The box begins on the next page, frame and all, where only its label would fit."""
    box = ["example-box({", 'box-label("Example", {', "})", *par("Word " * 60), "})"]
    for height in range(80, 100, 2):
        code = [f"v(area-height * {height / 100})", *box]
        assert said(look(prepared, code, tmp_path)) == []


def test_a_note_for_trainers_stands_on_the_page_of_its_passage(
    tiny: Course, prepared: PreparedBook, tmp_path: Path
) -> None:
    """Wherever on a page it would begin: at the foot of one it was the last thing, since the box around it wasn't held."""
    places = range(60, 98, 2)
    cue = [
        "wide-cue({",
        "trainer-box({",
        'box-label("For trainers", {',
        "})",
        *par("Say what it is. " * 12),
        "})",
        "})",
    ]
    code = [
        line
        for place in places
        for line in ("pagebreak()", f"v(area-height * {place / 100})", *cue, *par("Here the passage begins. " * 12))
    ]
    assert said(look(prepared, code, tmp_path)) == []
    pages = [page.text for page in read_pages(tmp_path / "book.pdf")]
    assert sum("For trainers" in page for page in pages) == len(places)
    assert all("the passage begins" in page for page in pages if "For trainers" in page)
    written = [one.code for one in prepare_book(select(tiny, Audience.TRAINER, "en")).pieces]
    around = [written[place - 2 : place] for place, line in enumerate(written) if line.startswith("trainer-box(")]
    assert around
    assert all("wide-cue({" in before for before in around)


def test_a_heading_of_a_list_a_table_or_a_deeper_heading_is_none(prepared: PreparedBook, tmp_path: Path) -> None:
    code = [
        *heading("One"), "list({", 'text("item")', "},)", "pagebreak()",
        *heading("Two"), "table(columns: (1fr, 1fr),", "par({", 'text("a")', "}), [])", "pagebreak()",
        *heading("Three"), "pagebreak()", *heading("Four"), *par("Words."),
    ]  # fmt: skip
    assert said(look(prepared, code, tmp_path)) == []


# -- lines


def test_a_line_that_its_note_takes_along_is_found(prepared: PreparedBook, tmp_path: Path) -> None:
    """Typst keeps the lines of a paragraph together, unless a note doesn't fit; our writer puts such paragraphs in a block."""
    first = ["par({", 'text("First.")', 'note(1, "n", {', 'text("Note.")', "},)", "})"]
    noted = ["par({", f'text("{"Begin " + "word " * 62}")', 'note(2, "m", {', 'text("Another note.")', "},)", "})"]
    found = []
    for height in range(86, 92):
        gap = [*first, f"v(area-height * {height / 100})"]
        found += [line for line in said(look(prepared, [*gap, *noted, *par("After.")], tmp_path)) if "one line" in line]
        assert said(look(prepared, [*gap, "tx({", *noted, "})", *par("After.")], tmp_path)) == []
    assert found
    assert all(line.startswith("page.md:9 on page 1 of ") and "“Begin word" in line for line in found)


# -- tables


@pytest.mark.parametrize("column", [1, 2])
def test_a_word_wider_than_its_column_is_found(prepared: PreparedBook, tmp_path: Path, column: int) -> None:
    """Over the next column, and over the edge of the table, though not over that of the page."""
    words = ["a", "b", "c"] * 2
    words[3 + column] = WIDE
    table = ["table(columns: (70fr, 10fr, 10fr),", *(f'par({{\ntext("{word}")\n}}),' for word in words), ")"]
    code = "\n".join(["block(width: 80%, {", *table, "})"]).split("\n")
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:2 on page 1 of ")
    assert f"wider than its column, “{WIDE}" in only


def test_a_word_that_just_fits_is_none(prepared: PreparedBook, tmp_path: Path) -> None:
    words = [WIDE, WIDE, "c", WIDE[:22], "b", WIDE[:23]]
    table = ["table(columns: (1fr, 1fr, 1fr),", *(f'par({{\ntext("{word}")\n}}),' for word in words), ")"]
    assert said(look(prepared, "\n".join(table).split("\n"), tmp_path)) == []


def test_wide_words_name_their_line(course_dir: Path, tmp_path: Path) -> None:
    path = course_dir / SESSION
    text = path.read_text(encoding="utf-8")
    rows = "".join(f"| {' | '.join([word] * 7)} |\n" for word in ("head", "---", WIDE))
    path.write_text(text.replace("The law may ask for more.\n", rows), encoding="utf-8")
    prepared = prepare_book(select(load_course(course_dir)[0], Audience.PARTICIPANT, "en"))
    problems = said(write_book(prepared, tmp_path / "book.pdf").problems)
    head = text[: text.index("::: note Good to know")].count("\n") + 2
    assert {problem.split(" on page")[0] for problem in problems} <= {f"{SESSION}:{head}", f"{SESSION}:{head + 2}"}
    assert problems


def test_words_below_a_table_in_a_list_are_none_of_its_own(prepared: PreparedBook, tmp_path: Path) -> None:
    long = "After the table the step goes on over the whole width of the list, from its left to its right."
    code = [
        "enum({", "table(columns: (20fr, 80fr),", "par({", 'text("a")', "}), par({", 'text("b")', "}))",
        "}, {", f'text("{long}")', "},)",
    ]  # fmt: skip
    assert said(look(prepared, code, tmp_path)) == []


# -- beyond the edges


def test_a_box_higher_than_a_page_is_found(prepared: PreparedBook, tmp_path: Path) -> None:
    lines = [line for number in range(70) for line in par(f"Line {number} of the box.")]
    (only,) = said(look(prepared, ["block(breakable: false, {", *lines, "})"], tmp_path))
    assert "on page 2" in only or "on page 1" in only
    assert "runs out of the type area, “Line " in only
    assert only.startswith("page.md:")


@pytest.mark.parametrize(
    "place",
    [
        "place(bottom + left, dy: 14pt, {",
        "place(bottom + left, dy: 70pt, {",
        "place(top + left, dy: -110pt, {",
        "place(top + left, dx: -20pt, {",
        "place(top + right, dx: 20pt, {",
        "place(top + left, dx: 500pt, {",
        "place(top + left, dx: 560pt, {",
    ],
    ids=["over the foot", "under the page", "above the page", "left", "right", "half off", "wholly off"],
)
def test_words_beyond_the_type_area_are_found(prepared: PreparedBook, tmp_path: Path, place: str) -> None:
    code = [*par("Words."), "pagebreak()", *par("More words."), place, *par("Some words that are astray."), "})"]
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:10 on page 2 of ")
    assert "runs out of the type area, “Some words" in only


# -- boxes


def test_a_cut_box_is_found(prepared: PreparedBook, tmp_path: Path) -> None:
    code = ['mark("page.md:7", "open")', *par("Words."), "pagebreak()", *par("Words."), 'mark("page.md:7", "close")']
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:7 on page 1 of ")
    assert "is cut in two" in only


# -- lost words


def test_words_that_are_nowhere_are_found(prepared: PreparedBook, tmp_path: Path) -> None:
    code = [*par("Before it."), "let never = {", *par("These words are never shown."), "}", *par("Behind it.")]
    (only,) = said(look(prepared, code, tmp_path))
    assert only.startswith("page.md:6 on page 1 of ")
    assert "on no page, “These words are never shown.”" in only


def test_every_lost_paragraph_of_a_book_is_noticed(prepared: PreparedBook, tmp_path: Path) -> None:
    """A paragraph taken out of the template's hands, one in nine."""
    pieces = prepared.pieces
    long = [index for index, one in enumerate(pieces) if one.kind == "words" and len(one.words) > 50]
    for index in long[::9]:
        lost = pieces[index]._replace(code=f"let _ = {pieces[index].code}")
        write_book(replace(prepared, pieces=(*pieces[:index], lost, *pieces[index + 1 :])), tmp_path / "book.pdf")
        assert index in dict(lost_lines(pieces, pages_of(tmp_path / "book.pdf"))), pieces[index]


def pages_of(pdf: Path) -> list[str]:
    return [page.text for page in read_pages(pdf)]


def test_hyphens_ligatures_page_ends_and_order_lose_nothing() -> None:
    lines = [
        'text("Offices find “efficient” ways.")', 'text("A paragraph that begins here and ends there.")',
        'note(1, "n", {', 'text("A note at the foot of the page.")', "},)", 'text("Right column.")', 'text("Left.")',
    ]  # fmt: skip
    pages = [
        "Head\nO\ufb03ces find \u201ceffi\u00ad\ncient\u201d ways.1 A para\u0002\ngraph that begins\n1A note at the foot of the page.\nPage 1",
        "Head\nhere and ends there.\nLeft. Right column.\nPage 2",
    ]
    pieces = list(map(piece, lines))
    assert list(lost_lines(pieces, pages)) == []
    assert list(lost_lines([*pieces, piece('text("Not there at all.")')], pages)) == [(7, 1)]
    assert list(lost_lines(pieces, pages[:1])) == [(1, 0), (5, 0), (6, 0)]


# -- what the look relies on


def test_the_leak_gate_gets_the_words_that_it_would_read(prepared: PreparedBook, tmp_path: Path) -> None:
    (pages,) = write_book(prepared, tmp_path / "book.pdf").reading.values()
    text = "\n".join(pages)
    assert text == page_lines((tmp_path / "book.pdf").read_bytes())
    assert len(text) > 1000


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("audience", list(Audience))
def test_each_heading_and_table_of_a_book_has_its_line(tiny: Course, audience: Audience, language: str) -> None:
    """Code that makes a table must be written as one of the kind `table`."""
    prepared = prepare_book(select(tiny, audience, language))
    places = compile_book(
        prepared.main, prepared.template, dict(prepared.assets), dict(prepared.settings), prepared.timestamp, prepared.origins
    ).places  # fmt: skip
    kinds: tuple[Kind, ...]
    for kinds in (("heading", "label"), ("table",)):
        found = lines_of(prepared.pieces, places, kinds)
        assert found
        assert all(found)


# -- what Typst itself sees to


def test_no_line_of_a_paragraph_stands_alone(prepared: PreparedBook, tmp_path: Path) -> None:
    """The engine keeps two lines together at the ends of pages; a new version that doesn't is noticed here."""
    code = [line for number in range(80) for line in par(f"N{number} " + "word " * (40 + number % 7 * 21))]
    assert look(prepared, code, tmp_path) == []
    broken = 0
    for page in pages_of(tmp_path / "book.pdf"):
        body = [line.strip() for line in page.splitlines() if "word" in line]
        starts = [index for index, line in enumerate(body) if line.startswith("N")]
        assert starts[0] != 1
        assert len(body) - starts[-1] != 1
        broken += starts[0] > 1
    assert broken


# -- paper


def ends(prepared: PreparedBook, code: Sequence[str], tmp_path: Path, name: str = 'id: "leaf:9", ') -> int:
    """Pages of a book whose text is this; one without a name isn't set closer."""
    look(prepared, [f'leaf({name}"A", "B", 0, "", {{', *code, "})"], tmp_path)
    return len(read_pages(tmp_path / "book.pdf"))


def test_a_text_ends_a_page_earlier_where_a_few_lines_would_stand_alone(prepared: PreparedBook, tmp_path: Path) -> None:
    """So many paragraphs of a line fill a page; three more are a tail."""
    lines = [line for number in range(42) for line in par(f"Line {number}")]
    more = [*lines, *par("Tail") * 3]
    assert (ends(prepared, lines, tmp_path, ""), ends(prepared, more, tmp_path, "")) == (1, 2)
    assert ends(prepared, more, tmp_path) == 1


def test_what_does_not_help_is_taken_back(prepared: PreparedBook, tmp_path: Path) -> None:
    """A block as high as a page stays on its page whatever the type: the few lines after it keep their size."""
    tall = 'block(breakable: false, width: 100%, height: area-height, "")'
    code = [tall, *par("Tail")]
    assert ends(prepared, code, tmp_path) == 2
    heights = {round(box[3] - box[1], 1) for box in read_pages(tmp_path / "book.pdf")[1].boxes[1:2]}
    plain = look(prepared, [tall, *par("Tail")], tmp_path)
    assert plain == []
    assert heights == {round(box[3] - box[1], 1) for box in read_pages(tmp_path / "book.pdf")[1].boxes[1:2]}


def test_a_book_that_does_not_settle_is_a_fault(prepared: PreparedBook, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="engine-failed"):
        look(prepared, ["context if query(<z>).len() == 0 [#metadata(1)<z>]", *par("Words.")], tmp_path)


def test_paper_is_looked_at(prepared: PreparedBook, tmp_path: Path) -> None:
    """A few lines alone, a nearly empty page, a sheet on two pages that don't face each other; one on a pair is none."""
    full = 'block(breakable: false, width: 100%, height: area-height, fill: black, "")'
    sheet = ['mark("page.md:{}", "sheet")', full, 'mark("page.md:{}", "sheet-end")']
    code = [*par("First"), full, *par("Tail"), "})", '#leaf(id: "leaf:2", "A", "B", 0, "", {', *par("Short")]
    cut = [line.format(70) for line in (sheet[0], full, full, sheet[2])]
    pair = [line.format(80) for line in (full, sheet[0], full, full, sheet[2])]
    pieces = [piece('#import "book.typ": *'), piece(HEAD[1]), piece('#leaf(id: "leaf:1", "A", "B", 0, "", {')]
    pieces += [piece(line, ("page.md", number)) for number, line in enumerate([*code, *cut, *pair], 1)]
    book = replace(prepared, pieces=(*pieces, piece("})")), fields=(), small=(("page.md", 2),))
    paper, problems = look_at_paper(book, tmp_path / "book.pdf")
    assert (paper.tails, paper.cut) == (((3, 1, ("page.md", 6)),), ((5, ("page.md", 70)),))
    assert paper.below(0.25) == [3, 4]
    assert [line.partition(" of ")[0] for line in said(problems)] == [
        "page.md:2 on page 1", "page.md:6 on page 3", "page.md:11 on page 4", "page.md:70 on page 5",
    ]  # fmt: skip


def test_many_nearly_empty_pages_are_told_at_the_build(prepared: PreparedBook, tmp_path: Path) -> None:
    leaf = [*par("Short"), "})", '#leaf(id: "leaf:0", "A", "B", 0, "", {']
    few = look(prepared, [*(line for number in range(9) for line in leaf)], tmp_path)
    many = look(prepared, [line.replace(":0", f":{number}") for number in range(41) for line in leaf], tmp_path)
    assert few == []
    assert said(many) == [
        "page.md:7 on page 2 of Participant workbook: 40 of 41 pages end a text before a quarter of them is used; taller paper names them all"
    ]


def test_the_command_counts_for_each_book(run_cli: Callable[..., Result]) -> None:
    done = run_cli("--lang", "es", "paper", "--audience", "participant", "--language", "es", cwd=TINY)
    rows = {row[0]: row[1:] for line in done.stdout.splitlines() if (row := line.split()) and row[0].endswith(".es")}
    assert (done.code, sorted(rows)) == (0, ["case-stories.es", "participant-workbook-2.es", "participant-workbook.es"])
    assert int(rows["participant-workbook.es"][0]) > 10
    assert "<25 %" in done.stdout


@pytest.mark.parametrize(
    ("before", "after", "is_one"),
    [
        ("slip with two", "questions: 5", True),
        ("slip with two1", "questions: 5", True),  # the number of a footnote
        ("slip with two questions:", "5", True),
        ("slip with two questions: 5", "91", False),  # the number of a page, of a heading on the next page
        ("slip with two questions: 5", "Work and care", False),
        ("7", "8", False),
    ],
)
def test_two_lines_are_of_one_paragraph(before: str, after: str, is_one: bool) -> None:
    code = Code()
    for text in ("slip with two questions: 5", "Work and care"):
        with code.paragraph():
            code.text(text)
    assert is_one_paragraph(code.pieces, before, after) is is_one
