"""Where the programme's record is stored, for the commands that need it."""

from typing import TYPE_CHECKING

from builder.commands.spoken import option
from builder.problems import MissingToolError

if TYPE_CHECKING:
    from builder.programme.place import Place

record_option = option("--record", "given", default="", metavar="ADDRESS")
"""The option for the record's address, the same in all these commands."""


def place_of_record(given: str) -> "Place":
    """The record's place. Raises MissingToolError when the packages for records aren't installed."""
    try:
        import alembic  # noqa: F401 - whether it is there
        import psycopg  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as error:
        raise MissingToolError("programme-missing", {"package": error.name}) from error
    from builder.programme.place import place_of

    return place_of(given)


def need_signing() -> None:
    """Raises MissingToolError when the packages for signing certificates aren't installed."""
    try:
        import cryptography  # noqa: F401
        import jwt  # noqa: F401
    except ImportError as error:
        raise MissingToolError("badges-missing", {"package": error.name}) from error
