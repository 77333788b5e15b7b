"""Boxes with labels of their own, checklists, quotations, and what is folded on a screen and stands at the end on paper."""

import xml.etree.ElementTree as etree

import pytest
from test_grammar import read, tree_of

from builder.course.model import Audience
from builder.course.vocabulary import BOXES, FOLDED
from builder.edition.marks import mark_blocks
from builder.edition.select import select_document
from builder.words import words

ACTIVITY = "::: activity Find it {#find-it minutes=5}\n1. Look.\n\n::: hint\nAt night.\n:::\n::: solution The pipe\nBelow.\n:::\n:::\n\nLast."


def text(element: etree.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


@pytest.mark.parametrize("name", sorted(BOXES - {"quotation"}))
def test_a_title_stands_in_the_place_of_the_label(name: str) -> None:
    usual = tree_of(read(f"::: {name}\n- Words.\n:::")[0]).find(".//p[@class='block-label']")
    own = tree_of(read(f"::: {name} Own words\n- Words.\n:::")[0]).find(".//p[@class='block-label']")
    assert (text(usual), text(own)) == (words("en")[name], "Own words")


def test_items_of_a_checklist_can_be_ticked() -> None:
    tree = tree_of(read("::: checklist\n- One\n    - Deeper\n- [x] Two\n:::")[0])
    assert [item.get("class") for item in tree.iter("li")] == ["task", None, "task done"]


def test_a_quotation_ends_with_its_name() -> None:
    aside = tree_of(read("::: quotation Ana, baker\nIt could.\n:::")[0]).find("aside")
    assert aside is not None
    assert [text(part) for part in aside] == ["It could.", "— Ana, baker"]


def test_a_screen_folds() -> None:
    tree = tree_of(read(ACTIVITY)[0])
    mark_blocks(tree, "en")
    assert [text(one.find("summary")) for one in tree.iter("details")] == ["Hint", "Solution The pipe"]


def test_paper_has_them_at_the_end() -> None:
    tree = tree_of(read(ACTIVITY)[0])
    mark_blocks(tree, "en", folds=False)
    end = tree[-1]
    assert (end.get("class"), text(end.find("h2"))) == ("folded", "Hints and solutions")
    assert [text(one) for one in end.iter("aside")] == [
        "Hint · Find it At night.",
        "Solution The pipe · Find it Below.",
    ]
    assert len(tree.findall("section/p[@class='folded-pointer']")) == 2


@pytest.mark.parametrize("name", sorted(BOXES | FOLDED))
def test_what_is_hidden_in_one_is_hidden(name: str) -> None:
    document, codes = read(f"::: {name} Own words\nShown.\n\n::: trainer\nHidden.\n::: /trainer\n:::")
    assert codes == set()
    assert "Hidden" not in text(tree_of(select_document(document, Audience.PARTICIPANT)))
