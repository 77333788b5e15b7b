"""What the builder adds to the home page's text: how much there is, where things are, and the course map."""

from collections.abc import Iterator

from markupsafe import Markup

from builder.course.model import Words
from builder.course.worksheets import find_sheets
from builder.edition.addresses import CASES, DOWNLOADS, GLOSSARY, MY_PLAN, WORKSHEETS
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.lists import in_language
from builder.edition.summaries.record import is_written_in
from builder.outputs.site.addresses import image_path, link
from builder.outputs.site.pages import duration, from_page, total
from builder.outputs.site.templates import draw
from builder.words import words


def home_start(edition: Edition, path: str, *, has_downloads: bool) -> Markup:
    """The course's length, a button to start it, links to other parts, and the institution's preface."""
    texts, sessions = words(edition.language), _sessions(edition)
    module = edition.modules[0].page if edition.modules else None
    start = texts["site-start"].replace("{title}", f"{texts['module'].lower()} 1: {module.title}") if module else ""
    chips = [
        ("chip", _number(len(edition.modules), texts, "module")),
        ("chip", _number(len(sessions), texts, "session")),
        ("chip time", duration(total(sessions), texts)),
    ]
    return draw(
        "home_start.html",
        module=module,
        start=start,
        chips=chips if sessions else [],
        ways=[
            (link(path, way), texts[key], number) for way, key, number in _ways(edition, has_downloads=has_downloads)
        ],
        preface=in_language(edition.config.preface, edition.language) if edition.config.preface else "",
        to=from_page(path),
    )


def _number(number: int, texts: Words, what: str) -> str:
    return f"{number} {texts[what if number == 1 else f'{what}s'].lower()}"


def _ways(edition: Edition, *, has_downloads: bool) -> Iterator[tuple[str, str, int]]:
    """Page, key of its name, number of things on it (0: not shown)."""
    if is_written_in(edition):
        yield MY_PLAN, "my-plan", 0
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    lists = (
        (CASES, "cases", edition.cases),
        (WORKSHEETS, "worksheets", sheets),
        (GLOSSARY, "glossary", edition.glossary),
    )
    yield from ((path, key, len(found)) for path, key, found in lists if found)
    if has_downloads:
        yield DOWNLOADS, "downloads", 0


def course_map(edition: Edition, path: str) -> Markup:
    """All modules with their sessions, minutes and tracks, and an explanation of the tracks."""
    texts = words(edition.language)
    modules = [(module, duration(total(module.sessions), texts)) for module in edition.modules]
    return draw(
        "course_map.html", texts=texts, modules=modules, tracks=list(_tracks(edition, texts)), to=from_page(path)
    )


def _tracks(edition: Edition, texts: Words) -> Iterator[tuple[str, str]]:
    for name, is_extra in (("core", False), ("extra", True)):
        sessions = [session for session in _sessions(edition) if session.is_extra is is_extra]
        if sessions:
            yield name, texts[f"site-about-{name}"].replace("{time}", duration(total(sessions), texts))


def _sessions(edition: Edition) -> list[Leaf]:
    return [session for module in edition.modules for session in module.sessions]


def partners_part(edition: Edition, path: str) -> Markup:
    """The partners' logos."""
    logos = [
        (partner.name, link(path, image_path(logo)))
        for partner in edition.config.partners
        if (logo := edition.images.get(partner.logo))
    ]
    return draw("partners.html", logos=logos)
