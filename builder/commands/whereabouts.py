"""Where the programme's record is stored, for the commands that need it."""

from typing import TYPE_CHECKING

from builder.commands.spoken import option
from builder.problems import MissingToolError

if TYPE_CHECKING:
    from builder.programme.place import Place

record_option = option("--record", "given", default="", metavar="ADDRESS")
"""Where the record lies, as each of these commands may be told."""


def place_of_record(given: str) -> "Place":
    """Where the record is. Raises MissingToolError without the packages that a record needs."""
    try:
        import alembic  # noqa: F401 - whether it is there
        import psycopg  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as error:
        raise MissingToolError("programme-missing", {"package": error.name}) from error
    from builder.programme.place import place_of

    return place_of(given)


def need_signing() -> None:
    """Raises MissingToolError without the package that signs certificates."""
    try:
        import cryptography  # noqa: F401
        import jwt  # noqa: F401
    except ImportError as error:
        raise MissingToolError("badges-missing", {"package": error.name}) from error
