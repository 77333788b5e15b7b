"""Upgrades the record's tables from version to version, with Alembic."""

from pathlib import Path

import sqlalchemy as sql
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: sql.Connection) -> None:
    """Brings the tables up to date; does nothing if they are."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def state_of(connection: sql.Connection) -> str | None:
    """The version of the tables; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The version that this builder writes."""
    return str(ScriptDirectory.from_config(_settings()).get_current_head())


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return settings
