"""Worksheets on paper: room to write, whole pages, cells as large as the example's answers."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.book.book import PLANNERS, look_at_paper, prepare_book, prepare_sheet, write_book
from builder.outputs.book.layout import room
from builder.outputs.book.layout.boxes import revised as of_boxes
from builder.outputs.book.layout.places import Plan, Row
from builder.outputs.book.layout.plan import revised
from builder.outputs.book.layout.ways import Way, placed
from builder.print.typst import Planning, compile_book

pytestmark = pytest.mark.slow

PAGE, CELL, LINE = "modules/10-look/10-first.en.md", 34.0, 22.7
"""12 mm and 8 mm in points."""
LONG = "A safe way home after the night shift, and a lamp at the back door that works in the rain"
BLANK, FOOT = 0.3, 60.0


def changed(course_dir: Path, *changes: tuple[str, str]) -> Path:
    page = course_dir / PAGE
    text = page.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    page.write_text(text, encoding="utf-8")
    return course_dir


def alone(course_dir: Path, target: Path, *changes: tuple[str, str]) -> Path:
    """The sheet of the tiny course, so changed, alone."""
    course, problems = load_course(changed(course_dir, *changes))
    assert not problems
    assert not write_book(prepare_sheet(select(course, Audience.PARTICIPANT, "en"), "stakeholder-map"), target).problems
    return target


def boxes(path: Path) -> dict[str, tuple[int, float, float]]:
    """Field -> its page, width and height."""
    with pikepdf.open(path) as document:
        return {
            str(one.T).removeprefix("look_first_stakeholder-map_"): (
                number, float(one.Rect[2]) - float(one.Rect[0]), float(one.Rect[3]) - float(one.Rect[1]),
            )
            for number, page in enumerate(document.pages)
            for one in page.get("/Annots", [])
            if "/T" in one
        }  # fmt: skip


def fills(path: Path) -> list[float]:
    """The share of each page's text area that is used."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            height = page.get_height()
            lows = [one.get_bounds()[1] for one in page.get_objects(max_depth=5) if one.get_bounds()[1] > FOOT]
            found.append((height - 68 - min(lows, default=height)) / (height - 126))
    return found


@pytest.mark.parametrize("rows", [1, 4, 12, 15])
def test_a_sheet_fills_the_pages_that_it_needs(course_dir: Path, tmp_path: Path, rows: int) -> None:
    """Room to write grows until the page is full; it never costs a page more, and the last page is never nearly empty."""
    found = fills(alone(course_dir, tmp_path / "sheet.pdf", ("#first-step rows=4", f"#first-step rows={rows}")))
    assert len(found) == (1 if rows <= 4 else 2), found
    assert found[-1] > BLANK
    if len(found) == 1 and rows > 1:
        assert found[0] > 0.8


def test_a_cell_has_room_for_an_answer_as_long_as_the_examples(course_dir: Path, tmp_path: Path) -> None:
    short = boxes(alone(course_dir, tmp_path / "short.pdf"))
    long = boxes(
        alone(course_dir, tmp_path / "long.pdf", ("A safe way home", LONG), ("#drawing rows=8", "#drawing rows=20"))
    )
    assert all(height >= CELL - 6 for name, (_, _, height) in short.items() if name.startswith("who_"))
    _, width, height = long["who_r1c2"]
    assert height >= (len(LONG) * 4.4 // width + 1) * 10
    assert width > 1.2 * long["who_r2c1"][1], "its column is wider, too"


def test_a_column_of_numbers_is_narrow(course_dir: Path, tmp_path: Path) -> None:
    found = boxes(alone(course_dir, tmp_path / "sheet.pdf", ("A safe way home", "3"), ("Night bakers", LONG)))
    assert found["who_r2c2"][1] < 0.5 * found["who_r2c1"][1]


def test_where_it_is_from_stands_at_the_foot_of_each_page(course_dir: Path, tmp_path: Path) -> None:
    path = alone(course_dir, tmp_path / "sheet.pdf", ("#first-step rows=4", "#first-step rows=15"))
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert all("First look" in text for text in texts)
    assert len(texts) == 2


@pytest.mark.parametrize("audience", Audience, ids=lambda audience: audience.label)
def test_a_sheet_that_fits_on_a_page_is_not_cut_in_a_workbook(course_dir: Path, audience: Audience) -> None:
    """Wherever it begins: what goes before it is made longer, line by line."""
    changed(course_dir, ("#first-step rows=4", "#first-step rows=2"), ("#drawing rows=8", "#drawing rows=5"))
    text = (course_dir / PAGE).read_text(encoding="utf-8")
    for more in (0, 8, 16, 24):
        (course_dir / PAGE).write_text(
            text.replace("3. Copy the result.", "3. Copy." + "\n\n    One more." * more), "utf-8"
        )
        book = prepare_book(select(load_course(course_dir)[0], audience, "en"))
        made = compile_book(
            book.main,
            book.template,
            dict(book.assets),
            dict(book.settings),
            0,
            book.origins,
            planning=Planning(PLANNERS),
        )
        marks = [
            place for place in made.places if place.what == "metadata" and place.value[1] in ("sheet", "sheet-end")
        ]
        assert len({place.page for place in marks if place.value[0] == f"{PAGE}:{65 + 2 * more}"}) == 1, more
        heads = [place for place in made.places if place.what == "metadata" and place.value[1] == "label"]
        labels = [piece.code for piece in book.pieces if piece.kind == "label"]
        assert len(heads) == len(labels), "what the check of stranded heads compares"
        assert ("materials({" in labels) == (audience is Audience.TRAINER)


@pytest.mark.parametrize("more", [0, 20, 36])
def test_a_sheet_of_two_pages_stands_on_two_that_face_each_other(course_dir: Path, tmp_path: Path, more: int) -> None:
    """Wherever it begins. What the pages show is the code in the order in which it is printed, so that no words are missed."""
    changed(
        course_dir, ("#first-step rows=4", "#first-step rows=15"), ("#drawing rows=8", "#drawing rows=14"),
        ("3. Copy the result.", "3. Copy." + "\n\n    One more." * more),
    )  # fmt: skip
    book = prepare_book(select(load_course(course_dir)[0], Audience.PARTICIPANT, "en"))
    paper, problems = look_at_paper(book, tmp_path / "book.pdf")
    assert paper.cut == ()
    about = [str(problem.arguments["what"]) for problem in problems if problem.line in range(60, 110)]
    assert not [what for what in about if "of the page is used" not in what], "the text before it may leave a page"
    assert paper.apart == (), "the example faces it"
    assert not write_book(book, tmp_path / "book.pdf").problems


PAGE_OF = {"top": 100.0, "height": 100.0}


def row(part: str, place: float) -> Row:
    """A mark on a strip of pages that are 100 points high."""
    return ("metadata", int(place) + 1, 0.0, 100 + 100 * (place % 1), ("a.md:1", part))


SHEET = {"items": [0.3, 0.3, 0.3], "shown": 0.35}
"""Heights of the items of a sheet that fits on a page, and of its example."""
LONG_SHEET = {"items": [0.3, 0.5, 0.3, 0.2], "shown": 0.35}


@pytest.mark.parametrize(
    ("sheet", "before", "way", "end", "faces"),
    [
        (SHEET, 1.02, ("flow", ""), 2.35, True),  # it fills the left page, the example begins the right one
        (SHEET, 2.02, ("flow", ""), 3.35, False),  # overleaf
        (SHEET, 1.4, ("flow", ""), 2.97, True),  # both pages, and the example below it
        (SHEET, 2.4, ("flow", ""), None, False),  # it would be cut
        (SHEET, 1.5, ("page", "first"), 2.97, True),  # the example fills the rest of the left page
        (SHEET, 2.5, ("page", "first"), 3.97, False),
        (SHEET, 2.5, ("page", ""), 4.35, True),
        (SHEET, 1.5, ("page", ""), 3.35, False),
        (SHEET, 2.5, ("page", "new"), 4.97, True),
        (SHEET, 2.5, ("left", ""), None, False),  # it needs no two pages
        (LONG_SHEET, 2.5, ("left", ""), 4.87, True),
        (LONG_SHEET, 1.5, ("left", ""), 4.87, True),
        (LONG_SHEET, 1.5, ("page", "first"), 3.57, True),
    ],
)
def test_the_ways_to_place_a_sheet(
    sheet: dict[str, object], before: float, way: tuple[str, str], end: float | None, faces: bool
) -> None:
    found = placed(sheet, before, Way(*way, 1))
    assert (found and found.end) == (pytest.approx(end, abs=0.03) if end else None)
    assert found is None or (found.apart == 0) is faces


def test_what_the_template_is_told_of_a_sheet() -> None:
    def told(sheet: dict[str, object], before: float, *way: object) -> dict[str, object]:
        found = placed(sheet, before, Way(*way))  # type: ignore[arg-type]
        assert found
        return found.how

    assert told(SHEET, 1.02, "flow", "", 1) == {"at": ["flow"], "example": "page"}
    assert told(SHEET, 1.5, "page", "first", 1) == {"after": True}, "its pieces begin pages unless it is told otherwise"
    assert told(LONG_SHEET, 1.5, "left", "", 1) == {"at": ["left"]}
    assert told(LONG_SHEET, 2.5, "left", "", 1) == {"at": ["page"]}, "the next page is a left one, and costs less"
    assert told(LONG_SHEET, 1.5, "page", "first", 0.94) == {"size": 0.94, "after": True, "cuts": [2]}
    assert placed({"items": [0.3, 0.3, 0.3, 0.05], "shown": 0}, 1.5, Way("page", "", 1)).how["cuts"] == [2], (  # type: ignore[union-attr]
        "no piece that is nearly empty"
    )
    assert placed({"items": [1.4], "shown": 0}, 1.5, Way("page", "", 1)) is None, "an item that is too high"


def laid_out(plan: Plan, *sheets: tuple[str, float, float], end: float) -> Plan:
    """The next plan for texts of a page and more, each with a sheet on a page of its own and its example below that or overleaf.

    `sheets`: source, where the text before it ends, height of its only item. All begin the page after that of the one before.
    """
    rows: list[Row] = []
    ends: list[tuple[str, int, float]] = []
    for number, (source, before, high) in enumerate(sheets):
        page = float(int(before) + 1)
        shown = page + high + 0.1 if high < 0.6 else page + 1
        places = {
            "before": before,
            "sheet": page,
            "item": page + 0.045,
            "sheet-end": page + 0.045 + high,
            "example": shown,
            "example-end": shown + 0.3,
        }
        rows += [(*row("", place)[:4], (source, part)) for part, place in places.items()]
        ends += [(f"begin:leaf:{number}", int(before) + 1, 100.0)]
        ends += [(f"leaf:{number}", int(shown + 0.35) + 1, 100 + 100 * ((shown + 0.35) % 1))]
    assert ends[-1][1] == int(end) + 1
    return revised(rows, ends, plan, PAGE_OF)


def test_a_sheet_goes_where_its_example_faces_it() -> None:
    learned = laid_out({}, ("a.md:1", 2.8, 0.8), end=4.35)
    assert learned == {"a.md:1": {"items": [pytest.approx(0.8125)], "shown": pytest.approx(0.3)}}
    followed = laid_out(learned, ("a.md:1", 2.8, 0.8), end=4.35)["a.md:1"]
    assert (followed["way"], followed["example"], "after" in followed) == ("page", "page", False)
    assert laid_out({"a.md:1": followed}, ("a.md:1", 2.8, 0.8), end=4.35)["a.md:1"] == followed, "it is as foreseen"
    learned = laid_out({}, ("a.md:1", 1.5, 0.8), end=3.35)
    first = laid_out(learned, ("a.md:1", 1.5, 0.8), end=3.35)["a.md:1"]
    assert (first["way"], first["after"]) == ("page first", True), "it fills the rest of the left page"


def test_sheets_of_a_part_are_placed_together() -> None:
    """The first sheet turns the pages so that the example of the second faces its sheet, which a page more wouldn't be worth."""
    one, other = ("a.md:1", 0.5, 0.8), ("b.md:1", 4.97, 0.8)
    alone = laid_out(laid_out({}, one, end=2.35), one, end=2.35)
    both = laid_out(laid_out({}, one, other, end=6.35), one, other, end=6.35)
    assert alone["a.md:1"]["way"] == "page first"
    assert [both[name]["way"] for name in ("a.md:1", "b.md:1")] == ["page", "page"]


def test_a_way_that_came_out_otherwise_is_not_tried_again() -> None:
    known = {"items": [0.8], "shown": 0.3, "way": "page first", "after": True, "turns": 1}
    found = laid_out({"a.md:1": known}, ("a.md:1", 1.5, 0.8), end=3.35)["a.md:1"]
    assert found["not"] == ["page first"], "the example was to face it, and doesn't"
    assert found["way"] != "page first"


def test_an_item_higher_than_a_page_is_as_high_as_it_was_found_to_be() -> None:
    """Its rows don't break, so it leaves gaps: the sheet is divided after it, and no way is given up for that."""
    known = {"items": [1.3, 0.35], "shown": 0, "way": "left", "at": ["left"], "turns": 1}
    places = {"before": [1.5], "sheet": [3.0], "item": [3.045, 4.8], "sheet-end": [5.15]}
    rows = [row(part, place) for part, found in places.items() for place in found]
    ends = [("begin:leaf:1", 2, 100.0), ("leaf:1", 6, 120.0)]
    found = revised(rows, ends, {"a.md:1": known}, PAGE_OF)["a.md:1"]
    assert (found["items"], found["not"]) == ([pytest.approx(1.755), 0.35], [])
    assert (found["way"], found["cuts"]) == ("left", [1])


def test_what_is_planned_for_a_text() -> None:
    def text(pages: float, plan: Plan | None = None) -> dict[str, object]:
        ends = [("begin:leaf:1", 5, 100.0), ("leaf:1", 5 + int(pages), 100 + 100 * (pages % 1))]
        return dict(revised([], ends, plan or {}, PAGE_OF).get("leaf:1", {}))

    assert text(3.5) == {}
    assert text(0.1) == {}
    assert text(3.1) == {"size": pytest.approx(0.945), "goal": 2}
    assert text(2.9, {"leaf:1": {"size": 0.945, "goal": 2}})["size"] == 0.945
    assert text(3.05, {"leaf:1": {"size": 0.945, "goal": 2}})["size"] == 1, "it is taken back"
    assert text(3.1, {"leaf:1": {"size": 1, "goal": 2}})["size"] == 1, "and not tried again"


def test_a_page_that_would_be_nearly_empty_gets_more_of_the_text_before() -> None:
    def balanced(end: float, *places: float, plan: Plan | None = None) -> Plan:
        rows = [(*row("step", place)[:4], (str(number), "step")) for number, place in enumerate(places)]
        ends = [("begin:leaf:1", 3, 100.0), ("leaf:1", int(end) + 1, 100 + 100 * (end % 1))]
        return revised(rows, ends, {"leaf:1": {"size": 1, "goal": 0}, **(plan or {})}, PAGE_OF)

    moved, back = {"new": 1}, {"new": 0}
    assert balanced(3.15, 2.2, 2.5, 2.8, 2.95)["step:2"] == moved, "the last that leaves enough on both"
    assert "step:0" not in balanced(3.15, 2.2), "the page before must not look empty instead"
    assert len(balanced(3.4, 2.5)) == 1
    found = balanced(3.15, 2.5, 3.0, plan={"step:1": moved})
    assert found["step:1"] == back, "it didn't help, and isn't tried again"
    assert balanced(3.15, 2.5, 3.0, plan=found)["step:0"] == moved


def test_a_box_that_breaks_is_set_closer_or_begins_a_page() -> None:
    """Only once the rest of the plan stays as it is, and if its text gets no longer by that."""

    def again(begin: float, end: float, stop: float, plan: Plan | None = None, part: str = "box") -> dict[str, object]:
        rows = [row(part, begin), row("box-end", end)]
        ends = [("begin:leaf:1", 1, 100.0), ("leaf:1", int(stop) + 1, 100 + 100 * (stop % 1))]
        return dict(of_boxes(rows, ends, plan or {}, PAGE_OF).get("box:a.md:1", {}))

    closer, moved, left = {"size": 0.92, "goal": 2}, {"size": 1, "new": 1, "goal": 2}, {"size": 1, "new": 0, "goal": 2}
    assert again(1.2, 1.9, 2.5) == {}, "it doesn't break"
    assert again(1.3, 2.05, 2.3) == closer
    assert again(1.3, 2.05, 2.3, {"leaf:1": {"size": 1}}) == {}, "something else has just been planned"
    assert again(1.6, 2.3, 2.4) == moved, "too much to be saved by smaller type"
    assert again(1.6, 2.3, 2.4, part="held") == left, "the heading before it would stay alone"
    assert again(1.6, 2.3, 2.7) == left, "the text would be longer"
    assert again(1.4, 2.3, 2.35) == left, "the page before would look empty"
    assert again(1.25, 2.1, 2.15, {"box:a.md:1": closer}) == left, "hardly anything would stay on the page before"
    assert again(1.35, 2.05, 2.2, {"box:a.md:1": closer}) == moved, "few lines: closer type wasn't enough"
    assert again(2.0, 2.7, 3.1, {"box:a.md:1": moved}) == {**left, "goal": 3}, "it is taken back"


def test_a_sheet_alone_gets_more_room_rather_than_a_nearly_empty_last_page() -> None:
    full: Plan = {"room": {"size": 1.3, "full": 1.3, "single": 0}}

    def widened(first: float, end: float, **more: float) -> Plan:
        return room.revised(
            [row("sheet", first), row("sheet-end", end)], [], {"room": {**full["room"], **more}}, PAGE_OF
        )

    assert widened(0.1, 1.2)["room"]["size"] == 1.1
    assert widened(0.1, 1.2, size=1.3, wider=1.3)["room"]["size"] == 1.4
    assert widened(0.1, 1.4) == widened(0.1, 0.9) == widened(4.1, 5.2) == full, "full enough, one page, not the first"
    none = widened(0.1, 1.2, size=1.4, wider=1.4)
    assert none["room"]["size"] == 1.3, "no room helps: as it was"
    assert room.revised([row("sheet", 0.1), row("sheet-end", 1.2)], [], none, PAGE_OF) == none
    assert room.revised([row("sheet", 0.1), row("sheet-end", 1.2)], [], {}, PAGE_OF) == {}, "a book"


def test_a_sheet_alone_grows_until_its_page_is_full() -> None:
    """Rows of tables only when their fields are higher than their words; lines whole ones at a time."""

    def filled(end: float) -> Plan:
        rows: list[Row] = [
            (*row("", 0)[:4], (None, "filling")),
            (*row("", 0.1)[:4], (20.0, "cell")), (*row("", 0.4)[:4], (20.0, "cell-end")),  # as high as 30 points of words
            (*row("", 0.4)[:4], ((2, 10.0), "lines")), (*row("", 0.6)[:4], (10.0, "blank")),
            ("metadata", 1, 0.0, 100 + 100 * end, (None, "filling-end")),
        ]  # fmt: skip
        assert revised(rows, [], {}, PAGE_OF) == {}
        return room.revised(rows, [], {}, PAGE_OF)

    # At 1.6: 2 points, 10 for a line, 6; at 1.5: 10 and 5; at 1.4: 10 and 4; at 1.3: 3.
    for end, size in (
        (0.82, 1.6),
        (0.83, 1.5),
        (0.85, 1.5),
        (0.86, 1.4),
        (0.87, 1.3),
        (0.99, 1.1),
        (1.0, 1),
        (1.36, 1.4),
    ):
        assert filled(end)["room"]["size"] == size, end
    grown = room.revised([], [("leaf:1", 2, 0.0)], filled(0.82), PAGE_OF)
    assert grown["room"]["size"] == 1.5, "more than was foreseen"


def test_an_agenda_gets_the_largest_type_that_really_fits() -> None:
    def sized(end: float, plan: Plan | None = None) -> Plan:
        rows = [(*row("", place)[:4], ("agenda:0", part)) for part, place in (("agenda", 4.0), ("agenda-end", end))]
        return revised(rows, [], plan or {}, PAGE_OF)

    assert sized(4.6) == {"agenda:0": {"size": 11}}
    assert sized(4.98, {"agenda:0": {"size": 11}}) == {"agenda:0": {"size": 11}}
    assert sized(5.02, {"agenda:0": {"size": 11}}) == {"agenda:0": {"size": 10.5}}, "more lines broke than was thought"
    assert sized(4.98) == {}, "the smallest"
    apart = {"agenda:0": {"size": 9.25, "apart": 1}}
    assert sized(5.4) == sized(5.1, {"agenda:0": {"size": 9.25}}) == sized(5.6, apart) == apart
