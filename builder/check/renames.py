"""Old names of pages: each leads to one page."""

from collections.abc import Iterator

from builder.course.model import Course, Document, Page
from builder.course.renamed import KEY
from builder.edition.addresses import GENERATED, old_addresses, page_address
from builder.problems import Problem


def old_names(course: Course) -> Iterator[Problem]:
    """An old address isn't any page's current one, nor an old one of two pages."""
    pages = [page for page in course.pages() if page.documents]
    taken = {address: address.replace(".md", ".html") for address in GENERATED}
    taken |= {page_address(page.kind, page.key): _first(page).path.as_posix() for page in pages}
    for page in pages:
        for address in old_addresses(page):
            named = _named(course, page)
            if address in taken:
                arguments = {"address": address.replace(".md", ".html"), "other": taken[address]}
                yield Problem(named.path, named.meta_lines.get(KEY, 1), "was-taken", arguments)
            taken.setdefault(address, named.path.as_posix())


def _named(course: Course, page: Page) -> Document:
    """The file that states the old name: the page's own, or its module's, whose old names hold for its sessions too."""
    module = next((module.page for module in course.modules if page in module.sessions), page)
    documents = (*page.documents.values(), *module.documents.values())
    return next((document for document in documents if KEY in document.meta_lines), _first(page))


def _first(page: Page) -> Document:
    return next(iter(page.documents.values()))
