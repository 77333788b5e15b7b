"""The downloads page of a site: files named `<what>[.<variant>].<language>.<ext>`, grouped and titled in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from builder.edition.select import Edition
from builder.outputs.site.pages import download_link
from builder.words import words
from builder.course.worksheets import find_handouts, find_sheets, plain

_FORMATS = {
    "pdf": "PDF", "epub": "EPUB", "zip": "ZIP", "xml": "XML", "gift": "GIFT", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint",
    "ics": "iCalendar", "csv": "CSV",
}  # fmt: skip
_VARIANTS = {
    "scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004", "cmi5": "cmi5", "xapi": "xAPI", "moodle": "Moodle", "qti": "QTI",
    "imscc": "Common Cartridge", "offline": "", "a4": "A4", "us-letter": "US Letter", "workbook": "",
}  # fmt: skip
_IN_WORDS = ("large-print", "ink-saving", "booklet")
"""Forms of the books; their title says them, in the language of the page."""
_ORDER = ("books", "sheets", "offline", "office", "platforms")


@dataclass(frozen=True, slots=True)
class Download:
    """A file's name, taken apart."""

    name: str
    what: str
    variant: str
    language: str
    suffix: str

    @property
    def is_module_book(self) -> bool:
        return self.variant.startswith("workbook")

    @property
    def form(self) -> str:
        """Of a book: large-print, ink-saving, booklet; empty for the usual one."""
        form = self.variant.removeprefix("workbook-")
        return form if form in _IN_WORDS else ""

    @property
    def format(self) -> str:
        variant = "" if self.form else _VARIANTS.get(self.variant, self.variant)
        return f"{_FORMATS.get(self.suffix, self.suffix.upper())}{f', {variant}' if variant else ''}"


def parse_name(name: str) -> Download | None:
    """`csr-principles.scorm12.es.zip` -> its parts; None for other names."""
    parts = name.split(".")
    if len(parts) not in (3, 4):
        return None
    variant = parts[1] if len(parts) == 4 else ""
    return Download(name, parts[0], variant, parts[-2], parts[-1])


def sheet_files(edition: Edition, names: Iterable[str]) -> dict[str, str]:
    """Worksheet -> its printable file in the edition's language."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    found: dict[str, str] = {}
    for download in filter(None, map(parse_name, sorted(names))):
        identifier = download.what.removeprefix("worksheet-")
        if download.language == edition.language and download.suffix == "pdf" and identifier in sheets:
            found.setdefault(identifier, download.name)
    return found


def downloads_part(edition: Edition, names: Iterable[str], root: str) -> str:
    """The files in the edition's language by group."""
    texts = words(edition.language)
    titles = _titles(edition)
    groups: dict[str, list[str]] = {}
    modules = [module.slug for module in edition.modules]
    order = {what: number for number, what in enumerate(titles)}

    def place(download: Download) -> tuple[object, ...]:
        number = order.get(download.what.removeprefix("worksheet-"), 0)
        return _rank(download, modules), number, download.what, download.form, download.name

    for download in sorted(filter(None, map(parse_name, names)), key=place):
        if download.language == edition.language:
            groups.setdefault(_group(download, titles), []).append(_row(download, titles, texts, root))
    parts = [f'<p class="lead">{escape(texts["site-downloads-lead"])}</p>']
    parts += [
        f'<h2 id="{group}">{escape(texts[f"site-for-{group}"])}</h2><ul class="downloads">{"".join(groups[group])}</ul>'
        for group in _ORDER
        if group in groups
    ]
    return "".join(parts)


def _rank(download: Download, modules: Sequence[str]) -> int:
    """Whole workbooks come first, then the modules' in the order of the course."""
    if download.what.endswith(("-workbook", "-workbook-2")):
        return 0
    return 1 + modules.index(download.what) if download.what in modules else 1 + len(modules)


def download_title(download: Download, titles: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """What the file is, in words: no two files have the same."""
    if download.form:
        usual = replace(download, variant="workbook" if download.is_module_book else "")
        return f"{download_title(usual, titles, texts)}, {texts[f'variant-{download.form}']}"
    what = download.what.removeprefix("worksheet-")
    if what == "course":
        return titles[""]
    if download.is_module_book and f"{what}.workbook" in titles:
        return titles[f"{what}.workbook"]
    known = {"case-stories": "cases", "questions": "quiz"}.get(what, what)
    return titles.get(what) or texts.get(known) or what.replace("-", " ").capitalize()


def _titles(edition: Edition) -> dict[str, str]:
    """Titles of modules, their books, worksheets and tests by id; the course's own under ""."""
    sheets = find_handouts(leaf.document for leaf in edition.leaves())
    found = {identifier: plain(sheet.block.title) for identifier, sheet in sheets.items()}
    found.update({module.slug: module.page.title for module in edition.modules})
    book = words(edition.language)["module-workbook"]
    for number, module in enumerate(edition.modules, 1):
        found[f"{module.slug}.workbook"] = book.replace("{n}", str(number)).replace("{title}", module.page.title)
    found[""] = edition.home.title
    return found


def _group(download: Download, titles: Mapping[str, str]) -> str:
    if download.variant == "offline" or download.suffix == "epub":
        return "offline"
    if download.suffix in ("docx", "xlsx", "pptx", "ics", "csv"):
        return "office"
    if download.suffix == "pdf":
        is_book = "workbook" in download.what or download.what == "case-stories" or download.variant
        return "books" if is_book or download.what.removeprefix("worksheet-") not in titles else "sheets"
    return "platforms"


def _row(download: Download, titles: Mapping[str, str], texts: Mapping[str, str], root: str) -> str:
    title = download_title(download, titles, texts)
    return (
        f'<li data-row="{escape(download.name)}">{download_link(root, download.name, title)} '
        f'<span class="file-format">{escape(download.format)}</span></li>'
    )
