"""Pages that only the trainer's site has: the agenda on the clock, the list of guides, the plan on top of each session."""

from collections.abc import Iterable
from html import escape

from builder.course.agenda import clock_text
from builder.edition.addresses import AGENDA, GUIDES
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.agenda import DayPlan, Programme, Stretch, programmes
from builder.edition.summaries.plan import Quantity, session_plan
from builder.outputs.site.pages import page_anchor
from builder.words import words


def agenda_part(edition: Edition) -> str:
    """Every variant of the agendas with clock times, and what to bring; for how many people where that number changes."""
    texts = words(edition.language)
    parts, number = [], 0
    for programme in programmes(edition):
        if programme.people != number:
            number = programme.people
            parts.append(f'<p class="lead">{escape(texts["site-people"].replace("{n}", str(number)))}</p>')
        parts.append(_programme(edition, programme))
    return "".join(parts)


def guides_part(edition: Edition) -> str:
    """The guides with their summaries."""
    items = "".join(
        f'<li><h2 id="guide-{escape(guide.slug)}">{page_anchor(GUIDES, guide.page)}</h2>'
        f"<p>{escape(guide.page.document.summary)}</p></li>"
        for guide in edition.guides
    )
    return f'<ul class="guide-list">{items}</ul>'


def plan_part(edition: Edition, leaf: Leaf) -> str:
    """A session's steps with running minutes, what to leave out when time is short, and materials in quantities."""
    texts, plan = words(edition.language), session_plan(edition, leaf)
    if not plan.steps:
        return ""
    rows = [
        f'<tr><td class="clock">{step.start}–{step.end}</td><td>{escape(step.title)}</td>'
        f"<td>{escape(step.kind)}</td><td>{escape(step.priority)}</td></tr>"
        for step in plan.steps
    ]
    skipped = "; ".join(f"{step.title} ({step.minutes} {texts['minutes']})" for step in plan.skip)
    head = "".join(f'<th scope="col">{escape(texts[key])}</th>' for key in ("time", "what", "activity", "priority"))
    title = f"<p><strong>{escape(texts['materials'])}</strong></p>"
    return (
        f'<details class="session-plan"><summary>{escape(texts["plan"])} · {plan.minutes} {escape(texts["minutes"])}</summary>'
        f"<p>{escape(texts['site-plan-lead'])}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"<p><strong>{escape(texts['short-of-time'])}</strong>: {escape(skipped or texts['skip-nothing'])}</p>"
        f"{_materials(title, plan.materials)}</details>"
    )


def _programme(edition: Edition, programme: Programme) -> str:
    name = f"variant-{escape(programme.id)}"
    days = "".join(_day(edition, f"{name}-day-{number}", day) for number, day in enumerate(programme.days, 1))
    title = f'<h3 id="{name}-materials">{escape(words(edition.language)["materials"])}</h3>'
    return f'<h2 id="{name}">{escape(programme.title)}</h2>{days}{_materials(title, programme.materials)}'


def _day(edition: Edition, name: str, day: DayPlan) -> str:
    texts = words(edition.language)
    rows = "".join(_row(edition, stretch) for stretch in day.stretches)
    head = "".join(f'<th scope="col">{escape(texts[key])}</th>' for key in ("time", "what", "minutes-long"))
    return (
        f'<h3 id="{name}">{escape(day.title)}</h3>'
        f'<table class="agenda"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(edition: Edition, stretch: Stretch) -> str:
    minutes, what = escape(words(edition.language)["minutes"]), escape(stretch.title)
    if stretch.leaf:
        inner = "".join(
            f'<li><span class="clock">{clock_text(step.start)}</span> {escape(step.noted)} ({step.minutes} {minutes})</li>'
            for step in stretch.steps
        )
        what = f"{page_anchor(AGENDA, stretch.leaf)}<ul>{inner}</ul>"
    return (
        f'<tr class="slot-{stretch.kind}"><td class="clock">{clock_text(stretch.start)}–{clock_text(stretch.end)}</td>'
        f"<td>{what}</td><td>{stretch.minutes}</td></tr>"
    )


def _materials(title: str, materials: Iterable[Quantity]) -> str:
    """The list below its title; nothing when nothing is needed."""
    items = "".join(f"<li>{escape(item.name)}: {item.number}</li>" for item in materials)
    return f'{title}<ul class="materials">{items}</ul>' if items else ""
