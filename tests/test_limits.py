"""Absurd input ends in a problem with its line, soon: no traceback, no hang, no engine that finds it first."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.check import check_course
from builder.course.blocks import scan
from builder.course.limits import MAX_COLUMNS, MAX_NESTED, excess
from builder.course.load import load_course
from builder.course.model import Audience
from builder.course.numbers import whole
from builder.course.scanned import Block
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import select

pytestmark = pytest.mark.slow

MONO = Path(__file__).parent / "courses/mono"
HEAD = "---\ntitle: A page\ntrack: extra\n---\n\n::: objectives\n- Say one thing.\n:::\n\n"
MANY = 5000
DIGITS = "9" * MANY


def _blocks(names: list[str]) -> str:
    return "\n".join([*(f"::: {name}" for name in names), "Words.", *(f"::: /{n.split()[0]}" for n in reversed(names))])


def _activities(number: int) -> str:
    return _blocks([f"activity Do {{#a{i} minutes=5}}" if i % 2 else "trainer" for i in range(number)])


REFUSED: dict[str, str] = {
    "blocks that may stand in one another": _activities(1000),
    "blocks that may not": _blocks(["note"] * 1000),
    "blocks that nobody knows": _blocks(["words"] * 1000),
    "blocks that are never closed": "::: trainer\n" * 1000,
    "blocks with more and more colons": "\n".join(f"{':' * (3 + i)} trainer" for i in range(400)),
    "quotations": ">" * 300 + " Words.",
    "quotations with spaces": "> " * 300 + "Words.",
    "quotations and lists": "> - " * 150 + "Words.",
    "lists on one line": "- " * 300 + "Words.",
    "numbered lists on one line": "1. " * 300 + "Words.",
    "lists in lists": "\n".join("    " * i + "- item" for i in range(30)),
    "lists in lists, numbered": "\n".join("    " * i + "1. item" for i in range(30)),
    "lists in lists with empty lines": "\n\n".join("    " * i + "* item" for i in range(30)),
    "lists in quotations, step by step": "\n".join("> " * i + "- item" for i in range(1, 40)),
    "an indent of a thousand": " " * 1000 + "Words.",
    "an item's note by eight spaces": "- One\n\n        ::: trainer\n        Words.\n        ::: /trainer",
    "a table of 500 columns": "\n".join(["| a " * 500 + "|", "|---" * 500 + "|", "| b " * 500 + "|"]),
    "a table of 500 columns without edges": "\n".join(["a | " * 500 + "a", "---|" * 500 + "---", "b | " * 500 + "b"]),
    "a line of 290,000 characters": "Words " * 48_000,
    "a line of a megabyte": "Words " * 200_000,
    "a word of 100,000 letters": "x" * 100_000,
    "minutes": f"::: activity Do {{#do minutes={DIGITS}}}\nWords.\n:::",
    "a group": f"::: activity Do {{#do minutes=5 group-size={DIGITS}}}\nWords.\n:::",
    "materials": f'::: activity Do {{#do minutes=5 materials="card: {DIGITS}"}}\nWords.\n:::',
    "rows": f"::: worksheet S {{#s}}\n::: lines {{#a rows={DIGITS}}}\nWhich?\n:::\n:::",
    "a scale": f"::: worksheet S {{#s}}\n::: scale {{#a from-value=1 to-value={DIGITS}}}\nWhich?\n:::\n:::",
    "a scale of other digits": "::: worksheet S {#s}\n::: scale {#a from-value=\u00b2 to-value=\u0665}\nWhich?\n:::\n:::",
    "an example of a scale": (
        "::: worksheet S {#s}\n::: scale {#a from-value=1 to-value=5}\nWhich?\n:::\n:::\n\n::: example Firm {of=s}\n"
        f"::: value {{of=a}}\n- {DIGITS}\n:::\n:::"
    ),
    "an example of a scale in other digits": (
        "::: worksheet S {#s}\n::: scale {#a from-value=1 to-value=5}\nWhich?\n:::\n:::\n\n::: example Firm {of=s}\n"
        "::: value {of=a}\n- \u00b2\n:::\n:::"
    ),
    "the number of a list item": f"{DIGITS}. Words.",
    "brackets": "[" * MANY + "words" + "]" * MANY,
    "links in links": "[" * MANY + "words" + "](a.md)" * MANY,
    "notes": "[^" * MANY + "a" + "]" * MANY,
    "braces": "{" * MANY + "words" + "}" * MANY,
    "pictures without end": "![a](" * 2000,
    "labels without end": "[a" * MANY,
    "a heading of a thousand signs": "#" * 1000 + " Words",
    "comments in comments": "<!--" * 1000 + "words" + "-->" * 1000,
}  # fmt: skip
BORNE: dict[str, str] = {
    "stars": "*" * MANY + "words" + "*" * MANY,
    "stars and words": "*a **b " * 2000,
    "lines below": "_a __b " * 2000,
    "backticks": "".join("`" * i + "a" for i in range(1, 150)),
    "pairs of backticks": "`a`" * 2000,
    "labels over lines": "[a\n" * 3000,
    "pictures over lines": "![a](\n" * 3000,
    "backslashes": "\\" * MANY,
    "angles": "< " * MANY,
    "a number in words": f"It is {DIGITS} long.",
    "many items": "- item\n" * MANY,
    "many quotations": "> words\n\n" * MANY,
    "many notes in items": "".join(f"- {i}\n\n    ::: trainer\n    Words.\n    ::: /trainer\n\n" for i in range(1500)),
    "many options": "::: quiz {#q use=test}\n::: question {#a type=multiple}\nWhich?\n\n" + "- [x] a\n    > b\n" * 3000 + ":::\n:::",
    "many empty lines": "\n" * 50_000,
    "many comments": "<!-- a -->" * 1500,
    "many colons in a line": "a: " * 5000,
    "many rules": "---\n\n" * MANY,
    "a ruler of bullets": "- " * 300,
}  # fmt: skip
"""What may be accepted or refused, but takes neither long nor down the program."""


def judge(tmp_path: Path, text: str) -> tuple[list[str], float]:
    """`line: code` of the faults, and the seconds of processor time it took. What is accepted is rendered, too."""
    root = tmp_path / "course"
    shutil.copytree(MONO, root)
    (root / "modules/10-one/10-page.en.md").write_text(HEAD + text + "\n", encoding="utf-8")
    start = time.process_time()
    course, problems = load_course(root)
    found = sorted({*problems, *check_course(course)})
    if not [problem for problem in found if not problem.is_warning]:
        for audience in Audience:
            edition = select(course, audience, "en")
            for leaf in edition.leaves():
                tree = render(page_markdown(edition, leaf, lambda *_: "#"), "en", keys=True, trainer=True)
                add_controls(tree, "p")
    return [
        f"{problem.line}: {problem.code}" for problem in found if not problem.is_warning
    ], time.process_time() - start


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_absurd_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    found, seconds = judge(tmp_path, REFUSED[name])
    last = HEAD.count("\n") + REFUSED[name].count("\n") + 2
    assert [fault for fault in found if 9 < int(fault.split(":")[0]) <= last or fault == "1: file-too-large"]
    assert seconds < 5


@pytest.mark.parametrize("name", BORNE)
def test_what_is_long_takes_no_time(tmp_path: Path, name: str) -> None:
    assert judge(tmp_path, BORNE[name])[1] < 5


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("modules/10-one/10-page.en.md", "title: A page", f"title: {'x' * 30_000}"),
        ("mkdocs.yml", "languages", f"participants: {DIGITS}\n    languages"),
        ("mkdocs.yml", "site_name", "[" * 3000 + "\nsite_name"),
    ],
)
def test_values_have_limits(tmp_path: Path, name: str, old: str, new: str) -> None:
    root = tmp_path / "course"
    shutil.copytree(MONO, root)
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    course, problems = load_course(root)
    assert [problem for problem in (*problems, *check_course(course)) if problem.path.name == Path(name).name]


def test_what_people_need_is_within_the_limits() -> None:
    assert not scan([line for i in range(MAX_NESTED - 1) for line in ("    " * i + "- item", "")]).problems
    assert not scan(["> " * MAX_NESTED + "words"]).problems
    assert not scan(["| a " * MAX_COLUMNS + "|", "|---" * MAX_COLUMNS + "|"]).problems
    assert excess("- - - - - - - - - - - - -") is excess("* * * * * * * * * * * *") is None
    assert [whole(text) for text in ("0", "007", "480", "", "-1", "\u00b2", "\u0665", "1" * 10)] == [
        0, 7, 480, None, None, None, None, None,
    ]  # fmt: skip


def test_blocks_below_the_limit_are_not_walked_into() -> None:
    depth: Callable[[Block], int] = lambda block: 1 + max(map(depth, block.children), default=0)  # noqa: E731
    for number in (MAX_NESTED, MAX_NESTED + 1, 3000):
        found = scan(_activities(number).split("\n"))
        assert max(depth(block) for block in found.blocks) <= MAX_NESTED
        assert bool(found.problems) == (number > MAX_NESTED)
