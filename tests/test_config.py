"""mkdocs.yml: what is read, what is refused, and never a setting that could run code."""

from pathlib import Path, PurePosixPath

import pytest

from builder.course.config import contrast_with_white, read_config
from builder.course.folder import CourseFolder
from builder.course.load import load_course
from builder.course.reader import Reader
from builder.course.settings import Config, Partner
from builder.problems import Problem

PATH = PurePosixPath("mkdocs.yml")


def read(text: str) -> tuple[Config, list[Problem]]:
    problems: list[Problem] = []
    return read_config(CourseFolder(Path(), problems), Reader(PATH, ("en",), problems), text), problems


def ours(text: str) -> tuple[Config, list[Problem]]:
    return read(f"site_name: x\nextra:\n  taller:\n    {text}\n")


def codes(problems: list[Problem]) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems]


def test_everything_of_the_tiny_course_is_read(tiny) -> None:
    config = tiny.config
    assert (config.site_name, config.site_url) == ("Tiny: a small course", "https://example.org/tiny/")
    assert (config.languages, config.default_language) == (("en", "es"), "en")
    assert (config.version, config.participants, config.colour) == ("1.10", 12, "#1f4e5f")
    assert config.institution == "Chamber of Tinyville"
    assert config.imprint["es"].startswith("Cámara")
    assert config.logo == PurePosixPath("reference/logo.png")
    assert config.partners == (Partner("Bank of Tinyville", PurePosixPath("reference/logo.png")),)


def test_defaults() -> None:
    config, problems = read("site_name: x\n")
    assert not problems
    assert (config.languages, config.participants, config.version, config.logo) == (("en",), 20, "1.0", None)
    assert contrast_with_white(config.colour) >= 4.5


@pytest.mark.parametrize(
    "key",
    ["hooks: [x.py]", "INHERIT: ../x.yml", "markdown_extensions: [toc]", "theme: {custom_dir: x}", "extra_javascript: [x.js]",
     "repo_url: https://x.org", "edit_uri: x", "strict: true", "extra: {analytics: x}", "extra: {taller: {hooks: x}}",
     "extra_css: [x.css]", "watch: [..]", "nav: []", "exclude_docs: x", "remote_branch: x"],
)  # fmt: skip
def test_settings_that_are_not_on_the_list_are_refused(key: str) -> None:
    assert "unknown-key" in [problem.code for problem in read(f"site_name: x\n{key}\n")[1]]


@pytest.mark.parametrize("plugins", ["[search]", "[taller, macros]", "[{taller: {x: 1}}]", "[]"])
def test_only_our_own_plugin(plugins: str) -> None:
    assert codes(read(f"site_name: x\nplugins: {plugins}\n")[1]) == [("forbidden-setting", 2)]
    assert not read("site_name: x\nplugins: [taller]\n")[1]


@pytest.mark.parametrize(
    ("colour", "expected"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_contrast(colour: str, expected: float) -> None:
    """Figures of WCAG's own examples."""
    assert contrast_with_white(colour) == pytest.approx(expected, abs=0.005)
    low = expected < 4.5
    assert [problem.code for problem in ours(f'colour: "{colour}"')[1]] == (["low-contrast"] if low else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("colour: red", "bad-colour"), ('colour: "#12345"', "bad-colour"), ("colour: '#12345g'", "bad-colour"),
        ("released: 22/11/2026", "bad-date"), ("released: 2026-13-01", "bad-date"), ("edition: 2026-11-22", "key-renamed"), ("participants: many", "bad-number"),
        ("participants: 1", "bad-number"), ("participants: ٣", "bad-number"), ("languages: en", "wrong-type"),
        ("languages: [english]", "bad-language"), ("languages: [EN]", "bad-language"), ("logo: /etc/passwd", "outside-course"),
        ("logo: ../x.png", "outside-course"), ("logo: a\\b.png", "outside-course"), ("partners: [{name: X, logo: ../../x.png}]", "outside-course"),
        ("imprint: text", "wrong-type"), ("institution: [a]", "wrong-type"), ("version:", "empty-value"),
        ("partners: [x.png]", "partner-without-name"), ("partners: [{logo: x.png}]", "partner-without-name"),
        ("partners: [{name: '', logo: x.png}]", "empty-value"), ("partners: [{name: X}]", "missing-key"),
        ("partners: [[x.png]]", "wrong-type"), ("partners: {name: X, logo: x.png}", "wrong-type"),
        ("partners: [{name: X, logo: x.png, url: x}]", "unknown-key"),
    ],
)  # fmt: skip
def test_bad_values_are_named_with_their_line(text: str, code: str) -> None:
    assert codes(ours(text)[1]) == [(code, 4)]


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://x.org", "javascript:alert(1)", 'https://x.org/"onload="x', "https://x.org/ y"]
)
def test_addresses(url: str) -> None:
    config, problems = read(f"site_name: x\nsite_url: '{url}'\n")
    assert config.site_url == ""
    assert codes(problems) == [("bad-address", 2)]
    assert read("site_name: x\nsite_url: https://x.org/y\n")[0].site_url == "https://x.org/y/"


def test_words_of_the_languages(tmp_path: Path) -> None:
    config, problems = ours('languages: [es, en]\n    imprint: {es: "Hola"}')
    assert config.languages == ("es", "en")
    assert codes(problems) == [("missing-words", 5)]
    assert config.imprint == {"es": "Hola", "en": "Hola"}


@pytest.mark.parametrize(
    "text", ["", "- a\n", "x", "a: [", "a: &b c\nd: *b\n", "a: !!python/name:os.system\n", "\t", "%YAML 9"]
)
def test_no_text_raises(text: str) -> None:
    assert read(text)[1]


def test_deep_and_large_yaml_ends_in_a_problem() -> None:
    for text in ("[" * 5000, "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 400)), "{" * 300 + "}" * 300):
        assert "nested-too-deeply" in [problem.code for problem in read(text)[1]]


@pytest.mark.parametrize(
    ("name", "told"),
    [("x.png", {"missing-image"}), (f"{'x' * 3000}.png", {"missing-image", "text-too-long"})],
    ids=["missing", "a name that no system can have"],
)
def test_a_logo_that_is_missing_is_told_where_it_is_named(course_dir: Path, name: str, told: set[str]) -> None:
    path = course_dir / "mkdocs.yml"
    text = path.read_text(encoding="utf-8").replace(
        '{name: "Bank of Tinyville", logo: reference/logo.png}', f"{{name: Bank, logo: {name}}}"
    )
    path.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "x.png" in row)
    problems = load_course(course_dir)[1]
    assert {(one.line, one.code) for one in problems} == {(line, code) for code in told}
