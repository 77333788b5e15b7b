"""Question banks: other programs read in them the questions, keys and feedback that stand in the course."""

import base64
import json
import re
import shutil
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from building import build
from conftest import TINY
from node_programs import need_package, run_node
from shipped import ROOT
from site_fixtures import Browser, serve_folder, wait_for

from builder.build.pipeline import Report
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.scanned import Block
from builder.course.worksheets import plain
from builder.edition.select import select
from builder.outputs import Given
from builder.outputs.choice import Choice
from builder.outputs.questions.tasks import tasks

pytestmark = pytest.mark.slow

HOSTILE = r"""::: question {#signs type=multiple}
¿Qué va en `a = {b}` #1 ~ c:\\new\\table, 5 < 7 & **año** en [la página](https://example.org/?a=1&b=2#c)?[^ilo-2025]

- [x] %50% de las pymes: \[html\] {sí} ![Dos campos](images/grid.svg)
    > - Uno = 1
    > - Dos ~ 2
- [x] // no es un comentario
    > | A | B |
    > |---|---|
    > | 1 | 2 |
- [x] ::nombre:: =3
    > Sí.
- [ ] $CATEGORY: otra
    > No \\n ni \\t.
- [ ] T
    > No.
:::
::: question {#words type=single}
Signos ~ = # { } : \\ y nada más,
en dos líneas

- [ ] ¿- o ####? %
    > No: {~}.
- [x] =Ñandú
    > Sí #1.
:::
:::
"""
SIGNS = [
    "%50% de las pymes: [html] {sí}",
    "// no es un comentario",
    "::nombre:: =3",
    "$CATEGORY: otra",
    "T",
]

PLAYED_BY = ("vue/dist/vue.min.js", "qti3-item-player/dist/qti3Player.umd.min.js")
PLAYER = """<!doctype html><meta charset="utf-8"><title>Player</title><div id="app"></div>
<script src="vue.min.js"></script><script src="qti3Player.umd.min.js"></script><script>
new Vue({
  components: { player: qti3Player },
  methods: { start(player) { window.player = player }, show() { window.isShown = true }, end(done) { window.ended = JSON.stringify(done.state) } },
  template: `<player suppress-alert-messages @notifyQti3PlayerReady="start" @notifyQti3ItemReady="show" @notifyQti3EndAttemptCompleted="end"/>`,
}).$mount("#app");
</script>"""


def words(markup: str) -> str:
    """What a person reads of HTML, by a reading of our own: no tags, entities as signs, one space for many."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def built(root: Path) -> Report:
    return build(root, Choice(outputs=("questions",)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The tiny course with every sign that means something in a format, built."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    for path in (root / "modules/10-look").glob("10-first.*.md"):
        text = path.read_text(encoding="utf-8")
        head, end, tail = text.partition("\n:::\n:::\n\n::: keypoints")
        path.write_text(f"{head}\n:::\n{HOSTILE}\n::: keypoints{tail}", encoding="utf-8", newline="\n")
        assert end
    return root, built(root)


def download(course: tuple[Path, Report], name: str) -> Path:
    return course[0] / "dist/trainer/downloads" / name


def gift(*paths: Path) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = run_node("gift.mjs", *paths, package="gift-pegjs")
    return found


def moodle_questions(path: Path) -> dict[str, etree.Element]:
    root = etree.parse(path).getroot()
    return {question.findtext("idnumber", ""): question for question in root if question.get("type") != "category"}


def test_a_test_for_canvas_is_listed_whole_and_holds_its_key(hostile: tuple[Path, Report]) -> None:
    """The same questions, options and right answers as in the bank, in the one file that the manifest names."""
    with zipfile.ZipFile(download(hostile, "questions-final-test.qti12.es.zip")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = etree.fromstring(files.pop("imsmanifest.xml"))
    (resource,) = manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}resource")
    assert resource.get("type") == "imsqti_xmlv1p2"
    assert [resource.get("href"), *(file.get("href") for file in resource)] == [*files, *files]
    quiz = etree.fromstring(*files.values())
    bank = moodle_questions(download(hostile, "questions-final-test.moodle.es.xml"))
    items = {item.get("ident", ""): item for item in quiz.iterfind(".//{*}item")}
    assert items.keys() == bank.keys() != set()
    for name, item in items.items():
        labels = item.findall(".//{*}response_label")
        answers = bank[name].findall("answer")
        assert [words(label.findtext(".//{*}mattext")) for label in labels] == [
            words(one.findtext("text")) for one in answers
        ]
        scored = next(one for one in item.iterfind(".//{*}respcondition") if one.find("{*}setvar") is not None)
        asked = scored.find("{*}conditionvar/{*}and")
        asked = scored.find("{*}conditionvar") if asked is None else asked
        right = [test.text for test in asked.iterfind("{*}varequal")]
        wanted = [
            label.get("ident") for label, one in zip(labels, answers, strict=True) if float(one.get("fraction")) > 0
        ]
        assert right == wanted


def test_an_edit_beside_the_questions_leaves_banks_as_they_were(course_dir: Path) -> None:
    built(course_dir)
    path = course_dir / "modules/10-look/10-first.en.md"
    path.write_text(path.read_text("utf-8").replace("::: keypoints", "One more sentence.\n\n::: keypoints"), "utf-8")
    assert {row.state for row in built(course_dir).rows} == {"kept"}
    path.write_text(path.read_text("utf-8").replace("- [x]", "- [x] Surely:", 1), "utf-8")
    made = {row.name for row in built(course_dir).rows if row.state == "made"}
    assert "trainer/downloads/questions.en.gift" in made
    assert not [name for name in made if ".es." in name or "final-test" in name]


# -- signs


def test_gift_holds_every_sign(hostile: tuple[Path, Report]) -> None:
    (questions,) = gift(download(hostile, "questions.es.gift"))
    by_id = {question["id"]: question for question in questions if question["type"] != "Category"}
    assert list(by_id) == ["check-look.cooling", "check-look.signs", "check-look.words", "final-test.first"]
    signs = by_id["check-look.signs"]
    assert words(signs["stem"]["text"]) == (
        r"¿Qué va en a = {b} #1 ~ c:\new\table, 5 < 7 & año en la página ? (ILO, 2025)"
    )
    assert 'href="https://example.org/?a=1&amp;b=2#c"' in signs["stem"]["text"]
    choices = signs["choices"]
    assert [words(choice["text"]["text"]) for choice in choices] == [SIGNS[0] + " [Dos campos]", *SIGNS[1:]]
    assert [choice["weight"] for choice in choices] == [33.33333, 33.33333, 33.33333, -50, -50]
    assert {choice["text"]["format"] for choice in choices} == {"html"}
    assert "<li>Uno = 1</li>" in choices[0]["feedback"]["text"]
    assert "<td>2</td>" in choices[1]["feedback"]["text"]
    assert words(choices[3]["feedback"]["text"]) == r"No \n ni \t."
    plainer = by_id["check-look.words"]
    assert plainer["stem"] == {"format": "moodle", "text": r"Signos ~ = # { } : \ y nada más, en dos líneas"}
    assert [(choice["isCorrect"], choice["text"]["text"]) for choice in plainer["choices"]] == [
        (False, "¿- o ####? %"),
        (True, "=Ñandú"),
    ]
    assert [choice["feedback"]["text"] for choice in plainer["choices"]] == ["No: {~}.", "Sí #1."]


def test_moodle_xml_holds_every_sign_and_the_picture(hostile: tuple[Path, Report]) -> None:
    questions = moodle_questions(download(hostile, "questions.moodle.es.xml"))
    signs = questions["check-look.signs"]
    answers = signs.findall("answer")
    assert [words(answer.findtext("text", "")) for answer in answers] == SIGNS
    assert [answer.get("fraction") for answer in answers] == ["33.33333", "33.33333", "33.33333", "-50", "-50"]
    assert signs.findtext("single") == "false"
    assert "<strong>año</strong>" in signs.findtext("questiontext/text", "")
    file = answers[0].find("file")
    assert file is not None
    assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in answers[0].findtext("text", "")
    assert "Poco poder" in base64.b64decode(file.text or "").decode()
    assert signs.findtext("generalfeedback/text") == "<p>De “1. Mirar”</p>"
    single = questions["check-look.words"]
    assert [answer.get("fraction") for answer in single.findall("answer")] == ["0", "100"]


def test_qti_is_a_whole_package_with_every_sign(hostile: tuple[Path, Report]) -> None:
    path = download(hostile, "questions.qti3.es.zip")
    with zipfile.ZipFile(path) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        listed = [file.get("href") for file in manifest.iterfind(".//{*}file")]
        assert set(listed) | {"imsmanifest.xml"} == set(package.namelist())
        identifiers = [resource.get("identifier") for resource in manifest.iterfind(".//{*}resource")]
        needed = {reference.get("identifierref") for reference in manifest.iterfind(".//{*}dependency")}
        assert len(set(identifiers)) == len(identifiers)
        assert needed <= set(identifiers)
        item = etree.fromstring(package.read("items/check-look.signs.xml"))
        for image in item.iterfind(".//{*}img"):
            assert f"pictures/{Path(image.get('src', '')).name}" in package.namelist()
    choices = list(item.iterfind(".//{*}qti-simple-choice"))
    assert ["".join(choice.itertext()).strip() for choice in choices] == SIGNS
    right = [value.text for value in item.iterfind(".//{*}qti-correct-response/{*}qti-value")]
    assert right == [choice.get("identifier") for choice in choices[:3]]
    worth = [float(entry.get("mapped-value", "")) for entry in item.iterfind(".//{*}qti-map-entry")]
    assert 1 <= sum(worth[:3]) < 1.000001, "all right ones are full marks, not 0.9999999999"
    assert worth[3] == worth[4] == pytest.approx(-0.5)
    assert sum(worth) <= 0, "ticking all is worth nothing"
    feedback = {
        element.get("identifier"): "".join(element.itertext()).strip()
        for element in item.iterfind(".//{*}qti-modal-feedback")
    }
    assert feedback["o3"] == "Sí."


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with a player of QTI 3 that isn't ours, certified for delivery by the body that made the format."""
    folder = tmp_path_factory.mktemp("player")
    for script in PLAYED_BY:
        name, _, file = script.partition("/")
        shutil.copy(need_package(name) / file, folder)
    (folder / "index.html").write_text(PLAYER, encoding="utf-8")
    yield from serve_folder(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser()
    yield started
    started.driver.quit()


def scored(browser: Browser, player: str, item: str, ticked: list[int]) -> tuple[float, str]:
    """What the player gives for these options, counted from 0, and all that it shows then."""
    browser.driver.get(f"{player}/index.html")
    wait_for(lambda: browser.driver.execute_script("return !!window.player"))
    session = {"guid": "a", "status": "interacting", "sessionControl": {"max_attempts": 1, "show_feedback": True}}
    browser.driver.execute_script("player.loadItemFromXml(...arguments)", item, session)
    wait_for(lambda: browser.driver.execute_script("return window.isShown"))
    controls = browser.driver.find_elements("css selector", "[role=radio], [role=checkbox]")
    for number in ticked:
        controls[number].click()
    browser.driver.execute_script("player.endAttempt('')")
    wait_for(lambda: browser.driver.execute_script("return window.ended"))
    state = json.loads(browser.driver.execute_script("return window.ended"))
    score = next(one["value"] for one in state["outcomeVariables"] if one["identifier"] == "SCORE")
    return score, browser.driver.find_element("tag name", "body").text


def test_a_player_of_others_scores_qti_and_shows_why(
    hostile: tuple[Path, Report], player: str, browser: Browser
) -> None:
    with zipfile.ZipFile(download(hostile, "questions.qti3.es.zip")) as package:
        several, single = (package.read(f"items/check-look.{name}.xml").decode() for name in ("signs", "words"))
    score, shown = scored(browser, player, several, [0, 1, 2])
    assert score == 1, "three thirds are full marks"
    assert all(text in shown for text in ("Uno = 1", "Sí."))
    assert scored(browser, player, several, [0, 1, 2, 3, 4])[0] == 0
    assert scored(browser, player, several, [0, 3])[0] == 0
    score, shown = scored(browser, player, single, [1])
    assert (score, "Sí #1." in shown) == (1, True)
    score, shown = scored(browser, player, single, [0])
    assert (score, "No: {~}." in shown) == (0, True)


def test_a_picture_that_gift_cannot_hold_is_told(hostile: tuple[Path, Report]) -> None:
    told = {(problem.path.name, problem.line, problem.code) for problem in hostile[1].problems}
    lines = (hostile[0] / "modules/10-look/10-first.es.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "%50%" in text)
    assert ("10-first.es.md", line, "question-picture-described") in told
    assert {code for _, _, code in told} == {"question-picture-described"}


# -- files


def test_banks_are_for_trainers_alone_and_tests_have_their_own(hostile: tuple[Path, Report]) -> None:
    names = {row.name for row in hostile[1].rows}
    assert names == {
        f"trainer/downloads/{name}"
        for language in ("en", "es")
        for bank in ("questions", "questions-final-test")
        for name in (f"{bank}.moodle.{language}.xml", f"{bank}.{language}.gift", f"{bank}.qti3.{language}.zip")
    } | {f"trainer/downloads/questions-final-test.qti12.{language}.zip" for language in ("en", "es")}
    assert not any((hostile[0] / "dist" / audience).exists() for audience in ("participant", "solutions"))
    alone = moodle_questions(download(hostile, "questions-final-test.moodle.en.xml"))
    assert list(alone) == ["final-test.first"]


def test_the_same_course_gives_the_same_bytes(hostile: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(hostile[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    built(elsewhere)
    for row in hostile[1].rows:
        assert (elsewhere / "dist" / row.name).read_bytes() == (hostile[0] / "dist" / row.name).read_bytes(), row.name
    assert {row.state for row in built(elsewhere).rows} == {"kept"}


# -- the course of the repository


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Path]:
    """Its banks of all questions."""
    course, problems = load_course(ROOT)
    assert not problems
    folder = tmp_path_factory.mktemp("real")
    editions = [select(course, Audience.TRAINER, language) for language in course.config.languages]
    for task in tasks(course, editions, Choice()):
        name = Path(task.name).name
        if name.startswith("questions."):
            task.make(folder / name, Given())
    return course, folder


def asked(course: Course, language: str) -> Iterator[tuple[str, Block]]:
    """Each question of the course with the number that it has in a bank."""
    for document in course.documents():
        for quiz in document.walk() if document.language == language else ():
            yield from ((f"{quiz.id}.{child.id}", child) for child in quiz.children if quiz.name == "quiz")


def said(block: Block) -> list[tuple[bool, str, str]]:
    return [
        (option.marked, plain(option.text), plain(" ".join(text for _, text in option.feedback)))
        for option in block.options
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_gift_of_the_shipped_course_says_what_the_course_says(real: tuple[Course, Path], language: str) -> None:
    (questions,) = gift(real[1] / f"questions.{language}.gift")
    found = {
        question["id"]: [
            (
                choice["isCorrect"] or (choice["weight"] or 0) > 0,
                words(choice["text"]["text"]),
                words(choice["feedback"]["text"]),
            )
            for choice in question["choices"]
        ]
        for question in questions
        if question["type"] == "MC"
    }
    assert found == {identifier: said(block) for identifier, block in asked(real[0], language)}
    assert len(found) >= 50


@pytest.mark.parametrize("language", ["en", "es"])
def test_moodle_xml_of_the_shipped_course_says_what_the_course_says(real: tuple[Course, Path], language: str) -> None:
    questions = moodle_questions(real[1] / f"questions.moodle.{language}.xml")
    found = {
        identifier: [
            (
                float(answer.get("fraction", "")) > 0,
                words(answer.findtext("text", "")),
                words(answer.findtext("feedback/text", "")),
            )
            for answer in question.findall("answer")
        ]
        for identifier, question in questions.items()
    }
    assert found == {identifier: said(block) for identifier, block in asked(real[0], language)}


@pytest.mark.parametrize("language", ["en", "es"])
def test_qti_of_the_shipped_course_says_what_the_course_says(real: tuple[Course, Path], language: str) -> None:
    expected = {
        identifier: [(right, text) for right, text, _ in said(block)] for identifier, block in asked(real[0], language)
    }
    found = {}
    with zipfile.ZipFile(real[1] / f"questions.qti3.{language}.zip") as package:
        for name in package.namelist():
            if name.startswith("items/"):
                item = etree.fromstring(package.read(name))
                right = {value.text for value in item.iterfind(".//{*}qti-correct-response/{*}qti-value")}
                found[item.get("identifier")] = [
                    (choice.get("identifier") in right, " ".join("".join(choice.itertext()).split()))
                    for choice in item.iterfind(".//{*}qti-simple-choice")
                ]
    assert found == expected
