"""What a trainer's certificate asks for, the certificate itself, and who visits which firm."""

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0002"


def _from_to(column: str, least: float, most: float) -> sql.CheckConstraint:
    return sql.CheckConstraint(f'"{column}" >= {least} AND "{column}" <= {most}', name=column)


def upgrade() -> None:
    op.add_column("delivery", sql.Column("returned", sql.Date()))
    op.create_table(
        "training",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("trainer", sql.String(60), sql.ForeignKey("trainer.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("full_days", sql.Integer()),
        sql.Column("right", sql.Integer()),
        sql.Column("questions", sql.Integer()),
        sql.Column("teach_back", sql.String(60)),
        _from_to("full_days", 0, 10),
        _from_to("right", 0, 100),
        _from_to("questions", 1, 100),
        sql.CheckConstraint("\"teach_back\" IN ('passed', 'again', 'not-yet')", name="teach_back"),
    )
    op.create_table(
        "certificate",
        sql.Column("trainer", sql.String(60), sql.ForeignKey("trainer.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("given", sql.Date(), primary_key=True),
        sql.Column("until", sql.Date(), nullable=False),
        sql.Column("withdrawn", sql.Date()),
        sql.Column("number", sql.String(60)),
    )
    op.create_table(
        "coaching",
        sql.Column("event", sql.String(60), sql.ForeignKey("event.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("firm", sql.String(60), sql.ForeignKey("firm.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("trainer", sql.String(200), sql.ForeignKey("trainer.code", onupdate="CASCADE"), nullable=False),
    )
