"""Marks within a line: line breaks, what is struck out, sub- and superscript, in the renderer and whatever reads its tree."""

import xml.etree.ElementTree as etree

import pytest
from test_grammar import read, tree_of

from builder.course.worksheets import plain
from builder.gate.runs import find_runs
from builder.outputs.slides.deck import Run
from builder.outputs.slides.text import runs


def shown(source: str) -> str:
    document, codes = read(source)
    assert codes == set()
    inner = etree.tostring(tree_of(document), encoding="unicode").replace("\n", "")
    return inner.removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("H~2~O and m^2^", "<p>H<sub>2</sub>O and m<sup>2</sup></p>"),
        ("~~the *old* one~~", "<p><del>the <em>old</em> one</del></p>"),
        ("one<br>two<br/>three\\\nfour", "<p>one<br />two<br />three<br />four</p>"),
        ("- one<br>two\n- a\\\n  b", "<ul><li>one<br />two</li><li>a<br />  b</li></ul>"),
        ("`~~x~~ H~2~O <br>`", "<p><code>~~x~~ H~2~O &lt;br&gt;</code></p>"),
        ("\\~\\~x\\~\\~ and \\<br>", "<p>~~x~~ and &lt;br&gt;</p>"),
        ("```whatever\nx\n```", '<pre><code class="language-whatever">x</code></pre>'),
    ],
)
def test_marks(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_a_line_break_in_a_cell() -> None:
    assert "<td>one<br />two</td>" in shown("| a |\n|---|\n| one<br>two |")


@pytest.mark.parametrize(
    "source", ["~~open", "a ~~b~c~~", "words\\\n- item", "words\\", "## Head<br>line", "~~a ==b== c~~", "<br class=x>"]
)
def test_half_a_mark_is_a_fault(source: str) -> None:
    assert read(source)[1] & {"unknown-mark", "raw-html"}


def test_slides_keep_them() -> None:
    text = runs(tree_of(read("H~2~O and ~~old~~<br>new")[0])[0], {})
    assert text == (Run("H"), Run("2", place="sub"), Run("O and "), Run("old", place="del"), Run(" new"))


def test_words_are_the_same_without_them() -> None:
    assert plain("H~2~O, m^2^, ~~old *one*~~<br>new") == "H2O, m2, old one new"
    assert find_runs(["Ask Ana ~~who~~ opens<br>the shop every morning"]) >= find_runs(
        ["who opens the shop every morning"]
    )
