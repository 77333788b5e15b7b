"""Check and renderer read one grammar: what the check lets through is rendered as it looks, word by word."""

import random
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, cast

import pytest

from builder.check import dialects, links, shape, structure, text
from builder.course.blocks import scan
from builder.course.links import find_links, is_address, web_target
from builder.course.model import Course, Document
from builder.course.reading import split_row
from builder.edition.render import render
from builder.problems import Problem

RULES: tuple[Callable[[Course], Iterator[Problem]], ...] = (
    shape.shapes, dialects.marks, text.definitions, text.raw_html, links.readable, structure.headings,
)  # fmt: skip
HARMLESS = {"first-level-heading", "heading-jump", "link-in-heading"}
SIGNS = (
    *["*", "**", "_", "__", "***", "`", "``", "[", "]", "(", ")", "|", "\\", "!", "~", "^", ":", "<", ">", "#", "$", "&", "=", "-", "+", "{", "}", ".", ",", '"', "'", "/", "é", "1.", "2)", "!["],
    "](u.md)", " ", "  ", "\\*", "\\`", "\\[", "\\|", "[^s]", "https://a.org", "a@b.org",
)  # fmt: skip
HEADS = (
    "- ", "* ", "1. ", "2. ", "3. ", "    - ", "    1. ", "        - ", "  - ", "> ", "# ", "## ", "    ", "  ", "| ",
    "|---|---|", "| a | b |", "---", "***", "•", "1) ", "a) ", "- [ ] ", "", "", "", "```", "a | b", "=== ", "+ ", ">",
    "::: note", "::: /note", ":::", "    ::: note", "    :::",
)  # fmt: skip
ALONE = {"|---|---|", "---", "***", "```", "", "::: note", "::: /note", ":::", "    ::: note", "    :::"}


def read(source: str) -> tuple[Document, set[str]]:
    """The page and the codes of what the check says of it."""
    found = scan(source.split("\n"))
    document = Document(
        PurePosixPath("modules/10-a/10-b.en.md"), "session", "a/b", "en", {}, {}, found.lines, found.blocks,
        found.fences, found.comments, (), found.cuts,
    )  # fmt: skip
    course = cast("Course", SimpleNamespace(documents=lambda: iter([document])))
    problems = [*found.problems, *(problem for rule in RULES for problem in rule(course))]
    return document, {problem.code for problem in problems} - HARMLESS


def tree_of(document: Document) -> etree.Element:
    return render("::: page {prefix=x line=2}\n" + "\n".join(document.lines), "en")


class Pages:
    """Random pages of the signs that Markdown reads; each word stands once."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = 0

    def word(self) -> str:
        self.words += 1
        return f"w{self.words}x"

    def text(self) -> str:
        density = self.random.choice((0, 0, 0.15, 0.4))
        return "\n".join(self.line(density) for _ in range(self.random.randint(1, 7)))

    def line(self, density: float) -> str:
        line = self.random.choice(HEADS) if self.random.random() < 0.6 else ""
        if line in ALONE:
            return line
        for _ in range(self.random.randint(1, 4)):
            for part in (self.word(), *(self.random.choice(SIGNS) for _ in range(2) if self.random.random() < density)):
                line += part + (" " if self.random.random() < 0.3 else "")
        return line

    def table(self) -> str:
        columns, rows = self.random.randint(1, 3), []
        for number in range(self.random.randint(1, 4)):
            cells = [self.word() + self.random.choice(("", "", *SIGNS)) for _ in range(columns)]
            if number == 1:
                cells = [self.random.choice(("---", ":--", "--:", ":-:")) for _ in cells]
            rows.append(f"| {' | '.join(cells)} |")
        return self.random.choice(("", "Text\n", "- w\n", "- w\n\n", "> ")) + "\n".join(rows)


def texts(element: etree.Element) -> str:
    return "".join(element.itertext()) + " ".join(image.get("alt", "") for image in element.iter("img"))


def differences(document: Document, tree: etree.Element) -> list[Any]:
    """Where the rendered page is not what stands in the source."""
    shown = texts(tree)
    fenced = {number for first, last in document.fences for number in range(first, last + 1)}
    lines = [line for number, line in enumerate(document.lines, 1) if number not in fenced]
    found: list[Any] = []
    words = re.findall(r"w\d+x", "\n".join(line for line in document.lines if ":::" not in line))
    found += [word for word in words if len(re.findall(rf"{word}", shown)) != 1]
    rules = {number for number, line in enumerate(lines) if "|" in line and re.fullmatch(r"[ >]*[-:| ]+", line)}
    items = sum(bool(re.match(r"^[ >]*(?:[-*+]|\d+\.) +\S", line)) and n not in rules for n, line in enumerate(lines))
    items -= sum(bool(re.fullmatch(r"[ >]*(?:(?:- ?){3,}|(?:\* ?){3,}) *", line)) and "- -" in line for line in lines)
    found += [("items", items)] if items != len(list(tree.iter("li"))) else []
    wanted = sorted(link.target for link in find_links(document) if not link.is_image)
    hrefs = sorted(link.get("href", "") for link in tree.iter("a"))
    found += [("links", wanted, hrefs)] if wanted != [href for href in hrefs if href == "u.md"] else []
    found += [("address", href) for href in hrefs if href != "u.md" and not is_address(href)]
    headings = [element for element in tree.iter() if re.fullmatch("h[1-6]", element.tag)]
    found += ["headings"] if len(headings) != len(structure.find_headings(document)) else []
    found += ["code"] if len(list(tree.iter("pre"))) != len(document.fences) else []
    found += (
        ["table"]
        if bool(list(tree.iter("table"))) != any(re.match(r"^[ >]*\|", line) for line in lines)
        and any(re.match(r"^[ >]*\|", line) for line in lines)
        else []
    )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_what_the_check_lets_through_is_rendered_as_it_looks(seed: int) -> None:
    pages, silent = Pages(seed), 0
    for _ in range(1500):
        pages.words = 0
        source = pages.table() if pages.random.random() < 0.2 else pages.text()
        document, codes = read(source)
        if not codes:
            silent += 1
            assert (source, differences(document, tree_of(document))) == (source, [])
    assert silent > 200


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| `a|b` | c \\| d |", ["`a|b`", "c \\| d"]),
        ("| | |", ["", ""]),
        ("| \\`a | b\\` |", ["\\`a", "b\\`"]),
    ],
)
def test_cells_of_a_row(row: str, cells: list[str]) -> None:
    assert split_row(row) == cells
    head = "|" + " h |" * len(cells)
    rule = "|" + "---|" * len(cells)
    tree = tree_of(read(f"{head}\n{rule}\n{row}")[0])
    assert len(list(tree.iter("td"))) == len(cells)


@pytest.mark.parametrize(
    ("written", "target", "shown"),
    [
        ("ana@example.org", "mailto:ana@example.org", "ana@example.org"),
        ("https://www.example.org/a_b.", "https://www.example.org/a_b", "https://www.example.org/a_b"),
        ("(www.example.org/x_(y))", "https://www.example.org/x_(y)", "www.example.org/x_(y)"),
        ("<https://example.org/a,b>", "https://example.org/a,b", "https://example.org/a,b"),
        ("<ana@example.org>", "mailto:ana@example.org", "ana@example.org"),
        ("«https://example.org/?a=1&b=2»,", "https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
        ("**https://example.org**", "https://example.org", "https://example.org"),
    ],
)
def test_an_address_as_people_write_it_is_a_link(written: str, target: str, shown: str) -> None:
    links_found = list(tree_of(read(f"See {written} now.")[0]).iter("a"))
    assert [(link.get("href"), link.text) for link in links_found] == [(target, shown)]


def test_what_is_no_address_stays_text() -> None:
    for written in ("user@host", "https://", "`https://example.org`", "www.", "a@b", "## https://example.org"):
        assert not list(tree_of(read(written)[0]).iter("a")), written
    assert web_target("https://example") == ("", 0)


def test_a_backslash_takes_every_sign_its_meaning() -> None:
    source = "\\~\\~a\\~\\~ \\$b\\$ \\= \\: \\; \\' \\^c\\^ 2\\*3\\*4 \\| C:\\Users"
    document, codes = read(source)
    assert codes == set()
    assert texts(tree_of(document)) == "~~a~~ $b$ = : ; ' ^c^ 2*3*4 | C:\\Users"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("It stands on page\n12. The rest follows.", "<p>It stands on page\n12. The rest follows.</p>"),
        ("They are 5*3 metres.", "<p>They are 5*3 metres.</p>"),
        ("A niñ*s group", "<p>A niñ*s group</p>"),
        ("> | A | B |\n> |---|---|\n> | a | `b|c` |", "<code>b|c</code></td>"),
        ("§ 5 says so", "<p>§ 5 says so</p>"),
        ("{Name}, {date}", "<p>{Name}, {date}</p>"),
        ("|a|b|c|\n|-|-|-|\n|a||c|", "<td>a</td>\n<td />"),
    ],
)
def test_what_is_shown_as_it_was_meant_is_no_fault(source: str, shown: str) -> None:
    document, codes = read(source)
    assert not codes
    assert shown in etree.tostring(tree_of(document), encoding="unicode")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("The first part.\n12. The rest", "list-needs-empty-line"),
        ("Do this\n12. one\n13. two", "list-needs-empty-line"),
        ("Then\n2. do it", "list-needs-empty-line"),
        ("niñ*s y maestr*s", "lone-mark"),
        ("5*3 and *more", "lone-mark"),
        ("word*", "lone-mark"),
    ],
)
def test_what_would_be_shown_otherwise_stays_a_fault(source: str, code: str) -> None:
    assert code in read(source)[1]


def test_a_list_that_starts_at_three_keeps_its_number() -> None:
    document, codes = read("3. three\n4. four")
    assert codes == set()
    assert [element.get("start") for element in tree_of(document).iter("ol")] == ["3"]


@pytest.mark.slow
def test_hostile_pages_take_no_time() -> None:
    for page in ("*" * 30_000, "_a" * 20_000, "`" * 9_999 + "a", "| " * 20_000, "- " * 20_000, "1. a\n" * 5_000,
                 "[^" * 20_000, "> " * 400 + "a", "    " * 5_000 + "a", "~" * 20_000, "$a" * 9_000, "{" * 20_000,
                 ":a" * 9_000, "(" * 20_000, "a@" * 9_000, "https://" * 4_000):  # fmt: skip
        read(page)
