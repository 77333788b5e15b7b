"""What a course defines for the record that participants keep: plan tables, scales to draw, check points.

Nothing here is specific to one course: attributes of worksheets and tables define it all (docs/en/authors/blocks.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.course.scanned import Block
from builder.course.vocabulary import COLUMNS
from builder.course.worksheets import body, fields, list_items, page_prefix, plain, question, table_rows
from builder.edition.select import Edition, Leaf

MY_PLAN = "my-plan"
"""The first part of the names of fields on the participants' own plan page."""
ACTIONS = f"{MY_PLAN}_actions"
START = f"{MY_PLAN}_start"
_COMPUTED = frozenset({"payback", "number"})
_LEAD = re.compile(r"^\*\*(?P<name>[^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table whose columns mean something for the plan; row 1 is action 1."""

    name: str
    rows: int
    columns: tuple[str, ...]
    """For each column, one of `COLUMNS` or a hyphen."""
    month: int
    """The month of a check point; 0 when it is none."""
    leaf: Leaf
    sheet: Block


@dataclass(frozen=True, slots=True)
class Group:
    """A scale: its name, and each line's field name and text."""

    name: str
    items: tuple[tuple[str, str], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A worksheet whose scales are drawn in the plan."""

    kind: str
    leaf: Leaf
    sheet: Block
    groups: tuple[Group, ...]


def plan_tables(edition: Edition) -> tuple[PlanTable, ...]:
    """The plan tables, in the order of the course."""
    return tuple(
        PlanTable(
            _name(leaf, sheet, block),
            _row_count(leaf, block),
            tuple(block.attributes.get("columns", "").split()),
            int(block.attributes.get("month", "0")),
            leaf,
            sheet,
        )
        for leaf, sheet in _sheets(edition)
        for block in fields(sheet)
        if block.name == "fill-table" and {"columns", "month"} & block.attributes.keys()
    )


def drawn_sheets(edition: Edition) -> tuple[Drawn, ...]:
    """The diagnosis first, then the checks beside it, each in the order of the course."""
    found = [
        Drawn(sheet.attributes["in-plan"], leaf, sheet, tuple(_groups(leaf, sheet)))
        for leaf, sheet in _sheets(edition)
        if "in-plan" in sheet.attributes
    ]
    return tuple(sorted(found, key=lambda drawn: drawn.kind != "diagnosis"))


def plan_columns(tables: tuple[PlanTable, ...]) -> tuple[str, ...]:
    """What the plan page asks about each action: all that the course's tables ask, in the order of `COLUMNS`."""
    asked = {word for table in tables for word in table.columns}
    return tuple(word for word in COLUMNS if word in asked - _COMPUTED) if "action" in asked else ()


def action_count(tables: tuple[PlanTable, ...]) -> int:
    """The number of actions: the rows of the table that says most about each; 0 when no table names actions."""
    naming = [table for table in tables if "action" in table.columns]
    return max(naming, key=lambda table: len(set(table.columns) - {"-"})).rows if naming else 0


def is_written_in(edition: Edition) -> bool:
    """Whether participants write anything to keep: worksheets or self-checks."""
    blocks = (block for leaf in edition.leaves() for block in leaf.document.walk())
    return any(block.name == "worksheet" or block.attributes.get("use") == "self-check" for block in blocks)


def _sheets(edition: Edition) -> Iterator[tuple[Leaf, Block]]:
    for leaf in edition.leaves():
        for block in leaf.document.walk():
            if block.name == "worksheet" and block.id:
                yield leaf, block


def _name(leaf: Leaf, sheet: Block, field: Block) -> str:
    return "_".join(part for part in (page_prefix(leaf.document), sheet.id, field.id) if part)


def _row_count(leaf: Leaf, block: Block) -> int:
    written = sum(any(cells) for _, cells in table_rows(leaf.document, block)[1:])
    return written + int(block.attributes.get("rows", "0"))


def _groups(leaf: Leaf, sheet: Block) -> Iterator[Group]:
    for block in fields(sheet):
        if block.name == "scale":
            name, items = _name(leaf, sheet, block), list_items(leaf.document, block)
            asked = question(leaf.document, block)
            lines = [(f"{name}_i{order}", plain(text)) for order, (_, text) in enumerate(items, 1)] or [(name, asked)]
            ends = (
                int(block.attributes.get(key, default)) for key, default in (("from-value", "1"), ("to-value", "5"))
            )
            yield Group(_lead(leaf, block) or asked, tuple(lines), *ends)


def _lead(leaf: Leaf, block: Block) -> str:
    """The bold words that a question begins with; "" when there are none."""
    first = next((line.strip() for _, line in body(leaf.document, block) if line.strip()), "")
    match = _LEAD.match(first)
    return match["name"].strip(" .:") if match else ""
