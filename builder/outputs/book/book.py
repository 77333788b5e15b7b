"""The way from an edition to the PDF of a book: prepare (text, in memory), then write (Typst, then fields)."""

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from builder.course.model import Audience
from builder.course.worksheets import find_handouts, find_sheets
from builder.edition.render import name_module_objectives, render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.outputs.book.draft import Making, Measures, PrintPage, collect_sheets, ids
from builder.outputs.book.layout.check import check_layout
from builder.outputs.book.parts import modules as book_pages
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.book.spec import BookSpec, printed_leaves
from builder.print import typst as typst_run
from builder.print.booklet import impose
from builder.print.form import finish
from builder.print.glyphs import missing_glyphs
from builder.print.pdf_text import read_pages
from builder.problems import ContentError, Problem, UsageError
from builder.words import words

TEMPLATES = tuple(Path(__file__).with_name(name) for name in ("book.typ", "book_blocks.typ"))
"""One template in two files."""
PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
MARGINS = {"inside": 62.0, "outside": 50.0, "top": 68.0, "bottom": 58.0}


def prepare_book(edition: Edition, spec: BookSpec | None = None) -> PreparedBook:
    """The book of an edition as Typst code. Raises ContentError for what can't be printed."""
    spec = spec or BookSpec()
    if spec.module and spec.module not in [module.slug for module in edition.modules]:
        message = f"there is no module {spec.module!r}"
        raise UsageError(message)
    making = _making(edition, spec)
    leaves = list(printed_leaves(edition, spec))
    pages = _pages(making, leaves)
    if spec.volume:
        other = making.words["book-volume"].replace("{n}", str(3 - spec.volume))
        making.elsewhere = {f"p:{leaf.key}": other for leaf in edition.leaves() if leaf not in leaves}
    title = book_pages.write_all(
        making, pages, cases_only=spec.content == "cases", module=spec.module, volume=spec.volume
    )
    return _prepared(making, spec, title)


def prepare_sheet(edition: Edition, identifier: str, spec: BookSpec | None = None) -> PreparedBook:
    """One worksheet or test alone, ready to print or copy."""
    spec = spec or BookSpec()
    sheet = find_handouts(leaf.document for leaf in edition.leaves()).get(identifier)
    leaf = next((leaf for leaf in edition.leaves() if sheet and leaf.document is sheet.document), None)
    if sheet is None or leaf is None:
        message = f"there is no worksheet {identifier!r}"
        raise UsageError(message)
    making = _making(edition, spec)
    making.measures = replace(making.measures, column=0.0)
    page = _pages(making, [leaf])[leaf.kind, leaf.key]
    making.labels.clear()
    title = book_pages.write_sheet(making, page, sheet.block)
    return _prepared(making, spec, title)


def sheet_ids(edition: Edition) -> list[str]:
    """What is printed alone, in the order of the course. Trainers copy for the others; theirs are the forms of the guides."""
    leaves = (leaf for leaf in edition.leaves() if leaf.kind == "guide" or edition.audience is Audience.PARTICIPANT)
    return list(find_handouts(leaf.document for leaf in leaves))


class Written(NamedTuple):
    problems: list[Problem]
    """What is wrong with the layout (warnings)."""
    text: str
    """What the pages show, line by line; empty where they were not read."""


def write_book(prepared: PreparedBook, target: Path) -> Written:
    """Writes the PDF. Raises ContentError for what Typst refuses."""
    result = typst_run.compile_book(
        prepared.main, prepared.template, dict(prepared.assets), dict(prepared.settings), prepared.timestamp,
        prepared.origins,
    )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    settings = dict(prepared.settings)
    finish(result.pdf, target, prepared.fields, result.anchors, settings["word-page"], float(settings["writing"]))
    pages = read_pages(target)
    problems = check_layout(target, pages, prepared, result.places)
    return Written(problems, "\n".join(page.text for page in pages))


def write_booklet(prepared: PreparedBook, target: Path) -> Written:
    """Writes the book as a booklet to fold."""
    flat = target.with_name(f"{target.name}.flat")
    problems = write_book(prepared, flat).problems
    impose(flat, target, words(prepared.language)["variant-booklet"])
    flat.unlink()
    return Written(problems, "")


def _making(edition: Edition, spec: BookSpec) -> Making:
    if spec.paper not in PAPERS:
        message = f"unknown paper {spec.paper!r}; known: {', '.join(sorted(PAPERS))}"
        raise UsageError(message)
    width, height = PAPERS[spec.paper]
    full = width - MARGINS["inside"] - MARGINS["outside"]
    area = height - MARGINS["top"] - MARGINS["bottom"]
    column = 0.0 if spec.large_print or spec.booklet else 132.0 if edition.audience.label == "trainer" else 80.0
    size, writing = (16.0, 34.0) if spec.large_print else (13.0, 30.0) if spec.booklet else (10.0, 22.7)
    measures = Measures(full, column, area, size, writing)
    return Making(edition, words(edition.language), measures, with_fields=spec.with_fields and not spec.booklet)


def _pages(making: Making, leaves: list[Leaf]) -> dict[tuple[str, str], PrintPage]:
    """The pages, rendered, by kind and key; their labels go to the making."""
    edition = making.edition
    check_glyphs(leaves)

    def address(place: str, key: str, anchor: str) -> str:
        if place == "term":
            return f"#t:{key}"
        if place == "image":
            image = edition.images.get(PurePosixPath(key))
            return f"#i:{image.token}" if image else ""
        return f"#p:{key}" + (f":{anchor}" if anchor else "")

    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    found = {}
    for leaf in leaves:
        markdown = page_markdown(edition, leaf, address, sheets)
        tree = render(
            markdown, leaf.document.language, keys=edition.audience.label != "participant", trainer=making.is_trainer
        )
        if leaf.kind == "module":
            name_module_objectives(tree, leaf.document.language)
        label = f"p:{leaf.key}"
        page = PrintPage(leaf, tree, label)
        found[leaf.kind, leaf.key] = page
        making.labels |= {label, *(f"{label}:{identifier}" for identifier in ids(tree))}
        making.sheets.update(collect_sheets(tree))
    making.labels |= {f"t:{key}" for key in edition.glossary} | {f"s:{key}" for key in edition.sources}
    return found


def check_glyphs(leaves: list[Leaf]) -> None:
    """Raises ContentError for characters that the fonts lack: Typst would lose them or name no line."""
    problems = [problem for leaf in leaves for problem in missing_glyphs(leaf.document)]
    if problems:
        raise ContentError(problems)


def _prepared(making: Making, spec: BookSpec, title: str) -> PreparedBook:
    config = making.edition.config
    width, _ = PAPERS[spec.paper]
    measures = making.measures
    twice = [name for name, count in Counter(field.name for field in making.fields).items() if count > 1]
    if twice:
        message = f"fields with the same name: {', '.join(sorted(twice))}"
        raise ValueError(message)
    settings = {
        **{name: f"{value:g}" for name, value in MARGINS.items()},
        "paper": spec.paper, "width": f"{width:g}", "height": f"{measures.height:.2f}", "column": f"{measures.column:g}",
        "size": f"{measures.size:g}", "writing": f"{measures.writing:g}", "lang": making.edition.language,
        "entries": str(sum(map(_is_listed, making.code.lines))),
        "colour": config.colour, "saving": "1" if spec.ink_saving else "0", "large": "1" if spec.large_print else "0",
        "word-page": making.words["page"],
        "word-page-title": making.words["page"].capitalize(),
        "word-of": making.words["of"], "footer": " · ".join(filter(None, (config.institution, config.version))),
    }  # fmt: skip
    return PreparedBook(
        title, making.edition.language, "\n".join(making.code.lines) + "\n", "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES),
        tuple(sorted(settings.items())), tuple(sorted(making.assets.items())), tuple(making.fields),
        tuple(making.code.origins), _midnight(config.edition.toordinal()),
    )  # fmt: skip


def _is_listed(line: str) -> bool:
    """Whether it makes a heading that stands in the table of contents."""
    return line.startswith(("[#heading(level: 1, {", "[#heading(level: 2, {"))


def _midnight(ordinal: int) -> int:
    """Seconds since 1970 at the beginning of a day."""
    return (ordinal - 719163) * 86400
