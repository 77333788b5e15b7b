"""Institutions, events, and the people who came."""

import sqlalchemy as sql
from alembic import op

revision = "0001"
down_revision = None


def _one_of(column: str, values: str) -> sql.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return sql.CheckConstraint(f'"{column}" IN ({listed})', name=column)


def _from_to(column: str, least: float, most: float | None = None) -> sql.CheckConstraint:
    end = "" if most is None else f' AND "{column}" <= {most}'
    return sql.CheckConstraint(f'"{column}" >= {least}{end}', name=column)


def upgrade() -> None:
    op.create_table(
        "institution",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("name", sql.String(200), nullable=False),
        sql.Column("country", sql.String(2)),
        sql.Column("role", sql.String(60)),
        _one_of("role", "secretariat host trainers coaches university other"),
    )
    op.create_table(
        "partner",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("name", sql.String(200), nullable=False),
        sql.Column("kind", sql.String(60), nullable=False),
        sql.Column("country", sql.String(2)),
        _one_of("kind", "government csr private civil"),
    )
    op.create_table(
        "event",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("kind", sql.String(60), nullable=False),
        sql.Column("title", sql.String(500), nullable=False),
        sql.Column("country", sql.String(2), nullable=False),
        sql.Column("first_day", sql.Date(), nullable=False),
        sql.Column("last_day", sql.Date(), nullable=False),
        sql.Column("place", sql.String(200)),
        sql.Column("institution", sql.String(200), sql.ForeignKey("institution.code", onupdate="CASCADE")),
        sql.Column("hours", sql.Double()),
        sql.Column("edition", sql.String(60)),
        sql.Column("note", sql.String(2000)),
        _one_of(
            "kind", "workshop training dialogue-legislators dialogue-parties round-table seminar forum circle other"
        ),
        _from_to("hours", 0, 200),
    )
    op.create_table(
        "support",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("partner", sql.String(60), sql.ForeignKey("partner.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("gives", sql.String(200)),
    )
    op.create_table(
        "agreement",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("event", sql.String(200), sql.ForeignKey("event.code", onupdate="CASCADE"), nullable=False),
        sql.Column("text", sql.String(2000), nullable=False),
        sql.Column("keeper", sql.String(200)),
        sql.Column("due", sql.Date()),
        sql.Column("state", sql.String(60)),
        sql.Column("asked", sql.Date()),
        _one_of("state", "open kept partly dropped"),
    )
    op.create_table(
        "trainer",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("stage", sql.String(60), nullable=False),
        sql.Column("name", sql.String(200)),
        sql.Column("sex", sql.String(60)),
        sql.Column("institution", sql.String(200), sql.ForeignKey("institution.code", onupdate="CASCADE")),
        sql.Column("country", sql.String(2)),
        sql.Column("since", sql.Date()),
        sql.Column("until", sql.Date()),
        _one_of("stage", "candidate trainee co-trainer trainer master"),
        _one_of("sex", "woman man other"),
    )
    op.create_table(
        "delivery",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("trainer", sql.String(60), sql.ForeignKey("trainer.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("role", sql.String(60), primary_key=True),
        sql.Column("sessions", sql.Integer()),
        sql.Column("level", sql.Integer()),
        _one_of("role", "lead co-delivery observed observer"),
        _from_to("sessions", 0, 100),
        _from_to("level", 1, 4),
    )
    op.create_table(
        "firm",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("name", sql.String(200)),
        sql.Column("country", sql.String(2)),
        sql.Column("place", sql.String(200)),
        sql.Column("sector", sql.String(60)),
        sql.Column("size", sql.String(60)),
        sql.Column("owner", sql.String(60)),
        sql.Column("women", sql.Integer()),
        sql.Column("men", sql.Integer()),
        sql.Column("institution", sql.String(200), sql.ForeignKey("institution.code", onupdate="CASCADE")),
        _one_of(
            "sector",
            "farming fishing food restaurants tourism shops textiles crafts wood construction metal chemicals printing transport computing services health education beauty repair energy waste mining culture other",
        ),
        _one_of("size", "micro small medium large"),
        _one_of("owner", "women men both"),
        _from_to("women", 0, 100000),
        _from_to("men", 0, 100000),
    )
    op.create_table(
        "person",
        sql.Column("code", sql.String(60), primary_key=True),
        sql.Column("firm", sql.String(200), sql.ForeignKey("firm.code", onupdate="CASCADE")),
        sql.Column("name", sql.String(200)),
        sql.Column("sex", sql.String(60)),
        sql.Column("task", sql.String(200)),
        sql.Column("phone", sql.String(60)),
        sql.Column("email", sql.String(200)),
        _one_of("sex", "woman man other"),
    )
    op.create_table(
        "registration",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("person", sql.String(60), sql.ForeignKey("person.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("day", sql.Date()),
        sql.Column("coaching", sql.String(60)),
        _one_of("coaching", "yes perhaps no"),
    )
    op.create_table(
        "attendance",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("person", sql.String(60), sql.ForeignKey("person.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("day", sql.Date(), primary_key=True),
        sql.Column("present", sql.Boolean(), nullable=False),
    )
    op.create_table(
        "test",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("code", sql.String(20), primary_key=True),
        sql.Column("moment", sql.String(60), primary_key=True),
        sql.Column("form", sql.String(60), nullable=False),
        sql.Column("right", sql.Integer(), nullable=False),
        sql.Column("questions", sql.Integer(), nullable=False),
        sql.Column("edition", sql.String(60)),
        _one_of("moment", "before after later"),
        _one_of("form", "A B"),
        _from_to("right", 0, 100),
        _from_to("questions", 1, 100),
    )
    op.create_table(
        "mark",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("statement", sql.String(60), primary_key=True),
        sql.Column("ones", sql.Integer(), nullable=False),
        sql.Column("twos", sql.Integer(), nullable=False),
        sql.Column("threes", sql.Integer(), nullable=False),
        sql.Column("fours", sql.Integer(), nullable=False),
        _one_of("statement", "use plan clear time speak respect recommend"),
        _from_to("ones", 0, 10000),
        _from_to("twos", 0, 10000),
        _from_to("threes", 0, 10000),
        _from_to("fours", 0, 10000),
    )
