"""The data of the trainer's day and the agenda page: every variant as its file states it, and every session's steps.

The scripts compute clock times by the rules of `course/agenda`, since a day that runs late is rescheduled in the room.
"""

import json
from collections.abc import Iterator, Mapping

from builder.course.agenda import pieces
from builder.course.materials import group_size, parse_materials
from builder.course.model import Agenda, AgendaItem, Break, Day, Document
from builder.course.scanned import Block
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.plan import people_of, step_of
from builder.outputs.site.addresses import link, page_path
from builder.words import words


def has_room(edition: Edition) -> bool:
    """Whether the course has an agenda that this audience may see."""
    return any(guide.agenda for guide in edition.guides)


def room_model(edition: Edition, path: str) -> Mapping[str, object]:
    """Everything that the scripts of the page at `path` need, as JSON-serialisable values. Times are in minutes."""
    owners = [guide for guide in edition.guides if guide.agenda]
    return {
        "course": edition.config.course_id,
        "language": edition.language,
        "languages": list(edition.config.languages),
        "core": _core(edition),
        "agendas": [
            _agenda(edition, guide.agenda, "" if guide is owners[0] else f"{guide.slug}-")
            | {"guide": guide.page.title, "href": href(path, guide.page)}
            for guide in owners
            if guide.agenda
        ],
        "pages": {leaf.key: _page(edition, leaf, path) for leaf in timed_leaves(edition)},
    }


def timed_leaves(edition: Edition) -> Iterator[Leaf]:
    """The sessions and guides with timed pieces, in the order of the course."""
    leaves = (leaf for leaf in edition.leaves() if leaf.kind in ("session", "guide"))
    return (leaf for leaf in leaves if any(pieces(leaf.document)))


def _core(edition: Edition) -> list[str]:
    sessions = (session for module in edition.modules for session in module.sessions)
    return [session.key for session in sessions if session.document.meta.get("track") == "core"]


def _agenda(edition: Edition, agenda: Agenda, prefix: str) -> dict[str, object]:
    return {
        "file": agenda.path.name,
        "participants": agenda.participants,
        "people": people_of(edition, agenda),
        "variants": [
            {"id": variant.id, "name": prefix + variant.id, "title": variant.title, "days": [*map(_day, variant.days)]}
            for variant in agenda.variants
        ],
    }


def _day(day: Day) -> Mapping[str, object]:
    items, breaks = [*map(_item, day.items)], [*map(_break, day.breaks)]
    return {"start": day.start, "end": day.end, "breaks": breaks, "items": items}


def _break(pause: Break) -> Mapping[str, object]:
    return {"at": pause.at, "minutes": pause.minutes, "title": pause.title}


def _item(item: AgendaItem) -> Mapping[str, object]:
    if item.kind == "own":
        return {"kind": "own", "title": item.title, "minutes": item.minutes, "priority": item.priority}
    return {"kind": item.kind, "key": item.key}


def _page(edition: Edition, leaf: Leaf, path: str) -> Mapping[str, object]:
    return {
        "title": leaf.title,
        "kind": leaf.kind,
        "href": href(path, leaf),
        "steps": [_step(leaf.document, block, edition.language) for block in pieces(leaf.document)],
    }


def _step(document: Document, block: Block, language: str) -> Mapping[str, object]:
    step = step_of(document, block, language)
    materials = [[item.name, item.number, item.per] for item in parse_materials(block.attributes.get("materials", ""))]
    found = {
        "title": step.title,
        "kind": step.kind,
        "minutes": step.minutes,
        "group": step.group,
        "priority": block.priority,
        "size": group_size(block) if block.name == "activity" else 0,
        "materials": materials,
        "id": block.id,
    }
    return {key: value for key, value in found.items() if value}


def href(path: str, leaf: Leaf) -> str:
    """The link from the page at `path` to the finished page of a leaf."""
    return link(path, page_path(leaf)).removesuffix(".md") + ".html"


def room_words(language: str) -> Mapping[str, str]:
    """The interface texts that the scripts of the trainer's day use, by key."""
    texts = words(language)
    return {key: text for key, text in texts.items() if key.startswith(("room-", "priority-"))}


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
