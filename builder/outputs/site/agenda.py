"""Parts that only the trainer's site has: the agenda with clock times, the list of guides, the plan above each session."""

from collections.abc import Iterator

from markupsafe import Markup

from builder.course.agenda import clock_text
from builder.edition.addresses import AGENDA, GUIDES
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.agenda import Programme, programmes
from builder.edition.summaries.plan import session_plan
from builder.outputs.site.pages import from_page
from builder.outputs.site.room import as_json, room_model, room_words
from builder.outputs.site.templates import draw
from builder.words import words


def agenda_part(edition: Edition) -> Markup:
    """Every variant of the agendas with clock times, what to bring and, wherever it changes, the number of people."""
    variants = list(_variants(edition))
    own = {"words": as_json(room_words(edition.language)), "model": as_json(room_model(edition, AGENDA))}
    texts, to = words(edition.language), from_page(AGENDA)
    return draw("agenda.html", texts=texts, variants=variants, clock=clock_text, to=to, **own)


def _variants(edition: Edition) -> Iterator[tuple[str, Programme]]:
    number = 0
    for programme in programmes(edition):
        is_new, number = programme.people != number, programme.people
        yield words(edition.language)["site-people"].replace("{n}", str(number)) if is_new else "", programme


def guides_part(edition: Edition) -> Markup:
    """The guides with their summaries."""
    return draw("guides.html", guides=edition.guides, to=from_page(GUIDES))


def plan_part(edition: Edition, leaf: Leaf) -> Markup:
    """A session's steps with running minutes, what to leave out when time is short, and materials in quantities."""
    plan = session_plan(edition, leaf)
    return draw("session_plan.html", texts=words(edition.language), plan=plan) if plan.steps else Markup()
