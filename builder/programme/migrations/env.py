"""How Alembic reaches the record: by the connection that it is handed. It runs this file, nobody imports it."""

from alembic import context

from builder.programme.schema import METADATA

connection = context.config.attributes["connection"]
# SQLite can't change a column in its place: the table is copied.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
