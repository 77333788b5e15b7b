"""Generated code and the template that it imports -> a finished PDF."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from builder.print.code import Code, main_of
from builder.print.form import finish
from builder.print.typst import compile_book

_EPOCH = date(1970, 1, 1)


def write_code(
    code: Code,
    template: Path,
    settings: Mapping[str, str],
    day: date,
    target: Path,
    assets: Mapping[str, bytes] | None = None,
) -> None:
    """Writes `target`, dated with `day`. Raises ContentError for what Typst refuses, with the source line of the code."""
    origins = [piece.origin for piece in code.pieces]
    midnight = (day - _EPOCH).days * 86_400
    made = compile_book(
        main_of(code.pieces), template.read_text(encoding="utf-8"), assets or {}, settings, midnight, origins
    )
    finish(made.pdf, target)
