"""Questions and books of Moodle become a course; our own banks come back as they went out."""

import base64
import gzip
import io
import re
import shutil
import tarfile
import xml.etree.ElementTree as etree
import zipfile
from pathlib import Path

import pytest
from conftest import TINY
from importing import Imported, run_import
from PIL import Image
from shipped import ROOT
from test_banks import HOSTILE

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.questions.bank import categories
from builder.outputs.questions.gift import gift
from builder.outputs.questions.moodle import moodle_xml

pytestmark = pytest.mark.slow

_PICTURE = re.compile(r"(?<=@@PLUGINFILE@@/)\w+")
"""A picture's name is a digest of the file that it was made from."""


def exported(course: Path, language: str) -> tuple[bytes, bytes]:
    """The bank of a course as Moodle XML and as GIFT."""
    loaded, _ = load_course(course)
    edition = select(loaded, Audience.TRAINER, language)
    bank = categories(edition)
    return moodle_xml(edition, bank), gift(edition, bank)


def questions(content: bytes) -> dict[str, list[tuple[str, str]]]:
    """Number -> all that people read and all that counts, without the names that a course gives."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in etree.fromstring(content).iter("question"):
        if node.get("type") != "category":
            for told in node.findall("generalfeedback"):  # the name of the module
                node.remove(told)
            parts = [(part.tag + part.get("fraction", ""), _PICTURE.sub("", part.text or "")) for part in node.iter()]
            found[node.findtext("idnumber") or ""] = [(tag, text) for tag, text in parts if text.strip()][1:]
    return found


def there_and_back(folder: Path, course: Path, language: str) -> None:
    first, as_gift = exported(course, language)
    expected = questions(first)
    assert len(expected) >= 2
    for name, content in (("q.xml", first), ("q.gift", as_gift)):
        (folder / name).write_bytes(content)
        made = run_import(folder / name[2:], "moodle", folder / name, "--language", language)
        assert (made.code, made.errors()) == (0, []), name
        assert "feedback to the whole question" not in "\n".join(made.report), "our own exports' is no author's"
        again = questions(exported(made.folder, language)[0])
        if name == "q.gift":  # GIFT holds no pictures: what they show stands there in words
            expected = {key: value for key, value in expected.items() if not any(tag == "file" for tag, _ in value)}
            again = {key: value for key, value in again.items() if key in expected}
        assert again == expected, name


def test_all_questions_of_the_real_course_come_back(tmp_path: Path) -> None:
    there_and_back(tmp_path, ROOT, "es")


def test_signs_pictures_and_tables_come_back(tmp_path: Path) -> None:
    course = Path(shutil.copytree(TINY, tmp_path / "course"))
    for path in (course / "modules/10-look").glob("10-first.es.md"):
        text = path.read_text("utf-8")
        start = text.index("::: question")
        path.write_text(text[:start] + HOSTILE.rsplit(":::", 1)[0] + text[start:], "utf-8")
    there_and_back(tmp_path, course, "es")


def foreign(count: int) -> str:
    """A bank that Moodle might write: pictures, kinds that have no place, hints, tags, part marks."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "PNG")
    file = (
        f'<file name="my meter.png" path="/" encoding="base64">{base64.b64encode(picture.getvalue()).decode()}</file>'
    )
    answers = (
        '<answer fraction="100" format="html"><text><![CDATA[<p>Yes <b>now</b></p>]]></text><feedback><text>Right: &lt;i&gt;so&lt;/i&gt;</text></feedback></answer>'
        '<answer fraction="50"><text>Perhaps</text></answer><answer fraction="0"><text>- [x] No</text></answer>'
    )
    made = ["<?xml version='1.0' encoding='UTF-8'?>\n<!-- of Moodle --><quiz>"]
    for number in range(count):
        if number % 50 == 0:
            made.append(
                f'<question type="category"><category><text>$course$/top/Water/Part {number // 50}</text></category></question>'
            )
        text = f'&lt;p&gt;Question {number}?&lt;/p&gt;&lt;ul&gt;&lt;li&gt;one&lt;/li&gt;&lt;/ul&gt;&lt;img src="@@PLUGINFILE@@/my%20meter.png"&gt;'
        made.append(
            f'<question type="multichoice"><name><text>Name {number}</text></name><questiontext format="html"><text>{text}</text>{file}</questiontext>'
            f"<generalfeedback><text>In general {number}</text></generalfeedback><single>true</single>{answers}"
            "<hint><text>Look</text></hint><tags><tag><text>water</text></tag></tags></question>"
        )
    made.append(
        '<question type="truefalse"><name><text>t</text></name><questiontext><text>Is it?</text></questiontext><answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>'
    )
    made += [
        f'<question type="{kind}"><questiontext><text>Of {kind}</text></questiontext></question>'
        for kind in ("essay", "matching", "cloze")
    ]
    return "\n".join([*made, "</quiz>"])


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("bank")
    (folder / "bank.xml").write_text(foreign(200), "utf-8")
    return run_import(folder / "course", "moodle", folder / "bank.xml")


def test_a_bank_of_200_questions_passes_the_check(bank: Imported) -> None:
    assert (bank.code, bank.errors()) == (0, [])
    pages = [path.read_text("utf-8") for path in sorted(bank.folder.glob("trainer_guides/*.en.md"))]
    assert [page.count("::: question {") for page in pages] == [50, 50, 50, 51]
    assert 'site_name: "Water"' in bank.text("mkdocs.yml")
    start = pages[0].index("::: quiz")
    assert pages[0][start:].startswith(
        "::: quiz Part 0 {#part-0 use=test}\n::: question {#name-0 type=single}\nQuestion 0?\n\none\n\n![?](images/my-meter.png)\n\n"
        "- [x] Yes **now**\n    > Right: *so*\n- [ ] Perhaps\n    > In general 0\n- [ ] \\- \\[x\\] No\n    > In general 0\n:::"
    )
    assert "- [ ] True\n    > This is not right.\n- [x] False\n    > Right.\n" in pages[3]


def test_general_feedback_that_only_looks_like_ours_is_kept(tmp_path: Path) -> None:
    told = "From “ISO 26000”"
    (tmp_path / "bank.xml").write_text(foreign(1).replace("In general 0", told), "utf-8")
    made = run_import(tmp_path / "course", "moodle", tmp_path / "bank.xml")
    (page,) = made.folder.glob("trainer_guides/*.en.md")
    assert f"- [ ] Perhaps\n    > {told}\n" in page.read_text("utf-8")


def test_what_questions_lose_is_named(bank: Imported) -> None:
    lost = "\n".join(bank.report).partition("Lost (")[2].partition("\nChanged (")[0]
    assert re.findall(r"of the kind “(\w+)”", lost) == ["essay", "matching", "cloze"]
    assert lost.count("hints of “Question") == lost.count("the tags of “Question") == 200
    changed = "\n".join(bank.report).partition("\nChanged (")[2]
    assert changed.count("a part of the points") == 200
    assert "a “ul” became such lines" in changed


def test_no_participant_gets_the_key_unless_it_is_wished(bank: Imported, tmp_path: Path) -> None:
    assert not [
        path
        for path in bank.folder.rglob("*.md")
        if "[x]" in path.read_text("utf-8") and path.parent.name != "trainer_guides"
    ]
    (tmp_path / "q.gift").write_text("::a::Is it so? {=yes#good ~no#bad}\n", "utf-8")
    made = run_import(tmp_path / "c", "moodle", tmp_path / "q.gift", "--self-check")
    assert (made.code, made.errors()) == (0, [])
    assert "use=self-check}" in made.text("modules/*/010-*.en.md")


GIFT = """// [id:x.y]
::Name\\: one::[html]<p>Which\\?</p> {
    =Yes \\{so\\}#good \\#1
    ~No, a\\=b
    ####In general
}

$CATEGORY: $course$/Water//Air/Second
Is it true? {T#no#yes}

Both? {~%50%one#a ~%50%two#b ~%-100%three#c}

It is the {~cat =dog} that barks.

Who? {=Ana =Eva}

Match {=a -> b =c -> d}

How many? {#5:1}

Write. {}

Only words.
"""


def test_gift_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text(GIFT, "utf-8")
    made = run_import(tmp_path / "c", "moodle", tmp_path / "q.txt", "--language", "es", language="es")
    assert (made.code, made.errors()) == (0, [])
    page = made.text("trainer_guides/010-*.es.md")
    assert "Which\\?" not in page.replace("Which\\\\?", "")
    assert "- [x] Yes \\{so\\}\n    > good #1\n- [ ] No, a=b\n    > In general\n" in page
    second = made.text("trainer_guides/020-*.es.md")
    assert "- [x] Verdadero\n    > yes\n- [ ] Falso\n    > no\n" in second
    assert "- [x] one\n    > a\n- [x] two\n    > b\n- [ ] three\n    > c\n" in second
    assert "It is the \\_\\_\\_\\_\\_ that barks." in second or "_____" in second
    kinds = re.findall(r"de tipo “(\w+)”", "\n".join(made.report))
    assert kinds == ["shortanswer", "matching", "numerical", "essay", "description"]


def test_what_is_hidden_in_moodle_stays_hidden(tmp_path: Path) -> None:
    text = "Seen &lt;span hidden&gt;SECRET1&lt;/span&gt; words&lt;p style='display: none'&gt;SECRET2&lt;/p&gt;"
    answers = "".join(
        f'<answer fraction="{mark}"><text>&lt;b style="display:none"&gt;SECRET3&lt;/b&gt;A{mark}</text><feedback><text>&lt;p hidden=""&gt;SECRET4&lt;/p&gt;F</text></feedback></answer>'
        for mark in (100, 0)
    )
    one = '<question type="multichoice"><name><text>{name}</text></name><questiontext><text>{text}</text></questiontext>{answers}<hidden>{hidden}</hidden></question>'
    made = [
        one.format(name=name, text=words, answers=answers, hidden=hidden)
        for name, words, hidden in (("a", text, 0), ("b", "SECRET5", 1))
    ]
    (tmp_path / "q.xml").write_text(f"<quiz>{''.join(made)}</quiz>", "utf-8")
    course = run_import(tmp_path / "c", "moodle", tmp_path / "q.xml", "--self-check")
    assert (course.code, course.errors()) == (0, [])
    page = course.text("modules/*/010-*.en.md")
    assert "Seen words\n" in page
    assert "- [x] A100\n    > F\n" in page
    assert not any("SECRET" in path.read_text("utf-8") for path in course.folder.rglob("*.md"))
    report = "\n".join(course.report)
    assert [f"SECRET{number}" in report for number in (1, 2, 3, 4)] == [True] * 4
    assert "“b” is hidden in Moodle" in report


# -- backups

BACKUP = {
    "moodle_backup.xml": "<moodle_backup><information><original_course_fullname>Water &amp; air</original_course_fullname><contents><activities>"
    + "".join(
        f"<activity><moduleid>{number}</moduleid><sectionid>1</sectionid><modulename>{kind}</modulename><title>{title}</title><directory>activities/{kind}_{number}</directory></activity>"
        for number, kind, title in ((1, "book", "Book"), (2, "page", "Page"), (3, "forum", "Talk"), (4, "page", "Secret"))
    )
    + "</activities><sections><section><sectionid>1</sectionid><title>First part</title><directory>sections/section_1</directory></section></sections></contents></information></moodle_backup>",
    "files.xml": '<files><file id="1"><contenthash>{digest}</contenthash><contextid>7</contextid><itemid>11</itemid><filename>my meter.png</filename></file></files>',
    "questions.xml": "<q><questiontext>x</questiontext></q>",
    "users.xml": "<users><user>PRIVATE</user></users>",
    "activities/book_1/book.xml": '<activity contextid="7"><book id="1"><name>The book</name><intro>&lt;p&gt;About.&lt;/p&gt;</intro><chapters>'
    + "".join(
        f'<chapter id="{number}"><pagenum>{number}</pagenum><subchapter>{sub}</subchapter><title>{title}</title><content>{content}</content><hidden>{hidden}</hidden></chapter>\n'
        for number, sub, title, content, hidden in (
            (12, 1, "Inner", "Words.", 0),
            (11, 0, "Chapter", '&lt;p&gt;&lt;img src="@@PLUGINFILE@@/my%20meter.png" alt="A meter"&gt;&lt;/p&gt;&lt;p&gt;&lt;a href="$@BOOKVIEWBYID*3@$"&gt;there&lt;/a&gt;&lt;/p&gt;', 0),
            (13, 0, "Hidden chapter", "SECRET", 1),
        )
    )
    + "</chapters></book></activity>",
    "activities/page_2/page.xml": '<activity contextid="8"><page id="1"><name>A page</name><content>&lt;h3&gt;H&lt;/h3&gt;Text</content></page></activity>',
    "activities/page_2/module.xml": "<module><visible>1</visible></module>",
    "activities/page_4/page.xml": '<activity contextid="9"><page id="1"><name>Secret</name><content>SECRET</content></page></activity>',
    "activities/page_4/module.xml": "<module><visible>0</visible></module>",
}  # fmt: skip


def backup(path: Path, *, is_zip: bool, more: dict[str, bytes] | None = None) -> Path:
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "PNG")
    digest = "ab" + "0" * 38
    files = {name: text.replace("{digest}", digest).encode() for name, text in BACKUP.items()}
    files |= {f"files/ab/{digest}": picture.getvalue(), **(more or {})}
    if is_zip:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        with tarfile.open(path, "w:gz") as tar:
            for name, content in files.items():
                one = tarfile.TarInfo(name)
                one.size = len(content)
                tar.addfile(one, io.BytesIO(content))
    return path


@pytest.mark.parametrize("is_zip", [False, True])
def test_books_and_pages_of_a_backup_are_sessions(tmp_path: Path, *, is_zip: bool) -> None:
    made = run_import(tmp_path / "c", "moodle", backup(tmp_path / "b.mbz", is_zip=is_zip))
    assert (made.code, made.errors()) == (0, [])
    page = made.text("modules/010-the-book/010-chapter.en.md")
    assert "![A meter](images/my-meter.png)" in page
    assert "## Inner\n\nWords." in page
    assert "About." in made.text("modules/010-the-book/module.en.md")
    assert "## H\n\nText" in made.text("modules/020-first-part/010-a-page.en.md")
    assert 'site_name: "Water & air"' in made.text("mkdocs.yml")
    lost = "\n".join(made.report).partition("Lost (")[2].partition("\nKept (")[0]
    assert [
        "“Talk” (of the kind forum)" in lost,
        lost.count("is hidden in Moodle"),
        "also holds questions" in lost,
        "BOOKVIEWBYID" in lost,
    ] == [True, 2, True, True]
    everything = b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert b"SECRET" not in everything
    assert b"PRIVATE" not in everything


def test_hostile_backups_and_banks_end_in_a_message(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'
    (tmp_path / "entity.xml").write_bytes(bomb)
    (tmp_path / "wide.xml").write_bytes(bomb.decode().encode("utf-16"))
    (tmp_path / "cut.xml").write_bytes(b"<quiz><question")
    (tmp_path / "other.xml").write_bytes(b"<html/>")
    (tmp_path / "empty.gift").write_bytes(b"\n")
    (tmp_path / "odd.gift").write_bytes(b"::\xff\xfe::{{{=}~%9e999%[html]<\\ \n\n}{" * 500)
    head = tarfile.TarInfo("moodle_backup.xml")
    head.size = 2_000_000_000
    (tmp_path / "huge.mbz").write_bytes(gzip.compress(head.tobuf()) + gzip.compress(bytes(20_000_000), 1) * 51)
    backup(tmp_path / "entities.mbz", is_zip=False, more={"files.xml": bomb})
    for path in sorted(tmp_path.iterdir()):
        refused = run_import(tmp_path / "course" / path.stem, "moodle", path)
        assert (refused.code, "source-" in refused.output) == (1, True), (path.name, refused.output)
    assert not (tmp_path / "course").exists()


def test_names_and_links_in_a_backup_lead_nowhere(tmp_path: Path) -> None:
    path = backup(tmp_path / "b.mbz", is_zip=False)
    with gzip.open(path) as packed:
        plain = io.BytesIO(packed.read())
    secret = tmp_path / "secret.xml"
    secret.write_text('<activity contextid="1"><page><name>x</name><content>SECRET</content></page></activity>')
    with tarfile.open(fileobj=plain, mode="a") as tar:
        for name, target in (("activities/page_3/page.xml", str(secret)), ("../../slipped.xml", "")):
            one = tarfile.TarInfo(name)
            one.type, one.linkname = (tarfile.SYMTYPE, target) if target else (tarfile.REGTYPE, "")
            tar.addfile(one, io.BytesIO())
    path.write_bytes(gzip.compress(plain.getvalue()))
    made = run_import(tmp_path / "deep" / "c", "moodle", path)
    assert made.code == 0
    assert not list(tmp_path.rglob("slipped*"))
    assert not any(b"SECRET" in file.read_bytes() for file in made.folder.rglob("*") if file.is_file())
