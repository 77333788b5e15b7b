"""What the player needs besides the pages: short codes for fields, and the answer keys, which are taken off the pages."""

import hashlib
import string
import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from builder.package.pages import Chapter

_SIGNS = string.ascii_letters + string.digits
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Key:
    """What the player must know of a question to check it and report it to the platform."""

    name: str
    """The `name` of its form controls."""
    id: str
    """The same as in the question banks."""
    text: str
    right: str
    """A letter for each right option."""
    feedback: tuple[str, ...]
    """HTML for each option; empty for one without feedback."""


def take_keys(chapters: Iterable[Chapter]) -> list[Key]:
    """Removes the keys and explanations from the pages (modifying them) and returns them."""
    quizzes = (found for chapter in chapters for found in chapter.body.iter("section") if found.get("class") == "quiz")
    return [
        _take(_own_id(quiz.find("*[@class='block-title']")), question)
        for quiz in quizzes
        for question in quiz.iter("div")
        if question.get("class") == "question" and question.find(".//li[@data-right]") is not None
    ]


def _own_id(element: etree.Element | None) -> str:
    """An element's id in the course, without the chapter prefix; empty for None."""
    return "" if element is None else element.get("id", "").rpartition("..")[2]


def _take(quiz: str, question: etree.Element) -> Key:
    options = [item for item in question.iter("li") if item.get("class") == "option"]
    letters = zip(string.ascii_lowercase, options, strict=False)  # `check` refuses more options
    right = "".join(letter for letter, option in letters if option.attrib.pop("data-right", ""))
    name = next(question.iter("input")).get("name", "")
    question.set("data-question", name)
    text = " ".join(text for child in question if child.tag != "ul" for text in child.itertext())
    identifier = f"{quiz}.{_own_id(question)}"
    return Key(name, identifier, " ".join(text.split()), right, tuple(map(_feedback, options)))


def _feedback(option: etree.Element) -> str:
    """Removes an option's feedback from the page and returns its inner HTML; empty when there is none."""
    found = option.find("*[@class='feedback']")
    if found is None:
        return ""
    option.remove(found)
    parts = [etree.tostring(child, encoding="unicode", method="html").strip() for child in found]
    return "".join(parts)


def field_names(chapters: Iterable[Chapter]) -> list[str]:
    """The names under which answers are kept, in the order of the pages, without those of questions with a key."""
    return list(dict.fromkeys(name for chapter in chapters for name in _names(chapter.body, is_quiz=False)))


def _names(element: etree.Element, *, is_quiz: bool) -> Iterator[str]:
    if element.get("data-question"):
        return
    is_quiz = is_quiz or element.get("class") == "quiz"
    name = element.get("name")
    if name and element.tag in ("textarea", "input"):
        yield f"{name}_o{element.get('value')}" if is_quiz and element.get("type") == "checkbox" else name
    for child in element:
        yield from _names(child, is_quiz=is_quiz)


def codes(names: Collection[str]) -> Mapping[str, str]:
    """A short code for each name, since platforms store little; it stays the same from release to release unless two would collide."""
    size = _SHORTEST
    while len({_code(name, size) for name in names}) < len(set(names)):
        size += 1
    return {name: _code(name, size) for name in names}


def _code(name: str, size: int) -> str:
    number, found = int.from_bytes(hashlib.sha256(name.encode()).digest()), ""
    for _ in range(size):
        number, place = divmod(number, len(_SIGNS))
        found += _SIGNS[place]
    return found
