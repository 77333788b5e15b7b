"""A module -> its deck: a cover, then a section for each session, from its title to what comes after it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from builder.course.scanned import Block
from builder.course.worksheets import plain
from builder.edition.addresses import web_address
from builder.edition.select import Edition, EditionModule, Leaf
from builder.edition.summaries.adapted import adaptation
from builder.edition.summaries.plan import session_plan
from builder.outputs.slides.deck import Deck, Line, Run, Section, Slide
from builder.outputs.slides.pages import Page, pages
from builder.outputs.slides.session import SessionWriter
from builder.outputs.slides.split import Titles
from builder.words import words


def module_deck(edition: Edition, slug: str) -> Deck:
    """The deck of the module with this slug. Only the trainer's edition gives it notes."""
    number, module = next((n, one) for n, one in enumerate(edition.modules, 1) if one.slug == slug)
    read, titles, texts = pages(edition), Titles(), words(edition.language)
    head = f"{texts['module']} {number}"
    following = [session.title for session in module.sessions[1:]] + [""]
    sections = [_cover(edition, module, read, titles, head)]
    for leaf, after in zip(module.sessions, following, strict=True):
        sections += [_session(edition, leaf, read, titles, after)]
    shown = tuple(section for section in sections if len(section.slides) > 1 or section is sections[0])
    return Deck(f"{head}: {module.page.title}", edition.language, shown)


def _cover(edition: Edition, module: EditionModule, read: Callable[[Leaf], Page], titles: Titles, head: str) -> Section:
    page = read(module.page)
    title = titles.unique(module.page.title, head)
    lines = (Line((Run(module.page.document.summary),), ""),) if module.page.document.summary else ()
    cover = Slide(
        "cover", title, 1, head, lines, foot=edition.config.institution, origin=adaptation(edition),
        notes=tuple(page.notes.get(0, ())),
    )  # fmt: skip
    writer = SessionWriter(page, titles)
    aims = [
        slide for child in page.tree if child.get("class") in ("objectives", "slide") for slide in writer.written(child)
    ]
    return _section(module.page, (cover, *aims))


def _session(edition: Edition, leaf: Leaf, read: Callable[[Leaf], Page], titles: Titles, after: str) -> Section:
    """The section of a session; without slides when there is nothing to show. `after`: title of the next session."""
    page = read(leaf)
    title = titles.unique(leaf.title, page.texts["session"])
    body = tuple(SessionWriter(page, titles).slides())
    if not body:
        return _section(leaf, ())
    summary = (Line((Run(leaf.document.summary),), ""),) if leaf.document.summary else ()
    opening = Slide(
        "section", title, 1, page.texts["session"], summary, address=web_address(edition, leaf),
        notes=(*_plan(edition, page), *page.notes.get(0, ())),
    )  # fmt: skip
    return _section(leaf, (opening, *body, *_away(edition, page, titles, after)))


def _section(leaf: Leaf, slides: tuple[Slide, ...]) -> Section:
    language = leaf.document.language
    return Section(leaf.title, str(leaf.document.path), language, slides)


def _plan(edition: Edition, page: Page) -> Iterator[str]:
    """The session's minutes, steps and quantities as notes; nothing in an edition without guides."""
    if not edition.guides:
        return
    plan = session_plan(edition, page.leaf)
    yield f"{plan.minutes} {page.texts['minutes']}"
    yield from (f"{step.minutes} {page.texts['minutes']}: {step.noted}" for step in plan.steps)
    needed = "; ".join(f"{one.name}: {one.number}" for one in plan.materials)
    yield from [f"{page.texts['materials']}: {needed}"] if needed else []


def _away(edition: Edition, page: Page, titles: Titles, after: str) -> Iterator[Slide]:
    """The last slide: worksheets by name, the page on the site, what comes next; none if it would be empty."""
    sheets = [Line((Run(plain(block.title)),), "→") for block in page.leaf.document.walk() if _is_taken(block)]
    following = [Line((Run(f"{page.texts['slides-next']}: ", bold=True), Run(after)), "")] if after else []
    address = web_address(edition, page.leaf)
    if not sheets and not following and not address:
        return
    intro = [Line((Run(page.texts["slides-sheets"]),), "")] if sheets else []
    title = titles.unique(f"{page.texts['slides-away']}: {page.leaf.title}", page.texts["session"])
    yield Slide("text", title, 1, "", (*intro, *sheets[:6], *following), address=address)


def _is_taken(block: Block) -> bool:
    return block.name == "worksheet" and block.attributes.get("slide") != "no"


def without_notes(deck: Deck) -> Deck:
    """The deck as everyone may see it."""
    sections = (
        replace(section, slides=tuple(replace(slide, notes=()) for slide in section.slides))
        for section in deck.sections
    )
    return replace(deck, sections=tuple(sections))
