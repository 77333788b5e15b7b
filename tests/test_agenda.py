"""The clock: sessions one after another, breaks at the nearest boundary, never inside an activity."""

from pathlib import PurePosixPath

import pytest

from builder.course.agenda import clock_text, lay_day, pieces
from builder.course.blocks import scan
from builder.course.model import AgendaItem, Break, Course, Day, Document


def document(key: str, *minutes: int) -> Document:
    lines = [line for number, m in enumerate(minutes) for line in (f"::: activity A {{#a{number} minutes={m}}}", ":::")]
    found = scan(lines)
    return Document(PurePosixPath("x.md"), "session", key, "en", {}, {}, found.lines, found.blocks, found.fences)


def day(items: list[str | int], breaks: tuple[tuple[int, int], ...] = (), start: int = 540, end: int = 1000) -> Day:
    """Items: the key of a session, or the minutes of an item of the agenda's own."""
    laid = tuple(
        AgendaItem("own", "", {}, item, 1) if isinstance(item, int) else AgendaItem("session", item, {}, 0, 1)
        for item in items
    )
    return Day(start, end, tuple(Break(at, minutes, {}, 1) for at, minutes in breaks), laid, 1)


def times(found: Day, *documents: Document) -> list[tuple[int, int, str]]:
    return [(slot.start, slot.end, slot.kind) for slot in lay_day(found, {d.key: d for d in documents})]


def test_pieces_follow_one_another() -> None:
    assert times(day([10, "a", 5]), document("a", 20, 30)) == [
        (540, 550, "own"), (550, 570, "session"), (570, 600, "session"), (600, 605, "own"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "expected"),
    [(540, 540), (550, 540), (560, 560), (571, 580), (569, 560), (580, 580), (620, 600), (300, 540)],
)
def test_a_break_goes_to_the_nearest_boundary(at: int, expected: int) -> None:
    """Pieces: 9:00 to 9:20, 9:20 to 9:40, 9:40 to 10:00."""
    slots = times(day(["a"], ((at, 15),)), document("a", 20, 20, 20))
    pauses = [slot for slot in slots if slot[2] == "break"]
    assert pauses == ([] if at >= 600 else [(expected, expected + 15, "break")])


def test_no_piece_is_cut_and_no_minute_is_lost() -> None:
    slots = times(day(["a", 7, "b"], ((550, 15), (600, 60), (700, 10))), document("a", 33, 41), document("b", 25, 55))
    assert [slot[0] for slot in slots[1:]] == [slot[1] for slot in slots[:-1]]
    assert sum(end - start for start, end, kind in slots if kind != "break") == 33 + 41 + 7 + 25 + 55
    assert [end - start for start, end, kind in slots if kind == "break"] == [15, 60, 10][: len(slots) - 5]


def test_an_unknown_session_takes_no_time() -> None:
    assert times(day(["nobody", 10])) == [(540, 550, "own")]


def test_the_tiny_workshop(tiny: Course) -> None:
    agenda = tiny.guides[0].agenda
    assert agenda is not None
    documents = {page.key: page.documents["en"] for page in tiny.pages() if page.kind in ("session", "guide")}
    slots = lay_day(agenda.variants[0].days[0], documents)
    shown = [f"{clock_text(slot.start)} {slot.title.get('en') or (slot.block and slot.block.title)}" for slot in slots]
    assert shown == [
        "8:30 Opening",
        "8:40 The idea",
        "8:50 Map them",
        "9:15 Coffee",
        "9:30 Next step",
        "9:50 How to begin",
    ]


def test_minutes_are_summed(tiny: Course) -> None:
    first = tiny.modules[0].sessions[0].documents["en"]
    assert first.minutes == 35
    assert [block.minutes for block in pieces(first)] == [10, 25]


def test_clock_text() -> None:
    assert [clock_text(minutes) for minutes in (0, 510, 605, 1439, 1440)] == ["0:00", "8:30", "10:05", "23:59", "0:00"]
