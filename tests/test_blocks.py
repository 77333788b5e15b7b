"""The scanner, by cases that are text (`blocks/*.md`), and by lines thrown together.

A case is its title, a dot, the input, a dot, what comes out, a dot: the blocks with their lines, or the problems.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest

from builder.course.attributes import parse_attributes
from builder.course.blocks import scan
from builder.course.model import Audience, Document
from builder.course.scanned import Block
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.select import select_document

FOLDER = Path(__file__).parent / "blocks"


def decode(text: str) -> str:
    """`\\t` and `\\u200b` as the signs that nobody sees in a file."""
    return re.sub(r"\\t|\\u[0-9a-f]{4}", lambda match: match[0].encode().decode("unicode_escape"), text)


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(FOLDER.glob("*.md")):
        matches = re.finditer(r"(.+)\n\.\n([\s\S]*?)\n\.\n([\s\S]*?)\n?\.(?:\n\n|\n?\Z)", path.read_text("utf-8"))
        found += [pytest.param(match[2], match[3], id=f"{path.stem}: {match[1]}") for match in matches]
    return found


def outline(lines: Sequence[str]) -> str:
    """What the scanner makes of the lines, to be read by people."""
    found = scan(lines)
    if found.problems:
        return "\n".join(f"{problem.line}: {problem.code}" for problem in found.problems)
    shown = [line for block in found.blocks for line in _block(block, 0)]
    shown += [f"fence {first}-{last}" for first, last in found.fences]
    shown += [f"comment {comment!r}" for comment in found.comments]
    return "\n".join(shown) or "text"


def _block(block: Block, depth: int) -> Iterator[str]:
    title = f' "{block.title}"' if block.title else ""
    identifier = f" #{block.id}" if block.id else ""
    attributes = "".join(f" {key}={value!r}" for key, value in block.attributes.items())
    indent = f" indent {block.indent}" if block.indent else ""
    yield f"{'  ' * depth}{block.line}-{block.end} {block.name}{title}{identifier}{attributes}{indent}"
    for child in block.children:
        yield from _block(child, depth + 1)


@pytest.mark.parametrize(("text", "expected"), cases())
def test_case(text: str, expected: str) -> None:
    assert outline(decode(text).split("\n")) == expected


def test_there_are_cases() -> None:
    assert len(cases()) > 60


def test_lines_keep_their_numbers_and_comments_are_taken_out() -> None:
    found = scan(["---", "title: x", "---", "A <!-- b", "c --> d", "::: note", ":::"], first=4)
    assert found.lines == ("", "", "", "A", " d", "::: note", ":::")
    assert (found.blocks[0].line, found.blocks[0].end) == (6, 7)


def test_attributes() -> None:
    assert parse_attributes('#id key=value other="two words"') == ("id", {"key": "value", "other": "two words"})
    assert parse_attributes("") == ("", {})
    for wrong in ("key", "=value", "key=", 'key="open', "#a #b", "a=1 a=2", "a=1b=2{", ".class"):
        assert parse_attributes(wrong) is None, wrong


# -- lines thrown together

LINES = (
    "::: note", "::: trainer", "::: /trainer", "::: answer", "::: /answer", ":::", ":::", "::::", ":::: tip",
    "::: activity Do {#do minutes=5}", "::: worksheet Sheet {#sheet}", "::: lines {#why}", "::: trianer", "Words.",
    "Secret", "Secret", "", "", "- item", "1. item", "    ::: trainer", "    Secret", "    ::: /trainer", "    :::",
    "    ::: note", "```", "~~~", "````", "    ```", "<!-- remark", "-->", "<!-- whole -->", "> ::: trainer", "> quoted",
    "| a | b |", "|---|---|", "## Heading {#h}", "[link](page.md)", "`::: trainer`", "\uff1a\uff1a\uff1a trainer",
    "::: /note", "::: quiz {#q use=test}", "::: question {#one type=single}", "- [x] right", "    > because", "***", "![",
    "[^note]", "&amp; <b>", "\\", "::: case {of=firm}", "    code", "::: example {of=sheet}", "        ::: tip",
)  # fmt: skip
TEXTS = (
    ["Words."], ["Secret"], [""], ["- item", ""], ["1. item", ""], ["```", "::: trainer", "```"], ["~~~", "", "~~~"],
    ["<!-- remark", "::: trainer", "-->"], ["> quoted"], ["| a | b |", "|---|---|"], ["## Heading {#h}"], ["- [x] right"],
    ["[link](page.md)"], ["`::: trainer`"], ["&amp; <b>"], ["[^note]"], ["\\"], ["***"], ["    code"], ["    > because"],
)  # fmt: skip
HIDING = {"trainer", "answer"}


def soups(count: int) -> Iterator[list[str]]:
    """Lines at random; two of three are built from blocks that close, so that many are accepted."""
    chance = random.Random(20261122)
    for number in range(count):
        yield chance.choices(LINES, k=chance.randint(1, 14)) if number % 3 == 0 else _tree(chance, 0)


def _tree(chance: random.Random, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(("note", "trainer", "answer", "activity", "worksheet", "", ""))
        if name and depth < 3:
            head = {"activity": " Do {#do minutes=5}", "worksheet": " Sheet {#sheet}"}.get(name, "")
            indent = "    " if lines[-2:-1] in (["- item"], ["1. item"]) else ""
            inner = [f"::: {name}{head}", *_tree(chance, depth + 1), f"::: /{name}"]
            lines += [indent + line for line in inner]
        else:
            lines += chance.choice(TEXTS)
    return lines


def accepted(count: int) -> Iterator[Document]:
    for lines in soups(count):
        found = scan(lines)
        assert len(found.lines) == len(lines)
        if not found.problems:
            yield Document(
                PurePosixPath("soup.md"), "session", "soup", "en", {}, {}, found.lines, found.blocks, found.fences
            )  # fmt: skip


def hidden_by_hand(lines: Sequence[str]) -> set[int]:
    """The lines from `::: trainer` to its close, read with another eye than the scanner's: it counts names."""
    hidden, opened, depth, fence = set(), "", 0, ""
    for number, line in enumerate(lines):
        mark = line.strip().lower()
        word = mark.lstrip(":").split(" ")[1:2] if mark.startswith(":::") else []
        if fence:
            fence = "" if mark == fence else fence
        elif re.fullmatch(r"```|~~~|````", mark):
            fence = mark
        elif word == [f"/{opened}"]:
            depth -= 1
            hidden.add(number)
            opened = opened if depth else ""
        elif word and word[0] in HIDING and opened in ("", word[0]):
            opened, depth = word[0], depth + 1
        if opened:
            hidden.add(number)
    return hidden


@pytest.mark.slow
def test_what_is_accepted_hides_every_hidden_line_and_no_other() -> None:
    documents = list(accepted(3500))
    assert len(documents) > 400
    assert sum(any(block.name in HIDING for block in document.walk()) for document in documents) > 100
    for document in documents:
        kept = select_document(document, Audience.PARTICIPANT).lines
        hidden = hidden_by_hand(document.lines)
        for number, line in enumerate(document.lines):
            assert kept[number] == ("" if number in hidden else line) or "[x]" in line or ">" in line, document.lines


@pytest.mark.slow
def test_what_is_accepted_can_be_rendered_for_everyone() -> None:
    for document in accepted(1200):
        for audience in Audience:
            text = "\n".join(select_document(document, audience).lines)
            add_controls(render(f"::: page {{prefix=soup line=1}}\n{text}\n", "en", keys=True), "soup")


def test_refused_lines_never_hang_or_raise() -> None:
    chance = random.Random(7)
    signs = ':`~<>!-/{}#=" \t\u200b\uff1aab1.[]()\\|*_\x00\u2028'
    for _ in range(3000):
        scan(["".join(chance.choices(signs, k=chance.randint(0, 30))) for _ in range(4)])
