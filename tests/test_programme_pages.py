"""The programme's pages: what the tables say is on them, with its source; a course without tables has none."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from site_fixtures import write_course

from builder.check import checked_course
from builder.course.model import Audience, Course
from builder.course.programme import Programme
from builder.edition.select import select
from builder.outputs.site.after import write_policy
from builder.outputs.site.site import site_files
from builder.package.calendar import CalendarEvent, calendar_text


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return checked_course(write_course(tmp_path_factory.mktemp("course")))


def pages(course: Course, language: str = "en", audience: Audience = Audience.PARTICIPANT) -> dict[str, str]:
    files = site_files(select(course, audience, language), ["en", "es"])
    return {name: text.decode() for name, text in files.items() if name.startswith("docs/programme/")}


@pytest.fixture(scope="module")
def english(small: Course) -> dict[str, str]:
    return pages(small)


def test_the_history_says_all_that_the_table_says(english: dict[str, str]) -> None:
    text = english["docs/programme/index.md"]
    for said in (
        "What the chamber did.", "<strong>40</strong>", "First &amp; workshop", "25–26 March 2014", "Mexico City, Mexico",
        "Mexico, Guatemala", "Participants:</span> 23", "Firms:</span> 20", "Money &amp; time:", "Cámara &amp; Co",
        "To meet again", 'data-country="PA" data-kind="dialogue" data-year="2015"', "Water in numbers",
    ):  # fmt: skip
        assert said in text, said
    assert text.index("Talk of three") < text.index("Talk of two") < text.index("First &amp; workshop")


def test_partners_stand_with_their_roles_and_activities(english: dict[str, str]) -> None:
    rows = re.findall(r'<li class="facet-row".*?</li>', english["docs/programme/partners.md"])
    assert [re.search('id="partner-([a-z]+)"', row)[1] for row in rows] == ["bank", "chamber"]
    assert 'data-role="host money"' in rows[1]
    assert rows[1].count('href="index.md#activity-first"') == 2
    assert 'href="index.md#activity-second"' in rows[0]
    assert "https://example.org/chamber" in rows[1]


def test_dialogues_with_and_without_agreement(english: dict[str, str]) -> None:
    text = english["docs/programme/dialogues.md"]
    before, after = text.split('id="no-agreement"')
    assert "To meet again" in before
    assert "Talk of three" not in before
    assert "Talk of three" in after
    assert "First &amp; workshop" not in text


def test_spanish_pages_are_spanish(small: Course) -> None:
    found = pages(small, "es")
    assert "Ciudad de México, México" in found["docs/programme/index.md"]
    assert "Volver a reunirse" in found["docs/programme/dialogues.md"]
    assert "Agregado por Chamber, 2 de enero de 2026" in found["docs/programme/community.md"]


def test_the_community_page_names_places_and_embeds_nothing(english: dict[str, str]) -> None:
    text = english["docs/programme/community.md"]
    assert 'href="https://chat.whatsapp.com/AbC123"' in text
    assert 'href="https://github.com/chamber/talk/discussions"' in text
    assert 'href="../modules/water/count.md"' in text
    assert re.findall('data-embed="(https://[^/"]+)/', text) == ["https://forum.example.org", "https://giscus.app"]
    assert not re.search("<(iframe|script|img|link)", text)


def test_the_calendar_is_read_by_another_program(english: dict[str, str]) -> None:
    calendar = Calendar.from_ical(english["docs/programme/calendar.ics"])
    event = calendar.walk("VEVENT")[0]
    assert (event["SUMMARY"], event["LOCATION"]) == ("Circle; of firms, twice", "Chamber")
    assert (event.start, event.end) == (date(2026, 12, 1), date(2026, 12, 3))


def test_lines_of_a_calendar_are_folded_between_letters() -> None:
    title = "Ñandú; 'día', \\ 🐣 " * 12
    event = CalendarEvent(
        "a@b", date(2026, 2, 28), date(2026, 2, 28), title.strip(), text="one\ntwo\x07", reminder_days=7
    )
    text = calendar_text([event], title, "es", date(2026, 1, 1))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (title.strip(), "one\ntwo ")
    assert text.count("BEGIN:VALARM") == 1


def test_only_the_page_with_a_place_may_show_it(tmp_path: Path) -> None:
    head = '<meta charset="utf-8">'
    (tmp_path / "one.html").write_text(
        f'{head}<div class="embed" data-embed="https://forum.example.org/embed/x"> </div>', encoding="utf-8"
    )
    (tmp_path / "two.html").write_text(
        f'{head}<p>&lt;div class="embed" data-embed="https://evil.example/"</p>', encoding="utf-8"
    )
    (tmp_path / "three.html").write_text(
        f"{head}<p title=' data-embed=&quot;https://evil.example/&quot;'>", encoding="utf-8"
    )
    write_policy(tmp_path)
    shown = {
        path.stem: re.search(r"frame-src ([^;]*);", path.read_text("utf-8"))[1] for path in tmp_path.glob("*.html")
    }
    assert shown == {"one": "'self' https://forum.example.org", "two": "'self'", "three": "'self'"}


def test_a_course_without_tables_has_no_such_pages(tiny: Course) -> None:
    assert pages(tiny) == {}
    assert b"programme/" not in site_files(select(tiny, Audience.PARTICIPANT, "en"), ["en"])["mkdocs.yml"]


def test_sources_of_the_programme_are_not_those_of_the_books(small: Course) -> None:
    edition = select(small, Audience.PARTICIPANT, "en")
    assert set(edition.programme_sources) == {"who-2020"}
    assert select(replace(small, programme=Programme()), Audience.PARTICIPANT, "en").sources == edition.sources
