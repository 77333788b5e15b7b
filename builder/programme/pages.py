"""Pages made from the record, drawn from the templates in `templates/`: every value is escaped."""

from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "templates"


def draw(name: str, **values: Any) -> str:
    """The template `name` rendered with these values. Raises jinja2's UndefinedError for a missing one."""
    return str(_environment().get_template(name).render(values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - most of the record's commands draw no page

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
