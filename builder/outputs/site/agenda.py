"""Pages that only the trainer's site has: the agenda on the clock, the list of guides, the plan on top of each session."""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby

from builder.course.agenda import Slot, clock_text, lay_day, pieces
from builder.course.materials import count_materials
from builder.course.model import Agenda, Variant
from builder.course.scanned import Block
from builder.edition.addresses import AGENDA, GUIDES
from builder.edition.select import Edition, Leaf
from builder.outputs.site.pages import in_language, page_anchor
from builder.words import words


def agenda_of(edition: Edition) -> Agenda | None:
    """The course's agenda."""
    return next((guide.agenda for guide in edition.guides if guide.agenda), None)


def people(edition: Edition) -> int:
    """For how many people materials are counted: what the agenda says, else the course's settings."""
    agenda = agenda_of(edition)
    return agenda.participants if agenda and agenda.participants else edition.config.participants


def agenda_part(edition: Edition, agenda: Agenda) -> str:
    """Every variant of the agenda with clock times, then what to bring."""
    leaves = _leaves_by_item(edition)
    texts = words(edition.language)
    parts = [f'<p class="lead">{escape(texts["site-people"].replace("{n}", str(people(edition))))}</p>']
    for variant in agenda.variants:
        parts.append(
            f'<h2 id="variant-{escape(variant.id)}">{escape(in_language(variant.title, edition.language))}</h2>'
        )
        documents = {key: leaf.document for key, leaf in leaves.items()}
        blocks: list[Block] = []
        for number, day in enumerate(variant.days, 1):
            slots = lay_day(day, documents)
            blocks += [slot.block for slot in slots if slot.block]
            parts.append(_day(edition, variant, number, slots, leaves))
        parts.append(_materials(edition, variant, blocks))
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
    texts = words(edition.language)
    steps = list(pieces(leaf.document))
    if not steps:
        return ""
    clock, rows = 0, []
    for block in steps:
        kind = texts["activity"] if block.name == "activity" else ""
        title = block.title or kind or texts["session"]
        rows.append(
            f'<tr><td class="clock">{clock}–{clock + block.minutes}</td><td>{escape(title)}</td>'
            f"<td>{escape(kind)}</td><td>{escape(texts[f'priority-{block.priority}'])}</td></tr>"
        )
        clock += block.minutes
    skip = [block for name in ("could", "should") for block in steps if block.priority == name]
    skipped = "; ".join(f"{block.title} ({block.minutes} {texts['minutes']})" for block in skip)
    head = "".join(f'<th scope="col">{escape(texts[key])}</th>' for key in ("time", "what", "activity", "priority"))
    return (
        f'<details class="session-plan"><summary>{escape(texts["plan"])} · {clock} {escape(texts["minutes"])}</summary>'
        f"<p>{escape(texts['site-plan-lead'])}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"<p><strong>{escape(texts['short-of-time'])}</strong>: {escape(skipped or texts['skip-nothing'])}</p>"
        f"{_material_list(edition, steps)}</details>"
    )


def _day(edition: Edition, variant: Variant, number: int, slots: list[Slot], leaves: Mapping[str, Leaf]) -> str:
    texts = words(edition.language)
    rows = []
    for (_, kind), group in groupby(slots, lambda slot: (slot.key or id(slot), slot.kind)):
        run = list(group)
        leaf = leaves.get(run[0].key)
        minutes = sum(slot.minutes for slot in run)
        if leaf:
            inner = "".join(
                f'<li><span class="clock">{clock_text(slot.start)}</span> {escape(slot.block.title)}'
                f" ({slot.minutes} {escape(texts['minutes'])})</li>"
                for slot in run
                if slot.block
            )
            what = f"{page_anchor(AGENDA, leaf)}<ul>{inner}</ul>"
        else:
            what = escape(in_language(run[0].title, edition.language))
        rows.append(
            f'<tr class="slot-{kind}"><td class="clock">{clock_text(run[0].start)}–{clock_text(run[-1].end)}</td>'
            f"<td>{what}</td><td>{minutes}</td></tr>"
        )
    head = "".join(f'<th scope="col">{escape(texts[key])}</th>' for key in ("time", "what", "minutes-long"))
    return (
        f'<h3 id="variant-{escape(variant.id)}-day-{number}">{escape(texts["day"])} {number}</h3>'
        f'<table class="agenda"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _materials(edition: Edition, variant: Variant, blocks: Iterable[Block]) -> str:
    texts = words(edition.language)
    rows = _material_items(edition, blocks)
    return f'<h3 id="variant-{escape(variant.id)}-materials">{escape(texts["materials"])}</h3>{rows}' if rows else ""


def _material_list(edition: Edition, blocks: Iterable[Block]) -> str:
    rows = _material_items(edition, blocks)
    return f"<p><strong>{escape(words(edition.language)['materials'])}</strong></p>{rows}" if rows else ""


def _material_items(edition: Edition, blocks: Iterable[Block]) -> str:
    totals = count_materials(blocks, people(edition))
    items = "".join(f"<li>{escape(name)}: {number}</li>" for name, number in totals.items())
    return f'<ul class="materials">{items}</ul>' if items else ""


def _leaves_by_item(edition: Edition) -> dict[str, Leaf]:
    """Sessions and guides by the key that the agenda gives them."""
    found = {session.key: session for module in edition.modules for session in module.sessions}
    found.update({guide.page.key: guide.page for guide in edition.guides})
    return found
