"""The subject index: terms, firms, worksheets and questions, with the pages on which the book names or answers them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.edition.summaries.lists import in_language
from builder.edition.summaries.themes import themes
from builder.outputs.book.draft import Draft
from builder.outputs.book.parts.front import sheets
from builder.outputs.book.parts.page import course_title, heading, leaf_open, paragraphs
from builder.print.code import literal
from builder.words.order import sort_key


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    labels: Sequence[str]
    """Labels of the places that name it, in order."""
    is_sheet: bool = False
    origin: tuple[str, int] = ("", 0)


def subject_index(draft: Draft) -> None:
    """Writes the subject index, unless it would be empty."""
    entries = sorted(
        (*_terms(draft), *_firms(draft), *_sheets(draft), *_themes(draft)), key=lambda entry: sort_key(entry.name)
    )
    if not entries:
        return
    title, code = draft.book.words["book-index"], draft.code
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    paragraphs(draft, draft.book.words["book-index-lead-themes" if any(_themes(draft)) else "book-index-lead"])
    with code.node("index-columns({"):
        for entry in entries:
            code.at(*entry.origin)
            labels = "".join(f"{literal(label)}, " for label in entry.labels)
            with code.node("index-line({", f"}}, {str(entry.is_sheet).lower()}, ({labels}))"):
                code.last = " "
                code.text(entry.name)
    code.add("})")


def _terms(draft: Draft) -> Iterator[Entry]:
    edition = draft.book.edition
    for label, labels in draft.index.items():
        term = edition.glossary.get(label.removeprefix("t:"))
        if label.startswith("t:") and term:
            yield Entry(in_language(term.term, edition.language), labels, origin=("reference/glossary.yml", term.line))


def _firms(draft: Draft) -> Iterator[Entry]:
    for case in draft.book.edition.cases:
        page = draft.book.pages.get(("case", case.page.key))
        if page:
            labels = [*draft.index.get(page.label, ()), page.label]
            yield Entry(case.facts.company, labels, origin=(str(case.facts.path), 1))


def _sheets(draft: Draft) -> Iterator[Entry]:
    for label, title in sheets(draft):
        yield Entry(title, [label], is_sheet=True, origin=("modules", 0))


def _themes(draft: Draft) -> Iterator[Entry]:
    """The questions that readers bring (themes), each with the pages that answer it."""
    for theme in themes(draft.book.edition):
        pages = (draft.book.pages.get((leaf.kind, leaf.key)) for leaf in theme.leaves)
        if labels := [page.label for page in pages if page]:
            yield Entry(theme.name, labels, origin=("reference/topics.yml", 1))
