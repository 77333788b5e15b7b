"""What other Markdown shares with ours comes along as it is: captions, definitions, abbreviations, code, formulas."""

from pathlib import Path

import pytest
from importing import Imported, run_import
from PIL import Image

from builder.imports.maths import SIGN, with_formulas

PAGE = """# Manual

CSR costs $5 and $6, but $E = mc^2$ and `$x$`; $\\frac{a}$ can't be set.

$$
\\sum_{i=1}^n x_i
$$

![What it shows](a.png "The caption")

Term
:   Meaning of *it*.

Other
:   With a list

    - one

```python
x = 1
```

<figure><img src="a.png" alt="Alt"><figcaption>Cap <b>tion</b></figcaption></figure>

An <abbr title="non-governmental organisation">NGO</abbr>.

*[CSR]: Corporate Social Responsibility
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder: Path = tmp_path_factory.mktemp("kept")
    (folder / "docs/part").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n\nWords.\n", encoding="utf-8")
    (folder / "docs/part/page.md").write_text(PAGE, encoding="utf-8")
    Image.new("RGB", (900, 600), "red").save(folder / "docs/part/a.png")
    return run_import(folder / "course", "markdown", folder / "docs")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "$`E = mc^2`$ and `$x$`",
        "```math\n\\sum_{i=1}^n x_i\n```",
        "::: figure\n![What it shows](images/a.png)\n\nThe caption\n:::",
        "::: figure\n![Alt](images/a.png)\n\nCap **tion**\n:::",
        "```python\nx = 1\n```",
        "An NGO (non-governmental organisation).",
        "\n*[CSR]: Corporate Social Responsibility",
    ],
)
def test_it_comes_along(kept: Imported, text: str) -> None:
    assert text in kept.text("modules/*/*page.en.md")


def test_the_course_has_no_error(kept: Imported) -> None:
    assert kept.errors() == []


@pytest.mark.slow
def test_definitions_of_words_stay_definitions(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = "# A\n\nTerm\n:   Meaning of *it*.\n:   Another.\n"
    (tmp_path / "docs/index.md").write_text(text, encoding="utf-8")
    (tmp_path / "docs/a.md").write_text(text, encoding="utf-8")
    made = run_import(tmp_path / "course", "markdown", tmp_path / "docs")
    assert "Term\n: Meaning of *it*.\n: Another." in made.text("modules/*/*a.en.md")
    assert made.errors() == []


def test_only_what_is_a_formula_becomes_one() -> None:
    lines = ["$5 or $x_1$", "```", "$x_1$", "$$", "```", "$$", "\\no", "$$", "`$x_1$`", "$$"]
    assert with_formulas(lines) == [f"$5 or `{SIGN}x_1`", *lines[1:]]
