"""The rows as database tables, the same in SQLite and PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sql

from builder.programme.facts import Column, Fact, columns
from builder.programme.keeping import OWN
from builder.programme.rows import KINDS

METADATA = sql.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
_ON_VISIT = ("event", "firm", "month")
_PARENTS = {"progress": ("visit", _ON_VISIT), "measure": ("visit", _ON_VISIT)}
"""Tables whose rows belong to a row of another table by a composite key: table -> parent and columns."""


def table_of(kind: type) -> sql.Table:
    """The table of a row class."""
    return METADATA.tables[kind.__name__.lower()]


def _table(kind: type) -> sql.Table:
    name = kind.__name__.lower()
    listed = columns(kind)
    parts: list[Any] = [_column(one) for one in listed]
    parts += [check for one in listed for check in _checks(one)]
    if name in _PARENTS:
        parent, shared = _PARENTS[name]
        places = [f"{parent}.{column}" for column in shared]
        parts.append(sql.ForeignKeyConstraint(shared, places, onupdate="CASCADE", ondelete="CASCADE"))
    return sql.Table(name, METADATA, *parts)


def _column(one: Column) -> sql.Column[Any]:
    links = [sql.ForeignKey(f"{one.fact.of}.code", onupdate="CASCADE")] if one.fact.of else []
    return sql.Column(one.name, _type(one.fact), *links, primary_key=one.fact.is_key, nullable=not one.fact.is_needed)


def _type(fact: Fact) -> sql.types.TypeEngine[Any]:
    types: dict[str, sql.types.TypeEngine[Any]] = {
        "number": sql.Integer(), "decimal": sql.Double(), "day": sql.Date(), "flag": sql.Boolean(), "country": sql.String(2),
    }  # fmt: skip
    return types.get(fact.kind) or sql.String(60 if fact.kind == "choice" else fact.size)


def _checks(one: Column) -> Iterator[sql.CheckConstraint]:
    """Constraints that the database enforces, whoever writes to it."""
    name, fact = one
    if fact.values:
        listed = ", ".join(f"'{value}'" for value in fact.values)
        yield sql.CheckConstraint(f'"{name}" IN ({listed})', name=name)
    if fact.least is not None:
        most = f' AND "{name}" <= {fact.most}' if fact.most is not None else ""
        yield sql.CheckConstraint(f'"{name}" >= {fact.least}{most}', name=name)


for _kind in (*KINDS, *OWN):
    _table(_kind)
