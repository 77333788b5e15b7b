"""Lists as people write them come out as every other reader of Markdown shows them, or the check names the line."""

import random
import xml.etree.ElementTree as etree
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from test_grammar import read, tree_of

from builder.course.blocks import scan

OTHER = MarkdownIt("commonmark")
HEADS = ("- ", "* ", "1. ", "2. ", "4. ", "1) ", "2) ", "> ", "", "", "## ")
INDENTS = (0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 8)
KEPT = {"ul", "ol", "li", "blockquote", "h2", "pre"}


def page(chance: random.Random) -> str:
    """A few lines of lists, text between them, and empty lines; each line has its own word."""
    lines: list[str] = []
    for number in range(chance.randint(2, 7)):
        if chance.random() < 0.25:
            lines.append("")
        lines.append(" " * chance.choice(INDENTS) + chance.choice(HEADS) + f"w{number}")
    return "\n".join(lines)


def shape(element: etree.Element) -> list[object]:
    """The tree of lists with their first numbers and their words; whether an item holds a paragraph is no matter."""
    found: list[object] = [*words(element.text)]
    for child in element:
        inner = shape(child)
        found += [(child.tag, child.get("start", ""), inner)] if child.tag in KEPT else inner
        found += words(child.tail)
    return found


def words(text: str | None) -> Iterator[str]:
    yield from (text or "").split()


def merged(parts: list[object]) -> list[object]:
    """Neighbouring lists of one kind as one: other readers begin anew where the sign changes, to the same effect."""
    found: list[object] = []
    for part in parts:
        if isinstance(part, tuple):
            tag, start, inner = part
            last = found[-1] if found else None
            if isinstance(last, tuple) and last[0] == tag and tag in ("ul", "ol", "blockquote"):
                found[-1] = (tag, last[1], merged([*last[2], *inner]))
                continue
            part = (tag, start, merged(inner))  # noqa: PLW2901 - the same part, its own parts merged
        found.append(part)
    return found


@pytest.mark.slow
def test_lists_are_those_of_other_readers() -> None:
    accepted = 0
    for seed in range(2000):
        source = page(random.Random(seed))
        document, codes = read(source)
        if codes:
            continue
        accepted += 1
        other = etree.fromstring(f"<div>{OTHER.render(source)}</div>")
        assert (source, merged(shape(tree_of(document)))) == (source, merged(shape(other)))
    assert accepted > 200


@pytest.mark.parametrize(
    "source", ["- a\n  - b", "1. a\n   - b", "1) a\n2) b", "words\n- a\n- b", "4. a\n5. b", "- a\n - b"]
)
def test_what_people_write_is_accepted(source: str) -> None:
    assert read(source)[1] == set()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("1. a\n  - b", 2), ("10. a\n   - b", 2), ("- a\n      - b", 2), ("1. a\n2) b", 2), ("- a\n\n      b", 3),
        ("-   a\n  - b", 2), ("- a\n  - b\n        - c", 3),
    ],
)  # fmt: skip
def test_what_nobody_can_say_is_named_with_its_line(source: str, line: int) -> None:
    assert [(problem.line, problem.code) for problem in scan(source.split("\n")).problems] == [(line, "loose-indent")]


@pytest.mark.parametrize(
    "source", ["- a\n\n  ```\n  x\n   y\n  ```", "1. a\n\n   ::: note\n   x\n\n   - y\n     - z\n   :::\n2. b"]
)
def test_a_scanned_page_stays_as_it_is(source: str) -> None:
    found = scan(source.split("\n"))
    assert not found.problems
    again = scan(found.lines)
    assert (again.lines, again.cuts, again.blocks) == (found.lines, found.cuts, found.blocks)
