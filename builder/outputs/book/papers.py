"""How the workbooks and case stories of a course use their paper, book by book."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.edition.volumes import volumes, workbook_name
from builder.outputs.book.book import look_at_paper, prepare_book
from builder.outputs.book.layout.paper import Paper
from builder.outputs.book.spec import BookSpec
from builder.problems import Problem


@dataclass(frozen=True, slots=True)
class Looked:
    """How one book uses its paper, under its file name without `.pdf`."""

    name: str
    paper: Paper
    problems: tuple[Problem, ...]


def papers(
    course: Course, audiences: Collection[Audience], languages: Collection[str], folder: Path
) -> Iterator[Looked]:
    """Makes each book of these editions in `folder`, each over the last. Raises ContentError for what can't be printed."""
    for audience in audiences:
        for language in languages:
            edition = select(course, audience, language)
            for name, spec in _books(edition):
                paper, problems = look_at_paper(prepare_book(edition, spec), folder / "book.pdf")
                yield Looked(f"{name}.{language}", paper, tuple(problems))


def _books(edition: Edition) -> Iterator[tuple[str, BookSpec]]:
    for volume in volumes(edition):
        yield workbook_name(edition, volume), BookSpec(volume=volume)
    if edition.audience is Audience.PARTICIPANT and edition.cases:
        yield "case-stories", BookSpec(content="cases")
