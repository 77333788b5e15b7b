"""The address of each page, relative to the folder of a language: the same in every language and output.

Numbers in the names of files and folders are left out.
"""

from collections.abc import Iterator

from builder.course.model import Course, Document, Page
from builder.course.vocabulary import FIELDS
from builder.edition.select import Edition, Leaf

HOME = "index.md"
CASES = "cases/index.md"
WORKSHEETS = "worksheets.md"
GLOSSARY = "glossary.md"
SOURCES = "sources.md"
CASE_SOURCES = "cases/sources.md"
DOWNLOADS = "downloads.md"
THEMES = "themes.md"
AGENDA = "guides/agenda.md"
GUIDES = "guides/index.md"
MY_PLAN = "my-plan.md"
PROGRAMME = "programme/index.md"
PARTNERS = "programme/partners.md"
DIALOGUES = "programme/dialogues.md"
COMMUNITY = "programme/community.md"
GENERATED = (
    CASES, CASE_SOURCES, WORKSHEETS, GLOSSARY, SOURCES, DOWNLOADS, AGENDA, GUIDES, MY_PLAN, PROGRAMME, PARTNERS,
    DIALOGUES, COMMUNITY, THEMES,
)  # fmt: skip
"""Pages that the builder generates."""
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows reserves, whatever their extension."""


def page_address(kind: str, key: str) -> str:
    """The file of a page, by its kind and key."""
    return {
        "home": HOME,
        "module": f"modules/{key}/index.md",
        "session": f"modules/{key}.md",
        "case": f"cases/{key}.md",
        "guide": f"{key}.md",
        "free": f"{key}.md",
    }[kind]


def claimed_twice(course: Course) -> Iterator[tuple[Page, str, Page | None]]:
    """Pages whose address is already taken: the page, the address, and the page that has it, or None if it is generated."""
    taken: dict[str, Page | None] = dict.fromkeys(GENERATED)
    for page in course.pages():
        address = page_address(page.kind, page.key)
        if address in taken:
            yield page, address, taken[address]
        taken.setdefault(address, page)


def old_addresses(page: Page) -> tuple[str, ...]:
    """The addresses that the page had under its old keys."""
    was = next((document.was for document in page.documents.values()), ())
    return tuple(page_address(page.kind, key) for key in was)


def field_ids(document: Document) -> dict[str, str]:
    """Id of a field -> the id of its element on the page, `sheet--field`."""
    return {
        child.id: f"{block.id}--{child.id}"
        for block in document.walk()
        if block.name == "worksheet"
        for child in block.walk()
        if child.name in FIELDS and child.id
    }


def web_address(edition: Edition, leaf: Leaf) -> str:
    """The page's address on the web; "" where the settings name no site."""
    return list_address(edition, page_address(leaf.kind, leaf.key))


def list_address(edition: Edition, page: str) -> str:
    """The same for a generated page, by its file."""
    address = page.removesuffix(".md") + ".html"
    return f"{edition.config.site_url}{edition.language}/{address}" if edition.config.site_url else ""
