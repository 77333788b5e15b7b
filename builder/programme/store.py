"""The record in its database: read as frozen rows, written in transactions."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from secrets import token_hex
from typing import Any, NoReturn, Self, TypeVar

import sqlalchemy as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from builder.problems import UsageError
from builder.programme.facts import columns, key_of, keys
from builder.programme.keeping import OWN, Setting
from builder.programme.migrate import newest, state_of, upgrade
from builder.programme.place import Place
from builder.programme.rows import KINDS
from builder.programme.schema import table_of

Row = TypeVar("Row")
SECRET, RETENTION, FICTIONAL = "secret", "retention", "fictional"
"""Settings: the secret for drawing codes, the months for which names are kept, whether the programme is fictional."""
USUAL_RETENTION = 24
SECONDS = 60
"""How long a writer waits for another one."""
_LOCK = 7_205_114
"""The number of the advisory lock with which writers on PostgreSQL wait for one another."""
_AT_ONCE = 5_000
"""The most rows per statement."""
_ORDER = {kind: number for number, kind in enumerate((*KINDS, *OWN))}


class DropError(Exception):
    """Rolls a change back."""


def drop() -> NoReturn:
    """Ends a change and rolls it back. Raises DropError, which `Store.writing` handles."""
    raise DropError


@dataclass(frozen=True, slots=True)
class Reading:
    """A consistent snapshot of the record."""

    connection: sql.Connection

    def rows(self, kind: type[Row], **equal: object) -> tuple[Row, ...]:
        """The rows of a table in key order, filtered by equal columns: `rows(Attendance, event="MX-01")`."""
        return tuple(self.stream(kind, **equal))

    def stream(self, kind: type[Row], **equal: object) -> Iterator[Row]:
        """The same rows one by one, for long tables."""
        table = table_of(kind)
        wanted = sql.select(table).order_by(*table.primary_key.columns)
        wanted = wanted.where(*(table.c[name] == value for name, value in equal.items()))
        for values in self.connection.execute(wanted.execution_options(yield_per=_AT_ONCE)):
            yield kind(*values)

    def count(self, kind: type) -> int:
        return int(self.connection.scalar(sql.select(sql.func.count()).select_from(table_of(kind))) or 0)


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """A transaction in which the record can be changed."""

    def put(self, rows: Iterable[object]) -> None:
        """Adds rows, or replaces those with the same keys. Whatever a row refers to must exist or be among them."""
        ordered = sorted(rows, key=lambda row: (_ORDER[type(row)], key_of(row)))
        for kind, group in groupby(ordered, key=type):
            found = [{name: getattr(row, name) for name, _ in columns(kind)} for row in group]
            statement = self._upsert(kind)
            for begin in range(0, len(found), _AT_ONCE):
                self.connection.execute(statement, found[begin : begin + _AT_ONCE])

    def remove(self, kind: type, **equal: object) -> int:
        """Deletes rows, filtered by equal columns, and returns their number."""
        table = table_of(kind)
        where = [table.c[name] == value for name, value in equal.items()]
        return self.connection.execute(sql.delete(table).where(*where)).rowcount

    def rename(self, kind: type, before: str, after: str) -> None:
        """Changes a row's code, also wherever it is referred to."""
        table = table_of(kind)
        self.connection.execute(sql.update(table).where(table.c.code == before).values(code=after))

    def _upsert(self, kind: type) -> Any:
        table, known = table_of(kind), keys(kind)
        insert = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(table)
        others = {name: statement.excluded[name] for name, _ in columns(kind) if name not in known}
        if not others:
            return statement.on_conflict_do_nothing(index_elements=known)
        return statement.on_conflict_do_update(index_elements=known, set_=others)


class Store:
    """An open record. `reading()` and `writing()` are used with `with`."""

    def __init__(self, place: Place) -> None:
        """Raises UsageError when there is no record, or it is of another version or inaccessible."""
        self.place = place
        if place.file is not None and not place.file.is_file():
            raise UsageError("record-missing", {"place": place.shown})
        self._engine = _engine(place)
        self._look()

    def _look(self) -> None:
        with told(self.place), self._engine.connect() as connection:
            found = state_of(connection)
        if found is None:
            raise UsageError("record-missing", {"place": self.place.shown})
        if found != newest():
            raise UsageError("record-version", {"place": self.place.shown})

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        settings: dict[str, Any] = (
            {} if self.place.file else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with told(self.place), self._engine.connect() as connection:
            yield Reading(connection.execution_options(**settings))

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction, rolled back after an error or `drop()`.

        Only one writer at a time: similar rows are searched among all that others have written.
        """
        with told(self.place), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.info["immediate"] = True
            with suppress(DropError), connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(sql.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                yield Writing(connection)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def begin(place: Place, retention: int | None = None) -> None:
    """Creates the tables or upgrades those of an older version. Only the owner can read the file.

    `retention`: months after an event until names are to be forgotten; None keeps the setting.
    """
    if place.file is not None:
        place.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(place.file, os.O_CREAT | os.O_RDWR, 0o600))
        place.file.chmod(0o600)
    engine = _engine(place)
    with told(place), engine.begin() as connection:
        upgrade(connection)
        writing = Writing(connection)
        known = {setting.name for setting in writing.rows(Setting)}
        first = {SECRET: token_hex(32), RETENTION: str(retention or USUAL_RETENTION)}
        writing.put(Setting(*one) for one in first.items() if one[0] not in known)
        if retention is not None:
            writing.put([Setting(RETENTION, str(retention))])
    engine.dispose()


@contextmanager
def told(place: Place) -> Iterator[None]:
    """Turns database errors into UsageError, without the values to be written, since they may be names."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        first = str(cause).strip().partition("\n")[0]
        raise UsageError("record-database", {"place": place.shown, "reason": first}) from None


def _engine(place: Place) -> sql.Engine:
    if place.file is None:
        return sql.create_engine(place.address, hide_parameters=True, connect_args={"connect_timeout": 10})
    engine = sql.create_engine(place.address, hide_parameters=True, connect_args={"timeout": SECONDS})
    sql.event.listen(engine, "connect", _set_up)
    sql.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions by itself, and too late
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is also erased from the file


def _begin(connection: sql.Connection) -> None:
    is_writer = connection.info.pop("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
