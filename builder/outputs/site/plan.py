"""The participants' own page: actions, a drawing of their diagnosis, six months, what to take along, as far as the course has them.

The page holds the questions and all words; the scripts fill in what was written on this device.
"""

import json
import re
from collections.abc import Mapping

from markupsafe import Markup

from builder.course.worksheets import page_prefix, plain
from builder.edition.addresses import MY_PLAN as PATH
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.record import (
    ACTIONS,
    MY_PLAN,
    START,
    Drawn,
    PlanTable,
    action_count,
    drawn_sheets,
    plan_columns,
    plan_tables,
)
from builder.outputs.site.addresses import link, page_path
from builder.outputs.site.templates import draw
from builder.words import words

_NUMBER = re.compile(r"_i\d+$")
_KINDS = {
    "date": "date",
    "cost": "money",
    "monthly-cost": "money",
    "saving": "money",
    "action": "long",
    "evidence": "long",
}
"""Part of an action -> kind of input; other parts are a line of text."""


def my_plan_part(edition: Edition) -> Markup:
    """The page's HTML."""
    texts, tables = words(edition.language), plan_tables(edition)
    columns, rows = plan_columns(tables), range(1, action_count(tables) + 1)
    actions = [
        [
            {"name": f"{ACTIONS}_r{row}c{place}", "label": texts[f"plan-{word}"], "kind": _KINDS.get(word, "line")}
            for place, word in enumerate(columns, 1)
        ]
        for row in rows
    ]
    return draw(
        "my_plan.html",
        texts=texts,
        words=_json({key: text for key, text in texts.items() if key.startswith("plan-")}),
        model=_json(plan_model(edition)),
        actions=actions,
        start=START,
        has_months=any(table.month for table in tables),
        has_indicators="number" in {word for table in tables for word in table.columns},
        has_drawn=bool(drawn_sheets(edition)),
    )


def plan_model(edition: Edition) -> Mapping[str, object]:
    """What the scripts need to know about the course, in the page's language, as JSON-serialisable values."""
    tables = plan_tables(edition)
    return {
        "title": edition.config.site_name,
        "actions": ACTIONS,
        "start": START,
        "months": [_month(table) for table in sorted(tables, key=lambda table: table.month) if table.month],
        "drawn": [_drawn(drawn) for drawn in drawn_sheets(edition)],
        "sessions": [
            {"module": module.page.title, "pages": [_page(session) for session in module.sessions]}
            for module in edition.modules
        ],
        "coach": [f"{MY_PLAN}_", *_for_coach(edition)],
    }


def _for_coach(edition: Edition) -> list[str]:
    """Prefixes of the names of fields sent to the coach: those of the plan and its drawings, never of a sensitive worksheet."""
    tables = [f"{table.name}_r" for table in plan_tables(edition) if "sensitive" not in table.sheet.attributes]
    drawn = [drawn for drawn in drawn_sheets(edition) if "sensitive" not in drawn.sheet.attributes]
    names = (name for sheet in drawn for group in sheet.groups for name, _ in group.items)
    return [*tables, *dict.fromkeys(_NUMBER.sub("_i", name) for name in names)]


def labels_script(edition: Edition) -> str:
    """The script with worksheet titles by id, for exported spreadsheets; loaded only when one is asked for."""
    return f"taller.labels = {_json({name: label for leaf in edition.leaves() for name, label in _labels(leaf)})};\n"


def _labels(leaf: Leaf) -> list[tuple[str, str]]:
    blocks = (block for block in leaf.document.walk() if block.name == "worksheet" and block.id)
    return [(block.id, plain(block.title)) for block in blocks]


def _month(table: PlanTable) -> Mapping[str, object]:
    number = table.columns.index("number") + 1 if "number" in table.columns else 0
    cells = [f"{table.name}_r{row}c{number}" for row in range(1, table.rows + 1)] if number else []
    return {
        "month": table.month,
        "cells": cells,
        "href": _href(table.leaf, table.sheet.id),
        "sheet": plain(table.sheet.title),
    }


def _drawn(drawn: Drawn) -> Mapping[str, object]:
    groups = [
        {"name": group.name, "low": group.low, "high": group.high, "items": group.items} for group in drawn.groups
    ]
    title = plain(drawn.sheet.title)
    return {"kind": drawn.kind, "title": title, "href": _href(drawn.leaf, drawn.sheet.id), "groups": groups}


def _page(session: Leaf) -> Mapping[str, object]:
    path = page_path(session).removesuffix(".md") + ".html"
    quizzes = [
        f"{page_prefix(session.document)}_{question.id}"
        for block in session.document.walk()
        if block.attributes.get("use") == "self-check"
        for question in block.children
    ]
    return {"path": path, "questions": quizzes}


def _href(leaf: Leaf, anchor: str) -> str:
    return f"{link(PATH, page_path(leaf)).removesuffix('.md')}.html#{anchor}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
