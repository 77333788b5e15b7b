"""What the trainer's day and the projector are made from: the clock of the page is that of the builder, no note gets onto the wall."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from canaries import TOGETHER, planted_course
from conftest import need_tool
from site_fixtures import write_course

from builder.check import checked_course
from builder.course.agenda import lay_day
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.worksheets import body, plain
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.runs import letters
from builder.gate.secrets import find_secrets
from builder.outputs.site.addresses import find_addresses
from builder.outputs.site.pieces import pieces_script
from builder.outputs.site.projector import projector_page
from builder.outputs.site.room import room_model
from builder.outputs.site.site import site_files

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).parent / "page"


@pytest.fixture(scope="module")
def real() -> Course:
    return load_course(ROOT)[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return checked_course(write_course(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return planted_course(tmp_path_factory.mktemp("planted"))


def pieces(edition: Edition) -> dict[str, str]:
    text = pieces_script(edition, find_addresses(edition), {}, "index.md")
    found: dict[str, str] = json.loads(text.partition(" = ")[2].rstrip().rstrip(";"))["pieces"]
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_canary_gets_onto_the_wall(planted: Course, language: str) -> None:
    """The page is made from the trainer's edition, which holds all of them."""
    edition = select(planted, Audience.TRAINER, language)
    wall, day = letters(projector_page(edition)), letters(json.dumps(pieces(edition), ensure_ascii=False))
    words = [word for canary in TOGETHER for word in canary.words]
    assert [word for word in words if letters(word) in wall] == []
    assert len([word for word in words if letters(word) in day]) > 5, "the trainer's own page has them"


@pytest.mark.slow
def test_the_gate_finds_nothing_on_the_wall_of_the_real_course(real: Course) -> None:
    edition = select(real, Audience.TRAINER, "es")
    wall, secrets = projector_page(edition), find_secrets(real, Audience.PARTICIPANT)
    assert find_leak("projector.html", wall.encode(), secrets) == ""
    assert wall.count("<article") > 100
    documents = (leaf.document for leaf in edition.leaves() if leaf.kind == "session")
    note = next(
        text for page in documents for block in page.walk() if block.name == "trainer" for _, text in body(page, block)
    )
    assert find_leak("projector.html", f"{wall}<p>{plain(note)}</p>".encode(), secrets)


def test_the_wall_is_that_of_participants(small: Course) -> None:
    """Trainers' and participants' editions give the same page: nothing depends on whom it is made for."""
    trainer, participant = (select(small, audience, "en") for audience in (Audience.TRAINER, Audience.PARTICIPANT))
    assert projector_page(trainer) == projector_page(participant)
    wall = projector_page(trainer)
    for secret in ("Trainersecret", "Answersecret", "Guidesecret", "Testfeedback", "Close"):
        assert secret not in wall.replace("<button>Close</button>", "")
    assert "<li>Look.</li>" in wall
    assert "Worksheet: Water sheet" in wall
    assert 'src="images/modules/water/meter' in wall
    assert "<a " not in wall


def test_pieces_hold_notes_and_answers_folded_and_no_ids(small: Course) -> None:
    found = pieces(select(small, Audience.TRAINER, "en"))
    assert list(found) == ["water/count.0", "water/count.1", "water/plan.0", "water/act.0"]
    talk, bill = found["water/count.0"], found["water/count.1"]
    assert talk.index("hold the bill up") < talk.index("A meter with low and high"), "what to say stands above"
    assert '<details class="room-fold trainer" open="open"><summary>For the trainer</summary>' in talk
    assert '<details class="room-fold answer"><summary>Expected answer</summary>' in bill
    assert "Teaching note: Lago: the small hotel" in bill
    assert "Trainersecret about the story." in bill
    assert 'href="modules/water/count.html#water-sheet"' in bill
    for text in found.values():
        assert not [mark for mark in (" id=", "fnref", "<textarea", "<input", ".md") if mark in text]


def test_the_page_lays_days_as_the_builder_does(real: Course) -> None:
    edition = select(real, Audience.TRAINER, "en")
    documents = {leaf.key: leaf.document for leaf in edition.leaves()}
    days = [
        day for guide in edition.guides if guide.agenda for variant in guide.agenda.variants for day in variant.days
    ]
    expected = [[[slot.start, slot.minutes] for slot in lay_day(day, documents)] for day in days]
    model = json.dumps(room_model(edition, "index.md"))
    command = [need_tool("node"), PAGE / "lay.mjs"]
    done = subprocess.run(command, input=model, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert [[slot[1:] for slot in slots] for slots in json.loads(done.stdout)] == expected
    assert len(expected) > 10


def test_only_sites_with_an_agenda_have_a_day(small: Course) -> None:
    for audience in (Audience.PARTICIPANT, Audience.TRAINER):
        files = site_files(select(small, audience, "en"), ("en", "es"))
        is_trainer = audience is Audience.TRAINER
        assert ("docs/projector.html" in files) == is_trainer
        assert ("today" in files["docs/index.md"].decode()) == is_trainer
        assert any("today" in name for name in files) == is_trainer
    bare = replace(small, guides=tuple(replace(guide, agenda=None) for guide in small.guides))
    files = site_files(select(bare, Audience.TRAINER, "en"), ("en", "es"))
    assert "docs/projector.html" not in files


def test_what_may_be_left_out_is_said_in_the_agenda(real: Course) -> None:
    agendas = [guide.agenda for guide in real.guides if guide.agenda]
    items = [item for agenda in agendas for variant in agenda.variants for day in variant.days for item in day.items]
    assert {item.priority for item in items if "Reserve" in item.title.get("en", "")} == {"could"}
    assert {item.priority for item in items if "Close" in item.title.get("en", "")} == {"must"}
