"""The guides know every block, attribute, command, option and message in both languages; links lead somewhere."""

import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest
from pymdownx.slugs import slugify

from builder.course.vocabulary import FIELDS, HIDDEN, RULES, SUGGESTIONS, VALUES
from builder.outputs import Download
from builder.outputs.site.downloads import downloads_part
from builder.problems import catalogue
from builder.programme.facts import columns
from builder.programme.rows import TABLES
from builder.words import known_languages, platform_guides, words

ROOT = Path(__file__).parent.parent
AUTHORS = {"en": ROOT / "docs/en/authors", "es": ROOT / "docs/es/autores"}
COMMANDS = {"en": ROOT / "docs/en/commands.md", "es": ROOT / "docs/es/comandos.md"}
MESSAGES = {"en": ROOT / "docs/en/messages.md", "es": ROOT / "docs/es/mensajes.md"}
HALVES = {
    language: "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
    for language, folder in AUTHORS.items()
}
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")])


def load_script(path: Path) -> ModuleType:
    """A script of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = load_script(ROOT / "tools/docs/pages.py")
THE_FIELDS = {"en": "the fields", "es": "los campos"}
NEEDS = {"en": "needs an id", "es": "necesita"}


def row(language: str, name: str) -> str:
    """The row of the guide's table of blocks that begins with this block."""
    rows = re.findall(r"^\| ((?:`[a-z-]+` ?)+)\|(.*)$", HALVES[language], re.MULTILINE)
    return next(text for names, text in rows if f"`{name}`" in names)


@pytest.mark.parametrize("language", HALVES)
@pytest.mark.parametrize("name", RULES)
def test_each_block_is_in_the_table_with_its_attributes(name: str, language: str) -> None:
    text = row(language, name)
    for attribute in RULES[name].attributes:
        assert f"`{attribute}`" in text, attribute
    if "id" in RULES[name].needs and name not in FIELDS:
        assert NEEDS[language] in text
    assert f"::: {name}" in HALVES[language] or f"`{name}`" in HALVES[language]


@pytest.mark.parametrize("language", HALVES)
@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.children])
def test_the_table_says_what_may_stand_in_it(name: str, language: str) -> None:
    text = row(language, name)
    for child in RULES[name].children - FIELDS:
        assert f"`{child}`" in text, child
    if RULES[name].children & FIELDS:
        assert THE_FIELDS[language] in text


def test_values_with_a_closed_list_are_in_the_guide() -> None:
    for half in HALVES.values():
        for values in VALUES.values():
            for value in values:
                assert f"`{value}`" in half or f"={value}" in half, value


def test_hidden_blocks_are_shown_with_their_close() -> None:
    for name in HIDDEN:
        assert all(f"::: /{name}" in half for half in HALVES.values())


def test_what_people_write_instead_leads_to_a_block() -> None:
    assert set(SUGGESTIONS.values()) <= RULES.keys()
    assert not SUGGESTIONS.keys() & RULES.keys()


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_message_has_a_hint(language: str) -> None:
    for code, entry in catalogue(language).items():
        assert len(entry["message"].split()) >= 2, code
        assert entry["hint"].strip(), code


def test_interface_words_are_complete_in_every_language() -> None:
    english = words("en")
    for language in known_languages():
        other = words(language)
        for key, text in english.items():
            assert re.findall(r"\{\w*\}", other[key]) == re.findall(r"\{\w*\}", text), (language, key)
    folder = Path(__file__).parent.parent / "builder/words"
    keys = [
        re.findall(r"^([\w-]+):", (folder / name / "interface.yml").read_text("utf-8"), re.MULTILINE)
        for name in known_languages()
    ]
    assert all(sorted(found) == sorted(set(found)) == sorted(keys[0]) for found in keys)


def test_each_kind_of_package_is_explained_in_every_language() -> None:
    """Five steps each for Moodle and Canvas."""
    assert platform_guides("en") is not platform_guides("es")
    for language in known_languages():
        guides = platform_guides(language)
        assert list(guides) == list(platform_guides("en"))
        for kind, guide in guides.items():
            assert guide.keys() == {"title", "for", "reports", "steps"}, kind
            assert {name: len(steps) for name, steps in guide["steps"].items()} == {"Moodle": 5, "Canvas": 5}, (
                language,
                kind,
            )


@pytest.mark.parametrize("language", known_languages())
def test_a_step_that_names_what_is_on_the_screen_has_its_picture(language: str) -> None:
    """Each is well formed, says in words what it shows, and takes the colour of the text around it, on light and dark."""
    guides = platform_guides(language)
    steps = [step for guide in guides.values() for rows in guide["steps"].values() for step in rows]
    files = {f"{kind}.zip": Download(kind, "platforms", guide=kind) for kind in guides}
    drawn_page = str(downloads_part(language, files, ""))
    etree.fromstring(f"<div>{drawn_page}</div>")  # a site takes it only so
    pictures = re.findall(r"<svg class=\"step-picture\".*?</svg>", drawn_page)
    named = [names for step in steps if (names := re.findall("“(.+?)”", step))]
    assert len(pictures) == len(named) > 40
    for picture, names in zip(pictures, named, strict=True):
        drawn = etree.fromstring(picture)
        assert drawn.get("aria-label", "").endswith(": " + ", ".join(names))
        assert [text.text for text in drawn.iter("text")][1:] == names
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', picture)) == {"none", "currentColor"}


# -- commands, options and messages


def all_commands() -> list[tuple[str, click.Command]]:
    return list(made.all_commands(made.cli))


@cache
def filled_commands(language: str) -> str:
    """The page of the commands with its tables of options."""
    return made.filled(COMMANDS[language].read_text(encoding="utf-8"), language)


@pytest.mark.parametrize("language", COMMANDS)
@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_command_and_option_is_documented(name: str, command: click.Command, language: str) -> None:
    assert name in COMMANDS[language].read_text(encoding="utf-8")
    shown = filled_commands(language)
    for option in made.options(command):
        assert f"| `{option.opts[0]}`" in shown, option.opts
    assert command.examples


def test_a_table_of_options_says_values_and_default() -> None:
    row = next(line for line in made.option_tables(["follow coach"], "es").splitlines() if "`--paper`" in line)
    assert row == "| `--paper` | Tamaño del papel; `a4` `us-letter`; si no se dice: `a4` |"


@pytest.mark.parametrize("language", MESSAGES)
def test_each_message_is_on_its_page(language: str) -> None:
    shown = made.filled(MESSAGES[language].read_text(encoding="utf-8"), language)
    assert re.findall(r"^### (.+)$", shown, re.MULTILINE) == sorted(catalogue(language))


@pytest.mark.parametrize("path", ["docs/en/institutions/record.md", "docs/es/instituciones/registro.md"])
def test_each_column_of_the_record_is_on_its_page(path: str) -> None:
    shown = made.filled((ROOT / path).read_text(encoding="utf-8"), path[5:7])
    for name, kind in TABLES.items():
        table = shown.partition(f"\n`{name}`: ")[2].partition("\n###")[0]
        assert re.findall(r"^\| \*{0,2}`(\w+)`", table, re.MULTILINE) == [column for column, _ in columns(kind)], name
        for _, fact in columns(kind):
            assert all(f"`{value}`" in table for value in fact.values)


# -- links, anchors, pictures


def without_code(text: str) -> str:
    """The text without fenced blocks and code spans: what stands there is a sample."""
    text = re.sub(r"^(```+).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(`+)(?!`).+?\1", "", text)


def anchors(path: Path) -> set[str]:
    slug = slugify(case="lower")
    text = re.sub(r"^(```+).*?^\1$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {slug(heading.replace("`", ""), "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def bad_links(path: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(<?([^)>\s]+)>?\)", without_code(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and (file.suffix != ".md" or anchor not in anchors(file))):
            yield target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_anchors_lead_somewhere(path: Path) -> None:
    assert not list(bad_links(path))


def test_a_dead_link_and_a_dead_anchor_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Año 1: así\n[a](none.md) [b](#año-1-así) [c](page.md#año) [d](https://example.org/#x)\n`[e](f.md)`\n",
        "utf-8",
    )
    assert list(bad_links(page)) == ["none.md", "page.md#año"]


def test_docs_link_to_nothing_outside_docs() -> None:
    """The site holds docs/ alone."""
    for path in ROOT.glob("docs/**/*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)", without_code(path.read_text(encoding="utf-8"))):
            inside = (path.parent / target).resolve().is_relative_to(ROOT / "docs")
            assert inside or re.match(r"[a-z]+:", target), (path, target)


def test_make_targets_that_the_docs_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in PAGES:
        named = re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= targets, path


def test_readme_is_short_and_shows_three_pictures() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    assert text.count("![") == 3


def test_decisions_are_numbered_once() -> None:
    paths = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [path.name[:4] for path in paths] == [f"{number:04}" for number in range(1, len(paths) + 1)]
    for path in paths:
        title, empty, date = path.read_text(encoding="utf-8").splitlines()[:3]
        assert title.startswith(f"# {int(path.name[:4])}. "), path
        assert not empty
        assert re.fullmatch(r"\*\d{4}-\d\d-\d\d\*", date), path


# -- the site of the docs


@pytest.fixture(scope="module")
def docs_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", ROOT / "tools/docs/mkdocs.yml"]
    done = subprocess.run([*command, "--site-dir", site], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return site


@pytest.mark.slow
def test_the_site_of_the_docs_builds_and_asks_nobody(docs_site: Path) -> None:
    pages = sorted(docs_site.rglob("*.html"))
    assert len(pages) > len(list(ROOT.glob("docs/**/*.md")))  # and 404.html
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.findall(
            r"""<(?:script|img|iframe)[^>]*src="?https?:|<link[^>]*stylesheet[^>]*href="?https?:""", text
        )


def test_spanish_pages_say_so(docs_site: Path) -> None:
    text = (docs_site / "es" / "comandos.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in text
    assert "Tabla de contenidos" in text
    assert '<html lang="en"' in (docs_site / "en" / "commands.html").read_text(encoding="utf-8")
