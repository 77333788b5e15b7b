"""Formulas: MathML of a closed list, in words, as a line of signs, and as code of the print engine."""

import xml.etree.ElementTree as etree
from types import SimpleNamespace

import pytest
from test_grammar import read
from test_render import md, words

from builder.check.formulas import settable
from builder.course.formulas import FormulaError, mathml
from builder.edition.formulas import in_signs
from builder.outputs.book.write.formula import equation
from builder.outputs.slides.deck import plain
from builder.outputs.slides.text import runs
from builder.package.markup import plain as words_of


def only(text: str, tag: str = "math") -> etree.Element:
    found = next(md(text).iter(tag), None)
    assert found is not None
    return found


def test_money_stays_money() -> None:
    tree = md("From $5 to $6, `$x$`, and \\$`x`\\$.")
    assert not list(tree.iter("math"))
    assert words(tree) == "From $5 to $6, $x$, and $x$."


@pytest.mark.parametrize(
    ("latex", "said", "signs"),
    [
        (r"E = mc^2", "E equals m c squared", "E = mc^2"),
        (r"\frac{a+b}{2} < 3", "fraction a plus b over 2, end of fraction, is less than 3", "(a + b)/2 < 3"),
        (r"\sum_{i=1}^{n} x_i", "sum from i equals 1 to n of x sub i", "∑_(i = 1)^nx_i"),
        (r"\sqrt[3]{y}", "root with index 3 of y", "3√(y)"),
        (r"\bar{x} \geq \alpha", "x with bar above is at least α", "x^¯ ≥ α"),
        (r"12\,\% \text{ of all}", "12 percent of all", "12 % of all"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "( 1 2 3 4 )", "(1, 2; 3, 4)"),
    ],
)
def test_a_formula_in_words_and_in_signs(latex: str, said: str | None, signs: str | None) -> None:
    tree = md(f"So $`{latex}`$.")
    element = next(tree.iter("math"))
    assert said is None or element.get("alttext") == said
    assert signs is None or plain(runs(tree[0], {})) == f"So {signs}."
    assert words_of(tree) == plain(runs(tree[0], {}))
    in_signs(tree)
    assert signs is None or words(tree) == f"So {signs}."


def test_a_fence_of_maths_stands_alone() -> None:
    element = only("```math\nx^2\n```")
    assert (element.get("display"), element.get("alttext")) == ("block", "x squared")


@pytest.mark.parametrize(
    "latex",
    [
        r"\unknown{x}",
        r"\frac{a}",
        "x^{2",
        "x}",
        r"\includegraphics{a}",
        "{" * 40 + "x" + "}" * 40,
        "x" * 2000,
        " ",
        r"\begin{x}",
        "x^",
        "\\",
    ],
)
def test_what_cannot_be_set_is_told(latex: str) -> None:
    with pytest.raises(FormulaError):
        mathml(latex)


@pytest.mark.parametrize(
    "latex",
    [r"\href{javascript:alert(1)}{a}", r"\class{x}{a}", r"\style{color:red}{a}", r"\color{red}{a}", "a < b & c"],
)
def test_nothing_but_the_list_gets_through(latex: str) -> None:
    try:
        found = mathml(latex)
    except FormulaError:
        return
    assert not {name for element in found.iter() for name in element.attrib} & {
        "href",
        "class",
        "style",
        "mathcolor",
        "onclick",
    }


def test_the_check_names_the_line() -> None:

    document, _ = read("One $`x`$.\n\n```math\nx^{\n```\n\nTwo $`\\no`$.")
    found = settable(SimpleNamespace(documents=lambda: [document]))  # type: ignore[arg-type]
    assert [(problem.line, problem.arguments["reason"].args[0]) for problem in found] == [(7, "\\no"), (3, "{")]


def test_signs_reach_print_as_literals_only() -> None:
    code = equation(only(r'$`\text{"#panic()"} + \frac{1}{x}`$'))
    assert 'text("\\"#panic()\\"")' in code
    assert "math.frac(" in code
    assert code.startswith('math.equation(block: false, alt: "')
