"""Where each page of a course is, seen from the folder of a language: the same in every language and output.

No number of a file or folder is in an address.
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
"""Pages that the builder makes."""
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows keeps for itself, whatever ending they have."""


def page_address(kind: str, key: str) -> str:
    """The file of a page, by what it is and its key."""
    return {
        "home": HOME,
        "module": f"modules/{key}/index.md",
        "session": f"modules/{key}.md",
        "case": f"cases/{key}.md",
        "guide": f"{key}.md",
        "free": f"{key}.md",
    }[kind]


def claimed_twice(course: Course) -> Iterator[tuple[Page, str, Page | None]]:
    """Pages whose address is another's: the page, the address, and the other page, if it is no generated one."""
    taken: dict[str, Page | None] = dict.fromkeys(GENERATED)
    for page in course.pages():
        address = page_address(page.kind, page.key)
        if address in taken:
            yield page, address, taken[address]
        taken.setdefault(address, page)


def old_addresses(page: Page) -> tuple[str, ...]:
    """Those that the page had before."""
    was = next((document.was for document in page.documents.values()), ())
    return tuple(page_address(page.kind, key) for key in was)


def field_ids(document: Document) -> dict[str, str]:
    """Ids of fields as their page bears them: `sheet--field`."""
    return {
        child.id: f"{block.id}--{child.id}"
        for block in document.walk()
        if block.name == "worksheet"
        for child in block.walk()
        if child.name in FIELDS and child.id
    }


def web_address(edition: Edition, leaf: Leaf) -> str:
    """Where the page will be on the web; "" where the settings don't say."""
    return list_address(edition, page_address(leaf.kind, leaf.key))


def list_address(edition: Edition, page: str) -> str:
    """The same of a page that the builder makes."""
    address = page.removesuffix(".md") + ".html"
    return f"{edition.config.site_url}{edition.language}/{address}" if edition.config.site_url else ""
