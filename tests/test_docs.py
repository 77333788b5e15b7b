"""The authors' guide knows every block and attribute; every message says how to mend the fault."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from builder.cli import main as cli
from builder.course.vocabulary import FIELDS, HIDDEN, RULES, SUGGESTIONS, VALUES
from builder.problems import catalogue
from builder.words import known_languages, words

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HALVES = {
    "en": GUIDE.partition("## Para autoras y autores\n")[0],
    "es": GUIDE.partition("## Para autoras y autores\n")[2],
}
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


def _commands(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for key, inner in command.commands.items():
            yield from _commands(inner, f"{name} {key}".strip())
    else:
        yield name, command


@pytest.mark.parametrize(
    ("name", "command"), list(_commands(cli)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_command_and_option_is_documented(name: str, command: click.Command) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"taller {name}" in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert any(option in text for option in parameter.opts), parameter.opts
    assert command.help
    assert "Example" in command.help or name.startswith("new ")
