"""The site's own markup, rendered from the templates in `templates/`. Every value is escaped, unless it was rendered here.

A template's lines are joined when it is loaded, without their indentation, so that it renders as one line, which a staged
page can hold (`markup` reads it from there).
"""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from builder.words import language_marks

_FOLDER = Path(__file__).parent / "templates"


def draw(name: str, **values: Any) -> Markup:
    """The template `name` (a file name) rendered with these values. Raises UndefinedError for a missing one."""
    return Markup(_environment().get_template(name).render(values))  # noqa: S704 - the template escapes


def _source(name: str) -> str:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())


@cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - code that only copies sites needn't load it

    from builder.outputs.site.compiled import compiled  # noqa: PLC0415 - the same

    made = Environment(
        loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, bytecode_cache=compiled("parts")
    )
    made.globals["language_marks"] = language_marks
    return made
