"""The questions in categories, with the names under which people find them in a question bank."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from builder.edition.select import Edition
from builder.package.markup import plain, shortened
from builder.package.quizzes import Item, Quiz, find_quizzes
from builder.words import words

_NAME = 70
"""Most characters of a question's name."""
_LONGEST_CATEGORY = 200


@dataclass(frozen=True, slots=True)
class Category:
    """Questions that are listed together."""

    path: tuple[str, ...]
    """Names from the course down."""
    quizzes: tuple[Quiz, ...]

    def items(self) -> Iterator[tuple[str, Item]]:
        """Each question with its name: `04. A printer has four habits …`. Sorting by name keeps their order."""
        items = (item for quiz in self.quizzes for item in quiz.items)
        for number, item in enumerate(items, 1):
            yield _clean(shortened(f"{number:02d}. {plain(item.text)}", _NAME)), item


def categories(edition: Edition, only: Collection[str] = ()) -> tuple[Category, ...]:
    """The categories of all quizzes, or only of those with these ids: one for each module or page, and one for each test."""
    found: dict[str, list[Quiz]] = {}
    for quiz in find_quizzes(edition, lambda block: not only or block.id in only):
        found.setdefault(_title(edition, quiz), []).append(quiz)
    return tuple(Category((_course(edition), title), tuple(quizzes)) for title, quizzes in found.items())


def _course(edition: Edition) -> str:
    """The course's title with its version: platforms add imports to what is there, so each version has its own categories."""
    version = edition.config.version
    told = f" ({words(edition.language)['edition']} {version})" if version else ""
    return _clean(edition.home.title + told)


def _title(edition: Edition, quiz: Quiz) -> str:
    """The category of a quiz: a test has its own, self-checks that of their module, or else of their page."""
    if quiz.is_test:
        return _clean(quiz.title)
    for number, module in enumerate(edition.modules, 1):
        if quiz.leaf in (module.page, *module.sessions):
            return _clean(f"{number}. {module.page.title}")
    return _clean(quiz.leaf.title)


def _clean(text: str) -> str:
    """A name without angle brackets, which platforms remove together with what is between them."""
    return shortened(" ".join(text.replace("<", "‹").replace(">", "›").split()), _LONGEST_CATEGORY)


def marks(item: Item) -> list[float]:
    """What ticking each answer is worth, in percent.

    Right ones share 100. In a question with several, wrong ones share -100, so that ticking all of them is worth nothing.
    """
    right, wrong = len(item.right), len(item.answers) - len(item.right)
    loss = 0.0 if item.is_single or not wrong else -100 / wrong
    return [100 / right if answer.is_right else loss for answer in item.answers]


def percent(mark: float) -> str:
    """A mark with the five digits that platforms compare: `33.33333`, `100`, `-50`."""
    return f"{mark:.5f}".rstrip("0").rstrip(".") if mark else "0"
