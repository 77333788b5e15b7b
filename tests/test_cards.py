"""Cue cards: a day on one sheet with clock times, materials and what to leave out; and the same days as a calendar."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import icalendar
import pdfua
import pypdfium2
import pytest
from conftest import TINY, Result

from builder.course.model import Audience, Course
from builder.course.paper import PAPERS
from builder.edition.select import Edition, select
from builder.edition.summaries.agenda import programmes
from builder.outputs import Given
from builder.outputs.cards.calendar import programme_calendar
from builder.outputs.cards.cards import cards_code, halves, write_cards
from builder.outputs.cards.tasks import tasks
from builder.outputs.choice import Choice

DAY = date(2027, 3, 28)
"""Clocks change on it in many countries."""


@pytest.fixture(scope="module")
def edition(tiny: Course) -> Edition:
    return select(tiny, Audience.TRAINER, "en")


def pages(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_trainers_get_a_file_for_each_variant_and_nobody_else(tiny: Course, edition: Edition) -> None:
    others = [select(tiny, audience, "en") for audience in (Audience.PARTICIPANT, Audience.SOLUTIONS)]
    names = [task.name for task in tasks(tiny, [edition, *others], Choice())]
    assert names == [f"trainer/downloads/cue-cards.{one.id}.en.pdf" for one in programmes(edition)]
    assert names


@pytest.mark.parametrize("paper", PAPERS)
def test_each_day_is_one_sheet_with_all_its_steps(paper: str, tiny: Course, edition: Edition, tmp_path: Path) -> None:
    for task, programme in zip(tasks(tiny, [edition], Choice(paper=paper)), programmes(edition), strict=True):
        target = tmp_path / "cards.pdf"
        task.make(target, Given())
        assert not list(pdfua.validate(str(target)).findings)
        shown = pages(target)
        assert len(shown) == len(programme.days)
        for text, day in zip(shown, programme.days, strict=True):
            for one in day.stretches:
                assert f"{one.start // 60}:{one.start % 60:02d}" in text
                assert one.title in text
                assert all(step.title in text for step in one.steps)
        again = tmp_path / "again.pdf"
        task.make(again, Given())
        assert again.read_bytes() == target.read_bytes()


def test_materials_are_counted_and_what_may_go_is_listed_last(edition: Edition, tmp_path: Path) -> None:
    programme = programmes(edition)[0]
    write_cards(edition, cards_code(edition, programme, [DAY] * len(programme.days)), "a4", tmp_path / "cards.pdf")
    text = " ".join(pages(tmp_path / "cards.pdf"))
    assert "28 March 2027" in text
    assert re.search(r"Materials: .*card: \d+", text)
    assert re.search(r"When time is short, leave out .*The idea \(10 min, should\)", text)


def test_a_day_of_forty_steps_is_still_one_sheet(edition: Edition, tmp_path: Path) -> None:
    programme = programmes(edition)[0]
    day = programme.days[0]
    long = replace(programme, days=(replace(day, stretches=day.stretches * 5),))
    write_cards(edition, cards_code(edition, long), "us-letter", tmp_path / "cards.pdf")
    assert len(pages(tmp_path / "cards.pdf")) == 1
    first, second = halves(long.days[0].stretches)
    assert tuple(first) + tuple(second) == long.days[0].stretches
    assert first
    assert second


def test_the_calendar_has_every_stretch_at_the_clock_of_the_place(edition: Edition) -> None:
    programme = programmes(edition)[0]
    dates = [date(2027, 3, 28 + number) for number in range(len(programme.days))]
    text = programme_calendar(edition, programme, dates, "Ñuñoa; 2nd floor, left")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    told = [(day, one) for day, plan in zip(dates, programme.days, strict=True) for one in plan.stretches]
    assert len(events) == len(told)
    assert len({str(event["UID"]) for event in events}) == len(told)
    for event, (day, one) in zip(events, told, strict=True):
        begin = event["DTSTART"].dt
        assert begin == datetime(day.year, day.month, day.day, one.start // 60, one.start % 60)  # noqa: DTZ001 - the clock of the place
        assert (event["DTEND"].dt - begin).seconds == one.minutes * 60
        assert str(event["SUMMARY"]) == one.title
        assert str(event["LOCATION"]) == "Ñuñoa; 2nd floor, left"
        assert all(step.title in str(event["DESCRIPTION"]) for step in one.steps)


def test_the_same_calendar_twice_and_a_corrected_one_changes_events(edition: Edition) -> None:
    programme = programmes(edition)[0]
    dates = [DAY] * len(programme.days)
    text = programme_calendar(edition, programme, dates)
    assert text == programme_calendar(edition, programme, dates)
    uids = re.findall(r"UID:\S+", text)
    other = programme_calendar(edition, programme, [date(2027, 4, 1)] * len(programme.days))
    assert re.findall(r"UID:\S+", other) == uids


def test_a_night_goes_on_the_next_day(edition: Edition) -> None:
    programme = programmes(edition)[0]
    late = replace(programme.days[0].stretches[0], start=23 * 60, end=24 * 60 + 30)
    night = replace(programme, days=(replace(programme.days[0], stretches=(late,)),))
    (event,) = icalendar.Calendar.from_ical(programme_calendar(edition, night, [DAY])).walk("VEVENT")
    assert event["DTEND"].dt == datetime(2027, 3, 29, 0, 30)  # noqa: DTZ001 - the clock of the place


@pytest.mark.slow
def test_the_command(run_cli: Callable[..., Result], tmp_path: Path, edition: Edition) -> None:
    programme = programmes(edition)[0]
    dates = [argument for number in range(len(programme.days)) for argument in ("--date", f"2027-03-{10 + number}")]
    made = run_cli(
        "-C", TINY, "calendar", programme.id, *dates, "--output", tmp_path / "w.ics", "--cards", tmp_path / "w.pdf"
    )
    assert made.code == 0, made.stderr
    assert icalendar.Calendar.from_ical((tmp_path / "w.ics").read_text(encoding="utf-8"))
    assert "10 March 2027" in pages(tmp_path / "w.pdf")[0]
    wrong = run_cli(
        "-C",
        TINY,
        "--lang",
        "es",
        "calendar",
        programme.id,
        *dates,
        "--date",
        "2027-04-01",
        "--output",
        tmp_path / "x.ics",
    )
    assert wrong.code == 2
    assert "fechas" in wrong.stderr
    unknown = run_cli("-C", TINY, "calendar", "none", *dates, "--output", tmp_path / "x.ics")
    assert unknown.code == 2
    assert programme.id in unknown.stderr
    assert not (tmp_path / "x.ics").exists()
