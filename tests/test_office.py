"""Worksheets, forms and tests as DOCX: whole, the fields' names in them, nothing hidden, and read back by `collect`."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest
from building import build
from canaries import TOGETHER, every_edition, planted_course
from conftest import TINY, need_tool

from builder.build.pipeline import Report
from builder.collect.collect import Collection, collect
from builder.collect.document import read_document
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.gate.look import find_leak
from builder.gate.runs import letters
from builder.gate.secrets import find_secrets
from builder.outputs import Given
from builder.outputs.choice import Choice
from builder.outputs.office.tasks import tasks
from builder.package.docx import DOCUMENT, PROPERTIES, WORD, WORD_2010, names_of_tags
from builder.print.pdf_text import page_lines

pytestmark = pytest.mark.slow

W, W14 = f"{{{WORD}}}", f"{{{WORD_2010}}}"
LONG = "a-field-whose-name-goes-on-and-on-until-word-takes-no-more-of-it"
SHEET = f"""
::: worksheet Long names & signs {{#odd-sheet}}
1. First
    - within
2. Second

![Two fields](images/grid.svg)

::: lines {{#{LONG} rows=2}}
Ñandú? **Bold** and [a page](https://example.org/a?b=1&c=2).
:::
::: scale {{#one-scale from-value=0 to-value=2}}
How many?
:::
::: choices {{#pick type=single}}
One

- [ ] a < b
- [ ] ñ & m
:::
:::
"""
FORM = "\n::: worksheet A form {#a-form}\n::: lines {#said rows=2}\nWhat was said?\n:::\n:::\n"
FILES = {
    f"{audience}/downloads/{name}.{language}.docx"
    for language in ("en", "es")
    for audience, names in (
        ("participant", ("worksheets", "look.worksheets", "act.worksheets")),
        ("trainer", ("forms", "tests", "tests-key")),
    )
    for name in names
}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The tiny course with a sheet of all kinds and a form, in a folder with a space and an ñ."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace('colour: "#1f4e5f"', 'colour: "#7a1f3d"'), "utf-8")
    for pattern, text in (("modules/10-look/20-deeper.*.md", SHEET), ("trainer_guides/10-look.*.md", FORM)):
        for path in root.glob(pattern):
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="\n")
    return root, build(root, Choice(outputs=("office",)))


def document(built: tuple[Path, Report], name: str) -> dict[str, bytes]:
    return parts((built[0] / "dist" / name).read_bytes())


def test_files_for_each_audience_and_module(built: tuple[Path, Report]) -> None:
    assert {row.name for row in built[1].rows if row.state == "made"} == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_is_whole(built: tuple[Path, Report], name: str) -> None:
    """Each part is well-formed, has a type, and each relation leads to a part; the first member is what Word looks for."""
    files = document(built, name)
    assert next(iter(files)) == "[Content_Types].xml"
    roots = {path: etree.fromstring(content) for path, content in files.items() if path.endswith((".xml", ".rels"))}
    types = {one.get("PartName", "").lstrip("/") for one in roots["[Content_Types].xml"]}
    usual = {one.get("Extension") for one in roots["[Content_Types].xml"]}
    assert types - {""} <= files.keys()
    assert all(path in types or path.rpartition(".")[2] in usual for path in files)
    for path, root in roots.items():
        folder = "word/" if path.startswith("word/") else ""
        for one in root if path.endswith(".rels") else ():
            assert one.get("TargetMode") or folder + one.get("Target", "") in files
    named = {one.get("Id") for one in roots["word/_rels/document.xml.rels"]}
    used = set(re.findall(r' r:(?:id|embed)="([^"]+)"', files[DOCUMENT].decode()))
    assert used <= named
    styles = {one.get(f"{W}styleId") for one in roots["word/styles.xml"].iter(f"{W}style")}
    wanted = {one.get(f"{W}val") for kind in ("pStyle", "rStyle", "tblStyle") for one in roots[DOCUMENT].iter(W + kind)}
    assert wanted <= styles
    lists = {one.get(f"{W}numId") for one in roots["word/numbering.xml"].iter(f"{W}num")}
    assert {one.get(f"{W}val") for one in roots[DOCUMENT].iter(f"{W}numId")} <= lists
    assert b"2026-11-22T00:00:00Z" in files["docProps/core.xml"]


def test_headings_tables_language_colour_and_logos(built: tuple[Path, Report]) -> None:
    files = document(built, "participant/downloads/worksheets.es.docx")
    root = etree.fromstring(files[DOCUMENT])
    headings = [
        (style.get(f"{W}val"), "".join(text.text or "" for text in paragraph.iter(f"{W}t")))
        for paragraph in root.iter(f"{W}p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and "eading" in style.get(f"{W}val", "")
    ]
    assert headings[:3] == [
        ("Heading1", "Módulo 1: Mirar"), ("Heading2", "Mapa de partes interesadas"), ("Heading2", "Long names & signs")
    ]  # fmt: skip
    heads = [
        row
        for table in root.iter(f"{W}tbl")
        for row in table.iter(f"{W}tr")
        if row.find(f"{W}trPr/{W}tblHeader") is not None
    ]
    assert len(heads) == 2
    assert b'w:val="es-MX"' in files["word/styles.xml"]
    assert b'w:fill="7A1F3D"' in files["word/styles.xml"]
    pictures = [one.get("descr") for one in root.iter() if one.tag.endswith("docPr")]
    assert pictures[:2] == ["Chamber of Tinyville", "Bank of Tinyville"]
    assert "Two fields" in pictures
    assert all(content.startswith(b"\x89PNG") for path, content in files.items() if path.startswith("word/media/"))


def tags(content: bytes) -> list[str]:
    root = etree.fromstring(parts(content)[DOCUMENT])
    return [one.get(f"{W}val", "") for one in root.iter(f"{W}tag")]


def test_every_field_has_its_name_which_word_can_take(built: tuple[Path, Report]) -> None:
    known = questions(load_course(built[0])[0], "en")
    names = names_of_tags((name, len(question.options)) for name, question in known.items())
    found = []
    for name in ("participant/downloads/worksheets", "trainer/downloads/forms", "trainer/downloads/tests"):
        found += tags((built[0] / f"dist/{name}.en.docx").read_bytes())
    assert len(set(found)) == len(found)
    assert max(map(len, found)) == 64
    expected = {name for name in known if not re.search(r"_(code|name|date)$|_cooling$", name)}
    signed = {"look_first_stakeholder-map_name", "look_first_stakeholder-map_date", "act_plan_final-test_code"}
    assert expected | signed <= {names[tag][0] for tag in found} <= known.keys()


def test_a_test_has_its_key_only_in_the_trainers_key(built: tuple[Path, Report]) -> None:
    test, key = (
        letters(document(built, f"trainer/downloads/{name}.en.docx")[DOCUMENT].decode())
        for name in ("tests", "tests-key")
    )
    assert letters("What does a plan need") in test
    for secret in ("Somebody must carry it", "Right answer"):
        assert letters(secret) not in test
    assert letters("Somebody must carry it") in key


SHOWN = {
    "forms": {"guide's worksheet"},
    "tests-key": {"feedback of a test", "feedback of a test over lines", "key of a test in a talk"},
}
"""What trainers' files hold of the canaries; participants' files hold none, nor do sheets that are handed out."""


def test_each_file_holds_what_it_is_for_and_nothing_else_that_is_hidden(tmp_path: Path) -> None:
    course = planted_course(tmp_path)
    kinds = set()
    for task in tasks(course, every_edition(course), Choice()):
        path = tmp_path / Path(task.name).name
        task.make(path, Given())
        content = parts(path.read_bytes()).items()
        everything = letters("\n".join(f"{name}\n{part.decode('utf-8', 'replace')}" for name, part in content))
        seen = {one.name for one in TOGETHER for word in one.words if letters(word) in everything}
        kinds.add(kind := path.name.split(".")[0])
        assert seen == SHOWN.get(kind, set()), task.name
    assert kinds >= {"worksheets", "tests", *SHOWN}


def test_the_gate_reads_words_that_are_cut_into_runs(tiny: Course) -> None:
    """Word cuts sentences where it likes: by spelling, by language, within a word."""
    secret = "Ask first who opens the shop in the dark morning."
    cut = "".join(
        f"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{secret[at : at + 3]}</w:t></w:r>"
        for at in range(0, len(secret), 3)
    )
    secrets = find_secrets(tiny, Audience.PARTICIPANT)
    for text in (cut, f"<w:sdt><w:sdtPr><w:alias w:val='{secret}'/></w:sdtPr></w:sdt>"):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(DOCUMENT, f"<w:document xmlns:w='{WORD}'><w:body><w:p>{text}</w:p></w:body></w:document>")
        assert find_leak("worksheets.en.docx", stream.getvalue(), secrets)


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    build(elsewhere, Choice(outputs=("office",)))
    for row in built[1].rows:
        assert (elsewhere / "dist" / row.name).read_bytes() == (built[0] / "dist" / row.name).read_bytes(), row.name
    assert {row.state for row in build(elsewhere, Choice(outputs=("office",))).rows} == {"kept"}


# -- what comes back

Change = Callable[[etree.Element], object]


def changed(source: Path, target: Path, change: Change, more: Iterable[tuple[str, bytes]] = ()) -> Path:
    """The file with its main part changed, and parts put beside or instead."""
    files = parts(source.read_bytes())
    root = etree.fromstring(files[DOCUMENT])
    change(root)
    files |= {DOCUMENT: etree.tostring(root), **dict(more)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def fill(root: etree.Element) -> None:
    """As Word does it: the mark of a placeholder goes, the text takes its place, boxes say that they are ticked."""
    for number, control in enumerate(root.iter(f"{W}sdt")):
        about, text = control.find(f"{W}sdtPr"), next(control.iter(f"{W}t"))
        box, mark, items = (about.find(name) for name in (f"{W14}checkbox", f"{W}showingPlcHdr", f"{W}dropDownList"))
        if box is not None:
            if about.find(f"{W}tag").get(f"{W}val", "").endswith("_o2"):
                box.find(f"{W14}checked").set(f"{W14}val", "1")
                text.text = "☒"
            continue
        about.remove(mark)
        text.text = f"Señal {number} <&>" if items is None else items[-1].get(f"{W}value")


def lose_tags(root: etree.Element) -> None:
    """As LibreOffice 7.4 does it: no tag is left, and only fields for text have their label."""
    fill(root)
    for about in root.iter(f"{W}sdtPr"):
        about.remove(about.find(f"{W}tag"))
        if about.find(f"{W}text") is None:
            about.remove(about.find(f"{W}alias"))


@pytest.fixture(scope="module")
def course(built: tuple[Path, Report]) -> Course:
    return load_course(built[0])[0]


def blank(built: tuple[Path, Report]) -> Path:
    return built[0] / "dist/participant/downloads/worksheets.en.docx"


@pytest.mark.parametrize("how", [fill, lose_tags])
def test_every_field_comes_back(built: tuple[Path, Report], course: Course, tmp_path: Path, how: Change) -> None:
    changed(blank(built), tmp_path / "año 1.docx", how)
    found = collect(course, tmp_path, "en")
    assert not found.problems
    (one,) = found.files
    names = names_of_tags((name, len(question.options)) for name, question in found.questions.items())
    assert {names[tag][0] for tag in tags(blank(built).read_bytes())} == {name for name in one.values if one.values[name]} | {
        "look_first_stakeholder-map_ask-how_o1"
    }  # fmt: skip
    assert one.values["look_deeper_odd-sheet_pick"] == "ñ & m"
    assert one.values["look_first_stakeholder-map_ask-how_o2"] == "x"
    assert one.values["look_first_stakeholder-map_trust_i1"] == "4"
    assert one.values[f"look_deeper_odd-sheet_{LONG}"].startswith("Señal")
    assert one.title == "All worksheets"


WRITER = Path("/usr/lib/libreoffice/program/libswlo.so")
"""LibreOffice has one command for all of its programs."""


@pytest.mark.slow
def test_libreoffice_opens_prints_and_saves_it(built: tuple[Path, Report], course: Course, tmp_path: Path) -> None:
    """Filled in, saved again by another program, collected: every answer is there; on paper stands what was written."""
    program = need_tool("soffice" if WRITER.exists() else "libreoffice-writer")
    source = changed(blank(built), tmp_path / "año 1.docx", fill)
    (tmp_path / "saved").mkdir()
    command = [program, f"-env:UserInstallation=file://{tmp_path}/home", "--headless"]
    for kind in ("docx:MS Word 2007 XML", "pdf"):
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", tmp_path / "saved", source],
            capture_output=True,
            timeout=180,
            check=True,
        )
    (tmp_path / "direct").mkdir()
    source.rename(tmp_path / "direct" / source.name)
    direct, saved = (collect(course, tmp_path / folder, "en") for folder in ("direct", "saved"))
    assert codes(saved) == {"año 1.pdf": ["pdf-without-form"]}
    assert [one.values for one in saved.files] == [one.values for one in direct.files]
    text = page_lines((tmp_path / "saved/año 1.pdf").read_bytes())
    assert "Señal 0 <&>" in text
    assert "Stakeholder map" in text


def codes(found: Collection) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for problem in found.problems:
        told.setdefault(str(problem.path), []).append(problem.code)
    return told


def tick_two(root: etree.Element) -> None:
    for state in root.iter(f"{W14}checked"):
        state.set(f"{W14}val", "1")


def write_beside(root: etree.Element) -> None:
    fill(root)
    next(root.iter(f"{W}t")).text = "Nobody asked, and yet"


def several_lines(root: etree.Element) -> None:
    content = next(root.iter(f"{W}sdtContent"))
    next(root.iter(f"{W}sdtPr")).remove(next(root.iter(f"{W}showingPlcHdr")))
    run = content[0]
    run.append(etree.Element(f"{W}br"))
    run.append(etree.Element(f"{W}t"))
    run[1].text, run[-1].text = "one", "two"


def no_fields(root: etree.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{W}sdt":
                parent.remove(child)


def test_what_people_do_to_a_document_is_read_or_named(
    built: tuple[Path, Report], course: Course, tmp_path: Path
) -> None:
    comment = f"<w:comments xmlns:w='{WORD}'><w:comment><w:p><w:r><w:t>Hm</w:t></w:r></w:p></w:comment></w:comments>"
    source = blank(built)
    shutil.copy(source, tmp_path / "untouched.docx")
    changed(source, tmp_path / "two.docx", tick_two)
    changed(source, tmp_path / "beside.docx", write_beside)
    changed(source, tmp_path / "lines.docx", several_lines)
    changed(source, tmp_path / "comment.docx", several_lines, [("word/comments.xml", comment.encode())])
    changed(source, tmp_path / "none.docx", no_fields)
    found = collect(course, tmp_path, "en")
    assert codes(found) == {
        "untouched.docx": ["pdf-untouched"],
        "beside.docx": ["docx-written-beside"],
        "comment.docx": ["docx-written-beside"],
        "none.docx": ["docx-without-fields"],
    }
    values = {one.path.name: one.values for one in found.files}
    assert values["two.docx"]["look_deeper_odd-sheet_pick"] == "a < b + ñ & m"
    assert values["lines.docx"]["look_first_stakeholder-map_name"] == "one\ntwo"


def test_hostile_files_are_named_and_the_others_are_read(
    built: tuple[Path, Report], course: Course, tmp_path: Path
) -> None:
    source = blank(built)
    entity = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
    deep = f"<w:document xmlns:w='{WORD}'>{'<w:p>' * 50_000}{'</w:p>' * 50_000}</w:document>".encode()
    for name, content in {
        "entity": entity, "utf-16": entity.decode().encode("utf-16"), "deep": deep, "bomb": b"<a>" + b" " * 60_000_000, "part": b"<a"
    }.items():  # fmt: skip
        changed(source, tmp_path / f"{name}.docx", lambda _: None, [(DOCUMENT, content)])
    changed(source, tmp_path / "list.docx", lose_tags, [(PROPERTIES, b"<a><b name='taller-fields-0001'>%%</b></a>")])
    (tmp_path / "cut.docx").write_bytes(source.read_bytes()[:5000])
    (tmp_path / "text.docx").write_text("Ana", encoding="utf-8")
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    changed(source, tmp_path / "good.docx", fill)
    found = collect(course, tmp_path, "en")
    assert [one.path.name for one in found.files] == ["good.docx"]
    broken = {name: ["docx-broken"] for name in ("entity", "utf-16", "deep", "part", "cut", "text")}
    limits = {"bomb": ["pdf-limit-memory"], "locked": ["pdf-encrypted"], "list": ["docx-without-fields"]}
    assert codes(found) == {f"{name}.docx": told for name, told in (broken | limits).items()}


def test_a_document_names_the_fields_by_what_they_ask(built: tuple[Path, Report]) -> None:
    report = read_document(blank(built))
    assert report.answers["look_first_stakeholder-map_first-step"][0].label == "What will you do first?"
    assert not any(place.value for places in report.answers.values() for place in places)
