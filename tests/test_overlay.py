"""An institution's edition: a folder with what differs, laid over its base. One problem a broken edition, told at its place."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result
from conftest import COURSES, TINY, need_tool

from builder.build.digest import course_digest
from builder.build.table import OUTPUTS, entries
from builder.check import check_course, checked_course
from builder.cli import main
from builder.commands import base_git
from builder.commands.edit.desk import Desk
from builder.course.base_lock import LOCK, Below, Lock, lock_text, read_lock
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.places import EDITION
from builder.course.reader import Reader
from builder.course.settings import OUTPUTS as NAMES
from builder.edition.select import select
from builder.outputs.choice import Choice
from builder.problems import ContentError, UsageError, catalogue

PAGE = "modules/10-one/10-page.en.md"
SESSION = "modules/10-look/10-first.en.md"
SETTINGS = 'base: ../base\nname: "Adapted"\ninstitution: "Chamber of Elsewhere"\nid: adapted\nsite_url: ""\n'


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Pair:
    """An edition beside its base."""

    base: Path
    own: Path

    def problems(self) -> list[str]:
        try:
            course, found = load_course(self.own)
        except ContentError as error:
            return [problem.text("en") for problem in error.problems]
        return [problem.text("en") for problem in check_course(course, found)]

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(self.own), "--lang", "en", *arguments])


def pair(folder: Path, course: Path, settings: str = SETTINGS) -> Pair:
    base, own = folder / "base", folder / "own"
    shutil.copytree(course, base)
    own.mkdir()
    write(own, **{EDITION: settings})
    return Pair(base, own)


@pytest.fixture
def mono(tmp_path: Path) -> Pair:
    return pair(tmp_path, COURSES / "mono")


@pytest.fixture
def tiny_pair(tmp_path: Path) -> Pair:
    return pair(tmp_path, TINY)


def page(words: str, title: str = "A page") -> str:
    return f"---\ntitle: {title}\ntrack: extra\n---\n\n::: objectives\n- Say one thing.\n:::\n\n{words}\n"


def text_of(course: Course, path: str) -> str:
    return next("\n".join(one.lines) for one in course.documents() if str(one.path) == path)


# -- what an edition is


def test_an_edition_is_its_base_under_another_name(mono: Pair) -> None:
    assert mono.problems() == []
    course = checked_course(mono.own)
    assert (course.config.site_name, course.config.institution) == ("Adapted", "Chamber of Elsewhere")
    assert course.config.languages == ("en",)
    assert [document.path for document in course.documents()] == [
        document.path for document in checked_course(mono.base).documents()
    ]
    assert sorted(path.name for path in mono.own.iterdir()) == [EDITION], "nothing is copied, nothing written"


def test_what_stands_for_the_bases_institution_is_not_inherited(tiny_pair: Pair) -> None:
    config = checked_course(tiny_pair.own).config
    assert config.logo is None
    assert not any((config.partners, config.imprint, config.preface, config.site_url))
    assert config.colour == "#1f4e5f"
    adapted = config.adapted
    assert adapted
    assert (adapted.name, adapted.version) == ("Tiny: a small course", "1.10")
    assert (adapted.institution, adapted.url) == ("Chamber of Tinyville", "https://example.org/tiny/")


def test_files_replace_and_add(mono: Pair) -> None:
    write(mono.own, **{PAGE: page("Other words."), "modules/10-one/20-more.en.md": page("Of our own.", "More")})
    course = load_course(mono.own)[0]
    assert "Other words." in text_of(course, PAGE)
    assert [one.key for one in course.modules[0].sessions] == ["one/page", "one/more"]


def test_tables_are_laid_over_entry_by_entry(tiny_pair: Pair) -> None:
    base = checked_course(tiny_pair.base)
    old = next(iter(base.glossary))
    entry = "{en: {term: Ours, text: Our words.}, es: {term: Lo nuestro, text: Nuestras palabras.}}"
    write(
        tiny_pair.own,
        **{
            "reference/glossary.yml": f"{old}: {entry}\n",
            "reference/topics.yml": "sectors:\n  rum: {en: Rum, es: Ron}\n",
        },
    )
    course = checked_course(tiny_pair.own)
    assert course.glossary.keys() == base.glossary.keys()
    assert course.glossary[old].term["en"] == "Ours"
    assert {*base.topics["sectors"], "rum"} == course.topics["sectors"].keys()
    assert course.topics["topics"] == base.topics["topics"]


def test_sessions_can_be_left_out(tiny_pair: Pair) -> None:
    """Links to them become words, the agenda of the base goes on without them."""
    base = checked_course(tiny_pair.base)
    with (tiny_pair.base / SESSION).open("a", encoding="utf-8") as file:
        file.write("\nIt goes on [a little deeper](20-deeper.en.md).\n")
    write(tiny_pair.own, **{EDITION: f"{SETTINGS}sessions: {{leave_out: [look/deeper]}}\n"})
    course, _ = load_course(tiny_pair.own)
    keys = {page.key for page in base.pages()} - {page.key for page in course.pages()}
    assert keys == {"look/deeper"}
    assert "It goes on a little deeper." in text_of(course, SESSION)
    items = [
        item.key
        for guide in course.guides
        if guide.agenda
        for one in guide.agenda.variants
        for day in one.days
        for item in day.items
    ]
    assert items
    assert "look/deeper" not in items


def test_a_module_that_is_left_out_takes_its_guide_along(tiny_pair: Pair) -> None:
    write(tiny_pair.own, **{EDITION: f"{SETTINGS}sessions: {{keep: [look/first]}}\n"})
    course, _ = load_course(tiny_pair.own)
    assert [(one.slug, [page.key for page in one.sessions]) for one in course.modules] == [("look", ["look/first"])]
    assert {one.slug for one in course.guides} == {"workshop", "look"}


# -- texts


def test_texts_are_filled_in(mono: Pair) -> None:
    write(
        mono.base,
        **{PAGE: page("Call {{country.hotline}} in {{country.name}}, not `{{country.hotline}}`.\n\n```\n{{a.b}}\n```")},
    )
    stamped = (mono.base / PAGE).read_text("utf-8")
    assert stamped
    write(mono.own, **{EDITION: f"{SETTINGS}country: JM\ntexts: {{country.hotline: 888-1234}}\n"})
    assert "Call 888-1234 in Jamaica, not `{{country.hotline}}`." in text_of(load_course(mono.own)[0], PAGE)
    assert mono.problems() == []


def test_a_text_that_follows_from_a_setting_names_it(mono: Pair) -> None:
    names = {
        "country.name": "country",
        "currency.code": "currency",
        "edition.institution": "institution",
        "a.b": "texts",
    }
    write(
        mono.own,
        **{
            EDITION: "base: ../base\nid: adapted\nname: Adapted\nlanguages: [es]\n",
            "modules/10-one/20-b.es.md": page(" ".join(f"{{{{{name}}}}}" for name in names), "B"),
        },
    )
    told = "\n".join(line for line in mono.problems() if "missing-text" in line)
    for name, setting in names.items():
        assert re.search(f'"{name}".*set it with "{setting}"', told), told


def test_a_new_case_is_from_the_country_of_the_edition(mono: Pair) -> None:
    write(mono.own, **{EDITION: f"{SETTINGS}country: MX\n"})
    assert mono.run("new", "case", "Café Aurora").exit_code == 0
    assert "country: MX\n" in (mono.own / "casestories/cafe-aurora.yml").read_text("utf-8")


def test_a_text_in_the_base_has_a_default(mono: Pair) -> None:
    write(mono.base, **{PAGE: page("Call {{country.hotline}}.")})
    settings = (
        (mono.base / "mkdocs.yml").read_text("utf-8").replace("    id:", "    texts: {country.hotline: '111'}\n    id:")
    )
    write(mono.base, **{"mkdocs.yml": settings})
    assert "Call 111." in text_of(checked_course(mono.base), PAGE)
    assert "Call 111." in text_of(checked_course(mono.own), PAGE)
    write(mono.own, **{EDITION: f"{SETTINGS}texts: {{country.hotline: '222'}}\n"})
    assert "Call 222." in text_of(checked_course(mono.own), PAGE)


def test_a_text_makes_no_translation_stale(tiny_pair: Pair) -> None:
    source, translation = tiny_pair.base / SESSION, tiny_pair.base / SESSION.replace(".en.", ".es.")
    for file in (source, translation):
        file.write_text(file.read_text("utf-8").rstrip("\n") + "\n\n{{country.hotline}}\n", "utf-8")
    write(
        tiny_pair.base,
        **{"mkdocs.yml": (TINY / "mkdocs.yml").read_text("utf-8") + "    texts: {country.hotline: '111'}\n"},
    )
    done = CliRunner().invoke(main, ["-C", str(tiny_pair.base), "stamp", str(translation)])
    assert done.exit_code == 0, done.output
    write(tiny_pair.own, **{EDITION: f"{SETTINGS}texts: {{country.hotline: '222'}}\n"})
    assert "111" in text_of(checked_course(tiny_pair.base), SESSION)
    assert not [problem for problem in tiny_pair.problems() if "stale-translation" in problem]


# -- broken editions


OWN_PAGE = {PAGE: page("Ours.")}
Broken = tuple[str, dict[str, str], str]
BROKEN: dict[str, Broken] = {
    "no base": ('name: "A"\ninstitution: "B"\nid: a\nsite_url: ""\n', {}, "edition.yml:1: missing-key"),
    "base of two kinds": (SETTINGS.replace("../base", "{path: ../base, git: x}"), {}, "edition.yml:1: base-unclear"),
    "base elsewhere": (SETTINGS.replace("../base", "../nowhere"), {}, "edition.yml:1: base-missing-path"),
    "long base": (SETTINGS.replace("../base", "b" * 3000), {}, "edition.yml:1: base-missing-path"),
    "base is itself": (SETTINGS.replace("../base", "."), {}, "edition.yml:1: base-missing-path"),
    "base is an edition": (SETTINGS.replace("../base", "../other"), {}, "edition.yml:1: base-is-edition"),
    "no package": (SETTINGS.replace("../base", "{package: no_such_course}"), {}, "edition.yml:1: base-missing-package"),
    "package without a course": (SETTINGS.replace("../base", "{package: click}"), {}, "edition.yml:1: base-missing-package"),
    "nothing fetched": (SETTINGS.replace("../base", "{git: ../base}"), {}, "edition.yml:1: base-missing-git"),
    "no YAML": ("base: [\n", {}, "edition.yml:2: yaml-brackets"),
    "unknown key": (f"{SETTINGS}colours: red\n", {}, "edition.yml:6: unknown-key"),
    "no id": (SETTINGS.replace("id: adapted\n", ""), {PAGE: page("Ours.") + "::: worksheet W {#w}\n::: lines {#l}\nWhy?\n:::\n:::\n", LOCK: "base: {}\n"}, "edition.yml:1: course-without-id"),
    "weak colour": (f'{SETTINGS}colour: "#eeeeee"\n', {}, "edition.yml:6: low-contrast"),
    "no currency": (f"{SETTINGS}currency: PESO\n", {}, "edition.yml:6: bad-currency"),
    "unknown output": (f"{SETTINGS}outputs: [sites]\n", {}, "edition.yml:6: unknown-value"),
    "unknown session": (f"{SETTINGS}sessions: {{leave_out: [one/pages]}}\n", {}, "edition.yml:6: session-unknown"),
    "name of a text": (f"{SETTINGS}texts: {{hotline: 1}}\n", {}, "edition.yml:6: bad-text-name"),
    "text in a text": (f"{SETTINGS}texts: {{a.b: '```'}}\n", {}, "edition.yml:6: bad-text-value"),
    "text for nobody": (f"{SETTINGS}texts: {{a.b: c}}\n", {}, "edition.yml:6: unused-text"),
    "nobody's text": (SETTINGS, {"modules/10-one/20-b.en.md": page("Call {{a.b}}.", "B")}, "modules/10-one/20-b.en.md:10: missing-text"),
    "not noted": (SETTINGS, OWN_PAGE, f"{PAGE}:1: override-not-noted"),
    "logo of nobody": (f"{SETTINGS}logo: reference/logo.png\n", {}, "edition.yml:6: missing-image"),
    "stray file": (SETTINGS, {"reference/notes.txt": "x"}, "reference/notes.txt:1: unknown-file"),
    "link to nowhere": (SETTINGS, {"modules/10-one/20-b.en.md": page("See [this](30-c.en.md).", "B")}, "modules/10-one/20-b.en.md:10: broken-link"),
    "lock without a digest": (SETTINGS, {LOCK: "replaced:\n  a.md: {}\n"}, f"{LOCK}:2: missing-key"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_edition_is_told_at_its_place(name: str, mono: Pair) -> None:
    settings, files, expected = BROKEN[name]
    write(mono.base.parent / "other", **{EDITION: SETTINGS})
    write(mono.own, **{EDITION: settings}, **files)
    told = mono.problems()
    fatal = [problem for problem in told if not problem.startswith(expected)]
    assert any(problem.startswith(f"{expected}: ") for problem in told), told
    assert not fatal or name in {"no base", "no id", "long base"}, told


def test_a_fault_of_the_base_is_told_in_the_base(mono: Pair) -> None:
    with (mono.base / PAGE).open("a", encoding="utf-8") as file:
        file.write("\n[gone](none.en.md)\n")
    write(mono.base, **{"reference/glossary.yml": "water: {en: {term: Water}}\nAir: {en: {term: Air, text: Air.}}\n"})
    write(mono.own, **{"reference/glossary.yml": "soil:\n  en: {term: Soil, txt: Earth.}\n"})
    assert list(dict.fromkeys(problem.partition(": ")[0] for problem in mono.problems())) == [
        "../base/modules/10-one/10-page.en.md:12",
        "../base/reference/glossary.yml:1",
        "../base/reference/glossary.yml:2",
        "reference/glossary.yml:2",
    ]


def test_the_settings_of_the_base_are_told_in_the_base(mono: Pair) -> None:
    settings = (mono.base / "mkdocs.yml").read_text("utf-8").replace("    id:", "    participants: many\n    id:")
    write(mono.base, **{"mkdocs.yml": settings})
    assert [problem.partition(": ")[0] for problem in mono.problems()] == ["../base/mkdocs.yml:4"]


# -- what the base does below


def test_a_correction_below_a_page_is_told_and_shown(mono: Pair) -> None:
    write(mono.own, **OWN_PAGE)
    assert "noted" in mono.run("edition", "status").output
    assert mono.problems() == []
    write(mono.base, **{PAGE: page("Corrected words.\n\nAnd more.")})
    (told,) = mono.problems()
    assert told.startswith(
        f'{PAGE}:1: stale-override: what the course has below yours has changed, first in line 10: "Words." is now "Corrected'
    )
    shown = mono.run("edition", "status")
    assert shown.exit_code == 0
    assert "-Words.\n" in shown.output
    assert "+Corrected words.\n" in shown.output
    assert len(mono.problems()) == 1, "to look is not yet to have seen"
    assert mono.run("edition", "update").exit_code == 0
    assert len(mono.problems()) == 1
    assert mono.run("edition", "status", "--seen", PAGE).exit_code == 0
    assert mono.problems() == []
    assert "Ours." in text_of(load_course(mono.own)[0], PAGE)


def test_what_the_base_renamed_or_removed_is_an_error_with_its_place(tiny_pair: Pair) -> None:
    other = "modules/10-look/20-deeper.en.md"
    case = "casestories/solar-farm.en.md"
    write(tiny_pair.own, **{name: (TINY / name).read_text("utf-8") for name in (SESSION, other, case)})
    assert tiny_pair.run("edition", "status").exit_code == 0
    (tiny_pair.base / SESSION).rename(tiny_pair.base / "modules/10-look/10-new-name.en.md")
    (tiny_pair.base / case).unlink()
    number = tiny_pair.base / "modules/10-look/30-deeper.en.md"
    (tiny_pair.base / other).rename(number)
    number.write_text(number.read_text("utf-8") + "\nMore.\n", "utf-8")
    told = [problem for problem in tiny_pair.problems() if ": base-" in problem]
    assert [problem.partition(" (")[0] for problem in told] == [
        f"{case}:1: base-removed: this replaced something that the course below no longer has",
        f"{SESSION}:1: base-renamed: the course below has this file under another name now: modules/10-look/10-new-name.en.md",
        f"{other}:1: base-renamed: the course below has this file under another name now: modules/10-look/30-deeper.en.md",
    ]
    done = tiny_pair.run("edition", "update")
    assert done.exit_code == 1
    assert f"{case}: the course no longer has this" in done.output
    assert "+More." in done.output
    # Under its new name, the correction is still to be looked at.
    renamed = "modules/10-look/30-deeper.en.md"
    (tiny_pair.own / other).rename(tiny_pair.own / renamed)
    for _ in range(2):
        assert f"changed below {renamed}" in tiny_pair.run("edition", "status").output
        assert [problem for problem in tiny_pair.problems() if renamed in problem and "stale-override" in problem]
    tiny_pair.run("edition", "status", "--seen", renamed)
    assert not [problem for problem in tiny_pair.problems() if renamed in problem]


def test_a_correction_below_an_entry_of_a_table_is_told_at_the_entry(tiny_pair: Pair) -> None:
    """However the base's file is written: only what it says counts."""
    term, other, table = "stakeholder", "turnover", tiny_pair.base / "reference/glossary.yml"
    with table.open("a", encoding="utf-8") as file:
        file.write("turnover:\n  en: {term: turnover, text: Old words.}\n  es: {term: ventas, text: Viejas.}\n")
    ours = "{en: {term: Ours, text: Our words.}, es: {term: Lo nuestro, text: Nuestras palabras.}}"
    sector = "sectors:\n  rum: {en: Rum, es: Ron}\n"
    write(
        tiny_pair.own,
        **{"reference/glossary.yml": f"{term}: {ours}\nown: {ours}\n{other}: {ours}\n", "reference/topics.yml": sector},
    )
    assert [one.partition(": the")[0].partition(": this")[0] for one in tiny_pair.problems() if "override" in one] == [
        "reference/glossary.yml:1: override-not-noted",
        "reference/glossary.yml:3: override-not-noted",
    ], "what is only ours replaces nothing"
    noted = tiny_pair.run("edition", "status")
    assert f"noted: reference/glossary.yml#{term} replaces" in noted.output
    assert not [one for one in tiny_pair.problems() if "override" in one]
    text = table.read_text("utf-8")
    row = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{other}:"))
    table.write_text("# A remark\n" + text.replace("Old words.", "Corrected words."), "utf-8")
    (told,) = [one for one in tiny_pair.problems() if "override" in one]
    assert told.startswith("reference/glossary.yml:3: stale-override: ")
    assert '"en.text: Corrected words."' in told
    assert int(re.search(r"in line (\d+)", told)[1]) > row
    shown = tiny_pair.run("edition", "status")
    assert f"changed below reference/glossary.yml#{other}:" in shown.output
    assert "+en.text: Corrected words." in shown.output
    assert tiny_pair.run("edition", "status", "--seen", f"reference/glossary.yml#{other}").exit_code == 0
    assert not [one for one in tiny_pair.problems() if "override" in one]
    table.write_text(text.replace(f"{term}:", "renamed:", 1), "utf-8")
    assert "reference/glossary.yml:1: base-removed" in [one.rpartition(": this")[0] for one in tiny_pair.problems()]
    assert tiny_pair.run("edition", "status", "--seen", f"reference/glossary.yml#{term}").exit_code == 0
    assert not [one for one in tiny_pair.problems() if "base-removed" in one]


def test_pictures_are_compared_as_a_whole(tiny_pair: Pair) -> None:
    name = "modules/10-look/images/flipchart.png"
    (tiny_pair.own / name).parent.mkdir(parents=True)
    shutil.copyfile(TINY / "reference/logo.png", tiny_pair.own / name)
    assert tiny_pair.run("edition", "status").exit_code == 0
    assert tiny_pair.problems() == []
    shutil.copyfile(TINY / "reference/logo.png", tiny_pair.base / name)
    assert [problem.split(": ")[1] for problem in tiny_pair.problems()] == ["stale-override-file"]


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = ("", "# Título ñ €", "\t- x: {y}", 'a "b" \\n', "\u2028\x85\ufeff\U0001f600", "  end  ", "::: trainer")
    lock = Lock("1.10", "v1", "abc", {PurePosixPath(PAGE): Below("0" * 64, lines)})
    (tmp_path / LOCK).write_text(lock_text(lock), "utf-8")
    reader = Reader(PurePosixPath(LOCK), ("en",))
    found = read_lock(tmp_path, reader)
    assert not reader.problems
    assert {str(path): below for path, below in found.replaced.items()} == {PAGE: Below("0" * 64, lines)}
    assert (found.version, found.tag, found.commit) == ("1.10", "v1", "abc")


# -- other commands


def test_new_pages_and_languages_are_written_into_the_edition(mono: Pair) -> None:
    assert mono.run("new", "session", "one", "Our own").exit_code == 0
    assert (mono.own / "modules/10-one/20-our-own.en.md").is_file()
    write(mono.own, **{EDITION: f"{SETTINGS}languages: [en]\n"})
    done = mono.run("new", "language", "es")
    assert done.exit_code == 0, done.output
    assert "languages: [en, es]" in (mono.own / EDITION).read_text("utf-8")
    assert (mono.own / "reference/home.es.md").is_file()
    assert not [path for path in mono.base.rglob("*") if ".es." in path.name]


def test_the_editor_lists_what_it_can_write(mono: Pair) -> None:
    write(mono.own, **OWN_PAGE)
    assert [row["path"] for row in Desk(mono.own, "en").pages()] == [PAGE]


def test_a_record_of_people_never_lies_in_an_edition(mono: Pair) -> None:
    done = mono.run("record", "init", "--record", str(mono.own / "record.sqlite"))
    assert done.exit_code == 2, done.output
    assert "own/edition.yml" in done.output, done.output
    assert not (mono.own / "record.sqlite").exists()


# -- a base in a Git repository


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run([need_tool("git"), *names, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(COURSES / "mono", folder)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "tag", "v1.9")
    write(folder, **{PAGE: page("Corrected.")})
    git(folder, "commit", "-qam", "two")
    git(folder, "tag", "v1.10")
    return folder


def test_an_edition_of_a_tag_takes_over_the_next_in_one_command(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    monkeypatch.chdir(tmp_path)
    arguments = ["edition", "new", str(own), "--base", repository.name, "--to", "v1.9", "--institution", "Ours"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "Words." in text_of(checked_course(own), PAGE)
    assert not (own / ".base/.git").exists()
    edition = Pair(repository, own)
    shutil.copytree(own, tmp_path / "cloned", ignore=shutil.ignore_patterns(".base"))
    assert edition.run("edition", "update").exit_code == 0
    assert "Corrected." in text_of(checked_course(own), PAGE)
    assert 'tag: "v1.10"' in (own / LOCK).read_text("utf-8"), "the newest, and 10 is more than 9"
    (told,) = Pair(repository, tmp_path / "cloned").problems()
    assert told.startswith("edition.yml:3: base-missing-git"), told
    assert 'run "taller edition update --to v1.9"' in told
    shutil.copytree(own / ".base", tmp_path / "cloned/.base")
    (told,) = Pair(repository, tmp_path / "cloned").problems()
    assert told.startswith("edition.yml:3: base-other-commit"), told
    assert "taller edition update --to v1.9" in told


def test_what_is_no_base_is_said_and_nothing_is_written(tmp_path: Path, mono: Pair) -> None:
    (tmp_path / "empty").mkdir()
    said = {
        str(mono.own): "base-is-edition",
        str(tmp_path / "empty"): "base-missing-path",
        "no_such_course": "base-missing-package",
        "Curso básico": "there is no course in Curso básico: name the folder",
    }
    for base, code in said.items():
        done = CliRunner().invoke(main, ["--lang", "en", "edition", "new", str(tmp_path / "new"), "--base", base])
        assert done.exit_code == 1 + (" " in code)
        assert code in done.output
        assert not (tmp_path / "new").exists()


def test_a_base_may_be_an_address_and_a_folder_be_named_as_on_windows(mono: Pair) -> None:
    settings = mono.own / EDITION
    text = settings.read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("base:")]
    mono.base.rename(mono.own.parent / "Curso básico ñ")
    settings.write_text(text.replace(line, "base: ..\\Curso básico ñ"), "utf-8")
    assert mono.problems() == []
    assert mono.run("edition", "update").exit_code == 0
    for address in ("https://127.0.0.1:9/course.git", "git@127.0.0.1:course", "example.invalid:course.git"):
        settings.write_text(text.replace(line, f"base: {address}"), "utf-8")
        assert [problem.split(": ")[1] for problem in mono.problems()] == ["base-missing-git"], address
    settings.write_text(text.replace(line, "base: C:\\course"), "utf-8")
    assert [problem.split(": ")[1] for problem in mono.problems()] == ["base-missing-path"]


def test_a_repository_that_does_not_answer_is_told(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_git, "_SECONDS", 0.001)
    with pytest.raises(UsageError) as told:
        base_git.bring(tmp_path, str(repository), "v1.9")
    assert "clone: 0.001 s" in str(told.value.arguments)
    assert not list(tmp_path.glob(".base*"))


def test_what_git_can_not_bring_leaves_all_as_it_was(tmp_path: Path, repository: Path) -> None:
    own = tmp_path / "own"
    failed = CliRunner().invoke(main, ["edition", "new", str(own), "--base", str(repository), "--to", "v7"])
    assert failed.exit_code == 2
    assert "Git says: Remote branch v7 not found" in failed.output
    assert not own.exists()
    CliRunner().invoke(main, ["edition", "new", str(own), "--base", str(repository), "--to", "v1.9"])
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    assert Pair(repository, own).run("edition", "update", "--to", "v7").exit_code == 2
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


# -- building


def test_what_hides_in_base_and_overlay_reaches_no_participant(tiny_pair: Pair) -> None:
    below, above = "Zanfubel", "Morkidap"
    with (tiny_pair.base / SESSION).open("a", encoding="utf-8") as file:
        file.write(f"\n::: trainer\nSay {below} to nobody but trainers, and say it twice.\n::: /trainer\n")
    own = f"\n::: trainer\nSay {above} to nobody but trainers, and say it twice.\n::: /trainer\n"
    write(tiny_pair.own, **{"modules/10-look/30-ours.en.md": page(f"Ours.\n{own}", "Ours")})
    course, _ = load_course(tiny_pair.own)
    shown = {audience: repr(select(course, audience, "en")) for audience in Audience}
    assert below in shown[Audience.TRAINER]
    assert above in shown[Audience.TRAINER]
    for audience in (Audience.PARTICIPANT, Audience.SOLUTIONS):
        assert below not in shown[audience]
        assert above not in shown[audience]


def test_a_base_page_is_part_of_what_a_build_is_made_from(mono: Pair) -> None:
    before = course_digest(mono.own)
    assert course_digest(mono.own) == before
    write(mono.base, **{PAGE: page("Other.")})
    assert course_digest(mono.own) != before


def test_an_edition_builds_what_it_asks_for(mono: Pair) -> None:
    write(mono.own, **{EDITION: f"{SETTINGS}outputs: [site, workbook]\n"})
    course = checked_course(mono.own)
    tasks = [
        entry.task
        for entry in entries(course, [select(course, audience, "en") for audience in Audience], Choice()).values()
    ]
    assert {task.output for task in tasks if Choice().wants(task)} == {"site", "workbook"}
    assert {task.output for task in tasks if Choice(("epub",)).wants(task)} == {"epub"}


def test_the_settings_know_every_output() -> None:
    assert tuple(OUTPUTS) == NAMES


CODES = {
    "bad-currency", "bad-text-name", "bad-text-value", "base-is-edition", "base-missing-git", "base-missing-package",
    "base-missing-path", "base-other-commit", "base-removed", "base-renamed", "base-unclear", "missing-text",
    "override-not-noted", "session-unknown", "stale-override", "stale-override-file", "unused-text",
}  # fmt: skip


def test_every_code_of_editions_is_shown_here() -> None:
    """`test_broken` counts on it."""
    text = Path(__file__).read_text("utf-8").partition("CODES = {")[0]
    assert not CODES - catalogue("en").keys()
    assert [code for code in CODES if code not in text and not code.startswith("base-re")] == []
