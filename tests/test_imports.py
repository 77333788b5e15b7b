"""Other people's lessons and pages become a course that passes the check, and nothing is lost without a word."""

import re
import shutil
from pathlib import Path

import pytest
from importing import Imported, run_import

from builder.edition.render import render

pytestmark = pytest.mark.slow

LESSON = Path(__file__).parent / "imports" / "lesson"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return run_import(tmp_path_factory.mktemp("lesson") / "course", "carpentries", LESSON)


def test_a_lesson_passes_the_check(lesson: Imported) -> None:
    assert lesson.errors() == []
    assert lesson.code == 0


def test_boxes_have_our_names_and_titles(lesson: Imported) -> None:
    page = lesson.text("modules/10-*/010-meter.en.md")
    assert "::: activity Your Number {#your-number minutes=10}" in page
    assert "::: trainer\nBring a torch." in page
    assert re.search(r"::: (answer|solution) What We Found\nNumbers of five digits\.\n::: /", page)
    assert "::: note A Leak\n" in page
    assert "::: note Questions that this session answers\n- Where does the water go?" in page
    assert "::: keypoints\n- What nobody measures" in page


def test_lists_pictures_links_and_signs(lesson: Imported) -> None:
    page = lesson.text("modules/10-*/010-meter.en.md")
    assert "1. Open the lid\n    - by hand\n    - never with a knife\n2. Write the number" in page
    assert "![A meter with 'five' digits](images/meter.svg)" in page
    assert (
        "[reference](https://example.org/a%5F%28b%29), a snake_case word, 3 \\* 4, a price of $5 and a `<placeholder>`. (Said in a footnote)"
        in page
    )
    assert "[a file](https://lesson.example.org/files/sheet.pdf)" in page
    assert "[the notes](../../trainer_guides/" in page
    assert "don't follow this." in page
    assert "{#read-it" in page
    assert "#read-it)" in lesson.text("reference/home.en.md")


def test_minutes_are_shared_and_the_pause_is_in_the_agenda(lesson: Imported) -> None:
    page = lesson.text("modules/10-*/010-meter.en.md")
    assert sum(map(int, re.findall(r"minutes=(\d+)", page))) == 30
    agenda = lesson.text("trainer_guides/00-workshop.yml")
    assert agenda.count("session:") == 2
    assert '- title: {en: "Coffee"}\n            minutes: 15' in agenda
    assert "Stretch your legs." in lesson.text("trainer_guides/00-workshop.en.md")


def test_tables_code_and_glossary(lesson: Imported) -> None:
    page = lesson.text("modules/10-*/030-plan.en.md")
    assert re.search(r"\| \*\*Ana\*\* \| reads the meter<br>writes it down", page)
    assert "```bash\necho ::: not a block\n```" in page
    assert "#read-it)" in page
    glossary = lesson.text("reference/glossary.yml")
    assert 'meter:\n  en: {term: "Meter", text: "counts the water."}' in glossary
    assert 'text: "water that goes where nobody wants it."' in glossary


def test_the_report_names_each_loss_with_both_places(lesson: Imported) -> None:
    text = "\n".join(lesson.report)
    lost = text.partition("Lost (")[2].partition("\nChanged (")[0]
    lines = [line.strip() for line in lost.splitlines()[1:] if line.strip()]
    assert [line.split(": ")[0].split(" -> ")[0] for line in lines] == ["README.md", "episodes/01-meter.md:59"]
    assert re.search(
        r"01-meter\.md:59 -> modules/10-water-in-small-firms/010-meter\.en\.md:\d+: “instructor-notes.md” is for", lost
    )
    assert "nobody knows a box “mystery”" in text
    assert "nothing says how long “Write it” takes" in text
    page = lesson.text("modules/10-*/010-meter.en.md").split("\n")
    at = int(re.search(r"01-meter\.md:59 -> \S+\.md:(\d+):", text)[1])  # type: ignore[index]
    assert "Participants don't follow" in page[at - 1]


def test_the_report_speaks_spanish(tmp_path: Path) -> None:
    made = run_import(tmp_path / "curso", "carpentries", LESSON, "--language", "es", language="es")
    assert (made.code, made.errors()) == (0, [])
    assert "Se perdió (2)" in made.report
    assert "::: note Preguntas que responde esta sesión" in made.text("modules/10-*/010-meter.es.md")


def test_only_a_new_or_empty_folder_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = run_import(tmp_path, "carpentries", LESSON)
    assert (refused.code, [path.name for path in tmp_path.iterdir()]) == (2, ["mine.txt"])
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run_import(empty, "carpentries", LESSON).code == 0


def test_a_folder_without_a_lesson_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    refused = run_import(tmp_path / "course", "carpentries", tmp_path / "source")
    assert (refused.code, "source-missing" in refused.output, (tmp_path / "course").exists()) == (1, True, False)


def test_links_out_of_the_lesson_are_not_followed(tmp_path: Path) -> None:
    source, secret = tmp_path / "lesson", tmp_path / "secret.md"
    shutil.copytree(LESSON, source)
    secret.write_text("---\ntitle: x\n---\nSECRET\n")
    (source / "learners" / "setup.md").unlink()
    (source / "learners" / "setup.md").symlink_to(secret)
    page = source / "episodes" / "03-plan.md"
    page.write_text(page.read_text("utf-8") + "\n![x](../../secret.md)\n", "utf-8")
    made = run_import(tmp_path / "course", "carpentries", source)
    assert made.code in (0, 1)
    assert not any(b"SECRET" in path.read_bytes() for path in made.folder.rglob("*") if path.is_file())


# -- Markdown pages

SITE = {
    "mkdocs.yml": "site_name: Bakery\nmarkdown_extensions:\n  - x:\n      y: !!python/name:os.system\nnav:\n  - index.md\n  - First: [a.md, sub/b.md]\n",
    "docs/index.md": "# Welcome\n\nSee [A](a.md#my-part).\n",
    "docs/a.md": (
        '# Page A\n\n!!! warning "Hot oven"\n    Wear gloves.\n\n    - always\n\n??? tip\n    Folded.\n\n> [!NOTE]\n> Of a Git host.\n\n'
        '## My part\n\n=== "Linux"\n    Words.\n\n```\n!!! note\n```\n\n!!! mystery\n    Odd.\n\nTo [B](sub/b.md) and [nowhere](none.md).\n'
    ),
    "docs/sub/b.md": "---\ntitle: Page B\n---\nText.\n",
    "docs/left.md": "# Left\n",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    source = tmp_path_factory.mktemp("pages")
    for name, text in SITE.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    return run_import(source / "course", "markdown", source)


def test_pages_of_mkdocs_pass_the_check(pages: Imported) -> None:
    assert (pages.code, pages.errors()) == (0, [])
    page = pages.text("modules/10-first/010-a.en.md")
    assert "::: warning Hot oven\nWear gloves.\n\n- always\n::: /warning" in page
    assert "::: tip\nFolded.\n::: /tip" in page
    assert "::: note\nOf a Git host.\n::: /note" in page
    assert "**Linux**\n\nWords." in page
    assert "```\n!!! note\n```" in page
    assert "::: note\nOdd." in page
    assert "To [B](020-b.en.md) and nowhere." in page
    assert "010-a.en.md#my-part)" in pages.text("reference/home.en.md")


def test_what_pages_lose_is_named(pages: Imported) -> None:
    lost = "\n".join(pages.report).partition("Lost (")[2].partition("\nChanged (")[0]
    assert "docs/left.md: " in lost
    assert "docs/a.md:26" in lost or "“none.md” leads to nothing" in lost
    assert lost.startswith("2)")


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    refused = run_import(tmp_path / "course", "markdown", tmp_path / "source")
    assert (refused.code, "source-missing" in refused.output) == (1, True)


def test_a_dash_that_begins_speech_is_no_list_and_shows_no_backslash(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text("# T\n\n– Hola, dijo.\n", "utf-8")
    made = run_import(tmp_path / "course", "markdown", tmp_path / "source")
    assert (made.code, made.errors()) == (0, [])
    line = next(line for line in made.text("modules/*/010-a.en.md").split("\n") if "Hola" in line)
    assert "".join(render(line, "en").itertext()) == "– Hola, dijo."


def test_pages_for_learners_are_no_sessions(lesson: Imported) -> None:
    page = lesson.text("free_pages/010-setup.en.md")
    assert re.match(r"---\ntitle: .*\nbook: end\n---\n", page)
    assert not list(lesson.folder.glob("modules/20-*"))


def test_a_file_that_does_no_harm_comes_along(tmp_path: Path) -> None:
    source = Path(shutil.copytree(LESSON, tmp_path / "lesson"))
    (source / "episodes/files/sheet.pdf").unlink()
    (source / "episodes/files/sheet.csv").write_text("meter,litres\n1,20\n", encoding="utf-8")
    (source / "learners/files").mkdir()
    (source / "learners/files/bad.csv").write_text("a\n=1+1\n", encoding="utf-8")
    for path, old, new in (
        ("episodes/01-meter.md", "files/sheet.pdf", "files/sheet.csv"),
        ("learners/setup.md", "", "\n\n[This](files/bad.csv) is refused.\n"),
    ):
        text = (source / path).read_text(encoding="utf-8")
        (source / path).write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    made = run_import(tmp_path / "course", "carpentries", source)
    assert made.errors() == []
    assert "[a file](files/sheet.csv)" in made.text("modules/10-*/010-meter.en.md")
    assert "[This](https://lesson.example.org/files/bad.csv)" in made.text("free_pages/010-setup.en.md")
    assert [path.name for path in (tmp_path / "course").rglob("*.csv")] == ["sheet.csv"]


MORE = """
::: discussion
## Who pays?
Talk about it.
:::

::: checklist
- torch
- paper
:::

::: testimonial
We saved water.
:::

::: spoiler
### More
Folded words.
:::

::: challenge
## Count
How many?

::: hint
Begin with one.
:::
::: solution
Five.
:::
:::

![A meter](fig/meter.svg){width="50%"}

Before <!-- nobody reads
::: this
--> after, and `<!-- code -->`.

***

```html
<!-- an example -->
```
"""


def test_boxes_of_the_workbench_are_ours_and_what_nobody_sees_is_named(tmp_path: Path) -> None:
    source = tmp_path / "lesson"
    shutil.copytree(LESSON, source)
    page = source / "episodes" / "03-plan.md"
    page.write_text(page.read_text("utf-8").replace("exercises: 0", "exercises: 0\nblock: 3") + MORE, "utf-8")
    made = run_import(tmp_path / "course", "carpentries", source)
    assert (made.code, made.errors()) == (0, [])
    text = made.text("modules/10-*/030-plan.en.md")
    assert "::: discussion Who pays?\nTalk about it.\n::: /discussion" in text
    assert "::: checklist\n- torch\n- paper\n::: /checklist" in text
    assert "> We saved water." in text
    assert "::: hint More\nFolded words.\n::: /hint" in text
    assert (
        "How many?\n\n::: hint\nBegin with one.\n::: /hint\n\n::: solution\nFive.\n::: /solution\n::: /activity" in text
    )
    assert "Before\n\nafter, and `<! -- code -- >`." in text
    assert "```html\n<!-- an example -->\n```" in text
    lost = "\n".join(made.report).partition("Lost (")[2].partition("\nChanged (")[0]
    assert re.search(r"03-plan.md:\d+ -> \S+: “nobody reads ::: this” was left out", lost)
    assert "“block: 3” was left out" in lost
    assert '“width="50%"” says how something looks' in "\n".join(made.report)
    assert "“hr” says how something looks" in "\n".join(made.report)
    assert "an example" not in lost
