"""The site's own markup, drawn from the templates in `templates/`: every value is escaped, only what was drawn is not.

The lines of a template are joined when it is loaded, without the spaces between them: what it draws is one line, which
a staged page can hold (`markup` takes it from there).
"""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"


def draw(name: str, **values: Any) -> Markup:
    """The template `name` with these values."""
    return Markup(_environment().get_template(name).render(values))  # noqa: S704 - the template escapes


def _source(name: str) -> str:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())


@cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - whoever only copies sites needs none

    return Environment(loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined)
