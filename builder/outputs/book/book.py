"""The way from an edition to the PDF of a book: prepare (text, in memory), then write (Typst, then fields)."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from builder.course.model import Audience
from builder.course.worksheets import find_handouts
from builder.edition.alone import alone
from builder.edition.kept import find, keep
from builder.edition.once import once
from builder.edition.select import Edition, handed_out, select_document
from builder.outputs import Made
from builder.outputs.book.draft import Draft
from builder.outputs.book.layout.check import check_layout
from builder.outputs.book.layout.paper import Paper, paper_of, told, wasteful
from builder.outputs.book.leaves import fixed_book, sheet_book
from builder.outputs.book.measures import MARGINS, PAPERS
from builder.outputs.book.parts.order import write_all
from builder.outputs.book.parts.sheet import origin, write_sheet
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.book.samples import samples_of
from builder.outputs.book.spec import BookSpec
from builder.print.booklet import impose
from builder.print.form import finish
from builder.print.pdf_text import PageText, read_pages
from builder.print.typst import SECONDS, Compiled, Planning, compile_book
from builder.problems import Problem, UsageError
from builder.words import words

TEMPLATES = tuple(
    Path(__file__).with_name(name) for name in ("book.typ", "book_sheets.typ", "book_blocks.typ", "book_faces.typ")
)
"""One template in four files."""
PLANNERS = tuple(Path(__file__).with_name("layout") / name for name in ("room.py", "plan.py", "boxes.py"))
NO_COLOUR = "#000000"
"""Only covers have the institution's colour."""
EPOCH = date(1970, 1, 1)
SECONDS_OF_DAY = 86_400


def prepare_book(edition: Edition, spec: BookSpec | None = None) -> PreparedBook:
    """The book of an edition as Typst code. Raises ContentError for what can't be printed, UsageError for an unknown module."""
    spec = spec or BookSpec()
    if spec.module and spec.module not in [module.slug for module in edition.modules]:
        known = ", ".join(one.slug for one in edition.modules)
        raise UsageError("module-unknown", {"name": spec.module, "known": known})
    draft = Draft(fixed_book(edition, spec))
    title = write_all(draft, spec)
    return _prepared(draft, spec, title)


def prepare_sheet(edition: Edition, identifier: str, spec: BookSpec | None = None) -> PreparedBook:
    """One worksheet or test alone, ready to print or copy. Raises UsageError for an unknown identifier."""
    spec = spec or BookSpec()
    sheet = once(edition, "handouts", lambda: find_handouts(leaf.document for leaf in edition.leaves())).get(identifier)
    leaf = next((leaf for leaf in edition.leaves() if sheet and leaf.document is sheet.document), None)
    if sheet is None or leaf is None:
        raise UsageError("worksheet-unknown", {"name": identifier})
    shown = handed_out(leaf.document, sheet.block)
    page = replace(leaf, document=alone(shown, shown.blocks))
    samples = samples_of([select_document(leaf.document, Audience.PARTICIPANT)])
    public = once(edition, "handed out", lambda: replace(edition, audience=Audience.PARTICIPANT))
    draft = Draft(sheet_book(public, spec, page, samples))
    title = write_sheet(draft, draft.book.pages[leaf.kind, leaf.key], sheet.block)
    return _prepared(draft, spec, title, origin(draft, leaf))


def sheet_ids(edition: Edition) -> list[str]:
    """Identifiers of what is printed alone, in course order: all for participants; else only the guides' forms, which trainers copy."""
    leaves = (leaf for leaf in edition.leaves() if leaf.kind == "guide" or edition.audience is Audience.PARTICIPANT)
    return list(find_handouts(leaf.document for leaf in leaves))


def write_book(prepared: PreparedBook, target: Path, seconds: int = SECONDS) -> Made:
    """Writes the PDF and checks its layout. Raises ContentError if Typst refuses the code or needs more than `seconds`."""
    result, pages = _written(prepared, target, seconds)
    prepared = prepared.on_paper(result.plan)
    problems = [*check_layout(target, pages, prepared, result.places), *wasteful(pages, prepared, result.anchors)]
    return Made(problems, reading={sha256(target.read_bytes()).hexdigest(): [page.text for page in pages]})


def look_at_paper(prepared: PreparedBook, target: Path) -> tuple[Paper, list[Problem]]:
    """Writes the PDF; returns how it uses its paper, and warnings about what wastes it."""
    result, pages = _written(prepared, target, SECONDS)
    prepared = prepared.on_paper(result.plan)
    paper = paper_of(target, pages, prepared, result)
    return paper, told(paper, prepared, pages)


def _written(prepared: PreparedBook, target: Path, seconds: int) -> tuple[Compiled, list[PageText]]:
    text = prepared.text_digest()
    settled = find("layout", text)
    result = compile_book(
        prepared.main, prepared.template, dict(prepared.assets), dict(prepared.settings), prepared.timestamp,
        prepared.origins, seconds, Planning(PLANNERS, json.loads(settled or "{}")),
    )  # fmt: skip
    if not settled:
        keep(json.dumps(result.settled).encode(), "layout", text)
    target.parent.mkdir(parents=True, exist_ok=True)
    settings = dict(prepared.settings)
    finish(result.pdf, target, prepared.fields, result.anchors, settings["word-page"], float(settings["writing"]))
    return result, read_pages(target)


def write_booklet(prepared: PreparedBook, target: Path) -> Made:
    """Writes the book as a booklet to fold."""
    flat = target.with_name(f"{target.name}.flat")
    problems = write_book(prepared, flat).problems
    impose(flat, target, words(prepared.language)["variant-booklet"])
    flat.unlink()
    return Made(problems)


def _prepared(draft: Draft, spec: BookSpec, title: str, of: str = "") -> PreparedBook:
    """`of`: what the foot of each page says beside its number; empty: institution and version."""
    _refuse_twins(draft)
    edition = draft.book.edition
    return PreparedBook(
        title=title,
        language=edition.language,
        pieces=tuple(draft.code.pieces),
        template="\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES),
        settings=tuple(sorted(_settings(draft, spec, of).items())),
        assets=tuple(sorted(draft.assets.items())),
        fields=tuple(draft.fields),
        timestamp=(edition.config.released - EPOCH).days * SECONDS_OF_DAY,
        documents=tuple(page.leaf.document for page in draft.book.pages.values()),
        small=tuple(dict.fromkeys(draft.small)),
    )


def _refuse_twins(draft: Draft) -> None:
    """Raises ValueError for fields with the same name, which a PDF reader would fill in together."""
    twice = [name for name, count in Counter(field.name for field in draft.fields).items() if count > 1]
    if twice:
        message = f"fields with the same name: {', '.join(sorted(twice))}"
        raise ValueError(message)


def _settings(draft: Draft, spec: BookSpec, of: str) -> dict[str, str]:
    """The settings that the Typst template reads by name."""
    words, measures, config = draft.book.words, draft.book.measures, draft.book.edition.config
    width, _ = PAPERS[spec.paper]
    return {
        **{name: f"{value:g}" for name, value in MARGINS.items()},
        "paper": spec.paper, "width": f"{width:g}", "height": f"{measures.height:.2f}", "column": f"{measures.column:g}",
        "size": f"{measures.size:g}", "writing": f"{measures.writing:g}", "head": f"{measures.head:g}",
        "lang": draft.book.edition.language, "entries": str(draft.entries), "cover": config.cover,
        "colour": NO_COLOUR if draft.book.is_sheet else config.colour,
        "saving": "1" if spec.ink_saving else "0", "large": "1" if spec.large_print else "0",
        "word-page": words["page"], "word-page-title": words["page"].capitalize(), "word-of": words["of"],
        "footer": of or " · ".join(filter(None, (config.institution, config.version))),
    }  # fmt: skip
