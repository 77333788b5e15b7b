"""Makes pages with quizzes from questions of other programs, whatever their file format."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from builder.course.reader import ID
from builder.imports import course
from builder.imports.draft import Draft, Fate, Note, Said, Wishes
from builder.imports.escape import words_only
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.imports.tree import Box, Part, division, plain
from builder.words import words


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose. Texts are HTML."""

    text: str
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with answers to choose; `number` is its id in its own program."""

    name: str
    number: str
    line: int
    text: str
    choices: tuple[Choice, ...]
    is_single: bool
    general: str = ""
    """General feedback, as HTML."""
    path: tuple[str, ...] = ()
    """Its categories, the widest first."""


@dataclass(slots=True)
class Bank:
    """What a file of questions holds."""

    source: str
    place: str = "0"
    questions: list[Question] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    said: list[tuple[Fate, str, int, Mapping[str, object]]] = field(default_factory=list)
    """Notes on questions that weren't imported: fate, code, line, arguments."""


def add_banks(made: Draft, sheets: Sheets, banks: Sequence[Bank], wishes: Wishes, place: int = 0) -> None:
    """Adds a page for each category: guides with tests or, with the option `self_check`, sessions with self-checks."""
    is_open = bool(wishes.options.get("self_check"))
    quizzes, slugs = set[str](), {"workshop"}
    folder = f"modules/{place * 10 + 10:03d}-questions" if is_open else "trainer_guides"
    for bank in banks:
        made.notes += [Note(fate, code, bank.source, line, arguments=more) for fate, code, line, more in bank.said]
        for number, (path, questions) in enumerate(_by_category(bank.questions), 1):
            title = _title(path) or words(wishes.language)["import-bank"]
            target = f"{folder}/{number * 10:03d}-{slug_of(title, slugs, 'questions')}.{wishes.language}.md"
            meta = {"title": title, **({"track": "extra"} if is_open else {"kind": "programme"})}
            said: list[Said] = []
            if number == 1:
                said.append(("decide", "quiz-use", questions[0].line, {"use": "self-check" if is_open else "test"}))
            parts = list(_quizzes(questions, quizzes, said, wishes.language, "self-check" if is_open else "test"))
            kind = "session" if is_open else "guide"
            sheets.sheets.append(Sheet(bank.source, PurePosixPath(target), kind, meta, parts, said))
    if is_open and any(bank.questions for bank in banks):
        name = words(wishes.language)["import-bank"]
        course.module(made, folder, name, wishes.language, banks[0].source)


def _by_category(questions: Sequence[Question]) -> Iterator[tuple[tuple[str, ...], list[Question]]]:
    found: dict[tuple[str, ...], list[Question]] = {}
    for question in questions:
        found.setdefault(question.path, []).append(question)
    yield from found.items()


def _title(path: tuple[str, ...]) -> str:
    return re.sub(r"^\d+\.\s+", "", words_only(path[-1])) if path else ""


def _quizzes(
    questions: Sequence[Question], taken: set[str], said: list[Said], language: str, use: str
) -> Iterator[Part]:
    """One quiz for all questions of a category, or several where their ids are in our form (`quiz.question`)."""
    found: dict[str, Box] = {}
    ids: dict[str, set[str]] = {}
    texts = words(language)
    for question in questions:
        group, _, own = question.number.partition(".")
        group = group if ID.fullmatch(group) and ID.fullmatch(own) else ""
        if group not in found:
            wanted = group or (_title(question.path) or texts["import-bank"])
            found[group] = Box("quiz", "", question.line, id=slug_of(wanted, taken, "quiz"), attributes={"use": use})
            ids[group] = set()
        name = own if group else re.sub(r"^\d+\.\s+", "", question.name) or plain_of(question.text)
        found[group].parts.append(_box(question, slug_of(name, ids[group], "question"), said, language))
        said.append(("kept", "question", question.line, {"words": plain_of(question.text)[:60]}))
    for box in found.values():
        box.title = _title(questions[0].path) if len(found) == 1 else ""
        yield box


def _box(question: Question, identifier: str, said: list[Said], language: str) -> Box:
    kind = "single" if question.is_single else "multiple"
    box = Box("question", "", question.line, id=identifier, attributes={"type": kind})
    box.parts.append(_piece("text", question.text, question.line))
    texts, general = words(language), question.general
    is_without = any(not plain_of(choice.feedback) and "<img" not in choice.feedback for choice in question.choices)
    if plain_of(general) and not _is_ours(question, texts["book-sheet-from-page"]):
        fate: Fate = "changed" if is_without else "lost"
        said.append((fate, "question-general", question.line, {"words": plain_of(general)[:60]}))
    else:
        general = ""
    if is_without and not general:
        said.append(("decide", "question-feedback", question.line, {"words": plain_of(question.text)[:60]}))
    for choice in question.choices:
        usual = general or texts["import-right" if choice.is_right else "import-wrong"]
        feedback = choice.feedback if plain_of(choice.feedback) or "<img" in choice.feedback else usual
        box.parts.append(_piece("x" if choice.is_right else " ", choice.text, question.line))
        box.parts.append(_piece("feedback", feedback, question.line))
    return box


def _is_ours(question: Question, told: str) -> bool:
    """Whether the general feedback is that of our own exports: the question's category, which is its module (`told`, with `{title}`), or,
    in older ones, the right answers.
    """
    is_module = bool(question.path) and plain_of(question.general) == told.replace("{title}", question.path[-1])
    listed = [plain(item) for item in division(question.general).iter("li")]
    right = [plain_of(choice.text) for choice in question.choices if choice.is_right]
    return is_module or (bool(listed) and listed == right)


def _piece(role: str, markup: str, line: int) -> Part:
    """A text of a question as an element; its class is the role."""
    made = division(markup, line)
    made.set("class", role)
    return made


def plain_of(markup: str) -> str:
    """The text of some HTML."""
    return plain(division(markup))
