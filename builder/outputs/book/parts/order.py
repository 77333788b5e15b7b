"""Which parts a book has, and in what order."""

from builder.outputs.book.draft import Draft
from builder.outputs.book.parts import back, cases, free, front, index, modules, trainer
from builder.outputs.book.spec import BookSpec, printed_modules


def write_all(draft: Draft, spec: BookSpec) -> str:
    """Writes the whole book; returns its title."""
    chosen = printed_modules(draft.book.edition, draft.book.pages)
    only = chosen[0] if spec.module else None
    name = draft.book.words[_name(draft, spec)]
    part = [draft.book.words["book-module-only"].replace("{n}", str(modules.number_of(draft, only)))] if only else []
    title = " · ".join([name, *part, *([only.page.title] if only else [])])
    front.open_book(draft, title)
    front.cover(
        draft,
        " · ".join([name, *part]),
        only.page.title if only else "",
        only.page if only else draft.book.edition.home,
    )
    _before(draft, spec)
    for module in chosen:
        modules.write_module(draft, module)
    _after(draft, spec)
    return title


def _name(draft: Draft, spec: BookSpec) -> str:
    """The key of the book's name."""
    if spec.content == "cases":
        return "book-cases"
    workbook = f"{draft.book.edition.audience.label}-workbook"
    return f"{workbook}-{spec.volume}" if spec.volume else workbook


def _before(draft: Draft, spec: BookSpec) -> None:
    """What stands between the cover and the modules."""
    has_cases_only = spec.content == "cases"
    front.preface(draft)
    if not has_cases_only:
        front.how_to_use(draft, spec.volume)
    front.contents(draft, is_workbook=not has_cases_only)
    free.write_home_notes(draft)
    free.write_pages(draft, "front")
    if draft.book.is_trainer and spec.is_workbook:
        trainer.agendas(draft)
        trainer.material_lists(draft)
    if has_cases_only:
        cases.index(draft, 1)


def _after(draft: Draft, spec: BookSpec) -> None:
    """What follows the modules."""
    if any(kind == "case" for kind, _ in draft.book.pages):
        cases.write_cases(draft, has_index=spec.content != "cases")
    free.write_pages(draft, "end")
    if draft.book.is_trainer and spec.is_workbook:
        trainer.guides(draft)
    back.glossary(draft, whole=spec.is_workbook and spec.volume < 2)
    back.sources(draft)
    if spec.is_workbook:
        index.subject_index(draft)
    if spec.content != "cases" and not draft.book.is_trainer:
        back.notes(draft)
