"""Definition lists, abbreviations, emoji: in the check, in the renderer, in words on paper."""

import pytest
from test_grammar import read
from test_inline import shown
from test_render import md, words

from builder.check import abbreviations
from builder.course.emoji import EMOJI, SIGN
from builder.edition.alone import alone
from builder.edition.spelled import spell_out
from builder.outputs.slides.deck import plain
from builder.outputs.slides.text import runs
from builder.words import words as interface


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Term\n: What it is.", "<dl><dt>Term</dt><dd>What it is.</dd></dl>"),
        ("A\nB\n: *One*\n  more.\n: Two\nC\n: Three", "<dl><dt>A</dt><dt>B</dt><dd><em>One</em>more.</dd><dd>Two</dd><dt>C</dt><dd>Three</dd></dl>"),
        ("A\n: One\n\nB\n: Two", "<dl><dt>A</dt><dd>One</dd><dt>B</dt><dd>Two</dd></dl>"),
        ("> A\n> : One", "<blockquote><dl><dt>A</dt><dd>One</dd></dl></blockquote>"),
        ("- Item\n\n    A\n    : One", "<ul><li><p>Item</p><dl><dt>A</dt><dd>One</dd></dl></li></ul>"),
        ("At 10:30 it is\nnoted: so.", "<p>At 10:30 it isnoted: so.</p>"),
    ],
)  # fmt: skip
def test_definitions(source: str, expected: str) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    "source", [": Alone", "Words.\n\n: Alone", "- item\n: x", "## Head\n: x", "| a |\n|---|\n: x", "A\n: x\n---"]
)
def test_a_definition_without_a_term_or_with_something_else_in_it_is_told(source: str) -> None:
    assert read(source)[1]


PAGE = "CSR and CSR, not CSRs, `CSR`.\n\n## CSR\n\n**NGO/CSR** [CSR](https://example.org)\n\n*[CSR]: responsibility of *firms* & us\n*[NGO/CSR]: both\n"


def test_abbreviations_bear_their_words() -> None:
    tree = md(PAGE)
    found = [(one.text, one.get("title")) for one in tree.iter("abbr")]
    meaning = "responsibility of *firms* & us"
    assert found == [("CSR", meaning)] * 2 + [("NGO/CSR", "both"), ("CSR", meaning)]
    assert "responsibility" not in words(tree)


def test_paper_says_the_words_once() -> None:
    tree = md(PAGE)
    spell_out(tree)
    assert words(tree).startswith("CSR (responsibility of *firms* & us) and CSR, not CSRs, CSR. CSR NGO/CSR (both) CSR")
    assert not list(tree.iter("abbr"))


def test_a_block_alone_keeps_the_words_of_its_page() -> None:
    document, _ = read("CSR\n\n::: note\nCSR\n:::\n\n```\n*[CSR]: code\n```\n\n*[CSR]: one")
    assert [line for line in alone(document, document.blocks).lines if line] == [
        "::: note",
        "CSR",
        ":::",
        "*[CSR]: one",
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("CSR\n\n*[CSR]: one\n*[CSR]: two", "abbreviation-twice"),
        ("Csr\n\n*[CSR]: one", "abbreviation-unused"),
        ("CSR\n\n::: note\n*[CSR]: one\n:::", "abbreviation-place"),
        ("CSR\n\n```\n*[CSR]: one\n```", ""),
        ("CSR\n\n*[CSR]: one", ""),
    ],
)
def test_abbreviations_are_checked(source: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("test_grammar.RULES", (abbreviations.abbreviations, *__import__("test_grammar").RULES))
    assert read(source)[1] == ({code} - {""})


def test_emoji_are_named_on_screens_and_words_on_paper_and_walls() -> None:
    tree = md("Good 💡, *⚠️* and `x`.")
    assert [(one.get("aria-label"), one.text) for one in tree.iter("span")] == [("idea", "💡"), ("warning", "⚠️")]
    assert plain(runs(tree[0], {})) == "Good (idea), (warning) and x."
    spell_out(tree)
    assert words(tree) == "Good (idea), (warning) and x."


def test_each_emoji_has_words_in_each_language() -> None:
    for language in ("en", "es"):
        assert all(interface(language)[f"emoji-{key}"] for key in EMOJI.values())
    assert all(SIGN.fullmatch(sign) for sign in EMOJI)


@pytest.mark.parametrize("language", ["python", "bash", "json", "sql", "html", "yaml", "r", "text"])
def test_code_is_cut_but_stays_as_it_was(language: str) -> None:
    source = "  if x: # <why> &amp;\n\n    x = '1'\n"
    code = md(f"```{language}\n{source}```").find("pre/code")
    assert code is not None
    assert "".join(code.itertext()) == source


def test_code_of_a_known_language_is_coloured() -> None:
    tree = md("```python\nif x:  # why\n```\n\n```whatever\nif x\n```")
    named, unknown = tree.findall("pre")
    assert {part.get("class"): part.text for part in named.iter("span") if part.get("class") in ("k", "c1")} == {
        "k": "if", "c1": "# why",
    }  # fmt: skip
    assert (unknown.get("class"), len(unknown[0])) == (None, 0)
