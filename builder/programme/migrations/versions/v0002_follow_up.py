"""What firms did afterwards, and what the record keeps about itself."""

import sqlalchemy as sql
from alembic import op

revision = "0002"
down_revision = "0001"


def _one_of(column: str, values: str) -> sql.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return sql.CheckConstraint(f'"{column}" IN ({listed})', name=column)


def _from_to(column: str, least: float, most: float | None = None) -> sql.CheckConstraint:
    end = "" if most is None else f' AND "{column}" <= {most}'
    return sql.CheckConstraint(f'"{column}" >= {least}{end}', name=column)


def upgrade() -> None:
    op.create_table(
        "action",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("firm", sql.String(60), sql.ForeignKey("firm.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("number", sql.Integer(), primary_key=True),
        sql.Column("what", sql.String(500)),
        sql.Column("kind", sql.String(60)),
        sql.Column("owner", sql.String(200)),
        sql.Column("begins", sql.Date()),
        sql.Column("due", sql.Date()),
        sql.Column("indicator", sql.String(300)),
        sql.Column("unit", sql.String(60)),
        sql.Column("baseline", sql.Double()),
        sql.Column("baseline_day", sql.Date()),
        sql.Column("goal", sql.Double()),
        _from_to("number", 1, 9),
        _one_of(
            "kind",
            "energy water waste materials contracts pay safety equality care training ethics buying customers community access telling other",
        ),
    )
    op.create_table(
        "visit",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("firm", sql.String(60), sql.ForeignKey("firm.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("month", sql.Integer(), primary_key=True),
        sql.Column("reached", sql.Boolean(), nullable=False),
        sql.Column("day", sql.Date()),
        sql.Column("how", sql.String(60)),
        sql.Column("asker", sql.String(60)),
        sql.Column("part", sql.String(60)),
        sql.Column("currency", sql.String(3)),
        sql.Column("spent", sql.Double()),
        sql.Column("saved", sql.Double()),
        sql.Column("saved_evidence", sql.String(60)),
        sql.Column("story", sql.String(60)),
        sql.Column("next_step", sql.String(500)),
        _from_to("month", 1, 12),
        _one_of("how", "visit telephone"),
        _one_of("asker", "coach colleague outside"),
        _one_of("part", "same later part no unknown"),
        _from_to("spent", 0),
        _from_to("saved", 0),
        _one_of("saved_evidence", "told seen paper"),
        _one_of("story", "yes perhaps no"),
    )
    op.create_table(
        "progress",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("firm", sql.String(60), sql.ForeignKey("firm.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("month", sql.Integer(), primary_key=True),
        sql.Column("number", sql.Integer(), primary_key=True),
        sql.Column("state", sql.String(60), nullable=False),
        sql.Column("value", sql.Double()),
        sql.Column("evidence", sql.String(60)),
        sql.ForeignKeyConstraint(
            ["event", "firm", "month"],
            ["visit.event", "visit.firm", "visit.month"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        _from_to("month", 1, 12),
        _from_to("number", 1, 9),
        _one_of("state", "not-begun begun done changed given-up"),
        _one_of("evidence", "told seen paper"),
    )
    op.create_table(
        "measure",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("firm", sql.String(60), sql.ForeignKey("firm.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("month", sql.Integer(), primary_key=True),
        sql.Column("indicator", sql.String(60), primary_key=True),
        sql.Column("start", sql.Double()),
        sql.Column("start_of", sql.Double()),
        sql.Column("value", sql.Double()),
        sql.Column("value_of", sql.Double()),
        sql.Column("evidence", sql.String(60)),
        sql.ForeignKeyConstraint(
            ["event", "firm", "month"],
            ["visit.event", "visit.firm", "visit.month"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        _from_to("month", 1, 12),
        _one_of(
            "indicator", "electricity water garbage accidents contracts leaders training-women training-men left buyers"
        ),
        _from_to("start", 0),
        _from_to("start_of", 0),
        _from_to("value", 0),
        _from_to("value_of", 0),
        _one_of("evidence", "told seen paper"),
    )
    op.create_table(
        "story",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("state", sql.String(60), nullable=False),
        sql.Column("firm", sql.String(200), sql.ForeignKey("firm.code", onupdate="CASCADE")),
        sql.Column("event", sql.String(200), sql.ForeignKey("event.code", onupdate="CASCADE")),
        sql.Column("title", sql.String(300)),
        sql.Column("consent", sql.Date()),
        _one_of("state", "offered gathered published refused"),
    )
    op.create_table(
        "expense",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("item", sql.String(60), primary_key=True),
        sql.Column("currency", sql.String(3), primary_key=True),
        sql.Column("planned", sql.Double()),
        sql.Column("spent", sql.Double()),
        sql.Column("in_kind", sql.Double()),
        _one_of("item", "people travel room evaluation other"),
        _from_to("planned", 0),
        _from_to("spent", 0),
        _from_to("in_kind", 0),
    )
    op.create_table(
        "source",
        sql.Column("digest", sql.String(64), primary_key=True),
        sql.Column("table", sql.String(60), primary_key=True),
        sql.Column("name", sql.String(300), nullable=False),
        sql.Column("day", sql.Date(), nullable=False),
        sql.Column("rows", sql.Integer(), nullable=False),
        _from_to("rows", 0),
    )
    op.create_table(
        "judgement",
        sql.Column("table", sql.String(60), primary_key=True),
        sql.Column("one", sql.String(60), primary_key=True),
        sql.Column("other", sql.String(60), primary_key=True),
        sql.Column("same", sql.Boolean(), nullable=False),
    )
    op.create_table(
        "forgotten",
        sql.Column("mark", sql.String(64), primary_key=True),
        sql.Column("day", sql.Date(), nullable=False),
        sql.Column("removed", sql.String(500)),
    )
    op.create_table(
        "setting",
        sql.Column("name", sql.String(60), primary_key=True),
        sql.Column("value", sql.String(300), nullable=False),
    )
