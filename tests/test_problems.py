"""The wording of faults: complete in both languages, and arguments stay text."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest
import yaml

from builder import problems
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.site.addresses import page_path
from builder.outputs.site.tasks import page_named
from builder.problems import ContentError, Problem, as_github, as_json, catalogue
from builder.words.packs import FOLDER

FAULT = Problem(PurePosixPath("a/b.en.md"), 7, "unknown-block", {"name": "{nearest}", "nearest": "50%\nnote"})


def arguments(text: str) -> list[str]:
    return sorted(re.findall(r"\{([a-z_]+)\}", text))


def test_spanish_and_english_have_the_same_codes_levels_and_arguments() -> None:
    english, spanish = catalogue("en"), catalogue("es")
    assert english.keys() == spanish.keys()
    for code, entry in english.items():
        assert entry.keys() == spanish[code].keys() == entry.keys() | {"message", "hint"}, code
        assert entry.get("level") == spanish[code].get("level"), code
        for part in ("message", "hint"):
            assert entry[part].strip()
            assert arguments(entry[part]) == arguments(spanish[code][part]), code
        assert entry["message"] != spanish[code]["message"], code


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_of_the_catalogue_is_cut_or_doubled(language: str) -> None:
    """An unquoted # would begin a comment, and a code that stands twice would hide one wording."""
    text = (FOLDER / language / "problems.yml").read_text(encoding="utf-8")
    written = re.findall(r"^  (?:message|hint): (.*)$", text, re.MULTILINE)
    loaded = [entry[part] for entry in yaml.safe_load(text).values() for part in ("message", "hint")]
    assert len(written) == len(loaded)
    for line in written:
        assert line[0] in "'\"" or " #" not in line, line
    codes = re.findall(r"^([a-z0-9-]+):", text, re.MULTILINE)
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes))


def test_every_code_in_the_source_is_in_the_catalogue_and_the_other_way_round() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(problems.__file__).parent.rglob("*.py"))
    raised = set(re.findall(r"\b(?:problem|Problem)\((?:[^()\"]|\([^()]*\))*?\"([a-z0-9]+(?:-[a-z0-9]+)+)\"", source))
    assert raised <= catalogue("en").keys()
    assert {code for code in catalogue("en") if f'"{code}"' not in source} == set()


def test_braces_in_arguments_are_text() -> None:
    fault = Problem(PurePosixPath("a.md"), 1, "duplicate-key", {"key": "{hint} {0}"})
    assert fault.message("en") == '"{hint} {0}" appears twice here'


def test_problems_are_sorted_and_told_once() -> None:
    late = Problem(PurePosixPath("a/b.en.md"), 9, "empty-heading")
    error = ContentError([late, FAULT, late])
    assert error.problems == [FAULT, late]
    assert "a/b.en.md:9: empty-heading" in str(error)


def test_github_annotations_are_one_line() -> None:
    text = as_github(FAULT, "en")
    assert text.startswith("::error file=a/b.en.md,line=7,title=unknown-block::")
    assert "\n" not in text
    assert "50%25%0Anote" in text


def test_json_has_all_parts_in_the_language() -> None:
    (row,) = json.loads(as_json([FAULT], "es"))
    assert (row["path"], row["line"], row["code"], row["level"]) == ("a/b.en.md", 7, "unknown-block", "error")
    assert row["message"].startswith("no existe el bloque")
    assert row["hint"].startswith("¿quiso decir")


def test_an_unknown_language_gets_english() -> None:
    assert catalogue("fr") == catalogue("en")


def test_two_faults_of_one_line_are_both_told() -> None:
    keys = [Problem(PurePosixPath("a.yml"), 1, "missing-key", {"key": key}) for key in ("year", "country")]
    assert [problem.arguments["key"] for problem in ContentError([*keys, *keys]).problems] == ["country", "year"]


def test_a_line_that_nobody_knows_is_not_named() -> None:
    problem = Problem(PurePosixPath("mkdocs.yml"), 0, "engine-failed", {"engine": "Typst", "reason": "time limit"})
    assert problem.text("en").startswith("mkdocs.yml: engine-failed: Typst stopped: time limit")
    assert as_github(problem, "en").startswith("::error file=mkdocs.yml,title=engine-failed::")
    assert '"line": null' in as_json([problem], "en")


def test_what_mkdocs_refuses_names_the_page_it_came_from(tiny: Course) -> None:
    edition = select(tiny, Audience.TRAINER, "en")
    leaf = edition.modules[0].sessions[0]
    message = (
        f"WARNING - Doc file '{page_path(leaf)}' contains a link '#lost', but there is no such anchor on this page."
    )
    assert page_named(edition, message) == leaf.document.path
    assert page_named(edition, "Config value 'nav': wrong") == PurePosixPath("mkdocs.yml")


def test_a_name_of_a_file_stays_on_its_line_and_orders_nothing() -> None:
    problem = Problem(PurePosixPath("a\n::error::b\x1b[31m.md"), 3, "not-utf8")
    for text in (problem.text("en"), as_github(problem, "en")):
        assert "\n" not in text
        assert "\x1b" not in text
    assert "::error::b" not in as_github(problem, "en")
