"""Connects Alembic to the record through the connection it is given. Alembic runs this file; nothing imports it."""

from alembic import context

from builder.programme.schema import METADATA

connection = context.config.attributes["connection"]
# SQLite can't alter a column in place, so the table is copied.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
