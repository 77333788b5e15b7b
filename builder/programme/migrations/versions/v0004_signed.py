"""Certificates that are signed: what trainers agreed to, the edition, and what the signature needs."""

import sqlalchemy as sql
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("trainer", sql.Column("consent", sql.Date()))
    op.add_column("trainer", sql.Column("named", sql.Date()))
    op.add_column("certificate", sql.Column("edition", sql.String(60)))
    op.create_table(
        "signed",
        sql.Column("trainer", sql.String(60), sql.ForeignKey("trainer.code", onupdate="CASCADE"), primary_key=True),
        sql.Column("given", sql.Date(), primary_key=True),
        sql.Column("slot", sql.Integer(), nullable=False),
        sql.Column("code", sql.String(40), nullable=False),
        sql.Column("salt", sql.String(64), nullable=False),
        sql.CheckConstraint('"slot" >= 0 AND "slot" <= 131071', name="slot"),
    )
