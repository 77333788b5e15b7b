"""Translators' files as the command writes and reads them: with real programs, from strangers, in both forms."""

import csv
import subprocess
from copy import deepcopy
from io import StringIO
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from conftest import TINY, need_tool
from lxml import etree
from translating import with_languages, written_out

from builder.cli import main
from builder.course.load import load_course
from builder.imports.draft import SourceError
from builder.imports.po.pofile import read_po
from builder.imports.po.read import read_entries
from builder.imports.po.xliff import read_xliff
from builder.problems import ContentError

PAGE = "modules/10-look/10-first.pt.md"
HEAD = b'msgid ""\nmsgstr ""\n"Language: pt\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xliff version="1.2"><file>&b;</file></xliff>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file>&a;</file></xliff>'


def taller(course: Path, *arguments: str | Path, language: str = "en") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["-C", str(course), "--lang", language, "po", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def ao(text: str) -> str:
    return f"{text} ção"


@pytest.fixture
def folder(course_dir: Path) -> Path:
    with_languages(course_dir, "en, es, pt")
    return course_dir


def test_gettext_accepts_every_file(tmp_path: Path) -> None:
    msgfmt = need_tool("msgfmt")
    for path in written_out(load_course(TINY)[0], tmp_path, "es", "pt", ao):
        done = subprocess.run([msgfmt, "--check", "-o", "-", path], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), path


def test_gettext_itself_finds_a_lost_placeholder(tmp_path: Path) -> None:
    (path,) = [one for one in written_out(load_course(TINY)[0], tmp_path, "es", "pt", ao) if one.name == "10-first.po"]
    file = polib.pofile(str(path))
    next(entry for entry in file if "{note1}" in entry.msgid).msgstr = "Sem nota."
    file.save()
    done = subprocess.run([need_tool("msgfmt"), "--check", "-o", "-", path], capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("form", ["po", "xliff"])
def test_the_command_brings_a_page_back_from_both_forms(folder: Path, form: str) -> None:
    code, said = taller(folder, "export", "pt", "--from", "es", "--format", form)
    assert (code, "0 of them translated" in said) == (0, True)
    files = sorted((folder / "po/pt").rglob("*.po" if form == "po" else "*.xlf"))
    for path in files:
        _translate(path)
    code, said = taller(folder, "import", folder / "po/pt")
    assert code == 0, said
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert "[parte interesada](term:stakeholder) tiene voz.[^ilo-2025]" in page
    assert "](../20-act/10-plan.pt.md#next)" in page
    assert "\n- [ ] Un cuadrado vacío para marcar ção\n" in page, "the box is none of the translator's business"
    assert taller(folder, "import", folder / "po/pt")[1].endswith(
        "0 files of the course written, 0 pages wait for more\n"
    )
    status = taller(folder, "status", "pt", "--from", "es")[1].splitlines()[-1].split()
    assert (status[0], status[1], status[-1]) == ("all", status[3], "100")


@pytest.mark.slow
def test_files_as_programs_save_them_say_the_same(folder: Path) -> None:
    taller(folder, "export", "pt", "--from", "es")
    files = sorted((folder / "po/pt").rglob("*.po"))
    for path in files:
        _translate(path)
    assert taller(folder, "import", folder / "po/pt")[0] == 0
    for change in (_wrapped, _turned_round, _with_old_ones, _without_comments, _with_other_line_ends):
        for path in files:
            change(path)
        code, said = taller(folder, "import", folder / "po/pt")
        assert (code, said.splitlines()[-1]) == (0, "0 files of the course written, 0 pages wait for more"), change


def _wrapped(path: Path) -> None:
    file = polib.pofile(str(path), wrapwidth=30)
    file.metadata |= {
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
        "X-Generator": "Poedit 3.4",
        "X-Poedit-Basepath": "..",
    }
    file.save()


def _turned_round(path: Path) -> None:
    file = polib.pofile(str(path))
    file.reverse()
    file.save()


def _with_old_ones(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '\n#, fuzzy\n#~| msgid "Old"\n#~ msgctxt "gone"\n#~ msgid ""\n#~ "Gone "\n#~ "now"\n#~ msgstr "Foi"\n'
        )


def _without_comments(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{row}\n" for row in rows if not row.startswith(("#.", "#:"))), encoding="utf-8")


def _with_other_line_ends(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def _translate(path: Path) -> None:
    if path.suffix == ".po":
        file = polib.pofile(str(path))
        for entry in file:
            entry.msgstr = ao(entry.msgid)
        file.save()
        return
    tree = etree.parse(path)
    for unit in tree.iter("{*}trans-unit"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        del target[:]
        target.text = source.text
        target.extend([deepcopy(child) for child in source])
        if len(target):
            target[-1].tail = f"{target[-1].tail or ''} ção"
        else:
            target.text = f"{target.text or ''} ção"
    tree.write(path, encoding="UTF-8", xml_declaration=True)


def test_a_fault_is_told_in_the_person_s_language_and_nothing_is_written(folder: Path) -> None:
    written_out(load_course(folder)[0], folder / "po/pt", "es", "pt", lambda text: f"{text} <b>")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, said = taller(folder, "import", folder / "po/pt", language="es")
    assert code == 1
    assert "po-mark: “<b>” es una marca" in said
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_file_for_another_language_is_refused(folder: Path) -> None:
    written_out(load_course(folder)[0], folder / "po/pt", "es", "fr", ao)
    assert "po-language" in taller(folder, "export", "pt", "--from", "es")[1]
    assert "po-language" in taller(folder, "import", folder / "po/pt", "--to", "pt")[1]


def test_a_translation_is_never_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("mine", encoding="utf-8")
    (folder / PAGE).symlink_to(outside)
    written_out(load_course(folder)[0], folder / "po/pt", "es", "pt", ao)
    taller(folder, "import", folder / "po/pt")
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not (folder / PAGE).is_symlink()


def test_exports_never_land_among_the_pages(folder: Path) -> None:
    code, said = taller(folder, "export", "pt", folder / "modules", "--from", "es")
    assert (code, "output-is-published" in said) == (1, True)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.po", HEAD + b'msgctxt "x"\nmsgid "a"\nmsgstr "\xff"\n', "not-utf8"),
        ("a.po", HEAD + b'msgctxt "x"\nhello\n', "source-unread"),
        ("a.po", HEAD + b'msgctxt "x"\nmsgid "a"\nmsgstr "' + b"a" * 30_000 + b'"\n', "line-too-long"),
        ("a.po", HEAD + b'msgid "a"\nmsgstr "' + b"a" * 10_000_000 + b'"\n', "source-limit"),
        ("a.xlf", BILLION, "source-unread"),
        ("a.xlf", OUTSIDE, "source-unread"),
        ("a.xlf", b"<html/>", "source-unread"),
        ("a.xlf", b"<xliff version='1.2'>" + b"<g>" * 100_000, "source-unread"),
        ("a.xlf", "<?xml version='1.0' encoding='UTF-16'?><xliff version='1.2'/>".encode("utf-16"), "source-unread"),
    ],
)
def test_files_of_strangers_end_in_problems(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read_entries([path], [name])
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_file_that_holds_the_name_of_a_file_is_not_that_file(tmp_path: Path) -> None:
    """The library would open it."""
    other = tmp_path / "other.po"
    other.write_bytes(HEAD + b'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n')
    with pytest.raises(SourceError):
        read_po(str(other).encode(), "a.po")


def test_a_message_in_an_xliff_is_never_deeper_than_can_be_read() -> None:
    deep = b"<xliff version='1.2'><file><trans-unit id='x'><source>" + b"<g>" * 5000 + b"</g>" * 5000
    with pytest.raises((RecursionError, SourceError)):
        list(read_xliff(deep + b"</source></trans-unit></file></xliff>", "a.xlf"))


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="link1">A <x id="note1"/></g> b',
        '<mrk mtype="seg" mid="0"><bx id="link1"/>A <x id="note1"/><ex id="link1"/> b</mrk>',
        '<bx id="link1" rid="1"/>A <ph id="note1">code</ph><ex id="7" rid="link1"/> b',
        '<bpt id="link1">&lt;a&gt;</bpt>A <x id="note1"/><ept id="link1">&lt;/a&gt;</ept><mrk mtype="seg" mid="1"> b</mrk>',
        '<it id="link1" pos="open">a</it>A <x id="note1"/><it id="link1" pos="close">a</it> b',
    ],
)
def test_what_programs_make_of_inline_elements_is_the_same_placeholder(inside: str) -> None:
    unit = f"<trans-unit id='x'><source>A</source><target state='final'>{inside}</target></trans-unit>"
    (entry,) = read_xliff(f"<xliff version='1.2'><file>{unit}</file></xliff>".encode(), "a.xlf")
    assert entry.translation == "{link1}A {note1}{link1_end} b"


def test_the_glossary_as_csv_and_tbx(folder: Path, tmp_path: Path) -> None:
    assert taller(folder, "glossary", "es", tmp_path / "g.csv")[0] == 0
    rows = list(csv.DictReader(StringIO((tmp_path / "g.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0].keys() == {"source", "target", "context", "developer_comments"}
    assert ("stakeholder", "parte interesada") in {(row["source"], row["target"]) for row in rows}
    assert taller(folder, "glossary", "es", tmp_path / "g.tbx")[0] == 0
    root = etree.parse(tmp_path / "g.tbx").getroot()
    assert (root.tag, root.get("type")) == ("martif", "TBX")
    assert [child.tag for child in root] == ["martifHeader", "text"]
    for entry in root.iter("termEntry"):
        assert [child.tag for child in entry] == ["langSet", "langSet"]
        for part in entry:
            assert [child.tag for child in part] in (["descrip", "tig"], ["tig"])
    assert taller(folder, "glossary", "es", tmp_path / "g.txt")[0] == 2


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.mark.slow
def test_what_changed_since_the_stamp_is_found_in_the_repository(folder: Path) -> None:
    """Only the changed text has to be looked at, and the old one is there."""
    git(folder, "init", "-q")
    taller(folder, "import", *written_out(load_course(folder)[0], folder / "po/pt", "es", "pt", ao))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "translated")
    source = folder / "modules/10-look/10-first.es.md"
    source.write_text(
        source.read_text(encoding="utf-8").replace("Copien el resultado.", "Copien bien el resultado."),
        encoding="utf-8",
    )
    said = taller(folder, "export", "pt", folder / "fresh", "--from", "es")[1]
    assert f"{PAGE}: the source has changed since; 1 texts to look at again" in said
    (fuzzy,) = [entry for entry in polib.pofile(str(folder / "fresh/modules/10-look/10-first.po")) if entry.fuzzy]
    assert (fuzzy.msgid, fuzzy.previous_msgid) == ("Copien bien el resultado.", "Copien el resultado.")


def test_without_a_repository_everything_of_a_changed_page_is_looked_at(folder: Path) -> None:
    taller(folder, "import", *written_out(load_course(folder)[0], folder / "po/pt", "es", "pt", ao))
    source = folder / "modules/10-look/10-first.es.md"
    source.write_text(
        source.read_text(encoding="utf-8").replace("Copien el resultado.", "Copien bien el resultado."),
        encoding="utf-8",
    )
    taller(folder, "export", "pt", folder / "fresh", "--from", "es")
    file = polib.pofile(str(folder / "fresh/modules/10-look/10-first.po"))
    assert all(entry.fuzzy for entry in file if entry.msgstr)
