"""The books are set in the fonts of fonts.toml and no others."""

import shutil
import tomllib
from pathlib import Path

import pytest

from builder.print.fonts import PACKAGES, PINNED, TEXT_PACKAGES, changed_fonts, characters_of, font_files, font_folders

ROOT = Path(__file__).parent.parent


def test_the_installed_fonts_are_those_of_the_list() -> None:
    assert len(font_folders()) == len(PACKAGES)
    assert not list(changed_fonts(zip(PACKAGES, font_folders(), strict=True)))


def test_the_list_names_the_characters_that_the_files_have() -> None:
    pinned = tomllib.loads(PINNED.read_text(encoding="utf-8"))
    for package in TEXT_PACKAGES:
        assert " ".join(pinned[package]["characters"].split()) == characters_of(font_files((package,)))


@pytest.mark.parametrize("change", ["edited", "added", "missing"])
def test_other_font_files_are_named(tmp_path: Path, change: str) -> None:
    folder = Path(shutil.copytree(font_folders()[2], tmp_path / "fonts"))
    file = folder / "files" / "AtkinsonHyperlegible-Bold.ttf"
    if change == "edited":
        file.write_bytes(file.read_bytes() + b"\0")
    elif change == "added":
        file = Path(shutil.copy(file, file.with_name("Other.ttf")))
    else:
        file.unlink()
    assert list(changed_fonts([(PACKAGES[2], folder)])) == [file.name]


def test_each_family_has_one_version_a_licence_and_a_source() -> None:
    pinned = tomllib.loads(PINNED.read_text(encoding="utf-8"))
    assert tuple(pinned) == PACKAGES
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {line.partition("==")[0].replace("-", "_"): line for line in project["dependencies"]}
    for package, family in pinned.items():
        assert family["licence"] == "OFL-1.1"
        assert family["from"].startswith("https://")
        assert "==" in asked[package], "another version has other files"
