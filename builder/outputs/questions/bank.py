"""The questions in categories, with the names that people find them by in a bank."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from builder.edition.select import Edition
from builder.package.markup import plain, shortened
from builder.package.quizzes import Item, Quiz, find_quizzes
from builder.words import words

_NAME = 70
"""Characters of a question's name."""
_LONGEST_CATEGORY = 200


@dataclass(frozen=True, slots=True)
class Category:
    """Questions that stand together."""

    path: tuple[str, ...]
    """From the course down."""
    quizzes: tuple[Quiz, ...]

    def items(self) -> Iterator[tuple[str, Item]]:
        """Each question with its name: `04. A printer has four habits …`. Sorted by name, they stand in their order."""
        items = (item for quiz in self.quizzes for item in quiz.items)
        for number, item in enumerate(items, 1):
            yield _clean(shortened(f"{number:02d}. {plain(item.text)}", _NAME)), item


def categories(edition: Edition, only: Collection[str] = ()) -> tuple[Category, ...]:
    """Of all quizzes, or only of those with these ids: one for each module, and one for each test."""
    found: dict[str, list[Quiz]] = {}
    for quiz in find_quizzes(edition, lambda block: not only or block.id in only):
        found.setdefault(_title(edition, quiz), []).append(quiz)
    return tuple(Category((_course(edition), title), tuple(quizzes)) for title, quizzes in found.items())


def _course(edition: Edition) -> str:
    """With its edition: platforms add what is imported to what is there, so an edition has categories of its own."""
    version = edition.config.version
    told = f" ({words(edition.language)['edition']} {version})" if version else ""
    return _clean(edition.home.title + told)


def _title(edition: Edition, quiz: Quiz) -> str:
    """A test stands alone, whatever page it is on; self-checks stand with their module, or with their page."""
    if quiz.is_test:
        return _clean(quiz.title)
    for number, module in enumerate(edition.modules, 1):
        if quiz.leaf in (module.page, *module.sessions):
            return _clean(f"{number}. {module.page.title}")
    return _clean(quiz.leaf.title)


def _clean(text: str) -> str:
    """Platforms take angle brackets out of names, with what is between them."""
    return shortened(" ".join(text.replace("<", "‹").replace(">", "›").split()), _LONGEST_CATEGORY)


def marks(item: Item) -> list[float]:
    """What ticking each answer is worth, in percent.

    Right ones share 100. In a question with several, wrong ones share -100, so that ticking all of them is worth nothing.
    """
    right, wrong = len(item.right), len(item.answers) - len(item.right)
    loss = 0.0 if item.is_single or not wrong else -100 / wrong
    return [100 / right if answer.is_right else loss for answer in item.answers]


def written(mark: float) -> str:
    """A mark with the five digits that platforms compare: `33.33333`, `100`, `-50`."""
    return f"{mark:.5f}".rstrip("0").rstrip(".") if mark else "0"
