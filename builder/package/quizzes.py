"""The quizzes of an edition, as packages for other programs ask them: questions, options, right answers, feedback.

The scanner finds the questions, `rendered` renders their text; here both are combined. An edition whose audience may not see
the key of a test has none in its blocks, so there is none here either.
"""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from builder.course.scanned import Block, Option
from builder.course.worksheets import plain
from builder.edition.alone import alone
from builder.edition.pictures import Shown
from builder.edition.resolve import LinkKind, page_markdown
from builder.edition.select import Edition, Leaf, is_test
from builder.package.rendered import rendered
from builder.words import words

_KEPT = frozenset({"href", "src", "alt"})
"""Attributes that mean something outside our own pages."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An option. Each element is a `div` around blocks or, for a single paragraph, directly around its content."""

    text: etree.Element
    is_right: bool
    feedback: etree.Element


@dataclass(frozen=True, slots=True)
class Item:
    """A question."""

    id: str
    """Unique: the quiz's id, a dot, the question's own."""
    is_single: bool
    text: etree.Element
    answers: tuple[Answer, ...]

    @property
    def right(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_right]

    def elements(self) -> Iterator[etree.Element]:
        """All its texts."""
        yield self.text
        for answer in self.answers:
            yield answer.text
            yield answer.feedback


@dataclass(frozen=True, slots=True)
class Quiz:
    id: str
    title: str
    is_test: bool
    leaf: Leaf
    items: tuple[Item, ...]

    def pictures(self, edition: Edition) -> dict[str, Shown]:
        """The pictures in its texts, by their name in `src`."""
        shown = {_name(image): image for image in edition.images.values()}
        images = [image for item in self.items for text in item.elements() for image in text.iter("img")]
        return {name: shown[name] for name in sorted({image.get("src", "") for image in images})}


def quiz_blocks(leaf: Leaf) -> list[Block]:
    """The quizzes of a page, as blocks."""
    return [block for block in leaf.document.walk() if block.name == "quiz"]


def title_of(block: Block) -> str:
    """The title of a test, or its id in words if it has none."""
    return plain(block.title) or block.id.replace("-", " ").capitalize()


def find_quizzes(edition: Edition, wanted: Callable[[Block], bool] = lambda _: True) -> tuple[Quiz, ...]:
    """The quizzes for which `wanted` is true, in the order of the course."""
    chosen = ((leaf, [block for block in quiz_blocks(leaf) if wanted(block)]) for leaf in edition.leaves())
    return tuple(quiz for leaf, blocks in chosen if blocks for quiz in _of_page(edition, leaf, blocks))


def _of_page(edition: Edition, leaf: Leaf, blocks: list[Block]) -> Iterator[Quiz]:
    page = replace(leaf, document=alone(leaf.document, blocks))
    markdown = page_markdown(edition, page, _address(edition), {})
    tree = rendered(markdown, leaf.document.language, keys=True)
    drawn = [element for element in tree.iter("section") if element.get("class") == "quiz"]
    for block, element in zip(blocks, drawn, strict=True):
        yield _quiz(edition, leaf, block, element)


def _address(edition: Edition) -> Callable[[LinkKind, str, str], str]:
    """An `Address`: pictures by their name in a package; pages and terms get no link, since other programs don't have them."""

    def address(place: LinkKind, key: str, _anchor: str) -> str:
        image = edition.images.get(PurePosixPath(key)) if place == "image" else None
        return _name(image) if image else ""

    return address


def _name(image: Shown) -> str:
    return image.token + image.suffix


def _quiz(edition: Edition, leaf: Leaf, block: Block, element: etree.Element) -> Quiz:
    questions = [child for child in block.children if child.name == "question"]
    drawn = [child for child in element if child.get("class") == "question"]
    cited = citations(edition)
    pairs = zip(questions, drawn, strict=True)
    items = tuple(_item(f"{block.id}.{question.id}", question, shown, cited) for question, shown in pairs)
    title = block.title or words(leaf.document.language)["quiz"]
    return Quiz(block.id, title, is_test(block), leaf, items)


def citations(edition: Edition) -> Mapping[str, str]:
    """Link to a note -> what replaces the note's number in the text: ` (publisher, year)`."""
    return {
        f"#fn-{key}": " (" + ", ".join(filter(None, (source.publisher, source.year))) + ")"
        for key, source in edition.sources.items()
    }


def _item(identifier: str, block: Block, drawn: etree.Element, cited: Mapping[str, str]) -> Item:
    options = drawn[-1]
    answers = zip(block.options, options, strict=True)
    text = _text(list(drawn)[:-1], cited)
    found = tuple(_answer(option, shown, cited) for option, shown in answers)
    return Item(identifier, block.attributes.get("type") == "single", text, found)


def _answer(option: Option, drawn: etree.Element, cited: Mapping[str, str]) -> Answer:
    feedback = drawn.find("div[@class='feedback']")
    paragraph = drawn[:1]
    return Answer(_text(paragraph, cited), option.marked, _text([] if feedback is None else list(feedback), cited))


def _text(blocks: list[etree.Element], cited: Mapping[str, str]) -> etree.Element:
    """A `div` around blocks; a single paragraph is unwrapped."""
    made = etree.Element("div")
    if len(blocks) == 1 and blocks[0].tag == "p":
        made.text = blocks[0].text
        made.extend(blocks[0])
    else:
        made.extend(blocks)
    for element in made.iter():
        cite(element, cited)
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
    made.tail = None
    return made


def cite(parent: etree.Element, cited: Mapping[str, str]) -> None:
    """Replaces the numbers of notes with their sources, in place."""
    for index, child in reversed(list(enumerate(parent))):
        link = child.find("a") if child.tag == "sup" else None
        if link is None or link.get("class") != "footnote-ref":
            continue
        words_ = cited.get(link.get("href", ""), "") + (child.tail or "")
        parent.remove(child)
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + words_
        else:
            parent.text = (parent.text or "") + words_
